"""The view without names and ranks: no area is named in anything that the browser is sent."""

from __future__ import annotations

import json
import re

import pytest
from streamlit.testing.v1 import AppTest
from test_geheimhaltung_seite import everything
from test_seiten import go, text_of, visit

pytestmark = pytest.mark.usefixtures("projekte_aus")
HERRINGEN = "05915000-5"
# »Mitte« and »Aachen« are parts of other words: the names that are not tell enough
ORTE = {
    "hamm": ("Herringen", "Rhynern", "Bockum-Hövel", "Heessen", "Pelkum", "Uentrop", "05915000-"),
    "staedteregion_aachen": ("Roetgen", "Alsdorf", "Baesweiler", "Stolberg", "Simmerath", "Monschau", "05334"),
}
BLICKE = [
    ("ueberblick", {}),
    ("karte", {}),
    ("karte", {"zweite": "jahr"}),
    ("karte", {"zweite": "indikator", "klassen": "natuerlich"}),
    ("arm_und_reich", {}),
    ("arm_und_reich", {"blick": "verteilung"}),
    ("arm_und_reich", {"blick": "zerlegung"}),
    ("arm_und_reich", {"blick": "zusammenhang"}),
    ("arm_und_reich", {"blick": "muster"}),
    ("arm_und_reich", {"blick": "trennung"}),
    ("geld_und_bedarf", {}),
    ("sozialindex", {}),
    ("sozialindex", {"sicht": "zusammenhang", "verfahren": "z"}),
    ("sozialindex", {"sicht": "verfahren"}),
    ("sozialindex", {"mindest": "19000"}),
]


def said(app: AppTest) -> str:
    """Everything, with the letters that JSON writes as numbers."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda treffer: chr(int(treffer[1], 16)), everything(app))


def charts(app: AppTest) -> str:
    return "".join(json.dumps(json.loads(b.proto.spec), ensure_ascii=False) for b in app.get("vega_lite_chart"))


def named(app: AppTest, projekt: str) -> list[str]:
    text = said(app)
    return [ort for ort in ORTE[projekt] if ort in text]


@pytest.mark.parametrize("projekt", list(ORTE))
@pytest.mark.parametrize(("seite", "wahl"), BLICKE)
def test_no_area_is_named_anywhere(seite: str, wahl: dict[str, str], projekt: str) -> None:
    app = visit(seite, projekt=projekt, wuerde="1", gebiet=HERRINGEN, **wahl)
    assert named(app, projekt) == []
    assert not re.search(r"\bRang \d|\d\.-höchste|Mitte \(", said(app))


@pytest.mark.parametrize("projekt", list(ORTE))
@pytest.mark.parametrize("seite", ["ueberblick", "karte", "arm_und_reich", "sozialindex"])
def test_the_search_finds_names_in_the_usual_view(seite: str, projekt: str) -> None:
    app = visit(seite, projekt=projekt)
    bilder = charts(app)
    assert len([ort for ort in ORTE[projekt] if ort in bilder]) > 1
    assert named(app, projekt) == list(ORTE[projekt])


def test_the_switch_turns_the_view_and_keeps_it_in_the_link() -> None:
    app = visit("ueberblick", projekt="hamm", gebiet=HERRINGEN)
    assert app.toggle(key="wuerde_schalter").value is False
    assert "wuerde" not in app.query_params
    app.toggle(key="wuerde_schalter").set_value(True).run()
    assert not app.exception
    assert app.query_params["wuerde"] in ("1", ["1"])
    assert [w.key for w in app.selectbox if w.key == "gebiet"] == []
    text = text_of(app).replace("\u00a0", " ")
    # 27,8 ÷ 5,3; two of the seven have the most, two the least
    assert "2021 liegt zwischen dem höchsten und dem niedrigsten Wert das 5,2-Fache" in text
    assert "Wo der Unterstützungsbedarf am größten ist (2 Stadtbezirke), sind es 2021 im Mittel 25,5 %" in text
    assert "größter Bedarf (2" in charts(app)
    assert "Tabelle" not in everything(app)
    assert "Herunterladen" in everything(app)
    # the choice was remembered, not lost
    app.toggle(key="wuerde_schalter").set_value(False).run()
    assert app.selectbox(key="gebiet").value == HERRINGEN


def test_no_class_of_a_map_holds_one_area() -> None:
    offen, still = (everything(visit("karte", projekt="hamm", wuerde=w)) for w in ("0", "1"))
    assert ": 1 Gebiete" in offen
    assert ": 1 Gebiete" not in still
    assert ": 2 Gebiete" in still


def test_money_by_area_is_in_groups() -> None:
    """The register keeps the titles of the Maßnahmen, which may hold a place: they are what is done, not a figure."""
    specs = charts(visit("massnahmen", projekt="hamm", wuerde="1"))
    assert "mehr Geld (2" in specs
    assert [ort for ort in ORTE["hamm"] if ort in specs] == []


def test_the_profile_is_about_one_area_chosen_on_purpose() -> None:
    app = visit("profil", projekt="hamm", wuerde="1")
    assert "Bitte wählen Sie unter »Gebiet« eines mit Absicht" in text_of(app)
    app.selectbox(key="gebiet").select(HERRINGEN).run()
    assert not app.exception
    assert app.title[0].value.startswith("Herringen")
    assert "Stärken" in text_of(app)
    assert "Mehr Unterstützungsbedarf" in text_of(app)
    assert [w.key for w in app.selectbox if w.key == "daneben"] == []
    assert "ähneln" not in text_of(app)
    # on the way to the next page the area stays behind
    assert "Herringen" not in everything(go(app, "ueberblick"))
