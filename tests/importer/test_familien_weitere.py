"""INKAR, Zensus, Bundesagentur für Arbeit in other shapes than the first files; the figures are invented."""

from __future__ import annotations

import json

import pyproj
import pytest
from tabellen import arten, mappe, read, zahlen

# --- INKAR --------------------------------------------------------------------------------------------------------


def test_inkar_matrix_as_csv() -> None:
    text = """Kennziffer;Raumeinheit;Aggregat;Arbeitslosenquote;;Haushaltseinkommen;Zentralität
;;;2016;2017;2016;
"05116";"Mönchengladbach, Stadt";"krsfr. Stadt";"10,4";"10,2";"1.725";"Oberzentrum"
5334;Städteregion Aachen;Landkreis;8;;"1.708,5";x
501;Aachen;Raumordnungsregion;7;7;1;x
"""
    paket = read(text.encode(), "i.csv", {}, gebiete_anlegen=True)
    assert zahlen(paket) == {
        ("inkar_arbeitslosenquote", "05116", "", "2016"): (10.4, None),
        ("inkar_arbeitslosenquote", "05334", "", "2016"): (8.0, None),
        ("inkar_arbeitslosenquote", "05116", "", "2017"): (10.2, None),
        ("inkar_haushaltseinkommen", "05116", "", "2016"): (1725.0, None),
        ("inkar_haushaltseinkommen", "05334", "", "2016"): (1708.5, None),
    }
    assert set(paket.tabellen["merkmal"]["art"]) == {"rate"}
    assert {"missing_period", "not_an_area"} <= arten(paket)


def test_inkar_with_the_year_in_the_heading() -> None:
    text = "kennziffer;Raumeinheit;Aggregat;Quote 2016;Quote 2017\n05334;Aachen;Kreis;8,1;7,8\n"
    assert zahlen(read(text.encode(), "i.csv", {"05334": "kreis"})) == {
        ("inkar_quote", "05334", "", "2016"): (8.1, None),
        ("inkar_quote", "05334", "", "2017"): (7.8, None),
    }


@pytest.mark.parametrize(
    "kopf",
    [
        "ID;Bereich;Indikator;Raumbezug;Kennziffer;Name;Zeitbezug;Wert",
        "1;2;Indikator;Aggregat;Kennziffer;Raumeinheit;Jahr;Wert",
    ],
)
def test_inkar_bulk_with_other_words_in_its_header(kopf: str) -> None:
    text = f"{kopf}\n11;Arbeit;Quote;Kreise;5334;Aachen;2017;7,8\n12;Bildung;Anteil;Kreise;5334;Aachen;2017;6,1\n"
    assert zahlen(read(text.encode(), "b.csv", {"05334": "kreis"})) == {
        ("inkar_quote", "05334", "", "2017"): (7.8, None),
        ("inkar_anteil", "05334", "", "2017"): (6.1, None),
    }


# --- Zensus -------------------------------------------------------------------------------------------------------


