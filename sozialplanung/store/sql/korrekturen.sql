-- name: korrekturen
-- ``stand``: gilt; erledigt (the source says now what the correction says); ueberholt (it says something else than
-- expected: the correction does not hold); ohne_zahl (there is no such figure any more). What is hidden, and small counts
-- by the rule of the Quelle, have no number here.
WITH vergleich AS (
    SELECT
        k.*, w.wert AS geliefert, w.zeichen AS geliefert_zeichen,
        CASE
            WHEN w.merkmal_id IS NULL THEN 'ohne_zahl'
            WHEN k.erwartet IS NOT DISTINCT FROM w.wert AND k.erwartet_zeichen IS NOT DISTINCT FROM w.zeichen THEN 'gilt'
            WHEN k.wert IS NOT DISTINCT FROM w.wert AND k.zeichen IS NOT DISTINCT FROM w.zeichen THEN 'erledigt'
            ELSE 'ueberholt'
        END AS stand,
        s.grund IS NOT NULL OR coalesce(
            m.art = 'anzahl' AND r.k > 0
            AND len(list_filter([k.erwartet, k.wert, w.wert], lambda x: x > 0 AND x < r.k)) > 0, FALSE
        ) AS geheim,
        m.bezeichnung AS merkmal, g.bezeichnung AS gebiet
    FROM korrektur_aktuell k
    LEFT JOIN wert_geliefert w
        ON w.merkmal_id = k.merkmal_id AND w.gebiet_id = k.gebiet_id AND w.gruppe = k.gruppe AND w.zeitraum = k.zeitraum
    LEFT JOIN schutz s
        ON s.merkmal_id = k.merkmal_id AND s.gebiet_id = k.gebiet_id AND s.gruppe = k.gruppe AND s.zeitraum = k.zeitraum
    LEFT JOIN merkmal m ON m.merkmal_id = k.merkmal_id
    LEFT JOIN gebiet g ON g.gebiet_id = k.gebiet_id
    LEFT JOIN quelle_schutz r ON r.quelle_id = w.quelle_id
)
SELECT
    nummer, merkmal_id, coalesce(merkmal, merkmal_id) AS merkmal, gebiet_id, coalesce(gebiet, gebiet_id) AS gebiet, gruppe,
    zeitraum, stand, CASE WHEN NOT geheim THEN erwartet END AS erwartet,
    CASE WHEN geheim THEN 'geheim' ELSE erwartet_zeichen END AS erwartet_zeichen, CASE WHEN NOT geheim THEN wert END AS wert,
    CASE WHEN geheim THEN 'geheim' ELSE zeichen END AS zeichen, CASE WHEN NOT geheim THEN geliefert END AS geliefert,
    CASE WHEN geheim THEN 'geheim' ELSE geliefert_zeichen END AS geliefert_zeichen, grund, wer, am
FROM vergleich
ORDER BY nummer DESC;

-- name: korrektur_erwartet
-- The delivered figure that a new correction is about.
SELECT w.wert, w.zeichen, m.art
FROM wert_geliefert w
JOIN merkmal m ON m.merkmal_id = w.merkmal_id
WHERE w.merkmal_id = $merkmal_id AND w.gebiet_id = $gebiet_id AND w.gruppe = $gruppe AND w.zeitraum = $zeitraum;

-- name: korrektur_einfuegen
INSERT INTO korrektur (
    nummer, merkmal_id, gebiet_id, gruppe, zeitraum, erwartet, erwartet_zeichen, wert, zeichen, grund, zurueckgezogen,
    wer, am
)
SELECT
    (SELECT coalesce(max(nummer), 0) + 1 FROM korrektur), $merkmal_id, $gebiet_id, $gruppe, $zeitraum, $erwartet,
    $erwartet_zeichen, $wert, $zeichen, $grund, FALSE, $wer, $am;

-- name: korrektur_zurueckziehen
INSERT INTO korrektur (
    nummer, merkmal_id, gebiet_id, gruppe, zeitraum, erwartet, erwartet_zeichen, wert, zeichen, grund, zurueckgezogen,
    wer, am
)
SELECT
    (SELECT max(nummer) + 1 FROM korrektur), merkmal_id, gebiet_id, gruppe, zeitraum, erwartet, erwartet_zeichen, wert,
    zeichen, grund, TRUE, $wer, $am
FROM korrektur_aktuell
WHERE nummer = $nummer
RETURNING zeitraum;

-- name: zahlen_des_merkmals
-- What can be corrected, as it may be shown.
SELECT w.gebiet_id, g.bezeichnung AS gebiet, w.gruppe, w.zeitraum, w.wert, w.zeichen
FROM wert_sichtbar w
JOIN gebiet g ON g.gebiet_id = w.gebiet_id
WHERE w.merkmal_id = $merkmal_id
ORDER BY g.bezeichnung, w.gebiet_id, w.gruppe, zeitraum_ende(w.zeitraum) DESC;
