"""Key figures side by side as HTML: name, figure, what it says, and the years before as small bars."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import NamedTuple

from sozialplanung.charts.theme import Stil


class Kennzahl(NamedTuple):
    """``verlauf``: years ascending, the last one is shown; ``texte`` of the same years; ``gleich``: no inequality."""

    name: str
    wert: str
    satz: str
    jahre: tuple[int, ...] = ()
    verlauf: tuple[float, ...] = ()
    texte: tuple[str, ...] = ()
    gleich: float = 0


def key_figures_html(kennzahlen: Sequence[Kennzahl], stil: Stil, *, beispiel: bool = False) -> str:
    """Rows that wrap instead of being cut; escaped, for ``st.html``."""
    zeilen = "".join(_row(kennzahl, stil) for kennzahl in kennzahlen)
    marke = f'<div style="text-align:right;font-weight:600;font-size:{stil.klein}px">Beispiel</div>' if beispiel else ""
    rahmen = f"color:{stil.farben.tinte};font-size:{stil.schrift + 1}px;line-height:1.4"
    return f'<div style="{rahmen}">{marke}{zeilen}</div>'


def _row(kennzahl: Kennzahl, stil: Stil) -> str:
    kopf = (
        f'<div style="flex:0 0 {7.5 * stil.schrift:.0f}px"><div>{html.escape(kennzahl.name)}</div>'
        f'<div style="font-size:{1.7 * stil.schrift:.0f}px;line-height:1.2;white-space:nowrap">'
        f"{html.escape(kennzahl.wert)}</div></div>"
    )
    satz = f'<div style="flex:1 1 {13 * stil.schrift}px">{html.escape(kennzahl.satz)}</div>'
    rand = f"border-top:1px solid {stil.farben.haarlinie};padding:{0.6 * stil.schrift:.0f}px 0"
    return (
        f'<div class="kennzahl" style="display:flex;flex-wrap:wrap;gap:4px {stil.schrift}px;{rand}">'
        f"{kopf}{satz}{_bars(kennzahl, stil)}</div>"
    )


def _bars(kennzahl: Kennzahl, stil: Stil) -> str:
    """A bar per year from the value that means equality; first and last year below."""
    breite = 7.5 * stil.schrift
    if len(kennzahl.jahre) < 2:
        return f'<div style="flex:0 0 {breite:.0f}px"></div>'
    hoehen = [wert - kennzahl.gleich for wert in kennzahl.verlauf]
    unten, oben = min(0.0, *hoehen), max(0.0, *hoehen)
    spanne = (oben - unten) or 1.0
    balken = "".join(
        f'<span title="{jahr}: {html.escape(text)}" style="flex:1;position:relative"><span style="position:absolute;'
        f"left:0;right:0;bottom:{(min(h, 0) - unten) / spanne:.1%};height:{abs(h) / spanne:.1%};min-height:1px;"
        f'background:{stil.farben.primaer if jahr == kennzahl.jahre[-1] else stil.farben.frueher}"></span></span>'
        for jahr, text, h in zip(kennzahl.jahre, kennzahl.texte, hoehen, strict=True)
    )
    erstes = f"{kennzahl.jahre[0]}: {kennzahl.texte[0]}"
    hoehe = 2.6 * stil.schrift
    return (
        f'<div style="flex:0 0 {breite:.0f}px"><div style="display:flex;gap:1px;height:{hoehe:.0f}px">{balken}</div>'
        f'<div style="font-size:{stil.klein}px;display:flex;justify-content:space-between;white-space:nowrap">'
        f"<span>{html.escape(erstes)}</span><span>{kennzahl.jahre[-1]}</span></div></div>"
    )
