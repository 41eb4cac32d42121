"""What can be taken away from »Karte« arrives and is what it claims to be."""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from besuch import Besuch, visit
from playwright.sync_api import Browser, expect

# Roetgen 2005: 335,09 € je Einwohner (INKAR, BBSR)
LINK = "/karte?projekt=staedteregion_aachen&indikator=einkommensteuer&jahr=2005"


@pytest.fixture(scope="module")
def karte(browser: Browser, server: str) -> Iterator[Besuch]:
    """»Karte« with the list of downloads open."""
    with visit(browser, server) as besuch:
        besuch.open(LINK)
        besuch.page.get_by_role("button", name="Herunterladen").click()
        expect(besuch.page.get_by_role("button", name="CSV (für Excel)")).to_be_visible()
        yield besuch


def download(karte: Besuch, knopf: str) -> tuple[str, bytes]:
    with karte.page.expect_download() as geladen:
        karte.page.get_by_role("button", name=knopf).click()
    return geladen.value.suggested_filename, Path(geladen.value.path()).read_bytes()


def test_png(karte: Besuch) -> None:
    name, bild = download(karte, "Bild (PNG)")
    assert name == "einkommensteuer_2005.png"
    assert bild.startswith(b"\x89PNG\r\n\x1a\n")
    breite, hoehe = struct.unpack(">II", bild[16:24])
    assert breite >= 1200
    assert hoehe >= 800
    assert len(bild) > 20_000  # not an empty sheet


def test_svg(karte: Besuch) -> None:
    name, bild = download(karte, "Bild (SVG)")
    assert name == "einkommensteuer_2005.svg"
    wurzel = ElementTree.fromstring(bild)
    assert wurzel.tag == "{http://www.w3.org/2000/svg}svg"
    text = " ".join(wurzel.itertext())
    assert "Einkommensteuer" in text
    assert "Roetgen" in text
    assert "CC BY 4.0" in text
    assert "schematisch" in text


def test_csv_is_german(karte: Besuch) -> None:
    name, inhalt = download(karte, "CSV (für Excel)")
    assert name == "einkommensteuer_2005.csv"
    assert inhalt.startswith(b"\xef\xbb\xbf")  # without it Excel breaks the umlauts
    zeilen = list(csv.reader(io.StringIO(inhalt.decode("utf-8-sig")), delimiter=";"))
    assert zeilen[0][:3] == ["Schlüssel", "Gebiet", "Jahr"]
    assert len(zeilen) == 11
    (roetgen,) = [zeile for zeile in zeilen if zeile[0] == "05334024"]
    assert roetgen[1:4] == ["Roetgen", "2005", "335,09"]


def test_xlsx(karte: Besuch) -> None:
    name, inhalt = download(karte, "XLSX")
    assert name == "einkommensteuer_2005.xlsx"
    zeilen = list(openpyxl.load_workbook(io.BytesIO(inhalt)).active.iter_rows(values_only=True))
    (roetgen,) = [zeile for zeile in zeilen if zeile[0] == "05334024"]
    assert roetgen[1:3] == ("Roetgen", 2005)
    assert roetgen[3] == pytest.approx(335.09)
