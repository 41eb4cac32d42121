"""How sure is the gap between the lowest and the highest fifth, and does it change beyond chance?

Frames as the store returns them (``load_indikatorwerte``). Intervals treat the counts behind the rates as random (as in
``rates``) and the areas of each fifth as given. Sources: see ``distribution`` and ``rates``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import ndtri

from sozialplanung.analysis.eingabe import Floats
from sozialplanung.analysis.rates import Trend, byar_interval, standard_error, trend, wilson_interval
from sozialplanung.analysis.shares import read_values, weight_shares

_RUNDUNG = 1e-12  # share of the population, as in ``distribution``
_ENDUNGEN = ("", "_unten", "_oben", "_fehler")
ABSTAENDE = ("verhaeltnis", "differenz")


def fifth_weights(werte: ArrayLike, gewichte: ArrayLike | None = None, *, anteil: float = 0.2) -> tuple[Floats, Floats]:
    """How much each area counts in the mean of the lowest and of the highest fifth of the population.

    Parameters
    ----------
    werte, gewichte
        One non-negative number per area, as in ``fifths``.
    anteil
        Size of each end, above 0 and at most 0.5.

    Returns
    -------
    tuple of two arrays
        One number from 0 to 1 per area, each array adding up to 1; areas at the border of the fifth and areas of equal
        value count with their part. 0 for areas without value or weight, everywhere when none is left.
    """
    gebiete = read_values(werte, gewichte)
    alle = np.zeros((2, np.shape(np.asarray(werte))[0]))
    if not gebiete.n:
        return alle[0], alle[1]
    w = weight_shares(gebiete.reihen[1])
    _, gruppe = np.unique(gebiete.reihen[0], return_inverse=True)
    je_gruppe = np.bincount(gruppe, w)
    bis = np.cumsum(je_gruppe)
    unten = np.clip(anteil - (bis - je_gruppe), 0, je_gruppe)
    oben = np.clip(bis - (bis[-1] - anteil), 0, je_gruppe)
    stellen = slice(None) if gebiete.gueltig is None else gebiete.gueltig
    for zeile, teil in zip(alle, (unten, oben), strict=True):
        teil[teil < _RUNDUNG] = 0
        zeile[stellen] = (teil / teil.sum() / je_gruppe)[gruppe] * w
    return alle[0], alle[1]


def comparable_years(werte: pd.DataFrame, jahr: int) -> list[int]:
    """The years, ascending, in which exactly the same areas have a value as in ``jahr``; empty where none has one."""
    mit_wert = werte["wert"].notna().to_numpy()
    jahre, je_jahr = np.unique(werte["jahr"].to_numpy(), return_inverse=True)
    gebiete = pd.factorize(werte["gebiet_id"])[0]
    da = np.zeros((jahre.size, int(gebiete.max(initial=-1)) + 1), dtype=np.bool_)
    da[je_jahr[mit_wert], gebiete[mit_wert]] = True
    jetzt = da[jahre == jahr].any(axis=0)
    return jahre[(da == jetzt).all(axis=1)].tolist() if jetzt.any() else []


def gap_by_year(werte: pd.DataFrame, faktor: float | None = None, *, niveau: float = 0.95) -> pd.DataFrame:
    """Ratio and difference of the highest and the lowest population fifth for every year, with their intervals.

    Parameters
    ----------
    werte
        frame[jahr, wert, gewicht, zaehler, nenner].
    faktor
        wert = zaehler ÷ nenner × faktor, with counts of persons or cases in both; None where the values are no such
        rates: then there are no intervals.
    niveau
        Confidence level.

    Returns
    -------
    DataFrame
        jahr, ``arm`` and ``reich`` (means of the lowest and the highest fifth), and for ``verhaeltnis`` (no unit; NaN
        where the lowest fifth is zero) and ``differenz`` (unit of the values): the figure, ``…_unten``, ``…_oben`` and
        ``…_fehler`` (standard error; for the ratio that of its logarithm). Years in which the ends are made of fewer
        than two areas are left out. Intervals and errors are NaN where a count is missing.
    """
    z = float(ndtri((1 + niveau) / 2))
    daten = np.column_stack([werte["wert"], werte["gewicht"], _standard_errors(werte, faktor)])
    folge = np.argsort(werte["jahr"].to_numpy(), kind="stable")
    jahre, anfaenge = np.unique(werte["jahr"].to_numpy()[folge], return_index=True)
    zeilen = []
    for jahr, teil in zip(jahre.tolist(), np.split(daten[folge], anfaenge[1:]), strict=True):
        r, gewicht, fehler = teil.T
        unten, oben = fifth_weights(r, None if np.isnan(gewicht).all() else gewicht)
        da = (unten > 0) | (oben > 0)
        unten, oben, r, fehler = unten[da], oben[da], r[da], fehler[da]
        if r.size < 2:
            continue
        tief, hoch = float(unten @ r), float(oben @ r)
        fehler_d = float(np.linalg.norm((oben - unten) * fehler))
        verhaeltnis = fehler_v = float("nan")
        if tief > 0:
            verhaeltnis = hoch / tief
            fehler_v = float(np.linalg.norm((oben / hoch - unten / tief) * fehler))
        spanne = np.exp(z * fehler_v)
        zeilen.append(
            {
                "jahr": jahr,
                "arm": tief,
                "reich": hoch,
                "verhaeltnis": verhaeltnis,
                "verhaeltnis_unten": verhaeltnis / spanne,
                "verhaeltnis_oben": verhaeltnis * spanne,
                "verhaeltnis_fehler": fehler_v,
                "differenz": hoch - tief,
                "differenz_unten": hoch - tief - z * fehler_d,
                "differenz_oben": hoch - tief + z * fehler_d,
                "differenz_fehler": fehler_d,
            }
        )
    return pd.DataFrame(zeilen, columns=["jahr", "arm", "reich", *(f"{a}{e}" for a in ABSTAENDE for e in _ENDUNGEN)])


def _standard_errors(werte: pd.DataFrame, faktor: float | None) -> Floats:
    """Of each rate, from its counts; NaN where one is missing."""
    if faktor is None:
        return np.full(len(werte), np.nan)
    x, n = (werte[spalte].to_numpy(dtype=np.float64) for spalte in ("zaehler", "nenner"))
    intervall = byar_interval(x, n) if (x > n).any() else wilson_interval(x, n)
    return np.asarray(standard_error(intervall), dtype=np.float64) * faktor


def gap_trend(abstand: pd.DataFrame, art: str) -> Trend:
    """Does the gap change beyond chance in its last five years? See ``rates.trend``.

    ``abstand`` as from ``gap_by_year``; ``art`` »verhaeltnis« (tested as logarithm, so that doubling and halving count
    alike) or »differenz«. Without standard errors for all years the scatter around the line decides.
    """
    werte = np.log(abstand[art]) if art == "verhaeltnis" else abstand[art]
    fehler = abstand[f"{art}_fehler"]
    bekannt = bool(fehler[werte.notna()].gt(0).all())
    return trend(abstand["jahr"], werte, fehler if bekannt else None)
