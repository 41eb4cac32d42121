"""Every page of both examples, on the desk and on the wall: nothing breaks, sticks out, is English or cannot be read.

One browser walks through all of them, as a person does; what is left to load of the app is loaded once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from besuch import GROSS, KLEIN, WURZEL, Besuch, visit
from playwright.sync_api import Browser
from test_projektor import expect_readable

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python (extra `test`)")

SEITEN = tuple(sorted(seite.stem for seite in (WURZEL / "pages").glob("*.py")))
ENGLISCH = re.compile(
    r"\b(Upload|Browse|Drag|Search|Choose|Select|No results|No options|Deploy|Rerun|per file|Limit|Running|Loading"
    r"|Please|Press Enter|Submit|Cancel|Close|Settings|Error|Traceback|Open|Help for|Skip to|Main menu"
    r"|None|NaN|nan|undefined|null|True|False)\b"
)
# Text that can be seen: not the names of icons, not what is clipped away for screen readers or typeset at size 0.
SICHTBAR = """() => {
  const lauf = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texte = [];
  while (lauf.nextNode()) {
    const e = lauf.currentNode.parentElement;
    const r = e.getBoundingClientRect();
    if (e.closest('[data-testid=stIconMaterial], script, style, noscript')) continue;
    if (!e.checkVisibility({opacityProperty: true, visibilityProperty: true}) || r.width < 2 || r.height < 2) continue;
    if (r.right < 0 || r.bottom < 0 || getComputedStyle(e).fontSize === '0px') continue;
    texte.push(lauf.currentNode.textContent);
  }
  return texte.join('\\n');
}"""
# What a screen reader says.
ANGESAGT = """() => [...document.querySelectorAll('[aria-label], [placeholder], [title]')]
  .filter(e => !e.closest('svg, canvas, table'))
  .flatMap(e => ['aria-label', 'placeholder', 'title'].map(name => e.getAttribute(name))).join('\\n')"""
UEBERSTAND = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
  .map(e => e.scrollWidth - e.clientWidth)"""
# What Streamlit itself gets wrong: rule, selector, why we cannot mend it.
STREAMLIT = (
    ("list", "ul[data-testid=stSidebarNavItems]", "st.navigation puts a <div> per group between <ul> and <li>"),
    ("listitem", "ul[data-testid=stSidebarNavItems] li", "the same <div>, seen from the entries"),
)


@pytest.fixture(scope="module")
def rundgang(browser: Browser, server: str) -> Iterator[Besuch]:
    with visit(browser, server) as gast:
        yield gast


def walk_to(rundgang: Besuch, adresse: str, groesse: tuple[int, int]) -> None:
    """By link: nothing sticks out, nothing is English, no error is shown."""
    page = rundgang.page
    page.set_viewport_size({"width": groesse[0], "height": groesse[1]})
    rundgang.open(adresse)
    assert page.evaluate(UEBERSTAND) == [0, 0]
    text = page.evaluate(SICHTBAR)
    assert len(text) > 100
    assert not (rest := ENGLISCH.findall(text + page.evaluate(ANGESAGT))), rest
    assert page.get_by_test_id("stAlert").filter(has_text="schiefgegangen").count() == 0
    assert page.get_by_test_id("stException").count() == 0


@pytest.mark.parametrize("seite", SEITEN)
def test_aachen_on_a_large_screen(rundgang: Besuch, seite: str) -> None:
    walk_to(rundgang, f"/{seite}?projekt=staedteregion_aachen", GROSS)


@pytest.mark.parametrize("seite", SEITEN)
def test_hamm_on_the_desk_is_accessible(rundgang: Besuch, seite: str) -> None:
    walk_to(rundgang, f"/{seite}?projekt=hamm", KLEIN)
    befund = axe.Axe().run(rundgang.page, options={"resultTypes": ["violations"]}).response
    verstoesse = [
        f"{regel['id']} ({regel['impact']}): {ort['html'][:300]}\n  {ort['failureSummary']}"
        for regel in befund["violations"]
        if regel["impact"] in ("serious", "critical")
        for ort in regel["nodes"]
        if not any(regel["id"] == name and is_at(rundgang, ort, selektor) for name, selektor, _ in STREAMLIT)
    ]
    assert not verstoesse, "\n".join(verstoesse)


def is_at(besuch: Besuch, ort: dict[str, Any], selektor: str) -> bool:
    """Whether axe's finding concerns an element that the selector matches."""
    return bool(
        besuch.page.evaluate("([ziel, s]) => document.querySelector(ziel).matches(s)", [ort["target"][0], selektor])
    )


@pytest.mark.parametrize("seite", SEITEN)
def test_hamm_on_the_wall_is_readable(rundgang: Besuch, seite: str) -> None:
    walk_to(rundgang, f"/{seite}?projekt=hamm&ansicht=projektor", KLEIN)
    expect_readable(rundgang)
