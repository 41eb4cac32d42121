"""Money over the years: Ansatz, Bewilligt and Ist side by side; Fördermittel and where they break off."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import pandas as pd

from sozialplanung.charts.bausteine import Eintrag, Schluessel, Zeile, base, records, text_width
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.formatting import FEHLT, format_euro, format_zahl, is_missing
from sozialplanung.model import Finanzierungsquelle

_ARTEN = {"ansatz_eur": "Ansatz", "bewilligt_eur": "Bewilligt", "ist_eur": "Ist"}


class _Einheit(NamedTuple):
    """Short figures above narrow bars need one unit, which the axis names."""

    teiler: int
    name: str
    stellen: int

    @classmethod
    def of(cls, betraege: Sequence[float]) -> _Einheit:
        groesster = max(betraege, default=0.0)
        if groesster >= 1_000_000:
            return cls(1_000_000, "Mio. Euro", 1 if groesster < 100_000_000 else 0)
        return cls(1000, "Tausend Euro", 0) if groesster >= 10_000 else cls(1, "Euro", 0)

    def short(self, eur: float) -> str:
        """»2,9«; an amount that would round to nothing gets the digits that it needs."""
        geteilt = eur / self.teiler
        stellen = self.stellen
        while geteilt and stellen < 3 and abs(geteilt) < 0.5 * 10**-stellen * 1.0001:
            stellen += 1
        return format_zahl(geteilt, stellen)


class _Feld(NamedTuple):
    """The frame of a chart with a bar per year."""

    schluessel: Schluessel
    x: Spec
    y: Spec
    schritt: float


def _frame(
    jahre: Sequence[str],
    eintraege: Sequence[Eintrag],
    groesste: float,
    einheit: _Einheit,
    *,
    achse: str,
    titel_x: str,
    stil: Stil,
    beispiel: bool,
    breite: int,
) -> _Feld:
    links = 4.0 * stil.schrift
    zeichnung = breite - links - 12
    schluessel = Schluessel.layout(stil, eintraege, platz=zeichnung, beispiel=beispiel)
    schritt = zeichnung / max(len(jahre), 1)
    weite = text_width("2020 ", stil.schrift)
    jedes = max(1, -(-round(weite) // max(round(schritt), 1)))
    beschriftet = [jahr for i, jahr in enumerate(reversed(jahre)) if i % jedes == 0]
    x: Spec = {
        "field": "jahr",
        "type": "ordinal",
        "axis": {"title": titel_x, "labelAngle": 0, "grid": False, "values": list(reversed(beschriftet))},
        "scale": {"domain": list(jahre), "paddingInner": 0.25, "paddingOuter": 0.12},
    }
    y: Spec = {
        "type": "quantitative",
        "scale": {"domain": [0, (groesste or 1.0) * 1.12], "nice": False},
        "axis": {
            "title": achse.format(einheit=einheit.name),
            "labelExpr": f"format(datum.value / {einheit.teiler}, ',.2~f')",
            "tickCount": 4,
        },
    }
    return _Feld(schluessel, x, y, schritt)


def kinds_by_year(
    jahre: pd.DataFrame,
    *,
    stil: Stil,
    achse: str = "{einheit}",
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int = 330,
) -> Spec:
    """Per Haushaltsjahr three bars: Ansatz as an outline, Bewilligt and Ist filled; »–« where nothing is recorded.

    Parameters
    ----------
    jahre : frame with haushaltsjahr, ansatz_eur, bewilligt_eur, ist_eur (missing where nothing is recorded)
    achse : title of the y axis, with ``{einheit}`` for the unit that the figures need
    """
    breite = breite or stil.breite
    farben = stil.farben
    # An outlined bar takes the ground: its edge is what one sees.
    aussehen = {"Ansatz": farben.grund, "Bewilligt": farben.frueher, "Ist": farben.primaer}
    zeilen = [
        {"jahr": str(int(zeile["haushaltsjahr"])), "art": name, "eur": zeile[spalte], "farbe": aussehen[name]}
        for zeile in records(jahre)
        for spalte, name in _ARTEN.items()
    ]
    betraege = [zeile["eur"] for zeile in zeilen if zeile["eur"] is not None]
    einheit = _Einheit.of(betraege)
    for zeile in zeilen:
        zeile["kurz"] = FEHLT if zeile["eur"] is None else einheit.short(zeile["eur"])
        zeile["betrag"] = "nicht erfasst" if zeile["eur"] is None else format_euro(zeile["eur"], 2)
        zeile["oben"] = zeile["eur"] or 0.0
    eintraege = [
        Eintrag("Ansatz", farben.tinte, "□"),
        Eintrag("Bewilligt", farben.frueher, "■"),
        Eintrag("Ist", farben.primaer, "■"),
    ]
    folge = list(dict.fromkeys(zeile["jahr"] for zeile in zeilen))
    feld = _frame(
        folge,
        eintraege,
        max(betraege, default=0.0),
        einheit,
        achse=achse,
        titel_x="Haushaltsjahr",
        stil=stil,
        beispiel=beispiel,
        breite=breite,
    )
    balken = {"field": "art", "type": "nominal", "sort": list(_ARTEN.values())}
    tooltip = [
        {"field": "jahr", "title": "Haushaltsjahr"},
        {"field": "art", "title": "Art"},
        {"field": "betrag", "title": "Betrag"},
    ]
    schichten: list[Spec] = [
        {
            "mark": {"type": "bar"},
            "encoding": {
                "xOffset": balken,
                "y": {**feld.y, "field": "oben"},
                "color": {"field": "farbe", "type": "nominal", "scale": None},
                "stroke": {
                    "condition": {"test": "datum.art == 'Ansatz' && datum.eur", "value": farben.tinte},
                    "value": None,
                },
                "strokeWidth": {"value": 1.5},
                "tooltip": tooltip,
            },
        }
    ]
    breitester = max((text_width(zeile["kurz"], stil.klein) for zeile in zeilen), default=0)
    if breitester <= feld.schritt * 0.75 / 3:
        schichten.append(
            {
                "mark": {"type": "text", "baseline": "bottom", "dy": -3, "fontSize": stil.klein},
                "encoding": {"xOffset": balken, "y": {**feld.y, "field": "oben"}, "text": {"field": "kurz"}},
            }
        )
    return base(
        stil,
        {"data": {"values": zeilen}, "encoding": {"x": feld.x}, "layer": [*schichten, *feld.schluessel.layer]},
        breite=breite,
        hoehe=hoehe,
        beschreibung="Ansatz, Bewilligt und Ist je Haushaltsjahr",
    )


def cliff_bars(
    klippe: pd.DataFrame,
    *,
    stil: Stil,
    achse: str = "Fördermittel, {einheit}",
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int = 330,
) -> Spec:
    """Fördermittel per year by Fördergeber; pale with a dashed edge on top, what ended with the year before.

    Parameters
    ----------
    klippe : frame with haushaltsjahr, finanzierungsquelle, eur, weg_eur (see ``analysis.foerderung.cliff``)
    """
    breite = breite or stil.breite
    farben = stil.farben
    jahre = [str(jahr) for jahr in range(int(klippe["haushaltsjahr"].min()), int(klippe["haushaltsjahr"].max()) + 1)]
    teile, summen = _stack(klippe, stil)
    hoechste = [zeile["bis"] for zeile in teile]
    einheit = _Einheit.of(hoechste)
    for zeile in summen:
        zeile["kurz"] = "−" + einheit.short(zeile["weg"]) if zeile["weg"] else einheit.short(zeile["eur"])
    da = set(klippe["finanzierungsquelle"])
    eintraege = [Eintrag(q.value, farben.geld[q], "■") for q in Finanzierungsquelle if q.value in da]
    eintraege.append(Eintrag("zum Vorjahr ausgelaufen", farben.gedaempft, "□"))
    feld = _frame(
        jahre,
        eintraege,
        max(hoechste, default=0.0),
        einheit,
        achse=achse,
        titel_x="Haushaltsjahr",
        stil=stil,
        beispiel=beispiel,
        breite=breite,
    )
    tooltip = [
        {"field": "jahr", "title": "Haushaltsjahr"},
        {"field": "quelle", "title": "Fördergeber"},
        {"field": "was", "title": "Was"},
        {"field": "betrag", "title": "Betrag"},
    ]
    schichten: list[Spec] = [
        {
            "data": {"values": teile},
            "mark": {"type": "bar"},
            "encoding": {
                "y": {**feld.y, "field": "von"},
                "y2": {"field": "bis"},
                "color": {"field": "farbe", "type": "nominal", "scale": None},
                "fillOpacity": {"condition": {"test": "datum.weg", "value": 0.2}, "value": 1},
                "stroke": {"condition": {"test": "datum.weg", "value": farben.gedaempft}, "value": farben.grund},
                "strokeWidth": {"condition": {"test": "datum.weg", "value": 1.2}, "value": 0.5},
                "strokeDash": {"condition": {"test": "datum.weg", "value": [4, 3]}, "value": [1, 0]},
                "tooltip": tooltip,
            },
        }
    ]
    breitester = max((text_width(zeile["kurz"], stil.schrift) for zeile in summen), default=0)
    if breitester <= feld.schritt:
        schichten.append(
            {
                "mark": {"type": "text", "baseline": "bottom", "dy": -4, "fontWeight": 600},
                "encoding": {"y": {**feld.y, "field": "bis"}, "text": {"field": "kurz"}},
            }
        )
    return base(
        stil,
        {"data": {"values": summen}, "encoding": {"x": feld.x}, "layer": [*schichten, *feld.schluessel.layer]},
        breite=breite,
        hoehe=hoehe,
        beschreibung="Fördermittel je Haushaltsjahr nach Fördergeber, und was zum Vorjahr ausgelaufen ist",
    )


def _stack(klippe: pd.DataFrame, stil: Stil) -> tuple[list[Zeile], list[Zeile]]:
    """The pieces of all bars from below, what is there before what is gone; and per year the sums and the top."""
    teile: list[Zeile] = []
    summen: list[Zeile] = []
    rang = {quelle.value: i for i, quelle in enumerate(Finanzierungsquelle)}
    for jahr, gruppe in klippe.groupby("haushaltsjahr", sort=True):
        oben = {"eur": 0.0, "weg": 0.0}
        hoehe = 0.0
        zeilen = sorted(records(gruppe), key=lambda z: rang[z["finanzierungsquelle"]])
        for spalte, feld in (("eur", "eur"), ("weg_eur", "weg")):
            for zeile in zeilen:
                eur = zeile[spalte]
                if eur is None or is_missing(eur) or not eur:
                    continue
                quelle = Finanzierungsquelle(zeile["finanzierungsquelle"])
                teile.append(
                    {
                        "jahr": str(jahr),
                        "quelle": quelle.value,
                        "farbe": stil.farben.geld[quelle],
                        "weg": feld == "weg",
                        "was": "zum Vorjahr ausgelaufen" if feld == "weg" else "erfasst",
                        "betrag": format_euro(Decimal(str(eur)), 2),
                        "von": hoehe,
                        "bis": hoehe + eur,
                    }
                )
                hoehe += eur
                oben[feld] += eur
        summen.append({"jahr": str(jahr), "bis": hoehe, **oben})
    return teile, summen
