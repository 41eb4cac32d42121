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
-- Amounts laid over the Gebiete of a level. Where ``geldschutz`` says so, private money counts for a larger Gebiet than its
-- own (``verlegt``); while such a rule holds, private money names no Massnahme. With $geschuetzt = FALSE: as it is.
-- How a Massnahme is shared out is a statement of the Massnahme, so that in a Gebiet its Quelle vouches as well.
WITH RECURSIVE
weg (start, gebiet_id, raumebene) AS (
    SELECT g.gebiet_id, g.gebiet_id, g.raumebene FROM gebiet g
    WHERE g.gebiet_id IN (SELECT gebiet_id FROM massnahme_gebiet UNION ALL SELECT nach FROM geldschutz)
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
ort AS (
    SELECT start, gebiet_id FROM weg WHERE raumebene = $raumebene
),
betrag AS (
    SELECT
        gezeigt.gebiet_id, s.massnahme_id, s.haushaltsjahr, s.finanzierungsquelle, s.quelle_id, s.ansatz_eur,
        s.bewilligt_eur, s.ist_eur, gezeigt.gebiet_id IS DISTINCT FROM eigen.gebiet_id AS verlegt,
        CASE WHEN NOT ($geschuetzt AND privates_geld(s.finanzierungsquelle) AND EXISTS (FROM dominanz))
            THEN s.massnahme_id END AS genannt
    FROM finanzierung_stueck s
    LEFT JOIN geldschutz v
        ON $geschuetzt AND v.massnahme_id = s.massnahme_id AND v.haushaltsjahr = s.haushaltsjahr
        AND v.finanzierungsquelle = s.finanzierungsquelle AND v.von = s.gebiet_id
    LEFT JOIN ort eigen ON eigen.start = s.gebiet_id
    LEFT JOIN ort gezeigt ON gezeigt.start = CASE WHEN v.von IS NULL THEN s.gebiet_id ELSE v.nach END
)
SELECT
    b.gebiet_id, g.bezeichnung, b.genannt AS massnahme_id, m.handlungskonzept_id, m.handlungsfeld,
    b.finanzierungsquelle, b.haushaltsjahr,
    sum(b.ansatz_eur) AS ansatz_eur, sum(b.bewilligt_eur) AS bewilligt_eur, sum(b.ist_eur) AS ist_eur,
    ['amtlich', 'veroeffentlicht', 'eigen', 'beispiel'][
        max(greatest(q.schwaeche, CASE WHEN b.gebiet_id IS NULL THEN 1 ELSE mq.schwaeche END))
    ] AS herkunft,
    bool_or(b.verlegt) AS verlegt
FROM betrag b
JOIN massnahme m ON m.massnahme_id = b.massnahme_id
JOIN beleg q ON q.quelle_id = b.quelle_id
JOIN beleg mq ON mq.quelle_id = m.quelle_id
LEFT JOIN gebiet g ON g.gebiet_id = b.gebiet_id
GROUP BY b.gebiet_id, g.bezeichnung, b.genannt, m.handlungskonzept_id, m.handlungsfeld, b.finanzierungsquelle,
    b.haushaltsjahr
ORDER BY b.gebiet_id NULLS LAST, b.genannt NULLS LAST, b.haushaltsjahr, b.finanzierungsquelle, m.handlungskonzept_id,
    m.handlungsfeld;
