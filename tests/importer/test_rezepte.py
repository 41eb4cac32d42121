"""A corrected reading is kept as a recipe and meets next year's file; expected figures are written down by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tabellen import mappe
from test_tabelle import Zahlen, as_figures

from sozialplanung.errors import LieferungError
from sozialplanung.importer import Vorhandenes
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.tabelle.lesart import Spaltenvorgabe, Vorgaben, Zeilenart
from sozialplanung.importer.tabelle.lesen import lies
from sozialplanung.importer.tabelle.raten import rate
from sozialplanung.importer.tabelle.rezept import Rezept
from sozialplanung.importer.tabelle.rezeptdatei import read_rezept, write_rezept
from sozialplanung.importer.tabelle.wiedererkennen import find_rezept, make_rezept, match_rezept, without_years
from sozialplanung.model import Herkunft, Merkmalsart

Zeilen = list[list[Any]]


def recipe(inhalt: bytes, vorgaben: Vorgaben | None = None, name: str = "alt.xlsx") -> Rezept:
    """Saved and read back: what a person gets next year."""
    vorgaben = vorgaben or Vorgaben()
    datei = Datei(inhalt, name)
    deutung = rate(datei, Vorhandenes(), vorgaben)
    assert deutung is not None
    rezept = make_rezept("R", datei, deutung.lesart, vorgaben)
    assert read_rezept(write_rezept(rezept)) == rezept
    return rezept


def read(rezept: Rezept, inhalt: bytes, name: str = "völlig anders.xlsx") -> Zahlen:
    datei = Datei(inhalt, name)
    passung = find_rezept([rezept], datei)
    assert passung is not None
    deutung = rate(datei, Vorhandenes(), passung.vorgaben)
    assert deutung is not None
    return as_figures(lies(datei, deutung.lesart, Vorhandenes()).werte)


ALT: Zeilen = [
    ["Tabelle 7: Leistungen nach Stadtteilen, Stand 31.12.2022"],
    ["intern", None, "Bericht 2022"],
    ["Gebiet", "Empfänger", None, "Kosten in Tsd. €"],
    [None, 2021, "2022 (vorl.)", 2022],
    ["Nord", 10, 11, 5],
    ["Süd", 20, 21, 6],
    ["Ausland", 1, 2, 0],
    ["Summe", 30, 32, 11],
    ["Nachrichtlich: Land", 900, 901, 90],
]
# one more title row, one more year, one more area, other places
NEU: Zeilen = [
    ["Amt 50"],
    ["Tabelle 9: Leistungen nach Stadtteilen, Stand 31.12.2023"],
    ["intern", None, None, "Bericht 2023"],
    [],
    ["Gebiet", "Empfänger", None, None, "Kosten in Tsd. €"],
    [None, 2021, 2022, "2023 (vorl.)", 2023],
    ["Nord", 10, 12, 13, 7],
    ["Mitte", 1, 1, 1, 1],
    ["Süd", 20, 22, 23, 8],
    ["Ausland", 2, 2, 2, 2],
    ["Summe", 31, 35, 37, 16],
    ["Nachrichtlich: Land", 900, 901, 902, 90],
]


def corrected() -> Vorgaben:
    """»Kosten« are called otherwise, »Ausland« is no area, the figures end before »Nachrichtlich«."""
    return (
        Vorgaben(kopf_von=3, kopf_bis=4, daten_bis=8, ebene="stadtteil", quelle="Amt 50", herkunft=Herkunft.AMTLICH)
        .with_spalte(3, merkmal="Ausgaben", faktor=1000.0)
        .with_zeile(7, Zeilenart.WEG)
    )


def test_next_year_is_read_as_people_corrected_this_year() -> None:
    rezept = recipe(mappe({"Stand 2022": ALT}), corrected())
    assert read(rezept, mappe({"Stand 2022": ALT})) == {
        ("Nord", "Empfänger", "", "2021"): 10,
        ("Süd", "Empfänger", "", "2021"): 20,
        ("Nord", "Empfänger", "", "2022"): 11,
        ("Süd", "Empfänger", "", "2022"): 21,
        ("Nord", "Ausgaben", "", "2022"): 5000,
        ("Süd", "Ausgaben", "", "2022"): 6000,
    }
    assert read(rezept, mappe({"Deckblatt": [["Amt 50"]], "Stand 2023": NEU})) == {
        ("Nord", "Empfänger", "", "2021"): 10,
        ("Mitte", "Empfänger", "", "2021"): 1,
        ("Süd", "Empfänger", "", "2021"): 20,
        ("Nord", "Empfänger", "", "2022"): 12,
        ("Mitte", "Empfänger", "", "2022"): 1,
        ("Süd", "Empfänger", "", "2022"): 22,
        ("Nord", "Empfänger", "", "2023"): 13,
        ("Mitte", "Empfänger", "", "2023"): 1,
        ("Süd", "Empfänger", "", "2023"): 23,
        ("Nord", "Ausgaben", "", "2023"): 7000,
        ("Mitte", "Ausgaben", "", "2023"): 1000,
        ("Süd", "Ausgaben", "", "2023"): 8000,
    }
    datei = Datei(mappe({"Stand 2023": NEU}), "x.xlsx")
    deutung = rate(datei, Vorhandenes(), match_rezept(rezept, datei).vorgaben)
    assert deutung is not None
    assert (deutung.lesart.quelle, deutung.lesart.herkunft, deutung.lesart.ebene) == (
        "Amt 50",
        Herkunft.AMTLICH,
        "stadtteil",
    )
    assert {v.grund for v in deutung.vermutungen if v.was in {"Kopf", "Gebiet", "Werte"}} == {"nach dem Rezept ›R‹"}


def test_a_table_of_another_kind_meets_no_recipe() -> None:
    rezept = recipe(mappe({"Stand 2022": ALT}), corrected())
    fremd = mappe({"Stand 2022": [["Gebiet", "Kinder"], ["Nord", 1], ["Süd", 2]]})
    assert find_rezept([rezept], Datei(fremd, "alt.xlsx")) is None
    with pytest.raises(LieferungError, match=r"passt nicht zu ›alt\.xlsx‹: Eine Kopfzeile mit ›gebiet‹, ›empfaenger‹"):
        match_rezept(rezept, Datei(mappe({"B": [["Name", "Zahl"], ["Nord", 1]]}), "alt.xlsx"))
    ohne_kosten = [zeile[:3] for zeile in ALT]
    passung = match_rezept(rezept, Datei(mappe({"Stand 2022": ohne_kosten}), "alt.xlsx"))
    assert (passung.passt, passung.fehlend) == (False, ("kostenintsd",))


def test_a_year_that_was_typed_in_is_asked_again() -> None:
    alt = mappe({"Werte": [["Gebiet", "Kinder"], ["Nord", 1], ["Süd", 2]]})
    rezept = recipe(alt, Vorgaben(zeitraum="2022"))
    datei = Datei(alt, "x.xlsx")
    deutung = rate(datei, Vorhandenes(), match_rezept(rezept, datei).vorgaben)
    assert deutung is not None
    assert [s.zeitraum for s in deutung.lesart.spalten] == [""]
    je_spalte = recipe(alt, Vorgaben().with_spalte(1, zeitraum="2022"))
    passung = match_rezept(je_spalte, datei)
    assert passung.vorgaben.spalten[0].zeitraum == ""


def test_equal_headings_are_told_apart_by_their_place_or_not_at_all() -> None:
    kopf = ["Gebiet", "Anzahl", "Anzahl"]
    alt = mappe({"2022": [kopf, ["Nord", 1, 5], ["Süd", 2, 6]]})
    vorgaben = Vorgaben().with_spalte(1, merkmal="Kinder").with_spalte(2, merkmal="Alte")
    rezept = recipe(alt, vorgaben)
    neu = mappe({"2023": [["Titel"], kopf, ["Nord", 3, 7]]})
    assert read(rezept, neu) == {("Nord", "Kinder", "", "2023"): 3, ("Nord", "Alte", "", "2023"): 7}
    drei = mappe({"2023": [[*kopf, "Anzahl"], ["Nord", 3, 7, 8]]})
    assert match_rezept(rezept, Datei(drei, "x.xlsx")).fehlend == ("anzahl",)
    ohne = recipe(alt, Vorgaben().with_spalte(2, weg=True))
    assert set(read(ohne, neu).values()) == {3}


def test_a_column_that_the_recipe_does_not_know_is_guessed_and_told() -> None:
    alt = mappe({"2022": [["Gebiet", "Kinder"], ["Nord", 1], ["Süd", 2]]})
    rezept = recipe(alt)
    neu = Datei(mappe({"2023": [["Gebiet", "Kinder", "Alte"], ["Nord", 1, 5], ["Süd", 2, 6]]}), "x.xlsx")
    passung = match_rezept(rezept, neu)
    assert (passung.passt, passung.neu) == (True, ("C",))
    assert read(rezept, neu.inhalt)[("Nord", "Alte", "", "2023")] == 5


def test_years_below_merged_headings_stay_in_the_header() -> None:
    def blatt(jahr: int) -> bytes:
        zeilen = [["Titel"], [], ["Gebiet", "Kinder", None], [None, jahr - 1, jahr], ["Nord", 1, 2], ["Süd", 3, 4]]
        return mappe({"T": zeilen}, {"T": ["A3:A4", "B3:C3"]})

    assert read(recipe(blatt(2022)), blatt(2023)) == {
        ("Nord", "Kinder", "", "2022"): 1,
        ("Süd", "Kinder", "", "2022"): 3,
        ("Nord", "Kinder", "", "2023"): 2,
        ("Süd", "Kinder", "", "2023"): 4,
    }


def test_sheets_of_several_years_the_last_is_taken() -> None:
    def blatt(n: int) -> Zeilen:
        return [["Gebiet", "Kinder"], ["Nord", n], ["Süd", 2 * n]]

    rezept = recipe(mappe({"2022": blatt(1)}))
    assert read(rezept, mappe({"2022": blatt(1), "2024": blatt(3), "2023": blatt(2)})) == {
        ("Nord", "Kinder", "", "2024"): 3,
        ("Süd", "Kinder", "", "2024"): 6,
    }


def test_years_down_with_groups_and_without_a_header() -> None:
    alt = "Jahr;Ort;Art;Hunde\n2021;Nord;m;1\n2021;Nord;w;2\n2022;Nord;m;3\n2022;Nord;w;4\n".encode("cp1252")
    rezept = recipe(alt, Vorgaben(gruppen=(2,), kodierung="cp1252", trenner=";"), "alt.csv")
    neu = "Bericht\n\nJahr;Ort;Art;Hunde\n2023;Höhe;m;7\n2023;Höhe;w;8\n2024;Höhe;m;9\n".encode("cp1252")
    assert read(rezept, neu, "neu.csv") == {
        ("Höhe", "Hunde", "Art=m", "2023"): 7,
        ("Höhe", "Hunde", "Art=w", "2023"): 8,
        ("Höhe", "Hunde", "Art=m", "2024"): 9,
    }
    kopflos = recipe(b"Nord;1;2\nSued;3;4\nOst;5;6\n", Vorgaben(kopf_von=0).with_spalte(2, weg=True), "werte 2022.csv")
    assert read(kopflos, b"Nord;7;8\nSued;9;1\n", "werte 2023.csv") == {
        ("Nord", "Spalte B", "", "2023"): 7,
        ("Sued", "Spalte B", "", "2023"): 9,
    }


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Einwohner am 31.12.2022", "einwohner"),
        ("Einwohner 2023 (vorläufig)1)", "einwohner"),
        ("2022/23", ""),
        ("Veränderung 2021/2022 in %", "veraenderungin"),
        ("18 bis unter 25 Jahre", "18bisunter25jahre"),
        ("Tab 3", "tab3"),
    ],
)
def test_headings_without_their_years(text: str, form: str) -> None:
    assert without_years(text) == form


@pytest.mark.parametrize(
    ("text", "grund"),
    [
        ("", "rezept: 1"),
        ("rezept: 2", "rezept: 1"),
        ("[1, 2", "kein lesbares YAML"),
        ("rezept: 1\nspalten: 7", "unter ›spalten‹"),
        ("rezept: 1\nspalten: {gebiet: {ueberschrift: a}}", "›werte‹"),
        ("rezept: 1\nspalten: {gebiet: {ueberschrift: a}}\nwerte: [{art: kraut}]", "art: kraut"),
        ("rezept: 1\nkopfzeilen: -3\nspalten: {gebiet: {}}\nwerte: [{art: rate}]", "kopfzeilen: -3"),
        ("rezept: 1\nkodierung: klingonisch\nspalten: {gebiet: {}}\nwerte: [{art: rate}]", "klingonisch"),
        ("rezept: 1\nspalten: {gebiet: {}}\nwerte: [{art: rate, faktor: .nan}]", "faktor: nan"),
        ("rezept: 1\nname: [a]\nspalten: {gebiet: {}}\nwerte: [{art: rate}]", "name: "),
        ("x" * 200_001, "zu groß"),
    ],
)
def test_what_is_no_recipe_gets_a_sentence(text: str, grund: str) -> None:
    with pytest.raises(LieferungError, match=grund):
        read_rezept(text)
    with pytest.raises(LieferungError):
        read_rezept(text.encode() + b"\xff\xfe\x00")


nummern = st.integers(-2, 12)
entscheidungen = st.builds(
    Vorgaben,
    blatt=st.sampled_from([None, "Stand 2022", "gibt es nicht"]),
    kopf_von=st.none() | nummern,
    kopf_bis=st.none() | nummern,
    daten_von=st.none() | nummern,
    daten_bis=st.none() | nummern,
    gebiet=st.none() | nummern,
    schluessel=st.none() | nummern,
    zeit=st.none() | nummern,
    merkmal=st.none() | nummern,
    gruppen=st.none() | st.tuples(nummern, nummern),
    spalten=st.lists(
        st.builds(
            Spaltenvorgabe,
            nummer=nummern,
            weg=st.sampled_from([None, True, False]),
            merkmal=st.sampled_from([None, "", "M"]),
            einheit=st.sampled_from([None, "%", "€"]),
            art=st.none() | st.sampled_from(Merkmalsart),
            faktor=st.sampled_from([None, 1000.0]),
        ),
        max_size=3,
    ).map(tuple),
    zeilen=st.lists(st.tuples(nummern, st.sampled_from(Zeilenart)), max_size=3).map(tuple),
    zeitraum=st.sampled_from([None, "", "2022"]),
    dezimal=st.sampled_from([None, "."]),
)


@settings(max_examples=60, deadline=None, phases=[Phase.generate])
@given(entscheidungen)
def test_whatever_is_decided_ends_in_figures_or_a_sentence_and_reads_the_same_by_its_recipe(vorgaben: Vorgaben) -> None:
    datei = Datei(mappe({"Stand 2022": ALT}), "t.xlsx")
    deutung = rate(datei, Vorhandenes(), vorgaben)
    if deutung is None:
        return
    try:
        zahlen = as_figures(lies(datei, deutung.lesart, Vorhandenes()).werte)
    except LieferungError:
        return
    rezept = make_rezept("R", datei, deutung.lesart, vorgaben)
    assert zahlen
    assert (write_rezept(rezept)) == write_rezept(read_rezept(write_rezept(rezept)))
