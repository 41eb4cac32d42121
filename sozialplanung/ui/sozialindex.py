"""What the page »Sozialindex« shows, computed once per Projekt state and definition."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sozialplanung.analysis import sozialindex as rechnen
from sozialplanung.analysis.gruppen import group_areas
from sozialplanung.analysis.indexwerte import Grundlage, collect, counts_of_rates, nearest_inhabitants
from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.analysis.sozialindex import VERFAHREN, Indexdefinition
from sozialplanung.analysis.uncertainty import Schwankung, Skala, Varianten, prepare_variants, ranges_of
from sozialplanung.charts.gruppen import group_names
from sozialplanung.charts.kartenbild import Blatt, map_picture
from sozialplanung.charts.klassen import Klassen
from sozialplanung.charts.legende import legend_html
from sozialplanung.charts.sozialindex import contribution_bars, rank_ranges_chart
from sozialplanung.charts.sozialindex_felder import correlation_matrix, rank_matrix, status_dynamics_field
from sozialplanung.charts.theme import Stil
from sozialplanung.errors import ProjektError
from sozialplanung.formatting import format_wert
from sozialplanung.model import Ohneindex, Raumebene, Richtung, Wertzeichen
from sozialplanung.report import saetze_index as saetze
from sozialplanung.report import saetze_wuerde
from sozialplanung.ui import cache, components, karten
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.karten import Karte as Fertig
from sozialplanung.ui.masse import Mass

Spec = dict[str, Any]
MINDESTENS = int(load_parameter("index_mindest_gebiete"))
_RUECKBLICK = {"hamburg": (3, 2)}  # years back that the Dynamik looks, the preferred one first
_ZEICHEN = {Ohneindex.GEHEIM: Wertzeichen.GEHEIM, Ohneindex.KLEIN: Wertzeichen.GESPERRT}


class Frage(NamedTuple):
    """What everything here is computed for; hashable."""

    daten: Daten
    ebene: Raumebene
    jahr: int
    definition: Indexdefinition


class Bild(NamedTuple):
    """A finished chart with its sentence and the table behind it."""

    spec: Spec
    satz: str
    tabelle: pd.DataFrame


class Figuren(NamedTuple):
    """The figures of one year, the areas' names, counts behind the figures, and whether any is invented."""

    grundlage: Grundlage
    namen: pd.Series
    zaehler: pd.DataFrame
    nenner: pd.DataFrame
    ungeprueft: int  # areas whose inhabitants are not known
    beispiel: bool

    @property
    def anteile(self) -> pd.DataFrame:
        return self.grundlage.anteile


@remember(128)
def figures(daten: Daten, ebene: str, jahr: int, indikatoren: tuple[str, ...], mindesteinwohner: int) -> Figuren:
    namen = pd.Series(cache.gebiete(daten, ebene), dtype=object)
    frames = {i: cache.indikatorwerte(daten, i, ebene) for i in indikatoren}
    frames = {i: frame[frame["jahr"] == jahr] for i, frame in frames.items()}
    einwohner = nearest_inhabitants(cache.einwohner(daten, ebene), jahr)["wert"]
    zaehler, nenner = counts_of_rates(frames, namen.index)
    return Figuren(
        collect(frames, namen.index, einwohner, mindesteinwohner),
        namen,
        zaehler,
        nenner,
        int(einwohner.reindex(namen.index).isna().sum()) if mindesteinwohner else 0,
        any(components.is_beispiel(frame) for frame in frames.values()),
    )


def figures_of(frage: Frage, jahr: int | None = None) -> Figuren:
    """Those of the question's year, or of another one."""
    definition = frage.definition
    return figures(frage.daten, frage.ebene, jahr or frage.jahr, definition.indikatoren, definition.mindesteinwohner)


@remember(256)
def result(frage: Frage) -> pd.DataFrame:
    """frame[bezeichnung, index, klasse, rang, grund] by gebiet_id; NaN for areas without, and why."""
    figuren, definition = figures_of(frage), frage.definition
    index = rechnen.compute_index(figuren.anteile, definition)
    return pd.DataFrame(
        {
            "bezeichnung": figuren.namen,
            "index": index,
            "klasse": rechnen.need_classes(index, definition.verfahren, definition.grenzen),
            "rang": rechnen.need_ranks(index),
            "grund": figuren.grundlage.grund,
        }
    )


