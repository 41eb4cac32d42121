"""Do the figures fit those of other years? Jumps, changed units, copied years, changed signs, gaps, missing areas."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sozialplanung.analysis.auffaellig import (
    find_gaps,
    find_jumps,
    find_sign_changes,
    find_unit_change,
    is_copied,
)
from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.formatting import format_anzahl, format_zahl, format_zeitraum, join_und
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.texte import show
from sozialplanung.importer.zahlen import Zahlen, lookup
from sozialplanung.model import Merkmalsart, Raumebene

_BEISPIELE = 3
_RUHEND = re.compile(r"\bq?km|\bha\b|m²|\bqm\b|fläche", re.IGNORECASE)  # areas of land stay the same from year to year
_SALDO = re.compile(r"saldo|überschuss|ueberschuss|veränderung|entwicklung|differenz|ergebnis|gewinn", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Reihen:
    """One Merkmal at one point of the year: [series, years]; ``zeit`` are the codes of its Zeiträume."""

    merkmal: int
    gebiet: npt.NDArray[np.int64]
    gruppe: npt.NDArray[np.int64]
    jahre: list[int]
    zeit: list[int]
    zahl: npt.NDArray[np.float64]
    platz: npt.NDArray[np.int32]  # −1: stored, −2: no entry
    neu: npt.NDArray[np.bool_]
    pruefbar: npt.NDArray[np.bool_]  # entries of the delivery, and stored ones of the same Quelle

    @property
    def da(self) -> npt.NDArray[np.bool_]:
        return np.asarray(self.platz > -2)


class Verlauf:
    """``gleiche_quelle``: for each figure of ``zahlen.alle`` whether the Quelle that delivers now has said it."""

    def __init__(
        self,
        zahlen: Zahlen,
        blatt: str,
        merkmale: pd.DataFrame,
        gebiete: pd.DataFrame,
        befunde: Befundliste,
        gleiche_quelle: npt.NDArray[np.bool_],
    ) -> None:
        self._zahlen, self._blatt, self._befunde = zahlen, blatt, befunde
        self._merkmale = lookup(merkmale, "bezeichnung", "art", "einheit")
        self._gebiete = lookup(gebiete, "bezeichnung", "raumebene", "gueltig_bis")
        self._gleiche_quelle = gleiche_quelle
        zeiten = zahlen.namen["zeitraum"]
        self._jahr = np.array([int(z[:4]) if z[:4].isdigit() else 0 for z in zeiten], dtype=np.int64)
        self._form, _ = pd.factorize(np.array(["/" if z[4:5] == "/" else z[4:] for z in zeiten], dtype=object))
        self._spruenge: list[tuple[float, Mangel, int]] = []

    def check(self) -> None:
        """All checks; the jumps are listed once for the whole delivery, the largest first."""
        for reihen in self._series():
            einheit = self._check_units(reihen)
            self._check_copies(reihen)
            self._check_signs(reihen)
            self._check_gaps(reihen)
            self._check_coverage(reihen)
            self._check_jumps(reihen, einheit)
        self._tell_jumps()

    # --- series ---------------------------------------------------------------------------------------------------

    def _series(self) -> Iterator[_Reihen]:
        """Merkmal × point of the year with something new and more than one year."""
        alle = self._zahlen.alle
        paar = self._zahlen.key(alle, "merkmal_id", "zeitraum")
        vorhandene = np.unique(paar)
        merkmal, zeit = np.divmod(vorhandene, max(1, len(self._jahr)))
        formen = int(self._form.max(initial=0)) + 1
        reihe = merkmal * formen + self._form[zeit]
        mit_neuem = set(reihe[np.isin(vorhandene, np.unique(paar[alle["neu"].to_numpy()]))].tolist())
        jahre: dict[int, set[int]] = {}
        for nummer, jahr in zip(reihe.tolist(), self._jahr[zeit].tolist(), strict=True):
            jahre.setdefault(nummer, set()).add(jahr)
        gesucht = [nummer for nummer in sorted(mit_neuem) if len(jahre[nummer]) > 1]
        if len(jahre) == 1:
            yield from (self._matrix(alle, self._gleiche_quelle, nummer // formen) for nummer in gesucht)
            return
        code = reihe[np.searchsorted(vorhandene, paar)]
        ordnung = np.argsort(code, kind="stable")
        for nummer in gesucht:
            wahl = ordnung[slice(*np.searchsorted(code, [nummer, nummer + 1], sorter=ordnung))]
            yield self._matrix(alle.take(wahl), self._gleiche_quelle[wahl], nummer // formen)

    def _matrix(self, teil: pd.DataFrame, gleiche_quelle: npt.NDArray[np.bool_], merkmal: int) -> _Reihen:
        zeile, reihen = pd.factorize(self._zahlen.key(teil, "gruppe", "gebiet_id"))
        zeit = teil["zeitraum"].to_numpy()
        zeiten = np.flatnonzero(np.bincount(zeit))
        zeiten = zeiten[np.argsort(self._jahr[zeiten], kind="stable")]
        spalte = np.empty(len(self._jahr), dtype=np.int64)
        spalte[zeiten] = np.arange(len(zeiten))
        ort = zeile * len(zeiten) + spalte[zeit]
        gestalt = (len(reihen), len(zeiten))
        zahl = np.full(gestalt, np.nan)
        platz = np.full(gestalt, -2, dtype=np.int32)
        neu = np.zeros(gestalt, dtype=bool)
        pruefbar = np.zeros(gestalt, dtype=bool)
        zahl.flat[ort], platz.flat[ort] = teil["wert"].to_numpy(), teil["platz"].to_numpy()
        neu.flat[ort], pruefbar.flat[ort] = teil["neu"].to_numpy(), gleiche_quelle | (teil["platz"].to_numpy() >= 0)
        gebiete = max(1, len(self._zahlen.namen["gebiet_id"]))
        jahre = [int(jahr) for jahr in self._jahr[zeiten]]
        return _Reihen(merkmal, reihen % gebiete, reihen // gebiete, jahre, zeiten.tolist(), zahl, platz, neu, pruefbar)

    # --- the checks -----------------------------------------------------------------------------------------------

    def _check_units(self, reihen: _Reihen) -> set[int]:
        """Returns the columns whose change is explained by it."""
        gefunden = set()
        for spalte in range(1, len(reihen.jahre)):
            if not (reihen.neu[:, spalte].any() or reihen.neu[:, spalte - 1].any()):
                continue
            sprung = find_unit_change(reihen.zahl, spalte, spalte - 1)
            if sprung is None:
                continue
            gefunden |= {spalte, spalte + 1}
            mal = format_zahl(max(sprung.faktor, 1 / sprung.faktor))
            wie = f"{mal}-mal so groß" if sprung.faktor > 1 else f"nur ein {mal}tel so groß"
            mangel = Mangel(
                "unit_change",
                f"{self._merkmal(reihen)}: {self._zeit(reihen, spalte)} sind die Zahlen in den meisten Gebieten {wie} "
                f"wie {self._zeit(reihen, spalte - 1)}.",
                "Bitte prüfen Sie, ob sich die Einheit geändert hat (etwa 1.000 € statt €, Prozent statt Promille).",
            )
            neue = np.flatnonzero(reihen.neu[:, spalte] | reihen.neu[:, spalte - 1])
            spalte_neu = spalte if reihen.neu[:, spalte].any() else spalte - 1
            self._add(mangel, reihen, int(neue[0]), spalte_neu)
        return gefunden

    def _check_copies(self, reihen: _Reihen) -> None:
        name = self._zahlen.namen["merkmal_id"][reihen.merkmal]
        if _RUHEND.search(f"{self._merkmale['einheit'].get(name) or ''} {self._merkmale['bezeichnung'].get(name, '')}"):
            return
        for spalte in range(1, len(reihen.jahre)):
            if reihen.jahre[spalte] - reihen.jahre[spalte - 1] != 1 or not reihen.neu[:, spalte].any():
                continue
            if is_copied(reihen.zahl, spalte, spalte - 1):
                mangel = Mangel(
                    "same_as_last_year",
                    f"{self._merkmal(reihen)}: {self._zeit(reihen, spalte)} gleicht {self._zeit(reihen, spalte - 1)} "
                    "in jedem Gebiet.",
                    "Bitte prüfen Sie, ob eine Spalte doppelt steht oder das Jahr falsch beschriftet ist. Hat sich "
                    "wirklich nichts geändert, ist das richtig.",
                )
                self._add(mangel, reihen, int(np.flatnonzero(reihen.neu[:, spalte])[0]), spalte)

    def _check_signs(self, reihen: _Reihen) -> None:
        if _SALDO.search(self._merkmal(reihen)) or not (reihen.zahl < 0).any():
            return
        treffer = np.argwhere(find_sign_changes(reihen.zahl, reihen.neu)).tolist()
        for zeile, spalte in treffer[: self._hoechstens()]:
            mangel = Mangel(
                "sign_change",
                f"{self._merkmal(reihen)}, {self._ort(reihen, zeile)}, {self._zeit(reihen, spalte)}: Das Vorzeichen "
                "ist anders als sonst.",
                "Bitte prüfen Sie das Vorzeichen.",
            )
            self._add(mangel, reihen, zeile, spalte)
        self._count_rest("sign_change", len(treffer))

    def _check_gaps(self, reihen: _Reihen) -> None:
        geliefert = (reihen.platz >= 0).any(axis=1, keepdims=True)
        luecken = find_gaps(reihen.da) & geliefert
        for spalte in np.flatnonzero(luecken.any(axis=0)).tolist():
            zeilen = np.flatnonzero(luecken[:, spalte])
            orte = list(dict.fromkeys(self._ort(reihen, zeile) for zeile in zeilen.tolist()))
            mangel = Mangel(
                "broken_series",
                f"{self._merkmal(reihen)}: Für {self._zeit(reihen, spalte)} {'fehlt' if len(orte) == 1 else 'fehlen'} "
                f"{_name_some(orte)}; davor und danach stehen dort Zahlen.",
                "Bitte ergänzen Sie die Zahlen, oder setzen Sie das Zeichen ›.‹ für unbekannt.",
            )
            self._befunde.add(mangel, self._blatt)

    def _check_coverage(self, reihen: _Reihen) -> None:
        """The newest year that was delivered against the year before it and against what was delivered of it before."""
        geliefert = (reihen.platz >= 0).any(axis=0)
        spalte = int(np.flatnonzero(geliefert)[-1])
        jetzt = set(reihen.gebiet[reihen.da[:, spalte]].tolist())
        davor = reihen.pruefbar[:, spalte - 1] if spalte else np.zeros(len(reihen.gebiet), dtype=bool)
        frueher = set(reihen.gebiet[davor].tolist())
        wann = self._zeit(reihen, spalte - 1) if spalte else ""
        fehlt = [g for g in sorted(frueher - jetzt) if not self._is_over(g, reihen.jahre[spalte])]
        je_ebene: dict[str, list[int]] = {}
        for g in fehlt:
            je_ebene.setdefault(self._ebene(g), []).append(g)
        for ebene, gebiete in je_ebene.items():
            noch = sum(self._ebene(g) == ebene for g in jetzt)
            if not noch or not ebene or noch + len(gebiete) < load_parameter("pruefung_abdeckung"):
                continue
            wort = Raumebene(ebene)
            namen = [self._gebiet(g) for g in gebiete]
            mangel = Mangel(
                "smaller_coverage",
                f"{self._merkmal(reihen)}: Für {self._zeit(reihen, spalte)} {'fehlt' if len(namen) == 1 else 'fehlen'} "
                f"{_name_some(namen)}; {wann} waren es {format_anzahl(noch + len(namen), wort.singular, wort.plural)}, "
                f"jetzt {format_zahl(noch)}.",
                "Bitte prüfen Sie, ob die Datei vollständig ist. Gibt es ein Gebiet nicht mehr, tragen Sie im Blatt "
                "›Gebiete‹ ein, bis wann es galt.",
            )
            self._befunde.add(mangel, self._blatt)

    def _check_jumps(self, reihen: _Reihen, erklaert: set[int]) -> None:
        name = self._zahlen.namen["merkmal_id"][reihen.merkmal]
        gesamt = reihen.gruppe == self._zahlen.code["gruppe"].get("", -1)  # groups must fit it: ``zusammenhang``
        zeilen = np.flatnonzero(gesamt) if gesamt.any() else np.arange(len(gesamt))
        staerke = np.zeros(reihen.zahl.shape)
        anzahlen = self._merkmale["art"].get(name) == Merkmalsart.ANZAHL
        staerke[zeilen] = find_jumps(reihen.zahl[zeilen], anzahlen=anzahlen)
        staerke[:, [spalte for spalte in erklaert if spalte < len(reihen.jahre)]] = 0
        for zeile, spalte in np.argwhere((staerke > 0) & reihen.neu).tolist():
            alt, neu = reihen.zahl[zeile, spalte - 1], reihen.zahl[zeile, spalte]
            mangel = Mangel(
                "jump",
                f"{self._merkmal(reihen)}, {self._ort(reihen, zeile)}: {self._zeit(reihen, spalte - 1)} "
                f"{show(float(alt))}, {self._zeit(reihen, spalte)} {show(float(neu))} – so stark hat sich die Zahl "
                "dort sonst nie verändert.",
                "Bitte prüfen Sie, ob die Zahl stimmt (Zeile verrutscht, Ziffer verdreht, anderer Zuschnitt).",
            )
            self._spruenge.append((float(staerke[zeile, spalte]), mangel, int(reihen.platz[zeile, spalte])))

    def _tell_jumps(self) -> None:
        self._spruenge.sort(key=lambda sprung: -sprung[0])
        for _, mangel, platz in self._spruenge[: self._hoechstens()]:
            self._zahlen.werte.tell(self._befunde, mangel, self._blatt, platz)
        self._count_rest("jump", len(self._spruenge))

    # --- words ----------------------------------------------------------------------------------------------------

    def _hoechstens(self) -> int:
        return int(load_parameter("pruefung_sprung")["hoechstens_genannt"])

    def _count_rest(self, art: str, anzahl: int) -> None:
        if (rest := anzahl - self._hoechstens()) > 0:
            text = f"{format_anzahl(rest, 'weitere Zahl fällt', 'weitere Zahlen fallen')} ebenso auf."
            self._befunde.add_rest(Mangel(art, text, "Genannt sind die auffälligsten."), self._blatt)

    def _add(self, mangel: Mangel, reihen: _Reihen, zeile: int, spalte: int) -> None:
        platz = int(reihen.platz[zeile, spalte])
        if platz >= 0:
            self._zahlen.werte.tell(self._befunde, mangel, self._blatt, platz)
        else:
            self._befunde.add(mangel, self._blatt)

    def _merkmal(self, reihen: _Reihen) -> str:
        name = self._zahlen.namen["merkmal_id"][reihen.merkmal]
        return str(self._merkmale["bezeichnung"].get(name, name))

    def _zeit(self, reihen: _Reihen, spalte: int) -> str:
        return format_zeitraum(self._zahlen.namen["zeitraum"][reihen.zeit[spalte]])

    def _ort(self, reihen: _Reihen, zeile: int) -> str:
        gruppe = self._zahlen.namen["gruppe"][reihen.gruppe[zeile]]
        return self._gebiet(int(reihen.gebiet[zeile])) + (f" ({gruppe})" if gruppe else "")

    def _gebiet(self, code: int) -> str:
        gebiet_id = self._zahlen.namen["gebiet_id"][code]
        return str(self._gebiete["bezeichnung"].get(gebiet_id, gebiet_id))

    def _ebene(self, code: int) -> str:
        return str(self._gebiete["raumebene"].get(self._zahlen.namen["gebiet_id"][code]) or "")

    def _is_over(self, code: int, jahr: int) -> bool:
        bis = self._gebiete["gueltig_bis"].get(self._zahlen.namen["gebiet_id"][code])
        return bis is not None and not pd.isna(bis) and int(str(bis)[:4]) <= jahr


def _name_some(namen: Collection[str]) -> str:
    liste = list(namen)
    if len(liste) <= _BEISPIELE:
        return join_und(liste)
    return f"{', '.join(liste[:_BEISPIELE])} und {format_zahl(len(liste) - _BEISPIELE)} weitere"
