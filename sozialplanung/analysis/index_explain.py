"""Why is an area where it is in an index, and what would put it elsewhere? Input as in ``index``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sozialplanung.analysis.eingabe import Floats, Maske
from sozialplanung.analysis.mss import classify_mss, mss_values
from sozialplanung.analysis.scaling import (
    SKALEN,
    Anteile,
    Gewichte,
    Matrix,
    Richtungen,
    read_indicators,
    read_weights,
    to_frame,
)
from sozialplanung.errors import AnalyseError
from sozialplanung.formatting import is_missing

Verfahren = Literal["mss", "z", "minmax", "rang"]
Nummern = NDArray[np.intp]
_SCHRITTE = 2.0 ** np.arange(-8, 1)  # shares of the way that are tried one after the other
_GENAU = 1e-6  # standard deviations
_WEIT = 10.0  # standard deviations


def contributions(
    anteile: Anteile,
    gewichte: Gewichte | None = None,
    richtung: Richtungen | None = None,
    *,
    verfahren: Verfahren = "z",
    gueltig: ArrayLike | pd.Series | None = None,
) -> pd.DataFrame:
    """»Warum?«: how far each indicator moves an area above (+) or below (−) the average index.

    The numbers of an area add up to its index minus the mean index of all areas, which is 0 for ``mss`` and ``z``.

    Parameters
    ----------
    anteile, gewichte, richtung
        As in the index that is to be explained.
    verfahren
        ``mss`` (weights are not used there), ``z``, ``minmax`` or ``rang``.
    gueltig
        As in ``mss_index``.

    Returns
    -------
    DataFrame
        Areas × indicators, in units of the index; NaN for areas without index.
    """
    if verfahren not in SKALEN:
        raise AnalyseError(f"Verfahren ›{verfahren}‹ ist unbekannt; möglich sind {', '.join(SKALEN)}.")
    daten = read_indicators(anteile, richtung, gueltig)
    x = SKALEN[verfahren](daten.x)
    if x.shape[0] == 0:
        return daten.frame(x)
    if verfahren == "mss":
        if gewichte is not None:
            raise AnalyseError("Das Berliner Verfahren kennt keine Gewichte; bitte ›z‹ wählen.")
        s = float(x.sum(axis=1).std())
        return daten.frame(x / s if s > 1e-12 else np.zeros_like(x))
    return daten.frame((x - x.mean(axis=0)) * read_weights(gewichte, daten.namen))


def what_would_change(
    anteile: Anteile,
    gebiet: str | int,
    klassen: Callable[[pd.DataFrame], pd.Series] | None = None,
    *,
    mindestens: float = 0.0,
    hoechstens: float = float("inf"),
) -> pd.DataFrame:
    """The smallest change of one indicator, all else equal, that puts an area into another class.

    Every candidate is put into the table and the whole index is computed again, so that means and deviations move
    along.

    Parameters
    ----------
    anteile
        Areas × indicators, as in the index.
    gebiet
        Label of the area (in the index of ``anteile``).
    klassen
        Frame of indicators → class per area; None: Status of the Berliner Verfahren.
    mindestens, hoechstens
        Values that an indicator can take (shares: 0 and 1 or 100).

    Returns
    -------
    DataFrame
        One row per indicator, the easiest change first (measured in standard deviations of the indicator):
        ``aenderung`` (signed, in the unit of the indicator, exact to a millionth of a standard deviation),
        ``neuer_wert``, ``neue_klasse``; NaN and None where nothing within the limits and ten standard deviations
        changes the class, where the area has no class now, and for an indicator without variance.

    Raises
    ------
    AnalyseError
        An area that is not in the table, or more than once.
    """
    anteile = to_frame(anteile)
    stellen = np.flatnonzero(anteile.index == gebiet)
    if stellen.size != 1:
        raise AnalyseError(f"Gebiet ›{gebiet}‹ steht {stellen.size}-mal in der Tabelle; nötig ist genau einmal.")
    i = int(stellen[0])
    x = anteile.to_numpy(dtype=np.float64)

    def class_with(j: int, wert: float) -> object:
        versuch = x.copy()
        versuch[i, j] = wert
        if klassen is None:
            return _mss_status(versuch, i)
        klasse: object = klassen(pd.DataFrame(versuch, index=anteile.index, columns=anteile.columns)).iloc[i]
        return klasse

    def classes_with(spalten: Nummern, werte: Floats) -> list[object]:
        return [class_with(int(j), float(wert)) for j, wert in zip(spalten, werte, strict=True)]

    zeilen = nearest_changes(x, i, classes_with, mindestens=mindestens, hoechstens=hoechstens)
    tabelle = pd.DataFrame(zeilen, index=anteile.columns).astype({"neue_klasse": object})
    return tabelle.sort_values("abstand", kind="stable").drop(columns="abstand")


class Wechsel(NamedTuple):
    """The smallest change of one indicator that changes a class; ``abstand`` in standard deviations of it."""

    aenderung: float
    neuer_wert: float
    neue_klasse: object
    abstand: float


def nearest_changes(
    x: Matrix,
    i: int,
    classes_with: Callable[[Nummern, Floats], Sequence[object]],
    *,
    mindestens: float = 0.0,
    hoechstens: float = float("inf"),
) -> list[Wechsel]:
    """``what_would_change`` for row ``i`` of a matrix, one entry per column.

    ``classes_with`` answers, for pairs of a column and another value in it, the classes that the row would have; it is
    asked some thirty times, about all columns and both directions at once.
    """
    wert, s = x[i], np.nanstd(x, axis=0)
    (bisher,) = classes_with(np.array([0]), wert[:1])
    beide = np.tile(np.flatnonzero(s > 0) if not is_missing(bisher) else np.empty(0, dtype=np.intp), 2)
    weit = _WEIT * s[beide] * np.repeat([-1.0, 1.0], beide.size // 2)

    def changed(k: Nummern, werte: Floats) -> Maske:
        return np.array([klasse != bisher for klasse in classes_with(beide[k], werte)], dtype=np.bool_)

    grenzen = np.clip(wert[beide] + weit, mindestens, hoechstens)
    neu = _first_changes(changed, wert[beide], grenzen, _GENAU * s[beide])
    zeilen: list[Wechsel] = []
    for j in range(x.shape[1]):
        aenderungen = neu[(beide == j) & ~np.isnan(neu)] - wert[j]
        if aenderungen.size:
            aenderung = float(min(aenderungen, key=abs))
            ziel = float(wert[j]) + aenderung
            (klasse,) = classes_with(np.array([j]), np.array([ziel]))
            zeilen.append(Wechsel(aenderung, ziel, klasse, abs(aenderung) / float(s[j])))
        else:
            zeilen.append(Wechsel(np.nan, np.nan, None, np.inf))
    return zeilen


def _mss_status(x: Matrix, i: int) -> str | None:
    """Status of one area, without the frames of ``mss_index``: it is asked some hundred times in a row."""
    da: Maske = np.logical_not(np.isnan(x).any(axis=1))
    if not da[i]:
        return None
    return classify_mss(mss_values(x[da])[[np.count_nonzero(da[:i])]], "status")[0]


def _first_changes(changed: Callable[[Nummern, Floats], Maske], wert: Floats, grenze: Floats, genau: Floats) -> Floats:
    """The values nearest to ``wert`` on the way to ``grenze`` from which on something changes; NaN if nothing does.

    ``changed`` is asked about some of these ways, by their numbers, each at one value.
    """
    drin, draussen, offen = wert.copy(), wert.copy(), np.ones(wert.size, dtype=np.bool_)
    for schritt in _SCHRITTE:
        k = np.flatnonzero(offen)
        drin[k], draussen[k] = draussen[k], wert[k] + (grenze[k] - wert[k]) * schritt
        offen[k] = ~changed(k, draussen[k])
    while (k := np.flatnonzero(~offen & (np.abs(draussen - drin) > genau))).size:
        mitte = (drin[k] + draussen[k]) / 2
        anders = changed(k, mitte)
        draussen[k[anders]], drin[k[~anders]] = mitte[anders], mitte[~anders]
    return np.where(offen, np.nan, draussen)
