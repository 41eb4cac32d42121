"""Money by two dimensions as a table whose shade shows where most of it is; HTML that scrolls instead of being cut."""

from __future__ import annotations

import html
from collections.abc import Callable, Hashable
from decimal import Decimal

from sozialplanung.analysis.geldmatrix import Geldmatrix
from sozialplanung.charts.theme import Stil, text_color
from sozialplanung.formatting import FEHLT, NBSP, format_zahl


def matrix_html(
    matrix: Geldmatrix,
    name: Callable[[Hashable], str],
    *,
    titel: str,
    stil: Stil,
    leer: str = "nichts erfasst",
    beispiel: bool = False,
) -> str:
    """Rows × columns with sums, in euro; to the cent where there are cents, whole euro on a projector.

    ``name`` of a key, ``titel``: what the table shows, for screen readers, ``leer``: what an empty cell means. All of
    it escaped, for ``st.html``.
    """
    farben = stil.farben
    stellen = 2 if not stil.projektor and any(eur % 1 for eur in matrix.zellen.values()) else 0
    groesste = max(matrix.zellen.values(), default=Decimal(0))
    rand = f"border-bottom:1px solid {farben.haarlinie};padding:{0.45 * stil.schrift:.0f}px {0.5 * stil.schrift:.0f}px"

    def head(text: str, scope: str, seite: str, fest: str = "") -> str:
        stil_kopf = f"{rand};text-align:{seite};font-weight:600;vertical-align:bottom;{fest}"
        return f'<th scope="{scope}" style="{stil_kopf}">{html.escape(text)}</th>'

    def cell(eur: Decimal | None, *, summe: bool = False, fest: str = "") -> str:
        text = FEHLT if eur is None else format_zahl(eur, stellen)
        aussehen = f"{rand};text-align:right;white-space:nowrap"
        if summe:
            aussehen += f";font-weight:600;{fest}"
        elif eur is not None and groesste > 0:
            farbe = shade(eur, groesste, stil)
            aussehen += f";background:{farbe};color:{text_color(farbe)}"
        return f'<td style="{aussehen}">{text}</td>'

    # Heads and sums stay in sight while many rows scroll between them.
    oben, unten = (f"position:sticky;{seite}:0;background:{farben.grund}" for seite in ("top", "bottom"))
    kopf = "".join(head(name(s), "col", "right", oben) for s in matrix.spalten)
    zeilen = "".join(
        f"<tr>{head(name(z), 'row', 'left')}{''.join(cell(matrix.zellen.get((z, s))) for s in matrix.spalten)}"
        f"{cell(matrix.zeilensummen[z], summe=True)}</tr>"
        for z in matrix.zeilen
    )
    summen = [*(matrix.spaltensummen[s] for s in matrix.spalten), matrix.summe]
    fuss = "".join(cell(summe, summe=True, fest=unten) for summe in summen)
    einheit = f"Euro{', auf ganze Euro gerundet' if stil.projektor else ''} · {'heller' if stil.dunkel else 'dunkler'}"
    marke = '<span style="font-weight:600">Beispiel</span>' if beispiel else ""
    return (
        f'<div style="color:{farben.tinte};font-size:{stil.schrift}px;line-height:1.3">'
        f'<div style="display:flex;justify-content:space-between;font-size:{stil.klein}px">'
        f"<span>{einheit} = mehr Geld · {FEHLT} {html.escape(leer)}</span>{marke}</div>"
        f'<div tabindex="0" style="overflow:auto;max-height:44em"><table style="border-collapse:collapse;width:100%;'
        f'font-variant-numeric:tabular-nums"><caption style="position:absolute;width:1px;height:1px;overflow:hidden">'
        f"{html.escape(titel)}</caption><thead><tr><td></td>{kopf}{head('Summe', 'col', 'right', oben)}</tr></thead>"
        f"<tbody>{zeilen}</tbody><tfoot><tr>{head('Summe', 'row', 'left', unten)}{fuss}</tr>"
        f"</tfoot></table></div></div>"
    ).replace(NBSP, "&nbsp;")


def shade(eur: Decimal, groesste: Decimal, stil: Stil) -> str:
    """A colour from little to much, by the square root: small amounts differ even beside a very large one."""
    stufen = stil.farben.bedarf[:-1]
    return stufen[min(int((eur / groesste).sqrt() * len(stufen)), len(stufen) - 1)]
