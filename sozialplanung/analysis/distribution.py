"""Who holds what: Lorenz curve, poorest and richest fifth, concentration. Input as in ``inequality``.

Sources: Cowell, Measuring Inequality (Oxford 2011); O'Donnell et al., Analyzing Health Equity Using Household Survey
Data (World Bank 2008), chapters 7 and 8; Eurostat, indicator S80/S20.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from sozialplanung.analysis.shares import pool_ties, read_values, shares_and_relative, weight_shares
from sozialplanung.errors import AnalyseError

_RUNDUNG = 1e-12  # share of the population


@dataclass(frozen=True, slots=True)
class Fuenftel:
    """The two ends of a distribution.

    ``unterstes``, ``oberstes``: population-weighted mean of the lowest and the highest fifth, in the unit of the
    values; ``verhaeltnis`` = oberstes ÷ unterstes (inf when only the lowest is zero, NaN when both are), ``differenz``
    = oberstes − unterstes. ``n`` areas were used, ``fehlend`` were left out because a figure was missing.
    """

    unterstes: float
    oberstes: float
    verhaeltnis: float
    differenz: float
    n: int
    fehlend: int


def fifths(
    werte: ArrayLike, gewichte: ArrayLike | None = None, rang_nach: ArrayLike | None = None, *, anteil: float = 0.2
) -> Fuenftel:
    """Mean of the poorest and of the richest fifth of the population; an area at the border counts with its part.

    Parameters
    ----------
    werte, gewichte
        One number per area, as in ``inequality``. ``gewichte=None``: all areas weigh the same.
    rang_nach
        What areas are ordered by, ascending; None: the values themselves. Areas of equal rank count together as one.
    anteil
        Size of each end, above 0 and at most 0.5; 0.1 gives tenths.

    Returns
    -------
    Fuenftel
        All NaN when no area is left; means and difference 0, ratio NaN, when all values are zero. With one area both
        ends are that area.
    """
    if not 0 < anteil <= 0.5:
        raise AnalyseError(f"Anteil: {anteil} ist nicht möglich; bitte eine Zahl über 0 und höchstens 0,5.")
    gebiete = read_values(werte, gewichte, rang_nach)
    nan = float("nan")
    if gebiete.n == 0:
        return Fuenftel(nan, nan, nan, nan, 0, gebiete.fehlend)
    r = gebiete.reihen[0]
    anteile = weight_shares(gebiete.reihen[1])
    groesster = float(r.max()) or 1.0
    w, wr = pool_ties(gebiete.reihen[-1] if rang_nach is not None else r, anteile, anteile * (r / groesster))
    ende = np.cumsum(w)
    unten = np.clip(anteil - (ende - w), 0, w)
    oben = np.clip(ende - (ende[-1] - anteil), 0, w)
    # a border that falls between two areas must not take a rounding error's worth of the next one
    unten[unten < _RUNDUNG] = 0
    oben[oben < _RUNDUNG] = 0
    mittel = wr / w
    unterstes = groesster * float(unten @ mittel / unten.sum())
    oberstes = groesster * float(oben @ mittel / oben.sum())
    verhaeltnis = oberstes / unterstes if unterstes else (float("inf") if oberstes else nan)
    return Fuenftel(unterstes, oberstes, verhaeltnis, oberstes - unterstes, gebiete.n, gebiete.fehlend)


def s80_s20(werte: ArrayLike, gewichte: ArrayLike | None = None) -> float:
    """S80/S20: what the richest population fifth holds ÷ what the poorest fifth holds, ≥ 1.

    Areas are split at the fifth's border. inf when the poorest fifth holds nothing; NaN when no area is left or all
    values are zero. Input and errors as in ``fifths``.
    """
    return fifths(werte, gewichte).verhaeltnis


def quintile_ratio(werte: ArrayLike, gewichte: ArrayLike | None, rang_nach: ArrayLike) -> float:
    """How many times as high is the value in the population fifth with the highest ``rang_nach`` as in the lowest?

    E.g. ``rang_nach`` = Sozialindex: 2,0 says that the rate is twice as high in the fifth of areas with the greatest
    need. 0 to inf; below 1 where the value falls with rising rank. Input, ties and errors as in ``fifths``.
    """
    return fifths(werte, gewichte, rang_nach).verhaeltnis


def lorenz_curve(
    werte: ArrayLike, gewichte: ArrayLike | None = None, rang_nach: ArrayLike | None = None
) -> pd.DataFrame:
    """Points of the Lorenz curve: the poorest x % of the population hold y % of the total.

    Parameters
    ----------
    werte, gewichte
        One number per area, as in ``inequality``. Value times weight is what is held: pass rates with their persons.
    rang_nach
        What areas are ordered by, ascending (then it is a concentration curve and may lie above the diagonal);
        None: the values themselves. Areas of equal rank make one point.

    Returns
    -------
    DataFrame
        Columns ``anteil_gewicht`` and ``anteil_wert`` (0–1, both ascending), from (0, 0) to (1, 1);
        ``attrs["fehlend"]`` counts the areas that were left out. No rows when no area is left or all values are zero.
    """
    gebiete = read_values(werte, gewichte, rang_nach)
    paar = shares_and_relative(gebiete)
    x = y = np.empty(0)
    if paar is not None:
        anteile, relativ = paar
        w, wr = pool_ties(gebiete.reihen[-1] if rang_nach is not None else relativ, anteile, anteile * relativ)
        x, y = (np.r_[0.0, np.cumsum(teil)] for teil in (w, wr))
        x, y = x / x[-1], y / y[-1]
    kurve = pd.DataFrame({"anteil_gewicht": x, "anteil_wert": y})
    kurve.attrs["fehlend"] = gebiete.fehlend
    return kurve


def concentration_index(werte: ArrayLike, gewichte: ArrayLike, rang_nach: ArrayLike) -> float:
    """Concentration index: is the value concentrated where ``rang_nach`` is low (negative) or high (positive)?

    C = (2/μ) Σ wᵢ rᵢ Rᵢ − 1 with R the midpoint rank of the cumulated weights by ``rang_nach``, ascending;
    areas with equal ``rang_nach`` share their common midpoint.

    Parameters
    ----------
    werte, gewichte
        One number per area; see the module.
    rang_nach
        What areas are ordered by, e.g. income per head; any finite numbers, negative ones too. Missing: area left out.

    Returns
    -------
    float
        −1 to 1; equals ``gini`` when ordered by the values themselves. 0 when all areas share one rank.
    """
    gebiete = read_values(werte, gewichte, rang_nach)
    paar = shares_and_relative(gebiete)
    if paar is None:
        return float("nan")
    anteile, relativ = paar
    w, wr = pool_ties(gebiete.reihen[2], anteile, anteile * relativ)
    rang = np.cumsum(w) - w / 2 - 0.5
    return float(np.clip(2 * ((wr - w) @ rang), -1.0, 1.0))
