"""Page »Daten«, view »Bezugsräume«: what is made there is a level on every page."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from test_seiten import text_of, visit


def save(app: AppTest, name: str, gebiete: slice) -> None:
    app.text_input(key="br_name").input(name)
    feld = app.multiselect(key="br_gebiete_stadtbezirk")
    feld.set_value(feld.options[gebiete])
    app.button(key="FormSubmitter:bezugsraum-Bezugsraum sichern").click().run()
    assert not app.exception, app.exception


@pytest.mark.usefixtures("eigene_projekte")
def test_two_make_a_level_for_all_pages() -> None:
    app = visit("daten", projekt="hamm", bereich="bezugsraeume")
    save(app, "Norden", slice(3))
    assert "Der Bezugsraum »Norden« ist gesichert." in app.success[0].value
    save(app, "Süden", slice(2, 4))
    assert "gehört schon zu ›Norden‹" in app.error[0].value
    save(app, "Süden", slice(3, 5))
    assert not app.error
    karte = visit("karte", projekt="hamm", indikator="kinder_sgb2", ebene="bezugsraum", jahr="2020")
    assert "2 von 2 Bezugsräumen mit Wert" in text_of(karte)
    assert "Norden" in text_of(karte)
    assert "Süden" in text_of(karte)
    for seite in ("ueberblick", "arm_und_reich", "profil", "geld_und_bedarf", "sozialindex", "massnahmen"):
        app = visit(seite, projekt="hamm", indikator="kinder_sgb2", ebene="bezugsraum", jahr="2020")
        assert not app.error


@pytest.mark.usefixtures("eigene_projekte")
def test_deleting_takes_it_from_the_list() -> None:
    app = visit("daten", projekt="hamm", bereich="bezugsraeume")
    save(app, "Norden", slice(3))
    assert "**Norden**" in text_of(app)
    app.button(key="br_weg_bezugsraum-norden").click().run()
    assert "ist gelöscht" in app.success[0].value
    assert "**Norden**" not in text_of(app)
