"""Outlines as a GIS writes them: zipped Shapefile, GeoPackage, KML; and whether neighbours fit together."""

from __future__ import annotations

import io
import json
import zipfile
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely

from sozialplanung.errors import LieferungError
from sozialplanung.importer import read_grenzen
from sozialplanung.importer.grenzen import list_properties
from sozialplanung.model import Herkunft, Lieferungspaket

GEBIETE = pd.DataFrame(
    {"gebiet_id": ["01", "02", "03"], "bezeichnung": ["Nord", "Süd", "West"], "raumebene": "stadtteil"}
)
# Two squares side by side in ETRS89/UTM 32N, 1 km each.
LINKS, RECHTS = (shapely.box(x, 5_700_000, x + 1000, 5_701_000) for x in (400_000, 401_000))
lies = partial(read_grenzen, herkunft=Herkunft.AMTLICH, quelle="Landesamt")


def write(ordner: Path, endung: str, formen: list[shapely.Geometry], crs: int = 25832, **mehr: object) -> Path:
    """A file with the keys 01, 02, … in field ``schl`` and names with umlauts."""
    treiber = {".shp": "ESRI Shapefile", ".gpkg": "GPKG", ".kml": "KML"}[endung]
    von_utm = pyproj.Transformer.from_crs(25832, crs, always_xy=True)
    formen = [shapely.transform(f, lambda p: np.column_stack(von_utm.transform(p[:, 0], p[:, 1]))) for f in formen]
    schluessel = [f"{i:02d}" for i in range(1, len(formen) + 1)]
    pfad = ordner / f"grenzen{endung}"
    pyogrio.raw.write(
        pfad,
        np.array(shapely.to_wkb(formen), dtype=object),
        field_data=[np.array(schluessel, dtype=object), np.array([f"Grün {s}" for s in schluessel], dtype=object)],
        fields=np.array(["schl", "gname"]),
        geometry_type="Polygon",
        crs=f"EPSG:{crs}",
        driver=treiber,
        **mehr,
    )
    return pfad


def pack(ordner: Path, *ohne: str, unter: str = "") -> bytes:
    strom = io.BytesIO()
    with zipfile.ZipFile(strom, "w") as archiv:
        for datei in sorted(ordner.iterdir()):
            if datei.suffix not in ohne:
                archiv.write(datei, f"{unter}{datei.name.upper() if unter else datei.name}")
    return strom.getvalue()


def umrisse(paket: Lieferungspaket) -> dict[str, shapely.Geometry]:
    frame = paket.tabellen["geometrie"]
    return dict(zip(frame["gebiet_id"], shapely.from_geojson(frame["geojson"].tolist()), strict=True))


def arten(paket: Lieferungspaket) -> set[str]:
    return {b.art for b in paket.befunde}


def in_grad(form: shapely.Geometry) -> shapely.Geometry:
    nach_grad = pyproj.Transformer.from_crs(25832, 4326, always_xy=True)
    return shapely.transform(form, lambda p: np.column_stack(nach_grad.transform(p[:, 0], p[:, 1])))


@pytest.mark.parametrize("endung", [".shp", ".gpkg", ".kml"])
@pytest.mark.parametrize("crs", [25832, 31466, 4258])
def test_every_format_and_system_gives_the_same_outlines(tmp_path: Path, endung: str, crs: int) -> None:
    if endung == ".kml":
        crs = 4326  # KML knows nothing else
    pfad = write(tmp_path, endung, [LINKS, RECHTS], crs)
    daten = pack(tmp_path, unter="Ordner/") if endung == ".shp" else pfad.read_bytes()
    assert {"schl", "gname"} <= set(list_properties(daten, "g"))
    paket, bericht = lies(daten, "g", "schl", GEBIETE)
    assert paket.fehler == ()
    assert bericht.ohne_polygon == ["03"]
    for schluessel, form in (("01", LINKS), ("02", RECHTS)):
        # 0,0001° are about ten metres: Gauß-Krüger comes without its grid, to a few metres.
        assert shapely.hausdorff_distance(umrisse(paket)[schluessel], in_grad(form)) < (1e-4 if crs == 31466 else 2e-6)
    assert not arten(paket) & {"overlap", "gap", "sliver"}


def test_without_prj_the_system_is_seen_in_the_coordinates(tmp_path: Path) -> None:
    write(tmp_path, ".shp", [LINKS], 31466)
    paket, _ = lies(pack(tmp_path, ".prj"), "g.zip", "schl", GEBIETE)
    assert [b.meldung for b in paket.befunde if b.art == "assumed_crs"] == [
        "Die Koordinaten wurden als Gauß-Krüger, Zone 2 (EPSG:31466) gelesen."
    ]
    assert shapely.hausdorff_distance(umrisse(paket)["01"], in_grad(LINKS)) < 1e-4


def test_of_several_layers_the_first_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    pfad = write(tmp_path, ".gpkg", [LINKS], layer="stadtteile")
    write(tmp_path, ".gpkg", [RECHTS], layer="bloecke", append=True)
    paket, _ = lies(pfad.read_bytes(), "g.gpkg", "schl", GEBIETE)
    assert shapely.hausdorff_distance(umrisse(paket)["01"], in_grad(LINKS)) < 2e-6
    assert [b.meldung for b in paket.befunde if b.art == "assumed_layer"] == [
        "Gelesen wurde die Ebene ›stadtteile‹; die Datei enthält außerdem ›bloecke‹."
    ]


