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


@pytest.mark.parametrize(
    "form",
    [
        lambda t: t.to_numpy(),
        lambda t: t.to_numpy().tolist(),
        lambda t: {name: t[name].tolist() for name in t},
        lambda t: t.astype("float32"),
        lambda t: t.astype("Int64"),
        lambda t: t.astype(object),
    ],
)
def test_a_table_may_come_in_any_form(form) -> None:
    tabelle = pd.DataFrame({"a": [5.0, 6, 9, 2], "b": [1.0, 2, 3, 8]}, index=list("wxyz"))
    erwartet = ix.mss_index(tabelle, gueltig=[True, True, True, False])
    ergebnis = ix.mss_index(form(tabelle), gueltig=np.array([1, 1, 1, 0]))
    np.testing.assert_allclose(ergebnis["index"], erwartet["index"], atol=1e-12)
    assert ergebnis["klasse"].tolist() == erwartet["klasse"].tolist()
    np.testing.assert_allclose(ix.z_index(form(tabelle), [1, 3]), ix.z_index(tabelle, {"b": 3, "a": 1}))


@pytest.mark.parametrize(
    "kein", [[1.0, 2.0], 5, "abc", pd.Series([1.0]), np.zeros((2, 2, 2)), {}, {"a": [1], "b": [1, 2]}]
)
def test_what_is_no_table_gets_a_sentence(kein) -> None:
    with pytest.raises(AnalyseError, match="Erwartet wird eine Tabelle"):
        ix.z_index(kein)


@pytest.mark.parametrize("gueltig", [[True], ["ja", "nein"], pd.Series([True, None], dtype="boolean"), [2, 0]])
def test_valid_areas_are_yes_or_no(gueltig) -> None:
    with pytest.raises(AnalyseError, match="wahr oder falsch"):
        ix.mss_index(pd.DataFrame({"a": [1, 2]}), gueltig=gueltig)


@given(st.floats(0.1, 99).map(lambda x: round(x, 2)), st.integers(1, 900), st.integers(1, 4), st.integers(1, 4))
def test_two_halves_lie_on_the_bound_and_so_in_the_middle(unten, abstand, n, m) -> None:
    """Their index is exactly ±1; the last bits of its computation must not decide the class."""
    tabelle = pd.DataFrame({j: [unten] * n + [unten + abstand / 100] * n for j in range(m)})
    assert set(ix.mss_index(tabelle)["klasse"]) == {"mittel"}
    assert set(ix.mss_index(tabelle, "dynamik")["klasse"]) == {"stabil"}


def test_indices_from_the_formulas_as_published() -> None:
    """Written down once more without the package: outliers, ties and gaps; weights in every form."""
    rng = np.random.default_rng(20211)
    for runde in range(20):
        x = np.round(rng.gamma(2, 5, (300, 4)), runde % 3)
        x[rng.integers(300), runde % 4] *= 40
        x[rng.random(x.shape) < 0.02] = np.nan
        gueltig = rng.random(300) < 0.9
        da = gueltig & ~np.isnan(x).any(axis=1)
        summe = ((x[da] - x[da].mean(axis=0)) / x[da].std(axis=0)).sum(axis=1)
        index = np.full(300, np.nan)
        index[da] = summe / summe.std()
        ergebnis = ix.mss_index(pd.DataFrame(x), gueltig=gueltig)
        np.testing.assert_allclose(ergebnis["index"], index, atol=1e-12)
        klassen = np.select(
            [index < -1, index <= 1, index <= 1.5, index > 1.5], ["hoch", "mittel", "niedrig", "sehr niedrig"], ""
        )
        assert ergebnis["klasse"].fillna("").tolist() == klassen.tolist()
    gewichte = load_parameter("imd_gewichte")
    raenge = pd.DataFrame({name: rng.permutation(500) + 1 for name in gewichte})
    r = (500 - raenge.to_numpy() + 1) / 500
    score = -23 * np.log(1 - r * (1 - np.exp(-100 / 23))) @ np.array(list(gewichte.values()))
    for form in (None, gewichte, list(gewichte.values()), pd.Series(gewichte).sample(frac=1, random_state=1)):
        np.testing.assert_allclose(ix.imd_score(raenge, form), score, rtol=1e-12)
