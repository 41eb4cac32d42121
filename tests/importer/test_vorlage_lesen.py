"""What a readable workbook becomes: tables as the store wants them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from mappen import BASIS, KONZEPT, WERTE

from sozialplanung.catalog import load_katalog
from sozialplanung.importer import Vorhandenes
from sozialplanung.model import Lieferungspaket
from sozialplanung.store import standard_quelle_id
from sozialplanung.vorlage import blatt_der_tabelle

Lies = Callable[..., Lieferungspaket]
A, B, K = "05334002", "05334004", "05334"


def rows(paket: Lieferungspaket, *spalten: str) -> list[tuple[Any, ...]]:
    frame = paket.tabellen["wert"]
    return [tuple(zeile) for zeile in frame[list(spalten)].itertuples(index=False)]


def test_years_across_give_the_same_as_a_row_per_figure(lies: Lies) -> None:
    lang = lies({"Werte": [WERTE, [A, "kinder", None, 2018, 5], [B, "kinder", None, "31.12.2019", "*"]]})
    breit = lies(
        {
            "Werte": [
                ["Gebietsschlüssel", "Merkmal", 2018, dt.date(2019, 12, 31), "2020-Q1"],
                [A, "kinder", 5, None, None],
                [B, "kinder", None, "*", None],
            ]
        }
    )
    assert lang.befunde == breit.befunde == ()
    assert rows(lang, "blatt", "zeile", "spalte") == [("Werte", 2, "Wert"), ("Werte", 3, "Wert")]
    assert rows(breit, "blatt", "zeile", "spalte") == [("Werte", 2, "2018"), ("Werte", 3, "31.12.2019")]
    stelle = ["blatt", "zeile", "spalte"]
    pd.testing.assert_frame_equal(
        *(paket.tabellen["wert"].drop(columns=stelle).astype(object) for paket in (lang, breit))
    )
    assert rows(lang, "gebiet_id", "merkmal_id", "gruppe", "zeitraum", "jahr", "zeichen") == [
        (A, "kinder", "", "2018", 2018, None),
        (B, "kinder", "", "2019-12-31", 2019, "geheim"),
    ]
    assert lang.tabellen["wert"]["wert"].tolist()[0] == 5.0
    assert math.isnan(lang.tabellen["wert"]["wert"].tolist()[1])


def test_header_below_titles_technical_names_and_any_spelling(lies: Lies) -> None:
    paket = lies(
        {
            "Gebiete": None,
            "GEBIETE ": [
                ["Stand der Gebiete"],
                [],
                [None, "gebiet_id", "NAME *", "raum-ebene"],
                [None, A, "Aachen", "Gemeinde"],
            ],
            "Maßnahmen": KONZEPT["Massnahmen"],
            "Handlungskonzepte": KONZEPT["Handlungskonzepte"],
        }
    )
    assert paket.befunde == ()
    assert paket.tabellen["gebiet"][["gebiet_id", "bezeichnung", "raumebene"]].values.tolist() == [
        [A, "Aachen", "gemeinde"]
    ]
    assert paket.tabellen["massnahme"]["massnahme_id"].tolist() == ["ik-1"]


def test_frames_have_the_columns_and_types_of_the_store(lies: Lies) -> None:
    paket = lies(
        {
            **KONZEPT,
            "Handlungskonzepte": [["Handlungskonzept", "Bezeichnung", "Von", "Bis"], ["ik", "IK", 2018, None]],
            "Massnahmen": [
                [*KONZEPT["Massnahmen"][0], "Beginn", "Ende"],
                [*KONZEPT["Massnahmen"][1], "01.03.2018", dt.date(2019, 3, 1)],
            ],
            "Massnahme_Gebiete": [["Maßnahme", "Gebietsschlüssel", "Anteil"], ["ik-1", A, 0.5]],
            "Finanzierung": [
                ["Maßnahme", "Haushaltsjahr", "Finanzierungsquelle", "Ansatz (€)"],
                ["ik-1", 2018, "land", 800000],
            ],
            "Einrichtungen": [
                ["Einrichtung", "Name", "Art", "Gebietsschlüssel", "Plätze", "Längengrad", "Breitengrad"],
                ["e1", "Kita", "Kita", A, 60, 6.08, "50,77"],
            ],
            "Grenzen": [
                ["Gebietsschlüssel", "Teil", "Umriss (GeoJSON)", "Schematisch"],
                [A, 2, "6,51],[7,51],[6,50]]]}", "ja"],
                [A, 1, '{"type":"Polygon","coordinates":[[[6,50],[', "ja"],
            ],
        }
    )
    assert [b.art for b in paket.befunde] == ["number_as_text"]
    for tabelle, frame in paket.tabellen.items():
        if tabelle not in {"projekt", "geometrie"}:
            assert list(frame.columns) == [spalte.name for spalte in blatt_der_tabelle(tabelle).spalten]
    konzept = paket.tabellen["handlungskonzept"].iloc[0]
    assert konzept["von_jahr"] == 2018
    assert math.isnan(konzept["bis_jahr"])
    assert konzept["beschreibung"] == ""
    massnahme = paket.tabellen["massnahme"].iloc[0]
    assert (massnahme["beginn"], massnahme["ende"]) == (dt.date(2018, 3, 1), dt.date(2019, 3, 1))
    geld = paket.tabellen["finanzierung"].iloc[0]
    assert geld["finanzierungsquelle"] == "Land"
    assert geld["ansatz_eur"] == Decimal("800000.00")
    assert geld["ist_eur"] is None
    assert paket.tabellen["massnahme_gebiet"]["anteil"].tolist() == [Decimal("0.500000")]
    assert paket.tabellen["einrichtung"][["laenge", "breite"]].values.tolist() == [[6.08, 50.77]]
    assert paket.tabellen["geometrie"].values.tolist() == [
        [A, '{"type":"Polygon","coordinates":[[[6,50],[6,51],[7,51],[6,50]]]}', True, standard_quelle_id(paket)]
    ]
    assert paket.tabellen["gebiet"]["uebergeordnet"].tolist() == [None, K, K]


def test_the_delivery_states_its_source_once(lies: Lies) -> None:
    projekt = [
        *BASIS["Projekt"],
        ["Lizenz", "CC BY 4.0"],
        ["Stand", "31.12.2021"],
        ["Raumebene beim Öffnen", "Gemeinde"],
    ]
    paket = lies({"Projekt": projekt})
    assert (paket.herkunft, paket.quelle, paket.lizenz, paket.stand) == (
        "beispiel",
        "erfunden",
        "CC BY 4.0",
        "2021-12-31",
    )
    # sha256sum of »beispiel|erfunden|CC BY 4.0|2021-12-31«, first eight digits (docs/architektur.md)
    assert standard_quelle_id(paket) == "q-bf23364b"
    assert paket.tabellen["quelle"].values.tolist() == [
        [standard_quelle_id(paket), "erfunden", "beispiel", "CC BY 4.0", dt.date(2021, 12, 31), ""]
    ]
    assert set(paket.tabellen["merkmal"]["quelle_id"]) == {standard_quelle_id(paket)}
    assert paket.tabellen["projekt"].values.tolist() == [["name", "Test"], ["raumebene", "gemeinde"]]


def test_rows_may_name_another_source(lies: Lies) -> None:
    paket = lies(
        {
            "Quellen": [["Quelle", "Bezeichnung", "Herkunft"], ["z22", "Zensus 2022", "amtlich"]],
            "Werte": [
                [*WERTE, "Quelle"],
                [A, "kinder", None, 2019, 5, None, "z22"],
                [B, "kinder", None, 2019, 6, None, None],
            ],
        }
    )
    assert paket.befunde == ()
    assert paket.tabellen["wert"]["quelle_id"].tolist() == ["z22", standard_quelle_id(paket)]
    assert paket.tabellen["quelle"]["quelle_id"].tolist() == ["z22", standard_quelle_id(paket)]


def test_the_catalogue_fills_what_an_indicator_leaves_open(lies: Lies) -> None:
    merkmale = [*BASIS["Merkmale"], ["einwohner_65plus", "65+", "anzahl"], ["einwohner_20_bis_64", "20–64", "anzahl"]]
    paket = lies(
        {"Merkmale": merkmale, "Indikatoren": [["Indikator", "Bezeichnung"], ["altenquotient", "Mein Altenquotient"]]}
    )
    zeile = paket.tabellen["indikator"].iloc[0]
    eintrag = load_katalog()["altenquotient"]
    assert zeile["bezeichnung"] == "Mein Altenquotient"
    assert (zeile["zaehler_merkmal_id"], zeile["nenner_merkmal_id"]) == ("einwohner_65plus", "einwohner_20_bis_64")
    assert (zeile["faktor"], zeile["einheit"], zeile["definition"]) == (100, "je 100", eintrag.definition)
    assert zeile["gewicht_merkmal_id"] is None


def test_empty_cells_of_an_indicator_mean_the_defaults(lies: Lies) -> None:
    paket = lies({"Indikatoren": [["Indikator", "Bezeichnung", "Zähler"], ["eigen", "Eigener", "kinder"]]})
    zeile = paket.tabellen["indikator"].iloc[0]
    assert (zeile["faktor"], zeile["nachkommastellen"], zeile["richtung"]) == (1.0, 1, "neutral")
    assert zeile["nenner_merkmal_id"] is None


# --- together with a Projekt ---------------------------------------------------------------------------------------


@pytest.fixture
def projekt(lies: Lies) -> Vorhandenes:
    """What a Projekt holds after the sound workbook and two figures."""
    paket = lies({"Werte": [WERTE, [A, "erwerbsfaehige", None, 2019, 100], [K, "kinder", None, 2019, 50]], **KONZEPT})
    leer = Vorhandenes()
    return Vorhandenes(lambda name: paket.tabellen.get(name, leer.tabelle(name)))


def only(**blaetter: list[list[Any]]) -> dict[str, Any]:
    return {"Gebiete": None, "Merkmale": None, **blaetter}


def test_figures_alone_are_a_normal_delivery(lies: Lies, projekt: Vorhandenes) -> None:
    paket = lies(only(Werte=[WERTE, [5334002, "kinder", None, 2020, 5]]), projekt)
    assert [b.art for b in paket.befunde] == ["lost_zeros"]
    assert set(paket.tabellen) == {"projekt", "quelle", "wert"}
    assert rows(paket, "gebiet_id", "zeitraum") == [(A, "2020")]


def test_without_the_projekt_the_same_figures_lead_nowhere(lies: Lies) -> None:
    assert [b.art for b in lies(only(Werte=[WERTE, [A, "kinder", None, 2020, 5]])).fehler] == [
        "unknown_key",
        "unknown_key",
    ]


def test_figures_must_fit_what_is_stored(lies: Lies, projekt: Vorhandenes) -> None:
    paket = lies(only(Werte=[WERTE, [A, "arbeitslose", None, 2019, 101], [B, "kinder", None, 2019, 51]]), projekt)
    assert [(b.art, b.zeile) for b in paket.befunde] == [("numerator_over_denominator", 2), ("parts_exceed_sum", 3)]


def test_a_delivery_that_mends_a_stored_figure_is_not_blamed_for_the_old_one(lies: Lies, projekt: Vorhandenes) -> None:
    zeilen = [[A, "arbeitslose", None, 2019, 101], [A, "erwerbsfaehige", None, 2019, 200]]
    assert lies(only(Werte=[WERTE, *zeilen]), projekt).befunde == ()


def test_old_faults_of_the_projekt_are_not_told_again(lies: Lies, projekt: Vorhandenes) -> None:
    schlecht = lies({"Werte": [WERTE, [A, "arbeitslose", None, 2019, 9], [A, "erwerbsfaehige", None, 2019, 5]]})
    alt = Vorhandenes(lambda name: schlecht.tabellen.get(name, Vorhandenes().tabelle(name)))
    assert lies(only(Werte=[WERTE, [B, "arbeitslose", None, 2019, 1]]), alt).befunde == ()


def test_a_column_that_is_not_delivered_keeps_its_content(lies: Lies, projekt: Vorhandenes) -> None:
    paket = lies({"Gebiete": [["Gebietsschlüssel", "Name", "Raumebene"], [A, "Stadt Aachen", "gemeinde"]]}, projekt)
    assert paket.tabellen["gebiet"][["gebiet_id", "bezeichnung", "uebergeordnet"]].values.tolist() == [
        [A, "Stadt Aachen", K]
    ]


def test_an_empty_cell_of_a_delivered_column_empties_it(lies: Lies, projekt: Vorhandenes) -> None:
    paket = lies({"Gebiete": [BASIS["Gebiete"][0], [A, "Aachen", "gemeinde", None]]}, projekt)
    assert paket.tabellen["gebiet"]["uebergeordnet"].tolist() == [None]


def test_stored_shares_count(lies: Lies) -> None:
    blatt = [["Maßnahme", "Gebietsschlüssel", "Anteil"]]
    erst = lies({**KONZEPT, "Massnahme_Gebiete": [*blatt, ["ik-1", A, 0.6]]})
    alt = Vorhandenes(lambda name: erst.tabellen.get(name, Vorhandenes().tabelle(name)))
    assert [b.art for b in lies(only(Massnahme_Gebiete=[*blatt, ["ik-1", B, 0.5]]), alt).fehler] == ["shares_over_100"]
    assert lies(only(Massnahme_Gebiete=[*blatt, ["ik-1", A, 0.5], ["ik-1", B, 0.5]]), alt).fehler == ()


def test_three_thirds_are_a_whole(lies: Lies) -> None:
    drittel = [["ik-1", gebiet, 1 / 3] for gebiet in (A, B, K)]
    paket = lies({**KONZEPT, "Massnahme_Gebiete": [["Maßnahme", "Gebietsschlüssel", "Anteil"], *drittel]})
    assert paket.befunde == ()


def test_areas_of_different_levels_are_not_added_together(lies: Lies) -> None:
    """Two ways to divide a town: each adds up to the whole, both together to twice as much."""
    gebiete = [
        *BASIS["Gebiete"],
        ["b1", "Bezirk", "stadtbezirk", A],
        ["s1", "Sozialraum", "sozialraum", A],
    ]
    zeilen = [["b1", "kinder", None, 2019, 80], ["s1", "kinder", None, 2019, 90], [A, "kinder", None, 2019, 100]]
    assert lies({"Gebiete": gebiete, "Werte": [WERTE, *zeilen]}).befunde == ()


def test_sums_of_fractions_do_not_count_as_more(lies: Lies) -> None:
    zeilen = [[A, "steuer", None, 2019, 0.1], [B, "steuer", None, 2019, 0.2], [K, "steuer", None, 2019, 0.3]]
    assert lies({"Werte": [WERTE, *zeilen]}).befunde == ()
