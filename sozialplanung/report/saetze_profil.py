"""Sentences about one area: what it has more of, what it is strong in, and who is like it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sozialplanung.charts.profil import BEDARF, STAERKE
from sozialplanung.formatting import format_euro, format_zahl, join_und


def sentence_profile(name: str, ganzes: str, zeilen: pd.DataFrame) -> str:
    """How often the area stands out to either side, and where most; strengths are always named with the needs.

    Parameters
    ----------
    zeilen : frame with bezeichnung, lage, ort (−1 … 1), text and text_ganzes of all indicators
    """
    bewertet = zeilen[zeilen["lage"].notna() & (zeilen["richtung"] != "neutral")]
    if bewertet.empty:
        return f"Für {name} liegt kein Indikator vor, dessen Richtung bekannt ist."
    als = "als im Mittel" if ganzes == "Mittel" else f"als in {ganzes} insgesamt"
    bedarf, staerke = bewertet[bewertet["lage"] == BEDARF], bewertet[bewertet["lage"] == STAERKE]
    n = len(bewertet)
    if bedarf.empty and staerke.empty:
        return f"{name} unterscheidet sich bei keinem von {n} Indikatoren deutlich vom Ganzen."
    if bedarf.empty:
        return f"Bei {len(staerke)} von {n} Indikatoren hat {name} eine Stärke, bei keinem mehr Bedarf {als}."
    am_meisten = bedarf.sort_values("ort").iloc[0]
    voran = "am deutlichsten " if len(bedarf) > 1 else ""
    text = (
        f"Bei {len(bedarf)} von {n} Indikatoren ist der Unterstützungsbedarf in {name} größer {als}, "
        f"{voran}bei »{am_meisten['bezeichnung']}« ({am_meisten['text']} statt {am_meisten['text_ganzes']})"
    )
    if staerke.empty:
        return text + ("." if len(bedarf) == n else "; bei den übrigen ist er nicht größer, als es der Zufall erklärt.")
    beste = staerke.sort_values("ort").iloc[-1]
    voran = "vor allem " if len(staerke) > 1 else ""
    return (
        f"{text}; bei {len(staerke)} hat {name} eine Stärke, {voran}bei »{beste['bezeichnung']}« "
        f"({beste['text']} statt {beste['text_ganzes']})."
    )


def sentence_similar(name: str, nahe: Sequence[tuple[str, float]], indikatoren: int) -> str:
    """Nearest areas with how near they are: distance in standard deviations per indicator."""
    if not nahe:
        return f"Kein anderes Gebiet hat genug Zahlen gemeinsam mit {name}."
    teile = [f"{gebiet} ({_nearness(abstand)})" for gebiet, abstand in nahe]
    return f"Über {format_zahl(indikatoren)} Indikatoren ähneln {name} am meisten: {join_und(teile)}."


def _nearness(abstand: float) -> str:
    return "sehr ähnlich" if abstand < 0.5 else "ähnlich" if abstand < 1 else "nur entfernt ähnlich"


def sentence_area_money(
    name: str,
    jahr: int,
    massnahmen: int,
    eur: float,
    je_person: float | None,
    je_person_alle: float | None,
) -> str:
    """What is planned for the area, and per inhabitant beside the whole."""
    if massnahmen == 0:
        return f"{jahr} ist für {name} allein keine Maßnahme angesetzt; gesamtstädtische Maßnahmen stehen nicht hier."
    anzahl = "1 Maßnahme ist" if massnahmen == 1 else f"{format_zahl(massnahmen)} Maßnahmen sind"
    satz = f"{anzahl} {jahr} (auch) in {name} angesetzt, mit {format_euro(eur)} für das Gebiet"
    if je_person is None or je_person_alle is None:
        return satz + "."
    return f"{satz}: {format_euro(je_person, 2)} je Person; über alle Gebiete {format_euro(je_person_alle, 2)}."
