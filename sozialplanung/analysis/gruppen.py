"""Areas as thirds: what can be shown in a room where nobody's quarter shall be singled out."""

from __future__ import annotations

import pandas as pd

from sozialplanung.model import Richtung

HOECHSTENS = 3
MINDESTENS = 2  # areas in a group: a group of one would be that area's figure


def group_areas(werte: pd.Series, richtung: str = Richtung.BELASTUNG) -> pd.Series:
    """Divide areas into three groups of about the same number, fewer where a group would hold one area only.

    Parameters
    ----------
    werte : one value per area; missing ones stay missing
    richtung : of the Indikator. Group 0 holds the greatest need: the lowest values of a Stärke, else the highest

    Returns
    -------
    group number 0, 1, 2 (NaN for missing values), indexed like ``werte``; equal values share a group.

    Notes
    -----
    An area of rank r among n lies in group ⌊k · (r − ½) / n⌋ of k; ties have their mean rank. One area, or values that
    are all equal, make one group.
    """
    rang = werte.rank(ascending=richtung == Richtung.STAERKE)
    anzahl = int(rang.notna().sum())
    for k in range(HOECHSTENS, 1, -1):
        gruppe = (k * (rang - 0.5) / max(anzahl, 1)).floordiv(1)
        haeufigkeit = gruppe.value_counts()
        if len(haeufigkeit) == k and haeufigkeit.min() >= MINDESTENS:
            return gruppe
    return rang * 0.0


def weighted_mean(werte: pd.Series, gewichte: pd.Series | None) -> float:
    """Mean of the values that are there, weighted with persons where all of these are known; NaN without a value."""
    da = werte.dropna()
    if da.empty:
        return float("nan")
    gewicht = None if gewichte is None else gewichte.reindex(da.index)
    if gewicht is None or gewicht.isna().any() or not gewicht.sum() > 0:
        return float(da.mean())
    return float((da * gewicht).sum() / gewicht.sum())
