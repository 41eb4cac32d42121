"""The page »Sozialindex« through AppTest: choices change what is said, and what is missing is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from test_seiten import text_of, visit

from sozialplanung.analysis.sozialindex import VERFAHREN, Indexdefinition, compute_index, need_ranks, ranks_by_method
from sozialplanung.model import Indikator
from sozialplanung.report.indexdefinition import today, write_definition
from sozialplanung.report.saetze_index import VERFAHREN_KURZ
from sozialplanung.store import open_projekt

pytestmark = pytest.mark.usefixtures("projekte_aus")
HAMM = ["grundsicherung_alter", "arbeitslosenanteil", "alleinerziehende", "kinder_sgb2", "mietbelastung"]


def spec_rows(app: AppTest, text: str) -> list[dict[str, Any]]:
    """The data of the first chart whose spec holds a text."""
    for diagramm in app.get("vega_lite_chart"):
        spec = json.loads(diagramm.proto.spec)
        if text in diagramm.proto.spec:
            zeilen: list[dict[str, Any]] = spec["layer"][0]["data"]["values"]
            return zeilen
    raise AssertionError(f"no chart with »{text}«")


def ranks(app: AppTest) -> dict[str, int]:
    return {z["bezeichnung"]: z["rang"] for z in spec_rows(app, "Rangspannen")}


def test_the_question_is_answered_for_both_examples() -> None:
    hamm = text_of(visit("sozialindex", projekt="hamm"))
    assert "Nach 6 Indikatoren ist der Unterstützungsbedarf 2021 in Mitte am größten, in Rhynern am geringsten" in hamm
    assert "Bei nur 7 Stadtbezirken sind Ränge unsicher" in hamm
    aachen = text_of(visit("sozialindex", projekt="staedteregion_aachen"))
    # one Belastung only, so its two strengths are taken as well
    assert "Nach 3 Indikatoren ist der Unterstützungsbedarf 2019" in aachen
    assert "10 von 10 Gemeinden mit Index" in aachen
    assert "In der höchsten Klasse »sehr hoch« liegt 1 von 10 Gemeinden: Alsdorf." in aachen
    assert "Beispiel" not in aachen


def test_years_are_those_of_the_index_not_of_the_indikator_of_other_pages() -> None:
    app = visit("sozialindex", projekt="staedteregion_aachen", indikator="einwohner")  # which has 2022 only
    assert not app.error
    assert "2019" in text_of(app)
    assert app.select_slider(key="jahr").options[-1] == "2019"


def test_a_weight_changes_ranks_as_computed_by_the_analysis() -> None:
    index = "arbeitslosenanteil,einkommensteuer"
    app = visit("sozialindex", projekt="staedteregion_aachen", verfahren="z", index=index)
    vorher = ranks(app)
    app.number_input(key="gewicht_einkommensteuer").set_value(9.0).run()
    nachher = ranks(app)
    assert vorher != nachher
    assert any(m.value.startswith("**90\u00a0%** Einkommensteuer je Einwohner") for m in app.markdown)

    projekt = open_projekt(Path(app.session_state["_auswahl"].daten.pfad))
    spalten = {
        i: projekt.load_indikatorwerte(i, "gemeinde", 2019).set_index("bezeichnung")["wert"] for i in index.split(",")
    }
    definition = Indexdefinition("z", tuple(spalten), ("belastung", "staerke"), (1.0, 9.0))
    assert nachher == need_ranks(compute_index(pd.DataFrame(spalten), definition)).to_dict()


def test_the_link_holds_method_indicators_and_weights() -> None:
    app = visit("sozialindex", projekt="hamm", verfahren="rang", index="kinder_sgb2,ehrenamt", gewicht_ehrenamt="3")
    assert app.multiselect(key="index").value == ["kinder_sgb2", "ehrenamt"]
    assert app.number_input(key="gewicht_ehrenamt").value == 3
    assert app.query_params["verfahren"] == "rang"
    app.multiselect(key="index").unselect("kinder_sgb2").select("mietbelastung").run()
    assert app.query_params["index"] == "ehrenamt,mietbelastung"
    assert app.query_params["gewicht_ehrenamt"] == "3"


def test_nonsense_in_the_link_is_ignored() -> None:
    app = visit(
        "sozialindex", projekt="hamm", verfahren="x", index="<b>,kinder_sgb2,ehrenamt", gewicht_ehrenamt="-1e999"
    )
    assert app.multiselect(key="index").value == ["kinder_sgb2", "ehrenamt"]
    assert app.number_input(key="gewicht_ehrenamt").value == 1
    assert app.selectbox(key="verfahren").value == "mss"


def test_the_methods_side_by_side_are_those_of_the_analysis() -> None:
    app = visit("sozialindex", projekt="staedteregion_aachen", verfahren="z")
    projekt = open_projekt(Path(app.session_state["_auswahl"].daten.pfad))
    ids = ("arbeitslosenanteil", "beschaeftigtenquote", "einkommensteuer")
    spalten = {i: projekt.load_indikatorwerte(i, "gemeinde", 2019).set_index("bezeichnung")["wert"] for i in ids}
    definition = Indexdefinition("z", ids, ("belastung", "staerke", "staerke"), (1.0,) * 3)
    erwartet = ranks_by_method(pd.DataFrame(spalten), definition)
    gezeigt = {z["wo"]: z["text"] for z in spec_rows(app, "Rang je Verfahren")}
    assert gezeigt == {
        f"{name}, {VERFAHREN_KURZ[v]}": f"{erwartet.loc[name, v]:.0f}" for name in erwartet.index for v in VERFAHREN
    }


@pytest.mark.parametrize("verfahren", VERFAHREN)
def test_every_method_draws_all_cards(verfahren: str) -> None:
    app = visit("sozialindex", projekt="hamm", verfahren=verfahren)
    assert len(app.get("vega_lite_chart")) == 5
    assert len(app.get("deck_gl_json_chart")) == 1
    assert "Warum? Mitte" in text_of(app)


def test_the_chosen_area_is_explained() -> None:
    app = visit("sozialindex", projekt="hamm")
    rhynern = next(i for i, name in app.session_state["_auswahl"].gebiete.items() if name == "Rhynern")
    app.selectbox(key="gebiet").select(rhynern).run()
    text = text_of(app)
    assert "Warum? Rhynern" in text
    assert "Rhynern gehört in 0\u00a0% der Varianten zu den drei Stadtbezirken" in text


def test_too_few_indicators_or_no_weight_are_told() -> None:
    app = visit("sozialindex", projekt="hamm", index="kinder_sgb2")
    assert "mindestens zwei Indikatoren" in text_of(app)
    assert not app.get("vega_lite_chart")
    app.multiselect(key="index").select("mietbelastung").run()
    assert len(app.get("vega_lite_chart")) == 5
    app = visit(
        "sozialindex",
        projekt="hamm",
        verfahren="z",
        index="kinder_sgb2,ehrenamt",
        gewicht_ehrenamt="0",
        gewicht_kinder_sgb2="0",
    )
    assert "Alle Gewichte sind null" in text_of(app)


def test_without_earlier_figures_there_is_no_dynamics() -> None:
    text = text_of(visit("sozialindex", projekt="hamm", jahr="2015"))
    assert "Für die Dynamik braucht es Werte aller Indikatoren aus 2013 oder 2012" in text
    # 2016 looks back two years
    assert "Dynamik seit 2014" in text_of(visit("sozialindex", projekt="hamm", jahr="2016"))


def upload(app: AppTest, inhalt: bytes) -> AppTest:
    app.file_uploader(key="index_datei").upload("index.yaml", inhalt, "application/yaml").run()
    return app


def test_a_definition_comes_back_by_upload() -> None:
    alle = {i: Indikator(i, i, "", "z", None, None, "%", 1, "belastung", "", "", "") for i in HAMM[:2]}
    definition = Indexdefinition("minmax", tuple(HAMM[:2]), ("belastung",) * 2, (2.0, 0.5))
    app = upload(visit("sozialindex", projekt="hamm"), write_definition(definition, alle, today()).encode())
    assert not app.exception
    assert app.selectbox(key="verfahren").value == "minmax"
    assert app.multiselect(key="index").value == HAMM[:2]
    assert app.number_input(key="gewicht_arbeitslosenanteil").value == 0.5


def test_a_file_that_is_none_is_told_and_changes_nothing() -> None:
    app = upload(visit("sozialindex", projekt="hamm"), b"sozialindex: 1\nverfahren: z\nindikatoren: [{indikator: x}]")
    assert "›x‹" in app.error[0].value
    assert app.selectbox(key="verfahren").value == "mss"
    assert len(app.get("vega_lite_chart")) == 5
