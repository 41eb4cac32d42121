"""Every page of both examples, on the desk and on the wall: nothing breaks, nothing sticks out, nothing is English."""

from __future__ import annotations

import re

import pytest
from besuch import GROSS, KLEIN, Besuch

SEITEN = ("ueberblick", "karte", "arm_und_reich", "profil", "massnahmen", "geld_und_bedarf", "daten")
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


@pytest.mark.parametrize("seite", SEITEN)
@pytest.mark.parametrize(
    ("projekt", "ansicht"), [("hamm", "normal"), ("hamm", "projektor"), ("staedteregion_aachen", "normal")]
)
def test_page(besuch: Besuch, projekt: str, ansicht: str, seite: str) -> None:
    page = besuch.open(f"/{seite}?projekt={projekt}&ansicht={ansicht}")
    for breite, hoehe in (KLEIN, GROSS):
        page.set_viewport_size({"width": breite, "height": hoehe})
        besuch.wait_until_still()
        assert page.evaluate(UEBERSTAND) == [0, 0], f"{breite}×{hoehe}"
        text = page.evaluate(SICHTBAR)
        assert len(text) > 100
        assert not (rest := ENGLISCH.findall(text + page.evaluate(ANGESAGT))), f"{breite}×{hoehe}: {rest}"
    assert page.get_by_test_id("stAlert").filter(has_text="schiefgegangen").count() == 0
