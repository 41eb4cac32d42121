"""Completeness: for which Merkmal and year there are figures, where they are geheim, where they are missing."""

from __future__ import annotations

import pandas as pd

from sozialplanung.charts.bausteine import (
    Eintrag,
    Schluessel,
    Zeile,
    base,
    name_axis,
    name_room,
    records,
    row_scale,
    text_width,
)
from sozialplanung.charts.theme import Spec, Stil, spread, text_color
from sozialplanung.formatting import format_prozent, format_zahl

_STUFEN = 5
_UEBERBLICKBAR = 12  # beyond so many rows the years stand below the matrix, too


def completeness(
    bestand: pd.DataFrame,
    *,
    stil: Stil,
    beispiel: bool = False,
    breite: int = 620,
    hoehe: int | None = None,
) -> Spec:
    """Matrix Merkmal × year; the darker a cell, the more areas have a figure, and a word or sign says the same.

    Parameters
    ----------
    bestand : frame with bezeichnung, jahr, vorhanden, geheim, fehlt (numbers of areas); rows in the order of display,
        a combination without a row has no figures at all
    """
    namen = list(dict.fromkeys(bestand["bezeichnung"]))
    jahre = sorted({int(jahr) for jahr in bestand["jahr"]})
    platz_namen = name_room(namen, stil, breite, 1 / 3)
    zeichnung = breite - platz_namen - 20
    zelle = zeichnung / max(len(jahre), 1)
    da = {(z["bezeichnung"], z["jahr"]): z for z in records(bestand)}
    zellen = [
        {"bezeichnung": name, "jahr": jahr, "zeile": zeile} | _cell(da.get((name, jahr)), zelle, stil)
        for zeile, name in enumerate(namen)
        for jahr in jahre
    ]
    stufen = _steps(stil)
    eintraege = [
        Eintrag("alle Gebiete", stufen[-1], "■"),
        Eintrag("ein Teil", stufen[3], "■"),
        Eintrag("* mit geheimen Werten", stil.farben.tinte, ""),
    ]
    schluessel = Schluessel.layout(
        stil, eintraege, platz=zeichnung, links=platz_namen, ueber=1.6 * stil.schrift, beispiel=beispiel
    )
    zwei = any(text_width(name, stil.schrift) > platz_namen for name in namen)
    hoch = 2.4 * stil.schrift if zwei else stil.zeile
    oben_und_unten = len(namen) > _UEBERBLICKBAR
    hoehe = hoehe or round(len(namen) * hoch + (3.8 if oben_und_unten else 1.6) * stil.schrift + 16 + schluessel.hoehe)
    x: Spec = {"field": "jahr", "type": "ordinal", "scale": {"padding": 0.06}}
    jahreszahlen: Spec = {"title": None, "labelAngle": 0, "labelOverlap": "greedy"}
    unten: Spec | None = {**jahreszahlen, "orient": "bottom"} if oben_und_unten else None
    y: Spec = {
        "field": "zeile",
        "type": "ordinal",
        "scale": {**row_scale(len(namen)), "paddingInner": 0.08, "paddingOuter": 0.04},
        "axis": name_axis(namen, stil, platz_namen, zeile=hoch),
    }
    schichten: list[Spec] = [
        {
            "mark": {"type": "rect", "stroke": stil.farben.haarlinie, "strokeWidth": 0.7},
            "encoding": {
                "x": {**x, "axis": {**jahreszahlen, "orient": "top"}},
                "color": {"field": "farbe", "type": "nominal", "scale": None},
                "tooltip": [
                    {"field": "bezeichnung", "title": "Merkmal"},
                    {"field": "jahr", "title": "Jahr"},
                    {"field": "tooltip", "title": "Bestand"},
                ],
            },
        },
        {
            "mark": {"type": "text", "fontSize": stil.klein},
            "encoding": {
                "x": {**x, "axis": unten},
                "text": {"field": "text"},
                "color": {"field": "schrift", "type": "nominal", "scale": None},
            },
        },
        *schluessel.layer,
    ]
    return base(
        stil,
        {
            "data": {"values": zellen},
            "encoding": {"y": y},
            "resolve": {"axis": {"x": "independent"}},
            "layer": schichten,
        },
        breite=breite,
        hoehe=hoehe,
        beschreibung="Vollständigkeit der Merkmale nach Jahren",
    )


def _steps(stil: Stil) -> tuple[str, ...]:
    """Colours from »nothing there« to »all there«."""
    return stil.farben.papier, *spread(stil.farben.bedarf, _STUFEN)


def _cell(zeile: Zeile | None, zelle: float, stil: Stil) -> Zeile:
    """Text, colours and tooltip of one cell."""
    vorhanden, geheim, fehlt = (zeile[name] for name in ("vorhanden", "geheim", "fehlt")) if zeile else (0, 0, 0)
    gesamt = vorhanden + geheim + fehlt
    anteil = vorhanden / gesamt if gesamt else 0
    voll = "✓" if anteil == 1 else "–" if anteil == 0 else "◐"
    wort = format_prozent(anteil, 0) if 0 < anteil < 1 and zelle >= 3.6 * stil.klein else voll
    teile = [f"{format_zahl(vorhanden)} von {format_zahl(gesamt)} Gebieten"] if gesamt else ["keine Werte"]
    teile += [f"{format_zahl(zahl)} {name}" for zahl, name in ((geheim, "geheim"), (fehlt, "fehlt")) if zahl]
    farbe = _steps(stil)[0 if anteil == 0 else min(1 + int(anteil * (_STUFEN - 1)), _STUFEN)]
    return {
        "text": wort + ("*" if geheim else ""),
        "farbe": farbe,
        "schrift": stil.farben.tinte if anteil == 0 else text_color(farbe),
        "tooltip": ", ".join(teile),
    }
