"""Every kind of finding: one small messy workbook each, with the place, the value and what happens to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from mappen import BASIS, KONZEPT, WERTE

from sozialplanung.importer import BEFUNDARTEN
from sozialplanung.importer.befunde import HOECHSTENS, Befundliste, Mangel
from sozialplanung.model import Lieferungspaket, Schwere

Lies = Callable[..., Lieferungspaket]
A, B, K = "05334002", "05334004", "05334"


def werte(*zeilen: list[Any]) -> dict[str, list[list[Any]]]:
    return {"Werte": [WERTE, *zeilen]}


def gebiete(*zeilen: list[Any]) -> dict[str, list[list[Any]]]:
    return {"Gebiete": [*BASIS["Gebiete"], *zeilen]}


def merkmale(*zeilen: list[Any]) -> dict[str, list[list[Any]]]:
    return {"Merkmale": [*BASIS["Merkmale"], *zeilen]}


GELD = ["Maßnahme", "Haushaltsjahr", "Finanzierungsquelle", "Ansatz (€)"]


def geld(*zeilen: list[Any]) -> dict[str, list[list[Any]]]:
    return {**KONZEPT, "Finanzierung": [GELD, *zeilen]}


def anteile(*zeilen: list[Any]) -> dict[str, list[list[Any]]]:
    return {**KONZEPT, "Massnahme_Gebiete": [["Maßnahme", "Gebietsschlüssel", "Anteil"], *zeilen]}


def massnahme(**spalten: Any) -> dict[str, list[list[Any]]]:
    kopf, zeile = KONZEPT["Massnahmen"]
    return {**KONZEPT, "Massnahmen": [[*kopf, *spalten], [*zeile, *spalten.values()]]}


def indikator(*zeilen: list[Any]) -> dict[str, list[list[Any]]]:
    kopf = ["Indikator", "Bezeichnung", "Zähler", "Nenner", "Faktor", "Einheit", "Nachkommastellen"]
    return {"Indikatoren": [kopf, *zeilen]}


def leistungen(*zeilen: list[Any]) -> dict[str, list[list[Any]]]:
    return {**KONZEPT, "Leistungen": [["Maßnahme", "Jahr", "Kennzahl", "Ist"], *zeilen]}


def einrichtungen(*zeilen: list[Any]) -> dict[str, list[list[Any]]]:
    """Key, Plätze, Längengrad, Breitengrad; the rest is the same for all."""
    kopf = ["Name", "Art", "Gebietsschlüssel", "Einrichtung", "Plätze", "Längengrad", "Breitengrad"]
    return {"Einrichtungen": [kopf, *(["Kita", "Kita", A, *zeile] for zeile in zeilen)]}


UMRISS = ["Gebietsschlüssel", "Teil", "Umriss (GeoJSON)", "Schematisch"]

# (art, sheets, Blatt, Zeile, Spalte, Wert)
FAELLE: list[tuple[str, dict[str, Any], str, int | None, str | None, str | None]] = [
    # the workbook
    ("duplicate_sheet", {"gebiet": [["Gebietsschlüssel"]]}, "gebiet", None, None, None),
    ("missing_header", {"Werte": [["irgendwas", "anderes"], [1, 2]]}, "Werte", None, None, None),
    ("missing_column", {"Werte": [["Gebietsschlüssel", 2019], [A, 5]]}, "Werte", 1, "Merkmal", None),
    (
        "duplicate_column",
        {"Werte": [["Gebietsschlüssel", "Merkmal", 2019, "2019"], [A, "kinder", 5, 5]]},
        "Werte", 1, "2019", None,
    ),
    (
        "unknown_column",
        {"Gebiete": [[*BASIS["Gebiete"][0], "Raumeben"], *BASIS["Gebiete"][1:]]},
        "Gebiete", 1, "Raumeben", None,
    ),
    ("untitled_column", {"Gebiete": [*BASIS["Gebiete"], [B + "9", "X", "stadtteil", B, "?"]]}, "Gebiete", 5, None, "?"),
    ("unknown_sheet", {"Wertee": [["a"]]}, "Wertee", None, None, None),
    ("ignored_sheet", {"Notizen": [["a"]]}, "Notizen", None, None, None),
    ("empty_sheet", {"Werte": []}, "Werte", None, None, None),
    # one cell
    ("missing_cell", gebiete(["05334008", None, "gemeinde"]), "Gebiete", 5, "Name", None),
    ("missing_cell", werte([A, "kinder", None, 2019, None]), "Werte", 2, "Wert", None),
    ("missing_cell", werte([None, "kinder", None, 2019, 5]), "Werte", 2, "Gebietsschlüssel", None),
    ("excel_error", werte([A, "kinder", None, 2019, "#DIV/0!"]), "Werte", 2, "Wert", "#DIV/0!"),
    ("excel_error", gebiete(["05334008", "#N/A", "gemeinde"]), "Gebiete", 5, "Name", "#N/A"),
    ("formula_without_value", werte([A, "kinder", None, 2019, "=1+1"]), "Werte", 2, "Wert", "=…"),
    ("not_a_number", werte([A, "kinder", None, 2019, "ca. 120"]), "Werte", 2, "Wert", "ca. 120"),
    ("not_a_number", werte([A, "kinder", None, 2019, True]), "Werte", 2, "Wert", "WAHR"),
    ("not_a_number", werte([A, "kinder", None, 2019, dt.date(2019, 3, 1)]), "Werte", 2, "Wert", "01.03.2019"),
    ("not_a_number", werte([A, "kinder", None, 2019, "1,234.56"]), "Werte", 2, "Wert", "1,234.56"),
    ("not_a_number", geld(["ik-1", 2018, "Land", "viel"]), "Finanzierung", 2, "Ansatz (€)", "viel"),
    ("not_whole_number", geld(["ik-1", 2018.5, "Land", 5]), "Finanzierung", 2, "Haushaltsjahr", "2018,5"),
    ("percent_in_count", werte([A, "kinder", None, 2019, "12,5 %"]), "Werte", 2, "Wert", "12,5 %"),
    ("unknown_sign", werte([A, "kinder", None, 2019, "##"]), "Werte", 2, "Wert", "##"),
    ("sign_conflict", werte([A, "kinder", None, 2019, 12, "geheim"]), "Werte", 2, "Zeichen", "geheim"),
    ("sign_conflict", werte([A, "kinder", None, 2019, ".", "geheim"]), "Werte", 2, "Zeichen", "geheim"),
    ("sign_conflict", werte([A, "kinder", None, 2019, 3, "genau_null"]), "Werte", 2, "Zeichen", "genau_null"),
    ("invalid_date", massnahme(Beginn="31.02.2020"), "Massnahmen", 2, "Beginn", "31.02.2020"),
    ("invalid_date", massnahme(Beginn="im Mai"), "Massnahmen", 2, "Beginn", "im Mai"),
    ("invalid_date", massnahme(Beginn=2018), "Massnahmen", 2, "Beginn", "2018"),
    ("invalid_period", werte([A, "kinder", None, "2019/21", 5]), "Werte", 2, "Zeitraum", "2019/21"),
    ("invalid_period", werte([A, "kinder", None, "2019-13", 5]), "Werte", 2, "Zeitraum", "2019-13"),
    ("invalid_period", werte([A, "kinder", None, 1019, 5]), "Werte", 2, "Zeitraum", "1019"),
    ("invalid_group", werte([A, "kinder", "weiblich", 2019, 5]), "Werte", 2, "Gruppe", "weiblich"),
    ("invalid_group", werte([A, "kinder", "a=1;a=2", 2019, 5]), "Werte", 2, "Gruppe", "a=1;a=2"),
    (
        "invalid_key",
        werte([dt.date(2019, 3, 1), "kinder", None, 2019, 5]),
        "Werte", 2, "Gebietsschlüssel", "01.03.2019",
    ),
    ("invalid_key", werte(["5.999E+06", "kinder", None, 2019, 5]), "Werte", 2, "Gebietsschlüssel", "5.999E+06"),
    ("invalid_key", gebiete(["5,3e+07", "X", "gemeinde"]), "Gebiete", 5, "Gebietsschlüssel", "5,3e+07"),
    ("invalid_key", gebiete([5.3e17, "X", "gemeinde"]), "Gebiete", 5, "Gebietsschlüssel", "5,3E+17"),
    (
        "invalid_geometry",
        {"Grenzen": [UMRISS, [A, 1, '{"type":"Polygon","coordinates":[["x"]]}', "ja"]]},
        "Grenzen", 2, "Gebietsschlüssel", A,
    ),
    ("swapped_coordinates", einrichtungen(["e", 5, 50.77, 6.08]), "Einrichtungen", 2, "Längengrad", "e"),
    ("outside_germany", einrichtungen(["e", 5, 6.08, 5.077]), "Einrichtungen", 2, "Längengrad", "e"),
    ("outside_germany", einrichtungen(["e", 5, 0, 0]), "Einrichtungen", 2, "Längengrad", "e"),
    (
        "outside_germany",
        {"Grenzen": [UMRISS, [A, 1, '{"type":"Polygon","coordinates":[[[50,6],[51,6],[51,7],[50,6]]]}', "ja"]]},
        "Grenzen", 2, "Gebietsschlüssel", A,
    ),
    (
        "invalid_geometry",
        {"Grenzen": [UMRISS, [A, 2, "{}", "ja"]]},
        "Grenzen", 2, "Gebietsschlüssel", A,
    ),
    ("unknown_choice", gebiete(["05334008", "X", "gemeide"]), "Gebiete", 5, "Raumebene", "gemeide"),
    ("negative_value", werte([A, "kinder", None, 2019, -5]), "Werte", 2, "Wert", "-5"),
    ("negative_value", werte([A, "kinder", None, 2019, "−5"]), "Werte", 2, "Wert", "-5"),
    ("negative_value", geld(["ik-1", 2018, "Land", -5]), "Finanzierung", 2, "Ansatz (€)", "-5"),
    ("out_of_range", geld(["ik-1", 3018, "Land", 5]), "Finanzierung", 2, "Haushaltsjahr", "3018"),
    ("out_of_range", indikator(["q", "Q", "quote", None, 1, "%", 9]), "Indikatoren", 2, "Nachkommastellen", "9"),
    ("out_of_range", anteile(["ik-1", A, 0]), "Massnahme_Gebiete", 2, "Anteil", "0,0\u00a0%"),
    ("out_of_range", werte([A, "kinder", None, 2019, 1e15]), "Werte", 2, "Wert", "1000000000000000"),
    ("out_of_range", werte([A, "quote", None, 2019, -1e308]), "Werte", 2, "Wert", "-1E+308"),
    ("out_of_range", werte([A, "steuer", None, 2019, "9" * 400]), "Werte", 2, "Wert", "9" * 79 + "…"),
    ("out_of_range", leistungen(["ik-1", 2019, "Personen", 1e15]), "Leistungen", 2, "Ist", "1000000000000000"),
    ("out_of_range", geld(["ik-1", 2018, "Land", 1e300]), "Finanzierung", 2, "Ansatz (€)", "1E+300"),
    ("out_of_range", anteile(["ik-1", A, -1e30]), "Massnahme_Gebiete", 2, "Anteil", "-1E+30"),
    ("out_of_range", einrichtungen(["e", 3e9, None, None]), "Einrichtungen", 2, "Plätze", "3000000000"),
    ("share_over_100", anteile(["ik-1", A, 50]), "Massnahme_Gebiete", 2, "Anteil", "50"),
    ("share_over_100", anteile(["ik-1", A, "120 %"]), "Massnahme_Gebiete", 2, "Anteil", "120 %"),
    ("missing_figure", geld(["ik-1", 2018, "Land", None]), "Finanzierung", 2, None, None),
    ("end_before_start", massnahme(Beginn="01.03.2019", Ende="01.03.2018"), "Massnahmen", 2, "Ende", "01.03.2018"),
    ("decimal_point", werte([A, "quote", None, 2019, "12.5"]), "Werte", 2, "Wert", "12.5"),
    ("date_from_number", massnahme(Beginn=43525), "Massnahmen", 2, "Beginn", "43525"),
    ("sign_ignored", geld(["ik-1", 2018, "Land", "-"]), "Finanzierung", 2, "Ansatz (€)", "-"),
    ("number_as_text", werte([A, "steuer", None, 2019, "1.234,5"]), "Werte", 2, "Wert", "1.234,5"),
    ("number_as_text", werte([A, "kinder", None, 2019, "1 234"]), "Werte", 2, "Wert", "1 234"),
    ("number_as_text", werte([A, "quote", None, 2019, "12,3 %"]), "Werte", 2, "Wert", "12,3 %"),
    ("percent_as_text", anteile(["ik-1", A, "12,3 %"]), "Massnahme_Gebiete", 2, "Anteil", "12,3 %"),
    ("rounded", geld(["ik-1", 2018, "Land", 0.125]), "Finanzierung", 2, "Ansatz (€)", "0,125"),
    ("control_characters", gebiete(["05334008", "Wür_x0001_selen", "gemeinde"]), "Gebiete", 5, "Name", "Wür␁selen"),
    ("control_characters", werte([f"{A}\ufeff", "kinder", None, 2019, 5]), "Werte", 2, "Gebietsschlüssel", A),
    ("control_characters", {"Projekt": [*BASIS["Projekt"], ["Lizenz", "CC_x0000_"]]}, "Projekt", 5, "Lizenz", "CC␀"),
    # rows and tables
    ("unknown_key", werte(["05334999", "kinder", None, 2019, 5]), "Werte", 2, "Gebietsschlüssel", "05334999"),
    ("unknown_key", gebiete(["05334008", "X", "gemeinde", "05335"]), "Gebiete", 5, "Liegt in", "05335"),
    (
        "unknown_key",
        {"Projekt": [*BASIS["Projekt"], ["Indikator beim Öffnen", "xx"]]},
        "Projekt", 5, "Indikator beim Öffnen", "xx",
    ),
    (
        "unknown_level",
        {"Projekt": [*BASIS["Projekt"], ["Raumebene beim Öffnen", "Stadtbezirk"]]},
        "Projekt", 5, "Raumebene beim Öffnen", "stadtbezirk",
    ),
    ("duplicate_key", gebiete([A, "Aachen neu", "gemeinde", K]), "Gebiete", 5, "Gebietsschlüssel", A),
    ("duplicate_key", {"Projekt": [*BASIS["Projekt"], ["Name", "anders"]]}, "Projekt", 5, "Feld", "Name"),
    (
        "duplicate_key",
        werte([A, "kinder", None, 2019, 5], [A, "kinder", None, 2019, 6]),
        "Werte", 3, "Wert", f"kinder · {A} · 2019",
    ),
    ("cycle", gebiete(["x", "X", "quartier", "y"], ["y", "Y", "quartier", "x"]), "Gebiete", 5, "Liegt in", "y"),
    ("cycle", merkmale(["x", "X", "anzahl", "", "x"]), "Merkmale", 8, "Teil von", "x"),
    ("shares_over_100", anteile(["ik-1", A, 0.6], ["ik-1", B, 0.5]), "Massnahme_Gebiete", 3, "Maßnahme", "ik-1"),
    (
        "numerator_over_denominator",
        werte([A, "arbeitslose", None, 2019, 101], [A, "erwerbsfaehige", None, 2019, 100]),
        "Werte", 2, "Wert", "101",
    ),
    ("duplicate_row", gebiete([A, "Aachen", "gemeinde", K]), "Gebiete", 5, "Gebietsschlüssel", A),
    (
        "duplicate_row",
        werte([A, "kinder", None, 2019, "."], [A, "kinder", None, 2019, "."]),
        "Werte", 3, "Wert", f"kinder · {A} · 2019",
    ),
    (
        "duplicate_key",
        werte([A, "kinder", None, "31.12.2019", 5], [A, "kinder", None, "31.12.2019", 6]),
        "Werte", 3, "Wert", f"kinder · {A} · 31.12.2019",
    ),
    (
        "ratio_over_100",
        {
            **werte([A, "betreut", None, 2019, 101], [A, "kinder", None, 2019, 100]),
            **indikator(["q", "Betreuung", "betreut", "kinder", 100, "%", 1]),
        },
        "Werte", 2, "Wert", "101",
    ),
    ("rate_over_100", werte([A, "quote", None, 2019, 100.5]), "Werte", 2, "Wert", "100,5"),
    (
        "share_as_percent",
        werte([A, "quote", None, 2017, 0.1], [A, "quote", None, 2018, 0.2], [A, "quote", None, 2019, 1]),
        "Werte", None, None, "quote",
    ),
    (
        "parts_exceed_sum",
        werte([A, "kinder", None, 2019, 60], [B, "kinder", None, 2019, 50], [K, "kinder", None, 2019, 100]),
        "Werte", 4, "Wert", "100",
    ),
    (
        "parts_exceed_sum",
        werte([A, "kinder", "Alter=0–5", 2019, 60], [A, "kinder", "Alter=6–9", 2019, 50], [A, "kinder", "", 2019, 100]),
        "Werte", 4, "Wert", "100",
    ),
    ("fractional_count", werte([A, "kinder", None, 2019, 5.5]), "Werte", 2, "Wert", "5,5"),
    ("negative_amount", werte([A, "steuer", None, 2019, -5]), "Werte", 2, "Wert", "-5"),
    ("lost_zeros", werte([5334002, "kinder", None, 2019, 5]), "Werte", 2, "Gebietsschlüssel", "5334002"),
    ("lost_zeros", werte(["5334002", "kinder", None, 2019, 5]), "Werte", 2, "Gebietsschlüssel", "5334002"),
    ("lost_zeros", gebiete([5334008, "Baesweiler", "gemeinde", K]), "Gebiete", 5, "Gebietsschlüssel", "5334008"),
    (
        "filled_from_catalog",
        {
            **indikator(["altenquotient", None, None, None, None, None, None]),
            **merkmale(["einwohner_65plus", "65+", "anzahl"], ["einwohner_20_bis_64", "20–64", "anzahl"]),
        },
        "Indikatoren", 2, None, "altenquotient",
    ),
]  # fmt: skip

# Kinds that need another file than a workbook with one fault.
ANDERSWO = {
    "empty_workbook", "missing_origin", "missing_source",  # below
    "no_match", "area_without_polygon", "polygon_without_area", "no_polygon",  # test_grenzen
    "repaired_geometry", "assumed_crs", "matched_key", "several_outlines",  # test_grenzen
    "assumed_layer", "overlap", "sliver", "gap",  # test_geodateien
    "no_known_area", "conflicting_values", "unknown_area", "area_without_key", "other_unit",  # test_profile
    "ragged_row", "missing_period", "not_an_area", "new_areas", "dissolved_area", "same_area_twice",  # test_profile
    "matched_name", "matched_alias", "proposed_area", "ambiguous_area",  # test_namen
    "column_without_period", "sum_mismatch", "sum_checked", "sum_row",  # test_tabelle
    "recipe_used", "new_column",  # test_cli_rezepte
    "parts_below_sum", "census_noise", "jump", "unit_change", "same_as_last_year",  # test_pruefungen
    "outside_every_area", "matched_columns", "unused_columns",  # test_einrichtungen
    "shares_not_whole", "old_area_is_valid", "rates_not_converted", "parts_of_area_missing",  # test_gebietsstand
    "old_and_new_area", "converted_areas",  # test_gebietsstand
    "sign_change", "broken_series", "smaller_coverage",  # test_pruefungen
    "no_expense",  # test_haushalt_register
    "figure_status", "missing_licence", "assumed_period", "not_additive",  # test_profile
}  # fmt: skip


@pytest.mark.parametrize(
    ("art", "blaetter", "blatt", "zeile", "spalte", "wert"), FAELLE, ids=[f"{i}-{f[0]}" for i, f in enumerate(FAELLE)]
)
def test_the_finding_names_place_and_value(
    lies: Lies, art: str, blaetter: dict[str, Any], blatt: str, zeile: int | None, spalte: str | None, wert: str | None
) -> None:
    paket = lies(blaetter)
    gefunden = [b for b in paket.befunde if b.art == art]
    assert [(b.blatt, b.zeile, b.spalte, b.wert) for b in gefunden] == [(blatt, zeile, spalte, wert)]
    assert gefunden[0].schwere is BEFUNDARTEN[art][0]
    andere = {b.art for b in paket.befunde if b.schwere is Schwere.FEHLER} - {art}
    assert not andere, "one fault, one error"


def test_every_kind_of_finding_has_a_case() -> None:
    assert {fall[0] for fall in FAELLE} | ANDERSWO == set(BEFUNDARTEN)


def test_the_sound_workbook_has_no_findings(lies: Lies) -> None:
    zahlen = werte(
        [A, "arbeitslose", None, 2019, 10], [A, "erwerbsfaehige", None, 2019, 100], [A, "quote", None, 2019, 10]
    )
    assert lies({**zahlen, **KONZEPT}).befunde == ()


def test_the_message_reads_like_the_house_style(lies: Lies) -> None:
    paket = lies(
        {
            "Werte": [
                ["Auszug für den Sozialbericht"],
                [],
                ["Gebietsschlüssel", "Merkmal", 2019],
                [A, "kinder", "12,5 %"],
            ]
        }
    )
    assert [str(b) for b in paket.befunde if b.art == "percent_in_count"] == [
        "Blatt ›Werte‹, Zeile 4, Spalte ›2019‹: ›12,5 %‹ ist keine Anzahl. "
        "Bitte als Zahl eintragen oder das Zeichen ›.‹ setzen."
    ]


def test_all_findings_come_at_once(lies: Lies) -> None:
    paket = lies(
        {
            **gebiete(["05334008", "X", "gemeide"]),
            **werte(
                [A, "kinder", None, 2019, "abcd"],
                ["05334002", "gibtsnicht", None, 2019, 5],
                [A, "kinder", None, 2018, -1],
            ),
        }
    )
    assert {b.art for b in paket.fehler} == {"unknown_choice", "not_a_number", "unknown_key", "negative_value"}


def test_several_faults_of_one_row_come_at_once(lies: Lies) -> None:
    paket = lies(werte([A, "kinder", None, "Sommer", "viele"], ["05334999", "gibtsnicht", None, 2019, "viele"]))
    assert sorted((b.zeile, b.art) for b in paket.fehler) == [
        (2, "invalid_period"),
        (2, "not_a_number"),
        (3, "not_a_number"),
        (3, "unknown_key"),
        (3, "unknown_key"),
    ]


def test_a_missing_column_is_told_once(lies: Lies) -> None:
    paket = lies({"Werte": [["Gebietsschlüssel", "Merkmal", "Zeitraum"], [A, "kinder", 2019], [B, "kinder", 2019]]})
    assert [(b.art, b.spalte) for b in paket.befunde] == [("missing_column", "Wert")]


def test_an_empty_workbook(lies: Lies) -> None:
    paket = lies(dict.fromkeys(BASIS) | {"Tabelle1": []})
    assert [(b.art, b.blatt) for b in paket.befunde] == [("empty_workbook", "")]
    assert paket.tabellen == {}


def test_missing_origin_asks_and_missing_source_tells(lies: Lies) -> None:
    paket = lies({"Projekt": None, **werte([A, "kinder", None, 2019, 5])})
    assert [(b.art, b.schwere) for b in paket.befunde] == [
        ("missing_origin", Schwere.WARNUNG),
        ("missing_source", Schwere.HINWEIS),
    ]
    assert (paket.herkunft, paket.quelle) == ("eigen", "test.xlsx")


def test_nothing_asks_for_the_origin_when_every_row_names_its_source(lies: Lies) -> None:
    quellen = {"Quellen": [["Quelle", "Bezeichnung", "Herkunft"], ["z", "Zensus", "amtlich"]]}
    zeilen = [[*zeile, "Quelle" if i == 0 else "z"] for i, zeile in enumerate(BASIS["Merkmale"])]
    paket = lies({"Projekt": None, **quellen, "Merkmale": zeilen})
    assert paket.befunde == ()
    assert paket.tabellen["quelle"]["quelle_id"].tolist() == ["z"]


def test_many_findings_of_a_kind_are_counted() -> None:
    liste = Befundliste()
    liste.add_zeilen(Mangel("unknown_key", "fehlt.", ""), "Werte", list(range(2, 1236)), "Merkmal", "x")
    ergebnis = liste.result()
    assert len(ergebnis) == HOECHSTENS + 1
    assert ergebnis[-1].meldung == "1.034 weitere Befunde der Art ›Unbekannter Schlüssel‹."


def test_errors_come_first() -> None:
    liste = Befundliste()
    liste.add(Mangel("lost_zeros", "", ""), "Werte", 2)
    liste.add(Mangel("unknown_key", "", ""), "Werte", 9)
    liste.add(Mangel("decimal_point", "", ""), "Werte", 1)
    liste.add(Mangel("unknown_key", "", ""), "Werte", 3)
    assert [(b.art, b.zeile) for b in liste.result()] == [
        ("unknown_key", 3), ("unknown_key", 9), ("decimal_point", 1), ("lost_zeros", 2),
    ]  # fmt: skip


def test_invisible_characters_are_gone(lies: Lies) -> None:
    """NUL, \x01, a byte order mark and a zero-width space; a tab, a line break and a no-break space are text."""
    paket = lies(
        {
            **gebiete(["05334008", "Wür_x0001_se_x0000_len\u200b\n(Stadt)\u00a0neu", "gemeinde"]),
            **werte([f"{A}\ufeff", "kin_x0007_der", "Alter=1_x0002_8", "20_x0003_19", "1_x0004_2"]),
        }
    )
    assert paket.fehler == ()
    assert paket.tabellen["gebiet"]["bezeichnung"].tolist()[-1] == "Würselen\n(Stadt)\u00a0neu"
    zeile = paket.tabellen["wert"].iloc[0]
    assert zeile[["gebiet_id", "merkmal_id", "gruppe", "zeitraum"]].tolist() == [A, "kinder", "Alter=18", "2019"]
    assert zeile["wert"] == 12


def test_swapped_positions_are_put_right(lies: Lies) -> None:
    paket = lies(einrichtungen(["e", 5, 50.77, 6.08], ["f", 5, 6.08, 50.77]))
    assert paket.tabellen["einrichtung"][["laenge", "breite"]].values.tolist() == [[6.08, 50.77], [6.08, 50.77]]
    (befund,) = paket.warnungen
    assert "Länge 6,0800, Breite 50,7700" in befund.meldung


def test_a_level_that_the_projekt_has_is_fine(lies: Lies) -> None:
    projekt = {"Projekt": [*BASIS["Projekt"], ["Raumebene beim Öffnen", "Gemeinde"]]}
    assert lies(projekt).befunde == ()
