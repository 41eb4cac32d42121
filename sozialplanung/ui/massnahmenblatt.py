"""Page »Maßnahmen«, view »Maßnahme«: all that is known of one, on one page to read."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from sozialplanung.analysis.budgets import sum_money
from sozialplanung.analysis.zusammenarbeit import split_departments
from sozialplanung.charts.geld import budget_by_year
from sozialplanung.charts.steckbrief import Feld, facts_html
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.report.saetze_massnahme import duration, money_rows, sentence_measure, share_rows
from sozialplanung.ui import adresse, bearbeiten, cache, components, filters, massnahmenseite, wirkung
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.geld import ARTEN
from sozialplanung.ui.masse import Mass, chart_room
from sozialplanung.ui.massnahmenseite import Massnahmenwahl

_KEINE = "In diesem Handlungskonzept ist noch keine Maßnahme erfasst: unter »Bearbeiten«, »Neue Maßnahme …«."


def draw(wahl: Massnahmenwahl) -> None:
    daten = wahl.daten
    namen = wirkung.measure_names(daten, wahl.geld.konzept)
    if not namen:
        st.info(_KEINE, icon=":material/info:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        massnahme = adresse.recall("massnahme", list(namen), next(iter(namen)))
        st.selectbox("Maßnahme", list(namen), key="massnahme", format_func=namen.__getitem__)
        stichtag = wirkung.choose_day(daten, wahl.geld.konzept)
        st.button(
            "Bearbeiten",
            icon=":material/edit:",
            key="mn_blatt_bearbeiten",
            on_click=bearbeiten.edit,
            args=(daten, massnahme),
        )
    angaben = cache.massnahmen(daten).set_index("massnahme_id").to_dict("index")
    st.subheader(components.markdown_escape(str(angaben[massnahme]["bezeichnung"])), anchor=False)
    components.sentence(lead(daten, massnahme))
    fuer_wirkung = wirkung.Wirkungswahl(daten, wahl.geld, wahl.ebene, wahl.stil)
    links, rechts = st.columns(2, gap="small")
    with links, components.card("Was, wer, für wen?"):
        st.html(facts_html(facts(angaben, massnahme), wahl.stil, beispiel=angaben[massnahme]["herkunft"] == "beispiel"))
    with rechts, components.card("Was kostet sie, und wer zahlt?"):
        _draw_money(wahl, massnahme)
    with components.card("Geld im Einzelnen"):
        _draw_amounts(daten, massnahme)
    links, rechts = st.columns(2, gap="small")
    with links, components.card("Wo?"):
        _draw_places(daten, massnahme)
    with rechts, components.card("Was wurde geleistet?"):
        wirkung.draw_outputs(fuer_wirkung, massnahme)
    links, rechts = st.columns(2, gap="small")
    with links, components.card("Meilensteine"):
        wirkung.draw_milestones(fuer_wirkung, massnahme, stichtag)
    with rechts, components.card("Wer hat wann beraten?"):
        _draw_decisions(wahl, str(angaben[massnahme]["handlungskonzept_id"]))
    components.source_line(wirkung.sources(daten, (massnahme,)))
    st.button(
        "Zur Wirkungskette",
        icon=":material/account_tree:",
        type="tertiary",
        key="mn_blatt_wirkung",
        on_click=adresse.replace,
        args=("blick_massnahmen", "wirkung"),
    )


def _size(stil: Stil) -> Mass:
    return chart_room(projektor=stil.projektor, anteil=0.5, spalten=2, ueber=520, mindestens=260, hoechstens=340)


@remember(256)
def lead(daten: Daten, massnahme: str) -> str:
    angabe = cache.massnahmen(daten).set_index("massnahme_id").to_dict("index")[massnahme]
    betraege = _money(daten, massnahme)
    summen = {art: sum(sum_money(betraege, ["massnahme_id"], art)["eur"], start=Decimal(0)) for art in ARTEN}
    jahre = sorted(int(jahr) for jahr in betraege["haushaltsjahr"].unique())
    return sentence_measure(angabe, summen, jahre)


def facts(angaben: Mapping[Hashable, Mapping[Hashable, Any]], massnahme: str) -> list[Feld]:
    """What the register says in words; links to the Maßnahme before and to those after it."""
    angabe = angaben[massnahme]
    fachbereiche = split_departments(str(angabe["fachbereich"]))
    felder = [
        Feld("Handlungskonzept", str(angabe["handlungskonzept"])),
        Feld("Nummer", str(angabe["nummer"])),
        Feld("Handlungsfeld", str(angabe["handlungsfeld"])),
        Feld("Zielgruppe", str(angabe["zielgruppe"])),
        Feld("Träger", str(angabe["traeger"])),
        Feld("Fachbereich", "; ".join(fachbereiche) + (" (federführend zuerst)" if len(fachbereiche) > 1 else "")),
        Feld("Rechtskreis", str(angabe["rechtskreis"])),
        Feld("Status", str(angabe["status"])),
        Feld("Zeitraum", duration(angabe["beginn"], angabe["ende"])),
        Feld("Beschreibung", str(angabe["beschreibung"])),
    ]
    vorgaenger = angabe["vorgaenger_id"]
    if vorgaenger in angaben:
        felder.append(_other("Setzt fort", angaben, vorgaenger))
    felder += [
        _other("Wird fortgesetzt durch", angaben, m)
        for m, andere in angaben.items()
        if andere["vorgaenger_id"] == massnahme
    ]
    return felder


def _other(titel: str, angaben: Mapping[Hashable, Mapping[Hashable, Any]], massnahme: Hashable) -> Feld:
    andere = angaben[massnahme]
    text = f"{massnahme} · {andere['bezeichnung']} ({andere['handlungskonzept']})"
    return Feld(titel, text, adresse.link(massnahme=str(massnahme), konzept=str(andere["handlungskonzept_id"])))


@remember(64)
def _money(daten: Daten, massnahme: str) -> pd.DataFrame:
    betraege = cache.finanzierung(daten)
    return betraege[betraege["massnahme_id"] == massnahme]


@remember(64)
def money_chart(daten: Daten, massnahme: str, stil: Stil, mass: Mass) -> Spec:
    betraege = _money(daten, massnahme)
    return budget_by_year(betraege, stil=stil, beispiel=components.is_beispiel(betraege), breite=mass[0], hoehe=mass[1])


def _draw_money(wahl: Massnahmenwahl, massnahme: str) -> None:
    betraege = _money(wahl.daten, massnahme)
    if betraege.empty:
        st.info("Noch kein Geld erfasst: unter »Bearbeiten«, »Finanzierung«.", icon=":material/info:")
        return
    components.chart(money_chart(wahl.daten, massnahme, wahl.stil, _size(wahl.stil)), "mn_blatt_geld")


def _draw_amounts(daten: Daten, massnahme: str) -> None:
    betraege = _money(daten, massnahme)
    tabelle = money_rows(betraege)
    components.table(tabelle)
    components.source_line(_sources_of(daten, betraege))
    components.take_away(lambda: tabelle, f"finanzierung_{massnahme}", key="mn_blatt_geld")


def _sources_of(daten: Daten, zeilen: pd.DataFrame) -> cache.Quellen:
    quellen = daten.projekt.load_quellen()
    return cache.as_quellen(quellen[quellen["quelle_id"].isin(set(zeilen["quelle_id"]))])


def _draw_places(daten: Daten, massnahme: str) -> None:
    if components.not_in_wuerde(filters.current()):
        return
    alle = cache.massnahme_gebiete(daten)
    components.table(share_rows(alle[alle["massnahme_id"] == massnahme]))


def _draw_decisions(wahl: Massnahmenwahl, konzept: str) -> None:
    spec = massnahmenseite.decisions_chart(wahl.daten, konzept, wahl.stil, *_size(wahl.stil))
    if spec is None:
        st.info(
            "Noch keine Beratung erfasst: unter »Bearbeiten«, »(das Handlungskonzept selbst)«, »Beratungsfolge«.",
            icon=":material/info:",
        )
        return
    components.chart(spec, "mn_blatt_beratung")
    st.caption("Beratungsfolge des Handlungskonzepts")
