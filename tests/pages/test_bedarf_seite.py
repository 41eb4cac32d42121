"""The page »Geld und Bedarf« through AppTest: figures that add up, settings that collide, what to do without money."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from test_seiten import text_of, visit

from sozialplanung.formatting import today
from sozialplanung.report.szenariomappe import scenario_sheets
from sozialplanung.report.tabellen import xlsx_bytes
from sozialplanung.store import open_projekt

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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


def spec_rows(app: AppTest, text: str) -> list[dict[str, Any]]:
    """The data of the first chart whose spec holds a text."""
    specs = [json.loads(d.proto.spec) for d in app.get("vega_lite_chart")]
    spec = next(spec for spec in specs if text in json.dumps(spec, ensure_ascii=False))
    zeilen: list[dict[str, Any]] = spec["layer"][0]["data"]["values"]
    return zeilen


def map_values(app: AppTest) -> list[str]:
    """What the first map says of its areas, in their order."""
    tooltip = json.loads(app.get("deck_gl_json_chart")[0].proto.tooltip)["html"]
    return str(tooltip).split("*{n})'>")[1].removesuffix("</div></div>").replace("\u00a0", " ").split("\n")


def rows(app: AppTest, spalte: str) -> pd.DataFrame:
    return next(d.value for d in app.dataframe if spalte in d.value.columns)


def test_the_gap_is_the_share_of_all_money_that_would_have_to_move(projekte_aus: Path) -> None:
    app = visit("geld_und_bedarf", projekt="hamm")
    tabelle = money_and_children(projekte_aus)
    anteile = tabelle["eur"] / tabelle["eur"].sum() - tabelle["zaehler"] / tabelle["zaehler"].sum()
    text = text_of(app).replace("\u00a0", " ")
    assert f"müssten {anteile.abs().sum() / 2:.0%} der Mittel".replace("%", " %") in text
    assert f"fehlen {tabelle.loc[anteile.idxmin(), 'bezeichnung']}" in text
    assert "keinem Gebiet zugeordnet sind weitere 588.500 €" in text
    assert "Stadtbezirk wechseln (zwischen" in text
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
    aenderung = rows(app, "Szenario (€)").set_index("Gebiet")["Änderung (€)"]
    assert f"{aenderung['Herringen']:+,.0f} €".replace(",", ".").replace("-", "−") in map_values(app)
    assert "ganz nach dem Bedarf" in text_of(app)


@pytest.mark.usefixtures("projekte_aus")
def test_settings_that_collide_are_named() -> None:
    app = visit("geld_und_bedarf", **SIMULATOR, sockel="1000000")
    assert len(app.warning) == 1
    assert "Sockel" in app.warning[0].value
    assert not app.exception


@pytest.mark.usefixtures("projekte_aus")
def test_bars_and_map_in_euro_and_in_points() -> None:
    euro = visit("geld_und_bedarf", projekt="hamm")
    zeilen = {z["bezeichnung"]: z for z in spec_rows(euro, "über oder unter dem Anteil am Bedarf")}
    assert sum(z["wert"] for z in zeilen.values()) == pytest.approx(0, abs=1e-6)
    punkte = visit("geld_und_bedarf", projekt="hamm", einheit="punkte")
    assert punkte.query_params["einheit"] == "punkte"
    for z in spec_rows(punkte, "über oder unter dem Anteil am Bedarf"):
        assert z["wert"] == pytest.approx(100 * zeilen[z["bezeichnung"]]["wert"] / 2_343_000)
    herringen = next(z for z in zeilen.values() if z["bezeichnung"] == "Herringen")
    assert "Tsd." in herringen["text"]
    assert any("Punkte" in wert for wert in map_values(punkte))
    assert herringen["text"].replace("\u00a0", " ") in map_values(euro)


@pytest.mark.usefixtures("projekte_aus")
def test_years_and_fields_of_hamm() -> None:
    app = visit("geld_und_bedarf", projekt="hamm")
    jahre = spec_rows(app, "müsste wechseln")
    text = text_of(app).replace("\u00a0", " ")
    assert "2018 waren es" in text
    # the chosen need stands against the chosen Haushaltsjahr, in headline and curve alike
    heute = next(z["wert"] for z in jahre if z["jahr"] == 2020)
    assert f"müssten {heute:.0f} % der Mittel" in text
    felder = rows(app, "wechseln (%)")
    assert felder["in Gebieten (€)"].sum() == 2_343_000
    assert felder["stadtweit (€)"].sum() == 588_500


@pytest.mark.usefixtures("projekte_aus")
def test_the_need_of_the_simulator_can_be_another_and_is_an_assumption() -> None:
    app = visit("geld_und_bedarf", **SIMULATOR, runden="1", **{"lambda": "100"})
    vorher = rows(app, "Szenario (€)").set_index("Gebiet")["Szenario (€)"]
    app.selectbox(key="bedarf").select("arbeitslosenanteil").run()
    assert not app.exception
    assert app.query_params["bedarf"] == "arbeitslosenanteil"
    nachher = rows(app, "Szenario (€)").set_index("Gebiet")["Szenario (€)"]
    assert nachher["Summe"] == vorher["Summe"]
    assert nachher["Herringen"] != vorher["Herringen"]
    annahmen = rows(app, "Annahme").set_index("Annahme")["Wert"]
    assert annahmen["Bedarf"].startswith("Arbeitslos")
    assert "Stand" in annahmen["Quellen und Stand"]
    # a Stärke is not offered
    assert "ehrenamt" not in app.selectbox(key="bedarf").options


@pytest.mark.usefixtures("projekte_aus")
def test_fixed_and_citywide_parts_leave_the_rest_to_the_formula() -> None:
    wahl = {"fest": "05915000-5", "fest_05915000-5": "20000", "vorab": "10", "budget": "100000", "lambda": "0"}
    app = visit("geld_und_bedarf", **SIMULATOR, **wahl)
    tabelle = rows(app, "Szenario (€)").set_index("Gebiet")["Szenario (€)"]
    assert tabelle["Herringen"] == 20_000
    assert tabelle["gesamtstädtisch (vorab)"] == 10_000
    assert tabelle["Summe"] == 100_000
    # 70.000 € per head for the 26.000 − 3.411 children elsewhere; 3.915 in Uentrop
    assert tabelle["Uentrop"] == pytest.approx(70_000 * 3915 / (26_000 - 3411), abs=1)
    assert "fest: Herringen 20.000" in text_of(app)
    app.multiselect(key="fest").set_value([]).run()
    assert "fest" not in app.query_params
    assert "fest_05915000-5" not in app.query_params


@pytest.mark.usefixtures("projekte_aus")
@pytest.mark.parametrize(
    ("wahl", "satz"),
    [
        ({"sockel": "9000", "deckel": "5000"}, "Sockel und Deckel passen nicht zusammen: »"),
        ({"budget": "1000", "sockel": "900"}, "Sockel und Budget"),
        ({"budget": "1000", "deckel": "10"}, "Deckel und Budget"),
        ({"budget": "1000", "verlust": "10"}, "Verlustgrenze und Budget"),
        ({"verlust": "0", "deckel": "5000"}, "Verlustgrenze und Deckel"),
        ({"budget": "1050", "runden": "10000"}, "Rundung und Budget"),
        ({"fest": "05915000-5", "fest_05915000-5": "9000000"}, "Fester Betrag und Budget"),
        ({"fest": "05915000-5", "fest_05915000-5": "10", "sockel": "20"}, "»Herringen« soll fest 10,00"),
        ({"budget": "1000", "vorab": "90", "sockel": "100"}, "bleiben 900,00"),
    ],
)
def test_every_pair_that_collides_is_named(wahl: dict[str, str], satz: str) -> None:
    app = visit("geld_und_bedarf", **SIMULATOR, **wahl)
    assert len(app.warning) == 1
    assert satz in app.warning[0].value.replace("\u00a0", " ")


def test_an_exported_scenario_is_loaded_again_to_the_cent(eigene_projekte: Path) -> None:
    app = visit("geld_und_bedarf", **SIMULATOR, **{"lambda": "100", "runden": "1", "vorab": "10"})
    next(t for t in app.text_input if t.label == "Name des Szenarios").input("Nach Bedarf")
    next(k for k in app.button if k.label == "Im Projekt merken").click().run()
    gemerkt = rows(app, "Nach Bedarf")
    (vorher,) = open_projekt(eigene_projekte / "hamm.duckdb").load_szenarien()
    inhalt = xlsx_bytes(scenario_sheets([vorher], today()))
    next(k for k in app.button if k.key == "szenario_weg_Nach Bedarf").click().run()
    assert "Noch kein Szenario gemerkt" in text_of(app)

    app.file_uploader(key="szenario_datei").upload("s.xlsx", inhalt, XLSX).run()
    assert "Geladen: »Nach Bedarf«" in app.success[0].value
    pd.testing.assert_frame_equal(rows(app, "Nach Bedarf"), gemerkt)
    assert vorher.link in text_of(app)

    mappe = openpyxl.load_workbook(io.BytesIO(inhalt))
    mappe["Beträge"]["C2"] = 1
    mappe.save(strom := io.BytesIO())
    app.file_uploader(key="szenario_datei").upload("s2.xlsx", strom.getvalue(), XLSX).run()
    assert "Die Mappe wurde verändert" in app.error[0].value
    assert len(rows(app, "Nach Bedarf").columns) == 2


@pytest.mark.usefixtures("projekte_aus")
def test_without_names_there_are_groups_and_no_simulator() -> None:
    app = visit("geld_und_bedarf", **SIMULATOR, wuerde="1")
    text = text_of(app).replace("\u00a0", " ")
    assert "Wo der Bedarf am größten ist, liegen" in text
    assert "Der Simulator gibt jedem Gebiet einen Betrag" in text
    assert [s.key for s in app.slider if s.key == "lambda"] == []
    assert spec_rows(app, "Gruppe")[0]["bezeichnung"].startswith(("größter", "geringster"))


@pytest.mark.usefixtures("projekte_aus")
def test_a_strength_is_no_need() -> None:
    assert "misst eine Stärke" in text_of(visit("geld_und_bedarf", projekt="hamm", indikator="ehrenamt"))


@pytest.mark.usefixtures("projekte_aus")
def test_without_money_it_says_what_to_fill_in() -> None:
    app = visit("geld_und_bedarf", projekt="staedteregion_aachen")
    assert app.title[0].value == "Folgt das Geld dem Bedarf?"
    assert "noch kein Geld erfasst" in app.info[0].value


@pytest.mark.usefixtures("eigene_projekte")
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
