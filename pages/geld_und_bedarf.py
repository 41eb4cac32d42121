"""Geld und Bedarf: does the money follow the need – and what if it did?"""

import streamlit as st

from sozialplanung.ui import bedarfseite as heute
from sozialplanung.ui import bedarfswahl
from sozialplanung.ui import simulatorseite as simulator
from sozialplanung.ui.components import card, require_figures

auswahl = require_figures()
wahl = bedarfswahl.choose(auswahl)
bedarfswahl.draw_headline(wahl)

if not wahl.simulator:
    with st.container(horizontal=True, gap="large"):
        bedarfswahl.draw_view_choice(wahl)
        einheit = heute.choose_unit()
    links, rechts = st.columns(2, gap="small")
    with links, card("Wer bekommt mehr, wer weniger?"):
        heute.draw_disparity(wahl, einheit)
    with rechts, card("Wo?"):
        heute.draw_map(wahl, einheit)
    links, rechts = st.columns(2, gap="small")
    with links, card("Geld je Person und Bedarf"):
        heute.draw_scatter(wahl)
    with rechts, card("Geld über dem Bedarf"):
        heute.draw_lorenz(wahl)
    spalten = st.columns(2 if heute.has_fields(wahl) else 1, gap="small")
    with spalten[0], card("Im Lauf der Jahre"):
        heute.draw_years(wahl)
    if heute.has_fields(wahl):
        with spalten[1], card("Nach Handlungsfeld"):
            heute.draw_fields(wahl)
else:
    bedarfswahl.draw_view_choice(wahl)
    regeln = simulator.choose_rules(wahl)
    if simulator.simulate(wahl, regeln) is not None:
        links, rechts = st.columns(2, gap="small")
        with links, card("Wer gewinnt, wer gibt ab?"):
            simulator.draw_map(wahl, regeln)
        with rechts, card("Bisher und im Szenario"):
            simulator.draw_bars(wahl, regeln)
        links, rechts = st.columns(2, gap="small")
        with links, card("Auf den Cent genau"):
            simulator.draw_table(wahl, regeln)
        with rechts, card("Annahmen"):
            simulator.draw_assumptions(wahl, regeln)
    with card("Szenarien nebeneinander"):
        simulator.draw_comparison(wahl)