@remember(256)
def is_beispiel(frage: Frage) -> bool:
    return figures_of(frage).beispiel


@remember(256)
def neediest(frage: Frage) -> str:
    tabelle = result(frage)
    rang = tabelle["rang"].fillna(np.inf)  # areas without come last
    return str(min(zip(rang, tabelle["bezeichnung"], tabelle.index, strict=True))[2])


def class_names(frage: Frage) -> tuple[str, ...]:
    definition = frage.definition
    return saetze.need_names(definition.verfahren, int(result(frage)["index"].notna().sum()), definition.grenzen)


class Karte(NamedTuple):
    """Classes by number for the map: 0 = least need; how many areas have no index for which reason."""

    werte: pd.DataFrame
    klassen: Klassen
    ohne: dict[Ohneindex, int]


@remember(256)
def map_classes(frage: Frage, *, wuerde: bool = False) -> Karte:
    """With ``wuerde`` about thirds of at least two areas, whatever the bounds of the method."""
    tabelle, namen = result(frage), class_names(frage)
    if wuerde:
        gruppe = group_areas(tabelle["index"])  # group 0 has the greatest need
        anzahl = int(gruppe.nunique())
        tabelle, namen = tabelle.assign(klasse=anzahl - 1 - gruppe), group_names(anzahl, Richtung.BELASTUNG)[::-1]
    zeilen = list(zip(tabelle["klasse"], tabelle["grund"], strict=True))
    anzeige = [namen[int(k)] if k == k else reason(frage, grund) for k, grund in zeilen]
    zeichen = pd.Series([_ZEICHEN.get(grund) for _, grund in zeilen], index=tabelle.index, dtype=object)
    werte = pd.DataFrame(
        {"gebiet_id": tabelle.index, "wert": tabelle["klasse"], "zeichen": zeichen, "anzeige": anzeige}
    )
    anzahlen = tuple(int((tabelle["klasse"] == k).sum()) for k in range(len(namen)))
    grenzen = tuple(k - 0.5 for k in range(1, len(namen)))
    legende = namen
    if frage.definition.verfahren == "mss" and not wuerde:
        legende = tuple(f"{name} (Status {status})" for name, status in zip(namen, rechnen.STATUS, strict=True))
    klassen = Klassen(grenzen, anzahlen, 0, len(namen) - 1, 1, Richtung.BELASTUNG, namen=legende)
    return Karte(werte, klassen, {grund: int((tabelle["grund"] == grund).sum()) for grund in Ohneindex})


@remember(256)
def finished_map(frage: Frage, gebiet: str | None, stil: Stil, mass: Mass) -> Fertig:
    """The map that only needs to be shown, with its legend."""
    flaechen, karte = cache.flaechen(frage.daten, frage.ebene), map_classes(frage, wuerde=stil.wuerde)
    if flaechen is None:
        raise ProjektError(karten.KEINE_GRENZEN)
    fest = bool(frage.definition.klassengrenzen) and not stil.wuerde
    legende = legend_html(
        karte.klassen,
        stil,
        f"Unterstützungsbedarf, {saetze.VERFAHREN_NAMEN[frage.definition.verfahren]}"
        + ("" if fest else " · gleich viele Gebiete je Klasse"),
        geheim=karte.ohne[Ohneindex.GEHEIM],
        gesperrt=karte.ohne[Ohneindex.KLEIN],
        fehlt=karte.ohne[Ohneindex.FEHLT],
        ohne=reason(frage, Ohneindex.KLEIN),
    )
    deck = karten.finish_areas(flaechen, karte.werte, karte.klassen, gebiet, stil, mass)
    return Fertig(deck, legende, is_beispiel(frage))


def reason(frage: Frage, grund: Ohneindex | None) -> str:
    """Why an area has no index, as short as it stands on a map."""
    return saetze.reason_without_index(grund, frage.definition.mindesteinwohner)


@remember(256)
def map_table(frage: Frage) -> pd.DataFrame:
    """Index, class, rank and the figures behind them, with headers that people read."""
    tabelle, namen, alle = result(frage), class_names(frage), cache.indikatoren(frage.daten)
    titel = {i: f"{alle[i].bezeichnung} ({alle[i].einheit})" for i in frage.definition.indikatoren}
    kopf = pd.DataFrame(
        {
            "Schlüssel": tabelle.index,
            "Gebiet": tabelle["bezeichnung"],
            "Index": tabelle["index"],
            "Unterstützungsbedarf": [namen[int(k)] if k == k else "" for k in tabelle["klasse"]],
            "Rang": tabelle["rang"],
            "Ohne Index": ["" if grund is None else reason(frage, grund) for grund in tabelle["grund"]],
        },
        index=tabelle.index,
    )
    return pd.concat([kopf, figures_of(frage).grundlage.werte.rename(columns=titel)], axis=1).sort_values("Rang")


