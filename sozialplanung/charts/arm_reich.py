"""Rich and poor: dumbbell between two years, Lorenz curve, the gap over time, two areas side by side."""

from __future__ import annotations

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
from sozialplanung.charts.gruppen import group_figures
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.formatting import format_prozent, format_wert
from sozialplanung.model import Richtung


def dumbbell(
    werte: pd.DataFrame,
    *,
    jahr_von: int | str,
    jahr_bis: int | str,
    achse: str,
    stil: Stil,
    einheit: str = "",
    stellen: int = 1,
    richtung: str = Richtung.NEUTRAL,
    gewaehlt: str | None = None,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int | None = None,
) -> Spec:
    """Two points per area, the later one labelled; highest at the top. One point where both years are the same.

    In ``Stil.wuerde`` a row is a group of areas by the later year, its points are the means of these areas.

    Parameters
    ----------
    werte : frame with gebiet_id, bezeichnung, wert_von, wert_bis and, where there are any, zeichen (of the later
        value), gewicht_von, gewicht_bis (persons, for the means of groups)
    richtung : of the Indikator, for the names of groups
    jahr_von, jahr_bis : the years, or what stands in their place (»bisher«, »Szenario«)
    achse : title of the x axis, e.g. »Kinder in SGB II in Prozent«
    hoehe : of the whole picture; where it is too small for all areas, the top, the bottom and the chosen one stay
    """
    breite = breite or stil.breite
    if stil.wuerde:
        rang, gewaehlt = _groups(werte, richtung), None
    else:
        rang = sorted(records(werte), key=lambda zeile: descending(zeile["wert_bis"], zeile["wert_von"]))
    rand = 4.2 * stil.schrift + 20
    rang, ausgelassen = select_rows(rang, rows_that_fit(hoehe, rand, stil), gewaehlt)
    hoehe = hoehe or round(len(rang) * stil.zeile + rand)
    platz_namen = name_room(column(rang, "bezeichnung"), stil, breite)
    zeichnung = breite - platz_namen - 20
    for zeile in rang:
        _add_texts(zeile, einheit, stellen)
    bereich = _domain(rang, stil, zeichnung)
    for zeile in rang:
        _place_value(zeile, stil, zeichnung / (bereich[1] - bereich[0]), bereich[0])

    farben = stil.farben
    farbe = {"condition": {"test": "datum.gewaehlt", "value": farben.markiert}, "value": farben.primaer}
    punkt = (stil.schrift - 1) ** 2
    abstand = (stil.schrift - 1) / 2 + 4
    x: Spec = {
        "type": "quantitative",
        "scale": {"domain": list(bereich), "nice": False},
        "axis": {
            "title": axis_title(with_omitted(achse, ausgelassen), zeichnung, stil),
            "format": ZAHL,
            "tickCount": 4,
        },
    }
    zwei, wer = jahr_von != jahr_bis, "Gruppe" if stil.wuerde else "Gebiet"
    jahre = [Eintrag(str(jahr_von), farben.frueher)] if zwei else []
    jahre.append(Eintrag(str(jahr_bis), farben.primaer))
    schluessel = Schluessel.layout(stil, jahre, platz=zeichnung, beispiel=beispiel)
    tooltip = [
        {"field": "bezeichnung", "title": wer},
        *([{"field": "tooltip_von", "title": str(jahr_von)}] if zwei else []),
        {"field": "tooltip_bis", "title": str(jahr_bis)},
    ]
    frueher: list[Spec] = [
        {
            "mark": {"type": "rule", "strokeWidth": stil.strich, "opacity": 0.45},
            "encoding": {"x": {**x, "field": "wert_von"}, "x2": {"field": "wert_bis"}, "color": farbe},
        },
        {
            "mark": {"type": "point", "filled": True, "size": punkt, "color": farben.frueher, "opacity": 1},
            "encoding": {"x": {**x, "field": "wert_von"}, "tooltip": tooltip},
        },
    ]
    schichten: list[Spec] = [
        *(frueher if zwei else []),
        {
            "params": [selection()],
            "mark": {"type": "point", "filled": True, "size": punkt * 1.25, "opacity": 1, "cursor": "pointer"},
            "encoding": {"x": {**x, "field": "wert_bis"}, "color": farbe, "tooltip": tooltip},
        },
        *(
            {
                "transform": [{"filter": f"datum.seite == '{seite}'"}],
                "mark": {"type": "text", "align": seite, "dx": dx, "fontWeight": 600},
                "encoding": {"x": {**x, "field": "text_x"}, "text": {"field": "text"}, "color": farbe},
            }
            for seite, dx in (("left", abstand), ("right", -abstand))
        ),
        {
            "transform": [{"filter": "!isValid(datum.wert_bis)"}],
            "mark": {
                "type": "text",
                "align": "left",
                "dx": abstand,
                "fontStyle": "italic",
                "color": farben.gedaempft,
            },
            "encoding": {"x": {**x, "field": "text_x"}, "text": {"field": "text"}},
        },
        *schluessel.layer,
    ]
    zeile_px = (hoehe - rand) / max(len(rang), 1) if stil.wuerde else 0
    namen = name_axis(column(rang, "bezeichnung"), stil, platz_namen, zeile=zeile_px, gewaehlt=chosen_row(rang))
    y = row_encoding(len(rang), namen)
    return base(
        stil,
        {"data": {"values": rang}, "encoding": {"y": y}, "layer": schichten},
        breite=breite,
        hoehe=hoehe,
        beschreibung=f"{achse} je {wer}, {f'{jahr_von} und ' if zwei else ''}{jahr_bis}, absteigend sortiert",
    )


