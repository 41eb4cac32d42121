"""Money is exact to the cent, however it is divided."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bausteine import anteil, finanzierung, gebiet, handlungskonzept, massnahme, paket, quelle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sozialplanung.store import Projekt

GEBIETE = [
    gebiet("stadt", "gemeinde"),
    gebiet("n", "stadtbezirk", "stadt"),
    gebiet("w", "stadtbezirk", "stadt"),
    gebiet("n1", "stadtteil", "n"),
    gebiet("n2", "stadtteil", "n"),
]


def fill(projekt: Projekt, geld: list[dict[str, Any]], anteile: list[dict[str, Any]], **mehr: Any) -> None:
    massnahmen = [massnahme(m) for m in sorted({zeile["massnahme_id"] for zeile in geld})]
    stamm: dict[str, Any] = {"gebiet": GEBIETE, "handlungskonzept": [handlungskonzept()], "massnahme": massnahmen}
    if anteile:
        stamm["massnahme_gebiet"] = anteile
    projekt.import_lieferung(paket(finanzierung=geld, **(stamm | mehr)), "Test")


def amounts(projekt: Projekt, ebene: str) -> dict[str | None, Decimal]:
    frame = projekt.load_budget(ebene)
    return dict(zip(frame["gebiet_id"], frame["ansatz_eur"], strict=True))


def test_money_without_a_place_is_for_the_whole_city(projekt: Projekt) -> None:
    fill(projekt, [finanzierung("m", 2018, "800000")], [])
    assert amounts(projekt, "stadtbezirk") == {None: Decimal("800000.00")}


def test_shares_roll_up_to_the_level(projekt: Projekt) -> None:
    """1000 €: 25 % to n1, 35 % to n2 (both in n), 30 % to w, 10 % stay with the city."""
    anteile = [anteil("m", "n1", 0.25), anteil("m", "n2", 0.35), anteil("m", "w", 0.3)]
    fill(projekt, [finanzierung("m", 2018, 1000)], anteile)
    assert amounts(projekt, "stadtbezirk") == {"n": Decimal(600), "w": Decimal(300), None: Decimal(100)}
    assert amounts(projekt, "gemeinde") == {"stadt": Decimal(900), None: Decimal(100)}
    # »w« lies above the level of Stadtteile: its money cannot be placed there.
    assert amounts(projekt, "stadtteil") == {"n1": Decimal(250), "n2": Decimal(350), None: Decimal(400)}


def test_thirds_leave_no_remainder(projekt: Projekt) -> None:
    """100,00 € in three: the cuts lie at 33,33 and 66,67; the last digit of the shares is not »the whole city«."""
    anteile = [anteil("m", g, 0.333333) for g in ("n1", "n2", "w")]
    fill(projekt, [finanzierung("m", 2018, 100)], anteile)
    assert amounts(projekt, "stadtbezirk") == {"n": Decimal("66.67"), "w": Decimal("33.33")}


def test_programmes_are_added_and_unknown_amounts_stay_unknown(projekt: Projekt) -> None:
    geld = [
        finanzierung("m", 2018, "10.01", foerderprogramm="A", quelle_id="e"),
        finanzierung("m", 2018, "0.02", foerderprogramm="B", ist_eur="5.00"),
    ]
    fill(projekt, geld, [anteil("m", "w", 1)], quelle=[quelle("e", "beispiel")])
    zeile = projekt.load_budget("stadtbezirk").iloc[0]
    assert (zeile["ansatz_eur"], zeile["ist_eur"], zeile["bewilligt_eur"]) == (Decimal("10.03"), Decimal("5.00"), None)
    assert (zeile["gebiet_id"], zeile["bezeichnung"], zeile["herkunft"]) == ("w", "Gebiet w", "beispiel")


def test_a_share_is_vouched_for_by_its_massnahme(projekt: Projekt) -> None:
    """Published money, but how much of it goes to »w« (30 %) is invented; for the whole city nothing is."""
    fill(
        projekt,
        [finanzierung("m", 2018, 1000)],
        [anteil("m", "w", 0.3)],
        massnahme=[massnahme("m", quelle_id="e")],
        quelle=[quelle("e", "beispiel")],
    )
    frame = projekt.load_budget("stadtbezirk")
    assert frame[["gebiet_id", "herkunft"]].values.tolist() == [["w", "beispiel"], [None, "amtlich"]]
    assert frame["ansatz_eur"].tolist() == [Decimal(300), Decimal(700)]


def test_finanzierung_names_what_it_belongs_to(projekt: Projekt) -> None:
    fill(projekt, [finanzierung("m", 2018, "10.01")], [])
    zeile = projekt.load_finanzierung().iloc[0]
    assert zeile[["massnahme", "handlungskonzept", "handlungsfeld", "finanzierungsquelle", "herkunft"]].tolist() == [
        "Maßnahme m",
        "Integrationskonzept",
        "Sprache",
        "Eigenanteil",
        "amtlich",
    ]


CENT = st.integers(0, 10**14 - 1).map(lambda cent: Decimal(cent) / 100)
MILLIONSTEL = st.lists(st.integers(0, 200_000), min_size=5, max_size=5)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CENT, st.one_of(st.none(), CENT), MILLIONSTEL), min_size=1, max_size=3))
def test_the_grand_total_agrees_to_the_cent(neues_projekt: Any, massnahmen: list[Any]) -> None:
    projekt = neues_projekt()
    geld = [finanzierung(f"m{i}", 2018, ansatz, ist_eur=ist) for i, (ansatz, ist, _) in enumerate(massnahmen)]
    anteile = [
        anteil(f"m{i}", zeile["gebiet_id"], Decimal(teil) / 1_000_000)
        for i, (_, _, teile) in enumerate(massnahmen)
        for zeile, teil in zip(GEBIETE, teile, strict=True)
        if teil
    ]
    fill(projekt, geld, anteile)
    for ebene in ("gemeinde", "stadtbezirk", "stadtteil"):
        budget, ganz = projekt.load_budget(ebene), projekt.load_finanzierung()
        for spalte in ("ansatz_eur", "ist_eur"):
            assert sum(budget[spalte].dropna(), Decimal(0)) == sum(ganz[spalte].dropna(), Decimal(0))
            assert all(betrag >= 0 for betrag in budget[spalte].dropna())
    projekt.close()
