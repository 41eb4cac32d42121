"""Rows by columns as an HTML table: the darker a cell, the more; its figure stands in it."""

from __future__ import annotations

import html
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sozialplanung.charts.bausteine import text_width
from sozialplanung.charts.theme import Stil, spread, text_color

_STUFEN = 6
_NAMEN = 0.26  # share of the width for the names of the rows


class Zelle(NamedTuple):
    """``staerke`` 0–1 chooses the colour, None: none; ``titel`` says more when pointed at."""

    text: str
    staerke: float | None = None
    titel: str = ""


def matrix_html(
    zeilen: Sequence[str],
    spalten: Sequence[str],
    zellen: Mapping[tuple[str, str], Zelle],
    *,
    ecke: str,
    stil: Stil,
    breite: int,
    abgesetzt: Collection[str] = (),
    leer: str = "",
    beispiel: bool = False,
) -> str:
    """Names of rows and columns are unique; ``abgesetzt``: rows and columns that stand apart (sums, not known).

    ``leer`` stands where a combination has no cell. Names of columns that are too long for their column stand upright.
    Everything is escaped, for ``st.html``.
    """
    farben = stil.farben
    je_spalte = breite * (1 - _NAMEN) / max(len(spalten), 1)
    laengstes = max((text_width(wort, stil.schrift) for name in spalten for wort in name.split()), default=0)
    aufrecht = laengstes + 10 > je_spalte
    form = "writing-mode:vertical-rl;transform:rotate(180deg);max-height:13em;" if aufrecht else ""
    strich = f"2px dashed {farben.gedaempft}"

    def side(name: str, seite: str) -> str:
        return f"border-{seite}:{strich};" if name in abgesetzt else ""

    kopf = "".join(
        f'<th scope="col" style="padding:.3em;vertical-align:bottom;font-weight:600;text-align:center;'
        f'{side(name, "left")}"><span style="{form}display:inline-block;text-align:left">'
        f"{html.escape(name)}</span></th>"
        for name in spalten
    )
    rumpf = []
    for zeile in zeilen:
        inhalt = "".join(
            _cell(zellen.get((zeile, spalte), Zelle(leer)), f"{side(zeile, 'top')}{side(spalte, 'left')}", stil)
            for spalte in spalten
        )
        rumpf.append(
            f'<tr><th scope="row" style="padding:.3em .6em .3em 0;text-align:left;font-weight:400;'
            f'{side(zeile, "top")}">{html.escape(zeile)}</th>{inhalt}</tr>'
        )
    marke = '<div style="text-align:right;font-weight:600;font-size:.85em">Beispiel</div>' if beispiel else ""
    breiten = f'<colgroup><col style="width:{_NAMEN:.0%}"></colgroup>'
    return (
        f'<div style="color:{farben.tinte};font-size:{stil.schrift + 1}px;line-height:1.25;overflow-x:auto">{marke}'
        f'<table style="border-collapse:collapse;width:100%">{breiten}<thead><tr>'
        f'<th scope="col" style="text-align:left;vertical-align:bottom;font-weight:400;color:{farben.gedaempft}">'
        f"{html.escape(ecke)}</th>{kopf}</tr></thead><tbody>{''.join(rumpf)}</tbody></table></div>"
    )


def _cell(zelle: Zelle, rand: str, stil: Stil) -> str:
    farben = stil.farben
    fuellung = ""
    if zelle.staerke is not None:
        ton = spread(farben.bedarf, _STUFEN)[min(int(zelle.staerke * _STUFEN), _STUFEN - 1)]
        fuellung = f"background:{ton};color:{text_color(ton)};"
    titel = f' title="{html.escape(zelle.titel, quote=True)}"' if zelle.titel else ""
    return (
        f'<td{titel} style="{fuellung}{rand}border:1px solid {farben.haarlinie};{rand}padding:.35em .3em;'
        f'text-align:center;font-variant-numeric:tabular-nums">{html.escape(zelle.text)}</td>'
    )
