"""Classic GENESIS, INKAR, grid and budget in their shapes, and the real files where they lie beside the project."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pyproj
import pytest
from tabellen import arten, mappe, read, zahlen

from sozialplanung.errors import LieferungError
from sozialplanung.importer import erkenne_datei
from sozialplanung.importer.profile import lies
from sozialplanung.importer.profile.roh import find_art, join_gruppe, slug
from sozialplanung.importer.profile.zeit import find_zeitraum, zeitraum

KLASSISCH_EINS = """GENESIS-Tabelle: 12411-01-01-4
Bevölkerung nach Geschlecht - Stichtag 31.12. - regionale;;;;
Tiefe: Kreise und krfr. Städte;;;;
Bevölkerungsstand (Anzahl);;;;
;;Stichtag;Stichtag;Stichtag
;;31.12.2018;31.12.2018;31.12.2018
;;Insgesamt;männlich;weiblich
DG;Deutschland;83;41;42
05;  Nordrhein-Westfalen;18;9p;9
053;    Köln, Regierungsbezirk;4;2;2
05334;      Städteregion Aachen;1;.;-
__________
"Bevölkerung:
05334; ist ""die"" Kennzahl
der Städteregion"
"© Statistische Ämter des Bundes und der Länder, Deutschland, 2020.
Dieses Werk ist lizenziert unter der Datenlizenz Deutschland
- Namensnennung - Version 2.0."
Stand: 21.03.2020 / 12:15:06
"""
KLASSISCH_ZWEI = """GENESIS-Tabelle: 23111-01-04-4
Krankenhäuser nach Fachabteilungen - Stichtag 31.12. -;;;;;
;;;Krankenhäuser;aufgestellte Betten im Jahresdurchschnitt;aufgestellte Betten im Jahresdurchschnitt
;;;;allgemeine Fachabteilungen;psychiatrische Fachabteilungen
;;;;Augenheilkunde;Psychiatrie
;;;Anzahl;Anzahl;%
31.12.2016;05915;      Hamm, Kreisfreie Stadt;5;8;1,5
31.12.2017;05915;      Hamm, Kreisfreie Stadt;6;/;x
"""


def test_classic_with_title_unit_and_times_in_the_header() -> None:
    paket = read(KLASSISCH_EINS.encode("cp1252"), "a.csv", {}, gebiete_anlegen=True)
    gelesen = zahlen(paket)
    merkmal = "12411_bevoelkerungsstand"
    assert len(gelesen) == 12
    assert gelesen[merkmal, "DG", "", "2018-12-31"] == (83.0, None)
    assert gelesen[merkmal, "05", "Geschlecht=männlich", "2018-12-31"] == (9.0, None)
    assert gelesen[merkmal, "05334", "Geschlecht=männlich", "2018-12-31"] == (None, "unbekannt")
    assert gelesen[merkmal, "05334", "Geschlecht=weiblich", "2018-12-31"] == (0.0, "genau_null")
    gebiete = paket.tabellen["gebiet"].set_index("gebiet_id")
    assert gebiete["uebergeordnet"].to_dict() == {"DG": None, "05": "DG", "053": "05", "05334": "053"}
    assert gebiete.at["053", "bezeichnung"] == "Köln, Regierungsbezirk"
    assert (paket.lizenz, paket.stand) == ("dl-de/by-2-0", "2020-03-21")
    assert paket.quelle.startswith("Statistische Ämter des Bundes und der Länder")
    assert arten(paket) == {"figure_status", "new_areas"}


def test_classic_with_a_time_column_and_a_row_of_units() -> None:
    paket = read(KLASSISCH_ZWEI.encode("cp1252"), "a.csv", {"05915": "kreis"})
    betten, gruppe = (
        "23111_aufgestellte_betten_im_jahresdurchschnitt",
        "Fachabteilungen=allgemeine Fachabteilungen – Augenheilkunde",
    )
    andere = "Fachabteilungen=psychiatrische Fachabteilungen – Psychiatrie"
    assert zahlen(paket) == {
        ("23111_krankenhaeuser", "05915", "", "2016-12-31"): (5.0, None),
        ("23111_krankenhaeuser", "05915", "", "2017-12-31"): (6.0, None),
        (betten, "05915", gruppe, "2016-12-31"): (8.0, None),
        (betten, "05915", gruppe, "2017-12-31"): (None, "unsicher"),
        (f"{betten}_prozent", "05915", andere, "2016-12-31"): (1.5, None),
        (f"{betten}_prozent", "05915", andere, "2017-12-31"): (None, "gesperrt"),
    }
    assert paket.tabellen["merkmal"].set_index("merkmal_id")["art"].to_dict() == {
        "23111_krankenhaeuser": "anzahl",
        betten: "anzahl",
        f"{betten}_prozent": "rate",
    }
    assert len(paket.tabellen["indikator"]) == 3


def test_inkar_workbook() -> None:
    inhalt = mappe(
        {
            "Daten": [
                ["Kennziffer", "Raumeinheit", "Aggregat", "Schulabgänger", "Schulabgänger", "Ärzte"],
                [None, None, None, 2018, "2019", "2019"],
                ["05915", "Hamm, Stadt", "kreisfreie Stadt", 7.98, 7.64, 1],
                [5334, "Aachen", "Landkreis", None, 6.17, 2],
                ["501", "Münster", "Raumordnungsregionen", 1, 2, 3],
            ],
            "Metadaten": [
                ["Indikator", "Langname", "Quelle", "Berechnungsgrundlage"],
                ["Schulabgänger", "Anteil", "S", "a / b x 100"],
            ],
            "Quellangabe": [["Quelle (Zitierhinweis): INKAR. Ausgabe 2021. Hrsg.: BBSR - Bonn 2021.\r\n© 2021"]],
        }
    )
    paket = read(inhalt, "i.xlsx", {"05915000": "gemeinde", "05334": "kreis"})
    assert zahlen(paket) == {
        ("inkar_schulabgaenger", "05915000", "", "2018"): (7.98, None),
        ("inkar_schulabgaenger", "05915000", "", "2019"): (7.64, None),
        ("inkar_schulabgaenger", "05334", "", "2019"): (6.17, None),
        ("inkar_aerzte", "05915000", "", "2019"): (1.0, None),
        ("inkar_aerzte", "05334", "", "2019"): (2.0, None),
    }
    assert paket.quelle == "INKAR. Ausgabe 2021. Hrsg.: BBSR - Bonn 2021."
    assert paket.tabellen["merkmal"]["einheit"].tolist() == ["%", ""]
    assert set(paket.tabellen["merkmal"]["art"]) == {"rate"}
    assert "not_an_area" in arten(paket)


def test_inkar_iris_csv() -> None:
    text = (
        "gemeindeve22;gemeindeve22name;q_einkst_bev98;q_einkst_bev22\nGebietskennziffer;Name;Einkommensteuer 1998;"
        "Einkommensteuer 2022\n053340002;Aachen, Stadt;295,7;502,64\n010030000;Lübeck, Hansestadt;-,14;\n"
    )
    paket = read(text.encode("iso-8859-15"), "i.csv", {"05334002": "gemeinde", "01003": "kreis"})
    assert zahlen(paket) == {
        ("inkar_q_einkst_bev", "05334002", "", "1998"): (295.7, None),
        ("inkar_q_einkst_bev", "05334002", "", "2022"): (502.64, None),
        ("inkar_q_einkst_bev", "01003", "", "1998"): (-0.14, None),
    }
    assert paket.tabellen["merkmal"]["bezeichnung"].tolist() == ["Einkommensteuer"]


def test_inkar_bulk_knows_keys_by_their_level() -> None:
    text = (
        "Bereich;ID;Kuerzel;Indikator;Raumbezug;Kennziffer;Name;Zeitbezug;Wert\n"
        "Arbeit;1;q_alo;Quote;Kreise;1001;Flensburg;2022;7,25\nArbeit;1;q_alo;Quote;Gemeindeverbände;10010000;Flensburg;2022;7\n"
        "Arbeit;1;q_alo;Quote;Bundesländer;1;Schleswig-Holstein;2022;5\nArbeit;1;q_alo;Quote;Bund;0;Bund;2021;4\n"
        "Arbeit;1;q_alo;Quote;Raumordnungsregionen;101;Region;2022;9\nArbeit;1;q_alo;Quote;Gemeinden;1001000;Flensburg;2022;8\n"
    )
    paket = read(text.encode(), "i.csv", {}, gebiete_anlegen=True)
    assert zahlen(paket) == {
        ("inkar_q_alo", "01001", "", "2022"): (7.25, None),
        ("inkar_q_alo", "010010000", "", "2022"): (7.0, None),
        ("inkar_q_alo", "01", "", "2022"): (5.0, None),
        ("inkar_q_alo", "DG", "", "2021"): (4.0, None),
        ("inkar_q_alo", "01001000", "", "2022"): (8.0, None),
    }


HAUSHALT = """Produktbereich;PB_BEZ;Teilplan;PG_BEZ;Bezirk;Bezeichnung;Teilplanzeile;Ergebnis 2010;Plan 2011
01;Innere;0101;Politik;1;Innenstadt;17 = ordentliche Aufwendungen;4.826;5.250
02;Sicherheit;0204;Verkehr;1;Innenstadt;17 = ordentliche Aufwendungen;1.000;-250
02;Sicherheit;0204;Verkehr;5;Nippes;17 = ordentliche Aufwendungen;138.283;0
"""


def test_budget_by_bezirk_with_its_sums() -> None:
    paket = read(HAUSHALT.encode(), "h.csv", {"05315000-1": "stadtbezirk", "05315000-5": "stadtbezirk", "01": "land"})
    ist, plan = "haushalt_ergebnis_17_ordentliche_aufwendungen", "haushalt_plan_17_ordentliche_aufwendungen"
    gelesen = zahlen(paket)
    assert len(gelesen) == 10
    assert gelesen[ist, "05315000-1", "Produktgruppe=0101 Politik", "2010"] == (4826.0, None)
    assert gelesen[ist, "05315000-1", "", "2010"] == (5826.0, None)
    assert gelesen[plan, "05315000-1", "", "2011"] == (5000.0, None)
    assert gelesen[ist, "05315000-5", "", "2010"] == (138283.0, None)
    assert set(paket.tabellen["merkmal"]["art"]) == {"betrag"}
    neu = read(HAUSHALT.encode(), "h.csv", {}, gebiete_anlegen=True).tabellen["gebiet"]
    assert neu["raumebene"].tolist() == ["stadtbezirk", "stadtbezirk"]


def _umriss(west: float, sued: float, ost: float, nord: float) -> str:
    """A rectangle given in the grid's own metres, as WGS 84."""
    drehe = pyproj.Transformer.from_crs(3035, 4326, always_xy=True)
    ecken = [(west, sued), (ost, sued), (ost, nord), (west, nord), (west, sued)]
    return json.dumps({"type": "Polygon", "coordinates": [[list(drehe.transform(x, y)) for x, y in ecken]]})


