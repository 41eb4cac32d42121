-- name: lieferung_zustand
SELECT zustand FROM lieferung WHERE lieferung_id = $lieferung_id;

-- name: lieferungen_in_ruecknahme
SELECT lieferung_id FROM lieferung WHERE zustand = 'in_ruecknahme' ORDER BY lieferung_id DESC;

-- name: aufbauende_lieferungen
-- Later Lieferungen that changed a row of this one, or that point to a row which this one brought.
-- Quellen are left out of the second part: they are handed on (``quellen_weitergeben``). A Massnahme or Handlungskonzept
-- that was deleted later must come back before what this Lieferung deleted of it.
WITH gebracht AS (
    SELECT tabelle, json_extract_string(schluessel, '$[0]') AS id
    FROM aenderung
    WHERE lieferung_id = $lieferung_id AND vorher IS NULL
),
gebiet_neu AS (SELECT id FROM gebracht WHERE tabelle = 'gebiet'),
merkmal_neu AS (SELECT id FROM gebracht WHERE tabelle = 'merkmal'),
massnahme_neu AS (SELECT id FROM gebracht WHERE tabelle = 'massnahme'),
indikator_neu AS (SELECT id FROM gebracht WHERE tabelle = 'indikator'),
konzept_neu AS (SELECT id FROM gebracht WHERE tabelle = 'handlungskonzept'),
spaeter AS (
    SELECT b.lieferung_id
    FROM aenderung a
    JOIN aenderung b ON b.tabelle = a.tabelle AND b.schluessel = a.schluessel
    WHERE a.lieferung_id = $lieferung_id AND b.lieferung_id > $lieferung_id
    UNION
    SELECT b.lieferung_id
    FROM aenderung a
    JOIN aenderung b ON b.tabelle IN ('massnahme', 'handlungskonzept') AND b.lieferung_id > a.lieferung_id
        AND json_extract_string(a.vorher, '$.' || b.tabelle || '_id') = json_extract_string(b.schluessel, '$[0]')
    WHERE a.lieferung_id = $lieferung_id AND a.vorher IS NOT NULL AND b.vorher IS NOT NULL
        AND json_extract_string(b.schluessel, '$[0]') NOT IN (
            SELECT massnahme_id FROM massnahme UNION SELECT handlungskonzept_id FROM handlungskonzept
        )
    UNION
    SELECT lieferung_id FROM gebiet_zuordnung WHERE gebiet_id IN (FROM gebiet_neu) OR uebergeordnet IN (FROM gebiet_neu)
    UNION
    SELECT lieferung_id FROM geometrie WHERE gebiet_id IN (FROM gebiet_neu)
    UNION
    SELECT lieferung_id FROM gebietsstand WHERE gebiet_id IN (FROM gebiet_neu)
    UNION
    SELECT lieferung_id FROM wert WHERE gebiet_id IN (FROM gebiet_neu) OR merkmal_id IN (FROM merkmal_neu)
    UNION
    SELECT lieferung_id FROM massnahme_gebiet
    WHERE gebiet_id IN (FROM gebiet_neu) OR massnahme_id IN (FROM massnahme_neu)
    UNION
    SELECT lieferung_id FROM einrichtung WHERE gebiet_id IN (FROM gebiet_neu)
    UNION
    SELECT lieferung_id FROM merkmal WHERE teil_von IN (FROM merkmal_neu)
    UNION
    SELECT lieferung_id FROM indikator
    WHERE zaehler_merkmal_id IN (FROM merkmal_neu) OR nenner_merkmal_id IN (FROM merkmal_neu)
        OR gewicht_merkmal_id IN (FROM merkmal_neu)
    UNION
    SELECT lieferung_id FROM massnahme
    WHERE handlungskonzept_id IN (FROM konzept_neu) OR vorgaenger_id IN (FROM massnahme_neu)
        OR zielgruppe_merkmal_id IN (FROM merkmal_neu)
    UNION
    SELECT lieferung_id FROM wirkung WHERE massnahme_id IN (FROM massnahme_neu) OR indikator_id IN (FROM indikator_neu)
    UNION
    SELECT lieferung_id FROM meilenstein WHERE massnahme_id IN (FROM massnahme_neu)
    UNION
    SELECT lieferung_id FROM beratung WHERE handlungskonzept_id IN (FROM konzept_neu)
    UNION
    SELECT lieferung_id FROM finanzierung WHERE massnahme_id IN (FROM massnahme_neu)
    UNION
    SELECT lieferung_id FROM leistung WHERE massnahme_id IN (FROM massnahme_neu)
)
SELECT l.lieferung_id, l.datei
FROM spaeter
JOIN lieferung l ON l.lieferung_id = spaeter.lieferung_id
WHERE l.lieferung_id <> $lieferung_id
ORDER BY l.lieferung_id;

