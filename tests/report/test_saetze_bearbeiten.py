"""Versions side by side: only what differs, as people write it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sozialplanung.report.saetze_bearbeiten import compare_versions, describe_edit, describe_sums

NAMEN = {"quelle_id": {"q": "Kämmerei"}, "gebiet_id": {"a": "Mitte"}}
LAND = {"massnahme_id": "x", "haushaltsjahr": 2019, "finanzierungsquelle": "Land", "foerderprogramm": ""}


def text(zelle: object) -> str:
    return str(zelle).replace("\u00a0", " ")


def test_only_cells_that_differ_are_told() -> None:
    alt = LAND | {"ansatz_eur": Decimal("1234.50"), "ist_eur": None, "quelle_id": "q"}
    neu = LAND | {"haushaltsjahr": 2019.0, "ansatz_eur": 1234.5, "ist_eur": 7, "quelle_id": "q"}
    tabelle = compare_versions("finanzierung", {"Vorher": [alt], "Nachher": [neu]}, NAMEN, "massnahme_id")
    assert [list(map(text, zeile)) for zeile in tabelle.values] == [["2019 · Land", "Ist (€)", "–", "7,00 €"]]


def test_rows_that_come_and_go() -> None:
    zeile = {"massnahme_id": "x", "gebiet_id": "a", "anteil": Decimal("0.166667")}
    tabelle = compare_versions("massnahme_gebiet", {"A": [], "B": [zeile], "C": [zeile]}, NAMEN, "massnahme_id")
    assert [list(map(text, z)) for z in tabelle.values] == [
        ["Mitte", "Anteil", "(keine Zeile)", "16,6667 %", "16,6667 %"]
    ]


def test_a_day_of_the_log_is_the_day_of_the_table() -> None:
    im_verlauf = {"handlungskonzept_id": "ik", "datum": "2018-07-10", "gremium": "Rat", "ergebnis": ""}
    in_der_tabelle = im_verlauf | {"datum": dt.date(2018, 7, 10), "ergebnis": "Beschluss"}
    tabelle = compare_versions("beratung", {"A": [im_verlauf], "B": [in_der_tabelle]}, {}, "handlungskonzept_id")
    assert tabelle.values.tolist() == [["10.07.2018 · Rat", "Ergebnis", "–", "Beschluss"]]


def test_words_for_the_log() -> None:
    assert describe_edit("leistung", "Lotsen", 1, 2, 0) == "Leistungen – Lotsen: 1 Zeile neu, 2 Zeilen geändert"
    summe = describe_sums([LAND | {"ansatz_eur": 0.1}, LAND | {"ansatz_eur": 0.2}, LAND | {"ansatz_eur": None}])
    assert text(summe) == "Ansatz zusammen: 2019: 0,30 €"
