"""Any register, any filter: every view of the money adds up to the cent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sozialplanung.analysis.foerderung import ARTEN, cliff, expiring, leverage, outflow, sums_by_kind, with_expected
from sozialplanung.analysis.preise import at_prices_of
from sozialplanung.model import Finanzierungsquelle

JAHRE, FELDER = [2018, 2019, 2020], ["Sprache", "Wohnen"]
BETRAG = st.one_of(st.none(), st.integers(0, 10**13).map(lambda cent: Decimal(cent) / 100))
ZEILE = st.tuples(
    st.sampled_from(["m1", "m2", "m3"]),
    st.sampled_from(JAHRE),
    st.sampled_from([quelle.value for quelle in Finanzierungsquelle]),
    st.sampled_from(["", "A", "B"]),
    BETRAG,
    BETRAG,
    BETRAG,
)
SPALTEN = ["massnahme_id", "haushaltsjahr", "finanzierungsquelle", "foerderprogramm"]
MASSNAHMEN = pd.DataFrame({"massnahme_id": ["m1", "m2", "m3"], "ende": None, "vorgaenger_id": [None, None, "m1"]})


def register(zeilen: list[tuple[Any, ...]]) -> pd.DataFrame:
    geld = pd.DataFrame(zeilen, columns=[*SPALTEN, "ansatz_eur", "bewilligt_eur", "ist_eur"]).astype(object)
    geld["haushaltsjahr"] = geld["haushaltsjahr"].astype(int)
    geld["handlungsfeld"] = geld["massnahme_id"].map({"m1": "Sprache", "m2": "Wohnen", "m3": "Sprache"})
    return geld


def total(betraege: Any) -> Decimal:
    return sum((b for b in betraege if b is not None and b == b), start=Decimal(0))


@settings(max_examples=20)
@given(
    st.lists(ZEILE, min_size=1, max_size=14, unique_by=lambda z: z[:4]),
    st.sets(st.sampled_from(JAHRE), min_size=1),
    st.sets(st.sampled_from(FELDER), min_size=1),
    st.sampled_from([["haushaltsjahr"], ["handlungsfeld"], ["massnahme_id", "finanzierungsquelle"]]),
)
def test_sums_agree_to_the_cent(zeilen: list[Any], jahre: set[int], felder: set[str], nach: list[str]) -> None:
    alle = register(zeilen)
    geld = alle[alle["haushaltsjahr"].isin(jahre) & alle["handlungsfeld"].isin(felder)]
    summen = sums_by_kind(geld, nach)
    real = at_prices_of(geld, {2018: Decimal("98.1"), 2019: Decimal("99.5"), 2020: Decimal(100)}, 2018)
    for art in ARTEN:
        spalte = f"{art}_eur"
        assert total(summen[spalte]) == total(geld[spalte])
        assert len(summen[summen[spalte].notna()]) == len(geld[geld[spalte].notna()][nach].drop_duplicates())
        hebel = leverage(geld, nach, art)
        assert total(hebel["eigen_eur"]) + total(hebel["foerder_eur"]) == total(geld[spalte])
        assert total(sums_by_kind(real, nach)[spalte]) == total(real[spalte])
        assert all(eur == eur.quantize(Decimal("0.01")) for eur in real[spalte].dropna())
    for gegen in ("ansatz", "bewilligt"):
        abfluss = outflow(geld, nach, gegen)
        assert total(abfluss["geplant_eur"]) + total(abfluss["offen_eur"]) == total(geld[f"{gegen}_eur"])


@settings(max_examples=20)
@given(st.lists(ZEILE, min_size=1, max_size=14, unique_by=lambda z: z[:4]))
def test_what_is_left_and_what_ended_add_up(zeilen: list[Any]) -> None:
    """Every Förderung ends exactly once, with what was expected in its last year; nothing is lost from the bars."""
    geld = register(zeilen)
    laeuft_aus, gilt = expiring(geld, MASSNAHMEN), with_expected(geld)
    foerder = gilt[gilt["finanzierungsquelle"] != "Eigenanteil"]
    straenge = foerder[foerder["eur"] > 0].groupby(["massnahme_id", "finanzierungsquelle", "foerderprogramm"])
    assert len(laeuft_aus) == straenge.ngroups
    assert (laeuft_aus["letztes_jahr"].tolist()) == sorted(laeuft_aus["letztes_jahr"])
    assert all(0 < anteil <= 1 for anteil in laeuft_aus["anteil"])
    klippe = cliff(geld, laeuft_aus)
    assert total(klippe["eur"]) == total(foerder["eur"])
    assert total(klippe["weg_eur"]) == total(laeuft_aus["eur"])
