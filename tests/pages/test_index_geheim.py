"""A hidden figure stays hidden on the page »Sozialindex«: source, table, CSV, XLSX and picture of the map."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from bausteine import gebiet, indikator, merkmal, paket, wert
from test_geheimhaltung_seite import ARM, PERSONEN, betrayed, everything
from test_seiten import text_of, visit

from sozialplanung.analysis.sozialindex import Indexdefinition
from sozialplanung.charts.kartenbild import render_svg
from sozialplanung.charts.theme import Stil
from sozialplanung.model import Herkunft, Raumebene
from sozialplanung.report.tabellen import csv_bytes, xlsx_bytes
from sozialplanung.store import Projekt, open_projekt
from sozialplanung.ui import sozialindex
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.sozialindex import Frage

D = Indexdefinition("z", ("armut", "jugend"), ("belastung", "belastung"), (50.0, 50.0))
JUNG = {"q1": 80_000, "q2": 21_000, "q3": 4_000, "q4": 26_000, "q5": 33_000}


def outline(nummer: int, gebiet_id: str) -> dict[str, object]:
    x = 7.0 + nummer / 10
    ring = [[x, 51.0], [x + 0.1, 51.0], [x + 0.1, 51.1], [x, 51.1], [x, 51.0]]
    form = json.dumps({"type": "Polygon", "coordinates": [ring]})
    return {"gebiet_id": gebiet_id, "geojson": form, "schematisch": True, "quelle_id": None}


@pytest.fixture
def projekt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beispielordner: Path) -> Iterator[Projekt]:
    """q1 counts 2 poor of 280.019; q3 goes as well, because the city less the others would give q1 away."""
    shutil.copy(beispielordner / "beispiele.txt", tmp_path)
    neu = open_projekt(tmp_path / "klein.duckdb", anlegen=True)
    werte = [wert("arm", g, 2020, n) for g, n in ({"s": sum(ARM.values())} | ARM).items()]
    werte += [wert("jung", g, 2020, n) for g, n in JUNG.items()]
    werte += [wert("alle", g, 2020, n) for g, n in PERSONEN.items()]
    rate = {"faktor": 1000, "einheit": "je 1.000", "richtung": "belastung"}
    neu.import_lieferung(
        paket(
            herkunft=Herkunft.EIGEN,
            gebiet=[gebiet("s", "gemeinde"), *(gebiet(g, liegt_in="s") for g in ARM)],
            merkmal=[merkmal("arm"), merkmal("jung"), merkmal("alle")],
            indikator=[indikator("armut", "arm", "alle", **rate), indikator("jugend", "jung", "alle", **rate)],
            geometrie=[outline(n, g) for n, g in enumerate(ARM)],
            wert=werte,
        ),
        "Kim",
    )
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(tmp_path))
    yield neu
    neu.close()


@pytest.mark.usefixtures("projekt")
@pytest.mark.parametrize("sicht", ["sicherheit", "gruppen", "verfahren", "zusammenhang", "vergleich"])
@pytest.mark.parametrize("gebiet_id", ["", "q1"])
def test_a_hidden_figure_is_sent_nowhere(sicht: str, gebiet_id: str) -> None:
    app = visit("sozialindex", projekt="klein", verfahren="z", sicht=sicht, gebiet=gebiet_id, schwanken="beides")
    assert betrayed(everything(app)) == []
    text = text_of(app)
    assert "3 von 5 Stadtteilen mit Index" in text
    assert "ohne Index, weil ein Wert geheim ist: Gebiet q1 und Gebiet q3" in text
    assert "geheim (2)" in everything(app).replace('<span style="opacity:.8">', "")
    if gebiet_id:
        assert "Gebiet q1 hat keinen Index: geheim." in text


def test_the_search_finds_what_is_shown(projekt: Projekt) -> None:
    """Without protection the same search finds both figures: the test above can fail."""
    projekt.set_schutzregel(0, 0, "Gegenprobe", "Test")
    assert betrayed(everything(visit("sozialindex", projekt="klein", verfahren="z", gebiet="q3")))
    frage = Frage(Daten(str(projekt.pfad), projekt.stand()), Raumebene.STADTTEIL, 2020, D)
    assert len(betrayed(csv_bytes(sozialindex.map_table(frage)).decode())) == 2


def test_nor_does_it_leave_the_page_in_a_file(projekt: Projekt) -> None:
    frage = Frage(Daten(str(projekt.pfad), projekt.stand()), Raumebene.STADTTEIL, 2020, D)
    tabelle = sozialindex.map_table(frage)
    zellen = openpyxl.load_workbook(io.BytesIO(xlsx_bytes({"Index": tabelle}))).active
    assert zellen is not None
    mappe = "\n".join(";".join(map(str, zeile)) for zeile in zellen.iter_rows(values_only=True))
    bild = render_svg(sozialindex.map_picture_spec(frage, Stil(), None, "Quelle: Amt"))
    for inhalt in (csv_bytes(tabelle).decode(), mappe, bild):
        assert betrayed(inhalt) == []
        assert "geheim" in inhalt
    assert "12,06" in csv_bytes(tabelle).decode()  # 1207 of 100.002 in q2
    assert tabelle.set_index("Schlüssel")["Ohne Index"].to_dict() == {
        "q1": "geheim", "q2": "", "q3": "geheim", "q4": "", "q5": "",
    }  # fmt: skip
    assert "geheim (2)" in bild


@pytest.mark.parametrize("seite", ["karte", "ueberblick", "arm_und_reich"])
def test_a_saved_index_hides_it_on_other_pages(projekt: Projekt, seite: str) -> None:
    index_id = projekt.save_index("Bedarf", D, "Kim")
    app = visit(seite, projekt="klein", indikator=index_id, jahr="2020")
    assert betrayed(everything(app)) == []
    assert not app.error
    if seite == "karte":
        assert "(davon 2 geheim)" in text_of(app)
