"""Do the figures fit each other? Parts and wholes, shares, sums over areas and groups."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.formatting import format_anzahl, format_zahl, format_zeitraum
from sozialplanung.importer.befunde import HOECHSTENS, Befundliste, Mangel
from sozialplanung.importer.texte import show
from sozialplanung.importer.zahlen import ORT, Zahlen, lookup, pick
from sozialplanung.model import Merkmalsart, Raumebene

_RUNDUNG = 1e-9  # sums of binary fractions
_STUFEN = (5, 10, 100, 1000)  # what offices round to; each divides those after it


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): wert for name, wert in zeile.items()} for zeile in frame.to_dict("records")]


class Zusammenhang:
    """``verrauscht``: Merkmale whose publisher changed the figures a little (Zensus); their parts need not add up."""

    def __init__(
        self,
        zahlen: Zahlen,
        blatt: str,
        merkmale: pd.DataFrame,
        gebiete: pd.DataFrame,
        befunde: Befundliste,
        verrauscht: Collection[str] = (),
    ) -> None:
        self._zahlen, self._blatt, self._befunde = zahlen, blatt, befunde
        self._namen, self._code = zahlen.namen, zahlen.code
        self._merkmale = lookup(merkmale, "bezeichnung", "art", "teil_von")
        self._gebiete = lookup(gebiete, "bezeichnung", "raumebene", "uebergeordnet")
        self._alle = pick(zahlen.alle, zahlen.alle["wert"].notna().to_numpy())
        codes = self._alle["merkmal_id"].to_numpy()[self._alle["platz"].to_numpy() >= 0]
        self._geliefert = {self._namen["merkmal_id"][code] for code in np.unique(codes)}
        self._verrauscht = np.array([name in verrauscht for name in self._namen["merkmal_id"]], dtype=bool)
        self._rauschen: list[float] = []

    def check_teile(self) -> None:
        """»Teil von«: never more than the whole, group by group."""
        for merkmal, ganzes in self._merkmale["teil_von"].items():
            if isinstance(ganzes, str) and ganzes:
                self._compare(
                    (str(merkmal), None),
                    (ganzes, None),
                    "numerator_over_denominator",
                    "Der Teil kann nicht größer sein als das Ganze; bitte prüfen Sie beide Zahlen.",
                )

    def check_indikatoren(self, indikatoren: pd.DataFrame) -> None:
        """Shares in percent made of two counts: more than 100 % is rarely meant."""
        for zeile in _records(indikatoren):
            zaehler, nenner = zeile["zaehler_merkmal_id"], zeile["nenner_merkmal_id"]
            arten = {self._merkmale["art"].get(zaehler), self._merkmale["art"].get(nenner)}
            if arten != {Merkmalsart.ANZAHL.value} or "%" not in zeile["einheit"] or zeile["faktor"] != 100:
                continue
            if self._merkmale["teil_von"].get(zaehler) != nenner:
                self._compare(
                    (zaehler, zeile["zaehler_gruppe"] or ""),
                    (nenner, zeile["nenner_gruppe"] or ""),
                    "ratio_over_100",
                    f"Indikator ›{zeile['bezeichnung']}‹ liegt damit über 100 %; bitte prüfen Sie beide Zahlen.",
                )

    def _pick(self, merkmal: str, gruppe: str | None) -> pd.DataFrame:
        wahl = self._alle["merkmal_id"] == self._code["merkmal_id"].get(merkmal, -1)
        if gruppe is not None:
            wahl &= self._alle["gruppe"] == self._code["gruppe"].get(gruppe, -1)
        return self._alle[wahl]

    def _compare(self, teil: tuple[str, str | None], ganzes: tuple[str, str | None], art: str, abhilfe: str) -> None:
        """Join both Merkmale by area and period (and group, where none is named) and tell where part > whole."""
        if not {teil[0], ganzes[0]} & self._geliefert:
            return
        ueber = ["gebiet_id", "zeitraum"] if teil[1] is not None else ["gebiet_id", "zeitraum", "gruppe"]
        paare = self._pick(*teil).merge(self._pick(*ganzes), on=ueber, suffixes=("_teil", "_ganz"))
        zuviel = paare[
            (paare["wert_teil"] > paare["wert_ganz"] + _RUNDUNG)
            & ((paare["platz_teil"] >= 0) | (paare["platz_ganz"] >= 0))
        ]
        mass = (zuviel["wert_teil"] - zuviel["wert_ganz"]).to_numpy()
        zuviel = zuviel[~self._take_noise(zuviel["merkmal_id_teil"].to_numpy(), mass, np.ones(len(zuviel)))]
        name_teil, name_ganz = (self._merkmale["bezeichnung"].get(m, m) for m in (teil[0], ganzes[0]))
        for zeile in _records(zuviel[:HOECHSTENS]):
            mangel = Mangel(
                art,
                f"{self._gebiet(zeile['gebiet_id'])}, {self._zeitraum(zeile)}: {name_teil} "
                f"({show(zeile['wert_teil'])}) ist mehr als {name_ganz} ({show(zeile['wert_ganz'])}).",
                abhilfe,
            )
            self._add(mangel, zeile["platz_teil"] if zeile["platz_teil"] >= 0 else zeile["platz_ganz"])
        self._befunde.count(art, self._blatt, len(zuviel) - HOECHSTENS)

    def check_summen(self) -> None:
        """Areas within an area, and groups within the total, must not add up to more than the whole.

        Less is told only where all parts are there and nearly all other sums of the Merkmal are exact.
        """
        if len(self._addierbare):
            self._check_gebiete(self._addierbare)
            self._check_gruppen(self._addierbare)

    @cached_property
    def _addierbare(self) -> pd.DataFrame:
        """Counts and amounts of delivered Merkmale."""
        arten = [self._merkmale["art"].get(name) for name in self._namen["merkmal_id"]]
        addierbar = [
            art in {Merkmalsart.ANZAHL, Merkmalsart.BETRAG} and name in self._geliefert
            for name, art in zip(self._namen["merkmal_id"], arten, strict=True)
        ]
        return pick(self._alle, np.array(addierbar, dtype=bool)[self._alle["merkmal_id"].to_numpy()])

    @cached_property
    def _stufen(self) -> npt.NDArray[np.float64]:
        """What the figures of each Merkmal are rounded to (1000, 100, 10, 5), as far as all of them say so; else 0."""
        merkmale, wert = (self._addierbare[name].to_numpy() for name in ("merkmal_id", "wert"))
        stufe = np.zeros(len(self._namen["merkmal_id"]))
        moeglich = np.bincount(merkmale, minlength=len(stufe)) >= 5
        for schritt in _STUFEN:
            moeglich[merkmale[np.rint(wert / schritt) * schritt != wert]] = False
            stufe[moeglich] = schritt
            rest = moeglich[merkmale]
            merkmale, wert = merkmale[rest], wert[rest]
        return stufe

    def _check_gebiete(self, zahlen: pd.DataFrame) -> None:
        codes, namen = self._code["gebiet_id"], self._namen["gebiet_id"]
        oben = self._gebiete["uebergeordnet"]
        eltern = np.array([codes.get(str(oben.get(name)), -1) for name in namen], dtype=np.int64)
        if (eltern < 0).all():
            return
        ebene_von = np.array([str(self._gebiete["raumebene"].get(n)) for n in namen], dtype=object)
        ebenen, ebenen_namen = pd.factorize(ebene_von)
        kinder = zahlen[eltern[zahlen["gebiet_id"].to_numpy()] >= 0]
        gebiet = kinder["gebiet_id"].to_numpy()
        kinder = kinder.assign(art=ebenen[gebiet], gebiet_id=eltern[gebiet])
        ist_oben = np.isin(np.arange(len(namen)), eltern)
        ganze = zahlen[ist_oben[zahlen["gebiet_id"].to_numpy()]]
        direkt: dict[str, list[str]] = {}
        for kind, ober in oben.items():
            if isinstance(ober, str) and ober:
                direkt.setdefault(ober, []).append(str(self._gebiete["raumebene"].get(kind)))
        # Only where all that lies in an area is of one level, this level is the whole of it.
        soll = np.array([len(e) if len(set(e := direkt.get(name, []))) == 1 else -1 for name in namen])

        def is_complete(summen: pd.DataFrame) -> npt.NDArray[np.bool_]:
            return np.asarray(summen["anzahl"].to_numpy() == soll[summen["gebiet_id"].to_numpy()])

        for zeile in self._differing(kinder, ganze, is_complete):
            ort = self._gebiet(zeile["gebiet_id"])
            ebene = Raumebene(ebenen_namen[zeile["art"]]).plural
            self._tell_summe(zeile, f"{ebene} in {ort}", ort, "")

    def _check_gruppen(self, zahlen: pd.DataFrame) -> None:
        gruppen = self._namen["gruppe"]
        if "" not in self._code["gruppe"] or len(gruppen) == 1:
            return
        namen = [", ".join(teil.partition("=")[0] for teil in gruppe.split(";")) for gruppe in gruppen]
        nummern, verschiedene = pd.factorize(np.array(namen, dtype=object))
        gesamt = self._code["gruppe"][""]
        ist_gesamt = zahlen["gruppe"].to_numpy() == gesamt
        teile = zahlen[~ist_gesamt]
        teile = teile.assign(art=nummern[teile["gruppe"].to_numpy()], gruppe=gesamt)

        def is_complete(summen: pd.DataFrame) -> npt.NDArray[np.bool_]:
            je_art = summen.groupby(["merkmal_id", "art"])["anzahl"]
            return np.asarray(summen["anzahl"].to_numpy() == je_art.transform("max").to_numpy())

        for zeile in self._differing(teile, zahlen[ist_gesamt], is_complete):
            woran = f"{self._gebiet(zeile['gebiet_id'])}: Gruppen nach {verschiedene[zeile['art']]}"
            self._tell_summe(zeile, woran, "insgesamt", " Überschneiden sich die Gruppen, ist das richtig.")

    def _differing(
        self,
        teile: pd.DataFrame,
        ganze: pd.DataFrame,
        is_complete: Callable[[pd.DataFrame], npt.NDArray[np.bool_]],
    ) -> list[dict[str, Any]]:
        """Sums of parts (of each kind ``art``) that differ from their whole, where the delivery brought one of them."""
        paare = self._add_up(teile, ganze)
        if paare.empty:
            return []
        mass = (paare["summe"] - paare["wert"]).to_numpy()
        merkmal, anzahl = paare["merkmal_id"].to_numpy(), paare["anzahl"].to_numpy()
        grob = _RUNDUNG * np.maximum(paare["wert"].abs().to_numpy(), 1)
        if not (np.abs(mass) > grob).any():
            return []
        gerundet = 0.5 * self._stufen[merkmal] * (anzahl + 1)
        zuviel = mass > grob + gerundet
        zuwenig = np.zeros(len(paare), dtype=bool)
        if (mass < -(grob + gerundet)).any():
            vollstaendig = is_complete(paare)
            ergibt = np.abs(mass) <= grob + gerundet
            ergibt |= self._verrauscht[merkmal] & (np.abs(mass) <= _noise(anzahl))
            zuwenig = vollstaendig & (mass < -(grob + gerundet)) & _usually(paare, vollstaendig, ergibt)
        gebracht = (paare["platz"].to_numpy() >= 0) | (paare["platz_ganz"].to_numpy() >= 0)
        falsch = gebracht & (zuviel | zuwenig)
        falsch &= ~self._take_noise(merkmal, np.where(falsch, mass, 0.0), anzahl)
        treffer = paare[falsch]
        self._befunde.count("parts_exceed_sum", self._blatt, int(zuviel[falsch].sum()) - HOECHSTENS)
        self._befunde.count("parts_below_sum", self._blatt, int(zuwenig[falsch].sum()) - HOECHSTENS)
        return [
            zeile
            for ueber in (True, False)
            for zeile in _records(treffer[zuviel[falsch] == ueber][:HOECHSTENS].assign(ueber=ueber))
        ]

    def _add_up(self, teile: pd.DataFrame, ganze: pd.DataFrame) -> pd.DataFrame:
        """The codes of each whole; ``art``, ``summe``, ``anzahl``, ``platz`` of its parts; ``wert``, ``platz_ganz``."""
        if teile.empty or ganze.empty:
            return pd.DataFrame()
        ort = self._zahlen.key(teile, *ORT)
        arten = int(teile["art"].max()) + 1
        nummer, orte = pd.factorize(ort * arten + teile["art"].to_numpy())
        summe = np.bincount(nummer, teile["wert"].to_numpy())
        platz = np.full(len(orte), -1, dtype=np.int64)
        geliefert = teile["platz"].to_numpy() >= 0
        platz[nummer[geliefert]] = teile["platz"].to_numpy()[geliefert]
        erste = np.full(len(orte), -1, dtype=np.int64)
        erste[nummer[::-1]] = np.arange(len(nummer))[::-1]
        ziel = pd.Index(self._zahlen.key(ganze, *ORT)).get_indexer(pd.Index(orte // arten))
        gut = ziel >= 0
        paare = teile.iloc[erste[gut]][[*ORT, "art"]].reset_index(drop=True)
        paare["summe"], paare["anzahl"], paare["platz"] = summe[gut], np.bincount(nummer)[gut], platz[gut]
        paare["wert"] = ganze["wert"].to_numpy()[ziel[gut]]
        paare["platz_ganz"] = ganze["platz"].to_numpy()[ziel[gut]]
        return paare

    def _take_noise(
        self, merkmal: npt.NDArray[np.int64], mass: npt.NDArray[np.float64], anzahl: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.bool_]:
        """Differences that the noise of a Zensus explains; they are counted and told once."""
        erklaert = self._verrauscht[merkmal] & (mass != 0) & (np.abs(mass) <= _noise(anzahl))
        self._rauschen += np.abs(mass[erklaert]).tolist()
        return np.asarray(erklaert)

    def tell_noise(self) -> None:
        """How often parts and wholes differ by no more than a Zensus changes its figures."""
        if self._rauschen:
            anzahl = format_anzahl(len(self._rauschen), "Summe weicht", "Summen weichen")
            mangel = Mangel(
                "census_noise",
                f"{anzahl} von ihren Teilen ab, um höchstens {format_zahl(max(self._rauschen))}: Der Zensus verändert "
                "seine Zahlen ein wenig, damit niemand zu erkennen ist.",
                "",
            )
            self._befunde.add(mangel, self._blatt)

    def _tell_summe(self, zeile: dict[str, Any], teile: str, ganzes: str, zusatz: str) -> None:
        name = self._namen["merkmal_id"][zeile["merkmal_id"]]
        was = f"{self._merkmale['bezeichnung'].get(name, name)}, {self._zeitraum(zeile)}"
        summe, wert = show(float(zeile["summe"])), show(float(zeile["wert"]))
        if zeile["ueber"]:
            mangel = Mangel(
                "parts_exceed_sum",
                f"{was}: {teile} ergeben zusammen {summe}, {ganzes} aber nur {wert}.",
                f"Bitte prüfen Sie beide Angaben.{zusatz}",
            )
        else:
            mangel = Mangel(
                "parts_below_sum",
                f"{was}: {teile} ergeben zusammen nur {summe}, {ganzes} sind es {wert}; sonst geht diese Summe auf.",
                "Bitte prüfen Sie, ob bei einem Teil oder beim Ganzen eine Zahl falsch ist.",
            )
        self._add(mangel, zeile["platz_ganz"] if zeile["platz_ganz"] >= 0 else zeile["platz"])

    def _add(self, mangel: Mangel, platz: int) -> None:
        self._zahlen.werte.tell(self._befunde, mangel, self._blatt, int(platz))

    def _gebiet(self, code: int) -> str:
        gebiet_id = self._namen["gebiet_id"][code]
        return str(self._gebiete["bezeichnung"].get(gebiet_id, gebiet_id))

    def _zeitraum(self, zeile: dict[str, Any]) -> str:
        return format_zeitraum(self._namen["zeitraum"][zeile["zeitraum"]])


def _noise(anzahl: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """How far a sum of so many figures may be off where each was changed on its own."""
    return np.asarray(float(load_parameter("zensus_rauschen")) * np.sqrt(anzahl + 1.0))


def _usually(
    paare: pd.DataFrame, vollstaendig: npt.NDArray[np.bool_], ergibt: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Whether nearly all complete sums of this Merkmal and kind are exact."""
    grenzen = load_parameter("pruefung_summe")
    je_art = pd.DataFrame({"m": paare["merkmal_id"], "a": paare["art"], "v": vollstaendig, "e": vollstaendig & ergibt})
    zahl = je_art.groupby(["m", "a"])[["v", "e"]].transform("sum")
    genug = (zahl["v"] >= grenzen["mindestfaelle"]) & (zahl["e"] >= grenzen["mindestanteil"] * zahl["v"])
    return np.asarray(genug.to_numpy(dtype=bool))
