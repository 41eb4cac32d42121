"""Open forms of the register: what each person started from, how it is saved, what to do when somebody was faster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd
import streamlit as st

from sozialplanung.errors import KonfliktError, SozialplanungError
from sozialplanung.importer.handeingabe import read_handeingabe
from sozialplanung.report.saetze_bearbeiten import (
    GEHEIM,
    Namen,
    Zeile,
    compare_versions,
    describe_edit,
    key_of,
    parent_of,
    rows_of,
)
from sozialplanung.store.bearbeiten import Bereich
from sozialplanung.ui import components
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.projekte import who
from sozialplanung.vorlage import blatt_der_tabelle

_OFFEN, _KONFLIKT, _NACHRICHT, _RUNDE = "_formulare", "_formular_konflikt", "_formular_nachricht", "_formular_runde"
_FRISCH = "_formular_frisch"
_WER, _WER_GEMERKT = "bearbeitet_von", "_bearbeitet_von"
SICHERN, _MEINE = "sichern", "meine"


@dataclass(frozen=True)
class Formular:
    """``grundlage``: the rows when the form was opened; ``verborgen``: keys of Leistungen with a hidden Ist.

    ``key`` names its widgets and changes whenever it is opened anew; ``entwurf``: rows to start from, not
    saved yet.
    """

    daten: Daten
    bereich: Bereich
    key: str
    grundlage: pd.DataFrame
    verborgen: frozenset[tuple[str, ...]] = frozenset()
    entwurf: tuple[Zeile, ...] | None = None

    @property
    def zu_bearbeiten(self) -> Sequence[Zeile]:
        """What the widgets start from: a draft, else the rows as they are."""
        return self.zeilen if self.entwurf is None else self.entwurf

    @property
    def zeilen(self) -> list[Zeile]:
        """The rows as they may be shown."""
        return _mask(self.bereich.tabelle, rows_of(self.grundlage), self.verborgen)

    def at(self, schluessel: str) -> Formular:
        """The form of a row that is new and now has a key."""
        return replace(self, bereich=Bereich(self.bereich.tabelle, schluessel))


@dataclass(frozen=True)
class Konflikt:
    """What somebody else saved meanwhile, and what this person wanted to save."""

    formular: Formular
    jetzt: Formular
    eigene: Sequence[Zeile]
    name: str
    namen: Namen = field(default_factory=dict)


def open_form(daten: Daten, bereich: Bereich) -> Formular:
    """The form as it was opened, as long as its widgets live; else the rows as they stand now."""
    offen: dict[Bereich, Formular] = st.session_state.setdefault(_OFFEN, {})
    formular = offen.get(bereich)
    if formular is None or formular.daten.pfad != daten.pfad or not _is_alive(formular):
        formular = _load(daten, bereich, _new_key())
        offen.clear()  # one form at a time
        offen[bereich] = formular
    return formular


def redraft(formular: Formular, zeilen: Sequence[Zeile]) -> None:
    """The next run shows these rows in place of what is there, to be changed and saved."""
    neu = replace(formular, key=_new_key(), entwurf=tuple(zeilen))
    st.session_state[_OFFEN] = {formular.bereich: neu}
    st.session_state[_FRISCH] = neu.key


def _new_key() -> str:
    st.session_state[_RUNDE] = st.session_state.get(_RUNDE, 0) + 1
    return f"form_{st.session_state[_RUNDE]}"


def _is_alive(formular: Formular) -> bool:
    """Streamlit forgets the widgets of a form that a run did not draw; it would come back empty-handed."""
    frisch = st.session_state.pop(_FRISCH, None) == formular.key
    return frisch or any(f"{formular.key}_{knopf}" in st.session_state for knopf in (SICHERN, _MEINE))


def _load(daten: Daten, bereich: Bereich, key: str) -> Formular:
    grundlage = daten.projekt.load_bereich(bereich)
    verborgen = frozenset[tuple[str, ...]]()
    if bereich.tabelle == "leistung":
        alle = daten.projekt.load_leistungen()
        hier = alle[alle["verborgen"] & (alle["massnahme_id"] == bereich.schluessel)]
        verborgen = frozenset(key_of("leistung", zeile) for zeile in rows_of(hier))
    return Formular(daten, bereich, key, grundlage, verborgen)


def _mask(tabelle: str, zeilen: Sequence[Zeile], verborgen: frozenset[tuple[str, ...]]) -> list[Zeile]:
    if not verborgen:
        return list(zeilen)
    return [{**z, "ist": GEHEIM} if key_of(tabelle, z) in verborgen else z for z in zeilen]


def _unmask(formular: Formular, zeilen: Sequence[Zeile]) -> list[Zeile]:
    """A hidden figure that nobody touched stays what it is."""
    if not formular.verborgen:
        return list(zeilen)
    tabelle = formular.bereich.tabelle
    echt = {key_of(tabelle, zeile): zeile["ist"] for zeile in rows_of(formular.grundlage)}
    return [{**z, "ist": echt.get(key_of(tabelle, z))} if z.get("ist") == GEHEIM else z for z in zeilen]


def draw_editor() -> None:
    """Who is at work here, for the log: the account of this machine, unless a person says otherwise."""
    if _WER not in st.session_state:
        st.session_state[_WER] = st.session_state.get(_WER_GEMERKT) or who()
    st.session_state[_WER_GEMERKT] = st.text_input("Ihr Name für den Verlauf", key=_WER, max_chars=60).strip()


def editor() -> str:
    return st.session_state.get(_WER_GEMERKT) or who()


def draw_message() -> None:
    """What became of the last save."""
    components.tell(_NACHRICHT)


def tell(text: str, *, gelungen: bool) -> None:
    st.session_state[_NACHRICHT] = (gelungen, text)


def close_form() -> None:
    """The next run opens it anew, with what stands in the Projekt then."""
    st.session_state.pop(_OFFEN, None)
    st.session_state.pop(_KONFLIKT, None)


def draw_discard(formular: Formular) -> None:
    st.button(
        "Verwerfen",
        key=f"{formular.key}_verwerfen",
        icon=":material/undo:",
        type="tertiary",
        on_click=close_form,
    )


def save(
    formular: Formular,
    zeilen: Sequence[Zeile],
    name: str,
    namen: Namen,
    dazu: Mapping[str, Sequence[Zeile]] | None = None,
) -> bool:
    """Check and write; ``zeilen`` as shown, ``name`` of the Maßnahme for the log. False: the form stays as it is.

    ``dazu``: rows of other tables that these need, e.g. their Quelle.
    """
    bereich, daten = formular.bereich, formular.daten
    tabelle = bereich.tabelle
    schluessel = list(blatt_der_tabelle(tabelle).schluessel)
    bisher = {key_of(tabelle, zeile): zeile for zeile in rows_of(formular.grundlage)}
    kuenftig = {key_of(tabelle, zeile) for zeile in zeilen}
    weg = pd.DataFrame([z for key, z in bisher.items() if key not in kuenftig], columns=schluessel, dtype=object)
    anders = set(compare_versions(tabelle, {"a": formular.zeilen, "b": zeilen}, {})["Zeile"])
    neu = len(kuenftig - bisher.keys())
    try:
        paket = read_handeingabe(
            {**(dazu or {}), tabelle: _unmask(formular, zeilen)},
            daten.projekt,
            geloescht={tabelle: weg},
            bemerkung=describe_edit(tabelle, name, neu, max(len(anders) - neu - len(weg), 0), len(weg)),
        )
        if paket.fehler:
            tell("Noch nicht gesichert. " + " ".join(_without_sheet(str(b)) for b in paket.fehler), gelungen=False)
            return False
        ergebnis = daten.projekt.save_bereich(bereich, formular.grundlage, paket, editor())
    except KonfliktError:
        jetzt = _load(daten, bereich, formular.key)
        st.session_state[_KONFLIKT] = Konflikt(formular, jetzt, zeilen, name, namen)
        return False
    except SozialplanungError as fehler:
        tell(str(fehler), gelungen=False)
        return False
    close_form()
    if ergebnis.lieferung_id is None:
        tell("Es gab nichts zu sichern: So steht es schon im Projekt.", gelungen=True)
        return True
    hinweise = " ".join(_without_sheet(str(b)) for b in paket.befunde)
    tell(f"Gesichert: {paket.bemerkung}. Unter »Verlauf« lässt es sich zurücknehmen. {hinweise}".strip(), gelungen=True)
    return True


def _without_sheet(befund: str) -> str:
    """The page shows one sheet only."""
    ort, trenner, rest = befund.partition("‹, ")
    return rest if trenner and ort.startswith("Blatt ›") else befund


def draw_conflict(formular: Formular) -> bool:
    """Both versions side by side and the choice between them; False where there is no conflict."""
    konflikt: Konflikt | None = st.session_state.get(_KONFLIKT)
    if konflikt is None or konflikt.formular.key != formular.key:
        return False
    tabelle = formular.bereich.tabelle
    st.warning(
        f"{_who_was_faster(konflikt)} Nichts ist überschrieben. Unten steht, worin sich beide Fassungen unterscheiden; "
        "bitte entscheiden Sie, welche gelten soll. Die andere bleibt im Verlauf nachlesbar.",
        icon=":material/call_split:",
    )
    versionen = {
        "Als Sie begannen": konflikt.formular.zeilen,
        "Jetzt im Projekt": konflikt.jetzt.zeilen,
        "Ihre Fassung": konflikt.eigene,
    }
    components.table(compare_versions(tabelle, versionen, konflikt.namen, parent_of(tabelle)))
    with st.container(horizontal=True):
        st.button(
            "Meine Fassung sichern",
            key=f"{formular.key}_{_MEINE}",
            icon=":material/save:",
            on_click=_save_mine,
            args=(konflikt,),
        )
        st.button(
            "Die andere behalten",
            key=f"{formular.key}_andere",
            type="primary",
            icon=":material/check:",
            on_click=close_form,
        )
    return True


def _save_mine(konflikt: Konflikt) -> None:
    save(konflikt.jetzt, konflikt.eigene, konflikt.name, konflikt.namen)


def _who_was_faster(konflikt: Konflikt) -> str:
    bereich = konflikt.formular.bereich
    lieferungen, eintraege = konflikt.formular.daten.projekt.load_verlauf(20)
    for eintrag in eintraege:
        zeile = eintrag.nachher or eintrag.vorher or {}
        if eintrag.tabelle == bereich.tabelle and str(zeile.get(bereich.spalte)) == bereich.schluessel:
            wer = lieferungen.set_index("lieferung_id").loc[eintrag.lieferung_id]
            return f"{wer['importiert_von']} hat diese Angaben um {wer['importiert_am']:%H:%M} Uhr geändert."
    return "Diese Angaben wurden inzwischen geändert."
