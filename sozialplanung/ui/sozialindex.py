"""What the page »Sozialindex« shows, computed once per Projekt state and definition."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from sozialplanung.analysis import sozialindex as rechnen
from sozialplanung.analysis.sozialindex import VERFAHREN, Indexdefinition
from sozialplanung.analysis.uncertainty import rank_ranges
from sozialplanung.charts.klassen import Klassen
from sozialplanung.charts.sozialindex import contribution_bars, rank_ranges_chart
from sozialplanung.charts.sozialindex_felder import correlation_matrix, rank_matrix, status_dynamics_field
from sozialplanung.charts.theme import Stil
from sozialplanung.formatting import format_wert
from sozialplanung.model import Raumebene, Richtung
from sozialplanung.report import saetze_index as saetze
from sozialplanung.ui import cache, components, karten
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.masse import Mass

Spec = dict[str, Any]
MINDESTENS = 3  # areas with index: fewer have no order worth a picture
_RUECKBLICK = (2, 3)  # years, the nearest first


class Frage(NamedTuple):
    """What everything here is computed for; hashable."""

    daten: Daten
    ebene: Raumebene
    jahr: int
    definition: Indexdefinition


class Grundlage(NamedTuple):
    """Areas × indicators of one year, the areas' names, and whether any figure is invented."""

    anteile: pd.DataFrame
    namen: pd.Series
    beispiel: bool


class Bild(NamedTuple):
    """A finished chart with its sentence and the table behind it."""

    spec: Spec
    satz: str
    tabelle: pd.DataFrame


@remember(128)
def figures(daten: Daten, ebene: str, jahr: int, indikatoren: tuple[str, ...]) -> Grundlage:
    namen = pd.Series(cache.gebiete(daten, ebene), dtype=object)
    anteile, beispiel = pd.DataFrame(index=namen.index), False
    for indikator_id in indikatoren:
        werte = cache.indikatorwerte(daten, indikator_id, ebene)
        werte = werte[werte["jahr"] == jahr].set_index("gebiet_id")
        anteile[indikator_id] = werte["wert"].reindex(namen.index)
        beispiel = beispiel or components.is_beispiel(werte)
    return Grundlage(anteile, namen, beispiel)


@remember(256)
def result(frage: Frage) -> pd.DataFrame:
    """frame[bezeichnung, index, klasse, rang] by gebiet_id; NaN for areas with a gap."""
    grundlage = figures(frage.daten, frage.ebene, frage.jahr, frage.definition.indikatoren)
    index = rechnen.compute_index(grundlage.anteile, frage.definition)
    return pd.DataFrame(
        {
            "bezeichnung": grundlage.namen,
            "index": index,
            "klasse": rechnen.need_classes(index, frage.definition.verfahren, frage.definition.grenzen),
            "rang": rechnen.need_ranks(index),
        }
    )


def is_beispiel(frage: Frage) -> bool:
    return figures(frage.daten, frage.ebene, frage.jahr, frage.definition.indikatoren).beispiel


@remember(256)
def neediest(frage: Frage) -> str:
    tabelle = result(frage)
    return str(tabelle.sort_values(["rang", "bezeichnung"]).index[0])


def class_names(frage: Frage) -> tuple[str, ...]:
    definition = frage.definition
    return saetze.need_names(definition.verfahren, int(result(frage)["index"].notna().sum()), definition.grenzen)


class Karte(NamedTuple):
    """Classes by number for the map: 0 = least need; ``namen`` and ``anzahlen`` for its legend."""

    werte: pd.DataFrame
    klassen: Klassen
    namen: tuple[str, ...]
    fehlt: int


@remember(256)
def map_classes(frage: Frage) -> Karte:
    tabelle, namen = result(frage), class_names(frage)
    anzeige = [namen[int(k)] if k == k else "ohne Index" for k in tabelle["klasse"]]
    werte = pd.DataFrame({"gebiet_id": tabelle.index, "wert": tabelle["klasse"], "zeichen": None, "anzeige": anzeige})
    anzahlen = tuple(int((tabelle["klasse"] == k).sum()) for k in range(len(namen)))
    grenzen = tuple(k - 0.5 for k in range(1, len(namen)))
    klassen = Klassen(grenzen, anzahlen, 0, len(namen) - 1, 1, Richtung.BELASTUNG)
    return Karte(werte, klassen, namen, int(tabelle["klasse"].isna().sum()))


