"""Composite indices: several indicators become one number of need per area.

Common to all functions here. ``anteile`` is a table with one row per area and one column per indicator, in any unit:
a frame, a mapping of columns, or a two-dimensional array (areas and indicators are then numbered from 0).
``richtung`` says for each indicator whether much of it means need (»belastung«, 1) or strength (»staerke«, −1), by
name or in the order of the columns (None: all are Belastungen); ``gewichte`` likewise (None: equal), scaled to the sum
1.

- An area with a gap in any indicator gets no index (NaN) and does not count for means and ranks.
- An indicator with equal values everywhere moves nobody; with one area every index is at its middle.
- Text, infinite numbers, negative weights, unknown names raise ``AnalyseError``. Indicators may be negative (changes).

Source, unless stated otherwise: OECD/JRC, Handbook on Constructing Composite Indicators (2008).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sozialplanung.analysis.index_explain import contributions, what_would_change
from sozialplanung.analysis.mss import mss_classes, mss_index
from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.analysis.scaling import (
    Anteile,
    Gewichte,
    Richtungen,
    read_indicators,
    read_weights,
    scale_minmax,
    scale_rank,
    standardise,
    unit_deviation,
)
from sozialplanung.errors import AnalyseError
from sozialplanung.formatting import format_zahl

__all__ = [
    "PcaIndex",
    "contributions",
    "geometric_index",
    "imd_score",
    "minmax_index",
    "mss_classes",
    "mss_index",
    "pca_index",
    "rank_index",
    "what_would_change",
    "z_index",
]


def imd_score(raenge: Anteile, gewichte: Gewichte | None = None, anzahl: int | None = None) -> pd.Series:
    """Score of the English Indices of Multiple Deprivation from the ranks in its domains.

    R = (N − rank + 1)/N, X = −23·ln(1 − R·(1 − e^(−100/23))), score = Σ weight·X.

    Parameters
    ----------
    raenge
        Areas × domains, rank 1 = most deprived; 1 ≤ rank ≤ N.
    gewichte
        By domain, used as they are (the published ones add up to 0.999); None: the published ones, for columns named
        Income, Employment, Education, Health, Crime, Barriers, Living Environment.
    anzahl
        N; None: the number of areas in the frame. Give it when the frame holds only some of the ranked areas.

    Returns
    -------
    Series
        0 to 100 times the sum of weights, more = more deprived; NaN for areas with a missing rank.

    Raises
    ------
    AnalyseError
        A rank outside 1 … N; weights that do not fit the columns.

    Notes
    -----
    Source: MHCLG, The English Indices of Deprivation 2019, Technical Report, section 3.
    Checked in tests/analysis/test_amtlich.py: scores of 2025 as published, to all three decimals.
    """
    daten = read_indicators(raenge)
    n = len(daten.gebiete) if anzahl is None else anzahl
    w = read_weights(load_parameter("imd_gewichte") if gewichte is None else gewichte, daten.namen, normieren=False)
    if daten.x.size and (daten.x.min() < 1 or daten.x.max() > n):
        falsch = daten.x[(daten.x < 1) | (daten.x > n)][0]
        raise AnalyseError(f"Rang {format_zahl(float(falsch), 1)} ist nicht möglich; es gibt die Ränge 1 bis {n}.")
    k = float(load_parameter("imd_streckung"))
    r = (n - daten.x + 1) / n
    return daten.series(-k * np.log1p(r * np.expm1(-100 / k)) @ w)


def z_index(anteile: Anteile, gewichte: Gewichte | None = None, richtung: Richtungen | None = None) -> pd.Series:
    """Weighted mean of the z-values (ddof = 0); 0 = average, positive = more need, in standard deviations."""
    daten = read_indicators(anteile, richtung)
    return daten.series(standardise(daten.x) @ read_weights(gewichte, daten.namen))


def minmax_index(anteile: Anteile, gewichte: Gewichte | None = None, richtung: Richtungen | None = None) -> pd.Series:
    """Weighted mean of (x − min)/(max − min); 0 (least need in everything) to 1 (most)."""
    daten = read_indicators(anteile, richtung)
    return daten.series(scale_minmax(daten.x) @ read_weights(gewichte, daten.namen))


def rank_index(anteile: Anteile, gewichte: Gewichte | None = None, richtung: Richtungen | None = None) -> pd.Series:
    """Weighted mean of (rank − 1)/(n − 1), ties at their mean rank; 0 (least need) to 1 (most). Robust to outliers."""
    daten = read_indicators(anteile, richtung)
    return daten.series(scale_rank(daten.x) @ read_weights(gewichte, daten.namen))


def geometric_index(
    anteile: Anteile, gewichte: Gewichte | None = None, richtung: Richtungen | None = None
) -> pd.Series:
    """Weighted geometric mean of the indicators on a scale from 1 to 100 (min–max), Π xⱼ^wⱼ.

    A strength in one field makes up less for need in another than in a sum: more need everywhere ranks above much need
    in one field and none elsewhere.
    """
    daten = read_indicators(anteile, richtung)
    return daten.series(np.exp(np.log(1 + 99 * scale_minmax(daten.x)) @ read_weights(gewichte, daten.namen)))


@dataclass(frozen=True, slots=True)
class PcaIndex:
    """The first principal component as index.

    ``werte`` per area (mean 0, standard deviation 1, more = more need); ``ladungen`` per indicator: its correlation
    with the index, −1 to 1, for the indicator turned to need; ``erklaert``: share of all variance (0–1) that the index
    holds.
    """

    werte: pd.Series
    ladungen: pd.Series
    erklaert: float


def pca_index(anteile: Anteile, richtung: Richtungen | None = None) -> PcaIndex:
    """First principal component of the z-values; the weights come from the data, not from a decision.

    The sign, arbitrary in itself, is fixed so that the loadings of the indicators (turned to need) add up to something
    positive. With fewer than two areas or without any variance: index 0, loadings and share NaN.

    Notes
    -----
    Source: Jolliffe, Principal Component Analysis (2002); as in GISD, Michalski et al., Journal of Health Monitoring
    2022.
    """
    daten = read_indicators(anteile, richtung)
    z = standardise(daten.x)
    if z.shape[0] < 2 or not z.any():
        leer = pd.Series(np.nan, index=daten.namen)
        return PcaIndex(daten.series(np.zeros(z.shape[0])), leer, float("nan"))
    werte, vektoren = np.linalg.eigh(z.T @ z / z.shape[0])
    eigenwert, vektor = max(float(werte[-1]), 0.0), vektoren[:, -1]
    summe = float(vektor.sum())
    fuehrend = summe if abs(summe) > 1e-9 else float(vektor[np.argmax(np.abs(vektor) > 1e-9)])
    vektor = vektor * np.sign(fuehrend)
    ladungen = pd.Series(vektor * np.sqrt(eigenwert), index=daten.namen)
    return PcaIndex(
        daten.series(unit_deviation(z @ vektor)), ladungen, eigenwert / float(np.trace(z.T @ z) / z.shape[0])
    )
