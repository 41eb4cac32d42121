"""The Sozialindex as fields of cells: Status × Dynamik, correlations of the indicators, ranks under every method."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sozialplanung.charts.bausteine import (
    Schluessel,
    Zeile,
    axis_title,
    base,
    chosen_row,
    column,
    name_axis,
    name_room,
    records,
    row_height,
    rows_that_fit,
    select_rows,
    shorten,
    text_width,
    with_omitted,
)
from sozialplanung.charts.gruppen import count_areas
from sozialplanung.charts.theme import Spec, Stil, spread, text_color
from sozialplanung.formatting import format_zahl, is_missing

STATUS = ("hoch", "mittel", "niedrig", "sehr niedrig")
DYNAMIK = ("positiv", "stabil", "negativ")


def need_colors(anzahl: int, stil: Stil) -> tuple[str, ...]:
    """One colour per class of need, from little to much."""
    return spread(stil.farben.bedarf, anzahl) if anzahl else ()


def status_dynamics_field(
    gebiete: pd.DataFrame,
    *,
    stil: Stil,
    gewaehlt: str | None = None,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int = 330,
    status: Sequence[str] = STATUS,
) -> Spec:
    """The twelve groups of the Berliner Verfahren with the names of their areas; many names become a count.

    In ``Stil.wuerde`` each group is a count.

    Parameters
    ----------
    gebiete : frame with gebiet_id, bezeichnung, status, dynamik (None: left out)
    status : the classes that there are, from high to low
    """
    breite = breite or stil.breite
    links = text_width(max(status, key=len), stil.schrift) + 2.4 * stil.schrift
    schluessel = Schluessel.layout(stil, [], platz=breite - links, beispiel=beispiel)
    zelle = (breite - links - 10) / len(DYNAMIK), (hoehe - _rand(stil) - schluessel.hoehe) / len(status)
    farben = need_colors(len(status), stil)
    je_zelle: dict[tuple[int, int], list[Zeile]] = {}
    for zeile in records(gebiete.dropna(subset=["status", "dynamik"])):
        ort = list(status).index(zeile["status"]), DYNAMIK.index(zeile["dynamik"])
        je_zelle.setdefault(ort, []).append(zeile)
    felder = [
        {"s": s, "d": d, "farbe": farbe, "anzahl": len(je_zelle.get((s, d), ())), "wo": f"{status[s]} / {DYNAMIK[d]}"}
        for s, farbe in enumerate(farben)
        for d in range(len(DYNAMIK))
    ]
    texte = [
        {"s": s, "d": d, "farbe": text_color(farben[s])} | text
        for (s, d), zeilen in je_zelle.items()
        for text in _names_in_cell(zeilen, *zelle, gewaehlt, stil)
    ]
    schichten: list[Spec] = [
        {
            "data": {"values": felder},
            "mark": {"type": "rect", "stroke": stil.farben.grenze, "strokeWidth": 0.5},
            "encoding": {
                "color": {"field": "farbe", "type": "nominal", "scale": None},
                "opacity": {"condition": {"test": "datum.anzahl > 0", "value": 1}, "value": 0.3},
                "tooltip": [{"field": "wo", "title": "Status / Dynamik"}, {"field": "anzahl", "title": "Gebiete"}],
            },
        },
        *(
            # dy and weight belong to the mark, not to the data: a layer for each that occurs
            {
                "transform": [{"filter": f"datum.dy == {dy} && datum.gewaehlt == {json.dumps(wahl)}"}],
                "mark": {"type": "text", "dy": dy, "baseline": "middle", "fontWeight": 700 if wahl else 400},
                "encoding": {
                    "text": {"field": "text"},
                    "color": {"field": "farbe", "type": "nominal", "scale": None},
                },
            }
            for dy, wahl in sorted({(text["dy"], text["gewaehlt"]) for text in texte})
        ),
        *schluessel.layer,
    ]
    return base(
        stil,
        {
            "data": {"values": texte},
            "encoding": {"x": _cells("d", DYNAMIK, "Dynamik"), "y": _cells("s", status, "Status")},
            "layer": schichten,
        },
        breite=breite,
        hoehe=hoehe,
        beschreibung="Status und Dynamik: welche Gebiete in welcher der zwölf Gruppen liegen",
    )


def _rand(stil: Stil) -> float:
    """Height of the axis and its title."""
    return 3.4 * stil.schrift + 16


def _cells(feld: str, namen: Sequence[str], titel: str | None) -> Spec:
    return {
        "field": feld,
        "type": "ordinal",
        "scale": {"type": "band", "domain": list(range(len(namen))), "paddingInner": 0.02, "paddingOuter": 0},
        "axis": {
            "title": titel,
            "grid": False,
            "labelAngle": 0,
            "labelExpr": f"{json.dumps(list(namen), ensure_ascii=False)}[datum.value]",
        },
    }


def _names_in_cell(zeilen: list[Zeile], breite: float, hoehe: float, gewaehlt: str | None, stil: Stil) -> list[Zeile]:
    """One text per area, the chosen one first; what has no room is counted in the last line."""
    if stil.wuerde:
        return [{"text": count_areas(len(zeilen)), "gewaehlt": False, "dy": 0.0}]
    zeilen = sorted(zeilen, key=lambda zeile: (zeile["gebiet_id"] != gewaehlt, zeile["bezeichnung"]))
    abstand = 1.2 * stil.schrift
    platz = max(int(hoehe / abstand), 1)
    zeigen = zeilen if len(zeilen) <= platz else zeilen[: platz - 1]
    texte = [(shorten(z["bezeichnung"], breite - 2, stil.schrift), z["gebiet_id"] == gewaehlt) for z in zeigen]
    if rest := len(zeilen) - len(zeigen):
        texte.append((f"+ {format_zahl(rest)} weitere" if zeigen else f"{format_zahl(rest)} Gebiete", False))
    mitte = (len(texte) - 1) / 2
    return [
        {"text": text, "gewaehlt": wahl, "dy": round((i - mitte) * abstand, 1)} for i, (text, wahl) in enumerate(texte)
    ]


def correlation_matrix(
    r: pd.DataFrame,
    namen: Mapping[str, str],
    *,
    stil: Stil,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int | None = None,
) -> Spec:
    """How closely the indicators go together: r below the diagonal; columns carry the number of the row.

    Parameters
    ----------
    r : square frame of correlations, NaN for an indicator without variance
    hoehe : at least; long names may need more
    """
    farben, werte = stil.farben.abweichung, r.to_numpy(dtype=np.float64).tolist()
    zeilen = [f"{i}  {namen[str(name)]}" for i, name in enumerate(r.columns, 1)]
    zellen = [
        {
            "zeile": i,
            "spalte": j,
            "text": format_zahl(wert, 2),
            "farbe": stil.farben.papier if is_missing(wert) else farben[round((wert + 1) / 2 * (len(farben) - 1))],
            "wo": f"{zeilen[i]} – {zeilen[j]}",
        }
        for i in range(len(zeilen))
        for j in range(i)
        for wert in (werte[i][j],)
    ]
    spalten = [str(i) for i in range(1, len(zeilen) + 1)]
    breite = breite or stil.breite
    noetig = len(zeilen) * row_height(zeilen, stil, name_room(zeilen, stil, breite)) + _rand(stil) + 1.5 * stil.klein
    hoehe = max(hoehe or 0, round(noetig))
    texte = "Zusammenhang der Indikatoren (Korrelation r)"
    return _matrix(zellen, zeilen, spalten, texte, stil, beispiel=beispiel, breite=breite, hoehe=hoehe)


def rank_matrix(
    raenge: pd.DataFrame,
    verfahren: Mapping[str, str],
    *,
    stil: Stil,
    gewaehlt: str | None = None,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int | None = None,
) -> Spec:
    """The rank of each area under every method, dark = much need.

    Parameters
    ----------
    raenge : frame with gebiet_id, bezeichnung, one column per method, and ``platz`` by which rows are ordered
    verfahren : column → short name
    """
    rang = sorted(records(raenge.dropna(subset=["platz"])), key=lambda zeile: (zeile["platz"], zeile["bezeichnung"]))
    farben = need_colors(len(rang), stil)
    rand = _rand(stil)
    rang, ausgelassen = select_rows(rang, rows_that_fit(hoehe, rand, stil), gewaehlt)
    zellen = [
        {
            "zeile": i,
            "spalte": j,
            "text": format_zahl(zeile[name]),
            "farbe": farben[-int(zeile[name])],
            "wo": f"{zeile['bezeichnung']}, {titel}",
        }
        for i, zeile in enumerate(rang)
        for j, (name, titel) in enumerate(verfahren.items())
    ]
    return _matrix(
        zellen,
        column(rang, "bezeichnung"),
        list(verfahren.values()),
        with_omitted("Rang je Verfahren, 1 = größter Unterstützungsbedarf", ausgelassen),
        stil,
        gewaehlt=chosen_row(rang),
        beispiel=beispiel,
        breite=breite,
        hoehe=hoehe,
    )


def definition_matrix(
    gebiete: pd.DataFrame,
    namen: tuple[str, str],
    klassen: tuple[Sequence[str], Sequence[str]],
    *,
    stil: Stil,
    gewaehlt: str | None = None,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int | None = None,
) -> Spec:
    """Rank and class of each area under two definitions, dark = much need; an arrow where the class is another one.

    Parameters
    ----------
    gebiete : frame with gebiet_id, bezeichnung, rang_0, klasse_0, rang_1, klasse_1 (numbers; NaN: no index)
    namen : of the definitions
    klassen : names of their classes from little to much need; arrows only where both have the same
    """
    rang = sorted(
        records(gebiete.dropna(subset=["rang_0", "rang_1"], how="all")),
        key=lambda z: (is_missing(z["rang_0"]), z["rang_0"] or 0, z["bezeichnung"]),
    )
    rang, ausgelassen = select_rows(rang, rows_that_fit(hoehe, _rand(stil), stil), gewaehlt)
    gleich = tuple(klassen[0]) == tuple(klassen[1])
    farben = [need_colors(len(k), stil) for k in klassen]
    zellen: list[Zeile] = []
    for i, zeile in enumerate(rang):
        for j in (0, 1):
            klasse = zeile[f"klasse_{j}"]
            if is_missing(klasse):
                text, farbe = "ohne Index", stil.farben.papier
            else:
                pfeil = _arrow(zeile["klasse_0"], klasse) if j and gleich else ""
                text = f"{format_zahl(zeile[f'rang_{j}'])} · {klassen[j][int(klasse)]}{pfeil}"
                farbe = farben[j][int(klasse)]
            zellen.append(
                {"zeile": i, "spalte": j, "text": text, "farbe": farbe, "wo": f"{zeile['bezeichnung']}, {namen[j]}"}
            )
    bezeichnungen = column(rang, "bezeichnung")
    breite = breite or stil.breite
    zelle = (breite - name_room(bezeichnungen, stil, breite) - 20) / 2
    return _matrix(
        zellen,
        bezeichnungen,
        [shorten(name, zelle - 6, stil.schrift) for name in namen],
        with_omitted("Rang und Klasse, 1 = größter Unterstützungsbedarf", ausgelassen),
        stil,
        gewaehlt=chosen_row(rang),
        beispiel=beispiel,
        breite=breite,
        hoehe=hoehe,
    )


def _arrow(vorher: float | None, nachher: float) -> str:
    if vorher is None or is_missing(vorher) or vorher == nachher:
        return ""
    return " ↑" if nachher > vorher else " ↓"


def _matrix(
    zellen: list[Zeile],
    zeilen: Sequence[str],
    spalten: Sequence[str],
    titel: str,
    stil: Stil,
    *,
    gewaehlt: int | None = None,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int | None = None,
) -> Spec:
    """A table of coloured cells with a text in each; where cells are narrow the texts are left to the tooltip."""
    breite = breite or stil.breite
    platz_namen = name_room(zeilen, stil, breite)
    schluessel = Schluessel.layout(stil, [], platz=breite - platz_namen - 20, beispiel=beispiel)
    rand = _rand(stil) + schluessel.hoehe
    hoehe = hoehe or round(len(zeilen) * stil.zeile + rand)
    zelle = (breite - platz_namen - 20) / max(len(spalten), 1)
    passt = all(text_width(zelle_["text"], stil.schrift) + 4 <= zelle for zelle_ in zellen)
    zellen = [z | {"tinte": text_color(z["farbe"])} for z in zellen]
    y = _cells("zeile", zeilen, None)
    reihe = (hoehe - rand) / max(len(zeilen), 1)
    y["axis"] = name_axis(zeilen, stil, platz_namen, zeile=reihe, gewaehlt=gewaehlt)
    x = _cells("spalte", spalten, None)
    x["axis"]["title"] = axis_title(titel, breite - platz_namen - 20, stil)
    schichten: list[Spec] = [
        {
            "mark": {"type": "rect", "stroke": stil.farben.grund, "strokeWidth": 1},
            "encoding": {
                "color": {"field": "farbe", "type": "nominal", "scale": None},
                "tooltip": [{"field": "wo", "title": " "}, {"field": "text", "title": "Wert"}],
            },
        },
        *schluessel.layer,
    ]
    if passt:
        text: Spec = {"text": {"field": "text"}, "color": {"field": "tinte", "type": "nominal", "scale": None}}
        schichten.insert(1, {"mark": {"type": "text", "baseline": "middle"}, "encoding": text})
    return base(
        stil,
        {"data": {"values": zellen}, "encoding": {"x": x, "y": y}, "layer": schichten},
        breite=breite,
        hoehe=hoehe,
        beschreibung=titel,
    )
