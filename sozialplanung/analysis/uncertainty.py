"""How sure is a ranking? The index is computed many times with other weights, scales and counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sozialplanung.analysis.eingabe import Floats, to_floats
from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.analysis.scaling import (
    Anteile,
    Gewichte,
    Indikatoren,
    Matrix,
    Richtungen,
    read_directions,
    read_indicators,
    read_weights,
    scale_minmax,
    scale_rank,
    standardise,
    to_frame,
)
from sozialplanung.errors import AnalyseError

Schwankung = Literal["gewichte", "zahlen", "beides"]
SCHWANKUNGEN: tuple[Schwankung, ...] = ("gewichte", "zahlen", "beides")
_SKALEN = (standardise, scale_rank, scale_minmax)
_NUMMER = {"z": 0, "rang": 1, "minmax": 2}
Raenge = NDArray[np.uint16] | NDArray[np.uint32]
_BLOCK = 32  # draws whose scores are computed in one matrix product
_SPALTEN = 1024  # areas whose ranks are selected at once
_CACHE = 1 << 15  # numbers that are sorted at once: few enough for the processor's cache
_ZELLEN = 1 << 20  # rates that are drawn at once
_GEHALTEN = 1 << 21  # drawn rates that are kept for other weights


Skala = Literal["z", "rang", "minmax"]


def rank_ranges(
    anteile: Anteile,
    gewichte: Gewichte | None = None,
    ziehungen: int = 1000,
    zaehler: Anteile | None = None,
    nenner: Anteile | pd.Series | None = None,
    seed: int = 20080801,
    *,
    richtung: Richtungen | None = None,
    k: int = 3,
    niveau: float = 0.9,
    schwanken: Schwankung = "beides",
    skala: Skala = "z",
) -> pd.DataFrame:
    """Range of ranks of each area over many equally defensible ways to compute the index.

    Each draw takes weights from a Dirichlet distribution around the chosen ones, one of the scales z, rank and
    min–max, and, where counts are given, rates from Beta(x + ½, n − x + ½), the distribution of a rate given its
    counts (Jeffreys; a count of 0 stays uncertain, too).

    Parameters
    ----------
    anteile, gewichte, richtung
        Areas × indicators as in ``index``. An indicator of weight 0 stays out of all draws.
    ziehungen
        Number of draws, at least 1.
    zaehler, nenner
        Counts behind the rates: tables with the same areas and some or all of the same indicators; a Series as
        ``nenner`` stands for all of them. A missing count leaves the rate as it is. With counts a draw takes some times
        as long.
    seed
        The same seed gives the same result.
    k
        How many areas count as »the neediest«.
    niveau
        Share of the draws that the range holds, above 0 and below 1.
    schwanken
        What varies: ``gewichte`` (weights and scales, counts are not used), ``zahlen`` (only the counts; weights as
        chosen, on ``skala``) or both.
    skala
        Scale of the index where scales do not vary.

    Returns
    -------
    DataFrame
        One row per area: ``rang`` (z-index with the chosen weights, 1 = most need), ``rang_von`` and ``rang_bis`` (the
        range, whole numbers), ``anteil_vorn`` (share of draws among the k neediest, 0–1). Areas that are equal in
        every indicator share the better rank. NaN for areas with a gap; no area or one area: rank 1.

    Raises
    ------
    AnalyseError
        As in ``index``; counts without their counterpart, for unknown indicators or other areas, a numerator above its
        denominator; impossible ``ziehungen``, ``k``, ``niveau``.

    Notes
    -----
    Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 7; Saisana, Saltelli & Tarantola, JRSS
    A 2005.
    """
    varianten = prepare_variants(
        anteile, ziehungen, zaehler, nenner, seed, richtung=richtung, schwanken=schwanken, skala=skala
    )
    return ranges_of(varianten, gewichte, k=k, niveau=niveau)


@dataclass(frozen=True, slots=True, eq=False)
class Varianten:
    """What the draws of ``rank_ranges`` have in common, whatever the weights: scales and counts."""

    daten: Indikatoren
    gewichte_schwanken: bool
    skalen: NDArray[np.int64]  # number of the scale of each draw, ascending: their order is of no interest
    seed: int
    zahlen: _Zahlen | None  # None: only weights and scales vary
    gehalten: tuple[_Block, ...] | None  # what ``zahlen`` become, where there is room for it

    @property
    def bloecke(self) -> Iterable[_Block]:
        if self.gehalten is not None or self.zahlen is None:
            return self.gehalten or ()
        return _draw_counts(self.daten.x, self.zahlen, self.skalen, _generators(self.seed)[2])


def prepare_variants(
    anteile: Anteile,
    ziehungen: int = 1000,
    zaehler: Anteile | None = None,
    nenner: Anteile | pd.Series | None = None,
    seed: int = 20080801,
    *,
    richtung: Richtungen | None = None,
    schwanken: Schwankung = "beides",
    skala: Skala = "z",
) -> Varianten:
    """``rank_ranges`` but for its weights: to be kept while these are tried out; arguments and errors as there.

    Holds up to 2²¹ drawn rates (16 MB); where there are more they are drawn anew for every weights.
    """
    if ziehungen < 1:
        raise AnalyseError(f"Rangspannen: Ziehungen {ziehungen} gehen nicht; nötig ist mindestens eine Ziehung.")
    daten = read_indicators(anteile, richtung)
    skalen = np.full(ziehungen, _NUMMER[skala])
    if schwanken != "zahlen":
        skalen = np.sort(_generators(seed)[1].integers(len(_SKALEN), size=ziehungen))
    zahlen = gehalten = None
    if schwanken != "gewichte" and not (zaehler is None and nenner is None):
        zahlen = _Zahlen.of(daten.x, *_read_counts(zaehler, nenner, daten), read_directions(richtung, daten.namen))
        if ziehungen * daten.x.size <= _GEHALTEN:
            gehalten = tuple(_draw_counts(daten.x, zahlen, skalen, _generators(seed)[2]))
    return Varianten(daten, schwanken != "zahlen", skalen, seed, zahlen, gehalten)


def ranges_of(
    varianten: Varianten, gewichte: Gewichte | None = None, *, k: int = 3, niveau: float = 0.9
) -> pd.DataFrame:
    """``rank_ranges`` for these weights; arguments, result and errors as there."""
    if k < 1 or not 0 < niveau < 1:
        raise AnalyseError(f"Rangspannen: k {k} und Niveau {niveau} passen nicht; nötig: k ab 1, Niveau von 0 bis 1.")
    daten, ziehungen = varianten.daten, varianten.skalen.size
    w = read_weights(gewichte, daten.namen)
    # rounded, because sums that should be equal may differ in their last bits
    rang = pd.Series(-np.round(standardise(daten.x) @ w, 12)).rank(method="min").to_numpy()
    zufallsgewichte = np.tile(w, (ziehungen, 1))
    if varianten.gewichte_schwanken:
        zaehlt = w > 0
        konzentration = w[zaehlt] * float(load_parameter("rang_konzentration"))
        zufallsgewichte[:, zaehlt] = _generators(varianten.seed)[0].dirichlet(konzentration, ziehungen)
    if varianten.zahlen is None:
        raenge = _ranks_of_draws(daten.x, zufallsgewichte, varianten.skalen)
    else:
        raenge = _empty_ranks(ziehungen, daten.x.shape[0])
        for block, bedarf in varianten.bloecke:
            _rank_rows(np.einsum("djn,dj->dn", bedarf, zufallsgewichte[block]), raenge[block], None)
    von, bis = _range(raenge, niveau)
    spalten = {
        "rang": rang,
        "rang_von": von,
        "rang_bis": bis,
        "anteil_vorn": np.count_nonzero(raenge <= k, axis=0) / ziehungen,
    }
    return pd.DataFrame({name: daten.series(werte) for name, werte in spalten.items()})


def _generators(seed: int) -> list[np.random.Generator]:
    """For weights, scales and counts: each is the same whatever the others ask for."""
    return np.random.default_rng(seed).spawn(3)


@dataclass(frozen=True, slots=True)
class _Gruppen:
    """Areas that are equal in every indicator: group of each area, one area per group, size of each group."""

    nummer: NDArray[np.intp]
    vertreter: NDArray[np.intp]
    anzahl: NDArray[np.intp]


def _equal_areas(x: Matrix) -> _Gruppen | None:
    _, vertreter, nummer, anzahl = np.unique(x, axis=0, return_index=True, return_inverse=True, return_counts=True)
    return None if anzahl.size == x.shape[0] else _Gruppen(nummer.ravel(), vertreter, anzahl)


def _need_first(skaliert: Matrix) -> Matrix:
    """Scaled indicators with the greatest need as smallest number, 0."""
    return np.asarray(skaliert.max(axis=0, initial=-np.inf) - skaliert)


def _empty_ranks(ziehungen: int, n: int) -> Raenge:
    if n < 2**16:  # half the memory
        return np.empty((ziehungen, n), dtype=np.uint16)
    return np.empty((ziehungen, n), dtype=np.uint32)


def _order(punkte: Floats) -> NDArray[np.int64]:
    """Positions from the smallest to the largest number along the last axis, all numbers ≥ 0.

    The position replaces the last bits of its number, and the pairs are sorted as integers, which is some times faster
    than argsort. For 30,000 areas numbers must differ by a relative 10⁻¹¹ to be told apart: a draw is not as exact as
    that.
    """
    n = punkte.shape[-1]
    bits = n.bit_length()
    paare = (punkte.view(np.int64) >> bits << bits) | np.arange(n)
    paare.sort(axis=-1)
    return np.asarray(paare & ((1 << bits) - 1))


def _rank_rows(punkte: Matrix, ziel: Raenge, gruppen: _Gruppen | None) -> None:
    """Rank 1 for the smallest number of each row of draws × areas; areas of one group share the better rank."""
    je_block = max(_CACHE // max(punkte.shape[1], 1), 1)
    for anfang in range(0, punkte.shape[0], je_block):
        block, raenge = punkte[anfang : anfang + je_block], ziel[anfang : anfang + je_block]
        if gruppen is None:
            plaetze = np.arange(1, punkte.shape[1] + 1, dtype=ziel.dtype)
            _put(raenge, _order(block), plaetze[np.newaxis])
            continue
        folge = _order(block[:, gruppen.vertreter])
        anzahl = gruppen.anzahl[folge]
        platz = np.empty(folge.shape, dtype=ziel.dtype)
        _put(platz, folge, (np.cumsum(anzahl, axis=1) - anzahl + 1).astype(ziel.dtype))
        raenge[:] = platz[:, gruppen.nummer]


def _put(ziel: Raenge, stellen: NDArray[np.int64], werte: NDArray[Any]) -> None:
    """``werte`` at these places of each row; a single row is three times as fast without the index of its row."""
    if ziel.shape[0] == 1:
        ziel[0, stellen[0]] = werte[0]
    else:
        np.put_along_axis(ziel, stellen, werte, axis=1)


def _ranks_of_draws(x: Matrix, gewichte: Matrix, skala: NDArray[np.int64]) -> Raenge:
    """Ranks per draw when only weights and scale vary: each scale is computed once."""
    gruppen = _equal_areas(x)
    raenge = _empty_ranks(gewichte.shape[0], x.shape[0])
    for nummer, skalieren in enumerate(_SKALEN):
        spalten = np.ascontiguousarray(_need_first(skalieren(x)).T)
        erste, ende = np.searchsorted(skala, [nummer, nummer + 1])
        for anfang in range(erste, ende, _BLOCK):
            block = slice(anfang, min(anfang + _BLOCK, ende))
            # not @: the threads of BLAS cost more than they bring for so few indicators
            _rank_rows(np.einsum("dj,jn->dn", gewichte[block], spalten), raenge[block], gruppen)
    return raenge


def _read_counts(
    zaehler: Anteile | None, nenner: Anteile | pd.Series | None, daten: Indikatoren
) -> tuple[Matrix, Matrix]:
    """Counts of the valid areas in the shape of the indicators; NaN where there are none."""
    if zaehler is None or nenner is None:
        raise AnalyseError("Rangspannen: Zu Zählern gehören Nenner; eines von beiden fehlt.")
    felder = []
    for angaben, was in ((zaehler, "Zähler"), (nenner, "Nenner")):
        tabelle = _count_table(angaben, daten)
        if not tabelle.index.equals(daten.gebiete):
            raise AnalyseError(f"{was} und Indikatoren nennen nicht dieselben Gebiete in derselben Reihenfolge.")
        if fremd := [str(name) for name in tabelle.columns if name not in daten.namen]:
            raise AnalyseError(f"{was}: ›{'‹, ›'.join(fremd)}‹ ist kein Indikator dieses Index.")
        feld = np.full((len(daten.gebiete), len(daten.namen)), np.nan)
        for name in tabelle.columns:
            feld[:, daten.namen.get_loc(name)] = to_floats(tabelle[name], f"{was} ›{name}‹")
        felder.append(feld[daten.gueltig])
    x, n = felder
    if (x < 0).any() or (x > n).any():
        raise AnalyseError("Rangspannen: Ein Zähler ist negativ oder größer als sein Nenner.")
    return x, n


def _count_table(angaben: Anteile | pd.Series, daten: Indikatoren) -> pd.DataFrame:
    """A Series counts for every indicator; numbers without labels are in the order of the index."""
    if isinstance(angaben, pd.Series):
        return pd.DataFrame(dict.fromkeys(daten.namen, angaben))
    tabelle = to_frame(angaben)
    if isinstance(angaben, pd.DataFrame | Mapping) or tabelle.shape != (len(daten.gebiete), len(daten.namen)):
        return tabelle
    return tabelle.set_axis(daten.gebiete).set_axis(daten.namen, axis=1)


_Block = tuple[slice, Matrix]  # some draws, and their scaled indicators: draws × indicators × areas, 0 = most need


@dataclass(frozen=True, slots=True, eq=False)
class _Zahlen:
    """Rates Beta(a, b) times ``faktor`` for the cells of the table that have counts."""

    gezaehlt: NDArray[np.bool_]
    a: Floats
    b: Floats
    faktor: Floats

    @classmethod
    def of(cls, x: Matrix, zaehler: Matrix, nenner: Matrix, vorzeichen: Floats) -> _Zahlen:
        """The indicator may be in percent: its unit is taken from its own rate, so that drawn and fixed rates fit."""
        gezaehlt = ~np.isnan(zaehler) & (nenner > 0)
        with np.errstate(invalid="ignore", divide="ignore"):
            je_anteil = np.where(gezaehlt & (zaehler > 0), x * vorzeichen / (zaehler / nenner), np.nan)
        einheit, bekannt = np.ones(x.shape[1]), ~np.isnan(je_anteil).all(axis=0)
        einheit[bekannt] = np.nanmedian(je_anteil[:, bekannt], axis=0)
        return cls(
            gezaehlt,
            zaehler[gezaehlt] + 0.5,
            (nenner - zaehler)[gezaehlt] + 0.5,
            (einheit * vorzeichen * np.ones_like(x))[gezaehlt],
        )


def _draw_counts(x: Matrix, zahlen: _Zahlen, skalen: NDArray[np.int64], rng: np.random.Generator) -> Iterator[_Block]:
    je_block = max(_ZELLEN // max(x.size, 1), 1)
    for nummer, skalieren in enumerate(_SKALEN):
        erste, ende = np.searchsorted(skalen, [nummer, nummer + 1])
        for anfang in range(erste, ende, je_block):
            block = slice(anfang, min(anfang + je_block, ende))
            versuch = np.repeat(x[:, np.newaxis], block.stop - anfang, axis=1)  # areas × draws × indicators
            raten = rng.beta(zahlen.a[:, np.newaxis], zahlen.b[:, np.newaxis], (zahlen.a.size, versuch.shape[1]))
            versuch.swapaxes(1, 2)[zahlen.gezaehlt] = raten * zahlen.faktor[:, np.newaxis]
            yield block, np.ascontiguousarray(_need_first(skalieren(versuch)).transpose(1, 2, 0))


def _range(raenge: Raenge, niveau: float) -> tuple[Floats, Floats]:
    """The ranks between which ``niveau`` of the draws of each area lie."""
    ziehungen, n = raenge.shape
    unten = int(np.floor((1 - niveau) / 2 * (ziehungen - 1) + 1e-9))
    oben = ziehungen - 1 - unten
    von, bis = np.empty(n), np.empty(n)
    for anfang in range(0, n, _SPALTEN):
        teil = slice(anfang, anfang + _SPALTEN)
        # numpy selects among 32-bit numbers several times faster than among 16-bit ones
        block = raenge[:, teil].T.astype(np.int32, order="C")
        block.partition(unten, axis=1)
        von[teil] = block[:, unten]
        block[:, unten:].partition(oben - unten, axis=1)
        bis[teil] = block[:, oben]
    return von, bis
