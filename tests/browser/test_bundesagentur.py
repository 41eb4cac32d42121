"""A table of the Bundesagentur für Arbeit as it comes by mail: understood, taken in, seen on the map."""

from __future__ import annotations

import io

import openpyxl
from besuch import Besuch
from playwright.sync_api import expect
from test_lieferung_und_rezept import take_in, upload

KOPF = [
    ["Arbeitslose im Rechtskreis SGB II"],
    ["Gemeinden der StädteRegion Aachen"],
    ["Berichtsmonat: Dezember 2023"],
    [],
    ["Schlüssel", "Gemeinde", "Insgesamt", "davon Frauen"],
    [None, None, 1, 2],
]
FUSS = [["Erstellungsdatum: 04.01.2024, Statistik-Service West"], ["© Statistik der Bundesagentur für Arbeit"]]
GEMEINDEN = {
    "05334002 Aachen, Stadt": (9100, 4200),
    "05334004 Alsdorf, Stadt": (1650, 800),
    "05334008 Baesweiler, Stadt": (700, 330),
    "05334012 Eschweiler, Stadt": (1800, 830),
    "05334016 Herzogenrath, Stadt": (1100, 520),
    "05334020 Monschau, Stadt": (160, 70),
    "05334024 Roetgen": (80, "*"),
    "05334028 Simmerath": (190, 90),
    "05334032 Stolberg (Rhld.), Kupferstadt": (2050, 950),
    "05334036 Würselen, Stadt": (950, 450),
}


def workbook() -> bytes:
    """Invented figures in the shape of the monthly tables."""
    buch = openpyxl.Workbook()
    blatt = buch.active
    assert blatt is not None
    zeilen = [[*ort.split(" ", 1), *zahlen] for ort, zahlen in GEMEINDEN.items()]
    for zeile in [*KOPF, *zeilen, *FUSS]:
        blatt.append(zeile)
    blatt.merge_cells("A1:D1")
    buch.save(strom := io.BytesIO())
    return strom.getvalue()


def test_from_the_mail_to_the_map(schreibend: Besuch) -> None:
    seite = schreibend.open("/daten?projekt=staedteregion_aachen")
    upload(seite, "gemeinden-2023-12.xlsx", workbook())
    expect(seite.get_by_text("Tabelle der Bundesagentur für Arbeit")).to_be_visible()
    expect(seite.get_by_text("20 Werte × 10 Gebiete × 1 Zeitraum (Dezember 2023)")).to_be_visible()
    take_in(schreibend, 2)
    schreibend.go("Karte")
    schreibend.choose("indikator", "Arbeitslose im Rechtskreis SGB II")
    expect(seite.get_by_text("2023 in Aachen (9.100), am niedrigsten in Roetgen (80)")).to_be_visible()
    expect(seite.locator("[class*=st-key-karte_rang] svg text", has_text="2.050").first).to_be_visible()
