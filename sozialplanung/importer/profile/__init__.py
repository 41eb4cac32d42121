"""The families of files that are understood. A new one: a module with ``PROFIL`` and a line in ``PROFILE``."""

from __future__ import annotations

from dataclasses import replace

from sozialplanung.errors import LieferungError
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.profile import (
    ba,
    genesis_flach,
    genesis_klassisch,
    gitter,
    haushalt,
    inkar,
    inkar_bulk,
    tabelle,
    vorlage,
    zensus,
)
from sozialplanung.importer.profile.roh import Erkennung, Form, Profil, Rohtabelle
from sozialplanung.importer.vorhandenes import Vorhandenes

__all__ = ["PROFILE", "Erkennung", "Form", "Profil", "Rohtabelle", "erkenne", "find_profil", "lies"]

PROFILE: tuple[Profil, ...] = (
    vorlage.PROFIL,
    genesis_flach.PROFIL,
    genesis_klassisch.PROFIL,
    zensus.PROFIL,
    gitter.PROFIL,
    ba.PROFIL,
    *inkar.PROFILE,
    inkar_bulk.PROFIL,
    haushalt.PROFIL,
    tabelle.PROFIL,
)
MINDESTENS = 0.5


def erkenne(datei: Datei) -> Erkennung | None:
    """The surest profile; None when none is sure enough. The one for any table is asked only then, by ``importer``."""
    familien = (profil for profil in PROFILE if profil is not tabelle.PROFIL)
    beste = max((profil.erkenne(datei) for profil in familien), key=lambda erkennung: erkennung.sicherheit)
    return beste if beste.sicherheit >= MINDESTENS else None


def find_profil(name: str) -> Profil:
    """A profile by its name."""
    return next(profil for profil in PROFILE if profil.name == name)


def lies(datei: Datei, erkennung: Erkennung, vorhanden: Vorhandenes | None = None) -> tuple[Rohtabelle, Erkennung]:
    """The table, and the recognition with its shape. A profile that was forced on a file may fail."""
    if erkennung.profil.lies is None:
        raise ValueError("the Vorlage has its own reader")
    try:
        tabelle = erkennung.profil.lies(datei, vorhanden or Vorhandenes())
    except (LookupError, ValueError) as error:
        raise LieferungError(
            f"Die Datei ›{datei.name}‹ lässt sich nicht als ›{erkennung.profil.titel}‹ lesen; sie ist unvollständig "
            "oder hat einen anderen Aufbau. Bitte laden Sie sie neu herunter."
        ) from error
    return tabelle, replace(erkennung, form=tabelle.form)
