"""Money: who pays for what and where, and what was planned against what was spent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from sozialplanung.charts.bausteine import (
    Eintrag,
    Schluessel,
    axis_title,
    base,
    chosen_row,
    name_axis,
    name_room,
    records,
    row_height,
    row_scale,
    rows_that_fit,
    select_rows,
    selection,
    text_width,
)
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.formatting import format_euro, format_euro_kurz, format_zahl
from sozialplanung.model import Finanzierungsquelle

GESAMTSTAEDTISCH = "gesamtstädtisch"
# »1.250.000« is too long for a tick: thousands and millions are written as words.
_EURO_TICKS = (
    "abs(datum.value) >= 1e6 ? format(datum.value / 1e6, ',.2~f') + ' Mio.' : "
    "abs(datum.value) >= 1e4 ? format(datum.value / 1e3, ',.1~f') + ' Tsd.' : format(datum.value, ',.2~f')"
)
_RANG = {quelle.value: i for i, quelle in enumerate(Finanzierungsquelle)}


def money_bars(
    betraege: pd.DataFrame,
    *,
    achse: str,
    stil: Stil,
    gewaehlt: str | None = None,
    reihenfolge: Sequence[str] | None = None,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int | None = None,
) -> Spec:
    """Stacked bars of euro by Finanzierungsquelle, one per area or Handlungsfeld, the largest at the top.

    Parameters
    ----------
    betraege : frame with bezeichnung, finanzierungsquelle, eur (total, per head or per person reached) and, for areas,
        gebiet_id. Rows without gebiet_id belong to no single area: they stand apart, as »gesamtstädtisch«, at the end.
    achse : title of the x axis, e.g. »Euro je Kind unter 15«
    reihenfolge : order of the gebiet_id from top to bottom, where it shall be that of a neighbouring chart
    """
    breite = breite or stil.breite
    einzeln = _prepare(betraege)
    summen = _totals(einzeln, gewaehlt, reihenfolge)
    platz_namen = name_room(summen["bezeichnung"], stil, breite)
    zeichnung = breite - platz_namen - 20
    schluessel = Schluessel.layout(stil, _sources(einzeln, stil), platz=zeichnung, links=platz_namen, beispiel=beispiel)
    rand = 3.4 * stil.schrift + 16 + schluessel.hoehe
    summen, ausgelassen = select_rows(summen, rows_that_fit(hoehe, rand, stil), gewaehlt)
    summen = summen.reset_index(drop=True).assign(zeile=range(len(summen)))
    einzeln = einzeln.merge(summen[["schluessel", "zeile"]], on="schluessel")
    hoehe = hoehe or round(len(summen) * row_height(summen["bezeichnung"], stil, platz_namen) + rand)

    titel = achse + (f" ({format_zahl(ausgelassen)} Zeilen nicht gezeigt)" if ausgelassen else "")
    platz_summe = max((text_width(text, stil.schrift) for text in summen["text"]), default=0) + stil.schrift
    groesste = float(summen["summe"].max()) if summen["summe"].notna().any() else 1.0
    x: Spec = {
        "type": "quantitative",
        "scale": {"domain": [0, (groesste or 1.0) / (1 - min(platz_summe / zeichnung, 0.5))], "nice": False},
        "axis": {"title": axis_title(titel, zeichnung, stil), "labelExpr": _EURO_TICKS, "tickCount": 3},
    }
    zeile = (hoehe - rand) / max(len(summen), 1)
    namen = name_axis(summen["bezeichnung"].tolist(), stil, platz_namen, zeile=zeile, gewaehlt=chosen_row(summen))
    y: Spec = {"field": "zeile", "type": "ordinal", "scale": row_scale(len(summen)), "axis": namen}
    schichten = [*_segments(einzeln, x, stil), *_sums(summen, x, stil), *schluessel.layer]
    return base(
        stil,
        {"data": {"values": records(summen)}, "encoding": {"y": y}, "layer": schichten},
        breite=breite,
        hoehe=hoehe,
        beschreibung=f"{achse} nach Finanzierungsquelle",
    )


def _prepare(betraege: pd.DataFrame) -> pd.DataFrame:
    """One row per bar and Finanzierungsquelle, in the order of the stack; ``schluessel`` names the bar."""
    frame = betraege.assign(eur=pd.to_numeric(betraege["eur"]).astype(float))
    if "gebiet_id" not in frame:
        frame["gebiet_id"] = frame["bezeichnung"]
    ohne = frame["gebiet_id"].isna()
    frame["bezeichnung"] = frame["bezeichnung"].where(~(ohne & frame["bezeichnung"].isna()), GESAMTSTAEDTISCH)
    frame["schluessel"] = frame["gebiet_id"].where(~ohne, "*" + frame["bezeichnung"].astype(str))
    gruppen = frame.groupby(["schluessel", "bezeichnung", "finanzierungsquelle"], sort=False, as_index=False)
    einzeln = pd.DataFrame(gruppen["eur"].sum(min_count=1))
    einzeln["gebiet_id"] = einzeln["schluessel"].where(einzeln["schluessel"].isin(set(frame["gebiet_id"])), None)
    einzeln["rang"] = einzeln["finanzierungsquelle"].map(_RANG)
    return einzeln.sort_values("rang", kind="stable", ignore_index=True)


def _totals(einzeln: pd.DataFrame, gewaehlt: str | None, reihenfolge: Sequence[str] | None) -> pd.DataFrame:
    gruppen = einzeln.groupby(["schluessel", "bezeichnung", "gebiet_id"], sort=False, as_index=False, dropna=False)
    summen = pd.DataFrame(gruppen["eur"].sum(min_count=1)).rename(columns={"eur": "summe"})
    ort = {gebiet_id: i for i, gebiet_id in enumerate(reihenfolge or ())}
    summen["apart"] = summen["gebiet_id"].isna()
    summen["ort"] = summen["schluessel"].map(ort).fillna(len(ort)) if ort else 0
    summen = summen.sort_values("summe", ascending=False, kind="stable")
    summen = summen.sort_values(["apart", "ort"], kind="stable")
    summen["text_x"] = summen["summe"].where(summen["summe"].notna(), 0.0)  # where »keine Angabe« stands
    summen["text"] = [_short(summe) for summe in summen["summe"]]
    return summen.assign(gewaehlt=summen["gebiet_id"] == gewaehlt).drop(columns="ort")


def _short(eur: float) -> str:
    """At the end of a bar: »112«, »85,4 Tsd.«; the axis says that these are euro."""
    return format_euro_kurz(eur).removesuffix("\u00a0€") if eur == eur else "keine Angabe"


def _sources(einzeln: pd.DataFrame, stil: Stil) -> list[Eintrag]:
    da = set(einzeln["finanzierungsquelle"])
    return [Eintrag(q.value, stil.farben.geld[q], "■") for q in Finanzierungsquelle if q.value in da]


def _color_scale(stil: Stil) -> Spec:
    return {
        "domain": [quelle.value for quelle in Finanzierungsquelle],
        "range": [stil.farben.geld[quelle] for quelle in Finanzierungsquelle],
    }


def _segments(einzeln: pd.DataFrame, x: Spec, stil: Stil) -> Iterable[Spec]:
    einzeln = einzeln.assign(betrag=[format_euro(eur, 2 if abs(eur) < 100 else 0) for eur in einzeln["eur"]])
    spalten = ["gebiet_id", "bezeichnung", "finanzierungsquelle", "rang", "eur", "betrag", "zeile"]
    yield {
        "data": {"values": records(einzeln[einzeln["eur"].notna()], spalten)},
        "params": [selection()],
        "mark": {"type": "bar", "stroke": stil.farben.grund, "strokeWidth": 0.5, "cursor": "pointer"},
        "encoding": {
            "x": {**x, "field": "eur", "stack": "zero"},
            "color": {"field": "finanzierungsquelle", "type": "nominal", "scale": _color_scale(stil), "legend": None},
            "order": {"field": "rang", "type": "quantitative"},
            "tooltip": [
                {"field": "bezeichnung", "title": "Wo"},
                {"field": "finanzierungsquelle", "title": "Quelle"},
                {"field": "betrag", "title": "Betrag"},
            ],
        },
    }


def _sums(summen: pd.DataFrame, x: Spec, stil: Stil) -> Iterable[Spec]:
    """The total behind each bar, a frame around the chosen one, a hairline above what stands apart."""
    farben = stil.farben
    yield {
        "transform": [{"filter": "datum.gewaehlt && isValid(datum.summe)"}],
        "mark": {"type": "bar", "filled": False, "stroke": farben.markiert, "strokeWidth": stil.strich},
        "encoding": {"x": {**x, "field": "summe"}},
    }
    yield {
        "mark": {"type": "text", "align": "left", "dx": 5, "fontWeight": 600},
        "encoding": {
            "x": {**x, "field": "text_x"},
            "text": {"field": "text"},
            "color": {"condition": {"test": "datum.gewaehlt", "value": farben.markiert}, "value": farben.tinte},
        },
    }
    apart = summen["zeile"][summen["apart"]]
    if len(apart) and apart.min() > 0:
        yield {
            "data": {"values": [{"zeile": int(apart.min())}]},
            "mark": {"type": "rule", "color": farben.gedaempft, "strokeDash": [3, 3], "yOffset": -0.22 * stil.zeile},
            "encoding": {"y": {"field": "zeile", "type": "ordinal", "bandPosition": 0}},
        }


def budget_by_year(
    finanzierung: pd.DataFrame,
    *,
    stil: Stil,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int = 330,
    achse: str = "Euro",
) -> Spec:
    """Per year the Ansatz as an outline and in it the Ist, filled by Finanzierungsquelle.

    Parameters
    ----------
    finanzierung : frame with haushaltsjahr, finanzierungsquelle, ansatz_eur, ist_eur (missing where not known yet)
    """
    breite = breite or stil.breite
    gruppen = finanzierung.assign(
        ansatz_eur=pd.to_numeric(finanzierung["ansatz_eur"]).astype(float),
        ist_eur=pd.to_numeric(finanzierung["ist_eur"]).astype(float),
    ).groupby(["haushaltsjahr", "finanzierungsquelle"], as_index=False)
    einzeln = pd.DataFrame(gruppen[["ansatz_eur", "ist_eur"]].sum(min_count=1))
    einzeln["rang"] = einzeln["finanzierungsquelle"].map(_RANG)
    einzeln["betrag"] = [format_euro(eur) for eur in einzeln["ist_eur"]]
    jahre = pd.DataFrame(einzeln.groupby("haushaltsjahr", as_index=False)[["ansatz_eur", "ist_eur"]].sum(min_count=1))
    jahre["ansatz"] = [format_euro(eur) for eur in jahre["ansatz_eur"]]
    jahre["ist"] = [format_euro(eur) if eur == eur else "liegt noch nicht vor" for eur in jahre["ist_eur"]]
    jahre["hoechster"] = jahre[["ansatz_eur", "ist_eur"]].max(axis=1)
    jahre["text"] = [_short(eur) for eur in jahre["hoechster"]]

    farben = stil.farben
    eintraege = [Eintrag("Ansatz", farben.tinte, "□"), *_sources(einzeln[einzeln["ist_eur"].notna()], stil)]
    links = 4.0 * stil.schrift
    schluessel = Schluessel.layout(stil, eintraege, platz=breite - links - 12, beispiel=beispiel)
    x: Spec = {
        "field": "haushaltsjahr",
        "type": "ordinal",
        "axis": {"title": "Haushaltsjahr, gefüllt: Ist", "labelAngle": 0, "grid": False},
        "scale": {"paddingInner": 0.35, "paddingOuter": 0.2},
    }
    groesste = float(jahre["hoechster"].max()) if jahre["hoechster"].notna().any() else 1.0
    y: Spec = {
        "type": "quantitative",
        "scale": {"domain": [0, (groesste or 1.0) * 1.12], "nice": False},
        "axis": {"title": achse, "labelExpr": _EURO_TICKS, "tickCount": 4},
    }
    tooltip = [
        {"field": "haushaltsjahr", "title": "Haushaltsjahr"},
        {"field": "ansatz", "title": "Ansatz"},
        {"field": "ist", "title": "Ist"},
    ]
    schichten: list[Spec] = [
        {
            "data": {"values": records(einzeln[einzeln["ist_eur"].notna()])},
            "mark": {"type": "bar", "width": {"band": 0.72}, "stroke": farben.grund, "strokeWidth": 0.5},
            "encoding": {
                "y": {**y, "field": "ist_eur", "stack": "zero"},
                "color": {
                    "field": "finanzierungsquelle",
                    "type": "nominal",
                    "scale": _color_scale(stil),
                    "legend": None,
                },
                "order": {"field": "rang", "type": "quantitative"},
                "tooltip": [
                    {"field": "haushaltsjahr", "title": "Haushaltsjahr"},
                    {"field": "finanzierungsquelle", "title": "Quelle"},
                    {"field": "betrag", "title": "Ist"},
                ],
            },
        },
        {
            "transform": [{"filter": "isValid(datum.ansatz_eur)"}],
            "mark": {"type": "bar", "filled": False, "stroke": farben.tinte, "strokeWidth": 1.5},
            "encoding": {"y": {**y, "field": "ansatz_eur"}, "tooltip": tooltip},
        },
        {
            "mark": {"type": "text", "baseline": "bottom", "dy": -4, "fontWeight": 600},
            "encoding": {"y": {**y, "field": "hoechster"}, "text": {"field": "text"}},
        },
        {
            "transform": [{"filter": "!isValid(datum.ist_eur)"}],
            "mark": {
                "type": "text",
                "baseline": "bottom",
                "dy": -6,
                "fontStyle": "italic",
                "text": "Ist folgt",
                "fontSize": stil.klein,
            },
            "encoding": {"y": {**y, "datum": 0}, "color": {"value": farben.gedaempft}},
        },
        *schluessel.layer,
    ]
    return base(
        stil,
        {"data": {"values": records(jahre)}, "encoding": {"x": x}, "layer": schichten},
        breite=breite,
        hoehe=hoehe,
        beschreibung="Ansatz und Ist je Haushaltsjahr nach Finanzierungsquelle",
    )
