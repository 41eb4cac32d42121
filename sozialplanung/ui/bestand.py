"""Page »Daten«: what the Projekt holds – catalogue of indicators and completeness."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sozialplanung.charts.theme import Stil
from sozialplanung.charts.vollstaendigkeit import completeness
from sozialplanung.formatting import format_zahl
from sozialplanung.model import Raumebene
from sozialplanung.ui import adresse, cache, components
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember

_ANSICHTEN = {
    "hochladen": "Hochladen",
    "lieferungen": "Lieferungen",
    "indikatoren": "Indikatoren",
    "vollstaendigkeit": "Vollständigkeit",
    "bezugsraeume": "Bezugsräume",
    "woher": "Woher?",
    "korrekturen": "Korrekturen",
    "geheimhaltung": "Geheimhaltung",
}
_RICHTUNG = {"belastung": "hoher Wert = Belastung", "staerke": "hoher Wert = Stärke", "neutral": "ohne Wertung"}


def draw_head(auswahl: Auswahl) -> None:
    angaben = cache.projekt_angaben(auswahl.daten)
    beschreibung = angaben.get("beschreibung", "")
    name = components.markdown_escape(auswahl.name)
    st.markdown(f"**{name}** {components.markdown_escape(beschreibung)}" if beschreibung else f"**{name}**")


def choose_view() -> str:
    return components.choose_view("bereich", _ANSICHTEN, "Bereich")


@remember(32)
def catalogue(daten: Daten) -> pd.DataFrame:
    """Every Indikator with formula, definition and source."""
    tabelle = daten.projekt.load_indikatoren()
    merkmale = cache.merkmale(daten)
    quellen = daten.projekt.load_quellen().set_index("quelle_id")["bezeichnung"]
    name = merkmale["bezeichnung"]
    nenner = tabelle["nenner_merkmal_id"].map(name)
    faktor = tabelle["faktor"].map(lambda f: "" if f == 1 else f" × {format_zahl(f)}")
    formel = tabelle["zaehler_merkmal_id"].map(name) + nenner.map(lambda n: "" if pd.isna(n) else f" ÷ {n}") + faktor
    return pd.DataFrame(
        {
            "Indikator": tabelle["bezeichnung"],
            "Handlungsfeld": tabelle["handlungsfeld"],
            "Einheit": tabelle["einheit"],
            "Formel": formel,
            "Bedeutung": tabelle["richtung"].map(_RICHTUNG),
            "Definition": tabelle["definition"],
            "Quelle": tabelle["zaehler_merkmal_id"].map(merkmale["quelle_id"]).map(quellen),
            "Kürzel": tabelle["indikator_id"],
        }
    )


def draw_catalogue(daten: Daten) -> None:
    tabelle = catalogue(daten)
    if tabelle.empty:
        components.empty_state("Noch keine Indikatoren. Sie stehen im Blatt »Indikatoren« der Vorlage.")
    st.caption("Eine Zeile anwählen, um Definition und Quelle ganz zu lesen.")
    gewaehlt = st.dataframe(
        tabelle,
        hide_index=True,
        width="stretch",
        column_config={"Formel": st.column_config.TextColumn(width="large")},
        on_select="rerun",
        selection_mode="single-row",
        key="katalog_zeile",
    ).selection.rows
    if gewaehlt:
        _draw_definition(tabelle.iloc[gewaehlt[0]])
    components.take_away(lambda: tabelle, "indikatoren", key="katalog")


def _draw_definition(zeile: pd.Series) -> None:
    with st.container(border=True):
        st.subheader(components.markdown_escape(zeile["Indikator"]), anchor=False)
        for feld in ("Formel", "Definition", "Bedeutung", "Quelle"):
            if zeile[feld]:
                st.markdown(f"**{feld}:** {components.markdown_escape(str(zeile[feld]))}")


@remember(64)
def completeness_chart(daten: Daten, ebene: str, stil: Stil) -> components.Spec:
    return completeness(daten.projekt.load_vollstaendigkeit(ebene), stil=stil, breite=900)


def draw_completeness(auswahl: Auswahl) -> None:
    ebenen = [Raumebene(e) for e in auswahl.daten.projekt.load_raumebenen()]
    if not ebenen:
        components.empty_state("Noch keine Gebiete. Sie stehen im Blatt »Gebiete« der Vorlage.")
    vorgabe = auswahl.ebene if auswahl.ebene in ebenen else ebenen[-1]
    ebene = adresse.recall("ebene_bestand", ebenen, vorgabe)
    st.selectbox("Raumebene", ebenen, key="ebene_bestand", format_func=lambda e: e.plural, width=240)
    tabelle = auswahl.daten.projekt.load_vollstaendigkeit(ebene)
    if tabelle.empty:
        st.info(f"Für {ebene.plural} liegen keine Werte vor.", icon=":material/info:")
        return
    st.markdown(
        "Wie viele Gebiete haben einen Wert? Je Merkmal und Jahr; »geheim« und »fehlt« sind eigens ausgewiesen."
    )
    components.chart(completeness_chart(auswahl.daten, ebene, auswahl.stil), "vollstaendigkeit")
    components.take_away(lambda: tabelle, f"vollstaendigkeit_{ebene}", key="vollstaendigkeit")
