"""Small frames for the tests of the charts, and every chart drawn from them."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pandas as pd
from chart_daten_ungleichheit import UNGLEICHHEIT, Zeichner

from sozialplanung.charts.arm_reich import dumbbell, lorenz
from sozialplanung.charts.bausteine import Eintrag
from sozialplanung.charts.geld import budget_by_year, money_bars
from sozialplanung.charts.geldjahre import cliff_bars, kinds_by_year
from sozialplanung.charts.geldzeilen import stacked_rows
from sozialplanung.charts.karte import geometry_collection
from sozialplanung.charts.kartenbild import Blatt, map_picture
from sozialplanung.charts.klassen import classify
from sozialplanung.charts.profil import spine
from sozialplanung.charts.rang import ranked_bars
from sozialplanung.charts.szenarien import scenario_dots
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.charts.verlauf import gap_over_time, two_areas
from sozialplanung.charts.vollstaendigkeit import completeness
from sozialplanung.charts.wirkung_verlauf import since_beginning
from sozialplanung.charts.zeitachse import committee_dates, measure_spans

NAMEN = ("Aachen", "Alsdorf", "Stolberg (Rhld.)", "Würselen", "Herzogenrath", "Roetgen", "Monschau")
WERTE = (24.1, 27.4, 12.35, None, 21.6, None, 0.0)
ZEICHEN = (None, None, None, "geheim", None, None, "genau_null")
ANZEIGEN = ("24,1 %", "27,4 %", "12,4 %", "geheim", "21,6 %", "fehlt", "0,0 %")


def square(links: float, unten: float, seite: float = 0.1) -> dict[str, Any]:
    rechts, oben = links + seite, unten + seite
    ring = [[links, unten], [rechts, unten], [rechts, oben], [links, oben], [links, unten]]
    return {"type": "Polygon", "coordinates": [ring]}


def geometrie() -> pd.DataFrame:
    """Seven squares in two rows."""
    formen = [json.dumps(square(6 + 0.1 * (i % 4), 50.5 + 0.1 * (i // 4))) for i in range(7)]
    return pd.DataFrame({"gebiet_id": [f"0{i}" for i in range(7)], "bezeichnung": NAMEN, "geojson": formen})


def werte() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "gebiet_id": [f"0{i}" for i in range(7)],
            "bezeichnung": NAMEN,
            "wert": WERTE,
            "zeichen": ZEICHEN,
            "anzeige": ANZEIGEN,
        }
    )


def szenarien() -> pd.DataFrame:
    """Euro in three scenarios; the last one does not know two of the areas."""
    orte = {"gebiet_id": [f"0{i}" for i in range(7)], "bezeichnung": NAMEN}
    reihen = {"s0": [5000, 4000, 3000, 2000, 1000, 500, 0], "s1": [500] * 7, "s2": [9, 8, 7, 6, 5, None, None]}
    return pd.DataFrame(orte | reihen)


def zwei_jahre() -> pd.DataFrame:
    return werte().rename(columns={"wert": "wert_bis"}).assign(wert_von=[30.0, 25.0, 14.0, 9.0, None, None, 1.0])


def geldjahre(anzahl: int) -> pd.DataFrame:
    """The last year has no Ist yet; Bewilligt is far smaller than the Ansatz."""
    jahre = range(2018, 2018 + anzahl)
    return pd.DataFrame(
        {
            "haushaltsjahr": list(jahre),
            "ansatz_eur": [Decimal(2_800_000 + 10_000 * i) for i in range(anzahl)],
            "bewilligt_eur": [Decimal(4_000)] * anzahl,
            "ist_eur": pd.Series([Decimal(2_700_000)] * (anzahl - 1) + [None], dtype=object),
        }
    )


def klippe() -> pd.DataFrame:
    return pd.DataFrame(
        [
            (2018, "Land", Decimal(600_000), None),
            (2018, "EU", Decimal(150_000), None),
            (2019, "Land", Decimal(500_000), Decimal(100_000)),
            (2020, "EU", None, Decimal(150_000)),
        ],
        columns=["haushaltsjahr", "finanzierungsquelle", "eur", "weg_eur"],
    )


def geldzeilen() -> list[dict[str, Any]]:
    namen = ("Sprache und Bildung", "Wohnen, Zusammenleben und Nachbarschaft", "Gesundheit", *"ABCDEFGHIJ")
    return [
        {"bezeichnung": name, "teile": [80.0 - 5 * i, None if i == 1 else 12.0], "texte": ["a", "b"], "text": f"{i} €"}
        for i, name in enumerate(namen)
    ]


def betraege() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("01", "Herringen", "Bund", Decimal("10.50")),
            ("01", "Herringen", "Eigenanteil", Decimal("20.00")),
            ("02", "Bockum-Hövel", "Land", Decimal("80.00")),
            ("02", "Bockum-Hövel", "Land", Decimal("5.00")),
            ("02", "Bockum-Hövel", "EU", None),
            ("03", "Rhynern", "Eigenanteil", None),
            (None, None, "Träger", Decimal("999.00")),
        ],
        columns=["gebiet_id", "bezeichnung", "finanzierungsquelle", "eur"],
    )


def handlungsfelder() -> pd.DataFrame:
    felder = ("Interkulturelle Öffnung der Verwaltung", "Sprache, Bildung und Schule", "Arbeit")
    zeilen = [(f, q, 400_000.0 - 90_000 * i) for i, f in enumerate(felder) for q in ("Land", "Eigenanteil", "Sonstige")]
    return pd.DataFrame(zeilen, columns=["bezeichnung", "finanzierungsquelle", "eur"])


def finanzierung() -> pd.DataFrame:
    return pd.DataFrame(
        [
            (2018, "Eigenanteil", 1_600_000, 1_400_000),
            (2018, "Land", 600_000, 650_000),
            (2019, "Eigenanteil", 1_600_000, None),
        ],
        columns=["haushaltsjahr", "finanzierungsquelle", "ansatz_eur", "ist_eur"],
    )


def beratungen() -> pd.DataFrame:
    return pd.DataFrame(
        [
            (dt.date(2018, 3, 20), "Rat", "beschlossen", "1234/18"),
            (dt.date(2018, 2, 27), "Integrationsrat", "Kenntnis genommen", "1234/18"),
            (dt.date(2018, 3, 6), "Ausschuss für Soziales, Gesundheit und Integration", "empfohlen", ""),
        ],
        columns=["datum", "gremium", "ergebnis", "vorlage_nr"],
    )


def massnahmen() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("1", "Schulsozialarbeit an Grundschulen", "laufend", dt.date(2018, 1, 1), None),
            ("2", "Sprachkurse", "abgeschlossen", dt.date(2018, 1, 1), dt.date(2018, 12, 31)),
            ("3", "Quartierstreff", "geplant", dt.date(2020, 12, 1), dt.date(2020, 12, 31)),
            ("4", "Leitbild", "eingestellt", None, None),
        ],
        columns=["massnahme_id", "bezeichnung", "status", "beginn", "ende"],
    )


def abstand() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "jahr": [1995, 2000, 2005, 2019],
            "arm": [150.0, 170.0, None, 246.0],
            "reich": [260.0, 300.0, None, 476.0],
            "verhaeltnis": [1.73, 1.76, None, 1.93],
        }
    )


def verlauf() -> pd.DataFrame:
    zeilen = [
        (jahr, name, wert + 0.3 * (jahr - 2011))
        for jahr in range(2011, 2019)
        for name, wert in (("Herringen", 25.0), ("Bockum-Hövel", 20.1), ("Stadt Hamm", 20.0))
    ]
    return pd.DataFrame(zeilen, columns=["jahr", "bezeichnung", "wert"])


def kurve() -> pd.DataFrame:
    return pd.DataFrame({"anteil_personen": [0, 0.25, 0.5, 1], "anteil_wert": [0, 0.1, 0.3, 1]})


def bestand() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("Bevölkerung", 2017, 7, 0, 0),
            ("Bevölkerung", 2018, 7, 0, 0),
            ("Kinder in SGB II", 2018, 5, 1, 1),
        ],
        columns=["bezeichnung", "jahr", "vorhanden", "geheim", "fehlt"],
    )


def karte(stil: Stil, breite: int, beispiel: bool, **weiter: Any) -> Spec:
    geojson, flaechen, grenzen = geometry_collection(geometrie())
    klassen = classify(werte()["wert"], "quantile", 4)
    angaben: dict[str, Any] = {
        "titel": "Wo wachsen Kinder in Armut auf?",
        "einheit": "Prozent",
        "quelle": "Quelle: eigene Erhebung",
        "gewaehlt": "01",
    }
    return map_picture(
        geojson,
        flaechen,
        [Blatt("", werte())],
        klassen,
        stil,
        grenzen=grenzen,
        beispiel=beispiel,
        breite=breite,
        hoehe=breite,
        **(angaben | weiter),
    )


def profil() -> pd.DataFrame:
    """Need, strength, an interval wider than the picture, an indicator without direction, a hidden figure."""
    return pd.DataFrame(
        {
            "bezeichnung": ["Kinder in der Grundsicherung (SGB II)", "Sportverein", "U3", "Ab 65", "Ab 80"],
            "lage": ["bedarf", "staerke", "aehnlich", "ohne_richtung", None],
            "ort": [-0.8, 0.5, 0.1, 0.3, None],
            "von": [-0.9, 0.4, -2.0, 0.25, None],
            "bis": [-0.7, 0.6, 2.0, 0.35, None],
            "minimum": [-1.0, -0.6, -0.5, -1.0, -1.0],
            "viertel": [-0.5, -0.3, -0.2, -0.4, -0.3],
            "dreiviertel": [0.3, 0.4, 0.2, 0.5, 0.6],
            "maximum": [0.9, 1.0, 1.0, 0.8, 0.7],
            "ort_b": [0.4, -0.2, None, -1.0, 0.7],
            "text_0": ["27,8 %", "48,0 %", "35,2 %", "21,3 %", "geheim"],
            "text_1": ["5,3 %", "33,1 %", "–", "18,5 %", "7,5 %"],
            "text_2": ["18,1 %", "35,2 %", "35,6 %", "21,3 %", "6,6 %"],
        }
    )


# Every builder as (style, width, beispiel) → spec; the width that it is made for in the normal view stands beside it.
ALLE: dict[str, tuple[int, Zeichner]] = {
    "dumbbell": (
        250,
        lambda stil, breite, beispiel: dumbbell(
            zwei_jahre(),
            jahr_von=2011,
            jahr_bis=2018,
            achse="Kinder in SGB II in Prozent",
            einheit="%",
            gewaehlt="01",
            stil=stil,
            breite=breite,
            beispiel=beispiel,
        ),
    ),
    "spine": (
        560,
        lambda stil, breite, beispiel: spine(
            profil(),
            spalten=["Herringen", "Rhynern", "Hamm"],
            zweites=True,
            stil=stil,
            breite=breite,
            beispiel=beispiel,
        ),
    ),
    "ranked_bars": (
        300,
        lambda stil, breite, beispiel: ranked_bars(
            werte(),
            classify(werte()["wert"]),
            achse="Kinder in SGB II in Prozent",
            gewaehlt="01",
            vergleich=18.0,
            vergleich_text="StädteRegion: 18,0 %",
            stil=stil,
            breite=breite,
            beispiel=beispiel,
        ),
    ),
    "money_bars": (
        250,
        lambda stil, breite, beispiel: money_bars(
            betraege(), achse="Euro je Kind", gewaehlt="01", stil=stil, breite=breite, beispiel=beispiel
        ),
    ),
    "money_bars_felder": (
        620,
        lambda stil, breite, beispiel: money_bars(
            handlungsfelder(), achse="Euro 2018", stil=stil, breite=breite, beispiel=beispiel
        ),
    ),
    "money_bars_schmal": (
        250,
        lambda stil, breite, beispiel: money_bars(
            handlungsfelder(), achse="Euro 2018", stil=stil, breite=breite, beispiel=beispiel
        ),
    ),
    "budget_by_year": (
        300,
        lambda stil, breite, beispiel: budget_by_year(finanzierung(), stil=stil, breite=breite, beispiel=beispiel),
    ),
    "kinds_by_year": (
        480,
        lambda stil, breite, beispiel: kinds_by_year(
            geldjahre(3), achse="{einheit} in Preisen von 2018", stil=stil, breite=breite, beispiel=beispiel
        ),
    ),
    "kinds_by_year_viele": (
        360,
        lambda stil, breite, beispiel: kinds_by_year(geldjahre(14), stil=stil, breite=breite, beispiel=beispiel),
    ),
    "cliff_bars": (
        360,
        lambda stil, breite, beispiel: cliff_bars(klippe(), stil=stil, breite=breite, beispiel=beispiel),
    ),
    "stacked_rows": (
        420,
        lambda stil, breite, beispiel: stacked_rows(
            geldzeilen(),
            farben=[stil.farben.primaer, stil.farben.frueher],
            eintraege=[Eintrag("Eigenanteil", stil.farben.primaer, "■"), Eintrag("Grenze", stil.farben.tinte, "┆")],
            achse="Euro 2020 (Ansatz)",
            ticks="format(datum.value, ',.0f')",
            stil=stil,
            beschreibung="Zeilen",
            regel=95.0,
            beispiel=beispiel,
            breite=breite,
            hoehe=260,
        ),
    ),
    "lorenz": (
        300,
        lambda stil, breite, beispiel: lorenz(
            kurve(), achse_x="Anteil der Menschen", achse_y="Anteil", stil=stil, breite=breite, beispiel=beispiel
        ),
    ),
    "scenario_dots": (
        400,
        lambda stil, breite, beispiel: scenario_dots(
            szenarien(),
            ["Halber Weg", "Ganz nach Bedarf mit 500 € Sockel", "Je Kopf"],
            gewaehlt="01",
            stil=stil,
            breite=breite,
            beispiel=beispiel,
        ),
    ),
    "gap_over_time": (
        300,
        lambda stil, breite, beispiel: gap_over_time(
            abstand(), achse="Euro je Einwohner", einheit="€", stil=stil, breite=breite, beispiel=beispiel
        ),
    ),
    "two_areas": (
        300,
        lambda stil, breite, beispiel: two_areas(
            verlauf(),
            gebiete=["Herringen", "Bockum-Hövel"],
            region="Stadt Hamm",
            achse="Prozent",
            einheit="%",
            stil=stil,
            breite=breite,
            beispiel=beispiel,
        ),
    ),
    "committee_dates": (
        620,
        lambda stil, breite, beispiel: committee_dates(beratungen(), stil=stil, breite=breite, beispiel=beispiel),
    ),
    "measure_spans": (
        620,
        lambda stil, breite, beispiel: measure_spans(
            massnahmen(), heute=dt.date(2019, 6, 1), stil=stil, breite=breite, beispiel=beispiel
        ),
    ),
    "since_beginning": (
        420,
        lambda stil, breite, beispiel: since_beginning(
            verlauf().replace({"Herringen": "Gebiete der Maßnahme", "Bockum-Hövel": "übrige Gebiete"}),
            dort="Gebiete der Maßnahme",
            beginn=dt.date(2018, 2, 1),
            ende=None,
            achse="Prozent",
            einheit="%",
            stil=stil,
            breite=breite,
            beispiel=beispiel,
        ),
    ),
    "completeness": (
        620,
        lambda stil, breite, beispiel: completeness(bestand(), stil=stil, breite=breite, beispiel=beispiel),
    ),
    "map_picture": (700, karte),
    **UNGLEICHHEIT,
}
