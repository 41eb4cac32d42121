"""Rich and poor as cards: dumbbell, gap over time, Lorenz curve, two areas side by side."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from sozialplanung.analysis.abstand import gap_by_year
from sozialplanung.analysis.distribution import lorenz_curve
from sozialplanung.analysis.entwicklung import (
    fifths_of_year,
    first_comparable_year,
    inequality_by_year,
    persons,
    two_years,
)
from sozialplanung.charts.arm_reich import dumbbell, lorenz
from sozialplanung.charts.theme import Stil
from sozialplanung.charts.verlauf import gap_over_time, two_areas
from sozialplanung.formatting import format_prozent, format_zahl
from sozialplanung.model import Indikator, Raumebene
from sozialplanung.report import saetze_wuerde
from sozialplanung.report.saetze import sentence_fifths, sentence_spread
from sozialplanung.report.saetze_verteilung import sentence_lorenz
from sozialplanung.ui import cache, components, karten
from sozialplanung.ui.anzahlen import count_rates
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember

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


@remember(256)
def has_ratios(daten: Daten, indikator: Indikator, ebene: str) -> bool:
    """Whether »twice as much« and shares of a sum mean anything: not for an index, not with values below zero."""
    return (
        not indikator.ist_index and not (cache.indikatorwerte(daten, indikator.indikator_id, ebene)["wert"] < 0).any()
    )


@remember(256)
def by_year(daten: Daten, indikator_id: str, ebene: str) -> pd.DataFrame:
    return inequality_by_year(cache.indikatorwerte(daten, indikator_id, ebene))


@remember(256)
def gap_years(daten: Daten, indikator_id: str, ebene: str) -> pd.DataFrame:
    """Ratio and difference of the fifths in all years, with intervals where the rates are made of counts."""
    anzahlen = count_rates(daten).get(indikator_id)
    return gap_by_year(cache.indikatorwerte(daten, indikator_id, ebene), anzahlen.faktor if anzahlen else None)


@remember(512)
def comparable_year(daten: Daten, indikator: Indikator, ebene: str, jahr: int) -> int | None:
    """The first year with which the chosen one can be compared."""
    return first_comparable_year(cache.indikatorwerte(daten, indikator.indikator_id, ebene), jahr)


@remember(512)
def gap_sentence(daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, wuerde: bool) -> str:
    satz = saetze_wuerde.sentence_spread if wuerde else sentence_spread
    return satz(cache.indikatorwerte(daten, indikator.indikator_id, ebene), indikator, ebene, jahr)


@remember(512)
def key_figures(daten: Daten, indikator: Indikator, ebene: str, jahr: int) -> Kennzahlen:
    vorher = comparable_year(daten, indikator, ebene, jahr)
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    jahre = inequality_by_year(werte[werte["jahr"].isin((jahr, vorher))]).set_index("jahr")
    spalten = ["verhaeltnis", "gini", "hoover"]
    jetzt = jahre.reindex([jahr])[spalten].iloc[0]
    damals = jahre.reindex([vorher])[spalten].iloc[0]
    return Kennzahlen(vorher, *(float(x) for x in jetzt), *(float(x) for x in damals))


@remember(512)
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
) -> Spec:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    return dumbbell(
        two_years(werte, von, bis),
        jahr_von=von,
        jahr_bis=bis,
        achse=f"{von} → {bis}, {indikator.einheit}" if von != bis else f"{bis}, {indikator.einheit}",
        stil=stil,
        einheit=karten.unit(indikator),
        stellen=indikator.nachkommastellen,
        richtung=indikator.richtung,
        gewaehlt=gebiet,
        beispiel=cache.is_beispiel(daten, indikator.indikator_id, ebene),
        breite=breite,
        hoehe=hoehe,
    )


@remember(256)
def gap_chart(
    daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, stil: Stil, breite: int, hoehe: int
) -> Bild:
    spec = gap_over_time(
        gap_years(daten, indikator.indikator_id, ebene),
        achse=indikator.einheit,
        einheit=karten.unit(indikator),
        stellen=indikator.nachkommastellen,
        namen=("niedrigstes Fünftel", "höchstes Fünftel"),
        stil=stil,
        beispiel=cache.is_beispiel(daten, indikator.indikator_id, ebene),
        breite=breite,
        hoehe=hoehe,
    )
    return Bild(spec, fifths_sentence(daten, indikator, ebene, jahr))


@remember(256)
def lorenz_chart(
    daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, stil: Stil, breite: int, hoehe: int
) -> Bild:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    zeilen = werte[werte["jahr"] == jahr]
    kurve = lorenz_curve(zeilen["wert"], persons(zeilen))
    spec = lorenz(
        kurve.rename(columns={"anteil_gewicht": "anteil_personen"}),
        achse_x="Anteil der Personen",
        achse_y=f"Anteil: {indikator.bezeichnung}",
        stil=stil,
        beispiel=components.is_beispiel(zeilen),
        breite=breite,
        hoehe=hoehe,
    )
    return Bild(spec, sentence_lorenz(kurve, ebene))


@remember(256)
def pair_chart(
    daten: Daten, indikator: Indikator, ebene: Raumebene, gebiete: tuple[str, str], stil: Stil, breite: int, hoehe: int
) -> Spec:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    hier = werte[werte["gebiet_id"].isin(gebiete)]
    namen = hier.drop_duplicates("gebiet_id").set_index("gebiet_id")["bezeichnung"]
    return two_areas(
        hier,
        gebiete=list(dict.fromkeys(namen[gebiet] for gebiet in gebiete)),
        achse=indikator.einheit,
        einheit=karten.unit(indikator),
        stellen=indikator.nachkommastellen,
        stil=stil,
        beispiel=components.is_beispiel(werte),
        breite=breite,
        hoehe=hoehe,
    )


@remember(512)
def fifths_sentence(daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int) -> str:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    vorher = comparable_year(daten, indikator, ebene, jahr)
    damals = fifths_of_year(werte, vorher) if vorher else None
    return sentence_fifths(fifths_of_year(werte, jahr), damals, indikator, jahr, vorher or jahr)


@remember(512)
def hidden_notes(daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int) -> list[str]:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    return components.hidden_notes(werte[werte["jahr"] == jahr])


def key_figures_line(zahlen: Kennzahlen) -> str:
    """Gini and Hoover in one line, for a card that has no room for tiles."""
    seit = ""
    if zahlen.jahr_vorher:
        seit = f" ({zahlen.jahr_vorher}: {format_zahl(zahlen.gini_vorher, 3)} · {format_prozent(zahlen.hoover_vorher)})"
    return f"Gini {format_zahl(zahlen.gini, 3)} · Hoover {format_prozent(zahlen.hoover)}{seit}"


@remember(512)
def weight_note(daten: Daten, indikator: Indikator, ebene: str, jahr: int) -> str:
    """Says when the persons that weigh the areas are of another year, or not known at all."""
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    jahre = werte.loc[werte["jahr"] == jahr, "gewicht_jahr"].dropna().unique()
    if len(jahre) == 0:
        return "ohne Personenzahlen: alle Gebiete zählen gleich"
    return "" if set(jahre) == {jahr} else f"gewichtet mit den Personen von {int(jahre[0])}"


@remember(512)
def ends(daten: Daten, indikator: Indikator, ebene: str, jahr: int) -> tuple[str, str] | None:
    """The areas with the highest and the lowest value of a year; None without any value."""
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    rang = werte[(werte["jahr"] == jahr) & werte["wert"].notna()].sort_values("wert")["gebiet_id"]
    return (str(rang.iloc[-1]), str(rang.iloc[0])) if len(rang) else None


def draw_source(auswahl: Auswahl, *zusatz: str) -> None:
    """Line under a chart of the chosen Indikator and year: source, additions, what is hidden."""
    quellen = cache.quellen(auswahl.daten, auswahl.figures.indikator_id, auswahl.level, auswahl.year)
    verborgen = hidden_notes(auswahl.daten, auswahl.figures, auswahl.level, auswahl.year)
    components.source_line(quellen, [*(z for z in zusatz if z), *verborgen])


def gap_table(daten: Daten, indikator: Indikator, ebene: str) -> pd.DataFrame:
    """The gap by year with headers that people read."""
    namen = {
        "jahr": "Jahr",
        "arm": "niedrigstes Fünftel",
        "reich": "höchstes Fünftel",
        "verhaeltnis": "Verhältnis",
        "differenz": "Differenz",
        "gini": "Gini",
        "hoover": "Hoover",
        "n": "Gebiete",
        "fehlend": "ohne Wert",
    }
    return by_year(daten, indikator.indikator_id, ebene).rename(columns=namen)


def lorenz_table(daten: Daten, indikator: Indikator, ebene: str, jahr: int) -> pd.DataFrame:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    zeilen = werte[werte["jahr"] == jahr]
    namen = {"anteil_gewicht": "Anteil der Personen", "anteil_wert": "Anteil der Summe"}
    return lorenz_curve(zeilen["wert"], persons(zeilen)).rename(columns=namen)


def draw_key_figures(zahlen: Kennzahlen) -> None:
    """Ratio of the fifths, Gini, Hoover – with what they were in the first comparable year."""
    seit = f" (seit {zahlen.jahr_vorher})" if zahlen.jahr_vorher else ""
    reihe = st.container(horizontal=True)
    for name, wert, vorher, stellen, faktor, hilfe in zip(
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
        reihe.metric(
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
