"""One area against all others: where it stands between them, and who is like it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sozialplanung.errors import AnalyseError

MINDESTENS_GEMEINSAM = 0.5  # share of the indicators that two areas must both have to be compared


@dataclass(frozen=True, slots=True)
class Streuung:
    """How an indicator spreads over the areas, for one row of a spine chart; NaN without any value.

    ``unten``, ``viertel``, ``dreiviertel``, ``oben`` are minimum, quartiles and maximum; ``halb`` is the larger
    distance of an end from the middle: ``place`` then lies between −1 and 1.
    """

    mitte: float
    unten: float
    viertel: float
    dreiviertel: float
    oben: float
    halb: float

    def place(self, wert: float) -> float:
        """Position of a value on the common scale; 0 is the middle. Everything is 0 where nothing spreads."""
        return (wert - self.mitte) / self.halb if self.halb > 0 else 0.0 * wert


def spread(werte: pd.Series, mitte: float) -> Streuung:
    """Minimum, quartiles (linear interpolation) and maximum of one indicator around ``mitte``, its benchmark.

    Parameters
    ----------
    werte
        One value per area, missing ones are left out.
    mitte
        The benchmark, in the unit of ``werte`` (may lie outside their range).

    Notes
    -----
    Scaling after the spine charts of OHID Fingertips (Technical Guidance): benchmark in the middle, the farther end
    at the border.
    """
    da = werte.dropna().to_numpy(dtype=float)
    if da.size == 0 or np.isnan(mitte):
        return Streuung(mitte, *[float("nan")] * 5)
    unten, viertel, dreiviertel, oben = (float(q) for q in np.quantile(da, [0, 0.25, 0.75, 1]))
    return Streuung(mitte, unten, viertel, dreiviertel, oben, max(oben - mitte, mitte - unten))


def similar_areas(werte: pd.DataFrame, gebiet: str, anzahl: int = 3) -> pd.DataFrame:
    """Nearest areas by several indicators.

    Distance = √ mean((zᵢ − zⱼ)²) over the indicators that both have, z standardised over all areas (ddof = 0): 1 means
    one standard deviation apart on the average indicator.

    Parameters
    ----------
    werte
        Areas (index) × indicators; missing values allowed.
    gebiet
        The area whose neighbours are asked for.
    anzahl
        How many at most.

    Returns
    -------
    DataFrame
        Index: areas, nearest first (ties in the order of ``werte``); ``abstand`` and ``verglichen``, the number of
        indicators compared. Areas that share fewer than half of the indicators, and at least two, are left out.

    Raises
    ------
    AnalyseError
        An area that is not in ``werte``, or is there twice.

    Notes
    -----
    Standardised Euclidean distance as in the Nearest Neighbours Model of CIPFA (2018).
    """
    if list(werte.index).count(gebiet) != 1:
        raise AnalyseError(f"Ähnliche Gebiete: Das Gebiet ›{gebiet}‹ kommt nicht genau einmal vor.")
    x = werte.to_numpy(dtype=float)
    da = ~np.isnan(x)
    n = da.sum(axis=0)
    mittel = np.divide(np.where(da, x, 0).sum(axis=0), n, out=np.zeros(n.size), where=n > 0)
    streuung = np.sqrt(np.divide(np.where(da, (x - mittel) ** 2, 0).sum(axis=0), n, out=np.zeros(n.size), where=n > 0))
    spreizt = streuung > 1e-12 * np.maximum(np.abs(mittel), 1.0)
    z = (x[:, spreizt] - mittel[spreizt]) / streuung[spreizt]
    ort = int(np.flatnonzero(werte.index == gebiet)[0])
    unterschied = z - z[ort]
    verglichen = (~np.isnan(unterschied)).sum(axis=1)
    quadrate = np.where(np.isnan(unterschied), 0, unterschied**2).sum(axis=1)
    abstand = np.sqrt(np.divide(quadrate, verglichen, out=np.full(len(x), np.nan), where=verglichen > 0))
    ergebnis = pd.DataFrame({"abstand": abstand, "verglichen": verglichen}, index=werte.index)
    mindestens = max(2, MINDESTENS_GEMEINSAM * spreizt.sum())
    ergebnis = ergebnis[(ergebnis["verglichen"] >= mindestens) & (ergebnis.index != gebiet)]
    nahe: pd.DataFrame = ergebnis.sort_values("abstand", kind="stable").head(anzahl)
    return nahe
