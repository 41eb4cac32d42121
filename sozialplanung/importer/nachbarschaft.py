"""Do the outlines of one level fit together? Overlaps and gaps, wide ones and mere slivers, with their size."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from sozialplanung.formatting import format_zahl, join_und
from sozialplanung.importer.befunde import Befundliste, Mangel

_EBENE = 3035  # equal areas in all of Europe
_SCHMAL = 20.0  # metres: narrower than this is a sliver of drawing, not a dispute about land
_UNSICHTBAR = 0.5  # metres: rounding
_GROSS_ANTEIL = 0.01  # of the smaller area: from here on an overlap counts people twice


def check_coverage(umrisse: Mapping[str, BaseGeometry], namen: Mapping[str, str], befunde: Befundliste) -> None:
    """Outlines (WGS 84) of areas of one level."""
    if len(umrisse) < 2:
        return
    nach_metern = pyproj.Transformer.from_crs(4326, _EBENE, always_xy=True)
    formen = shapely.transform(
        np.array(list(umrisse.values()), dtype=object),
        lambda punkte: np.column_stack(nach_metern.transform(punkte[:, 0], punkte[:, 1])),
    )
    formen = shapely.make_valid(formen)
    schluessel = list(umrisse)
    _check_overlaps(formen, schluessel, namen, befunde)
    _check_gaps(formen, schluessel, namen, befunde)


def _check_overlaps(formen: np.ndarray, schluessel: list[str], namen: Mapping[str, str], befunde: Befundliste) -> None:
    links, rechts = shapely.STRtree(formen).query(formen, predicate="intersects")
    for i, j in sorted((int(a), int(b)) for a, b in zip(links, rechts, strict=True) if a < b):
        flaeche = shapely.intersection(formen[i], formen[j])
        if (breite := _width(flaeche)) < _UNSICHTBAR:
            continue
        kleinere = min(formen[i].area, formen[j].area)
        schmal = breite < _SCHMAL and flaeche.area < _GROSS_ANTEIL * kleinere
        paar = f"{namen[schluessel[i]]} und {namen[schluessel[j]]}"
        wie = "schmal " if schmal else ""
        mangel = Mangel(
            "sliver" if schmal else "overlap",
            f"{paar} überdecken einander {wie}({_size(flaeche.area)}).",
            "" if schmal else "Bitte berichtigen Sie die Grenzen im GIS; Orte darin gehören sonst zu beiden.",
        )
        befunde.add(mangel, "", None, None, schluessel[i])


def _check_gaps(formen: np.ndarray, schluessel: list[str], namen: Mapping[str, str], befunde: Befundliste) -> None:
    """Holes in the union: nobody's land. Joined with some centimetres to spare, as rounded borders hardly ever meet."""
    ganzes = shapely.union_all(shapely.buffer(formen, _UNSICHTBAR / 2, join_style="mitre"))
    eigene = shapely.STRtree(formen)
    for teil in shapely.get_parts(ganzes):
        for ring in teil.interiors:
            luecke = shapely.Polygon(ring)
            if (breite := _width(luecke)) < _UNSICHTBAR:
                continue
            nachbarn = sorted(int(i) for i in eigene.query(luecke, predicate="dwithin", distance=2 * _UNSICHTBAR))
            wer = join_und([namen[schluessel[i]] for i in nachbarn[:4]])
            mangel = Mangel(
                "sliver" if breite < _SCHMAL else "gap",
                f"Zwischen {wer} bleibt eine {'schmale ' if breite < _SCHMAL else ''}Lücke ({_size(luecke.area)})."
                if len(nachbarn) > 1
                else f"In {wer} bleibt eine Lücke ({_size(luecke.area)}).",
                "",
            )
            befunde.add(mangel, "", None, None, schluessel[nachbarn[0]])


def _width(flaeche: BaseGeometry) -> float:
    """About how wide: a strip of length l and width w has area l·w and circumference 2·l."""
    return 2 * float(flaeche.area) / float(flaeche.length) if flaeche.length else 0.0


def _size(quadratmeter: float) -> str:
    if quadratmeter < 10_000:
        return f"{format_zahl(quadratmeter)} m²"
    return f"{format_zahl(quadratmeter / 10_000, 1)} ha"
