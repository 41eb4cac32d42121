"""Reads deliveries, repairs what can be repaired, and says everything that is wrong; writes nothing."""

from __future__ import annotations

from pathlib import Path

from sozialplanung.errors import LieferungError
from sozialplanung.importer.befunde import BEFUNDARTEN
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.grenzen import Grenzenbericht, read_grenzen
from sozialplanung.importer.paket import build_lieferung
from sozialplanung.importer.profile import PROFILE, Erkennung, erkenne, find_profil, lies
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
    "erkenne_datei",
    "read_erkannte",
    "read_grenzen",
    "read_lieferung",
    "read_vorlage",
]


def read_lieferung(
    inhalt: bytes | Path,
    dateiname: str,
    projekt: Projekt | None = None,
    *,
    profil: str | None = None,
    gebiete_anlegen: bool = False,
) -> Lieferungspaket:
    """A delivery, recognised, read and checked against the Projekt; the one way in for page and command line."""
    datei = Datei(inhalt, dateiname)
    return read_erkannte(datei, _choose(datei, profil), projekt, gebiete_anlegen=gebiete_anlegen)[0]


def read_erkannte(
    datei: Datei, erkennung: Erkennung, projekt: Projekt | None = None, *, gebiete_anlegen: bool = False
) -> tuple[Lieferungspaket, Erkennung]:
    """As ``read_lieferung``, with what was recognised and its shape."""
    vorhanden = Vorhandenes() if projekt is None else Vorhandenes(projekt.load_tabelle, projekt.load_aliase())
    if erkennung.profil.lies is None:
        return read_vorlage(datei.inhalt, datei.name, vorhanden), erkennung
    roh, erkennung = lies(datei, erkennung, vorhanden)
    return build_lieferung(roh, datei, vorhanden, gebiete_anlegen=gebiete_anlegen), erkennung


def erkenne_datei(inhalt: bytes | Path, dateiname: str, profil: str | None = None) -> tuple[Datei, Erkennung]:
    """Which family a file belongs to; a file that no profile knows is read as our Vorlage, which says what is wrong."""
    datei = Datei(inhalt, dateiname)
    return datei, _choose(datei, profil)


def _choose(datei: Datei, profil: str | None) -> Erkennung:
    if profil is not None:
        return find_profil(profil).erkenne(datei)
    erkennung = erkenne(datei)
    if erkennung is None and datei.is_text and datei.name.lower().endswith((".csv", ".txt", ".tsv")):
        raise LieferungError(
            f"›{datei.name}‹ wurde nicht erkannt: Die Anwendung liest Tabellen von GENESIS und den Landesdatenbanken, "
            "der Bundesagentur für Arbeit, INKAR, dem Zensus, Haushalte nach Bezirken "
            "sowie ihre eigene Vorlage. Bitte übertragen Sie andere Zahlen in die Vorlage."
        )
    return erkennung or find_profil("vorlage").erkenne(datei)
