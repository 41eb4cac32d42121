"""Built once: the examples as frames; the folder with figures and outlines to compare with."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import shapely
from flaechen import to_meter

from werkzeuge.beispiele.bausteine import Beispiel, build_beispiel


@pytest.fixture(scope="session")
def aachen() -> Beispiel:
    return build_beispiel("aachen")


@pytest.fixture(scope="session")
def hamm() -> Beispiel:
    return build_beispiel("hamm")


@pytest.fixture(scope="session")
def moenchengladbach() -> Beispiel:
    return build_beispiel("moenchengladbach")


@pytest.fixture(scope="session")
def vergleichsdaten() -> Path:
    """``daten`` of the shared folder; it is no part of the project, so it may be missing."""
    ordner = Path(os.environ.get("SOZIALPLANUNG_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "daten"
    if not ordner.is_dir():
        pytest.skip("the shared folder with official outlines and figures is not beside the project")
    return ordner


@pytest.fixture(scope="session")
def umrisse(vergleichsdaten: Path) -> dict[str, shapely.Geometry]:
    """Official outlines by AGS, in metres."""
    alle = {}
    for datei in sorted((vergleichsdaten / "geo").glob("*.geojson")):
        for merkmal in json.loads(datei.read_text(encoding="utf-8"))["features"]:
            flaeche = shapely.make_valid(shapely.geometry.shape(merkmal["geometry"]))
            alle[merkmal["properties"]["ags"]] = to_meter(flaeche)
    return alle
