"""Money: sums to the cent, missing stays missing, nobody divides by zero."""

from decimal import Decimal

import pandas as pd
import pytest

from sozialplanung.analysis.budgets import money_per_head, money_per_reached, shares_by_weight, sum_money
from sozialplanung.errors import AnalyseError


@pytest.fixture
def geld() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("IK-1", "A", "Eigenanteil", Decimal("0.10"), None),
            ("IK-1", "B", "Eigenanteil", Decimal("0.20"), None),
            ("IK-2", None, "Land", Decimal("100.01"), Decimal("99.99")),
            ("IK-3", "B", "Bund", None, Decimal("5.00")),
        ],
        columns=["massnahme_id", "gebiet_id", "finanzierungsquelle", "ansatz_eur", "ist_eur"],
    )


def test_sums_are_exact_decimals(geld: pd.DataFrame) -> None:
    summen = sum_money(geld, ["finanzierungsquelle"], "ansatz").set_index("finanzierungsquelle")["eur"]
    assert summen.to_dict() == {"Eigenanteil": Decimal("0.30"), "Land": Decimal("100.01")}  # no »Bund: 0«


def test_money_for_the_whole_city_is_a_group_of_its_own(geld: pd.DataFrame) -> None:
    summen = sum_money(geld, ["gebiet_id"], "ansatz")
    assert summen.loc[summen["gebiet_id"].isna(), "eur"].tolist() == [Decimal("100.01")]
    assert sum(summen["eur"]) == Decimal("100.31")


def test_nothing_recorded_gives_an_empty_frame(geld: pd.DataFrame) -> None:
    assert sum_money(geld.iloc[3:], ["gebiet_id"], "ansatz").empty


def test_per_head_is_missing_without_persons() -> None:
    summen = pd.DataFrame({"gebiet_id": ["A", "B", "C"], "eur": [Decimal(100), Decimal(50), Decimal(7)]})
    je_kopf = money_per_head(summen, pd.Series({"A": 40.0, "B": 0.0}))["je_kopf"]
    assert je_kopf[0] == 2.5
    assert je_kopf[1:].isna().all()


def test_per_reached_person(geld: pd.DataFrame) -> None:
    erreicht = pd.DataFrame({"massnahme_id": ["IK-2", "IK-3", "IK-3"], "ist": [33.0, 1.0, 1.0]})
    ergebnis = money_per_reached(geld, erreicht, "ist").set_index("massnahme_id")
    assert ergebnis.loc["IK-2", "je_person"] == pytest.approx(3.03)
    assert ergebnis.loc["IK-3", "je_person"] == 2.5
    ohne = money_per_reached(geld, erreicht.iloc[:0], "ist").set_index("massnahme_id")
    assert ohne["je_person"].isna().all()


def test_shares_by_weight_are_exactly_one() -> None:
    """1 : 1 : 1 → 333.334 of the first area and 333.333 twice; 30 : 10 → three quarters and one."""
    drittel = shares_by_weight(pd.Series([5.0, 5.0, 5.0], index=["a", "b", "c"]))
    assert sorted(drittel.values()) == [Decimal("0.333333"), Decimal("0.333333"), Decimal("0.333334")]
    assert sum(drittel.values()) == 1
    assert shares_by_weight(pd.Series([30, 10, 0], index=["a", "b", "c"])) == {
        "a": Decimal("0.75"),
        "b": Decimal("0.25"),
        "c": 0,
    }
    with pytest.raises(AnalyseError):
        shares_by_weight(pd.Series([1.0, None], index=["a", "b"]))
