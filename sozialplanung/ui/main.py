"""The picture frame: navigation, projector view, filters, errors. Pages only fill the picture."""

from __future__ import annotations

import streamlit as st

from sozialplanung.errors import SozialplanungError
from sozialplanung.ui import adresse, filters, projekte, rahmen


def main() -> None:
    rahmen.configure()
    projektor = rahmen.is_projektor()
    gruppen = rahmen.pages()
    start = st.Page(lambda: st.switch_page(gruppen["Hinsehen"][0]), title="Start", default=True, visibility="hidden")
    if projektor:  # one row of names that can be read from afar
        alle = [seite for seiten in gruppen.values() for seite in seiten]
        seite = st.navigation([start, *alle], position="top")
    else:
        seite = st.navigation({"": [start], **gruppen})
    rahmen.name_tab(seite.title)
    rahmen.dress(projektor=projektor)
    try:
        projekte.build_examples()
        filters.choose(seite.url_path, projektor=projektor)
        adresse.write()  # a page may stop early
        seite.run()
    except SozialplanungError as fehler:
        st.error(str(fehler), icon=":material/info:")
    adresse.write()


main()
