"""Opens a workbook safely: everything that can be wrong with a file becomes one German sentence (``LieferungError``).

Cells come from calamine. It is blind in two places, so the XML is looked through once beforehand: an Excel error
(#DIV/0!) and a formula without a stored result both read as empty cells.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import cast
from xml.etree import ElementTree

import python_calamine

from sozialplanung.errors import LieferungError, describe_os_error
from sozialplanung.formatting import format_zahl

MAX_BYTES = 1_000_000_000  # unpacked
MAX_TEILE = 5_000
MAX_ZELLEN = 20_000_000  # calamine reserves the whole rectangle up to the last cell
MAX_VERHAELTNIS = 500
_BLOCK = 1 << 20
_TABELLE = re.compile(r"\.(?:csv|xlsx?|ods)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Zellfehler:
    """Stands in a cell whose value is an Excel error (``text``) or a formula without a stored result (``""``)."""

    text: str


Zelle = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | Zellfehler


@dataclass(frozen=True, slots=True)
class Rohblatt:
    """One sheet as it stands in the file; ``zeilen[0]`` is row 1."""

    name: str
    zeilen: list[list[Zelle]]
    verbunden: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()  # merged cells: (row, column) of two corners


@dataclass(frozen=True, slots=True)
class Mappe:
    sha256: str
    blaetter: tuple[Rohblatt, ...]


def read_inhalt(inhalt: bytes | Path, dateiname: str) -> bytes:
    """The bytes of a delivery, from memory or from disk."""
    if isinstance(inhalt, bytes):
        return inhalt
    try:
        return inhalt.read_bytes()
    except FileNotFoundError as error:
        raise LieferungError(f"Die Datei ›{dateiname}‹ gibt es nicht. Bitte prüfen Sie den Pfad.") from error
    except IsADirectoryError as error:
        raise LieferungError(f"›{dateiname}‹ ist ein Ordner. Bitte geben Sie eine Datei an.") from error
    except PermissionError as error:
        if inhalt.is_dir():  # Windows says »Permission denied« for a folder
            raise LieferungError(f"›{dateiname}‹ ist ein Ordner. Bitte geben Sie eine Datei an.") from error
        raise LieferungError(
            f"Die Datei ›{dateiname}‹ darf nicht gelesen werden. "
            "Bitte schließen Sie sie in anderen Programmen und prüfen Sie die Leserechte."
        ) from error
    except OSError as error:
        raise LieferungError(
            f"Die Datei ›{dateiname}‹ lässt sich nicht lesen: {describe_os_error(error)}. "
            "Bitte kopieren Sie sie auf diesen Rechner."
        ) from error


def read_mappe(inhalt: bytes | Path, dateiname: str) -> Mappe:
    """All sheets of an .xlsx file."""
    daten = read_inhalt(inhalt, dateiname)
    _check_dateityp(daten, dateiname)
    beschaedigt = LieferungError(
        f"Die Datei ›{dateiname}‹ ist beschädigt oder unvollständig. "
        "Bitte öffnen Sie sie in der Tabellenkalkulation und speichern Sie sie neu als .xlsx."
    )
    try:
        with zipfile.ZipFile(io.BytesIO(daten)) as archiv:
            check_archiv(archiv, dateiname)
            namen = archiv.namelist()
            if "xl/workbook.xml" not in namen and (drin := [name for name in namen if _TABELLE.search(name)]):
                raise LieferungError(
                    f"›{dateiname}‹ ist ein ZIP-Archiv. Bitte entpacken Sie es und lesen Sie die Tabelle darin ein "
                    f"(›{PurePosixPath(drin[0]).name[:60]}‹{' …' if len(drin) > 1 else ''})."
                )
            if "xl/workbook.xml" not in namen:
                raise LieferungError(_nur_xlsx(dateiname, "ist keine Excel-Mappe"))
            teile = _teile_der_blaetter(archiv)
            auffaellig = _scan(archiv, dateiname, {teil: name for name, teil in teile.items()})
            luecken = {name: dict(_zellfehler(archiv, teil)) for name, teil in teile.items() if teil in auffaellig}
        mappe = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(daten))
        blaetter = tuple(
            _read_blatt(mappe, blatt.name, luecken.get(blatt.name, {}))
            for blatt in mappe.sheets_metadata
            if blatt.typ is python_calamine.SheetTypeEnum.WorkSheet
        )
    except python_calamine.PasswordError as error:
        raise LieferungError(_geschuetzt(dateiname)) from error
    except (
        zipfile.BadZipFile,
        python_calamine.CalamineError,
        ElementTree.ParseError,
        OSError,
        EOFError,
        KeyError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        zlib.error,
    ) as error:
        raise beschaedigt from error
    return Mappe(hashlib.sha256(daten).hexdigest(), blaetter)


def _check_dateityp(daten: bytes, dateiname: str) -> None:
    anfang = daten[:512].lstrip().lower()
    if not daten.strip():
        raise LieferungError(f"Die Datei ›{dateiname}‹ ist leer. Bitte wählen Sie die Datei mit Ihren Angaben.")
    if daten.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in daten:
            raise LieferungError(_geschuetzt(dateiname))
        raise LieferungError(_nur_xlsx(dateiname, "hat das alte Excel-Format (.xls)"))
    if anfang.startswith(b"%pdf"):
        raise LieferungError(_nur_xlsx(dateiname, "ist ein PDF"))
    if anfang.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        raise LieferungError(_nur_xlsx(dateiname, "ist eine Internetseite (HTML oder XML), auch wenn sie anders heißt"))
    if not daten.startswith(b"PK"):
        raise LieferungError(_nur_xlsx(dateiname, "ist keine Excel-Mappe"))
    if b"application/vnd.oasis.opendocument" in daten[:128]:
        raise LieferungError(_nur_xlsx(dateiname, "hat das Format OpenDocument (.ods)"))


def _nur_xlsx(dateiname: str, befund: str) -> str:
    return (
        f"›{dateiname}‹ {befund}. Bitte öffnen Sie die Datei in der Tabellenkalkulation, "
        "wählen Sie ›Speichern unter‹ und das Format ›Excel-Arbeitsmappe (.xlsx)‹."
    )


def _geschuetzt(dateiname: str) -> str:
    return (
        f"Die Datei ›{dateiname}‹ ist mit einem Kennwort geschützt. "
        "Bitte speichern Sie sie ohne Kennwort und versuchen Sie es noch einmal."
    )


def check_archiv(archiv: zipfile.ZipFile, dateiname: str) -> None:
    teile = archiv.infolist()
    if any(teil.flag_bits & 1 for teil in teile):
        raise LieferungError(_geschuetzt(dateiname))
    entpackt = sum(teil.file_size for teil in teile)
    gepackt = sum(teil.compress_size for teil in teile)
    zu_dicht = entpackt > 50_000_000 and entpackt > MAX_VERHAELTNIS * gepackt
    if len(teile) > MAX_TEILE:
        raise LieferungError(
            f"Die Datei ›{dateiname}‹ besteht aus {format_zahl(len(teile))} Teilen und wurde deshalb nicht gelesen; "
            "eine gewöhnliche Mappe hat einige Dutzend. Bitte teilen Sie sie in mehrere Mappen auf."
        )
    if entpackt > MAX_BYTES or zu_dicht:
        raise LieferungError(
            f"Die Datei ›{dateiname}‹ wird beim Öffnen ungewöhnlich groß ({format_zahl(entpackt / 1e6)} MB) "
            "und wurde deshalb nicht gelesen. Bitte teilen Sie sie in mehrere Mappen auf."
        )


def _teile_der_blaetter(archiv: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → its part in the archive."""

    def lokal(element: ElementTree.Element) -> str:
        return element.tag.rpartition("}")[2]

    ziele = {
        element.get("Id"): element.get("Target", "")
        for element in ElementTree.fromstring(archiv.read("xl/_rels/workbook.xml.rels"))
    }
    teile = {}
    vorhanden = set(archiv.namelist())
    for element in ElementTree.fromstring(archiv.read("xl/workbook.xml")).iter():
        if lokal(element) != "sheet":
            continue
        verweis = next((wert for name, wert in element.items() if name.endswith("}id")), None)
        ziel = ziele.get(verweis, "")
        teil = ziel.lstrip("/") if ziel.startswith("/") else str(PurePosixPath("xl") / ziel)
        if teil in vorhanden:
            teile[element.get("name", "")] = teil
    return teile


