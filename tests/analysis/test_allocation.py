"""Properties of ``allocate``, and two oracles: exact fractions and a linear programme."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from sozialplanung.analysis.allocation import VerteilungsError, allocate, disparity, money_need_gap
from sozialplanung.errors import AnalyseError

gebiete = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 9), st.integers(0, 3000)), min_size=1, max_size=12
).filter(lambda zeilen: any(n * s for n, s, _ in zeilen))
lambdas = st.integers(0, 10).map(lambda zehntel: zehntel / 10)


@st.composite
def aufgaben(draw: st.DrawFn) -> dict[str, object]:
    zeilen = draw(gebiete)
    n, s, bisher = (list(spalte) for spalte in zip(*zeilen, strict=True))
    aufgabe: dict[str, object] = {
        "budget_cent": draw(st.integers(0, 400)) * 100,
        "personen": n,
        "bedarf": s,
        "lambda_": draw(lambdas),
        "runden_auf_cent": draw(st.sampled_from([1, 10, 100])),
    }
    if draw(st.booleans()):
        aufgabe["sockel_cent"] = draw(st.integers(0, 2000))
    if draw(st.booleans()):
        aufgabe["deckel_cent"] = draw(st.integers(0, 20000))
    if draw(st.booleans()):
        aufgabe |= {"bisher_cent": bisher, "max_verlust": draw(st.sampled_from([0, 0.05, 0.29, 1]))}
    return aufgabe


def _solve(aufgabe: dict[str, object]) -> np.ndarray:
    try:
        return allocate(**aufgabe)
    except VerteilungsError:
        assume(False)
        raise


@settings(max_examples=100)
@given(aufgaben())
def test_every_promise_holds_at_once(aufgabe) -> None:
    ergebnis = _solve(aufgabe)
    assert ergebnis.dtype == np.int64
    assert sum(ergebnis.tolist()) == aufgabe["budget_cent"]
    assert (ergebnis % aufgabe["runden_auf_cent"] == 0).all()
    assert (ergebnis >= aufgabe.get("sockel_cent", 0)).all()
    assert (ergebnis <= aufgabe.get("deckel_cent", np.inf)).all()
    if "max_verlust" in aufgabe:
        erlaubt = Fraction(str(aufgabe["max_verlust"]))
        for neu, alt in zip(ergebnis.tolist(), aufgabe["bisher_cent"], strict=True):
            assert neu >= alt * (1 - erlaubt)


@given(gebiete, lambdas, st.integers(0, 400), st.data())
def test_fixed_amounts_are_taken_out_and_the_rest_is_a_task_of_its_own(zeilen, lambda_, budget, data) -> None:
    fest: list[int | None] = []
    for _ in zeilen:  # never more than there is, and the last area is free
        uebrig = budget - sum(betrag or 0 for betrag in fest)
        fest.append(data.draw(st.one_of(st.none(), st.integers(0, uebrig))))
    zeilen, fest = [*zeilen, (7, 3, 0)], [*fest, None]
    ergebnis = allocate(budget, [n for n, _, _ in zeilen], [s for _, s, _ in zeilen], lambda_, fest_cent=fest).tolist()
    assert sum(ergebnis) == budget
    frei = [i for i, betrag in enumerate(fest) if betrag is None]
    assert [ergebnis[i] for i in range(len(fest)) if i not in frei] == [betrag for betrag in fest if betrag is not None]
    rest = budget - sum(betrag or 0 for betrag in fest)
    allein = allocate(rest, [zeilen[i][0] for i in frei], [zeilen[i][1] for i in frei], lambda_)
    assert [ergebnis[i] for i in frei] == allein.tolist()


def _exact_quotas(aufgabe: dict[str, object]) -> list[Fraction]:
    """The clipped proportional amounts, in exact fractions."""
    n, s = ([Fraction(x) for x in aufgabe[name]] for name in ("personen", "bedarf"))
    lam, schritt = Fraction(str(aufgabe["lambda_"])), aufgabe["runden_auf_cent"]
    last = [a * b for a, b in zip(n, s, strict=True)]
    p = [(1 - lam) * a / sum(n) + lam * b / sum(last) for a, b in zip(n, last, strict=True)]
    verlust = Fraction(str(aufgabe.get("max_verlust", 1)))
    unten, oben = [], []
    for alt in aufgabe.get("bisher_cent", [0] * len(n)):
        grenze = max(aufgabe.get("sockel_cent", 0), -((alt * (verlust - 1)) // 1))
        unten.append(Fraction(-(-grenze // schritt)))
        oben.append(Fraction(aufgabe.get("deckel_cent", 10**12) // schritt))
    budget = Fraction(aufgabe["budget_cent"], schritt)

    def spent(theta: Fraction) -> Fraction:
        return sum(max(lo, min(hi, theta * w)) for w, lo, hi in zip(p, unten, oben, strict=True))

    knicke = sorted({Fraction(0)} | {g / w for w, lo, hi in zip(p, unten, oben, strict=True) if w for g in (lo, hi)})
    links = max((k for k in knicke if spent(k) <= budget), default=knicke[0])
    rechts = min((k for k in knicke if k > links), default=links)
    anstieg = (spent(rechts) - spent(links)) / (rechts - links) if rechts > links else 0
    theta = links + (budget - spent(links)) / anstieg if anstieg else links
    assert spent(theta) == budget
    return [schritt * max(lo, min(hi, theta * w)) for w, lo, hi in zip(p, unten, oben, strict=True)]


@settings(max_examples=80)
@given(aufgaben())
def test_each_amount_is_its_exact_quota_rounded_up_or_down(aufgabe) -> None:
    ergebnis = _solve(aufgabe)
    for ist, quote in zip(ergebnis.tolist(), _exact_quotas(aufgabe), strict=True):
        assert abs(ist - quote) < aufgabe["runden_auf_cent"] * (1 + Fraction(1, 10**6))


@settings(max_examples=100)
@given(aufgaben(), st.data())
def test_more_need_never_gives_less(aufgabe, data) -> None:
    aufgabe.pop("max_verlust", None)
    vorher = _solve(aufgabe)
    i = data.draw(st.integers(0, len(vorher) - 1))
    bedarf = list(aufgabe["bedarf"])
    bedarf[i] += data.draw(st.one_of(st.integers(1, 20), st.floats(0.01, 1)))
    nachher = _solve(aufgabe | {"bedarf": bedarf})
    assert nachher[i] >= vorher[i]


@settings(max_examples=80)
@given(aufgaben(), st.randoms(use_true_random=False))
def test_order_does_not_matter(aufgabe, zufall) -> None:
    vorher = _solve(aufgabe)
    folge = list(range(len(vorher)))
    zufall.shuffle(folge)
    gemischt = {
        key: [wert[i] for i in folge] if key in ("personen", "bedarf", "bisher_cent") else wert
        for key, wert in aufgabe.items()
    }
    nachher = allocate(**gemischt)
    alt = aufgabe.get("bisher_cent", [0] * len(folge))
    # areas that agree in everything may swap their odd cents
    merkmale = list(zip(aufgabe["personen"], aufgabe["bedarf"], alt, strict=True))
    assert sorted(zip(merkmale, vorher.tolist(), strict=True)) == sorted(
        zip([merkmale[i] for i in folge], nachher.tolist(), strict=True)
    )


@given(gebiete, st.integers(0, 10**7))
def test_lambda_zero_is_per_head_and_the_unit_of_need_does_not_matter(zeilen, budget) -> None:
    n, s, _ = (np.array(spalte) for spalte in zip(*zeilen, strict=True))
    np.testing.assert_allclose(allocate(budget, n, s, 0), budget * n / n.sum(), atol=1)
    np.testing.assert_array_equal(allocate(budget, n, s, 1), allocate(budget, n, s * 1024, 1))


@given(gebiete, st.integers(1, 10**6), lambdas)
def test_a_floor_agrees_with_the_linear_programme(zeilen, budget, lambda_) -> None:
    """With floors the smallest amount per share is as large as it can be; with caps the largest as small."""
    n, s, _ = (np.array(spalte, dtype=float) for spalte in zip(*zeilen, strict=True))
    p = (1 - lambda_) * n / n.sum() + lambda_ * n * s / (n @ s)
    m = len(n)
    grenze = budget // (2 * m)
    for vorzeichen, einstellung in ((-1, {"sockel_cent": grenze}), (1, {"deckel_cent": 2 * budget // m + 1})):
        schranken = [(grenze, None) if vorzeichen < 0 else (0, 2 * budget // m + 1)] * m + [(0, None)]
        lp = linprog(
            np.r_[np.zeros(m), vorzeichen],
            A_ub=np.c_[vorzeichen * np.eye(m), -vorzeichen * p],
            b_ub=np.zeros(m),
            A_eq=np.c_[np.ones((1, m)), 0],
            b_eq=[budget],
            bounds=schranken,
        )
        if lp.status == 2:  # areas without share cannot help to spend the budget under a cap
            with pytest.raises(VerteilungsError):
                allocate(budget, n, s, lambda_, **einstellung)
            continue
        theta = lp.x[-1]
        erwartet = np.maximum(theta * p, grenze) if vorzeichen < 0 else np.minimum(theta * p, 2 * budget // m + 1)
        np.testing.assert_allclose(allocate(budget, n, s, lambda_, **einstellung), erwartet, atol=1 + budget * 1e-7)


@given(aufgaben())
def test_it_refuses_only_what_an_integer_programme_cannot_solve(aufgabe) -> None:
    """Whole steps between the bounds that add up to the budget: there are amounts exactly when there are such steps."""
    schritt, lambda_ = aufgabe["runden_auf_cent"], aufgabe["lambda_"]
    verlust = Fraction(str(aufgabe.get("max_verlust", 1)))
    schranken = []
    bisher = aufgabe.get("bisher_cent", [0] * len(aufgabe["personen"]))
    for n, s, alt in zip(aufgabe["personen"], aufgabe["bedarf"], bisher, strict=True):
        unten = max(aufgabe.get("sockel_cent", 0), -((alt * (verlust - 1)) // 1))
        unten, oben = -(-int(unten) // schritt), aufgabe.get("deckel_cent", 10**9) // schritt
        beteiligt = n > 0 and (lambda_ < 1 or s > 0)  # others get their floor and no more
        schranken.append((unten, oben if beteiligt else unten if unten <= oben else oben))
    if any(unten > oben for unten, oben in schranken):
        moeglich = False
    else:
        budget = aufgabe["budget_cent"]
        summe = {"A_eq": np.full((1, len(schranken)), schritt), "b_eq": [budget]}
        moeglich = linprog(np.zeros(len(schranken)), **summe, bounds=schranken, integrality=1).status == 0
    if moeglich:
        assert allocate(**aufgabe).sum() == aufgabe["budget_cent"]
        return
    with pytest.raises(VerteilungsError) as ausnahme:
        allocate(**aufgabe)
    assert len(set(ausnahme.value.einstellungen)) == 2


def test_ten_thousand_areas_to_the_cent() -> None:
    rng = np.random.default_rng(2)
    n, s, bisher = rng.integers(0, 9000, 10_000), rng.random(10_000), rng.integers(0, 10**6, 10_000)
    budget = int(bisher.sum())
    ergebnis = allocate(budget, n, s, 0.7, sockel_cent=5000, bisher_cent=bisher, max_verlust=0.1)
    assert sum(ergebnis.tolist()) == budget
    assert (ergebnis >= np.ceil(bisher * 0.9 - 1e-6)).all()
    folge = rng.permutation(10_000)
    gemischt = allocate(budget, n[folge], s[folge], 0.7, sockel_cent=5000, bisher_cent=bisher[folge], max_verlust=0.1)
    np.testing.assert_array_equal(gemischt, ergebnis[folge])


@pytest.mark.parametrize("anzahl", [1, 2, 100, 9999])
def test_any_number_of_areas(anzahl) -> None:
    rng = np.random.default_rng(anzahl)
    n, s = rng.integers(1, 9000, anzahl), rng.random(anzahl)
    p = 0.5 * n / n.sum() + 0.5 * n * s / (n @ s)
    ergebnis = allocate(10**9, n, s, 0.5)
    assert sum(ergebnis.tolist()) == 10**9
    assert (np.abs(ergebnis - p * 10**9) < 1 + 1e-6).all()


def test_a_federal_budget_keeps_its_cents() -> None:
    ergebnis = allocate(47_681_234_567_891, np.arange(1, 401), np.arange(400, 0, -1), 0.5)
    assert sum(ergebnis.tolist()) == 47_681_234_567_891


def test_collisions_name_the_settings() -> None:
    with pytest.raises(VerteilungsError) as ausnahme:
        allocate(1000, [1, 1], [1, 1], 0, sockel_cent=600)
    assert ausnahme.value.einstellungen == ("Sockel", "Budget")


@pytest.mark.parametrize(
    ("argumente", "text"),
    [
        ({"sockel_cent": [1, 2, 3]}, "Sockel und Personen"),
        ({"sockel_cent": -1}, "Sockel: −1,00"),
        ({"deckel_cent": [10.5, 20]}, "10.5"),
        ({"bisher_cent": [1, 2], "max_verlust": 1.5}, "Verlustgrenze: 1.5"),
        ({"runden_auf_cent": 0}, "kleinste Schritt"),
        ({"budget_cent": -1}, "Budget: -1"),
        ({"budget_cent": "viel"}, "›viel‹"),
        ({"personen": [0, 0]}, "lebt jemand"),
        ({"personen": [1, 2, 3]}, "verschieden viele"),
    ],
)
def test_impossible_input_gets_a_sentence(argumente, text) -> None:
    with pytest.raises(AnalyseError, match=text):
        allocate(**({"budget_cent": 100, "personen": [1, 1], "bedarf": [1, 1], "lambda_": 0.5} | argumente))


@given(gebiete)
def test_disparities_add_up_and_their_halves_are_the_gap(zeilen) -> None:
    n, s, geld = (np.array(spalte, dtype=float) for spalte in zip(*zeilen, strict=True))
    abstand = disparity(geld, n * s)
    luecke = money_need_gap(geld, n * s)
    if geld.max() == 0:
        assert np.isnan(luecke)
        assert abstand.isna().all()
        return
    assert abstand.sum() == pytest.approx(0, abs=1e-9)
    assert abstand.clip(lower=0).sum() / 100 == pytest.approx(luecke, abs=1e-12)
    assert 0 <= luecke <= 1


def test_disparity_keeps_the_names_of_the_areas() -> None:
    geld = pd.Series([30.0, 70.0], index=["nord", "süd"])
    ergebnis = disparity(geld, pd.Series([50, 50], index=["nord", "süd"]))
    assert ergebnis.to_dict() == pytest.approx({"nord": -20, "süd": 20})
    with pytest.raises(AnalyseError, match="nicht dieselben Gebiete"):
        disparity(geld, pd.Series([50, 50], index=["süd", "nord"]))
