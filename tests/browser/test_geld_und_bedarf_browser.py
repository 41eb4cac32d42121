"""Money moved on the page »Geld und Bedarf«: λ, map and table agree; kept, exported, and loaded from the export."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
from besuch import Besuch
from playwright.sync_api import expect

START = "/geld_und_bedarf?projekt=hamm&blick_bedarf=simulator&lambda=95&budget=100000&runden=1"


def amounts(inhalt: bytes) -> dict[str, float]:
    """Column »Gebiet« → column of the first scenario."""
    zeilen = openpyxl.load_workbook(io.BytesIO(inhalt))["Beträge"].iter_rows(min_row=2, values_only=True)
    return {str(zeile[1]): float(str(zeile[2])) for zeile in zeilen}


def test_a_scenario_is_moved_kept_exported_and_loaded_again(schreibend: Besuch) -> None:
    seite = schreibend.open(START)
    seite.locator(".st-key-lambda input[type=range], .st-key-lambda [role=slider]").first.press("ArrowRight")
    schreibend.expect_choice("lambda", "100")
    expect(seite.get_by_text("Verteilt ganz nach dem Bedarf").first).to_be_visible()
    schreibend.wait_until_still()

    seite.get_by_label("Name des Szenarios").fill("Ganz nach Bedarf")
    seite.get_by_role("button", name="Im Projekt merken").click()
    oeffnen = seite.get_by_role("link", name="Ganz nach Bedarf wieder öffnen")
    expect(oeffnen).to_be_visible()
    schreibend.wait_until_still()
    seite.locator(".st-key-gb_vergleich_laden").get_by_role("button").click()
    with seite.expect_download() as geladen:
        seite.get_by_role("button", name="XLSX", exact=True).click()
    inhalt = Path(geladen.value.path()).read_bytes()
    betraege = amounts(inhalt)
    assert betraege.pop("Summe") == 100_000
    assert round(sum(betraege.values()), 2) == 100_000
    assert betraege["Herringen"] > betraege["Rhynern"] > 0

    seite.keyboard.press("Escape")
    seite.get_by_role("button", name="Löschen").click()
    expect(oeffnen).to_have_count(0)
    schreibend.wait_until_still()
    seite.get_by_role("button", name="Szenario aus Datei laden").click()
    mappe = {"name": "s.xlsx", "mimeType": "application/octet-stream", "buffer": inhalt}
    seite.locator(".st-key-szenario_datei input[type=file]").set_input_files([mappe])
    expect(seite.get_by_text("Geladen: »Ganz nach Bedarf«")).to_be_visible()
    expect(oeffnen).to_have_attribute("href", re.compile("lambda=100"))
