-- name: projekt
SELECT feld, eintrag FROM projekt ORDER BY feld;

-- name: raumebenen
SELECT DISTINCT raumebene FROM gebiet;

-- name: gebiete
SELECT
    g.gebiet_id, g.bezeichnung, g.raumebene, z.uebergeordnet, g.gueltig_von, g.gueltig_bis,
    geo.gebiet_id IS NOT NULL AS hat_geometrie,
    coalesce(geo.schematisch, FALSE) AS schematisch
FROM gebiet g
LEFT JOIN gebiet_zuordnung z ON z.gebiet_id = g.gebiet_id
LEFT JOIN geometrie geo ON geo.gebiet_id = g.gebiet_id
WHERE $raumebene IS NULL OR g.raumebene = $raumebene
ORDER BY g.gebiet_id;

-- name: geometrie
SELECT geo.gebiet_id, g.bezeichnung, geo.geojson, geo.schematisch, q.bezeichnung AS quelle
FROM geometrie geo
JOIN gebiet g ON g.gebiet_id = geo.gebiet_id
JOIN quelle q ON q.quelle_id = geo.quelle_id
WHERE g.raumebene = $raumebene
ORDER BY geo.gebiet_id;

-- name: indikatoren
SELECT
    indikator_id, bezeichnung, frage, zaehler_merkmal_id, zaehler_gruppe, nenner_merkmal_id, nenner_gruppe, faktor,
    einheit, nachkommastellen, richtung, handlungsfeld, zielgruppe, gewicht_merkmal_id, definition, lieferung_id
FROM indikator
ORDER BY handlungsfeld, bezeichnung, indikator_id;

-- name: merkmale
SELECT merkmal_id, bezeichnung, art, einheit, teil_von, definition, quelle_id, lieferung_id
FROM merkmal
ORDER BY bezeichnung, merkmal_id;

-- name: quellen
SELECT quelle_id, bezeichnung, herkunft, lizenz, stand, verweis, lieferung_id
FROM quelle
ORDER BY bezeichnung, quelle_id;

-- name: lieferungen
SELECT
    lieferung_id, datei, sha256, herkunft, quelle, lizenz, stand, importiert_am, importiert_von, zustand,
    neu, geaendert, unveraendert, bemerkung, zurueckgenommen_am, zurueckgenommen_von
FROM lieferung
ORDER BY lieferung_id DESC;

-- name: handlungskonzepte
SELECT
    h.handlungskonzept_id, h.bezeichnung, CAST(h.von_jahr AS DOUBLE) AS von_jahr,
    CAST(h.bis_jahr AS DOUBLE) AS bis_jahr, h.beschreibung, h.quelle_id,
    q.bezeichnung AS quelle, q.herkunft
FROM handlungskonzept h
JOIN quelle q ON q.quelle_id = h.quelle_id
ORDER BY h.von_jahr, h.bezeichnung, h.handlungskonzept_id;

-- name: massnahmen
SELECT
    m.massnahme_id, m.handlungskonzept_id, h.bezeichnung AS handlungskonzept, m.nummer, m.bezeichnung,
    m.handlungsfeld, m.zielgruppe, m.zielgruppe_merkmal_id, m.traeger, m.fachbereich, m.rechtskreis, m.status, m.beginn, m.ende,
    m.beschreibung, m.vorgaenger_id, m.quelle_id, q.bezeichnung AS quelle, q.herkunft
FROM massnahme m
JOIN handlungskonzept h ON h.handlungskonzept_id = m.handlungskonzept_id
JOIN quelle q ON q.quelle_id = m.quelle_id
ORDER BY m.massnahme_id;

-- name: massnahme_gebiete
SELECT
    mg.massnahme_id, m.bezeichnung AS massnahme, mg.gebiet_id, g.bezeichnung AS gebiet, g.raumebene, mg.anteil,
    mg.verteilt_nach
FROM massnahme_gebiet mg
JOIN massnahme m ON m.massnahme_id = mg.massnahme_id
JOIN gebiet g ON g.gebiet_id = mg.gebiet_id
ORDER BY mg.massnahme_id, mg.gebiet_id;

-- name: leistungen
-- Whom a Massnahme reached are people, too: below k of the Quelle ``ist`` is ``verborgen``. Every sum is made of what may be
-- seen, so that no filter gives a hidden count away.
SELECT
    l.massnahme_id, m.bezeichnung AS massnahme, m.handlungskonzept_id, m.handlungsfeld, l.jahr, l.kennzahl, l.einheit,
    l.soll,
    leistung_verborgen(l.einheit, l.kennzahl, l.ist, r.k) AS verborgen,
    CASE WHEN NOT verborgen THEN l.ist END AS ist, l.quelle_id, q.bezeichnung AS quelle, q.herkunft
FROM leistung l
JOIN massnahme m ON m.massnahme_id = l.massnahme_id
JOIN quelle q ON q.quelle_id = l.quelle_id
JOIN quelle_schutz r ON r.quelle_id = l.quelle_id
ORDER BY l.massnahme_id, l.jahr, l.kennzahl;

