"""Editing by hand: a change is a small Lieferung – checked, logged, undone, and never over somebody else's."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from bausteine import anteil, finanzierung, gebiet, handlungskonzept, massnahme, paket, picture, quelle

from sozialplanung.errors import KonfliktError, ProjektError
from sozialplanung.importer.handeingabe import read_handeingabe
from sozialplanung.model import Importergebnis
from sozialplanung.store import Projekt
from sozialplanung.store.bearbeiten import Bereich, Eintrag

GELD = Bereich("finanzierung", "x")


@pytest.fixture
def register(projekt: Projekt) -> Projekt:
    """A Maßnahme with 100 € of the city and 40,50 € of the Land in 2020."""
    projekt.import_lieferung(
        paket(
            gebiet=[gebiet("a"), gebiet("b")],
            quelle=[quelle("q", "beispiel")],
            handlungskonzept=[handlungskonzept()],
            massnahme=[massnahme("x", quelle_id="q")],
            massnahme_gebiet=[anteil("x", "a", 0.6)],
            finanzierung=[
                finanzierung("x", 2020, 100, quelle_id="q"),
                finanzierung("x", 2020, "40.50", finanzierungsquelle="Land"),
            ],
            leistung=[
                {"massnahme_id": "x", "jahr": 2020, "kennzahl": "erreichte Personen", "ist": 2, "quelle_id": "q"}
            ],
            beratung=[{"handlungskonzept_id": "ik", "datum": "2020-02-03", "gremium": "Rat"}],
        ),
        "Kim",
    )
    return projekt


def save(
    projekt: Projekt, bereich: Bereich, grundlage: pd.DataFrame, zeilen: list[dict[str, Any]], wer: str = "Alex"
) -> Importergebnis:
    """Rows of ``grundlage`` whose key is gone are deleted."""
    schluessel = {
        "finanzierung": ["massnahme_id", "haushaltsjahr", "finanzierungsquelle", "foerderprogramm"],
        "massnahme_gebiet": ["massnahme_id", "gebiet_id"],
        "leistung": ["massnahme_id", "jahr", "kennzahl"],
        "massnahme": ["massnahme_id"],
        "beratung": ["handlungskonzept_id", "datum", "gremium"],
    }[bereich.tabelle]
    da = {tuple(zeile[name] for name in schluessel) for zeile in zeilen}
    weg = grundlage.loc[[z not in da for z in grundlage[schluessel].itertuples(index=False, name=None)], schluessel]
    lieferung = read_handeingabe({bereich.tabelle: zeilen}, projekt, geloescht={bereich.tabelle: weg})
    return projekt.save_bereich(bereich, grundlage, lieferung, wer)


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in zeile.items()} for zeile in frame.to_dict("records")]


def euro(projekt: Projekt) -> list[Decimal]:
    return projekt.load_bereich(GELD)["ansatz_eur"].tolist()


def test_an_edit_is_a_lieferung_that_keeps_the_quelle_and_can_be_undone(register: Projekt) -> None:
    vorher = picture(register)
    grundlage = register.load_bereich(GELD)
    zeilen = rows(grundlage)
    zeilen[0]["ansatz_eur"] = 100.10
    ergebnis = save(register, GELD, grundlage, zeilen)
    assert (ergebnis.lieferung_id, ergebnis.neu, ergebnis.geaendert, ergebnis.unveraendert) == (2, 0, 1, 1)
    assert euro(register) == [Decimal("100.10"), Decimal("40.50")]
    assert register.load_bereich(GELD)["quelle_id"].tolist() == grundlage["quelle_id"].tolist()
    lieferung = register.load_lieferungen().iloc[0]
    assert (lieferung["datei"], lieferung["importiert_von"], lieferung["geaendert"]) == ("von Hand", "Alex", 1)
    register.undo_lieferung(2, "Alex")
    assert picture(register) == vorher


def test_rows_are_deleted_and_come_back(register: Projekt) -> None:
    vorher = picture(register)
    grundlage = register.load_bereich(GELD)
    zeilen = rows(grundlage)[1:]
    zeilen[0]["haushaltsjahr"] = 2021  # another key: the old row goes, a new one comes
    ergebnis = save(register, GELD, grundlage, zeilen)
    assert (ergebnis.neu, ergebnis.geaendert) == (1, 2)
    assert register.load_bereich(GELD)["haushaltsjahr"].tolist() == [2021]
    with pytest.raises(ProjektError, match=r"Lieferung 2 \(›von Hand‹\) baut darauf auf"):
        register.undo_lieferung(1, "Kim")
    register.undo_lieferung(2, "Kim")
    assert picture(register) == vorher


def test_saving_twice_saves_once(register: Projekt) -> None:
    grundlage = register.load_bereich(GELD)
    zeilen = rows(grundlage)
    zeilen[0]["ansatz_eur"] = 1
    assert save(register, GELD, grundlage, zeilen).lieferung_id == 2
    assert save(register, GELD, grundlage, zeilen).lieferung_id is None
    assert len(register.load_lieferungen()) == 2


def test_nothing_is_overwritten_in_silence(register: Projekt) -> None:
    grundlage = register.load_bereich(GELD)
    erste, zweite = rows(grundlage), rows(grundlage)
    erste[0]["ansatz_eur"], zweite[0]["ansatz_eur"] = 150, 70
    save(register, GELD, grundlage, erste, "Erika")
    with pytest.raises(KonfliktError, match="Es wurde nichts überschrieben"):
        save(register, GELD, grundlage, zweite)
    assert euro(register)[0] == 150
    # Whoever has seen the other version may still decide for the own one.
    save(register, GELD, register.load_bereich(GELD), zweite)
    assert euro(register)[0] == 70


def test_a_new_key_that_somebody_else_took_is_a_conflict(register: Projekt) -> None:
    bereich = Bereich("massnahme", "y")
    leer = register.load_bereich(bereich)
    neu = massnahme("y", bezeichnung="Lotsen")
    save(register, bereich, leer, [neu])
    with pytest.raises(KonfliktError):
        save(register, bereich, leer, [neu | {"bezeichnung": "Mentoren"}])


def test_checked_like_a_workbook(register: Projekt) -> None:
    zeile = {"massnahme_id": "x", "haushaltsjahr": 2020, "finanzierungsquelle": "Bund", "ansatz_eur": -5}
    befunde = read_handeingabe(
        {"finanzierung": [zeile, zeile | {"haushaltsjahr": 2021, "ansatz_eur": None}]}, register
    ).befunde
    assert [(b.art, b.zeile, b.spalte) for b in befunde if b.art in {"negative_value", "missing_figure"}] == [
        ("negative_value", 1, "Ansatz (€)"),
        ("missing_figure", 2, None),
    ]


def test_shares_that_go_no_longer_count(register: Projekt) -> None:
    neu = [anteil("x", "b", 0.8)]
    schluessel = register.load_bereich(Bereich("massnahme_gebiet", "x"))[["massnahme_id", "gebiet_id"]]
    assert [b.art for b in read_handeingabe({"massnahme_gebiet": neu}, register).fehler] == ["shares_over_100"]
    weg = {"massnahme_gebiet": schluessel}
    assert read_handeingabe({"massnahme_gebiet": neu}, register, geloescht=weg).befunde == ()


def test_only_what_nothing_hangs_on_is_deleted(register: Projekt) -> None:
    vorher = picture(register)
    for tabelle in ("massnahme", "finanzierung", "leistung", "massnahme_gebiet", "massnahme"):
        bereich = Bereich(tabelle, "x")
        if tabelle == "massnahme" and len(register.load_lieferungen()) == 1:
            with pytest.raises(ProjektError, match="woran nichts mehr hängt"):
                save(register, bereich, register.load_bereich(bereich), [])
        else:
            save(register, bereich, register.load_bereich(bereich), [])
    assert register.load_massnahmen().empty
    with pytest.raises(ProjektError, match="Lieferung 5"):
        register.undo_lieferung(2, "Kim")  # its rows need the Maßnahme
    for nummer in (5, 3, 2, 4):
        register.undo_lieferung(nummer, "Kim")
    assert picture(register) == vorher


def test_what_is_continued_or_measured_by_must_exist(register: Projekt) -> None:
    for tabelle, zeile in (
        ("massnahme", massnahme("y", vorgaenger_id="weg")),
        ("wirkung", {"massnahme_id": "x", "indikator_id": "weg"}),
    ):
        assert [b.art for b in read_handeingabe({tabelle: [zeile]}, register).fehler] == ["unknown_key"]
        with pytest.raises(ProjektError, match="›weg‹"):
            register.import_lieferung(paket(**{tabelle: [zeile | {"quelle_id": "q"}]}), "Kim")
    kreis = [massnahme("y", vorgaenger_id="z"), massnahme("z", vorgaenger_id="y")]
    assert {b.art for b in read_handeingabe({"massnahme": kreis}, register).fehler} == {"cycle"}


def test_the_log_knows_before_and_after(register: Projekt) -> None:
    for betrag in (1, 2):
        grundlage = register.load_bereich(GELD)
        zeilen = rows(grundlage)
        zeilen[0]["ansatz_eur"] = betrag
        save(register, GELD, grundlage, zeilen)
    grundlage = register.load_bereich(GELD)
    save(register, GELD, grundlage, rows(grundlage)[1:])
    lieferungen, eintraege = register.load_verlauf(10)
    assert lieferungen["lieferung_id"].tolist() == [4, 3, 2]

    def ansatz(eintrag: Eintrag) -> tuple[int, Any, Any]:
        alt, neu = (None if zeile is None else zeile["ansatz_eur"] for zeile in eintrag[2:])
        return eintrag.lieferung_id, alt, neu

    assert [ansatz(e) for e in eintraege] == [(4, 2, None), (3, 1, 2), (2, 100, 1)]
    register.undo_lieferung(4, "Kim")
    lieferungen, eintraege = register.load_verlauf(1)
    assert lieferungen["zustand"].tolist() == ["zurueckgenommen"]
    assert eintraege == []


def test_the_log_hides_how_few_were_reached(register: Projekt) -> None:
    """k of the Projekt is 3: of 2 → 7 → 1 only the 7 may be seen."""
    bereich = Bereich("leistung", "x")
    for ist in (7, 1):
        grundlage = register.load_bereich(bereich)
        save(register, bereich, grundlage, [rows(grundlage)[0] | {"ist": ist}])
    _, eintraege = register.load_verlauf(10)
    gesehen = [(e.vorher and e.vorher["ist"], e.nachher and e.nachher["ist"]) for e in eintraege]
    assert gesehen == [(7, "geheim"), ("geheim", 7)]
