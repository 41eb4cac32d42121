-- name: eingang_ergaenzen_quelle
-- A delivery need not hold these tables; then nothing of them is new.
CREATE TEMP TABLE IF NOT EXISTS eingang_quelle AS SELECT quelle_id, bezeichnung, herkunft FROM quelle LIMIT 0;

-- name: eingang_ergaenzen_gebiet
CREATE TEMP TABLE IF NOT EXISTS eingang_gebiet AS SELECT gebiet_id, bezeichnung FROM gebiet LIMIT 0;

-- name: eingang_ergaenzen_merkmal
CREATE TEMP TABLE IF NOT EXISTS eingang_merkmal AS SELECT merkmal_id, bezeichnung, art FROM merkmal LIMIT 0;

-- name: unterschied_anlegen
-- Every figure that differs: neu, geaendert, quelle (the same figure, stated by another Quelle or of another date), and
-- fehlt: what the same Quelle, whatever its date, has said of a Merkmal and Zeitraum that the delivery holds, too.
-- ``geheim``: hidden now, or a small count by the rule of its Quelle; such figures are not told to anybody.
CREATE TEMP TABLE unterschied AS
WITH
regel AS (
    SELECT e.quelle_id, coalesce(r.k, CASE WHEN e.herkunft IN ('eigen', 'beispiel') THEN p.k ELSE 0 END) AS k
    FROM eingang_quelle e
    LEFT JOIN (
        SELECT quelle_id, arg_max(k, nummer) AS k FROM schutzregel WHERE geltung = 'quelle' GROUP BY quelle_id
    ) r ON r.quelle_id = e.quelle_id
    CROSS JOIN (SELECT arg_max(k, nummer) AS k FROM schutzregel WHERE geltung = 'projekt') p
    UNION ALL
    SELECT quelle_id, k FROM quelle_schutz WHERE quelle_id NOT IN (SELECT quelle_id FROM eingang_quelle)
),
merkmalsart AS (
    SELECT merkmal_id, art FROM eingang_merkmal
    UNION ALL
    SELECT merkmal_id, art FROM merkmal WHERE merkmal_id NOT IN (SELECT merkmal_id FROM eingang_merkmal)
),
genannt AS (
    SELECT bezeichnung, herkunft FROM eingang_quelle WHERE quelle_id IN (SELECT quelle_id FROM eingang_wert)
    UNION
    SELECT bezeichnung, herkunft FROM quelle WHERE quelle_id IN (SELECT quelle_id FROM eingang_wert)
),
fehlend AS (
    SELECT a.merkmal_id, a.gebiet_id, a.gruppe, a.zeitraum, a.wert, a.zeichen, a.quelle_id
    FROM wert_geliefert a
    JOIN (SELECT DISTINCT merkmal_id, zeitraum FROM eingang_wert) e
        ON e.merkmal_id = a.merkmal_id AND e.zeitraum = a.zeitraum
    WHERE a.quelle_id IN (SELECT quelle_id FROM quelle SEMI JOIN genannt USING (bezeichnung, herkunft))
        AND NOT EXISTS (
            SELECT 1 FROM eingang_wert d
            WHERE d.merkmal_id = a.merkmal_id AND d.gebiet_id = a.gebiet_id AND d.gruppe = a.gruppe
                AND d.zeitraum = a.zeitraum
        )
),
paar AS (
    SELECT
        CASE
            WHEN NOT n.vorhanden THEN 'neu'
            WHEN a.wert IS DISTINCT FROM n.wert OR a.zeichen IS DISTINCT FROM n.zeichen THEN 'geaendert'
            ELSE 'quelle'
        END AS art,
        n.merkmal_id, n.gebiet_id, n.gruppe, n.zeitraum, a.wert AS alt, a.zeichen AS alt_zeichen, n.wert AS neu,
        n.zeichen AS neu_zeichen,
        m.art = 'anzahl' AND ((n.wert > 0 AND n.wert < r.k) OR (a.wert > 0 AND a.wert < r.k)) AS klein
    FROM neu_wert n
    LEFT JOIN wert_geliefert a
        ON a.merkmal_id = n.merkmal_id AND a.gebiet_id = n.gebiet_id AND a.gruppe = n.gruppe AND a.zeitraum = n.zeitraum
    LEFT JOIN merkmalsart m ON m.merkmal_id = n.merkmal_id
    LEFT JOIN regel r ON r.quelle_id = n.quelle_id
    UNION ALL
    SELECT
        'fehlt', f.merkmal_id, f.gebiet_id, f.gruppe, f.zeitraum, f.wert, f.zeichen, NULL, NULL,
        m.art = 'anzahl' AND f.wert > 0 AND f.wert < r.k
    FROM fehlend f
    LEFT JOIN merkmalsart m ON m.merkmal_id = f.merkmal_id
    LEFT JOIN quelle_schutz r ON r.quelle_id = f.quelle_id
)
SELECT p.* EXCLUDE (klein), coalesce(p.klein, FALSE) OR s.grund IS NOT NULL AS geheim
FROM paar p
LEFT JOIN schutz s
    ON s.merkmal_id = p.merkmal_id AND s.gebiet_id = p.gebiet_id AND s.gruppe = p.gruppe AND s.zeitraum = p.zeitraum;

