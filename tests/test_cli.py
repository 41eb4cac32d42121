"""The command line: exit codes, German throughout, nothing left behind."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from sozialplanung import cli, cli_einlesen, cli_start
from sozialplanung.cli import main
from sozialplanung.importer import BEFUNDARTEN
from sozialplanung.report.vorlage_schreiben import write_vorlage
from sozialplanung.store import open_projekt

WURZEL = Path(__file__).resolve().parents[1]
HANDBUCH = (WURZEL / "docs" / "handbuch.md").read_text(encoding="utf-8")
A, B = "05334002", "05334004"
Ruf = Callable[..., Result]


@pytest.fixture
def ruf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ruf:
    monkeypatch.chdir(tmp_path)

    def call(*args: str, **kwargs: Any) -> Result:
        ergebnis = CliRunner().invoke(main, list(args), prog_name="sozialplanung", **kwargs)
        if ergebnis.exception is not None and not isinstance(ergebnis.exception, SystemExit):
            raise ergebnis.exception
        return ergebnis

    return call


def write(pfad: Path, werte: list[tuple[str, str, str, float | str]], herkunft: str | None = "beispiel") -> None:
    gebiete = pd.DataFrame(
        {"gebiet_id": [A, B], "bezeichnung": ["Aachen", "Alsdorf"], "raumebene": ["gemeinde", "gemeinde"]}
    )
    merkmale = pd.DataFrame({"merkmal_id": ["kinder"], "bezeichnung": ["Kinder"], "art": ["anzahl"]})
    frame = pd.DataFrame(werte, columns=["gebiet_id", "merkmal_id", "zeitraum", "wert"])
    projekt = {"name": "Test", "herkunft": herkunft, "quelle": "erfunden"}
    write_vorlage(pfad, {"gebiet": gebiete, "merkmal": merkmale, "wert": frame}, projekt)


@pytest.fixture
def mappe(tmp_path: Path) -> Path:
    pfad = tmp_path / "gut.xlsx"
    write(pfad, [(A, "kinder", "2019", 1234.0), (B, "kinder", "2019", 5.0)])
    return pfad


@pytest.fixture
def projekt(ruf: Ruf, mappe: Path) -> str:
    assert ruf("--projekt", "p.duckdb", "import", str(mappe)).exit_code == 0
    return "p.duckdb"


def all_commands(gruppe: click.Group, davor: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, befehl in gruppe.commands.items():
        if isinstance(befehl, click.Group):
            yield from all_commands(befehl, f"{davor}{name} ")
        else:
            yield davor + name, befehl


# --- the way of a delivery ----------------------------------------------------------------------------------------


def test_an_empty_vorlage_is_written_and_not_overwritten(ruf: Ruf, tmp_path: Path) -> None:
    assert ruf("vorlage", "neu.xlsx").exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "neu.xlsx").sheetnames[:4] == [
        "Anleitung",
        "Projekt",
        "Quellen",
        "Gebiete",
    ]
    zweites = ruf("vorlage", "neu.xlsx")
    assert zweites.exit_code == 2
    assert "--ueberschreiben" in zweites.stderr
    assert ruf("vorlage", "neu.xlsx", "--ueberschreiben").exit_code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["neu.xlsx"]


def test_import_creates_the_projekt(ruf: Ruf, projekt: str) -> None:
    """New: a Quelle, two Gebiete, a Merkmal, two Werte; changed: the name that the file gave the Projekt."""
    ausgabe = ruf("--projekt", projekt, "lieferungen").stdout
    assert re.fullmatch(r" +1  \d\d\.\d\d\.\d{4}  .+  gut\.xlsx  \(6 neu, 1 geändert\)\n", ausgabe)


def test_the_same_again_changes_nothing(ruf: Ruf, projekt: str, mappe: Path) -> None:
    wieder = ruf("--projekt", projekt, "import", str(mappe))
    assert wieder.exit_code == 0
    assert "schon bekannt" in wieder.stdout


@pytest.mark.parametrize("vorher", [False, True])
def test_a_rehearsal_announces_what_the_import_does(ruf: Ruf, mappe: Path, vorher: bool) -> None:
    """The same table of counts, also where the import first creates the Projekt (and then changes its name)."""
    if vorher:
        assert ruf("--projekt", "p.duckdb", "import", str(mappe)).exit_code == 0
        write(mappe, [(A, "kinder", "2019", 7.0), (B, "kinder", "2020", 7.0)])
    probe, ernst = (ruf("--projekt", "p.duckdb", "import", str(mappe), *mehr) for mehr in (["--probelauf"], []))
    angekuendigt = ernst.stdout.splitlines()[:-1]
    assert probe.stdout.splitlines()[: len(angekuendigt)] == angekuendigt
    assert re.split(r" {2,}", angekuendigt[0].strip()) == [
        "Projekt", *(["0 neu", "0 geändert", "1 unverändert"] if vorher else ["0 neu", "1 geändert", "0 unverändert"])
    ]  # fmt: skip


def test_a_rehearsal_tells_figure_by_figure_what_would_change(ruf: Ruf, mappe: Path) -> None:
    """8 instead of 1.234 for Aachen (−99,4 %), and Alsdorf no longer in the file."""
    assert ruf("--projekt", "p.duckdb", "import", str(mappe)).exit_code == 0
    gleich = ruf("--projekt", "p.duckdb", "import", str(mappe), "--probelauf").stdout
    assert "Gegenüber dem Projekt ändert sich keine Zahl (2 Zahlen unverändert)." in gleich
    write(mappe, [(A, "kinder", "2019", 8.0)])
    zeilen = ruf("--projekt", "p.duckdb", "import", str(mappe), "--probelauf").stdout.splitlines()
    platz = zeilen.index("Zahlen gegenüber dem Projekt: 1 geändert, 1 in der Datei nicht mehr enthalten.")
    assert zeilen[platz + 1 :] == [
        "Geändert:",
        "  Kinder, Aachen, 2019: 1.234 → 8 (−99,4 %)",
        "Fehlt in der Datei:",
        "  Kinder, Alsdorf, 2019: 5",
        "Probelauf: Es wurde nichts geschrieben.",
    ]


@pytest.mark.parametrize("vorher", [False, True])
def test_a_rehearsal_writes_nothing(ruf: Ruf, mappe: Path, tmp_path: Path, vorher: bool) -> None:
    if vorher:
        assert ruf("--projekt", "p.duckdb", "import", str(mappe)).exit_code == 0
        write(mappe, [(A, "kinder", "2020", 7.0)])
    probe = ruf("--projekt", "p.duckdb", "import", str(mappe), "--probelauf")
    assert probe.exit_code == 0
    assert "Probelauf: Es wurde nichts geschrieben." in probe.stdout
    assert (tmp_path / "p.duckdb").exists() == vorher
    if vorher:
        assert ruf("--projekt", "p.duckdb", "lieferungen").stdout.count("gut.xlsx") == 1


def test_errors_block_and_leave_no_file(ruf: Ruf, mappe: Path, tmp_path: Path) -> None:
    write(mappe, [(A, "kinder", "2019", -1.0), (A, "quatsch", "2019", 1.0)])
    ergebnis = ruf("--projekt", "p.duckdb", "import", str(mappe))
    assert ergebnis.exit_code == 1
    assert "Blatt ›Werte‹, Zeile 2, Spalte ›Wert‹: ›-1‹ ist kleiner als 0." in ergebnis.stdout
    assert "Blatt ›Werte‹, Zeile 3, Spalte ›Merkmal‹: ›quatsch‹" in ergebnis.stdout
    assert "Es wurde nichts eingelesen." in ergebnis.stderr
    assert not (tmp_path / "p.duckdb").exists()


def test_warnings_ask(ruf: Ruf, mappe: Path, tmp_path: Path) -> None:
    write(mappe, [(A, "kinder", "2019", 5.0)], herkunft=None)
    ohne = ruf("--projekt", "p.duckdb", "import", str(mappe))
    assert ohne.exit_code == 1
    assert "--ja" in ohne.stderr
    assert not (tmp_path / "p.duckdb").exists()
    assert ruf("--projekt", "p.duckdb", "import", str(mappe), "--probelauf").exit_code == 1
    assert ruf("--projekt", "p.duckdb", "import", str(mappe), "--ja").exit_code == 0
    assert (tmp_path / "p.duckdb").exists()


@pytest.mark.parametrize(("antwort", "code"), [("j\n", 0), ("ja\n", 0), ("n\n", 1), ("\n", 1)])
def test_a_person_at_the_keyboard_is_asked(
    ruf: Ruf, mappe: Path, monkeypatch: pytest.MonkeyPatch, antwort: str, code: int
) -> None:
    write(mappe, [(A, "kinder", "2019", 5.0)], herkunft=None)
    monkeypatch.setattr(cli_einlesen, "_is_interactive", lambda: True)
    ergebnis = ruf("--projekt", "p.duckdb", "import", str(mappe), input=antwort)
    assert ergebnis.exit_code == code
    assert "Trotz der Warnungen einlesen? (j/n)" in ergebnis.stdout


def test_a_failed_first_import_leaves_nothing_behind(
    ruf: Ruf, mappe: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sozialplanung.errors import ProjektError
    from sozialplanung.store import Projekt

    def fail(*_: object) -> None:
        raise ProjektError("Der Datenträger ist voll. Bitte schaffen Sie Platz.")

    monkeypatch.setattr(Projekt, "import_lieferung", fail)
    ergebnis = ruf("--projekt", "p.duckdb", "import", str(mappe))
    assert (ergebnis.exit_code, ergebnis.stderr) == (1, "Der Datenträger ist voll. Bitte schaffen Sie Platz.\n")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["gut.xlsx"]


def test_export_werte_is_exact(ruf: Ruf, projekt: str, tmp_path: Path, mappe: Path) -> None:
    write(mappe, [(A, "kinder", "2020-05-15", 1234567.5)])
    assert ruf("--projekt", projekt, "import", str(mappe), "--ja").exit_code == 0
    assert ruf("--projekt", projekt, "export", "werte", "w.csv").exit_code == 0
    assert (tmp_path / "w.csv").read_bytes().decode("utf-8").splitlines() == [
        "gebiet_id;gebiet;merkmal;gruppe;zeitraum;wert;zeichen",
        f"{A};Aachen;kinder;;2019;1234;",
        f"{A};Aachen;kinder;;2020-05-15;1234567,5;",
        f"{B};Alsdorf;kinder;;2019;5;",
    ]


def test_the_exported_projekt_can_be_imported_again(ruf: Ruf, projekt: str) -> None:
    assert ruf("--projekt", projekt, "export", "vorlage", "alles.xlsx").exit_code == 0
    wieder = ruf("--projekt", "q.duckdb", "import", "alles.xlsx")
    assert wieder.exit_code == 0
    assert "Warnung" not in wieder.stdout


def test_findings_are_counted_in_words(ruf: Ruf, mappe: Path) -> None:
    write(mappe, [(A, "kinder", "2019", "12"), (B, "kinder", "2019", "1 200")], herkunft=None)
    ausgabe = ruf("--projekt", "p.duckdb", "import", str(mappe)).stdout
    assert "0 Fehler, 1 Warnung, 2 Hinweise." in ausgabe.splitlines()


def test_a_delivery_can_be_taken_back(ruf: Ruf, projekt: str, mappe: Path) -> None:
    write(mappe, [(A, "kinder", "2019", 9.0)])
    assert ruf("--projekt", projekt, "import", str(mappe)).exit_code == 0
    assert ruf("--projekt", projekt, "zuruecknehmen", "2").exit_code == 0
    assert "[zurückgenommen]" in ruf("--projekt", projekt, "lieferungen").stdout
    werte = open_projekt(Path(projekt)).load_werte()
    open_projekt(Path(projekt)).close()
    assert werte["wert"].tolist() == [1234.0, 5.0]


def test_grenzen_without_a_herkunft_ask(ruf: Ruf, projekt: str, tmp_path: Path) -> None:
    ring = [[6.0, 50.0], [6.1, 50.0], [6.1, 50.1], [6.0, 50.0]]
    flaeche = {"type": "Feature", "properties": {"ags": A}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (tmp_path / "g.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [flaeche]}))
    befehl = ["--projekt", projekt, "grenzen", "g.geojson", "--schluessel", "ags"]
    ohne = ruf(*befehl)
    assert (ohne.exit_code, "--herkunft" in ohne.stdout, "--quelle" in ohne.stdout) == (1, True, True)
    assert ruf(*befehl, "--herkunft", "amtlich").exit_code == 0
    assert "Pflicht: Feld der Datei" in ruf("grenzen", "--hilfe").stdout
    assert ruf("grenzen", "--hilfe").stdout.startswith("Aufruf: sozialplanung grenzen --schluessel FELD")


def test_grenzen(ruf: Ruf, projekt: str, tmp_path: Path) -> None:
    quadrat = [[[6.0, 50.0], [6.1, 50.0], [6.1, 50.1], [6.0, 50.1], [6.0, 50.0]]]
    features = [
        {"type": "Feature", "properties": {"ags": ags}, "geometry": {"type": "Polygon", "coordinates": quadrat}}
        for ags in ("5334002", "99")
    ]
    (tmp_path / "g.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    ergebnis = ruf(
        "--projekt", projekt, "grenzen", "g.geojson", "--schluessel", "ags", "--schematisch", "--stand", "31.12.2021"
    )
    assert ergebnis.exit_code == 0
    assert f"›{B}‹ (Alsdorf) hat keinen Umriss." in ergebnis.stdout
    assert "›99‹ gehört zu keinem Gebiet." in ergebnis.stdout
    geometrie = open_projekt(Path(projekt)).load_tabelle("geometrie")
    open_projekt(Path(projekt)).close()
    assert geometrie["gebiet_id"].tolist() == [A]
    assert geometrie["schematisch"].tolist() == [True]


# --- mistakes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "satz"),
    [
        (["quatsch"], "Den Befehl ›quatsch‹ gibt es nicht."),
        (["--quatsch"], "Die Option ›--quatsch‹ gibt es nicht."),
        (["vorlage"], "Es fehlt die Angabe ›NEU.xlsx‹."),
        (["vorlage", "a", "b"], "Zu viele Angaben: ›b‹."),
        (["--projekt"], "Hinter der Option ›--projekt‹ fehlt eine Angabe."),
        (["vorlage", "a", "--ueberschreiben=ja"], "Die Option ›--ueberschreiben‹ steht allein, ohne Angabe."),
        (["import", "x.xlsx"], "Es fehlt das Projekt: sozialplanung --projekt PFAD import …"),
        (["lieferungen"], "Es fehlt das Projekt: sozialplanung --projekt PFAD lieferungen …"),
        (["--projekt", "p", "import", "x.xlsx"], "Die Datei ›x.xlsx‹ gibt es nicht."),
        (["--projekt", "p", "grenzen", "x"], "Es fehlt das Feld mit dem Gebietsschlüssel: --schluessel FELD."),
        (["--projekt", "p", "zuruecknehmen", "x"], "›x‹ ist keine Nummer."),
        (["grenzen", "x", "--stand", "2021"], "›2021‹ ist kein Datum (TT.MM.JJJJ)."),
        (["grenzen", "x", "--stand", "31.02.2021"], "›31.02.2021‹ ist kein Datum (TT.MM.JJJJ)."),
        (
            ["grenzen", "x", "--herkunft", "x"],
            "›x‹ ist nicht vorgesehen. Möglich: amtlich, veroeffentlicht, eigen, beispiel.",
        ),
        (["export"], "Aufruf: sozialplanung export"),
        (["--projekt", "ordner", "lieferungen"], "›ordner‹ ist ein Ordner. Bitte geben Sie die Datei des Projekts an"),
        (["--projekt", "ordner", "import", "x.xlsx"], "›ordner‹ ist ein Ordner."),
        (["vorlage", "ordner"], "›ordner‹ ist ein Ordner. Bitte nennen Sie eine Datei darin, z. B. ordner"),
    ],
)
def test_wrong_usage_is_told_in_german(ruf: Ruf, tmp_path: Path, args: list[str], satz: str) -> None:
    (tmp_path / "ordner").mkdir()
    ergebnis = ruf(*args)
    assert ergebnis.exit_code == 2
    assert ergebnis.stderr.startswith(satz)
    assert not re.search(r"\b(Usage|Error|Try|Missing|Invalid|Options|Commands)\b", ergebnis.output)


@pytest.mark.parametrize(
    ("args", "satz"),
    [
        (["--projekt", "fehlt.duckdb", "lieferungen"], "gibt es nicht"),
        (["--projekt", "fehlt.duckdb", "export", "werte", "x.csv"], "gibt es nicht"),
        (["--projekt", "p.duckdb", "import", "kaputt.xlsx"], "ist keine Excel-Mappe"),
        (["--projekt", "kaputt.xlsx", "lieferungen"], "kaputt.xlsx"),
        (["vorlage", "gibtsnicht/neu.xlsx"], "lässt sich nicht schreiben: den Ordner oder die Datei gibt es nicht."),
        (["vorlage", "n" * 251 + ".xlsx"], "der Name ist zu lang"),
        (["--projekt", "n" * 300, "lieferungen"], "der Name ist zu lang"),
        (["--projekt", "nul.duckdb", "import", "gut.xlsx"], "Möglich ist z. B. ›nul_projekt‹."),
        (["--projekt", "Com1.duckdb", "import", "gut.xlsx", "--probelauf"], "Unter Windows"),
        (["--projekt", "n" * 81 + ".duckdb", "import", "gut.xlsx"], "ist zu lang: 81 Zeichen. Bitte"),
    ],
)
def test_failures_are_one_sentence_on_stderr(ruf: Ruf, tmp_path: Path, args: list[str], satz: str) -> None:
    (tmp_path / "kaputt.xlsx").write_text("a;b")
    write(tmp_path / "gut.xlsx", [(A, "kinder", "2019", 5.0)])
    ergebnis = ruf(*args)
    assert ergebnis.exit_code == 1
    assert satz in ergebnis.stderr
    assert "Traceback" not in ergebnis.output
    assert len(ergebnis.stderr.splitlines()) == 1
    assert not re.search(r"Errno|No such|too long|denied", ergebnis.output)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["gut.xlsx", "kaputt.xlsx"]


def test_every_help_is_german(ruf: Ruf) -> None:
    for name in ["", "export", *(name for name, _ in all_commands(main))]:
        ergebnis = ruf(*name.split(), "--hilfe")
        assert ergebnis.exit_code == 0
        assert ergebnis.stdout.startswith("Aufruf: sozialplanung")
        assert not re.search(r"\b(Usage|Options|Commands|Show this|required|default|TEXT\])\b", ergebnis.stdout)


def test_start_runs_the_server_from_the_project_folder(ruf: Ruf, monkeypatch: pytest.MonkeyPatch) -> None:
    gerufen: list[Any] = []

    class Server(contextlib.nullcontext[Any]):
        def __init__(self, befehl: list[str], **kwargs: Any) -> None:
            gerufen.append((befehl[1:], kwargs["cwd"]))
            super().__init__(self)

        def wait(self) -> int:
            return 3

    monkeypatch.setattr(subprocess, "Popen", Server)
    ergebnis = ruf("start", "--port", "8600", "--ohne-browser")
    assert ergebnis.exit_code == 3
    assert "http://localhost:8600" in ergebnis.stdout
    app = Path(cli.__file__).resolve().parents[1] / "app.py"
    deutsch = ["--logger.hideWelcomeMessage", "true"]
    assert gerufen == [
        (
            ["-m", "streamlit", "run", str(app), *deutsch, "--server.port", "8600", "--server.headless", "true"],
            app.parent,
        )
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM exists on POSIX only")
def test_who_ends_start_ends_the_server(tmp_path: Path) -> None:
    """A stand-in for the application tells its process and waits."""
    (tmp_path / "app.py").write_text("")
    (tmp_path / "streamlit.py").write_text(
        "import os, time\nprint(os.getpid(), flush=True)\nwhile True: time.sleep(60)\n"
    )
    skript = (
        "from pathlib import Path\nfrom sozialplanung import cli, cli_start\n"
        f"cli_start.APP = Path({str(tmp_path / 'app.py')!r})\ncli_start._check_port = lambda *_: None\n"
        "cli.main(['start', '--ohne-browser'])"
    )
    prozess = subprocess.Popen(
        [sys.executable, "-c", skript], stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(WURZEL)}
    )
    assert prozess.stdout
    nummer = int(next(zeile for zeile in prozess.stdout if zeile.strip().isdecimal()))
    prozess.terminate()
    prozess.wait(30)
    with pytest.raises(ProcessLookupError):
        os.kill(nummer, 0)


def test_start_says_what_to_do_when_the_port_is_taken(ruf: Ruf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("the server must not be started"))
    with socket.socket() as belegt:
        belegt.bind(("127.0.0.1", 0))
        belegt.listen()
        port = belegt.getsockname()[1]
        ergebnis = ruf("start", "--port", str(port))
    assert ergebnis.exit_code == 2
    assert ergebnis.stderr.startswith(f"Der Anschluss {port} ist schon belegt")
    assert f"--port {port + 1}" in ergebnis.stderr


def test_start_says_how_when_the_app_is_not_there(ruf: Ruf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cli_start, "APP", tmp_path / "app.py")
    ergebnis = ruf("start")
    assert ergebnis.exit_code == 1
    assert "README" in ergebnis.stderr


# --- the documentation is a contract ------------------------------------------------------------------------------


def section(titel: str) -> str:
    return HANDBUCH.partition(f"\n## {titel}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize(("name", "befehl"), list(all_commands(main)), ids=[name for name, _ in all_commands(main)])
def test_every_command_and_option_is_in_the_handbook(name: str, befehl: click.Command) -> None:
    text = section("Kommandozeile")
    assert re.search(rf"`sozialplanung (--projekt PFAD )?{name}[ `]", text)
    for option in (param for param in befehl.params if isinstance(param, click.Option)):
        assert option.opts[0] in text


def test_every_finding_is_in_the_handbook() -> None:
    text = section("Befunde")
    assert [art for art, (_, titel) in BEFUNDARTEN.items() if f"| {titel} | `{art}` |" not in text] == []
    assert set(re.findall(r"`([a-z_0-9]+)`", text)) == set(BEFUNDARTEN)


@pytest.mark.parametrize("befehl", [["export", "werte"], ["export", "vorlage"]])
def test_an_export_never_replaces_a_projekt(tmp_path: Path, befehl: list[str]) -> None:
    pfad = tmp_path / "projekt.duckdb"
    open_projekt(pfad, anlegen=True).close()
    vorher = pfad.read_bytes()
    ergebnis = CliRunner().invoke(main, ["--projekt", str(pfad), *befehl, str(pfad), "--ueberschreiben"])
    assert ergebnis.exit_code == 2
    assert "muss auf" in ergebnis.stderr
    assert pfad.read_bytes() == vorher


def test_a_port_that_does_not_exist_is_wrong_usage() -> None:
    ergebnis = CliRunner().invoke(main, ["start", "--port", "99999"])
    assert ergebnis.exit_code == 2
    assert "65535" in ergebnis.stderr
