"""Readers that stream say how far they are; whoever listens can end the reading."""

from __future__ import annotations

import pandas as pd
import pytest
from test_profile import FFCSV_KOPF, ffcsv_zeile

from sozialplanung.importer import erkenne_offene, read_erkannte
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.profile import arrowspalten

ZEILEN = [ffcsv_zeile(f"05{n:03d}", f"Kreis {n}", "", "Insgesamt", str(n)) for n in range(1, 201)]
INHALT = "\n".join([FFCSV_KOPF, *ZEILEN]).encode()


class GenugError(Exception):
    pass


def read_werte(datei: Datei) -> pd.DataFrame:
    return read_erkannte(datei, erkenne_offene(datei), gebiete_anlegen=True)[0].tabellen["wert"]


def test_shares_grow_to_one_and_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    am_stueck = read_werte(Datei(INHALT, "a.csv"))
    monkeypatch.setattr(arrowspalten, "_BLOCK", 2048)
    anteile: list[float] = []
    in_bloecken = read_werte(Datei(INHALT, "a.csv", anteile.append))
    assert len(anteile) > 5
    assert anteile == sorted(anteile)
    assert 0 < anteile[0] < 0.2
    assert anteile[-1] == 1.0
    pd.testing.assert_frame_equal(in_bloecken, am_stueck)


@pytest.mark.parametrize("kodierung", ["utf-8-sig", "cp1252", "utf-16"])
def test_line_ends_in_quotes_and_all_encodings_survive_the_cut(kodierung: str, monkeypatch: pytest.MonkeyPatch) -> None:
    zeilen = [f'"{zeile}"'.replace(";", '";"').replace("Kreis ", "Märkischer\nKreis ") for zeile in ZEILEN]
    inhalt = "\n".join([FFCSV_KOPF, *zeilen]).encode(kodierung)
    monkeypatch.setattr(arrowspalten, "_BLOCK", 2048)
    datei = Datei(inhalt, "a.csv")
    paket = read_erkannte(datei, erkenne_offene(datei), gebiete_anlegen=True)[0]
    assert len(paket.tabellen["wert"]) == len(ZEILEN)
    assert paket.tabellen["gebiet"]["bezeichnung"].str.contains("Märkischer\nKreis").all()
    assert paket.sha256 == datei.sha256


@pytest.mark.parametrize("fehler", [GenugError, KeyboardInterrupt])
def test_what_the_listener_raises_ends_the_reading(
    fehler: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrowspalten, "_BLOCK", 2048)
    anteile: list[float] = []

    def melde(anteil: float) -> None:
        anteile.append(anteil)
        if anteil > 0.3:
            raise fehler

    datei = Datei(INHALT, "a.csv", melde)
    with pytest.raises(fehler):
        read_werte(datei)
    assert anteile[-1] < 0.5
    datei.melde = anteile.append
    assert len(read_werte(datei)) == len(ZEILEN)


def test_short_rows_are_told_in_the_order_of_the_file() -> None:
    """Whatever follows the first line of the foot is none; threads would tell of it too early."""
    lang = ZEILEN[0] + " " * 500
    inhalt = "\n".join([FFCSV_KOPF, "kurz;1", *[lang] * 5000, "__________", "© Amt"]).encode()
    datei = Datei(inhalt, "a.csv")
    befunde = read_erkannte(datei, erkenne_offene(datei), gebiete_anlegen=True)[0].befunde
    assert [b.wert for b in befunde if b.art == "ragged_row"] == ["kurz;1"]
