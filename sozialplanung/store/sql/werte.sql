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

-- name: knoten_anlegen
-- What the next two queries ask. From every Gebiet of the level (``ziel``) down the hierarchy, per role (numerator,
-- denominator, weight) and year, until delivered figures are met. The table holds every Gebiet that was visited.
-- A weight that is the denominator is not walked to twice: ``gewicht_aus`` says which role it is taken from.
--   number                          → used, no further descent
--   geheim, gesperrt, unsicher      → no descent either: the parts would give the protected number away
--   unbekannt, folgt, no row        → descend to the Gebiete that existed at the end of that year
CREATE OR REPLACE TEMP TABLE knoten AS
WITH RECURSIVE
stand AS MATERIALIZED (
    -- Of several Zeitraeume of a year the one that ends last.
    SELECT
        r.rolle, w.gebiet_id, w.jahr, w.zeitraum, w.wert, w.zeichen, w.quelle_id, w.schutzgrund,
        w.wert IS NOT NULL OR w.zeichen IN ('geheim', 'gesperrt', 'unsicher') AS halt
    FROM wert_sichtbar w
    JOIN (
        VALUES
            ('zaehler', $zaehler_merkmal_id, $zaehler_gruppe),
            ('nenner', $nenner_merkmal_id, $nenner_gruppe),
            ('gewicht', $gewicht_merkmal_id, $gewicht_gruppe)
    ) r (rolle, merkmal_id, gruppe) ON r.merkmal_id = w.merkmal_id AND r.gruppe = w.gruppe
    WHERE w.merkmal_id IN ($zaehler_merkmal_id, $nenner_merkmal_id, $gewicht_merkmal_id)
        AND (r.rolle <> 'gewicht' OR $gewicht_aus = 'gewicht')
        AND ((r.rolle = 'gewicht' AND NOT $nur_jahr) OR $jahr IS NULL OR w.jahr = $jahr)
    QUALIFY row_number() OVER (
        PARTITION BY r.rolle, w.gebiet_id, w.jahr
        ORDER BY zeitraum_ende(w.zeitraum) DESC
    ) = 1
),
jahre AS (
    SELECT DISTINCT rolle, jahr FROM stand
),
bestand AS MATERIALIZED (
    -- Which Gebiet existed at the end of which year.
    SELECT j.jahr, g.gebiet_id, g.raumebene, z.uebergeordnet
    FROM (SELECT DISTINCT jahr FROM jahre) j
    JOIN gebiet g
        ON (g.gueltig_von IS NULL OR g.gueltig_von <= make_date(j.jahr, 12, 31))
        AND (g.gueltig_bis IS NULL OR g.gueltig_bis >= make_date(j.jahr, 12, 31))
    LEFT JOIN gebiet_zuordnung z ON z.gebiet_id = g.gebiet_id
),
weg AS (
    SELECT
        j.rolle, b.gebiet_id AS ziel, b.gebiet_id, j.jahr, s.gebiet_id IS NOT NULL AS geliefert,
        s.zeitraum, s.wert, s.zeichen, s.quelle_id, s.schutzgrund, s.halt IS TRUE AS halt
    FROM bestand b
    JOIN jahre j ON j.jahr = b.jahr
    LEFT JOIN stand s ON s.rolle = j.rolle AND s.gebiet_id = b.gebiet_id AND s.jahr = j.jahr
    WHERE b.raumebene = $raumebene
    UNION ALL
    SELECT
        weg.rolle, weg.ziel, kind.gebiet_id, weg.jahr, s.gebiet_id IS NOT NULL,
        s.zeitraum, s.wert, s.zeichen, s.quelle_id, s.schutzgrund, s.halt IS TRUE
    FROM weg
    JOIN bestand kind ON kind.uebergeordnet = weg.gebiet_id AND kind.jahr = weg.jahr
    LEFT JOIN stand s ON s.rolle = weg.rolle AND s.gebiet_id = kind.gebiet_id AND s.jahr = weg.jahr
    WHERE NOT weg.halt
)
SELECT
    weg.* EXCLUDE (halt), weg.gebiet_id = weg.ziel AS direkt,
    weg.halt OR NOT EXISTS (
        SELECT 1 FROM bestand kind WHERE kind.uebergeordnet = weg.gebiet_id AND kind.jahr = weg.jahr
    ) AS ende
