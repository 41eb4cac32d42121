"""Two Indikatoren in words, with figures set by hand."""

from __future__ import annotations

import pytest

from sozialplanung.analysis.zusammenhang import Gerade
from sozialplanung.model import Indikator, Raumebene
from sozialplanung.report.saetze_zusammenhang import corner_names, missing_note, sentence_corners, sentence_line

BEZIRK = Raumebene.STADTBEZIRK
NAN = float("nan")


def indikator(name: str) -> Indikator:
    return Indikator("i", name, "", "z", None, None, "%", 1, "neutral", "", "", "")


X, Y = indikator("Arbeitslose"), indikator("Armut")


def line(r: float, p: float, n: int = 7) -> Gerade:
    return Gerade(0, 1, 0, 2, r, p, n, 0)


def test_a_close_relation_and_its_direction() -> None:
    assert sentence_line(line(0.93, 0.002), X, Y, BEZIRK) == (
        "»Armut« und »Arbeitslose« hängen stark zusammen (r = 0,93): Wo das eine hoch ist, ist meist auch das andere "
        "hoch. 86\u00a0% der Unterschiede gehen miteinander einher (R²)."
    )
    assert "Wo das eine hoch ist, ist das andere meist niedrig. 16\u00a0% der" in (
        sentence_line(line(-0.4, 0.01, 60), X, Y, BEZIRK)
    )


@pytest.mark.parametrize(
    ("r", "wort"), [(0.09, "kaum"), (0.1, "schwach"), (0.3, "mittelstark"), (-0.49, "mittelstark"), (0.5, "stark")]
)
def test_words_for_strength_after_cohen(r: float, wort: str) -> None:
    assert f"hängen {wort} zusammen" in sentence_line(line(r, 0.001, 5000), X, Y, BEZIRK)


def test_what_may_be_chance_is_said_to_be() -> None:
    assert sentence_line(line(0.6, 0.15), X, Y, BEZIRK) == (
        "Ob »Armut« und »Arbeitslose« zusammenhängen, lässt sich bei 7 Stadtbezirken nicht von Zufall unterscheiden "
        "(r = 0,60)."
    )
    assert "braucht es mindestens drei Stadtbezirke mit beiden Werten; es sind 2." in sentence_line(
        line(1, NAN, 2), X, Y, BEZIRK
    )
    assert "in allen Stadtbezirken gleich" in sentence_line(line(NAN, NAN), X, Y, BEZIRK)


def test_corners_name_the_diagonal_with_more_areas() -> None:
    ecken = {"hoch_hoch": ["Mitte"], "niedrig_niedrig": [], "hoch_niedrig": [], "niedrig_hoch": ["Süd"]}
    assert sentence_corners(ecken, X, Y, 7, BEZIRK) == (
        "Beide Werte liegen im oberen Drittel in Mitte, beide im unteren nirgends."
    )
    viele = ecken | {"hoch_niedrig": ["A", "B", "C", "D"]}
    assert sentence_corners(viele, X, Y, 7, BEZIRK) == (
        "»Arbeitslose« liegt im oberen und »Armut« im unteren Drittel in 4 Stadtbezirken, umgekehrt in Süd."
    )
    assert "keine Stadtbezirke" in sentence_corners(ecken, X, Y, 0, BEZIRK)


def test_names_of_the_corners() -> None:
    assert corner_names(X, Y)["hoch_niedrig"] == "nur Arbeitslose hoch"
    assert missing_note(0) == ""
    assert missing_note(2) == "2 Gebiete ohne beide Werte"
