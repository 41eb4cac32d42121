"""Small frames for the charts of the page »Arm und Reich«, and every chart drawn from them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from sozialplanung.charts.abstand import gap_with_interval
from sozialplanung.charts.streuung import scatter
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.charts.trennung import two_shares
from sozialplanung.charts.zerlegung import areas_by_group, between_within_bars

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


def zerlegung() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "jahr": [2018, 2019, 2020, 2021],
            "gesamt": [0.08, 0.1, 0.0, 0.12],
            "zwischen": [0.03, 0.098, 0.0, 0.06],
            "innerhalb": [0.05, 0.002, 0.0, 0.06],
        }
    )


def gruppen() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "gebiet_id": ["01", "02", "03", "04", "05", "06"],
            "bezeichnung": ["Westen", "Norden", "Osten", "Mitte", "Süden", "Insel"],
            "gruppe": ["Bockum-Hövel", "Bockum-Hövel", "Uentrop", "Uentrop", "Uentrop", None],
            "wert": [12.0, 18.5, 30.0, None, 22.0, 9.0],
            "anzeige": ["12,0 %", "18,5 %", "30,0 %", "geheim", "22,0 %", "9,0 %"],
        }
    )


def paare() -> pd.DataFrame:
    """Two points close together, one without a value, one large."""
    return pd.DataFrame(
        {
            "gebiet_id": ["01", "02", "03", "04", "05"],
            "bezeichnung": ["Herringen", "Bockum-Hövel", "Heessen", "Rhynern", "Uentrop"],
            "x": [5.7, 4.4, 4.5, 1.4, 2.8],
            "y": [27.8, 19.6, 19.8, 5.3, None],
            "gewicht": [3900.0, 5400.0, 4100.0, 2600.0, 3800.0],
            "x_text": ["5,7 %", "4,4 %", "4,5 %", "1,4 %", "2,8 %"],
            "y_text": ["27,8 %", "19,6 %", "19,8 %", "5,3 %", "geheim"],
        }
    )


def anteile() -> pd.DataFrame:
    return pd.DataFrame({"jahr": [2018, 2019, 2020], "eins": [0.16, None, 0.171], "zwei": [0.17, 0.172, 0.18]})


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
    "between_within_bars": (
        340,
        lambda stil, breite, beispiel: between_within_bars(
            zerlegung(),
            namen=("zwischen den Stadtbezirken", "innerhalb der Stadtbezirke"),
            stil=stil,
            breite=breite,
            beispiel=beispiel,
        ),
    ),
    "areas_by_group": (
        340,
        lambda stil, breite, beispiel: areas_by_group(
            gruppen(),
            {"Bockum-Hövel": 15.25, "Uentrop": 26.0},
            achse="2021, %",
            gewaehlt="01",
            stil=stil,
            breite=breite,
            beispiel=beispiel,
        ),
    ),
    "scatter": (
        370,
        lambda stil, breite, beispiel: scatter(
            paare(),
            (-2.0, 5.0),
            achse_x="Grundsicherung im Alter (%)",
            achse_y="Kinder in SGB II (%)",
            gewaehlt="01",
            stil=stil,
            breite=breite,
            beispiel=beispiel,
        ),
    ),
    "two_shares": (
        340,
        lambda stil, breite, beispiel: two_shares(
            anteile(),
            namen=("im eigenen Gebiet", "in allen zusammen"),
            achse="Anteil der Gruppe (%)",
            stil=stil,
            breite=breite,
            beispiel=beispiel,
        ),
    ),
}
