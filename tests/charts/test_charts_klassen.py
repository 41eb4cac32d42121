"""Classes: golden cases by hand, properties, and an exhaustive oracle for the natural breaks."""

from __future__ import annotations

import itertools
import math
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.charts.klassen import Klassen, Verfahren, around_zero, classify, natural_breaks
from sozialplanung.charts.theme import Stil
from sozialplanung.errors import AnalyseError
from sozialplanung.formatting import format_zahl
from sozialplanung.model import Richtung

nan = math.nan
ZAHLEN = st.floats(-1e6, 1e6).map(lambda x: round(x, 3)) | st.sampled_from([0.0, 1.0, 7.95, 8.0, 8.05])
WERTE = st.lists(ZAHLEN | st.just(nan), max_size=60)


def test_quantiles_by_hand() -> None:
    klassen = classify(pd.Series(range(1, 11)), "quantile", 5, stellen=0)
    assert klassen.grenzen == (3, 5, 7, 9)
    assert klassen.anzahlen == (2, 2, 2, 2, 2)
    assert klassen.beschriftungen() == ("unter 3", "3 bis unter 5", "5 bis unter 7", "7 bis unter 9", "9 und mehr")


def test_equal_values_stay_in_one_class() -> None:
    klassen = classify(pd.Series([1, 1, 1, 1, 2, 3]), "quantile", 3)
    assert klassen.grenzen == (2, 3)
    assert klassen.anzahlen == (4, 1, 1)


def test_equal_intervals_by_hand() -> None:
    klassen = classify(pd.Series([0.0, 1.0, 10.0]), "gleich", 5)
    assert klassen.grenzen == (2, 4, 6, 8)
    assert klassen.anzahlen == (2, 0, 0, 0, 1)


def test_natural_breaks_by_hand() -> None:
    klassen = classify(pd.Series([50, 1, 12, 2, 3, 10, 11]), "natuerlich", 3, stellen=0)
    assert klassen.grenzen == (10, 50)
    assert klassen.anzahlen == (3, 3, 1)


def test_own_bounds_are_kept_even_where_nothing_lies() -> None:
    klassen = classify(pd.Series([12.0, 14.0, nan]), "eigene", grenzen=[20, 10, 20, 2.5], stellen=0)
    assert klassen.grenzen == (2.5, 10, 20)
    assert klassen.anzahlen == (0, 0, 2, 0)
    assert klassen.beschriftungen() == ("unter 2,5", "2,5 bis unter 10", "10 bis unter 20", "20 und mehr")


@pytest.mark.parametrize("grenzen", [None, [], [nan], [1, math.inf], range(7)])
def test_unusable_own_bounds_are_refused(grenzen: list[float] | None) -> None:
    with pytest.raises(AnalyseError, match="Klassengrenze"):
        classify(pd.Series([1.0]), "eigene", grenzen=grenzen)


@pytest.mark.parametrize("anzahl", [0, 8])
def test_too_many_classes_are_refused(anzahl: int) -> None:
    with pytest.raises(AnalyseError, match="1 bis 7"):
        classify(pd.Series([1.0]), "quantile", anzahl)


def test_fewer_values_than_classes_make_fewer_classes() -> None:
    for verfahren in ("quantile", "natuerlich"):
        klassen = classify(pd.Series([5.0, 7.0]), verfahren, 5)
        assert (klassen.grenzen, klassen.anzahlen) == ((7,), (1, 1))


@pytest.mark.parametrize("verfahren", ["quantile", "gleich", "natuerlich"])
def test_all_equal_is_one_class_and_nothing_is_none(verfahren: Verfahren) -> None:
    gleich = classify(pd.Series([4.0, 4.0, 4.0]), verfahren)
    assert (gleich.grenzen, gleich.anzahlen, gleich.beschriftungen()) == ((), (3,), ("4,0",))
    nichts = classify(pd.Series([nan, nan]), verfahren)
    assert (nichts.grenzen, nichts.anzahlen, nichts.beschriftungen()) == ((), (), ())
    assert nichts.klasse(pd.Series([1.0, nan])).tolist() == [-1, -1]


def test_missing_is_in_no_class() -> None:
    werte = pd.Series([1.0, nan, 2.0], index=["a", "b", "c"])
    klasse = classify(werte, "quantile", 2).klasse(werte)
    assert klasse.to_dict() == {"a": 0, "b": -1, "c": 1}


def test_a_value_is_sorted_in_as_it_is_shown() -> None:
    klassen = classify(pd.Series([1.0, 20.0]), "eigene", grenzen=[8])
    assert klassen.sort_in([7.949, 7.95, 7.96, None]) == [0, 1, 1, -1]  # 7,9 – 8,0 – 8,0
    assert classify(pd.Series([1.0]), "eigene", grenzen=[8.1]).sort_in([8.05]) == [1]  # 8,1, as taught in school


