"""Segregation of a group year by year. Frames as the store returns them (``load_indikatorwerte``)."""

from __future__ import annotations

import pandas as pd

from sozialplanung.analysis.segregation import dissimilarity, isolation

# The correction is a mean over draws; with this many its own scatter is below a tenth of a percentage point.
ZIEHUNGEN = 200


def segregation_by_year(werte: pd.DataFrame) -> pd.DataFrame:
    """Dissimilarity, with and without the part that chance makes, and isolation of a group for every year.

    Parameters
    ----------
    werte : frame[jahr, zaehler, nenner]; zaehler the group, nenner all residents of an area, zaehler ≤ nenner. Areas
        where one of both is missing are left out.

    Returns
    -------
    frame[jahr, trennung, trennung_korrigiert, isolation, anteil, n], ascending by year: shares 0–1, ``anteil`` that of
    the group among all, ``n`` areas used. The corrected value is NaN where counts have decimals. Years with fewer than
    two areas, or without anybody in the group or outside it, are left out.

    Raises
    ------
    AnalyseError
        A group larger than the residents, negative counts.
    """
    zeilen = []
    for jahr, teil in werte.dropna(subset=["zaehler", "nenner"]).groupby("jahr"):
        x, t = teil["zaehler"], teil["nenner"]
        d = dissimilarity(x, t)
        if len(teil) < 2 or pd.isna(d):
            continue
        ganz = bool((x % 1 == 0).all() and (t % 1 == 0).all())
        korrigiert = dissimilarity(x, t, korrigiert=True, ziehungen=ZIEHUNGEN) if ganz else float("nan")
        zeilen.append((jahr, d, korrigiert, isolation(x, t), float(x.sum() / t.sum()), len(teil)))
    return pd.DataFrame(zeilen, columns=["jahr", "trennung", "trennung_korrigiert", "isolation", "anteil", "n"])
