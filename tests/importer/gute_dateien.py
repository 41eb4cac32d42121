"""A small sound file of every profile, as raw material for bad ones."""

from __future__ import annotations

import functools

from mappen import BASIS, WERTE, build_mappe
from tabellen import mappe
from test_profile import BA, BA_VERBUNDEN, FFCSV, ZENSUS
from test_profile_weitere import HAUSHALT, KLASSISCH_EINS, KLASSISCH_ZWEI

AELTER = (
    "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;"
    "1_Auspraegung_Label;BEVSTD__Bevoelkerung__Anzahl\n"
    "12411;F;STAG;Stichtag;31.12.2022;KREISE;Kreise;05334;Aachen;100\n"
)
INKAR = [
    ["Kennziffer", "Raumeinheit", "Aggregat", "Schulabgänger", "Ärzte"],
    [None, None, None, 2018, "2019"],
    ["05334002", "Aachen", "Gemeinden", 7.98, 1],
]
IRIS = "gemeindeve22;gemeindeve22name;q_x98\nGebietskennziffer;Name;Steuer 1998\n053340002;Aachen, Stadt;295,7\n"
BULK = (
    "Bereich;ID;Kuerzel;Indikator;Raumbezug;Kennziffer;Name;Zeitbezug;Wert\n"
    "Arbeit;1;q_alo;Quote;Kreise;5334;Aachen;2022;7,25\n"
)
GITTER = "GITTER_ID_1km;x_mp_1km;y_mp_1km;Einwohner\nCRS3035RES1000mN3079000E4038000;4038500;3079500;12\n"
VORLAGE = {**BASIS, "Werte": [WERTE, ["05334002", "kinder", None, 2020, 12, None]]}


@functools.cache
def gute_dateien() -> dict[str, bytes]:
    """Name of the file → content."""
    return {
        "vorlage.xlsx": build_mappe(VORLAGE),
        "ffcsv.csv": FFCSV.encode("utf-8-sig"),
        "aelter.csv": AELTER.encode("iso-8859-15"),
        "klassisch.csv": KLASSISCH_EINS.encode("cp1252"),
        "klassisch2.csv": KLASSISCH_ZWEI.encode("cp1252"),
        "zensus.xlsx": mappe({"CSV-Einwohner": ZENSUS}),
        "ba.xlsx": mappe({"Daten": BA}, {"Daten": BA_VERBUNDEN}),
        "inkar.xlsx": mappe({"Daten": INKAR}),
        "iris.csv": IRIS.encode("iso-8859-15"),
        "bulk.csv": BULK.encode(),
        "gitter.csv": GITTER.encode(),
        "haushalt.csv": HAUSHALT.encode(),
    }
