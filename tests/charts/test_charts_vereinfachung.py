"""Fewer points for the screen, and neighbours still fit together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from sozialplanung.charts.karte import geometry_collection
from sozialplanung.charts.vereinfachung import simplify_for_screen


def wavy(punkte: int) -> np.ndarray:
    """Two areas of half a degree whose common border waves by 0,0001° – far less than can be seen."""
    y = np.linspace(50, 51, punkte)
    grenze = np.column_stack([7 + 0.0001 * np.sin(np.arange(punkte)), y])
    grenze[[0, -1], 0] = 7
    links = shapely.Polygon([(6.5, 50), *grenze, (6.5, 51)])
    rechts = shapely.Polygon([(7.5, 51), *grenze[::-1], (7.5, 50)])
    return np.array([links, rechts], dtype=object)


def test_few_points_are_left_alone() -> None:
    formen = wavy(500)
    assert simplify_for_screen(formen) is formen


def test_many_points_become_few_and_the_border_stays_common() -> None:
    formen = wavy(15_000)
    einfach = simplify_for_screen(formen)
    assert shapely.get_num_coordinates(einfach).sum() < 3_000
    assert shapely.intersection(*einfach).area == 0
    ganzes = shapely.union_all(einfach)
    assert ganzes.geom_type == "Polygon"
    assert len(ganzes.interiors) == 0
    assert shapely.hausdorff_distance(ganzes, shapely.box(6.5, 50, 7.5, 51)) < 0.001


def test_the_browser_gets_the_simplified_outlines() -> None:
    formen = wavy(15_000)
    rahmen = pd.DataFrame({"gebiet_id": ["a", "b"], "bezeichnung": ["A", "B"], "geojson": shapely.to_geojson(formen)})
    text, flaechen, _ = geometry_collection(rahmen)
    assert len(text) < len("".join(rahmen["geojson"])) / 5
    assert flaechen["gebiet_id"].tolist() == ["a", "b"]


def test_an_area_too_small_to_be_seen_keeps_its_outline() -> None:
    winzig = shapely.box(8, 50, 8.00001, 50.00001)
    einfach = simplify_for_screen(np.array([*wavy(15_000), winzig], dtype=object))
    assert einfach[2].area > 0
