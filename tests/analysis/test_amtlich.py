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
from sozialplanung.analysis.sozialindex import Indexdefinition, status_and_dynamics

FAELLE = Path(__file__).parent / "faelle"
INDIKATOREN = {"mss_2017": "1234", "mss_2021": "134"}
GEBIETE = {"mss_2017": (447, 436), "mss_2021": (542, 536)}  # all, in the index
LSOA_2025 = 33_755
Art = Literal["status", "dynamik"]


@cache
def _published(name: str) -> pd.DataFrame:
    """A table by area; a class that is not published is None."""
    tabelle = pd.read_csv(FAELLE / f"{name}.csv", comment="#", index_col=0, dtype={0: str})
    klassen = tabelle.filter(like="_klasse").astype(object)
    return tabelle.assign(**klassen.where(klassen.notna(), None))


def _indicators(name: str, art: Art) -> pd.DataFrame:
    return _published(name)[[f"{art[0]}{nummer}" for nummer in INDIKATOREN[name]]]


@pytest.mark.parametrize("art", ["status", "dynamik"])
@pytest.mark.parametrize("name", INDIKATOREN)
def test_berlin_has_the_published_classes(name: str, art: Art) -> None:
    berechnet = mss_index(_indicators(name, art), art=art)["klasse"]
    assert (len(berechnet), berechnet.count()) == GEBIETE[name]
    assert berechnet.tolist() == _published(name)[f"{art}_klasse"].tolist()


@pytest.mark.parametrize("name", INDIKATOREN)
def test_status_and_dynamik_of_the_page_are_the_published_ones(name: str) -> None:
    heute, aenderung = _indicators(name, "status"), _indicators(name, "dynamik")
    n = len(heute.columns)
    definition = Indexdefinition("mss", tuple(heute.columns), ("belastung",) * n, (1.0,) * n)
    berechnet = status_and_dynamics(heute, heute - aenderung.to_numpy(), definition)
    assert berechnet["status"].tolist() == _published(name)["status_klasse"].tolist()
    assert berechnet["dynamik"].tolist() == _published(name)["dynamik_klasse"].tolist()


def test_berlin_2017_has_the_published_index() -> None:
    tabelle, anteile = _published("mss_2017"), _indicators("mss_2017", "status")
    np.testing.assert_allclose(mss_index(anteile)["index"], tabelle["status_index"], rtol=0, atol=1e-4)
    # an area that is left out may have any figures
    ohne_luecken = mss_index(anteile.fillna(99.0), gueltig=tabelle["status_index"].notna())["index"]
    np.testing.assert_allclose(ohne_luecken, tabelle["status_index"], rtol=0, atol=1e-4)


@pytest.mark.parametrize("art", ["status", "dynamik"])
def test_berlin_2021_has_the_published_index(art: Art) -> None:
    berechnet = mss_index(_indicators("mss_2021", art), art=art)["index"]
    # published with two decimals; that the shares are published with five adds less than 1e-5
    np.testing.assert_allclose(berechnet, _published("mss_2021")[f"{art}_index"], rtol=0, atol=0.005 + 1e-5)


def test_berlin_2021_has_the_published_sums_of_z_values() -> None:
    summe = _published("mss_2021")["status_summe"]
    berechnet = standardise(_indicators("mss_2021", "status")[summe.notna()].to_numpy()).sum(axis=1)
    np.testing.assert_allclose(berechnet, summe.dropna(), rtol=0, atol=1e-4)


def test_england_2025_has_the_published_scores_digit_for_digit() -> None:
    tabelle = _published("imd_2025")
    berechnet = imd_score(tabelle.drop(columns="IMD"), anzahl=LSOA_2025)
    assert len(berechnet) == 43
    assert berechnet.round(3).tolist() == tabelle["IMD"].tolist()
