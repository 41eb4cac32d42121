"""Lines over the years, labelled at their ends instead of in a legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

import pandas as pd

from sozialplanung.charts.bausteine import (
    ZAHL,
    Schluessel,
    Zeile,
    axis_title,
    base,
    column,
    records,
    shorten,
    text_width,
    wrap,
)
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.formatting import format_wert, format_zahl

_RAND_LINKS = 4.2  # room for the y axis and its title, in type sizes


@dataclass(frozen=True, slots=True)
class Linie:
    """A line's name, as in the frame, its colour and its dashes."""

    name: str
    farbe: str
    strich: tuple[int, int] = (1, 0)


def gap_over_time(
    abstand: pd.DataFrame,
    *,
    achse: str,
    stil: Stil,
    einheit: str = "",
    stellen: int = 0,
    namen: tuple[str, str] = ("ärmstes Fünftel", "reichstes Fünftel"),
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int = 330,
) -> Spec:
    """The richest and the poorest fifth as two lines, the gap between them shaded, their ratio above both ends.

    Parameters
    ----------
    abstand : frame with jahr, arm, reich, verhaeltnis
    """
    farben = stil.farben
    linien = [Linie(namen[0], farben.abweichung[0]), Linie(namen[1], farben.abweichung[-1])]
    jahre = sorted(records(abstand, ["jahr", "arm", "reich", "verhaeltnis"]), key=itemgetter("jahr"))
    lang = [
        {"jahr": zeile["jahr"], "bezeichnung": name, "wert": zeile[spalte]}
        for name, spalte in zip(namen, ("arm", "reich"), strict=True)
        for zeile in jahre
    ]
    breite = breite or stil.breite
    kopf = 1.7 * stil.schrift
    grau = {"color": farben.gedaempft, "opacity": 0.16}
    ende = max(text_width(zeile, stil.schrift) for name in namen for zeile in _name_lines(name, stil, breite))
    faktoren = _ratios(jahre, stil, breite - ende - _RAND_LINKS * stil.schrift - 24)
    zusatz: list[Spec] = [
        {
            "data": {"values": [{name: zeile[name] for name in ("jahr", "arm", "reich")} for zeile in jahre]},
            "mark": {"type": "area", **grau},
            "encoding": {"y": {"field": "arm", "type": "quantitative"}, "y2": {"field": "reich"}},
        },
        {
            "data": {"values": faktoren},
            "mark": {"type": "rule", "color": farben.gedaempft},
            "encoding": {"y": {"field": "arm", "type": "quantitative"}, "y2": {"value": kopf}},
        },
        *(
            {
                "data": {"values": [faktor for faktor in faktoren if faktor["seite"] == seite]},
                "mark": {"type": "text", "align": seite, "fontWeight": 600, "color": farben.tinte},
                "encoding": {"y": {"value": kopf / 2}, "text": {"field": "text"}},
            }
            for seite in ("left", "right")
        ),
    ]
    return draw_lines(
        lang, linien, zusatz, achse=achse, einheit=einheit, stellen=stellen, stil=stil, beispiel=beispiel,
        breite=breite, hoehe=hoehe, kopf=kopf,
    )  # fmt: skip


def _ratios(jahre: Sequence[Zeile], stil: Stil, platz: float) -> list[Zeile]:
    """The ratio in the first and the last year, for labels above the lines; the first gives way where both are wide.

    A ratio that grows from 1,23 to 1,25 needs its second decimal.
    """
    zeilen = [zeile for zeile in jahre if None not in (zeile["arm"], zeile["reich"], zeile["verhaeltnis"])]
    if not zeilen:
        return []
    enden = [zeilen[0], zeilen[-1]] if len(zeilen) > 1 else zeilen
    stellen = 2 if min(zeile["verhaeltnis"] for zeile in enden) < 2 else 1
    zahlen = [format_zahl(zeile["verhaeltnis"], stellen) for zeile in enden]
    spanne = max(jahre[-1]["jahr"] - jahre[0]["jahr"], 1)
    zwischen = platz * (enden[-1]["jahr"] - enden[0]["jahr"]) / spanne - stil.schrift / 2
    letzter = text_width(f"{zahlen[-1]}-mal", stil.schrift)
    erste = [text for text in (f"{zahlen[0]}-mal", zahlen[0]) if text_width(text, stil.schrift) + letzter <= zwischen]
    rechts = enden[-1]["jahr"] - jahre[0]["jahr"] >= spanne / 2
    schilder = [(enden[-1], f"{zahlen[-1]}-mal", "right" if rechts else "left")]
    schilder += [(enden[0], text, "left") for text in erste[:1]]
    return [{"jahr": z["jahr"], "arm": z["arm"], "text": text, "seite": seite} for z, text, seite in schilder]


