"""»Neues Projekt«: a name that does not do is refused with the right reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_seiten import MAIN


@pytest.mark.parametrize(
    ("name", "grund"),
    [
        ("Ä" * 81, "Der Name hat 81 Zeichen. Bitte geben Sie einen mit höchstens 80 ein."),
        ("CON", "Ein Projekt kann nicht ›con‹ heißen: Unter Windows"),
        ("–?–", "mindestens einem Buchstaben"),
    ],
)
def test_the_reason_is_the_right_one(name: str, grund: str, eigene_projekte: Path) -> None:
    vorher = sorted(eigene_projekte.glob("*.duckdb"))
    app = AppTest.from_file(str(MAIN), default_timeout=60)
    app.session_state["neues_projekt_feld"] = True
    app.run()
    next(feld for feld in app.text_input if feld.label == "Name des Projekts").input(name)
    next(knopf for knopf in app.button if knopf.label == "Anlegen").click().run()
    assert not app.exception
    assert [fehler.value for fehler in app.error if grund in fehler.value]
    assert sorted(eigene_projekte.glob("*.duckdb")) == vorher
