"""The cards of the page »Geld und Bedarf«: does money follow need, and what if it did?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

import pandas as pd
import streamlit as st

from sozialplanung.analysis.distribution import lorenz_curve
from sozialplanung.charts.abweichung import diverging_bars
from sozialplanung.charts.arm_reich import dumbbell, lorenz
from sozialplanung.charts.bausteine import records
from sozialplanung.charts.streuung import scatter
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.errors import AnalyseError
from sozialplanung.formatting import format_euro, format_euro_kurz, format_prozent, format_wert
from sozialplanung.model import Indikator, Raumebene, Richtung
from sozialplanung.report import saetze_bedarf as saetze
from sozialplanung.report import saetze_wuerde
from sozialplanung.ui import adresse, bedarf, cache, components, geld, karten, szenarien
from sozialplanung.ui.bedarf import Lage, Regeln, Szenario
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.geld import Geldwahl
from sozialplanung.ui.masse import Mass, chart_room

FRAGE = "Folgt das Geld dem Bedarf?"
_BLICKE = {"lage": "Heute", "simulator": "Was wäre, wenn? (Simulator)"}
_RUNDEN = {1: "auf den Cent", 100: "auf 1 €", 1000: "auf 10 €", 10_000: "auf 100 €"}
_HOECHSTENS = 1e9  # euro
_TICKS = "datum.value == 0 ? '0' : format(datum.value / 1000, '+,.2~f') + ' Tsd.'"


@dataclass(frozen=True)
class Bedarfswahl:
    """What the page is computed for."""

    daten: Daten
    indikator: Indikator
    ebene: Raumebene
    jahr: int
    geld: Geldwahl
    gebiet: str | None
    stil: Stil

    @property
    def lage(self) -> Lage:
        return bedarf.situation(self.daten, self.indikator, self.ebene, self.jahr, self.geld)

    def scenario(self, regeln: Regeln) -> Szenario:
        return bedarf.scenario(self.daten, self.indikator, self.ebene, self.jahr, self.geld, regeln)


def _stop(was_tun: str) -> NoReturn:
    st.title(FRAGE, anchor=False)
    components.hint(was_tun)


def choose(auswahl: Auswahl) -> Bedarfswahl:
    """Stops with what to do where there is no money, no need or nobody to relate to – or no area may be named."""
    if auswahl.stil.wuerde:
        _stop(saetze_wuerde.GELD_JE_GRUPPE)
    if not auswahl.konzept:
        _stop(
            "In diesem Projekt ist noch kein Geld erfasst. Bitte füllen Sie in der Vorlage die Blätter »Massnahmen«, "
            "»Massnahme_Gebiete« und »Finanzierung« aus und laden Sie sie auf der Seite »Daten« hoch."
        )
    if auswahl.figures.richtung == Richtung.STAERKE:
        _stop(
            f"»{auswahl.figures.bezeichnung}« misst eine Stärke: Je höher der Wert, desto geringer der Bedarf. Bitte "
            "wählen Sie links einen Indikator, der einen Bedarf misst, oder einen gespeicherten Sozialindex."
        )
    wahl = Bedarfswahl(
        auswahl.daten,
        auswahl.figures,
        auswahl.level,
        auswahl.year,
        Geldwahl(auswahl.konzept, geld.nearest_budget_year(auswahl.daten, auswahl.konzept, auswahl.year)),
        auswahl.gebiet,
        auswahl.stil,
    )
    if wahl.lage.tabelle["menge"].notna().sum() < 2:
        _stop(
            "Zu diesem Indikator sind für weniger als zwei Gebiete Wert und Personen bekannt. Bitte wählen Sie einen "
            "anderen Indikator, ein anderes Jahr oder ergänzen Sie die Personenzahlen."
        )
    return wahl


def choose_view() -> str:
    """Only the chosen view is computed."""
    return components.choose_view("blick_bedarf", _BLICKE, "Blick")


def lead(wahl: Bedarfswahl) -> str:
    return saetze.sentence_gap(wahl.lage.abstand, wahl.lage.tabelle, wahl.ebene)


def _size(stil: Stil) -> Mass:
    return chart_room(projektor=stil.projektor, anteil=0.5, spalten=2, ueber=420, mindestens=330, hoechstens=520)


def _finish(wahl: Bedarfswahl, key: str, *zusatz: str) -> None:
    quellen = (
        *cache.quellen(wahl.daten, wahl.indikator.indikator_id, wahl.ebene, wahl.jahr),
        *geld.sources(wahl.daten, wahl.geld),
    )
    hinweise = [
        f"Bedarf: {components.markdown_escape(wahl.indikator.bezeichnung)} {wahl.jahr} × Personen",
        f"Haushaltsjahr {wahl.geld.jahr}, Ansatz",
        saetze.note_citywide(wahl.lage.stadtweit),
        saetze.note_left_out(wahl.lage.ohne, wahl.ebene),
        "Index so verschoben, dass der kleinste Bedarf null ist" if wahl.lage.verschoben else "",
        *zusatz,
    ]
    components.source_line(tuple(dict.fromkeys(quellen)), [text for text in hinweise if text])
    components.take_away(lambda: situation_table(wahl), f"geld_bedarf_{wahl.geld.jahr}", key=key)


def situation_table(wahl: Bedarfswahl) -> pd.DataFrame:
    """The figures behind the cards, with headers that people read."""
    namen = {
        "bezeichnung": "Gebiet",
        "eur": f"Euro {wahl.geld.jahr}",
        "personen": "Personen",
        "satz": f"{wahl.indikator.bezeichnung} ({wahl.indikator.einheit})",
        "je_kopf": "Euro je Person",
        "punkte": "Anteil am Geld − Anteil am Bedarf (Punkte)",
        "mehr": "Euro über (+) oder unter (−) dem Anteil am Bedarf",
    }
    return wahl.lage.tabelle[list(namen)].rename(columns=namen).reset_index(drop=True)


@remember(128)
def scatter_chart(wahl: Bedarfswahl, mass: Mass) -> Spec:
    tabelle = wahl.lage.tabelle
    kreis = wahl.indikator.zielgruppe or "Personen"
    punkte = pd.DataFrame(
        {
            "gebiet_id": tabelle.index,
            "bezeichnung": tabelle["bezeichnung"],
            "x": tabelle["satz"],
            "y": tabelle["je_kopf"],
            "gewicht": tabelle["personen"],
            "x_text": [
                format_wert(x, None, karten.unit(wahl.indikator), wahl.indikator.nachkommastellen)
                for x in tabelle["satz"]
            ],
            "y_text": [format_euro(y, 2) for y in tabelle["je_kopf"]],
        }
    )
    return scatter(
        punkte,
        None,
        achse_x=f"{wahl.indikator.bezeichnung} ({wahl.indikator.einheit})",
        achse_y=f"Euro je Person ({kreis})",
        stil=wahl.stil,
        gewaehlt=wahl.gebiet,
        beispiel=wahl.lage.beispiel,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )


def draw_scatter(wahl: Bedarfswahl) -> None:
    components.sentence(
        "Folgte das Geld dem Bedarf, lägen die Gebiete auf einer steigenden Geraden durch den Nullpunkt."
    )
    components.chart(scatter_chart(wahl, _size(wahl.stil)), "gb_streuung", select=True)
    _finish(wahl, "gb_streuung")


@remember(128)
def disparity_chart(wahl: Bedarfswahl, mass: Mass) -> Spec:
    tabelle = wahl.lage.tabelle.dropna(subset=["mehr"]).reset_index()
    zeilen = [
        zeile
        | {"wert": zeile["mehr"], "text": format_euro_kurz(zeile["mehr"]), "anteile": saetze.points(zeile["punkte"])}
        for zeile in records(tabelle, ["gebiet_id", "bezeichnung", "mehr", "punkte"])
    ]
    return diverging_bars(
        zeilen,
        namen=("mehr als der Anteil am Bedarf", "weniger"),
        tooltip=[
            {"field": "bezeichnung", "title": "Gebiet"},
            {"field": "text", "title": "Euro"},
            {"field": "anteile", "title": "Anteil am Geld − am Bedarf"},
        ],
        achse=f"Euro {wahl.geld.jahr}",
        stil=wahl.stil,
        beschreibung="Euro über oder unter dem Anteil am Bedarf, je Gebiet",
        ticks=_TICKS,
        gewaehlt=wahl.gebiet,
        beispiel=wahl.lage.beispiel,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )


def draw_disparity(wahl: Bedarfswahl) -> None:
    jahre = bedarf.over_years(wahl.daten, wahl.indikator, wahl.ebene, wahl.jahr, wahl.geld.konzept, wahl.geld.art)
    texte = [f"{jahr}: {format_prozent(abstand, 0)}" for jahr, abstand in jahre.items()]
    components.sentence(f"Anteil der Mittel, der das Gebiet wechseln müsste – {', '.join(texte)}.")
    components.chart(disparity_chart(wahl, _size(wahl.stil)), "gb_abstand")
    _finish(wahl, "gb_abstand")


@remember(128)
def lorenz_chart(wahl: Bedarfswahl, mass: Mass) -> Spec:
    da = wahl.lage.tabelle.dropna(subset=["mehr"])
    kurve = lorenz_curve(da["eur"] / da["menge"].where(da["menge"] > 0), da["menge"])
    return lorenz(
        kurve.rename(columns={"anteil_gewicht": "anteil_personen"}),
        achse_x="Anteil am Bedarf",
        achse_y="Anteil am Geld",
        stil=wahl.stil,
        beispiel=wahl.lage.beispiel,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )


def draw_lorenz(wahl: Bedarfswahl) -> None:
    components.sentence("Je weiter die Kurve unter der Geraden liegt, desto weniger folgt das Geld dem Bedarf.")
    components.chart(lorenz_chart(wahl, _size(wahl.stil)), "gb_lorenz")
    _finish(wahl, "gb_lorenz")


def draw_fields(wahl: Bedarfswahl) -> None:
    felder = bedarf.by_field(wahl.daten, wahl.indikator, wahl.ebene, wahl.jahr, wahl.geld)
    components.sentence("Nicht jedes Handlungsfeld muss diesem Bedarf folgen; die Tabelle zeigt, welche es tun.")
    components.table(
        pd.DataFrame(
            {
                "Handlungsfeld": felder.index,
                f"Euro {wahl.geld.jahr}": felder["eur"],
                "müsste das Gebiet wechseln": [format_prozent(a, 0) for a in felder["abstand"]],
            }
        )
    )
    _finish(wahl, "gb_felder")


def choose_rules(wahl: Bedarfswahl) -> Regeln:
    """The settings of the Simulator; every one of them is part of the link."""
    heute = float(wahl.lage.tabelle["eur"].sum())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        budget = adresse.recall_number("budget", round(heute), _HOECHSTENS)
        st.number_input("Budget (€)", 0.0, _HOECHSTENS, key="budget", step=1000.0, format="%.0f")
        sockel = adresse.recall_number("sockel", 0.0, _HOECHSTENS)
        st.number_input("Sockel je Gebiet (€)", 0.0, _HOECHSTENS, key="sockel", step=500.0, format="%.0f")
        deckel = adresse.recall_number("deckel", 0.0, _HOECHSTENS)
        st.number_input(
            "Deckel je Gebiet (€)", 0.0, _HOECHSTENS, key="deckel", step=500.0, format="%.0f", help="0: kein Deckel"
        )
        verlust = adresse.recall_number("verlust", 100.0, 100.0)
        st.number_input(
            "Höchster Verlust (%)", 0.0, 100.0, key="verlust", step=5.0, format="%.0f",
            help="Kein Gebiet verliert mehr als diesen Anteil seines bisherigen Geldes; 100: keine Grenze.",
        )  # fmt: skip
        runden = adresse.recall("runden", list(_RUNDEN), 100)
        st.selectbox("Runden", list(_RUNDEN), key="runden", format_func=_RUNDEN.__getitem__)
    lambda_ = adresse.recall_number("lambda", 50.0, 100.0)
    st.slider(
        "Wie weit folgt das Geld dem Bedarf? Links: gleich viel je Person, rechts: ganz nach Bedarf",
        0.0, 100.0, key="lambda", step=5.0, format="%.0f %%",
    )  # fmt: skip
    return Regeln(
        round(budget * 100),
        lambda_ / 100,
        round(sockel * 100),
        round(deckel * 100) if deckel else None,
        verlust / 100 if verlust < 100 else None,
        int(runden),
    )


def simulate(wahl: Bedarfswahl, regeln: Regeln) -> Szenario | None:
    """None after saying which settings do not go together."""
    try:
        return wahl.scenario(regeln)
    except AnalyseError as fehler:
        st.warning(str(fehler), icon=":material/rule:")
        return None


@remember(256)
def scenario_sentence(wahl: Bedarfswahl, regeln: Regeln) -> str:
    szenario = wahl.scenario(regeln)
    rang = szenario.tabelle.sort_values("aenderung", kind="stable")
    unten, oben = rang.iloc[0], rang.iloc[-1]
    return saetze.sentence_scenario(
        regeln.lambda_,
        wahl.lage.abstand,
        szenario.abstand,
        (str(oben["bezeichnung"]), int(oben["aenderung"])),
        (str(unten["bezeichnung"]), int(unten["aenderung"])),
    )


@remember(256)
def scenario_chart(wahl: Bedarfswahl, regeln: Regeln, mass: Mass) -> Spec:
    szenario = wahl.scenario(regeln)
    tabelle = szenario.tabelle
    return dumbbell(
        pd.DataFrame(
            {
                "gebiet_id": tabelle.index,
                "bezeichnung": tabelle["bezeichnung"],
                "wert_von": tabelle["bisher"] / 100,
                "wert_bis": tabelle["neu"] / 100,
            }
        ),
        jahr_von="bisher",
        jahr_bis="Szenario",
        achse="Euro",
        einheit="€",
        stellen=0,
        stil=wahl.stil,
        gewaehlt=wahl.gebiet,
        beispiel=wahl.lage.beispiel,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )


def draw_scenario(wahl: Bedarfswahl, regeln: Regeln) -> None:
    components.sentence(scenario_sentence(wahl, regeln))
    components.chart(scenario_chart(wahl, regeln, _size(wahl.stil)), "gb_szenario", select=True)
    _finish(wahl, "gb_szenario")


def scenario_table(wahl: Bedarfswahl, regeln: Regeln) -> pd.DataFrame:
    """To the cent, with the sum as its last row."""
    tabelle = wahl.scenario(regeln).tabelle
    euro = pd.DataFrame(
        {
            "Gebiet": tabelle["bezeichnung"],
            "bisher (€)": tabelle["bisher"] / 100,
            "Szenario (€)": tabelle["neu"] / 100,
            "Änderung (€)": tabelle["aenderung"] / 100,
            "Szenario je Person (€)": tabelle["je_kopf"],
        }
    )
    summe = {"Gebiet": "Summe"} | {
        name: tabelle[spalte].sum() / 100
        for name, spalte in (("bisher (€)", "bisher"), ("Szenario (€)", "neu"), ("Änderung (€)", "aenderung"))
    }
    return pd.concat([euro, pd.DataFrame([summe])], ignore_index=True)


def assumptions(wahl: Bedarfswahl, regeln: Regeln) -> pd.DataFrame:
    """What a council must know to check the scenario."""
    zeilen = {
        "Bedarf": f"{wahl.indikator.bezeichnung} ({wahl.indikator.einheit}) {wahl.jahr} × Personen",
        "Bisheriges Geld": f"Ansatz {wahl.geld.jahr}",
        "Budget": format_euro(regeln.budget / 100, 2),
        "Anteil nach Bedarf (λ)": format_prozent(regeln.lambda_, 0),
        "Sockel je Gebiet": format_euro(regeln.sockel / 100, 2),
        "Deckel je Gebiet": "keiner" if regeln.deckel is None else format_euro(regeln.deckel / 100, 2),
        "Höchster Verlust": "keine Grenze" if regeln.verlust is None else format_prozent(regeln.verlust, 0),
        "Gerundet": _RUNDEN[regeln.runden],
        "Formel": "Budget × [(1 − λ) · Personenanteil + λ · Bedarfsanteil], in den Grenzen; größte Reste",
    }
    return pd.DataFrame({"Annahme": list(zeilen), "Wert": list(zeilen.values())})


def draw_table(wahl: Bedarfswahl, regeln: Regeln) -> None:
    components.table(scenario_table(wahl, regeln))
    components.take_away(
        lambda: scenario_table(wahl, regeln),
        "szenario",
        key="gb_tabelle",
        blaetter=lambda: {"Annahmen": assumptions(wahl, regeln)},
    )
    annahmen = assumptions(wahl, regeln)
    with st.expander("Annahmen", icon=":material/rule:"):
        components.table(annahmen)
    szenarien.draw_save(wahl.daten, annahmen, wahl.scenario(regeln).tabelle)


def draw_comparison(wahl: Bedarfswahl) -> None:
    szenarien.draw_comparison(wahl.daten)
