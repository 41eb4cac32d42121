"""Überblick: map, Arm/Reich and money side by side for one Indikator and year."""

import streamlit as st

from sozialplanung.ui import ueberblick
from sozialplanung.ui.components import card, headline, require_figures

auswahl = require_figures()
headline(auswahl.figures.frage or auswahl.figures.bezeichnung, ueberblick.lead(auswahl), beispiel=auswahl.beispiel)

links, mitte, rechts = st.columns(ueberblick.SPALTEN, gap="small")
with links, card(f"Karte · {auswahl.year}", key="feld_karte"):
    ueberblick.draw_map_card(auswahl)
with mitte, card("Arm und Reich", key="feld_abstand"):
    ueberblick.draw_gap_card(auswahl)
with rechts, card(ueberblick.third_title(auswahl), key="feld_geld"):
    ueberblick.draw_third_card(auswahl)