@pytest.mark.parametrize(
    ("kopf", "tag"),
    [
        ("GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner;durchschnAlter", "2022-05-15"),
        ("Gitter_ID_100m;x_mp_100m;y_mp_100m;Einwohner;Alter_D", "2011-05-09"),
    ],
)
def test_grid_cells_are_added_where_their_centre_lies(kopf: str, tag: str) -> None:
    zellen = [(4050050, 3080050, "10"), (4050150, 3080050, "–"), (4050250, 3080050, "7"), (4050150, 3080150, "-1")]
    text = "\n".join([kopf, *(f"CRS3035RES100mN{y}E{x};{x};{y};{wert};40,5" for x, y, wert in zellen)])
    umrisse = {"a": _umriss(4050000, 3080000, 4050200, 3080200), "b": _umriss(4050200, 3080000, 4050300, 3080100)}
    paket = read(text.encode(), "g.csv", {"a": "quartier", "b": "quartier"}, umrisse)
    assert zahlen(paket) == {
        ("gitter_einwohner", "a", "", tag): (10.0, None),
        ("gitter_einwohner", "b", "", tag): (7.0, None),
    }
    assert {"assumed_period", "not_additive"} <= arten(paket)


def test_grid_without_outlines_says_what_to_do() -> None:
    text = "GITTER_ID_1km;x_mp_1km;y_mp_1km;Einwohner\nCRS3035RES1000mN1E1;1;1;5\n"
    assert erkenne_datei(text.encode(), "g.csv")[1].profil.name == "zensus-gitter"
    with pytest.raises(LieferungError, match="lesen Sie zuerst Grenzen ein"):
        read(text.encode(), "g.csv", {"05": "land"})


