"""How the frame looks: page settings, projector view, spacing."""

from __future__ import annotations

import copy
import functools
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from sozialplanung.charts.theme import Stil
from sozialplanung.ui import adresse, masse

_CSS = Path(__file__).with_name("rahmen.css")
_CSS_PROJEKTOR = Path(__file__).with_name("projektor.css")
_UEBER = (
    "**Sozialplanung** – vom Sozialbericht zur integrierten Sozialraumplanung. Alle Daten bleiben auf diesem "
    "Rechner. Freie Software unter der MIT-Lizenz."
)


_SEITEN = {
    "Hinsehen": [
        ("ueberblick", "Überblick", ":material/dashboard:"),
        ("karte", "Karte", ":material/map:"),
        ("arm_und_reich", "Arm und Reich", ":material/balance:"),
        ("profil", "Profil", ":material/article_person:"),
        ("sozialindex", "Sozialindex", ":material/stacked_bar_chart:"),
    ],
    "Handeln": [
        ("massnahmen", "Maßnahmen", ":material/handshake:"),
        ("geld_und_bedarf", "Geld und Bedarf", ":material/payments:"),
        ("daten", "Daten", ":material/database:"),
    ],
}


def pages() -> dict[str, list[StreamlitPage]]:
    """All pages by group; copies, because a run marks the one that it may call."""
    return {gruppe: [copy.copy(seite) for seite in seiten] for gruppe, seiten in _pages().items()}


@functools.cache
def _pages() -> dict[str, list[StreamlitPage]]:
    """Looked up in the file system once: that takes a millisecond."""
    return {
        gruppe: [st.Page(f"../../pages/{name}.py", title=titel, icon=icon) for name, titel, icon in seiten]
        for gruppe, seiten in _SEITEN.items()
    }


def configure() -> None:
    st.set_page_config(
        page_title="Sozialplanung",
        page_icon="🏘️",
        layout="wide",
        initial_sidebar_state="auto",
        menu_items={"Get help": None, "Report a bug": None, "About": _UEBER},
    )


def name_tab(seite: str) -> None:
    """Tabs, bookmarks and printed pages are told apart by their names."""
    st.set_page_config(page_title=f"{seite} · Sozialplanung")


def is_projektor() -> bool:
    """The switch, or ``?ansicht=projektor`` in the link."""
    return adresse.recall("ansicht", ("normal", "projektor"), "normal") == "projektor"


def is_wuerde() -> bool:
    """The switch, or ``?wuerde=1`` in the link: no names, no ranks, groups instead."""
    return adresse.recall("wuerde", ("0", "1"), "0") == "1"


def set_wuerde() -> None:
    st.session_state["wuerde"] = "1" if st.session_state["wuerde_schalter"] else "0"


def draw_wuerde_switch(*, wuerde: bool) -> None:
    st.session_state["wuerde_schalter"] = wuerde
    st.toggle(
        "Ohne Namen und Ränge",
        key="wuerde_schalter",
        on_change=set_wuerde,
        help="Gruppen statt Rangfolge, kein Gebiet wird genannt: für Runden mit Menschen, die dort wohnen.",
    )


def set_ansicht() -> None:
    st.session_state["ansicht"] = "projektor" if st.session_state["projektor_schalter"] else "normal"


def draw_ansicht_switch(*, projektor: bool) -> None:
    st.session_state["projektor_schalter"] = projektor
    st.toggle(
        "Projektoransicht",
        key="projektor_schalter",
        on_change=set_ansicht,
        help="Große Schrift und hoher Kontrast für die Leinwand.",
    )


def dress(*, projektor: bool) -> None:
    masse.listen()
    st.html(_CSS)
    if projektor:
        st.html(_CSS_PROJEKTOR)


def current_stil() -> Stil:
    return Stil(
        projektor=st.session_state.get("ansicht") == "projektor",
        dunkel=st.context.theme.type == "dark",
        wuerde=st.session_state.get("wuerde") == "1",
    )
