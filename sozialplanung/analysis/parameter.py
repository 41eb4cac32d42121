"""Thresholds and weights of the methods; they live in parameter.yaml, each with its date and reference."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def _table() -> dict[str, dict[str, Any]]:
    text = files("sozialplanung.analysis").joinpath("parameter.yaml").read_text(encoding="utf-8")
    tabelle: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return tabelle


def load_parameter(name: str) -> Any:
    """The value in force."""
    return _table()[name]["wert"]


def load_source(name: str) -> str:
    """Reference and date, for the line below a chart."""
    eintrag = _table()[name]
    return f"{eintrag['quelle']} (Stand {eintrag['stand']:%d.%m.%Y})"
