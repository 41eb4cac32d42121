"""What every example shares: a description in YAML, frames in the shape of the Vorlage, outlines from the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from sozialplanung.vorlage import blatt_der_tabelle
from werkzeuge.beispiele.mosaik import add_uebergeordnete, build_polygone, read_zeichnung, to_geojson

ORDNER = Path(__file__).parent

Zeile = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Beispiel:
    """One workbook before it is written: the sheet »Projekt« and one frame per table."""

    projekt: dict[str, Any]
    tabellen: dict[str, pd.DataFrame]


def read_beschreibung(name: str) -> dict[str, Any]:
    """A YAML file of this folder."""
    inhalt: dict[str, Any] = yaml.safe_load((ORDNER / f"{name}.yaml").read_text(encoding="utf-8"))
    return inhalt


def build_tabelle(tabelle: str, zeilen: Iterable[Zeile]) -> pd.DataFrame:
    """Rows as a frame with exactly the columns of the Vorlage; an unknown column is an error."""
    spalten = [spalte.name for spalte in blatt_der_tabelle(tabelle).spalten]
    liste = list(zeilen)
    unbekannt = {name for zeile in liste for name in zeile} - set(spalten)
    if unbekannt:
        raise ValueError(f"{tabelle} has no column {sorted(unbekannt)}")
    return pd.DataFrame([[zeile.get(name) for name in spalten] for zeile in liste], columns=spalten, dtype=object)


def build_stammdaten(beschreibung: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """The tables that a description spells out row by row."""
    return {
        tabelle: build_tabelle(tabelle, beschreibung[tabelle])
        for tabelle in ("quelle", "gebiet", "merkmal", "indikator", "handlungskonzept", "beratung")
        if tabelle in beschreibung
    }


def build_geometrie(zeichnung: str, gebiete: pd.DataFrame, quelle_id: str) -> pd.DataFrame:
    """Outlines of all areas: those of the drawing, and above them the unions."""
    untere = gebiete.dropna(subset=["uebergeordnet"])
    liegt_in = dict(zip(untere["gebiet_id"], untere["uebergeordnet"], strict=True))
    polygone = add_uebergeordnete(build_polygone(read_zeichnung(ORDNER / zeichnung)), liegt_in)
    zeilen = [(gebiet, to_geojson(polygone[gebiet]), True, quelle_id) for gebiet in gebiete["gebiet_id"]]
    return pd.DataFrame(zeilen, columns=["gebiet_id", "geojson", "schematisch", "quelle_id"])
