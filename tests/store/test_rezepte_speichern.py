"""Recipes are kept, replaced by name, renamed and withdrawn; nothing is lost from the record."""

from __future__ import annotations

import duckdb
import pytest

from sozialplanung.errors import ProjektError
from sozialplanung.store import Projekt


def names(projekt: Projekt) -> list[tuple[str, str, str]]:
    return [(r.bezeichnung, r.inhalt, r.wer) for r in projekt.load_rezepte()]


def test_save_replace_rename_withdraw(projekt: Projekt) -> None:
    assert projekt.save_rezept("  Statistik   Nord ", "a: 1", "Kim") == "Statistik Nord"
    projekt.save_rezept("Bäder", "b: 1", "Kim")
    projekt.save_rezept("statistik nord", "a: 2", "Lou")
    assert names(projekt) == [("Bäder", "b: 1", "Kim"), ("statistik nord", "a: 2", "Lou")]
    nummer = projekt.load_rezepte()[1].rezept_id
    with pytest.raises(ProjektError, match="gibt es schon"):
        projekt.rename_rezept(nummer, "BÄDER", "Kim")
    projekt.rename_rezept(nummer, "Nord", "Kim")
    assert names(projekt) == [("Bäder", "b: 1", "Kim"), ("Nord", "a: 2", "Kim")]
    assert projekt.load_rezepte()[1].rezept_id == nummer
    projekt.withdraw_rezept(nummer, "Lou")
    assert names(projekt) == [("Bäder", "b: 1", "Kim")]
    with pytest.raises(ProjektError, match="nicht mehr"):
        projekt.withdraw_rezept(nummer, "Lou")
    projekt.save_rezept("Nord", "a: 3", "Kim")
    assert names(projekt)[1] == ("Nord", "a: 3", "Kim")
    projekt.close()
    with duckdb.connect(str(projekt.pfad)) as verbindung:
        zeilen = verbindung.execute("SELECT bezeichnung, inhalt, zurueckgezogen FROM rezept ORDER BY nummer").fetchall()
    assert zeilen == [
        ("Statistik Nord", "a: 1", False),
        ("Bäder", "b: 1", False),
        ("statistik nord", "a: 2", False),
        ("Nord", "a: 2", False),
        ("Nord", "a: 2", True),
        ("Nord", "a: 3", False),
    ]


@pytest.mark.parametrize(("name", "grund"), [("  ", "einen Namen"), ("x" * 81, "höchstens 80 Zeichen")])
def test_names_that_say_nothing_are_refused(projekt: Projekt, name: str, grund: str) -> None:
    with pytest.raises(ProjektError, match=grund):
        projekt.save_rezept(name, "a: 1", "Kim")
    assert projekt.load_rezepte() == []
