"""Sentences on money and need, for a council: what would have to move, and what a scenario changes."""

from __future__ import annotations

import math

import pandas as pd

from sozialplanung.formatting import format_anzahl, format_euro, format_prozent, format_zahl
from sozialplanung.model import Raumebene

_WECHSELT = {  # what money would have to change
    Raumebene.STADTBEZIRK: "den Stadtbezirk",
    Raumebene.STADTTEIL: "den Stadtteil",
    Raumebene.GEMEINDE: "die Gemeinde",
    Raumebene.KREIS: "den Kreis",
    Raumebene.SOZIALRAUM: "den Sozialraum",
}
UNSICHER = (
    "Spanne (95 %): Die Anzahlen hinter dem Bedarf schwanken zufällig; sie wurden 1.000-mal neu gezogen. Das Geld ist "
    "genau bekannt."
)


MEHR_UND_WENIGER = (
    "Grün gefärbte Gebiete bekommen mehr als ihren Anteil am Bedarf, braune weniger; fast weiße etwa so viel."
)


def changes(ebene: Raumebene) -> str:
    """»den Stadtbezirk«: what the money would have to change."""
    return _WECHSELT.get(ebene, "das Gebiet")


def between(unten: float, oben: float) -> str:
    """»zwischen 15 und 21 %«; empty where both ends read the same."""
    von, bis = format_zahl(100 * unten), format_prozent(oben, 0)
    return "" if von == bis.split("\u00a0")[0] else f"zwischen {von} und {bis}"


def sentence_gap(abstand: float, mittel: float, ebene: Raumebene, spanne: tuple[float, float] | None = None) -> str:
    """How much of the money would have to move.

    Parameters
    ----------
    abstand : Geld-Bedarf-Abstand, 0–1; NaN without money or need
    mittel : all euro of the areas
    spanne : its interval, where need is known from counts
    """
    if math.isnan(abstand):
        return "Ohne Geld oder ohne Bedarf lässt sich nichts vergleichen."
    if abstand < 0.005:
        return f"Das Geld folgt dem Bedarf: Keine {ebene.plural} bekommen mehr oder weniger als ihren Anteil."
    text = between(*spanne) if spanne else ""
    return (
        f"Damit das Geld dem Bedarf folgt, müssten {format_prozent(abstand, 0)} der Mittel {changes(ebene)} wechseln"
        f"{f' ({text})' if text else ''}: {format_euro(abstand * mittel)} von {format_euro(mittel)}."
    )


def sentence_ends(abstand: float, tabelle: pd.DataFrame) -> str:
    """Where the money is farthest from the need; ``tabelle``: frame with bezeichnung, mehr (euro)."""
    if math.isnan(abstand) or abstand < 0.005:
        return ""
    da = tabelle.dropna(subset=["mehr"]).sort_values("mehr", kind="stable")
    wenig, viel = da.iloc[0], da.iloc[-1]
    return (
        f"Gemessen am Bedarf fehlen {wenig['bezeichnung']} {format_euro(-wenig['mehr'])}; {viel['bezeichnung']} "
        f"bekommt {format_euro(viel['mehr'])} mehr, als seinem Anteil am Bedarf entspricht."
    )


def sentence_groups(gruppen: pd.DataFrame) -> str:
    """The group with the greatest need, without names; ``gruppen``: frame with eur, menge, the greatest need first."""
    if len(gruppen) < 2:
        return ""
    geld, bedarf = (format_prozent(gruppen[s].iloc[0] / gruppen[s].sum(), 0) for s in ("eur", "menge"))
    return f"Wo der Bedarf am größten ist, liegen {bedarf} des Bedarfs; dorthin gehen {geld} des Geldes."


def sentence_citywide(eur: float) -> str:
    """What belongs to no single area stands apart."""
    if not eur:
        return ""
    return f"Gesamtstädtisch angesetzt und keinem Gebiet zugeordnet sind weitere {format_euro(eur)}."


def sentence_sure(punkte: pd.DataFrame, ebene: Raumebene) -> str:
    """How many areas lie certainly above or below; ``punkte``: frame with punkte_von, punkte_bis."""
    da = punkte.dropna()
    zu_wenig, zu_viel = int((da["punkte_bis"] < 0).sum()), int((da["punkte_von"] > 0).sum())
    return (
        f"Von {len(da)} {ebene.dativ} bekommen {zu_viel} sicher mehr und {zu_wenig} sicher weniger als ihren Anteil am "
        f"Bedarf; bei {len(da) - zu_viel - zu_wenig} liegt der Unterschied im Bereich des Zufalls."
    )


