"""What the matrices of »Zusammenarbeit« show, in sentences."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from sozialplanung.analysis.zusammenarbeit import Luecken
from sozialplanung.formatting import format_anzahl, format_euro_kurz, format_prozent, format_zahl, join_und

NICHT_ANGEGEBEN = "nicht angegeben"


def sentence_cooperation(luecken: Luecken) -> str:
    """»An 12 von 46 Maßnahmen arbeiten mehrere Fachbereiche zusammen; …«."""
    alle = format_anzahl(luecken.massnahmen, "Maßnahme", "Maßnahmen")
    satz = f"An {format_zahl(luecken.gemeinsam)} von {alle} arbeiten mehrere Fachbereiche zusammen"
    satz += f"; bei {format_zahl(luecken.ohne)} ist keiner genannt." if luecken.ohne else "."
    if luecken.felder_eines:
        satz += f" In der Hand eines einzigen Fachbereichs: {join_und(list(luecken.felder_eines))}."
    if luecken.allein:
        satz += f" Noch ohne gemeinsame Maßnahme: {join_und(list(luecken.allein))}."
    return satz


def sentence_responsibility(verantwortung: pd.DataFrame, gemeinsam: pd.DataFrame, jahr: int, art: str) -> str:
    """Who answers for how much together, and of how much nobody said."""
    if verantwortung.empty:
        return f"Für {jahr} ist kein Betrag ({art}) erfasst."
    summe = sum(verantwortung["eur"], start=Decimal(0))
    offen = sum(verantwortung.loc[verantwortung["leistungstraeger"] == "", "eur"], start=Decimal(0))
    satz = (
        f"Zu {format_anzahl(len(gemeinsam), 'Maßnahme', 'Maßnahmen')} tragen {jahr} mehrere Leistungsträger bei, "
        f"zusammen {format_euro_kurz(sum(gemeinsam['eur'], start=Decimal(0)))} ({art})."
    )
    if offen and summe:
        satz += (
            f" Bei {format_prozent(offen / summe, 0)} aller Euro ({format_euro_kurz(offen)}) ist kein Leistungsträger "
            "angegeben."
        )
    return satz
