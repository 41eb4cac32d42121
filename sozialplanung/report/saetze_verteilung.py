"""What each measure of inequality says for the areas on the page: one sentence that a council understands."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sozialplanung.analysis.kennzahlen import even_halves
from sozialplanung.formatting import format_prozent, format_wert, format_zahl, is_missing
from sozialplanung.model import Indikator, Raumebene
from sozialplanung.report.saetze_abstand import format_gap

MASS_NAMEN = {
    "gini": "Gini",
    "hoover": "Hoover",
    "s80_s20": "S80/S20",
    "theil": "Theil",
    "atkinson": "Atkinson (0,5)",
    "sii": "SII",
    "rii": "RII",
}
_UNKLAR = "Für dieses Maß fehlen Werte, oder alle Werte sind null."


def format_measure(mass: str, wert: float, indikator: Indikator) -> str:
    """Shares as percent, indices with three decimals, ratios with two, the SII like the Indikator."""
    if mass in ("hoover", "atkinson"):
        return format_prozent(wert)
    if mass == "sii":
        einheit = "" if indikator.einheit == "%" else indikator.einheit.split(" ")[0]
        return "–" if is_missing(wert) else format_wert(wert, None, einheit, indikator.nachkommastellen)
    return format_zahl(wert, {"gini": 3, "theil": 4}.get(mass, 2))


def _figure(wert: float, indikator: Indikator) -> str:
    return format_wert(wert, None, indikator.einheit.split(" ")[0], indikator.nachkommastellen)


def sentence_measure(mass: str, zahlen: Mapping[str, float], indikator: Indikator, ebene: Raumebene) -> str:
    """``zahlen``: one row of ``analysis.kennzahlen.measures_by_year``."""
    wert = zahlen[mass]
    if is_missing(wert):
        return _UNKLAR
    return {
        "gini": _gini,
        "hoover": _hoover,
        "s80_s20": _fifths,
        "theil": _theil,
        "atkinson": _atkinson,
    }[mass](zahlen, indikator, ebene)


def _gini(zahlen: Mapping[str, float], indikator: Indikator, ebene: Raumebene) -> str:
    # Gini is half the mean difference of two persons, in means
    anteil = 2 * zahlen["gini"]
    return (
        f"Zwei zufällig gewählte Personen leben in {ebene.dativ}, deren Werte im Mittel "
        f"{format_gap(anteil * zahlen['mittel'], 'differenz', indikator)} auseinanderliegen, "
        f"{format_prozent(anteil, 0)} des Durchschnitts."
    )


def _hoover(zahlen: Mapping[str, float], indikator: Indikator, ebene: Raumebene) -> str:
    return (
        f"Damit überall der Durchschnitt von {_figure(zahlen['mittel'], indikator)} gälte, müssten "
        f"{format_prozent(zahlen['hoover'])} der Summe aus {ebene.dativ} darüber in solche darunter wechseln."
    )


def _fifths(zahlen: Mapping[str, float], indikator: Indikator, ebene: Raumebene) -> str:
    return (
        f"Auf das Fünftel der Bevölkerung in den {ebene.dativ} mit den höchsten Werten entfällt "
        f"{format_zahl(zahlen['s80_s20'], 2)}-mal so viel wie auf das Fünftel mit den niedrigsten."
    )


def _theil(zahlen: Mapping[str, float], indikator: Indikator, ebene: Raumebene) -> str:
    abstand = even_halves(zahlen["theil"])
    if abstand is None:
        return "Ungleicher, als wenn eine Hälfte der Bevölkerung alles hätte und die andere nichts."
    return (
        f"So ungleich, als läge eine Hälfte der Bevölkerung {format_prozent(abstand, 0)} über dem Durchschnitt "
        f"({_figure(zahlen['mittel'] * (1 + abstand), indikator)}) und die andere ebenso weit darunter "
        f"({_figure(zahlen['mittel'] * (1 - abstand), indikator)})."
    )


def _atkinson(zahlen: Mapping[str, float], indikator: Indikator, ebene: Raumebene) -> str:
    return (
        f"Zählen {ebene.plural} mit niedrigen Werten mehr, sinkt der Durchschnitt von "
        f"{_figure(zahlen['mittel'], indikator)} auf {_figure(zahlen['mittel'] * (1 - zahlen['atkinson']), indikator)}."
    )


def sentence_lorenz(kurve: pd.DataFrame, ebene: Raumebene) -> str:
    """What falls to the lower half. ``kurve``: frame[anteil_gewicht, anteil_wert] as from ``lorenz_curve``."""
    if kurve.empty:
        return "Für eine Lorenzkurve fehlen Werte oder Personenzahlen."
    haelfte = float(np.interp(0.5, kurve["anteil_gewicht"], kurve["anteil_wert"]))
    return (
        f"Auf die Hälfte der Bevölkerung in den {ebene.dativ} mit den niedrigsten Werten entfallen "
        f"{format_prozent(haelfte)} der Summe; bei gleicher Verteilung wären es {format_prozent(0.5, 0)}."
    )


def sentence_slope(zahlen: Mapping[str, float], indikator: Indikator, zweiter: Indikator, ebene: Raumebene) -> str:
    """SII: where the line through the areas begins and ends, and whether its slope is beyond chance."""
    if is_missing(zahlen["sii"]):
        return f"Dafür braucht es {ebene.plural} mit verschiedenen Werten bei »{zweiter.bezeichnung}«."
    satz = (
        f"Von den {ebene.dativ} mit den niedrigsten zu denen mit den höchsten Werten bei »{zweiter.bezeichnung}« "
        f"{'steigt' if zahlen['sii'] > 0 else 'sinkt'} der Wert von {_figure(zahlen['von'], indikator)} auf "
        f"{_figure(zahlen['bis'], indikator)}"
    )
    if is_missing(zahlen["sii_unten"]):
        return satz + "."
    sicher = zahlen["sii_unten"] > 0 or zahlen["sii_oben"] < 0
    return f"{satz}; {'das ist mehr als Zufall' if sicher else 'das kann Zufall sein'}."


def sentence_relative_slope(zahlen: Mapping[str, float], zweiter: Indikator) -> str:
    """RII: the same line as a ratio."""
    if is_missing(zahlen["rii"]):
        return "Ein Verhältnis der beiden Enden gibt es nicht: Die Gerade reicht bis null."
    return (
        f"Am oberen Ende der Reihe nach »{zweiter.bezeichnung}« ist der Wert {format_zahl(zahlen['rii'], 2)}-mal so "
        "hoch wie am unteren."
    )
