"""Sentences on money and need, for a council: what would have to move, and what a scenario changes."""

from __future__ import annotations

import math

import pandas as pd

from sozialplanung.formatting import format_anzahl, format_euro, format_prozent, format_zahl
from sozialplanung.model import Raumebene


def sentence_gap(abstand: float, tabelle: pd.DataFrame, ebene: Raumebene) -> str:
    """How much of the money would have to move, and where it is farthest from the need.

    Parameters
    ----------
    abstand : Geld-Bedarf-Abstand, 0–1; NaN without money or need
    tabelle : frame with bezeichnung, mehr (euro beyond the share of need) and punkte
    """
    if math.isnan(abstand):
        return "Ohne Geld oder ohne Bedarf lässt sich nichts vergleichen."
    da = tabelle.dropna(subset=["mehr"]).sort_values("mehr")
    if abstand < 0.005:
        return f"Das Geld folgt dem Bedarf: Keine {ebene.plural} bekommen mehr oder weniger als ihren Anteil."
    satz = f"Damit das Geld dem Bedarf folgt, müssten {format_prozent(abstand, 0)} der Mittel das Gebiet wechseln."
    wenig, viel = da.iloc[0], da.iloc[-1]
    return (
        f"{satz} Gemessen am Bedarf fehlen {wenig['bezeichnung']} {format_euro(-wenig['mehr'])}; "
        f"{viel['bezeichnung']} bekommt {format_euro(viel['mehr'])} mehr, als seinem Anteil am Bedarf entspricht."
    )


def sentence_scenario(
    lambda_: float, abstand_heute: float, abstand: float, gewinner: tuple[str, int], verlierer: tuple[str, int]
) -> str:
    """What the scenario changes: the gap, the greatest plus and the greatest minus (names and cents)."""
    weg = (
        "nach der Personenzahl"
        if lambda_ == 0
        else "ganz nach dem Bedarf"
        if lambda_ == 1
        else f"zu {format_prozent(lambda_, 0)} nach dem Bedarf, sonst nach der Personenzahl"
    )
    satz = f"Verteilt {weg}"
    if not math.isnan(abstand_heute) and not math.isnan(abstand):
        aenderung = f"von {format_prozent(abstand_heute, 0)} auf {format_prozent(abstand, 0)}"
        satz += f", ändert sich der Abstand zwischen Geld und Bedarf {aenderung}"
    teile = []
    if gewinner[1] > 0:
        teile.append(f"{gewinner[0]} bekommt {format_euro(gewinner[1] / 100)} mehr")
    if verlierer[1] < 0:
        teile.append(f"{verlierer[0]} {format_euro(-verlierer[1] / 100)} weniger")
    return f"{satz}: {', '.join(teile)}." if teile else f"{satz}; kein Gebiet bekommt mehr oder weniger als bisher."


def note_left_out(anzahl: int, ebene: Raumebene) -> str:
    """Areas without figure: named as left out, never read as zero."""
    if anzahl == 0:
        return ""
    return f"{format_anzahl(anzahl, 'Gebiet', 'Gebiete')} ({ebene.plural}) ohne Zahl: nicht in der Rechnung"


def note_citywide(eur: float) -> str:
    """What belongs to no single area stands apart."""
    return f"gesamtstädtisch, nicht verteilt: {format_euro(eur)}" if eur else ""


def points(wert: float) -> str:
    """»+3,2 Punkte«."""
    return f"{format_zahl(wert, 1, vorzeichen=True)}\u00a0Punkte"
