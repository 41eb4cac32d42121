"""Scenarios as a workbook that a council can check and this application reads back (``importer.szenariomappe``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from sozialplanung.formatting import format_datum
from sozialplanung.store.szenarien import Szenariofassung
from sozialplanung.vorlage_szenario import (
    ANNAHME,
    ANNAHMEN,
    BETRAEGE,
    EXPORTIERT,
    GEBIET,
    LINK,
    PRUEFZAHL,
    SCHLUESSEL,
    SUMME,
)


def scenario_sheets(szenarien: Sequence[Szenariofassung], heute: dt.date) -> dict[str, pd.DataFrame]:
    """Amounts to the cent with their sum, and every assumption, one column per scenario."""
    namen = {gebiet: ort for s in szenarien for gebiet, ort, _ in s.betraege}
    euro = [{gebiet: Decimal(cent) / 100 for gebiet, _, cent in s.betraege} for s in szenarien]
    betraege = pd.DataFrame({SCHLUESSEL: [*namen, ""], GEBIET: [*namen.values(), SUMME]})
    for szenario, je_gebiet in zip(szenarien, euro, strict=True):
        spalte = [*(je_gebiet.get(gebiet) for gebiet in namen), Decimal(szenario.summe) / 100]
        betraege[szenario.bezeichnung] = pd.Series(spalte, dtype=object)
    return {BETRAEGE: betraege, ANNAHMEN: assumption_table(szenarien, heute)}


def assumption_table(szenarien: Sequence[Szenariofassung], heute: dt.date) -> pd.DataFrame:
    """Assumptions × scenarios, then what the reader needs to give the same scenario back."""
    zeilen = list(dict.fromkeys(annahme for s in szenarien for annahme, _ in s.annahmen))
    tabelle = pd.DataFrame({ANNAHME: [*zeilen, LINK, PRUEFZAHL, EXPORTIERT]})
    for s in szenarien:
        worte = dict(s.annahmen)
        tabelle[s.bezeichnung] = [*(worte.get(z, "") for z in zeilen), s.link, s.pruefzahl, format_datum(heute)]
    return tabelle
