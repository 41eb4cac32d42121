"""Arm und Reich: the two ends, how far apart they are, and since when."""

import streamlit as st

from sozialplanung.ui import abstand, armreichseite, raummuster, trennung, verteilung, zerlegung, zusammenhang
from sozialplanung.ui.components import card, headline, require_figures

auswahl = require_figures()
headline("Wie weit liegen Arm und Reich auseinander?", armreichseite.lead(auswahl), beispiel=auswahl.beispiel)

blick = armreichseite.choose_view()
if blick in ("verteilung", "zerlegung"):
    armreichseite.require_counts_from_zero(auswahl)
if blick == "abstand":
    if armreichseite.has_ratios(auswahl):
        armreichseite.draw_key_figures(auswahl)
        links, rechts = st.columns(2, gap="small")
        with links, card("Entwicklung des Abstands"):
            armreichseite.draw_gap(auswahl)
        with rechts, card("Wächst der Abstand?"):
            abstand.draw_gap_trend(auswahl, armreichseite.size(auswahl.stil))
    else:
        st.info(armreichseite.no_ratios_text(auswahl), icon=":material/info:")
    links, rechts = st.columns(2, gap="small")
    with links, card("Die Gebiete in zwei Jahren"):
        armreichseite.draw_two_years(auswahl)
    with rechts, card("Zwei Gebiete nebeneinander"):
        armreichseite.draw_pair(auswahl)
elif blick == "verteilung":
    links, rechts = st.columns(armreichseite.SPALTEN, gap="small")
    with links, card("Wie ungleich ist es verteilt?"):
        verteilung.draw_lorenz(auswahl, armreichseite.size(auswahl.stil, 0))
    with rechts, card("Was sagen die Maße?"):
        verteilung.draw_measures(auswahl)
elif blick == "zerlegung":
    oben = zerlegung.require_group_level(auswahl)
    links, rechts = st.columns(2, gap="small")
    with links, card("Zwischen oder innerhalb?"):
        zerlegung.draw_between(auswahl, oben, armreichseite.size(auswahl.stil))
    with rechts, card("Die Gebiete in ihren Gruppen"):
        zerlegung.draw_within(auswahl, oben, armreichseite.size(auswahl.stil))
elif blick == "zusammenhang" and (paar := zusammenhang.choose(auswahl)):
    links, rechts = st.columns(2, gap="small")
    with links, card("Hängt beides zusammen?"):
        zusammenhang.draw_scatter(auswahl, paar, armreichseite.size(auswahl.stil))
    with rechts, card("Beides auf einer Karte"):
        zusammenhang.draw_field_map(auswahl, paar, armreichseite.size(auswahl.stil))
elif blick == "muster":
    raummuster.require_outlines(auswahl)
    links, rechts = st.columns(2, gap="small")
    with links, card("Wo liegen ähnliche Werte beieinander?"):
        raummuster.draw_spots(auswahl, armreichseite.size(auswahl.stil))
    with rechts, card("Und die Nachbarn?"):
        raummuster.draw_neighbours(auswahl, armreichseite.size(auswahl.stil))
elif blick == "trennung":
    gruppe = trennung.require_group(auswahl)
    links, rechts = st.columns(2, gap="small")
    with links, card("Wie getrennt wohnt die Gruppe?"):
        trennung.draw_apart(auswahl, gruppe, armreichseite.size(auswahl.stil))
    with rechts, card("Wie sehr unter sich?"):
        trennung.draw_among(auswahl, gruppe, armreichseite.size(auswahl.stil))
