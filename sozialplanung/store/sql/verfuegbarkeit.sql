-- name: verfuegbarkeit_paare
-- Which (Merkmal, Gruppe) some Indikator needs. Numbers instead of texts: the next steps touch every figure.
CREATE TEMP TABLE paar AS
SELECT
    row_number() OVER (ORDER BY merkmal_id, gruppe) AS paar, merkmal_id, gruppe, art <> 'rate' AS summierbar,
    art = 'anzahl' AS zaehlt
FROM (
    SELECT zaehler_merkmal_id AS merkmal_id, zaehler_gruppe AS gruppe FROM indikator
    UNION
    SELECT nenner_merkmal_id, nenner_gruppe FROM indikator WHERE nenner_merkmal_id IS NOT NULL
    UNION
    -- Whether a Gebiet is large enough for an index.
    SELECT $einwohner, '' FROM indexdefinition_aktuell WHERE mindesteinwohner > 0
)
JOIN merkmal USING (merkmal_id);

-- name: verfuegbarkeit_orte
-- ``von`` and ``bis`` are the first and last year at whose end the Gebiet existed; ``hoehe`` is the longest way down.
CREATE TEMP TABLE ort AS
WITH RECURSIVE
nummer AS (
    SELECT
        CAST(row_number() OVER (ORDER BY gebiet_id) AS INTEGER) AS nr, gebiet_id, raumebene,
        coalesce(year(gueltig_von), -9999) AS von, coalesce(year(gueltig_bis + INTERVAL 1 DAY) - 1, 9999) AS bis
    FROM gebiet
),
weg (gebiet_id, hoehe) AS (
    SELECT gebiet_id, 0 FROM gebiet
    UNION
    SELECT z.uebergeordnet, weg.hoehe + 1 FROM weg JOIN gebiet_zuordnung z ON z.gebiet_id = weg.gebiet_id
)
SELECT n.nr, n.gebiet_id, n.raumebene, n.von, n.bis, e.nr AS eltern, h.hoehe
FROM nummer n
JOIN (SELECT gebiet_id, max(hoehe) AS hoehe FROM weg GROUP BY gebiet_id) h ON h.gebiet_id = n.gebiet_id
LEFT JOIN gebiet_zuordnung z ON z.gebiet_id = n.gebiet_id
LEFT JOIN nummer e ON e.gebiet_id = z.uebergeordnet;

-- name: verfuegbarkeit_werte
-- What was delivered and may be shown; ``wert`` NULL where the descent ends without a number. The latest Zeitraum of a year counts.
CREATE TEMP TABLE da AS
WITH geliefert AS (
    SELECT
        p.paar, o.nr, w.jahr, w.zeitraum, w.wert,
        w.wert IS NOT NULL OR w.zeichen IN ('geheim', 'gesperrt', 'unsicher') AS halt, r.mindestnenner
    FROM wert_sichtbar w
    JOIN quelle_schutz r ON r.quelle_id = w.quelle_id
    JOIN paar p ON p.merkmal_id = w.merkmal_id AND p.gruppe = w.gruppe
    JOIN ort o ON o.gebiet_id = w.gebiet_id AND w.jahr BETWEEN o.von AND o.bis
),
mehrfach AS (
    -- Only these need sorting; usually there is one Zeitraum a year.
    SELECT paar, jahr FROM geliefert GROUP BY paar, jahr HAVING min(zeitraum) <> max(zeitraum)
)
SELECT g.paar, g.nr, g.jahr, g.wert, g.halt, g.mindestnenner
FROM geliefert g ANTI JOIN mehrfach m ON m.paar = g.paar AND m.jahr = g.jahr
UNION ALL
SELECT g.paar, g.nr, g.jahr, arg_max_null(g.wert, ende), arg_max(g.halt, ende), arg_max(g.mindestnenner, ende)
FROM (SELECT *, zeitraum_ende(zeitraum) AS ende FROM geliefert) g
SEMI JOIN mehrfach m ON m.paar = g.paar AND m.jahr = g.jahr
GROUP BY g.paar, g.nr, g.jahr;

-- name: verfuegbarkeit_hoehe
SELECT coalesce(max(hoehe), 0) FROM ort;

