"""What the page »Geld und Bedarf« is computed for: need, money, level and year – and its question with the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

import pandas as pd
import streamlit as st

from sozialplanung.analysis.bedarf import Spanne
from sozialplanung.analysis.entwicklung import nearest_year
from sozialplanung.charts.theme import Stil
from sozialplanung.model import Indikator, Raumebene, Richtung
from sozialplanung.report import saetze_bedarf as saetze
from sozialplanung.report.saetze_wuerde import KEIN_SIMULATOR
from sozialplanung.ui import adresse, bedarf, cache, components, filters, geld
from sozialplanung.ui.bedarf import Lage
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.geld import Geldwahl
from sozialplanung.ui.masse import Mass, chart_room

FRAGE = "Folgt das Geld dem Bedarf?"
_HEUTE, _SIMULATOR = "lage", "simulator"
_BLICKE = {_HEUTE: "Heute", _SIMULATOR: "Was wäre, wenn? (Simulator)"}


@dataclass(frozen=True)
class Bedarfswahl:
    """Hashable: the argument of everything that the page remembers."""

    daten: Daten
    indikator: Indikator
    ebene: Raumebene
    jahr: int
    geld: Geldwahl
    gebiet: str | None
    stil: Stil
    simulator: bool = False

    @property
    def frage(self) -> tuple[Daten, Indikator, Raumebene, int, Geldwahl]:
        """What figures are asked for."""
        return self.daten, self.indikator, self.ebene, self.jahr, self.geld

    @property
    def lage(self) -> Lage:
        return bedarf.situation(*self.frage)

    @property
    def spanne(self) -> Spanne | None:
        return bedarf.interval(*self.frage)


def _stop(was_tun: str) -> NoReturn:
    st.title(FRAGE, anchor=False)
    components.hint(was_tun)


def choose(auswahl: Auswahl) -> Bedarfswahl:
    """Stops with what to do where there is no money, no need or nobody to relate to."""
    if not auswahl.konzept:
        _stop(
            "In diesem Projekt ist noch kein Geld erfasst. Bitte füllen Sie in der Vorlage die Blätter »Massnahmen«, "
            "»Massnahme_Gebiete« und »Finanzierung« aus und laden Sie sie auf der Seite »Daten« hoch."
        )
    simulator = adresse.recall("blick_bedarf", list(_views(auswahl.stil)), _HEUTE) == _SIMULATOR
    indikator, jahr = _choose_need(auswahl) if simulator else (auswahl.figures, auswahl.year)
    if indikator.richtung == Richtung.STAERKE:
        _stop(
            f"»{indikator.bezeichnung}« misst eine Stärke: Je höher der Wert, desto geringer der Bedarf. Bitte "
            "wählen Sie links einen Indikator, der einen Bedarf misst, oder einen gespeicherten Sozialindex."
        )
    wahl = Bedarfswahl(
        auswahl.daten,
        indikator,
        auswahl.level,
        jahr,
        Geldwahl(auswahl.konzept, geld.nearest_budget_year(auswahl.daten, auswahl.konzept, auswahl.year)),
        auswahl.gebiet,
        auswahl.stil,
        simulator,
    )
    if wahl.lage.tabelle["menge"].notna().sum() < 2:
        _stop(
            "Zu diesem Indikator sind für weniger als zwei Gebiete Wert und Personen bekannt. Bitte wählen Sie einen "
            "anderen Indikator, ein anderes Jahr oder ergänzen Sie die Personenzahlen."
        )
    return wahl


def _choose_need(auswahl: Auswahl) -> tuple[Indikator, int]:
    """The Simulator's need: that of the frame, unless another was chosen; its widget is drawn with the other rules."""
    namen = bedarf.needs(auswahl.daten, auswahl.level)
    if not namen:
        return auswahl.figures, auswahl.year
    hier = auswahl.figures.indikator_id
    gewaehlt = adresse.recall("bedarf", list(namen), hier if hier in namen else next(iter(namen)))
    if gewaehlt == hier:
        return auswahl.figures, auswahl.year
    return namen[gewaehlt], nearest_year(filters.years_by_level(auswahl.daten, gewaehlt)[auswahl.level], auswahl.year)


