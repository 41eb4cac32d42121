"""The workbook that we write: readable by people, by Excel, and by our own importer without loss."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sozialplanung.importer import read_lieferung
from sozialplanung.importer.texte import normalise
from sozialplanung.model import Lieferungspaket, Schwere
from sozialplanung.report import vorlage_schreiben
from sozialplanung.report.vorlage_schreiben import MAX_ZEICHEN, export_projekt, write_vorlage
from sozialplanung.store import Projekt, open_projekt
from sozialplanung.vorlage import BLAETTER, PROJEKTFELDER, Typ

BEISPIELE = Path(__file__).resolve().parents[2] / "data" / "beispiel"
A, B, K = "05334002", "05334004", "05334"


def frame(tabelle: str, *zeilen: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(zeilen), dtype=object)


def build_tabellen() -> dict[str, pd.DataFrame]:
    """Every table, with what is awkward in it: zeros in front, signs, cents, thirds, dates, a long outline."""
    lang = ",".join(f"[{6 + i / 100000:.6f},50.5]" for i in range(5000))
    return {
        "quelle": frame(
            "quelle",
            {"quelle_id": "z22", "bezeichnung": "Zensus", "herkunft": "amtlich", "lizenz": "dl-de/by-2-0",
             "stand": dt.date(2022, 5, 15), "verweis": "=https://example.org"},
            {"quelle_id": "e", "bezeichnung": "erfunden", "herkunft": "beispiel"},
        ),
        "gebiet": frame(
            "gebiet",
            {"gebiet_id": K, "bezeichnung": "Städteregion", "raumebene": "kreis"},
            {"gebiet_id": A, "bezeichnung": "Aachen", "raumebene": "gemeinde", "uebergeordnet": K,
             "gueltig_von": dt.date(2009, 10, 21)},
            {"gebiet_id": B, "bezeichnung": "+Alsdorf", "raumebene": "gemeinde", "uebergeordnet": K},
        ),
        "merkmal": frame(
            "merkmal",
            {"merkmal_id": "einwohner", "bezeichnung": "Einwohner", "art": "anzahl", "einheit": "Personen",
             "quelle_id": "z22"},
            {"merkmal_id": "kinder", "bezeichnung": "Kinder", "art": "anzahl", "teil_von": "einwohner",
             "definition": "erste Zeile\nzweite »Zeile« 😀", "quelle_id": "z22"},
        ),
        "indikator": frame(
            "indikator",
            {"indikator_id": "anteil", "bezeichnung": "Anteil", "zaehler_merkmal_id": "kinder",
             "zaehler_gruppe": "Geschlecht=weiblich", "nenner_merkmal_id": "einwohner", "faktor": 100.0, "einheit": "%",
             "nachkommastellen": 2, "richtung": "belastung", "gewicht_merkmal_id": "einwohner"},
        ),
        "wert": frame(
            "wert",
            {"merkmal_id": "einwohner", "gebiet_id": A, "zeitraum": "2019", "wert": 247380.0, "quelle_id": "z22"},
            {"merkmal_id": "einwohner", "gebiet_id": B, "zeitraum": "2019", "wert": 0.0, "zeichen": "genau_null",
             "quelle_id": "e"},
            *(
                {"merkmal_id": "kinder", "gebiet_id": A, "gruppe": "Geschlecht=weiblich", "zeitraum": zeitraum,
                 "zeichen": zeichen, "quelle_id": "e"}
                for zeitraum, zeichen in [("2019-Q1", "geheim"), ("2019-03", "unbekannt"), ("2019/20", "unsicher"),
                                          ("2019-12-31", "gesperrt"), ("2020", "folgt")]
            ),
            {"merkmal_id": "kinder", "gebiet_id": B, "zeitraum": "2020", "wert": 12.0, "zeichen": "unsicher",
             "quelle_id": "e"},
        ),
        "handlungskonzept": frame(
            "handlungskonzept",
            {"handlungskonzept_id": "ik", "bezeichnung": "IK", "von_jahr": 2018, "bis_jahr": 2020, "quelle_id": "e"},
        ),
        "massnahme": frame(
            "massnahme",
            {"massnahme_id": "1", "handlungskonzept_id": "ik", "nummer": "1.10", "bezeichnung": "@Sprache",
             "handlungsfeld": "-", "status": "laufend", "beginn": dt.date(2018, 1, 1), "quelle_id": "e"},
            {"massnahme_id": "2", "handlungskonzept_id": "ik", "bezeichnung": "Sprache II", "handlungsfeld": "-",
             "status": "geplant", "vorgaenger_id": "1", "quelle_id": "e"},
        ),
        "massnahme_gebiet": frame(
            "massnahme_gebiet",
            *({"massnahme_id": "1", "gebiet_id": g, "anteil": Decimal("0.333333"), "verteilt_nach": "Einwohner 2019"}
              for g in (A, B, K)),
        ),
        "finanzierung": frame(
            "finanzierung",
            {"massnahme_id": "1", "haushaltsjahr": 2018, "finanzierungsquelle": "Träger", "foerderprogramm": "",
             "ansatz_eur": Decimal("999999999999.99"), "ist_eur": Decimal("0.10"), "rechtskreis": "SGB II",
             "leistungstraeger": "=Jobcenter", "quelle_id": "e"},
        ),
        "leistung": frame(
            "leistung",
            {"massnahme_id": "1", "jahr": 2018, "kennzahl": "erreicht", "ist": 0.1 + 0.2, "quelle_id": "e"},
        ),
        "wirkung": frame(
            "wirkung",
            {"massnahme_id": "1", "stellen": 1.5, "indikator_id": "anteil", "wunschrichtung": "sinken", "wirkung": "-1",
             "evidenz": "Annahme", "ampel": "in Verzug", "ampel_grund": "Stelle unbesetzt", "quelle_id": "e"},
        ),
        "meilenstein": frame(
            "meilenstein",
            {"massnahme_id": "1", "bezeichnung": "Start", "termin": dt.date(2018, 3, 1), "quelle_id": "e"},
        ),
        "gebietsstand": frame(
            "gebietsstand",
            {"alt_id": "05354", "gebiet_id": A, "anteil": Decimal("0.333333"), "gueltig_ab": dt.date(2009, 10, 21),
             "quelle_id": "e"},
            {"alt_id": "05354", "gebiet_id": B, "anteil": Decimal("0.666667"), "quelle_id": "e"},
        ),
        "preisindex": frame("preisindex", {"jahr": 2018, "stand": 98.1, "quelle_id": "e"}),
        "einrichtung": frame(
            "einrichtung",
            {"einrichtung_id": "01", "bezeichnung": "Kita", "art": "Kita", "gebiet_id": A, "kapazitaet": 60,
             "laenge": 6.083887, "breite": 50.775346, "quelle_id": "e"},
        ),
        "beratung": frame(
            "beratung",
            {"handlungskonzept_id": "ik", "datum": dt.date(2018, 7, 10), "gremium": "Rat", "vorlage_nr": "0123/18",
             "quelle_id": "e"},
        ),
        "geometrie": frame(
            "geometrie",
            {"gebiet_id": A, "geojson": f'{{"type":"Polygon","coordinates":[[{lang},[7,50],[6,50.5]]]}}',
             "schematisch": True, "quelle_id": "e"},
        ),
    }  # fmt: skip


def read_back(tabellen: dict[str, pd.DataFrame], projekt: dict[str, object] | None = None) -> Lieferungspaket:
    strom = io.BytesIO()
    write_vorlage(strom, tabellen, projekt or {"name": "Test"})
    return read_lieferung(strom.getvalue(), "t.xlsx")


def as_rows(tabelle: pd.DataFrame, spalten: list[str]) -> list[tuple[Any, ...]]:
    """Cells by value; missing is None, and empty text is as good as missing."""
    zeilen = [
        tuple(None if wert is None or wert == "" or pd.isna(wert) else wert for wert in zeile)
        for zeile in tabelle.reindex(columns=spalten).astype(object).itertuples(index=False)
    ]
    return sorted(zeilen, key=str)


def test_every_table_comes_back() -> None:
    tabellen = build_tabellen()
    paket = read_back(tabellen)
    assert [b for b in paket.befunde if b.art != "parts_exceed_sum"] == []
    assert set(paket.tabellen) == {*tabellen, "projekt"}
    for tabelle, vorher in tabellen.items():
        dazu = {"blatt", "zeile", "spalte"} | ({"jahr"} if tabelle != "leistung" else set())  # what reading adds
        spalten = [name for name in paket.tabellen[tabelle].columns if name not in dazu]
        nachher = as_rows(paket.tabellen[tabelle], spalten)
        erwartet = vorher if tabelle != "indikator" else vorher.assign(zielgruppe="", definition="")
        assert nachher == as_rows(erwartet, spalten), tabelle


def test_no_cell_is_a_formula_and_long_outlines_are_cut() -> None:
    strom = io.BytesIO()
    write_vorlage(strom, build_tabellen(), {"name": "=böse()"})
    mappe = openpyxl.load_workbook(strom)
    zellen = [
        zelle for blatt in mappe for zeile in blatt.iter_rows() for zelle in zeile if isinstance(zelle.value, str)
    ]
    assert zellen
    assert not [z.coordinate for z in zellen if z.data_type != "s" or z.value.startswith(("=", "+", "-", "@"))]
    umrisse = [zeile[2] for zeile in mappe["Grenzen"].iter_rows(min_row=2, values_only=True)]
    assert len(umrisse) == 3  # 5.000 points of 15 characters and a comma: about 80.000
    assert max(len(text) for text in umrisse) <= MAX_ZEICHEN + 1
    assert mappe["Grenzen"].sheet_state == "hidden"
    assert mappe["Werte"]["E3"].value == "–"


odd_text = st.text(
    alphabet=st.one_of(
        st.sampled_from("=+-@'\"\t\n;,_x0041 äöüß€›‹😀0#N/A"),
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u200b\ufeff\ufffe\uffff"),
    ),
    min_size=1,
    max_size=40,
).map(str.strip).filter(bool)  # fmt: skip


# Writing the whole workbook takes a moment: few examples, each with many texts; no shrinking.
SPARSAM = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@SPARSAM
@given(st.lists(st.tuples(odd_text, odd_text), min_size=40, max_size=60, unique_by=lambda paar: paar[0]))
def test_odd_text_comes_back(paare: list[tuple[str, str]]) -> None:
    schluessel, texte = [paar[0] for paar in paare], [paar[1] for paar in paare]
    gebiete = pd.DataFrame({"gebiet_id": schluessel, "bezeichnung": texte, "raumebene": "quartier"}, dtype=object)
    paket = read_back({"gebiet": gebiete})
    assert paket.befunde == ()
    assert paket.tabellen["gebiet"]["bezeichnung"].tolist() == texte
    assert paket.tabellen["gebiet"]["gebiet_id"].tolist() == schluessel


@SPARSAM
@given(st.lists(st.floats(-1e15, 1e15, exclude_min=True, exclude_max=True), min_size=60, max_size=100))
def test_numbers_come_back_exactly(zahlen: list[float]) -> None:
    tabellen = build_tabellen()
    merkmal = pd.DataFrame({"merkmal_id": ["m"], "bezeichnung": ["M"], "art": ["rate"], "quelle_id": ["e"]})
    werte = pd.DataFrame(
        {"gebiet_id": A, "merkmal_id": "m", "gruppe": "", "zeitraum": [str(1900 + i) for i in range(len(zahlen))],
         "wert": zahlen, "zeichen": None, "quelle_id": "e"}
    )  # fmt: skip
    paket = read_back({"quelle": tabellen["quelle"], "gebiet": tabellen["gebiet"], "merkmal": merkmal, "wert": werte})
    assert paket.fehler == ()
    assert paket.tabellen["wert"]["wert"].tolist() == zahlen


@pytest.mark.parametrize("viele", [5, 50])
def test_plain_and_styled_sheets_hold_the_same(viele: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond ``VIELE_ZEILEN`` rows single cells are not formatted."""
    monkeypatch.setattr(vorlage_schreiben, "VIELE_ZEILEN", viele)
    gebiete = pd.DataFrame(
        {"gebiet_id": [f"{i:08d}" for i in range(10)], "bezeichnung": "x", "raumebene": "quartier"}, dtype=object
    )
    paket = read_back({"gebiet": gebiete})
    assert paket.befunde == ()
    assert paket.tabellen["gebiet"]["gebiet_id"].tolist() == gebiete["gebiet_id"].tolist()


