"""Charts as data: frame in, Vega-Lite or deck.gl specification out. Nothing here knows Streamlit or the store."""
