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
from sozialplanung.charts.beschriftung import HOECHSTENS, Ausschnitt, Flaeche, Rechteck, Schild, place_labels
from sozialplanung.charts.klassen import Klassen
from sozialplanung.charts.theme import FONT, Stil, contrast, rgb, text_color
from sozialplanung.model import Wertzeichen

LAYER = "flaechen"
NORMAL, GEHEIM, FEHLT = 0, 1, 2
_OHNE = {"wert": None, "zeichen": None, "anzeige": "fehlt"}


class Gebiet(NamedTuple):
    """An area with what is shown of it: ``klasse`` is -1 without a number, ``art`` NORMAL, GEHEIM or FEHLT."""

    n: int
    gebiet_id: str
    bezeichnung: str
    punkt: tuple[float, float]
    breite_grad: float
    anzeige: str
    klasse: int
    art: int


def geometry_collection(geometrie: pd.DataFrame) -> tuple[str, pd.DataFrame, Rechteck]:
    """GeoJSON for the browser, and what the server needs to know of each area.

    Parameters
    ----------
    geometrie : frame with gebiet_id, bezeichnung, geojson (a GeoJSON geometry in WGS 84)

    Returns
    -------
    (geojson_text, flaechen, bounds): every feature carries its number ``n``, ``gebiet_id`` and ``name``; ``flaechen``
    has gebiet_id, bezeichnung, n, punkt_lon, punkt_lat (label point) and breite_grad (room for a label there);
    bounds are (west, south, east, north).
    """
    formen = shapely.make_valid(shapely.from_geojson(geometrie["geojson"].to_numpy(dtype=object)))
    features = [
        f'{{"type":"Feature","properties":{_properties(n, gebiet_id, name)},"geometry":{form}}}'
        for n, (gebiet_id, name, form) in enumerate(
            zip(geometrie["gebiet_id"], geometrie["bezeichnung"], geometrie["geojson"], strict=True)
        )
    ]
    west, sued, ost, nord = (float(grenze) for grenze in shapely.total_bounds(formen))
    stauchung = float(np.cos(np.radians((sued + nord) / 2)))
    punkte, breiten = _label_points(formen, stauchung)
    flaechen = pd.DataFrame(
        {
            "gebiet_id": geometrie["gebiet_id"].to_numpy(),
            "bezeichnung": geometrie["bezeichnung"].to_numpy(),
            "n": np.arange(len(formen)),
            "punkt_lon": punkte[:, 0].round(6),
            "punkt_lat": punkte[:, 1].round(6),
            "breite_grad": breiten.round(6),
        }
    )
    sammlung = f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'
    return sammlung, flaechen, (west, sued, ost, nord)


def _properties(n: int, gebiet_id: str, name: str) -> str:
    return json.dumps({"n": n, "gebiet_id": gebiet_id, "name": name}, ensure_ascii=False)


def _label_points(formen: Any, stauchung: float) -> tuple[Any, Any]:
    """Centre of the largest circle inside each area, and the width of the area at that height (degrees)."""
    eben = shapely.transform(formen, lambda xy: xy * [stauchung, 1.0])
    groesse = shapely.bounds(eben)
    toleranz = np.maximum(np.max(groesse[:, 2:] - groesse[:, :2], axis=1) / 200, 1e-9)
    kreise = shapely.maximum_inscribed_circle(eben, toleranz)
    mitten = shapely.get_coordinates(shapely.get_point(kreise, 0))
    waagrecht = shapely.linestrings(
        np.stack(
            [np.column_stack([groesse[:, 0], mitten[:, 1]]), np.column_stack([groesse[:, 2], mitten[:, 1]])], axis=1
        )
    )
    schnitte = shapely.intersection(eben, waagrecht)
    breiten = np.empty(len(mitten))
    for i, schnitt in enumerate(schnitte):
        teile = shapely.get_parts(schnitt)
        abstand = shapely.distance(teile, shapely.points(mitten[i]))
        breiten[i] = shapely.length(teile[int(np.argmin(abstand))])
    return mitten / [stauchung, 1.0], breiten / stauchung


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

    Clicks arrive as ``event.selection["objects"]["flaechen"][0]["properties"]["gebiet_id"]``.
    """
    gebiete = join_values(flaechen, werte, klassen)
    farben = stil.farben
    fuellungen = [*klassen.farben(stil), farben.papier]
    ausschnitt = Ausschnitt.fit(grenzen, breite, hoehe)
    marke = next((gebiet.n for gebiet in gebiete if gebiet.gebiet_id == gewaehlt), -1)

    layer = [_fill_layer(geometrie_url, gebiete, fuellungen, stil)]
    if marke >= 0 or any(gebiet.art != NORMAL for gebiet in gebiete):
        layer.append(_sign_layer(geometrie_url, gebiete, marke, ausschnitt, stil))
    if beschriftung and len(gebiete) <= HOECHSTENS:
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
        tooltip=_tooltip(gebiete, stil),
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
            breite_grad=zeile["breite_grad"],
            anzeige=zeile["anzeige"],
            klasse=klasse,
            art=NORMAL if klasse >= 0 else GEHEIM if zeile["zeichen"] == Wertzeichen.GEHEIM else FEHLT,
        )
        for zeile, klasse in zip(zeilen, klassen.sort_in(zeile["wert"] for zeile in zeilen), strict=True)
    ]


def _lookup(tabelle: list[Any], nummern: Iterable[int]) -> str:
    """An expression for deck.gl: the entry of ``tabelle`` for the feature's number; one digit per area on the wire."""
    return f"({json.dumps(tabelle)})[('{''.join(str(n) for n in nummern)}')[properties.n]]"


