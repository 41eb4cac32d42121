"""What the charts of money over the years show."""

from __future__ import annotations

from typing import Any

from chart_daten import geldzeilen, klippe
from test_charts_alle import spec_of, texts

from sozialplanung.charts.geldjahre import cliff_bars
from sozialplanung.charts.geldzeilen import stacked_rows
from sozialplanung.charts.theme import Stil


def values(spec: dict[str, Any], schicht: int | None = None) -> list[dict[str, Any]]:
    innen = spec["layer"][0]
    zeilen: list[dict[str, Any]] = (innen if schicht is None else innen["layer"][schicht])["data"]["values"]
    return zeilen


def test_nothing_recorded_is_no_zero() -> None:
    gezeigt = texts("kinds_by_year")
    assert gezeigt.count("–") == 1  # the Ist of the last year
    assert "0,004" in gezeigt  # 4.000 € among millions
    assert "Mio. Euro in Preisen von 2018" in gezeigt
    letztes = [z for z in values(spec_of("kinds_by_year", "normal")) if z["jahr"] == "2020" and z["art"] == "Ist"]
    assert (letztes[0]["eur"], letztes[0]["betrag"]) == (None, "nicht erfasst")


def test_many_years_leave_out_labels_before_they_overlap() -> None:
    jahre = [text for text in texts("kinds_by_year_viele") if text.isdecimal() and len(text) == 4]
    assert "2031" in jahre
    assert 2 < len(jahre) < 14


def test_what_ended_lies_on_what_is_left() -> None:
    teile = values(cliff_bars(klippe(), stil=Stil()), 0)
    assert [(z["jahr"], z["quelle"], z["weg"], z["von"], z["bis"]) for z in teile] == [
        ("2018", "Land", False, 0, 600_000),
        ("2018", "EU", False, 600_000, 750_000),
        ("2019", "Land", False, 0, 500_000),
        ("2019", "Land", True, 500_000, 600_000),
        ("2020", "EU", True, 0, 150_000),
    ]
    assert {"750", "−100", "−150", "Fördermittel, Tausend Euro"} <= set(texts("cliff_bars"))


def test_rows_that_do_not_fit_are_counted() -> None:
    spec = stacked_rows(
        geldzeilen(),
        farben=["#000000", "#FFFFFF"],
        achse="Euro",
        ticks="datum.value",
        stil=Stil(),
        beschreibung="",
        breite=500,
        hoehe=200,
    )
    gezeigt = len(values(spec))
    assert 3 <= gezeigt < 13
    assert f"Euro ({13 - gezeigt} Zeilen nicht gezeigt)" in str(spec)
    # the part that is missing takes no room; the next one begins where the one before it ends
    teile = [(z["von"], z["bis"]) for z in values(spec, 0) if z["zeile"] < 2]
    assert teile == [(0, 80), (80, 92), (0, 75)]
