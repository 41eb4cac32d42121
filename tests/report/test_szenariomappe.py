"""An exported scenario comes back to the cent, and one that was changed does not."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from sozialplanung.errors import LieferungError
from sozialplanung.importer.szenariomappe import HOECHSTENS_BYTES, read_scenarios
from sozialplanung.report.szenariomappe import scenario_sheets
from sozialplanung.report.tabellen import xlsx_bytes
from sozialplanung.store.szenarien import Szenariofassung
from sozialplanung.vorlage_szenario import STADTWEIT

GEBIETE = {"05334002", "b"}
EINS = Szenariofassung(
    "=Halber Weg",
    "lambda=50&sockel=500",
    (("Budget", "1.000,01\u00a0€"), ("Feste Beträge", "-")),
    (("05334002", "Mitte", 60_001), ("b", "Süd", 30_000), (STADTWEIT, "gesamtstädtisch (vorab)", 10_000)),
)
ZWEI = Szenariofassung("2025", "lambda=100", (("Budget", "1,00\u00a0€"), ("Sockel", "keiner")), (("b", "Süd", 100),))


def export(*szenarien: Szenariofassung) -> bytes:
    return xlsx_bytes(scenario_sheets(szenarien, dt.date(2026, 11, 28)))


def change(inhalt: bytes, blatt: str, tun: Callable[[Worksheet], None]) -> bytes:
    mappe = openpyxl.load_workbook(io.BytesIO(inhalt))
    tun(mappe[blatt])
    strom = io.BytesIO()
    mappe.save(strom)
    return strom.getvalue()


def put(zelle: str, wert: object) -> Callable[[Worksheet], None]:
    def tun(blatt: Worksheet) -> None:
        blatt[zelle] = wert

    return tun


def test_what_is_exported_comes_back() -> None:
    gelesen = read_scenarios(export(EINS, ZWEI), "s.xlsx", GEBIETE)
    assert [s.bezeichnung for s in gelesen] == ["=Halber Weg", "2025"]
    for vorher, nachher in zip((EINS, ZWEI), gelesen, strict=True):
        assert (nachher.link, nachher.betraege) == (vorher.link, vorher.betraege)
        assert nachher.annahmen == vorher.annahmen
        assert nachher.pruefzahl == vorher.pruefzahl


def test_a_workbook_that_was_saved_by_a_spreadsheet_comes_back() -> None:
    neu = change(export(EINS), "Beträge", put("H1", "Notiz"))
    with pytest.raises(LieferungError, match="nicht dieselben Szenarien"):
        read_scenarios(neu, "s.xlsx", GEBIETE)
    gespeichert = change(export(EINS), "Beträge", lambda blatt: blatt.column_dimensions.clear())
    assert read_scenarios(gespeichert, "s.xlsx", GEBIETE)[0].betraege == EINS.betraege


@pytest.mark.parametrize(
    ("blatt", "tun", "grund"),
    [
        ("Beträge", put("C2", 700.01), r"ergeben 1.100,01.€, die Zeile ›Summe‹ nennt 1.000,01"),
        ("Beträge", put("C5", 2000), "nennt 2.000,00"),
        ("Beträge", lambda blatt: blatt.delete_rows(5), "›Summe‹ fehlt"),
        ("Beträge", lambda blatt: (put("C2", 500.01)(blatt), put("C3", 400)(blatt)), "Prüfzahl"),
        ("Annahmen", put("B2", "1.000,02 €"), "Prüfzahl"),
        ("Annahmen", put("B4", "lambda=100"), "Prüfzahl"),
        ("Beträge", put("C2", "viel"), "›viel‹ ist kein Betrag"),
        ("Beträge", put("C2", -5), "ist kein Betrag"),
        ("Beträge", put("C2", 0.001), "in ganzen Cent"),
        ("Beträge", put("A2", "05999"), "›05999‹ .Mitte. gibt es in diesem Projekt nicht"),
        ("Beträge", put("A1", "Nummer"), "›Schlüssel‹"),
        ("Beträge", lambda blatt: blatt.delete_rows(1, 99), "›Schlüssel‹"),
        ("Annahmen", put("B1", "anderes"), "nicht dieselben Szenarien"),
        ("Annahmen", lambda blatt: setattr(blatt, "title", "Notizen"), "fehlen die Blätter"),
    ],
)
def test_what_was_changed_is_refused_with_the_reason(blatt: str, tun: Callable[[Worksheet], None], grund: str) -> None:
    with pytest.raises(LieferungError, match=grund):
        read_scenarios(change(export(EINS), blatt, tun), "s.xlsx", GEBIETE)


def test_no_workbook_at_all() -> None:
    with pytest.raises(LieferungError):
        read_scenarios(b"kein Zip", "s.xlsx", GEBIETE)
    with pytest.raises(LieferungError, match="zu groß"):
        read_scenarios(bytes(HOECHSTENS_BYTES + 1), "s.xlsx", GEBIETE)


def test_a_link_from_a_file_is_only_a_query() -> None:
    boese = Szenariofassung("x", "a=1) [weg](javascript:alert(1)", (("Budget", "1"),), (("b", "Süd", 100),))
    with pytest.raises(LieferungError, match="Prüfzahl"):
        read_scenarios(export(boese), "s.xlsx", GEBIETE)
