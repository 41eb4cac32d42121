"""Pixels: how large charts may be in this window, so that a screen of the office and a wall are both filled.

Streamlit does not tell the server how large the window is; a line in the served page (``server.GermanHtml``) leaves it
in a cookie of this machine. Without it the smallest screen is assumed: 1280×800.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import streamlit as st

COOKIE = "fenster"
SKRIPT = (
    f"<script>const merke=()=>document.cookie='{COOKIE}='+innerWidth+'x'+innerHeight+';path=/;SameSite=Strict';"
    "merke();addEventListener('resize',merke)</script>"
)
_SEITENLEISTE = 300
_RASTER = 40  # sizes in steps, so that every finished chart serves many windows
_KARTENRAND = 34  # padding and border of a card
_LUECKE = 16


class Mass(NamedTuple):
    """Width and height in px."""

    breite: int
    hoehe: int


def window() -> Mass:
    """The inner size of the browser's window, within reason."""
    treffer = re.fullmatch(r"(\d{3,5})x(\d{3,5})", str(st.context.cookies.get(COOKIE, "")))
    breite, hoehe = (int(treffer[1]), int(treffer[2])) if treffer else (1280, 800)
    return Mass(_step(min(max(breite, 1000), 2400)), _step(min(max(hoehe, 640), 1600)))


def _step(px: int) -> int:
    return px // _RASTER * _RASTER


def chart_room(
    *, projektor: bool, anteil: float, spalten: int, ueber: int, mindestens: int, hoechstens: int = 640
) -> Mass:
    """Room for a chart in a card.

    ``anteil`` of the main area's width in a row of ``spalten`` cards; ``ueber``: px of the window's height that
    heading, sentence, legend and source take.
    """
    fenster = window()
    haupt = fenster.breite - 38 if projektor else min(fenster.breite - _SEITENLEISTE - 52, 1760)
    innen = (haupt - _LUECKE * (spalten - 1)) * anteil - _KARTENRAND
    return Mass(int(innen), min(max(fenster.hoehe - ueber, mindestens), hoechstens))
