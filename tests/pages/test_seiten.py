"""Every page through AppTest: set a filter, find heading, number and what to do when there is nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sozialplanung.store import create_projekt

MAIN = str(Path(__file__).resolve().parents[2] / "sozialplanung" / "ui" / "main.py")
SEITEN = ("ueberblick", "karte", "arm_und_reich", "profil", "sozialindex", "massnahmen", "geld_und_bedarf", "daten")


def visit(seite: str, **adresse: str) -> AppTest:
    """Open a page as a link would; fails where a script error is shown."""
    app = AppTest.from_file(MAIN, default_timeout=60)
    for name, wert in adresse.items():
        app.query_params[name] = wert
    app.run()
    return go(app, seite)


def go(app: AppTest, seite: str) -> AppTest:
    app.switch_page(f"../../pages/{seite}.py").run()
    assert not app.exception, app.exception
    return app


def text_of(app: AppTest) -> str:
    """All that the page says in words."""
    arten = (
        app.title,
        app.header,
        app.subheader,
        app.markdown,
        app.caption,
        app.info,
        app.warning,
        app.error,
        app.success,
    )
    zahlen = [f"{m.label} {m.value} {m.delta}" for m in app.metric]
    return "\n".join([element.value for art in arten for element in art] + zahlen).replace("\\", "")


@pytest.mark.usefixtures("projekte_aus")
@pytest.mark.parametrize("projekt", ["staedteregion_aachen", "hamm"])
@pytest.mark.parametrize("seite", SEITEN)
def test_every_page_of_both_examples(seite: str, projekt: str) -> None:
    app = visit(seite, projekt=projekt)
    assert app.title[0].value
    assert not app.error


@pytest.mark.usefixtures("projekte_aus")
def test_ueberblick_answers_the_question_of_the_staedteregion() -> None:
    text = text_of(visit("ueberblick", projekt="staedteregion_aachen", indikator="einkommensteuer"))
    # 640,78 / 371,81 = 1,72 and 358,73 / 226,51 = 1,58 (INKAR, BBSR)
    assert "2019 ist der Wert in Roetgen 1,7-mal so hoch wie in Alsdorf; 1995" in text
    assert "das 1,6-Fache" in text
    assert "10 von 10 Gemeinden" in text
    assert "CC BY 4.0" in text
    assert "Beispiel" not in text


@pytest.mark.usefixtures("projekte_aus")
def test_another_year_changes_the_answer() -> None:
    text = text_of(visit("ueberblick", projekt="staedteregion_aachen", indikator="einkommensteuer", jahr="1995"))
    # 1995 the poorest was Baesweiler, not Alsdorf
    assert "1995 ist der Wert in Roetgen 1,6-mal so hoch wie in Baesweiler" in text


@pytest.mark.usefixtures("projekte_aus")
def test_choosing_an_area_speaks_of_it() -> None:
    app = visit("ueberblick", projekt="staedteregion_aachen", indikator="einkommensteuer")
    app.selectbox(key="gebiet").select("05334024").run()
    assert "Roetgen: 641\u00a0€ im Jahr 2019, der höchste Wert von 10 Gemeinden" in text_of(app)


@pytest.mark.usefixtures("projekte_aus")
def test_invented_figures_never_pass_for_real() -> None:
    for seite in ("ueberblick", "karte", "arm_und_reich", "profil", "sozialindex"):
        assert "Beispiel" in text_of(visit(seite, projekt="hamm"))


@pytest.mark.usefixtures("projekte_aus")
def test_massnahmen_show_what_hamm_has_published() -> None:
    text = text_of(visit("massnahmen", projekt="hamm"))
    assert "Eigenanteil 1,6\u00a0Mio.\u00a0€" in text
    assert "Maßnahmen 46" in text
    assert "46 von 46 Maßnahmen" in text


@pytest.mark.usefixtures("projekte_aus")
def test_register_is_filtered_and_says_when_nothing_fits() -> None:
    app = visit("massnahmen", projekt="hamm")
    app.text_input(key="mn_suche").input("schulsozialarbeit").run()
    assert "von 46 Maßnahmen" in text_of(app)
    assert "46 von 46" not in text_of(app)
    app.text_input(key="mn_suche").input("gibt es nicht (").run()
    assert "Keine Maßnahme passt" in text_of(app)


@pytest.mark.usefixtures("projekte_aus")
def test_nonsense_in_the_address_is_ignored() -> None:
    app = visit(
        "karte", projekt="quatsch", indikator="<script>", jahr="1234567", gebiet="'; DROP", ebene="x", ansicht="?"
    )
    assert app.title[0].value


@pytest.mark.usefixtures("projekte_aus")
def test_projektor_view_by_link() -> None:
    app = visit("ueberblick", projekt="staedteregion_aachen", ansicht="projektor")
    assert app.toggle(key="projektor_schalter").value is True


@pytest.mark.usefixtures("projekte_aus")
def test_a_link_names_what_its_view_is_about() -> None:
    """The newest year and the first Projekt are by default; a link kept for next year must not mean others then."""
    assert not visit("karte").query_params
    app = visit("karte", klassenzahl="4")
    assert {name: app.query_params[name] for name in ("projekt", "indikator", "ebene", "jahr")} == {
        "projekt": "hamm",
        "indikator": "kinder_sgb2",
        "ebene": "stadtbezirk",
        "jahr": "2021",
    }


def test_an_empty_projekt_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beispielordner: Path
) -> None:
    shutil.copy(beispielordner / "beispiele.txt", tmp_path)
    create_projekt(tmp_path / "leer.duckdb", "Leer").close()
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(tmp_path))
    for seite in ("ueberblick", "karte", "arm_und_reich", "profil", "sozialindex"):
        assert "noch keine Zahlen" in text_of(visit(seite))
    assert "noch keine Maßnahmen" in text_of(visit("massnahmen"))
    assert "Leer" in text_of(visit("daten"))


def test_a_damaged_file_is_told_and_the_others_still_open(eigene_projekte: Path) -> None:
    (eigene_projekte / "kaputt.duckdb").write_bytes(b"das ist keine Datenbank" * 500)
    app = visit("ueberblick", projekt="kaputt")
    assert app.error
    assert "kaputt" in app.error[0].value
    app.selectbox(key="projekt").select("staedteregion_aachen").run()
    assert not app.error
    assert "Roetgen" in text_of(app)


def test_first_start_builds_the_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(tmp_path / "neu"))
    app = visit("ueberblick")
    assert app.selectbox(key="projekt").options == ["Hamm", "Mönchengladbach", "StädteRegion Aachen"]


def test_a_deleted_example_stays_deleted(eigene_projekte: Path) -> None:
    (eigene_projekte / "hamm.duckdb").unlink()
    assert visit("ueberblick").selectbox(key="projekt").options == ["Mönchengladbach", "StädteRegion Aachen"]
