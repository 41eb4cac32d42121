"""Reads deliveries, repairs what can be repaired, and says everything that is wrong; writes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sozialplanung.errors import LieferungError
from sozialplanung.importer.befunde import BEFUNDARTEN
from sozialplanung.importer.datei import Datei, Melden, stay_silent
from sozialplanung.importer.einrichtungen import read_einrichtungen
from sozialplanung.importer.grenzen import Grenzenbericht, read_grenzen
from sozialplanung.importer.haushalt_register import read_register
from sozialplanung.importer.paket import build_lieferung
from sozialplanung.importer.profile import PROFILE, Erkennung, erkenne, find_profil, lies
from sozialplanung.importer.profile.haushalt import PROFIL as HAUSHALT
from sozialplanung.importer.profile.tabelle import PROFIL as TABELLE
from sozialplanung.importer.profile.tabelle import erkenne_mit_rezept, erkenne_tabelle
from sozialplanung.importer.rezepte import load_rezept, rezepte_of, tell_rezept
from sozialplanung.importer.tabelle.lesart import Vorgaben
from sozialplanung.importer.tabelle.lesen import lies as lies_tabelle
from sozialplanung.importer.tabelle.raster import is_ods, looks_like_table
from sozialplanung.importer.tabelle.rezept import Rezept
from sozialplanung.importer.tabelle.wiedererkennen import find_rezept, match_rezept
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.importer.vorlage_lesen import read_vorlage
from sozialplanung.model import Lieferungspaket
from sozialplanung.store import Projekt

__all__ = [
    "BEFUNDARTEN",
    "PROFILE",
    "Erkennung",
    "Grenzenbericht",
    "Vorhandenes",
    "deute",
    "erkenne_datei",
    "erkenne_offene",
    "fills_register",
    "load_rezept",
    "read_einrichtungen",
    "read_erkannte",
    "read_grenzen",
    "read_lieferung",
    "read_vorlage",
    "vorhandenes_of",
]


def read_lieferung(
    inhalt: bytes | Path,
    dateiname: str,
    projekt: Projekt | None = None,
    *,
    profil: str | None = None,
    gebiete_anlegen: bool = False,
    rezept: Rezept | None = None,
) -> Lieferungspaket:
    """A delivery, recognised, read and checked against the Projekt; the one way in for page and command line."""
    datei, erkennung = erkenne_datei(inhalt, dateiname, profil, projekt, rezept=rezept)
    return read_erkannte(datei, erkennung, projekt, gebiete_anlegen=gebiete_anlegen)[0]


def read_erkannte(
    datei: Datei,
    erkennung: Erkennung,
    projekt: Projekt | None = None,
    *,
    gebiete_anlegen: bool = False,
    als_massnahmen: bool = False,
) -> tuple[Lieferungspaket, Erkennung]:
    """As ``read_lieferung``, with what was recognised and its shape.

    ``als_massnahmen``: into the register instead of as figures, where ``fills_register`` says that this is possible.
    """
    vorhanden = vorhandenes_of(projekt)
    if als_massnahmen and fills_register(erkennung):
        paket, form = read_register(datei, vorhanden, gebiete_anlegen=gebiete_anlegen)
        return paket, replace(erkennung, form=form)
    if erkennung.deutung is not None:
        roh = lies_tabelle(datei, erkennung.deutung.lesart, vorhanden)
        if erkennung.passung is not None:
            tell_rezept(erkennung.passung, erkennung.deutung.lesart, roh.befunde)
        paket = build_lieferung(roh, datei, vorhanden, gebiete_anlegen=gebiete_anlegen)
        return paket, replace(erkennung, form=roh.form)
    if erkennung.profil.lies is None:
        return read_vorlage(datei.mappe, datei.name, vorhanden), erkennung
    roh, erkennung = lies(datei, erkennung, vorhanden)
    return build_lieferung(roh, datei, vorhanden, gebiete_anlegen=gebiete_anlegen), erkennung


def fills_register(erkennung: Erkennung) -> bool:
    """A budget holds money that can be kept as Maßnahmen."""
    return erkennung.profil is HAUSHALT


def erkenne_datei(
    inhalt: bytes | Path,
    dateiname: str,
    profil: str | None = None,
    projekt: Projekt | None = None,
    *,
    rezept: Rezept | None = None,
    ohne_rezept: bool = False,
    melde: Melden = stay_silent,
) -> tuple[Datei, Erkennung]:
    """Which family a file belongs to; any table of figures is read by the recipe of the Projekt that fits, or guessed.

    ``rezept``: that one and no other; ``ohne_rezept``: none. What is no table at all is read as our Vorlage, which says
    what is wrong.
    """
    datei = Datei(inhalt, dateiname, melde)
    return datei, erkenne_offene(datei, profil, projekt, rezept=rezept, ohne_rezept=ohne_rezept)


def erkenne_offene(
    datei: Datei,
    profil: str | None = None,
    projekt: Projekt | None = None,
    *,
    rezept: Rezept | None = None,
    ohne_rezept: bool = False,
) -> Erkennung:
    """As ``erkenne_datei``, of a file that is open already."""
    if rezept is not None:
        return erkenne_mit_rezept(datei, vorhandenes_of(projekt), match_rezept(rezept, datei))
    return _choose(datei, profil, projekt, ohne_rezept)


def deute(datei: Datei, vorgaben: Vorgaben, projekt: Projekt | None = None) -> Erkennung:
    """A table read as a person says; guessing goes on around it.

    Raises
    ------
    LieferungError
        Where nothing is left to be read that way.
    """
    erkennung = erkenne_tabelle(datei, vorhandenes_of(projekt), vorgaben)
    if erkennung is None:
        raise LieferungError(
            f"So bleiben in ›{datei.name}‹ keine Zahlen zu Gebieten übrig. Bitte prüfen Sie die letzte Änderung."
        )
    return erkennung


def vorhandenes_of(projekt: Projekt | None) -> Vorhandenes:
    """What a delivery is compared with; nothing where there is no Projekt yet."""
    if projekt is None:
        return Vorhandenes()
    return Vorhandenes(projekt.load_tabelle, projekt.load_aliase(), projekt.load_gelieferte)


def _choose(datei: Datei, profil: str | None, projekt: Projekt | None, ohne_rezept: bool) -> Erkennung:
    if profil is not None and profil != TABELLE.name:
        return find_profil(profil).erkenne(datei)
    erkennung = None if profil or is_ods(datei) else erkenne(datei)
    if erkennung is None and (profil or looks_like_table(datei)):
        passung = None if ohne_rezept else find_rezept(rezepte_of(projekt), datei)
        vorhanden = vorhandenes_of(projekt)
        if passung is not None:
            return erkenne_mit_rezept(datei, vorhanden, passung)
        erkennung = erkenne_tabelle(datei, vorhanden)
    if erkennung is None and (profil or (datei.is_text and datei.name.lower().endswith((".csv", ".txt", ".tsv")))):
        raise LieferungError(
            f"In ›{datei.name}‹ wurde keine Tabelle mit Gebieten und Zahlen gefunden. Die Anwendung liest Tabellen von "
            "GENESIS und den Landesdatenbanken, der Bundesagentur für Arbeit, INKAR, dem Zensus, Haushalte nach "
            "Bezirken, andere Tabellen mit einer Spalte für die Gebiete sowie ihre eigene Vorlage."
        )
    return erkennung or find_profil("vorlage").erkenne(datei)
