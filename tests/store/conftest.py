"""Empty Projekte."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sozialplanung.store import Projekt, create_projekt, open_projekt


@pytest.fixture(scope="session")
def vorbild(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty Projekt file to be copied: building one anew takes longer."""
    projekt = create_projekt(tmp_path_factory.mktemp("vorbild") / "leer.duckdb", "Leer")
    projekt.close()
    return projekt.pfad


@pytest.fixture
def neues_projekt(vorbild: Path, tmp_path: Path) -> Iterator[Callable[[], Projekt]]:
    """Every call gives another empty Projekt."""
    offen: list[Projekt] = []

    def copy() -> Projekt:
        pfad = tmp_path / f"projekt-{len(offen)}.duckdb"
        shutil.copy(vorbild, pfad)
        offen.append(open_projekt(pfad))
        return offen[-1]

    yield copy
    for projekt in offen:
        projekt.close()
        projekt.pfad.unlink(missing_ok=True)


@pytest.fixture
def projekt(neues_projekt: Callable[[], Projekt]) -> Projekt:
    return neues_projekt()
