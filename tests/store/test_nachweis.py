"""»Woher?«: every figure names its parts, its file and who brought it; what is hidden stays hidden."""

from __future__ import annotations

import pytest
from bausteine import gebiet, indikator, merkmal, paket, quelle, wert

from sozialplanung.errors import ProjektError
from sozialplanung.model import Herkunft
from sozialplanung.store import Projekt

STAMM = {
    "gebiet": [gebiet("s", "stadtbezirk"), gebiet("a", liegt_in="s"), gebiet("b", liegt_in="s")],
    "merkmal": [merkmal("m"), merkmal("p")],
    "indikator": [indikator("i", "m", "p", faktor=100.0)],
}


def stelle(zeile: int, spalte: str = "Wert") -> dict[str, object]:
    return {"blatt": "Werte", "zeile": zeile, "spalte": spalte}


@pytest.fixture
def bestand(projekt: Projekt) -> Projekt:
    erste = [wert("m", "a", 2020, 50, **stelle(2)), wert("m", "b", 2020, 20, **stelle(3))]
    zweite = [
        wert("p", "a", 2020, 1000, quelle_id="zensus", **stelle(7, "2020")),
        wert("p", "b", 2020, 400, quelle_id="zensus", **stelle(8, "2020")),
    ]
    projekt.import_lieferung(paket("amt.xlsx", wert=erste, **STAMM), "Kim")
    projekt.import_lieferung(paket("zensus.csv", wert=zweite, quelle=[quelle("zensus", lizenz="frei")]), "Ada")
    return projekt


def test_an_area_with_figures_of_its_own(bestand: Projekt) -> None:
    nachweis = bestand.load_nachweis("i", "stadtteil", "a", 2020)
    assert (nachweis.gebiet, nachweis.faktor, nachweis.zeile["wert"]) == ("Gebiet a", 100, 5)
    spalten = ["rolle", "merkmal", "gebiet", "wert", "datei", "blatt", "zeile", "spalte", "importiert_von", "quelle"]
    assert nachweis.teile[spalten].to_numpy().tolist() == [
        ["zaehler", "Merkmal m", "Gebiet a", 50, "amt.xlsx", "Werte", 2, "Wert", "Kim", "Amt"],
        ["nenner", "Merkmal p", "Gebiet a", 1000, "zensus.csv", "Werte", 7, "2020", "Ada", "Quelle zensus"],
    ]
    assert nachweis.teile["lieferung_id"].tolist() == [1, 2]
    assert nachweis.teile["stand"].tolist() == ["31.12.2024", None]


def test_a_sum_names_all_its_parts(bestand: Projekt) -> None:
    nachweis = bestand.load_nachweis("i", "stadtbezirk", "s", 2020)
    assert nachweis.zeile["wert"] == pytest.approx(100 * 70 / 1400)
    assert nachweis.teile[["rolle", "gebiet", "wert"]].to_numpy().tolist() == [
        ["zaehler", "Gebiet a", 50],
        ["zaehler", "Gebiet b", 20],
        ["nenner", "Gebiet a", 1000],
        ["nenner", "Gebiet b", 400],
    ]


def test_a_changed_figure_comes_from_the_file_that_changed_it(bestand: Projekt) -> None:
    neu = [wert("m", "a", 2020, 60, **stelle(9)), wert("m", "b", 2020, 20, **stelle(99))]
    bestand.import_lieferung(paket("neu.xlsx", wert=neu), "Kim")
    teile = bestand.load_nachweis("i", "stadtbezirk", "s", 2020).teile
    assert teile.loc[teile["rolle"] == "zaehler", ["datei", "zeile"]].to_numpy().tolist() == [
        ["neu.xlsx", 9],
        ["amt.xlsx", 3],  # said the same, so it stands where it stood first
    ]


def test_a_correction_is_named_with_what_was_delivered(bestand: Projekt) -> None:
    bestand.set_korrektur("m", "a", "2020", 5, "Komma verrutscht", "Ada")
    teil = bestand.load_nachweis("i", "stadtteil", "a", 2020).teile.iloc[0]
    assert teil[["wert", "korrigiert", "geliefert", "korrektur_grund", "korrektur_wer"]].tolist() == [
        5, True, 50, "Komma verrutscht", "Ada"
    ]  # fmt: skip


def test_hidden_figures_have_no_number_and_neither_have_their_parts(projekt: Projekt) -> None:
    """Own figures, k = 3: b has 2 of 400; a is hidden with it, because s is delivered. No rate on 60 persons."""
    werte = [
        wert("m", "s", 2020, 52), wert("m", "a", 2020, 50), wert("m", "b", 2020, 2), wert("p", "a", 2020, 1000),
        wert("p", "b", 2020, 400), wert("m", "a", 2021, 20), wert("p", "a", 2021, 60),
    ]  # fmt: skip
    projekt.import_lieferung(paket(herkunft=Herkunft.EIGEN, wert=werte, **STAMM), "Kim")
    for ort, jahr in (("a", 2020), ("b", 2020), ("a", 2021)):
        nachweis = projekt.load_nachweis("i", "stadtteil", ort, jahr)
        assert nachweis.verborgen, (ort, jahr)
        assert nachweis.teile["wert"].isna().all()
        assert nachweis.teile["datei"].eq("lieferung.xlsx").all()
    ganze = projekt.load_nachweis("i", "stadtbezirk", "s", 2020)
    assert ganze.teile.loc[ganze.teile["rolle"] == "zaehler", "wert"].tolist() == [52]


def test_a_bezugsraum_names_the_areas_that_it_is_made_of(bestand: Projekt) -> None:
    key = bestand.save_bezugsraum("Beide", ["a", "b"], "Kim")
    nachweis = bestand.load_nachweis("i", "bezugsraum", key, 2020)
    assert nachweis.gebiet == "Beide"
    assert nachweis.zeile["wert"] == pytest.approx(100 * 70 / 1400)
    assert nachweis.teile.loc[nachweis.teile["rolle"] == "nenner", "wert"].tolist() == [1000, 400]
    assert nachweis.teile["datei"].tolist() == ["amt.xlsx", "amt.xlsx", "zensus.csv", "zensus.csv"]


def test_nothing_delivered_and_unknown_areas(bestand: Projekt) -> None:
    assert bestand.load_nachweis("i", "stadtteil", "a", 1999).zeile is None
    with pytest.raises(ProjektError, match="›x‹ gibt es in diesem Projekt nicht"):
        bestand.load_nachweis("i", "stadtteil", "x", 2020)
