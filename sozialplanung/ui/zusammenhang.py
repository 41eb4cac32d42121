"""View »Zusammenhang«: two Indikatoren as a scatter with a line, and on one map."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from sozialplanung.analysis.gruppen import MINDESTENS
from sozialplanung.analysis.zusammenhang import weighted_line
from sozialplanung.charts.bivariat import Zweiteilung, divide, field_colors, field_legend_html
from sozialplanung.charts.streuung import scatter
from sozialplanung.charts.theme import Stil
from sozialplanung.formatting import format_wert, is_missing
from sozialplanung.model import Indikator, Raumebene, Wertzeichen
from sozialplanung.report import saetze_wuerde
from sozialplanung.report.saetze_zusammenhang import (
    KEINE_URSACHE,
    corner_names,
    is_beyond_chance,
    missing_note,
    sentence_corners,
    sentence_line,
)
from sozialplanung.ui import cache, components, karten, vergleich, zweiter
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.masse import Mass
from sozialplanung.ui.vergleich import Bild

# Which third of x and of y makes a corner, and its place in the field.
_ECKEN = {"hoch_hoch": (True, True), "hoch_niedrig": (True, False), "niedrig_hoch": (False, True)}
_ECKEN |= {"niedrig_niedrig": (False, False)}
_FELD = {"niedrig_niedrig": 0, "hoch_niedrig": 2, "niedrig_hoch": 6, "hoch_hoch": 8}


class Paar(NamedTuple):
    """Two Indikatoren of one level and year; ``x`` is the second one."""

    daten: Daten
    x: Indikator
    y: Indikator
    ebene: Raumebene
    jahr: int


@remember(256)
def figures(paar: Paar) -> pd.DataFrame:
    """frame[gebiet_id, bezeichnung, x, y, gewicht, x_text, y_text, geheim, beispiel] of all areas of the level."""
    zeilen = {}
    for name, indikator in (("x", paar.x), ("y", paar.y)):
        werte = cache.indikatorwerte(paar.daten, indikator.indikator_id, paar.ebene)
        zeilen[name] = werte[werte["jahr"] == paar.jahr].set_index("gebiet_id")
    namen = pd.Series(cache.gebiete(paar.daten, paar.ebene), dtype=object)
    tabelle = pd.DataFrame({"gebiet_id": namen.index, "bezeichnung": namen}, index=namen.index)
    for name, indikator in (("x", paar.x), ("y", paar.y)):
        hier = zeilen[name].reindex(namen.index)
        tabelle[name] = hier["wert"]
        einheit, stellen = karten.unit(indikator), indikator.nachkommastellen
        tabelle[f"{name}_text"] = [
            format_wert(wert, zeichen, einheit, stellen)
            for wert, zeichen in zip(hier["wert"], hier["zeichen"], strict=True)
        ]
        tabelle[f"{name}_geheim"] = hier["zeichen"] == Wertzeichen.GEHEIM
    wessen = "y" if weighing(paar) == paar.y else "x"
    tabelle["gewicht"] = zeilen[wessen]["gewicht"].reindex(namen.index)
    return tabelle


@remember(256)
def weighing(paar: Paar) -> Indikator:
    """Whose persons weigh the areas: those of the upright Indikator where it has any, else those of the other."""
    werte = cache.indikatorwerte(paar.daten, paar.y.indikator_id, paar.ebene)
    return paar.y if werte.loc[werte["jahr"] == paar.jahr, "gewicht"].notna().any() else paar.x


def choose(auswahl: Auswahl) -> Paar | None:
    """The second Indikator beside the chosen one; None, with a hint, where there is no other."""
    anderer = zweiter.choose(auswahl, "Zweiter Indikator (waagerecht)")
    if anderer is None:
        st.info(zweiter.missing_text(auswahl), icon=":material/info:")
        return None
    return Paar(auswahl.daten, anderer, auswahl.figures, auswahl.level, auswahl.year)


@remember(256)
def scatter_picture(paar: Paar, gebiet: str | None, beispiel: bool, stil: Stil, mass: Mass) -> Bild:
    tabelle = figures(paar)
    gewichte = tabelle["gewicht"] if tabelle["gewicht"].notna().any() else None
    gerade = weighted_line(tabelle["x"], tabelle["y"], gewichte)
    spec = scatter(
        tabelle,
        None if is_missing(gerade.r) else (gerade.achsenabschnitt, gerade.steigung),
        achse_x=f"{paar.x.bezeichnung} ({paar.x.einheit})",
        achse_y=f"{paar.y.bezeichnung} ({paar.y.einheit})",
        stil=stil,
        gesichert=is_beyond_chance(gerade),
        gewaehlt=gebiet,
        beispiel=beispiel,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )
    return Bild(spec, sentence_line(gerade, paar.x, paar.y, paar.ebene))


class Feldkarte(NamedTuple):
    """The two thirds as one map: its figures, classes and legend, and a sentence."""

    werte: pd.DataFrame
    teilung: Zweiteilung
    legende: str
    satz: str


@remember(256)
def field_map(paar: Paar, beispiel: bool, stil: Stil) -> Feldkarte:
    tabelle = figures(paar)
    teilung = divide(tabelle["x"], tabelle["y"], stellen=(paar.x.nachkommastellen, paar.y.nachkommastellen))
    namen = tabelle["bezeichnung"]
    ecken = {name: sorted(namen[teilung.areas_in(*ort)]) for name, ort in _ECKEN.items()}
    wer = saetze_wuerde.counted(ecken) if stil.wuerde else ecken
    geheim = teilung.klasse.isna() & (tabelle["x_geheim"] | tabelle["y_geheim"])
    werte = pd.DataFrame(
        {
            "gebiet_id": tabelle["gebiet_id"],
            "wert": teilung.klasse,
            "zeichen": geheim.map({True: str(Wertzeichen.GEHEIM), False: None}).astype(object),
            "anzeige": tabelle["x_text"] + " · " + tabelle["y_text"],
        }
    )
    farben, worte = field_colors(stil), corner_names(paar.x, paar.y)
    legende = field_legend_html(
        teilung,
        stil,
        (f"{paar.x.bezeichnung} ({paar.x.einheit})", f"{paar.y.bezeichnung} ({paar.y.einheit})"),
        [(farben[_FELD[name]], worte[name], _some(wer[name])) for name in _ECKEN],
        geheim=int(geheim.sum()),
        fehlt=int(teilung.klasse.isna().sum() - geheim.sum()),
        beispiel=beispiel,
    )
    satz = sentence_corners(ecken, paar.x, paar.y, int(teilung.klasse.notna().sum()), paar.ebene, namen=not stil.wuerde)
    return Feldkarte(werte, teilung, legende, satz)


@remember(128)
def field_deck(paar: Paar, gebiet: str | None, beispiel: bool, stil: Stil, mass: Mass) -> Any:
    """The finished map; None where the level has no outlines."""
    flaechen, karte = cache.flaechen(paar.daten, paar.ebene), field_map(paar, beispiel, stil)
    if flaechen is None:
        return None
    return karten.finish_areas(flaechen, karte.werte, karte.teilung.klassen, gebiet, stil, mass)


def _some(namen: list[str]) -> list[str]:
    return namen if len(namen) <= 6 else [*namen[:5], f"{len(namen) - 5} weitere"]


def pair_table(paar: Paar) -> pd.DataFrame:
    """Both figures and their thirds with headers that people read."""
    tabelle = figures(paar)
    teilung = divide(tabelle["x"], tabelle["y"], stellen=(paar.x.nachkommastellen, paar.y.nachkommastellen))
    drittel = {0.0: "unteres", 1.0: "mittleres", 2.0: "oberes"}
    return pd.DataFrame(
        {
            "Schlüssel": tabelle["gebiet_id"],
            "Gebiet": tabelle["bezeichnung"],
            f"{paar.x.bezeichnung} ({paar.x.einheit})": tabelle["x"],
            f"{paar.y.bezeichnung} ({paar.y.einheit})": tabelle["y"],
            "Drittel waagerecht": (teilung.klasse % 3).map(drittel).fillna(""),
            "Drittel senkrecht": (teilung.klasse // 3).map(drittel).fillna(""),
            "Personen": tabelle["gewicht"],
        }
    )


def draw_scatter(auswahl: Auswahl, paar: Paar, mass: Mass) -> None:
    hoeher = Mass(mass.breite, mass.hoehe + 7 * auswahl.stil.schrift)  # the map beside it has a legend of that height
    bild = scatter_picture(paar, auswahl.gebiet, zweiter.is_beispiel(auswahl, paar.x), auswahl.stil, hoeher)
    components.sentence(bild.satz)
    components.chart(bild.spec, "ar_streuung", select=True)
    ohne = int(figures(paar)[["x", "y"]].isna().any(axis=1).sum())
    gewichtung = vergleich.weight_note(paar.daten, weighing(paar), paar.ebene, paar.jahr)
    zweiter.draw_source(auswahl, paar.x, gewichtung, missing_note(ohne), KEINE_URSACHE)
    components.take_away(
        lambda: pair_table(paar), f"{paar.y.indikator_id}_{paar.x.indikator_id}_{paar.jahr}", key="ar_streuung"
    )


def draw_field_map(auswahl: Auswahl, paar: Paar, mass: Mass) -> None:
    beispiel = zweiter.is_beispiel(auswahl, paar.x)
    karte = field_map(paar, beispiel, auswahl.stil)
    if min((n for n in karte.teilung.anzahlen if n), default=MINDESTENS) < MINDESTENS and components.not_in_wuerde(
        auswahl, "in manchem der neun Felder läge nur ein Gebiet"
    ):
        return
    components.sentence(karte.satz)
    deck = field_deck(paar, auswahl.gebiet, beispiel, auswahl.stil, mass)
    if deck is None:
        st.info(karten.KEINE_GRENZEN, icon=":material/map:")
    else:
        titel = f"{paar.x.bezeichnung} und {paar.y.bezeichnung}, {paar.jahr}"
        karten.show_areas(deck, key="ar_feldkarte", alt=titel, hoehe=mass.hoehe)
        st.html(karte.legende)
    grenzen = karten.schematic_note(cache.flaechen(auswahl.daten, auswahl.level))
    zweiter.draw_source(auswahl, paar.x, "Drittel: je Indikator gleich viele Gebiete", *grenzen)
    components.take_away(
        lambda: pair_table(paar), f"{paar.y.indikator_id}_{paar.x.indikator_id}_{paar.jahr}", key="ar_feldkarte"
    )
