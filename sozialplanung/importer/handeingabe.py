"""Rows that a person edited on the page: checked by the code that checks a workbook, written as a Lieferung."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd

from sozialplanung.importer.befunde import Befundliste
from sozialplanung.importer.mappe import Rohblatt, Zelle
from sozialplanung.importer.projektblatt import Projektangaben, build_paket
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.importer.vorlage_lesen import read_rohblaetter
from sozialplanung.model import Herkunft, Lieferungspaket
from sozialplanung.store import Projekt
from sozialplanung.store.bearbeiten import VON_HAND
from sozialplanung.vorlage import blatt_der_tabelle

QUELLE = "Von Hand erfasst"  # of rows that name none
Zeile = Mapping[str, Any]


def read_handeingabe(
    tabellen: Mapping[str, Sequence[Zeile]],
    projekt: Projekt,
    *,
    geloescht: Mapping[str, pd.DataFrame] | None = None,
    bemerkung: str = "",
) -> Lieferungspaket:
    """``tabellen``: rows by the names of the columns; ``geloescht``: keys of rows that go and count in no check.

    In a Befund the first row of a table is row 1, as a person sees it on the page.
    """
    weg = {name: schluessel for name, schluessel in (geloescht or {}).items() if len(schluessel)}
    befunde = Befundliste()
    rohblaetter = {name: as_sheet(name, zeilen) for name, zeilen in tabellen.items() if zeilen}
    angaben = Projektangaben({"herkunft": Herkunft.EIGEN, "quelle": QUELLE})
    inhalt = repr([(name, blatt.zeilen) for name, blatt in rohblaetter.items()])
    inhalt += repr([(name, schluessel.to_dict("list")) for name, schluessel in weg.items()])
    paket = build_paket(VON_HAND, hashlib.sha256(inhalt.encode()).hexdigest(), angaben)
    vorhanden = Vorhandenes(lambda name: _without(projekt.load_tabelle(name), weg.get(name)))
    if rohblaetter:
        paket = read_rohblaetter(rohblaetter, paket, angaben, vorhanden, befunde)
    sichtbar = tuple(replace(b, zeile=None if b.zeile is None else b.zeile - 1) for b in paket.befunde)
    tabellen_ohne_projekt = {name: frame for name, frame in paket.tabellen.items() if name != "projekt"}
    return replace(paket, tabellen=tabellen_ohne_projekt, befunde=sichtbar, bemerkung=bemerkung, geloescht=weg)


def as_sheet(tabelle: str, zeilen: Sequence[Zeile], nur: Collection[str] | None = None) -> Rohblatt:
    """``nur``: the columns that the sheet has; what it lacks stays as the Projekt holds it."""
    blatt = blatt_der_tabelle(tabelle)
    spalten = [spalte for spalte in blatt.spalten if nur is None or spalte.name in nur]
    koerper = [[_as_cell(zeile.get(spalte.name)) for spalte in spalten] for zeile in zeilen]
    return Rohblatt(blatt.name, [[spalte.titel for spalte in spalten], *koerper])


def _as_cell(wert: Any) -> Zelle:
    """As a spreadsheet would hold it; money keeps its cents: they are far from the limits of a float."""
    if wert is None or wert is pd.NaT or (isinstance(wert, float) and pd.isna(wert)):
        return ""
    if isinstance(wert, pd.Timestamp):
        return wert.date()
    if isinstance(wert, Decimal):
        return float(wert)
    if isinstance(wert, str | int | float | dt.date):
        return wert
    zelle: Zelle = wert.item() if hasattr(wert, "item") else str(wert)
    return zelle


def _without(tabelle: pd.DataFrame, geloescht: pd.DataFrame | None) -> pd.DataFrame:
    if geloescht is None:
        return tabelle
    namen = list(geloescht.columns)
    weg = set(geloescht.itertuples(index=False, name=None))
    return tabelle[[zeile not in weg for zeile in tabelle[namen].itertuples(index=False, name=None)]]
