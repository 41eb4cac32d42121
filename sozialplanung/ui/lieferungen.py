"""Page »Daten«: take a file in – findings, what would change, confirm. The CLI uses the same two calls."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from sozialplanung.errors import SozialplanungError
from sozialplanung.formatting import format_anzahl
from sozialplanung.importer import Erkennung, deute, erkenne_offene, fills_register, read_erkannte
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.grenzen import list_properties, read_grenzen
from sozialplanung.model import Befund, Herkunft, Lieferungspaket, Schwere
from sozialplanung.report.aenderungen import sentence_imported
from sozialplanung.report.saetze_woher import HERKUNFT
from sozialplanung.report.tabellen import csv_bytes
from sozialplanung.report.vorlage_schreiben import export_projekt, write_vorlage
from sozialplanung.ui import aenderungen, components, gebietsnamen, lesart, lesefortschritt, lesewahl, rezepte
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.lesewahl import Lesewahl
from sozialplanung.ui.projekte import who

_Gelesen = TypeVar("_Gelesen")
_PAKET = "_paket"
_ALS_ZAHLEN = "Als Zahlen je Gebiet (für Karten)"
_ALS_MASSNAHMEN = "Als Maßnahmen mit Geld (für das Register)"
_PRUEFEN = "Die Datei wird geprüft …"
_NACHRICHT = gebietsnamen.NACHRICHT
_FERTIG = "_import_fertig"
_BREITE_TEXT = 250
_ZEICHEN_JE_ZEILE = 36
_HOECHSTENS_ZEILEN = 4
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw_workbooks(daten: Daten, name: str) -> None:
    """An empty Vorlage, or the whole Projekt as one."""
    with st.container(horizontal=True):
        st.download_button(
            "Leere Vorlage",
            _empty_workbook,
            file_name="Vorlage.xlsx",
            mime=_XLSX,
            icon=":material/note_add:",
            on_click="ignore",
            key="vorlage_leer",
        )
        st.download_button(
            "Dieses Projekt als Mappe",
            lambda: _whole_projekt(daten),
            file_name=f"{name or 'Projekt'}.xlsx",
            mime=_XLSX,
            icon=":material/archive:",
            on_click="ignore",
            key="vorlage_voll",
        )
    st.caption("Die Mappe des Projekts enthält auch geheime Werte; sie ist nur für die eigene Verwaltung.")


def _empty_workbook() -> bytes:
    strom = io.BytesIO()
    write_vorlage(strom)
    return strom.getvalue()


def _whole_projekt(daten: Daten) -> bytes:
    strom = io.BytesIO()
    export_projekt(daten.projekt, strom)
    return strom.getvalue()


def draw_upload(daten: Daten) -> None:
    """Upload → findings → preview → confirm."""
    _conclude()
    components.tell(_NACHRICHT)
    runde = st.session_state.get("_runde", 0)
    datei = st.file_uploader("Vorlage oder Tabelle (xlsx, xls, ods, csv)", key=f"mappe_{runde}")
    if datei is None:
        st.caption(
            "Erkannt werden außer der Vorlage: Tabellen von GENESIS und den Landesdatenbanken, der Bundesagentur für "
            "Arbeit, INKAR und dem Zensus, Haushalte nach Stadtbezirken – und jede andere Tabelle, in der Zahlen zu "
            "Gebieten stehen."
        )
        return
    anlegen = bool(st.session_state.get(f"anlegen_{runde}", False))
    register = st.session_state.get(f"als_{runde}") == _ALS_MASSNAHMEN
    inhalt = lesewahl.open_file(datei, datei.getvalue(), runde)
    wahl = lesewahl.current()
    gelesen = read_once(
        datei,
        daten,
        f"anlegen={anlegen}|register={register}|{wahl}",
        lambda _: _read_upload(inhalt, daten, anlegen, register, wahl, runde),
        _PRUEFEN,
    )
    if gelesen is None:
        if register:
            _draw_use(runde)
        rezepte.draw_choice(daten, None)
        lesart.draw_broken(inhalt)
        return
    paket, erkennung = gelesen
    if erkennung.form is not None:
        grund = "" if erkennung.deutung else f" ({components.markdown_escape(erkennung.grund)})"
        st.info(f"Erkannt: **{erkennung.profil.titel}**{grund}. {erkennung.form}.", icon=":material/search:")
    if erkennung.deutung is None and erkennung.profil.lies is not None:
        st.button("Nicht das? Als gewöhnliche Tabelle lesen", key=f"als_tabelle_{runde}", type="tertiary",
                  on_click=lesewahl.say, args=(lesewahl.Lesewahl(tabelle=True),))  # fmt: skip
    if fills_register(erkennung):
        _draw_use(runde)
    if erkennung.deutung is not None:
        rezepte.draw_choice(daten, erkennung)
        lesart.draw(inhalt, erkennung)
        rezepte.draw_save(daten, inhalt, erkennung)
    if anlegen or any(befund.art in {"unknown_area", "no_known_area"} for befund in paket.befunde):
        st.checkbox("Unbekannte Gebiete anlegen", key=f"anlegen_{runde}")
    draw_findings(paket.befunde)
    gebietsnamen.draw_open(daten, paket.offene_gebiete, anlegen=anlegen)
    draw_confirmation(daten, paket)


def _draw_use(runde: int) -> None:
    """What a budget is taken in for."""
    st.radio("Einlesen", [_ALS_ZAHLEN, _ALS_MASSNAHMEN], key=f"als_{runde}", horizontal=True)


def _read_upload(
    datei: Datei, daten: Daten, anlegen: bool, register: bool, wahl: Lesewahl, runde: int
) -> tuple[Lieferungspaket, Erkennung]:
    projekt = daten.projekt
    if wahl.vorgaben is not None:
        erkennung = deute(datei, wahl.vorgaben, projekt)
    else:
        rezept = rezepte.find(daten, wahl.rezept)
        erkennung = erkenne_offene(
            datei, "tabelle" if wahl.tabelle else None, projekt, rezept=rezept, ohne_rezept=wahl.rezept == ""
        )
    with lesefortschritt.watch(datei, partial(_note_end, runde)):
        return read_erkannte(datei, erkennung, projekt, gebiete_anlegen=anlegen, als_massnahmen=register)


def _begin_anew() -> None:
    """The upload is done with: an empty field, and the file's bytes are given back."""
    st.session_state.pop(_PAKET, None)
    aenderungen.forget_comparison()
    lesewahl.forget_file()
    st.session_state["_runde"] = st.session_state.get("_runde", 0) + 1


