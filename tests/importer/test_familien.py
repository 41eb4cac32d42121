"""Other files of the families than the first ones: the shapes as they are published, the figures invented."""

from __future__ import annotations

import pytest
from tabellen import arten, read, zahlen

from sozialplanung.errors import LieferungError
from sozialplanung.importer import erkenne_datei
from sozialplanung.importer.gruppen import read_gruppe
from sozialplanung.importer.profile.zeit import find_zeitraum, zeitraum


def flach(*zeilen: str, dimensionen: int = 2, guete: bool = False) -> bytes:
    je_dimension = "".join(
        f"{n}_variable_code;{n}_variable_label;{n}_variable_attribute_code;{n}_variable_attribute_label;"
        for n in range(1, dimensionen + 1)
    )
    kopf = (
        f"statistics_code;statistics_label;time_code;time_label;time;{je_dimension}"
        f"value;value_unit;value_variable_code;value_variable_label{';value_q' if guete else ''}"
    )
    return "\r\n".join([kopf, *zeilen]).encode("utf-8-sig")


# --- flat ---------------------------------------------------------------------------------------------------------


def test_quarters_beside_areas_and_groups_become_periods() -> None:
    anfang = "52411;Insolvenzen;JAHR;Jahr;2023;KREISE;Kreise"
    inhalt = flach(
        f"{anfang};05334;Aachen;QUARTG;Quartale;QUART1;1. Quartal;SCH;Schuldner;;Insgesamt;101;Anzahl;INS1;Verfahren",
        f"{anfang};05334;Aachen;QUARTG;Quartale;QUART2;2. Quartal;SCH;Schuldner;U;Firmen;11;Anzahl;INS1;Verfahren",
        f"{anfang};05334;Aachen;QUARTG;Quartale;;Insgesamt;SCH;Schuldner;;Insgesamt;404;Anzahl;INS1;Verfahren",
        f"{anfang};05915;Hamm;QUARTG;Quartale;QUART4;4. Quartal;SCH;Schuldner;;Insgesamt;x;Anzahl;INS1;Verfahren",
        dimensionen=3,
    )
    assert zahlen(read(inhalt, "q.csv", {}, gebiete_anlegen=True)) == {
        ("ins1", "05334", "", "2023-Q1"): (101.0, None),
        ("ins1", "05334", "Schuldner=Firmen", "2023-Q2"): (11.0, None),
        ("ins1", "05334", "", "2023"): (404.0, None),
        ("ins1", "05915", "", "2023-Q4"): (None, "gesperrt"),
    }


def test_english_months_with_a_decimal_point() -> None:
    anfang = "61111;Prices;JAHR;Year;2024;DINSG;Germany;DG;Germany;MONAT;Month"
    inhalt = flach(
        f"{anfang};MONAT01;January;117.6;2020=100;P1;Index",
        f"{anfang};MONAT02;February;118.125;2020=100;P1;Index",
        f"{anfang};MONAT03;March;...;2020=100;P1;Index",
    )
    paket = read(inhalt, "m.csv", {}, gebiete_anlegen=True)
    assert zahlen(paket) == {
        ("p1", "DG", "", "2024-01"): (117.6, None),
        ("p1", "DG", "", "2024-02"): (118.125, None),
        ("p1", "DG", "", "2024-03"): (None, "folgt"),
    }
    assert paket.tabellen["gebiet"]["bezeichnung"].tolist() == ["Deutschland"]
    assert "decimal_point" not in arten(paket)


@pytest.mark.parametrize(
    ("werte", "gelesen"),
    [
        (("1.234", "12.345"), [1234.0, 12345.0]),
        (("1.234,5", "1.200"), [1234.5, 1200.0]),
        (("1.5", "1.200"), [1.5, 1.2]),
    ],
)
def test_points_of_thousands_stay_german(werte: tuple[str, str], gelesen: list[float]) -> None:
    inhalt = flach(
        *(
            f"1;A;JAHR;Jahr;{jahr};KREISE;Kreise;05334;A;{wert};EUR;B1;B"
            for jahr, wert in zip((2021, 2022), werte, strict=True)
        ),
        dimensionen=1,
    )
    assert [zahl for zahl, _ in zahlen(read(inhalt, "p.csv", {"05334": "kreis"})).values()] == gelesen


