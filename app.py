"""Entry point of the server: ``streamlit run app.py`` (or ``sozialplanung start``)."""

from sozialplanung.ui.server import build_app

app = build_app()
