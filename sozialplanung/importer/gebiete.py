"""Areas of a foreign table and areas of the Projekt, compared by key; by name: ``zuordnung``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sozialplanung.model import Raumebene

DEUTSCHLAND = "DG"
EBENE_DER_LAENGE = {
    2: Raumebene.LAND,
    3: Raumebene.REGIERUNGSBEZIRK,
    5: Raumebene.KREIS,
    8: Raumebene.GEMEINDE,
    9: Raumebene.VERBANDSGEMEINDE,
    12: Raumebene.GEMEINDE,
}
_LETZTES_LAND = 16
LAENDER = {
    "schleswig-holstein": "01", "hamburg": "02", "niedersachsen": "03", "bremen": "04", "nordrhein-westfalen": "05",
    "hessen": "06", "rheinland-pfalz": "07", "baden-württemberg": "08", "bayern": "09", "saarland": "10",
    "berlin": "11", "brandenburg": "12", "mecklenburg-vorpommern": "13", "sachsen": "14", "sachsen-anhalt": "15",
    "thüringen": "16",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fremdgebiet:
    """An area as a file names it; ``ebene`` only where the key's length does not say it."""

    schluessel: str
    name: str
    ebene: str | None = None


def key_of_name(text: str) -> str | None:
    """»Baden-Württemberg, Land« → 08; None for anything but a Land or Germany."""
    klein = " ".join(text.split()).casefold()
    if klein in {"deutschland", "deutschland insgesamt", "bundesgebiet"}:
        return DEUTSCHLAND
    return LAENDER.get(klein.partition(",")[0].strip())


def restore_zeros(schluessel: Collection[str]) -> dict[str, str]:
    """Key → key with its lost zero. A column in which any key begins with a zero has lost none."""
    amtlich = [s for s in schluessel if s.isdigit()]
    if any(s.startswith("0") for s in amtlich):
        return {}
    ergaenzt = {}
    for s in amtlich:
        land_passt = len(s) >= 2 and 10 <= int(s[:2]) <= _LETZTES_LAND
        if len(s) in {1, 4, 7, 11} or (len(s) in {2, 8} and not land_passt):
            ergaenzt[s] = "0" + s
    return ergaenzt


def level_of(schluessel: str) -> Raumebene | None:
    """What kind of area an official key names."""
    if schluessel == DEUTSCHLAND:
        return Raumebene.BUND
    if not schluessel.isdigit() or not 1 <= int(schluessel[:2] or 0) <= _LETZTES_LAND:
        return None
    return EBENE_DER_LAENGE.get(len(schluessel))


def _forms(schluessel: str) -> list[str]:
    """The ways to write an official key, the nearest first: itself, ARS or AGS, with or without trailing zeros."""
    if schluessel == DEUTSCHLAND:
        return [DEUTSCHLAND, "00", "D"]
    if not schluessel.isdigit():
        return [schluessel]
    formen = [schluessel]
    if len(schluessel) == 12:
        formen.append(schluessel[:5] + schluessel[9:])
    if len(schluessel) == 9 and schluessel[5] == "0":  # a Gemeinde outside any Verband is its own
        formen.append(schluessel[:5] + schluessel[6:])
    kern = schluessel[:5] + schluessel[9:] if len(schluessel) == 12 else schluessel
    for laenge in (5, 2):  # a kreisfreie Stadt is its Kreis, a city state its Land
        if len(kern) > laenge and not kern[laenge:].strip("0"):
            formen.append(kern[:laenge])
    if len(kern) in {2, 5}:
        formen += [kern + "0" * (8 - len(kern)), kern + "0" * (12 - len(kern))]
        if len(kern) == 2:
            formen.append(kern + "000")
    return list(dict.fromkeys(formen))


def match_gebiete(fremde: Sequence[Fremdgebiet], bekannte: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Key in the file → (area of the Projekt, how far the spelling is off: 0 is the same).

    ``bekannte`` maps the Projekt's keys to their level. A file that states a level of its own (Stadtbezirke 1–9) only
    meets areas of that level; there the key may be the end of the Projekt's key (»05315000-1«).
    """
    nach_ars: dict[str, str] = {}
    for schluessel in bekannte:
        if schluessel.isdigit() and len(schluessel) == 12:
            nach_ars.setdefault(schluessel[:5] + schluessel[9:], schluessel)
    treffer: dict[str, tuple[str, int]] = {}
    for fremd in fremde:
        if fremd.ebene is not None:
            if bekannte.get(fremd.schluessel) == fremd.ebene:
                treffer[fremd.schluessel] = (fremd.schluessel, 0)
                continue
            enden = [k for k, e in bekannte.items() if e == fremd.ebene and k.endswith(f"-{fremd.schluessel}")]
            if len(enden) == 1:
                treffer[fremd.schluessel] = (enden[0], 1)
            continue
        for abstand, form in enumerate(_forms(fremd.schluessel)):
            ziel = form if form in bekannte else nach_ars.get(form)
            if ziel is not None:
                treffer[fremd.schluessel] = (ziel, abstand if ziel == form else abstand + 1)
                break
    return treffer


def find_parent(schluessel: str, moeglich: Collection[str]) -> str | None:
    """The area that a key lies in, as far as its digits say so: the longest prefix that exists, else Germany."""
    if schluessel == DEUTSCHLAND:
        return None
    if schluessel.isdigit():
        for laenge in (9, 5, 3, 2):
            if (
                len(schluessel) > laenge
                and schluessel[:laenge] in moeglich
                and not (laenge == 9 and len(schluessel) != 12)
            ):
                return schluessel[:laenge]
        if DEUTSCHLAND in moeglich:
            return DEUTSCHLAND
    return None


def count_levels(gebiete: Iterable[Fremdgebiet]) -> dict[str, int]:
    """How many areas of each level, large to small; without a level the key of the count is empty."""
    zahlen: dict[str, int] = {}
    for gebiet in gebiete:
        ebene = gebiet.ebene or level_of(gebiet.schluessel) or ""
        zahlen[str(ebene)] = zahlen.get(str(ebene), 0) + 1
    rang = [str(ebene) for ebene in Raumebene]
    return dict(sorted(zahlen.items(), key=lambda paar: rang.index(paar[0]) if paar[0] in rang else len(rang)))
