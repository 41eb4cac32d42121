"""The catalogue is complete and consistent."""

from __future__ import annotations

import re
from pathlib import Path

from sozialplanung.catalog import load_katalog

HANDBUCH = Path(__file__).resolve().parents[1] / "docs" / "handbuch.md"


def test_every_entry_says_how_it_is_built_and_who_defined_it() -> None:
    katalog = load_katalog()
    assert 15 <= len(katalog) <= 25
    for indikator_id, eintrag in katalog.items():
        assert re.fullmatch(r"[a-z0-9_]+", indikator_id)
        assert all((eintrag.bezeichnung, eintrag.zielgruppe, eintrag.definition, eintrag.quelle, eintrag.handlungsfeld))
        assert eintrag.frage.endswith("?")
        assert eintrag.zaehler_merkmal_id != eintrag.nenner_merkmal_id
        assert (eintrag.einheit == "%") <= (eintrag.faktor == 100)


def test_the_handbook_lists_the_catalogue() -> None:
    text = HANDBUCH.read_text(encoding="utf-8")
    assert [name for name in load_katalog() if f"`{name}`" not in text] == []
