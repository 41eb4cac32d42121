"""Do similar areas lie next to each other? Neighbours from shared borders, global and local Moran's I.

Missing values (NaN, None): the area is left out of values and neighbours and counted. Text, infinite numbers and rows
of another length raise ``AnalyseError``; negative values are fine. Sources: Moran, Biometrika 1950; Anselin,
Geographical Analysis 1995; Benjamini & Hochberg, JRSS B 1995.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from shapely.geometry.base import BaseGeometry

from sozialplanung.analysis.eingabe import Floats, Maske, to_floats
from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.errors import AnalyseError

PERMUTATIONEN, SEED = 999, 19950401


@dataclass(frozen=True, slots=True)
class Nachbarschaft:
    """Which areas border on each other: symmetric 0/1 matrix in the order of ``gebiete``."""

    gebiete: pd.Index
    matrix: sparse.csr_array

    @property
    def inseln(self) -> list[object]:
        """Areas without any neighbour."""
        return list(self.gebiete[np.asarray(self.matrix.sum(axis=1)) == 0])

    def of(self, gebiet: object) -> list[object]:
        """Neighbours of one area."""
        zeile = self.matrix[[int(np.flatnonzero(self.gebiete == gebiet)[0])]]
        return list(self.gebiete[np.sort(zeile.indices)])


def neighbours_of(geometrie: pd.DataFrame) -> Nachbarschaft:
    """``shared_borders`` for a frame[gebiet_id, geojson] as the store returns it."""
    formen = shapely.from_geojson(geometrie["geojson"].to_numpy(dtype=object))
    return shared_borders(pd.Series(formen, index=geometrie["gebiet_id"].to_numpy()))


def shared_borders(geometrien: pd.Series | Sequence[BaseGeometry]) -> Nachbarschaft:
    """Areas are neighbours when they share a stretch of border; a common corner is not enough.

    Parameters
    ----------
    geometrien
        One polygon per area (any coordinates), labelled by the index of a Series. Missing or empty geometry: no
        neighbours.

    Returns
    -------
    Nachbarschaft
        Borders must match (or overlap); across a gap between badly drawn polygons there is no neighbour. Polygons that
        cross themselves are mended first.
    """
    reihe = geometrien if isinstance(geometrien, pd.Series) else pd.Series(list(geometrien), dtype=object)
    formen = np.array([None if pd.isna(form) else form for form in reihe], dtype=object)
    schief = np.array([form is not None for form in formen], dtype=np.bool_) & ~shapely.is_valid(formen)
    formen[schief] = shapely.make_valid(formen[schief], method="structure", keep_collapsed=False)
    a, b = shapely.STRtree(formen).query(formen, predicate="intersects")
    paare = a < b
    a, b = a[paare], b[paare]
    gemeinsam = _share_a_stretch(formen[a], formen[b])
    a, b = a[gemeinsam], b[gemeinsam]
    matrix = sparse.csr_array((np.ones(2 * a.size), (np.r_[a, b], np.r_[b, a])), shape=(formen.size, formen.size))
    return Nachbarschaft(reihe.index, matrix)


def _share_a_stretch(a: NDArray[np.object_], b: NDArray[np.object_]) -> Maske:
    """Whether insides overlap or borders share a line, by DE-9IM: a quarter of an intersection's time."""
    if not a.size:
        return np.zeros(0, dtype=np.bool_)
    beziehung = shapely.relate(a, b).astype("U9").view("U1").reshape(-1, 9)
    return np.asarray((beziehung[:, 0] == "2") | (beziehung[:, 4] == "1"))


@dataclass(frozen=True, slots=True)
class Moran:
    """``i`` near 1: similar areas lie together, near ``erwartung`` (−1/(n − 1)): by chance, below: a chequerboard.

    ``p`` two-sided from permutations; ``n`` areas used, ``fehlend`` left out; ``warnung`` says in German what limits
    the result, or is empty.
    """

    i: float
    erwartung: float
    p: float
    n: int
    fehlend: int
    warnung: str


