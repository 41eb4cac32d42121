"""A sheet as a person sees it, with what each row and column was taken for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sozialplanung.importer.mappe import Rohblatt, Zelle
from sozialplanung.importer.profile.matrix import spaltenname
from sozialplanung.importer.tabelle.lesart import Lesart
from sozialplanung.importer.tabelle.zellart import Zellart, kind_of, text_of

_OBEN, _UM_DAS_ENDE, _SUMMEN = 30, 6, 20
_SPALTEN = 60


class Zeilenrolle(StrEnum):
    """In words: colour alone tells nothing."""

    TITEL = "Titel"
    KOPF = "Kopf"
    ZAHLEN = "Zahlen"
    SUMME = "Summe"
    WEG = "nicht gelesen"
    DARUNTER = "darunter"
    LEER = ""


class Spaltenrolle(StrEnum):
    GEBIET = "Gebiet"
    SCHLUESSEL = "Schlüssel"
    ZEIT = "Zeitraum"
    MERKMAL = "Merkmal"
    GRUPPE = "Gruppe"
    WERT = "Wert"
    WEG = "–"


@dataclass(frozen=True, slots=True)
class Ansichtszeile:
    """``nummer`` as the spreadsheet shows it."""

    nummer: int
    rolle: Zeilenrolle
    zellen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ansicht:
    """The rows that matter: the first ones, those around the last figures, sums. ``gesamt``: rows of the sheet."""

    spalten: tuple[tuple[str, Spaltenrolle], ...]
    zeilen: tuple[Ansichtszeile, ...]
    gesamt: int


def show_sheet(blatt: Rohblatt, lesart: Lesart | None) -> Ansicht:
    """``lesart`` None: nothing could be read; the sheet alone is shown."""
    breite = min(max((len(zeile) for zeile in blatt.zeilen), default=0), _SPALTEN)
    return Ansicht(
        tuple((spaltenname(n), role_of_column(n, lesart)) for n in range(breite)),
        tuple(
            Ansichtszeile(nummer, _role_of_row(nummer, blatt.zeilen[nummer - 1], lesart), _texts(blatt, nummer, breite))
            for nummer in _chosen_rows(len(blatt.zeilen), lesart)
        ),
        len(blatt.zeilen),
    )


def _chosen_rows(gesamt: int, lesart: Lesart | None) -> list[int]:
    if lesart is None:
        return list(range(1, min(gesamt, _OBEN) + 1))
    oben = range(1, max(_OBEN, lesart.daten_von + _UM_DAS_ENDE) + 1)
    ende = range(lesart.daten_bis - _UM_DAS_ENDE, lesart.daten_bis + _UM_DAS_ENDE + 1)
    summen = [zeile for zeile, _ in lesart.summen[:_SUMMEN]]
    return sorted(nummer for nummer in {*oben, *ende, *summen} if 1 <= nummer <= gesamt)


def _texts(blatt: Rohblatt, nummer: int, breite: int) -> tuple[str, ...]:
    texte = [text_of(zelle) for zelle in blatt.zeilen[nummer - 1][:breite]]
    return tuple(texte + [""] * (breite - len(texte)))


def _role_of_row(nummer: int, zeile: Sequence[Zelle], lesart: Lesart | None) -> Zeilenrolle:
    leer = all(kind_of(zelle) is Zellart.LEER for zelle in zeile)
    if lesart is None or (leer and not lesart.kopf_von <= nummer <= lesart.kopf_bis):
        return Zeilenrolle.LEER
    if lesart.kopf_von and lesart.kopf_von <= nummer <= lesart.kopf_bis:
        return Zeilenrolle.KOPF
    if nummer < lesart.daten_von:
        return Zeilenrolle.TITEL if nummer < (lesart.kopf_von or lesart.daten_von) else Zeilenrolle.WEG
    if nummer > lesart.daten_bis:
        return Zeilenrolle.DARUNTER
    if nummer in dict(lesart.summen):
        return Zeilenrolle.SUMME
    return Zeilenrolle.WEG if nummer in lesart.ausgelassen else Zeilenrolle.ZAHLEN


def role_of_column(nummer: int, lesart: Lesart | None) -> Spaltenrolle:
    if lesart is not None:
        rollen: dict[int | None, Spaltenrolle] = {
            lesart.gebiet: Spaltenrolle.GEBIET,
            lesart.schluessel: Spaltenrolle.SCHLUESSEL,
            lesart.zeit: Spaltenrolle.ZEIT,
            lesart.merkmal: Spaltenrolle.MERKMAL,
        }
        rollen |= dict.fromkeys(lesart.gruppen, Spaltenrolle.GRUPPE)
        rollen |= dict.fromkeys((s.nummer for s in lesart.spalten), Spaltenrolle.WERT)
        return rollen.get(nummer, Spaltenrolle.WEG)
    return Spaltenrolle.WEG
