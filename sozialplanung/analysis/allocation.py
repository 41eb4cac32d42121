"""Money and need: distribute a budget to the cent, and measure how far money is from following need.

Sources: Urban Institute, Spatial Equity Data Tool, technical appendix (disparity scores); Ministerium für Schule und
Bildung NRW, schulscharfer Sozialindex (shares by need); Balinski & Young, Fair Representation (1982), for largest
remainders.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from sozialplanung.analysis.allocation_bounds import (
    OHNE_GRENZE,
    Ganze,
    Grenzen,
    Namen,
    VerteilungsError,
    check_bounds,
    check_fixed,
    name_areas,
    name_fixed,
    read_amounts,
    read_bound,
    read_cent,
    read_guard,
    total,
)
from sozialplanung.analysis.eingabe import Floats, check_non_negative, check_same_areas, read_areas, to_floats
from sozialplanung.errors import AnalyseError

__all__ = ["VerteilungsError", "allocate", "disparity", "disparity_money", "money_need_gap"]


def allocate(
    budget_cent: int,
    personen: ArrayLike | pd.Series,
    bedarf: ArrayLike | pd.Series,
    lambda_: float,
    sockel_cent: ArrayLike | pd.Series = 0,
    deckel_cent: ArrayLike | pd.Series | None = None,
    bisher_cent: ArrayLike | pd.Series | None = None,
    max_verlust: float | None = None,
    runden_auf_cent: int = 1,
    fest_cent: ArrayLike | pd.Series | None = None,
) -> Ganze:
    """Distribute a budget between »per head« and »by need«, exact to the cent.

    aᵢ = B·[(1 − λ)·nᵢ/N + λ·nᵢsᵢ/Σnⱼsⱼ], where bounds bind aᵢ = clip(θ·pᵢ, lowerᵢ, upperᵢ) with p the term in brackets
    and the one θ that spends the budget; then largest remainders in steps of ``runden_auf_cent``.

    Parameters
    ----------
    budget_cent
        What is distributed, a whole number ≥ 0.
    personen, bedarf
        Persons n and need s ≥ 0 per area (a rate or an index, not a count). A missing figure is an error, because
        nobody can say what such an area should get; with λ = 0 need only decides about
        equal remainders and may be missing.
    lambda_
        0 (per head) to 1 (by need).
    sockel_cent, deckel_cent
        Least and greatest amount, for all areas or one number per area (None, NaN: none). Equal numbers fix an area.
    bisher_cent, max_verlust
        Transition guard: no area falls below (1 − max_verlust) × its previous amount; areas without one (NaN) are not
        guarded. ``max_verlust`` 0 to 1; None: no guard.
    runden_auf_cent
        Every amount is a multiple of it (1000: tens of euros). Floors and guard are rounded up to it, caps down.
    fest_cent
        Amounts that are fixed (NaN: not fixed). They are taken out first, their persons and need with them; the formula
        distributes the rest over the other areas. A fixed amount is not rounded, but keeps to floor, cap and guard.

    Returns
    -------
    ndarray of int64
        Cents per area in the order of the input; the sum is exactly ``budget_cent``. The same areas in another order
        get the same amounts: equal remainders go to the greater need, then to more persons, then to the higher
        previous amount; only areas that agree in all of this are told apart by their position.

    Raises
    ------
    VerteilungsError
        Settings that collide, naming them: Sockel, Deckel, Verlustgrenze, Rundung, Fester Betrag, Budget. Areas are
        called by the index of ``personen`` where that is text, else by their position.
    AnalyseError
        Negative, missing or fractional input, rows of different length, λ outside 0–1, nobody or no need anywhere.

    Notes
    -----
    More need never gives less (without guard, all else equal). When only sᵢ grows, pᵢ grows and all others shrink. If
    area i lies between its bounds before and after, θ does not grow, hence every other quota shrinks or stays; a quota
    that falls below a whole number frees the very step it then competes for, so i keeps its place among the
    remainders. At a bound, which is a multiple of the step, i gets that bound.
    """
    budget = read_cent(budget_cent, "Budget")
    schritt = read_cent(runden_auf_cent, "Rundung")
    if schritt < 1:
        raise AnalyseError("Rundung: Der kleinste Schritt ist ein Cent.")
    if not 0 <= lambda_ <= 1:
        raise AnalyseError(f"Lambda: {lambda_} ist nicht möglich; bitte 0 (pro Kopf) bis 1 (nach Bedarf).")
    check_same_areas({"Personen": personen, "Bedarf": bedarf})
    n, s = to_floats(personen, "Personen"), to_floats(bedarf, "Bedarf")
    bisher = read_amounts(bisher_cent, n.size, "Bisher")
    grenzen = Grenzen(
        read_bound(sockel_cent, n.size, "Sockel", 0),
        read_guard(bisher, max_verlust),
        read_bound(deckel_cent, n.size, "Deckel", OHNE_GRENZE),
    )
    fest = read_amounts(fest_cent, n.size, "Fester Betrag")
    namen = name_areas(personen)
    frei = np.isnan(fest)
    if frei.all():
        return _distribute(budget, n, s, lambda_, grenzen, bisher, schritt, namen)
    ergebnis = np.where(frei, 0, fest).astype(np.int64)
    rest = check_fixed(ergebnis, frei, grenzen, budget, schritt, namen)
    if not frei.any():
        return ergebnis
    stellen = np.flatnonzero(frei)
    try:
        ergebnis[frei] = _distribute(
            rest, n[frei], s[frei], lambda_, grenzen.take(frei), bisher[frei], schritt, lambda i: namen(int(stellen[i]))
        )
    except VerteilungsError as fehler:
        raise name_fixed(fehler, budget, rest) from None
    return ergebnis


def _distribute(
    budget: int, n: Floats, s: Floats, lambda_: float, grenzen: Grenzen, bisher: Floats, schritt: int, namen: Namen
) -> Ganze:
    """The formula within the bounds, over areas none of which is fixed."""
    p, s = _shares(n, s, lambda_, namen)
    unten, oben = check_bounds(budget, grenzen, p > 0, schritt, namen)
    if p.size == 0:
        return np.zeros(0, dtype=np.int64)
    schritte = budget // schritt
    menge = _fill(schritte, p, unten, oben)
    return _round_within(menge, schritte, unten, oben, (-np.nan_to_num(bisher), -n, -s)) * schritt


def _shares(n: Floats, s: Floats, lambda_: float, namen: Namen) -> tuple[Floats, Floats]:
    """pᵢ of the formula, and s as it decides about ties."""
    if lambda_ == 0:
        s = np.where(np.isnan(s), 0.0, s)  # decides about ties only
    for reihe, name in ((n, "Personen"), (s, "Bedarf")):
        check_non_negative(reihe, name)
        if (fehlt := np.flatnonzero(np.isnan(reihe))).size:
            raise AnalyseError(
                f"{name}: Für {namen(int(fehlt[0]))} fehlt die Zahl ({fehlt.size} insgesamt). "
                "Bitte ergänzen oder das Gebiet aus der Verteilung nehmen."
            )
    if n.size == 0:
        return n, s
    if n.max() == 0:
        raise AnalyseError("Personen: In keinem Gebiet lebt jemand; so lässt sich nichts verteilen.")
    kopf = n / n.max()
    p = (1 - lambda_) * kopf / _ordered_sum(kopf)
    if lambda_ > 0:
        last = kopf * (s / s.max()) if s.max() > 0 else kopf * 0.0
        if last.max() == 0:
            raise AnalyseError("Bedarf: Er ist überall null; nach Bedarf lässt sich so nichts verteilen.")
        p = p + lambda_ * last / _ordered_sum(last)
    return p, s


def _ordered_sum(x: Floats) -> float:
    """The same rounding errors, however the areas are sorted."""
    return float(np.sort(x).sum())


def _fill(budget: int, p: Floats, unten: Ganze, oben: Ganze) -> Floats:
    """clip(θ·p, unten, oben) with the θ for which the sum is the budget.

    The sum grows with θ and bends only where an area leaves its floor or reaches its cap: a binary search over the
    sorted bends finds the stretch on which the budget lies, and there θ follows from one division.
    """
    reihenfolge = np.argsort(p)
    gleich = p[reihenfolge[1:]] == p[reihenfolge[:-1]]
    if gleich.any():  # sums must not depend on the order in which areas of equal share were given
        reihenfolge = np.lexsort((oben, unten, p))
    w, lo, hi = p[reihenfolge], unten[reihenfolge].astype(np.float64), oben[reihenfolge].astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        start, stopp = np.where(w > 0, lo / w, np.inf), np.where(w > 0, hi / w, np.inf)
    knicke = np.sort(np.concatenate((start, stopp)))
    knicke = knicke[np.isfinite(knicke)]
    links, rechts = 0, knicke.size
    while links < rechts:  # first bend at which at least the budget is spent
        mitte = (links + rechts) // 2
        if np.clip(knicke[mitte] * w, lo, hi).sum() < budget:
            links = mitte + 1
        else:
            rechts = mitte
    anfang = knicke[links - 1] if links else 0.0
    ende = knicke[links] if links < knicke.size else np.inf
    frei = (start <= anfang) & (stopp >= ende) & (w > 0) & (lo < hi)
    menge = np.where(stopp <= anfang, hi, lo)
    if frei.any():
        theta = (budget - menge[~frei].sum()) / w[frei].sum()
        menge[frei] = np.clip(theta * w[frei], lo[frei], hi[frei])
    ergebnis = np.empty_like(menge)
    ergebnis[reihenfolge] = menge
    return ergebnis


def _round_within(menge: Floats, budget: int, unten: Ganze, oben: Ganze, vorrang: tuple[Floats, ...]) -> Ganze:
    """Largest remainder within bounds; ``vorrang`` (as in lexsort: the last key counts most) decides among equals."""
    ganz = np.clip(np.floor(menge).astype(np.int64), unten, oben)
    while rest := budget - total(ganz):
        # below the budget steps go to the largest remainders; rounding errors alone may ask one back
        zeichen = 1 if rest > 0 else -1
        moeglich = np.flatnonzero(ganz < oben) if rest > 0 else np.flatnonzero(ganz > unten)
        anspruch = zeichen * (menge - ganz)[moeglich]
        anzahl = min(abs(rest), moeglich.size)
        schwelle = np.partition(anspruch, -anzahl)[-anzahl]
        sicher = moeglich[anspruch > schwelle]
        gleichauf = moeglich[anspruch == schwelle]
        folge = np.lexsort(tuple(zeichen * schluessel[gleichauf] for schluessel in vorrang))
        ganz[sicher] += zeichen
        ganz[gleichauf[folge][: anzahl - sicher.size]] += zeichen
    return ganz


def money_need_gap(geld: ArrayLike | pd.Series, bedarf: ArrayLike | pd.Series) -> float:
    """Geld-Bedarf-Abstand: the share of all money that would have to move to another area so that money follows need.

    ½ Σ |gᵢ/G − bᵢ/B| (Hoover index of money against need).

    Parameters
    ----------
    geld
        Money per area, ≥ 0, any unit.
    bedarf
        Need per area as a quantity, ≥ 0: persons × rate, not the rate alone.

    Returns
    -------
    float
        0 (money follows need) to 1; 0.18 reads »18 % der Mittel müssten das Gebiet wechseln«. Areas with a missing
        figure are left out of both sums. NaN when no area is left, or money or need is zero everywhere; 0 for a single
        area.

    Raises
    ------
    AnalyseError
        Negative or infinite numbers, text, rows of different length or of different areas.
    """
    abstand = _share_difference(geld, bedarf).to_numpy()
    da = ~np.isnan(abstand)
    return float(np.abs(abstand[da]).sum() / 2) if da.any() else float("nan")


def disparity(geld: ArrayLike | pd.Series, bedarf: ArrayLike | pd.Series) -> pd.Series:
    """Share of money minus share of need per area, in percentage points; positive: more money than its share of need.

    100·(gᵢ/G − bᵢ/B). Parameters, missing figures and errors as in ``money_need_gap``.

    Returns
    -------
    Series
        One number per area (index of ``geld`` where it is a Series), adding up to 0; NaN for areas with a missing
        figure, and everywhere when money or need is zero everywhere.
    """
    punkte: pd.Series = _share_difference(geld, bedarf) * 100
    return punkte


def disparity_money(geld: ArrayLike | pd.Series, bedarf: ArrayLike | pd.Series) -> pd.Series:
    """The same in money: what an area gets beyond (below: −) its share of need, gᵢ − G·bᵢ/B, in the unit of
    ``geld``."""
    differenz = _share_difference(geld, bedarf)
    in_geld: pd.Series = differenz * to_floats(geld, "Geld")[differenz.notna()].sum()
    return in_geld


def _share_difference(geld: ArrayLike | pd.Series, bedarf: ArrayLike | pd.Series) -> pd.Series:
    daten = read_areas({"Geld": geld, "Bedarf": bedarf}, nicht_negativ=("Geld", "Bedarf"))
    g, b = daten.reihen
    index = next((reihe.index for reihe in (geld, bedarf) if isinstance(reihe, pd.Series)), None)
    ergebnis = np.full(daten.n + daten.fehlend, np.nan)
    if daten.n and g.max() > 0 and b.max() > 0:
        g, b = g / g.max(), b / b.max()
        ergebnis[slice(None) if daten.gueltig is None else daten.gueltig] = g / g.sum() - b / b.sum()
    return pd.Series(ergebnis, index=index)
