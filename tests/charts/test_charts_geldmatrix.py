"""The matrix as HTML: nothing is lost, nothing runs, every shade can be read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sozialplanung.analysis.geldmatrix import Geldmatrix
from sozialplanung.charts.geldmatrix import matrix_html, shade
from sozialplanung.charts.theme import LESBAR, Stil, contrast, text_color

MATRIX = Geldmatrix(
    ("A<b>", None),
    ("Land",),
    {("A<b>", "Land"): Decimal("1234567.50"), (None, "Land"): Decimal("0.25")},
    {"A<b>": Decimal("1234567.50"), None: Decimal("0.25")},
    {"Land": Decimal("1234567.75")},
    Decimal("1234567.75"),
)


def html_of(stil: Stil, beispiel: bool = True) -> str:
    return matrix_html(MATRIX, lambda key: str(key or "Stadt"), titel="x", stil=stil, beispiel=beispiel)


def test_to_the_cent_and_escaped() -> None:
    text = html_of(Stil())
    assert "1.234.567,50" in text
    assert "1.234.567,75" in text
    assert "0,25" in text
    assert "A&lt;b&gt;" in text
    assert "<b>" not in text
    assert "Beispiel" in text
    assert "Beispiel" not in html_of(Stil(), beispiel=False)
    assert "dunkler = mehr Geld" in text


def test_whole_euro_from_afar() -> None:
    text = html_of(Stil(projektor=True, dunkel=True))
    assert "1.234.568" in text
    assert "auf ganze Euro gerundet" in text
    assert "heller = mehr Geld" in text


@pytest.mark.parametrize("stil", [Stil(), Stil(dunkel=True)])
def test_every_shade_can_be_read(stil: Stil) -> None:
    farben = [shade(Decimal(eur), Decimal(100), stil) for eur in (0, 1, 5, 20, 50, 100)]
    assert len(set(farben)) > 3
    assert all(contrast(text_color(farbe), farbe) >= LESBAR for farbe in farben)
