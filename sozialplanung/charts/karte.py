"""The map in the browser (deck.gl): geometry comes once by URL, the websocket carries colours and labels only."""

from __future__ import annotations

import base64
import functools
import html
import json
import struct
import zlib
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import quote

import numpy as np
import pandas as pd
import pydeck as pdk
import shapely

from sozialplanung.charts.bausteine import records
from sozialplanung.charts.beschriftung import (
    HOECHSTENS,
    LAUFWEITE,
    ZEILE,
    Ausschnitt,
    Flaeche,
    Raster,
    Rechteck,
    Schild,
    place_labels,
)
from sozialplanung.charts.klassen import Klassen
from sozialplanung.charts.theme import FONT, Stil, rgb, text_color
from sozialplanung.charts.vereinfachung import simplify_for_screen
from sozialplanung.model import Wertzeichen

LAYER = "flaechen"
NORMAL, GEHEIM, FEHLT, GESPERRT = 0, 1, 2, 3
_MARKIERT = 4  # after them, where the outline of an area is looked up
_ART = {Wertzeichen.GEHEIM.value: GEHEIM, Wertzeichen.GESPERRT.value: GESPERRT}
_OHNE = {"wert": None, "zeichen": None, "anzeige": "fehlt"}


class Gebiet(NamedTuple):
    """An area with what is shown of it: ``klasse`` is -1 without a number, ``art`` says why."""

    n: int
    gebiet_id: str
    bezeichnung: str
    punkt: tuple[float, float]
    raster: Raster | None
    anzeige: str
    nennt_klasse: bool
    klasse: int
    art: int


def without_names(geojson: str) -> str:
    """The same outlines, each with its number only."""
    sammlung = json.loads(geojson)
    for form in sammlung["features"]:
        form["properties"] = {"n": form["properties"]["n"]}
    return json.dumps(sammlung, separators=(",", ":"))


def geometry_collection(geometrie: pd.DataFrame) -> tuple[str, pd.DataFrame, Rechteck]:
    """GeoJSON for the browser (simplified where there are many points), and what the server needs to know of each area.

    Parameters
    ----------
    geometrie : frame with gebiet_id, bezeichnung, geojson (a GeoJSON geometry in WGS 84)

    Returns
    -------
    (geojson_text, flaechen, bounds): every feature carries its number ``n``, ``gebiet_id`` and ``name``; ``flaechen``
    has gebiet_id, bezeichnung, n, punkt_lon, punkt_lat (label point) and raster (room for a label; None where there
    are too many areas for labels); bounds are (west, south, east, north).
    """
    roh = shapely.make_valid(shapely.from_geojson(geometrie["geojson"].to_numpy(dtype=object)))
    formen = simplify_for_screen(roh)
    umrisse = geometrie["geojson"] if formen is roh else shapely.to_geojson(formen)
    features = [
        f'{{"type":"Feature","properties":{_properties(n, gebiet_id, name)},"geometry":{form}}}'
        for n, (gebiet_id, name, form) in enumerate(
            zip(geometrie["gebiet_id"], geometrie["bezeichnung"], umrisse, strict=True)
        )
    ]
    west, sued, ost, nord = (float(grenze) for grenze in shapely.total_bounds(formen))
    stauchung = float(np.cos(np.radians((sued + nord) / 2)))
    punkte = _label_points(formen, stauchung)
    flaechen = pd.DataFrame(
        {
            "gebiet_id": geometrie["gebiet_id"].to_numpy(),
            "bezeichnung": geometrie["bezeichnung"].to_numpy(),
            "n": np.arange(len(formen)),
            "punkt_lon": punkte[:, 0].round(6),
            "punkt_lat": punkte[:, 1].round(6),
            "raster": [Raster.of(form) if len(formen) <= HOECHSTENS else None for form in formen],
        }
    )
    sammlung = f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'
    return sammlung, flaechen, (west, sued, ost, nord)


def _properties(n: int, gebiet_id: str, name: str) -> str:
    return json.dumps({"n": n, "gebiet_id": gebiet_id, "name": name}, ensure_ascii=False)


