"""Rows of stacked bars with a text at the end: what has flowed, who brings what, euro per person."""

from __future__ import annotations

from collections.abc import Sequence

from sozialplanung.charts.bausteine import (
    Eintrag,
    Schluessel,
    Zeile,
    axis_title,
    base,
    column,
    name_axis,
    name_room,
    row_encoding,
    text_width,
    with_omitted,
)
from sozialplanung.charts.theme import Spec, Stil

_WENIGE = 7  # so many rows are always shown


def stacked_rows(
    zeilen: Sequence[Zeile],
    *,
    farben: Sequence[str],
    eintraege: Sequence[Eintrag] = (),
    achse: str,
    ticks: str,
    stil: Stil,
    beschreibung: str,
    regel: float | None = None,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int | None = None,
) -> Spec:
    """Bars in the order of the rows; what does not fit is left out at the end, and the axis says how many.

    Parameters
    ----------
    zeilen : rows with ``bezeichnung``, ``teile`` (values ≥ 0, None for what is missing), ``texte`` (of the parts, for
        the tooltip) and ``text`` (at the end of the bar)
    farben : one per part
    eintraege : of the key; empty where one colour needs none
    ticks : Vega expression for the labels of the axis
    regel : a value to compare with, drawn as a dashed line
    hoehe : at least; long names may need more
    """
    breite = breite or stil.breite
    platz_namen = name_room(column(zeilen, "bezeichnung"), stil, breite, 0.42)
    zeichnung = breite - platz_namen - 20
    schluessel = Schluessel.layout(stil, eintraege, platz=zeichnung, links=platz_namen, beispiel=beispiel)
    rand = 3.4 * stil.schrift + 16 + schluessel.hoehe
    # Names that need two lines get them: a few rows make the picture higher, of many fewer are shown.
    zweizeilig = any(text_width(name, stil.schrift) > platz_namen for name in column(zeilen, "bezeichnung"))
    zeilenhoehe = (2.7 if zweizeilig else 1.35) * stil.schrift
    platz = len(zeilen) if hoehe is None else max(int((hoehe - rand) / zeilenhoehe), _WENIGE)
    gezeigt = list(zeilen)[:platz]
    mindestens = len(gezeigt) * (stil.zeile if hoehe is None else zeilenhoehe)
    hoehe = max(hoehe or 0, round(mindestens + rand))
    balken = [
        {"zeile": i, "bezeichnung": z["bezeichnung"], "text": z["text"], "bis": sum(w or 0.0 for w in z["teile"])}
        for i, z in enumerate(gezeigt)
    ]
    for zeile in balken:  # texts beyond the dashed line, which would cross them
        zeile["text_x"] = max(zeile["bis"], regel or 0.0)
    teile = [teil for i, zeile in enumerate(gezeigt) for teil in _parts(i, zeile, farben)]
    platz_text = max((text_width(text, stil.schrift) for text in column(balken, "text")), default=0) + stil.schrift
    groesste = max([*column(balken, "bis"), regel or 0.0]) or 1.0
    x: Spec = {
        "type": "quantitative",
        "scale": {"domain": [0, groesste / (1 - min(platz_text / zeichnung, 0.6))], "nice": False},
        "axis": {
            "title": axis_title(with_omitted(achse, len(zeilen) - len(gezeigt), "Zeile", "Zeilen"), zeichnung, stil),
            "labelExpr": ticks,
            "tickCount": 3,
        },
    }
    schichten: list[Spec] = [
        {
            "data": {"values": teile},
            "mark": {"type": "bar", "stroke": stil.farben.grund, "strokeWidth": 0.5},
            "encoding": {
                "x": {**x, "field": "von"},
                "x2": {"field": "bis"},
                "color": {"field": "farbe", "type": "nominal", "scale": None},
                "tooltip": [{"field": "bezeichnung", "title": "Wofür"}, {"field": "wert", "title": "Betrag"}],
            },
        }
    ]
    if regel is not None:
        schichten.append(
            {
                "data": {"values": [{"wert": regel}]},
                "mark": {
                    "type": "rule",
                    "color": stil.farben.tinte,
                    "strokeDash": [4, 3],
                    "strokeWidth": stil.strich / 2,
                },
                "encoding": {"x": {**x, "field": "wert"}, "y": {"value": 0}, "y2": {"value": "height"}},
            }
        )
    schichten += [
        {
            "mark": {"type": "text", "align": "left", "dx": 5},
            "encoding": {
                "x": {**x, "field": "text_x"},
                "text": {"field": "text"},
                "color": {"value": stil.farben.tinte},
            },
        },
        *schluessel.layer,
    ]
    hoch = (hoehe - rand) / max(len(gezeigt), 1)
    namen = name_axis(column(balken, "bezeichnung"), stil, platz_namen, zeile=hoch)
    return base(
        stil,
        {"data": {"values": balken}, "encoding": {"y": row_encoding(len(balken), namen)}, "layer": schichten},
        breite=breite,
        hoehe=hoehe,
        beschreibung=beschreibung,
    )


def _parts(nummer: int, zeile: Zeile, farben: Sequence[str]) -> list[Zeile]:
    """The parts of a bar from left to right; what is missing has no place in it."""
    ergebnis: list[Zeile] = []
    von = 0.0
    for wert, text, farbe in zip(zeile["teile"], zeile["texte"], farben, strict=True):
        if wert:
            kopf = {"zeile": nummer, "bezeichnung": zeile["bezeichnung"], "wert": text, "farbe": farbe}
            ergebnis.append(kopf | {"von": von, "bis": von + wert})
            von += wert
    return ergebnis