def test_areas_are_known_by_their_keys_where_the_dimension_is_not() -> None:
    anfang = "71717;Finanzen;JAHR;Jahr;2022;FGEMEIN;Ebene"
    inhalt = flach(
        f"{anfang};14730310;Oschatz;PRODUKT;Produktbereich;31;Soziales;12345,67;EUR;A1;Auszahlungen",
        f"{anfang};14730230;Dahlen;PRODUKT;Produktbereich;36;Jugend;.;EUR;A1;Auszahlungen",
    )
    assert zahlen(read(inhalt, "g.csv", {}, gebiete_anlegen=True)) == {
        ("a1", "14730310", "Produktbereich=Soziales", "2022"): (12345.67, None),
        ("a1", "14730230", "Produktbereich=Jugend", "2022"): (None, "unbekannt"),
    }


def test_codes_that_only_look_like_laender_are_no_areas() -> None:
    inhalt = flach("1;A;JAHR;Jahr;2022;KLASSE;Größenklasse;05;5 bis 9;7;Anzahl;A1;Betriebe", dimensionen=1)
    assert zahlen(read(inhalt, "k.csv", {}, gebiete_anlegen=True)) == {
        ("a1", "DG", "Größenklasse=5 bis 9", "2022"): (7.0, None)
    }


def test_what_laender_add_up_to_is_germany_and_school_years_stay() -> None:
    inhalt = flach(
        "21111;Schulen;SCHULJ;Schuljahr;2019/20;DLAND;Bundesländer;05;Nordrhein-Westfalen;20;Anzahl;B1;Schüler",
        "21111;Schulen;SCHULJ;Schuljahr;2020-08P1Y;DLAND;Bundesländer;;Insgesamt;90;Anzahl;B1;Schüler",
        dimensionen=1,
    )
    assert zahlen(read(inhalt, "s.csv", {}, gebiete_anlegen=True)) == {
        ("b1", "05", "", "2019/20"): (20.0, None),
        ("b1", "DG", "", "2020/21"): (90.0, None),
    }


def test_four_dimensions_with_signs_beside_the_figures() -> None:
    anfang = "12521;Ausländer;STAG;Stichtag;2022-12-31;NAT;Nationalität"
    alter, geschlecht, ort = "ALT;Altersgruppen", "GES;Geschlecht", "GEMEIN;Gemeinden"
    inhalt = flach(
        f"{anfang};NATA;Ausländer;{alter};A03;unter 3;{geschlecht};GESM;männlich;{ort};05334002;A;12;Anzahl;B;B;e",
        f"{anfang};NATA;Ausländer;{alter};;Insgesamt;{geschlecht};;Insgesamt;{ort};05334002;A;(9);Anzahl;B;B;r",
        f"{anfang};;Insgesamt;{alter};;Insgesamt;{geschlecht};;Insgesamt;{ort};05334004;C;-;Anzahl;B;B;",
        dimensionen=4,
        guete=True,
    )
    assert zahlen(read(inhalt, "v.csv", {}, gebiete_anlegen=True)) == {
        ("b", "05334002", "Altersgruppen=unter 3;Geschlecht=männlich;Nationalität=Ausländer", "2022-12-31"): (
            12.0,
            None,
        ),
        ("b", "05334002", "Nationalität=Ausländer", "2022-12-31"): (9.0, "unsicher"),
        ("b", "05334004", "", "2022-12-31"): (0.0, "genau_null"),
    }


def test_older_ffcsv_with_notes_at_its_end() -> None:
    text = (
        "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;"
        "1_Auspraegung_Label;BIL002__Studierende__Anzahl;BIL002__Studierende__Anzahl_q;BIL009__Quote__Prozent\n"
        '21311;Studenten;SEMEST;Semester;WS 2018/19;KREISE;Kreise;05334;"Aachen, StädteRegion";59;p;12,5\n'
        '21311;Studenten;SEMEST;Semester;WS 2019/20;KREISE;Kreise;05915;"Hamm, kreisfreie Stadt";6;;/\n'
        "__________\n© Statistisches Bundesamt (Destatis), 2023\n"
    )
    paket = read(text.encode("iso-8859-15"), "a.csv", {"05334": "kreis", "05915": "kreis"})
    assert zahlen(paket) == {
        ("bil002", "05334", "", "2018-10"): (59.0, None),
        ("bil002", "05915", "", "2019-10"): (6.0, None),
        ("bil009", "05334", "", "2018-10"): (12.5, None),
        ("bil009", "05915", "", "2019-10"): (None, "unsicher"),
    }
    assert "ragged_row" not in arten(paket)


