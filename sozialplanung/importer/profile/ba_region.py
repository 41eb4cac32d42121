"""Tables of the Bundesagentur about one area, named in the title: Zeiträume across or down, Merkmale the other way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from sozialplanung.importer.befunde import Befundliste
from sozialplanung.importer.gruppen import INSGESAMT, read_gruppe
from sozialplanung.importer.mappe import Rohblatt, Zelle
from sozialplanung.importer.profile.ba_spalten import make_gruppe, read_spalten
from sozialplanung.importer.profile.kopf import fill_merged, find_kopf
from sozialplanung.importer.profile.matrix import Gebietszeile, Wertspalte, melt, ohne_fussnote
from sozialplanung.importer.profile.roh import empty_frame, find_art, slug
from sozialplanung.importer.profile.zeit import month_of_first, zeitraum
from sozialplanung.importer.texte import is_leer
from sozialplanung.model import Merkmalsart

_OBEN = 15  # rows in which the title is looked for
_MIT_SCHLUESSEL = re.compile(r"(?P<name>\D.*?)\s*\((?P<key>\d{5}|\d{8})\).*|(?P<key2>\d{5}|\d{8})\s+(?P<name2>\D.*)")
_TEIL = re.compile(r"(?:davon|dav\.|darunter|dar\.|und zwar):?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Region:
    """Key and name of the area, and where the Zeiträume stand: a row of them (``quer``) or a column."""

    schluessel: str
    name: str
    quer: int | None
    spalte: int


def _period(zelle: Zelle) -> str | None:
    return month_of_first(zelle) or zeitraum(zelle)


def _has_fraction(zelle: Zelle) -> bool:
    return isinstance(zelle, float) and not zelle.is_integer()


def find_region(blatt: Rohblatt) -> Region | None:
    oben = [zelle.strip() for zeile in blatt.zeilen[:_OBEN] for zelle in zeile if isinstance(zelle, str)]
    treffer = next((t for text in oben if (t := _MIT_SCHLUESSEL.fullmatch(text))), None)
    if treffer is None:
        return None
    schluessel, name = treffer["key"] or treffer["key2"], treffer["name"] or treffer["name2"]
    for platz, zeile in enumerate(blatt.zeilen):
        erste = _first(zeile)
        unten = blatt.zeilen[platz + 1] if platz + 1 < len(blatt.zeilen) else []
        if erste is not None and _period(zeile[erste]) and _first(unten) == erste and _period(unten[erste]):
            return Region(schluessel, name.rstrip(" ,"), None, erste)
        ab = next((n for n, zelle in enumerate(zeile) if _period(zelle)), len(zeile))
        gefuellt = [zelle for zelle in zeile[ab:] if not is_leer(zelle)]
        if len(gefuellt) > 1 and all(map(_period, gefuellt)):
            return Region(schluessel, name.rstrip(" ,"), platz, ab)
    return None


def _first(zeile: Sequence[Zelle]) -> int | None:
    return next((n for n, zelle in enumerate(zeile) if not is_leer(zelle)), None)


def read_region(blatt: Rohblatt, region: Region, titel: str, befunde: Befundliste) -> pd.DataFrame:
    """The long table of one sheet."""
    if region.quer is None:
        teile = [_read_ab(blatt, region, titel, befunde)]
    else:
        teile = _read_quer(blatt, region, region.quer, titel, befunde)
    teile = [teil for teil in teile if len(teil)]
    return pd.concat(teile, ignore_index=True) if teile else empty_frame()


def _read_ab(blatt: Rohblatt, region: Region, titel: str, befunde: Befundliste) -> pd.DataFrame:
    gebiete = [
        Gebietszeile(platz, region.schluessel, region.name, zeit)
        for platz, zeile in enumerate(blatt.zeilen)
        if region.spalte < len(zeile) and (zeit := _period(zeile[region.spalte]))
    ]
    zellen = fill_merged(blatt, find_kopf(blatt, gebiete[0].platz))
    return melt(blatt.zeilen, gebiete, read_spalten(zellen, region.spalte, titel, None), blatt.name, befunde)


def _read_quer(blatt: Rohblatt, region: Region, kopf: int, titel: str, befunde: Befundliste) -> list[pd.DataFrame]:
    zeiten = {n: zeit for n, zelle in enumerate(blatt.zeilen[kopf]) if (zeit := _period(zelle))}
    teile, abschnitt, ganzes = [], "", ""
    for platz, zeile in enumerate(blatt.zeilen[kopf + 1 :], kopf + 1):
        texte = [zelle for zelle in zeile[: region.spalte] if isinstance(zelle, str) and zelle.strip()]
        if not texte:
            continue
        label = ohne_fussnote(texte[-1]).rstrip(":")
        if all(is_leer(zeile[n]) for n in zeiten if n < len(zeile)):
            abschnitt, ganzes = label, ""
            continue
        kurz = _TEIL.sub("", label)
        gebrochen = any(_has_fraction(zeile[n]) for n in zeiten if n < len(zeile))
        art = Merkmalsart.RATE if gebrochen else find_art("", label)
        merkmal, gruppe = f"{abschnitt}: {label}" if abschnitt else label, ""
        if label.casefold() in INSGESAMT:
            merkmal = ganzes = abschnitt or titel
        elif art is not Merkmalsart.RATE:
            if ganzes and (kurz != label or read_gruppe(kurz) or ganzes == abschnitt):
                merkmal, gruppe = ganzes, make_gruppe([kurz])
            ganzes = merkmal
        name = merkmal if merkmal == titel else f"{titel}: {merkmal}"
        spalten = [Wertspalte(n, name, gruppe, zeit, "", art, slug(name)) for n, zeit in zeiten.items()]
        teile.append(
            melt(blatt.zeilen, [Gebietszeile(platz, region.schluessel, region.name)], spalten, blatt.name, befunde)
        )
    return teile
