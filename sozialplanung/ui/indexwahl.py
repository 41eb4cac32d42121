"""Which Sozialindex: method, Indikatoren, their directions and weights, the smallest area, bounds of the classes."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.analysis.sozialindex import GEWICHTET, VERFAHREN, Indexdefinition, Verfahren, class_bounds
from sozialplanung.errors import AnalyseError
from sozialplanung.formatting import format_zahl
from sozialplanung.model import Indikator, Richtung
from sozialplanung.report.saetze_index import VERFAHREN_ERKLAERT, VERFAHREN_NAMEN, describe_definition
from sozialplanung.ui import adresse, cache, components, gewichte, indexspeicher
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.kartenseite import read_bounds

_EINWOHNER_HOECHSTENS = 1_000_000
_RICHTUNGEN = {Richtung.BELASTUNG.value: "mehr Bedarf", Richtung.STAERKE.value: "weniger Bedarf"}


class Angebot(NamedTuple):
    """Indikatoren that have figures here, and those that are taken without a choice."""

    indikatoren: dict[str, Indikator]
    vorgabe: list[str]


@remember(128)
def offer(daten: Daten, ebene: str, jahr: int) -> Angebot:
    """Default: the Belastungen with figures for all areas, or strengths, too, where there are fewer than two."""
    alle = {i: angabe for i, angabe in cache.indikatoren(daten).items() if not angabe.ist_index}
    da = cache.verfuegbarkeit(daten)
    da = da[(da["raumebene"] == ebene) & (da["jahr"] == jahr)]
    vorhanden, vollstaendig = set(da["indikator_id"]), set(da.loc[da["anzahl"] == da["gesamt"], "indikator_id"])
    moeglich = {i: alle[i] for i in alle if i in vorhanden}
    gerichtet = [i for i in moeglich if moeglich[i].richtung != Richtung.NEUTRAL]
    ganz = [i for i in gerichtet if i in vollstaendig]
    belastungen = [i for i in ganz if moeglich[i].richtung == Richtung.BELASTUNG]
    vorgabe = next((wahl for wahl in (belastungen, ganz) if len(wahl) > 1), gerichtet)
    return Angebot(moeglich, vorgabe)


def choose(auswahl: Auswahl) -> Indexdefinition:
    """Method in sight, everything else one click away; nothing below is drawn with fewer than two Indikatoren."""
    angebot = offer(auswahl.daten, auswahl.level, auswahl.year)
    if len(angebot.indikatoren) < 2:
        components.empty_state(
            "Für einen Sozialindex braucht es mindestens zwei Indikatoren mit Werten für "
            f"{auswahl.level.plural} im Jahr {auswahl.year}; vorhanden: {len(angebot.indikatoren)}."
        )
    indexspeicher.show_message()
    verfahren = adresse.recall("verfahren", VERFAHREN, VERFAHREN[0])
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(
            "Verfahren",
            VERFAHREN,
            key="verfahren",
            format_func=VERFAHREN_NAMEN.__getitem__,
            help=VERFAHREN_ERKLAERT[verfahren],
        )
        auswahlfeld = st.popover("Indikatoren", icon=":material/checklist:")
    with auswahlfeld, st.container(width=440):
        namen = adresse.recall_list("index", list(angebot.indikatoren), angebot.vorgabe)
        adresse.hold("index")
        st.multiselect(
            "Indikatoren",
            list(angebot.indikatoren),
            key="index",
            format_func=cache.indikatoren_zur_wahl(auswahl.daten).__getitem__,
            placeholder="Bitte mindestens zwei wählen",
        )
        richtungen = _choose_directions({name: angebot.indikatoren[name] for name in namen})
        mindestens = _choose_smallest(auswahl)
        grenzen = _choose_bounds() if verfahren == "hamburg" else ()
    zaehlend = {name: angebot.indikatoren[name] for name in namen if richtungen[name]}
    if ohne := [angebot.indikatoren[name].bezeichnung for name in namen if not richtungen[name]]:
        st.info(
            f"Zählt noch nicht mit: {components.markdown_escape(components.list_names(ohne))}. Bitte sagen Sie unter "
            "»Indikatoren«, ob viel davon mehr oder weniger Bedarf heißt.",
            icon=":material/info:",
        )
    anteile = gewichte.recall(list(zaehlend))
    definition = Indexdefinition(
        verfahren, tuple(zaehlend), tuple(richtungen[name] for name in zaehlend), anteile, grenzen, mindestens
    )
    gewichte.draw(_labels(zaehlend, richtungen), anteile, fest=_fixed(verfahren))
    indexspeicher.draw(auswahl, definition, angebot.indikatoren, apply)
    if len(zaehlend) < 2:
        components.hint("Bitte wählen Sie unter »Indikatoren« mindestens zwei Indikatoren.")
    return definition


def _fixed(verfahren: Verfahren) -> str:
    if verfahren in GEWICHTET:
        return ""
    return (
        f"»{VERFAHREN_NAMEN[verfahren]}« bringt seine Gewichte mit. Eigene lassen sich etwa mit "
        f"»{VERFAHREN_NAMEN['z']}« setzen."
    )


def _choose_directions(indikatoren: Mapping[str, Indikator]) -> dict[str, str]:
    """That of the catalogue; for a neutral one what is chosen here, empty until then."""
    richtungen = {name: str(indikator.richtung) for name, indikator in indikatoren.items()}
    neutral = [name for name, richtung in richtungen.items() if richtung == Richtung.NEUTRAL]
    for name in neutral:
        wahl: str | None = adresse.recall(_direction_key(name), (*_RICHTUNGEN, None), None)
        adresse.hold(_direction_key(name))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"Viel »{components.markdown_escape(indikatoren[name].bezeichnung)}« heißt")
            st.segmented_control(
                f"Richtung: {indikatoren[name].bezeichnung}",
                list(_RICHTUNGEN),
                key=_direction_key(name),
                format_func=_RICHTUNGEN.__getitem__,
                label_visibility="collapsed",
            )
        richtungen[name] = wahl or ""
    return richtungen


def _direction_key(name: str) -> str:
    return f"richtung_{name}"


def _labels(indikatoren: Mapping[str, Indikator], richtungen: Mapping[str, str]) -> dict[str, str]:
    """Names; a Stärke says that it counts the other way round."""
    return {
        name: i.bezeichnung + (" (Stärke, zählt umgekehrt)" if richtungen[name] == Richtung.STAERKE else "")
        for name, i in indikatoren.items()
    }


def _choose_smallest(auswahl: Auswahl) -> int:
    vorgabe = int(load_parameter("index_mindest_einwohner"))
    wahl = adresse.recall_whole("mindest", vorgabe, _EINWOHNER_HOECHSTENS)
    adresse.hold("mindest")
    fehlt = cache.einwohner(auswahl.daten, auswahl.level).empty
    st.number_input(
        "Kleinste Einwohnerzahl",
        min_value=0,
        max_value=_EINWOHNER_HOECHSTENS,
        step=50,
        key="mindest",
        width=190,
        disabled=fehlt,
        help="Kleinere Gebiete bleiben ohne Index und sind in der Karte grau. 0: keine Grenze."
        + (" Dazu braucht es das Merkmal ›einwohner‹, das hier keine Werte hat." if fehlt else ""),
    )
    return wahl


def _choose_bounds() -> tuple[float, ...]:
    """Own bounds; while what is typed is none, those of the method."""
    vorgabe = "; ".join(format_zahl(grenze, 1) for grenze in class_bounds("hamburg"))
    eingabe = adresse.recall_text("grenzen", vorgabe)
    adresse.hold("grenzen")
    st.text_input(
        "Klassengrenzen (Standardabweichungen)",
        key="grenzen",
        width=290,
        help="Zwei oder drei Zahlen mit Komma, getrennt durch Semikolon, z. B. −1; 1; 1,5. Über der letzten ist der "
        "Bedarf am größten.",
    )
    grenzen = read_bounds(eingabe.replace("−", "-")) or ()
    try:
        if grenzen == class_bounds("hamburg"):
            return ()
        return class_bounds("hamburg", grenzen) if eingabe.strip() else ()
    except AnalyseError as fehler:
        st.caption(f":orange[{fehler}]")
        return ()


def apply(definition: Indexdefinition, indikatoren: Mapping[str, Indikator]) -> None:
    """Set all choices of this page."""
    adresse.replace("verfahren", definition.verfahren)
    adresse.replace("index", ",".join(definition.indikatoren))
    gewichte.remember(definition.indikatoren, definition.gewichte)
    for name, richtung in zip(definition.indikatoren, definition.richtungen, strict=True):
        if indikatoren[name].richtung == Richtung.NEUTRAL:
            adresse.replace(_direction_key(name), richtung)
    adresse.replace("mindest", str(definition.mindesteinwohner))
    if definition.grenzen:
        adresse.replace("grenzen", "; ".join(f"{grenze:.6g}".replace(".", ",") for grenze in definition.grenzen))
    else:
        adresse.forget("grenzen")


def sources(auswahl: Auswahl, definition: Indexdefinition) -> cache.Quellen:
    """The Quellen of all indicators of the index, each once."""
    alle = (cache.quellen(auswahl.daten, i, auswahl.level, auswahl.year) for i in definition.indikatoren)
    return tuple(dict.fromkeys(itertools.chain.from_iterable(alle)))


def described_sources(auswahl: Auswahl, definition: Indexdefinition) -> cache.Quellen:
    """``sources`` after the definition in words, for pictures that leave the page."""
    worte = describe_definition(definition, cache.indikatoren(auswahl.daten))
    return (cache.Quellenangabe(worte, "", None), *sources(auswahl, definition))
