"""Rows »Summe«: never an area by accident. Recognised by their words or by being the sum of all others."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

_WORT = r"summe|insgesamt|gesamt|zusammen|total|gesamtstadt|gesamtergebnis|stadtgebiet"
_NUR = re.compile(
    rf"(?:{_WORT})(?:\s*(?:{_WORT}|stadt|kreis|\(.*\)))*:?|(?:stadt|kreis|gemeinde|region|land)\s+(?:{_WORT}):?|ges\.|∑|Σ",
    re.IGNORECASE,
)
_DABEI = re.compile(rf"(?:^(?:{_WORT})\b[\s:,–-]*|[\s,:–(-]+(?:{_WORT})\)?:?$)", re.IGNORECASE)
_MITTEL = re.compile(
    r"(?:Ø|durchschnitt|mittelwert|mittel|median|minimum|maximum|stadtmittel|differenz)\b.*", re.IGNORECASE
)


def is_summe(text: str) -> bool:
    """»Summe«, »Stadt insgesamt«, »Hamm insgesamt«."""
    return is_nur_summe(text) or _DABEI.search(text.strip()) is not None


def is_nur_summe(text: str) -> bool:
    """A total that names no area."""
    return _NUR.fullmatch(text.strip()) is not None


def is_mittel(text: str) -> bool:
    """»Durchschnitt«, »Ø Stadt«: figures about the areas above, not of one."""
    return _MITTEL.fullmatch(text.strip()) is not None


def name_of_summe(text: str) -> str:
    """»Mitte zusammen« → »Mitte«; empty where no area is named."""
    return "" if is_nur_summe(text) else _DABEI.sub("", text.strip()).strip(" ,:–-")


def find_hidden_sum(zahlen: Sequence[Sequence[float]]) -> int | None:
    """The row that is the sum of all others in every column that can be added, though it does not say so.

    ``zahlen``: a row per area, NaN where nothing plain stands. Only the first and the last row are looked at.
    """
    feld = np.array(zahlen, dtype=float)
    if feld.ndim != 2 or feld.shape[0] < 4 or feld.shape[1] == 0:
        return None
    for platz in (len(feld) - 1, 0):
        rest = np.delete(feld, platz, axis=0)
        pruefbar = np.isfinite(feld).all(axis=0) & (feld[platz] != 0)
        if pruefbar.any() and np.allclose(rest[:, pruefbar].sum(axis=0), feld[platz, pruefbar], rtol=1e-9, atol=0.01):
            return platz
    return None


def check_sum(teile: pd.Series, summe: float) -> bool | None:
    """Whether a total is that of its parts, allowing for rounding; None where a part is missing."""
    if teile.empty or teile.isna().any() or not math.isfinite(summe):
        return None
    spiel = max(0.5 * len(teile) if (teile % 1 != 0).any() else 0.01, abs(summe) * 1e-9)
    return bool(abs(float(teile.sum()) - summe) <= spiel)
