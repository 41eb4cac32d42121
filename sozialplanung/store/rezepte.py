"""Recipes for reading foreign tables: append-only, as the YAML that the importer writes and reads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sozialplanung.errors import ProjektError
from sozialplanung.store.connection import Cursor, Datei, now
from sozialplanung.store.namen import check_length, tidy
from sozialplanung.store.queries import query


@dataclass(frozen=True, slots=True)
class GespeichertesRezept:
    """``rezept_id`` stays when it is renamed or replaced."""

    rezept_id: int
    bezeichnung: str
    inhalt: str
    wer: str
    am: dt.datetime


class Rezepte(Datei):
    """Save, rename, withdraw: each adds a row, the newest of a recipe holds."""

    def load_rezepte(self) -> list[GespeichertesRezept]:
        """By name, without those that were withdrawn."""
        with self.cursor() as cur:
            return _load(cur)

    def save_rezept(self, bezeichnung: str, inhalt: str, wer: str) -> str:
        """Keep a recipe, in place of the one of that name (without regard to case); returns the name as kept."""
        with self.writing() as cur, self.transaction(cur):
            name = _check_name(bezeichnung)
            gleich = next((r.rezept_id for r in _load(cur) if _same(r.bezeichnung, name)), None)
            _insert(cur, gleich, name, inhalt, wer)
            return name

    def rename_rezept(self, rezept_id: int, bezeichnung: str, wer: str) -> None:
        with self.writing() as cur, self.transaction(cur):
            rezept, name = _require(cur, rezept_id), _check_name(bezeichnung)
            if any(_same(r.bezeichnung, name) for r in _load(cur) if r.rezept_id != rezept_id):
                raise ProjektError(f"Ein Rezept ›{name}‹ gibt es schon. Bitte wählen Sie einen anderen Namen.")
            _insert(cur, rezept_id, name, rezept.inhalt, wer)

    def withdraw_rezept(self, rezept_id: int, wer: str) -> None:
        """It is no longer used; its rows stay as a record, and what was read with it stays as it is."""
        with self.writing() as cur, self.transaction(cur):
            rezept = _require(cur, rezept_id)
            _insert(cur, rezept_id, rezept.bezeichnung, rezept.inhalt, wer, zurueckgezogen=True)


def _load(cur: Cursor) -> list[GespeichertesRezept]:
    return [GespeichertesRezept(*zeile) for zeile in cur.execute(query("rezepte")).fetchall()]


def _require(cur: Cursor, rezept_id: int) -> GespeichertesRezept:
    rezept = next((r for r in _load(cur) if r.rezept_id == rezept_id), None)
    if rezept is None:
        raise ProjektError("Dieses Rezept gibt es in diesem Projekt nicht mehr. Bitte laden Sie die Seite neu.")
    return rezept


def _insert(
    cur: Cursor, rezept_id: int | None, bezeichnung: str, inhalt: str, wer: str, *, zurueckgezogen: bool = False
) -> None:
    angaben = {
        "rezept_id": rezept_id,
        "bezeichnung": bezeichnung,
        "inhalt": inhalt,
        "zurueckgezogen": zurueckgezogen,
        "wer": wer,
        "am": now(),
    }
    cur.execute(query("rezept_einfuegen"), angaben)


def _check_name(bezeichnung: str) -> str:
    name = tidy(bezeichnung)
    if not name:
        raise ProjektError("Bitte geben Sie dem Rezept einen Namen.")
    check_length(name)
    return name


def _same(name: str, anderer: str) -> bool:
    return name.casefold() == anderer.casefold()
