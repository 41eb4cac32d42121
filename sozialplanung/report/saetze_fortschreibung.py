"""Two periods of a Handlungskonzept in words and as a table."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from sozialplanung.analysis.fortschreibung import BLEIBT, ENDET, NEU
from sozialplanung.formatting import FEHLT, format_anzahl, format_euro_reihe, format_zahl

_ALT, _NEU = "alt", "neu"


def describe_change(vergleich: pd.DataFrame) -> str:
    """»34 Maßnahmen gehen weiter, 12 enden, 5 sind neu.«"""
    weiter, endet, neu = (int((vergleich["zustand"] == zustand).sum()) for zustand in (BLEIBT, ENDET, NEU))
    return (
        f"{format_anzahl(weiter, 'Maßnahme geht', 'Maßnahmen gehen')} weiter, "
        f"{format_anzahl(endet, 'endet', 'enden')}, {format_anzahl(neu, 'ist neu', 'sind neu')}."
    )


def describe_money(vergleich: pd.DataFrame, jahre_alt: int, jahre_neu: int, art: str) -> str:
    """Euro of a mean year of each period: their lengths differ."""
    je_jahr = [
        None if summe is None or not jahre else summe / jahre
        for summe, jahre in ((total(vergleich, _ALT), jahre_alt), (total(vergleich, _NEU), jahre_neu))
    ]
    if None in je_jahr:
        return ""
    vorher, jetzt = format_euro_reihe(je_jahr)
    return f"Im Durchschnitt eines Jahres ({art}): {vorher} vorher, {jetzt} jetzt."


def total(vergleich: pd.DataFrame, wann: str) -> Decimal | None:
    """The sum of one period to the cent; None where nothing is recorded."""
    betraege = vergleich[f"eur_{wann}"].dropna()
    return sum(betraege, start=Decimal(0)) if len(betraege) else None


def people(vergleich: pd.DataFrame, wann: str) -> str:
    """How many were reached in a period: »2.600«, »mehr als 240« where small counts are hidden."""
    summe = vergleich[f"erreicht_{wann}"].sum(min_count=1)
    if not vergleich[f"verborgen_{wann}"].any():
        return FEHLT if pd.isna(summe) else format_zahl(summe)
    return "verborgen" if pd.isna(summe) else f"mehr als {format_zahl(summe)}"


def count(vergleich: pd.DataFrame, wann: str) -> int:
    """How many Maßnahmen a period has; two that continue the same one stand in two rows."""
    spalte = vergleich[wann]
    weiter = vergleich["zustand"] == BLEIBT
    return int(spalte[~weiter].notna().sum() + (spalte[weiter].nunique() if wann == _ALT else weiter.sum()))


def comparison_table(vergleich: pd.DataFrame, alt: str, neu: str) -> pd.DataFrame:
    """As people read it; a hidden count is empty."""
    return pd.DataFrame(
        {
            "Was": vergleich["zustand"],
            alt: vergleich["alt"],
            neu: vergleich["neu"],
            f"€ {alt}": vergleich["eur_alt"].astype(float),
            f"€ {neu}": vergleich["eur_neu"].astype(float),
            f"Erreichte {alt}": vergleich["erreicht_alt"],
            f"Erreichte {neu}": vergleich["erreicht_neu"],
        }
    )
