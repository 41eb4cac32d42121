"""Text as people write it and as they are shown it: compared loosely, shortened, without invisible characters."""

from __future__ import annotations

import datetime as dt
import difflib
import re

from sozialplanung.formatting import format_datum
from sozialplanung.importer.mappe import Zelle, Zellfehler

_UMLAUTE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def normalise(text: str) -> str:
    """»Gebiets-Schlüssel *« → »gebietsschluessel«: how names of sheets, columns and choices are compared."""
    return re.sub(r"[^0-9a-z]", "", text.casefold().translate(_UMLAUTE))


def suggest(text: str, moeglich: list[str] | tuple[str, ...]) -> str | None:
    """The most similar of the possible names, if any is similar at all."""
    nach_form = {normalise(name): name for name in moeglich}
    treffer = difflib.get_close_matches(normalise(text), list(nach_form), n=1, cutoff=0.6)
    return nach_form[treffer[0]] if treffer else None


# Nobody sees them, and no spreadsheet, XML or C program takes them back; tab and line breaks are none of them.
_STEUERZEICHEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\ufeff\ufffe\uffff\ud800-\udfff]")
_BILD = {chr(nummer): chr(0x2400 + nummer) for nummer in range(32)} | {"\u200b": "", "\ufeff": ""}


def strip_steuerzeichen(text: str) -> str:
    """»Aa\\x01chen« → »Aachen«."""
    return text if text.isprintable() else _STEUERZEICHEN.sub("", text)


def is_leer(zelle: Zelle) -> bool:
    return isinstance(zelle, str) and not zelle.strip()


def show(zelle: object) -> str:
    """A cell as the spreadsheet shows it, shortened for a message."""
    if isinstance(zelle, Zellfehler):
        return zelle.text or "=…"
    if isinstance(zelle, bool):
        return "WAHR" if zelle else "FALSCH"
    if isinstance(zelle, dt.datetime):
        text = format_datum(zelle.date()) + (zelle.strftime(" %H:%M") if zelle.time() != dt.time() else "")
    elif isinstance(zelle, dt.date):
        text = format_datum(zelle)
    elif isinstance(zelle, float):
        text = repr(int(zelle)) if zelle.is_integer() and abs(zelle) < 1e16 else repr(zelle).replace(".", ",").upper()
    else:
        text = _STEUERZEICHEN.sub(lambda treffer: _BILD.get(treffer[0], "�"), str(zelle))
    return text if len(text) <= 80 else text[:79] + "…"


_GEFAEHRLICH = re.compile(r"'+[=+\-@\t\r]")


def strip_schutz(text: str) -> str:
    """Take off the apostrophe that our exports put before = + - @ (see ``report.tabellen.neutralise``)."""
    return text[1:] if text.startswith("'") and _GEFAEHRLICH.match(text) else text
