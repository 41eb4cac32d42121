"""The map as a picture to take away: the same colours, labels and signs as on screen, drawn with Vega-Lite."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
import vl_convert

from sozialplanung.charts.bausteine import SCHEMA, text_width, wrap
from sozialplanung.charts.beschriftung import HOECHSTENS, LAUFWEITE_BILD, ZEILE, Ausschnitt, Rechteck, Schild
from sozialplanung.charts.karte import (
    FEHLT,
    GEHEIM,
    GESPERRT,
    NORMAL,
    Gebiet,
    fill_number,
    join_values,
    labels_of,
    palette,
)
from sozialplanung.charts.klassen import Klassen
from sozialplanung.charts.legende import NICHT_SINNVOLL, direction_text
from sozialplanung.charts.theme import Spec, Stil, config, text_color
from sozialplanung.formatting import format_zahl

RAND = 16
VL_VERSION = "6.1"
Formen = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Blatt:
    """One map of a picture: its heading and its values (gebiet_id, wert, zeichen, anzeige)."""

    titel: str
    werte: pd.DataFrame


@dataclass(frozen=True, slots=True)
class _Form:
    """A filled shape in px: an area of the map or a box of the legend."""

    form: Any
    fuellung: str
    art: int = NORMAL


def map_picture(
    geojson: str,
    flaechen: pd.DataFrame,
    blaetter: Sequence[Blatt],
    klassen: Klassen,
    stil: Stil,
    *,
    grenzen: Rechteck,
    titel: str,
    einheit: str = "",
    quelle: str = "",
    beispiel: bool = False,
    schematisch: bool = False,
    gewaehlt: str | None = None,
    ohne: str = NICHT_SINNVOLL,
    breite: int = 900,
    hoehe: int = 700,
) -> Spec:
    """One map, or two side by side on one scale, with heading, legend, source line and the words about its worth.

    ``geojson``, ``flaechen`` and ``grenzen`` are those of ``karte.geometry_collection``; ``ohne`` says why an area is
    left out.
    """
    grad = np.array([shapely.from_geojson(json.dumps(f["geometry"])) for f in json.loads(geojson)["features"]])
    gebiete = [join_values(flaechen, blatt.werte, klassen) for blatt in blaetter]
    texte, oben = _head(titel, stil, breite)
    fuss, unten = _foot(_words(beispiel, schematisch), quelle, direction_text(klassen, stil), stil, breite, hoehe)
    kasten, legende, unten = _legend(klassen, gebiete, einheit, ohne, stil, breite, unten)
    texte += fuss + legende
    schichten: list[Spec] = []
    spalte = (breite - 2 * RAND) / len(blaetter)
    for i, (blatt, auf_blatt) in enumerate(zip(blaetter, gebiete, strict=True)):
        x, y = RAND + i * spalte, oben
        if blatt.titel:
            texte.append(_text(blatt.titel, x, y + 0.8 * stil.schrift, stil, fontWeight=600))
            y += 1.8 * stil.schrift
        ausschnitt = Ausschnitt.fit(grenzen, spalte, unten - y, rand=6)
        schichten += _map(grad, auf_blatt, klassen, ausschnitt, (x, y), gewaehlt, stil)
    return {
        "$schema": SCHEMA,
        "description": titel,
        "config": config(stil),
        "padding": 0,
        "width": breite,
        "height": hoehe,
        # Everything is laid out in px: the projection and the scales pass numbers through.
        "projection": {"type": "identity", "scale": 1, "translate": [0, 0]},
        "layer": [*schichten, *_shapes(kasten, stil), *texte],
    }


def render_png(spec: Spec, breite: int | None = None) -> bytes:
    """The spec as PNG; ``breite`` in px scales it, the default is twice its own size (sharp in print)."""
    faktor = 2.0 if breite is None else breite / float(spec["width"])
    return bytes(vl_convert.vegalite_to_png(spec, vl_version=VL_VERSION, scale=faktor, allowed_base_urls=[]))


def render_svg(spec: Spec) -> str:
    return str(vl_convert.vegalite_to_svg(spec, vl_version=VL_VERSION, allowed_base_urls=[]))


def _words(beispiel: bool, schematisch: bool) -> str:
    worte = (("Beispiel: Werte frei erfunden", beispiel), ("schematische Grenzen", schematisch))
    return " · ".join(wort for wort, gilt in worte if gilt)


def _text(text: str | list[str], x: float, y: float, stil: Stil, **mark: Any) -> Spec:
    stellung = {"align": "left", "baseline": "middle", "fontSize": stil.schrift, **mark}
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "text": text, "lineHeight": 1.25 * stellung["fontSize"], **stellung},
        "encoding": {"x": {"value": round(x, 1)}, "y": {"value": round(y, 1)}},
    }


def _head(titel: str, stil: Stil, breite: int) -> tuple[list[Spec], float]:
    groesse = 1.5 * stil.schrift
    zeilen = wrap(titel, 0.93 * (breite - 2 * RAND), groesse)  # bold type is wider
    kopf = _text(zeilen, RAND, RAND + groesse / 2, stil, fontSize=groesse, fontWeight=600)
    return [kopf], RAND + 1.25 * groesse * len(zeilen) + 8


def _foot(worte: str, quelle: str, hinweis: str, stil: Stil, breite: int, hoehe: int) -> tuple[list[Spec], float]:
    """From the bottom up: source, words about the picture's worth, direction of the scale; and where they begin."""
    texte: list[Spec] = []
    y = float(hoehe - RAND)
    for text, dick in ((quelle, 400), (worte, 600), (hinweis, 400)):
        if text:
            zeilen = wrap(text, breite - 2 * RAND, stil.klein)
            y -= 1.35 * stil.klein * len(zeilen)
            farbe = stil.farben.tinte if text == worte else stil.farben.gedaempft
            mitte = y + 0.6 * stil.klein
            texte.append(_text(zeilen, RAND, mitte, stil, fontSize=stil.klein, fontWeight=dick, color=farbe))
    return texte, y - 4


