"""Key figures as HTML: escaped, with a bar per year from the value that means equality."""

from __future__ import annotations

import re

from sozialplanung.charts.kennzahlen import Kennzahl, key_figures_html
from sozialplanung.charts.theme import HELL, Stil

STIL = Stil()


def heights(html: str) -> list[float]:
    return [float(h) for h in re.findall(r"(?<!-)height:([\d.]+)%", html)]


def test_bars_start_at_equality() -> None:
    html = key_figures_html([Kennzahl("S80/S20", "3,00", "…", (2019, 2020), (2.0, 3.0), ("2,00", "3,00"), 1)], STIL)
    # 2 − 1 against 3 − 1
    assert heights(html) == [50, 100]
    assert html.count(HELL.primaer) == 1
    assert "2019: 2,00" in html


def test_negative_figures_hang_from_the_top() -> None:
    html = key_figures_html([Kennzahl("SII", "−4", "…", (2019, 2020), (4.0, -4.0), ("4", "−4"))], STIL)
    assert re.findall(r"bottom:([\d.]+)%;height:([\d.]+)%", html) == [("50.0", "50.0"), ("0.0", "50.0")]


def test_one_year_and_all_zero_have_no_division() -> None:
    assert heights(key_figures_html([Kennzahl("Gini", "0,2", "…", (2020,), (0.2,), ("0,2",))], STIL)) == []
    gleich = Kennzahl("Gini", "0", "…", (2019, 2020), (0.0, 0.0), ("0", "0"))
    assert heights(key_figures_html([gleich], STIL)) == [0, 0]


def test_text_is_escaped_and_invented_figures_say_so() -> None:
    html = key_figures_html([Kennzahl("<b>", "1 & 2", "»<script>«")], STIL, beispiel=True)
    assert "<script>" not in html
    assert "&lt;b&gt;" in html
    assert "Beispiel" in html
    assert "Beispiel" not in key_figures_html([], STIL)


def test_type_is_large_on_the_wall() -> None:
    html = key_figures_html([Kennzahl("Gini", "0,2", "…", (2019, 2020), (0.2, 0.3), ("0,2", "0,3"))], Stil(True))
    assert min(int(px) for px in re.findall(r"font-size:(\d+)px", html)) >= 16
