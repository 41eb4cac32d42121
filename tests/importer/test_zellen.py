"""Cells: what people write, and what it means."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.importer import zellen
from sozialplanung.importer.werte import parse_wert


@pytest.mark.parametrize(
    ("text", "zahl", "einheit", "punkt"),
    [
        ("1.234,5", "1234.5", "", False),
        ("1 234", "1234", "", False),
        ("1\u00a0234\u00a0567,89", "1234567.89", "", False),
        ("1.234", "1234", "", False),
        ("0.123", "0.123", "", True),
        ("12.5", "12.5", "", True),
        ("1234.567", "1234.567", "", True),
        ("12,3 %", "12.3", "%", False),
        ("800.000 €", "800000", "€", False),
        ("5 EUR", "5", "€", False),
        ("-5", "-5", "", False),
        ("−5,5", "-5.5", "", False),
        ("'-5", "-5", "", False),
        ("007", "7", "", False),
    ],
)
def test_numbers_written_as_text(text: str, zahl: str, einheit: str, punkt: bool) -> None:
    assert zellen.read_zahltext(text) == zellen.Zahltext(Decimal(zahl), einheit, punkt)


@pytest.mark.parametrize(
    "text", ["", "a", "1,234.56", "1.23.4", "1 23", "12,3,4", "1e5", "ca. 5", "5 Personen", "1.2345,6", "½"]
)
def test_what_is_no_number(text: str) -> None:
    assert zellen.read_zahltext(text) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_german_numbers_are_read_back(zahl: Decimal) -> None:
    deutsch = f"{zahl:,.3f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    gelesen = zellen.read_zahltext(deutsch)
    assert gelesen is not None
    assert (gelesen.zahl, gelesen.punkt) == (zahl, False)


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    zellen.read_zahltext(text)
    zellen.read_zeitraum(text)
    zellen.parse_datum(text)
    zellen.parse_gruppe(text)
    parse_wert(text)


@pytest.mark.parametrize(
    ("zelle", "zeitraum"),
    [
        (2019.0, "2019"),
        ("2019", "2019"),
        ("Jahr 2019", "2019"),
        ("31.12.2022", "2022-12-31"),
        ("2022-05-15", "2022-05-15"),
        (dt.date(2022, 5, 15), "2022-05-15"),
        (dt.datetime.fromisoformat("2022-05-15"), "2022-05-15"),
        ("2019-3", "2019-03"),
        ("03/2019", "2019-03"),
        ("2019-Q1", "2019-Q1"),
        ("Q4 2019", "2019-Q4"),
        ("2. Quartal 2019", "2019-Q2"),
        ("2019/20", "2019/20"),
        ("1999/2000", "1999/00"),
        ("2019/21", None),
        ("2019-13", None),
        ("31.02.2022", None),
        (2019.5, None),
        (math.nan, None),
        (True, None),
        ("", None),
        (1500.0, None),
    ],
)
def test_periods(zelle: Any, zeitraum: str | None) -> None:
    assert zellen.read_zeitraum(zelle) == zeitraum


@pytest.mark.parametrize(
    ("zelle", "zahl", "zeichen"),
    [
        (5.0, 5.0, None),
        ("-", 0.0, "genau_null"),
        ("–", 0.0, "genau_null"),
        ("'-", 0.0, "genau_null"),
        ("*", None, "geheim"),
        ("geheim", None, "geheim"),
        (".", None, "unbekannt"),
        ("k. A.", None, "unbekannt"),
        ("/", None, "unsicher"),
        ("X", None, "gesperrt"),
        ("...", None, "folgt"),
        ("(12)", 12.0, "unsicher"),
        ("( 1.234,5 )", 1234.5, "unsicher"),
        ("( )", None, "unsicher"),
        ("1.234", 1234.0, None),
    ],
)
def test_figures_and_signs(zelle: Any, zahl: float | None, zeichen: str | None) -> None:
    gelesen = parse_wert(zelle)
    assert gelesen.gueltig
    assert (None if math.isnan(gelesen.zahl) else gelesen.zahl, gelesen.zeichen) == (zahl, zeichen)


@pytest.mark.parametrize(
    ("text", "gruppe"),
    [
        ("Geschlecht = weiblich; Alter=18–24", "Alter=18–24;Geschlecht=weiblich"),
        ("insgesamt", ""),
        ("Alter=65+;", "Alter=65+"),
        ("A=b=c", "A=b=c"),
    ],
)
def test_groups_have_one_form(text: str, gruppe: str) -> None:
    assert zellen.parse_gruppe(text) == (gruppe, None)


@pytest.mark.parametrize(
    ("zelle", "text"),
    [
        (5334002.0, "5334002"),
        (53340020022.0, "53340020022"),
        (1.1, "1.1"),
        (" a ", "a"),
        ("'=a", "=a"),
        ("''=a", "'=a"),
        ("'a", "'a"),
    ],
)
def test_keys_stay_text(zelle: Any, text: str) -> None:
    assert zellen.parse_schluessel(zelle) == (text, None)


def test_money_and_shares_are_decimals() -> None:
    assert zellen.parse_euro(0.1 + 0.2) == (Decimal("0.30"), None)
    betrag, mangel = zellen.parse_euro(2.675)
    assert betrag == Decimal("2.68")
    assert mangel is not None
    assert mangel.meldung == "wurde auf 2,68 € gerundet."
    assert zellen.parse_prozent(1 / 3) == (Decimal("0.333333"), None)
    assert zellen.parse_prozent("12,3 %")[0] == Decimal("0.123")
    assert zellen.parse_prozent("0,5")[0] == Decimal("0.5")


def test_names_are_compared_without_case_umlauts_and_spaces() -> None:
    assert zellen.normalise("Gebiets-Schlüssel *") == "gebietsschluessel"
    assert zellen.normalise("Maßnahmen") == zellen.normalise("MASSNAHMEN")
    assert zellen.suggest("Raumeben", ["Name", "Raumebene"]) == "Raumebene"
    assert zellen.suggest("völlig anders", ["Name", "Raumebene"]) is None
