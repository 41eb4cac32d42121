"""The page »Profil« through AppTest: one area, two areas, and what to do when there is nothing."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest
from test_seiten import text_of, visit

pytestmark = pytest.mark.usefixtures("projekte_aus")
HERRINGEN, RHYNERN = "05915000-5", "05915000-3"


def spine_rows(app: AppTest) -> dict[str, dict[str, object]]:
    spec = next(json.loads(d.proto.spec) for d in app.get("vega_lite_chart") if "Alle Indikatoren" in d.proto.spec)
    return {zeile["bezeichnung"]: zeile for zeile in spec["layer"][0]["data"]["values"]}


def test_one_area_against_the_city() -> None:
    app = visit("profil", projekt="hamm", gebiet=HERRINGEN)
    assert app.title[0].value.startswith("Herringen")
    text = text_of(app).replace("\u00a0", " ")
    # 947 of 3.411 children under 15 in Herringen; 4.706 of 26.000 in Hamm, as published.
    assert "Kinder in der Grundsicherung (SGB II): **27,8 %** (statt 18,1 %)" in text
    zeile = spine_rows(app)["Kinder in der Grundsicherung (SGB II)"]
    assert (zeile["text_0"], zeile["text_1"], zeile["lage"]) == ("27,8\u00a0%", "18,1\u00a0%", "bedarf")
    # Wilson, 95 %: 26,3 % to 29,3 %; Rhynern (5,3 %) is the farther end: (18,1 − 26,3) ÷ (18,1 − 5,3) = −0,64.
    assert zeile["bis"] == pytest.approx(-0.64, abs=0.005)
    assert zeile["maximum"] == 1


def test_indicators_without_direction_are_neither_strength_nor_need() -> None:
    zeilen = spine_rows(visit("profil", projekt="hamm", gebiet=HERRINGEN))
    assert zeilen["Menschen ab 65 Jahren"]["lage"] == "ohne_richtung"
    assert list(zeilen)[-1] == "Menschen mit Migrationshintergrund"


def test_two_areas_side_by_side() -> None:
    app = visit("profil", projekt="hamm", gebiet=HERRINGEN, daneben=RHYNERN)
    assert app.title[0].value.startswith("Herringen und Rhynern")
    zeile = spine_rows(app)["Kinder in der Grundsicherung (SGB II)"]
    assert (zeile["text_1"], zeile["ort_b"]) == ("5,3\u00a0%", 1.0)
    assert app.query_params["daneben"] == RHYNERN


def test_a_similar_area_is_put_beside_with_one_click() -> None:
    app = visit("profil", projekt="hamm", gebiet=HERRINGEN)
    knopf = next(k for k in app.button if k.label.endswith("daneben stellen"))
    name = knopf.label.removesuffix(" daneben stellen")
    knopf.click().run()
    assert app.title[0].value.startswith(f"Herringen und {name}")


def test_without_a_city_the_mean_of_the_areas_is_the_measure() -> None:
    """Income tax came as a rate without counts: the StädteRegion has no figure of its own."""
    app = visit("profil", projekt="staedteregion_aachen")
    text = text_of(app)
    assert "teils Mittel der Gebiete, gewichtet mit Personen" in text
    assert "Noch keine Maßnahmen mit Geld erfasst." in text
    assert "sind keine Einrichtungen erfasst" in text
    assert "ähneln Aachen" in text or "genug Zahlen gemeinsam" in text


def test_an_unknown_area_in_the_link_is_ignored() -> None:
    app = visit("profil", projekt="hamm", gebiet="gibtsnicht", daneben="auchnicht")
    assert app.title[0].value.startswith("Bockum-Hövel")
