"""Neighbours and Moran's I on small maps that can be reckoned by hand, and PySAL's ``esda`` as oracle."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import to_geojson
from shapely.geometry import Polygon, box

from sozialplanung.analysis.spatial import (
    Nachbarschaft,
    _distinct_places,
    global_moran,
    local_moran,
    neighbour_means,
    neighbours_of,
    shared_borders,
)
from sozialplanung.errors import AnalyseError


def _grid(zeilen: int, spalten: int) -> Nachbarschaft:
    formen = {f"{i}{j}": box(j, i, j + 1, i + 1) for i in range(zeilen) for j in range(spalten)}
    return shared_borders(pd.Series(formen))


def test_a_border_makes_neighbours_and_a_corner_does_not() -> None:
    gitter = _grid(2, 2)
    assert gitter.of("00") == ["01", "10"]
    assert gitter.of("11") == ["01", "10"]
    assert gitter.inseln == []


def test_islands_gaps_and_missing_polygons() -> None:
    formen = pd.Series(
        {"a": box(0, 0, 1, 1), "b": box(1, 0, 2, 1), "c": box(5, 5, 6, 6), "d": None, "e": Polygon()}, dtype=object
    )
    nachbarn = shared_borders(formen)
    assert nachbarn.of("a") == ["b"]
    assert nachbarn.inseln == ["c", "d", "e"]
    assert shared_borders([]).inseln == []


def test_polygons_that_cross_themselves_overlap_or_surround_have_neighbours_all_the_same() -> None:
    schleife = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])  # two triangles that meet at (1, 1)
    rahmen = Polygon([(4, 0), (7, 0), (7, 3), (4, 3)], [[(5, 1), (6, 1), (6, 2), (5, 2)]])
    formen = pd.Series(
        {
            "schleife": schleife,
            "daneben": box(2, 0, 4, 2),
            "darüber": box(3, 1, 4.5, 4),
            "rahmen": rahmen,
            "kern": box(5, 1, 6, 2),
        }
    )
    nachbarn = shared_borders(formen)
    assert nachbarn.of("schleife") == ["daneben"]
    assert nachbarn.of("kern") == ["rahmen"]
    assert nachbarn.of("darüber") == ["daneben", "rahmen"]


def test_outlines_of_the_store_as_neighbours() -> None:
    tabelle = pd.DataFrame(
        {"gebiet_id": ["x", "y"], "geojson": [to_geojson(box(0, 0, 1, 1)), to_geojson(box(1, 0, 2, 1))]}
    )
    assert neighbours_of(tabelle).of("y") == ["x"]


def test_mean_of_the_neighbours_by_hand() -> None:
    reihe = _grid(1, 4)
    assert neighbour_means([1, 2, 4, 8], reihe).tolist() == [2, 2.5, 5, 4]
    # a neighbour without a value is left out, an area without one still has neighbours
    assert neighbour_means([1, np.nan, 4, 8], reihe).tolist() == pytest.approx([np.nan, 2.5, 8, 4], nan_ok=True)


def test_moran_of_four_areas_in_a_row_by_hand() -> None:
    """Values 1, 1, 3, 3 in a row: z = −1, −1, 1, 1, Σz² = 4, every row has weight 1, S₀ = 4.

    Σ z·lag = (−1)(−1) + (−1)·½(−1 + 1) + 1·½(−1 + 1) + 1·1 = 2; I = (4/4)·2/4 = ½.
    """
    ergebnis = global_moran([1, 1, 3, 3], _grid(1, 4))
    assert ergebnis.i == pytest.approx(0.5)
    assert ergebnis.erwartung == pytest.approx(-1 / 3)
    assert ergebnis.warnung.startswith("Nur 4 Gebiete")
    lokal = local_moran([1, 1, 3, 3], _grid(1, 4))
    assert lokal["i"].tolist() == pytest.approx([1, 0, 0, 1])
    assert lokal.loc["00", "art"] == "niedrig–niedrig"
    assert lokal.loc["03", "art"] == "hoch–hoch"


def test_a_chequerboard_is_negative_and_halves_are_positive() -> None:
    gitter = _grid(6, 6)
    schach = np.array([(i + j) % 2 for i in range(6) for j in range(6)], dtype=float)
    haelften = np.array([j >= 3 for _ in range(6) for j in range(6)], dtype=float)
    assert global_moran(schach, gitter).i == pytest.approx(-1)
    ergebnis = global_moran(haelften, gitter)
    assert ergebnis.i > 0.6
    assert ergebnis.p == pytest.approx(0.002)
    assert ergebnis.warnung == ""


def test_a_hot_spot_is_found_and_noise_is_not() -> None:
    gitter = _grid(10, 10)
    werte = np.random.default_rng(3).normal(size=100)
    rauschen = local_moran(werte, gitter, permutationen=1999)
    assert rauschen["bedeutsam"].sum() <= 2
    werte[[0, 1, 2, 10, 11, 12, 20, 21, 22]] += 6
    lokal = local_moran(werte, gitter, permutationen=1999)
    assert lokal.loc["11", "bedeutsam"]
    assert lokal.loc["11", "art"] == "hoch–hoch"
    assert (lokal["p_fdr"] >= lokal["p"]).all()
    assert lokal.equals(local_moran(werte, gitter, permutationen=1999))


def test_a_missing_area_leaves_values_and_neighbours() -> None:
    werte = pd.Series([1.0, 1.0, 3.0, 3.0, np.nan], index=["00", "01", "02", "03", "04"])
    ergebnis = global_moran(werte, _grid(1, 5))
    assert (ergebnis.n, ergebnis.fehlend) == (4, 1)
    assert ergebnis.i == pytest.approx(0.5)
    lokal = local_moran(werte, _grid(1, 5))
    assert np.isnan(lokal.loc["04", "p"])
    assert lokal.loc["04", "art"] is None
    assert not lokal.loc["04", "bedeutsam"]
    assert lokal.attrs["fehlend"] == 1


@pytest.mark.parametrize("werte", [[5, 5, 5, 5], [np.nan] * 4, [1, 2, np.nan, np.nan]])
def test_questions_without_answer_get_nan(werte) -> None:
    assert np.isnan(global_moran(werte, _grid(1, 4)).i)
    assert local_moran(werte, _grid(1, 4))["p"].isna().all()


def test_islands_only_have_no_answer() -> None:
    verstreut = shared_borders([box(3 * i, 0, 3 * i + 1, 1) for i in range(5)])
    assert np.isnan(global_moran([1, 2, 3, 4, 5], verstreut).i)


@given(st.lists(st.integers(-5, 5), min_size=9, max_size=9), st.floats(0.1, 50), st.floats(-20, 20))
def test_unit_and_level_do_not_matter(werte, faktor, zuschlag) -> None:
    gitter = _grid(3, 3)
    a = global_moran(werte, gitter, permutationen=19)
    b = global_moran(np.array(werte) * faktor + zuschlag, gitter, permutationen=19)
    assert b.i == pytest.approx(a.i, abs=1e-9, nan_ok=True)
    assert b.p == pytest.approx(a.p, nan_ok=True)
    lokal = local_moran(werte, gitter, permutationen=19)
    if not np.isnan(a.i):
        assert lokal["i"].mean() == pytest.approx(a.i)


def test_p_values_are_honest_under_chance() -> None:
    gitter = _grid(6, 6)
    rng = np.random.default_rng(9)
    p = [global_moran(rng.normal(size=36), gitter, permutationen=199, seed=i).p for i in range(200)]
    assert np.mean(np.array(p) <= 0.1) == pytest.approx(0.1, abs=0.06)


@pytest.mark.parametrize(
    ("aufruf", "text"),
    [
        (lambda g: global_moran([1, 2, 3], g), "3 und 4"),
        (lambda g: global_moran([1, 2, 3, 4], g, permutationen=0), "Permutationen"),
        (lambda g: local_moran([1, 2, 3, 4], g, fdr=0), "FDR"),
        (lambda g: local_moran(pd.Series([1.0, 2, 3, 4], index=list("abcd")), g), "dieselben"),
    ],
)
def test_impossible_input_gets_a_sentence(aufruf, text) -> None:
    with pytest.raises(AnalyseError, match=text):
        aufruf(_grid(1, 4))


def test_agrees_with_pysal() -> None:
    esda = pytest.importorskip("esda", reason="PySAL esda is the oracle for Moran's I (extra `orakel`)")
    weights = pytest.importorskip("libpysal.weights", reason="PySAL libpysal is the oracle for neighbours")
    w = weights.lat2W(8, 8, rook=True)
    w.transform = "r"
    werte = np.random.default_rng(6).normal(size=64) + np.repeat(np.arange(8), 8) / 2
    gitter = _grid(8, 8)
    assert {k: sorted(v) for k, v in w.neighbors.items()} == {
        k: sorted(gitter.gebiete.get_indexer(gitter.of(name))) for k, name in enumerate(gitter.gebiete)
    }
    oracle = esda.Moran(werte, w, permutations=0)
    assert global_moran(werte, gitter).i == pytest.approx(oracle.I)
    lokal = esda.Moran_Local(werte, w, permutations=0)
    np.testing.assert_allclose(local_moran(werte, gitter)["i"], lokal.Is * 64 / 63, rtol=1e-9)


@pytest.mark.parametrize(("anzahl", "k"), [(5, 5), (9, 4), (60, 6), (500, 1)])
def test_places_of_a_draw_are_different_and_all_alike_probable(anzahl: int, k: int) -> None:
    plaetze = _distinct_places(np.random.default_rng(7), anzahl, k, 2000)
    assert plaetze.shape == (k, 2000)
    assert all(len(set(ziehung)) == k for ziehung in plaetze.T)
    # each place is expected 2000·k/anzahl times; six standard deviations leave room for chance
    erwartet = 2000 * k / anzahl
    haeufig = np.bincount(plaetze.ravel(), minlength=anzahl)
    assert haeufig.size == anzahl
    assert np.abs(haeufig - erwartet).max() <= 6 * np.sqrt(erwartet)
