"""What the chart modules share: the frame of a spec, rows of data, and text that fits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from sozialplanung.charts.theme import Spec, Stil, config
from sozialplanung.formatting import format_anzahl

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
Zeile = dict[str, Any]
AUSWAHL = "gebiet"
ZAHL = ",.2~f"

_SCHMAL = frozenset("iljftrI.,:;'|!()[]/ -\u00a0")
_BREIT = frozenset("mwMWÄÖÜOQGDH%@€–—…")


def text_width(text: str, schrift: float) -> float:
    """Estimated width in px, slightly generous: Source Sans in the browser, Liberation Sans in pictures."""
    return _width_in_em(text) * schrift


@lru_cache(maxsize=20_000)
def _width_in_em(text: str) -> float:
    return sum(0.31 if z in _SCHMAL else 0.8 if z in _BREIT else 0.64 if z.isupper() else 0.545 for z in text)


def shorten(text: str, platz: float, schrift: float) -> str:
    """Fit a name: drop an addition (»Stolberg (Rhld.)«, »Aachen, Stadt«) first, then cut at »…«."""
    if text_width(text, schrift) <= platz:
        return text
    kurz = without_addition(text)
    if text_width(kurz, schrift) <= platz:
        return kurz
    while len(kurz) > 3 and text_width(kurz + "…", schrift) > platz:
        kurz = kurz[:-1].rstrip(" -/,")
    return kurz + "…"


def without_addition(name: str) -> str:
    """»Stolberg (Rhld.)« → »Stolberg«, »Aachen, Stadt« → »Aachen«."""
    return re.sub(r" \([^()]*\)$|, [^, ]+$", "", name)


def wrap(text: str, platz: float, schrift: float) -> list[str]:
    """Break a text into lines that fit; a word longer than the line stands alone."""
    zeilen: list[str] = []
    for wort in text.split(" "):
        if zeilen and text_width(f"{zeilen[-1]} {wort}", schrift) <= platz:
            zeilen[-1] += f" {wort}"
        else:
            zeilen.append(wort)
    return zeilen


def base(stil: Stil, inhalt: Mapping[str, Any], *, breite: int, hoehe: int, beschreibung: str) -> Spec:
    """Frame of a layered view: size, German locale, a description for screen readers.

    ``inhalt`` has data, encoding and layer.
    ``fit`` makes width and height those of the whole picture, axes and key included, so that cards end alike.
    """
    return {
        "$schema": SCHEMA,
        "description": beschreibung,
        "config": config(stil),
        "autosize": {"type": "fit", "contains": "padding"},
        "width": breite,
        "height": hoehe,
        # One level down: data at the top Streamlit turns into a table of its own, which costs time, makes BigInt of
        # integers and offers our helper columns to the reader.
        "layer": [dict(inhalt)],
    }


class Eintrag(NamedTuple):
    """One entry of a key: its text, and the colour and shape of the mark it explains."""

    text: str
    farbe: str
    zeichen: str = "●"


@dataclass(frozen=True, slots=True)
class Schluessel:
    """A key above the plot, in as many lines as it needs, with the word »Beispiel« at the right of the first."""

    layer: list[Spec]
    hoehe: float

    @classmethod
    def layout(
        cls,
        stil: Stil,
        eintraege: Sequence[Eintrag],
        *,
        platz: float,
        links: float = 0,
        ueber: float = 0,
        beispiel: bool = False,
    ) -> Schluessel:
        """``platz``: room from the plot's left edge to the right, ``links``: before it, ``ueber``: for an axis above it
        (px)."""
        reserviert = text_width("Beispiel", stil.klein) * 1.15 if beispiel else 0
        orte: list[tuple[int, float, Eintrag]] = []
        # An entry that leaves no room for »Beispiel« beside it begins a line further down.
        zu_lang = bool(eintraege) and text_width(eintraege[0].text, stil.klein) > platz + links - reserviert - 30
        zeile, x = int(beispiel and zu_lang), -links
        for eintrag in eintraege:
            bedarf = 1.1 * stil.schrift + text_width(eintrag.text, stil.klein)
            if x > -links and x + bedarf > platz - (0 if zeile else reserviert):
                zeile, x = zeile + 1, -links
            orte.append((zeile, x, eintrag))
            x += bedarf + 0.8 * stil.klein
        abstand = 1.45 * stil.klein
        layer: list[Spec] = []
        for ort, x, eintrag in orte:
            y = -ueber - 0.6 * stil.schrift - (zeile - ort) * abstand
            layer += [
                above(stil, eintrag.zeichen, x, y, fontSize=stil.schrift + 3, color=eintrag.farbe),
                above(stil, eintrag.text, x + 1.1 * stil.schrift, y),
            ]
        if beispiel:
            rechts: Spec = {"align": "right", "fontWeight": 600, "color": stil.farben.gedaempft}
            y = -ueber - 0.6 * stil.schrift - zeile * abstand
            layer.append(above(stil, "Beispiel", {"expr": "width"}, y, **rechts))
        return cls(layer, (zeile + 1) * abstand if layer else 0)


def above(stil: Stil, text: str, x: float | Spec, y: float, **mark: Any) -> Spec:
    """A text at fixed px of the plot; negative ``y`` lies above it."""
    ort = round(x, 1) if isinstance(x, float) else x
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "text": text, "align": "left", "baseline": "middle", "fontSize": stil.klein, **mark},
        "encoding": {"x": {"value": ort}, "y": {"value": round(y, 1)}},
    }


def axis_title(text: str, platz: float, stil: Stil) -> str | list[str]:
    """An axis title in as many lines as it needs, broken before a bracket where that costs no line."""
    zeilen = wrap(text, platz, stil.schrift)
    vor_klammern = [zeile for teil in re.split(r" (?=\()", text) for zeile in wrap(teil, platz, stil.schrift)]
    if 1 < len(vor_klammern) <= len(zeilen):
        return vor_klammern
    return zeilen if len(zeilen) > 1 else text


def records(tabelle: pd.DataFrame, spalten: Sequence[str] | None = None) -> list[Zeile]:
    """Rows as plain Python values; whatever is missing becomes None, never 0. (``to_dict`` takes ten times as long.)"""
    namen = [str(spalte) for spalte in tabelle.columns] if spalten is None else list(spalten)
    inhalt = [_plain_column(tabelle[name]) for name in namen]
    return [dict(zip(namen, werte, strict=True)) for werte in zip(*inhalt, strict=True)]


def _plain_column(spalte: pd.Series) -> list[Any]:
    werte = spalte.tolist()
    if spalte.dtype.kind in "iub":
        return werte
    if spalte.dtype.kind == "f":
        return [None if wert != wert else wert for wert in werte]
    fehlt = spalte.isna()
    if isinstance(spalte.dtype, pd.StringDtype) and not fehlt.any():
        return werte
    return [
        None if leer else float(w) if isinstance(w, Decimal) else w
        for w, leer in zip(werte, fehlt.tolist(), strict=True)
    ]


def descending(*werte: float | None) -> tuple[tuple[bool, float], ...]:
    """Sort key: large numbers first, missing ones last."""
    return tuple((True, 0.0) if wert is None else (False, -wert) for wert in werte)


def selection() -> Spec:
    """A click or a tap chooses an area; the page reads it as ``event.selection["gebiet"]``."""
    return {"name": AUSWAHL, "select": {"type": "point", "fields": ["gebiet_id"]}}


def select_rows(zeilen: list[Zeile], hoechstens: int, gewaehlt: str | None) -> tuple[list[Zeile], int]:
    """Of ranked rows the top and the bottom, always with the chosen area; and how many were left out.

    A tenth more than there is room for stands a little tighter: nobody misses one area of 23.

    The rows keep their order and get their number (``zeile``) and whether they are chosen (``gewaehlt``).
    """
    behalten = set(range(len(zeilen)))
    if len(zeilen) > hoechstens + hoechstens // 10:
        oben = (hoechstens + 1) // 2
        behalten = {*range(oben), *range(len(zeilen) - (hoechstens - oben), len(zeilen))}
        treffer = next((i for i, zeile in enumerate(zeilen) if zeile["gebiet_id"] == gewaehlt), None)
        if treffer is not None and treffer not in behalten:
            behalten ^= {oben - 1, treffer}
    auswahl = [zeilen[i] for i in sorted(behalten)]
    nummeriert = [
        zeile | {"zeile": i, "gewaehlt": gewaehlt is not None and zeile["gebiet_id"] == gewaehlt}
        for i, zeile in enumerate(auswahl)
    ]
    return nummeriert, len(zeilen) - len(auswahl)


def name_room(namen: Iterable[str], stil: Stil, breite: float, anteil: float = 0.46) -> float:
    """Room for the names left of the bars: what the longest needs, at most a share of the picture (px)."""
    return min(max((text_width(name, stil.schrift) for name in namen), default=0), breite * anteil)


def row_height(namen: Iterable[str], stil: Stil, platz: float) -> float:
    """Height of a row that holds its name, in two lines where one is too short for any of them."""
    zwei = any(text_width(name, stil.schrift) > platz for name in namen)
    return 2.7 * stil.schrift if zwei else stil.zeile


def name_axis(namen: Sequence[str], stil: Stil, platz: float, *, zeile: float = 0, gewaehlt: int | None = None) -> Spec:
    """Y axis with one name per row number (names may repeat, row numbers do not); the chosen row stands out.

    Rows of ``zeile`` px hold a long name in two lines.
    """
    zwei = zeile >= 2.3 * stil.schrift
    texte = [_in_lines(name, platz, stil.schrift) if zwei else shorten(name, platz, stil.schrift) for name in namen]
    achse: Spec = {"title": None, "grid": False, "labelExpr": f"{json.dumps(texte, ensure_ascii=False)}[datum.value]"}
    doppelt = [i for i, text in enumerate(texte) if isinstance(text, list)]
    if doppelt:  # Vega hangs a text of several lines from its first line: that one stands above the middle of the row
        test = f"indexof({json.dumps(doppelt)}, datum.value) >= 0"
        achse["labelBaseline"] = {"condition": {"test": test, "value": "bottom"}, "value": "middle"}
    if gewaehlt is not None:
        test = f"datum.value == {gewaehlt}"
        achse["labelColor"] = {"condition": {"test": test, "value": stil.farben.markiert}, "value": stil.farben.tinte}
        achse["labelFontWeight"] = {"condition": {"test": test, "value": "bold"}, "value": "normal"}
    return achse


def _in_lines(name: str, platz: float, schrift: float) -> str | list[str]:
    zeilen = wrap(name, platz, schrift)
    if len(zeilen) == 1:
        return shorten(name, platz, schrift)
    return [shorten(zeilen[0], platz, schrift), shorten(" ".join(zeilen[1:]), platz, schrift)]


def row_scale(anzahl: int) -> Spec:
    """Row numbers as an ordinal scale: a fixed domain keeps rows that have no mark."""
    return {"type": "band", "domain": list(range(anzahl)), "paddingInner": 0.3, "paddingOuter": 0.15}


def row_encoding(anzahl: int, achse: Spec) -> Spec:
    """The y channel of a chart in rows, with ``name_axis`` as its axis."""
    return {"field": "zeile", "type": "ordinal", "scale": row_scale(anzahl), "axis": achse}


def rows_that_fit(hoehe: int | None, rand: float, stil: Stil) -> int:
    """How many rows of readable type a picture of this height holds; without a height there is no limit."""
    return 10**6 if hoehe is None else max(int((hoehe - rand) / (1.35 * stil.schrift)), 3)


def chosen_row(zeilen: Iterable[Zeile]) -> int | None:
    """The number of the chosen row."""
    return next((zeile["zeile"] for zeile in zeilen if zeile["gewaehlt"]), None)


def with_omitted(titel: str, ausgelassen: int, einzahl: str = "Gebiet", mehrzahl: str = "Gebiete") -> str:
    """An axis title that says what was left out."""
    return f"{titel} ({format_anzahl(ausgelassen, einzahl, mehrzahl)} nicht gezeigt)" if ausgelassen else titel


def column(zeilen: Iterable[Zeile], name: str) -> list[Any]:
    """The values of a column that are there."""
    return [zeile[name] for zeile in zeilen if zeile[name] is not None]
