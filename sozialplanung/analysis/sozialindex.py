"""A Sozialindex as a whole: one definition in, index, classes, ranks and reasons out, whatever its method.

Input everywhere: ``anteile``, areas × indicators in any unit, with at least the indicators of the definition. An area
with a gap in one of them gets no index (NaN). The formulas stand in ``index``, ``mss`` and ``index_explain``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from sozialplanung.analysis import index_explain
from sozialplanung.analysis.eingabe import Floats
from sozialplanung.analysis.index import imd_score, pca_index
from sozialplanung.analysis.index_explain import Nummern
from sozialplanung.analysis.mss import mss_index, mss_values, steps
from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.analysis.scaling import (
    SKALEN,
    Matrix,
    read_directions,
    read_indicators,
    standardise,
    unit_deviation,
)
from sozialplanung.errors import AnalyseError
from sozialplanung.formatting import is_missing

Verfahren = Literal["mss", "hamburg", "z", "rang", "minmax", "pca", "imd"]
VERFAHREN: tuple[Verfahren, ...] = ("mss", "hamburg", "z", "rang", "minmax", "pca", "imd")
GEWICHTET: frozenset[Verfahren] = frozenset({"z", "rang", "minmax", "imd"})  # the others bring their own weights
KLASSENZAHL = 4
STATUS = ("hoch", "mittel", "niedrig", "sehr niedrig")
_RUNDUNG = 9  # digits: sums that should be equal may differ in their last bits


@dataclass(frozen=True, slots=True)
class Indexdefinition:
    """What makes an index; the first three tuples run in parallel. ``gewichte`` need not add up to 1.

    ``grenzen``: own bounds of the classes in standard deviations, two or three, ascending; only ``hamburg`` knows them
    (empty: those of parameter.yaml). Areas of fewer than ``mindesteinwohner`` persons get no index.
    """

    verfahren: Verfahren
    indikatoren: tuple[str, ...]
    richtungen: tuple[str, ...]
    gewichte: tuple[float, ...]
    grenzen: tuple[float, ...] = ()
    mindesteinwohner: int = 0

    @property
    def klassengrenzen(self) -> tuple[float, ...]:
        """Bounds of the classes of need, for methods with fixed ones; empty: as many areas in each class."""
        return class_bounds(self.verfahren, self.grenzen)

    @property
    def anteile_der_gewichte(self) -> tuple[float, ...]:
        """The weights as they count: scaled to the sum 1, all equal where the method knows none."""
        summe = sum(self.gewichte)
        if self.verfahren not in GEWICHTET or summe == 0:
            return (1 / len(self.gewichte),) * len(self.gewichte)
        return tuple(gewicht / summe for gewicht in self.gewichte)


@dataclass(frozen=True, slots=True)
class Klassenwechsel:
    """The smallest change of one indicator that puts an area into another class."""

    indikator: str
    bisher: float
    neuer_wert: float
    klasse: int


def class_bounds(verfahren: Verfahren, grenzen: tuple[float, ...] = ()) -> tuple[float, ...]:
    """``grenzen`` checked, or what parameter.yaml says for this method.

    Raises
    ------
    AnalyseError
        Own bounds that are not two or three ascending numbers.
    """
    match verfahren:
        case "mss":
            return tuple(load_parameter("mss_klassen")["status"]["grenzen"])
        case "hamburg" if not grenzen:
            return tuple(load_parameter("hamburg_klassen")["grenzen"])
        case "hamburg":
            steigend = all(a < b for a, b in itertools.pairwise(grenzen))
            if len(grenzen) not in (2, 3) or not steigend or not np.isfinite(grenzen).all():
                raise AnalyseError("Klassengrenzen: Bitte zwei oder drei Zahlen, von der kleinsten zur größten.")
            return grenzen
        case _:
            return ()


def turn_to_need(anteile: pd.DataFrame, definition: Indexdefinition) -> pd.DataFrame:
    """The indicators of the definition, strengths with their sign turned: more = more need."""
    x = anteile[list(definition.indikatoren)]
    return x * read_directions(definition.richtungen, x.columns)


def compute_index(anteile: pd.DataFrame, definition: Indexdefinition) -> pd.Series:
    """The index by the definition's method, more = more need; NaN for areas with a gap.

    Units: ``mss``, ``hamburg`` and ``z`` standard deviations, ``pca`` the same over all areas, ``rang`` and ``minmax``
    0 to 1, ``imd`` 0 to 100, with the indicators in place of its domains.

    ``hamburg`` is only after Hamburg's Sozialmonitoring: mean of the z-values of equally weighted indicators, classes
    by its standard deviation. The report's exact bounds were not found, so they can be set (``grenzen``).

    Notes
    -----
    Source of ``hamburg``: Freie und Hansestadt Hamburg, Behörde für Stadtentwicklung und Wohnen, Sozialmonitoring
    Integrierte Stadtteilentwicklung, reports 2010–2021 (seven indicators, areas from 300 inhabitants, change over three
    years).
    """
    daten = read_indicators(anteile[list(definition.indikatoren)], definition.richtungen)
    return daten.series(_index_values(daten.x, definition))


def _index_values(x: Matrix, definition: Indexdefinition) -> Floats:
    """The index for a matrix without gaps, turned to need."""
    match definition.verfahren:
        case "mss":
            return mss_values(x)
        case "pca":
            return pca_index(pd.DataFrame(x)).werte.to_numpy()
        case "imd":
            return np.asarray(_imd_scores(x).to_numpy() @ definition.anteile_der_gewichte)
        case _:
            return np.asarray(SKALEN[scale_of(definition.verfahren)](x) @ definition.anteile_der_gewichte)


def scale_of(verfahren: Verfahren) -> Literal["z", "rang", "minmax"]:
    """The scale on which a method adds its indicators: z, unless it is named after another one."""
    return verfahren if verfahren in ("rang", "minmax") else "z"


def _imd_scores(x: Matrix) -> pd.DataFrame:
    """Score per indicator, unweighted; rank 1 = most need, ties at their mean rank."""
    raenge = pd.DataFrame(-x).rank()
    return pd.DataFrame({j: imd_score(raenge[[j]], [1.0]) for j in raenge.columns})


def index_contributions(anteile: pd.DataFrame, definition: Indexdefinition) -> pd.DataFrame:
    """How far each indicator moves an area above (+) or below (−) the mean index; rows add up to that distance.

    PCA: zⱼ·aⱼ/Σa² with the loadings a, since the component is Σ zⱼ·aⱼ/√λ with λ = Σa² and is divided by √λ.
    """
    x, richtungen = anteile[list(definition.indikatoren)], definition.richtungen
    daten = read_indicators(x, richtungen)
    match definition.verfahren:
        case "mss":
            return index_explain.contributions(turn_to_need(anteile, definition), verfahren="mss")
        case "pca":
            ladungen = pca_index(x, richtungen).ladungen.to_numpy()
            quadrate = float((ladungen**2).sum())
            return daten.frame(standardise(daten.x) * (ladungen / quadrate if quadrate > 0 else 0.0))
        case "imd":
            punkte = _imd_scores(daten.x)
            return daten.frame((punkte - punkte.mean()).to_numpy() * definition.anteile_der_gewichte)
        case verfahren:
            anteile_der_gewichte = definition.anteile_der_gewichte
            return index_explain.contributions(x, anteile_der_gewichte, richtungen, verfahren=scale_of(verfahren))


def need_classes(index: pd.Series, verfahren: Verfahren, grenzen: tuple[float, ...] = ()) -> pd.Series:
    """Class of need per area, 0 = least; NaN without index.

    Berliner Verfahren: its Status turned round (0 hoch, 1 mittel, 2 niedrig, 3 sehr niedrig); ``hamburg`` likewise,
    with ``grenzen`` (empty: ±1) in standard deviations of the index. Others: four classes with as equal numbers of
    areas as possible (fewer than four areas: one each); equal areas share the lower class.
    """
    werte = index.to_numpy(dtype=np.float64)
    klassen = np.full(werte.size, np.nan)
    da = ~np.isnan(werte)
    klassen[da] = _classes(werte[da], verfahren, class_bounds(verfahren, grenzen))
    return pd.Series(klassen, index=index.index)


def _classes(werte: Floats, verfahren: Verfahren, grenzen: tuple[float, ...]) -> Floats:
    if grenzen:
        return _classes_by_bounds(werte, verfahren, grenzen).astype(np.float64)
    gerundet = np.round(werte, _RUNDUNG)
    return _equal_classes(np.searchsorted(np.sort(gerundet), gerundet), werte.size)


def _classes_by_bounds(werte: Floats, verfahren: Verfahren, grenzen: tuple[float, ...]) -> Nummern:
    return steps(unit_deviation(werte) if verfahren == "hamburg" else werte, grenzen)


def _equal_classes(darunter: Nummern, n: int) -> Floats:
    """Classes of ``n`` areas by how many lie below each."""
    return np.asarray(np.floor(min(KLASSENZAHL, n) * darunter / max(n, 1)))


def need_ranks(index: pd.Series) -> pd.Series:
    """Rank 1 = most need; equal areas share the better rank; NaN without index."""
    return (-index.round(_RUNDUNG)).rank(method="min")


def ranks_by_method(anteile: pd.DataFrame, definition: Indexdefinition) -> pd.DataFrame:
    """Ranks under every method, all else equal: areas × ``VERFAHREN``."""
    return pd.DataFrame({v: need_ranks(compute_index(anteile, _with_method(definition, v))) for v in VERFAHREN})


def _with_method(definition: Indexdefinition, verfahren: Verfahren) -> Indexdefinition:
    return replace(definition, verfahren=verfahren)


def status_and_dynamics(jetzt: pd.DataFrame, frueher: pd.DataFrame, definition: Indexdefinition) -> pd.DataFrame:
    """Status and Dynamik of the Berliner Verfahren: frame[status, dynamik], None where figures are missing.

    Dynamik is the index over the changes; ``frueher`` may hold other areas, those of ``jetzt`` count. ``hamburg``
    divides the same index by its own bounds: in standard deviations the mean of z-values is their sum.
    """
    heute = turn_to_need(jetzt, definition)
    aenderung = heute - turn_to_need(frueher, definition).reindex(heute.index)
    dynamik = mss_index(aenderung, "dynamik")["klasse"]
    status = mss_index(heute)["klasse"]
    if definition.verfahren == "hamburg":
        klassen = need_classes(compute_index(jetzt, definition), "hamburg", definition.grenzen)
        status = pd.Series([None if k != k else STATUS[int(k)] for k in klassen], index=klassen.index, dtype=object)
    return pd.DataFrame({"status": status, "dynamik": dynamik})


def correlations(anteile: pd.DataFrame, definition: Indexdefinition) -> pd.DataFrame:
    """Pearson's r between the indicators turned to need, over areas without gap; NaN for one without variance."""
    return turn_to_need(anteile, definition).dropna().corr()


