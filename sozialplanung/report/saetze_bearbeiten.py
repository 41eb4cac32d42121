"""What changed in the register, side by side and in words: for the log, for conflicts, and before saving."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from sozialplanung.formatting import FEHLT, format_anzahl, format_datum, format_euro, format_prozent, format_zahl
from sozialplanung.vorlage import Blatt, Spalte, Typ, blatt_der_tabelle

VERBORGEN = "verborgen"
GEHEIM = "geheim"  # in place of a count that must not be shown
Zeile = Mapping[str, Any]
Namen = Mapping[str, Mapping[str, str]]  # column → key → what people call it

_NAMEN = {
    "handlungskonzept": ("Angaben zum Handlungskonzept", "handlungskonzept_id"),
    "massnahme": ("Angaben zur Maßnahme", "massnahme_id"),
    "massnahme_gebiet": ("Gebiete", "massnahme_id"),
    "finanzierung": ("Finanzierung", "massnahme_id"),
    "leistung": ("Leistungen", "massnahme_id"),
    "wirkung": ("Wirkung und Stand", "massnahme_id"),
    "meilenstein": ("Meilensteine", "massnahme_id"),
    "beratung": ("Beratungsfolge", "handlungskonzept_id"),
    "preisindex": ("Preisindex", ""),
}


def rows_of(frame: pd.DataFrame) -> list[Zeile]:
    """The rows of a frame; missing is None, whatever pandas made of it."""
    spalten = [str(name) for name in frame.columns]
    return [
        {name: None if _is_missing(wert) else wert for name, wert in zip(spalten, zeile, strict=True)}
        for zeile in frame.itertuples(index=False, name=None)
    ]


def show_cell(spalte: Spalte, wert: Any, namen: Namen) -> str:
    """One cell as people write it; cents and days to the last digit."""
    if _is_missing(wert) or wert == "":
        return FEHLT
    if wert == GEHEIM:
        return VERBORGEN
    if spalte.typ is Typ.EURO:
        return format_euro(wert, 2)
    if spalte.typ is Typ.PROZENT:
        return format_prozent(wert, 4).replace(",0000", "")
    if spalte.typ is Typ.ZAHL:
        return format_zahl(wert, 0 if float(wert).is_integer() else 2)
    if spalte.typ in {Typ.JAHR, Typ.GANZZAHL}:
        return str(int(wert))
    if spalte.typ is Typ.DATUM:
        return format_datum(dt.date.fromisoformat(wert) if isinstance(wert, str) else wert)
    return namen.get(spalte.name, {}).get(str(wert), str(wert))


def compare_versions(
    tabelle: str, versionen: Mapping[str, Sequence[Zeile]], namen: Namen, eltern: str | None = None
) -> pd.DataFrame:
    """Zeile, Feld, and one column per version: the cells in which they differ.

    ``eltern``: the column of the key that is the same everywhere and is not told.
    """
    blatt = blatt_der_tabelle(tabelle)
    je_version = {titel: {key_of(tabelle, zeile): zeile for zeile in zeilen} for titel, zeilen in versionen.items()}
    alle = sorted({key for zeilen in je_version.values() for key in zeilen})
    ergebnis = []
    for key in alle:
        name = name_row(blatt, next(zeilen[key] for zeilen in je_version.values() if key in zeilen), namen, eltern)
        for spalte in blatt.spalten:
            if spalte.name in blatt.schluessel:
                continue
            zellen = {
                titel: show_cell(spalte, zeilen[key].get(spalte.name), namen) if key in zeilen else "(keine Zeile)"
                for titel, zeilen in je_version.items()
            }
            if len({FEHLT if zelle == "(keine Zeile)" else zelle for zelle in zellen.values()}) > 1:
                ergebnis.append({"Zeile": name, "Feld": spalte.titel, **zellen})
    return pd.DataFrame(ergebnis, columns=["Zeile", "Feld", *versionen])


def name_row(blatt: Blatt, zeile: Zeile, namen: Namen, eltern: str | None) -> str:
    """»2019 · Eigenanteil« – the key without what the whole form is about."""
    teile = [
        show_cell(blatt.spalte(name), zeile.get(name), namen)
        for name in blatt.schluessel
        if name != eltern and not _is_missing(zeile.get(name)) and zeile.get(name) != ""
    ]
    return " · ".join(teile)


def key_of(tabelle: str, zeile: Zeile) -> tuple[str, ...]:
    """The key of a row as text, the same wherever the row comes from."""
    return tuple(_comparable(zeile.get(name)) for name in blatt_der_tabelle(tabelle).schluessel)


def _comparable(wert: Any) -> str:
    """Years of frames may be floats, days of the log are text."""
    if _is_missing(wert):
        return ""
    return str(int(wert)) if isinstance(wert, float) and wert.is_integer() else str(wert)


def describe_edit(tabelle: str, name: str, neu: int, geaendert: int, geloescht: int) -> str:
    """What a saved change was about, for the log: »Finanzierung – Sprachpaten: 1 Zeile geändert«."""
    teile = [
        format_anzahl(anzahl, "Zeile", "Zeilen") + f" {was}"
        for anzahl, was in ((neu, "neu"), (geaendert, "geändert"), (geloescht, "gelöscht"))
        if anzahl
    ]
    return f"{_NAMEN[tabelle][0]} – {name}: {', '.join(teile) or 'unverändert'}"


def describe_sums(zeilen: Sequence[Zeile]) -> str:
    """»Ansatz zusammen: 2018 12.000,00 € · …«, to the cent, of what is being edited."""
    summen: dict[int, Decimal] = {}
    for zeile in zeilen:
        jahr, betrag = zeile.get("haushaltsjahr"), zeile.get("ansatz_eur")
        if jahr is not None and betrag is not None:
            summen[int(jahr)] = summen.get(int(jahr), Decimal(0)) + Decimal(str(betrag))
    teile = [f"{jahr}: {format_euro(summe, 2)}" for jahr, summe in sorted(summen.items())]
    return f"Ansatz zusammen: {' · '.join(teile) or 'noch nichts'}"


def describe_shares(zeilen: Sequence[Zeile]) -> str:
    """»Verteilt: 60 % · gesamtstädtisch: 40 %« of what is being edited."""
    summe = sum((Decimal(str(z["anteil"])) for z in zeilen if z.get("anteil") is not None), start=Decimal(0))
    rest = max(Decimal(0), 1 - summe)
    return f"Auf Gebiete verteilt: {format_prozent(summe, 2)} · gesamtstädtisch: {format_prozent(rest, 2)}"


def title_of(tabelle: str) -> str:
    return _NAMEN[tabelle][0]


def parent_of(tabelle: str) -> str:
    """The column that says to which Maßnahme or Handlungskonzept a row belongs."""
    return _NAMEN[tabelle][1]


def _is_missing(wert: Any) -> bool:
    return wert is None or wert is pd.NaT or (isinstance(wert, float) and bool(pd.isna(wert)))
