"""Scenarios side by side: a row per area, a mark per scenario; shape and colour tell them apart."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sozialplanung.charts.bausteine import (
    ZAHL,
    Eintrag,
    Schluessel,
    Zeile,
    axis_title,
    base,
    chosen_row,
    column,
    descending,
    name_axis,
    name_room,
    records,
    row_encoding,
    rows_that_fit,
    select_rows,
    shorten,
    with_omitted,
)
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.formatting import format_euro
from sozialplanung.model import Finanzierungsquelle as Quelle

HOECHSTENS = 4
_FORMEN = (("circle", "●"), ("diamond", "◆"), ("square", "■"), ("triangle-up", "▲"))


def scenario_dots(
    betraege: pd.DataFrame,
    namen: Sequence[str],
    *,
    stil: Stil,
    gewaehlt: str | None = None,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int = 420,
) -> Spec:
    """Euro per area in up to four scenarios, the highest amount of the first at the top.

    Parameters
    ----------
    betraege : frame with gebiet_id, bezeichnung and one column of euro per scenario: ``s0``, ``s1``, … in the order of
        ``namen``; an area that a scenario does not know has no mark there
    hoehe : where it is too small for all areas, those on which the scenarios agree most give way
    """
    breite = breite or stil.breite
    spalten = [f"s{i}" for i in range(len(namen))]
    reihe = sorted(records(betraege), key=lambda zeile: descending(*(zeile[s] for s in spalten)))
    farben = stil.farben
    toene = (farben.primaer, farben.geld[Quelle.LAND], farben.geld[Quelle.BUND], farben.gedaempft)
    platz_namen = name_room(column(reihe, "bezeichnung"), stil, breite, 0.35)
    zeichnung = breite - platz_namen - 24
    eintraege = [
        Eintrag(shorten(name, zeichnung * 0.6, stil.klein), ton, form[1])
        for name, ton, form in zip(namen, toene, _FORMEN, strict=False)
    ]
    schluessel = Schluessel.layout(stil, eintraege, platz=zeichnung, links=platz_namen, beispiel=beispiel)
    rand = 3.6 * stil.schrift + 16 + schluessel.hoehe
    platz = rows_that_fit(hoehe, rand, stil)
    uneins = sorted(reihe, key=lambda zeile: (zeile["gebiet_id"] != gewaehlt, -_spread(zeile, spalten)))[:platz]
    zeilen, _ = select_rows([zeile for zeile in reihe if zeile in uneins], platz, gewaehlt)
    x: Spec = {
        "type": "quantitative",
        "scale": {"zero": True, "nice": True},
        "axis": {
            "title": axis_title(with_omitted("Euro", len(reihe) - len(zeilen)), zeichnung, stil),
            "format": ZAHL,
            "tickCount": 5,
        },
    }
    punkte = [
        {"zeile": z["zeile"], "bezeichnung": z["bezeichnung"], "wert": z[s], "n": i, "szenario": namen[i]}
        | {"text": format_euro(z[s], 2)}
        for z in zeilen
        for i, s in enumerate(spalten)
        if z[s] is not None
    ]
    spannen = [
        {"zeile": z["zeile"], "von": min(da), "bis": max(da)}
        for z in zeilen
        if (da := [z[s] for s in spalten if z[s] is not None])
    ]
    ordnung = list(range(len(namen)))

    def scale(werte: Sequence[str]) -> Spec:
        return {
            "field": "n",
            "type": "nominal",
            "legend": None,
            "scale": {"domain": ordnung, "range": list(werte[: len(namen)])},
        }

    schichten: list[Spec] = [
        {
            "data": {"values": spannen},
            "mark": {"type": "rule", "strokeWidth": stil.strich, "color": farben.haarlinie},
            "encoding": {"x": {**x, "field": "von"}, "x2": {"field": "bis"}},
        },
        {
            "data": {"values": punkte},
            "mark": {"type": "point", "filled": True, "size": (stil.schrift - 2) ** 2, "opacity": 0.9},
            "encoding": {
                "x": {**x, "field": "wert"},
                "color": scale(toene),
                "shape": scale([form for form, _ in _FORMEN]),
                "tooltip": [
                    {"field": "bezeichnung", "title": "Gebiet"},
                    {"field": "szenario", "title": "Szenario"},
                    {"field": "text", "title": "Betrag"},
                ],
            },
        },
        *schluessel.layer,
    ]
    achse_y = name_axis(column(zeilen, "bezeichnung"), stil, platz_namen, gewaehlt=chosen_row(zeilen))
    return base(
        stil,
        {"encoding": {"y": row_encoding(len(zeilen), achse_y)}, "layer": schichten},
        breite=breite,
        hoehe=hoehe,
        beschreibung=f"Euro je Gebiet in {len(namen)} Szenarien: {', '.join(namen)}",
    )


def _spread(zeile: Zeile, spalten: Sequence[str]) -> float:
    """How far the scenarios lie apart."""
    da = [zeile[s] for s in spalten if zeile[s] is not None]
    return max(da) - min(da) if da else 0.0
