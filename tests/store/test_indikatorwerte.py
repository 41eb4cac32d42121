"""Counts are added up the hierarchy, then divided. All expected numbers are computed by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from bausteine import Zeile, gebiet, indikator, merkmal, paket, quelle, wert
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sozialplanung.errors import ProjektError
from sozialplanung.store import Projekt

# A ragged hierarchy: district »n« has two quarters, district »w« none, quarter »n2« two blocks.
#
#   stadt ─┬─ n ─┬─ n1
#          │     └─ n2 ─┬─ n2a
#          │            └─ n2b
#          └─ w
GEBIETE = [
    gebiet("stadt", "gemeinde"),
    gebiet("n", "stadtbezirk", "stadt"),
    gebiet("w", "stadtbezirk", "stadt"),
    gebiet("n1", "stadtteil", "n"),
    gebiet("n2", "stadtteil", "n"),
    gebiet("n2a", "baublock", "n2"),
    gebiet("n2b", "baublock", "n2"),
]
MERKMALE = [merkmal("arm"), merkmal("alle"), merkmal("personen"), merkmal("quote", "rate")]
INDIKATOREN = [
    indikator("armut", "arm", "alle", faktor=100),
    indikator("anzahl", "arm"),
    indikator("quote", "quote"),
    indikator("gewichtet", "arm", "alle", gewicht_merkmal_id="personen"),
    indikator("frauen", "arm", "alle", zaehler_gruppe="Geschlecht=weiblich", nenner_gruppe="Geschlecht=weiblich"),
]
# Per 2020: numerators 1 + 2 + 3 in the parts of »n«, 10 in »w«; denominators 10 + 20 + 30 and 40.
ARM = [wert("arm", "n1", 2020, 1), wert("arm", "n2a", 2020, 2), wert("arm", "n2b", 2020, 3), wert("arm", "w", 2020, 10)]
ALLE = [
    wert("alle", "n1", 2020, 10),
    wert("alle", "n2a", 2020, 20),
    wert("alle", "n2b", 2020, 30),
    wert("alle", "w", 2020, 40),
]


def fill(projekt: Projekt, *werte: Zeile, gebiete: list[Zeile] = GEBIETE, **mehr: Any) -> None:
    stamm = {"gebiet": gebiete, "merkmal": MERKMALE, "indikator": INDIKATOREN}
    projekt.import_lieferung(paket(wert=list(werte), **(stamm | mehr)), "Test")


def row(projekt: Projekt, gebiet_id: str, ebene: str, indikator_id: str = "armut", jahr: int = 2020) -> pd.Series:
    frame = projekt.load_indikatorwerte(indikator_id, ebene, jahr)
    return frame[frame["gebiet_id"] == gebiet_id].iloc[0]


def test_delivered_figures_are_divided_where_they_are(projekt: Projekt) -> None:
    fill(projekt, *ARM, *ALLE)
    frame = projekt.load_indikatorwerte("armut", "baublock")
    assert frame["gebiet_id"].tolist() == ["n2a", "n2b"]
    assert frame["wert"].tolist() == [10.0, 10.0]
    assert frame["hinweis"].tolist() == [None, None]
    assert frame["uebergeordnet"].tolist() == ["n2", "n2"]


def test_sums_reach_down_to_where_figures_are(projekt: Projekt) -> None:
    fill(projekt, *ARM, *ALLE)
    stadt = row(projekt, "stadt", "gemeinde")
    assert (stadt["zaehler"], stadt["nenner"], stadt["wert"]) == (16, 100, 16.0)
    assert stadt["hinweis"] == "aggregiert"
    nord = row(projekt, "n", "stadtbezirk")
    assert (nord["zaehler"], nord["nenner"], nord["wert"]) == (6, 60, 10.0)


def test_a_delivered_sum_is_used_instead_of_its_parts(projekt: Projekt) -> None:
    """Official totals differ from the sum of their rounded parts."""
    fill(projekt, *ARM, *ALLE, wert("arm", "n", 2020, 7))
    assert row(projekt, "n", "stadtbezirk")["zaehler"] == 7
    assert row(projekt, "stadt", "gemeinde")["zaehler"] == 17


def test_indicator_without_denominator_shows_the_count(projekt: Projekt) -> None:
    fill(projekt, *ARM)
    stadt = row(projekt, "stadt", "gemeinde", "anzahl")
    assert stadt["wert"] == 16
    assert np.isnan(stadt["nenner"])
    assert np.isnan(stadt["gewicht"])


def test_one_missing_part_makes_the_sum_missing(projekt: Projekt) -> None:
    fill(projekt, *ARM[:2], ARM[3], *ALLE)
    for gebiet_id, ebene in (("stadt", "gemeinde"), ("n", "stadtbezirk"), ("n2", "stadtteil")):
        zeile = row(projekt, gebiet_id, ebene)
        assert np.isnan(zeile["wert"])
        assert (zeile["zeichen"], zeile["hinweis"]) == (None, "teile_fehlen")
    assert row(projekt, "w", "stadtbezirk")["wert"] == 25.0


@pytest.mark.parametrize("zeichen", ["geheim", "gesperrt", "unsicher"])
def test_a_protected_part_stops_the_way_down(projekt: Projekt, zeichen: str) -> None:
    """»n2« is protected, so its blocks must not reveal it."""
    fill(projekt, *ARM, *ALLE, wert("arm", "n2", 2020, zeichen))
    for gebiet_id, ebene in (("stadt", "gemeinde"), ("n", "stadtbezirk"), ("n2", "stadtteil")):
        zeile = row(projekt, gebiet_id, ebene)
        assert np.isnan(zeile["wert"])
        assert zeile["zeichen"] == zeichen


@pytest.mark.parametrize("zeichen", ["unbekannt", "folgt"])
def test_an_open_sum_is_computed_from_its_parts(projekt: Projekt, zeichen: str) -> None:
    fill(projekt, *ARM, *ALLE, wert("arm", "n2", 2020, zeichen))
    zeile = row(projekt, "n2", "stadtteil")
    assert (zeile["wert"], zeile["zeichen"], zeile["hinweis"]) == (10.0, None, "aggregiert")


@pytest.mark.parametrize("zeichen", ["unbekannt", "folgt", "geheim"])
def test_a_leaf_without_number_says_why(projekt: Projekt, zeichen: str) -> None:
    fill(projekt, *ARM[:3], *ALLE, wert("arm", "w", 2020, zeichen))
    assert row(projekt, "w", "stadtbezirk")["zeichen"] == zeichen
    stadt = row(projekt, "stadt", "gemeinde")
    assert (stadt["zeichen"], stadt["hinweis"]) == (zeichen, "teile_fehlen")
    assert np.isnan(stadt["wert"])


def test_uncertain_numbers_count_and_mark_the_sum(projekt: Projekt) -> None:
    fill(projekt, *ARM[:3], *ALLE, wert("arm", "w", 2020, 4, zeichen="unsicher"))
    stadt = row(projekt, "stadt", "gemeinde")
    assert (stadt["wert"], stadt["zeichen"]) == (10.0, "unsicher")


def test_true_zero_is_a_number(projekt: Projekt) -> None:
    fill(projekt, *ARM[:3], *ALLE, wert("arm", "w", 2020, 0, zeichen="genau_null"))
    west = row(projekt, "w", "stadtbezirk")
    assert (west["wert"], west["zeichen"]) == (0.0, "genau_null")
    assert row(projekt, "stadt", "gemeinde")["wert"] == 6.0


def test_a_true_zero_beside_a_number_is_no_true_zero(projekt: Projekt) -> None:
    fill(projekt, wert("arm", "n2a", 2020, 0, zeichen="genau_null"), wert("arm", "n2b", 2020, 3))
    assert row(projekt, "n2", "stadtteil", "anzahl")[["wert", "zeichen"]].tolist() == [3, None]


def test_nobody_to_relate_to(projekt: Projekt) -> None:
    fill(projekt, *ARM, *ALLE[:3], wert("alle", "w", 2020, 0))
    west = row(projekt, "w", "stadtbezirk")
    assert np.isnan(west["wert"])
    assert (west["zeichen"], west["hinweis"]) == ("gesperrt", "nenner_null")


def test_rates_are_never_added(projekt: Projekt) -> None:
    fill(projekt, wert("quote", "n1", 2020, 10), wert("quote", "n2", 2020, 20), wert("quote", "w", 2020, 30))
    assert projekt.load_indikatorwerte("quote", "stadtteil")["wert"].tolist() == [10, 20]
    bezirke = projekt.load_indikatorwerte("quote", "stadtbezirk").set_index("gebiet_id")
    assert np.isnan(bezirke.loc["n", "wert"])
    assert bezirke["hinweis"].to_dict() == {"n": "rate_nicht_aggregierbar", "w": None}
    assert bezirke.loc["w", "wert"] == 30
    assert row(projekt, "stadt", "gemeinde", "quote")["hinweis"] == "rate_nicht_aggregierbar"


def test_a_level_below_the_figures_shows_nothing(projekt: Projekt) -> None:
    fill(projekt, wert("arm", "stadt", 2020, 5), wert("alle", "stadt", 2020, 50))
    assert projekt.load_indikatorwerte("armut", "stadtbezirk").empty
    assert projekt.load_indikatorwerte("armut", "gemeinde", 1999).empty
    assert projekt.load_indikatorwerte("armut", "gemeinde")["wert"].tolist() == [10.0]


def test_missing_gebiete_are_there_to_be_counted(projekt: Projekt) -> None:
    fill(projekt, ARM[0], ALLE[0])
    frame = projekt.load_indikatorwerte("armut", "stadtteil")
    assert frame["gebiet_id"].tolist() == ["n1", "n2"]
    assert frame["wert"].isna().tolist() == [False, True]
    assert frame["herkunft"].tolist() == ["amtlich", None]


def test_groups_are_kept_apart(projekt: Projekt) -> None:
    weiblich = {"gruppe": "Geschlecht=weiblich"}
    fill(projekt, *ARM, *ALLE, wert("arm", "w", 2020, 3, **weiblich), wert("alle", "w", 2020, 20, **weiblich))
    assert row(projekt, "w", "stadtbezirk", "frauen")["wert"] == 0.15
    assert row(projekt, "w", "stadtbezirk")["wert"] == 25.0


@pytest.mark.parametrize(
    "zeitraeume",
    [
        ("2020-01-31", "2020-12-31"),
        ("2020-09", "2020-11"),
        ("2020-Q1", "2020-Q4"),
        ("2020-06-30", "2020"),
        ("2020-Q2", "2020-07"),
        ("2020", "2020/21"),
    ],
)
def test_latest_zeitraum_of_a_year_counts(projekt: Projekt, zeitraeume: tuple[str, str]) -> None:
    frueher, spaeter = zeitraeume
    fill(projekt, wert("arm", "w", spaeter, 8), wert("arm", "w", frueher, 3), wert("alle", "w", 2020, 40))
    zeile = row(projekt, "w", "stadtbezirk")
    assert (zeile["wert"], zeile["zeitraum"]) == (20.0, spaeter)
    assert projekt.load_verfuegbarkeit().query("indikator_id == 'armut'")["anzahl"].tolist() == [1]


def test_mixed_zeitraeume_in_a_sum_are_told(projekt: Projekt) -> None:
    fill(projekt, *ARM[1:], wert("arm", "n1", "2020-06-30", 1), *ALLE)
    assert row(projekt, "stadt", "gemeinde")["hinweis"] == "zeitraeume_gemischt"
    assert row(projekt, "n2", "stadtteil")["hinweis"] == "aggregiert"


def test_parts_count_while_they_exist(projekt: Projekt) -> None:
    """»w« was split at the end of 2019 into »w1« and »w2«; both are compared with the whole city."""
    gebiete = [
        gebiet("stadt", "gemeinde"),
        gebiet("w", "stadtbezirk", "stadt", gueltig_bis="2019-12-31"),
        gebiet("w1", "stadtbezirk", "stadt", gueltig_von="2020-01-01"),
        gebiet("w2", "stadtbezirk", "stadt", gueltig_von="2020-01-01"),
    ]
    zahlen = [wert("arm", "w", 2019, 9), wert("arm", "w1", 2020, 4), wert("arm", "w2", 2020, 6)]
    fill(projekt, *zahlen, gebiete=gebiete)
    stadt = projekt.load_indikatorwerte("anzahl", "gemeinde")
    assert dict(zip(stadt["jahr"], stadt["wert"], strict=True)) == {2019: 9, 2020: 10}
    bezirke = projekt.load_indikatorwerte("anzahl", "stadtbezirk")
    assert list(zip(bezirke["jahr"], bezirke["gebiet_id"], strict=True)) == [(2019, "w"), (2020, "w1"), (2020, "w2")]


def test_weight_of_the_nearest_year(projekt: Projekt) -> None:
    """2020: own year. 2018: 2017 and 2019 are equally near, the earlier one counts. 2025: 2020."""
    zahlen = [wert(m, "w", jahr, 1) for jahr in (2018, 2020, 2025) for m in ("arm", "alle")]
    gewichte = [wert("personen", "w", jahr, jahr - 2000) for jahr in (2017, 2019, 2020)]
    fill(projekt, *zahlen, *gewichte)
    frame = projekt.load_indikatorwerte("gewichtet", "stadtbezirk").query("gebiet_id == 'w'")
    assert frame["gewicht_jahr"].tolist() == [2017, 2020, 2020]
    assert frame["gewicht"].tolist() == [17, 20, 20]
    # The same from a single year: weights of other years are still found.
    assert row(projekt, "w", "stadtbezirk", "gewichtet", 2025)["gewicht"] == 20


def test_weight_is_the_denominator_unless_told_otherwise(projekt: Projekt) -> None:
    fill(projekt, *ARM, *ALLE, wert("personen", "w", 2020, 400))
    assert row(projekt, "w", "stadtbezirk")["gewicht"] == 40
    assert row(projekt, "w", "stadtbezirk", "gewichtet")["gewicht"] == 400
    # The other district has no persons, so the city has none either.
    assert np.isnan(row(projekt, "stadt", "gemeinde", "gewichtet")["gewicht"])


def test_herkunft_is_that_of_the_weakest_figure(projekt: Projekt) -> None:
    herkuenfte = ("amtlich", "veroeffentlicht", "eigen", "beispiel")
    zahlen = [z | {"quelle_id": "amtlich"} for z in (*ARM, *ALLE)]
    zahlen[1]["quelle_id"], zahlen[7]["quelle_id"] = "eigen", "veroeffentlicht"
    personen = wert("personen", "w", 2020, 40, quelle_id="beispiel")
    fill(projekt, *zahlen, personen, quelle=[quelle(h, h) for h in herkuenfte])
    assert row(projekt, "stadt", "gemeinde")["herkunft"] == "eigen"
    assert row(projekt, "n", "stadtbezirk")["herkunft"] == "eigen"
    west = row(projekt, "w", "stadtbezirk", "gewichtet")
    assert (west["herkunft"], west["gewicht_herkunft"]) == ("veroeffentlicht", "beispiel")
    quellen = projekt.load_indikator_mit_quellen("armut", "gemeinde")[1]
    assert quellen["bezeichnung"].tolist() == ["Quelle amtlich", "Quelle eigen", "Quelle veroeffentlicht"]
    assert set(quellen["jahr"]) == {2020}
    assert projekt.load_indikator_mit_quellen("armut", "baublock")[1]["herkunft"].tolist() == ["amtlich", "eigen"]


def test_an_unknown_indikator_is_named(projekt: Projekt) -> None:
    with pytest.raises(ProjektError, match="›gibtsnicht‹"):
        projekt.load_indikatorwerte("gibtsnicht", "gemeinde")


def test_completeness_adds_up(projekt: Projekt) -> None:
    fill(projekt, ARM[0], wert("arm", "n2", 2020, "geheim"), wert("alle", "n1", 2019, 5))
    frame = projekt.load_vollstaendigkeit("stadtteil")
    zeilen = frame[["merkmal_id", "jahr", "vorhanden", "geheim", "fehlt", "gesamt"]].to_numpy().tolist()
    assert zeilen == [["alle", 2019, 1, 0, 1, 2], ["arm", 2020, 1, 1, 0, 2]]


ZAHLEN = st.one_of(
    st.none(),
    st.integers(0, 5),
    st.sampled_from(["geheim", "unbekannt", "folgt", "unsicher", "gesperrt"]),
)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(zahlen=st.lists(ZAHLEN, min_size=28, max_size=28))
def test_filters_offer_exactly_what_can_be_shown(neues_projekt: Any, zahlen: list[int | str | None]) -> None:
    """``load_verfuegbarkeit`` walks up, ``load_indikatorwerte`` down; both must meet."""
    projekt = neues_projekt()
    plaetze = [(m, g["gebiet_id"], jahr) for m in ("arm", "alle") for g in GEBIETE for jahr in (2019, 2020)]
    werte = [wert(*platz, zahl) for platz, zahl in zip(plaetze, zahlen, strict=True) if zahl is not None]
    werte += [
        wert("quote", g, 2020, zahl)
        for (_, g, _), zahl in zip(plaetze[:14:2], zahlen, strict=False)
        if zahl is not None
    ]
    fill(projekt, *werte)
    angebot = {tuple(zeile) for zeile in projekt.load_verfuegbarkeit().itertuples(index=False, name=None)}
    gezeigt = set()
    for indikator_id in ("armut", "anzahl", "quote", "gewichtet"):
        for ebene in ("gemeinde", "stadtbezirk", "stadtteil", "baublock"):
            frame = projekt.load_indikatorwerte(indikator_id, ebene)
            for jahr, teil in frame.groupby("jahr"):
                if anzahl := int(teil["wert"].notna().sum()):
                    gezeigt.add((indikator_id, ebene, jahr, anzahl, len(teil)))
    assert angebot == gezeigt
    projekt.close()


@pytest.mark.parametrize(
    "personen", [[], [(2020, "n")], [(2020, "n"), (2020, "w")], [(2017, "n"), (2020, "w")], [(2019, "w")]]
)
@pytest.mark.parametrize("indikator_id", ["armut", "gewichtet", "anzahl", "quote"])
@pytest.mark.parametrize("ebene", ["stadtbezirk", "gemeinde"])
def test_one_year_is_that_year_of_all(
    projekt: Projekt, indikator_id: str, ebene: str, personen: list[tuple[int, str]]
) -> None:
    """Whatever years the weights are of: asking for one year only is a shorter way to the same rows."""
    weitere = [wert("arm", "w", 2019, 7), wert("alle", "w", 2019, 70), wert("quote", "n", 2020, 1.5)]
    fill(projekt, *ARM, *ALLE, *weitere, *(wert("personen", g, jahr, 100 + jahr) for jahr, g in personen))
    alle = projekt.load_indikatorwerte(indikator_id, ebene)
    for jahr in (2019, 2020):
        erwartet = alle[alle["jahr"] == jahr].reset_index(drop=True)
        pd.testing.assert_frame_equal(
            projekt.load_indikatorwerte(indikator_id, ebene, jahr), erwartet, check_dtype=False
        )
