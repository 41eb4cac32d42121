"""Geld und Bedarf: does the money follow the need – and what if it did?"""

import streamlit as st

from sozialplanung.ui import bedarfseite as seite
from sozialplanung.ui.components import card, headline, require_figures

auswahl = require_figures()
wahl = seite.choose(auswahl)
headline(seite.FRAGE, seite.lead(wahl), beispiel=wahl.lage.beispiel)

if seite.choose_view() == "lage":
    links, rechts = st.columns(2, gap="small")
    with links, card("Geld je Person und Bedarf"):
        seite.draw_scatter(wahl)
    with rechts, card("Wer bekommt mehr, wer weniger als seinen Anteil?"):
        seite.draw_disparity(wahl)
    links, rechts = st.columns(2, gap="small")
    with links, card("Geld über dem Bedarf"):
        seite.draw_lorenz(wahl)
    with rechts, card("Nach Handlungsfeld"):
        seite.draw_fields(wahl)
else:
    regeln = seite.choose_rules(wahl)
    if seite.simulate(wahl, regeln) is not None:
        links, rechts = st.columns(2, gap="small")
        with links, card("Bisher und im Szenario"):
            seite.draw_scenario(wahl, regeln)
        with rechts, card("Auf den Cent genau"):
            seite.draw_table(wahl, regeln)
    with card("Szenarien nebeneinander"):
        seite.draw_comparison(wahl)
