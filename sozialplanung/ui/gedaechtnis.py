"""Remembers what was computed for a Projekt file in one state and one choice.

``st.cache_data`` reads every argument and unpickles every result: about 0,5 ms a call, and a page asks some 30 times.
Arguments here are small hashable values (``Daten``, keys, frozen dataclasses): looking one up costs microseconds.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable
from typing import Any, ParamSpec, TypeVar, cast

import pandas as pd
import streamlit as st

P = ParamSpec("P")
R = TypeVar("R")


def remember(hoechstens: int, spinner: str | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the last ``hoechstens`` results; ``spinner`` tells people what takes so long the first time."""

    def decorate(rechne: Callable[P, R]) -> Callable[P, R]:
        def compute(*args: Any, **kwargs: Any) -> R:
            if spinner is None:
                return rechne(*args, **kwargs)
            with st.spinner(spinner):
                return rechne(*args, **kwargs)

        gemerkt = functools.lru_cache(maxsize=hoechstens)(compute)

        @functools.wraps(rechne)
        def look_up(*args: P.args, **kwargs: P.kwargs) -> R:
            return cast(R, _hand_out(gemerkt(*args, **cast(dict[str, Hashable], kwargs))))

        return look_up

    return decorate


def _hand_out(wert: Any) -> Any:
    """Frames as copies that share their figures until somebody writes (pandas copies then); specs one level deep."""
    if isinstance(wert, pd.DataFrame):
        return wert.copy(deep=False)
    if isinstance(wert, dict | list):
        return wert.copy()
    if isinstance(wert, tuple) and hasattr(wert, "_fields"):
        return type(wert)(*map(_hand_out, wert))
    return wert
