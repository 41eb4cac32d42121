"""Mönchengladbach: 44 Stadtteile, the published funds as published, everything else marked as invented."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import shapely
from flaechen import intersection_over_union, polygone, to_meter

from werkzeuge.beispiele.bausteine import Beispiel

STADT = "05116000"


def test_44_stadtteile_in_four_stadtbezirke(moenchengladbach: Beispiel) -> None:
    gebiete = moenchengladbach.tabellen["gebiet"]
    teile = gebiete[gebiete["raumebene"] == "stadtteil"]
    assert len(teile) == teile["bezeichnung"].nunique() == 44
    assert teile["uebergeordnet"].value_counts().sort_index().tolist() == [11, 10, 14, 9]


def test_the_published_funds(moenchengladbach: Beispiel) -> None:
    geld = moenchengladbach.tabellen["finanzierung"].set_index(["massnahme_id", "haushaltsjahr"])
    assert set(geld.loc["QA-01", "ansatz_eur"]) == {Decimal("100000.00")}
    assert geld.loc[("QA-02", 2025), "ansatz_eur"] == Decimal("200000.00")
    assert set(geld["quelle_id"]) == {"spd_mg", "quartiersbudget"}
    antraege = moenchengladbach.tabellen["leistung"].set_index("jahr")["ist"].astype(int)
    assert antraege.to_dict() == {2023: 44, 2024: 65, 2025: 69}
    anteile = moenchengladbach.tabellen["massnahme_gebiet"]["anteil"].astype(float)
    assert round(anteile.sum(), 6) == 1


def test_what_is_invented_says_so(moenchengladbach: Beispiel) -> None:
    assert moenchengladbach.projekt["herkunft"] == "beispiel"
    assert moenchengladbach.tabellen["wert"]["quelle_id"].isna().all()


def test_parts_stay_within_their_wholes(moenchengladbach: Beispiel) -> None:
    werte = moenchengladbach.tabellen["wert"].pivot(
        index=["gebiet_id", "zeitraum"], columns="merkmal_id", values="wert"
    )
    werte = werte.astype(float)
    altersgruppen = werte[["kinder_unter_15", "erwerbsfaehige", "einwohner_65plus"]].sum(axis=1)
    pd.testing.assert_series_equal(altersgruppen, werte["einwohner"], check_names=False)
    merkmale = moenchengladbach.tabellen["merkmal"].dropna(subset=["teil_von"])
    for teil, ganzes in zip(merkmale["merkmal_id"], merkmale["teil_von"], strict=True):
        assert (werte[teil] <= werte[ganzes]).all(), teil


def test_the_outline_is_schematic_but_recognisable(
    moenchengladbach: Beispiel, umrisse: dict[str, shapely.Geometry]
) -> None:
    stadt = to_meter(polygone(moenchengladbach)[STADT])
    assert intersection_over_union(stadt, umrisse[STADT]) >= 0.8
