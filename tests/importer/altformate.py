"""Old Excel and OpenDocument files, made by hand: nothing in the project writes them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

Zelle = str | float | int | None
_SEKTOR, _ENDE, _FREI = 512, 0xFFFFFFFE, 0xFFFFFFFF


def xls(name: str, zeilen: Sequence[Sequence[Zelle]]) -> bytes:
    """One sheet in BIFF8, in a compound file."""
    mappe = _satz(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + _satz(0x0042, struct.pack("<H", 1200))
    titel = name.encode("latin-1")
    laenge = 4 + 8 + len(titel)
    anfang = len(mappe) + laenge + len(_satz(0x000A))
    mappe += _satz(0x0085, struct.pack("<IHBB", anfang, 0, len(titel), 0) + titel) + _satz(0x000A)
    mappe += _satz(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for i, zeile in enumerate(zeilen):
        for j, zelle in enumerate(zeile):
            if isinstance(zelle, str):
                text = zelle.encode("utf-16-le")
                mappe += _satz(0x0204, struct.pack("<HHHHB", i, j, 0, len(zelle), 1) + text)
            elif zelle is not None:
                mappe += _satz(0x0203, struct.pack("<HHHd", i, j, 0, zelle))
    return _verbund(mappe + _satz(0x000A))


def _satz(art: int, inhalt: bytes = b"") -> bytes:
    return struct.pack("<HH", art, len(inhalt)) + inhalt


def _verbund(strom: bytes) -> bytes:
    """Sector 0: allocation table, 1: directory, then the stream."""
    strom = strom.ljust(max(4096, -(-len(strom) // _SEKTOR) * _SEKTOR), b"\0")
    sektoren = len(strom) // _SEKTOR
    kopf = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    kopf += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _ENDE, 0, _ENDE, 0) + struct.pack("<I", 0)
    kopf += struct.pack("<I", _FREI) * 108
    kette = [0xFFFFFFFD, _ENDE, *range(3, 2 + sektoren), _ENDE]
    tabelle = struct.pack(f"<{len(kette)}I", *kette).ljust(_SEKTOR, b"\xff")
    wurzel = _eintrag("Root Entry", 5, 1, _ENDE, 0)
    buch = _eintrag("Workbook", 2, _FREI, 2, len(strom))
    return kopf + tabelle + (wurzel + buch).ljust(_SEKTOR, b"\0") + strom


def _eintrag(name: str, art: int, kind: int, start: int, groesse: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    knoten = struct.pack("<HBBIII", len(text), art, 1, _FREI, _FREI, kind)
    return text.ljust(64, b"\0") + knoten + bytes(36) + struct.pack("<IQ", start, groesse)


def ods(name: str, zeilen: Sequence[Sequence[Zelle]], wiederholt: int = 1) -> bytes:
    """One sheet; ``wiederholt`` repeats the last cell of every row to the right."""
    reihen = []
    for zeile in zeilen:
        zellen = []
        for j, zelle in enumerate(zeile):
            mal = f' table:number-columns-repeated="{wiederholt}"' if wiederholt > 1 and j == len(zeile) - 1 else ""
            if zelle is None:
                zellen.append("<table:table-cell/>")
            elif isinstance(zelle, str):
                inhalt = f"<text:p>{escape(zelle)}</text:p>"
                zellen.append(f'<table:table-cell{mal} office:value-type="string">{inhalt}</table:table-cell>')
            else:
                inhalt = f'office:value-type="float" office:value="{zelle}"><text:p>{zelle}</text:p>'
                zellen.append(f"<table:table-cell{mal} {inhalt}</table:table-cell>")
        reihen.append(f"<table:table-row>{''.join(zellen)}</table:table-row>")
    namen = "urn:oasis:names:tc:opendocument:xmlns"
    inhalt = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{namen}:office:1.0" '
        f'xmlns:table="{namen}:table:1.0" xmlns:text="{namen}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="{escape(name)}">{"".join(reihen)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    strom = io.BytesIO()
    with zipfile.ZipFile(strom, "w") as archiv:
        archiv.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archiv.writestr("content.xml", inhalt)
        archiv.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return strom.getvalue()
