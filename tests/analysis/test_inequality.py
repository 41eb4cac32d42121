"""Properties that every measure of inequality has, and PySAL's ``inequality`` as oracle where it knows the measure."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from sozialplanung.analysis import inequality as ungleich
from sozialplanung.errors import AnalyseError

zahlen = st.one_of(st.just(0.0), st.floats(1e-3, 1e6), st.integers(0, 9).map(float))
gewichte = st.one_of(st.floats(1e-2, 1e5), st.integers(1, 5).map(float))
gebiete = st.lists(st.tuples(zahlen, gewichte), min_size=1, max_size=25).map(
    lambda paare: tuple(np.array(spalte) for spalte in zip(*paare, strict=True))
)

MASSE: dict[str, Callable[..., float]] = {
    "gini": ungleich.gini,
    "theil": ungleich.theil,
    "hoover": ungleich.hoover,
    "atkinson ½": ungleich.atkinson,
    "atkinson 1": lambda r, w: ungleich.atkinson(r, w, 1),
    "atkinson 1,001": lambda r, w: ungleich.atkinson(r, w, 1.001),
    "atkinson 2": lambda r, w: ungleich.atkinson(r, w, 2),
    "s80_s20": ungleich.s80_s20,
}
mass = pytest.mark.parametrize("f", MASSE.values(), ids=MASSE.keys())


def _same(a: float, b: float) -> bool:
    return (math.isnan(a) and math.isnan(b)) or a == pytest.approx(b, rel=1e-7, abs=1e-9)


@mass
@given(gebiete, st.floats(1e-3, 1e3), st.floats(1e-3, 1e3), st.randoms(use_true_random=False))
def test_unit_and_order_do_not_matter(f, paar, faktor, faktor_w, zufall) -> None:
    r, w = paar
    folge = list(range(len(r)))
    zufall.shuffle(folge)
    assert _same(f(r, w), f((r * faktor)[folge], (w * faktor_w)[folge]))


@mass
@given(gebiete)
def test_a_doubled_region_is_as_unequal_as_the_region(f, paar) -> None:
    r, w = paar
    assert _same(f(r, w), f(np.tile(r, 2), np.tile(w, 2)))


@mass
@given(gebiete)
def test_weightless_and_missing_areas_change_nothing(f, paar) -> None:
    r, w = paar
    assert _same(f(r, w), f(np.r_[r, 9e9, 5.0, np.nan], np.r_[w, 0.0, np.nan, 3.0]))


@pytest.mark.parametrize("name", [name for name in MASSE if name not in ("s80_s20", "theil")])
@given(paar=gebiete)
def test_bounds(name, paar) -> None:
    wert = MASSE[name](*paar)
    assert math.isnan(wert) == (paar[0].max() == 0)
    if not math.isnan(wert):
        assert 0 <= wert <= 1


@mass
@given(st.floats(1e-3, 1e9), st.lists(gewichte, min_size=1, max_size=20))
def test_equal_areas_are_equal(f, wert, w) -> None:
    erwartet = 1 if f is ungleich.s80_s20 else 0
    assert f(np.full(len(w), wert), w) == pytest.approx(erwartet, abs=1e-12)


@given(gebiete)
def test_gini_is_the_mean_difference(paar) -> None:
    r, w = paar
    w = w / w.sum()
    mittel = w @ r
    erwartet = float(w @ np.abs(r[:, None] - r) @ w / (2 * mittel)) if mittel else math.nan
    assert _same(ungleich.gini(r, w), erwartet)


@given(gebiete, st.data())
def test_theil_adds_up(paar, data) -> None:
    r, w = paar
    gruppen = data.draw(st.lists(st.sampled_from("abc"), min_size=len(r), max_size=len(r)))
    teile = ungleich.theil_decomposition(r, w, gruppen)
    assert _same(teile.gesamt, ungleich.theil(r, w))
    if r.max() > 0:
        assert teile.zwischen + teile.innerhalb == pytest.approx(teile.gesamt, rel=1e-9)
        for gruppe, zeile in teile.je_gruppe.iterrows():
            drin = np.array(gruppen) == gruppe
            assert _same(zeile["theil"], ungleich.theil(r[drin], w[drin]))
            assert zeile["mittel"] == pytest.approx(np.average(r[drin], weights=w[drin]))


@given(gebiete)
def test_lorenz_curve_lies_below_the_diagonal_and_encloses_gini(paar) -> None:
    kurve = ungleich.lorenz_curve(*paar)
    if paar[0].max() == 0:
        assert kurve.empty
        return
    x, y = kurve["anteil_gewicht"].to_numpy(), kurve["anteil_wert"].to_numpy()
    assert (x[0], y[0], x[-1], y[-1]) == (0, 0, 1, 1)
    assert (y <= x + 1e-12).all()
    assert (np.diff(x) >= 0).all()
    assert 1 - 2 * np.trapezoid(y, x) == pytest.approx(ungleich.gini(*paar), abs=1e-9)
    assert np.max(x - y) == pytest.approx(ungleich.hoover(*paar), abs=1e-9)


@given(gebiete, st.data())
def test_concentration_never_exceeds_gini(paar, data) -> None:
    r, w = paar
    rang = np.array(data.draw(st.lists(st.integers(-3, 3), min_size=len(r), max_size=len(r))), float)
    c = ungleich.concentration_index(r, w, rang)
    if math.isnan(c):
        assert r.max() == 0
        return
    assert abs(c) <= ungleich.gini(r, w) + 1e-9
    assert ungleich.concentration_index(r, w, -rang) == pytest.approx(-c, abs=1e-9)
    assert ungleich.concentration_index(r, w, r) == pytest.approx(ungleich.gini(r, w), abs=1e-9)


@given(gebiete, st.data())
def test_slope_ignores_the_order_of_areas_and_scales_with_the_unit(paar, data) -> None:
    r, w = paar
    rang = np.array(data.draw(st.lists(st.integers(0, 4), min_size=len(r), max_size=len(r))), float)
    a = ungleich.slope_index(r, w, rang)
    b = ungleich.slope_index(r[::-1] * 1000, w[::-1], rang[::-1])
    streuung = 1e-9 * (1 + r.max())
    assert b.sii / 1000 == pytest.approx(a.sii, rel=1e-6, abs=streuung, nan_ok=True)
    assert b.sii_unten / 1000 == pytest.approx(a.sii_unten, rel=1e-4, abs=1e-6 * (1 + r.max()), nan_ok=True)


def test_extreme_magnitudes_do_not_overflow() -> None:
    assert ungleich.gini([1e308, 3e307], [1e308, 1e308]) == pytest.approx(ungleich.gini([10, 3]))
    assert ungleich.theil([1e-300, 3e-300], [1e-300, 1e-300]) == pytest.approx(ungleich.theil([1, 3]))
    assert ungleich.fifths([1e308, 1e308], [1e308, 1e308]).oberstes == pytest.approx(1e308)


def test_blocks_join_without_a_seam() -> None:
    rng = np.random.default_rng(3)
    r, w = rng.lognormal(size=20_001), rng.random(20_001)
    folge = np.argsort(r)
    anteile = w[folge] / w.sum()
    rang = np.cumsum(anteile) - anteile / 2
    mittel = w @ r / w.sum()
    assert ungleich.gini(r, w) == pytest.approx(2 / mittel * (anteile * r[folge]) @ rang - 1, rel=1e-10)
    assert ungleich.theil(r, w) == pytest.approx(w / w.sum() @ (r / mittel * np.log(r / mittel)), rel=1e-10)


def test_frames_are_read_and_never_changed() -> None:
    tabelle = pd.DataFrame({"r": pd.array([1, 3, None], dtype="Int64"), "w": [100, 100, 5]}, index=list("abc"))
    vorher = tabelle.copy()
    assert ungleich.gini(tabelle["r"], tabelle["w"]) == pytest.approx(0.25)
    pd.testing.assert_frame_equal(tabelle, vorher)
    with pytest.raises(AnalyseError, match="nicht dieselben Gebiete"):
        ungleich.gini(tabelle["r"], tabelle["w"].iloc[::-1])


@pytest.mark.parametrize("anteil", [0, 0.6, -0.1, math.nan])
def test_an_end_larger_than_half_is_refused(anteil) -> None:
    with pytest.raises(AnalyseError, match="Anteil"):
        ungleich.fifths([1, 2], [1, 1], anteil=anteil)


def test_agrees_with_pysal() -> None:
    pysal = pytest.importorskip("inequality", reason="PySAL inequality is the oracle; extra `dev`")
    rng = np.random.default_rng(5)
    r = rng.lognormal(size=40)
    gruppen = np.repeat(list("abcd"), 10)
    assert ungleich.gini(r) == pytest.approx(pysal.gini.Gini(r).g)
    assert ungleich.theil(r) == pytest.approx(float(pysal.theil.Theil(r).T))
    zerlegt = pysal.theil.TheilD(r, gruppen)
    teile = ungleich.theil_decomposition(r, None, gruppen)
    assert teile.zwischen == pytest.approx(zerlegt.bg[0])
    assert teile.innerhalb == pytest.approx(zerlegt.wg[0])


@pytest.mark.parametrize("niveau", [0.8, 0.95])
def test_slope_agrees_with_statsmodels(niveau) -> None:
    sm = pytest.importorskip("statsmodels.api", reason="statsmodels is the oracle for weighted least squares")
    rng = np.random.default_rng(7)
    w, ordnung = rng.integers(100, 900, 12).astype(float), np.repeat(np.arange(6.0), 2)
    r = 30 + 3 * ordnung + rng.normal(size=12)
    je_rang = np.array([w[ordnung == k].sum() for k in range(6)]) / w.sum()
    rang = (np.cumsum(je_rang) - je_rang / 2)[ordnung.astype(int)]
    modell = sm.WLS(r, sm.add_constant(rang), weights=w).fit()
    ergebnis = ungleich.slope_index(r, w, ordnung, niveau=niveau)
    assert (ergebnis.am_unteren_ende, ergebnis.sii) == pytest.approx(tuple(modell.params))
    assert (ergebnis.sii_unten, ergebnis.sii_oben) == pytest.approx(tuple(modell.conf_int(1 - niveau)[1]))
    a, b = modell.params
    gradient = np.array([1 / (a + b) - 1 / a, 1 / (a + b)])
    log_fehler = np.sqrt(gradient @ modell.cov_params() @ gradient)
    assert np.log(ergebnis.rii_oben / ergebnis.rii) == pytest.approx(t.ppf((1 + niveau) / 2, 10) * log_fehler)
