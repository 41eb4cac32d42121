-- One DuckDB file = one Projekt. Version 14.
--
-- DuckDB checks foreign keys eagerly: within one transaction a referenced row cannot change a foreign-key column of its
-- own, and a parent cannot be deleted together with its children. So children point to parents with real foreign keys,
-- and columns of parents that point further up (quelle_id, lieferung_id, teil_von, handlungskonzept_id of a Massnahme)
-- are checked by the named query ``verwaiste_verweise`` before every commit instead. The same holds for ``wert``.
-- For the same reason no CHECK of a parent names its key beside another column: DuckDB would then rewrite the whole row,
-- key included, on every update. That no Gebiet lies in itself and no Merkmal is part of itself is checked by the named
-- queries ``kreise_…``.

CREATE TABLE schema_stand (
    version INTEGER PRIMARY KEY,
    angewandt_am TIMESTAMP NOT NULL
);

-- Grows with every write and never falls: the key of everything that is cached outside this file.
CREATE TABLE schreibstand (
    nummer BIGINT NOT NULL
);

CREATE TABLE projekt (
    feld TEXT PRIMARY KEY,
    eintrag TEXT NOT NULL
);

CREATE TABLE lieferung (
    lieferung_id INTEGER PRIMARY KEY,
    datei TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    herkunft TEXT NOT NULL CHECK (herkunft IN ('amtlich', 'veroeffentlicht', 'eigen', 'beispiel')),
    quelle TEXT NOT NULL,
    lizenz TEXT NOT NULL DEFAULT '',
    stand DATE,
    importiert_am TIMESTAMP NOT NULL,
    importiert_von TEXT NOT NULL,
    zustand TEXT NOT NULL DEFAULT 'aktiv' CHECK (zustand IN ('aktiv', 'in_ruecknahme', 'zurueckgenommen')),
    neu INTEGER NOT NULL CHECK (neu >= 0),
    geaendert INTEGER NOT NULL CHECK (geaendert >= 0),
    unveraendert INTEGER NOT NULL CHECK (unveraendert >= 0),
    bemerkung TEXT NOT NULL DEFAULT '',
    zurueckgenommen_am TIMESTAMP,
    zurueckgenommen_von TEXT
);

CREATE TABLE quelle (
    quelle_id TEXT PRIMARY KEY CHECK (quelle_id <> ''),
    bezeichnung TEXT NOT NULL,
    herkunft TEXT NOT NULL CHECK (herkunft IN ('amtlich', 'veroeffentlicht', 'eigen', 'beispiel')),
    lizenz TEXT NOT NULL DEFAULT '',
    stand DATE,
    verweis TEXT NOT NULL DEFAULT '',
    lieferung_id INTEGER NOT NULL
);

CREATE TABLE gebiet (
    gebiet_id TEXT PRIMARY KEY CHECK (gebiet_id <> ''),
    bezeichnung TEXT NOT NULL CHECK (bezeichnung <> ''),
    raumebene TEXT NOT NULL,
    gueltig_von DATE,
    gueltig_bis DATE,
    lieferung_id INTEGER NOT NULL,
    CHECK (gueltig_bis IS NULL OR gueltig_von IS NULL OR gueltig_bis >= gueltig_von)
);

CREATE TABLE gebiet_zuordnung (
    gebiet_id TEXT PRIMARY KEY REFERENCES gebiet (gebiet_id),
    uebergeordnet TEXT NOT NULL REFERENCES gebiet (gebiet_id),
    lieferung_id INTEGER NOT NULL REFERENCES lieferung (lieferung_id),
    CHECK (gebiet_id <> uebergeordnet)
);

-- Which areas of today an area of the past went into: counts of older files are converted (``importer.gebietsstand``).
CREATE TABLE gebietsstand (
    alt_id TEXT NOT NULL CHECK (alt_id <> ''),
    gebiet_id TEXT NOT NULL REFERENCES gebiet (gebiet_id),
    anteil DECIMAL(9, 6) NOT NULL CHECK (anteil > 0 AND anteil <= 1),
    gueltig_ab DATE,
    quelle_id TEXT NOT NULL REFERENCES quelle (quelle_id),
    lieferung_id INTEGER NOT NULL REFERENCES lieferung (lieferung_id),
    PRIMARY KEY (alt_id, gebiet_id)
);

CREATE TABLE geometrie (
    gebiet_id TEXT PRIMARY KEY REFERENCES gebiet (gebiet_id),
    geojson TEXT NOT NULL,
    schematisch BOOLEAN NOT NULL,
    quelle_id TEXT NOT NULL REFERENCES quelle (quelle_id),
    lieferung_id INTEGER NOT NULL REFERENCES lieferung (lieferung_id)
);

