"""»Maßnahmen«, »Maßnahme«: all that is known of one, to read."""

from __future__ import annotations

import pytest
from test_seiten import text_of, visit
from test_wirkung_seite import html_of

from sozialplanung.charts.steckbrief import Feld, facts_html
from sozialplanung.charts.theme import Stil

pytestmark = pytest.mark.usefixtures("projekte_aus")
ADRESSE = {"projekt": "hamm", "blick_massnahmen": "massnahme"}


def test_all_of_one_on_a_page() -> None:
    app = visit("massnahmen", **ADRESSE, massnahme="IK-10")
    # 93.000 + 95.500 + 97.000 €
    assert "Laufend, ab 01.01.2016, Ende offen. 2018–2020 sind zusammen 285.500 € angesetzt" in text_of(app).replace(
        "\u00a0", " "
    )
    html = html_of(app)
    for stueck in ("Jugendamt; Kommunales Integrationszentrum (federführend zuerst)", "SGB VIII", "beteiligte Kitas"):
        assert stueck in html
    geld, gebiete = (element.value for element in app.dataframe[-2:])
    assert geld["Ansatz (€)"].tolist()[-1] == 285_500
    assert gebiete["Anteil (%)"].sum() == 100
    assert "überfällig seit 30.09.2020" in html


def test_without_names_no_area_is_in_the_sheet() -> None:
    app = visit("massnahmen", **ADRESSE, massnahme="IK-10", wuerde="1")
    assert "Gebiet" not in app.dataframe[-1].value.columns


def test_the_published_one_says_what_is_not_known() -> None:
    app = visit("massnahmen", **ADRESSE, massnahme="IK-01")
    assert "800.000 Euro Eigenanteil" in html_of(app)
    assert "Noch keine Meilensteine gesetzt" in text_of(app)


def test_on_to_form_and_chain() -> None:
    app = visit("massnahmen", **ADRESSE, massnahme="IK-16")
    app.button(key="mn_blatt_wirkung").click().run()
    assert "Impact" in html_of(app)
    app.segmented_control(key="blick_massnahmen").set_value("massnahme").run()
    app.button(key="mn_blatt_bearbeiten").click().run()
    assert not app.exception
    assert app.selectbox(key="massnahme").value == "IK-16"


def test_fields_are_escaped_and_lead_on() -> None:
    html = facts_html([Feld("<a>", "<b>", '?x="'), Feld("Leer", "")], Stil(), beispiel=True)
    assert "&lt;b&gt;</a>" in html
    assert 'href="?x=&quot;"' in html
    assert ">–</span>" in html
    assert "Beispiel" in html
