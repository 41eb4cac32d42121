"""The Simulator of the page »Geld und Bedarf«: rules, map, bars and table of one scenario."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sozialplanung.charts.arm_reich import dumbbell
from sozialplanung.charts.theme import Spec
from sozialplanung.errors import AnalyseError
from sozialplanung.formatting import format_datum, format_euro, format_prozent, tell_apart, today
from sozialplanung.report import saetze_bedarf as saetze
from sozialplanung.ui import adresse, bedarf, cache, components, geld, karten, szenarien
from sozialplanung.ui.bedarfswahl import Bedarfswahl, finish, half
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.karten import Karte
from sozialplanung.ui.masse import Mass
from sozialplanung.ui.simulation import Regeln, Szenario, scenario
from sozialplanung.vorlage_szenario import STADTWEIT

_RUNDEN = {1: "auf den Cent", 100: "auf 1 €", 1000: "auf 10 €", 10_000: "auf 100 €"}
_HOECHSTENS = 1e9  # euro
_GESAMTSTAEDTISCH = "gesamtstädtisch (vorab)"
_LAMBDA = "Ganz links bekommt jedes Gebiet gleich viel je Person, ganz rechts so viel, wie sein Bedarf ausmacht."


def choose_rules(wahl: Bedarfswahl) -> Regeln:
    """The settings of the Simulator; every one of them is part of the link."""
    namen = bedarf.needs(wahl.daten, wahl.ebene)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if namen:
            zur_wahl = cache.indikatoren_zur_wahl(wahl.daten)
            st.selectbox("Bedarf nach", list(namen), key="bedarf", format_func=zur_wahl.__getitem__)
        budget = adresse.recall_number("budget", round(wahl.lage.mittel), _HOECHSTENS)
        st.number_input("Budget (€)", 0.0, _HOECHSTENS, key="budget", step=1000.0, format="%.0f", width=220)
        lambda_ = adresse.recall_number("lambda", 50.0, 100.0)
        st.slider("Verteilt nach Bedarf", 0.0, 100.0, key="lambda", step=5.0, format="%.0f %%", help=_LAMBDA)
        with st.popover("Grenzen und feste Beträge", icon=":material/tune:"):
            grenzen = _choose_limits(wahl)
    regeln = grenzen._replace(budget=round(budget * 100), lambda_=lambda_ / 100)
    st.caption(components.markdown_escape(" · ".join(describe_rules(wahl, regeln))))
    return regeln


def _choose_limits(wahl: Bedarfswahl) -> Regeln:
    """What stands in the popover."""
    orte = tell_apart({str(gebiet): str(ort) for gebiet, ort in wahl.lage.tabelle["bezeichnung"].items()})
    links, rechts = st.columns(2)
    with links:
        sockel = _choose_number("Sockel je Gebiet (€)", "sockel")
        verlust = _choose_number(
            "Höchster Verlust (%)", "verlust", 100.0, 100.0, 5.0,
            hilfe="Kein Gebiet verliert mehr als diesen Anteil seines bisherigen Geldes; 100: keine Grenze.",
        )  # fmt: skip
        vorab = _choose_number(
            "Vorab gesamtstädtisch (%)", "vorab", 0.0, 100.0, 5.0,
            hilfe="Dieser Anteil des Budgets bleibt bei der ganzen Stadt und wird nicht auf Gebiete verteilt.",
        )  # fmt: skip
    with rechts:
        deckel = _choose_number("Deckel je Gebiet (€)", "deckel", hilfe="0: kein Deckel")
        runden = adresse.recall("runden", list(_RUNDEN), 100)
        adresse.hold("runden")
        st.selectbox("Runden", list(_RUNDEN), key="runden", format_func=_RUNDEN.__getitem__)
        fest = adresse.recall_list("fest", list(orte), [])
        adresse.hold("fest")
        st.multiselect(
            "Feste Beträge", list(orte), key="fest", format_func=orte.__getitem__, placeholder="Gebiete wählen",
            help="Diese Gebiete bekommen genau den Betrag, den Sie eintragen; die Formel verteilt den Rest.",
        )  # fmt: skip
        heute = wahl.lage.tabelle["eur"].round().to_dict()  # what an area gets today, until another amount is typed
        betraege = {g: _choose_number(f"{orte[g]} (€)", f"fest_{g}", float(heute[g])) for g in fest}
    adresse.forget(*(f"fest_{gebiet}" for gebiet in orte if gebiet not in fest))
    return Regeln(
        budget=0,
        lambda_=0,
        sockel=round(sockel * 100),
        deckel=round(deckel * 100) if deckel else None,
        verlust=verlust / 100 if verlust < 100 else None,
        runden=int(runden),
        vorab=vorab / 100,
        fest=tuple((gebiet, round(eur * 100)) for gebiet, eur in betraege.items()),
    )


def _choose_number(
    frage: str, key: str, vorgabe: float = 0.0, hoechstens: float = _HOECHSTENS, schritt: float = 500.0, hilfe: str = ""
) -> float:
    """A number of the popover, kept in the URL."""
    wert = adresse.recall_number(key, vorgabe, hoechstens)
    adresse.hold(key)
    st.number_input(frage, 0.0, hoechstens, key=key, step=schritt, format="%.0f", help=hilfe or None)
    return wert


def describe_rules(wahl: Bedarfswahl, regeln: Regeln) -> list[str]:
    """What holds besides need and λ, in words."""
    texte = [f"Verteilt werden {format_euro((regeln.budget - regeln.vorab_cent) / 100, _places(regeln))}"]
    if regeln.vorab_cent:
        texte.append(f"vorab gesamtstädtisch {format_euro(regeln.vorab_cent / 100, _places(regeln))}")
    if regeln.sockel:
        texte.append(f"mindestens {format_euro(regeln.sockel / 100)} je Gebiet")
    if regeln.deckel is not None:
        texte.append(f"höchstens {format_euro(regeln.deckel / 100)} je Gebiet")
    if regeln.verlust is not None:
        texte.append(f"kein Gebiet verliert mehr als {format_prozent(regeln.verlust, 0)}")
    if regeln.fest:
        texte.append(f"fest: {_fixed(wahl, regeln)}")
    return [*texte, f"gerundet {_RUNDEN[regeln.runden]}"]


def _places(regeln: Regeln) -> int:
    return 2 if regeln.runden < 100 else 0


def _fixed(wahl: Bedarfswahl, regeln: Regeln) -> str:
    orte = wahl.lage.tabelle["bezeichnung"]
    return ", ".join(f"{orte[gebiet]} {format_euro(cent / 100)}" for gebiet, cent in regeln.fest)


def simulate(wahl: Bedarfswahl, regeln: Regeln) -> Szenario | None:
    """None after saying which settings do not go together."""
    try:
        return compute(wahl, regeln)
    except AnalyseError as fehler:
        st.warning(str(fehler), icon=":material/rule:")
        return None


def compute(wahl: Bedarfswahl, regeln: Regeln) -> Szenario:
    return scenario(*wahl.frage, regeln)


@remember(256)
def scenario_map(wahl: Bedarfswahl, regeln: Regeln, mass: Mass) -> Karte | None:
    aenderung = compute(wahl, regeln).tabelle["aenderung"] / 100
    alle = aenderung.reindex(wahl.lage.tabelle.index)
    texte = ["nicht verteilt" if x != x else format_change(x) for x in alle]
    return karten.difference_map(
        wahl.daten,
        wahl.ebene,
        alle,
        texte,
        f"Änderung gegenüber {wahl.geld.jahr} in Euro",
        wahl.gebiet,
        wahl.stil,
        mass,
        beispiel=wahl.lage.beispiel,
    )


def format_change(eur: float) -> str:
    """»+3.856 €«."""
    return ("+" if eur > 0 else "") + format_euro(eur)


def draw_map(wahl: Bedarfswahl, regeln: Regeln) -> None:
    components.sentence(saetze.sentence_winners(compute(wahl, regeln).tabelle["aenderung"], wahl.ebene))
    mass = half(wahl.stil)
    karten.draw_finished(scenario_map(wahl, regeln, mass), "gb_szenariokarte", "Änderung im Szenario", mass.hoehe)
    finish(wahl, "gb_szenariokarte", *karten.outline_note(wahl.daten, wahl.ebene))


@remember(256)
def scenario_sentence(wahl: Bedarfswahl, regeln: Regeln) -> str:
    szenario = compute(wahl, regeln)
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
    tabelle = compute(wahl, regeln).tabelle
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


def draw_bars(wahl: Bedarfswahl, regeln: Regeln) -> None:
    components.sentence(scenario_sentence(wahl, regeln))
    components.chart(scenario_chart(wahl, regeln, half(wahl.stil)), "gb_szenario", select=True)
    finish(wahl, "gb_szenario")


def scenario_table(wahl: Bedarfswahl, regeln: Regeln) -> pd.DataFrame:
    """To the cent, the greatest change first, with what is for the whole city and the sum as its last rows."""
    szenario = compute(wahl, regeln)
    tabelle = szenario.tabelle.sort_values("aenderung", key=abs, ascending=False, kind="stable")
    euro = pd.DataFrame(
        {
            "Gebiet": tabelle["bezeichnung"],
            "bisher (€)": tabelle["bisher"] / 100,
            "Szenario (€)": tabelle["neu"] / 100,
            "Änderung (€)": tabelle["aenderung"] / 100,
            "je Person (€)": tabelle["je_kopf"].round(2),
        }
    )
    unten = []
    if szenario.vorab:
        unten.append({"Gebiet": _GESAMTSTAEDTISCH, "Szenario (€)": szenario.vorab / 100})
    summe = {name: tabelle[spalte].sum() for name, spalte in (("bisher (€)", "bisher"), ("Änderung (€)", "aenderung"))}
    unten.append(
        {"Gebiet": "Summe", "Szenario (€)": (tabelle["neu"].sum() + szenario.vorab) / 100}
        | {name: cent / 100 for name, cent in summe.items()}
    )
    return pd.concat([euro, pd.DataFrame(unten)], ignore_index=True)


def amounts(wahl: Bedarfswahl, regeln: Regeln) -> tuple[tuple[str, str, int], ...]:
    """What is kept of a scenario: key, name and cents of every area, and of the whole city."""
    szenario = compute(wahl, regeln)
    zeilen = zip(szenario.tabelle.index, szenario.tabelle["bezeichnung"], szenario.tabelle["neu"], strict=True)
    je_gebiet = tuple((str(gebiet), str(ort), int(cent)) for gebiet, ort, cent in zeilen)
    return (*je_gebiet, *(((STADTWEIT, _GESAMTSTAEDTISCH, szenario.vorab),) if szenario.vorab else ()))


def assumptions(wahl: Bedarfswahl, regeln: Regeln) -> tuple[tuple[str, str], ...]:
    """What a council must know to check the scenario."""
    stellen = _places(regeln)
    quellen = dict.fromkeys(
        (
            *cache.quellen(wahl.daten, wahl.indikator.indikator_id, wahl.ebene, wahl.jahr),
            *geld.sources(wahl.daten, wahl.geld),
        )
    )
    konzept = cache.concepts(wahl.daten).get(wahl.geld.konzept, "alle Handlungskonzepte zusammen")
    zeilen = {
        "Projekt": cache.projekt_angaben(wahl.daten).get("name", ""),
        "Raumebene": wahl.ebene.plural,
        "Bedarf": f"{wahl.indikator.bezeichnung} ({wahl.indikator.einheit}) {wahl.jahr} × Personen",
        "Bisheriges Geld": f"{konzept}, Ansatz {wahl.geld.jahr}",
        "Budget": format_euro(regeln.budget / 100, 2),
        "Vorab gesamtstädtisch": format_euro(regeln.vorab_cent / 100, stellen) if regeln.vorab_cent else "nichts",
        "Anteil nach Bedarf (λ)": format_prozent(regeln.lambda_, 0),
        "Sockel je Gebiet": format_euro(regeln.sockel / 100, 2) if regeln.sockel else "keiner",
        "Deckel je Gebiet": "keiner" if regeln.deckel is None else format_euro(regeln.deckel / 100, 2),
        "Höchster Verlust": "keine Grenze" if regeln.verlust is None else format_prozent(regeln.verlust, 0),
        "Feste Beträge": _fixed(wahl, regeln) or "keine",
        "Gerundet": _RUNDEN[regeln.runden],
        "Nicht in der Rechnung": saetze.note_left_out(wahl.lage.ohne, wahl.ebene) or "nichts",
        "Formel": "Budget × [(1 − λ) · Personenanteil + λ · Bedarfsanteil], in den Grenzen; größte Reste",
        "Quellen und Stand": components.source_text(tuple(quellen)).removeprefix("Quelle: "),
        "Gerechnet am": format_datum(today()),
    }
    return (*zeilen.items(), *(("Geheimhaltung", n) for n in geld.protection_notes(wahl.daten, wahl.ebene, wahl.geld)))


def draw_table(wahl: Bedarfswahl, regeln: Regeln) -> None:
    components.table(scenario_table(wahl, regeln), height=half(wahl.stil).hoehe)
    components.take_away(
        lambda: scenario_table(wahl, regeln),
        "szenario",
        key="gb_tabelle",
        blaetter=lambda: szenarien.sheets_of(assumptions(wahl, regeln), amounts(wahl, regeln)),
    )


def draw_assumptions(wahl: Bedarfswahl, regeln: Regeln) -> None:
    annahmen = assumptions(wahl, regeln)
    components.table(pd.DataFrame(annahmen, columns=["Annahme", "Wert"]))
    szenarien.draw_save(wahl.daten, annahmen, amounts(wahl, regeln))


def draw_comparison(wahl: Bedarfswahl) -> None:
    szenarien.draw_load(wahl.daten)
    szenarien.draw_comparison(wahl)
