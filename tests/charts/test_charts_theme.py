"""Colours, contrast, type."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.charts.theme import DUNKEL, HELL, LESBAR, Farben, Stil, config, contrast, rgb, spread, text_color
from sozialplanung.model import Finanzierungsquelle

HEX = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06X}")
gruende = pytest.mark.parametrize("farben", [HELL, DUNKEL], ids=["hell", "dunkel"])


def test_contrast_by_hand() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)  # the known limit grey of WCAG


@given(HEX)
def test_type_is_readable_on_every_fill(fill: str) -> None:
    assert contrast(text_color(fill), fill) >= LESBAR


@gruende
def test_text_colours_are_readable(farben: Farben) -> None:
    for schrift in (farben.tinte, farben.gedaempft, farben.primaer, farben.markiert):
        assert contrast(schrift, farben.grund) >= LESBAR
    assert contrast(farben.tinte, farben.papier) >= 7


@gruende
@pytest.mark.parametrize("anzahl", range(2, 8))
def test_steps_of_need_can_be_told_apart(farben: Farben, anzahl: int) -> None:
    stufen = spread(farben.bedarf, anzahl)
    zu_schwarz = [contrast(stufe, "#000000") for stufe in stufen]
    assert zu_schwarz == sorted(zu_schwarz, reverse=farben is HELL)
    assert all(max(a, b) / min(a, b) >= 1.15 for a, b in itertools.pairwise(zu_schwarz))


@gruende
def test_every_source_of_money_has_its_own_colour(farben: Farben) -> None:
    assert set(farben.geld) == set(Finanzierungsquelle)
    assert len(set(farben.geld.values())) == len(Finanzierungsquelle)


def test_spread_keeps_the_ends_and_the_tokens() -> None:
    assert spread(HELL.bedarf, 6) == HELL.bedarf
    assert spread(HELL.bedarf, 1) == ("#94B4BF",)
    assert spread(["#000000", "#FFFFFF"], 3) == ("#000000", "#808080", "#FFFFFF")


def test_rgb() -> None:
    assert rgb("#1F5F6B") == (31, 95, 107)


def test_projector_type_is_larger_and_the_style_is_a_key() -> None:
    assert (Stil().schrift, Stil(projektor=True).schrift) == (13, 20)
    assert len({Stil(), Stil(), Stil(projektor=True), Stil(dunkel=True)}) == 3


def test_numbers_are_german() -> None:
    zahlen = config(Stil())["locale"]["number"]
    assert (zahlen["decimal"], zahlen["thousands"], zahlen["currency"]) == (",", ".", ["", "\u00a0€"])
