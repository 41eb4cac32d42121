"""What an Indikator of one level is computed from, read as it may be seen and laid out for ``analysis.hierarchie``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Literal

import numpy as np
import pandas as pd

from sozialplanung.analysis.hierarchie import (
    HERKUENFTE,
    ZEICHEN,
    Ganze,
    Geliefert,
    Hierarchie,
    Jaein,
    Stufe,
    Summen,
    add_up,
    find_below,
    find_open,
    find_parts,
    find_visited,
    renumber,
    words,
)
from sozialplanung.analysis.indikatorwerte import as_frame, divide, weigh
from sozialplanung.store.connection import Cursor
from sozialplanung.store.frames import to_frame
from sozialplanung.store.queries import query

Rolle = Literal["zaehler", "nenner", "gewicht"]
ROLLEN: tuple[Rolle, ...] = ("zaehler", "nenner", "gewicht")
_WAS = ("merkmal_id", "gruppe")


@dataclass(frozen=True, slots=True)
class Umfeld:
    """What all questions about one level share: its Gebiete with all that lies in them, and the Quellen."""

    hierarchie: Hierarchie
    stufen: list[Stufe]
    gebiete: pd.DataFrame
    quellen: pd.DataFrame


def load_umfeld(cur: Cursor, raumebene: str) -> Umfeld:
    alle = to_frame(cur.execute(query("werte_gebiete"), {"raumebene": raumebene}))
    eltern = _number(alle["uebergeordnet"].to_numpy(), alle["gebiet_id"].to_numpy())
    dabei = find_below(eltern, alle["ziel"].to_numpy())
    gebiete = alle[dabei]
    spalten = (gebiete[spalte].to_numpy() for spalte in ("ziel", "von", "bis"))
    hierarchie = Hierarchie(gebiete["gebiet_id"].to_numpy(), renumber(eltern, dabei), *spalten)
    quellen = to_frame(cur.execute(query("werte_quellen"), {"herkuenfte": HERKUENFTE}))
    return Umfeld(hierarchie, hierarchie.levels(), gebiete, quellen)


def _number(werte: Collection[Any], namen: Collection[Any]) -> Ganze:
    """The number of each value in ``namen``, -1 where it is none of them. A pandas Index takes three times as long."""
    nummern = dict(zip(namen, range(len(namen)), strict=True))
    return np.fromiter(map(nummern.get, werte, repeat(-1)), np.int64, len(werte))


@dataclass(frozen=True, slots=True)
class Abfrage:
    """The figures of one Indikator at one level; ``angaben`` as ``describe_indikator`` returns them."""

    umfeld: Umfeld
    angaben: Mapping[str, Any]
    jahre: Ganze
    zeitraeume: list[str]
    zahlen: dict[Rolle, Geliefert]

    @property
    def da(self) -> Jaein:
        return self.umfeld.hierarchie.existing(self.jahre)

    def compute(self, jahr: int | None = None) -> pd.DataFrame:
        """See ``Projekt.load_indikatorwerte``."""
        da, ziel = self.da, self.umfeld.hierarchie.ziel
        summen = {rolle: self._add_up(rolle, da) for rolle in self.zahlen}
        zaehler, gewicht = summen["zaehler"], summen.get(self._weight_role())
        spalten = divide(
            zaehler,
            summen.get("nenner"),
            self.angaben["faktor"],
            raten=(self._is_rate("zaehler"), self._is_rate("nenner")),
            nenner_zaehlt=self.angaben["nenner_art"] == "anzahl",
        )
        # Years in which nothing was delivered for this level or below are not shown at all.
        zeigen = da & ziel & np.asarray((zaehler.geliefert & ziel).any(axis=1))[:, None]
        if jahr is not None:
            zeigen &= (self.jahre == jahr)[:, None]
        spalten |= weigh(gewicht, self.jahre, da.shape)
        spalten["zeitraum"] = words(self.zeitraeume, zaehler.zeitraum)
        return as_frame(self.jahre, zeigen, spalten, self.umfeld.gebiete)

    def find_sources(self) -> pd.DataFrame:
        """jahr, bezeichnung, herkunft, lizenz, stand, verweis of every Quelle of a year's figures, without weights."""
        da, umfeld = self.da, self.umfeld
        paare = set()
        for rolle in ("zaehler", "nenner"):
            if zahlen := self.zahlen.get(rolle):
                jahr, gebiet = np.nonzero(find_visited(zahlen, da, umfeld.hierarchie, umfeld.stufen) & zahlen.da)
                stellen = np.unique(jahr * len(umfeld.quellen) + zahlen.quelle[jahr, gebiet])
                paare |= set(stellen.tolist())
        jahr, quelle = np.divmod(np.array(sorted(paare), int), max(len(umfeld.quellen), 1))
        spalten = ["bezeichnung", "herkunft", "lizenz", "stand", "verweis"]
        tabelle = umfeld.quellen[spalten].iloc[quelle].reset_index(drop=True)
        tabelle.insert(0, "jahr", self.jahre[jahr])
        return tabelle

    def find_parts(self, gebiet_id: str, jahr: int) -> dict[str, list[str | None]]:
        """``rollen``, ``gebiete``, ``zeitraeume`` (None: nothing delivered) of what a Gebiet's figures are made of."""
        hierarchie = self.umfeld.hierarchie
        (gebiet,) = _number([gebiet_id], hierarchie.gebiet_id)
        teile: dict[str, list[str | None]] = {"rollen": [], "gebiete": [], "zeitraeume": []}
        for stelle in np.flatnonzero(self.jahre == jahr).tolist():
            da = self.da
            for rolle in ("zaehler", "nenner"):
                if gebiet < 0 or not da[stelle, gebiet] or rolle not in self.zahlen:
                    continue
                zahlen = self.zahlen[rolle]
                offen = find_open(zahlen, da, self.umfeld.stufen)[stelle]
                orte = find_parts(offen, da[stelle], hierarchie.eltern, gebiet)
                teile["rollen"] += [rolle] * len(orte)
                teile["gebiete"] += hierarchie.gebiet_id[orte].tolist()
                teile["zeitraeume"] += words(self.zeitraeume, zahlen.zeitraum[stelle, orte]).tolist()
        return teile

    def _add_up(self, rolle: Rolle, da: Jaein) -> Summen:
        quellen = self.umfeld.quellen
        rang, mindestens = (quellen[spalte].to_numpy(int) for spalte in ("rang", "mindestnenner"))
        return add_up(self.zahlen[rolle], da, self.umfeld.stufen, rang, mindestens, rate=self._is_rate(rolle))

    def _is_rate(self, rolle: Rolle) -> bool:
        return bool(self.angaben[f"{rolle}_art"] == "rate")

    def _weight_role(self) -> Rolle:
        return "nenner" if weighs_by_denominator(self.angaben) else "gewicht"