def test_a_second_map_is_counted_on_the_same_scale() -> None:
    klassen = classify(pd.Series([1.0, 2.0, 3.0, 4.0]), "quantile", 2)
    assert klassen.grenzen == (3,)
    assert klassen.count([0.0, 2.9, 3.0, 99.0, None]) == (2, 2)


def test_dark_is_where_the_need_is() -> None:
    last, staerke = (
        classify(pd.Series([1.0, 2.0, 3.0]), anzahl=3, richtung=richtung).farben(Stil())
        for richtung in (Richtung.BELASTUNG, Richtung.STAERKE)
    )
    assert last == ("#EEF1EF", "#779FAD", "#133B4A")
    assert staerke == last[::-1]


@given(WERTE, st.sampled_from(["quantile", "gleich", "natuerlich"]), st.integers(1, 7), st.integers(0, 2))
def test_classes_hold_what_they_say(werte: list[float], verfahren: Verfahren, anzahl: int, stellen: int) -> None:
    reihe = pd.Series(werte, dtype=float)
    klassen = classify(reihe, verfahren, anzahl, stellen=stellen)
    da = reihe.dropna()
    assert sum(klassen.anzahlen) == len(da)
    assert klassen.anzahl <= anzahl
    assert list(klassen.grenzen) == sorted(set(klassen.grenzen))
    assert len(klassen.farben(Stil())) == len(klassen.beschriftungen()) == klassen.anzahl
    if verfahren != "gleich":
        assert all(klassen.anzahlen)
    kanten = (-math.inf, *klassen.grenzen, math.inf)
    for wert, klasse in zip(da, klassen.klasse(da), strict=True):
        gezeigt = float(Decimal(str(wert)).quantize(Decimal(1).scaleb(-stellen), ROUND_HALF_UP))
        assert kanten[klasse] <= gezeigt < kanten[klasse + 1]
    folge = klassen.klasse(da.sort_values()).tolist()
    assert folge == sorted(folge)


@given(WERTE.filter(lambda w: any(x == x for x in w)))
def test_bounds_read_as_the_values_do(werte: list[float]) -> None:
    """Bounds of quantiles are shown values, so the legend needs no finer digits than the labels."""
    klassen = classify(pd.Series(werte, dtype=float), stellen=1)
    assert klassen.grenztexte() == tuple(format_zahl(grenze, 1) for grenze in klassen.grenzen)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=11), st.integers(1, 5))
def test_natural_breaks_are_the_best_of_all(werte: list[int], k: int) -> None:
    verschieden, haeufigkeit = np.unique(np.array(werte, dtype=float), return_counts=True)
    k = min(k, len(verschieden))

    def deviation(teile: tuple[int, ...]) -> float:
        grenzen = [0, *teile, len(verschieden)]
        summe = 0.0
        for von, bis in itertools.pairwise(grenzen):
            klasse = np.repeat(verschieden[von:bis], haeufigkeit[von:bis])
            summe += float(((klasse - klasse.mean()) ** 2).sum())
        return summe

    beste = min(deviation(teile) for teile in itertools.combinations(range(1, len(verschieden)), k - 1))
    gefunden = natural_breaks(verschieden, haeufigkeit, k)
    assert len(gefunden) == k - 1
    assert deviation(tuple(gefunden)) == pytest.approx(beste, abs=1e-9)


def test_natural_breaks_survive_large_numbers() -> None:
    werte = pd.Series([1e9, 1e9 + 1, 1e9 + 2, 1e9 + 100, 1e9 + 101])
    assert classify(werte, "natuerlich", 2, stellen=0).grenzen == (1e9 + 100,)


def test_a_klassen_is_a_value() -> None:
    a, b = (classify(pd.Series([1.0, 2.0])) for _ in range(2))
    assert isinstance(a, Klassen)
    assert hash(a) == hash(b)
    assert a == b


def test_differences_are_classed_alike_on_both_sides_of_zero() -> None:
    klassen = around_zero(pd.Series([-5960, -1112, -80, 0, 13, 107, 460, 1023, 2605, nan]))
    # of the eight that differ the smallest third lies below 216, the largest above 1.084
    assert klassen.grenzen == (-1000, -200, 200, 1000)
    assert klassen.anzahlen == (2, 0, 4, 1, 2)
    assert klassen.farben(Stil())[2] == Stil().farben.abweichung[3]


def test_where_nothing_differs_there_is_one_class() -> None:
    assert around_zero(pd.Series([0.0, 0.2, nan])).anzahlen == (2,)
    assert around_zero(pd.Series([nan])).anzahl == 0


@given(st.lists(ZAHLEN | st.just(nan), min_size=1, max_size=60))
def test_a_difference_and_its_opposite_have_opposite_colours(werte: list[float]) -> None:
    reihe = pd.Series(werte)
    klassen = around_zero(reihe)
    assert klassen.grenzen == tuple(-g for g in reversed(klassen.grenzen))
    assert sum(klassen.anzahlen) == reihe.notna().sum()
