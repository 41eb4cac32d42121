"""Old areas in new files: counts by hand, what is told, and the way through the store and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bausteine import picture
from mappen import build_mappe
from tabellen import arten, zahlen

from sozialplanung.importer import read_lieferung
from sozialplanung.model import Lieferungspaket
from sozialplanung.report.vorlage_schreiben import export_projekt
from sozialplanung.store import Projekt, create_projekt

Lies = Callable[..., Lieferungspaket]
GEBIETE = [
    ["Gebietsschlüssel", "Name", "Raumebene"],
    ["N", "Nord", "stadtteil"],
    ["S", "Süd", "stadtteil"],
]
# A and B became Nord; of C 60 % went to Nord, 40 % to Süd; D became Süd.
STAND = [
    ["Altes Gebiet", "Neues Gebiet", "Anteil", "Gültig ab"],
    ["A", "N", 1, "01.01.2015"],
    ["B", "N", 1, "01.01.2015"],
    ["C", "N", 0.6, "01.01.2015"],
    ["C", "S", 0.4, "01.01.2015"],
    ["D", "S", 1, "01.01.2015"],
]
KOPF = ["Gebietsschlüssel", "Merkmal", "Gruppe", "Zeitraum", "Wert"]
ALTE = [["A", 10], ["B", 20], ["C", 30], ["D", 5]]


def mappe(*werte: list[Any], **mehr: list[list[Any]]) -> dict[str, list[list[Any]]]:
    return {"Gebiete": GEBIETE, "Gebietsstand": STAND, "Werte": [KOPF, *werte]} | mehr


def kinder(paare: list[list[Any]], merkmal: str = "kinder") -> list[list[Any]]:
    return [[alt, merkmal, None, 2014, zahl] for alt, zahl in paare]


def test_counts_are_shared_out_and_added(lies: Lies) -> None:
    """Nord 10 + 20 + 0,6 · 30 = 48, Süd 0,4 · 30 + 5 = 17: together 65 as before."""
    paket = lies(mappe(*kinder(ALTE)))
    assert zahlen(paket) == {
        ("kinder", "N", "", "2014"): (48.0, "unsicher"),
        ("kinder", "S", "", "2014"): (17.0, "unsicher"),
    }
    assert arten(paket) == {"converted_areas"}
    assert paket.bemerkung.startswith("2 Zahlen von 4 alten Gebieten (A, B, C …)")
    werte = paket.tabellen["wert"].set_index("gebiet_id")
    assert werte.at["N", "spalte"] == "Wert, umgerechnet aus A + B + C 60,0\u00a0%"
    assert werte.at["N", "zeile"] == 2


def test_a_merger_is_exact(lies: Lies) -> None:
    stand = [STAND[0], *STAND[1:3]]
    paket = lies(mappe(*kinder(ALTE[:2]), Gebietsstand=stand))
    assert zahlen(paket) == {("kinder", "N", "", "2014"): (30.0, None)}
    null = lies(mappe(*kinder([["A", "-"], ["B", "-"]]), Gebietsstand=stand))
    assert zahlen(null) == {("kinder", "N", "", "2014"): (0.0, "genau_null")}


@pytest.mark.parametrize(("zelle", "zeichen"), [("*", "geheim"), (".", "unbekannt")])
def test_what_is_missing_stays_missing(lies: Lies, zelle: str, zeichen: str) -> None:
    paket = lies(mappe(*kinder([["A", 10], ["B", zelle], ["C", 30], ["D", 5]])))
    assert zahlen(paket)["kinder", "N", "", "2014"] == (None, zeichen)
    assert zahlen(paket)["kinder", "S", "", "2014"] == (17.0, "unsicher")
    assert "parts_of_area_missing" in arten(paket)


def test_an_old_area_that_is_not_in_the_file(lies: Lies) -> None:
    assert zahlen(lies(mappe(*kinder(ALTE[1:]))))["kinder", "N", "", "2014"] == (None, "unbekannt")


def test_rates_are_left_out_and_told(lies: Lies) -> None:
    paket = lies(mappe(*kinder(ALTE), *kinder(ALTE, "quote")))
    assert {schluessel[0] for schluessel in zahlen(paket)} == {"kinder"}
    assert [b.meldung[:33] for b in paket.warnungen] == ["4 Quoten alter Gebiete bleiben weg"[:33]]


def test_the_new_area_wins_where_both_stand(lies: Lies) -> None:
    paket = lies(mappe(*kinder([*ALTE, ["S", 19]])))
    assert zahlen(paket)["kinder", "S", "", "2014"] == (19.0, None)
    assert "old_and_new_area" in arten(paket)


@pytest.mark.parametrize(
    ("zeile", "art"),
    [(["E", "N", 0.9, None], "shares_not_whole"), (["S", "N", 1, None], "old_area_is_valid")],
)
def test_a_table_that_cannot_be_right_is_refused(lies: Lies, zeile: list[Any], art: str) -> None:
    [befund] = lies(mappe(Gebietsstand=[*STAND, zeile])).fehler
    assert (befund.art, befund.blatt, befund.zeile, befund.wert) == (art, "Gebietsstand", 7, zeile[0])


def test_three_thirds_are_whole(lies: Lies) -> None:
    drittel = [["E", ziel, "33,3333 %", None] for ziel in ("N", "S")] + [["E", "W", "33,3333 %", None]]
    gebiete = [*GEBIETE, ["W", "West", "stadtteil"]]
    paket = lies(mappe(*kinder([["E", 30]]), Gebietsstand=[STAND[0], *drittel], Gebiete=gebiete))
    assert paket.fehler == ()
    assert {wert for wert, _ in zahlen(paket).values()} == {10.0}


@pytest.fixture
def projekt(tmp_path: Path, lies: Lies) -> Any:
    neu = create_projekt(tmp_path / "p.duckdb", "Test")
    neu.import_lieferung(lies({"Gebiete": GEBIETE, "Gebietsstand": STAND}), "Kim")
    yield neu
    neu.close()


def test_a_foreign_table_by_key_and_by_name(projekt: Projekt) -> None:
    """The old areas come under a key, or as people wrote them."""
    for namen in (("A", "B", "C", "D"), ("a", " b", "C", "D")):
        inhalt = "\n".join(["Stadtteil;Kinder 2014", *(f"{n};{z}" for n, (_, z) in zip(namen, ALTE, strict=True))])
        paket = read_lieferung(inhalt.encode(), "kinder.csv", projekt)
        assert {k[1]: v for k, v in zahlen(paket).items()} == {"N": (48.0, "unsicher"), "S": (17.0, "unsicher")}
        assert {b.art for b in paket.warnungen} == set()


def test_there_and_back_and_taken_back(projekt: Projekt, tmp_path: Path, lies: Lies) -> None:
    leer = picture(projekt)
    paket = lies(mappe(*kinder(ALTE)))
    nummer = projekt.import_lieferung(paket, "Kim").lieferung_id
    assert nummer is not None
    assert "umgerechnet" in projekt.load_lieferungen()["bemerkung"].iloc[0]
    pfad = tmp_path / "export.xlsx"
    export_projekt(projekt, pfad)
    zwilling = create_projekt(tmp_path / "q.duckdb", "Test")
    gelesen = read_lieferung(pfad, pfad.name, zwilling)
    assert gelesen.fehler == ()
    zwilling.import_lieferung(gelesen, "Kim")
    assert picture(zwilling)["gebietsstand"] == picture(projekt)["gebietsstand"] != []
    assert picture(zwilling)["wert"] == picture(projekt)["wert"]
    zwilling.close()
    assert projekt.import_lieferung(lies(mappe(*kinder(ALTE))), "Kim").lieferung_id is None
    projekt.undo_lieferung(nummer, "Kim")
    assert picture(projekt) == leer
    projekt.undo_lieferung(1, "Kim")
    assert picture(projekt)["gebietsstand"] == []


def test_an_area_that_ended_is_converted_too(tmp_path: Path) -> None:
    """The Projekt still knows Alt, until 2014."""
    gebiete = [
        [*z, ende]
        for z, ende in zip([*GEBIETE, ["A", "Alt", "stadtteil"]], ["Gültig bis", None, None, "31.12.2014"], strict=True)
    ]
    stand = [STAND[0], STAND[1]]
    werte = [KOPF, *kinder([["A", 10]])]
    merkmale = [["Merkmal", "Bezeichnung", "Art"], ["kinder", "Kinder", "anzahl"]]
    inhalt = build_mappe({"Gebiete": gebiete, "Gebietsstand": stand, "Merkmale": merkmale, "Werte": werte})
    assert zahlen(read_lieferung(inhalt, "m.xlsx")) == {("kinder", "N", "", "2014"): (10.0, None)}
