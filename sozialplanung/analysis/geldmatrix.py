"""Money by two dimensions, with sums of rows and columns that agree to the cent."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from decimal import Decimal
from typing import NamedTuple

import pandas as pd

from sozialplanung.analysis.budgets import sum_money


class Geldmatrix(NamedTuple):
    """Keys of rows and columns, cells by (row, column), and sums; a cell without any recorded amount is absent."""

    zeilen: tuple[Hashable, ...]
    spalten: tuple[Hashable, ...]
    zellen: dict[tuple[Hashable, Hashable], Decimal]
    zeilensummen: dict[Hashable, Decimal]
    spaltensummen: dict[Hashable, Decimal]
    summe: Decimal


def money_matrix(
    geld: pd.DataFrame, zeilen: str, spalten: str, art: str, spaltenfolge: Sequence[Hashable] = ()
) -> Geldmatrix:
    """Sums of one kind of amount by two columns of ``geld``; a missing key (gesamtstädtisch) is None.

    Rows with most money first, None last; columns as in ``spaltenfolge``, others like rows.
    """
    summen = sum_money(geld, [zeilen, spalten], art)
    zellen: dict[tuple[Hashable, Hashable], Decimal] = {}
    unten: dict[Hashable, Decimal] = {}
    rechts: dict[Hashable, Decimal] = {}
    for zeile, spalte, eur in summen.itertuples(index=False, name=None):
        z, s = _key(zeile), _key(spalte)
        zellen[z, s] = eur
        rechts[z] = rechts.get(z, Decimal(0)) + eur
        unten[s] = unten.get(s, Decimal(0)) + eur
    folge = {key: i for i, key in enumerate(spaltenfolge)}
    return Geldmatrix(
        tuple(sorted(rechts, key=lambda key: (key is None, -rechts[key], str(key)))),
        tuple(sorted(unten, key=lambda key: (key is None, folge.get(key, len(folge)), -unten[key], str(key)))),
        zellen,
        rechts,
        unten,
        sum(unten.values(), Decimal(0)),
    )


def _key(wert: Hashable) -> Hashable:
    return None if wert is None or wert != wert else wert
