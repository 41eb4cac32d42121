"""The attack on 200 hierarchies, what protection hides beyond the optimum, and how long a city's table takes."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest
from conftest import Merken
from test_disclosure import _attack, _cross_table, _hierarchy, _optimum

from sozialplanung.analysis.disclosure import protect


@pytest.mark.timeout(1800)
def test_two_hundred_hierarchies(report: Merken) -> None:
    """Three levels × four groups and their totals; an attacker knows every sum."""
    breiten, zusaetzlich, klein = [], 0, 0
    for nummer in range(200):
        mittel, k = (1, 4, 15, 40)[nummer % 4], (3, 5, 3, 10)[nummer // 4 % 4]
        zellen, summen = _hierarchy(np.random.default_rng(nummer), mittel)
        verborgen = protect(zellen, summen, k)
        primaer = (zellen > 0) & (zellen < k)
        assert verborgen[primaer].all()
        breite = _attack(zellen, verborgen, summen)
        assert (breite >= k - 1e-6).all(), nummer
        breiten.append(breite.min(initial=np.inf) / k)
        klein, zusaetzlich = klein + int(primaer.sum()), zusaetzlich + int((verborgen & ~primaer).sum())
    report(
        "200 Hierarchien, engster Bereich einer verborgenen Zelle in Vielfachen von k (≥ 1)", min(breiten), None, "×"
    )
    report("200 Hierarchien, zusätzlich verborgen je kleiner Anzahl", zusaetzlich / klein, None, "×")


@pytest.mark.timeout(900)
def test_against_the_optimum(report: Merken) -> None:
    """Where a mixed-integer programme finds the fewest cells: 3 × 3 with margins, and small hierarchies."""
    hier = bestens = 0
    for nummer in range(30):
        rng = np.random.default_rng(1000 + nummer)
        if nummer < 20:
            zellen, summen = _cross_table(rng.poisson(rng.gamma(1, 6, size=(3, 3))).astype(float))
        else:
            zellen, summen = _hierarchy(rng, 8, 2, 2, 2)
        klein = int(((zellen > 0) & (zellen < 3)).sum())
        hier += int(protect(zellen, summen).sum()) - klein
        bestens += _optimum(zellen, summen, 3) - klein
    report("Zusätzlich verborgene Zellen gegen das Optimum", hier / bestens, 1.3, "×")


def test_a_city(benchmark: Any, report: Merken) -> None:
    rng = np.random.default_rng(1)
    zellen, summen = _cross_table(rng.poisson(rng.gamma(1, 8, size=(93, 12))).astype(float))
    zeiten = []

    def run() -> None:
        start = time.perf_counter()
        protect(zellen, summen)
        zeiten.append(time.perf_counter() - start)

    benchmark.pedantic(run, rounds=3)
    report("Geheimhaltung, 93 Sozialräume × 12 Gruppen", min(zeiten), 2, " s")