# --- classic ------------------------------------------------------------------------------------------------------

FUSS = "__________\n(C)opyright Statistisches Bundesamt, Wiesbaden 2020\nStand: 27.05.2020 / 10:06:07\n"


def klassisch(text: str, **gebiete: str) -> dict[tuple[str, ...], tuple[float | None, str | None]]:
    return zahlen(read((text + FUSS).encode("cp1252"), "k.csv", gebiete, gebiete_anlegen=not gebiete))


def test_classic_with_dates_in_the_last_row_of_the_header() -> None:
    text = """GENESIS-Tabelle: 12411-0015
Bevölkerung: Kreise, Stichtag;;;
Bevölkerungsstand (Anzahl);;;
;;Stichtag;Stichtag
;;31.12.2017;31.12.2018
05334;Städteregion Aachen, Landkreis;55;56
03159;Göttingen, Landkreis;-;33
"""
    assert klassisch(text) == {
        ("12411_bevoelkerungsstand", "05334", "", "2017-12-31"): (55.0, None),
        ("12411_bevoelkerungsstand", "03159", "", "2017-12-31"): (0.0, "genau_null"),
        ("12411_bevoelkerungsstand", "05334", "", "2018-12-31"): (56.0, None),
        ("12411_bevoelkerungsstand", "03159", "", "2018-12-31"): (33.0, None),
    }


def test_a_dash_of_years_without_the_area_is_no_zero() -> None:
    text = """GENESIS-Tabelle: 12411-0015
Bevölkerung: Kreise, Stichtag;;;
Bevölkerungsstand (Anzahl);;;
;;31.12.2015;31.12.2016;31.12.2017
03152;Göttingen, Landkreis (bis 31.10.2016);255;-;-
03159;Göttingen, Landkreis (ab 01.11.2016);-;327;-
05313;Aachen, kreisfreie Stadt (bis 20.10.2009);-;-;-
"""
    paket = read((text + FUSS).encode("cp1252"), "k.csv", {}, gebiete_anlegen=True)
    assert {(gebiet, zeit): wert for (_, gebiet, _, zeit), wert in zahlen(paket).items()} == {
        ("03152", "2015-12-31"): (255.0, None),
        ("03159", "2016-12-31"): (327.0, None),
        ("03159", "2017-12-31"): (0.0, "genau_null"),
    }
    assert "dissolved_area" in arten(paket)


def test_classic_with_the_present_first_line_and_two_dimensions_under_their_names() -> None:
    text = """Tabelle: 12521-02-03-5
Ausländische Bevölkerung nach Geschlecht und Altersgruppen -;;;;;;
Stichtag 31.12. - regionale Tiefe: Gemeinden (ab 2011);;;;;;
;;;Ausländer;Ausländer;Ausländer;Ausländer
;;;Geschlecht;Geschlecht;Geschlecht;Geschlecht
;;;Insgesamt;Insgesamt;weiblich;weiblich
;;;Insgesamt;unter 3 Jahre;Insgesamt;unter 3 Jahre
;;;Anzahl;Anzahl;Anzahl;Anzahl
31.12.2023;05334002;        Aachen, Stadt;45;10;21;5
31.12.2023;05334004;        Alsdorf, Stadt;8;.;3;x
"""
    assert erkenne_datei(text.encode("cp1252"), "x")[1].profil.name == "genesis-klassisch"
    merkmal, klein, frauen = "12521_auslaender", "Altersgruppe=unter 3 Jahre", "Geschlecht=weiblich"
    assert klassisch(text) == {
        (merkmal, "05334002", "", "2023-12-31"): (45.0, None),
        (merkmal, "05334004", "", "2023-12-31"): (8.0, None),
        (merkmal, "05334002", klein, "2023-12-31"): (10.0, None),
        (merkmal, "05334004", klein, "2023-12-31"): (None, "unbekannt"),
        (merkmal, "05334002", frauen, "2023-12-31"): (21.0, None),
        (merkmal, "05334004", frauen, "2023-12-31"): (3.0, None),
        (merkmal, "05334002", f"{klein};{frauen}", "2023-12-31"): (5.0, None),
        (merkmal, "05334004", f"{klein};{frauen}", "2023-12-31"): (None, "gesperrt"),
    }