def global_moran(
    werte: ArrayLike | pd.Series, nachbarn: Nachbarschaft, *, permutationen: int = PERMUTATIONEN, seed: int = SEED
) -> Moran:
    """Moran's I with row-standardised weights, I = (n/S₀)·Σ wᵢⱼ zᵢ zⱼ / Σ zᵢ², S₀ the sum of weights.

    Parameters
    ----------
    werte
        One number per area, in the order of ``nachbarn``.
    nachbarn
        From ``shared_borders``. Areas without neighbour count in the mean, but have no weight.
    permutationen, seed
        How often the values are dealt out anew; p = 2·(smaller tail + 1)/(permutationen + 1), at most 1.

    Returns
    -------
    Moran
        I and p are NaN for fewer than three areas, equal values everywhere, or no neighbours at all.
    """
    z, w, _, fehlend = _read(werte, nachbarn, permutationen)
    n = z.size
    if n < 3 or not z.any() or w.nnz == 0:
        return Moran(np.nan, np.nan if n < 2 else -1 / (n - 1), np.nan, n, fehlend, _warning(n))
    faktor = n / w.sum() / (z @ z)
    rng = np.random.default_rng(seed)
    gemischt = rng.permuted(np.tile(z, (permutationen, 1)), axis=1)
    zufall = faktor * np.einsum("pi,pi->p", gemischt, (w @ gemischt.T).T)
    i = float(faktor * (z @ (w @ z)))
    return Moran(i, -1 / (n - 1), float(_two_sided(np.array([i]), zufall[:, np.newaxis])[0]), n, fehlend, _warning(n))


def neighbour_means(werte: ArrayLike | pd.Series, nachbarn: Nachbarschaft) -> pd.Series:
    """Mean value of the neighbours of each area, all alike; NaN where no neighbour has a value.

    Neighbours without a value are left out. Input as in ``global_moran``; unit of the values.
    """
    reihe = _align(werte, nachbarn)
    da = np.logical_not(np.isnan(reihe))
    summe = nachbarn.matrix @ np.where(da, reihe, 0.0)
    zahl = nachbarn.matrix @ da.astype(np.float64)
    mittel = np.divide(summe, zahl, out=np.full(reihe.size, np.nan), where=zahl > 0)
    return pd.Series(mittel, index=nachbarn.gebiete)


def local_moran(
    werte: ArrayLike | pd.Series,
    nachbarn: Nachbarschaft,
    *,
    permutationen: int = PERMUTATIONEN,
    seed: int = SEED,
    fdr: float = 0.05,
) -> pd.DataFrame:
    """Hot and cold spots: Iᵢ = zᵢ · Σⱼ wᵢⱼ zⱼ, z standardised (ddof = 0), weights row-standardised.

    Parameters
    ----------
    werte, nachbarn
        As in ``global_moran``.
    permutationen, seed
        How often the values of all other areas are dealt out anew while one area keeps its own.
    fdr
        Expected share of false spots among those shown (Benjamini–Hochberg), above 0 and below 1.

    Returns
    -------
    DataFrame
        One row per area: ``i``, ``p`` (two-sided), ``p_fdr`` (adjusted), ``art`` (»hoch–hoch«, »niedrig–niedrig«,
        »hoch–niedrig«, »niedrig–hoch«: the area first, then its neighbours), ``bedeutsam`` (p_fdr ≤ ``fdr``). NaN, None
        and False for areas without value or neighbour, and everywhere with equal values or fewer than three areas.
        ``attrs["warnung"]``: German text below 20 areas, else empty; ``attrs["fehlend"]``: areas without value.
    """
    if not 0 < fdr < 1:
        raise AnalyseError(f"FDR: {fdr} ist nicht möglich; bitte eine Zahl zwischen 0 und 1, üblich ist 0,05.")
    z, w, da, fehlend = _read(werte, nachbarn, permutationen)
    spalten: dict[str, NDArray[np.generic]] = {name: np.full(da.size, np.nan) for name in ("i", "p", "p_fdr")}
    spalten |= {"art": np.full(da.size, None, dtype=object), "bedeutsam": np.zeros(da.size, dtype=np.bool_)}
    zahl = np.diff(w.indptr)
    if z.size >= 3 and z.any() and zahl.any():
        z = z / z.std()
        mittel = w @ z
        mit = zahl > 0
        stellen = np.flatnonzero(da)[mit]
        p = _conditional_p(z, mittel, zahl, permutationen, seed)[mit]
        p_fdr = _adjust(p)
        seite = np.array(["niedrig", "hoch"], dtype=object)
        spalten["i"][stellen], spalten["p"][stellen], spalten["p_fdr"][stellen] = (z * mittel)[mit], p, p_fdr
        spalten["art"][stellen] = (seite[(z > 0).astype(int)] + "–" + seite[(mittel > 0).astype(int)])[mit]
        spalten["bedeutsam"][stellen] = p_fdr <= fdr
    # built column by column: pandas would take a column of text and None for its own text type
    tabelle = pd.DataFrame({name: pd.Series(x, nachbarn.gebiete, dtype=x.dtype) for name, x in spalten.items()})
    tabelle.attrs |= {"warnung": _warning(z.size), "fehlend": fehlend}
    return tabelle


