"""Official indices, recomputed from the figures that their publishers state beside them (faelle/*.csv)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import pytest

from sozialplanung.analysis.index import imd_score, mss_index
from sozialplanung.analysis.scaling import standardise

FAELLE = Path(__file__).parent / "faelle"
S_2021, D_2021 = ["s1", "s3", "s4"], ["d1", "d3", "d4"]
LSOA_2025 = 33_755


@cache
def _published(name: str) -> pd.DataFrame:
    """A table by area; a class that is not published is None."""
    tabelle = pd.read_csv(FAELLE / f"{name}.csv", comment="#", index_col=0, dtype={0: str})
    klassen = tabelle.filter(like="_klasse").astype(object)
    return tabelle.assign(**klassen.where(klassen.notna(), None))


@pytest.mark.parametrize(("art", "indikatoren"), [("status", S_2021), ("dynamik", D_2021)])
def test_berlin_has_the_published_classes(art: Literal["status", "dynamik"], indikatoren: list[str]) -> None:
    tabelle = _published("mss_2021")
    berechnet = mss_index(tabelle[indikatoren], art=art)
    assert (len(berechnet), berechnet["klasse"].count()) == (542, 536)
    assert berechnet["klasse"].tolist() == tabelle[f"{art}_klasse"].tolist()


@pytest.mark.parametrize(("art", "indikatoren"), [("status", S_2021), ("dynamik", D_2021)])
def test_berlin_2021_has_the_published_index(art: Literal["status", "dynamik"], indikatoren: list[str]) -> None:
    tabelle = _published("mss_2021")
    berechnet = mss_index(tabelle[indikatoren], art=art)["index"]
    # published with two decimals; that the shares are published with five adds less than 1e-5
    np.testing.assert_allclose(berechnet, tabelle[f"{art}_index"], rtol=0, atol=0.005 + 1e-5)


def test_berlin_2021_has_the_published_sums_of_z_values() -> None:
    gezaehlt = _published("mss_2021").dropna(subset="status_summe")
    berechnet = standardise(gezaehlt[S_2021].to_numpy()).sum(axis=1)
    np.testing.assert_allclose(berechnet, gezaehlt["status_summe"], rtol=0, atol=1e-4)


def test_england_2025_has_the_published_scores_digit_for_digit() -> None:
    tabelle = _published("imd_2025")
    berechnet = imd_score(tabelle.drop(columns="IMD"), anzahl=LSOA_2025)
    assert len(berechnet) == 43
    assert berechnet.round(3).tolist() == tabelle["IMD"].tolist()
