"""The map as a picture."""

from __future__ import annotations

import struct

import pytest
import shapely
from chart_daten import geometrie, karte, werte
from zeichnung import draw

from sozialplanung.charts.karte import geometry_collection
from sozialplanung.charts.kartenbild import Blatt, _hatch, map_picture, render_png, render_svg
from sozialplanung.charts.klassen import Klassen, classify
from sozialplanung.charts.theme import HELL, Spec, Stil


def said(spec: Spec) -> set[str]:
    return {text.text.replace("\u00a0", " ") for text in draw(spec)[2]}


def test_says_what_it_is_worth() -> None:
    assert {"Beispiel: Werte frei erfunden · schematische Grenzen", "Quelle: eigene Erhebung"} <= said(
        karte(Stil(), 700, True, schematisch=True)
    )
    assert "schematische Grenzen" in said(karte(Stil(), 700, False, schematisch=True))
    assert not any("schematisch" in text for text in said(karte(Stil(), 700, False)))


def test_legend_and_labels() -> None:
    texte = said(karte(Stil(), 700, False))
    assert {"geheim (1)", "fehlt (1)", "Aachen 24,1 %", "Würselen geheim", "Prozent"} <= texte


def test_the_areas_keep_their_colours_signs_and_mark() -> None:
    schichten = [s for s in karte(Stil(), 700, False)["layer"] if s["mark"]["type"] == "geoshape"]
    flaechen = schichten[0]["data"]["values"]
    assert [f["fuellung"] for f in flaechen][3] == HELL.papier
    assert flaechen[0]["fuellung"] != flaechen[2]["fuellung"]
    striche = [s["mark"].get("stroke") for s in schichten]
    assert striche.count(HELL.markiert) == 1
    # hatching and dotted edge: once on the map, once in the legend
    assert sum("strokeDash" in s["mark"] for s in schichten) == 2
    linien = [s for s in schichten if s["data"]["values"][0]["geometry"]["type"] == "MultiLineString"]
    assert len(linien) == 2


def test_named_classes_and_areas_that_are_left_out() -> None:
    geojson, flaechen, grenzen = geometry_collection(geometrie())
    zeilen = werte().assign(
        wert=[0.0, 1, 0, None, None, None, 1], zeichen=[None] * 3 + ["geheim", "gesperrt"] + [None] * 2
    )
    klassen = Klassen((0.5,), (2, 2), 0, 1, namen=("niedrig", "hoch"))
    spec = map_picture(
        geojson, flaechen, [Blatt("2021", zeilen)], klassen, Stil(), grenzen=grenzen, titel="Index", ohne="unter 300"
    )
    assert {"niedrig (2)", "hoch (2)", "geheim (1)", "unter 300 (1)", "fehlt (1)"} <= said(spec)
    flaeche = next(s for s in spec["layer"] if s["mark"]["type"] == "geoshape")["data"]["values"]
    assert flaeche[4]["fuellung"] == HELL.gesperrt
    assert [f["fuellung"] for f in flaeche].count(HELL.gesperrt) == 1
    assert "GESPERRT" not in render_svg(spec)


def test_areas_lie_inside_the_picture() -> None:
    spec = karte(Stil(), 700, False)
    for schicht in spec["layer"]:
        if schicht["mark"]["type"] == "geoshape":
            for feature in schicht["data"]["values"]:
                links, oben, rechts, unten = shapely.bounds(shapely.geometry.shape(feature["geometry"]))
                assert 0 <= links <= rechts <= spec["width"]
                assert 0 <= oben <= unten <= spec["height"]


def test_twin_maps_share_one_scale() -> None:
    geojson, flaechen, grenzen = geometry_collection(geometrie())
    spec = map_picture(
        geojson,
        flaechen,
        [Blatt("2011", werte().assign(wert=30.0, zeichen=None)), Blatt("2018", werte())],
        classify(werte()["wert"], "eigene", grenzen=[10, 22]),
        Stil(),
        grenzen=grenzen,
        titel="Kinder in SGB II",
        breite=900,
        hoehe=500,
    )
    texte = said(spec)
    assert {"2011", "2018", "unter 10,0 (1)", "10,0 bis unter 22,0 (2)", "22,0 und mehr (9)"} <= texte


def test_png_and_svg() -> None:
    spec = karte(Stil(), 700, True)
    png = render_png(spec, 350)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == (350, 350)
    assert struct.unpack(">II", render_png(spec)[16:24]) == (1400, 1400)
    svg = render_svg(spec)
    assert "Würselen" in svg
    assert "Beispiel" in svg


@pytest.mark.parametrize("form", [shapely.box(0, 0, 40, 25), shapely.Point(30, 30).buffer(20)])
def test_hatching_stays_inside(form: shapely.Geometry) -> None:
    linien = _hatch(form)
    assert form.buffer(1e-6).covers(linien)
    assert linien.length > shapely.area(form) / 6  # lines 6/√2 px apart
