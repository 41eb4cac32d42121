"""Small official tables: read against a Projekt with a few areas, and compared figure by figure."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pandas as pd

from sozialplanung.importer import Vorhandenes, erkenne_datei
from sozialplanung.importer.paket import build_lieferung
from sozialplanung.importer.profile import lies
from sozialplanung.model import Lieferungspaket
from sozialplanung.vorlage import blatt_der_tabelle


def mit(
    gebiete: dict[str, str], umrisse: dict[str, str] | None = None, merkmale: pd.DataFrame | None = None
) -> Vorhandenes:
    """A Projekt that holds these areas (key → level), some with an outline, and nothing else."""

    def lade(tabelle: str) -> pd.DataFrame:
        spalten = [spalte.name for spalte in blatt_der_tabelle(tabelle).spalten]
        if tabelle == "geometrie":
            zeilen = [{"gebiet_id": s, "geojson": g} for s, g in (umrisse or {}).items()]
            return pd.DataFrame(zeilen, columns=spalten, dtype=object)
        if tabelle == "merkmal" and merkmale is not None:
            return merkmale
        if tabelle != "gebiet":
            return pd.DataFrame(columns=spalten, dtype=object)
        zeilen = [{"gebiet_id": s, "bezeichnung": s, "raumebene": e} for s, e in gebiete.items()]
        return pd.DataFrame(zeilen, columns=spalten, dtype=object)

    return Vorhandenes(lade)


def read(
    inhalt: bytes,
    name: str,
    gebiete: dict[str, str],
    umrisse: dict[str, str] | None = None,
    merkmale: pd.DataFrame | None = None,
    **wahl: Any,
) -> Lieferungspaket:
    datei, erkennung = erkenne_datei(inhalt, name)
    vorhanden = mit(gebiete, umrisse, merkmale)
    roh, _ = lies(datei, erkennung, vorhanden)
    return build_lieferung(roh, datei, vorhanden, **wahl)


def zahlen(paket: Lieferungspaket) -> dict[tuple[str, ...], tuple[float | None, str | None]]:
    """(Merkmal, Gebiet, Gruppe, Zeitraum) → (Zahl, Zeichen)."""
    frame = paket.tabellen["wert"].astype({"zeichen": object})
    return {
        (str(z.merkmal_id), str(z.gebiet_id), str(z.gruppe), str(z.zeitraum)): (
            None if pd.isna(z.wert) else z.wert,
            None if pd.isna(z.zeichen) else z.zeichen,
        )
        for z in frame.itertuples(index=False)
    }


def arten(paket: Lieferungspaket) -> set[str]:
    return {b.art for b in paket.befunde}


def mappe(blaetter: dict[str, list[list[Any]]], verbunden: dict[str, list[str]] | None = None) -> bytes:
    buch = openpyxl.Workbook()
    buch.remove(buch.active)
    for name, zeilen in blaetter.items():
        blatt = buch.create_sheet(name)
        for zeile in zeilen:
            blatt.append(zeile)
        for bereich in (verbunden or {}).get(name, []):
            blatt.merge_cells(bereich)
    strom = io.BytesIO()
    buch.save(strom)
    return strom.getvalue()
