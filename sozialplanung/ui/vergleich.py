"""Rich and poor as cards: dumbbell, gap over time, Lorenz curve, two areas side by side."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from sozialplanung.analysis.distribution import lorenz_curve
from sozialplanung.analysis.entwicklung import (
    fifths_of_year,
    first_comparable_year,
    inequality_by_year,
    persons,
    two_years,
)
from sozialplanung.charts.arm_reich import dumbbell, gap_over_time, lorenz, two_areas
from sozialplanung.charts.theme import Stil
from sozialplanung.formatting import format_zahl
from sozialplanung.model import Indikator, Raumebene
from sozialplanung.report.saetze import sentence_fifths, sentence_inequality, sentence_spread
from sozialplanung.ui import cache, components, karten
from sozialplanung.ui.cache import Daten

Spec = dict[str, Any]


class Bild(NamedTuple):
    """A finished chart with the sentence that says what is to be seen."""

    spec: Spec
    satz: str


class Kennzahlen(NamedTuple):
    """Inequality of one year and of the first comparable one (NaN where there is none)."""

    jahr_vorher: int | None
    verhaeltnis: float
    gini: float
    hoover: float
    verhaeltnis_vorher: float
    gini_vorher: float
    hoover_vorher: float


@st.cache_data(max_entries=256, show_spinner=False)
def by_year(daten: Daten, indikator_id: str, ebene: str) -> pd.DataFrame:
    return inequality_by_year(cache.indikatorwerte(daten, indikator_id, ebene))


@st.cache_data(max_entries=512, show_spinner=False)
def gap_sentence(daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int) -> str:
    return sentence_spread(cache.indikatorwerte(daten, indikator.indikator_id, ebene), indikator, ebene, jahr)


@st.cache_data(max_entries=512, show_spinner=False)
def key_figures(daten: Daten, indikator: Indikator, ebene: str, jahr: int) -> Kennzahlen:
    jahre = by_year(daten, indikator.indikator_id, ebene).set_index("jahr")
    vorher = first_comparable_year(cache.indikatorwerte(daten, indikator.indikator_id, ebene), jahr)
    spalten = ["verhaeltnis", "gini", "hoover"]
    jetzt = jahre.reindex([jahr])[spalten].iloc[0]
    damals = jahre.reindex([vorher])[spalten].iloc[0]
    return Kennzahlen(vorher, *(float(x) for x in jetzt), *(float(x) for x in damals))


@st.cache_data(max_entries=512, show_spinner=False)
def dumbbell_chart(
    daten: Daten,
    indikator: Indikator,
    ebene: Raumebene,
    von: int,
    bis: int,
    gebiet: str | None,
    stil: Stil,
    breite: int,
    hoehe: int | None,
) -> Bild:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    spec = dumbbell(
        two_years(werte, von, bis),
        jahr_von=von,
        jahr_bis=bis,
        achse=f"{von} → {bis}, {indikator.einheit}" if von != bis else f"{bis}, {indikator.einheit}",
        stil=stil,
        einheit=karten.unit(indikator),
        stellen=indikator.nachkommastellen,
        gewaehlt=gebiet,
        beispiel=components.is_beispiel(werte),
        breite=breite,
        hoehe=hoehe,
    )
    return Bild(spec, sentence_spread(werte, indikator, ebene, bis))


@st.cache_data(max_entries=256, show_spinner=False)
def gap_chart(
    daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, stil: Stil, breite: int, hoehe: int
) -> Bild:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    vorher = first_comparable_year(werte, jahr)
    spec = gap_over_time(
        by_year(daten, indikator.indikator_id, ebene),
        einheit=indikator.einheit,
        stellen=indikator.nachkommastellen,
        stil=stil,
        beispiel=components.is_beispiel(werte),
        breite=breite,
        hoehe=hoehe,
    )
    damals = fifths_of_year(werte, vorher) if vorher else None
    return Bild(spec, sentence_fifths(fifths_of_year(werte, jahr), damals, indikator, jahr, vorher or jahr))


@st.cache_data(max_entries=256, show_spinner=False)
def lorenz_chart(
    daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, stil: Stil, breite: int, hoehe: int
) -> Bild:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    zeilen = werte[werte["jahr"] == jahr]
    kurve = lorenz_curve(zeilen["wert"], persons(zeilen))
    zahlen = key_figures(daten, indikator, ebene, jahr)
    spec = lorenz(kurve, stil=stil, beispiel=components.is_beispiel(zeilen), breite=breite, hoehe=hoehe)
    return Bild(spec, sentence_inequality({"gini": zahlen.gini, "hoover": zahlen.hoover}))


@st.cache_data(max_entries=256, show_spinner=False)
def pair_chart(
    daten: Daten, indikator: Indikator, ebene: Raumebene, gebiete: tuple[str, str], stil: Stil, breite: int, hoehe: int
) -> Spec:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    return two_areas(
        werte[werte["gebiet_id"].isin(gebiete)],
        einheit=indikator.einheit,
        stellen=indikator.nachkommastellen,
        stil=stil,
        beispiel=components.is_beispiel(werte),
        breite=breite,
        hoehe=hoehe,
    )


def draw_key_figures(zahlen: Kennzahlen) -> None:
    """Ratio of the fifths, Gini, Hoover – with what they were in the first comparable year."""
    seit = f" (seit {zahlen.jahr_vorher})" if zahlen.jahr_vorher else ""
    for spalte, name, wert, vorher, stellen, faktor, hilfe in zip(
        st.columns(3),
        ("Fünftel-Verhältnis", "Gini", "Hoover"),
        (zahlen.verhaeltnis, zahlen.gini, zahlen.hoover),
        (zahlen.verhaeltnis_vorher, zahlen.gini_vorher, zahlen.hoover_vorher),
        (2, 3, 1),
        (1, 1, 100),
        _HILFEN,
        strict=True,
    ):
        endung = " %" if faktor == 100 else ""
        aenderung = (wert - vorher) * faktor
        spalte.metric(
            name,
            format_zahl(wert * faktor, stellen) + endung,
            delta=format_zahl(aenderung, stellen, vorzeichen=True) + seit if zahlen.jahr_vorher else None,
            delta_color="off",
            delta_arrow="off",
            help=hilfe,
        )


_HILFEN = (
    "Mittelwert im Fünftel der Bevölkerung mit den höchsten Werten, geteilt durch den im Fünftel mit den niedrigsten.",
    "0 = in allen Gebieten gleich, 1 = alles in einem Gebiet; gewichtet mit den Personen.",
    "So viel Prozent der Summe müssten das Gebiet wechseln, damit überall derselbe Wert gilt.",
)
