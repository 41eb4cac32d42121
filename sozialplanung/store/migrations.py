"""Brings an older file up to the present schema, after a copy of it was put aside."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb

from sozialplanung.errors import ProjektError
from sozialplanung.store.connection import first
from sozialplanung.store.fehler import damaged_message, translate
from sozialplanung.store.queries import query, schema
from sozialplanung.store.schutz import insert_default_rule, update_protection

SCHEMA_VERSION = 14
# Version that a script starts from → SQL that leads to the next one. ``schema.sql`` always is the newest version.
MIGRATIONEN: dict[int, str] = {von: query(f"umstellung_{von}") for von in range(1, SCHEMA_VERSION)}

_MIT_GEHEIMHALTUNG = 2
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
                insert_default_rule(verbindung)
                verbindung.execute(query("schema_stand_setzen"), {"version": SCHEMA_VERSION})
                verbindung.execute("COMMIT")
            _move_without_replacing(baustelle, pfad)
        finally:
            baustelle.unlink(missing_ok=True)


def is_current(cur: duckdb.DuckDBPyConnection, pfad: Path) -> bool:
    """Whether the open file has the present schema; refuses what is no Projekt and what is newer."""
    version = _read_version(cur, pfad)
    if version > SCHEMA_VERSION:
        raise ProjektError(
            f"Das Projekt ›{pfad.name}‹ wurde mit einer neueren Version der Anwendung gespeichert "
            f"(Datenmodell {version}; diese Version kennt {SCHEMA_VERSION}). Bitte aktualisieren Sie die Anwendung."
        )
    return version == SCHEMA_VERSION


def migrate(pfad: Path) -> None:
    """Put a copy of a closed file aside, then bring it up to the present schema in one transaction."""
    with translate(pfad):
        # Closing writes the log into the file, so that a copy of the file alone is complete.
        with duckdb.connect(str(pfad)) as verbindung:
            version = _read_version(verbindung, pfad)
        sicherung = free_backup_path(pfad, version)
        shutil.copy2(pfad, sicherung)
        try:
            with duckdb.connect(str(pfad)) as verbindung:
                _run_scripts(verbindung, version)
        except (duckdb.Error, KeyError) as fehler:
            raise ProjektError(
                f"Das Projekt ›{pfad.name}‹ (Datenmodell {version}) ließ sich nicht auf das heutige Datenmodell "
                f"umstellen und ist unverändert. Eine Sicherung liegt daneben: ›{sicherung.name}‹. "
                "Bitte bauen Sie es aus den Lieferungen neu auf."
            ) from fehler


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


def _read_version(cur: duckdb.DuckDBPyConnection, pfad: Path) -> int:
    try:
        zeile = first(cur, query("schema_stand_lesen"))
    except (duckdb.CatalogException, duckdb.BinderException) as fehler:
        raise ProjektError(damaged_message(pfad)) from fehler
    if zeile is None or zeile[0] is None:
        raise ProjektError(damaged_message(pfad))
    return int(zeile[0])


def _run_scripts(verbindung: duckdb.DuckDBPyConnection, version: int) -> None:
    verbindung.execute("BEGIN TRANSACTION")
    for von in range(version, SCHEMA_VERSION):
        verbindung.execute(MIGRATIONEN[von])
        verbindung.execute(query("schema_stand_setzen"), {"version": von + 1})
    if version < _MIT_GEHEIMHALTUNG:
        insert_default_rule(verbindung)
    update_protection(verbindung)
    verbindung.execute("COMMIT")


def _move_without_replacing(von: Path, nach: Path) -> None:
    if nach.exists():
        raise ProjektError(
            f"Das Projekt ›{nach.name}‹ gibt es schon. Bitte wählen Sie einen anderen Namen oder öffnen Sie es."
        )
    von.replace(nach)
