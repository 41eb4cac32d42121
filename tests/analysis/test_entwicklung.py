"""The gap over the years, by hand."""

import pandas as pd
import pytest

from sozialplanung.analysis.entwicklung import first_comparable_year, inequality_by_year, two_years


@pytest.fixture
def werte() -> pd.DataFrame:
    zeilen = [
        ("A", 2000, 10.0, 1.0),  # only A and B: not comparable with 2010
        ("B", 2000, 40.0, 1.0),
        ("A", 2005, 10.0, 1.0),
        ("B", 2005, 20.0, 1.0),
        ("C", 2005, 30.0, 2.0),
        ("A", 2010, 10.0, 1.0),
        ("B", 2010, 20.0, 1.0),
        ("C", 2010, 60.0, 2.0),
        ("D", 2010, None, 5.0),
    ]
    frame = pd.DataFrame(zeilen, columns=["gebiet_id", "jahr", "wert", "gewicht"])
    return frame.assign(bezeichnung=frame["gebiet_id"], zeichen=None)


def test_only_years_with_the_same_areas_are_compared(werte: pd.DataFrame) -> None:
    assert first_comparable_year(werte, 2010) == 2005
    assert first_comparable_year(werte, 2005) is None
    assert first_comparable_year(werte, 1990) is None


def test_by_year(werte: pd.DataFrame) -> None:
    jahre = inequality_by_year(werte).set_index("jahr")
    # 2005: weights 1, 1, 2; a fifth is 0.8 persons: lowest all in A (10), highest all in C (30)
    assert jahre.loc[2005, ["arm", "reich", "verhaeltnis", "differenz"]].tolist() == pytest.approx([10, 30, 3, 20])
    # mean 22.5; Hoover = ½ (¼·12.5 + ¼·2.5 + ½·7.5) / 22.5 = ½ · 7.5 / 22.5
    assert jahre.loc[2005, "hoover"] == pytest.approx(1 / 6)
    assert (jahre.loc[2010, "n"], jahre.loc[2010, "fehlend"]) == (3, 1)


def test_without_persons_areas_weigh_the_same(werte: pd.DataFrame) -> None:
    jahre = inequality_by_year(werte.assign(gewicht=float("nan"))).set_index("jahr")
    # 2005: three areas, a fifth is 0.6 areas: 10 and 30
    assert jahre.loc[2005, "verhaeltnis"] == pytest.approx(3)


def test_years_with_one_area_say_nothing(werte: pd.DataFrame) -> None:
    assert inequality_by_year(werte[werte["gebiet_id"] == "A"]).empty


def test_two_years_keep_areas_that_are_new(werte: pd.DataFrame) -> None:
    paar = two_years(werte, 2000, 2010).set_index("gebiet_id")
    assert paar["wert_von"].isna().to_dict() == {"A": False, "B": False, "C": True, "D": True}
    assert paar.loc["B", ["wert_von", "wert_bis"]].tolist() == [40.0, 20.0]
