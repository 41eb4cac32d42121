"""Drawings become outlines: by hand on three cells, then as properties of what the project ships."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import shapely
from flaechen import intersection_over_union, polygone, to_meter

from werkzeuge.beispiele.bausteine import ORDNER, Beispiel
from werkzeuge.beispiele.mosaik import add_uebergeordnete, build_polygone, read_zeichnung, to_geojson

KOPF = 'ursprung_m: [400000, 5700000]\nzellbreite_m: 1000\ngebiete: {"a": A, "b": B}\nzeichnung: |2\n'


def draw(tmp_path: Path, *zeilen: str) -> Path:
    pfad = tmp_path / "mosaik.yaml"
    pfad.write_text(KOPF + "".join(f"  {zeile}\n" for zeile in zeilen), encoding="utf-8")
    return pfad


def test_cells_lie_where_they_are_drawn(tmp_path: Path) -> None:
    zeichnung = read_zeichnung(draw(tmp_path, ". A B", " . A"))
    # column 2 of line 0: two half widths east; column 3 of line 1: three, and one row (three half sides) south
    assert zeichnung.zellen == {"a": {(2, 0), (3, -3)}, "b": {(4, 0)}}


def test_one_cell_keeps_its_centre_and_shrinks_evenly(tmp_path: Path) -> None:
    polygon = to_meter(build_polygone(read_zeichnung(draw(tmp_path, "A . B")))["a"])
    assert polygon.centroid.distance(shapely.Point(400_000, 5_700_000)) < 0.2
    # A hexagon 1 km from flat to flat has √3/2 km². Each corner moves half way to the mean of its two neighbours,
    # which lies at half the radius: 3/4 of the radius is left, 9/16 of the area.
    assert polygon.area == pytest.approx(866_025.4 * 9 / 16, rel=1e-3)
    radius = 1000 / math.sqrt(3) * 0.75
    assert shapely.hausdorff_distance(polygon.centroid, polygon) == pytest.approx(radius, rel=1e-3)


def test_letter_between_two_cells_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="line 2, column 1"):
        read_zeichnung(draw(tmp_path, "A B", "A"))


def test_letter_without_area_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="C"):
        read_zeichnung(draw(tmp_path, "A B C"))


@pytest.mark.parametrize("zeilen", [("A B A",), (". A A", " A B A", ". A A")], ids=["two pieces", "hole"])
def test_pieces_and_holes_are_refused(tmp_path: Path, zeilen: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="one piece"):
        build_polygone(read_zeichnung(draw(tmp_path, *zeilen)))


def test_area_above_is_the_union_over_several_levels() -> None:
    links, rechts = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 3, 1)
    alle = add_uebergeordnete({"l": links, "r": rechts}, {"stadt": "land", "l": "stadt", "r": "stadt"})
    assert alle["stadt"].equals(shapely.box(0, 0, 3, 1))
    assert alle["land"].equals(alle["stadt"])


def test_geojson_runs_counter_clockwise() -> None:
    assert to_geojson(shapely.Polygon([(0, 0), (0, 1), (1, 1)])) == (
        '{"type":"Polygon","coordinates":[[[0.0,0.0],[1.0,1.0],[0.0,1.0],[0.0,0.0]]]}'
    )


def test_no_drawn_cell_is_lost() -> None:
    for pfad in ORDNER.glob("*/mosaik.yaml"):
        zeichnung = read_zeichnung(pfad)
        zeichen = pfad.read_text(encoding="utf-8").partition("zeichnung:")[2].partition("\n")[2]
        assert sum(map(len, zeichnung.zellen.values())) == len(zeichen.replace(".", "").split())
        assert all(zeichnung.zellen.values())


@pytest.mark.parametrize("name", ["aachen", "hamm"])
def test_outlines_share_their_edges(name: str, request: pytest.FixtureRequest) -> None:
    beispiel: Beispiel = request.getfixturevalue(name)
    flaechen = polygone(beispiel)
    gebiete = beispiel.tabellen["gebiet"]
    kinder = gebiete.loc[gebiete["uebergeordnet"].notna(), "gebiet_id"]
    (wurzel,) = gebiete.loc[gebiete["uebergeordnet"].isna(), "gebiet_id"]
    assert set(flaechen) == set(gebiete["gebiet_id"])
    for gebiet, flaeche in flaechen.items():
        assert flaeche.geom_type == "Polygon", gebiet
        assert flaeche.is_valid, gebiet
        assert not flaeche.interiors, gebiet
    assert shapely.coverage_is_valid([flaechen[kind] for kind in kinder])
    assert flaechen[wurzel].equals(shapely.coverage_union_all([flaechen[kind] for kind in kinder]))
    assert beispiel.tabellen["geometrie"]["schematisch"].all()


def test_aachen_resembles_the_official_outlines(aachen: Beispiel, umrisse: dict[str, shapely.Geometry]) -> None:
    flaechen = polygone(aachen)
    gemeinden = [gebiet for gebiet in flaechen if len(gebiet) == 8]
    assert len(gemeinden) == 10
    guete = {g: intersection_over_union(to_meter(flaechen[g]), umrisse[g]) for g in gemeinden}
    assert min(guete.values()) >= 0.8, guete
    assert intersection_over_union(to_meter(flaechen["05334"]), umrisse["05334000"]) >= 0.9


def test_hamm_resembles_the_official_outline(hamm: Beispiel, umrisse: dict[str, shapely.Geometry]) -> None:
    assert intersection_over_union(to_meter(polygone(hamm)["05915000"]), umrisse["05915000"]) >= 0.9


def test_stadtbezirke_lie_as_in_hamm(hamm: Beispiel) -> None:
    """Known without a map: what lies where around the centre, and roughly how large each is (km², ± a fifth)."""
    flaechen = {gebiet: to_meter(flaeche) for gebiet, flaeche in polygone(hamm).items()}
    namen = hamm.tabellen["gebiet"].set_index("bezeichnung")["gebiet_id"]
    mitte = {name: flaechen[gebiet].centroid for name, gebiet in namen.items()}
    assert mitte["Uentrop"].x > mitte["Mitte"].x > mitte["Pelkum"].x > mitte["Herringen"].x
    assert min(mitte["Bockum-Hövel"].y, mitte["Heessen"].y) > mitte["Mitte"].y > mitte["Rhynern"].y
    assert mitte["Bockum-Hövel"].x < mitte["Heessen"].x
    ungefaehr = {"Mitte": 18, "Uentrop": 44, "Rhynern": 57, "Pelkum": 30, "Herringen": 21, "Bockum-Hövel": 31}
    for name, erwartet in ungefaehr.items():
        assert flaechen[namen[name]].area / 1e6 == pytest.approx(erwartet, rel=0.2), name
    assert flaechen["05915000"].area / 1e6 == pytest.approx(226, rel=0.03)
