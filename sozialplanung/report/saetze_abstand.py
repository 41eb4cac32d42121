"""Does the gap between the fifths change? Sentences with a test behind them."""

from __future__ import annotations

import pandas as pd

from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.analysis.rates import Trend
from sozialplanung.formatting import format_prozent, format_wert, format_zahl, is_missing
from sozialplanung.model import Indikator

ABSTAND_NAMEN = {"verhaeltnis": "Verhältnis", "differenz": "Unterschied"}
_WAS = {
    "verhaeltnis": "das Verhältnis der beiden Fünftel",
    "differenz": "der Unterschied zwischen den beiden Fünfteln",
}


def gap_unit(art: str, indikator: Indikator) -> str:
    """What the axis says: a difference of percentages is one of points."""
    if art == "verhaeltnis":
        return "höchstes ÷ niedrigstes Fünftel"
    return "Prozentpunkte" if indikator.einheit == "%" else indikator.einheit


def format_gap(wert: float, art: str, indikator: Indikator) -> str:
    """»3,42«, »18,7 Prozentpunkte«, »102 €«."""
    if art == "verhaeltnis":
        return format_zahl(wert, 2)
    if indikator.einheit == "%":
        return f"{format_zahl(wert, indikator.nachkommastellen)} Prozentpunkte"
    return format_wert(wert, None, indikator.einheit.split(" ")[0], indikator.nachkommastellen)


def sentence_gap_trend(abstand: pd.DataFrame, trend: Trend, art: str, indikator: Indikator) -> str:
    """Beyond chance or not, in the last years; and how sure the last figure is.

    ``abstand`` and ``trend`` as from ``analysis.abstand``; ``art`` »verhaeltnis« or »differenz«.
    """
    da = abstand.dropna(subset=[art])
    if da.empty:
        return "Ein Verhältnis gibt es nicht: Der Wert im niedrigsten Fünftel ist null."
    punkte = int(load_parameter("trend_punkte"))
    letzte = da.iloc[-1]
    if trend.urteil is None:
        jahre = "nur ein vergleichbares" if len(da) == 1 else f"nur {len(da)} vergleichbare"
        satz = f"Ob sich {_WAS[art]} verändert, lässt sich mit {punkte} Jahren prüfen; es liegt {jahre} vor."
        satz = satz if len(da) == 1 else satz.replace("es liegt", "es liegen")
    else:
        satz = _change(da.iloc[-punkte], letzte, trend, art, indikator)
    if is_missing(letzte[f"{art}_unten"]):
        return satz
    unten, oben = format_gap(letzte[f"{art}_unten"], art, indikator), format_gap(letzte[f"{art}_oben"], art, indikator)
    return f"{satz} Unsicherheitsbereich {int(letzte['jahr'])}: {unten.split(' ')[0]} bis {oben}."


def _change(erste: pd.Series, letzte: pd.Series, trend: Trend, art: str, indikator: Indikator) -> str:
    von, bis = (format_gap(zeile[art], art, indikator) for zeile in (erste, letzte))
    zeitraum = f"Von {int(erste['jahr'])} bis {int(letzte['jahr'])}"
    if trend.urteil != "kein klarer Trend":
        verb = "steigt" if trend.urteil == "steigend" else "sinkt"
        return f"{zeitraum} {verb} {_WAS[art]} (zuerst {von}, zuletzt {bis}); das ist mehr als Zufall."
    if von == bis:
        return f"{zeitraum} hat {_WAS[art]} keinen klaren Trend: zuerst wie zuletzt {bis}."
    verb = "gestiegen" if letzte[art] > erste[art] else "gesunken"
    return f"{zeitraum} ist {_WAS[art]} von {von.split(' ')[0]} auf {bis} {verb}; das kann Zufall sein."


def gap_method_note(mit_intervall: bool) -> str:
    """What the band means, or why there is none, for the line under the chart."""
    punkte, niveau = int(load_parameter("trend_punkte")), format_prozent(load_parameter("trend_niveau"))
    band = (
        "Band: 95-%-Unsicherheitsbereich aus den Anzahlen"
        if mit_intervall
        else "ohne Unsicherheitsbereich, weil es zu diesem Indikator keine Anzahlen gibt"
    )
    return f"{band} · Trend aus {punkte} Jahren, geprüft auf {niveau}"
