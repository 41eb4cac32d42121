"""Measurements: ``pytest -o addopts= tests/benchmarks``; prints the table of docs/leistung.md at the end."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from grossprojekt import build

sys.path += [str(Path(__file__).resolve().parents[1] / ordner) for ordner in ("browser", "analysis")]

_ERGEBNISSE: list[tuple[str, str, str, bool]] = []
Merken = Callable[[str, float, float | None, str], None]


@pytest.fixture(scope="session")
def projekte(beispielordner: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, the large Projekt, and a city of 44 areas."""
    ordner = tmp_path_factory.mktemp("messung") / "projekte"
    shutil.copytree(beispielordner, ordner)
    build(ordner / "gross.duckdb")
    build(ordner / "stadt.duckdb", "Stadt", gebiete=44, indikatoren=8)
    return ordner


@pytest.fixture
def report() -> Merken:
    """Notes one result: name, value, target (None: no target), unit."""

    def note(name: str, wert: float, ziel: float | None, einheit: str) -> None:
        stellen = 2 if wert < 2 else 1 if wert < 100 else 0
        text = f"{wert:.{stellen}f}".replace(".", ",") + einheit
        grenze = "–" if ziel is None else f"≤ {ziel:g}".replace(".", ",") + einheit
        _ERGEBNISSE.append((name, text, grenze, ziel is None or wert <= ziel))

    return note


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _ERGEBNISSE:
        terminalreporter.write_line("\n| Was | Gemessen | Ziel | |\n|---|---|---|---|")
        for name, wert, ziel, gut in _ERGEBNISSE:
            terminalreporter.write_line(f"| {name} | {wert} | {ziel} | {'' if gut else 'verfehlt'} |")
