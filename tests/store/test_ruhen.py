"""A Projekt that nobody looks at is let go of, so that the command line can use it; nothing gets stale or lost."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from bausteine import gebiet, paket

from sozialplanung.errors import ProjektError
from sozialplanung.store import Projekt, create_projekt, open_projekt, read_name, rest_projekte
from sozialplanung.ui import server

SCHREIBEN = """
import sys
import duckdb
with duckdb.connect(sys.argv[1]) as c:
    c.execute("UPDATE projekt SET eintrag = 'Anders'")
    c.execute("UPDATE schreibstand SET nummer = nummer + 1")
"""


def is_free(pfad: Path) -> bool:
    """Can another process write to the file? If so it does."""
    fertig = subprocess.run([sys.executable, "-c", SCHREIBEN, str(pfad)], check=False, capture_output=True)
    return fertig.returncode == 0


def test_at_rest_another_process_may_write_and_is_noticed(projekt: Projekt) -> None:
    projekt.import_lieferung(paket(gebiet=[gebiet("a")]), "Kim")
    vorher = projekt.stand()
    assert not is_free(projekt.pfad)
    assert projekt.rest(0)
    assert is_free(projekt.pfad)
    wieder = open_projekt(projekt.pfad)
    assert wieder is projekt
    assert wieder.stand() == vorher + 1
    assert wieder.load_projekt()["name"] == "Anders"
    assert wieder.load_gebiete()["gebiet_id"].tolist() == ["a"]


def test_who_holds_a_projekt_need_not_know_that_it_rested(projekt: Projekt) -> None:
    assert projekt.rest(0)
    assert not projekt.rest(0), "there is nothing left to let go of"
    assert projekt.load_projekt() == {"name": "Leer"}
    projekt.import_lieferung(paket(gebiet=[gebiet("a")]), "Kim")
    assert open_projekt(projekt.pfad).stand() == projekt.stand() == 2


def test_nobody_is_disturbed_at_work(projekt: Projekt) -> None:
    assert not projekt.rest(60), "asked just now"
    with projekt.cursor() as cur:
        assert not projekt.rest(0)
        assert cur.execute("SELECT 1").fetchall() == [(1,)]
    assert projekt.rest(0)


def test_a_projekt_that_is_in_use_elsewhere_after_its_rest(projekt: Projekt) -> None:
    rest_projekte(0)
    code = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print(flush=True); sys.stdin.read()"
    anderes = subprocess.Popen(
        [sys.executable, "-c", code, str(projekt.pfad)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert anderes.stdout
    anderes.stdout.readline()
    for _ in range(2):
        with pytest.raises(ProjektError, match=r"eine Minute nach dem letzten Klick.*sobald er fertig ist"):
            open_projekt(projekt.pfad)
    anderes.communicate("")
    assert open_projekt(projekt.pfad).load_projekt() == {"name": "Leer"}


def test_a_list_of_names_keeps_nothing_open_that_was_not(tmp_path: Path, projekt: Projekt) -> None:
    anderes = tmp_path / "anderes.duckdb"
    create_projekt(anderes, "Anderes").close()
    assert [read_name(p) for p in (anderes, projekt.pfad)] == ["Anderes", "Leer"]
    assert is_free(anderes)
    assert not is_free(projekt.pfad)


def test_many_readers_while_it_rests_again_and_again(projekt: Projekt) -> None:
    projekt.import_lieferung(paket(gebiet=[gebiet("a")]), "Kim")
    fehler: list[Exception] = []
    fertig = threading.Event()

    def read() -> None:
        try:
            while not fertig.wait(0.002):
                assert open_projekt(projekt.pfad).load_gebiete()["gebiet_id"].tolist() == ["a"]
        except (ProjektError, AssertionError, duckdb.Error) as grund:
            fehler.append(grund)

    leser = [threading.Thread(target=read) for _ in range(2)]
    for faden in leser:
        faden.start()
    geruht, ende = 0, time.monotonic() + 20
    while geruht < 10 and time.monotonic() < ende and not fertig.wait(0.0005):
        geruht += projekt.rest(0)
    fertig.set()
    for faden in leser:
        faden.join()
    assert fehler == []
    assert geruht == 10


def test_the_server_looks_round(projekt: Projekt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "RUHE", 0.0)
    monkeypatch.setattr(server, "RUNDE", 0.01)

    async def serve() -> None:
        async with server.lifespan(None):  # type: ignore[arg-type]
            for _ in range(500):
                await asyncio.sleep(0.01)
                try:
                    verbindung = duckdb.connect(str(projekt.pfad), read_only=True)
                except duckdb.ConnectionException:  # open in this process, in the other mode
                    continue
                verbindung.close()
                return
            pytest.fail("the Projekt was not let go of")

    projekt.load_projekt()
    with ThreadPoolExecutor(1) as pool:  # a browser test before this one leaves its event loop in the main thread
        pool.submit(lambda: asyncio.run(serve())).result()
