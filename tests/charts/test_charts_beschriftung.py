"""Labels on maps and the window they are placed in."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.charts.bausteine import text_width
from sozialplanung.charts.beschriftung import (
    WENIGE,
    ZEILE,
    Ausschnitt,
    Flaeche,
    Raster,
    Rechteck,
    Schild,
    mercator,
    place_labels,
)

# An L, 8 wide and 8 high: a stem of 2 on the left, a foot of 2 at the bottom.
WINKEL = shapely.Polygon([(0, 0), (8, 0), (8, 2), (2, 2), (2, 8), (0, 8)])
VOLL = shapely.box(0, 0, 1, 1)


def flaeche(
    n: int, name: str, anzeige: str, kasten: Rechteck, form: shapely.Geometry = VOLL, **weiter: bool
) -> Flaeche:
    """An area whose label point is the middle of its bounds."""
    links, oben, rechts, unten = kasten
    return Flaeche(n, name, anzeige, (links + rechts) / 2, (oben + unten) / 2, kasten, Raster.of(form), **weiter)


def place(*flaechen: Flaeche) -> list[Schild]:
    return place_labels(flaechen, breite=300, hoehe=300, schriften=(13, 11))


def lines(*flaechen: Flaeche) -> list[tuple[tuple[str, ...], int, bool]]:
    return [(schild.zeilen, schild.schrift, schild.ragt_heraus) for schild in place(*flaechen)]


def around(x: float, y: float, breite: float, hoehe: float) -> Rechteck:
    return x - breite / 2, y - hoehe / 2, x + breite / 2, y + hoehe / 2


def frame(schild: Schild) -> Rechteck:
    breite = max(text_width(zeile, schild.schrift) for zeile in schild.zeilen)
    return around(schild.x, schild.y, breite, ZEILE * schild.schrift * len(schild.zeilen))


def line_boxes(schild: Schild) -> list[shapely.Geometry]:
    """What the type of each line covers: a little less than its estimated width, and 0.9 of its size in height."""
    boxen = []
    for i, zeile in enumerate(schild.zeilen):
        mitte = schild.y + (i - (len(schild.zeilen) - 1) / 2) * ZEILE * schild.schrift
        breite, hoehe = 0.93 * text_width(zeile, schild.schrift), 0.9 * schild.schrift
        boxen.append(shapely.box(*around(schild.x, mitte, breite, hoehe)))
    return boxen


def in_pixels(form: shapely.Geometry, kasten: Rechteck) -> shapely.Geometry:
    west, sued, ost, nord = form.bounds
    faktor = ((kasten[2] - kasten[0]) / (ost - west), (kasten[3] - kasten[1]) / (sued - nord))
    return shapely.transform(form, lambda xy: (xy - [west, nord]) * faktor + [kasten[0], kasten[1]])


# --- the raster


def test_a_raster_counts_what_an_area_covers() -> None:
    raster = Raster.of(WINKEL)
    assert raster.grenzen == (0, 0, 8, 8)
    # the stem has a quarter of the width, the foot a quarter of the height: 7/16 of 48 × 48
    assert raster.covered.sum() == 48 * 48 * 7 / 16
    assert raster.covered[0, 11]
    assert not raster.covered[0, 12]
    assert raster.covered[47].all()


def test_windows_of_a_raster() -> None:
    raster = Raster.of(WINKEL)
    # 5 columns to both sides, 11 in all, fit into the stem of 12 columns at two places
    oben = raster.holds(0, 0, 5)[0]
    assert np.flatnonzero(oben).tolist() == [5, 6]
    assert not raster.holds(0, 0, 6)[0].any()
    # nothing reaches beyond the bounds
    assert not raster.holds(-1, 0, 0)[0].any()
    assert not raster.holds(0, 1, 0)[47].any()
    # a box over the left half: all of the stem's upper three quarters, half of the foot
    anteil = raster.covered_in(np.array([0.0]), np.array([0.0]), np.array([0.5]), np.array([1.0]))
    assert anteil[0] == pytest.approx(0.75 * 0.25 + 0.25 * 0.5)


# --- one area


def test_name_and_value_where_there_is_room() -> None:
    assert lines(flaeche(0, "Mitte", "24,1 %", around(150, 150, 90, 60))) == [(("Mitte", "24,1 %"), 13, False)]


def test_a_name_loses_its_addition_or_is_broken_before_it_gets_smaller() -> None:
    assert lines(flaeche(0, "Stolberg (Rhld.)", "1,0 %", around(150, 150, 60, 60))) == [
        (("Stolberg", "1,0 %"), 13, False)
    ]
    assert lines(flaeche(0, "Bockum-Hövel", "19,6 %", around(150, 150, 60, 60))) == [
        (("Bockum-", "Hövel", "19,6 %"), 13, False)
    ]


def test_then_type_gets_smaller_then_the_value_goes() -> None:
    # »Herringen« needs 0.93 · (0.64 + 6 · 0.545 + 2 · 0.31) em: 55 px in 13 px type, 47 px in 11 px type
    assert lines(flaeche(0, "Herringen", "27,8 %", around(150, 150, 52, 60))) == [(("Herringen", "27,8 %"), 11, False)]
    assert lines(flaeche(0, "Herringen", "27,8 %", around(150, 150, 60, 16))) == [(("Herringen",), 13, False)]


def test_wider_type_needs_more_room() -> None:
    """»Herringen« in 13 px is 59 px wide by estimate: 55 px in the browser, 62 px in a picture."""
    eng = flaeche(0, "Herringen", "27,8 %", around(150, 150, 60, 60))
    bild = place_labels([eng], breite=300, hoehe=300, schriften=(13, 11), laufweite=1.05)
    assert place(eng)[0].schrift == 13
    assert bild[0].schrift == 11


def test_a_name_that_fits_nowhere_stands_out_where_there_are_few_areas() -> None:
    eng = flaeche(0, "Herzogenrath", "1,0 %", around(150, 150, 40, 40))
    assert lines(eng) == [(("Herzogenrath",), 11, True)]
    # the chosen area keeps its value
    assert lines(flaeche(0, "Herzogenrath", "1,0 %", around(150, 150, 5, 5), wichtig=True)) == [
        (("Herzogenrath", "1,0 %"), 13, True)
    ]


def test_among_many_areas_the_value_stands_alone_or_nothing() -> None:
    winzig = [flaeche(i, "Herzogenrath", "1,0 %", around(20 + 15 * i, 280, 10, 5)) for i in range(WENIGE)]
    eng = flaeche(99, "Herzogenrath", "1,0 %", around(150, 150, 40, 40))
    assert lines(eng, *winzig) == [(("1,0 %",), 13, False)]


def test_the_label_of_a_bent_area_lies_in_its_arm() -> None:
    """Its label point lies outside; the foot is 30 px high, room for two lines."""
    kasten = around(150, 150, 200, 120)
    schild = place(flaeche(0, "Herringen", "27,8 %", kasten, WINKEL))[0]
    assert (schild.zeilen, schild.ragt_heraus) == (("Herringen", "27,8 %"), False)
    assert all(in_pixels(WINKEL, kasten).covers(box) for box in line_boxes(schild))


# --- several areas


def test_a_name_that_stands_out_leans_to_the_open_side() -> None:
    eng = flaeche(0, "Herzogenrath", "1,0 %", around(150, 150, 40, 40))
    rechts = flaeche(1, "Alsdorf", "2,0 %", (170, 100, 290, 200))
    schild = next(schild for schild in place(eng, rechts) if schild.n == 0)
    # its own area ends at 170 px; the name does not cross the border, and moves no further than that
    assert frame(schild)[2] == pytest.approx(170, abs=1)


FORMEN = st.sampled_from([VOLL, WINKEL, shapely.Point(0, 0).buffer(1), shapely.Polygon([(0, 0), (9, 1), (3, 7)])])
FLAECHEN = st.lists(
    st.tuples(
        st.sampled_from(["Au", "Herringen", "Stolberg (Rhld.)", "Bockum-Hövel", "Nordrhein-Westfälischer Landkreis"]),
        st.sampled_from(["7", "12,4 %", "geheim"]),
        st.floats(0, 300),
        st.floats(0, 300),
        st.floats(1, 200),
        st.floats(1, 200),
        FORMEN,
        st.booleans(),
    ).map(lambda t: (t[6], flaeche(0, t[0], t[1], around(*t[2:6]), t[6], wichtig=t[7]))),
    max_size=20,
)


def numbered(paare: list[tuple[shapely.Geometry, Flaeche]]) -> dict[int, tuple[shapely.Geometry, Flaeche]]:
    neu = {}
    for n, (form, f) in enumerate(paare):
        neu[n] = (form, Flaeche(n, f.name, f.anzeige, f.x, f.y, f.kasten, f.raster, f.wichtig))
    return neu


@given(FLAECHEN)
def test_labels_stay_in_the_picture_and_apart(paare: list[tuple[shapely.Geometry, Flaeche]]) -> None:
    rahmen = [frame(schild) for schild in place(*(f for _, f in numbered(paare).values()))]
    for links, oben, rechts, unten in rahmen:
        assert links >= 0
        assert oben >= 0
        assert rechts <= 300
        assert unten <= 300
    for a, b in itertools.combinations(rahmen, 2):
        assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


@given(FLAECHEN)
def test_what_does_not_stand_out_lies_inside(paare: list[tuple[shapely.Geometry, Flaeche]]) -> None:
    alle = numbered(paare)
    for schild in place(*(f for _, f in alle.values())):
        form, f = alle[schild.n]
        pixel = in_pixels(form, f.kasten)
        # a slanted edge may cut a corner of less than a field
        feld = max(f.kasten[2] - f.kasten[0], f.kasten[3] - f.kasten[1]) / 48
        if schild.ragt_heraus:
            assert pixel.buffer(feld).covers(shapely.Point(schild.x, schild.y))
        else:
            assert all(pixel.buffer(feld).covers(box) for box in line_boxes(schild))


def test_mercator_by_hand() -> None:
    assert mercator(0.0, 0.0) == pytest.approx((0.5, 0.5))
    assert mercator(180.0, 85.0511287798) == pytest.approx((1.0, 0.0))


def test_one_pixel_at_zoom_0_on_the_equator() -> None:
    welt = Ausschnitt(0.5, 0.5, 0, 512, 512)
    assert welt.meter_je_pixel == pytest.approx(78271.5, abs=0.1)
    assert welt.to_pixel(-180.0, 0.0) == pytest.approx((0, 256))


@given(
    st.floats(5, 14),
    st.floats(47, 54),
    st.floats(0.01, 2),
    st.floats(0.01, 2),
    st.integers(150, 1300),
    st.integers(150, 900),
)
def test_the_window_shows_all_and_is_filled(w: float, s: float, dx: float, dy: float, breite: int, hoehe: int) -> None:
    ausschnitt = Ausschnitt.fit((w, s, w + dx, s + dy), breite, hoehe, rand=12)
    links, unten = ausschnitt.to_pixel(w, s)
    rechts, oben = ausschnitt.to_pixel(w + dx, s + dy)
    assert links >= 12 - 1e-3
    assert oben >= 12 - 1e-3
    assert rechts <= breite - 12 + 1e-3
    assert unten <= hoehe - 12 + 1e-3
    fuellung = max((rechts - links) / (breite - 24), (unten - oben) / (hoehe - 24))
    assert fuellung == pytest.approx(1, abs=1e-3)
    assert ausschnitt.to_degrees(*ausschnitt.to_pixel(w, s)) == pytest.approx((w, s), abs=1e-6)


@pytest.mark.parametrize(("nennt_klasse", "zeilen"), [(False, [("mittel",)]), (True, [])])
def test_the_name_of_a_class_says_nothing_alone(nennt_klasse: bool, zeilen: list[tuple[str, ...]]) -> None:
    """Twenty areas that hold their value, not their name; without the value the colour says the same."""
    kacheln = [
        flaeche(
            n,
            "Hardterbroich-Pesch",
            "mittel",
            around(30 + 60 * (n % 5), 30 + 60 * (n // 5), 56, 56),
            nennt_klasse=nennt_klasse,
        )
        for n in range(20)
    ]
    assert [schild.zeilen for schild in place(*kacheln)] == zeilen * 20
