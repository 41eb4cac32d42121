"""»Maßnahmen«, »Zusammenarbeit«: Fachbereiche in the Maßnahmen, and who answers for the money."""

from __future__ import annotations

import pytest
from test_seiten import text_of, visit
from test_wirkung_seite import html_of

pytestmark = pytest.mark.usefixtures("projekte_aus")
ADRESSE = {"projekt": "hamm", "blick_massnahmen": "zusammenarbeit", "haushaltsjahr": "2019"}


def test_cooperation_and_gaps_of_hamm() -> None:
    app = visit("massnahmen", **ADRESSE)
    text = text_of(app).replace("\u00a0", " ")
    # four Maßnahmen are published by name only
    assert "An 9 von 46 Maßnahmen arbeiten mehrere Fachbereiche zusammen; bei 4 ist keiner genannt." in text
    assert "In der Hand eines einzigen Fachbereichs: Beratung und Verwaltung." in text
    assert "Bei 41 % aller Euro (1,2 Mio. €) ist kein Leistungsträger angegeben." in text
    html = html_of(app)
    assert "Kommunales Jobcenter, Ausbildung und Arbeit: 7 Maßnahmen, davon 7 federführend" in html
    # all Ansätze of 2019: 1.600.000 of the city and 1.243.500 of others
    assert "2.843.500 €" in html


@pytest.mark.parametrize(("sicht", "stueck"), [("massnahmen", "IK-16"), ("paare", "gemeinsame Maßnahmen")])
def test_other_views_by_link(sicht: str, stueck: str) -> None:
    assert stueck in html_of(visit("massnahmen", **ADRESSE, zusammenarbeit=sicht))


def test_nothing_to_show_says_what_to_do() -> None:
    app = visit("massnahmen", projekt="moenchengladbach", blick_massnahmen="zusammenarbeit")
    assert "Noch bei keiner Maßnahme ist ein Fachbereich genannt" in text_of(app)