-- name: lieferung_in_ruecknahme
UPDATE lieferung
SET zustand = 'in_ruecknahme', zurueckgenommen_am = $wann, zurueckgenommen_von = $wer
WHERE lieferung_id = $lieferung_id;

-- name: lieferung_zurueckgenommen
UPDATE lieferung SET zustand = 'zurueckgenommen' WHERE lieferung_id = $lieferung_id;

-- name: geaenderte_tabellen
SELECT DISTINCT tabelle FROM aenderung WHERE lieferung_id = $lieferung_id;

-- name: aenderungen_vergessen
DELETE FROM aenderung WHERE lieferung_id = $lieferung_id;

-- name: quellen_weitergeben
-- A Quelle that others use as well now belongs to the first of them, as if that Lieferung had brought it.
UPDATE quelle
SET lieferung_id = nutzung.erste
FROM (
    SELECT quelle_id, min(lieferung_id) AS erste
    FROM (
        SELECT quelle_id, lieferung_id FROM geometrie
        UNION
        SELECT quelle_id, lieferung_id FROM gebietsstand
        UNION
        SELECT quelle_id, lieferung_id FROM merkmal
        UNION
        SELECT quelle_id, lieferung_id FROM wert
        UNION
        SELECT quelle_id, lieferung_id FROM handlungskonzept
        UNION
        SELECT quelle_id, lieferung_id FROM massnahme
        UNION
        SELECT quelle_id, lieferung_id FROM finanzierung
        UNION
        SELECT quelle_id, lieferung_id FROM leistung
        UNION
        SELECT quelle_id, lieferung_id FROM wirkung
        UNION
        SELECT quelle_id, lieferung_id FROM meilenstein
        UNION
        SELECT quelle_id, lieferung_id FROM preisindex
        UNION
        SELECT quelle_id, lieferung_id FROM einrichtung
        UNION
        SELECT quelle_id, lieferung_id FROM beratung
    )
    WHERE lieferung_id <> $lieferung_id
    GROUP BY quelle_id
) nutzung
WHERE quelle.quelle_id = nutzung.quelle_id
    AND quelle.lieferung_id = $lieferung_id
    AND CAST(json_array(quelle.quelle_id) AS VARCHAR) IN (
        SELECT schluessel FROM aenderung
        WHERE lieferung_id = $lieferung_id AND tabelle = 'quelle' AND vorher IS NULL
    );

-- name: quellen_weitergeben_aenderung
UPDATE aenderung
SET lieferung_id = q.lieferung_id
FROM quelle q
WHERE aenderung.lieferung_id = $lieferung_id
    AND aenderung.tabelle = 'quelle'
    AND aenderung.vorher IS NULL
    AND aenderung.schluessel = CAST(json_array(q.quelle_id) AS VARCHAR)
    AND q.lieferung_id <> $lieferung_id;

-- name: wert_vorgaenger_zurueckholen
-- What this Lieferung had replaced is current again, or replaced by what came after it.
UPDATE wert
SET ersetzt_durch = weg.ersetzt_durch
FROM wert weg
WHERE wert.ersetzt_durch = $lieferung_id
    AND weg.lieferung_id = $lieferung_id
    AND weg.merkmal_id = wert.merkmal_id
    AND weg.gebiet_id = wert.gebiet_id
    AND weg.gruppe = wert.gruppe
    AND weg.zeitraum = wert.zeitraum;

-- name: wert_loeschen
DELETE FROM wert WHERE lieferung_id = $lieferung_id;