def _label_points(formen: Any, stauchung: float) -> Any:
    """Centre of the largest circle inside each area (degrees)."""
    eben = shapely.transform(formen, lambda xy: xy * [stauchung, 1.0])
    groesse = shapely.bounds(eben)
    toleranz = np.maximum(np.max(groesse[:, 2:] - groesse[:, :2], axis=1) / 200, 1e-9)
    kreise = shapely.maximum_inscribed_circle(eben, toleranz)
    return shapely.get_coordinates(shapely.get_point(kreise, 0)) / [stauchung, 1.0]


def map_deck(
    flaechen: pd.DataFrame,
    werte: pd.DataFrame,
    klassen: Klassen,
    stil: Stil,
    *,
    geometrie_url: str,
    gewaehlt: str | None,
    grenzen: Rechteck,
    breite: int,
    hoehe: int,
    beschriftung: bool = True,
) -> pdk.Deck:
    """Choropleth of ``werte`` (gebiet_id, wert, zeichen, anzeige) over the areas that ``geometrie_url`` serves.

    In ``Stil.wuerde`` it is colours only: no labels, no tooltip, nothing to choose.

    Clicks arrive as ``event.selection["objects"]["flaechen"][0]["properties"]["gebiet_id"]``.
    """
    gebiete = join_values(flaechen, werte, klassen)
    farben = stil.farben
    farbtafel, nummern = palette(klassen, stil), [fill_number(gebiet, klassen) for gebiet in gebiete]
    fuellungen = [farbtafel[nummer] for nummer in nummern]
    ausschnitt = Ausschnitt.fit(grenzen, breite, hoehe)
    marke = next((g.n for g in gebiete if g.gebiet_id == gewaehlt and not stil.wuerde), -1)

    layer = [_fill_layer(geometrie_url, farbtafel, nummern, stil)]
    if marke >= 0 or any(gebiet.art != NORMAL for gebiet in gebiete):
        layer.append(_sign_layer(geometrie_url, gebiete, marke, ausschnitt, stil))
    if beschriftung and not stil.wuerde and len(gebiete) <= HOECHSTENS:
        layer += _label_layers(gebiete, fuellungen, marke, ausschnitt, stil)
    lon, lat = ausschnitt.mitte
    return pdk.Deck(
        layers=layer,
        # A page is scrolled over its maps; the buttons, a double click or two fingers zoom.
        views=[pdk.View(type="MapView", controller={"scrollZoom": False, "dragRotate": False, "touchRotate": False})],
        initial_view_state=pdk.ViewState(
            longitude=round(lon, 6), latitude=round(lat, 6), zoom=round(ausschnitt.zoom, 3), min_zoom=3, max_zoom=16
        ),
        map_style=_empty_style(farben.grund),
        map_provider=None,
        tooltip=False if stil.wuerde else _tooltip(gebiete, stil),
        height=hoehe,
    )


def join_values(flaechen: pd.DataFrame, werte: pd.DataFrame, klassen: Klassen) -> list[Gebiet]:
    """All areas in the order of ``n``; an area without a row of its own is missing."""
    je_gebiet = {z["gebiet_id"]: z for z in records(werte, ["gebiet_id", "wert", "zeichen", "anzeige"])}
    zeilen = [zeile | je_gebiet.get(zeile["gebiet_id"], _OHNE) for zeile in records(flaechen)]
    zeilen.sort(key=lambda zeile: int(zeile["n"]))
    return [
        Gebiet(
            n=zeile["n"],
            gebiet_id=zeile["gebiet_id"],
            bezeichnung=zeile["bezeichnung"],
            punkt=(zeile["punkt_lon"], zeile["punkt_lat"]),
            raster=zeile["raster"],
            anzeige=zeile["anzeige"],
            nennt_klasse=bool(klassen.namen),
            klasse=klasse,
            art=NORMAL if klasse >= 0 else _ART.get(zeile["zeichen"], FEHLT),
        )
        for zeile, klasse in zip(zeilen, klassen.sort_in(zeile["wert"] for zeile in zeilen), strict=True)
    ]


def palette(klassen: Klassen, stil: Stil) -> list[str]:
    """The colours of the classes, then paper for what is geheim or missing, then grey for what is left out."""
    return [*klassen.farben(stil), stil.farben.papier, stil.farben.gesperrt]


def fill_number(gebiet: Gebiet, klassen: Klassen) -> int:
    """The colour of an area in the ``palette``."""
    if gebiet.klasse >= 0:
        return gebiet.klasse
    return klassen.anzahl + (gebiet.art == GESPERRT)


