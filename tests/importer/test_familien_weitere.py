"""INKAR, Zensus, Bundesagentur für Arbeit in other shapes than the first files; the figures are invented."""

from __future__ import annotations

import datetime as dt
import json

import pyproj
import pytest
from tabellen import arten, mappe, read, zahlen

from sozialplanung.errors import LieferungError
from sozialplanung.importer import erkenne_datei, read_lieferung

# --- INKAR --------------------------------------------------------------------------------------------------------


def test_inkar_matrix_as_csv() -> None:
    text = """Kennziffer;Raumeinheit;Aggregat;Arbeitslosenquote;;Haushaltseinkommen;Zentralität
;;;2016;2017;2016;
"05116";"Mönchengladbach, Stadt";"krsfr. Stadt";"10,4";"10,2";"1.725";"Oberzentrum"
5334;Städteregion Aachen;Landkreis;8;;"1.708,5";x
501;Aachen;Raumordnungsregion;7;7;1;x
"""
    paket = read(text.encode(), "i.csv", {}, gebiete_anlegen=True)
    assert zahlen(paket) == {
        ("inkar_arbeitslosenquote", "05116", "", "2016"): (10.4, None),
        ("inkar_arbeitslosenquote", "05334", "", "2016"): (8.0, None),
        ("inkar_arbeitslosenquote", "05116", "", "2017"): (10.2, None),
        ("inkar_haushaltseinkommen", "05116", "", "2016"): (1725.0, None),
        ("inkar_haushaltseinkommen", "05334", "", "2016"): (1708.5, None),
    }
    assert set(paket.tabellen["merkmal"]["art"]) == {"rate"}
    assert {"missing_period", "not_an_area"} <= arten(paket)


def test_inkar_with_the_year_in_the_heading() -> None:
    text = "kennziffer;Raumeinheit;Aggregat;Quote 2016;Quote 2017\n05334;Aachen;Kreis;8,1;7,8\n"
    assert zahlen(read(text.encode(), "i.csv", {"05334": "kreis"})) == {
        ("inkar_quote", "05334", "", "2016"): (8.1, None),
        ("inkar_quote", "05334", "", "2017"): (7.8, None),
    }


@pytest.mark.parametrize(
    "kopf",
    [
        "ID;Bereich;Indikator;Raumbezug;Kennziffer;Name;Zeitbezug;Wert",
        "1;2;Indikator;Aggregat;Kennziffer;Raumeinheit;Jahr;Wert",
    ],
)
def test_inkar_bulk_with_other_words_in_its_header(kopf: str) -> None:
    text = f"{kopf}\n11;Arbeit;Quote;Kreise;5334;Aachen;2017;7,8\n12;Bildung;Anteil;Kreise;5334;Aachen;2017;6,1\n"
    assert zahlen(read(text.encode(), "b.csv", {"05334": "kreis"})) == {
        ("inkar_quote", "05334", "", "2017"): (7.8, None),
        ("inkar_anteil", "05334", "", "2017"): (6.1, None),
    }


# --- Zensus -------------------------------------------------------------------------------------------------------


def test_regionaltabelle_with_classes_and_geschlecht_in_its_codes() -> None:
    kopf = ["Berichtszeitpunkt", "_RS", "Name", "Regionalebene", "ABS_STP", "ABS_STP__W", "ABS_STP__2", "ABS_STP__2_W"]
    erklaert = {"ABS_STP": "Personen ab 15 (Anzahl)", "ABS_STP__2": "Mit Abschluss", "ABS_STP__21": "Hauptschule"}
    inhalt = mappe(
        {
            "Erläuterung": [["CSV-Schulabschluss"], *(["", f"– {code}*", text] for code, text in erklaert.items())],
            "CSV-Schulabschluss": [
                ["Zensus 2022"],
                [],
                [*kopf, "ABS_STP__21", "QMMIETE"],
                ["20220515", "05334", "Aachen", "Kreis", 490, 245, 440, "(220)", 120, 7.25],
                ["20220515", "053340004004", "Alsdorf, Stadt", "Gemeinde", 40, "/", 35, "–", ".", 6],
            ],
        }
    )
    paket = read(inhalt, "z.xlsx", {}, gebiete_anlegen=True)
    klasse, genauer = "Schulabschluss=Mit Abschluss", "Schulabschluss (genauer)=Hauptschule"
    erwartet = {
        "": [(490.0, None), (40.0, None)],
        "Geschlecht=weiblich": [(245.0, None), (None, "unsicher")],
        klasse: [(440.0, None), (35.0, None)],
        f"Geschlecht=weiblich;{klasse}": [(220.0, "unsicher"), (0.0, "genau_null")],
        genauer: [(120.0, None), (None, "unbekannt")],
    }
    gebiete = ("05334", "053340004004")
    assert zahlen(paket) == {
        ("zensus_abs_stp", gebiet, gruppe, "2022-05-15"): wert
        for gruppe, werte in erwartet.items()
        for gebiet, wert in zip(gebiete, werte, strict=True)
    } | {("zensus_qmmiete", g, "", "2022-05-15"): (w, None) for g, w in zip(gebiete, (7.25, 6.0), strict=True)}
    assert paket.tabellen["merkmal"]["bezeichnung"].tolist() == ["Zensus: Personen ab 15", "Zensus: QMMIETE"]
    assert paket.tabellen["merkmal"]["art"].tolist() == ["anzahl", "rate"], "what has fractions is never added up"


