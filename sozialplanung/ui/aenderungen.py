"""Page »Daten«: what a delivery would change, before it is taken in."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sozialplanung.formatting import format_anzahl, format_zahl
from sozialplanung.model import Lieferungspaket
from sozialplanung.report.aenderungen import (
    ART_ERKLAERT,
    ARTEN,
    count_figures,
    describe_changes,
    figures_table,
    rows_table,
    series_table,
)
from sozialplanung.store import Vorschau
from sozialplanung.ui import components
from sozialplanung.ui.cache import Daten
from sozialplanung.vorlage import blatt_der_tabelle

_VORSCHAU = "_vorschau"
_HOECHSTENS = 300  # rows that a person is shown at once
_REIHEN, _ZEILEN = "reihen", "zeilen"
_MINDESTENS = (0, 5, 10, 25, 50)  # percent


def compare_once(daten: Daten, paket: Lieferungspaket) -> Vorschau:
    """What this delivery would change now; a click in the table below does not compare it again."""
    gemerkt = st.session_state.get(_VORSCHAU)
    if gemerkt is None or gemerkt[0] is not paket or gemerkt[1] != daten:
        with st.spinner("Die Datei wird mit dem Projekt verglichen …"):
            gemerkt = st.session_state[_VORSCHAU] = (paket, daten, daten.projekt.compare_lieferung(paket))
    vorschau: Vorschau = gemerkt[2]
    return vorschau


def forget_comparison() -> None:
    st.session_state.pop(_VORSCHAU, None)


def draw(vorschau: Vorschau) -> None:
    """Counts per sheet, then figure by figure."""
    st.markdown("**Das würde sich ändern:**")
    components.table(_sheets(vorschau), width="content")
    st.caption("Blätter, auf denen sich nichts ändert, sind nicht aufgeführt.")
    draw_figures(vorschau)


def draw_figures(vorschau: Vorschau) -> None:
    """What happens to the figures, a kind at a time; nothing where none differs."""
    zahlen = count_figures(vorschau)
    namen = {art: f"{titel} ({format_zahl(zahlen[art])})" for art, titel in ARTEN.items() if zahlen.get(art)}
    if namen:
        st.markdown(describe_changes(vorschau))
        namen[_REIHEN] = "Je Merkmal und Zeitraum"
    if len(vorschau.zeilen):
        namen[_ZEILEN] = "Andere Blätter"
    if not namen:
        return
    wahl = st.segmented_control(
        "Was ansehen?", list(namen), default=next(iter(namen)), key="aenderung_art", format_func=namen.__getitem__,
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    if wahl == _ZEILEN:
        _show(rows_table(vorschau), len(vorschau.zeilen))
    elif wahl == _REIHEN:
        tabelle = series_table(vorschau)
        _show(tabelle, len(tabelle))
    elif wahl is not None:
        _draw_kind(vorschau, wahl)


def _draw_kind(vorschau: Vorschau, art: str) -> None:
    st.caption(ART_ERKLAERT[art])
    je_merkmal = vorschau.reihen.groupby("merkmal_id")[art].sum()
    namen = dict(zip(vorschau.reihen["merkmal_id"], vorschau.reihen["merkmal"], strict=True))
    merkmale = [m for m in namen if je_merkmal[m] > 0]
    merkmal_id = None
    if len(merkmale) > 1:
        merkmal_id = st.selectbox(
            "Merkmal",
            merkmale,
            index=None,
            key=f"aenderung_merkmal_{art}",
            format_func=lambda m: f"{namen[m]} ({format_zahl(int(je_merkmal[m]))})",
            placeholder="alle Merkmale",
            width=480,
        )
    gesamt = int(je_merkmal.sum() if merkmal_id is None else je_merkmal[merkmal_id])
    mindestens = _choose_least() if art == "geaendert" else 0
    tabelle = figures_table(vorschau, art, merkmal_id, mindestens)
    if mindestens:
        gesamt = len(tabelle)
        st.caption(f"{format_anzahl(gesamt, 'Zahl ändert', 'Zahlen ändern')} sich um mindestens {mindestens} %.")
    _show(tabelle, gesamt)


def _choose_least() -> int:
    """Percent that a change has to reach to be shown."""
    return int(
        st.segmented_control(
            "Nur Änderungen ab",
            _MINDESTENS,
            default=0,
            key="aenderung_mindestens",
            format_func=lambda prozent: f"{prozent} %" if prozent else "alle",
            required=True,
        )
        or 0
    )


def _show(tabelle: pd.DataFrame, gesamt: int) -> None:
    gezeigt = tabelle.head(_HOECHSTENS)
    components.table(gezeigt)
    if gesamt > len(gezeigt):
        st.caption(f"Gezeigt werden {format_zahl(len(gezeigt))} von {format_zahl(gesamt)} Zeilen.")


def _sheets(vorschau: Vorschau) -> pd.DataFrame:
    zeilen = [
        {
            "Blatt": blatt_der_tabelle(t).name if t != "projekt" else "Projekt",
            "Neu": neu,
            "Geändert": anders,
            "Unverändert": gleich,
        }
        for t, (neu, anders, gleich) in vorschau.ergebnis.je_tabelle.items()
        if neu + anders
    ]
    return pd.DataFrame(zeilen)
