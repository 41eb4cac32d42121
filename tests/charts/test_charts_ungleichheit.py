"""The charts of »Arm und Reich«: what they say, read back from the drawing."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from chart_daten_ungleichheit import anteile, gruppen, paare, zerlegung
from zeichnung import draw

from sozialplanung.charts.streuung import scatter
from sozialplanung.charts.theme import HELL, Spec, Stil
from sozialplanung.charts.trennung import two_shares
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


def draw_scatter(tabelle: pd.DataFrame, gerade: tuple[float, float] | None = None, **weiter: Any) -> Spec:
    return scatter(tabelle, gerade, achse_x="x", achse_y="y", stil=STIL, breite=400, hoehe=400, **weiter)


def test_a_point_is_as_large_as_its_persons_and_missing_ones_are_left_out() -> None:
    groessen = {z["bezeichnung"]: z["groesse"] for z in rows(draw_scatter(paare()))}
    assert "Uentrop" not in groessen
    # areas of the points like persons: 2.600 to 5.400, rounded to a tenth of a px²
    assert groessen["Rhynern"] / groessen["Bockum-Hövel"] == pytest.approx(2600 / 5400, abs=1e-3)
    ohne = {z["groesse"] for z in rows(draw_scatter(paare().assign(gewicht=None)))}
    assert len(ohne) == 1


def test_names_give_way_to_each_other_but_the_chosen_one_stays() -> None:
    dicht = pd.concat([paare().iloc[[1]]] * 9).assign(
        gebiet_id=list("abcdefghi"),
        bezeichnung=[f"Gebiet {i}" for i in "abcdefghi"],
        y=[19 + i / 100 for i in range(9)],
    )
    weit = dicht.iloc[[0]].assign(gebiet_id="z", bezeichnung="weit weg", x=9.0, y=40.0)
    alle = pd.concat([dicht, weit])
    assert "weit weg" in texts(draw_scatter(alle))
    # nine points at one spot near the left edge: there is room for a name at their right, above and below
    genannt = {text for text in texts(draw_scatter(alle)) if text.startswith("Gebiet")}
    assert 1 <= len(genannt) <= 3
    # who has precedence is named before others
    wichtig = alle.assign(vorrang=[float(g == "g") for g in alle["gebiet_id"]])
    assert "Gebiet g" in texts(draw_scatter(wichtig))
    assert "Gebiet g" not in genannt
    # many areas: only the chosen one has a name
    viele = pd.concat([alle] * 10).assign(gebiet_id=[str(i) for i in range(100)])
    assert "weit weg" not in texts(draw_scatter(viele))
    assert texts(draw_scatter(viele, gewaehlt="9")).count("weit weg") == 1


def test_the_line_stays_in_the_field_and_is_dashed_where_it_may_be_chance() -> None:
    spec = draw_scatter(paare(), (-20.0, 10.0), gesichert=False)
    linie = next(s for s in spec["layer"][0]["layer"] if s["mark"]["type"] == "line")
    assert linie["mark"]["strokeDash"]
    # values from 5,3 to 27,8 with nine percent of room: −20 + 10 x meets both bounds
    luft = 0.09 * (27.8 - 5.3)
    assert [p["y"] for p in linie["data"]["values"]] == pytest.approx([5.3 - luft, 27.8 + luft])
    assert not any(s["mark"]["type"] == "line" for s in draw_scatter(paare())["layer"][0]["layer"])


def test_the_chosen_area_has_its_colour() -> None:
    spec = draw_scatter(paare(), gewaehlt="04")
    assert [z["bezeichnung"] for z in rows(spec) if z["gewaehlt"]] == ["Rhynern"]
    assert any(text.text == "Rhynern" and text.farbe == HELL.markiert for text in draw(spec)[2])


def test_shares_become_percent_from_zero_and_missing_ones_no_point() -> None:
    spec = two_shares(anteile(), namen=("eins", "zwei"), achse="%", stil=STIL)
    assert [(z["bezeichnung"], z["wert"]) for z in rows(spec)][:3] == [("eins", 16.0), ("zwei", 17.0), ("eins", None)]
    assert {"eins 17,1 %", "zwei 18,0 %", "0"} <= set(texts(spec))
