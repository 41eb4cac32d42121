-- name: schutzregel_einfuegen
INSERT INTO schutzregel (nummer, geltung, quelle_id, k, mindestnenner, mindesteinwohner, begruendung, wer, am)
SELECT
    (SELECT coalesce(max(nummer), 0) + 1 FROM schutzregel),
    $geltung, $quelle_id, $k, $mindestnenner, $mindesteinwohner, $begruendung, $wer, $am;

-- name: schutzregeln
SELECT
    r.nummer, r.geltung, r.quelle_id, q.bezeichnung AS quelle, r.k, r.mindestnenner, r.mindesteinwohner,
    r.begruendung, r.wer, r.am
FROM schutzregel r
LEFT JOIN quelle q ON q.quelle_id = r.quelle_id
ORDER BY r.nummer DESC;

-- name: schutz_der_quellen
-- ``verborgen``: figures of the Quelle that the rules hide; ``geliefert``: how many there are.
SELECT
    q.quelle_id, q.bezeichnung, q.herkunft, r.k, r.mindestnenner, r.mindesteinwohner,
    EXISTS (SELECT 1 FROM schutzregel e WHERE e.quelle_id = q.quelle_id) AS eigene_regel,
    coalesce(z.geliefert, 0) AS geliefert, coalesce(z.verborgen, 0) AS verborgen
FROM quelle q
JOIN quelle_schutz r ON r.quelle_id = q.quelle_id
LEFT JOIN (
    SELECT quelle_id, count(*) AS geliefert, count(schutzgrund) AS verborgen
    FROM wert_sichtbar
    GROUP BY quelle_id
) z ON z.quelle_id = q.quelle_id
ORDER BY q.bezeichnung, q.quelle_id;

-- name: verborgen
SELECT s.merkmal_id, m.bezeichnung, s.grund, count(*) AS anzahl
FROM schutz s
JOIN merkmal m ON m.merkmal_id = s.merkmal_id
GROUP BY s.merkmal_id, m.bezeichnung, s.grund
ORDER BY m.bezeichnung, s.merkmal_id, s.grund;

-- name: projektregel
SELECT arg_max(k, nummer) AS k, arg_max(mindestnenner, nummer) AS mindestnenner,
    arg_max(mindesteinwohner, nummer) AS mindesteinwohner
FROM schutzregel
WHERE geltung = 'projekt';

-- name: schutz_noetig
SELECT EXISTS (
    SELECT 1 FROM quelle_schutz WHERE (k > 0 OR mindestnenner > 0) AND quelle_id IN (SELECT DISTINCT quelle_id FROM wert WHERE ersetzt_durch IS NULL)
);

-- name: zeitraeume_der_lieferung
SELECT DISTINCT zeitraum FROM wert WHERE lieferung_id = $lieferung_id;

-- name: schutz_primaer
-- Small counts, whatever else they are tied to.
INSERT INTO schutz (merkmal_id, gebiet_id, gruppe, zeitraum, grund)
SELECT w.merkmal_id, w.gebiet_id, w.gruppe, w.zeitraum, 'primaer'
FROM wert_aktuell w
JOIN merkmal m ON m.merkmal_id = w.merkmal_id AND m.art = 'anzahl'
JOIN quelle_schutz r ON r.quelle_id = w.quelle_id
WHERE w.wert > 0 AND w.wert < r.k AND ($zeitraeume IS NULL OR list_contains($zeitraeume, w.zeitraum));

-- name: mindesteinwohner_gilt
SELECT EXISTS (SELECT 1 FROM quelle_schutz WHERE mindesteinwohner > 0);

-- name: schutz_einwohner
-- Everything but the inhabitants themselves where too few people live, also what knows no counts (rates, means, sums of
-- money). Inhabitants of the nearest year, of two equally near ones the earlier; where nobody counted them, nothing.
INSERT INTO schutz (merkmal_id, gebiet_id, gruppe, zeitraum, grund)
WITH einwohner AS (
    SELECT gebiet_id, jahr, arg_max(wert, zeitraum_ende(zeitraum)) AS personen
    FROM wert_aktuell
    WHERE merkmal_id = $einwohner AND gruppe = '' AND wert IS NOT NULL
    GROUP BY gebiet_id, jahr
),
naechste AS (
    SELECT w.gebiet_id, w.jahr, arg_min(e.personen, abs(e.jahr - w.jahr) * 2 + CAST(e.jahr > w.jahr AS INTEGER)) AS personen
    FROM (SELECT DISTINCT gebiet_id, jahr FROM wert_aktuell) w
    JOIN einwohner e ON e.gebiet_id = w.gebiet_id
    GROUP BY w.gebiet_id, w.jahr
)
SELECT w.merkmal_id, w.gebiet_id, w.gruppe, w.zeitraum, 'einwohner'
FROM wert_aktuell w
JOIN quelle_schutz r ON r.quelle_id = w.quelle_id
JOIN naechste n ON n.gebiet_id = w.gebiet_id AND n.jahr = w.jahr
ANTI JOIN schutz s
    ON s.merkmal_id = w.merkmal_id AND s.gebiet_id = w.gebiet_id AND s.gruppe = w.gruppe AND s.zeitraum = w.zeitraum
