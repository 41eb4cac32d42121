"""Slope and relative index of inequality: a line through the areas from the most to the least deprived."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from sozialplanung.analysis.eingabe import Floats, read_areas
from sozialplanung.analysis.shares import GEWICHTE, RANG, WERTE, weight_shares
from sozialplanung.errors import AnalyseError


@dataclass(frozen=True, slots=True)
class Steigungsindex:
    """``sii`` (unit of the values) and ``rii`` (ratio) with the ends of their intervals; the fitted line runs from
    ``am_unteren_ende`` (rank 0) to ``am_oberen_ende`` (rank 1). ``n`` areas used, ``fehlend`` left out."""

    sii: float
    sii_unten: float
    sii_oben: float
    rii: float
    rii_unten: float
    rii_oben: float
    am_unteren_ende: float
    am_oberen_ende: float
    n: int
    fehlend: int


def slope_index(
    werte: ArrayLike,
    gewichte: ArrayLike | None,
    rang_nach: ArrayLike,
    *,
    niveau: float = 0.95,
    standardfehler: ArrayLike | None = None,
) -> Steigungsindex:
    """Slope index (SII) and relative index of inequality (RII).

    Weighted least squares r = a + b·R over the midpoint rank R of the cumulated population (0: lowest ``rang_nach``,
    1: highest; ties share their midpoint), weights = population shares. SII = b, RII = (a + b)/a.

    Parameters
    ----------
    werte, gewichte
        One non-negative number per area and the persons behind it (None: all areas weigh the same). Missing figures:
        area left out and counted; weight zero: no influence.
    rang_nach
        Ascending from the most to the least deprived (income; decile 1 = most deprived). For an index in which high
        means deprived pass its negative.
    niveau
        Confidence level, above 0 and below 1.
    standardfehler
        Standard error of each value. With it, the intervals say how sure the figures are (normal distribution);
        without, how well the areas fit the line (t with n − 2 degrees of freedom). The RII interval is by the delta
        method for ln RII.

    Returns
    -------
    Steigungsindex
        All NaN for fewer than two distinct ranks; without ``standardfehler`` no interval (NaN) below three areas. RII
        is NaN where the line does not stay above zero. All values equal: SII 0, RII 1 (all zero: RII NaN).

    Raises
    ------
    AnalyseError
        Negative values, weights or errors; rows of different length; impossible ``niveau``.

    Notes
    -----
    Source: Office for Health Improvement and Disparities, PHEindicatormethods (phe_sii); there intervals are simulated
    from the standard errors, here they are computed: the slope is linear in the values.
    """
    if not 0 < niveau < 1:
        raise AnalyseError(f"Niveau: {niveau} ist nicht möglich; bitte eine Zahl zwischen 0 und 1, üblich ist 0,95.")
    laenge = np.shape(np.asarray(werte))
    reihen: dict[str, ArrayLike | pd.Series] = {
        WERTE: werte,
        GEWICHTE: np.ones(laenge) if gewichte is None else gewichte,
        RANG: rang_nach,
        "Standardfehler": np.zeros(laenge) if standardfehler is None else standardfehler,
    }
    gebiete = read_areas(reihen, nicht_negativ=(WERTE, "Standardfehler"), gewicht=GEWICHTE)
    r, gewicht, ordnung, fehler = gebiete.reihen
    nan = float("nan")
    if np.unique(ordnung).size < 2:
        return Steigungsindex(nan, nan, nan, nan, nan, nan, nan, nan, gebiete.n, gebiete.fehlend)
    w = weight_shares(gewicht)
    rang = midpoint_ranks(w, ordnung)
    rang_mittel = w @ rang
    streuung = w @ (rang - rang_mittel) ** 2
    # rows of the linear maps from the values to slope and intercept
    zu_b: Floats = w * (rang - rang_mittel) / streuung
    zu_a: Floats = w - zu_b * rang_mittel
    b, a = float(zu_b @ (r - w @ r)), float(zu_a @ r)
    if standardfehler is None:
        rest = r - a - b * rang
        s2 = w @ rest**2 / (gebiete.n - 2) if gebiete.n > 2 else nan
        varianz: Floats = s2 / w
        faktor = float(stdtrit(gebiete.n - 2, (1 + niveau) / 2)) if gebiete.n > 2 else nan
    else:
        varianz = fehler**2
        faktor = float(ndtri((1 + niveau) / 2))
    halb = faktor * float(np.sqrt(zu_b**2 @ varianz))
    rii = unten = oben = nan
    if a > 0 and a + b > 0:
        rii = (a + b) / a
        ableitung = (zu_a + zu_b) / (a + b) - zu_a / a
        halb_log = faktor * float(np.sqrt(ableitung**2 @ varianz))
        unten, oben = rii * float(np.exp(-halb_log)), rii * float(np.exp(halb_log))
    return Steigungsindex(b, b - halb, b + halb, rii, unten, oben, a, a + b, gebiete.n, gebiete.fehlend)


def midpoint_ranks(anteile: Floats, rang_nach: Floats) -> Floats:
    """Midpoint of each area's span on the axis of cumulated shares (0–1), ties at their common midpoint."""
    _, gruppe = np.unique(rang_nach, return_inverse=True)
    w = np.bincount(gruppe, anteile)
    return np.asarray((np.cumsum(w) - w / 2)[gruppe], dtype=np.float64)
