"""Inequality between and within groups of areas, year by year. Frames as the store returns them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sozialplanung.analysis.entwicklung import persons
from sozialplanung.analysis.inequality import TheilZerlegung, theil_decomposition


def decompose(werte: pd.DataFrame, gruppen: Mapping[str, str]) -> TheilZerlegung:
    """Theil decomposition of one year.

    ``werte``: frame[gebiet_id, wert, gewicht]; ``gruppen``: gebiet_id → group. Areas without a group are left out and
    counted.
    """
    return theil_decomposition(werte["wert"], persons(werte), werte["gebiet_id"].map(dict(gruppen)))


def decomposition_by_year(werte: pd.DataFrame, gruppen: Mapping[str, str]) -> pd.DataFrame:
    """How much of the inequality lies between groups of areas and how much within them, for every year.

    Parameters
    ----------
    werte : frame[gebiet_id, jahr, wert, gewicht]; values ≥ 0
    gruppen : gebiet_id → group; areas without a group are left out

    Returns
    -------
    frame[jahr, gesamt, zwischen, innerhalb, anteil_zwischen], ascending by year: Theil indices (no unit) and a share
    0–1 (NaN where all areas are equal). Years without any figure are left out.
    """
    zeilen = []
    for jahr, teil in werte.groupby("jahr"):
        zerlegt = decompose(teil, gruppen)
        if pd.isna(zerlegt.gesamt):
            continue
        anteil = zerlegt.zwischen / zerlegt.gesamt if zerlegt.gesamt > 0 else float("nan")
        zeilen.append((jahr, zerlegt.gesamt, zerlegt.zwischen, zerlegt.innerhalb, anteil))
    return pd.DataFrame(zeilen, columns=["jahr", "gesamt", "zwischen", "innerhalb", "anteil_zwischen"])
