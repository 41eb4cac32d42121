"""Sentences on money and need, word for word."""

from __future__ import annotations

import math

import pandas as pd

from sozialplanung.model import Raumebene
from sozialplanung.report.saetze_bedarf import (
    note_citywide,
    note_left_out,
    points,
    sentence_gap,
    sentence_scenario,
)

TABELLE = pd.DataFrame(
    {"bezeichnung": ["Mitte", "Süd", "West"], "mehr": [-1200.0, 200.0, 1000.0], "punkte": [-12.0, 2.0, 10.0]}
)


def test_the_gap() -> None:
    assert sentence_gap(0.18, TABELLE, Raumebene.STADTBEZIRK) == (
        "Damit das Geld dem Bedarf folgt, müssten 18\u00a0% der Mittel das Gebiet wechseln. Gemessen am Bedarf fehlen "
        "Mitte 1.200\u00a0€; West bekommt 1.000\u00a0€ mehr, als seinem Anteil am Bedarf entspricht."
    )
    assert sentence_gap(0.001, TABELLE, Raumebene.STADTBEZIRK).startswith("Das Geld folgt dem Bedarf")
    assert "lässt sich nichts vergleichen" in sentence_gap(math.nan, TABELLE, Raumebene.STADTBEZIRK)


def test_a_scenario() -> None:
    assert sentence_scenario(0.5, 0.18, 0.09, ("Mitte", 120_000), ("West", -80_050)) == (
        "Verteilt zu 50\u00a0% nach dem Bedarf, sonst nach der Personenzahl, ändert sich der Abstand zwischen Geld und "
        "Bedarf von 18\u00a0% auf 9\u00a0%: Mitte bekommt 1.200\u00a0€ mehr, West 801\u00a0€ weniger."
    )
    assert sentence_scenario(1, math.nan, 0.0, ("Mitte", 0), ("West", 0)) == (
        "Verteilt ganz nach dem Bedarf; kein Gebiet bekommt mehr oder weniger als bisher."
    )
    assert sentence_scenario(0, 0.1, 0.2, ("Mitte", 100), ("West", 0)).startswith("Verteilt nach der Personenzahl, ")


def test_what_stands_apart() -> None:
    assert note_citywide(588_500) == "gesamtstädtisch, nicht verteilt: 588.500\u00a0€"
    assert note_citywide(0) == note_left_out(0, Raumebene.STADTBEZIRK) == ""
    assert note_left_out(1, Raumebene.STADTBEZIRK) == "1 Gebiet (Stadtbezirke) ohne Zahl: nicht in der Rechnung"
    assert points(3.24) == "+3,2\u00a0Punkte"
