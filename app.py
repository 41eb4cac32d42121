"""Entry point of the server: ``streamlit run app.py`` (or ``sozialplanung start``).

``streamlit run`` looks for the call of ``st.App`` in this file's text, so it stands here and not in a function.
"""

import streamlit as st

from sozialplanung.ui.server import MIDDLEWARE, ROUTES, lifespan, report_unexpected

app = st.App(
    "sozialplanung/ui/main.py",
    lifespan=lifespan,
    routes=ROUTES,
    middleware=MIDDLEWARE,
    on_script_error=report_unexpected,
)