def draw_boundaries(daten: Daten) -> None:
    """Attach polygons to the areas of the Projekt."""
    datei = st.file_uploader(
        "Grenzen (GeoJSON, Shapefile als ZIP, GeoPackage, KML)", key=f"grenzen_{st.session_state.get('_runde', 0)}"
    )
    if datei is None:
        st.caption(
            "Jedes Koordinatensystem, das in der Datei steht; ohne Angabe werden WGS 84, ETRS89/UTM und Gauß-Krüger "
            "an den Koordinaten erkannt."
        )
        return
    try:
        felder = list_properties(datei.getvalue(), datei.name)
    except SozialplanungError as fehler:
        st.error(str(fehler), icon=":material/block:")
        return
    feld = st.selectbox("Feld mit dem Gebietsschlüssel", felder, key="grenzen_feld", placeholder="Bitte wählen")
    quelle = st.text_input("Quelle der Grenzen", key="grenzen_quelle", placeholder="z. B. Geobasis NRW, dl-de/zero-2-0")
    herkunft = st.selectbox(
        "Herkunft der Grenzen",
        list(Herkunft),
        index=None,
        format_func=lambda herkunft: HERKUNFT[herkunft],
        key="grenzen_herkunft",
        placeholder="Bitte wählen",
    )
    if feld is None:
        return
    gebiete = daten.projekt.load_gebiete()
    paket = read_once(
        datei,
        daten,
        f"{feld}|{quelle}|{herkunft}",
        lambda inhalt: read_grenzen(
            inhalt,
            datei.name,
            feld,
            gebiete,
            quelle=quelle,
            herkunft=herkunft,
            mit_umriss=set(gebiete.loc[gebiete["hat_geometrie"], "gebiet_id"]),
        )[0],
        "Die Grenzen werden geprüft …",
    )
    if paket is not None:
        draw_findings(paket.befunde)
        draw_confirmation(daten, paket)


def read_once(
    datei: UploadedFile, daten: Daten, zusatz: str, lesen: Callable[[bytes], _Gelesen], spinner: str
) -> _Gelesen | None:
    """Read and check an upload; a rerun (a click, another tab) does not read it again."""
    merkmal = (datei.file_id, zusatz, daten)
    if st.session_state.get(_PAKET, (None,))[0] != merkmal:
        try:
            with st.spinner(spinner):
                st.session_state[_PAKET] = (merkmal, lesen(datei.getvalue()))
        except SozialplanungError as fehler:
            st.error(str(fehler), icon=":material/block:")
            return None
    gelesen: _Gelesen = st.session_state[_PAKET][1]
    return gelesen


