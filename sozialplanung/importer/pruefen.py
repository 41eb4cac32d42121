"""All checks across the figures of a delivery, the same for every profile: beside each other and over time."""

from __future__ import annotations

import re
from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pandas as pd

from sozialplanung.importer.befunde import Befundliste
from sozialplanung.importer.verlauf import Verlauf
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.importer.werte import Werte
from sozialplanung.importer.zahlen import Zahlen, pick_distinct
from sozialplanung.importer.zusammenhang import Zusammenhang

ZENSUS = re.compile(r"\bzensus\b|\b\d000[A-Z]\b", re.IGNORECASE)  # »1000A«, »4000W«: its statistics in GENESIS


def check_zahlen(
    werte: Werte,
    blatt: str,
    vorhanden: Vorhandenes,
    merkmale: pd.DataFrame,
    gebiete: pd.DataFrame,
    indikatoren: pd.DataFrame,
    quellen: pd.DataFrame,
    standardquelle: str,
    befunde: Befundliste,
) -> None:
    """``merkmale``, ``gebiete`` by their key and ``indikatoren``, ``quellen``: Projekt and delivery together.

    ``standardquelle``: what figures without a Quelle of their own come from.
    """
    geliefert = {str(name) for name in werte.frame["merkmal_id"].unique()}
    gespeichert = vorhanden.werte(_related(geliefert, merkmale, indikatoren))
    zahlen = Zahlen(werte, gespeichert)
    bezeichnung = {str(q): str(text) for q, text in zip(quellen["quelle_id"], quellen["bezeichnung"], strict=True)}
    sagt = pick_distinct(werte.frame, ["merkmal_id", "quelle_id"])
    sagt["quelle"] = [standardquelle if pd.isna(q) else bezeichnung.get(str(q), "") for q in sagt["quelle_id"]]
    verrauscht = {str(m) for m, text in zip(sagt["merkmal_id"], sagt["quelle"], strict=True) if ZENSUS.search(text)}
    zusammenhang = Zusammenhang(zahlen, blatt, merkmale, gebiete, befunde, verrauscht)
    zusammenhang.check_teile()
    zusammenhang.check_indikatoren(indikatoren)
    zusammenhang.check_summen()
    zusammenhang.tell_noise()
    gleiche = _same_source(zahlen, gespeichert, {q for q, text in bezeichnung.items() if text in set(sagt["quelle"])})
    Verlauf(zahlen, blatt, merkmale, gebiete, befunde, gleiche).check()


def _related(geliefert: set[str], merkmale: pd.DataFrame, indikatoren: pd.DataFrame) -> set[str]:
    """What is delivered, and what it is compared with: wholes, parts, and the other half of an Indikator."""
    partner = set(geliefert)
    paare = [
        *zip(merkmale.index, merkmale["teil_von"], strict=True),
        *zip(indikatoren["zaehler_merkmal_id"], indikatoren["nenner_merkmal_id"], strict=True),
    ]
    for a, b in paare:
        if isinstance(b, str) and b and geliefert & {str(a), b}:
            partner |= {str(a), b}
    return partner


def _same_source(zahlen: Zahlen, gespeichert: pd.DataFrame, quellen: Collection[str]) -> npt.NDArray[np.bool_]:
    """Of all figures: delivered, or said before by a Quelle that delivers now, whatever its date."""
    gleich = zahlen.alle["platz"].to_numpy() >= 0
    if len(gespeichert):
        gleich[~gleich] = gespeichert["quelle_id"].isin(list(quellen)).to_numpy(dtype=bool)[zahlen.uebrig]
    return np.asarray(gleich)
