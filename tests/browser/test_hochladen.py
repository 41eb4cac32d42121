"""A new Projekt, a broken workbook, the mended one, and back again."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
from besuch import Besuch
from playwright.sync_api import Page, expect

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Zeilen = list[list[Any]]
KOPF = ["Gebietsschlüssel", "Merkmal", "Zeitraum", "Wert"]
GUT: Zeilen = [
    ["01", "einwohner", "2024", 1000],
    ["02", "einwohner", "2024", 3000],
    ["01", "arbeitslose", "2024", 100],
    ["02", "arbeitslose", "2024", 60],
]
# Five faults of five kinds, in rows 2 to 6, and a repaired key in row 7.
SCHLECHT: Zeilen = [
    ["01", "einwohner", "2024", "viele"],
    ["77", "einwohner", "2024", 3000],
    ["01", "arbeitslose", "2024", -5],
    ["02", "arbeitslose", "bald", 60],
    ["02", None, "2024", 60],
    [2, "einwohner", "2024", 3000],
]


def mappe(werte: Zeilen) -> bytes:
    buch = openpyxl.Workbook()
    buch.remove(buch.active)
    blaetter: dict[str, Zeilen] = {
        "Projekt": [["Feld", "Eintrag"], ["Name", "Neuland"], ["Herkunft", "eigen"], ["Quelle", "Amt für Soziales"]],
        "Gebiete": [
            ["Gebietsschlüssel", "Name", "Raumebene"],
            ["01", "Nordstadt", "stadtteil"],
            ["02", "Südstadt", "stadtteil"],
        ],
        "Merkmale": [
            ["Merkmal", "Bezeichnung", "Art", "Teil von"],
            ["einwohner", "Einwohner", "anzahl", None],
            ["arbeitslose", "Arbeitslose", "anzahl", "einwohner"],
        ],
        "Indikatoren": [
            ["Indikator", "Bezeichnung", "Zähler", "Nenner", "Faktor", "Einheit", "Richtung"],
            ["arbeitslos", "Arbeitslose je 100 Einwohner", "arbeitslose", "einwohner", 100, "%", "belastung"],
        ],
        "Werte": [KOPF, *werte],
    }
    for name, zeilen in blaetter.items():
        blatt = buch.create_sheet(name)
        for zeile in zeilen:
            blatt.append(zeile)
    strom = io.BytesIO()
    buch.save(strom)
    return strom.getvalue()


def upload(seite: Page, name: str, werte: Zeilen) -> None:
    seite.locator("input[type=file]").first.set_input_files({"name": name, "mimeType": XLSX, "buffer": mappe(werte)})


def findings(seite: Page) -> list[dict[str, str]]:
    with seite.expect_download() as geladen:
        seite.get_by_role("button", name="Befunde als CSV").click()
    text = Path(geladen.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_from_an_empty_projekt_to_figures_and_back(besuch: Besuch) -> None:
    seite = besuch.open("/daten?projekt=hamm")
    seite.get_by_role("button", name="Neues Projekt").click()
    seite.get_by_placeholder("z. B. Musterstadt").fill("Neuland")
    seite.get_by_role("button", name="Anlegen").click()
    expect(besuch.field_of("projekt")).to_have_value("Neuland")
    besuch.expect_choice("projekt", "neuland")

    upload(seite, "kaputt.xlsx", SCHLECHT)
    expect(seite.get_by_text("5 Fehler")).to_be_visible()
    expect(seite.get_by_text("So kann die Datei noch nicht übernommen werden.")).to_be_visible()
    expect(seite.get_by_role("button", name="Ins Projekt übernehmen")).to_have_count(0)
    befunde = findings(seite)
    fehler = {(b["Zeile"], b["Spalte"], b["Wert"]) for b in befunde if b["Schwere"] == "Fehler"}
    assert fehler == {
        ("2", "Wert", "viele"),
        ("3", "Gebietsschlüssel", "77"),
        ("4", "Wert", "'-5"),  # neutralised: a spreadsheet must not take it for a formula
        ("5", "Zeitraum", "bald"),
        ("6", "Merkmal", ""),
    }
    assert all(b["Befund"] for b in befunde)
    assert all(b["Blatt"] == "Werte" and b["Was tun?"] for b in befunde if b["Schwere"] == "Fehler")

    upload(seite, "heil.xlsx", GUT)
    expect(seite.get_by_text("Keine Befunde: Die Datei ist in Ordnung.")).to_be_visible()
    seite.get_by_role("button", name="Ins Projekt übernehmen").dblclick()
    erfolg = seite.get_by_text("Übernommen als Lieferung 1:")
    expect(erfolg).to_be_visible()
    expect(seite.get_by_role("button", name="Ins Projekt übernehmen")).to_have_count(0)

    seite.get_by_role("radio", name="Lieferungen").click()
    # The header counts as a row: a double click imported once.
    expect(seite.locator("[data-testid=stDataFrame] table[role=grid]")).to_have_attribute("aria-rowcount", "2")
    besuch.go("Überblick")
    # 100 of 1000 against 60 of 3000
    expect(besuch.sentence("karte")).to_contain_text("in Nordstadt (10,0 %), am niedrigsten in Südstadt (2,0 %)")

    besuch.go("Daten")
    seite.get_by_role("radio", name="Lieferungen").click()
    seite.get_by_text("Ja, diese Lieferung zurücknehmen").click()
    seite.get_by_role("button", name="Zurücknehmen").click()
    expect(seite.get_by_text("Lieferung 1 ist zurückgenommen.")).to_be_visible()
    expect(seite.get_by_role("button", name="Zurücknehmen")).to_have_count(0)
    besuch.go("Überblick")
    expect(seite.get_by_text("In diesem Projekt sind noch keine Zahlen.")).to_be_visible()


def test_a_file_that_is_no_workbook_is_told_in_german(besuch: Besuch) -> None:
    seite = besuch.open("/daten?projekt=hamm")
    seite.locator("input[type=file]").first.set_input_files(
        {"name": "brief.xlsx", "mimeType": XLSX, "buffer": b"Sehr geehrte Damen und Herren"}
    )
    expect(seite.get_by_role("alert")).to_contain_text("brief.xlsx")
    expect(seite.get_by_role("button", name="Ins Projekt übernehmen")).to_have_count(0)
