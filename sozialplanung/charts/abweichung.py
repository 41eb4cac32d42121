"""Bars to both sides of zero: contributions to an index, money beyond or below the need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sozialplanung.charts.bausteine import (
    Eintrag,
    Schluessel,
    Zeile,
    axis_title,
    base,
    column,
    descending,
    name_axis,
    name_room,
    row_encoding,
    row_height,
    rows_that_fit,
    select_rows,
    text_width,
    with_omitted,
)
from sozialplanung.charts.theme import Spec, Stil

_TICKS = "datum.value == 0 ? '0' : format(datum.value, '+,.2~f')"


def diverging_bars(
    zeilen: Sequence[Zeile],
    *,
    namen: tuple[str, str],
    tooltip: Sequence[Spec],
    achse: str,
    stil: Stil,
    beschreibung: str,
    skala: Literal["bedarf", "abweichung"] = "bedarf",
    ticks: str = _TICKS,
    gewaehlt: str | None = None,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int | None = None,
) -> Spec:
    """One bar per row with its text at the end, the largest first.

    Parameters
    ----------
    zeilen : rows with bezeichnung, wert, text, and what ``tooltip`` names; with gebiet_id, rows that do not fit are
        left out from the middle, never the chosen one
    namen : what bars to the right and to the left mean, for the key
    skala : the colours are those of the map beside the bars
    ticks : Vega expression for the labels of the axis
    hoehe : at least; long names may need more
    """
    breite = breite or stil.breite
    reihe = sorted(zeilen, key=lambda zeile: descending(zeile["wert"]))
    farben = stil.farben
    rechts, links = (
        (farben.bedarf[-2], farben.abweichung[1])
        if skala == "bedarf"
        else (farben.abweichung[-1], farben.abweichung[0])
    )
    platz_namen = name_room(column(reihe, "bezeichnung"), stil, breite, 0.4)
    zeichnung = breite - platz_namen - 20
    eintraege = [Eintrag(namen[0], rechts, "■"), Eintrag(namen[1], links, "■")]
    schluessel = Schluessel.layout(stil, eintraege, platz=zeichnung, links=platz_namen, beispiel=beispiel)
    rand = 3.4 * stil.schrift + 16 + schluessel.hoehe
    ausgelassen = 0
    if all("gebiet_id" in zeile for zeile in reihe):
        reihe, ausgelassen = select_rows(reihe, rows_that_fit(hoehe, rand, stil), gewaehlt)
    hoch = row_height(column(reihe, "bezeichnung"), stil, platz_namen)
    hoehe = max(hoehe or 0, round(len(reihe) * hoch + rand)) if not ausgelassen else hoehe or 330
    nummeriert: list[Zeile] = [
        zeile | {"zeile": i, "farbe": rechts if zeile["wert"] >= 0 else links} for i, zeile in enumerate(reihe)
    ]
    platz_text = (max((text_width(text, stil.schrift) for text in column(reihe, "text")), default=0) + 8) / zeichnung
    x: Spec = {
        "type": "quantitative",
        "scale": {"domain": _domain(column(reihe, "wert"), platz_text), "nice": False},
        "axis": {
            "title": axis_title(with_omitted(achse, ausgelassen), zeichnung, stil),
            "labelExpr": ticks,
            "tickCount": 4,
        },
    }
    texte: list[Spec] = [
        {
            "transform": [{"filter": f"datum.wert {vergleich} 0"}],
            "mark": {"type": "text", "align": seite, "dx": dx},
            "encoding": {"x": {**x, "field": "wert"}, "text": {"field": "text"}},
        }
        for vergleich, seite, dx in ((">=", "left", 5), ("<", "right", -5))
    ]
    schichten: list[Spec] = [
        {
            "mark": {"type": "bar"},
            "encoding": {
                "x": {**x, "field": "wert"},
                "color": {"field": "farbe", "type": "nominal", "scale": None},
                "tooltip": list(tooltip),
            },
        },
        {
            "data": {"values": [{"null": 0}]},
            "mark": {"type": "rule", "color": farben.tinte, "strokeWidth": 1},
            "encoding": {"x": {**x, "field": "null"}, "y": {"value": 0}, "y2": {"value": "height"}},
        },
        *texte,
        *schluessel.layer,
    ]
    achse_y = name_axis(column(reihe, "bezeichnung"), stil, platz_namen, zeile=(hoehe - rand) / max(len(reihe), 1))
    y = row_encoding(len(reihe), achse_y)
    return base(
        stil,
        {"data": {"values": nummeriert}, "encoding": {"y": y}, "layer": schichten},
        breite=breite,
        hoehe=hoehe,
        beschreibung=beschreibung,
    )


def _domain(werte: Sequence[float], platz: float) -> list[float]:
    """Zero inside; ``platz``, a share of the picture, stays free for the labels at each end that has bars."""
    von, bis = min([0.0, *werte]), max([0.0, *werte])
    spanne = (bis - von) or 1.0
    seiten = (von < 0) + (bis > 0)
    rand = spanne * min(platz / (1 - seiten * platz), 1.5) if seiten * platz < 1 else 1.5 * spanne
    return [von - (rand if von < 0 else 0.02 * spanne), bis + (rand if bis > 0 else 0.02 * spanne)]
