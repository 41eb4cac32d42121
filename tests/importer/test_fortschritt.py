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
