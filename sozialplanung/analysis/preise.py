"""Real prices: what an amount of one year is worth in the prices of another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import pandas as pd
import yaml

from sozialplanung.errors import AnalyseError

_CENT = Decimal("0.01")


class Preistabelle(NamedTuple):
    """A price index by year and who says so."""

    bezeichnung: str
    herkunft: str
    lizenz: str
    stand: dt.date
    verweis: str
    staende: Mapping[int, Decimal]


@cache
def load_default_index() -> Preistabelle:
    """The index that holds as long as a Projekt has none of its own (preisindex.yaml)."""
    inhalt = yaml.safe_load(files("sozialplanung.analysis").joinpath("preisindex.yaml").read_text(encoding="utf-8"))
    staende = {int(jahr): Decimal(stand) for jahr, stand in inhalt["staende"].items()}
    return Preistabelle(**inhalt["quelle"], staende=staende)


def at_prices_of(geld: pd.DataFrame, preisindex: Mapping[int, Decimal], basisjahr: int) -> pd.DataFrame:
    """All amounts in the prices of one year: a · I(basisjahr) ÷ I(haushaltsjahr), rounded to the cent row by row.

    So sums over any filter of the result agree with each other to the cent, as those of the nominal amounts do.

    Parameters
    ----------
    geld : frame with haushaltsjahr and columns ``…_eur`` (Decimal, None where missing)
    preisindex : price level by year, > 0, of any base
    basisjahr : a year of ``preisindex``

    Returns
    -------
    ``geld`` with other amounts; missing in years without an index, never taken over as they are.
    """
    if basisjahr not in preisindex:
        raise AnalyseError(f"Für {basisjahr} ist kein Preisindex erfasst. Bitte wählen Sie ein anderes Jahr.")
    if any(stand <= 0 for stand in preisindex.values()):
        raise AnalyseError("Ein Preisindex ist größer als null. Bitte prüfen Sie die Tabelle der Preise.")
    basis = preisindex[basisjahr]
    staende = [preisindex.get(int(jahr)) for jahr in geld["haushaltsjahr"]]
    return geld.assign(
        **{
            str(spalte): pd.Series(
                [_convert(eur, basis, stand) for eur, stand in zip(geld[spalte], staende, strict=True)],
                index=geld.index,
                dtype=object,
            )
            for spalte in geld.columns
            if str(spalte).endswith("_eur")
        }
    )


def _convert(eur: Decimal | None, basis: Decimal, stand: Decimal | None) -> Decimal | None:
    if stand is None or eur is None or eur != eur:
        return None
    return (eur * basis / stand).quantize(_CENT, ROUND_HALF_UP)
