"""From the description of a sheet to what people fill in: a form for one row, an editable table for many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from sozialplanung.report.saetze_bearbeiten import GEHEIM, Namen, Zeile
from sozialplanung.vorlage import Blatt, Spalte, Typ

_LANGE_TEXTE = {"beschreibung", "wirkung", "ampel_grund"}
_FRUEHESTENS, _SPAETESTENS = dt.date(1900, 1, 1), dt.date(2200, 12, 31)
_HUNDERT = 100
_TITEL = {"gebiet_id": "Gebiet"}  # where names are chosen, not keys


def draw_form(blatt: Blatt, zeile: Zeile, key: str, namen: Namen, *, fest: Sequence[str] = ()) -> dict[str, Any]:
    """Two columns of fields, long texts below; ``fest``: columns that are not asked for. The row as filled in."""
    ergebnis = dict(zeile)
    kurz = [s for s in blatt.spalten if s.name not in fest and s.name not in _LANGE_TEXTE]
    spalten = st.columns(3)
    for i, spalte in enumerate(kurz):
        with spalten[i % 3]:
            ergebnis[spalte.name] = _field(spalte, zeile.get(spalte.name), f"{key}_{spalte.name}", namen)
    for spalte in blatt.spalten:
        if spalte.name in _LANGE_TEXTE and spalte.name not in fest:
            ergebnis[spalte.name] = st.text_area(
                _label(spalte), str(zeile.get(spalte.name) or ""), key=f"{key}_{spalte.name}", help=spalte.hinweis
            )
    return ergebnis


def _label(spalte: Spalte) -> str:
    return f"{spalte.titel} *" if spalte.pflicht else spalte.titel


def _field(spalte: Spalte, wert: Any, key: str, namen: Namen) -> Any:
    auswahl = _choices(spalte, namen)
    if auswahl is not None:
        optionen = list(auswahl)
        platz = optionen.index(wert) if wert in auswahl else None
        return st.selectbox(
            _label(spalte),
            optionen,
            platz,
            key=key,
            format_func=auswahl.__getitem__,
            placeholder="Bitte wählen",
            help=spalte.hinweis,
        )
    if spalte.typ is Typ.DATUM:
        return st.date_input(
            _label(spalte),
            wert,
            min_value=_FRUEHESTENS,
            max_value=_SPAETESTENS,
            format="DD.MM.YYYY",
            key=key,
            help=spalte.hinweis,
        )
    if spalte.typ in {Typ.JAHR, Typ.GANZZAHL}:
        return st.number_input(
            _label(spalte),
            value=None if wert is None else int(wert),
            step=1,
            format="%d",
            key=key,
            help=spalte.hinweis,
            placeholder="JJJJ" if spalte.typ is Typ.JAHR else None,
        )
    if spalte.typ is Typ.ZAHL:
        zahl = None if wert is None else float(wert)
        return st.number_input(_label(spalte), value=zahl, step=0.1, format="%g", key=key, help=spalte.hinweis)
    return st.text_input(_label(spalte), str(wert or ""), key=key, help=spalte.hinweis)


def _choices(spalte: Spalte, namen: Namen) -> dict[str, str] | None:
    """What may be chosen, with the words for it; None where anything may be written."""
    if spalte.auswahl:
        return {wert: wert for wert in spalte.auswahl}
    return dict(namen[spalte.name]) if spalte.verweis is not None and spalte.name in namen else None


def draw_table(
    blatt: Blatt, zeilen: Sequence[Zeile], key: str, namen: Namen, *, eltern: str, vorgabe: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """An editable table of ``zeilen``; rows can be added and deleted. ``vorgabe``: what a new row starts with."""
    spalten = [spalte for spalte in blatt.spalten if spalte.name != eltern]
    geheim = [i for i, zeile in enumerate(zeilen) if zeile.get("ist") == GEHEIM]
    tabelle = pd.DataFrame({s.name: _series(s, [zeile.get(s.name) for zeile in zeilen]) for s in spalten})
    if geheim:
        tabelle.insert(0, "_verborgen", [i in geheim for i in range(len(zeilen))])
    bearbeitet = st.data_editor(
        tabelle,
        key=f"{key}_tabelle",
        num_rows="dynamic",
        placeholder="–",
        hide_index=True,
        column_config={s.name: _column(s, namen, vorgabe.get(s.name)) for s in spalten}
        | {"_verborgen": st.column_config.CheckboxColumn("Ist verborgen", disabled=True, help=_VERBORGEN)},
    )
    return [_as_row(zeile, spalten, vorgabe) for zeile in bearbeitet.to_dict("records")]


_VERBORGEN = "So wenige Personen werden nicht gezeigt. Bleibt ›Ist‹ leer, bleibt die Zahl im Projekt, wie sie ist."


def _series(spalte: Spalte, werte: list[Any]) -> pd.Series:
    werte = [None if wert == GEHEIM else wert for wert in werte]
    if spalte.typ is Typ.PROZENT:
        werte = [None if wert is None else float(Decimal(str(wert)) * _HUNDERT) for wert in werte]
    if spalte.typ in {Typ.EURO, Typ.PROZENT, Typ.ZAHL}:
        return pd.Series(werte, dtype=float)
    if spalte.typ in {Typ.JAHR, Typ.GANZZAHL}:
        return pd.Series(werte, dtype="Int64")
    if spalte.typ is Typ.DATUM:
        return pd.Series(pd.to_datetime(pd.Series(werte, dtype=object)))
    return pd.Series(werte, dtype=object)


def _column(spalte: Spalte, namen: Namen, vorgabe: Any) -> Any:
    konfig = st.column_config
    titel, hilfe = _TITEL.get(spalte.name, spalte.titel), spalte.hinweis
    auswahl = _choices(spalte, namen)
    if auswahl is not None:
        return konfig.SelectboxColumn(
            titel,
            help=hilfe,
            required=spalte.pflicht,
            default=vorgabe,
            options=list(auswahl),
            format_func=lambda wert: auswahl.get(str(wert), str(wert)),
        )
    if spalte.typ is Typ.EURO:
        return konfig.NumberColumn(
            titel, help=hilfe, min_value=spalte.von, max_value=spalte.bis, step=0.01, format="localized"
        )
    if spalte.typ is Typ.PROZENT:
        return konfig.NumberColumn(
            f"{titel} (%)", help=hilfe, min_value=0, max_value=100, step=0.0001, format="localized"
        )
    if spalte.typ is Typ.ZAHL:
        return konfig.NumberColumn(titel, help=hilfe, min_value=spalte.von, max_value=spalte.bis, format="localized")
    if spalte.typ in {Typ.JAHR, Typ.GANZZAHL}:
        return konfig.NumberColumn(
            titel, help=hilfe, required=spalte.pflicht, min_value=spalte.von, max_value=spalte.bis, step=1, format="%d"
        )
    if spalte.typ is Typ.DATUM:
        return konfig.DateColumn(titel, help=hilfe, required=spalte.pflicht, format="DD.MM.YYYY")
    return konfig.TextColumn(titel, help=hilfe, required=spalte.pflicht)


def _as_row(zeile: Mapping[Any, Any], spalten: Sequence[Spalte], vorgabe: Mapping[str, Any]) -> dict[str, Any]:
    """What the table holds in the units of the store; a hidden figure that nobody replaced says so."""
    ergebnis = dict(vorgabe)
    for spalte in spalten:
        wert = zeile[spalte.name]
        fehlt = wert is None or bool(pd.isna(wert))
        if fehlt:
            wert = vorgabe.get(spalte.name, "" if spalte.typ is Typ.TEXT else None)
        elif spalte.typ is Typ.PROZENT:
            wert = float(Decimal(repr(float(wert))) / _HUNDERT)
        elif spalte.typ is Typ.DATUM:
            wert = pd.Timestamp(wert).date()
        elif spalte.typ in {Typ.JAHR, Typ.GANZZAHL}:
            wert = int(wert)
        ergebnis[spalte.name] = wert
    verborgen = zeile.get("_verborgen")
    if verborgen is not None and not pd.isna(verborgen) and verborgen and ergebnis.get("ist") is None:
        ergebnis["ist"] = GEHEIM
    return ergebnis
