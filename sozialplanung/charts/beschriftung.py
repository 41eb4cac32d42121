"""Where labels of areas may stand, in pixels: inside their area, else on top of it and none upon another."""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import shapely

from sozialplanung.charts.bausteine import text_width, without_addition

Ja = npt.NDArray[np.bool_]
Zahlen = npt.NDArray[np.float64]
T = TypeVar("T", float, Zahlen)
Rechteck = tuple[float, float, float, float]
HOECHSTENS = 60
WENIGE = 15  # of so few areas each shows its name, even where it stands out
ZEILE = 1.15  # line height as a multiple of the type size
KACHEL = 512  # px of the whole world at zoom 0 in deck.gl
LAUFWEITE = 0.93  # what semi-bold type of the browser really covers of its estimated width
LAUFWEITE_BILD = 1.05  # the same for the wider bold type of pictures that are made on the server
_GLYPHENHOEHE = 0.9  # what type covers of its size in height
_VERDECKT = 2.0  # a label moves this many px to hide one px less of its neighbours' width
_FELDER = 48  # rows and columns of a raster
Orte = tuple[Zahlen, Zahlen]  # x and y of middles of fields, in shares of the raster's width and height
_NIRGENDS: Orte = (np.empty(0), np.empty(0))


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """Which of 48 × 48 fields over its bounds an area covers, as sums over the fields north-west of each corner."""

    grenzen: Rechteck
    summen: npt.NDArray[np.int32]

    @classmethod
    def of(cls, form: Any) -> Raster:
        """``form`` in degrees; bounds are (west, south, east, north), the first row lies in the north."""
        west, sued, ost, nord = (float(grenze) for grenze in shapely.bounds(form))
        mitten = (np.arange(_FELDER) + 0.5) / _FELDER
        shapely.prepare(form)
        felder = shapely.contains_xy(form, *np.meshgrid(west + mitten * (ost - west), nord - mitten * (nord - sued)))
        return cls((west, sued, ost, nord), np.pad(felder.cumsum(0).cumsum(1).astype(np.int32), ((1, 0), (1, 0))))

    @property
    def covered(self) -> Ja:
        return self.holds(0, 0, 0)

    def holds(self, oben: int, unten: int, seite: int) -> Ja:
        """Around which fields the rows ``oben`` to ``unten`` and ``seite`` columns on both sides are all covered."""
        alle, s = np.arange(_FELDER), self.summen
        nord, sued = np.clip(alle + oben, 0, _FELDER), np.clip(alle + unten + 1, 0, _FELDER)
        west, ost = np.clip(alle - seite, 0, _FELDER), np.clip(alle + seite + 1, 0, _FELDER)
        bedeckt = s[sued][:, ost] - s[nord][:, ost] - s[sued][:, west] + s[nord][:, west]
        return np.asarray(bedeckt == (unten - oben + 1) * (2 * seite + 1))

    def covered_in(self, links: Zahlen, oben: Zahlen, rechts: Zahlen, unten: Zahlen) -> Zahlen:
        """The covered share of this raster in each of many boxes, given in shares of its width and height."""
        west, nord, ost, sued = (
            np.clip(np.rint(rand * _FELDER), 0, _FELDER).astype(int) for rand in (links, oben, rechts, unten)
        )
        s = self.summen
        return np.asarray((s[sued, ost] - s[nord, ost] - s[sued, west] + s[nord, west]) / _FELDER**2)


@dataclass(frozen=True, slots=True)
class Flaeche:
    """One area to be labelled: its label point, its bounds in px (left, top, right, bottom) and what it covers."""

    n: int
    name: str
    anzeige: str
    x: float
    y: float
    kasten: Rechteck
    raster: Raster
    wichtig: bool = False
    nennt_klasse: bool = False  # ``anzeige`` is the name of the class: by itself it says no more than the colour


@dataclass(frozen=True, slots=True)
class Schild:
    n: int
    zeilen: tuple[str, ...]
    x: float
    y: float
    schrift: int
    ragt_heraus: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """The lines of a label in one size of type."""

    zeilen: tuple[str, ...]
    schrift: int

    @property
    def breite(self) -> float:
        return max(text_width(zeile, self.schrift) for zeile in self.zeilen)

    @property
    def hoehe(self) -> float:
        return ZEILE * self.schrift * len(self.zeilen)


def place_labels(
    flaechen: Iterable[Flaeche],
    *,
    breite: float,
    hoehe: float,
    schriften: Sequence[int],
    laufweite: float = LAUFWEITE,
) -> list[Schild]:
    """Inside each area its name and value, in smaller type or without the value where that is needed.

    A name that fits nowhere inside stands out of its area where there are few areas or it is the chosen one; else the
    value stands alone, unless it only names the class. ``schriften``: sizes of type, the preferred one first.
    """
    alle = sorted(flaechen, key=lambda f: (not f.wichtig, -f.raster.summen[-1, -1] * _size(f)))
    wenige = len(alle) <= WENIGE
    schilder: list[Schild] = []
    belegt: list[Rechteck] = [
        (-math.inf, -math.inf, 0, math.inf), (breite, -math.inf, math.inf, math.inf),
        (-math.inf, -math.inf, math.inf, 0), (-math.inf, hoehe, math.inf, math.inf),
    ]  # fmt: skip

    def place(formen: Iterator[_Form], flaeche: Flaeche, innen: bool) -> bool:
        for form in formen:
            frei = _inside_area(flaeche, form, laufweite) if innen else _middles(flaeche.raster.covered)
            nachbarn = [] if innen else [f for f in alle if f.n != flaeche.n]
            if (ort := _best(flaeche, frei, form, belegt, nachbarn)) is not None:
                x, y = ort
                belegt.append((x - form.breite / 2, y - form.hoehe / 2, x + form.breite / 2, y + form.hoehe / 2))
                schilder.append(Schild(flaeche.n, form.zeilen, x, y, form.schrift, not innen))
                return True
        return False

    offen = [f for f in alle if not place(_with_name(f, schriften), f, innen=True)]
    offen = [f for f in offen if not ((wenige or f.wichtig) and place(_standing_out(f, schriften), f, innen=False))]
    for flaeche in (f for f in offen if not f.nennt_klasse):
        place((_Form((flaeche.anzeige,), schrift) for schrift in schriften), flaeche, innen=True)
    return schilder


