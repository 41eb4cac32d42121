"""Scenarios are kept as they came out, replaced by name, and never lost from the record."""

from __future__ import annotations

import pytest

from sozialplanung.errors import ProjektError
from sozialplanung.store import Projekt

ANNAHMEN = (("Budget", "1.000 €"), ("Anteil nach Bedarf (λ)", "50 %"))
BETRAEGE = (("a", "Mitte", 60_001), ("b", "Süd", 39_999))


def test_a_scenario_comes_back_as_it_was_saved(projekt: Projekt) -> None:
    stand = projekt.stand()
    projekt.save_szenario("  Halber   Weg ", "lambda=50&budget=1000", ANNAHMEN, BETRAEGE, "Kim")
    assert projekt.stand() > stand
    (szenario,) = projekt.load_szenarien()
    assert (szenario.bezeichnung, szenario.link, szenario.wer) == ("Halber Weg", "lambda=50&budget=1000", "Kim")
    assert (szenario.annahmen, szenario.betraege) == (ANNAHMEN, BETRAEGE)


def test_the_same_name_replaces_and_the_newest_stands_first(projekt: Projekt) -> None:
    projekt.save_szenario("A", "x=1", ANNAHMEN, BETRAEGE, "Kim")
    projekt.save_szenario("B", "x=2", ANNAHMEN, BETRAEGE, "Kim")
    projekt.save_szenario("a", "x=3", ANNAHMEN, (), "Lou")
    assert [(s.bezeichnung, s.link) for s in projekt.load_szenarien()] == [("a", "x=3"), ("B", "x=2")]


def test_a_deleted_one_is_gone_but_can_be_saved_again(projekt: Projekt) -> None:
    projekt.save_szenario("A", "x=1", ANNAHMEN, BETRAEGE, "Kim")
    projekt.delete_szenario("A", "Kim")
    assert projekt.load_szenarien() == []
    projekt.save_szenario("A", "x=2", ANNAHMEN, BETRAEGE, "Kim")
    assert [s.link for s in projekt.load_szenarien()] == ["x=2"]


@pytest.mark.parametrize(("name", "grund"), [("   ", "einen Namen"), ("x" * 81, "höchstens 80 Zeichen")])
def test_names_that_say_nothing_are_refused(projekt: Projekt, name: str, grund: str) -> None:
    with pytest.raises(ProjektError, match=grund):
        projekt.save_szenario(name, "", ANNAHMEN, BETRAEGE, "Kim")
    assert projekt.load_szenarien() == []
