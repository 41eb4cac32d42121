"""Euro per head: areas without money count as 0 €, and the persons are those of the Haushaltsjahr where known."""

from decimal import Decimal

import pandas as pd

from sozialplanung.ui.geld import persons_of, with_empty_areas


def werte() -> pd.DataFrame:
    zeilen = [("A", 2020, 100.0), ("B", 2020, 50.0), ("A", 2021, 200.0), ("B", 2021, 60.0)]
    frame = pd.DataFrame(zeilen, columns=["gebiet_id", "jahr", "gewicht"])
    return frame.assign(bezeichnung=frame["gebiet_id"], gewicht_jahr=frame["jahr"])


def test_an_area_without_money_gets_nothing_and_is_not_left_out() -> None:
    summen = pd.DataFrame({"gebiet_id": ["A"], "bezeichnung": ["A"], "eur": [Decimal(500)]})
    alle = with_empty_areas(summen, persons_of(werte(), 2020, 2021)).set_index("gebiet_id")
    assert alle["eur"].to_dict() == {"A": Decimal(500), "B": Decimal(0)}


def test_without_any_money_nothing_is_invented() -> None:
    leer = pd.DataFrame({"gebiet_id": [], "bezeichnung": [], "eur": []})
    assert with_empty_areas(leer, persons_of(werte(), 2020, 2021)).empty


def test_persons_of_the_budget_year_before_those_of_the_figures() -> None:
    assert persons_of(werte(), 2020, 2021)["gewicht"].to_dict() == {"A": 100.0, "B": 50.0}
    assert persons_of(werte(), 2018, 2021)["gewicht"].to_dict() == {"A": 200.0, "B": 60.0}
