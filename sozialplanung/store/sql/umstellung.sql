-- name: umstellung_1
-- Version 1 → 2: Geheimhaltung. The figures themselves are protected by ``migrations`` in the same transaction.
-- Who may be shown what: append-only, the newest row of a scope counts. k = 0: »so geliefert«. The row of the Projekt
-- holds for Quellen of Herkunft eigen and beispiel; what is amtlich or veroeffentlicht was protected by its publisher.
-- No foreign key: a Quelle may go and come back, its rule stays.
CREATE TABLE schutzregel (
    nummer INTEGER PRIMARY KEY,
    geltung TEXT NOT NULL CHECK (geltung IN ('projekt', 'quelle')),
    quelle_id TEXT,
    k SMALLINT NOT NULL CHECK (k = 0 OR k BETWEEN 2 AND 1000),
    mindestnenner INTEGER NOT NULL CHECK (mindestnenner >= 0),
    begruendung TEXT NOT NULL CHECK (trim(begruendung) <> ''),
    wer TEXT NOT NULL,
    am TIMESTAMP NOT NULL,
    CHECK ((geltung = 'quelle') = (quelle_id IS NOT NULL))
);

-- The figures that must not be shown, computed from everything else in the transaction that changes it. No key:
-- DuckDB refuses to delete and insert the same key in one transaction.
CREATE TABLE schutz (
    merkmal_id TEXT NOT NULL,
    gebiet_id TEXT NOT NULL,
    gruppe TEXT NOT NULL,
    zeitraum TEXT NOT NULL,
    grund TEXT NOT NULL CHECK (grund IN ('primaer', 'komplement', 'sekundaer'))
);

CREATE VIEW quelle_schutz AS
SELECT
    q.quelle_id,
    coalesce(e.k, CASE WHEN q.herkunft IN ('eigen', 'beispiel') THEN p.k ELSE 0 END) AS k,
    coalesce(e.mindestnenner, CASE WHEN q.herkunft IN ('eigen', 'beispiel') THEN p.mindestnenner ELSE 0 END)
        AS mindestnenner
FROM quelle q
LEFT JOIN (
    SELECT quelle_id, arg_max(k, nummer) AS k, arg_max(mindestnenner, nummer) AS mindestnenner
    FROM schutzregel
    WHERE geltung = 'quelle'
    GROUP BY quelle_id
) e ON e.quelle_id = q.quelle_id
CROSS JOIN (
    SELECT arg_max(k, nummer) AS k, arg_max(mindestnenner, nummer) AS mindestnenner
    FROM schutzregel
    WHERE geltung = 'projekt'
) p;

-- What people see: every reading query starts here. ``wert_aktuell`` is for comparing, computing the protection, and
-- the owner's own copy of the Projekt.
CREATE VIEW wert_sichtbar AS
SELECT
    w.merkmal_id, w.gebiet_id, w.gruppe, w.zeitraum, w.jahr,
    CASE WHEN s.grund IS NULL THEN w.wert END AS wert,
    CASE WHEN s.grund IS NULL THEN w.zeichen ELSE 'geheim' END AS zeichen,
    w.quelle_id, w.lieferung_id, s.grund AS schutzgrund
FROM wert_aktuell w
LEFT JOIN schutz s
    ON s.merkmal_id = w.merkmal_id AND s.gebiet_id = w.gebiet_id AND s.gruppe = w.gruppe AND s.zeitraum = w.zeitraum;

