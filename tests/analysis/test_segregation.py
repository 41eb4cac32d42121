"""Properties of the segregation indices, the bias correction, and PySAL's ``segregation`` as oracle."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.analysis import segregation as seg
from sozialplanung.errors import AnalyseError

gebiete = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=15).map(
    lambda zeilen: tuple(np.array(spalte, dtype=float) for spalte in zip(*zeilen, strict=True))
)


@given(gebiete)
def test_bounds_symmetry_and_complement(daten) -> None:
    x, y, rest = daten
    t = x + y + rest
    for wert in (seg.dissimilarity(x, t), seg.dissimilarity_between(x, y), seg.isolation(x, t), seg.exposure(x, y, t)):
        assert np.isnan(wert) or -1e-12 <= wert <= 1 + 1e-12
    assert seg.dissimilarity(x, t) == pytest.approx(seg.dissimilarity(t - x, t), nan_ok=True)
    if x.sum() > 0:
        alle = seg.isolation(x, t) + seg.exposure(x, y, t) + seg.exposure(x, rest, t)
        assert alle == pytest.approx(1)
        assert seg.isolation(x, t) >= x.sum() / t.sum() - 1e-12


@given(gebiete, st.integers(2, 5))
def test_merging_areas_never_shows_more_segregation(daten, teiler) -> None:
    x, y, rest = daten
    t = x + y + rest
    gruppe = np.arange(len(x)) % teiler
    grob = seg.dissimilarity(np.bincount(gruppe, x), np.bincount(gruppe, t))
    fein = seg.dissimilarity(x, t)
    assert np.isnan(fein) or grob <= fein + 1e-12


def test_the_correction_takes_chance_off_and_keeps_real_segregation() -> None:
    rng = np.random.default_rng(4)
    t = np.full(60, 400.0)
    zufall = np.array([seg.dissimilarity(rng.multinomial(90, t / t.sum()), t) for _ in range(20)])
    rng = np.random.default_rng(4)
    korrigiert = np.array(
        [seg.dissimilarity(rng.multinomial(90, t / t.sum()), t, korrigiert=True, ziehungen=200) for _ in range(20)]
    )
    assert zufall.mean() > 0.25  # nobody is segregated here: 90 persons on 60 areas cannot spread evenly
    assert korrigiert.mean() < zufall.mean() * 0.7
    gross = np.r_[np.full(30, 200.0), np.zeros(30)]
    assert seg.dissimilarity(gross, t, korrigiert=True) == pytest.approx(seg.dissimilarity(gross, t), abs=0.01)


@pytest.mark.parametrize(
    "f",
    [
        lambda **k: seg.dissimilarity([9, 1, 2], [30, 30, 30], **k),
        lambda **k: seg.dissimilarity_between([9, 1, 2], [5, 5, 9], **k),
        lambda **k: seg.isolation([9, 1, 2], [30, 30, 30], **k),
        lambda **k: seg.exposure([9, 1, 2], [5, 5, 9], [30, 30, 30], **k),
    ],
)
def test_the_correction_is_reproducible_and_stays_in_bounds(f) -> None:
    assert f(korrigiert=True, seed=1) == f(korrigiert=True, seed=1)
    assert 0 <= f(korrigiert=True, seed=1) <= 1
    assert f(korrigiert=True, seed=1) != f()
    with pytest.raises(AnalyseError, match="Ziehungen"):
        f(korrigiert=True, ziehungen=0)


def test_agrees_with_pysal() -> None:
    single = pytest.importorskip("segregation.singlegroup", reason="PySAL segregation is the oracle (extra `orakel`)")
    rng = np.random.default_rng(8)
    t = rng.integers(200, 900, 25)
    x = rng.binomial(t, rng.uniform(0.05, 0.4, 25))
    tabelle = pd.DataFrame({"x": x, "t": t})
    assert seg.dissimilarity(x, t) == pytest.approx(single.Dissim(tabelle, "x", "t").statistic)
    assert seg.isolation(x, t) == pytest.approx(single.Isolation(tabelle, "x", "t").statistic)
    korrigiert = single.BiasCorrectedDissim(tabelle, "x", "t", B=200).statistic
    assert seg.dissimilarity(x, t, korrigiert=True, ziehungen=2000) == pytest.approx(korrigiert, abs=0.01)
