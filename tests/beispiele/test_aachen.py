"""Figures of the StädteRegion: read by eye from the source, then all of them compared with it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from werkzeuge.beispiele.bausteine import Beispiel

# Read from the published table with one's own eyes.
GELESEN = [
    ("05334024", "einkommensteuer_je_einwohner", "2019", 640.78),
    ("05334004", "einkommensteuer_je_einwohner", "2019", 371.81),
    ("05334024", "einkommensteuer_je_einwohner", "1995", 358.73),
    ("05334008", "einkommensteuer_je_einwohner", "1995", 226.51),
    ("05334002", "einkommensteuer_je_einwohner", "2005", 251.40),
    ("05334002", "arbeitslose", "1998", 13751),
    ("05334024", "arbeitslose", "2019", 114),
    ("05334032", "arbeitslose", "2019", 2256),
    ("05334002", "erwerbsfaehige", "2019", 174849),
    ("05334020", "erwerbsfaehige", "2019", 7322),
    ("05334002", "einwohner", "2022-05-15", 261178),
    ("05334024", "einwohner", "2022-05-15", 8685),
]
INKAR_NAMEN = {
    "Einkommensteuer": "einkommensteuer_je_einwohner",
    "Arbeitslose": "arbeitslose",
    "Erwerbsfähige Bevölkerung (15 bis unter 65 Jahre)": "erwerbsfaehige",
    "Beschäftigtenquote": "beschaeftigtenquote",
}


@pytest.fixture
def werte(aachen: Beispiel) -> pd.Series[float]:
    reihe = aachen.tabellen["wert"].set_index(["gebiet_id", "merkmal_id", "zeitraum"])["wert"].astype(float)
    assert reihe.index.is_unique
    return reihe


@pytest.mark.parametrize(("gebiet", "merkmal", "zeitraum", "wert"), GELESEN)
def test_figures_as_published(werte: pd.Series[float], gebiet: str, merkmal: str, zeitraum: str, wert: float) -> None:
    assert werte[gebiet, merkmal, zeitraum] == wert


def test_every_figure_equals_the_source(werte: pd.Series[float], vergleichsdaten: Path) -> None:
    (datei,) = (vergleichsdaten / "zahlen").glob("inkar_*.csv")
    inkar = pd.read_csv(datei, sep=";", dtype={"kennziffer": str, "jahr": str})
    inkar = inkar[inkar["kennziffer"].str.startswith("05334")]
    soll = inkar.assign(merkmal_id=inkar["indikator"].map(INKAR_NAMEN)).set_index(["kennziffer", "merkmal_id", "jahr"])
    ist = werte[werte.index.get_level_values("merkmal_id") != "einwohner"]
    assert len(ist) == 850  # 10 × (25 Einkommensteuer + 22 Arbeitslose + 19 Erwerbsfähige + 19 Beschäftigtenquote)
    assert ist.to_dict() == soll["wert"].to_dict()


def test_inhabitants_add_up_to_the_region(werte: pd.Series[float]) -> None:
    assert werte.xs("einwohner", level="merkmal_id").sum() == 577_572


def test_only_official_figures(aachen: Beispiel) -> None:
    tabellen = aachen.tabellen
    assert aachen.projekt["herkunft"] == "amtlich"
    assert "beispiel" not in set(tabellen["quelle"]["herkunft"])
    assert tabellen["quelle"]["lizenz"].ne("").all()
    assert set(tabellen["wert"]["quelle_id"]) - {None} <= set(tabellen["quelle"]["quelle_id"])


def test_parts_never_exceed_the_whole(werte: pd.Series[float]) -> None:
    zaehler, nenner = werte.xs("arbeitslose", level="merkmal_id"), werte.xs("erwerbsfaehige", level="merkmal_id")
    gemeinsam = zaehler.index.intersection(nenner.index)
    assert len(gemeinsam) == 190
    assert (zaehler[gemeinsam] < nenner[gemeinsam]).all()
