"""What limits an allocation – floor, cap, guard, fixed amounts – and the sentence that says which of them collide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sozialplanung.analysis.eingabe import Floats, Maske, check_non_negative, to_floats
from sozialplanung.errors import AnalyseError
from sozialplanung.formatting import format_euro

Ganze = NDArray[np.int64]
Namen = Callable[[int], str]  # how messages call the area at a position
OHNE_GRENZE = 2**53  # up to here floats count every cent


class VerteilungsError(AnalyseError):
    """Settings that cannot hold together; ``einstellungen`` names those that collide."""

    def __init__(self, einstellungen: tuple[str, ...], grund: str) -> None:
        self.einstellungen, self.grund = einstellungen, grund
        super().__init__(f"{' und '.join(einstellungen)} passen nicht zusammen: {grund}")


@dataclass(frozen=True, slots=True)
class Grenzen:
    """Lowest and highest amount per area, in cents, with what made them."""

    sockel: Ganze
    schutz: Ganze
    deckel: Ganze  # OHNE_GRENZE: none

    @property
    def unten(self) -> Ganze:
        return np.maximum(self.sockel, self.schutz)

    def take(self, welche: Maske) -> Grenzen:
        """The bounds of some areas."""
        return Grenzen(self.sockel[welche], self.schutz[welche], self.deckel[welche])


def name_areas(reihe: object) -> Namen:
    """»Herringen« where the areas carry names, else »Gebiet 3«."""
    namen = reihe.index if isinstance(reihe, pd.Series) and not pd.api.types.is_numeric_dtype(reihe.index) else None
    return lambda stelle: f"Gebiet {stelle + 1}" if namen is None else f"»{namen[stelle]}«"


def euro(cent: int) -> str:
    """»1.234,50 €«."""
    return format_euro(cent / 100, 2)


def read_cent(zahl: object, name: str) -> int:
    """A whole number of cents from 0."""
    if not isinstance(zahl, int | float | np.integer | np.floating) or zahl != np.floor(zahl):
        raise AnalyseError(f"{name}: ›{zahl}‹ ist keine ganze Zahl von Cent.")
    if not 0 <= zahl < OHNE_GRENZE:
        raise AnalyseError(f"{name}: {zahl} Cent sind nicht möglich; nötig ist eine Zahl ab null, unter 90 Bio. €.")
    return int(zahl)


def read_amounts(betraege: ArrayLike | pd.Series | None, anzahl: int, name: str) -> Floats:
    """One whole amount per area (a single number: for all), NaN where there is none."""
    if betraege is None:
        return np.full(anzahl, np.nan)
    einzeln = np.ndim(betraege) == 0
    reihe = to_floats(np.atleast_1d(np.asarray(betraege)) if einzeln else betraege, name)
    if einzeln:
        reihe = np.repeat(reihe, anzahl)
    if reihe.size != anzahl:
        raise AnalyseError(f"{name} und Personen haben verschieden viele Gebiete: {reihe.size} und {anzahl}.")
    check_non_negative(reihe, name)
    gebrochen = reihe[(reihe != np.floor(reihe)) & ~np.isnan(reihe)]
    if gebrochen.size:
        raise AnalyseError(f"{name}: ›{gebrochen[0]}‹ ist keine ganze Zahl von Cent.")
    return reihe


def read_bound(betraege: ArrayLike | pd.Series | None, anzahl: int, name: str, ohne: int) -> Ganze:
    """Amounts as integers; ``ohne`` where there is no bound."""
    reihe = read_amounts(betraege, anzahl, name)
    return np.where(np.isnan(reihe), ohne, np.minimum(reihe, OHNE_GRENZE)).astype(np.int64)


def read_guard(bisher: Floats, max_verlust: float | None) -> Ganze:
    """Lowest amounts under the transition guard; 0 for areas without a previous amount."""
    if max_verlust is None:
        return np.zeros(bisher.size, dtype=np.int64)
    if not 0 <= max_verlust <= 1:
        raise AnalyseError(f"Verlustgrenze: {max_verlust} ist nicht möglich; bitte einen Anteil von 0 bis 1.")
    if bisher.size and np.isnan(bisher).all():
        raise AnalyseError("Verlustgrenze: Es fehlen die bisherigen Beträge, von denen sie ausgeht.")
    # 0.29 · 100 is 28.999999999999996: rounded first, so that 29 cents may be lost
    untergrenze = np.ceil(np.round(bisher * (1 - max_verlust), 6))
    return np.where(np.isnan(bisher), 0, untergrenze).astype(np.int64)


def total(cent: Ganze) -> int:
    """Exact sum of non-negative amounts: the halves of the numbers are added apart, so that nothing overflows."""
    return (int((cent >> 32).sum()) << 32) + int((cent & 0xFFFFFFFF).sum())


def check_fixed(fest: Ganze, frei: Maske, grenzen: Grenzen, budget: int, schritt: int, namen: Namen) -> int:
    """What the fixed amounts leave of the budget; raises where they collide with another setting."""
    for name, cent, zeichen in (
        ("Sockel", grenzen.sockel, -1), ("Verlustgrenze", grenzen.schutz, -1), ("Deckel", grenzen.deckel, 1)
    ):  # fmt: skip
        if (i := np.flatnonzero(~frei & ((fest - cent) * zeichen > 0))[:1]).size:
            stelle, grenze = int(i[0]), "höchstens" if zeichen > 0 else "mindestens"
            raise VerteilungsError(
                ("Fester Betrag", name),
                f"{namen(stelle)} soll fest {euro(int(fest[stelle]))}, aber {grenze} "
                f"{euro(int(cent[stelle]))} bekommen.",
            )
    rest = budget - total(fest)
    if rest < 0:
        raise VerteilungsError(
            ("Fester Betrag", "Budget"), f"Fest vergeben sind {euro(total(fest))}, verteilt werden {euro(budget)}."
        )
    if rest and not frei.any():
        raise VerteilungsError(
            ("Fester Betrag", "Budget"), f"Alle Gebiete sind fest; {euro(rest)} gehören dann zu keinem."
        )
    if rest % schritt and not budget % schritt:
        raise VerteilungsError(
            ("Fester Betrag", "Rundung"),
            f"Nach den festen Beträgen bleiben {euro(rest)}; das geht in Schritten von {euro(schritt)} nicht auf.",
        )
    return rest


def name_fixed(fehler: VerteilungsError, budget: int, rest: int) -> VerteilungsError:
    """The collision within what fixed amounts leave: says how much that is."""
    zusatz = (
        f" Von {euro(budget)} sind {euro(budget - rest)} fest vergeben." if "Budget" in fehler.einstellungen else ""
    )
    return VerteilungsError(fehler.einstellungen, fehler.grund + zusatz)


def check_bounds(budget: int, grenzen: Grenzen, beteiligt: Maske, schritt: int, namen: Namen) -> tuple[Ganze, Ganze]:
    """Bounds in steps; raises the collision that explains most simply why nothing fits."""

    def most(oben: Ganze) -> int:
        # an area without share never gets more than its floor
        return total(np.where(beteiligt, oben, grenzen.unten))

    sockel, schutz, deckel, unten = grenzen.sockel, grenzen.schutz, grenzen.deckel, grenzen.unten
    if not sockel.size:
        if budget:
            raise AnalyseError(f"Es gibt kein Gebiet, auf das sich {euro(budget)} verteilen ließen.")
        return sockel, deckel
    for name, cent in (("Sockel", sockel), ("Verlustgrenze", schutz)):
        if (i := np.flatnonzero(cent > deckel)[:1]).size:
            stelle = int(i[0])
            raise VerteilungsError(
                (name, "Deckel"),
                f"{namen(stelle)} soll mindestens {euro(int(cent[stelle]))}, aber höchstens "
                f"{euro(int(deckel[stelle]))} bekommen.",
            )
        if total(cent) > budget:
            raise VerteilungsError(
                (name, "Budget"), f"Zugesichert sind zusammen {euro(total(cent))}, verteilt werden {euro(budget)}."
            )
    if total(unten) > budget:
        raise VerteilungsError(
            ("Sockel", "Verlustgrenze"),
            f"Gemeinsam sichern sie {euro(total(unten))} zu, verteilt werden {euro(budget)}; jedes für sich ginge.",
        )
    if most(deckel) < budget:
        raise VerteilungsError(
            ("Deckel", "Budget"),
            f"Bis zum Deckel lassen sich nur {euro(most(deckel))} von {euro(budget)} verteilen.",
        )
    if budget % schritt:
        raise VerteilungsError(
            ("Rundung", "Budget"), f"{euro(budget)} lassen sich nicht in Schritten von {euro(schritt)} verteilen."
        )
    unten_gerundet, oben_gerundet = -(-unten // schritt), deckel // schritt
    eng = np.flatnonzero(unten_gerundet > oben_gerundet)
    if eng.size:
        raise VerteilungsError(
            ("Rundung", "Deckel"),
            f"Für {namen(int(eng[0]))} liegt zwischen Unter- und Obergrenze kein Vielfaches von {euro(schritt)}.",
        )
    if total(unten_gerundet) * schritt > budget:
        name = "Sockel" if total(sockel) >= total(schutz) else "Verlustgrenze"
        raise VerteilungsError(
            ("Rundung", name),
            f"Auf {euro(schritt)} aufgerundet übersteigen die Untergrenzen das Budget von {euro(budget)}.",
        )
    if total(np.where(beteiligt, oben_gerundet, unten_gerundet)) * schritt < budget:
        raise VerteilungsError(
            ("Rundung", "Deckel"),
            f"Auf {euro(schritt)} abgerundet fassen die Deckel das Budget von {euro(budget)} nicht.",
        )
    return unten_gerundet, oben_gerundet