-- name: umstellung_2
-- Version 2 → 3: Sozialindizes that are kept in the Projekt.
-- The Sozialindizes of the Projekt: append-only, the newest row of a key counts. ``grenzen`` are own bounds of the classes
-- (empty: those of the method). No foreign key: an Indikator may go and come back with its Lieferung.
CREATE TABLE indexdefinition (
    nummer INTEGER PRIMARY KEY,
    index_id TEXT NOT NULL CHECK (index_id <> ''),
    bezeichnung TEXT NOT NULL CHECK (trim(bezeichnung) <> ''),
    verfahren TEXT NOT NULL,
    teile STRUCT(indikator_id VARCHAR, richtung VARCHAR, gewicht DOUBLE)[] NOT NULL CHECK (len(teile) > 1),
    grenzen DOUBLE[] NOT NULL,
    mindesteinwohner INTEGER NOT NULL CHECK (mindesteinwohner >= 0),
    geloescht BOOLEAN NOT NULL,
    wer TEXT NOT NULL,
    am TIMESTAMP NOT NULL
);

CREATE VIEW indexdefinition_aktuell AS
SELECT index_id, bezeichnung, verfahren, teile, grenzen, mindesteinwohner, wer, am
FROM indexdefinition
WHERE nummer IN (SELECT max(nummer) FROM indexdefinition GROUP BY index_id) AND NOT geloescht;

-- name: umstellung_3
-- Version 3 → 4: scenarios that are kept in the Projekt.
-- Scenarios for money: append-only, the newest row of a name counts. ``annahmen`` in words, ``link`` reopens the settings;
-- ``betraege`` are whole cents as they came out then: a scenario that a council has seen does not change with the figures.
CREATE TABLE szenario (
    nummer INTEGER PRIMARY KEY,
    bezeichnung TEXT NOT NULL CHECK (trim(bezeichnung) <> ''),
    link TEXT NOT NULL,
    annahmen STRUCT(annahme VARCHAR, wert VARCHAR)[] NOT NULL,
    betraege STRUCT(gebiet_id VARCHAR, bezeichnung VARCHAR, cent BIGINT)[] NOT NULL,
    geloescht BOOLEAN NOT NULL,
    wer TEXT NOT NULL,
    am TIMESTAMP NOT NULL
);

CREATE VIEW szenario_aktuell AS
SELECT nummer, bezeichnung, link, annahmen, betraege, wer, am
FROM szenario
WHERE nummer IN (SELECT max(nummer) FROM szenario GROUP BY lower(bezeichnung)) AND NOT geloescht;

-- name: umstellung_4
-- Version 4 → 5: no figures of Gebiete with too few inhabitants. ``schutz`` is computed anew by ``migrations``.
ALTER TABLE schutzregel RENAME TO schutzregel_4;

CREATE TABLE schutzregel (
    nummer INTEGER PRIMARY KEY,
    geltung TEXT NOT NULL CHECK (geltung IN ('projekt', 'quelle')),
    quelle_id TEXT,
    k SMALLINT NOT NULL CHECK (k = 0 OR k BETWEEN 2 AND 1000),
    mindestnenner INTEGER NOT NULL CHECK (mindestnenner >= 0),
    mindesteinwohner INTEGER NOT NULL CHECK (mindesteinwohner = 0 OR (mindesteinwohner > 0 AND k > 0)),
    begruendung TEXT NOT NULL CHECK (trim(begruendung) <> ''),
    wer TEXT NOT NULL,
    am TIMESTAMP NOT NULL,
    CHECK ((geltung = 'quelle') = (quelle_id IS NOT NULL))
);

INSERT INTO schutzregel
SELECT nummer, geltung, quelle_id, k, mindestnenner, 0, begruendung, wer, am FROM schutzregel_4;

DROP TABLE schutzregel_4;

DROP TABLE schutz;

CREATE TABLE schutz (
    merkmal_id TEXT NOT NULL,
    gebiet_id TEXT NOT NULL,
    gruppe TEXT NOT NULL,
    zeitraum TEXT NOT NULL,
    grund TEXT NOT NULL CHECK (grund IN ('primaer', 'einwohner', 'komplement', 'sekundaer'))
);

