"""Rank ranges: what is certain stays certain, what is not is said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from sozialplanung.analysis import uncertainty
from sozialplanung.analysis.uncertainty import SCHWANKUNGEN, _order, prepare_variants, ranges_of, rank_ranges
from sozialplanung.errors import AnalyseError


def _table(n: int = 12, m: int = 3, seed: int = 1) -> pd.DataFrame:
    zahlen = np.random.default_rng(seed).random((n, m))
    return pd.DataFrame(zahlen, index=[f"g{i}" for i in range(n)], columns=list("abcdefg")[:m])


def test_an_area_that_is_worst_in_everything_is_first_in_every_draw() -> None:
    tabelle = _table()
    tabelle.loc["g5"] = 2.0
    tabelle.loc["g7"] = -1.0
    ergebnis = rank_ranges(tabelle, [1, 1, 1], 200)
    assert ergebnis.loc["g5"].to_dict() == {"rang": 1, "rang_von": 1, "rang_bis": 1, "anteil_vorn": 1}
    assert ergebnis.loc["g7"].to_dict() == {"rang": 12, "rang_von": 12, "rang_bis": 12, "anteil_vorn": 0}


def test_with_one_indicator_and_no_counts_there_is_nothing_uncertain() -> None:
    tabelle = _table(m=1)
    ergebnis = rank_ranges(tabelle, ziehungen=50)
    erwartet = rankdata(-tabelle["a"])
    for spalte in ("rang", "rang_von", "rang_bis"):
        np.testing.assert_array_equal(ergebnis[spalte], erwartet)
    assert ergebnis["anteil_vorn"].sum() == 3


def test_a_strength_turns_the_ranking_around() -> None:
    tabelle = _table(m=1)
    ergebnis = rank_ranges(tabelle, ziehungen=10, richtung=["staerke"])
    np.testing.assert_array_equal(ergebnis["rang"], rankdata(tabelle["a"]))
    np.testing.assert_array_equal(ergebnis["rang_bis"], rankdata(tabelle["a"]))


def test_equal_areas_share_the_better_rank() -> None:
    tabelle = pd.DataFrame({"a": [1.0, 5, 5, 3], "b": [1.0, 5, 5, 3]})
    ergebnis = rank_ranges(tabelle, ziehungen=30, k=1)
    assert ergebnis["rang_von"].tolist() == ergebnis["rang_bis"].tolist() == [4, 1, 1, 3]
    assert ergebnis["anteil_vorn"].tolist() == [0, 1, 1, 0]


def test_small_counts_make_ranges_wider_and_large_ones_do_not() -> None:
    rate = pd.DataFrame({"a": np.linspace(0.1, 0.3, 9)})
    klein = rank_ranges(rate, ziehungen=300, zaehler=rate * 40, nenner=rate * 0 + 40)
    gross = rank_ranges(rate, ziehungen=300, zaehler=rate * 4e6, nenner=rate * 0 + 4e6)
    assert (gross["rang_von"] == gross["rang_bis"]).all()
    assert (klein["rang_bis"] - klein["rang_von"]).mean() > 3
    in_prozent = rank_ranges(rate * 100, ziehungen=300, zaehler=rate * 40, nenner=rate * 0 + 40)
    pd.testing.assert_frame_equal(in_prozent, klein)


def test_a_strength_with_counts_keeps_its_direction() -> None:
    rate = pd.DataFrame({"a": np.linspace(0.1, 0.3, 5)})
    ergebnis = rank_ranges(rate, ziehungen=50, zaehler=rate * 4e6, nenner=rate * 0 + 4e6, richtung={"a": "staerke"})
    assert ergebnis["rang_von"].tolist() == ergebnis["rang_bis"].tolist() == [1, 2, 3, 4, 5]


def test_a_missing_count_leaves_its_rate_as_it_is() -> None:
    rate = pd.DataFrame({"a": [0.1, 0.2, 0.3, 0.4]})
    zaehler = pd.DataFrame({"a": [None, 2e6, 3e6, 4e6]})
    ergebnis = rank_ranges(rate, ziehungen=40, zaehler=zaehler, nenner=rate * 0 + 1e7)
    assert ergebnis["rang_von"].tolist() == [4, 3, 2, 1]


def test_only_what_shall_vary_varies() -> None:
    """Counts without end: drawing them changes nothing, so only weights and scales are left to do so."""
    rate = _table(9, 2)
    viele = {"zaehler": rate * 1e12, "nenner": rate * 0 + 1e12}
    z = (rate - rate.mean()) / rate.std(ddof=0)
    erwartet = rankdata(-(0.7 * z["a"] + 0.3 * z["b"]))
    fest = rank_ranges(rate, [7, 3], 60, **viele, schwanken="zahlen")
    np.testing.assert_array_equal(fest["rang_von"], erwartet)
    np.testing.assert_array_equal(fest["rang_bis"], erwartet)
    raenge = rankdata(-(0.7 * rate["a"].rank() + 0.3 * rate["b"].rank()), method="min")
    nach_rang = rank_ranges(rate, [7, 3], 5, **viele, schwanken="zahlen", skala="rang")
    eindeutig = np.unique(raenge, return_counts=True)[0][np.unique(raenge, return_counts=True)[1] == 1]
    einzeln = np.isin(raenge, eindeutig)
    np.testing.assert_array_equal(nach_rang["rang_von"][einzeln], raenge[einzeln])
    ohne = rank_ranges(rate, [7, 3], 60, **viele, schwanken="gewichte")
    pd.testing.assert_frame_equal(ohne, rank_ranges(rate, [7, 3], 60))
    assert (ohne["rang_bis"] > ohne["rang_von"]).any()


@pytest.mark.parametrize("schwanken", SCHWANKUNGEN)
@pytest.mark.parametrize("gehalten", [1 << 21, 0])
def test_variants_serve_many_weights(schwanken, gehalten, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept, or drawn anew where there are too many: whatever was asked before, weights get the same answer."""
    monkeypatch.setattr(uncertainty, "_GEHALTEN", gehalten)
    rate = _table(9, 3)
    wie = {"zaehler": rate * 40, "nenner": rate * 0 + 40, "schwanken": schwanken}
    varianten = prepare_variants(rate, 70, **wie)
    spannen = [ranges_of(varianten, gewichte, k=2) for gewichte in ([1, 1, 1], [5, 1, 0], [1, 1, 1])]
    pd.testing.assert_frame_equal(spannen[0], rank_ranges(rate, [1, 1, 1], 70, **wie, k=2))
    pd.testing.assert_frame_equal(spannen[1], rank_ranges(rate, [5, 1, 0], 70, **wie, k=2))
    pd.testing.assert_frame_equal(spannen[2], spannen[0])
    assert not spannen[1].equals(spannen[0])


