"""The views of »Arm und Reich«: by click and by link, an area chosen in the scatter, nothing cut on the wall."""

from __future__ import annotations

from besuch import Besuch
from playwright.sync_api import expect
from test_alle_seiten import ENGLISCH, SICHTBAR, UEBERSTAND

BLICKE = ("abstand", "verteilung", "zerlegung", "zusammenhang", "muster", "trennung")
PELKUM = "05915000-4"


def test_an_area_chosen_in_the_scatter_is_marked_in_every_view(besuch: Besuch) -> None:
    page = besuch.open("/arm_und_reich?projekt=hamm")
    page.get_by_test_id("stButtonGroup").get_by_text("Zusammenhang", exact=True).click()
    besuch.expect_choice("blick", "zusammenhang")
    besuch.wait_until_still()
    page.locator("[class*=st-key-ar_streuung] svg path[aria-label*='Gebiet: Pelkum;']").first.click()
    besuch.expect_choice("gebiet", PELKUM)
    expect(besuch.field_of("gebiet")).to_have_value("Pelkum")
    expect(besuch.marked("ar_streuung").first).to_have_text("Pelkum")
    besuch.wait_until_still()
    page.get_by_test_id("stButtonGroup").get_by_text("Räumliche Muster", exact=True).click()
    besuch.expect_choice("blick", "muster")
    expect(besuch.marked("ar_nachbarn").first).to_have_text("Pelkum")


def test_every_view_fits_the_wall(besuch: Besuch) -> None:
    for blick in BLICKE:
        page = besuch.open(f"/arm_und_reich?projekt=hamm&blick={blick}&ansicht=projektor")
        assert page.evaluate(UEBERSTAND) == [0, 0], blick
        assert not (rest := ENGLISCH.findall(page.evaluate(SICHTBAR))), f"{blick}: {rest}"
        assert page.get_by_test_id("stAlert").filter(has_text="schiefgegangen").count() == 0
