"""The gap between the fifths as one line, with the interval in which chance alone may move it."""

from __future__ import annotations

import pandas as pd

from sozialplanung.charts.bausteine import column, records
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.charts.verlauf import Linie, draw_lines


def gap_with_interval(
    abstand: pd.DataFrame,
    *,
    name: str,
    achse: str,
    stil: Stil,
    gleich: float = 0,
    einheit: str = "",
    stellen: int = 1,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int = 330,
) -> Spec:
    """One line over the years and a band around it where the interval is known.

    Parameters
    ----------
    abstand : frame with jahr (ascending), wert, unten, oben (NaN: no interval)
    name : what the line shows, written at its end
    gleich : the value that means »no gap«: foot of the axis, marked in words
    """
    zeilen = records(abstand, ["jahr", "wert", "unten", "oben"])
    band = [zeile for zeile in zeilen if zeile["unten"] is not None and zeile["oben"] is not None]
    farbe = stil.farben.primaer
    grenzen: Spec = {"y": {"field": "unten", "type": "quantitative"}, "y2": {"field": "oben"}}
    zusatz: list[Spec] = []
    if band:  # a single year has no area
        form: Spec = {"type": "area", "opacity": 0.18} if len(band) > 1 else {"type": "rule", "opacity": 0.45}
        zusatz.append({"data": {"values": band}, "mark": {**form, "color": farbe}, "encoding": grenzen})
    zusatz += _reference(gleich, stil)
    return draw_lines(
        [{"jahr": zeile["jahr"], "bezeichnung": name, "wert": zeile["wert"]} for zeile in zeilen],
        [Linie(name, farbe)],
        zusatz,
        achse=achse,
        einheit=einheit,
        stellen=stellen,
        stil=stil,
        beispiel=beispiel,
        breite=breite or stil.breite,
        hoehe=hoehe,
        auch=[*column(band, "unten"), *column(band, "oben")],
        fuss=gleich,
    )


def _reference(gleich: float, stil: Stil) -> list[Spec]:
    """A dashed line at the value that means »no gap«."""
    grau = stil.farben.gedaempft
    text: Spec = {"type": "text", "text": "kein Abstand", "align": "left", "baseline": "bottom", "dx": 4, "dy": -3}
    ort: Spec = {"x": {"value": 0}, "y": {"field": "gleich", "type": "quantitative"}}
    daten: Spec = {"data": {"values": [{"gleich": gleich}]}}
    return [
        {
            **daten,
            "mark": {"type": "rule", "color": grau, "strokeDash": [5, 4]},
            "encoding": {**ort, "x2": {"value": "width"}},
        },
        {**daten, "mark": {**text, "color": grau}, "encoding": ort},
    ]
