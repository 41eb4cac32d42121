"""An example is a folder: a description and a drawing (YAML) and one CSV per further table of the Vorlage."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from sozialplanung.catalog import load_katalog
from sozialplanung.vorlage import Typ, blatt_der_tabelle
from werkzeuge.beispiele.mosaik import add_uebergeordnete, build_polygone, read_zeichnung, to_geojson

ORDNER = Path(__file__).parent

Zeile = Mapping[str, Any]

_LESER: dict[Typ, Callable[[str], Any]] = {
    Typ.GANZZAHL: int,
    Typ.JAHR: int,
    Typ.ZAHL: float,
    Typ.PROZENT: float,
    Typ.EURO: Decimal,
    Typ.DATUM: dt.date.fromisoformat,
}


@dataclass(frozen=True, slots=True)
class Beispiel:
    """One workbook before it is written: the sheet »Projekt« and one frame per table."""

    projekt: dict[str, Any]
    tabellen: dict[str, pd.DataFrame]


def build_beispiel(name: str) -> Beispiel:
    """Read the folder ``name``; rows without ``quelle_id`` belong to the source that »Projekt« states."""
    ordner = ORDNER / name
    beschreibung = yaml.safe_load((ordner / "beschreibung.yaml").read_text(encoding="utf-8"))
    projekt = beschreibung.pop("projekt")
    beschreibung["indikator"] = map(_complete_from_katalog, beschreibung["indikator"])
    tabellen = {tabelle: _to_frame(tabelle, zeilen) for tabelle, zeilen in beschreibung.items()}
    for pfad in sorted(ordner.glob("*.csv")):
        zeilen = _read_csv(pfad)
        tabellen[pfad.stem] = _to_frame(pfad.stem, _one_row_per_wert(zeilen) if pfad.stem == "wert" else zeilen)
    tabellen["geometrie"] = _build_geometrie(ordner / "mosaik.yaml", tabellen["gebiet"])
    return Beispiel(projekt, tabellen)


def _to_frame(tabelle: str, zeilen: Iterable[Zeile]) -> pd.DataFrame:
    """Rows with exactly the columns of the Vorlage, numbers and dates converted; an unknown column is an error."""
    spalten = {spalte.name: spalte.typ for spalte in blatt_der_tabelle(tabelle).spalten}
    inhalt = []
    for zeile in zeilen:
        if unbekannt := zeile.keys() - spalten.keys():
            raise ValueError(f"{tabelle} has no column {sorted(unbekannt)}")
        inhalt.append([_convert(zeile.get(name), typ) for name, typ in spalten.items()])
    return pd.DataFrame(inhalt, columns=list(spalten), dtype=object)


def _convert(wert: Any, typ: Typ) -> Any:
    if not isinstance(wert, str):
        return wert
    return _LESER.get(typ, str)(wert) if wert else None


def _read_csv(pfad: Path) -> Iterator[dict[str, str]]:
    with pfad.open(encoding="utf-8", newline="") as datei:
        yield from csv.DictReader((zeile for zeile in datei if not zeile.startswith("#")), delimiter=";")


def _one_row_per_wert(zeilen: Iterable[dict[str, str]]) -> Iterator[Zeile]:
    """``wert.csv`` is wide: every column beside the keys is a Zeitraum, an empty cell is no Wert."""
    for zeile in zeilen:
        schluessel = {name: zeile.pop(name) for name in ("quelle_id", "merkmal_id", "gebiet_id")}
        for zeitraum, wert in zeile.items():
            if wert:
                yield {**schluessel, "zeitraum": zeitraum, "wert": wert}


def _complete_from_katalog(zeile: Zeile) -> Zeile:
    eintrag = load_katalog().get(zeile["indikator_id"])
    if eintrag is None:
        return zeile
    angaben = asdict(eintrag)
    del angaben["quelle"]
    return {**angaben, "richtung": eintrag.richtung.value, **zeile}


def _build_geometrie(zeichnung: Path, gebiete: pd.DataFrame) -> pd.DataFrame:
    """Outlines of all areas: those of the drawing, and above them the unions."""
    untere = gebiete.dropna(subset=["uebergeordnet"])
    liegt_in = dict(zip(untere["gebiet_id"], untere["uebergeordnet"], strict=True))
    polygone = add_uebergeordnete(build_polygone(read_zeichnung(zeichnung)), liegt_in)
    zeilen = [(gebiet, to_geojson(polygone[gebiet]), True, "mosaik") for gebiet in gebiete["gebiet_id"]]
    return pd.DataFrame(zeilen, columns=["gebiet_id", "geojson", "schematisch", "quelle_id"])
