"""axe-core finds no serious violation that comes from our own content."""

from __future__ import annotations

from typing import Any

import pytest
from besuch import Besuch

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python (extra `test`)")

SEITEN = ("ueberblick", "karte", "arm_und_reich", "profil", "massnahmen", "geld_und_bedarf", "daten")
# What Streamlit itself gets wrong: rule, selector, why we cannot mend it.
STREAMLIT = (
    ("list", "ul[data-testid=stSidebarNavItems]", "st.navigation puts a <div> per group between <ul> and <li>"),
    ("listitem", "ul[data-testid=stSidebarNavItems] li", "the same <div>, seen from the entries"),
)


@pytest.mark.parametrize("seite", SEITEN)
def test_axe(besuch: Besuch, seite: str) -> None:
    page = besuch.open(f"/{seite}?projekt=hamm")
    befund = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response
    verstoesse = [
        f"{regel['id']} ({regel['impact']}): {ort['html'][:300]}\n  {ort['failureSummary']}"
        for regel in befund["violations"]
        if regel["impact"] in ("serious", "critical")
        for ort in regel["nodes"]
        if not any(regel["id"] == name and is_at(besuch, ort, selektor) for name, selektor, _ in STREAMLIT)
    ]
    assert not verstoesse, "\n".join(verstoesse)


def is_at(besuch: Besuch, ort: dict[str, Any], selektor: str) -> bool:
    """Whether axe's finding concerns an element that the selector matches."""
    return bool(
        besuch.page.evaluate("([ziel, s]) => document.querySelector(ziel).matches(s)", [ort["target"][0], selektor])
    )
