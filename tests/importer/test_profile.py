"""Tables of the statistical offices: small files in exactly their shapes, with figures written down by hand."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tabellen import arten, mappe, read, zahlen

from sozialplanung.errors import LieferungError
from sozialplanung.importer import erkenne_datei, read_lieferung
from sozialplanung.importer.datei import Datei

FFCSV_KOPF = (
    "statistics_code;statistics_label;time_code;time_label;time;"
    "1_variable_code;1_variable_label;1_variable_attribute_code;1_variable_attribute_label;"
    "2_variable_code;2_variable_label;2_variable_attribute_code;2_variable_attribute_label;"
    "value;value_unit;value_variable_code;value_variable_label;value_q"
)


def ffcsv_zeile(
    gebiet: str,
    name: str,
    geschlecht: str,
    label: str,
    wert: str,
    zeit: str = "2024-12-31",
    guete: str = "",
    **mehr: str,
) -> str:
    einheit, code, merkmal = (
        mehr.get("einheit", "Anzahl"),
        mehr.get("code", "BEVSTD"),
        mehr.get("merkmal", "Bevölkerung"),
    )
    dimensionen = [f"GES;Geschlecht;{geschlecht};{label}", f"{mehr.get('ebene', 'KREISE')};Kreise;{gebiet};{name}"]
    return (
        f"12411;Fortschreibung;STAG;Stichtag;{zeit};{';'.join(dimensionen)};{wert};{einheit};{code};{merkmal};{guete}"
    )


FFCSV = "\r\n".join(
    [
        FFCSV_KOPF,
        ffcsv_zeile("05334", "Städteregion Aachen", "", "Insgesamt", "580000"),
        ffcsv_zeile("05334", "Städteregion Aachen", "GESW", "weiblich", "290000,5", guete="e"),
        ffcsv_zeile("05334", "Städteregion Aachen", "GESM", "männlich", "...", "2023-12-31"),
        ffcsv_zeile("08111", "Stuttgart", "", "Insgesamt", "/"),
        ffcsv_zeile("08111", "Stuttgart", "GESW", "weiblich", "12", guete="()"),
        ffcsv_zeile("05354", "Aachen, Kreis", "", "Insgesamt", "-"),
        ffcsv_zeile("02000", "Hamburg", "", "Insgesamt", "-"),
        ffcsv_zeile("", "Insgesamt", "", "Insgesamt", "83000000"),
    ]
)


@pytest.mark.parametrize("kodierung", ["utf-8-sig", "utf-8", "cp1252", "iso-8859-15", "utf-16"])
def test_ffcsv_any_order_of_dimensions_and_all_signs(kodierung: str) -> None:
    paket = read(FFCSV.encode(kodierung), "t.csv", {}, gebiete_anlegen=True)
    assert zahlen(paket) == {
        ("bevstd", "05334", "", "2024-12-31"): (580000.0, None),
        ("bevstd", "05334", "Geschlecht=weiblich", "2024-12-31"): (290000.5, None),
        ("bevstd", "05334", "Geschlecht=männlich", "2023-12-31"): (None, "folgt"),
        ("bevstd", "08111", "", "2024-12-31"): (None, "unsicher"),
        ("bevstd", "08111", "Geschlecht=weiblich", "2024-12-31"): (12.0, "unsicher"),
        ("bevstd", "02000", "", "2024-12-31"): (0.0, "genau_null"),
        ("bevstd", "DG", "", "2024-12-31"): (83000000.0, None),
    }
    gebiete = paket.tabellen["gebiet"].set_index("gebiet_id")
    assert gebiete["raumebene"].to_dict() == {"05334": "kreis", "08111": "kreis", "02000": "kreis", "DG": "bund"}
    assert gebiete.at["05334", "uebergeordnet"] == "DG"
    assert gebiete.at["05334", "bezeichnung"] == "Städteregion Aachen"
    assert arten(paket) == {"new_areas", "dissolved_area", "missing_licence", "fractional_count"}
    assert (paket.herkunft, paket.stand) == ("amtlich", "2024-12-31")
    assert paket.tabellen["indikator"]["zaehler_merkmal_id"].tolist() == ["bevstd"]


def test_unknown_areas_are_left_out_and_told() -> None:
    paket = read(FFCSV.encode(), "t.csv", {"05334": "region"})
    assert {gebiet for _, gebiet, _, _ in zahlen(paket)} == {"05334"}
    assert "gebiet" not in paket.tabellen
    [befund] = [b for b in paket.warnungen if b.art == "unknown_area"]
    assert befund.meldung.startswith("Das Projekt kennt 1 Bund und 3 Kreise der Datei nicht (08111 Stuttgart, ")


def test_no_known_area_blocks() -> None:
    paket = read(FFCSV.encode(), "t.csv", {"09162": "kreis"})
    assert [b.art for b in paket.fehler] == ["no_known_area"]
    assert "wert" not in paket.tabellen


def test_total_of_one_land_is_not_germany() -> None:
    zeilen = [FFCSV_KOPF, ffcsv_zeile("05334", "A", "", "Insgesamt", "1"), ffcsv_zeile("", "Insgesamt", "", "", "2")]
    paket = read("\n".join(zeilen).encode(), "t.csv", {"05334": "kreis", "DG": "bund"})
    assert {gebiet for _, gebiet, _, _ in zahlen(paket)} == {"05334"}
    assert "area_without_key" in arten(paket)


def test_quarter_as_dimension_and_no_area_is_germany() -> None:
    kopf = FFCSV_KOPF.split(";2_variable_code")[0] + ";value;value_unit;value_variable_code;value_variable_label"
    zeile = "13111;Beschäftigte;JAHR;Jahr;2023;QUARTG;Quartale;QUART2;2. Quartal;45,5;%;ERW001;Quote"
    paket = read(f"{kopf}\n{zeile}\n".encode(), "t.csv", {}, gebiete_anlegen=True)
    assert zahlen(paket) == {("erw001", "DG", "", "2023-Q2"): (45.5, None)}
    assert paket.tabellen["merkmal"]["art"].tolist() == ["rate"]


def test_one_code_in_two_units_becomes_two_merkmale() -> None:
    zeilen = [
        FFCSV_KOPF,
        *(ffcsv_zeile("05334", "A", "", "", wert, einheit=e) for wert, e in (("7", "Anzahl"), ("2,5", "%"))),
    ]
    paket = read("\n".join(zeilen).encode(), "t.csv", {"05334": "kreis"})
    assert zahlen(paket) == {
        ("bevstd", "05334", "", "2024-12-31"): (7.0, None),
        ("bevstd_prozent", "05334", "", "2024-12-31"): (2.5, None),
    }


def test_two_codes_with_one_label_stay_apart() -> None:
    zeilen = [
        FFCSV_KOPF,
        *(ffcsv_zeile("05334", "A", code, "sonstige", wert) for code, wert in (("G1", "1"), ("G2", "2"))),
    ]
    paket = read("\n".join(zeilen).encode(), "t.csv", {"05334": "kreis"})
    assert {gruppe: wert for (_, _, gruppe, _), (wert, _) in zahlen(paket).items()} == {
        "Geschlecht=sonstige (G1)": 1.0,
        "Geschlecht=sonstige (G2)": 2.0,
    }


def test_older_ffcsv_has_a_column_per_merkmal() -> None:
    text = (
        "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;"
        "1_Auspraegung_Label;   FLC006__Gebietsfläche__qkm;BEV__Einwohner__Anzahl\n"
        "11111;Gebietsstand;STAG;Stichtag;31.12.2022;DLAND;Bundesländer;05;Nordrhein-Westfalen;34112,72;18\n"
        "11111;Gebietsstand;STAG;Stichtag;31.12.2022;DLAND;Bundesländer;;Insgesamt;357595,99;.\n"
        "11111;Gebietsstand;STAG;Stichtag;31.12.2022;DLAND;Bundesländer;08;Baden-Württemberg;35747,85;11\n"
    )
    paket = read(text.encode("iso-8859-15"), "t.csv", {}, gebiete_anlegen=True)
    gelesen = zahlen(paket)
    assert gelesen["flc006", "05", "", "2022-12-31"] == (34112.72, None)
    assert gelesen["flc006", "DG", "", "2022-12-31"] == (357595.99, None)
    assert gelesen["bev", "DG", "", "2022-12-31"] == (None, "unbekannt")
    assert len(gelesen) == 6
    assert paket.tabellen["gebiet"].set_index("gebiet_id").at["08", "bezeichnung"] == "Baden-Württemberg"


def test_conflicting_figures_block_equal_ones_do_not() -> None:
    zeile = ffcsv_zeile("05334", "A", "", "", "1")
    gleich = read("\n".join([FFCSV_KOPF, zeile, zeile]).encode(), "t.csv", {"05334": "kreis"})
    assert (len(gleich.tabellen["wert"]), "duplicate_row" in arten(gleich), gleich.fehler) == (1, True, ())
    anders = read(
        "\n".join([FFCSV_KOPF, zeile, ffcsv_zeile("05334", "A", "", "", "2")]).encode(), "t.csv", {"05334": "kreis"}
    )
    assert [(b.art, b.zeile) for b in anders.fehler] == [("conflicting_values", 2)]


def test_a_truncated_last_row_is_told() -> None:
    paket = read(FFCSV.encode()[:-40], "t.csv", {"05334": "kreis"})
    assert "ragged_row" in arten(paket)
    assert ("bevstd", "05334", "", "2024-12-31") in zahlen(paket)


# --- Zensus -------------------------------------------------------------------------------------------------------

ZENSUS = [
    ["Berichtszeitpunkt", "_RS", "Name", "Regionalebene", "EWZ", "ANTEIL"],
    [20220515, "00", "Deutschland", "Bund (mit Deutschen im Ausland)", 900, "–"],
    [20220515, "00", "Deutschland", "Deutsche im Ausland", 10, "–"],
    [20220515, "00", "Deutschland", "Bund (ohne Deutsche im Ausland)", 890, "(12,5)"],
    [20220515, "05", "Nordrhein-Westfalen", "Land", 500, "–"],
    [20220515, "05116", "Mönchengladbach, Stadt", "Stadtkreis/kreisfreie Stadt/Landkreis", 264, "/"],
    [20220515, "051160000000", "Mönchengladbach, Stadt", "Gemeinde", 264, "."],
    [20220515, "053340002002", "Aachen, Stadt", "Gemeinde", 261, 7.5],
]
ERKLAERUNG = [["Spaltenaufbau"], [], ["", "– EWZ*", "Einwohnerzahl (Anzahl)"], ["", "– ANTEIL", "Anteil Lediger in %"]]


def test_zensus_creates_kreisfreie_staedte_as_kreis_and_as_gemeinde() -> None:
    paket = read(mappe({"Erläuterung": ERKLAERUNG, "CSV-Einwohner": ZENSUS}), "z.xlsx", {}, gebiete_anlegen=True)
    gelesen = zahlen(paket)
    assert gelesen["zensus_ewz", "DG", "", "2022-05-15"] == (890.0, None)
    assert gelesen["zensus_ewz", "051160000000", "", "2022-05-15"] == (264.0, None)
    assert gelesen["zensus_anteil", "DG", "", "2022-05-15"] == (12.5, "unsicher")
    assert gelesen["zensus_anteil", "05", "", "2022-05-15"] == (0.0, "genau_null")
    assert gelesen["zensus_anteil", "05116", "", "2022-05-15"] == (None, "unsicher")
    assert gelesen["zensus_anteil", "051160000000", "", "2022-05-15"] == (None, "unbekannt")
    gebiete = paket.tabellen["gebiet"].set_index("gebiet_id")["uebergeordnet"].to_dict()
    assert gebiete == {"DG": None, "05": "DG", "05116": "05", "051160000000": "05116", "053340002002": "05"}
    merkmale = paket.tabellen["merkmal"].set_index("merkmal_id")
    assert merkmale["bezeichnung"].tolist() == ["Zensus: Einwohnerzahl", "Zensus: Anteil Lediger in %"]
    assert merkmale["art"].tolist() == ["anzahl", "rate"]
    assert "not_an_area" in arten(paket)


def test_zensus_meets_the_ags_of_a_projekt() -> None:
    inhalt = mappe({"CSV-Einwohner": ZENSUS})
    paket = read(inhalt, "z.xlsx", {"05334002": "gemeinde", "05116000": "gemeinde"})
    ewz = {gebiet: wert for (m, gebiet, _, _), (wert, _) in zahlen(paket).items() if m == "zensus_ewz"}
    assert ewz == {"05334002": 261.0, "05116000": 264.0}
    assert {"matched_key", "same_area_twice", "unknown_area"} <= arten(paket)


def test_zensus_csv_with_lost_zeros() -> None:
    text = (
        "Berichtszeitpunkt;_RS;Name;Regionalebene;EWZ\n20220515;5116;MG;Kreis;264\n20220515;53340002002;Aachen;G;261\n"
    )
    paket = read(text.encode(), "z.csv", {"05116": "kreis", "05334002": "gemeinde"})
    assert {gebiet: wert for (_, gebiet, _, _), (wert, _) in zahlen(paket).items()} == {
        "05116": 264.0,
        "05334002": 261.0,
    }
    assert "lost_zeros" in arten(paket)


# --- Bundesagentur für Arbeit --------------------------------------------------------------------------------------

TAG20, TAG21 = dt.date(2020, 6, 30), dt.date(2021, 6, 30)
BA = [
    [None] * 6 + ["Beschäftigungsstatistik"],
    [],
    ["Beschäftigte am Wohnort nach Abschluss1)"],
    ["Deutschland, Kreise"],
    ["(jeweils 30.06 der Jahre 2020 bis 2021), Datenstand: Februar 2022"],
    [],
    ["Region", "Insgesamt", None, "davon", None, None, None],
    [None, None, None, "ohne Abschluss", None, "mit Abschluss2)", None],
    [None, TAG20, TAG21, TAG20, TAG21, TAG20, TAG21],
    [None, 1, 2, 3, 4, 5, 6],
    ["Deutschland", 100, 110, 40, 50, 60, 60],
    ["05915 Hamm, Stadt", 10, "*", 4, ".", 6, 3],
    ["05334 Städteregion Aachen", 20, 21, 8, 9, 12, "x"],
    ["Erstellungsdatum: 23.02.2022, Statistik-Service West", None],
    ["1) 05915 ist die Kennzahl von Hamm"],
]
BA_VERBUNDEN = ["A7:A9", "B7:C8", "D7:G7", "D8:E8", "F8:G8"]


def ba(zeilen: list[list[Any]], verbunden: list[str] | None = None) -> bytes:
    impressum = [["Impressum"], ["Herausgeber:", "Bundesagentur für Arbeit"], [], ["05915 Hamm"]]
    return mappe({"Impressum": impressum, "Tabelle 1": zeilen}, {"Tabelle 1": verbunden or []})


@pytest.mark.parametrize("oben", [0, 3])
def test_ba_reads_merged_headers_wherever_they_stand(oben: int) -> None:
    verschoben = [
        f"{a[0]}{int(a[1:]) + oben}:{b[0]}{int(b[1:]) + oben}" for a, b in (v.split(":") for v in BA_VERBUNDEN)
    ]
    paket = read(
        ba([*([[]] * oben), *BA], verschoben), "b.xlsx", {"05915000": "gemeinde", "05334": "region", "DG": "bund"}
    )
    merkmal = "beschaeftigte_am_wohnort_nach_abschluss"
    ohne, mit_ = "Gliederung=ohne Abschluss", "Gliederung=mit Abschluss"
    gelesen = zahlen(paket)
    assert len(gelesen) == 18
    assert gelesen[merkmal, "DG", "", "2020-06-30"] == (100.0, None)
    assert gelesen[merkmal, "05915000", "", "2021-06-30"] == (None, "geheim")
    assert gelesen[merkmal, "05915000", ohne, "2021-06-30"] == (None, "unbekannt")
    assert gelesen[merkmal, "05915000", mit_, "2021-06-30"] == (3.0, None)
    assert gelesen[merkmal, "05334", mit_, "2021-06-30"] == (None, "gesperrt")
    assert paket.stand == "2022-02-23"
    assert paket.quelle == "Statistik der Bundesagentur für Arbeit, Beschäftigte am Wohnort nach Abschluss"
    assert paket.fehler == ()


def test_ba_takes_the_month_from_the_title_and_shares_apart() -> None:
    zeilen = [
        ["Arbeitslose nach Gemeinden"],
        ["Land Nordrhein-Westfalen"],
        ["Berichtsmonat: Dezember 2023"],
        [],
        ["Schlüssel", "Gemeinde", "Insgesamt", "Frauen", "Anteil Frauen in %"],
        [None, None, 1, 2, 3],
        ["05334002", "Aachen, Stadt", 1200, 600, 50.0],
        ["05334004", "Alsdorf, Stadt", 100, "*", "x"],
        ["© Statistik der Bundesagentur für Arbeit"],
    ]
    paket = read(ba(zeilen), "b.xlsx", {"05334002": "gemeinde", "05334004": "gemeinde"})
    gelesen = zahlen(paket)
    assert gelesen["arbeitslose_nach_gemeinden", "05334002", "", "2023-12"] == (1200.0, None)
    assert gelesen["arbeitslose_nach_gemeinden", "05334004", "Geschlecht=weiblich", "2023-12"] == (None, "geheim")
    assert gelesen["arbeitslose_nach_gemeinden_anteil_frauen_in_prozent", "05334002", "", "2023-12"] == (50.0, None)
    assert len(gelesen) == 6


def test_ba_without_any_period_says_so() -> None:
    zeilen = [["Arbeitslose"], [], ["Region", "Insgesamt"], ["05915 Hamm", 7], ["05334 Aachen", 9]]
    with pytest.raises(LieferungError, match="keine Zahlen"):
        read(ba(zeilen), "b.xlsx", {})


# --- all of them --------------------------------------------------------------------------------------------------

BEISPIELE: dict[str, Callable[[], bytes]] = {
    "t.csv": FFCSV.encode,
    "z.xlsx": lambda: mappe({"CSV-Einwohner": ZENSUS}),
    "b.xlsx": lambda: ba(BA, BA_VERBUNDEN),
}


@pytest.mark.parametrize(("name", "profil"), [("t.csv", "genesis-flach"), ("z.xlsx", "zensus"), ("b.xlsx", "ba")])
def test_the_name_of_a_file_does_not_matter(name: str, profil: str) -> None:
    _, erkennung = erkenne_datei(BEISPIELE[name](), "x.dat")
    assert erkennung.profil.name == profil
    assert erkennung.sicherheit > 0.9
    assert erkennung.grund


@functools.cache
def _inhalt(name: str) -> bytes:
    return BEISPIELE[name]()


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_damaged_files_get_a_sentence(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(BEISPIELE)))
    inhalt = bytearray(_inhalt(name))
    if data.draw(st.booleans()):
        del inhalt[data.draw(st.integers(0, len(inhalt))) :]
    for _ in range(data.draw(st.integers(0, 4))):
        if inhalt:
            inhalt[data.draw(st.integers(0, len(inhalt) - 1))] = data.draw(st.integers(0, 255))
    satz = ""
    try:
        read_lieferung(bytes(inhalt), name, gebiete_anlegen=True)
    except LieferungError as fehler:
        satz = str(fehler)
    assert not satz or name in satz


def test_a_merkmal_of_another_kind_is_told() -> None:
    zeile = ffcsv_zeile("05334", "A", "", "", "1")
    merkmale = pd.DataFrame(
        [["bevstd", "Meine Einwohner", "rate", "%", None]],
        columns=["merkmal_id", "bezeichnung", "art", "einheit", "teil_von"],
    )
    paket = read("\n".join([FFCSV_KOPF, zeile]).encode(), "t.csv", {"05334": "kreis"}, merkmale=merkmale)
    assert "other_unit" in arten(paket)
    assert "merkmal" not in paket.tabellen, "what people wrote about a Merkmal stays"


def test_other_csv_files_are_refused_with_a_sentence() -> None:
    with pytest.raises(LieferungError, match="keine Tabelle mit Gebieten und Zahlen"):
        read_lieferung(b"a;b\n1;2\n", "liste.csv")


def test_text_is_decoded_by_its_bytes() -> None:
    assert Datei("Köln".encode("cp1252"), "t.csv").text() == "Köln"
    assert Datei("5 €".encode("iso-8859-15"), "t.csv").text() == "5 €"
    assert Datei("5 €".encode("cp1252"), "t.csv").text() == "5 €"
    assert Datei("Köln"[:2].encode() + b"\xc3", "t.csv").kodierung == "utf-8"


def test_a_missing_file_is_named() -> None:
    with pytest.raises(LieferungError, match=r"›weg\.csv‹ gibt es nicht"):
        read_lieferung(Path("weg.csv"), "weg.csv")
