"""The price index of a Projekt: saved like everything else, and it travels with the workbook."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from bausteine import handlungskonzept, massnahme, merkmal, paket, picture, quelle

from sozialplanung.analysis.preise import load_default_index
from sozialplanung.errors import KonfliktError, ProjektError
from sozialplanung.importer import read_lieferung
from sozialplanung.importer.handeingabe import read_handeingabe
from sozialplanung.report.vorlage_schreiben import export_projekt
from sozialplanung.store import Projekt
from sozialplanung.store.bearbeiten import Bereich

BEREICH = Bereich("preisindex", "")


def save(projekt: Projekt, *staende: tuple[int, str]) -> Any:
    zeilen = [{"jahr": jahr, "stand": float(stand), "quelle_id": "vpi"} for jahr, stand in staende]
    vpi = quelle("vpi", bezeichnung="Verbraucherpreisindex")
    lieferung = read_handeingabe({"quelle": [vpi], "preisindex": zeilen}, projekt, bemerkung="Preisindex – Preise")
    assert not lieferung.fehler
    return projekt.save_bereich(BEREICH, projekt.load_bereich(BEREICH), lieferung, "Kim")


def test_the_index_that_is_brought_along() -> None:
    """Destatis: 98,1 in 2018 and 119,3 in 2024, 2020 = 100."""
    tabelle = load_default_index()
    assert tabelle.staende[2020] == 100
    assert (tabelle.staende[2018], tabelle.staende[2024]) == (Decimal("98.1"), Decimal("119.3"))
    assert tabelle.bezeichnung == "Statistisches Bundesamt, Verbraucherpreisindex, 2020 = 100"


def test_saved_logged_and_taken_back(projekt: Projekt) -> None:
    assert projekt.load_preisindex().empty
    nummer = save(projekt, (2018, "98.1"), (2020, "100")).lieferung_id
    assert projekt.load_preisindex()["stand"].tolist() == [Decimal("98.100"), Decimal("100.000")]
    save(projekt, (2018, "98.2"))
    eintraege = [e for e in projekt.load_verlauf(5)[1] if e.tabelle == "preisindex" and e.vorher]
    assert [(e.vorher["stand"], e.nachher["stand"]) for e in eintraege if e.vorher and e.nachher] == [
        (Decimal("98.1"), Decimal("98.2"))
    ]
    projekt.undo_lieferung(nummer + 1, "Kim")
    projekt.undo_lieferung(nummer, "Kim")
    assert projekt.load_preisindex().empty


def test_nobody_overwrites_unseen(projekt: Projekt) -> None:
    grundlage = projekt.load_bereich(BEREICH)
    save(projekt, (2018, "98.1"))
    lieferung = read_handeingabe({"preisindex": [{"jahr": 2018, "stand": 50.0, "quelle_id": "vpi"}]}, projekt)
    with pytest.raises(KonfliktError):
        projekt.save_bereich(BEREICH, grundlage, lieferung, "Alex")


@pytest.mark.parametrize(("jahr", "stand"), [(1700, 98.1), (2018, 0.0), (2018, None)])
def test_nonsense_is_refused(projekt: Projekt, jahr: int, stand: float | None) -> None:
    assert read_handeingabe({"preisindex": [{"jahr": jahr, "stand": stand}]}, projekt).fehler


def test_it_travels_with_the_workbook(projekt: Projekt, neues_projekt: Any) -> None:
    projekt.import_lieferung(
        paket(
            merkmal=[merkmal("alte", einheit="Personen")],
            handlungskonzept=[handlungskonzept()],
            massnahme=[massnahme("x", zielgruppe="Menschen ab 65", zielgruppe_merkmal_id="alte")],
        ),
        "Kim",
    )
    save(projekt, (2018, "98.1"), (2020, "100"))
    mappe = io.BytesIO()
    export_projekt(projekt, mappe)
    anderes = neues_projekt()
    anderes.import_lieferung(read_lieferung(mappe.getvalue(), "mappe.xlsx", anderes), "Kim")
    ohne = {"projekt", "quelle"}
    assert {k: v for k, v in picture(anderes).items() if k not in ohne} == {
        k: v for k, v in picture(projekt).items() if k not in ohne
    }
    assert anderes.load_massnahmen()["zielgruppe_merkmal_id"].tolist() == ["alte"]


def test_a_zielgruppe_is_counted_by_a_merkmal_that_exists(projekt: Projekt) -> None:
    zeilen = {
        "handlungskonzept": [handlungskonzept()],
        "massnahme": [massnahme("x", zielgruppe_merkmal_id="gibt_es_nicht")],
    }
    with pytest.raises(ProjektError, match="zielgruppe_merkmal_id"):
        projekt.import_lieferung(paket(**zeilen), "Kim")
