"""Small workbooks, made in memory."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

Blaetter = dict[str, list[list[Any]]]

# A sound workbook: one Kreis with two Gemeinden, counts, an amount and a rate.
BASIS: Blaetter = {
    "Projekt": [["Feld", "Eintrag"], ["Name", "Test"], ["Herkunft", "beispiel"], ["Quelle", "erfunden"]],
    "Gebiete": [
        ["Gebietsschlüssel", "Name", "Raumebene", "Liegt in"],
        ["05334", "StädteRegion", "kreis", None],
        ["05334002", "Aachen", "gemeinde", "05334"],
        ["05334004", "Alsdorf", "gemeinde", "05334"],
    ],
    "Merkmale": [
        ["Merkmal", "Bezeichnung", "Art", "Einheit", "Teil von"],
        ["erwerbsfaehige", "Erwerbsfähige", "anzahl", "Personen", None],
        ["arbeitslose", "Arbeitslose", "anzahl", "Personen", "erwerbsfaehige"],
        ["kinder", "Kinder", "anzahl", "Personen", None],
        ["betreut", "Betreute Kinder", "anzahl", "Personen", None],
        ["steuer", "Steuer", "betrag", "€", None],
        ["quote", "Quote", "rate", "%", None],
    ],
}
WERTE = ["Gebietsschlüssel", "Merkmal", "Gruppe", "Zeitraum", "Wert", "Zeichen"]
KONZEPT: Blaetter = {
    "Handlungskonzepte": [["Handlungskonzept", "Bezeichnung"], ["ik", "Integrationskonzept"]],
    "Massnahmen": [
        ["Maßnahme", "Handlungskonzept", "Bezeichnung", "Handlungsfeld", "Status"],
        ["ik-1", "ik", "Sprachkurs", "Sprache", "laufend"],
    ],
}


def build_mappe(blaetter: Blaetter) -> bytes:
    mappe = openpyxl.Workbook()
    mappe.remove(mappe.active)
    for name, zeilen in blaetter.items():
        blatt = mappe.create_sheet(name)
        for zeile in zeilen:
            blatt.append(zeile)
    strom = io.BytesIO()
    mappe.save(strom)
    return strom.getvalue()
