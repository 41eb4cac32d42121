"""The view »Heute« of the page »Geld und Bedarf«: who gets more and who less than the need, where, and since when."""

from __future__ import annotations

import pandas as pd

from sozialplanung.analysis.bedarf import money_of_half, money_over_need
from sozialplanung.charts.abstand import gap_with_interval
from sozialplanung.charts.abweichung import diverging_bars
from sozialplanung.charts.arm_reich import lorenz
from sozialplanung.charts.bausteine import records
from sozialplanung.charts.streuung import scatter
from sozialplanung.charts.theme import Spec
from sozialplanung.formatting import format_euro, format_euro_kurz, format_wert, format_zahl
from sozialplanung.report import saetze_bedarf as saetze
from sozialplanung.ui import bedarf, cache, components, karten
from sozialplanung.ui.bedarfswahl import Bedarfswahl, finish, half, whole
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.karten import Karte
from sozialplanung.ui.masse import Mass

_EINHEITEN = {"mehr": "in Euro", "punkte": "in Prozentpunkten"}
_TICKS = {
    "mehr": "datum.value == 0 ? '0' : format(datum.value / 1000, '+,.2~f') + ' Tsd.'",
    "punkte": "datum.value == 0 ? '0' : format(datum.value, '+,.2~f')",
}


def choose_unit() -> str:
    """Euro or percentage points, for bars and map."""
    return components.choose_view("einheit", _EINHEITEN, "Einheit")


def _texts(tabelle: pd.DataFrame, einheit: str) -> list[str]:
    zahlen = tabelle[einheit]
    return [saetze.points(x) if einheit == "punkte" else format_euro_kurz(x) for x in zahlen]


@remember(128)
def disparity_chart(wahl: Bedarfswahl, einheit: str, mass: Mass) -> Spec:
    lage = wahl.lage
    if wahl.stil.wuerde:
        tabelle = bedarf.in_groups(*wahl.frage).rename_axis("bezeichnung").reset_index()
    else:
        tabelle = lage.tabelle.dropna(subset=["mehr"]).reset_index()
        spanne = wahl.spanne
        if spanne is not None:
            tabelle = tabelle.join(spanne.je_gebiet, on="gebiet_id")
    spalten = [s for s in ("gebiet_id", "bezeichnung", "mehr", "punkte", "punkte_von", "punkte_bis") if s in tabelle]
    zeilen = [
        zeile
        | {"wert": zeile[einheit], "text": text, "euro": format_euro(zeile["mehr"]), "anteile": _interval_text(zeile)}
        for zeile, text in zip(records(tabelle, spalten), _texts(tabelle, einheit), strict=True)
    ]
    achse = "Punkte: Anteil am Geld − am Bedarf" if einheit == "punkte" else f"Euro {wahl.geld.jahr}"
    return diverging_bars(
        zeilen,
        namen=("mehr als der Anteil am Bedarf", "weniger"),
        skala="abweichung",
        tooltip=[
            {"field": "bezeichnung", "title": "Gruppe" if wahl.stil.wuerde else "Gebiet"},
            {"field": "euro", "title": "Euro"},
            {"field": "anteile", "title": "Anteil am Geld − am Bedarf"},
        ],
        achse=achse,
        stil=wahl.stil,
        beschreibung="Geld über oder unter dem Anteil am Bedarf, je Gebiet",
        ticks=_TICKS[einheit],
        gewaehlt=wahl.gebiet,
        beispiel=lage.beispiel,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )


def _interval_text(zeile: dict[str, float]) -> str:
    """»+3,2 Punkte (2,9 bis 3,5)«."""
    text = saetze.points(zeile["punkte"])
    if "punkte_von" not in zeile:
        return text
    return f"{text} ({format_zahl(zeile['punkte_von'], 1)} bis {format_zahl(zeile['punkte_bis'], 1)})"


def draw_disparity(wahl: Bedarfswahl, einheit: str) -> None:
    spanne = wahl.spanne
    if spanne is not None and not wahl.stil.wuerde:
        components.sentence(saetze.sentence_sure(spanne.je_gebiet, wahl.ebene))
    components.chart(disparity_chart(wahl, einheit, half(wahl.stil)), "gb_abstand")
    finish(wahl, "gb_abstand", "" if spanne is None else saetze.UNSICHER)


@remember(128)
def disparity_map(wahl: Bedarfswahl, einheit: str, mass: Mass) -> Karte | None:
    tabelle = wahl.lage.tabelle
    return karten.difference_map(
        wahl.daten,
        wahl.ebene,
        tabelle[einheit],
        _texts(tabelle, einheit),
        "Prozentpunkte: Anteil am Geld − am Bedarf" if einheit == "punkte" else "Euro über oder unter dem Bedarf",
        wahl.gebiet,
        wahl.stil,
        mass,
        stellen=1 if einheit == "punkte" else 0,
        beispiel=wahl.lage.beispiel,
    )


