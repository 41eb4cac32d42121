"""Sums of money and money per person. Euro stay ``Decimal`` until they are divided; every sum agrees to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from sozialplanung.analysis.allocation import allocate

_MILLIONSTEL = 1_000_000


def sum_money(geld: pd.DataFrame, nach: Sequence[str], art: str) -> pd.DataFrame:
    """Sum of one kind of amount.

    Parameters
    ----------
    geld : frame with ``{art}_eur`` (Decimal, None where nothing is recorded) and the columns in ``nach``
    nach : columns to group by; missing keys (gesamtstädtisch) are a group of their own
    art : ``ansatz``, ``bewilligt`` or ``ist``

    Returns
    -------
    frame with the columns of ``nach`` and ``eur`` (Decimal). Groups without any recorded amount are absent: missing is
    not zero.
    """
    da = geld[geld[f"{art}_eur"].notna()]
    if da.empty:
        return pd.DataFrame({**{spalte: [] for spalte in nach}, "eur": []})
    # Of objects pandas makes exact sums, Decimal by Decimal, without a call per group.
    gruppen = da.groupby(list(nach), dropna=False, sort=False)[f"{art}_eur"]
    return gruppen.sum().rename("eur").reset_index()


def money_per_head(summen: pd.DataFrame, personen: pd.Series) -> pd.DataFrame:
    """Add ``personen`` and ``je_kopf`` (euro per person, float) to sums by ``gebiet_id``.

    ``personen`` is indexed by gebiet_id. No persons known, or none: ``je_kopf`` is missing, never infinite.
    """
    personen = personen.where(personen > 0)
    je_gebiet = summen["gebiet_id"].map(personen)
    return summen.assign(personen=je_gebiet, je_kopf=summen["eur"].astype(float) / je_gebiet)


def money_per_reached(geld: pd.DataFrame, erreicht: pd.DataFrame, art: str) -> pd.DataFrame:
    """Euro per reached person and Massnahme.

    Parameters
    ----------
    geld : frame[massnahme_id, {art}_eur] of one year
    erreicht : frame[massnahme_id, ist] of the same year: persons reached

    Returns
    -------
    frame[massnahme_id, eur, erreicht, je_person]; ``je_person`` is missing where nobody was counted.
    """
    summen = sum_money(geld, ["massnahme_id"], art)
    personen = erreicht.groupby("massnahme_id")["ist"].sum(min_count=1)
    zahl = summen["massnahme_id"].map(personen).astype(float)
    return summen.assign(erreicht=zahl, je_person=summen["eur"].astype(float) / zahl.where(zahl > 0))


def shares_by_weight(gewichte: pd.Series) -> dict[str, Decimal]:
    """Shares in proportion to weights (persons), in millionths that add up to exactly 1; by the index of ``gewichte``.

    Weights are not negative and not all zero; none may be missing. Raises ``AnalyseError`` otherwise.
    """
    teile = allocate(_MILLIONSTEL, gewichte, pd.Series(1.0, index=gewichte.index), 0)
    return {str(gebiet): Decimal(int(teil)) / _MILLIONSTEL for gebiet, teil in zip(gewichte.index, teile, strict=True)}
