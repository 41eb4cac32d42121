"""Classes of a choropleth: where one colour ends and the next begins."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from sozialplanung.charts.theme import Stil, spread
from sozialplanung.errors import AnalyseError
from sozialplanung.formatting import format_zahl
from sozialplanung.model import Richtung

Verfahren = Literal["quantile", "gleich", "natuerlich", "eigene"]
Skala = Literal["bedarf", "abweichung"]
Zahlen = npt.NDArray[np.float64]

VERFAHREN_NAMEN: dict[Verfahren, str] = {
    "quantile": "gleich viele Gebiete je Klasse",
    "gleich": "gleich breite Klassen",
    "natuerlich": "natürliche Sprünge",
    "eigene": "eigene Grenzen",
}
HOECHSTENS = 7


@dataclass(frozen=True, slots=True)
class Klassen:
    """Class 0 lies below ``grenzen[0]``, the last one at or above ``grenzen[-1]``; each holds its lower bound.

    Values are sorted in as they are shown (rounded to ``stellen``), so that a legend never contradicts a label.
    ``anzahlen`` counts the values that the classes were made from; without any value there is no class. ``namen``
    stand in the legend in place of the bounds, for classes that have names.
    """

    grenzen: tuple[float, ...]
    anzahlen: tuple[int, ...]
    kleinster: float
    groesster: float
    stellen: int = 1
    richtung: Richtung = Richtung.NEUTRAL
    skala: Skala = "bedarf"
    namen: tuple[str, ...] = ()

    @property
    def anzahl(self) -> int:
        return len(self.anzahlen)

    def sort_in(self, werte: Iterable[float | None]) -> list[int]:
        """The class of each value; -1 where it is missing."""
        gerundet = _as_shown(werte, self.stellen)
        return [-1 if wert is None or not self.anzahl else bisect_right(self.grenzen, wert) for wert in gerundet]

    def klasse(self, werte: pd.Series) -> pd.Series:
        """``sort_in`` for a column."""
        return pd.Series(self.sort_in(werte), index=werte.index, dtype="int64")

    def count(self, werte: Iterable[float | None]) -> tuple[int, ...]:
        """How many of these values fall into each class (for a second map on the same scale)."""
        je_klasse = Counter(self.sort_in(werte))
        return tuple(je_klasse[i] for i in range(self.anzahl))

    def farben(self, stil: Stil) -> tuple[str, ...]:
        """One colour per class. Dark is where the need is: for a Stärke (income, …) that is the lowest class."""
        if self.anzahl == 0:
            return ()
        farben = spread(stil.farben.bedarf if self.skala == "bedarf" else stil.farben.abweichung, self.anzahl)
        return farben[::-1] if self.richtung is Richtung.STAERKE else farben

    def beschriftungen(self) -> tuple[str, ...]:
        """»unter 8,0«, »8,0 bis unter 14,0«, …, »25,0 und mehr«."""
        if self.anzahl == 0 or self.namen:
            return self.namen
        if self.anzahl == 1:
            von, bis = self._text(self.kleinster), self._text(self.groesster)
            return (von if von == bis else f"{von} bis {bis}",)
        texte = self.grenztexte()
        mitte = [f"{von} bis unter {bis}" for von, bis in pairwise(texte)]
        return (f"unter {texte[0]}", *mitte, f"{texte[-1]} und mehr")

    def grenztexte(self) -> tuple[str, ...]:
        """The bounds between the classes: »8,0«, »14,0«, …"""
        return tuple(self._text(grenze) for grenze in self.grenzen)

    def _text(self, grenze: float) -> str:
        # Own bounds may be finer than the figures shown: »2,5« must not read »3«.
        fein = next((s for s in range(self.stellen, 7) if round(grenze, s) == grenze), self.stellen)
        return format_zahl(grenze, fein)


def classify(
    werte: pd.Series,
    verfahren: Verfahren = "quantile",
    anzahl: int = 5,
    grenzen: Sequence[float] | None = None,
    *,
    stellen: int = 1,
    richtung: Richtung = Richtung.NEUTRAL,
    skala: Skala = "bedarf",
) -> Klassen:
    """Divide values into at most ``anzahl`` classes; missing values are left out.

    Quantile and natural breaks never leave a class empty and make fewer classes where there are fewer distinct
    values. Equal intervals and own bounds may, since their bounds do not depend on where the values lie.
    """
    zahlen = np.sort([wert for wert in _as_shown(werte, stellen) if wert is not None])
    if verfahren == "eigene":
        brueche = _check_own(grenzen)
    elif not 1 <= anzahl <= HOECHSTENS:
        raise AnalyseError(f"Eine Karte kann 1 bis {HOECHSTENS} Klassen haben, nicht {anzahl}.")
    elif zahlen.size == 0:
        brueche = []
    elif verfahren == "gleich":
        brueche = _equal(zahlen, anzahl, stellen)
    else:
        verschieden, haeufigkeit = np.unique(zahlen, return_counts=True)
        k = min(anzahl, verschieden.size)
        teile = _quantiles(haeufigkeit, k) if verfahren == "quantile" else natural_breaks(verschieden, haeufigkeit, k)
        brueche = [float(verschieden[i]) for i in teile]
    if zahlen.size == 0:
        return Klassen((), (), np.nan, np.nan, stellen, richtung, skala)
    anzahlen = np.bincount(np.searchsorted(brueche, zahlen, side="right"), minlength=len(brueche) + 1)
    von, bis = float(zahlen[0]), float(zahlen[-1])
    return Klassen(tuple(brueche), tuple(anzahlen.tolist()), von, bis, stellen, richtung, skala)


def around_zero(werte: pd.Series, *, stellen: int = 0) -> Klassen:
    """Five classes of differences, the middle one around zero: bounds alike on both sides, at round numbers.

    The middle holds about the smallest third of the differences, the outer ones the largest third; one class where
    nothing differs.
    """
    groesse = werte.dropna().abs()
    groesse = groesse[groesse >= 0.5 / 10**stellen]
    if groesse.empty:
        return classify(werte, "gleich", 1, stellen=stellen, skala="abweichung")
    innen, aussen = (_round_number(float(groesse.quantile(q))) for q in (0.33, 0.67))
    aussen = max(aussen, 2 * innen)
    return classify(werte, "eigene", grenzen=(-aussen, -innen, innen, aussen), stellen=stellen, skala="abweichung")


def _round_number(x: float) -> float:
    """The nearest of 1, 2, 3, 5 and their tens, hundreds, …"""
    stufe = 10.0 ** math.floor(math.log10(x))
    return min((m * stufe for m in (1, 2, 3, 5, 10)), key=lambda rund: abs(rund - x))


def _as_shown(werte: Iterable[float | None], stellen: int) -> list[float | None]:
    """Round half away from zero, as ``format_zahl`` does: decimally where the binary number may lie beside the half."""
    einheit, mal = Decimal(1).scaleb(-stellen), 10.0**stellen
    zahlen = np.array([np.nan if x is None else x for x in werte], dtype=float)
    skaliert = np.abs(zahlen) * mal
    with np.errstate(invalid="ignore"):
        heikel = np.isfinite(zahlen) & ((np.abs(skaliert % 1 - 0.5) < 1e-6) | (skaliert > 1e12))
    gezeigt = np.rint(zahlen * mal) / mal + 0.0  # + 0.0: no -0
    for i in np.flatnonzero(heikel):
        gezeigt[i] = float(Decimal(str(zahlen[i])).quantize(einheit, ROUND_HALF_UP)) + 0.0
    return [x if math.isfinite(x) else None for x in gezeigt.tolist()]


def _check_own(grenzen: Sequence[float] | None) -> list[float]:
    brueche = sorted({float(grenze) for grenze in grenzen or ()})
    if not brueche or not np.all(np.isfinite(brueche)):
        raise AnalyseError("Bitte geben Sie mindestens eine Klassengrenze als Zahl an, z. B. 10; 20; 30.")
    if len(brueche) >= HOECHSTENS:
        raise AnalyseError(
            f"Bitte höchstens {HOECHSTENS - 1} Klassengrenzen angeben; mehr Farben unterscheidet niemand."
        )
    return brueche


def _equal(zahlen: Zahlen, anzahl: int, stellen: int) -> list[float]:
    von, bis = zahlen[0], zahlen[-1]
    brueche = _as_shown((von + (bis - von) * np.arange(1, anzahl) / anzahl).tolist(), stellen)
    return sorted({bruch for bruch in brueche if bruch is not None and von < bruch <= bis})


def _quantiles(haeufigkeit: npt.NDArray[np.int_], k: int) -> list[int]:
    """Index of the first distinct value of classes 1 … k-1; equal values stay together, no class stays empty."""
    davor = np.concatenate(([0], np.cumsum(haeufigkeit)))
    teile: list[int] = []
    for i in range(1, k):
        erster = teile[-1] + 1 if teile else 1
        letzter = len(haeufigkeit) - (k - i)
        ziel = davor[-1] * i / k
        teile.append(min(range(erster, letzter + 1), key=lambda j: (abs(davor[j] - ziel), j)))
    return teile


def natural_breaks(verschieden: Zahlen, haeufigkeit: npt.NDArray[np.int_], k: int) -> list[int]:
    """Exact Fisher–Jenks: the division into k classes with the least squared deviation from the class means.

    Parameters
    ----------
    verschieden, haeufigkeit : ascending distinct values and how often each occurs
    k : number of classes, 1 ≤ k ≤ number of distinct values

    Returns
    -------
    index of the first distinct value of classes 1 … k-1

    Notes
    -----
    Dynamic programming over prefix sums. The best break moves only right as the range grows (the cost satisfies the
    quadrangle inequality), so divide and conquer finds a layer in O(n log n) (Fisher 1958; Wu 1991).
    """
    n = len(verschieden)
    mitte = float(np.average(verschieden, weights=haeufigkeit))
    x = verschieden - mitte  # centred: squares of large numbers would cancel
    w, s, q = (np.concatenate(([0.0], np.cumsum(haeufigkeit * x**p))) for p in (0, 1, 2))

    def cost(von: npt.NDArray[np.int_], bis: int) -> Zahlen:
        breite = w[bis] - w[von]
        kosten: Zahlen = (q[bis] - q[von]) - (s[bis] - s[von]) ** 2 / breite
        return kosten

    beste = np.concatenate(([np.inf], [cost(np.array([0]), bis)[0] for bis in range(1, n + 1)]))
    schnitte: list[npt.NDArray[np.int_]] = []
    for klasse in range(1, k):
        neu = np.full(n + 1, np.inf)
        schnitt = np.zeros(n + 1, dtype=int)
        offen = [(klasse + 1, n, klasse, n - 1)]
        while offen:
            von, bis, links, rechts = offen.pop()
            if von > bis:
                continue
            m = (von + bis) // 2
            orte = np.arange(links, min(rechts, m - 1) + 1)
            summe = beste[orte] + cost(orte, m)
            i = int(np.argmin(summe))
            neu[m], schnitt[m] = summe[i], orte[i]
            offen += [(von, m - 1, links, int(orte[i])), (m + 1, bis, int(orte[i]), rechts)]
        beste = neu
        schnitte.append(schnitt)
    teile: list[int] = []
    ende = n
    for schnitt in reversed(schnitte):
        ende = int(schnitt[ende])
        teile.append(ende)
    return teile[::-1]
