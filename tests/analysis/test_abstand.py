"""The gap between the fifths: same ends as ``fifths``, and a trend that is tested."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.analysis.abstand import comparable_years, fifth_weights, gap_by_year, gap_trend
from sozialplanung.analysis.distribution import fifths

zahl = st.one_of(st.none(), st.integers(0, 6).map(float), st.floats(0, 1e6))
gewicht = st.one_of(st.none(), st.just(0.0), st.floats(1e-2, 1e5))


@given(st.lists(st.tuples(zahl, gewicht), min_size=1, max_size=15))
def test_the_areas_of_both_ends_make_their_means(paare) -> None:
    werte, gewichte = (np.array(spalte, dtype=float) for spalte in zip(*paare, strict=True))
    unten, oben = fifth_weights(werte, gewichte)
    ende = fifths(werte, gewichte)
    if ende.n == 0:
        assert not unten.any()
        assert not oben.any()
        return
    assert unten.sum() == pytest.approx(1)
    assert oben.sum() == pytest.approx(1)
    assert np.nansum(unten * werte) == pytest.approx(ende.unterstes, abs=1e-9)
    assert np.nansum(oben * werte) == pytest.approx(ende.oberstes)


def years(*reihen: list[float | None], ab: int = 2015) -> pd.DataFrame:
    """One row of values per year, areas a, b, … of equal weight."""
    return pd.DataFrame(
        [
            {
                "jahr": ab + i,
                "gebiet_id": "abcdef"[j],
                "wert": wert,
                "gewicht": 100.0,
                "zaehler": wert,
                "nenner": 1000.0,
            }
            for i, reihe in enumerate(reihen)
            for j, wert in enumerate(reihe)
        ]
    )


def test_only_years_with_the_same_areas_are_comparable() -> None:
    werte = years([1, 2, None], [1, 2, 3], [None, 2, 3], [4, 5, 6])
    assert comparable_years(werte, 2016) == [2016, 2018]
    assert comparable_years(werte, 2017) == [2017]
    assert comparable_years(werte, 1999) == []


def test_years_of_unknown_weights_count_areas_alike() -> None:
    werte = years([10, 20]).assign(gewicht=np.nan)
    assert gap_by_year(werte)["verhaeltnis"].tolist() == [2]


def test_cases_may_exceed_their_base() -> None:
    abstand = gap_by_year(years([10, 2000]), 1.0)
    assert abstand["differenz_unten"].notna().all()


def test_a_missing_count_takes_the_interval_away() -> None:
    werte = years([100, 200])
    werte.loc[0, "zaehler"] = np.nan
    abstand = gap_by_year(werte, 1000.0)
    assert abstand["differenz"].notna().all()
    assert abstand["differenz_unten"].isna().all()


def test_trend_beyond_chance_and_within() -> None:
    # 20 of 1.000 against 20, 40, 80 …: the ratio doubles every year, far beyond the scatter of such counts
    waechst = gap_by_year(years(*([20.0, 20.0 * 2**i] for i in range(6))), 1.0)
    assert gap_trend(waechst, "verhaeltnis").urteil == "steigend"
    # ln of the ratio rises by ln 2 a year
    assert gap_trend(waechst, "verhaeltnis").steigung == pytest.approx(np.log(2), abs=1e-9)
    wackelt = gap_by_year(years(*([100.0, 200.0 + 10 * (-1) ** i] for i in range(6))), 1.0)
    assert gap_trend(wackelt, "verhaeltnis").urteil == "kein klarer Trend"
    assert gap_trend(wackelt.head(4), "differenz").urteil is None


def test_without_counts_the_scatter_around_the_line_decides() -> None:
    gerade = gap_by_year(years(*([100.0, 200.0 + 50 * i + (-1) ** i] for i in range(5))))
    assert gap_trend(gerade, "differenz").urteil == "steigend"
    # slope of 50·i + (−1)^i over five years: (−1)^i is symmetric about the middle year, so it adds nothing
    assert gap_trend(gerade, "differenz").steigung == pytest.approx(50)
