"""The heaviest statistics against the sorting that they cannot do without, in turns on the same machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from conftest import Merken

from sozialplanung.analysis.inequality import gini, hoover, theil
from sozialplanung.analysis.uncertainty import rank_ranges

GEBIETE, INDIKATOREN, ZIEHUNGEN = 33_755, 7, 1000  # the small areas of England and their domains
VIELE = 10_000_000


def seconds(lauf: Callable[[], object]) -> float:
    start = time.perf_counter()
    lauf()
    return time.perf_counter() - start


def test_rank_ranges(benchmark: Any, report: Merken) -> None:
    rng = np.random.default_rng(1)
    anteile = pd.DataFrame(rng.random((GEBIETE, INDIKATOREN)), columns=list("abcdefg"))
    punkte = rng.random((ZIEHUNGEN, GEBIETE))
    spannen, sortieren = [], []

    def sort_all() -> None:
        for zeile in punkte:
            np.argsort(zeile)

    benchmark.pedantic(
        lambda: spannen.append(seconds(lambda: rank_ranges(anteile, [1.0] * INDIKATOREN, ZIEHUNGEN))),
        setup=lambda: sortieren.append(seconds(sort_all)),
        rounds=3,
    )
    report("Rangspannen 33.755 × 7 × 1.000 gegen die 1.000 argsort", min(spannen) / min(sortieren), 1.5, "×")


@pytest.mark.parametrize("funktion", [gini, theil, hoover])
def test_inequality(funktion: Callable[..., float], benchmark: Any, report: Merken) -> None:
    rng = np.random.default_rng(1)
    werte, gewichte = rng.lognormal(size=VIELE), rng.random(VIELE)
    rechnen, sortieren = [], []
    benchmark.pedantic(
        lambda: rechnen.append(seconds(lambda: funktion(werte, gewichte))),
        setup=lambda: sortieren.append(seconds(lambda: np.argsort(werte))),
        rounds=3,
    )
    name = funktion.__name__.capitalize()
    report(f"{name} über 10 Millionen Gebiete gegen ein argsort", min(rechnen) / min(sortieren), 2, "×")
