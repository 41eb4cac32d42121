"""The Vorlage as data: which sheets and columns our workbook has, what each cell may hold, and what a person is told.

The reader (``importer``), the writer (``report``) and the tests read this one description.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sozialplanung.model import (
    WERTZEICHEN_ERKLAERT,
    Finanzierungsquelle,
    Herkunft,
    Massnahmenstatus,
    Merkmalsart,
    Raumebene,
    Richtung,
    Wertzeichen,
)


class Typ(StrEnum):
    TEXT = "text"
    SCHLUESSEL = "schluessel"  # text; leading zeros matter
    GANZZAHL = "ganzzahl"
    ZAHL = "zahl"
    EURO = "euro"
    PROZENT = "prozent"  # stored as share 0–1
    DATUM = "datum"
    JAHR = "jahr"
    ZEITRAUM = "zeitraum"
    AUSWAHL = "auswahl"


@dataclass(frozen=True, slots=True)
class Spalte:
    """One column: ``name`` is the column of the store, ``titel`` the header that people see (both are understood).

    ``leer`` is what an empty cell means (the default of the store), ``von`` and ``bis`` bound a number.
    """

    name: str
    titel: str
    typ: Typ
    hinweis: str
    pflicht: bool = False
    auswahl: tuple[str, ...] = ()
    verweis: str | None = None  # sheet whose first column must hold this key
    breite: int = 18
    leer: str | float | int | None = None
    von: float | None = None
    bis: float | None = None

    @property
    def leerwert(self) -> str | float | int | None:
        """What the store holds for an empty cell: text is never NULL, everything else may be."""
        return "" if self.typ is Typ.TEXT else self.leer


@dataclass(frozen=True, slots=True)
class Blatt:
    """One sheet; ``tabelle`` is the table of the store, ``schluessel`` the columns that make a row unique."""

    name: str
    tabelle: str
    zweck: str
    spalten: tuple[Spalte, ...]
    schluessel: tuple[str, ...]
    verborgen: bool = False

    def spalte(self, name: str) -> Spalte:
        return next(s for s in self.spalten if s.name == name)


MAX_EURO = 999_999_999_999.99  # DECIMAL(14, 2) of the store

_QUELLE = Spalte(
    "quelle_id",
    "Quelle",
    Typ.SCHLUESSEL,
    "Kürzel aus dem Blatt ›Quellen‹. Leer: Es gilt die Quelle, die im Blatt ›Projekt‹ steht.",
    verweis="Quellen",
)


def _auswahl(enum: type[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in enum)


# Fields of the sheet »Projekt« (Feld | Eintrag): name → (label, what to enter)
PROJEKTFELDER: dict[str, tuple[str, str]] = {
    "name": ("Name", "So heißt das Projekt in der Seitenleiste, z. B. ›Hamm‹."),
    "kommune": ("Planungsregion", "Stadt, Kreis oder Region, um die es geht."),
    "beschreibung": ("Beschreibung", "Ein bis zwei Sätze; sie stehen auf der Seite ›Daten‹."),
    "herkunft": ("Herkunft", "amtlich, veroeffentlicht, eigen oder beispiel; gilt für Zeilen ohne eigene Quelle."),
    "quelle": ("Quelle", "Wer die Zahlen erhoben oder veröffentlicht hat."),
    "lizenz": ("Lizenz", "z. B. dl-de/by-2-0, CC BY 4.0 oder ›nur intern‹."),
    "stand": ("Stand", "Datum, zu dem die Angaben gelten (TT.MM.JJJJ)."),
    "raumebene": ("Raumebene beim Öffnen", "z. B. stadtbezirk; leer: die Ebene mit den meisten Werten."),
    "indikator": ("Indikator beim Öffnen", "Kürzel aus dem Blatt ›Indikatoren‹."),
}
# Kept in table ``projekt``; the other fields describe the delivery and become its default Quelle.
PROJEKTFELDER_IM_PROJEKT = ("name", "kommune", "beschreibung", "raumebene", "indikator")

_GEBIET = Spalte("gebiet_id", "Gebietsschlüssel", Typ.SCHLUESSEL, "Kürzel aus ›Gebiete‹.", True, verweis="Gebiete")
_MASSNAHME = Spalte("massnahme_id", "Maßnahme", Typ.SCHLUESSEL, "Kürzel aus ›Massnahmen‹.", True, verweis="Massnahmen")
_HANDLUNGSKONZEPT = Spalte(
    "handlungskonzept_id",
    "Handlungskonzept",
    Typ.SCHLUESSEL,
    "Kürzel aus ›Handlungskonzepte‹.",
    True,
    verweis="Handlungskonzepte",
)

BLAETTER: tuple[Blatt, ...] = (
    Blatt(
        "Quellen",
        "quelle",
        "Nur nötig, wenn eine Mappe Zahlen aus mehreren Quellen enthält.",
        (
            Spalte("quelle_id", "Quelle", Typ.SCHLUESSEL, "Kurzes Kürzel, z. B. ›zensus2022‹.", pflicht=True),
            Spalte("bezeichnung", "Bezeichnung", Typ.TEXT, "Vollständige Angabe für die Fußzeile.", True, breite=60),
            Spalte("herkunft", "Herkunft", Typ.AUSWAHL, "Wie belastbar?", True, _auswahl(Herkunft)),
            Spalte("lizenz", "Lizenz", Typ.TEXT, "z. B. dl-de/by-2-0."),
            Spalte("stand", "Stand", Typ.DATUM, "Datum, zu dem die Angaben gelten."),
            Spalte("verweis", "Fundstelle", Typ.TEXT, "Internetadresse, Tabelle oder Seite.", breite=40),
        ),
        ("quelle_id",),
    ),
    Blatt(
        "Gebiete",
        "gebiet",
        "Alle Gebiete des Projekts mit ihrer Zugehörigkeit.",
        (
            Spalte("gebiet_id", "Gebietsschlüssel", Typ.SCHLUESSEL, "Text: führende Nullen zählen (05334002).", True),
            Spalte("bezeichnung", "Name", Typ.TEXT, "So heißt das Gebiet in Karten und Tabellen.", True, breite=30),
            Spalte("raumebene", "Raumebene", Typ.AUSWAHL, "Ebene des Gebiets.", True, _auswahl(Raumebene)),
            Spalte(
                "uebergeordnet",
                "Liegt in",
                Typ.SCHLUESSEL,
                "Schlüssel des übergeordneten Gebiets; leer bei der obersten Ebene.",
                verweis="Gebiete",
            ),
            Spalte("gueltig_von", "Gültig von", Typ.DATUM, "Nur bei Gebietsänderungen."),
            Spalte("gueltig_bis", "Gültig bis", Typ.DATUM, "Nur bei Gebietsänderungen."),
        ),
        ("gebiet_id",),
    ),
    Blatt(
        "Merkmale",
        "merkmal",
        "Was geliefert wurde: Anzahlen, Beträge oder fertige Quoten.",
        (
            Spalte("merkmal_id", "Merkmal", Typ.SCHLUESSEL, "Kurzes Kürzel ohne Umlaute, z. B. ›arbeitslose‹.", True),
            Spalte("bezeichnung", "Bezeichnung", Typ.TEXT, "Ausgeschriebener Name.", True, breite=40),
            Spalte(
                "art",
                "Art",
                Typ.AUSWAHL,
                "anzahl und betrag werden über Gebiete addiert; rate kam ohne ihre Anzahlen und wird nie addiert.",
                True,
                _auswahl(Merkmalsart),
            ),
            Spalte("einheit", "Einheit", Typ.TEXT, "z. B. Personen, €, %."),
            Spalte(
                "teil_von",
                "Teil von",
                Typ.SCHLUESSEL,
                "Merkmal, dessen Werte dieses nie übersteigen darf (z. B. Arbeitslose in Erwerbsfähige).",
                verweis="Merkmale",
            ),
            Spalte("definition", "Definition", Typ.TEXT, "Was gezählt wird und was nicht.", breite=60),
            _QUELLE,
        ),
        ("merkmal_id",),
    ),
    Blatt(
        "Indikatoren",
        "indikator",
        "Was gezeigt wird: Zähler ÷ Nenner × Faktor.",
        (
            Spalte("indikator_id", "Indikator", Typ.SCHLUESSEL, "Kurzes Kürzel ohne Umlaute.", True),
            Spalte("bezeichnung", "Bezeichnung", Typ.TEXT, "Name in Auswahl und Überschrift.", True, breite=40),
            Spalte("frage", "Planungsfrage", Typ.TEXT, "Überschrift der Seite, z. B. ›Wo leben …?‹", breite=50),
            Spalte("zaehler_merkmal_id", "Zähler", Typ.SCHLUESSEL, "Kürzel aus ›Merkmale‹.", True, verweis="Merkmale"),
            Spalte("zaehler_gruppe", "Gruppe im Zähler", Typ.TEXT, "z. B. Geschlecht=weiblich; leer: insgesamt."),
            Spalte(
                "nenner_merkmal_id",
                "Nenner",
                Typ.SCHLUESSEL,
                "Kürzel aus ›Merkmale‹; leer: der Zähler wird gezeigt, wie er ist.",
                verweis="Merkmale",
            ),
            Spalte("nenner_gruppe", "Gruppe im Nenner", Typ.TEXT, "leer: insgesamt."),
            Spalte("faktor", "Faktor", Typ.ZAHL, "100 für Prozent, 1000 für ›je 1.000‹; leer: 1.", leer=1.0, von=1e-9),
            Spalte("einheit", "Einheit", Typ.TEXT, "z. B. %, je 1.000 Einwohner, € je Einwohner."),
            Spalte(
                "nachkommastellen",
                "Nachkommastellen",
                Typ.GANZZAHL,
                "Stellen in Tabellen und Karten; leer: 1.",
                leer=1,
                von=0,
                bis=6,
            ),
            Spalte(
                "richtung",
                "Richtung",
                Typ.AUSWAHL,
                "Hoher Wert = …; leer: neutral.",
                auswahl=_auswahl(Richtung),
                leer=Richtung.NEUTRAL.value,
            ),
            Spalte("handlungsfeld", "Handlungsfeld", Typ.TEXT, "z. B. Kinder und Familie."),
            Spalte("zielgruppe", "Zielgruppe", Typ.TEXT, "Wen der Indikator meint, z. B. Kinder unter 15."),
            Spalte(
                "gewicht_merkmal_id",
                "Personen (Gewicht)",
                Typ.SCHLUESSEL,
                "Merkmal mit den Personen je Gebiet für Arm/Reich und Euro je Kopf; leer: der Nenner.",
                verweis="Merkmale",
            ),
            Spalte("definition", "Definition", Typ.TEXT, "Was der Indikator sagt – und was nicht.", breite=60),
        ),
        ("indikator_id",),
    ),
    Blatt(
        "Werte",
        "wert",
        "Die Zahlen: je Zeile ein Wert – oder breit, mit einer Spalte je Jahr statt ›Zeitraum‹ und ›Wert‹.",
        (
            _GEBIET,
            Spalte("merkmal_id", "Merkmal", Typ.SCHLUESSEL, "Kürzel aus ›Merkmale‹.", True, verweis="Merkmale"),
            Spalte("gruppe", "Gruppe", Typ.TEXT, "z. B. Altersgruppe=18–24;Geschlecht=weiblich; leer: insgesamt."),
            Spalte("zeitraum", "Zeitraum", Typ.ZEITRAUM, "JJJJ, TT.MM.JJJJ, JJJJ-MM, JJJJ-Q1 oder JJJJ/JJ.", True),
            Spalte(
                "wert",
                "Wert",
                Typ.ZAHL,
                f"Zahl – oder ein Zeichen: {WERTZEICHEN_ERKLAERT}.",
                True,
            ),
            Spalte(
                "zeichen",
                "Zeichen",
                Typ.AUSWAHL,
                "Nur nötig, wenn Zahl und Zeichen zusammen gelten (unsicher).",
                auswahl=_auswahl(Wertzeichen),
            ),
            _QUELLE,
        ),
        ("merkmal_id", "gebiet_id", "gruppe", "zeitraum"),
    ),
    Blatt(
        "Handlungskonzepte",
        "handlungskonzept",
        "Konzepte, zu denen Maßnahmen gehören.",
        (
            Spalte("handlungskonzept_id", "Handlungskonzept", Typ.SCHLUESSEL, "Kurzes Kürzel.", True),
            Spalte("bezeichnung", "Bezeichnung", Typ.TEXT, "Vollständiger Titel.", True, breite=50),
            Spalte("von_jahr", "Von", Typ.JAHR, "Erstes Jahr.", von=1800, bis=2200),
            Spalte("bis_jahr", "Bis", Typ.JAHR, "Letztes Jahr.", von=1800, bis=2200),
            Spalte("beschreibung", "Beschreibung", Typ.TEXT, "Ziel und Anlass.", breite=60),
            _QUELLE,
        ),
        ("handlungskonzept_id",),
    ),
    Blatt(
        "Massnahmen",
        "massnahme",
        "Je Zeile eine Maßnahme.",
        (
            Spalte("massnahme_id", "Maßnahme", Typ.SCHLUESSEL, "Kurzes Kürzel, z. B. ›IK-07‹.", True),
            _HANDLUNGSKONZEPT,
            Spalte("nummer", "Nummer", Typ.TEXT, "Nummer im Konzept."),
            Spalte("bezeichnung", "Bezeichnung", Typ.TEXT, "Name der Maßnahme.", True, breite=50),
            Spalte("handlungsfeld", "Handlungsfeld", Typ.TEXT, "z. B. Sprache und Bildung.", True, breite=28),
            Spalte("zielgruppe", "Zielgruppe", Typ.TEXT, "Für wen?", breite=28),
            Spalte("traeger", "Träger", Typ.TEXT, "Wer führt durch?", breite=28),
            Spalte("fachbereich", "Fachbereich", Typ.TEXT, "Zuständiges Amt.", breite=28),
            Spalte("rechtskreis", "Rechtskreis", Typ.TEXT, "SGB II, III, VIII, IX, XII oder freiwillig."),
            Spalte("status", "Status", Typ.AUSWAHL, "Stand der Umsetzung.", True, _auswahl(Massnahmenstatus)),
            Spalte("beginn", "Beginn", Typ.DATUM, "Erster Tag."),
            Spalte("ende", "Ende", Typ.DATUM, "Letzter Tag; leer: unbefristet."),
            Spalte("beschreibung", "Beschreibung", Typ.TEXT, "Was geschieht, und was soll sich ändern?", breite=60),
            _QUELLE,
        ),
        ("massnahme_id",),
    ),
    Blatt(
        "Massnahme_Gebiete",
        "massnahme_gebiet",
        "Wo eine Maßnahme wirkt; was fehlt, gilt als gesamtstädtisch.",
        (
            _MASSNAHME,
            _GEBIET,
            Spalte("anteil", "Anteil", Typ.PROZENT, "Geld für dieses Gebiet; zusammen höchstens 100 %.", True),
        ),
        ("massnahme_id", "gebiet_id"),
    ),
    Blatt(
        "Finanzierung",
        "finanzierung",
        "Geld je Maßnahme, Haushaltsjahr und Geldgeber.",
        (
            _MASSNAHME,
            Spalte("haushaltsjahr", "Haushaltsjahr", Typ.JAHR, "JJJJ.", True, von=1900, bis=2200),
            Spalte(
                "finanzierungsquelle",
                "Finanzierungsquelle",
                Typ.AUSWAHL,
                "Wer zahlt?",
                True,
                _auswahl(Finanzierungsquelle),
            ),
            Spalte(
                "foerderprogramm", "Förderprogramm", Typ.TEXT, "Name des Programms, falls es eines gibt.", breite=30
            ),
            Spalte("ansatz_eur", "Ansatz (€)", Typ.EURO, "Im Haushalt geplant.", von=0, bis=MAX_EURO),
            Spalte("bewilligt_eur", "Bewilligt (€)", Typ.EURO, "Vom Geldgeber bewilligt.", von=0, bis=MAX_EURO),
            Spalte("ist_eur", "Ist (€)", Typ.EURO, "Tatsächlich ausgegeben.", von=0, bis=MAX_EURO),
            _QUELLE,
        ),
        ("massnahme_id", "haushaltsjahr", "finanzierungsquelle", "foerderprogramm"),
    ),
    Blatt(
        "Leistungen",
        "leistung",
        "Was eine Maßnahme leistet: Soll und Ist je Jahr.",
        (
            _MASSNAHME,
            Spalte("jahr", "Jahr", Typ.JAHR, "JJJJ.", True, von=1900, bis=2200),
            Spalte("kennzahl", "Kennzahl", Typ.TEXT, "z. B. ›erreichte Personen‹.", True, breite=28),
            Spalte("einheit", "Einheit", Typ.TEXT, "z. B. Personen, Stunden, Plätze."),
            Spalte("soll", "Soll", Typ.ZAHL, "Geplant.", von=0),
            Spalte("ist", "Ist", Typ.ZAHL, "Erreicht.", von=0),
            _QUELLE,
        ),
        ("massnahme_id", "jahr", "kennzahl"),
    ),
    Blatt(
        "Einrichtungen",
        "einrichtung",
        "Orte, an denen schon gute Arbeit geschieht.",
        (
            Spalte("einrichtung_id", "Einrichtung", Typ.SCHLUESSEL, "Kurzes Kürzel.", True),
            Spalte("bezeichnung", "Name", Typ.TEXT, "Name der Einrichtung.", True, breite=40),
            Spalte("art", "Art", Typ.TEXT, "z. B. Kita, Familienzentrum, Beratungsstelle.", True),
            _GEBIET,
            Spalte("traeger", "Träger", Typ.TEXT, "Wer betreibt sie?", breite=28),
            Spalte("kapazitaet", "Plätze", Typ.GANZZAHL, "Plätze, Betten oder Sitze.", von=0, bis=1_000_000),
            Spalte("laenge", "Längengrad", Typ.ZAHL, "WGS 84, z. B. 7,8156.", von=-180, bis=180),
            Spalte("breite", "Breitengrad", Typ.ZAHL, "WGS 84, z. B. 51,6806.", von=-90, bis=90),
            _QUELLE,
        ),
        ("einrichtung_id",),
    ),
    Blatt(
        "Beratungsfolge",
        "beratung",
        "Wann welches Gremium beraten und beschlossen hat.",
        (
            _HANDLUNGSKONZEPT,
            Spalte("datum", "Datum", Typ.DATUM, "Tag der Sitzung.", True),
            Spalte("gremium", "Gremium", Typ.TEXT, "Ausschuss, Beirat oder Rat.", True, breite=40),
            Spalte("ergebnis", "Ergebnis", Typ.TEXT, "z. B. Vorberatung, Empfehlung, Beschluss."),
            Spalte("vorlage_nr", "Vorlage", Typ.TEXT, "Nummer der Beschlussvorlage."),
            _QUELLE,
        ),
        ("handlungskonzept_id", "datum", "gremium"),
    ),
    Blatt(
        "Grenzen",
        "geometrie",
        "Umrisse der Gebiete, von der Anwendung geschrieben; bitte nicht von Hand ändern.",
        (
            _GEBIET,
            Spalte("teil", "Teil", Typ.GANZZAHL, "Lange Umrisse stehen in mehreren Zeilen.", True),
            Spalte("geojson", "Umriss (GeoJSON)", Typ.TEXT, "Geometrie in WGS 84.", True, breite=60),
            Spalte("schematisch", "Schematisch", Typ.AUSWAHL, "ja: eigene Zeichnung.", True, ("ja", "nein")),
            _QUELLE,
        ),
        ("gebiet_id", "teil"),
        verborgen=True,
    ),
)


def blatt(name: str) -> Blatt:
    """Sheet by its name."""
    return next(b for b in BLAETTER if b.name == name)


def blatt_der_tabelle(tabelle: str) -> Blatt:
    """Sheet by the table it fills."""
    return next(b for b in BLAETTER if b.tabelle == tabelle)
