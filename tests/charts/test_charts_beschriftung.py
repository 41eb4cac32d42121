"""Labels on maps and the window they are placed in."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.charts.bausteine import text_width
from sozialplanung.charts.beschriftung import Ausschnitt, Flaeche, mercator, place_labels

FLAECHEN = st.lists(
    st.builds(
        Flaeche,
        n=st.integers(0, 999),
        name=st.sampled_from(["Au", "Herringen", "Stolberg (Rhld.)", "Nordrhein-Westfälischer Landkreis"]),
        anzeige=st.sampled_from(["7", "12,4 %", "geheim"]),
        x=st.floats(-10, 310),
        y=st.floats(-10, 310),
        platz=st.floats(0, 200),
        wichtig=st.booleans(),
    ),
    max_size=25,
)


def place(*flaechen: Flaeche) -> list[tuple[str, ...]]:
    return [schild.zeilen for schild in place_labels(flaechen, breite=300, hoehe=300, schrift=13)]


def test_name_and_value_where_there_is_room() -> None:
    assert place(Flaeche(0, "Mitte", "24,1 %", 150, 150, 90)) == [("Mitte", "24,1 %")]


def test_a_long_name_loses_its_addition_then_itself() -> None:
    assert place(Flaeche(0, "Stolberg (Rhld.)", "1,0 %", 150, 150, 50)) == [("Stolberg", "1,0 %")]
    assert place(Flaeche(0, "Herzogenrath", "1,0 %", 150, 150, 30)) == [("1,0 %",)]
    assert place(Flaeche(0, "Herzogenrath", "1.234.567,0 €", 150, 150, 20)) == []


def test_the_chosen_area_keeps_its_name() -> None:
    klein = Flaeche(0, "Herzogenrath", "1,0 %", 150, 150, 5, wichtig=True)
    gross = Flaeche(1, "Aachen", "2,0 %", 150, 152, 200)
    assert place(gross, klein) == [("Herzogenrath", "1,0 %")]


@given(FLAECHEN)
def test_labels_stay_in_the_picture_and_apart(flaechen: list[Flaeche]) -> None:
    schrift = 13
    kaesten = []
    for schild in place_labels(flaechen, breite=300, hoehe=300, schrift=schrift):
        b = max(text_width(zeile, schrift) for zeile in schild.zeilen)
        h = 1.2 * schrift * len(schild.zeilen)
        kaesten.append((schild.x - b / 2, schild.y - h / 2, schild.x + b / 2, schild.y + h / 2))
    for links, oben, rechts, unten in kaesten:
        assert links >= 0
        assert oben >= 0
        assert rechts <= 300
        assert unten <= 300
    for a, b in itertools.combinations(kaesten, 2):
        assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


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
