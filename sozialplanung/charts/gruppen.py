"""Groups of areas in place of a ranking: how the view »Würde« draws what else would name every area."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sozialplanung.analysis.gruppen import group_areas, weighted_mean
from sozialplanung.charts.bausteine import (
    ZAHL,
    Eintrag,
    Schluessel,
    Zeile,
    axis_title,
    base,
    column,
    name_axis,
    name_room,
    row_encoding,
    row_height,
    text_width,
)
from sozialplanung.charts.theme import Spec, Stil, spread
from sozialplanung.formatting import NBSP, format_wert, format_zahl
from sozialplanung.model import Richtung

_BEDARF = {
    3: ("größter Bedarf", "mittlerer Bedarf", "geringster Bedarf"),
    2: ("größerer Bedarf", "geringerer Bedarf"),
}
_WERTE = {3: ("höhere Werte", "mittlere Werte", "niedrigere Werte"), 2: ("höhere Werte", "niedrigere Werte")}
_GELD = {3: ("mehr Geld", "mittlere Beträge", "weniger Geld"), 2: ("mehr Geld", "weniger Geld")}
_ALLE = ("alle zusammen",)


def group_names(anzahl: int, richtung: str | None) -> tuple[str, ...]:
    """Names of the groups, group 0 first; ``richtung`` None: groups of amounts of money."""
    namen = _GELD if richtung is None else _WERTE if richtung == Richtung.NEUTRAL else _BEDARF
    return namen.get(anzahl, _ALLE)


def with_group_names(gruppe: pd.Series, richtung: str | None) -> pd.Series:
    """»größter Bedarf (3 Gebiete)« for each area; None without a group."""
    anzahlen = [int((gruppe == nummer).sum()) for nummer in sorted(gruppe.dropna().unique())]
    namen = group_names(len(anzahlen), richtung)
    texte = {i: f"{namen[i]} ({count_areas(n)})" for i, n in enumerate(anzahlen)}
    return gruppe.map(texte).astype(object)


def count_areas(anzahl: int) -> str:
    """»3 Gebiete«, never broken between two lines."""
    return f"{format_zahl(anzahl)}{NBSP}{'Gebiet' if anzahl == 1 else 'Gebiete'}"


def group_figures(
    werte: pd.DataFrame, richtung: str, spalten: Sequence[str] = ("wert",), gewicht: str = "gewicht"
) -> list[Zeile]:
    """Groups by the first of ``spalten``: bezeichnung, gruppe, and the mean of each column weighted with persons."""
    erste = spalten[0]
    gruppe = group_areas(werte[erste], richtung)
    namen = with_group_names(gruppe, richtung)
    personen = werte.get(gewicht)
    zeilen: list[Zeile] = []
    for nummer in sorted(gruppe.dropna().unique()):
        hier = werte[gruppe == nummer]
        mittel = {spalte: weighted_mean(hier[spalte], personen) for spalte in spalten}
        zeilen.append(
            {"bezeichnung": namen[gruppe == nummer].iloc[0], "gruppe": int(nummer), "anzahl": len(hier)}
            | {spalte: None if wert != wert else wert for spalte, wert in mittel.items()}
            | {"von": float(hier[erste].min()), "bis": float(hier[erste].max())}
        )
    return zeilen


def group_bars(
    werte: pd.DataFrame,
    *,
    achse: str,
    stil: Stil,
    richtung: str = Richtung.NEUTRAL,
    einheit: str = "",
    stellen: int = 1,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int | None = None,
) -> Spec:
    """A bar per group to its mean, a line over its range; the group with the greatest need at the top.

    Parameters
    ----------
    werte : frame with wert and, where known, gewicht (persons)
    """
    breite = breite or stil.breite
    zeilen = group_figures(werte, richtung)
    farben = spread(stil.farben.bedarf[1:], max(len(zeilen), 2))
    for i, zeile in enumerate(zeilen):
        zeile["zeile"] = i
        zeile["farbe"] = stil.farben.frueher if richtung == Richtung.NEUTRAL else farben[-1 - i]
        zeile["text"] = format_wert(zeile["wert"], None, einheit, stellen)
        von, bis = (format_wert(zeile[ende], None, einheit, stellen) for ende in ("von", "bis"))
        zeile["spanne"] = von if von == bis else f"{von} bis {bis}"
    platz_namen = name_room(column(zeilen, "bezeichnung"), stil, breite)
    zeichnung = breite - platz_namen - 20
    eintraege = [
        Eintrag("Mittel der Gruppe", zeilen[0]["farbe"] if zeilen else stil.farben.primaer, "■"),
        Eintrag("niedrigster bis höchster Wert", stil.farben.tinte, "–"),
    ]
    schluessel = Schluessel.layout(stil, eintraege, platz=zeichnung, links=platz_namen, beispiel=beispiel)
    rand = 3.4 * stil.schrift + 16 + schluessel.hoehe
    noetig = round(len(zeilen) * 1.6 * row_height(column(zeilen, "bezeichnung"), stil, platz_namen) + rand)
    hoehe = noetig if hoehe is None else min(hoehe, max(noetig, round(0.75 * hoehe)))
    ohne = int(werte["wert"].isna().sum())
    titel = f"{achse} ({count_areas(ohne)} ohne Wert)" if ohne else achse
    laengster = max((text_width(text, stil.schrift) for text in column(zeilen, "text")), default=0)
    platz_text = laengster + 1.5 * stil.schrift
    ende = max(column(zeilen, "bis"), default=1.0)
    anfang = min([0.0, *column(zeilen, "von")])
    x: Spec = {
        "type": "quantitative",
        "scale": {
            "domain": [anfang, anfang + ((ende - anfang) or 1.0) / (1 - min(platz_text / zeichnung, 0.5))],
            "nice": False,
        },
        "axis": {"title": axis_title(titel, zeichnung, stil), "format": ZAHL, "tickCount": 4},
    }
    tooltip = [
        {"field": "bezeichnung", "title": "Gruppe"},
        {"field": "text", "title": "Mittel"},
        {"field": "spanne", "title": "Spanne"},
    ]
    marke: Spec = {"type": "text", "align": "left", "dx": 6, "fontWeight": 600}
    text: Spec = {"x": {**x, "field": "bis"}, "text": {"field": "text"}}
    schichten: list[Spec] = [
        {
            "mark": {"type": "bar", "stroke": stil.farben.grenze, "strokeWidth": 0.5},
            "encoding": {
                "x": {**x, "field": "wert"},
                "color": {"field": "farbe", "type": "nominal", "scale": None},
                "tooltip": tooltip,
            },
        },
        # A halo keeps the line apart from the bar of nearly the same colour.
        {
            "mark": {"type": "rule", "color": stil.farben.grund, "strokeWidth": 2.4 * stil.strich},
            "encoding": {"x": {**x, "field": "von"}, "x2": {"field": "bis"}},
        },
        {
            "mark": {"type": "rule", "color": stil.farben.tinte, "strokeWidth": stil.strich},
            "encoding": {"x": {**x, "field": "von"}, "x2": {"field": "bis"}, "tooltip": tooltip},
        },
        {"mark": marke, "encoding": text},
        *schluessel.layer,
    ]
    reihe = (hoehe - rand) / max(len(zeilen), 1)
    namen = name_axis(column(zeilen, "bezeichnung"), stil, platz_namen, zeile=reihe)
    y = row_encoding(len(zeilen), namen)
    return base(
        stil,
        {"data": {"values": zeilen}, "encoding": {"y": y}, "layer": schichten},
        breite=breite,
        hoehe=hoehe,
        beschreibung=f"{achse} je Gruppe von Gebieten",
    )
