"""Areas that official tables name with the day they ended or began: »Göttingen, Landkreis (bis 31.10.2016)«."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pandas as pd

from sozialplanung.formatting import format_anzahl
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.model import Wertzeichen

_GRENZE = re.compile(r"\((bis|ab|seit)\s+(\d{1,2})\.(\d{1,2})\.(\d{4})\)", re.IGNORECASE)


def _outside(name: str) -> Callable[[str], bool] | None:
    """Whether a Zeitraum lies outside the life of an area; None where its name does not tell."""
    treffer = _GRENZE.search(name)
    try:
        tag = dt.date(*(int(treffer[n]) for n in (4, 3, 2))).isoformat() if treffer else None
    except ValueError:
        return None
    if treffer is None or tag is None:
        return None
    endet = treffer[1].casefold() == "bis"

    def outside(zeitraum: str) -> bool:
        laenge = len(zeitraum) if re.fullmatch(r"\d{4}(-\d{2}){0,2}", zeitraum) else 4
        return zeitraum[:laenge] > tag[:laenge] if endet else zeitraum[:laenge] < tag[:laenge]

    return outside


def drop_nothing(werte: pd.DataFrame, befunde: Befundliste) -> pd.DataFrame:
    """»-« of years in which an area did not exist says nothing, and above all not zero."""
    grenzen = {str(name): pruefe for name in werte["name"].unique() if (pruefe := _outside(str(name)))}
    if not grenzen:
        return werte
    null = (werte["zeichen"].astype(object) == Wertzeichen.GENAU_NULL.value).to_numpy()
    betroffen = null & werte["name"].isin(list(grenzen)).to_numpy()
    paare = zip(werte.loc[betroffen, "name"], werte.loc[betroffen, "zeitraum"], strict=True)
    weg = betroffen.copy()
    weg[betroffen] = [grenzen[str(name)](str(zeitraum)) for name, zeitraum in paare]
    if not weg.any():
        return werte
    namen = list(dict.fromkeys(werte.loc[weg, "name"].astype(str)))
    mangel = Mangel(
        "dissolved_area",
        f"{format_anzahl(len(namen), 'Gebiet gab', 'Gebiete gab')} es nicht in allen Jahren der Datei ({namen[0]}"
        f"{' …' if len(namen) > 1 else ''}); ›-‹ davor oder danach heißt dort nicht null und bleibt weg.",
        "",
    )
    befunde.add(mangel, "")
    return werte[~weg].reset_index(drop=True)
