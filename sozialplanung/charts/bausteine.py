"""What the chart modules share: the frame of a spec, rows of data, and text that fits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from sozialplanung.charts.theme import Spec, Stil, config

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
    """Fit a name: drop an addition (»Stolberg (Rhld.)«, »Aachen, Stadt«) first, then cut at »…«."""
    if text_width(text, schrift) <= platz:
        return text
    kurz = re.sub(r" \([^()]*\)$|, [^, ]+$", "", text)
    if text_width(kurz, schrift) <= platz:
        return kurz
    while len(kurz) > 3 and text_width(kurz + "…", schrift) > platz:
        kurz = kurz[:-1].rstrip(" -/,")
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


def base(stil: Stil, inhalt: Mapping[str, Any], *, breite: int, hoehe: int, beschreibung: str) -> Spec:
    """Frame of a layered view: size, German locale, a description for screen readers.

    ``fit`` makes width and height those of the whole picture, axes and key included, so that cards end alike.
    """
    return {
        "$schema": SCHEMA,
        "description": beschreibung,
        "config": config(stil),
        "autosize": {"type": "fit", "contains": "padding"},
        "width": breite,
        "height": hoehe,
        **inhalt,
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
        cls, stil: Stil, eintraege: Sequence[Eintrag], *, platz: float, links: float = 0, beispiel: bool = False
    ) -> Schluessel:
        """``platz`` is the room from the plot's left edge to the right, ``links`` that before it (px)."""
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
            y = -0.6 * stil.schrift - (zeile - ort) * abstand
            layer += [
                _above(stil, eintrag.zeichen, x, y, fontSize=stil.schrift + 3, color=eintrag.farbe),
                _above(stil, eintrag.text, x + 1.1 * stil.schrift, y),
            ]
        if beispiel:
            rechts: Spec = {"align": "right", "fontWeight": 600, "color": stil.farben.gedaempft}
            layer.append(_above(stil, "Beispiel", {"expr": "width"}, -0.6 * stil.schrift - zeile * abstand, **rechts))
        return cls(layer, (zeile + 1) * abstand if layer else 0)


def _above(stil: Stil, text: str, x: float | Spec, y: float, **mark: Any) -> Spec:
    ort = round(x, 1) if isinstance(x, float) else x
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "text": text, "align": "left", "baseline": "middle", "fontSize": stil.klein, **mark},
        "encoding": {"x": {"value": ort}, "y": {"value": round(y, 1)}},
    }


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


def name_room(namen: Iterable[str], stil: Stil, breite: float, anteil: float = 0.42) -> float:
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


def rows_that_fit(hoehe: int | None, rand: float, stil: Stil) -> int:
    """How many rows of readable type a picture of this height holds; without a height there is no limit."""
    return 10**6 if hoehe is None else max(int((hoehe - rand) / (1.35 * stil.schrift)), 3)


def chosen_row(tabelle: pd.DataFrame) -> int | None:
    """The row number of the chosen area (columns zeile, gewaehlt)."""
    treffer = tabelle["zeile"][tabelle["gewaehlt"]]
    return int(treffer.iloc[0]) if len(treffer) else None
