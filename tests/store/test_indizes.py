"""A Sozialindex kept in the Projekt: an Indikator like any other, made of what may be shown. Numbers by hand."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from bausteine import gebiet, indikator, merkmal, paket, quelle, wert
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sozialplanung.analysis.sozialindex import Indexdefinition
from sozialplanung.errors import ProjektError
from sozialplanung.model import Herkunft
from sozialplanung.store import Projekt, open_projekt

BEZIRKE = ["b1", "b2", "b3", "b4", "b5"]
STAMM: dict[str, Any] = {
    "gebiet": [gebiet("stadt", "gemeinde"), *(gebiet(b, "stadtbezirk", "stadt") for b in BEZIRKE)],
    "merkmal": [merkmal("arm"), merkmal("alle"), merkmal("aktiv"), merkmal("einwohner")],
    "indikator": [
        indikator("armut", "arm", "alle", faktor=100),
        indikator("ehrenamt", "aktiv", "alle", faktor=100),
        indikator("arme", "arm"),
    ],
}
D = Indexdefinition("z", ("armut", "ehrenamt"), ("belastung", "staerke"), (3.0, 1.0), (), 300)


def figures(merkmal_id: str, *zahlen: float | str | None, jahr: int = 2020) -> list[dict[str, Any]]:
    paare = zip(BEZIRKE, zahlen, strict=True)
    return [wert(merkmal_id, b, jahr, zahl) for b, zahl in paare if zahl is not None]


def fill(projekt: Projekt, *werte: list[dict[str, Any]], herkunft: Herkunft = Herkunft.AMTLICH) -> None:
    projekt.import_lieferung(paket(wert=[z for teil in werte for z in teil], herkunft=herkunft, **STAMM), "Test")


def fill_four(projekt: Projekt, **mehr: Any) -> None:
    """Poverty 20, 40, 60, 80 %, voluntary work 10 % everywhere; the fifth district has no poverty figure."""
    fill(
        projekt,
        figures("arm", 200, 400, 600, 800, None),
        figures("alle", *[1000] * 5),
        figures("aktiv", *[100] * 5),
        figures("einwohner", 4000, 299, 3000, 2000, 1000),
        **mehr,
    )


def test_saved_renamed_deleted_and_all_of_it_recorded(projekt: Projekt) -> None:
    fill_four(projekt)
    stand = projekt.stand()
    index_id = projekt.save_index("  Bedarf  Süd 2020 ", D, "Kim")
    assert index_id == "index-bedarf_sued_2020"
    assert projekt.stand() > stand
    (index,) = projekt.load_indizes()
    assert (index.bezeichnung, index.definition, index.wer) == ("Bedarf Süd 2020", D, "Kim")
    projekt.rename_index(index_id, "Bedarf", "Noor")
    andere = replace(D, verfahren="hamburg", grenzen=(-1.0, 0.5, 1.5), mindesteinwohner=0)
    assert projekt.save_index("bedarf", andere, "Noor") == index_id  # in place of the one of that name
    assert projekt.save_index("Zweiter", D, "Kim") == "index-zweiter"
    assert [(i.bezeichnung, i.definition) for i in projekt.load_indizes()] == [("bedarf", andere), ("Zweiter", D)]
    projekt.delete_index(index_id, "Kim")
    assert [i.bezeichnung for i in projekt.load_indizes()] == ["Zweiter"]
    # the key of the deleted one is not given to another
    assert projekt.save_index("Bedarf Süd 2020", D, "Kim") == "index-bedarf_sued_2020_2"
    with projekt.cursor() as cur:
        zeilen = cur.execute("SELECT bezeichnung, geloescht, wer FROM indexdefinition ORDER BY nummer").fetchall()
    assert zeilen[:3] == [("Bedarf Süd 2020", False, "Kim"), ("Bedarf", False, "Noor"), ("bedarf", False, "Noor")]
    assert ("bedarf", True, "Kim") in zeilen


def test_it_is_still_there_when_the_file_is_opened_again(projekt: Projekt) -> None:
    fill_four(projekt)
    projekt.save_index("Bedarf", D, "Kim")
    gespeichert = projekt.load_indizes()
    projekt.close()
    wieder = open_projekt(projekt.pfad)
    assert wieder.load_indizes() == gespeichert
    wieder.close()


@pytest.mark.parametrize(
    ("name", "definition", "satz"),
    [
        (" – ", D, "einen Namen"),
        ("x" * 81, D, "zu lang"),
        ("A", replace(D, indikatoren=("armut", "gibtsnicht")), "›gibtsnicht‹"),
        ("A", replace(D, indikatoren=("armut", "armut")), "zwei verschiedene"),
        ("A", replace(D, richtungen=("belastung", "neutral")), "Richtung"),
        ("A", replace(D, gewichte=(0.0, 0.0)), "Gewichte"),
        ("A", replace(D, gewichte=(2.0, -1.0)), "Gewichte"),
    ],
)
def test_what_is_no_index_is_refused_and_nothing_written(
    projekt: Projekt, name: str, definition: Indexdefinition, satz: str
) -> None:
    fill_four(projekt)
    stand = projekt.stand()
    with pytest.raises(ProjektError, match=satz):
        projekt.save_index(name, definition, "Kim")
    assert projekt.load_indizes() == []
    assert projekt.stand() == stand


def test_a_name_is_given_once(projekt: Projekt) -> None:
    fill_four(projekt)
    projekt.save_index("Eins", D, "Kim")
    zwei = projekt.save_index("Zwei", D, "Kim")
    with pytest.raises(ProjektError, match="›EINS‹ gibt es schon"):
        projekt.rename_index(zwei, "EINS", "Kim")
    projekt.rename_index(zwei, "ZWEI", "Kim")
    for tun in (lambda: projekt.rename_index("index-x", "A", "Kim"), lambda: projekt.delete_index("index-x", "Kim")):
        with pytest.raises(ProjektError, match="nicht mehr"):
            tun()


def test_an_index_of_indices_is_refused(projekt: Projekt) -> None:
    fill_four(projekt)
    index_id = projekt.save_index("Eins", D, "Kim")
    with pytest.raises(ProjektError, match="gibt es in diesem Projekt nicht"):
        projekt.save_index("Zwei", replace(D, indikatoren=("armut", index_id)), "Kim")


def test_figures_by_hand(projekt: Projekt) -> None:
    """b2 is too small and b5 has a gap: 20, 60, 80 % are left, mean 160/3, s = √(5600/9); weight 3/4, the rest is 0."""
    fill_four(projekt)
    frame = projekt.load_indikatorwerte(projekt.save_index("Bedarf", D, "Kim"), "stadtbezirk").set_index("gebiet_id")
    s = (5600 / 9) ** 0.5
    erwartet = [0.75 * (20 - 160 / 3) / s, np.nan, 0.75 * (60 - 160 / 3) / s, 0.75 * (80 - 160 / 3) / s, np.nan]
    np.testing.assert_allclose(frame["wert"], erwartet)
    assert frame["zeichen"].tolist() == [None, "gesperrt", None, None, None]
    assert frame["hinweis"].tolist() == [None, "einwohner_zu_wenig", None, None, "teile_fehlen"]
    assert frame["gewicht"].tolist() == [4000, 299, 3000, 2000, 1000]
    assert frame["gewicht_herkunft"].tolist() == ["amtlich"] * 5
    angebot = projekt.load_verfuegbarkeit().query("indikator_id == 'index-bedarf'")
    assert angebot.to_numpy().tolist() == [["index-bedarf", "stadtbezirk", 2020, 3, 5]]


def test_columns_are_those_of_every_indikator(projekt: Projekt) -> None:
    fill_four(projekt)
    index_id = projekt.save_index("Bedarf", D, "Kim")
    index, armut = (projekt.load_indikatorwerte(i, "stadtbezirk", 2020) for i in (index_id, "armut"))
    assert list(index.columns) == list(armut.columns)
    assert index.dtypes.to_dict() == armut.dtypes.to_dict()
    assert projekt.load_indikatorwerte(index_id, "stadtbezirk", 1999).empty


def test_a_new_figure_is_in_the_index_at_once_and_an_undone_one_is_not(projekt: Projekt) -> None:
    fill_four(projekt)
    index_id = projekt.save_index("Bedarf", D, "Kim")
    vorher = projekt.load_indikatorwerte(index_id, "stadtbezirk")
    ergebnis = projekt.import_lieferung(paket("b.xlsx", wert=[wert("arm", "b5", 2020, 500)]), "Kim")
    nachher = projekt.load_indikatorwerte(index_id, "stadtbezirk")
    assert nachher["wert"].notna().tolist() == [True, False, True, True, True]
    assert ergebnis.lieferung_id is not None
    projekt.undo_lieferung(ergebnis.lieferung_id, "Kim")
    assert projekt.load_indikatorwerte(index_id, "stadtbezirk").equals(vorher)


def test_an_index_whose_indikator_was_taken_back_is_not_offered(projekt: Projekt) -> None:
    fill(projekt, figures("arm", 1, 2, 3, 4, 5), figures("alle", *[1000] * 5))
    mehr = paket("c.xlsx", indikator=[indikator("neu", "arm", "alle", faktor=10)])
    lieferung_id = projekt.import_lieferung(mehr, "Kim").lieferung_id
    assert lieferung_id is not None
    projekt.save_index("Bedarf", replace(D, indikatoren=("armut", "neu"), mindesteinwohner=0), "Kim")
    assert "index-bedarf" in set(projekt.load_verfuegbarkeit()["indikator_id"])
    projekt.undo_lieferung(lieferung_id, "Kim")
    assert "index-bedarf" not in set(projekt.load_verfuegbarkeit()["indikator_id"])
    assert [i.bezeichnung for i in projekt.load_indizes()] == ["Bedarf"]
    with pytest.raises(ProjektError, match="›neu‹"):
        projekt.load_indikatorwerte("index-bedarf", "stadtbezirk")


def test_a_hidden_figure_gives_its_area_no_index(projekt: Projekt) -> None:
    """b1 counts 2 poor; from the city's total they could be computed, so that one more figure goes."""
    fill(
        projekt,
        [*figures("arm", 2, 400, 600, 800, 700), wert("arm", "stadt", 2020, 2502)],
        figures("alle", *[1000] * 5),
        figures("aktiv", 100, 110, 120, 130, 140),
        herkunft=Herkunft.EIGEN,
    )
    verborgen = projekt.load_werte().query("zeichen == 'geheim'")["gebiet_id"].tolist()
    assert verborgen[0] == "b1"
    assert len(verborgen) == 2
    index_id = projekt.save_index("Bedarf", replace(D, mindesteinwohner=0), "Kim")
    frame = projekt.load_indikatorwerte(index_id, "stadtbezirk").set_index("gebiet_id")
    assert frame.index[frame["zeichen"] == "geheim"].tolist() == verborgen
    assert frame.loc[verborgen, "hinweis"].tolist() == ["verborgen"] * 2
    # whatever the hidden figure is, the others have the same index
    projekt.import_lieferung(
        paket("b.xlsx", herkunft=Herkunft.EIGEN, wert=figures("arm", 1, None, None, None, None)), "K"
    )
    anders = projekt.load_indikatorwerte(index_id, "stadtbezirk").set_index("gebiet_id")
    assert anders["wert"].equals(frame["wert"])


