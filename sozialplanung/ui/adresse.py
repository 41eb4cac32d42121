"""Every view is a link: choices live in the session and are mirrored in the URL as stable keys, not as labels.

Streamlit's own ``bind="query-params"`` writes what ``format_func`` returns into the URL; a renamed Indikator would
break every link that was ever sent. Here the URL carries ``indikator=sgb2_kinder`` and survives page changes and
widgets that a page does not show.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlencode

import streamlit as st

T = TypeVar("T")

_GEMERKT, _GEZEIGT = "_adresse", "_adresse_gezeigt"
_RAHMEN = ("projekt", "indikator", "ebene", "jahr")  # what a view is about: its link names them, default or not


def _remembered() -> dict[str, str]:
    """What was chosen or linked so far, as text; filled from the URL at the start of a session."""
    gemerkt: dict[str, str] | None = st.session_state.get(_GEMERKT)
    if gemerkt is None:
        gemerkt = st.session_state[_GEMERKT] = st.query_params.to_dict()
    return gemerkt


def _shown() -> dict[str, str]:
    """What the page is about, whether chosen or by default."""
    gezeigt: dict[str, str] = st.session_state.setdefault(_GEZEIGT, {})
    return gezeigt


def recall(key: str, options: Sequence[T], default: T, *, show: bool = True) -> T:
    """Put the chosen, linked or default value under ``key`` before its widget is drawn; nonsense → the default.

    ``show=False`` where no widget follows: a value put there all the same would be known to the server, but not to
    the widget that is drawn some runs later.
    """
    if key in st.session_state and st.session_state[key] in options:
        wert: T = st.session_state[key]
    else:
        linked = _remembered().get(key)
        wert = next((option for option in options if str(option) == linked), default)
        if show:
            st.session_state[key] = wert
    if key in _RAHMEN:
        _shown()[key] = str(wert)
    _remember(key, None if wert == default or wert is None else str(wert))
    return wert


def recall_list(key: str, options: Sequence[str], default: Sequence[str]) -> list[str]:
    """``recall`` for a choice of several; keys without commas, unknown ones are dropped."""
    if key not in st.session_state or not set(st.session_state[key]) <= set(options):
        linked = _remembered().get(key)
        wahl = default if linked is None else linked.split(",")
        st.session_state[key] = [eintrag for eintrag in dict.fromkeys(wahl) if eintrag in options]
    werte: list[str] = st.session_state[key]
    _remember(key, None if werte == list(default) else ",".join(werte))
    return werte


def recall_number(key: str, default: float, hoechstens: float) -> float:
    """``recall`` for a number from 0 on."""
    if key not in st.session_state:
        linked = remembered_number(key, hoechstens)
        st.session_state[key] = default if linked is None else linked
    wert: float = st.session_state[key]
    _remember(key, None if wert == default else f"{wert:.12g}")
    return wert


def recall_whole(key: str, default: int, hoechstens: int) -> int:
    """``recall`` for a whole number from 0 on."""
    if key not in st.session_state:
        linked = remembered_number(key, hoechstens)
        st.session_state[key] = default if linked is None else int(linked)
    wert: int = st.session_state[key]
    _remember(key, None if wert == default else str(wert))
    return wert


def recall_text(key: str, default: str, hoechstens: int = 80) -> str:
    """``recall`` for a short text."""
    if key not in st.session_state:
        st.session_state[key] = _remembered().get(key, default)[:hoechstens]
    wert: str = st.session_state[key]
    _remember(key, None if wert == default else wert)
    return wert


def recall_date(key: str, default: dt.date) -> dt.date:
    """``recall`` for a day, linked as JJJJ-MM-TT."""
    if not isinstance(st.session_state.get(key), dt.date):
        linked = _remembered().get(key, "")
        tag = dt.date.fromisoformat(linked) if _is_day(linked) else default
        st.session_state[key] = tag
    wert: dt.date = st.session_state[key]
    _remember(key, None if wert == default else wert.isoformat())
    return wert


def _is_day(text: str) -> bool:
    try:
        return 1900 <= dt.date.fromisoformat(text).year <= 2200
    except ValueError:
        return False


def hold(*keys: str) -> None:
    """Tell widgets inside a popover their value on every run: they are mounted when it opens, perhaps runs later."""
    for key in keys:
        st.session_state[key] = st.session_state[key]


def remembered_number(key: str, hoechstens: float) -> float | None:
    """A linked number from 0 on that no widget holds; None for none, nonsense, or one that is too large."""
    text = _remembered().get(key, "")
    zahl = float(text) if re.fullmatch(r"\d{1,10}(\.\d{1,12})?", text) else None
    return None if zahl is None or zahl > hoechstens else zahl


def remembered_text(key: str) -> str | None:
    """The linked or chosen value of a key whose options are not known yet."""
    wert = st.session_state.get(key)
    return _remembered().get(key) if wert is None else str(wert)


def replace(key: str, text: str) -> None:
    """Another value in place of what was chosen or linked; the next ``recall`` returns it."""
    st.session_state.pop(key, None)
    _remember(key, text)


def forget(*keys: str) -> None:
    """Drop choices that have no meaning any more, e.g. the Gebiet of another Projekt."""
    for key in keys:
        st.session_state.pop(key, None)
        _shown().pop(key, None)
        _remember(key, None)


def _remember(key: str, text: str | None) -> None:
    if text is None:
        _remembered().pop(key, None)
    else:
        _remembered()[key] = text


def link(**andere: str) -> str:
    """The address of this page with some other choices, to be clicked on."""
    return "?" + urlencode(_shown() | _remembered() | andere)


def write() -> None:
    """Put every remembered choice into the URL at once: a run adds one entry to the browser's history, not one each.

    Streamlit empties the URL when another page is opened, so choices that this page does not show are written, too.
    As soon as it says anything, it says what the view is about, so that it shows the same when the newest year or the
    first Projekt is another one. The bare address stays bare: to write there would be one more step on the way back.
    """
    if _remembered() or st.query_params:
        ganz = _shown() | _remembered()
        if st.query_params.to_dict() != ganz:
            st.query_params.from_dict(ganz)
