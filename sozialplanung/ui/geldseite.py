"""Page »Maßnahmen«, view »Geld«: over the years, what has flowed – and the way to the other sights of money."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import streamlit as st

from sozialplanung.analysis.budgets import sum_money
from sozialplanung.analysis.foerderung import is_own, outflow, sums_by_kind
from sozialplanung.charts.bausteine import Eintrag
from sozialplanung.charts.geldjahre import kinds_by_year
from sozialplanung.charts.geldzeilen import stacked_rows
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.formatting import format_euro, format_prozent
from sozialplanung.report import saetze_geld as saetze
from sozialplanung.ui import components, foerdermittel, geld, geldmatrix, geldperson, preise
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.geld import ARTEN, Geldwahl
from sozialplanung.ui.masse import Mass, chart_room
from sozialplanung.ui.massnahmenseite import Massnahmenwahl

_SICHTEN = {
    "verlauf": "Verlauf",
    "foerderung": "Fördermittel",
    "person": "Je Person",
    "matrix": "Matrix",
    "preise": "Preise",
}
_NACH = {"handlungsfeld": "je Handlungsfeld", "massnahme": "je Maßnahme"}
_NENNT = 3  # Maßnahmen in the sentence
_BEWILLIGT = "»Bewilligt«, soweit erfasst; Eigenanteil hat oft keine Bewilligung"
_PROZENT_TICKS = "format(datum.value * 100, ',.0f') + ' %'"


def draw(wahl: Massnahmenwahl) -> None:
    """Only the chosen sight is computed."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sicht = components.choose_view("geldsicht", _SICHTEN, "Geld ansehen")
        if sicht in ("verlauf", "foerderung"):
            wahl = wahl._replace(geld=preise.choose(wahl.daten, wahl.geld))
        tafel = geldmatrix.choose(wahl) if sicht == "matrix" else None
    if sicht == "preise":
        with components.card("Preisindex"):
            preise.draw_table(wahl.daten)
    elif sicht == "verlauf":
        _draw_over_time(wahl)
    elif sicht == "foerderung":
        foerdermittel.draw(wahl, chart_size(wahl.stil))
    elif sicht == "person":
        geldperson.draw(wahl, chart_size(wahl.stil))
    elif tafel is not None:
        geldmatrix.draw(wahl, tafel)


def chart_size(stil: Stil) -> Mass:
    return chart_room(projektor=stil.projektor, anteil=0.5, spalten=2, ueber=450, mindestens=340, hoechstens=560)


def _draw_over_time(wahl: Massnahmenwahl) -> None:
    mass = chart_size(wahl.stil)
    links, rechts = st.columns(2, gap="small")
    with links, components.card("Ansatz, Bewilligt und Ist"):
        components.sentence(years_sentence(wahl.daten, wahl.geld))
        components.chart(years_chart(wahl.daten, wahl.geld, wahl.stil, mass), "gs_jahre")
        quellen = preise.sources(wahl.daten, wahl.geld, geld.all_sources(wahl.daten, wahl.geld.konzept))
        hinweise = preise.notes(wahl.daten, wahl.geld)
        components.source_line(quellen, [*hinweise, _BEWILLIGT])
        components.take_away(lambda: years_table(wahl.daten, wahl.geld), "haushaltsjahre", key="gs_jahre")
    with rechts, components.card("Wie viel ist abgeflossen?"):
        components.sentence(outflow_sentence(wahl.daten, wahl.geld))
        nach = components.choose_view("abfluss", _NACH, "Aufteilung")
        spec = outflow_chart(wahl.daten, wahl.geld, nach, wahl.stil, mass)
        if spec is not None:
            components.chart(spec, "gs_abfluss")
        quellen = preise.sources(wahl.daten, wahl.geld, geld.sources(wahl.daten, wahl.geld))
        components.source_line(quellen, [*hinweise, saetze.NUR_JAHRE])
        components.take_away(
            lambda: outflow_table(wahl.daten, wahl.geld), f"mittelabfluss_{wahl.geld.jahr}", key="gs_abfluss"
        )


@remember(64)
def years(daten: Daten, wahl: Geldwahl) -> pd.DataFrame:
    return sums_by_kind(preise.money(daten, wahl), ["haushaltsjahr"])


@remember(64)
def years_sentence(daten: Daten, wahl: Geldwahl) -> str:
    betraege = preise.money(daten, wahl)
    hier = betraege[is_own(betraege) & (betraege["haushaltsjahr"] == wahl.jahr)]
    eigen = sum_money(hier, ["massnahme"], "ansatz")
    groesster: tuple[str, Decimal] | None = None
    if len(eigen) > 1:
        groesster = max(zip(eigen["massnahme"].astype(str), eigen["eur"], strict=True), key=lambda paar: paar[1])
    return saetze.sentence_years(years(daten, wahl), wahl.jahr, groesster, preise.in_prices(wahl))


