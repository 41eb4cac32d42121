"""Sentences that say what a chart shows, computed from its figures. Frames as the store returns them."""

from __future__ import annotations

import math

import pandas as pd

from sozialplanung.analysis.distribution import Fuenftel
from sozialplanung.analysis.entwicklung import first_comparable_year
from sozialplanung.formatting import (
    format_euro,
    format_euro_reihe,
    format_faktor,
    format_wert,
    format_zahl,
    join_und,
)
from sozialplanung.model import Finanzierungsquelle, Indikator, Raumebene, Wertzeichen


def _of_year(werte: pd.DataFrame, jahr: int) -> pd.DataFrame:
    """Lowest value first; among equal ones the order of the frame (that of the keys)."""
    return werte[(werte["jahr"] == jahr) & werte["wert"].notna()].sort_values("wert", kind="stable")


def _figure(wert: float, indikator: Indikator) -> str:
    return format_wert(wert, None, indikator.einheit.split(" ")[0], indikator.nachkommastellen)


def _factor(hoch: float, niedrig: float) -> float | None:
    """How many times as high; None where that says nothing (zero or negative values)."""
    return hoch / niedrig if niedrig > 0 else None


def sentence_spread(werte: pd.DataFrame, indikator: Indikator, ebene: Raumebene, jahr: int) -> str:
    """How far apart the highest and the lowest area are, now and in the first year with the same areas."""
    jetzt = _of_year(werte, jahr)
    if len(jetzt) < 2:
        return f"Für {jahr} liegen nicht genug Werte vor, um Gebiete zu vergleichen."
    niedrig, hoch = jetzt.iloc[0], jetzt.iloc[-1]
    faktor = None if indikator.ist_index else _factor(hoch["wert"], niedrig["wert"])
    if hoch["wert"] == niedrig["wert"]:
        return f"{jahr} haben alle {ebene.plural} denselben Wert: {_figure(hoch['wert'], indikator)}."
    if faktor is None:
        return (
            f"{jahr} reicht die Spanne von {_figure(niedrig['wert'], indikator)} ({niedrig['bezeichnung']}) "
            f"bis {_figure(hoch['wert'], indikator)} ({hoch['bezeichnung']})."
        )
    satz = (
        f"{jahr} ist der Wert in {hoch['bezeichnung']} {format_faktor(faktor)} so hoch wie in {niedrig['bezeichnung']}"
    )
    frueher = first_comparable_year(werte, jahr)
    if frueher is None:
        return satz + "."
    damals = _of_year(werte, frueher)
    faktor_damals = _factor(damals["wert"].iloc[-1], damals["wert"].iloc[0])
    if faktor_damals is None:
        return satz + "."
    damals_text = f"zwischen dem höchsten und dem niedrigsten Wert das {format_zahl(faktor_damals, 1)}-Fache"
    return f"{satz}; {frueher} lag {damals_text}."


def sentence_map(werte: pd.DataFrame, indikator: Indikator, ebene: Raumebene, jahr: int, gebiet: str | None) -> str:
    """Where values are highest and lowest – or where the chosen area stands – and what is missing."""
    alle = werte[werte["jahr"] == jahr]
    jetzt = _of_year(werte, jahr)
    if jetzt.empty:
        return f"Für {jahr} liegt kein Wert vor."
    gewaehlt = alle[alle["gebiet_id"] == gebiet]
    if not gewaehlt.empty:
        satz = _sentence_area(gewaehlt.iloc[0], jetzt, indikator, ebene, jahr)
    else:
        niedrig, hoch = jetzt.iloc[0], jetzt.iloc[-1]
        satz = (
            f"Am höchsten ist der Wert {jahr} in {hoch['bezeichnung']} ({_figure(hoch['wert'], indikator)}), "
            f"am niedrigsten in {niedrig['bezeichnung']} ({_figure(niedrig['wert'], indikator)})."
        )
    return satz + sentence_missing(alle, ebene)


def _sentence_area(zeile: pd.Series, jetzt: pd.DataFrame, indikator: Indikator, ebene: Raumebene, jahr: int) -> str:
    if pd.isna(zeile["wert"]):
        return f"Für {zeile['bezeichnung']} liegt {jahr} kein Wert vor."
    rang = int((jetzt["wert"] > zeile["wert"]).sum()) + 1
    platz = "der höchste" if rang == 1 else "der niedrigste" if rang == len(jetzt) else f"der {rang}.-höchste"
    return (
        f"{zeile['bezeichnung']}: {_figure(zeile['wert'], indikator)} im Jahr {jahr}, "
        f"{platz} Wert von {len(jetzt)} {ebene.dativ}."
    )


