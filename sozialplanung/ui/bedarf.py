"""Money beside need: what the page »Geld und Bedarf« computes, once per Projekt state and choice."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from sozialplanung.analysis.allocation import money_need_gap
from sozialplanung.analysis.bedarf import Spanne, gap_interval, gap_of_groups, money_and_need, need_from_zero
from sozialplanung.analysis.budgets import sum_money
from sozialplanung.analysis.entwicklung import nearest_year
from sozialplanung.model import Indikator, Raumebene, Richtung
from sozialplanung.ui import cache, components, filters, geld
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.geld import Geldwahl


class Lage(NamedTuple):
    """Money and need of one year at one level.

    ``tabelle``: by gebiet_id, see ``money_and_need``, with bezeichnung. ``stadtweit``: euro that belong to no area.
    ``verschoben``: an index below zero was moved. ``ohne``: areas without need or persons.
    """

    tabelle: pd.DataFrame
    abstand: float
    stadtweit: float
    verschoben: bool
    ohne: int
    beispiel: bool

    @property
    def mittel(self) -> float:
        """All euro of the areas."""
        return float(self.tabelle["eur"].sum())


@remember(128)
def situation(daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, wahl: Geldwahl) -> Lage:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    hier = werte[werte["jahr"] == jahr].set_index("gebiet_id")
    satz, verschoben = need_from_zero(hier["wert"])
    budget = geld.budget_of(daten, ebene, wahl)
    summen = sum_money(budget, ["gebiet_id"], wahl.art).set_index("gebiet_id")["eur"].astype(float)
    je_gebiet = summen[summen.index.notna()].reindex(hier.index, fill_value=0.0)
    tabelle = money_and_need(je_gebiet, hier["gewicht"], satz)
    tabelle.insert(0, "bezeichnung", hier["bezeichnung"])
    return Lage(
        tabelle=tabelle,
        abstand=money_need_gap(tabelle["eur"], tabelle["menge"]),
        stadtweit=float(summen[summen.index.isna()].sum()),
        verschoben=verschoben,
        ohne=int(tabelle["menge"].isna().sum()),
        beispiel=components.is_beispiel(budget) or components.is_beispiel(hier),
    )


@remember(64)
def by_field(daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, wahl: Geldwahl) -> pd.DataFrame:
    """Handlungsfelder with their euro in areas, their own Geld-Bedarf-Abstand and what is for the whole city."""
    budget = geld.budget_of(daten, ebene, wahl)
    summen = sum_money(budget, ["gebiet_id", "handlungsfeld"], wahl.art)
    lage = situation(daten, indikator, ebene, jahr, wahl)
    summen = summen.assign(eur=summen["eur"].astype(float))
    felder = gap_of_groups(summen, lage.tabelle["menge"], "handlungsfeld")
    ganz = summen[summen["gebiet_id"].isna()].set_index("handlungsfeld")["eur"]
    alle = [*felder.index, *(name for name in ganz.index if name not in felder.index)]
    # what a field does not spend in areas, or for the whole city, is none, not missing
    return felder.reindex(alle).assign(
        eur=felder["eur"].reindex(alle, fill_value=0.0), stadtweit=ganz.reindex(alle, fill_value=0.0)
    )


@remember(128)
def interval(daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, wahl: Geldwahl) -> Spanne | None:
    """Where gap and disparities lie, given the counts behind the need; None for figures without counts."""
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    hier = werte[werte["jahr"] == jahr].set_index("gebiet_id")
    lage = situation(daten, indikator, ebene, jahr, wahl)
    return None if lage.verschoben else gap_interval(lage.tabelle, hier["zaehler"], hier["nenner"])


@remember(64)
def over_years(daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, wahl: Geldwahl) -> pd.DataFrame:
    """Geld-Bedarf-Abstand of each Haushaltsjahr against the need of the same or the nearest year.

    Returns frame[jahr, bedarf_jahr, wert, unten, oben], shares 0–1; the chosen year of need belongs to the chosen
    Haushaltsjahr, so that it has the figure of the headline.
    """
    vorhanden = filters.years_by_level(daten, indikator.indikator_id)[ebene]
    zeilen = []
    for haushalt in geld.years(daten, wahl.konzept):
        bedarf_jahr = jahr if haushalt == wahl.jahr else nearest_year(vorhanden, haushalt)
        frage = (daten, indikator, ebene, bedarf_jahr, wahl._replace(jahr=haushalt))
        spanne = interval(*frage)
        grenzen = (float("nan"), float("nan")) if spanne is None else (spanne.unten, spanne.oben)
        zeilen.append((haushalt, bedarf_jahr, situation(*frage).abstand, *grenzen))
    tabelle = pd.DataFrame(zeilen, columns=["jahr", "bedarf_jahr", "wert", "unten", "oben"])
    return tabelle.dropna(subset=["wert"])


@remember(64)
def needs(daten: Daten, ebene: Raumebene) -> dict[str, Indikator]:
    """What can stand for the need at a level: every Indikator that is no Stärke, every Sozialindex."""
    alle = cache.indikatoren(daten)
    return {
        name: alle[name]
        for name in filters.with_figures(daten)
        if alle[name].richtung != Richtung.STAERKE and ebene in filters.years_by_level(daten, name)
    }


@remember(64)
def in_groups(daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, wahl: Geldwahl) -> pd.DataFrame:
    """As ``situation().tabelle``, by groups of areas with more and less need, for a view without names."""
    tabelle = situation(daten, indikator, ebene, jahr, wahl).tabelle.dropna(subset=["mehr"])
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    namen = geld.group_names_of(werte[werte["jahr"] == jahr], indikator.richtung).reindex(tabelle.index)
    summen = tabelle[["eur", "personen", "menge", "punkte", "mehr"]].groupby(namen, sort=False).sum()
    reihe = [name for name in namen.sort_values().unique() if name in summen.index]
    return summen.reindex(reihe).assign(je_kopf=lambda s: s["eur"] / s["personen"])
