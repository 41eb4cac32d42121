"""How far the reading of a large upload is, and the way out of it.

Streamlit interrupts a running script where it draws next, once somebody has clicked. Each step of the bar is such a
place: a click on »Abbrechen« (or anywhere else) ends the reading there, and the page begins anew with what was clicked.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sozialplanung.formatting import format_prozent
from sozialplanung.importer.datei import GROSSE_DATEI, Datei, Melden, stay_silent
from sozialplanung.ui import components


@contextlib.contextmanager
def watch(datei: Datei, abbrechen: Callable[[str], None]) -> Iterator[None]:
    """Bar and button while a reader tells how far it is.

    ``abbrechen`` is told what to say when somebody cancels: before the page is drawn again, when reading has ended.
    """
    if len(datei.inhalt) < GROSSE_DATEI:
        yield
        return
    platz = st.empty()
    datei.melde = _bar(platz, datei.name, abbrechen)
    try:
        yield
    finally:
        datei.melde = stay_silent
        platz.empty()


def _bar(platz: DeltaGenerator, name: str, abbrechen: Callable[[str], None]) -> Melden:
    """Drawn at the first share: not every reader tells one, and a bar that stands still says nothing."""
    leisten: list[DeltaGenerator] = []
    satz = f"Abgebrochen: »{components.markdown_escape(name)}« wurde nicht eingelesen; am Projekt ist nichts geändert."

    def draw(anteil: float) -> None:
        text = f"»{components.markdown_escape(name)}« wird gelesen: {format_prozent(anteil, 0)}"
        if leisten:
            leisten[0].progress(anteil, text)
            return
        with platz.container():
            leisten.append(st.progress(anteil, text))
            st.button("Abbrechen", icon=":material/close:", key="lesen_abbrechen", on_click=abbrechen, args=(satz,))

    return draw
