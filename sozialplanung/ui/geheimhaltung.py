"""Page »Daten«: what is hidden and why, the rule of each Quelle, and who changed it for what reason."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sozialplanung.errors import SozialplanungError
from sozialplanung.formatting import format_zahl, join_und
from sozialplanung.report.saetze_woher import HERKUNFT
from sozialplanung.store import Schutzregel
from sozialplanung.ui import components, geldregel
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.projekte import who

_NACHRICHT = "_schutz_nachricht"
_PROJEKT = ""  # in place of a Quelle: all own and example figures
_STUFEN = {
    0: "so geliefert (nichts verbergen)",
    3: "unter 3 verbergen",
    5: "unter 5 verbergen",
    10: "unter 10 verbergen",
}
_GRUND = {
    "primaer": ("eine kleine Anzahl", "kleine Anzahlen"),
    "einwohner": ("einer über zu wenige Personen", "solche über zu wenige Personen"),
    "komplement": (
        "einer, aus dem sich eine kleine Restgruppe ergäbe",
        "solche, aus denen sich eine kleine Restgruppe ergäbe",
    ),
    "sekundaer": (
        "einer, aus dem sich ein verborgener errechnen ließe",
        "solche, aus denen sich ein verborgener errechnen ließe",
    ),
}


def draw(daten: Daten) -> None:
    st.markdown(
        "Kleine Anzahlen können einzelne Menschen verraten. Die Anwendung verbirgt sie überall – in Karten, "
        "Diagrammen, Tabellen, Sätzen und Downloads – und mit ihnen so wenige weitere Werte wie möglich, damit sich "
        "nichts zurückrechnen lässt. Was die amtliche Statistik veröffentlicht, hat sie schon selbst geschützt. "
        "Welche Schwelle gilt, entscheidet die Statistikstelle."
    )
    components.tell(_NACHRICHT)
    quellen = daten.projekt.load_schutz_der_quellen()
    verborgen = daten.projekt.load_verborgen()
    st.markdown(f"**{hidden_sentence(verborgen, int(quellen['geliefert'].sum()))}**")
    if len(verborgen):
        with st.expander("Verborgene Werte je Merkmal", icon=":material/visibility_off:"):
            components.table(hidden_table(verborgen))
    mit_werten = quellen[quellen["geliefert"] > 0]
    st.subheader("Welche Regel gilt", anchor=False)
    if mit_werten.empty:
        st.info("Noch keine Zahlen: Die Regeln gelten, sobald Werte eingelesen sind.", icon=":material/info:")
    else:
        components.table(rules_table(mit_werten))
    _draw_change(daten, mit_werten)
    st.subheader("Private Mittel je Gebiet", anchor=False)
    geldregel.draw(daten)
    st.subheader("Wer hat was geändert?", anchor=False)
    aenderungen = log_table(daten.projekt.load_schutzregeln(), daten.projekt.load_geldregeln())
    st.dataframe(aenderungen, hide_index=True, width="stretch")


def hidden_sentence(verborgen: pd.DataFrame, geliefert: int) -> str:
    """»Von 92 Werten sind 3 verborgen: 1 kleine Anzahl und 2 solche, aus denen …«."""
    anzahl = int(verborgen["anzahl"].sum())
    if not anzahl:
        return f"Von {format_zahl(geliefert)} Werten ist keiner verborgen."
    summen = verborgen.groupby("grund")["anzahl"].sum()
    teile = [
        f"{format_zahl(summen[grund])} {namen[1]}" if summen[grund] > 1 else namen[0]
        for grund, namen in _GRUND.items()
        if grund in summen.index
    ]
    return (
        f"Von {format_zahl(geliefert)} Werten {'ist' if anzahl == 1 else 'sind'} {format_zahl(anzahl)} verborgen: "
        f"{join_und(teile)}."
    )


def hidden_table(verborgen: pd.DataFrame) -> pd.DataFrame:
    breit = verborgen.pivot_table(index="bezeichnung", columns="grund", values="anzahl", aggfunc="sum", fill_value=0)
    namen = {
        "primaer": "kleine Anzahl",
        "einwohner": "zu wenige Personen",
        "komplement": "kleine Restgruppe",
        "sekundaer": "daraus errechenbar",
    }
    spalten = {name: breit[grund] for grund, name in namen.items() if grund in breit.columns}
    return pd.DataFrame(spalten).rename_axis("Merkmal").reset_index()


def rule_texts(regeln: pd.DataFrame) -> list[str]:
    """Rules in plain words; the frame has a column for each part of a ``Schutzregel``."""
    return [rule_text(Schutzregel(*zeile)) for zeile in regeln[list(Schutzregel._fields)].itertuples(index=False)]


def rule_text(regel: Schutzregel) -> str:
    k, mindestnenner, mindesteinwohner = regel
    if not any(regel):
        return "so geliefert"
    teile = [f"Anzahlen unter {k} verborgen"] if k else []
    if mindestnenner:
        teile.append(f"Quoten ab {format_zahl(mindestnenner)} Personen")
    if mindesteinwohner:
        teile.append(f"Gebiete ab {format_zahl(mindesteinwohner)} Einwohnern")
    return ", ".join(teile)


def rules_table(quellen: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Quelle": quellen["bezeichnung"],
            "Herkunft": quellen["herkunft"].map(HERKUNFT),
            "Regel": rule_texts(quellen),
            "gilt": ["für diese Quelle" if eigene else "nach Herkunft" for eigene in quellen["eigene_regel"]],
            "Werte": quellen["geliefert"],
            "davon verborgen": quellen["verborgen"],
        }
    )


def log_table(regeln: pd.DataFrame, geldregeln: pd.DataFrame) -> pd.DataFrame:
    """Every change, newest first."""
    fuer = zip(regeln["geltung"], regeln["quelle"], regeln["quelle_id"], strict=True)
    zahlen = regeln.assign(
        fuer=["eigene und Beispielzahlen" if g == "projekt" else name or key for g, name, key in fuer],
        regel=rule_texts(regeln),
    )
    geld = geldregeln.assign(
        fuer="private Mittel je Gebiet", regel=[geldregel.rule_text(p) for p in geldregeln["prozent"]]
    )
    alle = pd.concat([zahlen, geld]).sort_values("am", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "Am": alle["am"].map(lambda z: f"{z:%d.%m.%Y %H:%M}"),
            "von": alle["wer"],
            "für": alle["fuer"],
            "Regel": alle["regel"],
            "Begründung": alle["begruendung"],
        }
    )


def _draw_change(daten: Daten, quellen: pd.DataFrame) -> None:
    namen = {_PROJEKT: "alle eigenen und Beispielzahlen"} | dict(
        zip(quellen["quelle_id"], quellen["bezeichnung"], strict=True)
    )
    k, mindestnenner, mindesteinwohner = daten.projekt.load_projektregel()
    stufen = sorted({*_STUFEN, k})
    with st.form("schutzregel", border=True):
        st.selectbox("Für welche Zahlen?", list(namen), key="schutz_quelle", format_func=namen.__getitem__)
        with st.container(horizontal=True):
            st.selectbox(
                "Kleine Anzahlen",
                stufen,
                index=stufen.index(k),
                key="schutz_k",
                format_func=lambda stufe: _STUFEN.get(stufe, f"unter {stufe} verbergen"),
            )
            st.number_input(
                "Quoten erst ab so vielen Personen",
                min_value=0,
                value=mindestnenner,
                step=10,
                key="schutz_nenner",
                help="Gemeint sind die Personen im Nenner. 0: ohne Mindestzahl.",
            )
            st.number_input(
                "Gebiete erst ab so vielen Einwohnern",
                min_value=0,
                value=mindesteinwohner,
                step=50,
                key="schutz_einwohner",
                help="0: ohne Mindestzahl. Darunter ist nur die Einwohnerzahl selbst zu sehen; das schützt auch Quoten "
                "und Durchschnitte, die ohne ihre Anzahlen geliefert wurden.",
            )
        st.text_input(
            "Begründung (Pflicht)", key="schutz_grund", placeholder="z. B. Vorgabe der Statistikstelle vom 3. März 2025"
        )
        st.form_submit_button("Regel ändern", icon=":material/gavel:", on_click=_change, args=(daten,))


def _change(daten: Daten) -> None:
    """Runs before the page is drawn again, so that everything on it already follows the new rule."""
    zustand = st.session_state
    try:
        daten.projekt.set_schutzregel(
            int(zustand["schutz_k"]),
            int(zustand["schutz_nenner"]),
            str(zustand["schutz_grund"]),
            who(),
            zustand["schutz_quelle"] or None,
            mindesteinwohner=int(zustand["schutz_einwohner"]),
        )
    except SozialplanungError as fehler:
        zustand[_NACHRICHT] = (False, str(fehler))
        return
    zustand["schutz_grund"] = ""
    zustand[_NACHRICHT] = (True, "Die neue Regel gilt; alle Werte wurden danach geprüft.")
