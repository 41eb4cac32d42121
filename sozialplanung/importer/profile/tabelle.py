"""Any table of figures by area, when no other profile knows the file: its reading is guessed and can be corrected."""

from __future__ import annotations

from dataclasses import replace

from sozialplanung.errors import LieferungError
from sozialplanung.formatting import join_und
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.profile.roh import Erkennung, Profil, Rohtabelle
from sozialplanung.importer.tabelle.lesart import Vorgaben
from sozialplanung.importer.tabelle.lesen import lies
from sozialplanung.importer.tabelle.raten import rate
from sozialplanung.importer.tabelle.rezept import Passung
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


def erkenne_tabelle(datei: Datei, vorhanden: Vorhandenes, vorgaben: Vorgaben | None = None) -> Erkennung | None:
    """The guessed reading of a file around what a person decided; None where there is nothing like a table."""
    deutung = rate(datei, vorhanden, vorgaben)
    if deutung is None:
        return None
    return replace(Erkennung(PROFIL, deutung.sicherheit, deutung.grund), deutung=deutung)


def erkenne_mit_rezept(datei: Datei, vorhanden: Vorhandenes, passung: Passung) -> Erkennung:
    """The reading by a recipe; raises where it does not fit."""
    if not passung.passt:
        fehlend = join_und([f"›{kopf}‹" for kopf in passung.fehlend[:4]]) + (" …" if len(passung.fehlend) > 4 else "")
        raise LieferungError(
            f"Das Rezept ›{passung.rezept.name}‹ passt nicht zu ›{datei.name}‹: Spalte {fehlend} fehlt oder ist nicht "
            "mehr eindeutig. Bitte prüfen Sie die Datei, oder lesen Sie sie ohne Rezept."
        )
    erkennung = erkenne_tabelle(datei, vorhanden, passung.vorgaben)
    if erkennung is None:
        raise LieferungError(f"Mit dem Rezept ›{passung.rezept.name}‹ wurden in ›{datei.name}‹ keine Zahlen gefunden.")
    return replace(erkennung, passung=passung)
