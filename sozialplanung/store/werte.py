"""Figures of an Indikator per Gebiet, added up the hierarchy where a level has none of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sozialplanung.analysis.indexwerte import EINWOHNER, index_frame
from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.analysis.sozialindex import Indexdefinition
from sozialplanung.errors import ProjektError
from sozialplanung.model import Raumebene
from sozialplanung.store.abfrage import ROLLEN, Umfeld, ask
from sozialplanung.store.bezugsraeume import Bezugsraeume
from sozialplanung.store.connection import Cursor, count
from sozialplanung.store.frames import to_frame
from sozialplanung.store.indizes import find_index
from sozialplanung.store.queries import query

_EINWOHNER_WIE_INDIKATOR: dict[str, Any] = {
    **{
        f"{rolle}_{was}": leer
        for rolle in ROLLEN
        for was, leer in (("merkmal_id", None), ("gruppe", ""), ("art", None))
    },
    "zaehler_merkmal_id": EINWOHNER,
    "faktor": 1.0,
}


class WerteLesen(Bezugsraeume):
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
        * ``einwohner_zu_wenig``: no index for so few inhabitants; ``zeichen`` is ``gesperrt``

        An index (``analysis.indexwerte``) is computed from the figures of its Indikatoren that may be shown; it has no
        zaehler and nenner, its ``gewicht`` are the inhabitants.
        """
        with self.cursor_at(raumebene) as cur:
            umfeld = self.umfeld_at(cur, raumebene)
            if index := find_index(cur, indikator_id):
                return _compute_index(cur, umfeld, index.definition, jahr)
            return _one_year(cur, umfeld, describe_indikator(cur, indikator_id), jahr)

    def load_indikator_mit_quellen(self, indikator_id: str, raumebene: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """``load_indikatorwerte`` for all years, and who says so.

        The second frame: jahr, bezeichnung, herkunft, lizenz, stand, verweis of every Quelle of a year's figures
        (weights are not among them).
        """
        with self.cursor_at(raumebene) as cur:
            umfeld, index = self.umfeld_at(cur, raumebene), find_index(cur, indikator_id)
            if index is None:
                return _with_sources(cur, umfeld, indikator_id)
            teile = {name: _with_sources(cur, umfeld, name) for name in index.definition.indikatoren}
            werte = {name: teil[0] for name, teil in teile.items()}
            quellen = pd.concat([teil[1] for teil in teile.values()]).drop_duplicates()
            return index_frame(werte, _inhabitants(cur, umfeld), index.definition), quellen

    def load_einwohner(self, raumebene: str) -> pd.DataFrame:
        """Inhabitants (Merkmal ``einwohner``) of all years: gebiet_id, jahr, wert, herkunft; empty without any."""
        with self.cursor_at(raumebene) as cur:
            return _inhabitants(cur, self.umfeld_at(cur, raumebene))

    def load_personen(self, merkmal_id: str, raumebene: str) -> pd.DataFrame:
        """A count (Merkmal of art ``anzahl``) of all years: gebiet_id, jahr, wert, herkunft; without hidden ones."""
        with self.cursor_at(raumebene) as cur:
            return _inhabitants(cur, self.umfeld_at(cur, raumebene), merkmal_id)

    def load_verfuegbarkeit(self) -> pd.DataFrame:
        """Where an Indikator can be shown: indikator_id, raumebene, jahr, anzahl (Gebiete with a figure) of gesamt.

        Counts exactly the figures of ``load_indikatorwerte`` that are not missing, but for all Indikatoren at once:
        from the bottom of the hierarchy up instead of from each Gebiet down.
        """
        with self.cursor() as cur:
            alle = _count_figures(cur)
        if not self.load_bezugsraeume():
            return alle
        with self.cursor_at(Raumebene.BEZUGSRAUM) as cur:
            bezugsraeume = _count_figures(cur)
        return pd.concat([alle, bezugsraeume[bezugsraeume["raumebene"] == Raumebene.BEZUGSRAUM]], ignore_index=True)


def _count_figures(cur: Cursor) -> pd.DataFrame:
    cur.execute(query("verfuegbarkeit_paare"), {"einwohner": EINWOHNER})
    for schritt in ("orte", "werte", "zellen"):
        cur.execute(query(f"verfuegbarkeit_{schritt}"))
    for hoehe in range(1, count(cur, "verfuegbarkeit_hoehe") + 1):
        cur.execute(query("verfuegbarkeit_aufstieg"), {"hoehe": hoehe})
    mindestens = int(load_parameter("index_mindest_gebiete"))
    cur.execute(query("verfuegbarkeit_indizes"), {"einwohner": EINWOHNER, "mindestens": mindestens})
    return to_frame(cur.execute(query("verfuegbarkeit")))


def describe_indikator(cur: Cursor, indikator_id: str) -> dict[str, Any]:
    """What an Indikator is computed from."""
    ergebnis = cur.execute(query("indikator"), {"indikator_id": indikator_id})
    spalten = [name for name, *_ in ergebnis.description or ()]
    zeilen = ergebnis.fetchall()
    if not zeilen:
        raise ProjektError(
            f"Den Indikator ›{indikator_id}‹ gibt es in diesem Projekt nicht. Bitte wählen Sie einen anderen."
        )
    return dict(zip(spalten, zeilen[0], strict=True))


def _one_year(cur: Cursor, umfeld: Umfeld, angaben: Mapping[str, Any], jahr: int | None) -> pd.DataFrame:
    """A weight may come from another year; all of them are asked for only where one of this year is missing."""
    werte = ask(cur, umfeld, angaben, jahr).compute(jahr)
    if jahr is None or angaben["gewicht_merkmal_id"] is None or werte["gewicht"].notna().all():
        return werte
    return ask(cur, umfeld, angaben, jahr, weitere_jahre=True).compute(jahr)


def _with_sources(cur: Cursor, umfeld: Umfeld, indikator_id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    abfrage = ask(cur, umfeld, describe_indikator(cur, indikator_id))
    return abfrage.compute(), abfrage.find_sources()


def _compute_index(cur: Cursor, umfeld: Umfeld, definition: Indexdefinition, jahr: int | None = None) -> pd.DataFrame:
    frames = {
        name: ask(cur, umfeld, describe_indikator(cur, name), jahr).compute(jahr) for name in definition.indikatoren
    }
    return index_frame(frames, _inhabitants(cur, umfeld), definition)


def _inhabitants(cur: Cursor, umfeld: Umfeld, merkmal_id: str = EINWOHNER) -> pd.DataFrame:
    werte = ask(cur, umfeld, _EINWOHNER_WIE_INDIKATOR | {"zaehler_merkmal_id": merkmal_id}).compute()
    return werte.loc[werte["wert"].notna(), ["gebiet_id", "jahr", "wert", "herkunft"]]
