"""What a column and a sheet of the Vorlage are, and the columns that several sheets share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Typ(StrEnum):
    TEXT = "text"
    SCHLUESSEL = "schluessel"  # text; leading zeros matter
    GANZZAHL = "ganzzahl"
    ZAHL = "zahl"
    EURO = "euro"
    PROZENT = "prozent"  # stored as share 0–1
    DATUM = "datum"
    JAHR = "jahr"
    ZEITRAUM = "zeitraum"
    AUSWAHL = "auswahl"


@dataclass(frozen=True, slots=True)
class Spalte:
    """One column: ``name`` is the column of the store, ``titel`` the header that people see (both are understood).

    ``leer`` is what an empty cell means (the default of the store), ``von`` and ``bis`` bound a number.
    """

    name: str
    titel: str
    typ: Typ
    hinweis: str
    pflicht: bool = False
    auswahl: tuple[str, ...] = ()
    verweis: str | None = None  # sheet whose first column must hold this key
    breite: int = 18
    leer: str | float | int | None = None
    von: float | None = None
    bis: float | None = None

    @property
    def leerwert(self) -> str | float | int | None:
        """What the store holds for an empty cell: text is never NULL, everything else may be."""
        return "" if self.typ is Typ.TEXT else self.leer


@dataclass(frozen=True, slots=True)
class Blatt:
    """One sheet; ``tabelle`` is the table of the store, ``schluessel`` the columns that make a row unique."""

    name: str
    tabelle: str
    zweck: str
    spalten: tuple[Spalte, ...]
    schluessel: tuple[str, ...]
    verborgen: bool = False

    def spalte(self, name: str) -> Spalte:
        return next(s for s in self.spalten if s.name == name)


MAX_EURO = 999_999_999_999.99  # DECIMAL(14, 2) of the store

QUELLE = Spalte(
    "quelle_id",
    "Quelle",
    Typ.SCHLUESSEL,
    "Kürzel aus dem Blatt ›Quellen‹. Leer: Es gilt die Quelle, die im Blatt ›Projekt‹ steht.",
    verweis="Quellen",
)


def names_of(enum: type[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in enum)


GEBIET = Spalte("gebiet_id", "Gebietsschlüssel", Typ.SCHLUESSEL, "Kürzel aus ›Gebiete‹.", True, verweis="Gebiete")
MASSNAHME = Spalte("massnahme_id", "Maßnahme", Typ.SCHLUESSEL, "Kürzel aus ›Massnahmen‹.", True, verweis="Massnahmen")
HANDLUNGSKONZEPT = Spalte(
    "handlungskonzept_id",
    "Handlungskonzept",
    Typ.SCHLUESSEL,
    "Kürzel aus ›Handlungskonzepte‹.",
    True,
    verweis="Handlungskonzepte",
)
