"""How a foreign table is to be read: guessed by ``raten``, corrected by a person, carried out by ``lesen``."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from sozialplanung.model import Herkunft, Merkmalsart


class Zeilenart(StrEnum):
    """What a person has said of a row."""

    GEBIET = "gebiet"
    SUMME = "summe"
    WEG = "weglassen"


@dataclass(frozen=True, slots=True)
class Spaltenlesart:
    """What a column of figures means. Columns count from 0; without ``zeitraum`` each row says its own.

    ``faktor`` turns what is written into the unit: 100 for shares that stand there as 0,123.
    """

    nummer: int
    merkmal: str
    gruppe: str = ""
    zeitraum: str = ""
    einheit: str = ""
    art: Merkmalsart = Merkmalsart.ANZAHL
    faktor: float = 1.0


@dataclass(frozen=True, slots=True)
class Lesart:
    """Rows count from 1, as the spreadsheet shows them, both ends included; ``kopf_von`` 0: there is no header.

    ``zeit``, ``merkmal`` and ``gruppen`` are columns whose cells say it row by row. ``summen`` are rows with totals of
    the others and the key of the area whose figures they are; without one they are only compared with what is added up.
    ``orte`` are rows that a person calls an area, whatever they are called.
    """

    blatt: str
    kopf_von: int
    kopf_bis: int
    daten_von: int
    daten_bis: int
    gebiet: int | None
    schluessel: int | None
    spalten: tuple[Spaltenlesart, ...]
    zeit: int | None = None
    merkmal: int | None = None
    gruppen: tuple[int, ...] = ()
    ebene: str = ""
    ausgelassen: tuple[int, ...] = ()
    summen: tuple[tuple[int, str], ...] = ()
    orte: tuple[int, ...] = ()
    dezimal: str = ","
    kodierung: str = ""  # of text files; empty: as recognised
    trenner: str = ""
    titel: str = ""
    quelle: str = ""
    herkunft: Herkunft = Herkunft.EIGEN

    @property
    def beschriftung(self) -> tuple[int, ...]:
        """The columns that tell what a row is about."""
        moeglich = (self.schluessel, self.gebiet, self.zeit, self.merkmal, *self.gruppen)
        return tuple(nummer for nummer in moeglich if nummer is not None)


@dataclass(frozen=True, slots=True)
class Spaltenvorgabe:
    """Decisions about one column of figures; None: not decided. ``zeitraum`` empty: a person has to say it."""

    nummer: int
    weg: bool | None = None
    merkmal: str | None = None
    gruppe: str | None = None
    zeitraum: str | None = None
    einheit: str | None = None
    art: Merkmalsart | None = None
    faktor: float | None = None

    @property
    def is_empty(self) -> bool:
        return all(getattr(self, feld.name) is None for feld in fields(self)[1:])


ROLLEN = ("gebiet", "schluessel", "zeit", "merkmal")


@dataclass(frozen=True, slots=True)
class Vorgaben:
    """What a person has decided; the rest is guessed around it. None: not decided. -1 for a column: there is none.

    Rows as in ``Lesart``. ``zeitraum`` is that of columns whose headings name none; empty: a person has to say it, as
    nothing in the file does. ``grund``: who decided, in words.
    """

    blatt: str | None = None
    kopf_von: int | None = None
    kopf_bis: int | None = None
    daten_von: int | None = None
    daten_bis: int | None = None
    gebiet: int | None = None
    schluessel: int | None = None
    zeit: int | None = None
    merkmal: int | None = None
    gruppen: tuple[int, ...] | None = None
    spalten: tuple[Spaltenvorgabe, ...] = ()
    zeilen: tuple[tuple[int, Zeilenart], ...] = ()
    ebene: str | None = None
    zeitraum: str | None = None
    dezimal: str | None = None
    kodierung: str | None = None
    trenner: str | None = None
    quelle: str | None = None
    herkunft: Herkunft | None = None
    grund: str = "so festgelegt"

    def spalte(self, nummer: int) -> Spaltenvorgabe:
        return next((s for s in self.spalten if s.nummer == nummer), Spaltenvorgabe(nummer))

    def with_rolle(self, rolle: str, nummer: int | None) -> Vorgaben:
        """One of ``ROLLEN`` for a column, which tells nothing else then. None: guess again; -1: there is none."""
        neu = self if nummer is None or nummer < 0 else self._free(nummer)
        feld: dict[str, Any] = {rolle: nummer}
        return replace(neu, **feld)

    def with_gruppen(self, nummern: tuple[int, ...] | None) -> Vorgaben:
        neu = self
        for nummer in nummern or ():
            neu = neu._free(nummer)
        return replace(neu, gruppen=nummern)

    def with_spalte(self, nummer: int, **felder: Any) -> Vorgaben:
        """A decision about a column of figures, which tells nothing else then."""
        spalte, neu = replace(self.spalte(nummer), **felder), self._free(nummer)
        eigene = () if spalte.is_empty else (spalte,)
        return replace(neu, spalten=tuple(sorted((*neu.spalten, *eigene), key=lambda s: s.nummer)))

    def _free(self, nummer: int) -> Vorgaben:
        """Without any decision about a column."""
        rollen: dict[str, Any] = {rolle: None for rolle in ROLLEN if getattr(self, rolle) == nummer}
        return replace(
            self,
            **rollen,
            gruppen=None if self.gruppen is None else tuple(g for g in self.gruppen if g != nummer),
            spalten=tuple(s for s in self.spalten if s.nummer != nummer),
        )

    def with_zeile(self, nummer: int, art: Zeilenart | None) -> Vorgaben:
        andere = [z for z in self.zeilen if z[0] != nummer]
        return replace(self, zeilen=tuple(sorted([*andere, *([(nummer, art)] if art is not None else [])])))


@dataclass(frozen=True, slots=True)
class Vermutung:
    """One guess in words: what about, what was taken, how sure (0–1) and why."""

    was: str
    ergebnis: str
    sicherheit: float
    grund: str


@dataclass(frozen=True, slots=True)
class Deutung:
    """A reading with the reasons for it."""

    lesart: Lesart
    vermutungen: tuple[Vermutung, ...]

    @property
    def sicherheit(self) -> float:
        """A chain is as strong as its weakest link."""
        return min((v.sicherheit for v in self.vermutungen), default=0.0)

    @property
    def grund(self) -> str:
        return "; ".join(f"{v.was}: {v.ergebnis}" for v in self.vermutungen)
