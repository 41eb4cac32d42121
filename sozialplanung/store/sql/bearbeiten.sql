-- name: haengt_an_massnahme
SELECT
    (SELECT count(*) FROM massnahme_gebiet WHERE massnahme_id = $schluessel)
    + (SELECT count(*) FROM finanzierung WHERE massnahme_id = $schluessel)
    + (SELECT count(*) FROM leistung WHERE massnahme_id = $schluessel)
    + (SELECT count(*) FROM wirkung WHERE massnahme_id = $schluessel)
    + (SELECT count(*) FROM meilenstein WHERE massnahme_id = $schluessel)
    + (SELECT count(*) FROM massnahme WHERE vorgaenger_id = $schluessel);

-- name: haengt_an_handlungskonzept
SELECT
    (SELECT count(*) FROM massnahme WHERE handlungskonzept_id = $schluessel)
    + (SELECT count(*) FROM beratung WHERE handlungskonzept_id = $schluessel);

-- name: verlauf_lieferungen
SELECT
    lieferung_id, datei, importiert_am, importiert_von, zustand, bemerkung, zurueckgenommen_am, zurueckgenommen_von
FROM lieferung
WHERE datei = $von_hand
    OR lieferung_id IN (
        SELECT lieferung_id FROM aenderung
        WHERE vorher IS NOT NULL
            AND list_contains($tabellen, tabelle)
    )
ORDER BY lieferung_id DESC
LIMIT $hoechstens;

-- name: verlauf_zeilen
-- What a row became: what the next change found, else what stands there now. Small counts of persons are ``geheim`` here, too;
-- those of a Quelle that is gone by the strictest rule.
WITH spur AS (
    SELECT
        a.lieferung_id, a.tabelle, a.schluessel, a.vorher,
        lead(a.lieferung_id) OVER folge IS NOT NULL AS spaeter,
        lead(a.vorher) OVER folge AS danach
    FROM aenderung a
    WHERE list_contains($tabellen, tabelle)
    WINDOW folge AS (PARTITION BY a.tabelle, a.schluessel ORDER BY a.lieferung_id)
),
zeile AS (
    SELECT
        s.lieferung_id, s.tabelle, s.schluessel, CAST(s.vorher AS JSON) AS vorher,
        CASE WHEN s.spaeter THEN CAST(s.danach AS JSON) ELSE j.zeile END AS nachher
    FROM spur s
    JOIN lieferung l ON l.lieferung_id = s.lieferung_id
    LEFT JOIN jetzt j ON j.tabelle = s.tabelle AND j.schluessel = s.schluessel
    WHERE (s.vorher IS NOT NULL OR l.datei = $von_hand)
)
SELECT
    z.lieferung_id, z.tabelle,
    CASE
        WHEN z.tabelle = 'leistung' AND leistung_verborgen(
            z.vorher ->> '$.einheit', z.vorher ->> '$.kennzahl', CAST(z.vorher ->> '$.ist' AS DOUBLE), coalesce(v.k, 1000)
        ) THEN json_merge_patch(z.vorher, '{"ist": "geheim"}')
        ELSE z.vorher
    END AS vorher,
    CASE
        WHEN z.tabelle = 'leistung' AND leistung_verborgen(
            z.nachher ->> '$.einheit', z.nachher ->> '$.kennzahl', CAST(z.nachher ->> '$.ist' AS DOUBLE), coalesce(n.k, 1000)
        ) THEN json_merge_patch(z.nachher, '{"ist": "geheim"}')
        ELSE z.nachher
    END AS nachher
FROM zeile z
LEFT JOIN quelle_schutz v ON v.quelle_id = z.vorher ->> '$.quelle_id'
LEFT JOIN quelle_schutz n ON n.quelle_id = z.nachher ->> '$.quelle_id'
WHERE list_contains($nummern, z.lieferung_id)
ORDER BY z.lieferung_id DESC, z.tabelle, z.schluessel;
