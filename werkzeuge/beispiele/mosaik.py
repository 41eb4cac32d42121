"""Schematic outlines: a drawing made of hexagons becomes polygons that share their edges exactly.

A drawing (YAML) is text with one letter per cell. Line r, column p of the text is the hexagon (pointy top) whose centre
lies p half cell widths east and r rows south of ``ursprung_m``; hence every second line starts with a blank.
All topology is done on whole numbers; smoothing then moves each corner once, for all areas that meet in it.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapely
import yaml
from pyproj import Transformer

Ecke = tuple[int, int]  # half cell widths east, half side lengths north of the origin

_ECKEN: tuple[Ecke, ...] = ((0, 2), (1, 1), (1, -1), (0, -2), (-1, -1), (-1, 1))
_GLAETTUNG = 0.5  # share of the way to the mean of the neighbouring corners; flattens a zigzag of hexagons
_STELLEN = 6  # decimals of longitude and latitude: about 0.1 m
_NACH_WGS84 = Transformer.from_crs("EPSG:25832", "EPSG:4326", always_xy=True)


@dataclass(frozen=True, slots=True)
class Zeichnung:
    """Cells by area, on the lattice of one project."""

    ursprung_m: tuple[float, float]
    zellbreite_m: float
    zellen: dict[str, frozenset[Ecke]]  # gebiet_id → centres of its cells


def read_zeichnung(pfad: Path) -> Zeichnung:
    """Read a drawing; a letter without an area or a cell off the lattice is an error."""
    inhalt = yaml.safe_load(pfad.read_text(encoding="utf-8"))
    gebiet_je_zeichen: dict[str, str] = {zeichen: str(gebiet) for gebiet, zeichen in inhalt["gebiete"].items()}
    zellen: defaultdict[str, set[Ecke]] = defaultdict(set)
    for zeile, text in enumerate(inhalt["zeichnung"].splitlines()):
        for spalte, zeichen in enumerate(text):
            if zeichen in " .":
                continue
            if (spalte + zeile) % 2:
                raise ValueError(f"{pfad.name}: line {zeile + 1}, column {spalte + 1} is between two cells")
            zellen[gebiet_je_zeichen[zeichen]].add((spalte, -3 * zeile))
    x, y = inhalt["ursprung_m"]
    return Zeichnung((x, y), inhalt["zellbreite_m"], {g: frozenset(zellen[g]) for g in gebiet_je_zeichen.values()})


def build_polygone(zeichnung: Zeichnung) -> dict[str, shapely.Polygon]:
    """One polygon per area in EPSG:4326; neighbours share their corners to the last digit."""
    roh = {gebiet: _merge_cells(zellen) for gebiet, zellen in zeichnung.zellen.items()}
    nachbarn: defaultdict[Ecke, set[Ecke]] = defaultdict(set)
    for polygon in roh.values():
        ring = _ring(polygon)
        for a, b in pairwise(ring):
            nachbarn[a].add(b)
            nachbarn[b].add(a)
    ort = {ecke: _to_wgs84(zeichnung, _smooth(ecke, nachbarn[ecke])) for ecke in nachbarn}
    return {gebiet: shapely.Polygon([ort[ecke] for ecke in _ring(polygon)]) for gebiet, polygon in roh.items()}


def add_uebergeordnete(polygone: dict[str, shapely.Polygon], liegt_in: dict[str, str]) -> dict[str, shapely.Polygon]:
    """Add the areas above (``liegt_in``: child → parent): each is the union of what lies in it."""
    alle = dict(polygone)

    def outline(gebiet: str) -> shapely.Polygon:
        if gebiet not in alle:
            teile = [outline(kind) for kind, eltern in liegt_in.items() if eltern == gebiet]
            alle[gebiet] = shapely.coverage_union_all(teile)
        return alle[gebiet]

    for eltern in liegt_in.values():
        outline(eltern)
    return alle


def to_geojson(polygon: shapely.Polygon) -> str:
    """GeoJSON geometry (WGS 84) without blanks; outer ring counter-clockwise as RFC 7946 asks."""
    return json.dumps(shapely.geometry.mapping(shapely.orient_polygons(polygon)), separators=(",", ":"))


def _merge_cells(zellen: frozenset[Ecke]) -> shapely.Polygon:
    flaeche = shapely.union_all([shapely.Polygon([(x + dx, y + dy) for dx, dy in _ECKEN]) for x, y in sorted(zellen)])
    if not isinstance(flaeche, shapely.Polygon) or flaeche.interiors:
        raise ValueError("an area of the drawing must be in one piece and without holes")
    return flaeche


def _ring(polygon: shapely.Polygon) -> list[Ecke]:
    return [(round(x), round(y)) for x, y in polygon.exterior.coords]


def _smooth(ecke: Ecke, nachbarn: set[Ecke]) -> tuple[float, float]:
    mitte = np.mean(sorted(nachbarn), axis=0)
    x, y = (1 - _GLAETTUNG) * np.array(ecke) + _GLAETTUNG * mitte
    return float(x), float(y)


def _to_wgs84(zeichnung: Zeichnung, punkt: tuple[float, float]) -> tuple[float, float]:
    x, y = zeichnung.ursprung_m
    halbe_seite = zeichnung.zellbreite_m / math.sqrt(3) / 2
    laenge, breite = _NACH_WGS84.transform(x + punkt[0] * zeichnung.zellbreite_m / 2, y + punkt[1] * halbe_seite)
    return round(laenge, _STELLEN), round(breite, _STELLEN)