@remember(256)
def map_table(frage: Frage) -> pd.DataFrame:
    """Index, class, rank and the figures behind them, with headers that people read."""
    tabelle, namen, alle = result(frage), class_names(frage), cache.indikatoren(frage.daten)
    grundlage = figures(frage.daten, frage.ebene, frage.jahr, frage.definition.indikatoren)
    zahlen = grundlage.anteile.rename(columns={i: f"{alle[i].bezeichnung} ({alle[i].einheit})" for i in alle})
    kopf = pd.DataFrame(
        {
            "Schlüssel": tabelle.index,
            "Gebiet": tabelle["bezeichnung"],
            "Index": tabelle["index"],
            "Unterstützungsbedarf": [namen[int(k)] if k == k else "" for k in tabelle["klasse"]],
            "Rang": tabelle["rang"],
        },
        index=tabelle.index,
    )
    return pd.concat([kopf, zahlen], axis=1).sort_values("Rang")


def top(frage: Frage) -> int:
    """How many areas count as the neediest: three, fewer where there are few."""
    return max(1, min(3, int(result(frage)["index"].notna().sum()) // 2))


@remember(256)
def ranges(frage: Frage) -> pd.DataFrame:
    """Rank now by the chosen method, range and share among the neediest over many variants."""
    grundlage = figures(frage.daten, frage.ebene, frage.jahr, frage.definition.indikatoren)
    definition, tabelle = frage.definition, result(frage)
    spannen = rank_ranges(
        grundlage.anteile, definition.anteile_der_gewichte, richtung=definition.richtungen, k=top(frage)
    )
    return spannen.assign(rang=tabelle["rang"], bezeichnung=tabelle["bezeichnung"])


@remember(256)
def ranges_picture(frage: Frage, gebiet: str | None, stil: Stil, mass: Mass) -> Bild:
    spannen, k = ranges(frage), top(frage)
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
def earlier_year(daten: Daten, ebene: str, jahr: int, indikatoren: tuple[str, ...]) -> int | None:
    """Two years before, or three: the nearest in which every indicator has figures for enough areas."""
    da = cache.verfuegbarkeit(daten)
    da = da[(da["raumebene"] == ebene) & da["indikator_id"].isin(indikatoren) & (da["anzahl"] >= MINDESTENS)]
    anzahl = da.groupby("jahr")["indikator_id"].nunique()
    return next((jahr - n for n in _RUECKBLICK if anzahl.get(jahr - n, 0) == len(indikatoren)), None)


@remember(256)
def groups_picture(frage: Frage, frueher: int, gebiet: str | None, stil: Stil, mass: Mass) -> Bild:
    """Status × Dynamik by the Berliner Verfahren."""
    jetzt = figures(frage.daten, frage.ebene, frage.jahr, frage.definition.indikatoren)
    damals = figures(frage.daten, frage.ebene, frueher, frage.definition.indikatoren)
    lage = rechnen.status_and_dynamics(jetzt.anteile, damals.anteile, frage.definition)
    lage = lage.assign(bezeichnung=jetzt.namen)
    spec = status_dynamics_field(
        lage.rename_axis("gebiet_id").reset_index(),
        stil=stil,
        gewaehlt=gebiet,
        beispiel=jetzt.beispiel or damals.beispiel,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )
    titel = {"bezeichnung": "Gebiet", "status": "Status", "dynamik": "Dynamik"}
    satz = saetze.sentence_groups(lage, frage.ebene, frage.jahr, frueher)
    return Bild(spec, satz, lage[list(titel)].rename(columns=titel))


@remember(256)
def reasons_picture(frage: Frage, gebiet: str, stil: Stil, mass: Mass) -> Bild | None:
    """Contributions of one area and what would change its class; None for an area without index."""
    grundlage = figures(frage.daten, frage.ebene, frage.jahr, frage.definition.indikatoren)
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
    grundlage = figures(frage.daten, frage.ebene, frage.jahr, frage.definition.indikatoren)
    r = rechnen.correlations(grundlage.anteile, frage.definition)
    alle = cache.indikatoren(frage.daten)
    namen = {i: alle[i].bezeichnung for i in frage.definition.indikatoren}
    spec = correlation_matrix(r, namen, stil=stil, beispiel=grundlage.beispiel, breite=mass.breite, hoehe=mass.hoehe)
    tabelle = r.rename(index=namen, columns=namen).rename_axis("Indikator").reset_index()
    return Bild(spec, saetze.sentence_correlations(r, alle), tabelle)


@remember(256)
def methods_picture(frage: Frage, gebiet: str | None, stil: Stil, mass: Mass) -> Bild:
    grundlage = figures(frage.daten, frage.ebene, frage.jahr, frage.definition.indikatoren)
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
