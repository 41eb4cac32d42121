"""For which area private money may be counted, so that no sum gives away what one giver gives in one area."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sozialplanung.analysis.disclosure import dominance

# The finest cells that are shown of an area; sums over any of them are sums of these.
SCHICHT = ("haushaltsjahr", "handlungskonzept_id", "handlungsfeld", "finanzierungsquelle")
_ARTEN = ("ansatz_eur", "bewilligt_eur", "ist_eur")
_GEBER = ("traeger", "geber")

Nummern = NDArray[np.int64]


def place_private_money(teile: pd.DataFrame, oben: Mapping[str, str | None], einer: float) -> pd.Series:
    """The area that each piece of private money counts for: its own, a larger one around it, or none (whole city).

    Cells are ``SCHICHT`` × area. From the smallest areas upwards, a cell that somebody dominates – ``dominance`` with
    ``einer`` and the usual share of the two largest, of any kind of amount, by Träger or by who pays – is added to the
    cell of the area around it and judged again there. Where what is left for the whole city is dominated, too, the
    smallest cells that are still shown follow it.

    So every cell that is shown is dominated by nobody, and neither is any sum of such cells: the share of the largest
    (of the two largest) in a sum is at most the largest of its shares in the parts. Whatever is computed from amounts
    that are shown is a sum or difference of whole cells.

    Parameters
    ----------
    teile
        Pieces: columns of ``SCHICHT``, gebiet_id (None: whole city), traeger, geber, and ansatz_eur, bewilligt_eur,
        ist_eur ≥ 0, missing where nothing is recorded.
    oben
        By every gebiet_id the area around it, None at the top.
    einer
        Share above 0 up to 1.

    Returns
    -------
    Series of gebiet_id or None, by the index of ``teile``.

    Raises
    ------
    AnalyseError
        Negative amounts, a share outside 0–1.

    Notes
    -----
    (n, k)-dominance after Hundepool et al., Statistical Disclosure Control (2012), section 4.2.2; its measure is
    subadditive there, too. What is private of a whole stratum is shown as its sum even where one giver dominates it.
    """
    teile = teile.assign(**{art: teile[art].astype(float) for art in _ARTEN})
    namen = list(oben)
    nummer = {gebiet: i for i, gebiet in enumerate(namen)}
    eltern = np.array([nummer.get(o, -1) if o is not None else -1 for o in oben.values()], dtype=np.int64)
    tiefe = _depths(eltern)
    von = np.array([nummer[g] if isinstance(g, str) else -1 for g in teile["gebiet_id"]], dtype=np.int64)
    schicht: Nummern = np.asarray(teile.groupby(list(SCHICHT)).ngroup(), dtype=np.int64)
    ort: Nummern = von.copy()
    for stufe in range(int(tiefe.max(initial=-1)), -1, -1):
        hier = np.flatnonzero((ort >= 0) & (tiefe[ort] == stufe))
        raus = hier[_dominated(teile.iloc[hier], schicht[hier] * len(namen) + ort[hier], einer)]
        ort[raus] = eltern[ort[raus]]
    while len(folgen := _next_to_follow(teile, schicht, von, ort, einer)):
        ort[folgen] = -1
    return pd.Series([namen[i] if i >= 0 else None for i in ort], index=teile.index, dtype=object)


def _depths(eltern: Nummern) -> Nummern:
    """How many areas lie around each."""
    tiefe, stelle = np.zeros(len(eltern), dtype=np.int64), eltern.copy()
    while (stelle >= 0).any():
        tiefe += stelle >= 0
        stelle = np.where(stelle >= 0, eltern[stelle], -1)
    return tiefe


def _dominated(teile: pd.DataFrame, zelle: Nummern, einer: float) -> NDArray[np.bool_]:
    """By piece: does one giver dominate its cell? Every kind of amount and of giver is a cell of its own."""
    sichten = [(art, wer) for art in _ARTEN for wer in _GEBER]
    alle = dominance(
        np.concatenate([teile[art].to_numpy() for art, _ in sichten]),
        np.concatenate([zelle * len(sichten) + i for i in range(len(sichten))]),
        np.concatenate([teile[wer].to_numpy() for _, wer in sichten]),
        einer=einer,
    )
    return np.isin(zelle, alle.index[alle].to_numpy() // len(sichten))


def _next_to_follow(teile: pd.DataFrame, schicht: Nummern, von: Nummern, ort: Nummern, einer: float) -> Nummern:
    """Pieces of the smallest cell of each stratum of which something was moved into a rest that somebody dominates."""
    rest = np.flatnonzero(ort < 0)
    offen = np.intersect1d(
        schicht[rest[_dominated(teile.iloc[rest], schicht[rest], einer)]], schicht[(ort < 0) & (von >= 0)]
    )
    dabei = np.flatnonzero((ort >= 0) & np.isin(schicht, offen))
    zellen = pd.DataFrame({"schicht": schicht[dabei], "ort": ort[dabei], "stelle": dabei})
    zellen["eur"] = teile.iloc[dabei][list(_ARTEN)].sum(axis=1).to_numpy()
    groesse = zellen.groupby(["schicht", "ort"])["eur"].transform("sum")
    kleinste = zellen.assign(groesse=groesse).sort_values(["groesse", "ort"]).groupby("schicht")["ort"].first()
    treffer: Nummern = zellen.loc[zellen["ort"] == zellen["schicht"].map(kleinste), "stelle"].to_numpy(dtype=np.int64)
    return treffer
