"""The legend under a map, as HTML that wraps instead of being cut."""

from __future__ import annotations

import html
from collections.abc import Sequence

from sozialplanung.charts.klassen import Klassen
from sozialplanung.charts.theme import Stil
from sozialplanung.formatting import format_zahl
from sozialplanung.model import Richtung


def legend_html(
    klassen: Klassen,
    stil: Stil,
    einheit: str = "",
    *,
    anzahlen: Sequence[int] | None = None,
    geheim: int = 0,
    fehlt: int = 0,
) -> str:
    """Classes with their colour and number of areas, then the signs that the map shows; escaped, for ``st.html``.

    ``anzahlen`` replaces the counts where two maps share one scale.
    """
    farben = stil.farben
    eintraege = [
        _entry(f"background:{farbe};border:1px solid {farben.grenze}", text, anzahl)
        for farbe, text, anzahl in zip(
            klassen.farben(stil), klassen.beschriftungen(), anzahlen or klassen.anzahlen, strict=True
        )
    ]
    if geheim:
        streifen = f"repeating-linear-gradient(135deg,{farben.gedaempft} 0 1.5px,{farben.papier} 1.5px 5px)"
        eintraege.append(_entry(f"background:{streifen};border:1px solid {farben.grenze}", "geheim", geheim))
    if fehlt:
        eintraege.append(_entry(f"background:{farben.papier};border:1.5px dotted {farben.gedaempft}", "fehlt", fehlt))
    kopf = f"<span>{html.escape(einheit)}</span>" if einheit else ""
    fuss = f"<span>{html.escape(text)}</span>" if (text := direction_text(klassen, stil)) else ""
    return (
        f'<div class="legende" style="display:flex;flex-wrap:wrap;gap:2px 12px;font-size:{stil.schrift}px;'
        f'line-height:1.45;color:{farben.tinte}">{kopf}{"".join(eintraege)}{fuss}</div>'
    )


def _entry(kasten: str, text: str, anzahl: int) -> str:
    return (
        f'<span style="white-space:nowrap"><span style="display:inline-block;box-sizing:border-box;width:1em;'
        f'height:1em;margin-right:.35em;vertical-align:-.12em;{kasten}"></span>{html.escape(text)} '
        f'<span style="opacity:.8">({format_zahl(anzahl)})</span></span>'
    )


def direction_text(klassen: Klassen, stil: Stil) -> str:
    """What the strong colours mean, in words; empty where there is no direction to read."""
    if klassen.anzahl < 2 or klassen.richtung is Richtung.NEUTRAL:
        return ""
    return f"{'heller' if stil.dunkel else 'dunkler'} = {direction_words(klassen.richtung)}"


def direction_words(richtung: Richtung) -> str:
    return "niedrigerer Wert, mehr Bedarf" if richtung is Richtung.STAERKE else "höherer Wert, mehr Bedarf"
