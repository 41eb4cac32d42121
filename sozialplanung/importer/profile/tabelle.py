"""Any table of figures by area, when no other profile knows the file: its reading is guessed and can be corrected."""

from __future__ import annotations

from dataclasses import replace

from sozialplanung.errors import LieferungError
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.profile.roh import Erkennung, Profil, Rohtabelle
from sozialplanung.importer.tabelle.lesart import Deutung
from sozialplanung.importer.tabelle.lesen import lies
from sozialplanung.importer.tabelle.raten import rate
from sozialplanung.importer.vorhandenes import Vorhandenes


def _pruefe(datei: Datei) -> tuple[float, str]:
    erkennung = erkenne_tabelle(datei, Vorhandenes())
    return (0.0, "") if erkennung is None else (erkennung.sicherheit, erkennung.grund)


def _lies(datei: Datei, vorhanden: Vorhandenes) -> Rohtabelle:
    deutung = rate(datei, vorhanden)
    if deutung is None:
        raise LieferungError(
            f"In ›{datei.name}‹ wurde keine Tabelle mit Gebieten und Zahlen gefunden. Bitte prüfen Sie die Datei."
        )
    return lies(datei, deutung.lesart, vorhanden)


PROFIL = Profil("tabelle", "Tabelle mit Zahlen zu Gebieten", _pruefe, _lies)


def erkenne_tabelle(datei: Datei, vorhanden: Vorhandenes) -> Erkennung | None:
    """The guessed reading of a file; None where there is nothing like a table."""
    deutung = rate(datei, vorhanden)
    return None if deutung is None else as_erkennung(deutung)


def as_erkennung(deutung: Deutung) -> Erkennung:
    return replace(Erkennung(PROFIL, deutung.sicherheit, deutung.grund), deutung=deutung)
