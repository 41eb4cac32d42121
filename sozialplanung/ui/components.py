"""Pieces that every page uses: cards, the line under a chart, tables and downloads, empty states."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, NoReturn, TypeVar

import pandas as pd
import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sozialplanung.formatting import format_datum, format_wert, format_zahl, join_und
from sozialplanung.model import Herkunft, Indikator, Raumebene
from sozialplanung.report.saetze_wuerde import not_shown
from sozialplanung.report.tabellen import csv_bytes, xlsx_bytes
from sozialplanung.ui import adresse, cache, filters
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember

Spec = dict[str, Any]
T = TypeVar("T")

_KEINE_ZAHLEN = (
    "In diesem Projekt sind noch keine Zahlen. Bitte laden Sie auf der Seite »Daten« eine ausgefüllte Vorlage hoch; "
    "eine leere Vorlage können Sie dort herunterladen."
)


def require_figures() -> Auswahl:
    """The choice of this run – or, while the Projekt is empty, what to do first."""
    auswahl = filters.current()
    if auswahl.indikator is None:
        st.header(auswahl.name or "Neues Projekt")
        empty_state(_KEINE_ZAHLEN)
    return auswahl


def not_in_wuerde(auswahl: Auswahl, stattdessen: str = "") -> bool:
    """Whether names are off the screen; then the card says that its picture is not shown."""
    if auswahl.stil.wuerde:
        st.info(not_shown(stattdessen), icon=":material/visibility_off:")
    return auswahl.stil.wuerde


def choose_view(key: str, namen: Mapping[T, str], frage: str) -> T:
    """One of several views or forms, the first by default, kept in the URL; ``frage`` is for screen readers."""
    wahl = adresse.recall(key, list(namen), next(iter(namen)))
    st.segmented_control(
        frage, list(namen), key=key, format_func=namen.__getitem__, label_visibility="collapsed", required=True
    )
    return wahl


def empty_state(text: str) -> NoReturn:
    """Say what is missing and where to go; nothing below is drawn."""
    st.info(text, icon=":material/lightbulb:")
    st.page_link("../../pages/daten.py", label="Zur Seite »Daten«", icon=":material/database:")
    st.stop()


def tell(key: str) -> None:
    """What the last click did, or why it did nothing: (gelungen, text), left in the session under ``key``; once."""
    if nachricht := st.session_state.pop(key, None):
        gelungen, text = nachricht
        (st.success if gelungen else st.error)(text, icon=":material/task_alt:" if gelungen else ":material/block:")


def hint(text: str) -> NoReturn:
    """Say what to choose; nothing below is drawn."""
    st.info(text, icon=":material/info:")
    st.stop()


def card(titel: str, *, key: str | None = None) -> DeltaGenerator:
    """A bordered card; cards of one row end at the same height."""
    behaelter = st.container(border=True, height="stretch", key=key, gap="xsmall")
    behaelter.subheader(titel, anchor=False)
    return behaelter


def is_beispiel(werte: pd.DataFrame) -> bool:
    """Whether any figure of the frame is invented."""
    return bool((werte["herkunft"] == Herkunft.BEISPIEL).any())


def source_line(quellen: cache.Quellen, zusatz: Sequence[str] = ()) -> None:
    """»Quelle: …, Stand 31.12.2021 · 7 von 7 Stadtbezirken · schematische Grenzen«."""
    st.caption(" · ".join([markdown_escape(source_text(quellen)), *zusatz]))


@remember(256)
def source_text(quellen: cache.Quellen) -> str:
    """»Quelle: Zensus 2022 (dl-de/by-2-0), Stand 15.05.2022; …«."""
    angaben = [
        q.bezeichnung + (f" ({q.lizenz})" if q.lizenz else "") + (f", Stand {format_datum(q.stand)}" if q.stand else "")
        for q in quellen
    ]
    return "Quelle: " + ("; ".join(angaben) or "nicht angegeben")


def markdown_escape(text: str) -> str:
    """Names and sources come from workbooks: keep them from being read as Markdown, HTML or maths."""
    for zeichen in "\\`*_{}[]<>#|~$:":
        text = text.replace(zeichen, "\\" + zeichen)
    return text


def coverage_text(werte: pd.DataFrame, ebene: Raumebene) -> str:
    """»5 von 7 Stadtbezirken mit Wert · 2 Werte verborgen: …«."""
    text = f"{int(werte['wert'].notna().sum())} von {len(werte)} {ebene.dativ} mit Wert"
    return " · ".join([text, *hidden_notes(werte)])


def hidden_notes(werte: pd.DataFrame) -> list[str]:
    """What the rules of the Projekt hide, in plain words; nothing where nothing is hidden."""
    verborgen, klein, wenige = (
        int((werte["hinweis"] == hinweis).sum()) for hinweis in ("verborgen", "nenner_zu_klein", "einwohner_zu_wenig")
    )
    worte = [f"{wenige} {'Gebiet' if wenige == 1 else 'Gebiete'} ohne Index: zu wenige Einwohner"] if wenige else []
    if not verborgen and not klein:
        return worte
    k, mindestnenner, mindesteinwohner = cache.strictest_rule(filters.current().daten)
    if verborgen:
        klein_ort = f", in Gebieten unter {format_zahl(mindesteinwohner)} Einwohnern" if mindesteinwohner else ""
        worte.append(
            f"{verborgen} {'Wert' if verborgen == 1 else 'Werte'} verborgen: unter {k} Personen{klein_ort} "
            "oder daraus errechenbar"
        )
    if klein:
        worte.append(
            f"{klein} {'Quote' if klein == 1 else 'Quoten'} nicht gezeigt: "
            f"weniger als {format_zahl(mindestnenner)} Personen im Nenner"
        )
    return worte


def chart(spec: Spec, key: str, *, select: bool = False) -> None:
    """Show a finished Vega-Lite spec; with ``select`` a click marks the area everywhere."""
    if not select or filters.current().stil.wuerde:
        st.vega_lite_chart(spec=spec, theme=None, key=key, width="stretch")
        return
    # A chart reports a click only once as long as it lives: after every choice it starts anew.
    key = f"{key}_{filters.current().gebiet or 'keins'}"

    def on_select() -> None:
        punkte = st.session_state[key].selection.get("gebiet") or []
        filters.click_gebiet(key, punkte[0]["gebiet_id"] if punkte else None)

    st.vega_lite_chart(spec=spec, theme=None, key=key, width="stretch", on_select=on_select)


_WOHER = "Datei, Stelle, Quelle und Rechenweg der Zahl eines Gebiets"


def take_away(
    tabelle: Callable[[], pd.DataFrame],
    datei: str,
    *,
    key: str,
    bilder: Mapping[str, Callable[[], bytes]] | None = None,
    blaetter: Callable[[], Mapping[str, pd.DataFrame]] = dict,
    woher: bool = False,
) -> None:
    """»Tabelle« and »Herunterladen« under a chart; the table is computed when it is opened, files when asked for.

    ``blaetter``: further sheets of the workbook. ``woher``: a way to where the chosen figure
    comes from. Without names on the screen there is no table either: its rows are
    areas. Files stay, they are the office's own.
    """
    mit_tabelle = not filters.current().stil.wuerde
    with st.container(horizontal=True, gap="small"):
        if mit_tabelle:
            tabellenfeld = st.popover("Tabelle", type="tertiary", on_change="rerun", key=f"{key}_tabelle")
        ladefeld = st.popover("Herunterladen", type="tertiary", on_change="rerun", key=f"{key}_laden")
        if woher and mit_tabelle and st.button("Woher?", type="tertiary", key=f"{key}_woher", help=_WOHER):
            adresse.replace("bereich", "woher")
            st.switch_page("../../pages/daten.py")
    if mit_tabelle and tabellenfeld.open:
        with tabellenfeld:
            table(tabelle())
    if ladefeld.open:
        with ladefeld:
            download("CSV (für Excel)", lambda: csv_bytes(tabelle()), f"{datei}.csv", key=key)
            download("XLSX", lambda: xlsx_bytes({"Tabelle": tabelle(), **blaetter()}), f"{datei}.xlsx", key=key)
            for endung, malen in (bilder or {}).items():
                download(f"Bild ({endung.upper()})", malen, f"{datei}.{endung}", key=key)


_MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "svg": "image/svg+xml",
}


def download(label: str, inhalt: Callable[[], bytes], datei: str, *, key: str) -> None:
    """A button for a file that is made when it is asked for; the ending of its name says what it is."""
    endung = datei.rsplit(".", 1)[-1]
    st.download_button(
        label,
        inhalt,
        file_name=datei,
        mime=_MIME[endung],
        key=f"{key}_{endung}",
        on_click="ignore",
        width="stretch",
    )


class Tabelle(NamedTuple):
    """A table that only needs to be shown."""

    inhalt: Any  # a frame, or an Arrow table
    spalten: dict[str, Any]


def finish_table(tabelle: pd.DataFrame) -> Tabelle:
    """For a table that is shown again and again: what the browser gets, to be remembered by its choice."""
    return Tabelle(pa.Table.from_pandas(tabelle, preserve_index=False), _number_columns(tabelle))


def table(
    tabelle: pd.DataFrame | Tabelle,
    *,
    width: Literal["stretch", "content"] = "stretch",
    height: int | None = None,
    key: str | None = None,
    on_row: Callable[[int], None] | None = None,
) -> None:
    """A table to read: German decimals and thousands, columns that sort by number, »–« where nothing is.

    Formatted by the browser, in German whatever its language (``server.GermanHtml``): a pandas Styler takes 0,05 ms a
    cell on the server at every rerun and refuses tables of more than 262.144 cells. ``on_row``: told which row was
    ticked; needs a ``key``.
    """

    def on_select() -> None:
        zeilen = st.session_state[str(key)].selection.rows
        if zeilen and on_row is not None:
            on_row(zeilen[0])

    if isinstance(tabelle, pd.DataFrame):
        tabelle = Tabelle(tabelle, _number_columns(tabelle))
    st.dataframe(
        tabelle.inhalt,
        hide_index=True,
        width=width,
        height=height or "auto",
        placeholder="–",
        key=key,
        on_select="ignore" if on_row is None else on_select,
        selection_mode="single-row",
        column_config=tabelle.spalten,
    )


def _number_columns(tabelle: pd.DataFrame) -> dict[str, Any]:
    return {str(s): _number_column(str(s), tabelle[s]) for s in tabelle.select_dtypes("number").columns}


def _number_column(name: str, zahlen: pd.Series) -> Any:
    if "jahr" in name.lower():
        return st.column_config.NumberColumn(format="%d")
    ganz = bool((zahlen.dropna() % 1 == 0).all())
    return st.column_config.NumberColumn(format="localized", step=1 if ganz else 0.01)


def werte_tabelle(werte: pd.DataFrame, indikator: Indikator) -> pd.DataFrame:
    """The figures behind a chart with headers that people read."""
    einheit = f" ({indikator.einheit})" if indikator.einheit else ""
    return pd.DataFrame(
        {
            "Schlüssel": werte["gebiet_id"],
            "Gebiet": werte["bezeichnung"],
            "Jahr": werte["jahr"],
            f"{indikator.bezeichnung}{einheit}": werte["wert"],
            "Zähler": werte["zaehler"],
            "Nenner": werte["nenner"],
            "Zeichen": [
                "" if pd.isna(z) and not pd.isna(w) else format_wert(None, z)
                for w, z in zip(werte["wert"], werte["zeichen"], strict=True)
            ],
        }
    )


def beispiel_mark(beispiel: bool) -> str:
    """The word that no invented figure goes without."""
    return '<span class="beispiel">Beispiel</span>' if beispiel else ""


def headline(frage: str, satz: str, *, beispiel: bool = False) -> None:
    """The planner's question and the answer in one sentence."""
    st.title(markdown_escape(frage) + (" :gray-badge[Beispielwerte]" if beispiel else ""), anchor=False)
    st.markdown(markdown_escape(satz))


def sentence(satz: str) -> None:
    """What the chart below shows, in one sentence."""
    st.markdown(markdown_escape(satz))


def list_names(namen: Sequence[str], hoechstens: int = 8) -> str:
    """»A, B und C« – long lists are cut with a count."""
    if len(namen) <= hoechstens:
        return join_und(list(namen))
    return f"{', '.join(namen[:hoechstens])} und {len(namen) - hoechstens} weitere"


def text(inhalt: object) -> str:
    """Anything from a workbook as plain HTML text."""
    return html.escape(str(inhalt))
