"""The page »Arm und Reich« through AppTest: each view answers, and says what it lacks."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from test_seiten import text_of, visit

pytestmark = pytest.mark.usefixtures("projekte_aus")


def look(projekt: str, blick: str, **adresse: str) -> AppTest:
    return visit("arm_und_reich", projekt=projekt, blick=blick, **adresse)


def test_the_gap_is_tested_against_chance() -> None:
    text = text_of(look("staedteregion_aachen", "abstand", indikator="arbeitslosenanteil"))
    # by hand from Arbeitslose ÷ Erwerbsfähige, a fifth being 74.868 and 74.384 persons: 7,875 ÷ 4,554 and 6,620 ÷ 4,182
    assert "Von 2015 bis 2019 sinkt das Verhältnis der beiden Fünftel (zuerst 1,73, zuletzt 1,58)" in text
    assert "das ist mehr als Zufall. Unsicherheitsbereich 2019: " in text
    assert "Band: 95-%-Unsicherheitsbereich aus den Anzahlen" in text


def test_the_gap_as_a_difference_and_by_link() -> None:
    app = look("staedteregion_aachen", "abstand", indikator="einkommensteuer", abstand_als="differenz")
    text = text_of(app)
    assert "ist der Unterschied zwischen den beiden Fünfteln von 90\u00a0€ auf 102\u00a0€ gestiegen" in text
    assert "ohne Unsicherheitsbereich, weil es zu diesem Indikator keine Anzahlen gibt" in text
    app.segmented_control(key="abstand_als").set_value("verhaeltnis").run()
    assert "ist das Verhältnis der beiden Fünftel" in text_of(app)


def test_one_year_has_no_trend() -> None:
    assert "es liegt nur ein vergleichbares vor" in text_of(look("hamm", "abstand", jahr="2014"))


def test_nonsense_in_the_link_leads_to_the_first_view() -> None:
    app = look("hamm", "<script>", abstand_als="'")
    assert app.segmented_control(key="blick").value == "abstand"
    assert "Wächst der Abstand?" in text_of(app)


def test_the_overview_says_whose_persons_weigh() -> None:
    text = text_of(visit("ueberblick", projekt="staedteregion_aachen", indikator="einkommensteuer"))
    assert text.count("gewichtet mit den Personen von 2022") == 1
