"""Money beside need, by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sozialplanung.analysis.bedarf import (
    gap_interval,
    gap_of_groups,
    money_and_need,
    money_of_half,
    money_over_need,
    need_from_zero,
)
from sozialplanung.errors import AnalyseError

PERSONEN = pd.Series({"a": 100.0, "b": 200.0, "c": 100.0})
SATZ = pd.Series({"a": 30.0, "b": 10.0, "c": 50.0})  # need 3000, 2000, 5000 of 10000


def test_one_table_by_hand() -> None:
    tabelle = money_and_need(pd.Series({"a": 500.0, "b": 500.0, "c": 0.0}), PERSONEN, SATZ)
    assert tabelle["menge"].tolist() == [3000, 2000, 5000]
    assert tabelle["je_kopf"].tolist() == [5.0, 2.5, 0.0]
    # Shares of money 50, 50, 0 %; of need 30, 20, 50 %.
    assert tabelle["punkte"].tolist() == pytest.approx([20, 30, -50])
    assert tabelle["mehr"].tolist() == pytest.approx([200, 300, -500])


def test_an_area_without_figure_is_no_part_of_the_shares() -> None:
    satz = SATZ.where(SATZ.index != "c")
    tabelle = money_and_need(pd.Series({"a": 300.0, "b": 200.0, "c": 77.0}), PERSONEN, satz)
    assert tabelle["punkte"].tolist()[:2] == pytest.approx([0, 0])
    assert math.isnan(tabelle.loc["c", "mehr"])
    assert tabelle.loc["c", "eur"] == 77


def test_money_that_is_not_known_is_missing_not_zero() -> None:
    tabelle = money_and_need(pd.Series({"a": 300.0, "b": 200.0}), PERSONEN, SATZ)
    assert math.isnan(tabelle.loc["c", "eur"])
    assert math.isnan(tabelle.loc["c", "punkte"])


def test_an_index_below_zero_is_shifted() -> None:
    verschoben, ja = need_from_zero(pd.Series([-1.5, 0.5, np.nan]))
    assert ja
    assert verschoben.tolist()[:2] == [0, 2]
    assert need_from_zero(SATZ)[1] is False


def test_negative_figures_are_refused() -> None:
    with pytest.raises(AnalyseError, match="Negative"):
        money_and_need(pd.Series({"a": 1.0}), pd.Series({"a": -1.0}), pd.Series({"a": 1.0}))


def test_gap_of_each_field() -> None:
    geld = pd.DataFrame(
        {
            "gebiet_id": ["a", "b", "c", "a", "x"],
            "feld": ["Sprache", "Sprache", "Sprache", "Kita", "Kita"],
            "eur": [300.0, 200.0, 500.0, 100.0, 9999.0],
        }
    )
    tabelle = gap_of_groups(geld, PERSONEN * SATZ, "feld")
    assert tabelle.index.tolist() == ["Sprache", "Kita"]
    # Sprache follows need exactly; Kita gives everything to a, which has 30 % of the need.
    assert tabelle["abstand"].tolist() == pytest.approx([0, 0.7])
    assert tabelle["eur"].tolist() == [1000, 100]


def counts(nenner: int) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    n = pd.Series(float(nenner), index=SATZ.index)
    tabelle = money_and_need(pd.Series({"a": 500.0, "b": 500.0, "c": 0.0}), PERSONEN, SATZ)
    return tabelle, n * SATZ / 100, n


def test_the_interval_of_the_gap_holds_it_and_shrinks_with_more_counts() -> None:
    # The gap is 50 %. Its standard deviation by the delta method: c gets nothing, so the gap is c's share of need,
    # 5000 of 10000. With b = 100·r_a, 200·r_b, 100·r_c: var = (b_c/B²)²·var(b_a + b_b) + ((B − b_c)/B²)²·var(b_c).
    sd = {}
    for nenner in (100, 10_000):
        spanne = gap_interval(*counts(nenner))
        assert spanne is not None
        assert spanne.unten < 0.5 < spanne.oben
        sd[nenner] = (spanne.oben - spanne.unten) / (2 * 1.96)
    r, gewicht = np.array([0.3, 0.1, 0.5]), np.array([1, 2, 1])
    var = gewicht**2 * r * (1 - r) / 10_000
    erwartet = np.sqrt(0.5**2 * (var[0] + var[1]) + 0.5**2 * var[2])
    assert sd[10_000] == pytest.approx(erwartet, rel=0.06)
    assert 8 < sd[100] / sd[10_000] < 12
    assert gap_interval(*counts(100)).unten == gap_interval(*counts(100)).unten


def test_each_area_has_an_interval_of_its_own() -> None:
    spanne = gap_interval(*counts(500))
    assert spanne is not None
    punkte = counts(500)[0]["punkte"]
    assert (spanne.je_gebiet["punkte_von"] < punkte).all()
    assert (punkte < spanne.je_gebiet["punkte_bis"]).all()


def test_a_gap_of_zero_lies_in_its_interval() -> None:
    tabelle = money_and_need(PERSONEN * SATZ, PERSONEN, SATZ)
    spanne = gap_interval(tabelle, PERSONEN * SATZ / 100, PERSONEN)
    assert spanne is not None
    assert spanne.unten == pytest.approx(0, abs=1e-12)
    assert spanne.oben > 0.01


def test_without_counts_there_is_no_interval() -> None:
    tabelle, x, n = counts(100)
    assert gap_interval(tabelle, x * np.nan, n) is None
    # Where only one area has counts, the others stay as they are.
    spanne = gap_interval(tabelle, x.where(x.index == "a"), n)
    assert spanne is not None
    assert spanne.unten < spanne.oben
    with pytest.raises(AnalyseError, match="Niveau 1"):
        gap_interval(tabelle, x, n, niveau=1)


def test_more_cases_than_persons_are_drawn_without_a_bound() -> None:
    tabelle, x, n = counts(100)
    spanne = gap_interval(tabelle, x * 10, n)
    assert spanne is not None
    assert spanne.unten < 0.5 < spanne.oben


def test_the_curve_of_money_over_need_by_hand() -> None:
    # Money per need: c nothing, a 1/6, b 1/4; d has no need and some money.
    geld = pd.Series({"a": 500.0, "b": 500.0, "c": 0.0, "d": 250.0, "e": math.nan})
    menge = pd.Series({"a": 3000.0, "b": 2000.0, "c": 5000.0, "d": 0.0, "e": 10.0})
    kurve = money_over_need(geld, menge)
    assert kurve["anteil_bedarf"].tolist() == pytest.approx([0, 0.5, 0.8, 1, 1])
    assert kurve["anteil_geld"].tolist() == pytest.approx([0, 0, 0.4, 0.8, 1])
    assert money_of_half(kurve) == 0
    assert money_of_half(money_over_need(menge, menge)) == pytest.approx(0.5)
    assert math.isnan(money_of_half(money_over_need(geld * 0, menge)))
