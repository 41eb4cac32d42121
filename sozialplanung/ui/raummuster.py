"""View »Räumliche Muster«: where high and where low values lie together, and who differs from the neighbours."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from sozialplanung.analysis.spatial import (
    Moran,
    Nachbarschaft,
    global_moran,
    local_moran,
    neighbour_means,
    neighbours_of,
)
from sozialplanung.charts.klassen import Klassen
from sozialplanung.charts.legende import legend_html
from sozialplanung.charts.streuung import scatter
from sozialplanung.charts.theme import Stil
from sozialplanung.errors import ProjektError
from sozialplanung.formatting import format_wert, is_missing
from sozialplanung.model import Indikator, Richtung
from sozialplanung.report.saetze_muster import (
    MUSTER,
    island_note,
    method_note,
    sentence_neighbours,
    sentence_pattern,
    sentence_spots,
)
from sozialplanung.ui import cache, components, karten, vergleich
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.masse import Mass
from sozialplanung.ui.vergleich import Bild

FDR = 0.05


class Muster(NamedTuple):
    """What the test finds: frame[gebiet_id, bezeichnung, wert, nachbarn, art, p_fdr] and Moran's I.

    ``art`` is None for areas that do not stand out.
    """

    stellen: pd.DataFrame
    moran: Moran
    inseln: int


@remember(32, "Nachbarn werden gesucht …")
def neighbours(daten: Daten, ebene: str) -> Nachbarschaft:
    return neighbours_of(daten.projekt.load_geometrie(ebene))


@remember(128, "Räumliche Muster werden geprüft …")
def spots(daten: Daten, indikator: Indikator, ebene: str, jahr: int) -> Muster:
    nachbarn = neighbours(daten, ebene)
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    werte = werte[werte["jahr"] == jahr].set_index("gebiet_id").reindex(nachbarn.gebiete)
    namen = pd.Series(cache.gebiete(daten, ebene), dtype=object).reindex(nachbarn.gebiete)
    lokal = local_moran(werte["wert"], nachbarn, fdr=FDR)
    # a Series of objects: pandas would make NaN of None
    auffaellig = [art if sicher else None for art, sicher in zip(lokal["art"], lokal["bedeutsam"], strict=True)]
    stellen = pd.DataFrame(
        {
            "gebiet_id": nachbarn.gebiete,
            "bezeichnung": namen,
            "wert": werte["wert"],
            "nachbarn": neighbour_means(werte["wert"], nachbarn),
            "art": pd.Series(auffaellig, nachbarn.gebiete, dtype=object),
            "p_fdr": lokal["p_fdr"],
        }
    )
    return Muster(stellen, global_moran(werte["wert"], nachbarn), len(nachbarn.inseln))


class Musterkarte(NamedTuple):
    """What the map shows: the place of each area's kind in ``MUSTER``, and a legend."""

    werte: pd.DataFrame
    klassen: Klassen
    legende: str
    beispiel: bool


@remember(128)
def spot_map(daten: Daten, indikator: Indikator, ebene: str, jahr: int, stil: Stil) -> Musterkarte:
    stellen = spots(daten, indikator, ebene, jahr).stellen
    arten = list(MUSTER)
    nummer = pd.Series([float(arten.index(art)) for art in stellen["art"]], index=stellen.index)
    nummer = nummer.where(stellen["wert"].notna())
    anzahlen = tuple(int((nummer == k).sum()) for k in range(len(arten)))
    grenzen = tuple(k - 0.5 for k in range(1, len(arten)))
    namen = tuple(MUSTER.values())
    klassen = Klassen(grenzen, anzahlen, 0, len(arten) - 1, 0, Richtung.NEUTRAL, "abweichung", namen)
    alle = karten.map_values(daten, indikator, ebene, jahr)
    werte = alle.werte.assign(wert=alle.werte["gebiet_id"].map(nummer))
    titel = f"{indikator.bezeichnung}, {jahr}"
    legende = legend_html(klassen, stil, titel, geheim=alle.geheim, gesperrt=alle.gesperrt, fehlt=alle.fehlt)
    return Musterkarte(werte, klassen, legende, alle.beispiel)


@remember(128)
def spot_deck(
    daten: Daten, indikator: Indikator, ebene: str, jahr: int, gebiet: str | None, stil: Stil, mass: Mass
) -> Any:
    flaechen, karte = cache.flaechen(daten, ebene), spot_map(daten, indikator, ebene, jahr, stil)
    if flaechen is None:
        raise ProjektError(karten.KEINE_GRENZEN)
    return karten.finish_areas(flaechen, karte.werte, karte.klassen, gebiet, stil, mass)


