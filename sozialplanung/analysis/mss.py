"""Berliner Verfahren: Status and Dynamik of the Monitoring Soziale Stadtentwicklung."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sozialplanung.analysis.eingabe import Floats
from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.analysis.scaling import Anteile, Matrix, read_indicators, standardise, unit_deviation
from sozialplanung.errors import AnalyseError

_STELLEN = 10


def mss_index(
    anteile: Anteile, art: Literal["status", "dynamik"] = "status", gueltig: ArrayLike | pd.Series | None = None
) -> pd.DataFrame:
    """Status- or Dynamik-Index of the Berliner Verfahren (Monitoring Soziale Stadtentwicklung).

    z = (x − mean)/s per indicator over the valid areas, unweighted, ddof = 0; index = Σ z / s(Σ z), positive = worse.

    Parameters
    ----------
    anteile
        Areas × indicators, all Belastungen: for ``status`` shares, for ``dynamik`` their two-year changes in percentage
        points.
    art
        Which classes: Status < −1 hoch, −1 … 1 mittel, > 1 … 1.5 niedrig, > 1.5 sehr niedrig; Dynamik < −1 positiv,
        −1 … 1 stabil, > 1 negativ.
    gueltig
        One boolean (or 1, 0) per area: False for areas below 300 inhabitants and declared outliers. None: all.

    Returns
    -------
    DataFrame
        ``index`` (mean 0, standard deviation 1) and ``klasse``; NaN and None for areas that were excluded or have a
        gap. All areas equal, or one area: index 0.

    Notes
    -----
    Source: Senatsverwaltung für Stadtentwicklung Berlin, Monitoring Soziale Stadtentwicklung, reports 2013–2021.
    Checked in tests/analysis/test_amtlich.py: all classes and values as published for 2017 and 2021.
    """
    daten = read_indicators(anteile, gueltig=gueltig)
    index = daten.series(mss_values(daten.x))
    return pd.DataFrame({"index": index, "klasse": mss_classes(index, art)})


def mss_values(x: Matrix) -> Floats:
    """The index for a matrix without gaps; the arithmetic behind ``mss_index``."""
    return unit_deviation(standardise(x).sum(axis=1))


def mss_classes(index: pd.Series, art: Literal["status", "dynamik"] = "status") -> pd.Series:
    """Classes of the Berliner Verfahren for index values; None where the index is missing."""
    namen = classify_mss(index.to_numpy(dtype=np.float64), art)
    return pd.Series(namen, index=index.index, dtype=object)


def classify_mss(werte: Floats, art: str) -> list[str | None]:
    """Class names for an array of index values."""
    klassen = load_parameter("mss_klassen")
    if art not in klassen:
        raise AnalyseError(f"Art ›{art}‹ ist unbekannt; möglich sind ›status‹ und ›dynamik‹.")
    stufe = steps(werte, klassen[art]["grenzen"])
    namen: list[str] = klassen[art]["namen"]
    return [None if np.isnan(wert) else namen[i] for wert, i in zip(werte, stufe, strict=True)]


def steps(werte: Floats, grenzen: Sequence[float]) -> NDArray[np.intp]:
    """Number of the class of each value: the lowest lies strictly below its bound, the others begin strictly above.

    A value that is a bound but for the last bits of its computation counts as the bound: of two areas with different
    figures one has the index 1 and the other −1, and both are »mittel«.
    """
    unterste, *hoehere = grenzen
    gerundet = np.round(werte, _STELLEN)
    return np.asarray((gerundet >= unterste) + np.searchsorted(hoehere, gerundet, side="left"), dtype=np.intp)
