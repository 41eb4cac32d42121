"""Import of 20.000 areas × 30 years (read, check, write) against pandas reading the same sheet with openpyxl."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from conftest import Merken

from sozialplanung.importer import read_lieferung
from sozialplanung.store import create_projekt

GEBIETE, JAHRE = 20_000, range(1994, 2024)


@pytest.fixture(scope="module")
def mappe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    buch = openpyxl.Workbook(write_only=True)
    ids = [f"{n:06d}" for n in range(1, GEBIETE + 1)]
    blaetter: dict[str, list[list[Any]]] = {
        "Projekt": [["Feld", "Eintrag"], ["Name", "Groß"], ["Herkunft", "beispiel"], ["Quelle", "erfunden"]],
        "Gebiete": [["Gebietsschlüssel", "Name", "Raumebene"], *([i, f"Baublock {i}", "baublock"] for i in ids)],
        "Merkmale": [["Merkmal", "Bezeichnung", "Art"], ["einwohner", "Einwohner", "anzahl"]],
        "Werte": [
            ["Gebietsschlüssel", "Merkmal", *map(str, JAHRE)],
            *([i, "einwohner", *((n * 7 + jahr) % 900 for jahr in JAHRE)] for n, i in enumerate(ids)),
        ],
    }
    for name, zeilen in blaetter.items():
        blatt = buch.create_sheet(name)
        for zeile in zeilen:
            blatt.append(zeile)
    pfad = tmp_path_factory.mktemp("import") / "gross.xlsx"
    buch.save(pfad)
    return pfad


def test_import(mappe: Path, tmp_path: Path, benchmark: Any, report: Merken) -> None:
    zeiten = []

    def run(pfad: Path) -> None:
        start = time.perf_counter()
        projekt = create_projekt(pfad, "Messung")
        ergebnis = projekt.import_lieferung(read_lieferung(mappe, mappe.name, projekt), "Messung")
        projekt.close()
        zeiten.append(time.perf_counter() - start)
        assert ergebnis.je_tabelle["wert"] == (GEBIETE * len(JAHRE), 0, 0)

    pfade = iter([tmp_path / "eins.duckdb", tmp_path / "zwei.duckdb"])
    benchmark.pedantic(run, setup=lambda: ((next(pfade),), {}), rounds=2)
    start = time.perf_counter()
    tabelle = pd.read_excel(mappe, sheet_name="Werte", engine="openpyxl")
    pandas_allein = time.perf_counter() - start
    assert tabelle.shape == (GEBIETE, 2 + len(JAHRE))
    report("Import 20.000 × 30 gegen pandas.read_excel mit openpyxl", min(zeiten) / pandas_allein, 0.6, "×")
