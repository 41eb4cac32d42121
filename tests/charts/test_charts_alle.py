"""What holds for every chart, in every view."""

from __future__ import annotations

import functools
import itertools
import json
import re

import altair as alt
import pytest
import vl_convert
from chart_daten import ALLE
from zeichnung import Text, draw

from sozialplanung.charts.theme import LESBAR, Spec, Stil, contrast

ANSICHTEN = {
    "normal": (Stil(), 1.0),
    "projektor": (Stil(projektor=True), 1.4),
    "dunkel": (Stil(dunkel=True), 1.0),
}
faelle = pytest.mark.parametrize(
    ("name", "ansicht"), [(name, ansicht) for name in ALLE for ansicht in ANSICHTEN], ids=lambda wert: str(wert)
)


def spec_of(name: str, ansicht: str, beispiel: bool = True) -> Spec:
    breite, zeichne = ALLE[name]
    stil, faktor = ANSICHTEN[ansicht]
    return zeichne(stil, round(breite * faktor), beispiel)


@functools.cache
def drawn(name: str, ansicht: str, beispiel: bool = True) -> tuple[float, float, list[Text]]:
    return draw(spec_of(name, ansicht, beispiel))


def texts(name: str, ansicht: str = "normal", beispiel: bool = True) -> list[str]:
    return [text.text.replace("\u00a0", " ") for text in drawn(name, ansicht, beispiel)[2]]


@pytest.mark.parametrize(("name", "ansicht"), list(zip(ALLE, itertools.cycle(ANSICHTEN), strict=False)))
def test_is_a_valid_vega_lite_spec(name: str, ansicht: str) -> None:
    """Each chart in one of the views: they differ in sizes and colours only, and checking takes its time."""
    alt.LayerChart.from_dict(spec_of(name, ansicht), validate=True)


@pytest.mark.parametrize("name", ALLE)
def test_streamlit_finds_no_data_to_take_out(name: str) -> None:
    """It would make a table with our helper columns of them, and BigInt, which Vega cannot read, of dates."""
    assert not {"data", "datasets"} & set(spec_of(name, "normal"))


@pytest.mark.parametrize("name", ALLE)
def test_vega_has_nothing_to_complain_about(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    vl_convert.vegalite_to_svg(spec_of(name, "normal"), vl_version="6.1", show_warnings=True)
    assert "WARN" not in "".join(capfd.readouterr())


@faelle
def test_is_plain_json_without_addresses(name: str, ansicht: str) -> None:
    text = json.dumps(spec_of(name, ansicht), allow_nan=False)
    assert re.findall(r"https?://[^\"]+", text) == ["https://vega.github.io/schema/vega-lite/v6.json"]


@faelle
def test_no_text_is_cut_and_none_lies_on_another(name: str, ansicht: str) -> None:
    breite, hoehe, texte = drawn(name, ansicht)
    assert len(texte) > 5
    for text in texte:
        assert text.links >= -2, text
        assert text.oben >= -2, text
        assert text.rechts <= breite + 3, text
        assert text.unten <= hoehe + 2, text
    for a, b in itertools.combinations(texte, 2):
        assert not a.overlaps(b, spiel=2.5), (a, b)


@faelle
def test_type_is_as_large_as_the_view_demands(name: str, ansicht: str) -> None:
    kleinste = min(text.groesse for text in drawn(name, ansicht)[2])
    assert kleinste >= (16 if ansicht == "projektor" else 11)


@pytest.mark.parametrize("name", ALLE)
def test_invented_figures_say_so_and_real_ones_do_not(name: str) -> None:
    assert any("Beispiel" in text for text in texts(name))
    assert not any("Beispiel" in text for text in texts(name, beispiel=False))


@pytest.mark.parametrize("name", [name for name in ALLE if name != "map_picture"])
def test_the_picture_has_the_size_that_was_asked_for(name: str) -> None:
    spec = spec_of(name, "normal")
    breite, hoehe, _ = drawn(name, "normal")
    assert (breite, hoehe) == (spec["width"], spec["height"])


@pytest.mark.parametrize("ansicht", ANSICHTEN)
@pytest.mark.parametrize("name", ["dumbbell", "lorenz", "gap_over_time", "two_areas", "money_bars", "ranked_bars"])
def test_type_on_the_ground_is_readable(name: str, ansicht: str) -> None:
    grund = ANSICHTEN[ansicht][0].farben.grund
    zeichen = {"●", "■", "–", "┄", "┆"}  # explained by the text beside them
    for text in drawn(name, ansicht)[2]:
        if text.farbe and text.text not in zeichen:
            assert contrast(text.farbe, grund) >= LESBAR, text


def test_numbers_and_dates_are_german() -> None:
    assert {"20.03.2018", "beschlossen"} <= set(texts("committee_dates"))
    assert {"500 Tsd.", "1 Mio.", "1,2 Mio.", "930 Tsd."} <= set(texts("money_bars_felder"))
    assert {"27,4 %", "geheim", "fehlt", "0,0 %"} <= set(texts("ranked_bars"))


@pytest.mark.parametrize("name", ["dumbbell", "ranked_bars", "money_bars", "areas_by_group", "scatter"])
def test_a_click_gives_the_area(name: str) -> None:
    spec = spec_of(name, "normal")["layer"][0]
    schichten = [schicht for schicht in spec["layer"] if "params" in schicht]
    assert [schicht["params"] for schicht in schichten] == [
        [{"name": "gebiet", "select": {"type": "point", "fields": ["gebiet_id"]}}]
    ]
    zeilen = schichten[0].get("data", spec["data"])["values"]
    assert {"01", "02"} <= {zeile["gebiet_id"] for zeile in zeilen}
