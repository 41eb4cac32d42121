"""Disclosure control: hide small counts, and as few other cells as it takes so that nobody can compute them.

Sources: Hundepool et al., Statistical Disclosure Control (Wiley 2012), chapter 4; Fischetti & Salazar-González,
Management Science 2001 (cuts from the attacker's linear programme); § 16 BStatG.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.optimize import LinearConstraint, milp

from sozialplanung.analysis.disclosure_lp import (
    GENAU,
    Summen,
    Tabelle,
    Zellen,
    narrow_cells,
    ranges,
    read_table,
    to_series,
)
from sozialplanung.analysis.eingabe import Floats, Maske, check_non_negative, check_same_areas, to_floats
from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.errors import AnalyseError

Schluessel = Sequence[Hashable] | ArrayLike | pd.Series


def protect(
    zellen: Zellen,
    summen: Summen,
    k: int | pd.Series | None = None,
    *,
    nenner: Mapping[Hashable, Hashable] | None = None,
    hundert_prozent: bool = False,
    verborgen: ArrayLike | pd.Series | None = None,
    sichtbar: ArrayLike | pd.Series | None = None,
) -> pd.Series:
    """Which cells must be hidden so that no small count can be read or computed?

    Primary: counts from 1 to k − 1, cells given in ``verborgen``, missing cells (NaN), and counts whose complement n −
    x is 1 to k − 1. Secondary: as long as everything visible bounds a hidden cell to an interval narrower than k,
    further cells are hidden, as few as possible (exactly so for up to 150 cells), totals and large cells last.

    Parameters
    ----------
    zellen
        Counts ≥ 0 by key (any label, also tuples): a Series or a mapping. NaN: not published, but known to exist; it
        stays hidden.
    summen
        (key of the total, keys of its parts), or a mapping of totals to parts, all of one table: levels, groups and
        their totals; hierarchies may overlap. A visible set of cells is protected against these sums only, so give all
        of them.
    k
        Smallest count that may be shown, and least width of the interval of a hidden cell, at least 2; None: 3. A
        Series gives every cell its own; 0 there: the cell needs no protection (published by somebody else).
    nenner
        Key of a count → key of its base, where the complement tells as much (employed → all persons).
    hundert_prozent
        Hide a count that equals its base, too (everybody is concerned).
    verborgen
        One boolean per cell: hidden for another reason (delivered as geheim, dominance). A Series by key may be in any
        order.
    sichtbar
        One boolean per cell: known anyway, hiding it would not help.

    Returns
    -------
    Series of bool
        True = hidden, index of ``zellen``. Deterministic. Zeros stay visible unless they are needed to hide others.

    Raises
    ------
    AnalyseError
        Negative counts, sums that do not add up, keys that do not exist or stand twice, k below 2, cells that are
        ``sichtbar`` and give others away.
    """
    zellen = to_series(zellen)
    breite = _read_k(k, zellen.index)
    tabelle = read_table(zellen, summen)
    immer = np.zeros(zellen.size, dtype=bool) if sichtbar is None else _read_mask(sichtbar, zellen.index, "sichtbar")
    fest = tabelle.unbekannt | ((tabelle.werte > 0) & (tabelle.werte < breite) & ~immer)
    if verborgen is not None:
        fest |= _read_mask(verborgen, zellen.index, "verborgen")
    stelle = {key: i for i, key in enumerate(zellen.index)}
    for key, basis in (nenner or {}).items():
        if key not in stelle or basis not in stelle:
            raise AnalyseError(f"Geheimhaltung: Die Zelle ›{key}‹ oder ihr Nenner ›{basis}‹ gibt es nicht.")
        i, j = stelle[key], stelle[basis]
        if tabelle.unbekannt[[i, j]].any():
            continue
        rest = tabelle.werte[j] - tabelle.werte[i]
        if 0 < rest < breite[i] or (hundert_prozent and rest == 0 and tabelle.werte[j] > 0):
            fest[i] = True
    return pd.Series(_hide_further(tabelle, fest, breite, immer & ~fest), index=zellen.index)


def feasible_range(zellen: Zellen, verborgen: ArrayLike | pd.Series, summen: Summen) -> pd.DataFrame:
    """What an attacker learns: least and greatest possible count of every hidden cell, given everything visible.

    Parameters
    ----------
    zellen, summen
        As in ``protect``; the values of hidden cells are not used.
    verborgen
        One boolean per cell, as ``protect`` returns it; a Series by key may be in any order.

    Returns
    -------
    DataFrame
        One row per hidden cell: ``von`` and ``bis`` (inf where nothing bounds it), over all non-negative real tables.

    Raises
    ------
    AnalyseError
        As in ``protect``; visible cells that contradict each other.
    """
    zellen = to_series(zellen)
    maske = _read_mask(verborgen, zellen.index, "verborgen") | zellen.isna().to_numpy()
    tabelle = read_table(zellen, summen, maske)
    return pd.DataFrame(ranges(tabelle, maske), index=zellen.index[maske], columns=["von", "bis"])


def _read_mask(angaben: ArrayLike | pd.Series, index: pd.Index, name: str) -> Maske:
    if isinstance(angaben, pd.Series) and not angaben.index.equals(index):
        je_zelle = dict(angaben.items())
        if len(je_zelle) != angaben.size or set(je_zelle) != set(index):
            raise AnalyseError(f"Geheimhaltung: ›{name}‹ nennt nicht dieselben Zellen wie die Tabelle.")
        angaben = [je_zelle[zelle] for zelle in index]
    maske = np.asarray(angaben)
    if maske.shape != (len(index),) or not (maske.dtype == np.bool_ or not maske.size):
        raise AnalyseError(f"Geheimhaltung: ›{name}‹ braucht je Zelle wahr oder falsch ({len(index)}-mal).")
    return maske.astype(np.bool_)


def _read_k(k: int | pd.Series | None, index: pd.Index) -> Floats:
    if k is None:
        k = int(load_parameter("geheimhaltung_k"))
    if isinstance(k, pd.Series):
        check_same_areas({"Zellen": pd.Series(0.0, index=index), "k": k})
        breite, unmoeglich = to_floats(k, "k"), k[(k != 0) & ~(k >= 2)]
    else:
        breite, unmoeglich = np.full(index.size, float(k)), pd.Series([] if 2 <= k < np.inf else [k])
    if len(unmoeglich):
        raise AnalyseError(
            f"Geheimhaltung: k = {unmoeglich.iloc[0]} verbirgt nichts; möglich sind Zahlen ab 2, üblich 3, 5 und 10."
        )
    return breite


def _hide_further(tabelle: Tabelle, fest: Maske, k: Floats, sichtbar: Maske) -> Maske:
    """Cover all cuts (»if this cell is hidden, then also …«) at least cost until no further one is found."""
    # one per cell; ties go to small parts rather than zeros and totals
    ist_summe = np.asarray((tabelle.gleichungen > 0).sum(axis=0)) > 0
    groesse = tabelle.werte / tabelle.werte.max(initial=1.0)
    kosten = 1.0 + 0.02 * ist_summe + 0.01 * (tabelle.werte == 0) + 0.005 * groesse
    schnitte: list[sparse.csr_array] = []
    while True:
        verborgen = _cover(schnitte, fest, kosten, sichtbar)
        neue = _cuts_of_single_sums(tabelle, verborgen, k) or narrow_cells(tabelle, verborgen, k)
        if not neue:
            return verborgen
        schnitte += [_row(zelle, koeffizienten, k[zelle]) for zelle, koeffizienten in neue]


def _row(zelle: int, koeffizienten: Floats, k: float) -> sparse.csr_array:
    """The cut as a row c with c·h ≥ 0: no cell brings more than what is missing; void as long as ``zelle`` is shown."""
    fehlt = k - koeffizienten[zelle]
    zeile = np.minimum(koeffizienten, fehlt)
    zeile[zelle] = -fehlt
    return sparse.csr_array(zeile[np.newaxis])


def _cuts_of_single_sums(tabelle: Tabelle, verborgen: Maske, k: Floats) -> list[tuple[int, Floats]]:
    """What each sum demands by itself: never one hidden cell alone, and at least k to be distributed among hidden
    parts.

    The linear programme would find these cuts, too, but one sum after the other.
    """
    a = tabelle.gleichungen
    anzahl = np.asarray(abs(a) @ verborgen)
    summe_sichtbar = np.asarray((a > 0) @ verborgen.astype(float)) == 0
    verteilbar = np.asarray((a < 0) @ (verborgen * tabelle.werte))
    zeilen = a.tocsr()
    schnitte = []
    for nummer in np.flatnonzero(
        (anzahl == 1) | ((anzahl > 1) & summe_sichtbar & (verteilbar < k.max(initial=0.0) - GENAU))
    ):
        zeile = zeilen[[nummer]].tocoo()
        reicht = 0.0 if anzahl[nummer] == 1 else verteilbar[nummer]
        for zelle in zeile.col[verborgen[zeile.col] & (k[zeile.col] > reicht + GENAU)]:
            koeffizienten = np.zeros(verborgen.size)
            # alone, any second cell helps; otherwise what it adds to the distributable sum (a hidden total: anything)
            koeffizienten[zeile.col] = (
                k[zelle] if anzahl[nummer] == 1 else np.where(zeile.data > 0, k[zelle], tabelle.werte[zeile.col])
            )
            if anzahl[nummer] == 1:
                koeffizienten[zelle] = 0
            schnitte.append((int(zelle), koeffizienten))
    return schnitte


def _cover(schnitte: list[sparse.csr_array], fest: Maske, kosten: Floats, sichtbar: Maske) -> Maske:
    """The cheapest set of hidden cells that holds ``fest`` and satisfies all cuts."""
    if not schnitte:
        return fest
    loesung = milp(
        kosten,
        integrality=np.ones(fest.size),
        bounds=(fest.astype(float), 1.0 - sichtbar),
        constraints=LinearConstraint(sparse.vstack(schnitte, format="csr"), lb=np.full(len(schnitte), -GENAU)),
    )
    if loesung.x is None:
        raise AnalyseError(
            "Geheimhaltung: Auch wenn alles verborgen wird, legen die Summen eine Zelle fest. Bitte die Summen prüfen."
        )
    return np.asarray(loesung.x > 0.5)


def dominance(
    betraege: ArrayLike | pd.Series,
    zelle: Schluessel,
    traeger: Schluessel,
    *,
    einer: float | None = None,
    zwei: float | None = None,
) -> pd.Series:
    """Which sums of money would show what a single Träger got?

    A cell is hidden when its largest Träger holds more than ``einer`` of the sum, or the two largest more than
    ``zwei``.

    Parameters
    ----------
    betraege
        Amounts ≥ 0, one per entry; missing ones are left out.
    zelle, traeger
        To which cell (e.g. Stadtbezirk and year) and Träger each entry belongs; amounts of one Träger are added.
    einer, zwei
        Shares; None: 0.85 and 0.9.

    Returns
    -------
    Series of bool
        One entry per cell, sorted by key; True = hide. A sum of zero is not hidden.

    Raises
    ------
    AnalyseError
        Negative amounts, rows of different length, shares outside 0–1.
    """
    schwellen = load_parameter("dominanz")
    einer = float(schwellen["einer"]) if einer is None else einer
    zwei = float(schwellen["zwei"]) if zwei is None else zwei
    if not (0 < einer <= 1 and 0 < zwei <= 1):
        raise AnalyseError(f"Dominanz: {einer} und {zwei} sind nicht möglich; bitte Anteile über 0 bis 1.")
    spalten: dict[str, ArrayLike | pd.Series] = {
        name: angaben if isinstance(angaben, pd.Series) else pd.Series(angaben).array
        for name, angaben in (("Zellen", zelle), ("Träger", traeger))
    }
    check_same_areas({"Beträge": betraege, **spalten})
    reihe = to_floats(betraege, "Beträge")
    check_non_negative(reihe, "Beträge")
    liste = pd.DataFrame({"zelle": pd.Series(zelle).array, "traeger": pd.Series(traeger).array, "betrag": reihe})
    summen = liste.dropna().groupby(["zelle", "traeger"])["betrag"].sum()
    je_zelle = summen.groupby(level="zelle")
    gesamt = je_zelle.sum()
    groesster = je_zelle.max()
    beide = summen.sort_values(ascending=False).groupby(level="zelle").head(2).groupby(level="zelle").sum()
    return pd.Series((gesamt > 0) & ((groesster > einer * gesamt) | (beide > zwei * gesamt)))
