"""Charts in the view without names: groups in place of areas, nothing that tells which area is meant."""

from __future__ import annotations

import json
import re
from typing import Any

import altair as alt
import pandas as pd
import pytest
from chart_daten import ALLE, NAMEN, betraege, geometrie, werte
from zeichnung import draw

from sozialplanung.charts.arm_reich import dumbbell
from sozialplanung.charts.geld import money_bars
from sozialplanung.charts.gruppen import group_bars, group_names
from sozialplanung.charts.karte import geometry_collection, map_deck, without_names
from sozialplanung.charts.klassen import classify
from sozialplanung.charts.rang import ranked_bars
from sozialplanung.charts.sozialindex_felder import status_dynamics_field
from sozialplanung.charts.streuung import scatter
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.model import Richtung

WUERDE = Stil(wuerde=True)
# charts whose page does not show them in this view, or that are about one area chosen on purpose
MIT_NAMEN = {"spine", "two_areas", "areas_by_group", "scenario_dots"}
ORTE = (*NAMEN, "Herringen", "Bockum-Hövel", "Heessen", "Rhynern", "Uentrop", 'gebiet_id": "0')
ANSICHTEN = (WUERDE, Stil(wuerde=True, projektor=True), Stil(wuerde=True, dunkel=True))


def quarters() -> pd.DataFrame:
    """Seven areas, one of them without a value."""
    return pd.DataFrame(
        {
            "gebiet_id": list("abcdefg"),
            "bezeichnung": [f"Ort {b}" for b in "ABCDEFG"],
            "wert": [30.0, 20.0, 16.0, 14.0, 8.0, 2.0, None],
            "gewicht": [100.0, 300.0, 50.0, 50.0, 400.0, 100.0, 70.0],
            "anzeige": "",
        }
    )


def rows(spec: Spec) -> list[dict[str, Any]]:
    zeilen: list[dict[str, Any]] = spec["layer"][0]["data"]["values"]
    return zeilen


@pytest.mark.parametrize("name", sorted(set(ALLE) - MIT_NAMEN))
def test_no_chart_names_an_area(name: str) -> None:
    breite, zeichne = ALLE[name]
    for stil in ANSICHTEN:
        spec = zeichne(stil, round(breite * (1.4 if stil.projektor else 1)), True)
        alt.LayerChart.from_dict(spec, validate=True)
        text = json.dumps(spec, ensure_ascii=False)
        assert [ort for ort in ORTE if ort in text] == []


def test_the_search_finds_names_where_they_are_shown() -> None:
    breite, zeichne = ALLE["ranked_bars"]
    text = json.dumps(zeichne(Stil(), breite, True), ensure_ascii=False)
    assert [ort for ort in ORTE if ort in text] == [*NAMEN, 'gebiet_id": "0']


def test_bars_become_thirds_with_means_by_persons() -> None:
    tabelle = quarters()
    spec = ranked_bars(tabelle, classify(tabelle["wert"], richtung=Richtung.BELASTUNG), achse="Prozent", stil=WUERDE)
    erste, zweite, dritte = rows(spec)
    # (30 · 100 + 20 · 300) ÷ 400; (16 + 14) ÷ 2; (8 · 400 + 2 · 100) ÷ 500
    assert [z["wert"] for z in (erste, zweite, dritte)] == [22.5, 15, 6.8]
    assert erste["bezeichnung"] == "größter Bedarf (2\u00a0Gebiete)"
    assert dritte["bezeichnung"] == "geringster Bedarf (2\u00a0Gebiete)"
    assert (erste["spanne"], dritte["text"]) == ("20,0 bis 30,0", "6,8")
    assert "1 Gebiet ohne Wert" in " ".join(text.text for text in draw(spec)[2]).replace("\u00a0", " ")


def test_a_staerke_turns_the_groups_and_a_neutral_one_names_values() -> None:
    tabelle = quarters()
    staerke = rows(group_bars(tabelle, achse="Prozent", stil=WUERDE, richtung=Richtung.STAERKE))
    assert [z["wert"] for z in staerke] == [6.8, 15, 22.5]
    assert staerke[0]["bezeichnung"].startswith("größter Bedarf")
    neutral = rows(group_bars(tabelle, achse="Prozent", stil=WUERDE))
    assert [z["bezeichnung"].split(" (")[0] for z in neutral] == ["höhere Werte", "mittlere Werte", "niedrigere Werte"]
    assert group_names(1, Richtung.BELASTUNG) == ("alle zusammen",)


