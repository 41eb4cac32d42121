"""Zeiträume as official tables write them."""

from __future__ import annotations

import datetime as dt
import re

from sozialplanung.formatting import MONATE
from sozialplanung.importer.mappe import Zelle
from sozialplanung.importer.zellen import read_zeitraum

_MONATE = [monat.casefold() for monat in MONATE]
_SPANNE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-\d{2})?P(\d+)([MY])")
_SEMESTER = re.compile(r"(WS|WiSe|Wintersemester|SS|SoSe|Sommersemester)\s*(\d{4})(?:/\d{2,4})?", re.IGNORECASE)
_SCHULJAHR = re.compile(r"(?:Schul|Kindergarten|Kita-?)jahr\s*(\d{4}\s?/\s?\d{2}(?:\d{2})?)", re.IGNORECASE)
_VIERTELJAHR = re.compile(r"([1-4])\. ?(?:Quartal|Vierteljahr|Vj\.?)(?:\s+(\d{4}))?", re.IGNORECASE)
_KURZMONAT = re.compile(r"(Jan|Feb|M(?:är|rz)|Apr|Mai|Juni?|Juli?|Aug|Sept?|Okt|Nov|Dez)\.?\s+(\d{4})", re.IGNORECASE)
_KURZMONATE = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_KOMPAKT = re.compile(r"((?:18|19|20|21)\d{2})(\d{2})(\d{2})")
_MONATSNAME = re.compile(r"\b(" + "|".join(_MONATE) + r")\s+((?:18|19|20|21)\d{2})\b", re.IGNORECASE)
_TAG_IN_WORTEN = re.compile(r"\b(\d{1,2})\.\s?(" + "|".join(_MONATE) + r")\s+((?:18|19|20|21)\d{2})\b", re.IGNORECASE)
_TAG = re.compile(r"\b(\d{1,2}\.\s?\d{1,2}\.\s?(?:18|19|20|21)\d{2})\b")
_JAHR = re.compile(r"(?<![\d.])((?:18|19|20|21)\d{2})(?![\d.]|\)\s*$)")


def zeitraum(zelle: Zelle) -> str | None:
    """»31.12.2022«, »2022«, »20220515«, »2022-10P6M« (begins in October), »2022-08P1Y« (a school year), »WS 2022/23« …;
    None when it is none."""
    if isinstance(zelle, float) and zelle.is_integer():
        zelle = str(int(zelle))
    if isinstance(zelle, str):
        text = zelle.strip()
        if treffer := _KOMPAKT.fullmatch(text):
            return read_zeitraum("-".join(treffer.groups())) or _iso("-".join(treffer.groups()))
        if treffer := _SPANNE.fullmatch(text):
            return _spanne(treffer)
        if treffer := _SEMESTER.fullmatch(text):
            return f"{treffer[2]}-{'10' if treffer[1].casefold().startswith('w') else '04'}"
        if treffer := _TAG_IN_WORTEN.fullmatch(text):
            return read_zeitraum(f"{treffer[1]}.{_MONATE.index(treffer[2].casefold()) + 1}.{treffer[3]}")
        if treffer := _MONATSNAME.fullmatch(text):
            return f"{treffer[2]}-{_MONATE.index(treffer[1].casefold()) + 1:02d}"
        if treffer := _KURZMONAT.fullmatch(text):
            return f"{treffer[2]}-{_KURZMONATE.index(treffer[1][:3].casefold().replace('mrz', 'mär')) + 1:02d}"
        if treffer := _SCHULJAHR.fullmatch(text):
            return read_zeitraum(treffer[1].replace(" ", ""))
        if (treffer := _VIERTELJAHR.fullmatch(text)) and treffer[2]:
            return read_zeitraum(f"{treffer[2]}-Q{treffer[1]}")
        if gelesen := _iso(text):
            return gelesen
    return read_zeitraum(zelle)


def _iso(text: str) -> str | None:
    try:
        return dt.date.fromisoformat(text).isoformat() if len(text) == 10 else None
    except ValueError:
        return None


def _spanne(treffer: re.Match[str]) -> str:
    jahr, monat = treffer[1], int(treffer[2] or 1)
    monate = int(treffer[3]) * (12 if treffer[4] == "Y" else 1)
    if monate == 12 and monat == 1:
        return jahr
    if monate == 12:  # a school year
        return f"{jahr}/{(int(jahr) + 1) % 100:02d}"
    if monate == 3 and monat % 3 == 1:
        return f"{jahr}-Q{monat // 3 + 1}"
    return f"{jahr}-{monat:02d}"


def find_zeitraum(text: str) -> str | None:
    """The one Zeitraum that a title names: a day, a month, a year; None when there is none or several."""
    for muster in (_TAG_IN_WORTEN, _TAG, _MONATSNAME, _SCHULJAHR, _JAHR):
        gefunden = {z for treffer in muster.finditer(text) if (z := zeitraum(treffer[0].replace(". ", ".")))}
        if gefunden:
            return gefunden.pop() if len(gefunden) == 1 else None
    return None


def verfeinere(jahr: str, code: str) -> str:
    """A year and the code of a quarter or month (»QUART2«, »MONAT07«) together; »2022« where the code says nothing."""
    ziffern = re.search(r"(\d{1,2})$", code)
    if ziffern is None or len(jahr) < 4:
        return jahr
    nummer = int(ziffern[1])
    if code.upper().startswith("QUART"):
        return f"{jahr[:4]}-Q{nummer}" if 1 <= nummer <= 4 else jahr
    return f"{jahr[:4]}-{nummer:02d}" if 1 <= nummer <= 12 else jahr


def month_of_first(zelle: Zelle) -> str | None:
    """A date cell on the first of a month is how spreadsheets keep »Januar 2024«."""
    return f"{zelle:%Y-%m}" if isinstance(zelle, dt.date) and zelle.day == 1 else None