def _lookup(tabelle: list[Any], nummern: Iterable[int]) -> str:
    """An expression for deck.gl: the entry of ``tabelle`` for the feature's number; one digit per area on the wire."""
    return f"({json.dumps(tabelle)})[('{''.join(str(n) for n in nummern)}')[properties.n]]"


def _fill(ausdruck: str) -> dict[str, Any]:
    """Fill colour, set for the inner layer: Streamlit dims what is not chosen where the outer one has a colour."""
    return {"polygons-fill": {"getFillColor": "@@=" + ausdruck, "updateTriggers": {"getFillColor": ausdruck}}}


def _fill_layer(url: str, farbtafel: list[str], nummern: list[int], stil: Stil) -> pdk.Layer:
    ausdruck = _lookup([rgb(farbe) for farbe in farbtafel], nummern)
    return pdk.Layer(
        "GeoJsonLayer",
        id=LAYER,
        data=pdk.types.String(url, quote_type=""),
        pickable=not stil.wuerde,
        _sub_layer_props=_fill(ausdruck),
        get_line_color=list(rgb(stil.farben.grenze)),
        line_width_units=pdk.types.String("pixels"),
        get_line_width=1,
    )


def _sign_layer(url: str, gebiete: list[Gebiet], marke: int, ausschnitt: Ausschnitt, stil: Stil) -> pdk.Layer:
    """Above the colours: the chosen area's outline, hatching for geheim, a dotted edge for fehlt."""
    tinte, markiert = rgb(stil.farben.gedaempft), rgb(stil.farben.markiert)
    strich = [_MARKIERT if gebiet.n == marke else gebiet.art for gebiet in gebiete]
    nichts = [0, 0, 0, 0]
    linie = {
        "getLineColor": _lookup([nichts, nichts, [*tinte, 255], nichts, [*markiert, 255]], strich),
        "getLineWidth": _lookup([0, 0, 1.5, 0, 1.6 * stil.strich], strich),
        "getDashArray": _lookup([[0, 0], [0, 0], [1.5, 1.5], [0, 0], [0, 0]], strich),
    }
    schraffur = _lookup([nichts, [*tinte, 255], nichts, nichts], (gebiet.art for gebiet in gebiete))
    return pdk.Layer(
        "GeoJsonLayer",
        id="zeichen",
        data=pdk.types.String(url, quote_type=""),
        pickable=False,
        line_width_units=pdk.types.String("pixels"),
        line_joint_rounded=True,
        extensions=[{"@@type": "FillStyleExtension", "pattern": True}, {"@@type": "PathStyleExtension", "dash": True}],
        fill_pattern_mask=True,
        fill_pattern_atlas=pdk.types.String(_hatch_png(), quote_type=""),
        fill_pattern_mapping={"schraffur": {"x": 0, "y": 0, "width": 16, "height": 16, "mask": True}},
        get_fill_pattern="'schraffur'",
        get_fill_pattern_scale=round(ausschnitt.meter_je_pixel, 2),
        get_dash_array=linie["getDashArray"],
        get_line_color=linie["getLineColor"],
        get_line_width=linie["getLineWidth"],
        # Here too: Streamlit replaces the outer layer's triggers while areas can be chosen.
        _sub_layer_props=_fill(schraffur) | {"polygons-stroke": {"updateTriggers": {"all": "".join(linie.values())}}},
    )


