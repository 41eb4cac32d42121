"""A budget by Bezirk taken into the register: exact sums, what is left out is told, twice changes nothing, undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bausteine import gebiet, massnahme, paket

from sozialplanung.errors import LieferungError
from sozialplanung.importer import erkenne_datei, read_erkannte
from sozialplanung.importer.haushalt_register import Posten, classify
from sozialplanung.model import Lieferungspaket, Schwere
from sozialplanung.store import Projekt, open_projekt

KOELN = Path(__file__).resolve().parents[3] / "shared/daten/haushalt/koeln_bezirke_produktgruppen.csv"
KOPF = "Produktbereich;PB_BEZ;Teilplan;PG_BEZ;Bezirk;Bezeichnung;Teilplanzeile;Ergebnis 2023;Plan 2024"
JUGEND, SOZIALES = "06;Jugend;0601;Jugendarbeit", "05;Soziales;0501;Soziale Hilfen"
ZEILEN = [
    f"{JUGEND};1;Innenstadt;02 - Zuwendungen;-300,25;-400",
    f"{JUGEND};1;Innenstadt;10 = ordentliche Erträge;-300,25;-400",
    f"{JUGEND};1;Innenstadt;11 - Personalaufwendungen;1.000,10;1.100",
    f"{JUGEND};1;Innenstadt;15 - Transferaufwendungen;500,20;-50",
    f"{JUGEND};1;Innenstadt;17 = ordentliche Aufwendungen;1.500,30;1.050",
    f"{JUGEND};1;Innenstadt;20 - Zinsen und sonst. Finanzaufwendungen;7,01;",
    f"{JUGEND};1;Innenstadt;27 - Interne Leistungsbeziehung (Aufwand / (-) Ertrag);99;99",
    f"{JUGEND};1;Innenstadt;28 = Jahresergebnis;1.306,06;749",
    f"{JUGEND};2;Nord;17 = ordentliche Aufwendungen;2.000,99;",
    f"{SOZIALES};1;Innenstadt;13 - Sachaufwendungen;0,01;0,02",
    f"{SOZIALES};;überbezirklich;13 - Sachaufwendungen;10;20",
    f"{SOZIALES};;Summe;13 - Sachaufwendungen;10,01;20,02",
]
BEZIRKE = [
    gebiet("in", "stadtbezirk", bezeichnung="Innenstadt"),
    gebiet("no", "stadtbezirk", bezeichnung="Nord"),
]


@pytest.fixture
def projekt(tmp_path: Path) -> Iterator[Projekt]:
    projekt = open_projekt(tmp_path / "p.duckdb", anlegen=True)
    projekt.import_lieferung(paket(gebiet=BEZIRKE), "Kim")
    yield projekt
    projekt.close()


def lies(projekt: Projekt, zeilen: list[str] | Path, kopf: str = KOPF, **mehr: Any) -> Lieferungspaket:
    inhalt = zeilen if isinstance(zeilen, Path) else "\n".join([kopf, *zeilen]).encode()
    datei, erkennung = erkenne_datei(inhalt, "haushalt.csv")
    return read_erkannte(datei, erkennung, projekt, als_massnahmen=True, **mehr)[0]


def geld(projekt: Projekt) -> dict[tuple[str, int], tuple[Decimal | None, Decimal | None]]:
    """(Maßnahme, year) → (Ist, Ansatz)."""
    tabelle = projekt.load_tabelle("finanzierung")
    assert set(tabelle["finanzierungsquelle"]) <= {"Eigenanteil"}
    return {
        (m, int(j)): (None if pd.isna(ist) else ist, None if pd.isna(ansatz) else ansatz)
        for m, j, ist, ansatz in tabelle[["massnahme_id", "haushaltsjahr", "ist_eur", "ansatz_eur"]].to_numpy()
    }


def meldungen(paket: Lieferungspaket, art: str) -> list[str]:
    return [b.meldung.replace("\xa0", " ") for b in paket.befunde if b.art == art]


def test_expenses_become_money_to_the_cent(projekt: Projekt) -> None:
    gelesen = lies(projekt, ZEILEN)
    assert gelesen.fehler == ()
    projekt.import_lieferung(gelesen, "Kim")
    assert geld(projekt) == {
        ("HH-0601-1", 2023): (Decimal("1507.31"), None),
        ("HH-0601-1", 2024): (None, Decimal("1100.00")),
        ("HH-0601-2", 2023): (Decimal("2000.99"), None),
        ("HH-0501-1", 2023): (Decimal("0.01"), None),
        ("HH-0501-1", 2024): (None, Decimal("0.02")),
        ("HH-0501-stadt", 2023): (Decimal("10.00"), None),
        ("HH-0501-stadt", 2024): (None, Decimal("20.00")),
    }
    massnahmen = projekt.load_tabelle("massnahme").set_index("massnahme_id")
    assert massnahmen["bezeichnung"].to_dict() == {
        "HH-0601-1": "Innenstadt: Jugendarbeit",
        "HH-0601-2": "Nord: Jugendarbeit",
        "HH-0501-1": "Innenstadt: Soziale Hilfen",
        "HH-0501-stadt": "Gesamtstädtisch: Soziale Hilfen",
    }
    assert massnahmen.loc["HH-0601-1", ["handlungsfeld", "status", "nummer"]].tolist() == ["Jugend", "laufend", "0601"]
    anteile = projekt.load_tabelle("massnahme_gebiet")
    assert set(zip(anteile["massnahme_id"], anteile["gebiet_id"], anteile["anteil"], strict=True)) == {
        ("HH-0601-1", "in", 1),
        ("HH-0601-2", "no", 1),
        ("HH-0501-1", "in", 1),
    }
    konzept = projekt.load_tabelle("handlungskonzept").iloc[0]
    assert (konzept["bezeichnung"], konzept["von_jahr"], konzept["bis_jahr"]) == (
        "Haushalt nach Stadtbezirken", 2023, 2024,
    )  # fmt: skip


def test_what_is_no_expense_is_told_with_its_sum(projekt: Projekt) -> None:
    gelesen = lies(projekt, ZEILEN)
    assert meldungen(gelesen, "no_expense") == [
        "Erträge sind keine Ausgabe: 2 Beträge bleiben weg (Ist zusammen −300,25 € und Ansatz zusammen −400 €).",
        "Aufwendungen unter 0 € (Gutschriften) sind keine Ausgabe: 1 Betrag bleibt weg (Ansatz zusammen −50 €).",
        "Interne Leistungen verteilen Geld in der Verwaltung um und zählten doppelt: 2 Beträge bleiben weg "
        "(Ist zusammen 99 € und Ansatz zusammen 99 €).",
    ]
    assert {b.schwere for b in gelesen.befunde if b.art == "no_expense"} == {Schwere.WARNUNG}
    assert meldungen(gelesen, "sum_checked") == [
        "2 Summen stimmen mit den Zeilen für ordentliche Aufwendungen überein."
    ]
    assert meldungen(gelesen, "sum_row") == ["1 Zeile für die ganze Stadt: Summe der Bezirke, keine Maßnahme."]


def test_a_sum_of_the_file_that_its_lines_do_not_give_is_told(projekt: Projekt) -> None:
    gelesen = lies(projekt, [zeile.replace("1.500,30", "1.600,30") for zeile in ZEILEN])
    assert [(b.wert, b.meldung.replace("\xa0", " ")) for b in gelesen.befunde if b.art == "sum_mismatch"] == [
        (
            "HH-0601-1",
            "Die ordentlichen Aufwendungen 2023 (Ist) sind um 100 € anders als die Summe ihrer Zeilen; übernommen "
            "werden die Zeilen.",
        )
    ]


def test_twice_changes_nothing_and_undo_takes_it_back(projekt: Projekt) -> None:
    erste = projekt.import_lieferung(lies(projekt, ZEILEN), "Kim")
    assert projekt.import_lieferung(lies(projekt, ZEILEN), "Kim").lieferung_id is None
    assert erste.lieferung_id is not None
    projekt.undo_lieferung(erste.lieferung_id, "Kim")
    for tabelle in ("handlungskonzept", "massnahme", "massnahme_gebiet", "finanzierung"):
        assert projekt.load_tabelle(tabelle).empty, tabelle


def test_the_next_file_adds_its_years_and_leaves_what_people_made(projekt: Projekt) -> None:
    projekt.import_lieferung(lies(projekt, ZEILEN), "Kim")
    konzept = "haushalt_nach_stadtbezirken"
    projekt.import_lieferung(paket(massnahme=[massnahme("HH-0601-1", konzept, status="abgeschlossen")]), "Kim")
    kopf = KOPF.replace("2024", "2025").replace("2023", "2024")
    projekt.import_lieferung(lies(projekt, [f"{JUGEND};1;Innenstadt;11 - Personalaufwendungen;900;950"], kopf), "Kim")
    assert geld(projekt)["HH-0601-1", 2024] == (Decimal(900), Decimal(1100)), "the Ansatz of the older file stays"
    assert geld(projekt)["HH-0601-1", 2025] == (None, Decimal(950))
    assert projekt.load_tabelle("massnahme").set_index("massnahme_id").loc["HH-0601-1", "status"] == "abgeschlossen"
    assert projekt.load_tabelle("handlungskonzept")[["von_jahr", "bis_jahr"]].to_numpy().tolist() == [[2023, 2025]]


def test_unknown_bezirke_are_told_or_created(projekt: Projekt) -> None:
    zeilen = [*ZEILEN, f"{JUGEND};3;Westviertel;11 - Personalaufwendungen;5;5"]
    gelesen = lies(projekt, zeilen)
    assert len(meldungen(gelesen, "unknown_area")) == 1
    assert "HH-0601-3" not in set(gelesen.tabellen["massnahme"]["massnahme_id"])
    gelesen = lies(projekt, zeilen, gebiete_anlegen=True)
    assert gelesen.tabellen["gebiet"]["bezeichnung"].tolist() == ["Westviertel"]
    projekt.import_lieferung(gelesen, "Kim")
    assert geld(projekt)["HH-0601-3", 2023] == (Decimal(5), None)


def test_a_sign_in_place_of_a_part_makes_no_sum(projekt: Projekt) -> None:
    gelesen = lies(projekt, [*ZEILEN, f"{SOZIALES};1;Innenstadt;11 - Personalaufwendungen;.;1"])
    assert [(b.zeile, b.spalte) for b in gelesen.befunde if b.art == "sign_ignored"] == [(14, "H")]
    projekt.import_lieferung(gelesen, "Kim")
    assert ("HH-0501-1", 2023) not in geld(projekt)
    assert geld(projekt)["HH-0501-1", 2024] == (None, Decimal("1.02"))


def test_totals_of_all_bezirke_without_a_name_are_no_money(projekt: Projekt) -> None:
    zeilen = [*ZEILEN[:-2], f"{SOZIALES};0;Köln;13 - Sachaufwendungen;0,01;0,02"]
    projekt.import_lieferung(lies(projekt, zeilen), "Kim")
    assert not [m for m, _ in geld(projekt) if m.startswith("HH-0501-") and m != "HH-0501-1"]


@pytest.mark.parametrize(
    ("kopf", "zeilen", "satz"),
    [
        (KOPF.replace("Plan 2024", "Vorl. Ergebnis 2023"), ZEILEN, "nur einen Betrag als Ist"),
        (KOPF.replace("Teilplan;", "Kapitel;").replace("PG_BEZ", "Titel"), ZEILEN, "Teilplan oder Produktgruppe"),
        (KOPF, [f"{JUGEND};1;Innenstadt;11 - Personalaufwendungen;-5;-6"], "keine Aufwendungen über 0 €"),
    ],
)
def test_what_cannot_be_money_is_said_in_a_sentence(projekt: Projekt, kopf: str, zeilen: list[str], satz: str) -> None:
    with pytest.raises(LieferungError, match=satz):
        lies(projekt, zeilen, kopf)


@pytest.mark.parametrize(
    ("zeile", "was"),
    [
        ("06 - Kostenerstattungen und Umlagen", Posten.ERTRAG),
        ("08 - Aktivierte Eigenleistungen", Posten.ERTRAG),
        ("15 - Transferaufwendungen", Posten.AUFWAND),
        ("14 - Bilanzielle Abschreibungen", Posten.AUFWAND),
        ("16 - sonstige ordentl. Aufwendungen", Posten.AUFWAND),
        ("17 = ordentliche Aufwendungen", Posten.KONTROLLE),
        ("Ordentliche Aufwendungen", Posten.KONTROLLE),
        ("18 = Ergebnis der lfd. Verwaltungstätigkeit (10 und 17)", Posten.SUMME),
        ("24 - Außerordentliche Aufwendungen", Posten.WEITERER),
        ("28 - Aufwendungen aus internen Leistungsbeziehungen", Posten.INTERN),
        ("Zuschüsse an Vereine", Posten.AUFWAND),
    ],
)
def test_lines_of_the_teilergebnisplan(zeile: str, was: Posten) -> None:
    assert classify(zeile) is was


@pytest.mark.skipif(not KOELN.is_file(), reason="the budget of Köln does not lie beside the project")
def test_the_budget_of_koeln(projekt: Projekt) -> None:
    gelesen = lies(projekt, KOELN, gebiete_anlegen=True)
    projekt.import_lieferung(gelesen, "Kim")
    je_jahr: dict[int, Decimal] = defaultdict(Decimal)
    for (_, jahr), betraege in geld(projekt).items():
        je_jahr[jahr] += sum((b for b in betraege if b is not None), Decimal(0))
    # lines 11 to 16 and 20 of the file, added; line 17 with 20 is 434.592.302 € in 2010
    assert je_jahr[2010] == Decimal(434_592_316)
    assert je_jahr[2015] == Decimal(543_934_632)
    assert len(projekt.load_tabelle("massnahme")) == 136
    assert meldungen(gelesen, "sum_mismatch") == []
