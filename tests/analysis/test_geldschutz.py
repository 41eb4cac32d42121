"""Wherever private money is counted, no cell belongs to one giver, and nothing is moved without need."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sozialplanung.analysis.geldschutz import SCHICHT, place_private_money
from sozialplanung.errors import AnalyseError

OBEN = {"stadt": None, "n": "stadt", "w": "stadt", "n1": "n", "n2": "n", "w1": "w", "w2": "w"}
SPALTEN = [*SCHICHT, "gebiet_id", "traeger", "geber", "ansatz_eur", "bewilligt_eur", "ist_eur"]


def pieces(zeilen: list[tuple[Any, ...]]) -> pd.DataFrame:
    """(Feld, Gebiet, Träger, Geber, Ansatz, Ist)."""
    voll = [(2020, "ik", feld, "Stiftung", g, t, geber, ansatz, None, ist) for feld, g, t, geber, ansatz, ist in zeilen]
    return pd.DataFrame(voll, columns=SPALTEN)


def is_dominated(zelle: pd.DataFrame, einer: float = 0.85) -> bool:
    """By hand: the largest over its share, or the two largest over 90 %."""
    for art in ("ansatz_eur", "ist_eur"):
        da = zelle[zelle[art].notna()]
        for wer in ("traeger", "geber"):
            je = sorted(da.groupby(wer)[art].sum().astype(float), reverse=True)
            if sum(je) > 0 and (je[0] > einer * sum(je) or sum(je[:2]) > 0.9 * sum(je)):
                return True
    return False


BETRAG = st.integers(0, 40).map(lambda n: n * 25)
ZEILE = st.tuples(
    st.sampled_from(["S", "G"]),
    st.sampled_from([*OBEN, None]),
    st.sampled_from("abcde"),
    st.sampled_from("pqrst"),
    st.one_of(st.none(), BETRAG),
    st.one_of(st.none(), BETRAG),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ZEILE, min_size=1, max_size=24), st.randoms(use_true_random=False))
def test_no_cell_that_is_shown_belongs_to_one_giver(zeilen: list[tuple[Any, ...]], zufall: Any) -> None:
    teile = pieces(zeilen)
    ziel = place_private_money(teile, OBEN, 0.85)
    for von, nach in zip(teile["gebiet_id"], ziel, strict=True):
        weg, ort = [], von
        while isinstance(ort, str):
            weg.append(ort)
            ort = OBEN[ort]
        assert nach is None or nach in weg
    for _, schicht in teile.assign(nach=ziel).groupby("handlungsfeld"):
        gezeigt = [zelle for _, zelle in schicht[schicht["nach"].notna()].groupby("nach")]
        assert not any(is_dominated(zelle) for zelle in gezeigt)
        rest = schicht[schicht["nach"].isna()]
        if rest["gebiet_id"].notna().any() and is_dominated(rest):
            assert gezeigt == []
        if not any(is_dominated(zelle) for _, zelle in schicht.groupby("gebiet_id")):
            assert (schicht["nach"].isna() == schicht["gebiet_id"].isna()).all()
            assert (schicht["nach"].dropna() == schicht["gebiet_id"].dropna()).all()
    folge = list(teile.index)
    zufall.shuffle(folge)
    anders = place_private_money(teile.loc[folge], OBEN, 0.85)
    assert anders.loc[teile.index].tolist() == ziel.tolist()


def test_nothing_and_nonsense() -> None:
    assert place_private_money(pieces([]), OBEN, 0.85).empty
    assert place_private_money(pieces([("S", None, "a", "a", 5, None)]), {}, 0.85).tolist() == [None]
    for betrag, einer in ((-1, 0.85), (1, 0.0), (1, 1.5)):
        with pytest.raises(AnalyseError):
            place_private_money(pieces([("S", "n1", "a", "a", betrag, None)]), OBEN, einer)
