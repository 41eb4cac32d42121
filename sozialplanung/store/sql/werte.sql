-- name: indikator
SELECT
    i.zaehler_merkmal_id, i.zaehler_gruppe, z.art AS zaehler_art,
    i.nenner_merkmal_id, i.nenner_gruppe, n.art AS nenner_art,
    coalesce(i.gewicht_merkmal_id, i.nenner_merkmal_id) AS gewicht_merkmal_id,
    CASE WHEN i.gewicht_merkmal_id IS NULL THEN i.nenner_gruppe ELSE '' END AS gewicht_gruppe,
    coalesce(g.art, n.art) AS gewicht_art,
    i.faktor
FROM indikator i
JOIN merkmal z ON z.merkmal_id = i.zaehler_merkmal_id
LEFT JOIN merkmal n ON n.merkmal_id = i.nenner_merkmal_id
LEFT JOIN merkmal g ON g.merkmal_id = i.gewicht_merkmal_id
WHERE i.indikator_id = $indikator_id;

-- name: zahlen
-- The figures of up to three roles (numerator, denominator, weight) as they may be seen; of other years weights only.
SELECT
    coalesce(w.merkmal_id = $zaehler_merkmal_id AND w.gruppe = $zaehler_gruppe, FALSE) AS zaehler,
    coalesce(w.merkmal_id = $nenner_merkmal_id AND w.gruppe = $nenner_gruppe, FALSE) AS nenner,
    coalesce(w.merkmal_id = $gewicht_merkmal_id AND w.gruppe = $gewicht_gruppe, FALSE) AS gewicht,
    w.gebiet_id, w.jahr, w.zeitraum, w.wert, coalesce(list_position($zeichen, w.zeichen), 0) AS zeichen, w.quelle_id,
    w.schutzgrund IS NOT NULL AS verborgen, coalesce(w.schutzgrund = 'einwohner', FALSE) AS wenige
FROM wert_sichtbar w
WHERE w.merkmal_id IN ($zaehler_merkmal_id, $nenner_merkmal_id, $gewicht_merkmal_id)
    AND w.gruppe IN ($zaehler_gruppe, $nenner_gruppe, $gewicht_gruppe)
    AND ($jahr IS NULL OR w.jahr = $jahr OR ($weitere_jahre AND w.merkmal_id = $gewicht_merkmal_id));

-- name: zeitraeume_nach_ende
SELECT z FROM (SELECT unnest($zeitraeume) AS z) ORDER BY zeitraum_ende(z);

-- name: werte_gebiete
-- All Gebiete by key, with the first and the last year at whose end each exists.
SELECT
    g.gebiet_id, g.bezeichnung, z.uebergeordnet, g.raumebene = $raumebene AS ziel,
    coalesce(year(g.gueltig_von), 0) AS von, coalesce(year(g.gueltig_bis + INTERVAL 1 DAY) - 1, 9999) AS bis
FROM gebiet g
LEFT JOIN gebiet_zuordnung z ON z.gebiet_id = g.gebiet_id
ORDER BY g.gebiet_id;

-- name: werte_quellen
SELECT
    q.quelle_id, q.bezeichnung, q.herkunft, q.lizenz, q.stand, q.verweis,
    list_position($herkuenfte, q.herkunft) - 1 AS rang, coalesce(r.mindestnenner, -1) AS mindestnenner, coalesce(r.mindesteinwohner = 0, FALSE) AS ohne_mindesteinwohner
FROM quelle q
LEFT JOIN quelle_schutz r ON r.quelle_id = q.quelle_id
ORDER BY q.bezeichnung, q.quelle_id;
