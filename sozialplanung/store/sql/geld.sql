-- name: finanzierung
-- Money that names no Rechtskreis is paid by that of its Massnahme.
SELECT
    f.massnahme_id, m.bezeichnung AS massnahme, m.handlungskonzept_id, h.bezeichnung AS handlungskonzept,
    m.handlungsfeld, f.haushaltsjahr, f.finanzierungsquelle, f.foerderprogramm,
    f.ansatz_eur, f.bewilligt_eur, f.ist_eur, coalesce(f.rechtskreis, m.rechtskreis) AS rechtskreis,
    f.leistungstraeger, f.quelle_id, q.herkunft
FROM finanzierung f
JOIN massnahme m ON m.massnahme_id = f.massnahme_id
JOIN handlungskonzept h ON h.handlungskonzept_id = m.handlungskonzept_id
JOIN quelle q ON q.quelle_id = f.quelle_id
ORDER BY f.massnahme_id, f.haushaltsjahr, f.finanzierungsquelle, f.foerderprogramm;

-- name: preisindex
SELECT jahr, stand, quelle_id FROM preisindex ORDER BY jahr;

-- name: budget
-- Each amount is cut at the running total of the shares, rounded to the cent; so the pieces always add up to the
-- amount. What the shares leave over goes to the whole city (gebiet_id NULL), unless it is only their last digit
-- (three times 33,3333 %). How a Massnahme is shared out is a statement of the Massnahme, so that in a Gebiet its Quelle
-- vouches as well.
WITH RECURSIVE
weg (start, gebiet_id, raumebene) AS (
    SELECT g.gebiet_id, g.gebiet_id, g.raumebene FROM gebiet g
    WHERE g.gebiet_id IN (SELECT gebiet_id FROM massnahme_gebiet)
    UNION ALL
    SELECT weg.start, g.gebiet_id, g.raumebene
    FROM weg
    JOIN gebiet_zuordnung z ON z.gebiet_id = weg.gebiet_id
    JOIN gebiet g ON g.gebiet_id = z.uebergeordnet
    WHERE weg.raumebene <> $raumebene
),
beleg AS (
    SELECT
        quelle_id,
        CASE herkunft WHEN 'beispiel' THEN 4 WHEN 'eigen' THEN 3 WHEN 'veroeffentlicht' THEN 2 ELSE 1 END AS schwaeche
    FROM quelle
),
laufend AS (
    SELECT
        mg.massnahme_id, mg.gebiet_id,
        sum(mg.anteil) OVER vorher AS bis,
        sum(mg.anteil) OVER vorher - mg.anteil AS von,
        sum(mg.anteil) OVER alle AS summe,
        row_number() OVER vorher = count(*) OVER alle AS letztes,
        count(*) OVER alle AS teile
    FROM massnahme_gebiet mg
    WINDOW
        vorher AS (PARTITION BY mg.massnahme_id ORDER BY mg.gebiet_id ROWS UNBOUNDED PRECEDING),
        alle AS (PARTITION BY mg.massnahme_id)
),
stueck AS (
    SELECT
        massnahme_id, gebiet_id,
        CAST(von AS DECIMAL(9, 6)) AS von,
        CAST(CASE WHEN letztes AND abs(1 - summe) <= 0.000001 * teile THEN 1 ELSE bis END AS DECIMAL(9, 6)) AS bis
    FROM laufend
    UNION ALL
    SELECT massnahme_id, NULL, CAST(coalesce(max(summe), 0) AS DECIMAL(9, 6)), CAST(1 AS DECIMAL(9, 6))
    FROM massnahme
    LEFT JOIN laufend USING (massnahme_id)
    GROUP BY massnahme_id
    HAVING coalesce(abs(1 - max(summe)) > 0.000001 * max(teile), TRUE)
),
betrag AS (
    SELECT
        weg.gebiet_id, f.massnahme_id, f.haushaltsjahr, f.finanzierungsquelle, f.quelle_id,
        round(CAST(f.ansatz_eur AS DECIMAL(26, 2)) * s.bis, 2)
            - round(CAST(f.ansatz_eur AS DECIMAL(26, 2)) * s.von, 2) AS ansatz_eur,
        round(CAST(f.bewilligt_eur AS DECIMAL(26, 2)) * s.bis, 2)
            - round(CAST(f.bewilligt_eur AS DECIMAL(26, 2)) * s.von, 2) AS bewilligt_eur,
        round(CAST(f.ist_eur AS DECIMAL(26, 2)) * s.bis, 2)
            - round(CAST(f.ist_eur AS DECIMAL(26, 2)) * s.von, 2) AS ist_eur
    FROM finanzierung f
    JOIN stueck s ON s.massnahme_id = f.massnahme_id
    LEFT JOIN weg ON weg.start = s.gebiet_id AND weg.raumebene = $raumebene
)
SELECT
    b.gebiet_id, g.bezeichnung, b.massnahme_id, m.handlungskonzept_id, m.handlungsfeld, b.finanzierungsquelle,
    b.haushaltsjahr,
    sum(b.ansatz_eur) AS ansatz_eur, sum(b.bewilligt_eur) AS bewilligt_eur, sum(b.ist_eur) AS ist_eur,
    ['amtlich', 'veroeffentlicht', 'eigen', 'beispiel'][
        max(greatest(q.schwaeche, CASE WHEN b.gebiet_id IS NULL THEN 1 ELSE mq.schwaeche END))
    ] AS herkunft
FROM betrag b
JOIN massnahme m ON m.massnahme_id = b.massnahme_id
JOIN beleg q ON q.quelle_id = b.quelle_id
JOIN beleg mq ON mq.quelle_id = m.quelle_id
LEFT JOIN gebiet g ON g.gebiet_id = b.gebiet_id
GROUP BY b.gebiet_id, g.bezeichnung, b.massnahme_id, m.handlungskonzept_id, m.handlungsfeld, b.finanzierungsquelle,
    b.haushaltsjahr
ORDER BY b.gebiet_id NULLS LAST, b.massnahme_id, b.haushaltsjahr, b.finanzierungsquelle;
