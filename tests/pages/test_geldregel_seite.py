"""A limit for private money, set on the page »Daten«, holds wherever money is shown by Gebiet – and nowhere else.

Hamm, 2020: 52.000 € of foundations for five districts, each by one Träger per Handlungsfeld and programme.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_geld_seite import charts, said
from test_seiten import visit

from sozialplanung.store import open_projekt
from sozialplanung.ui import geld
from sozialplanung.ui.cache import ALLE, Daten
from sozialplanung.ui.geld import Geldwahl

HINWEIS = "Private Mittel stehen teils bei »gesamtstädtisch« statt beim Gebiet"
HERRINGEN, GEFOERDERT = "05915000-5", "IK-25"
GRENZE_85 = "höchstens 85\u00a0% von einem Einzigen"


def rules(prozent: int, grund: str) -> AppTest:
    """What stands on »Daten«, »Geheimhaltung« after a click on »Grenze ändern«."""
    app = visit("daten", projekt="hamm", bereich="geheimhaltung")
    app.selectbox(key="geldregel_prozent").select(prozent)
    app.text_input(key="geldregel_grund").input(grund)
    app.button(key="FormSubmitter:geldregel-Grenze ändern").click().run()
    assert not app.exception, app.exception
    return app


@pytest.fixture
def hamm(eigene_projekte: Path) -> Path:
    assert not rules(85, "Bitte der Stiftungen").error
    return eigene_projekte / "hamm.duckdb"


@pytest.mark.usefixtures("eigene_projekte")
def test_the_limit_is_off_needs_a_reason_and_is_logged() -> None:
    app = rules(85, "")
    assert "begründen" in app.error[0].value
    assert app.selectbox(key="geldregel_prozent").options[0] == "aus: alles je Gebiet zeigen"
    assert "keine Personendaten und stehen im Haushalt" in said(app)
    assert HINWEIS not in said(visit("massnahmen", projekt="hamm"))
    rules(85, "Bitte der Stiftungen")
    app = rules(0, "Stiftungen einverstanden")
    assert "wieder je Gebiet" in app.success[0].value
    log = next(t.value for t in app.dataframe if "Begründung" in t.value.columns)
    assert log[["für", "Regel", "Begründung"]].head(2).to_numpy().tolist() == [
        ["private Mittel je Gebiet", "aus: alles je Gebiet zeigen", "Stiftungen einverstanden"],
        ["private Mittel je Gebiet", GRENZE_85, "Bitte der Stiftungen"],
    ]


def test_money_by_gebiet_says_what_was_done_and_adds_up(hamm: Path) -> None:
    app = visit("massnahmen", projekt="hamm")
    assert f"{HINWEIS}: Sie verrieten, was Einzelne dort geben (Grenze 85 %)" in said(app)
    app = visit("massnahmen", projekt="hamm", blick_massnahmen="geld", geldsicht="matrix", matrix="gebiet_quelle")
    tafel = "".join(e.value for e in app.get("html"))
    zeilen = [zeile for zeile in tafel.split("<tr") if ">52.000<" in zeile]
    # the row gesamtstädtisch and the sum; no district
    assert len(zeilen) == 2
    assert "gesamtstädtisch" in zeilen[0]
    assert ">2.931.500<" in tafel
    assert "nichts erfasst oder bei »gesamtstädtisch«" in tafel
    assert HINWEIS in said(app)
    app = visit("massnahmen", projekt="hamm", blick_massnahmen="geld", geldsicht="matrix", matrix="feld_quelle")
    assert HINWEIS not in said(app)
    app = visit("massnahmen", projekt="hamm", blick_massnahmen="geld", geldsicht="person", je_person="zielgruppe")
    assert HINWEIS in said(app)
    assert '"finanzierungsquelle": "Stiftung"' not in charts(app)
    assert "16,27 € je Einwohner: 2.931.500 €" in said(app)
    assert "»Stadtteilbüro Herringen« (6,05 €)" in said(app)
    projekt = open_projekt(hamm)
    tabelle = geld.money_table(Daten(str(hamm), projekt.stand()), "stadtbezirk", Geldwahl(ALLE, 2020))
    privat = tabelle[tabelle["Finanzierungsquelle"] == "Stiftung"]
    assert set(privat["Gebiet"]) == {"gesamtstädtisch"}
    assert set(privat["Maßnahme"]) == {"private Mittel, zusammengefasst"}
    assert privat["Ansatz (€)"].sum() == 52_000


def test_money_and_need_count_it_for_the_whole_city(hamm: Path) -> None:
    """588.500 € without a district before, 52.000 € of foundations more now."""
    for mehr in ({}, {"blick_bedarf": "simulator"}):
        app = visit("geld_und_bedarf", projekt="hamm", **mehr)
        assert HINWEIS in said(app)
        assert ("weitere 640.500 €" in said(app)) is not bool(mehr)
    annahmen = next(t.value for t in app.dataframe if "Annahme" in t.value.columns).set_index("Annahme")
    assert HINWEIS in annahmen.loc["Geheimhaltung", "Wert"]
    budget = open_projekt(hamm).load_budget("stadtbezirk")
    hier = budget[(budget["haushaltsjahr"] == 2020) & budget["gebiet_id"].notna()]
    bisher = next(t.value for t in app.dataframe if "bisher (€)" in t.value.columns).set_index("Gebiet")
    assert bisher.loc["Summe", "bisher (€)"] == float(hier["ansatz_eur"].sum()) == 2_343_000 - 52_000


@pytest.mark.usefixtures("eigene_projekte")
def test_the_register_and_what_is_at_work_where_stay() -> None:
    """Of a district as many Maßnahmen are told as before, with less money; of a Maßnahme everything."""
    vorher = said(visit("profil", projekt="hamm", gebiet=HERRINGEN))
    rules(85, "Bitte der Stiftungen")
    nachher = said(visit("profil", projekt="hamm", gebiet=HERRINGEN))
    muster = re.compile(r"(\d+) Maßnahmen sind 2020 \(auch\) in Herringen angesetzt, mit ([\d.]+) € für das Gebiet")
    (anzahl, eur), (anzahl_jetzt, eur_jetzt) = (muster.findall(text)[0] for text in (vorher, nachher))
    assert anzahl == anzahl_jetzt
    assert int(eur.replace(".", "")) - int(eur_jetzt.replace(".", "")) == 3875
    assert HINWEIS not in vorher
    assert HINWEIS in nachher
    assert HINWEIS in said(visit("ueberblick", projekt="hamm"))
    app = visit("massnahmen", projekt="hamm", blick_massnahmen="massnahme", massnahme=GEFOERDERT)
    assert HINWEIS not in said(app)
    betraege = next(t.value for t in app.dataframe if "Wer zahlt" in t.value.columns)
    assert "Stiftung" in set(betraege["Wer zahlt"])
