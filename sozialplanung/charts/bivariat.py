"""Two Indikatoren on one map: 3 × 3 classes, their colours and a legend that is a field."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from sozialplanung.charts.bausteine import text_width
from sozialplanung.charts.klassen import Klassen, classify
from sozialplanung.charts.theme import Stil, text_color
from sozialplanung.formatting import format_zahl

DRITTEL = 3
# Rows from low to high y, in them from low to high x: petrol for x, ochre for y, multiplied where both are high. The
# nine stay apart for people who see red and green, or blue and yellow, alike.
_HELL = ("#ECECE8", "#A3C6CC", "#4F9AA9", "#E0BD8A", "#9B9F79", "#4B7B65", "#CB8A33", "#8C742D", "#3A4C26")
_DUNKEL = ("#2A363A", "#37697A", "#4BA3BA", "#7A5A2A", "#878D6A", "#9BC7AA", "#D0933A", "#DDC67A", "#F4FCC6")


@dataclass(frozen=True, slots=True)
class Neunfeld(Klassen):
    """Classes 0–8 = 3 · (third of y) + (third of x), for the map of ``charts.karte``."""

    def farben(self, stil: Stil) -> tuple[str, ...]:
        return field_colors(stil)


def field_colors(stil: Stil) -> tuple[str, ...]:
    return _DUNKEL if stil.dunkel else _HELL


@dataclass(frozen=True, slots=True)
class Zweiteilung:
    """What ``divide`` finds: the class of each area (0–8, NaN without both values) and the thirds of each Indikator."""

    klasse: pd.Series
    x: Klassen
    y: Klassen

    @property
    def anzahlen(self) -> tuple[int, ...]:
        """Areas in each of the nine fields."""
        return tuple(int((self.klasse == k).sum()) for k in range(DRITTEL**2))

    @property
    def klassen(self) -> Neunfeld:
        grenzen = tuple(k - 0.5 for k in range(1, DRITTEL**2))
        return Neunfeld(grenzen, self.anzahlen, 0, DRITTEL**2 - 1, 0)

    def areas_in(self, hoch_x: bool, hoch_y: bool) -> pd.Index:
        """The areas of a corner."""
        return self.klasse.index[self.klasse == (DRITTEL - 1) * (int(hoch_x) + DRITTEL * int(hoch_y))]


def divide(x: pd.Series, y: pd.Series, *, stellen: tuple[int, int] = (1, 1)) -> Zweiteilung:
    """Thirds (as many areas in each, ties together) of two rows over the same areas, from the areas with both values.

    Where there are only two different values they are low and high, a single one lies in the middle.
    """
    beide = x.notna() & y.notna()
    teile = [classify(werte[beide], "quantile", DRITTEL, stellen=s) for werte, s in zip((x, y), stellen, strict=True)]
    orte = [_thirds(klassen, werte) for klassen, werte in zip(teile, (x, y), strict=True)]
    klasse = (DRITTEL * orte[1] + orte[0]).where(beide)
    return Zweiteilung(klasse, teile[0], teile[1])


def _thirds(klassen: Klassen, werte: pd.Series) -> pd.Series:
    orte: dict[int, tuple[int, ...]] = {0: (), 1: (1,), 2: (0, 2), 3: (0, 1, 2)}
    je_klasse = dict(enumerate(orte[klassen.anzahl]))
    return klassen.klasse(werte).map(je_klasse).astype(float)


def field_legend_html(
    teilung: Zweiteilung,
    stil: Stil,
    namen: tuple[str, str],
    ecken: Sequence[tuple[str, str, Sequence[str]]],
    *,
    geheim: int = 0,
    fehlt: int = 0,
    beispiel: bool = False,
) -> str:
    """The field with the number of areas in each cell and the bounds at its sides; beside it who is in the corners.

    ``namen``: of x and y with their units; ``ecken``: (colour, what it means, names of the areas). Escaped, for
    ``st.html``; wraps where it has no room.
    """
    farben, anzahlen = field_colors(stil), teilung.anzahlen
    rand_links = [_bound(teilung.y, zeile) for zeile in range(DRITTEL)]
    rand_unten = [_bound(teilung.x, spalte) for spalte in range(DRITTEL)]
    zelle = max(3.4 * stil.schrift, *(text_width(text, stil.schrift) + 8 for text in rand_unten))
    links = max(text_width(text, stil.schrift) for text in rand_links) + 8
    feld = f"width:{zelle:.0f}px;height:{2.1 * stil.schrift:.0f}px"
    reihen = []
    for zeile in reversed(range(DRITTEL)):
        zellen = "".join(
            f'<td style="{feld};padding:0;text-align:center;border:1px solid {stil.farben.grenze};'
            f'background:{farben[k]};color:{text_color(farben[k])}">{format_zahl(anzahlen[k])}</td>'
            for k in range(DRITTEL * zeile, DRITTEL * zeile + DRITTEL)
        )
        reihen.append(f"<tr>{_side(rand_links[zeile])}{zellen}</tr>")
    unten = "".join(
        f'<td style="padding:2px 0;border:0;text-align:center;white-space:nowrap">{html.escape(text)}</td>'
        for text in rand_unten
    )
    x_name, y_name = (html.escape(name) for name in namen)
    tabelle = (
        f'<div style="flex:0 0 auto;width:{links + DRITTEL * zelle + 4:.0f}px"><div>↑ {y_name}</div>'
        f'<table style="border-collapse:collapse;border:0;margin:2px 0">{"".join(reihen)}'
        f'<tr><td style="border:0"></td>{unten}</tr></table><div style="text-align:right">{x_name} →</div></div>'
    )
    worte = "".join(_corner(*ecke, stil) for ecke in ecken) + _signs(geheim, fehlt)
    marke = f'<div style="text-align:right;font-weight:600;font-size:{stil.klein}px">Beispiel</div>' if beispiel else ""
    form = f"display:flex;flex-wrap:wrap;gap:6px {2 * stil.schrift}px;align-items:center"
    schrift = f"font-size:{stil.schrift}px;line-height:1.35;color:{stil.farben.tinte}"
    return (
        f'{marke}<div class="legende" style="{form};{schrift}">{tabelle}'
        f'<div style="flex:1 1 {11 * stil.schrift}px">{worte}</div></div>'
    )


def _side(text: str) -> str:
    return f'<td style="padding:0 6px 0 0;border:0;text-align:right;white-space:nowrap">{html.escape(text)}</td>'


def _bound(klassen: Klassen, drittel: int) -> str:
    """»unter 8,0«, »8,0 bis 14,0«, »ab 14,0« for a third; empty where there are not three classes."""
    if klassen.anzahl != DRITTEL:
        return ("niedrig", "", "hoch")[drittel] if klassen.anzahl == 2 else ""
    unten, oben = klassen.grenztexte()
    return (f"unter {unten}", f"{unten}–{oben}", f"ab {oben}")[drittel]


def _corner(farbe: str, bedeutung: str, gebiete: Sequence[str], stil: Stil) -> str:
    kasten = (
        f'<span style="display:inline-block;width:1em;height:1em;margin-right:.4em;vertical-align:-.12em;'
        f'background:{farbe};border:1px solid {stil.farben.grenze}"></span>'
    )
    namen = html.escape(", ".join(gebiete) or "kein Gebiet")
    return f'<div style="margin-bottom:3px">{kasten}<b>{html.escape(bedeutung)}:</b> {namen}</div>'


def _signs(geheim: int, fehlt: int) -> str:
    zeichen = ((geheim, "geheim (schraffiert)"), (fehlt, "ohne beide Werte"))
    worte = " · ".join(f"{format_zahl(anzahl)} {wort}" for anzahl, wort in zeichen if anzahl)
    return f"<div>{html.escape(worte)}</div>" if worte else ""
