"""Outlines of areas that are looked at together."""

from __future__ import annotations

import pandas as pd
import shapely


def merge_outlines(geometrie: pd.DataFrame) -> pd.DataFrame:
    """One row per Gebiet of several: the parts become one outline.

    Parameters
    ----------
    geometrie : frame[gebiet_id, bezeichnung, geojson, schematisch, quelle], GeoJSON geometries in WGS 84

    Returns
    -------
    A frame of the same columns, in the order in which the Gebiete come first; ``schematisch`` where one part is, all
    sources named once.
    """
    zeilen = []
    for gebiet_id, teile in geometrie.groupby("gebiet_id", sort=False):
        formen = shapely.make_valid(shapely.from_geojson(teile["geojson"].to_numpy(dtype=object)))
        zeilen.append(
            {
                "gebiet_id": gebiet_id,
                "bezeichnung": teile["bezeichnung"].iloc[0],
                "geojson": shapely.to_geojson(shapely.union_all(formen)),
                "schematisch": bool(teile["schematisch"].any()),
                "quelle": "; ".join(dict.fromkeys(teile["quelle"])),
            }
        )
    return pd.DataFrame(zeilen, columns=list(geometrie.columns))