def _quadrat(west: int, sued: int, seite: int) -> str:
    drehe = pyproj.Transformer.from_crs(3035, 4326, always_xy=True)
    ecken = [(west, sued), (west + seite, sued), (west + seite, sued + seite), (west, sued + seite), (west, sued)]
    return json.dumps({"type": "Polygon", "coordinates": [[list(drehe.transform(x, y)) for x, y in ecken]]})


def test_grid_of_2011_with_a_row_per_cell_and_group() -> None:
    text = """Gitter_ID_100m,Gitter_ID_100m_neu,Merkmal,Auspraegung_Code,Auspraegung_Text,Anzahl,Anzahl_q
100mN30800E40500,CRS3035RES100mN3080000E4050000, INSGESAMT,0,Einheiten insgesamt,8,0
100mN30800E40500,CRS3035RES100mN3080000E4050000,ALTER_KURZ,1,Unter 18,3,0
100mN30801E40500,CRS3035RES100mN3080100E4050000, INSGESAMT,0,Einheiten insgesamt,5,0
100mN30801E40500,CRS3035RES100mN3080100E4050000,ALTER_KURZ,1,Unter 18,4,1
100mN30810E40500,CRS3035RES100mN3081000E4050000, INSGESAMT,0,Einheiten insgesamt,99,0
"""
    umrisse = {"a": _quadrat(4050000, 3080000, 200)}
    assert zahlen(read(text.encode("cp1252"), "g.csv", {"a": "quartier"}, umrisse)) == {
        ("gitter_personen", "a", "", "2011-05-09"): (13.0, None),
        ("gitter_personen", "a", "ALTER_KURZ=Unter 18", "2011-05-09"): (7.0, None),
    }


@pytest.mark.parametrize(
    ("kopf", "zelle", "seite"),
    [
        ("OBJECTID,id,GITTER_ID_1km,Einwohner", "1,x,CRS3035RES1000mN3080000E4050000", 1000),
        ("Gitter_ID_100m,Einwohner", "100mN30800E40500", 100),
        ("GITTER_ID_10km,Einwohner", "CRS3035RES10000mN3080000E4050000", 10_000),
        ("GITTER_ID_100m,x_mp_100m,y_mp_100m,werterlaeuternde_Zeichen,Einwohner", "C,4050050,3080050,KLAMMERN", 100),
    ],
)
def test_grid_cells_lie_where_their_name_says(kopf: str, zelle: str, seite: int) -> None:
    umrisse = {"a": _quadrat(4050000, 3080000, seite), "b": _quadrat(4050000 + seite, 3080000, seite)}
    paket = read(f"{kopf}\n{zelle},12\n".encode(), "g.csv", dict.fromkeys("ab", "quartier"), umrisse)
    assert {gebiet: wert for (_, gebiet, _, _), (wert, _) in zahlen(paket).items()} == {"a": 12.0}
    assert "not_additive" not in arten(paket)


# --- Bundesagentur für Arbeit -------------------------------------------------------------------------------------

IMPRESSUM = [["Impressum"], ["Herausgeberin:", "Bundesagentur für Arbeit"], [None, "Statistik"]]


