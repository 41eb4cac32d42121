"""Hundreds of bad files: each ends in findings or in one German sentence and leaves the Projekt as it was."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from bausteine import gebiet, paket, picture
from gute_dateien import gute_dateien
from hypothesis import given, settings
from hypothesis import strategies as st
from schlechte_dateien import schlechte_dateien

from sozialplanung.errors import LieferungError, SozialplanungError
from sozialplanung.importer import erkenne_datei, read_lieferung
from sozialplanung.model import Lieferungspaket
from sozialplanung.store import Projekt, create_projekt

TEILE = range(4)
JEDE = 6  # of the files that can be read, one in so many goes on to the comparison in the store


class Gemerkt:
    """A Projekt that is asked for each table once: nobody writes while the corpus is read."""

    def __init__(self, projekt: Projekt) -> None:
        self.load_tabelle = functools.cache(projekt.load_tabelle)
        self.load_aliase = functools.cache(projekt.load_aliase)
        self.load_gelieferte = projekt.load_gelieferte
        self.load_rezepte = functools.cache(projekt.load_rezepte)


@pytest.fixture(scope="module")
def ort(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Projekt]:
    projekt = create_projekt(tmp_path_factory.mktemp("ort") / "p.duckdb", "Test")
    gebiete = [gebiet("05334", "kreis"), gebiet("05334002", "gemeinde", "05334"), gebiet("1", "stadtbezirk")]
    projekt.import_lieferung(paket(gebiet=gebiete), "Kim")
    yield projekt
    projekt.close()


def take(inhalt: bytes | Path, name: str, projekt: Any, *, anlegen: bool = False) -> Lieferungspaket | None:
    """As the page does it; None where a sentence said no. Any other exception is a defect."""
    try:
        gelesen = read_lieferung(inhalt, name, cast("Projekt", projekt), gebiete_anlegen=anlegen)
    except SozialplanungError as fehler:
        satz = str(fehler)
        if not satz.rstrip().endswith((".", "!", ")")):
            raise AssertionError(f"no sentence: {satz}") from fehler
        return None
    assert all(befund.meldung for befund in gelesen.befunde)
    return gelesen


@functools.cache
def korpus() -> list[tuple[str, str, bytes]]:
    return list(schlechte_dateien())


def test_the_corpus_is_large_and_has_no_doubles() -> None:
    namen = Counter((was, name) for was, name, _ in korpus())
    assert len(namen) >= 400
    assert [name for name, anzahl in namen.items() if anzahl > 1] == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Arrow, when it cannot decode a bad row
@pytest.mark.parametrize("teil", TEILE)
def test_bad_files_get_a_sentence_and_change_nothing(teil: int, ort: Projekt) -> None:
    vorher, stand, gemerkt, gelungen = picture(ort), ort.stand(), Gemerkt(ort), 0
    for nummer, (was, name, inhalt) in enumerate(korpus()):
        if nummer % len(TEILE) != teil:
            continue
        try:
            gelesen = take(inhalt, name, gemerkt, anlegen=bool(nummer % 3))
            if gelesen is not None and gelesen.fehler:
                with pytest.raises(SozialplanungError):
                    ort.import_lieferung(gelesen, "Kim")
            elif gelesen is not None:
                gelungen += 1
                if gelungen % JEDE == 0:
                    ort.compare_lieferung(gelesen)
        except Exception as fehler:
            raise AssertionError(f"{was} ({name[:40]}): {fehler!r}") from fehler
        assert ort.stand() == stand, (was, name)
    assert picture(ort) == vorher


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_damaged_bytes_of_every_profile_get_a_sentence(ort: Projekt, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(gute_dateien())))
    inhalt = bytearray(gute_dateien()[name])
    for _ in range(data.draw(st.integers(1, 6))):
        stelle = data.draw(st.integers(0, len(inhalt) - 1))
        ersatz = data.draw(st.sampled_from([b"", b"\0", b"\xff", b'"', b";", b"\n", b"9", b"<", b"-", b"\xc3"]))
        inhalt[stelle : stelle + data.draw(st.integers(0, 3))] = ersatz
    take(bytes(inhalt), name, Gemerkt(ort), anlegen=True)


def test_what_is_no_file_is_named(tmp_path: Path, ort: Projekt) -> None:
    with pytest.raises(LieferungError, match="ist ein Ordner"):
        read_lieferung(tmp_path, "ordner.xlsx", ort)
    with pytest.raises(LieferungError, match="gibt es nicht"):
        read_lieferung(tmp_path / "weg.csv", "weg.csv", ort)
    kreis = tmp_path / "kreis.csv"
    kreis.symlink_to(kreis)
    with pytest.raises(LieferungError):
        read_lieferung(kreis, "kreis.csv", ort)


def test_the_sound_files_are_read(ort: Projekt) -> None:
    """Else the corpus would prove nothing."""
    for name, inhalt in gute_dateien().items():
        if name != "gitter.csv":  # needs outlines
            gelesen = take(inhalt, name, ort, anlegen=True)
            assert gelesen is not None, name
            assert not gelesen.fehler, name
            assert len(gelesen.tabellen["wert"]) > 0, name
    assert erkenne_datei(gute_dateien()["gitter.csv"], "g.csv")[1].profil.name == "zensus-gitter"
