"""The Indikator of a Maßnahme: where it works, in all other areas, since it began."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pandas as pd

from sozialplanung.analysis.wirkung import Bewegung, Entwicklung, development, judge, series_of
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.charts.wirkung_verlauf import since_beginning
from sozialplanung.model import Raumebene
from sozialplanung.ui import cache, filters
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember

DORT, UEBRIGE, UEBERALL = "Gebiete der Maßnahme", "übrige Gebiete", "alle Gebiete zusammen"
_WO = {DORT: "in den Gebieten der Maßnahme", UEBERALL: "in allen Gebieten zusammen"}
Ort = Raumebene | None  # the level of the frame, for what is gesamtstädtisch


class Verlauf(NamedTuple):
    """``reihen``: frame[jahr, bezeichnung, wert]; ``name`` of the line that is about the Maßnahme."""

    indikator: str
    wunsch: str | None
    name: str
    reihen: pd.DataFrame
    dort: Entwicklung | None
    uebrige: Entwicklung | None
    urteil: Bewegung
    beginn: dt.date | None
    ende: dt.date | None

    @property
    def wo(self) -> str:
        return _WO[self.name]


@remember(8)
def _factors(daten: Daten) -> dict[str, float]:
    tabelle = daten.projekt.load_indikatoren()
    return dict(zip(tabelle["indikator_id"], tabelle["faktor"].astype(float), strict=True))


@remember(8)
def _intended(daten: Daten) -> dict[str, tuple[str, str | None]]:
    """By Maßnahme the Indikator that it wants to move, and where to; only those that the Projekt has."""
    tabelle = cache.wirkungen(daten).dropna(subset=["indikator_id"])
    spalten = (tabelle[name] for name in ("massnahme_id", "indikator_id", "wunschrichtung"))
    bekannt = _factors(daten)
    return {m: (i, wunsch) for m, i, wunsch in zip(*spalten, strict=True) if i in bekannt}


@remember(8)
def _areas(daten: Daten) -> dict[str, tuple[str, frozenset[str]]]:
    """By Maßnahme the level and the areas of its shares; only where they are all of one level."""
    tabelle = cache.massnahme_gebiete(daten)
    gruppen = tabelle.groupby("massnahme_id").agg(ebenen=("raumebene", "unique"), gebiete=("gebiet_id", frozenset))
    return {str(m): (e[0], g) for m, e, g in gruppen.itertuples() if len(e) == 1}


@remember(512)
def _series(daten: Daten, indikator_id: str, ebene: str, gebiete: frozenset[str]) -> pd.DataFrame:
    werte = cache.indikatorwerte(daten, indikator_id, ebene)
    return series_of(werte, gebiete, _factors(daten)[indikator_id])


@remember(8)
def _spans(daten: Daten) -> dict[str, tuple[dt.date | None, dt.date | None]]:
    """Begin and end of each Maßnahme; where it says nothing, the first day of its Handlungskonzept."""
    konzepte = daten.projekt.load_handlungskonzepte().set_index("handlungskonzept_id")["von_jahr"].dropna()
    alle = cache.massnahmen(daten)
    spalten = (alle[name] for name in ("massnahme_id", "handlungskonzept_id", "beginn", "ende"))
    return {
        m: (beginn or (dt.date(int(konzepte[k]), 1, 1) if k in konzepte.index else None), ende)
        for m, k, beginn, ende in zip(*spalten, strict=True)
    }


def _place(daten: Daten, massnahme: str, indikator_id: str, ort: Ort) -> tuple[str, frozenset[str]] | None:
    """Level and areas in which the Maßnahme works: its own, else all of the level in the frame."""
    eigene = _areas(daten).get(massnahme)
    ebenen = filters.years_by_level(daten, indikator_id)
    if eigene is not None and eigene[0] in ebenen:
        return eigene
    ebene = ort if ort in ebenen else next(iter(ebenen), None)
    return None if ebene is None else (ebene, frozenset(cache.gebiete(daten, ebene)))


@remember(1024)
def course(daten: Daten, massnahme: str, ort: Ort) -> Verlauf | None:
    """How the Indikator of a Maßnahme went; None where none is named or it has no figures."""
    absicht = _intended(daten).get(massnahme)
    platz = _place(daten, massnahme, absicht[0], ort) if absicht else None
    if absicht is None or platz is None:
        return None
    (indikator_id, wunsch), (ebene, gebiete) = absicht, platz
    alle = frozenset(cache.gebiete(daten, ebene))
    name = UEBERALL if gebiete >= alle else DORT
    faktor = _factors(daten)[indikator_id]
    beginn, ende = _spans(daten)[massnahme]
    reihen = {name: gebiete} | ({UEBRIGE: alle - gebiete} if alle - gebiete else {})
    serien = {titel: _series(daten, indikator_id, ebene, teil) for titel, teil in reihen.items()}
    dort, uebrige = (
        development(serien[titel], beginn.year, faktor) if beginn and titel in serien else None
        for titel in (name, UEBRIGE)
    )
    if dort is None or uebrige is None or (dort.von_jahr, dort.bis_jahr) != (uebrige.von_jahr, uebrige.bis_jahr):
        uebrige = None
    tabelle = pd.concat([serie.assign(bezeichnung=titel) for titel, serie in serien.items()], ignore_index=True)
    return Verlauf(indikator_id, wunsch, name, tabelle, dort, uebrige, judge(dort, wunsch), beginn, ende)


@remember(128)
def course_chart(daten: Daten, massnahme: str, ort: Ort, stil: Stil, breite: int, hoehe: int) -> Spec | None:
    """None where the areas of the Maßnahme have no figure that can be shown together."""
    verlauf = course(daten, massnahme, ort)
    if verlauf is None or verlauf.name not in set(verlauf.reihen["bezeichnung"]):
        return None
    indikator = cache.indikatoren(daten)[verlauf.indikator]
    einheit = f" ({indikator.einheit})" if indikator.einheit else ""
    return since_beginning(
        verlauf.reihen,
        dort=verlauf.name,
        beginn=verlauf.beginn,
        ende=verlauf.ende,
        achse=f"{indikator.bezeichnung}{einheit}",
        einheit=indikator.einheit,
        stellen=indikator.nachkommastellen,
        stil=stil,
        beispiel=_is_beispiel(daten, verlauf, ort, massnahme),
        breite=breite,
        hoehe=hoehe,
    )


def _is_beispiel(daten: Daten, verlauf: Verlauf, ort: Ort, massnahme: str) -> bool:
    platz = _place(daten, massnahme, verlauf.indikator, ort)
    return platz is not None and cache.is_beispiel(daten, verlauf.indikator, platz[0])


def course_table(daten: Daten, massnahme: str, ort: Ort) -> pd.DataFrame:
    verlauf = course(daten, massnahme, ort)
    if verlauf is None:
        return pd.DataFrame(columns=["Jahr", "Wo", "Zähler", "Nenner", "Wert"])
    reihen = verlauf.reihen
    return pd.DataFrame(
        {
            "Jahr": reihen["jahr"],
            "Wo": reihen["bezeichnung"],
            "Zähler": reihen["zaehler"],
            "Nenner": reihen["nenner"],
            "Wert": reihen["wert"],
        }
    )


@remember(64)
def sources(daten: Daten, massnahme: str, ort: Ort) -> cache.Quellen:
    """Who says what the picture shows, over all years."""
    verlauf = course(daten, massnahme, ort)
    platz = None if verlauf is None else _place(daten, massnahme, verlauf.indikator, ort)
    if verlauf is None or platz is None:
        return ()
    jahre = sorted(set(verlauf.reihen["jahr"]))
    alle = [q for jahr in jahre for q in cache.quellen(daten, verlauf.indikator, platz[0], int(jahr))]
    return tuple(dict.fromkeys(alle))
