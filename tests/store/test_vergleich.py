"""What a delivery would change against what is in the store, figure by figure."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pandas as pd
import pytest
from bausteine import finanzierung, gebiet, handlungskonzept, massnahme, merkmal, paket, picture, quelle, wert

from sozialplanung.model import Herkunft, Lieferungspaket
from sozialplanung.store import Projekt, Vorschau

# Two areas, two years: what the Amt delivered first.
ERSTE = {
    "gebiet": [gebiet("a"), gebiet("b")],
    "merkmal": [merkmal("m"), merkmal("quote", "rate")],
    "wert": [
        wert("m", "a", 2020, 100),
        wert("m", "b", 2020, 200),
        wert("m", "a", 2021, 110),
        wert("m", "b", 2021, 210),
        wert("quote", "a", 2021, 5.0),
    ],
}


@pytest.fixture
def bestand(projekt: Projekt) -> Projekt:
    projekt.import_lieferung(paket("erste.xlsx", **ERSTE), "Kim")
    return projekt


def arten(vorschau: Vorschau) -> dict[tuple[str, str, str], str]:
    """(Merkmal, Gebiet, Zeitraum) → what happens to it."""
    w = vorschau.werte
    return dict(zip(zip(w["merkmal_id"], w["gebiet"], w["zeitraum"], strict=True), w["art"], strict=True))


def test_new_changed_missing_and_unchanged_are_told_apart(bestand: Projekt) -> None:
    zweite = paket(
        "zweite.xlsx",
        wert=[wert("m", "a", 2021, 99), wert("m", "a", 2022, 120), wert("quote", "a", 2021, 5.0)],
    )
    vorher = picture(bestand)
    vorschau = bestand.compare_lieferung(zweite)
    assert arten(vorschau) == {
        ("m", "Gebiet a", "2021"): "geaendert",
        ("m", "Gebiet a", "2022"): "neu",
        ("m", "Gebiet b", "2021"): "fehlt",  # 2020 is not in the file at all: nothing is missing there
    }
    geaendert = vorschau.werte[vorschau.werte["art"] == "geaendert"].iloc[0]
    assert (geaendert["alt"], geaendert["neu"]) == (110, 99)
    zahlen = vorschau.reihen.set_index(["merkmal_id", "zeitraum"])[["neu", "geaendert", "quelle", "fehlt", "gleich"]]
    assert zahlen.loc[("m", "2021")].tolist() == [0, 1, 0, 1, 0]
    assert zahlen.loc[("m", "2022")].tolist() == [1, 0, 0, 0, 0]
    assert zahlen.loc[("quote", "2021")].tolist() == [0, 0, 0, 0, 1]
    assert picture(bestand) == vorher


def test_the_same_file_twice_changes_nothing(bestand: Projekt) -> None:
    vorschau = bestand.compare_lieferung(paket("erste.xlsx", **ERSTE))
    assert (vorschau.ergebnis.neu, vorschau.ergebnis.geaendert) == (0, 0)
    assert vorschau.werte.empty
    assert vorschau.zeilen.empty
    assert vorschau.reihen["gleich"].sum() == 5
    assert vorschau.reihen[["neu", "geaendert", "quelle", "fehlt"]].to_numpy().sum() == 0


def test_another_date_of_the_same_source_is_no_change_of_the_figure(bestand: Projekt) -> None:
    """The Quelle of next year's file is another row, because its date is; what it says is the same."""
    naechstes = Lieferungspaket(
        "n.xlsx", "0" * 64, Herkunft.AMTLICH, "Amt", "dl-de/by-2-0", "2025-12-31",
        {"wert": pd.DataFrame([wert("m", "a", 2021, 110), wert("m", "b", 2021, 211)])},
    )  # fmt: skip
    assert arten(bestand.compare_lieferung(naechstes)) == {
        ("m", "Gebiet a", "2021"): "quelle",
        ("m", "Gebiet b", "2021"): "geaendert",
    }


def test_nothing_is_missing_from_what_somebody_else_delivered(bestand: Projekt) -> None:
    vorschau = bestand.compare_lieferung(paket(aus="Anderes Amt", wert=[wert("m", "a", 2021, 110)]))
    assert arten(vorschau) == {("m", "Gebiet a", "2021"): "quelle"}


def test_the_largest_changes_stand_first_and_lost_figures_with_them(bestand: Projekt) -> None:
    zweite = paket(
        wert=[
            wert("m", "a", 2020, 101),  # 1 of 101
            wert("m", "b", 2020, "unbekannt"),  # lost: counts as everything
            wert("m", "a", 2021, 55),  # half
            wert("m", "b", 2021, 280),  # a quarter
        ]
    )
    werte = bestand.compare_lieferung(zweite).werte
    assert list(zip(werte["gebiet"], werte["zeitraum"], strict=True)) == [
        ("Gebiet b", "2020"),
        ("Gebiet a", "2021"),
        ("Gebiet b", "2021"),
        ("Gebiet a", "2020"),
    ]
    assert werte.loc[0, ["alt", "neu_zeichen"]].tolist() == [200, "unbekannt"]