def test_classic_takes_the_names_of_its_dimensions_from_the_title() -> None:
    text = """GENESIS-Tabelle: 46251-0021
Personenkraftwagen: Kreise, Stichtag, Kraftstoffarten,;;;;
Emissionsgruppen;;;;
Personenkraftwagen (Anzahl);;;;
;;;Benzin;Benzin;Diesel;Diesel
;;;Euro 6;Insgesamt;Euro 6;Insgesamt
01.01.2022;01001;Flensburg, kreisfreie Stadt;5;26;6;16
"""
    assert {gruppe: wert for (_, _, gruppe, _), (wert, _) in klassisch(text).items()} == {
        "Emissionsgruppen=Euro 6;Kraftstoffarten=Benzin": 5.0,
        "Kraftstoffarten=Benzin": 26.0,
        "Emissionsgruppen=Euro 6;Kraftstoffarten=Diesel": 6.0,
        "Kraftstoffarten=Diesel": 16.0,
    }


def test_classic_with_a_dimension_left_of_the_figures() -> None:
    text = """GENESIS-Tabelle: 13111-54i
Beschäftigte (Arbeitsort) nach Wirtschaftsabschnitten sowie;;;;
Berufsabschluss - kreisfreie Städte und Kreise - Stichtag;;;;
Beschäftigte (Anzahl);;;;
;;;;ohne Abschluss;Insgesamt
30.06.2024;05915;  Krfr. Stadt Hamm;Handel;1;4
30.06.2024;05915;  Krfr. Stadt Hamm;Insgesamt;9;60
"""
    assert {gruppe: wert for (_, _, gruppe, _), (wert, _) in klassisch(text).items()} == {
        "Gliederung 1=ohne Abschluss;Gliederung 2=Handel": 1.0,
        "Gliederung 1=ohne Abschluss": 9.0,
        "Gliederung 2=Handel": 4.0,
        "": 60.0,
    }


def test_classic_with_years_and_months_in_two_columns_is_about_germany() -> None:
    text = """GENESIS-Tabelle: 12612-0002;;;;
Lebendgeborene: Deutschland, Monate, Geschlecht;;;;
Deutschland;;;;
Lebendgeborene (Anzahl);;;;
;;männlich;Insgesamt
1950;Januar;49;95
1950;März;53;103
1950;Insgesamt;600;1100
"""
    assert klassisch(text) == {
        ("12612_lebendgeborene", "DG", "Geschlecht=männlich", "1950-01"): (49.0, None),
        ("12612_lebendgeborene", "DG", "Geschlecht=männlich", "1950-03"): (53.0, None),
        ("12612_lebendgeborene", "DG", "Geschlecht=männlich", "1950"): (600.0, None),
        ("12612_lebendgeborene", "DG", "", "1950-01"): (95.0, None),
        ("12612_lebendgeborene", "DG", "", "1950-03"): (103.0, None),
        ("12612_lebendgeborene", "DG", "", "1950"): (1100.0, None),
    }


def test_classic_with_quarters_under_their_year() -> None:
    text = """GENESIS-Tabelle: 81000-0002
VGR des Bundes: Deutschland, Quartale;;
Bruttoinlandsprodukt (Mrd. EUR);;
;2020;2020
;1. Quartal;2. Quartal
Originalwerte;844,2;...
"""
    assert klassisch(text) == {
        ("81000_bruttoinlandsprodukt", "DG", "Gliederung=Originalwerte", "2020-Q1"): (844.2, None),
        ("81000_bruttoinlandsprodukt", "DG", "Gliederung=Originalwerte", "2020-Q2"): (None, "folgt"),
    }


