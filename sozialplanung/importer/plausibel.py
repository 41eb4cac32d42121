"""Are single figures plausible? Signs, shares, fractions, doubles; see also ``zusammenhang`` and ``verlauf``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sozialplanung.formatting import format_anzahl, format_zeitraum
from sozialplanung.importer.befunde import HOECHSTENS, Befundliste, Mangel
from sozialplanung.importer.schluessel import tell_doppelt
from sozialplanung.importer.werte import Werte
from sozialplanung.importer.zahlen import find_doubles, number, number_rows
from sozialplanung.importer.zellen import GROESSTE_ZAHL, ZU_GROSS
from sozialplanung.model import Merkmalsart, Wertzeichen

_ORT = ["merkmal_id", "gebiet_id", "gruppe", "zeitraum"]
_TEIL = re.compile(r"anteil|quote", re.IGNORECASE)  # parts of a whole; »Veränderung in %« may be more than 100


def _zaehlt(einheit: str) -> bool:
    """Whether the unit counts: Personen, Fälle, nothing at all; not hectares, not thousands."""
    return not re.search(
        r"\d|tsd|mio|mill|\bq?km|\bha\b|m²|\bt\b|tonnen|qm|stunden|stellen|vollzeit", einheit, re.IGNORECASE
    )


def check_einzelne(werte: Werte, blatt: str, merkmale: pd.DataFrame, befunde: Befundliste) -> Werte:
    """What each figure says about itself; returns the figures without double rows."""
    werte = _drop_doppelte(werte, blatt, befunde)
    codes, namen = number(werte.frame["merkmal_id"])
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
    _check_shares(zahl, codes, namen, np.array(prozent, dtype=bool), blatt, befunde)
    return werte


def _check_shares(
    zahl: npt.NDArray[np.float64],
    codes: npt.NDArray[np.integer[Any]],
    namen: Sequence[str],
    prozent: npt.NDArray[np.bool_],
    blatt: str,
    befunde: Befundliste,
) -> None:
    for code in np.flatnonzero(prozent):
        zahlen = zahl[(codes == code) & ~np.isnan(zahl)]
        if len(zahlen) >= 3 and zahlen.min() >= 0 and 0 < zahlen.max() <= 1:
            mangel = Mangel(
                "share_as_percent",
                "hat die Einheit %, aber alle Werte liegen zwischen 0 und 1.",
                "Bitte tragen Sie Prozent ein: 12,3 statt 0,123. In Excel hilft eine Spalte ohne Prozentformat.",
            )
            befunde.add(mangel, blatt, None, None, namen[int(code)])


def _tell(werte: Werte, auswahl: npt.NDArray[np.bool_], blatt: str, mangel: Mangel, befunde: Befundliste) -> None:
    stellen = np.flatnonzero(auswahl).tolist()
    for platz in stellen[:HOECHSTENS]:
        werte.tell(befunde, mangel, blatt, platz)
    befunde.count(mangel.art, blatt, len(stellen) - HOECHSTENS)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): wert for name, wert in zeile.items()} for zeile in frame.to_dict("records")]


def _drop_doppelte(werte: Werte, blatt: str, befunde: Befundliste) -> Werte:
    code = number_rows(werte.frame, _ORT)
    doppelt = find_doubles(code)
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


def check_merkmale(werte: Werte, merkmale: pd.DataFrame, befunde: Befundliste) -> None:
    """The same of a table of others: a finding per Merkmal, at its first figure. Negative ones: ``verlauf``."""
    codes, namen = pd.factorize(werte.frame["merkmal_id"])
    zahl = werte.frame["wert"].to_numpy()
    arten = np.array([merkmale["art"].get(str(name)) for name in namen], dtype=object)
    prozent = np.array(["%" in str(merkmale["einheit"].get(str(name))) for name in namen], dtype=bool)
    titel = [str(merkmale["bezeichnung"].get(str(name))) for name in namen]
    teilt = np.array([_TEIL.search(text) is not None for text in titel], dtype=bool)
    zaehlt = np.array([_zaehlt(str(merkmale["einheit"].get(str(name)) or "")) for name in namen], dtype=bool)
    geschaetzt = (werte.frame["zeichen"] == Wertzeichen.UNSICHER).to_numpy(dtype=bool)
    faelle = (
        (np.abs(zahl) >= GROESSTE_ZAHL, np.ones(len(namen), dtype=bool), ZU_GROSS),
        (
            (zahl != np.floor(zahl)) & ~np.isnan(zahl) & ~geschaetzt,
            (arten == Merkmalsart.ANZAHL) & zaehlt,
            Mangel(
                "fractional_count", "ist keine ganze Zahl.", "Ist das Merkmal wirklich eine Anzahl und keine Quote?"
            ),
        ),
        (
            zahl > 100,
            (arten == Merkmalsart.RATE) & prozent & teilt,
            Mangel("rate_over_100", "ist mehr als 100 %.", "Bitte prüfen Sie Zahl und Einheit."),
        ),
    )
    for auffaellig, betrifft, mangel in faelle:
        stellen = np.flatnonzero(auffaellig)
        stellen = stellen[betrifft[codes[stellen]]]
        _, erste, anzahl = np.unique(codes[stellen], return_index=True, return_counts=True)
        for platz, oft in zip(stellen[erste].tolist(), anzahl.tolist(), strict=True):
            weitere = (
                f" So auch {format_anzahl(oft - 1, 'weitere Zahl', 'weitere Zahlen')} des Merkmals." if oft > 1 else ""
            )
            werte.tell(
                befunde, replace(mangel, meldung=f"({titel[codes[platz]]}) {mangel.meldung}{weitere}"), "", platz
            )
    _check_shares(zahl, codes, [str(name) for name in namen], (arten == Merkmalsart.RATE) & prozent, "", befunde)
