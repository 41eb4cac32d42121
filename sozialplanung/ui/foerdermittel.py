"""Page »Maßnahmen«, view »Geld«: what the town's own money brings along, and which funding ends."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sozialplanung.analysis.foerderung import cliff, expiring, leverage
from sozialplanung.charts.bausteine import Eintrag
from sozialplanung.charts.geld import EURO_TICKS
from sozialplanung.charts.geldjahre import cliff_bars
from sozialplanung.charts.geldzeilen import stacked_rows
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.formatting import format_datum, format_euro
from sozialplanung.report import saetze_geld as saetze
from sozialplanung.ui import cache, components, geld, preise
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.geld import ARTEN, Geldwahl
from sozialplanung.ui.masse import Mass
from sozialplanung.ui.massnahmenseite import Massnahmenwahl

_NACH = {"handlungsfeld": "je Handlungsfeld", "haushaltsjahr": "je Jahr"}
_AUSLAUF = "in jeweiligen Preisen · gezählt ist das Bewilligte, sonst der Ansatz, soweit erfasst"


def draw(wahl: Massnahmenwahl, mass: Mass) -> None:
    links, rechts = st.columns(2, gap="small")
    with links, components.card("Was bringt 1 € der Stadt?"):
        _draw_leverage(wahl, mass)
    with rechts, components.card("Welche Förderung läuft aus?"):
        _draw_cliff(wahl, mass)


def _draw_leverage(wahl: Massnahmenwahl, mass: Mass) -> None:
    components.sentence(leverage_sentence(wahl.daten, wahl.geld))
    nach = components.choose_view("hebel", _NACH, "Aufteilung")
    spec = leverage_chart(wahl.daten, wahl.geld, nach, wahl.stil, mass)
    if spec is not None:
        components.chart(spec, "gs_hebel")
    alle = geld.all_sources(wahl.daten, wahl.geld.konzept)
    quellen = alle if nach == "haushaltsjahr" else geld.sources(wahl.daten, wahl.geld)
    hinweise = preise.notes(wahl.daten, wahl.geld)
    components.source_line(
        preise.sources(wahl.daten, wahl.geld, quellen), [*hinweise, "Fördermittel: alles, was nicht Eigenanteil ist"]
    )
    components.take_away(lambda: leverage_table(wahl.daten, wahl.geld, nach), f"hebel_{nach}", key="gs_hebel")


@remember(64)
def leverage_by(daten: Daten, wahl: Geldwahl, nach: str) -> pd.DataFrame:
    """All years, or the Handlungsfelder of the chosen year."""
    betraege = preise.money(daten, wahl)
    hier = betraege if nach == "haushaltsjahr" else betraege[betraege["haushaltsjahr"] == wahl.jahr]
    return leverage(hier, [nach], wahl.art)


@remember(64)
def leverage_sentence(daten: Daten, wahl: Geldwahl) -> str:
    return saetze.sentence_leverage(leverage_by(daten, wahl, "haushaltsjahr"), wahl.jahr, wahl.art)


@remember(64)
def leverage_chart(daten: Daten, wahl: Geldwahl, nach: str, stil: Stil, mass: Mass) -> Spec | None:
    tabelle = leverage_by(daten, wahl, nach).dropna(subset=["eigen_eur", "foerder_eur"], how="all")
    if tabelle.empty:
        return None
    if nach == "handlungsfeld":
        tabelle = tabelle.sort_values("hebel", ascending=False, kind="stable")
    zeilen = [
        {
            "bezeichnung": str(name),
            "teile": [None if eur is None else float(eur) for eur in (eigen, foerder)],
            "texte": [f"{format_euro(eigen, 2)} Eigenanteil", f"{format_euro(foerder, 2)} Fördermittel"],
            "text": saetze.leverage_text(hebel, eigen, foerder),
        }
        for name, eigen, foerder, hebel in tabelle.itertuples(index=False, name=None)
    ]
    farben = [stil.farben.primaer, stil.farben.frueher]
    jahr = "" if nach == "haushaltsjahr" else f", {wahl.jahr}"
    return stacked_rows(
        zeilen,
        farben=farben,
        eintraege=[Eintrag("Eigenanteil", farben[0], "■"), Eintrag("Fördermittel", farben[1], "■")],
        achse=f"{preise.axis_unit(wahl)}{jahr} ({ARTEN[wahl.art]})",
        ticks=EURO_TICKS,
        stil=stil,
        beschreibung="Eigenanteil und Fördermittel, und wie viel Fördermittel auf 1 € Eigenanteil kommen",
        beispiel=components.is_beispiel(geld.money(daten, wahl.konzept)),
        breite=mass.breite,
        hoehe=mass.hoehe,
    )


def leverage_table(daten: Daten, wahl: Geldwahl, nach: str) -> pd.DataFrame:
    tabelle = leverage_by(daten, wahl, nach)
    return pd.DataFrame(
        {
            "Haushaltsjahr" if nach == "haushaltsjahr" else "Handlungsfeld": tabelle[nach],
            f"Eigenanteil (€, {ARTEN[wahl.art]})": tabelle["eigen_eur"].astype(float),
            f"Fördermittel (€, {ARTEN[wahl.art]})": tabelle["foerder_eur"].astype(float),
            "Fördermittel je 1 € der Stadt": tabelle["hebel"].astype(float),
        }
    )


def _draw_cliff(wahl: Massnahmenwahl, mass: Mass) -> None:
    daten, konzept = wahl.daten, wahl.geld.konzept
    components.sentence(cliff_sentence(daten, wahl.geld))
    spec = cliff_chart(daten, konzept, wahl.stil, mass)
    if spec is not None:
        components.chart(spec, "gs_klippe")
    components.source_line(geld.all_sources(daten, konzept), [_AUSLAUF])
    components.take_away(lambda: expiring_table(daten, konzept), "auslaufende_foerderung", key="gs_klippe")


@remember(64)
def expiring_of(daten: Daten, konzept: str) -> pd.DataFrame:
    """Every Förderung with the last year that is recorded, and the name of its Maßnahme."""
    massnahmen = cache.massnahmen(daten)
    laeuft_aus = expiring(geld.money(daten, konzept), massnahmen, cache.finanzierung(daten))
    namen = massnahmen.set_index("massnahme_id")["bezeichnung"]
    return laeuft_aus.assign(massnahme=laeuft_aus["massnahme_id"].map(namen))


@remember(64)
def cliff_sentence(daten: Daten, wahl: Geldwahl) -> str:
    return saetze.sentence_cliff(expiring_of(daten, wahl.konzept), wahl.jahr)


@remember(64)
def cliff_chart(daten: Daten, konzept: str, stil: Stil, mass: Mass) -> Spec | None:
    betraege = geld.money(daten, konzept)
    klippe = cliff(betraege, expiring_of(daten, konzept))
    if klippe.empty:
        return None
    return cliff_bars(
        klippe,
        stil=stil,
        beispiel=components.is_beispiel(betraege),
        breite=mass.breite,
        hoehe=mass.hoehe,
    )


def expiring_table(daten: Daten, konzept: str) -> pd.DataFrame:
    laeuft_aus = expiring_of(daten, konzept)
    ende = cache.massnahmen(daten).set_index("massnahme_id")["ende"]
    return pd.DataFrame(
        {
            "Letztes Haushaltsjahr": laeuft_aus["letztes_jahr"],
            "Fördergeber": laeuft_aus["finanzierungsquelle"],
            "Förderprogramm": laeuft_aus["foerderprogramm"],
            "Maßnahme": laeuft_aus["massnahme"],
            "Betrag im letzten Jahr (€)": laeuft_aus["eur"].astype(float),
            "Anteil am Geld der Maßnahme (%)": laeuft_aus["anteil"].astype(float) * 100,
            "Fördermittel der Maßnahme im Jahr danach (€)": laeuft_aus["danach_eur"].astype(float),
            "Maßnahme endet am": laeuft_aus["massnahme_id"].map(ende).map(format_datum),
            "Ausblick": laeuft_aus["ausblick"].astype(str),
        }
    )
