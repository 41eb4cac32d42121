"""Where things lie: coordinates outside Germany ask, swapped ones are put right and told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from sozialplanung.formatting import format_zahl
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.blattleser import Blattdaten

Punkte = npt.NDArray[np.float64]

# What shapely says about coordinates that are none.
UNLESBARE_FORM = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RecursionError,
    shapely.errors.ShapelyError,
)

# Degrees (WGS 84) around Germany, with some ten kilometres to spare for what lies just across the border.
_LAENGE, _BREITE = (5.5, 15.5), (47.0, 55.3)


def is_inside(laenge: float, breite: float) -> bool:
    return _LAENGE[0] <= laenge <= _LAENGE[1] and _BREITE[0] <= breite <= _BREITE[1]


def is_swapped(laenge: float, breite: float) -> bool:
    """Not in Germany, but would be the other way round; no place is both."""
    return is_inside(breite, laenge)


def format_ort(laenge: float, breite: float) -> str:
    return f"Länge {format_zahl(laenge, 4)}, Breite {format_zahl(breite, 4)}"


def outside_mangel(laenge: float, breite: float) -> Mangel:
    if is_swapped(laenge, breite):
        rat = "Sind Länge und Breite vertauscht? Bitte prüfen Sie die Koordinaten."
    elif (laenge, breite) == (0, 0):
        rat = "Bitte lassen Sie die Felder leer, wenn die Lage nicht bekannt ist."
    else:
        rat = "Bitte prüfen Sie die Koordinaten: WGS 84 in Grad, in Deutschland Länge 6 bis 15 und Breite 47 bis 55."
    return Mangel("outside_germany", f"liegt nicht in Deutschland ({format_ort(laenge, breite)}).", rat)


def check_einrichtungen(daten: Blattdaten, befunde: Befundliste) -> None:
    """Every Einrichtung with a position, row by row."""
    laengen, breiten = daten.spalten["laenge"], daten.spalten["breite"]
    for i, (laenge, breite) in enumerate(zip(laengen, breiten, strict=True)):
        if not isinstance(laenge, float) or not isinstance(breite, float) or is_inside(laenge, breite):
            continue
        if is_swapped(laenge, breite):
            laengen[i], breiten[i] = breite, laenge
            mangel = Mangel(
                "swapped_coordinates",
                f"hat Länge und Breite vertauscht; gelesen wurde {format_ort(breite, laenge)}.",
                "Bitte prüfen Sie das und tauschen Sie die beiden Angaben in der Mappe.",
            )
        else:
            mangel = outside_mangel(laenge, breite)
        name = str(daten.spalten["einrichtung_id"][i])
        befunde.add(mangel, daten.blatt.name, daten.zeilen[i], daten.titel.get("laenge"), name)


def check_grenzen(daten: Blattdaten, frame: pd.DataFrame, befunde: Befundliste) -> None:
    """The outlines of the sheet »Grenzen«, put together."""
    zeilen = dict(zip(reversed(daten.spalten["gebiet_id"]), reversed(daten.zeilen), strict=True))
    for gebiet, geojson in zip(frame["gebiet_id"], frame["geojson"], strict=True):
        ort = _centre(shape(json.loads(geojson)))
        if not is_inside(*ort):
            befunde.add(outside_mangel(*ort), daten.blatt.name, zeilen[gebiet], daten.titel.get("gebiet_id"), gebiet)


def tell_lage(teile: Sequence[BaseGeometry], umriss: BaseGeometry, gebiet: str, befunde: Befundliste) -> None:
    """An outline that lies elsewhere, or that was put together from elements that differ."""
    if not is_inside(*(ort := _centre(umriss))):
        befunde.add(outside_mangel(*ort), "", None, None, gebiet)
    verschieden = [teil for i, teil in enumerate(teile) if not any(teil.equals(anderer) for anderer in teile[:i])]
    if len(verschieden) == 1:
        return
    doppelt = sum(shapely.make_valid(teil).area for teil in verschieden) > umriss.area * 1.001
    lage = "sie überdecken einander" if doppelt else "sie liegen nebeneinander oder getrennt"
    mangel = Mangel(
        "several_outlines",
        f"hat in der Datei {len(verschieden)} verschiedene Umrisse ({lage}); sie wurden vereinigt.",
        "Gehören alle zum Gebiet (Exklaven), ist das richtig; sonst prüfen Sie bitte die Schlüssel in der Datei.",
    )
    befunde.add(mangel, "", None, None, gebiet)


def _centre(form: BaseGeometry) -> tuple[float, float]:
    links, unten, rechts, oben = form.bounds
    return (links + rechts) / 2, (unten + oben) / 2


def describe_fault(form: BaseGeometry, to_grad: Callable[[Punkte], Punkte]) -> str:
    """Why an outline is no valid one, and where: GEOS says »Self-intersection[6.1 50.1]«."""
    treffer = re.fullmatch(r"(.*?)\[(\S+) (\S+)\]", shapely.is_valid_reason(form))
    if treffer is None:
        return _SONST
    laenge, breite = to_grad(np.array([[float(treffer[2]), float(treffer[3])]]))[0].tolist()
    return f"{_GRUENDE.get(treffer[1], _SONST)} ({format_ort(laenge, breite)})"


_SONST = "der Rand ist nicht eindeutig"
_GRUENDE = {
    "Self-intersection": "der Rand schneidet sich selbst",
    "Ring Self-intersection": "der Rand berührt sich selbst",
    "Hole lies outside shell": "ein Loch liegt außerhalb der Fläche",
    "Holes are nested": "ein Loch liegt in einem anderen",
    "Interior is disconnected": "ein Loch zerschneidet die Fläche",
    "Nested shells": "eine Teilfläche liegt in einer anderen",
    "Duplicate Rings": "ein Rand steht doppelt da",
    "Too few points in geometry component": "ein Rand hat zu wenige Punkte",
}