def test_regionaltabelle_with_classes_and_geschlecht_in_its_codes() -> None:
    kopf = ["Berichtszeitpunkt", "_RS", "Name", "Regionalebene", "ABS_STP", "ABS_STP__W", "ABS_STP__2", "ABS_STP__2_W"]
    erklaert = {"ABS_STP": "Personen ab 15 (Anzahl)", "ABS_STP__2": "Mit Abschluss", "ABS_STP__21": "Hauptschule"}
    inhalt = mappe(
        {
            "Erläuterung": [["CSV-Schulabschluss"], *(["", f"– {code}*", text] for code, text in erklaert.items())],
            "CSV-Schulabschluss": [
                ["Zensus 2022"],
                [],
                [*kopf, "ABS_STP__21", "QMMIETE"],
                ["20220515", "05334", "Aachen", "Kreis", 490, 245, 440, "(220)", 120, 7.25],
                ["20220515", "053340004004", "Alsdorf, Stadt", "Gemeinde", 40, "/", 35, "–", ".", 6],
            ],
        }
    )
    paket = read(inhalt, "z.xlsx", {}, gebiete_anlegen=True)
    klasse, genauer = "Schulabschluss=Mit Abschluss", "Schulabschluss (genauer)=Hauptschule"
    erwartet = {
        "": [(490.0, None), (40.0, None)],
        "Geschlecht=weiblich": [(245.0, None), (None, "unsicher")],
        klasse: [(440.0, None), (35.0, None)],
        f"Geschlecht=weiblich;{klasse}": [(220.0, "unsicher"), (0.0, "genau_null")],
        genauer: [(120.0, None), (None, "unbekannt")],
    }
    gebiete = ("05334", "053340004004")
    assert zahlen(paket) == {
        ("zensus_abs_stp", gebiet, gruppe, "2022-05-15"): wert
        for gruppe, werte in erwartet.items()
        for gebiet, wert in zip(gebiete, werte, strict=True)
    } | {("zensus_qmmiete", g, "", "2022-05-15"): (w, None) for g, w in zip(gebiete, (7.25, 6.0), strict=True)}
    assert paket.tabellen["merkmal"]["bezeichnung"].tolist() == ["Zensus: Personen ab 15", "Zensus: QMMIETE"]
    assert paket.tabellen["merkmal"]["art"].tolist() == ["anzahl", "rate"], "what has fractions is never added up"


def _quadrat(west: int, sued: int, seite: int) -> str:
    drehe = pyproj.Transformer.from_crs(3035, 4326, always_xy=True)
    ecken = [(west, sued), (west + seite, sued), (west + seite, sued + seite), (west, sued + seite), (west, sued)]
    return json.dumps({"type": "Polygon", "coordinates": [[list(drehe.transform(x, y)) for x, y in ecken]]})


def test_grid_of_2011_with_a_row_per_cell_and_group() -> None:
    text = """Gitter_ID_100m,Gitter_ID_100m_neu,Merkmal,Auspraegung_Code,Auspraegung_Text,Anzahl,Anzahl_q
100mN30800E40500,CRS3035RES100mN3080000E4050000, INSGESAMT,0,Einheiten insgesamt,8,0
100mN30800E40500,CRS3035RES100mN3080000E4050000,ALTER_KURZ,1,Unter 18,3,0
100mN30801E40500,CRS3035RES100mN3080100E4050000, INSGESAMT,0,Einheiten insgesamt,5,0
100mN30801E40500,CRS3035RES100mN3080100E4050000,ALTER_KURZ,1,Unter 18,4,1
100mN30810E40500,CRS3035RES100mN3081000E4050000, INSGESAMT,0,Einheiten insgesamt,99,0
"""
    umrisse = {"a": _quadrat(4050000, 3080000, 200)}
    assert zahlen(read(text.encode("cp1252"), "g.csv", {"a": "quartier"}, umrisse)) == {
        ("gitter_personen", "a", "", "2011-05-09"): (13.0, None),
        ("gitter_personen", "a", "ALTER_KURZ=Unter 18", "2011-05-09"): (7.0, None),
    }


@pytest.mark.parametrize(
    ("kopf", "zelle", "seite"),
    [
        ("OBJECTID,id,GITTER_ID_1km,Einwohner", "1,x,CRS3035RES1000mN3080000E4050000", 1000),
        ("Gitter_ID_100m,Einwohner", "100mN30800E40500", 100),
        ("GITTER_ID_10km,Einwohner", "CRS3035RES10000mN3080000E4050000", 10_000),
        ("GITTER_ID_100m,x_mp_100m,y_mp_100m,werterlaeuternde_Zeichen,Einwohner", "C,4050050,3080050,KLAMMERN", 100),
    ],
)
def test_grid_cells_lie_where_their_name_says(kopf: str, zelle: str, seite: int) -> None:
    umrisse = {"a": _quadrat(4050000, 3080000, seite), "b": _quadrat(4050000 + seite, 3080000, seite)}
    paket = read(f"{kopf}\n{zelle},12\n".encode(), "g.csv", dict.fromkeys("ab", "quartier"), umrisse)
    assert {gebiet: wert for (_, gebiet, _, _), (wert, _) in zahlen(paket).items()} == {"a": 12.0}
    assert "not_additive" not in arten(paket)
