"""Shares of persons and values relative to their mean: the ground of all measures of inequality."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from sozialplanung.analysis.eingabe import Floats, Gebietswerte, Reihenfolge, read_areas

WERTE, GEWICHTE, RANG = "Werte", "Gewichte", "Rangfolge"
# Blocks stay in the processor's cache, need no memory for millions of areas, and are small enough that BLAS does not
# start threads, which wait for each other on a busy machine.
_BLOCK = 1 << 13


def read_values(werte: ArrayLike, gewichte: ArrayLike | None, rang_nach: ArrayLike | None = None) -> Gebietswerte:
    """Values, weights (None: all 1) and perhaps ranks of the areas that miss none of them and weigh something."""
    reihen: dict[str, ArrayLike | pd.Series] = {WERTE: werte}
    reihen[GEWICHTE] = np.ones(np.shape(np.asarray(werte))) if gewichte is None else gewichte
    if rang_nach is not None:
        reihen[RANG] = rang_nach
    return read_areas(reihen, nicht_negativ=(WERTE,), gewicht=GEWICHTE)


def weight_shares(gewichte: Floats) -> Floats:
    """Weights that add up to 1; divided by the largest first, so that no sum overflows."""
    anteile: Floats = gewichte / gewichte.max()
    anteile /= anteile.sum()
    return anteile


def weighted_mean(werte: Floats, anteile: Floats) -> float:
    """Σ wᵢ rᵢ without overflow, for non-negative values."""
    groesster = float(werte.max())
    return groesster * float(anteile @ (werte / groesster)) if groesster else 0.0


def shares_and_relative(gebiete: Gebietswerte) -> tuple[Floats, Floats] | None:
    """wᵢ and rᵢ/μ; None where nothing can be compared because no area is left or all values are zero."""
    if gebiete.n == 0:
        return None
    werte, gewichte = gebiete.reihen[:2]
    groesster = werte.max()
    if groesster == 0:
        return None
    anteile = weight_shares(gewichte)
    relativ: Floats = werte / groesster
    relativ /= anteile @ relativ
    return anteile, relativ


def blocks_of_shares(gebiete: Gebietswerte, reihenfolge: Reihenfolge | None = None) -> Iterator[tuple[Floats, Floats]]:
    """``shares_and_relative`` block by block, in the given order; no block where it would be None."""
    if gebiete.n == 0 or (r_max := gebiete.reihen[0].max()) == 0:
        return
    werte, gewichte = gebiete.reihen[:2]
    w_max = gewichte.max()
    schnitte = [slice(anfang, anfang + _BLOCK) for anfang in range(0, gebiete.n, _BLOCK)]
    w_summe = math.fsum(float((gewichte[s] / w_max).sum()) for s in schnitte)
    mittel = math.fsum(float((gewichte[s] / w_max) @ (werte[s] / r_max)) for s in schnitte) / w_summe
    for s in schnitte:
        block = s if reihenfolge is None else reihenfolge[s]
        yield gewichte[block] / w_max / w_summe, werte[block] / r_max / mittel


def pool_ties(rang_nach: Floats, *reihen: Floats) -> list[Floats]:
    """Each row added up per distinct rank, ascending: the order among ties cannot matter then."""
    reihenfolge = np.argsort(rang_nach, kind="stable")
    sortiert = rang_nach[reihenfolge]
    anfaenge = np.flatnonzero(np.r_[True, sortiert[1:] != sortiert[:-1]])
    return [np.add.reduceat(reihe[reihenfolge], anfaenge) for reihe in reihen]