def smallest_class_change(anteile: pd.DataFrame, gebiet: str, definition: Indexdefinition) -> Klassenwechsel | None:
    """The easiest way of one area into another class, in units of the indicator.

    None where there is none, and for ``pca`` and ``imd``, whose weights or ranks move with every candidate. Without
    negative values in the table none is proposed.
    """
    x = anteile[list(definition.indikatoren)].dropna()
    if gebiet not in x.index or definition.verfahren in ("pca", "imd"):
        return None

    zahlen = x.to_numpy(dtype=np.float64)
    zeile = int(np.flatnonzero(x.index == gebiet)[0])
    wechsel = index_explain.nearest_changes(
        zahlen,
        zeile,
        _classes_of_row(zahlen * read_directions(definition.richtungen, x.columns), zeile, definition),
        mindestens=0.0 if zahlen.min() >= 0 else -np.inf,
    )
    stelle = int(np.argmin([w.abstand for w in wechsel]))
    leichteste = wechsel[stelle]
    if is_missing(leichteste.neuer_wert):
        return None
    return Klassenwechsel(
        str(x.columns[stelle]), float(zahlen[zeile, stelle]), leichteste.neuer_wert, int(str(leichteste.neue_klasse))
    )


def _classes_of_row(x: Matrix, i: int, definition: Indexdefinition) -> Callable[[Nummern, Floats], list[int]]:
    """Answers the classes of row ``i`` with other values (not turned) in some columns; scales only these anew."""
    skala, grenzen = SKALEN[scale_of(definition.verfahren)], definition.klassengrenzen
    anteile = np.array(definition.anteile_der_gewichte)
    beitraege = skala(x) * anteile
    rest = beitraege.sum(axis=1)[:, np.newaxis] - beitraege  # what the other columns bring
    vorzeichen = read_directions(definition.richtungen, pd.Index(definition.indikatoren))

    def classes_with(spalten: Nummern, werte: Floats) -> list[int]:
        versuche = x[:, spalten]
        versuche[i] = werte * vorzeichen[spalten]
        index = rest[:, spalten] + skala(versuche) * anteile[spalten]
        if definition.verfahren == "mss":
            index = unit_deviation(index)
        if grenzen:
            return [int(k) for k in _classes_by_bounds(index, definition.verfahren, grenzen)[i]]
        gerundet = np.round(index, _RUNDUNG)
        return [int(k) for k in _equal_classes(np.count_nonzero(gerundet < gerundet[i], axis=0), len(index))]

    return classes_with
