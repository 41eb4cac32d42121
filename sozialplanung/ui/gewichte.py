"""Weights of an index: sliders that always add up to 100 %, the same as exact numbers, and all equal.

They live in the link only; the widgets start with what stands there and write back through their callbacks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from sozialplanung.analysis.gewichte import GANZ, redistribute, to_percent
from sozialplanung.formatting import format_prozent, format_zahl
from sozialplanung.ui import adresse, components

HOECHSTENS = 1e9
_FEHLER = "_gewichte_fehler"
_STAND = "_gewichtsregler"
_GENAU = 1e-6
_REGLER, _ZAHLEN = "Regler", "Zahlen"


def recall(namen: Sequence[str]) -> tuple[float, ...]:
    """The weights of these Indikatoren in percent; one that is new gets as much as the others have on average."""
    gemerkt = [adresse.remembered_number(_key(name), HOECHSTENS) for name in namen]
    bekannt = [gewicht for gewicht in gemerkt if gewicht is not None]
    vorgabe = sum(bekannt) / len(bekannt) if any(bekannt) else 1.0
    return to_percent([vorgabe if gewicht is None else gewicht for gewicht in gemerkt])


def remember(namen: Sequence[str], gewichte: Sequence[float]) -> None:
    """These weights and no others from the next run on; equal ones need no place in the link."""
    gleich = len({f"{gewicht:.9f}" for gewicht in gewichte}) == 1
    for name, gewicht in zip(namen, gewichte, strict=True):
        if gleich:
            adresse.forget(_key(name))
        else:
            adresse.replace(_key(name), f"{gewicht:.9f}".rstrip("0").rstrip("."))


def draw(beschriftungen: Mapping[str, str], gewichte: tuple[float, ...], *, fest: str) -> None:
    """One field per Indikator; ``fest``: why there is nothing to set, or empty."""
    namen = tuple(beschriftungen)
    if fest:
        st.markdown("\n".join(f"- {components.markdown_escape(text)}" for text in beschriftungen.values()))
        st.caption(fest)
        return
    with st.container(key="gewichtsregler", gap=None):
        art = st.session_state.get("gewichte_art") or _REGLER
        if art == _ZAHLEN:
            _draw_numbers(beschriftungen, gewichte)
        else:
            _draw_sliders(beschriftungen, gewichte)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.segmented_control(
            "Gewichte eingeben",
            (_REGLER, _ZAHLEN),
            default=_REGLER,
            key="gewichte_art",
            label_visibility="collapsed",
            required=True,
        )
        st.button(
            "Gleich gewichten",
            key="gewichte_gleich",
            icon=":material/balance:",
            on_click=remember,
            args=(namen, (GANZ,) * len(namen)),
        )
    st.caption(
        "Zusammen immer 100 %: Wird ein Gewicht größer, werden die anderen im selben Verhältnis kleiner."
        if art == _REGLER
        else "Es zählt das Verhältnis: Was Sie eingeben, wird auf zusammen 100 % umgerechnet."
    )


class _Regler(NamedTuple):
    """A slider as it was drawn: what it started with and where it stands now."""

    nummer: int
    anfang: float
    gewicht: float


def _draw_sliders(beschriftungen: Mapping[str, str], gewichte: tuple[float, ...]) -> None:
    """A slider whose weight was changed by something else is drawn as a new one, under another number.

    Telling a living slider another value is not safe: while somebody moves one of them, the browser still reports the
    old values of all others, and each would look as if it had been moved as well.
    """
    namen = tuple(beschriftungen)
    stand: dict[str, _Regler] = st.session_state.setdefault(_STAND, {})
    for name, gewicht in zip(namen, gewichte, strict=True):
        regler = stand.get(name, _Regler(0, gewicht, gewicht))
        if abs(regler.gewicht - gewicht) > _GENAU:
            regler = _Regler(regler.nummer + 1, gewicht, gewicht)
        stand[name] = regler
        text = components.markdown_escape(beschriftungen[name])
        st.markdown(f"**{format_prozent(gewicht / GANZ)}** {text}")
        st.slider(
            f"Gewicht: {text}",
            0.0,
            GANZ,
            regler.anfang,
            step=1.0,
            format="%.0f %%",
            key=_slider_key(name, regler.nummer),
            label_visibility="collapsed",
            on_change=_slide,
            args=(namen, name, regler.nummer),
        )


def _slider_key(name: str, nummer: int) -> str:
    return f"regler_{name}_{nummer}"


def _slide(namen: tuple[str, ...], name: str, nummer: int) -> None:
    """Only a slider that is there and stands elsewhere was moved: after a run that was interrupted Streamlit takes what
    the browser reports of the others for moves, too."""
    neu, regler = float(st.session_state[_slider_key(name, nummer)]), st.session_state[_STAND][name]
    if nummer == regler.nummer and abs(neu - regler.gewicht) > _GENAU:
        st.session_state[_STAND][name] = regler._replace(gewicht=neu)
        remember(namen, redistribute(recall(namen), namen.index(name), neu))


def _draw_numbers(beschriftungen: Mapping[str, str], gewichte: tuple[float, ...]) -> None:
    """Text fields: Streamlit's number fields know no decimal comma."""
    namen = tuple(beschriftungen)
    with st.form("gewichte_zahlen", border=False):
        for name, gewicht in zip(namen, gewichte, strict=True):
            st.session_state[f"zahl_{name}"] = format_zahl(gewicht, 2)
            text = components.markdown_escape(beschriftungen[name])
            zahl, daneben = st.columns([1, 3.4], vertical_alignment="center", gap="small")
            zahl.text_input(f"Gewicht: {text}", key=f"zahl_{name}", label_visibility="collapsed")
            daneben.markdown(text)
        st.form_submit_button("Gewichte übernehmen", icon=":material/check:", on_click=_take_numbers, args=(namen,))
    if fehler := st.session_state.pop(_FEHLER, None):
        st.error(fehler, icon=":material/info:")


def _take_numbers(namen: tuple[str, ...]) -> None:
    zahlen = [_read_number(str(st.session_state[f"zahl_{name}"])) for name in namen]
    gewichte = [zahl for zahl in zahlen if zahl is not None]
    if len(gewichte) < len(zahlen):
        st.session_state[_FEHLER] = "Bitte geben Sie überall eine Zahl ab 0 ein, z. B. 22,5."
    elif not any(gewichte):
        st.session_state[_FEHLER] = "Alle Gewichte sind null; mindestens ein Indikator muss zählen."
    else:
        remember(namen, to_percent(gewichte))


def _read_number(text: str) -> float | None:
    """»22,5«, »22,5 %«, »22.5« → 22.5."""
    zahl = re.fullmatch(r"(\d{1,9})(?:[,.](\d{1,9}))?", text.replace("%", "").strip())
    return float(f"{zahl[1]}.{zahl[2] or 0}") if zahl else None


def _key(name: str) -> str:
    return f"gewicht_{name}"
