"""Tables to take away: CSV and XLSX."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from sozialplanung.report.zellen import format_csv, kopfzelle, neutralise, value_xlsx

_BOM = "\ufeff"


def _write_csv(frame: pd.DataFrame, strom: IO[str]) -> None:
    schreiber = csv.writer(strom, delimiter=";", lineterminator="\r\n")
    schreiber.writerow([neutralise(str(name)) for name in frame.columns])
    spalten = [[format_csv(wert) for wert in frame.iloc[:, i].tolist()] for i in range(frame.shape[1])]
    schreiber.writerows(zip(*spalten, strict=True))


def write_csv(frame: pd.DataFrame, ziel: Path) -> None:
    """UTF-8 without BOM, »;«, decimal comma, no thousands dots: for other programs."""
    with ziel.open("w", encoding="utf-8", newline="") as strom:
        _write_csv(frame, strom)


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The same with a BOM, so that Excel opens umlauts: for downloads in the browser."""
    strom = io.StringIO(newline="")
    _write_csv(frame, strom)
    return (_BOM + strom.getvalue()).encode("utf-8", errors="replace")


def write_xlsx(frames: Mapping[str, pd.DataFrame], ziel: Path | IO[bytes]) -> None:
    """One sheet per frame, header frozen, with a filter."""
    mappe = Workbook(write_only=True)
    for titel, frame in frames.items():
        blatt = mappe.create_sheet(_sheet_title(titel, set(mappe.sheetnames)))
        blatt.freeze_panes = "A2"
        spalten = [frame.iloc[:, i].tolist() for i in range(frame.shape[1])]
        for nummer, (name, werte) in enumerate(zip(frame.columns, spalten, strict=True), 1):
            laenge = max([len(str(name)), *(len(format_csv(wert)) for wert in werte[:200])])
            blatt.column_dimensions[get_column_letter(nummer)].width = min(max(laenge + 2, 8), 60)
        if len(frame.columns):
            blatt.auto_filter.ref = f"A1:{get_column_letter(len(frame.columns))}{len(frame) + 1}"
        blatt.append([kopfzelle(blatt, str(name)) for name in frame.columns])
        for zeile in zip(*spalten, strict=True):
            blatt.append([value_xlsx(blatt, wert) for wert in zeile])
    mappe.save(ziel)


def xlsx_bytes(frames: Mapping[str, pd.DataFrame]) -> bytes:
    """``write_xlsx`` into memory."""
    strom = io.BytesIO()
    write_xlsx(frames, strom)
    return strom.getvalue()


def _sheet_title(titel: str, vergeben: set[str]) -> str:
    """At most 31 characters, none of those that Excel forbids, and unique."""
    name = re.sub(r"[\[\]:*?/\\']", " ", titel).strip()[:31] or "Tabelle"
    nummer, frei = 1, name
    while frei.casefold() in {v.casefold() for v in vergeben}:
        nummer += 1
        frei = f"{name[:27]} {nummer}"
    return frei
