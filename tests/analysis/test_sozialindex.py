"""A whole Sozialindex: every method agrees with its formula, its parts add up, classes and ranks follow."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sozialplanung.analysis.index import imd_score, minmax_index, pca_index, rank_index, z_index
from sozialplanung.analysis.mss import mss_index
from sozialplanung.analysis.sozialindex import (
    GEWICHTET,
    VERFAHREN,
    Indexdefinition,
    Verfahren,
    class_bounds,
    compute_index,
    correlations,
    index_contributions,
    need_classes,
    need_ranks,
    ranks_by_method,
    smallest_class_change,
    status_and_dynamics,
)
from sozialplanung.errors import AnalyseError


def table() -> pd.DataFrame:
    """Three areas with figures and one with a gap; ``b`` is a strength."""
    return pd.DataFrame({"a": [2.0, 4.0, 6.0, 5.0], "b": [30.0, 30.0, 60.0, np.nan]}, index=["p", "q", "r", "s"])


def definition(verfahren: Verfahren = "z", gewichte: tuple[float, ...] = (3.0, 1.0)) -> Indexdefinition:
    return Indexdefinition(verfahren, ("a", "b"), ("belastung", "staerke"), gewichte)


def random_table(n: int = 12, m: int = 4) -> tuple[pd.DataFrame, Indexdefinition]:
    rng = np.random.default_rng(3)
    namen = [f"i{j}" for j in range(m)]
    x = pd.DataFrame(20 + 5 * rng.normal(size=(n, m)), index=[f"g{i:02}" for i in range(n)], columns=namen)
    x.iloc[4, 1] = np.nan
    return x, Indexdefinition("z", tuple(namen), ("belastung",) * (m - 1) + ("staerke",), (4.0, 3.0, 2.0, 1.0)[:m])


def test_z_by_hand() -> None:
    # a: mean 4, s = √(8/3) → z = −√1,5, 0, √1,5; b turned: −30, −30, −60, mean −40, s = √200 → z = √½, √½, −√2
    # index = ¾ z_a + ¼ z_b
    w, v = 1.5**0.5, 2**0.5
    erwartet = [-0.75 * w + 0.25 / v, 0.25 / v, 0.75 * w - 0.25 * v, np.nan]
    np.testing.assert_allclose(compute_index(table(), definition()), erwartet)


def test_imd_by_hand() -> None:
    # n = 3, a: ranks 3, 2, 1; b turned: p and q share the ranks 1 and 2 (1.5), r has 3; R = (3 − rank + 1)/3
    def x(rang: float) -> float:
        return float(-23 * np.log(1 - (4 - rang) / 3 * (1 - np.exp(-100 / 23))))

    erwartet = [0.75 * x(3) + 0.25 * x(1.5), 0.75 * x(2) + 0.25 * x(1.5), 0.75 * x(1) + 0.25 * x(3), np.nan]
    np.testing.assert_allclose(compute_index(table(), definition("imd")), erwartet)


def test_every_method_is_the_one_of_its_module() -> None:
    x, d = random_table()
    gedreht = x * [1, 1, 1, -1]
    raenge = (-gedreht.dropna()).rank()
    erwartet = {
        "mss": mss_index(gedreht)["index"],
        "hamburg": z_index(gedreht),
        "z": z_index(x, d.gewichte, d.richtungen),
        "rang": rank_index(x, d.gewichte, d.richtungen),
        "minmax": minmax_index(x, d.gewichte, d.richtungen),
        "pca": pca_index(x, d.richtungen).werte,
        "imd": imd_score(raenge, [0.4, 0.3, 0.2, 0.1]).reindex(x.index),
    }
    for verfahren in VERFAHREN:
        index = compute_index(x, Indexdefinition(verfahren, d.indikatoren, d.richtungen, d.gewichte))
        np.testing.assert_allclose(index, erwartet[verfahren], err_msg=verfahren)


@pytest.mark.parametrize("verfahren", VERFAHREN)
def test_contributions_add_up_to_the_distance_from_the_mean(verfahren: Verfahren) -> None:
    x, d = random_table()
    d = Indexdefinition(verfahren, d.indikatoren, d.richtungen, d.gewichte)
    index = compute_index(x, d)
    np.testing.assert_allclose(index_contributions(x, d).sum(axis=1, min_count=1), index - index.mean(), atol=1e-12)


@pytest.mark.parametrize("verfahren", VERFAHREN)
def test_weights_count_only_where_the_method_knows_them(verfahren: Verfahren) -> None:
    x, d = random_table()
    gleich = compute_index(x, Indexdefinition(verfahren, d.indikatoren, d.richtungen, (1.0,) * 4))
    schwer = compute_index(x, Indexdefinition(verfahren, d.indikatoren, d.richtungen, (9.0, 1.0, 1.0, 0.0)))
    assert gleich.equals(schwer) == (verfahren not in GEWICHTET)
    anteile = Indexdefinition(verfahren, ("a", "b"), ("belastung",) * 2, (3.0, 1.0)).anteile_der_gewichte
    assert anteile == ((0.75, 0.25) if verfahren in GEWICHTET else (0.5, 0.5))


def test_classes_of_the_berliner_verfahren_keep_its_bounds() -> None:
    index = pd.Series([-1.01, -1.0, 1.0, 1.01, 1.5, 1.51, np.nan])
    assert need_classes(index, "mss").fillna(-1).tolist() == [0, 1, 1, 2, 2, 3, -1]


def test_hamburg_by_hand() -> None:
    # z as in test_z_by_hand, weights do not count: (−√1,5 + √½)/2, √½/2, (√1,5 − √2)/2
    index = compute_index(table(), definition("hamburg"))
    np.testing.assert_allclose(index, [-0.2588190, 0.3535534, -0.0947343, np.nan], atol=1e-7)
    # mean 0, s = √((0,0669873 + 0,125 + 0,0089746)/3) = 0,2588190: in deviations −1, 1,366, −0,366
    assert need_classes(index, "hamburg", (-0.9, 0.5)).fillna(-1).tolist() == [0, 2, 1, -1]
    assert need_classes(index, "hamburg").fillna(-1).tolist()[1:] == [2, 1, -1]  # bounds ±1
    assert need_classes(index, "hamburg", (-1.1, 1.0, 1.3)).fillna(-1).tolist() == [1, 3, 1, -1]


def test_hamburg_divides_the_status_by_its_own_bounds() -> None:
    frueher = pd.DataFrame({"a": [2.0, 4.0, 6.0], "b": [30.0, 30.0, 30.0]}, index=["p", "q", "r"])
    eigen = Indexdefinition("hamburg", ("a", "b"), ("belastung", "staerke"), (1.0, 1.0), (-0.9, 0.5))
    assert status_and_dynamics(table(), frueher, eigen)["status"].tolist() == ["hoch", "niedrig", "mittel", None]


@pytest.mark.parametrize("grenzen", [(1.0,), (1.0, -1.0), (0.0, 0.0), (-1.0, 1.0, 2.0, 3.0), (0.0, float("nan"))])
def test_bounds_that_are_none_are_refused(grenzen: tuple[float, ...]) -> None:
    with pytest.raises(AnalyseError, match="zwei oder drei Zahlen"):
        class_bounds("hamburg", grenzen)


def test_other_methods_get_four_classes_of_equal_size() -> None:
    # seven areas: 0, 4/7, 8/7, 12/7, 16/7, 20/7, 24/7 rounded down
    index = pd.Series([0.7, 0.1, 0.2, 0.3, np.nan, 0.4, 0.5, 0.6])
    assert need_classes(index, "z").fillna(-1).tolist() == [3, 0, 0, 1, -1, 1, 2, 2]
    assert need_classes(pd.Series([5.0, 1.0]), "z").tolist() == [1, 0]
    assert need_classes(pd.Series([1.0, 1.0, 1.0, 2.0]), "z").tolist() == [0, 0, 0, 3]


def test_ranks_start_with_the_greatest_need_and_share_the_better_one() -> None:
    assert need_ranks(pd.Series([0.1, 0.3, 0.3, np.nan])).fillna(0).tolist() == [3, 1, 1, 0]
    # 0.1 + 0.2 and 0.3 differ in the last bit only
    assert need_ranks(pd.Series([0.1 + 0.2, 0.3])).tolist() == [1, 1]


def test_ranks_of_all_methods_leave_out_the_area_with_a_gap() -> None:
    raenge = ranks_by_method(table(), definition())
    assert list(raenge.columns) == list(VERFAHREN)
    assert raenge.loc["s"].isna().all()
    assert raenge["z"].tolist()[:3] == [3, 2, 1]


def test_status_and_dynamics_by_hand() -> None:
    # a strength that grows by 30 where nothing else changes is a good development: z = −√2, others +√½
    frueher = pd.DataFrame({"a": [2.0, 4.0, 6.0], "b": [30.0, 30.0, 30.0]}, index=["p", "q", "r"])
    lage = status_and_dynamics(table(), frueher, definition())
    assert lage.loc["r", "dynamik"] == "positiv"
    assert lage.loc["p", "dynamik"] == "stabil"
    assert lage.loc["s"].isna().all()


def test_correlation_is_between_needs() -> None:
    x = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [6.0, 4.0, 2.0]})  # the strength falls as the need rises
    assert correlations(x, definition()).loc["a", "b"] == pytest.approx(1)


@pytest.mark.parametrize("verfahren", ["mss", "hamburg", "z", "rang", "minmax"])
def test_the_smallest_change_does_change_the_class(verfahren: Verfahren) -> None:
    x, d = random_table()
    d = Indexdefinition(verfahren, d.indikatoren, d.richtungen, d.gewichte)
    wechsel = smallest_class_change(x, "g00", d)
    assert wechsel is not None
    assert wechsel.bisher == pytest.approx(x.loc["g00", wechsel.indikator])
    bisher = need_classes(compute_index(x, d), verfahren)["g00"]
    versuch = x.copy()
    versuch.loc["g00", wechsel.indikator] = wechsel.neuer_wert
    neu = need_classes(compute_index(versuch.dropna(), d), verfahren)["g00"]
    assert neu == wechsel.klasse != bisher
    halb = x.copy()
    halb.loc["g00", wechsel.indikator] = (wechsel.bisher + wechsel.neuer_wert) / 2
    assert need_classes(compute_index(halb.dropna(), d), verfahren)["g00"] == bisher


def test_no_change_is_told_for_an_area_without_index_or_a_method_of_moving_weights() -> None:
    x, d = random_table()
    assert smallest_class_change(x, "g04", d) is None
    assert smallest_class_change(x, "g00", Indexdefinition("pca", d.indikatoren, d.richtungen, d.gewichte)) is None
