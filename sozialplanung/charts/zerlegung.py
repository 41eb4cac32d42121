"""Between and within: how the inequality splits over the years, and the areas of each group on one line."""

from __future__ import annotations

from collections.abc import Mapping

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
    selection,
    text_width,
    with_omitted,
)
from sozialplanung.charts.theme import Spec, Stil, text_color
from sozialplanung.charts.verlauf import year_ticks
from sozialplanung.formatting import format_prozent, format_zahl


def between_within_bars(
    zerlegung: pd.DataFrame,
    *,
    namen: tuple[str, str],
    stil: Stil,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int = 330,
) -> Spec:
    """A bar per year, split into the part between the groups and the part within; shares in the bars where they fit.

    Parameters
    ----------
    zerlegung : frame with jahr, gesamt, zwischen, innerhalb
    namen : of the part between and of the part within
    """
    breite = breite or stil.breite
    farben = (stil.farben.primaer, stil.farben.frueher)
    schluessel = Schluessel.layout(
        stil,
        [Eintrag(name, farbe, "■") for name, farbe in zip(namen, farben, strict=True)],
        platz=breite - 5 * stil.schrift,
        beispiel=beispiel,
    )
    jahre = sorted(records(zerlegung, ["jahr", "gesamt", "zwischen", "innerhalb"]), key=lambda z: int(z["jahr"]))
    hoechster = max(column(jahre, "gesamt"), default=0.0) or 1.0
    band = (breite - 5 * stil.schrift) / max(len(jahre), 1) * 0.8
    je_pixel = hoechster / max(hoehe - 4 * stil.schrift - schluessel.hoehe, 1)
    teile = [
        teil
        for zeile in jahre
        for teil in _parts(zeile, namen, farben, band, 1.4 * stil.schrift * je_pixel, stil.schrift)
    ]
    titel = axis_title("Theil-Index", hoehe - 5 * stil.schrift, stil)
    y: Spec = {
        "type": "quantitative",
        "scale": {"domain": [0, hoechster], "nice": True},
        "axis": {"title": titel, "tickCount": 4, "format": ",.4~f"},
    }
    farbe: Spec = {"field": "farbe", "type": "nominal", "scale": None}
    mitte: Spec = {"text": {"field": "text"}, "y": {**y, "field": "mitte"}}
    schichten: list[Spec] = [
        {
            "mark": {"type": "bar"},
            "encoding": {
                "y": {**y, "field": "von"},
                "y2": {"field": "bis"},
                "color": farbe,
                "tooltip": [
                    {"field": "jahr", "title": "Jahr"},
                    {"field": "name", "title": "Teil"},
                    {"field": "theil", "title": "Theil-Index"},
                    {"field": "anteil", "title": "Anteil"},
                ],
            },
        },
        {
            "transform": [{"filter": "datum.text != ''"}],
            "mark": {"type": "text", "baseline": "middle", "fontWeight": 600},
            "encoding": {**mitte, "color": {"field": "tinte", "type": "nominal", "scale": None}},
        },
        *schluessel.layer,
    ]
    alle = [int(zeile["jahr"]) for zeile in jahre]
    x: Spec = {
        "field": "jahr",
        "type": "ordinal",
        "scale": {"paddingInner": 0.2, "paddingOuter": 0.1},
        "axis": {"title": None, "labelAngle": 0, "grid": False, "values": year_ticks(alle, stil, breite * 0.8)},
    }
    return base(
        stil,
        {"data": {"values": teile}, "encoding": {"x": x}, "layer": schichten},
        breite=breite,
        hoehe=hoehe,
        beschreibung=f"Theil-Index je Jahr: {namen[0]} und {namen[1]}",
    )


def _parts(
    zeile: Zeile, namen: tuple[str, str], farben: tuple[str, str], band: float, mindestens: float, schrift: int
) -> list[Zeile]:
    """Both parts of a bar; ``mindestens``: height of a line of text in units of the axis."""
    schnitt, gesamt = zeile["zwischen"], zeile["gesamt"]
    teile = []
    for name, farbe, von, bis in ((namen[0], farben[0], 0.0, schnitt), (namen[1], farben[1], schnitt, gesamt)):
        anteil = format_prozent((bis - von) / gesamt if gesamt > 0 else None, 0)
        passt = bis - von >= mindestens and text_width(anteil, schrift) + 4 <= band
        teile.append(
            {
                "jahr": zeile["jahr"], "name": name, "farbe": farbe, "tinte": text_color(farbe), "von": von, "bis": bis,
                "mitte": (von + bis) / 2, "anteil": anteil, "text": anteil if passt else "",
                "theil": format_zahl(bis - von, 4),
            }
        )  # fmt: skip
    return teile