-- name: wirkungen
SELECT
    w.massnahme_id, w.stellen, w.indikator_id, w.wunschrichtung, w.wirkung, w.evidenz, w.ampel, w.ampel_grund,
    w.quelle_id, q.herkunft
FROM wirkung w
JOIN quelle q ON q.quelle_id = w.quelle_id
ORDER BY w.massnahme_id;

-- name: meilensteine
SELECT s.massnahme_id, s.bezeichnung, s.termin, s.erreicht_am, s.quelle_id, q.herkunft
FROM meilenstein s
JOIN quelle q ON q.quelle_id = s.quelle_id
ORDER BY s.massnahme_id, s.termin, s.bezeichnung;

-- name: beratungsfolge
SELECT
    b.handlungskonzept_id, h.bezeichnung AS handlungskonzept, b.datum, b.gremium, b.ergebnis, b.vorlage_nr,
    q.bezeichnung AS quelle, q.herkunft
FROM beratung b
JOIN handlungskonzept h ON h.handlungskonzept_id = b.handlungskonzept_id
JOIN quelle q ON q.quelle_id = b.quelle_id
ORDER BY b.datum, b.handlungskonzept_id, b.gremium;

-- name: einrichtungen
SELECT
    e.einrichtung_id, e.bezeichnung, e.art, e.gebiet_id, g.bezeichnung AS gebiet, g.raumebene, e.traeger,
    CAST(e.kapazitaet AS DOUBLE) AS kapazitaet, e.laenge, e.breite, q.bezeichnung AS quelle, q.herkunft
FROM einrichtung e
JOIN gebiet g ON g.gebiet_id = e.gebiet_id
JOIN quelle q ON q.quelle_id = e.quelle_id
ORDER BY e.einrichtung_id;

-- name: werte
SELECT
    w.gebiet_id, g.bezeichnung AS gebiet, w.merkmal_id AS merkmal, w.gruppe, w.zeitraum, w.wert, w.zeichen
FROM wert_sichtbar w
JOIN gebiet g ON g.gebiet_id = w.gebiet_id
ORDER BY w.merkmal_id, w.gebiet_id, w.gruppe, w.zeitraum;

-- name: vollstaendigkeit
-- ``vorhanden`` + ``geheim`` + ``fehlt`` = ``gesamt``: the Gebiete of the level that existed at the end of the year.
WITH ziel AS (
    SELECT gebiet_id, gueltig_von, gueltig_bis FROM gebiet WHERE raumebene = $raumebene
),
zelle AS (
    SELECT w.merkmal_id, w.jahr, w.gebiet_id, bool_or(w.wert IS NOT NULL) AS da,
        bool_or(w.zeichen IN ('geheim', 'gesperrt')) AS geschuetzt
    FROM wert_sichtbar w
    JOIN ziel z ON z.gebiet_id = w.gebiet_id
    WHERE (z.gueltig_von IS NULL OR z.gueltig_von <= make_date(w.jahr, 12, 31))
        AND (z.gueltig_bis IS NULL OR z.gueltig_bis >= make_date(w.jahr, 12, 31))
    GROUP BY w.merkmal_id, w.jahr, w.gebiet_id
),
zahl AS (
    SELECT merkmal_id, jahr, count(*) FILTER (da) AS vorhanden, count(*) FILTER (NOT da AND geschuetzt) AS geheim
    FROM zelle
    GROUP BY merkmal_id, jahr
),
gueltig AS (
    SELECT j.jahr, count(*) AS gesamt
    FROM (SELECT DISTINCT jahr FROM zahl) j
    JOIN ziel z
        ON (z.gueltig_von IS NULL OR z.gueltig_von <= make_date(j.jahr, 12, 31))
        AND (z.gueltig_bis IS NULL OR z.gueltig_bis >= make_date(j.jahr, 12, 31))
    GROUP BY j.jahr
)
SELECT
    z.merkmal_id, m.bezeichnung, z.jahr, z.vorhanden, z.geheim, g.gesamt - z.vorhanden - z.geheim AS fehlt, g.gesamt
FROM zahl z
JOIN merkmal m ON m.merkmal_id = z.merkmal_id
JOIN gueltig g ON g.jahr = z.jahr
ORDER BY m.bezeichnung, z.merkmal_id, z.jahr;

-- name: tabelle_gebiet
SELECT g.gebiet_id, g.bezeichnung, g.raumebene, z.uebergeordnet, g.gueltig_von, g.gueltig_bis
FROM gebiet g
LEFT JOIN gebiet_zuordnung z ON z.gebiet_id = g.gebiet_id
ORDER BY g.gebiet_id;

-- name: werte_der_merkmale
SELECT gebiet_id, merkmal_id, gruppe, zeitraum, wert, zeichen, quelle_id
FROM wert_geliefert
WHERE merkmal_id IN (SELECT unnest($merkmale))
ORDER BY merkmal_id, gebiet_id, gruppe, zeitraum;
