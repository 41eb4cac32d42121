"""From rows of areas and columns of figures to the long table; shared by the profiles whose files are wide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sozialplanung.importer.befunde import Befundliste
from sozialplanung.importer.mappe import Zelle
from sozialplanung.importer.profile.roh import SPALTEN, empty_frame, find_art, slug
from sozialplanung.importer.profile.zellwerte import Zellleser
from sozialplanung.model import Merkmalsart

_SPALTENNAME_BASIS = 26


@dataclass(frozen=True, slots=True)
class Wertspalte:
    """A column of figures: where it stands and what it tells. ``zeitraum`` None: each row says its own."""

    nummer: int
    merkmal: str
    gruppe: str = ""
    zeitraum: str | None = None
    einheit: str = ""
    art: Merkmalsart | None = None
    merkmal_id: str = ""


@dataclass(frozen=True, slots=True)
class Gebietszeile:
    """A row of figures: which area it is about."""

    platz: int  # in the sheet, from 0
    schluessel: str
    name: str
    zeitraum: str | None = None
    ebene: str | None = None


def spaltenname(nummer: int) -> str:
    """0 → A, 26 → AA: a column as the spreadsheet calls it."""
    name = ""
    nummer += 1
    while nummer:
        nummer, rest = divmod(nummer - 1, _SPALTENNAME_BASIS)
        name = chr(65 + rest) + name
    return name


def melt(
    zeilen: Sequence[Sequence[Zelle]],
    gebiete: Sequence[Gebietszeile],
    spalten: Sequence[Wertspalte],
    blatt: str,
    befunde: Befundliste,
) -> pd.DataFrame:
    """One row per figure; empty cells bring nothing."""
    leser = Zellleser(befunde, blatt)
    nummern = [g.platz + 1 for g in gebiete]
    fest = {
        "schluessel": _feld([g.schluessel for g in gebiete]),
        "name": _feld([g.name for g in gebiete]),
        "ebene": _feld([g.ebene for g in gebiete]),
        "zeile": np.array(nummern, dtype=np.int64),
    }
    eigene = _feld([g.zeitraum for g in gebiete])
    teile = []
    for spalte in spalten:
        zellen = [zeilen[g.platz][spalte.nummer] if spalte.nummer < len(zeilen[g.platz]) else "" for g in gebiete]
        titel = spaltenname(spalte.nummer)
        zahl, zeichen, gefuellt = leser.read(zellen, nummern, titel)
        teil: dict[str, object] = {name: werte[gefuellt] for name, werte in fest.items()}
        teil |= {
            "merkmal_id": spalte.merkmal_id or slug(spalte.merkmal),
            "merkmal": spalte.merkmal,
            "einheit": spalte.einheit,
            "art": str(spalte.art or find_art(spalte.einheit, spalte.merkmal)),
            "gruppe": spalte.gruppe,
            "zeitraum": spalte.zeitraum if spalte.zeitraum is not None else eigene[gefuellt],
            "wert": zahl[gefuellt],
            "zeichen": zeichen[gefuellt],
            "blatt": blatt,
            "spalte": titel,
        }
        teile.append(pd.DataFrame(teil, columns=list(SPALTEN)))
    leser.finish()
    teile = [teil for teil in teile if len(teil)]
    if not teile:
        return empty_frame()
    return pd.concat(
        [teil.astype({n: object for n in SPALTEN if n not in ("wert", "zeile")}) for teil in teile], ignore_index=True
    )


def _feld(werte: Sequence[object]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    feld = np.empty(len(werte), dtype=object)
    feld[:] = werte
    return feld


_FUSSNOTE = re.compile(r"(?<=[^\W\d_.])\d{1,2}\)|(?<=[.)])\d{1,2}\)")


def ohne_fussnote(text: str) -> str:
    """»Berufsabschluss2)« → »Berufsabschluss«."""
    return re.sub(r"\s+", " ", _FUSSNOTE.sub("", text)).strip(" *")
