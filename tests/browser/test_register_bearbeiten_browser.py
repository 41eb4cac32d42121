"""Money edited in the register: the sums move, and undo brings them back."""

from __future__ import annotations

import re

from besuch import Besuch
from playwright.sync_api import expect


def test_a_finanzierung_is_edited_seen_in_the_sums_and_undone(schreibend: Besuch) -> None:
    """Schulsozialarbeit, city, 2018: 800.000 → 1.800.000 €; 1,6 Mio. become 2,6 Mio."""
    seite = schreibend.open(
        "/massnahmen?projekt=hamm&haushaltsjahr=2018&blick_massnahmen=bearbeiten&massnahme=IK-01"
        "&teil_massnahme=finanzierung"
    )
    eigenanteil = seite.get_by_test_id("stMetric").filter(has_text="Eigenanteil")
    expect(eigenanteil).to_contain_text("1,6")
    tabelle = seite.get_by_test_id("stDataFrame").first
    rahmen = tabelle.bounding_box()
    assert rahmen is not None
    tabelle.click(position={"x": rahmen["width"] * 0.62, "y": 52})
    seite.keyboard.press("Enter")
    eingabe = seite.locator("#portal input")
    eingabe.fill("")
    eingabe.press_sequentially("1800000,00", delay=50)
    seite.keyboard.press("Enter")
    expect(seite.get_by_text("2018: 2.060.000,00")).to_be_visible()
    seite.get_by_role("button", name="Finanzierung sichern").dblclick()
    expect(eigenanteil).to_contain_text("2,6")
    seite.locator(".st-key-blick_massnahmen").get_by_text("Verlauf").click()
    expect(seite.get_by_text("1 Zeile geändert")).to_have_count(1)
    seite.get_by_role("button", name=re.compile("Zurücknehmen")).click()
    expect(eigenanteil).to_contain_text("1,6")
    assert not schreibend.fremde
