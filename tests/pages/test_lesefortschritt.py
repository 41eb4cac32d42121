"""Page »Daten«: a large file shows how far it is read; »Abbrechen« ends the reading, and nothing of it stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from streamlit.testing.v1 import AppTest

from sozialplanung.importer.profile import arrowspalten
from sozialplanung.store import Projekt, open_projekt
from sozialplanung.ui import lesefortschritt

MAIN = str(Path(__file__).resolve().parents[2] / "sozialplanung" / "ui" / "main.py")
KOPF = (
    "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;"
    "1_variable_attribute_code;1_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label"
)
ZEILE = "12411;Fortschreibung;STAG;Stichtag;2024-12-31;KREISE;Kreise;05{0:03d};Kreis {0};{0};Anzahl;BEVSTD;Bevölkerung"
INHALT = "\n".join([KOPF, *(ZEILE.format(n) for n in range(1, 101))]).encode()


@pytest.fixture
def offen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Projekt]:
    ordner = tmp_path / "projekte"
    ordner.mkdir()
    (ordner / "beispiele.txt").write_text("neu\n", encoding="utf-8")
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(ordner))
    monkeypatch.setattr(lesefortschritt, "GROSSE_DATEI", 1000)
    monkeypatch.setattr(arrowspalten, "_BLOCK", 2048)
    projekt = open_projekt(ordner / "neu.duckdb", anlegen=True)
    yield projekt
    projekt.close()


def upload(monkeypatch: pytest.MonkeyPatch, during: Callable[[float], None]) -> AppTest:
    """The page after the upload; ``during`` hears each share just before the bar shows it."""

    def tell(anteil: float, stellen: int = 1) -> str:
        during(anteil)
        return f"{anteil:.{stellen}%}"

    monkeypatch.setattr(lesefortschritt, "format_prozent", tell)
    app = AppTest.from_file(MAIN, default_timeout=60)
    app.query_params["projekt"] = "neu"
    app.run()
    app.switch_page("../../pages/daten.py").run()
    return app.file_uploader(key="mappe_0").upload("gross.csv", INHALT, "text/csv").run()


def click_cancel() -> None:
    """What the browser sends while the script runs: the state of every field, and the button's click."""
    lauf = get_script_run_ctx()
    assert lauf is not None
    assert lauf.script_requests is not None
    zustand = lauf.session_state.get_widget_states()
    knopf = next(
        kennung for kennung in lauf.shared.widget_ids_this_run.snapshot() if kennung.endswith("-lesen_abbrechen")
    )
    zustand = [*(z for z in zustand if z.id != knopf), WidgetState(id=knopf, trigger_value=True)]
    lauf.script_requests.request_rerun(
        RerunData(widget_states=WidgetStates(widgets=zustand), page_script_hash=lauf.page_script_hash)
    )


def test_the_bar_goes_when_the_file_is_read(offen: Projekt, monkeypatch: pytest.MonkeyPatch) -> None:
    anteile: list[float] = []
    app = upload(monkeypatch, anteile.append)
    assert not app.exception
    assert (len(anteile) > 3, anteile[-1]) == (True, 1.0)
    assert [b.key for b in app.button if b.key == "lesen_abbrechen"] == []
    assert any("Flat-CSV" in satz.value for satz in app.info)
    anteile.clear()
    app.run()
    assert anteile == []  # a rerun reads nothing again


def test_cancel_drops_the_upload(offen: Projekt, monkeypatch: pytest.MonkeyPatch) -> None:
    anteile: list[float] = []

    def during(anteil: float) -> None:
        anteile.append(anteil)
        if len(anteile) == 2:
            click_cancel()

    app = upload(monkeypatch, during)
    assert not app.exception
    assert len(anteile) == 2
    assert [satz.value for satz in app.success] == [
        "Abgebrochen: »gross.csv« wurde nicht eingelesen; am Projekt ist nichts geändert."
    ]
    assert [feld.key for feld in app.file_uploader][:1] == ["mappe_1"]
    assert app.file_uploader(key="mappe_1").value is None
    assert "_paket" not in app.session_state
    assert offen.load_lieferungen().empty
