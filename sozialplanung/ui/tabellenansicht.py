"""The uploaded sheet with its reading on top; a click on a cell says what its row or column is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from sozialplanung.formatting import format_zahl
from sozialplanung.importer.mappe import Rohblatt
from sozialplanung.importer.profile.matrix import spaltenname
from sozialplanung.importer.tabelle.ansicht import Ansicht, Spaltenrolle, Zeilenrolle, show_sheet
from sozialplanung.importer.tabelle.lesart import Lesart, Vorgaben, Zeilenart
from sozialplanung.ui import lesewahl, rahmen

_ZEILE, _WAS = "Zeile", "ist"
_WAHL_ZEILE, _WAHL_SPALTE = "lesart_zeile", "lesart_spalte"
_HOEHE, _REIHE = 420, 35
Schritt = Callable[[Vorgaben], Vorgaben]


def draw(blatt: Rohblatt, lesart: Lesart | None, vorgaben: Vorgaben) -> None:
    """The grid, what the clicked row and column may be, and the way back."""
    ansicht = show_sheet(blatt, lesart)
    key = f"lesart_blatt_{lesewahl.steps()}"
    st.dataframe(
        _coloured(ansicht, lesart),
        key=key,
        hide_index=True,
        width="stretch",
        height=min(_HOEHE, _REIHE * (len(ansicht.zeilen) + 1) + 3),
        on_select=lambda: _click(key, ansicht),
        selection_mode=["single-cell", "single-column"],
        column_config={
            _ZEILE: st.column_config.NumberColumn(pinned=True, width=60, format="%d"),
            _WAS: st.column_config.TextColumn(pinned=True, width=105),
            **{
                name: st.column_config.TextColumn(name if rolle is Spaltenrolle.WEG else f"{name} · {rolle}")
                for name, rolle in ansicht.spalten
            },
        },
    )
    gekuerzt = f"{format_zahl(len(ansicht.zeilen))} von {format_zahl(ansicht.gesamt)} Zeilen. "
    st.caption(
        (gekuerzt if len(ansicht.zeilen) < ansicht.gesamt else "")
        + "Stimmt etwas nicht? Klicken Sie auf eine Zelle und sagen Sie, was ihre Zeile oder ihre Spalte ist."
    )
    with st.container(border=True, gap="xsmall", key="lesart_sagen"):
        _draw_row_choice(ansicht, lesart, vorgaben)
        _draw_column_choice(ansicht, lesart, vorgaben)


def _coloured(ansicht: Ansicht, lesart: Lesart | None) -> object:
    spalten = {_ZEILE: [z.nummer for z in ansicht.zeilen], _WAS: [str(z.rolle) for z in ansicht.zeilen]}
    zellen = {name: [z.zellen[n] for z in ansicht.zeilen] for n, (name, _) in enumerate(ansicht.spalten)}
    tabelle = pd.DataFrame({**spalten, **zellen})
    f = rahmen.current_stil().farben
    dunkel = f"background-color: {f.primaer}; color: {f.grund}"
    hell = f"background-color: {f.papier}; color: {f.tinte}"
    blass = f"color: {f.gedaempft}"
    ort = f"background-color: {f.papier}; color: {f.tinte}; font-weight: 600"
    je_zeile = {
        Zeilenrolle.KOPF: dunkel,
        Zeilenrolle.SUMME: f"background-color: {f.haarlinie}; color: {f.tinte}; font-style: italic",
        Zeilenrolle.ZAHLEN: "",
    }
    namen = {name for name, rolle in ansicht.spalten if rolle not in (Spaltenrolle.WERT, Spaltenrolle.WEG)}
    weg = {name for name, rolle in ansicht.spalten if rolle is Spaltenrolle.WEG}

    rollen = {z.nummer: z.rolle for z in ansicht.zeilen}

    def paint(zeile: pd.Series) -> list[str]:
        rolle = rollen[zeile[_ZEILE]]
        if rolle is not Zeilenrolle.ZAHLEN or lesart is None:
            return [hell if spalte == _WAS else je_zeile.get(rolle, blass) for spalte in zeile.index]
        return [ort if spalte in namen else blass if spalte in weg else "" for spalte in zeile.index]

    return tabelle.style.apply(paint, axis=1)


def _click(key: str, ansicht: Ansicht) -> None:
    """Row and column of the clicked cell become the choice below."""
    auswahl = st.session_state[key].selection
    namen = [name for name, _ in ansicht.spalten]
    for zeile, spalte in auswahl.get("cells", []):
        if zeile < len(ansicht.zeilen):
            st.session_state[_WAHL_ZEILE] = ansicht.zeilen[zeile].nummer
        if spalte in namen:
            st.session_state[_WAHL_SPALTE] = namen.index(spalte)
    for spalte in auswahl.get("columns", []):
        if spalte in namen:
            st.session_state[_WAHL_SPALTE] = namen.index(spalte)


def _draw_row_choice(ansicht: Ansicht, lesart: Lesart | None, vorgaben: Vorgaben) -> None:
    nummern = [z.nummer for z in ansicht.zeilen]
    if st.session_state.get(_WAHL_ZEILE) not in nummern:
        st.session_state[_WAHL_ZEILE] = None
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        n = st.selectbox(
            "Zeile", nummern, index=None, key=_WAHL_ZEILE, format_func=lambda n: f"Zeile {n}",
            placeholder="Zeile …", width=130, label_visibility="collapsed",
        )  # fmt: skip
        moeglich: dict[str, Schritt] = {
            "ist die Kopfzeile": lambda v: replace(v, kopf_von=n, kopf_bis=n, daten_von=_below(v.daten_von, n)),
            "gehört auch zum Kopf": lambda v: _extend_header(v, lesart, _int(n)),
            "Hier beginnen die Zahlen": lambda v: replace(v, daten_von=n),
            "Hier enden die Zahlen": lambda v: replace(v, daten_bis=n),
            "ist eine Summe": lambda v: v.with_zeile(_int(n), Zeilenart.SUMME),
            "ist ein Gebiet": lambda v: v.with_zeile(_int(n), Zeilenart.GEBIET),
            "nicht lesen": lambda v: v.with_zeile(_int(n), Zeilenart.WEG),
        }
        if n is not None:
            _draw_buttons(moeglich, vorgaben, "zeile")


def _int(nummer: int | None) -> int:
    return nummer or 0


def _below(daten_von: int | None, kopf: int | None) -> int | None:
    """A decision about the first figures ends where a header below it is chosen."""
    return None if daten_von is not None and kopf is not None and daten_von <= kopf else daten_von


def _extend_header(v: Vorgaben, lesart: Lesart | None, nummer: int) -> Vorgaben:
    """One row more, around the header that was guessed."""
    gesehen = (0, 0) if lesart is None else (lesart.kopf_von, lesart.kopf_bis)
    von, bis = min(v.kopf_von or gesehen[0] or nummer, nummer), max(v.kopf_bis or gesehen[1], nummer)
    return replace(v, kopf_von=von, kopf_bis=bis, daten_von=_below(v.daten_von, bis))


def _draw_column_choice(ansicht: Ansicht, lesart: Lesart | None, vorgaben: Vorgaben) -> None:
    nummern = list(range(len(ansicht.spalten)))
    if st.session_state.get(_WAHL_SPALTE) not in nummern:
        st.session_state[_WAHL_SPALTE] = None
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        n = st.selectbox(
            "Spalte", nummern, index=None, key=_WAHL_SPALTE, format_func=lambda n: f"Spalte {spaltenname(n)}",
            placeholder="Spalte …", width=130, label_visibility="collapsed",
        )  # fmt: skip
        rollen = {"nennt die Gebiete": "gebiet", "enthält Schlüssel": "schluessel", "nennt den Zeitraum": "zeit",
                  "nennt das Merkmal": "merkmal"}  # fmt: skip
        gruppen = () if lesart is None else lesart.gruppen
        moeglich: dict[str, Schritt] = {wort: _role_step(rolle, n) for wort, rolle in rollen.items()}
        moeglich |= {
            "nennt eine Gruppe": lambda v: v.with_gruppen(tuple(dict.fromkeys((*gruppen, _int(n))))),
            "enthält Werte": lambda v: v.with_spalte(_int(n), weg=False),
            "nicht lesen": lambda v: v.with_spalte(_int(n), weg=True),
        }
        if n is not None:
            _draw_buttons(moeglich, vorgaben, "spalte")


def _role_step(rolle: str, nummer: int | None) -> Schritt:
    return lambda v: v.with_rolle(rolle, nummer)


def _draw_buttons(moeglich: dict[str, Schritt], vorgaben: Vorgaben, was: str) -> None:
    for platz, (wort, schritt) in enumerate(moeglich.items()):
        st.button(
            wort,
            key=f"lesart_{was}_{platz}",
            on_click=lambda schritt=schritt: lesewahl.decide(schritt(vorgaben)),
        )
