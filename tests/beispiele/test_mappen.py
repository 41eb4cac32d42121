"""The workbooks in ``data/beispiel``: up to date, written the same every time, and imported without a finding."""

from __future__ import annotations

from pathlib import Path

import pytest
import python_calamine

from sozialplanung.importer import read_lieferung
from sozialplanung.store import open_projekt
from werkzeuge.beispiele.erzeugen import MAPPEN, ZIEL, build_mappe


def read_zellen(pfad: Path) -> dict[str, list[list[object]]]:
    mappe = python_calamine.CalamineWorkbook.from_path(str(pfad))
    return {name: list(mappe.get_sheet_by_name(name).to_python()) for name in mappe.sheet_names}


@pytest.mark.parametrize("name", MAPPEN)
def test_committed_workbook_is_what_the_script_writes(name: str, tmp_path: Path) -> None:
    neu = tmp_path / "neu.xlsx"
    neu.write_bytes(build_mappe(name))
    assert read_zellen(neu) == read_zellen(ZIEL / MAPPEN[name])
    assert neu.read_bytes() == build_mappe(name)


@pytest.mark.parametrize("name", MAPPEN)
def test_workbook_is_imported_without_a_finding(name: str, tmp_path: Path) -> None:
    pfad = ZIEL / MAPPEN[name]
    paket = read_lieferung(pfad, pfad.name)
    assert [str(befund) for befund in paket.befunde] == []
    projekt = open_projekt(tmp_path / "neu.duckdb", anlegen=True)
    try:
        assert projekt.import_lieferung(paket, "Test").lieferung_id == 1
        nochmal = projekt.import_lieferung(read_lieferung(pfad, pfad.name, projekt), "Test")
        assert nochmal.lieferung_id is None  # nothing new
    finally:
        projekt.close()


@pytest.mark.parametrize("name", MAPPEN)
def test_every_figure_has_source_licence_and_date(name: str) -> None:
    paket = read_lieferung(ZIEL / MAPPEN[name], MAPPEN[name])
    quellen = paket.tabellen["quelle"].set_index("quelle_id")
    benutzt = quellen.loc[paket.tabellen["wert"]["quelle_id"].unique()]
    assert not benutzt.empty
    assert benutzt["bezeichnung"].ne("").all()
    assert benutzt["lizenz"].ne("").all()
    assert benutzt["stand"].notna().all()
