"""Reads back what vl-convert draws: every text with its place in the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import vl_convert

from sozialplanung.charts.bausteine import text_width
from sozialplanung.charts.theme import Spec


@dataclass(frozen=True)
class Text:
    text: str
    links: float
    oben: float
    rechts: float
    unten: float
    groesse: float
    farbe: str

    def overlaps(self, anderer: Text, spiel: float) -> bool:
        return (
            self.links + spiel < anderer.rechts
            and anderer.links + spiel < self.rechts
            and self.oben + spiel < anderer.unten
            and anderer.oben + spiel < self.unten
        )


def draw(spec: Spec) -> tuple[float, float, list[Text]]:
    """Width, height and all texts of the drawing."""
    bild = vl_convert.vegalite_to_scenegraph(spec, vl_version="6.1", allowed_base_urls=[])
    ursprung = bild["origin"]
    return bild["width"], bild["height"], list(_texts(bild["scenegraph"], ursprung[0], ursprung[1]))


def _texts(knoten: dict[str, Any], x: float, y: float) -> Iterator[Text]:
    for stueck in knoten.get("items", ()):
        if knoten.get("marktype") == "text":
            if stueck.get("text") and stueck.get("opacity", 1) and not stueck.get("stroke"):
                yield _box(stueck, x, y)
        elif knoten.get("marktype") == "group":
            dx, dy = stueck.get("x", 0), stueck.get("y", 0)
            for innen in stueck.get("items", ()):
                yield from _texts(innen, x + dx, y + dy)


def _box(stueck: dict[str, Any], x: float, y: float) -> Text:
    inhalt = stueck["text"]
    zeilen = [str(zeile) for zeile in inhalt] if isinstance(inhalt, list) else [str(inhalt)]
    groesse = stueck.get("fontSize", 11)
    breite = max(text_width(zeile, groesse) for zeile in zeilen) * 0.95
    zeile = stueck.get("lineHeight", groesse * 1.15)
    hoehe = zeile * (len(zeilen) - 1) + 0.75 * groesse
    x, y = x + stueck.get("x", 0) + stueck.get("dx", 0), y + stueck.get("y", 0) + stueck.get("dy", 0)
    links = x - {"left": 0.0, "center": breite / 2, "right": breite}[stueck.get("align", "left")]
    if stueck.get("angle"):  # the title of a y axis stands upright
        return Text(" ".join(zeilen), x - hoehe / 2, y - breite / 2, x + hoehe / 2, y + breite / 2, groesse, "")
    erste = {"top": 0.1, "middle": -0.37, "bottom": -0.9, "alphabetic": -0.75}[stueck.get("baseline", "alphabetic")]
    oben = y + erste * groesse
    return Text(" ".join(zeilen), links, oben, links + breite, oben + hoehe, groesse, stueck.get("fill", ""))
