"""Time: who met when, how long Massnahmen run, for which years there are figures."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from chart_daten import (
    beratungen,
    bestand,
    massnahmen,
)
from zeichnung import draw

from sozialplanung.charts.theme import HELL, Spec, Stil
from sozialplanung.charts.vollstaendigkeit import completeness
from sozialplanung.charts.zeitachse import committee_dates, measure_spans

STIL = Stil()


def inner(spec: Spec) -> Spec:
    """The layered view that holds data, encoding and marks."""
    ansicht: Spec = spec["layer"][0]
    return ansicht


def rows(spec: Spec) -> list[dict[str, Any]]:
    return list(inner(spec)["data"]["values"])


def test_each_day_stands_once_beside_all_who_met() -> None:
    am_selben_tag = beratungen().assign(datum=[dt.date(2018, 3, 20), dt.date(2018, 2, 27), dt.date(2018, 2, 27)])
    linie, punkte, tage, namen, ergebnisse = inner(committee_dates(am_selben_tag, stil=STIL, breite=620))["layer"]
    assert [tag["tag"] for tag in tage["data"]["values"]] == ["27.02.2018", "20.03.2018"]
    assert punkte["data"] == tage["data"]
    folge = namen["data"]["values"]
    assert [zeile["gremium"] for zeile in folge] == [
        "Ausschuss für Soziales, Gesundheit und Integration", "Integrationsrat", "Rat",
    ]  # fmt: skip
    # the first of a day stands at the height of its date; the line runs from the first to the last day
    assert [tag["y"] for tag in tage["data"]["values"]] == [folge[0]["y"], folge[2]["y"]]
    assert linie["data"]["values"] == [{"y": folge[0]["y"], "bis": folge[2]["y"]}]
    assert folge[2]["y"] - folge[1]["y"] > folge[1]["y"] - folge[0]["y"]
    assert ergebnisse["data"]["values"] is folge


@pytest.mark.parametrize("breite", [280, 400, 620])
def test_no_word_of_a_meeting_is_lost(breite: int) -> None:
    lang = beratungen().assign(
        gremium=["Kinder- und Jugendhilfeausschuss", "Rat", "Ausschuss für Soziales"],
        ergebnis=pd.Series(["einstimmig mit Änderungen empfohlen", "", None], dtype=object),
    )
    gezeichnet = {text.text for text in draw(committee_dates(lang, stil=STIL, breite=breite))[2]}
    assert {"Kinder- und Jugendhilfeausschuss", "einstimmig mit Änderungen empfohlen", "Rat"} <= gezeichnet
    assert not any("…" in text for text in gezeichnet)


def test_results_stand_in_a_column_where_there_is_room_else_below() -> None:
    """Date 70, name 308, result 110 px and gaps are more than 400 and less than 620 px."""
    weit = inner(committee_dates(beratungen(), stil=STIL, breite=620))["layer"][-1]
    assert all(zeile["text_y"] == zeile["y"] for zeile in weit["data"]["values"])
    eng = inner(committee_dates(beratungen(), stil=STIL, breite=400))["layer"][-1]
    assert all(zeile["text_y"] > zeile["y"] for zeile in eng["data"]["values"])


def test_meetings_take_the_height_they_need_and_no_more_than_looks_good() -> None:
    def hoehe(grenze: int | None, tabelle: pd.DataFrame) -> int:
        return int(committee_dates(tabelle, stil=STIL, breite=620, hoehe=grenze)["height"])

    assert hoehe(None, beratungen()) < hoehe(150, beratungen()) <= 150
    assert hoehe(900, beratungen()) < 300
    viele = pd.concat([beratungen()] * 12, ignore_index=True)
    assert hoehe(330, viele) > 36 * 1.2 * 13


def test_months_are_german() -> None:
    ein_jahr = massnahmen().iloc[[1]]
    gezeichnet = {text.text for text in draw(measure_spans(ein_jahr, stil=STIL, breite=1200))[2]}
    assert {"März 2018", "Mai 2018", "Dez 2018"} <= gezeichnet


def test_spans_name_their_status() -> None:
    zeilen = rows(measure_spans(massnahmen(), stil=STIL, breite=620))
    assert [z["text"] for z in zeilen] == [
        "laufend, Ende offen", "abgeschlossen", "geplant", "eingestellt, ohne Termin",
    ]  # fmt: skip
    assert [z["zeit"] for z in zeilen] == [
        "ab 01.01.2018", "01.01.2018 bis 31.12.2018", "01.12.2020 bis 31.12.2020", "ohne Termin",
    ]  # fmt: skip
    assert [z["termin"] for z in zeilen] == [True, True, True, False]
    assert zeilen[2]["seite"] == "right"  # a short bar at the right end: its word stands before it


def test_no_dates_at_all() -> None:
    leer = massnahmen().iloc[[3]]
    assert [z["text"] for z in rows(measure_spans(leer, stil=STIL))] == ["eingestellt, ohne Termin"]
    assert rows(measure_spans(massnahmen().iloc[:0], stil=STIL)) == []
    assert draw(committee_dates(beratungen().iloc[:0], stil=STIL))[2] == []


def test_completeness_says_what_is_there() -> None:
    zellen = {(z["bezeichnung"], z["jahr"]): z for z in rows(completeness(bestand(), stil=STIL))}
    assert zellen["Bevölkerung", 2017]["text"] == "✓"
    assert zellen["Kinder in SGB II", 2018]["text"].replace("\u00a0", " ") == "71 %*"
    assert zellen["Kinder in SGB II", 2018]["tooltip"] == "5 von 7 Gebieten, 1 geheim, 1 fehlt"
    assert zellen["Kinder in SGB II", 2017]["text"] == "–"
    assert zellen["Kinder in SGB II", 2017]["farbe"] == HELL.papier


def test_years_stand_above_and_below_a_long_matrix_too() -> None:
    def jahre(anzahl: int) -> tuple[list[float], float]:
        """Heights at which 2018 stands, and that of the first name."""
        tabelle = pd.concat([bestand().assign(bezeichnung=f"Merkmal {i}") for i in range(anzahl)])
        gezeichnet = draw(completeness(tabelle.drop_duplicates(["bezeichnung", "jahr"]), stil=STIL, breite=900))[2]
        erstes = next(text.oben for text in gezeichnet if text.text == "Merkmal 0")
        return sorted(text.oben for text in gezeichnet if text.text == "2018"), erstes

    kurz, name = jahre(12)
    assert len(kurz) == 1
    assert kurz[0] < name
    lang, name = jahre(13)
    assert len(lang) == 2
    assert lang[0] < name < lang[1] - 12 * 27


def test_long_names_leave_two_thirds_to_the_years() -> None:
    name = "Sozialversicherungspflichtig Beschäftigte am Wohnort je 100 Erwerbsfähige"
    gezeichnet = draw(completeness(bestand().assign(bezeichnung=name), stil=STIL, breite=900))[2]
    ganz = next(text for text in gezeichnet if text.text == name)
    assert ganz.rechts - ganz.links <= 300


def test_narrow_cells_have_signs() -> None:
    breit = pd.concat([bestand().assign(jahr=jahr) for jahr in range(1995, 2020)]).drop_duplicates(
        ["bezeichnung", "jahr"]
    )
    texte = {z["text"] for z in rows(completeness(breit, stil=STIL))}
    assert texte == {"✓", "◐*"}
