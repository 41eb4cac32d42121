"""Between and within: sentences with figures set by hand."""

from __future__ import annotations

import pandas as pd

from sozialplanung.model import Raumebene
from sozialplanung.report.saetze_zerlegung import left_out_note, no_groups_text, sentence_between, sentence_within

BEZIRK, TEIL = Raumebene.STADTBEZIRK, Raumebene.STADTTEIL
NAN = float("nan")


def zerlegung(*anteile: float) -> pd.DataFrame:
    return pd.DataFrame({"jahr": range(2022 - len(anteile), 2022), "anteil_zwischen": anteile})


def test_between_now_and_then() -> None:
    assert sentence_between(zerlegung(0.55, 0.6, 0.625), TEIL, BEZIRK) == (
        "2021 liegen 62\u00a0% des Unterschieds der Stadtteile zwischen den Stadtbezirken, 38\u00a0% innerhalb der "
        "Stadtbezirke; 2019 lagen 55\u00a0% dazwischen."
    )
    assert sentence_between(zerlegung(0.2), TEIL, BEZIRK).endswith("80\u00a0% innerhalb der Stadtbezirke.")
    assert "denselben Wert" in sentence_between(zerlegung(0.2, NAN), TEIL, BEZIRK)
    assert "fehlen Werte" in sentence_between(zerlegung(), TEIL, BEZIRK)


def test_within_names_both_ends() -> None:
    gruppen = pd.DataFrame(
        {"n": [3, 1, 2, 2], "theil": [0.2, 0.9, 0.1, NAN], "beitrag_innerhalb": [0.06, 0.0, 0.02, 0.0]},
        index=["Nord", "Insel", "Süd", "Leer"],
    )
    assert sentence_within(gruppen, BEZIRK) == (
        "Am ungleichsten ist es innerhalb von Nord; von dort kommen 75\u00a0% der inneren Unterschiede. Am ähnlichsten "
        "sind die Werte innerhalb von Süd."
    )
    assert "keine Unterschiede" in sentence_within(gruppen.assign(beitrag_innerhalb=0.0), BEZIRK)


def test_what_to_do_without_groups() -> None:
    assert no_groups_text(TEIL, [], []).startswith("Zu den Stadtteilen ist keine übergeordnete Ebene hinterlegt.")
    einer = no_groups_text(BEZIRK, ["Hamm"], [])
    assert einer.startswith("Alle Stadtbezirke liegen in Hamm: Der ganze Unterschied liegt innerhalb")
    assert "Spalte »Liegt in«" in einer
    assert no_groups_text(BEZIRK, ["Hamm"], [TEIL, Raumebene.BAUBLOCK]).endswith(
        "Bitte wählen Sie die Raumebene »Stadtteile« oder »Baublöcke«."
    )


def test_who_was_left_out() -> None:
    assert left_out_note(0, BEZIRK) == ""
    assert left_out_note(1, BEZIRK) == "1 Gebiet ohne Stadtbezirk nicht einbezogen"
