"""Page »Karte«: choices of classes, a twin map on a common scale, ranking, picture and table."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, NamedTuple

import streamlit as st

from sozialplanung.analysis.entwicklung import nearest_year
from sozialplanung.charts.kartenbild import Blatt, map_picture, render_png, render_svg
from sozialplanung.charts.klassen import VERFAHREN_NAMEN, Klassen
from sozialplanung.charts.rang import ranked_bars
from sozialplanung.charts.theme import Stil
from sozialplanung.errors import ProjektError
from sozialplanung.model import Indikator
from sozialplanung.ui import adresse, cache, components, karten
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.karten import Klassenwahl
from sozialplanung.ui.masse import Mass, chart_room

Spec = dict[str, Any]
_ZWEITE = {"keine": "eine Karte", "jahr": "zwei Jahre", "indikator": "zwei Indikatoren"}


class Zweite(NamedTuple):
    """What the second map shows."""

    indikator: Indikator
    jahr: int


class Kartenwahl(NamedTuple):
    klassen: Klassenwahl
    zweite: Zweite | None


def lead(auswahl: Auswahl) -> str:
    return karten.lead(auswahl)


def choose(auswahl: Auswahl) -> Kartenwahl:
    """Class method, number of classes, second map – all of it in the link."""
    vergleich = adresse.recall("zweite", list(_ZWEITE), "keine")
    verfahren = adresse.recall("klassen", list(VERFAHREN_NAMEN), "quantile")
    anzahl = adresse.recall("klassenzahl", [3, 4, 5, 6, 7], 5, show=verfahren != "eigene")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control("Vergleich", list(_ZWEITE), key="zweite", format_func=_ZWEITE.__getitem__, required=True)
        st.selectbox(
            "Klassen", list(VERFAHREN_NAMEN), key="klassen", format_func=VERFAHREN_NAMEN.__getitem__, width=270
        )
        grenzen = None
        if verfahren == "eigene":
            grenzen = _choose_bounds(auswahl)
        else:
            st.selectbox("Anzahl", [3, 4, 5, 6, 7], key="klassenzahl", width=90)
        zweite = _choose_second(auswahl, vergleich)
    if verfahren == "eigene" and not grenzen:
        verfahren = "quantile"
    return Kartenwahl(karten.class_choice(auswahl.stil, Klassenwahl(verfahren, anzahl, grenzen)), zweite)


def _choose_bounds(auswahl: Auswahl) -> tuple[float, ...] | None:
    eingabe = st.text_input(
        "Eigene Grenzen",
        key="eigene_grenzen",
        placeholder="z. B. 10; 15; 20",
        help="Zahlen mit Komma, getrennt durch Semikolon.",
    )
    grenzen = read_bounds(eingabe)
    if grenzen is None and eingabe.strip():
        st.caption(":orange[Bitte Zahlen, getrennt durch Semikolon, eingeben.]")
    return grenzen


def read_bounds(eingabe: str) -> tuple[float, ...] | None:
    """»10; 12,5; 20« → (10.0, 12.5, 20.0), ascending without doubles; None where that is not what was typed."""
    teile = [teil.strip().replace(".", "").replace(",", ".") for teil in eingabe.split(";") if teil.strip()]
    if not teile or len(teile) > 6 or not all(re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", teil) for teil in teile):
        return None
    return tuple(sorted({float(teil) for teil in teile}))


def _choose_second(auswahl: Auswahl, vergleich: str) -> Zweite | None:
    if vergleich == "jahr" and len(auswahl.jahre) > 1:
        andere = [j for j in auswahl.jahre if j != auswahl.year]
        jahr = adresse.recall("jahr2", andere, andere[0])
        st.selectbox("Zweites Jahr", andere, key="jahr2", width=120)
        return Zweite(auswahl.figures, jahr)
    if vergleich == "indikator":
        alle = cache.indikatoren(auswahl.daten)
        da = cache.verfuegbarkeit(auswahl.daten)
        da = da[(da["raumebene"] == auswahl.level) & (da["indikator_id"] != auswahl.figures.indikator_id)]
        andere_ids = [i for i in alle if i in set(da["indikator_id"])]
        if andere_ids:
            indikator_id = adresse.recall("indikator2", andere_ids, andere_ids[0])
            namen = cache.indikatoren_zur_wahl(auswahl.daten)
            st.selectbox("Zweiter Indikator", andere_ids, key="indikator2", format_func=namen.__getitem__)
            jahre = da.loc[da["indikator_id"] == indikator_id, "jahr"]
            return Zweite(alle[indikator_id], nearest_year(jahre, auswahl.year))
    if vergleich != "keine":
        st.caption("Dafür liegt in diesem Projekt nichts Zweites vor.")
    return None


def _classes(auswahl: Auswahl, wahl: Kartenwahl, *, zweite: bool = False) -> Klassen:
    """Two years of one Indikator share a scale; two Indikatoren have units of their own and so scales of their own."""
    if wahl.zweite is not None and wahl.zweite.indikator == auswahl.figures:
        jahre = tuple(sorted((auswahl.year, wahl.zweite.jahr)))
        return karten.classes(auswahl.daten, auswahl.figures, auswahl.level, jahre, wahl.klassen)
    if zweite and wahl.zweite is not None:
        eigene = wahl.klassen._replace(verfahren="quantile", grenzen=None) if wahl.klassen.grenzen else wahl.klassen
        return karten.classes(auswahl.daten, wahl.zweite.indikator, auswahl.level, (wahl.zweite.jahr,), eigene)
    return karten.classes(auswahl.daten, auswahl.figures, auswahl.level, (auswahl.year,), wahl.klassen)


SPALTEN = (1.7, 1.0)


def _size(stil: Stil, anteil: float) -> Mass:
    if stil.projektor:  # nobody scrolls a wall: the legend has to stand on the first screen
        return chart_room(projektor=True, anteil=anteil, spalten=2, ueber=470, mindestens=330, hoechstens=760)
    return chart_room(projektor=False, anteil=anteil, spalten=2, ueber=370, mindestens=430, hoechstens=760)


def draw_first_map(auswahl: Auswahl, wahl: Kartenwahl) -> None:
    mass = _size(auswahl.stil, 0.5 if wahl.zweite else SPALTEN[0] / sum(SPALTEN))
    _draw_map(auswahl, auswahl.figures, auswahl.year, _classes(auswahl, wahl), "karte_1", mass)


def draw_second_map(auswahl: Auswahl, wahl: Kartenwahl) -> None:
    if wahl.zweite is not None:
        klassen = _classes(auswahl, wahl, zweite=True)
        _draw_map(auswahl, wahl.zweite.indikator, wahl.zweite.jahr, klassen, "karte_2", _size(auswahl.stil, 0.5))


def _draw_map(auswahl: Auswahl, indikator: Indikator, jahr: int, klassen: Klassen, key: str, mass: Mass) -> None:
    st.subheader(f"{indikator.bezeichnung}, {jahr}", anchor=False)
    flaechen = karten.draw_map(
        auswahl, key=key, breite=mass.breite, hoehe=mass.hoehe, klassen=klassen, indikator=indikator, jahr=jahr
    )
    abdeckung = karten.coverage_text(auswahl.daten, indikator, auswahl.level, jahr)
    components.source_line(
        cache.quellen(auswahl.daten, indikator.indikator_id, auswahl.level, jahr),
        [abdeckung, *karten.schematic_note(flaechen)],
    )


def draw_ranking(auswahl: Auswahl, wahl: Kartenwahl) -> None:
    st.subheader("Gruppen statt Rangfolge" if auswahl.stil.wuerde else "Rangfolge", anchor=False)
    spec = ranking_spec(
        auswahl.daten,
        auswahl.figures,
        auswahl.level,
        auswahl.year,
        _classes(auswahl, wahl),
        auswahl.gebiet,
        auswahl.stil,
        _size(auswahl.stil, SPALTEN[1] / sum(SPALTEN)),
    )
    components.chart(spec, "karte_rang", select=True)
    components.source_line(cache.quellen(auswahl.daten, auswahl.figures.indikator_id, auswahl.level, auswahl.year))


@remember(256)
def ranking_spec(
    daten: cache.Daten,
    indikator: Indikator,
    ebene: str,
    jahr: int,
    klassen: Klassen,
    gebiet: str | None,
    stil: Stil,
    mass: Mass,
) -> Spec:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    werte = werte[werte["jahr"] == jahr]
    anzeige = karten.map_values(daten, indikator, ebene, jahr).werte["anzeige"]
    return ranked_bars(
        werte.assign(anzeige=anzeige),
        klassen,
        achse=indikator.einheit,
        stil=stil,
        gewaehlt=gebiet,
        beispiel=components.is_beispiel(werte),
        breite=mass.breite,
        hoehe=mass.hoehe + 30,
    )


def draw_take_away(auswahl: Auswahl, wahl: Kartenwahl) -> None:
    name = f"{auswahl.figures.indikator_id}_{auswahl.year}"
    components.take_away(
        lambda: components.werte_tabelle(auswahl.werte_of(auswahl.year), auswahl.figures),
        name,
        key="karte",
        woher=True,
        bilder={
            "png": lambda: render_png(_picture(auswahl, wahl)),
            "svg": lambda: render_svg(_picture(auswahl, wahl)).encode(),
        },
    )


def _picture(auswahl: Auswahl, wahl: Kartenwahl) -> Spec:
    """The map (or both years on one scale) as a printed page, with everything that must not get lost on the way."""
    flaechen = cache.flaechen(auswahl.daten, auswahl.level)
    if flaechen is None:
        raise ProjektError(karten.KEINE_GRENZEN)
    jahre = [auswahl.year]
    if wahl.zweite is not None and wahl.zweite.indikator == auswahl.figures:
        jahre = sorted((auswahl.year, wahl.zweite.jahr))
    blaetter = [
        Blatt(str(jahr), karten.map_values(auswahl.daten, auswahl.figures, auswahl.level, jahr).werte) for jahr in jahre
    ]
    quellen = cache.quellen(auswahl.daten, auswahl.figures.indikator_id, auswahl.level, auswahl.year)
    werte = auswahl.werte
    return map_picture(
        flaechen.geojson,
        flaechen.tabelle,
        blaetter,
        _classes(auswahl, wahl),
        replace(auswahl.stil, dunkel=False),  # paper is white
        grenzen=flaechen.grenzen,
        titel=auswahl.figures.bezeichnung,
        einheit=auswahl.figures.einheit,
        quelle=components.source_text(quellen),
        beispiel=components.is_beispiel(werte[werte["jahr"].isin(jahre)]),
        schematisch=flaechen.schematisch,
        gewaehlt=auswahl.gebiet,
        breite=1300 if len(jahre) == 2 else 900,
    )
