"""Checks across figures, both ways: each fires on a fault made by hand, and stays silent on honest figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pytest
from bausteine import gebiet, merkmal, paket, wert
from mappen import WERTE, build_mappe
from tabellen import arten

from sozialplanung.importer import read_lieferung
from sozialplanung.model import Befund, Lieferungspaket, Schwere
from sozialplanung.store import Projekt, create_projekt

Lies = Callable[..., Lieferungspaket]
TEILE = ["1", "2", "3", "4", "5", "6"]
GEBIETE = [
    ["Gebietsschlüssel", "Name", "Raumebene", "Liegt in"],
    ["S", "Stadt", "gemeinde", None],
    *([t, f"Teil {t}", "stadtteil", "S"] for t in TEILE),
]
JAHRE = range(2015, 2024)
GERADE = {t: [100 * int(t) + 7 * j + (int(t) * j) % 5 for j in range(len(JAHRE))] for t in TEILE}


def mappe(reihen: Mapping[str, list[Any]], merkmal: str = "kinder", quelle: str = "Amt") -> dict[str, Any]:
    """Areas down, years across; None: an empty cell."""
    jahre = range(JAHRE.start, JAHRE.start + max(map(len, reihen.values())))
    kopf = ["Gebietsschlüssel", "Merkmal", *map(str, jahre)]
    return {
        "Projekt": [["Feld", "Eintrag"], ["Herkunft", "amtlich"], ["Quelle", quelle]],
        "Gebiete": GEBIETE,
        "Werte": [kopf, *([name, merkmal, *zahlen] for name, zahlen in reihen.items())],
    }


def of(paket: Lieferungspaket, art: str) -> list[Befund]:
    return [befund for befund in paket.befunde if befund.art == art]


def anders(gebiet_id: str, jahr: int, zahl: Any) -> dict[str, list[Any]]:
    reihen = {name: list(zahlen) for name, zahlen in GERADE.items()}
    reihen[gebiet_id][jahr - JAHRE.start] = zahl
    return reihen


def test_honest_figures_are_not_suspected(lies: Lies) -> None:
    """Growth, a step that all areas take, chance in small counts, a Saldo, land."""
    gemeinsam = {t: [z if j < 5 else 3 * z for j, z in enumerate(zahlen)] for t, zahlen in GERADE.items()}
    klein = {t: [(3 * j + int(t)) % 7 for j in range(len(JAHRE))] for t in TEILE}
    geordnet = {t: [50 * int(t)] * len(JAHRE) for t in TEILE}
    for reihen, name in ((GERADE, "kinder"), (gemeinsam, "kinder"), (klein, "kinder"), (geordnet, "kinder")):
        assert lies(mappe(reihen, name)).befunde == ()


def test_a_jump_beyond_its_own_history_is_told_once(lies: Lies) -> None:
    """41 for 141: there and back is one finding; growth of all by a third is none."""
    [befund] = lies(mappe(anders("4", 2019, 4310))).befunde
    assert (befund.art, befund.schwere, befund.blatt, befund.zeile) == ("jump", Schwere.WARNUNG, "Werte", 5)
    assert (befund.spalte, befund.wert) == ("2019", "4310")
    assert befund.meldung.startswith("Kinder, Teil 4: 2018 423, 2019 4310 – so stark")


def test_a_jump_needs_five_years(lies: Lies) -> None:
    kurz = {name: zahlen[:4] for name, zahlen in anders("4", 2018, 4310).items()}
    assert lies(mappe(kurz)).befunde == ()


def test_a_zero_after_hundreds_is_a_jump(lies: Lies) -> None:
    assert [b.wert for b in of(lies(mappe(anders("4", 2023, 0))), "jump")] == ["0"]


def test_long_lists_of_jumps_are_cut(lies: Lies) -> None:
    teile = [f"{n:03d}" for n in range(200)]
    gebiete = [GEBIETE[0], *([t, f"Teil {t}", "stadtteil", None] for t in teile)]
    reihen = {t: [100 + j for j in range(8)] + [100 * (1 + int(t) % 2 * 9)] for t in teile}
    gefunden = of(lies({**mappe(reihen), "Gebiete": gebiete}), "jump")
    assert len(gefunden) == 21
    assert gefunden[-1].meldung == "80 weitere Zahlen fallen ebenso auf."


def test_a_unit_that_changed_is_one_finding_and_no_jump(lies: Lies) -> None:
    reihen = {t: [z if j < 8 else z / 1000 for j, z in enumerate(zahlen)] for t, zahlen in GERADE.items()}
    [befund] = lies(mappe(reihen, "steuer")).befunde
    assert befund.art == "unit_change"
    assert "2023 sind die Zahlen in den meisten Gebieten nur ein 1.000tel so groß wie 2022" in befund.meldung


def test_a_threefold_growth_is_no_change_of_unit(lies: Lies) -> None:
    assert lies(mappe({t: [z if j < 8 else 3 * z for j, z in enumerate(r)] for t, r in GERADE.items()})).befunde == ()


def test_a_copied_year(lies: Lies) -> None:
    [befund] = lies(mappe({t: [*zahlen[:-1], zahlen[-2]] for t, zahlen in GERADE.items()})).befunde
    assert (befund.art, befund.spalte) == ("same_as_last_year", "2023")
    assert "2023 gleicht 2022 in jedem Gebiet" in befund.meldung
    einer_anders = {t: [*zahlen[:-1], zahlen[-2] + (t == "6")] for t, zahlen in GERADE.items()}
    assert lies(mappe(einer_anders)).befunde == ()


def test_another_sign(lies: Lies) -> None:
    [befund] = lies(mappe({t: [z / 10 for z in r] for t, r in anders("2", 2020, -240).items()}, "quote")).befunde
    assert (befund.art, befund.zeile, befund.spalte) == ("sign_change", 3, "2020")
    gemischt = {t: [z * (-1) ** (j + int(t)) / 100 for j, z in enumerate(r)] for t, r in GERADE.items()}
    assert of(lies(mappe(gemischt, "quote")), "sign_change") == []


def test_a_year_that_is_missing_in_between(lies: Lies) -> None:
    [befund] = lies(mappe(anders("3", 2018, None))).befunde
    assert befund.art == "broken_series"
    assert befund.meldung == "Kinder: Für 2018 fehlt Teil 3; davor und danach stehen dort Zahlen."
    assert lies(mappe(anders("3", 2018, "."))).befunde == (), "a sign says why"
    alle = {t: [*r[:3], None, *r[4:]] for t, r in GERADE.items()}
    assert lies(mappe(alle)).befunde == (), "no area has this year"


def test_fewer_areas_in_the_newest_year(lies: Lies) -> None:
    [befund] = lies(mappe(anders("5", 2023, None))).befunde
    assert befund.art == "smaller_coverage"
    assert "Für 2023 fehlt Teil 5; 2022 waren es 6 Stadtteile, jetzt 5." in befund.meldung
    anfang = {t: [None if t == "5" else r[0], *r[1:]] for t, r in GERADE.items()}
    assert lies(mappe(anfang)).befunde == (), "an area that begins later"


def test_an_area_that_is_no_more_is_not_missed(lies: Lies) -> None:
    gebiete = [[*z, None if z[0] != "5" else "31.12.2022"] for z in GEBIETE]
    gebiete[0][-1] = "Gültig bis"
    assert lies({**mappe(anders("5", 2023, None)), "Gebiete": gebiete}).befunde == ()


def summen(stadt: Mapping[int, float]) -> dict[str, list[Any]]:
    """The parts, and the city as their sum – but for some years."""
    gesamt = [sum(GERADE[t][j] for t in TEILE) for j in range(len(JAHRE))]
    return {**GERADE, "S": [stadt.get(jahr, zahl) for jahr, zahl in zip(JAHRE, gesamt, strict=True)]}


def test_parts_that_fall_short_of_a_sum_that_is_exact_elsewhere(lies: Lies) -> None:
    assert lies(mappe(summen({}))).befunde == ()
    [befund] = lies(mappe(summen({2020: 2400}))).befunde
    assert (befund.art, befund.spalte) == ("parts_below_sum", "2020")
    assert befund.meldung == (
        "Kinder, 2020: Stadtteile in Stadt ergeben zusammen nur 2310, Stadt sind es 2400; sonst geht diese Summe auf."
    )
    nie = {jahr: 3000 + 50 * n for n, jahr in enumerate(JAHRE)}
    assert lies(mappe(summen(nie))).befunde == (), "persons without an address: the rest is always missing"


def test_rounded_figures_need_not_add_up(lies: Lies) -> None:
    """To tens: six parts and their sum may be off by up to 35."""
    rund = {t: [round(z, -1) for z in zahlen] for t, zahlen in summen({2020: 2350}).items()}
    assert lies(mappe(rund)).befunde == ()


@pytest.mark.parametrize(
    ("quelle", "stadt", "erwartet"),
    [
        ("Zensus 2022", 2304, {"census_noise"}),
        ("Zensus 2022", 2000, {"parts_exceed_sum"}),
        ("Amt", 2304, {"parts_exceed_sum"}),
    ],
)
def test_a_census_may_be_off_a_little(lies: Lies, quelle: str, stadt: float, erwartet: set[str]) -> None:
    """Parts: 2310. Six parts and a whole, each changed by up to 15: √7 · 15 = 40."""
    gelesen = lies(mappe(summen({2020: stadt}), quelle=quelle))
    assert arten(gelesen) - {"jump"} == erwartet
    if erwartet == {"census_noise"}:
        assert gelesen.warnungen == ()


def test_groups_are_added_up_too(lies: Lies) -> None:
    zeilen = [
        [t, "kinder", gruppe, jahr, zahl + (10 if (t, jahr) == ("2", 2017) and not gruppe else 0)]
        for t in TEILE
        for jahr in (2016, 2017)
        for gruppe, zahl in (("", 30 + jahr % 7), ("Geschlecht=w", 20 + jahr % 7), ("Geschlecht=m", 10))
    ]
    gelesen = lies({"Gebiete": GEBIETE, "Werte": [WERTE[:5], *zeilen]})
    [befund] = gelesen.befunde
    assert befund.art == "parts_below_sum"
    assert befund.meldung.startswith("Kinder, 2017: Teil 2: Gruppen nach Geschlecht ergeben zusammen nur 31, insgesamt")


# --- against what the Projekt holds ----------------------------------------------------------------------------------


@pytest.fixture
def projekt(tmp_path: Any) -> Any:
    """Six areas, eight years from one Quelle."""
    neu = create_projekt(tmp_path / "p.duckdb", "Test")
    zahlen = [wert("kinder", t, jahr, z) for t in TEILE for jahr, z in list(zip(JAHRE, GERADE[t], strict=True))[:8]]
    gebiete = [gebiet("S", "gemeinde"), *(gebiet(t, "stadtteil", "S") for t in TEILE)]
    neu.import_lieferung(paket(gebiet=gebiete, merkmal=[merkmal("kinder")], wert=zahlen), "Kim")
    yield neu
    neu.close()


def csv(zahlen: Mapping[str, float], jahr: int = 2023) -> bytes:
    """»Irgendeine Tabelle«."""
    return ("\n".join([f"Schlüssel;kinder {jahr}", *(f"{t};{z}" for t, z in zahlen.items())])).encode()


def read(projekt: Projekt, zahlen: Mapping[str, float]) -> Lieferungspaket:
    return read_lieferung(csv(zahlen), "kinder.csv", projekt)


NEU = {t: GERADE[t][8] for t in TEILE}


@pytest.mark.parametrize(
    ("zahlen", "erwartet"),
    [
        (NEU, set()),
        ({**NEU, "4": 45}, {"jump"}),
        ({t: 10 * z for t, z in NEU.items()}, {"unit_change"}),
        ({t: GERADE[t][7] for t in TEILE}, {"same_as_last_year"}),
        ({**NEU, "4": -456}, {"sign_change"}),
    ],
)
def test_a_table_of_others_is_checked_against_the_projekt(
    projekt: Projekt, zahlen: dict[str, float], erwartet: set[str]
) -> None:
    gelesen = read(projekt, zahlen)
    assert {b.art for b in gelesen.warnungen} == erwartet
    for befund in gelesen.warnungen:
        assert (befund.zeile, befund.blatt) != (None, None)


def test_what_is_in_the_projekt_already_is_not_judged_again(projekt: Projekt) -> None:
    schlecht = read(projekt, {**NEU, "4": 45})
    projekt.import_lieferung(schlecht, "Kim")
    assert read(projekt, {**NEU, "4": 45}).warnungen == ()


def test_a_smaller_delivery_of_the_same_source(tmp_path: Any, lies: Lies) -> None:
    """The year before came from it with six areas; from another Quelle nobody expects as many."""
    neu = create_projekt(tmp_path / "q.duckdb", "Test")
    neu.import_lieferung(lies(mappe({t: r[:3] for t, r in GERADE.items()})), "Kim")
    weniger = {
        "Projekt": [["Feld", "Eintrag"], ["Herkunft", "amtlich"], ["Quelle", "Amt"], ["Stand", "31.12.2018"]],
        "Werte": [["Gebietsschlüssel", "Merkmal", "2018"], *([t, "kinder", GERADE[t][3]] for t in TEILE[:4])],
    }
    assert [b.art for b in read_lieferung(build_mappe(weniger), "w.xlsx", neu).warnungen] == ["smaller_coverage"]
    weniger["Projekt"][2][1] = "Anderes Amt"
    assert read_lieferung(build_mappe(weniger), "w.xlsx", neu).warnungen == ()
    neu.close()


def test_per_merkmal_findings_of_foreign_tables() -> None:
    zeilen = ["Schlüssel;Name;Betreuungsquote (%) 2020"]
    zeilen += [f"0533400{n};Ort {n};{101 + n}" for n in range(1, 6)]
    gelesen = read_lieferung("\n".join(zeilen).encode(), "t.csv", gebiete_anlegen=True)
    [hoch] = of(gelesen, "rate_over_100")
    assert (hoch.wert, hoch.zeile) == ("102", 2)
    assert hoch.meldung.endswith("So auch 4 weitere Zahlen des Merkmals.")


def test_the_order_of_the_frame_does_not_matter() -> None:
    """The same series unsorted, as statistical offices send them."""
    zeilen = [f"{t};{j};{z}" for t in TEILE for j, z in zip(JAHRE, anders("4", 2019, 4310)[t], strict=True)]
    gemischt = pd.Series(zeilen).sample(frac=1, random_state=1).tolist()
    inhalt = "\n".join(["Schlüssel;Jahr;Kinder", *gemischt]).encode()
    gelesen = read_lieferung(inhalt, "t.csv", gebiete_anlegen=True)
    assert [b.wert for b in of(gelesen, "jump")] == ["4310"]


def test_land_may_have_decimals() -> None:
    """Square kilometres are added like counts, but they are none."""
    for einheit, erwartet in (("qkm", 0), ("Anzahl", 1)):
        kopf = (
            "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;"
            f"1_Auspraegung_Code;1_Auspraegung_Label;FLC006__Gebiet__{einheit}"
        )
        zeile = "11111;F;STAG;Stichtag;31.12.2022;DLAND;Länder;05;NRW;34112,72"
        gelesen = read_lieferung(f"{kopf}\n{zeile}\n".encode(), "t.csv", gebiete_anlegen=True)
        assert len(of(gelesen, "fractional_count")) == erwartet
