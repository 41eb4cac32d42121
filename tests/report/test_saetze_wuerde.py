"""Sentences without names, from figures by hand."""

from __future__ import annotations

import pandas as pd

from sozialplanung.model import Indikator, Raumebene
from sozialplanung.report import saetze_wuerde as saetze

ARMUT = Indikator("armut", "Armut", "", "arm", "alle", None, "%", 1, "belastung", "", "", "")
NEUTRAL = Indikator("alt", "Ab 65", "", "alt", "alle", None, "%", 1, "neutral", "", "", "")
EBENE = Raumebene("stadtbezirk")


def figures(**jahre: list[float | None]) -> pd.DataFrame:
    zeilen = [
        (f"g{i}", f"Ort {i}", int(jahr[1:]), wert, 100.0, None)
        for jahr, werte in jahre.items()
        for i, wert in enumerate(werte)
    ]
    return pd.DataFrame(zeilen, columns=["gebiet_id", "bezeichnung", "jahr", "wert", "gewicht", "zeichen"])


def plain(satz: str) -> str:
    return satz.replace("\u00a0", " ")


def test_spread_now_and_then() -> None:
    werte = figures(j2014=[20.0, 5.0, 8.0], j2021=[26.0, 5.0, 10.0])
    assert saetze.sentence_spread(werte, ARMUT, EBENE, 2021) == (
        "2021 liegt zwischen dem höchsten und dem niedrigsten Wert das 5,2-Fache; 2014 war es das 4,0-Fache."
    )
    assert saetze.sentence_spread(werte, ARMUT, EBENE, 2014) == (
        "2014 liegt zwischen dem höchsten und dem niedrigsten Wert das 4,0-Fache."
    )


def test_spread_where_there_is_no_ratio() -> None:
    assert plain(saetze.sentence_spread(figures(j2021=[0.0, 4.0]), ARMUT, EBENE, 2021)) == (
        "2021 reicht die Spanne von 0,0 % bis 4,0 %."
    )
    assert plain(saetze.sentence_spread(figures(j2021=[4.0, 4.0]), ARMUT, EBENE, 2021)) == (
        "2021 haben alle Stadtbezirke denselben Wert: 4,0 %."
    )
    assert "nicht genug Werte" in saetze.sentence_spread(figures(j2021=[4.0, None]), ARMUT, EBENE, 2021)


def test_the_map_in_groups() -> None:
    werte = figures(j2021=[30.0, 20.0, 10.0, 8.0, None])
    assert plain(saetze.sentence_map(werte, ARMUT, EBENE, 2021)) == (
        "Wo der Unterstützungsbedarf am größten ist (2 Stadtbezirke), sind es 2021 im Mittel 25,0 %; wo er am "
        "geringsten ist (2), 9,0 %. Ohne Wert: 1 von 5 Stadtbezirken."
    )
    assert plain(saetze.sentence_map(werte, NEUTRAL, EBENE, 2021)).startswith(
        "In den 2 Stadtbezirken mit den höheren Werten sind es 2021 im Mittel 25,0 %, in den 2 mit den niedrigeren "
        "9,0 %."
    )
    assert plain(saetze.sentence_map(figures(j2021=[30.0, 20.0]), ARMUT, EBENE, 2021)) == (
        "Im Mittel aller Stadtbezirke liegt der Wert 2021 bei 25,0 %."
    )
    assert saetze.sentence_map(figures(j2021=[None]), ARMUT, EBENE, 2021) == "Für 2021 liegt kein Wert vor."


def test_money() -> None:
    je_kopf = pd.DataFrame({"bezeichnung": ["A", "B", "C"], "je_kopf": [34.0, 158.0, None]})
    assert plain(saetze.sentence_money_per_head(je_kopf, "Person")) == "Je Person sind es zwischen 34 € und 158 €."
    assert saetze.sentence_money_per_head(je_kopf.head(1), "Person") == ""


def test_index() -> None:
    namen = ("niedrig", "mittel", "hoch")
    assert saetze.sentence_index((2, 3, 2), 8, 6, EBENE, 2021) == (
        "Nach 6 Indikatoren (2021) ist der Unterstützungsbedarf in 2 von 7 Stadtbezirken am größten, in 2 am "
        "geringsten. Ohne Index, weil Werte fehlen: 1 von 8 Stadtbezirken."
    )
    assert saetze.sentence_index((3,), 3, 6, EBENE, 2021) == (
        "Nach 6 Indikatoren (2021) lassen sich 3 Stadtbezirke nicht in Gruppen nach ihrem Unterstützungsbedarf teilen."
    )
    assert saetze.sentence_classes((1, 0, 2), namen, EBENE) == (
        "Unterstützungsbedarf der 3 Stadtbezirke: 2 in »hoch«, 1 in »niedrig«."
    )


def test_groups() -> None:
    lage = pd.DataFrame(
        {
            "status": ["niedrig", "sehr niedrig", "hoch", "niedrig", None],
            "dynamik": ["positiv", "negativ", "stabil", "stabil", "positiv"],
        }
    )
    assert saetze.sentence_groups(lage, EBENE, 2021, 2019) == (
        "Status 2021, Dynamik seit 2019: 3 von 4 Stadtbezirken mit niedrigem oder sehr niedrigem Status; davon 1 "
        "mit günstigerer und 1 mit ungünstigerer Entwicklung als anderswo."
    )
    assert "davon kein Gebiet mit günstigerer und 1 mit" in saetze.sentence_groups(lage.iloc[1:], EBENE, 2021, 2019)
    assert saetze.sentence_groups(lage.iloc[[3]], EBENE, 2021, 2019).endswith("Status; die Entwicklung ist stabil.")
    assert "Kein Gebiet von 1" in saetze.sentence_groups(lage.iloc[[2]], EBENE, 2021, 2019)
