"""The Sozialindex as bars: rank ranges of all areas, contributions to the index of one."""

from __future__ import annotations

import pandas as pd

from sozialplanung.charts.abweichung import diverging_bars
from sozialplanung.charts.bausteine import (
    Eintrag,
    Schluessel,
    axis_title,
    base,
    chosen_row,
    column,
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
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.formatting import format_prozent, format_zahl


def rank_ranges_chart(
    raenge: pd.DataFrame,
    *,
    stil: Stil,
    spalte_rechts: str,
    gewaehlt: str | None = None,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int | None = None,
) -> Spec:
    """A bar per area from the best to the worst rank that many variants give it, a point at the rank now.

    Parameters
    ----------
    raenge : frame with gebiet_id, bezeichnung, rang, rang_von, rang_bis, anteil_vorn (0–1); areas without rank are
        left out
    spalte_rechts : what the percentages at the right say, e.g. »unter den ersten 3«
    """
    breite = breite or stil.breite
    rang = sorted(records(raenge.dropna(subset=["rang"])), key=lambda zeile: (zeile["rang"], zeile["bezeichnung"]))
    anzahl = len(rang)
    for zeile in rang:
        zeile["text"] = format_prozent(zeile["anteil_vorn"], 0)
        zeile["von"], zeile["bis"] = zeile["rang_von"] - 0.32, zeile["rang_bis"] + 0.32
        zeile["spanne"] = f"Rang {format_zahl(zeile['rang_von'])} bis {format_zahl(zeile['rang_bis'])}"
    platz_namen = name_room(column(rang, "bezeichnung"), stil, breite, 0.4)
    zeichnung = breite - platz_namen - 20
    farben = stil.farben
    eintraege = [
        Eintrag("Rang jetzt", farben.primaer),
        Eintrag("in 90 % der Varianten", farben.frueher, "■"),
        Eintrag(f"rechts: Anteil {spalte_rechts}", farben.gedaempft, "▸"),
    ]
    schluessel = Schluessel.layout(stil, eintraege, platz=zeichnung, links=platz_namen, beispiel=beispiel)
    rand = 3.4 * stil.schrift + 16 + schluessel.hoehe
    rang, ausgelassen = select_rows(rang, rows_that_fit(hoehe, rand, stil), gewaehlt)
    hoehe = hoehe or round(len(rang) * stil.zeile + rand)
    platz_text = text_width("100 %", stil.schrift) + stil.schrift
    bereich = [0.5, 0.5 + max(anzahl, 1) / (1 - min(platz_text / zeichnung, 0.4))]
    x: Spec = {
        "type": "quantitative",
        "scale": {"domain": bereich, "nice": False},
        "axis": {
            "title": axis_title(with_omitted("Rang (1 = größter Unterstützungsbedarf)", ausgelassen), zeichnung, stil),
            "values": _ticks(anzahl),
            "format": "d",
        },
    }
    farbe: Spec = {"condition": {"test": "datum.gewaehlt", "value": farben.markiert}, "value": farben.primaer}
    tooltip = [
        {"field": "bezeichnung", "title": "Gebiet"},
        {"field": "rang", "title": "Rang jetzt"},
        {"field": "spanne", "title": "in 90 % der Varianten"},
        {"field": "text", "title": spalte_rechts},
    ]
    schichten: list[Spec] = [
        {
            "params": [selection()],
            "mark": {"type": "bar", "cursor": "pointer", "cornerRadius": 4, "opacity": 0.55, "height": {"band": 0.72}},
            "encoding": {
                "x": {**x, "field": "von"},
                "x2": {"field": "bis"},
                "color": {"condition": {"test": "datum.gewaehlt", "value": farben.markiert}, "value": farben.frueher},
                "tooltip": tooltip,
            },
        },
        {
            "mark": {"type": "point", "filled": True, "opacity": 1, "size": (stil.schrift - 1) ** 2},
            "encoding": {"x": {**x, "field": "rang"}, "color": farbe, "tooltip": tooltip},
        },
        {
            "mark": {"type": "text", "align": "right"},
            "encoding": {"x": {"value": "width"}, "text": {"field": "text"}, "color": _ink(stil)},
        },
        *schluessel.layer,
    ]
    namen = name_axis(column(rang, "bezeichnung"), stil, platz_namen, gewaehlt=chosen_row(rang))
    y = row_encoding(len(rang), namen)
    return base(
        stil,
        {"data": {"values": rang}, "encoding": {"y": y}, "layer": schichten},
        breite=breite,
        hoehe=hoehe,
        beschreibung="Rangspannen je Gebiet, größter Unterstützungsbedarf oben",
    )


def _ticks(anzahl: int) -> list[int]:
    """Every rank where there is room, else about six round ones."""
    if anzahl <= 12:
        return list(range(1, anzahl + 1))
    schritt = next(s for s in (5, 10, 20, 50, 100, 200, 500, 1000, 10**4, 10**5) if anzahl / s <= 7)
    return [1, *range(schritt, anzahl + 1, schritt)]


def _ink(stil: Stil) -> Spec:
    return {"condition": {"test": "datum.gewaehlt", "value": stil.farben.markiert}, "value": stil.farben.tinte}


def contribution_bars(
    beitraege: pd.DataFrame,
    *,
    achse: str,
    stil: Stil,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int | None = None,
) -> Spec:
    """What lifts an area's index above the mean, what keeps it below; the strongest first.

    Parameters
    ----------
    beitraege : frame with bezeichnung, beitrag, anzeige (the figure behind it, in brackets at the bar)
    hoehe : at least; long names may need more
    """
    zeilen = [
        zeile
        | {
            "wert": zeile["beitrag"],
            "text": f"{format_zahl(zeile['beitrag'], 2, vorzeichen=True)} ({zeile['anzeige']})",
        }
        for zeile in records(beitraege)
    ]
    tooltip = [
        {"field": "bezeichnung", "title": "Indikator"},
        {"field": "anzeige", "title": "Wert"},
        {"field": "text", "title": "Beitrag"},
    ]
    return diverging_bars(
        zeilen,
        namen=("mehr Bedarf als im Mittel", "weniger"),
        tooltip=tooltip,
        achse=achse,
        stil=stil,
        beschreibung=f"{achse}, je Indikator",
        beispiel=beispiel,
        breite=breite,
        hoehe=hoehe,
    )
