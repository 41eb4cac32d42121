"""Page »Daten«: the reading of any table is shown, corrected, kept as a recipe, and used for next year's file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bausteine import gebiet, paket
from streamlit.testing.v1 import AppTest

from sozialplanung.store import Projekt, open_projekt

MAIN = str(Path(__file__).resolve().parents[2] / "sozialplanung" / "ui" / "main.py")
ALT = "Bericht;2022\nOrt;Anzahl;Wert\nNord;5;9\nSüd;6;8\nAusland;1;1\n".encode("cp1252")
NEU = "Amt\nBericht;2023\n\nOrt;Anzahl;Wert\nSüd;16;18\nNord;15;19\nAusland;2;2\n".encode("cp1252")


@pytest.fixture
def offen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Projekt]:
    ordner = tmp_path / "projekte"
    ordner.mkdir()
    (ordner / "beispiele.txt").write_text("neu\n", encoding="utf-8")
    projekt = open_projekt(ordner / "neu.duckdb", anlegen=True)
    gebiete = [gebiet("n", "stadtteil", bezeichnung="Nord"), gebiet("s", "stadtteil", bezeichnung="Süd")]
    projekt.import_lieferung(paket(gebiet=gebiete), "Kim")
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(ordner))
    yield projekt
    projekt.close()


def start() -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=60)
    app.query_params["projekt"] = "neu"
    app.run()
    return app.switch_page("../../pages/daten.py").run()


def upload(app: AppTest, name: str, inhalt: bytes, runde: int = 0) -> None:
    app.file_uploader(key=f"mappe_{runde}").upload(name, inhalt, "text/csv").run()
    assert not app.exception


def press(app: AppTest, label: str, key: str = "") -> None:
    next(b for b in app.button if b.label == label and str(b.key).startswith(key)).click().run()
    assert not app.exception


def field(app: AppTest, art: str, label: str, nummer: int = 0) -> Any:
    return [f for f in getattr(app, art) if f.label == label][nummer]


def texts(app: AppTest) -> str:
    return "\n".join(
        str(e.value)
        for art in ("markdown", "caption", "success", "info", "warning", "error")
        for e in getattr(app, art)
    )


def rows(app: AppTest) -> dict[int, str]:
    """What the preview says of each row of the sheet."""
    frame = next(f.value for f in app.dataframe if "ist" in f.value.columns)
    return dict(zip(frame["Zeile"], frame["ist"], strict=True))


def figures(projekt: Projekt) -> dict[tuple[str, str, str], float]:
    w = projekt.load_tabelle("wert")
    return dict(zip(zip(w["merkmal_id"], w["gebiet_id"], w["zeitraum"], strict=True), w["wert"], strict=True))


def test_corrected_with_clicks_kept_as_a_recipe_and_recognised_next_year(offen: Projekt) -> None:
    app = start()
    upload(app, "erste.csv", ALT)
    assert "**Kopf:** Zeilen 1 bis 2 – :gray[sicher (90 %): steht über der ersten Zeile mit Zahlen]" in texts(app)
    app.selectbox(key="lesart_zeile").select(2).run()
    press(app, "ist die Kopfzeile")
    assert rows(app) == {1: "Titel", 2: "Kopf", 3: "Zahlen", 4: "Zahlen", 5: "Zahlen"}
    assert "**Kopf:** Zeile 2 – :gray[sicher (100 %): so festgelegt]" in texts(app)
    app.selectbox(key="lesart_zeile").select(5).run()
    press(app, "nicht lesen", "lesart_zeile")
    assert rows(app)[5] == "nicht gelesen"
    app.selectbox(key="lesart_spalte").select(2).run()
    press(app, "nicht lesen", "lesart_spalte")
    field(app, "selectbox", "Raumebene").select("stadtteil").run()
    assert not app.exception
    next(f for f in app.text_input if str(f.key).startswith("rezept_name")).set_value("  Kinder im  Bezirk ")
    press(app, "Rezept merken")
    assert "Das Rezept »Kinder im Bezirk« ist gemerkt." in texts(app)
    press(app, "Ins Projekt übernehmen")
    [merkmal] = {m for m, *_ in figures(offen)}
    assert figures(offen) == {(merkmal, "n", "2022"): 5, (merkmal, "s", "2022"): 6}

    upload(app, "ganz anders benannt.csv", NEU, 1)
    assert "Rezept »Kinder im Bezirk« passt" in texts(app)
    assert rows(app) == {
        1: "Titel", 2: "Titel", 3: "", 4: "Kopf", 5: "Zahlen", 6: "Zahlen", 7: "nicht gelesen",
    }  # fmt: skip
    press(app, "Ins Projekt übernehmen")
    assert {z: w for z, w in figures(offen).items() if z[2] == "2023"} == {
        (merkmal, "n", "2023"): 15,
        (merkmal, "s", "2023"): 16,
    }

    upload(app, "noch einmal.csv", NEU, 2)
    field(app, "selectbox", "Rezept").select("").run()
    assert not app.exception
    assert "passt: Die Tabelle" not in texts(app)
    assert rows(app)[7] == "Zahlen"


def test_every_step_can_be_taken_back_and_nonsense_ends_in_a_sentence(offen: Projekt) -> None:
    app = start()
    upload(app, "erste.csv", ALT)
    vorher = rows(app)
    app.selectbox(key="lesart_zeile").select(5).run()
    press(app, "Hier beginnen die Zahlen")
    press(app, "ist die Kopfzeile")
    assert "keine Zahlen" in texts(app)
    assert set(rows(app).values()) == {""}
    press(app, "Letzte Änderung zurück")
    assert rows(app)[5] == "Zahlen"
    press(app, "Alles wie vorgeschlagen")
    assert rows(app) == vorher
    app.selectbox(key="lesart_zeile").select(2).run()
    press(app, "ist die Kopfzeile")
    field(app, "text_input", "wo keiner steht").set_value("bald").run()
    assert not app.exception
    assert "›bald‹ ist kein Zeitraum" in texts(app)
    field(app, "text_input", "wo keiner steht").set_value("31.12.2021").run()
    assert "**Zeitraum:** 31.12.2021 – :gray[sicher (100 %): so festgelegt]" in texts(app)
    app.selectbox(key="lesart_spalte").select(0).run()
    for label in ("enthält Werte", "nennt den Zeitraum", "nennt das Merkmal", "nennt eine Gruppe", "enthält Schlüssel",
                  "nennt die Gebiete", "nennt die Gebiete"):  # fmt: skip
        press(app, label, "lesart_spalte")
    field(app, "number_input", "von Zeile").set_value(99).run()
    assert not app.exception
    assert figures(offen) == {}


def test_recipes_are_renamed_withdrawn_and_brought_as_files(offen: Projekt) -> None:
    text = (
        "rezept: 1\nname: Mitgebracht\nkopfzeilen: 1\nabstand: 1\nbreite: 3\nspalten: {gebiet: {ueberschrift: ort}}\n"
        "werte: [{ueberschrift: anzahl, merkmal: Kinder, art: anzahl}]\nnicht_lesen: [{ueberschrift: wert}]\n"
    )
    app = start()
    app.file_uploader(key="rezept_datei").upload("r.yaml", b"rezept: 9", "application/yaml").run()
    assert "Die Datei ist kein Rezept dieser Anwendung" in texts(app)
    app.file_uploader(key="rezept_datei").upload("r.yaml", text.encode(), "application/yaml").run()
    assert [r.bezeichnung for r in offen.load_rezepte()] == ["Mitgebracht"]
    upload(app, "x.csv", ALT)
    assert "Rezept »Mitgebracht« passt" in texts(app)
    app.selectbox(key="rezept_nr").select(offen.load_rezepte()[0].rezept_id).run()
    app.text_input(key="rezept_neuer_name").set_value("Neu & gut")
    press(app, "Umbenennen")
    assert "Rezept »Neu & gut« passt" in texts(app)
    press(app, "Zurückziehen", "rezept_weg")
    assert offen.load_rezepte() == []
    assert "passt: Die Tabelle" not in texts(app)
