"""Outlines: coordinates, keys, broken rings."""

from __future__ import annotations

import itertools
import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyproj
import pytest
from shapely.geometry import Polygon, shape

from sozialplanung.errors import LieferungError
from sozialplanung.importer import read_grenzen
from sozialplanung.model import Herkunft
from sozialplanung.store import standard_quelle_id

GEBIETE = pd.DataFrame(
    {
        "gebiet_id": ["05334", "05334002", "05334004"],
        "bezeichnung": ["Region", "Aachen", "Alsdorf"],
        "raumebene": ["kreis", "gemeinde", "gemeinde"],
    }
)
QUADRAT = [[6.0, 50.0], [6.1, 50.0], [6.1, 50.1], [6.0, 50.1], [6.0, 50.0]]
SCHLEIFE = [[6.0, 50.0], [6.2, 50.2], [6.2, 50.0], [6.0, 50.2], [6.0, 50.0]]


# A delivery that says where it comes from.
lies = partial(read_grenzen, herkunft=Herkunft.AMTLICH, quelle="Landesamt")


def geojson(*elemente: tuple[Any, Any], **sonst: Any) -> bytes:
    """(key, rings of a polygon or a whole geometry) → a FeatureCollection."""
    features = [
        {
            "type": "Feature",
            "properties": {"ags": schluessel, "name": "x"},
            "geometry": form if isinstance(form, dict | None) else {"type": "Polygon", "coordinates": [form]},
        }
        for schluessel, form in elemente
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **sonst}).encode()


def umrisse(paket: Any) -> dict[str, Polygon]:
    frame = paket.tabellen["geometrie"]
    return {g: shape(json.loads(text)) for g, text in zip(frame["gebiet_id"], frame["geojson"], strict=True)}


def arten(paket: Any) -> list[str]:
    return [b.art for b in paket.befunde]


def test_polygons_in_degrees_are_taken_as_they_are() -> None:
    paket, bericht = read_grenzen(
        geojson(("05334002", QUADRAT)), "g.geojson", "ags", GEBIETE, schematisch=True, quelle="eigene Zeichnung"
    )
    frame = paket.tabellen["geometrie"]
    assert list(frame.columns) == ["gebiet_id", "geojson", "schematisch", "quelle_id"]
    assert frame["schematisch"].tolist() == [True]
    assert frame["quelle_id"].tolist() == [standard_quelle_id(paket)] == paket.tabellen["quelle"]["quelle_id"].tolist()
    assert paket.herkunft is Herkunft.EIGEN
    assert umrisse(paket)["05334002"].equals(Polygon(QUADRAT))
    assert bericht.ohne_polygon == ["05334", "05334004"]
    assert bericht.ohne_gebiet == []
    assert arten(paket) == ["area_without_polygon", "area_without_polygon"]


def test_areas_that_have_an_outline_already_are_not_missed() -> None:
    _, bericht = lies(geojson(("05334002", QUADRAT)), "g", "ags", GEBIETE, mit_umriss={"05334"})
    assert bericht.ohne_polygon == ["05334004"]


@pytest.mark.parametrize("crs", [None, "urn:ogc:def:crs:EPSG::25832", "EPSG:4326"])
def test_metres_are_recognised_with_and_without_crs(crs: str | None) -> None:
    """A square of 1.000 m in Aachen is one on the ground, too (UTM shortens by up to 0,4 ‰)."""
    meter = [[294000, 5628000], [295000, 5628000], [295000, 5629000], [294000, 5629000], [294000, 5628000]]
    sonst = {} if crs is None else {"crs": {"type": "name", "properties": {"name": crs}}}
    paket, _ = lies(geojson(("05334002", meter), **sonst), "g", "ags", GEBIETE)
    ecken = list(umrisse(paket)["05334002"].exterior.coords)
    seiten = [pyproj.Geod(ellps="GRS80").inv(*p, *q)[2] for p, q in itertools.pairwise(ecken)]
    assert seiten == pytest.approx([1000] * 4, abs=0.7)
    assert ecken[0] == pytest.approx((6.09, 50.77), abs=0.03)
    assert ("assumed_crs" in arten(paket)) == (crs != "urn:ogc:def:crs:EPSG::25832")


