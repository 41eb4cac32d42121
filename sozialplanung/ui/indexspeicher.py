"""Index definitions that are kept: in the Projekt, under a name, or as a file (YAML) to take away and bring along."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from sozialplanung.analysis.sozialindex import Indexdefinition
from sozialplanung.errors import SozialplanungError
from sozialplanung.formatting import format_datum, today
from sozialplanung.model import Indikator
from sozialplanung.report.indexdefinition import read_definition, write_definition
from sozialplanung.report.saetze_index import describe_definition
from sozialplanung.store import HOECHSTENS_ZEICHEN, GespeicherterIndex
from sozialplanung.ui import adresse, cache, components
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.projekte import who

Uebernehmen = Callable[[Indexdefinition, Mapping[str, Indikator]], None]
_NACHRICHT = "_index_nachricht"
_DATEI = "index_datei"


def show_message() -> None:
    """What the last click did, or why it did nothing."""
    if nachricht := st.session_state.pop(_NACHRICHT, None):
        gelungen, text = nachricht
        zeigen = st.success if gelungen else st.error
        zeigen(components.markdown_escape(text), icon=":material/task_alt:" if gelungen else ":material/info:")


def draw(
    auswahl: Auswahl, definition: Indexdefinition, indikatoren: Mapping[str, Indikator], apply: Uebernehmen
) -> None:
    """Save, what is saved, and files. ``apply`` sets the choices of the page."""
    feld = st.popover("Sichern und laden", icon=":material/bookmark:", on_change="rerun", key="index_speicher")
    if not feld.open:
        return
    gesichert = cache.indizes(auswahl.daten)
    with feld, st.container(width=440):
        _draw_save(auswahl.daten, definition, current_name(auswahl.daten, definition))
        if gesichert:
            _draw_saved(auswahl.daten, gesichert, indikatoren, apply)
        _draw_file(definition, indikatoren, apply)


def current_name(daten: Daten, definition: Indexdefinition) -> str:
    """The name under which what is chosen is saved; empty where it is not."""
    return next((i.bezeichnung for i in cache.indizes(daten).values() if i.definition == definition), "")


def _draw_save(daten: Daten, definition: Indexdefinition, name: str) -> None:
    with st.form("index_sichern", border=False, clear_on_submit=True):
        st.text_input(
            "Name",
            key="index_name",
            placeholder=f"gesichert als »{name}«" if name else "z. B. Sozialindex 2026",
            max_chars=HOECHSTENS_ZEICHEN,
        )
        st.form_submit_button(
            "Im Projekt sichern",
            icon=":material/save:",
            on_click=_save,
            args=(daten, definition),
            disabled=len(definition.indikatoren) < 2,
            width="stretch",
        )
    st.caption(
        "Der gesicherte Index steht danach auf den anderen Seiten als Indikator zur Wahl. Derselbe Name ersetzt die "
        "frühere Definition."
    )


def _save(daten: Daten, definition: Indexdefinition) -> None:
    name = str(st.session_state["index_name"])
    _try(lambda: daten.projekt.save_index(name, definition, who()), f"»{' '.join(name.split())}« ist gesichert.")


def _draw_saved(
    daten: Daten,
    gesichert: Mapping[str, GespeicherterIndex],
    indikatoren: Mapping[str, Indikator],
    apply: Uebernehmen,
) -> None:
    st.divider()
    adresse.recall("gesichert", list(gesichert), next(iter(gesichert)))
    index = gesichert[
        st.selectbox("Gesichert", list(gesichert), key="gesichert", format_func=lambda i: gesichert[i].bezeichnung)
    ]
    alle = cache.indikatoren(daten)
    st.caption(components.markdown_escape(f"{describe_definition(index.definition, alle)}. {saved_by(index)}."))
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Laden", icon=":material/upload:", key="index_laden", on_click=_load, args=(index, indikatoren, apply)
        )
        if st.button("Auf der Karte", icon=":material/map:", key="index_karte"):
            adresse.replace("indikator", index.index_id)
            st.switch_page("../../pages/karte.py")
    with st.expander("Umbenennen oder löschen"):
        with st.form("index_umbenennen", border=False, clear_on_submit=True):
            st.text_input("Neuer Name", key="index_neuer_name", max_chars=HOECHSTENS_ZEICHEN)
            st.form_submit_button("Umbenennen", icon=":material/edit:", on_click=_rename, args=(daten, index))
        st.button(
            "Löschen",
            icon=":material/delete:",
            key=f"index_loeschen_{index.index_id}",
            on_click=_delete,
            args=(daten, index),
        )
        st.caption("Gelöscht wird die Definition, keine Zahl. Wer was wann gesichert hat, bleibt vermerkt.")


def saved_by(index: GespeicherterIndex) -> str:
    return f"gesichert am {format_datum(index.am.date())} von {index.wer}"


def _load(index: GespeicherterIndex, indikatoren: Mapping[str, Indikator], apply: Uebernehmen) -> None:
    """The saved definition becomes the choice, or a sentence says what it lacks here."""
    if fehlend := [name for name in index.definition.indikatoren if name not in indikatoren]:
        st.session_state[_NACHRICHT] = (
            False,
            f"»{index.bezeichnung}« braucht Indikatoren, für die hier keine Werte vorliegen: "
            f"›{'‹, ›'.join(fehlend)}‹. Bitte wählen Sie ein anderes Jahr oder eine andere Raumebene.",
        )
        return
    apply(index.definition, indikatoren)
    st.session_state[_NACHRICHT] = (True, f"»{index.bezeichnung}« ist geladen.")


def _rename(daten: Daten, index: GespeicherterIndex) -> None:
    name = str(st.session_state["index_neuer_name"])
    _try(
        lambda: daten.projekt.rename_index(index.index_id, name, who()),
        f"»{index.bezeichnung}« heißt jetzt »{' '.join(name.split())}«.",
    )


def _delete(daten: Daten, index: GespeicherterIndex) -> None:
    adresse.forget("gesichert")
    _try(lambda: daten.projekt.delete_index(index.index_id, who()), f"»{index.bezeichnung}« ist gelöscht.")


def _try(tun: Callable[[], object], gelungen: str) -> None:
    """Runs before the page is drawn again, so that everything on it already knows the change."""
    try:
        tun()
    except SozialplanungError as fehler:
        st.session_state[_NACHRICHT] = (False, str(fehler))
    else:
        st.session_state[_NACHRICHT] = (True, gelungen)


def _draw_file(definition: Indexdefinition, indikatoren: Mapping[str, Indikator], apply: Uebernehmen) -> None:
    st.divider()
    st.download_button(
        "Als Datei herunterladen (YAML)",
        lambda: write_definition(definition, indikatoren, today()),
        file_name="sozialindex.yaml",
        mime="application/yaml",
        icon=":material/download:",
        on_click="ignore",
        disabled=not definition.indikatoren,
        width="stretch",
    )
    st.file_uploader(
        "Datei laden (YAML)", type=["yaml", "yml"], key=_DATEI, on_change=_read_file, args=(indikatoren, apply)
    )


def _read_file(indikatoren: Mapping[str, Indikator], apply: Uebernehmen) -> None:
    """An uploaded definition becomes the choice, or a sentence says why not."""
    datei = st.session_state.get(_DATEI)
    if datei is not None:
        _try(
            lambda: apply(read_definition(datei.getvalue(), indikatoren), indikatoren),
            f"Die Definition aus »{datei.name}« ist geladen.",
        )
