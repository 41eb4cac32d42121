"""The pictures of the Sozialindex: what they say, read back from the drawing."""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Callable

import altair as alt
import numpy as np
import pandas as pd
import pytest
import vl_convert
from zeichnung import Text, draw

from sozialplanung.charts.sozialindex import contribution_bars, rank_ranges_chart
from sozialplanung.charts.sozialindex_felder import (
    STATUS,
    correlation_matrix,
    definition_matrix,
    rank_matrix,
    status_dynamics_field,
)
from sozialplanung.charts.theme import Spec, Stil

NAMEN = ("Herringen", "Bockum-Hövel", "Hamm-Mitte", "Heessen", "Pelkum", "Uentrop", "Rhynern")
STILE = {"normal": (Stil(), 1.0), "projektor": (Stil(projektor=True), 1.4), "dunkel": (Stil(dunkel=True), 1.0)}


def raenge() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "gebiet_id": [f"0{i}" for i in range(7)],
            "bezeichnung": NAMEN,
            "rang": [1.0, 2, 3, 4, 5, 6, np.nan],
            "rang_von": [1.0, 1, 2, 3, 4, 6, np.nan],
            "rang_bis": [2.0, 3, 4, 5, 6, 6, np.nan],
            "anteil_vorn": [1.0, 0.94, 0.61, 0.2, 0, 0, np.nan],
        }
    )


def beitraege() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "bezeichnung": ["Kinder in der Grundsicherung (SGB II)", "Hohe Mietbelastung", "Grundsicherung im Alter"],
            "beitrag": [0.52, -0.31, 0.12],
            "anzeige": ["30,4 %", "21,0 %", "5,1 %"],
        }
    )


def gruppen() -> pd.DataFrame:
    status = ["sehr niedrig", "niedrig", "mittel", "mittel", "mittel", "hoch", None]
    dynamik = ["negativ", "stabil", "stabil", "stabil", "stabil", "positiv", None]
    return raenge()[["gebiet_id", "bezeichnung"]].assign(status=status, dynamik=dynamik)


def korrelation() -> pd.DataFrame:
    namen = ["a", "b", "c"]
    return pd.DataFrame([[1, 0.97, np.nan], [0.97, 1, np.nan], [np.nan, np.nan, np.nan]], namen, namen)


def verfahren() -> pd.DataFrame:
    return raenge().assign(platz=raenge()["rang"], mss=raenge()["rang"], rang=[2.0, 1, 3, 4, 5, 6, np.nan])


def zwei_definitionen() -> pd.DataFrame:
    """The third goes up a class, the fourth down; the sixth has no index by the first, the last by none."""
    return raenge()[["gebiet_id", "bezeichnung"]].assign(
        rang_0=[1.0, 2, 3, 4, 5, np.nan, np.nan],
        klasse_0=[3.0, 3, 2, 2, 0, np.nan, np.nan],
        rang_1=[2.0, 3, 1, 5, 6, 4, np.nan],
        klasse_1=[3.0, 3, 3, 1, 0, 2, np.nan],
    )


KLASSEN = ("niedrig", "eher niedrig", "eher hoch", "hoch")
ALLE: dict[str, Callable[[Stil, float, bool], Spec]] = {
    "raenge": lambda stil, f, beispiel: rank_ranges_chart(
        raenge(),
        spalte_rechts="unter den ersten 3",
        gewaehlt="01",
        stil=stil,
        beispiel=beispiel,
        breite=round(380 * f),
        hoehe=round(360 * f),
    ),
    "beitraege": lambda stil, f, beispiel: contribution_bars(
        beitraege(), achse="Beitrag zum Index", stil=stil, beispiel=beispiel, breite=round(420 * f)
    ),
    "gruppen": lambda stil, f, beispiel: status_dynamics_field(
        gruppen(), stil=stil, gewaehlt="03", beispiel=beispiel, breite=round(420 * f), hoehe=round(330 * f)
    ),
    "korrelation": lambda stil, f, beispiel: correlation_matrix(
        korrelation(),
        {"a": "Kinder in der Grundsicherung", "b": "Arbeitslose", "c": "Mietbelastung"},
        stil=stil,
        beispiel=beispiel,
        breite=round(420 * f),
    ),
    "definitionen": lambda stil, f, beispiel: definition_matrix(
        zwei_definitionen(),
        ("Sozialindex 2026 mit allem, was dazugehört", "jetzige Auswahl"),
        (KLASSEN, KLASSEN),
        gewaehlt="02",
        stil=stil,
        beispiel=beispiel,
        breite=round(430 * f),
    ),
    "verfahren": lambda stil, f, beispiel: rank_matrix(
        verfahren(), {"mss": "Berlin", "rang": "Ränge"}, stil=stil, beispiel=beispiel, breite=round(420 * f)
    ),
}
faelle = pytest.mark.parametrize(("name", "ansicht"), [(n, a) for n in ALLE for a in STILE])


@functools.cache
def spec_of(name: str, ansicht: str, beispiel: bool = True) -> Spec:
    stil, faktor = STILE[ansicht]
    return ALLE[name](stil, faktor, beispiel)


@functools.cache
def drawn(name: str, ansicht: str = "normal", beispiel: bool = True) -> tuple[float, float, list[Text]]:
    return draw(spec_of(name, ansicht, beispiel))


def texts(name: str, beispiel: bool = True) -> list[str]:
    return [text.text.replace("\u00a0", " ") for text in drawn(name, "normal", beispiel)[2]]


