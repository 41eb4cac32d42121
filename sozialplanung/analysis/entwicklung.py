"""How far apart areas are, year by year. Frames as the store returns them (``load_indikatorwerte``)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from sozialplanung.analysis.distribution import Fuenftel, fifths
from sozialplanung.analysis.inequality import gini, hoover


def nearest_year(jahre: Iterable[int], jahr: int) -> int:
    """The year closest to ``jahr``; of two equally near ones the earlier. ``jahre`` must not be empty."""
    return int(min(jahre, key=lambda j: (abs(j - jahr), j)))


def first_comparable_year(werte: pd.DataFrame, jahr: int) -> int | None:
    """The earliest year before ``jahr`` in which exactly the same areas have values; None where there is none.

    ``werte``: frame[gebiet_id, jahr, wert]. Other sets of areas would compare different things.
    """
    da = werte["wert"].notna().to_numpy()
    jahre, gebiete = werte["jahr"].to_numpy()[da], werte["gebiet_id"].to_numpy()[da]
    jetzt = set(gebiete[jahre == jahr])
    frueher = (int(j) for j in np.unique(jahre[jahre < jahr]) if set(gebiete[jahre == j]) == jetzt)
    return next(frueher, None) if jetzt else None


def persons(werte: pd.DataFrame) -> pd.Series | None:
    """The persons per area as weights; None (all areas weigh the same) where not a single one is known."""
    return werte["gewicht"] if werte["gewicht"].notna().any() else None


def fifths_of_year(werte: pd.DataFrame, jahr: int) -> Fuenftel:
    """Lowest and highest population fifth of one year; ``werte``: frame[jahr, wert, gewicht]."""
    zeilen = werte[werte["jahr"] == jahr]
    return fifths(zeilen["wert"], persons(zeilen))


def inequality_by_year(werte: pd.DataFrame) -> pd.DataFrame:
    """Fifths, Gini and Hoover for every year.

    Parameters
    ----------
    werte : frame[jahr, wert, gewicht]; values ≥ 0. Areas without value or persons are left out and counted.

    Returns
    -------
    frame[jahr, arm, reich, verhaeltnis, differenz, gini, hoover, n, fehlend], ascending by year; only years in which at
    least two areas can be compared.
    """
    zeilen = []
    for jahr, teil in werte.groupby("jahr"):
        gewichte = persons(teil)
        ende = fifths(teil["wert"], gewichte)
        if ende.n < 2:
            continue
        zeilen.append(
            {
                "jahr": jahr,
                "arm": ende.unterstes,
                "reich": ende.oberstes,
                "verhaeltnis": ende.verhaeltnis,
                "differenz": ende.differenz,
                "gini": gini(teil["wert"], gewichte),
                "hoover": hoover(teil["wert"], gewichte),
                "n": ende.n,
                "fehlend": ende.fehlend,
            }
        )
    spalten = ["jahr", "arm", "reich", "verhaeltnis", "differenz", "gini", "hoover", "n", "fehlend"]
    return pd.DataFrame(zeilen, columns=spalten)


def two_years(werte: pd.DataFrame, jahr_von: int, jahr_bis: int) -> pd.DataFrame:
    """One row per area that has a row in ``jahr_bis``.

    frame[gebiet_id, bezeichnung, wert_von, wert_bis, gewicht_von, gewicht_bis, zeichen]; ``gewicht`` are the persons.
    """
    bis = werte.loc[werte["jahr"] == jahr_bis, ["gebiet_id", "bezeichnung", "wert", "gewicht", "zeichen"]]
    von = werte.loc[werte["jahr"] == jahr_von, ["gebiet_id", "wert", "gewicht"]]
    return bis.merge(von, on="gebiet_id", how="left", suffixes=("_bis", "_von"))
