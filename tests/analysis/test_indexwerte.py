"""Which areas get an index, why others do not, and all years as one frame."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sozialplanung.analysis.indexwerte import collect, index_frame, nearest_inhabitants
from sozialplanung.analysis.sozialindex import Indexdefinition

GEBIETE = list("pqrst")
D = Indexdefinition("z", ("a", "b"), ("belastung", "belastung"), (1.0, 1.0), (), 300)


def figures(jahr: int, *werte: float | str | None, **mehr: Any) -> pd.DataFrame:
    """One row per area; a text in place of a number is a Wertzeichen."""
    return pd.DataFrame(
        {
            "gebiet_id": GEBIETE,
            "bezeichnung": [f"Gebiet {g}" for g in GEBIETE],
            "uebergeordnet": "stadt",
            "jahr": jahr,
            "zeitraum": str(jahr),
            "wert": [np.nan if isinstance(w, str) or w is None else w for w in werte],
            "zeichen": pd.Series([w if isinstance(w, str) else None for w in werte], dtype=object),
            "herkunft": "amtlich",
            "hinweis": None,
        }
        | mehr
    )


def inhabitants(jahr: int, **zahlen: float) -> pd.DataFrame:
    return pd.DataFrame({"gebiet_id": list(zahlen), "jahr": jahr, "wert": list(zahlen.values()), "herkunft": "eigen"})


def test_an_area_without_index_has_one_reason() -> None:
    frames = {
        "a": figures(2020, 1, "geheim", 3, "folgt", 5),
        "b": figures(2020, 1, 2, 3, 4, "gesperrt", hinweis=[None, None, None, None, "nenner_zu_klein"]),
    }
    einwohner = pd.Series({"p": 300.0, "r": 299.0, "q": 400.0})
    grundlage = collect(frames, pd.Index(GEBIETE), einwohner, 300)
    assert grundlage.grund.tolist() == [None, "geheim", "klein", "fehlt", "klein"]
    # what may be shown is still there, but nothing of an excluded area is computed with
    assert grundlage.werte.loc["r"].tolist() == [3, 3]
    assert grundlage.anteile.notna().any(axis=1).tolist() == [True, False, False, False, False]


def test_inhabitants_of_the_nearest_year() -> None:
    zahlen = pd.concat([inhabitants(2017, p=17, q=np.nan), inhabitants(2019, p=19, q=19), inhabitants(2020, q=20)])
    assert nearest_inhabitants(zahlen, 2018)["wert"].to_dict() == {"p": 17, "q": 19}
    assert nearest_inhabitants(zahlen, 2024)["wert"].to_dict() == {"p": 19, "q": 20}
    assert nearest_inhabitants(zahlen.iloc[:0], 2018).empty


def test_frame_by_hand() -> None:
    """p, q, r count: a has mean 2 and s = √⅔, b is equal everywhere; so the index is ½ (−√1,5, 0, √1,5)."""
    frames = {
        "a": figures(2020, 1, 2, 3, "geheim", 99),
        "b": figures(2020, 5, 5, 5, 5, 5, herkunft="beispiel", hinweis="aggregiert"),
    }
    einwohner = pd.concat([inhabitants(2019, p=500, t=299), inhabitants(2020, p=600)])
    frame = index_frame(frames, einwohner, D)
    np.testing.assert_allclose(frame["wert"], [-(1.5**0.5) / 2, 0, 1.5**0.5 / 2, np.nan, np.nan])
    assert frame["zeichen"].tolist() == [None, None, None, "geheim", "gesperrt"]
    # that the figure was delivered as geheim is no rule of the Projekt
    assert frame["hinweis"].tolist() == ["aggregiert"] * 3 + [None, "einwohner_zu_wenig"]
    assert frame["herkunft"].tolist() == ["beispiel"] * 5
    assert frame["gewicht"].fillna(0).tolist() == [600, 0, 0, 0, 299]
    assert frame["gewicht_jahr"].fillna(0).tolist() == [2020, 0, 0, 0, 2019]
    assert frame[["zaehler", "nenner"]].isna().all(axis=None)


def test_what_hides_or_blocks_a_figure_is_said_of_the_index() -> None:
    hinweis = [None, "verborgen", "nenner_zu_klein", "teile_fehlen", None, None]
    a = figures(2020, 1, "geheim", "gesperrt", None, 5)
    frame = index_frame({"a": a.assign(hinweis=hinweis[:5]), "b": figures(2020, 1, 2, 3, 4, 5)}, inhabitants(2020), D)
    assert frame["hinweis"].tolist() == [None, "verborgen", "nenner_zu_klein", "teile_fehlen", None]
    assert frame["zeichen"].tolist() == [None, "geheim", "gesperrt", None, None]


def test_a_hidden_figure_moves_nobody() -> None:
    """The index of the others is the same whatever stands behind the sign."""
    b = figures(2020, 5, 4, 1, 2, 3)
    geheim = index_frame({"a": figures(2020, 1, 2, 3, "geheim", 5), "b": b}, inhabitants(2020), D)
    ohne = {"a": figures(2020, 1, 2, 3, None, 5).drop(index=3), "b": b.drop(index=3)}
    np.testing.assert_allclose(geheim["wert"].drop(3), index_frame(ohne, inhabitants(2020), D)["wert"])


def test_only_years_of_all_indicators_each_for_itself() -> None:
    a = pd.concat([figures(jahr, 1, 2, 3, 4, 5) for jahr in (2018, 2019, 2020)])
    b = pd.concat([figures(2019, 1, 2, 3, 4, 5), figures(2020, 100, 200, 300, 400, 500), figures(2021, 1, 1, 1, 1, 1)])
    frame = index_frame({"a": a, "b": b}, inhabitants(2020), D)
    assert frame["jahr"].unique().tolist() == [2019, 2020]
    np.testing.assert_allclose(frame["wert"][:5], frame["wert"][5:])


def test_fewer_than_three_areas_are_no_ranking() -> None:
    frames = {"a": figures(2020, 1, 2, None, None, None), "b": figures(2020, 1, 2, 3, 4, 5)}
    frame = index_frame(frames, inhabitants(2020), D)
    assert frame["wert"].isna().all()
    assert frame["zeichen"].tolist() == [None] * 5
    assert index_frame({"a": frames["a"], "b": figures(2019, 1, 2, 3, 4, 5)}, inhabitants(2020), D).empty
