"""Cells of official tables: numbers, signs, and letters behind a number (p r s e)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.mappe import Zelle
from sozialplanung.importer.texte import is_leer, show
from sozialplanung.importer.werte import parse_wert

_MIT_BUCHSTABE = re.compile(r"(.*\d)\s*([prse])")
_OHNE_NULL = re.compile(r"-?,\d+$")  # »,14« is 0,14
_BUCHSTABEN = {"p": "vorläufig", "r": "berichtigt", "s": "geschätzt", "e": "endgültig"}

Spaltenwerte = tuple[npt.NDArray[np.float64], npt.NDArray[np.object_], npt.NDArray[np.bool_]]


class Zellleser:
    """Reads cells and remembers what there was to say about them."""

    def __init__(self, befunde: Befundliste, blatt: str) -> None:
        self._befunde = befunde
        self._blatt = blatt
        self._gelesen: dict[tuple[type, Zelle], tuple[float, str | None, bool, Mangel | None]] = {}
        self._buchstaben: Counter[str] = Counter()

    def read(self, zellen: Sequence[Zelle], zeilen: Sequence[int], titel: str) -> Spaltenwerte:
        """Numbers, signs, and which cells hold anything; what cannot be read is a finding."""
        zahl = np.full(len(zellen), math.nan)
        zeichen: npt.NDArray[np.object_] = np.full(len(zellen), None, dtype=object)
        gefuellt = np.zeros(len(zellen), dtype=bool)
        for i, zelle in enumerate(zellen):
            if type(zelle) is float:
                zahl[i], gefuellt[i] = zelle, math.isfinite(zelle)
            elif not is_leer(zelle):
                zahl[i], zeichen[i], gefuellt[i], mangel = self._parse(zelle)
                if mangel is not None:
                    self._befunde.add(mangel, self._blatt, zeilen[i], titel, show(zelle))
        return zahl, zeichen, gefuellt

    def _parse(self, zelle: Zelle) -> tuple[float, str | None, bool, Mangel | None]:
        schluessel = (type(zelle), zelle)
        if schluessel not in self._gelesen:
            text = zelle.strip() if isinstance(zelle, str) else zelle
            if isinstance(text, str) and (treffer := _MIT_BUCHSTABE.fullmatch(text)):
                text = treffer[1]
                self._buchstaben[treffer[2]] += 1
            if isinstance(text, str) and _OHNE_NULL.match(text):
                text = text.replace(",", "0,")
            wert = parse_wert(text)
            stumm = wert.mangel is None or (wert.gueltig and wert.mangel.art == "number_as_text")
            self._gelesen[schluessel] = (
                wert.zahl,
                None if wert.zeichen is None else str(wert.zeichen),
                wert.gueltig,
                None if stumm else wert.mangel,
            )
        return self._gelesen[schluessel]

    def finish(self) -> None:
        """Tell once which figures carried a letter."""
        for buchstabe, anzahl in self._buchstaben.items():
            mangel = Mangel("figure_status", f"steht hinter {anzahl} Zahlen: Sie sind {_BUCHSTABEN[buchstabe]}.", "")
            self._befunde.add(mangel, self._blatt, None, None, buchstabe)
