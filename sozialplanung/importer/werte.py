"""The sheet »Werte«: from long or wide cells to one row per figure, a column at a time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.blattleser import Blattdaten, zellfehler_mangel
from sozialplanung.importer.mappe import Zelle, Zellfehler
from sozialplanung.importer.texte import is_leer, show, strip_schutz, strip_steuerzeichen
from sozialplanung.importer.zellen import GROESSTE_ZAHL, ZU_GROSS, read_zahltext, zahl_mangel
from sozialplanung.model import WERTZEICHEN_ERKLAERT, WERTZEICHEN_IN_ZELLEN, Merkmalsart, Wertzeichen

Ganz = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Werte:
    """One row per figure; ``zeile`` and ``spalte`` say where it stands, ``blatt`` only if there are several sheets."""

    frame: pd.DataFrame
    zeile: Ganz
    spalte: npt.NDArray[np.object_] | pd.api.extensions.ExtensionArray
    blatt: pd.api.extensions.ExtensionArray | None = None

    def pick(self, auswahl: npt.NDArray[np.bool_]) -> Werte:
        return Werte(self.frame[auswahl].reset_index(drop=True), self.zeile[auswahl], self.spalte[auswahl])

    def tell(self, befunde: Befundliste, mangel: Mangel, blatt: str, platz: int) -> None:
        """A finding about the figure at this position."""
        zahl = show(float(self.frame["wert"].to_numpy()[platz]))
        ort = blatt if self.blatt is None else str(self.blatt[platz])
        befunde.add(mangel, ort, int(self.zeile[platz]), str(self.spalte[platz]), zahl)


@dataclass(frozen=True, slots=True)
class Wertzelle:
    """What a cell of Wert says: a number, a sign, both (»(12)«), or nothing that can be used (``mangel``)."""

    zahl: float = math.nan
    zeichen: Wertzeichen | None = None
    einheit: str = ""
    mangel: Mangel | None = None
    gueltig: bool = True


_BITTE = f"Bitte als Zahl eintragen oder ein Zeichen setzen: {WERTZEICHEN_ERKLAERT}."
_STICHWORT = {name.replace("_", " "): Wertzeichen(name) for name in Wertzeichen}


def parse_wert(zelle: Zelle) -> Wertzelle:
    """A cell that is not a plain number."""
    if isinstance(zelle, Zellfehler):
        return Wertzelle(mangel=zellfehler_mangel(zelle), gueltig=False)
    if isinstance(zelle, int | float) and not isinstance(zelle, bool) and math.isfinite(zelle):
        return Wertzelle(float(zelle))
    if not isinstance(zelle, str):
        return Wertzelle(mangel=Mangel("not_a_number", "ist keine Zahl.", _BITTE), gueltig=False)
    text = strip_schutz(strip_steuerzeichen(zelle).strip())
    klein = text.casefold()
    zeichen = WERTZEICHEN_IN_ZELLEN.get(klein) or _STICHWORT.get(klein)
    if zeichen is not None:
        return Wertzelle(0.0 if zeichen is Wertzeichen.GENAU_NULL else math.nan, zeichen)
    if text.startswith("(") and text.endswith(")"):
        return _parse_geklammert(text[1:-1].strip())
    gelesen = read_zahltext(text)
    if gelesen is not None and abs(gelesen.zahl) >= GROESSTE_ZAHL:
        return Wertzelle(mangel=ZU_GROSS, gueltig=False)
    if gelesen is not None:
        return Wertzelle(float(gelesen.zahl), None, gelesen.einheit, zahl_mangel(gelesen))
    if len(text) <= 3:
        return Wertzelle(mangel=Mangel("unknown_sign", "ist kein bekanntes Zeichen.", _BITTE), gueltig=False)
    return Wertzelle(mangel=Mangel("not_a_number", "ist keine Zahl.", _BITTE), gueltig=False)


def _parse_geklammert(text: str) -> Wertzelle:
    """»(12)«: the number is of limited reliability; »( )« says so without a number."""
    if not text or text == "/":
        return Wertzelle(math.nan, Wertzeichen.UNSICHER)
    gelesen = read_zahltext(text)
    if gelesen is None:
        return Wertzelle(mangel=Mangel("not_a_number", "ist keine Zahl.", _BITTE), gueltig=False)
    return Wertzelle(
        float(gelesen.zahl), Wertzeichen.UNSICHER, gelesen.einheit, zahl_mangel(gelesen) if gelesen.punkt else None
    )


@dataclass(slots=True)
class _Spalte:
    """One column of cells, read: numbers, signs, and which cells hold anything at all."""

    zahl: npt.NDArray[np.float64]
    zeichen: npt.NDArray[np.object_]
    gefuellt: npt.NDArray[np.bool_]


def _read_zahlenspalte(
    zellen: Sequence[Zelle], daten: Blattdaten, titel: str, arten: Sequence[tuple[str, str]], befunde: Befundliste
) -> _Spalte:
    anzahl = len(zellen)
    gefuellt = np.ones(anzahl, dtype=bool)
    zeichen: npt.NDArray[np.object_] = np.full(anzahl, None, dtype=object)
    if set(map(type, zellen)) <= {float, int}:
        zahl = np.array(zellen, dtype=float)
        besonders = np.flatnonzero(~np.isfinite(zahl)).tolist()
    else:
        zahl = np.array([zelle if type(zelle) is float else math.nan for zelle in zellen], dtype=float)
        besonders = np.flatnonzero(~np.isfinite(zahl)).tolist()
    gelesen: dict[tuple[type, Zelle], Wertzelle] = {}
    schlecht: dict[tuple[Mangel, str], list[int]] = {}
    for i in besonders:
        zelle = zellen[i]
        if is_leer(zelle):
            gefuellt[i] = False
            continue
        if (type(zelle), zelle) not in gelesen:
            gelesen[type(zelle), zelle] = parse_wert(zelle)
        wert = gelesen[type(zelle), zelle]
        mangel = _check_einheit(wert, arten[i]) or wert.mangel
        if mangel is not None:
            schlecht.setdefault((mangel, show(zelle)), []).append(daten.zeilen[i])
        if wert.gueltig:
            zahl[i], zeichen[i] = wert.zahl, wert.zeichen
        else:
            gefuellt[i] = False
    for (mangel, text), zeilen in schlecht.items():
        befunde.add_zeilen(mangel, daten.blatt.name, zeilen, titel, text)
    return _Spalte(zahl, zeichen, gefuellt)


def _check_einheit(wert: Wertzelle, art: tuple[str, str]) -> Mangel | None:
    """»12,3 %« suits a rate in percent, »12 €« an amount; elsewhere the unit says that something else was meant."""
    merkmalsart, einheit = art
    if not wert.einheit or (wert.einheit in einheit and merkmalsart != Merkmalsart.ANZAHL):
        return None
    was = {Merkmalsart.ANZAHL: "keine Anzahl", Merkmalsart.BETRAG: "kein Betrag"}.get(Merkmalsart(merkmalsart))
    return Mangel(
        "percent_in_count" if wert.einheit == "%" else "not_a_number",
        f"ist {was or f'keine Angabe in ›{einheit}‹'}.",
        "Bitte als Zahl eintragen oder das Zeichen ›.‹ setzen.",
    )


def read_werte(daten: Blattdaten, merkmale: Mapping[str, tuple[str, str]], befunde: Befundliste) -> Werte:
    """All figures of the sheet; ``merkmale`` maps a key to (art, einheit)."""
    arten = [merkmale.get(str(name), (Merkmalsart.RATE.value, "% €")) for name in daten.spalten["merkmal_id"]]
    werte = _melt(daten, arten, befunde) if daten.breit else _read_lang(daten, arten, befunde)
    mit_schluessel = werte.frame[list(daten.blatt.schluessel)].notna().all(axis=1).to_numpy()
    return werte if mit_schluessel.all() else werte.pick(mit_schluessel)


def _read_lang(daten: Blattdaten, arten: Sequence[tuple[str, str]], befunde: Befundliste) -> Werte:
    """A row per figure, with the sign in the cell or beside it."""
    titel = daten.titel.get("wert", "Wert")
    zellen: list[Zelle] = [zelle if isinstance(zelle, Zelle) else "" for zelle in daten.spalten["wert"]]
    spalte = _read_zahlenspalte(zellen, daten, titel, arten, befunde)
    extra = _array(daten.spalten["zeichen"])
    gefuellt = spalte.gefuellt | pd.notna(extra)
    leer = [daten.zeilen[i] for i in np.flatnonzero(~gefuellt) if is_leer(zellen[i])]
    if leer and "wert" in daten.geliefert:
        befunde.add_zeilen(
            Mangel("missing_cell", "Hier fehlt eine Angabe.", _BITTE), daten.blatt.name, leer, titel, None
        )
    zeichen = _merge_zeichen(spalte, extra, daten, befunde)
    platz = np.arange(len(zellen))
    frame = _frame(daten, platz, _kategorie(daten.spalten["zeitraum"], platz), spalte.zahl, zeichen)
    alle = Werte(frame, np.array(daten.zeilen), _kategorie([titel], np.zeros(len(zellen), dtype=np.int64)))
    return alle if gefuellt.all() else alle.pick(gefuellt)


def _merge_zeichen(
    spalte: _Spalte, extra: npt.NDArray[np.object_], daten: Blattdaten, befunde: Befundliste
) -> npt.NDArray[np.object_]:
    """The column »Zeichen« beside the cell: they may complete, but not contradict each other."""
    zeichen = spalte.zeichen.copy()
    for i in np.flatnonzero(pd.notna(extra)):
        im_wert, daneben, zahl = zeichen[i], extra[i], spalte.zahl[i]
        zeichen[i] = daneben
        if daneben == Wertzeichen.GENAU_NULL and math.isnan(zahl) and im_wert is None:
            spalte.zahl[i] = zahl = 0.0
        widerspruch = (
            (im_wert is not None and im_wert != daneben)
            or (daneben == Wertzeichen.GENAU_NULL and zahl != 0)
            or (daneben not in {Wertzeichen.GENAU_NULL, Wertzeichen.UNSICHER} and not math.isnan(zahl))
        )
        if widerspruch:
            mangel = Mangel(
                "sign_conflict",
                "passt nicht zum Eintrag unter ›Wert‹.",
                "Neben einer Zahl ist nur ›unsicher‹ möglich; bei den anderen Zeichen bleibt der Wert leer.",
            )
            befunde.add(mangel, daten.blatt.name, daten.zeilen[i], daten.titel.get("zeichen"), str(daneben))
    return zeichen


def _melt(daten: Blattdaten, arten: Sequence[tuple[str, str]], befunde: Befundliste) -> Werte:
    """A column per Zeitraum becomes a row per figure; empty cells bring nothing."""
    stellen, zahlen, zeichen = [], [], []
    for zeitraum, zellen in daten.breit.items():
        spalte = _read_zahlenspalte(zellen, daten, daten.breit_titel[zeitraum], arten, befunde)
        platz = np.flatnonzero(spalte.gefuellt)
        stellen.append(platz)
        zahlen.append(spalte.zahl[platz])
        zeichen.append(spalte.zeichen[platz])
    platz = np.concatenate(stellen)
    nummer = np.repeat(np.arange(len(stellen)), [len(stelle) for stelle in stellen])
    zeitraeume = _kategorie(list(daten.breit), nummer)
    frame = _frame(daten, platz, zeitraeume, np.concatenate(zahlen), np.concatenate(zeichen))
    titel = _kategorie([daten.breit_titel[zeitraum] for zeitraum in daten.breit], nummer)
    return Werte(frame, np.array(daten.zeilen)[platz], titel)


def _array(werte: Sequence[object]) -> npt.NDArray[np.object_]:
    feld = np.empty(len(werte), dtype=object)
    feld[:] = werte
    return feld


def _frame(
    daten: Blattdaten,
    platz: Ganz,
    zeitraum: pd.Categorical,
    zahl: npt.NDArray[np.float64],
    zeichen: npt.NDArray[np.object_],
) -> pd.DataFrame:
    """Repeated text stays a number into a list until DuckDB takes it; ``platz``: the sheet row of each figure."""
    texte = {name: _kategorie(daten.spalten[name], platz) for name in ("merkmal_id", "gebiet_id", "gruppe")}
    return pd.DataFrame(
        {
            **texte,
            "zeitraum": zeitraum,
            "wert": zahl,
            "zeichen": pd.Series([None if z is None else str(z) for z in zeichen.tolist()], dtype=object),
            "quelle_id": _kategorie(daten.spalten["quelle_id"], platz),
        }
    )


def _kategorie(texte: Sequence[object], platz: Ganz) -> pd.Categorical:
    """For each ``platz`` the text that stands there (or none)."""
    codes, verschiedene = pd.factorize(_array(texte))
    namen = pd.Index([str(text) for text in verschiedene], dtype="str")
    return pd.Categorical.from_codes(codes[platz], categories=namen)
