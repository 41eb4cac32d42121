"""German numbers, percent, euro and dates: the only place that formats what people read."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from sozialplanung.model import Wertzeichen

K = TypeVar("K")
NBSP = "\u00a0"
_UNLESBAR = 10**15  # beyond this nobody reads digits, and Decimal runs out of them
FEHLT = "–"
_KURZE_EINHEIT = 4

ZEICHEN_TEXT: dict[str, str] = {
    Wertzeichen.GENAU_NULL: "0",
    Wertzeichen.GEHEIM: "geheim",
    Wertzeichen.UNBEKANNT: "unbekannt",
    Wertzeichen.UNSICHER: "unsicher",
    Wertzeichen.GESPERRT: "nicht sinnvoll",
    Wertzeichen.FOLGT: "folgt",
}

MONATE = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip

Zahl = float | int | Decimal


def is_missing(x: object) -> bool:
    """None, NaN and NaT are missing; zero is not."""
    return x is None or x != x


def format_zahl(x: Zahl | None, stellen: int = 0, *, vorzeichen: bool = False) -> str:
    """1234.5 → »1.234,5«; missing → »–«. Halves are rounded away from zero, as taught in school."""
    if x is None or is_missing(x) or (isinstance(x, float) and math.isinf(x)):
        return FEHLT
    if abs(float(x)) >= _UNLESBAR:
        return f"{x:.1e}".replace(".", ",").replace("-", "−")
    gerundet = Decimal(str(x)).quantize(Decimal(1).scaleb(-stellen), rounding=ROUND_HALF_UP)
    if gerundet == 0:
        gerundet = abs(gerundet)
    zeichen = "−" if gerundet < 0 else ("+" if vorzeichen and gerundet > 0 else "±" if vorzeichen else "")
    text = f"{abs(gerundet):,.{stellen}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return zeichen + text


def format_prozent(anteil: Zahl | None, stellen: int = 1) -> str:
    """A share (0–1) as percent: 0.181 → »18,1 %«."""
    if anteil is None or is_missing(anteil):
        return FEHLT
    return format_zahl(Decimal(str(anteil)) * 100, stellen) + NBSP + "%"


def format_euro(x: Zahl | None, stellen: int = 0) -> str:
    """800000 → »800.000 €«."""
    return FEHLT if is_missing(x) else format_zahl(x, stellen) + NBSP + "€"


def format_euro_kurz(x: Zahl | None) -> str:
    """For key figures: »1,6 Mio. €«, »800 Tsd. €«, »950 €«."""
    return format_euro_reihe([x])[0]


def format_euro_reihe(betraege: Sequence[Zahl | None]) -> list[str]:
    """Amounts that are read together, in one unit: »1,6 Mio. €« and »0,8 Mio. €«, »12.000 €« and »5.000 €«."""
    groessen = [abs(Decimal(str(x))) for x in betraege if x is not None and not is_missing(x) and x != 0]
    kleinster, groesster = min(groessen, default=Decimal(0)), max(groessen, default=Decimal(0))
    if groesster >= 1_000_000 and kleinster >= 100_000:
        teiler, stellen, wort = 1_000_000, 1 if kleinster < 100_000_000 else 0, f"{NBSP}Mio.{NBSP}€"
    elif kleinster >= 10_000:
        teiler, stellen, wort = 1000, 0, f"{NBSP}Tsd.{NBSP}€"
    else:
        return [format_euro(x) for x in betraege]

    def short(x: Zahl | None) -> str:
        ohne = x is None or is_missing(x) or x == 0
        return format_euro(x) if ohne else format_zahl(Decimal(str(x)) / teiler, stellen) + wort

    return [short(x) for x in betraege]


def format_datum(tag: dt.date | None) -> str:
    """»10.07.2018«."""
    return FEHLT if tag is None or is_missing(tag) else tag.strftime("%d.%m.%Y")


def format_zeitraum(zeitraum: str | None) -> str:
    """The stored form of a Zeitraum as people write it: »2022-05-15« → »15.05.2022«, »2019-03« → »März 2019«."""
    if not zeitraum:
        return FEHLT
    teile = zeitraum.split("-")
    if len(teile) == 3:
        return f"{teile[2]}.{teile[1]}.{teile[0]}"
    if len(teile) == 2 and teile[1].startswith("Q"):
        return f"{teile[1][1:]}. Quartal {teile[0]}"
    if len(teile) == 2:
        return f"{MONATE[int(teile[1]) - 1]} {teile[0]}"
    return zeitraum


def format_einheit(einheit: str) -> str:
    """The unit as it stands behind a number: »%«, »€«, »€/m²«; »Personen« and the like are left to the axis title."""
    kurz = 0 < len(einheit) <= _KURZE_EINHEIT and not any(zeichen.isspace() for zeichen in einheit)
    return NBSP + einheit if kurz and not einheit.isalpha() else ""


def format_wert(wert: Zahl | None, zeichen: str | None, einheit: str = "", stellen: int = 1) -> str:
    """A figure as it stands on a map or in a table: number with % or €, or the word for its Wertzeichen."""
    if wert is not None and not is_missing(wert):
        text = format_zahl(wert, stellen) + format_einheit(einheit)
        return f"({text})" if zeichen == Wertzeichen.UNSICHER else text
    if zeichen is None or is_missing(zeichen):
        return "fehlt"
    return ZEICHEN_TEXT[zeichen]


def format_faktor(x: Zahl | None) -> str:
    """»1,7-mal«, for sentences like »1,7-mal so viel wie«."""
    return FEHLT if x is None or is_missing(x) else format_zahl(x, 1) + "-mal"


def join_und(teile: list[str]) -> str:
    """»A, B und C«."""
    return teile[0] if len(teile) == 1 else ", ".join(teile[:-1]) + " und " + teile[-1] if teile else ""


def format_anzahl(anzahl: int, einzahl: str, mehrzahl: str) -> str:
    """»1 Hinweis«, »2 Hinweise«, »0 Hinweise«."""
    return f"{format_zahl(anzahl)} {einzahl if anzahl == 1 else mehrzahl}"


def to_key(name: str) -> str:
    """»Städte-Region Düren« → »staedte_region_dueren«: for names of files and keys in links, at most 60 letters."""
    for umlaut, ersatz in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
        name = name.lower().replace(umlaut, ersatz)
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", ascii_name).strip("_")[:60]


def tell_apart(namen: Mapping[K, str]) -> dict[K, str]:
    """Names to choose from, by key: what is called the same carries its key, since a choice is made by its name."""
    anzahl = Counter(namen.values())
    return {key: f"{name} ({key})" if anzahl[name] > 1 else name for key, name in namen.items()}


def today() -> dt.date:
    """The day as the people at this machine call it."""
    return dt.datetime.now().astimezone().date()
