"""The deck.gl map: what goes over the wire."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pandas as pd
import pytest
import shapely
from chart_daten import geometrie, werte

from sozialplanung.charts.karte import geometry_collection, map_deck
from sozialplanung.charts.klassen import classify
from sozialplanung.charts.theme import HELL, Stil

GEOJSON, FLAECHEN, GRENZEN = geometry_collection(geometrie())
KLASSEN = classify(werte()["wert"], "eigene", grenzen=[10, 22])


def deck(tabelle: pd.DataFrame | None = None, stil: Stil = Stil(), **weiter: Any) -> dict[str, Any]:  # noqa: B008
    angaben = {"geometrie_url": "/geometrie/abc.geojson", "gewaehlt": None, "breite": 400, "hoehe": 300} | weiter
    gezeichnet = map_deck(FLAECHEN, werte() if tabelle is None else tabelle, KLASSEN, stil, grenzen=GRENZEN, **angaben)
    return {**json.loads(gezeichnet.to_json()), "tooltip": gezeichnet._tooltip["html"]}


def layers(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {layer["id"]: layer for layer in spec["layers"]}


def digits(ausdruck: str) -> str:
    treffer = re.search(r"\)\[\('(\d+)'\)\[properties\.n\]\]$", ausdruck)
    assert treffer
    return treffer[1]


def fill(spec: dict[str, Any], layer: str = "flaechen") -> str:
    innen: dict[str, Any] = layers(spec)[layer]["_subLayerProps"]["polygons-fill"]
    assert innen["getFillColor"] == "@@=" + innen["updateTriggers"]["getFillColor"]
    return str(innen["getFillColor"])


def test_geometry_carries_numbers_keys_and_names() -> None:
    features = json.loads(GEOJSON)["features"]
    assert [f["properties"] for f in features][2] == {"n": 2, "gebiet_id": "02", "name": "Stolberg (Rhld.)"}
    assert features[2]["geometry"] == json.loads(geometrie()["geojson"][2])
    assert pytest.approx((6.0, 50.5, 6.4, 50.7)) == GRENZEN
    assert FLAECHEN["n"].tolist() == list(range(7))


def test_many_areas_have_no_labels_and_no_raster() -> None:
    viele = pd.concat([geometrie()] * 9, ignore_index=True)
    assert geometry_collection(viele)[1]["raster"].isna().all()


def test_label_point_lies_inside_and_knows_its_room() -> None:
    assert FLAECHEN["punkt_lon"][0] == pytest.approx(6.05, abs=0.002)
    assert FLAECHEN["raster"][0].grenzen == pytest.approx((6.0, 50.5, 6.1, 50.6))
    assert FLAECHEN["raster"][0].covered.all()
    winkel = shapely.Polygon([(6, 50), (7, 50), (7, 50.1), (6.1, 50.1), (6.1, 51), (6, 51)])
    assert not winkel.contains(winkel.centroid)
    rahmen = pd.DataFrame({"gebiet_id": ["1"], "bezeichnung": ["L"], "geojson": [shapely.to_geojson(winkel)]})
    punkt = geometry_collection(rahmen)[1].iloc[0]
    assert winkel.contains(shapely.Point(punkt["punkt_lon"], punkt["punkt_lat"]))


def test_label_point_takes_the_largest_part() -> None:
    inseln = shapely.MultiPolygon([shapely.box(6, 50, 6.01, 50.01), shapely.box(7, 50, 7.5, 50.5)])
    rahmen = pd.DataFrame({"gebiet_id": ["1"], "bezeichnung": ["I"], "geojson": [shapely.to_geojson(inseln)]})
    flaeche = geometry_collection(rahmen)[1].iloc[0]
    assert flaeche["punkt_lon"] > 7


def test_each_area_has_the_colour_of_its_class() -> None:
    # 24,1 | 27,4 | 12,4 | geheim | 21,6 | fehlt | 0: classes 2 2 1 - 1 - 0; number 3 is paper
    ausdruck = fill(deck())
    assert digits(ausdruck) == "2213130"
    assert json.loads(ausdruck.removeprefix("@@=(").split(")[(")[0])[3] == [244, 242, 236]


def test_order_of_rows_does_not_matter_and_a_missing_row_is_missing() -> None:
    gemischt = werte().iloc[[6, 2, 0, 1, 3, 4]]
    spec = deck(gemischt)
    assert digits(fill(spec)) == "2213130"
    assert spec["tooltip"].count("fehlt") == 1


def test_only_geheim_is_hatched_and_only_fehlt_is_dotted() -> None:
    zeichen = layers(deck(gewaehlt="01"))["zeichen"]
    assert digits(fill(deck(), "zeichen")) == "0001020"
    assert digits(zeichen["getDashArray"].removeprefix("@@=")) == "0401020"  # 4: the chosen area, solid
    assert "[[0, 0], [0, 0], [1.5, 1.5], [0, 0], [0, 0]]" in zeichen["getDashArray"]


def test_what_is_left_out_is_grey_without_hatching_or_dots() -> None:
    ausgelassen = werte()
    ausgelassen.loc[5, "zeichen"] = "gesperrt"
    spec = deck(ausgelassen)
    farben = json.loads(fill(spec).removeprefix("@@=(").split(")[(")[0])
    assert digits(fill(spec)) == "2213140"
    assert farben[4] == [201, 197, 187]
    assert farben[4] not in farben[:4]
    assert digits(fill(spec, "zeichen")) == "0001030"
    assert json.loads(fill(spec, "zeichen").removeprefix("@@=(").split(")[(")[0])[3] == [0, 0, 0, 0]


def test_the_mark_changes_the_trigger() -> None:
    """Without it deck.gl keeps the old outline."""

    def trigger(gewaehlt: str) -> str:
        zeichen = layers(deck(gewaehlt=gewaehlt))["zeichen"]
        return str(zeichen["_subLayerProps"]["polygons-stroke"]["updateTriggers"]["all"])

    assert trigger("01") != trigger("02")


def test_without_signs_and_mark_there_is_no_second_layer() -> None:
    voll = werte().assign(wert=5.0, zeichen=None)
    assert "zeichen" not in layers(deck(voll))
    assert "zeichen" in layers(deck(voll, gewaehlt="01"))
    assert "zeichen" not in layers(deck(voll, gewaehlt="unbekannt"))


def test_streamlit_finds_no_colour_to_dim() -> None:
    """Its frontend dims what is not chosen wherever a layer has one of these."""
    for layer in deck(gewaehlt="01")["layers"]:
        assert not {"getFillColor", "getColor"} & set(layer)


def test_labels_say_name_and_value_and_can_be_left_out() -> None:
    texte = [zeile["t"] for layer in deck()["layers"] if layer["@@type"] == "TextLayer" for zeile in layer["data"]]
    assert "Würselen\ngeheim" in texte
    assert "Aachen\n24,1 %" in texte
    assert all(layer["characterSet"] == "auto" for layer in deck()["layers"] if layer["@@type"] == "TextLayer")
    assert not [layer for layer in deck(beschriftung=False)["layers"] if layer["@@type"] == "TextLayer"]


def test_names_that_stand_out_are_ink_on_a_halo_of_the_ground() -> None:
    """In a map of 160 px each square is 34 px wide: too narrow for »Würselen«, wide enough for »geheim« beside it."""
    schmal = layers(deck(breite=160, hoehe=160))
    heraus = {zeile["t"] for zeile in schmal["halo"]["data"]}
    assert "Würselen" in heraus
    assert {tuple(zeile["c"]) for zeile in schmal["halo"]["data"]} == {(255, 255, 255)}
    assert {tuple(zeile["c"]) for zeile in schmal["namen"]["data"] if zeile["t"] in heraus} == {(30, 42, 46)}
    assert {zeile["t"].split("\n")[0] for zeile in schmal["namen"]["data"]} == {
        "Aachen", "Alsdorf", "Stolberg", "Würselen", "Herzogenrath", "Roetgen", "Monschau",
    }  # fmt: skip
    assert "halo" not in layers(deck())


def test_the_tooltip_shows_line_n() -> None:
    tooltip = deck(werte().assign(anzeige=["<b>{name}</b>", *["1"] * 6]))["tooltip"]
    assert "margin-top:calc(-1.4em*{n})" in tooltip
    streifen = tooltip.split("'>")[-1].removesuffix("</div></div>")
    assert streifen.split("\n") == ["&lt;b&gt;&#123;name}&lt;/b&gt;", *["1"] * 6]


@pytest.mark.parametrize("stil", [Stil(), Stil(dunkel=True)])
def test_nothing_leaves_the_machine(stil: Stil) -> None:
    spec = deck(stil=stil, gewaehlt="01")
    assert "http" not in json.dumps(spec)
    assert spec["mapStyle"].startswith("data:application/json,")
    assert "#" not in spec["mapStyle"]
    assert {layer["data"] for layer in spec["layers"] if isinstance(layer["data"], str)} == {"/geometrie/abc.geojson"}


def test_the_page_can_be_scrolled_over_the_map() -> None:
    assert deck()["views"][0]["controller"]["scrollZoom"] is False


def test_the_view_fits_the_areas() -> None:
    sicht = deck(breite=300)["initialViewState"]
    assert sicht["longitude"] == pytest.approx(6.2)
    assert sicht["latitude"] == pytest.approx(50.6, abs=0.01)
    # 0,4 degrees fill 300 - 24 px of 2^zoom · 512 px for 360 degrees
    assert sicht["zoom"] == pytest.approx(math.log2(276 / 0.4 * 360 / 512), abs=0.01)


def test_542_areas_stay_small() -> None:
    n = 542
    flaechen = pd.DataFrame(
        {
            "gebiet_id": [f"{i:08d}" for i in range(n)],
            "bezeichnung": [f"Baublock {i}" for i in range(n)],
            "n": range(n),
            "punkt_lon": 6.1,
            "punkt_lat": 50.6,
            "raster": None,
        }
    )
    zahlen = [float(i % 97) for i in range(n)]
    tabelle = pd.DataFrame(
        {
            "gebiet_id": flaechen["gebiet_id"],
            "wert": zahlen,
            "zeichen": [None if i % 50 else "geheim" for i in range(n)],
            "anzeige": [f"{zahl:.1f} %".replace(".", ",") for zahl in zahlen],
        }
    )
    gezeichnet = map_deck(
        flaechen,
        tabelle,
        classify(tabelle["wert"]),
        Stil(),
        geometrie_url="/geometrie/abc.geojson",
        gewaehlt="00000007",
        grenzen=GRENZEN,
        breite=600,
        hoehe=500,
    )
    assert len(gezeichnet.to_json()) + len(gezeichnet._tooltip["html"]) < 15_000
    assert not [layer for layer in gezeichnet.layers if layer.type == "TextLayer"]


def test_tokens_of_the_map() -> None:
    assert HELL.markiert == "#B0306A"
    assert "[176, 48, 106, 255]" in layers(deck(gewaehlt="01"))["zeichen"]["getLineColor"]