def test_degrees_that_claim_to_be_metres() -> None:
    crs = {"crs": {"type": "name", "properties": {"name": "EPSG:25832"}}}
    paket, _ = lies(geojson(("05334002", QUADRAT), **crs), "g", "ags", GEBIETE)
    assert umrisse(paket)["05334002"].equals(Polygon(QUADRAT))
    assert "assumed_crs" in arten(paket)


def test_other_coordinates_are_refused() -> None:
    with pytest.raises(LieferungError, match="EPSG:25832"):
        lies(
            geojson(("05334002", [[2.5e6, 4.6e6], [2.6e6, 4.6e6], [2.6e6, 4.7e6], [2.5e6, 4.6e6]])), "g", "ags", GEBIETE
        )


@pytest.mark.parametrize("schluessel", [5334002, 5334002.0, "5334002", "053340002002", 53340002002])
def test_keys_find_their_area(schluessel: Any) -> None:
    """Lost zeros, numbers, ARS instead of AGS."""
    paket, bericht = lies(geojson((schluessel, QUADRAT)), "g", "ags", GEBIETE)
    assert list(umrisse(paket)) == ["05334002"]
    assert bericht.ohne_gebiet == []
    assert "matched_key" in arten(paket)


def test_a_kreis_with_trailing_zeros_and_an_exact_match_first() -> None:
    paket, _ = lies(geojson(("05334000", QUADRAT)), "g", "ags", GEBIETE)
    assert list(umrisse(paket)) == ["05334"]
    eigene = pd.DataFrame({"gebiet_id": ["1", "01"], "bezeichnung": ["Eins", "Null-Eins"], "raumebene": "kreis"})
    paket, _ = lies(geojson(("1", QUADRAT)), "g", "ags", eigene)
    assert list(umrisse(paket)) == ["1"]


def test_polygons_nobody_knows_are_listed() -> None:
    paket, bericht = lies(geojson(("05334002", QUADRAT), ("99", QUADRAT)), "g", "ags", GEBIETE)
    assert bericht.ohne_gebiet == ["99"]
    assert "polygon_without_area" in arten(paket)
    assert paket.fehler == ()


def test_no_match_at_all_is_an_error() -> None:
    paket, _ = lies(geojson(("99", QUADRAT)), "g", "ags", GEBIETE)
    assert [b.art for b in paket.befunde] == ["no_match"]  # not one more for every outline of the file
    assert paket.tabellen == {}


def test_no_match_names_the_field_that_fits() -> None:
    eigenschaften = {"name": "Aachen", "ags": "5334002"}
    inhalt = json.loads(geojson(("99", QUADRAT)))
    inhalt["features"][0]["properties"] = eigenschaften
    paket, _ = lies(json.dumps(inhalt).encode(), "g", "name", GEBIETE)
    assert "›ags‹" in paket.fehler[0].abhilfe


def test_several_features_of_an_area_are_merged() -> None:
    daneben = [[x + 0.1, y] for x, y in QUADRAT]
    paket, _ = lies(geojson(("05334002", QUADRAT), ("5334002", daneben)), "g", "ags", GEBIETE)
    assert umrisse(paket)["05334002"].area == pytest.approx(0.02)
    assert umrisse(paket)["05334002"].geom_type == "Polygon"


def test_a_bow_tie_is_repaired_and_told() -> None:
    paket, _ = lies(geojson(("05334002", SCHLEIFE)), "g", "ags", GEBIETE)
    form = umrisse(paket)["05334002"]
    assert form.is_valid
    assert form.area == pytest.approx(0.02)
    assert "repaired_geometry" in arten(paket)