def two_areas(
    verlauf: pd.DataFrame,
    *,
    gebiete: Sequence[str],
    achse: str,
    stil: Stil,
    region: str | None = None,
    einheit: str = "",
    stellen: int = 1,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int = 330,
) -> Spec:
    """One or two areas over the years, and the whole region as a dashed line.

    Parameters
    ----------
    verlauf : frame with jahr, bezeichnung, wert
    gebiete : names to draw; the first is the chosen area and has its colour
    region : name of the region's line in ``verlauf``
    """
    farben = stil.farben
    linien = [Linie(name, farbe) for name, farbe in zip(gebiete, (farben.markiert, farben.primaer), strict=False)]
    if region is not None:
        linien.append(Linie(region, farben.gedaempft, (5, 4)))
    zeilen = records(verlauf, ["jahr", "bezeichnung", "wert"])
    return draw_lines(
        zeilen, linien, [], achse=achse, einheit=einheit, stellen=stellen, stil=stil, beispiel=beispiel,
        breite=breite or stil.breite, hoehe=hoehe,
    )  # fmt: skip


def draw_lines(
    zeilen: Sequence[Zeile],
    linien: Sequence[Linie],
    zusatz: Sequence[Spec],
    *,
    achse: str,
    einheit: str,
    stellen: int,
    stil: Stil,
    beispiel: bool,
    breite: int,
    hoehe: int,
    kopf: float = 0,
    auch: Sequence[float] = (),
    fuss: float | None = None,
) -> Spec:
    """Lines of ``zeilen`` (jahr, bezeichnung, wert) with name and last value at their ends, ``zusatz`` behind them.

    ``kopf``: px that the lines leave free at the top of the plot; ``auch``: values that the axis holds as well;
    ``fuss``: where it begins, if nothing lies below.
    """
    namen = {linie.name for linie in linien}
    werte = [
        zeile | {"anzeige": format_wert(zeile["wert"], None, einheit, stellen)}
        for zeile in sorted(zeilen, key=itemgetter("jahr"))
        if zeile["bezeichnung"] in namen
    ]
    da = [zeile for zeile in werte if zeile["wert"] is not None]
    rand = 4.6 * stil.schrift + 16
    von, bis = _domain([*column(da, "wert"), *auch], fuss)
    bereich = [von, von + (bis - von) * (hoehe - rand) / (hoehe - rand - kopf)]
    enden = _end_labels(da, bereich, hoehe - rand, stil, breite)
    farbe = {
        "field": "bezeichnung",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": [linie.name for linie in linien], "range": [linie.farbe for linie in linien]},
    }
    strich = {
        "field": "bezeichnung",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": [linie.name for linie in linien], "range": [list(linie.strich) for linie in linien]},
    }
    y: Spec = {
        "field": "wert",
        "type": "quantitative",
        "scale": {"domain": bereich, "nice": False},
        "axis": {
            "title": axis_title(achse, hoehe - rand, stil),
            "format": ZAHL,
            "tickCount": 5,
            "gridOpacity": {"condition": {"test": f"datum.value <= {bis}", "value": 1}, "value": 0},
            "labelExpr": f"datum.value <= {bis} ? datum.label : ''",
        },
    }
    jahre = sorted({zeile["jahr"] for zeile in werte})
    x: Spec = {
        "field": "jahr",
        "type": "quantitative",
        "scale": {"domain": [jahre[0], jahre[-1]] if jahre else [0, 1], "nice": False, "padding": 4},
        "axis": {"title": None, "format": "d", "grid": False, "values": year_ticks(jahre, stil, breite * 0.55)},
    }
    schichten: list[Spec] = [
        *(_on_axis(schicht, y["scale"]) for schicht in zusatz),
        {
            "mark": {"type": "line", "strokeWidth": stil.strich, "point": {"size": stil.schrift * 2}},
            "encoding": {
                "y": y,
                "color": farbe,
                "strokeDash": strich,
                "tooltip": [
                    {"field": "bezeichnung", "title": "Wo"},
                    {"field": "jahr", "title": "Jahr", "format": "d"},
                    {"field": "anzeige", "title": "Wert"},
                ],
            },
        },
        {
            "data": {"values": enden},
            "mark": {"type": "text", "align": "left", "dx": 8, "fontWeight": 600, "lineHeight": 1.15 * stil.schrift},
            "encoding": {
                "x": {"value": "width"},
                "y": {"field": "y", "type": "quantitative"},
                "text": {"field": "text"},
                "color": farbe,
            },
        },
        *Schluessel.layout(stil, [], platz=breite, beispiel=beispiel).layer,
    ]
    return base(
        stil,
        {
            "data": {"values": werte},
            "encoding": {"x": x},
            "layer": schichten,
        },
        breite=breite,
        hoehe=hoehe,
        beschreibung=f"{achse} im Zeitverlauf: " + ", ".join(linie.name for linie in linien),
    )


