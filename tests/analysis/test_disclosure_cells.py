"""Which sums lie between delivered figures; every expected set of hidden cells was found by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sozialplanung.analysis.disclosure_cells import Paar, protect_cells

KINDER = {"s": ["a", "b"], "a": ["a1", "a2"]}


def hidden(
    zellen: dict[tuple[str, str, str], float],
    kinder: dict[str, list[str]] | None = None,
    paare: list[Paar] | None = None,
    k: dict[tuple[str, str, str], int] | None = None,
) -> dict[tuple[str, str, str], str]:
    frame = pd.DataFrame(zellen.keys(), columns=["merkmal_id", "gebiet_id", "gruppe"])
    frame["wert"] = list(zellen.values())
    frame["k"] = [(k or {}).get(zelle, 3) for zelle in zellen]
    grund = protect_cells(frame, kinder or {}, paare or [])
    return {zelle: g for zelle, g in zip(zellen, grund, strict=True) if g is not None}


def test_levels_without_figures_are_passed() -> None:
    """»a« was not delivered: the city is the sum of a1, a2 and b."""
    zellen = {("m", "s", ""): 60.0, ("m", "b", ""): 50.0, ("m", "a1", ""): 1.0, ("m", "a2", ""): 9.0}
    assert hidden(zellen, KINDER) == {("m", "a1", ""): "primaer", ("m", "a2", ""): "sekundaer"}


def test_a_part_that_nobody_delivered_covers_the_hidden_one() -> None:
    zellen = {("m", "s", ""): 60.0, ("m", "b", ""): 50.0, ("m", "a1", ""): 1.0}
    assert hidden(zellen, KINDER) == {("m", "a1", ""): "primaer"}


def test_nothing_small_nothing_hidden() -> None:
    assert hidden({("m", "s", ""): 60.0, ("m", "a", ""): 0.0, ("m", "b", ""): 60.0}, KINDER) == {}


def test_two_groupings_without_a_total_betray_each_other() -> None:
    """Nobody delivered the total, but men + women = young + old: 2 + 8 = 4 + 6."""
    zellen = {("m", "s", f"G={g}"): n for g, n in (("w", 2.0), ("m", 8.0))}
    zellen |= {("m", "s", f"A={a}"): n for a, n in (("jung", 4.0), ("alt", 6.0))}
    verborgen = hidden(zellen)
    assert verborgen["m", "s", "G=w"] == "primaer"
    assert len(verborgen) == 2


def test_crossed_groups_reach_the_total_over_margins_nobody_delivered() -> None:
    kreuz = {("jung", "w"): 1.0, ("jung", "m"): 20.0, ("alt", "w"): 30.0, ("alt", "m"): 40.0}
    zellen = {("m", "s", f"A={a};G={g}"): n for (a, g), n in kreuz.items()} | {("m", "s", ""): 91.0}
    verborgen = hidden(zellen)
    assert verborgen["m", "s", "A=jung;G=w"] == "primaer"
    assert len(verborgen) == 2


def test_parts_that_make_up_their_whole() -> None:
    """Households of 1, 2 and more persons; the rest of the whole is known when the others are."""
    zellen = {("alle", "s", ""): 100.0, ("eins", "s", ""): 2.0, ("zwei", "s", ""): 40.0, ("mehr", "s", ""): 58.0}
    paare = [Paar(teil, None, "alle", None) for teil in ("eins", "zwei", "mehr")]
    verborgen = hidden(zellen, paare=paare)
    assert verborgen["eins", "s", ""] == "primaer"
    assert ("alle", "s", "") not in verborgen
    assert len(verborgen) == 2


def test_a_hidden_whole_is_at_least_its_part() -> None:
    """Wholes 2 + 4 are hidden in a total of 6; if the part of 4 stayed visible, the whole of 4 would be 4 to 6."""
    zellen = {
        ("n", "s", ""): 16.0,
        ("n", "a", ""): 2.0,
        ("n", "b", ""): 14.0,
        ("x", "a", ""): 0.0,
        ("x", "b", ""): 14.0,
    }
    verborgen = hidden(zellen, KINDER, [Paar("x", "", "n", "")])
    assert verborgen["n", "a", ""] == "primaer"
    assert ("x", "b", "") in verborgen


def test_published_figures_stay_where_hiding_them_is_no_use() -> None:
    zellen = {("m", "s", ""): 92.0, ("m", "a", ""): 2.0, ("m", "b", ""): 90.0}
    so_geliefert = {("m", "s", ""): 0, ("m", "b", ""): 0}
    assert hidden(zellen, KINDER, k=so_geliefert) == {("m", "a", ""): "primaer"}


def test_negative_sums_and_contradictions_end_in_an_answer() -> None:
    """Two unknown parts and a sum that cannot be: more is hidden rather than less, and nothing fails."""
    zellen = {("m", "s", ""): 5.0, ("m", "a", ""): 2.0, ("m", "b", ""): 9.0, ("m", "a1", ""): np.nan}
    assert ("m", "a", "") in hidden(zellen, KINDER)


def test_thousands_of_parts_of_one_sum() -> None:
    """The smallest other part goes with the hidden one, found without weighing 3.000 alternatives."""
    zahlen = {f"q{i:04d}": 100.0 + i for i in range(3000)} | {"q0007": 1.0, "q0100": 99.0}
    zellen = {("m", "s", ""): sum(zahlen.values())} | {("m", ort, ""): zahl for ort, zahl in zahlen.items()}
    assert hidden(zellen, {"s": list(zahlen)}) == {("m", "q0007", ""): "primaer", ("m", "q0100", ""): "sekundaer"}
