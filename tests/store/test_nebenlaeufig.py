"""Many sessions read while one writes. SOZIALPLANUNG_LESER sets how many (50 in the acceptance run)."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bausteine import gebiet, indikator, merkmal, paket, wert

from sozialplanung.errors import ProjektError
from sozialplanung.store import Projekt, open_projekt

LESER = int(os.environ.get("SOZIALPLANUNG_LESER", "8"))
GEBIETE = [f"{i:03d}" for i in range(60)]


def test_readers_see_whole_lieferungen_only(projekt: Projekt) -> None:
    """Every Lieferung gives all Gebiete its own number; a reader must never see two numbers at once."""
    stamm = paket(
        gebiet=[gebiet("s", "gemeinde"), *(gebiet(g, liegt_in="s") for g in GEBIETE)],
        merkmal=[merkmal("m")],
        indikator=[indikator("i", "m")],
        wert=[wert("m", g, 2020, 0) for g in GEBIETE],
    )
    projekt.import_lieferung(stamm, "Kim")
    fertig = threading.Event()

    def read(nr: int) -> int:
        gelesen = 0
        while not fertig.is_set() or gelesen == 0:
            stand = projekt.stand()
            zahlen = set(open_projekt(projekt.pfad).load_indikatorwerte("i", "stadtteil")["wert"])
            assert len(zahlen) == 1
            # Lieferung k carries the number k - 1 and ends at stand k + 1; what is read is never older than the key.
            assert zahlen.pop() >= stand - 2
            gelesen += 1
        return gelesen

    with ThreadPoolExecutor(LESER) as pool:
        laufend = [pool.submit(read, nr) for nr in range(LESER)]
        try:
            for zahl in range(1, 6):
                projekt.import_lieferung(paket(f"{zahl}", wert=[wert("m", g, 2020, zahl) for g in GEBIETE]), "Kim")
        finally:
            fertig.set()
        assert all(lauf.result() > 0 for lauf in laufend)
    assert projekt.stand() == 7


def test_imports_wait_for_each_other(projekt: Projekt) -> None:
    projekt.import_lieferung(paket(gebiet=[gebiet("a")], merkmal=[merkmal("m")]), "Kim")

    def write(jahr: int) -> int | None:
        return projekt.import_lieferung(paket(f"{jahr}", wert=[wert("m", "a", jahr, jahr)]), "Kim").lieferung_id

    with ThreadPoolExecutor(4) as pool:
        nummern = list(pool.map(write, range(2000, 2012)))
    assert sorted(n for n in nummern if n is not None) == list(range(2, 14))
    assert projekt.load_werte()["wert"].tolist() == list(range(2000, 2012))


def test_one_file_is_opened_once(projekt: Projekt) -> None:
    umweg = projekt.pfad.parent / "." / projekt.pfad.name
    with ThreadPoolExecutor(8) as pool:
        assert {id(p) for p in pool.map(lambda _: open_projekt(Path(umweg)), range(16))} == {id(projekt)}


def test_a_closed_projekt_says_so_and_can_be_opened_again(projekt: Projekt) -> None:
    stand = projekt.stand()
    projekt.close()
    projekt.close()
    with pytest.raises(ProjektError, match="geschlossen"):
        projekt.load_gebiete()
    wieder = open_projekt(projekt.pfad)
    assert wieder is not projekt
    assert wieder.stand() == stand
    wieder.close()