def sentence_missing(alle: pd.DataFrame, ebene: Raumebene) -> str:
    """» Ohne Wert: 2 von 10 Gemeinden (davon 1 geheim).« – empty when nothing is missing."""
    fehlend = alle[alle["wert"].isna()]
    if fehlend.empty:
        return ""
    geheim = int((fehlend["zeichen"] == Wertzeichen.GEHEIM).sum())
    zusatz = f" (davon {geheim} geheim)" if geheim else ""
    return f" Ohne Wert: {len(fehlend)} von {len(alle)} {ebene.dativ}{zusatz}."


def sentence_fifths(
    jetzt: Fuenftel, frueher: Fuenftel | None, indikator: Indikator, jahr: int, jahr_vorher: int
) -> str:
    """Highest against lowest population fifth, now and then."""
    if pd.isna(jetzt.verhaeltnis):
        return f"Für {jahr} lassen sich keine Bevölkerungsfünftel bilden: Es fehlen Werte oder Personenzahlen."
    if math.isinf(jetzt.verhaeltnis):
        return f"{jahr} ist der Wert im niedrigsten Fünftel der Bevölkerung null; ein Verhältnis gibt es nicht."
    satz = (
        f"Höchstes Fünftel der Bevölkerung {jahr}: {_figure(jetzt.oberstes, indikator)}, niedrigstes: "
        f"{_figure(jetzt.unterstes, indikator)} – das {format_zahl(jetzt.verhaeltnis, 2)}-Fache"
    )
    if frueher is None or not math.isfinite(frueher.verhaeltnis) or jahr_vorher == jahr:
        return satz + "."
    return f"{satz} ({jahr_vorher}: das {format_zahl(frueher.verhaeltnis, 2)}-Fache)."


def sentence_budget(geld: pd.DataFrame, jahr: int, art: str, massnahmen: int) -> str:
    """Eigenanteil and Fördermittel of one year.

    ``geld`` as ``load_finanzierung``, ``art`` ansatz, bewilligt or ist, ``massnahmen`` how many there are in all.
    """
    zeilen = geld[geld["haushaltsjahr"] == jahr].dropna(subset=[f"{art}_eur"])
    if zeilen.empty:
        return f"Für {jahr} sind keine Beträge erfasst."
    eigen = zeilen["finanzierungsquelle"] == Finanzierungsquelle.EIGENANTEIL
    summe_eigen, summe_foerder = zeilen.loc[eigen, f"{art}_eur"].sum(), zeilen.loc[~eigen, f"{art}_eur"].sum()
    wort = {"ansatz": "sind angesetzt", "bewilligt": "sind bewilligt", "ist": "wurden ausgegeben"}[art]
    summen = {"Eigenanteil": summe_eigen, "Fördermittel": summe_foerder}
    betraege = format_euro_reihe(list(summen.values()))
    teile = [f"{betrag} {name}" for (name, summe), betrag in zip(summen.items(), betraege, strict=True) if summe]
    mit_geld = zeilen["massnahme_id"].nunique()
    zahl = "eine Maßnahme" if massnahmen == 1 else f"{format_zahl(massnahmen)} Maßnahmen"
    if mit_geld < massnahmen:
        zahl = f"{format_zahl(mit_geld)} von {format_zahl(massnahmen)} Maßnahmen"
    return f"{jahr} {wort}: {join_und(teile) or format_euro(0)} für {zahl}."


def sentence_money_per_head(je_kopf: pd.DataFrame, personen: str) -> str:
    """Where most and least euro per person go; ``je_kopf``: frame[bezeichnung, je_kopf]."""
    sortiert = je_kopf.dropna(subset=["je_kopf"]).sort_values(["je_kopf", "bezeichnung"])
    if len(sortiert) < 2:
        return ""
    wenig, viel = sortiert.iloc[0], sortiert.iloc[-1]
    stellen = 2 if viel["je_kopf"] < 10 or viel["je_kopf"] - wenig["je_kopf"] < 2 else 0
    return (
        f"Je {personen} am meisten in {viel['bezeichnung']} ({format_euro(viel['je_kopf'], stellen)}), "
        f"am wenigsten in {wenig['bezeichnung']} ({format_euro(wenig['je_kopf'], stellen)})."
    )
