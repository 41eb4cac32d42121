"""What stands out in the history of figures: jumps, changed units, copied years, changed signs, gaps, missing areas.

Everything takes a matrix: one row per series (an area, or a group in it), one column per year in ascending order, NaN
where there is no number. Thresholds: parameter.yaml, ``pruefung_…``. Nothing here decides; a person is asked to look.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sozialplanung.analysis.parameter import load_parameter

Zahlen = npt.NDArray[np.float64]
Wahr = npt.NDArray[np.bool_]

_MAD_ZU_S = 1.4826  # of a normal distribution


@dataclass(frozen=True, slots=True)
class Einheitensprung:
    """Column ``jahr`` against column ``davor``: the areas' median is ``faktor`` (a power of ten) times as large."""

    jahr: int
    davor: int
    faktor: float


def find_jumps(zahlen: Zahlen, *, anzahlen: bool) -> Zahlen:
    """How far each figure lies beyond what its own history lets expect; 0 where it does not stand out.

    d = ln((x_t + e) / (x_{t−1} + e)) − median over the series in t; it stands out where
    |d − median(d)| > k · 1.4826 · median(|d − median(d)|) of its own row, where x changed by more than ``mindestens``,
    and – for counts – where √2 · |√(x_t + 3/8) − √(x_{t−1} + 3/8)| > k, which chance alone does not reach (Anscombe).

    Parameters
    ----------
    zahlen : float [series, years]
        e is 0.5 for counts, else a hundredth of the row's median; figures below zero are not judged.
    anzahlen : bool
        Whether the figures are counts, whose chance is known.

    Returns
    -------
    float [series, years]
        |d − median(d)| in units of the limit (> 1), or 0. Rows with fewer than ``mindestwerte`` numbers above zero
        are 0; of a figure that jumps and returns only the first change is told.

    Sources: Hampel, The Influence Curve and Its Role in Robust Estimation, JASA 69 (1974); Anscombe, Biometrika 35
    (1948).
    """
    grenzen = load_parameter("pruefung_sprung")
    k = float(grenzen["k"])
    ergebnis = np.zeros(zahlen.shape)
    reihen = np.flatnonzero((zahlen > 0).sum(axis=1) >= grenzen["mindestwerte"])
    if zahlen.shape[1] < 2 or not len(reihen):
        return ergebnis
    x = zahlen[reihen]
    klein = np.full((len(x), 1), 0.5) if anzahlen else 0.01 * np.abs(_row_median(x))[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        d = np.diff(np.log(np.where(x >= 0, x + klein, np.nan)), axis=1)
    d[~np.isfinite(d)] = np.nan
    eigen = d
    if len(x) >= grenzen["gemeinsam_ab"]:
        eigen = d - _row_median(d.T)[None, :]
    mitte = _row_median(eigen)[:, None]
    streuung = _MAD_ZU_S * _row_median(np.abs(eigen - mitte))[:, None]
    abstand = np.abs(eigen - mitte)
    grenze = np.maximum(k * streuung, np.log1p(float(grenzen["mindestens"])))
    mit_d = (~np.isnan(d)).sum(axis=1)[:, None] >= grenzen["mindestwerte"] - 1
    heraus = mit_d & (abstand > grenze) & (np.abs(d) > np.log1p(float(grenzen["mindestens"])))
    if not anzahlen:
        heraus &= x[:, :-1] > 0  # what begins has no size to be compared with
    else:
        wurzel = np.sqrt(np.where(x >= 0, x, np.nan) + 0.375)
        heraus &= np.sqrt(2) * np.abs(np.diff(wurzel, axis=1)) > k
    zurueck = heraus[:, 1:] & heraus[:, :-1] & (np.sign(d[:, 1:]) != np.sign(d[:, :-1]))
    heraus[:, 1:] &= ~zurueck
    ergebnis[reihen[:, None], np.arange(1, zahlen.shape[1])[None, :]] = np.where(heraus, abstand / grenze, 0.0)
    return ergebnis


def find_unit_change(zahlen: Zahlen, jahr: int, davor: int) -> Einheitensprung | None:
    """Whether all series together changed by a power of ten: median(log10(x_t / x_s)) near a whole number other than 0.

    Needs ``mindestreihen`` series with numbers > 0 in both columns that agree among themselves. Source: own rule.
    """
    grenzen = load_parameter("pruefung_einheit")
    beide = (zahlen[:, jahr] > 0) & (zahlen[:, davor] > 0)
    if beide.sum() < grenzen["mindestreihen"]:
        return None
    stellen = np.log10(zahlen[beide, jahr] / zahlen[beide, davor])
    mitte = float(np.median(stellen))
    potenz = round(mitte)
    if potenz == 0 or abs(mitte - potenz) > grenzen["naehe"]:
        return None
    if float(np.median(np.abs(stellen - mitte))) > grenzen["streuung"]:
        return None
    return Einheitensprung(jahr, davor, float(10.0**potenz))


def is_copied(zahlen: Zahlen, jahr: int, davor: int) -> bool:
    """Whether a year repeats the one before, series by series, although figures of this kind move.

    Asked only of ``mindestreihen`` series with ``mindestens_verschiedene`` numbers of typical size ``mindestgroesse``;
    not where other neighbouring years agree in more than half of the series, too. Source: own rule.
    """
    grenzen = load_parameter("pruefung_kopie")
    beide = ~np.isnan(zahlen[:, jahr]) & ~np.isnan(zahlen[:, davor])
    neu = zahlen[beide, jahr]
    if beide.sum() < grenzen["mindestreihen"] or not np.array_equal(neu, zahlen[beide, davor]):
        return False
    if np.median(np.abs(neu)) < grenzen["mindestgroesse"] or len(np.unique(neu)) < grenzen["mindestens_verschiedene"]:
        return False
    gleich = zahlen[:, 1:] == zahlen[:, :-1]
    paare = ~np.isnan(zahlen[:, 1:]) & ~np.isnan(zahlen[:, :-1])
    for spalte in range(paare.shape[1]):
        if spalte + 1 != jahr and paare[:, spalte].sum() and gleich[:, spalte].sum() > 0.5 * paare[:, spalte].sum():
            return False
    return True


def find_sign_changes(zahlen: Zahlen, neu: Wahr) -> Wahr:
    """New figures whose sign no earlier figure of the Merkmal had.

    Parameters
    ----------
    zahlen, neu : [series, years]
        ``neu``: figures to be judged. The others, if there are at least ``mindestwerte`` of them that are not zero,
        must all have one sign. Without earlier figures the new ones judge themselves: at most ``hoechstanteil`` may
        differ.

    Source: own rule.
    """
    grenzen = load_parameter("pruefung_vorzeichen")
    alle = np.where(np.isnan(zahlen), 0.0, np.sign(zahlen))
    frueher = alle[~neu]
    frueher = frueher[frueher != 0]
    if len(frueher) >= grenzen["mindestwerte"]:
        richtung = frueher[0] if (frueher == frueher[0]).all() else 0.0
        return np.asarray(neu & (alle == -richtung) & (richtung != 0))
    jetzt = alle[neu & (alle != 0)]
    if len(jetzt) < grenzen["mindestwerte"]:
        return np.zeros(zahlen.shape, dtype=bool)
    richtung = float(np.sign(np.sum(jetzt)))
    anders = np.asarray(neu & (alle == -richtung) & (richtung != 0))
    return anders if anders.sum() <= grenzen["hoechstanteil"] * len(jetzt) else np.zeros(zahlen.shape, dtype=bool)


def find_gaps(vorhanden: Wahr) -> Wahr:
    """Series without an entry in a year in which nearly all others that go on have one.

    ``vorhanden`` [series, years]: there is a number or a sign. A gap has an entry before and after it; at least
    ``mindestanteil`` of the series that do so, and ``mindestreihen`` of them, have an entry in that year. Own rule.
    """
    grenzen = load_parameter("pruefung_luecke")
    davor = np.logical_or.accumulate(vorhanden, axis=1)
    danach = np.logical_or.accumulate(vorhanden[:, ::-1], axis=1)[:, ::-1]
    laeuft = davor & danach
    da = (laeuft & vorhanden).sum(axis=0)
    genug = (da >= grenzen["mindestreihen"]) & (da >= grenzen["mindestanteil"] * laeuft.sum(axis=0))
    luecken: Wahr = laeuft & ~vorhanden & genug[None, :]
    return luecken


def _row_median(x: Zahlen) -> Zahlen:
    """Median of each row without NaN; NaN for an empty row. Sorting once is several times faster than nanmedian."""
    geordnet = np.sort(x, axis=1)
    anzahl = (~np.isnan(x)).sum(axis=1)
    zeile = np.arange(len(x))
    unten = geordnet[zeile, np.maximum(anzahl - 1, 0) // 2]
    oben = geordnet[zeile, np.minimum(anzahl // 2, x.shape[1] - 1)]
    mitte: Zahlen = np.where(anzahl > 0, (unten + oben) / 2, np.nan)
    return mitte