def _legend(
    klassen: Klassen, gebiete: Sequence[list[Gebiet]], einheit: str, ohne: str, stil: Stil, breite: int, unten: float
) -> tuple[list[_Form], list[Spec], float]:
    """Boxes and texts of the legend above ``unten``, in as many lines as they need; and where it begins."""
    alle = [gebiet for auf_blatt in gebiete for gebiet in auf_blatt]
    je_klasse, je_art = Counter(g.klasse for g in alle), Counter(g.art for g in alle)
    muster = enumerate(zip(klassen.farben(stil), klassen.beschriftungen(), strict=True))
    arten = [(farbe, NORMAL, text, je_klasse[i]) for i, (farbe, text) in muster]
    papier, gesperrt = stil.farben.papier, stil.farben.gesperrt
    zeichen = ((papier, GEHEIM, "geheim"), (gesperrt, GESPERRT, ohne), (papier, FEHLT, "fehlt"))
    arten += [(farbe, art, name, je_art[art]) for farbe, art, name in zeichen if je_art[art]]
    s = stil.schrift
    orte: list[tuple[int, float]] = []
    zeile, x = 0, RAND + (text_width(einheit, s) + s if einheit else 0.0)
    for _, _, name, anzahl in arten:
        bedarf = 1.5 * s + text_width(f"{name} ({format_zahl(anzahl)})", s)
        if x > RAND and x + bedarf > breite - RAND:
            zeile, x = zeile + 1, float(RAND)
        orte.append((zeile, x))
        x += bedarf + 0.9 * s
    oben = unten - 1.6 * s * (zeile + 1)
    texte = [_text(einheit, RAND, oben + 0.8 * s, stil)] if einheit else []
    formen: list[_Form] = []
    for (farbe, art, name, anzahl), (zeile, x) in zip(arten, orte, strict=True):
        y = oben + (0.8 + 1.6 * zeile) * s
        formen.append(_Form(shapely.box(x, y - s / 2, x + s, y + s / 2), farbe, art))
        texte.append(_text(f"{name} ({format_zahl(anzahl)})", x + 1.5 * s, y, stil))
    return formen, texte, oben - 6


