"""The shared choices – Projekt, Raumebene, Indikator, Jahr, Gebiet – drawn once, in the frame, and kept in the URL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd
import streamlit as st

from sozialplanung.analysis.entwicklung import nearest_year
from sozialplanung.charts.theme import Stil
from sozialplanung.model import Indikator, Raumebene, Richtung
from sozialplanung.ui import adresse, cache, projekte, rahmen
from sozialplanung.ui.cache import ALLE, Daten
from sozialplanung.ui.gedaechtnis import remember

# Which choices mean something on which page; the others are remembered and come back with the next page.
FILTER_JE_SEITE: dict[str, frozenset[str]] = {
    "ueberblick": frozenset({"indikator", "ebene", "jahr", "gebiet", "konzept"}),
    "karte": frozenset({"indikator", "ebene", "jahr", "gebiet"}),
    "arm_und_reich": frozenset({"indikator", "ebene", "jahr", "gebiet"}),
    "sozialindex": frozenset({"indizes", "ebene", "jahr", "gebiet"}),
    "profil": frozenset({"indikator", "ebene", "jahr", "gebiet", "konzept"}),
    "massnahmen": frozenset({"konzept", "ebene"}),
    "geld_und_bedarf": frozenset({"indikator", "ebene", "jahr", "gebiet", "konzept"}),
    "daten": frozenset(),
}
# The one view of »Daten« that is about a figure.
_WOHER = frozenset({"indikator", "ebene", "jahr", "gebiet"})
_AUSWAHL = "_auswahl"
_EIN_GEBIET = "profil"  # the page about one area, chosen on purpose
T = TypeVar("T")


@dataclass(frozen=True)
class Auswahl:
    """What is chosen in the frame. ``indikator``, ``ebene`` and ``jahr`` are None while a Projekt holds no figures."""

    daten: Daten
    name: str
    stil: Stil
    ebene: Raumebene | None
    indikator: Indikator | None
    jahr: int | None
    jahre: tuple[int, ...]
    gebiet: str | None
    konzept: str | None  # None while no money is recorded

    @property
    def werte(self) -> pd.DataFrame:
        """All years of the chosen Indikator at the chosen level; see ``Projekt.load_indikatorwerte``."""
        return cache.indikatorwerte(self.daten, self.figures.indikator_id, self.level)

    @property
    def beispiel(self) -> bool:
        """Whether any of the ``werte`` is invented."""
        return cache.is_beispiel(self.daten, self.figures.indikator_id, self.level)

    def werte_of(self, *jahre: int) -> pd.DataFrame:
        """``werte`` of some years."""
        return self.werte[self.werte["jahr"].isin(jahre)]

    @property
    def figures(self) -> Indikator:
        if self.indikator is None:
            raise RuntimeError("asked for figures before require_figures()")
        return self.indikator

    @property
    def level(self) -> Raumebene:
        if self.ebene is None:
            raise RuntimeError("asked for a level before require_figures()")
        return self.ebene

    @property
    def year(self) -> int:
        if self.jahr is None:
            raise RuntimeError("asked for a year before require_figures()")
        return self.jahr

    @property
    def gebiete(self) -> dict[str, str]:
        return cache.gebiete(self.daten, self.level)


def current() -> Auswahl:
    """The choice of this run."""
    auswahl: Auswahl = st.session_state[_AUSWAHL]
    return auswahl


def click_gebiet(quelle: str, gebiet_id: str | None) -> None:
    """A click in a map or chart: marks an area everywhere, or lets it go where it is the marked one.

    A map keeps a selection of its own: a click on what it still holds arrives as »nothing selected«, even if another
    area was chosen elsewhere in between.
    """
    gemerkt = f"_{quelle}_zuletzt"
    geklickt = gebiet_id or st.session_state.get(gemerkt)
    st.session_state[gemerkt] = gebiet_id
    st.session_state["gebiet"] = None if geklickt == st.session_state.get("gebiet") else geklickt


def choose(seite: str, *, projektor: bool) -> None:
    """Draw the filters that the page needs and remember the choice."""
    zeigen = FILTER_JE_SEITE.get(seite, frozenset())
    if seite == "daten" and adresse.remembered_text("bereich") == "woher":
        zeigen = _WOHER
    with projekte.choice_area(projektor=projektor):
        daten = projekte.choose()
        angaben = cache.projekt_angaben(daten)
        wuerde = rahmen.is_wuerde()
        if wuerde and seite != _EIN_GEBIET:
            zeigen -= {"gebiet"}
        auswahl = _choose_figures(daten, angaben, zeigen)
        rahmen.draw_ansicht_switch(projektor=projektor)
        rahmen.draw_wuerde_switch(wuerde=wuerde)
        projekte.draw_new()
    st.session_state[_AUSWAHL] = auswahl


def _choose_figures(daten: Daten, angaben: dict[str, str], zeigen: frozenset[str]) -> Auswahl:
    name, stil = angaben.get("name", ""), rahmen.current_stil()
    konzept = _choose_concept(daten, show="konzept" in zeigen)
    alle = cache.indikatoren(daten)
    wahl = with_figures(daten)
    if not wahl:
        return Auswahl(daten, name, stil, _choose_level_without_figures(daten, zeigen), None, None, (), None, konzept)
    vorgabe = next((i for i in wahl if i == angaben.get("indikator")), wahl[0])
    indikator_id = _select(
        "indikator", "Indikator", wahl, vorgabe, cache.indikatoren_zur_wahl(daten).__getitem__, "indikator" in zeigen
    )
    zum_index = years_by_level(daten, None) if "indizes" in zeigen else {}
    angebot = zum_index or years_by_level(daten, indikator_id)
    ebenen = list(angebot)
    ebene = _select(
        "ebene", "Raumebene", ebenen, _default_level(ebenen, angaben), lambda e: e.plural, "ebene" in zeigen
    )
    jahre = angebot[ebene]
    jahr = _choose_year(jahre, show="jahr" in zeigen)
    namen = cache.gebiete_zur_wahl(daten, ebene)
    gebiete: list[str | None] = [None, *namen]
    gebiet = _select("gebiet", "Gebiet", gebiete, None, lambda g: namen.get(g or "", "keins"), "gebiet" in zeigen)
    if stil.wuerde and "gebiet" not in zeigen:  # remembered for later, marked nowhere
        gebiet = None
    return Auswahl(daten, name, stil, ebene, alle[indikator_id], jahr, jahre, gebiet, konzept)


@remember(64)
def with_figures(daten: Daten) -> list[str]:
    """Indikatoren that have a figure anywhere, in the order of the catalogue."""
    da = set(cache.verfuegbarkeit(daten)["indikator_id"])
    return [i for i in cache.indikatoren(daten) if i in da]


@remember(256)
def years_by_level(daten: Daten, indikator_id: str | None) -> dict[Raumebene, tuple[int, ...]]:
    """Levels, from large to small, and the years in which they have figures of an Indikator (None: for an index).

    Levels with one Gebiet only are left out where there are others: nothing can be compared there.
    """
    alle = cache.verfuegbarkeit(daten)
    da = alle[alle["indikator_id"] == indikator_id] if indikator_id else index_figures(alle, cache.indikatoren(daten))
    mehrere = da[da["gesamt"] > 1]
    jahre = (da if mehrere.empty else mehrere).groupby("raumebene")["jahr"].unique()
    return {e: tuple(sorted(int(j) for j in jahre[e])) for e in Raumebene if e in jahre}


def index_figures(da: pd.DataFrame, alle: dict[str, Indikator]) -> pd.DataFrame:
    """Of what is available that of which an index can be made: levels and years with two Indikatoren with direction.

    Where no two have one anywhere, those with two Indikatoren at all: a direction can be chosen.
    """
    da = da[da["indikator_id"].isin([i for i, angabe in alle.items() if not angabe.ist_index])]
    gerichtet = da[da["indikator_id"].isin([i for i, angabe in alle.items() if angabe.richtung != Richtung.NEUTRAL])]
    moeglich = [
        teil[teil.groupby(["raumebene", "jahr"])["indikator_id"].transform("nunique") > 1] for teil in (gerichtet, da)
    ]
    return moeglich[0] if len(moeglich[0]) else moeglich[1]


def _choose_level_without_figures(daten: Daten, zeigen: frozenset[str]) -> Raumebene | None:
    ebenen = [Raumebene(e) for e in daten.projekt.load_raumebenen()]
    if not ebenen:
        return None
    return _select("ebene", "Raumebene", ebenen, ebenen[-1], lambda e: e.plural, "ebene" in zeigen)


def _default_level(ebenen: list[Raumebene], angaben: dict[str, str]) -> Raumebene:
    gewuenscht = angaben.get("raumebene")
    return next((e for e in ebenen if e == gewuenscht), ebenen[-1])


def _select(key: str, label: str, options: list[T], default: T, name: Callable[[T], str], show: bool) -> T:
    wert = adresse.recall(key, options, default, show=show)
    if show:
        platzhalter = name(default) if default is None else "Bitte wählen"
        st.selectbox(label, options, key=key, format_func=name, placeholder=platzhalter)
    return wert


def _choose_year(jahre: tuple[int, ...], *, show: bool) -> int:
    """The newest year by default; a year that this Indikator does not have becomes the nearest one that it has."""
    gewuenscht = adresse.remembered_text("jahr")
    if gewuenscht and gewuenscht.isdecimal() and int(gewuenscht) not in jahre:
        adresse.replace("jahr", str(nearest_year(jahre, int(gewuenscht))))
    mehrere = len(jahre) > 1
    jahr = adresse.recall("jahr", jahre, jahre[-1], show=show and mehrere)
    if show and mehrere:
        st.select_slider("Jahr", jahre, key="jahr")
    elif show:
        st.caption(f"Jahr: {jahr} (nur dieses liegt vor)")
    return jahr


def _choose_concept(daten: Daten, *, show: bool) -> str | None:
    namen = cache.concepts(daten)
    if not namen:
        return None
    wahl = [*namen, ALLE]
    return _select("konzept", "Handlungskonzept", wahl, wahl[0], lambda k: namen.get(k, "alle zusammen"), show)
