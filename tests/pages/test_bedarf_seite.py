"""The page »Geld und Bedarf« through AppTest: figures that add up, settings that collide, what to do without money."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from test_seiten import text_of, visit

from sozialplanung.store import open_projekt

SIMULATOR = {"projekt": "hamm", "blick_bedarf": "simulator"}


def money_and_children(ordner: Path) -> pd.DataFrame:
    """Ansatz 2020 of the Integrationskonzept and children under 15 in SGB II 2021, by district, from the store."""
    projekt = open_projekt(ordner / "hamm.duckdb")
    budget = projekt.load_budget("stadtbezirk")
    konzept = projekt.load_massnahmen().groupby("handlungskonzept_id").size().idxmax()
    hier = budget[(budget["haushaltsjahr"] == 2020) & (budget["handlungskonzept_id"] == konzept)]
    geld = hier[hier["gebiet_id"].notna()].groupby("gebiet_id")["ansatz_eur"].sum().astype(float)
    kinder = projekt.load_indikatorwerte("kinder_sgb2", "stadtbezirk", 2021).set_index("gebiet_id")
    projekt.close()
    return kinder[["bezeichnung", "zaehler", "nenner"]].assign(eur=geld)


def rows(app: AppTest, spalte: str) -> pd.DataFrame:
    return next(d.value for d in app.dataframe if spalte in d.value.columns)


def test_the_gap_is_the_share_of_all_money_that_would_have_to_move(projekte_aus: Path) -> None:
    app = visit("geld_und_bedarf", projekt="hamm")
    tabelle = money_and_children(projekte_aus)
    anteile = tabelle["eur"] / tabelle["eur"].sum() - tabelle["zaehler"] / tabelle["zaehler"].sum()
    text = text_of(app).replace("\u00a0", " ")
    assert f"müssten {anteile.abs().sum() / 2:.0%} der Mittel".replace("%", " %") in text
    assert f"fehlen {tabelle.loc[anteile.idxmin(), 'bezeichnung']}" in text
    assert "gesamtstädtisch, nicht verteilt: 588.500 €" in text
    assert "Ehrenamtlich" not in text


def test_per_head_is_per_head_and_adds_up_to_the_cent(projekte_aus: Path) -> None:
    app = visit("geld_und_bedarf", **SIMULATOR, **{"lambda": "0", "budget": "100000", "runden": "1"})
    tabelle = rows(app, "Szenario (€)").set_index("Gebiet")
    kinder = money_and_children(projekte_aus).set_index("bezeichnung")["nenner"]
    assert tabelle.loc["Summe", "Szenario (€)"] == 100_000
    # 3.411 of 26.000 children live in Herringen.
    assert kinder["Herringen"] == 3411
    assert tabelle.loc["Herringen", "Szenario (€)"] == pytest.approx(100_000 * 3411 / 26_000, abs=0.01)
    assert tabelle["Szenario (€)"].drop("Summe").sum() == pytest.approx(100_000, abs=1e-6)


@pytest.mark.usefixtures("projekte_aus")
def test_moving_the_slider_changes_picture_table_and_link() -> None:
    app = visit("geld_und_bedarf", **SIMULATOR)
    vorher = rows(app, "Szenario (€)").set_index("Gebiet")["Szenario (€)"]
    app.slider(key="lambda").set_value(100.0).run()
    nachher = rows(app, "Szenario (€)").set_index("Gebiet")["Szenario (€)"]
    assert nachher["Herringen"] > vorher["Herringen"]
    assert nachher["Summe"] == vorher["Summe"]
    assert app.query_params["lambda"] == "100"
    spec = next(json.loads(d.proto.spec) for d in app.get("vega_lite_chart") if "Szenario" in d.proto.spec)
    bild = {zeile["bezeichnung"]: zeile["wert_bis"] for zeile in spec["layer"][0]["data"]["values"]}
    assert bild["Herringen"] == nachher["Herringen"]
    assert "ganz nach dem Bedarf" in text_of(app)


@pytest.mark.usefixtures("projekte_aus")
def test_settings_that_collide_are_named() -> None:
    app = visit("geld_und_bedarf", **SIMULATOR, sockel="1000000")
    assert len(app.warning) == 1
    assert "Sockel" in app.warning[0].value
    assert not app.exception


@pytest.mark.usefixtures("projekte_aus")
def test_a_strength_is_no_need() -> None:
    assert "misst eine Stärke" in text_of(visit("geld_und_bedarf", projekt="hamm", indikator="ehrenamt"))


@pytest.mark.usefixtures("projekte_aus")
def test_without_money_it_says_what_to_fill_in() -> None:
    app = visit("geld_und_bedarf", projekt="staedteregion_aachen")
    assert app.title[0].value == "Folgt das Geld dem Bedarf?"
    assert "noch kein Geld erfasst" in app.info[0].value


@pytest.mark.usefixtures("projekte_aus")
def test_a_scenario_is_kept_compared_and_deleted() -> None:
    app = visit("geld_und_bedarf", **SIMULATOR, **{"lambda": "0", "budget": "100000"})
    assert "Noch kein Szenario gemerkt" in text_of(app)
    for name, lambda_ in (("Je Kopf", 0.0), ("Nach Bedarf", 100.0)):
        app.slider(key="lambda").set_value(lambda_).run()
        next(t for t in app.text_input if t.label == "Name des Szenarios").input(name)
        next(k for k in app.button if k.label == "Im Projekt merken").click().run()
        assert not app.exception, app.exception
    vergleich = rows(app, "Je Kopf").set_index("Gebiet")
    assert list(vergleich.columns) == ["Nach Bedarf", "Je Kopf"]
    assert vergleich.loc["Summe"].tolist() == [100_000, 100_000]
    assert vergleich.loc["Herringen", "Nach Bedarf"] > vergleich.loc["Herringen", "Je Kopf"]
    assert "lambda=100" in text_of(app)
    next(k for k in app.button if k.key == "szenario_weg_Je Kopf").click().run()
    assert list(rows(app, "Nach Bedarf").columns) == ["Gebiet", "Nach Bedarf"]


@pytest.mark.usefixtures("projekte_aus")
def test_a_scenario_without_name_is_not_kept() -> None:
    app = visit("geld_und_bedarf", **SIMULATOR)
    next(k for k in app.button if k.label == "Im Projekt merken").click().run()
    assert "einen Namen" in app.error[0].value
