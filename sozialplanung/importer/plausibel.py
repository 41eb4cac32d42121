"""Are the figures plausible? Signs, shares, parts and sums – of the delivery together with what the Projekt holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sozialplanung.formatting import format_zeitraum
from sozialplanung.importer.befunde import HOECHSTENS, Befundliste, Mangel
from sozialplanung.importer.schluessel import tell_doppelt
from sozialplanung.importer.texte import show
from sozialplanung.importer.werte import Werte
from sozialplanung.importer.zellen import GROESSTE_ZAHL, ZU_GROSS
from sozialplanung.model import Merkmalsart, Raumebene

_ORT = ["merkmal_id", "gebiet_id", "gruppe", "zeitraum"]
_RUNDUNG = 1e-9  # sums of binary fractions


def check_einzelne(werte: Werte, blatt: str, merkmale: pd.DataFrame, befunde: Befundliste) -> Werte:
    """What each figure says about itself; returns the figures without double rows."""
    werte = _drop_doppelte(werte, blatt, befunde)
    codes, namen = pd.factorize(werte.frame["merkmal_id"].to_numpy())
    arten = [merkmale["art"].get(name) for name in namen]
    prozent = [
        art == Merkmalsart.RATE and "%" in str(merkmale["einheit"].get(name))
        for name, art in zip(namen, arten, strict=True)
    ]
    ist_anzahl = np.array([art == Merkmalsart.ANZAHL for art in arten])[codes]
    ist_betrag = np.array([art == Merkmalsart.BETRAG for art in arten])[codes]
    ist_prozent = np.array(prozent)[codes]
    zahl = werte.frame["wert"].to_numpy()
    _tell(werte, np.abs(zahl) >= GROESSTE_ZAHL, blatt, ZU_GROSS, befunde)
    _tell(
        werte,
        ist_anzahl & (zahl < 0),
        blatt,
        Mangel("negative_value", "ist kleiner als 0.", "Eine Anzahl ist nie negativ; bitte prüfen Sie das Vorzeichen."),
        befunde,
    )
    _tell(
        werte,
        ist_betrag & (zahl < 0),
        blatt,
        Mangel("negative_amount", "ist ein negativer Betrag.", "Bitte prüfen Sie, ob das so gemeint ist."),
        befunde,
    )
    _tell(
        werte,
        ist_anzahl & (zahl != np.floor(zahl)) & ~np.isnan(zahl),
        blatt,
        Mangel("fractional_count", "ist keine ganze Zahl.", "Ist das Merkmal wirklich eine Anzahl und keine Quote?"),
        befunde,
    )
    _tell(
        werte,
        ist_prozent & (zahl > 100),
        blatt,
        Mangel("rate_over_100", "ist mehr als 100 %.", "Bitte prüfen Sie Zahl und Einheit."),
        befunde,
    )
    for code in np.flatnonzero(prozent):
        zahlen = zahl[(codes == code) & ~np.isnan(zahl)]
        if len(zahlen) >= 3 and zahlen.min() >= 0 and 0 < zahlen.max() <= 1:
            mangel = Mangel(
                "share_as_percent",
                "hat die Einheit %, aber alle Werte liegen zwischen 0 und 1.",
                "Bitte tragen Sie Prozent ein: 12,3 statt 0,123. In Excel hilft eine Spalte ohne Prozentformat.",
            )
            befunde.add(mangel, blatt, None, None, str(namen[code]))
    return werte


def _tell(werte: Werte, auswahl: npt.NDArray[np.bool_], blatt: str, mangel: Mangel, befunde: Befundliste) -> None:
    stellen = np.flatnonzero(auswahl).tolist()
    for platz in stellen[:HOECHSTENS]:
        werte.tell(befunde, mangel, blatt, platz)
    befunde.count(mangel.art, blatt, len(stellen) - HOECHSTENS)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): wert for name, wert in zeile.items()} for zeile in frame.to_dict("records")]


def _codes(frame: pd.DataFrame, spalten: Sequence[str]) -> npt.NDArray[np.int64]:
    """One number per combination of keys."""
    code = np.zeros(len(frame), dtype=np.int64)
    for name in spalten:
        nummern, verschiedene = pd.factorize(frame[name].to_numpy())
        code = code * max(1, len(verschiedene)) + nummern
    return code


def _drop_doppelte(werte: Werte, blatt: str, befunde: Befundliste) -> Werte:
    code = _codes(werte.frame, _ORT)
    doppelt = pd.Series(code).duplicated().to_numpy()
    if not doppelt.any():
        return werte
    erste = dict(zip(code[~doppelt].tolist(), np.flatnonzero(~doppelt).tolist(), strict=True))
    zeilen = _records(werte.frame)
    stellen = np.flatnonzero(doppelt).tolist()
    for i in stellen:
        vorher = erste[int(code[i])]
        tell_doppelt(
            befunde,
            blatt,
            int(werte.zeile[i]),
            str(werte.spalte[i]),
            " · ".join(_show_ort(zeilen[i])),
            int(werte.zeile[vorher]),
            gleich=str(zeilen[i]) == str(zeilen[vorher]),
        )
    return werte.pick(~doppelt)


def _show_ort(zeile: dict[str, Any]) -> list[str]:
    return [format_zeitraum(zeile[name]) if name == "zeitraum" else str(zeile[name]) for name in _ORT if zeile[name]]


class Zusammenhang:
    """The figures of a delivery beside those of the Projekt (the delivery wins), for checks across rows.

    Keys are numbers in here: half a million rows are joined and added up in a moment that way.
    """

    def __init__(
        self,
        werte: Werte,
        blatt: str,
        gespeichert: pd.DataFrame,
        merkmale: pd.DataFrame,
        gebiete: pd.DataFrame,
        befunde: Befundliste,
    ) -> None:
        self._werte, self._blatt, self._befunde = werte, blatt, befunde
        self._merkmale = {name: merkmale[name].to_dict() for name in ("bezeichnung", "art", "teil_von")}
        self._gebiete = {name: gebiete[name].to_dict() for name in ("bezeichnung", "raumebene", "uebergeordnet")}
        platz = np.concatenate([np.arange(len(werte.frame)), np.full(len(gespeichert), -1)])
        zahl = np.concatenate([werte.frame["wert"].to_numpy(), gespeichert["wert"].to_numpy(dtype=float)])
        self._namen: dict[str, list[str]] = {}
        self._code: dict[str, dict[str, int]] = {}
        spalten: dict[str, npt.NDArray[Any]] = {}
        for name in _ORT:
            beide = np.concatenate([werte.frame[name].to_numpy(), gespeichert[name].to_numpy(dtype=object)])
            spalten[name], namen = pd.factorize(beide)
            self._namen[name] = [str(text) for text in namen]
            self._code[name] = {text: code for code, text in enumerate(self._namen[name])}
        alle = pd.DataFrame({**spalten, "wert": zahl, "platz": platz})
        if len(gespeichert):
            alle = alle[~alle.duplicated(_ORT)]
        self._alle = alle[alle["wert"].notna()]

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
        ueber = ["gebiet_id", "zeitraum"] if teil[1] is not None else ["gebiet_id", "zeitraum", "gruppe"]
        paare = self._pick(*teil).merge(self._pick(*ganzes), on=ueber, suffixes=("_teil", "_ganz"))
        zuviel = paare[
            (paare["wert_teil"] > paare["wert_ganz"] + _RUNDUNG)
            & ((paare["platz_teil"] >= 0) | (paare["platz_ganz"] >= 0))
        ]
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
        """Areas within an area, and groups within the total, must not add up to more than the whole."""
        addierbar = {
            code
            for code, name in enumerate(self._namen["merkmal_id"])
            if self._merkmale["art"].get(name) in {Merkmalsart.ANZAHL, Merkmalsart.BETRAG}
        }
        zahlen = self._alle[self._alle["merkmal_id"].isin(addierbar)]
        self._check_gebiete(zahlen)
        self._check_gruppen(zahlen)

    def _check_gebiete(self, zahlen: pd.DataFrame) -> None:
        codes, namen = self._code["gebiet_id"], self._namen["gebiet_id"]
        oben = self._gebiete["uebergeordnet"]
        eltern = np.array([codes.get(str(oben.get(name)), -1) for name in namen], dtype=np.int64)
        ebenen, ebenen_namen = pd.factorize(
            np.array([str(self._gebiete["raumebene"].get(n)) for n in namen], dtype=object)
        )
        kinder = zahlen[eltern[zahlen["gebiet_id"]] >= 0]
        kinder = kinder.assign(ebene=ebenen[kinder["gebiet_id"]], gebiet_id=eltern[kinder["gebiet_id"]])
        for zeile in self._over(kinder, zahlen, "ebene"):
            gebiet = self._gebiet(zeile["gebiet_id"])
            ebene = Raumebene(ebenen_namen[zeile["ebene"]]).plural
            self._tell_summe(zeile, f"{ebene} in {gebiet}", gebiet, "")

    def _check_gruppen(self, zahlen: pd.DataFrame) -> None:
        gruppen = self._namen["gruppe"]
        if "" not in self._code["gruppe"] or len(gruppen) == 1:
            return
        namen = [", ".join(teil.partition("=")[0] for teil in gruppe.split(";")) for gruppe in gruppen]
        nummern, verschiedene = pd.factorize(np.array(namen, dtype=object))
        gesamt = self._code["gruppe"][""]
        teile = zahlen[zahlen["gruppe"] != gesamt]
        teile = teile.assign(namen=nummern[teile["gruppe"]], gruppe=gesamt)
        for zeile in self._over(teile, zahlen, "namen"):
            woran = f"{self._gebiet(zeile['gebiet_id'])}: Gruppen nach {verschiedene[zeile['namen']]}"
            self._tell_summe(zeile, woran, "insgesamt", " Überschneiden sich die Gruppen, ist das richtig.")

    def _over(self, teile: pd.DataFrame, ganze: pd.DataFrame, art: str) -> list[dict[str, Any]]:
        """Sums of parts (of each kind ``art``) that exceed their whole, where the delivery changed one of them."""
        if teile.empty:
            return []
        summen = (
            teile.groupby([*_ORT, art], sort=False).agg(summe=("wert", "sum"), platz=("platz", "max")).reset_index()
        )
        paare = summen.merge(ganze, on=_ORT, suffixes=("", "_ganz"))
        zuviel = paare["summe"] > paare["wert"] + _RUNDUNG * paare["wert"].abs().clip(lower=1)
        treffer = paare[zuviel & ((paare["platz"] >= 0) | (paare["platz_ganz"] >= 0))]
        self._befunde.count("parts_exceed_sum", self._blatt, len(treffer) - HOECHSTENS)
        return _records(treffer[:HOECHSTENS])

    def _tell_summe(self, zeile: dict[str, Any], teile: str, ganzes: str, zusatz: str) -> None:
        name = self._namen["merkmal_id"][zeile["merkmal_id"]]
        mangel = Mangel(
            "parts_exceed_sum",
            f"{self._merkmale['bezeichnung'].get(name, name)}, {self._zeitraum(zeile)}: {teile} ergeben zusammen "
            f"{show(zeile['summe'])}, {ganzes} aber nur {show(zeile['wert'])}.",
            f"Bitte prüfen Sie beide Angaben.{zusatz}",
        )
        self._add(mangel, zeile["platz_ganz"] if zeile["platz_ganz"] >= 0 else zeile["platz"])

    def _add(self, mangel: Mangel, platz: int) -> None:
        self._werte.tell(self._befunde, mangel, self._blatt, platz)

    def _gebiet(self, code: int) -> str:
        gebiet_id = self._namen["gebiet_id"][code]
        return str(self._gebiete["bezeichnung"].get(gebiet_id, gebiet_id))

    def _zeitraum(self, zeile: dict[str, Any]) -> str:
        return format_zeitraum(self._namen["zeitraum"][zeile["zeitraum"]])
