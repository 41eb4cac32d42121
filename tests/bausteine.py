"""Tiny builders for deliveries: rows as dicts, so that a test reads like a table."""

from __future__ import annotations

import hashlib
from typing import Any

import pandas as pd

from sozialplanung.model import Herkunft, Lieferungspaket
from sozialplanung.store import Projekt
from sozialplanung.vorlage import BLAETTER

Zeile = dict[str, Any]


def paket(
    datei: str = "lieferung.xlsx",
    *,
    herkunft: Herkunft = Herkunft.AMTLICH,
    aus: str = "Amt",
    **tabellen: list[Zeile],
) -> Lieferungspaket:
    """A delivery; ``paket(gebiet=[gebiet("a")])``."""
    return Lieferungspaket(
        datei=datei,
        sha256=hashlib.sha256(datei.encode()).hexdigest(),
        herkunft=herkunft,
        quelle=aus,
        lizenz="dl-de/by-2-0",
        stand="2024-12-31",
        tabellen={name: pd.DataFrame(zeilen) for name, zeilen in tabellen.items()},
    )


def gebiet(gebiet_id: str, raumebene: str = "stadtteil", liegt_in: str | None = None, **mehr: Any) -> Zeile:
    zeile = {"gebiet_id": gebiet_id, "bezeichnung": f"Gebiet {gebiet_id}", "raumebene": raumebene}
    return zeile | {"uebergeordnet": liegt_in, "gueltig_von": None, "gueltig_bis": None} | mehr


def merkmal(merkmal_id: str, art: str = "anzahl", **mehr: Any) -> Zeile:
    return {"merkmal_id": merkmal_id, "bezeichnung": f"Merkmal {merkmal_id}", "art": art} | mehr


def indikator(indikator_id: str, zaehler: str, nenner: str | None = None, **mehr: Any) -> Zeile:
    zeile = {"indikator_id": indikator_id, "bezeichnung": f"Indikator {indikator_id}"}
    return zeile | {"zaehler_merkmal_id": zaehler, "nenner_merkmal_id": nenner} | mehr


def wert(merkmal_id: str, gebiet_id: str, zeitraum: str | int, zahl: float | str | None, **mehr: Any) -> Zeile:
    """A text in place of a number is a Wertzeichen."""
    zeile: Zeile = {"merkmal_id": merkmal_id, "gebiet_id": gebiet_id, "gruppe": "", "zeitraum": str(zeitraum)}
    zeichen = zahl if isinstance(zahl, str) else None
    zeile |= {"jahr": int(str(zeitraum)[:4]), "wert": None if zeichen else zahl, "zeichen": zeichen, "quelle_id": None}
    return zeile | mehr


def quelle(quelle_id: str, herkunft: str = "amtlich", **mehr: Any) -> Zeile:
    return {"quelle_id": quelle_id, "bezeichnung": f"Quelle {quelle_id}", "herkunft": herkunft} | mehr


def handlungskonzept(handlungskonzept_id: str = "ik", **mehr: Any) -> Zeile:
    return {"handlungskonzept_id": handlungskonzept_id, "bezeichnung": "Integrationskonzept"} | mehr


def massnahme(massnahme_id: str, handlungskonzept_id: str = "ik", **mehr: Any) -> Zeile:
    zeile = {"massnahme_id": massnahme_id, "handlungskonzept_id": handlungskonzept_id}
    return zeile | {"bezeichnung": f"Maßnahme {massnahme_id}", "handlungsfeld": "Sprache", "status": "laufend"} | mehr


def finanzierung(massnahme_id: str, jahr: int, ansatz: Any, **mehr: Any) -> Zeile:
    zeile = {"massnahme_id": massnahme_id, "haushaltsjahr": jahr, "finanzierungsquelle": "Eigenanteil"}
    return zeile | {"ansatz_eur": ansatz} | mehr


def anteil(massnahme_id: str, gebiet_id: str, wie_viel: Any) -> Zeile:
    return {"massnahme_id": massnahme_id, "gebiet_id": gebiet_id, "anteil": wie_viel}


def picture(projekt: Projekt) -> dict[str, list[tuple[Any, ...]]]:
    """All that a Projekt says, without the numbers of its Lieferungen; equal pictures = equal contents."""
    bild: dict[str, list[tuple[Any, ...]]] = {"projekt": sorted(projekt.load_projekt().items())}
    for blatt in BLAETTER:
        frame = projekt.load_tabelle(blatt.tabelle).astype(object)
        bild[blatt.tabelle] = list(frame.where(frame.notna(), None).itertuples(index=False, name=None))
    return bild
