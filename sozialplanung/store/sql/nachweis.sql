-- name: nachweis_gebiet
SELECT bezeichnung FROM gebiet WHERE gebiet_id = $gebiet_id;

-- name: nachweis_teile
-- The figures that numerator and denominator of one Gebiet were made of (``rollen``, ``gebiete``, ``zeitraeume``), with all that is known of where they come from.
SELECT
    k.rolle, m.merkmal_id, m.bezeichnung AS merkmal, r.gruppe, k.gebiet_id, g.bezeichnung AS gebiet, k.zeitraum, s.wert,
    s.zeichen, s.schutzgrund, l.lieferung_id, l.datei, l.importiert_am, l.importiert_von, w.blatt,
    CAST(w.zeile AS DOUBLE) AS zeile, w.spalte, q.bezeichnung AS quelle, q.herkunft, q.lizenz,
    strftime(q.stand, '%d.%m.%Y') AS stand, q.verweis, c.nummer IS NOT NULL AS korrigiert, c.grund AS korrektur_grund,
    c.wer AS korrektur_wer, c.am AS korrektur_am,
    CASE
        WHEN c.nummer IS NOT NULL AND s.schutzgrund IS NULL
            AND NOT coalesce(m.art = 'anzahl' AND w.wert > 0 AND w.wert < p.k, FALSE) THEN w.wert
    END AS geliefert
FROM (
    SELECT
        unnest(CAST($rollen AS VARCHAR[])) AS rolle, unnest(CAST($gebiete AS VARCHAR[])) AS gebiet_id,
        unnest(CAST($zeitraeume AS VARCHAR[])) AS zeitraum
) k
JOIN (
    VALUES
        ('zaehler', $zaehler_merkmal_id, $zaehler_gruppe),
        ('nenner', $nenner_merkmal_id, $nenner_gruppe)
) r (rolle, merkmal_id, gruppe) ON r.rolle = k.rolle
JOIN merkmal m ON m.merkmal_id = r.merkmal_id
JOIN gebiet g ON g.gebiet_id = k.gebiet_id
LEFT JOIN wert_sichtbar s
    ON s.merkmal_id = r.merkmal_id AND s.gebiet_id = k.gebiet_id AND s.gruppe = r.gruppe AND s.zeitraum = k.zeitraum
LEFT JOIN wert_geliefert w
    ON w.merkmal_id = r.merkmal_id AND w.gebiet_id = k.gebiet_id AND w.gruppe = r.gruppe AND w.zeitraum = k.zeitraum
LEFT JOIN lieferung l ON l.lieferung_id = w.lieferung_id
LEFT JOIN quelle q ON q.quelle_id = w.quelle_id
LEFT JOIN quelle_schutz p ON p.quelle_id = w.quelle_id
LEFT JOIN korrektur_aktuell c
    ON c.merkmal_id = r.merkmal_id AND c.gebiet_id = k.gebiet_id AND c.gruppe = r.gruppe AND c.zeitraum = k.zeitraum
    AND c.erwartet IS NOT DISTINCT FROM w.wert AND c.erwartet_zeichen IS NOT DISTINCT FROM w.zeichen
ORDER BY k.rolle DESC, g.bezeichnung, k.gebiet_id;
