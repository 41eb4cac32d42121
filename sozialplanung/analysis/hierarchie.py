"""Counts added up a hierarchy of areas: from every area down until delivered figures are met.

Everything is done for all years and areas at once: arrays years × areas, from the smallest areas upwards. What an area
says for itself depends on its row:

* a number → used, no further descent
* geheim, gesperrt, unsicher → no descent either: the parts would give the protected number away
* unbekannt, folgt, no row → the sum of the areas that lie in it and existed at the end of that year
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sozialplanung.model import Herkunft, Wertzeichen

Ganze = NDArray[np.integer[Any]]
Zahlen = NDArray[np.float64]
Jaein = NDArray[np.bool_]

# Signs by number, 0 for none. Of several reasons why a sum has no number the first in this order is told.
GEHEIM, GESPERRT, UNSICHER, FOLGT, UNBEKANNT, GENAU_NULL = range(1, 7)
ZEICHEN = [
    z.value
    for z in (
        Wertzeichen.GEHEIM, Wertzeichen.GESPERRT, Wertzeichen.UNSICHER, Wertzeichen.FOLGT, Wertzeichen.UNBEKANNT,
        Wertzeichen.GENAU_NULL,
    )
]  # fmt: skip
HERKUENFTE = [
    h.value for h in (Herkunft.AMTLICH, Herkunft.VEROEFFENTLICHT, Herkunft.EIGEN, Herkunft.BEISPIEL)
]  # weakest last
_OHNE_GRUND = len(ZEICHEN) + 1
_NIE = np.iinfo(np.int32).max


def words(namen: Sequence[str], nummern: Ganze) -> NDArray[np.object_]:
    """The name of each number; None for -1."""
    return np.asarray(np.array([*namen, None], object)[nummern])


class Stufe(NamedTuple):
    """Areas of one depth, those of one parent together; ``beginn``: where those of the next parent begin."""

    kinder: Ganze
    beginn: Ganze
    eltern: Ganze


@dataclass(frozen=True, slots=True)
class Hierarchie:
    """The areas of a level and all that lies in them, by number; ``von`` to ``bis``: the years at whose end they exist.

    ``eltern`` is -1 for the areas of the level (``ziel``), unless one lies in another.
    """

    gebiet_id: NDArray[np.object_]
    eltern: Ganze
    ziel: Jaein
    von: Ganze
    bis: Ganze

    def existing(self, jahre: Ganze) -> Jaein:
        """Years × areas."""
        spalte = jahre[:, None]
        return np.asarray((self.von <= spalte) & (spalte <= self.bis))

    def levels(self) -> list[Stufe]:
        """From the smallest areas up."""
        tiefe, oben = np.zeros(len(self.eltern), int), self.eltern
        while (weiter := oben >= 0).any():
            tiefe[weiter] += 1
            oben = np.where(weiter, self.eltern[oben], -1)
        stufen = []
        for n in range(tiefe.max(initial=0), 0, -1):
            kinder = np.flatnonzero(tiefe == n)
            kinder = kinder[np.argsort(self.eltern[kinder], kind="stable")]
            eltern, beginn = np.unique(self.eltern[kinder], return_index=True)
            stufen.append(Stufe(kinder, beginn, eltern))
        return stufen


def find_below(eltern: Ganze, ziel: Jaein) -> Jaein:
    """The areas of a level (``ziel``) and all that lie in them; ``eltern``: number of the parent or -1."""
    dabei = ziel.copy()
    while (neu := ~dabei & (eltern >= 0) & dabei[eltern]).any():
        dabei |= neu
    return dabei


def renumber(eltern: Ganze, dabei: Jaein) -> Ganze:
    """The parents of those areas that stay; -1 where the parent goes."""
    nummern = np.where(dabei, np.cumsum(dabei) - 1, -1)
    return np.asarray(np.where(eltern >= 0, nummern[eltern], -1)[dabei])


@dataclass(frozen=True, slots=True)
class Geliefert:
    """The figures of one Merkmal, years × areas. Nothing delivered: NaN, and -1 for ``zeitraum`` and ``quelle``.

    ``zeitraum`` are numbers in the order of their texts, ``zeichen`` numbers of signs. ``wenige``:
    hidden as a rate on too few persons.
    """

    wert: Zahlen
    zeichen: Ganze
    zeitraum: Ganze
    quelle: Ganze
    verborgen: Jaein
    wenige: Jaein

    @classmethod
    def lay_out(
        cls, form: tuple[int, int], zellen: Ganze, wert: Zahlen, zeichen: Ganze, zeitraum: Ganze, quelle: Ganze,
        verborgen: Jaein, wenige: Jaein,
    ) -> Geliefert:  # fmt: skip
        """Rows in their cells (year × areas + area); of several of one cell the last counts."""

        def fill(leer: Any, reihe: Any, typ: Any) -> Any:
            flaeche = np.full(form[0] * form[1], leer, typ)
            flaeche[zellen] = reihe
            return flaeche.reshape(form)

        return cls(
            fill(np.nan, wert, float),
            fill(0, zeichen, np.int8),
            fill(-1, zeitraum, np.int32),
            fill(-1, quelle, np.int32),
            fill(False, verborgen, bool),
            fill(False, wenige, bool),
        )

    @property
    def da(self) -> Jaein:
        """Where anything was delivered."""
        return np.asarray(self.zeitraum >= 0)

    @property
    def halt(self) -> Jaein:
        """Where the way down ends, whatever lies below."""
        return ~np.isnan(self.wert) | np.isin(self.zeichen, (GEHEIM, GESPERRT, UNSICHER))


@dataclass(frozen=True, slots=True)
class Summen:
    """One Merkmal added up, years × areas; see ``add_up``.

    ``wert`` is NaN where a part is missing. ``direkt``: of the area's own row. ``geliefert`` and ``teilweise``:
    anything, or any number, was met on the way. ``zeitraum`` (-1: none) is the last in the order of texts,
    ``gemischt``: numbers of several. ``nur_null``: all parts are »genau null«. ``wenige``: a rate was met that is
    hidden for its few persons. ``grund``: number of a sign, 0 without. ``rang``: of the weakest Herkunft, -1 without
    any. ``mindestnenner``: the strictest, -1 without any.
    """

    wert: Zahlen
    direkt: Jaein
    geliefert: Jaein
    teilweise: Jaein
    zeitraum: Ganze
    gemischt: Jaein
    nur_null: Jaein
    unsicher: Jaein
    grund: Ganze
    rang: Ganze
    verborgen: Jaein
    wenige: Jaein
    mindestnenner: Ganze


def find_open(zahlen: Geliefert, da: Jaein, stufen: list[Stufe]) -> Jaein:
    """Areas that are added up from those that lie in them; ``da``: which exist."""
    offen = np.zeros_like(da)
    for kinder, beginn, eltern in stufen:
        offen[:, eltern] = np.logical_or.reduceat(da[:, kinder], beginn, axis=1)
    return offen & da & ~zahlen.halt


def add_up(
    zahlen: Geliefert, da: Jaein, stufen: list[Stufe], rang: Ganze, mindestnenner: Ganze, *, rate: bool
) -> Summen:
    """Sums of all that ``find_open`` opens. A ``rate`` is never added: it is only where it was delivered.

    ``rang`` (number in ``HERKUENFTE``) and ``mindestnenner`` by number of the Quelle. One missing part makes the sum
    missing; an area without parts that nothing was delivered for is missing itself.
    """
    offen = find_open(zahlen, da, stufen)
    geliefert, zahl = da & zahlen.da, da & ~np.isnan(zahlen.wert)
    ohne = da & ~zahl & (zahlen.zeichen > 0) & (zahlen.zeichen < GENAU_NULL)
    # What each area contributes itself; one that does not exist nothing, so that it changes no sum.
    wert = np.where(zahl, zahlen.wert, 0.0)
    vollstaendig, nur_null = zahl | ~da, (zahlen.zeichen == GENAU_NULL) | ~da
    zeitraum = np.where(geliefert, zahlen.zeitraum, -1)
    erster, letzter = np.where(zahl, zahlen.zeitraum, _NIE), np.where(zahl, zahlen.zeitraum, -1)
    teilweise, unsicher = zahl.copy(), zahl & (zahlen.zeichen == UNSICHER)
    verborgen, wenige = da & zahlen.verborgen, da & zahlen.wenige
    grund = np.where(ohne, zahlen.zeichen, _OHNE_GRUND)
    staerke, mindest = (
        np.where(geliefert, np.append(je_quelle, -1)[zahlen.quelle], -1) for je_quelle in (rang, mindestnenner)
    )
    gesamt = [
        (wert, np.add), (vollstaendig, np.logical_and), (nur_null, np.logical_and), (geliefert, np.logical_or),
        (teilweise, np.logical_or), (unsicher, np.logical_or), (verborgen, np.logical_or), (wenige, np.logical_or),
        (zeitraum, np.maximum), (erster, np.minimum), (letzter, np.maximum), (grund, np.minimum),
        (staerke, np.maximum), (mindest, np.maximum),
    ]  # fmt: skip
    for kinder, beginn, eltern in stufen:
        auf = offen[:, eltern]
        if not auf.any():
            continue
        vollstaendig[:, eltern] |= auf
        nur_null[:, eltern] |= auf
        for flaeche, zusammen in gesamt:
            eigen = flaeche[:, eltern]
            teile = zusammen.reduceat(flaeche[:, kinder], beginn, axis=1)
            flaeche[:, eltern] = np.where(auf, zusammen(eigen, teile), eigen)
    fertig = vollstaendig & da & (~offen if rate else True)
    return Summen(
        wert=np.where(fertig, wert, np.nan),
        direkt=~offen,
        geliefert=geliefert,
        teilweise=teilweise,
        zeitraum=zeitraum,
        gemischt=teilweise & (erster != letzter),
        nur_null=nur_null & da,
        unsicher=unsicher,
        grund=np.where(grund == _OHNE_GRUND, 0, grund),
        rang=staerke,
        verborgen=verborgen,
        wenige=wenige,
        mindestnenner=mindest,
    )


def find_visited(zahlen: Geliefert, da: Jaein, hierarchie: Hierarchie, stufen: list[Stufe]) -> Jaein:
    """All areas that the figures of the level were asked of, years × areas."""
    offen = find_open(zahlen, da, stufen)
    besucht = da & hierarchie.ziel
    for kinder, *_ in reversed(stufen):
        oben = hierarchie.eltern[kinder]
        besucht[:, kinder] |= besucht[:, oben] & offen[:, oben] & da[:, kinder]
    return besucht


def find_parts(offen: Jaein, da: Jaein, eltern: Ganze, gebiet: int) -> list[int]:
    """Where the way down from one area ends; ``offen`` and ``da`` of one year."""
    if not offen[gebiet]:
        return [gebiet]
    kinder = np.flatnonzero((eltern == gebiet) & da)
    return [teil for kind in kinder for teil in find_parts(offen, da, eltern, int(kind))]
