"""Page »Daten«: a delivery is compared with the Projekt before it is taken in."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from sozialplanung.importer import read_lieferung
from sozialplanung.report.vorlage_schreiben import write_vorlage
from sozialplanung.store import open_projekt

MAIN = str(Path(__file__).resolve().parents[2] / "sozialplanung" / "ui" / "main.py")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GEBIETE = pd.DataFrame({"gebiet_id": ["a", "b"], "bezeichnung": ["Nord", "Süd"], "raumebene": "stadtteil"})
MERKMALE = pd.DataFrame(
    {"merkmal_id": ["kinder", "alte"], "bezeichnung": ["Kinder", "Ältere"], "art": ["anzahl", "anzahl"]}
)


def mappe(pfad: Path, werte: list[tuple[str, str, str, float]]) -> bytes:
    frame = pd.DataFrame(werte, columns=["gebiet_id", "merkmal_id", "zeitraum", "wert"])
    angaben = {"name": "Test", "herkunft": "amtlich", "quelle": "Amt"}
    write_vorlage(pfad, {"gebiet": GEBIETE, "merkmal": MERKMALE, "wert": frame}, angaben)
    return pfad.read_bytes()


ERSTE = [("a", "kinder", "2020", 200.0), ("b", "kinder", "2020", 40.0), ("a", "alte", "2020", 50.0)]
ZWEITE = [("a", "kinder", "2020", 150.0), ("a", "alte", "2020", 55.0), ("a", "alte", "2021", 60.0)]


@pytest.fixture
def seite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    ordner = tmp_path / "projekte"
    ordner.mkdir()
    (ordner / "beispiele.txt").write_text("neu\n", encoding="utf-8")
    projekt = open_projekt(ordner / "neu.duckdb", anlegen=True)
    projekt.import_lieferung(read_lieferung(mappe(tmp_path / "a.xlsx", ERSTE), "a.xlsx", projekt), "Kim")
    projekt.close()
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(ordner))
    app = AppTest.from_file(MAIN, default_timeout=60)
    app.query_params["projekt"] = "neu"
    app.run()
    return app.switch_page("../../pages/daten.py").run()


def upload(seite: AppTest, pfad: Path, werte: list[tuple[str, str, str, float]]) -> AppTest:
    return seite.file_uploader(key="mappe_0").upload(pfad.name, mappe(pfad, werte), XLSX).run()


def test_changes_are_shown_by_kind_before_the_import(seite: AppTest, tmp_path: Path) -> None:
    app = upload(seite, tmp_path / "b.xlsx", ZWEITE)
    assert not app.exception
    satz = "Zahlen gegenüber dem Projekt: 2 geändert, 1 in der Datei nicht mehr enthalten, 1 neu."
    assert satz in [m.value for m in app.markdown]
    geaendert = app.dataframe[-1].value
    assert geaendert[["Merkmal", "Bisher", "Neu"]].to_numpy().tolist() == [["Kinder", 200, 150], ["Ältere", 50, 55]]
    app.selectbox(key="aenderung_merkmal_geaendert").select("alte").run()
    assert app.dataframe[-1].value["Änderung (%)"].tolist() == [10]
    app.button_group(key="aenderung_mindestens").set_value(25).run()
    assert app.dataframe[-1].value.empty
    assert "0 Zahlen ändern sich um mindestens 25 %." in [c.value for c in app.caption]
    app.button_group(key="aenderung_art").set_value("fehlt").run()
    assert app.dataframe[-1].value[["Gebiet", "Bisher"]].to_numpy().tolist() == [["Süd", 40]]
    app.button_group(key="aenderung_art").set_value("reihen").run()
    reihen = app.dataframe[-1].value  # two figures of Kinder differ; of Ältere one each, the newest first
    assert list(zip(reihen["Merkmal"], reihen["Zeitraum"], strict=True)) == [
        ("Kinder", "2020"),
        ("Ältere", "2021"),
        ("Ältere", "2020"),
    ]
    app.button(key="uebernehmen").click().run()
    assert any(satz.value.startswith("Übernommen als Lieferung 2") for satz in app.success)


def test_the_same_file_again_changes_nothing_and_what_is_missing_is_told(seite: AppTest, tmp_path: Path) -> None:
    app = upload(seite, tmp_path / "a.xlsx", ERSTE)
    assert any("Es gibt nichts zu übernehmen" in hinweis.value for hinweis in app.info)
    assert not [b for b in app.button if b.key == "uebernehmen"]
    app = upload(app, tmp_path / "c.xlsx", ERSTE[:1])
    assert any("Es gibt nichts zu übernehmen" in hinweis.value for hinweis in app.info)
    assert app.dataframe[-1].value[["Gebiet", "Bisher"]].to_numpy().tolist() == [["Süd", 40]]


def test_one_confirmation_takes_back_one_lieferung(seite: AppTest, tmp_path: Path) -> None:
    app = upload(seite, tmp_path / "b.xlsx", ZWEITE)
    app.button(key="uebernehmen").click().run()
    app.button_group(key="bereich").set_value("lieferungen").run()
    zurueck = "FormSubmitter:zuruecknehmen-Zurücknehmen"
    next(c for c in app.checkbox if "zurücknehmen" in c.label).check()
    app.button(key=zurueck).click().run()
    assert [s.value for s in app.success] == ["Lieferung 2 ist zurückgenommen."]
    app.button(key=zurueck).click().run()  # the second click of a double click
    assert [e.value for e in app.error] == [
        "Lieferung 2 ist zurückgenommen. Für eine weitere setzen Sie bitte wieder das Häkchen."
    ]
    assert app.dataframe[0].value["Zustand"].tolist() == ["zurückgenommen", "übernommen"]


def test_a_list_of_einrichtungen_is_taken_in(seite: AppTest) -> None:
    liste = "Name;Stadtteil;Plätze\nAmsel;Nord;60\nBirke;Nirgends;20\n".encode()
    app = seite.file_uploader(key="einrichtungen_0").upload("kitas.csv", liste, "text/csv").run()
    assert any("fehlt die Spalte ›Art‹" in fehler.value for fehler in app.error)
    app.text_input(key="einrichtungen_art").input("Kita").run()
    assert not app.exception
    assert app.button(key="uebernehmen").disabled
    app.checkbox(key="warnungen_gelesen").check().run()
    app.button(key="uebernehmen").click().run()
    assert any(satz.value.startswith("Übernommen als Lieferung 2") for satz in app.success)
