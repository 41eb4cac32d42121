"""Gebiete taken together are the sum of what may be seen of them. Figures by hand."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from bausteine import anteil, finanzierung, gebiet, handlungskonzept, indikator, massnahme, merkmal, paket, wert

from sozialplanung.analysis.umrisse import merge_outlines
from sozialplanung.errors import ProjektError
from sozialplanung.model import Herkunft, Raumebene
from sozialplanung.store import Projekt

# stadt ─┬─ a ─┬─ a1 2 of 400     a1 is a small count and hidden, and a2 with it.
#        │     └─ a2 20 of 600
#        └─ b ─┬─ b1 30 of 500
#              └─ b2 40 of 600
ARM = {"a": 22, "b": 70, "a1": 2, "a2": 20, "b1": 30, "b2": 40}
ALLE = {"a": 1000, "b": 1100, "a1": 400, "a2": 600, "b1": 500, "b2": 600}


def square(x: int) -> str:
    return json.dumps({"type": "Polygon", "coordinates": [[[x, 50], [x + 1, 50], [x + 1, 51], [x, 51], [x, 50]]]})


@pytest.fixture
def stadt(projekt: Projekt) -> Projekt:
    teile = [f"{b}{i}" for b in "ab" for i in "12"]
    projekt.import_lieferung(
        paket(
            herkunft=Herkunft.EIGEN,
            gebiet=[
                gebiet("stadt", "gemeinde"),
                *(gebiet(b, "stadtbezirk", "stadt") for b in "ab"),
                *(gebiet(t, "stadtteil", t[0]) for t in teile),
            ],
            geometrie=[{"gebiet_id": t, "geojson": square(i), "schematisch": i == 0} for i, t in enumerate(teile)],
            merkmal=[merkmal("arm"), merkmal("alle")],
            indikator=[indikator("armut", "arm", "alle", faktor=100)],
            wert=[wert(m, g, 2020, n) for m, zahlen in (("arm", ARM), ("alle", ALLE)) for g, n in zahlen.items()],
            handlungskonzept=[handlungskonzept()],
            massnahme=[massnahme("m")],
            massnahme_gebiet=[anteil("m", g, 0.25) for g in teile],
            finanzierung=[finanzierung("m", 2020, Decimal("100.00"))],
        ),
        "Kim",
    )
    return projekt


def values(projekt: Projekt) -> dict[str, float | None]:
    frame = projekt.load_indikatorwerte("armut", Raumebene.BEZUGSRAUM)
    return frame.set_index("gebiet_id")["wert"].astype(object).where(frame["wert"].notna().to_numpy(), None).to_dict()


def test_counts_are_added_and_then_divided_across_districts(stadt: Projekt) -> None:
    stadt.set_schutzregel(0, 0, "Gegenprobe", "Kim")
    mitte = stadt.save_bezugsraum("Mitte", ["a2", "b1"], "Kim")
    rand = stadt.save_bezugsraum("Rand", ["a1", "b2"], "Kim")
    assert values(stadt) == pytest.approx({mitte: 50 / 1100 * 100, rand: 42 / 1000 * 100})
    gebiete = stadt.load_gebiete(Raumebene.BEZUGSRAUM).set_index("gebiet_id")
    assert gebiete["uebergeordnet"].to_dict() == {mitte: "stadt", rand: "stadt"}
    da = stadt.load_verfuegbarkeit().query("raumebene == 'bezugsraum'")
    assert da[["indikator_id", "jahr", "anzahl", "gesamt"]].to_numpy().tolist() == [["armut", 2020, 2, 2]]
    # everything else is as before
    assert stadt.load_indikatorwerte("armut", "stadtbezirk")["wert"].tolist() == pytest.approx([2.2, 70 / 11])
    assert mitte not in set(stadt.load_gebiete()["gebiet_id"])


def test_a_hidden_part_hides_the_sum(stadt: Projekt) -> None:
    """b1 + a2 would be 50, and b1 is known: 20 of the hidden a2 could be computed."""
    mitte = stadt.save_bezugsraum("Mitte", ["a2", "b1"], "Kim")
    osten = stadt.save_bezugsraum("Osten", ["b2"], "Kim")
    assert values(stadt) == {mitte: None, osten: pytest.approx(40 / 600 * 100)}
    frame = stadt.load_indikatorwerte("armut", Raumebene.BEZUGSRAUM).set_index("gebiet_id")
    assert frame.loc[mitte, "hinweis"] == "verborgen"
    assert frame.loc[mitte, ["zaehler", "nenner"]].isna().all()


def test_money_and_outlines_follow(stadt: Projekt) -> None:
    mitte = stadt.save_bezugsraum("Mitte", ["a2", "b1"], "Kim")
    geld = stadt.load_budget(Raumebene.BEZUGSRAUM)
    assert geld[["gebiet_id", "ansatz_eur"]].to_numpy().tolist() == [[mitte, 50], [None, 50]]
    umrisse = stadt.load_geometrie(Raumebene.BEZUGSRAUM)
    assert umrisse["gebiet_id"].tolist() == [mitte]
    assert json.loads(umrisse["geojson"][0])["type"] == "Polygon"  # 1 and 2 share a border
    assert not umrisse["schematisch"][0]
    stadt.save_bezugsraum("Rand", ["a1", "b2"], "Kim")
    umrisse = stadt.load_geometrie(Raumebene.BEZUGSRAUM).set_index("bezeichnung")
    assert json.loads(umrisse.loc["Rand", "geojson"])["type"] == "MultiPolygon"
    assert umrisse.loc["Rand", "schematisch"]


def test_a_gebiet_counts_once(stadt: Projekt) -> None:
    stadt.save_bezugsraum("Mitte", ["a2", "a1"], "Kim")
    for teile, genannt in (
        ([], "mindestens ein Gebiet"),
        (["x"], "›x‹"),
        (["b", "b2"], "liegt in ›b‹"),
        (["a1"], "gehört schon zu ›Mitte‹"),
        (["a"], "gehört schon zu ›Mitte‹"),
        (["stadt"], "gehört schon zu ›Mitte‹"),
    ):
        with pytest.raises(ProjektError, match=genannt):
            stadt.save_bezugsraum("Neu", teile, "Kim")
    with pytest.raises(ProjektError, match="Namen"):
        stadt.save_bezugsraum(" – ", ["b2"], "Kim")
    assert [b.bezeichnung for b in stadt.load_bezugsraeume()] == ["Mitte"]


def test_the_same_name_changes_it_and_deleting_keeps_the_record(stadt: Projekt) -> None:
    mitte = stadt.save_bezugsraum("Mitte", ["a2", "b1"], "Kim")
    assert stadt.save_bezugsraum(" mitte ", ["b1", "b2"], "Alex") == mitte
    (raum,) = stadt.load_bezugsraeume()
    assert (raum.bezeichnung, raum.gebiete, raum.fehlt, raum.wer) == ("mitte", ("b1", "b2"), (), "Alex")
    stadt.delete_bezugsraum(mitte, "Kim")
    assert stadt.load_bezugsraeume() == []
    assert values(stadt) == {}
    with pytest.raises(ProjektError, match="gibt es nicht mehr"):
        stadt.delete_bezugsraum(mitte, "Kim")
    assert stadt.save_bezugsraum("Mitte", ["a2"], "Kim") == f"{mitte}_2"


def test_without_one_of_its_parts_it_is_not_shown(projekt: Projekt) -> None:
    """Half a sum under the old name would be wrong."""
    projekt.import_lieferung(paket("a.xlsx", gebiet=[gebiet("x"), gebiet("z")]), "Kim")
    neu = projekt.import_lieferung(paket("b.xlsx", gebiet=[gebiet("y")]), "Kim")
    projekt.save_bezugsraum("Beide", ["x", "y"], "Kim")
    projekt.undo_lieferung(neu.lieferung_id, "Kim")
    assert [(b.bezeichnung, b.fehlt) for b in projekt.load_bezugsraeume()] == [("Beide", ("y",))]
    assert projekt.load_gebiete(Raumebene.BEZUGSRAUM).empty


def test_outlines_of_nothing(projekt: Projekt) -> None:
    leer = projekt.load_geometrie(Raumebene.BEZUGSRAUM)
    assert leer.empty
    assert list(merge_outlines(leer).columns) == ["gebiet_id", "bezeichnung", "geojson", "schematisch", "quelle"]
