"""A Sozialindex from the first slider to the map of another page, with Projekte of its own: this journey writes."""

from __future__ import annotations

import re

from besuch import Besuch
from playwright.sync_api import Locator, expect

START = "/sozialindex?projekt=hamm&verfahren=z&index=kinder_sgb2,mietbelastung"


def slider(besuch: Besuch, indikator: str) -> Locator:
    return besuch.page.locator(f"[class*=st-key-regler_{indikator}_] input[type=range]")


def weights(besuch: Besuch) -> list[str]:
    texte = besuch.page.locator(".st-key-gewichtsregler [data-testid=stMarkdown] strong").all_inner_texts()
    return [text.replace("\u00a0", " ") for text in texte]


def highest_class(besuch: Besuch) -> Locator:
    return besuch.page.get_by_text("In der höchsten Klasse »hoch«")


def test_a_weight_changes_the_class_and_the_saved_index_is_on_the_map(schreibend: Besuch) -> None:
    besuch = schreibend
    besuch.open(START)
    assert weights(besuch) == ["50,0 %", "50,0 %"]
    expect(highest_class(besuch)).to_contain_text("1 von 7 Stadtbezirken: Mitte.")
    # much more rent burden than elsewhere in Mitte, more children in SGB II in Herringen
    slider(besuch, "kinder_sgb2").press("End")
    expect(highest_class(besuch)).to_contain_text("1 von 7 Stadtbezirken: Herringen.")
    besuch.wait_until_still()
    assert weights(besuch) == ["100,0 %", "0,0 %"]
    # moved in a hurry: every step interrupts the drawing of the one before
    for _ in range(30):
        slider(besuch, "mietbelastung").press("ArrowRight")
    besuch.expect_choice("gewicht_mietbelastung", "30")
    besuch.wait_until_still()
    assert weights(besuch) == ["70,0 %", "30,0 %"]

    besuch.page.get_by_role("button", name="Sichern und laden").click()
    besuch.page.locator(".st-key-index_name input").fill("Kinder & Miete")
    besuch.page.get_by_role("button", name="Im Projekt sichern").click()
    expect(besuch.page.get_by_text("»Kinder & Miete« ist gesichert.")).to_be_visible()
    titel = besuch.page.get_by_role("heading", name=re.compile("^Kinder & Miete · 2021"))
    expect(titel).to_be_visible()

    besuch.page.reload()
    besuch.wait_until_still()
    expect(titel).to_be_visible()
    assert weights(besuch) == ["70,0 %", "30,0 %"]

    besuch.go("Karte")
    besuch.choose("indikator", "Kinder & Miete")
    besuch.expect_choice("indikator", "index-kinder_miete")
    besuch.wait_until_still()
    expect(besuch.page.get_by_role("heading", level=1)).to_contain_text("Kinder & Miete")
    quelle = besuch.page.get_by_text("Mittel der z-Werte aus Kinder in der Grundsicherung (SGB II) (70").first
    expect(quelle).to_contain_text("Index, mehr = mehr Unterstützungsbedarf")
    expect(quelle).to_contain_text("Definition »Kinder & Miete«")


def test_what_is_chosen_before_the_list_opens_is_in_it(besuch: Besuch) -> None:
    """A popover mounts its fields when it opens; they must not then report that nothing is chosen."""
    besuch.open(START)
    slider(besuch, "kinder_sgb2").press("ArrowRight")
    besuch.expect_choice("gewicht_kinder_sgb2", "51")
    besuch.wait_until_still()
    besuch.page.get_by_role("button", name="Indikatoren", exact=True).click()
    gewaehlt = besuch.page.locator(".st-key-index")
    expect(gewaehlt).to_contain_text("Kinder in der Grundsicherung (SGB II)")
    expect(gewaehlt).to_contain_text("Hohe Mietbelastung")
    expect(besuch.page.locator(".st-key-mindest input")).to_have_value("300")
    besuch.wait_until_still()
    besuch.expect_choice("index", "kinder_sgb2,mietbelastung".replace(",", "%2C"))
    expect(highest_class(besuch)).to_be_visible()
