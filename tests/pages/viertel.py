"""A made-up city of 24 quarters in four districts of six, on a grid, so that results can be told by hand.

Each quarter has 1.000 residents. Of them are poor, in percent: in the first district 5, then 10, 20 and 30, six more in
every second quarter; in the last district 1 more every year. In 2015 one quarter has two poor persons: hidden.
"""

from __future__ import annotations

import json
from pathlib import Path

from bausteine import Zeile, gebiet, indikator, merkmal, paket, wert

from sozialplanung.model import Herkunft
from sozialplanung.store import create_projekt

JAHRE = range(2015, 2022)
BEZIRKE = {"n": 5, "o": 10, "s": 20, "w": 30}
VIERTEL = [f"{bezirk}{i}" for bezirk in BEZIRKE for i in range(6)]


def poor(viertel: str, jahr: int) -> int:
    """Persons of 1.000."""
    if (viertel, jahr) == ("n0", 2015):
        return 2
    bezirk, spalte = viertel[0], int(viertel[1])
    return 10 * (BEZIRKE[bezirk] + 6 * (spalte % 2) + (jahr - 2015 if bezirk == "w" else 0))


def square(viertel: str, spalte: int, zeile: int) -> Zeile:
    x0, x1 = (round(7.8 + 0.01 * (spalte + i), 3) for i in (0, 1))
    y0, y1 = (round(51.7 - 0.006 * (zeile - i), 3) for i in (0, 1))
    ring = [[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]
    form = json.dumps({"type": "Polygon", "coordinates": [ring]})
    return {"gebiet_id": viertel, "geojson": form, "schematisch": True, "quelle_id": None}


def build(pfad: Path) -> None:
    quote = {"faktor": 100.0, "einheit": "%", "nachkommastellen": 1}
    projekt = create_projekt(pfad, "Viertel")
    projekt.import_lieferung(
        paket(
            herkunft=Herkunft.EIGEN,
            gebiet=[
                gebiet("stadt", "gemeinde", bezeichnung="Stadt"),
                *(gebiet(b, "stadtbezirk", "stadt", bezeichnung=f"Bezirk {b.upper()}") for b in BEZIRKE),
                *(gebiet(v, "stadtteil", v[0], bezeichnung=f"Viertel {v.upper()}") for v in VIERTEL),
            ],
            merkmal=[
                merkmal("arm", bezeichnung="Arme", einheit="Personen"),
                merkmal("alle", bezeichnung="Einwohner", einheit="Personen"),
                merkmal("miete", "rate"),
                merkmal("saldo", "rate"),
            ],
            indikator=[
                indikator("armut", "arm", "alle", bezeichnung="Armut", richtung="belastung", **quote),
                indikator("miete", "miete", bezeichnung="Miete je m²", einheit="€ je m²", gewicht_merkmal_id="alle"),
                indikator("saldo", "saldo", bezeichnung="Wanderungssaldo", einheit="je 1.000"),
            ],
            wert=[
                *(wert("arm", v, jahr, poor(v, jahr)) for v in VIERTEL for jahr in JAHRE),
                *(wert("alle", v, jahr, 1000) for v in VIERTEL for jahr in JAHRE),
                # two euro more per column, nothing else: unrelated to the districts
                *(wert("miete", v, 2021, 6 + 2 * int(v[1])) for v in VIERTEL),
                *(wert("saldo", v, 2021, int(v[1]) - 3) for v in VIERTEL),
            ],
            geometrie=[square(v, int(v[1]), list(BEZIRKE).index(v[0])) for v in VIERTEL],
        ),
        "Test",
    )
    projekt.close()


def build_spot(pfad: Path) -> None:
    """81 areas in 9 rows of 9 with 5 percent; twelve of them, a block of 4 × 4 without its corners, have 90."""
    orte = {f"{zeile}{spalte}": (spalte, zeile) for zeile in range(9) for spalte in range(9)}
    hoch = {ort for ort, (x, y) in orte.items() if max(abs(x - 3.5), abs(y - 3.5)) <= 1.5}
    hoch -= {"22", "25", "52", "55"}
    projekt = create_projekt(pfad, "Fleck")
    projekt.import_lieferung(
        paket(
            gebiet=[gebiet(ort, "stadtteil", bezeichnung=f"Feld {ort}") for ort in orte],
            merkmal=[merkmal("quote", "rate")],
            indikator=[indikator("quote", "quote", einheit="%", richtung="neutral")],
            wert=[wert("quote", ort, 2021, 90 if ort in hoch else 5) for ort in orte],
            geometrie=[square(ort, *lage) for ort, lage in orte.items()],
        ),
        "Test",
    )
    projekt.close()