@remember(64)
def years_chart(daten: Daten, wahl: Geldwahl, stil: Stil, mass: Mass) -> Spec:
    return kinds_by_year(
        years(daten, wahl),
        stil=stil,
        achse=preise.axis_unit(wahl, "{einheit}"),
        beispiel=components.is_beispiel(geld.money(daten, wahl.konzept)),
        breite=mass.breite,
        hoehe=mass.hoehe,
    )


def years_table(daten: Daten, wahl: Geldwahl) -> pd.DataFrame:
    """By Haushaltsjahr and Finanzierungsquelle, so that the bars can be added up again."""
    summen = sums_by_kind(preise.money(daten, wahl), ["haushaltsjahr", "finanzierungsquelle"])
    euro = "€" if wahl.preise is None else f"€ von {wahl.preise}"
    return pd.DataFrame(
        {
            "Haushaltsjahr": summen["haushaltsjahr"],
            "Finanzierungsquelle": summen["finanzierungsquelle"],
            **{f"{name} ({euro})": summen[f"{art}_eur"].astype(float) for art, name in ARTEN.items()},
        }
    )


def _against(wahl: Geldwahl) -> str:
    """What the Ist is compared with: the chosen amount, else the Ansatz."""
    return "bewilligt" if wahl.art == "bewilligt" else "ansatz"


@remember(128)
def outflow_by(daten: Daten, wahl: Geldwahl, nach: tuple[str, ...]) -> pd.DataFrame:
    """The outflow of a year, the lowest first; what cannot be computed comes last."""
    betraege = preise.money(daten, wahl)
    hier = betraege[betraege["haushaltsjahr"] == wahl.jahr]
    return outflow(hier, list(nach), _against(wahl)).sort_values("abfluss", kind="stable", ignore_index=True)


@remember(128)
def outflow_sentence(daten: Daten, wahl: Geldwahl) -> str:
    gesamt = outflow_by(daten, wahl, ("haushaltsjahr",))
    einzeln = outflow_by(daten, wahl, ("massnahme_id", "massnahme")).dropna(subset=["abfluss"])
    niedrigste = einzeln[einzeln["abfluss"] < 1].head(_NENNT)
    namen = list(zip(niedrigste["massnahme"].astype(str), niedrigste["abfluss"].astype(float), strict=True))
    zeile = None if gesamt.empty else gesamt.iloc[0]
    return saetze.sentence_outflow(zeile, wahl.jahr, _against(wahl), namen, preise.in_prices(wahl))


@remember(128)
def outflow_chart(daten: Daten, wahl: Geldwahl, nach: str, stil: Stil, mass: Mass) -> Spec | None:
    schluessel = ("massnahme_id", "massnahme") if nach == "massnahme" else ("handlungsfeld",)
    felder = outflow_by(daten, wahl, schluessel).dropna(subset=["abfluss"])
    if felder.empty:
        return None
    zeilen = [
        {
            "bezeichnung": str(name),
            "teile": [abfluss],
            "texte": [f"{format_euro(ist, 2)} von {format_euro(geplant, 2)}"],
            "text": format_prozent(abfluss),
        }
        for *_, name, geplant, ist, abfluss, _offen in felder.itertuples(index=False, name=None)
    ]
    gegen = "des Bewilligten" if _against(wahl) == "bewilligt" else "des Ansatzes"
    return stacked_rows(
        zeilen,
        farben=[stil.farben.primaer],
        eintraege=[Eintrag("alles abgeflossen", stil.farben.tinte, "┆")],
        achse=f"Ist {wahl.jahr} in Prozent {gegen}",
        ticks=_PROZENT_TICKS,
        stil=stil,
        beschreibung=f"Mittelabfluss {_NACH[nach]}, der geringste zuerst",
        regel=1.0,
        beispiel=components.is_beispiel(geld.money(daten, wahl.konzept)),
        breite=mass.breite,
        hoehe=mass.hoehe,
    )


def outflow_table(daten: Daten, wahl: Geldwahl) -> pd.DataFrame:
    """Every Maßnahme, the lowest outflow first."""
    einzeln = outflow_by(daten, wahl, ("massnahme_id", "massnahme", "handlungsfeld"))
    return pd.DataFrame(
        {
            "Kürzel": einzeln["massnahme_id"],
            "Maßnahme": einzeln["massnahme"],
            "Handlungsfeld": einzeln["handlungsfeld"],
            f"{ARTEN[_against(wahl)]} {wahl.jahr} (€)": einzeln["geplant_eur"].astype(float),
            f"Ist {wahl.jahr} (€)": einzeln["ist_eur"].astype(float),
            "Abfluss (%)": einzeln["abfluss"].astype(float) * 100,
            "noch ohne Ist (€)": einzeln["offen_eur"].astype(float),
        }
    )
