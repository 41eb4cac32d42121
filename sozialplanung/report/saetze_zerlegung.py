"""Between and within groups of areas: sentences, and what to do where there are no groups."""

from __future__ import annotations

import pandas as pd

from sozialplanung.formatting import format_prozent, format_zahl, is_missing, join_und
from sozialplanung.model import Raumebene


def part_names(gruppen_ebene: Raumebene) -> tuple[str, str]:
    """»zwischen den Stadtbezirken«, »innerhalb der Stadtbezirke«."""
    return f"zwischen den {gruppen_ebene.dativ}", f"innerhalb der {gruppen_ebene.plural}"


def sentence_between(zerlegung: pd.DataFrame, ebene: Raumebene, gruppen_ebene: Raumebene) -> str:
    """How much lies between, now and in the first year. ``zerlegung`` as from ``decomposition_by_year``."""
    if zerlegung.empty:
        return "Für eine Zerlegung fehlen Werte."
    jetzt, erste = zerlegung.iloc[-1], zerlegung.iloc[0]
    if is_missing(jetzt["anteil_zwischen"]):
        return f"Alle {ebene.plural} haben denselben Wert: Es gibt keinen Unterschied, der sich zerlegen ließe."
    zwischen, innerhalb = part_names(gruppen_ebene)
    anteil = round(float(jetzt["anteil_zwischen"]), 2)
    satz = (
        f"{int(jetzt['jahr'])} liegen {format_prozent(anteil, 0)} des Unterschieds der {ebene.plural} {zwischen}, "
        f"{format_prozent(1 - anteil, 0)} {innerhalb}"
    )
    if len(zerlegung) < 2 or is_missing(erste["anteil_zwischen"]):
        return satz + "."
    damals = format_prozent(float(erste["anteil_zwischen"]), 0)
    return f"{satz}; {int(erste['jahr'])} lagen {damals} dazwischen."


def sentence_within(je_gruppe: pd.DataFrame, gruppen_ebene: Raumebene) -> str:
    """Which group is least alike inside. ``je_gruppe``: frame[n, theil, beitrag_innerhalb], named by its index."""
    mehrere = je_gruppe[je_gruppe["n"] > 1].dropna(subset=["theil"]).sort_values("theil")
    summe = float(mehrere["beitrag_innerhalb"].sum())
    if mehrere.empty or summe <= 0:
        return f"Innerhalb der {gruppen_ebene.plural} gibt es keine Unterschiede."
    ungleich = mehrere.iloc[-1]
    anteil = format_prozent(float(ungleich["beitrag_innerhalb"]) / summe, 0)
    satz = (
        f"Am ungleichsten ist es innerhalb von {mehrere.index[-1]}; von dort kommen {anteil} der inneren Unterschiede."
    )
    return satz if len(mehrere) == 1 else f"{satz} Am ähnlichsten sind die Werte innerhalb von {mehrere.index[0]}."


def no_groups_text(ebene: Raumebene, gruppen: list[str], andere: list[Raumebene]) -> str:
    """What to do where the areas of a level do not fall into several groups.

    ``gruppen``: the names of what they all lie in; ``andere``: levels with figures for which there are groups.
    """
    if gruppen:
        kopf = (
            f"Alle {ebene.plural} liegen in {join_und(gruppen)}: Der ganze Unterschied liegt innerhalb, dazwischen "
            "gibt es nichts zu vergleichen."
        )
    else:
        kopf = f"Zu den {ebene.dativ} ist keine übergeordnete Ebene hinterlegt."
    if andere:
        wo = join_und([f"»{a.plural}«" for a in andere])
        return f"{kopf} Bitte wählen Sie die Raumebene {wo.replace(' und ', ' oder ')}."
    return (
        f"{kopf} Zerlegen lässt sich, sobald es Werte für kleinere Gebiete gibt (etwa Stadtteile in ihren "
        "Stadtbezirken): Bitte tragen Sie sie im Blatt »Gebiete« ein, in der Spalte »Liegt in« das Gebiet darüber, und "
        "ihre Zahlen im Blatt »Werte«."
    )


def left_out_note(ohne: int, gruppen_ebene: Raumebene) -> str:
    """How many areas are in no group; empty where all are."""
    if not ohne:
        return ""
    return f"{format_zahl(ohne)} {'Gebiet' if ohne == 1 else 'Gebiete'} ohne {gruppen_ebene.singular} nicht einbezogen"
