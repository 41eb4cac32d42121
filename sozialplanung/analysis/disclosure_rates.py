"""Rates that came without their counts: what they say together with the number of persons that anybody can look up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sozialplanung.analysis.disclosure_cells import Paar, protect_cells
from sozialplanung.analysis.eingabe import Maske

ZU_WENIGE = "einwohner"
_JE = re.compile(r"je\s+([\d.\s]+)")


def share_base(einheit: str) -> float | None:
    """What everybody would be in this unit: 100 for »%«, 1000 for »je 1.000 Einwohner«; None where it is no share."""
    text = einheit.strip().lower()
    if re.match(r"(%(?!-)|prozent\b|v\. ?h\.)", text):
        return 100.0
    if text.startswith(("‰", "promille")):
        return 1000.0
    if text.startswith("anteil"):
        return 1.0
    treffer = _JE.match(text)
    ziffern = re.sub(r"\D", "", treffer[1]) if treffer else ""
    return float(ziffern) if ziffern and float(ziffern) >= 10 else None


def protect_rates(quoten: pd.DataFrame, kinder: Mapping[str, Sequence[str]]) -> pd.Series:
    """Which rates of one Zeitraum must be hidden, and why?

    A rate times the persons it is about is a count: 3,3 % of 60 are two persons. That count is protected like one that
    was delivered – small ones, small rests and what would betray them over the levels. Rates on fewer than
    ``mindestnenner`` persons are hidden, too, in whatever unit.

    Parameters
    ----------
    quoten
        merkmal_id, gebiet_id, gruppe, wert (as shown, in ``einheit``), einheit, gewicht_id and personen (Merkmal and
        number behind the rate; NaN: not known, the rate says nothing more), k, mindestnenner. One row per rate and
        gewicht_id.
    kinder
        Gebiet → the Gebiete that lie in it.

    Returns
    -------
    Series
        ``einwohner`` (too few persons), ``primaer``, ``komplement``, ``sekundaer`` or None; index of ``quoten``. A unit
        that is no share, and a Merkmal with rates below zero or above everybody, say nothing about counts.

    Notes
    -----
    The persons need not be the denominator of the rate (children, households): then the count is at most this large,
    and a small one is small all the more. Rates are rounded, so a count is known to the nearest person at best.
    """
    wenige: Maske = (quoten["personen"] < quoten["mindestnenner"]).to_numpy(dtype=bool)
    grund = pd.Series([ZU_WENIGE if w else None for w in wenige], index=quoten.index, dtype=object)
    reihe = [quoten["merkmal_id"], quoten["gruppe"], quoten["gewicht_id"]]
    basis = quoten["einheit"].map(share_base).astype(np.float64)
    anteil = quoten["wert"] / basis
    echt = (anteil.between(0, 1)).groupby(reihe).transform("all")
    anzahl = (anteil * quoten["personen"]).round().clip(lower=(anteil > 0).astype(float))
    rest = quoten["personen"] - anzahl
    klein = echt & (quoten["k"] > 0) & (anzahl > 0) & ((anzahl < quoten["k"]) | (rest < quoten["k"]))
    betroffen = ((klein | wenige) & echt).groupby(reihe).transform("any") & echt & anzahl.notna()
    for _, teil in quoten[betroffen].groupby(["merkmal_id", "gruppe", "gewicht_id"]):
        # a rate of a group is about that group: only levels are added, never groups
        rate = teil.assign(merkmal_id="quote", gruppe="", wert=anzahl[teil.index].mask(grund[teil.index].notna()))
        ganze = teil.assign(merkmal_id="personen", gruppe="", wert=teil["personen"], k=0)
        zellen = pd.concat([rate, ganze], ignore_index=True)
        gefunden = protect_cells(zellen, kinder, [Paar("quote", "", "personen", "")])[: len(teil)]
        gefunden.index = teil.index
        grund[teil.index] = grund[teil.index].where(grund[teil.index].notna(), gefunden)
    return grund
