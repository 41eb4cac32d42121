"""The frame around the pages; with ``pages/`` and ``app.py`` the only room that knows Streamlit."""
