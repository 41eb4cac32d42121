"""Sentences on money over the years, where the page of the examples does not come along."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from sozialplanung.analysis.foerderung import Ausblick
from sozialplanung.report import saetze_geld as saetze

NAN = math.nan


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_what_is_not_recorded_is_left_out() -> None:
    jahre = pd.DataFrame(
        {
            "haushaltsjahr": [2020, 2021],
            "ansatz_eur": pd.Series([Decimal(1000), None], dtype=object),
            "bewilligt_eur": pd.Series([None, None], dtype=object),
            "ist_eur": pd.Series([None, None], dtype=object),
        }
    )
    assert plain(saetze.sentence_years(jahre, 2020, None)) == "2020: 1.000 € angesetzt."
    assert saetze.sentence_years(jahre, 2021, None) == "Für 2021 sind keine Beträge erfasst."
    assert saetze.sentence_years(jahre, 2019, None) == "Für 2019 sind keine Beträge erfasst."


def test_money_without_an_ist_is_told_apart() -> None:
    zeile = pd.Series(
        {"geplant_eur": Decimal(1000), "ist_eur": Decimal(900), "abfluss": 0.9, "offen_eur": Decimal(50)}, dtype=object
    )
    satz = plain(saetze.sentence_outflow(zeile, 2020, "ansatz", [("»Mein Mentor«", 0.5)]))
    assert satz == (
        "2020 sind 90,0 % des Ansatzes abgeflossen: 900 € von 1.000 €. Am wenigsten bei »Mein Mentor« (50 %). "
        "Für weitere 50 € ist noch kein Ist erfasst."
    )
    assert "Es fehlt das Bewilligte oder das Ist" in saetze.sentence_outflow(None, 2020, "bewilligt", [])


@pytest.mark.parametrize(
    ("hebel", "eigen", "foerder", "text"),
    [
        (1.4, Decimal(100), Decimal(140), "1 € → 1,40 €"),
        (NAN, None, Decimal(5), "ohne Eigenanteil"),
        (NAN, Decimal(5), None, "ohne Fördermittel"),
        (NAN, None, None, "–"),
    ],
)
def test_one_euro_of_the_town(hebel: float, eigen: Decimal | None, foerder: Decimal | None, text: str) -> None:
    assert plain(saetze.leverage_text(hebel, eigen, foerder)) == text
    je_jahr = pd.DataFrame({"haushaltsjahr": [2020], "hebel": [hebel]})
    satz = plain(saetze.sentence_leverage(je_jahr, 2020, "ansatz"))
    assert satz.startswith("Für 2020 " if math.isnan(hebel) else "1 € der Stadt bringt 2020 1,40 € Fördermittel.")


def funding(*zeilen: tuple[int, int, Ausblick]) -> pd.DataFrame:
    spalten = ["letztes_jahr", "eur", "ausblick"]
    frame = pd.DataFrame(zeilen, columns=spalten).assign(anteil=0.25, massnahme="Kurs", massnahme_id="m")
    return frame.assign(eur=[Decimal(eur) for eur in frame["eur"]])


def test_what_runs_out_next() -> None:
    laeuft_aus = funding((2019, 7, Ausblick.OFFEN), (2020, 100, Ausblick.OFFEN), (2020, 50, Ausblick.OFFEN))
    assert plain(saetze.sentence_cliff(laeuft_aus, 2020)) == (
        "Nach 2020 ist für 2 Förderungen über 150 € kein weiteres Jahr erfasst. 1 Maßnahme läuft weiter, ohne dass ein "
        "Anschluss erfasst ist: 150 €, am meisten bei »Kurs« (150 €, 50 % ihres Geldes)."
    )
    assert saetze.sentence_cliff(laeuft_aus, 2021) == "Ab 2021 läuft keine erfasste Förderung aus."
    endet = plain(saetze.sentence_cliff(funding((2020, 100, Ausblick.ENDET)), 2018))
    assert endet.endswith(
        "1 Förderung über 100 € kein weiteres Jahr erfasst. Keine Maßnahme läuft ohne Anschluss weiter."
    )


@pytest.mark.parametrize(
    ("staende", "satz"),
    [
        ({2018: "100"}, "mindestens zwei Jahren"),
        ({2018: "100", 2020: "90"}, "um 10,0 % gefallen: Was 2018 100 € kostete, kostet 2020 90,00 €"),
    ],
)
def test_prices_may_fall(staende: dict[int, Any], satz: str) -> None:
    assert satz in plain(saetze.index_sentence({jahr: Decimal(stand) for jahr, stand in staende.items()}))


def test_inhabitants_that_are_not_all_known() -> None:
    je_gebiet = pd.DataFrame({"bezeichnung": ["A", "B"], "je_kopf": [1.0, 20.0]})
    satz = plain(saetze.sentence_inhabitants(Decimal(100), NAN, 2020, "ansatz", je_gebiet))
    assert satz.startswith("Nicht von allen Gebieten sind die Einwohner bekannt")
    assert "am meisten in B (20 €), am wenigsten in A (1 €)" in satz
