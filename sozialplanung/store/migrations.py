"""Brings an older file up to the present schema, after a copy of it was put aside."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb

from sozialplanung.errors import ProjektError
from sozialplanung.store.fehler import damaged_message, missing_message, translate
from sozialplanung.store.queries import query, schema

SCHEMA_VERSION = 1
# Version that a script starts from → SQL that leads to the next one. ``schema.sql`` always is the newest version.
MIGRATIONEN: dict[int, str] = {}

_SICHERUNG = ".sicherung-v"


def create_file(pfad: Path, name: str) -> None:
    """Build an empty Projekt beside its place and move it there: a killed process leaves no half-built file."""
    with translate(pfad):
        pfad.parent.mkdir(parents=True, exist_ok=True)
        baustelle = pfad.with_name(f".{pfad.name}.{os.getpid()}.neu")
        baustelle.unlink(missing_ok=True)
        try:
            with duckdb.connect(str(baustelle)) as verbindung:
                verbindung.execute("BEGIN TRANSACTION")
                verbindung.execute(schema())
                verbindung.execute(query("projekt_einrichten"), {"name": name})
                verbindung.execute(query("schema_stand_setzen"), {"version": SCHEMA_VERSION})
                verbindung.execute("COMMIT")
            _move_without_replacing(baustelle, pfad)
        finally:
            baustelle.unlink(missing_ok=True)


def prepare_file(pfad: Path) -> None:
    """Refuse what is no Projekt or too new; back up and migrate what is too old."""
    if not pfad.is_file():
        raise ProjektError(missing_message(pfad))
    with translate(pfad):
        version = _read_version(pfad)
        if version > SCHEMA_VERSION:
            raise ProjektError(
                f"Das Projekt ›{pfad.name}‹ wurde mit einer neueren Version der Anwendung gespeichert "
                f"(Datenmodell {version}; diese Version kennt {SCHEMA_VERSION}). Bitte aktualisieren Sie die Anwendung."
            )
        if version < SCHEMA_VERSION:
            shutil.copy2(pfad, free_backup_path(pfad, version))
            _migrate(pfad, version)


def free_backup_path(pfad: Path, version: int) -> Path:
    """``NAME.sicherung-vN.duckdb``; an earlier backup is never overwritten."""
    ziel = pfad.with_name(f"{pfad.stem}{_SICHERUNG}{version}.duckdb")
    nummer = 2
    while ziel.exists():
        ziel = pfad.with_name(f"{pfad.stem}{_SICHERUNG}{version}-{nummer}.duckdb")
        nummer += 1
    return ziel


def is_backup(pfad: Path) -> bool:
    return _SICHERUNG in pfad.name


def _read_version(pfad: Path) -> int:
    # Closing writes the log into the file, so that a copy of the file alone is complete.
    with duckdb.connect(str(pfad)) as verbindung:
        try:
            zeile = verbindung.execute(query("schema_stand_lesen")).fetchone()
        except duckdb.CatalogException as fehler:
            raise ProjektError(damaged_message(pfad)) from fehler
    if zeile is None or zeile[0] is None:
        raise ProjektError(damaged_message(pfad))
    return int(zeile[0])


def _migrate(pfad: Path, version: int) -> None:
    with duckdb.connect(str(pfad)) as verbindung:
        verbindung.execute("BEGIN TRANSACTION")
        for von in range(version, SCHEMA_VERSION):
            if von not in MIGRATIONEN:
                raise ProjektError(
                    f"Das Projekt ›{pfad.name}‹ ist zu alt (Datenmodell {version}): Von Version {von} führt kein Weg "
                    "zur heutigen. Bitte bauen Sie es aus den Lieferungen neu auf; eine Sicherung liegt daneben."
                )
            verbindung.execute(MIGRATIONEN[von])
            verbindung.execute(query("schema_stand_setzen"), {"version": von + 1})
        verbindung.execute("COMMIT")


def _move_without_replacing(von: Path, nach: Path) -> None:
    if nach.exists():
        raise ProjektError(
            f"Das Projekt ›{nach.name}‹ gibt es schon. Bitte wählen Sie einen anderen Namen oder öffnen Sie es."
        )
    von.replace(nach)
