"""Locked, read-only, full, damaged, missing: a German message that says what to do, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from bausteine import gebiet, merkmal, paket, picture, wert

from sozialplanung.errors import ProjektError
from sozialplanung.store import Projekt, create_projekt, list_projekte, open_projekt, projekte_ordner
from sozialplanung.store.fehler import german_message, translate

WURZEL = Path(__file__).resolve().parents[2]


def run_python(code: str, *argumente: str) -> subprocess.Popen[str]:
    """A second process; it tells us on its standard output when we may go on."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *argumente],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": f"{WURZEL}{os.pathsep}{WURZEL / 'tests'}"},
    )


def test_a_projekt_that_another_program_has_open(projekt: Projekt) -> None:
    projekt.close()
    code = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('offen', flush=True); sys.stdin.read()"
    anderes = run_python(code, str(projekt.pfad))
    assert anderes.stdout
    assert anderes.stdout.readline() == "offen\n"
    with pytest.raises(ProjektError, match=rf"anderen Programm geöffnet \(Prozess {anderes.pid}\)\. Bitte"):
        open_projekt(projekt.pfad)
    anderes.communicate("")
    wieder = open_projekt(projekt.pfad)
    assert wieder.load_projekt() == {"name": "Leer"}
    wieder.close()


def test_a_path_where_nothing_is(tmp_path: Path) -> None:
    with pytest.raises(ProjektError, match="gibt es nicht"):
        open_projekt(tmp_path / "fehlt.duckdb")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_projekt(tmp_path: Path) -> None:
    with pytest.raises(ProjektError, match=r"ist ein Ordner\. Bitte geben Sie die Datei"):
        open_projekt(tmp_path)


@pytest.mark.parametrize("name", ["con", "NUL", "Com1", "lpt9.2024", "aux ", "n" * 81])
def test_names_that_fail_on_some_system_are_refused(tmp_path: Path, name: str) -> None:
    for anlegen in (lambda p: create_projekt(p, "x"), lambda p: open_projekt(p, anlegen=True)):
        with pytest.raises(ProjektError, match=r"Möglich ist|höchstens 80 Zeichen"):
            anlegen(tmp_path / f"{name}.duckdb")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["console", "com", "com10", "n" * 80])
def test_names_that_only_look_like_these(tmp_path: Path, name: str) -> None:
    create_projekt(tmp_path / f"{name}.duckdb", "x").close()


def test_a_file_that_vanishes_while_open(projekt: Projekt) -> None:
    projekt.pfad.unlink()
    with pytest.raises(ProjektError, match="gibt es nicht"):
        open_projekt(projekt.pfad)
    with pytest.raises(ProjektError, match="geschlossen"):
        projekt.load_projekt()


def test_a_file_that_is_replaced_while_open(projekt: Projekt, tmp_path: Path) -> None:
    anderes = create_projekt(tmp_path / "anderes.duckdb", "Anderes")
    anderes.close()
    anderes.pfad.replace(projekt.pfad)
    neu = open_projekt(projekt.pfad)
    assert neu.load_projekt() == {"name": "Anderes"}
    neu.close()


@pytest.mark.parametrize("inhalt", [b"", b"kein duckdb " * 1000, b"PK\x03\x04 eine Arbeitsmappe"])
def test_a_file_that_is_something_else(tmp_path: Path, inhalt: bytes) -> None:
    pfad = tmp_path / "falsch.duckdb"
    pfad.write_bytes(inhalt)
    with pytest.raises(ProjektError, match=r"beschädigt oder kein Projekt.*Bitte spielen Sie eine Sicherung ein"):
        open_projekt(pfad)


def test_a_database_of_someone_else(tmp_path: Path) -> None:
    pfad = tmp_path / "fremd.duckdb"
    with duckdb.connect(str(pfad)) as verbindung:
        verbindung.execute("CREATE TABLE schema_stand (x INTEGER)")
    with pytest.raises(ProjektError, match="kein Projekt dieser Anwendung"):
        open_projekt(pfad)


@pytest.mark.parametrize("laenge", [100, 9000, 30000])
def test_a_file_that_was_cut_off(projekt: Projekt, laenge: int) -> None:
    projekt.close()
    projekt.pfad.write_bytes(projekt.pfad.read_bytes()[:laenge])
    with pytest.raises(ProjektError, match="beschädigt"):
        open_projekt(projekt.pfad)


