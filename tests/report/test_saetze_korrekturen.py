"""Corrections in words."""

from __future__ import annotations

import pandas as pd

from sozialplanung.report.saetze_korrekturen import describe_korrekturen, korrekturen_table

ZEILE = {
    "nummer": 1, "merkmal": "Kinder", "gebiet": "Nord", "gruppe": "", "zeitraum": "2020-03", "stand": "gilt",
    "erwartet": 1234.0, "erwartet_zeichen": None, "wert": 12.5, "zeichen": None, "geliefert": 1234.0,
    "geliefert_zeichen": None, "grund": "Dreher", "wer": "Kim", "am": pd.Timestamp(2026, 3, 4, 8),
}  # fmt: skip


def test_the_sentence_says_what_holds_and_what_does_not() -> None:
    def frame(*stand: str) -> pd.DataFrame:
        return pd.DataFrame([ZEILE | {"stand": s} for s in stand], columns=list(ZEILE))

    assert describe_korrekturen(frame()) == "Keine Zahl ist korrigiert."
    assert describe_korrekturen(frame("gilt")) == "1 Korrektur gilt."
    assert describe_korrekturen(frame("gilt", "gilt", "erledigt")) == (
        "2 Korrekturen gelten. 1 Korrektur wirkt nicht mehr: "
        "Der Grund steht in der Tabelle; bitte prüfen und zurückziehen."
    )


def test_figures_and_signs_in_words() -> None:
    anders = {
        "wert": float("nan"),
        "zeichen": "unbekannt",
        "stand": "erledigt",
        "erwartet": 7.0,
        "erwartet_zeichen": "unsicher",
    }
    tabelle = korrekturen_table(pd.DataFrame([ZEILE, ZEILE | anders]))
    assert tabelle[["Geliefert", "Gilt stattdessen", "Zeitraum", "am"]].to_numpy().tolist() == [
        ["1.234", "12,50", "März 2020", "04.03.2026"],
        ["(7)", "unbekannt", "März 2020", "04.03.2026"],
    ]
    assert tabelle["Zustand"].tolist()[1].startswith("nicht mehr nötig")