def _fill(ausdruck: str) -> dict[str, Any]:
    """Fill colour, set for the inner layer: Streamlit dims what is not chosen where the outer one has a colour."""
    return {"polygons-fill": {"getFillColor": "@@=" + ausdruck, "updateTriggers": {"getFillColor": ausdruck}}}


def _fill_layer(url: str, gebiete: list[Gebiet], fuellungen: list[str], stil: Stil) -> pdk.Layer:
    ohne = len(fuellungen) - 1
    ausdruck = _lookup([rgb(f) for f in fuellungen], (g.klasse if g.klasse >= 0 else ohne for g in gebiete))
    return pdk.Layer(
        "GeoJsonLayer",
        id=LAYER,
        data=pdk.types.String(url, quote_type=""),
        pickable=True,
        _sub_layer_props=_fill(ausdruck),
        get_line_color=list(rgb(stil.farben.grenze)),
        line_width_units=pdk.types.String("pixels"),
        get_line_width=1,
    )


def _sign_layer(url: str, gebiete: list[Gebiet], marke: int, ausschnitt: Ausschnitt, stil: Stil) -> pdk.Layer:
    """Above the colours: the chosen area's outline, hatching for geheim, a dotted edge for fehlt."""
    tinte, markiert = rgb(stil.farben.gedaempft), rgb(stil.farben.markiert)
    strich = [3 if gebiet.n == marke else gebiet.art for gebiet in gebiete]
    linie = {
        "getLineColor": _lookup([[0, 0, 0, 0], [0, 0, 0, 0], [*tinte, 255], [*markiert, 255]], strich),
        "getLineWidth": _lookup([0, 0, 1.5, 1.6 * stil.strich], strich),
        "getDashArray": _lookup([[0, 0], [0, 0], [1.5, 1.5], [0, 0]], strich),
    }
    schraffur = _lookup([[0, 0, 0, 0], [*tinte, 255], [0, 0, 0, 0]], (gebiet.art for gebiet in gebiete))
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


def labels_of(gebiete: list[Gebiet], marke: int, ausschnitt: Ausschnitt, stil: Stil) -> list[Schild]:
    """Labels that have room in the window; ``marke`` is the number of the chosen area or -1."""
    flaechen = [
        Flaeche(
            g.n, g.bezeichnung, g.anzeige, *ausschnitt.to_pixel(*g.punkt), g.breite_grad / 360 * ausschnitt.massstab,
            g.n == marke,
        )
        for g in gebiete
    ]  # fmt: skip
    return place_labels(flaechen, breite=ausschnitt.breite, hoehe=ausschnitt.hoehe, schrift=stil.schrift)


def _label_layers(
    gebiete: list[Gebiet], fuellungen: list[str], marke: int, ausschnitt: Ausschnitt, stil: Stil
) -> list[pdk.Layer]:
    """Dark type on light areas, light type on dark ones; a layer per halo, since a halo has one colour per layer."""
    texte: dict[str, list[dict[str, Any]]] = {}
    for schild in labels_of(gebiete, marke, ausschnitt, stil):
        lon, lat = ausschnitt.to_degrees(schild.x, schild.y)
        schrift = text_color(fuellungen[gebiete[schild.n].klasse])
        halo = max(fuellungen, key=lambda farbe: contrast(farbe, schrift)) if schild.ragt_heraus else ""
        zeile = {"p": [round(lon, 5), round(lat, 5)], "t": "\n".join(schild.zeilen), "c": rgb(schrift)}
        texte.setdefault(halo, []).append(zeile)
    return [_text_layer(zeilen, halo, stil) for halo, zeilen in texte.items()]


def _text_layer(zeilen: list[dict[str, Any]], halo: str, stil: Stil) -> pdk.Layer:
    """Labels; a halo keeps those readable that stand out of their area."""
    rand: dict[str, Any] = {}
    if halo:
        rand = {
            "font_settings": {"sdf": True, "fontSize": 48, "buffer": 8, "radius": 12, "smoothing": 0.15},
            "outline_width": 3,
            "outline_color": list(rgb(halo)),
        }
    return pdk.Layer(
        "TextLayer",
        id=f"namen-{halo[1:]}",
        data=zeilen,
        get_position="p",
        get_text="t",
        _sub_layer_props={"characters": {"getColor": "@@=c"}},
        get_size=stil.schrift,
        size_units=pdk.types.String("pixels"),
        font_family=pdk.types.String(FONT),
        font_weight=600,
        character_set=pdk.types.String("auto"),
        line_height=1.15,
        get_text_anchor=pdk.types.String("middle"),
        get_alignment_baseline=pdk.types.String("center"),
        pickable=False,
        **rand,
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
