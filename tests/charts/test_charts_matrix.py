"""Rows by columns as HTML."""

from __future__ import annotations

import re

from sozialplanung.charts.matrix import Zelle, matrix_html
from sozialplanung.charts.theme import HELL, Stil


def draw(breite: int, **zellen: Zelle) -> str:
    return matrix_html(
        ["A", "offen"],
        ["Jugendamt", "<i>"],
        {("A", name): zelle for name, zelle in zellen.items()} | {("A", "<i>"): Zelle("<b>")},
        ecke="Wer",
        stil=Stil(),
        breite=breite,
        abgesetzt={"offen"},
        leer="–",
        beispiel=True,
    )


def test_the_darker_the_more_and_what_is_apart_stands_apart() -> None:
    html = draw(800, Jugendamt=Zelle("7", 1.0, 'sie sagt "7"'))
    assert re.findall(r"background:(#\w+)", html) == [HELL.bedarf[-1]]
    assert html.count("–</td>") == 2
    assert html.count("border-top:2px dashed") > 1
    assert "&lt;b&gt;" in html
    assert "<i>" not in html
    assert "sie sagt &quot;7&quot;" in html
    assert "Beispiel" in html


def test_long_names_of_columns_stand_upright() -> None:
    assert "vertical-rl" not in draw(800)
    assert "vertical-rl" in draw(150)