def test_the_empty_vorlage_explains_itself() -> None:
    strom = io.BytesIO()
    write_vorlage(strom)
    mappe = openpyxl.load_workbook(strom)
    assert mappe.sheetnames == ["Anleitung", "Projekt", *(blatt.name for blatt in BLAETTER)]
    assert [mappe["Projekt"].cell(i + 2, 1).value for i in range(len(PROJEKTFELDER))] == [
        t for t, _ in PROJEKTFELDER.values()
    ]
    for blatt in BLAETTER:
        seite = mappe[blatt.name]
        assert seite.freeze_panes == "B2"
        assert (seite.page_setup.orientation, seite.page_setup.paperSize) == ("landscape", 9)
        assert seite.auto_filter.ref is not None
        for spalte, zelle in zip(blatt.spalten, seite[1], strict=True):
            assert zelle.value == spalte.titel + (" *" if spalte.pflicht else "")
            assert spalte.hinweis in zelle.comment.text
            assert zelle.fill.fgColor.rgb.endswith("1F5F6B")
            if spalte.typ is Typ.SCHLUESSEL:
                assert seite.column_dimensions[zelle.column_letter].number_format == "@"
    listen = {str(d.sqref).split(":")[0]: d.formula1 for d in mappe["Massnahmen"].data_validations.dataValidation}
    assert listen["B2"] == "Handlungskonzepte!$A$2:$A$20000"
    assert listen["K2"] == '"geplant,beschlossen,laufend,abgeschlossen,eingestellt"'


