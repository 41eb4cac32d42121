"""Maßnahmen: what is done, what it costs, who pays, whom it reaches, who decided."""

import streamlit as st

from sozialplanung.ui import (
    bearbeiten,
    fortschreibung,
    geldseite,
    massnahmenblatt,
    registerverlauf,
    wirkung,
    zusammenarbeit,
)
from sozialplanung.ui import massnahmenseite as seite
from sozialplanung.ui.components import card

wahl = seite.choose()
seite.draw_head(wahl)
blick = seite.choose_view()
if blick in seite.MIT_KENNZAHLEN:
    seite.draw_key_figures(wahl)
if blick == "uebersicht":
    links, rechts = st.columns(2, gap="small")
    with links, card("Wofür? Nach Handlungsfeld"):
        seite.draw_fields(wahl)
    with rechts, card("Wo? Nach Gebiet"):
        seite.draw_areas(wahl)
    links, rechts = st.columns(2, gap="small")
    with links, card("Geplant und ausgegeben"):
        seite.draw_years(wahl)
    with rechts, card("Wer hat wann beraten?"):
        seite.draw_decisions(wahl)
    with card("Register der Maßnahmen"):
        seite.draw_register(wahl)
elif blick == "geld":
    geldseite.draw(wahl)
elif blick == "wirkung":
    wirkung.draw(wirkung.Wirkungswahl(wahl.daten, wahl.geld, wahl.ebene, wahl.stil))
elif blick == "zusammenarbeit":
    zusammenarbeit.draw(wahl.daten, wahl.geld, wahl.stil)
elif blick == "massnahme":
    massnahmenblatt.draw(wahl)
elif blick == "bearbeiten":
    bearbeiten.draw(wahl.daten, wahl.geld.konzept)
elif blick == "verlauf":
    registerverlauf.draw(wahl.daten)
elif blick == "fortschreibung":
    fortschreibung.draw(wahl.daten, wahl.geld.art)
