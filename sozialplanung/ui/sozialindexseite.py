"""Page »Sozialindex«: its six cards."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sozialplanung.charts.legende import named_legend_html
from sozialplanung.charts.sozialindex_felder import STATUS, need_colors
from sozialplanung.charts.theme import Stil
from sozialplanung.report.saetze_index import VERFAHREN_NAMEN, few_areas_note, sentence_classes, sentence_index
from sozialplanung.ui import cache, components, indexwahl, karten, sozialindex
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.masse import Mass, chart_room
from sozialplanung.ui.sozialindex import Bild, Frage

SPALTEN = (1.15, 1.0)
_OHNE_ZUFALL = "1.000 Varianten von Gewichten und Skalen, ohne die Zufallsschwankung kleiner Anzahlen"


def _size(stil: Stil, spalte: int | None = None) -> Mass:
    anteil = 0.5 if spalte is None else SPALTEN[spalte] / sum(SPALTEN)
    return chart_room(projektor=stil.projektor, anteil=anteil, spalten=2, ueber=440, mindestens=340, hoechstens=560)


def ask(auswahl: Auswahl) -> Frage:
    """The chosen definition; with too few areas that have all its figures the page ends with a sentence."""
    definition = indexwahl.choose(auswahl)
    frage = Frage(auswahl.daten, auswahl.level, auswahl.year, definition)
    anzahl = int(sozialindex.result(frage)["index"].notna().sum())
    if anzahl < sozialindex.MINDESTENS:
        components.hint(
            f"Nur {anzahl} von {len(auswahl.gebiete)} {auswahl.level.dativ} haben {auswahl.year} Werte für alle "
            f"{len(definition.indikatoren)} Indikatoren; für einen Index braucht es {sozialindex.MINDESTENS}. Bitte "
            "wählen Sie weniger Indikatoren, ein anderes Jahr oder eine andere Raumebene."
        )
    return frage


def draw_head() -> DeltaGenerator:
    """The question; its answer comes into the returned container when everything is chosen."""
    st.title("Wo ist der Unterstützungsbedarf am größten?", anchor=False)
    return st.container()


def draw_lead(frage: Frage) -> None:
    satz = sentence_index(sozialindex.result(frage), len(frage.definition.indikatoren), frage.ebene, frage.jahr)
    beispiel = " :gray-badge[Beispielwerte]" if sozialindex.is_beispiel(frage) else ""
    st.markdown(components.markdown_escape(satz) + beispiel)


def _finish(auswahl: Auswahl, frage: Frage, bild: Bild, key: str, *zusatz: str) -> None:
    components.source_line(indexwahl.sources(auswahl, frage.definition), [z for z in zusatz if z])
    components.take_away(lambda: bild.tabelle, f"sozialindex_{key}_{frage.jahr}", key=f"si_{key}")


def draw_map(auswahl: Auswahl, frage: Frage) -> None:
    karte, mass = sozialindex.map_classes(frage), _size(auswahl.stil, 0)
    components.sentence(sentence_classes(sozialindex.result(frage), karte.namen, auswahl.level))
    flaechen = cache.flaechen(auswahl.daten, auswahl.level)
    if flaechen is None:
        st.info(karten.KEINE_GRENZEN, icon=":material/map:")
    else:
        verfahren = VERFAHREN_NAMEN[frage.definition.verfahren]
        titel = f"Sozialindex, {frage.jahr}"
        karten.draw_areas(auswahl, flaechen, karte.werte, karte.klassen, key="si_karte", alt=titel, mass=mass)
        mss = frage.definition.verfahren == "mss"
        namen = [f"{n} (Status {s})" for n, s in zip(karte.namen, STATUS, strict=True)] if mss else karte.namen
        eintraege = list(zip(namen, need_colors(len(namen), auswahl.stil), karte.klassen.anzahlen, strict=True))
        kopf = f"Unterstützungsbedarf, {verfahren}" + ("" if mss else " · gleich viele Gebiete je Klasse")
        legende = named_legend_html(eintraege, auswahl.stil, kopf, fehlt=karte.fehlt, ohne="ohne Index")
        karten.draw_legend(legende, beispiel=sozialindex.is_beispiel(frage))
    tabelle = sozialindex.map_table(frage)
    anzahl = f"{int(tabelle['Index'].notna().sum())} von {len(tabelle)} {auswahl.level.dativ} mit Index"
    components.source_line(indexwahl.sources(auswahl, frage.definition), [anzahl, *karten.schematic_note(flaechen)])
    components.take_away(lambda: tabelle, f"sozialindex_{frage.jahr}", key="si_karte")


def draw_ranges(auswahl: Auswahl, frage: Frage) -> None:
    bild = sozialindex.ranges_picture(frage, auswahl.gebiet, auswahl.stil, _size(auswahl.stil, 1))
    components.sentence(bild.satz)
    components.chart(bild.spec, "si_raenge", select=True)
    vorsicht = few_areas_note(int(bild.tabelle["Rang"].notna().sum()), auswahl.level)
    _finish(auswahl, frage, bild, "raenge", _OHNE_ZUFALL, vorsicht)


def draw_groups(auswahl: Auswahl, frage: Frage) -> None:
    frueher = sozialindex.earlier_year(frage.daten, frage.ebene, frage.jahr, frage.definition.indikatoren)
    if frueher is None:
        st.info(
            f"Für die Dynamik braucht es Werte aller Indikatoren aus {frage.jahr - 2} oder {frage.jahr - 3}.",
            icon=":material/info:",
        )
        return
    bild = sozialindex.groups_picture(frage, frueher, auswahl.gebiet, auswahl.stil, _size(auswahl.stil))
    components.sentence(bild.satz)
    components.chart(bild.spec, "si_gruppen")
    _finish(auswahl, frage, bild, "gruppen", "Berliner Verfahren, alle Indikatoren gleich gewichtet")


def draw_reasons(auswahl: Auswahl, frage: Frage) -> None:
    gebiet = auswahl.gebiet or sozialindex.neediest(frage)
    bild = sozialindex.reasons_picture(frage, gebiet, auswahl.stil, _size(auswahl.stil))
    if bild is None:
        st.info(f"{auswahl.gebiete[gebiet]} hat keinen Index, weil mindestens ein Wert fehlt.", icon=":material/info:")
        return
    components.sentence(bild.satz)
    components.chart(bild.spec, "si_gruende")
    _finish(auswahl, frage, bild, "gruende")


def reasons_title(auswahl: Auswahl, frage: Frage) -> str:
    return f"Warum? {auswahl.gebiete[auswahl.gebiet or sozialindex.neediest(frage)]}"


def draw_correlations(auswahl: Auswahl, frage: Frage) -> None:
    bild = sozialindex.correlation_picture(frage, auswahl.stil, _size(auswahl.stil))
    components.sentence(bild.satz)
    components.chart(bild.spec, "si_korrelation")
    _finish(auswahl, frage, bild, "korrelation", "Stärken umgedreht: hohe Werte heißen überall mehr Bedarf")


def draw_methods(auswahl: Auswahl, frage: Frage) -> None:
    bild = sozialindex.methods_picture(frage, auswahl.gebiet, auswahl.stil, _size(auswahl.stil))
    components.sentence(bild.satz)
    components.chart(bild.spec, "si_verfahren")
    _finish(auswahl, frage, bild, "verfahren")
