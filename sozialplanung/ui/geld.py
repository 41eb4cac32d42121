"""Money as cards: who pays, where, for what, planned against spent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import pandas as pd

from sozialplanung.analysis.budgets import money_per_head, sum_money
from sozialplanung.analysis.entwicklung import nearest_year
from sozialplanung.analysis.gruppen import group_areas
from sozialplanung.charts.geld import money_bars
from sozialplanung.charts.gruppen import with_group_names
from sozialplanung.charts.theme import Stil
from sozialplanung.model import Finanzierungsquelle, Indikator, Raumebene
from sozialplanung.report import saetze_wuerde
from sozialplanung.report.saetze import sentence_budget, sentence_money_per_head
from sozialplanung.report.saetze_geld import OHNE_MASSNAHME, note_moved
from sozialplanung.ui import cache, components
from sozialplanung.ui.cache import ALLE, Daten
from sozialplanung.ui.gedaechtnis import remember

Spec = dict[str, Any]
_GEBIET = ["gebiet_id", "bezeichnung"]
ARTEN = {"ansatz": "Ansatz", "bewilligt": "Bewilligt", "ist": "Ist"}


class Geldwahl(NamedTuple):
    """Which money: a Handlungskonzept (or all), a Haushaltsjahr, planned or spent, in ``preise`` of which year."""

    konzept: str
    jahr: int
    art: str = "ansatz"
    preise: int | None = None


class Geldbild(NamedTuple):
    spec: Spec
    satz: str
    beispiel: bool


@remember(128)
def money(daten: Daten, konzept: str) -> pd.DataFrame:
    """Finanzierung of one Handlungskonzept, or of all."""
    geld = cache.finanzierung(daten)
    return geld if konzept == ALLE else geld[geld["handlungskonzept_id"] == konzept]


@remember(128)
def budget_of(daten: Daten, ebene: str, wahl: Geldwahl) -> pd.DataFrame:
    """The chosen money laid over the areas of a level."""
    budget = cache.budget(daten, ebene)
    budget = budget[budget["haushaltsjahr"] == wahl.jahr]
    return budget if wahl.konzept == ALLE else budget[budget["handlungskonzept_id"] == wahl.konzept]


@remember(128)
def places_of(daten: Daten, ebene: str, wahl: Geldwahl) -> pd.DataFrame:
    """Where the Maßnahmen with chosen money are at work: massnahme_id, gebiet_id."""
    orte = cache.geldorte(daten, ebene)
    orte = orte[orte["haushaltsjahr"] == wahl.jahr]
    hier = orte if wahl.konzept == ALLE else orte[orte["handlungskonzept_id"] == wahl.konzept]
    return hier[["massnahme_id", "gebiet_id"]]


@remember(128)
def protection_notes(daten: Daten, ebene: str, wahl: Geldwahl) -> list[str]:
    """What was done with private money of the choice, and why; nothing where nothing had to be done."""
    prozent = cache.dominanz(daten)
    if prozent is None or not budget_of(daten, ebene, wahl)["verlegt"].any():
        return []
    return [note_moved(prozent)]


@remember(128)
def count_measures(daten: Daten, konzept: str) -> int:
    """All Maßnahmen of a Handlungskonzept, with or without money in a year."""
    alle = cache.massnahmen(daten)
    return len(alle) if konzept == ALLE else int((alle["handlungskonzept_id"] == konzept).sum())


@remember(128)
def years(daten: Daten, konzept: str) -> list[int]:
    return sorted(int(j) for j in money(daten, konzept)["haushaltsjahr"].unique())


def nearest_budget_year(daten: Daten, konzept: str, jahr: int) -> int:
    """The Haushaltsjahr closest to the year of the figures; between two, the earlier."""
    return nearest_year(years(daten, konzept), jahr)


@remember(128)
def sums_by_area(daten: Daten, ebene: str, wahl: Geldwahl, *, je_quelle: bool = False) -> pd.DataFrame:
    """Euro by area (and Finanzierungsquelle), without what is for the whole city."""
    budget = budget_of(daten, ebene, wahl)
    verteilt = budget[budget["gebiet_id"].notna()]
    return sum_money(verteilt, [*_GEBIET, "finanzierungsquelle"] if je_quelle else _GEBIET, wahl.art)


@remember(256)
def per_head_chart(
    daten: Daten,
    indikator: Indikator,
    ebene: Raumebene,
    jahr: int,
    wahl: Geldwahl,
    gebiet: str | None,
    stil: Stil,
    breite: int,
    hoehe: int,
) -> Geldbild:
    """Euro per person that the Indikator is about, by area and Finanzierungsquelle."""
    budget = budget_of(daten, ebene, wahl)
    personen = _persons(daten, indikator.indikator_id, ebene, wahl.jahr, jahr)
    je_quelle, gesamt = (
        money_per_head(with_empty_areas(summe, personen), personen["gewicht"])
        for summe in (sums_by_area(daten, ebene, wahl, je_quelle=True), sums_by_area(daten, ebene, wahl))
    )
    kopf = cache.kopfzahl(daten, indikator)
    reihenfolge = None
    if stil.wuerde:
        werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
        gruppe = group_names_of(werte[werte["jahr"] == jahr], indikator.richtung)
        je_quelle = _by_group(je_quelle, personen["gewicht"], gruppe)
        reihenfolge = list(gruppe.dropna().unique())
    beispiel = components.is_beispiel(budget) or cache.is_beispiel(daten, indikator.indikator_id, ebene)
    spec = money_bars(
        je_quelle.assign(eur=je_quelle["je_kopf"]).dropna(subset=["eur"]),
        achse=f"Euro je {kopf.je} ({kopf.name})",
        stil=stil,
        gewaehlt=gebiet,
        reihenfolge=reihenfolge,
        beispiel=beispiel,
        breite=breite,
        hoehe=hoehe,
    )
    je_person = saetze_wuerde.sentence_money_per_head if stil.wuerde else sentence_money_per_head
    geld = money(daten, wahl.konzept)
    anzahl = count_measures(daten, wahl.konzept)
    satz = f"{sentence_budget(geld, wahl.jahr, wahl.art, anzahl)} {je_person(gesamt, kopf.je)}"
    return Geldbild(spec, satz, beispiel)


def group_names_of(werte: pd.DataFrame, richtung: str) -> pd.Series:
    """Name of the group by gebiet_id, the group with the greatest need first; ``werte`` of one year."""
    je_gebiet = werte.set_index("gebiet_id")["wert"]
    gruppe = group_areas(je_gebiet, richtung).sort_values()
    return with_group_names(gruppe, richtung)


def _by_group(je_quelle: pd.DataFrame, personen: pd.Series, gruppe: pd.Series) -> pd.DataFrame:
    """Euro per person of each group: the money of its areas over their persons. Rows have no gebiet_id."""
    da = je_quelle.dropna(subset=["je_kopf"])
    da = da.assign(bezeichnung=da["gebiet_id"].map(gruppe), eur=da["eur"].astype(float)).dropna(subset=["bezeichnung"])
    kopfzahl = personen.reindex(da["gebiet_id"].unique()).groupby(gruppe).sum()
    summen = pd.DataFrame(da.groupby(["bezeichnung", "finanzierungsquelle"], as_index=False)["eur"].sum())
    return summen.assign(je_kopf=summen["eur"] / summen["bezeichnung"].map(kopfzahl))


@remember(64)
def _persons(daten: Daten, indikator_id: str, ebene: str, haushaltsjahr: int, jahr: int) -> pd.DataFrame:
    return persons_of(cache.indikatorwerte(daten, indikator_id, ebene), haushaltsjahr, jahr)


def persons_of(werte: pd.DataFrame, haushaltsjahr: int, jahr: int) -> pd.DataFrame:
    """The persons by gebiet_id – of the Haushaltsjahr where they are known, else of the year of the figures."""
    bekannt = ((werte["jahr"] == haushaltsjahr) & werte["gewicht"].notna()).any()
    hier = werte["jahr"] == (haushaltsjahr if bekannt else jahr)
    return werte.loc[hier, ["gebiet_id", "bezeichnung", "gewicht", "gewicht_jahr"]].set_index("gebiet_id")


@remember(256)
def persons_note(daten: Daten, indikator: Indikator, ebene: str, wahl: Geldwahl, jahr: int) -> str:
    """»Personen 2020« for the line under the chart."""
    jahre = _persons(daten, indikator.indikator_id, ebene, wahl.jahr, jahr)["gewicht_jahr"]
    return f"Personen {int(jahre.max())}" if jahre.notna().any() else "ohne Personenzahlen"


def with_empty_areas(summen: pd.DataFrame, personen: pd.DataFrame) -> pd.DataFrame:
    """Areas that get nothing belong into a comparison: no share of a known budget is 0 €, not missing."""
    leer = personen.loc[~personen.index.isin(summen["gebiet_id"]), "bezeichnung"]
    if summen.empty or leer.empty:
        return summen
    neue = leer.reset_index()
    neue["eur"] = pd.Series(Decimal(0), index=neue.index, dtype=object)
    if "finanzierungsquelle" in summen:
        neue["finanzierungsquelle"] = Finanzierungsquelle.EIGENANTEIL.value
    return pd.concat([summen, neue], ignore_index=True)


@remember(256)
def by_area_chart(
    daten: Daten, ebene: Raumebene, wahl: Geldwahl, stil: Stil, breite: int, hoehe: int | None
) -> Geldbild:
    """Total euro by area; what is for the whole city stands apart."""
    budget = budget_of(daten, ebene, wahl)
    summen = sum_money(budget, ["gebiet_id", "bezeichnung", "finanzierungsquelle"], wahl.art)
    beispiel = components.is_beispiel(budget)
    spec = money_bars(
        summen, achse=f"Euro {wahl.jahr} ({ARTEN[wahl.art]})", stil=stil, beispiel=beispiel, breite=breite, hoehe=hoehe
    )
    return Geldbild(spec, "", beispiel)


@remember(256)
def by_field_chart(daten: Daten, wahl: Geldwahl, stil: Stil, breite: int, hoehe: int | None) -> Geldbild:
    """Total euro by Handlungsfeld and Finanzierungsquelle."""
    geld = money(daten, wahl.konzept)
    geld = geld[geld["haushaltsjahr"] == wahl.jahr]
    summen = sum_money(geld, ["handlungsfeld", "finanzierungsquelle"], wahl.art).rename(
        columns={"handlungsfeld": "bezeichnung"}
    )
    beispiel = components.is_beispiel(geld)
    spec = money_bars(
        summen, achse=f"Euro {wahl.jahr} ({ARTEN[wahl.art]})", stil=stil, beispiel=beispiel, breite=breite, hoehe=hoehe
    )
    return Geldbild(spec, sentence_budget(geld, wahl.jahr, wahl.art, count_measures(daten, wahl.konzept)), beispiel)


@remember(128)
def sources(daten: Daten, wahl: Geldwahl) -> cache.Quellen:
    """The Quellen of the money shown."""
    betraege = money(daten, wahl.konzept)
    ids = betraege.loc[betraege["haushaltsjahr"] == wahl.jahr, "quelle_id"]
    quellen = daten.projekt.load_quellen()
    return cache.as_quellen(quellen[quellen["quelle_id"].isin(set(ids))])


@remember(64)
def all_sources(daten: Daten, konzept: str) -> cache.Quellen:
    """The Quellen of the money of all years."""
    ids = set(money(daten, konzept)["quelle_id"])
    quellen = daten.projekt.load_quellen()
    return cache.as_quellen(quellen[quellen["quelle_id"].isin(ids)])


def money_table(daten: Daten, ebene: str, wahl: Geldwahl) -> pd.DataFrame:
    """The euro behind a money chart, with headers that people read."""
    budget = budget_of(daten, ebene, wahl)
    return pd.DataFrame(
        {
            "Gebiet": budget["bezeichnung"].fillna("gesamtstädtisch"),
            "Maßnahme": budget["massnahme_id"].fillna(OHNE_MASSNAHME),
            "Handlungsfeld": budget["handlungsfeld"],
            "Finanzierungsquelle": budget["finanzierungsquelle"],
            "Haushaltsjahr": budget["haushaltsjahr"],
            **{f"{name} (€)": budget[f"{art}_eur"].astype(float) for art, name in ARTEN.items()},
        }
    )
