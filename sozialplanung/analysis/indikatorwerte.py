"""Zähler ÷ Nenner × Faktor for all areas of a level and all years, with all that is to be said of each figure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sozialplanung.analysis.hierarchie import (
    GEHEIM,
    GENAU_NULL,
    GESPERRT,
    HERKUENFTE,
    UNSICHER,
    ZEICHEN,
    Ganze,
    Jaein,
    Summen,
    words,
)

# In this order: the first that holds is told.
HINWEISE = (
    "rate_nicht_aggregierbar", "nenner_null", "nenner_zu_klein", "verborgen", "teile_fehlen", "zeitraeume_gemischt",
    "aggregiert",
)  # fmt: skip


def divide(
    zaehler: Summen, nenner: Summen | None, faktor: float, *, raten: tuple[bool, bool], nenner_zaehlt: bool
) -> dict[str, NDArray[Any]]:
    """The figures of an Indikator, years × areas; ``raten``: whether Zähler and Nenner are rates.

    ``nenner_zaehlt``: the denominator counts persons, so that the rule about small denominators holds. What is not
    shown as a rate is not shown as its two counts either. ``zeichen`` and ``hinweis`` are texts or None, ``rang``
    numbers of a Herkunft.
    """
    z, n = zaehler, nenner
    fehlt = np.isnan(z.wert)
    if n is None:
        klein, null = z.wenige, np.zeros_like(fehlt)
        unten, grund, rang = np.full_like(z.wert, np.nan), z.grund, z.rang
        wert = np.where(klein, np.nan, z.wert * faktor)
        verborgen, rate, luecke = fehlt & z.verborgen, fehlt & raten[0] & ~z.direkt & z.geliefert, fehlt & z.teilweise
        gemischt, aggregiert, unsicher = z.gemischt, ~z.direkt, z.unsicher
    else:
        unten, leer = n.wert, np.isnan(n.wert)
        klein = np.full_like(fehlt, nenner_zaehlt) & ~fehlt & (unten > 0)
        klein &= unten < np.maximum(z.mindestnenner, n.mindestnenner)
        klein |= z.wenige
        null = ~fehlt & (unten == 0)
        wert = np.full_like(z.wert, np.nan)
        np.divide(z.wert, unten, out=wert, where=~klein & (unten != 0))
        wert *= faktor
        grund = np.where((z.grund > 0) & (n.grund > 0), np.minimum(z.grund, n.grund), np.maximum(z.grund, n.grund))
        rang = np.maximum(z.rang, n.rang)
        verborgen = (fehlt & z.verborgen) | (leer & n.verborgen)
        rate = (fehlt & raten[0] & ~z.direkt & z.geliefert) | (leer & raten[1] & ~n.direkt & n.geliefert)
        luecke = (fehlt & z.teilweise) | (leer & n.teilweise)
        gemischt, aggregiert, unsicher = z.gemischt | n.gemischt, ~z.direkt | ~n.direkt, z.unsicher | n.unsicher
    ohne = np.isnan(wert)
    gezeigt = ~klein & (grund != GEHEIM)
    nummer = np.where(ohne, grund, np.where(unsicher, UNSICHER, np.where(z.nur_null, GENAU_NULL, 0)))
    return {
        "zaehler": np.where(gezeigt, z.wert, np.nan),
        "nenner": np.where(gezeigt, unten, np.nan),
        "wert": wert,
        "zeichen": words(ZEICHEN, np.where(null | klein, GESPERRT, nummer) - 1),
        "hinweis": _first_of(
            rate, null, klein, ohne & verborgen, luecke, ~ohne & aggregiert & gemischt, ~ohne & aggregiert
        ),
        "rang": rang,
    }


def _first_of(*trifft_zu: Jaein) -> NDArray[np.object_]:
    return words(HINWEISE, np.select(trifft_zu, range(len(trifft_zu)), -1))


def weigh(gewicht: Summen | None, jahre: Ganze, form: tuple[int, int]) -> dict[str, NDArray[Any]]:
    """``gewicht``, ``gewicht_jahr`` and ``gewicht_rang``, years × areas (``form``).

    Where a year has no weight that of the nearest counts, of two equally near ones that of the earlier.
    """
    if gewicht is None:
        ohne = np.full(form, np.nan)
        return {"gewicht": ohne, "gewicht_jahr": ohne, "gewicht_rang": np.full(form, -1)}
    bekannt = ~np.isnan(gewicht.wert)
    aus = np.repeat(np.arange(form[0])[:, None], form[1], axis=1)
    if bekannt.any() and not bekannt.all():
        for n, jahr in enumerate(jahre):
            abstand = np.abs(jahre - jahr) * 2 + (jahre > jahr)
            naechstes = np.where(bekannt, abstand[:, None], np.iinfo(np.int32).max).argmin(axis=0)
            aus[n] = np.where(bekannt[n], n, naechstes)
    wieviel = np.take_along_axis(gewicht.wert, aus, axis=0)
    fehlt = np.isnan(wieviel)
    return {
        "gewicht": wieviel,
        "gewicht_jahr": np.where(fehlt, np.nan, jahre[aus]),
        "gewicht_rang": np.where(fehlt, -1, np.take_along_axis(gewicht.rang, aus, axis=0)),
    }


def as_frame(jahre: Ganze, da: Jaein, spalten: dict[str, NDArray[Any]], gebiete: pd.DataFrame) -> pd.DataFrame:
    """Rows by year and key of the areas that are there (``da``, years × areas); see ``Projekt.load_indikatorwerte``.

    ``spalten`` are what ``divide`` and ``weigh`` return and ``zeitraum`` (text), years × areas; ``gebiete``:
    frame[gebiet_id, bezeichnung, uebergeordnet] by number of the area.
    """
    zeile, gebiet = np.nonzero(da)
    hier = {name: flaeche[zeile, gebiet] for name, flaeche in spalten.items()}
    alle: dict[str, NDArray[Any]] = {
        **{name: gebiete[name].to_numpy()[gebiet] for name in ("gebiet_id", "bezeichnung", "uebergeordnet")},
        "jahr": jahre[zeile],
        **{
            name: hier[name] for name in ("zeitraum", "zaehler", "nenner", "wert", "zeichen", "gewicht", "gewicht_jahr")
        },
        "herkunft": words(HERKUENFTE, hier["rang"]),
        "hinweis": hier["hinweis"],
        "gewicht_herkunft": words(HERKUENFTE, hier["gewicht_rang"]),
    }
    return pd.DataFrame({name: pd.Series(reihe, dtype=reihe.dtype, copy=False) for name, reihe in alle.items()})
