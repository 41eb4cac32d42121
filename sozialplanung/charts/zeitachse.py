"""What happens when: the way of a Handlungskonzept through the committees, and how long its Massnahmen run."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable

import pandas as pd

from sozialplanung.charts.bausteine import (
    Eintrag,
    Schluessel,
    Zeile,
    base,
    column,
    name_axis,
    name_room,
    records,
    row_encoding,
    row_height,
    text_width,
    wrap,
)
from sozialplanung.charts.theme import MONATE_KURZ, Spec, Stil, text_color
from sozialplanung.formatting import format_datum
from sozialplanung.model import Massnahmenstatus


def committee_dates(
    beratungen: pd.DataFrame,
    *,
    stil: Stil,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int | None = None,
) -> Spec:
    """A line of time from top to bottom: each day once, beside it who met then and with which result.

    Parameters
    ----------
    beratungen : frame with datum, gremium, ergebnis, vorlage_nr
    hoehe : at most, unless the text needs more
    """
    breite = breite or stil.breite
    folge = sorted(records(beratungen), key=lambda zeile: (zeile["datum"], zeile["gremium"]))
    folge = [
        {feld: zeile[feld] or "" for feld in ("gremium", "ergebnis", "vorlage_nr")}
        | {"tag": format_datum(zeile["datum"])}
        for zeile in folge
    ]
    schluessel = Schluessel.layout(stil, [], platz=breite, beispiel=beispiel)
    spalten = [1.4 * stil.schrift]
    for feld in ("tag", "gremium"):
        spalten.append(spalten[-1] + stil.schrift + _widest(folge, feld, stil))
    rechts = breite - 12.0
    daneben = spalten[2] + _widest(folge, "ergebnis", stil) <= rechts
    if not daneben:  # then the result stands under its name
        spalten[2] = spalten[1]
    tage, ende = _place_meetings(folge, daneben, rechts - spalten[1], (hoehe or 0) - schluessel.hoehe - 20, stil)
    return base(
        stil,
        {"layer": [*_line_of_time(tage, spalten[0], stil), *_meetings(folge, spalten, stil), *schluessel.layer]},
        breite=breite,
        hoehe=round(ende + schluessel.hoehe + 20),
        beschreibung="Beratungsfolge nach Datum",
    )


def _widest(zeilen: Iterable[Zeile], feld: str, stil: Stil) -> float:
    return max((text_width(zeile[feld], stil.schrift) for zeile in zeilen), default=0)


def _place_meetings(
    folge: list[Zeile], daneben: bool, platz: float, hoehe: float, stil: Stil
) -> tuple[list[Zeile], float]:
    """Lines and height of each meeting, with as much air as the picture has; the days, and where the last text ends."""
    zeile_hoch = 1.2 * stil.schrift
    for zeile in folge:
        zeile["name"], zeile["text"] = (wrap(zeile[feld], platz, stil.schrift) for feld in ("gremium", "ergebnis"))
        zeile["zeilen"] = len(zeile["name"]) + (len(zeile["text"]) if zeile["ergebnis"] and not daneben else 0)
    luecken = len(folge) + len({zeile["tag"] for zeile in folge})
    frei = hoehe - zeile_hoch * sum(zeile["zeilen"] for zeile in folge)
    luft = min(max(frei / max(luecken, 1), 0.5 * stil.schrift), 1.5 * stil.schrift)
    tage: list[Zeile] = []
    y = 0.0
    for zeile in folge:
        if not tage or tage[-1]["tag"] != zeile["tag"]:
            y += luft if tage else 0
            tage.append({"tag": zeile["tag"], "y": round(y + zeile_hoch / 2, 1)})
        zeile["y"] = round(y + zeile_hoch / 2, 1)
        zeile["text_y"] = round(zeile["y"] + (0 if daneben else zeile_hoch * len(zeile["name"])), 1)
        y += zeile_hoch * zeile.pop("zeilen") + luft
    return tage, y


def _pixels(x: float, feld: str) -> Spec:
    return {"x": {"value": round(x, 1)}, "y": {"field": feld, "type": "quantitative", "scale": None, "axis": None}}


def _line_of_time(tage: list[Zeile], links: float, stil: Stil) -> list[Spec]:
    """A line through the days, with a point and the date of each."""
    farben = stil.farben
    mitte = 0.5 * stil.schrift
    punkt: Spec = {"type": "point", "filled": True, "size": stil.schrift**2, "color": farben.primaer, "opacity": 1}
    linie = [{"y": tage[0]["y"], "bis": tage[-1]["y"]}] if tage else []
    return [
        {
            "data": {"values": linie},
            "mark": {"type": "rule", "color": farben.haarlinie, "strokeWidth": stil.strich},
            "encoding": {**_pixels(mitte, "y"), "y2": {"field": "bis"}},
        },
        {"data": {"values": tage}, "mark": punkt, "encoding": _pixels(mitte, "y")},
        {
            "data": {"values": tage},
            "mark": {"type": "text", "align": "left", "baseline": "middle", "fontWeight": 600},
            "encoding": {**_pixels(links, "y"), "text": {"field": "tag"}},
        },
    ]


def _meetings(folge: list[Zeile], spalten: list[float], stil: Stil) -> list[Spec]:
    """Who met, and the result beside or below the name."""
    tooltip = [
        {"field": "gremium", "title": "Gremium"},
        {"field": "tag", "title": "Datum"},
        {"field": "ergebnis", "title": "Ergebnis"},
        {"field": "vorlage_nr", "title": "Vorlage"},
    ]
    text: Spec = {"type": "text", "align": "left", "baseline": "middle", "lineHeight": 1.2 * stil.schrift}
    return [
        {
            "data": {"values": folge},
            "mark": text | ({"color": stil.farben.gedaempft} if feld == "text" else {}),
            "encoding": {**_pixels(x, y), "text": {"field": feld}, "tooltip": tooltip},
        }
        for feld, x, y in (("name", spalten[1], "y"), ("text", spalten[2], "text_y"))
    ]


def measure_spans(
    massnahmen: pd.DataFrame,
    *,
    stil: Stil,
    heute: dt.date | None = None,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int | None = None,
) -> Spec:
    """Duration of Massnahmen as bars in the order of the frame; the status stands as a word in or beside each bar.

    Parameters
    ----------
    massnahmen : frame with massnahme_id, bezeichnung, status, beginn, ende (dates; open where missing)
    heute : draws a line at this day
    """
    breite = breite or stil.breite
    plan = records(massnahmen, ["massnahme_id", "bezeichnung", "status", "beginn", "ende"])
    platz_namen = name_room(column(plan, "bezeichnung"), stil, breite, 0.45)
    zeichnung = breite - platz_namen - 24
    von, bis = _range([*column(plan, "beginn"), *column(plan, "ende")])
    for nummer, massnahme in enumerate(plan):
        massnahme |= {"zeile": nummer} | _bar(massnahme, von, bis, zeichnung, stil)
        del massnahme["beginn"], massnahme["ende"]
    im_bild = heute is not None and von <= heute <= bis
    eintraege = [Eintrag(f"heute ({format_datum(heute)})", stil.farben.tinte, "┆")] if im_bild else []
    schluessel = Schluessel.layout(stil, eintraege, platz=zeichnung, beispiel=beispiel)
    zeile = row_height(column(plan, "bezeichnung"), stil, platz_namen)
    hoehe = hoehe or round(len(plan) * zeile + 2.2 * stil.schrift + 16 + schluessel.hoehe)

    x = _time_axis(von, bis, zeichnung, stil)
    schichten: list[Spec] = [
        {
            "transform": [{"filter": "datum.termin"}],
            "params": [{"name": "massnahme", "select": {"type": "point", "fields": ["massnahme_id"]}}],
            "mark": {"type": "rect", "cursor": "pointer", "strokeWidth": 1.2},
            "encoding": {
                "x": {**x, "field": "von"},
                "x2": {"field": "bis"},
                "fill": {"field": "fuellung", "type": "nominal", "scale": None},
                "stroke": {"field": "rand", "type": "nominal", "scale": None},
                "tooltip": [
                    {"field": "bezeichnung", "title": "Maßnahme"},
                    {"field": "status", "title": "Status"},
                    {"field": "zeit", "title": "Zeitraum"},
                ],
            },
        },
        *(
            {
                "transform": [{"filter": f"datum.seite == '{seite}'"}],
                "mark": {"type": "text", "align": seite, "dx": dx, "fontSize": stil.klein},
                "encoding": {
                    "x": {**x, "field": "text_x"},
                    "text": {"field": "text"},
                    "color": {"field": "schrift", "type": "nominal", "scale": None},
                },
            }
            for seite, dx in (("left", 5), ("right", -5))
        ),
        *_today(heute, von, bis, stil),
        *schluessel.layer,
    ]
    namen = name_axis(column(plan, "bezeichnung"), stil, platz_namen, zeile=zeile)
    y = row_encoding(len(plan), namen)
    return base(
        stil,
        {"data": {"values": plan}, "encoding": {"y": y}, "layer": schichten},
        breite=breite,
        hoehe=hoehe,
        beschreibung="Laufzeit und Status der Maßnahmen",
    )


def _range(tage: Iterable[dt.date]) -> tuple[dt.date, dt.date]:
    """Whole years around all dates."""
    da = sorted(tage)
    return (
        (dt.date(da[0].year, 1, 1), dt.date(da[-1].year + 1, 1, 1))
        if da
        else (dt.date(2000, 1, 1), dt.date(2001, 1, 1))
    )


def _share(tag: dt.date, von: dt.date, bis: dt.date) -> float:
    return (tag - von).days / max((bis - von).days, 1)


def _ms(tag: dt.date) -> int:
    """Milliseconds since 1970 in UTC: the same day in every time zone."""
    return (tag - dt.date(1970, 1, 1)).days * 86_400_000


def _time_axis(von: dt.date, bis: dt.date, platz: float, stil: Stil) -> Spec:
    """Ticks at the first of a month or year, as many as have room.

    The scale is linear in milliseconds and brings its labels along: Vega's own time scales contradict themselves where
    a layer has a start and an end.
    """
    monate = (bis.year - von.year) * 12 + bis.month - von.month
    in_jahren = monate > 20
    breiteste = (3.4 if in_jahren else 5.2) * stil.schrift
    schritt = max(1, math.ceil((monate / 12 if in_jahren else monate) * breiteste / platz)) * (12 if in_jahren else 1)
    marken = [dt.date(*_month(von, i), 1) for i in range(0, monate + 1, schritt)]
    texte = {_ms(tag): str(tag.year) if in_jahren else f"{MONATE_KURZ[tag.month - 1]} {tag.year}" for tag in marken}
    return {
        "type": "quantitative",
        "scale": {"domain": [_ms(von), _ms(bis)], "nice": False, "zero": False},
        "axis": {
            "title": None,
            "values": list(texte),
            "labelExpr": f"{json.dumps(texte, ensure_ascii=False)}[datum.value]",
            "labelOverlap": "greedy",
        },
    }


def _month(tag: dt.date, weiter: int) -> tuple[int, int]:
    monate = tag.year * 12 + tag.month - 1 + weiter
    return monate // 12, monate % 12 + 1


def _span(beginn: dt.date | None, ende: dt.date | None) -> str:
    if beginn is None:
        return "ohne Termin" if ende is None else f"bis {format_datum(ende)}"
    return f"ab {format_datum(beginn)}" if ende is None else f"{format_datum(beginn)} bis {format_datum(ende)}"


def _status_colors(stil: Stil) -> dict[str, tuple[str, str]]:
    """Fill and edge: what is only planned is an outline, what runs is full, what is over is grey."""
    farben = stil.farben
    return {
        Massnahmenstatus.GEPLANT: (farben.grund, farben.gedaempft),
        Massnahmenstatus.BESCHLOSSEN: (farben.bedarf[1], farben.primaer),
        Massnahmenstatus.LAUFEND: (farben.primaer, farben.primaer),
        Massnahmenstatus.ABGESCHLOSSEN: (farben.frueher, farben.frueher),
        Massnahmenstatus.EINGESTELLT: (farben.papier, farben.frueher),
    }


def _bar(massnahme: Zeile, von: dt.date, bis: dt.date, zeichnung: float, stil: Stil) -> Zeile:
    """Ends and colours of a bar, and its status as a word: inside it, else behind it, else before it."""
    beginn, ende = massnahme["beginn"] or von, massnahme["ende"] or bis
    termin = massnahme["beginn"] is not None or massnahme["ende"] is not None
    zusatz = ", ohne Termin" if not termin else ", Ende offen" if massnahme["ende"] is None else ""
    text = massnahme["status"] + zusatz
    platz = text_width(text, stil.klein) + 10
    links, rechts = (_share(tag, von, bis) * zeichnung if termin else 0.0 for tag in (beginn, ende))
    innen = rechts - links >= platz
    davor = not innen and zeichnung - rechts < platz
    fuellung, rand = _status_colors(stil)[massnahme["status"]]
    return {
        "zeit": _span(massnahme["beginn"], massnahme["ende"]),
        "termin": termin,
        "von": _ms(beginn),
        "bis": _ms(ende),
        "fuellung": fuellung,
        "rand": rand,
        "text": text,
        "text_x": _ms(beginn if innen or davor or not termin else ende),
        "seite": "right" if davor else "left",
        "schrift": _text_on(fuellung, stil) if innen else stil.farben.tinte,
    }


def _text_on(fuellung: str, stil: Stil) -> str:
    return stil.farben.tinte if fuellung in (stil.farben.grund, stil.farben.papier) else text_color(fuellung)


def _today(heute: dt.date | None, von: dt.date, bis: dt.date, stil: Stil) -> list[Spec]:
    if heute is None or not von <= heute <= bis:
        return []
    linie = {"type": "rule", "color": stil.farben.tinte, "strokeDash": [4, 3]}
    ort: Spec = {"x": {"type": "quantitative", "field": "heute"}, "y": {"value": 0}, "y2": {"value": "height"}}
    return [{"data": {"values": [{"heute": _ms(heute)}]}, "mark": linie, "encoding": ort}]
