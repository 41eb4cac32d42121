"""Page »Daten«, »Geheimhaltung«: whether sums of private money by Gebiet are protected."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sozialplanung.errors import SozialplanungError
from sozialplanung.formatting import format_prozent
from sozialplanung.ui import components
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.projekte import who

_NACHRICHT = "_geldregel_nachricht"
_AUS = 0
_STUFEN = (_AUS, 50, 60, 70, 75, 80, 85, 90)  # 85 is usual
_WOZU = (
    "Öffentliche Mittel (Eigenanteil, Land, Bund, EU) sind keine Personendaten und stehen im Haushalt; sie werden nie "
    "verborgen. Was eine Stiftung oder ein Verein in einem Gebiet gibt (Finanzierungsquellen Stiftung, Träger, "
    "Sonstige), kann vertraulich sein. Darum lässt sich hier eine Grenze setzen; üblich sind 85 %. Ohne Grenze steht "
    "alles da."
)
_WIRKUNG = """
**Was die Grenze tut:** Gibt ein Einziger mehr als diesen Anteil der privaten Mittel eines Gebiets – oder zwei zusammen
mehr als 90 %, denn dann könnte einer den anderen ausrechnen –, steht der Betrag nicht beim Gebiet, sondern beim
nächstgrößeren oder bei »gesamtstädtisch«. Alle Summen bleiben auf den Cent gleich. Das gilt, wo immer Geld je Gebiet
steht: in Bildern, Tabellen, Sätzen, Downloads, Euro je Person, »Geld und Bedarf« und Simulator. Private Mittel stehen
dort ohne Maßnahme.

Geprüft wird je Haushaltsjahr, Handlungskonzept, Handlungsfeld und Finanzierungsquelle. Als einer zählt, wer die
Maßnahme trägt – und ebenso, wer zahlt, soweit es erfasst ist (Leistungsträger, sonst Förderprogramm).

**Was sie nicht tut:** Das Register bleibt vollständig. Liste, Maßnahmenblatt, Bearbeiten, Verlauf, Fördermittel, die
Mappe für die Kämmerei und die des Projekts nennen jede Maßnahme mit Träger und Geld, und die Summen der ganzen Stadt
bleiben stehen. Wer das kennt, kann auf ein Gebiet schließen: Das Register gehört ins Amt, nicht an die Wand.
Szenarien, die schon gemerkt sind, ändern sich nicht.
"""


def draw(daten: Daten) -> None:
    st.markdown(_WOZU)
    components.tell(_NACHRICHT)
    prozent = daten.projekt.load_dominanz() or _AUS
    stufen = sorted({*_STUFEN, prozent})
    with st.form("geldregel", border=True):
        st.selectbox(
            "Dominanz bei privaten Mitteln",
            stufen,
            index=stufen.index(prozent),
            key="geldregel_prozent",
            format_func=lambda stufe: rule_text(stufe or float("nan")),
        )
        st.text_input(
            "Begründung (Pflicht)", key="geldregel_grund", placeholder="z. B. Bitte der Stiftung vom 3. März 2025"
        )
        st.form_submit_button("Grenze ändern", icon=":material/gavel:", on_click=_change, args=(daten,))
    with st.expander("Was diese Grenze schützt – und was nicht", icon=":material/help:"):
        st.markdown(_WIRKUNG)


def rule_text(prozent: float) -> str:
    """Of a rule as it is stored; missing: off."""
    if pd.isna(prozent):
        return "aus: alles je Gebiet zeigen"
    return f"höchstens {format_prozent(prozent / 100, 0)} von einem Einzigen"


def _change(daten: Daten) -> None:
    """Runs before the page is drawn again, so that everything on it already follows the new rule."""
    zustand = st.session_state
    prozent = int(zustand["geldregel_prozent"]) or None
    try:
        daten.projekt.set_dominanz(prozent, str(zustand["geldregel_grund"]), who())
    except SozialplanungError as fehler:
        zustand[_NACHRICHT] = (False, str(fehler))
        return
    zustand["geldregel_grund"] = ""
    gilt = "Private Mittel stehen wieder je Gebiet da." if prozent is None else "Die Grenze gilt ab sofort."
    zustand[_NACHRICHT] = (True, gilt)
