"""What the chart modules share: the frame of a spec, rows of data, and text that fits."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sozialplanung.charts.theme import Spec, Stil, config
from sozialplanung.formatting import NBSP

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
AUSWAHL = "gebiet"
ZAHL = ",.2~f"

_SCHMAL = frozenset("iljftrI.,:;'|!()[]/ -\u00a0")
_BREIT = frozenset("mwMWÄÖÜOQGDH%@€–—…")


def text_width(text: str, schrift: float) -> float:
    """Estimated width in px, slightly generous: Source Sans in the browser, Liberation Sans in pictures."""
    em = sum(0.31 if z in _SCHMAL else 0.8 if z in _BREIT else 0.64 if z.isupper() else 0.545 for z in text)
    return em * schrift


def shorten(text: str, platz: float, schrift: float) -> str:
    """Fit a name: drop what stands behind a comma or in brackets first, then cut at »…«."""
    if text_width(text, schrift) <= platz:
        return text
    kurz = text.split(",")[0].split(" (")[0].rstrip()
    if text_width(kurz, schrift) <= platz:
        return kurz
    while len(kurz) > 3 and text_width(kurz + "…", schrift) > platz:
        kurz = kurz[:-1].rstrip(" -/")
    return kurz + "…"


def wrap(text: str, platz: float, schrift: float) -> list[str]:
    """Break a text into lines that fit; a word longer than the line stands alone."""
    zeilen: list[str] = []
    for wort in text.split(" "):
        if zeilen and text_width(f"{zeilen[-1]} {wort}", schrift) <= platz:
            zeilen[-1] += f" {wort}"
        else:
            zeilen.append(wort)
    return zeilen


def base(
    stil: Stil,
    inhalt: Mapping[str, Any],
    *,
    breite: int,
    hoehe: int,
    beispiel: bool,
    beschreibung: str,
    schluessel: bool = False,
) -> Spec:
    """Frame of a single or layered view: size, German locale, the word »Beispiel« where values are invented.

    ``fit`` makes width and height those of the whole picture, axes and legend included, so that cards end alike.
    ``schluessel`` keeps a line free above the plot for ``key_line``.
    """
    spec: Spec = {
        "$schema": SCHEMA,
        "description": beschreibung,
        "config": config(stil),
        "autosize": {"type": "fit", "contains": "padding"},
        "width": breite,
        "height": hoehe,
        **inhalt,
    }
    if beispiel:
        spec["title"] = {"text": "Beispielwerte, frei erfunden" if breite >= 500 else "Beispiel"}
    elif schluessel:
        spec["title"] = {"text": NBSP}
    return spec


def key_line(stil: Stil, eintraege: Sequence[tuple[str, str]]) -> list[Spec]:
    """A one-line key above the plot, on the line that may hold »Beispiel« at its right end."""
    layer: list[Spec] = []
    x = 0.0
    for text, farbe in eintraege:
        for teil, ton in (("●", farbe), (text, stil.farben.tinte)):
            layer.append(
                {
                    "data": {"values": [{}]},
                    "mark": {
                        "type": "text",
                        "text": teil,
                        "align": "left",
                        "baseline": "bottom",
                        "fontSize": stil.klein,
                        "color": ton,
                    },
                    "encoding": {"x": {"value": round(x, 1)}, "y": {"value": -5}},
                }
            )
            x += text_width(teil, stil.klein) + 0.35 * stil.klein
        x += 0.6 * stil.klein
    return layer


def axis_title(text: str, platz: float, stil: Stil) -> str | list[str]:
    """An axis title in as many lines as it needs."""
    zeilen = wrap(text, platz, stil.schrift)
    return zeilen if len(zeilen) > 1 else text


def records(tabelle: pd.DataFrame, spalten: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Rows as plain Python values; whatever is missing becomes null, never 0."""
    daten = tabelle if spalten is None else tabelle[list(spalten)]
    zeilen = daten.astype(object).where(daten.notna(), None).to_dict("records")
    return [{str(spalte): wert for spalte, wert in zeile.items()} for zeile in zeilen]


def selection() -> Spec:
    """A click or a tap chooses an area; the page reads it as ``event.selection["gebiet"]``."""
    return {"name": AUSWAHL, "select": {"type": "point", "fields": ["gebiet_id"]}}


def select_rows(tabelle: pd.DataFrame, hoechstens: int, gewaehlt: str | None) -> tuple[pd.DataFrame, int]:
    """Of a ranked frame the top and the bottom, always with the chosen area; and how many rows were left out.

    The first rows, the last rows and the chosen one keep their order.
    """
    if len(tabelle) <= hoechstens:
        return tabelle, 0
    oben = (hoechstens + 1) // 2
    behalten = {*range(oben), *range(len(tabelle) - (hoechstens - oben), len(tabelle))}
    treffer = [i for i, g in enumerate(tabelle["gebiet_id"]) if g == gewaehlt]
    if treffer and treffer[0] not in behalten:
        behalten -= {oben - 1}
        behalten |= {treffer[0]}
    auswahl = tabelle.iloc[sorted(behalten)]
    return auswahl, len(tabelle) - len(auswahl)


def name_axis(namen: Sequence[str], stil: Stil, platz: float, gewaehlt: int | None = None) -> Spec:
    """Y axis with one name per row number (names may repeat, row numbers do not); the chosen row stands out."""
    kurz = [shorten(name, platz, stil.schrift) for name in namen]
    achse: Spec = {"title": None, "grid": False, "labelExpr": f"{json.dumps(kurz, ensure_ascii=False)}[datum.value]"}
    if gewaehlt is not None:
        test = f"datum.value == {gewaehlt}"
        achse["labelColor"] = {"condition": {"test": test, "value": stil.farben.markiert}, "value": stil.farben.tinte}
        achse["labelFontWeight"] = {"condition": {"test": test, "value": "bold"}, "value": "normal"}
    return achse


def row_scale(anzahl: int) -> Spec:
    """Row numbers as an ordinal scale: a fixed domain keeps rows that have no mark."""
    return {"domain": list(range(anzahl)), "paddingInner": 0.3, "paddingOuter": 0.15}
