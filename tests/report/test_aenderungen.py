"""Words and tables of what a delivery would change."""

from __future__ import annotations

import pandas as pd

from sozialplanung.model import Importergebnis
from sozialplanung.report.aenderungen import count_figures, describe_changes, figures_table, rows_table, series_table
from sozialplanung.store import Vorschau

SPALTEN = ["art", "merkmal_id", "merkmal", "gebiet", "gruppe", "zeitraum", "alt", "alt_zeichen", "neu", "neu_zeichen"]
REIHEN = ["merkmal_id", "merkmal", "zeitraum", "neu", "geaendert", "quelle", "fehlt", "gleich"]


def vorschau(
    werte: list[tuple[object, ...]], reihen: list[tuple[object, ...]], zeilen: list[dict[str, object]] | None = None
) -> Vorschau:
    frame = pd.DataFrame(werte, columns=SPALTEN, dtype=object).astype({"alt": float, "neu": float})
    return Vorschau(
        Importergebnis(None, 0, 0, 0),
        pd.DataFrame(reihen, columns=REIHEN),
        frame,
        pd.DataFrame(zeilen or [], columns=["tabelle", "schluessel", "spalte", "alt", "neu"], dtype=object),
    )


BEISPIEL = vorschau(
    [
        ("geaendert", "k", "Kinder", "Nord", "", "2020", 200, None, 150, None),
        ("geaendert", "k", "Kinder", "Süd", "", "2020-03", 0, "genau_null", 4, None),
        ("geaendert", "k", "Kinder", "West", "", "2020", 12, None, None, "unbekannt"),
        ("geaendert", "a", "Arbeit", "Ost", "", "2020", None, "geheim", None, "geheim"),
        ("neu", "k", "Kinder", "Nord", "Geschlecht=weiblich", "2021", None, None, 5, None),
    ],
    [("k", "Kinder", "2020", 0, 2, 0, 0, 7), ("a", "Arbeit", "2020", 1, 2, 0, 3, 0), ("x", "X", "2020", 0, 0, 0, 0, 9)],
)


def test_the_sentence_counts_and_leaves_out_what_did_not_happen() -> None:
    assert count_figures(BEISPIEL) == {"geaendert": 4, "fehlt": 3, "neu": 1, "quelle": 0, "gleich": 16}
    assert describe_changes(BEISPIEL) == (
        "Zahlen gegenüber dem Projekt: 4 geändert, 3 in der Datei nicht mehr enthalten, 1 neu, 16 unverändert."
    )
    nichts = vorschau([], [("k", "Kinder", "2020", 0, 0, 0, 0, 1)])
    assert describe_changes(nichts) == "Gegenüber dem Projekt ändert sich keine Zahl (1 Zahl unverändert)."
    assert describe_changes(vorschau([], [])) == "Die Datei enthält keine Zahlen zu Gebieten."


def test_changes_in_figures_and_percent_and_signs_in_words() -> None:
    tabelle = figures_table(BEISPIEL, "geaendert")
    assert list(tabelle) == [
        "Merkmal", "Gebiet", "Zeitraum", "Bisher", "Neu", "Änderung", "Änderung (%)", "Anmerkung"
    ]  # fmt: skip
    assert tabelle["Änderung"].tolist()[:2] == [-50, 4]
    assert tabelle["Änderung (%)"].tolist()[0] == -25
    assert tabelle["Änderung (%)"].isna().tolist() == [False, True, True, True]  # there is no percent of nothing
    assert tabelle["Anmerkung"].tolist() == [
        "", "bisher 0", "jetzt unbekannt", "geheim (kleine Anzahl oder daraus errechenbar)"
    ]  # fmt: skip
    assert tabelle["Zeitraum"].tolist()[1] == "März 2020"
    assert figures_table(BEISPIEL, "geaendert", "a")["Gebiet"].tolist() == ["Ost"]
    assert figures_table(BEISPIEL, "geaendert", mindestens=25)["Gebiet"].tolist() == ["Nord", "Süd", "West", "Ost"]
    ohne_nord = figures_table(BEISPIEL, "geaendert", mindestens=26)
    assert ohne_nord["Gebiet"].tolist() == ["Süd", "West", "Ost"], "what has no percentage stays"
    neu = figures_table(BEISPIEL, "neu")
    assert list(neu) == ["Merkmal", "Gebiet", "Gruppe", "Zeitraum", "Neu"]


def test_series_start_with_those_that_change_most() -> None:
    assert series_table(BEISPIEL).to_dict("records") == [
        {
            "Merkmal": "Arbeit", "Zeitraum": "2020", "Geändert": 2, "Fehlt in der Datei": 3, "Neu": 1, "Unverändert": 0
        },
        {
            "Merkmal": "Kinder", "Zeitraum": "2020", "Geändert": 2, "Fehlt in der Datei": 0, "Neu": 0, "Unverändert": 7
        },
    ]  # fmt: skip


def test_cells_of_other_sheets_read_like_the_workbook() -> None:
    zeilen = [
        {"tabelle": "massnahme", "schluessel": "m1", "spalte": "beginn", "alt": "2020-01-31", "neu": None},
        {"tabelle": "finanzierung", "schluessel": "m1 · 2020", "spalte": "ansatz_eur", "alt": 800000.1, "neu": 7e5},
        {"tabelle": "massnahme_gebiet", "schluessel": "m1 · a", "spalte": "anteil", "alt": 0.25, "neu": 1.0},
        {"tabelle": "gebiet_zuordnung", "schluessel": "a", "spalte": "uebergeordnet", "alt": None, "neu": "s"},
        {"tabelle": "projekt", "schluessel": "name", "spalte": "eintrag", "alt": "Alt", "neu": "Neu"},
    ]
    assert rows_table(vorschau([], [], zeilen)).to_numpy().tolist() == [
        ["Massnahmen", "m1", "Beginn", "31.01.2020", "–"],
        ["Finanzierung", "m1 · 2020", "Ansatz (€)", "800.000,10", "700.000,00"],
        ["Massnahme_Gebiete", "m1 · a", "Anteil", "25,0 %", "100,0 %"],
        ["Gebiete", "a", "Liegt in", "–", "s"],
        ["Projekt", "name", "Eintrag", "Alt", "Neu"],
    ]
