"""Any register, any two dimensions, any filter: the matrix adds up to the cent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sozialplanung.analysis.geldmatrix import money_matrix

SPALTEN = ["handlungsfeld", "finanzierungsquelle", "gebiet_id"]
ZEILE = st.tuples(
    st.sampled_from(["Sprache", "Wohnen", "Gesundheit"]),
    st.sampled_from(["Eigenanteil", "Land", "Bund"]),
    st.sampled_from(["a", "b", None]),
    st.one_of(st.none(), st.integers(0, 10**13).map(lambda cent: Decimal(cent) / 100)),
)


def frame(zeilen: list[Any]) -> pd.DataFrame:
    return pd.DataFrame(zeilen, columns=[*SPALTEN, "ansatz_eur"]).astype(object)


def test_by_hand() -> None:
    matrix = money_matrix(
        frame(
            [
                ("Sprache", "Land", "a", Decimal("0.10")),
                ("Sprache", "Land", "b", Decimal("0.20")),
                ("Sprache", "Eigenanteil", None, Decimal("5.00")),
                ("Wohnen", "Land", "a", Decimal("9.00")),
                ("Wohnen", "Bund", "a", None),
            ]
        ),
        "handlungsfeld",
        "finanzierungsquelle",
        "ansatz",
        ["Eigenanteil", "Land", "Bund"],
    )
    assert (matrix.zeilen, matrix.spalten) == (("Wohnen", "Sprache"), ("Eigenanteil", "Land"))
    assert matrix.zellen == {
        ("Sprache", "Land"): Decimal("0.30"),
        ("Sprache", "Eigenanteil"): Decimal(5),
        ("Wohnen", "Land"): Decimal(9),
    }
    assert matrix.zeilensummen == {"Sprache": Decimal("5.30"), "Wohnen": Decimal(9)}
    assert matrix.spaltensummen == {"Eigenanteil": Decimal(5), "Land": Decimal("9.30")}
    assert matrix.summe == Decimal("14.30")


@settings(deadline=None, max_examples=80)
@given(
    st.lists(ZEILE, max_size=20),
    st.permutations(SPALTEN),
    st.one_of(st.none(), st.sampled_from(["Sprache", "Land", "a"])),
)
def test_sums_agree_with_the_register(zeilen: list[Any], dimensionen: list[str], nur: str | None) -> None:
    a, b, dritte = dimensionen
    geld = frame(zeilen)
    if nur is not None:
        geld = geld[geld[dritte] == nur]
    ganz = sum((eur for eur in geld["ansatz_eur"] if eur is not None), start=Decimal(0))
    matrix = money_matrix(geld, a, b, "ansatz")
    assert matrix.summe == ganz
    assert sum(matrix.zellen.values(), Decimal(0)) == ganz
    assert sum(matrix.zeilensummen.values(), Decimal(0)) == ganz
    for zeile in matrix.zeilen:
        zellen = [matrix.zellen[zeile, s] for s in matrix.spalten if (zeile, s) in matrix.zellen]
        assert sum(zellen, Decimal(0)) == matrix.zeilensummen[zeile]
    assert None not in matrix.zeilen[:-1]
