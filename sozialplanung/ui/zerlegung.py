"""View »Zwischen und innerhalb«: how much of the inequality lies between the areas above, and how much within."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sozialplanung.analysis.abstand import comparable_years
from sozialplanung.analysis.zerlegung import decompose, decomposition_by_year
from sozialplanung.charts.theme import Stil
from sozialplanung.charts.zerlegung import areas_by_group, between_within_bars
from sozialplanung.formatting import format_wert
from sozialplanung.model import Indikator, Raumebene
from sozialplanung.report.saetze_zerlegung import (
    left_out_note,
    no_groups_text,
    part_names,
    sentence_between,
    sentence_within,
)
from sozialplanung.ui import adresse, cache, components, filters, karten, vergleich
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.masse import Mass
from sozialplanung.ui.vergleich import Bild


@remember(64)
def ancestors(daten: Daten, ebene: str) -> dict[Raumebene, dict[str, str]]:
    """Level above, the nearest first → Gebiet → name of the Gebiet that it lies in."""
    gebiete = cache.all_gebiete(daten)
    eltern, namen, ebenen = (gebiete[s].to_dict() for s in ("uebergeordnet", "bezeichnung", "raumebene"))
    ergebnis: dict[Raumebene, dict[str, str]] = {}
    for gebiet_id in gebiete.index[gebiete["raumebene"] == ebene]:
        oben = eltern[gebiet_id]
        while oben is not None:
            ergebnis.setdefault(Raumebene(ebenen[oben]), {})[gebiet_id] = namen[oben]
            oben = eltern[oben]
    reihenfolge = list(Raumebene)
    return dict(sorted(ergebnis.items(), key=lambda paar: -reihenfolge.index(paar[0])))


@remember(256)
def group_levels(daten: Daten, indikator_id: str, ebene: str, jahr: int) -> tuple[Raumebene, ...]:
    """Levels above by which the areas with a value fall into several groups, of which at least one has two areas."""
    werte = cache.indikatorwerte(daten, indikator_id, ebene)
    mit_wert = set(werte.loc[(werte["jahr"] == jahr) & werte["wert"].notna(), "gebiet_id"])
    geeignet = []
    for oben, gruppen in ancestors(daten, ebene).items():
        belegt = [gruppen[gebiet] for gebiet in mit_wert if gebiet in gruppen]
        if 1 < len(set(belegt)) < len(belegt):
            geeignet.append(oben)
    return tuple(geeignet)


def require_group_level(auswahl: Auswahl) -> Raumebene:
    """The chosen level above; where there are no groups the page ends with what to do."""
    daten, indikator_id = auswahl.daten, auswahl.figures.indikator_id
    ebenen = group_levels(daten, indikator_id, auswahl.level, auswahl.year)
    if not ebenen:
        andere = [
            ebene
            for ebene, jahre in filters.years_by_level(daten, indikator_id).items()
            if ebene != auswahl.level and group_levels(daten, indikator_id, ebene, jahre[-1])
        ]
        oben = next(iter(ancestors(daten, auswahl.level).values()), {})
        namen = sorted(set(oben.values()))
        if auswahl.stil.wuerde and len(namen) > 1:
            namen = [f"{len(namen)} Gebieten"]
        components.empty_state(no_groups_text(auswahl.level, namen, andere))
    wahl = adresse.recall("gruppen", ebenen, ebenen[0])
    if len(ebenen) > 1:
        st.selectbox("Zusammengefasst nach", ebenen, key="gruppen", format_func=lambda e: e.plural, width=240)
    return wahl


@remember(256)
def by_year(daten: Daten, indikator: Indikator, ebene: str, jahr: int, oben: Raumebene) -> pd.DataFrame:
    """The decomposition up to a year, in the years with the same areas."""
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    jahre = [j for j in comparable_years(werte, jahr) if j <= jahr]
    return decomposition_by_year(werte[werte["jahr"].isin(jahre)], ancestors(daten, ebene)[oben])


@remember(256)
def between_picture(
    daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, oben: Raumebene, stil: Stil, mass: Mass
) -> Bild:
    zerlegung = by_year(daten, indikator, ebene, jahr, oben)
    spec = between_within_bars(
        zerlegung,
        namen=part_names(oben),
        stil=stil,
        beispiel=cache.is_beispiel(daten, indikator.indikator_id, ebene),
        breite=mass.breite,
        hoehe=mass.hoehe,
    )
    return Bild(spec, sentence_between(zerlegung, ebene, oben))


@remember(256)
def within_picture(
    daten: Daten,
    indikator: Indikator,
    ebene: Raumebene,
    jahr: int,
    oben: Raumebene,
    gebiet: str | None,
    stil: Stil,
    mass: Mass,
) -> Bild:
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    zeilen, gruppen = werte[werte["jahr"] == jahr], ancestors(daten, ebene)[oben]
    je_gruppe = decompose(zeilen, gruppen).je_gruppe
    anzeige = [format_wert(w, None, karten.unit(indikator), indikator.nachkommastellen) for w in zeilen["wert"]]
    spec = areas_by_group(
        zeilen[["gebiet_id", "bezeichnung", "wert"]].assign(gruppe=zeilen["gebiet_id"].map(gruppen), anzeige=anzeige),
        {str(name): float(mittel) for name, mittel in je_gruppe["mittel"].items()},
        achse=f"{jahr}, {indikator.einheit}",
        stil=stil,
        gewaehlt=gebiet,
        beispiel=components.is_beispiel(zeilen),
        breite=mass.breite,
        hoehe=mass.hoehe,
    )
    return Bild(spec, sentence_within(je_gruppe, oben))


def groups_table(daten: Daten, indikator: Indikator, ebene: str, jahr: int, oben: Raumebene) -> pd.DataFrame:
    """The groups of one year with headers that people read."""
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    je_gruppe = decompose(werte[werte["jahr"] == jahr], ancestors(daten, ebene)[oben]).je_gruppe
    titel = {
        "n": "Gebiete",
        "gewicht_anteil": "Anteil der Personen",
        "mittel": f"Durchschnitt ({indikator.einheit})",
        "theil": "Theil innerhalb",
        "beitrag_zwischen": "Beitrag zwischen",
        "beitrag_innerhalb": "Beitrag innerhalb",
    }
    return je_gruppe[list(titel)].rename(columns=titel).rename_axis(oben.singular).reset_index()


def years_table(daten: Daten, indikator: Indikator, ebene: str, jahr: int, oben: Raumebene) -> pd.DataFrame:
    titel = dict(zip(("zwischen", "innerhalb"), part_names(oben), strict=True))
    titel |= {"jahr": "Jahr", "gesamt": "Theil-Index", "anteil_zwischen": "Anteil zwischen"}
    return by_year(daten, indikator, ebene, jahr, oben).rename(columns=titel)


def draw_between(auswahl: Auswahl, oben: Raumebene, mass: Mass) -> None:
    frage = (auswahl.daten, auswahl.figures, auswahl.level, auswahl.year)
    bild = between_picture(*frage, oben, auswahl.stil, mass)
    components.sentence(bild.satz)
    components.chart(bild.spec, "ar_zwischen")
    gruppen = ancestors(auswahl.daten, auswahl.level)[oben]
    ohne = sum(gebiet not in gruppen for gebiet in auswahl.gebiete)
    vergleich.draw_source(auswahl, vergleich.weight_note(*frage), left_out_note(ohne, oben))
    datei = f"zerlegung_{auswahl.figures.indikator_id}"
    components.take_away(lambda: years_table(*frage, oben), datei, key="ar_zwischen")


def draw_within(auswahl: Auswahl, oben: Raumebene, mass: Mass) -> None:
    if components.not_in_wuerde(auswahl, "das Bild daneben zeigt, wie viel zwischen und innerhalb liegt"):
        return
    frage = (auswahl.daten, auswahl.figures, auswahl.level, auswahl.year)
    bild = within_picture(*frage, oben, auswahl.gebiet, auswahl.stil, mass)
    components.sentence(bild.satz)
    components.chart(bild.spec, "ar_innerhalb", select=True)
    vergleich.draw_source(auswahl, vergleich.weight_note(*frage))
    datei = f"gruppen_{auswahl.figures.indikator_id}_{auswahl.year}"
    components.take_away(lambda: groups_table(*frage, oben), datei, key="ar_innerhalb")
