"""Sozialindex: several indicators become one, with its classes, its certainty and its reasons."""

import streamlit as st

from sozialplanung.ui import sozialindexseite as seite
from sozialplanung.ui.components import card, require_figures

auswahl = require_figures()
antwort = seite.draw_head()
links, rechts = st.columns(seite.SPALTEN, gap="small")
with links, card("Was zählt wie viel?"):
    frage = seite.ask(auswahl)
with antwort:
    seite.draw_lead(auswahl, frage)
with rechts, card(seite.map_title(auswahl, frage)):
    seite.draw_map(auswahl, frage)
links, rechts = st.columns(2, gap="small")
with links, card(seite.reasons_title(auswahl, frage)):
    seite.draw_reasons(auswahl, frage)
with rechts, card("Näher hinsehen"):
    seite.draw_chosen_view(auswahl, frage)
