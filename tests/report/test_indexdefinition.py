"""Index definitions travel as YAML: there and back, and one German sentence for everything that does not fit."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml

from sozialplanung.analysis.sozialindex import Indexdefinition
from sozialplanung.errors import AnalyseError
from sozialplanung.model import Indikator
from sozialplanung.report.indexdefinition import read_definition, write_definition


def indikator(kennung: str, bezeichnung: str, richtung: str) -> Indikator:
    return Indikator(kennung, bezeichnung, "", "z", "n", None, "%", 1, richtung, "", "", "")


ALLE = {
    i.indikator_id: i for i in (indikator("sgb2", "Kinder: »SGB II«", "belastung"), indikator("u3", "U3", "staerke"))
}
KOPF = "sozialindex: 1\nverfahren: z\n"
HAMBURG = "sozialindex: 1\nverfahren: hamburg\nindikatoren: [{indikator: u3}]\nklassengrenzen: "
D = Indexdefinition("z", ("sgb2", "u3"), ("belastung", "staerke"), (2.5, 1.0))


def test_there_and_back() -> None:
    text = write_definition(D, ALLE, dt.date(2022, 5, 1))
    assert read_definition(text.encode(), ALLE) == D
    assert read_definition(text.encode("utf-8-sig"), ALLE) == D
    inhalt = yaml.safe_load(text)
    assert inhalt["stand"] == dt.date(2022, 5, 1)
    assert inhalt["indikatoren"][0]["bezeichnung"] == "Kinder: »SGB II«"


def test_direction_and_weight_may_be_left_to_the_projekt() -> None:
    kurz = "sozialindex: 1\nverfahren: mss\nindikatoren: [{indikator: u3}, {indikator: sgb2, gewicht: 0}]"
    assert read_definition(kurz.encode(), ALLE) == Indexdefinition(
        "mss", ("u3", "sgb2"), ("staerke", "belastung"), (1.0, 0.0), (), 300
    )


def test_bounds_smallest_area_and_a_direction_for_what_is_neutral_travel() -> None:
    alle = ALLE | {"alt": indikator("alt", "Ab 65", "neutral")}
    d = Indexdefinition("hamburg", ("sgb2", "alt"), ("belastung", "staerke"), (1.0, 1.0), (-1.5, 0.5, 2.0), 0)
    assert read_definition(write_definition(d, alle, dt.date(2026, 1, 1)).encode(), alle) == d
    ohne = KOPF + "indikatoren: [{indikator: sgb2}, {indikator: alt}]"
    with pytest.raises(AnalyseError, match="ohne Wertung; die Definition muss seine ›richtung‹ nennen"):
        read_definition(ohne.encode(), alle)


@pytest.mark.parametrize(
    ("text", "satz"),
    [
        ("a: [", "kein lesbares YAML"),
        ("\x00", "kein lesbares YAML"),
        ("!!python/object/apply:os.system ['true']", "kein lesbares YAML"),
        ("- 1", "›sozialindex: 1‹ fehlt"),
        ("", "›sozialindex: 1‹ fehlt"),
        ("sozialindex: 1\nverfahren: [x]\n", "Verfahren ›['x']‹ gibt es nicht"),
        (KOPF, "fehlt die Liste"),
        (KOPF + "indikatoren: []", "fehlt die Liste"),
        (KOPF + "indikatoren: [3]", "fehlt die Liste"),
        (KOPF + "indikatoren: [{indikator: x}]", "›x‹"),
        (KOPF + "indikatoren: [{indikator: u3}, {indikator: u3}]", "zweimal"),
        (KOPF + "indikatoren: [{indikator: u3, gewicht: -1}]", "keine Zahl ab 0"),
        (KOPF + "indikatoren: [{indikator: u3, gewicht: .nan}]", "keine Zahl ab 0"),
        (KOPF + "indikatoren: [{indikator: u3, gewicht: true}]", "keine Zahl ab 0"),
        (KOPF + "indikatoren: [{indikator: u3, gewicht: viel}]", "keine Zahl ab 0"),
        (KOPF + "indikatoren: [{indikator: u3, gewicht: 0}]", "alle Gewichte null"),
        (KOPF + "indikatoren: [{indikator: u3, richtung: belastung}]", "in diesem Projekt ›staerke‹"),
        (KOPF + "indikatoren: [{indikator: u3, richtung: [1]}]", "in diesem Projekt ›staerke‹"),
        (HAMBURG + "1", "keine Liste von Zahlen"),
        (HAMBURG + "[1, true]", "keine Liste von Zahlen"),
        (HAMBURG + "[1, -1]", "von der kleinsten zur größten"),
        (KOPF + "mindesteinwohner: -1\nindikatoren: [{indikator: u3}]", "keine ganze Zahl ab 0"),
        (KOPF + "mindesteinwohner: viele\nindikatoren: [{indikator: u3}]", "keine ganze Zahl ab 0"),
        ("[" * 5000, "kein lesbares YAML"),
        ("x" * 100_001, "zu groß"),
    ],
)
def test_what_does_not_fit_is_told_in_one_sentence(text: str, satz: str) -> None:
    with pytest.raises(AnalyseError, match=r"^[^\n]*$") as fehler:
        read_definition(text.encode(), ALLE)
    assert satz in str(fehler.value)


def test_a_file_in_another_encoding() -> None:
    with pytest.raises(AnalyseError, match="kein lesbares YAML"):
        read_definition("sozialindex: ü".encode("latin-1"), ALLE)
