"""Page »Daten«: figures that are known to be wrong in a delivery, put right with a reason – and back again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pandas as pd
import streamlit as st

from sozialplanung.errors import SozialplanungError
from sozialplanung.formatting import format_zeitraum
from sozialplanung.report.saetze_korrekturen import describe_korrekturen, korrekturen_table, show_figure
from sozialplanung.ui import cache, components
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.projekte import who

_NACHRICHT = "_korrektur_nachricht"
T = TypeVar("T")
_FELDER = ("korrektur_wert", "korrektur_grund")


@remember(16)
def _zahlen(daten: Daten, merkmal_id: str) -> pd.DataFrame:
    return daten.projekt.load_zahlen(merkmal_id)


def draw(daten: Daten) -> None:
    st.markdown(
        "Ist eine gelieferte Zahl nachweislich falsch, lässt sie sich hier berichtigen. Die Lieferung selbst bleibt, "
        "wie sie ist: Die Korrektur gilt, solange die Quelle noch die alte Zahl liefert, und überall – in Summen, "
        "Quoten und bei der Geheimhaltung. Die Mappe des Projekts enthält die gelieferten Zahlen, nicht die "
        "Korrekturen."
    )
    components.tell(_NACHRICHT)
    tabelle = daten.projekt.load_korrekturen()
    st.markdown(f"**{describe_korrekturen(tabelle)}**")
    if len(tabelle):
        components.table(korrekturen_table(tabelle))
        _draw_withdraw(daten, tabelle)
    st.subheader("Eine Zahl korrigieren", anchor=False)
    _draw_new(daten)


def _draw_withdraw(daten: Daten, tabelle: pd.DataFrame) -> None:
    namen = {
        int(z["nummer"]): f"Nr. {z['nummer']} · {z['merkmal']} · {z['gebiet']} · {format_zeitraum(z['zeitraum'])}"
        for z in tabelle.to_dict("records")
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        nummer = st.selectbox(
            "Korrektur zurückziehen",
            list(namen),
            index=None,
            key="korrektur_nr",
            format_func=namen.__getitem__,
            placeholder="Bitte wählen",
        )
        st.button(
            "Zurückziehen",
            icon=":material/undo:",
            disabled=nummer is None,
            key=f"korrektur_zurueck_{nummer}",  # a second click must not meet the next one
            on_click=_withdraw,
            args=(daten, nummer),
        )


def _withdraw(daten: Daten, nummer: int) -> None:
    _tell(lambda: daten.projekt.withdraw_korrektur(nummer, who()), f"Korrektur {nummer} ist zurückgezogen.")


def _draw_new(daten: Daten) -> None:
    bezeichnung = cache.merkmale(daten)["bezeichnung"]
    merkmale = dict(zip(bezeichnung.index, bezeichnung, strict=True))
    if not merkmale:
        st.info("Noch keine Zahlen. Bitte laden Sie unter »Hochladen« eine Datei hoch.", icon=":material/info:")
        return
    merkmal_id = _choose("Merkmal", merkmale, "korrektur_merkmal")
    if merkmal_id is None:
        return
    zahlen = _zahlen(daten, merkmal_id)
    gebiet_id = _choose("Gebiet", dict(zip(zahlen["gebiet_id"], zahlen["gebiet"], strict=True)), "korrektur_gebiet")
    if gebiet_id is None:
        return
    zahlen = zahlen[zahlen["gebiet_id"] == gebiet_id]
    namen = {
        (zeitraum, gruppe): " · ".join(filter(None, [format_zeitraum(zeitraum), gruppe]))
        + f": {show_figure(wert, zeichen)}"
        for gruppe, zeitraum, wert, zeichen in zip(
            zahlen["gruppe"], zahlen["zeitraum"], zahlen["wert"], zahlen["zeichen"], strict=True
        )
    }
    stelle = _choose("Zeitraum und Zahl", namen, "korrektur_stelle")
    if stelle is None:
        return
    st.number_input("Richtige Zahl", value=None, key=_FELDER[0], placeholder="Zahl eingeben", format="%g", width=240)
    st.text_input("Begründung", key=_FELDER[1], placeholder="z. B. Zahlendreher, laut E-Mail des Jobcenters vom 3. Mai")
    st.button(
        "Korrigieren",
        type="primary",
        icon=":material/edit:",
        key="korrigieren",
        on_click=_set,
        args=(daten, merkmal_id, gebiet_id, *stelle),
    )


def _choose(label: str, namen: dict[T, str], key: str) -> T | None:
    return st.selectbox(
        label, list(namen), index=None, key=key, format_func=namen.__getitem__, placeholder="Bitte wählen", width=480
    )


def _set(daten: Daten, merkmal_id: str, gebiet_id: str, zeitraum: str, gruppe: str) -> None:
    wert, grund = (st.session_state[feld] for feld in _FELDER)
    gelungen = _tell(
        lambda: daten.projekt.set_korrektur(merkmal_id, gebiet_id, zeitraum, wert, grund, who(), gruppe=gruppe),
        "Die Korrektur gilt ab sofort auf allen Seiten.",
    )
    if gelungen:
        st.session_state.update(dict.fromkeys(_FELDER) | {_FELDER[1]: ""})


def _tell(tun: Callable[[], None], gelungen: str) -> bool:
    try:
        tun()
    except SozialplanungError as fehler:
        st.session_state[_NACHRICHT] = (False, str(fehler))
        return False
    st.session_state[_NACHRICHT] = (True, gelungen)
    return True
