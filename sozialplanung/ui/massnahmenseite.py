"""Page »Maßnahmen«: its choices and cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st

from sozialplanung.analysis.budgets import money_per_reached, sum_money
from sozialplanung.charts.geld import budget_by_year
from sozialplanung.charts.theme import Stil
from sozialplanung.charts.zeitachse import committee_dates, measure_spans
from sozialplanung.formatting import format_datum, format_euro_reihe, format_zahl, to_key, today
from sozialplanung.model import Finanzierungsquelle, Raumebene
from sozialplanung.report.finanzierung_schreiben import amounts_table, finanzierung_bytes, load_amounts
from sozialplanung.report.tabellen import csv_bytes
from sozialplanung.ui import adresse, bearbeiten, cache, components, filters, geld
from sozialplanung.ui.cache import ALLE, Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.geld import Geldwahl, Spec
from sozialplanung.ui.masse import Mass, chart_room

_KEIN_GELD = (
    "In diesem Projekt sind noch keine Maßnahmen mit Geld erfasst. Die Blätter »Massnahmen« und »Finanzierung« der "
    "Vorlage nehmen sie auf; hochgeladen wird auf der Seite »Daten«. Oder Sie erfassen sie hier von Hand: zuerst ein "
    "Handlungskonzept, dann seine Maßnahmen und ihr Geld."
)
ERREICHT = "erreichte Personen"
_DARSTELLUNGEN = {"liste": "Liste", "zeitachse": "Zeitachse"}
_BLICKE = {
    "uebersicht": "Übersicht",
    "geld": "Geld",
    "wirkung": "Wirkung",
    "zusammenarbeit": "Zusammenarbeit",
    "massnahme": "Maßnahme",
    "bearbeiten": "Bearbeiten",
    "verlauf": "Verlauf",
    "fortschreibung": "Fortschreibung",
}
MIT_KENNZAHLEN = ("uebersicht", "bearbeiten", "verlauf")  # the others need the room, on the wall above all


class Massnahmenwahl(NamedTuple):
    daten: Daten
    ebene: Raumebene | None
    stil: Stil
    geld: Geldwahl


def _size(stil: Stil) -> Mass:
    return chart_room(projektor=stil.projektor, anteil=0.5, spalten=2, ueber=430, mindestens=340, hoechstens=480)


def choose() -> Massnahmenwahl:
    """Handlungskonzept, Haushaltsjahr, Ansatz or Ist; without money: what to do."""
    auswahl = filters.current()
    konzept = auswahl.konzept
    if konzept is None:
        st.title("Maßnahmen", anchor=False)
        st.info(_KEIN_GELD, icon=":material/lightbulb:")
        st.page_link("../../pages/daten.py", label="Zur Seite »Daten«", icon=":material/database:")
        bearbeiten.draw(auswahl.daten, ALLE)
        st.stop()
    st.title("Was wird getan, was kostet es, wen erreicht es?", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        jahre = geld.years(auswahl.daten, konzept)
        jahr = adresse.recall("haushaltsjahr", jahre, jahre[-1])
        st.segmented_control("Haushaltsjahr", jahre, key="haushaltsjahr", required=True)
        art = adresse.recall("betrag", list(geld.ARTEN), "ansatz")
        st.segmented_control(
            "Betrag", list(geld.ARTEN), key="betrag", format_func=geld.ARTEN.__getitem__, required=True
        )
    return Massnahmenwahl(auswahl.daten, auswahl.ebene, auswahl.stil, Geldwahl(konzept, jahr, art))


def choose_view() -> str:
    """What the page shows; only that is computed."""
    return components.choose_view("blick_massnahmen", _BLICKE, "Blick")


def draw_head(wahl: Massnahmenwahl) -> None:
    bild = geld.by_field_chart(wahl.daten, wahl.geld, wahl.stil, *_size(wahl.stil))
    components.sentence(bild.satz)


@remember(128)
def key_figures(daten: Daten, wahl: Geldwahl) -> dict[str, str]:
    """What stands in large type above the cards: label → figure."""
    betraege = geld.money(daten, wahl.konzept)
    betraege = betraege[betraege["haushaltsjahr"] == wahl.jahr]
    summen = sum_money(betraege, ["finanzierungsquelle"], wahl.art)
    eigen = summen["finanzierungsquelle"] == Finanzierungsquelle.EIGENANTEIL
    eigenanteil, foerdermittel = format_euro_reihe([sum(summen.loc[auswahl, "eur"]) for auswahl in (eigen, ~eigen)])
    leistungen = cache.leistungen(daten)
    hier = leistungen["massnahme_id"].isin(set(betraege["massnahme_id"])) & (leistungen["jahr"] == wahl.jahr)
    erreicht = leistungen[hier & (leistungen["kennzahl"] == ERREICHT)]
    return {
        "Eigenanteil": eigenanteil,
        "Fördermittel": foerdermittel,
        "Maßnahmen": format_zahl(geld.count_measures(daten, wahl.konzept)),
        "Erreichte Personen (Ist)": _reached(erreicht),
    }


def _reached(leistungen: pd.DataFrame) -> str:
    summe = leistungen["ist"].sum(min_count=1)
    if not leistungen["verborgen"].any():
        return format_zahl(summe)
    return "verborgen" if pd.isna(summe) else f"mehr als {format_zahl(summe)}"


def draw_key_figures(wahl: Massnahmenwahl) -> None:
    zahlen = key_figures(wahl.daten, wahl.geld)
    with st.container(horizontal=True):
        for name, zahl in zahlen.items():
            st.metric(name, zahl)


def _source(wahl: Massnahmenwahl) -> None:
    components.source_line(geld.sources(wahl.daten, wahl.geld))


def draw_fields(wahl: Massnahmenwahl) -> None:
    bild = geld.by_field_chart(wahl.daten, wahl.geld, wahl.stil, *_size(wahl.stil))
    components.chart(bild.spec, "mn_felder")
    _source(wahl)
    components.take_away(
        lambda: money_by_field_table(wahl.daten, wahl.geld), f"handlungsfelder_{wahl.geld.jahr}", key="mn_felder"
    )


def money_by_field_table(daten: Daten, wahl: Geldwahl) -> pd.DataFrame:
    betraege = geld.money(daten, wahl.konzept)
    summen = sum_money(
        betraege[betraege["haushaltsjahr"] == wahl.jahr], ["handlungsfeld", "finanzierungsquelle"], wahl.art
    )
    return pd.DataFrame(
        {
            "Handlungsfeld": summen["handlungsfeld"],
            "Finanzierungsquelle": summen["finanzierungsquelle"],
            f"{geld.ARTEN[wahl.art]} {wahl.jahr} (€)": summen["eur"].astype(float),
        }
    )


def draw_areas(wahl: Massnahmenwahl) -> None:
    if wahl.ebene is None:
        st.info("Für einen Blick auf die Gebiete fehlen im Projekt die Gebiete.", icon=":material/info:")
        return
    bild = geld.by_area_chart(wahl.daten, wahl.ebene, wahl.geld, wahl.stil, *_size(wahl.stil))
    components.chart(bild.spec, "mn_gebiete")
    ebene = wahl.ebene
    components.source_line(geld.sources(wahl.daten, wahl.geld), geld.protection_notes(wahl.daten, ebene, wahl.geld))
    components.take_away(
        lambda: geld.money_table(wahl.daten, ebene, wahl.geld), f"gebiete_{wahl.geld.jahr}", key="mn_gebiete"
    )


@remember(64)
def years_chart(daten: Daten, konzept: str, stil: Stil, breite: int, hoehe: int) -> Spec:
    betraege = geld.money(daten, konzept)
    return budget_by_year(betraege, stil=stil, beispiel=components.is_beispiel(betraege), breite=breite, hoehe=hoehe)


def draw_years(wahl: Massnahmenwahl) -> None:
    components.chart(
        years_chart(wahl.daten, wahl.geld.konzept, wahl.stil, *_size(wahl.stil)),
        "mn_jahre",
    )
    _source(wahl)


@remember(64)
def decisions_chart(daten: Daten, konzept: str, stil: Stil, breite: int, hoehe: int) -> Spec | None:
    folge = cache.beratungsfolge(daten)
    if konzept != ALLE:
        folge = folge[folge["handlungskonzept_id"] == konzept]
    if folge.empty:
        return None
    return committee_dates(folge, stil=stil, beispiel=components.is_beispiel(folge), breite=breite, hoehe=hoehe)


def draw_decisions(wahl: Massnahmenwahl) -> None:
    spec = decisions_chart(wahl.daten, wahl.geld.konzept, wahl.stil, *_size(wahl.stil))
    if spec is None:
        st.info("Für dieses Handlungskonzept ist keine Beratungsfolge erfasst.", icon=":material/gavel:")
        return
    components.chart(spec, "mn_beratung")
    _source(wahl)


def show(massnahme_id: str) -> None:
    """Open a Maßnahme to read on the next run."""
    adresse.replace("blick_massnahmen", "massnahme")
    adresse.replace("massnahme", massnahme_id)


def draw_register(wahl: Massnahmenwahl) -> None:
    moeglich = register_choices(wahl.daten, wahl.geld)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        felder = st.multiselect("Handlungsfeld", moeglich.felder, key="mn_feld", placeholder="alle")
        status = st.multiselect("Status", moeglich.status, key="mn_status", placeholder="alle")
        suche = st.text_input("Suche", key="mn_suche", placeholder="Name, Träger, Zielgruppe …")
        darstellung = adresse.recall("darstellung", list(_DARSTELLUNGEN), "liste")
        st.segmented_control(
            "Darstellung",
            list(_DARSTELLUNGEN),
            key="darstellung",
            format_func=_DARSTELLUNGEN.__getitem__,
            required=True,
        )
    auszug = extract_register(wahl.daten, wahl.geld, tuple(felder), tuple(status), suche)
    anzahl = f"{format_zahl(len(auszug.ids))} von {format_zahl(moeglich.anzahl)} Maßnahmen"
    anzahl += " · links anhaken, um eine zu lesen" if darstellung == "liste" else ""
    verborgen = f" · bei {auszug.verborgen} ist verborgen, wie wenige sie erreichten" if auszug.verborgen else ""
    st.caption(anzahl + verborgen)
    if not auszug.ids:
        st.info(
            "Keine Maßnahme passt zu dieser Auswahl. Bitte weniger Filter setzen.", icon=":material/filter_alt_off:"
        )
        return
    if darstellung == "liste":
        components.table(
            auszug.fertig,
            height=420,
            key="mn_liste",
            on_row=lambda zeile: show(auszug.ids[zeile]),
        )
    else:
        components.chart(_spans_chart(wahl, auszug.ids), "mn_zeitachse")
    components.take_away(lambda: auszug.tabelle, f"massnahmen_{wahl.geld.jahr}", key="mn_register")
    _draw_export(wahl)


def _draw_export(wahl: Massnahmenwahl) -> None:
    """All money of the Handlungskonzept over all years, as a workbook that adds up and can be sent back."""
    konzept = wahl.geld.konzept
    heute = today()
    name = "alle Handlungskonzepte" if konzept == ALLE else bearbeiten.concept_names(wahl.daten)[konzept]
    feld = st.popover("Für die Kämmerei", type="tertiary", on_change="rerun", key="mn_kaemmerei")
    if not feld.open:
        return
    with feld:
        st.caption(
            f"{name}: je Zeile Maßnahme, Haushaltsjahr und Geldgeber. In der Mappe rechnen die Summen mit, je Jahr, "
            "Geldgeber, Handlungsfeld und Maßnahme. Ausgefüllt lässt sie sich auf der Seite »Daten« wieder einlesen."
        )

        def amounts() -> pd.DataFrame:
            return load_amounts(wahl.daten.projekt, None if konzept == ALLE else konzept)

        titel = f"{cache.projekt_angaben(wahl.daten).get('name', '')}, {name}"
        datei = f"finanzierung_{to_key(name)}_{heute.isoformat()}"
        components.download(
            "XLSX mit Summen", lambda: finanzierung_bytes(amounts(), titel, heute), f"{datei}.xlsx", key="mn_kaemmerei"
        )
        components.download(
            "CSV (für Excel)", lambda: csv_bytes(amounts_table(amounts())), f"{datei}.csv", key="mn_kaemmerei"
        )


def _spans_chart(wahl: Massnahmenwahl, ids: Sequence[str]) -> Spec:
    alle = cache.massnahmen(wahl.daten)
    gezeigt = alle[alle["massnahme_id"].isin(set(ids))]
    breite = chart_room(projektor=wahl.stil.projektor, anteil=1, spalten=1, ueber=0, mindestens=0).breite
    return measure_spans(gezeigt, stil=wahl.stil, beispiel=components.is_beispiel(gezeigt), breite=breite)


def filter_register(tabelle: pd.DataFrame, felder: Sequence[str], status: Sequence[str], suche: str) -> pd.DataFrame:
    """Rows that match all filters; the search looks into every text column, without regard to case."""
    if felder:
        tabelle = tabelle[tabelle["Handlungsfeld"].isin(felder)]
    if status:
        tabelle = tabelle[tabelle["Status"].isin(status)]
    for wort in suche.casefold().split():
        treffer = pd.Series(False, index=tabelle.index)
        for spalte in tabelle.select_dtypes(exclude="number"):
            treffer |= tabelle[spalte].astype(str).str.casefold().str.contains(wort, regex=False)
        tabelle = tabelle[treffer]
    return tabelle


class Moeglich(NamedTuple):
    """What the register can be filtered by, and how many Maßnahmen it holds."""

    felder: list[str]
    status: list[str]
    anzahl: int


@remember(64)
def register_choices(daten: Daten, wahl: Geldwahl) -> Moeglich:
    tabelle = register(daten, wahl)
    return Moeglich(sorted(set(tabelle["Handlungsfeld"])), sorted(set(tabelle["Status"])), len(tabelle))


class Auszug(NamedTuple):
    """The rows of the register that match the filters: keys, figures, what is shown, how many figures are hidden."""

    ids: tuple[str, ...]
    tabelle: pd.DataFrame
    fertig: components.Tabelle
    verborgen: int


@remember(64)
def extract_register(
    daten: Daten, wahl: Geldwahl, felder: tuple[str, ...], status: tuple[str, ...], suche: str
) -> Auszug:
    zeilen = filter_register(register(daten, wahl), felder, status, suche)
    tabelle = zeilen.drop(columns=["massnahme_id", "verborgen"])
    return Auszug(
        tuple(zeilen["massnahme_id"]), tabelle, components.finish_table(tabelle), int(zeilen["verborgen"].sum())
    )


@remember(64)
def register(daten: Daten, wahl: Geldwahl) -> pd.DataFrame:
    """The Maßnahmen of a Handlungskonzept with money and reach of one year."""
    alle = cache.massnahmen(daten)
    if wahl.konzept != ALLE:
        alle = alle[alle["handlungskonzept_id"] == wahl.konzept]
    betraege = geld.money(daten, wahl.konzept)
    betraege = betraege[betraege["haushaltsjahr"] == wahl.jahr]
    leistungen = cache.leistungen(daten)
    erreicht = leistungen[(leistungen["jahr"] == wahl.jahr) & (leistungen["kennzahl"] == ERREICHT)]
    je_person = money_per_reached(betraege, erreicht, wahl.art).set_index("massnahme_id")
    eigen = betraege[betraege["finanzierungsquelle"] == Finanzierungsquelle.EIGENANTEIL]
    eigenanteil = sum_money(eigen, ["massnahme_id"], wahl.art).set_index("massnahme_id")["eur"].astype(float)
    ids = alle["massnahme_id"]
    art = geld.ARTEN[wahl.art]
    return pd.DataFrame(
        {
            "massnahme_id": ids,
            "Nr.": alle["nummer"].where(alle["nummer"] != "", ids),
            "Maßnahme": alle["bezeichnung"],
            "Handlungsfeld": alle["handlungsfeld"],
            "Zielgruppe": alle["zielgruppe"],
            "Träger": alle["traeger"],
            "Fachbereich": alle["fachbereich"],
            "Status": alle["status"],
            "Beginn": alle["beginn"].map(format_datum),
            "Ende": alle["ende"].map(format_datum),
            f"Gesamt (€, {art})": ids.map(je_person["eur"].astype(float)).astype(float),
            f"Eigenanteil (€, {art})": ids.map(eigenanteil).astype(float),
            "Erreichte": ids.map(je_person["erreicht"]).astype(float),
            "verborgen": ids.isin(erreicht.loc[erreicht["verborgen"], "massnahme_id"]),
            "€ je Erreichte": ids.map(je_person["je_person"]).astype(float),
            "Herkunft": alle["herkunft"].map({"beispiel": "Beispiel"}).fillna("veröffentlicht"),
        }
    )
