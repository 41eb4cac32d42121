"""Where labels of areas may stand, in pixels: inside the picture, none upon another, none far larger than its area."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from sozialplanung.charts.bausteine import shorten, text_width

T = TypeVar("T", float, npt.NDArray[np.float64])
Rechteck = tuple[float, float, float, float]
HOECHSTENS = 60
KACHEL = 512  # px of the whole world at zoom 0 in deck.gl
_UEBERSTAND = 1.5  # a label may be this much wider than its area


@dataclass(frozen=True, slots=True)
class Flaeche:
    """One area to be labelled: its label point and the width there, in px."""

    n: int
    name: str
    anzeige: str
    x: float
    y: float
    platz: float
    wichtig: bool = False


@dataclass(frozen=True, slots=True)
class Schild:
    n: int
    zeilen: tuple[str, ...]
    x: float
    y: float
    ragt_heraus: bool


def place_labels(flaechen: Iterable[Flaeche], *, breite: float, hoehe: float, schrift: float) -> list[Schild]:
    """Name and value where both fit, else the value alone, else nothing; important and large areas come first."""
    schilder: list[Schild] = []
    belegt: list[Rechteck] = []
    for flaeche in sorted(flaechen, key=lambda f: (not f.wichtig, -f.platz)):
        for zeilen in _candidates(flaeche, schrift):
            b = max(text_width(zeile, schrift) for zeile in zeilen)
            h = 1.2 * schrift * len(zeilen)
            x = min(max(flaeche.x, b / 2 + 2), breite - b / 2 - 2)
            y = min(max(flaeche.y, h / 2 + 2), hoehe - h / 2 - 2)
            rahmen = (x - b / 2, y - h / 2, x + b / 2, y + h / 2)
            if not any(_overlap(rahmen, anderer) for anderer in belegt):
                belegt.append(rahmen)
                schilder.append(Schild(flaeche.n, zeilen, x, y, b > flaeche.platz))
                break
    return schilder


def _candidates(flaeche: Flaeche, schrift: float) -> list[tuple[str, ...]]:
    grenze = math.inf if flaeche.wichtig else max(flaeche.platz * _UEBERSTAND, 2.6 * schrift)
    name = shorten(flaeche.name, grenze, schrift)
    formen = [(flaeche.anzeige,)] if name.endswith("…") else [(name, flaeche.anzeige), (flaeche.anzeige,)]
    return [form for form in formen if max(text_width(zeile, schrift) for zeile in form) <= grenze]


def _overlap(a: Rechteck, b: Rechteck) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def mercator(lon: T, lat: T) -> tuple[T, T]:
    """Web Mercator as a share of the world's width: x to the east, y to the south, both 0–1. Takes arrays, too."""
    return (lon + 180) / 360, 0.5 - np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)) / (2 * np.pi)


def inverse_mercator(x: float, y: float) -> tuple[float, float]:
    return x * 360 - 180, math.degrees(2 * math.atan(math.exp((0.5 - y) * 2 * math.pi)) - math.pi / 2)


@dataclass(frozen=True, slots=True)
class Ausschnitt:
    """A window on the map that shows given bounds, and its way from degrees to pixels and back."""

    mitte_x: float
    mitte_y: float
    zoom: float
    breite: float
    hoehe: float

    @classmethod
    def fit(cls, grenzen: Rechteck, breite: float, hoehe: float, rand: float = 12) -> Ausschnitt:
        (links, unten), (rechts, oben) = mercator(grenzen[0], grenzen[1]), mercator(grenzen[2], grenzen[3])
        massstab = min(
            max(breite - 2 * rand, 1) / max(rechts - links, 1e-9), max(hoehe - 2 * rand, 1) / max(unten - oben, 1e-9)
        )
        return cls((links + rechts) / 2, (oben + unten) / 2, math.log2(massstab / KACHEL), breite, hoehe)

    @property
    def massstab(self) -> float:
        return float(KACHEL * 2.0**self.zoom)

    @property
    def mitte(self) -> tuple[float, float]:
        return inverse_mercator(self.mitte_x, self.mitte_y)

    @property
    def meter_je_pixel(self) -> float:
        return 40_075_016.7 * math.cos(math.radians(self.mitte[1])) / self.massstab

    def to_pixel(self, lon: T, lat: T) -> tuple[T, T]:
        x, y = mercator(lon, lat)
        return (x - self.mitte_x) * self.massstab + self.breite / 2, (y - self.mitte_y) * self.massstab + self.hoehe / 2

    def to_degrees(self, x: float, y: float) -> tuple[float, float]:
        m = self.massstab
        return inverse_mercator((x - self.breite / 2) / m + self.mitte_x, (y - self.hoehe / 2) / m + self.mitte_y)