CREATE OR REPLACE VIEW quelle_schutz AS
SELECT
    q.quelle_id,
    coalesce(e.k, CASE WHEN q.herkunft IN ('eigen', 'beispiel') THEN p.k ELSE 0 END) AS k,
    coalesce(e.mindestnenner, CASE WHEN q.herkunft IN ('eigen', 'beispiel') THEN p.mindestnenner ELSE 0 END)
        AS mindestnenner,
    coalesce(e.mindesteinwohner, CASE WHEN q.herkunft IN ('eigen', 'beispiel') THEN p.mindesteinwohner ELSE 0 END)
        AS mindesteinwohner
FROM quelle q
LEFT JOIN (
    SELECT quelle_id, arg_max(k, nummer) AS k, arg_max(mindestnenner, nummer) AS mindestnenner,
        arg_max(mindesteinwohner, nummer) AS mindesteinwohner
    FROM schutzregel
    WHERE geltung = 'quelle'
    GROUP BY quelle_id
) e ON e.quelle_id = q.quelle_id
CROSS JOIN (
    SELECT arg_max(k, nummer) AS k, arg_max(mindestnenner, nummer) AS mindestnenner,
        arg_max(mindesteinwohner, nummer) AS mindesteinwohner
    FROM schutzregel
    WHERE geltung = 'projekt'
) p;

-- name: umstellung_5
-- Version 5 → 6: Bezugsraeume.
-- Gebiete that a plan looks at together: append-only, the newest row of a key counts. No foreign key: a Gebiet may go and
-- come back with its Lieferung.
CREATE TABLE bezugsraum (
    nummer INTEGER PRIMARY KEY,
    bezugsraum_id TEXT NOT NULL CHECK (bezugsraum_id <> ''),
    bezeichnung TEXT NOT NULL CHECK (trim(bezeichnung) <> ''),
    gebiete TEXT[] NOT NULL,
    geloescht BOOLEAN NOT NULL CHECK (geloescht OR len(gebiete) > 0),
    wer TEXT NOT NULL,
    am TIMESTAMP NOT NULL
);

CREATE VIEW bezugsraum_aktuell AS
SELECT bezugsraum_id, bezeichnung, gebiete, wer, am
FROM bezugsraum
WHERE nummer IN (SELECT max(nummer) FROM bezugsraum GROUP BY bezugsraum_id) AND NOT geloescht;

-- name: umstellung_6
-- Version 6 → 7: corrections, and where a figure stands in its file. Figures of before do not know it.
ALTER TABLE wert ADD COLUMN blatt TEXT;

ALTER TABLE wert ADD COLUMN zeile INTEGER;

ALTER TABLE wert ADD COLUMN spalte TEXT;

-- A figure that is known to be wrong in the delivery: append-only, the newest row of a key counts. It holds as long as the
-- delivered figure is the one that it expects (``erwartet``); once the source is repaired it does nothing any more.
-- No foreign keys, as with ``wert``: a Lieferung may go and come back.
CREATE TABLE korrektur (
    nummer INTEGER PRIMARY KEY,
    merkmal_id TEXT NOT NULL,
    gebiet_id TEXT NOT NULL,
    gruppe TEXT NOT NULL,
    zeitraum TEXT NOT NULL,
    erwartet DOUBLE,
    erwartet_zeichen TEXT,
    wert DOUBLE CHECK (wert IS NULL OR isfinite(wert)),
    zeichen TEXT CHECK (zeichen IN ('genau_null', 'geheim', 'unbekannt', 'unsicher', 'gesperrt', 'folgt')),
    grund TEXT NOT NULL CHECK (trim(grund) <> ''),
    zurueckgezogen BOOLEAN NOT NULL,
    wer TEXT NOT NULL,
    am TIMESTAMP NOT NULL,
    CHECK (wert IS NOT NULL OR zeichen IS NOT NULL),
    CHECK (zeichen IS NULL OR wert IS NULL OR zeichen IN ('genau_null', 'unsicher'))
);

