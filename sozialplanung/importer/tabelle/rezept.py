"""A reading that is kept: what a table is recognised by, and what its columns mean, without anything of one year.

A recipe rests on the headings without their years, the name of the sheet, and what people said of single rows. Where
rows and columns stand is looked for anew; years, sums and the last row are guessed anew. So next year's file may have
more rows, one more year and another title.
"""

from __future__ import annotations

from dataclasses import dataclass

from sozialplanung.importer.tabelle.lesart import Vorgaben, Zeilenart
from sozialplanung.model import Herkunft, Merkmalsart


@dataclass(frozen=True, slots=True)
class Wertrezept:
    """Columns of figures of one heading. ``stelle`` counts equal headings from 1; 0: all of them mean the same.

    ``faktor`` only where a person has said it. ``fragen``: the Zeitraum was typed in, so it has to be every year.
    """

    ueberschrift: str
    stelle: int
    merkmal: str
    gruppe: str = ""
    einheit: str = ""
    art: Merkmalsart = Merkmalsart.ANZAHL
    faktor: float | None = None
    fragen: bool = False


@dataclass(frozen=True, slots=True)
class Stelle:
    """A column by its heading without years, and the how manieth of these it is, from 1."""

    ueberschrift: str
    stelle: int = 1


@dataclass(frozen=True, slots=True)
class Rezept:
    """How the tables of one kind are read. ``abstand``: from the last row of the header to the first of figures.

    ``ende_vor`` begins the row below the figures, where a person has said where they end.
    """

    name: str
    blatt: str
    kopfzeilen: int
    abstand: int
    breite: int
    rollen: tuple[tuple[str, Stelle], ...]
    gruppen: tuple[Stelle, ...]
    werte: tuple[Wertrezept, ...]
    weg: tuple[Stelle, ...] = ()
    ebene: str = ""
    fragen: bool = False
    zeilen: tuple[tuple[str, Zeilenart], ...] = ()
    ende_vor: str = ""
    dezimal: str | None = None
    kodierung: str | None = None
    trenner: str | None = None
    quelle: str | None = None
    herkunft: Herkunft | None = None


@dataclass(frozen=True, slots=True)
class Passung:
    """How a recipe meets a file: ``vorgaben`` for reading it, what it lacks, columns that the recipe does not know.

    ``bekannt``: how many columns it knows.
    """

    rezept: Rezept
    vorgaben: Vorgaben
    fehlend: tuple[str, ...] = ()
    neu: tuple[str, ...] = ()
    anderes_blatt: bool = False
    bekannt: int = 0

    @property
    def passt(self) -> bool:
        return not self.fehlend
