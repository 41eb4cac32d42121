"""Page »Daten«: a list of Einrichtungen, taken in by where they lie."""

from __future__ import annotations

import streamlit as st

from sozialplanung.importer import read_einrichtungen, vorhandenes_of
from sozialplanung.model import Herkunft
from sozialplanung.report.saetze_woher import HERKUNFT
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.lieferungen import draw_confirmation, draw_findings, read_once


def draw_facilities(daten: Daten) -> None:
    """A list of Einrichtungen: to the Gebiete by where they lie."""
    datei = st.file_uploader(
        "Einrichtungen (CSV, Mappe, GeoJSON)", key=f"einrichtungen_{st.session_state.get('_runde', 0)}"
    )
    if datei is None:
        st.caption(
            "Spalten: Name, Art, Träger, Plätze und Koordinaten in Grad (WGS 84) oder ETRS89/UTM 32N. Jede Einrichtung "
            "kommt in das kleinste Gebiet, in dessen Umriss sie liegt."
        )
        return
    art = st.text_input("Art, wenn die Datei keine Spalte dafür hat", key="einrichtungen_art", placeholder="z. B. Kita")
    quelle = st.text_input(
        "Quelle der Liste", key="einrichtungen_quelle", placeholder="z. B. Jugendamt, Stand 01.08.2026"
    )
    herkunft = st.selectbox(
        "Herkunft der Liste",
        list(Herkunft),
        index=list(Herkunft).index(Herkunft.EIGEN),
        format_func=lambda herkunft: HERKUNFT[herkunft],
        key="einrichtungen_herkunft",
    )
    paket = read_once(
        datei,
        daten,
        f"{art}|{quelle}|{herkunft}",
        lambda inhalt: read_einrichtungen(
            inhalt, datei.name, vorhandenes_of(daten.projekt), art=art.strip(), quelle=quelle, herkunft=herkunft
        ),
        "Die Einrichtungen werden geprüft …",
    )
    if paket is not None:
        draw_findings(paket.befunde)
        draw_confirmation(daten, paket)
