"""Names that only look like an area of the Projekt: asked on the page »Daten« and on the command line, remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bausteine import gebiet, paket
from click.testing import CliRunner, Result
from streamlit.testing.v1 import AppTest

from sozialplanung.cli import main
from sozialplanung.store import Projekt, open_projekt

MAIN = str(Path(__file__).resolve().parents[2] / "sozialplanung" / "ui" / "main.py")
KOPF = "Produktbereich;Teilplan;Bezirk;Bezeichnung;Teilplanzeile;Ergebnis 2010"
ZEILEN = ["05;0501;1;Innenstatd;10 Summe;1.000", "05;0501;2;Nord;10 Summe;2.000", "05;0501;9;Summe;10 Summe;3.000"]
DATEI = "\n".join([KOPF, *ZEILEN]).encode()
BEZIRKE = [
    gebiet("in", "stadtbezirk", bezeichnung="Innenstadt"),
    gebiet("no", "stadtbezirk", bezeichnung="Nord"),
]


@pytest.fixture
def pfad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    ordner = tmp_path / "projekte"
    ordner.mkdir()
    (ordner / "beispiele.txt").write_text("neu\n", encoding="utf-8")
    projekt = open_projekt(ordner / "neu.duckdb", anlegen=True)
    projekt.import_lieferung(paket(gebiet=BEZIRKE), "Kim")
    projekt.close()
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(ordner))
    return ordner / "neu.duckdb"


@pytest.fixture
def offen(pfad: Path) -> Iterator[Projekt]:
    projekt = open_projekt(pfad)
    yield projekt
    projekt.close()


def summen(projekt: Projekt) -> dict[str, float]:
    werte = projekt.load_tabelle("wert")
    werte = werte[werte["gruppe"] == ""]
    return dict(zip(werte["gebiet_id"], werte["wert"], strict=True))


def test_the_page_asks_and_remembers(pfad: Path, offen: Projekt) -> None:
    app = AppTest.from_file(MAIN, default_timeout=60)
    app.query_params["projekt"] = "neu"
    app.run()
    app.switch_page("../../pages/daten.py").run()
    app.file_uploader(key="mappe_0").upload("haushalt.csv", DATEI, "text/csv").run()
    assert not app.exception
    fragen = {s.label: s for s in app.selectbox if str(s.key).startswith("gebietsname_")}
    assert list(fragen) == ["»Innenstatd«", "»Summe«"]
    frage = fragen["»Innenstatd«"]
    assert (frage.value, frage.options[0]) == (None, "Innenstadt (Stadtbezirk, in)")
    frage.select("in")
    fragen["»Summe«"].select("")
    app.button(key="FormSubmitter:gebietsnamen-Zuordnung merken").click().run()
    assert not app.exception
    assert [s.label for s in app.selectbox if str(s.key).startswith("gebietsname_")] == []
    assert offen.load_aliase() == {"Innenstatd": "in", "Summe": None}
    app.button(key="uebernehmen").click().run()
    assert summen(offen) == {"in": 1000.0, "no": 2000.0}
    app.selectbox(key="alias_nr").select(1)
    app.button(key="FormSubmitter:alias_zurueckziehen-Zurückziehen").click().run()
    assert not app.exception
    assert offen.load_aliase() == {"Summe": None}
    assert summen(offen) == {"in": 1000.0, "no": 2000.0}


def call(*args: Any) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="sozialplanung", catch_exceptions=False)


def test_the_command_line_proposes_and_never_takes_a_proposal(pfad: Path, tmp_path: Path) -> None:
    datei = tmp_path / "haushalt.csv"
    datei.write_bytes(DATEI)
    ergebnis = call("--projekt", pfad, "import", datei, "--ja")
    assert "›Innenstatd‹ ist vielleicht ›Innenstadt‹ (Stadtbezirk, in)" in ergebnis.output
    assert "gebiet-alias" in ergebnis.output
    with_projekt(pfad, {"no": 2000.0})
    assert call("--projekt", pfad, "gebiet-alias", "Innenstatd", "gibtsnicht").exit_code == 1
    assert call("--projekt", pfad, "gebiet-alias", "Innenstatd").exit_code == 2
    gesetzt = call("--projekt", pfad, "gebiet-alias", "Innenstatd", "in")
    assert "das Gebiet ›Innenstadt‹ (Stadtbezirk, in)" in gesetzt.output
    assert call("--projekt", pfad, "gebiet-alias", "Summe", "--kein-gebiet").exit_code == 0
    assert "›Summe‹ ist kein Gebiet dieses Projekts" in call("--projekt", pfad, "gebiet-aliase").output
    assert call("--projekt", pfad, "import", datei, "--ja").exit_code == 0
    with_projekt(pfad, {"in": 1000.0, "no": 2000.0})
    assert call("--projekt", pfad, "gebiet-alias", "Summe", "--zurueckziehen").exit_code == 0
    assert call("--projekt", pfad, "gebiet-alias", "Summe", "--zurueckziehen").exit_code == 1


def with_projekt(pfad: Path, erwartet: dict[str, float]) -> None:
    projekt = open_projekt(pfad)
    assert summen(projekt) == erwartet
    projekt.close()
