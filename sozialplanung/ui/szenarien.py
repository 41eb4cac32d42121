"""Scenarios kept in the Projekt: save the one on the screen, load a file, put up to four side by side."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from sozialplanung.charts.szenarien import HOECHSTENS, scenario_dots
from sozialplanung.charts.theme import Spec
from sozialplanung.errors import SozialplanungError
from sozialplanung.formatting import today
from sozialplanung.importer.szenariomappe import read_scenarios
from sozialplanung.report.szenariomappe import assumption_table, scenario_sheets
from sozialplanung.store import HOECHSTENS_ZEICHEN
from sozialplanung.store.szenarien import GespeichertesSzenario, Szenariofassung
from sozialplanung.ui import cache, components
from sozialplanung.ui.bedarfswahl import Bedarfswahl
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.masse import Mass, chart_room
from sozialplanung.ui.projekte import who
from sozialplanung.vorlage_szenario import ANNAHME, EIGENE_ZEILEN

_NEU = "_szenario_neu"
_DATEI, _NACHRICHT = "szenario_datei", "_szenario_nachricht"
Annahmen = tuple[tuple[str, str], ...]
Betraege = tuple[tuple[str, str, int], ...]


@remember(32)
def saved(daten: Daten) -> tuple[GespeichertesSzenario, ...]:
    return tuple(daten.projekt.load_szenarien())


def _link() -> str:
    return urlencode(st.query_params.to_dict())


def sheets_of(annahmen: Annahmen, betraege: Betraege) -> dict[str, pd.DataFrame]:
    """The scenario on the screen as sheets that can be loaded again."""
    return scenario_sheets([Szenariofassung("Szenario", _link(), annahmen, betraege)], today())


def draw_save(daten: Daten, annahmen: Annahmen, betraege: Betraege) -> None:
    """Keep the scenario that the Simulator shows."""
    with (
        st.form("szenario_merken", border=False, clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        name = st.text_input(
            "Name des Szenarios", placeholder="z. B. Halber Weg mit 500 € Sockel", max_chars=HOECHSTENS_ZEICHEN
        )
        merken = st.form_submit_button("Im Projekt merken", icon=":material/bookmark_add:")
    if merken:
        try:
            gemerkt = daten.projekt.save_szenario(name, _link(), annahmen, betraege, who())
        except SozialplanungError as fehler:
            st.error(str(fehler), icon=":material/block:")
            return
        st.session_state[_NEU] = [gemerkt]
        st.rerun()


def draw_load(daten: Daten) -> None:
    """Take in a workbook that was exported here or elsewhere."""
    with st.popover("Szenario aus Datei laden", icon=":material/upload_file:"):
        st.file_uploader(
            "Mappe (XLSX), die hier heruntergeladen wurde", type=["xlsx"], key=_DATEI, on_change=_load, args=(daten,)
        )
    if nachricht := st.session_state.pop(_NACHRICHT, None):
        gelungen, text = nachricht
        if gelungen:
            st.success(text, icon=":material/check:")
        else:
            st.error(text, icon=":material/block:")


def _load(daten: Daten) -> None:
    """Runs before the page is drawn again, so that everything on it already knows the scenarios."""
    datei = st.session_state.get(_DATEI)
    if datei is None:
        return
    try:
        gelesen = read_scenarios(datei.getvalue(), datei.name, set(cache.all_gebiete(daten).index))
        namen = [_keep(daten, szenario) for szenario in gelesen]
    except SozialplanungError as fehler:
        st.session_state[_NACHRICHT] = (False, str(fehler))
        return
    st.session_state[_NEU] = namen
    st.session_state[_NACHRICHT] = (True, f"Geladen: {components.list_names([f'»{name}«' for name in namen])}.")


def _keep(daten: Daten, szenario: Szenariofassung) -> str:
    """Save under its name, with a number where another one has it; what is there already is not saved twice."""
    vorhanden = {s.bezeichnung.casefold(): s for s in daten.projekt.load_szenarien()}
    name, nummer = szenario.bezeichnung, 1
    while (anderes := vorhanden.get(name.casefold())) is not None:
        if anderes.pruefzahl == szenario.pruefzahl:
            return anderes.bezeichnung
        nummer += 1
        name = f"{szenario.bezeichnung[: HOECHSTENS_ZEICHEN - 5]} ({nummer})"
    return daten.projekt.save_szenario(name, szenario.link, szenario.annahmen, szenario.betraege, who())


def comparison(szenarien: Sequence[GespeichertesSzenario]) -> pd.DataFrame:
    """Areas × scenarios in euro, as they came out when they were saved, with the sums below."""
    spalten = {s.bezeichnung: pd.Series({g: cent / 100 for g, _, cent in s.betraege}) for s in szenarien}
    namen = {g: ort for s in szenarien for g, ort, _ in s.betraege}
    tabelle = pd.DataFrame(spalten).reindex(list(namen))
    tabelle.insert(0, "Gebiet", [namen[g] for g in tabelle.index])
    summe = {"Gebiet": "Summe"} | {s.bezeichnung: s.summe / 100 for s in szenarien}
    return pd.concat([tabelle, pd.DataFrame([summe])], ignore_index=True)


def differences(szenarien: Sequence[GespeichertesSzenario]) -> pd.DataFrame:
    """The assumptions in which they differ; all of them for one."""
    alle = assumption_table(szenarien, today())
    alle = alle[~alle[ANNAHME].isin(EIGENE_ZEILEN)]
    verschieden = alle.drop(columns=ANNAHME).nunique(axis=1) > 1
    return alle[verschieden].reset_index(drop=True) if len(szenarien) > 1 else alle.reset_index(drop=True)


@remember(64)
def comparison_chart(wahl: Bedarfswahl, namen: tuple[str, ...], mass: Mass) -> Spec:
    alle = {s.bezeichnung: s for s in saved(wahl.daten)}
    spalten = {f"s{i}": {g: cent / 100 for g, _, cent in alle[name].betraege} for i, name in enumerate(namen)}
    orte = {g: ort for name in namen for g, ort, _ in alle[name].betraege}
    tabelle = pd.DataFrame({n: pd.Series(werte) for n, werte in spalten.items()}).reindex(list(orte))
    return scenario_dots(
        tabelle.assign(gebiet_id=tabelle.index, bezeichnung=[orte[g] for g in tabelle.index]),
        namen,
        stil=wahl.stil,
        gewaehlt=wahl.gebiet,
        beispiel=wahl.lage.beispiel,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )


def draw_comparison(wahl: Bedarfswahl) -> None:
    """The saved ones side by side, each with the link that reopens it."""
    alle = {s.bezeichnung: s for s in saved(wahl.daten)}
    if not alle:
        st.caption("Noch kein Szenario gemerkt. Gemerkte Szenarien stehen hier nebeneinander, auch für den Ausschuss.")
        return
    _preselect(list(alle))
    namen = st.multiselect("Gemerkte Szenarien", list(alle), max_selections=HOECHSTENS, key="szenarien")
    if not namen:
        return
    gewaehlt = [alle[name] for name in namen]
    mass = chart_room(projektor=wahl.stil.projektor, anteil=0.5, spalten=2, ueber=260, mindestens=360, hoechstens=640)
    links, rechts = st.columns(2, gap="medium")
    with links:
        components.chart(comparison_chart(wahl, tuple(namen), mass), "gb_vergleichsbild")
    with rechts:
        components.table(comparison(gewaehlt), height=mass.hoehe)
    if len(gewaehlt) > 1:
        st.markdown("**Worin sie sich unterscheiden**")
        components.table(differences(gewaehlt))
    for szenario in gewaehlt:
        _draw_saved(wahl.daten, szenario)
    components.take_away(
        lambda: comparison(gewaehlt),
        "szenarien",
        key="gb_vergleich",
        blaetter=lambda: scenario_sheets(gewaehlt, today()),
    )


def _draw_saved(daten: Daten, szenario: GespeichertesSzenario) -> None:
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


def _preselect(namen: list[str]) -> None:
    """The newest at first; whoever saves one sees it beside those that stand there."""
    bisher = [name for name in st.session_state.get("szenarien", namen) if name in namen]
    neu = [name for name in st.session_state.pop(_NEU, []) if name in namen]
    st.session_state["szenarien"] = [*neu, *(name for name in bisher if name not in neu)][:HOECHSTENS]


def _delete(daten: Daten, name: str) -> None:
    daten.projekt.delete_szenario(name, who())
