"""How sure is a rate? Confidence intervals, comparison with a benchmark, and trends that survive a second look.

Missing figures (NaN, None) give NaN; a denominator of zero gives NaN; negative figures raise ``AnalyseError``.
Sources: Wilson, JASA 1927; Breslow & Day, Statistical Methods in Cancer Research II (IARC 1987), for Byar's method;
Office for Health Improvement and Disparities, Fingertips Technical Guidance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import chdtrc, gammaincinv, ndtri, stdtr, stdtrit

from sozialplanung.analysis.eingabe import Floats, check_non_negative, check_same_areas, read_areas, to_floats
from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.errors import AnalyseError
from sozialplanung.formatting import format_zahl


class Intervall(NamedTuple):
    """Lower and upper bound: two floats for two numbers, two arrays for rows of numbers."""

    unten: float | Floats
    oben: float | Floats


def _check_niveau(niveau: float) -> None:
    if not 0 < niveau < 1:
        raise AnalyseError(f"Niveau: {niveau} ist nicht möglich; bitte eine Zahl zwischen 0 und 1, üblich ist 0,95.")


def _read_pair(oben: ArrayLike, unten: ArrayLike, namen: tuple[str, str]) -> tuple[Floats, Floats, bool]:
    """Both as rows of equal length; a single number beside a row is repeated. The flag: both were single numbers."""
    einzeln = [np.ndim(np.asarray(x)) == 0 for x in (oben, unten)]
    if not any(einzeln):
        check_same_areas({namen[0]: oben, namen[1]: unten})
    x, n = (
        to_floats(np.asarray([wert], dtype=object) if ein else wert, name)
        for wert, ein, name in zip((oben, unten), einzeln, namen, strict=True)
    )
    for reihe, name in ((x, namen[0]), (n, namen[1])):
        check_non_negative(reihe, name)
    x, n = np.broadcast_arrays(x, n)
    return x, n, all(einzeln)


def _interval(unten: Floats, oben: Floats, einzeln: bool) -> Intervall:
    return Intervall(float(unten[0]), float(oben[0])) if einzeln else Intervall(unten, oben)


def wilson_interval(zaehler: ArrayLike, nenner: ArrayLike, niveau: float = 0.95) -> Intervall:
    """Wilson's score interval for a proportion.

    [2x + z² ∓ z√(z² + 4x(1 − x/n))] / [2(n + z²)], z the normal quantile of ``niveau``.

    Parameters
    ----------
    zaehler, nenner
        Persons with the attribute and all persons, each a number or one number per area; 0 ≤ zaehler ≤ nenner.
    niveau
        Confidence level, above 0 and below 1.

    Returns
    -------
    Intervall
        Bounds as shares (0–1). NaN where a figure is missing or the denominator is zero.

    Raises
    ------
    AnalyseError
        Negative figures, a numerator above its denominator, rows of different length, impossible level.

    Examples
    --------
    >>> wilson_interval(0, 10).unten
    0.0
    """
    _check_niveau(niveau)
    x, n, einzeln = _read_pair(zaehler, nenner, ("Zähler", "Nenner"))
    if (zu_gross := np.flatnonzero(x > n)).size:
        i = int(zu_gross[0])
        raise AnalyseError(
            f"Der Zähler {format_zahl(float(x[i]))} an Stelle {i + 1} ist größer als sein Nenner "
            f"{format_zahl(float(n[i]))}; für Häufigkeiten über 100 % passt ›byar_interval‹."
        )
    z = float(ndtri((1 + niveau) / 2))
    n_oder_nan = np.where(n > 0, n, np.nan)
    mitte = 2 * x + z**2
    halb = z * np.sqrt(z**2 + 4 * x * (1 - x / n_oder_nan))
    nenner_2 = 2 * (n_oder_nan + z**2)
    # the ends are exact at 0 and 1, whatever the rounding says
    unten = np.where(x == 0, 0 * n_oder_nan, (mitte - halb) / nenner_2)
    oben = np.where(x == n, n / n_oder_nan, (mitte + halb) / nenner_2)
    return _interval(unten, oben, einzeln)


def byar_interval(faelle: ArrayLike, bezug: ArrayLike, niveau: float = 0.95, je: float = 1.0) -> Intervall:
    """Byar's interval for a rate; exact Poisson (χ²) limits below ten cases.

    x(1 − 1/9x − z/3√x)³ and (x+1)(1 − 1/9(x+1) + z/3√(x+1))³, divided by ``bezug``, times ``je``.

    Parameters
    ----------
    faelle, bezug
        Cases and what they are related to (persons, person-years), each a number or one number per area; cases may
        exceed ``bezug``.
    niveau
        Confidence level, above 0 and below 1.
    je
        Unit of the rate: 1000 gives cases per 1,000.

    Returns
    -------
    Intervall
        Bounds per ``je``. NaN where a figure is missing or ``bezug`` is zero; 0 cases have a lower bound of 0.

    Raises
    ------
    AnalyseError
        Negative figures, rows of different length, impossible level, ``je`` not above zero.
    """
    _check_niveau(niveau)
    if not (np.isfinite(je) and je > 0):
        raise AnalyseError(f"›je‹ ist {je}; nötig ist eine Zahl über null, z. B. 1000.")
    x, n, einzeln = _read_pair(faelle, bezug, ("Fälle", "Bezug"))
    z = float(ndtri((1 + niveau) / 2))
    alpha = 1 - niveau
    klein = x < load_parameter("exakt_unter_faellen")
    gross = np.where(klein, np.nan, x)
    unten = gross * (1 - 1 / (9 * gross) - z / (3 * np.sqrt(gross))) ** 3
    oben = (gross + 1) * (1 - 1 / (9 * (gross + 1)) + z / (3 * np.sqrt(gross + 1))) ** 3
    wenige = x[klein]
    unten[klein] = np.where(wenige > 0, gammaincinv(wenige, alpha / 2), 0.0)
    oben[klein] = gammaincinv(wenige + 1, 1 - alpha / 2)
    faktor = je / np.where(n > 0, n, np.nan)
    return _interval(unten * faktor, oben * faktor, einzeln)


def standard_error(intervall: Intervall, niveau: float = 0.95) -> float | Floats:
    """Standard error behind an interval: its width ÷ 2z. Never zero, even for 0 cases; NaN stays NaN."""
    _check_niveau(niveau)
    return (intervall.oben - intervall.unten) / (2 * float(ndtri((1 + niveau) / 2)))


def compare_to_benchmark(
    zaehler: ArrayLike | pd.Series,
    nenner: ArrayLike | pd.Series,
    vergleich: float | None = None,
    *,
    art: Literal["anteil", "rate"] = "anteil",
    je: float = 1.0,
    niveaus: Sequence[float] | None = None,
) -> pd.DataFrame:
    """Is an area below, similar to or above the benchmark? It differs when the benchmark lies outside its interval.

    Parameters
    ----------
    zaehler, nenner
        Counts per area.
    vergleich
        The benchmark in the unit of the result; None: all areas together (Σ zaehler ÷ Σ nenner of those without gap).
    art
        ``anteil``: persons among persons (Wilson); ``rate``: cases that may exceed their base (Byar).
    je
        Unit of the result: 1 gives shares, 100 percent, 1000 per 1,000.
    niveaus
        Confidence levels; None: 95 % and 99.8 %.

    Returns
    -------
    DataFrame
        One row per area (the index of ``zaehler`` where it is a Series): ``wert``, ``vergleich``, and for each level,
        named after its percentage without comma (95, 998): ``unten_95``, ``oben_95``, ``urteil_95`` (»niedriger«,
        »ähnlich«, »höher«; None where the area has no value). The area is part of the benchmark.

    Raises
    ------
    AnalyseError
        As in ``wilson_interval`` and ``byar_interval``; unknown ``art``; a benchmark below zero.
    """
    if art not in ("anteil", "rate"):
        raise AnalyseError(f"Art ›{art}‹ ist unbekannt; möglich sind ›anteil‹ und ›rate‹.")
    if vergleich is not None and not (np.isfinite(vergleich) and vergleich >= 0):
        raise AnalyseError(f"Vergleichswert: {vergleich} ist nicht möglich; nötig ist eine Zahl ab null.")
    x, n, _ = _read_pair(zaehler, nenner, ("Zähler", "Nenner"))
    da = ~np.isnan(x) & (n > 0)
    if vergleich is None:
        vergleich = float(x[da].sum() / n[da].sum() * je) if da.any() else float("nan")
    index = zaehler.index if isinstance(zaehler, pd.Series) else pd.RangeIndex(x.size)
    spalten: dict[str, object] = {
        "wert": np.divide(x, n, out=np.full(x.size, np.nan), where=da) * je,
        "vergleich": np.full(x.size, vergleich),
    }
    for niveau in niveaus or load_parameter("vergleich_niveaus"):
        intervall = wilson_interval(x, n, niveau) if art == "anteil" else byar_interval(x, n, niveau)
        unten, oben = np.asarray(intervall.unten) * je, np.asarray(intervall.oben) * je
        urteil = np.select([vergleich < unten, vergleich > oben, da], ["höher", "niedriger", "ähnlich"], "")
        kuerzel = f"{niveau * 100:.4f}".rstrip("0").rstrip(".").replace(".", "")
        spalten |= {
            f"unten_{kuerzel}": unten,
            f"oben_{kuerzel}": oben,
            f"urteil_{kuerzel}": pd.Series([str(text) or None for text in urteil], index=index, dtype=object),
        }
    return pd.DataFrame(spalten, index=index)


@dataclass(frozen=True, slots=True)
class Trend:
    """``urteil``: »steigend«, »fallend«, »kein klarer Trend«, or None with too few points.

    ``steigung`` per unit of time with its 95 % interval, ``p`` of the test against no slope, ``stabil``: the sign
    survives leaving out any one point. ``n`` points were used; ``fehlend`` points of the row had no value.
    """

    urteil: str | None
    steigung: float
    steigung_unten: float
    steigung_oben: float
    p: float
    stabil: bool
    n: int
    fehlend: int


def trend(
    zeitpunkte: ArrayLike,
    werte: ArrayLike,
    standardfehler: ArrayLike | None = None,
    *,
    punkte: int | None = None,
    niveau: float | None = None,
) -> Trend:
    """Does a row of figures rise or fall? Weighted line through its last five points.

    Weights 1/SE²; χ² = (slope / SE of slope)² with one degree of freedom against ``niveau`` (99.8 %), and the sign of
    the slope must survive leaving out any one point.

    Parameters
    ----------
    zeitpunkte
        Years or other numbers, each once, in any order.
    werte
        The figures; missing ones are left out and counted. Any finite numbers (gaps and differences may be negative).
    standardfehler
        Their standard errors (see ``standard_error``), above zero. None: all points weigh the same, and the test is a
        t-test from the scatter around the line.
    punkte
        How many of the latest points decide (at least 3); None: five.
    niveau
        Level of the test; None: 99.8 %.

    Returns
    -------
    Trend
        With fewer than ``punkte`` figures ``urteil`` is None and all numbers are NaN.

    Raises
    ------
    AnalyseError
        Rows of different length, a point of time twice, a standard error of zero or below.
    """
    if punkte is None:
        punkte = int(load_parameter("trend_punkte"))
    if punkte < 3:
        raise AnalyseError(f"Trend: {punkte} Zeitpunkte reichen nicht; nötig sind mindestens 3.")
    niveau = float(load_parameter("trend_niveau")) if niveau is None else niveau
    _check_niveau(niveau)
    reihen: dict[str, ArrayLike | pd.Series] = {"Zeitpunkte": zeitpunkte, "Werte": werte}
    if standardfehler is not None:
        reihen["Standardfehler"] = standardfehler
    daten = read_areas(reihen)
    if np.unique(daten.reihen[0]).size < daten.n:
        raise AnalyseError("Trend: Ein Zeitpunkt kommt zweimal vor; je Zeitpunkt ist ein Wert möglich.")
    if standardfehler is not None and daten.n and daten.reihen[2].min() <= 0:
        raise AnalyseError("Trend: Ein Standardfehler ist null oder negativ; so genau ist keine Zahl.")
    nan = float("nan")
    if daten.n < punkte:
        return Trend(None, nan, nan, nan, nan, False, daten.n, daten.fehlend)
    letzte = np.argsort(daten.reihen[0])[-punkte:]
    zeit, wert = daten.reihen[0][letzte], daten.reihen[1][letzte]
    gewicht = np.ones(punkte) if standardfehler is None else daten.reihen[2][letzte] ** -2.0
    steigung, streuung = _slope(zeit, wert, gewicht)
    if standardfehler is None:
        rest = wert - wert.mean() - steigung * (zeit - zeit.mean())
        fehler = float(np.sqrt(rest @ rest / (punkte - 2) / streuung))
        p = float(2 * stdtr(punkte - 2, -abs(steigung) / fehler)) if fehler else float(steigung == 0)
        halb = float(stdtrit(punkte - 2, 0.975)) * fehler
    else:
        fehler = float(streuung**-0.5)
        p = float(chdtrc(1, (steigung / fehler) ** 2))
        halb = float(ndtri(0.975)) * fehler
    ohne_einen = [_slope(np.delete(zeit, i), np.delete(wert, i), np.delete(gewicht, i))[0] for i in range(punkte)]
    stabil = steigung != 0 and all(np.sign(s) == np.sign(steigung) for s in ohne_einen)
    urteil = "kein klarer Trend"
    if stabil and p < 1 - niveau:
        urteil = "steigend" if steigung > 0 else "fallend"
    return Trend(urteil, steigung, steigung - halb, steigung + halb, p, bool(stabil), punkte, daten.fehlend)


def _slope(zeit: Floats, wert: Floats, gewicht: Floats) -> tuple[float, float]:
    """Slope of the weighted line and Σ w (t − t̄)²."""
    anteil = gewicht / gewicht.sum()
    abstand = zeit - anteil @ zeit
    wert = wert - wert[0]  # a row of equal values has slope zero exactly
    streuung = float(gewicht @ abstand**2)
    return float((gewicht * abstand) @ (wert - anteil @ wert)) / streuung, streuung
