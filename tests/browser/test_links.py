"""Every view is a link: it opens cold, survives reload and page change, and is nobody else's business."""

from __future__ import annotations

import re
from pathlib import Path

from besuch import Besuch, run_server, visit
from playwright.sync_api import Browser, Page, expect

# Einkommensteuer 2005: Roetgen 335,09 € (INKAR, BBSR), see tests/beispiele
LINK = "/karte?projekt=staedteregion_aachen&indikator=einkommensteuer&jahr=2005&gebiet=05334024"


def expect_roetgen_2005(besuch: Besuch) -> None:
    seite: Page = besuch.page
    expect(seite.get_by_role("heading", level=1)).to_contain_text("Einkommensteuer")
    expect(seite.get_by_text("Roetgen: 335 € im Jahr 2005, der höchste Wert von 10 Gemeinden.")).to_be_visible()
    expect(besuch.field_of("projekt")).to_have_value("StädteRegion Aachen")
    expect(besuch.field_of("gebiet")).to_have_value("Roetgen")
    expect(besuch.marked("karte_rang").first).to_have_text("Roetgen")
    besuch.expect_choice("jahr", "2005")
    besuch.expect_choice("gebiet", "05334024")


def test_a_link_opens_on_a_cold_server_whose_examples_are_not_built_yet(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "neu").mkdir()
    with run_server(tmp_path / "neu" / "projekte") as adresse, visit(browser, adresse) as besuch:
        antwort = besuch.page.goto(adresse + LINK)
        assert antwort
        assert antwort.status == 200
        expect(besuch.page.get_by_text("Erster Start: Die Beispielprojekte werden angelegt")).to_be_visible()
        expect_roetgen_2005(besuch)
        expect(besuch.page.get_by_text("Page not found")).to_have_count(0)
        expect(besuch.page.locator("html")).to_have_attribute("lang", "de")
        assert sorted(p.name for p in (tmp_path / "neu" / "projekte").glob("*.duckdb")) == [
            "hamm.duckdb",
            "moenchengladbach.duckdb",
            "staedteregion_aachen.duckdb",
        ]


def test_the_address_alone_leads_to_the_first_page_and_keeps_the_choice(besuch: Besuch) -> None:
    besuch.open("/?projekt=staedteregion_aachen&jahr=1995")
    assert besuch.page.url.startswith(f"{besuch.server}/ueberblick?")
    expect(besuch.page.get_by_text("1995 ist der Wert in Roetgen 1,6-mal so hoch wie in Baesweiler")).to_be_visible()


def expect_monschau_1999(besuch: Besuch) -> None:
    """»Arm und Reich« as chosen; a page without a map, which is slow to draw without a graphics card."""
    expect(besuch.field_of("indikator")).to_have_value("Einkommensteuer je Einwohner")
    expect(besuch.field_of("gebiet")).to_have_value("Monschau")
    expect(besuch.page.get_by_text("Einkommensteuer je Einwohner: 1999 ist der Wert in")).to_be_visible()
    expect(besuch.marked("ar_jahre").first).to_have_text("Monschau")
    besuch.expect_choice("jahr", "1999")
    besuch.expect_choice("gebiet", "05334020")


MONSCHAU_1999 = "/arm_und_reich?projekt=staedteregion_aachen&indikator=einkommensteuer&jahr=1999&gebiet=05334020"


def test_the_choice_survives_other_pages_reload_and_the_way_back(besuch: Besuch) -> None:
    besuch.open(MONSCHAU_1999)
    expect_monschau_1999(besuch)
    besuch.go("Maßnahmen")  # a page that has no use for area and year
    besuch.go("Arm und Reich")
    expect_monschau_1999(besuch)
    besuch.page.reload()
    expect_monschau_1999(besuch)
    besuch.go("Daten")
    # Streamlit adds an entry to the history for the page, and mostly one more for its choices.
    for _ in range(2):
        if "/daten" in besuch.page.url:
            besuch.page.go_back()
            besuch.wait_until_still()
    expect(besuch.page).to_have_url(re.compile("/arm_und_reich"))
    expect_monschau_1999(besuch)
    besuch.choose("gebiet", "Roetgen")
    besuch.expect_choice("gebiet", "05334024")


def test_two_people_do_not_disturb_each_other(besuch: Besuch, browser: Browser) -> None:
    besuch.open(MONSCHAU_1999)
    with visit(browser, besuch.server) as andere:
        andere.open("/arm_und_reich?projekt=hamm")
        andere.choose("gebiet", "Herringen")
        andere.expect_choice("gebiet", "05915000-5")
        expect_monschau_1999(besuch)
        besuch.choose("indikator", "Arbeitslose je 100 Erwerbsfähige")
        besuch.expect_choice("indikator", "arbeitslosenanteil")
        andere.choose("indikator", "Hohe Mietbelastung")
        andere.expect_choice("indikator", "mietbelastung")
        expect(besuch.field_of("indikator")).to_have_value("Arbeitslose je 100 Erwerbsfähige")
        expect(besuch.field_of("gebiet")).to_have_value("Monschau")
        expect(andere.field_of("gebiet")).to_have_value("Herringen")
