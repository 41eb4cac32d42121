"""Money: who pays for what and where, and what was planned against what was spent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from sozialplanung.analysis.gruppen import group_areas
from sozialplanung.charts.bausteine import (
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
    row_height,
    rows_that_fit,
    select_rows,
    selection,
    text_width,
    with_omitted,
)
from sozialplanung.charts.gruppen import with_group_names
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.formatting import format_euro, format_euro_kurz, is_missing
from sozialplanung.model import Finanzierungsquelle

GESAMTSTAEDTISCH = "gesamtstädtisch"
# »1.250.000« is too long for a tick: thousands and millions are written as words.
EURO_TICKS = (
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

    In ``Stil.wuerde`` areas become groups by their total; the bar of a group is the mean of its areas.

    Parameters
    ----------
    betraege : frame with bezeichnung, finanzierungsquelle, eur (total, per head or per person reached) and, for areas,
        gebiet_id. Rows without gebiet_id belong to no single area: they stand apart, as »gesamtstädtisch«, at the end.
    achse : title of the x axis, e.g. »Euro je Kind unter 15«
    reihenfolge : order of the gebiet_id from top to bottom, where it shall be that of a neighbouring chart
    """
    breite = breite or stil.breite
    if stil.wuerde and "gebiet_id" in betraege:
        betraege = _groups(betraege)
        reihenfolge = list(dict.fromkeys(betraege["bezeichnung"]))
        achse = f"{achse}, im Mittel je Gebiet"
    balken = _bars(betraege, reihenfolge)
    platz_namen = name_room(column(balken, "bezeichnung"), stil, breite)
    zeichnung = breite - platz_namen - 20
    schluessel = Schluessel.layout(
        stil, _sources(betraege, stil), platz=zeichnung, links=platz_namen, beispiel=beispiel
    )
    rand = 3.4 * stil.schrift + 16 + schluessel.hoehe
    balken, ausgelassen = select_rows(balken, rows_that_fit(hoehe, rand, stil), gewaehlt)
    summen = column(balken, "summe")
    cent = all(abs(summe) < 10 for summe in summen) and any(summe % 1 for summe in summen)
    balken = [_with_texts(zeile, cent=cent) for zeile in balken]
    hoehe = hoehe or round(len(balken) * row_height(column(balken, "bezeichnung"), stil, platz_namen) + rand)

    titel = axis_title(with_omitted(achse, ausgelassen, "Zeile", "Zeilen"), zeichnung, stil)
    platz_summe = max((text_width(text, stil.schrift) for text in column(balken, "text")), default=0) + stil.schrift
    groesste = max(column(balken, "summe"), default=0.0) or 1.0
    x: Spec = {
        "type": "quantitative",
        "scale": {"domain": [0, groesste / (1 - min(platz_summe / zeichnung, 0.5))], "nice": False},
        "axis": {"title": titel, "labelExpr": EURO_TICKS, "tickCount": 3},
    }
    zeile = (hoehe - rand) / max(len(balken), 1)
    namen = name_axis(column(balken, "bezeichnung"), stil, platz_namen, zeile=zeile, gewaehlt=chosen_row(balken))
    y = row_encoding(len(balken), namen)
    teile = [teil | {"zeile": reihe["zeile"]} for reihe in balken for teil in reihe.pop("teile")]
    schichten = [_segments(teile, x, stil), *_sums(balken, x, stil), *schluessel.layer]
    return base(
        stil,
        {"data": {"values": balken}, "encoding": {"y": y}, "layer": schichten},
        breite=breite,
        hoehe=hoehe,
        beschreibung=f"{achse} nach Finanzierungsquelle",
    )


def _groups(betraege: pd.DataFrame) -> pd.DataFrame:
    """Mean euro per area of each group and Finanzierungsquelle; what belongs to no single area stays as it is."""
    geld = betraege.assign(eur=pd.to_numeric(betraege["eur"]).astype(float))
    einzeln, uebrig = geld[geld["gebiet_id"].notna()], geld[geld["gebiet_id"].isna()]
    summen = einzeln.groupby("gebiet_id")["eur"].sum(min_count=1)
    gruppe = group_areas(summen)
    namen = with_group_names(gruppe, None)
    anzahl = gruppe.map(gruppe.value_counts())
    je_quelle = einzeln.assign(
        gruppe=einzeln["gebiet_id"].map(gruppe),
        bezeichnung=einzeln["gebiet_id"].map(namen),
        eur=einzeln["eur"] / einzeln["gebiet_id"].map(anzahl),
    )
    spalten = ["gruppe", "bezeichnung", "finanzierungsquelle"]
    gruppen = pd.DataFrame(je_quelle.groupby(spalten, as_index=False)["eur"].sum(min_count=1))
    gruppen["gebiet_id"] = gruppen["bezeichnung"]
    return pd.concat([gruppen, uebrig], ignore_index=True)[["gebiet_id", *spalten[1:], "eur"]]