WHERE n.personen < r.mindesteinwohner AND w.wert IS NOT NULL AND NOT (w.merkmal_id = $einwohner AND w.gruppe = '');

-- name: schutz_verwandt
-- Gebiete that may be summed up with others: one with figures that holds others, and everything in it. Of 20.000
-- Baublöcke without a delivered sum none needs computing.
CREATE OR REPLACE TEMP TABLE verwandt AS
WITH RECURSIVE unten AS (
    SELECT DISTINCT z.uebergeordnet AS gebiet_id
    FROM gebiet_zuordnung z
    WHERE z.uebergeordnet IN (SELECT gebiet_id FROM wert_aktuell)
    UNION
    SELECT z.gebiet_id
    FROM unten u
    JOIN gebiet_zuordnung z ON z.uebergeordnet = u.gebiet_id
)
SELECT gebiet_id FROM unten;

-- name: schutz_gebunden
-- Merkmale that may be tied to others or to sums of their own Gruppen, at every Gebiet.
CREATE OR REPLACE TEMP TABLE gebunden AS
SELECT merkmal_id FROM wert_aktuell WHERE gruppe <> ''
UNION
SELECT unnest([merkmal_id, teil_von]) FROM merkmal WHERE teil_von IS NOT NULL
UNION
SELECT unnest([zaehler_merkmal_id, nenner_merkmal_id]) FROM indikator WHERE nenner_merkmal_id <> zaehler_merkmal_id;

-- name: schutz_anlass
-- Merkmal × Zeitraum with a figure that must not be shown: a small count, one delivered as geheim or of a Gebiet with too
-- few inhabitants, or the small rest of a whole (a Merkmal that is part of another, a Gruppe of its total), where a sum may hold it. Everything else needs no
-- computing.
WITH zelle AS MATERIALIZED (
    SELECT w.merkmal_id, w.gebiet_id, w.gruppe, w.zeitraum, w.wert, w.zeichen, r.k
    FROM wert_aktuell w
    JOIN merkmal m ON m.merkmal_id = w.merkmal_id AND m.art = 'anzahl'
    JOIN quelle_schutz r ON r.quelle_id = w.quelle_id
    WHERE ($zeitraeume IS NULL OR list_contains($zeitraeume, w.zeitraum))
        AND (w.merkmal_id IN (SELECT merkmal_id FROM gebunden) OR w.gebiet_id IN (SELECT gebiet_id FROM verwandt))
),
paar AS (
    SELECT DISTINCT i.zaehler_merkmal_id AS teil, i.zaehler_gruppe AS teil_gruppe,
        i.nenner_merkmal_id AS ganzes, i.nenner_gruppe AS ganzes_gruppe
    FROM indikator i
    WHERE i.nenner_merkmal_id <> i.zaehler_merkmal_id
    UNION ALL
    SELECT merkmal_id, NULL, teil_von, NULL
    FROM merkmal
    WHERE teil_von IS NOT NULL
),
reihe AS (
    SELECT z.merkmal_id, z.gruppe, z.zeitraum, g.raumebene, min(z.wert) AS kleinster, max(z.wert) AS groesster, max(z.k) AS k
    FROM zelle z
    JOIN gebiet g ON g.gebiet_id = z.gebiet_id
    GROUP BY z.merkmal_id, z.gruppe, z.zeitraum, g.raumebene
),
verdacht AS MATERIALIZED (
    -- Where the largest part is far below the smallest whole, nothing needs comparing.
    SELECT p.teil, t.gruppe AS teil_gruppe, p.ganzes, g.gruppe AS ganzes_gruppe, t.zeitraum,
        min(g.kleinster) AS kleinster, max(greatest(t.k, g.k)) AS k
    FROM paar p
    JOIN reihe t ON t.merkmal_id = p.teil AND (p.teil_gruppe IS NULL OR t.gruppe = p.teil_gruppe)
    JOIN reihe g
        ON g.merkmal_id = p.ganzes AND g.zeitraum = t.zeitraum AND g.raumebene = t.raumebene
        AND g.gruppe = coalesce(p.ganzes_gruppe, t.gruppe)
    WHERE t.groesster > 0 AND g.kleinster - t.groesster < greatest(t.k, g.k)
    GROUP BY p.teil, t.gruppe, p.ganzes, g.gruppe, t.zeitraum
),
kandidat AS MATERIALIZED (
    SELECT v.teil, v.ganzes, v.ganzes_gruppe, v.zeitraum, t.gebiet_id, t.wert, t.k
    FROM verdacht v
    JOIN zelle t ON t.merkmal_id = v.teil AND t.gruppe = v.teil_gruppe AND t.zeitraum = v.zeitraum
    WHERE t.wert > 0 AND v.kleinster - t.wert < v.k
),
rest AS (
    SELECT t.teil, t.ganzes, t.zeitraum, g.wert - t.wert < greatest(t.k, g.k) AS klein, t.wert > g.wert AS groesser
    FROM kandidat t
    JOIN zelle g
        ON g.merkmal_id = t.ganzes AND g.gruppe = t.ganzes_gruppe AND g.zeitraum = t.zeitraum
        AND g.gebiet_id = t.gebiet_id
),
eigenschaft AS (
    SELECT merkmal_id, gebiet_id, zeitraum, wert, k, string_split(gruppe, ';') AS alle, unnest(string_split(gruppe, ';')) AS eine
    FROM zelle
    WHERE gruppe <> ''
),
gruppensumme AS (
    SELECT merkmal_id, gebiet_id, zeitraum, array_to_string(list_filter(alle, lambda e: e <> eine), ';') AS gruppe,
        fsum(wert) AS wert, max(k) AS k, bool_and(wert IS NOT NULL) AS ganz
    FROM eigenschaft
    GROUP BY merkmal_id, gebiet_id, zeitraum, array_to_string(list_filter(alle, lambda e: e <> eine), ';'), split_part(eine, '=', 1)
)
SELECT merkmal_id, zeitraum FROM zelle WHERE (wert > 0 AND wert < k) OR (zeichen = 'geheim' AND k > 0)
UNION
SELECT z.merkmal_id, z.zeitraum
FROM zelle z
SEMI JOIN schutz s
    ON s.merkmal_id = z.merkmal_id AND s.gebiet_id = z.gebiet_id AND s.gruppe = z.gruppe AND s.zeitraum = z.zeitraum
        AND s.grund = 'einwohner'
