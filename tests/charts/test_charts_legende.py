"""The legend under a map."""

from __future__ import annotations

import re

import pandas as pd

from sozialplanung.charts.klassen import Klassen, classify
from sozialplanung.charts.legende import direction_text, legend_html
from sozialplanung.charts.theme import HELL, Stil
from sozialplanung.model import Richtung

KLASSEN = classify(pd.Series([1.0, 9.0, 15.0, 16.0, 30.0]), "eigene", grenzen=[8, 14, 25])


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()


def test_a_strip_shows_counts_and_bounds() -> None:
    text = legend_html(KLASSEN, Stil(), "Prozent", geheim=2, fehlt=1)
    assert words(text) == "Prozent · Zahl im Feld: Gebiete 1 1 2 1 8,0 14,0 25,0 geheim (2) fehlt (1)"
    assert 'title="8,0 bis unter 14,0: 1 Gebiete"' in text


def test_long_bounds_make_a_list_that_wraps() -> None:
    klassen = classify(pd.Series([1e6, 2e6, 3e6]), "eigene", grenzen=[1_234_567.5, 2_345_678.5])
    text = legend_html(klassen, Stil(), "Euro", breite=230)
    assert "flex-wrap:wrap" in text
    assert words(text).startswith("Euro unter 1.234.567,5 (1) 1.234.567,5 bis unter 2.345.678,5 (1)")


def test_counts_of_a_twin_map() -> None:
    assert "3 0 0 7 8,0" in words(legend_html(KLASSEN, Stil(), anzahlen=(3, 0, 0, 7)))


def test_what_people_wrote_is_escaped() -> None:
    text = legend_html(KLASSEN, Stil(), "<script>alert(1)</script>")
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_nothing_to_show() -> None:
    leer = classify(pd.Series([float("nan")]))
    assert words(legend_html(leer, Stil(), fehlt=7)) == "fehlt (7)"


def test_one_class() -> None:
    assert words(legend_html(classify(pd.Series([4.0, 4.0])), Stil())) == "4,0 (2)"


def test_direction_in_words() -> None:
    def text(richtung: Richtung, stil: Stil) -> str:
        return direction_text(classify(pd.Series([1.0, 2.0]), richtung=richtung), stil)

    assert text(Richtung.NEUTRAL, Stil()) == ""
    assert text(Richtung.BELASTUNG, Stil()) == "dunkler = höherer Wert, mehr Bedarf"
    assert text(Richtung.STAERKE, Stil()) == "dunkler = niedrigerer Wert, mehr Bedarf"
    assert text(Richtung.BELASTUNG, Stil(dunkel=True)) == "heller = höherer Wert, mehr Bedarf"


def test_classes_with_names_and_the_three_reasons_for_none() -> None:
    klassen = Klassen((0.5,), (4, 2), 0, 1, 1, Richtung.BELASTUNG, namen=("niedrig", "hoch <b>"))
    text = legend_html(klassen, Stil(), "Bedarf", geheim=1, gesperrt=2, fehlt=3, ohne="unter 300 Einwohnern")
    assert words(text) == ("Bedarf niedrig (4) hoch &lt;b&gt; (2) geheim (1) unter 300 Einwohnern (2) fehlt (3)")
    # each of them looks different
    assert "repeating-linear-gradient" in text
    assert f"background:{HELL.gesperrt};border:1px solid" in text
    assert "dotted" in text
    assert "nicht sinnvoll (2)" in words(legend_html(klassen, Stil(), gesperrt=2))
