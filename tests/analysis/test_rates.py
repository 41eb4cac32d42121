"""Properties of the intervals, and statsmodels as oracle."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import poisson

from sozialplanung.analysis import parameter, rates
from sozialplanung.errors import AnalyseError


@given(st.integers(0, 500), st.integers(1, 500), st.sampled_from([0.8, 0.95, 0.998]))
def test_wilson_holds_its_proportion_and_mirrors(x, n, niveau) -> None:
    assume(x <= n)
    unten, oben = rates.wilson_interval(x, n, niveau)
    assert 0 <= unten <= x / n <= oben <= 1
    gegen = rates.wilson_interval(n - x, n, niveau)
    assert (1 - gegen.oben, 1 - gegen.unten) == pytest.approx((unten, oben), abs=1e-12)
    weiter = rates.wilson_interval(x, n, 0.9995)
    assert weiter.unten <= unten
    assert weiter.oben >= oben


@given(st.integers(0, 2000), st.sampled_from([0.9, 0.95, 0.998]))
def test_byar_is_close_to_the_exact_poisson_limits(x, niveau) -> None:
    unten, oben = rates.byar_interval(x, 1, niveau)
    alpha = 1 - niveau
    assert unten <= x <= oben
    assert poisson.cdf(x, oben) == pytest.approx(alpha / 2, rel=0.05)
    if x:
        assert poisson.sf(x - 1, unten) == pytest.approx(alpha / 2, rel=0.05)


def test_wilson_agrees_with_statsmodels() -> None:
    proportion = pytest.importorskip("statsmodels.stats.proportion", reason="statsmodels is the oracle for intervals")
    x, n = np.array([0, 1, 7, 50, 99, 100]), np.full(6, 100)
    unten, oben = rates.wilson_interval(x, n)
    soll_unten, soll_oben = proportion.proportion_confint(x, n, method="wilson")
    np.testing.assert_allclose(unten, soll_unten, atol=1e-12)
    np.testing.assert_allclose(oben, soll_oben, atol=1e-12)


def test_trend_agrees_with_weighted_least_squares() -> None:
    sm = pytest.importorskip("statsmodels.api", reason="statsmodels is the oracle for weighted least squares")
    jahre, werte = np.arange(2015.0, 2020.0), np.array([3.1, 2.9, 3.6, 4.4, 4.1])
    fehler = np.array([0.2, 0.3, 0.25, 0.2, 0.4])
    modell = sm.WLS(werte, sm.add_constant(jahre), weights=fehler**-2).fit(
        cov_type="fixed scale", cov_kwds={"scale": 1}
    )
    ergebnis = rates.trend(jahre, werte, fehler)
    assert ergebnis.steigung == pytest.approx(modell.params[1])
    assert (ergebnis.steigung_unten, ergebnis.steigung_oben) == pytest.approx(
        (modell.params[1] - 1.959964 * modell.bse[1], modell.params[1] + 1.959964 * modell.bse[1])
    )
    ohne = sm.OLS(werte, sm.add_constant(jahre)).fit()
    frei = rates.trend(jahre, werte)
    assert frei.p == pytest.approx(ohne.pvalues[1])
    assert (frei.steigung_unten, frei.steigung_oben) == pytest.approx(tuple(ohne.conf_int()[1]))


@given(st.lists(st.floats(-100, 100), min_size=5, max_size=9, unique=True), st.floats(-50, 50))
def test_trend_does_not_depend_on_the_level(werte, zuschlag) -> None:
    jahre = np.arange(len(werte), dtype=float)
    a = rates.trend(jahre, werte, np.ones(len(werte)))
    b = rates.trend(jahre + 2000, np.array(werte) + zuschlag, np.ones(len(werte)))
    assert b.steigung == pytest.approx(a.steigung, abs=1e-8)


def test_comparison_keeps_the_names_of_the_areas_and_counts_rates_above_one() -> None:
    zaehler = pd.Series([5.0, 60.0, None], index=["a", "b", "c"])
    nenner = pd.Series([100.0, 20.0, 30.0], index=["a", "b", "c"])
    tabelle = rates.compare_to_benchmark(zaehler, nenner, 0.5, art="rate")
    assert list(tabelle.index) == ["a", "b", "c"]
    assert tabelle["urteil_95"].tolist() == ["niedriger", "höher", None]
    prozent = rates.compare_to_benchmark(zaehler.iloc[:1], nenner.iloc[:1], 5, je=100)
    assert prozent.loc["a", "wert"] == pytest.approx(5)
    assert prozent.loc["a", "urteil_95"] == "ähnlich"


def test_standard_error_of_no_case_is_not_zero() -> None:
    fehler = rates.standard_error(rates.wilson_interval([0, 5], [10, 10]))
    assert (np.asarray(fehler) > 0).all()
    assert fehler[0] == pytest.approx(0.2775328 / 2 / 1.959964, rel=1e-6)


@pytest.mark.parametrize(
    ("aufruf", "text"),
    [
        (lambda: rates.compare_to_benchmark([1], [2], art="median"), "›median‹"),
        (lambda: rates.compare_to_benchmark([1], [2], -1), "Vergleichswert"),
        (lambda: rates.byar_interval(1, 2, je=0), "›je‹ ist 0"),
        (lambda: rates.wilson_interval([1, 2], [1, 2, 3]), "verschieden viele"),
        (lambda: rates.trend([1, 2, 3], [1, 2, 3], [0, 1, 1], punkte=3), "Standardfehler"),
        (lambda: rates.trend([1, 2, 3], [1, 2, 3], punkte=2), "mindestens 3"),
    ],
)
def test_impossible_questions_get_a_sentence(aufruf, text) -> None:
    with pytest.raises(AnalyseError, match=text):
        aufruf()


def test_every_parameter_names_its_source_and_date() -> None:
    eintraege = yaml.safe_load(Path(parameter.__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    for name, eintrag in eintraege.items():
        assert eintrag.keys() == {"wert", "stand", "quelle"}, name
        assert parameter.load_parameter(name) == eintrag["wert"]
        assert f"(Stand {eintrag['stand'].day:02d}.{eintrag['stand'].month:02d}." in parameter.load_source(name)
