"""What the headers of a table of the Bundesagentur say: which columns are a Merkmal, which a group of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sozialplanung.importer.gruppen import read_gruppe
from sozialplanung.importer.mappe import Zelle
from sozialplanung.importer.profile.matrix import Wertspalte, ohne_fussnote
from sozialplanung.importer.profile.roh import find_art, join_gruppe, slug
from sozialplanung.importer.profile.zeit import month_of_first, zeitraum
from sozialplanung.model import Merkmalsart

_OHNE_AUSSAGE = {"davon", "darunter", "und zwar", "dar.", "dav.", "insgesamt", "gesamt", "anzahl", "zusammen"}
EINHEIT = re.compile(r"\(((?:Anteil|Anzahl|in )[^()]*|[^()]*(?:Prozent|%|Euro|EUR|€))\)\s*$", re.IGNORECASE)
_GEBIETSSPALTE = re.compile(r"(region|gebiet|schlüssel|ags\b|name\b|bundesland|land$|kreis|gemeinde)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Kopf:
    """Number of the column, its Zeitraum, and the words above it that say something, from top to bottom."""

    nummer: int
    zeitraum: str | None
    worte: tuple[str, ...]
    rate: bool


def read_spalten(zellen: Sequence[Sequence[Zelle]], gebiet: int, titel: str, stichtag: str | None) -> list[Wertspalte]:
    """``zellen``: the header with merged cells written out; ``gebiet``: the last column that names the area."""
    breite = max((len(zeile) for zeile in zellen), default=0)
    koepfe = [kopf for n in range(breite) if (kopf := _read_kopf([z[n] for z in zellen], n, gebiet, stichtag))]
    treffer = EINHEIT.search(titel)
    einheit = treffer[1] if treffer else ""
    stamm = EINHEIT.sub("", titel).strip() or titel
    ganze = {kopf.worte for kopf in koepfe if not kopf.rate}
    # »am Wohnort« and »am Arbeitsort« with a total each are Merkmale; one total of everything makes the rest its groups
    mehrere = () not in ganze and any(k.worte[:i] in ganze for k in koepfe for i in range(1, len(k.worte)))
    return [_make(kopf, stamm, einheit, ganze if mehrere else set()) for kopf in koepfe]


def _read_kopf(kopf: Sequence[Zelle], nummer: int, gebiet: int, stichtag: str | None) -> _Kopf | None:
    zeit, weg = None, []
    for zelle in kopf:
        if gelesen := month_of_first(zelle) or zeitraum(zelle):
            zeit = gelesen
            continue
        text = ohne_fussnote(zelle.replace("\n", " ")) if isinstance(zelle, str) else ""
        if text and text not in weg and not text.isdigit():
            weg.append(text)
    if (not weg and zeit is None) or nummer <= gebiet:
        return None
    if zeit is None and weg and all(_GEBIETSSPALTE.match(text) for text in weg):
        return None
    sagt = tuple(text for text in weg if text.casefold().rstrip(":") not in _OHNE_AUSSAGE)
    rate = find_art("", " ".join(sagt)) is Merkmalsart.RATE or "%" in weg
    return _Kopf(nummer, zeit or stichtag, sagt, rate)


def _make(kopf: _Kopf, stamm: str, einheit: str, ganze: set[tuple[str, ...]]) -> Wertspalte:
    if kopf.rate:  # a share among counts is a Merkmal of its own
        name = f"{stamm}: {' – '.join(kopf.worte)}"
        zeige = "%" if "%" in name else ""
        return Wertspalte(kopf.nummer, name, "", kopf.zeitraum, zeige, Merkmalsart.RATE, slug(name))
    art = find_art(einheit, "") if einheit else Merkmalsart.ANZAHL
    if "euro" in stamm.casefold() + einheit.casefold() and art is Merkmalsart.ANZAHL:
        art = Merkmalsart.RATE  # wages are medians; nobody adds them
    name, worte = stamm, kopf.worte
    if ganze:
        laenge = next((i for i in range(1, len(worte)) if worte[:i] in ganze), len(worte))
        name, worte = f"{stamm}: {' – '.join(worte[:laenge])}", worte[laenge:]
    if art is Merkmalsart.RATE and einheit:
        name = f"{name} ({einheit})"
    zeige = "%" if re.search(r"prozent|%", einheit, re.IGNORECASE) else einheit
    return Wertspalte(kopf.nummer, name, make_gruppe(worte), kopf.zeitraum, zeige, art)


def make_gruppe(worte: Sequence[str]) -> str:
    """»Frauen«, »15 bis unter 25 Jahre« name their dimension; the rest is one."""
    bekannt = [(wort, read_gruppe(wort)) for wort in worte]
    rest = " – ".join(wort for wort, gruppe in bekannt if gruppe is None)
    return join_gruppe([("Gliederung", rest), *(gruppe for _, gruppe in bekannt if gruppe is not None)])
