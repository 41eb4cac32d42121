"""Indicators as a matrix in which more means more need, and the scales on which they are added."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sozialplanung.analysis.eingabe import Floats, Maske, to_floats
from sozialplanung.errors import AnalyseError
from sozialplanung.formatting import format_zahl
from sozialplanung.model import Richtung

Matrix = NDArray[np.float64]
# areas × indicators: a frame, a mapping of columns, or numbers alone (areas and indicators are then numbered)
Anteile = pd.DataFrame | Mapping[str, ArrayLike] | NDArray[Any] | Sequence[Sequence[float]]
Richtungen = Mapping[str, str | int] | Sequence[str | int] | pd.Series
Gewichte = Mapping[str, float] | Sequence[float] | pd.Series
_RUNDUNG = 1e-12


@dataclass(frozen=True, slots=True)
class Indikatoren:
    """``x``: areas × indicators, areas without a gap (``gueltig``), every column turned so that more means need."""

    x: Matrix
    gueltig: Maske
    gebiete: pd.Index
    namen: pd.Index

    def series(self, werte: Floats) -> pd.Series:
        """One number per area of the input; NaN for areas that were left out."""
        alle = np.full(self.gueltig.size, np.nan)
        alle[self.gueltig] = werte
        return pd.Series(alle, index=self.gebiete)

    def frame(self, werte: Matrix) -> pd.DataFrame:
        alle = np.full((self.gueltig.size, len(self.namen)), np.nan)
        alle[self.gueltig] = werte
        return pd.DataFrame(alle, index=self.gebiete, columns=self.namen)


def read_indicators(
    anteile: Anteile, richtung: Richtungen | None = None, gueltig: ArrayLike | pd.Series | None = None
) -> Indikatoren:
    """Check a table of indicators; areas with a gap in any of them, or not in ``gueltig``, are left out."""
    anteile = to_frame(anteile)
    if anteile.columns.has_duplicates:
        raise AnalyseError(
            f"Index: Der Indikator ›{anteile.columns[anteile.columns.duplicated()][0]}‹ steht zweimal da."
        )
    x = _matrix(anteile) * read_directions(richtung, anteile.columns)
    da: Maske = np.logical_not(np.isnan(x).any(axis=1))
    if gueltig is not None:
        da = da & _read_valid(gueltig, anteile.index)
    return Indikatoren(x[da], da, anteile.index, anteile.columns)


def to_frame(tabelle: Anteile) -> pd.DataFrame:
    """The table as a frame; areas and indicators without a label are numbered.

    Raises
    ------
    AnalyseError
        No table of areas and indicators: one row of numbers, columns of different length, no column.
    """
    if isinstance(tabelle, pd.DataFrame):
        frame = tabelle
    else:
        try:
            frame = pd.DataFrame(tabelle if isinstance(tabelle, Mapping) else np.atleast_1d(tabelle))
        except (TypeError, ValueError):
            frame = pd.DataFrame()
        if not isinstance(tabelle, Mapping) and np.ndim(np.asarray(tabelle, dtype=object)) != 2:
            frame = pd.DataFrame()
    if frame.shape[1] == 0:
        raise AnalyseError("Index: Erwartet wird eine Tabelle mit einer Zeile je Gebiet und einer Spalte je Indikator.")
    return frame


def _read_valid(gueltig: ArrayLike | pd.Series, gebiete: pd.Index) -> Maske:
    """One True or False per area; 1 and 0 are as good."""
    if isinstance(gueltig, pd.Series) and not gueltig.index.equals(gebiete):
        raise AnalyseError("Gültige Gebiete und Indikatoren nennen nicht dieselben Gebiete in derselben Reihenfolge.")
    maske = np.asarray(gueltig, dtype=object)
    if maske.shape != gebiete.shape or not all(
        isinstance(m, bool | np.bool_ | int | np.integer) and m in (0, 1) for m in maske
    ):
        raise AnalyseError(f"Gültige Gebiete: Erwartet wird je Gebiet wahr oder falsch ({len(gebiete)}-mal).")
    return maske.astype(np.bool_)


def _matrix(anteile: pd.DataFrame) -> Matrix:
    """All columns at once, which takes a tenth of the time; one by one where one must be named."""
    try:
        x = anteile.to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError):
        x = np.array([[np.inf]])
    if np.isinf(x).any():
        spalten = [to_floats(anteile.iloc[:, j], f"Indikator ›{name}‹") for j, name in enumerate(anteile.columns)]
        x = np.column_stack(spalten)
    return x


def _per_indicator(angaben: object, namen: pd.Index, was: str) -> list[object]:
    """One entry per indicator, from a mapping by name or a row in the order of the columns."""
    if isinstance(angaben, Mapping | pd.Series):
        werte = dict(angaben.items())
        if ohne := [str(name) for name in namen if name not in werte]:
            raise AnalyseError(f"{was}: Für ›{'‹, ›'.join(ohne)}‹ fehlt die Angabe.")
        if fremd := [str(name) for name in werte if name not in namen]:
            raise AnalyseError(f"{was}: ›{'‹, ›'.join(fremd)}‹ ist kein Indikator dieser Tabelle.")
        return [werte[name] for name in namen]
    liste = list(np.atleast_1d(np.asarray(angaben, dtype=object)))
    if len(liste) != len(namen):
        raise AnalyseError(f"{was}: {len(liste)} Angaben für {len(namen)} Indikatoren.")
    return liste


def read_directions(richtung: Richtungen | None, namen: pd.Index) -> Floats:
    """+1 for Belastung, −1 for Stärke; None: all are Belastungen."""
    if richtung is None:
        return np.ones(len(namen))
    vorzeichen: dict[object, float] = {Richtung.BELASTUNG.value: 1.0, Richtung.STAERKE.value: -1.0, 1: 1.0, -1: -1.0}
    angaben = _per_indicator(richtung, namen, "Richtung")
    for name, angabe in zip(namen, angaben, strict=True):
        if angabe not in vorzeichen:
            raise AnalyseError(
                f"Richtung: ›{angabe}‹ bei ›{name}‹ passt nicht in einen Index; möglich: ›belastung‹, ›staerke‹."
            )
    return np.array([vorzeichen[angabe] for angabe in angaben])


def read_weights(gewichte: Gewichte | None, namen: pd.Index, *, normieren: bool = True) -> Floats:
    """Weights ≥ 0 by indicator (None: equal), scaled to the sum 1 unless they are to be used as published."""
    if gewichte is None:
        return np.full(len(namen), 1 / len(namen))
    w = to_floats(np.array(_per_indicator(gewichte, namen, "Gewichte"), dtype=object), "Gewichte")
    for name, gewicht in zip(namen, w, strict=True):
        if not gewicht >= 0:
            raise AnalyseError(f"Gewichte: {format_zahl(float(gewicht), 3)} bei ›{name}‹ ist nicht möglich.")
    if w.max() == 0:
        raise AnalyseError("Gewichte: Alle sind null; mindestens ein Indikator muss zählen.")
    return w / w.sum() if normieren else w


def standardise(x: Matrix) -> Matrix:
    """(x − mean) / s per column, unweighted, s with ddof = 0; a column of equal values becomes 0."""
    if x.shape[0] == 0:
        return x.copy()
    abweichung = x - x.mean(axis=0)
    s = x.std(axis=0)
    gleich = x.max(axis=0) == x.min(axis=0)  # s of equal values need not be exactly zero
    return np.asarray(np.where(gleich, 0.0, abweichung / np.where(gleich, 1.0, s)))


def scale_minmax(x: Matrix) -> Matrix:
    """0 (least) to 1 (most) per column; a column of equal values becomes 0.5."""
    if x.shape[0] == 0:
        return x.copy()
    kleinster, spanne = x.min(axis=0), np.ptp(x, axis=0)
    return np.asarray(np.where(spanne > 0, (x - kleinster) / np.where(spanne > 0, spanne, 1.0), 0.5))


def scale_rank(x: Matrix) -> Matrix:
    """(rank − 1) / (n − 1) per column, 0 (least) to 1 (most), ties at their mean rank; one area: 0.5."""
    n = x.shape[0]
    if n < 2:
        return np.full_like(x, 0.5)
    raenge = pd.DataFrame(x.reshape(n, -1)).rank().to_numpy().reshape(x.shape)
    return np.asarray((raenge - 1) / (n - 1), dtype=np.float64)


def unit_deviation(summe: Floats) -> Floats:
    """Divided by the standard deviation (ddof = 0) of each column; what differs by rounding errors only becomes 0."""
    if not summe.size:
        return summe.copy()
    s = summe.std(axis=0)
    return np.asarray(np.where(s > _RUNDUNG, summe / np.where(s > _RUNDUNG, s, 1.0), 0.0))


SKALEN: dict[str, Callable[[Matrix], Matrix]] = {
    "mss": standardise,
    "z": standardise,
    "minmax": scale_minmax,
    "rang": scale_rank,
}
