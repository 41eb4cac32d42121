"""Fachbereiche in the Maßnahmen, and who answers for the money."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.analysis.zusammenarbeit import (
    gaps,
    jointly_paid,
    pairs,
    participation,
    responsibility,
    split_departments,
)

MASSNAHMEN = pd.DataFrame(
    {
        "massnahme_id": ["a", "b", "c", "d"],
        "handlungsfeld": ["Kita", "Kita", "Arbeit", "Arbeit"],
        "fachbereich": ["Jugendamt; Schulamt", "Jugendamt", "Jobcenter", ""],
    }
)


@pytest.mark.parametrize(
    ("text", "namen"),
    [
        ("", []),
        ("Jugendamt", ["Jugendamt"]),
        (" Jugendamt ;; Amt für Schule,  Jugend ;Jugendamt", ["Jugendamt", "Amt für Schule, Jugend"]),
    ],
)
def test_names_are_split_at_semicolons_only(text: str, namen: list[str]) -> None:
    assert split_departments(text) == namen


def test_who_takes_part_and_who_leads() -> None:
    beteiligung = participation(MASSNAHMEN)
    assert list(beteiligung.itertuples(index=False, name=None)) == [
        ("a", "Kita", "Jugendamt", True),
        ("a", "Kita", "Schulamt", False),
        ("b", "Kita", "Jugendamt", True),
        ("c", "Arbeit", "Jobcenter", True),
    ]
    anzahl = {(a, b): n for a, b, n in pairs(beteiligung).itertuples(index=False)}
    assert anzahl == {
        ("Jugendamt", "Jugendamt"): 2,
        ("Schulamt", "Schulamt"): 1,
        ("Jobcenter", "Jobcenter"): 1,
        ("Jugendamt", "Schulamt"): 1,
        ("Schulamt", "Jugendamt"): 1,
    }
    luecken = gaps(MASSNAHMEN, beteiligung)
    assert (luecken.massnahmen, luecken.gemeinsam, luecken.ohne) == (4, 1, 1)
    assert (luecken.felder_eines, luecken.allein) == (("Arbeit",), ("Jobcenter",))


def money(*zeilen: tuple[str, str | None, str, str | None]) -> pd.DataFrame:
    geld = pd.DataFrame(zeilen, columns=["massnahme_id", "rechtskreis", "leistungstraeger", "ansatz_eur"], dtype=object)
    return geld.assign(ansatz_eur=[None if x is None else Decimal(x) for x in geld["ansatz_eur"]])


def test_money_by_law_and_body_what_nobody_said_last() -> None:
    geld = money(
        ("a", None, "", "1.10"),
        ("a", "SGB VIII", "Jugendamt", "2"),
        ("a", "SGB II", "Jobcenter", "3"),
        ("b", "SGB II", "Jobcenter", "0.01"),
        ("b", "SGB II", "", None),
        ("c", "Anderes", "Bund", "5"),
    )
    tabelle = responsibility(geld, "ansatz", ["SGB II", "SGB VIII"])
    assert tabelle["rechtskreis"].tolist() == ["SGB II", "SGB VIII", "Anderes", ""]
    assert tabelle["eur"].tolist() == [Decimal("3.01"), Decimal(2), Decimal(5), Decimal("1.10")]
    gemeinsam = jointly_paid(geld, "ansatz")
    assert gemeinsam.to_dict("records") == [
        {"massnahme_id": "a", "traeger": ("Jobcenter", "Jugendamt"), "eur": Decimal("6.10")}
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b"]),
            st.sampled_from([None, "", "SGB II", "freiwillig"]),
            st.sampled_from(["", "Bund", "Stadt"]),
            st.decimals(0, 10**6, places=2).map(str),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_every_cent_is_somewhere(zeilen: list[tuple[str, str | None, str, str]]) -> None:
    tabelle = responsibility(money(*zeilen), "ansatz", ["SGB II"])
    assert sum(tabelle["eur"]) == sum(Decimal(z[3]) for z in zeilen)
    assert not tabelle.duplicated(["rechtskreis", "leistungstraeger"]).any()
