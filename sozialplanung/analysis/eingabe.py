"""What every statistical function does first: turn its input into float64 and refuse what has no meaning."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sozialplanung.errors import AnalyseError
from sozialplanung.formatting import format_zahl

Floats = NDArray[np.float64]
Maske = NDArray[np.bool_]
Reihenfolge = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Gebietswerte:
    """Several rows of numbers over the same areas, without the areas where one of them is missing.

    ``gueltig`` marks the areas that were kept (None: all); ``fehlend`` counts those with a missing value.
    """

    reihen: tuple[Floats, ...]
    gueltig: Maske | None
    fehlend: int

    @property
    def n(self) -> int:
        return int(self.reihen[0].size)


def to_floats(werte: ArrayLike | pd.Series, name: str) -> Floats:
    """One-dimensional float64 array; None and NA become NaN; AnalyseError if something is no finite number."""
    try:
        if isinstance(werte, pd.Series | pd.Index):
            reihe = werte.to_numpy(dtype=np.float64, na_value=np.nan)
        else:
            reihe = np.asarray(werte, dtype=np.float64)
    except (TypeError, ValueError):
        raise AnalyseError(f"{name}: ›{_first_non_number(werte)}‹ ist keine Zahl.") from None
    if reihe.ndim != 1:
        raise AnalyseError(
            f"{name}: Erwartet wird genau ein Wert je Gebiet (eine Reihe), nicht {reihe.ndim} Dimensionen."
        )
    # fmax and fmin skip NaN: two cheap passes instead of a mask
    if reihe.size and (np.isinf(np.fmax.reduce(reihe)) or np.isinf(np.fmin.reduce(reihe))):
        stelle = int(np.flatnonzero(np.isinf(reihe))[0]) + 1
        raise AnalyseError(f"{name}: Der Wert an Stelle {stelle} ist unendlich; wurde durch null geteilt?")
    return reihe


def _first_non_number(werte: object) -> object:
    for wert in np.asarray(werte, dtype=object).ravel():
        try:
            float(wert)
        except (TypeError, ValueError):
            return wert
    return werte


def check_non_negative(reihe: Floats, name: str) -> None:
    """AnalyseError naming the first value below zero; NaN passes."""
    if reihe.size and np.fmin.reduce(reihe) < 0:
        stelle = int(np.flatnonzero(reihe < 0)[0])
        wert = format_zahl(float(reihe[stelle]), 2)
        raise AnalyseError(f"{name}: {wert} an Stelle {stelle + 1} ist negativ; gerechnet wird nur mit Zahlen ab null.")


def check_same_areas(reihen: dict[str, ArrayLike | pd.Series]) -> None:
    """AnalyseError unless all have the same length and, where two are Series, the same index in the same order."""
    erster, *weitere = reihen
    laenge = np.size(np.asarray(reihen[erster]))
    for name in weitere:
        if (n := np.size(np.asarray(reihen[name]))) != laenge:
            raise AnalyseError(f"{erster} und {name} haben verschieden viele Gebiete: {laenge} und {n}.")
    indizes = {name: reihe.index for name, reihe in reihen.items() if isinstance(reihe, pd.Series)}
    if indizes:
        bezug, index = next(iter(indizes.items()))
        for name, anderer in indizes.items():
            if not index.equals(anderer):
                raise AnalyseError(f"{bezug} und {name} nennen nicht dieselben Gebiete in derselben Reihenfolge.")


def read_areas(
    reihen: dict[str, ArrayLike | pd.Series], *, nicht_negativ: tuple[str, ...] = (), gewicht: str | None = None
) -> Gebietswerte:
    """Rows over the same areas as float64, without areas that miss a value or weigh nothing.

    Parameters
    ----------
    reihen
        German name (for messages) → one number per area.
    nicht_negativ
        Names of the rows that must not hold negative numbers; ``gewicht`` always is one of them.
    gewicht
        Name of the row of weights; areas of weight zero are left out, but not counted as missing.
    """
    check_same_areas(reihen)
    zahlen = {name: to_floats(reihe, name) for name, reihe in reihen.items()}
    for name in {*nicht_negativ, *([gewicht] if gewicht else [])}:
        check_non_negative(zahlen[name], name)
    felder = list(zahlen.values())
    if not felder[0].size:
        return Gebietswerte(tuple(felder), None, 0)
    fehlend = 0
    gueltig: Maske | None = None
    # the minimum of an array with NaN is NaN: without missing values no mask is built
    if any(np.isnan(feld.min()) for feld in felder):
        gueltig = ~np.logical_or.reduce([np.isnan(feld) for feld in felder])
        fehlend = int(gueltig.size - np.count_nonzero(gueltig))
    if gewicht and np.fmin.reduce(zahlen[gewicht]) == 0:
        schwer = zahlen[gewicht] > 0
        gueltig = schwer if gueltig is None else gueltig & schwer
    if gueltig is not None:
        felder = [feld[gueltig] for feld in felder]
    return Gebietswerte(tuple(felder), gueltig, fehlend)
