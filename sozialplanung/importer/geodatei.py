"""Opens files with outlines: GeoJSON, zipped Shapefile, GeoPackage, KML and KMZ, told apart by what is in them.

GDAL (through pyogrio) opens many more formats, some of which point to other files or addresses: it is only given a file
of its own in an empty folder, and only after we have seen that it is one of these.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pyogrio
import shapely

from sozialplanung.errors import LieferungError
from sozialplanung.importer.mappe import MAX_BYTES, MAX_TEILE

FORMATE = "GeoJSON, Shapefile (als ZIP), GeoPackage oder KML"
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_KOPF = 4096
_FLAECHEN = {"Polygon", "MultiPolygon", "GeometryCollection", "Unknown", "Curve Polygon", "Multi Surface"}
_UNLESBAR = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.CRSError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.FieldError,
    pyogrio.errors.GeometryError,
    shapely.errors.ShapelyError,
    ValueError,  # also UnicodeDecodeError
)


@dataclass(frozen=True, slots=True)
class Geodatei:
    """``features``: dicts with ``properties`` and ``geometry`` (GeoJSON or a finished shape); ``crs`` as it is named.

    ``ebene`` is the layer that was read where a file holds ``weitere`` with areas.
    """

    features: list[Any]
    crs: str | None
    ebene: str = ""
    weitere: tuple[str, ...] = ()


def read_geodatei(daten: bytes, dateiname: str) -> Geodatei:
    """Everything in the file that may be an outline."""
    kopf = daten[:_KOPF]
    if kopf.startswith(b"PK"):
        return _read_zip(daten, dateiname)
    if kopf.startswith(b"SQLite format 3\0"):
        return _read_gdal({"grenzen.gpkg": daten}, "grenzen.gpkg", dateiname)
    if re.search(rb"<kml[\s>]", kopf):
        return _read_gdal({"grenzen.kml": daten}, "grenzen.kml", dateiname)
    if kopf.startswith(b"\0\0\x27\x0a"):
        raise LieferungError(
            f"›{dateiname}‹ ist nur ein Teil eines Shapefiles. Bitte packen Sie die Dateien mit den Endungen shp, shx, "
            "dbf und prj zusammen in ein ZIP-Archiv und wählen Sie dieses."
        )
    return _read_json(daten, dateiname)


def _read_json(daten: bytes, dateiname: str) -> Geodatei:
    try:
        inhalt = json.loads(daten.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise LieferungError(
            f"›{dateiname}‹ ist kein GeoJSON. Gelesen werden {FORMATE}. "
            "Bitte exportieren Sie die Grenzen im GIS in eines dieser Formate."
        ) from error
    if not isinstance(inhalt, dict) or not isinstance(inhalt.get("features"), list) or not inhalt["features"]:
        raise LieferungError(
            f"›{dateiname}‹ enthält keine Flächen (FeatureCollection). Bitte exportieren Sie die Ebene der Gebiete."
        )
    crs = inhalt.get("crs")
    eigenschaften = crs.get("properties") if isinstance(crs, dict) else None
    name = eigenschaften.get("name") if isinstance(eigenschaften, dict) else None
    return Geodatei(inhalt["features"], name if isinstance(name, str) else None)


def _read_zip(daten: bytes, dateiname: str) -> Geodatei:
    try:
        with zipfile.ZipFile(io.BytesIO(daten)) as archiv:
            eintraege = [e for e in archiv.infolist() if not e.is_dir() and "__MACOSX" not in e.filename]
            if sum(e.file_size for e in eintraege) > MAX_BYTES or len(eintraege) > MAX_TEILE:
                raise LieferungError(
                    f"›{dateiname}‹ ist ausgepackt zu groß. Bitte exportieren Sie nur die Ebene der Gebiete."
                )
            shapes = [e for e in eintraege if e.filename.lower().endswith(".shp")]
            andere = [e for e in eintraege if e.filename.lower().endswith((".gpkg", ".kml", ".geojson", ".json"))]
            if len(shapes) > 1:
                namen = ", ".join(f"›{PurePosixPath(e.filename).name}‹" for e in shapes[:5])
                raise LieferungError(
                    f"›{dateiname}‹ enthält mehrere Shapefiles ({namen}). Bitte packen Sie nur eines in das Archiv."
                )
            if not shapes and len(andere) == 1:
                return read_geodatei(archiv.read(andere[0]), dateiname)
            if not shapes:
                raise LieferungError(
                    f"›{dateiname}‹ enthält kein Shapefile (Datei mit der Endung shp). Gelesen werden {FORMATE}."
                )
            stamm = shapes[0].filename[:-4].casefold()
            teile = {
                f"grenzen{endung}": archiv.read(e)
                for e in eintraege
                for endung in _SHAPEFILE
                if e.filename.casefold() == stamm + endung
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise LieferungError(
            f"Das Archiv ›{dateiname}‹ ist beschädigt oder geschützt. Bitte packen Sie es ohne Kennwort neu."
        ) from error
    fehlt = [endung[1:] for endung in (".shx", ".dbf") if f"grenzen{endung}" not in teile]
    if fehlt:
        raise LieferungError(
            f"In ›{dateiname}‹ fehlt die Datei mit der Endung {' und '.join(fehlt)}; ohne sie ist das Shapefile nicht "
            "vollständig. Bitte packen Sie shp, shx, dbf und prj zusammen in das Archiv."
        )
    return _read_gdal(teile, "grenzen.shp", dateiname)


def _read_gdal(teile: dict[str, bytes], haupt: str, dateiname: str) -> Geodatei:
    """Read with GDAL from a folder that holds nothing else."""
    with tempfile.TemporaryDirectory(prefix="grenzen-") as ordner, warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # what GDAL remarks about names and open rings
        for name, inhalt in teile.items():
            (Path(ordner) / name).write_bytes(inhalt)
        pfad = str(Path(ordner) / haupt)
        try:
            ebenen = [str(name) for name, typ in pyogrio.list_layers(pfad).tolist() if _holds_areas(typ)]
            if not ebenen:
                raise LieferungError(
                    f"›{dateiname}‹ enthält keine Ebene mit Flächen. Bitte exportieren Sie die Ebene der Gebiete."
                )
            angaben, _, formen, felder = pyogrio.raw.read(pfad, layer=ebenen[0], force_2d=True)
            geometrien = shapely.from_wkb(formen, on_invalid="fix").tolist()
        except _UNLESBAR as error:
            raise LieferungError(
                f"›{dateiname}‹ lässt sich nicht als Datei mit Grenzen lesen, vermutlich ist sie beschädigt. "
                f"Gelesen werden {FORMATE}."
            ) from error
    spalten = [feld.tolist() for feld in felder]
    namen = [str(name) for name in angaben["fields"]]
    features = [
        {"properties": dict(zip(namen, (spalte[i] for spalte in spalten), strict=True)), "geometry": geometrie}
        for i, geometrie in enumerate(geometrien)
    ]
    return Geodatei(features, angaben["crs"], ebenen[0], tuple(ebenen[1:]))


def _holds_areas(typ: object) -> bool:
    return isinstance(typ, str) and any(typ.startswith(art) for art in _FLAECHEN)