def areas_by_group(
    gebiete: pd.DataFrame,
    mittel: Mapping[str, float],
    *,
    achse: str,
    stil: Stil,
    gewaehlt: str | None = None,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int = 330,
) -> Spec:
    """A row per group with its areas as points and its mean as a stroke; highest mean at the top.

    Parameters
    ----------
    gebiete : frame with gebiet_id, bezeichnung, gruppe, wert, anzeige; areas without group or value are left out
    mittel : group → its mean
    """
    breite = breite or stil.breite
    punkte = [z for z in records(gebiete) if z["gruppe"] is not None and z["wert"] is not None]
    seine = next((z["gruppe"] for z in punkte if z["gebiet_id"] == gewaehlt), None)
    reihen: list[Zeile] = [{"gebiet_id": name, "bezeichnung": name, "mittel": wert} for name, wert in mittel.items()]
    reihen.sort(key=lambda reihe: descending(reihe["mittel"]))
    platz_namen = name_room(column(reihen, "bezeichnung"), stil, breite, 0.4)
    eintraege = [Eintrag("Gebiet", stil.farben.primaer), Eintrag("Durchschnitt der Gruppe", stil.farben.tinte, "|")]
    zeichnung = breite - platz_namen - 20
    schluessel = Schluessel.layout(stil, eintraege, platz=zeichnung, links=platz_namen, beispiel=beispiel)
    rand = 3.4 * stil.schrift + 16 + schluessel.hoehe
    reihen, ausgelassen = select_rows(reihen, rows_that_fit(hoehe, rand, stil), seine)
    nummer = {reihe["gebiet_id"]: reihe["zeile"] for reihe in reihen}
    punkte = [
        z | {"zeile": nummer[z["gruppe"]], "gewaehlt": z["gebiet_id"] == gewaehlt}
        for z in sorted(punkte, key=lambda z: z["gebiet_id"] == gewaehlt)  # the chosen one lies on top
        if z["gruppe"] in nummer
    ]
    x: Spec = {
        "type": "quantitative",
        "scale": {"zero": False, "nice": False, "padding": stil.schrift},
        "axis": {
            "title": axis_title(with_omitted(achse, ausgelassen, "Gruppe", "Gruppen"), zeichnung, stil),
            "format": ZAHL,
            "tickCount": 5,
        },
    }
    markiert = stil.farben.markiert
    bunt = {"condition": {"test": "datum.gewaehlt", "value": markiert}, "value": stil.farben.primaer}
    strich: Spec = {
        "type": "tick",
        "color": stil.farben.tinte,
        "thickness": stil.strich,
        "bandSize": stil.schrift * 1.4,
    }
    schichten: list[Spec] = [
        {"data": {"values": reihen}, "mark": strich, "encoding": {"x": {**x, "field": "mittel"}}},
        {
            "params": [selection()],
            "mark": {"type": "point", "filled": True, "size": (stil.schrift - 2) ** 2, "cursor": "pointer"},
            "encoding": {
                "x": {**x, "field": "wert"},
                "color": bunt,
                "opacity": {"condition": {"test": "datum.gewaehlt", "value": 1}, "value": 0.6},
                "tooltip": [{"field": "bezeichnung", "title": "Gebiet"}, {"field": "anzeige", "title": "Wert"}],
            },
        },
        *schluessel.layer,
    ]
    namen = name_axis(column(reihen, "bezeichnung"), stil, platz_namen, gewaehlt=chosen_row(reihen))
    y = row_encoding(len(reihen), namen)
    return base(
        stil,
        {"data": {"values": punkte}, "encoding": {"y": y}, "layer": schichten},
        breite=breite,
        hoehe=hoehe,
        beschreibung=f"{achse}: Gebiete je Gruppe",
    )
