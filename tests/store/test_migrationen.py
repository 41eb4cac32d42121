"""An older file is put aside, then brought up to date; a newer one is refused."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from bausteine import gebiet, paket, picture

from sozialplanung.errors import ProjektError
from sozialplanung.store import Projekt, list_projekte, migrations, open_projekt

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
def alt(projekt: Projekt) -> Path:
    projekt.import_lieferung(paket(gebiet=[gebiet("a")]), "Kim")
    projekt.close()
    with duckdb.connect(str(projekt.pfad)) as verbindung:
        verbindung.execute("DROP TABLE aenderung")
    set_version(projekt.pfad, 0)
    return projekt.pfad


def test_an_older_file_is_backed_up_and_migrated(alt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(migrations.MIGRATIONEN, 0, AUF_VERSION_1)
    vorher = alt.read_bytes()
    projekt = open_projekt(alt)
    assert projekt.load_gebiete()["gebiet_id"].tolist() == ["a"]
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
        assert verbindung.execute("SELECT gebiet_id FROM gebiet").fetchall() == [("a",)]


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