def test_two_years_of_the_same_areas() -> None:
    tabelle = quarters().rename(columns={"wert": "wert_bis", "gewicht": "gewicht_bis"})
    tabelle["wert_von"] = [40.0, 10.0, 20.0, 10.0, None, 4.0, 50.0]
    tabelle["gewicht_von"] = 100.0
    spec = dumbbell(tabelle, jahr_von=2014, jahr_bis=2021, achse="%", richtung=Richtung.BELASTUNG, stil=WUERDE)
    # e and g lack a year: of five areas two and three. (30 · 100 + 20 · 300) ÷ 400; (16 · 50 + 14 · 50 + 2 · 100) ÷ 200
    assert [(z["wert_von"], z["wert_bis"]) for z in rows(spec)] == [
        (25, 22.5),
        (pytest.approx(34 / 3), pytest.approx(8.5)),
    ]


def test_money_by_area_becomes_groups_and_keeps_what_is_for_all() -> None:
    geld = pd.DataFrame(
        {
            "gebiet_id": ["a", "a", "b", "c", "d", None],
            "bezeichnung": ["Ort A", "Ort A", "Ort B", "Ort C", "Ort D", None],
            "finanzierungsquelle": ["Land", "Eigenanteil", "Land", "Land", "Land", "Bund"],
            "eur": [60.0, 40.0, 80.0, 20.0, 10.0, 999.0],
        }
    )
    spec = money_bars(geld, achse="Euro", stil=WUERDE)
    assert [(z["bezeichnung"], z["summe"]) for z in rows(spec)] == [
        ("mehr Geld (2\u00a0Gebiete)", 90.0),
        ("weniger Geld (2\u00a0Gebiete)", 15.0),
        ("gesamtstädtisch", 999.0),
    ]
    felder = money_bars(betraege().drop(columns="gebiet_id").dropna(), achse="Euro", stil=WUERDE)
    assert {z["bezeichnung"] for z in rows(felder)} == {"Herringen", "Bockum-Hövel"}  # by Handlungsfeld: no areas


def test_status_and_dynamics_are_counts() -> None:
    lage = quarters().assign(status="niedrig", dynamik=["positiv"] * 3 + ["stabil"] * 3 + [None])
    spec = status_dynamics_field(lage, stil=WUERDE, gewaehlt="a")
    assert [z["text"] for z in rows(spec)] == ["3\u00a0Gebiete", "3\u00a0Gebiete"]
    assert "Ort" not in json.dumps(spec)


def test_the_map_is_colours_only() -> None:
    geojson, flaechen, grenzen = geometry_collection(geometrie())
    angaben: dict[str, Any] = {"geometrie_url": "/g", "gewaehlt": "01", "grenzen": grenzen, "breite": 600, "hoehe": 500}
    offen, still = (
        map_deck(flaechen, werte(), classify(werte()["wert"]), stil, **angaben).to_json() for stil in (Stil(), WUERDE)
    )
    assert "Alsdorf" in offen
    assert "27,4" in offen
    for verraeter in (*NAMEN, "27,4", "24,1", "{name}"):
        assert verraeter not in still
    assert [schicht["id"] for schicht in json.loads(still)["layers"]] == ["flaechen", "zeichen"]
    assert json.loads(still)["layers"][0]["pickable"] is False
    formen = json.loads(without_names(geojson))["features"]
    assert [form["properties"] for form in formen] == [{"n": n} for n in range(7)]
    assert formen[0]["geometry"] == json.loads(geojson)["features"][0]["geometry"]


def test_points_without_names_are_all_of_one_size() -> None:
    """The largest point would be the area with the most inhabitants, and that one everybody knows."""
    orte = quarters().assign(x=range(7), y=range(7), x_text="", y_text="")
    for wuerde, groessen in ((False, 5), (True, 1)):
        spec = scatter(orte, None, achse_x="x", achse_y="y", stil=Stil(wuerde=wuerde))
        assert len(set(re.findall(r'"groesse": [\d.]+', json.dumps(spec)))) == groessen
        assert ("Größe: Personen" in json.dumps(spec, ensure_ascii=False)) != wuerde
