"""The tables that a delivery fills, in the order in which they are written: parents before children."""

from __future__ import annotations

from dataclasses import dataclass

from sozialplanung.vorlage import BLAETTER

# DuckDB refuses to delete a row together with the rows that point to it, so parents are removed one transaction later.
_ELTERN = ("quelle", "gebiet", "merkmal", "handlungskonzept", "massnahme")
_NICHT_IN_DER_TABELLE = {"gebiet": {"uebergeordnet"}, "geometrie": {"teil"}}


@dataclass(frozen=True, slots=True)
class Tabelle:
    """``spalten`` are all columns that a delivery fills, keys first; the allow-list for identifiers in SQL.

    ``stelle``: further columns that say where a row stands in the file; no difference between rows.
    """

    name: str
    schluessel: tuple[str, ...]
    spalten: tuple[str, ...]
    eltern: bool = False
    hat_lieferung: bool = True
    stelle: tuple[str, ...] = ()

    @property
    def inhalt(self) -> tuple[str, ...]:
        return tuple(s for s in self.spalten if s not in self.schluessel)

    @property
    def alle_spalten(self) -> tuple[str, ...]:
        return (*self.spalten, "lieferung_id") if self.hat_lieferung else self.spalten


def _from_vorlage() -> dict[str, Tabelle]:
    tabellen: dict[str, Tabelle] = {}
    for blatt in BLAETTER:
        weg = _NICHT_IN_DER_TABELLE.get(blatt.tabelle, set())
        schluessel = tuple(s for s in blatt.schluessel if s not in weg)
        inhalt = tuple(s.name for s in blatt.spalten if s.name not in weg and s.name not in schluessel)
        tabellen[blatt.tabelle] = Tabelle(
            blatt.tabelle, schluessel, (*schluessel, *inhalt), eltern=blatt.tabelle in _ELTERN
        )
    return tabellen


_AUS_DER_VORLAGE = _from_vorlage()

PROJEKT = Tabelle("projekt", ("feld",), ("feld", "eintrag"), hat_lieferung=False)
ZUORDNUNG = Tabelle("gebiet_zuordnung", ("gebiet_id",), ("gebiet_id", "uebergeordnet"))
WERT = Tabelle(
    "wert",
    _AUS_DER_VORLAGE["wert"].schluessel,
    (*_AUS_DER_VORLAGE["wert"].schluessel, "jahr", "wert", "zeichen", "quelle_id"),
    stelle=("blatt", "zeile", "spalte"),
)
# All tables whose rows are replaced by key; ``wert`` keeps its history itself.
TABELLEN: dict[str, Tabelle] = {
    tabelle.name: tabelle
    for tabelle in (
        *(_AUS_DER_VORLAGE[name] for name in _ELTERN),
        PROJEKT,
        ZUORDNUNG,
        *(t for t in _AUS_DER_VORLAGE.values() if not t.eltern and t.name != "wert"),
    )
}
