"""Page »Daten«: recipes for reading tables – used by themselves, kept, renamed, withdrawn, taken along as YAML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from sozialplanung.errors import SozialplanungError
from sozialplanung.formatting import format_datum, join_und
from sozialplanung.importer import Erkennung
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.tabelle.bedeutung import merkmal_of_titel
from sozialplanung.importer.tabelle.rezept import Rezept
from sozialplanung.importer.tabelle.rezeptdatei import read_rezept, write_rezept
from sozialplanung.importer.tabelle.wiedererkennen import make_rezept
from sozialplanung.store import HOECHSTENS_ZEICHEN, GespeichertesRezept
from sozialplanung.ui import components, gebietsnamen, lesart, lesewahl
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.projekte import who

_KEINES = ""


@remember(64)
def _kept(daten: Daten) -> tuple[GespeichertesRezept, ...]:
    return tuple(daten.projekt.load_rezepte())


def find(daten: Daten, name: str | None) -> Rezept | None:
    """The recipe that a person chose by its name."""
    gespeichert = next((r for r in _kept(daten) if r.bezeichnung == name), None)
    return None if gespeichert is None else replace(read_rezept(gespeichert.inhalt), name=gespeichert.bezeichnung)


def draw_choice(daten: Daten, erkennung: Erkennung | None) -> None:
    """Which recipe is used, and another one or none instead."""
    namen = [r.bezeichnung for r in _kept(daten)]
    passung = None if erkennung is None else erkennung.passung
    if passung is not None:
        neu = f" Neu sind die Spalten {join_und(list(passung.neu))}; sie wurden gedeutet." if passung.neu else ""
        st.success(
            f"Rezept »{components.markdown_escape(passung.rezept.name)}« passt: Die Tabelle wird so gelesen, wie es "
            f"dort steht.{neu}",
            icon=":material/menu_book:",
        )
    if not namen:
        return
    wahl = lesewahl.current()
    jetzt = wahl.rezept if wahl.rezept is not None else _KEINES if passung is None else passung.rezept.name
    key = f"rezept_wahl_{lesewahl.steps()}"
    st.selectbox(
        "Rezept",
        [_KEINES, *namen],
        index=[_KEINES, *namen].index(jetzt) if jetzt in namen else 0,
        key=key,
        format_func=lambda name: name or "kein Rezept",
        placeholder="Bitte wählen",
        on_change=_choose,
        args=(key,),
        width=420,
    )


def _choose(key: str) -> None:
    """Another recipe begins anew: what was said to the other reading does not hold for it."""
    lesewahl.say(lesewahl.Lesewahl(rezept=str(st.session_state.get(key) or _KEINES), tabelle=True))


def draw_save(daten: Daten, datei: Datei, erkennung: Erkennung) -> None:
    """Keep the reading as it is now, in the Projekt or as a file."""
    if erkennung.deutung is None:
        return
    gelesen, vorgaben = erkennung.deutung.lesart, lesart.base(erkennung)
    wahl = lesewahl.current().rezept
    name = (
        wahl or (erkennung.passung.rezept.name if erkennung.passung else merkmal_of_titel(gelesen.titel)) or "Tabelle"
    )

    def make(unter: str) -> str:
        return write_rezept(make_rezept(unter, datei, gelesen, vorgaben))

    with st.expander("Als Rezept für die nächste Datei merken", icon=":material/menu_book:"):
        st.caption(
            "Die Datei des nächsten Jahres wird dann an ihren Überschriften erkannt und ebenso gelesen. Derselbe Name "
            "ersetzt das frühere Rezept."
        )
        with st.form("rezept_merken", border=False):
            st.text_input("Name", name[:HOECHSTENS_ZEICHEN], key=f"rezept_name_{lesewahl.steps()}",
                          max_chars=HOECHSTENS_ZEICHEN, width=420)  # fmt: skip
            st.form_submit_button(
                "Rezept merken", icon=":material/save:", on_click=_save,
                args=(daten, f"rezept_name_{lesewahl.steps()}", make),
            )  # fmt: skip
        st.download_button(
            "Als Datei herunterladen (YAML)",
            lambda: make(name),
            file_name="rezept.yaml",
            mime="application/yaml",
            icon=":material/download:",
            on_click="ignore",
            key="rezept_yaml",
        )


def _save(daten: Daten, key: str, make: Callable[[str], str]) -> None:
    name = " ".join(str(st.session_state.get(key) or "").split())
    _tell(lambda: daten.projekt.save_rezept(name, make(name), who()), f"Das Rezept »{name}« ist gemerkt.")


def _tell(tun: Callable[[], object], gelungen: str) -> None:
    """Runs before the page is drawn again."""
    try:
        tun()
    except SozialplanungError as fehler:
        st.session_state[gebietsnamen.NACHRICHT] = (False, components.markdown_escape(str(fehler)))
        return
    st.session_state[gebietsnamen.NACHRICHT] = (True, components.markdown_escape(gelungen))


def draw_kept(daten: Daten) -> None:
    """All recipes: rename, withdraw, take along, bring along."""
    gespeichert = _kept(daten)
    with st.expander("Rezepte", icon=":material/menu_book:"):
        if gespeichert:
            components.table(_table(gespeichert))
            _draw_change(daten, gespeichert)
        else:
            st.caption("Noch keines. Ein Rezept entsteht, wenn Sie eine Tabelle hochladen und ihre Lesart merken.")
        st.file_uploader(
            "Rezept aus einer Datei (YAML)", type=["yaml", "yml"], key="rezept_datei", on_change=_bring, args=(daten,)
        )


def _table(gespeichert: Sequence[GespeichertesRezept]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Rezept": [r.bezeichnung for r in gespeichert],
            "gemerkt von": [r.wer for r in gespeichert],
            "am": [format_datum(r.am.date()) for r in gespeichert],
        }
    )


def _draw_change(daten: Daten, gespeichert: Sequence[GespeichertesRezept]) -> None:
    nach_nummer = {r.rezept_id: r for r in gespeichert}
    nummer = st.selectbox("Rezept ändern", list(nach_nummer), index=None, key="rezept_nr",
                          format_func=lambda n: nach_nummer[n].bezeichnung if n in nach_nummer else "",
                          placeholder="Bitte wählen", width=420)  # fmt: skip
    if nummer is None or nummer not in nach_nummer:
        return
    rezept = nach_nummer[nummer]
    with st.form("rezept_umbenennen", border=False, clear_on_submit=True):
        st.text_input("Neuer Name", key="rezept_neuer_name", max_chars=HOECHSTENS_ZEICHEN, width=420)
        st.form_submit_button("Umbenennen", icon=":material/edit:", on_click=_rename, args=(daten, rezept))
    with st.container(horizontal=True, gap="small"):
        st.button("Zurückziehen", icon=":material/undo:", key=f"rezept_weg_{nummer}", on_click=_withdraw,
                  args=(daten, rezept))  # fmt: skip
        st.download_button("Als Datei (YAML)", rezept.inhalt, file_name="rezept.yaml", mime="application/yaml",
                           icon=":material/download:", on_click="ignore", key="rezept_holen")  # fmt: skip
    st.caption("Was nach einem Rezept gelesen wurde, bleibt; wer es wann gemerkt hat, auch.")


def _rename(daten: Daten, rezept: GespeichertesRezept) -> None:
    name = str(st.session_state.get("rezept_neuer_name") or "")
    neu = " ".join(name.split())
    _tell(
        lambda: daten.projekt.rename_rezept(rezept.rezept_id, name, who()),
        f"»{rezept.bezeichnung}« heißt jetzt »{neu}«.",
    )


def _withdraw(daten: Daten, rezept: GespeichertesRezept) -> None:
    _tell(
        lambda: daten.projekt.withdraw_rezept(rezept.rezept_id, who()),
        f"Das Rezept »{rezept.bezeichnung}« ist zurückgezogen.",
    )


def _bring(daten: Daten) -> None:
    datei: UploadedFile | None = st.session_state.get("rezept_datei")
    if datei is None:
        return

    def bring() -> None:
        rezept = read_rezept(datei.getvalue())
        daten.projekt.save_rezept(rezept.name, write_rezept(rezept), who())

    _tell(bring, f"Das Rezept aus »{datei.name}« ist gemerkt.")
