"""Corrections in words."""

from __future__ import annotations

import pandas as pd

from sozialplanung.formatting import format_anzahl, format_wert, format_zahl, format_zeitraum, is_missing

STAND = {
    "gilt": "gilt",
    "erledigt": "nicht mehr nötig: Die Quelle liefert jetzt selbst diese Zahl",
    "ueberholt": "gilt nicht mehr: Die Quelle liefert inzwischen eine andere Zahl; bitte prüfen",
    "ohne_zahl": "ohne Wirkung: Die Zahl steht nicht mehr im Projekt",
}


def describe_korrekturen(tabelle: pd.DataFrame) -> str:
    """»2 Korrekturen gelten; 1 ist nicht mehr nötig oder gilt nicht mehr.«"""
    if tabelle.empty:
        return "Keine Zahl ist korrigiert."
    gilt = int((tabelle["stand"] == "gilt").sum())
    rest = len(tabelle) - gilt
    saetze = [f"{format_anzahl(gilt, 'Korrektur gilt', 'Korrekturen gelten')}."] if gilt else []
    if rest:
        worte = ("Korrektur wirkt nicht mehr", "Korrekturen wirken nicht mehr")
        saetze.append(f"{format_anzahl(rest, *worte)}: Der Grund steht in der Tabelle; bitte prüfen und zurückziehen.")
    return " ".join(saetze)


def korrekturen_table(tabelle: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Nr.": tabelle["nummer"].astype(str),
            "Merkmal": tabelle["merkmal"],
            "Gebiet": tabelle["gebiet"],
            "Gruppe": tabelle["gruppe"],
            "Zeitraum": tabelle["zeitraum"].map(format_zeitraum),
            "Geliefert": _figures(tabelle, "erwartet"),
            "Gilt stattdessen": _figures(tabelle, "wert", "zeichen"),
            "Zustand": tabelle["stand"].map(STAND),
            "Liefert die Quelle jetzt": _figures(tabelle, "geliefert"),
            "Grund": tabelle["grund"],
            "von": tabelle["wer"],
            "am": tabelle["am"].map(lambda z: f"{z:%d.%m.%Y}"),
        }
    )


def _figures(tabelle: pd.DataFrame, wert: str, zeichen: str | None = None) -> list[str]:
    return [show_figure(*z) for z in zip(tabelle[wert], tabelle[zeichen or f"{wert}_zeichen"], strict=True)]


def show_figure(wert: float, zeichen: str | None) -> str:
    """»1.234«, »12,5« or the word for a sign."""
    if is_missing(wert):
        return format_wert(None, zeichen)
    text = format_zahl(wert, 0 if float(wert).is_integer() else 2)
    return f"({text})" if zeichen == "unsicher" else text