def weighs_by_denominator(angaben: Mapping[str, Any]) -> bool:
    return all(angaben[f"gewicht_{was}"] == angaben[f"nenner_{was}"] for was in _WAS)


def ask(
    cur: Cursor, umfeld: Umfeld, angaben: Mapping[str, Any], jahr: int | None = None, *, weitere_jahre: bool = False
) -> Abfrage:
    """``weitere_jahre``: weights of other years than ``jahr``, too."""
    umfang = {"zeichen": ZEICHEN, "jahr": jahr, "weitere_jahre": weitere_jahre}
    schluessel = {f"{rolle}_{was}": angaben[f"{rolle}_{was}"] for rolle in ROLLEN for was in _WAS}
    roh = to_frame(cur.execute(query("zahlen"), schluessel | umfang))
    gebiet = _number(roh["gebiet_id"].to_numpy(), umfeld.hierarchie.gebiet_id)
    # Years and Zeitraeume are those of the whole Projekt; figures of Gebiete above the level are not asked for.
    hier = gebiet >= 0
    roh, gebiet = roh[hier], gebiet[hier]
    jahre, zeile = np.unique(roh["jahr"].to_numpy(np.int64), return_inverse=True)
    zeitraeume = sorted(set(roh["zeitraum"]))
    zeitraum = _number(roh["zeitraum"].to_numpy(), zeitraeume)
    quelle = _number(roh["quelle_id"].to_numpy(), umfeld.quellen["quelle_id"].to_numpy())
    # Hidden for few persons where no rule asks for inhabitants: it is the rate that has too few behind it.
    wenige = roh["wenige"].to_numpy()
    form = (len(jahre), len(umfeld.hierarchie.gebiet_id))
    reihen = {
        "zellen": zeile * form[1] + gebiet,
        "wert": roh["wert"].to_numpy(),
        "zeichen": roh["zeichen"].to_numpy(),
        "zeitraum": zeitraum,
        "quelle": quelle,
        "verborgen": roh["verborgen"].to_numpy(),
        "wenige": wenige & umfeld.quellen["ohne_mindesteinwohner"].to_numpy(bool)[quelle],
    }
    if len(zeitraeume) > len(jahre):  # of several Zeitraeume of a year the one that ends last
        nach_ende = cur.execute(query("zeitraeume_nach_ende"), {"zeitraeume": zeitraeume}).fetchall()
        spaeter = np.argsort(_number([z for (z,) in nach_ende], zeitraeume))[zeitraum]
        folge = np.argsort(spaeter, kind="stable")
        reihen = {name: reihe[folge] for name, reihe in reihen.items()}
        roh = roh.iloc[folge]
    rollen = [
        r for r in ROLLEN if angaben[f"{r}_merkmal_id"] and (r != "gewicht" or not weighs_by_denominator(angaben))
    ]
    zahlen = {}
    for rolle in rollen:
        eigene = roh[rolle].to_numpy()
        zahlen[rolle] = Geliefert.lay_out(form, **{name: reihe[eigene] for name, reihe in reihen.items()})
    return Abfrage(umfeld, angaben, jahre, zeitraeume, zahlen)
