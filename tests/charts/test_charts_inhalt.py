"""What the single charts show: order, sums, missing values, the chosen area."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pandas as pd
import pytest
from chart_daten import (
    ALLE,
    abstand,
    betraege,
    finanzierung,
    handlungsfelder,
    verlauf,
    werte,
    zwei_jahre,
)
from hypothesis import given
from hypothesis import strategies as st
from zeichnung import draw

from sozialplanung.charts.arm_reich import dumbbell
from sozialplanung.charts.bausteine import axis_title, records, select_rows, shorten, text_width, with_omitted, wrap
from sozialplanung.charts.geld import budget_by_year, money_bars
from sozialplanung.charts.klassen import classify
from sozialplanung.charts.rang import ranked_bars
from sozialplanung.charts.theme import HELL, Spec, Stil
from sozialplanung.charts.verlauf import gap_over_time, two_areas

STIL = Stil()


def inner(spec: Spec) -> Spec:
    """The layered view that holds data, encoding and marks."""
    ansicht: Spec = spec["layer"][0]
    return ansicht


def rows(spec: Spec) -> list[dict[str, Any]]:
    return list(inner(spec)["data"]["values"])


def names_on_axis(spec: Spec) -> list[str]:
    ausdruck = inner(spec)["encoding"]["y"]["axis"]["labelExpr"]
    return list(json.loads(ausdruck.removesuffix("[datum.value]")))


# --- text that fits


def test_shorten_drops_additions_before_it_cuts() -> None:
    assert shorten("Stolberg (Rhld.)", 200, 13) == "Stolberg (Rhld.)"
    assert shorten("Stolberg (Rhld.)", 60, 13) == "Stolberg"
    assert shorten("Aachen, Stadt", 60, 13) == "Aachen"
    assert shorten("Herzogenrath", 50, 13).endswith("…")
    assert shorten("Sprache, Bildung und Schule", 120, 13).startswith("Sprache, Bil")


@given(st.text(alphabet="abcdefghijkl ÄÖÜ(),-", min_size=1, max_size=60), st.floats(60, 400))
def test_shortened_text_fits(text: str, platz: float) -> None:
    assert text_width(shorten(text, platz, 13), 13) <= platz


@given(st.lists(st.text(alphabet="abcdefgh", min_size=1, max_size=12), min_size=1, max_size=12))
def test_wrapping_loses_no_word(worte: list[str]) -> None:
    text = " ".join(worte)
    zeilen = wrap(text, 120, 13)
    assert " ".join(zeilen) == text
    assert all(text_width(zeile, 13) <= 120 or " " not in zeile for zeile in zeilen)


# --- rows


def test_records_keep_missing_missing() -> None:
    tabelle = pd.DataFrame({"a": [1.5, float("nan")], "b": ["x", None], "tag": [dt.date(2018, 1, 1), pd.NaT]})
    assert records(tabelle) == [
        {"a": 1.5, "b": "x", "tag": dt.date(2018, 1, 1)},
        {"a": None, "b": None, "tag": None},
    ]


def test_top_bottom_and_the_chosen_row_stay() -> None:
    zeilen = [{"gebiet_id": str(i)} for i in range(10)]
    auswahl, ausgelassen = select_rows(zeilen, 5, "6")
    assert [z["gebiet_id"] for z in auswahl] == ["0", "1", "6", "8", "9"]
    assert [z["gewaehlt"] for z in auswahl] == [False, False, True, False, False]
    assert [z["zeile"] for z in auswahl] == [0, 1, 2, 3, 4]
    assert ausgelassen == 5
    assert [z["gebiet_id"] for z in select_rows(zeilen, 5, "9")[0]] == ["0", "1", "2", "8", "9"]


def test_one_area_of_23_is_not_left_out() -> None:
    assert len(select_rows([{"gebiet_id": str(i)} for i in range(23)], 22, None)[0]) == 23
    assert with_omitted("€", 1) == "€ (1 Gebiet nicht gezeigt)"
    assert with_omitted("€", 2, "Zeile", "Zeilen") == "€ (2 Zeilen nicht gezeigt)"


@given(st.integers(0, 60), st.integers(3, 30), st.integers(0, 70))
def test_selection_has_the_size_and_the_chosen_row(n: int, hoechstens: int, wahl: int) -> None:
    auswahl, ausgelassen = select_rows([{"gebiet_id": str(i)} for i in range(n)], hoechstens, str(wahl))
    assert len(auswahl) == (n if n <= hoechstens + hoechstens // 10 else hoechstens)
    assert len(auswahl) + ausgelassen == n
    assert any(z["gewaehlt"] for z in auswahl) == (wahl < n)
    ids = [int(z["gebiet_id"]) for z in auswahl]
    assert ids == sorted(ids)


# --- Arm/Reich


def draw_dumbbell(**weiter: Any) -> Spec:
    angaben: dict[str, Any] = {"jahr_von": 2011, "jahr_bis": 2018, "achse": "Prozent", "stil": STIL} | weiter
    return dumbbell(zwei_jahre(), **angaben)


def test_dumbbell_is_ranked_and_says_why_a_value_is_missing() -> None:
    zeilen = rows(draw_dumbbell(einheit="%"))
    assert [z["bezeichnung"] for z in zeilen] == [
        "Alsdorf", "Aachen", "Herzogenrath", "Stolberg (Rhld.)", "Monschau", "Würselen", "Roetgen",
    ]  # fmt: skip
    assert [z["text"] for z in zeilen] == ["27,4", "24,1", "21,6", "12,4", "0,0", "geheim", "fehlt"]
    assert zeilen[0]["tooltip_von"] == "25,0\u00a0%"
    assert zeilen[5]["wert_bis"] is None
    assert zeilen[5]["text_x"] == 9.0  # behind the earlier point
    assert zeilen[6]["text_x"] == 0


def test_dumbbell_of_a_single_year_has_one_dot_and_one_entry() -> None:
    einzeln = zwei_jahre().assign(wert_von=zwei_jahre()["wert_bis"])
    spec = dumbbell(einzeln, jahr_von=2018, jahr_bis=2018, achse="2018, %", stil=STIL)
    assert [text.text for text in draw(spec)[2]].count("2018") == 1
    assert [s["mark"]["type"] for s in inner(spec)["layer"]].count("point") == 1


def test_dumbbell_labels_stand_off_the_line() -> None:
    je_name = {z["bezeichnung"]: z for z in rows(draw_dumbbell(breite=600))}
    assert je_name["Alsdorf"]["seite"] == "left"  # rose: the text begins right of the point
    assert je_name["Aachen"]["seite"] == "right"  # fell: the text ends left of the point
    assert je_name["Monschau"]["seite"] == "left"  # fell, but no room before the axis
    assert je_name["Monschau"]["text_x"] == 1.0  # so it stands behind the earlier, larger value


def test_a_low_picture_leaves_out_the_middle_and_says_so() -> None:
    spec = draw_dumbbell(hoehe=130, gewaehlt="02")
    assert [z["gebiet_id"] for z in rows(spec)] == ["01", "02", "05"]
    assert "4 Gebiete nicht gezeigt" in json.dumps(spec["layer"], ensure_ascii=False).replace('", "', " ")


def test_the_chosen_area_is_marked_by_data() -> None:
    assert [z["gebiet_id"] for z in rows(draw_dumbbell(gewaehlt="02")) if z["gewaehlt"]] == ["02"]
    assert not any(z["gewaehlt"] for z in rows(draw_dumbbell(gewaehlt=None)))


def ratios(tabelle: pd.DataFrame, breite: int = 560) -> list[tuple[int, str, str]]:
    """Year, text and alignment of the labels above the lines."""
    spec = gap_over_time(tabelle, achse="Euro", einheit="€", stil=STIL, breite=breite)
    schilder = {
        (z["jahr"], z["text"], z["seite"])
        for s in inner(spec)["layer"]
        for z in s.get("data", {}).get("values", ())
        if "seite" in z
    }
    return sorted(schilder)


def test_gap_shows_the_ratio_at_both_ends_and_breaks_where_figures_are_missing() -> None:
    assert ratios(abstand()) == [(1995, "1,73-mal", "left"), (2019, "1,93-mal", "right")]
    spec = gap_over_time(abstand(), achse="Euro", einheit="€", stil=STIL)
    flaeche = next(s for s in inner(spec)["layer"] if s["mark"]["type"] == "area")["data"]["values"]
    assert flaeche[2] == {"jahr": 2005, "arm": None, "reich": None}


def test_both_ratios_have_the_decimals_that_the_smaller_one_needs() -> None:
    assert [text for _, text, _ in ratios(abstand().assign(verhaeltnis=[3.14, 3.0, None, 2.05]))] == [
        "3,1-mal",
        "2,1-mal",
    ]
    assert [text for _, text, _ in ratios(abstand().assign(verhaeltnis=[1.994, 3.0, None, 2.05]))] == [
        "1,99-mal",
        "2,05-mal",
    ]


def test_the_first_ratio_gives_way() -> None:
    # »1,73-mal« is 51 px wide; of the width 55 px are names, 55 px the axis and 30 px gaps
    assert [text for _, text, _ in ratios(abstand(), breite=250)] == ["1,73-mal", "1,93-mal"]
    assert [text for _, text, _ in ratios(abstand(), breite=230)] == ["1,73", "1,93-mal"]
    assert [text for _, text, _ in ratios(abstand(), breite=210)] == ["1,93-mal"]
    spaet = abstand().assign(jahr=[1995, 2000, 2018, 2019], verhaeltnis=[float("nan"), float("nan"), 1.5, 1.93])
    assert ratios(spaet) == [(2019, "1,93-mal", "right")]
    assert ratios(abstand().iloc[[0]]) == [(1995, "1,73-mal", "left")]
    assert ratios(abstand().iloc[[2]]) == []


def test_ratios_stand_above_the_lines_even_where_these_lie_close_together() -> None:
    jahre = list(range(1995, 2020))
    arm = [250.0 + 6 * i for i in range(25)]
    nah = pd.DataFrame({"jahr": jahre, "arm": arm, "reich": [1.23 * a for a in arm], "verhaeltnis": 1.23})
    for breite, stil in ((250, STIL), (560, STIL), (360, Stil(projektor=True))):
        spec = gap_over_time(nah, achse="Euro", einheit="€", stil=stil, breite=breite)
        bereich = next(
            s["encoding"]["y"]["scale"]["domain"] for s in inner(spec)["layer"] if s["mark"]["type"] == "line"
        )
        gezeichnet = draw(spec)[2]
        hoehe = spec["height"] - 4.6 * stil.schrift - 16
        hoechster = (bereich[1] - max(nah["reich"])) / (bereich[1] - bereich[0]) * hoehe
        assert hoechster >= 1.7 * stil.schrift
        assert sum(text.text.startswith("1,23") for text in gezeichnet) == 2
        # no line of the grid runs through them
        achse = next(s["encoding"]["y"]["axis"] for s in inner(spec)["layer"] if s["mark"]["type"] == "line")
        grenze = float(achse["gridOpacity"]["condition"]["test"].removeprefix("datum.value <= "))
        assert (bereich[1] - grenze) / (bereich[1] - bereich[0]) * hoehe == pytest.approx(1.7 * stil.schrift)


def test_end_labels_of_close_lines_stand_apart() -> None:
    spec = two_areas(
        verlauf(), gebiete=["Herringen", "Bockum-Hövel"], region="Stadt Hamm", achse="Prozent", stil=STIL, hoehe=330
    )
    enden = next(
        s["data"]["values"] for s in inner(spec)["layer"] if "text" in s.get("data", {}).get("values", [{}])[0]
    )
    assert [e["text"][-1] for e in enden] == ["22,1", "22,2", "27,1"]
    assert enden[1]["y"] - enden[0]["y"] > 1  # 0,1 apart in figures


# --- ranking


def test_ranking_puts_missing_last_and_colours_by_class() -> None:
    klassen = classify(werte()["wert"], "eigene", grenzen=[10, 22])
    zeilen = rows(ranked_bars(werte(), klassen, achse="Prozent", stil=STIL, gewaehlt="06"))
    assert [z["anzeige"] for z in zeilen] == ["27,4 %", "24,1 %", "21,6 %", "12,4 %", "0,0 %", "geheim", "fehlt"]
    niedrig, mitte, hoch = klassen.farben(STIL)
    assert [z["farbe"] for z in zeilen] == [hoch, hoch, mitte, mitte, niedrig, HELL.papier, HELL.papier]
    assert [z["gewaehlt"] for z in zeilen].index(True) == 4


def test_many_areas_are_cut_to_25_unless_all_are_wanted() -> None:
    viele = pd.DataFrame(
        {
            "gebiet_id": [str(i) for i in range(542)],
            "bezeichnung": [f"Block {i}" for i in range(542)],
            "wert": [float(i) for i in range(542)],
            "anzeige": [str(i) for i in range(542)],
        }
    )
    klassen = classify(viele["wert"])
    kurz = ranked_bars(viele, klassen, achse="Prozent", stil=STIL, gewaehlt="300")
    assert len(rows(kurz)) == 25
    assert len(json.dumps(kurz)) < 15_000
    assert len(rows(ranked_bars(viele, klassen, achse="Prozent", stil=STIL, alle=True))) == 542


# --- money


def test_money_by_area() -> None:
    spec = money_bars(betraege(), achse="Euro je Kind", stil=STIL, gewaehlt="01")
    assert names_on_axis(spec) == ["Bockum-Hövel", "Herringen", "Rhynern", "gesamtstädtisch"]
    assert [z["text"] for z in rows(spec)] == ["85", "31", "keine Angabe", "999"]
    assert [z["summe"] for z in rows(spec)] == [85.0, 30.5, None, 999.0]
    teile = [(t["bezeichnung"], t["finanzierungsquelle"], t["eur"]) for t in inner(spec)["layer"][0]["data"]["values"]]
    assert teile == [
        ("Bockum-Hövel", "Land", 85.0),
        ("Herringen", "Eigenanteil", 20.0),
        ("Herringen", "Bund", 10.5),
        ("gesamtstädtisch", "Träger", 999.0),
    ]


def test_money_is_stacked_and_explained_in_the_order_of_the_model() -> None:
    spec = money_bars(handlungsfelder(), achse="Euro", stil=STIL, breite=620)
    raenge = [t["rang"] for t in inner(spec)["layer"][0]["data"]["values"]]
    assert raenge == [0, 1, 6] * 3
    assert inner(spec)["layer"][0]["encoding"]["order"] == {"field": "rang", "type": "quantitative"}
    schluessel = [
        s["mark"]["text"] for s in inner(spec)["layer"] if s["mark"].get("text") in {"Eigenanteil", "Land", "Sonstige"}
    ]
    assert schluessel == ["Eigenanteil", "Land", "Sonstige"]


def test_money_can_follow_a_neighbouring_chart() -> None:
    spec = money_bars(betraege(), achse="Euro", stil=STIL, reihenfolge=["03", "01"])
    assert names_on_axis(spec) == ["Rhynern", "Herringen", "Bockum-Hövel", "gesamtstädtisch"]


@pytest.mark.parametrize("breite", [250, 265, 280])
def test_a_long_axis_title_is_broken_and_centred_under_the_plot(breite: int) -> None:
    achse = "Euro je Person (Kinder unter 15 Jahren)"
    spec = money_bars(betraege(), achse=achse, stil=STIL, breite=breite)
    titel = inner(spec)["layer"][0]["encoding"]["x"]["axis"]["title"]
    assert " ".join(titel) == achse
    gezeichnet = {text.text: text for text in draw(spec)[2]}
    null = (gezeichnet["0"].links + gezeichnet["0"].rechts) / 2
    mitte = (gezeichnet[achse].links + gezeichnet[achse].rechts) / 2
    # the padding of the picture is 4 px; labels of ticks are shifted a little at the ends
    assert mitte == pytest.approx((null + breite - 4) / 2, abs=4)


def test_a_title_is_broken_before_its_bracket_only_where_that_costs_no_line() -> None:
    assert axis_title("Euro (Ansatz)", 200, STIL) == "Euro (Ansatz)"
    # »Euro je Person (Kinder unter 15« takes 205 px, »(Kinder unter 15 Jahren)« 156 px
    assert axis_title("Euro je Person (Kinder unter 15 Jahren)", 210, STIL) == [
        "Euro je Person", "(Kinder unter 15 Jahren)",
    ]  # fmt: skip
    # in 80 px the brackets of their own would be a fourth line
    assert axis_title("Euro (2 Zeilen nicht gezeigt)", 80, STIL) == ["Euro (2", "Zeilen nicht", "gezeigt)"]


def test_money_without_any_row() -> None:
    assert rows(money_bars(betraege().iloc[:0], achse="Euro", stil=STIL)) == []


def test_budget_by_year_leaves_the_unknown_ist_out() -> None:
    spec = budget_by_year(finanzierung(), stil=STIL)
    jahre = rows(spec)
    assert [(z["haushaltsjahr"], z["ansatz_eur"], z["ist_eur"]) for z in jahre] == [
        (2018, 2_200_000.0, 2_050_000.0),
        (2019, 1_600_000.0, None),
    ]
    assert jahre[1]["ist"] == "liegt noch nicht vor"
    assert [z["text"].replace("\u00a0", " ") for z in jahre] == ["2,2 Mio.", "1,6 Mio."]
    assert [t["ist_eur"] for t in inner(spec)["layer"][0]["data"]["values"]] == [1_400_000.0, 650_000.0]


def test_two_lines_of_a_name_stand_around_the_middle_of_their_row() -> None:
    tabelle = pd.DataFrame(
        [("Interkulturelle Öffnung der Verwaltung", "Land", 9.0), ("Arbeit", "Land", 5.0)],
        columns=["bezeichnung", "finanzierungsquelle", "eur"],
    )
    gezeichnet = {text.text: text for text in draw(money_bars(tabelle, achse="Euro", stil=STIL, breite=300))[2]}
    for name, betrag in (("Interkulturelle Öffnung der Verwaltung", "9"), ("Arbeit", "5")):
        mitte = (gezeichnet[name].oben + gezeichnet[name].unten) / 2
        assert mitte == pytest.approx((gezeichnet[betrag].oben + gezeichnet[betrag].unten) / 2, abs=3)


@pytest.mark.parametrize("name", [name for name in ALLE if name != "map_picture"])
def test_specs_are_small(name: str) -> None:
    breite, zeichne = ALLE[name]
    assert len(json.dumps(zeichne(STIL, breite, True))) < 16_000