-- name: verfuegbarkeit_aufstieg
-- Sums for the Gebiete of one ``hoehe`` that have no figure of their own and whose parts all have one.
INSERT INTO da
WITH soll AS (
    SELECT k.eltern, j.jahr, count(*) AS kinder
    FROM ort e
    JOIN ort k ON k.eltern = e.nr
    JOIN (SELECT DISTINCT jahr FROM da) j ON j.jahr BETWEEN k.von AND k.bis AND j.jahr BETWEEN e.von AND e.bis
    WHERE e.hoehe = $hoehe
    GROUP BY k.eltern, j.jahr
)
SELECT d.paar, k.eltern, d.jahr, fsum(d.wert), TRUE, max(d.mindestnenner)
FROM da d
JOIN ort k ON k.nr = d.nr
JOIN soll s ON s.eltern = k.eltern AND s.jahr = d.jahr
JOIN paar p ON p.paar = d.paar AND p.summierbar
WHERE d.wert IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM da x WHERE x.halt AND x.paar = d.paar AND x.nr = k.eltern AND x.jahr = d.jahr)
GROUP BY d.paar, k.eltern, d.jahr, s.kinder
HAVING count(*) = s.kinder;

-- name: verfuegbarkeit_zellen
-- Indikator × Gebiet × year with a figure.
CREATE TEMP VIEW zelle AS
SELECT i.indikator_id, z.nr, z.jahr
FROM indikator i
JOIN paar zp ON zp.merkmal_id = i.zaehler_merkmal_id AND zp.gruppe = i.zaehler_gruppe
JOIN da z ON z.paar = zp.paar AND z.wert IS NOT NULL
LEFT JOIN paar np ON np.merkmal_id = i.nenner_merkmal_id AND np.gruppe = i.nenner_gruppe
LEFT JOIN da n ON n.paar = np.paar AND n.nr = z.nr AND n.jahr = z.jahr AND n.wert <> 0
WHERE i.nenner_merkmal_id IS NULL
    OR (n.paar IS NOT NULL AND NOT (np.zaehlt AND n.wert > 0 AND n.wert < greatest(z.mindestnenner, n.mindestnenner)));

-- name: verfuegbarkeit_indizes
-- An index is there where all its Indikatoren are, for at least as many large enough Gebiete as make a ranking.
CREATE TEMP TABLE index_da AS
WITH teil AS (
    SELECT index_id, mindesteinwohner, len(teile) AS anzahl, unnest(teile).indikator_id AS indikator_id
    FROM indexdefinition_aktuell
),
vollstaendig AS (
    SELECT t.index_id, t.mindesteinwohner, z.nr, z.jahr
    FROM teil t
    JOIN zelle z ON z.indikator_id = t.indikator_id
    GROUP BY t.index_id, t.mindesteinwohner, z.nr, z.jahr, t.anzahl
    HAVING count(*) = t.anzahl
),
groesse AS (
    -- Inhabitants of the year, else of the nearest one, of two equally near ones the earlier.
    SELECT v.nr, v.jahr, arg_min(e.wert, abs(e.jahr - v.jahr) * 2 + CAST(e.jahr > v.jahr AS INTEGER)) AS einwohner
    FROM (SELECT DISTINCT nr, jahr FROM vollstaendig WHERE mindesteinwohner > 0) v
    JOIN da e ON e.nr = v.nr AND e.wert IS NOT NULL
    JOIN paar p ON p.paar = e.paar AND p.merkmal_id = $einwohner AND p.gruppe = ''
    GROUP BY v.nr, v.jahr
)
SELECT v.index_id AS indikator_id, v.jahr, o.raumebene, count(*) AS anzahl
FROM vollstaendig v
JOIN ort o ON o.nr = v.nr
LEFT JOIN groesse g ON g.nr = v.nr AND g.jahr = v.jahr
WHERE g.einwohner IS NULL OR g.einwohner >= v.mindesteinwohner
GROUP BY v.index_id, v.jahr, o.raumebene
HAVING count(*) >= $mindestens;

-- name: verfuegbarkeit
WITH gesamt AS (
    SELECT o.raumebene, j.jahr, count(*) AS gesamt
    FROM (SELECT DISTINCT jahr FROM da) j
    JOIN ort o ON j.jahr BETWEEN o.von AND o.bis
    GROUP BY o.raumebene, j.jahr
),
zahl AS (
    SELECT z.indikator_id, o.raumebene, z.jahr, count(*) AS anzahl
    FROM zelle z
    JOIN ort o ON o.nr = z.nr
    GROUP BY z.indikator_id, o.raumebene, z.jahr
    UNION ALL BY NAME
    SELECT indikator_id, raumebene, jahr, anzahl FROM index_da
)
SELECT z.indikator_id, z.raumebene, z.jahr, z.anzahl, g.gesamt
FROM zahl z
JOIN gesamt g ON g.raumebene = z.raumebene AND g.jahr = z.jahr
ORDER BY z.indikator_id, z.raumebene, z.jahr;
