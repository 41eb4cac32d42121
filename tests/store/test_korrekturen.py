"""Corrections hold while the delivery is what they expect; protection follows; every one can be taken back."""

from __future__ import annotations

import pytest
from bausteine import gebiet, indikator, merkmal, paket, picture, wert

from sozialplanung.errors import ProjektError
from sozialplanung.model import Herkunft
from sozialplanung.store import Projekt

STAMM = {
    "gebiet": [gebiet("s", "stadtbezirk"), gebiet("a", liegt_in="s"), gebiet("b", liegt_in="s")],
    "merkmal": [merkmal("m"), merkmal("p")],
    "indikator": [indikator("i", "m", "p", faktor=100.0)],
}


@pytest.fixture
def bestand(projekt: Projekt) -> Projekt:
    werte = [wert("m", "a", 2020, 300), wert("m", "b", 2020, 20), wert("p", "a", 2020, 1000), wert("p", "b", 2020, 400)]
    projekt.import_lieferung(paket("erste.xlsx", wert=werte, **STAMM), "Kim")
    return projekt


def quote(projekt: Projekt, ebene: str = "stadtteil") -> dict[str, float]:
    frame = projekt.load_indikatorwerte("i", ebene)
    return dict(zip(frame["gebiet_id"], frame["wert"], strict=True))


def stand(projekt: Projekt) -> list[str]:
    return projekt.load_korrekturen()["stand"].tolist()


def test_a_correction_counts_before_everything_is_added_up(bestand: Projekt) -> None:
    """30 of 1.000 instead of 300: 3 %, and for both together (30 + 20) of 1.400."""
    vorher = bestand.stand()
    bestand.set_korrektur("m", "a", "2020", 30, "Kommafehler beim Jobcenter", "Kim")
    assert quote(bestand) == {"a": 3, "b": 5}
    assert quote(bestand, "stadtbezirk") == {"s": pytest.approx(100 * 50 / 1400)}
    assert bestand.load_werte().set_index(["merkmal", "gebiet_id"]).loc[("m", "a"), "wert"] == 30
    assert bestand.stand() > vorher
    zeile = bestand.load_korrekturen().iloc[0]
    assert zeile[["erwartet", "wert", "geliefert", "stand", "grund", "wer"]].tolist() == [
        300, 30, 300, "gilt", "Kommafehler beim Jobcenter", "Kim"
    ]  # fmt: skip


def test_the_owners_copy_and_the_comparison_keep_what_was_delivered(bestand: Projekt) -> None:
    vorher = picture(bestand)
    bestand.set_korrektur("m", "a", "2020", 30, "falsch", "Kim")
    assert picture(bestand) == vorher
    gleich = paket(wert=[wert("m", "a", 2020, 300), wert("m", "b", 2020, 20)])
    assert bestand.compare_lieferung(gleich).werte.empty


@pytest.mark.parametrize(("neu", "erwartet"), [(30, "erledigt"), (31, "ueberholt")])
def test_once_the_source_says_something_else_the_correction_does_nothing(
    bestand: Projekt, neu: int, erwartet: str
) -> None:
    bestand.set_korrektur("m", "a", "2020", 30, "falsch", "Kim")
    bestand.import_lieferung(paket("zweite.xlsx", wert=[wert("m", "a", 2020, neu)]), "Kim")
    assert stand(bestand) == [erwartet]
    assert quote(bestand)["a"] == neu / 10
    bestand.undo_lieferung(2, "Kim")
    assert stand(bestand) == ["gilt"]
    assert quote(bestand)["a"] == 3
    bestand.undo_lieferung(1, "Kim")
    assert stand(bestand) == ["ohne_zahl"]


