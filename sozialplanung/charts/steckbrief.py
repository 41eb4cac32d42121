"""What is said of one thing, field by field, as HTML."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import NamedTuple

from sozialplanung.charts.theme import Stil


class Feld(NamedTuple):
    """``adresse``: a page of this application to which the text leads."""

    titel: str
    text: str
    adresse: str = ""


def facts_html(felder: Sequence[Feld], stil: Stil, *, beispiel: bool = False) -> str:
    """Titles beside texts; what nobody filled in says so. Everything is escaped, for ``st.html``."""
    farben = stil.farben
    zeilen = "".join(
        f'<dt style="margin:0;padding:0;color:{farben.gedaempft}">{html.escape(feld.titel)}</dt>'
        f'<dd style="margin:0;white-space:pre-line">{_text(feld, stil)}</dd>'
        for feld in felder
    )
    marke = '<div style="text-align:right;font-weight:600;font-size:.85em">Beispiel</div>' if beispiel else ""
    return (
        f'<div style="color:{farben.tinte};font-size:{stil.schrift + 1}px;line-height:1.45">{marke}'
        f'<dl style="display:grid;grid-template-columns:minmax(7em,max-content) 1fr;gap:.3em 1em;margin:0;padding:0">'
        f"{zeilen}</dl></div>"
    )


def _text(feld: Feld, stil: Stil) -> str:
    text = html.escape(feld.text)
    if not text:
        return f'<span style="color:{stil.farben.gedaempft}">–</span>'
    if not feld.adresse:
        return text
    return f'<a href="{html.escape(feld.adresse)}" target="_self" style="color:{stil.farben.primaer}">{text}</a>'
