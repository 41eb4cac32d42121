"""Profil: one area, or two side by side – strengths beside needs, development, money, who helps there."""

import streamlit as st

from sozialplanung.ui import profilseite as seite
from sozialplanung.ui.components import card, require_figures

auswahl = require_figures()
wahl = seite.choose(auswahl)
seite.draw_head(wahl)

links, rechts = st.columns(seite.SPALTEN, gap="small")
with links, card("Alle Indikatoren"):
    seite.draw_spine(wahl)
with rechts, card("Stärken und Bedarfe"):
    seite.draw_strengths(wahl)
links, rechts = st.columns(2, gap="small")
with links, card(f"Entwicklung: {auswahl.figures.bezeichnung}"):
    seite.draw_development(wahl)
with rechts, card("Maßnahmen und Geld"):
    seite.draw_money(wahl)
links, rechts = st.columns(2, gap="small")
with links, card("Einrichtungen"):
    seite.draw_places(wahl)
with rechts, card("Ähnliche Gebiete"):
    seite.draw_similar(wahl)
