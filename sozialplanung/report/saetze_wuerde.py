"""Sentences for a room in which no area shall be singled out: they speak of spread and groups, not of names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sozialplanung.analysis.entwicklung import first_comparable_year
from sozialplanung.charts.gruppen import count_areas, group_figures
from sozialplanung.formatting import format_euro, format_wert, format_zahl
from sozialplanung.model import Indikator, Raumebene, Richtung
from sozialplanung.report.saetze import sentence_missing

KEIN_SIMULATOR = (
    "Der Simulator gibt jedem Gebiet einen Betrag und nennt es beim Namen; in der Ansicht ohne Namen und Ränge "
    "entfällt er deshalb."
)
_NUR_MIT_NAMEN = "Dieses Bild zeigt einzelne Gebiete und entfällt deshalb in der Ansicht ohne Namen und Ränge"


def not_shown(warum: str = "") -> str:
    """What stands in a card whose picture makes no sense without names; ``warum``: what to look at instead."""
    return f"{_NUR_MIT_NAMEN}{f'; {warum}' if warum else ''}."


def _figure(wert: float, indikator: Indikator) -> str:
    return format_wert(wert, None, indikator.einheit.split(" ")[0], indikator.nachkommastellen)


def _ends(werte: pd.DataFrame, jahr: int) -> tuple[float, float] | None:
    """Lowest and highest value of a year; None with fewer than two areas."""
    da = werte.loc[(werte["jahr"] == jahr) & werte["wert"].notna(), "wert"]
    return (float(da.min()), float(da.max())) if len(da) > 1 else None


def sentence_spread(werte: pd.DataFrame, indikator: Indikator, ebene: Raumebene, jahr: int) -> str:
    """How many times the highest value is the lowest one, now and in the first year with the same areas."""
    jetzt = _ends(werte, jahr)
    if jetzt is None:
        return f"Für {jahr} liegen nicht genug Werte vor, um Gebiete zu vergleichen."
    niedrig, hoch = jetzt
    if niedrig == hoch:
        return f"{jahr} haben alle {ebene.plural} denselben Wert: {_figure(hoch, indikator)}."
    if niedrig <= 0:
        return f"{jahr} reicht die Spanne von {_figure(niedrig, indikator)} bis {_figure(hoch, indikator)}."
    satz = f"{jahr} liegt zwischen dem höchsten und dem niedrigsten Wert das {format_zahl(hoch / niedrig, 1)}-Fache"
    frueher = first_comparable_year(werte, jahr)
    damals = _ends(werte, frueher) if frueher is not None else None
    if damals is None or damals[0] <= 0:
        return satz + "."
    return f"{satz}; {frueher} war es das {format_zahl(damals[1] / damals[0], 1)}-Fache."


def sentence_map(werte: pd.DataFrame, indikator: Indikator, ebene: Raumebene, jahr: int) -> str:
    """The mean of the first and of the last group, and how many areas lack a value."""
    alle = werte[werte["jahr"] == jahr]
    if not alle["wert"].notna().any():
        return f"Für {jahr} liegt kein Wert vor."
    gruppen = group_figures(alle, indikator.richtung)
    fehlend = sentence_missing(alle, ebene)
    if len(gruppen) == 1:
        return f"Im Mittel aller {ebene.plural} liegt der Wert {jahr} bei {_figure(gruppen[0]['wert'], indikator)}."
    erste, letzte = (_figure(gruppen[i]["wert"], indikator) for i in (0, -1))
    if indikator.richtung == Richtung.NEUTRAL:
        return (
            f"In den {gruppen[0]['anzahl']} {ebene.dativ} mit den höheren Werten sind es {jahr} im Mittel {erste}, in "
            f"den {gruppen[-1]['anzahl']} mit den niedrigeren {letzte}.{fehlend}"
        )
    return (
        f"Wo der Unterstützungsbedarf am größten ist ({gruppen[0]['anzahl']} {ebene.plural}), sind es {jahr} im Mittel "
        f"{erste}; wo er am geringsten ist ({gruppen[-1]['anzahl']}), {letzte}.{fehlend}"
    )


def sentence_money_per_head(je_kopf: pd.DataFrame, personen: str) -> str:
    """Most and least euro per person, without the places; ``je_kopf``: frame[je_kopf]."""
    da = je_kopf["je_kopf"].dropna()
    if len(da) < 2:
        return ""
    von, bis = float(da.min()), float(da.max())
    stellen = 2 if bis - von < 2 else 0
    return f"Je {personen} sind es zwischen {format_euro(von, stellen)} und {format_euro(bis, stellen)}."


def sentence_index(anzahlen: Sequence[int], gebiete: int, indikatoren: int, ebene: Raumebene, jahr: int) -> str:
    """How many areas have the greatest and the least need.

    ``anzahlen`` of areas in the groups, from little need to much; ``gebiete``: all areas, with index or without.
    """
    da = sum(anzahlen)
    ohne = f" Ohne Index, weil Werte fehlen: {gebiete - da} von {gebiete} {ebene.dativ}." if gebiete > da else ""
    kopf = f"Nach {indikatoren} Indikatoren ({jahr})"
    if len(anzahlen) < 2:
        return f"{kopf} lassen sich {da} {ebene.plural} nicht in Gruppen nach ihrem Unterstützungsbedarf teilen.{ohne}"
    return (
        f"{kopf} ist der Unterstützungsbedarf in {anzahlen[-1]} von {da} {ebene.dativ} am größten, in {anzahlen[0]} am "
        f"geringsten.{ohne}"
    )


def sentence_classes(anzahlen: Sequence[int], namen: Sequence[str], ebene: Raumebene) -> str:
    """How many areas are in each class, from much need to little."""
    teile = [f"{n} in »{name}«" for n, name in zip(reversed(anzahlen), reversed(namen), strict=True) if n]
    return f"Unterstützungsbedarf der {sum(anzahlen)} {ebene.plural}: {', '.join(teile)}."


def sentence_groups(lage: pd.DataFrame, ebene: Raumebene, jahr: int, frueher: int) -> str:
    """How many areas have a low Status, and in how many of them it develops how. ``lage``: frame[status, dynamik]."""
    da = lage.dropna(subset=["status", "dynamik"])
    niedrig = da[da["status"].isin(["niedrig", "sehr niedrig"])]
    kopf = f"Status {jahr}, Dynamik seit {frueher}: "
    if niedrig.empty:
        return kopf + f"Kein Gebiet von {len(da)} {ebene.dativ} hat einen niedrigen Status."
    verlauf = "die Entwicklung ist stabil"
    guenstig, unguenstig = (int((niedrig["dynamik"] == art).sum()) for art in ("positiv", "negativ"))
    if guenstig or unguenstig:
        verlauf = (
            f"davon {guenstig or 'kein Gebiet'} mit günstigerer und {unguenstig or 'kein Gebiet'} mit ungünstigerer "
            "Entwicklung als anderswo"
        )
    return f"{kopf}{len(niedrig)} von {len(da)} {ebene.dativ} mit niedrigem oder sehr niedrigem Status; {verlauf}."


def counted(ecken: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """How many areas are in each corner, in place of their names."""
    return {name: [count_areas(len(wer))] if wer else [] for name, wer in ecken.items()}
