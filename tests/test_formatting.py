"""German numbers, as a Kämmerei writes them."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.formatting import (
    format_anzahl,
    format_datum,
    format_euro,
    format_euro_kurz,
    format_euro_reihe,
    format_prozent,
    format_wert,
    format_zahl,
    format_zeitraum,
    join_und,
    tell_apart,
    to_key,
)


@pytest.mark.parametrize(
    ("zahl", "stellen", "text"),
    [
        (1234567.891, 2, "1.234.567,89"),
        (0.5, 0, "1"),  # halves away from zero, not to even
        (2.5, 0, "3"),
        (-0.04, 1, "0,0"),  # no »−0,0«
        (-1234.5, 1, "−1.234,5"),
        (0, 1, "0,0"),
        (float("nan"), 1, "–"),
        (None, 1, "–"),
        (float("inf"), 1, "–"),
        (1e308, 0, "1,0e+308"),
        (Decimal("1600000.00"), 2, "1.600.000,00"),
    ],
)
def test_numbers(zahl: float | None, stellen: int, text: str) -> None:
    assert format_zahl(zahl, stellen) == text


def test_signed_numbers() -> None:
    assert [format_zahl(x, 1, vorzeichen=True) for x in (1.25, -1.25, 0)] == ["+1,3", "−1,3", "±0,0"]


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_numbers_can_be_read_back(zahl: Decimal) -> None:
    assert Decimal(format_zahl(zahl, 2).replace(".", "").replace(",", ".").replace("−", "-")) == zahl


def test_one_is_singular() -> None:
    texte = [format_anzahl(n, "Hinweis", "Hinweise") for n in (0, 1, 2, 1234)]
    assert texte == ["0 Hinweise", "1 Hinweis", "2 Hinweise", "1.234 Hinweise"]


def test_units() -> None:
    assert format_prozent(0.181) == "18,1\u00a0%"
    assert format_euro(Decimal("800000")) == "800.000\u00a0€"
    assert format_euro_kurz(1_600_000) == "1,6\u00a0Mio.\u00a0€"
    assert format_euro_kurz(Decimal("12345.67")) == "12\u00a0Tsd.\u00a0€"
    assert format_euro_kurz(950) == "950\u00a0€"
    assert format_datum(dt.date(2018, 7, 10)) == "10.07.2018"


@pytest.mark.parametrize(
    ("betraege", "texte"),
    [
        ([12_000, 5_000], ["12.000 €", "5.000 €"]),
        ([1_600_000, 800_000], ["1,6 Mio. €", "0,8 Mio. €"]),
        ([1_600_000, 40_000], ["1.600 Tsd. €", "40 Tsd. €"]),
        ([1_600_000, 5_000], ["1.600.000 €", "5.000 €"]),
        ([Decimal("-250000.40"), 12_499], ["−250 Tsd. €", "12 Tsd. €"]),
        ([1_600_000, 0, None], ["1,6 Mio. €", "0 €", "–"]),
        ([300_000_000, 200_000], ["300,0 Mio. €", "0,2 Mio. €"]),
        ([], []),
    ],
)
def test_amounts_in_one_sentence_have_one_unit(betraege: list[Any], texte: list[str]) -> None:
    assert [text.replace("\u00a0", " ") for text in format_euro_reihe(betraege)] == texte


@pytest.mark.parametrize(
    ("zeitraum", "text"),
    [
        ("2019", "2019"),
        ("2022-05-15", "15.05.2022"),
        ("2019-03", "März 2019"),
        ("2019-Q2", "2. Quartal 2019"),
        ("2018/19", "2018/19"),
        (None, "–"),
    ],
)
def test_periods(zeitraum: str | None, text: str) -> None:
    assert format_zeitraum(zeitraum) == text


def test_missing_hidden_and_zero_read_differently() -> None:
    texte = [
        format_wert(None, None),
        format_wert(None, "geheim"),
        format_wert(0.0, "genau_null", "%"),
        format_wert(0, None),
    ]
    assert texte == ["fehlt", "geheim", "0,0\u00a0%", "0,0"]
    assert format_wert(12.0, "unsicher", stellen=0) == "(12)"
    assert format_wert(8.95, None, "€/m²", 2) == "8,95\u00a0€/m²"
    assert format_wert(8, None, "Personen", 0) == format_wert(8, None, "je 1.000 Einwohner", 0) == "8"


def test_enumerations() -> None:
    assert [join_und([]), join_und(["A"]), join_und(["A", "B"]), join_und(["A", "B", "C"])] == [
        "",
        "A",
        "A und B",
        "A, B und C",
    ]


def test_keys_that_every_system_and_link_takes() -> None:
    assert to_key("Städte-Region Düren / Süß") == "staedte_region_dueren_suess"
    assert to_key("  Café №1 ") == "cafe_no1"
    assert to_key("–?–") == ""
    assert len(to_key("a" * 100)) == 60


def test_what_is_called_the_same_is_told_apart() -> None:
    assert tell_apart({"a": "Altstadt", "b": "Mitte", "c": "Altstadt"}) == {
        "a": "Altstadt (a)",
        "b": "Mitte",
        "c": "Altstadt (c)",
    }
