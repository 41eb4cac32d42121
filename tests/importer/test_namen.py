"""Areas by name: what is certain is taken, what is similar or ambiguous is asked."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sozialplanung.importer.befunde import Befundliste
from sozialplanung.importer.gebiete import Fremdgebiet
from sozialplanung.importer.namen import Bekannt, Namen, parse_name
from sozialplanung.importer.zuordnung import Zuordnung, match_names

AACHEN = [
    ("05334002", "Aachen", "gemeinde"),
    ("05334", "StädteRegion Aachen", "kreis"),
    ("05334032", "Stolberg", "gemeinde"),
    ("05334028", "Roetgen", "gemeinde"),
]


def names(*gebiete: tuple[str, str, str]) -> Namen:
    return Namen(Bekannt(*gebiet) for gebiet in gebiete)


def found(text: str, *namen: str, ebene: str = "stadtteil") -> list[str]:
    verzeichnis = names(*((name, name, ebene) for name in namen))
    return [b.gebiet_id for b in verzeichnis.find(text)[0]]


@pytest.mark.parametrize(
    ("text", "ziel"),
    [
        ("Aachen", "05334002"),
        ("Aachen, Stadt", "05334002"),
        ("AACHEN", "05334002"),
        ("Städteregion Aachen", "05334"),
        ("Aachen, Städteregion", "05334"),
        ("Stolberg (Rhld.), Kupferstadt", "05334032"),
        ("Stolberg (Rheinland)", "05334032"),
    ],
)
def test_official_spellings_meet_the_names_of_the_projekt(text: str, ziel: str) -> None:
    assert [b.gebiet_id for b in names(*AACHEN).find(text)[0]] == [ziel]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bockum-Hoevel", "Bockum-Hövel"),
        ("Bockum Hövel", "Bockum-Hövel"),
        ("Bockum-Hövel", "Bockum-Hövel"),
        ("OT Rhynern", "Rhynern"),
        ("Stadtteil Rhynern", "Rhynern"),
        ("St. Georgen", "Sankt Georgen"),
        ("Sankt Georgen", "St.Georgen"),
        ("Mülheim a. d. Ruhr", "Mülheim an der Ruhr"),
        ("Mülheim a.d.Ruhr", "Mülheim an der Ruhr"),
        ("Frankfurt am Main", "Frankfurt a. M."),
        ("Stolberg (Rhld.)", "Stolberg (Rheinland)"),
        ("Nord & Süd", "Nord und Süd"),
        ("Schloß Neuhaus", "Schloss Neuhaus"),
    ],
)
def test_the_same_name_in_another_spelling(text: str, name: str) -> None:
    assert found(text, name, "Heessen") == [name]
    assert found(name, text, "Heessen") == [text]


@pytest.mark.parametrize(
    ("text", "name", "ebene"),
    [
        ("Frankfurt (Oder)", "Frankfurt (Main)", "gemeinde"),
        ("Kreis Unna", "Unna", "gemeinde"),
        ("Aachen, Stadt", "StädteRegion Aachen", "kreis"),
        ("Hamm, Heessen", "Hamm", "gemeinde"),
        ("Bezirk 1", "Bezirk 2", "stadtbezirk"),
        ("Rhinern", "Rhynern", "stadtteil"),
        ("Mitte", "Innenstadt", "stadtteil"),
        ("", "Mitte", "stadtteil"),
        ("()", "Mitte", "stadtteil"),
    ],
)
def test_another_name_is_no_match(text: str, name: str, ebene: str) -> None:
    assert found(text, name, ebene=ebene) == []


def test_similar_names_are_proposed_and_other_numbers_are_not() -> None:
    verzeichnis = names(("r", "Rhynern", "stadtteil"), ("h", "Heessen", "stadtteil"), ("b2", "Bezirk 2", "stadtteil"))
    assert [b.gebiet_id for b in verzeichnis.propose("Rhinern")] == ["r"]
    assert [b.gebiet_id for b in verzeichnis.propose("Hessen")] == ["h"]
    assert verzeichnis.propose("Bezirk 1") == verzeichnis.propose("Summe") == []


def match(
    *texte: str | Fremdgebiet,
    gebiete: list[tuple[str, str, str]],
    aliase: dict[str, str | None] | None = None,
    vergeben: tuple[str, ...] = (),
) -> tuple[Zuordnung, list[str]]:
    fremde = [text if isinstance(text, Fremdgebiet) else Fremdgebiet(text, text) for text in texte]
    tabelle = pd.DataFrame(gebiete, columns=["gebiet_id", "bezeichnung", "raumebene"])
    befunde = Befundliste()
    ergebnis = match_names(fremde, tabelle, aliase or {}, vergeben, befunde)
    return ergebnis, [befund.art for befund in befunde.result()]


MITTE = [("1", "Mitte", "stadtbezirk"), ("101", "Mitte", "stadtteil"), ("2", "Nord", "stadtbezirk")]


def test_one_name_for_two_areas_is_asked() -> None:
    ergebnis, arten = match("Mitte", "Nord", gebiete=MITTE)
    assert ergebnis.ziele == {"Nord": "2"}
    assert ergebnis.offen["Mitte"].vorschlaege == ("1", "101")
    assert arten == ["ambiguous_area"]
    # A file that says which level it speaks of leaves no question.
    genau, arten = match(Fremdgebiet("x", "Mitte", "stadtteil"), gebiete=MITTE)
    assert (genau.ziele, arten) == ({"x": "101"}, [])


def test_two_names_for_one_area_are_asked_unless_one_is_its_very_name() -> None:
    beide, _ = match("NORD", "OT Nord", gebiete=MITTE)
    assert (beide.ziele, set(beide.offen)) == ({"NORD": "2"}, {"OT Nord"})
    gleich, _ = match("Ortsteil Nord", "OT Nord", gebiete=MITTE)
    assert (gleich.ziele, set(gleich.offen)) == ({}, {"Ortsteil Nord", "OT Nord"})
    schon, _ = match("Nord", gebiete=MITTE, vergeben=("2",))
    assert (schon.ziele, set(schon.offen)) == ({}, {"Nord"})


def test_decisions_of_people_come_first_and_are_told() -> None:
    ergebnis, arten = match("Mitte", "Summe", "Hafen", gebiete=MITTE, aliase={"Mitte": "101", "Summe": None})
    assert (ergebnis.ziele, ergebnis.weg, ergebnis.offen) == ({"Mitte": "101"}, {"Summe"}, {})
    assert arten == ["matched_alias", "matched_alias"]
    # The area is gone: asked again.
    wieder, _ = match("Mitte", gebiete=MITTE, aliase={"Mitte": "999"})
    assert set(wieder.offen) == {"Mitte"}
    # An area of its own is neither similar to another one nor asked again.
    eigen, arten = match("Nordt", gebiete=MITTE, aliase={"Nordt": "Nordt"})
    assert (eigen.erledigt, arten) == (set(), [])


def test_an_official_key_that_nobody_knows_is_another_area() -> None:
    """Unna the Kreis does not become Unna the Gemeinde; without keys of their own areas go by name."""
    ergebnis, _ = match(Fremdgebiet("05978", "Unna"), gebiete=[("05978036", "Unna", "gemeinde")])
    assert (ergebnis.ziele, ergebnis.offen) == ({}, {})
    eigene, arten = match(Fremdgebiet("05334002", "Aachen, Stadt"), gebiete=[("ac", "Aachen", "gemeinde")])
    assert (eigene.ziele, arten) == ({"05334002": "ac"}, ["matched_name"])


TEXT = st.text(st.sampled_from("aAäßé .,-()1I&'\"<\u0301\x00"), max_size=12)


@settings(max_examples=30, deadline=None)
@given(TEXT, st.lists(TEXT, max_size=4))
def test_no_name_breaks_it_and_every_name_finds_itself(text: str, andere: list[str]) -> None:
    verzeichnis = names(*((str(i), name, "stadtteil") for i, name in enumerate([text, *andere])))
    gefunden, _ = verzeichnis.find(text)
    verzeichnis.propose(text)
    assert "0" in [b.gebiet_id for b in gefunden]
    assert parse_name(text) == parse_name(text.upper().lower()) or "ß" in text
