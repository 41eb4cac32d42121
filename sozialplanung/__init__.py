"""Integrated social planning for German cities: figures, measures and money side by side."""

__version__ = "0.1.0"
