"""Money beside need: the same areas, the same persons, one table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sozialplanung.analysis.allocation import disparity, disparity_money, money_need_gap
from sozialplanung.analysis.eingabe import Floats, check_same_areas, to_floats
from sozialplanung.errors import AnalyseError


def need_from_zero(werte: pd.Series) -> tuple[pd.Series, bool]:
    """Need s ≥ 0 per area: a rate as it is; an index that goes below zero is shifted so that its least area is 0.

    Returns
    -------
    The shifted figures, and whether they were shifted. A shift makes »twice the need« a matter of the scale: the page
    says so.
    """
    da = werte.dropna()
    if da.empty or da.min() >= 0:
        return werte, False
    return werte - da.min(), True


def money_and_need(geld: pd.Series, personen: pd.Series, satz: pd.Series) -> pd.DataFrame:
    """One row per area: what it gets, what it needs, and the difference.

    Parameters
    ----------
    geld
        Euro per area; no entry: none is known.
    personen, satz
        Persons and need per person (rate or index, ≥ 0), for the same areas (same index).

    Returns
    -------
    DataFrame
        Index as ``personen``; ``eur``, ``personen``, ``satz``, ``menge`` = personen·satz, ``je_kopf`` = eur ÷ personen,
        ``punkte`` = share of money − share of need in percentage points, ``mehr`` = the same in euro. Areas with a
        missing figure have NaN in the last two and are no part of the shares.

    Raises
    ------
    AnalyseError
        Negative figures, rows of different areas.
    """
    check_same_areas({"Personen": personen, "Bedarf": satz})
    n, s = to_floats(personen, "Personen"), to_floats(satz, "Bedarf")
    if (n[~np.isnan(n)] < 0).any() or (s[~np.isnan(s)] < 0).any():
        raise AnalyseError("Geld und Bedarf: Negative Zahlen sind nicht möglich.")
    eur = to_floats(geld.reindex(personen.index), "Geld")
    menge = pd.Series(n * s, index=personen.index)
    betrag = pd.Series(eur, index=personen.index)
    return pd.DataFrame(
        {
            "eur": betrag,
            "personen": n,
            "satz": s,
            "menge": menge,
            "je_kopf": np.divide(eur, n, out=np.full(n.size, np.nan), where=n > 0),
            "punkte": disparity(betrag, menge),
            "mehr": disparity_money(betrag, menge),
        },
        index=personen.index,
    )


def gap_of_groups(geld: pd.DataFrame, menge: pd.Series, nach: str) -> pd.DataFrame:
    """Geld-Bedarf-Abstand of each Handlungsfeld or year.

    Parameters
    ----------
    geld
        frame with gebiet_id, ``nach`` and eur; areas that a group does not name get nothing from it.
    menge
        Need by gebiet_id (persons × rate).

    Returns
    -------
    DataFrame
        Index ``nach``: ``eur`` and ``abstand`` (0–1), the largest sum first.
    """
    bekannt = menge.dropna()
    breit = geld[geld["gebiet_id"].isin(bekannt.index)].pivot_table(
        index="gebiet_id", columns=nach, values="eur", aggfunc="sum", fill_value=0.0
    )
    breit = breit.reindex(bekannt.index, fill_value=0.0)
    return pd.DataFrame(
        {"eur": breit.sum(), "abstand": [money_need_gap(breit[name], bekannt) for name in breit.columns]},
        index=breit.columns,
    ).sort_values("eur", ascending=False, kind="stable")


def money_over_need(geld: pd.Series, menge: pd.Series) -> pd.DataFrame:
    """Lorenz curve of money over need: areas from the least money per need to the most.

    Parameters
    ----------
    geld, menge
        Money and need (persons × rate) per area, ≥ 0, for the same areas; areas with a missing figure are left out.

    Returns
    -------
    DataFrame
        ``anteil_bedarf`` and ``anteil_geld``, cumulated shares 0–1 from (0, 0) to (1, 1). Areas without need stand
        last, as a rise at the end. Empty where money or need is zero everywhere.
    """
    da = geld.notna() & menge.notna()
    g, m = to_floats(geld[da], "Geld"), to_floats(menge[da], "Bedarf")
    if not (g.sum() > 0 and m.sum() > 0):
        return pd.DataFrame({"anteil_bedarf": [], "anteil_geld": []}, dtype=float)
    je_bedarf = np.divide(g, m, out=np.full(g.size, np.inf), where=m > 0)
    folge = np.argsort(je_bedarf, kind="stable")
    anteile = [np.concatenate(([0.0], np.cumsum(x[folge]) / x.sum())) for x in (m, g)]
    return pd.DataFrame({"anteil_bedarf": anteile[0], "anteil_geld": anteile[1]})


def money_of_half(kurve: pd.DataFrame) -> float:
    """Share of the money (0–1) that goes to that half of the need which gets the least of it; NaN without a curve."""
    return float(np.interp(0.5, kurve["anteil_bedarf"], kurve["anteil_geld"])) if len(kurve) else float("nan")


@dataclass(frozen=True, slots=True)
class Spanne:
    """Where the Geld-Bedarf-Abstand (0–1) and each area's disparity lie, given that need is known from counts.

    ``je_gebiet``: ``punkte_von`` and ``punkte_bis`` (percentage points), NaN as in ``money_and_need``.
    """

    unten: float
    oben: float
    je_gebiet: pd.DataFrame


def gap_interval(
    tabelle: pd.DataFrame,
    zaehler: pd.Series,
    nenner: pd.Series,
    *,
    ziehungen: int = 1000,
    niveau: float = 0.95,
    seed: int = 20080801,
) -> Spanne | None:
    """Interval of the gap and of each disparity: the counts behind the need are drawn anew.

    Each draw takes rates from Beta(x + ½, n − x + ½), the distribution of a rate given its counts (Jeffreys), or, where
    a count exceeds its denominator, from Gamma(x + ½) ÷ n; ½ Σ |gᵢ/G − bᵢ/B| of each draw, and of these the middle
    ``niveau``.

    Parameters
    ----------
    tabelle
        As from ``money_and_need``.
    zaehler, nenner
        Counts behind ``satz``, by the same areas; a missing one leaves the rate as it is.
    ziehungen, seed
        Number of draws, at least 1; the same seed gives the same result.
    niveau
        Share of the draws that the interval holds, above 0 and below 1.

    Returns
    -------
    Spanne, or None where no area has counts or no money or need is left. Chance alone lets a small gap look larger, so
    draws lie higher than the figure where counts are small; the interval always holds the figure itself.

    Raises
    ------
    AnalyseError
        Rows of different areas, impossible ``ziehungen`` or ``niveau``.

    Notes
    -----
    Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 7; Brown, Cai & DasGupta, Statistical
    Science 2001, for the Jeffreys interval.
    """
    if ziehungen < 1 or not 0 < niveau < 1:
        raise AnalyseError(
            f"Spanne: {ziehungen} Ziehungen und Niveau {niveau} passen nicht; nötig sind mindestens eine Ziehung und "
            "ein Niveau zwischen 0 und 1."
        )
    check_same_areas({"Geld und Bedarf": tabelle["eur"], "Zähler": zaehler, "Nenner": nenner})
    da = tabelle["punkte"].notna().to_numpy()
    x, n = to_floats(zaehler, "Zähler")[da], to_floats(nenner, "Nenner")[da]
    gezaehlt = ~np.isnan(x) & (x >= 0) & (n > 0)
    if not gezaehlt.any():
        return None
    teil = tabelle[da]
    rng = np.random.default_rng(seed)
    satz = np.repeat(teil["satz"].to_numpy(dtype=float)[:, np.newaxis], ziehungen, axis=1)
    satz[gezaehlt] = _draw_rates(x[gezaehlt], n[gezaehlt], satz[gezaehlt, 0], ziehungen, rng)
    menge = satz * teil["personen"].to_numpy(dtype=float)[:, np.newaxis]
    geld = teil["eur"].to_numpy(dtype=float)
    punkte = 100 * ((geld / geld.sum())[:, np.newaxis] - menge / menge.sum(axis=0))
    rand = 50 * (1 - niveau)
    unten, oben = np.percentile(np.abs(punkte).sum(axis=0) / 200, [rand, 100 - rand])
    abstand = float(np.abs(teil["punkte"]).sum() / 200)
    von, bis = np.percentile(punkte, [rand, 100 - rand], axis=1)
    je_gebiet = pd.DataFrame({"punkte_von": von, "punkte_bis": bis}, index=teil.index).reindex(tabelle.index)
    return Spanne(min(float(unten), abstand), max(float(oben), abstand), je_gebiet)


def _draw_rates(x: Floats, n: Floats, satz: Floats, ziehungen: int, rng: np.random.Generator) -> Floats:
    """Drawn rates in the unit of ``satz``, areas × draws; the unit comes from the rates that are not zero."""
    einheit = float(np.median(satz[x > 0] * n[x > 0] / x[x > 0])) if (x > 0).any() else 1.0
    umfang = (x.size, ziehungen)
    a, b = (x + 0.5)[:, np.newaxis], (n - x + 0.5)[:, np.newaxis]
    anteile = rng.gamma(a, size=umfang) / n[:, np.newaxis] if (x > n).any() else rng.beta(a, b, umfang)
    return np.asarray(anteile * einheit)
