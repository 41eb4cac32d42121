"""Properties of the composite indices: units, order, direction and explanation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sozialplanung.analysis import index as ix
from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.errors import AnalyseError


@st.composite
def tabellen(draw: st.DrawFn, mindestens: int = 2) -> pd.DataFrame:
    n, m = draw(st.integers(mindestens, 12)), draw(st.integers(1, 4))
    zellen = draw(st.lists(st.integers(-40, 40), min_size=n * m, max_size=n * m))
    return pd.DataFrame(
        np.array(zellen, dtype=float).reshape(n, m) / 4,
        index=[f"g{i}" for i in range(n)],
        columns=list("abcd")[:m],
    )


INDIZES = {
    "mss": lambda t: ix.mss_index(t)["index"],
    "z": ix.z_index,
    "minmax": ix.minmax_index,
    "rang": ix.rank_index,
    "geometrisch": ix.geometric_index,
}
jeder = pytest.mark.parametrize("f", INDIZES.values(), ids=INDIZES.keys())


@jeder
@given(tabellen(), st.floats(0.01, 100), st.floats(-50, 50), st.randoms(use_true_random=False))
def test_unit_level_and_order_do_not_matter(f, tabelle, faktor, zuschlag, zufall) -> None:
    folge = list(tabelle.index)
    zufall.shuffle(folge)
    # a power of two keeps ties exact
    anders = (tabelle * 2.0 ** np.round(np.log2(faktor)) + np.round(zuschlag)).loc[folge]
    pd.testing.assert_series_equal(f(anders)[tabelle.index], f(tabelle), atol=1e-9, check_names=False)


@jeder
@given(tabellen())
def test_a_gap_excludes_its_area_and_nobody_else(f, tabelle) -> None:
    mit_luecke = pd.concat([tabelle, pd.DataFrame(99.0, index=["neu"], columns=tabelle.columns)])
    mit_luecke.loc["neu", "a"] = np.nan
    ergebnis = f(mit_luecke)
    assert np.isnan(ergebnis["neu"])
    pd.testing.assert_series_equal(ergebnis.drop("neu"), f(tabelle), atol=1e-12, check_names=False)


@jeder
@given(tabellen(), st.integers(0, 11), st.floats(0.5, 20))
def test_more_burden_never_lowers_the_rank_of_need(f, tabelle, i, mehr) -> None:
    i %= len(tabelle)
    vorher = f(tabelle).rank(method="max").iloc[i]
    schlechter = tabelle.copy()
    schlechter.iloc[i] = tabelle.max() + mehr  # worst in everything
    nachher = f(schlechter)
    assert nachher.iloc[i] == pytest.approx(nachher.max())
    assert nachher.rank(method="max").iloc[i] >= vorher


@given(tabellen())
def test_mss_is_standardised_and_leaves_its_input_alone(tabelle) -> None:
    vorher = tabelle.copy()
    index = ix.mss_index(tabelle)["index"]
    pd.testing.assert_frame_equal(tabelle, vorher)
    assert index.mean() == pytest.approx(0, abs=1e-9)
    assert index.std(ddof=0) == pytest.approx(1) or (index == 0).all()


@given(tabellen())
def test_a_strength_is_a_burden_upside_down(tabelle) -> None:
    for f in (ix.z_index, ix.minmax_index, ix.rank_index):
        pd.testing.assert_series_equal(
            f(-tabelle, richtung=["staerke"] * tabelle.shape[1]), f(tabelle), atol=1e-12, check_names=False
        )


@given(tabellen(), st.data())
def test_contributions_add_up_to_the_distance_from_the_mean(tabelle, data) -> None:
    w = data.draw(st.lists(st.integers(1, 5), min_size=tabelle.shape[1], max_size=tabelle.shape[1]))
    for verfahren, f in (("z", ix.z_index), ("minmax", ix.minmax_index), ("rang", ix.rank_index)):
        index = f(tabelle, w)
        beitraege = ix.contributions(tabelle, w, verfahren=verfahren)
        np.testing.assert_allclose(beitraege.sum(axis=1), index - index.mean(), atol=1e-9)
    np.testing.assert_allclose(
        ix.contributions(tabelle, verfahren="mss").sum(axis=1), ix.mss_index(tabelle)["index"], atol=1e-9
    )


@settings(max_examples=25)
@given(tabellen(mindestens=4), st.integers(0, 11))
def test_the_smallest_change_really_changes_the_class(tabelle, i) -> None:
    gebiet = tabelle.index[i % len(tabelle)]
    bisher = ix.mss_index(tabelle)["klasse"][gebiet]
    for name, zeile in ix.what_would_change(tabelle, gebiet, mindestens=-1000).iterrows():
        if zeile["neue_klasse"] is None:
            continue
        for anteil, anders in ((1.0, True), (0.99, False)):
            versuch = tabelle.copy()
            versuch.loc[gebiet, name] += anteil * zeile["aenderung"]
            klasse = ix.mss_index(versuch)["klasse"][gebiet]
            assert (klasse != bisher) == anders or abs(zeile["aenderung"]) < 1e-4
        assert zeile["neue_klasse"] != bisher


def test_what_would_change_takes_any_classes_and_sorts_the_easiest_first() -> None:
    tabelle = pd.DataFrame({"a": [0.0, 10, 20, 30], "b": [0.0, 1, 2, 9]}, index=list("wxyz"))
    ergebnis = ix.what_would_change(
        tabelle, "x", lambda t: pd.Series(np.where(t["a"] + t["b"] > 12, "rot", "grün"), index=t.index)
    )
    assert ergebnis["aenderung"].to_dict() == pytest.approx({"a": 1.0, "b": 1.0}, abs=1e-4)
    assert list(ergebnis.index) == ["a", "b"]  # one unit is a smaller step for a, which varies more
    assert set(ergebnis["neue_klasse"]) == {"rot"}


@given(tabellen(mindestens=3))
def test_pca_loadings_are_correlations_and_point_to_need(tabelle) -> None:
    ergebnis = ix.pca_index(tabelle)
    if ergebnis.ladungen.isna().all():
        assert tabelle.nunique().max() == 1
        return
    assert ergebnis.ladungen.sum() >= -1e-9
    assert 1 / tabelle.shape[1] - 1e-9 <= ergebnis.erklaert <= 1 + 1e-9
    for name in tabelle:
        if tabelle[name].nunique() > 1:
            korrelation = np.corrcoef(tabelle[name], ergebnis.werte)[0, 1]
            assert ergebnis.ladungen[name] == pytest.approx(korrelation, abs=1e-6)


def test_imd_score_falls_with_the_rank_and_uses_the_published_weights() -> None:
    gewichte = load_parameter("imd_gewichte")
    assert sum(gewichte.values()) == pytest.approx(0.999)
    raenge = pd.DataFrame({name: np.arange(1, 101) for name in gewichte})
    score = ix.imd_score(raenge)
    assert score.iloc[0] == pytest.approx(99.9)
    assert (score.diff().dropna() < 0).all()
    teil = ix.imd_score(raenge.iloc[40:50], anzahl=100)
    pd.testing.assert_series_equal(teil, score.iloc[40:50])


@pytest.mark.parametrize(
    ("aufruf", "text"),
    [
        (lambda: ix.z_index(pd.DataFrame()), "Erwartet wird eine Tabelle"),
        (lambda: ix.z_index(pd.DataFrame([[1, 2]], columns=["a", "a"])), "›a‹ steht zweimal"),
        (lambda: ix.z_index(pd.DataFrame({"a": [1, np.inf]})), "unendlich"),
        (lambda: ix.contributions(pd.DataFrame({"a": [1, 2]}), verfahren="gisd"), "›gisd‹"),
        (lambda: ix.contributions(pd.DataFrame({"a": [1, 2]}), [1], verfahren="mss"), "keine Gewichte"),
        (lambda: ix.mss_index(pd.DataFrame({"a": [1, 2]}), gueltig=pd.Series([True, True], index=[5, 6])), "dieselben"),
    ],
)
def test_impossible_questions_get_a_sentence(aufruf, text) -> None:
    with pytest.raises(AnalyseError, match=text):
        aufruf()


def test_no_area_at_all_gives_an_empty_index() -> None:
    leer = pd.DataFrame({"a": pd.Series(dtype=float)})
    assert ix.mss_index(leer).empty
    assert ix.z_index(pd.DataFrame({"a": [np.nan]})).isna().all()
    assert ix.contributions(pd.DataFrame({"a": [np.nan]})).isna().all().all()
