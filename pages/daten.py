"""Daten: take a workbook in, take a Lieferung back, see what is there and what is missing."""

import streamlit as st

from sozialplanung.ui import (
    bestand,
    bezugsraeume,
    einrichtungen,
    filters,
    gebietsnamen,
    geheimhaltung,
    korrekturen,
    lieferungen,
    rezepte,
    ruecknahme,
    woher,
)

auswahl = filters.current()
st.title("Daten", anchor=False)
bestand.draw_head(auswahl)

ansicht = bestand.choose_view()
if ansicht == "hochladen":
    lieferungen.draw_workbooks(auswahl.daten, auswahl.name)
    lieferungen.draw_upload(auswahl.daten)
    with st.expander("Grenzen ergänzen", icon=":material/polyline:"):
        lieferungen.draw_boundaries(auswahl.daten)
    with st.expander("Einrichtungen ergänzen", icon=":material/location_on:"):
        einrichtungen.draw_facilities(auswahl.daten)
    gebietsnamen.draw_remembered(auswahl.daten)
    rezepte.draw_kept(auswahl.daten)
elif ansicht == "lieferungen":
    ruecknahme.draw(auswahl.daten)
elif ansicht == "indikatoren":
    bestand.draw_catalogue(auswahl.daten)
elif ansicht == "bezugsraeume":
    bezugsraeume.draw(auswahl.daten)
elif ansicht == "woher":
    woher.draw(auswahl)
elif ansicht == "korrekturen":
    korrekturen.draw(auswahl.daten)
elif ansicht == "geheimhaltung":
    geheimhaltung.draw(auswahl.daten)
else:
    bestand.draw_completeness(auswahl)
