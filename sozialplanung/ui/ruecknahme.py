"""Page »Daten«: all Lieferungen, and the way back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sozialplanung.errors import SozialplanungError
from sozialplanung.formatting import format_datum, format_zahl
from sozialplanung.report.saetze_woher import HERKUNFT
from sozialplanung.ui import components
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.projekte import who

_NACHRICHT = "_ruecknahme_nachricht"
_ZURUECKGENOMMEN = "_ruecknahme_zuletzt"
_ZUSTAND = {"aktiv": "übernommen", "in_ruecknahme": "wird zurückgenommen", "zurueckgenommen": "zurückgenommen"}


def draw(daten: Daten) -> None:
    """All Lieferungen, newest first, and the way back."""
    components.tell(_NACHRICHT)
    tabelle = daten.projekt.load_lieferungen()
    if tabelle.empty:
        components.empty_state("Noch keine Lieferung. Bitte laden Sie oben unter »Hochladen« eine Vorlage hoch.")
    st.dataframe(lieferungen_table(tabelle), hide_index=True, width="stretch")
    aktiv = tabelle.loc[tabelle["zustand"] == "aktiv", "lieferung_id"].tolist()
    if not aktiv:
        return
    namen = {
        nummer: f"Nr. {nummer} · {datei} · {am:%d.%m.%Y %H:%M}"
        for nummer, datei, am in zip(tabelle["lieferung_id"], tabelle["datei"], tabelle["importiert_am"], strict=True)
    }
    # A mark of its own for every list: it confirms one Lieferung, never the next one.
    mark = f"ruecknahme_sicher_{len(aktiv)}_{aktiv[0]}"
    with st.form("zuruecknehmen", border=True):
        st.selectbox("Lieferung zurücknehmen", aktiv, format_func=namen.__getitem__, key="ruecknahme_nr")
        st.caption("Was die Lieferung gebracht hat, wird entfernt; was sie ersetzt hatte, gilt wieder.")
        st.checkbox("Ja, diese Lieferung zurücknehmen", key=mark)
        st.form_submit_button("Zurücknehmen", icon=":material/undo:", on_click=_undo, args=(daten, mark))


def _undo(daten: Daten, mark: str) -> None:
    """Runs before the page is drawn again; the second click of a double click finds nothing confirmed."""
    if not st.session_state.get(mark, False):
        zuletzt = st.session_state.get(_ZURUECKGENOMMEN)
        text = "Bitte bestätigen Sie die Rücknahme mit dem Häkchen."
        if zuletzt is not None:
            text = f"Lieferung {zuletzt} ist zurückgenommen. Für eine weitere setzen Sie bitte wieder das Häkchen."
        st.session_state[_NACHRICHT] = (False, text)
        return
    nummer = int(st.session_state["ruecknahme_nr"])
    try:
        daten.projekt.undo_lieferung(nummer, who())
    except SozialplanungError as fehler:
        st.session_state[_NACHRICHT] = (False, str(fehler))
        return
    st.session_state[_ZURUECKGENOMMEN] = nummer
    st.session_state[_NACHRICHT] = (True, f"Lieferung {nummer} ist zurückgenommen.")


def lieferungen_table(tabelle: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Nr.": tabelle["lieferung_id"].astype(str),
            "Datei": tabelle["datei"],
            "Herkunft": tabelle["herkunft"].map(HERKUNFT),
            "Quelle": tabelle["quelle"],
            "Stand": tabelle["stand"].map(format_datum),
            "Übernommen": tabelle["importiert_am"].map(lambda z: f"{z:%d.%m.%Y %H:%M}"),
            "von": tabelle["importiert_von"],
            "Neu": tabelle["neu"].map(format_zahl),
            "Geändert": tabelle["geaendert"].map(format_zahl),
            "Zustand": tabelle["zustand"].map(_ZUSTAND),
            "Lizenz": tabelle["lizenz"],
            "SHA-256": tabelle["sha256"].str[:12],
        }
    )
