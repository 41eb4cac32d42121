"""Money beside need: the same areas, the same persons, one table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sozialplanung.analysis.allocation import disparity, disparity_money, money_need_gap
from sozialplanung.analysis.eingabe import check_same_areas, to_floats
from sozialplanung.errors import AnalyseError


def need_from_zero(werte: pd.Series) -> tuple[pd.Series, bool]:
    """Need s ≥ 0 per area: a rate as it is; an index that goes below zero is shifted so that its least area is 0.

    Returns
    -------
    The shifted figures, and whether they were shifted. A shift makes »twice the need« a matter of the scale: the page
    says so.
    """
    da = werte.dropna()
    if da.empty or da.min() >= 0:
        return werte, False
    return werte - da.min(), True


def money_and_need(geld: pd.Series, personen: pd.Series, satz: pd.Series) -> pd.DataFrame:
    """One row per area: what it gets, what it needs, and the difference.

    Parameters
    ----------
    geld
        Euro per area; no entry: none is known.
    personen, satz
        Persons and need per person (rate or index, ≥ 0), for the same areas (same index).

    Returns
    -------
    DataFrame
        Index as ``personen``; ``eur``, ``personen``, ``satz``, ``menge`` = personen·satz, ``je_kopf`` = eur ÷ personen,
        ``punkte`` = share of money − share of need in percentage points, ``mehr`` = the same in euro. Areas with a
        missing figure have NaN in the last two and are no part of the shares.

    Raises
    ------
    AnalyseError
        Negative figures, rows of different areas.
    """
    check_same_areas({"Personen": personen, "Bedarf": satz})
    n, s = to_floats(personen, "Personen"), to_floats(satz, "Bedarf")
    if (n[~np.isnan(n)] < 0).any() or (s[~np.isnan(s)] < 0).any():
        raise AnalyseError("Geld und Bedarf: Negative Zahlen sind nicht möglich.")
    eur = to_floats(geld.reindex(personen.index), "Geld")
    menge = pd.Series(n * s, index=personen.index)
    betrag = pd.Series(eur, index=personen.index)
    return pd.DataFrame(
        {
            "eur": betrag,
            "personen": n,
            "satz": s,
            "menge": menge,
            "je_kopf": np.divide(eur, n, out=np.full(n.size, np.nan), where=n > 0),
            "punkte": disparity(betrag, menge),
            "mehr": disparity_money(betrag, menge),
        },
        index=personen.index,
    )


def gap_of_groups(geld: pd.DataFrame, menge: pd.Series, nach: str) -> pd.DataFrame:
    """Geld-Bedarf-Abstand of each Handlungsfeld or year.

    Parameters
    ----------
    geld
        frame with gebiet_id, ``nach`` and eur; areas that a group does not name get nothing from it.
    menge
        Need by gebiet_id (persons × rate).

    Returns
    -------
    DataFrame
        Index ``nach``: ``eur`` and ``abstand`` (0–1), the largest sum first.
    """
    bekannt = menge.dropna()
    breit = geld[geld["gebiet_id"].isin(bekannt.index)].pivot_table(
        index="gebiet_id", columns=nach, values="eur", aggfunc="sum", fill_value=0.0
    )
    breit = breit.reindex(bekannt.index, fill_value=0.0)
    return pd.DataFrame(
        {"eur": breit.sum(), "abstand": [money_need_gap(breit[name], bekannt) for name in breit.columns]},
        index=breit.columns,
    ).sort_values("eur", ascending=False, kind="stable")
