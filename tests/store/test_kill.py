"""A process killed while writing leaves the old or the new state. SOZIALPLANUNG_KILL_RUNDEN sets how many rounds."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bausteine import gebiet, merkmal, paket, wert

from sozialplanung.store import Projekt, open_projekt

RUNDEN = int(os.environ.get("SOZIALPLANUNG_KILL_RUNDEN", "3"))
WURZEL = Path(__file__).resolve().parents[2]
GEBIETE = 4000
JAHRE = (2019, 2020, 2021)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL exists on POSIX only")

# Lieferung 1 is there before; 2 replaces a third of its figures, adds the others, and new Gebiete and a Merkmal.
KIND = f"""
import sys
from pathlib import Path
from bausteine import gebiet, merkmal, paket, wert
from sozialplanung.store import open_projekt
ids = [f"{{i:05d}}" for i in range({GEBIETE})]
neu = paket("neu.xlsx", gebiet=[gebiet(f"n{{i}}") for i in range(500)],
    merkmal=[merkmal("m", einheit="x"), merkmal("n")],
    wert=[wert("m", i, jahr, 2) for jahr in {JAHRE} for i in ids])
projekt = open_projekt(Path(sys.argv[1]))
tun = {{"import": lambda: projekt.import_lieferung(neu, "Kind"), "undo": lambda: projekt.undo_lieferung(2, "Kind")}}
print("bereit", flush=True)
sys.stdin.readline()
tun[sys.argv[2]]()
print("fertig", flush=True)
sys.stdin.readline()
projekt.close()
"""


def start(pfad: Path, tun: str) -> subprocess.Popen[str]:
    kind = subprocess.Popen(
        [sys.executable, "-c", KIND, str(pfad), tun],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": f"{WURZEL}{os.pathsep}{WURZEL / 'tests'}"},
    )
    assert kind.stdout
    assert kind.stdin
    assert kind.stdout.readline() == "bereit\n"
    kind.stdin.write("los\n")
    kind.stdin.flush()
    return kind


def state(projekt: Projekt) -> tuple[object, ...]:
    """Everything that tells old from new; a mixture of both equals neither."""
    werte = projekt.load_werte()
    aktiv = projekt.load_lieferungen().query("zustand == 'aktiv'")
    return (
        len(werte),
        werte["wert"].sum(),
        len(projekt.load_gebiete()),
        projekt.load_merkmale()["einheit"].tolist(),
        aktiv["lieferung_id"].tolist(),
    )


ALT = (GEBIETE, GEBIETE * 1.0, GEBIETE, [""], [1])
NEU = (3 * GEBIETE, 3 * GEBIETE * 2.0, GEBIETE + 500, ["x", ""], [2, 1])


@pytest.fixture(scope="module")
def vorlagen(vorbild: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The file before an import and before an undo, and beside each how long the work takes."""
    ordner = tmp_path_factory.mktemp("kill")
    pfade = {"import": ordner / "import.duckdb", "undo": ordner / "undo.duckdb"}
    shutil.copy(vorbild, pfade["import"])
    projekt = open_projekt(pfade["import"])
    ids = [f"{i:05d}" for i in range(GEBIETE)]
    werte = [wert("m", i, 2019, 1) for i in ids]
    projekt.import_lieferung(
        paket("alt.xlsx", gebiet=[gebiet(i) for i in ids], merkmal=[merkmal("m")], wert=werte), "Kim"
    )
    assert state(projekt) == ALT
    projekt.close()
    shutil.copy(pfade["import"], pfade["undo"])
    start(pfade["undo"], "import").communicate("\n")
    projekt = open_projekt(pfade["undo"])
    assert state(projekt) == NEU
    projekt.close()
    return pfade


@pytest.mark.timeout(60 + 30 * RUNDEN)
@pytest.mark.parametrize(("tun", "erlaubt"), [("import", (ALT, NEU)), ("undo", (NEU, ALT))])
def test_killed_at_a_random_moment(
    vorlagen: dict[str, Path],
    tmp_path: Path,
    tun: str,
    erlaubt: tuple[tuple[object, ...], ...],
) -> None:
    pfad = tmp_path / "projekt.duckdb"
    dauer = measure(vorlagen[tun], pfad, tun)
    for runde in range(RUNDEN):
        copy(vorlagen[tun], pfad)
        wartezeit = random.uniform(0, 1.2) * dauer
        kind = start(pfad, tun)
        try:
            kind.wait(wartezeit)
        except subprocess.TimeoutExpired:
            kind.send_signal(signal.SIGKILL)
        kind.communicate()
        projekt = open_projekt(pfad)
        danach = state(projekt)
        assert danach in erlaubt, f"round {runde}, killed after {wartezeit * 1000:.0f} of {dauer * 1000:.0f} ms"
        # The file is not only readable: the same work can be done now.
        if danach == erlaubt[0]:
            {"import": finish_import, "undo": lambda p: p.undo_lieferung(2, "Kim")}[tun](projekt)
            assert projekt.load_lieferungen()["lieferung_id"].max() == 2
        projekt.close()


def finish_import(projekt: Projekt) -> None:
    projekt.import_lieferung(paket(gebiet=[gebiet("danach")]), "Kim")


def measure(vorlage: Path, pfad: Path, tun: str) -> float:
    copy(vorlage, pfad)
    kind = start(pfad, tun)
    beginn = time.monotonic()
    assert kind.stdout
    assert kind.stdout.readline() == "fertig\n"
    dauer = time.monotonic() - beginn
    kind.communicate("\n")
    return dauer


def copy(vorlage: Path, pfad: Path) -> None:
    pfad.with_name(pfad.name + ".wal").unlink(missing_ok=True)
    shutil.copy(vorlage, pfad)
