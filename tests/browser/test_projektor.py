"""The projector view: readable at five metres from 1280×800."""

from __future__ import annotations

import pytest
from besuch import Besuch
from playwright.sync_api import expect

SEITEN = ("ueberblick", "karte", "arm_und_reich", "profil", "massnahmen", "geld_und_bedarf")
# Sentences, not the small print under a chart.
TEXT = "[data-testid=stMain] [data-testid=stMarkdown] :not([data-testid=stCaptionContainer]) > p"
# The smallest type among elements that show text, in px as seen on the screen.
KLEINSTE = """(wahl) => Math.min(...[...document.querySelectorAll(wahl)]
  .filter(e => e.textContent.trim() && e.checkVisibility())
  .map(e => parseFloat(getComputedStyle(e).fontSize)))"""
# Charts are drawn in their own px and may be scaled by the page.
KLEINSTE_IM_BILD = """() => Math.min(...[...document.querySelectorAll('[data-testid=stVegaLiteChart] svg text')]
  .filter(e => e.textContent.trim())
  .map(e => { const m = e.getScreenCTM(); return parseFloat(getComputedStyle(e).fontSize) * Math.hypot(m.a, m.b); }))"""


def expect_readable(besuch: Besuch) -> None:
    seite = besuch.page
    expect(seite.get_by_test_id("stSidebar")).not_to_be_visible()
    assert seite.evaluate(KLEINSTE, TEXT) >= 19
    assert seite.evaluate(KLEINSTE_IM_BILD) >= 18
    assert seite.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert seite.evaluate(
        "(() => { const e = document.querySelector('[data-testid=stMain]'); return e.scrollWidth <= e.clientWidth })()"
    )


@pytest.mark.parametrize("name", SEITEN)
def test_by_link(besuch: Besuch, name: str) -> None:
    besuch.open(f"/{name}?projekt=hamm&ansicht=projektor")
    expect_readable(besuch)


def test_by_the_switch_and_back(besuch: Besuch) -> None:
    seite = besuch.open("/ueberblick?projekt=hamm&gebiet=05915000-5")
    expect(seite.get_by_test_id("stSidebar")).to_be_visible()
    seite.get_by_text("Projektoransicht").click()
    besuch.expect_choice("ansicht", "projektor")
    expect(seite.get_by_test_id("stSidebar")).not_to_be_visible()
    besuch.wait_until_still()
    expect_readable(besuch)
    expect(besuch.sentence("karte")).to_contain_text("Herringen: ")
    seite.get_by_role("button", name="Auswahl ändern").click()
    seite.get_by_text("Projektoransicht").click()
    besuch.expect_choice("ansicht", None)
    expect(seite.get_by_test_id("stSidebar")).to_be_visible()
    expect(besuch.sentence("karte")).to_contain_text("Herringen: ")
