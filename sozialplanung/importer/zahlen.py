"""The figures of a delivery beside those of the Projekt, for checks across rows; the delivery wins.

Keys are numbers in here: half a million rows are joined and added up in a moment that way.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sozialplanung.importer.werte import Werte

ORT = ("merkmal_id", "gebiet_id", "gruppe", "zeitraum")
Codes = npt.NDArray[np.int64]


class Zahlen:
    """``alle``: a row per key with codes, ``wert`` (NaN: a sign), ``platz`` in the delivery (−1: stored) and ``neu``.

    ``neu``: delivered, and other than what the Projekt holds. ``namen`` and ``code`` translate the codes. ``uebrig``:
    which rows of ``gespeichert`` are left at the end of ``alle``, because the delivery does not replace them.
    """

    def __init__(self, werte: Werte, gespeichert: pd.DataFrame) -> None:
        self.werte = werte
        anzahl = len(werte.frame)
        self.namen: dict[str, list[str]] = {}
        spalten: dict[str, npt.NDArray[Any]] = {}
        for name in ORT:
            spalten[name], self.namen[name] = _number_both(werte.frame[name], gespeichert[name])
        self.code = {name: {text: code for code, text in enumerate(namen)} for name, namen in self.namen.items()}
        spalten["wert"] = np.concatenate([werte.frame["wert"].to_numpy(float), gespeichert["wert"].to_numpy(float)])
        spalten["platz"] = np.concatenate(
            [np.arange(anzahl, dtype=np.int32), np.full(len(gespeichert), -1, dtype=np.int32)]
        )
        geliefert = spalten["platz"] >= 0
        alle = pd.DataFrame(spalten, copy=False)
        if len(gespeichert):
            alle["neu"] = geliefert & ~alle.duplicated([*ORT, "wert"], keep=False).to_numpy()
            bleibt = ~alle.duplicated(list(ORT)).to_numpy()
            alle = alle[bleibt].reset_index(drop=True)
            self.uebrig: npt.NDArray[np.bool_] = bleibt[anzahl:]
        else:
            alle["neu"] = geliefert
            self.uebrig = np.zeros(0, dtype=bool)
        self.alle = alle

    def key(self, teil: pd.DataFrame, *spalten: str) -> Codes:
        """One number per combination of codes."""
        nummer = np.zeros(len(teil), dtype=np.int64)
        for name in spalten:
            nummer = nummer * max(1, len(self.namen[name])) + teil[name].to_numpy()
        return nummer


def lookup(frame: pd.DataFrame, *spalten: str) -> dict[str, dict[Any, Any]]:
    """Column → key → what stands there."""
    return {name: dict(zip(frame.index, frame[name], strict=True)) for name in spalten}


def pick(frame: pd.DataFrame, auswahl: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """These rows; usually all of them, and then nothing is copied."""
    return frame if auswahl.all() else frame[auswahl]


def number(spalte: pd.Series) -> tuple[npt.NDArray[np.integer[Any]], list[str]]:
    """A code per row, and the text of each code."""
    if isinstance(spalte.dtype, pd.CategoricalDtype):
        return spalte.cat.codes.to_numpy(), [str(text) for text in spalte.cat.categories]
    codes, verschiedene = pd.factorize(spalte.to_numpy())
    return codes, [str(text) for text in verschiedene]


def number_rows(frame: pd.DataFrame, spalten: Iterable[str]) -> Codes:
    """One number per combination of texts."""
    nummer = np.zeros(len(frame), dtype=np.int64)
    for name in spalten:
        codes, namen = number(frame[name])
        nummer = nummer * max(1, len(namen)) + codes
    return nummer


def pick_distinct(frame: pd.DataFrame, spalten: list[str]) -> pd.DataFrame:
    """The first row of each combination of texts, as objects."""
    doppelt = pd.Series(number_rows(frame, spalten)).duplicated().to_numpy()
    return frame.loc[~doppelt, spalten].astype(object)


def find_doubles(nummer: Codes) -> npt.NDArray[np.bool_]:
    """Rows whose number has stood before; sorting alone says it of the usual delivery, which has none."""
    geordnet = np.sort(nummer)
    if not (geordnet[1:] == geordnet[:-1]).any():
        return np.zeros(len(nummer), dtype=bool)
    return pd.Series(nummer).duplicated().to_numpy()


def _number_both(neu: pd.Series, alt: pd.Series) -> tuple[npt.NDArray[np.int32], list[str]]:
    """Codes of both, delivered first; the text of each code."""
    erste, namen = number(neu)
    if not len(alt):
        return erste.astype(np.int32), namen
    zweite, verschiedene = pd.factorize(alt.to_numpy(dtype=object))
    code = {text: platz for platz, text in enumerate(namen)}
    ziel = np.array([code.setdefault(str(text), len(code)) for text in verschiedene], dtype=np.int32)
    return np.concatenate([erste.astype(np.int32), ziel[zweite]]), list(code)
