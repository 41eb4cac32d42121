"""Page »Daten«: names in a file that no area of the Projekt has – asked once, remembered, withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from sozialplanung.errors import SozialplanungError
from sozialplanung.formatting import format_anzahl
from sozialplanung.model import OffenesGebiet, Raumebene
from sozialplanung.report.saetze_aliase import aliase_table
from sozialplanung.ui import components
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.projekte import who

NACHRICHT = "_import_nachricht"  # as all that is said above the upload
_ZEIGE = 8
_HOECHSTENS_GEBIETE = 2_000  # each question brings the whole list to the browser
_KEIN, _EIGEN = "", "\0"  # no key of an area
_OHNE_SCHLUESSEL = {_KEIN: "kein Gebiet dieses Projekts", _EIGEN: "ein eigenes, neues Gebiet"}


@remember(64)
def _bezeichnungen(daten: Daten) -> dict[str, str]:
    """Every Gebiet with its level: names stand twice in many a Projekt."""
    tabelle = daten.projekt.load_gebiete()
    return {
        str(key): f"{name} ({Raumebene(ebene).singular}, {key})"
        for key, name, ebene in tabelle[["gebiet_id", "bezeichnung", "raumebene"]].to_numpy()
    }


@remember(64)
def _aliase(daten: Daten) -> pd.DataFrame:
    return daten.projekt.load_alias_tabelle()


def draw_open(daten: Daten, offene: Sequence[OffenesGebiet], *, anlegen: bool) -> None:
    """A question per name; nothing is chosen beforehand, what is left open stays open."""
    if not offene:
        return
    namen = _bezeichnungen(daten)
    gezeigt = offene[:_ZEIGE]
    st.subheader("Welche Gebiete sind gemeint?", anchor=False)
    st.caption(
        "Diese Namen der Datei heißen im Projekt nicht genauso; ähnliche stehen in der Auswahl oben. Was Sie "
        "bestätigen, gilt auch für spätere Dateien."
    )
    with st.form("gebietsnamen", border=True):
        for offen in gezeigt:
            st.selectbox(
                f"»{components.markdown_escape(offen.text)}«",
                _choices(offen, namen, anlegen),
                index=None,
                key=_key(offen),
                format_func=lambda ziel: _show(ziel, namen),
                placeholder=_placeholder(offen, namen),
            )
        st.form_submit_button("Zuordnung merken", icon=":material/link:", on_click=_save, args=(daten, gezeigt))
    if len(offene) > len(gezeigt):
        st.caption(f"Danach {format_anzahl(len(offene) - len(gezeigt), 'weiterer Name', 'weitere Namen')}.")


def _key(offen: OffenesGebiet) -> str:
    return f"gebietsname_{offen.text}"


def _choices(offen: OffenesGebiet, namen: dict[str, str], anlegen: bool) -> list[str]:
    vorn = [ziel for ziel in offen.vorschlaege if ziel in namen]
    andere = sorted((z for z in namen if z not in vorn), key=lambda z: namen[z])
    return [*vorn, _KEIN, *([_EIGEN] if anlegen else []), *(andere if len(andere) <= _HOECHSTENS_GEBIETE else [])]


def _show(ziel: str, namen: dict[str, str]) -> str:
    return _OHNE_SCHLUESSEL.get(ziel) or namen.get(ziel, ziel)


def _placeholder(offen: OffenesGebiet, namen: dict[str, str]) -> str:
    vorschlaege = [namen[ziel] for ziel in offen.vorschlaege if ziel in namen]
    return f"Vielleicht {vorschlaege[0]}? Bitte wählen" if vorschlaege else "Bitte wählen"


def _save(daten: Daten, offene: Sequence[OffenesGebiet]) -> None:
    """Before the page is drawn again; the file is read anew then, since the Projekt has another state."""
    gewaehlt = {offen.text: st.session_state.get(_key(offen)) for offen in offene}
    entscheidungen = {
        text: None if ziel == _KEIN else text if ziel == _EIGEN else str(ziel)
        for text, ziel in gewaehlt.items()
        if ziel is not None
    }
    if not entscheidungen:
        st.session_state[NACHRICHT] = (False, "Bitte wählen Sie mindestens für einen Namen, was gemeint ist.")
        return
    anzahl = format_anzahl(len(entscheidungen), "Name ist", "Namen sind")
    _tell(lambda: daten.projekt.set_aliase(entscheidungen, who()), f"{anzahl} zugeordnet; die Datei wurde neu gelesen.")


def draw_remembered(daten: Daten) -> None:
    """What people said, and the way back."""
    tabelle = _aliase(daten)
    if tabelle.empty:
        return
    with st.expander("Zugeordnete Gebietsnamen", icon=":material/link:"):
        components.table(aliase_table(tabelle))
        namen = dict(zip(tabelle["nummer"].astype(int), tabelle["name"], strict=True))
        with st.form("alias_zurueckziehen", border=False):
            st.selectbox(
                "Zuordnung zurückziehen",
                list(namen),
                index=None,
                key="alias_nr",
                format_func=namen.__getitem__,
                placeholder="Bitte wählen",
                width=480,
            )
            st.form_submit_button("Zurückziehen", icon=":material/undo:", on_click=_withdraw, args=(daten,))
        st.caption("Künftig wird wieder gefragt. Zahlen, die schon im Projekt stehen, bleiben.")


def _withdraw(daten: Daten) -> None:
    nummer = st.session_state.get("alias_nr")
    if nummer is not None:
        _tell(lambda: daten.projekt.withdraw_alias(nummer, who()), "Die Zuordnung ist zurückgezogen.")


def _tell(tun: Callable[[], object], gelungen: str) -> None:
    try:
        tun()
    except SozialplanungError as fehler:
        st.session_state[NACHRICHT] = (False, str(fehler))
        return
    st.session_state[NACHRICHT] = (True, gelungen)
