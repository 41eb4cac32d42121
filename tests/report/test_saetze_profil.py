"""What is said about one area, word for word."""

from __future__ import annotations

import pandas as pd
import pytest

from sozialplanung.report.saetze_profil import sentence_area_money, sentence_profile, sentence_similar


def zeilen(*angaben: tuple[str, str | None, float, str, str], richtung: str = "belastung") -> pd.DataFrame:
    spalten = ["bezeichnung", "lage", "ort", "text", "text_ganzes"]
    return pd.DataFrame(angaben, columns=spalten).assign(richtung=richtung)


ARMUT = ("Kinder in SGB II", "bedarf", -0.8, "27,8 %", "18,1 %")
MIETE = ("Mietbelastung", "bedarf", -0.3, "40 %", "37 %")
SPORT = ("Kinder im Sportverein", "staerke", 0.6, "48 %", "35 %")
WIE_ALLE = ("Pflege", "aehnlich", 0.1, "4 %", "4 %")


@pytest.mark.parametrize(
    ("tabelle", "satz"),
    [
        (
            zeilen(MIETE, ARMUT, SPORT, WIE_ALLE),
            "Bei 2 von 4 Indikatoren ist der Unterstützungsbedarf in Herringen größer als in Hamm insgesamt, am "
            "deutlichsten bei »Kinder in SGB II« (27,8 % statt 18,1 %); bei 1 hat Herringen eine Stärke, bei "
            "»Kinder im Sportverein« (48 % statt 35 %).",
        ),
        (
            zeilen(ARMUT, WIE_ALLE),
            "Bei 1 von 2 Indikatoren ist der Unterstützungsbedarf in Herringen größer als in Hamm insgesamt, "
            "bei »Kinder in SGB II« (27,8 % statt 18,1 %); bei den übrigen ist er nicht größer, als es "
            "der Zufall erklärt.",
        ),
        (
            zeilen(ARMUT),
            "Bei 1 von 1 Indikatoren ist der Unterstützungsbedarf in Herringen größer als in Hamm insgesamt, "
            "bei »Kinder in SGB II« (27,8 % statt 18,1 %).",
        ),
        (
            zeilen(SPORT, WIE_ALLE),
            "Bei 1 von 2 Indikatoren hat Herringen eine Stärke, bei keinem mehr Bedarf als in Hamm insgesamt.",
        ),
        (
            zeilen(WIE_ALLE),
            "Herringen unterscheidet sich bei keinem von 1 Indikatoren deutlich vom Ganzen.",
        ),
        (
            zeilen(("Ab 65", "ohne_richtung", 0.4, "21 %", "18 %"), richtung="neutral"),
            "Für Herringen liegt kein Indikator vor, dessen Richtung bekannt ist.",
        ),
    ],
)
def test_profile(tabelle: pd.DataFrame, satz: str) -> None:
    assert sentence_profile("Herringen", "Hamm", tabelle) == satz


def test_without_an_area_above_the_mean_is_named() -> None:
    assert "größer als im Mittel" in sentence_profile("Alsdorf", "Mittel", zeilen(ARMUT))


def test_similar() -> None:
    satz = sentence_similar("Mitte", [("Heessen", 0.4), ("Pelkum", 0.9), ("Uentrop", 1.7)], 13)
    assert satz == (
        "Über 13 Indikatoren ähneln Mitte am meisten: Heessen (sehr ähnlich), Pelkum (ähnlich) und "
        "Uentrop (nur entfernt ähnlich)."
    )
    assert sentence_similar("Mitte", [], 2) == "Kein anderes Gebiet hat genug Zahlen gemeinsam mit Mitte."


def test_money_of_an_area() -> None:
    assert sentence_area_money("Pelkum", 2020, 1, 1500.0, None, None) == (
        "1 Maßnahme ist 2020 (auch) in Pelkum angesetzt, mit 1.500\u00a0€ für das Gebiet."
    )
    assert sentence_area_money("Pelkum", 2020, 20, 1500.0, 2.5, 13.0).endswith(
        "für das Gebiet: 2,50\u00a0€ je Person; über alle Gebiete 13,00\u00a0€."
    )
    assert "keine Maßnahme angesetzt" in sentence_area_money("Pelkum", 2020, 0, 0.0, 0.0, 13.0)