def _groups(werte: pd.DataFrame, richtung: str) -> list[Zeile]:
    """Means of the same areas in both years; areas that lack one of the two are left out."""
    beide = werte[werte["wert_von"].notna() & werte["wert_bis"].notna()]
    je_jahr = [
        group_figures(beide, richtung, ("wert_bis", spalte), f"gewicht_{spalte.removeprefix('wert_')}")
        for spalte in ("wert_bis", "wert_von")
    ]
    return [
        {"gebiet_id": None, "bezeichnung": bis["bezeichnung"], "wert_bis": bis["wert_bis"], "wert_von": von["wert_von"]}
        for bis, von in zip(*je_jahr, strict=True)
    ]


def _add_texts(zeile: Zeile, einheit: str, stellen: int) -> None:
    wert, zeichen = zeile["wert_bis"], zeile.pop("zeichen", None)
    zeile["text"] = format_wert(wert, zeichen, "", stellen)
    zeile["tooltip_von"] = format_wert(zeile["wert_von"], None, einheit, stellen)
    zeile["tooltip_bis"] = format_wert(wert, zeichen, einheit, stellen)


def _domain(rang: list[Zeile], stil: Stil, zeichnung: float) -> tuple[float, float]:
    """From zero (or below) to the largest value, with room for a label behind it."""
    alle = [0.0, *column(rang, "wert_von"), *column(rang, "wert_bis")]
    von, bis = min(alle), max(alle)
    breiteste = max((text_width(text, stil.schrift) for text in column(rang, "text")), default=0) + 1.5 * stil.schrift
    return von, von + ((bis - von) or 1.0) / (1 - min(breiteste / zeichnung, 0.5))


def _place_value(zeile: Zeile, stil: Stil, je_einheit: float, anfang: float) -> None:
    """The value stands where the line does not run; left of the points only where there is room before the names.

    The reason for a missing value stands behind the earlier point or, without one, at the axis.
    """
    von, bis = zeile["wert_von"], zeile["wert_bis"]
    breite = text_width(zeile["text"], stil.schrift) + 1.5 * stil.schrift
    davor = bis is not None and von is not None and bis < von and (bis - anfang) * je_einheit > breite
    zeile["seite"] = None if bis is None else "right" if davor else "left"
    zeile["text_x"] = bis if davor else max((w for w in (von, bis) if w is not None), default=anfang)


def lorenz(
    kurve: pd.DataFrame,
    *,
    achse_x: str,
    achse_y: str,
    stil: Stil,
    gerade: str = "bei gleicher Verteilung",
    punkt: str = "Auf die {x} mit den niedrigsten Werten entfallen {y}",
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int = 330,
) -> Spec:
    """Lorenz curve: how much of the whole falls to the x percent with the lowest values; Gini measures the shaded area.

    Parameters
    ----------
    kurve : frame with anteil_personen and anteil_wert, cumulated shares 0–1 from the poorest area to the richest
    gerade, punkt : what the straight line means, and what a point says, with {x} and {y}
    """
    breite = breite or stil.breite
    kurve = kurve.assign(
        text=[
            punkt.format(x=format_prozent(p), y=format_prozent(w))
            for p, w in zip(kurve["anteil_personen"], kurve["anteil_wert"], strict=True)
        ]
    )
    farben = stil.farben
    platz = breite - 5 * stil.schrift
    teilung = [0, 0.25, 0.5, 0.75, 1] if platz > 18 * stil.schrift else [0, 0.5, 1]
    achse = {"labelExpr": "format(datum.value * 100, 'd') + ' %'", "values": teilung}
    x: Spec = {
        "field": "anteil_personen",
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {**achse, "title": axis_title(achse_x, platz, stil)},
    }
    y: Spec = {
        "field": "anteil_wert",
        "type": "quantitative",
        "scale": {"domain": [min(0.0, float(kurve["anteil_wert"].min())), 1]},
        "axis": {**achse, "title": axis_title(achse_y, hoehe - 6 * stil.schrift, stil)},
    }
    eintraege = [
        Eintrag("tatsächlich", farben.primaer, "–"),
        Eintrag(gerade, farben.gedaempft, "┄"),
    ]
    schichten: list[Spec] = [
        {
            "mark": {"type": "area", "color": farben.primaer, "opacity": 0.14},
            "encoding": {"y": y, "y2": {"field": "anteil_personen"}},
        },
        {
            "data": {"values": [{"anteil_personen": 0, "anteil_wert": 0}, {"anteil_personen": 1, "anteil_wert": 1}]},
            "mark": {"type": "line", "color": farben.gedaempft, "strokeDash": [5, 4], "strokeWidth": stil.strich / 2},
            "encoding": {"y": y},
        },
        {
            "mark": {
                "type": "line",
                "color": farben.primaer,
                "strokeWidth": stil.strich,
                "point": {"color": farben.primaer, "size": stil.schrift * 2.5},
            },
            "encoding": {"y": y, "tooltip": {"field": "text"}},
        },
        *Schluessel.layout(stil, eintraege, platz=platz, beispiel=beispiel).layer,
    ]
    spalten = ["anteil_personen", "anteil_wert", "text"]
    return base(
        stil,
        {"data": {"values": records(kurve, spalten)}, "encoding": {"x": x}, "layer": schichten},
        breite=breite,
        hoehe=hoehe,
        beschreibung=f"Lorenzkurve: {achse_y} nach {achse_x}",
    )
