"""Inequality of a value over areas, weighted with their population.

Common to all functions here. ``werte`` holds one number per area (a rate, an income per head), ``gewichte`` the persons
behind it; any unit, because both are scaled to their sum. With wᵢ the share of persons, rᵢ the value, μ = Σ wᵢ rᵢ.

- Areas whose value or weight is missing (NaN, None) are left out pairwise; areas of weight zero have no influence.
- Negative or infinite numbers, text, and rows of different length (or Series with different index) raise
  ``AnalyseError``.
- No area left, or all values zero: NaN. One area, or all values equal: 0 (ratios: 1).

Sources: Cowell, Measuring Inequality (Oxford 2011); O'Donnell et al., Analyzing Health Equity Using Household Survey
Data (World Bank 2008).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import logsumexp

from sozialplanung.analysis.distribution import (
    Fuenftel,
    concentration_index,
    fifths,
    lorenz_curve,
    quintile_ratio,
    s80_s20,
)
from sozialplanung.analysis.eingabe import Floats, check_same_areas
from sozialplanung.analysis.shares import blocks_of_shares, read_values, shares_and_relative, weighted_mean
from sozialplanung.analysis.slope import Steigungsindex, slope_index
from sozialplanung.errors import AnalyseError

__all__ = [
    "Fuenftel",
    "Steigungsindex",
    "TheilZerlegung",
    "atkinson",
    "concentration_index",
    "fifths",
    "gini",
    "hoover",
    "lorenz_curve",
    "quintile_ratio",
    "s80_s20",
    "slope_index",
    "theil",
    "theil_decomposition",
]

_NAHE_EINS = 1e-2  # |1 − ε| below which Atkinson is computed through log1p/expm1


def gini(werte: ArrayLike, gewichte: ArrayLike | None = None) -> float:
    """Gini coefficient, 0 (all equal) to below 1.

    G = ΣΣ wᵢ wⱼ |rᵢ − rⱼ| / 2μ, computed in O(n log n) as 2 Σ wᵢ (rᵢ/μ − 1) (Rᵢ − ½) with R the midpoint rank.

    Parameters
    ----------
    werte, gewichte
        One number per area; see the module for missing, zero and negative input. ``gewichte=None``: all areas weigh
        the same.

    Returns
    -------
    float
        No unit. No small-sample correction: with n equally weighted areas the largest value is 1 − 1/n.

    Examples
    --------
    >>> gini([1, 3], [1, 1])
    0.25
    """
    gebiete = read_values(werte, gewichte)
    reihenfolge = np.argsort(gebiete.reihen[0])
    summe, vorher, leer = 0.0, -0.5, True
    for w, relativ in blocks_of_shares(gebiete, reihenfolge):
        bis = np.cumsum(w)
        summe += float((w * (relativ - 1)) @ (bis - w / 2 + vorher))
        vorher += float(bis[-1])
        leer = False
    return float("nan") if leer else max(0.0, 2 * summe)


def theil(werte: ArrayLike, gewichte: ArrayLike | None = None) -> float:
    """Theil index T, 0 (all equal) to −ln of the smallest weight share; T = Σ wᵢ (rᵢ/μ) ln(rᵢ/μ) with 0·ln 0 = 0.

    Parameters
    ----------
    werte, gewichte
        One number per area; see the module.

    Returns
    -------
    float
        No unit (natural logarithm). ``theil_decomposition`` splits it into between and within groups.
    """
    summen = [float(w @ _x_log_x(relativ)) for w, relativ in blocks_of_shares(read_values(werte, gewichte))]
    return max(0.0, math.fsum(summen)) if summen else float("nan")


def _x_log_x(x: Floats) -> Floats:
    # zero times a finite logarithm is zero; several times faster than a masked logarithm
    return x * np.log(np.maximum(x, np.finfo(np.float64).tiny))


@dataclass(frozen=True, slots=True)
class TheilZerlegung:
    """Theil index of all areas = ``zwischen`` (between the groups) + ``innerhalb`` (within them).

    ``je_gruppe`` has one row per group (index: the group) with the columns ``n`` (areas), ``gewicht_anteil``,
    ``wert_anteil`` (its shares, 0–1), ``mittel`` (weighted mean in the unit of the values), ``theil`` (inside the
    group), ``beitrag_zwischen`` and ``beitrag_innerhalb`` (parts of the sums above). ``fehlend``: areas left out.
    """

    gesamt: float
    zwischen: float
    innerhalb: float
    je_gruppe: pd.DataFrame
    fehlend: int


def theil_decomposition(werte: ArrayLike, gewichte: ArrayLike | None, gruppen: ArrayLike) -> TheilZerlegung:
    """Split the Theil index: how much of the inequality lies between groups of areas, how much within them?

    T = Σ_g s_g ln(s_g/w_g) + Σ_g s_g T_g, with s_g and w_g the group's share of value and of weight.

    Parameters
    ----------
    werte, gewichte
        One number per area; see the module. ``gewichte=None``: all areas weigh the same.
    gruppen
        The group of each area (e.g. its Gemeinde). Areas without a group (None, NaN) are left out and counted.

    Returns
    -------
    TheilZerlegung
        With all values zero or no areas left: NaN and an empty table. A group whose values are all zero contributes 0
        to both parts, and its own ``theil`` is NaN.
    """
    check_same_areas({"Werte": werte, "Gruppen": gruppen})
    kennung = pd.Series(gruppen).reset_index(drop=True)
    codes, namen = pd.factorize(kennung, sort=False)
    gebiete = read_values(werte, gewichte, np.where(codes < 0, np.nan, codes))
    paar = shares_and_relative(gebiete)
    if paar is None:
        spalten = ["n", "gewicht_anteil", "wert_anteil", "mittel", "theil", "beitrag_zwischen", "beitrag_innerhalb"]
        leer = pd.DataFrame(columns=spalten, dtype=np.float64)
        return TheilZerlegung(np.nan, np.nan, np.nan, leer, gebiete.fehlend)
    anteile, relativ = paar
    gruppe = gebiete.reihen[2].astype(np.intp)
    m = len(namen)
    w = np.bincount(gruppe, anteile, m)
    s = np.bincount(gruppe, anteile * relativ, m)
    summe = np.bincount(gruppe, anteile * _x_log_x(relativ), m)
    mit_wert = s > 0
    zwischen = np.zeros(m)
    zwischen[mit_wert] = s[mit_wert] * np.log(s[mit_wert] / w[mit_wert])
    innerhalb = np.where(mit_wert, np.maximum(summe - zwischen, 0.0), 0.0)
    werte_gueltig = gebiete.reihen[0]
    mittel_gesamt = weighted_mean(werte_gueltig, anteile)
    belegt = w > 0
    je_gruppe = pd.DataFrame(
        {
            "n": np.bincount(gruppe, minlength=m)[belegt],
            "gewicht_anteil": w[belegt],
            "wert_anteil": s[belegt],
            "mittel": s[belegt] / w[belegt] * mittel_gesamt,
            "theil": np.divide(innerhalb, s, out=np.full(m, np.nan), where=mit_wert)[belegt],
            "beitrag_zwischen": zwischen[belegt],
            "beitrag_innerhalb": innerhalb[belegt],
        },
        index=pd.Index(np.asarray(namen)[belegt], name="gruppe"),
    ).sort_index()
    summe_zwischen, summe_innerhalb = max(0.0, float(zwischen.sum())), float(innerhalb.sum())
    return TheilZerlegung(summe_zwischen + summe_innerhalb, summe_zwischen, summe_innerhalb, je_gruppe, gebiete.fehlend)


def atkinson(werte: ArrayLike, gewichte: ArrayLike | None = None, epsilon: float = 0.5) -> float:
    """Atkinson index: the share of the total that could be given up if the rest were spread evenly, 0 to 1.

    A(ε) = 1 − [Σ wᵢ (rᵢ/μ)^(1−ε)]^(1/(1−ε)); ε = 1: 1 − Π (rᵢ/μ)^wᵢ.

    Parameters
    ----------
    werte, gewichte
        One number per area; see the module.
    epsilon
        Aversion to inequality, ≥ 0: the larger, the more the poorest areas count. Negative or not finite: AnalyseError.

    Returns
    -------
    float
        No unit; 0 for ε = 0. With ε ≥ 1 a single area with value zero (and weight) makes it 1.
    """
    if not (np.isfinite(epsilon) and epsilon >= 0):
        raise AnalyseError(f"Atkinson: Epsilon ist {epsilon}; nötig ist eine Zahl ab null, üblich sind 0,5, 1 und 2.")
    paar = shares_and_relative(read_values(werte, gewichte))
    if paar is None:
        return float("nan")
    anteile, relativ = paar
    delta = 1.0 - epsilon
    if delta <= 0 and relativ.min() == 0:
        return 1.0
    with np.errstate(divide="ignore"):
        logarithmen = np.log(relativ)  # −inf for zero: its power is 0 as long as delta > 0
    if delta == 0:
        mittel_log = float(anteile @ logarithmen)
    elif abs(delta) < _NAHE_EINS:
        mittel_log = float(np.log1p(anteile @ np.expm1(delta * logarithmen)) / delta)
    else:
        mittel_log = float(logsumexp(delta * logarithmen, b=anteile) / delta)
    return float(np.clip(-np.expm1(mittel_log), 0.0, 1.0)) + 0.0  # not −0


def hoover(werte: ArrayLike, gewichte: ArrayLike | None = None) -> float:
    """Hoover index: the share of the total that would have to move to make all areas equal, 0 to below 1.

    H = ½ Σ wᵢ |rᵢ/μ − 1|.

    Parameters
    ----------
    werte, gewichte
        One number per area; see the module.
    """
    summen = [float(w @ np.abs(relativ - 1)) for w, relativ in blocks_of_shares(read_values(werte, gewichte))]
    return math.fsum(summen) / 2 if summen else float("nan")
