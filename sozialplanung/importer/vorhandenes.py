"""What a Projekt already holds, as far as the checks need it: loaded when asked for, never changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import pandas as pd

from sozialplanung.vorlage import blatt_der_tabelle


class Vorhandenes:
    """The stored tables behind a delivery; without ``lade`` the Projekt is empty."""

    def __init__(
        self,
        lade: Callable[[str], pd.DataFrame] | None = None,
        aliase: Mapping[str, str | None] | None = None,
        lade_werte: Callable[[Collection[str]], pd.DataFrame] | None = None,
    ) -> None:
        """``aliase``: what people said that a name in a file means; None: no area of this Projekt.

        ``lade_werte``: the figures of some Merkmale; without it all are loaded.
        """
        self._lade = lade
        self._lade_werte = lade_werte
        self.aliase = aliase or {}
        self._tabellen: dict[str, pd.DataFrame] = {}

    def tabelle(self, name: str) -> pd.DataFrame:
        """The current rows of a table; an empty Projekt has the columns, too."""
        if name not in self._tabellen:
            leer = pd.DataFrame(columns=[spalte.name for spalte in blatt_der_tabelle(name).spalten], dtype=object)
            self._tabellen[name] = leer if self._lade is None else self._lade(name)
        return self._tabellen[name]

    def schluessel(self, name: str) -> frozenset[str]:
        """The keys of a table whose rows other tables point to."""
        spalte = blatt_der_tabelle(name).schluessel[0]
        return frozenset(self.tabelle(name)[spalte])

    def werte(self, merkmale: Collection[str]) -> pd.DataFrame:
        """The stored figures of these Merkmale."""
        if self._lade_werte is not None:
            return self._lade_werte(merkmale)
        alle = self.tabelle("wert")
        return alle[alle["merkmal_id"].isin(list(merkmale))].reset_index(drop=True)
