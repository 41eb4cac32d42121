"""»Woher?« in words."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from sozialplanung.model import Indikator
from sozialplanung.report.saetze_woher import describe_figure, describe_parts, parts_table
from sozialplanung.store import Nachweis

INDIKATOR = Indikator("i", "Arbeitslose", "", "m", "p", None, "%", 1, "belastung", "", "", "")
TEIL: dict[str, Any] = {
    "rolle": "zaehler", "merkmal_id": "m", "merkmal": "Arbeitslose", "gruppe": "", "gebiet_id": "a", "gebiet": "Nord",
    "zeitraum": "2020", "wert": 250.0, "zeichen": None, "schutzgrund": None, "lieferung_id": 3, "datei": "ba.xlsx",
    "importiert_am": pd.Timestamp(2026, 2, 1, 9, 30), "importiert_von": "Kim", "blatt": "Daten", "zeile": 14.0,
    "spalte": "2020", "quelle": "BA", "herkunft": "veroeffentlicht", "lizenz": "frei", "stand": "31.12.2020",
    "verweis": "", "korrigiert": False, "korrektur_grund": None, "korrektur_wer": None, "korrektur_am": pd.NaT,
    "geliefert": math.nan,
}  # fmt: skip


def nachweis(
    zeile: dict[str, Any] | None, *teile: dict[str, Any], faktor: float = 100, verborgen: bool = False
) -> Nachweis:
    kopf = {"wert": 12.5, "zeichen": None, "zaehler": 250.0, "nenner": 2000.0, "hinweis": None}
    ganze = None if zeile is None else pd.Series(kopf | zeile)
    return Nachweis("Nord", ganze, faktor, pd.DataFrame([TEIL | t for t in teile or ({},)]), verborgen)


@pytest.mark.parametrize(
    ("antwort", "satz"),
    [
        (nachweis({}), "12,5\u00a0% = 250 ÷ 2.000 × 100."),
        (nachweis({}, faktor=1), "12,5\u00a0% = 250 ÷ 2.000."),
        (nachweis({"nenner": math.nan}, faktor=1), "12,5\u00a0%."),
        (nachweis({"zaehler": 0.125, "nenner": math.nan}), "12,5\u00a0% = 0,13 × 100."),
        (nachweis(None), "Für dieses Jahr liegt nichts vor."),
        (
            nachweis({"wert": math.nan, "zeichen": "geheim", "hinweis": "verborgen"}, verborgen=True),
            "geheim. Die Geheimhaltung verbirgt eine der Zahlen, die dafür nötig sind; "
            "darum stehen auch die anderen nicht hier.",
        ),
        (nachweis({"wert": math.nan, "zeichen": "unbekannt"}), "unbekannt."),
        (
            nachweis({"wert": math.nan, "hinweis": "teile_fehlen"}),
            "fehlt. Für einige der Gebiete, aus denen sie zu addieren wäre, fehlen Zahlen.",
        ),
    ],
)
def test_the_sentence_shows_the_sum(antwort: Nachweis, satz: str) -> None:
    assert describe_figure(antwort, INDIKATOR, 2020) == f"Arbeitslose, Nord, 2020: {satz}"


def test_every_part_says_where_it_stands_and_who_brought_it() -> None:
    tabelle = parts_table(nachweis({}))
    assert tabelle.to_dict("records") == [
        {
            "": "Zähler", "Merkmal": "Arbeitslose", "Zahl": "250",
            "Datei": "ba.xlsx", "Stelle": "Blatt ›Daten‹, Zeile 14, Spalte ›2020‹",
            "Lieferung": "Nr. 3, 01.02.2026, Kim", "Quelle": "BA", "Stand": "31.12.2020", "Lizenz": "frei",
            "Herkunft": "veröffentlicht",
        }
    ]  # fmt: skip
    zwei = parts_table(nachweis({}, {}, {"gebiet": "Süd", "zeitraum": "2020-03"}))
    assert zwei[["Gebiet", "Zeitraum"]].to_numpy().tolist() == [["Nord", "2020"], ["Süd", "März 2020"]]
    alt = parts_table(nachweis({}, {"zeile": math.nan, "blatt": None, "spalte": None}))
    assert alt["Stelle"].tolist() == ["nicht bekannt"]
    csv = parts_table(nachweis({}, {"blatt": "", "spalte": "value", "gruppe": "Alter=6–9;Geschlecht=w"}))
    assert csv[["Stelle", "Merkmal"]].to_numpy().tolist() == [
        ["Zeile 14, Spalte ›value‹", "Arbeitslose (Alter=6–9, Geschlecht=w)"]
    ]


def test_sums_and_corrections_are_told_and_hidden_parts_are_not() -> None:
    korrigiert = {
        "korrigiert": True, "korrektur_grund": "Dreher", "korrektur_wer": "Ada", "geliefert": 520.0,
        "korrektur_am": pd.Timestamp("2026-03-04"),
    }  # fmt: skip
    antwort = nachweis({}, korrigiert, {}, {}, {"rolle": "nenner"})
    assert describe_parts(antwort) == "Der Zähler ist die Summe aus 3 Gebieten. 1 Zahl ist korrigiert."
    assert parts_table(antwort)["Korrektur"].tolist() == ["geliefert: 520; Dreher (Ada, 04.03.2026)", "", "", ""]
    geheim = nachweis({}, korrigiert | {"geliefert": math.nan}, {"wert": math.nan}, verborgen=True)
    assert parts_table(geheim)["Zahl"].tolist() == ["nicht gezeigt", "nicht gezeigt"]
    assert parts_table(geheim)["Korrektur"].tolist()[0] == "Dreher (Ada, 04.03.2026)"
