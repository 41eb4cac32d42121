"""The legend under a map, as HTML that wraps instead of being cut."""

from __future__ import annotations

import html
from collections.abc import Sequence

from sozialplanung.charts.bausteine import text_width
from sozialplanung.charts.klassen import Klassen
from sozialplanung.charts.theme import Stil, text_color
from sozialplanung.formatting import ZEICHEN_TEXT, format_zahl
from sozialplanung.model import Richtung, Wertzeichen

NICHT_SINNVOLL = ZEICHEN_TEXT[Wertzeichen.GESPERRT]


def legend_html(
    klassen: Klassen,
    stil: Stil,
    einheit: str = "",
    *,
    anzahlen: Sequence[int] | None = None,
    geheim: int = 0,
    fehlt: int = 0,
    gesperrt: int = 0,
    ohne: str = NICHT_SINNVOLL,
    breite: int | None = None,
) -> str:
    """Classes with their colour and number of areas, then the signs that the map shows; escaped, for ``st.html``.

    ``anzahlen`` replaces the counts where two maps share one scale; ``ohne`` says why ``gesperrt`` areas are left out.
    A strip with the bounds at its steps where
    ``breite`` has room for them, else a list that wraps; nothing is cut.
    """
    farben = stil.farben
    zahlen = anzahlen or klassen.anzahlen
    breite = breite or stil.breite
    kopf = [einheit] if einheit else []
    rest: list[str] = []
    streifen = _strip(klassen, zahlen, stil, breite)
    if streifen:
        kopf.append("Zahl im Feld: Gebiete")
    else:
        muster = zip(klassen.farben(stil), klassen.beschriftungen(), zahlen, strict=True)
        rest += [_entry(f"background:{farbe};border:1px solid {farben.grenze}", text, n) for farbe, text, n in muster]
    if geheim:
        linien = f"repeating-linear-gradient(135deg,{farben.gedaempft} 0 1.5px,{farben.papier} 1.5px 5px)"
        rest.append(_entry(f"background:{linien};border:1px solid {farben.grenze}", "geheim", geheim))
    if gesperrt:
        rest.append(_entry(f"background:{farben.gesperrt};border:1px solid {farben.grenze}", ohne, gesperrt))
    if fehlt:
        rest.append(_entry(f"background:{farben.papier};border:1.5px dotted {farben.gedaempft}", "fehlt", fehlt))
    rest += [f"<span>{html.escape(text)}</span>" for text in (direction_text(klassen, stil),) if text]
    zeile = f'<div style="font-size:{stil.klein + 1}px">{html.escape(" · ".join(kopf))}</div>' if kopf else ""
    return _frame(zeile, streifen + _list(rest), stil)


def _list(eintraege: Sequence[str]) -> str:
    return f'<div style="display:flex;flex-wrap:wrap;gap:2px 12px">{"".join(eintraege)}</div>' if eintraege else ""


def _frame(kopf: str, inhalt: str, stil: Stil) -> str:
    rahmen = f"font-size:{stil.schrift}px;line-height:1.4;color:{stil.farben.tinte}"
    return f'<div class="legende" style="display:block;{rahmen}">{kopf}{inhalt}</div>'


def _strip(klassen: Klassen, zahlen: Sequence[int], stil: Stil, breite: int) -> str:
    """Fields of equal width with the counts in them and the bounds under their edges; empty where they are too long."""
    grenzen = klassen.grenztexte()
    if klassen.anzahl < 2 or klassen.namen:
        return ""
    feld = breite / klassen.anzahl
    laengste = max(text_width(text, stil.schrift) for text in grenzen)
    if laengste + 8 > feld:
        return ""
    felder = "".join(
        f'<span title="{html.escape(text)}: {format_zahl(n)} Gebiete" style="flex:1;text-align:center;'
        f'background:{farbe};color:{text_color(farbe)}">{format_zahl(n)}</span>'
        for farbe, text, n in zip(klassen.farben(stil), klassen.beschriftungen(), zahlen, strict=True)
    )
    # Each bound takes one field's width, shifted by half a field: so it is centred under the edge.
    marken = "".join(f'<span style="flex:1;text-align:center">{html.escape(text)}</span>' for text in grenzen)
    rand = f"border:1px solid {stil.farben.grenze}"
    versatz = f"margin:0 {50 / klassen.anzahl:.3f}%"
    return f'<div style="display:flex;{rand}">{felder}</div><div style="display:flex;{versatz}">{marken}</div>'


def _entry(kasten: str, text: str, anzahl: int) -> str:
    return (
        f'<span style="white-space:nowrap"><span style="display:inline-block;box-sizing:border-box;width:1em;'
        f'height:1em;margin-right:.35em;vertical-align:-.12em;{kasten}"></span>{html.escape(text)} '
        f'<span style="opacity:.8">({format_zahl(anzahl)})</span></span>'
    )


def direction_text(klassen: Klassen, stil: Stil) -> str:
    """What the strong colours mean, in words; empty where there is no direction to read."""
    if klassen.anzahl < 2 or klassen.namen or klassen.richtung is Richtung.NEUTRAL:
        return ""
    return f"{'heller' if stil.dunkel else 'dunkler'} = {direction_words(klassen.richtung)}"


def direction_words(richtung: Richtung) -> str:
    return "niedrigerer Wert, mehr Bedarf" if richtung is Richtung.STAERKE else "höherer Wert, mehr Bedarf"