def test_ba_with_a_total_for_each_of_several_merkmale_and_a_sheet_for_steering() -> None:
    blatt = [
        ["Arbeitslose und Arbeitslosenquoten"],
        ["Gemeinden, Juni 2025"],
        [],
        ["Region", "Bestand", None, None, "Arbeitslosenquote", "Einpendler"],
        [None, "Insgesamt", "davon", None, None, None],
        [None, None, "SGB II", "Frauen", None, None],
        [None, 1, 2, 3, 4, 5],
        ["05334 Städteregion Aachen", 22, 16, 10, 7.5, 90],
        ["05334032 Simmerath", 3, "*", 1, "x", 4],
    ]
    verbunden = {"1": ["A4:A6", "B4:D4", "B5:B6", "C5:D5", "E4:E6", "F4:F6"]}
    steuerung = [["intern"], ["05334032 Simmerath", 1, 2]]
    inhalt = mappe({"_Steuerung": steuerung, "Impressum": IMPRESSUM, "1": blatt}, verbunden)
    titel = "arbeitslose_und_arbeitslosenquoten"
    paket = read(inhalt, "b.xlsx", {}, gebiete_anlegen=True)
    assert zahlen(paket) == {
        (f"{titel}_{merkmal}", gebiet, gruppe, "2025-06"): wert
        for merkmal, gruppe, werte in (
            ("bestand", "", [(22.0, None), (3.0, None)]),
            ("bestand", "Gliederung=SGB II", [(16.0, None), (None, "geheim")]),
            ("bestand", "Geschlecht=weiblich", [(10.0, None), (1.0, None)]),
            ("arbeitslosenquote", "", [(7.5, None), (None, "gesperrt")]),
            ("einpendler", "", [(90.0, None), (4.0, None)]),
        )
        for gebiet, wert in zip(("05334", "05334032"), werte, strict=True)
    }
    assert paket.quelle == "Statistik der Bundesagentur für Arbeit, Arbeitslose und Arbeitslosenquoten"


def test_ba_months_across_with_a_column_before_the_key() -> None:
    blatt = [
        ["Bundesagentur für Arbeit"],
        ["Statistik"],
        ["Arbeitslose nach Kreisen"],
        [],
        ["Land", "Kreisschlüssel", "Kreis", "Bestand", None, "Apr 2024"],
        [None, None, None, dt.date(2024, 2, 1), dt.date(2024, 3, 1), None],
        ["Nordrhein-Westfalen", "05334", "Aachen", 7, 8, 9],
        ["Nordrhein-Westfalen", "05915", "Hamm", 5, ".", 4],
    ]
    inhalt = mappe({"Tabelle": blatt}, {"Tabelle": ["D5:E5"]})
    gelesen = zahlen(read(inhalt, "b.xlsx", {}, gebiete_anlegen=True))
    assert {(gebiet, zeit): wert for (_, gebiet, _, zeit), wert in gelesen.items()} == {
        ("05334", "2024-02"): (7.0, None),
        ("05334", "2024-03"): (8.0, None),
        ("05334", "2024-04"): (9.0, None),
        ("05915", "2024-02"): (5.0, None),
        ("05915", "2024-03"): (None, "unbekannt"),
        ("05915", "2024-04"): (4.0, None),
    }


def test_ba_numbers_of_stadtbezirke_are_no_laender() -> None:
    blatt = [
        ["Arbeitslose in den Stadtbezirken"],
        ["Stichtag: 31. Dezember 2023"],
        [],
        ["Stadtbezirk", "Insgesamt", "Frauen"],
        ["01 Mitte", 21, 9],
        ["02 Uentrop", 7, "*"],
    ]
    paket = read(mappe({"Impressum": IMPRESSUM, "1": blatt}), "b.xlsx", {}, gebiete_anlegen=True)
    assert paket.tabellen["gebiet"]["bezeichnung"].tolist() == ["Mitte", "Uentrop"]
    assert "land" not in set(paket.tabellen["gebiet"]["raumebene"])
    merkmal = "arbeitslose_in_den_stadtbezirken"
    assert zahlen(paket)[merkmal, "uentrop", "Geschlecht=weiblich", "2023-12-31"] == (None, "geheim")


def test_ba_about_one_gemeinde_with_years_across() -> None:
    blatt = [
        ["Arbeitsmarkt kommunal"],
        ["Altenstadt (06440001), Gebietsstand: Dezember 2024"],
        [],
        [None, "Merkmal", 2023, 2024],
        [None, "Beschäftigte am Wohnort", 35, 37],
        [None, "dav. Männer", 20, 21],
        [None, "Frauen", 15, "*"],
        [None, "Arbeitslose", None, None],
        [None, "Insgesamt", 9, 8],
        [None, "Ausländer", 2, "."],
        [None, "SGB II", 5, 4],
        [None, "Quote", 3.5, 3.25],
        ["© Statistik der Bundesagentur für Arbeit"],
    ]
    paket = read(mappe({"Impressum": IMPRESSUM, "Daten": blatt}), "b.xlsx", {}, gebiete_anlegen=True)
    gelesen = {(m, g, z): wert for (m, _, g, z), wert in zahlen(paket).items()}
    wohnort, arbeitslose = "arbeitsmarkt_kommunal_beschaeftigte_am_wohnort", "arbeitsmarkt_kommunal_arbeitslose"
    assert paket.tabellen["gebiet"][["gebiet_id", "bezeichnung"]].to_numpy().tolist() == [["06440001", "Altenstadt"]]
    assert gelesen[wohnort, "", "2024"] == (37.0, None)
    assert gelesen[wohnort, "Geschlecht=männlich", "2023"] == (20.0, None)
    assert gelesen[wohnort, "Geschlecht=weiblich", "2024"] == (None, "geheim")
    assert gelesen[arbeitslose, "", "2023"] == (9.0, None)
    assert gelesen[arbeitslose, "Staatsangehörigkeit=Ausländer", "2024"] == (None, "unbekannt")
    assert gelesen[arbeitslose, "Gliederung=SGB II", "2024"] == (4.0, None)
    assert gelesen[f"{arbeitslose}_quote", "", "2024"] == (3.25, None)
    assert set(paket.tabellen["merkmal"]["art"]) == {"anzahl", "rate"}
    assert len(gelesen) == 14


