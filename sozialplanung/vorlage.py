"""The Vorlage as data: which sheets and columns our workbook has, what each cell may hold, and what a person is told.

The reader (``importer``), the writer (``report``) and the tests read this one description.
"""

from __future__ import annotations

from sozialplanung.model import (
    WERTZEICHEN_ERKLAERT,
    Herkunft,
    Merkmalsart,
    Raumebene,
    Richtung,
    Wertzeichen,
)
from sozialplanung.vorlage_felder import (
    GEBIET,
    HANDLUNGSKONZEPT,
    MAX_EURO,
    QUELLE,
    Blatt,
    Spalte,
    Typ,
    names_of,
)
from sozialplanung.vorlage_massnahmen import REGISTERBLAETTER

__all__ = [
    "BLAETTER",
    "MAX_EURO",
    "PROJEKTFELDER",
    "PROJEKTFELDER_IM_PROJEKT",
    "Blatt",
    "Spalte",
    "Typ",
    "blatt",
    "blatt_der_tabelle",
]

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

BLAETTER: tuple[Blatt, ...] = (
    Blatt(
        "Quellen",
        "quelle",
        "Nur nötig, wenn eine Mappe Zahlen aus mehreren Quellen enthält.",
        (
            Spalte("quelle_id", "Quelle", Typ.SCHLUESSEL, "Kurzes Kürzel, z. B. ›zensus2022‹.", pflicht=True),
            Spalte("bezeichnung", "Bezeichnung", Typ.TEXT, "Vollständige Angabe für die Fußzeile.", True, breite=60),
            Spalte("herkunft", "Herkunft", Typ.AUSWAHL, "Wie belastbar?", True, names_of(Herkunft)),
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
            Spalte("raumebene", "Raumebene", Typ.AUSWAHL, "Ebene des Gebiets.", True, names_of(Raumebene)),
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
        "Gebietsstand",
        "gebietsstand",
        "Nur nötig, wenn Dateien noch alte Gebiete enthalten: welcher Anteil heute wo liegt.",
        (
            Spalte("alt_id", "Altes Gebiet", Typ.SCHLUESSEL, "Schlüssel oder Name, wie er in den Dateien steht.", True),
            Spalte("gebiet_id", "Neues Gebiet", Typ.SCHLUESSEL, "Kürzel aus ›Gebiete‹.", True, verweis="Gebiete"),
            Spalte("anteil", "Anteil", Typ.PROZENT, "Teil des alten Gebiets; je altes Gebiet zusammen 100 %.", True),
            Spalte("gueltig_ab", "Gültig ab", Typ.DATUM, "Seit wann es das alte Gebiet nicht mehr gibt."),
            QUELLE,
        ),
        ("alt_id", "gebiet_id"),
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
                names_of(Merkmalsart),
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
            QUELLE,
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
                auswahl=names_of(Richtung),
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
            GEBIET,
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
                auswahl=names_of(Wertzeichen),
            ),
            QUELLE,
        ),
        ("merkmal_id", "gebiet_id", "gruppe", "zeitraum"),
    ),
    *REGISTERBLAETTER,
    Blatt(
        "Einrichtungen",
        "einrichtung",
        "Orte, an denen schon gute Arbeit geschieht.",
        (
            Spalte("einrichtung_id", "Einrichtung", Typ.SCHLUESSEL, "Kurzes Kürzel.", True),
            Spalte("bezeichnung", "Name", Typ.TEXT, "Name der Einrichtung.", True, breite=40),
            Spalte("art", "Art", Typ.TEXT, "z. B. Kita, Familienzentrum, Beratungsstelle.", True),
            GEBIET,
            Spalte("traeger", "Träger", Typ.TEXT, "Wer betreibt sie?", breite=28),
            Spalte("kapazitaet", "Plätze", Typ.GANZZAHL, "Plätze, Betten oder Sitze.", von=0, bis=1_000_000),
            Spalte("laenge", "Längengrad", Typ.ZAHL, "WGS 84, z. B. 7,8156.", von=-180, bis=180),
            Spalte("breite", "Breitengrad", Typ.ZAHL, "WGS 84, z. B. 51,6806.", von=-90, bis=90),
            QUELLE,
        ),
        ("einrichtung_id",),
    ),
    Blatt(
        "Beratungsfolge",
        "beratung",
        "Wann welches Gremium beraten und beschlossen hat.",
        (
            HANDLUNGSKONZEPT,
            Spalte("datum", "Datum", Typ.DATUM, "Tag der Sitzung.", True),
            Spalte("gremium", "Gremium", Typ.TEXT, "Ausschuss, Beirat oder Rat.", True, breite=40),
            Spalte("ergebnis", "Ergebnis", Typ.TEXT, "z. B. Vorberatung, Empfehlung, Beschluss."),
            Spalte("vorlage_nr", "Vorlage", Typ.TEXT, "Nummer der Beschlussvorlage."),
            QUELLE,
        ),
        ("handlungskonzept_id", "datum", "gremium"),
    ),
    Blatt(
        "Grenzen",
        "geometrie",
        "Umrisse der Gebiete, von der Anwendung geschrieben; bitte nicht von Hand ändern.",
        (
            GEBIET,
            Spalte("teil", "Teil", Typ.GANZZAHL, "Lange Umrisse stehen in mehreren Zeilen.", True),
            Spalte("geojson", "Umriss (GeoJSON)", Typ.TEXT, "Geometrie in WGS 84.", True, breite=60),
            Spalte("schematisch", "Schematisch", Typ.AUSWAHL, "ja: eigene Zeichnung.", True, ("ja", "nein")),
            QUELLE,
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