def test_lists_fit_into_excel() -> None:
    """Excel drops a drop-down whose list is longer than 255 characters – and calls the file damaged."""
    assert all(len(",".join(s.auswahl)) <= 255 for blatt in BLAETTER for s in blatt.spalten)


def test_headers_can_be_told_apart() -> None:
    for blatt in BLAETTER:
        formen = [form for s in blatt.spalten for form in {normalise(s.titel), normalise(s.name)}]
        assert len(formen) == len(set(formen)), blatt.name


# --- with the store -----------------------------------------------------------------------------------------------


def build_projekt(pfad: Path, paket: Lieferungspaket) -> Projekt:
    projekt = open_projekt(pfad, anlegen=True)
    projekt.import_lieferung(paket, "Test")
    return projekt


def test_a_projekt_comes_back_from_its_own_export(tmp_path: Path) -> None:
    felder = {
        "name": "Test",
        "kommune": "StädteRegion",
        "beschreibung": "=1+1",
        "raumebene": "gemeinde",
        "indikator": "anteil",
    }
    erstes = build_projekt(tmp_path / "a.duckdb", read_back(build_tabellen(), {**felder, "herkunft": "beispiel"}))
    export_projekt(erstes, tmp_path / "export.xlsx")
    paket = read_lieferung(tmp_path / "export.xlsx", "export.xlsx")
    assert paket.befunde == ()
    zweites = build_projekt(tmp_path / "b.duckdb", paket)
    for blatt in BLAETTER:
        vorher, nachher = erstes.load_tabelle(blatt.tabelle), zweites.load_tabelle(blatt.tabelle)
        assert len(vorher)
        pd.testing.assert_frame_equal(vorher, nachher)
    assert erstes.load_projekt() == zweites.load_projekt() == felder
    noch_einmal = zweites.import_lieferung(read_lieferung(tmp_path / "export.xlsx", "x.xlsx", zweites), "Test")
    assert noch_einmal.lieferung_id is None
    erstes.close()
    zweites.close()