def test_ba_about_one_kreis_with_months_down() -> None:
    blatt = [
        ["Arbeitslose – Zeitreihe"],
        ["05915 Hamm, Stadt"],
        ["Statistik der Bundesagentur für Arbeit"],
        [],
        ["Monat", "Insgesamt", "SGB III"],
        [dt.date(2024, 1, 1), 8700, 1900],
        [dt.date(2024, 2, 1), 8800, "*"],
    ]
    assert zahlen(read(mappe({"Zeitreihe": blatt}), "b.xlsx", {"05915": "kreis"})) == {
        ("arbeitslose_zeitreihe", "05915", "", "2024-01"): (8700.0, None),
        ("arbeitslose_zeitreihe", "05915", "", "2024-02"): (8800.0, None),
        ("arbeitslose_zeitreihe", "05915", "Gliederung=SGB III", "2024-01"): (1900.0, None),
        ("arbeitslose_zeitreihe", "05915", "Gliederung=SGB III", "2024-02"): (None, "geheim"),
    }


# --- any table ----------------------------------------------------------------------------------------------------


def test_budget_of_another_city_with_the_year_between_underscores() -> None:
    text = """Bezirksvertretung,Fachthema,Auszahlungen_2026_EUR,Auszahlungen_2027_EUR
Mitte,Bäder,403450.0,590300.0
Nord,Bäder,253450.0,90300.0
Mitte,"Natur, Erholung",4500.0,0.0
Nord,"Natur, Erholung",4500.5,74550.0
"""
    _, erkennung = erkenne_datei(text.encode(), "h.csv")
    paket = read_lieferung(text.encode(), "h.csv", gebiete_anlegen=True)
    assert erkennung.profil.name == "tabelle"
    assert zahlen(paket) == {
        ("baeder_auszahlungen", "mitte", "", "2026"): (403450.0, None),
        ("baeder_auszahlungen", "mitte", "", "2027"): (590300.0, None),
        ("baeder_auszahlungen", "nord", "", "2026"): (253450.0, None),
        ("baeder_auszahlungen", "nord", "", "2027"): (90300.0, None),
        ("natur_erholung_auszahlungen", "mitte", "", "2026"): (4500.0, None),
        ("natur_erholung_auszahlungen", "mitte", "", "2027"): (0.0, None),
        ("natur_erholung_auszahlungen", "nord", "", "2026"): (4500.5, None),
        ("natur_erholung_auszahlungen", "nord", "", "2027"): (74550.0, None),
    }
    assert paket.tabellen["merkmal"][["art", "einheit"]].drop_duplicates().to_numpy().tolist() == [["betrag", "€"]]


@pytest.mark.parametrize(
    ("monate", "erwartet"), [((1, 2), ["2024-01", "2024-02"]), ((1, 1), ["2023-01-01", "2024-01-01"])]
)
def test_first_days_of_several_months_are_months(monate: tuple[int, int], erwartet: list[str]) -> None:
    zeiten = [dt.date(2024 - (monate[0] == monate[1]), monate[0], 1), dt.date(2024, monate[1], 1)]
    inhalt = mappe({"X": [["Bestand je Stadtteil"], ["Stadtteil", *zeiten], ["Nord", 7, 8], ["Süd", 5, 6]]})
    paket = read_lieferung(inhalt, "t.xlsx", gebiete_anlegen=True)
    assert sorted({zeit for *_, zeit in zahlen(paket)}) == erwartet


def test_a_table_without_any_period_says_so() -> None:
    text = "regional_key;area;total;male\n05334;StädteRegion Aachen;556;281\n05915;Hamm, Stadt;179;88\n"
    with pytest.raises(LieferungError, match="nennt keinen Zeitraum"):
        read_lieferung(text.encode(), "t.csv", gebiete_anlegen=True)