CREATE TABLE merkmal (
    merkmal_id TEXT PRIMARY KEY CHECK (merkmal_id <> ''),
    bezeichnung TEXT NOT NULL,
    art TEXT NOT NULL CHECK (art IN ('anzahl', 'betrag', 'rate')),
    einheit TEXT NOT NULL DEFAULT '',
    teil_von TEXT,
    definition TEXT NOT NULL DEFAULT '',
    quelle_id TEXT NOT NULL,
    lieferung_id INTEGER NOT NULL
);

CREATE TABLE indikator (
    indikator_id TEXT PRIMARY KEY CHECK (indikator_id <> ''),
    bezeichnung TEXT NOT NULL,
    frage TEXT NOT NULL DEFAULT '',
    zaehler_merkmal_id TEXT NOT NULL REFERENCES merkmal (merkmal_id),
    zaehler_gruppe TEXT NOT NULL DEFAULT '',
    nenner_merkmal_id TEXT REFERENCES merkmal (merkmal_id),
    nenner_gruppe TEXT NOT NULL DEFAULT '',
    faktor DOUBLE NOT NULL DEFAULT 1 CHECK (faktor > 0),
    einheit TEXT NOT NULL DEFAULT '',
    nachkommastellen INTEGER NOT NULL DEFAULT 1 CHECK (nachkommastellen BETWEEN 0 AND 6),
    richtung TEXT NOT NULL DEFAULT 'neutral' CHECK (richtung IN ('belastung', 'staerke', 'neutral')),
    handlungsfeld TEXT NOT NULL DEFAULT '',
    zielgruppe TEXT NOT NULL DEFAULT '',
    gewicht_merkmal_id TEXT REFERENCES merkmal (merkmal_id),
    definition TEXT NOT NULL DEFAULT '',
    lieferung_id INTEGER NOT NULL REFERENCES lieferung (lieferung_id)
);

-- A later Lieferung adds a row and writes its number into ``ersetzt_durch`` of the row before; nothing else ever changes.
-- Taking a Lieferung back deletes its rows and links their predecessors to what came after. So the current figures are
-- a plain filter (``wert_aktuell``), without a window over millions of rows.
--
-- No key and no foreign keys here, on purpose. Measured with 600.000 rows (duckdb 2.0, two cores): with primary key and
-- four foreign keys insert 2,2 s, delete 5,7 s, file 81 MB; without any index 0,6 s, 0,03 s, 7 MB. The store is the only
-- writer: it refuses double keys, inserts only what differs from the current row, and runs ``verwaiste_verweise``
-- before every commit.
CREATE TABLE wert (
    merkmal_id TEXT NOT NULL,
    gebiet_id TEXT NOT NULL,
    gruppe TEXT NOT NULL DEFAULT '',
    zeitraum TEXT NOT NULL,
    jahr SMALLINT NOT NULL CHECK (jahr BETWEEN 1800 AND 2200),
    wert DOUBLE CHECK (wert IS NULL OR isfinite(wert)),
    zeichen TEXT CHECK (zeichen IN ('genau_null', 'geheim', 'unbekannt', 'unsicher', 'gesperrt', 'folgt')),
    quelle_id TEXT NOT NULL,
    lieferung_id INTEGER NOT NULL,
    ersetzt_durch INTEGER CHECK (ersetzt_durch > lieferung_id),
    blatt TEXT, -- where the figure stands in the file, as far as its reader knows: sheet, row, title of the column
    zeile INTEGER,
    spalte TEXT,
    CHECK (wert IS NOT NULL OR zeichen IS NOT NULL),
    CHECK (zeichen IS NULL OR zeichen <> 'genau_null' OR wert = 0),
    CHECK (zeichen IS NULL OR wert IS NULL OR zeichen IN ('genau_null', 'unsicher'))
);

CREATE TABLE handlungskonzept (
    handlungskonzept_id TEXT PRIMARY KEY CHECK (handlungskonzept_id <> ''),
    bezeichnung TEXT NOT NULL,
    von_jahr SMALLINT,
    bis_jahr SMALLINT,
    beschreibung TEXT NOT NULL DEFAULT '',
    quelle_id TEXT NOT NULL,
    lieferung_id INTEGER NOT NULL,
    CHECK (von_jahr IS NULL OR bis_jahr IS NULL OR bis_jahr >= von_jahr)
);

