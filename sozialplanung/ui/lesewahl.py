"""What a person has said about reading the uploaded table: one step after the other, each can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from sozialplanung.importer.datei import Datei
from sozialplanung.importer.mappe import Rohblatt
from sozialplanung.importer.tabelle.lesart import Vorgaben
from sozialplanung.importer.tabelle.raster import load_blaetter

_STAPEL, _DATEI, _BLAETTER, _RUNDEN = "_lesewahl", "_lesewahl_datei", "_lesewahl_blaetter", "_lesewahl_runden"
NACHRICHT = "_lesewahl_nachricht"


@dataclass(frozen=True, slots=True)
class Lesewahl:
    """``rezept``: by that name; empty: by none; None: by the one that fits. ``tabelle``: whatever it looks like."""

    vorgaben: Vorgaben | None = None
    rezept: str | None = None
    tabelle: bool = False


def open_file(upload: UploadedFile, inhalt: bytes, runde: int) -> Datei:
    """The uploaded file with what was found out about it; another upload begins anew."""
    kennung = (upload.file_id, runde)
    if st.session_state.get(_DATEI, (None,))[0] != kennung:
        st.session_state[_DATEI] = (kennung, Datei(inhalt, upload.name))
        st.session_state[_STAPEL] = [Lesewahl()]
        st.session_state.pop(_BLAETTER, None)
    datei: Datei = st.session_state[_DATEI][1]
    return datei


def forget_file() -> None:
    """What was said stays until another file comes: a click may still be on its way."""
    st.session_state.pop(_DATEI, None)
    st.session_state.pop(_BLAETTER, None)


def current() -> Lesewahl:
    wahl: Lesewahl = st.session_state[_STAPEL][-1]
    return wahl


def steps() -> int:
    """How often something was said; part of the key of every field, so that each shows the present reading."""
    return len(st.session_state[_STAPEL]) + int(st.session_state.get(_RUNDEN, 0))


def say(wahl: Lesewahl) -> None:
    """Runs in a callback, before the page is drawn again. A file that is gone meanwhile takes nothing."""
    stapel = st.session_state.get(_STAPEL)
    if stapel and stapel[-1] != wahl:
        stapel.append(wahl)


def decide(vorgaben: Vorgaben) -> None:
    say(replace(st.session_state[_STAPEL][-1], vorgaben=replace(vorgaben, grund=Vorgaben().grund), tabelle=True))


def undo() -> None:
    if len(st.session_state.get(_STAPEL, ())) > 1:
        st.session_state[_STAPEL].pop()
        _renew()


def start_over() -> None:
    if st.session_state.get(_STAPEL):
        st.session_state[_STAPEL] = [replace(Lesewahl(), tabelle=current().tabelle, rezept=current().rezept)]
        _renew()


def _renew() -> None:
    """Fields of before must not show up again with what was typed into them."""
    st.session_state[_RUNDEN] = int(st.session_state.get(_RUNDEN, 0)) + 100


def sheets(datei: Datei, kodierung: str, trenner: str) -> tuple[Rohblatt, ...]:
    """Text files are taken apart once per choice, not at every click."""
    kennung = (datei.sha256, kodierung, trenner)
    if st.session_state.get(_BLAETTER, (None,))[0] != kennung:
        st.session_state[_BLAETTER] = (kennung, load_blaetter(datei, kodierung, trenner))
    blaetter: tuple[Rohblatt, ...] = st.session_state[_BLAETTER][1]
    return blaetter