def test_a_file_with_a_broken_block(projekt: Projekt) -> None:
    projekt.close()
    inhalt = bytearray(projekt.pfad.read_bytes())
    inhalt[12288:16384] = bytes(4096)
    projekt.pfad.write_bytes(inhalt)
    with pytest.raises(ProjektError, match="beschädigt"):
        open_projekt(projekt.pfad).load_gebiete()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ProjektError, match="schreibgeschützt"):
            create_projekt(tmp_path / "neu.duckdb", "Neu")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    ("meldung", "erwartet"),
    [
        ('IO Error: Cannot open file "x": Permission denied', "schreibgeschützt"),
        ('IO Error: Cannot open file "x": Read-only file system', "schreibgeschützt"),
        ('IO Error: Could not write file "x": No space left on device', "schaffen Sie Platz"),
        ("IO Error: Trying to read a database file with version number 99, but we can only read 64", "aktualisieren"),
        ('IO Error: Cannot open file "x": File name too long', "Name ist zu lang"),
        ('IO Error: Cannot open file "x": used by another process', "anderen Programm"),
        ('IO Error: Cannot open file "x": No such file or directory', "gibt es nicht"),
    ],
)
def test_what_duckdb_says_becomes_german(meldung: str, erwartet: str) -> None:
    assert erwartet in german_message(duckdb.IOException(meldung), Path("data/projekte/hamm.duckdb"))


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from bausteine import gebiet, paket
from sozialplanung.errors import ProjektError
from sozialplanung.store import open_projekt
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
projekt = open_projekt(Path(sys.argv[1]))
gross = paket(gebiet=[gebiet(f"{i:06d}") for i in range(30000)])
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
for _ in range(2):
    try:
        projekt.import_lieferung(gross, "Kim")
    except ProjektError as fehler:
        print(fehler)
    print(len(projekt.load_gebiete()), projekt.stand())
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(projekt.import_lieferung(gross, "Kim").neu)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits exist on POSIX only")
def test_a_full_disk_loses_nothing_and_work_goes_on(projekt: Projekt) -> None:
    projekt.import_lieferung(paket(gebiet=[gebiet("alt")]), "Kim")
    stand = projekt.stand()
    projekt.close()
    ausgabe, _ = run_python(FULL_DISK, str(projekt.pfad)).communicate(timeout=120)
    zeilen = ausgabe.splitlines()
    assert len(zeilen) == 5
    for meldung, danach in (zeilen[0:2], zeilen[2:4]):
        assert "voll" in meldung
        assert "schaffen Sie Platz" in meldung
        assert danach == f"1 {stand}"
    assert zeilen[4] == "30000"
    wieder = open_projekt(projekt.pfad)
    assert len(wieder.load_gebiete()) == 30001
    wieder.close()


def test_a_failed_import_leaves_the_projekt_usable(projekt: Projekt) -> None:
    projekt.import_lieferung(paket(gebiet=[gebiet("a")], merkmal=[merkmal("m")]), "Kim")
    vorher = picture(projekt)
    with pytest.raises(ProjektError):
        projekt.import_lieferung(paket(merkmal=[merkmal("n")], wert=[wert("m", "fehlt", 2020, 1)]), "Kim")
    assert picture(projekt) == vorher
    assert projekt.import_lieferung(paket(wert=[wert("m", "a", 2020, 1)]), "Kim").neu == 1


def test_projekte_are_found_without_backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("hamm.duckdb", "aachen.duckdb", "hamm.sicherung-v0.duckdb", ".x.duckdb", "hamm.duckdb.wal", "l.txt"):
        (tmp_path / name).touch()
    assert [p.name for p in list_projekte(tmp_path)] == ["aachen.duckdb", "hamm.duckdb"]
    assert list_projekte(tmp_path / "fehlt") == []
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(tmp_path))
    assert projekte_ordner() == tmp_path
    monkeypatch.delenv("SOZIALPLANUNG_PROJEKTE")
    assert projekte_ordner() == Path("data/projekte")


def test_a_new_projekt_takes_no_path_that_is_taken(tmp_path: Path) -> None:
    pfad = tmp_path / "unter" / "neu.duckdb"
    neu = open_projekt(pfad, anlegen=True)
    assert neu.load_projekt() == {"name": "neu"}
    with pytest.raises(ProjektError, match="gibt es schon"):
        create_projekt(pfad, "Noch einmal")
    assert open_projekt(pfad) is neu
    assert [p.name for p in pfad.parent.iterdir() if not p.name.endswith(".wal")] == ["neu.duckdb"]
    neu.close()


def test_ctrl_c_in_a_query_is_no_error_of_the_projekt(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), translate(tmp_path / "p.duckdb"):
        raise RuntimeError("Query interrupted")
    with pytest.raises(RuntimeError, match="anderes"), translate(tmp_path / "p.duckdb"):
        raise RuntimeError("anderes")
