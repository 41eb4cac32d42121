"""Files that are no workbook, or none that can be trusted: a sentence, never a crash."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest
from mappen import BASIS, build_mappe

from sozialplanung.errors import LieferungError
from sozialplanung.importer import mappe, read_lieferung
from sozialplanung.importer.mappe import Zellfehler, read_mappe

GUT = build_mappe(BASIS)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def test_an_archive_with_a_table_says_what_is_in_it() -> None:
    strom = io.BytesIO()
    with zipfile.ZipFile(strom, "w") as archiv:
        archiv.writestr("ordner/1000A-1018_de_flat.csv", "a;b\n")
        archiv.writestr("hinweise.pdf", "x")
    with pytest.raises(LieferungError, match=r"›t\.zip‹ ist ein ZIP-Archiv.+entpacken.+›1000A-1018_de_flat\.csv‹"):
        read_lieferung(strom.getvalue(), "t.zip")


@pytest.mark.parametrize(
    ("daten", "teil"),
    [
        (b"", "ist leer"),
        (b"  \n", "ist leer"),
        (b"a;b\n1;2\n", "ist keine Excel-Mappe"),
        (b"%PDF-1.7 ...", "ist ein PDF"),
        (b"\n<!DOCTYPE html><html>", "Internetseite"),
        (b"<html><table>", "Internetseite"),
        (OLE, "das alte Excel-Format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "Kennwort"),
        (GUT[: len(GUT) // 2], "beschädigt"),
        (b"PK\x03\x04" + bytes(100), "beschädigt"),
    ],
    # A name each: the bytes of a workbook hold the time of day, and every worker must find the same tests.
    ids=["leer", "leerraum", "csv", "pdf", "html", "html_tabelle", "xls", "kennwort", "abgeschnitten", "zip_kopf"],
)
def test_other_files_are_refused_with_a_sentence(daten: bytes, teil: str) -> None:
    with pytest.raises(LieferungError, match=teil) as fehler:
        read_lieferung(daten, "d.xlsx")
    assert "›d.xlsx‹" in str(fehler.value)
    assert "Bitte" in str(fehler.value)


def test_old_excel_and_open_document_say_which_format_they_are() -> None:
    with pytest.raises(LieferungError, match=r"das alte Excel-Format \(.xls\)"):
        read_lieferung(OLE, "d.xlsx")
    strom = io.BytesIO()
    with zipfile.ZipFile(strom, "w") as archiv:
        archiv.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archiv.writestr("content.xml", "<x/>")
    with pytest.raises(LieferungError, match="OpenDocument"):
        read_lieferung(strom.getvalue(), "d.ods")


def test_a_zip_that_is_no_workbook() -> None:
    strom = io.BytesIO()
    with zipfile.ZipFile(strom, "w") as archiv:
        archiv.writestr("a.txt", "a")
    with pytest.raises(LieferungError, match="keine Excel-Mappe"):
        read_lieferung(strom.getvalue(), "d.xlsx")


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    strom = io.BytesIO(GUT)
    with zipfile.ZipFile(strom, "a", zipfile.ZIP_DEFLATED) as archiv:
        archiv.writestr("xl/bombe.bin", bytes(60_000_000))
    with pytest.raises(LieferungError, match="ungewöhnlich groß"):
        read_lieferung(strom.getvalue(), "d.xlsx")
    monkeypatch.setattr(mappe, "MAX_BYTES", 1000)
    with pytest.raises(LieferungError, match="ungewöhnlich groß"):
        read_lieferung(GUT, "d.xlsx")


def test_a_size_that_lies_is_noticed() -> None:
    """The directory says that a part is small; reading it fails before calamine sees it."""
    with zipfile.ZipFile(io.BytesIO(GUT)) as archiv:
        teil = archiv.getinfo("xl/worksheets/sheet2.xml")
        groesse = teil.file_size.to_bytes(4, "little")
    gelogen = GUT.replace(groesse, (10).to_bytes(4, "little"))
    assert gelogen != GUT
    with pytest.raises(LieferungError, match="beschädigt"):
        read_lieferung(gelogen, "d.xlsx")


def test_an_entry_far_outside_is_told_instead_of_filling_the_memory() -> None:
    fern = openpyxl.Workbook()
    fern.active["A1"] = "a"
    fern.active["XFD1048576"] = "b"
    strom = io.BytesIO()
    fern.save(strom)
    with pytest.raises(LieferungError, match=r"Zeile 1\.048\.576 und Spalte 16\.384"):
        read_lieferung(strom.getvalue(), "d.xlsx")


def test_paths(tmp_path: Path) -> None:
    with pytest.raises(LieferungError, match="gibt es nicht"):
        read_lieferung(tmp_path / "x.xlsx", "x.xlsx")
    with pytest.raises(LieferungError, match="ist ein Ordner"):
        read_lieferung(tmp_path, "ordner")
    datei = tmp_path / "gut.xlsx"
    datei.write_bytes(GUT)
    assert read_lieferung(datei, "gut.xlsx").sha256 == read_lieferung(GUT, "gut.xlsx").sha256


def test_a_file_without_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    datei = tmp_path / "zu.xlsx"
    datei.write_bytes(GUT)

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(LieferungError, match="darf nicht gelesen werden"):
        read_lieferung(datei, "zu.xlsx")


def test_damaged_bytes_never_crash() -> None:
    """Any damage is either told as a sentence or harmless."""
    zufall = random.Random(1)
    for _ in range(150):
        daten = bytearray(GUT)
        for _ in range(zufall.randint(1, 20)):
            daten[zufall.randrange(len(daten))] = zufall.randrange(256)
        try:
            read_lieferung(bytes(daten), "d.xlsx")
        except LieferungError:
            continue


def test_damaged_xml_never_crashes() -> None:
    """The archive is sound, a part is not."""
    zufall = random.Random(2)
    with zipfile.ZipFile(io.BytesIO(GUT)) as archiv:
        teile = {name: archiv.read(name) for name in archiv.namelist()}
    for _ in range(150):
        opfer = zufall.choice([name for name in teile if name.startswith(("xl/work", "xl/_rels", "xl/styles"))])
        inhalt = bytearray(teile[opfer])
        stelle = zufall.randrange(len(inhalt))
        inhalt[stelle : stelle + zufall.randint(1, 40)] = bytes(zufall.choices(b'<>"&/ r=0A', k=3))
        strom = io.BytesIO()
        with zipfile.ZipFile(strom, "w") as archiv:
            for name, alt in teile.items():
                archiv.writestr(name, bytes(inhalt) if name == opfer else alt)
        try:
            read_lieferung(strom.getvalue(), "d.xlsx")
        except LieferungError:
            continue


def test_errors_and_formulas_are_seen_where_calamine_sees_nothing() -> None:
    quelle = openpyxl.Workbook()
    blatt = quelle.active
    blatt["A1"], blatt["B1"], blatt["AA2"] = "#DIV/0!", 5, "=B1*2"
    blatt["B3"] = "=SUM(B1)"
    strom = io.BytesIO()
    quelle.save(strom)
    zeilen = read_mappe(strom.getvalue(), "d.xlsx").blaetter[0].zeilen
    assert zeilen[0][:2] == [Zellfehler("#DIV/0!"), 5.0]
    assert zeilen[1][26] == Zellfehler("")
    assert zeilen[2][1] == Zellfehler("")


def test_a_formula_with_its_result_is_a_value() -> None:
    """As Excel saves it: formula and cached result; an empty text is a result, too."""
    with zipfile.ZipFile(io.BytesIO(build_mappe({"Werte": [["a"], ["b"]]}))) as archiv:
        teile = {name: archiv.read(name) for name in archiv.namelist()}
    name = next(name for name in teile if "sheet1" in name)
    zellen = b'<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>'
    anfang, ende = teile[name].index(b"<sheetData>") + 11, teile[name].index(b"</sheetData>")
    teile[name] = teile[name][:anfang] + zellen + teile[name][ende:]
    strom = io.BytesIO()
    with zipfile.ZipFile(strom, "w") as archiv:
        for teil, inhalt in teile.items():
            archiv.writestr(teil, inhalt)
    assert read_mappe(strom.getvalue(), "d.xlsx").blaetter[0].zeilen == [[2.0, ""]]
