"""How a foreign table is to be read: guessed by ``raten``, corrected by a person, carried out by ``lesen``."""

from __future__ import annotations

from dataclasses import dataclass

from sozialplanung.model import Herkunft, Merkmalsart


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
class Vorgaben:
    """What a person has decided; the rest is guessed around it. None: not decided. -1 for a column: there is none."""

    blatt: str | None = None
    kopf_von: int | None = None
    kopf_bis: int | None = None
    daten_von: int | None = None
    daten_bis: int | None = None
    gebiet: int | None = None
    schluessel: int | None = None
    zeit: int | None = None
    merkmal: int | None = None
    ebene: str | None = None
    dezimal: str | None = None
    kodierung: str | None = None
    trenner: str | None = None


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
