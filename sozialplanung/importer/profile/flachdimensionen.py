"""Dimensions of a flat GENESIS table as columns of numbers: which is the area, and how the others become groups."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.gebiete import level_of
from sozialplanung.importer.profile.arrowspalten import Ganz, Textspalte, combine
from sozialplanung.importer.profile.roh import DEUTSCHLAND, join_gruppe

# finest level first
_GEBIET = re.compile(r"GEO[A-Z]{2}\d*|GEMEIN\w*|VERBG\w*|KREISE?\w*|REGBEZ\w*|DLAND\w*|BLAND\w*|DINSG", re.IGNORECASE)
_GEBIETSWORT = re.compile(r"gemeind|kreis|bezirk|land|länder|region|gebiet", re.IGNORECASE)
_LAENGE_LAND = 2
_EINDEUTIG = 5  # digits from which on a key is no number of something else
_RANG = (
    "GEOGM",
    "GEMEIN",
    "GEOVB",
    "VERBG",
    "GEOLK",
    "KREIS",
    "GEORB",
    "REGBEZ",
    "GEOBL",
    "DLAND",
    "BLAND",
    "GEO",
    "D",
)


@dataclass(frozen=True, slots=True, eq=False)
class Dimension:
    variable: Textspalte
    variablenname: Textspalte
    code: Textspalte
    name: Textspalte


def _rang(dimension: Dimension) -> int | None:
    """How fine the areas of a dimension are; None when it holds none."""
    variablen = [v for v in dimension.variable.eintraege if v]
    if variablen and all(_GEBIET.fullmatch(v) for v in variablen):
        return min(next(i for i, anfang in enumerate(_RANG) if v.upper().startswith(anfang)) for v in variablen)
    return len(_RANG) if _holds_keys(dimension) else None


def _holds_keys(dimension: Dimension) -> bool:
    """A dimension of an unknown name whose codes are official keys; short ones only where its name speaks of areas."""
    codes = [code for code in dimension.code.eintraege if code]
    if not codes or not all(level_of(code) for code in codes):
        return False
    lang = all(len(code) >= _EINDEUTIG for code in codes)
    return lang or all(_GEBIETSWORT.search(name) for name in dimension.variablenname.eintraege)


def split_gebiete(
    dimensionen: list[Dimension], anzahl: int, befunde: Befundliste
) -> tuple[Textspalte, list[str], list[Dimension]]:
    """Keys, their names, and the dimensions that are left. No area at all: the table is about Germany."""
    raenge = {i: rang for i, d in enumerate(dimensionen) if (rang := _rang(d)) is not None}
    if not raenge:
        return Textspalte(np.zeros(anzahl, dtype=np.int64), [DEUTSCHLAND]), ["Deutschland"], dimensionen
    platz = min(raenge, key=raenge.__getitem__)
    gebiet = dimensionen[platz]
    rest = [d for i, d in enumerate(dimensionen) if i != platz and not (i in raenge and len(d.code.eintraege) == 1)]
    _, erste = combine(gebiet.code.codes, gebiet.name.codes, len(gebiet.name.eintraege))
    namen_je_code: dict[int, str] = {}
    for zeile in erste.tolist():
        namen_je_code.setdefault(int(gebiet.code.codes[zeile]), gebiet.name.at(zeile))
    schluessel = list(gebiet.code.eintraege)
    namen = [namen_je_code.get(i, "") for i in range(len(schluessel))]
    laender = {code[:2] for code in schluessel if code}
    ganz = len(laender) != 1 or max(map(len, schluessel)) == _LAENGE_LAND  # what Länder add up to is Germany
    for i, code in enumerate(schluessel):
        if code == "" and ganz:
            schluessel[i], namen[i] = DEUTSCHLAND, "Deutschland"
        elif code == "":
            mangel = Mangel(
                "area_without_key",
                "steht ohne Schlüssel in einer Tabelle, die nur Gebiete eines Landes enthält; die Zeilen bleiben weg.",
                "Bitte prüfen Sie, welches Gebiet gemeint ist.",
            )
            befunde.add(mangel, "", None, None, namen[i] or "Insgesamt")
    return Textspalte(gebiet.code.codes, schluessel), namen, rest


def join_dimensionen(dimensionen: list[Dimension], anzahl: int) -> Textspalte:
    """All remaining dimensions joined; an empty code is the total of its dimension."""
    codes: Ganz = np.zeros(anzahl, dtype=np.int64)
    erste: Ganz = np.zeros(1, dtype=np.int64)
    for d in dimensionen:
        codes, erste = combine(codes, d.variable.codes, len(d.variable.eintraege))
        codes, erste = combine(codes, d.code.codes, len(d.code.eintraege))
    texte: list[str] = []
    for mit_code in (False, True):  # two codes with the same label must stay apart
        texte = [join_gruppe(_paare(dimensionen, zeile, mit_code)) for zeile in erste.tolist()]
        if len(set(texte)) == len(texte):
            break
    return Textspalte(codes, texte)


def _paare(dimensionen: list[Dimension], zeile: int, mit_code: bool) -> list[tuple[str, str]]:
    paare = []
    for d in dimensionen:
        code = d.code.at(zeile)
        if not code:
            continue
        variable = d.variablenname.at(zeile) or d.variable.at(zeile)
        name = d.name.at(zeile) or code
        paare.append((variable, f"{name} ({code})" if mit_code else name))
    return paare
