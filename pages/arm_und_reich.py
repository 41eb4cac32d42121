"""Arm und Reich: the two ends, how far apart they are, and since when."""

import streamlit as st

from sozialplanung.ui import armreichseite, verteilung
from sozialplanung.ui.components import card, headline, is_beispiel, require_figures

auswahl = require_figures()
headline("Wie weit liegen Arm und Reich auseinander?", armreichseite.lead(auswahl), beispiel=is_beispiel(auswahl.werte))

blick = armreichseite.choose_view()
if blick in ("abstand", "verteilung", "zerlegung"):
    armreichseite.require_counts_from_zero(auswahl)
if blick == "abstand":
    armreichseite.draw_key_figures(auswahl)
    links, rechts = st.columns(2, gap="small")
    with links, card("Entwicklung des Abstands"):
        armreichseite.draw_gap(auswahl)
    with rechts, card("Wächst der Abstand?"):
        armreichseite.draw_gap_trend(auswahl)
    links, rechts = st.columns(2, gap="small")
    with links, card("Die Gebiete in zwei Jahren"):
        armreichseite.draw_two_years(auswahl)
    with rechts, card("Zwei Gebiete nebeneinander"):
        armreichseite.draw_pair(auswahl)
elif blick == "verteilung":
    links, rechts = st.columns(armreichseite.SPALTEN, gap="small")
    with links, card("Wie ungleich ist es verteilt?"):
        armreichseite.draw_lorenz(auswahl)
    with rechts, card("Was sagen die Maße?"):
        verteilung.draw_measures(auswahl)
