"""How many persons a Maßnahme is for: which Merkmal counts its Zielgruppe, and where it is at work."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from enum import StrEnum
from typing import Any

import pandas as pd

from sozialplanung.model import Merkmalsart

_ROLLEN = ("zaehler", "nenner", "gewicht")


class Weg(StrEnum):
    """How it is known which Merkmal counts a Zielgruppe; nothing else is taken for certain."""

    ANGEGEBEN = "bei der Maßnahme angegeben"
    NAME = "Merkmal mit demselben Namen"
    GEWICHT = "Personen eines Indikators mit derselben Zielgruppe"
    GEMEINSAM = "gemeinsames Merkmal der Indikatoren mit derselben Zielgruppe"


def counted_by(massnahmen: pd.DataFrame, merkmale: pd.DataFrame, indikatoren: pd.DataFrame) -> pd.DataFrame:
    """The Merkmal that counts the persons of each Maßnahme's Zielgruppe, as far as the data say so.

    In this order: what the Maßnahme states; a count of the same name; the persons (weight) that an Indikator with this
    Zielgruppe names; the one count that several Indikatoren with this Zielgruppe have in common. A single Indikator is
    no proof: its Zielgruppe may be its numerator or its denominator.

    Parameters
    ----------
    massnahmen : frame[massnahme_id, zielgruppe, zielgruppe_merkmal_id]
    merkmale : frame[merkmal_id, bezeichnung, art]
    indikatoren : frame[zielgruppe, zaehler_merkmal_id, zaehler_gruppe, nenner_merkmal_id, nenner_gruppe,
        gewicht_merkmal_id]

    Returns
    -------
    frame[massnahme_id, merkmal_id, weg]; both None where nothing is known.
    """
    anzahlen = merkmale[merkmale["art"] == Merkmalsart.ANZAHL]
    zaehlt = set(anzahlen["merkmal_id"])
    nach_name = {_plain(name): key for key, name in zip(anzahlen["merkmal_id"], anzahlen["bezeichnung"], strict=True)}
    je_gruppe: dict[str, list[Mapping[Hashable, Any]]] = {}
    for zeile in indikatoren.to_dict("records"):
        je_gruppe.setdefault(_plain(zeile["zielgruppe"]), []).append(zeile)
    gefunden: list[tuple[str | None, Weg | None]] = []
    for angegeben, zielgruppe in zip(massnahmen["zielgruppe_merkmal_id"], massnahmen["zielgruppe"], strict=True):
        name = _plain(zielgruppe)
        if angegeben in zaehlt:
            gefunden.append((angegeben, Weg.ANGEGEBEN))
        elif name and name in nach_name:
            gefunden.append((nach_name[name], Weg.NAME))
        else:
            gefunden.append(_from_indikatoren(je_gruppe.get(name, []) if name else [], zaehlt))
    return pd.DataFrame(
        {
            "massnahme_id": massnahmen["massnahme_id"].tolist(),
            "merkmal_id": pd.Series([merkmal for merkmal, _ in gefunden], dtype=object),
            "weg": pd.Series([weg for _, weg in gefunden], dtype=object),
        }
    )


def _plain(text: object) -> str:
    return " ".join(str(text or "").casefold().split())


def _from_indikatoren(zeilen: list[Mapping[Hashable, Any]], zaehlt: set[str]) -> tuple[str | None, Weg | None]:
    gewichte = {zeile["gewicht_merkmal_id"] for zeile in zeilen} & zaehlt
    if len(gewichte) == 1:
        return gewichte.pop(), Weg.GEWICHT
    mengen = [
        {zeile[f"{rolle}_merkmal_id"] for rolle in _ROLLEN if not zeile.get(f"{rolle}_gruppe")} & zaehlt
        for zeile in zeilen
    ]
    gemeinsam = set.intersection(*mengen) if len(mengen) > 1 else set()
    return (gemeinsam.pop(), Weg.GEMEINSAM) if len(gemeinsam) == 1 else (None, None)


def persons_at(orte: pd.DataFrame, personen: pd.Series, gebiete: Collection[str]) -> pd.Series:
    """The persons where a Maßnahme is at work, by massnahme_id (float).

    Parameters
    ----------
    orte : frame[massnahme_id, gebiet_id]; gebiet_id None: some of it is for the whole town, so all areas count
    personen : by gebiet_id, of one year
    gebiete : all areas of the level

    Missing where the figure of one of its areas is: a sum over a gap would be too small.
    """
    ganze_stadt = personen.reindex(list(gebiete)).sum(skipna=False) if len(gebiete) else float("nan")
    ergebnis = {}
    for massnahme, gruppe in orte.groupby("massnahme_id", sort=False)["gebiet_id"]:
        hier = gruppe.drop_duplicates()
        ergebnis[massnahme] = ganze_stadt if hier.isna().any() else personen.reindex(hier).sum(skipna=False)
    return pd.Series(ergebnis, dtype=float)


def per_person(eur: pd.Series, personen: pd.Series) -> pd.Series:
    """Euro per person (float), by the index of ``eur``; missing where nobody is counted, never infinite."""
    zahl = personen.reindex(eur.index).astype(float)
    return eur.astype(float) / zahl.where(zahl > 0)
