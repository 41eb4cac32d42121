"""Page »Maßnahmen«, view »Zusammenarbeit«: Fachbereiche in the Maßnahmen, and who answers for the money."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pandas as pd
import streamlit as st

from sozialplanung.analysis import zusammenarbeit as rechnung
from sozialplanung.charts.matrix import Zelle, matrix_html
from sozialplanung.charts.theme import Stil
from sozialplanung.formatting import format_anzahl, format_euro, format_zahl
from sozialplanung.model import Rechtskreis
from sozialplanung.report.saetze_zusammenarbeit import (
    NICHT_ANGEGEBEN,
    sentence_cooperation,
    sentence_responsibility,
)
from sozialplanung.ui import cache, components, geld
from sozialplanung.ui.cache import ALLE, Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.geld import Geldwahl
from sozialplanung.ui.masse import chart_room

_SICHTEN = {"felder": "Nach Handlungsfeld", "massnahmen": "Je Maßnahme", "paare": "Wer mit wem"}
_ZUSAMMEN = "zusammen"
_BLASS = 4  # fewer common Maßnahmen are never shown in the darkest colour
_HOECHSTENS = 100  # rows of the matrix of Maßnahmen
_OHNE_FACHBEREICH = (
    "Noch bei keiner Maßnahme ist ein Fachbereich genannt: unter »Bearbeiten«, »Angaben«. Mehrere trennt ein "
    "Strichpunkt, der federführende steht zuerst."
)


def draw(daten: Daten, wahl: Geldwahl, stil: Stil) -> None:
    with components.card("Wer arbeitet woran – und mit wem?"):
        _draw_departments(daten, wahl, stil)
    with components.card("Wer steht für das Geld ein?"):
        _draw_responsibility(daten, wahl, stil)


def _room(stil: Stil) -> int:
    return chart_room(projektor=stil.projektor, anteil=1, spalten=1, ueber=0, mindestens=0).breite


# --- Fachbereiche


@remember(32)
def measures(daten: Daten, konzept: str) -> pd.DataFrame:
    alle = cache.massnahmen(daten)
    return alle if konzept == ALLE else alle[alle["handlungskonzept_id"] == konzept]


@remember(32)
def participation(daten: Daten, konzept: str) -> pd.DataFrame:
    return rechnung.participation(measures(daten, konzept))


def _draw_departments(daten: Daten, wahl: Geldwahl, stil: Stil) -> None:
    beteiligung = participation(daten, wahl.konzept)
    if beteiligung.empty:
        st.info(_OHNE_FACHBEREICH, icon=":material/info:")
        return
    sicht = components.choose_view("zusammenarbeit", _SICHTEN, "Sicht auf die Zusammenarbeit")
    massnahmen = measures(daten, wahl.konzept)
    components.sentence(sentence_cooperation(rechnung.gaps(massnahmen, beteiligung)))
    malen: dict[str, Callable[..., str]] = {"felder": by_field, "massnahmen": by_measure, "paare": by_pair}
    st.html(malen[sicht](daten, wahl.konzept, stil, _room(stil)))
    hinweis = {
        "felder": "Zahl der Maßnahmen, an denen der Fachbereich beteiligt ist; leer: keine.",
        "massnahmen": "● federführend, ○ beteiligt.",
        "paare": "Gemeinsame Maßnahmen; auf der Diagonale alle Maßnahmen des Fachbereichs.",
    }[sicht]
    anzahl = massnahmen["massnahme_id"].nunique()
    if sicht == "massnahmen" and anzahl > _HOECHSTENS:
        hinweis += (
            f" Gezeigt sind {_HOECHSTENS} von {format_zahl(anzahl)} Maßnahmen; alle stehen unter »Herunterladen«."
        )
    st.caption(hinweis)
    components.source_line(_sources(daten, tuple(massnahmen["quelle_id"].unique())))
    components.take_away(lambda: department_table(daten, wahl.konzept), "zusammenarbeit", key="mn_zusammen")


@remember(32)
def _sources(daten: Daten, ids: tuple[str, ...]) -> cache.Quellen:
    quellen = daten.projekt.load_quellen()
    return cache.as_quellen(quellen[quellen["quelle_id"].isin(ids)])


@remember(64)
def by_field(daten: Daten, konzept: str, stil: Stil, breite: int) -> str:
    """Fachbereich × Handlungsfeld: in how many Maßnahmen it takes part."""
    beteiligung = participation(daten, konzept)
    namen, felder = _departments(beteiligung), sorted(set(measures(daten, konzept)["handlungsfeld"]))
    gruppen = beteiligung.groupby(["fachbereich", "handlungsfeld"])["federfuehrend"].agg(["size", "sum"])
    groesste = int(gruppen["size"].max())
    zellen = {
        (fachbereich, feld): Zelle(
            format_zahl(anzahl),
            anzahl / groesste,
            f"{fachbereich}, {feld}: {format_anzahl(anzahl, 'Maßnahme', 'Maßnahmen')}, "
            f"davon {format_zahl(leitet)} federführend",
        )
        for (fachbereich, feld), anzahl, leitet in gruppen.itertuples()
    }
    return matrix_html(
        namen,
        felder,
        zellen,
        ecke="Fachbereich",
        stil=stil,
        breite=breite,
        beispiel=components.is_beispiel(measures(daten, konzept)),
    )


@remember(64)
def by_measure(daten: Daten, konzept: str, stil: Stil, breite: int) -> str:
    """Maßnahme × Fachbereich; what is shared stands first, then by number."""
    beteiligung = participation(daten, konzept)
    massnahmen = measures(daten, konzept)
    name = {m: f"{m} · {titel}" for m, titel in massnahmen[["massnahme_id", "bezeichnung"]].itertuples(index=False)}
    anzahl = beteiligung["massnahme_id"].value_counts()
    folge = sorted(name, key=lambda m: -int(anzahl.get(m, 0)))[:_HOECHSTENS]
    zellen = {
        (name[m], fachbereich): Zelle("●" if leitet else "○", 0.9 if leitet else 0.2)
        for m, fachbereich, leitet in beteiligung[["massnahme_id", "fachbereich", "federfuehrend"]].itertuples(
            index=False
        )
    }
    return matrix_html(
        [name[m] for m in folge],
        _departments(beteiligung),
        zellen,
        ecke="Maßnahme",
        stil=stil,
        breite=breite,
        beispiel=components.is_beispiel(massnahmen),
    )


@remember(64)
def by_pair(daten: Daten, konzept: str, stil: Stil, breite: int) -> str:
    """Fachbereich × Fachbereich: how many Maßnahmen they share."""
    beteiligung = participation(daten, konzept)
    namen = _departments(beteiligung)
    paare = rechnung.pairs(beteiligung)
    verschieden = paare.loc[paare["fachbereich"] != paare["mit"], "anzahl"]
    groesste = max([*verschieden, _BLASS])
    zellen = {
        (a, b): Zelle(format_zahl(n))
        if a == b
        else Zelle(format_zahl(n), n / groesste, f"{a} und {b}: {format_zahl(n)}")
        for a, b, n in paare.itertuples(index=False)
    }
    return matrix_html(
        namen,
        namen,
        zellen,
        ecke="gemeinsame Maßnahmen",
        stil=stil,
        breite=breite,
        leer="–",
        beispiel=components.is_beispiel(measures(daten, konzept)),
    )


def _departments(beteiligung: pd.DataFrame) -> list[str]:
    """Those with most Maßnahmen first."""
    anzahl = beteiligung["fachbereich"].value_counts()
    return sorted(anzahl.index, key=lambda name: (-int(anzahl[name]), name))


def department_table(daten: Daten, konzept: str) -> pd.DataFrame:
    massnahmen = measures(daten, konzept)
    beteiligung = participation(daten, konzept)
    alle = massnahmen[["massnahme_id", "bezeichnung", "handlungsfeld"]].merge(
        beteiligung[["massnahme_id", "fachbereich", "federfuehrend"]], on="massnahme_id", how="left"
    )
    return pd.DataFrame(
        {
            "Nr.": alle["massnahme_id"],
            "Maßnahme": alle["bezeichnung"],
            "Handlungsfeld": alle["handlungsfeld"],
            "Fachbereich": alle["fachbereich"].fillna(NICHT_ANGEGEBEN),
            "Rolle": alle["federfuehrend"].map({True: "federführend", False: "beteiligt"}),
        }
    )


# --- money


@remember(64)
def responsibility(daten: Daten, wahl: Geldwahl) -> pd.DataFrame:
    return rechnung.responsibility(_money(daten, wahl), wahl.art, [kreis.value for kreis in Rechtskreis])


@remember(64)
def _money(daten: Daten, wahl: Geldwahl) -> pd.DataFrame:
    betraege = geld.money(daten, wahl.konzept)
    return betraege[betraege["haushaltsjahr"] == wahl.jahr]


def _draw_responsibility(daten: Daten, wahl: Geldwahl, stil: Stil) -> None:
    verantwortung = responsibility(daten, wahl)
    gemeinsam = rechnung.jointly_paid(_money(daten, wahl), wahl.art)
    components.sentence(sentence_responsibility(verantwortung, gemeinsam, wahl.jahr, geld.ARTEN[wahl.art]))
    if verantwortung.empty:
        return
    st.html(by_law(daten, wahl, stil, _room(stil)))
    st.caption(
        f"{geld.ARTEN[wahl.art]} {wahl.jahr}, nach Rechtskreis und Leistungsträger. Ohne eigene Angabe gilt der "
        f"Rechtskreis der Maßnahme. »{NICHT_ANGEGEBEN}« steht für sich und ist in »{_ZUSAMMEN}« enthalten."
    )
    components.source_line(geld.sources(daten, wahl))
    components.take_away(
        lambda: responsibility_table(daten, wahl),
        f"rechtskreise_{wahl.jahr}",
        key="mn_recht",
        blaetter=lambda: {"Gemeinsam getragen": joint_table(daten, wahl)},
    )


@remember(64)
def by_law(daten: Daten, wahl: Geldwahl, stil: Stil, breite: int) -> str:
    """Rechtskreis × Leistungsträger with sums; what nobody said stands apart."""
    tabelle = responsibility(daten, wahl)
    tabelle = tabelle.assign(
        rechtskreis=tabelle["rechtskreis"].replace("", NICHT_ANGEGEBEN),
        leistungstraeger=tabelle["leistungstraeger"].replace("", NICHT_ANGEGEBEN),
    )
    kreise = list(dict.fromkeys(tabelle["rechtskreis"]))
    je_traeger = tabelle.groupby("leistungstraeger")["eur"].sum()
    traeger = sorted(je_traeger.index, key=lambda name: (name == NICHT_ANGEGEBEN, -je_traeger[name], name))
    zeilen = list(tabelle[["rechtskreis", "leistungstraeger", "eur"]].itertuples(index=False, name=None))
    groesste = max((eur for *wo, eur in zeilen if NICHT_ANGEGEBEN not in wo), default=Decimal(0))
    zellen = {
        (kreis, name): Zelle(
            format_euro(eur),
            float(eur / groesste) if groesste and NICHT_ANGEGEBEN not in (kreis, name) else None,
            format_euro(eur, 2),
        )
        for kreis, name, eur in zeilen
    }
    zellen |= {(_ZUSAMMEN, str(name)): Zelle(format_euro(eur)) for name, eur in je_traeger.items()}
    zellen |= {
        (str(k), _ZUSAMMEN): Zelle(format_euro(e)) for k, e in tabelle.groupby("rechtskreis")["eur"].sum().items()
    }
    zellen[_ZUSAMMEN, _ZUSAMMEN] = Zelle(format_euro(sum(tabelle["eur"], start=Decimal(0))))
    return matrix_html(
        [*kreise, _ZUSAMMEN],
        [*traeger, _ZUSAMMEN],
        zellen,
        ecke="Rechtskreis",
        stil=stil,
        breite=breite,
        abgesetzt={NICHT_ANGEGEBEN, _ZUSAMMEN},
        beispiel=components.is_beispiel(_money(daten, wahl)),
    )


def responsibility_table(daten: Daten, wahl: Geldwahl) -> pd.DataFrame:
    tabelle = responsibility(daten, wahl)
    return pd.DataFrame(
        {
            "Rechtskreis": tabelle["rechtskreis"].replace("", NICHT_ANGEGEBEN),
            "Leistungsträger": tabelle["leistungstraeger"].replace("", NICHT_ANGEGEBEN),
            f"{geld.ARTEN[wahl.art]} {wahl.jahr} (€)": tabelle["eur"].astype(float),
        }
    )


def joint_table(daten: Daten, wahl: Geldwahl) -> pd.DataFrame:
    gemeinsam = rechnung.jointly_paid(_money(daten, wahl), wahl.art)
    namen = measures(daten, wahl.konzept).set_index("massnahme_id")["bezeichnung"]
    return pd.DataFrame(
        {
            "Nr.": gemeinsam["massnahme_id"],
            "Maßnahme": gemeinsam["massnahme_id"].map(namen),
            "Leistungsträger": gemeinsam["traeger"].map("; ".join),
            f"{geld.ARTEN[wahl.art]} {wahl.jahr} (€)": gemeinsam["eur"].astype(float),
        }
    )
