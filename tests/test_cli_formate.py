"""`erkenne` and `import` with a table of the statistical offices, end to end; and the same on the page »Daten«."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from streamlit.testing.v1 import AppTest

from sozialplanung import cli_fortschritt
from sozialplanung.cli import main
from sozialplanung.store import open_projekt

MAIN = str(Path(__file__).resolve().parents[1] / "sozialplanung" / "ui" / "main.py")
KOPF = (
    "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;"
    "1_variable_attribute_code;1_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label"
)
ZEILEN = [
    "12411;Fortschreibung;STAG;Stichtag;2024-12-31;KREISE;Kreise;05915;Hamm;179968;Anzahl;BEVSTD;Bevölkerung",
    "12411;Fortschreibung;STAG;Stichtag;2024-12-31;KREISE;Kreise;09162;München;1500000;Anzahl;BEVSTD;Bevölkerung",
]


@pytest.fixture
def ffcsv(tmp_path: Path) -> Path:
    pfad = tmp_path / "tabelle.csv"
    pfad.write_text("\n".join([KOPF, *ZEILEN]), encoding="utf-8-sig")
    return pfad


def call(*args: Any) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="sozialplanung", catch_exceptions=False)


def test_erkenne_tells_profile_reason_and_shape(ffcsv: Path) -> None:
    ergebnis = call("erkenne", ffcsv)
    assert ergebnis.exit_code == 0
    assert "genesis-flach (GENESIS-Tabelle als Flat-CSV (ffcsv))" in ergebnis.output
    assert "100 %" in ergebnis.output
    assert "2 Werte × 2 Gebiete × 1 Zeitraum (31.12.2024) × 1 Merkmal" in ergebnis.output
    assert "bevstd: Bevölkerung [Anzahl]" in ergebnis.output


def test_import_creates_areas_merkmal_and_indikator(ffcsv: Path, tmp_path: Path) -> None:
    pfad = tmp_path / "p.duckdb"
    assert call("--projekt", pfad, "import", ffcsv).exit_code == 1
    assert not pfad.exists()
    assert call("--projekt", pfad, "import", ffcsv, "--gebiete-anlegen", "--probelauf").exit_code == 0
    assert not pfad.exists()
    assert call("--projekt", pfad, "import", ffcsv, "--gebiete-anlegen").exit_code == 0
    projekt = open_projekt(pfad)
    werte = projekt.load_indikatorwerte("bevstd", "kreis", 2024)
    projekt.close()
    assert dict(zip(werte["gebiet_id"], werte["wert"], strict=True)) == {"05915": 179968.0, "09162": 1500000.0}
    assert set(werte["herkunft"]) == {"amtlich"}
    noch_einmal = call("--projekt", pfad, "import", ffcsv, "--profil", "genesis-flach")
    assert "Alles war schon bekannt" in noch_einmal.output


def test_warnings_need_a_yes(ffcsv: Path, tmp_path: Path) -> None:
    pfad = tmp_path / "p.duckdb"
    nur_hamm = tmp_path / "hamm.csv"
    nur_hamm.write_text("\n".join([KOPF, ZEILEN[0]]), encoding="utf-8")
    assert call("--projekt", pfad, "import", nur_hamm, "--gebiete-anlegen").exit_code == 0
    ohne = call("--projekt", pfad, "import", ffcsv)
    assert (ohne.exit_code, "Das Projekt kennt 1 Kreis der Datei nicht" in ohne.output) == (1, True)
    assert call("--projekt", pfad, "import", ffcsv, "--ja").exit_code == 0


def test_wrong_profile_is_a_sentence_or_wrong_usage(ffcsv: Path, tmp_path: Path) -> None:
    falsch = call("--projekt", tmp_path / "p.duckdb", "import", ffcsv, "--profil", "zensus")
    assert (falsch.exit_code, "lässt sich nicht als" in falsch.output) == (1, True)
    assert call("--projekt", tmp_path / "p.duckdb", "import", ffcsv, "--profil", "nichts").exit_code == 2


def test_the_page_offers_to_create_areas(ffcsv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ordner = tmp_path / "projekte"
    ordner.mkdir()
    (ordner / "beispiele.txt").write_text("neu\n", encoding="utf-8")
    open_projekt(ordner / "neu.duckdb", anlegen=True).close()
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(ordner))
    app = AppTest.from_file(MAIN, default_timeout=60)
    app.query_params["projekt"] = "neu"
    app.run()
    app.switch_page("../../pages/daten.py").run()
    app.file_uploader(key="mappe_0").upload("tabelle.csv", ffcsv.read_bytes(), "text/csv").run()
    assert not app.exception
    assert "GENESIS-Tabelle als Flat-CSV" in app.info[0].value
    assert any("So kann die Datei noch nicht übernommen werden" in fehler.value for fehler in app.error)
    app.checkbox(key="anlegen_0").check().run()
    app.button(key="uebernehmen").click().run()
    assert not app.exception
    assert any(satz.value.startswith("Übernommen als Lieferung 1") for satz in app.success)


HAUSHALT = (
    "Produktbereich;PB_BEZ;Teilplan;PG_BEZ;Bezirk;Bezeichnung;Teilplanzeile;Ergebnis 2023;Plan 2024\n"
    "06;Jugend;0601;Jugendarbeit;1;Innenstadt;11 - Personalaufwendungen;1.000,10;1.100\n"
)


@pytest.fixture
def haushalt(tmp_path: Path) -> Path:
    pfad = tmp_path / "haushalt.csv"
    pfad.write_text(HAUSHALT, encoding="utf-8")
    return pfad


def test_a_budget_goes_into_the_register_or_onto_the_map(haushalt: Path, ffcsv: Path, tmp_path: Path) -> None:
    pfad = tmp_path / "p.duckdb"
    aufruf = ("--projekt", pfad, "import", haushalt, "--gebiete-anlegen")
    assert "Finanzierung              2 neu" in call(*aufruf, "--als", "massnahmen", "--probelauf").output
    assert call(*aufruf, "--als", "massnahmen").exit_code == 0
    assert call("--projekt", pfad, "import", haushalt).exit_code == 0
    projekt = open_projekt(pfad)
    tabellen = {name: len(projekt.load_tabelle(name)) for name in ("massnahme", "finanzierung", "wert")}
    projekt.close()
    assert tabellen == {"massnahme": 1, "finanzierung": 2, "wert": 4}
    falsch = call("--projekt", pfad, "import", ffcsv, "--als", "massnahmen")
    assert (falsch.exit_code, "nur Haushalte nach Bezirken" in falsch.output) == (2, True)
    assert call("--projekt", pfad, "import", haushalt, "--als", "nichts").exit_code == 2


def test_the_page_asks_what_a_budget_is_for(haushalt: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ordner = tmp_path / "projekte"
    ordner.mkdir()
    (ordner / "beispiele.txt").write_text("neu\n", encoding="utf-8")
    open_projekt(ordner / "neu.duckdb", anlegen=True).close()
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(ordner))
    app = AppTest.from_file(MAIN, default_timeout=60)
    app.query_params["projekt"] = "neu"
    app.run()
    app.switch_page("../../pages/daten.py").run()
    app.file_uploader(key="mappe_0").upload("haushalt.csv", haushalt.read_bytes(), "text/csv").run()
    wahl = app.radio(key="als_0")
    assert wahl.value == "Als Zahlen je Gebiet (für Karten)"
    wahl.set_value("Als Maßnahmen mit Geld (für das Register)").run()
    app.checkbox(key="anlegen_0").check().run()
    app.button(key="uebernehmen").click().run()
    assert not app.exception
    projekt = open_projekt(ordner / "neu.duckdb")
    assert projekt.load_tabelle("massnahme")["bezeichnung"].tolist() == ["Innenstadt: Jugendarbeit"]
    assert projekt.load_tabelle("wert").empty
    projekt.close()


def test_a_terminal_sees_how_far_reading_is(ffcsv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On stderr only; Ctrl+C is a sentence."""
    monkeypatch.setattr(cli_fortschritt, "GROSSE_DATEI", 100)
    assert "wird gelesen" not in call("erkenne", ffcsv).stderr
    monkeypatch.setattr(cli_fortschritt, "_is_watched", lambda: True)
    ergebnis = call("erkenne", ffcsv)
    assert (ergebnis.exit_code, "wird gelesen" in ergebnis.stdout) == (0, False)
    assert ergebnis.stderr.endswith("›tabelle.csv‹ wird gelesen: 100\u00a0%\n")


def test_ctrl_c_while_reading_leaves_no_projekt(ffcsv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: float, __: int) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli_fortschritt, "GROSSE_DATEI", 100)
    monkeypatch.setattr(cli_fortschritt, "_is_watched", lambda: True)
    monkeypatch.setattr(cli_fortschritt, "format_prozent", interrupt)
    ergebnis = call("--projekt", tmp_path / "p.duckdb", "import", ffcsv, "--gebiete-anlegen", "--ja")
    assert (ergebnis.exit_code, "Abgebrochen; es wurde nichts geändert." in ergebnis.stderr) == (1, True)
    assert not (tmp_path / "p.duckdb").exists()
