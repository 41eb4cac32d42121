"""Loads named queries: ``-- name: xyz`` in ``sql/*.sql`` starts the query ``xyz``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_ORDNER = Path(__file__).parent


@cache
def schema() -> str:
    return (_ORDNER / "schema.sql").read_text(encoding="utf-8")


@cache
def _load_all() -> dict[str, str]:
    abfragen: dict[str, str] = {}
    for datei in sorted((_ORDNER / "sql").glob("*.sql")):
        _, *teile = re.split(r"^-- name: (\w+)\n", datei.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for name, text in zip(teile[::2], teile[1::2], strict=True):
            if name in abfragen:
                raise ValueError(f"query {name} is defined twice")
            abfragen[name] = text.strip().rstrip(";")
    return abfragen


def query(name: str) -> str:
    """The text of one named query."""
    return _load_all()[name]
