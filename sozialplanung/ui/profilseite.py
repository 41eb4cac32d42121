"""The cards of the page »Profil«."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from sozialplanung.analysis.budgets import sum_money
from sozialplanung.analysis.entwicklung import nearest_year
from sozialplanung.charts.profil import BEDARF, STAERKE
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.charts.verlauf import two_areas
from sozialplanung.model import Indikator, Raumebene
from sozialplanung.report.saetze_geld import OHNE_MASSNAHME
from sozialplanung.report.saetze_profil import sentence_area_money
from sozialplanung.ui import adresse, cache, components, geld, karten, profil
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.geld import Geldwahl
from sozialplanung.ui.masse import Mass, chart_room

SPALTEN = (1.75, 1.0)
_KEINES = "keines"
_BITTE_WAEHLEN = (
    "In der Ansicht ohne Namen und Ränge steht hier kein Gebiet von selbst. Bitte wählen Sie unter »Gebiet« eines mit "
    "Absicht, am besten das, über das die Runde gerade sprechen will."
)
_TEILS_MITTEL = "teils Mittel der Gebiete, gewichtet mit Personen"
_LISTE, _LISTE_ZU_ZWEIT = 5, 3  # strengths and needs named
_HOEHE_LISTE = 260


@dataclass(frozen=True)
class Profilwahl:
    """The choice of the frame, with an area for certain, and the one beside it."""

    auswahl: Auswahl
    gebiet: str
    zweites: str | None

    @property
    def namen(self) -> dict[str, str]:
        return self.auswahl.gebiete

    @property
    def gebiete(self) -> tuple[str, ...]:
        return (self.gebiet,) if self.zweites is None else (self.gebiet, self.zweites)


def choose(auswahl: Auswahl) -> Profilwahl:
    """Without a choice in the frame the first area by name is shown – not so where none shall be singled out."""
    namen = auswahl.gebiete
    if auswahl.stil.wuerde and auswahl.gebiet is None:
        components.hint(_BITTE_WAEHLEN)
    gebiet = auswahl.gebiet or next(iter(namen))
    andere = [g for g in namen if g != gebiet]
    if auswahl.stil.wuerde:
        return Profilwahl(auswahl, gebiet, None)
    zweites = adresse.recall("daneben", [_KEINES, *andere], _KEINES)
    return Profilwahl(auswahl, gebiet, None if zweites == _KEINES else zweites)


def draw_head(wahl: Profilwahl) -> None:
    a = wahl.auswahl
    bild = profil.profile(a.daten, a.level, a.year, wahl.gebiet)
    saetze = [profil.profile(a.daten, a.level, a.year, gebiet).satz for gebiet in wahl.gebiete]
    titel = wahl.namen[wahl.gebiet] + (f" und {wahl.namen[wahl.zweites]}" if wahl.zweites else "")
    kopf, daneben = st.columns((4, 1), gap="small")
    with kopf:
        components.headline(titel, " ".join(saetze), beispiel=bild.beispiel)
    if a.stil.wuerde:
        return
    with daneben:
        namen = cache.gebiete_zur_wahl(a.daten, a.level)
        andere = [gebiet for gebiet in namen if gebiet != wahl.gebiet]
        st.selectbox("Daneben stellen", [_KEINES, *andere], key="daneben", format_func=lambda g: namen.get(g, _KEINES))


def _size(stil: Stil, anteil: float, ueber: int, mindestens: int) -> Mass:
    return chart_room(projektor=stil.projektor, anteil=anteil, spalten=2, ueber=ueber, mindestens=mindestens)


def draw_spine(wahl: Profilwahl) -> None:
    a = wahl.auswahl
    mass = _size(a.stil, SPALTEN[0] / sum(SPALTEN), 330, 430)
    spec = profil.spine_picture(a.daten, a.level, a.year, wahl.gebiet, wahl.zweites, a.stil, mass)
    components.chart(spec, "pr_alle")
    zeilen = profil.profile(a.daten, a.level, a.year, wahl.gebiet).zeilen
    ganzes = profil.whole(a.daten, wahl.gebiet).bezeichnung
    hinweise = [
        f"Mittellinie: {ganzes}",
        "heller Balken: alle Gebiete, dunkler: mittlere Hälfte, Strich: 95-%-Intervall",
        *([_TEILS_MITTEL] if zeilen["mittel"].any() and ganzes != "Mittel" else []),
    ]
    components.source_line(profil_sources(a.daten, a.level, a.year), hinweise)
    components.take_away(
        lambda: profil.profile_table(a.daten, a.level, a.year, wahl.gebiete), f"profil_{wahl.gebiet}", key="pr_alle"
    )


@remember(32)
def profil_sources(daten: Daten, ebene: Raumebene, jahr: int) -> cache.Quellen:
    """The Quellen of all figures of a profile, each once."""
    jahre = profil.all_figures(daten, ebene, jahr).groupby("indikator_id", sort=False)["jahr"].first()
    alle = [q for i, j in jahre.items() for q in cache.quellen(daten, str(i), ebene, int(j))]
    return tuple(dict.fromkeys(alle))


def draw_strengths(wahl: Profilwahl) -> None:
    a = wahl.auswahl
    hoechstens = _LISTE if wahl.zweites is None else _LISTE_ZU_ZWEIT
    for gebiet in wahl.gebiete:
        zeilen = profil.profile(a.daten, a.level, a.year, gebiet).zeilen
        if wahl.zweites:
            st.markdown(f"**{components.markdown_escape(wahl.namen[gebiet])}**")
        staerken = zeilen[zeilen["lage"] == STAERKE].iloc[::-1]
        _draw_list("Stärken", staerken, ":material/thumb_up:", hoechstens)
        bedarf = zeilen[zeilen["lage"] == BEDARF]
        _draw_list("Mehr Unterstützungsbedarf", bedarf, ":material/volunteer_activism:", hoechstens)


def _draw_list(titel: str, zeilen: pd.DataFrame, zeichen: str, hoechstens: int) -> None:
    texte: list[list[str]] = zeilen.head(hoechstens)[["bezeichnung", "text", "text_ganzes"]].to_numpy().tolist()
    eintraege = [
        f"- {components.markdown_escape(name)}: **{components.markdown_escape(wert)}** "
        f"(statt {components.markdown_escape(ganzes)})"
        for name, wert, ganzes in texte
    ]
    weitere = len(zeilen) - hoechstens
    if weitere > 0:
        eintraege.append(f"- und {weitere} weitere")
    st.markdown(f"{zeichen} **{titel}**\n\n" + ("\n".join(eintraege) or "– keine, die größer wäre als der Zufall"))


@remember(128)
def development_chart(
    daten: Daten, indikator: Indikator, ebene: Raumebene, gebiete: tuple[str, ...], stil: Stil, mass: Mass
) -> Spec:
    """The chosen Indikator of the areas over the years, the whole as a dashed line where it has figures."""
    werte = cache.indikatorwerte(daten, indikator.indikator_id, ebene)
    hier = werte[werte["gebiet_id"].isin(gebiete)]
    namen = cache.gebiete(daten, ebene)
    ganzes = profil.whole(daten, gebiete[0])
    region = None
    if ganzes.gebiet_id is not None and ganzes.ebene is not None:
        oben = cache.indikatorwerte(daten, indikator.indikator_id, ganzes.ebene)
        oben = oben[oben["gebiet_id"] == ganzes.gebiet_id]
        if oben["wert"].notna().any():
            region = ganzes.bezeichnung
            hier = pd.concat([hier, oben])
    return two_areas(
        hier,
        gebiete=[namen[g] for g in gebiete],
        achse=indikator.einheit,
        stil=stil,
        region=region,
        einheit=karten.unit(indikator),
        stellen=indikator.nachkommastellen,
        beispiel=components.is_beispiel(werte),
        breite=mass.breite,
        hoehe=mass.hoehe,
    )


def draw_development(wahl: Profilwahl) -> None:
    a = wahl.auswahl
    mass = _size(a.stil, 0.5, 500, 300)
    components.chart(development_chart(a.daten, a.figures, a.level, wahl.gebiete, a.stil, mass), "pr_verlauf")
    components.source_line(cache.quellen(a.daten, a.figures.indikator_id, a.level, a.year))
    components.take_away(
        lambda: components.werte_tabelle(a.werte[a.werte["gebiet_id"].isin(wahl.gebiete)], a.figures),
        f"{a.figures.indikator_id}_{wahl.gebiet}",
        key="pr_verlauf",
        woher=True,
    )


@remember(128)
def area_money(daten: Daten, ebene: Raumebene, wahl: Geldwahl, gebiet: str) -> pd.DataFrame:
    """Maßnahmen with a share in the area: title, euro of the year for this area, largest first.

    Private money that names no Maßnahme, because a rule protects it, is one row.
    """
    budget = geld.budget_of(daten, ebene, wahl)
    hier = sum_money(budget[budget["gebiet_id"] == gebiet], ["massnahme_id"], wahl.art)
    alle = cache.massnahmen(daten).set_index("massnahme_id")
    eur = hier["eur"].astype(float)
    return pd.DataFrame(
        {
            "Maßnahme": hier["massnahme_id"].map(alle["bezeichnung"]).fillna(OHNE_MASSNAHME),
            f"Euro {wahl.jahr}": eur,
        }
    ).sort_values(f"Euro {wahl.jahr}", ascending=False, ignore_index=True)


@remember(128)
def count_in_area(daten: Daten, ebene: Raumebene, wahl: Geldwahl, gebiet: str) -> int:
    """How many Maßnahmen have an amount of this kind that (partly) goes to the area."""
    orte, betraege = geld.places_of(daten, ebene, wahl), geld.money(daten, wahl.konzept)
    erfasst = betraege[(betraege["haushaltsjahr"] == wahl.jahr) & betraege[f"{wahl.art}_eur"].notna()]
    hier = set(orte.loc[orte["gebiet_id"] == gebiet, "massnahme_id"])
    return len(hier & set(erfasst["massnahme_id"]))


@remember(64)
def inhabitants(daten: Daten, ebene: Raumebene, jahr: int) -> pd.Series:
    """Inhabitants by gebiet_id of the year or the nearest one; empty where none are known."""
    alle = daten.projekt.load_einwohner(ebene)
    alle = alle[alle["wert"].notna()]
    if alle.empty:
        return pd.Series(dtype=float)
    naechstes = nearest_year(alle["jahr"].unique(), jahr)
    personen: pd.Series = alle[alle["jahr"] == naechstes].set_index("gebiet_id")["wert"]
    return personen


@remember(128)
def money_sentence(daten: Daten, ebene: Raumebene, wahl: Geldwahl, gebiet: str) -> str:
    namen, personen = cache.gebiete(daten, ebene), inhabitants(daten, ebene, wahl.jahr)
    summen = geld.sums_by_area(daten, ebene, wahl).set_index("gebiet_id")["eur"].astype(float)
    anzahl = count_in_area(daten, ebene, wahl, gebiet)
    je_person = je_alle = None
    if gebiet in personen and personen.reindex(list(namen)).notna().all():
        je_person = summen.get(gebiet, 0.0) / personen[gebiet]
        je_alle = summen.sum() / personen.reindex(list(namen)).sum()
    return sentence_area_money(namen[gebiet], wahl.jahr, anzahl, float(summen.get(gebiet, 0.0)), je_person, je_alle)


def draw_money(wahl: Profilwahl) -> None:
    a = wahl.auswahl
    if not a.konzept:
        st.info("Noch keine Maßnahmen mit Geld erfasst.", icon=":material/euro:")
        return
    frage = Geldwahl(a.konzept, geld.nearest_budget_year(a.daten, a.konzept, a.year))
    for gebiet in wahl.gebiete:
        components.sentence(money_sentence(a.daten, a.level, frage, gebiet))
        tabelle = area_money(a.daten, a.level, frage, gebiet)
        if not tabelle.empty:
            components.table(tabelle, height=_HOEHE_LISTE)
    components.source_line(
        geld.sources(a.daten, frage),
        [f"Haushaltsjahr {frage.jahr}, Ansatz", *geld.protection_notes(a.daten, a.level, frage)],
    )


@remember(64)
def places(daten: Daten, gebiet: str) -> pd.DataFrame:
    """Einrichtungen in the area and the areas inside it."""
    alle = daten.projekt.load_einrichtungen()
    hier = alle[alle["gebiet_id"].isin(profil.descendants(daten, gebiet))].sort_values(["art", "bezeichnung"])
    return pd.DataFrame(
        {
            "Art": hier["art"],
            "Einrichtung": hier["bezeichnung"],
            "Träger": hier["traeger"],
            "Plätze": hier["kapazitaet"],
            "Herkunft": hier["herkunft"].where(hier["herkunft"] == "beispiel", "").replace("beispiel", "Beispiel"),
        }
    )


def draw_places(wahl: Profilwahl) -> None:
    for gebiet in wahl.gebiete:
        tabelle = places(wahl.auswahl.daten, gebiet)
        name = components.markdown_escape(wahl.namen[gebiet])
        if tabelle.empty:
            st.info(f"Für {name} sind keine Einrichtungen erfasst.", icon=":material/location_off:")
            continue
        arten = tabelle["Art"].value_counts()
        teile = [f"{anzahl} × {components.markdown_escape(str(art))}" for art, anzahl in arten.items()]
        st.markdown(f"**{name}**: {len(tabelle)} Einrichtungen ({', '.join(teile)})")
        components.table(tabelle, height=_HOEHE_LISTE)


def draw_similar(wahl: Profilwahl) -> None:
    a = wahl.auswahl
    if components.not_in_wuerde(a):
        return
    satz, nahe = profil.similar(a.daten, a.level, a.year, wahl.gebiet)
    components.sentence(satz)
    for gebiet in nahe:
        st.button(
            f"{wahl.namen[gebiet]} daneben stellen",
            key=f"pr_daneben_{gebiet}",
            on_click=_put_beside,
            args=(gebiet,),
            disabled=gebiet == wahl.zweites,
            width="stretch",
        )
    st.caption("Verglichen wird über alle Indikatoren, jeder in seiner eigenen Streuung; gleich gewichtet.")


def _put_beside(gebiet: str) -> None:
    st.session_state["daneben"] = gebiet
