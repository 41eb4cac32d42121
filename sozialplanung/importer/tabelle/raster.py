"""The sheets of any table file, whatever its format: xlsx, xls, ods, csv."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from typing import cast

import python_calamine

from sozialplanung.errors import LieferungError
from sozialplanung.importer.datei import MAX_FELD, TRENNER, Datei
from sozialplanung.importer.mappe import MAX_ZELLEN, Rohblatt, Zelle, check_archiv

KODIERUNGEN = ("utf-8", "cp1252", "iso-8859-15", "utf-16")
_XLS = "das alte Excel-Format (.xls)"
_OLE = b"\xd0\xcf\x11\xe0"
_MAX_ODS = 300_000_000  # unpacked
_WIEDERHOLT = re.compile(rb"<table:table-cell[^>]*number-columns-repeated=\"(\d+)\"[^>/]*>")

_ZEILEN_WIEDERHOLT = re.compile(rb"number-rows-repeated=\"(\d+)\"[^>]*>\s*<table:table-cell[^>]*[^/]>")


def is_ods(datei: Datei) -> bool:
    return datei.is_mappe and b"application/vnd.oasis.opendocument.spreadsheet" in datei.inhalt[:128]


def is_xls(datei: Datei) -> bool:
    return datei.inhalt.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") not in datei.inhalt


def looks_like_table(datei: Datei) -> bool:
    """Whether it is worth looking for a table: a workbook of any kind, or text with cells."""
    if is_ods(datei) or is_xls(datei):
        return True
    return datei.is_mappe or (
        datei.is_text and any(zeichen in zeile for zeile in datei.kopfzeilen for zeichen in TRENNER)
    )


def load_blaetter(datei: Datei, kodierung: str = "", trenner: str = "") -> tuple[Rohblatt, ...]:
    """All sheets; a text file is one sheet without a name. What is no table at all raises a ``LieferungError``."""
    if is_ods(datei) or is_xls(datei):
        return _read_fremde(datei)
    if datei.is_mappe:
        return datei.blaetter
    if datei.is_text:
        return (Rohblatt("", cast("list[list[Zelle]]", _read_text(datei, kodierung, trenner))),)
    return datei.mappe.blaetter  # says in one sentence what the file is instead


def find_trenner(datei: Datei) -> str:
    """What stands equally often in most lines: decimal commas and remarks do not."""
    zeilen = [zeile for zeile in datei.kopfzeilen if zeile.strip()]

    def einigkeit(trenner: str) -> tuple[int, int]:
        haeufig = Counter(zahl for zeile in zeilen if (zahl := zeile.count(trenner))).most_common(1)
        return (haeufig[0][1], haeufig[0][0]) if haeufig else (0, 0)

    return max(TRENNER, key=einigkeit)


def _read_text(datei: Datei, kodierung: str, trenner: str) -> list[list[str]]:
    csv.field_size_limit(MAX_FELD)
    text = datei.inhalt.decode(kodierung or datei.kodierung, errors="replace").removeprefix("\ufeff").replace("\0", "")
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=trenner or find_trenner(datei)))
    except csv.Error as error:
        raise LieferungError(
            f"Die Datei ›{datei.name}‹ lässt sich so nicht lesen: Eine Zelle ist ungewöhnlich lang, "
            "vermutlich fehlt ein Anführungszeichen oder das Trennzeichen ist ein anderes."
        ) from error


def _read_fremde(datei: Datei) -> tuple[Rohblatt, ...]:
    """Old Excel and OpenDocument: cells come from calamine, which knows both."""
    try:
        if is_ods(datei):
            _check_ods(datei)
        mappe = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(datei.inhalt))
        blaetter = []
        for angabe in mappe.sheets_metadata:
            if angabe.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            zeilen = mappe.get_sheet_by_name(angabe.name).to_python(skip_empty_area=False)
            blaetter.append(Rohblatt(angabe.name, cast("list[list[Zelle]]", zeilen)))
    except python_calamine.PasswordError as error:
        raise LieferungError(
            f"Die Datei ›{datei.name}‹ ist mit einem Kennwort geschützt. "
            "Bitte speichern Sie sie ohne Kennwort und versuchen Sie es noch einmal."
        ) from error
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, EOFError, KeyError, ValueError) as error:
        raise LieferungError(
            f"Die Datei ›{datei.name}‹ hat {'das Format OpenDocument (.ods)' if is_ods(datei) else _XLS} und ist "
            "beschädigt oder unvollständig. Bitte öffnen Sie sie in der Tabellenkalkulation und speichern Sie sie neu "
            "als .xlsx."
        ) from error
    return tuple(blaetter)


def _check_ods(datei: Datei) -> None:
    """A few bytes may say »repeat this cell a million times«."""
    with zipfile.ZipFile(io.BytesIO(datei.inhalt)) as archiv:
        check_archiv(archiv, datei.name)
        if archiv.getinfo("content.xml").file_size > _MAX_ODS:
            raise LieferungError(f"Die Datei ›{datei.name}‹ ist zu groß. Bitte teilen Sie sie in mehrere Mappen auf.")
        inhalt = archiv.read("content.xml")
    zellen = sum(int(zahl) for zahl in _WIEDERHOLT.findall(inhalt))
    zeilen = [int(zahl) for zahl in _ZEILEN_WIEDERHOLT.findall(inhalt)]
    if zellen * max(zeilen, default=1) > MAX_ZELLEN:
        raise LieferungError(
            f"Die Datei ›{datei.name}‹ reicht sehr weit nach rechts oder unten. "
            "Bitte löschen Sie, was weit außen steht."
        )