def test_a_packed_geojson_or_kml_is_read_as_if_it_were_not_packed(tmp_path: Path) -> None:
    write(tmp_path, ".kml", [LINKS], 4326)
    paket, _ = lies(pack(tmp_path), "g.kmz", "schl", GEBIETE)
    assert set(umrisse(paket)) == {"01"}


@pytest.mark.parametrize(
    ("was", "satz"),
    [
        ("ohne_dbf", "fehlt die Datei mit der Endung dbf"),
        ("nur_shp", "nur ein Teil eines Shapefiles"),
        ("zwei", "enthält mehrere Shapefiles"),
        ("leeres_zip", "enthält kein Shapefile"),
        ("kaputtes_zip", "beschädigt oder geschützt"),
        ("kaputtes_shp", "vermutlich ist sie beschädigt|keine Flächen"),
        ("kaputtes_gpkg", "vermutlich ist sie beschädigt"),
        ("kaputtes_kml", "vermutlich ist sie beschädigt|keine Ebene mit Flächen"),
        ("punkte", "keine Ebene mit Flächen"),
    ],
)
def test_broken_files_get_a_sentence(tmp_path: Path, was: str, satz: str) -> None:
    pfad = write(tmp_path, ".shp", [LINKS, RECHTS])
    packung = pack(tmp_path)
    daten = {
        "ohne_dbf": lambda: pack(tmp_path, ".dbf"),
        "nur_shp": pfad.read_bytes,
        "leeres_zip": lambda: pack(tmp_path, ".shp"),
        "kaputtes_zip": lambda: packung[: len(packung) // 2],
        "kaputtes_kml": lambda: b'<?xml version="1.0"?><kml xmlns="x"><Document><Placemark>',
    }
    if was == "zwei":
        (tmp_path / "andere.shp").write_bytes(pfad.read_bytes())
        inhalt = pack(tmp_path)
    elif was == "kaputtes_shp":
        pfad.write_bytes(pfad.read_bytes()[:60])
        inhalt = pack(tmp_path)
    elif was == "kaputtes_gpkg":
        inhalt = write(tmp_path, ".gpkg", [LINKS]).read_bytes()[:3000]
    elif was == "punkte":
        ziel = tmp_path / "p.gpkg"
        pyogrio.raw.write(
            ziel,
            np.array([shapely.to_wkb(shapely.Point(1, 2))], dtype=object),
            field_data=[np.array(["01"], dtype=object)],
            fields=np.array(["schl"]),
            geometry_type="Point",
            crs="EPSG:25832",
            driver="GPKG",
        )
        inhalt = ziel.read_bytes()
    else:
        inhalt = daten[was]()
    with pytest.raises(LieferungError, match=satz):
        lies(inhalt, "g.zip", "schl", GEBIETE)


def geojson(*formen: shapely.Geometry) -> bytes:
    features = [
        {"type": "Feature", "properties": {"schl": f"{i:02d}"}, "geometry": json.loads(shapely.to_geojson(f))}
        for i, f in enumerate(formen, 1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.mark.parametrize(
    ("formen", "erwartet"),
    [
        # 100 m of the second square lie in the first: 100 m × 1.000 m = 10 ha.
        (
            (LINKS, shapely.box(400_900, 5_700_000, 402_000, 5_701_000)),
            ("overlap", "Nord und Süd überdecken einander (10,0 ha)."),
        ),
        # 5 m × 1.000 m
        (
            (LINKS, shapely.box(400_995, 5_700_000, 402_000, 5_701_000)),
            ("sliver", "Nord und Süd überdecken einander schmal (5.0"),
        ),
        # A ring of three around nothing: the hole is 200 m × 200 m = 4 ha.
        (
            (
                shapely.box(400_000, 5_700_000, 401_000, 5_700_400),
                shapely.box(400_000, 5_700_600, 401_000, 5_701_000),
                shapely.union_all(
                    [
                        shapely.box(400_000, 5_700_400, 400_400, 5_700_600),
                        shapely.box(400_600, 5_700_400, 401_000, 5_700_600),
                    ]
                ),
            ),
            ("gap", "Zwischen Nord, Süd und West bleibt eine Lücke (4,0 ha)."),
        ),
    ],
)  # fmt: skip
def test_neighbours_that_do_not_fit_are_named(formen: tuple[shapely.Geometry, ...], erwartet: tuple[str, str]) -> None:
    paket, _ = lies(geojson(*formen), "g", "schl", GEBIETE)
    passend = [b for b in paket.befunde if b.art in {"overlap", "gap", "sliver"}]
    assert [b.art for b in passend] == [erwartet[0]]
    assert passend[0].meldung.startswith(erwartet[1])


def test_areas_of_different_levels_may_lie_upon_each_other() -> None:
    gebiete = GEBIETE.assign(raumebene=["stadtbezirk", "stadtteil", "stadtteil"])
    paket, _ = lies(geojson(LINKS.union(RECHTS), LINKS, RECHTS), "g", "schl", gebiete)
    assert not arten(paket) & {"overlap", "gap", "sliver"}
