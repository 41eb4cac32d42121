"""The money of the register for a Kämmerei: a row per Maßnahme, Haushaltsjahr and Geldgeber, sums as formulas.

The sheet »Finanzierung« has the columns of the Vorlage, so that it can be filled in and read again.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.worksheet import Worksheet

from sozialplanung.formatting import format_datum
from sozialplanung.report.zellen import EUROFORMAT, PETROL, kopfzelle, prepare_print, value_xlsx
from sozialplanung.store import Projekt
from sozialplanung.vorlage import blatt_der_tabelle

_BLATT = "Finanzierung"
_KOPF = 5  # row of the header
_EURO = ("ansatz_eur", "bewilligt_eur", "ist_eur")
_OFFEN = "Ansatz − Ist (€)"
_DAZU = {
    "bezeichnung": "Bezeichnung der Maßnahme",
    "handlungskonzept": "Handlungskonzept",
    "handlungsfeld": "Handlungsfeld",
    "traeger": "Träger",
    "fachbereich": "Fachbereich",
    "status": "Status",
    "rechtskreis_massnahme": "Rechtskreis der Maßnahme",
}
_BREITEN = {
    "bezeichnung": 44,
    "handlungskonzept": 30,
    "handlungsfeld": 28,
    "foerderprogramm": 30,
    "leistungstraeger": 26,
}
_HINWEIS = (
    "Summen rechnen mit, wenn Sie filtern oder Beträge eintragen. Die Mappe lässt sich auf der Seite »Daten« wieder "
    "einlesen; Spalten, die nur zum Lesen da sind, werden dabei gemeldet und übergangen."
)


class _Spalten(NamedTuple):
    """Where the columns of the sheet »Finanzierung« are, by name."""

    namen: tuple[str, ...]
    titel: tuple[str, ...]

    def letter(self, name: str) -> str:
        return str(get_column_letter(self.namen.index(name) + 1))


def load_amounts(projekt: Projekt, konzept: str | None) -> pd.DataFrame:
    """Every Finanzierung as it was recorded, with what it is for; ``konzept`` None: of all Handlungskonzepte."""
    massnahmen = projekt.load_massnahmen().rename(columns={"rechtskreis": "rechtskreis_massnahme"})
    if konzept is not None:
        massnahmen = massnahmen[massnahmen["handlungskonzept_id"] == konzept]
    return projekt.load_tabelle("finanzierung").merge(massnahmen[["massnahme_id", *_DAZU]], on="massnahme_id")


def amounts_table(betraege: pd.DataFrame) -> pd.DataFrame:
    """The same for CSV, with headers that people read."""
    spalten = _columns()
    return pd.DataFrame({titel: betraege[name] for name, titel in zip(spalten.namen, spalten.titel, strict=True)})


def write_finanzierung(ziel: Path | IO[bytes], betraege: pd.DataFrame, titel: str, am: dt.date) -> None:
    """``betraege`` from ``load_amounts``; ``titel``: whose money it is."""
    mappe = Workbook(write_only=True)
    mappe.calculation = CalcProperties(fullCalcOnLoad=True)
    kopf = f"{titel}, Stand {format_datum(am)}"
    _write_amounts(mappe, betraege, kopf)
    massnahmen = betraege.drop_duplicates("massnahme_id")
    _write_sums(mappe, "Summen nach Nummer", kopf, massnahmen, ["massnahme_id", "bezeichnung"], len(betraege))
    for blatt, nach in (
        ("Summen nach Jahr", ["haushaltsjahr"]),
        ("Summen nach Geldgeber", ["haushaltsjahr", "finanzierungsquelle"]),
        ("Summen nach Feld", ["handlungsfeld"]),
    ):
        gruppen = betraege.drop_duplicates(nach).sort_values(nach)
        _write_sums(mappe, blatt, kopf, gruppen, nach, len(betraege))
    mappe.save(ziel)


def finanzierung_bytes(betraege: pd.DataFrame, titel: str, am: dt.date) -> bytes:
    """``write_finanzierung`` into memory."""
    strom = io.BytesIO()
    write_finanzierung(strom, betraege, titel, am)
    return strom.getvalue()


def _columns() -> _Spalten:
    vorlage = {spalte.name: spalte.titel for spalte in blatt_der_tabelle("finanzierung").spalten}
    quelle = {"quelle_id": vorlage.pop("quelle_id")}
    alle = vorlage | _DAZU | quelle
    return _Spalten(tuple(alle), tuple(alle.values()))


def _write_amounts(mappe: Workbook, betraege: pd.DataFrame, kopf: str) -> None:
    spalten = _columns()
    blatt = mappe.create_sheet(_BLATT)
    ende = _KOPF + max(len(betraege), 1)
    letzte = get_column_letter(len(spalten.namen) + 1)
    _prepare(blatt, f"C{_KOPF + 1}", f"A1:{letzte}{ende}")
    blatt.auto_filter.ref = f"A{_KOPF}:{letzte}{ende}"
    for nummer, name in enumerate((*spalten.namen, _OFFEN), 1):
        blatt.column_dimensions[get_column_letter(nummer)].width = _BREITEN.get(name, 17)
    blatt.append([_strong(blatt, kopf)])
    blatt.append([_HINWEIS])
    summen: list[Any] = [_strong(blatt, "Summe der gezeigten Zeilen")] + [None] * len(spalten.namen)
    for name in _EURO:
        buchstabe = spalten.letter(name)
        summen[spalten.namen.index(name)] = _formula(
            blatt, f"=SUBTOTAL(109,{buchstabe}{_KOPF + 1}:{buchstabe}{ende})", fett=True
        )
    summen[-1] = _formula(blatt, f"=SUBTOTAL(109,{letzte}{_KOPF + 1}:{letzte}{ende})", fett=True)
    blatt.append(summen)
    blatt.append([])
    blatt.append([kopfzelle(blatt, titel) for titel in (*spalten.titel, _OFFEN)])
    formate = [EUROFORMAT if name in _EURO else "0" if name == "haushaltsjahr" else None for name in spalten.namen]
    ansatz, ist = spalten.letter("ansatz_eur"), spalten.letter("ist_eur")
    zeilen = zip(*(betraege[name].tolist() for name in spalten.namen), strict=True)
    for nummer, zeile in enumerate(zeilen, _KOPF + 1):
        rest = f'=IF(OR({ansatz}{nummer}="",{ist}{nummer}=""),"",{ansatz}{nummer}-{ist}{nummer})'
        zellen = [value_xlsx(blatt, wert, form) for wert, form in zip(zeile, formate, strict=True)]
        blatt.append([*zellen, _formula(blatt, rest)])


def _write_sums(mappe: Workbook, name: str, kopf: str, gruppen: pd.DataFrame, nach: Sequence[str], anzahl: int) -> None:
    """A row per group: sums over the sheet »Finanzierung«, and all of them in the last row.

    SUMPRODUCT with EXACT instead of SUMIFS: that would take »*« in a name for any text.
    """
    spalten = _columns()
    titel = dict(zip(spalten.namen, spalten.titel, strict=True))
    blatt = mappe.create_sheet(name)
    erste, letzte = 4, 3 + max(len(gruppen), 1)
    ende = get_column_letter(len(nach) + len(_EURO))
    _prepare(blatt, f"A{erste}", f"A1:{ende}{letzte + 1}", kopfzeile=3)
    for nummer, spalte in enumerate((*nach, *_EURO), 1):
        blatt.column_dimensions[get_column_letter(nummer)].width = _BREITEN.get(spalte, 20)
    blatt.append([_strong(blatt, f"{name}: {kopf}")])
    blatt.append([])
    blatt.append([kopfzelle(blatt, titel[spalte]) for spalte in (*nach, *_EURO)])
    schluessel = [spalte for spalte in nach if spalte != "bezeichnung"]  # follows from the key
    for nummer, zeile in enumerate(gruppen[list(nach)].itertuples(index=False, name=None), erste):
        bedingungen = "*".join(
            f"EXACT({_range(spalten, spalte, anzahl)},${get_column_letter(list(nach).index(spalte) + 1)}{nummer})"
            for spalte in schluessel
        )
        summen = [f"=SUMPRODUCT({bedingungen}*{_range(spalten, euro, anzahl)})" for euro in _EURO]
        zellen = [
            value_xlsx(blatt, wert, "0" if s == "haushaltsjahr" else None) for s, wert in zip(nach, zeile, strict=True)
        ]
        blatt.append([*zellen, *(_formula(blatt, formel) for formel in summen)])
    fuss: list[Any] = [_strong(blatt, "zusammen")] + [None] * (len(nach) - 1)
    for nummer in range(len(nach) + 1, len(nach) + len(_EURO) + 1):
        buchstabe = get_column_letter(nummer)
        fuss.append(_formula(blatt, f"=SUM({buchstabe}{erste}:{buchstabe}{letzte})", fett=True))
    blatt.append(fuss)


def _range(spalten: _Spalten, name: str, anzahl: int) -> str:
    buchstabe = spalten.letter(name)
    return f"{_BLATT}!${buchstabe}${_KOPF + 1}:${buchstabe}${_KOPF + max(anzahl, 1)}"


def _prepare(blatt: Worksheet, fest: str, druckbereich: str, kopfzeile: int = _KOPF) -> None:
    blatt.freeze_panes = fest
    prepare_print(blatt, kopfzeile)
    blatt.print_area = druckbereich
    blatt.oddFooter.right.text = "Seite &P von &N"


def _strong(blatt: Worksheet, text: str) -> WriteOnlyCell:
    zelle = WriteOnlyCell(blatt, value_xlsx(blatt, text))
    zelle.font = Font(bold=True, color=PETROL, size=12)
    return zelle


def _formula(blatt: Worksheet, formel: str, *, fett: bool = False) -> WriteOnlyCell:
    zelle = WriteOnlyCell(blatt, formel)
    zelle.number_format = EUROFORMAT
    if fett:
        zelle.font = Font(bold=True)
    return zelle