def test_hidden_figures_and_small_counts_say_geheim(projekt: Projekt) -> None:
    """Own figures, k = 3: b's 2 is hidden in the store, a's 12 hidden with it; c's new 1 would be."""
    stamm = {
        "gebiet": [gebiet("s", "stadtbezirk"), *(gebiet(g, liegt_in="s") for g in "abc")],
        "merkmal": [merkmal("m")],
    }
    alt = [wert("m", "s", 2020, 44), wert("m", "a", 2020, 12), wert("m", "b", 2020, 2), wert("m", "c", 2020, 30)]
    projekt.import_lieferung(paket(herkunft=Herkunft.EIGEN, wert=alt, **stamm), "Kim")
    verborgen = set(projekt.load_werte().query("zeichen == 'geheim'")["gebiet_id"])
    assert verborgen == {"a", "b"}
    neu = [wert("m", "a", 2020, 13), wert("m", "b", 2020, 20), wert("m", "c", 2020, 1), wert("m", "s", 2020, 45)]
    werte = projekt.compare_lieferung(paket(herkunft=Herkunft.EIGEN, wert=neu)).werte.set_index("gebiet")
    for name in "abc":
        zeile = werte.loc[f"Gebiet {name}"]
        assert zeile[["alt_zeichen", "neu_zeichen"]].tolist() == ["geheim", "geheim"]
        assert zeile[["alt", "neu"]].isna().all()
    assert werte.loc["Gebiet s", ["alt", "neu"]].tolist() == [44, 45]
    assert werte.index[0] == "Gebiet s"  # what is hidden stands at the end: its place must not tell it either
    # A new Quelle of official figures may show its 1.
    amtlich = projekt.compare_lieferung(paket(aus="Landesamt", wert=[wert("m", "c", 2021, 1)])).werte
    assert amtlich["neu"].tolist() == [1]


def test_new_areas_and_merkmale_have_their_names(bestand: Projekt) -> None:
    vorschau = bestand.compare_lieferung(
        paket(gebiet=[gebiet("c")], merkmal=[merkmal("x")], wert=[wert("x", "c", 2020, 7)], quelle=[quelle("q")])
    )
    assert vorschau.werte.loc[0, ["merkmal", "gebiet", "art", "neu"]].tolist() == ["Merkmal x", "Gebiet c", "neu", 7]


def test_other_tables_tell_cell_by_cell(projekt: Projekt) -> None:
    projekt.import_lieferung(
        paket(
            handlungskonzept=[handlungskonzept()],
            massnahme=[massnahme("m1", beginn=dt.date(2020, 1, 1))],
            finanzierung=[finanzierung("m1", 2020, Decimal("800000.10"))],
        ),
        "Kim",
    )
    zeilen = projekt.compare_lieferung(
        paket(
            massnahme=[massnahme("m1", beginn=dt.date(2020, 2, 1)), massnahme("m2")],
            finanzierung=[finanzierung("m1", 2020, Decimal("750000.00"))],
        )
    ).zeilen
    assert zeilen.to_dict("records") == [
        {"tabelle": "massnahme", "schluessel": "m1", "spalte": "beginn", "alt": "2020-01-01", "neu": "2020-02-01"},
        {
            "tabelle": "finanzierung",
            "schluessel": "m1 · 2020 · Eigenanteil",
            "spalte": "ansatz_eur",
            "alt": 800000.10,
            "neu": 750000.0,
        },
    ]


def test_few_persons_reached_are_not_told(projekt: Projekt) -> None:
    """Own counts, k = 3: from 2 to 40 persons the 2 would be told; from 30 to 40 nothing is secret."""

    def leistung(jahr: int, ist: float) -> dict[str, object]:
        return {"massnahme_id": "m1", "jahr": jahr, "kennzahl": "Personen", "einheit": "Personen", "ist": ist}

    stamm = {"handlungskonzept": [handlungskonzept()], "massnahme": [massnahme("m1")]}
    projekt.import_lieferung(paket(leistung=[leistung(2020, 2), leistung(2021, 30)], **stamm), "Kim")
    zeilen = projekt.compare_lieferung(paket(leistung=[leistung(2020, 40), leistung(2021, 40)])).zeilen
    assert zeilen[["spalte", "alt", "neu"]].to_numpy().tolist() == [["ist", None, "geheim"], ["ist", 30.0, 40.0]]