def test_sources_and_herkunft_are_those_of_all_indicators(projekt: Projekt) -> None:
    zahlen = [z | {"quelle_id": "q1"} for m in ("arm", "alle") for z in figures(m, *[50] * 5)]
    aktiv = [z | {"quelle_id": "q2"} for z in figures("aktiv", 1, 2, 3, 4, 5)]
    tabellen = STAMM | {"quelle": [quelle("q1"), quelle("q2", "beispiel")]}
    projekt.import_lieferung(paket(wert=[*zahlen, *aktiv], **tabellen), "Test")
    index_id = projekt.save_index("Bedarf", D, "Kim")
    werte, quellen = projekt.load_indikator_mit_quellen(index_id, "stadtbezirk")
    assert set(werte["herkunft"]) == {"beispiel"}
    assert quellen[["jahr", "bezeichnung"]].to_numpy().tolist() == [[2020, "Quelle q1"], [2020, "Quelle q2"]]


ZAHLEN = st.one_of(st.none(), st.integers(0, 600), st.sampled_from(["geheim", "unbekannt", "gesperrt"]))


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(zahlen=st.lists(ZAHLEN, min_size=36, max_size=36))
def test_an_index_is_offered_exactly_where_it_is(neues_projekt: Any, zahlen: list[int | str | None]) -> None:
    projekt = neues_projekt()
    reihen = [*itertools.product(("arm", "aktiv"), (2020, 2021)), ("einwohner", 2019), ("einwohner", 2021)]
    plaetze = [(m, g, jahr) for m, jahr in reihen for g in ("stadt", *BEZIRKE)]
    werte = [wert(*platz, zahl) for platz, zahl in zip(plaetze, zahlen, strict=True) if zahl is not None]
    fill(projekt, werte, figures("alle", *[600] * 5), figures("alle", *[600] * 5, jahr=2021))
    ids = [projekt.save_index(f"ab {n}", replace(D, mindesteinwohner=n), "Kim") for n in (0, 300)]
    ids.append(projekt.save_index("Anzahl", replace(D, indikatoren=("arme", "ehrenamt")), "Kim"))
    da = projekt.load_verfuegbarkeit()
    angebot = {tuple(z) for z in da[da["indikator_id"].isin(ids)].itertuples(index=False, name=None)}
    gezeigt = set()
    for index_id in ids:
        for ebene in ("gemeinde", "stadtbezirk"):
            for jahr, teil in projekt.load_indikatorwerte(index_id, ebene).groupby("jahr"):
                if anzahl := int(teil["wert"].notna().sum()):
                    gezeigt.add((index_id, ebene, jahr, anzahl, len(teil)))
    assert angebot == gezeigt
    projekt.close()
