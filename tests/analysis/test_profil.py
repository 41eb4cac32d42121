"""One area against the others: spread, position, nearest areas."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.analysis.profil import similar_areas, spread
from sozialplanung.errors import AnalyseError


def test_spread_puts_the_benchmark_in_the_middle() -> None:
    werte = pd.Series([10.0, 20.0, 30.0, 40.0, 50.0, math.nan])
    s = spread(werte, 20.0)
    assert (s.unten, s.viertel, s.dreiviertel, s.oben, s.halb) == (10, 20, 40, 50, 30)
    assert (s.place(20), s.place(50), s.place(5)) == (0, 1, -0.5)


def test_spread_without_values_or_without_difference() -> None:
    assert math.isnan(spread(pd.Series([math.nan]), 3.0).oben)
    assert math.isnan(spread(pd.Series([1.0]), math.nan).halb)
    assert spread(pd.Series([4.0, 4.0]), 4.0).place(4.0) == 0


def test_nearest_areas_by_hand() -> None:
    # Both columns have mean 0 and standard deviation 1 over the four areas.
    werte = pd.DataFrame({"x": [-1.0, -1.0, 1.0, 1.0], "y": [-1.0, 1.0, -1.0, 1.0]}, index=list("abcd"))
    nah = similar_areas(werte, "a")
    assert nah.index.tolist() == ["b", "c", "d"]
    # b differs by 2 in y only: sqrt(4/2); d by 2 in both: 2.
    assert nah["abstand"].tolist() == pytest.approx([math.sqrt(2), math.sqrt(2), 2.0])
    assert similar_areas(werte, "a", anzahl=1).index.tolist() == ["b"]


def test_missing_figures_are_left_out_of_the_distance() -> None:
    werte = pd.DataFrame(
        {"x": [0.0, 0.0, 5.0], "y": [1.0, 1.0, 9.0], "z": [2.0, math.nan, 2.5], "gleich": [7.0, 7.0, 7.0]},
        index=list("abc"),
    )
    nah = similar_areas(werte, "a")
    assert nah.loc["b", "abstand"] == 0
    assert nah["verglichen"].to_dict() == {"b": 2, "c": 3}


def test_areas_with_too_little_in_common_are_no_neighbours() -> None:
    werte = pd.DataFrame(np.eye(4), index=list("abcd"))
    werte.loc["b", [1, 2, 3]] = math.nan
    assert "b" not in similar_areas(werte, "a").index


def test_an_unknown_area_is_named() -> None:
    with pytest.raises(AnalyseError, match="›x‹"):
        similar_areas(pd.DataFrame({"a": [1.0]}, index=["y"]), "x")


@given(
    st.lists(st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=3), min_size=4, max_size=12),
    st.floats(0.01, 100),
    st.floats(-50, 50),
)
def test_units_do_not_matter(zeilen: list[list[float]], faktor: float, versatz: float) -> None:
    werte = pd.DataFrame(np.round(zeilen, 3), index=[f"g{i}" for i in range(len(zeilen))])
    eins = similar_areas(werte, "g0", 99).sort_index()
    zwei = similar_areas(werte.assign(**{"1": werte[1] * faktor + versatz}).drop(columns=1), "g0", 99).sort_index()
    assert eins["abstand"].to_numpy() == pytest.approx(zwei["abstand"].to_numpy(), abs=1e-6)
