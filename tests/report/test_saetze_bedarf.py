"""Sentences on money and need, word for word."""

from __future__ import annotations

import math

import pandas as pd

from sozialplanung.model import Raumebene
from sozialplanung.report import saetze_bedarf as saetze

TABELLE = pd.DataFrame(
    {"bezeichnung": ["Mitte", "Süd", "West"], "mehr": [-1200.0, 200.0, 1000.0], "punkte": [-12.0, 2.0, 10.0]}
)
BEZIRK = Raumebene.STADTBEZIRK
NAN = math.nan


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_gap() -> None:
    assert plain(saetze.sentence_gap(0.18, 10_000, BEZIRK, (0.151, 0.208))) == (
        "Damit das Geld dem Bedarf folgt, müssten 18 % der Mittel den Stadtbezirk wechseln (zwischen 15 und 21 %): "
        "1.800 € von 10.000 €."
    )
    assert "das Gebiet wechseln: 1.800" in saetze.sentence_gap(0.18, 10_000, Raumebene.QUARTIER)
    # both ends read 18 %: the interval says nothing
    assert "zwischen" not in saetze.sentence_gap(0.18, 10_000, BEZIRK, (0.178, 0.182))
    assert saetze.sentence_gap(0.001, 10_000, BEZIRK).startswith("Das Geld folgt dem Bedarf")
    assert "lässt sich nichts vergleichen" in saetze.sentence_gap(NAN, 0, BEZIRK)


def test_who_is_farthest_from_the_need() -> None:
    assert plain(saetze.sentence_ends(0.18, TABELLE)) == (
        "Gemessen am Bedarf fehlen Mitte 1.200 €; West bekommt 1.000 € mehr, als seinem Anteil am Bedarf entspricht."
    )
    assert saetze.sentence_ends(0.001, TABELLE) == saetze.sentence_ends(NAN, TABELLE) == ""


def test_groups_without_names() -> None:
    gruppen = pd.DataFrame({"eur": [30.0, 70.0], "menge": [55.0, 45.0]}, index=["viel", "wenig"])
    satz = plain(saetze.sentence_groups(gruppen))
    assert satz == "Wo der Bedarf am größten ist, liegen 55 % des Bedarfs; dorthin gehen 30 % des Geldes."
    assert saetze.sentence_groups(gruppen[:1]) == ""


def test_what_is_certain() -> None:
    punkte = pd.DataFrame({"punkte_von": [1.0, -2.0, -3.0, NAN], "punkte_bis": [2.0, 1.0, -1.0, NAN]})
    assert saetze.sentence_sure(punkte, BEZIRK) == (
        "Von 3 Stadtbezirken bekommen 1 sicher mehr und 1 sicher weniger als ihren Anteil am Bedarf; bei 1 liegt der "
        "Unterschied im Bereich des Zufalls."
    )


def test_scatter_and_curve() -> None:
    assert saetze.sentence_scatter(TABELLE, BEZIRK).endswith("Über ihr liegen 2 von 3 Stadtbezirken, unter ihr 1.")
    assert plain(saetze.sentence_half(0.264)).endswith(
        "erhalten 26 % des Geldes. Folgte das Geld dem Bedarf, wären es 50 %."
    )
    assert "keine Kurve" in saetze.sentence_half(NAN)


def test_years() -> None:
    jahre = pd.DataFrame({"jahr": [2018, 2020], "wert": [0.1, 0.2], "unten": [0.08, 0.18], "oben": [0.12, 0.22]})
    assert plain(saetze.sentence_years(jahre, BEZIRK)) == (
        "2020 müssten 20 % der Mittel den Stadtbezirk wechseln, 2018 waren es 10 %."
    )
    eng = jahre.assign(unten=[0.08, 0.11])
    assert saetze.sentence_years(eng, BEZIRK).endswith("; die Spannen überschneiden sich.")
    assert saetze.sentence_years(jahre[:1], BEZIRK).startswith("Im Haushaltsjahr 2018 müssten 10")
    assert "kein Haushaltsjahr" in saetze.sentence_years(jahre[:0], BEZIRK)


def test_fields() -> None:
    felder = pd.DataFrame({"eur": [1.0, 2.0, 0.0], "abstand": [0.1, 0.3, NAN]}, index=["Kita", "Sprache", "Ehrenamt"])
    satz = plain(saetze.sentence_fields(felder))
    assert satz.startswith(
        "Am nächsten am Bedarf ist »Kita« (10 % müssten wechseln), am weitesten entfernt »Sprache« (30 %)"
    )
    assert saetze.sentence_fields(felder[:1]).startswith("Nicht jedes")


def test_a_scenario() -> None:
    assert plain(saetze.sentence_scenario(0.5, 0.18, 0.09, ("Mitte", 120_000), ("West", -80_050))) == (
        "Verteilt zu 50 % nach dem Bedarf, sonst nach der Personenzahl, ändert sich der Abstand zwischen Geld und "
        "Bedarf von 18 % auf 9 %: Mitte bekommt 1.200 € mehr, West 801 € weniger."
    )
    assert saetze.sentence_scenario(1, NAN, 0.0, ("Mitte", 0), ("West", 0)) == (
        "Verteilt ganz nach dem Bedarf; kein Gebiet bekommt mehr oder weniger als bisher."
    )
    nach_kopf = saetze.sentence_scenario(0, 0.1, 0.2, ("Mitte", 100), ("West", 0))
    assert nach_kopf.startswith("Verteilt nach der Personenzahl, ")


def test_winners() -> None:
    assert plain(saetze.sentence_winners(pd.Series([500, -300, -200, 0]), BEZIRK)) == (
        "1 von 4 Stadtbezirken bekommen mehr (zusammen 5 €), 2 weniger (zusammen 5 €)."
    )
    assert "was sie bisher" in saetze.sentence_winners(pd.Series([0, 0]), BEZIRK)


def test_what_stands_apart() -> None:
    assert plain(saetze.sentence_citywide(588_500)) == (
        "Gesamtstädtisch angesetzt und keinem Gebiet zugeordnet sind weitere 588.500 €."
    )
    assert saetze.sentence_citywide(0) == saetze.note_left_out(0, BEZIRK) == ""
    assert saetze.note_left_out(1, BEZIRK) == "1 Gebiet (Stadtbezirke) ohne Zahl: nicht in der Rechnung"
    assert plain(saetze.points(3.24)) == "+3,2 Punkte"