def _on_axis(schicht: Spec, skala: Spec) -> Spec:
    """An area or rule would stretch the axis to zero."""
    y = schicht["encoding"]["y"]
    return schicht if "value" in y else schicht | {"encoding": schicht["encoding"] | {"y": y | {"scale": skala}}}


def _domain(werte: Sequence[float], fuss: float | None = None) -> list[float]:
    """From zero where that costs little; lines that lie close together far from zero are shown larger."""
    if not werte:
        return [0.0, 1.0]
    von, bis = min(werte), max(werte)
    if fuss is not None and fuss <= von:
        return [fuss, bis + 0.08 * ((bis - fuss) or 1.0)]
    luft = 0.08 * ((bis - von) or abs(bis) or 1.0)
    if 0 <= von < 0.5 * bis:
        return [0.0, bis + luft]
    return [von - 2 * luft, bis + luft]


def year_ticks(jahre: Sequence[int], stil: Stil, platz: float) -> list[int]:
    """First and last year always, between them as many evenly spaced years as have room."""
    if len(jahre) < 2:
        return list(jahre)
    hoechstens = max(int(platz / (3.4 * stil.schrift)), 2)
    spanne = jahre[-1] - jahre[0]
    schritt = next(s for s in (1, 2, 5, 10, 20, 50, 100, spanne) if spanne / s <= hoechstens or s == spanne)
    innen = [j for j in range(jahre[0], jahre[-1]) if (j - jahre[0]) % schritt == 0 and jahre[-1] - j >= 0.7 * schritt]
    return [*innen, jahre[-1]]


def _name_lines(name: str, stil: Stil, breite: int) -> list[str]:
    return [shorten(zeile, breite * 0.36, stil.schrift) for zeile in wrap(name, breite * 0.3, stil.schrift)][:2]


def _end_labels(werte: Sequence[Zeile], bereich: Sequence[float], hoehe: float, stil: Stil, breite: int) -> list[Zeile]:
    """Name and last value of each line, moved apart where lines end close together; ``y`` in units of the axis."""
    je_pixel = (bereich[1] - bereich[0]) / max(hoehe, 1)
    schilder: list[Zeile] = []
    frei = -float("inf")
    letzte = {zeile["bezeichnung"]: zeile for zeile in werte}
    for ende in sorted(letzte.values(), key=itemgetter("wert")):
        zeilen = [*_name_lines(ende["bezeichnung"], stil, breite), ende["anzeige"]]
        zeile = 1.15 * stil.schrift * je_pixel
        mitte = max(ende["wert"], frei + zeile * len(zeilen) / 2)
        frei = mitte + zeile * len(zeilen) / 2
        # Vega hangs a text of several lines from its first line.
        y = mitte + zeile * (len(zeilen) - 1) / 2
        schilder.append({"bezeichnung": ende["bezeichnung"], "y": y, "text": zeilen})
    zu_hoch = max(frei - bereich[1], 0.0)
    return [schild | {"y": schild["y"] - zu_hoch} for schild in schilder]
