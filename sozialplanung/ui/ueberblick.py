"""The three cards of the signature page: map | Arm/Reich | money."""

from __future__ import annotations

import streamlit as st

from sozialplanung.charts.theme import Stil
from sozialplanung.ui import cache, components, geld, karten, vergleich
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.geld import Geldwahl
from sozialplanung.ui.masse import Mass, chart_room

SPALTEN = (1.12, 1.0, 1.0)


def size(stil: Stil, spalte: int = 1) -> Mass:
    """Room for the chart of a column: at 1280×800 the three cards end where the screen ends."""
    return chart_room(
        projektor=stil.projektor,
        anteil=SPALTEN[spalte] / sum(SPALTEN),
        spalten=3,
        ueber=470 if stil.projektor else 482,
        mindestens=300,
        hoechstens=600,
    )


def lead(auswahl: Auswahl) -> str:
    """The answer to the page's question."""
    return vergleich.gap_sentence(auswahl.daten, auswahl.figures, auswahl.level, auswahl.year, auswahl.stil.wuerde)


def draw_map_card(auswahl: Auswahl) -> None:
    components.sentence(karten.lead(auswahl))
    mass = size(auswahl.stil, 0)
    flaechen = karten.draw_map(auswahl, key="ueberblick_karte", breite=mass.breite, hoehe=mass.hoehe)
    abdeckung = karten.coverage_text(auswahl.daten, auswahl.figures, auswahl.level, auswahl.year)
    components.source_line(
        cache.quellen(auswahl.daten, auswahl.figures.indikator_id, auswahl.level, auswahl.year),
        [abdeckung, *karten.schematic_note(flaechen)],
    )
    components.take_away(
        lambda: components.werte_tabelle(auswahl.werte_of(auswahl.year), auswahl.figures),
        f"{auswahl.figures.indikator_id}_{auswahl.year}",
        key="ub_karte",
        woher=True,
    )


def draw_gap_card(auswahl: Auswahl) -> None:
    mass = size(auswahl.stil)
    von = vergleich.comparable_year(auswahl.daten, auswahl.figures, auswahl.level, auswahl.year) or auswahl.year
    spec = vergleich.dumbbell_chart(
        auswahl.daten, auswahl.figures, auswahl.level, von, auswahl.year, auswahl.gebiet, auswahl.stil, *mass
    )
    mit_verhaeltnis = vergleich.has_ratios(auswahl.daten, auswahl.figures, auswahl.level)
    if mit_verhaeltnis:
        components.sentence(vergleich.fifths_sentence(auswahl.daten, auswahl.figures, auswahl.level, auswahl.year))
    else:
        components.sentence(lead(auswahl))
    components.chart(spec, "ueberblick_abstand", select=True)
    if mit_verhaeltnis:
        zahlen = vergleich.key_figures(auswahl.daten, auswahl.figures, auswahl.level, auswahl.year)
        st.caption(vergleich.key_figures_line(zahlen))
    gewichtung = vergleich.weight_note(auswahl.daten, auswahl.figures, auswahl.level, auswahl.year)
    components.source_line(
        cache.quellen(auswahl.daten, auswahl.figures.indikator_id, auswahl.level, auswahl.year),
        [gewichtung] if gewichtung else [],
    )
    components.take_away(
        lambda: components.werte_tabelle(auswahl.werte_of(von, auswahl.year), auswahl.figures),
        f"arm_reich_{auswahl.figures.indikator_id}_{auswahl.year}",
        key="ub_abstand",
    )


def third_title(auswahl: Auswahl) -> str:
    return "Geld" if auswahl.konzept else "Abstand im Lauf der Zeit"


def draw_third_card(auswahl: Auswahl) -> None:
    """Money – or, where none is recorded, the gap over time and a word on how to add it."""
    if auswahl.konzept:
        _draw_money(auswahl, auswahl.konzept)
    else:
        _draw_gap_over_time(auswahl)


def _draw_money(auswahl: Auswahl, konzept: str) -> None:
    wahl = Geldwahl(konzept, geld.nearest_budget_year(auswahl.daten, konzept, auswahl.year))
    bild = geld.per_head_chart(
        auswahl.daten,
        auswahl.figures,
        auswahl.level,
        auswahl.year,
        wahl,
        auswahl.gebiet,
        auswahl.stil,
        *size(auswahl.stil),
    )
    components.sentence(bild.satz)
    components.chart(bild.spec, "ueberblick_geld", select=True)
    components.source_line(
        geld.sources(auswahl.daten, wahl),
        [
            f"Haushaltsjahr {wahl.jahr}, Ansatz",
            geld.persons_note(auswahl.daten, auswahl.figures, auswahl.level, wahl, auswahl.year),
            *geld.protection_notes(auswahl.daten, auswahl.level, wahl),
        ],
    )
    components.take_away(
        lambda: geld.money_table(auswahl.daten, auswahl.level, wahl), f"geld_{wahl.jahr}", key="ub_geld"
    )


def _draw_gap_over_time(auswahl: Auswahl) -> None:
    if not vergleich.has_ratios(auswahl.daten, auswahl.figures, auswahl.level):
        st.info(
            "Zu diesem Indikator gibt es keine Fünftel und keinen Abstand im Lauf der Zeit. Mit den Blättern "
            "»Massnahmen« und »Finanzierung« steht hier das Geld.",
            icon=":material/info:",
        )
        return
    bild = vergleich.gap_chart(
        auswahl.daten, auswahl.figures, auswahl.level, auswahl.year, auswahl.stil, *size(auswahl.stil)
    )
    components.sentence("So entwickelten sich das höchste und das niedrigste Fünftel der Bevölkerung.")
    components.chart(bild.spec, "ueberblick_entwicklung")
    st.caption("Noch keine Maßnahmen erfasst: Mit den Blättern »Massnahmen« und »Finanzierung« steht hier das Geld.")
    components.source_line(cache.quellen(auswahl.daten, auswahl.figures.indikator_id, auswahl.level, auswahl.year))
