"""Nine classes of two Indikatoren: who is in which, and a legend that says so."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.charts.bivariat import divide, field_colors, field_legend_html
from sozialplanung.charts.theme import LESBAR, Stil, contrast, rgb, text_color

STIL = Stil()


def row(*werte: float | None) -> pd.Series:
    return pd.Series(werte, index=list("abcdefghij")[: len(werte)], dtype=float)


def test_thirds_of_both_make_nine_fields() -> None:
    x, y = row(1, 2, 3, 4, 5, 6), row(10, 30, 50, 20, 40, 60)
    teilung = divide(x, y)
    # x: ab|cd|ef; y: ad|be|cf
    assert teilung.klasse.tolist() == [0, 3, 7, 1, 5, 8]
    assert teilung.anzahlen == (1, 1, 0, 1, 0, 1, 0, 1, 1)
    assert teilung.areas_in(True, True).tolist() == ["f"]
    assert teilung.areas_in(False, False).tolist() == ["a"]
    assert teilung.areas_in(True, False).tolist() == []
    assert teilung.klassen.sort_in(teilung.klasse.tolist()) == [0, 3, 7, 1, 5, 8]


def test_areas_without_both_values_are_in_no_field() -> None:
    teilung = divide(row(1, 2, 3, None), row(1, 2, None, 4))
    assert teilung.klasse.tolist()[:2] == [0, 8]
    assert teilung.klasse.isna().tolist() == [False, False, True, True]
    assert divide(row(None, None), row(1, 2)).anzahlen == (0,) * 9


def test_two_different_values_are_low_and_high_and_one_is_the_middle() -> None:
    assert divide(row(1, 2), row(5, 5)).klasse.tolist() == [3, 5]


werte = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=10)


@given(werte)
def test_a_higher_value_is_never_in_a_lower_third(paare) -> None:
    x, y = (row(*spalte) for spalte in zip(*paare, strict=True))
    klasse = divide(x, y).klasse.to_numpy()
    for i, j in itertools.combinations(range(len(klasse)), 2):
        assert (x.iloc[i] - x.iloc[j]) * (klasse[i] % 3 - klasse[j] % 3) >= 0
        assert (y.iloc[i] - y.iloc[j]) * (klasse[i] // 3 - klasse[j] // 3) >= 0


# Machado, Oliveira & Fernandes 2009: how the colour is seen without one kind of cones (linear light)
SEHEN = {
    "alle": np.eye(3),
    "ohne Grün": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "ohne Rot": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
}


def seen(farbe: str, augen: np.ndarray) -> np.ndarray:
    """CIE Lab of a colour."""
    c = np.array(rgb(farbe)) / 255
    linear = augen @ np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(
        linear, 0, 1
    )
    f = np.cbrt(xyz / [0.9505, 1, 1.089])
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("stil", [Stil(), Stil(dunkel=True)])
@pytest.mark.parametrize("augen", SEHEN)
def test_the_nine_colours_stay_apart_for_all_eyes(augen: str, stil: Stil) -> None:
    farben = [seen(farbe, SEHEN[augen]) for farbe in field_colors(stil)]
    assert min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(farben, 2)) >= 12
    for farbe in field_colors(stil):
        assert contrast(text_color(farbe), farbe) >= LESBAR


def legend(**weiter: int | bool) -> str:
    teilung = divide(row(1, 2, 3, 4, 5, 6), row(10, 30, 50, 20, 40, 60), stellen=(0, 0))
    return field_legend_html(
        teilung, STIL, ("Miete <€>", "Armut (%)"), [("#000000", "beide hoch", ["Mitte", "Süd & West"])], **weiter
    )


def test_the_legend_counts_and_names() -> None:
    html = legend(geheim=1, fehlt=2)
    zellen = [int(z) for z in re.findall(r">(\d+)</td>", html)]
    # from high to low y: the upper third first
    assert zellen == [0, 1, 1, 1, 0, 1, 1, 1, 0]
    assert "unter 3" in html
    assert "3–5" in html
    assert "ab 50" in html
    assert "Miete &lt;€&gt; →" in html
    assert "Mitte, Süd &amp; West" in html
    assert "1 geheim (schraffiert) · 2 ohne beide Werte" in html


def test_the_legend_says_beispiel() -> None:
    assert "Beispiel" in legend(beispiel=True)
    assert "Beispiel" not in legend()
