"""Names that people give to what they keep in a Projekt."""

from __future__ import annotations

from sozialplanung.errors import ProjektError

HOECHSTENS_ZEICHEN = 80


def tidy(bezeichnung: str) -> str:
    """In one line, without blanks at its ends."""
    return " ".join(bezeichnung.split())


def check_length(name: str) -> None:
    if len(name) > HOECHSTENS_ZEICHEN:
        raise ProjektError(f"Der Name ist zu lang (höchstens {HOECHSTENS_ZEICHEN} Zeichen).")
