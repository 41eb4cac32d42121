"""What the pages ask again and again, kept per Projekt file and its state; a write changes the state and so the key."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from sozialplanung.analysis.indexwerte import EINWOHNER
from sozialplanung.charts.karte import geometry_collection
from sozialplanung.formatting import tell_apart
from sozialplanung.model import Herkunft, Indikator, Raumebene
from sozialplanung.report.saetze_index import INDEX_EINHEIT, describe_definition, index_as_indikator
from sozialplanung.store import GespeicherterIndex, Projekt, Schutzregel, open_projekt, read_name
from sozialplanung.store.bezugsraeume import Bezugsraum
from sozialplanung.ui import geometrie
from sozialplanung.ui.gedaechtnis import remember

ALLE = "alle"  # in place of a Handlungskonzept: all of them


class Daten(NamedTuple):
    """A Projekt file in one state: the first argument of everything that is cached."""

    pfad: str
    stand: int

    @property
    def projekt(self) -> Projekt:
        return open_projekt(Path(self.pfad))


class Quellenangabe(NamedTuple):
    """What the line under a chart says of a Quelle."""

    bezeichnung: str
    lizenz: str
    stand: date | None


Quellen = tuple[Quellenangabe, ...]


class Flaechen(NamedTuple):
    """The areas of one level, ready for a map: where their outlines are served, label points, bounds."""

    url: str
    geojson: str
    tabelle: pd.DataFrame
    grenzen: tuple[float, float, float, float]
    schematisch: bool
    quellen: tuple[str, ...]


@remember(64)
def projekt_angaben(daten: Daten) -> dict[str, str]:
    return daten.projekt.load_projekt()


@remember(256)
def projekt_name(pfad: str, zustand: tuple[int, ...]) -> str:
    """``zustand`` of the file belongs to the key: listing Projekte must not keep them all open."""
    return read_name(Path(pfad))


@remember(64, "Verfügbare Zahlen werden gesucht …")
def verfuegbarkeit(daten: Daten) -> pd.DataFrame:
    return daten.projekt.load_verfuegbarkeit()


@remember(64)
def strictest_rule(daten: Daten) -> Schutzregel:
    """The strictest of every part in force, for the words beside what is hidden."""
    regeln = daten.projekt.load_schutz_der_quellen()
    regeln = regeln[regeln["geliefert"] > 0]
    return Schutzregel(*(int(regeln[feld].max()) for feld in Schutzregel._fields))


@remember(64)
def indikatoren(daten: Daten) -> dict[str, Indikator]:
    """The catalogue of the Projekt, then its Sozialindizes."""
    felder = [feld for feld in Indikator.__dataclass_fields__ if feld != "ist_index"]
    tabelle = daten.projekt.load_indikatoren()
    spalten = tabelle[felder].astype(object)
    spalten = spalten.where(spalten.notna(), None)
    zeilen = [Indikator(**{feld: zeile[feld] for feld in felder}) for zeile in spalten.to_dict("records")]
    alle = {indikator.indikator_id: indikator for indikator in zeilen}
    for index in indizes(daten).values():
        definition = describe_definition(index.definition, alle)
        alle[index.index_id] = index_as_indikator(index.index_id, index.bezeichnung, definition)
    return alle


@remember(64)
def merkmale(daten: Daten) -> pd.DataFrame:
    """By merkmal_id."""
    return daten.projekt.load_merkmale().set_index("merkmal_id")


class Kopfzahl(NamedTuple):
    """What euro are divided by where an Indikator is the need: one of them, and all of them by their name."""

    je: str
    name: str


_EINE = {"Haushalte": "Haushalt"}


@remember(256)
def kopfzahl(daten: Daten, indikator: Indikator) -> Kopfzahl:
    """The Merkmal that weighs an Indikator – not its Zielgruppe, which may be a few of many."""
    alle = merkmale(daten)
    merkmal = EINWOHNER if indikator.ist_index else indikator.gewicht_merkmal_id or indikator.nenner_merkmal_id
    if merkmal is None or merkmal not in alle.index:
        return Kopfzahl("Person", "Personen")
    return Kopfzahl(_EINE.get(alle["einheit"][merkmal], "Person"), alle["bezeichnung"][merkmal])


@remember(64)
def indizes(daten: Daten) -> dict[str, GespeicherterIndex]:
    return {index.index_id: index for index in daten.projekt.load_indizes()}


@remember(64)
def einwohner(daten: Daten, ebene: str) -> pd.DataFrame:
    return daten.projekt.load_einwohner(ebene)


@remember(64)
def personen(daten: Daten, merkmal_id: str, ebene: str) -> pd.DataFrame:
    return daten.projekt.load_personen(merkmal_id, ebene)


@remember(64)
def gebiete(daten: Daten, ebene: str) -> dict[str, str]:
    tabelle = daten.projekt.load_gebiete(ebene).sort_values("bezeichnung")
    return dict(zip(tabelle["gebiet_id"], tabelle["bezeichnung"], strict=True))


@remember(64)
def gebiete_zur_wahl(daten: Daten, ebene: str) -> dict[str, str]:
    """``gebiete`` for a field of choice."""
    return tell_apart(gebiete(daten, ebene))


@remember(64)
def indikatoren_zur_wahl(daten: Daten) -> dict[str, str]:
    """What ``indikatoren`` are called in a field of choice."""
    return tell_apart({name: angabe.bezeichnung for name, angabe in indikatoren(daten).items()})


@remember(64)
def all_gebiete(daten: Daten) -> pd.DataFrame:
    """Every Gebiet with what it lies in, by gebiet_id; Bezugsräume last."""
    teile = [daten.projekt.load_gebiete()]
    if bezugsraeume(daten):
        teile.append(daten.projekt.load_gebiete(Raumebene.BEZUGSRAUM))
    return pd.concat(teile).drop_duplicates("gebiet_id").set_index("gebiet_id")


@remember(64)
def bezugsraeume(daten: Daten) -> tuple[Bezugsraum, ...]:
    return tuple(daten.projekt.load_bezugsraeume())


@remember(128)
def _indikator_mit_quellen(daten: Daten, indikator_id: str, ebene: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    return daten.projekt.load_indikator_mit_quellen(indikator_id, ebene)


def indikatorwerte(daten: Daten, indikator_id: str, ebene: str) -> pd.DataFrame:
    return _indikator_mit_quellen(daten, indikator_id, ebene)[0].copy(deep=False)


@remember(256)
def is_beispiel(daten: Daten, indikator_id: str, ebene: str) -> bool:
    """Whether any figure of an Indikator is invented."""
    return bool((_indikator_mit_quellen(daten, indikator_id, ebene)[0]["herkunft"] == Herkunft.BEISPIEL).any())


@remember(512)
def quellen(daten: Daten, indikator_id: str, ebene: str, jahr: int) -> Quellen:
    """Who says what is shown of an Indikator in a year; before them, how an index is made of it."""
    tabelle = _indikator_mit_quellen(daten, indikator_id, ebene)[1]
    angaben = as_quellen(tabelle[tabelle["jahr"] == jahr])
    index = indizes(daten).get(indikator_id)
    if index is None:
        return angaben
    text = f"{INDEX_EINHEIT}, je Jahr für sich gerechnet: {describe_definition(index.definition, indikatoren(daten))}"
    return (Quellenangabe(text, f"Definition »{index.bezeichnung}«", index.am.date()), *angaben)


def as_quellen(tabelle: pd.DataFrame) -> Quellen:
    spalten = (tabelle["bezeichnung"], tabelle["lizenz"], tabelle["stand"])
    return tuple(
        Quellenangabe(name, lizenz, None if pd.isna(stand) else stand)
        for name, lizenz, stand in zip(*spalten, strict=True)
    )


@remember(32, "Grenzen werden vorbereitet …")
def flaechen(daten: Daten, ebene: str) -> Flaechen | None:
    """None where no area of the level has an outline. A resource, not data: the GeoJSON is large and never changed."""
    roh = daten.projekt.load_geometrie(ebene)
    if roh.empty:
        return None
    geojson, tabelle, grenzen = geometry_collection(roh)
    return Flaechen(
        url=geometrie.publish(geojson),
        geojson=geojson,
        tabelle=tabelle,
        grenzen=grenzen,
        schematisch=bool(roh["schematisch"].any()),
        quellen=tuple(sorted(set(roh["quelle"]))),
    )


@remember(32)
def budget(daten: Daten, ebene: str) -> pd.DataFrame:
    return daten.projekt.load_budget(ebene)


@remember(32)
def geldorte(daten: Daten, ebene: str) -> pd.DataFrame:
    return daten.projekt.load_geldorte(ebene)


@remember(64)
def dominanz(daten: Daten) -> int | None:
    """Percent from which on private money of one giver is not shown by Gebiet; None: it always is."""
    return daten.projekt.load_dominanz()


@remember(32)
def finanzierung(daten: Daten) -> pd.DataFrame:
    return daten.projekt.load_finanzierung()


@remember(32)
def massnahmen(daten: Daten) -> pd.DataFrame:
    return daten.projekt.load_massnahmen()


@remember(32)
def leistungen(daten: Daten) -> pd.DataFrame:
    return daten.projekt.load_leistungen()


@remember(32)
def wirkungen(daten: Daten) -> pd.DataFrame:
    return daten.projekt.load_wirkungen()


@remember(32)
def meilensteine(daten: Daten) -> pd.DataFrame:
    return daten.projekt.load_meilensteine()


@remember(32)
def massnahme_gebiete(daten: Daten) -> pd.DataFrame:
    return daten.projekt.load_massnahme_gebiete()


@remember(32)
def beratungsfolge(daten: Daten) -> pd.DataFrame:
    return daten.projekt.load_beratungsfolge()


@remember(64)
def concepts(daten: Daten) -> dict[str, str]:
    """Handlungskonzepte with money, the one with most Maßnahmen first; empty where no money is recorded."""
    geld = finanzierung(daten)
    anzahl = geld.groupby(["handlungskonzept_id", "handlungskonzept"])["massnahme_id"].nunique().reset_index()
    anzahl = anzahl.sort_values(["massnahme_id", "handlungskonzept"], ascending=[False, True])
    return tell_apart(dict(zip(anzahl["handlungskonzept_id"], anzahl["handlungskonzept"], strict=True)))
