"""All measures of inequality side by side, year by year. Frames as the store returns them (``load_indikatorwerte``)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from sozialplanung.analysis.distribution import s80_s20
from sozialplanung.analysis.entwicklung import persons
from sozialplanung.analysis.inequality import atkinson, gini, hoover, theil
from sozialplanung.analysis.shares import read_values, weight_shares, weighted_mean
from sozialplanung.analysis.slope import slope_index
from sozialplanung.errors import AnalyseError

EPSILON = 0.5  # of Atkinson's index
MASSE = ("gini", "hoover", "theil", "atkinson", "s80_s20")
_STEIGUNG = {
    "sii": "sii",
    "sii_unten": "sii_unten",
    "sii_oben": "sii_oben",
    "rii": "rii",
    "von": "am_unteren_ende",
    "bis": "am_oberen_ende",
}


def measures_by_year(werte: pd.DataFrame, rang_nach: pd.DataFrame | None = None) -> pd.DataFrame:
    """Gini, Hoover, Theil, Atkinson, S80/S20 and, over the order of another Indikator, SII and RII.

    Parameters
    ----------
    werte
        frame[gebiet_id, jahr, wert, gewicht]; values ≥ 0.
    rang_nach
        frame[gebiet_id, jahr, wert] of the Indikator by which areas are ordered, ascending; None: no SII and RII.

    Returns
    -------
    DataFrame
        jahr (ascending), mittel (weighted mean, unit of the values), ``MASSE``, and sii, sii_unten, sii_oben, rii, von,
        bis (see ``slope``; von and bis: the fitted ends); NaN where a measure has no meaning (infinite: NaN, too).
    """
    if rang_nach is None:
        daten = werte.assign(rang=np.nan)
    else:
        rang = rang_nach[["gebiet_id", "jahr", "wert"]].rename(columns={"wert": "rang"})
        daten = werte[["gebiet_id", "jahr", "wert", "gewicht"]].merge(rang, on=["gebiet_id", "jahr"], how="left")
    zeilen: list[dict[str, Any]] = [{"jahr": jahr} | _measures(teil) for jahr, teil in daten.groupby("jahr")]
    tabelle = pd.DataFrame(zeilen, columns=["jahr", "mittel", *MASSE, *_STEIGUNG])
    return tabelle.replace([np.inf, -np.inf], np.nan)


def _measures(teil: pd.DataFrame) -> dict[str, Any]:
    r, w = teil["wert"], persons(teil)
    gebiete = read_values(r, w)
    ergebnis = {
        "mittel": weighted_mean(gebiete.reihen[0], weight_shares(gebiete.reihen[1])) if gebiete.n else float("nan"),
        "gini": gini(r, w),
        "hoover": hoover(r, w),
        "theil": theil(r, w),
        "atkinson": atkinson(r, w, EPSILON),
        "s80_s20": s80_s20(r, w),
    }
    steigung = slope_index(r, w, teil["rang"])
    return ergebnis | {name: getattr(steigung, feld) for name, feld in _STEIGUNG.items()}


def even_halves(theil_index: float) -> float | None:
    """How far above and below the mean two equal halves would lie with the same Theil index.

    The d in T = ½[(1 + d) ln(1 + d) + (1 − d) ln(1 − d)], 0 to 1 (share of the mean). None where even one half with
    everything would be less unequal (T > ln 2).

    Raises
    ------
    AnalyseError
        A negative index.
    """
    if theil_index < 0:
        raise AnalyseError(f"Theil-Index: {theil_index} ist negativ; möglich sind Zahlen ab null.")
    if theil_index > math.log(2):
        return None
    von, bis = 0.0, 1.0
    for _ in range(60):
        mitte = (von + bis) / 2
        t = ((1 + mitte) * math.log1p(mitte) + (1 - mitte) * math.log1p(-mitte)) / 2
        von, bis = (mitte, bis) if t < theil_index else (von, mitte)
    return (von + bis) / 2