def _size(flaeche: Flaeche) -> float:
    links, oben, rechts, unten = flaeche.kasten
    return (rechts - links) * (unten - oben)


def _with_name(flaeche: Flaeche, schriften: Sequence[int]) -> Iterator[_Form]:
    """From the best to the last resort: with the value, then without it."""
    namen = _in_lines(flaeche.name)
    for rest in ((flaeche.anzeige,), ()):
        yield from (_Form((*name, *rest), schrift) for schrift, name in itertools.product(schriften, namen))


def _standing_out(flaeche: Flaeche, schriften: Sequence[int]) -> Iterator[_Form]:
    name = without_addition(flaeche.name)
    if flaeche.wichtig:
        yield from (_Form((name, flaeche.anzeige), schrift) for schrift in schriften)
    yield _Form((name,), schriften[-1])


def _in_lines(name: str) -> list[tuple[str, ...]]:
    """The name in one line, without its addition, and in two lines broken at a hyphen or a space."""
    kurz = without_addition(name)
    brueche = [(kurz[: treffer.end()].rstrip(), kurz[treffer.end() :]) for treffer in re.finditer("[- ]", kurz)]
    zwei = [bruch for bruch in brueche if min(len(teil) for teil in bruch) > 2]
    return [*dict.fromkeys([(name,), (kurz,)]), *sorted(zwei, key=lambda b: max(text_width(z, 1) for z in b))[:1]]


def _inside_area(flaeche: Flaeche, form: _Form, laufweite: float) -> Orte:
    """Where the label may be centred so that each of its lines lies inside the area."""
    links, oben, rechts, unten = flaeche.kasten
    feld_x, feld_y = max(rechts - links, 1e-6) / _FELDER, max(unten - oben, 1e-6) / _FELDER
    halb = _GLYPHENHOEHE * form.schrift / 2
    zeilen = []
    for i, text in enumerate(form.zeilen):
        mitte = (i - (len(form.zeilen) - 1) / 2) * ZEILE * form.schrift
        seite = math.ceil(laufweite * text_width(text, form.schrift) / 2 / feld_x - 0.5)
        zeilen.append((math.floor((mitte - halb) / feld_y + 0.5), math.ceil((mitte + halb) / feld_y - 0.5), seite))
    return _inside(flaeche.raster, tuple(zeilen))


@functools.lru_cache(maxsize=8192)
def _inside(raster: Raster, zeilen: tuple[tuple[int, int, int], ...]) -> Orte:
    """The fields around which all lines are covered, each given as the arguments of ``Raster.holds``.

    Remembered: a map is drawn again and again with a few other values, and most are as long as those before.
    """
    frei = raster.covered
    for oben, unten, seite in zeilen:
        if 2 * seite + 1 > _FELDER:
            return _NIRGENDS
        frei = frei & raster.holds(oben, unten, seite)
    return _middles(frei)


def _middles(felder: Ja) -> Orte:
    zeilen, spalten = np.nonzero(felder)
    return (spalten + 0.5) / _FELDER, (zeilen + 0.5) / _FELDER


def _best(
    flaeche: Flaeche, frei: Orte, form: _Form, belegt: Iterable[Rechteck], nachbarn: Iterable[Flaeche]
) -> tuple[float, float] | None:
    """Of the free places the one nearest to the label point on which the label meets no other and hides few others."""
    if not frei[0].size:
        return None
    links, oben, rechts, unten = flaeche.kasten
    x, y = links + frei[0] * (rechts - links), oben + frei[1] * (unten - oben)
    kosten = np.hypot(x - flaeche.x, y - flaeche.y)
    b, h = form.breite / 2, form.hoehe / 2
    for nachbar in nachbarn:
        west, nord, ost, sued = nachbar.kasten
        breite, hoehe = max(ost - west, 1e-6), max(sued - nord, 1e-6)
        verdeckt = nachbar.raster.covered_in(
            (x - b - west) / breite, (y - h - nord) / hoehe, (x + b - west) / breite, (y + h - nord) / hoehe
        )
        kosten += _VERDECKT * verdeckt * breite * hoehe / form.schrift
    west, nord, ost, sued = np.array(list(belegt)).T[:, :, np.newaxis]
    kosten[((x - b < ost) & (west < x + b) & (y - h < sued) & (nord < y + h)).any(axis=0)] = np.inf
    if not np.isfinite(kosten).any():
        return None
    ort = int(kosten.argmin())
    return float(x[ort]), float(y[ort])


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
