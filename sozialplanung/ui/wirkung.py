"""Page »Maßnahmen«, view »Wirkung«: from money to effect – all Maßnahmen at a glance, or the chain of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from sozialplanung.analysis.budgets import sum_money
from sozialplanung.analysis.wirkung import Bewegung, milestones, next_milestones, outputs
from sozialplanung.charts import wirkung as bild
from sozialplanung.charts.theme import Stil
from sozialplanung.formatting import format_anzahl, format_datum, format_euro, format_zahl, today
from sozialplanung.model import Ampel
from sozialplanung.report.saetze_wirkung import (
    EVIDENZ_ERKLAERT,
    KEINE_URSACHE,
    describe_milestone,
    describe_output,
    sentence_judgement,
    sentence_outcome,
    sentence_states,
    short_development,
    state_of,
)
from sozialplanung.ui import adresse, bearbeiten, cache, components, geld, wirkung_indikator
from sozialplanung.ui.cache import ALLE, Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.geld import Geldwahl
from sozialplanung.ui.masse import chart_room
from sozialplanung.ui.wirkung_indikator import Ort

_HOECHSTENS = 150  # rows of the overview
_ERREICHT = "erreichte Personen"
_STAENDE = [*(stand.value for stand in reversed(Ampel)), bild.OHNE_STAND]
_KEINE = "Für diese Auswahl ist keine Maßnahme erfasst. Bitte wählen Sie weniger Filter oder ein anderes Konzept."


class Wirkungswahl(NamedTuple):
    """What the page has chosen: money of which Handlungskonzept and year, where areas are looked at, and how."""

    daten: Daten
    geld: Geldwahl
    ort: Ort
    stil: Stil


def choose_measure(daten: Daten, konzept: str) -> str | None:
    """One Maßnahme, or None for all of them; the same as in the other views, and in the URL."""
    namen = measure_names(daten, konzept)
    optionen: list[str] = ["", *namen]
    wahl = adresse.recall("massnahme", optionen, "")
    st.selectbox(
        "Maßnahme", optionen, key="massnahme", format_func=lambda m: namen.get(m, "Alle Maßnahmen im Überblick")
    )
    return wahl or None


@remember(64)
def measure_names(daten: Daten, konzept: str) -> dict[str, str]:
    konzepte = bearbeiten.concept_names(daten) if konzept == ALLE else [konzept]
    return {m: name for k in konzepte for m, name in bearbeiten.measures_of(daten, k).items()}


@remember(32)
def default_day(daten: Daten, konzept: str, heute: dt.date) -> dt.date:
    """Today – or the end of a Handlungskonzept that is over: later nobody kept its milestones."""
    konzepte = daten.projekt.load_handlungskonzepte().set_index("handlungskonzept_id")
    bis = konzepte["bis_jahr"].get(konzept) if konzept != ALLE else None
    return heute if bis is None or pd.isna(bis) else min(heute, dt.date(int(bis), 12, 31))


def choose_day(daten: Daten, konzept: str) -> dt.date:
    """The day for which milestones are looked at."""
    heute = today()
    stichtag = adresse.recall_date("stichtag", default_day(daten, konzept, heute))
    st.date_input("Meilensteine am", key="stichtag", format="DD.MM.YYYY", width=170)
    return stichtag


def draw(wahl: Wirkungswahl) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        massnahme = choose_measure(wahl.daten, wahl.geld.konzept)
        stichtag = choose_day(wahl.daten, wahl.geld.konzept)
        gezeigt = [] if massnahme else adresse.recall_list("stand", _STAENDE, [])
        if massnahme is None:
            st.multiselect("Stand", _STAENDE, key="stand", placeholder="alle")
    if massnahme is None:
        _draw_overview(wahl, stichtag, gezeigt)
    else:
        draw_chain(wahl, massnahme, stichtag)


# --- all of them


@remember(32, "Der Stand der Maßnahmen wird zusammengestellt …")
def overview(wahl: Wirkungswahl, stichtag: dt.date) -> pd.DataFrame:
    """A row per Maßnahme: what is gefährdet first, then by number."""
    daten, konzept = wahl.daten, wahl.geld.konzept
    alle = cache.massnahmen(daten)
    alle = alle[alle["massnahme_id"].isin(measure_names(daten, konzept))].set_index("massnahme_id", drop=False)
    angaben = cache.wirkungen(daten).set_index("massnahme_id").reindex(alle.index)
    weiter = next_milestones(milestones(cache.meilensteine(daten), stichtag))
    leistungen = first_outputs(daten, wahl.geld.jahr).reindex(alle.index)
    indikatoren = cache.indikatoren(daten)
    zeilen = []
    for m in alle.index:
        angabe, leistung = angaben.loc[m], leistungen.loc[m]
        verlauf = wirkung_indikator.course(daten, m, wahl.ort)
        schritt = weiter.loc[m] if m in weiter.index else None
        zeilen.append(
            {
                "massnahme_id": m,
                "name": f"{m} · {alle.loc[m, 'bezeichnung']}",
                "stand": _text(angabe["ampel"]),
                "grund": _text(angabe["ampel_grund"]) or "",
                "meilenstein": None if schritt is None else schritt["bezeichnung"],
                "lage": None if schritt is None else schritt["lage"],
                "termin": "" if schritt is None else describe_milestone(schritt["termin"], None, *schritt[_LAGE]),
                "leistung": _text(leistung["text"]) or "",
                "anteil": leistung["anteil"],
                "indikator": "" if verlauf is None else short_development(verlauf.dort, indikatoren[verlauf.indikator]),
                "bewegung": None if verlauf is None else verlauf.urteil,
                "evidenz": _text(angabe["evidenz"]),
                "herkunft": "beispiel" if "beispiel" in (alle.loc[m, "herkunft"], angabe["herkunft"]) else "",
            }
        )
    tabelle = pd.DataFrame(zeilen, columns=_SPALTEN)
    rang = tabelle["stand"].map({stand.value: -nummer for nummer, stand in enumerate(Ampel)}).fillna(1)
    return tabelle.iloc[rang.argsort(kind="stable")].reset_index(drop=True)


_LAGE = ["lage", "tage"]
_SPALTEN = [
    *("massnahme_id", "name", "stand", "grund", "meilenstein", "lage", "termin", "leistung", "anteil", "indikator"),
    *("bewegung", "evidenz", "herkunft"),
]


def _text(wert: object) -> str | None:
    return None if wert is None or wert != wert or wert == "" else str(wert)


@remember(64)
def first_outputs(daten: Daten, jahr: int) -> pd.DataFrame:
    """Of each Maßnahme persons reached, else its first Kennzahl, in one year: text, anteil by massnahme_id."""
    leistungen = cache.leistungen(daten)
    hier = outputs(leistungen[leistungen["jahr"] == jahr])
    hier = hier.assign(rang=hier["kennzahl"] != _ERREICHT).sort_values(["rang", "kennzahl"])
    erste = hier.drop_duplicates("massnahme_id").set_index("massnahme_id")
    return erste.assign(text=_output_texts(erste))


def _output_texts(leistungen: pd.DataFrame) -> list[str]:
    spalten = (leistungen[name] for name in ("soll", "ist", "einheit", "verborgen"))
    return [
        describe_output(soll, ist, einheit, verborgen=verborgen)
        for soll, ist, einheit, verborgen in zip(*spalten, strict=True)
    ]


def _draw_overview(wahl: Wirkungswahl, stichtag: dt.date, gezeigt: list[str]) -> None:
    alle = overview(wahl, stichtag)
    namen = alle["stand"].fillna(bild.OHNE_STAND)
    hier = alle[namen.isin(gezeigt)] if gezeigt else alle
    if hier.empty:
        st.info(_KEINE, icon=":material/filter_alt_off:")
        return
    meilensteine = milestones(cache.meilensteine(wahl.daten), stichtag)
    meilensteine = meilensteine[meilensteine["massnahme_id"].isin(hier["massnahme_id"])]
    with components.card("Wie läuft es, und was wurde erreicht?"):
        components.sentence(sentence_states([_text(s) for s in hier["stand"]], meilensteine, stichtag))
        staende: list[str | None] = [stand.value for stand in Ampel]
        anzahlen = [
            (s, int((hier["stand"] == s).sum()) if s else int(hier["stand"].isna().sum())) for s in [*staende, None]
        ]
        st.html(bild.states_html(anzahlen, wahl.stil))
        zeilen = [_overview_row(zeile) for zeile in hier.head(_HOECHSTENS).to_dict("records")]
        st.html(bild.overview_html(zeilen, wahl.stil, beispiel=components.is_beispiel(hier)))
        if len(hier) > _HOECHSTENS:
            st.caption(
                f"Gezeigt sind {_HOECHSTENS} von {format_anzahl(len(hier), 'Maßnahme', 'Maßnahmen')}; "
                "alle stehen unter »Herunterladen«."
            )
        st.caption(
            f"Soll und Ist {wahl.geld.jahr}; Strich: Soll. Belegt: von ● Annahme bis ●●●●● mehrere gute Studien. "
            + KEINE_URSACHE
        )
        components.source_line(sources(wahl.daten, tuple(hier["massnahme_id"])))
        components.take_away(lambda: overview_table(hier), f"wirkung_{stichtag.isoformat()}", key="mn_wirkung")


def _overview_row(zeile: Mapping[Hashable, Any]) -> bild.Zeile:
    schritt = zeile["meilenstein"]
    bewegung = _text(zeile["bewegung"])
    return bild.Zeile(
        str(zeile["name"]),
        adresse.link(massnahme=str(zeile["massnahme_id"]), blick_massnahmen="wirkung"),
        _text(zeile["stand"]),
        None if _text(schritt) is None else bild.Meilenstein(str(schritt), zeile["lage"], str(zeile["termin"])),
        str(zeile["leistung"]),
        _number(zeile["anteil"]),
        str(zeile["indikator"]),
        Bewegung(bewegung) if bewegung else None,
        _text(zeile["evidenz"]),
    )


def overview_table(tabelle: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Maßnahme": tabelle["name"],
            "Stand": tabelle["stand"].fillna(bild.OHNE_STAND),
            "Grund": tabelle["grund"],
            "Nächster Meilenstein": tabelle["meilenstein"],
            "Termin": tabelle["termin"],
            "Soll und Ist": tabelle["leistung"],
            "Ist in % des Solls": tabelle["anteil"].astype(float) * 100,
            "Indikator seit Beginn": tabelle["indikator"],
            "Bewegung": tabelle["bewegung"],
            "Belegt durch": tabelle["evidenz"],
        }
    )


@remember(64)
def sources(daten: Daten, massnahmen: tuple[str, ...]) -> cache.Quellen:
    """Who says what is shown of these Maßnahmen."""
    ids: set[str] = set()
    for tabelle in (cache.massnahmen, cache.wirkungen, cache.meilensteine, cache.leistungen):
        frame = tabelle(daten)
        ids |= set(frame.loc[frame["massnahme_id"].isin(massnahmen), "quelle_id"])
    quellen = daten.projekt.load_quellen()
    return cache.as_quellen(quellen[quellen["quelle_id"].isin(ids)])


# --- one of them


def draw_chain(wahl: Wirkungswahl, massnahme: str, stichtag: dt.date) -> None:
    """Input → Output → Outcome → Impact of one Maßnahme, and what is known of it."""
    daten, stil = wahl.daten, wahl.stil
    angabe = cache.massnahmen(daten).set_index("massnahme_id").loc[massnahme]
    wirkungen = cache.wirkungen(daten).set_index("massnahme_id")
    wirkung: Mapping[Hashable, Any] = wirkungen.to_dict("index").get(massnahme, {})
    beispiel = "beispiel" in (angabe["herkunft"], wirkung.get("herkunft"))
    verlauf = wirkung_indikator.course(daten, massnahme, wahl.ort)
    stand = _text(wirkung.get("ampel"))
    zeichen, _ = bild.ampel_sign(stand, stil)
    text = state_of(stand, _text(wirkung.get("ampel_grund")) or "")
    st.subheader(components.markdown_escape(str(angabe["bezeichnung"])), anchor=False)
    st.markdown(f"{zeichen} {components.markdown_escape(text)}")
    st.html(bild.chain_html(_chain(wahl, massnahme, wirkung, verlauf), stil, beispiel=beispiel))
    links, rechts = st.columns(2, gap="small")
    with links:
        with components.card("Output: Was wurde geleistet?"):
            draw_outputs(wahl, massnahme)
        with components.card("Meilensteine"):
            draw_milestones(wahl, massnahme, stichtag)
        with components.card("Wie gut ist die Wirkung belegt?"):
            evidenz = _text(wirkung.get("evidenz"))
            st.html(bild.evidence_html(evidenz, stil))
            st.markdown(EVIDENZ_ERKLAERT[evidenz])
    with rechts, components.card("Outcome: Hat sich etwas verändert?"):
        _draw_outcome(wahl, massnahme, verlauf)
    components.source_line(sources(daten, (massnahme,)))
    st.button(
        "Angaben zur Wirkung bearbeiten",
        icon=":material/edit:",
        type="tertiary",
        key="mn_wirkung_bearbeiten",
        on_click=bearbeiten.edit,
        args=(daten, massnahme, "wirkung"),
    )


def _chain(
    wahl: Wirkungswahl, massnahme: str, wirkung: Mapping[Hashable, Any], verlauf: wirkung_indikator.Verlauf | None
) -> list[bild.Glied]:
    betraege = geld.money(wahl.daten, ALLE)
    hier = betraege[(betraege["massnahme_id"] == massnahme) & (betraege["haushaltsjahr"] == wahl.geld.jahr)]
    summe = sum_money(hier, ["massnahme_id"], wahl.geld.art)["eur"]
    art = geld.ARTEN[wahl.geld.art]
    zahlen = [(format_euro(summe.iloc[0]), f"{art} {wahl.geld.jahr}")] if len(summe) else []
    stellen = wirkung.get("stellen")
    if stellen is not None and stellen == stellen:
        ganz = float(stellen).is_integer()
        zahlen.append((format_zahl(stellen, 0 if ganz else 1), "Stelle" if stellen == 1 else "Stellen"))
    leistungen = first_outputs(wahl.daten, wahl.geld.jahr)
    geleistet: tuple[tuple[str, str], ...] = ()
    if massnahme in leistungen.index:
        zeile = leistungen.loc[massnahme]
        geleistet = ((str(zeile["text"]), f"{zeile['kennzahl']} {wahl.geld.jahr}"),)
    veraendert: tuple[tuple[str, str], ...] = ()
    if verlauf is not None:
        indikator = cache.indikatoren(wahl.daten)[verlauf.indikator]
        kopf = f"soll {verlauf.wunsch}" if verlauf.wunsch else "ohne Richtung"
        veraendert = ((kopf, indikator.bezeichnung), (verlauf.urteil.value, "seit Beginn"))
    fehlt = "noch nichts eingetragen"
    return [
        bild.Glied("Input", "Was wird eingesetzt?", tuple(zahlen), "" if zahlen else fehlt),
        bild.Glied("Output", "Was wird geleistet?", geleistet, "" if geleistet else fehlt),
        bild.Glied("Outcome", "Was soll sich verändern?", veraendert, "" if veraendert else fehlt),
        bild.Glied("Impact", "Was soll auf Dauer anders sein?", (), _text(wirkung.get("wirkung")) or fehlt),
    ]


def draw_outputs(wahl: Wirkungswahl, massnahme: str) -> None:
    alle = cache.leistungen(wahl.daten)
    hier = outputs(alle[alle["massnahme_id"] == massnahme]).sort_values(["kennzahl", "jahr"])
    if hier.empty:
        st.info("Noch keine Leistungen erfasst: unter »Bearbeiten«, »Leistungen«.", icon=":material/info:")
        return
    hier = hier.assign(text=_output_texts(hier))
    zeilen = [
        bild.Leistungszeile(z["kennzahl"], int(z["jahr"]), _number(z["soll"]), _number(z["ist"]), z["text"])
        for z in hier.to_dict("records")
    ]
    st.html(bild.outputs_html(zeilen, wahl.stil, beispiel=components.is_beispiel(hier)))
    tabelle = pd.DataFrame(
        {
            "Kennzahl": hier["kennzahl"],
            "Jahr": hier["jahr"],
            "Einheit": hier["einheit"],
            "Soll": hier["soll"],
            "Ist": hier["ist"],
            "Ist in % des Solls": hier["anteil"] * 100,
        }
    )
    components.take_away(lambda: tabelle, f"leistungen_{massnahme}", key="mn_output")


def _number(x: float) -> float | None:
    return None if x is None or x != x else float(x)


def _draw_outcome(wahl: Wirkungswahl, massnahme: str, verlauf: wirkung_indikator.Verlauf | None) -> None:
    if verlauf is None:
        st.info(
            "Noch kein Indikator genannt, an dem sich die Wirkung zeigen soll: unter »Bearbeiten«, »Wirkung«.",
            icon=":material/info:",
        )
        return
    indikator = cache.indikatoren(wahl.daten)[verlauf.indikator]
    components.sentence(
        f"{sentence_outcome(indikator, verlauf.wunsch, verlauf.wo, verlauf.dort, verlauf.uebrige)} "
        f"{sentence_judgement(verlauf.urteil, verlauf.wunsch)}"
    )
    mass = chart_room(projektor=wahl.stil.projektor, anteil=0.5, spalten=2, ueber=400, mindestens=300, hoechstens=560)
    spec = wirkung_indikator.course_chart(wahl.daten, massnahme, wahl.ort, wahl.stil, *mass)
    if spec is not None:
        components.chart(spec, "mn_outcome")
    st.caption(KEINE_URSACHE)
    components.source_line(wirkung_indikator.sources(wahl.daten, massnahme, wahl.ort))
    components.take_away(
        lambda: wirkung_indikator.course_table(wahl.daten, massnahme, wahl.ort),
        f"outcome_{massnahme}",
        key="mn_outcome",
    )


def draw_milestones(wahl: Wirkungswahl, massnahme: str, stichtag: dt.date) -> None:
    alle = cache.meilensteine(wahl.daten)
    hier = milestones(alle[alle["massnahme_id"] == massnahme], stichtag)
    if hier.empty:
        st.info("Noch keine Meilensteine gesetzt: unter »Bearbeiten«, »Meilensteine«.", icon=":material/info:")
        return
    zeilen = [
        bild.Meilenstein(
            z["bezeichnung"], z["lage"], describe_milestone(z["termin"], z["erreicht_am"], z["lage"], z["tage"])
        )
        for z in hier.to_dict("records")
    ]
    st.html(bild.milestones_html(zeilen, wahl.stil, beispiel=components.is_beispiel(hier)))
    st.caption(f"Stand {format_datum(stichtag)}")