CREATE TABLE massnahme (
    massnahme_id TEXT PRIMARY KEY CHECK (massnahme_id <> ''),
    handlungskonzept_id TEXT NOT NULL,
    nummer TEXT NOT NULL DEFAULT '',
    bezeichnung TEXT NOT NULL,
    handlungsfeld TEXT NOT NULL,
    zielgruppe TEXT NOT NULL DEFAULT '',
    traeger TEXT NOT NULL DEFAULT '',
    fachbereich TEXT NOT NULL DEFAULT '',
    rechtskreis TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL CHECK (status IN ('geplant', 'beschlossen', 'laufend', 'abgeschlossen', 'eingestellt')),
    beginn DATE,
    ende DATE,
    beschreibung TEXT NOT NULL DEFAULT '',
    vorgaenger_id TEXT,
    quelle_id TEXT NOT NULL,
    lieferung_id INTEGER NOT NULL,
    zielgruppe_merkmal_id TEXT, -- who counts its persons
    CHECK (ende IS NULL OR beginn IS NULL OR ende >= beginn)
);

CREATE TABLE massnahme_gebiet (
    massnahme_id TEXT NOT NULL REFERENCES massnahme (massnahme_id),
    gebiet_id TEXT NOT NULL REFERENCES gebiet (gebiet_id),
    anteil DECIMAL(9, 6) NOT NULL CHECK (anteil > 0 AND anteil <= 1),
    verteilt_nach TEXT NOT NULL DEFAULT '',
    lieferung_id INTEGER NOT NULL REFERENCES lieferung (lieferung_id),
    PRIMARY KEY (massnahme_id, gebiet_id)
);

CREATE TABLE finanzierung (
    massnahme_id TEXT NOT NULL REFERENCES massnahme (massnahme_id),
    haushaltsjahr SMALLINT NOT NULL CHECK (haushaltsjahr BETWEEN 1900 AND 2200),
    finanzierungsquelle TEXT NOT NULL
        CHECK (finanzierungsquelle IN ('Eigenanteil', 'Land', 'Bund', 'EU', 'Stiftung', 'Träger', 'Sonstige')),
    foerderprogramm TEXT NOT NULL DEFAULT '',
    ansatz_eur DECIMAL(14, 2) CHECK (ansatz_eur >= 0),
    bewilligt_eur DECIMAL(14, 2) CHECK (bewilligt_eur >= 0),
    ist_eur DECIMAL(14, 2) CHECK (ist_eur >= 0),
    rechtskreis TEXT,
    leistungstraeger TEXT NOT NULL DEFAULT '',
    quelle_id TEXT NOT NULL REFERENCES quelle (quelle_id),
    lieferung_id INTEGER NOT NULL REFERENCES lieferung (lieferung_id),
    PRIMARY KEY (massnahme_id, haushaltsjahr, finanzierungsquelle, foerderprogramm),
    CHECK (ansatz_eur IS NOT NULL OR bewilligt_eur IS NOT NULL OR ist_eur IS NOT NULL)
);

CREATE TABLE leistung (
    massnahme_id TEXT NOT NULL REFERENCES massnahme (massnahme_id),
    jahr SMALLINT NOT NULL,
    kennzahl TEXT NOT NULL,
    einheit TEXT NOT NULL DEFAULT '',
    soll DOUBLE CHECK (soll >= 0),
    ist DOUBLE CHECK (ist >= 0),
    quelle_id TEXT NOT NULL REFERENCES quelle (quelle_id),
    lieferung_id INTEGER NOT NULL REFERENCES lieferung (lieferung_id),
    PRIMARY KEY (massnahme_id, jahr, kennzahl),
    CHECK (soll IS NOT NULL OR ist IS NOT NULL)
);

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

-- Price level by year, of any base; without rows the index that the application knows holds.
CREATE TABLE preisindex (
    jahr SMALLINT PRIMARY KEY CHECK (jahr BETWEEN 1900 AND 2200),
    stand DECIMAL(9, 3) NOT NULL CHECK (stand > 0),
    quelle_id TEXT NOT NULL REFERENCES quelle (quelle_id),
    lieferung_id INTEGER NOT NULL REFERENCES lieferung (lieferung_id)
);

CREATE TABLE einrichtung (
    einrichtung_id TEXT PRIMARY KEY CHECK (einrichtung_id <> ''),
    bezeichnung TEXT NOT NULL,
    art TEXT NOT NULL,
    gebiet_id TEXT NOT NULL REFERENCES gebiet (gebiet_id),
    traeger TEXT NOT NULL DEFAULT '',
    kapazitaet INTEGER CHECK (kapazitaet >= 0),
    laenge DOUBLE CHECK (laenge BETWEEN -180 AND 180),
    breite DOUBLE CHECK (breite BETWEEN -90 AND 90),
    quelle_id TEXT NOT NULL REFERENCES quelle (quelle_id),
    lieferung_id INTEGER NOT NULL REFERENCES lieferung (lieferung_id)
);