def draw_findings(befunde: tuple[Befund, ...]) -> None:
    if not befunde:
        st.success("Keine Befunde: Die Datei ist in Ordnung.", icon=":material/verified:")
        return
    tabelle = findings_table(befunde)
    zahlen = [format_anzahl(_count(tabelle, s), s.singular, s.plural) for s in Schwere]
    st.markdown(f"**Befunde:** {' · '.join(zahlen)}")
    st.dataframe(
        tabelle,
        hide_index=True,
        width="stretch",
        row_height=_row_height(tabelle),
        column_config={
            "Befund": st.column_config.TextColumn(width=_BREITE_TEXT),
            "Was tun?": st.column_config.TextColumn(width=_BREITE_TEXT),
        },
    )
    st.download_button(
        "Befunde als CSV",
        lambda: csv_bytes(tabelle),
        file_name="befunde.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="befunde_csv",
    )


def _row_height(tabelle: pd.DataFrame) -> int:
    """High enough (px) for the longest text in wrapped lines: what to do must be readable without scrolling."""
    laengster = max(len(text) for spalte in ("Befund", "Was tun?") for text in tabelle[spalte])
    zeilen = min(-(-laengster // _ZEICHEN_JE_ZEILE), _HOECHSTENS_ZEILEN)
    return 16 + 18 * max(zeilen, 1)


def findings_table(befunde: tuple[Befund, ...]) -> pd.DataFrame:
    """Findings with the gravest first, in the order of the workbook."""
    rang = {schwere: i for i, schwere in enumerate(Schwere)}
    zeilen = [
        {
            "Schwere": b.schwere.singular,
            "Blatt": b.blatt,
            "Zeile": "" if b.zeile is None else str(b.zeile),
            "Spalte": b.spalte or "",
            "Wert": b.wert or "",
            "Befund": b.meldung,
            "Was tun?": b.abhilfe,
        }
        for b in sorted(befunde, key=lambda b: rang[b.schwere])
    ]
    return pd.DataFrame(zeilen)


def _count(tabelle: pd.DataFrame, schwere: Schwere) -> int:
    return int((tabelle["Schwere"] == schwere.singular).sum())


def draw_confirmation(daten: Daten, paket: Lieferungspaket) -> None:
    if paket.fehler:
        st.error(
            "So kann die Datei noch nicht übernommen werden. Bitte berichtigen Sie die Fehler und laden Sie sie erneut "
            "hoch; bis dahin bleibt alles, wie es ist.",
            icon=":material/block:",
        )
        return
    vorschau = aenderungen.compare_once(daten, paket)
    if vorschau.ergebnis.neu + vorschau.ergebnis.geaendert == 0:
        st.info(
            "Alles, was in dieser Datei steht, ist schon im Projekt. Es gibt nichts zu übernehmen.",
            icon=":material/info:",
        )
        aenderungen.draw_figures(vorschau)
        return
    aenderungen.draw(vorschau)
    bereit = not paket.warnungen or st.checkbox(
        "Ich habe die Warnungen gelesen und möchte die Datei trotzdem übernehmen.", key="warnungen_gelesen"
    )
    st.button(
        "Ins Projekt übernehmen",
        type="primary",
        icon=":material/check:",
        disabled=not bereit,
        key="uebernehmen",
        on_click=_import,
        args=(daten, paket, st.session_state.get("_runde", 0)),
    )


def _import(daten: Daten, paket: Lieferungspaket, runde: int) -> None:
    """Runs before the page is drawn again; the second click of a double click says again what the first one did."""
    # Wherever a callback touches the session's state, another click ends it for good: a plain dict notes what is done.
    fertig = st.session_state.setdefault(_FERTIG, {})
    if fertig.get("runde") != runde:
        try:
            fertig["satz"] = (True, sentence_imported(daten.projekt.import_lieferung(paket, who())))
            fertig["runde"] = runde
        except SozialplanungError as fehler:
            fertig["satz"] = (False, str(fehler))
    fertig["sagen"] = True


def _note_end(runde: int, satz: str) -> None:
    """The upload is done with, without an import; for callbacks, like ``_import``."""
    st.session_state.setdefault(_FERTIG, {}).update(runde=runde, satz=(True, satz), sagen=True)


def _conclude() -> None:
    """After an upload: what was done, and an empty field for the next file. May be interrupted and run again."""
    fertig = st.session_state.get(_FERTIG, {})
    if fertig.get("sagen"):
        st.session_state[_NACHRICHT] = fertig["satz"]
        if fertig.get("runde") == st.session_state.get("_runde", 0):
            _begin_anew()
        fertig["sagen"] = False
