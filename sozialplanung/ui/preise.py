"""Real prices: in which year's prices amounts are shown, and the table of the price index that people may change."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from sozialplanung.analysis.preise import Preistabelle, at_prices_of, load_default_index
from sozialplanung.report.saetze_geld import index_sentence
from sozialplanung.store import quelle_id_of
from sozialplanung.store.bearbeiten import Bereich
from sozialplanung.ui import adresse, bearbeiten, cache, components, felder, formulare, geld
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.geld import Geldwahl
from sozialplanung.vorlage import blatt_der_tabelle

_NOMINAL = "jeweilige"
_BEREICH = Bereich("preisindex", "")


class Preisindex(NamedTuple):
    """``eigen``: the Projekt's own, else the one that the application brings."""

    staende: Mapping[int, Decimal]
    quellen: cache.Quellen
    eigen: bool


@remember(32)
def price_index(daten: Daten) -> Preisindex:
    eigener = daten.projekt.load_preisindex()
    if eigener.empty:
        vorgabe = load_default_index()
        quelle = cache.Quellenangabe(vorgabe.bezeichnung, vorgabe.lizenz, vorgabe.stand)
        return Preisindex(vorgabe.staende, (quelle,), eigen=False)
    quellen = daten.projekt.load_quellen()
    benutzt = quellen[quellen["quelle_id"].isin(set(eigener["quelle_id"]))]
    staende = dict(zip(eigener["jahr"].astype(int), eigener["stand"], strict=True))
    return Preisindex(staende, cache.as_quellen(benutzt), eigen=True)


def choose(daten: Daten, wahl: Geldwahl) -> Geldwahl:
    """Prices of each year as they were, or of one year that the index knows; part of the link."""
    jahre = sorted(price_index(daten).staende, reverse=True)
    optionen = [_NOMINAL, *map(str, jahre)]
    preise = adresse.recall("preise", optionen, _NOMINAL)
    st.selectbox(
        "Preise",
        optionen,
        key="preise",
        format_func=lambda jahr: "jeweilige Preise" if jahr == _NOMINAL else f"Preise von {jahr}",
        label_visibility="collapsed",
        width=220,
    )
    return wahl._replace(preise=None if preise == _NOMINAL else int(preise))


@remember(64)
def money(daten: Daten, wahl: Geldwahl) -> pd.DataFrame:
    """The Finanzierung of the choice, all years, in the chosen prices."""
    betraege = geld.money(daten, wahl.konzept)
    return betraege if wahl.preise is None else at_prices_of(betraege, price_index(daten).staende, wahl.preise)


def axis_unit(wahl: Geldwahl, einheit: str = "Euro") -> str:
    """»Euro«, »Euro in Preisen von 2018«."""
    return f"{einheit} {in_prices(wahl)}".strip()


def in_prices(wahl: Geldwahl) -> str:
    """»in Preisen von 2018«; empty where the prices are those of each year."""
    return "" if wahl.preise is None else f"in Preisen von {wahl.preise}"


def notes(daten: Daten, wahl: Geldwahl) -> list[str]:
    """For the line under a chart: whose prices, and which years have no index."""
    if wahl.preise is None:
        return ["in jeweiligen Preisen"]
    index = price_index(daten)
    ohne = [str(jahr) for jahr in geld.years(daten, wahl.konzept) if jahr not in index.staende]
    fehlt = [f"ohne {', '.join(ohne)}: kein Preisindex erfasst"] if ohne else []
    return [in_prices(wahl), *fehlt]


def sources(daten: Daten, wahl: Geldwahl, quellen: cache.Quellen) -> cache.Quellen:
    """Who says what is shown, the price index included where it is used."""
    return quellen if wahl.preise is None else (*quellen, *price_index(daten).quellen)


def draw_table(daten: Daten) -> None:
    """The price index to read, change, and save as an entry of the log."""
    index = price_index(daten)
    components.sentence(index_sentence(index.staende))
    st.caption(
        "Diese Tabelle gehört dem Projekt und reist in seiner Mappe mit (Blatt »Preisindex«)."
        if index.eigen
        else "Noch hat das Projekt keine eigene Tabelle: Es gilt der mitgebrachte Verbraucherpreisindex. "
        "Ändern Sie eine Zahl oder fügen Sie ein Jahr an und sichern Sie, gilt Ihre Tabelle."
    )
    formulare.draw_message()
    formular = formulare.open_form(daten, _BEREICH)
    if formulare.draw_conflict(formular):
        return
    vorgabe = _default_source(load_default_index())
    schluessel = vorgabe["quelle_id"]
    namen = {**bearbeiten.names(daten)}
    namen["quelle_id"] = {schluessel: vorgabe["bezeichnung"], **namen["quelle_id"]}
    mitgebracht = [
        {"jahr": jahr, "stand": stand, "quelle_id": schluessel} for jahr, stand in load_default_index().staende.items()
    ]
    zeilen = felder.draw_table(
        blatt_der_tabelle("preisindex"),
        formular.zu_bearbeiten or mitgebracht,
        formular.key,
        namen,
        eltern="",
        vorgabe={},
    )
    formulare.draw_editor()
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            "Preisindex sichern", key=f"{formular.key}_{formulare.SICHERN}", icon=":material/save:", type="primary"
        ):
            dazu = {"quelle": [vorgabe]} if any(z.get("quelle_id") == schluessel for z in zeilen) else {}
            formulare.save(formular, zeilen, "Preise", namen, dazu)
            st.rerun()
        formulare.draw_discard(formular)
    st.caption(
        "Zeile anfügen: unten in die leere Zeile schreiben. Zeile löschen: links anhaken, dann Papierkorb. Sind alle "
        "Zeilen gelöscht, gilt wieder der mitgebrachte Index."
    )


def _default_source(tabelle: Preistabelle) -> dict[str, Any]:
    schluessel = quelle_id_of(tabelle.herkunft, tabelle.bezeichnung, tabelle.lizenz, tabelle.stand.isoformat())
    return {"quelle_id": schluessel, **{name: wert for name, wert in tabelle._asdict().items() if name != "staende"}}
