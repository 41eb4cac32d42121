"""Page »Sozialindex« of 44 areas: what a changed weight costs on the server, against an empty Streamlit page."""

from __future__ import annotations

import shutil
import statistics
from pathlib import Path
from typing import Any

import pytest
from conftest import Merken
from streamlit.testing.v1 import AppTest
from test_seitenlauf import MAIN, RUNDEN, empty_page, seconds

SICHTEN = {
    "sicherheit": "Rangspannen, Gewichte schwanken",
    "zahlen": "Rangspannen, Zahlen schwanken",
    "beides": "Rangspannen, beides",
    "gruppen": "Status und Dynamik",
    "verfahren": "Verfahren",
    "zusammenhang": "Zusammenhang",
}


def open_page(sicht: str) -> AppTest:
    app = AppTest.from_file(str(MAIN), default_timeout=120)
    schwanken = {"schwanken": sicht, "sicht": "sicherheit"} if sicht in ("zahlen", "beides") else {"sicht": sicht}
    for name, wert in ({"projekt": "stadt", "verfahren": "z"} | schwanken).items():
        app.query_params[name] = wert
    app.run()
    return app.switch_page("../../pages/sozialindex.py").run()


@pytest.mark.parametrize("sicht", list(SICHTEN))
def test_a_changed_weight(
    sicht: str, projekte: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, benchmark: Any, report: Merken
) -> None:
    # A copy of its own: what is remembered for one view must not help the next one.
    shutil.copytree(projekte, tmp_path / "projekte")
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(tmp_path / "projekte"))
    leer, app = empty_page(), open_page(sicht)
    leer.run()
    gewichte = iter(range(20, 20 + 2 * RUNDEN, 2))
    neu, leere = [], []

    def setup() -> None:
        leere.append(seconds(leer.run))
        app.slider(key="regler_ind0_0").set_value(float(next(gewichte)))

    benchmark.pedantic(lambda: neu.append(seconds(app.run)), setup=setup, rounds=RUNDEN)
    assert not app.exception
    assert app.query_params["gewicht_ind0"] == str(18 + 2 * RUNDEN)
    wert = statistics.median(neu) / statistics.median(leere)
    report(f"44 Gebiete, Sozialindex, {SICHTEN[sicht]}: ein Gewicht geändert", wert, 40, "×")
