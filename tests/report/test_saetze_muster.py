"""Patterns in space in words, with figures set by hand."""

from __future__ import annotations

import pandas as pd

from sozialplanung.analysis.spatial import Moran
from sozialplanung.model import Indikator, Raumebene
from sozialplanung.report.saetze_muster import (
    island_note,
    method_note,
    sentence_neighbours,
    sentence_pattern,
    sentence_spots,
)

TEIL = Raumebene.STADTTEIL
NAN = float("nan")
QUOTE = Indikator("i", "Quote", "", "z", None, None, "%", 1, "neutral", "", "", "")


def moran(i: float, p: float) -> Moran:
    return Moran(i, -0.05, p, 21, 0, "")


def test_is_there_a_pattern() -> None:
    assert sentence_pattern(moran(0.62, 0.002), TEIL) == (
        "Ähnliche Werte liegen beieinander, mehr als durch Zufall zu erwarten (Morans I = 0,62)."
    )
    assert "nicht von Zufall unterscheiden (Morans I = 0,10)" in sentence_pattern(moran(0.1, 0.2), TEIL)
    assert "Benachbarte Stadtteile unterscheiden sich stärker" in sentence_pattern(moran(-0.4, 0.01), TEIL)
    assert "braucht es drei Stadtteile" in sentence_pattern(moran(NAN, NAN), TEIL)


def test_who_stands_out() -> None:
    stellen = pd.DataFrame(
        {
            "bezeichnung": ["B", "A", "C", "D", "E"],
            "art": ["hoch–hoch", "hoch–hoch", "niedrig–hoch", None, None],
        }
    )
    assert sentence_spots(stellen, TEIL) == "Hohe Werte beieinander: A und B; niedrig, Nachbarn hoch: C."
    viele = pd.DataFrame({"bezeichnung": list("ABCDEF"), "art": "niedrig–niedrig"})
    assert sentence_spots(viele, TEIL) == "Niedrige Werte beieinander: 6 Stadtteile."
    assert sentence_spots(stellen.iloc[3:], TEIL) == "Keine einzelnen Stadtteile fallen auf."


def test_an_area_and_its_neighbours() -> None:
    tabelle = pd.DataFrame(
        {
            "gebiet_id": ["a", "b", "c"],
            "bezeichnung": ["Nord", "Süd", "Insel"],
            "x": [5.3, 20, 40],
            "y": [15.9, 18, NAN],
        }
    )
    assert sentence_neighbours(tabelle, QUOTE, None) == (
        "Am stärksten hebt sich Nord von den Nachbarn ab: 5,3\u00a0%, in den Nachbargebieten im Mittel 15,9\u00a0%."
    )
    assert sentence_neighbours(tabelle, QUOTE, "b").startswith("Süd: 20,0\u00a0%, in den Nachbargebieten")
    assert sentence_neighbours(tabelle.iloc[2:], QUOTE, None).startswith("Kein Gebiet")


def test_notes() -> None:
    assert "999 Zufallsverteilungen, höchstens 5\u00a0% Fehlalarme" in method_note(0.05)
    assert island_note(0) == ""
    assert island_note(2) == "2 Gebiete ohne Nachbarn"
