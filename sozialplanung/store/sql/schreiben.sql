-- name: spalten
SELECT table_name, column_name, data_type, is_nullable, column_default
FROM duckdb_columns()
WHERE database_name = current_database();

-- name: abgleich_gebiet
-- A Gebiet is changed when its own row or its place in the hierarchy is.
WITH neu AS (
    SELECT gebiet_id FROM neu_gebiet WHERE NOT vorhanden
),
geaendert AS (
    SELECT gebiet_id FROM neu_gebiet WHERE vorhanden
    UNION
    SELECT gebiet_id FROM neu_gebiet_zuordnung WHERE gebiet_id NOT IN (SELECT gebiet_id FROM neu)
)
SELECT
    (SELECT count(*) FROM neu),
    (SELECT count(*) FROM geaendert),
    (SELECT count(*) FROM eingang_gebiet);

-- name: lieferung_einfuegen
INSERT INTO lieferung (
    lieferung_id, datei, sha256, herkunft, quelle, lizenz, stand, importiert_am, importiert_von,
    neu, geaendert, unveraendert, bemerkung
)
SELECT
    (SELECT coalesce(max(lieferung_id), 0) + 1 FROM lieferung),
    $datei, $sha256, $herkunft, $quelle, $lizenz, CAST($stand AS DATE), $importiert_am, $importiert_von,
    $neu, $geaendert, $unveraendert, $bemerkung
RETURNING lieferung_id;

-- name: zuordnung_loeschen
DELETE FROM gebiet_zuordnung
WHERE gebiet_id IN (SELECT gebiet_id FROM neu_gebiet_zuordnung WHERE uebergeordnet IS NULL);

-- name: wert_ersetzen
UPDATE wert
SET ersetzt_durch = $lieferung_id
FROM neu_wert n
WHERE n.vorhanden
    AND wert.ersetzt_durch IS NULL
    AND wert.merkmal_id = n.merkmal_id
    AND wert.gebiet_id = n.gebiet_id
    AND wert.gruppe = n.gruppe
    AND wert.zeitraum = n.zeitraum;

-- name: wert_einfuegen
-- Sorted, so that the figures of one Merkmal lie together and the others are skipped when reading.
INSERT INTO wert (
    merkmal_id, gebiet_id, gruppe, zeitraum, jahr, wert, zeichen, quelle_id, lieferung_id, blatt, zeile, spalte
)
SELECT merkmal_id, gebiet_id, gruppe, zeitraum, jahr, wert, zeichen, quelle_id, $lieferung_id, blatt, zeile, spalte
FROM neu_wert
ORDER BY merkmal_id, gruppe, jahr, gebiet_id;

-- name: verwaiste_verweise
-- What may be empty is asked for: NULL is not in an empty table either.
WITH neue_werte AS (
    SELECT DISTINCT merkmal_id, gebiet_id, quelle_id FROM wert WHERE lieferung_id = $lieferung_id
)
SELECT 'wert' AS tabelle, 'merkmal_id' AS spalte, merkmal_id AS verweis
FROM (SELECT DISTINCT merkmal_id FROM neue_werte) WHERE merkmal_id NOT IN (SELECT merkmal_id FROM merkmal)
UNION ALL
SELECT 'wert', 'gebiet_id', gebiet_id
FROM (SELECT DISTINCT gebiet_id FROM neue_werte) WHERE gebiet_id NOT IN (SELECT gebiet_id FROM gebiet)
UNION ALL
SELECT 'wert', 'quelle_id', quelle_id
FROM (SELECT DISTINCT quelle_id FROM neue_werte) WHERE quelle_id NOT IN (SELECT quelle_id FROM quelle)
UNION ALL
SELECT 'merkmal', 'teil_von', teil_von
FROM merkmal WHERE teil_von NOT IN (SELECT merkmal_id FROM merkmal)
UNION ALL
SELECT 'merkmal', 'quelle_id', quelle_id
FROM merkmal WHERE quelle_id NOT IN (SELECT quelle_id FROM quelle)
UNION ALL
SELECT 'handlungskonzept', 'quelle_id', quelle_id
FROM handlungskonzept WHERE quelle_id NOT IN (SELECT quelle_id FROM quelle)
UNION ALL
SELECT 'massnahme', 'quelle_id', quelle_id
FROM massnahme WHERE quelle_id NOT IN (SELECT quelle_id FROM quelle)
UNION ALL
SELECT 'massnahme', 'handlungskonzept_id', handlungskonzept_id
FROM massnahme WHERE handlungskonzept_id NOT IN (SELECT handlungskonzept_id FROM handlungskonzept)
UNION ALL
SELECT 'massnahme', 'vorgaenger_id', vorgaenger_id
FROM massnahme WHERE vorgaenger_id NOT IN (SELECT massnahme_id FROM massnahme)
UNION ALL
SELECT 'massnahme', 'zielgruppe_merkmal_id', zielgruppe_merkmal_id
FROM massnahme
WHERE zielgruppe_merkmal_id IS NOT NULL AND zielgruppe_merkmal_id NOT IN (SELECT merkmal_id FROM merkmal)
UNION ALL
SELECT 'wirkung', 'indikator_id', indikator_id
FROM wirkung WHERE indikator_id IS NOT NULL AND indikator_id NOT IN (SELECT indikator_id FROM indikator)
ORDER BY tabelle, spalte, verweis;

-- name: kreise_der_gebiete
WITH RECURSIVE weg (start, gebiet_id) AS (
    SELECT gebiet_id, uebergeordnet FROM gebiet_zuordnung
    UNION
    SELECT weg.start, z.uebergeordnet FROM weg JOIN gebiet_zuordnung z ON z.gebiet_id = weg.gebiet_id
)
SELECT start FROM weg WHERE start = gebiet_id ORDER BY start;

-- name: kreise_der_merkmale
WITH RECURSIVE weg (start, merkmal_id) AS (
    SELECT merkmal_id, teil_von FROM merkmal WHERE teil_von IS NOT NULL
    UNION
    SELECT weg.start, m.teil_von
    FROM weg
    JOIN merkmal m ON m.merkmal_id = weg.merkmal_id
    WHERE m.teil_von IS NOT NULL
)
SELECT start FROM weg WHERE start = merkmal_id ORDER BY start;
