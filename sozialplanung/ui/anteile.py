"""Shares of a Maßnahme in Gebiete: suggestions by inhabitants, an Indikator, or persons reached."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from sozialplanung.analysis.budgets import shares_by_weight
from sozialplanung.formatting import join_und
from sozialplanung.model import Raumebene
from sozialplanung.ui import cache, filters
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember

_ARTEN = {
    "einwohner": "nach Einwohnern",
    "indikator": "nach einem Indikator (Personen)",
    "erreichte": "nach erreichten Personen",
    "stadt": "gesamtstädtisch",
}
_ANZAHL = "Erreichte Personen"


@remember(64)
def counted(daten: Daten, ebene: Raumebene) -> dict[str, str]:
    """Indikatoren that count something at this level."""
    verfuegbar = cache.verfuegbarkeit(daten)
    da = set(verfuegbar.loc[verfuegbar["raumebene"] == ebene, "indikator_id"])
    alle = cache.indikatoren(daten)
    return {i: a.bezeichnung for i, a in alle.items() if i in da and not a.ist_index and a.nenner_merkmal_id}


@remember(64)
def weights(daten: Daten, ebene: Raumebene, indikator_id: str | None) -> pd.Series:
    """Inhabitants, or whom an Indikator counts, by gebiet_id, of the newest year; hidden ones are missing."""
    if indikator_id is None:
        tabelle = cache.einwohner(daten, ebene)
        spalte = "wert"
    else:
        tabelle = cache.indikatorwerte(daten, indikator_id, ebene)
        spalte = "zaehler"
    if tabelle.empty:
        return pd.Series(dtype=float)
    return pd.Series(tabelle[tabelle["jahr"] == tabelle["jahr"].max()].set_index("gebiet_id")[spalte])


def suggest(daten: Daten, massnahme_id: str) -> list[dict[str, Any]] | None:
    """Rows to start from once somebody asked for them; [] means: the whole city."""
    ebene = filters.current().ebene
    key = f"anteile_{massnahme_id}"
    if ebene is None or ebene is Raumebene.BEZUGSRAUM:  # no Gebiete of the Projekt
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        art = st.selectbox("Anteile verteilen", list(_ARTEN), key=f"{key}_art", format_func=_ARTEN.__getitem__)
        indikatoren = counted(daten, ebene) if art == "indikator" else {}
        indikator_id = None
        if art == "indikator":
            indikator_id = st.selectbox(
                "Indikator", list(indikatoren), key=f"{key}_indikator", format_func=indikatoren.__getitem__
            )
            if indikator_id is None:
                st.info(f"Auf der Ebene {ebene.plural} gibt es keinen Indikator, der Personen zählt.")
                return None
        uebernehmen = st.button("Vorschlagen", key=f"{key}_vorschlag", icon=":material/auto_awesome:")
    gebiete = cache.gebiete(daten, ebene)
    gewichte = _typed(gebiete, key) if art == "erreichte" else pd.Series(dtype=float)
    if not uebernehmen:
        return None
    if art == "stadt":
        return []
    if art != "erreichte":
        gewichte = weights(daten, ebene, indikator_id).reindex(list(gebiete))
    fehlend = [gebiete[g] for g in gewichte.index[gewichte.isna()]]
    if fehlend or not gewichte.sum() > 0:
        wo = join_und(fehlend) if fehlend else "alle Gebiete"
        st.warning(f"So lässt sich nicht verteilen: Für {wo} fehlt die Zahl, oder sie ist verborgen.")
        return None
    return rows_of_shares(massnahme_id, shares_by_weight(gewichte), basis(daten, ebene, art, indikator_id))


def basis(daten: Daten, ebene: Raumebene, art: str, indikator_id: str | None) -> str:
    """What the shares follow from, for the column of the same name: »Einwohner 2021«."""
    if art == "erreichte":
        return "erreichte Personen"
    if indikator_id is None:
        return f"Einwohner {int(cache.einwohner(daten, ebene)['jahr'].max())}"
    jahr = int(cache.indikatorwerte(daten, indikator_id, ebene)["jahr"].max())
    return f"{cache.indikatoren(daten)[indikator_id].bezeichnung} {jahr}"


def _typed(gebiete: dict[str, str], key: str) -> pd.Series:
    """Persons reached by Gebiet, as somebody counted them; an empty cell is nobody."""
    tabelle = pd.DataFrame({"Gebiet": list(gebiete.values()), _ANZAHL: pd.Series([None] * len(gebiete), dtype="Int64")})
    getippt = st.data_editor(
        tabelle,
        key=f"{key}_erreichte",
        hide_index=True,
        width="content",
        disabled=["Gebiet"],
        placeholder="–",
        column_config={_ANZAHL: st.column_config.NumberColumn(min_value=0, step=1)},
    )
    zahlen = pd.Series(getippt[_ANZAHL].to_numpy(dtype=float, na_value=float("nan")), index=list(gebiete))
    return zahlen.dropna()


def rows_of_shares(massnahme_id: str, anteile: dict[str, Decimal], nach: str) -> list[dict[str, Any]]:
    """Rows of the form; an area without a share has none. ``nach``: what they follow from."""
    return [
        {"massnahme_id": massnahme_id, "gebiet_id": gebiet_id, "anteil": anteil, "verteilt_nach": nach}
        for gebiet_id, anteil in anteile.items()
        if anteil
    ]
