"""Reads deliveries, repairs what can be repaired, and says everything that is wrong; writes nothing."""

from __future__ import annotations

from pathlib import Path

from sozialplanung.importer.befunde import BEFUNDARTEN
from sozialplanung.importer.grenzen import Grenzenbericht, read_grenzen
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.importer.vorlage_lesen import read_vorlage
from sozialplanung.model import Lieferungspaket
from sozialplanung.store import Projekt

__all__ = ["BEFUNDARTEN", "Grenzenbericht", "Vorhandenes", "read_grenzen", "read_lieferung", "read_vorlage"]


def read_lieferung(inhalt: bytes | Path, dateiname: str, projekt: Projekt | None = None) -> Lieferungspaket:
    """A workbook, read and checked against the Projekt it is meant for; the one way in for page and command line."""
    return read_vorlage(inhalt, dateiname, None if projekt is None else Vorhandenes(projekt.load_tabelle))
