"""Weights that add up to 100 whatever is done to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.analysis.gewichte import redistribute, to_percent
from sozialplanung.errors import AnalyseError


def test_the_others_keep_their_proportions() -> None:
    # 20 : 30 share the 40 that are left as 16 : 24
    assert redistribute((50.0, 20.0, 30.0), 0, 60.0) == pytest.approx((60, 16, 24))
    assert redistribute((50.0, 20.0, 30.0), 2, 0.0) == pytest.approx((500 / 7, 200 / 7, 0))
    assert redistribute((50.0, 20.0, 30.0), 1, 100.0) == (0, 100, 0)


def test_what_was_all_zero_shares_equally() -> None:
    assert redistribute((0.0, 100.0, 0.0), 1, 40.0) == pytest.approx((30, 40, 30))
    assert to_percent((0.0, 0.0)) == (50, 50)


def test_one_weight_is_everything() -> None:
    assert redistribute((100.0,), 0, 20.0) == (100,)
    assert to_percent(()) == ()


def test_any_numbers_become_percent() -> None:
    assert to_percent((3.0, 1.0)) == pytest.approx((75, 25))
    assert to_percent((1e308, 1e308)) == (50, 50)


@pytest.mark.parametrize("neu", [-1.0, 101.0, float("nan")])
def test_nonsense_is_refused(neu: float) -> None:
    with pytest.raises(AnalyseError):
        redistribute((50.0, 50.0), 0, neu)
    with pytest.raises(AnalyseError):
        to_percent((1.0, -0.5))


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=12), st.data())
def test_they_add_up_and_nothing_else_moves(gewichte: list[float], daten: st.DataObject) -> None:
    anteile = to_percent(gewichte)
    stelle, neu = daten.draw(st.integers(0, len(gewichte) - 1)), daten.draw(st.floats(0, 100))
    danach = redistribute(anteile, stelle, neu)
    assert sum(danach) == pytest.approx(100)
    assert min(danach) >= 0
    assert danach[stelle] == neu
    andere = [i for i in range(len(gewichte)) if i != stelle]
    for i in andere:
        for j in andere:
            if any(anteile[k] for k in andere):
                assert danach[i] * anteile[j] == pytest.approx(danach[j] * anteile[i], abs=1e-6)
