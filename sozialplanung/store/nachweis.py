"""»Woher?«: what a figure was computed from, down to the cell of the file that was delivered."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sozialplanung.errors import ProjektError
from sozialplanung.model import Wertzeichen
from sozialplanung.store.abfrage import ask
from sozialplanung.store.bezugsraeume import Bezugsraeume
from sozialplanung.store.connection import first
from sozialplanung.store.frames import to_frame
from sozialplanung.store.indizes import find_index
from sozialplanung.store.queries import query
from sozialplanung.store.werte import describe_indikator


@dataclass(frozen=True, slots=True)
class Nachweis:
    """One figure of an Indikator and where it comes from.

    ``zeile`` is its row of ``load_indikatorwerte`` (None: nothing was delivered for that year). ``teile`` has a row for
    every figure that numerator (``rolle`` zaehler) and denominator (nenner) were added up from; a hidden one has no
    number, and where the counts of the whole are not shown those of its parts are not either (``verborgen``).
    ``indikatoren`` are the keys that a Sozialindex is made of; then there are no ``teile``.
    """

    gebiet: str
    zeile: pd.Series | None
    faktor: float
    teile: pd.DataFrame
    verborgen: bool = False
    indikatoren: tuple[str, ...] = ()


class Nachweise(Bezugsraeume):
    """``load_nachweis``."""

    def load_nachweis(self, indikator_id: str, raumebene: str, gebiet_id: str, jahr: int) -> Nachweis:
        with self.cursor_at(raumebene) as cur:
            ort = first(cur, query("nachweis_gebiet"), {"gebiet_id": gebiet_id})
            if ort is None:
                raise ProjektError(f"Das Gebiet ›{gebiet_id}‹ gibt es in diesem Projekt nicht.")
            (name,) = ort
            if index := find_index(cur, indikator_id):
                return Nachweis(name, None, 1.0, pd.DataFrame(), indikatoren=tuple(index.definition.indikatoren))
            angaben = describe_indikator(cur, indikator_id)
            abfrage = ask(cur, self.umfeld_at(cur, raumebene), angaben, jahr)
            werte = abfrage.compute(jahr)
            teile = to_frame(
                cur.execute(
                    query("nachweis_teile"),
                    abfrage.find_parts(gebiet_id, jahr)
                    | {f"{r}_{was}": angaben[f"{r}_{was}"] for r in ("zaehler", "nenner") for was in _MERKMAL},
                )
            )
        eigene = werte[werte["gebiet_id"] == gebiet_id]
        zeile = None if eigene.empty else eigene.iloc[0]
        verborgen = zeile is not None and _hides_counts(zeile)
        if verborgen:
            teile = teile.assign(wert=float("nan"), geliefert=float("nan"))
        return Nachweis(name, zeile, float(angaben["faktor"]), teile, verborgen)


_MERKMAL = ("merkmal_id", "gruppe")


def _hides_counts(zeile: pd.Series) -> bool:
    return zeile["zeichen"] == Wertzeichen.GEHEIM or zeile["hinweis"] in {"verborgen", "nenner_zu_klein"}