def draw_map(wahl: Bedarfswahl, einheit: str) -> None:
    components.sentence(saetze.MEHR_UND_WENIGER)
    mass = half(wahl.stil)
    karten.draw_finished(disparity_map(wahl, einheit, mass), "gb_karte", "Geld über oder unter dem Bedarf", mass.hoehe)
    finish(wahl, "gb_karte", *karten.outline_note(wahl.daten, wahl.ebene))


@remember(128)
def scatter_chart(wahl: Bedarfswahl, mass: Mass) -> Spec:
    tabelle = wahl.lage.tabelle
    einheit, stellen = karten.unit(wahl.indikator), wahl.indikator.nachkommastellen
    punkte = pd.DataFrame(
        {
            "gebiet_id": tabelle.index,
            "bezeichnung": tabelle["bezeichnung"],
            "x": tabelle["satz"],
            "y": tabelle["je_kopf"],
            "gewicht": tabelle["personen"],
            "vorrang": tabelle["mehr"].abs(),
            "x_text": [format_wert(x, None, einheit, stellen) for x in tabelle["satz"]],
            "y_text": [format_euro(y, 2) for y in tabelle["je_kopf"]],
        }
    )
    kopf = cache.kopfzahl(wahl.daten, wahl.indikator)
    return scatter(
        punkte,
        (0.0, _euro_per_need(tabelle)),
        achse_x=f"{wahl.indikator.bezeichnung} ({wahl.indikator.einheit})",
        achse_y=f"Euro je {kopf.je} ({kopf.name})",
        stil=wahl.stil,
        linie="Geld nach Bedarf",
        gewaehlt=wahl.gebiet,
        beispiel=wahl.lage.beispiel,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )


def _euro_per_need(tabelle: pd.DataFrame) -> float:
    """What each unit of need would get if money followed need."""
    da = tabelle.dropna(subset=["mehr"])
    return float(da["eur"].sum() / da["menge"].sum()) if len(da) else 0.0


def draw_scatter(wahl: Bedarfswahl) -> None:
    components.sentence(saetze.sentence_scatter(wahl.lage.tabelle, wahl.ebene))
    components.chart(scatter_chart(wahl, half(wahl.stil)), "gb_streuung", select=True)
    finish(wahl, "gb_streuung")


@remember(128)
def _curve(wahl: Bedarfswahl) -> pd.DataFrame:
    return money_over_need(wahl.lage.tabelle["eur"], wahl.lage.tabelle["menge"])


@remember(128)
def lorenz_chart(wahl: Bedarfswahl, mass: Mass) -> Spec:
    return lorenz(
        _curve(wahl).rename(columns={"anteil_bedarf": "anteil_personen", "anteil_geld": "anteil_wert"}),
        achse_x="Anteil am Bedarf",
        achse_y="Anteil am Geld",
        stil=wahl.stil,
        gerade="Geld nach Bedarf",
        punkt="{x} des Bedarfs bekommen {y} des Geldes",
        beispiel=wahl.lage.beispiel,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )


def draw_lorenz(wahl: Bedarfswahl) -> None:
    components.sentence(saetze.sentence_half(money_of_half(_curve(wahl))))
    components.chart(lorenz_chart(wahl, half(wahl.stil)), "gb_lorenz")
    finish(wahl, "gb_lorenz")


@remember(128)
def years_chart(wahl: Bedarfswahl, mass: Mass) -> Spec:
    jahre = bedarf.over_years(*wahl.frage)
    return gap_with_interval(
        jahre.assign(**{spalte: jahre[spalte] * 100 for spalte in ("wert", "unten", "oben")}),
        name="müsste wechseln",
        achse="Anteil der Mittel (%)",
        stil=wahl.stil,
        einheit="%",
        beispiel=wahl.lage.beispiel,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )


def has_fields(wahl: Bedarfswahl) -> bool:
    """Whether there are Handlungsfelder to compare."""
    return len(bedarf.by_field(*wahl.frage)) > 1


def draw_years(wahl: Bedarfswahl) -> None:
    jahre = bedarf.over_years(*wahl.frage)
    mass = half(wahl.stil) if has_fields(wahl) else whole(wahl.stil)
    components.sentence(saetze.sentence_years(jahre, wahl.ebene))
    if len(jahre) > 1:
        components.chart(years_chart(wahl, mass), "gb_jahre")
    finish(wahl, "gb_jahre", *_need_years(jahre))


def _need_years(jahre: pd.DataFrame) -> list[str]:
    """Which need each Haushaltsjahr is held against, where it is of another year."""
    andere = jahre[jahre["jahr"] != jahre["bedarf_jahr"]]
    return [f"Haushaltsjahr {z.jahr} gegen den Bedarf {z.bedarf_jahr}" for z in andere.itertuples()]


def draw_fields(wahl: Bedarfswahl) -> None:
    felder = bedarf.by_field(*wahl.frage)
    components.sentence(saetze.sentence_fields(felder))
    components.table(
        pd.DataFrame(
            {
                "Handlungsfeld": felder.index,
                "in Gebieten (€)": felder["eur"],
                "wechseln (%)": (felder["abstand"] * 100).round(1),
                "stadtweit (€)": felder["stadtweit"],
            }
        )
    )
    finish(wahl, "gb_felder")
