"""Do two Indikatoren go together? A weighted line through the areas.

Source: Greene, Econometric Analysis (2018), chapter 9 (weighted least squares); the correlation is that of the same
weights, so that r² is the R² of the line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from sozialplanung.analysis.eingabe import read_areas
from sozialplanung.analysis.shares import weight_shares
from sozialplanung.errors import AnalyseError


@dataclass(frozen=True, slots=True)
class Gerade:
    """y = ``achsenabschnitt`` + ``steigung`` · x; ``steigung`` in units of y per unit of x, with its interval.

    ``r`` weighted correlation (−1 to 1), ``p`` of the two-sided test against no slope. ``n`` areas used, ``fehlend``
    left out because a figure was missing.
    """

    achsenabschnitt: float
    steigung: float
    steigung_unten: float
    steigung_oben: float
    r: float
    p: float
    n: int
    fehlend: int


def weighted_line(x: ArrayLike, y: ArrayLike, gewichte: ArrayLike | None = None, *, niveau: float = 0.95) -> Gerade:
    """Weighted least squares of y on x over areas, and how closely both go together.

    b = Σ wᵢ(xᵢ − x̄)(yᵢ − ȳ) / Σ wᵢ(xᵢ − x̄)², r = b · sₓ/s_y, test and interval by t with n − 2 degrees of freedom.

    Parameters
    ----------
    x, y
        One finite number per area, negative ones too.
    gewichte
        Persons per area, ≥ 0; None: all areas weigh the same. Weight zero: no influence.
    niveau
        Confidence level, above 0 and below 1.

    Returns
    -------
    Gerade
        All NaN when no area is left or x is the same everywhere; ``r`` and ``p`` NaN when y is; interval and ``p`` NaN
        for fewer than three areas.

    Raises
    ------
    AnalyseError
        Negative weights, rows of different length, impossible ``niveau``.
    """
    if not 0 < niveau < 1:
        raise AnalyseError(f"Niveau: {niveau} ist nicht möglich; bitte eine Zahl zwischen 0 und 1, üblich ist 0,95.")
    eins = np.ones(np.shape(np.asarray(x))) if gewichte is None else gewichte
    gebiete = read_areas({"x": x, "y": y, "Gewichte": eins}, gewicht="Gewichte")
    nan = float("nan")
    x_da, y_da, gewicht = gebiete.reihen
    if gebiete.n == 0 or np.ptp(x_da) == 0:
        return Gerade(nan, nan, nan, nan, nan, nan, gebiete.n, gebiete.fehlend)
    w = weight_shares(gewicht)
    mitte_x, mitte_y = float(w @ x_da), float(w @ y_da)
    dx, dy = x_da - mitte_x, y_da - mitte_y
    sxx = float(w @ dx**2)
    if np.ptp(y_da) == 0:
        return Gerade(float(y_da[0]), 0.0, nan, nan, nan, nan, gebiete.n, gebiete.fehlend)
    steigung = float(w @ (dx * dy)) / sxx
    r = float(np.clip(steigung * np.sqrt(sxx / float(w @ dy**2)), -1, 1))
    freiheit = gebiete.n - 2
    fehler = p = nan
    if freiheit > 0:
        fehler = float(np.sqrt(w @ (dy - steigung * dx) ** 2 / freiheit / sxx))
        p = float(2 * stdtr(freiheit, -abs(steigung) / fehler)) if fehler else float(steigung == 0)
    halb = float(stdtrit(freiheit, (1 + niveau) / 2)) * fehler if freiheit > 0 else nan
    unten, oben = steigung - halb, steigung + halb
    return Gerade(mitte_y - steigung * mitte_x, steigung, unten, oben, r, p, gebiete.n, gebiete.fehlend)
