"""Pixels: how large charts may be in this window, so that a screen of the office and a wall are both filled.

Streamlit does not tell the server how large the window is; a line in the served page (``server.GermanHtml``) leaves it
in a cookie of this machine, which the server reads once, when the page connects. A window that is drawn to the wall
or made smaller later says so itself (``listen``). Without any of it the smallest screen is assumed: 1280×800.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import streamlit as st

COOKIE = "fenster"
SKRIPT = (
    f"<script>const merke=()=>document.cookie='{COOKIE}='+innerWidth+'x'+innerHeight+';path=/;SameSite=Strict';"
    "merke();addEventListener('resize',merke)</script>"
)
_MELDUNG, _GROESSE = "fenstermelder", "groesse"
# Tells the new size once the window has come to rest; at the next mount it is the cookie that counts.
_MELDER_JS = """
export default function ({ setStateValue }) {
  let ruhe;
  const melde = () => {
    clearTimeout(ruhe);
    ruhe = setTimeout(() => setStateValue("groesse", innerWidth + "x" + innerHeight), 300);
  };
  addEventListener("resize", melde);
  return () => { clearTimeout(ruhe); removeEventListener("resize", melde); };
}
"""
_FENSTER, _ANFANG = "_fenster", "_fenster_anfang"
_SEITENLEISTE = 300
_RASTER = 40  # sizes in steps, so that every finished chart serves many windows
_KARTENRAND = 34  # padding and border of a card
_LUECKE = 16


class Mass(NamedTuple):
    """Width and height in px."""

    breite: int
    hoehe: int


def window() -> Mass:
    """The inner size of the browser's window, within reason; as ``listen`` found it in this run."""
    fenster: Mass = st.session_state[_FENSTER]
    return fenster


def _ask() -> Mass:
    if _ANFANG not in st.session_state:
        st.session_state[_ANFANG] = st.context.cookies.get(COOKIE, "")
    gemeldet = st.session_state.get(_MELDUNG) or {}
    groesse = gemeldet.get(_GROESSE) or st.session_state[_ANFANG]
    treffer = re.fullmatch(r"(\d{3,5})x(\d{3,5})", str(groesse))
    breite, hoehe = (int(treffer[1]), int(treffer[2])) if treffer else (1280, 800)
    return Mass(_step(min(max(breite, 1000), 2400)), _step(min(max(hoehe, 640), 1600)))


@cache
def _listener() -> Callable[..., object]:
    """Registered at the first run: only then is there a server that knows components."""
    return st.components.v2.component("sozialplanung_fenster", js=_MELDER_JS)


def listen() -> None:
    """Once a run: how large the window is; one that changes its size has its charts drawn anew."""
    _listener()(key=_MELDUNG, on_groesse_change=lambda: None)
    st.session_state[_FENSTER] = _ask()


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
