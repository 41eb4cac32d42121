"""Money beside need, by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sozialplanung.analysis.bedarf import gap_of_groups, money_and_need, need_from_zero
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
