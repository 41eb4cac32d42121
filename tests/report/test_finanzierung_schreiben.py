"""Money for a Kämmerei: formulas that add up, nothing that runs, and the way back."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from sozialplanung.importer import read_lieferung
from sozialplanung.importer.handeingabe import read_handeingabe
from sozialplanung.report.finanzierung_schreiben import amounts_table, finanzierung_bytes, load_amounts
from sozialplanung.report.tabellen import csv_bytes
from sozialplanung.store import Projekt, open_projekt

HEUTE = dt.date(2026, 11, 28)


@pytest.fixture
def projekt(beispielordner: Path, tmp_path: Path) -> Projekt:
    return open_projekt(Path(shutil.copy(beispielordner / "hamm.duckdb", tmp_path)))


def cells(mappe: Any, bereich: str) -> list[Any]:
    blatt, _, orte = bereich.partition("!")
    return [zeile[0].value for zeile in mappe[blatt][orte.replace("$", "")]]


def compute(mappe: Any, blatt: str, formel: str) -> Decimal:
    """What a spreadsheet makes of our three kinds of formulas."""
    if treffer := re.fullmatch(r"=(?:SUBTOTAL\(109,|SUM\()(\w+:\w+)\)", formel):
        werte = cells(mappe, f"{blatt}!{treffer[1]}")
        return sum(
            (compute(mappe, blatt, w) if isinstance(w, str) else Decimal(str(w)) for w in werte if w), Decimal(0)
        )
    assert formel.startswith("=SUMPRODUCT(")
    bedingungen = [
        [str(wert) == str(mappe[blatt][zelle.replace("$", "")].value) for wert in cells(mappe, bereich)]
        for bereich, zelle in re.findall(r"EXACT\(([^,]+),([^)]+)\)", formel)
    ]
    betraege = cells(mappe, formel.rsplit("*", 1)[1].rstrip(")"))
    return sum(
        (Decimal(str(b)) for b, *da in zip(betraege, *bedingungen, strict=True) if b is not None and all(da)),
        Decimal(0),
    )


def test_formulas_add_up_to_the_register(projekt: Projekt) -> None:
    """1,6 Mio. € a year of the city for three years, as published, and everything else to the cent."""
    betraege = load_amounts(projekt, "integrationskonzept")
    mappe = load_workbook(io.BytesIO(finanzierung_bytes(betraege, "Hamm", HEUTE)))
    geld = projekt.load_finanzierung()
    ansatz = sum(geld["ansatz_eur"].dropna())
    blatt = mappe["Finanzierung"]
    assert blatt["A1"].value == "Hamm, Stand 28.11.2026"
    kopf = [zelle.value for zelle in blatt[5]]
    spalte = kopf.index("Ansatz (€)")
    assert compute(mappe, "Finanzierung", blatt[3][spalte].value) == ansatz
    for name in mappe.sheetnames[1:]:
        letzte = mappe[name][mappe[name].max_row]
        assert letzte[0].value == "zusammen"
        assert compute(mappe, name, letzte[-3].value) == ansatz
    je_quelle = {
        (zeile[0].value, zeile[1].value): compute(mappe, "Summen nach Geldgeber", zeile[2].value)
        for zeile in mappe["Summen nach Geldgeber"].iter_rows(
            min_row=4, max_row=mappe["Summen nach Geldgeber"].max_row - 1
        )
    }
    assert [je_quelle[jahr, "Eigenanteil"] for jahr in (2018, 2019, 2020)] == [1_600_000] * 3


def test_it_prints_and_scrolls_like_a_table(projekt: Projekt) -> None:
    mappe = load_workbook(io.BytesIO(finanzierung_bytes(load_amounts(projekt, None), "Hamm", HEUTE)))
    blatt = mappe["Finanzierung"]
    assert (blatt.freeze_panes, blatt.print_title_rows, blatt.page_setup.orientation) == ("C6", "$5:$5", "landscape")
    assert blatt.print_area == f"'Finanzierung'!$A$1:$R${blatt.max_row}"
    assert blatt["E6"].number_format == '#,##0.00\\ "€"'
    assert mappe.calculation.fullCalcOnLoad


def test_nothing_that_somebody_wrote_becomes_a_formula(projekt: Projekt) -> None:
    zeile = projekt.load_tabelle("massnahme").query("massnahme_id == 'IK-04'").astype(object).to_dict("records")[0]
    zeile = {name: None if wert != wert else wert for name, wert in zeile.items()} | {"bezeichnung": "=1+1"}
    projekt.import_lieferung(read_handeingabe({"massnahme": [zeile]}, projekt), "Kim")
    betraege = load_amounts(projekt, None)
    betraege = betraege[betraege["massnahme_id"] == zeile["massnahme_id"]]
    assert set(betraege["bezeichnung"]) == {"=1+1"}
    mappe = load_workbook(io.BytesIO(finanzierung_bytes(betraege, "=Hamm", HEUTE)))
    for blatt in mappe:
        for reihe in blatt.iter_rows():
            for zelle in reihe:
                if zelle.data_type == "f":
                    assert re.match(r"=(SUM|SUBTOTAL|SUMPRODUCT|IF)\(", zelle.value)
    assert ";'=1+1;" in csv_bytes(amounts_table(betraege)).decode("utf-8-sig")


def test_the_workbook_comes_back_as_it_went(projekt: Projekt, tmp_path: Path) -> None:
    """Unchanged it changes nothing; an Ist that somebody filled in is the only change."""
    datei = tmp_path / "zurueck.xlsx"
    datei.write_bytes(finanzierung_bytes(load_amounts(projekt, None), "Hamm", HEUTE))
    paket = read_lieferung(datei, datei.name, projekt)
    assert not paket.fehler
    assert {befund.art for befund in paket.befunde} <= {
        "unknown_column",
        "ignored_sheet",
        "missing_origin",
        "missing_source",
    }
    assert projekt.import_lieferung(paket, "Kim").lieferung_id is None
    mappe = load_workbook(datei)
    blatt = mappe["Finanzierung"]
    blatt.cell(6, [z.value for z in blatt[5]].index("Ist (€)") + 1).value = 123.45
    mappe.save(datei)
    ergebnis = projekt.import_lieferung(read_lieferung(datei, datei.name, projekt), "Kim")
    assert (ergebnis.neu, ergebnis.geaendert) == (0, 1)


def test_csv_for_excel(projekt: Projekt) -> None:
    text = csv_bytes(amounts_table(load_amounts(projekt, "integrationskonzept"))).decode("utf-8-sig")
    kopf, zeile = text.splitlines()[:2]
    assert kopf.startswith("Maßnahme;Haushaltsjahr;Finanzierungsquelle;Förderprogramm;Ansatz (€)")
    assert zeile.startswith("IK-01;2018;Eigenanteil;;800000,00;;")


def test_a_register_without_money(projekt: Projekt) -> None:
    leer = load_amounts(projekt, "aelter_werden")
    assert leer.empty
    assert load_workbook(io.BytesIO(finanzierung_bytes(leer, "Hamm", HEUTE))).sheetnames[0] == "Finanzierung"
