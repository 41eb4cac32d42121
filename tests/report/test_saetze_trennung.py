"""Segregation in words, with figures set by hand."""

from __future__ import annotations

import pandas as pd

from sozialplanung.model import Raumebene
from sozialplanung.report.saetze_trennung import (
    apart_notes,
    no_group_text,
    sentence_among,
    sentence_apart,
    too_few_text,
)

BEZIRK = Raumebene.STADTBEZIRK
NAN = float("nan")


def table(*korrigiert: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "jahr": range(2022 - len(korrigiert), 2022),
            "trennung": [0.2] * len(korrigiert),
            "trennung_korrigiert": korrigiert,
            "isolation": 0.393,
            "anteil": 0.37,
            "n": 5,
        }
    )


def test_apart_now_and_then() -> None:
    assert sentence_apart(table(0.159, 0.16, 0.166), "Arbeitslose", BEZIRK) == (
        "2021 müssten rechnerisch 16,6\u00a0% der Gruppe »Arbeitslose« in anderen Stadtbezirken wohnen, damit ihr "
        "Anteil überall gleich wäre (2019: 15,9\u00a0%)."
    )
    assert sentence_apart(table(0.166), "A", BEZIRK).endswith("überall gleich wäre.")
    # without correction the plain figure speaks
    assert "rechnerisch 20,0\u00a0% der" in sentence_apart(table(NAN), "A", BEZIRK)


def test_among_themselves() -> None:
    assert sentence_among(table(0.1), "Arbeitslose", BEZIRK) == (
        "Wer zur Gruppe »Arbeitslose« gehört, lebt im Mittel dort, wo 39,3\u00a0% zu ihr gehören; in allen "
        "Stadtbezirken zusammen sind es 37,0\u00a0%."
    )


def test_what_to_do_without_a_group() -> None:
    assert no_group_text("Miete", ["»A«", "»B«"]).endswith("mit Zähler und Nenner, etwa »A« und »B«.")
    assert "Nötig ist ein Indikator mit Zähler und Nenner als Anzahlen" in no_group_text("Miete", [])
    assert too_few_text(0, 2021, BEZIRK).startswith("Für Trennung braucht es mindestens zwei Stadtbezirke mit Anzahlen")


def test_notes_say_what_is_left_out() -> None:
    assert apart_notes(table(0.1), 7, BEZIRK) == [
        "2 von 7 Stadtbezirken ohne Anzahl nicht einbezogen",
        "bereinigt: um Zufall bei kleinen Gruppen",
        "Trennung innerhalb der Stadtbezirke bleibt unsichtbar",
    ]
    assert "nicht um Zufall bereinigt" in apart_notes(table(NAN), 5, BEZIRK)[0]