@pytest.mark.parametrize(
    ("zelle", "gelesen"),
    [
        ("31.12.2022", "2022-12-31"), ("2022", "2022"), (2022.0, "2022"), (20220515.0, "2022-05-15"),
        ("20220515", "2022-05-15"),
        ("2022-10P6M", "2022-10"), ("2022-04P3M", "2022-Q2"), ("2022-07P1M", "2022-07"), ("2022-01P1Y", "2022"),
        ("WS 2022/23", "2022-10"), ("Dezember 2023", "2023-12"), ("2022/23", "2022/23"), ("Insgesamt", None),
        ("20221399", None),
    ],
)  # fmt: skip
def test_zeitraum(zelle: str | float, gelesen: str | None) -> None:
    assert zeitraum(zelle) == gelesen


@pytest.mark.parametrize(
    ("text", "gelesen"),
    [
        ("Berichtsmonat: März 2021", "2021-03"),
        ("Stichtag 30.06.2020", "2020-06-30"),
        ("2019 bis 2021", None),
        ("ohne", None),
    ],
)
def test_the_one_zeitraum_of_a_title(text: str, gelesen: str | None) -> None:
    assert find_zeitraum(text) == gelesen


@pytest.mark.parametrize(
    ("einheit", "name", "art"),
    [
        ("Anzahl", "Betten im Jahresdurchschnitt", "anzahl"), ("%", "x", "rate"), ("Tsd. EUR", "Steuern", "betrag"),
        ("EUR je Einwohner", "Steuern", "rate"), ("Jahre", "Durchschnittsalter", "rate"),
        ("", "Arbeitslosenquote", "rate"),
        ("", "Arbeitslose", "anzahl"), ("qkm", "Fläche", "anzahl"), ("Anzahl", "Anteil der Frauen", "rate"),
    ],
)  # fmt: skip
def test_only_what_certainly_counts_is_added(einheit: str, name: str, art: str) -> None:
    assert find_art(einheit, name) == art