@faelle
def test_is_a_valid_spec_without_data_at_the_top(name: str, ansicht: str) -> None:
    spec = spec_of(name, ansicht)
    alt.LayerChart.from_dict(spec, validate=True)
    assert not {"data", "datasets"} & set(spec)
    json.dumps(spec, allow_nan=False)


@pytest.mark.parametrize("name", ALLE)
def test_vega_has_nothing_to_complain_about(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    vl_convert.vegalite_to_svg(spec_of(name, "normal"), vl_version="6.1", show_warnings=True)
    assert "WARN" not in "".join(capfd.readouterr())


@faelle
def test_no_text_is_cut_and_none_lies_on_another(name: str, ansicht: str) -> None:
    breite, hoehe, texte = drawn(name, ansicht)
    for text in texte:
        assert text.links >= -2, text
        assert text.oben >= -2, text
        assert text.rechts <= breite + 3, text
        assert text.unten <= hoehe + 2, text
        assert text.groesse >= (16 if ansicht == "projektor" else 11)
    for a, b in itertools.combinations(texte, 2):
        assert not a.overlaps(b, spiel=2.5), (a, b)


@pytest.mark.parametrize("name", ALLE)
def test_the_picture_has_the_size_that_was_asked_for(name: str) -> None:
    spec = spec_of(name, "normal")
    assert drawn(name)[:2] == (spec["width"], spec["height"])


@pytest.mark.parametrize("name", ALLE)
def test_invented_figures_say_so_and_real_ones_do_not(name: str) -> None:
    assert "Beispiel" in texts(name)
    assert "Beispiel" not in texts(name, beispiel=False)


def test_rank_ranges_leave_out_areas_without_rank_and_show_the_share() -> None:
    texte = texts("raenge")
    assert {"Herringen", "100 %", "94 %", "61 %"} <= set(texte)
    assert "Rhynern" not in texte


def test_contributions_carry_sign_and_figure() -> None:
    texte = texts("beitraege")
    assert {"+0,52 (30,4 %)", "−0,31 (21,0 %)", "+0,12 (5,1 %)"} <= set(texte)


def test_groups_hold_names_and_leave_out_areas_without_dynamics() -> None:
    texte = texts("gruppen")
    assert {"Herringen", "Hamm-Mitte", "Heessen", "Pelkum", "Uentrop"} <= set(texte)
    assert "Rhynern" not in texte
    orte = {text.text: text for text in drawn("gruppen")[2]}
    assert orte["Herringen"].oben > orte["Bockum-Hövel"].oben > orte["Uentrop"].oben  # need grows downwards
    assert orte["Uentrop"].links < orte["Bockum-Hövel"].links < orte["Herringen"].links


def test_too_many_names_become_a_count() -> None:
    viele = pd.DataFrame(
        {
            "gebiet_id": [str(i) for i in range(50)],
            "bezeichnung": [f"Quartier {i}" for i in range(50)],
            "status": "mittel",
            "dynamik": "stabil",
        }
    )
    # a cell is 300 − 3,4·13 − 16 = 239,8 px / 4 = 60 px high: three lines of 15,6 px
    texte = [t.text for t in draw(status_dynamics_field(viele, stil=Stil(), gewaehlt="49", breite=400, hoehe=300))[2]]
    assert [t for t in texte if t.startswith("Quartier")] == ["Quartier 49", "Quartier 0"]
    assert "+ 48 weitere" in texte


def test_correlations_stand_once_and_missing_ones_are_not_zero() -> None:
    texte = texts("korrelation")
    assert texte.count("0,97") == 1
    assert texte.count("–") == 2
    assert "1,00" not in texte


def test_methods_stand_side_by_side() -> None:
    texte = texts("verfahren")
    assert {"Berlin", "Ränge"} <= set(texte)
    assert "Rhynern" not in texte
    orte = {(z["zeile"], z["spalte"]): z["text"] for z in spec_of("verfahren", "normal")["layer"][0]["data"]["values"]}
    assert [orte[0, 0], orte[0, 1], orte[1, 0], orte[1, 1]] == ["1", "2", "2", "1"]


def test_definitions_show_rank_and_class_and_an_arrow_where_it_changes() -> None:
    orte = {(z["zeile"], z["spalte"]): z for z in spec_of("definitionen", "normal")["layer"][0]["data"]["values"]}
    assert [orte[i, 1]["text"] for i in range(6)] == [
        "2 · hoch", "3 · hoch", "1 · hoch ↑", "5 · eher niedrig ↓", "6 · niedrig", "4 · eher hoch",
    ]  # fmt: skip
    assert orte[5, 0]["text"] == "ohne Index"
    assert (6, 0) not in orte
    assert orte[0, 0]["farbe"] == orte[0, 1]["farbe"] != orte[3, 1]["farbe"]
    assert any(text.startswith("Sozialindex 2026") and text.endswith("…") for text in texts("definitionen"))


def test_other_classes_are_not_compared() -> None:
    spec = definition_matrix(zwei_definitionen(), ("A", "B"), (KLASSEN, ("a", "b", "c", "d")), stil=Stil())
    assert not any("↑" in z["text"] or "↓" in z["text"] for z in spec["layer"][0]["data"]["values"])


def test_three_classes_of_status_make_nine_groups() -> None:
    spec = status_dynamics_field(gruppen().query("status != 'sehr niedrig'"), stil=Stil(), status=STATUS[:3])
    assert json.dumps(spec).count('"wo"') - 1 == 9  # one of them is the tooltip's
    assert "sehr niedrig" not in {t.text for t in draw(spec)[2]}
