"""Shared by all tests: the example Projekte, built once."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from sozialplanung.importer import read_lieferung
from sozialplanung.store import open_projekt

# The same few examples in every run; ``pytest --hypothesis-profile=gruendlich`` draws many new ones.
settings.register_profile("kurz", max_examples=30, deadline=None, derandomize=True)
settings.register_profile("gruendlich", max_examples=400, deadline=None)
settings.load_profile("kurz")

BROWSER = "tests/browser/"
BEISPIELE = Path(__file__).resolve().parents[1] / "data" / "beispiel"


class InPlaces(LoadScopeScheduling):
    """One worker drives the browser, so that two cores are not asked for two; every other file is of one worker.

    The groups of ``--dist loadgroup`` would say the same; pytest-xdist 3.8 does not hear them under pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> InPlaces:
    return InPlaces(config, log)


@pytest.fixture(scope="session")
def beispielordner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both example Projekte and the note that they are built. Copy it before writing to it."""
    ordner = tmp_path_factory.mktemp("beispiele") / "projekte"
    ordner.mkdir()
    for mappe in sorted(BEISPIELE.glob("*.xlsx")):
        projekt = open_projekt(ordner / f"{mappe.stem}.duckdb", anlegen=True)
        projekt.import_lieferung(read_lieferung(mappe, mappe.name, projekt), "Test")
        projekt.close()
    (ordner / "beispiele.txt").write_text("\n".join(m.stem for m in BEISPIELE.glob("*.xlsx")) + "\n", encoding="utf-8")
    return ordner


@pytest.fixture
def projekte_aus(beispielordner: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The app reads the example Projekte (read only: shared by all tests of a worker)."""
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(beispielordner))
    return beispielordner


@pytest.fixture
def eigene_projekte(beispielordner: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The app reads copies of the example Projekte that may be written to."""
    ordner = shutil.copytree(beispielordner, tmp_path / "projekte")
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(ordner))
    return ordner
