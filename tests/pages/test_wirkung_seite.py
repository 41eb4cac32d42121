"""»Maßnahmen«, »Wirkung«: all at a glance, the chain of one, and what is not known."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from test_seiten import text_of, visit

pytestmark = pytest.mark.usefixtures("projekte_aus")
ADRESSE = {"projekt": "hamm", "blick_massnahmen": "wirkung"}


def html_of(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html")).replace("\u00a0", " ")


def test_all_at_a_glance_what_is_at_risk_first() -> None:
    app = visit("massnahmen", **ADRESSE)
    text = text_of(app)
    # 27 + 7 + 3 of the 46 published; the Handlungskonzept ends on 31.12.2020
    assert "Von 46 Maßnahmen sind 27 im Plan, 7 in Verzug, 3 gefährdet; bei 9 fehlt die Angabe." in text
    assert "Am 31.12.2020 sind 30 von 39 Meilensteinen erreicht und 7 überfällig." in text
    html = html_of(app)
    assert html.index("IK-17") < html.index("IK-09 ") < html.index("IK-04") < html.index("IK-01")
    assert "überfällig seit 30.06.2020" in html
    assert html.count("Beispiel") == 1


def test_filter_and_day_stand_in_the_link() -> None:
    app = visit("massnahmen", **ADRESSE, stand="gefährdet", stichtag="2018-12-31")
    assert "Von 3 Maßnahmen sind 3 gefährdet. Am 31.12.2018 sind 0 von 2 Meilensteinen erreicht und 0" in text_of(app)
    assert "IK-04" not in html_of(app)
    app = visit("massnahmen", **ADRESSE, stichtag="quatsch", stand="quatsch")
    assert "Am 31.12.2020" in text_of(app)


def test_the_chain_of_one() -> None:
    app = visit("massnahmen", **ADRESSE, massnahme="IK-10", haushaltsjahr="2019")
    html, text = html_of(app), text_of(app)
    # 14.000 + 81.500 €, 3 posts, 149 of 145 persons
    for stueck in ("95.500 €", "Stellen", "149 von 145 Personen (103 %)", "Kinder kommen mit genug Deutsch"):
        assert stueck in html
    assert "◆ in Verzug: Eine halbe Stelle war acht Monate unbesetzt" in text
    # All Bezirke but Rhynern; began in 2016, so 2015 is the year before
    assert "soll sinken. In den Gebieten der Maßnahme ging der Wert seit 2015 von" in text
    assert "in den übrigen Gebieten" in text
    assert "nicht größer, als auch der Zufall" in text
    assert "sagt dieser Vergleich nicht" in text
    assert "überfällig seit 30.09.2020" in html


def test_a_massnahme_of_which_nothing_is_known() -> None:
    app = visit("massnahmen", **ADRESSE, massnahme="IK-02")
    assert html_of(app).count("noch nichts eingetragen") == 3  # money there is
    assert "Noch kein Indikator genannt" in text_of(app)


def test_from_the_chain_to_its_form() -> None:
    app = visit("massnahmen", **ADRESSE, massnahme="IK-10")
    app.button(key="mn_wirkung_bearbeiten").click().run()
    assert not app.exception
    assert app.selectbox(key="massnahme").value == "IK-10"
    assert app.segmented_control(key="teil_massnahme").value == "wirkung"
