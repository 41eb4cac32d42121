"""A Handlungskonzept goes into a new period: what stays, ends, is new – and both periods side by side."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd

from sozialplanung.analysis.fortschreibung import (
    BLEIBT,
    ENDET,
    NEU,
    Bestand,
    Entscheidung,
    carry_over,
    compare_periods,
)

KONZEPT = {"handlungskonzept_id": "ik21", "bezeichnung": "IK 2021–2022", "von_jahr": 2021, "bis_jahr": 2022}


def alte_massnahme(schluessel: str, **mehr: Any) -> dict[str, Any]:
    zeile = {"massnahme_id": schluessel, "handlungskonzept_id": "ik", "bezeichnung": f"M {schluessel}"}
    return zeile | {"handlungsfeld": "Sprache", "status": "laufend", "beginn": None, "ende": None} | mehr


def geld(schluessel: str, jahr: int, ansatz: str | None, **mehr: Any) -> dict[str, Any]:
    eur = None if ansatz is None else Decimal(ansatz)
    zeile = {"massnahme_id": schluessel, "haushaltsjahr": jahr, "finanzierungsquelle": "Land", "ansatz_eur": eur}
    return zeile | {"bewilligt_eur": eur, "ist_eur": Decimal(7)} | mehr


BESTAND = Bestand(
    massnahme=[alte_massnahme("IK-01"), alte_massnahme("IK-02"), alte_massnahme("IK-03", ende=dt.date(2019, 6, 30))],
    massnahme_gebiet=[
        {"massnahme_id": "IK-01", "gebiet_id": "a", "anteil": Decimal("0.5")},
        {"massnahme_id": "IK-02", "gebiet_id": "a", "anteil": Decimal(1)},
    ],
    finanzierung=[
        geld("IK-01", 2019, "10"),
        geld("IK-01", 2020, "12.50"),
        geld("IK-01", 2021, None),
        geld("IK-02", 2020, "99"),
    ],
    wirkung=[{"massnahme_id": "IK-01", "stellen": 2.0, "ampel": "gefährdet", "ampel_grund": "Geld fehlt"}],
)


def carry() -> dict[str, list[dict[str, Any]]]:
    wahl = [
        Entscheidung("IK-01", "Sprachpaten plus", "Sprache", BLEIBT),
        Entscheidung("IK-02", "M IK-02", "Sprache", ENDET),
        Entscheidung("IK-03", "M IK-03", "Sprache", ENDET),
        Entscheidung(None, "Lernorte", "Bildung", NEU),
    ]
    return carry_over(KONZEPT, wahl, BESTAND, "IK21", mit_geld=True)


def test_what_stays_ends_and_is_new() -> None:
    neu = {zeile["massnahme_id"]: zeile for zeile in carry()["massnahme"]}
    assert list(neu) == ["IK21-01", "IK-02", "IK-03", "IK21-04"]
    assert neu["IK21-01"] == alte_massnahme(
        "IK21-01",
        handlungskonzept_id="ik21",
        bezeichnung="Sprachpaten plus",
        status="geplant",
        beginn=dt.date(2021, 1, 1),
        ende=dt.date(2022, 12, 31),
        vorgaenger_id="IK-01",
        quelle_id=None,
    )
    assert (neu["IK-02"]["status"], neu["IK-02"]["ende"]) == ("abgeschlossen", dt.date(2020, 12, 31))
    assert neu["IK-03"]["ende"] == dt.date(2019, 6, 30)
    assert (neu["IK21-04"]["vorgaenger_id"], neu["IK21-04"]["handlungsfeld"]) == (None, "Bildung")


def test_money_is_that_of_the_last_year_and_only_planned() -> None:
    zeilen = carry()["finanzierung"]
    assert [(z["massnahme_id"], z["haushaltsjahr"], z["ansatz_eur"]) for z in zeilen] == [
        ("IK21-01", 2021, Decimal("12.50")),
        ("IK21-01", 2022, Decimal("12.50")),
    ]
    assert {z["bewilligt_eur"] for z in zeilen} == {z["ist_eur"] for z in zeilen} == {None}
    assert "finanzierung" not in carry_over(KONZEPT, [], BESTAND, "X", mit_geld=True)


def test_shares_and_effect_go_along_but_not_how_it_went() -> None:
    neu = carry()
    assert neu["massnahme_gebiet"] == [{"massnahme_id": "IK21-01", "gebiet_id": "a", "anteil": Decimal("0.5")}]
    wirkung = {"massnahme_id": "IK21-01", "stellen": 2.0, "ampel": None, "ampel_grund": "", "quelle_id": None}
    assert neu["wirkung"] == [wirkung]


def test_only_what_was_invented_keeps_its_quelle() -> None:
    alte = [alte_massnahme("IK-01", quelle_id="beispiel"), alte_massnahme("IK-02", quelle_id="stadt")]
    wahl = [Entscheidung(f"IK-0{i}", "A", "S", BLEIBT) for i in (1, 2)]
    neu = carry_over(KONZEPT, wahl, Bestand(alte, [], [], []), "X", mit_geld=True, quellen={"beispiel"})
    assert [z["quelle_id"] for z in neu["massnahme"]] == ["beispiel", None]


def test_keys_are_never_taken_twice() -> None:
    wahl = [Entscheidung("IK-01", "A", "S", BLEIBT), Entscheidung("IK-02", "B", "S", BLEIBT)]
    neu = carry_over(KONZEPT, wahl, BESTAND, "IK", mit_geld=False)
    assert [z["massnahme_id"] for z in neu["massnahme"]] == ["IK-012", "IK-022"]


def test_two_periods_side_by_side() -> None:
    """b continues a over a period in between; e ends, n is new. Hidden people make a sum too low, not zero."""
    massnahmen = pd.DataFrame(
        [("a", "1", None), ("e", "1", None), ("z", "2", "a"), ("b", "3", "z"), ("n", "3", "fremd")],
        columns=["massnahme_id", "handlungskonzept_id", "vorgaenger_id"],
    )
    massnahmen["bezeichnung"] = massnahmen["massnahme_id"].str.upper()
    euro = pd.DataFrame(
        {"massnahme_id": ["a", "a", "b", "e"], "ansatz_eur": [Decimal("0.10"), Decimal("0.20"), Decimal(5), None]}
    )
    leistungen = pd.DataFrame(
        {
            "massnahme_id": ["a", "a", "b"],
            "kennzahl": ["erreichte Personen", "Kurse", "erreichte Personen"],
            "ist": [40.0, 3.0, None],
            "verborgen": [False, False, True],
        }
    )
    frame = compare_periods(massnahmen, euro, leistungen, "1", "3", "ansatz")
    assert frame[["zustand", "alt", "neu"]].values.tolist() == [
        [BLEIBT, "A", "B"],
        [ENDET, "E", None],
        [NEU, None, "N"],
    ]
    assert frame["eur_alt"].tolist() == [Decimal("0.30"), None, None]
    assert frame["erreicht_alt"].tolist()[0] == 40
    assert frame["erreicht_neu"].isna().all()
    assert frame["verborgen_neu"].tolist() == [True, False, False]
