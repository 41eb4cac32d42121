"""Money beside need: what the page »Geld und Bedarf« computes, once per Projekt state and choice."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from sozialplanung.analysis.allocation import allocate, money_need_gap
from sozialplanung.analysis.bedarf import gap_of_groups, money_and_need, need_from_zero
from sozialplanung.analysis.budgets import sum_money
from sozialplanung.model import Indikator, Raumebene
from sozialplanung.ui import cache, components, geld
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
    """Handlungsfelder with their euro and their own Geld-Bedarf-Abstand."""
    budget = geld.budget_of(daten, ebene, wahl)
    summen = sum_money(budget, ["gebiet_id", "handlungsfeld"], wahl.art)
    lage = situation(daten, indikator, ebene, jahr, wahl)
    summen = summen.assign(eur=summen["eur"].astype(float))
    return gap_of_groups(summen, lage.tabelle["menge"], "handlungsfeld")


@remember(64)
def over_years(
    daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, konzept: str, art: str
) -> dict[int, float]:
    """Geld-Bedarf-Abstand of each Haushaltsjahr, against the need of the chosen year."""
    return {
        haushalt: situation(daten, indikator, ebene, jahr, Geldwahl(konzept, haushalt, art)).abstand
        for haushalt in geld.years(daten, konzept)
    }


class Regeln(NamedTuple):
    """The settings of a scenario; euro as whole cents. ``deckel`` and ``verlust`` None: no limit."""

    budget: int
    lambda_: float
    sockel: int
    deckel: int | None
    verlust: float | None
    runden: int


class Szenario(NamedTuple):
    """What each area gets under the rules: by gebiet_id bezeichnung, bisher, neu (cents), je_kopf (euro)."""

    tabelle: pd.DataFrame
    abstand: float


@remember(256)
def scenario(
    daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, wahl: Geldwahl, regeln: Regeln
) -> Szenario:
    """Distribute the budget over the areas whose persons and need are known."""
    lage = situation(daten, indikator, ebene, jahr, wahl)
    da = lage.tabelle.dropna(subset=["menge"])
    bisher = (da["eur"] * 100).round().astype("int64")
    neu = allocate(
        regeln.budget,
        da["personen"],
        da["satz"],
        regeln.lambda_,
        sockel_cent=regeln.sockel,
        deckel_cent=regeln.deckel,
        bisher_cent=None if regeln.verlust is None else bisher,
        max_verlust=regeln.verlust,
        runden_auf_cent=regeln.runden,
    )
    tabelle = pd.DataFrame(
        {
            "bezeichnung": da["bezeichnung"],
            "bisher": bisher,
            "neu": neu,
            "aenderung": neu - bisher.to_numpy(),
            "je_kopf": neu / 100 / da["personen"],
        },
        index=da.index,
    )
    return Szenario(tabelle, money_need_gap(tabelle["neu"], da["menge"]))
