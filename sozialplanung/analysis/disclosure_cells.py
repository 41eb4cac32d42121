"""Which delivered figures must be hidden: finds the sums between them and hands these to ``disclosure.protect``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from sozialplanung.analysis.disclosure import protect
from sozialplanung.analysis.eingabe import Maske
from sozialplanung.errors import AnalyseError

PRIMAER, KOMPLEMENT, SEKUNDAER = "primaer", "komplement", "sekundaer"
_GENAU = 1e-6
_KANDIDATEN = 60  # measured: the choice among 20.000 parts of a sum takes 20 s, among 60 a few ms

Zelle = tuple[str, str, str]  # merkmal_id, gebiet_id, gruppe


class Paar(NamedTuple):
    """One Merkmal is part of another (``teil_von``, or Zähler and Nenner). Gruppe None: the same on both sides."""

    teil: str
    teil_gruppe: str | None
    ganzes: str
    ganzes_gruppe: str | None


class _Aufbau:
    """The cells of one Zeitraum, the unpublished ones that tie them, and the sums. Keys are running numbers."""

    def __init__(self, zellen: pd.DataFrame) -> None:
        self.geliefert = len(zellen)
        self.werte: list[float] = zellen["wert"].astype(float).tolist()
        self.k: list[float] = zellen["k"].astype(float).tolist()
        # published as it is, and hiding it here would not make it unknown
        self.sichtbar = [k == 0 and not np.isnan(w) for w, k in zip(self.werte, self.k, strict=True)]
        self.verborgen = [False] * len(self.werte)
        self.summen: list[tuple[int, list[int]]] = []
        self.komplement: set[int] = set()

    def add(self, wert: float, k: float = 0.0, *, sichtbar: bool = False) -> int:
        """A cell that nobody delivered: a constant that is ``sichtbar``, or an unknown that nobody shows."""
        self.werte.append(wert)
        self.k.append(k)
        self.sichtbar.append(sichtbar)
        self.verborgen.append(not sichtbar)
        return len(self.werte) - 1

    def tie(
        self,
        summe: int,
        teile: Sequence[int],
        *,
        vollstaendig: bool = True,
        rest_schuetzen: bool = False,
        auch_null: bool = False,
    ) -> None:
        """``summe`` = sum of ``teile`` (+ rest).

        A rest below k is a small count that anybody can compute (``rest_schuetzen``; ``auch_null``: everybody is
        concerned). Where all parts are there and still do not add up, the difference is taken as known: that protects
        more, never less.
        """
        glieder = [summe, *teile]
        summe_teile = sum(self.werte[t] for t in teile if not np.isnan(self.werte[t]))
        rest = self.werte[summe] - summe_teile
        bekannt = not any(np.isnan(self.werte[i]) for i in glieder)
        if not bekannt and rest < -_GENAU:
            return
        k = max(self.k[i] for i in glieder)
        klein = bekannt and rest_schuetzen and (-_GENAU if auch_null else _GENAU) < rest < k - _GENAU
        offen = klein or (not vollstaendig and not (bekannt and rest < _GENAU))
        frei = [i for i in glieder if not self.sichtbar[i]]
        if len(frei) + offen < 2:
            return
        if self.sichtbar[summe]:
            verteilbar = self.werte[summe] - sum(self.werte[t] for t in teile if self.sichtbar[t])
            if verteilbar < k - _GENAU:
                return
        if offen:
            teile = [*teile, self.add(rest if bekannt else np.nan, k if klein else 0.0)]
            if klein:
                self.komplement.update(glieder)
        elif bekannt and rest > _GENAU:
            teile = [*teile, self.add(rest, sichtbar=True)]
        elif bekannt and rest < -_GENAU:
            ganzes = self.add(summe_teile)
            self.summen.append((ganzes, [summe, self.add(-rest, sichtbar=True)]))
            summe = ganzes
        self.summen.append((summe, list(teile)))


def protect_cells(zellen: pd.DataFrame, kinder: Mapping[str, Sequence[str]], paare: Iterable[Paar] = ()) -> pd.Series:
    """Which delivered counts of one Zeitraum must be hidden, and why?

    Sums that are looked for: a Gebiet and the Gebiete in it (over levels without figures), a Gruppe and its total,
    a Merkmal and the Merkmale that are part of it, Zähler and Nenner of an Indikator. The complement counts as well:
    where 98 of 100 are concerned, the 2 others are a small count.

    Parameters
    ----------
    zellen
        merkmal_id, gebiet_id, gruppe (»Alter=18–24;Geschlecht=weiblich«, empty = insgesamt), wert (≥ 0; NaN: delivered
        as geheim), k (0: »so geliefert«). One row per cell.
    kinder
        Gebiet → the Gebiete that lie in it.
    paare
        Which Merkmale are part of which.

    Returns
    -------
    Series
        ``primaer`` (1 to k − 1), ``komplement`` (of a small count), ``sekundaer`` (would betray another), or None where
        the value may be shown (or was not delivered); index of ``zellen``.
    """
    stelle: dict[Zelle, int] = {
        schluessel: i
        for i, schluessel in enumerate(zip(zellen["merkmal_id"], zellen["gebiet_id"], zellen["gruppe"], strict=True))
    }
    verbunden = _Verbindungen(stelle, list(paare), zellen["wert"].tolist())
    aktiv: set[tuple[int, int]] = set()
    while True:
        aufbau = _Aufbau(zellen)
        verbunden.tie_all(aufbau, kinder, aktiv)
        verborgen = _solve(aufbau)
        neu = {p for p in verbunden.paare if p not in aktiv and (verborgen[p[0]] or verborgen[p[1]])}
        if not neu:
            break
        # a hidden part is at most its whole, a hidden whole at least its parts: only now that matters
        aktiv |= neu
    werte = np.array(aufbau.werte[: len(zellen)])
    k = np.array(aufbau.k[: len(zellen)])
    komplement = np.isin(np.arange(len(zellen)), list(aufbau.komplement))
    grund = np.select([(werte > 0) & (werte < k), komplement], [PRIMAER, KOMPLEMENT], SEKUNDAER).astype(object)
    grund[~verborgen[: len(zellen)] | np.isnan(werte)] = None
    return pd.Series(grund, index=zellen.index, dtype=object)


class _Verbindungen:
    """Finds the sums; numbers of cells only, so that they can be tied anew in every round."""

    def __init__(self, stelle: Mapping[Zelle, int], paare: Sequence[Paar], werte: Sequence[float]) -> None:
        self._je_reihe: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        self._je_ort: dict[tuple[str, str], dict[frozenset[str], int]] = defaultdict(dict)
        for (merkmal, gebiet, gruppe), nummer in stelle.items():
            self._je_reihe[merkmal, gruppe][gebiet] = nummer
            self._je_ort[merkmal, gebiet][read_gruppe(gruppe)] = nummer
        self.paare = _pair_cells(stelle, paare, werte)
        self._geschwister = _siblings(stelle, paare)

    def tie_all(self, aufbau: _Aufbau, kinder: Mapping[str, Sequence[str]], aktiv: set[tuple[int, int]]) -> None:
        reihen = {schluessel: dict(reihe) for schluessel, reihe in self._je_reihe.items()}
        for (merkmal, gebiet), ort in self._je_ort.items():
            if len(ort) > 1 or frozenset() not in ort:
                for gruppe, nummer in _tie_groups(aufbau, dict(ort)).items():
                    reihen.setdefault((merkmal, write_gruppe(gruppe)), {})[gebiet] = nummer
        for reihe in reihen.values():
            for gebiet, nummer in reihe.items():
                teile, vollstaendig = _parts(gebiet, reihe, kinder)
                if teile:
                    aufbau.tie(nummer, teile, vollstaendig=vollstaendig)
        for ganzes, geschwister in self._geschwister:
            if all(_adds_up(aufbau, nummer, teile) for nummer, teile in zip(ganzes, geschwister, strict=True)):
                for nummer, teile in zip(ganzes, geschwister, strict=True):
                    aufbau.tie(nummer, teile)
        for teil, nummer in self.paare:
            self._tie_pair(aufbau, teil, nummer, (teil, nummer) in aktiv)

    def _tie_pair(self, aufbau: _Aufbau, teil: int, ganzes: int, beruehrt: bool) -> None:
        rest = aufbau.werte[ganzes] - aufbau.werte[teil]
        k = max(aufbau.k[teil], aufbau.k[ganzes])
        betroffen = aufbau.werte[teil] > 0
        if beruehrt or (betroffen and rest < k):
            aufbau.tie(ganzes, [teil], vollstaendig=False, rest_schuetzen=betroffen, auch_null=True)


@cache
def read_gruppe(gruppe: str) -> frozenset[str]:
    return frozenset(teil.strip() for teil in gruppe.split(";") if teil.strip())


def write_gruppe(eigenschaften: frozenset[str]) -> str:
    return ";".join(sorted(eigenschaften))


def _tie_groups(aufbau: _Aufbau, ort: dict[frozenset[str], int]) -> dict[frozenset[str], int]:
    """Every Gruppe and its total at one place; totals that nobody delivered are unknowns, and are returned."""
    neu: dict[frozenset[str], int] = {}
    for groesse in range(max(map(len, ort)), 0, -1):
        teile: dict[frozenset[str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for gruppe, nummer in ort.items():
            if len(gruppe) == groesse:
                for eigenschaft in gruppe:
                    teile[gruppe - {eigenschaft}][eigenschaft.partition("=")[0]].append(nummer)
        for gruppe, je_art in teile.items():
            geliefert = gruppe in ort
            if not geliefert:
                summen = [sum(aufbau.werte[t] for t in liste) for liste in je_art.values()]
                ort[gruppe] = neu[gruppe] = aufbau.add(max((s for s in summen if not np.isnan(s)), default=np.nan))
            for liste in je_art.values():
                aufbau.tie(ort[gruppe], liste, vollstaendig=False, rest_schuetzen=geliefert)
    return neu


def _parts(gebiet: str, reihe: Mapping[str, int], kinder: Mapping[str, Sequence[str]]) -> tuple[list[int], bool]:
    """The nearest delivered figures below a Gebiet, and whether they cover it."""
    teile, vollstaendig, offen = [], True, list(kinder.get(gebiet, ()))
    while offen:
        kind = offen.pop()
        if kind in reihe:
            teile.append(reihe[kind])
        elif kinder.get(kind):
            offen += kinder[kind]
        else:
            vollstaendig = False
    return teile, vollstaendig


def _pair_cells(stelle: Mapping[Zelle, int], paare: Sequence[Paar], werte: Sequence[float]) -> list[tuple[int, int]]:
    """(number of the part, number of the whole) for all places where both were delivered.

    Not every Zähler is part of its Nenner (places per child): where it is larger anywhere, it is not.
    """
    ganze: dict[str, list[Paar]] = defaultdict(list)
    for paar in paare:
        ganze[paar.teil].append(paar)
    treffer: dict[Paar, list[tuple[int, int]]] = defaultdict(list)
    for (merkmal, gebiet, gruppe), nummer in stelle.items():
        for paar in ganze.get(merkmal, ()):
            if paar.teil_gruppe in (None, gruppe):
                ganzes = stelle.get((paar.ganzes, gebiet, gruppe if paar.ganzes_gruppe is None else paar.ganzes_gruppe))
                if ganzes is not None and ganzes != nummer:
                    treffer[paar].append((nummer, ganzes))
    echt = (liste for liste in treffer.values() if not any(werte[t] > werte[g] + _GENAU for t, g in liste))
    return list(dict.fromkeys(chain.from_iterable(echt)))


def _siblings(stelle: Mapping[Zelle, int], paare: Sequence[Paar]) -> list[tuple[list[int], list[list[int]]]]:
    """Per whole with several parts: its cells, and the cells of all parts at the same place."""
    teile: dict[str, list[str]] = defaultdict(list)
    for paar in paare:
        if paar.teil_gruppe is None:
            teile[paar.ganzes].append(paar.teil)
    gefunden: dict[str, tuple[list[int], list[list[int]]]] = defaultdict(lambda: ([], []))
    for (merkmal, gebiet, gruppe), nummer in stelle.items():
        geschwister = [stelle.get((teil, gebiet, gruppe)) for teil in teile.get(merkmal, ())]
        da = [g for g in geschwister if g is not None]
        if len(da) == len(geschwister) > 1:
            gefunden[merkmal][0].append(nummer)
            gefunden[merkmal][1].append(da)
    return list(gefunden.values())


def _adds_up(aufbau: _Aufbau, summe: int, teile: Sequence[int]) -> bool:
    """False only where the figures contradict it."""
    rest = aufbau.werte[summe] - sum(aufbau.werte[t] for t in teile)
    return bool(np.isnan(rest) or abs(rest) <= _GENAU)


def _solve(aufbau: _Aufbau) -> Maske:
    """Only parts of the table that hold something to protect are computed, each for itself."""
    werte, k = np.array(aufbau.werte), np.array(aufbau.k)
    sichtbar, ungezeigt = np.array(aufbau.sichtbar, dtype=bool), np.array(aufbau.verborgen, dtype=bool)
    verborgen: Maske = ungezeigt | np.isnan(werte) | ((werte > 0) & (werte < k))
    paare = [(summe, teil) for summe, teile in aufbau.summen for teil in teile]
    von, nach = np.array(paare, dtype=np.intp).reshape(-1, 2).T
    anzahl, insel = connected_components(
        sparse.coo_array((np.ones(von.size), (von, nach)), shape=(werte.size, werte.size)), directed=False
    )
    betroffen = np.zeros(anzahl, dtype=bool)
    betroffen[insel[verborgen & (k > 0)]] = True
    summen_je_insel: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)
    for summe, teile in aufbau.summen:
        if betroffen[insel[summe]]:
            summen_je_insel[int(insel[summe])].append((summe, teile))
    reihenfolge = np.argsort(insel, kind="stable")
    grenzen = np.searchsorted(insel[reihenfolge], np.arange(anzahl + 1))
    for nummer, summen in summen_je_insel.items():
        hier = reihenfolge[grenzen[nummer] : grenzen[nummer + 1]]
        verborgen[hier] |= _protect_island(
            pd.Series(werte[hier], index=hier),
            pd.Series(k[hier], index=hier),
            summen,
            ungezeigt[hier],
            sichtbar[hier],
            hier >= aufbau.geliefert,
        )
    return verborgen


def _protect_island(
    werte: pd.Series,
    k: pd.Series,
    summen: Sequence[tuple[int, Sequence[int]]],
    ungezeigt: Maske,
    sichtbar: Maske,
    erfunden: Maske,
) -> Maske:
    """First without touching what others publish; then with it; if figures contradict each other, nothing is shown."""
    entbehrlich = _beyond_candidates(werte, k, summen) & ~ungezeigt
    for fest in (sichtbar | entbehrlich, sichtbar, sichtbar & erfunden):
        try:
            maske: Maske = protect(werte, summen, k, verborgen=ungezeigt, sichtbar=fest).to_numpy(dtype=bool)
        except AnalyseError:
            continue
        return maske
    return np.ones(len(werte), dtype=bool)


def _beyond_candidates(werte: pd.Series, k: pd.Series, summen: Sequence[tuple[int, Sequence[int]]]) -> Maske:
    """Of thousands of parts of one sum that are tied to nothing else, the smallest few are choice enough."""
    wie_oft = Counter(chain.from_iterable((summe, *teile) for summe, teile in summen))
    zahl, schwelle = werte.to_dict(), k.to_dict()
    zuviel: list[int] = []
    for _, teile in summen:
        if len(teile) > _KANDIDATEN:
            frei = [t for t in teile if wie_oft[t] == 1 and not 0 < zahl[t] < schwelle[t] and not np.isnan(zahl[t])]
            zuviel += sorted(frei, key=lambda t: (zahl[t] == 0, zahl[t], t))[_KANDIDATEN:]
    return np.isin(werte.index, zuviel)