def map_picture_spec(frage: Frage, stil: Stil, gebiet: str | None, quelle: str) -> Spec:
    """The map as a printed page."""
    flaechen = cache.flaechen(frage.daten, frage.ebene)
    if flaechen is None:
        raise ProjektError(karten.KEINE_GRENZEN)
    karte = map_classes(frage, wuerde=stil.wuerde)
    return map_picture(
        flaechen.geojson,
        flaechen.tabelle,
        [Blatt(str(frage.jahr), karte.werte)],
        karte.klassen,
        replace(stil, dunkel=False),  # paper is white
        grenzen=flaechen.grenzen,
        titel="Sozialindex: Unterstützungsbedarf",
        quelle=quelle,
        beispiel=is_beispiel(frage),
        schematisch=flaechen.schematisch,
        gewaehlt=gebiet,
        ohne=reason(frage, Ohneindex.KLEIN),
    )


def top(frage: Frage) -> int:
    """How many areas count as the neediest: three, fewer where there are few."""
    return max(1, min(3, int(result(frage)["index"].notna().sum()) // 2))


@remember(4)
def variants(frage: Frage, schwanken: Schwankung, skala: Skala) -> Varianten:
    """What is drawn for every weights; the question comes without its own."""
    figuren = figures_of(frage)
    return prepare_variants(
        figuren.anteile,
        zaehler=figuren.zaehler,
        nenner=figuren.nenner,
        richtung=frage.definition.richtungen,
        schwanken=schwanken,
        skala=skala,
    )


@remember(256)
def ranges(frage: Frage, schwanken: Schwankung) -> pd.DataFrame:
    """Rank now by the chosen method, range and share among the neediest over many variants."""
    definition, tabelle = frage.definition, result(frage)
    ohne_gewichte = frage._replace(definition=replace(definition, verfahren="z", gewichte=(), grenzen=()))
    varianten = variants(ohne_gewichte, schwanken, rechnen.scale_of(definition.verfahren))
    spannen = ranges_of(varianten, definition.anteile_der_gewichte, k=top(frage))
    return spannen.assign(rang=tabelle["rang"], bezeichnung=tabelle["bezeichnung"])


@remember(256)
def ranges_picture(frage: Frage, schwanken: Schwankung, gebiet: str | None, stil: Stil, mass: Mass) -> Bild:
    spannen, k = ranges(frage, schwanken), top(frage)
    spec = rank_ranges_chart(
        spannen.rename_axis("gebiet_id").reset_index(),
        spalte_rechts=f"unter den ersten {k}" if k > 1 else "an erster Stelle",
        stil=stil,
        gewaehlt=gebiet,
        beispiel=is_beispiel(frage),
        breite=mass.breite,
        hoehe=mass.hoehe,
    )
    satz = saetze.sentence_ranges(spannen, gebiet or neediest(frage), k, frage.ebene)
    titel = {
        "bezeichnung": "Gebiet",
        "rang": "Rang",
        "rang_von": "Rang von",
        "rang_bis": "Rang bis",
        "anteil_vorn": f"Anteil unter den ersten {k}",
    }
    return Bild(spec, satz, spannen[list(titel)].rename(columns=titel).sort_values("Rang"))


@remember(128)
def earlier_year(frage: Frage) -> int | None:
    """Two years before, or three: the nearest in which every indicator has figures for enough areas."""
    da, indikatoren = cache.verfuegbarkeit(frage.daten), frage.definition.indikatoren
    da = da[(da["raumebene"] == frage.ebene) & da["indikator_id"].isin(indikatoren) & (da["anzahl"] >= MINDESTENS)]
    anzahl = da.groupby("jahr")["indikator_id"].nunique()
    zurueck = _RUECKBLICK.get(frage.definition.verfahren, (2, 3))
    return next((frage.jahr - n for n in zurueck if anzahl.get(frage.jahr - n, 0) == len(indikatoren)), None)


@remember(256)
def groups_picture(frage: Frage, frueher: int, gebiet: str | None, stil: Stil, mass: Mass) -> Bild:
    """Status × Dynamik by the Berliner Verfahren."""
    jetzt, damals = figures_of(frage), figures_of(frage, frueher)
    lage = rechnen.status_and_dynamics(jetzt.anteile, damals.anteile, frage.definition)
    lage = lage.assign(bezeichnung=jetzt.namen)
    spec = status_dynamics_field(
        lage.rename_axis("gebiet_id").reset_index(),
        stil=stil,
        gewaehlt=gebiet,
        beispiel=jetzt.beispiel or damals.beispiel,
        breite=mass.breite,
        hoehe=mass.hoehe,
        status=rechnen.STATUS[: len(class_names(frage))] if frage.definition.verfahren == "hamburg" else rechnen.STATUS,
    )
    titel = {"bezeichnung": "Gebiet", "status": "Status", "dynamik": "Dynamik"}
    satz = (saetze_wuerde if stil.wuerde else saetze).sentence_groups(lage, frage.ebene, frage.jahr, frueher)
    return Bild(spec, satz, lage[list(titel)].rename(columns=titel))


@remember(256)
def reasons_picture(frage: Frage, gebiet: str, stil: Stil, mass: Mass) -> Bild | None:
    """Contributions of one area and what would change its class; None for an area without index."""
    grundlage = figures_of(frage)
    beitraege = rechnen.index_contributions(grundlage.anteile, frage.definition).loc[[gebiet]].iloc[0]
    if beitraege.isna().any():
        return None
    alle, name = cache.indikatoren(frage.daten), str(grundlage.namen[gebiet])
    zeilen = pd.DataFrame(
        {
            "bezeichnung": [alle[i].bezeichnung for i in beitraege.index],
            "beitrag": beitraege.to_numpy(),
            "anzeige": [
                format_wert(grundlage.anteile.loc[gebiet, i], None, karten.unit(alle[i]), alle[i].nachkommastellen)
                for i in beitraege.index
            ],
        }
    )
    spec = contribution_bars(
        zeilen,
        achse="Beitrag zum Abstand vom mittleren Index",
        stil=stil,
        beispiel=grundlage.beispiel,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )
    satz = saetze.sentence_reasons(name, beitraege, alle)
    wechsel = rechnen.smallest_class_change(grundlage.anteile, gebiet, frage.definition)
    if wechsel is not None:
        satz += " " + saetze.sentence_change(name, wechsel, class_names(frage), alle[wechsel.indikator])
    titel = {"bezeichnung": "Indikator", "anzeige": "Wert", "beitrag": "Beitrag"}
    return Bild(spec, satz, zeilen[list(titel)].rename(columns=titel))


@remember(256)
def correlation_picture(frage: Frage, stil: Stil, mass: Mass) -> Bild:
    grundlage = figures_of(frage)
    r = rechnen.correlations(grundlage.anteile, frage.definition)
    alle = cache.indikatoren(frage.daten)
    namen = {i: alle[i].bezeichnung for i in frage.definition.indikatoren}
    spec = correlation_matrix(r, namen, stil=stil, beispiel=grundlage.beispiel, breite=mass.breite, hoehe=mass.hoehe)
    tabelle = r.rename(index=namen, columns=namen).rename_axis("Indikator").reset_index()
    return Bild(spec, saetze.sentence_correlations(r, alle), tabelle)


@remember(256)
def methods_picture(frage: Frage, gebiet: str | None, stil: Stil, mass: Mass) -> Bild:
    grundlage = figures_of(frage)
    raenge = rechnen.ranks_by_method(grundlage.anteile, frage.definition).assign(bezeichnung=grundlage.namen)
    spec = rank_matrix(
        raenge.assign(platz=result(frage)["rang"]).rename_axis("gebiet_id").reset_index(),
        {str(v): saetze.VERFAHREN_KURZ[v] for v in VERFAHREN},
        stil=stil,
        gewaehlt=gebiet,
        beispiel=grundlage.beispiel,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )
    titel = {"bezeichnung": "Gebiet"} | {str(v): saetze.VERFAHREN_NAMEN[v] for v in VERFAHREN}
    return Bild(spec, saetze.sentence_methods(raenge, VERFAHREN), raenge[list(titel)].rename(columns=titel))
