"""Reading small workbooks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from mappen import BASIS, build_mappe

from sozialplanung.importer import Vorhandenes, read_vorlage
from sozialplanung.model import Lieferungspaket


@pytest.fixture
def lies() -> Callable[..., Lieferungspaket]:
    """Read a workbook: the sound one, with some sheets replaced or (None) left out."""

    def read(blaetter: dict[str, list[list[Any]] | None] | None = None, vorhanden: Vorhandenes | None = None) -> Any:
        alle = {name: zeilen for name, zeilen in {**BASIS, **(blaetter or {})}.items() if zeilen is not None}
        return read_vorlage(build_mappe(alle), "test.xlsx", vorhanden)

    return read
