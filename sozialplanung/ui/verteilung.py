"""View »Verteilung«: Lorenz curve, and the measures of inequality side by side with what they say."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sozialplanung.analysis.abstand import comparable_years
from sozialplanung.analysis.kennzahlen import MASSE, measures_by_year
from sozialplanung.charts.kennzahlen import Kennzahl, key_figures_html
from sozialplanung.model import Indikator, Raumebene
from sozialplanung.report.saetze_verteilung import (
    MASS_NAMEN,
    format_measure,
    sentence_measure,
    sentence_relative_slope,
    sentence_slope,
)
from sozialplanung.ui import cache, components, vergleich, zweiter
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.masse import Mass

_RATIOS = ("s80_s20", "rii")  # 1 means equality, not 0


@remember(256)
def measures(daten: Daten, indikator: Indikator, ebene: str, jahr: int, rang_nach: Indikator | None) -> pd.DataFrame:
    """The measures of all years up to the chosen one with the same areas."""
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    jahre = [j for j in comparable_years(werte, jahr) if j <= jahr]
    rang = cache.indikatorwerte(daten, rang_nach.indikator_id, ebene) if rang_nach else None
    return measures_by_year(werte[werte["jahr"].isin(jahre)], rang)


@remember(256)
def key_figures(
    daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, rang_nach: Indikator | None
) -> tuple[Kennzahl, ...]:
    """What each measure says in the chosen year, with the years before."""
    tabelle = measures(daten, indikator, ebene, jahr, rang_nach)
    if tabelle.empty or int(tabelle["jahr"].iloc[-1]) != jahr:
        return ()
    jetzt = {str(name): float(wert) for name, wert in tabelle.iloc[-1].items()}
    saetze = {mass: sentence_measure(mass, jetzt, indikator, ebene) for mass in MASSE}
    if rang_nach:
        saetze["sii"] = sentence_slope(jetzt, indikator, rang_nach, ebene)
        saetze["rii"] = sentence_relative_slope(jetzt, rang_nach)
    return tuple(_key_figure(tabelle, mass, indikator, satz) for mass, satz in saetze.items())


def _key_figure(tabelle: pd.DataFrame, mass: str, indikator: Indikator, satz: str) -> Kennzahl:
    da = tabelle.dropna(subset=[mass])
    return Kennzahl(
        MASS_NAMEN[mass],
        format_measure(mass, float(tabelle[mass].iloc[-1]), indikator),
        satz,
        tuple(int(jahr) for jahr in da["jahr"]),
        tuple(float(wert) for wert in da[mass]),
        tuple(format_measure(mass, float(wert), indikator) for wert in da[mass]),
        1 if mass in _RATIOS else 0,
    )


def measures_table(
    daten: Daten, indikator: Indikator, ebene: str, jahr: int, rang_nach: Indikator | None
) -> pd.DataFrame:
    """All years with headers that people read."""
    titel = {"jahr": "Jahr", "mittel": f"Durchschnitt ({indikator.einheit})"} | {m: MASS_NAMEN[m] for m in MASSE}
    if rang_nach:
        nach = f"nach {rang_nach.bezeichnung}"
        titel |= {
            "sii": f"SII {nach}",
            "sii_unten": "SII von (95 %)",
            "sii_oben": "SII bis (95 %)",
            "rii": f"RII {nach}",
        }
    return measures(daten, indikator, ebene, jahr, rang_nach)[list(titel)].rename(columns=titel)


def draw_lorenz(auswahl: Auswahl, mass: Mass) -> None:
    frage = (auswahl.daten, auswahl.figures, auswahl.level, auswahl.year)
    bild = vergleich.lorenz_chart(*frage, auswahl.stil, *mass)
    components.sentence(bild.satz)
    components.chart(bild.spec, "ar_lorenz")
    vergleich.draw_source(auswahl, f"Jahr {auswahl.year}", vergleich.weight_note(*frage))
    components.take_away(
        lambda: vergleich.lorenz_table(*frage),
        f"lorenz_{auswahl.figures.indikator_id}_{auswahl.year}",
        key="ar_lorenz",
    )


def draw_measures(auswahl: Auswahl) -> None:
    frage = (auswahl.daten, auswahl.figures, auswahl.level, auswahl.year)
    rang_nach = zweiter.choose(auswahl, "Reihenfolge der Gebiete für SII und RII nach")
    kennzahlen = key_figures(*frage, rang_nach)
    if not kennzahlen:
        st.info(f"Für {auswahl.year} liegen keine Werte vor.", icon=":material/info:")
        return
    st.html(key_figures_html(kennzahlen, auswahl.stil, beispiel=zweiter.is_beispiel(auswahl, rang_nach)))
    ohne = "" if rang_nach else "ohne SII und RII: kein zweiter Indikator mit Werten dieses Jahres"
    zweiter.draw_source(auswahl, rang_nach, vergleich.weight_note(*frage), ohne)
    components.take_away(
        lambda: measures_table(*frage, rang_nach), f"ungleichheit_{auswahl.figures.indikator_id}", key="ar_masse"
    )
