"""Which Sozialindex: method, indicators, weights; the definition as a file to take away and to bring along."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import streamlit as st

from sozialplanung.analysis.sozialindex import GEWICHTET, VERFAHREN, Indexdefinition
from sozialplanung.errors import AnalyseError
from sozialplanung.formatting import format_prozent
from sozialplanung.model import Indikator, Richtung
from sozialplanung.report.indexdefinition import read_definition, today, write_definition
from sozialplanung.report.saetze_index import VERFAHREN_ERKLAERT, VERFAHREN_NAMEN, direction_word
from sozialplanung.ui import adresse, cache, components
from sozialplanung.ui.filters import Auswahl

HOECHSTGEWICHT = 1000.0
_FEHLER = "_index_fehler"
_DATEI = "index_datei"


class Angebot(NamedTuple):
    """Indikatoren with direction that have figures here, and those that are taken without a choice."""

    indikatoren: dict[str, Indikator]
    vorgabe: list[str]


def offer(auswahl: Auswahl) -> Angebot:
    """Default: the Belastungen with figures for all areas, or strengths, too, where there are fewer than two."""
    alle = cache.indikatoren(auswahl.daten)
    da = cache.verfuegbarkeit(auswahl.daten)
    da = da[(da["raumebene"] == auswahl.level) & (da["jahr"] == auswahl.year)]
    vorhanden, vollstaendig = set(da["indikator_id"]), set(da.loc[da["anzahl"] == da["gesamt"], "indikator_id"])
    moeglich = {i: alle[i] for i in alle if i in vorhanden and alle[i].richtung != Richtung.NEUTRAL}
    ganz = [i for i in moeglich if i in vollstaendig]
    belastungen = [i for i in ganz if moeglich[i].richtung == Richtung.BELASTUNG]
    vorgabe = next((wahl for wahl in (belastungen, ganz) if len(wahl) > 1), list(moeglich))
    return Angebot(moeglich, vorgabe)


def choose(auswahl: Auswahl) -> Indexdefinition:
    """Method in sight, everything else one click away; nothing below is drawn with fewer than two indicators."""
    angebot = offer(auswahl)
    if len(angebot.indikatoren) < 2:
        components.empty_state(
            "Für einen Sozialindex braucht es mindestens zwei Indikatoren mit Richtung (Belastung oder Stärke) und "
            f"Werten für {auswahl.level.plural} im Jahr {auswahl.year}; vorhanden: {len(angebot.indikatoren)}."
        )
    verfahren = adresse.recall("verfahren", VERFAHREN, VERFAHREN[0])
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(
            "Verfahren",
            VERFAHREN,
            key="verfahren",
            format_func=VERFAHREN_NAMEN.__getitem__,
            width=290,
            help=VERFAHREN_ERKLAERT[verfahren],
        )
        wahlfeld = st.popover("Indikatoren und Gewichte", icon=":material/tune:")
        dateifeld = st.popover("Definition", icon=":material/description:")
    with wahlfeld:
        namen = adresse.recall_list("index", list(angebot.indikatoren), angebot.vorgabe)
        st.multiselect(
            "Indikatoren",
            list(angebot.indikatoren),
            key="index",
            format_func=lambda i: angebot.indikatoren[i].bezeichnung,
            placeholder="Bitte mindestens zwei wählen",
        )
        gewaehlt = {name: angebot.indikatoren[name] for name in namen}
        gewichte = tuple(adresse.recall_number(_weight_key(name), 1.0, HOECHSTGEWICHT) for name in namen)
        richtungen = tuple(indikator.richtung for indikator in gewaehlt.values())
        definition = Indexdefinition(verfahren, tuple(namen), richtungen, gewichte)
        _draw_weights(definition, gewaehlt)
    with dateifeld:
        _draw_file(definition, angebot)
    if len(namen) < 2:
        components.hint("Bitte wählen Sie unter »Indikatoren und Gewichte« mindestens zwei Indikatoren.")
    if not any(gewichte):
        components.hint("Alle Gewichte sind null. Bitte geben Sie mindestens einem Indikator ein Gewicht.")
    return definition


def _weight_key(name: str) -> str:
    return f"gewicht_{name}"


def _draw_weights(definition: Indexdefinition, indikatoren: dict[str, Indikator]) -> None:
    gewichtet = definition.verfahren in GEWICHTET
    if not gewichtet:
        st.caption(f"»{VERFAHREN_NAMEN[definition.verfahren]}« bringt seine Gewichte mit; Ihre bleiben gemerkt.")
    st.caption("Belastung: viel heißt mehr Bedarf. Stärke: viel heißt weniger Bedarf. Prozent: Anteil am Index.")
    anteile = definition.anteile_der_gewichte if indikatoren else ()
    for (name, indikator), anteil in zip(indikatoren.items(), anteile, strict=True):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.number_input(
                f"Gewicht: {indikator.bezeichnung}",
                min_value=0.0,
                max_value=HOECHSTGEWICHT,
                step=0.5,
                format="%g",
                key=_weight_key(name),
                disabled=not gewichtet,
                label_visibility="collapsed",
                width=130,
            )
            zahl = f"**{format_prozent(anteil, 0)}** " if gewichtet else ""
            name_und_richtung = (
                f"{components.markdown_escape(indikator.bezeichnung)} :small[({direction_word(indikator)})]"
            )
            st.markdown(zahl + name_und_richtung, width="stretch")


def _draw_file(definition: Indexdefinition, angebot: Angebot) -> None:
    st.markdown("Indikatoren, Richtungen, Gewichte und Verfahren als Datei (YAML) zum Aufheben und Weitergeben.")
    st.download_button(
        "Definition herunterladen",
        lambda: write_definition(definition, angebot.indikatoren, today()),
        file_name="sozialindex.yaml",
        mime="application/yaml",
        on_click="ignore",
        disabled=not definition.indikatoren,
        width="stretch",
    )
    st.file_uploader(
        "Definition hochladen",
        type=["yaml", "yml"],
        key=_DATEI,
        on_change=_take_over,
        args=(angebot,),
    )
    if fehler := st.session_state.get(_FEHLER):
        st.error(components.markdown_escape(fehler), icon=":material/info:")


def _take_over(angebot: Angebot) -> None:
    """An uploaded definition becomes the choice, or a sentence says why not."""
    datei = st.session_state.get(_DATEI)
    st.session_state[_FEHLER] = None
    if datei is None:
        return
    try:
        apply(read_definition(datei.getvalue(), angebot.indikatoren))
    except AnalyseError as fehler:
        st.session_state[_FEHLER] = str(fehler)


def apply(definition: Indexdefinition) -> None:
    """Set all choices of this page."""
    adresse.replace("verfahren", definition.verfahren)
    adresse.replace("index", ",".join(definition.indikatoren))
    for name, gewicht in zip(definition.indikatoren, definition.gewichte, strict=True):
        adresse.replace(_weight_key(name), f"{gewicht:.12g}")


def sources(auswahl: Auswahl, definition: Indexdefinition) -> cache.Quellen:
    """The Quellen of all indicators of the index, each once."""
    alle = (cache.quellen(auswahl.daten, i, auswahl.level, auswahl.year) for i in definition.indikatoren)
    return tuple(dict.fromkeys(itertools.chain.from_iterable(alle)))