def test_a_withdrawn_correction_stays_as_a_record(bestand: Projekt) -> None:
    bestand.set_korrektur("m", "a", "2020", 30, "falsch", "Kim")
    bestand.set_korrektur("m", "a", "2020", 33, "genauer", "Ada")
    assert bestand.load_korrekturen()["wert"].tolist() == [33]  # the newest of a figure
    bestand.withdraw_korrektur(2, "Ada")
    assert bestand.load_korrekturen().empty
    assert quote(bestand)["a"] == 30
    with bestand.cursor() as cur:
        zeilen = cur.execute("SELECT nummer, wert, zurueckgezogen, wer FROM korrektur ORDER BY nummer").fetchall()
    assert zeilen == [(1, 30, False, "Kim"), (2, 33, False, "Ada"), (3, 33, True, "Ada")]
    with pytest.raises(ProjektError, match="gibt es nicht, oder sie ist schon zurückgezogen"):
        bestand.withdraw_korrektur(2, "Ada")


def test_a_sign_can_stand_in_place_of_a_number_and_the_other_way_round(bestand: Projekt) -> None:
    bestand.set_korrektur("m", "a", "2020", None, "Erhebung ausgefallen", "Kim", zeichen="unbekannt")
    frame = bestand.load_indikatorwerte("i", "stadtteil").set_index("gebiet_id")
    assert frame.loc["a", "zeichen"] == "unbekannt"
    bestand.import_lieferung(paket("z.xlsx", wert=[wert("m", "b", 2020, "unbekannt")]), "Kim")
    bestand.set_korrektur("m", "b", "2020", 21, "telefonisch erfragt", "Kim")
    assert quote(bestand)["b"] == 5.25


def test_the_protection_is_that_of_the_corrected_figure(projekt: Projekt) -> None:
    """Own figures, k = 3. A 2 is hidden with its neighbour; corrected to 20 both are shown; and back again."""
    werte = [wert("m", "s", 2020, 45), wert("m", "a", 2020, 43), wert("m", "b", 2020, 2)]
    projekt.import_lieferung(paket(herkunft=Herkunft.EIGEN, wert=werte, **STAMM), "Kim")

    def verborgen() -> set[str]:
        return set(projekt.load_werte().query("zeichen == 'geheim'")["gebiet_id"])

    assert verborgen() == {"a", "b"}
    projekt.set_korrektur("m", "b", "2020", 20, "Zahlendreher", "Kim")
    assert verborgen() == set()
    zeile = projekt.load_korrekturen().iloc[0]  # the 2 that was delivered is still nobody's business
    assert zeile[["erwartet_zeichen", "geliefert_zeichen"]].tolist() == ["geheim", "geheim"]
    assert zeile[["erwartet", "geliefert", "wert"]].isna().all()
    vergleich = projekt.compare_lieferung(paket(herkunft=Herkunft.EIGEN, wert=[wert("m", "b", 2020, 25)])).werte
    geaendert = vergleich[vergleich["art"] == "geaendert"]
    assert geaendert[["gebiet", "alt_zeichen", "neu_zeichen"]].to_numpy().tolist() == [["Gebiet b", "geheim", "geheim"]]
    projekt.withdraw_korrektur(1, "Kim")
    assert verborgen() == {"a", "b"}
    projekt.set_korrektur("m", "a", "2020", 1, "doch weniger", "Kim")
    assert verborgen() >= {"a", "b"}


@pytest.mark.parametrize(
    ("angaben", "satz"),
    [
        (("m", "a", "2020", 30, "  ", "Kim"), "begründen"),
        (("m", "a", "2020", None, "x", "Kim"), "richtige Zahl"),
        (("m", "a", "2020", float("inf"), "x", "Kim"), "keine Zahl"),
        (("m", "a", "2020", -1, "x", "Kim"), "nie kleiner als 0"),
        (("m", "a", "2020", 300, "x", "Kim"), "nichts zu korrigieren"),
        (("m", "a", "2021", 30, "x", "Kim"), "wurde nicht geliefert"),
    ],
)
def test_what_makes_no_sense_is_refused(bestand: Projekt, angaben: tuple[object, ...], satz: str) -> None:
    vorher = bestand.stand()
    with pytest.raises(ProjektError, match=satz):
        bestand.set_korrektur(*angaben)  # type: ignore[arg-type]
    assert bestand.load_korrekturen().empty
    assert bestand.stand() == vorher
