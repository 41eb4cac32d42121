"""The server's part of a page against an empty Streamlit page: as many times as long, measured in turns."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Merken
from streamlit.testing.v1 import AppTest

MAIN = Path(__file__).resolve().parents[2] / "sozialplanung" / "ui" / "main.py"
RUNDEN = 12
SEITEN = ("ueberblick", "karte", "arm_und_reich", "massnahmen", "daten")
# Projekt → choices on it: so many that no round of »new« sees one twice
WAHL: dict[str, list[dict[str, Any]]] = {
    "hamm": [
        {"indikator": i, "jahr": j}
        for j in range(2015, 2021)
        for i in ("kinder_sgb2", "mietbelastung", "ehrenamt", "alleinerziehende")
    ],
    "staedteregion_aachen": [
        {"indikator": i, "jahr": j} for j in range(2004, 2018) for i in ("einkommensteuer", "arbeitslosenanteil")
    ],
    "gross": [{"indikator": f"ind{n}", "jahr": 2014 + n % 9} for n in range(1, 30)],
}
GRENZEN = {"hamm": (10, 40), "staedteregion_aachen": (10, 40), "gross": (15, 60)}
NAMEN = {"hamm": "Hamm", "staedteregion_aachen": "Aachen", "gross": "542 Gebiete"}


def empty_page() -> AppTest:
    return AppTest.from_string("import streamlit as st\nst.title('Leer')")


def open_page(projekt: str, seite: str) -> AppTest:
    app = AppTest.from_file(str(MAIN), default_timeout=120)
    app.query_params["projekt"] = projekt
    app.run()
    return app.switch_page(f"../../pages/{seite}.py").run()


def seconds(lauf: Callable[[], object]) -> float:
    start = time.perf_counter()
    lauf()
    return time.perf_counter() - start


def choose(app: AppTest, wahl: dict[str, Any]) -> None:
    for name, wert in wahl.items():
        app.session_state[name] = wert


@pytest.mark.parametrize("seite", SEITEN)
@pytest.mark.parametrize("projekt", list(WAHL))
def test_view(
    projekt: str,
    seite: str,
    projekte: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    benchmark: Any,
    report: Merken,
) -> None:
    # A copy of its own: what is remembered for one page must not help the next one.
    shutil.copytree(projekte, tmp_path / "projekte")
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(tmp_path / "projekte"))
    leer, app = empty_page(), open_page(projekt, seite)
    leer.run()
    neu, bekannt, leere = [], [], []
    for wahl in WAHL[projekt][:RUNDEN]:
        leere.append(seconds(leer.run))
        choose(app, wahl)
        neu.append(seconds(app.run))
        assert not app.exception
    wege = iter(WAHL[projekt][:RUNDEN])

    def setup() -> None:
        leere.append(seconds(leer.run))
        choose(app, next(wege))

    benchmark.pedantic(lambda: bekannt.append(seconds(app.run)), setup=setup, rounds=RUNDEN)
    masstab = statistics.median(leere)
    grenze_bekannt, grenze_neu = GRENZEN[projekt]
    name = f"{NAMEN[projekt]}, {seite}"
    report(f"{name}: schon gesehene Ansicht", statistics.median(bekannt) / masstab, grenze_bekannt, "×")
    report(f"{name}: neue Ansicht", statistics.median(neu) / masstab, grenze_neu, "×")
