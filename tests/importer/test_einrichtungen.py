"""Lists of Einrichtungen: each lands in the area whose outline holds it, whatever its coordinates are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bausteine import gebiet, paket, picture, quelle
from click.testing import CliRunner

from sozialplanung.cli import main
from sozialplanung.errors import LieferungError
from sozialplanung.importer import read_einrichtungen, vorhandenes_of
from sozialplanung.model import Lieferungspaket
from sozialplanung.store import Projekt, create_projekt

# Two squares side by side within a city, around 7.0 | 51.0; the border is the meridian 7.01.
WEST = (7.0, 51.0, 7.01, 51.01)
OST = (7.01, 51.0, 7.02, 51.01)
STADT = (7.0, 51.0, 7.02, 51.01)


def umriss(gebiet_id: str, ecken: tuple[float, float, float, float]) -> dict[str, Any]:
    x0, y0, x1, y1 = ecken
    ring = [[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]
    form = json.dumps({"type": "Polygon", "coordinates": [ring]})
    return {"gebiet_id": gebiet_id, "geojson": form, "schematisch": False, "quelle_id": "q"}


@pytest.fixture
def projekt(tmp_path: Path) -> Any:
    neu = create_projekt(tmp_path / "p.duckdb", "Test")
    gebiete = [gebiet("st", "gemeinde"), gebiet("w", "stadtteil", "st"), gebiet("o", "stadtteil", "st")]
    formen = [umriss("st", STADT), umriss("w", WEST), umriss("o", OST)]
    neu.import_lieferung(paket(quelle=[quelle("q")], gebiet=gebiete, geometrie=formen), "Kim")
    yield neu
    neu.close()


def lies(projekt: Projekt, inhalt: str | bytes, name: str = "kitas.csv", **mehr: Any) -> Lieferungspaket:
    roh = inhalt.encode() if isinstance(inhalt, str) else inhalt
    return read_einrichtungen(roh, name, vorhandenes_of(projekt), **mehr)


def orte(paket: Lieferungspaket) -> dict[str, str]:
    frame = paket.tabellen["einrichtung"]
    return dict(zip(frame["bezeichnung"], frame["gebiet_id"], strict=True))


GRAD = "Name;Art;Träger;Plätze;{}\nAmsel;Kita;AWO;60;{}\nBirke;Hort;Caritas;;{}\n"


@pytest.mark.parametrize(
    ("kopf", "amsel", "birke", "told"),
    [
        ("Längengrad;Breitengrad", "7,005;51,005", "7,015;51,005", set()),
        ("lon;lat", "7.005;51.005", "7.015;51.005", set()),
        ("Längengrad;Breitengrad", "51,005;7,005", "51,005;7,015", {"swapped_coordinates"}),
        ("Ostwert;Nordwert", "360033,0;5652275,0", "360734,0;5652256,0", {"assumed_crs"}),
        ("Ostwert;Nordwert", "360.033;5.652.275", "360.734;5.652.256", {"assumed_crs"}),
        ("Rechtswert;Hochwert", "32360033;5652275", "32360734;5652256", {"assumed_crs"}),
        ("x;y", "5652275;360033", "5652256;360734", {"assumed_crs", "swapped_coordinates"}),
    ],
)
def test_coordinates_of_every_kind(projekt: Projekt, kopf: str, amsel: str, birke: str, told: set[str]) -> None:
    """7.005 | 51.005 is 360033 | 5652275 in ETRS89/UTM 32N."""
    paket = lies(projekt, GRAD.format(kopf, amsel, birke))
    assert orte(paket) == {"Amsel": "w", "Birke": "o"}
    frame = paket.tabellen["einrichtung"].set_index("bezeichnung")
    assert frame.at["Amsel", "laenge"] == pytest.approx(7.005, abs=2e-5)
    assert frame.at["Amsel", "breite"] == pytest.approx(51.005, abs=2e-5)
    assert frame.at["Amsel", "traeger"] == "AWO"
    assert frame["kapazitaet"].tolist()[0] == 60
    assert {b.art for b in paket.befunde} - {"matched_columns"} == told
    assert any(b.meldung.startswith("Gelesen wurden: Name aus ›Name‹, Art aus ›Art‹") for b in paket.befunde)


def test_geojson_points(projekt: Projekt) -> None:
    def punkt(x: float, y: float, **angaben: Any) -> dict[str, Any]:
        return {"type": "Feature", "properties": angaben, "geometry": {"type": "Point", "coordinates": [x, y]}}

    elemente = [punkt(7.005, 51.005, name="Amsel", typ="Kita", plaetze=40), punkt(9.0, 51.0, name="Weit", typ="Kita")]
    paket = lies(projekt, json.dumps({"type": "FeatureCollection", "features": elemente}), "kitas.geojson")
    assert orte(paket) == {"Amsel": "w"}
    [befund] = paket.warnungen
    assert (befund.art, befund.zeile, befund.wert) == ("outside_every_area", 3, "Weit")


def test_what_lies_nowhere_is_told_and_left_out(projekt: Projekt) -> None:
    zeilen = [
        "Name;Art;lon;lat;Straße",
        "Amsel;Kita;7,005;51,005;Weg 1",
        "Birke;Kita;8,1;51,2;Weg 2",
        "Chip;Kita;;;Weg 3",
    ]
    paket = lies(projekt, "\n".join(zeilen))
    assert orte(paket) == {"Amsel": "w"}
    assert [(b.zeile, b.wert) for b in paket.warnungen] == [(3, "Birke"), (4, "Chip")]
    assert "Nicht gebraucht: ›Straße‹." in [b.meldung for b in paket.befunde]


def test_a_row_outside_germany_is_no_reason_to_read_the_others_wrongly(projekt: Projekt) -> None:
    zeilen = ["Name;Art;lon;lat", "Amsel;Kita;7,005;51,005", "Birke;Kita;7,015;51,005", "Null;Kita;0;0"]
    paket = lies(projekt, "\n".join(zeilen))
    assert orte(paket) == {"Amsel": "w", "Birke": "o"}
    assert {b.art for b in paket.warnungen} == {"outside_germany", "outside_every_area"}


def test_without_coordinates_the_name_of_the_area_counts(projekt: Projekt) -> None:
    paket = lies(projekt, "Name;Art;Stadtteil\nAmsel;Kita;Gebiet w\nBirke;Kita;o\nChip;Kita;Nirgends\n")
    assert orte(paket) == {"Amsel": "w", "Birke": "o"}
    assert [b.wert for b in paket.warnungen] == ["Chip"]


@pytest.mark.parametrize(
    ("inhalt", "satz"),
    [
        ("Name;lon;lat\nA;7,005;51,005\n", "fehlt die Spalte ›Art‹"),
        ("Träger;lon;lat\nA;7,005;51,005\n", "fehlt die Spalte ›Name‹"),
        ("Name;Einrichtung;Art;lon;lat\nA;B;Kita;7,005;51,005\n", "dasselbe meinen: ›Name‹ und ›Einrichtung‹"),
        ("Name;Art;lon;lat\nA;Kita;123;456\n", "nicht zu erkennen"),
        ("Name;Art;lon;lat\nA;Kita;9,5;50,5\n", "Keine der 1 Einrichtung"),
        ("a;b\n1;2\n", "keine Liste von Einrichtungen"),
        ("", "leer"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(projekt: Projekt, inhalt: str, satz: str) -> None:
    with pytest.raises(LieferungError, match=satz):
        lies(projekt, inhalt)


def test_a_projekt_without_outlines(tmp_path: Path) -> None:
    leer = create_projekt(tmp_path / "leer.duckdb", "Leer")
    with pytest.raises(LieferungError, match="hat noch keine Umrisse"):
        lies(leer, "Name;Art;lon;lat\nA;Kita;7,005;51,005\n")
    leer.close()


def test_twice_changes_nothing_and_back_again(projekt: Projekt) -> None:
    vorher = picture(projekt)
    inhalt = "Name;lon;lat\nAmsel;7,005;51,005\nAmsel;7,015;51,005\n"
    erste = projekt.import_lieferung(lies(projekt, inhalt, art="Kita"), "Kim")
    assert erste.je_tabelle["einrichtung"] == (2, 0, 0)
    assert projekt.import_lieferung(lies(projekt, inhalt, art="Kita"), "Kim").lieferung_id is None
    assert erste.lieferung_id is not None
    projekt.undo_lieferung(erste.lieferung_id, "Kim")
    assert picture(projekt) == vorher


def test_the_command(projekt: Projekt, tmp_path: Path) -> None:
    datei = tmp_path / "kitas.csv"
    datei.write_text("Name;lon;lat\nAmsel;7,005;51,005\n", encoding="utf-8")
    projekt.close()
    lauf = CliRunner().invoke(main, ["--projekt", str(projekt.pfad), "einrichtungen", str(datei), "--art", "Kita"])
    assert lauf.exit_code == 0, lauf.output
    assert "Eingelesen als Lieferung 2." in lauf.output