@remember(128)
def neighbour_picture(
    daten: Daten, indikator: Indikator, ebene: str, jahr: int, gebiet: str | None, stil: Stil, mass: Mass
) -> Bild:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    tabelle = spots(daten, indikator, ebene, jahr).stellen.rename(columns={"wert": "x", "nachbarn": "y"})
    einheit, stellig = karten.unit(indikator), indikator.nachkommastellen
    tabelle = tabelle.assign(
        gewicht=float("nan"),
        x_text=[format_wert(wert, None, einheit, stellig) for wert in tabelle["x"]],
        y_text=[format_wert(wert, None, einheit, stellig) for wert in tabelle["y"]],
    )
    spec = scatter(
        tabelle,
        (0.0, 1.0),
        linie="so hoch wie bei den Nachbarn",
        achse_x=f"eigener Wert ({indikator.einheit})",
        achse_y=f"Mittel der Nachbargebiete ({indikator.einheit})",
        gesichert=False,
        stil=stil,
        gewaehlt=gebiet,
        beispiel=components.is_beispiel(werte[werte["jahr"] == jahr]),
        breite=mass.breite,
        hoehe=mass.hoehe,
    )
    return Bild(spec, sentence_neighbours(tabelle, indikator, gebiet))


def spots_table(daten: Daten, indikator: Indikator, ebene: str, jahr: int) -> pd.DataFrame:
    stellen = spots(daten, indikator, ebene, jahr).stellen
    return pd.DataFrame(
        {
            "Schlüssel": stellen["gebiet_id"],
            "Gebiet": stellen["bezeichnung"],
            f"{indikator.bezeichnung} ({indikator.einheit})": stellen["wert"],
            "Mittel der Nachbargebiete": stellen["nachbarn"],
            "Muster": [
                "" if is_missing(wert) else MUSTER[art]
                for art, wert in zip(stellen["art"], stellen["wert"], strict=True)
            ],
            "p (bereinigt)": stellen["p_fdr"],
        }
    )


def require_outlines(auswahl: Auswahl) -> None:
    """Without outlines there are no neighbours: the page ends with what to do."""
    if cache.flaechen(auswahl.daten, auswahl.level) is None:
        components.empty_state(karten.KEINE_GRENZEN)


def draw_spots(auswahl: Auswahl, mass: Mass) -> None:
    if components.not_in_wuerde(auswahl):
        return
    frage = (auswahl.daten, auswahl.figures, auswahl.level, auswahl.year)
    muster, karte = spots(*frage), spot_map(*frage, auswahl.stil)
    components.sentence(
        f"{sentence_pattern(muster.moran, auswahl.level)} {sentence_spots(muster.stellen, auswahl.level)}"
    )
    if muster.moran.warnung:
        st.warning(muster.moran.warnung, icon=":material/warning:")
    titel = f"Räumliche Muster: {auswahl.figures.bezeichnung}, {auswahl.year}"
    karten.show_areas(
        spot_deck(*frage, auswahl.gebiet, auswahl.stil, mass), key="ar_muster", alt=titel, hoehe=mass.hoehe
    )
    karten.draw_legend(karte.legende, beispiel=karte.beispiel)
    grenzen = karten.schematic_note(cache.flaechen(auswahl.daten, auswahl.level))
    vergleich.draw_source(auswahl, method_note(FDR), island_note(muster.inseln), *grenzen)
    components.take_away(
        lambda: spots_table(*frage), f"muster_{auswahl.figures.indikator_id}_{auswahl.year}", key="ar_muster"
    )


def draw_neighbours(auswahl: Auswahl, mass: Mass) -> None:
    if components.not_in_wuerde(auswahl):
        return
    frage = (auswahl.daten, auswahl.figures, auswahl.level, auswahl.year)
    bild = neighbour_picture(*frage, auswahl.gebiet, auswahl.stil, mass)
    components.sentence(bild.satz)
    components.chart(bild.spec, "ar_nachbarn", select=True)
    vergleich.draw_source(auswahl, "Nachbarn: gemeinsame Grenze, alle Nachbarn zählen gleich")
    components.take_away(
        lambda: spots_table(*frage), f"nachbarn_{auswahl.figures.indikator_id}_{auswahl.year}", key="ar_nachbarn"
    )
