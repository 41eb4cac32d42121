"""A second Indikator beside the one of the frame: choice, figures, sources of both."""

from __future__ import annotations

import streamlit as st

from sozialplanung.model import Indikator, Richtung
from sozialplanung.ui import adresse, cache, components, vergleich
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember


@remember(256)
def options(daten: Daten, ebene: str, jahr: int, indikator_id: str) -> tuple[str, ...]:
    """The other Indikatoren with figures of several areas in the same year, in the order of the catalogue."""
    da = cache.verfuegbarkeit(daten)
    da = da[(da["raumebene"] == ebene) & (da["jahr"] == jahr) & (da["anzahl"] > 1)]
    vorhanden = set(da["indikator_id"]) - {indikator_id}
    return tuple(i for i in cache.indikatoren(daten) if i in vorhanden)


def choose(auswahl: Auswahl, label: str) -> Indikator | None:
    """None where there is no other; by default the first one with a direction."""
    wahl = options(auswahl.daten, auswahl.level, auswahl.year, auswahl.figures.indikator_id)
    if not wahl:
        return None
    alle = cache.indikatoren(auswahl.daten)
    vorgabe = next((i for i in wahl if alle[i].richtung != Richtung.NEUTRAL), wahl[0])
    zweiter = adresse.recall("zweiter", wahl, vorgabe)
    st.selectbox(
        label, wahl, key="zweiter", width=440, format_func=cache.indikatoren_zur_wahl(auswahl.daten).__getitem__
    )
    return alle[zweiter]


def missing_text(auswahl: Auswahl) -> str:
    """What to do where there is no second Indikator."""
    return (
        f"Für {auswahl.level.plural} gibt es {auswahl.year} keinen zweiten Indikator mit Werten. Bitte wählen Sie ein "
        "anderes Jahr oder eine andere Raumebene."
    )


def draw_source(auswahl: Auswahl, zweiter: Indikator | None, *zusatz: str) -> None:
    """Line under a picture of both: sources, additions, what is hidden of either."""
    beide = [auswahl.figures, *([zweiter] if zweiter else [])]
    quellen: cache.Quellen = ()
    verborgen: list[str] = []
    for indikator in beide:
        quellen += cache.quellen(auswahl.daten, indikator.indikator_id, auswahl.level, auswahl.year)
        verborgen += vergleich.hidden_notes(auswahl.daten, indikator, auswahl.level, auswahl.year)
    components.source_line(tuple(dict.fromkeys(quellen)), list(dict.fromkeys([*(z for z in zusatz if z), *verborgen])))


def is_beispiel(auswahl: Auswahl, zweiter: Indikator | None) -> bool:
    """Whether any figure of the year is invented."""
    beide = [auswahl.figures, *([zweiter] if zweiter else [])]
    return any(_is_beispiel(auswahl.daten, indikator, auswahl.level, auswahl.year) for indikator in beide)


@remember(512)
def _is_beispiel(daten: Daten, indikator: Indikator, ebene: str, jahr: int) -> bool:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    return components.is_beispiel(werte[werte["jahr"] == jahr])
