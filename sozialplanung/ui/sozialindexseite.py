"""Page »Sozialindex«: its six cards."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sozialplanung.analysis.uncertainty import Schwankung
from sozialplanung.charts.kartenbild import render_png, render_svg
from sozialplanung.charts.theme import Stil
from sozialplanung.report import saetze_wuerde
from sozialplanung.report.saetze_index import (
    few_areas_note,
    sentence_classes,
    sentence_index,
    sentence_left_out,
    variants_note,
)
from sozialplanung.ui import cache, components, indexspeicher, indexvergleich, indexwahl, karten, sozialindex
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.masse import Mass, chart_room
from sozialplanung.ui.sozialindex import Bild, Frage

SPALTEN = (1.0, 1.25)


def _size(stil: Stil, spalte: int | None = None) -> Mass:
    anteil = 0.5 if spalte is None else SPALTEN[spalte] / sum(SPALTEN)
    return chart_room(projektor=stil.projektor, anteil=anteil, spalten=2, ueber=440, mindestens=340, hoechstens=560)


def ask(auswahl: Auswahl) -> Frage:
    """The chosen definition; with too few areas that have all its figures the page ends with a sentence."""
    definition = indexwahl.choose(auswahl)
    frage = Frage(auswahl.daten, auswahl.level, auswahl.year, definition)
    anzahl = int(sozialindex.result(frage)["index"].notna().sum())
    if anzahl < sozialindex.MINDESTENS:
        ohne = " · ".join(_left_out(auswahl, frage))
        components.hint(
            f"Nur {anzahl} von {len(auswahl.gebiete)} {auswahl.level.dativ} haben {auswahl.year} Werte für alle "
            f"{len(definition.indikatoren)} Indikatoren; für einen Index braucht es {sozialindex.MINDESTENS}. Bitte "
            f"wählen Sie weniger Indikatoren, ein anderes Jahr oder eine andere Raumebene. ({ohne})"
        )
    return frage


def _left_out(auswahl: Auswahl, frage: Frage) -> list[str]:
    mindestens, ungeprueft = frage.definition.mindesteinwohner, sozialindex.figures_of(frage).ungeprueft
    tabelle = sozialindex.result(frage)
    saetze = sentence_left_out(tabelle, mindestens, ungeprueft, namentlich=not auswahl.stil.wuerde)
    return [components.markdown_escape(satz) for satz in saetze]


def draw_head() -> DeltaGenerator:
    """The question; its answer comes into the returned container when everything is chosen."""
    st.title("Wo ist der Unterstützungsbedarf am größten?", anchor=False)
    return st.container()


def draw_lead(auswahl: Auswahl, frage: Frage) -> None:
    tabelle, anzahl = sozialindex.result(frage), len(frage.definition.indikatoren)
    satz = sentence_index(tabelle, anzahl, frage.ebene, frage.jahr)
    if auswahl.stil.wuerde:
        gruppen = sozialindex.map_classes(frage, wuerde=True).klassen.anzahlen
        satz = saetze_wuerde.sentence_index(gruppen, len(tabelle), anzahl, frage.ebene, frage.jahr)
    beispiel = " :gray-badge[Beispielwerte]" if sozialindex.is_beispiel(frage) else ""
    st.markdown(components.markdown_escape(satz) + beispiel)


def _finish(auswahl: Auswahl, frage: Frage, bild: Bild, key: str, *zusatz: str) -> None:
    components.source_line(indexwahl.sources(auswahl, frage.definition), [z for z in zusatz if z])
    components.take_away(lambda: bild.tabelle, f"sozialindex_{key}_{frage.jahr}", key=f"si_{key}")


def map_title(auswahl: Auswahl, frage: Frage) -> str:
    name = indexspeicher.current_name(auswahl.daten, frage.definition)
    return components.markdown_escape(name or "Unterstützungsbedarf") + f" · {auswahl.year}"


def draw_map(auswahl: Auswahl, frage: Frage) -> None:
    wuerde = auswahl.stil.wuerde
    karte, mass = sozialindex.map_classes(frage, wuerde=wuerde), _size(auswahl.stil, 1)
    if wuerde:
        klassen = karte.klassen
        components.sentence(saetze_wuerde.sentence_classes(klassen.anzahlen, klassen.namen, auswahl.level))
    else:
        components.sentence(sentence_classes(sozialindex.result(frage), sozialindex.class_names(frage), auswahl.level))
    flaechen = cache.flaechen(auswahl.daten, auswahl.level)
    if flaechen is None:
        st.info(karten.KEINE_GRENZEN, icon=":material/map:")
    else:
        fertig = sozialindex.finished_map(frage, auswahl.gebiet, auswahl.stil, mass)
        karten.show_areas(fertig.deck, key="si_karte", alt=f"Sozialindex, {frage.jahr}", hoehe=mass.hoehe)
        karten.draw_legend(fertig.legende, beispiel=fertig.beispiel)
    quellen = indexwahl.sources(auswahl, frage.definition)
    anzahl = f"{sum(karte.klassen.anzahlen)} von {len(karte.werte)} {auswahl.level.dativ} mit Index"
    components.source_line(quellen, [anzahl, *_left_out(auswahl, frage), *karten.schematic_note(flaechen)])
    quelle = components.source_text(indexwahl.described_sources(auswahl, frage.definition))
    components.take_away(
        lambda: sozialindex.map_table(frage),
        f"sozialindex_{frage.jahr}",
        key="si_karte",
        bilder={
            "png": lambda: render_png(sozialindex.map_picture_spec(frage, auswahl.stil, auswahl.gebiet, quelle)),
            "svg": lambda: render_svg(
                sozialindex.map_picture_spec(frage, auswahl.stil, auswahl.gebiet, quelle)
            ).encode(),
        }
        if flaechen is not None
        else None,
    )


_SCHWANKEN: dict[Schwankung, str] = {"gewichte": "Gewichte schwanken", "zahlen": "Zahlen schwanken", "beides": "beides"}


def draw_ranges(auswahl: Auswahl, frage: Frage) -> None:
    schwanken = components.choose_view("schwanken", _SCHWANKEN, "Was schwankt?")
    bild = sozialindex.ranges_picture(frage, schwanken, auswahl.gebiet, auswahl.stil, _size(auswahl.stil))
    components.sentence(bild.satz)
    components.chart(bild.spec, "si_raenge", select=True)
    vorsicht = few_areas_note(int(bild.tabelle["Rang"].notna().sum()), auswahl.level)
    fest = [i for i in frage.definition.indikatoren if i not in sozialindex.figures_of(frage).zaehler]
    namen = [cache.indikatoren(auswahl.daten)[i].bezeichnung for i in fest]
    _finish(auswahl, frage, bild, "raenge", variants_note(schwanken, namen), vorsicht)


def draw_groups(auswahl: Auswahl, frage: Frage) -> None:
    frueher = sozialindex.earlier_year(frage)
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
    if components.not_in_wuerde(auswahl, "auf der Seite »Profil« steht ein Gebiet, das Sie mit Absicht wählen"):
        return
    gebiet = auswahl.gebiet or sozialindex.neediest(frage)
    bild = sozialindex.reasons_picture(frage, gebiet, auswahl.stil, _size(auswahl.stil))
    if bild is None:
        grund = sozialindex.reason(frage, sozialindex.result(frage)["grund"][gebiet])
        st.info(f"{auswahl.gebiete[gebiet]} hat keinen Index: {grund}.", icon=":material/info:")
        return
    components.sentence(bild.satz)
    components.chart(bild.spec, "si_gruende")
    _finish(auswahl, frage, bild, "gruende")


def reasons_title(auswahl: Auswahl, frage: Frage) -> str:
    if auswahl.stil.wuerde:
        return "Warum?"
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


_ANSICHTEN = {
    "sicherheit": ("Wie sicher?", draw_ranges),
    "gruppen": ("Status/Dynamik", draw_groups),
    "verfahren": ("Verfahren", draw_methods),
    "zusammenhang": ("Zusammenhang", draw_correlations),
    "vergleich": ("Vergleich", lambda auswahl, frage: indexvergleich.draw(auswahl, frage, _size(auswahl.stil))),
}


_OHNE_RAENGE = ["gruppen", "zusammenhang"]  # the other views are rankings of the areas


def draw_chosen_view(auswahl: Auswahl, frage: Frage) -> None:
    """One of the further views: only what is looked at is computed."""
    angebot = _OHNE_RAENGE if auswahl.stil.wuerde else list(_ANSICHTEN)
    ansicht = components.choose_view("sicht", {a: _ANSICHTEN[a][0] for a in angebot}, "Weitere Sichten")
    _ANSICHTEN[ansicht][1](auswahl, frage)
