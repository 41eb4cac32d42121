"""How an Indikator moved since a Maßnahme began; milestones on a day."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest

from sozialplanung.analysis.wirkung import (
    Bewegung,
    Entwicklung,
    Lage,
    development,
    judge,
    milestones,
    next_milestones,
    outputs,
    series_of,
)

SPALTEN = ["gebiet_id", "jahr", "zaehler", "nenner", "wert"]
# A: 10 of 100, B: 30 of 200; in 2020 B is hidden
WERTE = pd.DataFrame(
    [
        ("A", 2018, 10, 100, 10.0),
        ("B", 2018, 30, 200, 15.0),
        ("A", 2019, 8, 100, 8.0),
        ("B", 2019, 22, 200, 11.0),
        ("A", 2020, 8, 100, 8.0),
        ("B", 2020, math.nan, math.nan, math.nan),
        ("C", 2019, 1, 2, 50.0),
    ],
    columns=SPALTEN,
)


def test_counts_are_added_then_divided_and_a_hidden_part_leaves_no_sum() -> None:
    reihe = series_of(WERTE, ["A", "B"], 100)
    assert reihe["jahr"].tolist() == [2018, 2019]
    assert reihe["wert"].tolist() == pytest.approx([100 * 40 / 300, 100 * 30 / 300])


def test_finished_rates_of_several_areas_cannot_be_put_together() -> None:
    quoten = WERTE.assign(zaehler=math.nan, nenner=math.nan)
    assert series_of(quoten, ["A", "B"], 100).empty
    assert series_of(quoten, ["A"], 100)["wert"].tolist() == [10, 8, 8]


def test_pure_counts_are_added() -> None:
    anzahlen = WERTE.assign(nenner=math.nan, wert=WERTE["zaehler"])
    assert series_of(anzahlen, ["A", "B"], 1)["wert"].tolist() == [40, 30]


def test_interval_of_newcombe() -> None:
    """56 of 70 against 48 of 80: 0,0524 to 0,3339 (Newcombe 1998, table II, example a, method 10)."""
    reihe = pd.DataFrame({"jahr": [2017, 2020], "zaehler": [48, 56], "nenner": [80, 70], "wert": [60.0, 80.0]})
    e = development(reihe, 2018, 100)
    assert e is not None
    assert (e.von_jahr, e.bis_jahr, e.differenz, e.davor) == (2017, 2020, pytest.approx(20), True)
    assert (e.unten, e.oben) == (pytest.approx(5.24, abs=0.01), pytest.approx(33.39, abs=0.01))
    assert judge(e, "steigen") is Bewegung.GEWUENSCHT
    assert judge(e, "sinken") is Bewegung.ENTGEGEN
    assert judge(e, "gleich bleiben") is Bewegung.ENTGEGEN
    assert judge(e, None) is Bewegung.OFFEN


@pytest.mark.parametrize(
    ("beginn", "von", "davor"),
    [(2019, 2018, True), (2018, 2018, False), (2010, 2018, False)],
)
def test_the_last_year_before_the_beginning_counts(beginn: int, von: int, davor: bool) -> None:
    e = development(series_of(WERTE, ["A", "B"], 100), beginn, 100)
    assert e is not None
    assert (e.von_jahr, e.davor) == (von, davor)


def test_nothing_is_said_of_one_year_or_before_it_began() -> None:
    reihe = series_of(WERTE, ["A", "B"], 100)
    assert development(reihe.head(1), 2018, 100) is None
    assert development(reihe, 2020, 100) is None
    assert judge(None, "sinken") is Bewegung.OFFEN


@pytest.mark.parametrize(
    ("bis", "unten", "oben", "wunsch", "urteil"),
    [
        (9.0, -3.0, 1.0, "sinken", Bewegung.UNKLAR),
        (9.0, -3.0, 1.0, "gleich bleiben", Bewegung.GEWUENSCHT),
        (9.0, math.nan, math.nan, "sinken", Bewegung.GEWUENSCHT),
        (9.0, math.nan, math.nan, "gleich bleiben", Bewegung.UNKLAR),
        (10.0, math.nan, math.nan, "gleich bleiben", Bewegung.GEWUENSCHT),
        (10.0, math.nan, math.nan, "steigen", Bewegung.UNKLAR),
    ],
)
def test_judgement(bis: float, unten: float, oben: float, wunsch: str, urteil: Bewegung) -> None:
    assert judge(Entwicklung(2017, 2020, 10.0, bis, unten, oben, True), wunsch) is urteil


def test_milestones_on_a_day() -> None:
    tag = dt.date
    meilensteine = pd.DataFrame(
        {
            "massnahme_id": ["a", "a", "a", "b", "b"],
            "bezeichnung": list("vwxyz"),
            "termin": [tag(2019, 1, 10), tag(2019, 1, 10), tag(2019, 12, 31), tag(2019, 6, 1), tag(2019, 3, 1)],
            "erreicht_am": [tag(2019, 1, 10), tag(2019, 1, 20), None, tag(2020, 1, 1), None],
        }
    )
    am = milestones(meilensteine, tag(2019, 7, 1))
    assert am["lage"].tolist() == [Lage.ERREICHT, Lage.SPAETER, Lage.OFFEN, Lage.UEBERFAELLIG, Lage.UEBERFAELLIG]
    assert am["tage"].tolist() == [0, 10, -183, 30, 122]
    assert next_milestones(am)["bezeichnung"].to_dict() == {"a": "x", "b": "z"}


def test_nothing_planned_is_no_share() -> None:
    anteile = outputs(pd.DataFrame({"soll": [100.0, 0.0, None, 50.0], "ist": [80.0, 5.0, 5.0, None]}))["anteil"]
    assert anteile[0] == 0.8
    assert anteile[1:].isna().all()
