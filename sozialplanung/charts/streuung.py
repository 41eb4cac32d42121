"""Scatter of two Indikatoren: a point per area, a weighted line through them, names where they have room."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from sozialplanung.charts.bausteine import (
    ZAHL,
    Eintrag,
    Schluessel,
    Zeile,
    axis_title,
    base,
    column,
    records,
    selection,
    shorten,
    text_width,
)
from sozialplanung.charts.theme import Spec, Stil

_TOOLTIP = [
    {"field": "bezeichnung", "title": "Gebiet"},
    {"field": "x_text", "title": "waagerecht"},
    {"field": "y_text", "title": "senkrecht"},
]
_NAMEN_BIS = 60  # areas: beyond that only the chosen one carries its name


def scatter(
    gebiete: pd.DataFrame,
    gerade: tuple[float, float] | None,
    *,
    achse_x: str,
    achse_y: str,
    stil: Stil,
    linie: str = "Ausgleichsgerade",
    gesichert: bool = True,
    gewaehlt: str | None = None,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int = 330,
) -> Spec:
    """A click on a point chooses the area. In ``Stil.wuerde`` points have no name, no tooltip and cannot be chosen, and
    all are alike: everybody knows which area has the most inhabitants.

    Parameters
    ----------
    gebiete : frame with gebiet_id, bezeichnung, x, y, gewicht (NaN: all points alike), x_text, y_text and, where some
        shall have their names before others, vorrang; areas without both values are left out
    gerade, linie : intercept and slope, and what the line means; None: no line
    gesichert : whether the line is beyond chance; else it is dashed
    """
    breite = breite or stil.breite
    punkte = [z for z in records(gebiete) if z["x"] is not None and z["y"] is not None]
    # small points lie on large ones, the chosen one on all
    punkte.sort(key=lambda z: (z["gebiet_id"] == gewaehlt, -(z["gewicht"] or 0)))
    for zeile in punkte:
        zeile["gewaehlt"] = zeile["gebiet_id"] == gewaehlt
    if stil.wuerde:
        punkte = [{"x": z["x"], "y": z["y"], "gewicht": None, "gewaehlt": False} for z in punkte]
    radien = _sizes(punkte, stil)
    farben = stil.farben
    links = 4.6 * stil.schrift
    eintraege = [Eintrag("Größe: Personen", farben.primaer)] if any(z["gewicht"] for z in punkte) else []
    eintraege += [Eintrag(linie, farben.gedaempft, "–" if gesichert else "┄")] if gerade else []
    schluessel = Schluessel.layout(stil, eintraege, platz=breite - links, beispiel=beispiel)
    flaeche = breite - links - 8, hoehe - 4 * stil.schrift - schluessel.hoehe
    bereiche = _range(column(punkte, "x")), _range(column(punkte, "y"))
    x = _axis(bereiche[0], achse_x, flaeche[0], stil)
    y = _axis(bereiche[1], achse_y, flaeche[1], stil)
    marke: Spec = {"type": "point", "filled": True, "cursor": "pointer", "stroke": farben.grund, "strokeWidth": 1}
    schichten: list[Spec] = []
    if gerade is not None and punkte:
        strich: Spec = {"type": "line", "color": farben.gedaempft, "strokeWidth": stil.strich}
        enden = [{"x": wert, "y": gerade[0] + gerade[1] * wert} for wert in _ends(gerade, *bereiche)]
        schichten.append(
            {
                "data": {"values": enden},
                "mark": strich | ({} if gesichert else {"strokeDash": [6, 5]}),
                "encoding": {"x": {**x, "field": "x"}, "y": {**y, "field": "y"}},
            }
        )
    schichten += [
        {
            **({} if stil.wuerde else {"params": [selection()]}),
            "mark": marke,
            "encoding": {
                "x": {**x, "field": "x"},
                "y": {**y, "field": "y"},
                "size": {"field": "groesse", "type": "quantitative", "scale": None},
                "color": {"condition": {"test": "datum.gewaehlt", "value": farben.markiert}, "value": farben.primaer},
                "opacity": {"condition": {"test": "datum.gewaehlt", "value": 1}, "value": 0.8},
                "tooltip": None if stil.wuerde else _TOOLTIP,
            },
        },
        *([] if stil.wuerde else _name_layers(_place_names(punkte, radien, bereiche, flaeche, stil), x, y, stil)),
        *schluessel.layer,
    ]
    return base(
        stil,
        {"data": {"values": punkte}, "layer": schichten},
        breite=breite,
        hoehe=hoehe,
        beschreibung=f"Streudiagramm: {achse_y} (senkrecht) und {achse_x} (waagerecht) je Gebiet",
    )


def _sizes(punkte: list[Zeile], stil: Stil) -> list[float]:
    """Area of each point in px², in proportion to its persons; also written into the rows. Returns the radii."""
    groesster = max((z["gewicht"] or 0 for z in punkte), default=0)
    mittel = (stil.schrift - 1) ** 2
    radien = []
    for zeile in punkte:
        anteil = (zeile["gewicht"] or 0) / groesster if groesster else 0.35
        zeile["groesse"] = round(max(4 * mittel * anteil, 0.4 * mittel), 1)
        radien.append(math.sqrt(zeile["groesse"] / math.pi))
    return radien


def _range(werte: Sequence[float]) -> tuple[float, float]:
    """Smallest to largest value with room for the points at the edge; not from zero, which a scatter does not need."""
    if not werte:
        return 0.0, 1.0
    von, bis = min(werte), max(werte)
    luft = 0.09 * ((bis - von) or abs(bis) or 1.0)
    return von - luft, bis + luft


def _axis(bereich: tuple[float, float], titel: str, platz: float, stil: Stil) -> Spec:
    return {
        "type": "quantitative",
        "scale": {"domain": list(bereich), "nice": False, "zero": False},
        "axis": {"title": axis_title(titel, platz, stil), "format": ZAHL, "tickCount": 5},
    }


def _ends(
    gerade: tuple[float, float], bereich_x: tuple[float, float], bereich_y: tuple[float, float]
) -> tuple[float, float]:
    """Where on x the line enters and leaves the field."""
    achsenabschnitt, steigung = gerade
    von, bis = bereich_x
    if steigung:
        schnitte = sorted((grenze - achsenabschnitt) / steigung for grenze in bereich_y)
        von, bis = max(von, schnitte[0]), min(bis, schnitte[1])
    return von, bis


def _place_names(
    punkte: list[Zeile],
    radien: list[float],
    bereiche: tuple[tuple[float, float], tuple[float, float]],
    flaeche: tuple[float, float],
    stil: Stil,
) -> list[Zeile]:
    """Names around their points, on nothing else: the chosen area first, then by ``vorrang``, then the largest."""
    (x0, x1), (y0, y1) = bereiche
    orte = [((z["x"] - x0) / (x1 - x0) * flaeche[0], (y1 - z["y"]) / (y1 - y0) * flaeche[1]) for z in punkte]
    belegt = [(px - r, py - r, px + r, py + r) for (px, py), r in zip(orte, radien, strict=True)]
    schilder: list[Zeile] = []
    wer = [i for i, zeile in enumerate(punkte) if zeile["gewaehlt"] or len(punkte) <= _NAMEN_BIS]
    for i in sorted(wer, key=lambda i: (not punkte[i]["gewaehlt"], -(punkte[i].get("vorrang") or 0))):
        name = shorten(punkte[i]["bezeichnung"], flaeche[0] * 0.45, stil.schrift)
        breite, (px, py), r = text_width(name, stil.schrift), orte[i], radien[i] + 3
        halb = 0.6 * stil.schrift
        for seite, dx, dy, kasten in (
            ("left", r, 0.0, (px + r, py - halb, px + r + breite, py + halb)),
            ("right", -r, 0.0, (px - r - breite, py - halb, px - r, py + halb)),
            ("center", 0.0, -r - halb, (px - breite / 2, py - r - 2 * halb, px + breite / 2, py - r)),
            ("center", 0.0, r + halb, (px - breite / 2, py + r, px + breite / 2, py + r + 2 * halb)),
        ):
            im_feld = kasten[0] >= 0 and kasten[2] <= flaeche[0] and kasten[1] >= 0 and kasten[3] <= flaeche[1]
            if im_feld and not any(_overlap(kasten, b) for j, b in enumerate(belegt) if j != i):
                belegt.append(kasten)
                zeile = {name_: punkte[i][name_] for name_ in ("x", "y", "gewaehlt")}
                schilder.append(zeile | {"text": name, "seite": seite, "dx": round(dx, 1), "dy": round(dy, 1)})
                break
    return schilder


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _name_layers(schilder: list[Zeile], x: Spec, y: Spec, stil: Stil) -> list[Spec]:
    """A halo keeps the names readable where the line crosses them."""
    marke: Spec = {"type": "text", "baseline": "middle"} | {
        name: {"expr": f"datum.{feld}"} for name, feld in (("align", "seite"), ("dx", "dx"), ("dy", "dy"))
    }
    ort: Spec = {"x": {**x, "field": "x"}, "y": {**y, "field": "y"}, "text": {"field": "text"}}
    farbe = {"condition": {"test": "datum.gewaehlt", "value": stil.farben.markiert}, "value": stil.farben.tinte}
    daten: Spec = {"data": {"values": schilder}}
    return [
        {**daten, "mark": {**marke, "stroke": stil.farben.grund, "strokeWidth": 4}, "encoding": ort},
        {**daten, "mark": marke, "encoding": {**ort, "color": farbe}},
    ]