CREATE VIEW korrektur_aktuell AS
SELECT nummer, merkmal_id, gebiet_id, gruppe, zeitraum, erwartet, erwartet_zeichen, wert, zeichen, grund, wer, am
FROM korrektur
WHERE nummer IN (SELECT max(nummer) FROM korrektur GROUP BY merkmal_id, gebiet_id, gruppe, zeitraum)
    AND NOT zurueckgezogen;

-- The newest figures as they were delivered: what a delivery is compared with, and the owner's own copy of the Projekt.
CREATE VIEW wert_geliefert AS
SELECT merkmal_id, gebiet_id, gruppe, zeitraum, jahr, wert, zeichen, quelle_id, lieferung_id, blatt, zeile, spalte
FROM wert
WHERE ersetzt_durch IS NULL;

-- The figures that hold: corrected where a correction expects what was delivered.
CREATE OR REPLACE VIEW wert_aktuell AS
SELECT
    w.merkmal_id, w.gebiet_id, w.gruppe, w.zeitraum, w.jahr,
    CASE WHEN k.nummer IS NULL THEN w.wert ELSE k.wert END AS wert,
    CASE WHEN k.nummer IS NULL THEN w.zeichen ELSE k.zeichen END AS zeichen,
    w.quelle_id, w.lieferung_id
FROM wert_geliefert w
LEFT JOIN korrektur_aktuell k
    ON k.merkmal_id = w.merkmal_id AND k.gebiet_id = w.gebiet_id AND k.gruppe = w.gruppe AND k.zeitraum = w.zeitraum
    AND k.erwartet IS NOT DISTINCT FROM w.wert AND k.erwartet_zeichen IS NOT DISTINCT FROM w.zeichen;

-- name: umstellung_7
-- Version 7 → 8: one rule for what is hidden of Leistungen.
-- Whom a Massnahme reached are people, too: counts of persons below k are hidden.
CREATE MACRO leistung_verborgen(einheit, kennzahl, ist, k) AS
    coalesce((einheit ILIKE 'Person%' OR kennzahl ILIKE '%Personen%') AND ist > 0 AND ist < k, FALSE);

-- name: umstellung_8
-- Version 8 → 9: names of areas that people matched by hand.
-- What a name in a file means where no key says it: append-only, the newest row of a name counts. ``gebiet_id`` NULL: no
-- area of this Projekt; the name itself: an area of its own. No foreign key: an area may go and come back.
CREATE TABLE gebiet_alias (
    nummer INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (trim(name) <> ''),
    gebiet_id TEXT CHECK (gebiet_id <> ''),
    zurueckgezogen BOOLEAN NOT NULL,
    wer TEXT NOT NULL,
    am TIMESTAMP NOT NULL
);

CREATE VIEW gebiet_alias_aktuell AS
SELECT nummer, name, gebiet_id, wer, am
FROM gebiet_alias
WHERE nummer IN (SELECT max(nummer) FROM gebiet_alias GROUP BY name) AND NOT zurueckgezogen;

-- name: umstellung_9
-- Version 9 → 10: what a Massnahme continues, how it is meant to have an effect, milestones, whose money it is.
ALTER TABLE massnahme ADD COLUMN vorgaenger_id TEXT;

ALTER TABLE massnahme_gebiet ADD COLUMN verteilt_nach TEXT DEFAULT '';

ALTER TABLE massnahme_gebiet ALTER COLUMN verteilt_nach SET NOT NULL;

ALTER TABLE finanzierung ADD COLUMN rechtskreis TEXT;

ALTER TABLE finanzierung ADD COLUMN leistungstraeger TEXT DEFAULT '';

ALTER TABLE finanzierung ALTER COLUMN leistungstraeger SET NOT NULL;

