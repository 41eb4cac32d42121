"""Page »Daten«: Gebiete that a plan looks at together – make, change, delete."""

from __future__ import annotations

import streamlit as st

from sozialplanung.errors import SozialplanungError
from sozialplanung.formatting import format_datum, join_und
from sozialplanung.model import Raumebene
from sozialplanung.store import HOECHSTENS_ZEICHEN
from sozialplanung.store.bezugsraeume import Bezugsraum
from sozialplanung.ui import cache, components
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.projekte import who

_NACHRICHT = "_bezugsraum_nachricht"


def draw(daten: Daten) -> None:
    st.markdown(
        "Ein Bezugsraum fasst Gebiete zusammen, die Sie gemeinsam betrachten und planen. Seine Zahlen sind die Summen "
        "seiner Gebiete; fehlt einer davon eine Zahl oder ist sie verborgen, fehlt sie auch hier. So verrät ein "
        "Bezugsraum nichts, was nicht ohnehin zu sehen ist. Ab zwei Bezugsräumen gibt es die Raumebene »Bezugsräume« "
        "auf allen Seiten."
    )
    components.tell(_NACHRICHT)
    alle = cache.bezugsraeume(daten)
    namen = {ebene: cache.gebiete(daten, ebene) for ebene in _levels(daten)}
    if not namen:
        st.info("Noch keine Gebiete: Bitte zuerst eine Lieferung mit Gebieten einlesen.", icon=":material/info:")
        return
    for raum in alle:
        _draw_one(daten, raum, {key: name for gebiete in namen.values() for key, name in gebiete.items()})
    ebenen = list(namen)
    ebene = st.selectbox("Aus welchen Gebieten?", ebenen, len(ebenen) - 1, key="br_ebene", format_func=_plural)
    zur_wahl = cache.gebiete_zur_wahl(daten, ebene)
    vergeben = {gebiet for raum in alle for gebiet in raum.gebiete}
    with st.form("bezugsraum", border=True):
        st.text_input(
            "Name des Bezugsraums", key="br_name", placeholder="z. B. Innenstadt-West", max_chars=HOECHSTENS_ZEICHEN
        )
        st.multiselect(
            f"{ebene.plural} darin",
            list(zur_wahl),
            key=f"br_gebiete_{ebene}",
            format_func=lambda g: zur_wahl[g] + (" (schon vergeben)" if g in vergeben else ""),
            placeholder="Bitte wählen",
        )
        st.form_submit_button("Bezugsraum sichern", icon=":material/join:", on_click=_save, args=(daten, ebene))
    st.caption(
        "Ein Name, den es schon gibt, bekommt die neuen Gebiete. Jedes Gebiet gehört zu höchstens einem Bezugsraum."
    )


def _levels(daten: Daten) -> list[Raumebene]:
    """What Bezugsräume are made of: every level with several Gebiete."""
    ebenen = [Raumebene(ebene) for ebene in daten.projekt.load_raumebenen()]
    return [ebene for ebene in ebenen if ebene != Raumebene.BEZUGSRAUM and len(cache.gebiete(daten, ebene)) > 1]


def _plural(ebene: Raumebene) -> str:
    return ebene.plural


def _draw_one(daten: Daten, raum: Bezugsraum, namen: dict[str, str]) -> None:
    teile = join_und([components.markdown_escape(namen[g]) for g in raum.gebiete if g in namen])
    text, knopf = st.columns([6, 1], vertical_alignment="center")
    text.markdown(
        f"**{components.markdown_escape(raum.bezeichnung)}**: {teile}  \n"
        f":gray[{components.markdown_escape(raum.wer)}, {format_datum(raum.am.date())}]"
    )
    knopf.button(
        "Löschen",
        key=f"br_weg_{raum.bezugsraum_id}",
        type="tertiary",
        icon=":material/delete:",
        on_click=_delete,
        args=(daten, raum),
    )
    if raum.fehlt:
        weg = components.markdown_escape(join_und(list(raum.fehlt)))
        st.warning(
            f"Ohne Zahlen, weil es diese Gebiete nicht mehr gibt: {weg}. "
            "Bitte sichern Sie den Bezugsraum mit seinen heutigen Gebieten neu.",
            icon=":material/warning:",
        )


def _save(daten: Daten, ebene: Raumebene) -> None:
    zustand = st.session_state
    try:
        daten.projekt.save_bezugsraum(str(zustand["br_name"]), zustand[f"br_gebiete_{ebene}"], who())
    except SozialplanungError as fehler:
        zustand[_NACHRICHT] = (False, str(fehler))
        return
    zustand[_NACHRICHT] = (True, f"Der Bezugsraum »{' '.join(str(zustand['br_name']).split())}« ist gesichert.")
    zustand["br_name"], zustand[f"br_gebiete_{ebene}"] = "", []


def _delete(daten: Daten, raum: Bezugsraum) -> None:
    try:
        daten.projekt.delete_bezugsraum(raum.bezugsraum_id, who())
    except SozialplanungError as fehler:
        st.session_state[_NACHRICHT] = (False, str(fehler))
        return
    st.session_state[_NACHRICHT] = (True, f"Der Bezugsraum »{raum.bezeichnung}« ist gelöscht, mit ihm keine Zahl.")
