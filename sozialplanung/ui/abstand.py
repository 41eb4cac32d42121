"""Card »Wächst der Abstand?«: the gap over time with its interval and a tested sentence."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sozialplanung.analysis.abstand import ABSTAENDE, comparable_years, gap_trend
from sozialplanung.charts.abstand import gap_with_interval
from sozialplanung.charts.theme import Stil
from sozialplanung.model import Indikator
from sozialplanung.report.saetze_abstand import ABSTAND_NAMEN, gap_method_note, gap_unit, sentence_gap_trend
from sozialplanung.ui import cache, components, karten, vergleich
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.masse import Mass
from sozialplanung.ui.vergleich import Bild


@remember(256)
def gap(daten: Daten, indikator: Indikator, ebene: str, jahr: int) -> pd.DataFrame:
    """The gap up to a year, in the years with the same areas."""
    jahre = comparable_years(cache.indikatorwerte(daten, indikator.indikator_id, ebene), jahr)
    alle = vergleich.gap_years(daten, indikator.indikator_id, ebene)
    return alle[(alle["jahr"] <= jahr) & alle["jahr"].isin(jahre)]


@remember(256)
def gap_picture(
    daten: Daten, indikator: Indikator, ebene: str, jahr: int, art: str, stil: Stil, mass: Mass
) -> Bild | None:
    """None where there is nothing to draw."""
    abstand = gap(daten, indikator, ebene, jahr)
    if not abstand[art].notna().any():
        return None
    spec = gap_with_interval(
        abstand[["jahr", art, f"{art}_unten", f"{art}_oben"]].set_axis(["jahr", "wert", "unten", "oben"], axis=1),
        name=ABSTAND_NAMEN[art],
        achse=gap_unit(art, indikator),
        gleich=1 if art == "verhaeltnis" else 0,
        einheit="" if art == "verhaeltnis" or indikator.einheit == "%" else karten.unit(indikator),
        stellen=2 if art == "verhaeltnis" else indikator.nachkommastellen,
        stil=stil,
        beispiel=cache.is_beispiel(daten, indikator.indikator_id, ebene),
        breite=mass.breite,
        hoehe=mass.hoehe,
    )
    return Bild(spec, sentence_gap_trend(abstand, gap_trend(abstand, art), art, indikator))


def gap_table(daten: Daten, indikator: Indikator, ebene: str, jahr: int) -> pd.DataFrame:
    """Figures and intervals with headers that people read."""
    abstand = gap(daten, indikator, ebene, jahr)
    titel = {
        f"{art}{endung}": f"{ABSTAND_NAMEN[art]}{wort}"
        for art in ABSTAENDE
        for endung, wort in (("", ""), ("_unten", " von (95 %)"), ("_oben", " bis (95 %)"))
    }
    return abstand[["jahr", *titel]].rename(columns={"jahr": "Jahr"} | titel)


def draw_gap_trend(auswahl: Auswahl, mass: Mass) -> None:
    frage = (auswahl.daten, auswahl.figures, auswahl.level, auswahl.year)
    art = components.choose_view("abstand_als", ABSTAND_NAMEN, "Abstand als")
    bild = gap_picture(*frage, art, auswahl.stil, mass)
    if bild is None:
        st.info(
            f"Für {auswahl.year} lässt sich kein Abstand rechnen: Es braucht zwei Gebiete mit Werten über null.",
            icon=":material/info:",
        )
        return
    components.sentence(bild.satz)
    components.chart(bild.spec, "ar_trend")
    mit_intervall = bool(gap(*frage)["differenz_unten"].notna().any())
    vergleich.draw_source(auswahl, vergleich.weight_note(*frage), gap_method_note(mit_intervall))
    components.take_away(lambda: gap_table(*frage), f"abstand_{auswahl.figures.indikator_id}", key="ar_trend")
