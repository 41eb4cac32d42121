"""Any table of a municipality: what is guessed about it, and its figures, written down by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from altformate import ods, xls
from hypothesis import given, settings
from hypothesis import strategies as st
from tabellen import arten, mappe, mit

from sozialplanung.errors import LieferungError
from sozialplanung.importer import Vorhandenes, erkenne_datei, read_lieferung
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.paket import build_lieferung
from sozialplanung.importer.tabelle.bedeutung import read_einheit, read_ueberschrift
from sozialplanung.importer.tabelle.lesart import Deutung, Lesart, Spaltenlesart, Vorgaben
from sozialplanung.importer.tabelle.lesen import lies
from sozialplanung.importer.tabelle.raten import rate
from sozialplanung.importer.tabelle.summen import is_summe, name_of_summe
from sozialplanung.importer.tabelle.zellart import Zellart, kind_of, prepare
from sozialplanung.model import Herkunft, Lieferungspaket, Merkmalsart
from sozialplanung.vorlage import blatt_der_tabelle

Zahlen = dict[tuple[str, str, str, str], float | str | None]


def guess(inhalt: bytes, name: str = "t.xlsx", vorhanden: Vorhandenes | None = None, **fest: Any) -> Deutung:
    deutung = rate(Datei(inhalt, name), vorhanden or Vorhandenes(), Vorgaben(**fest))
    assert deutung is not None
    return deutung


def figures(inhalt: bytes, name: str = "t.xlsx", vorhanden: Vorhandenes | None = None, **fest: Any) -> Zahlen:
    """(name, Merkmal, Gruppe, Zeitraum) → number or sign."""
    vorhanden = vorhanden or Vorhandenes()
    deutung = guess(inhalt, name, vorhanden, **fest)
    return as_figures(lies(Datei(inhalt, name), deutung.lesart, vorhanden).werte)


def as_figures(werte: pd.DataFrame) -> Zahlen:
    return {
        (str(z.name), str(z.merkmal), str(z.gruppe), str(z.zeitraum)): z.wert if pd.notna(z.wert) else z.zeichen
        for z in werte[["name", "merkmal", "gruppe", "zeitraum", "wert", "zeichen"]].itertuples(index=False)
    }


def stadt(**namen: str) -> Vorhandenes:
    """A city ›05915000 Hamm‹ with Stadtbezirke of these keys and names."""

    def lade(tabelle: str) -> pd.DataFrame:
        spalten = [spalte.name for spalte in blatt_der_tabelle(tabelle).spalten]
        zeilen = []
        if tabelle == "gebiet":
            zeilen = [{"gebiet_id": "05915000", "bezeichnung": "Hamm", "raumebene": "gemeinde"}]
            zeilen += [
                {"gebiet_id": key, "bezeichnung": name, "raumebene": "stadtbezirk", "uebergeordnet": "05915000"}
                for key, name in namen.items()
            ]
        return pd.DataFrame(zeilen, columns=spalten, dtype=object)

    return Vorhandenes(lade)


def why(deutung: Deutung, was: str) -> tuple[str, str]:
    [vermutung] = [v for v in deutung.vermutungen if v.was == was]
    assert 0 < vermutung.sicherheit <= 1
    return vermutung.ergebnis, vermutung.grund


GESTAPELT = mappe(
    {
        "Deckblatt": [["Stadt Musterstadt"], ["Amt für Statistik"]],
        "Tab 1": [
            ["Tabelle 1: Arbeitslose nach Stadtteilen"],
            ["Stand 31.12."],
            [],
            ["Stadtteil", "Einwohner", None, "Arbeitslose", None, "Anteil in %"],
            [None, 2022, 2023, 2022, 2023, 2023],
            ["Nord", 1000, 1100, 100, ".", "9,1 %"],
            ["Süd", 2011, 2019, "-", 60, "3,0"],
            ["Mitte", "1.234", 1300, "*", "/", 0.5],
            ["Summe", 4245, 4419, 160, 172, "5,2"],
            [],
            ["1) vorläufig"],
            ["Quelle: Amt"],
        ],
    },
    {"Tab 1": ["A1:F1", "A4:A5", "B4:C4", "D4:E4"]},
)


def test_stacked_and_merged_header_sum_row_signs_and_footnotes() -> None:
    deutung = guess(GESTAPELT)
    assert why(deutung, "Blatt") == ("›Tab 1‹", "nur hier stehen Zahlen zu Gebieten")
    assert why(deutung, "Kopf")[0] == "Zeilen 4 bis 5"
    assert why(deutung, "Gebiet") == ("Spalte A", "Überschrift ›Stadtteil‹")
    assert why(deutung, "Summe") == ("Zeile 9, wird nur verglichen", "so heißt die Zeile")
    lesart = deutung.lesart
    assert (lesart.daten_von, lesart.daten_bis, lesart.ebene, lesart.herkunft) == (6, 9, "stadtteil", Herkunft.EIGEN)
    assert figures(GESTAPELT) == {
        ("Nord", "Einwohner", "", "2022"): 1000,
        ("Süd", "Einwohner", "", "2022"): 2011,
        ("Mitte", "Einwohner", "", "2022"): 1234,
        ("Nord", "Einwohner", "", "2023"): 1100,
        ("Süd", "Einwohner", "", "2023"): 2019,
        ("Mitte", "Einwohner", "", "2023"): 1300,
        ("Nord", "Arbeitslose", "", "2022"): 100,
        ("Süd", "Arbeitslose", "", "2022"): 0,
        ("Mitte", "Arbeitslose", "", "2022"): "geheim",
        ("Nord", "Arbeitslose", "", "2023"): "unbekannt",
        ("Süd", "Arbeitslose", "", "2023"): 60,
        ("Mitte", "Arbeitslose", "", "2023"): "unsicher",
        ("Nord", "Anteil", "", "2023"): 9.1,
        ("Süd", "Anteil", "", "2023"): 3,
        ("Mitte", "Anteil", "", "2023"): 0.5,
    }
    roh = lies(Datei(GESTAPELT, "t.xlsx"), lesart, Vorhandenes())
    befunde = [(b.art, b.zeile) for b in roh.befunde.result()]
    # 1000 + 2011 + 1234 = 4245 and 1100 + 2019 + 1300 = 4419; of the Arbeitslose not all parts are known
    assert befunde == [("sum_checked", None), ("sum_row", 9)]
    assert roh.befunde.result()[0].meldung.startswith("2 Summen stimmen")
    assert dict(zip(roh.werte["merkmal"], roh.werte["art"], strict=True)) == {
        "Einwohner": "anzahl", "Arbeitslose": "anzahl", "Anteil": "rate",
    }  # fmt: skip


@pytest.mark.parametrize("kodierung", ["utf-8", "utf-8-sig", "cp1252", "iso-8859-15", "utf-16"])
@pytest.mark.parametrize("trenner", [";", "\t", "|"])
def test_text_in_any_encoding_with_any_delimiter(kodierung: str, trenner: str) -> None:
    zeilen = ["Bezirk;Miete in €;Fläche (ha)", "Süd;1.234,50;12,25", "Höhe;7,95;-", "Ost;8,10;k. A."]
    inhalt = "\r\n".join(zeilen).replace(";", trenner).encode(kodierung)
    deutung = guess(inhalt, "Mieten 2021.csv")
    assert why(deutung, "Zeitraum") == ("2021", "steht im Dateinamen")
    assert why(deutung, "Dezimalzeichen")[0] == "Komma"
    assert figures(inhalt, "Mieten 2021.csv") == {
        ("Süd", "Miete", "", "2021"): 1234.5,
        ("Höhe", "Miete", "", "2021"): 7.95,
        ("Ost", "Miete", "", "2021"): 8.1,
        ("Süd", "Fläche", "", "2021"): 12.25,
        ("Höhe", "Fläche", "", "2021"): 0,
        ("Ost", "Fläche", "", "2021"): "unbekannt",
    }


def test_decimal_point_and_thousands_comma() -> None:
    inhalt = b'Bezirk;share in %;n\nNord;1.5;"1,200"\nSued;12.25;"1,300"\n'
    assert figures(inhalt, "x 2020.csv") == {
        ("Nord", "share", "", "2020"): 1.5,
        ("Sued", "share", "", "2020"): 12.25,
        ("Nord", "n", "", "2020"): 1200,
        ("Sued", "n", "", "2020"): 1300,
    }
    falsch = lies(Datei(inhalt, "x 2020.csv"), guess(inhalt, "x 2020.csv", dezimal=",").lesart, Vorhandenes())
    assert as_figures(falsch.werte)[("Nord", "n", "", "2020")] == 1.2, "a person may say otherwise"


def test_years_down_with_a_group_and_its_total() -> None:
    inhalt = (
        "Jahr;Stadtteil;Geschlecht;Personen\n2022;Nord;männlich;10\n2022;Nord;weiblich;12\n2022;Nord;insgesamt;22\n"
        "2023;Nord;männlich;11\n2023;Nord;weiblich;k. A.\n2023;Nord;insgesamt;22\n"
    ).encode("cp1252")
    deutung = guess(inhalt, "x.csv")
    assert (deutung.lesart.zeit, deutung.lesart.gebiet, deutung.lesart.gruppen) == (0, 1, (2,))
    assert figures(inhalt, "x.csv") == {
        ("Nord", "Personen", "Geschlecht=männlich", "2022"): 10,
        ("Nord", "Personen", "Geschlecht=weiblich", "2022"): 12,
        ("Nord", "Personen", "", "2022"): 22,
        ("Nord", "Personen", "Geschlecht=männlich", "2023"): 11,
        ("Nord", "Personen", "Geschlecht=weiblich", "2023"): "unbekannt",
        ("Nord", "Personen", "", "2023"): 22,
    }


def test_indikator_by_year_stacked_areas_named_once() -> None:
    inhalt = "Gebiet;Indikator;2022;2023\nNord;Kinder;10;11\n;Quote in %;20,5;21\nSüd;Kinder;5;6\n;Quote in %;7;8\n"
    werte = lies(
        Datei(inhalt.encode(), "x.csv"), guess(inhalt.encode(), "x.csv").lesart, Vorhandenes()
    ).werte  # fmt: skip
    assert as_figures(werte) == {
        ("Nord", "Kinder", "", "2022"): 10,
        ("Nord", "Quote", "", "2022"): 20.5,
        ("Süd", "Kinder", "", "2022"): 5,
        ("Süd", "Quote", "", "2022"): 7,
        ("Nord", "Kinder", "", "2023"): 11,
        ("Nord", "Quote", "", "2023"): 21,
        ("Süd", "Kinder", "", "2023"): 6,
        ("Süd", "Quote", "", "2023"): 8,
    }
    assert dict(zip(werte["merkmal"], zip(werte["art"], werte["einheit"], strict=True), strict=True)) == {
        "Kinder": ("anzahl", ""), "Quote": ("rate", "%"),
    }  # fmt: skip


def test_the_sum_is_the_figure_of_the_area_above() -> None:
    inhalt = mappe(
        {
            "2023": [
                ["Bezirk", "Kinder", "Quote in %"],
                ["Mitte", 10, 5],
                ["Heessen", 20, 6],
                ["Stadt insgesamt", 31, 5.5],
            ]
        }
    )
    vorhanden = stadt(hm="Mitte", hh="Heessen")
    deutung = guess(inhalt, vorhanden=vorhanden)
    assert why(deutung, "Summe")[0] == "Zeile 4, gilt für Hamm"
    assert why(deutung, "Gebiet") == ("Spalte A", "100 % der Einträge kennt das Projekt")
    assert why(deutung, "Zeitraum") == ("2023", "steht im Namen des Blatts")
    datei = Datei(inhalt, "t.xlsx")
    paket = build_lieferung(lies(datei, deutung.lesart, vorhanden), datei, vorhanden)
    werte = paket.tabellen["wert"]
    assert dict(zip(zip(werte["merkmal_id"], werte["gebiet_id"], strict=True), werte["wert"], strict=True)) == {
        ("kinder", "hm"): 10, ("kinder", "hh"): 20, ("kinder", "05915000"): 31,
        ("quote", "hm"): 5, ("quote", "hh"): 6, ("quote", "05915000"): 5.5,
    }  # fmt: skip
    [befund] = [b for b in paket.befunde if b.art == "sum_mismatch"]
    assert (befund.zeile, befund.spalte, befund.wert) == (4, "B", "31")
    assert "Zusammen sind es 30 (Kinder, 2023)" in befund.meldung
    assert paket.herkunft is Herkunft.EIGEN, "small counts of a city's own table are protected"


def test_a_row_that_is_the_sum_without_saying_so_is_no_area() -> None:
    zeilen: list[list[Any]] = [["Ort", "Kinder", "Alte"], ["A-Dorf", 1, 10], ["B-Dorf", 2, 20], ["C-Dorf", 3, 30]]
    inhalt = mappe({"2020": [*zeilen, ["Musterhausen", 6, 60]]})
    assert guess(inhalt).lesart.summen == ((5, ""),)
    assert {name for name, *_ in figures(inhalt)} == {"A-Dorf", "B-Dorf", "C-Dorf"}
    ohne = mappe({"2020": [*zeilen, ["Musterhausen", 6, 61]]})
    assert guess(ohne).lesart.summen == ()


def test_blocks_with_sums_of_their_own() -> None:
    inhalt = mappe(
        {
            "2020": [
                ["Stadtteil", "Kinder"],
                ["Mitte"],
                ["Altstadt", 5],
                ["Neustadt", 6],
                ["Mitte zusammen", 11],
                ["Heessen"],
                ["Dasbeck", 7],
                ["Enniger", 8],
                ["Heessen zusammen", 15],
                ["Gesamtstadt", 26],
            ]
        }
    )
    vorhanden = stadt(hm="Mitte", hh="Heessen")
    deutung = guess(inhalt, vorhanden=vorhanden)
    assert deutung.lesart.summen == ((5, "hm"), (9, "hh"), (10, ""))
    assert (deutung.lesart.kopf_von, deutung.lesart.daten_von, deutung.lesart.ausgelassen) == (1, 3, (6,))
    roh = lies(Datei(inhalt, "t.xlsx"), deutung.lesart, vorhanden)
    assert as_figures(roh.werte) == {
        (name, "Kinder", "", "2020"): zahl
        for name, zahl in {
            "Altstadt": 5, "Neustadt": 6, "Mitte": 11, "Dasbeck": 7, "Enniger": 8, "Heessen": 15,
        }.items()
    }  # fmt: skip
    assert [b.art for b in roh.befunde.result() if b.art.startswith("sum_m")] == []


def test_keys_and_names_in_one_cell_and_in_two() -> None:
    eine = mappe({"2020": [["Kreis", "Zahl"], ["05915 Hamm, Stadt", 1], ["05334 Aachen", 2]]})
    zwei = mappe({"2020": [["AGS", "Gemeinde", "Zahl"], [5915000, "Hamm", 1], [5334002, "Aachen", 2]]})
    roh = lies(Datei(eine, "t.xlsx"), guess(eine).lesart, Vorhandenes())
    assert roh.werte[["schluessel", "name"]].to_numpy().tolist() == [["05915", "Hamm, Stadt"], ["05334", "Aachen"]]
    deutung = guess(zwei)
    assert (deutung.lesart.schluessel, deutung.lesart.gebiet, deutung.lesart.ebene) == (0, 1, "")
    datei = Datei(zwei, "t.xlsx")
    paket = build_lieferung(
        lies(datei, deutung.lesart, Vorhandenes()), datei, mit({"05915000": "gemeinde", "05334002": "gemeinde"})
    )
    assert set(paket.tabellen["wert"]["gebiet_id"]) == {"05915000", "05334002"}


def test_a_name_that_begins_with_a_number_is_no_key() -> None:
    inhalt = mappe({"2020": [["Viertel", "Zahl"], ["3 Eichen", 1], ["Nordend", 2]]})
    assert {name for name, *_ in figures(inhalt)} == {"3 Eichen", "Nordend"}


def test_short_numbers_of_a_city_are_no_laender() -> None:
    inhalt = b"01 Nord;10\n02 Sued;12\n03 Ost;23\n"
    datei = Datei(inhalt, "einwohner_2023.csv")
    roh = lies(datei, guess(inhalt, "einwohner_2023.csv").lesart, Vorhandenes())
    paket = build_lieferung(roh, datei, Vorhandenes(), gebiete_anlegen=True)
    assert set(paket.tabellen["gebiet"]["raumebene"]) == {"quartier"}
    assert paket.tabellen["merkmal"]["merkmal_id"].tolist() == ["einwohner"]


@pytest.mark.parametrize("machen", [xls, ods], ids=["xls", "ods"])
def test_old_excel_and_open_document(machen: Any) -> None:
    inhalt = machen("Werte", [["Kinder am 31.12.2019"], [None], ["Stadtteil", "Kinder"], ["Süd", 12.0], ["Nord", 7.0]])
    erwartet = {("Süd", "Kinder", "", "2019-12-31"): 12, ("Nord", "Kinder", "", "2019-12-31"): 7}
    assert figures(inhalt, "alt.bin") == erwartet
    assert erkenne_datei(inhalt, "alt.bin")[1].profil.name == "tabelle"


def test_a_cell_repeated_a_million_times_is_not_unpacked() -> None:
    inhalt = ods("x", [["a", 1.0]] * 50, wiederholt=1_000_000)
    with pytest.raises(LieferungError, match="weit nach rechts"):
        read_lieferung(inhalt, "x.ods")


def test_shares_formatted_as_percent_and_thousands_of_euro() -> None:
    inhalt = mappe(
        {
            "2022": [
                ["Stadtteil", "Quote in %", "Ausgaben in 1.000 €", "Einkommen (€ je Einwohner)"],
                ["Nord", 0.125, 12.5, 41000],
                ["Süd", 0.25, 7, 39000],
                ["Ost", 0.3, 8, 38000],
            ]
        }
    )
    spalten = {s.merkmal: (s.einheit, s.art, s.faktor) for s in guess(inhalt).lesart.spalten}
    assert spalten == {
        "Quote": ("%", Merkmalsart.RATE, 100),
        "Ausgaben": ("€", Merkmalsart.BETRAG, 1000),
        "Einkommen": ("€ je Einwohner", Merkmalsart.RATE, 1),
    }
    werte = figures(inhalt)
    assert werte["Nord", "Quote", "", "2022"] == 12.5
    assert werte["Nord", "Ausgaben", "", "2022"] == 12500
    assert werte["Ost", "Quote", "", "2022"] == 30


@pytest.mark.parametrize(
    ("kopf", "erwartet"),
    [
        (["Einwohner am 31.12.2022"], ("Einwohner", "", "2022-12-31", "", 1)),
        (["Einwohner", "männlich", 2022.0], ("Einwohner", "Geschlecht=männlich", "2022", "", 1)),
        (["Volk", "18 bis unter 25 Jahre", "in %"], ("Volk", "Altersgruppe=18 bis unter 25 Jahre", "", "%", 1)),
        (["SGB-II-Quote (in %)"], ("SGB-II-Quote", "", "", "%", 1)),
        (["Wohngeld", "insgesamt", "Tsd. Euro"], ("Wohngeld", "", "", "€", 1000)),
        (["Geburten je 1.000 Frauen"], ("Geburten je 1.000 Frauen", "", "", "", 1)),
        (["Kinder", "Kinder", dt.date(2021, 6, 30)], ("Kinder", "", "2021-06-30", "", 1)),
        (["Plätze", "U3", "2022/23"], ("Plätze – U3", "", "2022/23", "", 1)),
    ],
)  # fmt: skip
def test_headings(kopf: list[Any], erwartet: tuple[Any, ...]) -> None:
    u = read_ueberschrift(kopf)
    assert (u.merkmal, u.gruppe, u.zeitraum, u.einheit, u.faktor) == erwartet


def test_words_of_sums_and_units() -> None:
    assert all(
        map(is_summe, ["Summe", "Insgesamt", "Stadt insgesamt", "Hamm insgesamt", "Gesamtstadt", "Kreis gesamt:"])
    )
    assert not any(map(is_summe, ["Gesamtschule Nord", "Summersdorf", "Totalheim", "Mitte"]))
    assert [name_of_summe(t) for t in ("Mitte zusammen", "Summe Mitte", "Summe", "Stadt insgesamt")] == [
        "Mitte",
        "Mitte",
        "",
        "",
    ]
    assert [read_einheit(t) for t in ("in %", "€", "Anzahl", "Kinder")] == [("%", 1), ("€", 1), ("", 1), None]


def test_two_figures_under_one_heading_are_two_merkmale() -> None:
    inhalt = mappe(
        {"2020": [["Stadtteil", "Arbeitslose", None], [None, "Anzahl", "in %"], ["Nord", 10, 4.5], ["Süd", 20, 5.5]]},
        {"2020": ["B1:C1"]},
    )
    assert [s.merkmal for s in guess(inhalt).lesart.spalten] == ["Arbeitslose", "Arbeitslose (%)"]
    assert guess(inhalt).lesart.kopf_von == 1


def test_a_merkmal_of_the_projekt_keeps_its_key() -> None:
    merkmale = pd.DataFrame(
        [["m17", "Arbeitslose", "anzahl", ""]], columns=["merkmal_id", "bezeichnung", "art", "einheit"]
    )
    inhalt = mappe({"2020": [["Stadtteil", "arbeitslose"], ["Nord", 10], ["Süd", 20]]})
    vorhanden = mit({}, merkmale=merkmale)
    assert set(lies(Datei(inhalt, "t.xlsx"), guess(inhalt).lesart, vorhanden).werte["merkmal_id"]) == {"m17"}


def test_without_a_year_the_delivery_is_blocked_until_somebody_says_it() -> None:
    inhalt = mappe({"Kinder": [["Stadtteil", "Kinder", "Alte"], ["Nord", 1, 5], ["Süd", 2, 6]]})
    deutung = guess(inhalt)
    assert why(deutung, "Zeitraum")[0] == "fehlt"
    with pytest.raises(LieferungError, match="nennt keinen Zeitraum"):
        lies(Datei(inhalt, "t.xlsx"), deutung.lesart, Vorhandenes())
    eine = replace(
        deutung.lesart, spalten=(replace(deutung.lesart.spalten[0], zeitraum="2020"), deutung.lesart.spalten[1])
    )
    roh = lies(Datei(inhalt, "t.xlsx"), eine, Vorhandenes())
    assert [(b.art, b.spalte) for b in roh.befunde.result()] == [("column_without_period", "C")]


def test_what_a_person_says_holds_and_the_rest_is_guessed_around_it() -> None:
    inhalt = mappe(
        {
            "A": [["Bericht 2019"], ["Stadtteil", "Kinder"], ["(geschätzt)", None], ["Nord", 1], ["Süd", 2]],
            "B": [["Stadtteil", "Alte"], ["Nord", 3], ["Süd", 4], ["Ost", 5], ["West", 9]],
        }
    )  # fmt: skip
    assert guess(inhalt).lesart.blatt == "B"
    deutung = guess(inhalt, blatt="A", kopf_bis=2)
    assert why(deutung, "Blatt") == ("›A‹", "so festgelegt")
    assert (deutung.lesart.kopf_von, deutung.lesart.kopf_bis, deutung.lesart.daten_von) == (2, 2, 4)
    assert figures(inhalt, blatt="A", kopf_bis=2) == {
        ("Nord", "Kinder", "", "2019"): 1, ("Süd", "Kinder", "", "2019"): 2,
    }  # fmt: skip
    assert guess(inhalt, blatt="A", daten_von=5).lesart.daten_von == 5
    assert guess(inhalt, gebiet=0, schluessel=-1).lesart.schluessel is None


def test_left_out_rows_and_columns_stay_out() -> None:
    lesart = guess(GESTAPELT).lesart
    ohne = replace(lesart, ausgelassen=(7,), spalten=lesart.spalten[:1])
    roh = lies(Datei(GESTAPELT, "t.xlsx"), ohne, Vorhandenes())
    assert as_figures(roh.werte) == {
        ("Nord", "Einwohner", "", "2022"): 1000, ("Mitte", "Einwohner", "", "2022"): 1234,
    }  # fmt: skip
    assert [b.wert for b in roh.befunde.result() if b.art == "sum_mismatch"] == ["4.245"], "2234 is left"


def test_no_table_at_all_is_a_sentence() -> None:
    with pytest.raises(LieferungError, match="keine Tabelle mit Gebieten und Zahlen"):
        read_lieferung(b"Sehr geehrte; Damen\nund; Herren\n", "brief.csv")
    paket = read_lieferung(mappe({"Blatt": [["Nur"], ["Text"]]}), "t.xlsx")
    assert paket.fehler, "a workbook without a table is looked at as a Vorlage"


def test_the_whole_way_to_a_delivery() -> None:
    paket: Lieferungspaket = read_lieferung(GESTAPELT, "Arbeitslose.xlsx", gebiete_anlegen=True)
    assert paket.fehler == ()
    assert len(paket.tabellen["wert"]) == 15
    assert paket.tabellen["gebiet"]["gebiet_id"].tolist() == ["nord", "sued", "mitte"]
    assert set(paket.tabellen["gebiet"]["raumebene"]) == {"stadtteil"}
    stelle = paket.tabellen["wert"].iloc[0]
    assert (stelle["blatt"], stelle["zeile"], stelle["spalte"]) == ("Tab 1", 6, "B")
    assert {"sum_checked", "sum_row"} <= arten(paket)


# --- properties ---------------------------------------------------------------------------------------------------

NAMEN = ["Altstadt", "Bergheim", "Dorfmitte", "Esch", "Feldmark", "Großeneich"]


@settings(max_examples=25, deadline=None)
@given(
    zahlen=st.lists(st.lists(st.integers(0, 99_999), min_size=2, max_size=2), min_size=3, max_size=6),
    titel=st.integers(0, 3),
    spalten_davor=st.integers(0, 2),
    summe=st.booleans(),
    fussnoten=st.integers(0, 2),
    deutsch=st.booleans(),
)
def test_where_the_table_stands_and_how_numbers_are_written_does_not_matter(
    zahlen: list[list[int]], titel: int, spalten_davor: int, summe: bool, fussnoten: int, deutsch: bool
) -> None:
    def schreibe(zahl: int) -> Any:
        return f"{zahl:,}".replace(",", ".") if deutsch else zahl

    leer = [None] * spalten_davor
    zeilen: list[list[Any]] = [[*leer, "Statistik der Stadt"], *([[*leer, "Auszug"]] * titel), []]
    zeilen += [[*leer, "Stadtteil", "Kinder 2020", "Kinder 2021"]]
    zeilen += [[*leer, NAMEN[i], *map(schreibe, zeile)] for i, zeile in enumerate(zahlen)]
    if summe:
        zeilen += [[*leer, "Insgesamt", *(schreibe(sum(z[j] for z in zahlen)) for j in (0, 1))]]
    zeilen += [[], *([[*leer, "1) geschätzt"]] * fussnoten)]
    inhalt = mappe({"Blatt": zeilen})
    erwartet = {
        (NAMEN[i], "Kinder", "", jahr): zahl
        for i, zeile in enumerate(zahlen)
        for jahr, zahl in zip(("2020", "2021"), zeile, strict=True)
    }
    assert figures(inhalt) == erwartet
    roh = lies(Datei(inhalt, "t.xlsx"), guess(inhalt).lesart, Vorhandenes())
    assert not [b for b in roh.befunde.result() if b.art == "sum_mismatch"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=12) | st.floats() | st.booleans())
def test_every_cell_is_some_kind_and_can_be_prepared(zelle: Any) -> None:
    assert isinstance(kind_of(zelle), Zellart)
    for dezimal in ",.":
        fertig = prepare(zelle, dezimal, 1.0)
        if kind_of(zelle) is Zellart.LEER:
            assert fertig == ""


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["", "Nord", "Summe", "2020", 2021.0, 5.0, "7,5", ".", "-", "a\nb"]), max_size=5),
        max_size=8,
    )
)
def test_no_sheet_is_too_crooked_to_be_looked_at(zeilen: list[list[Any]]) -> None:
    inhalt = mappe({"Blatt": zeilen})
    deutung = rate(Datei(inhalt, "t.xlsx"), Vorhandenes())
    if deutung is None:
        return
    try:
        roh = lies(Datei(inhalt, "t.xlsx"), deutung.lesart, Vorhandenes())
    except LieferungError:
        return
    assert not any(is_summe(str(name)) for name in roh.werte["name"])


# --- real files ---------------------------------------------------------------------------------------------------

DATEN = Path(__file__).resolve().parents[2].parent / "shared" / "daten"


@pytest.mark.skipif(not DATEN.exists(), reason="no samples beside the project")
@pytest.mark.parametrize(
    ("muster", "anzahl", "stellen"),
    [
        (
            "formate/inkar/B_*.xlsx",
            10007,
            {
                ("Flensburg, Stadt", "Schulabgänger ohne Abschluss", "", "1995"): 8.14,
                ("Flensburg, Stadt", "Schulabgänger ohne Abschluss", "", "1996"): 7.9,
                ("Gütersloh", "Schulabgänger ohne Abschluss", "", "1999"): 5.25,
                ("Altenburger Land", "Schulabgänger ohne Abschluss", "", "1996"): 12.58,
                ("Altenburger Land", "Schulabgänger ohne Abschluss", "", "2019"): 7.96,
            },
        ),
        (
            "formate/genesis_klassisch/23111*.csv",
            9146,
            {
                ("Deutschland", "Krankenhäuser", "", "2017-12-31"): 1942,
                ("Schleswig-Holstein", "Krankenhäuser", "", "2017-12-31"): 111,
                ("Flensburg, Kreisfreie Stadt", "Krankenhäuser", "", "2017-12-31"): 3,
                ("Deutschland", "aufgestellte Betten in Krankenhäusern (JD)", "", "2017-12-31"): 497182,
                ("Flensburg, Kreisfreie Stadt", "aufgestellte Betten in Krankenhäusern (JD)", "", "2017-12-31"): 860,
            },
        ),
        (
            "zahlen/inkar_gemeinde*.csv",
            1105,
            {
                ("Aachen, Stadt", "Arbeitslose", "", "1998"): 13751,
                ("Eschweiler, Stadt", "Beschäftigtenquote", "", "2017"): 54.96,
                ("Hamm, Stadt", "Arbeitslose", "", "1999"): 9931,
                ("Düren, Stadt", "Arbeitslose", "", "1998"): 4570,
                ("Herzogenrath, Stadt", "Arbeitslose", "", "2009"): 1847,
                ("Baesweiler, Stadt", "Beschäftigtenquote", "", "2004"): 43.04,
                ("Würselen, Stadt", "Beschäftigtenquote", "", "2015"): 55.06,
                ("Mönchengladbach, Stadt", "Erwerbsfähige Bevölkerung (15 bis unter 65 Jahre)", "", "2006"): 170891,
                ("Baesweiler, Stadt", "Erwerbsfähige Bevölkerung (15 bis unter 65 Jahre)", "", "2015"): 17800,
                ("Baesweiler, Stadt", "Einkommensteuer", "", "2000"): 210.72,
                ("Würselen, Stadt", "Einkommensteuer", "", "2011"): 348.29,
                ("Düren, Stadt", "Einkommensteuer", "", "2019"): 382.5,
            },
        ),
        (
            "haushalt/koeln*.csv",
            9174,
            {
                (
                    "Chorweiler",
                    "Innere Verwaltung – Plan",
                    "PG_BEZ=Politische Gremien, Verwaltungsführung und internationale Angelegenheiten;"
                    "Teilplanzeile=18 : Ergebnis der lfd. Verwaltungstätigkeit (10 und 17)",
                    "2011",
                ): 5250,
            },
        ),
    ],
)
def test_real_tables_without_their_own_profile(muster: str, anzahl: int, stellen: Zahlen) -> None:
    [pfad] = list(DATEN.glob(muster))
    datei = Datei(pfad, pfad.name)
    werte = lies(datei, guess(datei.inhalt, datei.name).lesart, Vorhandenes()).werte
    assert len(werte) == anzahl
    gelesen = as_figures(werte)
    assert {stelle: gelesen[stelle] for stelle in stellen} == stellen


def test_a_reading_can_be_written_down_by_hand() -> None:
    """A reading can be written down by hand."""
    inhalt = mappe({"X": [["a", "b"], ["Nord", 1.5]]})
    lesart = Lesart("X", 1, 1, 2, 2, 0, None, (Spaltenlesart(1, "Miete", "", "2020", "€ je m²", Merkmalsart.RATE),))
    assert as_figures(lies(Datei(inhalt, "t.xlsx"), lesart, Vorhandenes()).werte) == {
        ("Nord", "Miete", "", "2020"): 1.5
    }
