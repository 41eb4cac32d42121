"""What kind of thing a cell of a foreign table is, and how its numbers are written."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import lru_cache

from sozialplanung.importer.mappe import Zelle, Zellfehler
from sozialplanung.importer.profile.zeit import zeitraum
from sozialplanung.importer.texte import is_leer, show
from sozialplanung.importer.zellen import read_zahltext
from sozialplanung.model import WERTZEICHEN_IN_ZELLEN


class Zellart(Enum):
    LEER = 0
    TEXT = 1
    ZAHL = 2
    ZEICHEN = 3
    ZEIT = 4


# What else municipal offices write where there is no number.
_OHNE_ANGABE = {
    "n. v.", "n.v.", "nv", "n. b.", "n.b.", "keine angabe", "keine angaben", "ka", "k. a", "k a", "n/a", "#nv", "na",
    "nan", "null", "entfällt",
}  # fmt: skip
_MIT_PUNKT = re.compile(r"([+\-−–]?)\s*(\d{1,3}(?:[,' ]\d{3})+|\d+)(?:\.(\d+))?\s*(%|€|eur|euro)?", re.IGNORECASE)
_NUR_PUNKT = re.compile(
    r"[+\-−–]?\s*(?:\d{1,3}(?:,\d{3})+\.\d+|\d+\.(?:\d{1,2}|\d{4,}))\s*(?:%|€|eur|euro)?", re.IGNORECASE
)
_NUR_KOMMA = re.compile(
    r"[+\-−–]?\s*(?:\d{1,3}(?:[.  ]\d{3})+,\d+|\d+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:\.\d{3}){2,})\s*(?:%|€|eur|euro)?",
    re.IGNORECASE,
)
_KLAMMER = re.compile(r"\(\s*([^()]*?)\s*\)")
_FUSSNOTE = re.compile(r"(.*\d)\s*(?:\s\d{1,2}\)|[¹²³⁴⁵⁶⁷⁸⁹]+|\*+\)?)")
_ERSTES_JAHR, _LETZTES_JAHR = 1900, 2100


def kind_of(zelle: Zelle) -> Zellart:
    """A formula without a result stands where a number belongs."""
    if isinstance(zelle, bool):
        return Zellart.TEXT
    if isinstance(zelle, int | float | Zellfehler):
        return Zellart.ZAHL
    if isinstance(zelle, dt.date):
        return Zellart.ZEIT
    return _kind_of_text(zelle.strip()) if isinstance(zelle, str) else Zellart.TEXT


@lru_cache(maxsize=1 << 16)
def _kind_of_text(text: str) -> Zellart:
    if not text:
        return Zellart.LEER
    if is_zeichen(text):
        return Zellart.ZEICHEN
    if read_zahltext(text) or _MIT_PUNKT.fullmatch(text) or ((k := _KLAMMER.fullmatch(text)) and read_zahltext(k[1])):
        return Zellart.ZAHL
    if (f := _FUSSNOTE.fullmatch(text)) and read_zahltext(f[1]):
        return Zellart.ZAHL
    return Zellart.ZEIT if zeitraum(text) else Zellart.TEXT


def is_zeichen(text: str) -> bool:
    klein = text.strip().casefold()
    return klein in WERTZEICHEN_IN_ZELLEN or klein in _OHNE_ANGABE or bool(re.fullmatch(r"\(\s*/?\s*\)", klein))


def is_jahr(zelle: Zelle) -> bool:
    """»2022«, »2022/23«, a date: what may stand over a column of figures."""
    if isinstance(zelle, Zellfehler | bool):
        return False
    gelesen = zeitraum(zelle)
    return gelesen is not None and _ERSTES_JAHR <= int(gelesen[:4]) <= _LETZTES_JAHR


def text_of(zelle: Zelle) -> str:
    """A label in one line: »Stadt-\\nteil « → »Stadtteil«; a number as it is shown."""
    if isinstance(zelle, str):
        return " ".join(re.sub(r"(?<=[a-zäöüß])-\s*\n\s*(?=[a-zäöüß])", "", zelle).split())
    return show(zelle)


def decimal_style(zellen: Iterable[Zelle]) -> tuple[str, int, int]:
    """Which sign parts whole and fraction in numbers written as text; how many cells speak for comma and point."""
    komma = punkt = 0
    for zelle in zellen:
        if isinstance(zelle, str) and (text := zelle.strip()):
            komma += bool(_NUR_KOMMA.fullmatch(text))
            punkt += bool(_NUR_PUNKT.fullmatch(text))
    return ("." if punkt > komma else ","), komma, punkt


def prepare(zelle: Zelle, dezimal: str, faktor: float) -> Zelle:
    """The cell in the form that all readers of this project understand."""
    if isinstance(zelle, str):
        zelle = _prepare_text(zelle.strip(), dezimal)
    if faktor != 1 and not isinstance(zelle, bool):
        if isinstance(zelle, str) and (gelesen := read_zahltext(zelle)):
            zelle = float(gelesen.zahl)
        if isinstance(zelle, int | float) and math.isfinite(zelle):
            return _round(float(zelle) * faktor)
    return zelle


def _prepare_text(text: str, dezimal: str) -> Zelle:
    if text.casefold() in _OHNE_ANGABE:
        return "k. A."
    if (fussnote := _FUSSNOTE.fullmatch(text)) and kind_of(fussnote[1]) is Zellart.ZAHL:
        text = fussnote[1].strip()
    if dezimal == "." and (treffer := _MIT_PUNKT.fullmatch(text)):
        vorzeichen = "-" if treffer[1] in {"-", "−", "–"} else ""
        return float(f"{vorzeichen}{re.sub(r'[^0-9]', '', treffer[2])}.{treffer[3] or 0}")
    return text


def _round(zahl: float) -> float:
    """0.123 × 100 is 12.3, not 12.299999999999999."""
    return float(f"{zahl:.12g}")


def percent_written_as_share(zahlen: Sequence[float]) -> bool:
    """A column of percentages that stands in the file as 0,123: spreadsheets keep the format, not the number."""
    endlich = [abs(zahl) for zahl in zahlen if math.isfinite(zahl)]
    return len(endlich) > 2 and max(endlich) <= 1 and any(zahl % 1 for zahl in endlich)


def numbers(zellen: Iterable[Zelle], dezimal: str) -> list[float]:
    """The plain numbers among cells, for guessing."""
    gelesen = []
    for zelle in zellen:
        fertig = prepare(zelle, dezimal, 1)
        if isinstance(fertig, str) and not is_leer(fertig) and (text := read_zahltext(fertig)):
            gelesen.append(float(text.zahl))
        elif isinstance(fertig, int | float) and not isinstance(fertig, bool) and math.isfinite(fertig):
            gelesen.append(float(fertig))
    return gelesen
