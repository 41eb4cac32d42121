"""Builds the example workbooks in ``data/beispiel`` from drawings, published figures and invented ones."""