def test_names_become_keys_and_groups() -> None:
    assert slug("Schulabgänger ohne Abschluß (%)") == "schulabgaenger_ohne_abschluss_prozent"
    assert len(slug("x" * 200)) <= 60
    assert slug("x" * 200) != slug("x" * 201)
    assert join_gruppe([("b", "2;3"), ("a", "x=y"), ("c", "")]) == "a=x:y;b=2,3"


# --- the real files -----------------------------------------------------------------------------------------------

DATEN = Path(__file__).resolve().parents[3] / "shared" / "daten"


def _leerstand(dauer: str, flaeche: str = "") -> str:
    return join_gruppe([("Dauer des Wohnungsleerstands", dauer), ("Fläche der Wohnung (10 m²-Intervalle)", flaeche)])


LEERSTAND = _leerstand("Seit 6 bis unter 12 Monaten", "140 - 149 m²")
PG = "Produktgruppe="
POLITIK = "0101 Politische Gremien, Verwaltungsführung und internationale Angelegenheiten"
GEBUEHREN = "04 - öffentl.rechtl. Leistungsentgelte"
ORDENTLICH = "22 = ordentliches Jahresergebnis (18 und 21)"
VOR_INTERN = "26 = Jahresergebnis vor interner Leistungsver. (22 und 25)"
SVB = "Gliederung=1 Ohne Berufsausbildung / Ohne Berufsabschluss – "
# file → number of figures, and some of them: (key, group, Zeitraum, column or None) → figure, read by eye
ECHTE: dict[str, tuple[int, dict[tuple[str, str, str, str], float]]] = {
    "formate/genesis_ffcsv/12411-01-01-4_de_flat.csv": (
        1467,
        {
            ("05915", "", "2024-12-31", "bevstd"): 179968,
            ("05915", "Geschlecht=weiblich", "2024-12-31", "bevstd"): 90826,
            ("05915", "Geschlecht=männlich", "2024-12-31", "bevstd"): 89142,
            ("05334", "", "2024-12-31", "bevstd"): 582410,
            ("05334", "Geschlecht=weiblich", "2024-12-31", "bevstd"): 287769,
            ("05334", "Geschlecht=männlich", "2024-12-31", "bevstd"): 294641,
            ("15355", "", "2024-12-31", "bevstd"): 0,
            ("08222", "Geschlecht=weiblich", "2024-12-31", "bevstd"): 158789,
            ("08236", "Geschlecht=männlich", "2024-12-31", "bevstd"): 99097,
            ("09275", "Geschlecht=weiblich", "2024-12-31", "bevstd"): 98099,
            ("06636", "Geschlecht=männlich", "2024-12-31", "bevstd"): 48384,
            ("05113", "", "2024-12-31", "bevstd"): 574682,
        },
    ),
    "formate/genesis_ffcsv/11111-02-01-4_de_flat.csv": (
        489,
        {
            (kreis, "", "2024-12-31", "gem001"): zahl
            for kreis, zahl in {
                "09178": 24,
                "12072": 16,
                "08125": 46,
                "06634": 27,
                "05334": 10,
                "05915": 1,
                "05358": 15,
                "05116": 1,
                "01001": 1,
                "16077": 30,
                "14612": 1,
                "07111": 1,
            }.items()
        },
    ),
    "formate/genesis_ffcsv/4000W-2041_de_flat.csv": (
        180,
        {
            ("DG", "", "2022-05-15", "whg006"): 1924985,
            ("DG", "", "2022-05-15", "whg006_prozent"): 100,
            ("DG", LEERSTAND, "2022-05-15", "whg006"): 5221,
            ("DG", LEERSTAND, "2022-05-15", "whg006_prozent"): 2.1,
            ("DG", _leerstand("Seit weniger als 3 Monaten"), "2022-05-15", "whg006"): 377463,
            ("DG", _leerstand("Seit weniger als 3 Monaten"), "2022-05-15", "whg006_prozent"): 100,
            ("DG", _leerstand("Seit 3 bis unter 6 Monaten", "30 - 39 m²"), "2022-05-15", "whg006"): 13970,
            ("DG", _leerstand("Seit 3 bis unter 6 Monaten", "30 - 39 m²"), "2022-05-15", "whg006_prozent"): 5.9,
            ("DG", _leerstand("Seit 12 Monaten oder länger", "180 m² und mehr"), "2022-05-15", "whg006"): 35178,
            ("DG", _leerstand("Seit 12 Monaten oder länger", "180 m² und mehr"), "2022-05-15", "whg006_prozent"): 3.3,
            ("DG", _leerstand("", "50 - 59 m²"), "2022-05-15", "whg006"): 259513,
            ("DG", _leerstand("", "50 - 59 m²"), "2022-05-15", "whg006_prozent"): 13.5,
        },
    ),
    "formate/genesis_ffcsv/alt_fuenf_zeilen.csv": (
        4,
        {
            ("08", "", "2022-12-31", "flc006"): 35747.85,
            ("09", "", "2022-12-31", "flc006"): 70541.58,
            ("05", "", "2022-12-31", "flc006"): 34112.72,
            ("DG", "", "2022-12-31", "flc006"): 357595.99,
        },
    ),
    "formate/genesis_klassisch/12411-01-01-4.csv": (
        1614,
        {
            ("DG", "", "2018-12-31", "12411_bevoelkerungsstand"): 83019213,
            ("DG", "Geschlecht=weiblich", "2018-12-31", "12411_bevoelkerungsstand"): 42052522,
            ("053", "Geschlecht=männlich", "2018-12-31", "12411_bevoelkerungsstand"): 2193175,
            ("05915", "", "2018-12-31", "12411_bevoelkerungsstand"): 179111,
            ("05915", "Geschlecht=männlich", "2018-12-31", "12411_bevoelkerungsstand"): 88024,
            ("05354", "", "2018-12-31", "12411_bevoelkerungsstand"): 0,
            ("DG", "Geschlecht=männlich", "2018-12-31", "12411_bevoelkerungsstand"): 40966691,
            ("01", "", "2018-12-31", "12411_bevoelkerungsstand"): 2896712,
            ("01001", "Geschlecht=weiblich", "2018-12-31", "12411_bevoelkerungsstand"): 44905,
            ("03155", "Geschlecht=männlich", "2018-12-31", "12411_bevoelkerungsstand"): 65445,
            ("03157", "", "2018-12-31", "12411_bevoelkerungsstand"): 133965,
            ("03156", "", "2018-12-31", "12411_bevoelkerungsstand"): 0,
        },
    ),
    "formate/genesis_klassisch/23111-01-04-4.csv": (
        9146,
        {
            ("05915", "", "2017-12-31", "23111_krankenhaeuser"): 5,
            ("01001", "", "2017-12-31", "23111_krankenhaeuser"): 3,
            ("01002", "", "2017-12-31", "23111_krankenhaeuser"): 16,
            ("01003", "", "2017-12-31", "23111_krankenhaeuser"): 13,
            ("DG", "", "2017-12-31", "23111_aufgestellte_betten_in_krankenhaeusern_jd"): 497182,
            ("01", "", "2017-12-31", "23111_aufgestellte_betten_in_krankenhaeusern_jd"): 15812,
            ("01002", "", "2017-12-31", "23111_aufgestellte_betten_in_krankenhaeusern_jd"): 2498,
            ("01004", "", "2017-12-31", "23111_aufgestellte_betten_in_krankenhaeusern_jd"): 693,
            ("01051", "", "2017-12-31", "23111_aufgestellte_betten_in_krankenhaeusern_jd"): 656,
            ("05915", "", "2017-12-31", "23111_aufgestellte_betten_in_krankenhaeusern_jd"): 1789,
            ("05334", "", "2017-12-31", "23111_aufgestellte_betten_in_krankenhaeusern_jd"): 3842,
            (
                "05334",
                "Fachabteilungen=allgemeine Fachabteilungen – Innere Medizin",
                "2017-12-31",
                "23111_aufgestellte_betten_im_jahresdurchschnitt",
            ): 1221,
        },
    ),
    "formate/ba/Kreise_WO_Zeitreihe.xlsx": (
        85860,
        {
            ("DG", "", "2002-06-30", "B"): 27468453,
            ("DG", "", "2021-06-30", "U"): 33538976,
            ("05915", "", "2002-06-30", "B"): 53626,
            ("05915", "", "2021-06-30", "U"): 67315,
            ("05915", SVB + "Ohne Berufsausbildung", "2002-06-30", "V"): 10224,
            ("05915", SVB + "Ohne Berufsausbildung", "2011-06-30", "AE"): 9679,
            ("05915", "Gliederung=Abschluss unbekannt", "2021-06-30", "CW"): 8196,
            ("DG", SVB + "Ohne Berufsausbildung", "2002-06-30", "V"): 4436850,
            ("DG", "Gliederung=Abschluss unbekannt", "2021-06-30", "CW"): 2866904,
            ("01001", "", "2008-06-30", "H"): 25081,
            ("16077", "", "2021-06-30", "U"): 33325,
            ("05334", "", "2009-06-30", "I"): math.nan,  # »Städteregion« began in October
            ("05334", "", "2010-06-30", "J"): 168824,
        },
    ),
    "formate/inkar/B_SchulabgaengerohneAbschluss.xlsx": (
        10007,
        {
            ("05334", "", "1995", "D"): 5.83,
            ("05334", "", "2019", "AB"): 6.17,
            ("05915", "", "1995", "D"): 8.28,
            ("05915", "", "2018", "AA"): 7.98,
            ("01001", "", "1995", "D"): 8.14,
            ("01001", "", "2019", "AB"): 8.57,
            ("01002", "", "1996", "E"): 9.3,
            ("03459", "", "1997", "F"): 9.29,
            ("03459", "", "2017", "Z"): 6.84,
            ("08225", "", "2018", "AA"): 8.19,
            ("16074", "", "1995", "D"): 14.63,
            ("16074", "", "2019", "AB"): 5.68,
        },
    ),
    "formate/inkar/IRIS_Einkommenssteuer_Gemeindeverbaende_2022.csv": (
        109918,
        {
            ("053340002", "", "1998", "C"): 295.7,
            ("053340002", "", "2022", "AA"): 502.64,
            ("059150000", "", "1998", "C"): 259.68,
            ("059150000", "", "2022", "AA"): 410.33,
            ("160775052", "", "2022", "AA"): 304.42,
            ("010010000", "", "1998", "C"): 297.44,
            ("010010000", "", "2022", "AA"): 419.18,
            ("010020000", "", "1999", "D"): 285.18,
            ("010030000", "", "2000", "E"): 253.87,
            ("010040000", "", "2001", "F"): 254.65,
            ("084175002", "", "2022", "AA"): 611.94,
            ("084175005", "", "1998", "C"): 319.24,
        },
    ),
    "formate/zensus/Regionaltabelle_Bevoelkerung.xlsx": (
        24878,
        {
            ("DG", "", "2022-05-15", "zensus_ewz"): 82711282,
            ("DG", "", "2022-05-15", "zensus_ewz_bfs_20220630"): 84079811,
            ("01001", "", "2022-05-15", "zensus_ewz"): 95015,
            ("010010000000", "", "2022-05-15", "zensus_ewz"): 95015,
            ("010515163003", "", "2022-05-15", "zensus_ewz"): 568,
            ("160775052043", "", "2022-05-15", "zensus_ewz_bfs_20220630"): 13689,
            ("01003", "", "2022-05-15", "zensus_ewz"): 215958,
            ("01003", "", "2022-05-15", "zensus_ewz_bfs_20220630"): 217799,
            ("07316", "", "2022-05-15", "zensus_ewz"): 52778,
            ("07316", "", "2022-05-15", "zensus_ewz_bfs_20220630"): 54015,
            ("096760121121", "", "2022-05-15", "zensus_ewz"): 9015,
            ("096760121121", "", "2022-05-15", "zensus_ewz_bfs_20220630"): 9311,
        },
    ),
    "formate/zensus/zensus2022_einwohner_seed_cities.csv": (
        62,
        {
            (schluessel, "", "2022-05-15", merkmal): zahl
            for schluessel, zahlen in {
                "05116": (264089, 262736),
                "05334": (577572, 559682),
                "053340002002": (261178, 250237),
                "053340004004": (48421, 48067),
                "053340008008": (28757, 27574),
                "053340012012": (57093, 55888),
            }.items()
            for merkmal, zahl in zip(("zensus_ewz", "zensus_ewz_bfs_20220630"), zahlen, strict=True)
        },
    ),
    "haushalt/koeln_bezirke_produktgruppen.csv": (
        10218,
        {
            ("5", f"{PG}0204 Verkehrs- u. Kfz.-Wesen", "2010", "haushalt_ergebnis_28_jahresergebnis"): 138283,
            ("5", f"{PG}0204 Verkehrs- u. Kfz.-Wesen", "2015", "haushalt_plan_28_jahresergebnis"): 209099,
            ("1", f"{PG}{POLITIK}", "2010", slug(f"haushalt_ergebnis_{ORDENTLICH}")): 4826,
            ("1", f"{PG}{POLITIK}", "2011", slug(f"haushalt_plan_{ORDENTLICH}")): 5250,
            ("3", f"{PG}0204 Verkehrs- u. Kfz.-Wesen", "2010", slug(f"haushalt_ergebnis_{GEBUEHREN}")): -243691,
            ("3", f"{PG}0204 Verkehrs- u. Kfz.-Wesen", "2012", slug(f"haushalt_plan_{GEBUEHREN}")): -218672,
            ("3", f"{PG}0603 Kindertagesbetreuung", "2010", slug(f"haushalt_ergebnis_{GEBUEHREN}")): -1927703,
            ("6", f"{PG}0301 Schulträgeraufgaben", "2013", "haushalt_plan_10_ordentliche_ertraege"): -2300,
            ("2", f"{PG}0603 Kindertagesbetreuung", "2010", "haushalt_ergebnis_28_jahresergebnis"): 7116391,
            ("2", f"{PG}0603 Kindertagesbetreuung", "2015", "haushalt_plan_28_jahresergebnis"): 10038516,
            ("9", f"{PG}0207 Einwohnerangelegenheiten", "2012", "haushalt_plan_10_ordentliche_ertraege"): -715231,
            ("5", f"{PG}0111 Sonstige Innere Verwaltung", "2014", slug(f"haushalt_plan_{VOR_INTERN}")): 1092451,
        },
    ),
}


@pytest.mark.skipif(not DATEN.is_dir(), reason="the sample files do not lie beside the project")
@pytest.mark.parametrize("datei", sorted(ECHTE))
def test_real_files(datei: str) -> None:
    gelesen, erkennung = erkenne_datei(DATEN / datei, Path(datei).name)
    werte = lies(gelesen, erkennung)[0].werte
    anzahl, stichprobe = ECHTE[datei]
    assert len(werte) == anzahl
    for (schluessel, gruppe, zeit, spalte), zahl in stichprobe.items():
        treffer = werte[
            (werte["schluessel"] == schluessel)
            & (werte["gruppe"] == gruppe)
            & (werte["zeitraum"] == zeit)
            & ((werte["merkmal_id"] == spalte) | (werte["spalte"] == spalte))
        ]
        # the workbook of the Bundesagentur has two sheets with the same columns: counts come first
        assert treffer["wert"].iloc[0] == pytest.approx(zahl, nan_ok=True), (schluessel, gruppe, zeit)
