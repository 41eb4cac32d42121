"""Money: distributing it against sorting; the Simulator and a register of 2.000 Maßnahmen against an empty page."""

from __future__ import annotations

import shutil
import statistics
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bausteine import anteil, finanzierung, gebiet, handlungskonzept, massnahme, merkmal, paket
from conftest import Merken
from streamlit.testing.v1 import AppTest
from test_seitenlauf import MAIN, RUNDEN, empty_page, open_page, seconds

from sozialplanung.analysis.allocation import allocate
from sozialplanung.model import Herkunft
from sozialplanung.store import create_projekt

GEBIETE, MASSNAHMEN, JAHRE = 10_000, 2000, range(2016, 2026)
BEZIRKE = [f"b{n}" for n in range(7)]


def test_allocate(benchmark: Any, report: Merken) -> None:
    rng = np.random.default_rng(1)
    personen, bedarf = rng.integers(50, 9000, GEBIETE), rng.uniform(0.01, 0.4, GEBIETE)
    bisher = rng.integers(0, 900_000, GEBIETE)
    budget = int(bisher.sum())
    grenzen = {"sockel_cent": 5000, "deckel_cent": 1_500_000, "bisher_cent": bisher, "max_verlust": 0.2}
    rechnen, sortieren = [], []
    benchmark.pedantic(
        lambda: rechnen.append(seconds(lambda: allocate(budget, personen, bedarf, 0.5, **grenzen))),
        setup=lambda: sortieren.append(seconds(lambda: np.argsort(bedarf))),
        rounds=50,
    )
    wert = statistics.median(rechnen) / statistics.median(sortieren)
    report("Verteilen auf 10.000 Gebiete mit Sockel, Deckel und Verlustgrenze gegen ein argsort", wert, None, "×")


def test_simulator(projekte: Path, monkeypatch: pytest.MonkeyPatch, benchmark: Any, report: Merken) -> None:
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(projekte))
    leer, app = empty_page(), AppTest.from_file(str(MAIN), default_timeout=120)
    for name, wert in {"projekt": "moenchengladbach", "blick_bedarf": "simulator"}.items():
        app.query_params[name] = wert
    app.run()
    app = app.switch_page("../../pages/geld_und_bedarf.py").run()
    leer.run()
    lambdas = iter(range(5, 5 + RUNDEN))
    neu, leere = [], []

    def setup() -> None:
        leere.append(seconds(leer.run))
        app.slider(key="lambda").set_value(float(next(lambdas)))

    benchmark.pedantic(lambda: neu.append(seconds(app.run)), setup=setup, rounds=RUNDEN)
    assert not app.exception
    assert app.query_params["lambda"] == str(4 + RUNDEN)
    wert = statistics.median(neu) / statistics.median(leere)
    report("Simulator, 44 Gebiete: λ geändert", wert, 40, "×")


@pytest.fixture(scope="module")
def register(projekte: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    ordner = tmp_path_factory.mktemp("register") / "projekte"
    shutil.copytree(projekte, ordner)
    nummern = range(MASSNAHMEN)
    stadt = [
        gebiet("stadt", "gemeinde"),
        *(gebiet(b, "stadtbezirk", "stadt", bezeichnung=f"Bezirk {b}") for b in BEZIRKE),
    ]
    projekt = create_projekt(ordner / "register.duckdb", "Register")
    projekt.import_lieferung(
        paket(
            "register.xlsx",
            herkunft=Herkunft.BEISPIEL,
            gebiet=stadt,
            merkmal=[merkmal("einwohner")],
            handlungskonzept=[handlungskonzept()],
            massnahme=[massnahme(f"m{n}", handlungsfeld=f"Feld {n % 9}") for n in nummern],
            massnahme_gebiet=[anteil(f"m{n}", BEZIRKE[n % 7], "0.5") for n in nummern],
            finanzierung=[finanzierung(f"m{n}", jahr, 1000 + n) for n in nummern for jahr in JAHRE],
        ),
        "Messung",
    )
    projekt.close()
    return ordner


@pytest.mark.parametrize(("fall", "ziel"), [("neu", 60), ("gesehen", 60)])
def test_register(
    fall: str, ziel: int, register: Path, monkeypatch: pytest.MonkeyPatch, benchmark: Any, report: Merken
) -> None:
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(register))
    leer, app = empty_page(), open_page("register", "massnahmen")
    leer.run()
    if fall == "gesehen":
        for jahr in JAHRE:
            app.session_state["haushaltsjahr"] = jahr
            app.run()
    jahre = iter(JAHRE)
    laeufe, leere = [], []

    def setup() -> None:
        leere.append(seconds(leer.run))
        app.session_state["haushaltsjahr"] = next(jahre)

    benchmark.pedantic(lambda: laeufe.append(seconds(app.run)), setup=setup, rounds=len(JAHRE))
    assert not app.exception
    wert = statistics.median(laeufe) / statistics.median(leere)
    report(f"Register mit 2.000 Maßnahmen × 10 Jahren, {fall}", wert, ziel, "×")
