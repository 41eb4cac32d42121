"""One Maßnahme in words and tables."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

import pandas as pd
import pytest

from sozialplanung.report.saetze_massnahme import duration, money_rows, sentence_measure, share_rows

TAG = dt.date(2018, 1, 1)


@pytest.mark.parametrize(
    ("beginn", "ende", "text"),
    [
        (TAG, dt.date(2020, 12, 31), "01.01.2018 bis 31.12.2020"),
        (TAG, None, "ab 01.01.2018, Ende offen"),
        (None, TAG, "bis 01.01.2018"),
        (None, None, ""),
    ],
)
def test_durations(beginn: dt.date | None, ende: dt.date | None, text: str) -> None:
    assert duration(beginn, ende) == text


def test_lead() -> None:
    angabe = {"status": "laufend", "beginn": TAG, "ende": None}
    summen = {"ansatz": Decimal("179500"), "ist": Decimal(0)}
    assert sentence_measure(angabe, summen, [2018, 2020]).replace("\u00a0", " ") == (
        "Laufend, ab 01.01.2018, Ende offen. 2018–2020 sind zusammen 179.500 € angesetzt."
    )
    assert sentence_measure(angabe | {"beginn": None}, summen, []) == "Laufend. Geld ist noch nicht erfasst."


def test_sums_of_years_are_those_of_their_rows_and_missing_stays_missing() -> None:
    betraege = pd.DataFrame(
        {
            "haushaltsjahr": [2018, 2018, 2019],
            "finanzierungsquelle": ["Land", "Eigenanteil", "Land"],
            "foerderprogramm": "",
            "rechtskreis": "",
            "leistungstraeger": "",
            "ansatz_eur": [Decimal("0.10"), Decimal("0.20"), Decimal("1.00")],
            "bewilligt_eur": [Decimal("0.10"), None, None],
            "ist_eur": [None, None, None],
        }
    )
    tabelle = money_rows(betraege)
    assert tabelle["Wer zahlt"].tolist() == ["Eigenanteil", "Land", "zusammen", "Land", "zusammen", "alle Jahre"]
    assert tabelle["Ansatz (€)"].tolist() == [0.2, 0.1, 0.3, 1.0, 1.0, 1.3]
    assert tabelle["Bewilligt (€)"].tolist()[2] == 0.1
    assert math.isnan(tabelle["Bewilligt (€)"].tolist()[4])
    assert tabelle["Ist (€)"].isna().all()


def test_what_the_shares_leave_is_gesamtstaedtisch() -> None:
    gebiete = pd.DataFrame({"gebiet": ["A", "B"], "anteil": [Decimal("0.25"), Decimal("0.5")], "verteilt_nach": ""})
    assert share_rows(gebiete)["Gebiet"].tolist() == ["A", "B", "gesamtstädtisch"]
    assert share_rows(gebiete)["Anteil (%)"].tolist() == [25, 50, 25]
    dritteln = pd.DataFrame({"gebiet": list("ABC"), "anteil": [Decimal("0.333333")] * 3, "verteilt_nach": ""})
    assert share_rows(dritteln)["Gebiet"].tolist() == ["A", "B", "C"]
    assert share_rows(gebiete.head(0))["Gebiet"].tolist() == ["gesamtstädtisch"]
