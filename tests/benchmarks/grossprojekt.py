"""A Projekt, made up: 542 areas × 30 indicators × 10 years, outlines of 200 vertices, Maßnahmen with money."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
from bausteine import anteil, finanzierung, gebiet, handlungskonzept, indikator, massnahme, merkmal, paket

from sozialplanung.model import Herkunft
from sozialplanung.store import create_projekt

GEBIETE, INDIKATOREN, JAHRE = 542, 30, range(2014, 2024)
MASSNAHMEN, ECKEN = 46, 200
_SPALTEN = 24  # areas per row of the grid
_KANTE = 0.01  # degrees


def build(pfad: Path, name: str = "Groß", gebiete: int = GEBIETE, indikatoren: int = INDIKATOREN) -> None:
    ids = [f"05{n:04d}" for n in range(gebiete)]
    orte = [(n, ids[(n * 37 + k * 101) % gebiete]) for n in range(MASSNAHMEN) for k in range(5)]
    betraege = [(n, jahr) for n in range(MASSNAHMEN) for jahr in (2021, 2022, 2023)]
    stammdaten = paket(
        "gross.xlsx",
        herkunft=Herkunft.BEISPIEL,
        gebiet=[gebiet("05", "gemeinde"), *(gebiet(i, "stadtteil", "05", bezeichnung=f"Ortsteil {i}") for i in ids)],
        merkmal=[merkmal("einwohner"), *(merkmal(f"zahl{n}") for n in range(indikatoren))],
        indikator=[_indikator(n) for n in range(indikatoren)],
        handlungskonzept=[handlungskonzept()],
        massnahme=[massnahme(f"m{n}", handlungsfeld=f"Feld {n % 8}") for n in range(MASSNAHMEN)],
        massnahme_gebiet=[anteil(f"m{n}", ort, "0.2") for n, ort in orte],
        finanzierung=[finanzierung(f"m{n}", jahr, 10_000 + 500 * n) for n, jahr in betraege],
        geometrie=[_outline(n, i) for n, i in enumerate(ids)],
    )
    zahlen = paket("werte.xlsx", herkunft=Herkunft.BEISPIEL)
    zahlen.tabellen["wert"] = _figures(ids, indikatoren)
    projekt = create_projekt(pfad, name)
    projekt.import_lieferung(stammdaten, "Messung")
    projekt.import_lieferung(zahlen, "Messung")
    projekt.close()


def _indikator(nummer: int) -> dict[str, object]:
    angaben = {"faktor": 100.0, "einheit": "%", "nachkommastellen": 1, "richtung": "belastung"}
    name = f"Anteil mit Merkmal {nummer}"
    return indikator(
        f"ind{nummer}", f"zahl{nummer}", "einwohner", bezeichnung=name, gewicht_merkmal_id="einwohner", **angaben
    )


def _figures(ids: list[str], indikatoren: int) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    n, jahre = len(ids), len(JAHRE)
    personen = rng.integers(500, 9000, n)[:, None] + np.arange(jahre)[None, :] * 3
    teile = [pd.DataFrame({"merkmal_id": "einwohner", "wert": personen.ravel().astype(float)})]
    for k in range(indikatoren):
        anteile = rng.uniform(0.02, 0.4, n)[:, None] * (1 + 0.01 * np.arange(jahre)[None, :])
        teile.append(pd.DataFrame({"merkmal_id": f"zahl{k}", "wert": np.round(personen * anteile).ravel()}))
    jahr = np.tile(np.array(JAHRE), n * len(teile))
    return pd.concat(teile, ignore_index=True).assign(
        gebiet_id=np.tile(np.repeat(ids, jahre), len(teile)),
        gruppe="",
        zeitraum=jahr.astype(str),
        jahr=jahr,
        zeichen=None,
        quelle_id=None,
    )


def _outline(nummer: int, gebiet_id: str) -> dict[str, object]:
    """A square with wavy sides of 50 vertices each; neighbours share their sides exactly."""
    zeile, spalte = divmod(nummer, _SPALTEN)
    ecken = [(0, 0), (1, 0), (1, 1), (0, 1)]
    ring = []
    for (x0, y0), (x1, y1) in zip(ecken, ecken[1:] + ecken[:1], strict=True):
        for k in range(ECKEN // 4):
            t = k / (ECKEN // 4)
            x, y = spalte + x0 + (x1 - x0) * t, zeile + y0 + (y1 - y0) * t
            laenge = 7.5 + _KANTE * (x + 0.08 * math.sin(6 * math.pi * y))
            breite = 51.4 + 0.62 * _KANTE * (y + 0.08 * math.sin(6 * math.pi * x))
            ring.append([round(laenge, 6), round(breite, 6)])
    form = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return {"gebiet_id": gebiet_id, "geojson": json.dumps(form), "schematisch": True, "quelle_id": None}
