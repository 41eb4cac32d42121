-- name: bezugsraeume
-- ``fehlt``: a Gebiet that is no longer there; without it the sum would be of something else.
SELECT
    b.bezugsraum_id, b.bezeichnung, b.gebiete,
    list_filter(b.gebiete, lambda gebiet: NOT list_contains(da.gebiete, gebiet)) AS fehlt, b.wer, b.am
FROM bezugsraum_aktuell b
CROSS JOIN (SELECT coalesce(list(gebiet_id), []) AS gebiete FROM gebiet) da
ORDER BY b.bezeichnung, b.bezugsraum_id;

-- name: bezugsraum_einfuegen
INSERT INTO bezugsraum (nummer, bezugsraum_id, bezeichnung, gebiete, geloescht, wer, am)
SELECT (SELECT coalesce(max(nummer), 0) + 1 FROM bezugsraum),
    $bezugsraum_id, $bezeichnung, $gebiete, $geloescht, $wer, $am;

-- name: bezugsraum_schluessel
-- Every key that a Bezugsraum ever had or a Gebiet has.
SELECT bezugsraum_id FROM bezugsraum
UNION
SELECT gebiet_id FROM gebiet;

-- name: eltern
SELECT gebiet_id, uebergeordnet FROM gebiet LEFT JOIN gebiet_zuordnung USING (gebiet_id);

-- name: bezugsraum_glieder
-- The parts of those that are complete.
CREATE TEMP TABLE bezugsraum_glied AS
SELECT bezugsraum_id, unnest(gebiete) AS gebiet_id
FROM bezugsraum_aktuell
WHERE NOT EXISTS (SELECT 1 FROM (SELECT unnest(gebiete) AS teil) WHERE teil NOT IN (SELECT gebiet_id FROM gebiet));

-- name: bezugsraum_gebiete
-- For the rest of this cursor ``gebiet`` knows the Bezugsraeume as well: a temporary table goes before one of the file.
CREATE TEMP TABLE gebiet AS
SELECT gebiet_id, bezeichnung, raumebene, gueltig_von, gueltig_bis FROM gebiet
UNION ALL
SELECT bezugsraum_id, bezeichnung, 'bezugsraum', NULL, NULL
FROM bezugsraum_aktuell
WHERE bezugsraum_id IN (SELECT bezugsraum_id FROM bezugsraum_glied);

-- name: bezugsraum_zuordnung
-- … and the parts lie in their Bezugsraum, which lies in the smallest Gebiet that holds all its parts.
CREATE TEMP TABLE gebiet_zuordnung AS
WITH RECURSIVE
weg (bezugsraum_id, teil, oben, hoehe) AS (
    SELECT b.bezugsraum_id, b.gebiet_id, z.uebergeordnet, 1
    FROM bezugsraum_glied b
    JOIN gebiet_zuordnung z ON z.gebiet_id = b.gebiet_id
    UNION ALL
    SELECT w.bezugsraum_id, w.teil, z.uebergeordnet, w.hoehe + 1
    FROM weg w
    JOIN gebiet_zuordnung z ON z.gebiet_id = w.oben
),
gemeinsam AS (
    SELECT w.bezugsraum_id, w.oben, max(w.hoehe) AS hoehe
    FROM weg w
    JOIN (SELECT bezugsraum_id, count(*) AS teile FROM bezugsraum_glied GROUP BY bezugsraum_id) b
        ON b.bezugsraum_id = w.bezugsraum_id
    GROUP BY w.bezugsraum_id, w.oben, b.teile
    HAVING count(DISTINCT w.teil) = b.teile
)
SELECT g.gebiet_id, coalesce(b.bezugsraum_id, z.uebergeordnet) AS uebergeordnet
FROM gebiet g
LEFT JOIN bezugsraum_glied b ON b.gebiet_id = g.gebiet_id
LEFT JOIN gebiet_zuordnung z ON z.gebiet_id = g.gebiet_id
WHERE coalesce(b.bezugsraum_id, z.uebergeordnet) IS NOT NULL
UNION ALL
SELECT bezugsraum_id, arg_min(oben, hoehe) FROM gemeinsam GROUP BY bezugsraum_id;

-- name: bezugsraum_geometrie
-- The outlines of all parts of those Bezugsraeume whose every part has one.
SELECT b.bezugsraum_id AS gebiet_id, r.bezeichnung, geo.geojson, geo.schematisch, q.bezeichnung AS quelle
FROM bezugsraum_glied b
JOIN bezugsraum_aktuell r ON r.bezugsraum_id = b.bezugsraum_id
JOIN geometrie geo ON geo.gebiet_id = b.gebiet_id
JOIN quelle q ON q.quelle_id = geo.quelle_id
WHERE b.bezugsraum_id NOT IN (
    SELECT bezugsraum_id FROM bezugsraum_glied WHERE gebiet_id NOT IN (SELECT gebiet_id FROM geometrie)
)
ORDER BY b.bezugsraum_id, b.gebiet_id;
