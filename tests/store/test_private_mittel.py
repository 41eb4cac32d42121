"""Private money by Gebiet: what is shown of it belongs to no single giver, however it is added up or subtracted."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from bausteine import anteil, finanzierung, handlungskonzept, massnahme, paket
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_geld import GEBIETE, fill

from sozialplanung.errors import ProjektError
from sozialplanung.store import Projekt

EBENEN = ("gemeinde", "stadtbezirk", "stadtteil")
STADT = "ganze Stadt"
PRIVAT = {"finanzierungsquelle": "Stiftung"}


def traeger(**wer: str) -> list[dict[str, Any]]:
    return [massnahme(m, traeger=name) for m, name in wer.items()]


def private(projekt: Projekt, ebene: str, spalte: str = "ansatz_eur") -> dict[str, Decimal]:
    """By Gebiet; STADT: gesamtstädtisch."""
    frame = projekt.load_budget(ebene)
    hier = frame[frame["finanzierungsquelle"] == "Stiftung"]
    return {key: zeilen[spalte].sum() for key, zeilen in hier.groupby(hier["gebiet_id"].fillna(STADT))}


@pytest.fixture
def stadt(projekt: Projekt) -> Projekt:
    """In n1 A gives 900 € of 1.000 €; n holds 600 € more from C and D; in w three give 40, 30 and 30 €."""
    geld = {"a": 900, "b": 100, "c": 300, "d": 300, "e": 40, "f": 30, "g": 30}
    orte = {"a": "n1", "b": "n1", "c": "n", "d": "n", "e": "w", "f": "w", "g": "w"}
    fill(
        projekt,
        [finanzierung(m, 2020, eur, **PRIVAT) for m, eur in geld.items()] + [finanzierung("a", 2020, 5000)],
        [anteil(m, g, 1) for m, g in orte.items()],
        massnahme=traeger(a="A", b="B", c="C", d="D", e="A", f="B", g="C"),
    )
    return projekt


def test_off_unless_somebody_asks(stadt: Projekt) -> None:
    assert stadt.load_dominanz() is None
    assert private(stadt, "stadtteil") == {"n1": Decimal(1000), STADT: Decimal(700)}
    assert not stadt.load_budget("stadtteil")["verlegt"].any()
    assert set(stadt.load_budget("stadtteil")["massnahme_id"]) == set("abcdefg")


def test_a_dominated_sum_counts_for_the_larger_gebiet(stadt: Projekt) -> None:
    stadt.set_dominanz(85, "Bitte der Stiftung", "Kim")
    assert private(stadt, "stadtteil") == {STADT: Decimal(1700)}
    assert private(stadt, "stadtbezirk") == {"n": Decimal(1600), "w": Decimal(100)}
    assert private(stadt, "gemeinde") == {"stadt": Decimal(1700)}
    teile = stadt.load_budget("stadtteil")
    oeffentlich = teile[teile["finanzierungsquelle"] == "Eigenanteil"]
    assert oeffentlich[["gebiet_id", "massnahme_id", "ansatz_eur"]].values.tolist() == [["n1", "a", Decimal(5000)]]
    assert teile.set_index("finanzierungsquelle")["verlegt"].to_dict() == {"Eigenanteil": False, "Stiftung": True}
    assert not stadt.load_budget("stadtbezirk")["verlegt"].any()
    assert teile.loc[teile["finanzierungsquelle"] == "Stiftung", "massnahme_id"].isna().all()
    # the register is what it was, and so is where the Maßnahmen are at work
    assert stadt.load_finanzierung()["ansatz_eur"].sum() == Decimal(6700)
    orte = stadt.load_geldorte("stadtteil")
    assert set(orte.loc[orte["gebiet_id"] == "n1", "massnahme_id"]) == {"a", "b"}


def test_every_change_computes_anew(stadt: Projekt) -> None:
    """More givers, a hand that takes the new money back, and the end of the rule."""
    stadt.set_dominanz(85, "Bitte der Stiftung", "Kim")
    neu = paket(
        "neu.xlsx",
        massnahme=traeger(x="X"),
        massnahme_gebiet=[anteil("x", "n1", 1)],
        finanzierung=[finanzierung("x", 2020, 700, **PRIVAT)],
    )
    ergebnis = stadt.import_lieferung(neu, "Kim")
    # A 900, X 700, B 100 of 1.700: two of them 94 %
    assert "n1" not in private(stadt, "stadtteil")
    mehr = stadt.import_lieferung(paket("mehr.xlsx", finanzierung=[finanzierung("b", 2020, 300, **PRIVAT)]), "Kim")
    # B 300 now: 900 + 700 of 1.900 are 84 %
    assert private(stadt, "stadtteil")["n1"] == Decimal(1900)
    for nummer in (mehr.lieferung_id, ergebnis.lieferung_id):
        stadt.undo_lieferung(nummer or 0, "Kim")
    assert private(stadt, "stadtteil") == {STADT: Decimal(1700)}
    stadt.set_dominanz(None, "Stiftung einverstanden", "Alex")
    assert private(stadt, "stadtteil")["n1"] == Decimal(1000)
    regeln = stadt.load_geldregeln()
    assert regeln[["begruendung", "wer"]].values.tolist() == [
        ["Stiftung einverstanden", "Alex"],
        ["Bitte der Stiftung", "Kim"],
    ]
    assert regeln["prozent"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("prozent", "grund", "genannt"), [(85, " ", "begründen"), (10, "x", "10 %"), (95, "x", "95 %")]
)
def test_rules_that_do_not_exist_are_refused(projekt: Projekt, prozent: int, grund: str, genannt: str) -> None:
    with pytest.raises(ProjektError, match=genannt):
        projekt.set_dominanz(prozent, grund, "Kim")
    assert projekt.load_geldregeln().empty


SCHICHT = ["handlungskonzept_id", "handlungsfeld", "finanzierungsquelle"]
UNTER = {None: ["stadt"], "stadt": ["n", "w"], "n": ["n1", "n2"]}
GABE = st.tuples(
    st.sampled_from(["ik", "hk"]),
    st.sampled_from(["Sprache", "Sport"]),
    st.sampled_from(["Stiftung", "Träger"]),
    st.sampled_from("ABCDE"),
    st.sampled_from([zeile["gebiet_id"] for zeile in GEBIETE] + [None]),
    st.integers(1, 4),
)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(GABE, min_size=3, max_size=12))
def test_nothing_that_can_be_computed_is_one_givers_money(neues_projekt: Any, gaben: list[Any]) -> None:
    """An attack. Gift i is whole thousands and 2^i cents, so the cents of any sum say which gifts are in it."""
    projekt = neues_projekt()
    namen = [f"m{i:02}" for i in range(len(gaben))]
    eur = [Decimal(1000 * gabe[5]) + Decimal(2**i) / 100 for i, gabe in enumerate(gaben)]
    projekt.import_lieferung(
        paket(
            gebiet=GEBIETE,
            handlungskonzept=[handlungskonzept("ik"), handlungskonzept("hk")],
            massnahme=[
                massnahme(m, konzept, handlungsfeld=feld, traeger=wer)
                for m, (konzept, feld, _, wer, _, _) in zip(namen, gaben, strict=True)
            ],
            massnahme_gebiet=[anteil(m, g[4], 1) for m, g in zip(namen, gaben, strict=True) if g[4]]
            or [anteil(namen[0], "w", 1)],
            finanzierung=[
                finanzierung(m, 2020, x, finanzierungsquelle=g[2]) for m, g, x in zip(namen, gaben, eur, strict=True)
            ],
        ),
        "Test",
    )
    projekt.set_dominanz(85, "Probe", "Test")
    budgets = {ebene: projekt.load_budget(ebene) for ebene in EBENEN}
    register = projekt.load_finanzierung()
    for ebene in EBENEN:
        je = [sums(frame, SCHICHT) for frame in (budgets[ebene], register)]
        assert je[0] == je[1]
    for anzahl in range(len(SCHICHT) + 1):
        for spalten in itertools.combinations(SCHICHT, anzahl):
            for betrag in computable(budgets, list(spalten)):
                cent = int(betrag * 100) % 100_000
                dabei = [i for i in range(len(gaben)) if cent >> i & 1]
                assert sum((eur[i] for i in dabei), Decimal(0)) == betrag
                je_geber = pd.Series([float(eur[i]) for i in dabei]).groupby([gaben[i][3] for i in dabei]).sum()
                assert je_geber.max() <= 0.85 * je_geber.sum()
                assert je_geber.nlargest(2).sum() <= 0.9 * je_geber.sum()
    projekt.close()


def sums(frame: pd.DataFrame, nach: list[str]) -> dict[Any, Decimal]:
    return {key: zeilen["ansatz_eur"].sum() for key, zeilen in frame.groupby(nach)}


def computable(budgets: dict[str, pd.DataFrame], spalten: list[str]) -> list[Decimal]:
    """Every sum of a Gebiet in this breakdown, and what is left of it without the Gebiete inside."""
    gezeigt: dict[Any, Decimal] = {}
    for frame in budgets.values():
        hier = frame[frame["gebiet_id"].notna()]
        if len(hier):
            gezeigt |= sums(hier.assign(alle=""), ["gebiet_id", "alle", *spalten])
    rest = []
    for (gebiet_id, *mehr), betrag in gezeigt.items():
        innen = [gezeigt.get((kind, *mehr), Decimal(0)) for kind in UNTER.get(gebiet_id, [])]
        rest.append(betrag - sum(innen, Decimal(0)))
    return [betrag for betrag in [*gezeigt.values(), *rest] if betrag]


def test_a_share_of_a_cent_is_not_lost(projekt: Projekt) -> None:
    """100,01 € in thirds of n1, n2 and w, all by one giver: nothing of it is left in a Gebiet, nothing is lost."""
    anteile = [anteil("m", g, 0.333333) for g in ("n1", "n2", "w")]
    fill(projekt, [finanzierung("m", 2020, "100.01", ist_eur="0.02", **PRIVAT)], anteile)
    projekt.set_dominanz(85, "Probe", "Test")
    for ebene in EBENEN:
        assert private(projekt, ebene) == {STADT: Decimal("100.01")}
        assert private(projekt, ebene, "ist_eur") == {STADT: Decimal("0.02")}


def test_a_bezugsraum_shows_what_its_parts_show(stadt: Projekt) -> None:
    stadt.set_dominanz(85, "Probe", "Test")
    stadt.save_bezugsraum("Westen", ["w"], "Kim")
    stadt.save_bezugsraum("Norden", ["n1", "n2"], "Kim")
    assert private(stadt, "bezugsraum") == {"bezugsraum-westen": Decimal(100), STADT: Decimal(1600)}
