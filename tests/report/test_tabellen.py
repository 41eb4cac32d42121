"""Tables to take away."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from decimal import Decimal
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.importer.texte import strip_schutz
from sozialplanung.report.tabellen import csv_bytes, write_csv, write_xlsx, xlsx_bytes
from sozialplanung.report.zellen import format_csv, neutralise

BUNT = pd.DataFrame(
    {
        "Gebiet": ["Köln", '"Mitte"; Süd', None, "=1+1"],
        "Wert": [1234567.5, 0.1, math.nan, -3.0],
        "Geld": [Decimal("800000.00"), None, Decimal("0.10"), Decimal("-1")],
        "Tag": [dt.date(2018, 7, 10), None, None, None],
        "Ja": [True, False, True, False],
        "Zahl": [1, 2, 3, 10**12],
    }
)


def test_csv_is_german_and_exact() -> None:
    assert csv_bytes(BUNT).decode("utf-8").splitlines() == [
        "\ufeffGebiet;Wert;Geld;Tag;Ja;Zahl",
        "Köln;1234567,5;800000,00;10.07.2018;ja;1",
        '"""Mitte""; Süd";0,1;;;nein;2',
        ";;0,10;;ja;3",
        "'=1+1;-3;-1;;nein;1000000000000",
    ]


def test_csv_for_other_programs_has_no_bom(tmp_path: Path) -> None:
    write_csv(BUNT, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == csv_bytes(BUNT)[3:]


def test_xlsx_keeps_types(tmp_path: Path) -> None:
    write_xlsx({"Tabelle": BUNT, "tabelle": BUNT, "a/b" * 20: BUNT}, tmp_path / "t.xlsx")
    mappe = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert mappe.sheetnames == ["Tabelle", "tabelle 2", ("a b" * 20)[:31]]
    zeilen = list(mappe["Tabelle"].values)
    assert zeilen[1] == ("Köln", 1234567.5, 800000, dt.datetime.fromisoformat("2018-07-10"), "ja", 1)
    assert zeilen[2] == ('"Mitte"; Süd', 0.1, None, None, "nein", 2)
    assert zeilen[4][:2] == ("'=1+1", -3)
    assert mappe["Tabelle"]["D2"].number_format == "DD.MM.YYYY"
    assert mappe["Tabelle"].freeze_panes == "A2"


@pytest.mark.parametrize("text", ["=1+1", "+49 241", "-1", "-", "@SUMME(A1)", "\tx", "\rx", "'=x"])
def test_formulas_are_neutralised_everywhere(text: str) -> None:
    frame = pd.DataFrame({text: [text]})
    assert csv.reader(io.StringIO(csv_bytes(frame).decode("utf-8-sig"), newline=""), delimiter=";").__next__() == [
        "'" + text
    ]
    blatt = openpyxl.load_workbook(io.BytesIO(xlsx_bytes({"T": frame}))).active
    for zelle in (blatt["A1"], blatt["A2"]):
        assert zelle.data_type == "s"
        assert zelle.value == "'" + text.replace("\r", "\n")


@given(st.text())
def test_what_is_neutralised_comes_back(text: str) -> None:
    geschuetzt = neutralise(text)
    assert strip_schutz(geschuetzt) == text
    assert not geschuetzt.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_exact(zahl: float) -> None:
    text = format_csv(zahl)
    assert "e" not in text
    assert float(text.replace(",", ".")) == zahl


def test_numpy_numbers_and_missing() -> None:
    assert [format_csv(w) for w in (np.int64(5), np.float64(0.5), np.bool_(True), math.inf, pd.NaT, pd.NA, None)] == [
        "5", "0,5", "ja", "", "", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["#N/A", "#DIV/0!", "\x00a\x1f", "a\ud800"])
def test_text_that_xlsx_cannot_hold_as_it_is(text: str) -> None:
    zelle = openpyxl.load_workbook(io.BytesIO(xlsx_bytes({"T": pd.DataFrame({"a": [text]}, dtype=object)}))).active[
        "A2"
    ]
    assert zelle.data_type == "s"
    assert zelle.value == text.replace("\x00", "").replace("\x1f", "").replace("\ud800", "")


def test_an_empty_frame() -> None:
    assert csv_bytes(pd.DataFrame({"a": []})).decode("utf-8-sig") == "a\r\n"
    assert list(openpyxl.load_workbook(io.BytesIO(xlsx_bytes({"": pd.DataFrame()}))).sheetnames) == ["Tabelle"]
