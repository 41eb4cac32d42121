"""The charts of »Arm und Reich«: what they say, read back from the drawing."""

from __future__ import annotations

from typing import Any

import pandas as pd
from chart_daten_ungleichheit import gruppen, zerlegung
from zeichnung import draw

from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.charts.zerlegung import areas_by_group, between_within_bars

STIL = Stil()
NAMEN = ("zwischen", "innerhalb")


def rows(spec: Spec) -> list[dict[str, Any]]:
    return list(spec["layer"][0]["data"]["values"])


def texts(spec: Spec) -> list[str]:
    return [text.text.replace("\u00a0", " ") for text in draw(spec)[2]]


def test_parts_stand_on_each_other_and_say_their_share() -> None:
    spec = between_within_bars(zerlegung(), namen=NAMEN, stil=STIL, breite=400)
    teile = [(z["jahr"], z["von"], z["bis"], z["anteil"].replace("\u00a0", " ")) for z in rows(spec)]
    assert teile[:3] == [(2018, 0.0, 0.03, "38 %"), (2018, 0.03, 0.08, "63 %"), (2019, 0.0, 0.098, "98 %")]
    # 2 % of the highest bar are too low for a text, and nothing at all has no share
    assert [z["text"] for z in rows(spec)][3:6] == ["", "", ""]
    assert texts(spec).count("50 %") == 2


def test_a_group_holds_its_areas_and_the_one_without_group_is_left_out() -> None:
    spec = areas_by_group(gruppen(), {"Bockum-Hövel": 15.25, "Uentrop": 26.0}, achse="%", stil=STIL, gewaehlt="01")
    # the higher mean stands at the top; the chosen area is drawn last
    assert [(z["bezeichnung"], z["zeile"]) for z in rows(spec)] == [
        ("Norden", 1), ("Osten", 0), ("Süden", 0), ("Westen", 1),
    ]  # fmt: skip
    assert [z["bezeichnung"] for z in rows(spec) if z["gewaehlt"]] == ["Westen"]


def test_too_many_groups_are_counted_and_that_of_the_chosen_area_stays() -> None:
    viele = pd.DataFrame(
        {
            "gebiet_id": [str(i) for i in range(60)],
            "bezeichnung": [f"Viertel {i}" for i in range(60)],
            "gruppe": [f"Bezirk {i // 2}" for i in range(60)],
            "wert": [float(i) for i in range(60)],
            "anzeige": "",
        }
    )
    mittel = {f"Bezirk {i}": 2 * i + 0.5 for i in range(30)}
    spec = areas_by_group(viele, mittel, achse="%", stil=STIL, gewaehlt="31", breite=500, hoehe=200)
    gezeigt = {z["gruppe"] for z in rows(spec)}
    assert {"Bezirk 29", "Bezirk 15", "Bezirk 0"} <= gezeigt
    assert f"{30 - len(gezeigt)} Gruppen nicht gezeigt" in " ".join(texts(spec))
