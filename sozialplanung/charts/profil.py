"""The profile of an area: a spine of all indicators around the benchmark."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sozialplanung.charts.bausteine import (
    Eintrag,
    Schluessel,
    Zeile,
    above,
    base,
    column,
    name_axis,
    name_room,
    records,
    row_encoding,
    row_height,
    shorten,
    text_width,
)
from sozialplanung.charts.theme import Spec, Stil

# What an area's figure says, with the shape of its mark: readable without colour.
STAERKE, BEDARF, AEHNLICH, OHNE = "staerke", "bedarf", "aehnlich", "ohne_richtung"
_FORM = {STAERKE: "triangle-right", BEDARF: "triangle-left", AEHNLICH: "circle", OHNE: "diamond"}
_ZEICHEN = {STAERKE: "▶", BEDARF: "◀", AEHNLICH: "●", OHNE: "◆"}
_NAME = {STAERKE: "Stärke", BEDARF: "mehr Bedarf", AEHNLICH: "ähnlich", OHNE: "ohne Richtung (rechts: höher)"}
_RAND = 1.06  # the scale beyond its ends, so that marks are not cut


def spine(
    zeilen: pd.DataFrame,
    *,
    spalten: Sequence[str],
    stil: Stil,
    zweites: bool = False,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int | None = None,
) -> Spec:
    """One row per indicator: the range of all areas, their middle half, the area's mark with its interval.

    Parameters
    ----------
    zeilen : frame with bezeichnung, lage (one of the four above, or None without a value), ort, von, bis (the area and
        its interval), minimum, viertel, dreiviertel, maximum – all between −1 and 1 around the benchmark, need at the
        left, strength at the right – and one text column per entry of ``spalten``: text_0, text_1, …
    spalten : headers of the figures at the right: the area, the second area, the whole
    zweites : draw ``ort_b``, the second area, as a hollow ring
    """
    breite = breite or stil.breite * 2
    reihe = records(zeilen)
    for i, zeile in enumerate(reihe):
        zeile["zeile"] = i
        if zeile["von"] is not None and zeile["bis"] is not None:  # a wide interval must not cover names or figures
            zeile["von"], zeile["bis"] = max(zeile["von"], -_RAND), min(zeile["bis"], _RAND)
        zeile["was"] = _NAME.get(zeile["lage"] or "", "ohne Wert")
    platz_namen = name_room(column(reihe, "bezeichnung"), stil, breite, 0.34)
    zeichnung = breite - platz_namen - 20
    spaltenbreite = _column_widths(reihe, spalten, stil)
    platz = max(zeichnung - sum(spaltenbreite), 0.3 * zeichnung)
    farben = _colours(stil)
    da = [lage for lage in _FORM if any(zeile["lage"] == lage for zeile in reihe)]
    eintraege = [Eintrag(_NAME[lage], farben[lage], _ZEICHEN[lage]) for lage in da]
    eintraege += [Eintrag(spalten[1], stil.farben.tinte, "○")] if zweites else []
    kopf = 1.6 * stil.schrift
    schluessel = Schluessel.layout(stil, eintraege, platz=zeichnung, links=platz_namen, ueber=kopf, beispiel=beispiel)
    rand = 3.0 * stil.schrift + 16 + schluessel.hoehe + kopf
    hoehe = hoehe or round(len(reihe) * row_height(column(reihe, "bezeichnung"), stil, platz_namen) + rand)

    bis = _RAND * (2 * zeichnung / platz - 1)
    achse = {
        "title": None,
        "values": [0],
        "labels": False,
        "ticks": False,
        "gridWidth": 2,
        "gridColor": stil.farben.gedaempft,
    }
    x: Spec = {"type": "quantitative", "scale": {"domain": [-_RAND, bis], "nice": False}, "axis": achse}
    tooltip = [
        {"field": "bezeichnung", "title": "Indikator"},
        *({"field": f"text_{i}", "title": name} for i, name in enumerate(spalten)),
        {"field": "was", "title": "Einordnung"},
    ]
    farbe: Spec = {
        "field": "lage",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": list(_FORM), "range": [farben[lage] for lage in _FORM]},
    }
    form: Spec = {
        "field": "lage",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": list(_FORM), "range": list(_FORM.values())},
    }
    punkt = (stil.schrift + 1) ** 2
    mit_wert = [{"filter": "isValid(datum.ort)"}]
    schichten: list[Spec] = [
        _band(x, "minimum", "maximum", stil.farben.haarlinie, tooltip),
        _band(x, "viertel", "dreiviertel", stil.farben.frueher, tooltip),
        {
            "transform": [{"filter": "isValid(datum.von)"}],
            "mark": {"type": "rule", "color": stil.farben.tinte, "strokeWidth": stil.strich / 1.5},
            "encoding": {"x": {**x, "field": "von"}, "x2": {"field": "bis"}},
        },
        {
            "transform": mit_wert,
            "mark": {"type": "point", "filled": True, "opacity": 1, "size": punkt, "stroke": stil.farben.grund},
            "encoding": {"x": {**x, "field": "ort"}, "color": farbe, "shape": form, "tooltip": tooltip},
        },
        *([_second(x, punkt, stil)] if zweites else []),
        *_figures(spalten, platz, spaltenbreite, stil),
        above(stil, "◀ mehr Bedarf", 0, -0.6 * stil.schrift, color=stil.farben.gedaempft),
        above(stil, "Stärke ▶", platz, -0.6 * stil.schrift, align="right", color=stil.farben.gedaempft),
        *schluessel.layer,
    ]
    zeilenhoehe = (hoehe - rand) / max(len(reihe), 1)
    namen = name_axis([zeile["bezeichnung"] for zeile in reihe], stil, platz_namen, zeile=zeilenhoehe)
    y = row_encoding(len(reihe), namen)
    return base(
        stil,
        {"data": {"values": reihe}, "encoding": {"y": y}, "layer": schichten},
        breite=breite,
        hoehe=hoehe,
        beschreibung=f"Alle Indikatoren: {spalten[0]} gegenüber {spalten[-1]}",
    )


def _colours(stil: Stil) -> dict[str, str]:
    return {
        STAERKE: stil.farben.abweichung[-1],
        BEDARF: stil.farben.abweichung[0],
        AEHNLICH: stil.farben.gedaempft,
        OHNE: stil.farben.tinte,
    }


def _column_widths(reihe: list[Zeile], spalten: Sequence[str], stil: Stil) -> list[float]:
    breiten = []
    for i, name in enumerate(spalten):
        zahlen = max((text_width(zeile[f"text_{i}"], stil.schrift) for zeile in reihe), default=0)
        breiten.append(max(zahlen, min(text_width(name, stil.klein), 7 * stil.schrift)) + 1.2 * stil.schrift)
    return breiten


def _band(x: Spec, von: str, bis: str, farbe: str, tooltip: list[Spec]) -> Spec:
    return {
        "transform": [{"filter": f"isValid(datum.{von})"}],
        "mark": {"type": "bar", "color": farbe, "height": {"band": 0.62}},
        "encoding": {"x": {**x, "field": von}, "x2": {"field": bis}, "tooltip": tooltip},
    }


def _second(x: Spec, punkt: float, stil: Stil) -> Spec:
    return {
        "transform": [{"filter": "isValid(datum.ort_b)"}],
        "mark": {"type": "point", "filled": False, "opacity": 1, "size": punkt, "strokeWidth": stil.strich},
        "encoding": {"x": {**x, "field": "ort_b"}, "color": {"value": stil.farben.tinte}},
    }


def _figures(spalten: Sequence[str], platz: float, breiten: Sequence[float], stil: Stil) -> list[Spec]:
    """The figures in columns right of the plot, each under its header."""
    schichten: list[Spec] = []
    rechts = platz
    for i, (name, breite) in enumerate(zip(spalten, breiten, strict=True)):
        rechts += breite
        schichten += [
            {
                "mark": {"type": "text", "align": "right", "fontWeight": 600 if i == 0 else 400},
                "encoding": {
                    "x": {"value": round(rechts, 1)},
                    "text": {"field": f"text_{i}"},
                    "color": {"value": stil.farben.tinte if i == 0 else stil.farben.gedaempft},
                },
            },
            above(
                stil,
                shorten(name, breite - 4, stil.klein),
                round(rechts, 1),
                -0.6 * stil.schrift,
                align="right",
                fontWeight=600 if i == 0 else 400,
            ),
        ]
    return schichten
