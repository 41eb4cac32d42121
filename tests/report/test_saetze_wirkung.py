"""What is said of an effect is said honestly."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest

from sozialplanung.analysis.wirkung import Bewegung, Entwicklung, Lage
from sozialplanung.model import Indikator
from sozialplanung.report.saetze_wirkung import (
    describe_milestone,
    describe_output,
    sentence_judgement,
    sentence_outcome,
    sentence_states,
)

QUOTE = Indikator("q", "Quote", "", "z", "n", None, "%", 1, "belastung", "", "", "")
DORT = Entwicklung(2017, 2021, 28.0, 25.5, -4.0, -1.0, True)


def test_outcome_beside_the_other_areas() -> None:
    satz = sentence_outcome(
        QUOTE, "sinken", "in den Gebieten der Maßnahme", DORT, DORT._replace(bis=27.0, unten=math.nan)
    )
    assert satz.replace("\u00a0", " ") == (
        "»Quote« soll sinken. In den Gebieten der Maßnahme ging der Wert seit 2017 von 28,0 % auf 25,5 % (2021): "
        "−2,5 Prozentpunkte (95-%-Bereich −4,0 bis −1,0); in den übrigen Gebieten −1,0 Prozentpunkte."
    )
    assert "noch keine zwei vergleichbaren Werte" in sentence_outcome(QUOTE, None, "in allen", None, None)
    erste = sentence_outcome(QUOTE, "sinken", "überall", DORT._replace(davor=False), None)
    assert "seit 2017, dem ersten Jahr mit einem Wert," in erste


def test_judgement_never_speaks_of_a_cause() -> None:
    for urteil in Bewegung:
        satz = sentence_judgement(urteil, "sinken")
        assert satz
        assert not {"weil", "durch", "bewirkt"} & set(satz.split())
    assert "nicht eingetragen" in sentence_judgement(Bewegung.OFFEN, None)


@pytest.mark.parametrize(
    ("soll", "ist", "verborgen", "text"),
    [
        (135.0, 123.0, False, "123 von 135 Personen (91 %)"),
        (math.nan, 97.0, False, "97 Personen, ohne Soll"),
        (85.0, math.nan, False, "Soll 85 Personen, Ist folgt"),
        (9.0, math.nan, True, "Ist verborgen: zu wenige Personen"),
        (0.0, 3.0, False, "3 von 0 Personen"),
    ],
)
def test_outputs_in_words(soll: float, ist: float, verborgen: bool, text: str) -> None:
    assert describe_output(soll, ist, "Personen", verborgen=verborgen).replace("\u00a0", " ") == text


def test_milestones_and_states_in_words() -> None:
    tag = dt.date(2020, 2, 1)
    assert describe_milestone(tag, dt.date(2020, 2, 2), Lage.SPAETER, 1) == (
        "erreicht am 02.02.2020, 1 Tag später als geplant (Termin 01.02.2020)"
    )
    assert describe_milestone(tag, None, Lage.UEBERFAELLIG, 3) == "überfällig seit 01.02.2020"
    lagen = pd.DataFrame({"lage": [Lage.ERREICHT, Lage.UEBERFAELLIG]})
    assert sentence_states(["im Plan", "gefährdet", None], lagen, tag) == (
        "Von 3 Maßnahmen sind 1 im Plan, 1 gefährdet; bei 1 fehlt die Angabe. "
        "Am 01.02.2020 sind 1 von 2 Meilensteinen erreicht und 1 überfällig."
    )
    assert sentence_states([None], lagen.head(0), tag) == "Von 1 Maßnahme ist noch kein Stand angegeben."