def test_neighbours_keep_their_common_border() -> None:
    """Rounding moves both sides of a border in the same way."""
    x = 6.123456789
    links = [[6.0, 50.0], [x, 50.0], [x, 50.1], [6.0, 50.1], [6.0, 50.0]]
    rechts = [[x, 50.0], [6.2, 50.0], [6.2, 50.1], [x, 50.1], [x, 50.0]]
    paket, _ = lies(geojson(("05334002", links), ("05334004", rechts)), "g", "ags", GEBIETE)
    a, b = umrisse(paket).values()
    assert a.intersection(b).area == 0
    assert a.intersection(b).length == pytest.approx(0.1)
    assert a.bounds[2] == 6.123457


@pytest.mark.parametrize(
    "form",
    [
        None,
        {"type": "Point", "coordinates": [6, 50]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": "x"},
        {"type": "Polygon", "coordinates": [[[6, 50], [6, 51]]]},
        {"type": "Polygon", "coordinates": [[["a", 50], [6, 51], [7, 51], [6, 50]]]},
        {"type": "Polygon", "coordinates": [[[None, 50], [6, 51], [7, 51], [6, 50]]]},
        {"type": "Polygon", "coordinates": [[[6, 50], [6, 50], [6, 50], [6, 50]]]},
        {"type": "Quatsch", "coordinates": []},
    ],
)
def test_elements_without_area_are_left_out(form: Any) -> None:
    paket, _ = lies(geojson(("05334002", QUADRAT), ("05334004", form)), "g", "ags", GEBIETE)
    assert list(umrisse(paket)) == ["05334002"]
    assert "no_polygon" in arten(paket)


def test_heights_are_dropped_and_collections_opened() -> None:
    hoch = {
        "type": "GeometryCollection",
        "geometries": [{"type": "Polygon", "coordinates": [[[*p, 99] for p in QUADRAT]]}],
    }
    paket, _ = lies(geojson(("05334002", hoch)), "g", "ags", GEBIETE)
    assert umrisse(paket)["05334002"].equals(Polygon(QUADRAT))


@pytest.mark.parametrize(
    ("daten", "teil"),
    [
        (b"", "kein GeoJSON"),
        (b"\xff\xfe", "kein GeoJSON"),
        (b"[" * 100_000, "kein GeoJSON"),
        (b"[]", "keine Flächen"),
        (b'{"type":"FeatureCollection","features":[]}', "keine Flächen"),
        (geojson(("05334002", None)), "keine Flächen"),
    ],
)
def test_files_without_outlines(daten: bytes, teil: str) -> None:
    with pytest.raises(LieferungError, match=teil):
        lies(daten, "g.geojson", "ags", GEBIETE)


def test_a_wrong_field_names_the_right_ones() -> None:
    with pytest.raises(LieferungError, match="›ags‹ und ›name‹"):
        lies(geojson(("05334002", QUADRAT)), "g.geojson", "AGS", GEBIETE)


@pytest.mark.parametrize("meter", [False, True])
def test_a_file_with_swapped_axes_is_read_the_right_way_round(meter: bool) -> None:
    """Latitude first, or the northing first: the same place as with the axes in order."""
    ring = QUADRAT
    if meter:
        ring = [[294000, 5628000], [295000, 5628000], [295000, 5629000], [294000, 5629000], [294000, 5628000]]
    richtig, _ = lies(geojson(("05334002", ring)), "g", "ags", GEBIETE)
    gedreht, _ = lies(geojson(("05334002", [p[::-1] for p in ring])), "g", "ags", GEBIETE)
    assert umrisse(gedreht)["05334002"].equals(umrisse(richtig)["05334002"])
    assert "swapped_coordinates" not in arten(richtig)
    assert [b.art for b in gedreht.warnungen] == ["swapped_coordinates"]


@pytest.mark.parametrize(
    ("ring", "rat"),
    [
        ([[2.3, 48.8], [2.4, 48.8], [2.4, 48.9]], "WGS 84"),
        ([[0, 0], [0, 0.1], [0.1, 0.1]], "WGS 84"),
        ([[50.0, 6.0], [50.1, 6.0], [50.1, 6.1]], "vertauscht"),
    ],
)
def test_outlines_elsewhere_ask(ring: list[list[float]], rat: str) -> None:
    """Paris, the Gulf of Guinea, and one outline that is swapped while its neighbour is not."""
    paket, _ = lies(geojson(("05334002", QUADRAT), ("05334004", [*ring, ring[0]])), "g", "ags", GEBIETE)
    (befund,) = paket.warnungen
    assert (befund.art, befund.wert) == ("outside_germany", "05334004")
    assert rat in befund.abhilfe


def test_different_outlines_of_one_key_ask() -> None:
    """Side by side (an exclave, or a wrong key) and on top of each other; the same twice is one."""
    daneben = [[x + 0.1, y] for x, y in QUADRAT]
    darauf = [[x + 0.05, y] for x, y in QUADRAT]
    for zweiter, wort in ((daneben, "nebeneinander"), (darauf, "überdecken")):
        paket, _ = lies(geojson(("05334002", QUADRAT), ("05334002", zweiter)), "g", "ags", GEBIETE)
        (befund,) = paket.warnungen
        assert (befund.art, befund.wert) == ("several_outlines", "05334002")
        assert wort in befund.meldung
    paket, _ = lies(geojson(("05334002", QUADRAT), ("05334002", QUADRAT)), "g", "ags", GEBIETE)
    assert paket.warnungen == ()
    assert umrisse(paket)["05334002"].equals(Polygon(QUADRAT))


def test_invisible_characters_in_keys() -> None:
    paket, bericht = lies(geojson(("05334002\x00", QUADRAT), ("\ufeff05334004", None)), "g", "ags", GEBIETE)
    assert list(umrisse(paket)) == ["05334002"]
    assert bericht.ohne_gebiet == []
    assert [b.wert for b in paket.befunde if b.art == "control_characters"] == ["05334002␀", "05334004"]


# Every reason that GEOS has for real outlines, with the place in degrees.
FEHLER_IM_RAND = {
    "schneidet sich selbst (Länge 6,1000, Breite 50,1000)": [SCHLEIFE],
    "berührt sich selbst (Länge 6,2000, Breite 50,2000)": [
        [[6, 50], [6.4, 50], [6.2, 50.2], [6.4, 50.4], [6, 50.4], [6.2, 50.2], [6, 50]]
    ],
    "ein Loch liegt außerhalb": [QUADRAT, [[6.5, 50.5], [6.6, 50.5], [6.6, 50.6], [6.5, 50.5]]],
    "ein Loch liegt in einem anderen": [
        [[6, 50], [6.4, 50], [6.4, 50.4], [6, 50.4], [6, 50]],
        [[6.1, 50.1], [6.3, 50.1], [6.3, 50.3], [6.1, 50.3], [6.1, 50.1]],
        [[6.15, 50.15], [6.2, 50.15], [6.2, 50.2], [6.15, 50.15]],
    ],
    "ein Loch zerschneidet die Fläche": [
        [[6, 50], [6.4, 50], [6.4, 50.4], [6, 50.4], [6, 50]],
        [[6, 50.2], [6.2, 50], [6.4, 50.2], [6.2, 50.4], [6, 50.2]],
    ],
}


@pytest.mark.parametrize("grund", FEHLER_IM_RAND)
def test_faults_of_an_outline_are_told_in_german(grund: str) -> None:
    form = {"type": "Polygon", "coordinates": FEHLER_IM_RAND[grund]}
    paket, _ = lies(geojson(("05334002", form)), "g", "ags", GEBIETE)
    (befund,) = [b for b in paket.befunde if b.art == "repaired_geometry"]
    assert grund in befund.meldung
    assert not re.search(r"self|inter|hole|\[", befund.meldung, re.IGNORECASE)


def test_the_name_of_a_coordinate_system_is_its_number() -> None:
    crs = {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}}
    paket, _ = lies(geojson(("05334002", QUADRAT), **crs), "g", "ags", GEBIETE)
    assert "nicht EPSG:25832." in next(b.meldung for b in paket.befunde if b.art == "assumed_crs")


