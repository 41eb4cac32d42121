"""Page »Maßnahmen«, view »Fortschreibung«: two periods side by side, and a Handlungskonzept carried into a new one."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from sozialplanung.analysis.fortschreibung import (
    BLEIBT,
    ENDET,
    NEU,
    Bestand,
    Entscheidung,
    carry_over,
    compare_periods,
)
from sozialplanung.errors import SozialplanungError
from sozialplanung.formatting import format_euro_kurz, format_zahl, to_key
from sozialplanung.importer.handeingabe import read_handeingabe
from sozialplanung.model import Herkunft
from sozialplanung.report.saetze_bearbeiten import Zeile, rows_of
from sozialplanung.report.saetze_fortschreibung import (
    comparison_table,
    count,
    describe_change,
    describe_money,
    people,
    total,
)
from sozialplanung.store.bearbeiten import Bereich
from sozialplanung.ui import adresse, bearbeiten, cache, components, formulare, geld
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember

_ANSICHTEN = {"vergleich": "Zwei Zeiträume vergleichen", "neu": "In einen neuen Zeitraum fortschreiben"}
_RUNDE = "_fortschreibung_runde"
_TABELLEN = ("massnahme", "massnahme_gebiet", "finanzierung", "wirkung")


def draw(daten: Daten, art: str) -> None:
    formulare.draw_message()
    konzepte = bearbeiten.concept_names(daten)
    if components.choose_view("fortschreibung", _ANSICHTEN, "Vergleichen oder fortschreiben?") == "neu":
        _draw_new(daten, konzepte)
    elif len(konzepte) < 2:
        st.info(
            "Zum Vergleichen braucht es zwei Handlungskonzepte. Schreiben Sie eines in einen neuen Zeitraum fort.",
            icon=":material/info:",
        )
    else:
        _draw_comparison(daten, konzepte, art)


@remember(32)
def periods(daten: Daten, alt: str, neu: str, art: str) -> pd.DataFrame:
    return compare_periods(cache.massnahmen(daten), cache.finanzierung(daten), cache.leistungen(daten), alt, neu, art)


@remember(16)
def _default_pair(daten: Daten) -> tuple[str, str]:
    """The Handlungskonzept that continues another one, else the two newest."""
    alle = cache.massnahmen(daten)
    weiter = alle.dropna(subset=["vorgaenger_id"])
    if len(weiter):
        konzept = alle.set_index("massnahme_id")["handlungskonzept_id"]
        letzte = weiter.iloc[-1]
        return str(konzept[letzte["vorgaenger_id"]]), str(letzte["handlungskonzept_id"])
    alt, neu = list(bearbeiten.concept_names(daten))[-2:]
    return alt, neu


def _draw_comparison(daten: Daten, konzepte: dict[str, str], art: str) -> None:
    vorgabe = _default_pair(daten)
    with st.container(horizontal=True):
        alt = adresse.recall("konzept_alt", list(konzepte), vorgabe[0])
        st.selectbox("Vorher", list(konzepte), key="konzept_alt", format_func=konzepte.__getitem__)
        neu = adresse.recall("konzept_neu", list(konzepte), vorgabe[1])
        st.selectbox("Nachher", list(konzepte), key="konzept_neu", format_func=konzepte.__getitem__)
    if alt == neu:
        st.info("Bitte wählen Sie zwei verschiedene Handlungskonzepte.", icon=":material/info:")
        return
    vergleich = periods(daten, alt, neu, art)
    jahre_alt, jahre_neu = (len(geld.years(daten, konzept)) for konzept in (alt, neu))
    je_jahr = describe_money(vergleich, jahre_alt, jahre_neu, geld.ARTEN[art])
    components.sentence(f"{describe_change(vergleich)} {je_jahr}".strip())
    for spalte, (wann, konzept) in zip(st.columns(2, gap="small"), (("alt", alt), ("neu", neu)), strict=True):
        with spalte, components.card(konzepte[konzept]):
            st.markdown(
                f"**{format_zahl(count(vergleich, wann))}** Maßnahmen  \n"
                f"**{format_euro_kurz(total(vergleich, wann))}** {geld.ARTEN[art]}, alle Jahre zusammen  \n"
                f"**{people(vergleich, wann)}** erreichte Personen"
            )
    tabelle = comparison_table(vergleich, konzepte[alt], konzepte[neu])
    components.table(tabelle)
    st.caption(
        "»Geht weiter« heißt: Die Maßnahme nennt unter »Setzt fort« eine des früheren Konzepts. Erreichte Personen "
        "können in mehreren Jahren dieselben sein."
    )
    components.take_away(lambda: tabelle, f"fortschreibung_{to_key(konzepte[neu])}", key="mn_fortschreibung")


def _draw_new(daten: Daten, konzepte: dict[str, str]) -> None:
    if not konzepte:
        st.info("Noch kein Handlungskonzept, das sich fortschreiben ließe.", icon=":material/info:")
        return
    st.markdown(
        "Eine neue Fassung entsteht aus der alten: Was weitergeht, bekommt ein neues Kürzel und verweist auf seinen "
        "Vorgänger; was endet, wird abgeschlossen; was neu ist, schreiben Sie unten in die Liste. Alles wird auf "
        "einmal gesichert und lässt sich unter »Verlauf« auf einmal zurücknehmen."
    )
    alt = adresse.recall("konzept_alt", list(konzepte), next(iter(konzepte)))
    key = f"fs_{st.session_state.get(_RUNDE, 0)}_{alt}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Fortschreiben", list(konzepte), key="konzept_alt", format_func=konzepte.__getitem__)
        name = st.text_input("Name des neuen Konzepts", key=f"{key}_name", max_chars=120)
        kuerzel = st.text_input(
            "Kürzel für neue Maßnahmen", key=f"{key}_praefix", placeholder="z. B. IK21", max_chars=12
        )
        von = st.number_input("Von", 1900, 2200, None, 1, format="%d", key=f"{key}_von", placeholder="JJJJ")
        bis = st.number_input("Bis", 1900, 2200, None, 1, format="%d", key=f"{key}_bis", placeholder="JJJJ")
    liste = _draw_list(daten, alt, key)
    mit_geld = st.checkbox("Ansatz des letzten Haushaltsjahrs für jedes neue Jahr einplanen", True, key=f"{key}_geld")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        formulare.draw_editor()
        if st.button("Fortschreibung sichern", key=f"{key}_sichern", type="primary", icon=":material/save:"):
            konzept = {"bezeichnung": name.strip(), "von_jahr": von, "bis_jahr": bis, "beschreibung": ""}
            if _save(daten, alt, konzept, kuerzel.strip(), liste, mit_geld=mit_geld):
                st.session_state[_RUNDE] = st.session_state.get(_RUNDE, 0) + 1
            st.rerun()


def _draw_list(daten: Daten, alt: str, key: str) -> list[Entscheidung]:
    alle = cache.massnahmen(daten)
    alle = alle[alle["handlungskonzept_id"] == alt]
    tabelle = pd.DataFrame(
        {
            "id": alle["massnahme_id"].astype(object),
            "bezeichnung": alle["bezeichnung"].astype(object),
            "handlungsfeld": alle["handlungsfeld"].astype(object),
            "wird": pd.Series(BLEIBT, index=alle.index, dtype=object),
        }
    )
    konfig = st.column_config
    liste = st.data_editor(
        tabelle,
        key=f"{key}_liste",
        num_rows="add",
        hide_index=True,
        placeholder="–",
        column_config={
            "id": konfig.TextColumn("Bisher", disabled=True),
            "bezeichnung": konfig.TextColumn("Maßnahme", required=True, width="large"),
            "handlungsfeld": konfig.TextColumn("Handlungsfeld", required=True),
            "wird": konfig.SelectboxColumn("Was wird?", options=[BLEIBT, ENDET, NEU], default=NEU, required=True),
        },
    )
    return [
        Entscheidung(
            None if pd.isna(z["id"]) else str(z["id"]), *(str(z[n]) for n in ("bezeichnung", "handlungsfeld", "wird"))
        )
        for z in liste.to_dict("records")
        if not pd.isna(z["bezeichnung"])
    ]


def _save(
    daten: Daten, alt: str, konzept: dict[str, Any], praefix: str, liste: list[Entscheidung], *, mit_geld: bool
) -> bool:
    """One Lieferung with the new period; False: nothing was written, and a message says why."""
    von, bis = konzept["von_jahr"], konzept["bis_jahr"]
    if not (konzept["bezeichnung"] and praefix and von and bis):
        formulare.tell("Bitte geben Sie Name, Kürzel, erstes und letztes Jahr des neuen Konzepts an.", gelungen=False)
        return False
    if bis < von:
        formulare.tell("Das letzte Jahr liegt vor dem ersten. Bitte prüfen Sie beide.", gelungen=False)
        return False
    schluessel = to_key(konzept["bezeichnung"])
    bereich = Bereich("handlungskonzept", schluessel)
    try:
        quellen = daten.projekt.load_quellen()
        tabellen = carry_over(
            {"handlungskonzept_id": schluessel, **konzept},
            liste,
            Bestand(*(_rows(daten, name, alt) for name in _TABELLEN)),
            praefix,
            mit_geld=mit_geld,
            quellen=set(quellen.loc[quellen["herkunft"] == Herkunft.BEISPIEL, "quelle_id"]),
        )
        paket = read_handeingabe(tabellen, daten.projekt, bemerkung=f"Fortschreibung – {konzept['bezeichnung']}")
        if paket.fehler:
            formulare.tell("Noch nicht gesichert. " + " ".join(map(str, paket.fehler)), gelungen=False)
            return False
        leer = daten.projekt.load_bereich(Bereich("handlungskonzept", ""))
        daten.projekt.save_bereich(bereich, leer, paket, formulare.editor())
    except SozialplanungError as fehler:
        formulare.tell(str(fehler), gelungen=False)
        return False
    adresse.replace("konzept_alt", alt)
    adresse.replace("konzept_neu", schluessel)
    adresse.replace("fortschreibung", "vergleich")
    formulare.tell(
        f"»{konzept['bezeichnung']}« ist angelegt. Bearbeiten lässt es sich unter »Bearbeiten«.", gelungen=True
    )
    return True


def _rows(daten: Daten, tabelle: str, konzept: str) -> list[Zeile]:
    ids = set(bearbeiten.measures_of(daten, konzept))
    return [zeile for zeile in rows_of(daten.projekt.load_tabelle(tabelle)) if zeile["massnahme_id"] in ids]
