"""»Maßnahmen«, view »Geld«: figures that can be counted again, each of its sights by link."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_register_bearbeiten import hamm, press
from test_seiten import text_of, visit

from sozialplanung.importer.handeingabe import read_handeingabe
from sozialplanung.store import open_projekt
from sozialplanung.store.bearbeiten import Bereich

__all__ = ["hamm"]

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
@pytest.mark.parametrize("sicht", ["verlauf", "foerderung", "person", "matrix", "unsinn"])
@pytest.mark.parametrize("art", ["bewilligt", "ist"])
def test_a_projekt_with_little_money_breaks_nothing(sicht: str, art: str) -> None:
    """Mönchengladbach: an Ansatz of Eigenanteil, nothing granted, nothing spent, no Fördermittel."""
    app = visit("massnahmen", projekt="moenchengladbach", blick_massnahmen="geld", geldsicht=sicht, betrag=art)
    text = said(app)
    assert {
        "foerderung": "Es sind keine Fördermittel erfasst",
        "person": "ist dieser Betrag nicht erfasst",
        "matrix": "ist 2025 nichts erfasst",
    }.get(sicht, "lässt sich kein Mittelabfluss rechnen") in text


@pytest.mark.usefixtures("projekte_aus")
def test_real_prices_by_link() -> None:
    """2020 = 100, 2018 = 98,1: of the 800.000 € of 2020 are 784.800 € in prices of 2018; the published figure stays."""
    app = visit("massnahmen", **GELD, preise="2018")
    text = said(app)
    assert "2020, in Preisen von 2018: 2,9 Mio. € angesetzt" in text
    assert "»Schulsozialarbeit« mit 784.800 €" in text
    assert "Statistisches Bundesamt, Verbraucherpreisindex, 2020 = 100 (dl-de/by-2-0)" in text
    assert "Mio. Euro in Preisen von 2018" in charts(app)
    assert "2020 sind angesetzt: 1,6 Mio. € Eigenanteil" in text
    app.selectbox(key="preise").select("jeweilige").run()
    assert "preise" not in app.query_params
    assert "in jeweiligen Preisen" in said(app)


def test_a_price_index_of_ones_own(hamm: Path) -> None:
    """Saved as it stands it belongs to the Projekt; a year without an index has no amount."""
    app = visit("massnahmen", **GELD, geldsicht="preise")
    assert "Noch hat das Projekt keine eigene Tabelle" in said(app)
    assert "kostet 2024 126,24 €" in said(app)  # 100 · 119,3 ÷ 94,5
    press(app, "_sichern")
    assert "Gesichert: Preisindex – Preise: 10 Zeilen neu" in said(app)
    assert "Diese Tabelle gehört dem Projekt" in said(app)
    projekt = open_projekt(hamm)
    assert projekt.load_preisindex().set_index("jahr").loc[2018, "stand"] == Decimal("98.1")
    quellen = projekt.load_quellen().set_index("quelle_id")["herkunft"]
    assert set(projekt.load_preisindex()["quelle_id"].map(quellen)) == {"amtlich"}
    press(app, "_sichern")
    assert "nichts zu sichern" in said(app)
    # only 2018 and 2020 are left
    bereich = Bereich("preisindex", "")
    zeilen = [{"jahr": jahr, "stand": stand, "quelle_id": None} for jahr, stand in ((2018, 50.0), (2020, 100.0))]
    weg = projekt.load_bereich(bereich).query("jahr not in [2018, 2020]")[["jahr"]]
    lieferung = read_handeingabe({"preisindex": zeilen}, projekt, geloescht={"preisindex": weg})
    projekt.save_bereich(bereich, projekt.load_bereich(bereich), lieferung, "Kim")
    text = said(visit("massnahmen", **GELD, preise="2018"))
    assert "»Schulsozialarbeit« mit 400.000 €" in text
    assert "ohne 2019: kein Preisindex erfasst" in text
    assert "Von Hand erfasst" in text


@pytest.mark.usefixtures("projekte_aus")
def test_euro_per_person() -> None:
    """2020: 2.931.500 € ÷ 180.168 inhabitants; for the Stadtteilbüro Herringen 125.500 € ÷ those of Herringen."""
    app = visit("massnahmen", **GELD, geldsicht="person")
    text = said(app)
    assert "16,27 € je Einwohner: 2.931.500 € für 180.168 Menschen" in text
    assert "Je Einwohner am meisten in Herringen" in text
    assert "Erreichte sind gezählt bei 38 der 45 Maßnahmen mit Geld" in text
    app.segmented_control(key="je_person").set_value("zielgruppe").run()
    text = said(app)
    assert "Von 5 der 45 Maßnahmen mit Geld ist bekannt, wie viele Personen ihre Zielgruppe umfasst" in text
    assert "»Stadtteilbüro Herringen« (6,05 €)" in text
    assert "Unter »Bearbeiten« lässt sich" in text


def test_how_few_were_reached_is_in_no_quotient(hamm: Path) -> None:
    """Two reached persons are hidden: no euro per person, and the sentence says so."""
    projekt, bereich = open_projekt(hamm), Bereich("leistung", "IK-02")
    erfunden = projekt.load_quellen().set_index("herkunft").loc[["beispiel"], "quelle_id"].iloc[0]
    neu = {"massnahme_id": "IK-02", "jahr": 2020, "kennzahl": "erreichte Personen", "einheit": "Personen"}
    bisher = [z for z in projekt.load_bereich(bereich).to_dict("records") if z["jahr"] != 2020]
    lieferung = read_handeingabe({"leistung": [*bisher, neu | {"ist": 2, "quelle_id": erfunden}]}, projekt)
    projekt.save_bereich(bereich, projekt.load_bereich(bereich), lieferung, "Kim")
    app = visit("massnahmen", **GELD, geldsicht="person")
    assert "bei 1 ist verborgen, wie wenige es waren" in said(app)
    assert "Sprachkursportal" not in charts(app)


@pytest.mark.usefixtures("projekte_aus")
def test_the_matrix_adds_up_in_every_direction() -> None:
    """Sums of the workbook by source: 1.600.000, 659.000, 440.000, 180.500, 52.000."""
    app = visit("massnahmen", **GELD, geldsicht="matrix")
    assert "2020 sind angesetzt: 2.931.500,00 €. Der größte Posten: Sprache und Bildung, Eigenanteil" in said(app)
    tafel = "".join(e.value for e in app.get("html"))
    for summe in ("1.600.000", "659.000", "440.000", "180.500", "52.000", "2.931.500"):
        assert f">{summe}<" in tafel
    app.selectbox(key="matrix").select("gebiet_quelle").run()
    assert ">2.931.500<" in "".join(e.value for e in app.get("html"))
    app.selectbox(key="matrix_handlungsfeld").select("Gesundheit").run()
    assert "140.000,00 € (nur Gesundheit)" in said(app)
    assert app.query_params["matrix_handlungsfeld"] in ("Gesundheit", ["Gesundheit"])


@pytest.mark.usefixtures("projekte_aus")
@pytest.mark.parametrize("sicht", ["verlauf", "foerderung", "person", "matrix"])
def test_without_names_no_area_is_named(sicht: str) -> None:
    app = visit("massnahmen", **GELD, geldsicht=sicht, wuerde="1", matrix="gebiet_feld")
    gezeigt = "".join(e.value for e in app.get("html")) + charts(app)
    orte = ("Rhynern", "Uentrop", "05915000-")
    assert [ort for ort in orte if ort in gezeigt + said(app)] == []
