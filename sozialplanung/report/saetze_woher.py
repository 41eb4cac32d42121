"""»Woher?« in words: how a figure was computed, and where each of its parts stands."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from sozialplanung.formatting import format_anzahl, format_wert, format_zahl, format_zeitraum, is_missing
from sozialplanung.model import Indikator
from sozialplanung.store import Nachweis

_ROLLE = {"zaehler": "Zähler", "nenner": "Nenner"}
HERKUNFT = {
    "amtlich": "amtlich",
    "veroeffentlicht": "veröffentlicht",
    "eigen": "eigene Erhebung",
    "beispiel": "Beispiel",
}
_OHNE_ZAHL = {
    "rate_nicht_aggregierbar": "Es gibt nur fertige Quoten für kleinere Gebiete; sie lassen sich nicht addieren.",
    "nenner_null": "Der Nenner ist 0: Es gibt niemanden, auf den sich die Zahl beziehen ließe.",
    "nenner_zu_klein": "Der Nenner ist kleiner, als die Regel der Geheimhaltung für eine Quote verlangt; "
    "darum stehen auch die Anzahlen nicht hier.",
    "verborgen": "Die Geheimhaltung verbirgt eine der Zahlen, die dafür nötig sind; "
    "darum stehen auch die anderen nicht hier.",
    "teile_fehlen": "Für einige der Gebiete, aus denen sie zu addieren wäre, fehlen Zahlen.",
}


def describe_figure(nachweis: Nachweis, indikator: Indikator, jahr: int) -> str:
    """»Arbeitslose je 100 Erwerbsfähige, Nordstadt, 2020: 12,5 % = 250 ÷ 2.000 × 100.«"""
    kopf = f"{indikator.bezeichnung}, {nachweis.gebiet}, {jahr}"
    zeile = nachweis.zeile
    if zeile is None:
        return f"{kopf}: Für dieses Jahr liegt nichts vor."
    wert = format_wert(zeile["wert"], zeile["zeichen"], indikator.einheit, indikator.nachkommastellen)
    if is_missing(zeile["wert"]):
        return " ".join(filter(None, [f"{kopf}: {wert}.", _OHNE_ZAHL.get(str(zeile["hinweis"]), "")]))
    rechnung = "" if nachweis.verborgen else formula(zeile, nachweis.faktor)
    return f"{kopf}: {wert}{f' = {rechnung}' if rechnung else ''}."


def formula(zeile: pd.Series, faktor: float) -> str:
    """»250 ÷ 2.000 × 100«; nothing where the figure is the delivered one itself."""
    mal = f" × {_number(faktor)}" if faktor != 1 else ""
    if is_missing(zeile["nenner"]):
        return f"{_number(zeile['zaehler'])}{mal}" if mal else ""
    return f"{_number(zeile['zaehler'])} ÷ {_number(zeile['nenner'])}{mal}"


def describe_parts(nachweis: Nachweis) -> str:
    """»Der Zähler ist die Summe aus 3 Gebieten. Eine Zahl ist korrigiert.«"""
    saetze = []
    for rolle, name in _ROLLE.items():
        teile = nachweis.teile[nachweis.teile["rolle"] == rolle]
        if len(teile) > 1:
            saetze.append(f"Der {name} ist die Summe aus {format_zahl(len(teile))} Gebieten.")
    if korrigiert := int(nachweis.teile["korrigiert"].sum()):
        saetze.append(f"{format_anzahl(korrigiert, 'Zahl ist', 'Zahlen sind')} korrigiert.")
    return " ".join(saetze)


def parts_table(nachweis: Nachweis) -> pd.DataFrame:
    """A row per figure: what it is, where it stands, who brought it; a Gebiet or Zeitraum only where they differ."""
    teile = nachweis.teile
    tabelle = pd.DataFrame(
        {
            "": teile["rolle"].map(_ROLLE),
            "Merkmal": [_with_group(m, g) for m, g in zip(teile["merkmal"], teile["gruppe"], strict=True)],
            "Gebiet": teile["gebiet"],
            "Zeitraum": teile["zeitraum"].map(format_zeitraum),
            "Zahl": [_figure(*z, nachweis.verborgen) for z in zip(teile["wert"], teile["zeichen"], strict=True)],
            "Datei": teile["datei"],
            "Stelle": [_place(*z) for z in zip(teile["blatt"], teile["zeile"], teile["spalte"], strict=True)],
            "Lieferung": [
                _delivery(*z)
                for z in zip(teile["lieferung_id"], teile["importiert_am"], teile["importiert_von"], strict=True)
            ],
            "Quelle": teile["quelle"],
            "Stand": teile["stand"],
            "Lizenz": teile["lizenz"],
            "Herkunft": teile["herkunft"].map(HERKUNFT),
        }
    )
    for spalte in ("Gebiet", "Zeitraum"):
        if tabelle[spalte].nunique() == 1:
            del tabelle[spalte]
    if teile["korrigiert"].any():
        tabelle["Korrektur"] = [_correction(z) if z["korrigiert"] else "" for z in teile.to_dict("records")]
    if teile["verweis"].fillna("").any():
        tabelle["Fundstelle"] = teile["verweis"]
    return tabelle


def _with_group(merkmal: str, gruppe: str) -> str:
    return f"{merkmal} ({gruppe.replace(';', ', ')})" if gruppe else merkmal


def _figure(wert: float, zeichen: str | None, verborgen: bool) -> str:
    if verborgen:
        return "nicht gezeigt"
    if is_missing(wert):
        return format_wert(None, zeichen)
    return f"({_number(wert)})" if zeichen == "unsicher" else _number(wert)


def _place(blatt: str | None, zeile: float, spalte: str | None) -> str:
    """»Blatt ›Werte‹, Zeile 14, Spalte ›2020‹«; deliveries of older versions do not know it."""
    if is_missing(zeile):
        return "nicht bekannt"
    teile = [f"Blatt ›{blatt}‹"] if blatt else []
    teile.append(f"Zeile {int(zeile)}")
    if spalte:
        teile.append(f"Spalte ›{spalte}‹")
    return ", ".join(teile)


def _delivery(nummer: float, am: pd.Timestamp, von: str | None) -> str:
    return "" if is_missing(nummer) else f"Nr. {int(nummer)}, {am:%d.%m.%Y}, {von}"


def _correction(zeile: Mapping[Hashable, Any]) -> str:
    vorher = zeile["geliefert"]
    bekannt = isinstance(vorher, float) and not math.isnan(vorher)
    geliefert = f"geliefert: {_number(vorher)}; " if isinstance(vorher, float) and bekannt else ""
    return f"{geliefert}{zeile['korrektur_grund']} ({zeile['korrektur_wer']}, {zeile['korrektur_am']:%d.%m.%Y})"


def _number(zahl: float) -> str:
    """As many decimals as the figure has, two at most: 250, 12,5, 0,33."""
    stellen = next((s for s in (0, 1) if round(zahl, s) == round(zahl, 6)), 2)
    return format_zahl(zahl, stellen)
