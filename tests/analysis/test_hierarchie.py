"""Adding up a hierarchy by hand: a city, its two districts, and two quarters in the first of them."""

from __future__ import annotations

import numpy as np
import pytest

from sozialplanung.analysis.hierarchie import (
    GEHEIM,
    UNBEKANNT,
    Geliefert,
    Hierarchie,
    Summen,
    add_up,
    find_below,
    find_open,
    find_parts,
    find_visited,
    renumber,
)

#             0 stadt  1 nord  2 süd  3 nord-ost  4 nord-west (until 2019)
ELTERN = np.array([-1, 0, 0, 1, 1])
JAHRE = np.array([2019, 2020])
ALLE = Hierarchie(
    np.array(["stadt", "nord", "sued", "ost", "west"], object),
    ELTERN,
    np.array([True, False, False, False, False]),
    np.zeros(5, int),
    np.array([9999, 9999, 9999, 9999, 2019]),
)


def figures(*zeilen: tuple[int, int, float], zeichen: int = 0) -> Geliefert:
    """Rows (number of the year, number of the area, value); NaN takes ``zeichen``."""
    jahr, gebiet, wert = (np.array(spalte) for spalte in zip(*zeilen, strict=True))
    null = np.zeros(len(zeilen), int)
    zeichen_je = np.where(np.isnan(wert), zeichen, 0)
    return Geliefert.lay_out(
        (2, 5), jahr * 5 + gebiet, wert, zeichen_je, null, null, null.astype(bool), null.astype(bool)
    )


def sums(zahlen: Geliefert, *, rate: bool = False) -> Summen:
    return add_up(zahlen, ALLE.existing(JAHRE), ALLE.levels(), np.array([0]), np.array([100]), rate=rate)


def test_what_exists_is_added_up() -> None:
    summen = sums(figures((0, 3, 1), (0, 4, 2), (0, 2, 4), (1, 3, 8), (1, 4, 99), (1, 2, 16)))
    assert summen.wert[:, 0].tolist() == [7, 24]  # »west« was gone in 2020
    assert summen.wert[:, 1].tolist() == [3, 8]
    assert summen.direkt[0].tolist() == [False, False, True, True, True]
    assert summen.mindestnenner[0, 0] == 100


@pytest.mark.parametrize(("zeichen", "summe"), [(GEHEIM, np.nan), (UNBEKANNT, 7)])
def test_a_hidden_sum_is_not_computed_from_its_parts(zeichen: int, summe: float) -> None:
    zahlen = figures((0, 1, np.nan), (0, 3, 1), (0, 4, 2), (0, 2, 4), zeichen=zeichen)
    np.testing.assert_equal(sums(zahlen).wert[0, 0], summe)
    assert sums(zahlen).grund[0, 0] == zeichen


def test_a_missing_part_and_a_rate_make_no_sum() -> None:
    assert np.isnan(sums(figures((0, 3, 1), (0, 2, 4))).wert[0, 0])
    assert sums(figures((0, 3, 1), (0, 2, 4))).teilweise[0, 0]
    assert np.isnan(sums(figures((0, 1, 3), (0, 2, 4)), rate=True).wert[0, 0])
    assert sums(figures((0, 0, 7)), rate=True).wert[0, 0] == 7


def test_the_way_down_can_be_named() -> None:
    zahlen, da, stufen = figures((0, 1, 3), (0, 3, 1), (0, 2, 4)), ALLE.existing(JAHRE), ALLE.levels()
    assert find_parts(find_open(zahlen, da, stufen)[0], da[0], ELTERN, 0) == [1, 2]
    assert find_visited(zahlen, da, ALLE, stufen)[0].tolist() == [True, True, True, False, False]


def test_only_what_lies_below_the_level_is_kept() -> None:
    dabei = find_below(ELTERN, np.array([False, True, False, False, False]))
    assert dabei.tolist() == [False, True, False, True, True]
    assert renumber(ELTERN, dabei).tolist() == [-1, 0, 0]
