"""View »Trennung«: how unevenly a group lives over the areas, and how much among itself."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from sozialplanung.analysis.abstand import comparable_years
from sozialplanung.analysis.trennung import segregation_by_year
from sozialplanung.charts.theme import Stil
from sozialplanung.charts.trennung import two_shares
from sozialplanung.model import Indikator, Raumebene
from sozialplanung.report.saetze_trennung import (
    apart_notes,
    no_group_text,
    sentence_among,
    sentence_apart,
    too_few_text,
)
from sozialplanung.ui import cache, components, filters, vergleich
from sozialplanung.ui.anzahlen import Anzahlen, count_rates
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.masse import Mass
from sozialplanung.ui.vergleich import Bild

_BEISPIELE = 3


class Gruppe(NamedTuple):
    """A group of one Indikator at one level, looked at in one year."""

    daten: Daten
    indikator: Indikator
    anzahlen: Anzahlen
    ebene: Raumebene
    jahr: int


def require_group(auswahl: Auswahl) -> Gruppe:
    """Persons among persons; where the Indikator is none, or too few areas have figures, the page says so and ends."""
    raten = count_rates(auswahl.daten)
    geeignet = {i: rate for i, rate in raten.items() if rate.gleiche_einheit}
    anzahlen = geeignet.get(auswahl.figures.indikator_id)
    if anzahlen is None or (auswahl.werte["zaehler"] > auswahl.werte["nenner"]).any():
        alle = cache.indikatoren(auswahl.daten)
        beispiele = [f"»{alle[i].bezeichnung}«" for i in filters.with_figures(auswahl.daten) if i in geeignet]
        components.hint(no_group_text(auswahl.figures.bezeichnung, beispiele[:_BEISPIELE]))
    gruppe = Gruppe(auswahl.daten, auswahl.figures, anzahlen, auswahl.level, auswahl.year)
    if auswahl.year not in set(by_year(gruppe)["jahr"]):
        zeilen = auswahl.werte_of(auswahl.year)
        da = int(zeilen[["zaehler", "nenner"]].notna().all(axis=1).sum())
        components.hint(too_few_text(da, auswahl.year, auswahl.level))
    return gruppe


@remember(128, "Trennung wird gerechnet …")
def by_year(gruppe: Gruppe) -> pd.DataFrame:
    """All years up to the chosen one in which the same areas have figures."""
    werte = cache.indikatorwerte(gruppe.daten, gruppe.indikator.indikator_id, gruppe.ebene)
    jahre = [j for j in comparable_years(werte, gruppe.jahr) if j <= gruppe.jahr]
    return segregation_by_year(werte[werte["jahr"].isin(jahre)])


@remember(256)
def apart_picture(gruppe: Gruppe, stil: Stil, mass: Mass) -> Bild:
    tabelle = by_year(gruppe)
    spalten = {"trennung_korrigiert": "eins", "trennung": "zwei"}
    spec = two_shares(
        tabelle.rename(columns=spalten),
        namen=("bereinigt", "wie gezählt"),
        achse="müssten anderswo wohnen (%)",
        stil=stil,
        beispiel=_is_beispiel(gruppe),
        breite=mass.breite,
        hoehe=mass.hoehe,
    )
    return Bild(spec, sentence_apart(tabelle, gruppe.anzahlen.gruppe, gruppe.ebene))


@remember(256)
def among_picture(gruppe: Gruppe, stil: Stil, mass: Mass) -> Bild:
    tabelle = by_year(gruppe)
    spec = two_shares(
        tabelle.rename(columns={"isolation": "eins", "anteil": "zwei"}),
        namen=("im eigenen Gebiet", "in allen zusammen"),
        achse="Anteil der Gruppe (%)",
        stil=stil,
        beispiel=_is_beispiel(gruppe),
        breite=mass.breite,
        hoehe=mass.hoehe,
    )
    return Bild(spec, sentence_among(tabelle, gruppe.anzahlen.gruppe, gruppe.ebene))


def _is_beispiel(gruppe: Gruppe) -> bool:
    return cache.is_beispiel(gruppe.daten, gruppe.indikator.indikator_id, gruppe.ebene)


def group_table(gruppe: Gruppe) -> pd.DataFrame:
    titel = {
        "jahr": "Jahr",
        "trennung": "Segregationsindex IS",
        "trennung_korrigiert": "IS, um Zufall bereinigt",
        "isolation": "Isolation",
        "anteil": f"Anteil an: {gruppe.anzahlen.gesamt}",
        "n": "Gebiete",
    }
    return by_year(gruppe)[list(titel)].rename(columns=titel)


def draw_apart(auswahl: Auswahl, gruppe: Gruppe, mass: Mass) -> None:
    bild = apart_picture(gruppe, auswahl.stil, mass)
    components.sentence(bild.satz)
    components.chart(bild.spec, "ar_trennung")
    noten = apart_notes(by_year(gruppe), len(auswahl.werte_of(auswahl.year)), auswahl.level)
    vergleich.draw_source(auswahl, f"Gruppe unter: {gruppe.anzahlen.gesamt}", *noten)
    _take_away(gruppe, "ar_trennung")


def draw_among(auswahl: Auswahl, gruppe: Gruppe, mass: Mass) -> None:
    bild = among_picture(gruppe, auswahl.stil, mass)
    components.sentence(bild.satz)
    components.chart(bild.spec, "ar_unter_sich")
    vergleich.draw_source(auswahl, f"Gruppe unter: {gruppe.anzahlen.gesamt}")
    _take_away(gruppe, "ar_unter_sich")


def _take_away(gruppe: Gruppe, key: str) -> None:
    components.take_away(lambda: group_table(gruppe), f"trennung_{gruppe.indikator.indikator_id}", key=key)