_SPALTE = re.compile(rb' r="([A-Z]+)')
_ZEILE = re.compile(rb'row r="(\d+)"')
_SPUREN = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b' t="e"')


def _bloecke(archiv: zipfile.ZipFile, teil: str) -> Iterator[bytes]:
    with archiv.open(teil) as strom:
        while block := strom.read(_BLOCK):
            yield block


def _scan(archiv: zipfile.ZipFile, dateiname: str, blaetter: dict[str, str]) -> set[str]:
    """Read every part once (which checks sizes and checksums); return the sheets that may hold errors or formulas."""
    auffaellig = set()
    for teil in archiv.namelist():
        spalten: set[bytes] = set()
        zeile = 0
        rest = b""
        for block in _bloecke(archiv, teil):
            if teil not in blaetter:
                continue
            text = rest + block
            spalten.update(_SPALTE.findall(text))
            zeile = max([zeile, *map(int, _ZEILE.findall(text))])
            if any(spur in text for spur in _SPUREN):
                auffaellig.add(teil)
            rest = block[-24:]
        breite = max((_spaltennummer(name) for name in spalten), default=0)
        if zeile * breite > MAX_ZELLEN:
            raise LieferungError(
                f"Das Blatt ›{blaetter[teil]}‹ in ›{dateiname}‹ reicht bis Zeile {format_zahl(zeile)} und Spalte "
                f"{format_zahl(breite)}; weit außen steht ein Eintrag. Bitte löschen Sie ihn (Strg+Ende springt hin)."
            )
    return auffaellig