def sentence_scatter(tabelle: pd.DataFrame, ebene: Raumebene) -> str:
    """What the line in the scatter says; ``tabelle``: frame with mehr."""
    da = tabelle["mehr"].dropna()
    return (
        f"Auf der Linie läge, wer genau nach Bedarf bekommt. Über ihr liegen {int((da > 0).sum())} von {len(da)} "
        f"{ebene.dativ}, unter ihr {int((da < 0).sum())}."
    )


def sentence_half(anteil: float) -> str:
    """The Lorenz curve at its middle; ``anteil``: share of the money of the half of need that gets the least."""
    if math.isnan(anteil):
        return "Ohne Geld oder ohne Bedarf gibt es keine Kurve."
    return (
        "Die Gebiete, die gemessen am Bedarf am wenigsten bekommen und zusammen die Hälfte des Bedarfs haben, "
        f"erhalten {format_prozent(anteil, 0)} des Geldes. Folgte das Geld dem Bedarf, wären es 50\u00a0%."
    )


def sentence_years(jahre: pd.DataFrame, ebene: Raumebene) -> str:
    """How the gap moved; ``jahre``: frame with jahr, wert, unten, oben (0–1), ascending."""
    if jahre.empty:
        return "Für kein Haushaltsjahr lässt sich ein Abstand rechnen."
    erst, letzt = jahre.iloc[0], jahre.iloc[-1]
    jetzt = f"{format_prozent(letzt['wert'], 0)} der Mittel {changes(ebene)} wechseln"
    if len(jahre) == 1:
        return f"Im Haushaltsjahr {letzt['jahr']:.0f} müssten {jetzt}."
    satz = f"{letzt['jahr']:.0f} müssten {jetzt}, {erst['jahr']:.0f} waren es {format_prozent(erst['wert'], 0)}"
    if erst["unten"] <= letzt["oben"] and letzt["unten"] <= erst["oben"]:
        satz += "; die Spannen überschneiden sich"
    return satz + "."


def sentence_fields(felder: pd.DataFrame) -> str:
    """Which Handlungsfeld is closest to the need and which is farthest; ``felder``: by name eur, abstand."""
    da = felder.dropna(subset=["abstand"]).sort_values("abstand", kind="stable")
    if len(da) < 2:
        return "Nicht jedes Handlungsfeld muss diesem Bedarf folgen."
    nah, fern = da.index[0], da.index[-1]
    return (
        f"Am nächsten am Bedarf ist »{nah}« ({format_prozent(da['abstand'].iloc[0], 0)} müssten wechseln), am "
        f"weitesten entfernt »{fern}« ({format_prozent(da['abstand'].iloc[-1], 0)}). Nicht jedes Handlungsfeld muss "
        "diesem Bedarf folgen."
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


def sentence_winners(aenderung: pd.Series, ebene: Raumebene) -> str:
    """How many get more and how many less, and how much moves; ``aenderung`` in cents."""
    mehr, weniger = aenderung[aenderung > 0], aenderung[aenderung < 0]
    if mehr.empty and weniger.empty:
        return f"Alle {len(aenderung)} {ebene.plural} bekommen, was sie bisher bekommen."
    return (
        f"{len(mehr)} von {len(aenderung)} {ebene.dativ} bekommen mehr (zusammen {format_euro(mehr.sum() / 100)}), "
        f"{len(weniger)} weniger (zusammen {format_euro(-weniger.sum() / 100)})."
    )


def note_left_out(anzahl: int, ebene: Raumebene) -> str:
    """Areas without figure: named as left out, never read as zero."""
    if anzahl == 0:
        return ""
    return f"{format_anzahl(anzahl, 'Gebiet', 'Gebiete')} ({ebene.plural}) ohne Zahl: nicht in der Rechnung"


def points(wert: float) -> str:
    """»+3,2 Punkte«."""
    return f"{format_zahl(wert, 1, vorzeichen=True)}\u00a0Punkte"
