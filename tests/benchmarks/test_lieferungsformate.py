"""A flat GENESIS file of a million rows: recognise, read and match against DuckDB's read_csv and a group-by."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import Merken

from sozialplanung.importer import read_lieferung

ZEILEN = 1_000_000
HUNDERT_MB = 100_000_000
KREISE, GRUPPEN = 400, 96
_KOPF = ";".join(
    [
        "statistics_code;statistics_label;time_code;time_label;time",
        *(
            f"{n}_variable_code;{n}_variable_label;{n}_variable_attribute_code;{n}_variable_attribute_label"
            for n in (1, 2)
        ),
        "value;value_unit;value_variable_code;value_variable_label",
    ]
)
# Runs apart, so that its peak of memory is its own.
_LESEN = """
import sys
from pathlib import Path
from sozialplanung.importer import read_lieferung
paket = read_lieferung(Path(sys.argv[1]), "gross.csv", gebiete_anlegen=True)
assert not paket.fehler
hoechststand = next(z for z in open("/proc/self/status") if z.startswith("VmHWM"))  # getrusage knows the parent's, too
print(len(paket.tabellen["wert"]), int(hoechststand.split()[1]) // 1024)
"""


@pytest.fixture(scope="module")
def ffcsv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pfad = tmp_path_factory.mktemp("formate") / "gross.csv"
    with pfad.open("w", encoding="utf-8-sig") as strom:
        strom.write(_KOPF + "\n")
        for n in range(ZEILEN):
            mal = n * 7919 % ZEILEN  # unsorted, as they come
            rest, kreis = divmod(mal, KREISE)
            jahr, gruppe = divmod(rest, GRUPPEN)
            land, nummer = divmod(kreis, 25)
            alter = f"ALT{gruppe:03d};{gruppe} bis unter {gruppe + 1} Jahre" if gruppe else ";Insgesamt"
            wert = "-" if rest % 47 == 0 else str(mal % 9973)
            strom.write(
                f"12411;Fortschreibung;STAG;Stichtag;{2000 + jahr}-12-31;ALTX;Altersgruppen;{alter};"
                f"KREISE;Kreise;{land + 1:02d}{nummer + 1:03d};Kreis {kreis};{wert};Anzahl;BEVSTD;Bevölkerungsstand\n"
            )
    return pfad


def test_a_million_rows(ffcsv: Path, benchmark: Any, report: Merken) -> None:
    zeiten, allein = [], []

    def run() -> None:
        start = time.perf_counter()
        paket = read_lieferung(ffcsv, ffcsv.name, gebiete_anlegen=True)
        zeiten.append(time.perf_counter() - start)
        assert len(paket.tabellen["wert"]) == ZEILEN

    benchmark.pedantic(run, rounds=3)
    for _ in range(3):
        start = time.perf_counter()
        with duckdb.connect() as db:
            db.execute(f"CREATE TABLE t AS SELECT * FROM read_csv('{ffcsv}', delim=';', header=true, all_varchar=true)")
            db.execute('SELECT "2_variable_attribute_code", time, max(value) FROM t GROUP BY ALL').fetchnumpy()
        allein.append(time.perf_counter() - start)
    report("ffcsv mit 1 Mio. Zeilen erkennen, lesen, zuordnen gegen DuckDB", min(zeiten) / min(allein), 1.5, "×")


def test_memory_of_a_hundred_megabytes(ffcsv: Path, tmp_path: Path, report: Merken) -> None:
    pfad = tmp_path / "hundert.csv"
    pfad.write_bytes(ffcsv.read_bytes()[:HUNDERT_MB].rpartition(b"\n")[0])
    lauf = subprocess.run(
        [sys.executable, "-c", _LESEN, str(pfad)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    zeilen, megabyte = map(int, lauf.stdout.split())
    assert zeilen > ZEILEN // 2
    report("Speicher für eine ffcsv von 100 MB", megabyte, 600, " MB")
