"""Choosing an area on »Überblick« – on the map, in a chart, in the list – marks it everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from besuch import Besuch
from playwright.sync_api import expect

from sozialplanung.charts.beschriftung import Ausschnitt
from sozialplanung.charts.karte import geometry_collection
from sozialplanung.store import open_projekt

HERRINGEN, MITTE, PELKUM = "05915000-5", "05915000-1", "05915000-4"


@pytest.fixture(scope="module")
def grenzen(beispielordner: Path) -> dict[str, tuple[float, float]]:
    """Where the areas of Hamm are labelled, in degrees, and the bounds of the city under the key »grenzen«."""
    projekt = open_projekt(beispielordner / "hamm.duckdb")
    _, flaechen, rahmen = geometry_collection(projekt.load_geometrie("stadtbezirk"))
    orte = {f.bezeichnung: (f.punkt_lon, f.punkt_lat) for f in flaechen.itertuples()}
    return orte | {"suedwest": rahmen[:2], "nordost": rahmen[2:]}


def click_map(besuch: Besuch, gebiet: str, orte: dict[str, tuple[float, float]]) -> None:
    """A click at the label of an area, once the map answers to the pointer with that area's tooltip."""
    besuch.wait_until_responsive()
    karte = besuch.page.get_by_test_id("stDeckGlJsonChart")
    karte.scroll_into_view_if_needed()
    kasten = karte.locator("canvas").first.bounding_box()
    assert kasten
    ausschnitt = Ausschnitt.fit((*orte["suedwest"], *orte["nordost"]), kasten["width"], kasten["height"])
    x, y = ausschnitt.to_pixel(*orte[gebiet])
    ort = float(kasten["x"] + x), float(kasten["y"] + y)
    hinweis = besuch.page.locator(".deck-tooltip b")
    for i in range(200):
        besuch.page.mouse.move(ort[0] + i % 2, ort[1])
        besuch.wait_until_responsive()
        if hinweis.count() and hinweis.first.inner_text() == gebiet:
            break
    expect(hinweis).to_have_text(gebiet)
    besuch.page.mouse.click(*ort)


def click_dot(besuch: Besuch, gebiet: str) -> None:
    """A click on the later point of an area in the dumbbell chart."""
    besuch.page.locator(f"[class*=st-key-ueberblick_abstand] svg path[aria-label*='Gebiet: {gebiet};']").last.click()


def expect_marked(besuch: Besuch, gebiet: str, gebiet_id: str) -> None:
    besuch.expect_choice("gebiet", gebiet_id)
    expect(besuch.sentence("karte")).to_contain_text(f"{gebiet}: ")
    expect(besuch.field_of("gebiet")).to_have_value(gebiet)
    expect(besuch.marked("ueberblick_abstand").first).to_have_text(gebiet)
    expect(besuch.marked("ueberblick_geld").first).to_have_text(gebiet)
    besuch.wait_until_still()


def expect_nothing_marked(besuch: Besuch) -> None:
    besuch.expect_choice("gebiet", None)
    expect(besuch.sentence("karte")).to_contain_text("Am höchsten ist der Wert")
    expect(besuch.field_of("gebiet")).to_have_value(re.compile("^(keins)?$"))
    expect(besuch.marked("ueberblick_abstand")).to_have_count(0)
    expect(besuch.marked("ueberblick_geld")).to_have_count(0)
    besuch.wait_until_still()


def test_an_area_is_chosen_on_the_map_and_left_again(besuch: Besuch, grenzen: dict[str, tuple[float, float]]) -> None:
    besuch.open("/ueberblick?projekt=hamm")
    expect_nothing_marked(besuch)
    click_map(besuch, "Herringen", grenzen)
    expect_marked(besuch, "Herringen", HERRINGEN)
    click_map(besuch, "Herringen", grenzen)
    expect_nothing_marked(besuch)


def test_map_chart_and_list_agree_whatever_was_used_before(
    besuch: Besuch, grenzen: dict[str, tuple[float, float]]
) -> None:
    """Each of them remembers its own last click; that memory must not get into the way."""
    besuch.open("/ueberblick?projekt=hamm")
    click_dot(besuch, "Pelkum")
    expect_marked(besuch, "Pelkum", PELKUM)
    besuch.choose("gebiet", "Mitte")
    expect_marked(besuch, "Mitte", MITTE)
    click_dot(besuch, "Pelkum")
    expect_marked(besuch, "Pelkum", PELKUM)
    click_map(besuch, "Herringen", grenzen)
    expect_marked(besuch, "Herringen", HERRINGEN)
    besuch.choose("gebiet", "Mitte")
    expect_marked(besuch, "Mitte", MITTE)
    click_map(besuch, "Herringen", grenzen)
    expect_marked(besuch, "Herringen", HERRINGEN)
    besuch.choose("gebiet", "keins")
    expect_nothing_marked(besuch)
