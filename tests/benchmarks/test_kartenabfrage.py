"""The figures of one map, out of few and out of very many: how long, and how much longer."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any

import duckdb
from conftest import Merken

from sozialplanung.store import Projekt, open_projekt

GEMEINDEN, JAHRE = 11_000, 12
RUNDEN = 7


def build(pfad: Path, merkmale: int, gemeinden: int, jahre: int) -> Projekt:
    """Merkmale × Jahre × Gemeinden figures, in the order in which an import writes them."""
    open_projekt(pfad, anlegen=True).close()
    with duckdb.connect(str(pfad)) as verbindung:
        verbindung.execute(
            "INSERT INTO lieferung (lieferung_id, datei, sha256, herkunft, quelle, importiert_am, importiert_von, neu, "
            "geaendert, unveraendert) "
            "VALUES (1, 'a', repeat('0', 64), 'amtlich', 'Amt', now()::TIMESTAMP, 'Kim', 1, 0, 0)"
        )
        verbindung.execute("INSERT INTO quelle VALUES ('q', 'Amt', 'amtlich', '', NULL, '', 1)")
        verbindung.execute(
            "INSERT INTO gebiet "
            "SELECT printf('%08d', i), 'Gemeinde ' || i, 'gemeinde', NULL, NULL, 1 FROM range(?) t(i)",
            [gemeinden],
        )
        verbindung.execute(
            "INSERT INTO merkmal SELECT 'm' || i, 'Merkmal ' || i, 'anzahl', '', NULL, '', 'q', 1 FROM range(?) t(i)",
            [merkmale],
        )
        verbindung.execute(
            "INSERT INTO indikator "
            "(indikator_id, bezeichnung, zaehler_merkmal_id, nenner_merkmal_id, faktor, lieferung_id) "
            "SELECT 'i' || i, 'Indikator ' || i, 'm' || i, 'm0', 100, 1 FROM range(1, ?) t(i)",
            [merkmale],
        )
        verbindung.execute(
            "INSERT INTO wert (merkmal_id, gebiet_id, gruppe, zeitraum, jahr, wert, quelle_id, lieferung_id) "
            "SELECT 'm' || m, printf('%08d', g), '', CAST(2010 + j AS VARCHAR), 2010 + j, "
            "100 + (g * 7 + m * 13 + j) % 900, 'q', 1 "
            "FROM range(?) a(m), range(?) b(j), range(?) c(g) ORDER BY 1, 3, 5, 2",
            [merkmale, jahre, gemeinden],
        )
    return open_projekt(pfad)


def seconds_of_one_map(projekt: Projekt, merkmale: int) -> float:
    zeiten = []
    for runde in range(RUNDEN):
        start = time.perf_counter()
        frame = projekt.load_indikatorwerte(f"i{1 + runde % (merkmale - 1)}", "gemeinde", 2015)
        zeiten.append(time.perf_counter() - start)
        assert frame["wert"].notna().all()
    return statistics.median(zeiten)


def test_one_map_of_many_figures(tmp_path: Path, report: Merken, benchmark: Any) -> None:
    klein = build(tmp_path / "klein.duckdb", 2, GEMEINDEN, 5 + 1)  # 132.000 figures
    wenig = seconds_of_one_map(klein, 2)
    klein.close()
    gross = build(tmp_path / "gross.duckdb", 102, GEMEINDEN, JAHRE)  # 13.464.000
    viel = benchmark.pedantic(seconds_of_one_map, args=(gross, 102), rounds=1)
    gross.close()
    report("Karte mit 11.000 Gemeinden aus 13,5 Mio. Werten (ms)", viel * 1000, 100, "ms")
    report("dieselbe Karte gegen 0,13 Mio. Werte", viel / wenig, 3, "×")
