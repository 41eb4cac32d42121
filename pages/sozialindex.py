"""Sozialindex: several indicators become one, with its classes, its certainty and its reasons."""

import streamlit as st

from sozialplanung.ui import sozialindexseite as seite
from sozialplanung.ui.components import card, require_figures

auswahl = require_figures()
antwort = seite.draw_head()
frage = seite.ask(auswahl)
with antwort:
    seite.draw_lead(frage)

links, rechts = st.columns(seite.SPALTEN, gap="small")
with links, card(f"Unterstützungsbedarf {auswahl.year}"):
    seite.draw_map(auswahl, frage)
with rechts, card("Wie sicher ist die Reihenfolge?"):
    seite.draw_ranges(auswahl, frage)
links, rechts = st.columns(2, gap="small")
with links, card(seite.reasons_title(auswahl, frage)):
    seite.draw_reasons(auswahl, frage)
with rechts, card("Status und Dynamik"):
    seite.draw_groups(auswahl, frage)
links, rechts = st.columns(2, gap="small")
with links, card("Dieselben Zahlen, sieben Verfahren"):
    seite.draw_methods(auswahl, frage)
with rechts, card("Was hängt womit zusammen?"):
    seite.draw_correlations(auswahl, frage)
