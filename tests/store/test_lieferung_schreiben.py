"""Import: new, changed, unchanged, all or nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from bausteine import (
    anteil,
    finanzierung,
    gebiet,
    handlungskonzept,
    indikator,
    massnahme,
    merkmal,
    paket,
    picture,
    quelle,
    wert,
)

from sozialplanung.errors import ProjektError
from sozialplanung.model import Befund, Herkunft, Schwere
from sozialplanung.store import Projekt, standard_quelle_id

STAMM = paket(
    "stamm.xlsx",
    gebiet=[gebiet("s", "gemeinde"), gebiet("05", liegt_in="s"), gebiet("06", liegt_in="s")],
    merkmal=[merkmal("a"), merkmal("b")],
)


def test_first_import_counts_everything_as_new(projekt: Projekt) -> None:
    ergebnis = projekt.import_lieferung(STAMM, "Kim")
    assert ergebnis.lieferung_id == 1
    # The default Quelle of the two Merkmale is written as well.
    assert ergebnis.je_tabelle == {"quelle": (1, 0, 0), "gebiet": (3, 0, 0), "merkmal": (2, 0, 0)}
    assert (ergebnis.neu, ergebnis.geaendert, ergebnis.unveraendert) == (6, 0, 0)
    lieferung = projekt.load_lieferungen().iloc[0]
    assert (lieferung["datei"], lieferung["importiert_von"], lieferung["zustand"]) == ("stamm.xlsx", "Kim", "aktiv")
    assert lieferung["stand"] == dt.date(2024, 12, 31)


def test_same_delivery_again_writes_nothing(projekt: Projekt) -> None:
    projekt.import_lieferung(STAMM, "Kim")
    stand, bild = projekt.stand(), picture(projekt)
    ergebnis = projekt.import_lieferung(STAMM, "Kim")
    assert (ergebnis.lieferung_id, ergebnis.neu, ergebnis.geaendert, ergebnis.unveraendert) == (None, 0, 0, 6)
    assert projekt.stand() == stand
    assert len(projekt.load_lieferungen()) == 1
    assert picture(projekt) == bild


def test_only_changed_rows_get_the_new_lieferung(projekt: Projekt) -> None:
    projekt.import_lieferung(STAMM, "Kim")
    zweite = paket(merkmal=[merkmal("a"), merkmal("b", einheit="Personen"), merkmal("c")])
    ergebnis = projekt.import_lieferung(zweite, "Kim")
    assert ergebnis.je_tabelle["merkmal"] == (1, 1, 1)
    merkmale = projekt.load_merkmale().set_index("merkmal_id")
    assert merkmale["lieferung_id"].to_dict() == {"a": 1, "b": 2, "c": 2}
    assert merkmale.loc["b", "einheit"] == "Personen"


def test_moving_a_gebiet_counts_as_one_change(projekt: Projekt) -> None:
    projekt.import_lieferung(STAMM, "Kim")
    ergebnis = projekt.import_lieferung(paket(gebiet=[gebiet("05"), gebiet("06", liegt_in="s")]), "Kim")
    assert ergebnis.je_tabelle == {"gebiet": (0, 1, 1)}
    assert projekt.load_gebiete().set_index("gebiet_id")["uebergeordnet"].to_dict() == {
        "s": None,
        "05": None,
        "06": "s",
    }


def test_preview_tells_the_same_and_writes_nothing(projekt: Projekt) -> None:
    projekt.import_lieferung(STAMM, "Kim")
    lieferung = paket(wert=[wert("a", "05", 2020, 1)], merkmal=[merkmal("a", einheit="x")])
    stand, bild = projekt.stand(), picture(projekt)
    vorschau = projekt.compare_lieferung(lieferung).ergebnis
    assert vorschau.lieferung_id is None
    assert vorschau.je_tabelle == {"quelle": (0, 0, 1), "merkmal": (0, 1, 0), "wert": (1, 0, 0)}
    assert (projekt.stand(), picture(projekt)) == (stand, bild)
    assert projekt.import_lieferung(lieferung, "Kim").je_tabelle == vorschau.je_tabelle


def test_newest_wert_wins_and_the_older_is_kept(projekt: Projekt) -> None:
    projekt.import_lieferung(STAMM, "Kim")
    projekt.import_lieferung(paket("1", wert=[wert("a", "05", 2020, 1), wert("a", "06", 2020, 5)]), "Kim")
    ergebnis = projekt.import_lieferung(
        paket("2", wert=[wert("a", "05", 2020, "geheim"), wert("a", "06", 2020, 5)]), "Kim"
    )
    assert ergebnis.je_tabelle["wert"] == (0, 1, 1)
    werte = projekt.load_werte()
    assert werte["zeichen"].tolist() == ["geheim", None]
    assert np.isnan(werte["wert"][0])
    assert werte["wert"][1] == 5
    projekt.undo_lieferung(3, "Kim")
    assert projekt.load_werte()["wert"].tolist() == [1, 5]


SITZUNG = {"handlungskonzept_id": "ik", "datum": dt.date(2018, 7, 10), "gremium": "Rat"}


@pytest.mark.parametrize(
    ("tabellen", "genannt"),
    [
        ({"wert": [wert("a", "99", 2020, 1)]}, "›99‹"),
        ({"wert": [wert("zz", "05", 2020, 1)]}, "›zz‹"),
        ({"wert": [wert("a", "05", 2020, 1, quelle_id="nix")]}, "›nix‹"),
        ({"merkmal": [merkmal("c", teil_von="fehlt")]}, "›fehlt‹"),
        ({"gebiet": [gebiet("07", liegt_in="weg")]}, "›weg‹"),
        ({"indikator": [indikator("i", "ohne")]}, "›ohne‹"),
        ({"handlungskonzept": [handlungskonzept()], "massnahme": [massnahme("m", "falsch")]}, "›falsch‹"),
        ({"wert": [wert("a", "05", 2020, 1), wert("a", "05", 2020, 2)]}, "mehrfach"),
        (
            {"handlungskonzept": [handlungskonzept()], "beratung": [SITZUNG, SITZUNG]},
            "datum ›10.07.2018‹.*mehrfach",
        ),
        ({"gebiet": [gebiet("s", "gemeinde", liegt_in="05")]}, "im Kreis"),
        ({"merkmal": [merkmal("a", teil_von="b"), merkmal("b", teil_von="a")]}, "im Kreis"),
        ({"merkmal": [merkmal("c", teil_von="c")]}, "im Kreis"),
        ({"wert": [wert("a", "05", 2020, float("inf"))]}, "nichts geschrieben"),
        ({"gebiet": [gebiet("08") | {"bezeichnung": ""}]}, "nichts geschrieben"),
    ],
)
def test_what_does_not_fit_leaves_the_projekt_as_it_was(
    projekt: Projekt, tabellen: dict[str, list[dict[str, Any]]], genannt: str
) -> None:
    projekt.import_lieferung(STAMM, "Kim")
    stand, bild = projekt.stand(), picture(projekt)
    gut = {"merkmal": [*tabellen.get("merkmal", []), merkmal("gut")]}
    with pytest.raises(ProjektError, match=genannt):
        projekt.import_lieferung(paket(**(tabellen | gut)), "Kim")
    assert (projekt.stand(), picture(projekt)) == (stand, bild)
    assert projekt.import_lieferung(paket(wert=[wert("a", "05", 2020, 1)]), "Kim").neu == 1


def test_a_delivery_with_errors_is_not_written(projekt: Projekt) -> None:
    befund = Befund(Schwere.FEHLER, "x", "Werte", 2, None, None, "Falsch.", "Bitte ändern.")
    with pytest.raises(ProjektError, match="1 Fehler"):
        projekt.import_lieferung(replace(paket(gebiet=[gebiet("a")]), befunde=(befund,)), "Kim")
    assert projekt.load_gebiete().empty


def test_rows_name_their_own_quelle_or_get_the_default(projekt: Projekt) -> None:
    lieferung = paket(
        quelle=[quelle("zensus", "veroeffentlicht")],
        merkmal=[merkmal("a", quelle_id="zensus"), merkmal("b", quelle_id=""), merkmal("c")],
    )
    projekt.import_lieferung(lieferung, "Kim")
    standard = standard_quelle_id(lieferung)
    assert projekt.load_merkmale()["quelle_id"].tolist() == ["zensus", standard, standard]
    quellen = projekt.load_quellen().set_index("quelle_id")
    assert quellen.loc[standard, ["bezeichnung", "herkunft", "lizenz", "stand"]].tolist() == [
        "Amt",
        "amtlich",
        "dl-de/by-2-0",
        dt.date(2024, 12, 31),
    ]


def test_default_quelle_id_is_the_documented_hash() -> None:
    # sha256("amtlich|Amt|dl-de/by-2-0|2024-12-31"), computed with sha256sum
    assert standard_quelle_id(STAMM) == "q-f855ffcb"


@pytest.mark.parametrize(
    ("herkuenfte", "eigene", "erwartet"),
    [
        ([], Herkunft.AMTLICH, "amtlich"),
        (["beispiel"], Herkunft.AMTLICH, "beispiel"),
        (["veroeffentlicht"], Herkunft.EIGEN, "eigen"),
        (["veroeffentlicht", "amtlich"], Herkunft.AMTLICH, "veroeffentlicht"),
    ],
)
def test_lieferung_is_as_good_as_its_weakest_quelle(
    projekt: Projekt, herkuenfte: list[str], eigene: Herkunft, erwartet: str
) -> None:
    quellen = {"quelle": [quelle(h, h) for h in herkuenfte]} if herkuenfte else {}
    projekt.import_lieferung(paket(herkunft=eigene, merkmal=[merkmal("a")], **quellen), "Kim")
    assert projekt.load_lieferungen()["herkunft"].tolist() == [erwartet]


def test_empty_cells_become_what_the_table_says(projekt: Projekt) -> None:
    projekt.import_lieferung(
        paket(
            merkmal=[merkmal("a", einheit=None, teil_von="", definition=float("nan"))],
            indikator=[indikator("i", "a", None, faktor=None, richtung=None, nachkommastellen=float("nan"))],
        ),
        "Kim",
    )
    merkmale, indikatoren = projekt.load_merkmale().iloc[0], projekt.load_indikatoren().iloc[0]
    assert (merkmale["einheit"], merkmale["definition"], merkmale["teil_von"]) == ("", "", None)
    assert indikatoren[["faktor", "richtung", "nachkommastellen"]].tolist() == [1.0, "neutral", 1]
    assert indikatoren["nenner_merkmal_id"] is None


def test_types_come_back_as_promised(projekt: Projekt) -> None:
    projekt.import_lieferung(
        paket(
            gebiet=[gebiet("05", gueltig_von=dt.date(2020, 1, 1)), gebiet("06", gueltig_von=pd.NaT)],
            handlungskonzept=[handlungskonzept(von_jahr=2018)],
            massnahme=[massnahme("m", beginn=pd.Timestamp("2018-02-03"), ende=None)],
            massnahme_gebiet=[anteil("m", "05", 0.333333)],
            finanzierung=[finanzierung("m", 2018, Decimal("123456789012.34"), ist_eur=0.1, bewilligt_eur=None)],
        ),
        "Kim",
    )
    assert projekt.load_gebiete()["gueltig_von"].tolist() == [dt.date(2020, 1, 1), None]
    geld = projekt.load_finanzierung().iloc[0]
    assert (geld["ansatz_eur"], geld["ist_eur"], geld["bewilligt_eur"]) == (
        Decimal("123456789012.34"),
        Decimal("0.10"),
        None,
    )
    assert projekt.load_massnahme_gebiete()["anteil"].tolist() == [Decimal("0.333333")]
    assert projekt.load_massnahmen().iloc[0][["beginn", "ende"]].tolist() == [dt.date(2018, 2, 3), None]
    konzept = projekt.load_handlungskonzepte().iloc[0]
    assert konzept["von_jahr"] == 2018
    assert np.isnan(konzept["bis_jahr"])


def test_text_after_a_thousand_empty_cells_is_not_lost(projekt: Projekt) -> None:
    """DuckDB guesses the type of an object column from a sample of its rows."""
    ids = [f"{i:05d}" for i in range(3000)]
    projekt.import_lieferung(paket(gebiet=[gebiet(i) for i in ids], merkmal=[merkmal("a")]), "Kim")
    werte = [wert("a", i, 2020, 1.0) for i in ids]
    werte[2718] = wert("a", ids[2718], 2020, "geheim")
    projekt.import_lieferung(paket(wert=werte), "Kim")
    frame = projekt.load_werte().set_index("gebiet_id")
    assert frame["zeichen"].dropna().to_dict() == {"02718": "geheim"}


def test_projekt_entries_are_replaced_by_field(projekt: Projekt) -> None:
    felder = [{"feld": "name", "eintrag": "Hamm"}, {"feld": "kommune", "eintrag": "Stadt Hamm"}]
    assert projekt.import_lieferung(paket(projekt=felder), "Kim").je_tabelle == {"projekt": (1, 1, 0)}
    assert projekt.load_projekt() == {"name": "Hamm", "kommune": "Stadt Hamm"}
    projekt.undo_lieferung(1, "Kim")
    assert projekt.load_projekt() == {"name": "Leer"}


def test_keys_for_the_importer(projekt: Projekt) -> None:
    projekt.import_lieferung(STAMM, "Kim")
    projekt.import_lieferung(paket(wert=[wert("a", "05", 2020, 1)]), "Kim")
    assert set(projekt.schluessel("gebiet")) == {"s", "05", "06"}
    assert set(projekt.schluessel("wert")) == {("a", "05", "", "2020")}
