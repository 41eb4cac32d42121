"""Stacked headers with merged cells: where they begin, and what stands above each column."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from sozialplanung.importer.mappe import Rohblatt, Zelle
from sozialplanung.importer.texte import is_leer


@dataclass(frozen=True, slots=True)
class Kopf:
    """Rows ``start`` to before ``ende`` (from 0); ``ende`` leaves out a row of column numbers."""

    start: int
    ende: int


def _gefuellt(zeile: list[Zelle], ab: int = 0) -> int:
    return sum(not is_leer(zelle) for zelle in zeile[ab:])


def is_nummernzeile(zeile: list[Zelle]) -> bool:
    """»1 2 3 4 …« under a header."""
    zahlen = [zelle for zelle in zeile if not is_leer(zelle)]
    if len(zahlen) < 2 or not all(isinstance(z, int | float) or (isinstance(z, str) and z.isdigit()) for z in zahlen):
        return False
    werte = [float(str(zahl)) for zahl in zahlen]
    return all(b - a == 1 for a, b in pairwise(werte)) and werte[0] < 1000


def find_kopf(blatt: Rohblatt, daten: int) -> Kopf:
    """The header above the first row of data: up to the last row in which only one cell – a title – stands."""
    zeilen = blatt.zeilen
    ende = daten
    while ende > 0 and (is_nummernzeile(zeilen[ende - 1]) or _gefuellt(zeilen[ende - 1]) == 0):
        ende -= 1
    start = ende
    titel = {oben for (oben, links), (unten, rechts) in blatt.verbunden if oben == unten and links == 0 and rechts > 1}
    while (
        start > 0 and start - 1 not in titel and (_gefuellt(zeilen[start - 1], 1) > 0 or _in_merged(blatt, start - 1))
    ):
        start -= 1
        if not is_leer(zeilen[start][0]) and _gefuellt(zeilen[start], 1) > 0:
            break
    return Kopf(start, ende)


def _in_merged(blatt: Rohblatt, zeile: int) -> bool:
    return any(oben <= zeile <= unten and oben < unten for (oben, _), (unten, _) in blatt.verbunden)


def fill_merged(blatt: Rohblatt, kopf: Kopf) -> list[list[Zelle]]:
    """The header with every merged cell written out; without merged cells, blanks take the text to their left."""
    zeilen = [list(zeile) for zeile in blatt.zeilen[kopf.start : kopf.ende]]
    breite = max((len(zeile) for zeile in zeilen), default=0)
    for zeile in zeilen:
        zeile.extend([""] * (breite - len(zeile)))
    for (oben, links), (unten, rechts) in blatt.verbunden:
        if kopf.start <= oben < kopf.ende:
            for i in range(oben, min(unten + 1, kopf.ende)):
                for j in range(links, min(rechts + 1, breite)):
                    zeilen[i - kopf.start][j] = blatt.zeilen[oben][links] if links < len(blatt.zeilen[oben]) else ""
    for i, zeile in enumerate(zeilen[:-1]):
        for j in range(2, breite):
            gleich = all(is_leer(oben[j]) or oben[j] == oben[j - 1] for oben in zeilen[:i])
            if is_leer(zeile[j]) and not is_leer(zeile[j - 1]) and gleich and not is_leer(zeilen[-1][j]):
                zeile[j] = zeile[j - 1]
    return zeilen