UNION
SELECT unnest([teil, ganzes]), zeitraum
FROM rest
GROUP BY teil, ganzes, zeitraum
HAVING bool_or(klein) AND NOT bool_or(groesser)
UNION
SELECT g.merkmal_id, g.zeitraum
FROM gruppensumme g
JOIN zelle z
    ON z.merkmal_id = g.merkmal_id AND z.gebiet_id = g.gebiet_id AND z.zeitraum = g.zeitraum AND z.gruppe = g.gruppe
WHERE g.ganz AND z.wert - g.wert > 0 AND z.wert - g.wert < greatest(z.k, g.k)
ORDER BY zeitraum, merkmal_id;

-- name: schutz_paare
SELECT i.zaehler_merkmal_id AS teil, i.zaehler_gruppe AS teil_gruppe,
    i.nenner_merkmal_id AS ganzes, i.nenner_gruppe AS ganzes_gruppe
FROM indikator i
WHERE i.nenner_merkmal_id <> i.zaehler_merkmal_id
UNION
SELECT merkmal_id, NULL, teil_von, NULL
FROM merkmal
WHERE teil_von IS NOT NULL
ORDER BY ALL;

-- name: schutz_zellen
-- The cells that some sum may hold. A figure that was delivered as unbekannt or folgt is one that nobody has; one of a
-- Gebiet with too few inhabitants must stay as unknown as one that was delivered as geheim.
SELECT w.merkmal_id, w.gebiet_id, w.gruppe, w.jahr, CASE WHEN s.grund IS NULL THEN w.wert END AS wert,
    CASE WHEN w.wert IS NULL AND w.zeichen <> 'geheim' THEN 0 ELSE r.k END AS k
FROM wert_aktuell w
JOIN merkmal m ON m.merkmal_id = w.merkmal_id AND m.art = 'anzahl'
JOIN quelle_schutz r ON r.quelle_id = w.quelle_id
LEFT JOIN schutz s
    ON s.merkmal_id = w.merkmal_id AND s.gebiet_id = w.gebiet_id AND s.gruppe = w.gruppe AND s.zeitraum = w.zeitraum
        AND s.grund = 'einwohner'
