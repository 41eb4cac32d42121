"""Figures of an Indikator per Gebiet, added up the hierarchy where a level has none of its own."""

from __future__ import annotations

import pandas as pd

from sozialplanung.errors import ProjektError
from sozialplanung.store.connection import Cursor, Datei, count
from sozialplanung.store.frames import to_frame
from sozialplanung.store.queries import query

_ROLLEN = ("zaehler", "nenner", "gewicht")


class WerteLesen(Datei):
    """Indikatoren: counts are added first, then divided; what is missing makes the sum missing."""

    def load_indikatorwerte(self, indikator_id: str, raumebene: str, jahr: int | None = None) -> pd.DataFrame:
        """One row per Gebiet of the level and year in which anything was delivered for the level or below.

        Columns: gebiet_id, bezeichnung, uebergeordnet, jahr, zeitraum, zaehler, nenner, wert, zeichen, gewicht,
        gewicht_jahr, herkunft, hinweis, gewicht_herkunft. ``wert`` is NaN where a part is missing; ``zeichen`` then
        says why, if anything does. ``herkunft`` is the weakest of all figures used, ``gewicht_herkunft`` that of the
        weight. What must not be shown is ``geheim`` or ``gesperrt`` without zaehler and nenner; a sum over it as well.
        ``hinweis`` is None or one of

        * ``rate_nicht_aggregierbar``: a rate came without its counts and only for smaller Gebiete
        * ``nenner_null``: nobody to relate to; ``zeichen`` is ``gesperrt``
        * ``nenner_zu_klein``: fewer persons than the rule of a Quelle asks for; ``zeichen`` is ``gesperrt``
        * ``verborgen``: the rules hide a figure that is needed (``geheim`` without it: delivered so)
        * ``teile_fehlen``: figures of some parts exist, but not of all
        * ``zeitraeume_gemischt``: added up from smaller Gebiete with different Zeiträume of the year
        * ``aggregiert``: added up from smaller Gebiete
        """
        with self.cursor() as cur:
            return to_frame(_ask(cur, indikator_id, raumebene, jahr))

    def load_indikator_mit_quellen(self, indikator_id: str, raumebene: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """``load_indikatorwerte`` for all years, and who says so.

        The second frame: jahr, bezeichnung, herkunft, lizenz, stand, verweis of every Quelle of a year's figures
        (weights are not among them).
        """
        with self.cursor() as cur:
            werte = to_frame(_ask(cur, indikator_id, raumebene, None))
            return werte, to_frame(cur.execute(query("quellen_zu_indikator")))

    def load_verfuegbarkeit(self) -> pd.DataFrame:
        """Where an Indikator can be shown: indikator_id, raumebene, jahr, anzahl (Gebiete with a figure) of gesamt.

        Counts exactly the figures of ``load_indikatorwerte`` that are not missing, but for all Indikatoren at once:
        from the bottom of the hierarchy up instead of from each Gebiet down.
        """
        with self.cursor() as cur:
            for schritt in ("paare", "orte", "werte"):
                cur.execute(query(f"verfuegbarkeit_{schritt}"))
            for hoehe in range(1, count(cur, "verfuegbarkeit_hoehe") + 1):
                cur.execute(query("verfuegbarkeit_aufstieg"), {"hoehe": hoehe})
            return to_frame(cur.execute(query("verfuegbarkeit")))


def _ask(cur: Cursor, indikator_id: str, raumebene: str, jahr: int | None) -> Cursor:
    """The figures as a result to fetch; what they are made of stays in the cursor's table ``knoten``."""
    ergebnis = cur.execute(query("indikator"), {"indikator_id": indikator_id})
    spalten = [name for name, *_ in ergebnis.description or ()]
    zeilen = ergebnis.fetchall()
    if not zeilen:
        raise ProjektError(
            f"Den Indikator ›{indikator_id}‹ gibt es in diesem Projekt nicht. Bitte wählen Sie einen anderen."
        )
    angaben = dict(zip(spalten, zeilen[0], strict=True))
    arten = {rolle: angaben.pop(f"{rolle}_art") for rolle in _ROLLEN}
    faktor = angaben.pop("faktor")
    cur.execute(query("knoten_anlegen"), angaben | {"raumebene": raumebene, "jahr": jahr})
    rechnung = {
        "nenner_merkmal_id": angaben["nenner_merkmal_id"],
        "faktor": faktor,
        "raten": [rolle for rolle, art in arten.items() if art == "rate"],
        "nenner_zaehlt": arten["nenner"] == "anzahl",
    }
    return cur.execute(query("indikatorwerte"), rechnung)
