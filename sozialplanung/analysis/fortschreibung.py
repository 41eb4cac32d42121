"""A Handlungskonzept carried over into a new period, and two periods side by side. Euro stay ``Decimal``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import pandas as pd

Zeile = Mapping[str, Any]

BLEIBT, ENDET, NEU = "geht weiter", "endet", "neu"
_ERREICHT = "erreichte Personen"
_SPALTEN = [
    "zustand",
    *(f"{was}{wann}" for was in ("", "eur_", "erreicht_", "verborgen_") for wann in ("alt", "neu")),
]


class Entscheidung(NamedTuple):
    """What becomes of a Maßnahme; ``massnahme_id`` None: one that did not exist before."""

    massnahme_id: str | None
    bezeichnung: str
    handlungsfeld: str
    wird: str


class Bestand(NamedTuple):
    """The rows of the period that ends, as their tables hold them."""

    massnahme: Sequence[Zeile]
    massnahme_gebiet: Sequence[Zeile]
    finanzierung: Sequence[Zeile]
    wirkung: Sequence[Zeile]


def carry_over(
    konzept: Zeile,
    entscheidungen: Iterable[Entscheidung],
    bestand: Bestand,
    praefix: str,
    *,
    mit_geld: bool,
    quellen: Collection[str] = (),
) -> dict[str, list[dict[str, Any]]]:
    """The rows of a new period, by table.

    Parameters
    ----------
    konzept
        The new Handlungskonzept: its row, with ``von_jahr`` and ``bis_jahr``.
    entscheidungen
        What goes on gets a new row that names the old one (``vorgaenger_id``), planned for the whole period, with its
        shares and what is known of its effect; how it is going starts anew. What ends is ``abgeschlossen``, unless it
        already has an end, on the last day before the new period. A Maßnahme that nobody decided on stays as it is.
    praefix
        Of the new keys: IK-07 → IK21-07.
    mit_geld
        Plan every year with the Ansatz of the last planned year; nothing is approved or spent.
    quellen
        Quellen that new rows keep (what was invented stays so). What others published of the old period is no statement
        on the new one: those rows name none.
    """
    alte = {str(zeile["massnahme_id"]): zeile for zeile in bestand.massnahme}
    von, bis = int(konzept["von_jahr"]), int(konzept["bis_jahr"])
    tabellen: dict[str, list[dict[str, Any]]] = {"handlungskonzept": [dict(konzept)], "massnahme": []}
    neue_id: dict[str, str] = {}
    vergeben = set(alte)
    for nummer, e in enumerate(entscheidungen, 1):
        alt = alte.get(e.massnahme_id or "")
        if e.wird == ENDET:
            if alt is None:
                continue
            ende = alt.get("ende") or dt.date(von - 1, 12, 31)
            tabellen["massnahme"].append({**alt, "status": "abgeschlossen", "ende": ende})
            continue
        schluessel = _free_key(praefix, e.massnahme_id or f"neu-{nummer:02}", vergeben)
        zeitraum = {"status": "geplant", "beginn": dt.date(von, 1, 1), "ende": dt.date(bis, 12, 31)}
        zeile = {**(alt or {}), "bezeichnung": e.bezeichnung, "handlungsfeld": e.handlungsfeld, **zeitraum}
        zeile |= {"massnahme_id": schluessel, "handlungskonzept_id": konzept["handlungskonzept_id"]}
        zeile["vorgaenger_id"] = None if alt is None else e.massnahme_id
        tabellen["massnahme"].append(_with_source(zeile, quellen))
        if alt is not None:
            neue_id[str(e.massnahme_id)] = schluessel
    tabellen["massnahme_gebiet"] = _renamed(bestand.massnahme_gebiet, neue_id)
    wirkung = [z | {"ampel": None, "ampel_grund": ""} for z in _renamed(bestand.wirkung, neue_id)]
    geld = _planned_money(bestand.finanzierung, neue_id, range(von, bis + 1)) if mit_geld else []
    tabellen["wirkung"] = [_with_source(zeile, quellen) for zeile in wirkung]
    tabellen["finanzierung"] = [_with_source(zeile, quellen) for zeile in geld]
    return {name: zeilen for name, zeilen in tabellen.items() if zeilen}


def _with_source(zeile: dict[str, Any], quellen: Collection[str]) -> dict[str, Any]:
    return zeile if zeile.get("quelle_id") in quellen else {**zeile, "quelle_id": None}


def _free_key(praefix: str, alt: str, vergeben: set[str]) -> str:
    """The old key with another beginning; with a letter behind it where that is taken."""
    wunsch = f"{praefix}-{alt.rsplit('-', 1)[-1]}"
    schluessel = next(k for k in (wunsch, *(f"{wunsch}{zusatz}" for zusatz in range(2, 10_000))) if k not in vergeben)
    vergeben.add(schluessel)
    return schluessel


def _renamed(zeilen: Iterable[Zeile], neue_id: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{**z, "massnahme_id": neue_id[z["massnahme_id"]]} for z in zeilen if z["massnahme_id"] in neue_id]


def _planned_money(
    finanzierung: Iterable[Zeile], neue_id: Mapping[str, str], jahre: Iterable[int]
) -> list[dict[str, Any]]:
    geplant = [zeile for zeile in finanzierung if zeile["ansatz_eur"] is not None]
    letztes = max((int(zeile["haushaltsjahr"]) for zeile in geplant), default=0)
    vorbild = _renamed((zeile for zeile in geplant if int(zeile["haushaltsjahr"]) == letztes), neue_id)
    return [
        {**zeile, "haushaltsjahr": jahr, "bewilligt_eur": None, "ist_eur": None} for jahr in jahre for zeile in vorbild
    ]


def compare_periods(
    massnahmen: pd.DataFrame, geld: pd.DataFrame, leistungen: pd.DataFrame, alt: str, neu: str, art: str
) -> pd.DataFrame:
    """The Maßnahmen of two Handlungskonzepte side by side, with money and people reached over all years of each.

    Parameters
    ----------
    massnahmen : frame[massnahme_id, handlungskonzept_id, bezeichnung, vorgaenger_id]
    geld : frame[massnahme_id, ``{art}_eur`` (Decimal or None)]
    leistungen : frame[massnahme_id, kennzahl, ist, verborgen]
    alt, neu : keys of the Handlungskonzepte
    art : ``ansatz``, ``bewilligt`` or ``ist``

    Returns
    -------
    frame[zustand, alt, neu, eur_alt, eur_neu, erreicht_alt, erreicht_neu, verborgen_alt, verborgen_neu]; what goes on,
    what ends, what is new, each in the order of ``massnahmen``. A Maßnahme goes on when following ``vorgaenger_id``
    leads to one of ``alt``, also over periods in between. Missing is not zero; a sum without what is hidden is too low
    (``verborgen``).
    """
    name = massnahmen.set_index("massnahme_id")["bezeichnung"]
    weiter = massnahmen.dropna(subset=["vorgaenger_id"])
    vorher: dict[str, str] = dict(zip(weiter["massnahme_id"], weiter["vorgaenger_id"], strict=True))
    alte = massnahmen.loc[massnahmen["handlungskonzept_id"] == alt, "massnahme_id"].tolist()
    neue = massnahmen.loc[massnahmen["handlungskonzept_id"] == neu, "massnahme_id"].tolist()
    herkunft = {schluessel: _ancestor(schluessel, vorher, set(alte)) for schluessel in neue}
    fortgesetzt = set(herkunft.values())
    paare: list[tuple[str, str | None, str | None]] = [
        *((BLEIBT, herkunft[schluessel], schluessel) for schluessel in neue if herkunft[schluessel]),
        *((ENDET, schluessel, None) for schluessel in alte if schluessel not in fortgesetzt),
        *((NEU, None, schluessel) for schluessel in neue if not herkunft[schluessel]),
    ]
    da = geld[geld[f"{art}_eur"].notna()]
    euro = {str(k): sum(werte, start=Decimal(0)) for k, werte in da.groupby("massnahme_id")[f"{art}_eur"]}
    personen = leistungen[leistungen["kennzahl"] == _ERREICHT].groupby("massnahme_id")
    erreicht, verborgen = personen["ist"].sum(min_count=1).to_dict(), personen["verborgen"].any().to_dict()
    zeilen = [
        (
            zustand,
            name.get(a) if a else None,
            name.get(n) if n else None,
            euro.get(a) if a else None,
            euro.get(n) if n else None,
            erreicht.get(a),
            erreicht.get(n),
            bool(verborgen.get(a, False)),
            bool(verborgen.get(n, False)),
        )
        for zustand, a, n in paare
    ]
    frame = pd.DataFrame(zeilen, columns=_SPALTEN, dtype=object)
    return frame.astype({"erreicht_alt": float, "erreicht_neu": float, "verborgen_alt": bool, "verborgen_neu": bool})


def _ancestor(schluessel: str, vorher: Mapping[str, str], alte: set[str]) -> str | None:
    """The Maßnahme of the older period that this one continues."""
    gesehen: set[str] = set()
    gesucht: str | None = vorher.get(schluessel)
    while gesucht is not None and gesucht not in gesehen:
        if gesucht in alte:
            return gesucht
        gesehen.add(gesucht)
        gesucht = vorher.get(gesucht)
    return None
