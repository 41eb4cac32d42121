"""Page »Maßnahmen«, view »Bearbeiten«: choose a Handlungskonzept or a Maßnahme, change it, save it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from sozialplanung.model import Merkmalsart
from sozialplanung.report.saetze_bearbeiten import Namen, Zeile, describe_shares, describe_sums, parent_of, title_of
from sozialplanung.store.bearbeiten import Bereich
from sozialplanung.ui import adresse, anteile, cache, components, felder, filters, formulare
from sozialplanung.ui.cache import ALLE, Daten
from sozialplanung.ui.formulare import SICHERN, Formular
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.vorlage import blatt_der_tabelle

_NEU = "neu"  # in place of a key
_KONZEPT = ""  # in place of a Maßnahme: the Handlungskonzept itself
_TEILE = {
    "massnahme": {
        "massnahme": "Angaben",
        "finanzierung": "Finanzierung",
        "leistung": "Leistungen",
        "massnahme_gebiet": "Gebiete",
        "wirkung": "Wirkung",
        "meilenstein": "Meilensteine",
    },
    "handlungskonzept": {"handlungskonzept": "Angaben", "beratung": "Beratungsfolge"},
}
_FORMULARE = ("massnahme", "handlungskonzept", "wirkung")


@remember(16)
def concept_names(daten: Daten) -> dict[str, str]:
    """All Handlungskonzepte, with or without money."""
    tabelle = daten.projekt.load_handlungskonzepte()
    return dict(zip(tabelle["handlungskonzept_id"], tabelle["bezeichnung"], strict=True))


@remember(16)
def person_counts(daten: Daten) -> dict[str, str]:
    """Merkmale that are counts: what may count the persons of a Zielgruppe."""
    merkmale = cache.merkmale(daten)
    anzahlen = merkmale.loc[merkmale["art"] == Merkmalsart.ANZAHL, "bezeichnung"]
    return dict(zip(anzahlen.index, anzahlen, strict=True))


@remember(16)
def names(daten: Daten) -> Namen:
    """Column → key → what people call it; the choices of the forms."""
    gebiete = cache.all_gebiete(daten)
    quellen = daten.projekt.load_quellen()
    massnahmen = cache.massnahmen(daten)
    indikatoren = cache.indikatoren(daten)
    return {
        "indikator_id": {i: angabe.bezeichnung for i, angabe in indikatoren.items() if not angabe.ist_index},
        "vorgaenger_id": {
            str(schluessel): f"{schluessel} · {name} ({konzept})"
            for schluessel, name, konzept in zip(
                massnahmen["massnahme_id"], massnahmen["bezeichnung"], massnahmen["handlungskonzept"], strict=True
            )
        },
        "gebiet_id": dict(zip(gebiete.index, gebiete["bezeichnung"], strict=True)),
        "quelle_id": dict(zip(quellen["quelle_id"], quellen["bezeichnung"], strict=True)),
        "zielgruppe_merkmal_id": person_counts(daten),
        "handlungskonzept_id": concept_names(daten),
        "massnahme_id": dict(zip(massnahmen["massnahme_id"], massnahmen["bezeichnung"], strict=True)),
    }


@remember(64)
def measures_of(daten: Daten, konzept: str) -> dict[str, str]:
    """The Maßnahmen of a Handlungskonzept by their number: »IK-07 · Sprachpaten«."""
    alle = cache.massnahmen(daten)
    hier = alle[alle["handlungskonzept_id"] == konzept].sort_values(["nummer", "massnahme_id"], key=_natural)
    return {
        str(schluessel): f"{schluessel} · {name}"
        for schluessel, name in zip(hier["massnahme_id"], hier["bezeichnung"], strict=True)
    }


def _natural(spalte: Any) -> Any:
    """»2« before »10«."""
    return spalte.astype(str).str.zfill(8)


def edit(daten: Daten, massnahme_id: str, teil: str = "massnahme") -> None:
    """Open one of the forms of a Maßnahme on the next run."""
    alle = cache.massnahmen(daten).set_index("massnahme_id")
    konzept = str(alle.loc[massnahme_id, "handlungskonzept_id"])
    adresse.replace("blick_massnahmen", "bearbeiten")
    adresse.replace("konzept_bearbeiten", konzept)
    adresse.replace("massnahme", massnahme_id)
    adresse.replace("teil_massnahme", teil)


def draw(daten: Daten, konzept: str) -> None:
    """``konzept``: what is chosen in the frame."""
    art, schluessel, konzept = _choose(daten, konzept)
    formulare.draw_message()
    teile = _TEILE[art]
    tabelle = art if schluessel == _NEU else components.choose_view(f"teil_{art}", teile, "Was möchten Sie bearbeiten?")
    bereich = Bereich(tabelle, "" if schluessel == _NEU else schluessel)
    if tabelle == "massnahme_gebiet" and components.not_in_wuerde(filters.current()):
        return
    formular = formulare.open_form(daten, bereich)
    if formulare.draw_conflict(formular):
        return
    if tabelle in _FORMULARE:
        _draw_single(formular, konzept)
    else:
        _draw_many(formular)


def _choose(daten: Daten, konzept: str) -> tuple[str, str, str]:
    """(table, key or »neu«, Handlungskonzept)."""
    konzepte = concept_names(daten)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wahl = [*konzepte, _NEU]
        konzept = adresse.recall("konzept_bearbeiten", wahl, konzept if konzept in konzepte else wahl[0])
        st.selectbox(
            "Handlungskonzept",
            wahl,
            key="konzept_bearbeiten",
            format_func=lambda k: konzepte.get(k, "Neues Handlungskonzept …"),
        )
        massnahmen = {} if konzept == _NEU else measures_of(daten, konzept)
        if konzept != _NEU:
            optionen = [_KONZEPT, *massnahmen, _NEU]
            massnahme = adresse.recall("massnahme", optionen, optionen[1])
            st.selectbox(
                "Maßnahme",
                optionen,
                key="massnahme",
                format_func=lambda m: massnahmen.get(
                    m, "(das Handlungskonzept selbst)" if m == _KONZEPT else "Neue Maßnahme …"
                ),
            )
        formulare.draw_editor()
    if konzept == _NEU or massnahme == _KONZEPT:
        return "handlungskonzept", konzept, konzept
    return "massnahme", massnahme, konzept


def _draw_single(formular: Formular, konzept: str) -> None:
    """One row: the fields of a Maßnahme or a Handlungskonzept."""
    tabelle, schluessel = formular.bereich
    blatt = blatt_der_tabelle(tabelle)
    namen = names(formular.daten)
    neu = not schluessel
    vorgabe: dict[str, Any] = {"handlungskonzept_id": konzept, "status": "geplant"} if tabelle == "massnahme" else {}
    if tabelle == "wirkung":
        vorgabe = {"massnahme_id": schluessel, **_default_source(formular)}
    zeile = formular.zeilen[0] if formular.zeilen else vorgabe
    if not (neu or formular.zeilen or tabelle == "wirkung"):
        st.info("Diese Angaben gibt es nicht mehr. Bitte wählen Sie oben etwas anderes.", icon=":material/info:")
        return
    with st.form(f"{formular.key}_form", border=True):
        fest = () if neu else blatt.schluessel
        eingabe = felder.draw_form(blatt, zeile, formular.key, namen, fest=fest)
        gesichert = st.form_submit_button(
            "Sichern", key=f"{formular.key}_{SICHERN}", icon=":material/save:", type="primary"
        )
    if gesichert:
        _save_single(formular, eingabe, namen)
    if formular.zeilen:
        _draw_delete(formular, zeile, namen)


def _save_single(formular: Formular, eingabe: dict[str, Any], namen: Namen) -> None:
    tabelle = formular.bereich.tabelle
    spalte = formular.bereich.spalte
    eingabe[spalte] = str(eingabe.get(spalte) or "").strip()
    schluessel = eingabe[spalte]
    name = str(eingabe.get("bezeichnung") or namen[spalte].get(schluessel, schluessel))
    if formular.bereich.schluessel:
        formulare.save(formular, [eingabe], name, namen)
    elif len(formular.daten.projekt.load_bereich(Bereich(tabelle, schluessel))):
        formulare.tell(f"Das Kürzel ›{schluessel}‹ ist schon vergeben. Bitte wählen Sie ein anderes.", gelungen=False)
    elif schluessel in {_NEU, ALLE}:
        formulare.tell(f"Das Kürzel ›{schluessel}‹ ist für die Anwendung reserviert.", gelungen=False)
    elif formulare.save(formular.at(schluessel), [eingabe], name, namen):
        adresse.replace("konzept_bearbeiten", str(eingabe["handlungskonzept_id"]))
        adresse.replace("massnahme", schluessel if tabelle == "massnahme" else _KONZEPT)
    st.rerun()


def _draw_delete(formular: Formular, zeile: Zeile, namen: Namen) -> None:
    with st.popover("Löschen …", type="tertiary", icon=":material/delete:", key=f"{formular.key}_loeschen"):
        st.markdown(
            "Löschen lässt sich nur, woran nichts mehr hängt (Geld, Leistungen, Gebiete, Maßnahmen, Beratungen). "
            "Was begonnen wurde, bekommt besser den Status »eingestellt« und bleibt so nachlesbar."
        )
        if st.button("Endgültig löschen", key=f"{formular.key}_weg"):
            formulare.save(formular, [], str(zeile.get("bezeichnung") or formular.bereich.schluessel), namen)
            st.rerun()


def _draw_many(formular: Formular) -> None:
    """Several rows: money, Leistungen, Gebiete, Beratungen."""
    tabelle, schluessel = formular.bereich
    eltern = parent_of(tabelle)
    namen = names(formular.daten)
    vorgabe = {eltern: schluessel, **_default_source(formular)}
    if tabelle == "massnahme_gebiet":
        vorschlag = anteile.suggest(formular.daten, schluessel)
        if vorschlag is not None:
            formulare.redraft(formular, vorschlag)
            st.rerun()
    zeilen = felder.draw_table(
        blatt_der_tabelle(tabelle), formular.zu_bearbeiten, formular.key, namen, eltern=eltern, vorgabe=vorgabe
    )
    if tabelle == "finanzierung":
        st.caption(describe_sums(zeilen))
    elif tabelle == "massnahme_gebiet":
        st.caption(describe_shares(zeilen))
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            f"{title_of(tabelle)} sichern", key=f"{formular.key}_{SICHERN}", icon=":material/save:", type="primary"
        ):
            formulare.save(formular, zeilen, namen[eltern].get(schluessel, schluessel), namen)
            st.rerun()
        formulare.draw_discard(formular)
    st.caption("Zeile anfügen: unten in die leere Zeile schreiben. Zeile löschen: links anhaken, dann Papierkorb.")


def _default_source(formular: Formular) -> Mapping[str, Any]:
    """New rows say what their Maßnahme says, until somebody chooses another Quelle."""
    if formular.bereich.tabelle == "massnahme_gebiet":
        return {}
    eltern = "massnahme" if formular.bereich.spalte == "massnahme_id" else "handlungskonzept"
    zeile = formular.daten.projekt.load_bereich(Bereich(eltern, formular.bereich.schluessel))
    return {"quelle_id": zeile["quelle_id"].iloc[0]} if len(zeile) else {}
