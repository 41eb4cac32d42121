"""Outlines with fewer points for the screen; the Projekt keeps them as they were delivered."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

_VIELE = 20_000  # points of all areas together that a browser draws without effort
_BILDPUNKTE = 4_000  # across the whole map: what is smaller cannot be seen on any screen
_STELLEN = 6  # of a degree: about ten centimetres


def simplify_for_screen(formen: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Areas (degrees) whose common borders stay common; unchanged where there are few points.

    Points are left out by the size of the triangle that they make with their neighbours (Visvalingam), the same on both
    sides of a border. An area that would vanish keeps its outline.
    """
    if int(shapely.get_num_coordinates(formen).sum()) <= _VIELE:
        return formen
    west, sued, ost, nord = shapely.total_bounds(formen).tolist()
    massstab = [float(np.cos(np.radians((sued + nord) / 2))), 1.0]
    eben = shapely.transform(formen, lambda punkte: punkte * massstab)
    toleranz = max((ost - west) * massstab[0], nord - sued) / _BILDPUNKTE
    einfach = shapely.transform(
        shapely.coverage_simplify(eben, toleranz), lambda punkte: (punkte / massstab).round(_STELLEN)
    )
    brauchbar = ~shapely.is_empty(einfach) & (shapely.area(einfach) > 0)
    ergebnis: npt.NDArray[np.object_] = np.where(brauchbar, einfach, formen)
    return ergebnis