-- How a Massnahme is meant to have an effect, and how it is going. No foreign key to ``indikator``: its rows could not be
-- updated any more.
CREATE TABLE wirkung (
    massnahme_id TEXT PRIMARY KEY REFERENCES massnahme (massnahme_id),
    stellen DOUBLE CHECK (stellen >= 0),
    indikator_id TEXT,
    wunschrichtung TEXT CHECK (wunschrichtung IN ('sinken', 'steigen', 'gleich bleiben')),
    wirkung TEXT NOT NULL DEFAULT '',
    evidenz TEXT CHECK (
        evidenz IN (
            'Annahme', 'Erfahrung der Fachkräfte', 'Vorher-Nachher-Vergleich',
            'Vergleich mit einer Gruppe ohne die Maßnahme', 'mehrere gute Studien'
        )
    ),
    ampel TEXT CHECK (ampel IN ('im Plan', 'in Verzug', 'gefährdet')),
    ampel_grund TEXT NOT NULL DEFAULT '',
    quelle_id TEXT NOT NULL REFERENCES quelle (quelle_id),
    lieferung_id INTEGER NOT NULL REFERENCES lieferung (lieferung_id)
);

CREATE TABLE meilenstein (
    massnahme_id TEXT NOT NULL REFERENCES massnahme (massnahme_id),
    bezeichnung TEXT NOT NULL CHECK (bezeichnung <> ''),
    termin DATE NOT NULL,
    erreicht_am DATE,
    quelle_id TEXT NOT NULL REFERENCES quelle (quelle_id),
    lieferung_id INTEGER NOT NULL REFERENCES lieferung (lieferung_id),
    PRIMARY KEY (massnahme_id, bezeichnung)
);

-- name: umstellung_10
-- How foreign tables are read (YAML, see ``importer.tabelle.rezept``): append-only, the newest row of a recipe counts.
CREATE TABLE rezept (
    nummer INTEGER PRIMARY KEY,
    rezept_id INTEGER NOT NULL,
    bezeichnung TEXT NOT NULL CHECK (trim(bezeichnung) <> ''),
    inhalt TEXT NOT NULL,
    zurueckgezogen BOOLEAN NOT NULL,
    wer TEXT NOT NULL,
    am TIMESTAMP NOT NULL
);

CREATE VIEW rezept_aktuell AS
SELECT rezept_id, bezeichnung, inhalt, wer, am
FROM rezept
WHERE nummer IN (SELECT max(nummer) FROM rezept GROUP BY rezept_id) AND NOT zurueckgezogen;

-- name: umstellung_11
-- Version 11 → 12: real prices, and which Merkmal counts the persons of a Zielgruppe.
ALTER TABLE massnahme ADD COLUMN zielgruppe_merkmal_id TEXT;

-- Price level by year, of any base; without rows the index that the application knows holds.
CREATE TABLE preisindex (
    jahr SMALLINT PRIMARY KEY CHECK (jahr BETWEEN 1900 AND 2200),
    stand DECIMAL(9, 3) NOT NULL CHECK (stand > 0),
    quelle_id TEXT NOT NULL REFERENCES quelle (quelle_id),
    lieferung_id INTEGER NOT NULL REFERENCES lieferung (lieferung_id)
);

-- name: umstellung_12
-- Version 12 → 13: which areas of today an area of the past went into.
CREATE TABLE gebietsstand (
    alt_id TEXT NOT NULL CHECK (alt_id <> ''),
    gebiet_id TEXT NOT NULL REFERENCES gebiet (gebiet_id),
    anteil DECIMAL(9, 6) NOT NULL CHECK (anteil > 0 AND anteil <= 1),
    gueltig_ab DATE,
    quelle_id TEXT NOT NULL REFERENCES quelle (quelle_id),
    lieferung_id INTEGER NOT NULL REFERENCES lieferung (lieferung_id),
    PRIMARY KEY (alt_id, gebiet_id)
);

