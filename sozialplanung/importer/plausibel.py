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
from sozialplanung.importer.werte import Werte
from sozialplanung.importer.zellen import show
from sozialplanung.model import Merkmalsart, Raumebene

_ORT = ["merkmal_id", "gebiet_id", "gruppe", "zeitraum"]
_RUNDUNG = 1e-9  # sums of binary fractions


def check_einzelne(werte: Werte, blatt: str, merkmale: pd.DataFrame, befunde: Befundliste) -> Werte:
    """What each figure says about itself; returns the figures without double rows."""
    einmalig = _drop_doppelte(werte, blatt, befunde)
    art = einmalig.frame["merkmal_id"].map(merkmale["art"])
    prozent = (art == Merkmalsart.RATE) & einmalig.frame["merkmal_id"].map(merkmale["einheit"].str.contains("%"))
    zahl = einmalig.frame["wert"]
    ist_anzahl = art == Merkmalsart.ANZAHL
    _tell(
        einmalig,
        ist_anzahl & (zahl < 0),
        blatt,
        Mangel("negative_value", "ist kleiner als 0.", "Eine Anzahl ist nie negativ; bitte prüfen Sie das Vorzeichen."),
        befunde,
    )
    _tell(
        einmalig,
        (art == Merkmalsart.BETRAG) & (zahl < 0),
        blatt,
        Mangel("negative_amount", "ist ein negativer Betrag.", "Bitte prüfen Sie, ob das so gemeint ist."),
        befunde,
    )
    _tell(
        einmalig,
        ist_anzahl & (zahl % 1 != 0) & zahl.notna(),
        blatt,
        Mangel("fractional_count", "ist keine ganze Zahl.", "Ist das Merkmal wirklich eine Anzahl und keine Quote?"),
        befunde,
    )
    _tell(
        einmalig,
        prozent & (zahl > 100),
        blatt,
        Mangel("rate_over_100", "ist mehr als 100 %.", "Bitte prüfen Sie Zahl und Einheit."),
        befunde,
    )
    for merkmal, zahlen in zahl[prozent & zahl.notna()].groupby(einmalig.frame["merkmal_id"]):
        if len(zahlen) >= 3 and zahlen.between(0, 1).all() and zahlen.max() > 0:
            mangel = Mangel(
                "share_as_percent",
                "hat die Einheit %, aber alle Werte liegen zwischen 0 und 1.",
                "Bitte tragen Sie Prozent ein: 12,3 statt 0,123. In Excel hilft eine Spalte ohne Prozentformat.",
            )
            befunde.add(mangel, blatt, None, None, str(merkmal))
    return einmalig


def _tell(werte: Werte, auswahl: pd.Series, blatt: str, mangel: Mangel, befunde: Befundliste) -> None:
    stellen = np.flatnonzero(auswahl.to_numpy(dtype=bool)).tolist()
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
            " · ".join(str(zeilen[i][name]) for name in _ORT if zeilen[i][name]),
            int(werte.zeile[vorher]),
            gleich=str(zeilen[i]) == str(zeilen[vorher]),
        )
    return werte.pick(~doppelt)


