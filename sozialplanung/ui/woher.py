"""Page »Daten«, view »Woher?«: what the chosen figure was made of, down to the cell of the delivered file."""

from __future__ import annotations

import streamlit as st

from sozialplanung.formatting import format_zahl, join_und
from sozialplanung.report.saetze_woher import describe_figure, describe_parts, parts_table
from sozialplanung.store import Nachweis
from sozialplanung.ui import cache, components
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember

_HOECHSTENS = 300


@remember(64)
def nachweis(daten: Daten, indikator_id: str, ebene: str, gebiet_id: str, jahr: int) -> Nachweis:
    return daten.projekt.load_nachweis(indikator_id, ebene, gebiet_id, jahr)


def draw(auswahl: Auswahl) -> None:
    """One sentence and a table; the choices are the shared ones of the frame."""
    if components.not_in_wuerde(auswahl):
        return
    if auswahl.indikator is None or auswahl.jahr is None:
        components.empty_state("Noch keine Zahlen. Bitte laden Sie unter »Hochladen« eine Datei hoch.")
    if auswahl.gebiet is None:
        components.hint("Bitte wählen Sie bei »Auswahl« ein Gebiet; hier steht dann, woher seine Zahl kommt.")
    indikator = auswahl.indikator
    antwort = nachweis(auswahl.daten, indikator.indikator_id, auswahl.level, auswahl.gebiet, auswahl.jahr)
    if antwort.indikatoren:
        alle = cache.indikatoren(auswahl.daten)
        namen = join_und([f"»{alle[i].bezeichnung}«" for i in antwort.indikatoren if i in alle])
        components.hint(f"Dieser Index wird aus {namen} gerechnet. Bitte wählen Sie einen dieser Indikatoren.")
    st.subheader(components.markdown_escape(describe_figure(antwort, indikator, auswahl.jahr)), anchor=False)
    if indikator.definition:
        st.caption(components.markdown_escape(indikator.definition))
    if antwort.teile.empty:
        return
    if satz := describe_parts(antwort):
        st.markdown(satz)
    tabelle = parts_table(antwort)
    components.table(tabelle.head(_HOECHSTENS))
    if len(tabelle) > _HOECHSTENS:
        st.caption(f"Gezeigt werden {_HOECHSTENS} von {format_zahl(len(tabelle))} Zahlen; alle stehen im Download.")
    components.source_line(cache.quellen(auswahl.daten, indikator.indikator_id, auswahl.level, auswahl.jahr))
    components.take_away(lambda: tabelle, f"woher_{indikator.indikator_id}_{auswahl.gebiet}", key="woher")