_ZELLE = re.compile(rb"<((?:\w+:)?)c ([^>]*[^/>])>(.*?)</\1c>", re.DOTALL)
_ORT = re.compile(rb'\br="([A-Z]+)(\d+)"')
_FORMEL = re.compile(rb"<(?:\w+:)?f[ />]")
_ERGEBNIS = re.compile(rb"<(?:\w+:)?v(?: [^>]*)?>([^<]+)<")


def _zellfehler(archiv: zipfile.ZipFile, teil: str) -> Iterator[tuple[tuple[int, int], Zellfehler]]:
    """((row, column) from 0, fault) of the cells that calamine shows as empty although something stands there."""
    rest = b""
    for block in _bloecke(archiv, teil):
        text = rest + block
        ende = 0
        for treffer in _ZELLE.finditer(text):
            ende = treffer.end()
            merkmale, inhalt = treffer[2], treffer[3]
            ort = _ORT.search(merkmale)
            if ort is None:
                continue
            ergebnis = _ERGEBNIS.search(inhalt)
            platz = (int(ort[2]) - 1, _spaltennummer(ort[1]) - 1)
            if b't="e"' in merkmale:
                yield platz, Zellfehler(ergebnis[1].decode(errors="replace") if ergebnis else "#FEHLER")
            elif ergebnis is None and b't="str"' not in merkmale and _FORMEL.search(inhalt):
                yield platz, Zellfehler("")
        rest = text[max(ende, len(text) - _BLOCK) :]  # no cell is that long; what follows the cells may be


def _spaltennummer(name: bytes) -> int:
    """A → 1, Z → 26, AA → 27."""
    nummer = 0
    for zeichen in name:
        nummer = nummer * 26 + zeichen - 64
    return nummer


def _read_blatt(
    mappe: python_calamine.CalamineWorkbook, name: str, luecken: dict[tuple[int, int], Zellfehler]
) -> Rohblatt:
    blatt = mappe.get_sheet_by_name(name)
    zeilen = cast("list[list[Zelle]]", blatt.to_python(skip_empty_area=False))
    return Rohblatt(name, _set_luecken(zeilen, luecken), tuple(blatt.merged_cell_ranges or ()))


def _set_luecken(zeilen: list[list[Zelle]], luecken: dict[tuple[int, int], Zellfehler]) -> list[list[Zelle]]:
    for (zeile, spalte), fehler in luecken.items():
        while len(zeilen) <= zeile:
            zeilen.append([])
        reihe = zeilen[zeile]
        reihe.extend([""] * (spalte + 1 - len(reihe)))
        reihe[spalte] = fehler
    return zeilen
