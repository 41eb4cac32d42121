"""Page »Maßnahmen«, view »Geld«: Handlungsfeld × Finanzierungsquelle × Gebiet as a table that adds up."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

import pandas as pd
import streamlit as st

from sozialplanung.analysis.geldmatrix import Geldmatrix, money_matrix
from sozialplanung.charts.geld import GESAMTSTAEDTISCH
from sozialplanung.charts.geldmatrix import matrix_html
from sozialplanung.charts.theme import Stil
from sozialplanung.model import Finanzierungsquelle, Raumebene
from sozialplanung.report import saetze_geld as saetze
from sozialplanung.ui import adresse, cache, components, geld
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.geld import ARTEN, Geldwahl
from sozialplanung.ui.massnahmenseite import Massnahmenwahl

_ALLE, _STADT = "alle", "stadt"
_FELD, _QUELLE, _GEBIET = "handlungsfeld", "finanzierungsquelle", "gebiet_id"
_NAMEN = {_FELD: "Handlungsfeld", _QUELLE: "Finanzierungsquelle", _GEBIET: "Gebiet"}
# Areas may be many: they stand in rows.
_TAFELN = {"feld_quelle": (_FELD, _QUELLE), "gebiet_quelle": (_GEBIET, _QUELLE), "gebiet_feld": (_GEBIET, _FELD)}


class Tafel(NamedTuple):
    """Which two dimensions are shown, and the one value of the third (``alle``: its sum)."""

    zeilen: str
    spalten: str
    nur: str = _ALLE

    @property
    def dritte(self) -> str:
        return next(name for name in _NAMEN if name not in (self.zeilen, self.spalten))


def draw(wahl: Massnahmenwahl, tafel: Tafel) -> None:
    with components.card("Wofür, woher, wohin? Auf den Cent"):
        matrix = matrix_of(wahl.daten, wahl.ebene, wahl.geld, tafel)
        components.sentence(matrix_sentence(wahl.daten, wahl.ebene, wahl.geld, tafel))
        if matrix.zeilen:
            st.html(matrix_table_html(wahl.daten, wahl.ebene, wahl.geld, tafel, wahl.stil))
        components.source_line(
            geld.sources(wahl.daten, wahl.geld),
            [
                f"{ARTEN[wahl.geld.art]} {wahl.geld.jahr}, in jeweiligen Preisen",
                *_notes(wahl.daten, wahl.ebene, wahl.geld, tafel),
            ],
        )
        components.take_away(
            lambda: matrix_table(wahl.daten, wahl.ebene, wahl.geld, tafel), f"matrix_{wahl.geld.jahr}", key="gs_matrix"
        )


def _notes(daten: Daten, ebene: Raumebene | None, wahl: Geldwahl, tafel: Tafel) -> list[str]:
    """Only where areas are told apart."""
    if ebene is None or (tafel.dritte == _GEBIET and tafel.nur == _ALLE):
        return []
    return geld.protection_notes(daten, ebene, wahl)


def choose(wahl: Massnahmenwahl) -> Tafel:
    """Without names on the screen, or without Gebiete, areas are neither rows nor a choice."""
    mit_gebieten = wahl.ebene is not None and not wahl.stil.wuerde
    tafeln = {
        key: f"{_NAMEN[zeilen]} × {_NAMEN[spalten]}"
        for key, (zeilen, spalten) in _TAFELN.items()
        if mit_gebieten or _GEBIET not in (zeilen, spalten)
    }
    key = adresse.recall("matrix", list(tafeln), "feld_quelle")
    st.selectbox("Zeilen × Spalten", list(tafeln), key="matrix", format_func=tafeln.__getitem__, width=270)
    tafel = Tafel(*_TAFELN[key])
    if tafel.dritte == _GEBIET and not mit_gebieten:
        return tafel
    namen = {_ALLE: "alle zusammen", **_values(wahl.daten, wahl.ebene, wahl.geld, tafel.dritte)}
    nur = adresse.recall(f"matrix_{tafel.dritte}", list(namen), _ALLE)
    st.selectbox(
        _NAMEN[tafel.dritte],
        list(namen),
        key=f"matrix_{tafel.dritte}",
        format_func=lambda wert: namen.get(wert, wert),
        width=190,
    )
    return tafel._replace(nur=nur)


@remember(32)
def _budget(daten: Daten, ebene: Raumebene | None, wahl: Geldwahl) -> pd.DataFrame:
    """The money of the year, laid over the areas where there are any."""
    if ebene is not None:
        return geld.budget_of(daten, ebene, wahl)
    betraege = geld.money(daten, wahl.konzept)
    return betraege[betraege["haushaltsjahr"] == wahl.jahr].assign(gebiet_id=None, bezeichnung=None)


def _values(daten: Daten, ebene: Raumebene | None, wahl: Geldwahl, dimension: str) -> dict[str, str]:
    """What the third dimension can be held at, in the order in which people look for it."""
    werte = set(_budget(daten, ebene, wahl)[dimension].fillna(_STADT))
    if dimension == _QUELLE:
        return {q.value: q.value for q in Finanzierungsquelle if q.value in werte}
    if dimension == _FELD:
        return {str(feld): str(feld) for feld in sorted(werte)}
    gebiete = {} if ebene is None else cache.gebiete(daten, ebene)
    namen = {str(key): name for key, name in gebiete.items() if key in werte}
    return namen | ({_STADT: GESAMTSTAEDTISCH} if _STADT in werte else {})


@remember(64)
def matrix_of(daten: Daten, ebene: Raumebene | None, wahl: Geldwahl, tafel: Tafel) -> Geldmatrix:
    budget = _budget(daten, ebene, wahl)
    if tafel.nur != _ALLE:
        budget = budget[budget[tafel.dritte].fillna(_STADT) == tafel.nur]
    folge = [q.value for q in Finanzierungsquelle] if tafel.spalten == _QUELLE else []
    return money_matrix(budget, tafel.zeilen, tafel.spalten, wahl.art, folge)


def _name(daten: Daten, ebene: Raumebene | None, key: Hashable) -> str:
    if key is None:
        return GESAMTSTAEDTISCH
    return str(key) if ebene is None else cache.gebiete(daten, ebene).get(str(key), str(key))


def matrix_sentence(daten: Daten, ebene: Raumebene | None, wahl: Geldwahl, tafel: Tafel) -> str:
    matrix = matrix_of(daten, ebene, wahl, tafel)
    nur = "" if tafel.nur == _ALLE else _values(daten, ebene, wahl, tafel.dritte)[tafel.nur]
    return saetze.sentence_matrix(matrix, lambda key: _name(daten, ebene, key), wahl.jahr, wahl.art, nur)


@remember(64)
def matrix_table_html(daten: Daten, ebene: Raumebene | None, wahl: Geldwahl, tafel: Tafel, stil: Stil) -> str:
    return matrix_html(
        matrix_of(daten, ebene, wahl, tafel),
        lambda key: _name(daten, ebene, key),
        titel=f"{ARTEN[wahl.art]} {wahl.jahr}: {_NAMEN[tafel.zeilen]} und {_NAMEN[tafel.spalten]}",
        stil=stil,
        leer="nichts erfasst oder bei »gesamtstädtisch«" if _notes(daten, ebene, wahl, tafel) else "nichts erfasst",
        beispiel=components.is_beispiel(_budget(daten, ebene, wahl)),
    )


def matrix_table(daten: Daten, ebene: Raumebene | None, wahl: Geldwahl, tafel: Tafel) -> pd.DataFrame:
    """The same as a table to take away, sums in the last row and column."""
    matrix = matrix_of(daten, ebene, wahl, tafel)
    zeilen = [
        {_NAMEN[tafel.zeilen]: _name(daten, ebene, z)}
        | {_name(daten, ebene, s): matrix.zellen.get((z, s)) for s in matrix.spalten}
        | {"Summe": matrix.zeilensummen[z]}
        for z in matrix.zeilen
    ]
    fuss = {_name(daten, ebene, s): matrix.spaltensummen[s] for s in matrix.spalten}
    tabelle = pd.DataFrame([*zeilen, {_NAMEN[tafel.zeilen]: "Summe"} | fuss | {"Summe": matrix.summe}])
    zahlen = list(tabelle.columns[1:])
    return tabelle.astype(dict.fromkeys(zahlen, float))
