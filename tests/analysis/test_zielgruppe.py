"""Who counts a Zielgruppe: only what is certain; and where a Maßnahme is at work."""

from __future__ import annotations

import math
from decimal import Decimal

import pandas as pd
import pytest

from sozialplanung.analysis.zielgruppe import Weg, counted_by, per_person, persons_at

MERKMALE = pd.DataFrame(
    [
        ("einwohner", "Einwohner", "anzahl"),
        ("alte", "Einwohner ab 65 Jahren", "anzahl"),
        ("arme_alte", "Menschen mit Grundsicherung", "anzahl"),
        ("kinder", "Kinder unter 15 Jahren", "anzahl"),
        ("quote", "Jugendliche", "rate"),
        ("erwerbsfaehige", "Erwerbsfähige", "anzahl"),
        ("arbeitslose", "Arbeitslose", "anzahl"),
    ],
    columns=["merkmal_id", "bezeichnung", "art"],
)
INDIKATOREN = pd.DataFrame(
    [
        ("Menschen ab 65 Jahren", "arme_alte", "", "alte", "", None),
        ("menschen ab  65 jahren", "alte", "", "einwohner", "", None),
        ("Alte Frauen", "alte", "Geschlecht=weiblich", "einwohner", "", None),
        ("Alte Frauen", "arme_alte", "Geschlecht=weiblich", "alte", "Geschlecht=weiblich", None),
        ("Menschen mit Arbeit", "arbeitslose", "", "erwerbsfaehige", "", None),
        ("Menschen im Erwerbsalter", "arbeitslose", "", "einwohner", "", "erwerbsfaehige"),
    ],
    columns=[
        "zielgruppe",
        "zaehler_merkmal_id",
        "zaehler_gruppe",
        "nenner_merkmal_id",
        "nenner_gruppe",
        "gewicht_merkmal_id",
    ],
)


@pytest.mark.parametrize(
    ("zielgruppe", "angegeben", "merkmal", "weg"),
    [
        ("irgendwer", "kinder", "kinder", Weg.ANGEGEBEN),
        ("irgendwer", "quote", None, None),  # a rate counts nobody
        ("kinder unter 15 Jahren", None, "kinder", Weg.NAME),
        ("Jugendliche", None, None, None),
        ("Menschen ab 65 Jahren", None, "alte", Weg.GEMEINSAM),
        ("Menschen im Erwerbsalter", None, "erwerbsfaehige", Weg.GEWICHT),
        ("Menschen mit Arbeit", None, None, None),  # one Indikator: numerator or denominator?
        ("Alte Frauen", None, None, None),  # in common is only »einwohner« of one, »alte« of none without a Gruppe
        ("", None, None, None),
    ],
)
def test_only_what_is_certain(zielgruppe: str, angegeben: str | None, merkmal: str | None, weg: Weg | None) -> None:
    massnahmen = pd.DataFrame(
        {
            "massnahme_id": ["m"],
            "zielgruppe": [zielgruppe],
            "zielgruppe_merkmal_id": pd.Series([angegeben], dtype=object),
        }
    )
    zeile = counted_by(massnahmen, MERKMALE, INDIKATOREN).iloc[0]
    assert (zeile["merkmal_id"], zeile["weg"]) == (merkmal, weg)


def test_persons_where_a_massnahme_is_at_work() -> None:
    """m1 in a and b: 10 + 20; m2 partly for the whole town: 10 + 20 + 70; m3 in c: hidden."""
    orte = pd.DataFrame(
        [("m1", "a"), ("m1", "b"), ("m1", "a"), ("m2", "a"), ("m2", None), ("m3", "c"), ("m4", "d")],
        columns=["massnahme_id", "gebiet_id"],
    )
    personen = pd.Series({"a": 10.0, "b": 20.0, "d": 70.0})
    bekannt = persons_at(orte, personen, ["a", "b", "d"])
    assert bekannt[["m1", "m2", "m4"]].to_dict() == {"m1": 30, "m2": 100, "m4": 70}
    assert math.isnan(bekannt["m3"])
    assert math.isnan(persons_at(orte, personen, ["a", "b", "c", "d"])["m2"])
    eur = pd.Series({"m1": Decimal("45.00"), "m3": Decimal(9), "m9": Decimal(1)})
    assert per_person(eur, bekannt)["m1"] == 1.5
    assert per_person(eur, bekannt)[["m3", "m9"]].isna().all()
    assert per_person(pd.Series({"x": Decimal(5)}), pd.Series({"x": 0.0})).isna().all()
