"""Segregation: how unevenly does a group live over the areas?

Common to all functions here. Counts of persons per area, ≥ 0, same areas in the same order. tᵢ residents, xᵢ group.

- Areas where a count is missing (NaN, None) are left out pairwise; areas without residents have no influence.
- Negative counts, a group larger than the residents, text and rows of different length raise ``AnalyseError``.
- A group that is empty (or, where it is compared with the others, is everybody): NaN. One area: no segregation (0).

Small groups look segregated by chance alone. ``korrigiert=True`` takes that off: each group is scattered anew over the
areas ``ziehungen`` times (multinomial with the observed shares), and corrected = 2·index − mean of the draws, not
below 0. It needs whole counts and is reproducible by ``seed``.

Sources: Massey & Denton, Social Forces 1988; Allen, Burgess, Davidson & Windmeijer, Econometrics Journal 2015
(correction).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sozialplanung.analysis.eingabe import Floats, read_areas
from sozialplanung.errors import AnalyseError
from sozialplanung.formatting import format_zahl

Zahlen = ArrayLike | pd.Series
# a measure of one table (groups as rows of areas) or of many at once (draws × areas)
_Mass = Callable[[Sequence[NDArray[np.float64]]], NDArray[np.float64]]
ZIEHUNGEN, SEED = 500, 20150101


def dissimilarity(
    gruppe: Zahlen, gesamt: Zahlen, *, korrigiert: bool = False, ziehungen: int = ZIEHUNGEN, seed: int = SEED
) -> float:
    """Segregation index IS: the share of the group that would have to move to live spread like all others.

    IS = ½ Σ |xᵢ/X − (tᵢ − xᵢ)/(T − X)|, 0 (spread alike) to 1 (nowhere together). Input, errors and correction: see
    the module.
    """
    x, t = _read({"Gruppe": gruppe, "Einwohner": gesamt}, teile=("Gruppe",), ganzes="Einwohner")
    return _measure(_uneven, [x, t - x], korrigiert, ziehungen, seed)


def dissimilarity_between(
    a: Zahlen, b: Zahlen, *, korrigiert: bool = False, ziehungen: int = ZIEHUNGEN, seed: int = SEED
) -> float:
    """Dissimilarity ID between two groups, ½ Σ |aᵢ/A − bᵢ/B|, 0 to 1.

    Groups may be anything that is counted per area, also persons and places in kindergartens. Input, errors and
    correction: see the module.
    """
    return _measure(_uneven, _read({"Gruppe a": a, "Gruppe b": b}), korrigiert, ziehungen, seed)


def isolation(
    gruppe: Zahlen, gesamt: Zahlen, *, korrigiert: bool = False, ziehungen: int = ZIEHUNGEN, seed: int = SEED
) -> float:
    """Isolation: the share of the own group among the residents of the area in which its average member lives.

    Σ (xᵢ/X)(xᵢ/tᵢ), from P = X/T (spread evenly) to 1 (among themselves); 1 for a group that is everybody. Input,
    errors and correction: see the module.
    """
    x, t = _read({"Gruppe": gruppe, "Einwohner": gesamt}, teile=("Gruppe",), ganzes="Einwohner")
    return _measure(lambda g: _contact(g[0], g[0], g[0] + g[1]), [x, t - x], korrigiert, ziehungen, seed)


def exposure(
    gruppe: Zahlen,
    andere: Zahlen,
    gesamt: Zahlen,
    *,
    korrigiert: bool = False,
    ziehungen: int = ZIEHUNGEN,
    seed: int = SEED,
) -> float:
    """Exposure: the share of the other group among the residents of the area in which an average member of the group
    lives.

    Σ (xᵢ/X)(yᵢ/tᵢ), 0 to 1. Input, errors and correction: see the module; the groups must not overlap.
    """
    namen = ("Gruppe", "Andere")
    x, y, t = _read(
        {"Gruppe": gruppe, "Andere": andere, "Einwohner": gesamt}, teile=namen, ganzes="Einwohner", zusammen=True
    )
    return _measure(
        lambda g: _contact(g[0], g[1], g[0] + g[1] + g[2]),
        [x, y, np.maximum(t - x - y, 0)],
        korrigiert,
        ziehungen,
        seed,
    )


def _read(
    reihen: dict[str, Zahlen], teile: tuple[str, ...] = (), ganzes: str | None = None, *, zusammen: bool = False
) -> list[Floats]:
    daten = read_areas(reihen, nicht_negativ=tuple(reihen))
    nach_name = dict(zip(reihen, daten.reihen, strict=True))
    if ganzes:
        pruefen = {name: nach_name[name] for name in teile}
        if zusammen:
            pruefen[" und ".join(teile)] = np.sum(list(pruefen.values()), axis=0)
        for name, werte in pruefen.items():
            if (zu_gross := np.flatnonzero(werte > nach_name[ganzes])).size:
                i = int(zu_gross[0])
                raise AnalyseError(
                    f"{name}: {format_zahl(float(werte[i]))} Personen sind mehr als die "
                    f"{format_zahl(float(nach_name[ganzes][i]))} Einwohner desselben Gebiets."
                )
    return list(daten.reihen)


def _shares(x: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore"):
        anteile: NDArray[np.float64] = x / x.sum(axis=-1, keepdims=True)
    return anteile


def _uneven(gruppen: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    return np.asarray(np.abs(_shares(gruppen[0]) - _shares(gruppen[1])).sum(axis=-1) / 2)


def _contact(x: NDArray[np.float64], y: NDArray[np.float64], t: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((_shares(x) * np.divide(y, t, out=np.zeros_like(t), where=t > 0)).sum(axis=-1))


def _measure(mass: _Mass, gruppen: list[Floats], korrigiert: bool, ziehungen: int, seed: int) -> float:
    if gruppen[0].size == 0:
        return float("nan")
    wert = float(mass(gruppen))
    if not korrigiert or np.isnan(wert):
        return wert
    if ziehungen < 1:
        raise AnalyseError(f"Ziehungen: {ziehungen} sind zu wenige; üblich sind {ZIEHUNGEN}.")
    if any((g != np.floor(g)).any() for g in gruppen):
        raise AnalyseError("Die Korrektur braucht ganze Personen; mindestens eine Zahl hat Nachkommastellen.")
    rng = np.random.default_rng(seed)
    gezogen = [_scatter(rng, g, ziehungen) for g in gruppen]
    return float(np.clip(2 * wert - float(mass(gezogen).mean()), 0.0, 1.0))


def _scatter(rng: np.random.Generator, gruppe: Floats, ziehungen: int) -> NDArray[np.float64]:
    """The same number of persons, spread anew by chance; draws × areas."""
    summe = gruppe.sum()
    if summe == 0:
        return np.zeros((ziehungen, gruppe.size))
    return rng.multinomial(int(summe), gruppe / summe, size=ziehungen).astype(np.float64)
