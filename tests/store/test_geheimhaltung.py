"""Small counts are hidden where they are stored, and so are the figures that would betray them. Cells by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from bausteine import Zeile, gebiet, handlungskonzept, indikator, massnahme, merkmal, paket, quelle, wert
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sozialplanung.analysis.disclosure import feasible_range
from sozialplanung.analysis.disclosure_cells import protect_cells
from sozialplanung.errors import ProjektError
from sozialplanung.model import Herkunft
from sozialplanung.store import Projekt, open_projekt

# stadt ─┬─ a ─┬─ a1      Only a1 is small. Its district less a2 would give it away, so a2 has to go as well – the
#        │     └─ a2      smallest choice: hiding »a« instead would need »b« or »stadt« in addition.
#        └─ b ─┬─ b1
#              └─ b2
GEBIETE = [
    gebiet("stadt", "gemeinde"),
    *(gebiet(g, "stadtbezirk", "stadt") for g in "ab"),
    *(gebiet(f"{g}{i}", "stadtteil", g) for g in "ab" for i in "12"),
]
ARM = {"stadt": 92, "a": 22, "b": 70, "a1": 2, "a2": 20, "b1": 30, "b2": 40}
ALLE = {"stadt": 2100, "a": 1000, "b": 1100, "a1": 400, "a2": 600, "b1": 500, "b2": 600}
WEIBLICH, MAENNLICH = "Geschlecht=weiblich", "Geschlecht=männlich"


def counts(merkmal_id: str, zahlen: dict[str, Any], jahr: int = 2020, **mehr: Any) -> list[Zeile]:
    return [wert(merkmal_id, gebiet_id, jahr, zahl, **mehr) for gebiet_id, zahl in zahlen.items()]


def deliver(projekt: Projekt, *werte: list[Zeile], herkunft: Herkunft = Herkunft.EIGEN, **mehr: Any) -> None:
    stamm: dict[str, Any] = {
        "gebiet": GEBIETE,
        "merkmal": [merkmal("arm"), merkmal("alle"), merkmal("kind", teil_von="alle")],
        "indikator": [indikator("armut", "arm", "alle", faktor=100), indikator("anzahl", "arm")],
    }
    alle = [zeile for liste in werte for zeile in liste]
    projekt.import_lieferung(paket(f"{len(alle)}.xlsx", herkunft=herkunft, wert=alle, **(stamm | mehr)), "Kim")


def hidden(projekt: Projekt, merkmal_id: str = "arm", gruppe: str = "") -> set[str]:
    frame = projekt.load_werte()
    hier = frame[(frame["merkmal"] == merkmal_id) & (frame["gruppe"] == gruppe)]
    assert (hier["wert"].isna() == (hier["zeichen"] == "geheim")).all()
    return set(hier.loc[hier["wert"].isna(), "gebiet_id"])


def test_a_small_count_goes_and_one_more_that_would_betray_it(projekt: Projekt) -> None:
    deliver(projekt, counts("arm", ARM), counts("alle", ALLE))
    assert hidden(projekt) == {"a1", "a2"}
    assert hidden(projekt, "alle") == set()
    gruende = projekt.load_verborgen()
    assert dict(zip(gruende["grund"], gruende["anzahl"], strict=True)) == {"primaer": 1, "sekundaer": 1}
    armut = projekt.load_indikatorwerte("armut", "stadtteil").set_index("gebiet_id")
    for versteckt in ("a1", "a2"):
        assert armut.loc[versteckt, ["zaehler", "nenner", "wert"]].isna().all()
        assert armut.loc[versteckt, ["zeichen", "hinweis"]].tolist() == ["geheim", "verborgen"]
    assert armut.loc["b1", "wert"] == 6.0
    assert projekt.load_indikatorwerte("armut", "gemeinde")["zaehler"].tolist() == [92]


def test_a_sum_over_a_hidden_part_is_hidden(projekt: Projekt) -> None:
    """»a« was not delivered: the app would add 2 + 20, and the city less »b« gives the same away."""
    deliver(projekt, counts("arm", {g: n for g, n in ARM.items() if g != "a"}), counts("alle", ALLE))
    assert hidden(projekt) == {"a1", "a2"}
    bezirke = projekt.load_indikatorwerte("armut", "stadtbezirk").set_index("gebiet_id")
    assert np.isnan(bezirke.loc["a", "wert"])
    assert bezirke.loc["a", ["zeichen", "hinweis"]].tolist() == ["geheim", "verborgen"]
    assert bezirke.loc["b", "zaehler"] == 70


@pytest.mark.parametrize("herkunft", [Herkunft.AMTLICH, Herkunft.VEROEFFENTLICHT])
def test_what_others_publish_is_shown_as_delivered(projekt: Projekt, herkunft: Herkunft) -> None:
    deliver(projekt, counts("arm", ARM), counts("alle", {"a1": 7}), herkunft=herkunft)
    assert hidden(projekt) == set()
    a1 = projekt.load_indikatorwerte("armut", "stadtteil").set_index("gebiet_id").loc["a1"]
    assert a1[["zaehler", "nenner"]].tolist() == [2, 7]


def test_published_totals_stay_and_own_parts_go(projekt: Projekt) -> None:
    """Hiding the official figure of the city would protect nothing: it stands elsewhere."""
    deliver(
        projekt,
        counts("arm", {"stadt": 92, "b": 90}),
        counts("arm", {"a": 2}, quelle_id="eigen"),
        quelle=[quelle("eigen", "eigen")],
        herkunft=Herkunft.AMTLICH,
    )
    assert hidden(projekt) == {"a"}
    assert projekt.load_schutz_der_quellen().set_index("quelle_id").loc["eigen", "verborgen"] == 1


def test_groups_and_their_total(projekt: Projekt) -> None:
    zahlen = [counts("arm", {"a1": n}, gruppe=g) for g, n in (("", 10), (WEIBLICH, 2), (MAENNLICH, 8))]
    deliver(projekt, *zahlen)
    assert hidden(projekt, gruppe=WEIBLICH) == hidden(projekt, gruppe=MAENNLICH) == {"a1"}
    assert hidden(projekt) == set()


def test_a_group_that_leaves_a_small_rest(projekt: Projekt) -> None:
    """98 of 100 are women: nobody delivered the 2 others, anybody can compute them."""
    deliver(projekt, counts("arm", {"a1": 100}), counts("arm", {"a1": 98}, gruppe=WEIBLICH))
    assert len(hidden(projekt) | hidden(projekt, gruppe=WEIBLICH)) == 1
    assert projekt.load_verborgen()["grund"].tolist() == ["komplement"]


@pytest.mark.parametrize(
    ("betroffen", "verborgen"), [(399, {"a1"}), (400, {"a1"}), (398, {"a1"}), (397, set()), (0, set())]
)
def test_the_complement_of_a_rate(projekt: Projekt, betroffen: int, verborgen: set[str]) -> None:
    deliver(projekt, counts("arm", {"a1": betroffen, "b1": 20}), counts("alle", {"a1": 400, "b1": 900}))
    assert hidden(projekt) | hidden(projekt, "alle") == verborgen


def test_a_numerator_that_is_no_part_of_its_denominator(projekt: Projekt) -> None:
    """Places per child: that one place is missing in a1 says nothing about a person."""
    deliver(projekt, counts("arm", {"a1": 399, "b1": 950}), counts("alle", {"a1": 400, "b1": 900}))
    assert hidden(projekt) | hidden(projekt, "alle") == set()


def test_a_part_of_a_whole(projekt: Projekt) -> None:
    deliver(projekt, counts("kind", {"a1": 399}), counts("alle", {"a1": 400}))
    assert len(hidden(projekt, "kind") | hidden(projekt, "alle")) == 1


def test_delivered_as_geheim_stays_so(projekt: Projekt) -> None:
    """The city less »b« would give »a« away."""
    deliver(projekt, counts("arm", {"stadt": 92, "a": "geheim", "b": 70}))
    assert "a" in hidden(projekt)
    assert len(hidden(projekt)) == 2


def test_totals_that_do_not_add_up_are_taken_as_near_enough(projekt: Projekt) -> None:
    deliver(projekt, counts("arm", {"a": 23, "a1": 2, "a2": 20}))
    assert len(hidden(projekt)) == 2


def test_few_persons_no_rate(projekt: Projekt) -> None:
    deliver(projekt, counts("arm", {"a1": 30, "b1": 30}), counts("alle", {"a1": 99, "b1": 100}))
    armut = projekt.load_indikatorwerte("armut", "stadtteil").set_index("gebiet_id")
    assert armut.loc["a1", ["zaehler", "nenner", "wert"]].isna().all()
    assert armut.loc["a1", ["zeichen", "hinweis"]].tolist() == ["gesperrt", "nenner_zu_klein"]
    assert armut.loc["b1", "wert"] == 30.0
    da = projekt.load_verfuegbarkeit().set_index(["indikator_id", "raumebene"])["anzahl"]
    assert da["armut", "stadtteil"] == 1
    assert da["anzahl", "stadtteil"] == 2


def test_hidden_is_counted_as_geheim_not_as_missing(projekt: Projekt) -> None:
    deliver(projekt, counts("arm", ARM))
    zeile = projekt.load_vollstaendigkeit("stadtteil").iloc[0]
    assert zeile[["vorhanden", "geheim", "fehlt"]].tolist() == [2, 2, 0]
    da = projekt.load_verfuegbarkeit().set_index(["indikator_id", "raumebene"])["anzahl"]
    assert da["anzahl", "stadtteil"] == 2


def test_the_owners_copy_is_complete(projekt: Projekt) -> None:
    deliver(projekt, counts("arm", ARM))
    assert dict(projekt.load_tabelle("wert")[["gebiet_id", "wert"]].to_numpy().tolist()) == ARM


def test_undo_shows_again_what_only_the_lieferung_betrayed(projekt: Projekt) -> None:
    deliver(projekt, counts("arm", {g: n for g, n in ARM.items() if g != "a1"}))
    assert hidden(projekt) == set()
    projekt.import_lieferung(paket("klein.xlsx", herkunft=Herkunft.EIGEN, wert=counts("arm", {"a1": 2})), "Kim")
    assert hidden(projekt) == {"a1", "a2"}
    projekt.undo_lieferung(2, "Kim")
    assert hidden(projekt) == set()


@pytest.mark.parametrize("summe", [{}, {"stadt": 92}])
def test_only_what_a_sum_may_hold_is_computed(
    projekt: Projekt, monkeypatch: pytest.MonkeyPatch, summe: dict[str, int]
) -> None:
    """x, y and z lie nowhere; stadt, a1 … are tied as soon as the city itself was delivered: 92 = 2 + 20 + 70."""
    gerechnet: list[str] = []

    def record(zellen: pd.DataFrame, *rest: Any) -> pd.Series:
        gerechnet.extend(zellen["gebiet_id"])
        return protect_cells(zellen, *rest)

    monkeypatch.setattr("sozialplanung.store.schutz.protect_cells", record)
    lose = [gebiet(g, "baublock") for g in "xyz"]
    teile = {"x": 1, "y": 40, "z": 2, "a1": 2, "a2": 20, "b": 70}
    deliver(projekt, counts("arm", teile | summe), gebiet=GEBIETE + lose, indikator=[indikator("anzahl", "arm")])
    assert hidden(projekt) == {"x", "z", "a1"} | ({"a2"} if summe else set())
    assert set(gerechnet) == ({"stadt", "a1", "a2", "b"} if summe else set())


def test_another_year_leaves_this_one_alone(projekt: Projekt) -> None:
    deliver(projekt, counts("arm", ARM))
    vorher = projekt.load_werte()
    projekt.import_lieferung(paket("2021.xlsx", herkunft=Herkunft.EIGEN, wert=counts("arm", {"a1": 1}, 2021)), "Kim")
    nachher = projekt.load_werte()
    pd.testing.assert_frame_equal(nachher[nachher["zeitraum"] == "2020"].reset_index(drop=True), vorher)
    assert nachher.loc[nachher["zeitraum"] == "2021", "zeichen"].tolist() == ["geheim"]


def test_a_new_hierarchy_protects_anew(projekt: Projekt) -> None:
    deliver(projekt, counts("arm", ARM), gebiet=[gebiet(g["gebiet_id"], g["raumebene"]) for g in GEBIETE])
    assert hidden(projekt) == {"a1"}
    projekt.import_lieferung(paket("gebiete.xlsx", gebiet=GEBIETE), "Kim")
    assert hidden(projekt) == {"a1", "a2"}


def test_a_new_rule_computes_anew_and_is_kept(projekt: Projekt) -> None:
    deliver(projekt, counts("arm", ARM), counts("alle", ALLE))
    stand = projekt.stand()
    projekt.set_schutzregel(0, 0, "Ratsbeschluss", "Kim")
    assert hidden(projekt) == set()
    assert projekt.stand() > stand
    projekt.set_schutzregel(50, 600, "Anordnung der Statistikstelle", "Alex")
    assert {"a1", "a2", "b1", "b2", "a"} <= hidden(projekt)
    regeln = projekt.load_schutzregeln()
    assert regeln[["k", "mindestnenner", "wer", "begruendung"]].to_numpy().tolist() == [
        [50, 600, "Alex", "Anordnung der Statistikstelle"],
        [0, 0, "Kim", "Ratsbeschluss"],
        [3, 100, "Voreinstellung", "Voreinstellung der Anwendung"],
    ]
    assert projekt.load_projektregel() == (50, 600, 0)


def test_a_rule_for_one_quelle_goes_before_that_of_the_projekt(projekt: Projekt) -> None:
    deliver(projekt, counts("arm", ARM), herkunft=Herkunft.AMTLICH)
    quelle_id = projekt.load_quellen()["quelle_id"].iloc[0]
    projekt.set_schutzregel(3, 0, "Rohdaten, nicht die veröffentlichte Fassung", "Kim", quelle_id)
    assert hidden(projekt) == {"a1", "a2"}
    assert projekt.load_schutz_der_quellen()[["k", "eigene_regel"]].to_numpy().tolist() == [[3, True]]


@pytest.mark.parametrize(
    ("k", "mindest", "grund", "quelle_id", "genannt"),
    [
        (3, 100, "  ", None, "begründen"),
        (1, 100, "x", None, "k = 1"),
        (3, -1, "x", None, "Mindestnenner -1"),
        (3, 0, "x", "fremd", "›fremd‹"),
    ],
)
def test_rules_that_do_not_exist_are_refused(
    projekt: Projekt, k: int, mindest: int, grund: str, quelle_id: str | None, genannt: str
) -> None:
    with pytest.raises(ProjektError, match=genannt):
        projekt.set_schutzregel(k, mindest, grund, "Kim", quelle_id)
    assert len(projekt.load_schutzregeln()) == 1


def test_protection_survives_closing_the_file(projekt: Projekt) -> None:
    deliver(projekt, counts("arm", ARM))
    projekt.close()
    wieder = open_projekt(projekt.pfad)
    assert hidden(wieder) == {"a1", "a2"}
    wieder.close()


EBENEN = ("", WEIBLICH, MAENNLICH)


def whole_table(unten: list[int], fehlend: set[str]) -> dict[tuple[str, str], int]:
    """Three levels × two groups and their total, from the eight counts of the quarters."""
    zellen: dict[tuple[str, str], int] = {}
    for i, (ort, gruppe) in enumerate((f"{g}{n}", gruppe) for g in "ab" for n in "12" for gruppe in EBENEN[1:]):
        for wo in (ort, ort[0], "stadt"):
            for was in (gruppe, ""):
                zellen[wo, was] = zellen.get((wo, was), 0) + unten[i]
    return {zelle: zahl for zelle, zahl in zellen.items() if zelle[0] not in fehlend}


def sums_of(zellen: dict[tuple[str, str], int]) -> list[tuple[Any, list[Any]]]:
    """What everybody knows: groups make the total, quarters the district, districts the city."""
    summen: list[tuple[Any, list[Any]]] = [((o, ""), [(o, g) for g in EBENEN[1:]]) for o in {o for o, _ in zellen}]
    for g in EBENEN:
        bezirke = {b: [(f"{b}{n}", g) for n in "12"] for b in "ab"}
        summen += [((b, g), teile) for b, teile in bezirke.items() if (b, g) in zellen]
        summen.append((("stadt", g), [z for b in "ab" for z in ([(b, g)] if (b, g) in zellen else bezirke[b])]))
    return summen


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    unten=st.lists(st.sampled_from([0, 0, 1, 2, 3, 5, 8, 20]), min_size=8, max_size=8),
    fehlend=st.sampled_from([set(), {"a"}, {"b"}]),
)
def test_attack_on_everything_visible(
    neues_projekt: Callable[[], Projekt], unten: list[int], fehlend: set[str]
) -> None:
    projekt = neues_projekt()
    zellen = whole_table(unten, fehlend)
    deliver(projekt, [wert("arm", ort, 2020, zahl, gruppe=gruppe) for (ort, gruppe), zahl in zellen.items()])
    frame = projekt.load_werte()
    projekt.close()
    gesehen = pd.Series(
        frame["wert"].tolist(),
        index=pd.Index(zip(frame["gebiet_id"], frame["gruppe"], strict=True), tupleize_cols=False),
    )
    for zelle, zahl in zellen.items():
        assert np.isnan(gesehen[[zelle]].iloc[0]) or (gesehen[[zelle]].iloc[0] == zahl and zahl not in (1, 2))
    grenzen = feasible_range(gesehen, gesehen.isna(), sums_of(zellen))
    assert (grenzen["bis"] - grenzen["von"] >= 3 - 1e-6).all()


# --- Gebiete with too few inhabitants ---

EINWOHNER = {"stadt": 2100, "a": 900, "b": 1200, "a1": 250, "a2": 650, "b1": 600, "b2": 600}


def deliver_with_inhabitants(projekt: Projekt, *werte: list[Zeile], jahr: int = 2020) -> None:
    merkmale = [merkmal("arm"), merkmal("einwohner"), merkmal("miete", art="rate")]
    personen = counts("einwohner", EINWOHNER, jahr)
    deliver(projekt, personen, *werte, merkmal=merkmale, indikator=[indikator("armut", "arm", "einwohner", faktor=100)])


def test_nothing_but_their_number_is_shown_where_few_people_live(projekt: Projekt) -> None:
    """a1 has 250 inhabitants; its rent comes without counts. a − a2 would give its 30 poor away: a2 is hidden, too."""
    arm = ARM | {"a1": 30, "a": 50, "stadt": 120}
    deliver_with_inhabitants(projekt, counts("arm", arm), counts("miete", {"a1": 8.5, "a2": 9.0}))
    assert hidden(projekt) == hidden(projekt, "miete") == set()
    projekt.set_schutzregel(3, 0, "Vorgabe der Statistikstelle", "Kim", mindesteinwohner=300)
    assert hidden(projekt) == {"a1", "a2"}
    assert hidden(projekt, "miete") == {"a1"}
    assert hidden(projekt, "einwohner") == set()
    gruende = projekt.load_verborgen().set_index(["merkmal_id", "grund"])["anzahl"]
    assert gruende.to_dict() == {("arm", "einwohner"): 1, ("arm", "sekundaer"): 1, ("miete", "einwohner"): 1}
    frame = projekt.load_indikatorwerte("armut", "stadtteil").set_index("gebiet_id")
    assert frame["hinweis"].to_dict() == {"a1": "verborgen", "a2": "verborgen", "b1": None, "b2": None}
    assert frame.loc[["a1", "a2"], ["wert", "zaehler"]].isna().all(axis=None)


def test_inhabitants_of_the_nearest_year_decide_and_those_that_come_later_as_well(projekt: Projekt) -> None:
    deliver_with_inhabitants(projekt, counts("arm", {"a1": 30}, 2018), counts("arm", {"a1": 30}, 2023))
    projekt.set_schutzregel(3, 0, "Vorgabe", "Kim", mindesteinwohner=300)
    assert hidden(projekt) == {"a1"}
    assert projekt.load_werte().query("merkmal == 'arm'")["zeichen"].tolist() == ["geheim", "geheim"]
    neu = paket("einwohner_2022.xlsx", herkunft=Herkunft.EIGEN, wert=counts("einwohner", {"a1": 300}, 2022))
    projekt.import_lieferung(neu, "Kim")
    arm = projekt.load_werte().query("merkmal == 'arm'").set_index("zeitraum")
    assert arm["wert"].isna().to_dict() == {"2018": True, "2023": False}  # 2022 is nearer to 2023 than 2020


def test_a_minimum_of_inhabitants_without_a_threshold_could_be_computed_back(projekt: Projekt) -> None:
    with pytest.raises(ProjektError, match="zurückrechnen"):
        projekt.set_schutzregel(0, 0, "Vorgabe", "Kim", mindesteinwohner=300)
    with pytest.raises(ProjektError, match="Mindesteinwohnerzahl -1"):
        projekt.set_schutzregel(3, 0, "Vorgabe", "Kim", mindesteinwohner=-1)


def test_how_few_people_a_measure_reached_is_hidden(projekt: Projekt) -> None:
    reach = {"m1": ("erreichte Personen", "Personen", 2), "m2": ("erreichte Personen", "Personen", 3)}
    andere = {"m1": ("Beratungen", "Stück", 1), "m2": ("Personen in Kursen", "", 1)}
    deliver(
        projekt,
        handlungskonzept=[handlungskonzept("hk")],
        massnahme=[massnahme("m1", "hk"), massnahme("m2", "hk")],
        leistung=[
            {"massnahme_id": m, "jahr": 2020, "kennzahl": kennzahl, "einheit": einheit, "soll": 9, "ist": ist}
            for teil in (reach, andere)
            for m, (kennzahl, einheit, ist) in teil.items()
        ],
    )
    frame = projekt.load_leistungen().set_index(["massnahme_id", "kennzahl"])
    assert frame["verborgen"].to_dict() == {
        ("m1", "Beratungen"): False,
        ("m1", "erreichte Personen"): True,
        ("m2", "Personen in Kursen"): True,
        ("m2", "erreichte Personen"): False,
    }
    assert frame.loc[~frame["verborgen"], "ist"].tolist() == [1, 3]
    assert frame.loc[frame["verborgen"], "ist"].isna().all()
    projekt.set_schutzregel(0, 0, "Ratsbeschluss", "Kim")
    assert projekt.load_leistungen()["ist"].tolist() == [1, 2, 1, 3]


# --- rates without counts, beside the persons they are about ---


def deliver_rates(projekt: Projekt, quoten: dict[str, float], einheit: str = "%", **mehr: Any) -> None:
    """Rates of children in care, without a single count; a1 has 60 inhabitants, a2 has 940."""
    personen = {"stadt": 2100, "a": 1000, "b": 1100, "a1": 60, "a2": 940, "b1": 500, "b2": 600}
    deliver(
        projekt,
        counts("alle", personen),
        counts("quote", quoten),
        merkmal=[merkmal("alle"), merkmal("quote", art="rate")],
        indikator=[indikator("quote", "quote", einheit=einheit, gewicht_merkmal_id="alle")],
        **mehr,
    )


def test_a_rate_times_the_persons_behind_it_is_a_count(projekt: Projekt) -> None:
    """0,4 % of 500 are two persons; less b2, its district would give them away. Nobody is in care in a2."""
    deliver_rates(projekt, {"stadt": 1.5, "a": 1.0, "b": 2.0, "a2": 0.0, "b1": 0.4, "b2": 3.33})
    assert hidden(projekt, "quote") == {"b1", "b2"}
    assert hidden(projekt, "alle") == set()
    gruende = projekt.load_verborgen().set_index("grund")["anzahl"]
    assert gruende.to_dict() == {"primaer": 1, "sekundaer": 1}
    frame = projekt.load_indikatorwerte("quote", "stadtteil").set_index("gebiet_id")
    assert frame.loc["b1", ["zeichen", "hinweis"]].tolist() == ["geheim", "verborgen"]


@pytest.mark.parametrize(("quote", "verborgen"), [(99.8, {"b1"}), (100.0, {"b1"}), (99.0, set()), (0.0, set())])
def test_nearly_everybody_is_a_small_rest(projekt: Projekt, quote: float, verborgen: set[str]) -> None:
    deliver_rates(projekt, {"b1": quote})
    assert hidden(projekt, "quote") == verborgen


def test_no_rate_on_few_persons_even_without_its_counts(projekt: Projekt) -> None:
    """a1 has 60 inhabitants: neither a share nor a mean is shown, and a2, which would betray it, goes as well."""
    deliver_rates(projekt, {"a": 20.0, "a1": 50.0, "a2": 18.085})
    assert hidden(projekt, "quote") == {"a1", "a2"}
    frame = projekt.load_indikatorwerte("quote", "stadtteil").set_index("gebiet_id")
    assert frame.loc["a1", ["zeichen", "hinweis"]].tolist() == ["gesperrt", "nenner_zu_klein"]
    assert frame.loc["a2", "hinweis"] == "verborgen"


@pytest.mark.parametrize("einheit", ["€ je m²", "Jahre", "Punkte"])
def test_what_is_no_share_says_nothing_about_counts(projekt: Projekt, einheit: str) -> None:
    deliver_rates(projekt, {"a1": 8.5, "b1": 0.4, "b2": 9.0}, einheit)
    assert hidden(projekt, "quote") == {"a1"}


def test_rates_that_exceed_everybody_are_no_shares(projekt: Projekt) -> None:
    deliver_rates(projekt, {"b1": 0.4, "b2": 130.0})
    assert hidden(projekt, "quote") == set()


def test_published_rates_are_shown_as_delivered(projekt: Projekt) -> None:
    deliver_rates(projekt, {"a1": 50.0, "b1": 0.4}, herkunft=Herkunft.VEROEFFENTLICHT)
    assert hidden(projekt, "quote") == set()


def test_persons_of_another_year_count_for_a_rate_and_those_that_come_later(projekt: Projekt) -> None:
    deliver_rates(projekt, {"b1": 0.7})
    assert hidden(projekt, "quote") == set()  # 0,7 % of 500
    neu = paket("weniger.xlsx", herkunft=Herkunft.EIGEN, wert=counts("alle", {"b1": 280}))
    projekt.import_lieferung(neu, "Kim")
    assert hidden(projekt, "quote") == {"b1"}
    projekt.undo_lieferung(2, "Kim")
    assert hidden(projekt, "quote") == set()