-- name: unterschied_reihen
-- Merkmal × Zeitraum with how many figures are new, …; where nothing differs, too.
WITH
anders AS (
    SELECT
        merkmal_id, zeitraum, count(*) FILTER (art = 'neu') AS neu, count(*) FILTER (art = 'geaendert') AS geaendert,
        count(*) FILTER (art = 'quelle') AS quelle, count(*) FILTER (art = 'fehlt') AS fehlt
    FROM unterschied
    GROUP BY merkmal_id, zeitraum
),
geliefert AS (
    SELECT merkmal_id, zeitraum, count(*) AS anzahl FROM eingang_wert GROUP BY merkmal_id, zeitraum
)
SELECT
    g.merkmal_id, coalesce(e.bezeichnung, m.bezeichnung, g.merkmal_id) AS merkmal, g.zeitraum,
    coalesce(a.neu, 0) AS neu, coalesce(a.geaendert, 0) AS geaendert, coalesce(a.quelle, 0) AS quelle,
    coalesce(a.fehlt, 0) AS fehlt,
    g.anzahl - coalesce(a.neu, 0) - coalesce(a.geaendert, 0) - coalesce(a.quelle, 0) AS gleich
FROM geliefert g
LEFT JOIN anders a ON a.merkmal_id = g.merkmal_id AND a.zeitraum = g.zeitraum
LEFT JOIN eingang_merkmal e ON e.merkmal_id = g.merkmal_id
LEFT JOIN merkmal m ON m.merkmal_id = g.merkmal_id
ORDER BY merkmal, g.merkmal_id, zeitraum_ende(g.zeitraum) DESC;

-- name: unterschied_werte
-- The largest changes first, in parts of the larger figure; a figure that got lost counts as much as one that fell to 0.
-- Of every Merkmal some, so that none crowds out the others.
WITH bewertet AS (
    SELECT
        u.*,
        CASE
            WHEN u.geheim THEN -1
            WHEN u.alt IS NULL THEN 0
            WHEN u.neu IS NULL THEN 1
            WHEN u.alt = u.neu THEN 0
            ELSE abs(u.neu - u.alt) / greatest(abs(u.alt), abs(u.neu))
        END AS ausmass
    FROM unterschied u
),
je_merkmal AS (
    SELECT *
    FROM bewertet
    QUALIFY row_number() OVER (
        PARTITION BY art, merkmal_id
        ORDER BY ausmass DESC, abs(neu - alt) DESC, zeitraum DESC, gebiet_id, gruppe
    ) <= $je_merkmal
),
gewaehlt AS (
    SELECT *
    FROM je_merkmal
    QUALIFY row_number() OVER (PARTITION BY art ORDER BY ausmass DESC, merkmal_id, gebiet_id) <= $je_art
)
SELECT
    u.art, u.merkmal_id, coalesce(em.bezeichnung, m.bezeichnung, u.merkmal_id) AS merkmal,
    coalesce(eg.bezeichnung, g.bezeichnung, u.gebiet_id) AS gebiet, u.gruppe, u.zeitraum,
    CASE WHEN NOT u.geheim THEN u.alt END AS alt, CASE WHEN u.geheim THEN 'geheim' ELSE u.alt_zeichen END AS alt_zeichen,
    CASE WHEN NOT u.geheim THEN u.neu END AS neu, CASE WHEN u.geheim THEN 'geheim' ELSE u.neu_zeichen END AS neu_zeichen
FROM gewaehlt u
LEFT JOIN eingang_merkmal em ON em.merkmal_id = u.merkmal_id
LEFT JOIN merkmal m ON m.merkmal_id = u.merkmal_id
LEFT JOIN eingang_gebiet eg ON eg.gebiet_id = u.gebiet_id
LEFT JOIN gebiet g ON g.gebiet_id = u.gebiet_id
ORDER BY
    u.art, u.ausmass DESC, abs(u.neu - u.alt) DESC NULLS LAST, merkmal, zeitraum_ende(u.zeitraum) DESC, gebiet,
    u.gebiet_id, u.gruppe;

-- name: groesstes_k
SELECT coalesce(max(k), 0) FROM schutzregel;
