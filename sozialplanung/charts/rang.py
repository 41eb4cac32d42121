"""Ranked bars beside the map: the same colours, the value at each bar, missing values listed with their reason."""

from __future__ import annotations

import pandas as pd

from sozialplanung.charts.bausteine import (
    ZAHL,
    Eintrag,
    Schluessel,
    axis_title,
    base,
    chosen_row,
    column,
    descending,
    name_axis,
    name_room,
    records,
    row_encoding,
    rows_that_fit,
    select_rows,
    selection,
    text_width,
    with_omitted,
)
from sozialplanung.charts.gruppen import group_bars
from sozialplanung.charts.klassen import Klassen
from sozialplanung.charts.theme import Spec, Stil

HOECHSTENS = 25
_SPALTEN = ["gebiet_id", "bezeichnung", "wert", "anzeige"]


def ranked_bars(
    werte: pd.DataFrame,
    klassen: Klassen,
    *,
    achse: str,
    stil: Stil,
    gewaehlt: str | None = None,
    vergleich: float | None = None,
    vergleich_text: str = "",
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int | None = None,
    alle: bool = False,
) -> Spec:
    """Bars from high to low; areas without a figure stand at the end with their sign. In ``Stil.wuerde``: groups.

    Parameters
    ----------
    werte : frame with gebiet_id, bezeichnung, wert, anzeige (the word for its sign where wert is missing)
    vergleich, vergleich_text : value and label of the whole region, e.g. 18.1 and »Hamm: 18,1 %«
    alle : show more than 25 areas (for a container that scrolls); else the top, the bottom and the chosen one
    """
    breite = breite or stil.breite
    if stil.wuerde:
        return group_bars(
            werte,
            achse=achse,
            stil=stil,
            richtung=klassen.richtung,
            stellen=klassen.stellen,
            beispiel=beispiel,
            breite=breite,
            hoehe=hoehe,
        )
    rang = sorted(records(werte[_SPALTEN]), key=lambda zeile: descending(zeile["wert"]))
    eintraege = [Eintrag(vergleich_text, stil.farben.tinte, "┆")] if vergleich is not None and vergleich_text else []
    platz_namen = name_room(column(rang, "bezeichnung"), stil, breite)
    zeichnung = breite - platz_namen - 20
    schluessel = Schluessel.layout(stil, eintraege, platz=zeichnung, links=platz_namen, beispiel=beispiel)
    rand = 3.4 * stil.schrift + 16 + schluessel.hoehe
    hoechstens = rows_that_fit(hoehe, rand, stil) if alle else min(rows_that_fit(hoehe, rand, stil), HOECHSTENS)
    rang, ausgelassen = select_rows(rang, hoechstens, gewaehlt)
    farben = (*klassen.farben(stil), stil.farben.papier)
    for zeile, klasse in zip(rang, klassen.sort_in(zeile["wert"] for zeile in rang), strict=True):
        zeile["farbe"] = farben[klasse]
        zeile["text_x"] = max(zeile["wert"] or 0.0, 0.0)  # labels of missing values stand at the axis
    hoehe = hoehe or round(len(rang) * stil.zeile + rand)

    platz_wert = max((text_width(text, stil.schrift) for text in column(rang, "anzeige")), default=0) + stil.schrift
    x: Spec = {
        "type": "quantitative",
        "scale": {"domain": _domain(column(rang, "wert"), vergleich, platz_wert / zeichnung), "nice": False},
        "axis": {
            "title": axis_title(with_omitted(achse, ausgelassen), zeichnung, stil),
            "format": ZAHL,
            "tickCount": 4,
        },
    }
    markiert = stil.farben.markiert
    schichten: list[Spec] = [
        {
            "params": [selection()],
            "transform": [{"filter": "isValid(datum.wert)"}],
            "mark": {"type": "bar", "cursor": "pointer"},
            "encoding": {
                "x": {**x, "field": "wert"},
                "color": {"field": "farbe", "type": "nominal", "scale": None},
                "stroke": {"condition": {"test": "datum.gewaehlt", "value": markiert}, "value": stil.farben.grenze},
                "strokeWidth": {"condition": {"test": "datum.gewaehlt", "value": stil.strich}, "value": 0.5},
                "tooltip": [{"field": "bezeichnung", "title": "Gebiet"}, {"field": "anzeige", "title": "Wert"}],
            },
        },
    ]
    if vergleich is not None:
        regel = {"type": "rule", "color": stil.farben.tinte, "strokeDash": [4, 3], "strokeWidth": stil.strich / 2}
        senkrecht: Spec = {"x": {**x, "field": "wert"}, "y": {"value": 0}, "y2": {"value": "height"}}
        schichten.append({"data": {"values": [{"wert": vergleich}]}, "mark": regel, "encoding": senkrecht})
    text: Spec = {"x": {**x, "field": "text_x"}, "text": {"field": "anzeige"}}
    marke: Spec = {"type": "text", "align": "left", "dx": 5}
    tinte = {"condition": {"test": "datum.gewaehlt", "value": markiert}, "value": stil.farben.tinte}
    schichten += [
        # A halo keeps the figures readable where the dashed line crosses them.
        {"mark": {**marke, "stroke": stil.farben.grund, "strokeWidth": 4}, "encoding": text},
        {"mark": marke, "encoding": {**text, "color": tinte}},
    ]
    namen = name_axis(column(rang, "bezeichnung"), stil, platz_namen, gewaehlt=chosen_row(rang))
    y = row_encoding(len(rang), namen)
    return base(
        stil,
        {"data": {"values": rang}, "encoding": {"y": y}, "layer": [*schichten, *schluessel.layer]},
        breite=breite,
        hoehe=hoehe,
        beschreibung=f"{achse} je Gebiet, absteigend sortiert",
    )


def _domain(werte: list[float], vergleich: float | None, anteil: float) -> list[float]:
    """From zero, with room for the labels behind the longest bar."""
    alle = [0.0, *werte, *([] if vergleich is None else [vergleich])]
    von, bis = min(alle), max(alle)
    return [von, von + ((bis - von) or 1.0) / (1 - min(anteil, 0.5))]
