"""Areas as thirds: who is in which group, and that no group is one area."""

from __future__ import annotations

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.analysis.gruppen import group_areas, weighted_mean


@pytest.mark.parametrize(
    ("werte", "richtung", "gruppen"),
    [
        # seven areas: two, three, two
        ([27.8, 24.0, 20.3, 19.6, 13.9, 10.0, 5.3], "belastung", [0, 0, 1, 1, 1, 2, 2]),
        # of a Stärke the lowest values mean the greatest need
        ([27.8, 24.0, 20.3, 19.6, 13.9, 10.0, 5.3], "staerke", [2, 2, 1, 1, 1, 0, 0]),
        ([1, 2, 3, 4, 5, 6], "neutral", [2, 2, 1, 1, 0, 0]),
        # thirds of five would leave one area alone in the middle
        ([5, 4, 3, 2, 1], "belastung", [0, 0, 1, 1, 1]),
        ([4, 3, 2, 1], "belastung", [0, 0, 1, 1]),
        ([3, 2, 1], "belastung", [0, 0, 0]),
        ([7], "belastung", [0]),
        ([7, 7, 7, 7, 7, 7], "belastung", [0, 0, 0, 0, 0, 0]),
        # six alike and one apart: that one must not stand alone
        ([9, 1, 1, 1, 1, 1, 1], "belastung", [0, 0, 0, 0, 0, 0, 0]),
        ([None, 4, 3, None, 2, 1], "belastung", [None, 0, 0, None, 1, 1]),
        ([None, None], "belastung", [None, None]),
        ([], "belastung", []),
    ],
)
def test_by_hand(werte: list[float | None], richtung: str, gruppen: list[int | None]) -> None:
    erhalten = group_areas(pd.Series(werte, dtype=float), richtung)
    assert [None if math.isnan(g) else int(g) for g in erhalten] == gruppen


@given(st.lists(st.integers(0, 8) | st.none(), max_size=60))
def test_no_group_is_one_area_and_order_is_kept(zahlen: list[int | None]) -> None:
    werte = pd.Series(zahlen, dtype=float)
    gruppe = group_areas(werte)
    assert (gruppe.isna() == werte.isna()).all()
    groessen = gruppe.value_counts()
    assert len(groessen) <= 1 or groessen.min() >= 2
    assert sorted(groessen.index) == list(range(len(groessen)))
    paare = sorted(zip(werte.dropna(), gruppe.dropna(), strict=True))
    assert [g for _, g in paare] == sorted((g for _, g in paare), reverse=True)
    assert all(a[1] == b[1] for a, b in itertools.pairwise(paare) if a[0] == b[0])


def test_means() -> None:
    werte = pd.Series([10.0, 20.0, None])
    # (10 · 300 + 20 · 100) ÷ 400 = 12,5
    assert weighted_mean(werte, pd.Series([300.0, 100.0, 999.0])) == 12.5
    # persons of one area are not known: all count alike
    assert weighted_mean(werte, pd.Series([300.0, None, 999.0])) == 15
    assert weighted_mean(werte, pd.Series([0.0, 0.0, 0.0])) == 15
    assert weighted_mean(werte, None) == 15
    assert math.isnan(weighted_mean(pd.Series([None], dtype=float), None))