def _conditional_p(z: Floats, mittel: Floats, zahl: NDArray[np.integer], permutationen: int, seed: int) -> Floats:
    """p per area, which keeps its own value while all others are dealt out anew; NaN without neighbours."""
    # one draw of places serves all areas: each takes as many as it has neighbours, among the areas without itself
    plaetze = _distinct_places(np.random.default_rng(seed), z.size - 1, int(zahl.max()), permutationen)
    p = np.full(z.size, np.nan)
    for i in np.flatnonzero(zahl):
        andere = plaetze[: zahl[i]]
        # places from the area's own on mean the next one
        zufall = z[andere + (andere >= i)].sum(axis=0) * (z[i] / zahl[i])
        p[i] = _two_sided(np.array([z[i] * mittel[i]]), zufall[:, np.newaxis])[0]
    return p


def _distinct_places(rng: np.random.Generator, anzahl: int, k: int, ziehungen: int) -> NDArray[np.intp]:
    """Each column k different places below ``anzahl``, all orders alike probable."""
    if anzahl < 4 * k:
        return rng.permuted(np.tile(np.arange(anzahl), (ziehungen, 1)), axis=1)[:, :k].T
    # with many places few draws hold one twice; those are drawn anew
    plaetze = rng.integers(0, anzahl, (k, ziehungen))
    doppelt = np.arange(ziehungen)
    while doppelt.size:
        sortiert = np.sort(plaetze[:, doppelt], axis=0)
        doppelt = doppelt[(sortiert[1:] == sortiert[:-1]).any(axis=0)]
        plaetze[:, doppelt] = rng.integers(0, anzahl, (k, doppelt.size))
    return plaetze


def _read(
    werte: ArrayLike | pd.Series, nachbarn: Nachbarschaft, permutationen: int
) -> tuple[Floats, sparse.csr_array, Maske, int]:
    """Deviations from the mean and row-standardised weights of the areas with a value."""
    if permutationen < 1:
        raise AnalyseError(f"Permutationen: {permutationen} sind zu wenige; üblich sind {PERMUTATIONEN}.")
    reihe = _align(werte, nachbarn)
    da: Maske = np.logical_not(np.isnan(reihe))
    x = reihe[da]
    # equal values have no deviation, whatever their mean is rounded to
    z = x - x.mean() if x.size and np.ptp(x) > 0 else np.zeros(x.size)
    matrix = nachbarn.matrix[da][:, da].tocsr()
    anzahl = np.diff(matrix.indptr)
    matrix.data = matrix.data / np.repeat(np.maximum(anzahl, 1), anzahl)
    return z, matrix, da, int(reihe.size - x.size)


def _align(werte: ArrayLike | pd.Series, nachbarn: Nachbarschaft) -> Floats:
    """One number per area of ``nachbarn``, in its order."""
    reihe = to_floats(werte, "Werte")
    if reihe.size != len(nachbarn.gebiete):
        raise AnalyseError(
            f"Werte und Nachbarn haben verschieden viele Gebiete: {reihe.size} und {len(nachbarn.gebiete)}."
        )
    if isinstance(werte, pd.Series) and not werte.index.equals(nachbarn.gebiete):
        raise AnalyseError("Werte und Nachbarn nennen nicht dieselben Gebiete in derselben Reihenfolge.")
    return reihe


def _two_sided(beobachtet: Floats, zufall: NDArray[np.float64]) -> Floats:
    """2·(smaller tail + 1)/(draws + 1) per column, at most 1."""
    schwelle = 1e-12 * (1 + np.abs(beobachtet))  # equal up to rounding counts on both sides
    oben = np.count_nonzero(zufall >= beobachtet - schwelle, axis=0)
    unten = np.count_nonzero(zufall <= beobachtet + schwelle, axis=0)
    return np.asarray(np.minimum(1.0, 2 * (np.minimum(oben, unten) + 1) / (zufall.shape[0] + 1)))


def _adjust(p: Floats) -> Floats:
    """Benjamini–Hochberg: the smallest false discovery rate at which each p counts."""
    folge = np.argsort(p)
    roh = p[folge] * p.size / np.arange(1, p.size + 1)
    ergebnis = np.empty_like(p)
    ergebnis[folge] = np.minimum.accumulate(roh[::-1])[::-1]
    return np.minimum(ergebnis, 1.0)


def _warning(n: int) -> str:
    grenze = int(load_parameter("moran_mindest_gebiete"))
    if n >= grenze:
        return ""
    return f"Nur {n} Gebiete: Unter {grenze} Gebieten sind räumliche Muster kaum vom Zufall zu unterscheiden."
