"""Page »Arm und Reich«: its views, and the cards of »Abstand«."""

from __future__ import annotations

import streamlit as st

from sozialplanung.charts.theme import Stil
from sozialplanung.ui import adresse, cache, components, vergleich
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.masse import Mass, chart_room

SPALTEN = (0.8, 1.0)
_WAHL = 44  # px of a choice above the neighbouring chart
_BLICKE = {
    "abstand": "Abstand",
    "verteilung": "Verteilung",
    "zerlegung": "Zwischen und innerhalb",
    "zusammenhang": "Zusammenhang",
    "muster": "Räumliche Muster",
    "trennung": "Trennung",
}


def choose_view() -> str:
    """Only the chosen view is computed."""
    return components.choose_view("blick", _BLICKE, "Blick")


def has_ratios(auswahl: Auswahl) -> bool:
    return vergleich.has_ratios(auswahl.daten, auswahl.figures, auswahl.level)


def no_ratios_text(auswahl: Auswahl) -> str:
    """Fifths, shares and ratios have no meaning without a zero or below it."""
    name = f"»{components.markdown_escape(auswahl.figures.bezeichnung)}«"
    if auswahl.figures.ist_index:
        return f"{name} ist ein Index ohne Nullpunkt: Verhältnisse und Anteile an einer Summe haben keinen Sinn."
    return f"{name} hat Werte unter null; Verhältnisse und Anteile haben dann keinen Sinn."


def require_counts_from_zero(auswahl: Auswahl) -> None:
    """Say where figures without ratios are looked at."""
    if not has_ratios(auswahl):
        components.hint(
            f"{no_ratios_text(auswahl)} »Abstand«, »Zusammenhang« und »Räumliche Muster« zeigen diese Werte; "
            "oder bitte wählen Sie einen anderen Indikator."
        )


def size(stil: Stil, spalte: int | None = None) -> Mass:
    """In two equal columns, or in one of ``SPALTEN``."""
    anteil = 0.5 if spalte is None else SPALTEN[spalte] / sum(SPALTEN)
    return chart_room(projektor=stil.projektor, anteil=anteil, spalten=2, ueber=430, mindestens=330, hoechstens=480)


def lead(auswahl: Auswahl) -> str:
    """The question is about two ends of one Indikator: name it."""
    satz = vergleich.gap_sentence(auswahl.daten, auswahl.figures, auswahl.level, auswahl.year, auswahl.stil.wuerde)
    return f"{auswahl.figures.bezeichnung}: {satz}"


def draw_key_figures(auswahl: Auswahl) -> None:
    vergleich.draw_key_figures(vergleich.key_figures(auswahl.daten, auswahl.figures, auswahl.level, auswahl.year))


def draw_gap(auswahl: Auswahl) -> None:
    breite, hoehe = size(auswahl.stil)
    bild = vergleich.gap_chart(
        auswahl.daten, auswahl.figures, auswahl.level, auswahl.year, auswahl.stil, breite, hoehe + _WAHL
    )
    components.sentence(bild.satz)
    components.chart(bild.spec, "ar_abstand")
    vergleich.draw_source(auswahl, vergleich.weight_note(auswahl.daten, auswahl.figures, auswahl.level, auswahl.year))
    components.take_away(
        lambda: vergleich.gap_table(auswahl.daten, auswahl.figures, auswahl.level),
        f"abstand_{auswahl.figures.indikator_id}",
        key="ar_abstand",
    )


def draw_two_years(auswahl: Auswahl) -> None:
    if len(auswahl.jahre) < 2:
        st.info("Es liegt nur ein Jahr vor; ein Vergleich zweier Jahre ist nicht möglich.", icon=":material/info:")
        return
    andere = [jahr for jahr in auswahl.jahre if jahr != auswahl.year]
    vorgabe = vergleich.comparable_year(auswahl.daten, auswahl.figures, auswahl.level, auswahl.year) or andere[0]
    von = adresse.recall("jahr_von", andere, vorgabe)
    st.selectbox("Vergleichsjahr", andere, key="jahr_von", width=140)
    breite, hoehe = size(auswahl.stil)
    spec = vergleich.dumbbell_chart(
        auswahl.daten, auswahl.figures, auswahl.level, von, auswahl.year, auswahl.gebiet, auswahl.stil, breite, hoehe
    )
    components.chart(spec, "ar_jahre", select=True)
    vergleich.draw_source(auswahl)
    components.take_away(
        lambda: components.werte_tabelle(auswahl.werte_of(von, auswahl.year), auswahl.figures),
        f"{auswahl.figures.indikator_id}_{von}_{auswahl.year}",
        key="ar_jahre",
    )


def draw_pair(auswahl: Auswahl) -> None:
    if components.not_in_wuerde(auswahl, "»Entwicklung des Abstands« vergleicht die beiden Enden ohne Namen"):
        return
    namen = cache.gebiete_zur_wahl(auswahl.daten, auswahl.level)
    if len(namen) < 2:
        st.info("Für einen Vergleich braucht es mindestens zwei Gebiete.", icon=":material/info:")
        return
    ids = list(namen)
    enden = vergleich.ends(auswahl.daten, auswahl.figures, auswahl.level, auswahl.year) or (ids[0], ids[-1])
    with st.container(horizontal=True):
        eins = adresse.recall("gebiet_a", ids, auswahl.gebiet or enden[0])
        st.selectbox("Gebiet A", ids, key="gebiet_a", format_func=namen.__getitem__)
        zwei = adresse.recall("gebiet_b", ids, enden[1])
        st.selectbox("Gebiet B", ids, key="gebiet_b", format_func=namen.__getitem__)
    spec = vergleich.pair_chart(
        auswahl.daten, auswahl.figures, auswahl.level, (eins, zwei), auswahl.stil, *size(auswahl.stil)
    )
    components.chart(spec, "ar_paar")
    vergleich.draw_source(auswahl)
    werte = auswahl.werte
    components.take_away(
        lambda: components.werte_tabelle(werte[werte["gebiet_id"].isin((eins, zwei))], auswahl.figures),
        f"{auswahl.figures.indikator_id}_{eins}_{zwei}",
        key="ar_paar",
    )
