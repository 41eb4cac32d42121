"""The page »Sozialindex« through AppTest: choices change what is said, and what is missing is told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from test_seiten import text_of, visit

from sozialplanung.analysis.sozialindex import VERFAHREN, Indexdefinition, compute_index, need_ranks, ranks_by_method
from sozialplanung.formatting import today
from sozialplanung.model import Indikator
from sozialplanung.report.indexdefinition import write_definition
from sozialplanung.report.saetze_index import VERFAHREN_KURZ
from sozialplanung.store import open_projekt
from sozialplanung.ui import gewichte

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


def weights(app: AppTest) -> dict[str, str]:
    """Percent as shown above the sliders."""
    regler = [s.key.removeprefix("regler_").rsplit("_", 1)[0] for s in app.slider if s.key.startswith("regler_")]
    texte = [m.value for m in app.markdown if re.match(r"\*\*[\d,]+\u00a0%\*\* ", m.value)]
    return dict(zip(regler, [text[2:].split("\u00a0")[0] for text in texte], strict=True))


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
    app.slider(key="regler_einkommensteuer_0").set_value(90.0).run()
    nachher = ranks(app)
    assert vorher != nachher
    assert weights(app) == {"arbeitslosenanteil": "10,0", "einkommensteuer": "90,0"}

    projekt = open_projekt(Path(app.session_state["_auswahl"].daten.pfad))
    spalten = {
        i: projekt.load_indikatorwerte(i, "gemeinde", 2019).set_index("bezeichnung")["wert"] for i in index.split(",")
    }
    definition = Indexdefinition("z", tuple(spalten), ("belastung", "staerke"), (1.0, 9.0))
    assert nachher == need_ranks(compute_index(pd.DataFrame(spalten), definition)).to_dict()


def test_the_link_holds_method_indicators_and_weights() -> None:
    app = visit("sozialindex", projekt="hamm", verfahren="rang", index="kinder_sgb2,ehrenamt", gewicht_ehrenamt="3")
    assert app.multiselect(key="index").value == ["kinder_sgb2", "ehrenamt"]
    # the new one gets as much as the other has
    assert weights(app) == {"kinder_sgb2": "50,0", "ehrenamt": "50,0"}
    assert app.query_params["verfahren"] == "rang"
    app.multiselect(key="index").unselect("kinder_sgb2").select("mietbelastung").run()
    assert app.query_params["index"] == "ehrenamt,mietbelastung"
    assert app.query_params["gewicht_ehrenamt"] == "3"


def test_nonsense_in_the_link_is_ignored() -> None:
    app = visit(
        "sozialindex", projekt="hamm", verfahren="x", index="<b>,kinder_sgb2,ehrenamt", gewicht_ehrenamt="-1e999"
    )
    assert app.multiselect(key="index").value == ["kinder_sgb2", "ehrenamt"]
    assert weights(app) == {}  # the Berliner Verfahren knows none
    assert app.selectbox(key="verfahren").value == "mss"


def test_the_methods_side_by_side_are_those_of_the_analysis() -> None:
    app = visit("sozialindex", projekt="staedteregion_aachen", verfahren="z", sicht="verfahren")
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
@pytest.mark.parametrize("sicht", ["sicherheit", "gruppen", "verfahren", "zusammenhang"])
def test_every_method_draws_all_cards(verfahren: str, sicht: str) -> None:
    app = visit("sozialindex", projekt="hamm", verfahren=verfahren, sicht=sicht)
    assert len(app.get("vega_lite_chart")) == 2
    assert len(app.get("deck_gl_json_chart")) == 1
    assert "Warum? Mitte" in text_of(app)


def test_the_chosen_area_is_explained() -> None:
    app = visit("sozialindex", projekt="hamm")
    rhynern = next(i for i, name in app.session_state["_auswahl"].gebiete.items() if name == "Rhynern")
    app.selectbox(key="gebiet").select(rhynern).run()
    text = text_of(app)
    assert "Warum? Rhynern" in text
    assert "Rhynern gehört in 0\u00a0% der Varianten zu den drei Stadtbezirken" in text


def test_too_few_indicators_are_told() -> None:
    app = visit("sozialindex", projekt="hamm", index="kinder_sgb2")
    assert "mindestens zwei Indikatoren" in text_of(app)
    assert not app.get("vega_lite_chart")
    app.multiselect(key="index").select("mietbelastung").run()
    assert len(app.get("vega_lite_chart")) == 2


def test_weights_that_are_all_zero_count_equally() -> None:
    nichts = {"gewicht_ehrenamt": "0", "gewicht_kinder_sgb2": "0"}
    app = visit("sozialindex", projekt="hamm", verfahren="z", index="kinder_sgb2,ehrenamt", **nichts)
    assert weights(app) == {"kinder_sgb2": "50,0", "ehrenamt": "50,0"}


def test_one_weight_is_moved_and_the_others_keep_their_proportions() -> None:
    app = visit("sozialindex", projekt="hamm", verfahren="z", index="kinder_sgb2,ehrenamt,mietbelastung")
    app.slider(key="regler_kinder_sgb2_0").set_value(60.0).run()
    assert weights(app) == {"kinder_sgb2": "60,0", "ehrenamt": "20,0", "mietbelastung": "20,0"}
    app.slider(key="regler_ehrenamt_1").set_value(60.0).run()
    # 60 : 20 share the other 40
    assert weights(app) == {"kinder_sgb2": "30,0", "ehrenamt": "60,0", "mietbelastung": "10,0"}
    assert app.query_params["gewicht_kinder_sgb2"] == "30"
    app.button(key="gewichte_gleich").click().run()
    assert set(weights(app).values()) == {"33,3"}
    assert "gewicht_kinder_sgb2" not in app.query_params


def test_a_slider_that_is_gone_or_stands_still_moves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """While one is moved the browser still reports what the others were; Streamlit takes that for moves."""
    namen = ("a", "b", "c")
    zustand = {
        "_adresse": {"gewicht_a": "60", "gewicht_b": "20", "gewicht_c": "20"},
        "_gewichtsregler": {"a": gewichte._Regler(0, 33.3, 60.0), "b": gewichte._Regler(1, 20.0, 20.0)},
        "regler_a_0": 60.0,
        "regler_b_0": 33.3,
        "regler_b_1": 20.0,
    }
    monkeypatch.setattr("streamlit.session_state", zustand)
    for name, nummer in (("a", 0), ("b", 0), ("b", 1)):
        gewichte._slide(namen, name, nummer)
    assert zustand["_adresse"] == {"gewicht_a": "60", "gewicht_b": "20", "gewicht_c": "20"}
    zustand["regler_b_1"] = 40.0
    gewichte._slide(namen, "b", 1)
    assert zustand["_adresse"] == {"gewicht_a": "45", "gewicht_b": "40", "gewicht_c": "15"}


def test_exact_weights_are_typed_with_a_comma() -> None:
    app = visit("sozialindex", projekt="hamm", verfahren="z", index="kinder_sgb2,ehrenamt")
    app.segmented_control(key="gewichte_art").set_value("Zahlen").run()
    app.text_input(key="zahl_kinder_sgb2").input("22,5 %")
    app.text_input(key="zahl_ehrenamt").input("7.5")
    app.button(key="FormSubmitter:gewichte_zahlen-Gewichte übernehmen").click().run()
    assert [t.value for t in app.text_input if (t.key or "").startswith("zahl_")] == ["75,00", "25,00"]
    for unsinn, satz in (
        ("viel", "überall eine Zahl ab 0"),
        ("-1", "überall eine Zahl ab 0"),
        ("0", "Gewichte sind null"),
    ):
        for key in ("zahl_kinder_sgb2", "zahl_ehrenamt"):
            app.text_input(key=key).input(unsinn)
        app.button(key="FormSubmitter:gewichte_zahlen-Gewichte übernehmen").click().run()
        assert satz in app.error[0].value
        assert app.query_params["gewicht_kinder_sgb2"] == "75"


def test_a_neutral_indicator_counts_when_its_direction_is_chosen() -> None:
    app = visit("sozialindex", projekt="hamm", verfahren="z", index="kinder_sgb2,ehrenamt,anteil_65plus")
    assert "Zählt noch nicht mit: Menschen ab 65 Jahren" in text_of(app)
    assert "Nach 2 Indikatoren" in text_of(app)
    app.segmented_control(key="richtung_anteil_65plus").set_value("staerke").run()
    assert "Zählt noch nicht mit" not in text_of(app)
    assert "Nach 3 Indikatoren" in text_of(app)
    assert app.query_params["richtung_anteil_65plus"] == "staerke"
    staerke = ranks(app)
    app.segmented_control(key="richtung_anteil_65plus").set_value("belastung").run()
    assert staerke != ranks(app)


def test_small_areas_are_left_out_and_named() -> None:
    app = visit("sozialindex", projekt="hamm")
    assert "unter 300 Einwohnern" not in text_of(app)
    # Rhynern counts 18.610 persons, Pelkum 19.480, all others more than 20.000
    app.number_input(key="mindest").set_value(19_000).run()
    text = text_of(app)
    assert "6 von 7 Stadtbezirken mit Index" in text
    assert "ohne Index, weil unter 19.000 Einwohnern: Rhynern" in text
    assert "Rhynern" not in ranks(app)
    app.number_input(key="mindest").set_value(30_000).run()
    assert "Nur" in text_of(app)
    assert "braucht es 3" in text_of(app)


def test_hamburg_has_bounds_of_its_own() -> None:
    app = visit("sozialindex", projekt="hamm", verfahren="hamburg", sicht="gruppen")
    assert "Klasse »hoch«" in text_of(app)
    # three years back where the Berliner Verfahren looks two
    assert "Dynamik seit 2018" in text_of(app)
    app.text_input(key="grenzen").input("−1; 0; 0,5").run()
    assert "Klasse »sehr hoch«" in text_of(app)
    assert app.query_params["grenzen"] == "−1; 0; 0,5"
    app.text_input(key="grenzen").input("5").run()
    assert "zwei oder drei Zahlen" in text_of(app)
    assert "Klasse »hoch«" in text_of(app)


def test_what_varies_is_a_choice() -> None:
    app = visit("sozialindex", projekt="hamm", verfahren="z")
    assert "ohne die Zufallsschwankung" in text_of(app)
    spannen = []
    for wahl in ("gewichte", "zahlen", "beides"):
        app.segmented_control(key="schwanken").set_value(wahl).run()
        spannen.append([(z["rang_von"], z["rang_bis"]) for z in spec_rows(app, "Rangspannen")])
    assert "1.000 Varianten von Gewichten, Skalen und Anzahlen" in text_of(app)
    assert spannen[0] != spannen[1]
    aachen = visit("sozialindex", projekt="staedteregion_aachen", schwanken="beides")
    assert "darum fest: Beschäftigtenquote" in text_of(aachen)


def test_the_link_says_what_varies() -> None:
    breiten = {}
    for wahl in ("gewichte", "beides"):
        app = visit("sozialindex", projekt="moenchengladbach", verfahren="z", schwanken=wahl)
        assert app.segmented_control(key="schwanken").value == wahl
        zeilen = spec_rows(app, "Rangspannen")
        breiten[wahl] = {z["bezeichnung"]: z["rang_bis"] - z["rang_von"] for z in zeilen}
    assert breiten["gewichte"].keys() == breiten["beides"].keys()
    assert breiten["gewichte"]["Eicken"] < breiten["beides"]["Eicken"]  # small counts come on top of the weights
    assert sum(breiten["gewichte"].values()) < sum(breiten["beides"].values())


def test_without_earlier_figures_there_is_no_dynamics() -> None:
    text = text_of(visit("sozialindex", projekt="hamm", jahr="2015", sicht="gruppen"))
    assert "Für die Dynamik braucht es Werte aller Indikatoren aus 2013 oder 2012" in text
    # 2016 looks back two years
    assert "Dynamik seit 2014" in text_of(visit("sozialindex", projekt="hamm", jahr="2016", sicht="gruppen"))


def upload(app: AppTest, inhalt: bytes) -> AppTest:
    app.session_state["index_speicher"] = True
    app.run()
    app.file_uploader(key="index_datei").upload("index.yaml", inhalt, "application/yaml").run()
    return app


def test_a_definition_comes_back_by_upload() -> None:
    alle = {i: Indikator(i, i, "", "z", None, None, "%", 1, "belastung", "", "", "") for i in HAMM[:2]}
    definition = Indexdefinition("minmax", tuple(HAMM[:2]), ("belastung",) * 2, (2.0, 0.5))
    app = upload(visit("sozialindex", projekt="hamm"), write_definition(definition, alle, today()).encode())
    assert not app.exception
    assert app.selectbox(key="verfahren").value == "minmax"
    assert app.multiselect(key="index").value == HAMM[:2]
    assert weights(app) == {"grundsicherung_alter": "80,0", "arbeitslosenanteil": "20,0"}
    assert "ist geladen" in app.success[0].value


def test_a_file_that_is_none_is_told_and_changes_nothing() -> None:
    app = upload(visit("sozialindex", projekt="hamm"), b"sozialindex: 1\nverfahren: z\nindikatoren: [{indikator: x}]")
    assert "›x‹" in app.error[0].value
    assert app.selectbox(key="verfahren").value == "mss"
    assert len(app.get("vega_lite_chart")) == 2
