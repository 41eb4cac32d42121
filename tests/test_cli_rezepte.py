"""`import --rezept` and what `erkenne` says of recipes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bausteine import gebiet, paket
from click.testing import CliRunner, Result

from sozialplanung.cli import main
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.tabelle.lesart import Vorgaben
from sozialplanung.importer.tabelle.raten import rate
from sozialplanung.importer.tabelle.rezeptdatei import write_rezept
from sozialplanung.importer.tabelle.wiedererkennen import make_rezept
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.store import open_projekt

ALT = "Ort;n 2022\nNord;5\nSüd;6\n".encode("cp1252")
NEU = "Ort;n 2022;n 2023;Hunde 2023\nNord;5;7;1\nSüd;6;8;2\n".encode()


@pytest.fixture
def pfad(tmp_path: Path) -> Path:
    """A Projekt with two areas and a recipe that calls the column »n« »Kinder«; the recipe as a file, too."""
    vorgaben = Vorgaben().with_spalte(1, merkmal="Kinder")
    datei = Datei(ALT, "alt.csv")
    deutung = rate(datei, Vorhandenes(), vorgaben)
    assert deutung is not None
    text = write_rezept(make_rezept("Aus Datei", datei, deutung.lesart, vorgaben))
    (tmp_path / "r.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "kaputt.yaml").write_text("rezept: eins", encoding="utf-8")
    (tmp_path / "neu.csv").write_bytes(NEU)
    (tmp_path / "fremd.csv").write_text("Gebiet;Quote 2022 in %\nNord;5\nSüd;6\n", encoding="utf-8")
    projekt = open_projekt(tmp_path / "p.duckdb", anlegen=True)
    ebene = "stadtteil"
    projekt.import_lieferung(
        paket(gebiet=[gebiet("n", ebene, bezeichnung="Nord"), gebiet("s", ebene, bezeichnung="Süd")]), "Kim"
    )
    projekt.save_rezept("Kinderzahlen", text, "Kim")
    projekt.close()
    return tmp_path / "p.duckdb"


def call(*args: Any) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="sozialplanung", catch_exceptions=False)


def werte(pfad: Path) -> dict[tuple[str, str, str], float]:
    projekt = open_projekt(pfad)
    w = projekt.load_tabelle("wert")
    projekt.close()
    return dict(zip(zip(w["merkmal_id"], w["gebiet_id"], w["zeitraum"], strict=True), w["wert"], strict=True))


GELESEN = {
    ("kinder", "n", "2022"): 5,
    ("kinder", "s", "2022"): 6,
    ("kinder", "n", "2023"): 7,
    ("kinder", "s", "2023"): 8,
    ("hunde", "n", "2023"): 1,
    ("hunde", "s", "2023"): 2,
}


@pytest.mark.parametrize("rezept", [None, "kinderzahlen", "r.yaml"])
def test_by_itself_by_name_and_from_a_file(pfad: Path, tmp_path: Path, rezept: str | None) -> None:
    wahl = [] if rezept is None else ["--rezept", tmp_path / rezept if rezept.endswith("yaml") else rezept]
    ohne_ja = call("--projekt", pfad, "import", tmp_path / "neu.csv", *wahl)
    assert ohne_ja.exit_code == 1
    assert "›Hunde‹ kennt das Rezept" in ohne_ja.output
    assert werte(pfad) == {}
    ergebnis = call("--projekt", pfad, "import", tmp_path / "neu.csv", *wahl, "--ja")
    assert (ergebnis.exit_code, werte(pfad)) == (0, GELESEN)
    assert f"Gelesen nach dem Rezept ›{'Aus Datei' if rezept == 'r.yaml' else 'Kinderzahlen'}‹" in ergebnis.output


def test_what_does_not_fit_is_not_read(pfad: Path, tmp_path: Path) -> None:
    for rezept, grund in (
        ("Kinderzahlen", "passt nicht zu ›fremd.csv‹"),
        ("gibt es nicht", "Es gibt: ›Kinderzahlen‹"),
        (tmp_path / "kaputt.yaml", "›rezept: 1‹ fehlt"),
        (tmp_path / "fehlt.yaml", "fehlt.yaml"),
    ):
        ergebnis = call("--projekt", pfad, "import", tmp_path / "fremd.csv", "--rezept", rezept)
        assert (ergebnis.exit_code, grund in ergebnis.output) == (1, True), ergebnis.output
    falsch = call("--projekt", pfad, "import", tmp_path / "neu.csv", "--rezept", "Kinderzahlen", "--profil", "ba")
    assert (falsch.exit_code, "gilt für das Profil ›tabelle‹" in falsch.output) == (2, True)
    assert werte(pfad) == {}


def test_erkenne_names_the_recipe_of_the_projekt(pfad: Path, tmp_path: Path) -> None:
    mit = call("--projekt", pfad, "erkenne", tmp_path / "neu.csv")
    assert (mit.exit_code, "Rezept:     ›Kinderzahlen‹ passt" in mit.output) == (0, True)
    assert "nach dem Rezept ›Kinderzahlen‹" in mit.output
    assert "Rezept:" not in call("erkenne", tmp_path / "neu.csv").output
    assert "Rezept:" not in call("--projekt", pfad, "erkenne", tmp_path / "fremd.csv").output
