"""The sentences above the charts, against figures that anyone can check by hand."""

from decimal import Decimal

import pandas as pd
import pytest

from sozialplanung.analysis.distribution import fifths
from sozialplanung.model import Indikator, Raumebene
from sozialplanung.report.saetze import (
    sentence_budget,
    sentence_fifths,
    sentence_map,
    sentence_money_per_head,
    sentence_spread,
)

STEUER = Indikator(
    indikator_id="est",
    bezeichnung="Einkommensteuer je Einwohner",
    frage="",
    zaehler_merkmal_id="est",
    nenner_merkmal_id=None,
    gewicht_merkmal_id=None,
    einheit="€ je Einwohner",
    nachkommastellen=0,
    richtung="staerke",
    handlungsfeld="",
    zielgruppe="",
    definition="",
)


def frame(*zeilen: tuple[str, int, float | None]) -> pd.DataFrame:
    werte = pd.DataFrame(zeilen, columns=["bezeichnung", "jahr", "wert"])
    return werte.assign(gebiet_id=werte["bezeichnung"].str[:2], zeichen=None)


# INKAR, BBSR (CC BY 4.0): Einkommensteuer je Einwohner 1995 and 2019
AACHEN = frame(
    ("Roetgen", 1995, 358.73),
    ("Alsdorf", 1995, 256.92),
    ("Baesweiler", 1995, 226.51),
    ("Roetgen", 2019, 640.78),
    ("Alsdorf", 2019, 371.81),
    ("Baesweiler", 2019, 426.37),
)


def test_spread_now_and_then() -> None:
    # 640.78 / 371.81 = 1.72; 1995 another pair: 358.73 / 226.51 = 1.58
    assert sentence_spread(AACHEN, STEUER, Raumebene.GEMEINDE, 2019) == (
        "2019 ist der Wert in Roetgen 1,7-mal so hoch wie in Alsdorf; 1995 lag zwischen dem höchsten und dem "
        "niedrigsten Wert das 1,6-Fache."
    )


def test_years_with_other_areas_are_not_compared() -> None:
    ohne = AACHEN[~((AACHEN["jahr"] == 1995) & (AACHEN["bezeichnung"] == "Roetgen"))]
    assert sentence_spread(ohne, STEUER, Raumebene.GEMEINDE, 2019).endswith("so hoch wie in Alsdorf.")


@pytest.mark.parametrize(
    ("werte", "erwartet"),
    [
        (frame(("A", 2019, 0.0), ("B", 2019, 5.0)), "2019 reicht die Spanne von 0\u00a0€ (A) bis 5\u00a0€ (B)."),
        (frame(("A", 2019, 5.0), ("B", 2019, 5.0)), "2019 haben alle Gemeinden denselben Wert: 5\u00a0€."),
        (frame(("A", 2019, 5.0)), "Für 2019 liegen nicht genug Werte vor, um Gebiete zu vergleichen."),
    ],
)
def test_spread_where_a_ratio_says_nothing(werte: pd.DataFrame, erwartet: str) -> None:
    assert sentence_spread(werte, STEUER, Raumebene.GEMEINDE, 2019) == erwartet


def test_map_names_both_ends_and_what_is_missing() -> None:
    werte = frame(("A", 2019, 1.0), ("B", 2019, 3.0), ("C", 2019, None), ("D", 2019, None))
    werte.loc[2, "zeichen"] = "geheim"
    assert sentence_map(werte, STEUER, Raumebene.STADTBEZIRK, 2019, None) == (
        "Am höchsten ist der Wert 2019 in B (3\u00a0€), am niedrigsten in A (1\u00a0€). "
        "Ohne Wert: 2 von 4 Stadtbezirken (davon 1 geheim)."
    )


def test_map_speaks_of_the_chosen_area() -> None:
    assert sentence_map(AACHEN, STEUER, Raumebene.GEMEINDE, 2019, "Ba") == (
        "Baesweiler: 426\u00a0€ im Jahr 2019, der 2.-höchste Wert von 3 Gemeinden."
    )
    assert "der höchste Wert von 3 Gemeinden" in sentence_map(AACHEN, STEUER, Raumebene.GEMEINDE, 2019, "Ro")


def test_fifths() -> None:
    # five areas with one person each: 50 / 10 = 5,00
    jetzt = fifths([10, 20, 30, 40, 50])
    damals = fifths([10, 20, 30, 40, 40])
    assert sentence_fifths(jetzt, damals, STEUER, 2019, 1995) == (
        "Höchstes Fünftel der Bevölkerung 2019: 50\u00a0€, niedrigstes: 10\u00a0€ – das 5,00-Fache "
        "(1995: das 4,00-Fache)."
    )
    assert "null" in sentence_fifths(fifths([0, 1, 1, 1, 1]), None, STEUER, 2019, 2019)


def test_budget_keeps_own_money_and_grants_apart() -> None:
    geld = pd.DataFrame(
        {
            "massnahme_id": ["a", "a", "b", "b"],
            "haushaltsjahr": [2018, 2018, 2018, 2019],
            "finanzierungsquelle": ["Eigenanteil", "Land", "Bund", "Land"],
            "ansatz_eur": [Decimal("1600000"), Decimal("700000"), Decimal("400000.50"), None],
        }
    )
    assert sentence_budget(geld, 2018, "ansatz", 2) == (
        "2018 sind angesetzt: 1,6\u00a0Mio.\u00a0€ Eigenanteil und 1,1\u00a0Mio.\u00a0€ Fördermittel für 2 Maßnahmen."
    )
    klein = geld.assign(ansatz_eur=[Decimal(12000), Decimal(4000), Decimal(1000), None])
    assert "12.000\u00a0€ Eigenanteil und 5.000\u00a0€ Fördermittel" in sentence_budget(klein, 2018, "ansatz", 2)
    assert sentence_budget(geld, 2018, "ansatz", 46).endswith("für 2 von 46 Maßnahmen.")
    assert sentence_budget(geld, 2019, "ansatz", 1) == "Für 2019 sind keine Beträge erfasst."


def test_money_per_head() -> None:
    je_kopf = pd.DataFrame({"bezeichnung": ["A", "B", "C"], "je_kopf": [10.4, 99.5, None]})
    assert (
        sentence_money_per_head(je_kopf, "Kind")
        == "Je Kind am meisten in B (100\u00a0€), am wenigsten in A (10\u00a0€)."
    )
