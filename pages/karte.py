"""Karte: one or two choropleths with a ranking beside them, and the picture to take away."""

import streamlit as st

from sozialplanung.ui import kartenseite
from sozialplanung.ui.components import headline, require_figures

auswahl = require_figures()
headline(auswahl.figures.bezeichnung, kartenseite.lead(auswahl), beispiel=auswahl.beispiel)

wahl = kartenseite.choose(auswahl)
if wahl.zweite is None:
    links, rechts = st.columns(kartenseite.SPALTEN, gap="small")
    with links, st.container(border=True, height="stretch"):
        kartenseite.draw_first_map(auswahl, wahl)
    with rechts, st.container(border=True, height="stretch"):
        kartenseite.draw_ranking(auswahl, wahl)
else:
    links, rechts = st.columns(2, gap="small")
    with links, st.container(border=True, height="stretch"):
        kartenseite.draw_first_map(auswahl, wahl)
    with rechts, st.container(border=True, height="stretch"):
        kartenseite.draw_second_map(auswahl, wahl)
kartenseite.draw_take_away(auswahl, wahl)
