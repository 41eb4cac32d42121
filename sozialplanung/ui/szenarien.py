"""Scenarios kept in the Projekt: save the one on the screen, put up to four side by side."""

from __future__ import annotations

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from sozialplanung.errors import SozialplanungError
from sozialplanung.formatting import format_datum
from sozialplanung.report.indexdefinition import today
from sozialplanung.store import HOECHSTENS_ZEICHEN
from sozialplanung.store.szenarien import GespeichertesSzenario
from sozialplanung.ui import components
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.projekte import who

HOECHSTENS = 4  # side by side
_NEU = "_szenario_neu"


@remember(32)
def saved(daten: Daten) -> tuple[GespeichertesSzenario, ...]:
    return tuple(daten.projekt.load_szenarien())


def draw_save(daten: Daten, annahmen: pd.DataFrame, tabelle: pd.DataFrame) -> None:
    """``tabelle``: gebiet_id (index), bezeichnung, neu (cents), as the Simulator shows them."""
    with (
        st.form("szenario_merken", border=False, clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        name = st.text_input(
            "Name des Szenarios", placeholder="z. B. Halber Weg mit 500 € Sockel", max_chars=HOECHSTENS_ZEICHEN
        )
        merken = st.form_submit_button("Im Projekt merken", icon=":material/bookmark_add:")
    if merken:
        angaben = (*annahmen.itertuples(index=False, name=None), ("Gerechnet am", format_datum(today())))
        zeilen = zip(tabelle.index, tabelle["bezeichnung"], tabelle["neu"], strict=True)
        try:
            gemerkt = daten.projekt.save_szenario(
                name,
                urlencode(st.query_params.to_dict()),
                tuple((str(annahme), str(wert)) for annahme, wert in angaben),
                tuple((str(gebiet), str(ort), int(cent)) for gebiet, ort, cent in zeilen),
                who(),
            )
        except SozialplanungError as fehler:
            st.error(str(fehler), icon=":material/block:")
            return
        st.session_state[_NEU] = gemerkt
        st.rerun()


def comparison(szenarien: list[GespeichertesSzenario]) -> pd.DataFrame:
    """Areas × scenarios in euro, as they came out when they were saved, with the sums below."""
    spalten = {s.bezeichnung: pd.Series({g: cent / 100 for g, _, cent in s.betraege}) for s in szenarien}
    namen = {g: ort for s in szenarien for g, ort, _ in s.betraege}
    tabelle = pd.DataFrame(spalten).reindex(list(namen))
    tabelle.insert(0, "Gebiet", [namen[g] for g in tabelle.index])
    summe = {"Gebiet": "Summe"} | {s.bezeichnung: sum(cent for _, _, cent in s.betraege) / 100 for s in szenarien}
    return pd.concat([tabelle, pd.DataFrame([summe])], ignore_index=True)


def assumptions(szenarien: list[GespeichertesSzenario]) -> pd.DataFrame:
    """Assumptions × scenarios."""
    namen = dict.fromkeys(annahme for s in szenarien for annahme, _ in s.annahmen)
    spalten = {s.bezeichnung: [dict(s.annahmen).get(name, "–") for name in namen] for s in szenarien}
    return pd.DataFrame({"Annahme": list(namen), **spalten})


def draw_comparison(daten: Daten) -> None:
    """The saved ones side by side, each with the link that reopens it."""
    alle = {s.bezeichnung: s for s in saved(daten)}
    if not alle:
        st.caption("Noch kein Szenario gemerkt. Gemerkte Szenarien stehen hier nebeneinander, auch für den Ausschuss.")
        return
    _preselect(list(alle))
    wahl = st.multiselect("Gemerkte Szenarien", list(alle), max_selections=HOECHSTENS, key="szenarien")
    if not wahl:
        return
    gewaehlt = [alle[name] for name in wahl]
    components.table(comparison(gewaehlt))
    for szenario in gewaehlt:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"[{components.markdown_escape(szenario.bezeichnung)} wieder öffnen](?{szenario.link}) · "
                f"{components.markdown_escape(szenario.wer)}, {szenario.am:%d.%m.%Y %H:%M}"
            )
            st.button(
                "Löschen",
                key=f"szenario_weg_{szenario.bezeichnung}",
                on_click=_delete,
                args=(daten, szenario.bezeichnung),
                type="tertiary",
                icon=":material/delete:",
            )
    components.take_away(
        lambda: comparison(gewaehlt),
        "szenarien",
        key="gb_vergleich",
        blaetter=lambda: {"Annahmen": assumptions(gewaehlt)},
    )


def _preselect(namen: list[str]) -> None:
    """The newest at first; whoever saves one sees it beside those that stand there."""
    bisher = [name for name in st.session_state.get("szenarien", namen) if name in namen]
    neu = st.session_state.pop(_NEU, None)
    if neu in namen:
        bisher = [neu, *(name for name in bisher if name != neu)]
    st.session_state["szenarien"] = bisher[:HOECHSTENS]


def _delete(daten: Daten, name: str) -> None:
    daten.projekt.delete_szenario(name, who())