STATEMENT = {"herkunft": "veroeffentlicht", "quelle": "=Amt", "lizenz": "CC BY 4.0", "stand": dt.date(2021, 12, 31)}


def test_the_default_quelle_comes_back(tmp_path: Path) -> None:
    """A row that is added to the export without a Quelle gets the one that the Projekt was built from."""
    stamm = build_tabellen()
    gebiete, merkmal = stamm["gebiet"], stamm["merkmal"].drop(columns="quelle_id")
    projekt = build_projekt(tmp_path / "a.duckdb", read_back({"gebiet": gebiete, "merkmal": merkmal}, STATEMENT))
    umriss = {"gebiet": gebiete, "geometrie": stamm["geometrie"].drop(columns="quelle_id")}
    projekt.import_lieferung(read_back(umriss, {"herkunft": "eigen", "quelle": "Zeichnung"}), "Test")
    vorher = projekt.load_tabelle("quelle")
    assert sorted(vorher["bezeichnung"]) == ["=Amt", "Zeichnung"]
    export_projekt(projekt, tmp_path / "export.xlsx")
    mappe = openpyxl.load_workbook(tmp_path / "export.xlsx")
    mappe["Merkmale"].append(["neu", "Neues Merkmal", "anzahl"])
    mappe.save(tmp_path / "export.xlsx")
    paket = read_lieferung(tmp_path / "export.xlsx", "export.xlsx", projekt)
    assert paket.befunde == ()
    assert (paket.herkunft, paket.quelle, paket.lizenz, paket.stand) == (
        "veroeffentlicht", "=Amt", "CC BY 4.0", "2021-12-31",
    )  # fmt: skip
    projekt.import_lieferung(paket, "Test")
    pd.testing.assert_frame_equal(projekt.load_tabelle("quelle"), vorher)
    projekt.close()