def test_metres_beyond_the_earth_are_no_outline() -> None:
    crs = {"crs": {"type": "name", "properties": {"name": "EPSG:25832"}}}
    weit = [[1e9, 1e9], [1.1e9, 1e9], [1e9, 1.1e9], [1e9, 1e9]]
    paket, _ = lies(geojson(("05334002", weit), **crs), "g", "ags", GEBIETE)
    assert "no_polygon" in arten(paket)
    assert paket.tabellen == {}


def test_who_says_so_is_asked() -> None:
    """Without a Herkunft the outlines count as our own; unless we drew them, that has to be confirmed."""
    paket, _ = read_grenzen(geojson(("05334002", QUADRAT)), "g.geojson", "ags", GEBIETE)
    assert [b.art for b in paket.warnungen] == ["missing_origin"]
    assert "missing_source" in arten(paket)
    assert (paket.herkunft, paket.quelle) == (Herkunft.EIGEN, "g.geojson")
    paket, _ = lies(geojson(("05334002", QUADRAT)), "g.geojson", "ags", GEBIETE)
    assert paket.warnungen == ()
    assert (paket.herkunft, paket.quelle) == (Herkunft.AMTLICH, "Landesamt")


GEO = Path(__file__).resolve().parents[3] / "shared" / "daten" / "geo"
# key → square kilometres and west, south, east, north of the outline, measured in the files with another tool
ECHTE_UMRISSE: dict[str, dict[str, tuple[float, ...]]] = {
    "dvg2_gemeinden_aachen_dueren_wgs84.geojson": {
        "05334002": (160.89, 5.975, 50.662, 6.218, 50.857),
        "05334004": (31.68, 6.122, 50.842, 6.231, 50.894),
        "05334008": (27.78, 6.141, 50.885, 6.23, 50.95),
        "05334012": (75.72, 6.191, 50.779, 6.341, 50.884),
        "05334016": (33.37, 6.058, 50.808, 6.145, 50.913),
        "05334020": (94.56, 6.174, 50.494, 6.38, 50.612),
        "05334024": (39.06, 6.166, 50.624, 6.272, 50.705),
        "05334028": (110.9, 6.246, 50.529, 6.42, 50.686),
        "05334032": (98.48, 6.174, 50.685, 6.366, 50.806),
        "05334036": (34.38, 6.087, 50.803, 6.21, 50.856),
        "05358008": (84.99, 6.386, 50.741, 6.538, 50.858),
        "05358060": (83.1, 6.518, 50.689, 6.703, 50.788),
    },
    "dvg2_kreise_seed_wgs84.geojson": {
        "05334": (706.81, 5.975, 50.494, 6.42, 50.95),
        "05915": (226.46, 7.675, 51.578, 7.997, 51.745),
        "05116": (170.46, 6.291, 51.086, 6.536, 51.248),
        "05358": (941.41, 6.194, 50.597, 6.718, 51.046),
    },
}


@pytest.mark.skipif(not GEO.is_dir(), reason="the sample files do not lie beside the project")
@pytest.mark.parametrize("datei", sorted(ECHTE_UMRISSE))
def test_real_outlines(datei: str) -> None:
    erwartet = ECHTE_UMRISSE[datei]
    gebiete = pd.DataFrame({"gebiet_id": list(erwartet), "bezeichnung": list(erwartet), "raumebene": "gemeinde"})
    paket, bericht = lies(GEO / datei, datei, "ags", gebiete)
    assert bericht.ohne_polygon == []
    gelesen = umrisse(paket)
    erde = pyproj.Geod(ellps="WGS84")
    gemessen = {
        schluessel: (abs(erde.geometry_area_perimeter(form)[0]) / 1e6, *form.bounds)
        for schluessel, form in gelesen.items()
    }
    assert gemessen == {schluessel: pytest.approx(masse, abs=0.006) for schluessel, masse in erwartet.items()}
