"""Names that people give to what they keep in a Projekt."""

from __future__ import annotations

from collections.abc import Collection

from sozialplanung.errors import ProjektError
from sozialplanung.formatting import to_key

HOECHSTENS_ZEICHEN = 80


def tidy(bezeichnung: str) -> str:
    """In one line, without blanks at its ends."""
    return " ".join(bezeichnung.split())


def check_length(name: str) -> None:
    if len(name) > HOECHSTENS_ZEICHEN:
        raise ProjektError(f"Der Name ist zu lang (höchstens {HOECHSTENS_ZEICHEN} Zeichen).")


def free_key(vorsilbe: str, name: str, vergeben: Collection[str]) -> str:
    """A key that stands in links and means this name for good: none that was ever given to another one."""
    stamm, nummer = vorsilbe + to_key(name), 1
    key = stamm
    while key in vergeben:
        nummer += 1
        key = f"{stamm}_{nummer}"
    return key
