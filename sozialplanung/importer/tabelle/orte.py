"""The areas that the Projekt knows, as far as guessing needs them; the matching itself is done for all profiles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import pandas as pd

from sozialplanung.importer.tabelle.rollen import split_gemischt
from sozialplanung.importer.texte import normalise
from sozialplanung.importer.vorhandenes import Vorhandenes


class Orte:
    """Names and keys of the Projekt, compared in their normal form."""

    def __init__(self, vorhanden: Vorhandenes) -> None:
        self._vorhanden = vorhanden

    @cached_property
    def _formen(self) -> dict[str, list[str]]:
        """Normal form of a name or key → keys of the areas it may mean."""
        formen: dict[str, list[str]] = {}
        tabelle = self._vorhanden.tabelle("gebiet")
        for key, name in zip(tabelle["gebiet_id"], tabelle["bezeichnung"], strict=True):
            for form in {normalise(str(key)), normalise(str(name))} - {""}:
                formen.setdefault(form, []).append(str(key))
        return formen

    @cached_property
    def _gebiete(self) -> dict[str, tuple[str, str, str]]:
        """Key → name, level, parent."""
        tabelle = self._vorhanden.tabelle("gebiet")
        spalten = ("gebiet_id", "bezeichnung", "raumebene", "uebergeordnet")
        return {
            str(key): (str(name), str(ebene), "" if pd.isna(oben) else str(oben))
            for key, name, ebene, oben in tabelle.reindex(columns=spalten).itertuples(index=False, name=None)
        }

    @property
    def bekannt(self) -> frozenset[str]:
        return frozenset(self._formen)

    @staticmethod
    def split(text: str) -> tuple[str, str] | None:
        return split_gemischt(text)

    def candidates(self, text: str) -> list[str]:
        """Keys of the areas that a cell may mean: by all of it, or by the key or name it begins or ends with."""
        for teil in (text, *(split_gemischt(text) or ())):
            if treffer := self._formen.get(normalise(teil)):
                return treffer
        return []

    def knows(self, text: str) -> bool:
        return bool(self.candidates(text))

    def find(self, text: str, ebene: str = "") -> str:
        """The one area of this name; empty where there is none or several."""
        treffer = [key for key in self.candidates(text) if ebene in ("", self.level(key))]
        return treffer[0] if len(treffer) == 1 else ""

    def name(self, key: str) -> str:
        return self._gebiete.get(key, (key, "", ""))[0]

    def level(self, key: str) -> str:
        return self._gebiete[key][1]

    def find_level(self, texte: Sequence[str]) -> str:
        """The level at which the Projekt knows at least half of these names, the one with the most."""
        ebenen = ({self.level(key) for key in self.candidates(text)} for text in set(texte))
        zaehler = Counter(ebene for von_einem in ebenen for ebene in von_einem)
        if not zaehler:
            return ""
        ebene, anzahl = zaehler.most_common(1)[0]
        return ebene if 2 * anzahl >= len(set(texte)) else ""

    def find_parent(self, texte: Sequence[str], ebene: str) -> str:
        """The one area that all of these lie in; empty where they lie in several or the Projekt does not know."""
        gebiete = [k for text in texte for k in self.candidates(text) if ebene in ("", self._gebiete[k][1])]
        eltern = {self._gebiete[k][2] for k in gebiete}
        return eltern.pop() if len(eltern) == 1 else ""
