"""Which Indikatoren are rates of counts: only those have an interval, and only their Zähler can be a group."""

from __future__ import annotations

from typing import NamedTuple

from sozialplanung.model import Merkmalsart
from sozialplanung.ui import cache
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember


class Anzahlen(NamedTuple):
    """wert = ``gruppe`` ÷ ``gesamt`` × ``faktor``, both counted; the names are those of the Merkmale."""

    gruppe: str
    gesamt: str
    faktor: float
    gleiche_einheit: bool  # persons among persons, not places per child


@remember(64)
def count_rates(daten: Daten) -> dict[str, Anzahlen]:
    """Indikatoren whose Zähler and Nenner are both counts."""
    merkmale = cache.merkmale(daten)
    arten, namen, einheiten = (merkmale[spalte].to_dict() for spalte in ("art", "bezeichnung", "einheit"))
    spalten = [
        "indikator_id", "zaehler_merkmal_id", "zaehler_gruppe", "nenner_merkmal_id", "nenner_gruppe", "faktor",
    ]  # fmt: skip
    ergebnis = {}
    for indikator_id, zaehler, z_gruppe, nenner, n_gruppe, faktor in daten.projekt.load_indikatoren()[
        spalten
    ].itertuples(index=False):
        if arten.get(zaehler) == arten.get(nenner) == Merkmalsart.ANZAHL:
            ergebnis[indikator_id] = Anzahlen(
                _name(namen[zaehler], z_gruppe),
                _name(namen[nenner], n_gruppe),
                float(faktor),
                einheiten[zaehler] == einheiten[nenner],
            )
    return ergebnis


def _name(merkmal: str, gruppe: str) -> str:
    return f"{merkmal} ({gruppe})" if gruppe else merkmal