-- name: umstellung_13
-- Version 13 → 14: what one giver gives in one Gebiet may be confidential.
-- From where to where, in parts of its whole, the money of a Massnahme goes to each of its Gebiete. What the shares leave
-- over goes to the whole city (gebiet_id NULL), unless it is only their last digit (three times 33,3333 %).
CREATE VIEW massnahme_stueck AS
WITH laufend AS (
    SELECT
        mg.massnahme_id, mg.gebiet_id,
        sum(mg.anteil) OVER vorher AS bis,
        sum(mg.anteil) OVER vorher - mg.anteil AS von,
        sum(mg.anteil) OVER alle AS summe,
        row_number() OVER vorher = count(*) OVER alle AS letztes,
        count(*) OVER alle AS teile
    FROM massnahme_gebiet mg
    WINDOW
        vorher AS (PARTITION BY mg.massnahme_id ORDER BY mg.gebiet_id ROWS UNBOUNDED PRECEDING),
        alle AS (PARTITION BY mg.massnahme_id)
)
SELECT
    massnahme_id, gebiet_id,
    CAST(von AS DECIMAL(9, 6)) AS von,
    CAST(CASE WHEN letztes AND abs(1 - summe) <= 0.000001 * teile THEN 1 ELSE bis END AS DECIMAL(9, 6)) AS bis
FROM laufend
UNION ALL
SELECT massnahme_id, NULL, CAST(coalesce(max(summe), 0) AS DECIMAL(9, 6)), CAST(1 AS DECIMAL(9, 6))
FROM massnahme
LEFT JOIN laufend USING (massnahme_id)
GROUP BY massnahme_id
HAVING coalesce(abs(1 - max(summe)) > 0.000001 * max(teile), TRUE);

-- Each amount cut at the running total of the shares, rounded to the cent; so the pieces always add up to the amount.
CREATE VIEW finanzierung_stueck AS
SELECT
    s.massnahme_id, s.gebiet_id, f.haushaltsjahr, f.finanzierungsquelle, f.foerderprogramm, f.leistungstraeger, f.quelle_id,
    round(CAST(f.ansatz_eur AS DECIMAL(26, 2)) * s.bis, 2)
        - round(CAST(f.ansatz_eur AS DECIMAL(26, 2)) * s.von, 2) AS ansatz_eur,
    round(CAST(f.bewilligt_eur AS DECIMAL(26, 2)) * s.bis, 2)
        - round(CAST(f.bewilligt_eur AS DECIMAL(26, 2)) * s.von, 2) AS bewilligt_eur,
    round(CAST(f.ist_eur AS DECIMAL(26, 2)) * s.bis, 2)
        - round(CAST(f.ist_eur AS DECIMAL(26, 2)) * s.von, 2) AS ist_eur
FROM finanzierung f
JOIN massnahme_stueck s ON s.massnahme_id = f.massnahme_id;

-- Money that is no public money: what an association or a foundation gives may be confidential.
CREATE MACRO privates_geld(finanzierungsquelle) AS finanzierungsquelle IN ('Stiftung', 'Träger', 'Sonstige');

-- From which share of one giver on (percent) a sum of private money is not shown for a Gebiet: append-only, the newest row
-- counts; NULL: every sum is shown.
CREATE TABLE geldregel (
    nummer INTEGER PRIMARY KEY,
    prozent SMALLINT CHECK (prozent BETWEEN 50 AND 90),
    begruendung TEXT NOT NULL CHECK (trim(begruendung) <> ''),
    wer TEXT NOT NULL,
    am TIMESTAMP NOT NULL
);

-- One row while such a rule is in force, else none.
CREATE VIEW dominanz AS
SELECT prozent FROM geldregel WHERE nummer = (SELECT max(nummer) FROM geldregel) AND prozent IS NOT NULL;

-- Private money that must count for a larger Gebiet than its own (``nach`` NULL: the whole city), computed from everything
-- else in the transaction that changes it. No key, as with ``schutz``.
CREATE TABLE geldschutz (
    massnahme_id TEXT NOT NULL,
    haushaltsjahr SMALLINT NOT NULL,
    finanzierungsquelle TEXT NOT NULL,
    von TEXT NOT NULL,
    nach TEXT
);