WHERE w.zeitraum = $zeitraum AND list_contains($merkmale, w.merkmal_id)
    AND (w.wert >= 0 OR (w.wert IS NULL AND w.zeichen IN ('geheim', 'gesperrt', 'unsicher')))
    AND (w.merkmal_id IN (SELECT merkmal_id FROM gebunden) OR w.gebiet_id IN (SELECT gebiet_id FROM verwandt))
ORDER BY w.merkmal_id, w.gebiet_id, w.gruppe;

-- name: schutz_hierarchie
SELECT z.uebergeordnet, z.gebiet_id
FROM gebiet_zuordnung z
JOIN gebiet g ON g.gebiet_id = z.gebiet_id
WHERE (g.gueltig_von IS NULL OR g.gueltig_von <= make_date($jahr, 12, 31))
    AND (g.gueltig_bis IS NULL OR g.gueltig_bis >= make_date($jahr, 12, 31))
ORDER BY z.uebergeordnet, z.gebiet_id;

-- name: schutz_loeschen
-- Rates are computed anew for all Zeitraeume.
DELETE FROM schutz
WHERE $zeitraeume IS NULL OR list_contains($zeitraeume, zeitraum)
    OR merkmal_id IN (SELECT merkmal_id FROM merkmal WHERE art = 'rate');

-- name: schutz_quoten
-- Rates without counts, as an Indikator shows them, with the persons behind them: its weight in the nearest year, of two
-- equally near ones the earlier. Merkmale of which no Quelle has a rule are left out, and what is hidden already.
WITH quote AS (
    SELECT DISTINCT i.zaehler_merkmal_id AS merkmal_id, i.zaehler_gruppe AS gruppe, i.gewicht_merkmal_id AS gewicht_id,
        i.faktor, i.einheit
    FROM indikator i
    JOIN merkmal z ON z.merkmal_id = i.zaehler_merkmal_id AND z.art = 'rate'
    JOIN merkmal g ON g.merkmal_id = i.gewicht_merkmal_id AND g.art = 'anzahl'
    WHERE i.nenner_merkmal_id IS NULL
),
zelle AS (
    SELECT w.merkmal_id, w.gebiet_id, w.gruppe, w.zeitraum, w.jahr, w.wert * q.faktor AS wert, q.einheit, q.gewicht_id,
        r.k, r.mindestnenner
    FROM wert_aktuell w
    JOIN quote q ON q.merkmal_id = w.merkmal_id AND q.gruppe = w.gruppe
    JOIN quelle_schutz r ON r.quelle_id = w.quelle_id
    ANTI JOIN schutz s
        ON s.merkmal_id = w.merkmal_id AND s.gebiet_id = w.gebiet_id AND s.gruppe = w.gruppe AND s.zeitraum = w.zeitraum
    WHERE w.wert IS NOT NULL
    QUALIFY bool_or(r.k > 0 OR r.mindestnenner > 0) OVER (PARTITION BY w.merkmal_id)
),
stand AS (
    SELECT w.merkmal_id, w.gebiet_id, w.jahr, arg_max(w.wert, zeitraum_ende(w.zeitraum)) AS personen
    FROM wert_aktuell w
    WHERE w.gruppe = '' AND w.wert IS NOT NULL AND w.merkmal_id IN (SELECT gewicht_id FROM quote)
        AND EXISTS (SELECT 1 FROM zelle)
    GROUP BY w.merkmal_id, w.gebiet_id, w.jahr
),
naechste AS (
    SELECT z.gewicht_id, z.gebiet_id, z.jahr,
        arg_min(s.personen, abs(s.jahr - z.jahr) * 2 + CAST(s.jahr > z.jahr AS INTEGER)) AS personen
    FROM (SELECT DISTINCT gewicht_id, gebiet_id, jahr FROM zelle) z
    JOIN stand s ON s.merkmal_id = z.gewicht_id AND s.gebiet_id = z.gebiet_id
    GROUP BY z.gewicht_id, z.gebiet_id, z.jahr
)
SELECT z.merkmal_id, z.gebiet_id, z.gruppe, z.zeitraum, z.jahr, z.wert, z.einheit, z.gewicht_id, n.personen, z.k,
    z.mindestnenner
FROM zelle z
JOIN naechste n ON n.gewicht_id = z.gewicht_id AND n.gebiet_id = z.gebiet_id AND n.jahr = z.jahr
ORDER BY z.zeitraum, z.merkmal_id, z.gebiet_id, z.gruppe;

-- name: schutz_einfuegen
INSERT INTO schutz (merkmal_id, gebiet_id, gruppe, zeitraum, grund)
SELECT unnest($merkmal_id), unnest($gebiet_id), unnest($gruppe), $zeitraum, unnest($grund);
