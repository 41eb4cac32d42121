"""A real server and a real browser; skipped with a reason where there is no Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="playwright is not installed (extra `test`)")
from besuch import CHROMIUM, FLAGS, Besuch, run_server, visit
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian package `chromium`)")
    with sync_playwright() as spieler:
        chromium = spieler.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(browser: Browser, beispielordner: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with a copy of the example Projekte; nothing writes to these two."""
    ordner = tmp_path_factory.mktemp("browser") / "projekte"
    shutil.copytree(beispielordner, ordner)
    with run_server(ordner) as adresse:
        yield adresse


@pytest.fixture
def besuch(browser: Browser, server: str) -> Iterator[Besuch]:
    with visit(browser, server) as gast:
        yield gast


@pytest.fixture(scope="session")
def zweiter_server(browser: Browser, beispielordner: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with Projekte that journeys write to, each to a part of its own."""
    ordner = shutil.copytree(beispielordner, tmp_path_factory.mktemp("schreibend") / "projekte")
    with run_server(ordner) as adresse:
        yield adresse


@pytest.fixture
def schreibend(browser: Browser, zweiter_server: str) -> Iterator[Besuch]:
    with visit(browser, zweiter_server) as gast:
        yield gast