def test_classic_with_laender_by_name_or_in_the_header() -> None:
    unten = """GENESIS-Tabelle: Temporär
Gebietsfläche: Bundesländer, Stichtag;;
Gebietsfläche (qkm);;
;31.12.1995
Bayern;70550,87
Insgesamt;357022,31
"""
    merkmal = "temporaer_gebietsflaeche"
    assert klassisch(unten) == {
        (merkmal, "09", "", "1995-12-31"): (70550.87, None),
        (merkmal, "DG", "", "1995-12-31"): (357022.31, None),
    }
    oben = """GENESIS-Tabelle: 12411-0013
Bevölkerung: Bundesländer, Stichtag, Geschlecht, Altersjahre;;;
Bevölkerungsstand (Anzahl);;;
;;Bayern;Bayern;Hessen;Hessen
;;männlich;Insgesamt;männlich;Insgesamt
31.12.2016;unter 1 Jahr;6;12;3;5
31.12.2016;1-Jährige;7;13;4;8
"""
    jung, mann = "Altersgruppe=unter 1 Jahr", "Geschlecht=männlich"
    gelesen = klassisch(oben)
    assert len(gelesen) == 8
    assert gelesen["12411_bevoelkerungsstand", "09", f"{jung};{mann}", "2016-12-31"] == (6.0, None)
    assert gelesen["12411_bevoelkerungsstand", "06", "Altersgruppe=1-Jährige", "2016-12-31"] == (8.0, None)


def test_classic_saved_by_a_spreadsheet_without_its_zeros() -> None:
    text = """GENESIS-Tabelle: 11111-01-01-5
Gebietsfläche in qkm - Stichtag 31.12. - regionale Tiefe: Gemeinden;;;
Gebietsfläche (qkm);;;
;;;Gebietsfläche in qkm
31.12.2022;5;  Nordrhein-Westfalen;34112,72
31.12.2022;5334002;        Aachen, Stadt;160,85
"""
    assert klassisch(text) == {
        ("11111_gebietsflaeche", "05", "", "2022-12-31"): (34112.72, None),
        ("11111_gebietsflaeche", "05334002", "", "2022-12-31"): (160.85, None),
    }


@pytest.mark.parametrize(
    ("text", "satz"),
    [
        (";;Insgesamt;männlich\nWS 2018/19;Universität Köln;30;12\n", "keine Gebiete mit Schlüssel"),
        ("05334;Aachen;30;12\n", "keine Zahlen unter einer Kopfzeile"),
        (";;Insgesamt\n05334;Aachen;30\n", "nennt keinen Zeitraum"),
    ],
)
def test_classic_that_cannot_be_read_says_why(text: str, satz: str) -> None:
    with pytest.raises(LieferungError, match=satz):
        read(f"GENESIS-Tabelle: 21331-02i\nPrüfungen (Anzahl);;;\n{text}".encode("cp1252"), "k.csv", {})


def test_publisher_of_a_classic_table_ends_where_its_line_ends() -> None:
    text = "GENESIS-Tabelle: 1\nB: Kreise\nB (Anzahl);;\n;;31.12.2018\n05334;Aachen;7\n" + FUSS
    paket = read(text.encode("cp1252"), "k.csv", {"05334": "kreis"})
    assert paket.quelle == "Statistisches Bundesamt, Wiesbaden 2020, Tabelle 1"


# --- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "gelesen"),
    [
        ("Schuljahr 2019/20", "2019/20"), ("Kindergartenjahr 2019/2020", "2019/20"), ("2019-08P1Y", "2019/20"),
        ("Wintersemester 2018/19", "2018-10"), ("4. Vierteljahr 2019", "2019-Q4"), ("Mrz. 2020", "2020-03"),
        ("Dez 2023", "2023-12"), ("1. Quartal", None), ("Mai", None),
    ],
)  # fmt: skip
def test_periods_in_words(text: str, gelesen: str | None) -> None:
    assert zeitraum(text) == gelesen


def test_a_school_year_in_a_title() -> None:
    assert find_zeitraum("Schülerinnen und Schüler im Schuljahr 2019/20, Kreise") == "2019/20"


@pytest.mark.parametrize(
    ("text", "gruppe"),
    [
        ("75 Jahre und mehr", "Altersgruppe"), ("unter 1 Jahr", "Altersgruppe"), ("3-Jährige", "Altersgruppe"),
        ("85 Jahre und älter", "Altersgruppe"), ("Frauen", "Geschlecht"), ("2 Jahre", None), ("Euro 6", None),
    ],
)  # fmt: skip
def test_cells_that_name_their_dimension(text: str, gruppe: str | None) -> None:
    assert (read_gruppe(text) or (None,))[0] == gruppe
