"""Everything that is asked of a Projekt besides figures and money."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from sozialplanung.analysis.umrisse import merge_outlines
from sozialplanung.model import Raumebene
from sozialplanung.store.bezugsraeume import Bezugsraeume
from sozialplanung.store.frames import to_frame
from sozialplanung.store.queries import query
from sozialplanung.store.tabellen import TABELLEN, WERT
from sozialplanung.vorlage import blatt_der_tabelle


class Lesen(Bezugsraeume):
    """Master data, Maßnahmen and whole tables as frames; the queries of the same names say what the columns are."""

    def load_projekt(self) -> dict[str, str]:
        """The entries of the sheet »Projekt« that are kept: name, kommune, beschreibung, …"""
        frame = self.frame("projekt")
        return dict(zip(frame["feld"], frame["eintrag"], strict=True))

    def load_raumebenen(self) -> list[str]:
        """Levels that have a Gebiet, from large to small."""
        vorhanden = set(self.frame("raumebenen")["raumebene"])
        return [ebene.value for ebene in Raumebene if ebene in vorhanden]

    def load_gebiete(self, raumebene: str | None = None) -> pd.DataFrame:
        """All Gebiete, or those of one level. Bezugsräume stand beside the hierarchy: only asked for as a level."""
        return self.frame_at("gebiete", raumebene)

    def load_geometrie(self, raumebene: str) -> pd.DataFrame:
        """Outlines of one level; ``quelle`` is the text for the caption."""
        if raumebene == Raumebene.BEZUGSRAUM:
            with self.cursor_at(raumebene) as cur:
                return merge_outlines(to_frame(cur.execute(query("bezugsraum_geometrie"))))
        return self.frame("geometrie", {"raumebene": raumebene})

    def load_indikatoren(self) -> pd.DataFrame:
        return self.frame("indikatoren")

    def load_merkmale(self) -> pd.DataFrame:
        return self.frame("merkmale")

    def load_quellen(self) -> pd.DataFrame:
        return self.frame("quellen")

    def load_lieferungen(self) -> pd.DataFrame:
        """Newest first, those taken back included."""
        return self.frame("lieferungen")

    def load_handlungskonzepte(self) -> pd.DataFrame:
        return self.frame("handlungskonzepte")

    def load_massnahmen(self) -> pd.DataFrame:
        return self.frame("massnahmen")

    def load_massnahme_gebiete(self) -> pd.DataFrame:
        return self.frame("massnahme_gebiete")

    def load_leistungen(self) -> pd.DataFrame:
        """What the Maßnahmen did; ``ist`` is missing where ``verborgen``: fewer persons than the rule lets show."""
        return self.frame("leistungen")

    def load_wirkungen(self) -> pd.DataFrame:
        """How each Maßnahme is meant to have an effect, how that is known, how it is going."""
        return self.frame("wirkungen")

    def load_meilensteine(self) -> pd.DataFrame:
        return self.frame("meilensteine")

    def load_beratungsfolge(self) -> pd.DataFrame:
        return self.frame("beratungsfolge")

    def load_einrichtungen(self) -> pd.DataFrame:
        return self.frame("einrichtungen")

    def load_vollstaendigkeit(self, raumebene: str) -> pd.DataFrame:
        """Delivered figures (nothing is added up): how many Gebiete of the level have one, by Merkmal and year."""
        return self.frame("vollstaendigkeit", {"raumebene": raumebene})

    def load_werte(self) -> pd.DataFrame:
        """Every current figure, for ``export werte``."""
        return self.frame("werte")

    def load_tabelle(self, tabelle: str) -> pd.DataFrame:
        """A table with the columns of its sheet in the Vorlage, for the export (Grenzen without ``teil``)."""
        if tabelle == "gebiet":
            return self.frame("tabelle_gebiet")
        spalten = [s.name for s in blatt_der_tabelle(tabelle).spalten if (tabelle, s.name) != ("geometrie", "teil")]
        beschreibung, bestand = (WERT, "wert_geliefert") if tabelle == WERT.name else (TABELLEN[tabelle], tabelle)
        sql = f"SELECT {', '.join(spalten)} FROM {bestand} ORDER BY {', '.join(beschreibung.schluessel)}"
        with self.cursor() as cur:
            return to_frame(cur.execute(sql))

    def load_gelieferte(self, merkmale: Collection[str]) -> pd.DataFrame:
        """The figures of these Merkmale as they were delivered, in the columns of the sheet »Werte«."""
        return self.frame("werte_der_merkmale", {"merkmale": sorted(merkmale)})

    def schluessel(self, tabelle: str) -> pd.Index:
        """Keys that exist: an Index of text, or of tuples where several columns make the key."""
        beschreibung, bestand = (WERT, "wert_geliefert") if tabelle == WERT.name else (TABELLEN[tabelle], tabelle)
        with self.cursor() as cur:
            frame = to_frame(cur.execute(f"SELECT {', '.join(beschreibung.schluessel)} FROM {bestand}"))
        if len(beschreibung.schluessel) == 1:
            index: pd.Index = pd.Index(frame[beschreibung.schluessel[0]], dtype=object)
            return index
        return pd.MultiIndex.from_frame(frame)
