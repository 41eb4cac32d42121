"""»Woher?« and »Korrekturen« on the page »Daten«."""

from __future__ import annotations

import pytest
from test_seiten import visit

HERRINGEN = "05915000-5"
FRAGE = {"projekt": "hamm", "indikator": "kinder_sgb2", "gebiet": HERRINGEN, "jahr": "2021", "bereich": "woher"}


@pytest.mark.usefixtures("projekte_aus")
def test_a_figure_names_its_sum_and_its_cell() -> None:
    """947 of 3.411 children: 27,8 %, as the profile says."""
    app = visit("daten", **FRAGE)
    assert not app.exception
    satz = app.subheader[0].value.replace("\u00a0", " ")
    assert satz.endswith("Herringen, 2021\\: 27,8 % = 947 ÷ 3.411 × 100.")
    teile = app.dataframe[0].value
    assert teile["Zahl"].tolist() == ["947", "3.411"]
    assert teile["Datei"].tolist() == ["hamm.xlsx", "hamm.xlsx"]
    assert teile["Stelle"].str.fullmatch(r"Blatt ›Werte‹, Zeile \d+, Spalte ›Wert( \*)?‹").all()


@pytest.mark.usefixtures("projekte_aus")
def test_without_an_area_and_without_names_it_says_what_to_do() -> None:
    ohne = visit("daten", **{k: v for k, v in FRAGE.items() if k != "gebiet"})
    assert "wählen Sie bei »Auswahl« ein Gebiet" in ohne.info[0].value
    wuerde = visit("daten", **FRAGE, wuerde="1")
    assert not wuerde.dataframe
    assert all("Herringen" not in u.value for u in wuerde.subheader)


@pytest.mark.usefixtures("projekte_aus")
def test_a_click_under_the_map_leads_there() -> None:
    app = visit("karte", projekt="hamm", gebiet=HERRINGEN)
    app.button(key="karte_woher").click().run()
    assert not app.exception
    assert app.subheader[0].value.count("Herringen") == 1


@pytest.mark.usefixtures("eigene_projekte")
def test_a_figure_is_corrected_seen_and_put_back() -> None:
    app = visit("daten", projekt="hamm", bereich="korrekturen")
    assert any("Keine Zahl ist korrigiert." in m.value for m in app.markdown)
    app.selectbox(key="korrektur_merkmal").select("kinder_unter_15_sgb2").run()
    app.selectbox(key="korrektur_gebiet").select(HERRINGEN).run()
    app.selectbox(key="korrektur_stelle").select(("2021", "")).run()
    app.number_input(key="korrektur_wert").set_value(900).run()
    app.button(key="korrigieren").click().run()
    assert "begründen" in app.error[0].value
    app.text_input(key="korrektur_grund").set_value("Zahlendreher").run()
    app.button(key="korrigieren").click().run()
    assert not app.exception
    assert app.dataframe[0].value[["Geliefert", "Gilt stattdessen", "Zustand"]].to_numpy().tolist() == [
        ["947", "900", "gilt"]
    ]
    woher = visit("daten", **FRAGE)
    assert "= 900 ÷ 3.411 × 100" in woher.subheader[0].value
    assert woher.dataframe[0].value["Korrektur"].tolist()[0].startswith("geliefert: 947; Zahlendreher (")
    app.selectbox(key="korrektur_nr").select(1).run()
    app.button(key="korrektur_zurueck_1").click().run()
    assert app.success[0].value == "Korrektur 1 ist zurückgezogen."
    assert "= 947 ÷" in visit("daten", **FRAGE).subheader[0].value
