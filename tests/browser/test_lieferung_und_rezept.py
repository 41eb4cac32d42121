"""A crooked table: its header corrected with a click, kept as a recipe, next year's file read by it, and taken back."""

from __future__ import annotations

from besuch import Besuch
from playwright.sync_api import Page, expect
from test_hochladen import mappe as vorlage

ALT = "Bericht;2022\nOrt;Hunde\nNordstadt;15\nSüdstadt;16\n".encode("cp1252")
NEU = "Amt\nBericht;2023\n\nOrt;Hunde\nSüdstadt;26\nNordstadt;25\n".encode("cp1252")
_ZEILE_PX, _KOPF_PX = 35, 35


def upload(seite: Page, name: str, inhalt: bytes) -> None:
    datei = {"name": name, "mimeType": "application/octet-stream", "buffer": inhalt}
    seite.locator("input[type=file]").first.set_input_files(datei)


def take_in(besuch: Besuch, nummer: int) -> None:
    besuch.page.get_by_role("button", name="Ins Projekt übernehmen").click()
    expect(besuch.page.get_by_text(f"Übernommen als Lieferung {nummer}:")).to_be_visible()
    besuch.wait_until_still()


def test_a_header_is_corrected_with_a_click_and_the_recipe_takes_next_year(besuch: Besuch) -> None:
    seite = besuch.open("/daten?projekt=hamm")
    seite.get_by_role("button", name="Neues Projekt").click()
    seite.get_by_placeholder("z. B. Musterstadt").fill("Krummland")
    seite.get_by_role("button", name="Anlegen").click()
    besuch.expect_choice("projekt", "krummland")
    upload(seite, "gebiete.xlsx", vorlage([]))
    take_in(besuch, 1)

    upload(seite, "erste.csv", ALT)
    expect(seite.get_by_text("So wird die Tabelle gelesen")).to_be_visible()
    besuch.wait_until_still()
    blatt = seite.locator("[class*=st-key-lesart_blatt] [data-testid=stDataFrame]").first
    blatt.scroll_into_view_if_needed()
    besuch.wait_until_responsive()
    blatt.click(position={"x": 240, "y": _KOPF_PX + 1.5 * _ZEILE_PX})
    expect(besuch.field_of("lesart_zeile")).to_have_value("Zeile 2")
    seite.get_by_role("button", name="ist die Kopfzeile").click()
    expect(seite.get_by_role("button", name="Letzte Änderung zurück")).to_be_visible()
    besuch.wait_until_still()
    seite.get_by_text("Als Rezept für die nächste Datei merken").click()
    seite.get_by_role("button", name="Rezept merken").click()
    expect(seite.get_by_text("ist gemerkt.")).to_be_visible()
    take_in(besuch, 2)

    upload(seite, "anders.csv", NEU)
    expect(seite.get_by_text("passt: Die Tabelle wird so gelesen")).to_be_visible()
    take_in(besuch, 3)
    seite.get_by_role("radio", name="Lieferungen").click()
    seite.get_by_text("Ja, diese Lieferung zurücknehmen").click()
    seite.get_by_role("button", name="Zurücknehmen").click()
    expect(seite.get_by_text("Lieferung 3 ist zurückgenommen.")).to_be_visible()
