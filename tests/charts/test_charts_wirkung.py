"""The chain from money to effect as HTML: escaped, in words and signs, bars as long as their figures."""

from __future__ import annotations

import re

import pytest

from sozialplanung.analysis.wirkung import Bewegung, Lage
from sozialplanung.charts.theme import DUNKEL, HELL, Farben, Stil, contrast
from sozialplanung.charts.wirkung import (
    Glied,
    Leistungszeile,
    Meilenstein,
    Zeile,
    ampel_sign,
    chain_html,
    evidence_dots,
    evidence_html,
    milestones_html,
    outputs_html,
    overview_html,
    states_html,
)
from sozialplanung.model import Ampel, Evidenz

STIL = Stil()


def row(**andere: object) -> Zeile:
    vorgabe = Zeile("IK-01 · A", "?massnahme=IK-01", "im Plan", None, "8 von 10", 0.8, "Quote", None, "Annahme")
    return vorgabe._replace(**andere)


def test_bars_end_where_their_figures_do() -> None:
    """Of 200, the largest: Ist 100 is half, Soll 150 three quarters; without Ist there is no bar."""
    html = outputs_html(
        [
            Leistungszeile("Personen", 2019, 150, 100, "100 von 150"),
            Leistungszeile("Personen", 2020, 200, None, "Soll 200"),
            Leistungszeile("Stunden", 2020, None, 5, "5 Stunden"),
        ],
        STIL,
    )
    assert re.findall(r"width:([\d.]+%);background", html) == ["50.0%", "100.0%"]
    assert re.findall(r"left:([\d.]+%);border", html) == ["75.0%", "100.0%"]
    assert html.count("Personen<") == 1


@pytest.mark.parametrize("farben", [HELL, DUNKEL])
def test_each_state_has_a_sign_of_its_own_that_can_be_seen(farben: Farben) -> None:
    stil = Stil(dunkel=farben is DUNKEL)
    zeichen = [ampel_sign(stand, stil) for stand in [*Ampel, None]]
    assert len({z for z, _ in zeichen}) == 4
    assert all(contrast(farbe, farben.grund) >= 2.5 for _, farbe in zeichen)


def test_states_are_counted_in_words() -> None:
    html = states_html([("im Plan", 3), ("in Verzug", 0), (None, 1)], STIL)
    assert "im Plan</span> <b>3</b>" in html
    assert "in Verzug" not in html
    assert re.findall(r"flex:([\d.]+)", html) == ["0.7500", "0.2500"]


def test_overview_leads_to_each_massnahme() -> None:
    schritt = Meilenstein("Büro offen", Lage.UEBERFAELLIG, "überfällig seit 01.02.2020")
    html = overview_html([row(meilenstein=schritt, bewegung=Bewegung.UNKLAR), row(anteil=None, leistung="")], STIL)
    assert html.count('<a href="?massnahme=IK-01" target="_self"') == 2
    assert "überfällig seit 01.02.2020" in html
    assert "kein klarer Unterschied" in html
    assert "Beispiel" not in html


def test_evidence_in_five_steps() -> None:
    assert [evidence_dots(stufe) for stufe in (None, Evidenz.ANNAHME, Evidenz.STUDIEN)] == ["○○○○○", "●○○○○", "●●●●●"]
    html = evidence_html(Evidenz.ERFAHRUNG, STIL)
    assert html.count(HELL.primaer) == 1
    assert "▸ Erfahrung der Fachkräfte" in html
    assert html.index("mehrere gute Studien") < html.index("Annahme")


def test_everything_is_escaped_and_invented_figures_say_so() -> None:
    boese = "<script>&"
    schritt = Meilenstein(boese, Lage.OFFEN, boese)
    zeile = row(name=boese, adresse='"><script>', meilenstein=schritt, leistung=boese, indikator=boese)
    for html in (
        chain_html([Glied(boese, boese, ((boese, boese),), boese)], STIL, beispiel=True),
        outputs_html([Leistungszeile(boese, 2020, 1, 1, boese)], STIL, beispiel=True),
        milestones_html([schritt], STIL, beispiel=True),
        overview_html([zeile], STIL, beispiel=True),
    ):
        assert "<script>" not in html
        assert "&lt;script&gt;&amp;" in html
        assert "Beispiel" in html