def _views(stil: Stil) -> dict[str, str]:
    """The Simulator names every area."""
    return {_HEUTE: _BLICKE[_HEUTE]} if stil.wuerde else _BLICKE


def draw_headline(wahl: Bedarfswahl) -> None:
    components.headline(FRAGE, lead(wahl), beispiel=wahl.lage.beispiel)


def lead(wahl: Bedarfswahl) -> str:
    """The answer: the share that would have to move, and who gets too little and too much."""
    lage, spanne = wahl.lage, wahl.spanne
    grenzen = None if spanne is None else (spanne.unten, spanne.oben)
    antwort = saetze.sentence_gap(lage.abstand, lage.mittel, wahl.ebene, grenzen)
    if wahl.simulator:
        return f"Heute: {antwort}"
    if wahl.stil.wuerde:
        wo = saetze.sentence_groups(bedarf.in_groups(*wahl.frage))
    else:
        wo = saetze.sentence_ends(lage.abstand, lage.tabelle)
    return " ".join(satz for satz in (antwort, wo, saetze.sentence_citywide(lage.stadtweit)) if satz)


def draw_view_choice(wahl: Bedarfswahl) -> None:
    """Only the chosen view is computed."""
    if wahl.stil.wuerde:
        st.caption(KEIN_SIMULATOR)
    else:
        components.choose_view("blick_bedarf", _BLICKE, "Blick")


def half(stil: Stil) -> Mass:
    """Room for a chart in one of two cards."""
    return chart_room(projektor=stil.projektor, anteil=0.5, spalten=2, ueber=440, mindestens=330, hoechstens=520)


def whole(stil: Stil) -> Mass:
    """Room for a low chart in a card of its own."""
    return chart_room(projektor=stil.projektor, anteil=1, spalten=1, ueber=560, mindestens=260, hoechstens=360)


def situation_table(wahl: Bedarfswahl) -> pd.DataFrame:
    """The figures behind the cards, with headers that people read."""
    namen = {
        "bezeichnung": "Gebiet",
        "eur": f"Euro {wahl.geld.jahr}",
        "personen": "Personen",
        "satz": f"{wahl.indikator.bezeichnung} ({wahl.indikator.einheit})",
        "je_kopf": "Euro je Person",
        "punkte": "Anteil am Geld − Anteil am Bedarf (Punkte)",
        "mehr": "Euro über (+) oder unter (−) dem Anteil am Bedarf",
        "punkte_von": "Punkte, Spanne von",
        "punkte_bis": "Punkte, Spanne bis",
    }
    tabelle = wahl.lage.tabelle
    if (spanne := wahl.spanne) is not None:
        tabelle = tabelle.join(spanne.je_gebiet)
    return tabelle[[name for name in namen if name in tabelle]].rename(columns=namen).reset_index(drop=True)


def finish(wahl: Bedarfswahl, key: str, *zusatz: str) -> None:
    """Sources and »Tabelle« under a card."""
    quellen = (
        *cache.quellen(wahl.daten, wahl.indikator.indikator_id, wahl.ebene, wahl.jahr),
        *geld.sources(wahl.daten, wahl.geld),
    )
    hinweise = [
        f"Bedarf: {components.markdown_escape(wahl.indikator.bezeichnung)} {wahl.jahr} × Personen",
        f"Haushaltsjahr {wahl.geld.jahr}, Ansatz",
        saetze.note_left_out(wahl.lage.ohne, wahl.ebene),
        "Index so verschoben, dass der kleinste Bedarf null ist" if wahl.lage.verschoben else "",
        *geld.protection_notes(wahl.daten, wahl.ebene, wahl.geld),
        *zusatz,
    ]
    components.source_line(tuple(dict.fromkeys(quellen)), [text for text in hinweise if text])
    components.take_away(lambda: situation_table(wahl), f"geld_bedarf_{wahl.geld.jahr}", key=key)
