"""The weighted line against statsmodels, and what cannot matter for it."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.analysis.zusammenhang import weighted_line

punkte = st.lists(
    st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(1, 500)), min_size=4, max_size=20
).map(lambda zeilen: tuple(np.array(spalte, dtype=float) for spalte in zip(*zeilen, strict=True)))


@given(punkte)
def test_agrees_with_statsmodels(daten) -> None:
    x, y, w = daten
    gerade = weighted_line(x, y, w)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        assert np.isnan(gerade.r)
        return
    modell = sm.WLS(y, sm.add_constant(x), weights=w).fit()
    assert (gerade.achsenabschnitt, gerade.steigung) == pytest.approx(tuple(modell.params), abs=1e-7)
    assert gerade.r**2 == pytest.approx(modell.rsquared, abs=1e-9)
    assert (gerade.steigung_unten, gerade.steigung_oben) == pytest.approx(
        tuple(modell.conf_int()[1]), rel=1e-6, abs=1e-6
    )
    if abs(gerade.r) < 0.999999:
        assert gerade.p == pytest.approx(modell.pvalues[1], rel=1e-6, abs=1e-12)


@given(punkte, st.floats(0.01, 100), st.randoms(use_true_random=False))
def test_units_and_order_do_not_matter(daten, faktor, zufall) -> None:
    x, y, w = daten
    folge = list(range(len(x)))
    zufall.shuffle(folge)
    a, b = weighted_line(x, y, w), weighted_line((x * faktor)[folge], (y - 7)[folge], (w * 3)[folge])
    assert b.r == pytest.approx(a.r, abs=1e-9, nan_ok=True)
    assert b.steigung * faktor == pytest.approx(a.steigung, rel=1e-7, abs=1e-9, nan_ok=True)
