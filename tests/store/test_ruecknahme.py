"""Undo: what a Lieferung brought goes, what it had replaced returns; refused while others build on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bausteine import (
    Zeile,
    anteil,
    finanzierung,
    gebiet,
    handlungskonzept,
    indikator,
    massnahme,
    merkmal,
    paket,
    picture,
    quelle,
    wert,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sozialplanung.errors import ProjektError
from sozialplanung.model import Lieferungspaket
from sozialplanung.store import Projekt, open_projekt
from sozialplanung.store.connection import Cursor

ALLES = paket(
    "alles.xlsx",
    projekt=[{"feld": "kommune", "eintrag": "Hamm"}],
    quelle=[quelle("q")],
    gebiet=[gebiet("s", "gemeinde"), gebiet("a", liegt_in="s")],
    geometrie=[{"gebiet_id": "a", "geojson": "{}", "schematisch": True}],
    merkmal=[merkmal("m", quelle_id="q"), merkmal("n", teil_von="m")],
    indikator=[indikator("i", "m", "n", faktor=0.1)],
    wert=[wert("m", "a", 2020, 1.5)],
    handlungskonzept=[handlungskonzept()],
    massnahme=[massnahme("x")],
    massnahme_gebiet=[anteil("x", "a", 0.5)],
    finanzierung=[finanzierung("x", 2020, "1.23", foerderprogramm="P")],
    leistung=[{"massnahme_id": "x", "jahr": 2020, "kennzahl": "k", "soll": 0.1, "ist": None}],
    wirkung=[{"massnahme_id": "x", "indikator_id": "i", "ampel": "im Plan"}],
    meilenstein=[{"massnahme_id": "x", "bezeichnung": "Start", "termin": "2020-01-31"}],
    einrichtung=[{"einrichtung_id": "e", "bezeichnung": "E", "art": "Kita", "gebiet_id": "a", "laenge": 7.8156}],
    beratung=[{"handlungskonzept_id": "ik", "datum": "2020-02-03", "gremium": "Rat"}],
)


def test_undo_of_the_first_leaves_an_empty_projekt(projekt: Projekt) -> None:
    leer = picture(projekt)
    projekt.import_lieferung(ALLES, "Kim")
    projekt.undo_lieferung(1, "Alex")
    assert picture(projekt) == leer
    lieferung = projekt.load_lieferungen().iloc[0]
    assert (lieferung["zustand"], lieferung["zurueckgenommen_von"]) == ("zurueckgenommen", "Alex")
    assert projekt.import_lieferung(ALLES, "Kim").lieferung_id == 2


def test_every_kind_of_row_returns_as_it_was(projekt: Projekt) -> None:
    projekt.import_lieferung(ALLES, "Kim")
    vorher = picture(projekt)
    aenderung = paket(
        "neu.xlsx",
        aus="Anderes Amt",
        projekt=[{"feld": "kommune", "eintrag": "Aachen"}, {"feld": "beschreibung", "eintrag": "neu"}],
        quelle=[quelle("q", "eigen")],
        gebiet=[gebiet("s", "gemeinde", bezeichnung="S"), gebiet("a"), gebiet("b", liegt_in="s")],
        geometrie=[{"gebiet_id": g, "geojson": "[]", "schematisch": False} for g in ("a", "b")],
        merkmal=[merkmal("m", einheit="neu"), merkmal("n"), merkmal("o", teil_von="n")],
        indikator=[indikator("i", "n", "o", faktor=1e-7), indikator("j", "o")],
        wert=[wert("m", "a", 2020, "geheim"), wert("m", "b", 2020, 1)],
        handlungskonzept=[handlungskonzept(von_jahr=2020), handlungskonzept("h2")],
        massnahme=[massnahme("x", "h2"), massnahme("y", "h2")],
        massnahme_gebiet=[anteil("x", "a", 0.7), anteil("y", "b", 1)],
        finanzierung=[finanzierung("x", 2020, "4.56", foerderprogramm="P"), finanzierung("y", 2020, 7)],
        leistung=[{"massnahme_id": "x", "jahr": 2020, "kennzahl": "k", "soll": 0.3, "ist": 5}],
        wirkung=[{"massnahme_id": "x", "indikator_id": "j", "stellen": 0.5}],
        meilenstein=[{"massnahme_id": "x", "bezeichnung": "Start", "termin": "2020-02-29"}],
        einrichtung=[{"einrichtung_id": "e", "bezeichnung": "F", "art": "Treff", "gebiet_id": "b"}],
        beratung=[{"handlungskonzept_id": "ik", "datum": "2020-02-03", "gremium": "Rat", "ergebnis": "ja"}],
    )
    ergebnis = projekt.import_lieferung(aenderung, "Kim")
    assert all(geaendert for _, geaendert, _ in ergebnis.je_tabelle.values())
    projekt.undo_lieferung(2, "Kim")
    assert picture(projekt) == vorher


@pytest.mark.parametrize(
    "spaeter",
    [
        {"gebiet": [gebiet("b", liegt_in="a")]},
        {"gebiet": [gebiet("a", bezeichnung="Anders", liegt_in="s")]},
        {"gebiet": [gebiet("a")]},
        {"geometrie": [{"gebiet_id": "s", "geojson": "{}", "schematisch": True}]},
        {"merkmal": [merkmal("z", teil_von="m")]},
        {"indikator": [indikator("z", "n")]},
        {"wert": [wert("m", "a", 2021, 1)]},
        {"wert": [wert("m", "a", 2020, 2)]},
        {"massnahme": [massnahme("z")]},
        {"massnahme": [massnahme("x", vorgaenger_id="x")]},
        {"wirkung": [{"massnahme_id": "x", "stellen": 2}]},
        {"meilenstein": [{"massnahme_id": "x", "bezeichnung": "Ende", "termin": "2021-01-31"}]},
        {"massnahme_gebiet": [anteil("x", "s", 0.1)]},
        {"finanzierung": [finanzierung("x", 2021, 1)]},
        {"leistung": [{"massnahme_id": "x", "jahr": 2021, "kennzahl": "k", "soll": 1}]},
        {"einrichtung": [{"einrichtung_id": "z", "bezeichnung": "Z", "art": "Kita", "gebiet_id": "a"}]},
        {"beratung": [{"handlungskonzept_id": "ik", "datum": "2021-02-03", "gremium": "Rat"}]},
        {"projekt": [{"feld": "kommune", "eintrag": "Aachen"}]},
    ],
    ids=lambda tabellen: next(iter(tabellen)),
)
def test_undo_is_refused_while_others_build_on_it(projekt: Projekt, spaeter: dict[str, list[Zeile]]) -> None:
    leer = picture(projekt)
    projekt.import_lieferung(ALLES, "Kim")
    projekt.import_lieferung(paket("spaeter.xlsx", **spaeter), "Kim")
    stand, vorher = projekt.stand(), picture(projekt)
    with pytest.raises(ProjektError, match=r"2 \(›spaeter.xlsx‹\) baut darauf auf"):
        projekt.undo_lieferung(1, "Kim")
    assert (projekt.stand(), picture(projekt)) == (stand, vorher)
    projekt.undo_lieferung(2, "Kim")
    projekt.undo_lieferung(1, "Kim")
    assert picture(projekt) == leer


def test_a_quelle_that_others_use_stays(projekt: Projekt) -> None:
    """Several deliveries of one office share its Quelle; taking back the first must not take it from the others."""
    projekt.import_lieferung(paket("1", merkmal=[merkmal("a")]), "Kim")
    projekt.import_lieferung(paket("2", merkmal=[merkmal("b")]), "Kim")
    projekt.undo_lieferung(1, "Kim")
    assert projekt.load_merkmale()["merkmal_id"].tolist() == ["b"]
    assert projekt.load_quellen()[["bezeichnung", "lieferung_id"]].to_numpy().tolist() == [["Amt", 2]]
    projekt.undo_lieferung(2, "Kim")
    assert projekt.load_quellen().empty


def test_undo_in_the_middle_of_a_chain_of_werte(projekt: Projekt) -> None:
    projekt.import_lieferung(paket("0", gebiet=[gebiet("a")], merkmal=[merkmal("m")]), "Kim")
    for zahl in (1, 2, 3):
        projekt.import_lieferung(paket(str(zahl), wert=[wert("m", "a", 2020, zahl)]), "Kim")
    projekt.undo_lieferung(3, "Kim")
    assert projekt.load_werte()["wert"].tolist() == [3]
    projekt.undo_lieferung(4, "Kim")
    assert projekt.load_werte()["wert"].tolist() == [1]
    projekt.undo_lieferung(2, "Kim")
    assert projekt.load_werte().empty


def test_undo_that_would_close_a_circle_is_refused(projekt: Projekt) -> None:
    projekt.import_lieferung(paket("1", gebiet=[gebiet("a"), gebiet("b", liegt_in="a")]), "Kim")
    projekt.import_lieferung(paket("2", gebiet=[gebiet("b")]), "Kim")
    projekt.import_lieferung(paket("3", gebiet=[gebiet("a", liegt_in="b")]), "Kim")
    vorher = picture(projekt)
    with pytest.raises(ProjektError, match="im Kreis"):
        projekt.undo_lieferung(2, "Kim")
    assert picture(projekt) == vorher


def test_unknown_and_double_undo_are_told(projekt: Projekt) -> None:
    with pytest.raises(ProjektError, match="Nummer 7"):
        projekt.undo_lieferung(7, "Kim")
    projekt.import_lieferung(ALLES, "Kim")
    projekt.undo_lieferung(1, "Kim")
    with pytest.raises(ProjektError, match="bereits zurückgenommen"):
        projekt.undo_lieferung(1, "Kim")


def test_an_interrupted_undo_is_finished_when_the_file_is_opened(
    projekt: Projekt, monkeypatch: pytest.MonkeyPatch
) -> None:
    leer = picture(projekt)
    projekt.import_lieferung(ALLES, "Kim")

    def crash(self: Projekt, cur: Cursor, lieferung_id: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as m:
        m.setattr(Projekt, "_finish", crash)
        with pytest.raises(KeyboardInterrupt):
            projekt.undo_lieferung(1, "Kim")
    assert projekt.load_lieferungen()["zustand"].tolist() == ["in_ruecknahme"]
    projekt.close()
    wieder = open_projekt(projekt.pfad)
    assert picture(wieder) == leer
    assert wieder.load_lieferungen()["zustand"].tolist() == ["zurueckgenommen"]
    wieder.close()


SCHLUESSEL = ("a", "b", "c")


@st.composite
def deliveries(draw: st.DrawFn) -> list[Lieferungspaket]:
    """Up to four small deliveries; what a row says always contains the number of its delivery."""
    pakete = []
    eltern = st.sampled_from([None, None, *SCHLUESSEL])
    if draw(st.booleans()):
        grundlage: dict[str, list[Zeile]] = {
            "gebiet": [gebiet(s) for s in SCHLUESSEL],
            "merkmal": [merkmal(s) for s in SCHLUESSEL],
            "handlungskonzept": [handlungskonzept(s) for s in SCHLUESSEL],
            "massnahme": [massnahme(s, "a") for s in SCHLUESSEL],
        }
        pakete.append(paket("grundlage", **grundlage))
    for nr in range(draw(st.integers(1, 4))):
        welche = st.lists(st.sampled_from(SCHLUESSEL), unique=True, max_size=3)
        tabellen: dict[str, list[Zeile]] = {
            "gebiet": [gebiet(g, bezeichnung=f"{g}{nr}", liegt_in=draw(eltern)) for g in draw(welche)],
            "merkmal": [merkmal(m, einheit=f"{nr}", teil_von=draw(eltern)) for m in draw(welche)],
            "indikator": [indikator(i, draw(st.sampled_from(SCHLUESSEL)), frage=f"{nr}") for i in draw(welche)],
            "wert": [
                wert(draw(st.sampled_from(SCHLUESSEL)), g, 2020, nr + draw(st.sampled_from([0.25, 0.5])))
                for g in draw(welche)
            ],
            "handlungskonzept": [handlungskonzept(h, beschreibung=f"{nr}") for h in draw(welche)],
            "massnahme": [massnahme(m, draw(st.sampled_from(SCHLUESSEL)), nummer=f"{nr}") for m in draw(welche)],
            "finanzierung": [finanzierung(m, 2020, nr) for m in draw(welche)],
        }
        aus = draw(st.sampled_from(["Amt", "Land"]))
        pakete.append(paket(f"{nr}", aus=aus, **{name: zeilen for name, zeilen in tabellen.items() if zeilen}))
    return pakete


def import_all(projekt: Projekt, pakete: list[Lieferungspaket]) -> list[tuple[int, Lieferungspaket]]:
    """Those that fit; one that points to nothing must leave the Projekt as it was."""
    gelungen = []
    for lieferung in pakete:
        vorher = picture(projekt)
        try:
            nummer = projekt.import_lieferung(lieferung, "Kim").lieferung_id
        except ProjektError:
            assert picture(projekt) == vorher
            continue
        if nummer is not None:
            gelungen.append((nummer, lieferung))
    return gelungen


NeuesProjekt = Callable[[], Projekt]
HYPOTHESE: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


@settings(max_examples=4, **HYPOTHESE)
@given(pakete=deliveries())
def test_undo_in_reverse_leads_back_step_by_step(neues_projekt: NeuesProjekt, pakete: list[Lieferungspaket]) -> None:
    projekt = neues_projekt()
    bilder = []
    nummern = []
    for lieferung in pakete:
        bild = picture(projekt)
        if gelungen := import_all(projekt, [lieferung]):
            bilder.append(bild)
            nummern.append(gelungen[0][0])
    for nummer, bild in zip(reversed(nummern), reversed(bilder), strict=True):
        projekt.undo_lieferung(nummer, "Kim")
        assert picture(projekt) == bild
    projekt.close()


@settings(max_examples=4, **HYPOTHESE)
@given(pakete=deliveries(), wahl=st.integers(0, 3))
def test_undo_in_the_middle_is_refused_or_as_if_never_imported(
    neues_projekt: NeuesProjekt, pakete: list[Lieferungspaket], wahl: int
) -> None:
    projekt = neues_projekt()
    gelungen = import_all(projekt, pakete)
    if gelungen:
        nummer = gelungen[wahl % len(gelungen)][0]
        vorher = picture(projekt)
        try:
            projekt.undo_lieferung(nummer, "Kim")
        except ProjektError:
            assert picture(projekt) == vorher
        else:
            anders = neues_projekt()
            for andere, lieferung in gelungen:
                if andere != nummer:
                    anders.import_lieferung(lieferung, "Kim")
            assert picture(projekt) == picture(anders)
            anders.close()
    projekt.close()
