"""The same file a second time changes nothing, whatever its profile; two people at once: one waits or is told."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyproj
import pytest
from bausteine import gebiet, merkmal, paket, quelle, wert
from gute_dateien import gute_dateien

from sozialplanung.importer import read_lieferung
from sozialplanung.store import create_projekt, open_projekt

TABELLE = "Stadtteil;Einwohner 2020;Einwohner 2021\nNord;1200;1210\nSüd;800;790\n".encode()
DATEIEN = {**gute_dateien(), "tabelle.csv": TABELLE}


@pytest.mark.parametrize("name", sorted(DATEIEN))
def test_the_same_file_twice_changes_nothing_and_says_so(name: str, tmp_path: Path) -> None:
    projekt = create_projekt(tmp_path / "p.duckdb", "Test")
    if name == "gitter.csv":
        x, y = pyproj.Transformer.from_crs(3035, 4326, always_xy=True).transform(4038500, 3079500)
        ring = [[x - 0.01, y - 0.01], [x + 0.01, y - 0.01], [x + 0.01, y + 0.01], [x - 0.01, y - 0.01]]
        form = json.dumps({"type": "Polygon", "coordinates": [[*ring[:3], [x - 0.01, y + 0.01], ring[0]]]})
        umriss = {"gebiet_id": "a", "geojson": form, "schematisch": False, "quelle_id": "q"}
        projekt.import_lieferung(paket(quelle=[quelle("q")], gebiet=[gebiet("a")], geometrie=[umriss]), "Kim")
    erste = projekt.import_lieferung(read_lieferung(DATEIEN[name], name, projekt, gebiete_anlegen=True), "Kim")
    assert erste.lieferung_id is not None
    stand = projekt.stand()
    noch_einmal = read_lieferung(DATEIEN[name], name, projekt, gebiete_anlegen=True)
    vorschau = projekt.compare_lieferung(noch_einmal)
    assert (vorschau.ergebnis.neu, vorschau.ergebnis.geaendert) == (0, 0)
    zweite = projekt.import_lieferung(noch_einmal, "Kim")
    assert zweite.lieferung_id is None
    assert zweite.unveraendert >= vorschau.ergebnis.unveraendert > 0
    assert projekt.stand() == stand
    projekt.close()


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each imports a file of its own; who is refused is told so and succeeds when asked again."""
    pfad = tmp_path / "p.duckdb"
    projekt = create_projekt(pfad, "Test")
    projekt.import_lieferung(paket(gebiet=[gebiet("a")], merkmal=[merkmal("m")], wert=[wert("m", "a", 2019, 1)]), "Kim")
    projekt.close()
    dateien = []
    for jahr in (2020, 2021):
        dateien.append(tmp_path / f"{jahr}.csv")
        dateien[-1].write_text(f"Schlüssel;Merkmal m {jahr}\na;12\nb;13\n", encoding="utf-8")

    def run(datei: Path) -> subprocess.CompletedProcess[str]:
        befehl = [
            sys.executable,
            "-c",
            "from sozialplanung.cli import main; main()",
            "--projekt",
            str(pfad),
            "import",
            str(datei),
        ]
        return subprocess.run([*befehl, "--gebiete-anlegen", "--ja"], capture_output=True, text=True, check=False)

    with ThreadPoolExecutor(2) as pool:
        laeufe = list(pool.map(run, dateien))
    assert 0 in {lauf.returncode for lauf in laeufe}
    for lauf, datei in zip(laeufe, dateien, strict=True):
        if lauf.returncode:
            assert "gerade in einem anderen Programm geöffnet" in lauf.stdout + lauf.stderr
            assert run(datei).returncode == 0
    projekt = open_projekt(pfad)
    werte = projekt.load_tabelle("wert")
    assert sorted(werte.loc[werte["gebiet_id"] == "a", "zeitraum"]) == ["2019", "2020", "2021"]
    projekt.close()
