"""The map as a card, with legend, selection and what goes with it."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from sozialplanung.analysis.gruppen import MINDESTENS
from sozialplanung.charts.karte import LAYER, map_deck, without_names
from sozialplanung.charts.klassen import Klassen, Verfahren, around_zero, classify
from sozialplanung.charts.legende import legend_html
from sozialplanung.charts.theme import Stil
from sozialplanung.errors import ProjektError
from sozialplanung.formatting import format_wert
from sozialplanung.model import Indikator, Raumebene, Richtung, Wertzeichen
from sozialplanung.report import saetze_wuerde
from sozialplanung.report.saetze import sentence_map
from sozialplanung.ui import cache, components, filters, geometrie
from sozialplanung.ui.cache import Daten, Flaechen
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.masse import Mass, window

KEINE_GRENZEN = (
    "Für diese Raumebene sind keine Grenzen hinterlegt. Sie können auf der Seite »Daten« eine GeoJSON-Datei ergänzen."
)


class Klassenwahl(NamedTuple):
    """How a map is classed."""

    verfahren: Verfahren = "quantile"
    anzahl: int = 5
    grenzen: tuple[float, ...] | None = None
    mindestens: int = 1  # areas in a class, except with bounds of one's own: fewer classes where that is needed


def class_choice(stil: Stil, wahl: Klassenwahl | None = None) -> Klassenwahl:
    """A class of one area would single that area out, and its bound be that area's figure."""
    return (wahl or Klassenwahl())._replace(mindestens=MINDESTENS if stil.wuerde else 1)


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


def lead(auswahl: Auswahl) -> str:
    """What the map of the choice shows."""
    a = auswahl
    return map_sentence(a.daten, a.figures, a.level, a.year, a.gebiet, a.stil.wuerde)


@remember(512)
def map_sentence(
    daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, gebiet: str | None, wuerde: bool
) -> str:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    if wuerde:
        return saetze_wuerde.sentence_map(werte, indikator, ebene, jahr)
    return sentence_map(werte, indikator, ebene, jahr, gebiet)


@remember(512)
def coverage_text(daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int) -> str:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    return components.coverage_text(werte[werte["jahr"] == jahr], ebene)


@remember(512)
def classes(daten: Daten, indikator: Indikator, ebene: str, jahre: tuple[int, ...], wahl: Klassenwahl) -> Klassen:
    """Classes over one or more years: twin maps of two years share one scale."""
    werte = pd.concat([map_values(daten, indikator, ebene, jahr).werte["wert"] for jahr in jahre])

    def divide(anzahl: int) -> Klassen:
        stellen, richtung = indikator.nachkommastellen, Richtung(indikator.richtung)
        return classify(werte, wahl.verfahren, anzahl, wahl.grenzen, stellen=stellen, richtung=richtung)

    if wahl.verfahren == "eigene":
        return divide(wahl.anzahl)
    alle = (divide(anzahl) for anzahl in range(wahl.anzahl, 0, -1))
    return next((k for k in alle if min(k.anzahlen, default=0) >= wahl.mindestens), divide(1))


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
    klassen = klassen or classes(auswahl.daten, indikator, auswahl.level, (jahr,), class_choice(auswahl.stil))
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


def difference_map(
    daten: Daten,
    ebene: Raumebene,
    werte: pd.Series,
    anzeige: list[str],
    titel: str,
    gebiet: str | None,
    stil: Stil,
    mass: Mass,
    *,
    stellen: int = 0,
    beispiel: bool = False,
) -> Karte | None:
    """A map of differences around zero; ``werte`` by gebiet_id, ``anzeige`` beside them. None without outlines."""
    flaechen = cache.flaechen(daten, ebene)
    if flaechen is None:
        return None
    klassen = around_zero(werte, stellen=stellen)
    if stil.wuerde and any(0 < anzahl < MINDESTENS for anzahl in klassen.anzahlen):
        klassen = classify(werte, "eigene", grenzen=(0,), stellen=stellen, skala="abweichung")
    tabelle = pd.DataFrame({"gebiet_id": werte.index, "wert": werte.to_numpy(), "zeichen": None, "anzeige": anzeige})
    deck = finish_areas(flaechen, tabelle, klassen, gebiet, stil, mass)
    legende = legend_html(klassen, stil, titel, fehlt=int(werte.isna().sum()), breite=mass.breite)
    return Karte(deck, legende, beispiel)


def draw_finished(karte: Karte | None, key: str, alt: str, hoehe: int) -> None:
    """A map that is ready – or what to do where there are no outlines."""
    if karte is None:
        st.info(KEINE_GRENZEN, icon=":material/map:")
        return
    show_areas(karte.deck, key=key, alt=alt, hoehe=hoehe)
    draw_legend(karte.legende, beispiel=karte.beispiel)


def outline_note(daten: Daten, ebene: Raumebene) -> list[str]:
    """``schematic_note`` of a level."""
    return schematic_note(cache.flaechen(daten, ebene))


def finish_areas(
    flaechen: Flaechen, werte: pd.DataFrame, klassen: Klassen, gebiet: str | None, stil: Stil, mass: Mass
) -> Any:
    """The map of ``werte`` (gebiet_id, wert, zeichen, anzeige), ready to be shown as often as one likes."""
    deck = map_deck(
        flaechen.tabelle,
        werte,
        klassen,
        stil,
        geometrie_url=_nameless_url(flaechen.geojson) if stil.wuerde else flaechen.url,
        gewaehlt=gebiet,
        grenzen=flaechen.grenzen,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )
    fertig = deck.to_json()
    deck.to_json = lambda: fertig  # Streamlit asks for it on every run
    return deck


@remember(32)
def _nameless_url(geojson: str) -> str:
    """Where the browser finds the outlines without the names that a curious one could look up."""
    return geometrie.publish(without_names(geojson))


def show_areas(deck: Any, *, key: str, alt: str, hoehe: int) -> None:
    """Show a finished map; a click marks the area everywhere, except where none shall be singled out.

    In a window of another size the map starts anew: deck.gl would stretch the picture that it has.
    """
    fenster = window()
    key = f"{key}_{fenster.breite}_{fenster.hoehe}"
    if filters.current().stil.wuerde:
        st.pydeck_chart(deck, height=hoehe, key=f"{key}_ohne_namen", alt=f"Karte: {alt}")
        return
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
