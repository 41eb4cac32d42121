"""The catalogue of usual Indikatoren (katalog/*.yaml): how they are built, what they say, who defined them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from sozialplanung.model import Richtung


@dataclass(frozen=True, slots=True)
class Eintrag:
    """One Indikator; the fields up to ``definition`` are columns of the sheet »Indikatoren«."""

    indikator_id: str
    bezeichnung: str
    frage: str
    zaehler_merkmal_id: str
    nenner_merkmal_id: str | None
    faktor: float
    einheit: str
    nachkommastellen: int
    richtung: Richtung
    handlungsfeld: str
    zielgruppe: str
    definition: str
    quelle: str
    zaehler_gruppe: str = ""
    nenner_gruppe: str = ""
    gewicht_merkmal_id: str | None = None


@cache
def load_katalog() -> dict[str, Eintrag]:
    """All entries by ``indikator_id``; one file per Handlungsfeld."""
    eintraege: dict[str, Eintrag] = {}
    for datei in sorted(resources.files("sozialplanung").joinpath("katalog").iterdir(), key=lambda d: d.name):
        if not datei.name.endswith(".yaml"):
            continue
        feld = yaml.safe_load(datei.read_text(encoding="utf-8"))
        for indikator_id, angaben in feld["indikatoren"].items():
            if indikator_id in eintraege:
                raise ValueError(f"{datei.name}: {indikator_id} stands in the catalogue twice")
            angaben["richtung"] = Richtung(angaben["richtung"])
            angaben["faktor"] = float(angaben["faktor"])
            eintraege[indikator_id] = Eintrag(indikator_id=indikator_id, handlungsfeld=feld["handlungsfeld"], **angaben)
    return eintraege
