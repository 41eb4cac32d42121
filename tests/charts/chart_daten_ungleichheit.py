"""Small frames for the charts of the page »Arm und Reich«, and every chart drawn from them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from sozialplanung.charts.abstand import gap_with_interval
from sozialplanung.charts.theme import Spec, Stil

Zeichner = Callable[[Stil, int, bool], Spec]


def verhaeltnisse() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "jahr": [2016, 2017, 2018, 2019, 2021],
            "wert": [1.23, 1.31, 1.28, 1.33, 1.40],
            "unten": [1.15, 1.22, 1.20, None, 1.31],
            "oben": [1.31, 1.40, 1.36, None, 1.50],
        }
    )


# As in ``chart_daten``: the width that it is made for in the normal view, then (style, width, beispiel) → spec.
UNGLEICHHEIT: dict[str, tuple[int, Zeichner]] = {
    "gap_with_interval": (
        340,
        lambda stil, breite, beispiel: gap_with_interval(
            verhaeltnisse(),
            name="Verhältnis",
            achse="höchstes ÷ niedrigstes Fünftel",
            gleich=1,
            stellen=2,
            stil=stil,
            breite=breite,
            beispiel=beispiel,
        ),
    ),
}
