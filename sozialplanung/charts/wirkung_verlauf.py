"""An Indikator before and since a Maßnahme: where it works, and in all other areas."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from sozialplanung.charts.bausteine import column, records
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.charts.verlauf import Linie, draw_lines


def since_beginning(
    verlauf: pd.DataFrame,
    *,
    dort: str,
    beginn: dt.date | None,
    ende: dt.date | None,
    achse: str,
    stil: Stil,
    einheit: str = "",
    stellen: int = 1,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int = 330,
) -> Spec:
    """Lines over the years; the time in which the Maßnahme runs is shaded.

    A year's figure stands at its end: what begins in February 2018 begins between the points of 2017 and 2018.

    Parameters
    ----------
    verlauf : frame with jahr, bezeichnung, wert
    dort : name of the line of the areas in which the Maßnahme works; all others are drawn dashed
    beginn, ende : open where missing
    """
    farben = stil.farben
    breite = breite or stil.breite
    zeilen = records(verlauf, ["jahr", "bezeichnung", "wert"])
    jahre = column(zeilen, "jahr")
    linien = [Linie(dort, farben.primaer)]
    linien += [Linie(name, farben.gedaempft, (5, 4)) for name in dict.fromkeys(verlauf["bezeichnung"]) if name != dort]
    zusatz: list[Spec] = []
    von, bis = min(jahre, default=0), max(jahre, default=0)
    links = von if beginn is None else max(_place(beginn), von)
    rechts = bis if ende is None else min(_place(ende), bis)
    if beginn is not None and links < rechts:
        band = [{"jahr": round(links, 3), "bis": round(rechts, 3)}]
        zusatz = [
            {
                "data": {"values": band},
                "mark": {"type": "rect", "color": farben.primaer, "opacity": 0.1},
                "encoding": {"y": {"value": 0}, "y2": {"value": "height"}, "x2": {"field": "bis"}},
            },
            {
                "data": {"values": band},
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dx": 5,
                    "text": "Maßnahme läuft",
                    "fontSize": stil.klein,
                    "color": farben.gedaempft,
                },
                "encoding": {"y": {"value": 0.8 * stil.schrift}},
            },
        ]
    return draw_lines(
        zeilen, linien, zusatz, achse=achse, einheit=einheit, stellen=stellen, stil=stil, beispiel=beispiel,
        breite=breite, hoehe=hoehe, kopf=1.7 * stil.schrift,
    )  # fmt: skip


def _place(tag: dt.date) -> float:
    return tag.year - 1 + tag.timetuple().tm_yday / 366