def _bars(betraege: pd.DataFrame, reihenfolge: Sequence[str] | None) -> list[Zeile]:
    """One row per bar in the order of the picture; what belongs to no area comes last (``apart``)."""
    ist_gebiet = "gebiet_id" in betraege
    balken: dict[tuple[str | None, str], dict[str, float]] = {}
    for zeile in records(betraege):
        gebiet_id = zeile["gebiet_id"] if ist_gebiet else zeile["bezeichnung"]
        quellen = balken.setdefault((gebiet_id, zeile["bezeichnung"] or GESAMTSTAEDTISCH), {})
        if zeile["eur"] is not None:
            quellen[zeile["finanzierungsquelle"]] = quellen.get(zeile["finanzierungsquelle"], 0.0) + zeile["eur"]
    zeilen: list[Zeile] = [
        {
            "gebiet_id": gebiet_id,
            "bezeichnung": name,
            "apart": gebiet_id is None,
            "summe": sum(quellen.values()) if quellen else None,
            "quellen": quellen,
        }
        for (gebiet_id, name), quellen in balken.items()
    ]
    ort = {gebiet_id: i for i, gebiet_id in enumerate(reihenfolge or ())}
    return sorted(zeilen, key=lambda z: (z["apart"], ort.get(z["gebiet_id"], len(ort)), descending(z["summe"])))


def _with_texts(zeile: Zeile, *, cent: bool) -> Zeile:
    """A bar that is shown, with its parts in the order of the stack."""
    quellen: dict[str, float] = zeile["quellen"]
    teile = [
        {
            "gebiet_id": zeile["gebiet_id"],
            "bezeichnung": zeile["bezeichnung"],
            "finanzierungsquelle": quelle,
            "rang": _RANG[quelle],
            "eur": eur,
            "betrag": format_euro(eur, 2 if abs(eur) < 100 else 0),
        }
        for quelle, eur in sorted(quellen.items(), key=lambda paar: _RANG[paar[0]])
    ]
    ohne = {name: wert for name, wert in zeile.items() if name != "quellen"}
    # »keine Angabe« stands at the axis
    return ohne | {"text": _short(zeile["summe"], cent=cent), "text_x": zeile["summe"] or 0.0, "teile": teile}


def _short(eur: float | None, *, cent: bool = False) -> str:
    """At the end of a bar: »112«, »85,4 Tsd.«; the axis says that these are euro."""
    if eur is None or is_missing(eur):
        return "keine Angabe"
    kurz = format_euro(eur, 2) if cent else format_euro_kurz(eur)
    return kurz.removesuffix("\u00a0€")


def _sources(betraege: pd.DataFrame, stil: Stil) -> list[Eintrag]:
    da = set(betraege["finanzierungsquelle"])
    return [Eintrag(q.value, stil.farben.geld[q], "■") for q in Finanzierungsquelle if q.value in da]


def _color_scale(stil: Stil) -> Spec:
    return {
        "domain": [quelle.value for quelle in Finanzierungsquelle],
        "range": [stil.farben.geld[quelle] for quelle in Finanzierungsquelle],
    }


def _segments(teile: list[Zeile], x: Spec, stil: Stil) -> Spec:
    return {
        "data": {"values": teile},
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


def _sums(balken: list[Zeile], x: Spec, stil: Stil) -> Iterable[Spec]:
    """The total behind each bar, a frame around the chosen one, a hairline above what stands apart."""
    farben = stil.farben
    yield {
        "transform": [{"filter": "datum.gewaehlt && isValid(datum.summe)"}],
        "mark": {"type": "bar", "filled": False, "stroke": farben.markiert, "strokeWidth": stil.strich, "aria": False},
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
    apart = next((zeile["zeile"] for zeile in balken if zeile["apart"]), 0)
    if apart > 0:
        yield {
            "data": {"values": [{"zeile": apart}]},
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
        "axis": {"title": achse, "labelExpr": EURO_TICKS, "tickCount": 4},
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
