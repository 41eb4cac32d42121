"""A saved Sozialindex: kept, loaded, renamed, deleted, compared – and an Indikator on every other page."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from bausteine import indikator, merkmal, paket
from streamlit.testing.v1 import AppTest
from test_seiten import go, text_of
from test_seiten import visit as visit_closed

from sozialplanung.analysis.sozialindex import Indexdefinition
from sozialplanung.store import Projekt, open_projekt

WAHL = {"verfahren": "z", "index": "kinder_sgb2,ehrenamt", "gewicht_kinder_sgb2": "75", "gewicht_ehrenamt": "25"}
SICHERN = "FormSubmitter:index_sichern-Im Projekt sichern"


@pytest.fixture
def hamm(eigene_projekte: Path) -> Projekt:
    return open_projekt(eigene_projekte / "hamm.duckdb")


def visit(seite: str, **adresse: str) -> AppTest:
    """A page; on »Sozialindex« with »Sichern und laden« open."""
    app = visit_closed(seite, **adresse)
    if seite == "sozialindex":
        app.session_state["index_speicher"] = True
        app.run()
    return app


def save(app: AppTest, name: str) -> AppTest:
    app.text_input(key="index_name").input(name)
    app.button(key=SICHERN).click().run()
    assert not app.exception
    return app


def test_saved_loaded_renamed_and_deleted(hamm: Projekt) -> None:
    app = save(visit("sozialindex", projekt="hamm", **WAHL), "Kinder und Ehrenamt")
    assert app.success[0].value == "»Kinder und Ehrenamt« ist gesichert."
    assert "Kinder und Ehrenamt · 2021" in text_of(app)  # what is shown has a name now
    (index,) = hamm.load_indizes()
    assert index.definition == Indexdefinition(
        "z", ("kinder_sgb2", "ehrenamt"), ("belastung", "staerke"), (75.0, 25.0), (), 300
    )
    app.selectbox(key="verfahren").select("rang").run()
    assert "Kinder und Ehrenamt · 2021" not in text_of(app)
    app.button(key="index_laden").click().run()
    assert "ist geladen" in app.success[0].value
    assert app.selectbox(key="verfahren").value == "z"
    assert "Kinder und Ehrenamt · 2021" in text_of(app)
    app.text_input(key="index_neuer_name").input("Kinder")
    app.button(key="FormSubmitter:index_umbenennen-Umbenennen").click().run()
    assert "Kinder · 2021" in text_of(app)
    assert hamm.load_indizes()[0].index_id == index.index_id
    app.button(key=f"index_loeschen_{index.index_id}").click().run()
    assert "»Kinder« ist gelöscht" in text_of(app)
    assert hamm.load_indizes() == []
    assert "Unterstützungsbedarf · 2021" in text_of(app)


def test_a_name_is_needed(hamm: Projekt) -> None:
    app = save(visit("sozialindex", projekt="hamm", **WAHL), "  ")
    assert "Namen" in app.error[0].value
    assert hamm.load_indizes() == []


def test_it_is_an_indikator_of_every_page(hamm: Projekt) -> None:
    index_id = hamm.save_index("Kinder & Ehrenamt", Indexdefinition(
        "z", ("kinder_sgb2", "ehrenamt"), ("belastung", "staerke"), (75.0, 25.0), (), 300), "Kim")  # fmt: skip
    quelle = (
        "Index, mehr = mehr Unterstützungsbedarf, je Jahr für sich gerechnet: Mittel der z-Werte aus Kinder in der "
        "Grundsicherung (SGB II) (75\u00a0%) und Ehrenamtlich Engagierte (25\u00a0%, umgekehrt), ab 300 Einwohnern "
        "(Definition »Kinder & Ehrenamt«)"
    )
    for seite in ("karte", "ueberblick", "arm_und_reich"):
        app = visit(seite, projekt="hamm", indikator=index_id)
        text = text_of(app)
        assert not app.error
        assert app.selectbox(key="indikator").value == index_id
        assert quelle in text
        assert "Beispiel" in text
        # an index has no zero: nothing is so many times as much
        assert "-mal so hoch" not in text
        assert "-Fache" not in text
        assert "Gini" not in text
    karte = text_of(visit("karte", projekt="hamm", indikator=index_id))
    assert "Kinder & Ehrenamt" in karte
    spalten = {
        i: hamm.load_indikatorwerte(i, "stadtbezirk", 2021).set_index("bezeichnung")["wert"]
        for i in ("kinder_sgb2", "ehrenamt")
    }
    z = pd.DataFrame(spalten).apply(lambda x: (x - x.mean()) / x.std(ddof=0))
    index = 0.75 * z["kinder_sgb2"] - 0.25 * z["ehrenamt"]
    assert f"Am höchsten ist der Wert 2021 in {index.idxmax()} ({index.max():.2f})".replace(".", ",") in karte
    assert "ist ein Index ohne Nullpunkt" in text_of(visit("arm_und_reich", projekt="hamm", indikator=index_id))
    # as a second Indikator, too
    app = visit("karte", projekt="hamm", indikator="kinder_sgb2", zweite="indikator", indikator2=index_id)
    assert "Kinder & Ehrenamt, 2021" in text_of(app)


def test_why_an_area_has_none_is_told_on_the_map(hamm: Projekt) -> None:
    definition = Indexdefinition("z", ("kinder_sgb2", "ehrenamt"), ("belastung", "staerke"), (50.0, 50.0), (), 19_000)
    text = text_of(visit("karte", projekt="hamm", indikator=hamm.save_index("Groß", definition, "Kim")))
    assert "6 von 7 Stadtbezirken mit Wert · 1 Gebiet ohne Index: zu wenige Einwohner" in text


def test_an_index_of_positive_values_has_no_ratios_either(hamm: Projekt) -> None:
    definition = Indexdefinition("imd", ("kinder_sgb2", "ehrenamt"), ("belastung", "staerke"), (50.0, 50.0))
    index_id = hamm.save_index("Englisch", definition, "Kim")
    for seite in ("ueberblick", "arm_und_reich"):
        text = text_of(visit(seite, projekt="hamm", indikator=index_id))
        assert "-mal so hoch" not in text
        assert "2021 reicht die Spanne von" in text


def test_from_the_page_to_the_map(hamm: Projekt) -> None:
    app = save(visit("sozialindex", projekt="hamm", **WAHL), "Kinder")
    app = go(app, "karte")
    app.selectbox(key="indikator").select("index-kinder").run()
    assert app.title[0].value.startswith("Kinder")
    assert app.query_params["indikator"] == "index-kinder"


def test_an_index_is_no_part_of_an_index(hamm: Projekt) -> None:
    app = save(visit("sozialindex", projekt="hamm", **WAHL), "Kinder")
    assert "Kinder" not in app.multiselect(key="index").options


def test_two_definitions_side_by_side(hamm: Projekt) -> None:
    app = visit("sozialindex", projekt="hamm", sicht="vergleich", **WAHL)
    assert "Zum Vergleichen braucht es eine gesicherte Definition" in text_of(app)
    save(app, "Erster")
    assert "Alle 7 Stadtbezirke bleiben in ihrer Klasse; alle Ränge sind gleich." in text_of(app)
    app.multiselect(key="index").set_value(["mietbelastung", "ehrenamt"]).run()
    text = text_of(app)
    assert "kommen in eine andere Klasse" in text or "kommt in eine andere Klasse" in text
    assert "Erster: Mittel der z-Werte aus Kinder in der Grundsicherung" in text
    assert "jetzige Auswahl: Mittel der z-Werte aus Hohe Mietbelastung" in text
    app.selectbox(key="verfahren").select("mss").run()
    assert "Die Klassen sind verschieden gebildet" in text_of(app)


def test_what_a_saved_index_lacks_here_is_told(hamm: Projekt) -> None:
    hamm.import_lieferung(paket(merkmal=[merkmal("leer")], indikator=[indikator("neu", "leer")]), "Kim")
    hamm.save_index("Alt", Indexdefinition("z", ("kinder_sgb2", "neu"), ("belastung", "belastung"), (1.0, 1.0)), "Kim")
    app = visit("sozialindex", projekt="hamm", verfahren="rang")
    app.button(key="index_laden").click().run()
    assert "»Alt« braucht Indikatoren, für die hier keine Werte vorliegen: ›neu‹" in app.error[0].value.replace(
        "\\", ""
    )
    assert app.selectbox(key="verfahren").value == "rang"