@functools.cache
def _hatch_png() -> str:
    """A 16×16 tile of diagonal lines as a data URL: white on transparent, deck.gl uses it as a mask."""
    zeilen = b"".join(
        b"\x00" + b"".join(b"\xff\xff\xff\xff" if (x + y) % 8 < 2 else b"\xff\xff\xff\x00" for x in range(16))
        for y in range(16)
    )

    def chunk(art: bytes, inhalt: bytes) -> bytes:
        return struct.pack(">I", len(inhalt)) + art + inhalt + struct.pack(">I", zlib.crc32(art + inhalt))

    kopf = struct.pack(">IIBBBBB", 16, 16, 8, 6, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", kopf) + chunk(b"IDAT", zlib.compress(zeilen)) + chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(png).decode()


def labels_of(
    gebiete: list[Gebiet], marke: int, ausschnitt: Ausschnitt, stil: Stil, laufweite: float = LAUFWEITE
) -> list[Schild]:
    """Labels that have room in the window, none in ``Stil.wuerde``; ``marke``: number of the chosen area or -1."""
    if stil.wuerde:
        return []
    flaechen = []
    for g in gebiete:
        if g.raster is not None:
            west, sued, ost, nord = g.raster.grenzen
            kasten = (*ausschnitt.to_pixel(west, nord), *ausschnitt.to_pixel(ost, sued))
            x, y = ausschnitt.to_pixel(*g.punkt)
            flaechen.append(
                Flaeche(g.n, g.bezeichnung, g.anzeige, x, y, kasten, g.raster, g.n == marke, g.nennt_klasse)
            )
    return place_labels(
        flaechen,
        breite=ausschnitt.breite,
        hoehe=ausschnitt.hoehe,
        schriften=(stil.schrift, stil.klein),
        laufweite=laufweite,
    )


def _label_layers(
    gebiete: list[Gebiet], fuellungen: list[str], marke: int, ausschnitt: Ausschnitt, stil: Stil
) -> list[pdk.Layer]:
    """Dark type on light areas, light type on dark ones; what stands out of its area is ink on a halo.

    The halo is a layer of its own: the type upon it stays as crisp as that of the other labels.
    """
    texte: list[dict[str, Any]] = []
    heraus: list[dict[str, Any]] = []
    for schild in labels_of(gebiete, marke, ausschnitt, stil):
        lon, lat = ausschnitt.to_degrees(schild.x, schild.y)
        zeile = {"p": [round(lon, 5), round(lat, 5)], "t": "\n".join(schild.zeilen), "s": schild.schrift}
        farbe = stil.farben.tinte if schild.ragt_heraus else text_color(fuellungen[schild.n])
        texte.append(zeile | {"c": rgb(farbe)})
        if schild.ragt_heraus:
            heraus.append(zeile | {"c": rgb(stil.farben.grund)})
    halo = {
        "font_settings": {"sdf": True, "fontSize": 48, "buffer": 24, "radius": 48, "smoothing": 0.3},
        "outline_width": 1,
        "outline_color": list(rgb(stil.farben.grund)),
    }
    return [*([_text_layer("halo", heraus, **halo)] if heraus else []), _text_layer("namen", texte)]


def _text_layer(id_: str, zeilen: list[dict[str, Any]], **weiter: Any) -> pdk.Layer:
    return pdk.Layer(
        "TextLayer",
        id=id_,
        data=zeilen,
        get_position="p",
        get_text="t",
        get_size="s",
        _sub_layer_props={"characters": {"getColor": "@@=c"}},
        size_units=pdk.types.String("pixels"),
        font_family=pdk.types.String(FONT),
        font_weight=600,
        character_set=pdk.types.String("auto"),
        line_height=ZEILE,
        get_text_anchor=pdk.types.String("middle"),
        get_alignment_baseline=pdk.types.String("center"),
        pickable=False,
        **weiter,
    )


def _tooltip(gebiete: list[Gebiet], stil: Stil) -> dict[str, Any]:
    """Name and value of the area under the pointer.

    Streamlit fills ``{…}`` from the feature, which comes from the cached geometry and knows no values. So the tooltip
    holds all values as lines of a strip and shows the line number ``{n}``: a few bytes per area, no second request.
    """
    werte = "\n".join(html.escape(gebiet.anzeige).replace("{", "&#123;") for gebiet in gebiete)
    return {
        "html": "<b>{name}</b><div style='height:1.4em;overflow:hidden'>"
        f"<div style='line-height:1.4em;white-space:pre;margin-top:calc(-1.4em*{{n}})'>{werte}</div></div>",
        "style": {
            "backgroundColor": stil.farben.tinte,
            "color": stil.farben.grund,
            "fontFamily": FONT,
            "fontSize": f"{stil.schrift + 1}px",
            "lineHeight": "1.4em",
            "padding": "6px 10px",
            "borderRadius": "4px",
            "zIndex": "10",
        },
    }


def _empty_style(grund: str) -> str:
    """A map style without tiles, fonts or requests; »#« would end the data URL, so the colour is written as rgb()."""
    hintergrund = {
        "id": "grund",
        "type": "background",
        "paint": {"background-color": "rgb({},{},{})".format(*rgb(grund))},
    }
    return "data:application/json," + quote(json.dumps({"version": 8, "sources": {}, "layers": [hintergrund]}))