def test_of_two_default_quellen_none_speaks_for_the_rest(tmp_path: Path) -> None:
    merkmal = build_tabellen()["merkmal"].drop(columns="quelle_id")
    projekt = build_projekt(tmp_path / "a.duckdb", read_back({"merkmal": merkmal}, STATEMENT))
    zweites = pd.DataFrame({"merkmal_id": ["neu"], "bezeichnung": ["Neu"], "art": ["anzahl"]})
    projekt.import_lieferung(read_back({"merkmal": zweites}, {"herkunft": "eigen", "quelle": "Zählung"}), "Test")
    export_projekt(projekt, tmp_path / "export.xlsx")
    felder = dict(openpyxl.load_workbook(tmp_path / "export.xlsx")["Projekt"].iter_rows(max_col=2, values_only=True))
    assert [felder[titel] for titel in ("Herkunft", "Quelle", "Lizenz", "Stand")] == [None] * 4
    projekt.close()


@pytest.mark.parametrize("mappe", sorted(BEISPIELE.glob("*.xlsx")), ids=lambda p: p.stem)
def test_the_examples_come_back_from_their_export(mappe: Path, tmp_path: Path) -> None:
    paket = read_lieferung(mappe, mappe.name)
    assert [b for b in paket.befunde if b.schwere is not Schwere.HINWEIS] == []
    erstes = build_projekt(tmp_path / "a.duckdb", paket)
    export_projekt(erstes, tmp_path / "export.xlsx")
    zweites = build_projekt(tmp_path / "b.duckdb", read_lieferung(tmp_path / "export.xlsx", "export.xlsx"))
    for blatt in BLAETTER:
        pd.testing.assert_frame_equal(erstes.load_tabelle(blatt.tabelle), zweites.load_tabelle(blatt.tabelle))
    assert len(zweites.load_tabelle("wert")) > 500
    assert erstes.load_projekt() == zweites.load_projekt()
    erstes.close()
    zweites.close()