class Zusammenhang:
    """The figures of a delivery beside those of the Projekt (the delivery wins), for checks across rows."""

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
        self._merkmale, self._gebiete = merkmale, gebiete
        geliefert = werte.frame[[*_ORT, "wert"]].assign(platz=np.arange(len(werte.frame)))
        alle = geliefert
        if len(gespeichert):
            beruehrt = gespeichert["gebiet_id"].isin(set(gebiete.index)) & gespeichert["zeitraum"].isin(
                set(geliefert["zeitraum"])
            )
            alle = pd.concat(
                [geliefert, gespeichert.loc[beruehrt, [*_ORT, "wert"]].assign(platz=-1)], ignore_index=True
            )
            alle = alle[~pd.Series(_codes(alle, _ORT)).duplicated().to_numpy()]
        self._alle = alle[alle["wert"].notna()].reset_index(drop=True)
        self._art = self._alle["merkmal_id"].map(merkmale["art"])

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
        for zeile in indikatoren.to_dict("records"):
            zaehler, nenner = zeile["zaehler_merkmal_id"], zeile["nenner_merkmal_id"]
            arten = {self._merkmale["art"].get(zaehler), self._merkmale["art"].get(nenner)}
            if arten != {Merkmalsart.ANZAHL.value} or zeile["faktor"] != 100 or self._is_teil(zaehler, nenner):
                continue
            self._compare(
                (zaehler, str(zeile["zaehler_gruppe"] or "")),
                (nenner, str(zeile["nenner_gruppe"] or "")),
                "ratio_over_100",
                f"Indikator ›{zeile['bezeichnung']}‹ liegt damit über 100 %; bitte prüfen Sie beide Zahlen.",
            )

    def _is_teil(self, teil: object, ganzes: object) -> bool:
        return bool(self._merkmale["teil_von"].get(teil) == ganzes)

    def _compare(self, teil: tuple[str, str | None], ganzes: tuple[str, str | None], art: str, abhilfe: str) -> None:
        """Join both Merkmale by area and period (and group, where none is named) and tell where part > whole."""

        def pick(merkmal: str, gruppe: str | None) -> pd.DataFrame:
            wahl = self._alle["merkmal_id"] == merkmal
            return self._alle[wahl if gruppe is None else wahl & (self._alle["gruppe"] == gruppe)]

        ueber = ["gebiet_id", "zeitraum"] if teil[1] is not None else ["gebiet_id", "zeitraum", "gruppe"]
        paare = pick(*teil).merge(pick(*ganzes), on=ueber, suffixes=("_teil", "_ganz"))
        zuviel = paare[
            (paare["wert_teil"] > paare["wert_ganz"] + _RUNDUNG)
            & ((paare["platz_teil"] >= 0) | (paare["platz_ganz"] >= 0))
        ]
        name_teil, name_ganz = (self._merkmale["bezeichnung"].get(m, m) for m in (teil[0], ganzes[0]))
        for zeile in _records(zuviel[:HOECHSTENS]):
            self._add(
                Mangel(
                    art,
                    f"{self._gebiet(zeile['gebiet_id'])}, {format_zeitraum(zeile['zeitraum'])}: {name_teil} "
                    f"({show(zeile['wert_teil'])}) ist mehr als {name_ganz} ({show(zeile['wert_ganz'])}).",
                    abhilfe,
                ),
                zeile["platz_teil"] if zeile["platz_teil"] >= 0 else zeile["platz_ganz"],
            )
        self._befunde.count(art, self._blatt, len(zuviel) - HOECHSTENS)

    def check_summen(self) -> None:
        """Areas within an area, and groups within the total, must not add up to more than the whole."""
        addierbar = self._alle[self._art.isin([Merkmalsart.ANZAHL, Merkmalsart.BETRAG])]
        self._check_gebiete(addierbar)
        self._check_gruppen(
            addierbar[addierbar["merkmal_id"].isin(addierbar.loc[addierbar["gruppe"] != "", "merkmal_id"])]
        )

    def _check_gebiete(self, zahlen: pd.DataFrame) -> None:
        oben = zahlen["gebiet_id"].map(self._gebiete["uebergeordnet"])
        kinder = zahlen.assign(oben=oben, ebene=zahlen["gebiet_id"].map(self._gebiete["raumebene"]))
        kinder = kinder[oben.notna() & oben.isin(set(zahlen["gebiet_id"]))]
        for zeile in self._over(kinder, zahlen, ["merkmal_id", "oben", "gruppe", "zeitraum", "ebene"], _ORT):
            ebene = Raumebene(zeile["ebene"]).plural
            self._tell_summe(zeile, f"{ebene} in {self._gebiet(zeile['oben'])}", self._gebiet(zeile["oben"]), "")

    def _check_gruppen(self, zahlen: pd.DataFrame) -> None:
        namen = {
            gruppe: ", ".join(teil.partition("=")[0] for teil in gruppe.split(";"))
            for gruppe in zahlen["gruppe"].unique()
        }
        teile = zahlen.assign(namen=zahlen["gruppe"].map(namen))
        teile = teile[teile["gruppe"] != ""].assign(gruppe="")
        for zeile in self._over(teile, zahlen, ["merkmal_id", "gebiet_id", "gruppe", "zeitraum", "namen"], _ORT):
            gebiet = self._gebiet(zeile["gebiet_id"])
            self._tell_summe(
                zeile,
                f"{gebiet}: Gruppen nach {zeile['namen']}",
                "insgesamt",
                " Überschneiden sich die Gruppen, ist das richtig.",
            )

    def _over(self, teile: pd.DataFrame, ganze: pd.DataFrame, nach: list[str], ort: list[str]) -> list[dict[str, Any]]:
        """Sums of parts that exceed their whole, where the delivery changed one of them."""
        if teile.empty:
            return []
        summen = teile.groupby(nach, sort=False).agg(summe=("wert", "sum"), platz=("platz", "max")).reset_index()
        links = ["merkmal_id", "oben" if "oben" in nach else "gebiet_id", "gruppe", "zeitraum"]
        paare = summen.merge(ganze, left_on=links, right_on=ort, suffixes=("", "_ganz"))
        zuviel = paare["summe"] > paare["wert"] + _RUNDUNG * paare["wert"].abs().clip(lower=1)
        treffer = paare[zuviel & ((paare["platz"] >= 0) | (paare["platz_ganz"] >= 0))]
        self._befunde.count("parts_exceed_sum", self._blatt, len(treffer) - HOECHSTENS)
        return _records(treffer[:HOECHSTENS])

    def _tell_summe(self, zeile: dict[str, Any], teile: str, ganzes: str, zusatz: str) -> None:
        merkmal = self._merkmale["bezeichnung"].get(zeile["merkmal_id"], zeile["merkmal_id"])
        self._add(
            Mangel(
                "parts_exceed_sum",
                f"{merkmal}, {format_zeitraum(zeile['zeitraum'])}: {teile} ergeben zusammen {show(zeile['summe'])}, "
                f"{ganzes} aber nur {show(zeile['wert'])}.",
                f"Bitte prüfen Sie beide Angaben.{zusatz}",
            ),
            zeile["platz_ganz"] if zeile["platz_ganz"] >= 0 else zeile["platz"],
        )

    def _add(self, mangel: Mangel, platz: int) -> None:
        self._werte.tell(self._befunde, mangel, self._blatt, platz)

    def _gebiet(self, gebiet_id: object) -> str:
        return str(self._gebiete["bezeichnung"].get(gebiet_id, gebiet_id))
