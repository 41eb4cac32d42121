"""Does the gap grow? Sentences with figures set by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sozialplanung.analysis.rates import Trend
from sozialplanung.model import Indikator
from sozialplanung.report.saetze_abstand import format_gap, gap_method_note, gap_unit, sentence_gap_trend


def indikator(einheit: str = "%", stellen: int = 1) -> Indikator:
    return Indikator("i", "Kinder in SGB II", "", "z", None, None, einheit, stellen, "belastung", "", "", "")


def trend(urteil: str | None) -> Trend:
    return Trend(urteil, 0.1, 0, 0.2, 0.001, True, 5, 0)


def gap(*verhaeltnisse: float, unten: float = np.nan) -> pd.DataFrame:
    v = np.array(verhaeltnisse)
    return pd.DataFrame(
        {
            "jahr": range(2022 - len(v), 2022),
            "verhaeltnis": v,
            "verhaeltnis_unten": unten,
            "verhaeltnis_oben": v + 0.33,
            "differenz": 10 * v,
            "differenz_unten": unten,
            "differenz_oben": 10 * v + 1.2,
        }
    )


def test_a_trend_beyond_chance() -> None:
    assert sentence_gap_trend(
        gap(9, 2, 2.5, 3, 3.1, 3.42, unten=3.12), trend("steigend"), "verhaeltnis", indikator()
    ) == (
        "Von 2017 bis 2021 steigt das Verhältnis der beiden Fünftel (zuerst 2,00, zuletzt 3,42); das ist mehr als "
        "Zufall. Unsicherheitsbereich 2021: 3,12 bis 3,75."
    )
    assert "sinkt der Unterschied zwischen den beiden Fünfteln" in (
        sentence_gap_trend(gap(5, 4, 3, 2, 1), trend("fallend"), "differenz", indikator())
    )


def test_a_change_that_may_be_chance() -> None:
    assert sentence_gap_trend(gap(2, 2, 2, 2, 1.93), trend("kein klarer Trend"), "differenz", indikator()) == (
        "Von 2017 bis 2021 ist der Unterschied zwischen den beiden Fünfteln von 20,0 auf 19,3 Prozentpunkte gesunken; "
        "das kann Zufall sein."
    )
    assert sentence_gap_trend(gap(2, 3, 3, 3, 2), trend("kein klarer Trend"), "verhaeltnis", indikator()) == (
        "Von 2017 bis 2021 hat das Verhältnis der beiden Fünftel keinen klaren Trend: zuerst wie zuletzt 2,00."
    )


def test_too_few_years_and_no_ratio() -> None:
    assert sentence_gap_trend(gap(2, unten=1.8), trend(None), "verhaeltnis", indikator()) == (
        "Ob sich das Verhältnis der beiden Fünftel verändert, lässt sich mit 5 Jahren prüfen; es liegt nur ein "
        "vergleichbares vor. Unsicherheitsbereich 2021: 1,80 bis 2,33."
    )
    assert "es liegen nur 3 vergleichbare vor." in sentence_gap_trend(
        gap(2, 2, 2), trend(None), "verhaeltnis", indikator()
    )
    assert "niedrigsten Fünftel ist null" in sentence_gap_trend(gap(np.nan), trend(None), "verhaeltnis", indikator())


def test_units_of_a_gap() -> None:
    assert format_gap(18.72, "differenz", indikator()) == "18,7 Prozentpunkte"
    assert format_gap(101.8, "differenz", indikator("€ je Einwohner", 0)) == "102\u00a0€"
    assert format_gap(3.415, "verhaeltnis", indikator()) == "3,42"
    assert gap_unit("differenz", indikator("je 1.000 Einwohner")) == "je 1.000 Einwohner"
    assert gap_unit("differenz", indikator()) == "Prozentpunkte"


def test_the_note_says_what_the_band_is() -> None:
    assert gap_method_note(True) == (
        "Band: 95-%-Unsicherheitsbereich aus den Anzahlen · Trend aus 5 Jahren, geprüft auf 99,8\u00a0%"
    )
    assert "ohne Unsicherheitsbereich" in gap_method_note(False)
