"""The map as a card, with legend, selection and what goes with it."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from sozialplanung.charts.karte import LAYER, map_deck
from sozialplanung.charts.klassen import Klassen, Verfahren, classify
from sozialplanung.charts.legende import legend_html
from sozialplanung.charts.theme import Stil
from sozialplanung.errors import ProjektError
from sozialplanung.formatting import format_wert
from sozialplanung.model import Indikator, Raumebene, Richtung, Wertzeichen
from sozialplanung.report.saetze import sentence_map
from sozialplanung.ui import cache, components, filters
from sozialplanung.ui.cache import Daten, Flaechen
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.masse import Mass

KEINE_GRENZEN = (
    "Für diese Raumebene sind keine Grenzen hinterlegt. Sie können auf der Seite »Daten« eine GeoJSON-Datei ergänzen."
)


class Klassenwahl(NamedTuple):
    """How a map is classed."""

    verfahren: Verfahren = "quantile"
    anzahl: int = 5
    grenzen: tuple[float, ...] | None = None


class Kartenwerte(NamedTuple):
    """The figures of one map: what each area shows and how many show none."""

    werte: pd.DataFrame
    geheim: int
    gesperrt: int
    fehlt: int
    beispiel: bool


@remember(512)
def map_values(daten: Daten, indikator: Indikator, ebene: str, jahr: int) -> Kartenwerte:
    alle = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    werte = alle[alle["jahr"] == jahr]
    anzeige = [
        format_wert(wert, zeichen, unit(indikator), indikator.nachkommastellen)
        for wert, zeichen in zip(werte["wert"], werte["zeichen"], strict=True)
    ]
    ohne = werte["wert"].isna()
    geheim, gesperrt = (
        int((ohne & (werte["zeichen"] == zeichen)).sum()) for zeichen in (Wertzeichen.GEHEIM, Wertzeichen.GESPERRT)
    )
    tabelle = werte[["gebiet_id", "wert", "zeichen"]].assign(anzeige=anzeige)
    return Kartenwerte(tabelle, geheim, gesperrt, int(ohne.sum()) - geheim - gesperrt, components.is_beispiel(werte))


@remember(512)
def map_sentence(daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, gebiet: str | None) -> str:
    return sentence_map(cache.indikatorwerte(daten, indikator.indikator_id, ebene), indikator, ebene, jahr, gebiet)


@remember(512)
def coverage_text(daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int) -> str:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    return components.coverage_text(werte[werte["jahr"] == jahr], ebene)


@remember(512)
def classes(daten: Daten, indikator: Indikator, ebene: str, jahre: tuple[int, ...], wahl: Klassenwahl) -> Klassen:
    """Classes over one or more years: twin maps of two years share one scale."""
    werte = pd.concat([map_values(daten, indikator, ebene, jahr).werte["wert"] for jahr in jahre])
    return classify(
        werte,
        wahl.verfahren,
        wahl.anzahl,
        wahl.grenzen,
        stellen=indikator.nachkommastellen,
        richtung=Richtung(indikator.richtung),
    )


def unit(indikator: Indikator) -> str:
    """% and € stand behind every number; longer units stand in titles only."""
    return indikator.einheit.split(" ")[0]


def draw_map(
    auswahl: Auswahl,
    *,
    key: str,
    breite: int,
    hoehe: int,
    klassen: Klassen | None = None,
    indikator: Indikator | None = None,
    jahr: int | None = None,
) -> Flaechen | None:
    """Choropleth with legend; a click marks the area everywhere. None where the level has no outlines."""
    flaechen = cache.flaechen(auswahl.daten, auswahl.level)
    if flaechen is None:
        st.info(KEINE_GRENZEN, icon=":material/map:")
        return None
    indikator, jahr = indikator or auswahl.figures, jahr or auswahl.year
    klassen = klassen or classes(auswahl.daten, indikator, auswahl.level, (jahr,), Klassenwahl())
    karte = finished_map(
        auswahl.daten, indikator, auswahl.level, jahr, klassen, auswahl.gebiet, auswahl.stil, Mass(breite, hoehe)
    )
    show_areas(karte.deck, key=key, alt=f"{indikator.bezeichnung}, {jahr}", hoehe=hoehe)
    draw_legend(karte.legende, beispiel=karte.beispiel)
    return flaechen


class Karte(NamedTuple):
    """A map that only needs to be shown."""

    deck: Any
    legende: str
    beispiel: bool


@remember(256)
def finished_map(
    daten: Daten,
    indikator: Indikator,
    ebene: Raumebene,
    jahr: int,
    klassen: Klassen,
    gebiet: str | None,
    stil: Stil,
    mass: Mass,
) -> Karte:
    flaechen = cache.flaechen(daten, ebene)
    if flaechen is None:
        raise ProjektError(KEINE_GRENZEN)
    werte = map_values(daten, indikator, ebene, jahr)
    deck = finish_areas(flaechen, werte.werte, klassen, gebiet, stil, mass)
    legende = legend_html(
        klassen,
        stil,
        indikator.einheit,
        anzahlen=klassen.count(werte.werte["wert"]),
        geheim=werte.geheim,
        fehlt=werte.fehlt,
        gesperrt=werte.gesperrt,
        breite=mass.breite,
    )
    return Karte(deck, legende, werte.beispiel)


def finish_areas(
    flaechen: Flaechen, werte: pd.DataFrame, klassen: Klassen, gebiet: str | None, stil: Stil, mass: Mass
) -> Any:
    """The map of ``werte`` (gebiet_id, wert, zeichen, anzeige), ready to be shown as often as one likes."""
    deck = map_deck(
        flaechen.tabelle,
        werte,
        klassen,
        stil,
        geometrie_url=flaechen.url,
        gewaehlt=gebiet,
        grenzen=flaechen.grenzen,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )
    fertig = deck.to_json()
    deck.to_json = lambda: fertig  # Streamlit asks for it on every run
    return deck


def draw_areas(
    auswahl: Auswahl, flaechen: Flaechen, werte: pd.DataFrame, klassen: Klassen, *, key: str, alt: str, mass: Mass
) -> None:
    """A map without legend that is not kept."""
    show_areas(
        finish_areas(flaechen, werte, klassen, auswahl.gebiet, auswahl.stil, mass), key=key, alt=alt, hoehe=mass.hoehe
    )


def show_areas(deck: Any, *, key: str, alt: str, hoehe: int) -> None:
    """Show a finished map; a click marks the area everywhere."""
    st.pydeck_chart(
        deck,
        height=hoehe,
        key=key,
        selection_mode="single-object",
        on_select=lambda: _mark(key),
        alt=f"Karte: {alt}",
    )


def draw_legend(legende: str, *, beispiel: bool) -> None:
    st.html(f'<div style="position:relative">{components.beispiel_mark(beispiel)}{legende}</div>')


def _mark(key: str) -> None:
    objekte = st.session_state[key].selection["objects"].get(LAYER) or []
    filters.click_gebiet(key, objekte[0]["properties"]["gebiet_id"] if objekte else None)


def schematic_note(flaechen: Flaechen | None) -> list[str]:
    """Words for the line under a map."""
    if flaechen is None:
        return []
    return ["schematische Grenzen"] if flaechen.schematisch else [f"Grenzen: {', '.join(flaechen.quellen)}"]
