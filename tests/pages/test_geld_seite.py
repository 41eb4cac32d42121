"""»Maßnahmen«, view »Geld«: figures that can be counted again, each of its sights by link."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest
from test_seiten import text_of, visit

GELD = {"projekt": "hamm", "blick_massnahmen": "geld"}


def charts(app: AppTest) -> str:
    """What is drawn, with the spaces that do not break as plain ones."""
    bilder = [json.dumps(json.loads(bild.proto.spec), ensure_ascii=False) for bild in app.get("vega_lite_chart")]
    return "".join(bilder).replace("\u00a0", " ")


def said(app: AppTest) -> str:
    return text_of(app).replace("\u00a0", " ")


@pytest.mark.usefixtures("projekte_aus")
def test_the_published_figures_of_hamm_are_on_the_page() -> None:
    """Integrationskonzept 2018–2020, Rat 10.07.2018: 46 Maßnahmen, 1,6 Mio. €, 800.000 € for Schulsozialarbeit."""
    app = visit("massnahmen", projekt="hamm", haushaltsjahr="2018")
    text = said(app)
    assert "Maßnahmen 46" in text
    assert "2018 sind angesetzt: 1,6 Mio. € Eigenanteil" in text
    assert app.selectbox(key="konzept").format_func("integrationskonzept") == "Integrationskonzept 2018–2020"
    beratungen = next(bild for bild in charts(app).split('"$schema"') if "10.07.2018" in bild)
    assert '"Rat"' in beratungen
    register = next(t.value for t in app.dataframe if "Maßnahme" in t.value.columns).set_index("Maßnahme")
    assert register.loc["Schulsozialarbeit", "Eigenanteil (€, Ansatz)"] == 800_000
    assert "»Schulsozialarbeit« mit 800.000 €" in said(visit("massnahmen", **GELD, haushaltsjahr="2018"))


@pytest.mark.usefixtures("projekte_aus")
def test_over_the_years() -> None:
    """Sums of the workbook: 2.931.500 € planned, 1.331.500 € granted, 2.478.222,39 € spent in 2020."""
    app = visit("massnahmen", **GELD)
    assert "2020: 2,9 Mio. € angesetzt, 1,3 Mio. € bewilligt und 2,5 Mio. € ausgegeben" in said(app)
    assert "2020 sind 84,5 % des Ansatzes abgeflossen: 2.478.222 € von 2.931.500 €" in said(app)
    assert '"betrag": "2.478.222,39 €"' in charts(app)
    assert "Beispiel" in charts(app)
    app.segmented_control(key="abfluss").set_value("massnahme").run()
    assert "Brückenprojekt Kinderbetreuung" in charts(app)
    app.segmented_control(key="betrag").set_value("bewilligt").run()
    # only Fördermittel: Ist 1.087.601,94 of 1.331.500
    assert "2020 sind 81,7 % des Bewilligten abgeflossen: 1.087.602 € von 1.331.500 €" in said(app)


@pytest.mark.usefixtures("projekte_aus")
def test_what_one_euro_brings_and_what_runs_out() -> None:
    app = visit("massnahmen", **GELD, geldsicht="foerderung")
    text = said(app)
    # 1.331.500 ÷ 1.600.000 and 1.215.500 ÷ 1.600.000
    assert "1 € der Stadt bringt 2020 0,83 € Fördermittel (2018: 0,76 €)." in text
    assert (
        "Nach 2020 ist für 31 Förderungen über 1,3 Mio. € kein weiteres Jahr erfasst. 22 Maßnahmen laufen weiter"
        in text
    )
    assert "»Schulsozialarbeit« (270.500 €, 25 % ihres Geldes)" in text
    assert "−1,3" in charts(app)
    assert app.query_params["geldsicht"] in ("foerderung", ["foerderung"])
    app.segmented_control(key="betrag").set_value("bewilligt").run()
    assert "der Hebel lässt sich aus Ansatz oder Ist rechnen" in said(app)


@pytest.mark.usefixtures("projekte_aus")
@pytest.mark.parametrize("sicht", ["verlauf", "foerderung", "unsinn"])
@pytest.mark.parametrize("art", ["bewilligt", "ist"])
def test_a_projekt_with_little_money_breaks_nothing(sicht: str, art: str) -> None:
    """Mönchengladbach: an Ansatz of Eigenanteil, nothing granted, nothing spent, no Fördermittel."""
    app = visit("massnahmen", projekt="moenchengladbach", blick_massnahmen="geld", geldsicht=sicht, betrag=art)
    text = said(app)
    if sicht == "foerderung":
        assert "Es sind keine Fördermittel erfasst" in text
    else:
        assert "lässt sich kein Mittelabfluss rechnen" in text