def test_small_counts_vary_even_with_weights_that_do_not() -> None:
    rate = pd.DataFrame({"a": np.linspace(0.1, 0.3, 9)})
    klein = {"zaehler": rate * 40, "nenner": rate * 0 + 40}
    assert (rank_ranges(rate, None, 200, **klein, schwanken="gewichte").eval("rang_bis - rang_von") == 0).all()
    assert rank_ranges(rate, None, 200, **klein, schwanken="zahlen").eval("rang_bis - rang_von").mean() > 3


def test_an_indicator_without_counts_stays_as_it_is() -> None:
    rate = pd.DataFrame({"a": [0.1, 0.2, 0.3, 0.4], "steuer": [500.0, 400, 300, 200]})
    zaehler = rate[["a"]] * 1e9
    ergebnis = rank_ranges(rate, [1, 1], 40, zaehler, zaehler * 0 + 1e9, richtung=["belastung", "staerke"])
    assert ergebnis["rang_von"].tolist() == ergebnis["rang_bis"].tolist() == [4, 3, 2, 1]


@settings(max_examples=25)
@given(st.integers(2, 15), st.integers(1, 4), st.integers(0, 99))
def test_ranges_hold_and_add_up(n, m, seed) -> None:
    ergebnis = rank_ranges(_table(n, m, seed), ziehungen=60, k=2)
    assert (ergebnis["rang_von"] <= ergebnis["rang_bis"]).all()
    assert ergebnis["rang_von"].min() >= 1
    assert ergebnis["rang_bis"].max() <= n
    assert ergebnis["anteil_vorn"].sum() == pytest.approx(2)
    weiter = rank_ranges(_table(n, m, seed), ziehungen=60, k=2, niveau=0.98)
    assert (weiter["rang_von"] <= ergebnis["rang_von"]).all()
    assert (weiter["rang_bis"] >= ergebnis["rang_bis"]).all()


def test_the_range_holds_its_share_of_the_draws() -> None:
    """With two equal areas apart from a coin toss: 0.5 of the draws each, so both ranks belong to the range."""
    tabelle = pd.DataFrame({"a": [1.0, 2.0, 0.0], "b": [2.0, 1.0, 0.0]})
    ergebnis = rank_ranges(tabelle, ziehungen=2000, k=1)
    assert ergebnis["rang"].tolist() == [1, 1, 3]
    assert ergebnis["rang_von"].tolist() == [1, 1, 3]
    assert ergebnis["rang_bis"].tolist() == [2, 2, 3]
    assert ergebnis["anteil_vorn"].iloc[0] == pytest.approx(0.5, abs=0.05)


def test_gaps_weights_of_zero_and_seeds() -> None:
    tabelle = _table()
    luecke = tabelle.copy()
    luecke.loc["neu"] = [np.nan, 1.0, 1.0]
    ergebnis = rank_ranges(luecke, ziehungen=50)
    assert ergebnis.loc["neu"].isna().all()
    pd.testing.assert_frame_equal(ergebnis.drop("neu"), rank_ranges(tabelle, ziehungen=50))
    ohne = rank_ranges(tabelle, [1, 0, 0], 50)
    np.testing.assert_array_equal(ohne["rang_bis"], rankdata(-tabelle["a"]))
    assert not rank_ranges(tabelle, ziehungen=50, seed=1).equals(rank_ranges(tabelle, ziehungen=50, seed=2))
    assert rank_ranges(tabelle.iloc[:1], ziehungen=5).iloc[0].tolist() == [1, 1, 1, 1]
    assert rank_ranges(tabelle.iloc[:0], ziehungen=5).empty


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60))
def test_order_is_argsort_up_to_the_last_bits(zahlen) -> None:
    x = np.array(zahlen) + 0.0
    sortiert = x[_order(x)]
    assert (np.diff(sortiert) >= -1e-9 * (1 + sortiert[:-1])).all()
    assert sorted(_order(x)) == list(range(x.size))


@pytest.mark.parametrize(
    ("argumente", "text"),
    [
        ({"ziehungen": 0}, "Ziehungen 0"),
        ({"k": 0}, "k 0"),
        ({"niveau": 1}, "Niveau 1"),
        ({"zaehler": _table()}, "fehlt"),
        ({"zaehler": _table(), "nenner": _table() - 1}, "größer als sein Nenner"),
        ({"zaehler": _table(11), "nenner": _table(11)}, "dieselben Gebiete"),
        ({"zaehler": _table().rename(columns={"a": "x"}), "nenner": _table()}, "›x‹ ist kein Indikator"),
    ],
)
def test_impossible_input_gets_a_sentence(argumente, text) -> None:
    with pytest.raises(AnalyseError, match=text):
        rank_ranges(_table(), **argumente)
