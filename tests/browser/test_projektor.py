"""The projector view: readable at five metres from 1280×800."""

from __future__ import annotations

from besuch import GROSS, Besuch
from playwright.sync_api import expect

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


def test_a_window_drawn_to_the_wall_has_its_pictures_drawn_anew(besuch: Besuch) -> None:
    """From a laptop to 1920×1080: without it, charts keep their size and the map is cropped."""
    seite = besuch.open("/ueberblick?projekt=hamm&ansicht=projektor")
    bild = seite.locator("[class*=st-key-ueberblick_abstand] svg.marks").first
    vorher = bild.bounding_box()
    assert vorher
    seite.set_viewport_size({"width": GROSS[0], "height": GROSS[1]})
    expect(bild).not_to_have_attribute("height", str(round(vorher["height"])))
    besuch.wait_until_still()
    nachher = bild.bounding_box()
    assert nachher
    assert nachher["height"] > vorher["height"] + 100
    karte = seite.get_by_test_id("stDeckGlJsonChart").locator("canvas").first.bounding_box()
    assert karte
    assert abs(karte["height"] - nachher["height"]) < 120
