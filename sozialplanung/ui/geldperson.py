"""Page »Maßnahmen«, view »Geld«: euro per inhabitant, per person of the Zielgruppe, per reached person."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sozialplanung.analysis.budgets import money_per_head, money_per_reached, sum_money
from sozialplanung.analysis.entwicklung import nearest_year
from sozialplanung.analysis.indexwerte import EINWOHNER
from sozialplanung.analysis.zielgruppe import counted_by, per_person, persons_at
from sozialplanung.charts.geld import EURO_TICKS, money_bars
from sozialplanung.charts.geldzeilen import stacked_rows
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.formatting import format_euro
from sozialplanung.model import Herkunft, Raumebene
from sozialplanung.report import saetze_geld as saetze
from sozialplanung.ui import cache, components, filters, geld
from sozialplanung.ui.cache import ALLE, Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.geld import ARTEN, Geldbild, Geldwahl
from sozialplanung.ui.masse import Mass
from sozialplanung.ui.massnahmenseite import ERREICHT, Massnahmenwahl

_JE = {"erreicht": "je erreichter Person", "zielgruppe": "je Person der Zielgruppe"}
_OHNE_GEBIETE = "Dafür fehlen im Projekt die Gebiete und ihre Einwohner."


def draw(wahl: Massnahmenwahl, mass: Mass) -> None:
    links, rechts = st.columns(2, gap="small")
    with links, components.card("Je Einwohner"):
        _draw_inhabitants(wahl, mass)
    with rechts, components.card("Je Person, um die es geht"):
        _draw_measures(wahl, mass)


def _draw_inhabitants(wahl: Massnahmenwahl, mass: Mass) -> None:
    ebene = wahl.ebene
    if ebene is None or persons(wahl.daten, EINWOHNER, ebene, wahl.geld.jahr).empty:
        st.info(_OHNE_GEBIETE, icon=":material/info:")
        return
    bild = per_inhabitant(wahl.daten, ebene, wahl.geld, wahl.stil, mass)
    components.sentence(bild.satz)
    if not components.not_in_wuerde(filters.current()):
        components.chart(bild.spec, "gs_einwohner")
    components.source_line(
        geld.sources(wahl.daten, wahl.geld),
        [
            f"Einwohner {persons_year(wahl.daten, EINWOHNER, ebene, wahl.geld.jahr)}",
            *geld.protection_notes(wahl.daten, ebene, wahl.geld),
        ],
    )
    components.take_away(
        lambda: per_inhabitant_table(wahl.daten, ebene, wahl.geld), f"je_einwohner_{wahl.geld.jahr}", key="gs_einwohner"
    )


def persons_year(daten: Daten, merkmal_id: str, ebene: Raumebene, jahr: int) -> int | None:
    """The year closest to the Haushaltsjahr of which anything is known."""
    jahre = sorted(int(j) for j in set(cache.personen(daten, merkmal_id, ebene)["jahr"]))
    return nearest_year(jahre, jahr) if jahre else None


@remember(128)
def persons(daten: Daten, merkmal_id: str, ebene: Raumebene, jahr: int) -> pd.DataFrame:
    """gebiet_id (index), wert, herkunft of the year closest to the Haushaltsjahr; hidden counts are missing."""
    alle = cache.personen(daten, merkmal_id, ebene)
    return alle[alle["jahr"] == persons_year(daten, merkmal_id, ebene, jahr)].set_index("gebiet_id")


@remember(64)
def by_area(daten: Daten, ebene: Raumebene, wahl: Geldwahl, *, je_quelle: bool = False) -> pd.DataFrame:
    """Euro and euro per inhabitant by area; an area that gets nothing gets 0 €."""
    einwohner = persons(daten, EINWOHNER, ebene, wahl.jahr)["wert"]
    namen = pd.Series(cache.gebiete(daten, ebene), name="bezeichnung").rename_axis("gebiet_id")
    summen = geld.sums_by_area(daten, ebene, wahl, je_quelle=je_quelle)
    return money_per_head(geld.with_empty_areas(summen, namen.to_frame()), einwohner)


@remember(64)
def per_inhabitant(daten: Daten, ebene: Raumebene, wahl: Geldwahl, stil: Stil, mass: Mass) -> Geldbild:
    budget = geld.budget_of(daten, ebene, wahl)
    einwohner = persons(daten, EINWOHNER, ebene, wahl.jahr)
    je_quelle = by_area(daten, ebene, wahl, je_quelle=True)
    beispiel = components.is_beispiel(budget) or bool((einwohner["herkunft"] == Herkunft.BEISPIEL).any())
    spec = money_bars(
        je_quelle.assign(eur=je_quelle["je_kopf"]).dropna(subset=["eur"]),
        achse=f"Euro je Einwohner {wahl.jahr} ({ARTEN[wahl.art]})",
        stil=stil,
        beispiel=beispiel,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )
    alle = einwohner["wert"].reindex(list(cache.gebiete(daten, ebene))).sum(skipna=False)
    summen = sum_money(budget, ["haushaltsjahr"], wahl.art)
    eur = summen["eur"].iloc[0] if len(summen) else None
    satz = saetze.sentence_inhabitants(
        eur, alle, wahl.jahr, wahl.art, pd.DataFrame() if stil.wuerde else by_area(daten, ebene, wahl)
    )
    return Geldbild(spec, satz, beispiel)


def per_inhabitant_table(daten: Daten, ebene: Raumebene, wahl: Geldwahl) -> pd.DataFrame:
    tabelle = by_area(daten, ebene, wahl)
    jahr = persons_year(daten, EINWOHNER, ebene, wahl.jahr)
    return pd.DataFrame(
        {
            "Gebiet": tabelle["bezeichnung"],
            f"{ARTEN[wahl.art]} {wahl.jahr} (€)": tabelle["eur"].astype(float),
            f"Einwohner {jahr}": tabelle["personen"].astype(float),
            "Euro je Einwohner": tabelle["je_kopf"].astype(float),
        }
    )


def _draw_measures(wahl: Massnahmenwahl, mass: Mass) -> None:
    je = components.choose_view("je_person", _JE, "Bezogen auf")
    components.sentence(measures_sentence(wahl.daten, wahl.ebene, wahl.geld, je))
    spec = measures_chart(wahl.daten, wahl.ebene, wahl.geld, je, wahl.stil, mass)
    if spec is not None:
        components.chart(spec, "gs_person")
    components.source_line(geld.sources(wahl.daten, wahl.geld), [saetze.JE_PERSON[je]])
    components.take_away(
        lambda: measures_table(wahl.daten, wahl.ebene, wahl.geld), f"je_person_{wahl.geld.jahr}", key="gs_person"
    )


@remember(64)
def targets(daten: Daten) -> pd.DataFrame:
    """massnahme_id, merkmal_id, weg: who counts the Zielgruppe."""
    projekt = daten.projekt
    return counted_by(cache.massnahmen(daten), projekt.load_merkmale(), projekt.load_indikatoren())


@remember(64)
def measures(daten: Daten, ebene: Raumebene | None, wahl: Geldwahl) -> pd.DataFrame:
    """Every Maßnahme of the choice with its money, the persons it is for and those it reached."""
    alle = cache.massnahmen(daten)
    if wahl.konzept != ALLE:
        alle = alle[alle["handlungskonzept_id"] == wahl.konzept]
    betraege = geld.money(daten, wahl.konzept)
    leistungen = cache.leistungen(daten)
    erreicht = leistungen[(leistungen["jahr"] == wahl.jahr) & (leistungen["kennzahl"] == ERREICHT)]
    je = money_per_reached(betraege[betraege["haushaltsjahr"] == wahl.jahr], erreicht, wahl.art)
    tabelle = alle[["massnahme_id", "bezeichnung", "zielgruppe"]].merge(targets(daten), on="massnahme_id")
    tabelle = tabelle.merge(je, on="massnahme_id", how="left").set_index("massnahme_id")
    verborgen = set(erreicht.loc[erreicht["verborgen"], "massnahme_id"])
    tabelle["verborgen"] = tabelle.index.isin(verborgen)
    tabelle["personen"] = _target_persons(daten, ebene, wahl, tabelle["merkmal_id"])
    tabelle["je_zielgruppe"] = per_person(tabelle["eur"], tabelle["personen"])
    return tabelle


def _target_persons(daten: Daten, ebene: Raumebene | None, wahl: Geldwahl, merkmal: pd.Series) -> pd.Series:
    """Persons of the Zielgruppe where each Maßnahme is at work."""
    if ebene is None:
        return pd.Series(float("nan"), index=merkmal.index)
    orte = geld.places_of(daten, ebene, wahl)
    gebiete = list(cache.gebiete(daten, ebene))
    teile = []
    for merkmal_id, gruppe in merkmal.dropna().groupby(merkmal):
        zahlen = persons(daten, str(merkmal_id), ebene, wahl.jahr)["wert"]
        teile.append(persons_at(orte[orte["massnahme_id"].isin(gruppe.index)], zahlen, gebiete))
    alle = pd.concat(teile) if teile else pd.Series(dtype=float)
    return alle.reindex(merkmal.index)


def _column(je: str) -> tuple[str, str]:
    """Euro per person, and the persons."""
    return ("je_person", "erreicht") if je == "erreicht" else ("je_zielgruppe", "personen")


@remember(64)
def measures_sentence(daten: Daten, ebene: Raumebene | None, wahl: Geldwahl, je: str) -> str:
    return saetze.sentence_per_person(measures(daten, ebene, wahl), wahl.jahr, wahl.art, je)


@remember(64)
def measures_chart(
    daten: Daten, ebene: Raumebene | None, wahl: Geldwahl, je: str, stil: Stil, mass: Mass
) -> Spec | None:
    eur, personen = _column(je)
    tabelle = measures(daten, ebene, wahl).dropna(subset=[eur]).sort_values(eur, ascending=False, kind="stable")
    if tabelle.empty:
        return None
    zeilen = [
        {
            "bezeichnung": str(name),
            "teile": [betrag],
            "texte": [f"{format_euro(summe, 2)} für {saetze.people(zahl)}"],
            "text": format_euro(betrag, 2 if betrag < 10 else 0),
        }
        for name, betrag, summe, zahl in zip(
            tabelle["bezeichnung"], tabelle[eur], tabelle["eur"], tabelle[personen], strict=True
        )
    ]
    return stacked_rows(
        zeilen,
        farben=[stil.farben.primaer],
        achse=f"Euro {_JE[je]} {wahl.jahr} ({ARTEN[wahl.art]})",
        ticks=EURO_TICKS,
        stil=stil,
        beschreibung=f"Euro {_JE[je]}, je Maßnahme, am meisten zuerst",
        beispiel=components.is_beispiel(geld.money(daten, wahl.konzept)),
        breite=mass.breite,
        hoehe=mass.hoehe,
    )


def measures_table(daten: Daten, ebene: Raumebene | None, wahl: Geldwahl) -> pd.DataFrame:
    tabelle = measures(daten, ebene, wahl)
    namen = cache.merkmale(daten)["bezeichnung"]
    return pd.DataFrame(
        {
            "Maßnahme": tabelle["bezeichnung"],
            "Zielgruppe": tabelle["zielgruppe"],
            f"{ARTEN[wahl.art]} {wahl.jahr} (€)": tabelle["eur"].astype(float),
            "Erreichte Personen": tabelle["erreicht"].astype(float),
            "Erreichte verborgen": tabelle["verborgen"].map({True: "ja", False: ""}),
            "Euro je erreichter Person": tabelle["je_person"].astype(float),
            "Personen der Zielgruppe": tabelle["personen"].astype(float),
            "Euro je Person der Zielgruppe": tabelle["je_zielgruppe"].astype(float),
            "Gezählt mit": tabelle["merkmal_id"].map(namen).fillna("unbekannt"),
            "Woher bekannt": tabelle["weg"].astype(object).where(tabelle["weg"].notna(), "").astype(str),
        }
    )
