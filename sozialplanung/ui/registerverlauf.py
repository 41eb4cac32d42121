"""Page »Maßnahmen«, view »Verlauf«: who changed what in the register, before and after, and the way back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sozialplanung.errors import SozialplanungError
from sozialplanung.formatting import format_anzahl
from sozialplanung.report.saetze_bearbeiten import GEHEIM, compare_versions, title_of
from sozialplanung.store.bearbeiten import VON_HAND, Eintrag
from sozialplanung.ui import bearbeiten, components, filters, formulare
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember

_HOECHSTENS = 30
_ZEILEN = 50  # of one Lieferung


@remember(8)
def history(daten: Daten) -> tuple[pd.DataFrame, dict[int, list[Eintrag]]]:
    """The last Lieferungen and, by their number, the rows that they changed."""
    lieferungen, eintraege = daten.projekt.load_verlauf(_HOECHSTENS)
    je_lieferung: dict[int, list[Eintrag]] = {}
    for eintrag in eintraege:
        je_lieferung.setdefault(eintrag.lieferung_id, []).append(eintrag)
    return lieferungen, je_lieferung


def draw(daten: Daten) -> None:
    formulare.draw_message()
    lieferungen, je_lieferung = history(daten)
    if lieferungen.empty:
        st.info("Noch nichts geändert: Das Register steht da, wie es geliefert wurde.", icon=":material/history:")
        return
    ohne_namen = filters.current().stil.wuerde
    for zeile in lieferungen.to_dict("records"):
        nummer = int(zeile["lieferung_id"])
        eintraege = je_lieferung.get(nummer, [])
        titel = zeile["bemerkung"] if zeile["datei"] == VON_HAND else f"Datei {zeile['datei']}"
        kopf = f"{zeile['importiert_am']:%d.%m.%Y %H:%M} · {zeile['importiert_von']} · {titel}"
        if zeile["zustand"] != "aktiv":
            wer, am = zeile["zurueckgenommen_von"], zeile["zurueckgenommen_am"]
            st.markdown(
                f":gray[{components.markdown_escape(f'{kopf} – zurückgenommen von {wer}, {am:%d.%m.%Y %H:%M}')}]"
            )
            continue
        with st.expander(components.markdown_escape(kopf), expanded=nummer == lieferungen["lieferung_id"].max()):
            gezeigt = [e for e in eintraege if not (ohne_namen and e.tabelle == "massnahme_gebiet")]
            components.table(changes_table(daten, gezeigt[:_ZEILEN]))
            if len(gezeigt) > _ZEILEN:
                st.caption(f"Gezeigt sind {_ZEILEN} von {format_anzahl(len(gezeigt), 'Zeile', 'Zeilen')}.")
            if zeile["datei"] == VON_HAND:
                st.button(
                    "Zurücknehmen",
                    key=f"verlauf_zurueck_{nummer}",
                    icon=":material/undo:",
                    on_click=_undo,
                    args=(daten, nummer),
                )
            else:
                st.caption("Eine Datei nehmen Sie auf der Seite »Daten« unter »Lieferungen« zurück.")


def changes_table(daten: Daten, eintraege: list[Eintrag]) -> pd.DataFrame:
    """Was, Feld, Vorher, Nachher – a line per cell that changed."""
    namen = bearbeiten.names(daten)
    teile = []
    for eintrag in eintraege:
        versionen = {
            "Vorher": [eintrag.vorher] if eintrag.vorher else [],
            "Nachher": [eintrag.nachher] if eintrag.nachher else [],
        }
        zellen = compare_versions(eintrag.tabelle, versionen, namen)
        if zellen.empty and {str((z or {}).get("ist")) for z in eintrag[2:]} == {GEHEIM}:
            zellen = pd.DataFrame([{"Zeile": "", "Feld": "Ist", "Vorher": "verborgen", "Nachher": "verborgen"}])
        zellen.insert(0, "Was", title_of(eintrag.tabelle))
        teile.append(zellen)
    return (
        pd.concat(teile, ignore_index=True)
        if teile
        else pd.DataFrame(columns=["Was", "Zeile", "Feld", "Vorher", "Nachher"])
    )


def _undo(daten: Daten, nummer: int) -> None:
    try:
        daten.projekt.undo_lieferung(nummer, formulare.editor())
    except SozialplanungError as fehler:
        formulare.tell(str(fehler), gelungen=False)
        return
    formulare.tell("Zurückgenommen: Es gilt wieder, was vorher galt.", gelungen=True)
