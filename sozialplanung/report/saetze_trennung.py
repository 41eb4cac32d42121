"""How a group lives apart or among itself: sentences, and what to do where there is no group."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sozialplanung.formatting import format_prozent, format_zahl, is_missing, join_und
from sozialplanung.model import Raumebene


def sentence_apart(tabelle: pd.DataFrame, gruppe: str, ebene: Raumebene) -> str:
    """Dissimilarity as persons who would have to live elsewhere, now and in the first year.

    ``tabelle``: as from ``segregation_by_year``.
    """
    jetzt, erste = tabelle.iloc[-1], tabelle.iloc[0]
    spalte = "trennung" if is_missing(jetzt["trennung_korrigiert"]) else "trennung_korrigiert"
    satz = (
        f"{int(jetzt['jahr'])} müssten rechnerisch {format_prozent(float(jetzt[spalte]))} der Gruppe »{gruppe}« in "
        f"anderen {ebene.dativ} wohnen, damit ihr Anteil überall gleich wäre"
    )
    if len(tabelle) < 2 or is_missing(erste[spalte]):
        return satz + "."
    return f"{satz} ({int(erste['jahr'])}: {format_prozent(float(erste[spalte]))})."


def sentence_among(tabelle: pd.DataFrame, gruppe: str, ebene: Raumebene) -> str:
    """Isolation against the share that an even spread would give."""
    jetzt = tabelle.iloc[-1]
    return (
        f"Wer zur Gruppe »{gruppe}« gehört, lebt im Mittel dort, wo {format_prozent(float(jetzt['isolation']))} zu ihr "
        f"gehören; in allen {ebene.dativ} zusammen sind es {format_prozent(float(jetzt['anteil']))}."
    )


def no_group_text(bezeichnung: str, beispiele: Sequence[str]) -> str:
    """What to choose where an Indikator is no group among others."""
    kopf = f"»{bezeichnung}« hat keine Gruppe mit Anzahlen; Trennung lässt sich daraus nicht rechnen."
    if not beispiele:
        return f"{kopf} Nötig ist ein Indikator mit Zähler und Nenner als Anzahlen, etwa Arbeitslose und Erwerbsfähige."
    return f"{kopf} Bitte wählen Sie einen Indikator mit Zähler und Nenner, etwa {join_und(list(beispiele))}."


def too_few_text(anzahl: int, jahr: int, ebene: Raumebene) -> str:
    """``anzahl``: areas with both counts; the group may also be nobody, or everybody."""
    return (
        f"Für Trennung braucht es mindestens zwei {ebene.plural} mit Anzahlen, und Menschen in der Gruppe wie "
        f"außerhalb; {jahr} haben {format_zahl(anzahl)} Anzahlen."
    )


def apart_notes(tabelle: pd.DataFrame, gebiete: int, ebene: Raumebene) -> list[str]:
    """What the figure leaves out, for the line under the chart."""
    jetzt = tabelle.iloc[-1]
    ohne = gebiete - int(jetzt["n"])
    noten = ["bereinigt: um Zufall bei kleinen Gruppen", f"Trennung innerhalb der {ebene.plural} bleibt unsichtbar"]
    if is_missing(jetzt["trennung_korrigiert"]):
        noten[0] = "nicht um Zufall bereinigt, weil Anzahlen Nachkommastellen haben"
    if ohne:
        noten.insert(0, f"{ohne} von {gebiete} {ebene.dativ} ohne Anzahl nicht einbezogen")
    return noten
