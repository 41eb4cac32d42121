"""What people read speaks of Unterstützungsbedarf, never of bad districts."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

WURZEL = Path(__file__).resolve().parents[1]
DATEIEN = sorted(d for ordner in ("report", "ui", "charts") for d in (WURZEL / "sozialplanung" / ordner).glob("*.py"))
DATEIEN += sorted((WURZEL / "pages").glob("*.py"))
ABWERTEND = re.compile(
    r"(?<!ge)schlecht|schlimm|problem(?:viertel|gebiet|bezirk|stadtteil|quartier)|brennpunkt|abgehängt|ghetto|absteiger|"
    r"verlierer|asozial|sozial schwach|bildungsfern|schlusslicht",
    re.IGNORECASE,
)


def texts(quelle: str) -> list[str]:
    """All string constants of a module but its docstrings, f-strings in their parts."""
    baum = ast.parse(quelle)
    doku = {
        id(knoten.body[0].value)
        for knoten in ast.walk(baum)
        if isinstance(knoten, ast.Module | ast.FunctionDef | ast.ClassDef)
        and knoten.body
        and isinstance(knoten.body[0], ast.Expr)
    }
    return [
        k.value
        for k in ast.walk(baum)
        if isinstance(k, ast.Constant) and isinstance(k.value, str) and id(k) not in doku
    ]


@pytest.mark.parametrize("datei", DATEIEN, ids=lambda d: f"{d.parent.name}/{d.stem}")
def test_no_word_looks_down_on_a_district(datei: Path) -> None:
    assert [text for text in texts(datei.read_text(encoding="utf-8")) if ABWERTEND.search(text)] == []


def test_the_search_finds_such_words() -> None:
    modul = (
        '"""schlecht"""\nA = f"Der Stadtteil {x} ist ein Brennpunkt."\n'
        'def f():\n    "abgehängt"\n    return "Problemviertel", "Geschlecht"\n'
    )
    assert [text for text in texts(modul) if ABWERTEND.search(text)] == [" ist ein Brennpunkt.", "Problemviertel"]
