"""Rates as counts: units, and the sums over levels."""

from __future__ import annotations

import pandas as pd
import pytest

from sozialplanung.analysis.disclosure_rates import protect_rates, share_base


@pytest.mark.parametrize(
    ("einheit", "basis"),
    [("%", 100), ("% der Kinder", 100), ("Prozent", 100), ("‰", 1000), ("je 1.000 Einwohner", 1000),
     ("je 100 000", 100_000), ("Anteil", 1), ("je Einwohner", None), ("je 1 Kind", None), ("€", None), ("", None),
     ("Euro je 1.000 Einwohner", None), ("Prozentpunkte", None)],
)  # fmt: skip
def test_what_everybody_would_be(einheit: str, basis: float | None) -> None:
    assert share_base(einheit) == basis


def frame(zeilen: list[tuple[str, str, float, float]]) -> pd.DataFrame:
    quoten = pd.DataFrame(zeilen, columns=["gebiet_id", "gruppe", "wert", "personen"])
    return quoten.assign(merkmal_id="m", einheit="%", gewicht_id="alle", k=3, mindestnenner=100)


def test_rates_of_groups_are_not_added() -> None:
    """2 of 1.000 women; the rate of all and that of men stay, since nobody says how many women there are."""
    quoten = frame([("s", "", 5.0, 1000), ("s", "G=w", 0.2, 1000), ("s", "G=m", 9.8, 1000)])
    assert protect_rates(quoten, {}).tolist() == [None, "primaer", None]


def test_unknown_persons_say_nothing_more() -> None:
    quoten = frame([("a", "", 0.2, float("nan")), ("b", "", 0.2, 1000), ("c", "", 4.0, 1000)])
    assert protect_rates(quoten, {}).tolist() == [None, "primaer", None]


def test_rounded_rates_that_do_not_add_up_protect_all_the_same() -> None:
    """1 + 19 + 30 persons make 51 by the rounded rate of their city."""
    quoten = frame([("s", "", 1.7, 3000), ("a", "", 0.1, 1000), ("b", "", 1.9, 1000), ("c", "", 3.0, 1000)])
    grund = protect_rates(quoten, {"s": ["a", "b", "c"]})
    assert grund.tolist() == [None, "primaer", "sekundaer", None]
