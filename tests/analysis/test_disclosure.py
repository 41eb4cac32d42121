"""The attack: from everything that stays visible no hidden count may be computed closer than k."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, linprog, milp

from sozialplanung.analysis.disclosure import dominance, feasible_range, protect
from sozialplanung.errors import AnalyseError

Fall = tuple[pd.Series, list[tuple[Any, list[Any]]]]


def _cross_table(zahlen: np.ndarray) -> Fall:
    zellen: dict[Any, float] = {}
    zeilen, spalten = zahlen.shape
    rand = np.zeros((zeilen + 1, spalten + 1))
    rand[:-1, :-1] = zahlen
    rand[-1], rand[:, -1] = rand.sum(axis=0), rand.sum(axis=1)
    rand[-1, -1] = zahlen.sum()
    for i in range(zeilen + 1):
        for j in range(spalten + 1):
            zellen[i, j] = rand[i, j]
    summen = [((i, spalten), [(i, j) for j in range(spalten)]) for i in range(zeilen + 1)]
    summen += [((zeilen, j), [(i, j) for i in range(zeilen)]) for j in range(spalten + 1)]
    return pd.Series(zellen.values(), index=pd.Index(list(zellen), tupleize_cols=False)), summen


def _hierarchy(rng: np.random.Generator, mittel: float, oben: int = 3, unten: int = 3, gruppen: int = 4) -> Fall:
    """Three levels (city, districts, quarters) × groups and their total, all sums published."""
    zahlen = rng.poisson(rng.gamma(1, mittel, size=(oben, unten, gruppen))).astype(float)
    ebenen = {"": zahlen.sum(axis=(0, 1))}
    for a in range(oben):
        ebenen[f"{a}"] = zahlen[a].sum(axis=0)
        for b in range(unten):
            ebenen[f"{a}.{b}"] = zahlen[a, b]
    zellen: dict[Any, float] = {}
    summen: list[tuple[Any, list[Any]]] = []
    for gebiet, werte in ebenen.items():
        for g in range(gruppen):
            zellen[gebiet, g] = werte[g]
        zellen[gebiet, "alle"] = werte.sum()
        summen.append(((gebiet, "alle"), [(gebiet, g) for g in range(gruppen)]))
    for g in [*range(gruppen), "alle"]:
        summen.append((("", g), [(f"{a}", g) for a in range(oben)]))
        summen += [((f"{a}", g), [(f"{a}.{b}", g) for b in range(unten)]) for a in range(oben)]
    return pd.Series(zellen.values(), index=pd.Index(list(zellen), tupleize_cols=False)), summen


def _attack(zellen: pd.Series, verborgen: pd.Series, summen: list[tuple[Any, list[Any]]]) -> np.ndarray:
    """Widths of all hidden intervals, by a programme written independently of the package."""
    stelle = {key: i for i, key in enumerate(zellen.index)}
    a = np.zeros((len(summen), len(zellen)))
    for zeile, (summe, teile) in enumerate(summen):
        a[zeile, stelle[summe]] = 1
        a[zeile, [stelle[teil] for teil in teile]] = -1
    schranken = [(0, None) if v else (x, x) for x, v in zip(zellen, verborgen, strict=True)]
    breiten = []
    for i in np.flatnonzero(verborgen):
        ziel = np.eye(len(zellen))[i]
        enden = [linprog(s * ziel, A_eq=a, b_eq=np.zeros(len(summen)), bounds=schranken) for s in (1, -1)]
        breiten.append(np.inf if enden[1].status == 3 else -enden[1].fun - enden[0].fun)
    return np.array(breiten)


@settings(max_examples=4)
@given(st.integers(0, 10**6), st.sampled_from([1, 4, 15]), st.sampled_from([3, 5]))
def test_an_attack_on_hierarchies_learns_nothing(seed, mittel, k) -> None:
    zellen, summen = _hierarchy(np.random.default_rng(seed), mittel)
    verborgen = protect(zellen, summen, k)
    assert verborgen[(zellen > 0) & (zellen < k)].all()
    assert (_attack(zellen, verborgen, summen) >= k - 1e-6).all()


@settings(max_examples=15)
@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_an_attack_on_cross_tables_learns_nothing(zeilen, spalten, data) -> None:
    zahlen = data.draw(st.lists(st.integers(0, 12), min_size=zeilen * spalten, max_size=zeilen * spalten))
    zellen, summen = _cross_table(np.array(zahlen, dtype=float).reshape(zeilen, spalten))
    verborgen = protect(zellen, summen)
    assert verborgen[(zellen > 0) & (zellen < 3)].all()
    spannen = feasible_range(zellen, verborgen, summen)
    assert list(spannen.index) == list(zellen.index[verborgen])
    assert (spannen["bis"] - spannen["von"] >= 3 - 1e-6).all()
    echte = zellen[verborgen]
    assert ((spannen["von"] <= echte + 1e-6) & (spannen["bis"] >= echte - 1e-6)).all()
    np.testing.assert_allclose(
        np.nan_to_num(spannen["bis"] - spannen["von"], posinf=1e9),
        np.nan_to_num(_attack(zellen, verborgen, summen), posinf=1e9),
        atol=1e-6,
    )


def _optimum(zellen: pd.Series, summen: list[tuple[Any, list[Any]]], k: float) -> int:
    """Fewest hidden cells, as one mixed-integer programme with two tables per cell that must differ by k in it."""
    n = len(zellen)
    stelle = {key: i for i, key in enumerate(zellen.index)}
    a = np.zeros((len(summen), n))
    for zeile, (summe, teile) in enumerate(summen):
        a[zeile, stelle[summe]] = 1
        a[zeile, [stelle[teil] for teil in teile]] = -1
    werte, frei = zellen.to_numpy(), 50.0
    null, eins = np.zeros((n, n)), np.eye(n)
    bedingungen = []
    breite = n + 2 * n * n
    for i in range(n):
        for tabelle in range(2):
            block = slice(n + (2 * i + tabelle) * n, n + (2 * i + tabelle + 1) * n)
            gleich = np.zeros((len(summen), breite))
            gleich[:, block] = a
            bedingungen.append(LinearConstraint(gleich, 0, 0))
            for grenze, vorzeichen in ((np.full(n, frei), 1), (werte, -1)):
                offen = np.zeros((n, breite))
                offen[:, block], offen[:, :n] = vorzeichen * eins, -np.diag(grenze) + null
                bedingungen.append(LinearConstraint(offen, ub=np.zeros(n)))
        weit = np.zeros((1, breite))
        weit[0, n + 2 * i * n + i], weit[0, n + (2 * i + 1) * n + i], weit[0, i] = 1, -1, -k
        bedingungen.append(LinearConstraint(weit, lb=0))
    fest = ((werte > 0) & (werte < k)).astype(float)
    loesung = milp(
        np.r_[np.ones(n), np.zeros(2 * n * n)],
        integrality=np.r_[np.ones(n), np.zeros(2 * n * n)],
        bounds=(np.r_[fest, np.full(2 * n * n, -frei)], np.r_[np.ones(n), np.full(2 * n * n, frei)]),
        constraints=bedingungen,
    )
    return round(loesung.fun)


@pytest.mark.parametrize("seed", range(6))
def test_no_more_cells_are_hidden_than_the_optimum_needs(seed) -> None:
    rng = np.random.default_rng(seed)
    zellen, summen = _cross_table(rng.poisson(rng.gamma(1, 6, size=(3, 3))).astype(float))
    assert protect(zellen, summen).sum() == _optimum(zellen, summen, 3)


def test_ninety_three_areas_by_twelve_groups() -> None:
    rng = np.random.default_rng(1)
    zellen, summen = _cross_table(rng.poisson(rng.gamma(1, 8, size=(93, 12))).astype(float))
    verborgen = protect(zellen, summen)
    klein = (zellen > 0) & (zellen < 3)
    assert verborgen[klein].all()
    assert verborgen.sum() <= klein.sum() * 1.5
    assert verborgen.equals(protect(zellen, summen))  # deterministic


def test_the_order_of_cells_does_not_change_how_many_are_hidden() -> None:
    zellen, summen = _hierarchy(np.random.default_rng(11), 4)
    gemischt = zellen.sample(frac=1, random_state=1)
    assert protect(zellen, summen).sum() == protect(gemischt, summen[::-1]).sum()


def test_hidden_for_another_reason_is_protected_like_a_small_count() -> None:
    zellen = pd.Series([50.0, 60.0, 70.0, 180.0], index=list("abcs"))
    summen = [("s", ["a", "b", "c"])]
    verborgen = protect(zellen, summen, verborgen=np.array([False, True, False, False]))
    assert verborgen.to_dict() == {"a": True, "b": True, "c": False, "s": False}
    ohne = zellen.where(~verborgen)  # what is delivered as geheim twice stays geheim
    assert protect(ohne, summen).equals(verborgen)


@pytest.mark.parametrize(
    ("aufruf", "text"),
    [
        (lambda z: protect(z, [("a", ["b", "b"])]), "zweimal"),
        (lambda z: protect(z, [], verborgen=np.array([True])), "2-mal"),
        (lambda z: protect(z, [], nenner={"a": "x"}), "›x‹"),
        (lambda z: feasible_range(z, np.array([True]), []), "2-mal"),
        (lambda z: dominance([1], ["a"], ["x"], einer=2), "Anteile"),
        (lambda z: dominance([1, 2], ["a"], ["x"]), "verschieden viele"),
    ],
)
def test_impossible_input_gets_a_sentence(aufruf, text) -> None:
    with pytest.raises(AnalyseError, match=text):
        aufruf(pd.Series([4.0, 4.0], index=["a", "b"]))


def test_sums_that_force_a_cell_are_reported() -> None:
    zellen = pd.Series([4.0, 4.0, 0.0, 0.0], index=list("abcd"))  # a = b + c and b = a + d: c and d can only be zero
    with pytest.raises(AnalyseError, match="legen die Summen"):
        protect(zellen, [("a", ["b", "c"]), ("b", ["a", "d"])], verborgen=np.array([False, False, True, False]))


def test_every_cell_its_own_k_and_what_is_public_anyway() -> None:
    """The total is published elsewhere and stays; of the parts only those of k = 3 need protection."""
    zellen = pd.Series({"alle": 100.0, "a": 2.0, "b": 40.0, "c": 57.0, "d": 1.0})
    k = pd.Series({"alle": 0, "a": 3, "b": 3, "c": 3, "d": 0})
    summen = [("alle", ["a", "b", "c", "d"])]
    oeffentlich = pd.Series([True, False, False, False, True], index=zellen.index)
    verborgen = protect(zellen, summen, k, sichtbar=oeffentlich)
    assert verborgen["a"]
    assert verborgen.sum() == 2
    assert not verborgen[["alle", "d"]].any()
    with pytest.raises(AnalyseError, match="legen die Summen"):
        protect(zellen, summen, k, sichtbar=~zellen.index.isin(["a"]))


def test_a_hidden_cell_that_needs_no_protection_covers_others() -> None:
    zellen = pd.Series({"alle": 100.0, "a": 2.0, "rest": 98.0})
    k = pd.Series({"alle": 3, "a": 3, "rest": 0})
    verborgen = protect(zellen, [("alle", ["a", "rest"])], k, verborgen=[False, False, True])
    assert verborgen.to_dict() == {"alle": False, "a": True, "rest": True}


@pytest.mark.parametrize("k", [1, float("nan"), pd.Series([3, 1]), pd.Series([3, float("nan")])])
def test_k_below_two_is_refused(k: Any) -> None:
    with pytest.raises(AnalyseError, match="verbirgt nichts"):
        protect(pd.Series([1.0, 2.0]), [], k)


def test_cells_and_sums_may_be_mappings_and_masks_in_any_order() -> None:
    zellen = {"a": 1, "b": 5, "c": 9, "s": 15}
    summen = {"s": ["a", "b", "c"]}
    verborgen = protect(zellen, summen)
    assert verborgen.to_dict() == {"a": True, "b": True, "c": False, "s": False}
    gemischt = verborgen[["s", "b", "c", "a"]]
    assert feasible_range(zellen, gemischt, summen).to_dict("index") == {
        "a": {"von": 0.0, "bis": 6.0},
        "b": {"von": 0.0, "bis": 6.0},
    }
    assert protect(zellen, summen, verborgen=gemischt).equals(verborgen)
    with pytest.raises(AnalyseError, match="nicht dieselben Zellen"):
        feasible_range(zellen, verborgen.drop("s"), summen)


def test_keys_of_money_may_be_tuples() -> None:
    verbergen = dominance([90, 10, 50, 50], [("nord", 2020)] * 2 + [("süd", 2020)] * 2, list("abab"), zwei=1)
    assert verbergen.to_dict() == {("nord", 2020): True, ("süd", 2020): False}