CREATE TABLE beratung (
    handlungskonzept_id TEXT NOT NULL REFERENCES handlungskonzept (handlungskonzept_id),
    datum DATE NOT NULL,
    gremium TEXT NOT NULL,
    ergebnis TEXT NOT NULL DEFAULT '',
    vorlage_nr TEXT NOT NULL DEFAULT '',
    quelle_id TEXT NOT NULL REFERENCES quelle (quelle_id),
    lieferung_id INTEGER NOT NULL REFERENCES lieferung (lieferung_id),
    PRIMARY KEY (handlungskonzept_id, datum, gremium)
);

-- What a Lieferung changed outside ``wert``: the row before it, so that it can be restored; NULL = there was none.
CREATE TABLE aenderung (
    lieferung_id INTEGER NOT NULL REFERENCES lieferung (lieferung_id),
    tabelle TEXT NOT NULL,
    schluessel TEXT NOT NULL,
    vorher TEXT,
    PRIMARY KEY (lieferung_id, tabelle, schluessel)
);

-- Sortable end of a Zeitraum (YYYY, YYYY-MM-DD, YYYY-MM, YYYY-Q1, YYYY/YY), then the Zeitraum itself to break ties.
CREATE MACRO zeitraum_ende(z) AS
    CASE
        WHEN length(z) = 4 THEN z || '-12-31'
        WHEN z[5] = '/' THEN CAST(CAST(z[1:4] AS INTEGER) + 1 AS VARCHAR) || '-07-31'
        WHEN z[6] = 'Q' THEN z[1:5] || lpad(CAST(3 * CAST(z[7] AS INTEGER) AS VARCHAR), 2, '0') || '-31'
        WHEN length(z) = 7 THEN z || '-31'
        ELSE z
    END || ' ' || z;

-- Whom a Massnahme reached are people, too: counts of persons below k are hidden.
CREATE MACRO leistung_verborgen(einheit, kennzahl, ist, k) AS
    coalesce((einheit ILIKE 'Person%' OR kennzahl ILIKE '%Personen%') AND ist > 0 AND ist < k, FALSE);

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
CREATE VIEW wert_aktuell AS
SELECT
    w.merkmal_id, w.gebiet_id, w.gruppe, w.zeitraum, w.jahr,
    CASE WHEN k.nummer IS NULL THEN w.wert ELSE k.wert END AS wert,
    CASE WHEN k.nummer IS NULL THEN w.zeichen ELSE k.zeichen END AS zeichen,
    w.quelle_id, w.lieferung_id
FROM wert_geliefert w
LEFT JOIN korrektur_aktuell k
    ON k.merkmal_id = w.merkmal_id AND k.gebiet_id = w.gebiet_id AND k.gruppe = w.gruppe AND k.zeitraum = w.zeitraum
    AND k.erwartet IS NOT DISTINCT FROM w.wert AND k.erwartet_zeichen IS NOT DISTINCT FROM w.zeichen;

-- Who may be shown what: append-only, the newest row of a scope counts. k = 0: »so geliefert«. The row of the Projekt
-- holds for Quellen of Herkunft eigen and beispiel; what is amtlich or veroeffentlicht was protected by its publisher.
-- No foreign key: a Quelle may go and come back, its rule stays.
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

-- The figures that must not be shown, computed from everything else in the transaction that changes it. No key:
-- DuckDB refuses to delete and insert the same key in one transaction.
CREATE TABLE schutz (
    merkmal_id TEXT NOT NULL,
    gebiet_id TEXT NOT NULL,
    gruppe TEXT NOT NULL,
    zeitraum TEXT NOT NULL,
    grund TEXT NOT NULL CHECK (grund IN ('primaer', 'einwohner', 'komplement', 'sekundaer'))
);

CREATE VIEW quelle_schutz AS
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

-- What people see: every reading query starts here. ``wert_aktuell`` is for computing the protection.
CREATE VIEW wert_sichtbar AS
SELECT
    w.merkmal_id, w.gebiet_id, w.gruppe, w.zeitraum, w.jahr,
    CASE WHEN s.grund IS NULL THEN w.wert END AS wert,
    CASE WHEN s.grund IS NULL THEN w.zeichen ELSE 'geheim' END AS zeichen,
    w.quelle_id, w.lieferung_id, s.grund AS schutzgrund
FROM wert_aktuell w
LEFT JOIN schutz s
    ON s.merkmal_id = w.merkmal_id AND s.gebiet_id = w.gebiet_id AND s.gruppe = w.gruppe AND s.zeitraum = w.zeitraum;

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

INSERT INTO schreibstand (nummer) VALUES (1);

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
