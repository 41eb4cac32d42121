"""Two index definitions side by side: what is chosen now, or a saved one, against another saved one."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sozialplanung.analysis.sozialindex import Indexdefinition
from sozialplanung.charts.sozialindex_felder import definition_matrix
from sozialplanung.charts.theme import Stil
from sozialplanung.report.saetze_index import describe_definition, sentence_comparison
from sozialplanung.ui import adresse, cache, components, sozialindex
from sozialplanung.ui.filters import Auswahl
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.masse import Mass
from sozialplanung.ui.sozialindex import Bild, Frage

_JETZT = "jetzt"
_NAME_JETZT = "jetzige Auswahl"


def draw(auswahl: Auswahl, frage: Frage, mass: Mass) -> None:
    gesichert = cache.indizes(auswahl.daten)
    wahl: dict[str, tuple[str, Indexdefinition]] = {_JETZT: (_NAME_JETZT, frage.definition)}
    wahl |= {i.index_id: (i.bezeichnung, i.definition) for i in gesichert.values()}
    if len(wahl) < 2:
        st.info(
            "Zum Vergleichen braucht es eine gesicherte Definition: Bitte sichern Sie eine unter »Sichern und laden«, "
            "ändern Sie dann Gewichte, Indikatoren oder Verfahren und sehen Sie hier, was sich verschiebt.",
            icon=":material/bookmark:",
        )
        return
    namen = list(wahl)
    vorgaben = (namen[1], _JETZT)
    with st.container(horizontal=True, gap="small"):
        for key, titel, vorgabe in zip(("index_a", "index_b"), ("Definition A", "Definition B"), vorgaben, strict=True):
            adresse.recall(key, namen, vorgabe)
            st.selectbox(titel, namen, key=key, format_func=lambda i: wahl[i][0])
    paar = [wahl[st.session_state[key]] for key in ("index_a", "index_b")]
    fragen = tuple(frage._replace(definition=definition) for _, definition in paar)
    bild = picture(fragen, (paar[0][0], paar[1][0]), auswahl.gebiet, auswahl.stil, mass)
    components.sentence(bild.satz)
    components.chart(bild.spec, "si_vergleich")
    alle = cache.indikatoren(auswahl.daten)
    for name, definition in paar:
        st.caption(components.markdown_escape(f"{name}: {describe_definition(definition, alle)}"))
    components.take_away(lambda: bild.tabelle, f"sozialindex_vergleich_{frage.jahr}", key="si_vergleich")


@remember(128)
def picture(fragen: tuple[Frage, ...], namen: tuple[str, str], gebiet: str | None, stil: Stil, mass: Mass) -> Bild:
    tabelle = pd.DataFrame({"bezeichnung": sozialindex.result(fragen[0])["bezeichnung"]})
    for nummer, frage in enumerate(fragen):
        tabelle[[f"rang_{nummer}", f"klasse_{nummer}"]] = sozialindex.result(frage)[["rang", "klasse"]]
    klassen = (sozialindex.class_names(fragen[0]), sozialindex.class_names(fragen[1]))
    spec = definition_matrix(
        tabelle.rename_axis("gebiet_id").reset_index(),
        namen,
        klassen,
        stil=stil,
        gewaehlt=gebiet,
        beispiel=any(sozialindex.is_beispiel(frage) for frage in fragen),
        breite=mass.breite,
        hoehe=mass.hoehe,
    )
    satz = sentence_comparison(tabelle, klassen[0] if klassen[0] == klassen[1] else None, fragen[0].ebene)
    spalten: dict[str, object] = {"Gebiet": tabelle["bezeichnung"]}
    for nummer, name in enumerate(dict.fromkeys((f"{namen[0]} (A)", f"{namen[1]} (B)"))):
        spalten[f"Rang: {name}"] = tabelle[f"rang_{nummer}"]
        spalten[f"Klasse: {name}"] = [klassen[nummer][int(k)] if k == k else "" for k in tabelle[f"klasse_{nummer}"]]
    return Bild(spec, satz, pd.DataFrame(spalten))
