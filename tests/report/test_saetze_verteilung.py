"""What the measures say, with figures set by hand."""

from __future__ import annotations

import pandas as pd

from sozialplanung.model import Indikator, Raumebene
from sozialplanung.report.saetze_verteilung import (
    format_measure,
    sentence_lorenz,
    sentence_measure,
    sentence_relative_slope,
    sentence_slope,
)

GEMEINDE = Raumebene.GEMEINDE
NAN = float("nan")


def indikator(name: str = "Kinder in SGB II", einheit: str = "%", stellen: int = 1) -> Indikator:
    return Indikator("i", name, "", "z", None, None, einheit, stellen, "belastung", "", "", "")


ARBEIT = indikator("Arbeitslose")


def test_each_measure_in_words() -> None:
    zahlen = {"mittel": 18.0, "gini": 0.21, "hoover": 0.162, "theil": 0.130812, "atkinson": 0.05, "s80_s20": 3.42}
    saetze = {mass: sentence_measure(mass, zahlen, indikator(), GEMEINDE) for mass in zahlen if mass != "mittel"}
    # twice the Gini: 42 % of 18
    assert saetze["gini"] == (
        "Zwei zufällig gewählte Personen leben in Gemeinden, deren Werte im Mittel 7,6 Prozentpunkte "
        "auseinanderliegen, 42\u00a0% des Durchschnitts."
    )
    assert saetze["hoover"] == (
        "Damit überall der Durchschnitt von 18,0\u00a0% gälte, müssten 16,2\u00a0% der Summe aus Gemeinden darüber in "
        "solche darunter wechseln."
    )
    assert saetze["s80_s20"] == (
        "Auf das Fünftel der Bevölkerung in den Gemeinden mit den höchsten Werten entfällt 3,42-mal so viel wie auf "
        "das Fünftel mit den niedrigsten."
    )
    # ½(1,5 ln 1,5 + 0,5 ln 0,5) = 0,130812
    assert saetze["theil"] == (
        "So ungleich, als läge eine Hälfte der Bevölkerung 50\u00a0% über dem Durchschnitt (27,0\u00a0%) und die "
        "andere ebenso weit darunter (9,0\u00a0%)."
    )
    assert saetze["atkinson"] == (
        "Zählen Gemeinden mit niedrigen Werten mehr, sinkt der Durchschnitt von 18,0\u00a0% auf 17,1\u00a0%."
    )
    assert "eine Hälfte der Bevölkerung alles" in sentence_measure("theil", {"theil": 0.8}, indikator(), GEMEINDE)
    assert "fehlen Werte" in sentence_measure("gini", {"gini": NAN}, indikator(), GEMEINDE)


def test_slope_says_both_ends_and_chance() -> None:
    zahlen = {"sii": -109.0, "sii_unten": -150.0, "sii_oben": -60.0, "rii": 0.79, "von": 524.2, "bis": 415.2}
    steuer = indikator("Einkommensteuer", "€ je Einwohner", 0)
    satz = (
        "Von den Gemeinden mit den niedrigsten zu denen mit den höchsten Werten bei »Arbeitslose« sinkt der Wert von "
        "524\u00a0€ auf 415\u00a0€"
    )
    assert sentence_slope(zahlen, steuer, ARBEIT, GEMEINDE) == f"{satz}; das ist mehr als Zufall."
    assert sentence_slope(zahlen | {"sii_oben": 1.0}, steuer, ARBEIT, GEMEINDE) == f"{satz}; das kann Zufall sein."
    assert sentence_slope(zahlen | {"sii_unten": NAN}, steuer, ARBEIT, GEMEINDE) == f"{satz}."
    assert "verschiedenen Werten" in sentence_slope({"sii": NAN}, steuer, ARBEIT, GEMEINDE)
    assert sentence_relative_slope(zahlen, ARBEIT) == (
        "Am oberen Ende der Reihe nach »Arbeitslose« ist der Wert 0,79-mal so hoch wie am unteren."
    )
    assert "bis null" in sentence_relative_slope({"rii": NAN}, ARBEIT)


def test_lorenz_halves() -> None:
    # from (0,25; 0,1) to (0,75; 0,4): a quarter at the half
    kurve = pd.DataFrame({"anteil_gewicht": [0, 0.25, 0.75, 1], "anteil_wert": [0, 0.1, 0.4, 1]})
    assert sentence_lorenz(kurve, GEMEINDE) == (
        "Auf die Hälfte der Bevölkerung in den Gemeinden mit den niedrigsten Werten entfallen 25,0\u00a0% der Summe; "
        "bei gleicher Verteilung wären es 50\u00a0%."
    )
    assert "fehlen" in sentence_lorenz(kurve.iloc[:0], GEMEINDE)


def test_formats() -> None:
    assert format_measure("theil", 0.00379, ARBEIT) == "0,0038"
    assert format_measure("hoover", 0.0292, ARBEIT) == "2,9\u00a0%"
    assert format_measure("sii", -12.44, ARBEIT) == "−12,4"
    assert format_measure("sii", -109.2, indikator("S", "€ je Einwohner", 0)) == "−109\u00a0€"
    assert format_measure("sii", NAN, ARBEIT) == "–"
    assert format_measure("rii", 0.794, ARBEIT) == "0,79"
