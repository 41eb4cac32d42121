"""Projekte in the frame: the examples of the first start, the choice, a new one."""

from __future__ import annotations

import contextlib
import getpass
import threading
from collections.abc import Iterator
from pathlib import Path

import streamlit as st

from sozialplanung.errors import ProjektError, SozialplanungError, describe_os_error
from sozialplanung.formatting import tell_apart, to_key
from sozialplanung.importer import read_lieferung
from sozialplanung.store import (
    HOECHSTENS_ZEICHEN,
    check_name,
    create_projekt,
    list_projekte,
    open_projekt,
    projekte_ordner,
)
from sozialplanung.ui import adresse, cache
from sozialplanung.ui.cache import Daten

BEISPIELE = Path(__file__).resolve().parents[2] / "data" / "beispiel"
_MERKZETTEL = "beispiele.txt"
_BAUSTELLE = threading.Lock()


def who() -> str:
    """Who imports: the account on this machine; containers may have none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unbekannt"


def build_examples() -> None:
    """At the first start, fill the example Projekte through the same import a user's workbook goes through.

    Each is built aside and renamed when complete; a note in the folder keeps deleted examples deleted.
    """
    ordner = projekte_ordner()
    fehlend = _missing_examples(ordner)
    if not fehlend:
        return
    with _BAUSTELLE:
        fehlend = _missing_examples(ordner)
        if not fehlend:
            return
        with st.status("Erster Start: Die Beispielprojekte werden angelegt …", expanded=True) as anzeige:
            for nummer, mappe in enumerate(fehlend, start=1):
                st.write(f"Projekt {nummer} von {len(fehlend)} wird eingelesen und geprüft …")
                _build_example(mappe, ordner)
            anzeige.update(label="Die Beispielprojekte sind angelegt.", state="complete", expanded=False)
    st.rerun()


def _missing_examples(ordner: Path) -> list[Path]:
    zettel = ordner / _MERKZETTEL
    gebaut = set(zettel.read_text(encoding="utf-8").split()) if zettel.exists() else set()
    return [mappe for mappe in sorted(BEISPIELE.glob("*.xlsx")) if mappe.stem not in gebaut]


def _build_example(mappe: Path, ordner: Path) -> None:
    try:
        ordner.mkdir(parents=True, exist_ok=True)
        ziel, rohbau = ordner / f"{mappe.stem}.duckdb", ordner / f".{mappe.stem}.im_aufbau"
        if not ziel.exists():
            rohbau.unlink(missing_ok=True)
            projekt = create_projekt(rohbau, mappe.stem.replace("_", " ").title())
            try:
                projekt.import_lieferung(read_lieferung(mappe, mappe.name, projekt), who())
            finally:
                projekt.close()
            rohbau.replace(ziel)
        with (ordner / _MERKZETTEL).open("a", encoding="utf-8") as zettel:
            zettel.write(mappe.stem + "\n")
    except OSError as fehler:
        raise ProjektError(
            f"Im Ordner ›{ordner}‹ lässt sich nichts anlegen: {describe_os_error(fehler)}. "
            "Bitte geben Sie Schreibrechte oder wählen Sie über die Umgebungsvariable SOZIALPLANUNG_PROJEKTE einen "
            "anderen Ordner."
        ) from fehler


@contextlib.contextmanager
def choice_area(*, projektor: bool) -> Iterator[None]:
    """Where the choices stand: the sidebar, or – projected – one button at the top."""
    if projektor:
        with st.container(horizontal=True, horizontal_alignment="right", key="kopfzeile"), st.popover("Auswahl ändern"):
            yield
    else:
        with st.sidebar:
            yield


def choose() -> Daten:
    """The chosen Projekt; a damaged or locked file is told and can be left for another one."""
    pfade = {pfad.stem: pfad for pfad in list_projekte(projekte_ordner())}
    if not pfade:
        draw_new()
        st.info("Es gibt noch kein Projekt. Bitte legen Sie links eines an.", icon=":material/add_circle:")
        st.stop()
    if neu := st.session_state.pop("_neues_projekt", None):
        st.session_state["projekt"] = neu
    vorher = st.session_state.get("_projekt")
    gesucht = adresse.remembered_text("projekt")
    if gesucht is not None and gesucht not in pfade:
        st.warning(f"Das Projekt ›{gesucht[:60]}‹ gibt es hier nicht (mehr). Gezeigt wird ein anderes.")
    name = adresse.recall("projekt", list(pfade), _default_name(pfade))
    namen = tell_apart({stamm: _label(pfad) for stamm, pfad in pfade.items()})
    st.selectbox("Projekt", list(pfade), key="projekt", format_func=namen.__getitem__)
    if vorher not in (None, name):
        adresse.forget("indikator", "ebene", "jahr", "gebiet", "konzept")
    st.session_state["_projekt"] = name
    projekt = open_projekt(pfade[name])
    return Daten(str(pfade[name]), projekt.stand())


def _default_name(pfade: dict[str, Path]) -> str:
    return "hamm" if "hamm" in pfade else next(iter(pfade))


def _label(pfad: Path) -> str:
    try:
        return cache.projekt_name(str(pfad), _file_state(pfad))
    except SozialplanungError:
        return f"{pfad.stem} (lässt sich nicht öffnen)"


def _file_state(pfad: Path) -> tuple[int, ...]:
    """Changes with every write, also one by another program."""
    angaben = [p.stat() for p in (pfad, pfad.with_name(pfad.name + ".wal")) if p.exists()]
    return tuple(zahl for a in angaben for zahl in (a.st_mtime_ns, a.st_size))


def draw_new() -> None:
    feld = st.popover(
        "Neues Projekt", icon=":material/add:", type="tertiary", on_change="rerun", key="neues_projekt_feld"
    )
    if not feld.open:
        return
    with feld, st.form("neues_projekt", border=False):
        name = st.text_input("Name des Projekts", placeholder="z. B. Musterstadt")
        if st.form_submit_button("Anlegen", type="primary"):
            _create(name.strip())


def _create(name: str) -> None:
    stamm = to_key(name)
    if not stamm:
        st.error("Bitte geben Sie einen Namen mit mindestens einem Buchstaben oder einer Ziffer ein.")
        return
    if len(name) > HOECHSTENS_ZEICHEN:
        st.error(f"Der Name hat {len(name)} Zeichen. Bitte geben Sie einen mit höchstens {HOECHSTENS_ZEICHEN} ein.")
        return
    ziel = projekte_ordner() / f"{stamm}.duckdb"
    try:
        check_name(ziel)
    except ProjektError as fehler:
        st.error(str(fehler))
        return
    if ziel.exists():
        st.error(f"Ein Projekt ›{stamm}‹ gibt es schon. Bitte wählen Sie einen anderen Namen.")
        return
    ziel.parent.mkdir(parents=True, exist_ok=True)
    create_projekt(ziel, name)
    st.session_state["_neues_projekt"] = stamm
    st.rerun()