FROM weg

-- name: indikatorwerte
WITH
summe AS MATERIALIZED (
    SELECT
        k.rolle, k.ziel, k.jahr,
        CASE
            WHEN bool_and(k.direkt OR NOT k.ende) OR NOT list_contains($raten, k.rolle)
                THEN CASE WHEN bool_and(k.wert IS NOT NULL) FILTER (k.ende) THEN fsum(k.wert) END
        END AS wert,
        bool_and(k.direkt) AS direkt,
        bool_or(k.geliefert) AS geliefert,
        bool_or(k.wert IS NOT NULL) AS teilweise,
        max(k.zeitraum) AS zeitraum,
        min(k.zeitraum) FILTER (k.wert IS NOT NULL) <> max(k.zeitraum) FILTER (k.wert IS NOT NULL) AS gemischt,
        bool_and(k.zeichen = 'genau_null') FILTER (k.ende) AS nur_null,
        bool_or(k.zeichen = 'unsicher' AND k.wert IS NOT NULL) AS unsicher,
        min(CASE k.zeichen WHEN 'geheim' THEN 1 WHEN 'gesperrt' THEN 2 WHEN 'unsicher' THEN 3 WHEN 'folgt' THEN 4
            WHEN 'unbekannt' THEN 5 END) FILTER (k.wert IS NULL) AS grund,
        max(CASE q.herkunft WHEN 'beispiel' THEN 3 WHEN 'eigen' THEN 2 WHEN 'veroeffentlicht' THEN 1 ELSE 0 END)
            FILTER (k.geliefert) AS rang,
        bool_or(k.schutzgrund IS NOT NULL) AS verborgen,
        bool_or(k.schutzgrund = 'einwohner' AND r.mindesteinwohner = 0) AS wenige,
        max(r.mindestnenner) AS mindestnenner
    FROM knoten k
    LEFT JOIN quelle q ON q.quelle_id = k.quelle_id
    LEFT JOIN quelle_schutz r ON r.quelle_id = k.quelle_id
    GROUP BY k.rolle, k.ziel, k.jahr
),
zaehler AS (
    -- Years in which nothing was delivered for this level or below are not shown at all.
    SELECT * FROM summe
    WHERE rolle = 'zaehler' AND jahr IN (SELECT jahr FROM summe WHERE rolle = 'zaehler' AND geliefert)
),
gewicht AS (
    SELECT ziel, jahr, wert, jahr AS gewicht_jahr, rang FROM summe WHERE rolle = $gewicht_aus AND wert IS NOT NULL
),
naechstes AS (
    -- Only where the year has no weight: that of the nearest year, of two equally near ones the earlier.
    SELECT z.ziel, z.jahr, unnest(arg_min(
        {'wert': g.wert, 'gewicht_jahr': g.gewicht_jahr, 'rang': g.rang},
        abs(g.jahr - z.jahr) * 2 + CAST(g.jahr > z.jahr AS INTEGER)
    ))
    FROM (SELECT ziel, jahr FROM zaehler ANTI JOIN gewicht USING (ziel, jahr)) z
    JOIN gewicht g ON g.ziel = z.ziel
    GROUP BY z.ziel, z.jahr
),
bruch AS (
    SELECT
        z.ziel, z.jahr, z.zeitraum, z.wert AS zaehler, n.wert AS nenner,
        coalesce($nenner_zaehlt AND n.wert > 0 AND n.wert < greatest(z.mindestnenner, n.mindestnenner), FALSE)
            AND z.wert IS NOT NULL OR coalesce(z.wenige, FALSE) AS nenner_klein,
        (z.wert IS NULL AND z.verborgen) OR (n.wert IS NULL AND coalesce(n.verborgen, FALSE)) AS verborgen,
        CASE
            WHEN nenner_klein THEN NULL
            WHEN $nenner_merkmal_id IS NULL THEN z.wert * $faktor
            WHEN n.wert <> 0 THEN z.wert / n.wert * $faktor
        END AS wert,
        $nenner_merkmal_id IS NOT NULL AND z.wert IS NOT NULL AND n.wert = 0 AS nenner_null,
        (z.wert IS NULL AND list_contains($raten, 'zaehler') AND NOT z.direkt AND z.geliefert)
            OR (n.wert IS NULL AND list_contains($raten, 'nenner') AND NOT n.direkt AND n.geliefert) AS rate,
        (z.wert IS NULL AND z.teilweise) OR (n.wert IS NULL AND coalesce(n.teilweise, FALSE)) AS teile_fehlen,
        z.gemischt OR coalesce(n.gemischt, FALSE) AS gemischt,
        NOT z.direkt OR NOT coalesce(n.direkt, TRUE) AS aggregiert,
        coalesce(z.unsicher, FALSE) OR coalesce(n.unsicher, FALSE) AS unsicher,
        z.nur_null, least(z.grund, n.grund) AS grund, greatest(z.rang, n.rang) AS rang
    FROM zaehler z
    LEFT JOIN summe n ON n.rolle = 'nenner' AND n.ziel = z.ziel AND n.jahr = z.jahr
)
-- What is not shown as a rate is not shown as its two counts either.
SELECT
    b.ziel AS gebiet_id, g.bezeichnung, o.uebergeordnet, b.jahr, b.zeitraum,
    CASE WHEN NOT b.nenner_klein AND b.grund IS DISTINCT FROM 1 THEN b.zaehler END AS zaehler,
    CASE WHEN NOT b.nenner_klein AND b.grund IS DISTINCT FROM 1 THEN b.nenner END AS nenner,
    b.wert,
    CASE
        WHEN b.nenner_null OR b.nenner_klein THEN 'gesperrt'
        WHEN b.wert IS NULL THEN ['geheim', 'gesperrt', 'unsicher', 'folgt', 'unbekannt'][b.grund]
        WHEN b.unsicher THEN 'unsicher'
        WHEN b.nur_null THEN 'genau_null'
    END AS zeichen,
    w.wert AS gewicht,
    CAST(w.gewicht_jahr AS DOUBLE) AS gewicht_jahr,
    ['amtlich', 'veroeffentlicht', 'eigen', 'beispiel'][b.rang + 1] AS herkunft,
    CASE
        WHEN b.rate THEN 'rate_nicht_aggregierbar'
        WHEN b.nenner_null THEN 'nenner_null'
        WHEN b.nenner_klein THEN 'nenner_zu_klein'
        WHEN b.wert IS NULL AND b.verborgen THEN 'verborgen'
        WHEN b.teile_fehlen THEN 'teile_fehlen'
        WHEN b.wert IS NULL THEN NULL
        WHEN b.aggregiert AND b.gemischt THEN 'zeitraeume_gemischt'
        WHEN b.aggregiert THEN 'aggregiert'
    END AS hinweis,
    ['amtlich', 'veroeffentlicht', 'eigen', 'beispiel'][w.rang + 1] AS gewicht_herkunft
FROM bruch b
JOIN gebiet g ON g.gebiet_id = b.ziel
LEFT JOIN gebiet_zuordnung o ON o.gebiet_id = b.ziel
LEFT JOIN (SELECT * FROM gewicht UNION ALL SELECT * FROM naechstes) w ON w.ziel = b.ziel AND w.jahr = b.jahr
ORDER BY b.jahr, b.ziel

-- name: quellen_zu_indikator
SELECT k.jahr, q.bezeichnung, q.herkunft, q.lizenz, q.stand, q.verweis
FROM (SELECT DISTINCT jahr, quelle_id FROM knoten WHERE rolle <> 'gewicht' AND geliefert) k
JOIN quelle q ON q.quelle_id = k.quelle_id
ORDER BY k.jahr, q.bezeichnung, q.quelle_id