def _map(
    grad: Formen,
    gebiete: list[Gebiet],
    klassen: Klassen,
    ausschnitt: Ausschnitt,
    ecke: tuple[float, float],
    gewaehlt: str | None,
    stil: Stil,
) -> list[Spec]:
    def to_pixel(lonlat: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        x, y = ausschnitt.to_pixel(lonlat[:, 0], lonlat[:, 1])
        return np.column_stack((x + ecke[0], y + ecke[1]))

    formen = shapely.simplify(shapely.transform(grad, to_pixel), 0.2)
    farbtafel = palette(klassen, stil)
    fuellungen = [farbtafel[fill_number(gebiet, klassen)] for gebiet in gebiete]
    schichten = _shapes([_Form(formen[g.n], fuellungen[g.n], g.art) for g in gebiete], stil)
    marke = next((gebiet.n for gebiet in gebiete if gebiet.gebiet_id == gewaehlt), -1)
    if marke >= 0:
        linie: Spec = {"stroke": stil.farben.markiert, "strokeWidth": 1.6 * stil.strich, "strokeJoin": "round"}
        schichten.append(_geoshape([{"geometry": _geometry(formen[marke])}], filled=False, **linie))
    if len(gebiete) > HOECHSTENS:
        return schichten
    schilder = labels_of(gebiete, marke, ausschnitt, stil, LAUFWEITE_BILD)
    for groesse in sorted({schild.schrift for schild in schilder}):
        zeilen = [_label(s, fuellungen[s.n], ecke, stil) for s in schilder if s.schrift == groesse]
        schichten += _label_layers(zeilen, groesse)
    return schichten


def _label(schild: Schild, fuellung: str, ecke: tuple[float, float], stil: Stil) -> dict[str, Any]:
    farbe, rand = (stil.farben.tinte, stil.farben.grund) if schild.ragt_heraus else (text_color(fuellung), fuellung)
    return {
        "x": round(schild.x + ecke[0], 1),
        "y": round(schild.y + ecke[1] - ZEILE * schild.schrift * (len(schild.zeilen) - 1) / 2, 1),
        "text": list(schild.zeilen),
        "farbe": farbe,
        "rand": rand,
    }


def _label_layers(schilder: list[dict[str, Any]], groesse: int) -> list[Spec]:
    """Each label twice: first a halo in the colour of its ground, then the type."""
    stelle = {kanal: {"field": kanal, "type": "quantitative", "scale": None, "axis": None} for kanal in ("x", "y")}
    text = {**stelle, "text": {"field": "text"}}
    schrift = {"type": "text", "baseline": "middle", "fontWeight": 600, "fontSize": groesse}
    schrift["lineHeight"] = ZEILE * groesse

    def farbe(feld: str) -> Spec:
        return {"field": feld, "type": "nominal", "scale": None}

    halo = {"mark": {**schrift, "strokeWidth": 3, "strokeJoin": "round"}, "encoding": {**text, "stroke": farbe("rand")}}
    type_ = {"mark": schrift, "encoding": {**text, "color": farbe("farbe")}}
    return [{"data": {"values": schilder}, **schicht} for schicht in (halo, type_)]


def _shapes(formen: Sequence[_Form], stil: Stil) -> list[Spec]:
    """Fills, then hatching over geheim and a dotted edge around fehlt."""
    farben = stil.farben
    fuellung = {"field": "fuellung", "type": "nominal", "scale": None}
    flaechen = [{"geometry": _geometry(form.form), "fuellung": form.fuellung} for form in formen]
    schichten = [_geoshape(flaechen, {"fill": fuellung}, stroke=farben.grenze, strokeWidth=0.7)]
    geheim = [{"geometry": _geometry(_hatch(form.form))} for form in formen if form.art == GEHEIM]
    fehlt = [{"geometry": _geometry(form.form)} for form in formen if form.art == FEHLT]
    if geheim:
        schichten.append(_geoshape(geheim, filled=False, stroke=farben.gedaempft, strokeWidth=1.4))
    if fehlt:
        gepunktet: Spec = {"strokeWidth": 1.6, "strokeDash": [1.5, 3], "strokeCap": "round"}
        schichten.append(_geoshape(fehlt, filled=False, stroke=farben.gedaempft, **gepunktet))
    return schichten


def _geoshape(formen: list[dict[str, Any]], encoding: Spec | None = None, **mark: Any) -> Spec:
    features = [{"type": "Feature", **form} for form in formen]
    spec: Spec = {"data": {"values": features}, "mark": {"type": "geoshape", **mark}}
    return spec | ({"encoding": encoding} if encoding else {})


def _geometry(form: Any) -> Any:
    return json.loads(shapely.to_geojson(shapely.set_precision(form, 0.01, mode="pointwise")))


def _hatch(form: Any, abstand: float = 6) -> Any:
    """Diagonal lines inside a shape; they start at one grid for the whole picture, so neighbours continue them."""
    links, oben, rechts, unten = shapely.bounds(form)
    erste = np.floor((links + oben) / abstand) * abstand
    summen = np.arange(erste, rechts + unten + abstand, abstand)
    linien = shapely.linestrings([[(s - oben, oben), (s - unten, unten)] for s in summen])
    return shapely.intersection(shapely.multilinestrings(list(linien)), form)
