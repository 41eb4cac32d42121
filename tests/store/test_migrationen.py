"""An older file is put aside, then brought up to date; a newer one is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from bausteine import anteil, gebiet, handlungskonzept, massnahme, paket, picture

from sozialplanung.errors import ProjektError
from sozialplanung.store import Projekt, list_projekte, migrations, open_projekt

# As it was; never changed again.
VERSION_1 = (Path(__file__).parent / "schema_version_1.sql").read_text(encoding="utf-8")
# Version 0 of this test had no table ``aenderung``.
AUF_VERSION_1 = """
CREATE TABLE aenderung (
    lieferung_id INTEGER NOT NULL REFERENCES lieferung (lieferung_id), tabelle TEXT NOT NULL,
    schluessel TEXT NOT NULL, vorher TEXT, PRIMARY KEY (lieferung_id, tabelle, schluessel)
);
"""


def set_version(pfad: Path, version: int) -> None:
    with duckdb.connect(str(pfad)) as verbindung:
        verbindung.execute("UPDATE schema_stand SET version = ?", [version])


@pytest.fixture
def eins(tmp_path: Path) -> Path:
    """A file of version 1: a district of 22 with quarters of 2 and 20, counted by ourselves."""
    pfad = tmp_path / "eins.duckdb"
    with duckdb.connect(str(pfad)) as verbindung:
        verbindung.execute(VERSION_1)
        verbindung.execute("INSERT INTO schema_stand VALUES (1, now()::TIMESTAMP)")
        verbindung.execute(
            "INSERT INTO lieferung (lieferung_id, datei, sha256, herkunft, quelle, importiert_am, importiert_von, neu, "
            "geaendert, unveraendert) "
            "VALUES (1, 'a.xlsx', repeat('0', 64), 'eigen', 'Amt', now()::TIMESTAMP, 'Kim', 1, 0, 0)"
        )
        verbindung.execute("INSERT INTO quelle VALUES ('q', 'Amt', 'eigen', '', NULL, '', 1)")
        verbindung.execute("INSERT INTO merkmal VALUES ('m', 'Merkmal', 'anzahl', '', NULL, '', 'q', 1)")
        for gebiet_id, oben, zahl in (("a", None, 22), ("a1", "a", 2), ("a2", "a", 20)):
            verbindung.execute("INSERT INTO gebiet VALUES (?, ?, 'stadtteil', NULL, NULL, 1)", [gebiet_id] * 2)
            if oben:
                verbindung.execute("INSERT INTO gebiet_zuordnung VALUES (?, ?, 1)", [gebiet_id, oben])
            verbindung.execute(
                "INSERT INTO wert VALUES ('m', ?, '', '2020', 2020, ?, NULL, 'q', 1, NULL)", [gebiet_id, zahl]
            )
    return pfad


def describe(pfad: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(pfad)) as verbindung:
        return verbindung.execute(
            "SELECT table_name, column_name, data_type, is_nullable, column_default FROM duckdb_columns() "
            "WHERE NOT internal ORDER BY ALL"
        ).fetchall()


def test_figures_of_version_1_are_protected_when_it_is_opened(eins: Path, projekt: Projekt) -> None:
    neu = open_projekt(eins)
    werte = neu.load_werte().set_index("gebiet_id")
    assert werte["zeichen"].to_dict() == {"a": None, "a1": "geheim", "a2": "geheim"}
    assert neu.load_projektregel() == projekt.load_projektregel() == (3, 100, 0)
    assert neu.load_tabelle("wert")["wert"].tolist() == [22, 2, 20]
    neu.set_korrektur("m", "a1", "2020", 3, "nachgezählt", "Kim")
    assert neu.load_werte()["wert"].tolist() == [22, 3, 20]
    neu.close()
    projekt.close()
    assert eins.with_name("eins.sicherung-v1.duckdb").exists()
    assert describe(eins) == describe(projekt.pfad)


@pytest.mark.parametrize("version", range(1, migrations.SCHEMA_VERSION))
def test_every_version_leads_to_the_present_one(eins: Path, projekt: Projekt, version: int) -> None:
    with duckdb.connect(str(eins)) as verbindung:
        for von in range(1, version):
            verbindung.execute(migrations.MIGRATIONEN[von])
            if von == 1:
                verbindung.execute(
                    "INSERT INTO schutzregel VALUES (1, 'projekt', NULL, 5, 100, 'Anordnung', 'Kim', now()::TIMESTAMP)"
                )
    set_version(eins, version)
    neu = open_projekt(eins)
    assert neu.load_projektregel() == ((5 if version > 1 else 3), 100, 0)
    assert set(neu.load_werte().query("wert.isna()")["gebiet_id"]) == {"a1", "a2"}
    assert (neu.load_indizes(), neu.load_szenarien(), neu.load_bezugsraeume()) == ([], [], [])
    assert neu.load_leistungen().empty
    assert (neu.load_dominanz(), neu.load_budget("stadtteil").empty) == (None, True)
    assert neu.load_aliase() == {}
    neu.set_aliase({"A eins": "a1"}, "Kim")
    assert neu.load_aliase() == {"A eins": "a1"}
    neu.close()
    projekt.close()
    assert eins.with_name(f"eins.sicherung-v{version}.duckdb").exists()
    assert describe(eins) == describe(projekt.pfad)


def test_a_row_from_before_its_table_grew_comes_back(projekt: Projekt) -> None:
    """Version 9 remembered shares without ``verteilt_nach``."""
    massnahmen = {"handlungskonzept": [handlungskonzept()], "massnahme": [massnahme("x")]}
    projekt.import_lieferung(paket(gebiet=[gebiet("a")], massnahme_gebiet=[anteil("x", "a", 0.5)], **massnahmen), "Kim")
    projekt.import_lieferung(paket("neu.xlsx", massnahme_gebiet=[anteil("x", "a", 0.7)]), "Kim")
    with projekt.cursor() as cur:
        cur.execute(
            "UPDATE aenderung SET vorher = json_merge_patch(vorher, '{\"verteilt_nach\": null}') "
            "WHERE tabelle = 'massnahme_gebiet' AND lieferung_id = 2"
        )
    projekt.undo_lieferung(2, "Kim")
    assert projekt.load_tabelle("massnahme_gebiet")[["anteil", "verteilt_nach"]].values.tolist() == [
        [Decimal("0.5"), ""]
    ]


@pytest.fixture
def alt(eins: Path) -> Path:
    with duckdb.connect(str(eins)) as verbindung:
        verbindung.execute("DROP TABLE aenderung")
    set_version(eins, 0)
    return eins


def test_an_older_file_is_backed_up_and_migrated(alt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(migrations.MIGRATIONEN, 0, AUF_VERSION_1)
    vorher = alt.read_bytes()
    projekt = open_projekt(alt)
    assert projekt.load_gebiete()["gebiet_id"].tolist() == ["a", "a1", "a2"]
    assert projekt.import_lieferung(paket(gebiet=[gebiet("b")]), "Kim").neu == 1
    sicherung = alt.with_name(f"{alt.stem}.sicherung-v0.duckdb")
    assert sicherung.read_bytes() == vorher
    assert list_projekte(alt.parent) == [alt]
    projekt.close()
    # Opening it again finds nothing to do.
    open_projekt(alt).close()
    assert len(list(alt.parent.glob("*.sicherung-*"))) == 1


def test_an_earlier_backup_is_kept(alt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(migrations.MIGRATIONEN, 0, AUF_VERSION_1)
    erste = alt.with_name(f"{alt.stem}.sicherung-v0.duckdb")
    erste.write_bytes(b"wichtig")
    open_projekt(alt).close()
    assert erste.read_bytes() == b"wichtig"
    assert alt.with_name(f"{alt.stem}.sicherung-v0-2.duckdb").exists()


@pytest.mark.parametrize("skript", ["CREATE TABLE halb (x INTEGER); SELECT * FROM gibtsnicht;", None])
def test_a_migration_that_fails_changes_nothing(alt: Path, monkeypatch: pytest.MonkeyPatch, skript: str | None) -> None:
    if skript is not None:
        monkeypatch.setitem(migrations.MIGRATIONEN, 0, skript)
    with pytest.raises(ProjektError, match=r"nicht auf das heutige Datenmodell.*Eine Sicherung liegt daneben"):
        open_projekt(alt)
    with duckdb.connect(str(alt)) as verbindung:
        assert verbindung.execute("SELECT version FROM schema_stand").fetchall() == [(0,)]
        assert verbindung.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'halb'").fetchall() == [(0,)]
        assert verbindung.execute("SELECT gebiet_id FROM gebiet").fetchall() == [("a",), ("a1",), ("a2",)]


def test_a_newer_file_is_refused_and_untouched(projekt: Projekt) -> None:
    bild = picture(projekt)
    projekt.close()
    set_version(projekt.pfad, migrations.SCHEMA_VERSION + 1)
    with pytest.raises(ProjektError, match=r"neueren Version der Anwendung.*aktualisieren"):
        open_projekt(projekt.pfad)
    assert list(projekt.pfad.parent.glob("*.sicherung-*")) == []
    set_version(projekt.pfad, migrations.SCHEMA_VERSION)
    wieder = open_projekt(projekt.pfad)
    assert picture(wieder) == bild
    wieder.close()
