"""Outlines in metres and how alike two of them are."""

from __future__ import annotations

import numpy as np
import shapely
from pyproj import Transformer

from werkzeuge.beispiele.bausteine import Beispiel

_NACH_METER = Transformer.from_crs("EPSG:4326", "EPSG:25832", always_xy=True)


def to_meter(flaeche: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(flaeche, lambda xy: np.column_stack(_NACH_METER.transform(xy[:, 0], xy[:, 1])))


def polygone(beispiel: Beispiel) -> dict[str, shapely.Geometry]:
    geometrie = beispiel.tabellen["geometrie"]
    return dict(zip(geometrie["gebiet_id"], shapely.from_geojson(geometrie["geojson"].to_list()), strict=True))


def intersection_over_union(a: shapely.Geometry, b: shapely.Geometry) -> float:
    return float(a.intersection(b).area / a.union(b).area)
