"""Sentences about a Sozialindex, with figures set by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sozialplanung.analysis.sozialindex import VERFAHREN, Indexdefinition, Klassenwechsel
from sozialplanung.model import Indikator, Ohneindex, Raumebene
from sozialplanung.report import saetze_index as saetze

BEZIRK = Raumebene.STADTBEZIRK


def indikator(bezeichnung: str, einheit: str = "%", richtung: str = "belastung") -> Indikator:
    return Indikator("i", bezeichnung, "", "z", None, None, einheit, 1, richtung, "", "", "")


ALLE = {"a": indikator("Kinder in SGB II"), "b": indikator("Ehrenamt", richtung="staerke")}


def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "bezeichnung": ["Heessen", "Herringen", "Pelkum", "Rhynern"],
            "index": [0.2, 1.7, np.nan, -1.2],
            "klasse": [1.0, 3, np.nan, 0],
            "rang": [2.0, 1, np.nan, 3],
        },
        index=["1", "2", "3", "4"],
    )


def test_lead_names_both_ends_and_what_is_missing() -> None:
    assert saetze.sentence_index(table(), 6, BEZIRK, 2021) == (
        "Nach 6 Indikatoren ist der Unterstützungsbedarf 2021 in Herringen am größten, in Rhynern am geringsten. "
        "Ohne Index: 1 von 4 Stadtbezirken."
    )
    gleich = table().dropna().assign(rang=1.0)
    assert "überall gleich" in saetze.sentence_index(gleich, 6, BEZIRK, 2021)


def test_classes() -> None:
    namen = saetze.need_names("mss", 3)
    assert saetze.sentence_classes(table(), namen, BEZIRK) == (
        "In der höchsten Klasse »sehr hoch« liegt 1 von 3 Stadtbezirken: Herringen."
    )
    ohne_spitze = table().assign(klasse=[0, 1, np.nan, 0])
    assert saetze.sentence_classes(ohne_spitze, saetze.need_names("mss", 3), BEZIRK).startswith(
        "In der höchsten besetzten Klasse »mittel« liegt"
    )
    assert saetze.need_names("z", 2) == ("niedriger", "höher")
    assert len(saetze.need_names("z", 100)) == 4
    assert saetze.need_names("hamburg", 2) == ("niedrig", "mittel", "hoch")
    assert saetze.need_names("hamburg", 2, (-1.0, 1.0, 2.0)) == ("niedrig", "mittel", "hoch", "sehr hoch")


def test_ranges() -> None:
    raenge = table().assign(rang_von=[2, 1, np.nan, 3], rang_bis=[2, 2, np.nan, 3], anteil_vorn=[0.5, 0.94, np.nan, 0])
    assert saetze.sentence_ranges(raenge, "2", 3, BEZIRK) == (
        "Herringen gehört in 94\u00a0% der Varianten zu den drei Stadtbezirken mit dem größten Unterstützungsbedarf "
        "und liegt in mindestens 90 % zwischen Rang 1 und 2."
    )
    assert "zu dem Stadtbezirk mit" in saetze.sentence_ranges(raenge, "1", 1, BEZIRK)
    assert saetze.sentence_ranges(raenge, "3", 3, BEZIRK) == "Pelkum hat keinen Rang, weil es keinen Index hat."


def test_caution_with_few_areas_only() -> None:
    assert "Bei nur 19 Stadtbezirken" in saetze.few_areas_note(19, BEZIRK)
    assert saetze.few_areas_note(20, BEZIRK) == ""


def test_groups() -> None:
    lage = pd.DataFrame(
        {
            "bezeichnung": ["Herringen", "Mitte", "Rhynern", "Pelkum"],
            "status": ["sehr niedrig", "niedrig", "hoch", None],
            "dynamik": ["negativ", "stabil", "positiv", None],
        }
    )
    assert saetze.sentence_groups(lage, BEZIRK, 2021, 2019) == (
        "Status 2021, Dynamik seit 2019: Herringen und Mitte haben einen niedrigen oder sehr niedrigen Status; "
        "die Entwicklung ist ungünstiger als anderswo in Herringen."
    )
    assert "Kein Gebiet von 1 Stadtbezirken" in saetze.sentence_groups(lage.iloc[2:], BEZIRK, 2021, 2019)


def test_reasons_and_change() -> None:
    assert saetze.sentence_reasons("Herringen", pd.Series({"a": 0.5, "b": -0.1}), ALLE) == (
        "Herringen: Am stärksten erhöht den Bedarf »Kinder in SGB II«; am stärksten senkt ihn »Ehrenamt«."
    )
    assert saetze.sentence_reasons("Herringen", pd.Series({"a": 0.0, "b": 0.0}), ALLE) == (
        "Herringen liegt in allem im Mittel."
    )
    namen = saetze.need_names("mss", 7)
    wechsel = Klassenwechsel("a", 30.4, 28.3, 2)
    assert "»Kinder in SGB II« 28,3\u00a0% statt 30,4\u00a0%, und Herringen käme in die Klasse »hoch«" in (
        saetze.sentence_change("Herringen", wechsel, namen, ALLE["a"])
    )
    # a difference of 0,04 would vanish with one digit
    klein = Klassenwechsel("a", 30.40, 30.36, 2)
    assert "30,36\u00a0% statt 30,40\u00a0%" in saetze.sentence_change("Herringen", klein, namen, ALLE["a"])
    assert saetze.sentence_change("Herringen", None, namen, ALLE["a"]) == ""


def test_correlations() -> None:
    r = pd.DataFrame([[1, -0.2, 0.93], [-0.2, 1, np.nan], [0.93, np.nan, 1]], list("abc"), list("abc"))
    alle = ALLE | {"c": indikator("Mieten")}
    assert saetze.sentence_correlations(r, alle) == (
        "Am engsten hängen »Kinder in SGB II« und »Mieten« zusammen (r = 0,93); im Index zählen sie fast doppelt. "
        "1 von 2 Paaren laufen gegeneinander."
    )
    assert "keinen Zusammenhang" in saetze.sentence_correlations(r * np.nan, alle)


def test_methods() -> None:
    raenge = pd.DataFrame({v: [1.0, 2, np.nan, 3] for v in VERFAHREN}).assign(bezeichnung=list("ABCD"))
    assert saetze.sentence_methods(raenge, VERFAHREN) == (
        "In allen 7 Verfahren ist der Unterstützungsbedarf in A am größten; alle Ränge bleiben gleich."
    )
    raenge["imd"] = [3.0, 1, np.nan, 2]
    assert saetze.sentence_methods(raenge, VERFAHREN) == (
        "Je nach Verfahren steht an erster Stelle A oder B; am weitesten verschiebt sich A (um 2 Ränge)."
    )


def test_who_has_no_index_and_why() -> None:
    tabelle = table().assign(grund=["klein", None, "geheim", "klein"])
    assert saetze.sentence_left_out(tabelle, 300, 2) == [
        "ohne Index, weil unter 300 Einwohnern: Heessen und Rhynern",
        "ohne Index, weil ein Wert geheim ist: Pelkum",
        "Einwohnerzahl unbekannt und nicht geprüft: 2 von 4",
    ]
    assert saetze.sentence_left_out(tabelle, 300, 0, namentlich=False) == [
        "ohne Index, weil unter 300 Einwohnern: 2 Gebiete",
        "ohne Index, weil ein Wert geheim ist: 1 Gebiet",
    ]
    assert saetze.sentence_left_out(table().assign(grund=None), 300, 0) == []
    assert saetze.reason_without_index(Ohneindex.KLEIN, 0) == "zu klein"


def test_a_definition_in_words() -> None:
    z = Indexdefinition("z", ("a", "b", "x"), ("belastung", "staerke", "belastung"), (50.0, 37.5, 12.5), (), 300)
    assert saetze.describe_definition(z, ALLE) == (
        "Mittel der z-Werte aus Kinder in SGB II (50\u00a0%), Ehrenamt (37,5\u00a0%, umgekehrt) und x (12,5\u00a0%), "
        "ab 300 Einwohnern"
    )
    hamburg = Indexdefinition("hamburg", ("a", "b"), ("belastung", "staerke"), (90.0, 10.0), (-1.0, 0.5))
    assert saetze.describe_definition(hamburg, ALLE) == (
        "Angelehnt an Hamburg aus Kinder in SGB II und Ehrenamt (umgekehrt), Klassengrenzen −1,0; 0,5"
    )


def test_what_varies() -> None:
    assert "ohne die Zufallsschwankung" in saetze.variants_note("gewichte", ["Steuer"])
    assert saetze.variants_note("beides", ["Steuer", "Miete"]) == (
        "1.000 Varianten von Gewichten, Skalen und Anzahlen; ohne Anzahlen und darum fest: Steuer und Miete"
    )
    assert saetze.variants_note("zahlen", []).endswith("mit festen Gewichten")


def comparison(**andere: list[float]) -> pd.DataFrame:
    spalten = {"rang_0": [1.0, 2, 3], "klasse_0": [2.0, 1, 0], "rang_1": [1.0, 2, 3], "klasse_1": [2.0, 1, 0]}
    return pd.DataFrame({"bezeichnung": ["Heessen", "Herringen", "Pelkum"]} | spalten | andere)


def test_what_another_definition_changes() -> None:
    namen = ("niedrig", "mittel", "hoch")
    anders = comparison(rang_1=[2.0, 3, 1], klasse_1=[1.0, 1, 2])
    assert saetze.sentence_comparison(anders, namen, BEZIRK) == (
        "2 von 3 Stadtbezirken kommen in eine andere Klasse: Heessen (mittel statt hoch) und Pelkum (hoch statt "
        "niedrig); am weitesten verschiebt sich Pelkum (um 2 Ränge zu mehr Bedarf)."
    )
    assert saetze.sentence_comparison(comparison(), namen, BEZIRK) == (
        "Alle 3 Stadtbezirke bleiben in ihrer Klasse; alle Ränge sind gleich."
    )
    ohne = comparison(rang_1=[1.0, 2, np.nan], klasse_1=[2.0, 1, np.nan])
    assert saetze.sentence_comparison(ohne, None, BEZIRK) == (
        "Die Klassen sind verschieden gebildet; verglichen werden die Ränge; alle Ränge sind gleich. "
        "Nur nach einer der beiden einen Index: 1 Gebiete."
    )
    assert "Kein Gebiet" in saetze.sentence_comparison(comparison(rang_1=[np.nan] * 3), namen, BEZIRK)
