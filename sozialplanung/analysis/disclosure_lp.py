"""What an attacker can compute: bounds of hidden cells from everything visible, by linear programming."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import OptimizeResult, linprog

from sozialplanung.analysis.eingabe import Floats, Maske, check_non_negative, to_floats
from sozialplanung.errors import AnalyseError
from sozialplanung.formatting import format_zahl

Zellen = pd.Series | Mapping[Hashable, float]
Summen = Sequence[tuple[Hashable, Iterable[Hashable]]] | Mapping[Hashable, Iterable[Hashable]]
_UNZULAESSIG, _UNBESCHRAENKT = 2, 3  # status codes of scipy.optimize.linprog
_STICHPROBEN = 12
GENAU = 1e-7


@dataclass(frozen=True, slots=True)
class Tabelle:
    """Cells and the sums that tie them: every row of ``gleichungen`` is total − parts = 0."""

    schluessel: pd.Index
    werte: Floats  # where a cell is unknown, any value that fits the others
    unbekannt: Maske
    gleichungen: sparse.csc_array


def to_series(zellen: Zellen) -> pd.Series:
    """Cells by key; a mapping keeps its keys as they are, tuples, too."""
    if isinstance(zellen, pd.Series):
        return zellen
    return pd.Series(list(zellen.values()), index=pd.Index(list(zellen), tupleize_cols=False), dtype=np.float64)


def read_table(zellen: pd.Series, summen: Summen, verborgen: Maske | None = None) -> Tabelle:
    """Check cells and sums; unknown and hidden cells get some value that is possible given the others.

    Raises
    ------
    AnalyseError
        Negative cells, a key twice or unknown, a sum that does not add up.
    """
    if not zellen.index.is_unique:
        raise AnalyseError(f"Geheimhaltung: Die Zelle ›{zellen.index[zellen.index.duplicated()][0]}‹ steht zweimal da.")
    werte = to_floats(zellen, "Zellen").copy()
    check_non_negative(werte, "Zellen")
    stelle = {key: i for i, key in enumerate(zellen.index)}
    zeilen, spalten, koeffizienten = [], [], []
    liste = [(summe, list(teile)) for summe, teile in (summen.items() if isinstance(summen, Mapping) else summen)]
    for nummer, (summe, teile) in enumerate(liste):
        if len(set(teile) | {summe}) != len(teile) + 1:
            raise AnalyseError(f"Geheimhaltung: In der Summe ›{summe}‹ steht eine Zelle zweimal.")
        for key, vorzeichen in ((summe, 1.0), *((teil, -1.0) for teil in teile)):
            if key not in stelle:
                raise AnalyseError(f"Geheimhaltung: Die Zelle ›{key}‹ der Summe ›{summe}‹ gibt es nicht.")
            zeilen.append(nummer)
            spalten.append(stelle[key])
            koeffizienten.append(vorzeichen)
    a = sparse.csc_array((koeffizienten, (zeilen, spalten)), shape=(len(liste), werte.size))
    unbekannt = np.isnan(werte)
    offen = unbekannt if verborgen is None else unbekannt | verborgen
    werte[offen] = 0.0
    rest = -(a @ werte)
    ganz_bekannt = np.asarray(
        (abs(a[:, offen]).sum(axis=1) == 0) & (np.abs(rest) > GENAU * (1 + np.abs(werte).max(initial=0)))
    )
    if ganz_bekannt.any():
        summe, teile = liste[int(np.flatnonzero(ganz_bekannt)[0])]
        ist = float(sum(werte[stelle[teil]] for teil in teile))
        raise AnalyseError(
            f"Geheimhaltung: Die Teile von ›{summe}‹ ergeben {format_zahl(ist)}, als Summe steht da "
            f"{format_zahl(float(werte[stelle[summe]]))}. Bitte erst die Zahlen klären."
        )
    if offen.any():
        loesung = linprog(np.zeros(int(offen.sum())), A_eq=a[:, offen], b_eq=rest)
        if loesung.status == _UNZULAESSIG:
            raise AnalyseError(
                "Geheimhaltung: Die sichtbaren Zahlen widersprechen sich; keine Ergänzung passt zu allen Summen."
            )
        werte[offen] = np.maximum(loesung.x, 0.0)
    return Tabelle(zellen.index, werte, unbekannt, a)


def _extreme(tabelle: Tabelle, verborgen: Maske, ziel: Floats, oben: float) -> OptimizeResult:
    """Maximise ``ziel`` over the deviations of hidden cells from their values; visible cells stay."""
    return linprog(
        -ziel,
        A_eq=tabelle.gleichungen[:, verborgen],
        b_eq=np.zeros(tabelle.gleichungen.shape[0]),
        bounds=np.column_stack((-tabelle.werte[verborgen], np.full(ziel.size, oben))),
    )


def exact_range(tabelle: Tabelle, verborgen: Maske, zelle: int) -> tuple[float, float]:
    """Least and greatest value of one hidden cell; inf where nothing visible bounds it."""
    grenzen = []
    for vorzeichen in (-1.0, 1.0):
        ziel = np.zeros(int(verborgen.sum()))
        ziel[np.count_nonzero(verborgen[:zelle])] = vorzeichen
        loesung = _extreme(tabelle, verborgen, ziel, np.inf)
        weg = np.inf if loesung.status == _UNBESCHRAENKT else -loesung.fun
        grenzen.append(float(tabelle.werte[zelle] + vorzeichen * weg))
    return max(0.0, grenzen[0]), grenzen[1]


def narrow_cells(tabelle: Tabelle, verborgen: Maske, je_zelle: Floats) -> list[tuple[int, Floats]]:
    """Hidden cells whose interval is narrower than the ``breite`` they need, each with the reason as a cut.

    The cut is a coefficient ≥ 0 per cell: the interval cannot get as wide as ``breite`` unless cells with coefficients
    of together at least ``breite`` are hidden (weak duality of the two linear programmes behind the interval).
    """
    hier = np.flatnonzero(verborgen)
    noetig, breite = je_zelle[hier], float(je_zelle.max(initial=0))
    hoch, tief = np.zeros(hier.size), np.zeros(hier.size)
    rng = np.random.default_rng(0)
    # a few programmes that pull all undecided cells at once show for most of them that they are wide enough
    for _ in range(_STICHPROBEN):
        offen = hoch - tief < noetig - GENAU
        if not offen.any():
            return []
        richtung = np.where(offen, rng.choice([-1.0, 1.0], hier.size), 0.0)
        for ziel in (richtung, -richtung):
            weg = _extreme(tabelle, verborgen, ziel, 4 * breite).x
            hoch, tief = np.maximum(hoch, weg), np.minimum(tief, weg)
    schmal = []
    for nummer in np.flatnonzero(hoch - tief < noetig - GENAU):
        spanne, schnitt = 0.0, np.zeros(tabelle.werte.size)
        for vorzeichen in (1.0, -1.0):
            ziel = np.zeros(hier.size)
            ziel[nummer] = vorzeichen
            loesung = _extreme(tabelle, verborgen, ziel, 1000 * breite)
            spanne -= loesung.fun
            # reduced costs of all cells, also of the visible ones that took no part
            preise = tabelle.gleichungen.T @ loesung.eqlin.marginals
            preise[hier[nummer]] += vorzeichen
            schnitt += np.where(
                preise > GENAU, 1000 * breite * preise, np.where(preise < -GENAU, -preise * tabelle.werte, 0)
            )
        if spanne < noetig[nummer] - GENAU:
            schmal.append((int(hier[nummer]), schnitt))
    return schmal


def ranges(tabelle: Tabelle, verborgen: Maske) -> NDArray[np.float64]:
    """Bounds of all hidden cells, one row each."""
    return np.array([exact_range(tabelle, verborgen, int(z)) for z in np.flatnonzero(verborgen)]).reshape(-1, 2)
