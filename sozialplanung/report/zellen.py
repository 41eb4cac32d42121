"""What goes into a cell of an export: German in CSV, typed in XLSX, and never a formula that a text brought along."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

PETROL = "1F5F6B"
SCHRIFT_KOPF = Font(bold=True, color="FFFFFF")
FLAECHE_KOPF = PatternFill("solid", fgColor=PETROL)
KOPF_AUSRICHTUNG = Alignment(vertical="center", wrap_text=True)
DATUMSFORMAT = "DD.MM.YYYY"
EUROFORMAT = '#,##0.00\\ "€"'

# An apostrophe before text that a spreadsheet would take for a formula. Text that already looks like that gets one
# more, so that taking one away (importer.zellen.strip_schutz) always gives back the original.
_FORMEL = re.compile(r"'*[=+\-@\t\r]")
_STEUERZEICHEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XLSX_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FEHLERWERTE = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}


def neutralise(text: str) -> str:
    """»=1+1« → »'=1+1«."""
    return "'" + text if _FORMEL.match(text) else text


def is_missing(wert: Any) -> bool:
    return wert is None or bool(pd.isna(wert)) or (isinstance(wert, float) and math.isinf(wert))


def format_csv(wert: Any) -> str:
    """Numbers exact, with a comma and without thousands dots; dates as TT.MM.JJJJ; missing is empty."""
    if is_missing(wert):
        return ""
    if isinstance(wert, bool | np.bool_):
        return "ja" if wert else "nein"
    if isinstance(wert, float | np.floating):
        return np.format_float_positional(wert, trim="-").replace(".", ",")
    if isinstance(wert, Decimal):
        return format(wert, "f").replace(".", ",")
    if isinstance(wert, int | np.integer):
        return str(wert)
    if isinstance(wert, dt.datetime):
        return wert.strftime("%d.%m.%Y %H:%M") if wert.time() != dt.time() else wert.strftime("%d.%m.%Y")
    if isinstance(wert, dt.date):
        return wert.strftime("%d.%m.%Y")
    return neutralise(str(wert))


def text_xlsx(text: str) -> str:
    """Text that survives XML and that Excel neither runs nor decodes."""
    return _XLSX_ESCAPE.sub(
        "_x005F_", _STEUERZEICHEN.sub("", neutralise(text).replace("\r\n", "\n").replace("\r", "\n"))
    )


def value_xlsx(blatt: Worksheet, wert: Any, zahlenformat: str | None = None) -> Any:
    """A value that openpyxl writes as what it is; a styled cell only where the value alone does not say it."""
    if is_missing(wert):
        return None
    if isinstance(wert, bool | np.bool_):
        wert = "ja" if wert else "nein"
    if isinstance(wert, dt.date) and zahlenformat is None:
        zahlenformat = DATUMSFORMAT
    if isinstance(wert, dt.datetime) and wert.tzinfo is not None:
        wert = wert.replace(tzinfo=None)
    typ = None
    if isinstance(wert, float) and float(f"{wert:.16g}") != wert:
        wert, typ = repr(wert), "n"  # openpyxl writes 16 digits, some numbers need 17
    elif not isinstance(wert, int | float | np.number | Decimal | dt.date):
        wert = text_xlsx(str(wert))
        typ = "s" if zahlenformat or wert in _FEHLERWERTE else None  # openpyxl takes »#N/A« for an error
    if zahlenformat is None and typ is None:
        return wert
    zelle = WriteOnlyCell(blatt, wert)
    if typ is not None:
        zelle.data_type = typ
    if zahlenformat is not None:
        zelle.number_format = zahlenformat
    return zelle


def kopfzelle(blatt: Worksheet, titel: str) -> WriteOnlyCell:
    """A header cell in the colour of the project."""
    zelle = WriteOnlyCell(blatt, text_xlsx(titel))
    zelle.data_type = "s"
    zelle.font, zelle.fill, zelle.alignment = SCHRIFT_KOPF, FLAECHE_KOPF, KOPF_AUSRICHTUNG
    return zelle


def prepare_print(blatt: Worksheet, kopfzeile: int | None = None) -> None:
    """A4 landscape, one page wide, the row ``kopfzeile`` on every page."""
    blatt.page_setup.orientation = "landscape"
    blatt.page_setup.paperSize = 9
    blatt.page_setup.fitToWidth = 1
    blatt.page_setup.fitToHeight = 0
    blatt.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if kopfzeile is not None:
        blatt.print_title_rows = f"{kopfzeile}:{kopfzeile}"
