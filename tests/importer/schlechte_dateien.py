"""Makes more than 200 files that no honest office would send: name → content. All small, or cheaply made."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import math
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
from gute_dateien import VORLAGE, gute_dateien
from mappen import build_mappe

Datei = tuple[str, str, bytes]  # what is wrong, name, content

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
TEXTE = {
    "script": "<script>alert(1)</script>",
    "bild": "<img src=x onerror=alert(1)>",
    "sql": "'; DROP TABLE wert; --",
    "pfad": "../../../../etc/passwd",
    "formel": '=HYPERLINK("http://example.org";"Bitte klicken")',
    "dde": "=cmd|' /C calc'!A0",
    "emoji": "👩‍👩‍👧 Mitte 🏘️",
    "links": "\u202eettiM",
    "unsichtbar": "Mit\u200bte\ufeff",
    "kombiniert": "a" + "\u0301" * 300,
    "lang": "x" * 10_000,
    "anfuehrung": "\"''\"»›`",
    "leer": " \t ",
    "umbruch": "Mitte\r\nNord",
    "null": "null",
    "format": "%s%n{0}{{x}}${jndi:ldap://x}",
    "markdown": "[x](javascript:alert(1)) $\\frac{1}{0}$ :material/bug:",
    "arabisch": "١٢٣",
    "breit": "１２３",
    "unicode": "\U0010fffd",
}
ZAHLEN = [
    "NaN", "inf", "-inf", "1e999", "1E-400", "--5", "+-5", "1.2.3,4,5", "1,2,3", "12,5 %", "½", "∞", "0x1F", "1_000",
    "5-", "(5", "5)", "()", "#DIV/0!", "#NV", "=1/0", "12.03.2024", "2024-13-45", "WAHR", "99999999999999999999",
    "-0", "٣", "１２", "1 2 3", "€", "5 €€", "-", "…", "k.A.",
]  # fmt: skip


def schlechte_dateien() -> Iterator[Datei]:
    yield from _other_kinds()
    yield from _cut_off()
    yield from _archives()
    yield from _wide_ones()
    yield from _cells()
    yield from _texts_everywhere()
    yield from _csv()
    leere = b"".join([b'<row r="%d"><c r="A%d" s="0"/></row>' % (i, i) for i in range(1, 1_048_577)])
    yield "eine_million_leere_zeilen", "m.xlsx", _sheet(gute_dateien()["vorlage.xlsx"], leere)


def _other_kinds() -> Iterator[Datei]:
    html = b"<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></body></html>"
    arten: dict[str, bytes] = {
        "leer": b"",
        "leerzeichen": b"  \r\n \t ",
        "bom": b"\xef\xbb\xbf",
        "bom16": b"\xff\xfe",
        "nullen": bytes(5000),
        "pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF",
        "html": html,
        "html_grossbuchstaben": html.upper(),
        "html_mit_bom": b"\xef\xbb\xbf" + html,
        "tabelle": b"<table><tr><td>05334</td></tr></table>",
        "xml2003": b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "mehr_mime": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n",
        "ole": OLE,
        "verschluesselt": OLE + "EncryptedPackage".encode("utf-16-le"),
        "png": b"\x89PNG\r\n\x1a\n" + bytes(64),
        "jpg": b"\xff\xd8\xff\xe0" + bytes(64),
        "gz": gzip.compress(gute_dateien()["ffcsv.csv"]),
        "7z": b"7z\xbc\xaf\x27\x1c" + bytes(64),
        "rar": b"Rar!\x1a\x07\x00" + bytes(64),
        "sqlite": b"SQLite format 3\x00" + bytes(100),
        "parquet": b"PAR1" + bytes(40) + b"PAR1",
        "elf": b"\x7fELF" + bytes(60),
        "rtf": b"{\\rtf1 Bericht}",
        "json": json.dumps({"werte": [1, 2, math.nan]}).encode(),
        "geojson": b'{"type":"FeatureCollection","features":[]}',
        "yaml": b"a: &a [*a]\n",
        "zufall": bytes((i * 37 + i // 7) % 256 for i in range(4000)),
        "utf16_ohne_bom": gute_dateien()["haushalt.csv"].decode().encode("utf-16-le"),
        "utf32": gute_dateien()["haushalt.csv"].decode().encode("utf-32"),
        "utf7": b"Gebiet;+AEE-\n1;2\n",
        "nur_text": b"Sehr geehrte Damen und Herren,\nanbei die Zahlen.\n",
    }
    for was, inhalt in arten.items():
        yield was, "datei.xlsx", inhalt
        yield was, "datei.csv", inhalt
        yield was, "datei.xls", inhalt
    for name in (*TEXTE.values(), "", ".", "..", "a" * 300 + ".xlsx", "datei.xls", "CON.csv", "a\0b.csv", "x\ny.xlsx"):
        yield "name", name, b"PK\x03\x04"


def _cut_off() -> Iterator[Datei]:
    for name, inhalt in gute_dateien().items():
        for anteil in (1, 35, 70, 99):
            yield f"bis_{anteil}_prozent", name, inhalt[: len(inhalt) * anteil // 100]
        yield "ohne_anfang", name, inhalt[3:]
        yield "doppelt", name, inhalt + inhalt


def _repack(
    inhalt: bytes, aendern: Callable[[str, bytes], bytes | None], mehr: dict[str, bytes] | None = None
) -> bytes:
    """The archive with some parts changed or (None) left out."""
    strom = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(inhalt)) as alt,
        zipfile.ZipFile(strom, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as neu,
    ):
        for teil in alt.namelist():
            if (daten := aendern(teil, alt.read(teil))) is not None:
                neu.writestr(teil, daten)
        for teil, daten in (mehr or {}).items():
            neu.writestr(teil, daten)
    return strom.getvalue()


def _archives() -> Iterator[Datei]:
    gut = gute_dateien()["vorlage.xlsx"]
    with zipfile.ZipFile(io.BytesIO(gut)) as archiv:
        teile = archiv.namelist()
    for fehlt in teile:
        yield f"ohne_{fehlt}", "m.xlsx", _repack(gut, lambda teil, daten, fehlt=fehlt: None if teil == fehlt else daten)
    for leer in ("xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml", "[Content_Types].xml"):
        yield f"leer_{leer}", "m.xlsx", _repack(gut, lambda teil, daten, leer=leer: b"" if teil == leer else daten)
    lacht = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">'.encode() for i in range(9)
    )
    for opfer in ("xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"):
        bombe = lacht + b"]><workbook>&j;</workbook>"
        yield f"lacht_{opfer}", "m.xlsx", _repack(gut, lambda teil, d, o=opfer, b=bombe: b if teil == o else d, {})
        fremd = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook>&e;</workbook>'
        yield f"fremd_{opfer}", "m.xlsx", _repack(gut, lambda teil, d, o=opfer, b=fremd: b if teil == o else d)
    bombe = _repack(gut, lambda _, daten: daten, {"xl/bombe.bin": bytes(60_000_000)})
    yield "bombe", "m.xlsx", bombe
    yield "bombe_in_der_bombe", "m.xlsx", _repack(gut, lambda _, daten: daten, {"xl/innen.zip": bombe})
    yield "ausbruch", "m.xlsx", _repack(gut, lambda _, d: d, {"../../boese.txt": b"x", "/etc/boese": b"x"})
    yield "viele_teile", "m.xlsx", _repack(gut, lambda _, d: d, {f"xl/{i}": b"" for i in range(6_000)})
    yield (
        "docx",
        "m.docx",
        _repack(gut, lambda t, d: d if "worksheet" not in t else None, {"word/document.xml": b"<w/>"}),
    )
    zweimal = io.BytesIO(gut)
    with zipfile.ZipFile(zweimal, "a") as archiv:
        archiv.comment = b"x" * 60_000
    yield "kommentar", "m.xlsx", zweimal.getvalue()
    verschluesselt = bytearray(gut)
    verschluesselt[6] |= 1
    stelle = gut.rindex(b"PK\x01\x02")
    verschluesselt[stelle + 8] |= 1
    yield "kennwort", "m.xlsx", bytes(verschluesselt)
    verwirrt = re.sub(rb'sheetId="\d+"', b'sheetId="-1"', gut)
    yield "sheetid", "m.xlsx", verwirrt


def _sheet(inhalt: bytes, daten: bytes) -> bytes:
    """The sheet »Werte« of the sound Vorlage replaced by other XML."""
    with zipfile.ZipFile(io.BytesIO(inhalt)) as archiv:
        letztes = max(teil for teil in archiv.namelist() if teil.startswith("xl/worksheets/sheet"))
    kopf = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return _repack(inhalt, lambda teil, alt: kopf + daten + b"</sheetData></worksheet>" if teil == letztes else alt)


def _wide_ones() -> Iterator[Datei]:
    gut = gute_dateien()["vorlage.xlsx"]
    breit = b"".join(b'<c r="%s1" t="inlineStr"><is><t>S%d</t></is></c>' % (_column(i), i) for i in range(16_384))
    yield "16384_spalten", "m.xlsx", _sheet(gut, b'<row r="1">' + breit + b"</row>")
    yield "weit_aussen", "m.xlsx", _sheet(gut, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    yield "zeile_null", "m.xlsx", _sheet(gut, b'<row r="0"><c r="A0"><v>1</v></c></row>')
    yield "zeile_riesig", "m.xlsx", _sheet(gut, b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>')
    yield "spalte_riesig", "m.xlsx", _sheet(gut, b'<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>')
    yield "zelle_ohne_ort", "m.xlsx", _sheet(gut, b"<row><c><v>1</v></c><c><v>2</v></c></row>")
    yield "text_ohne_liste", "m.xlsx", _sheet(gut, b'<row r="1"><c r="A1" t="s"><v>999999</v></c></row>')
    yield "tief", "m.xlsx", _sheet(gut, b"<row>" * 5_000 + b"</row>" * 5_000)
    yield "kaputte_zahl", "m.xlsx", _sheet(gut, b'<row r="1"><c r="A1"><v>zwei</v></c></row>')
    verbunden = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    for name in ("vorlage.xlsx", "ba.xlsx"):
        with zipfile.ZipFile(io.BytesIO(gute_dateien()[name])) as archiv:
            teil = max(teil for teil in archiv.namelist() if teil.startswith("xl/worksheets/sheet"))
            alt = archiv.read(teil)
        alles = re.sub(rb"(<mergeCells.*</mergeCells>)?$", b"", alt).replace(
            b"</sheetData>", verbunden[: -len(b"<sheetData>")]
        )
        yield "alles_verbunden", name, _repack(gute_dateien()[name], lambda t, d, n=alles, o=teil: n if t == o else d)
    viele = openpyxl.Workbook()
    for i in range(300):
        viele.create_sheet(f"Blatt {i}")
    yield "300_blaetter", "m.xlsx", _save(viele)


def _column(nummer: int) -> bytes:
    return openpyxl.utils.get_column_letter(nummer + 1).encode()


def _save(mappe: openpyxl.Workbook) -> bytes:
    strom = io.BytesIO()
    mappe.save(strom)
    return strom.getvalue()


def _with(blatt: str, zeile: int, spalte: int, inhalt: Any) -> bytes:
    zeilen = [list(z) for z in VORLAGE[blatt]]
    zeilen[zeile][spalte] = inhalt
    return build_mappe({**VORLAGE, blatt: zeilen})


def _cells() -> Iterator[Datei]:
    for text in ZAHLEN:
        yield f"zahl_{text}", "m.xlsx", _with("Werte", 1, 4, text)
    for inhalt in (dt.date(2024, 3, 12), dt.date(1899, 12, 31), dt.time(12), dt.timedelta(days=3), True, 1e308):
        yield f"zelle_{inhalt}", "m.xlsx", _with("Werte", 1, 4, inhalt)
        yield f"schluessel_{inhalt}", "m.xlsx", _with("Gebiete", 2, 0, inhalt)
        yield f"zeitraum_{inhalt}", "m.xlsx", _with("Werte", 1, 3, inhalt)
    yield "verknuepfung", "m.xlsx", _with("Werte", 1, 4, "=[1]Blatt!$A$1+'\\\\server\\[x.xlsx]T'!A1")
    yield "kreis", "m.xlsx", _with("Gebiete", 1, 3, "05334002")
    yield "doppelte_koepfe", "m.xlsx", build_mappe({**VORLAGE, "Werte": [["Wert"] * 6, VORLAGE["Werte"][1]]})
    yield "ohne_kopf", "m.xlsx", build_mappe({**VORLAGE, "Werte": [VORLAGE["Werte"][1]]})
    yield "leere_blaetter", "m.xlsx", build_mappe({name: [] for name in VORLAGE})


def _texts_everywhere() -> Iterator[Datei]:
    for was, text in TEXTE.items():
        yield f"gebiet_{was}", "m.xlsx", _with("Gebiete", 2, 1, text)
        yield f"schluessel_{was}", "m.xlsx", _with("Werte", 1, 0, text)
        yield f"kopf_{was}", "m.xlsx", _with("Werte", 0, 4, text)
        haushalt = gute_dateien()["haushalt.csv"].decode()
        zelle = '"' + text.replace('"', '""') + '"'
        yield f"csv_name_{was}", "h.csv", haushalt.replace("Innenstadt", zelle).encode()
        yield f"csv_wert_{was}", "h.csv", haushalt.replace("4.826", zelle).encode()


def _csv() -> Iterator[Datei]:
    for name, inhalt in gute_dateien().items():
        if not name.endswith(".csv"):
            continue
        zeilen = inhalt.splitlines(keepends=True)
        yield "nur_kopf", name, zeilen[0]
        yield "ohne_kopf", name, b"".join(zeilen[1:])
        yield "kopf_doppelt", name, b"".join([zeilen[0], *zeilen])
        yield "spalten_doppelt", name, b"".join(z.rstrip() + b";" + z for z in zeilen)
        yield "ausgefranst", name, b"".join(z if i % 2 else z.rstrip() + b";;;x;y\n" for i, z in enumerate(zeilen))
        yield "zu_kurz", name, b"".join(z.split(b";")[0] + b"\n" for z in zeilen)
        yield "nul", name, inhalt.replace(b";", b";\0")
        yield "nul_spaet", name, inhalt + b"\n" * 70_000 + b"\0;\0"
        yield "gemischt_kodiert", name, inhalt + "ä;€".encode() + "ä;€".encode("cp1252")
        yield "anfuehrung_offen", name, inhalt.replace(b";", b';"', 1)
        yield "trenner_gemischt", name, inhalt.replace(b";", b",", 7)
        yield "wagenruecklauf", name, inhalt.replace(b"\r\n", b"\n").replace(b"\n", b"\r")
        yield "lange_zelle", name, inhalt + b"x" * 2_000_000
        yield "viele_trenner", name, inhalt + b";" * 100_000
        yield "zahlen_nan", name, re.sub(rb"\d{2,}", b"NaN", inhalt)
        yield "zahlen_riesig", name, re.sub(rb"\d{2,}", b"9" * 400, inhalt)
