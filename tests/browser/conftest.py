"""A real server and a real browser; skipped with a reason where there is no Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="playwright is not installed (extra `test`)")
from playwright.sync_api import Browser, Page, expect, sync_playwright

WURZEL = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
GEDULD_MS = 60_000
expect.set_options(timeout=GEDULD_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker drives the browser, so that two cores are not asked for four browsers."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture(scope="session")
def server(beispielordner: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a free port of this machine, with a copy of the example Projekte."""
    ordner = tmp_path_factory.mktemp("browser") / "projekte"
    shutil.copytree(beispielordner, ordner)
    port = _free_port()
    umgebung = os.environ | {"SOZIALPLANUNG_PROJEKTE": str(ordner)}
    befehl = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    protokoll = (ordner.parent / "server.log").open("w+")
    prozess = subprocess.Popen(befehl, cwd=WURZEL, env=umgebung, stdout=protokoll, stderr=subprocess.STDOUT)
    adresse = f"http://127.0.0.1:{port}"
    try:
        _wait_until_up(adresse, prozess, protokoll.name)
        yield adresse
    finally:
        prozess.terminate()
        prozess.wait(timeout=20)
        protokoll.close()


def _wait_until_up(adresse: str, prozess: subprocess.Popen[bytes], protokoll: str) -> None:
    for _ in range(240):
        if prozess.poll() is not None:
            pytest.fail("the server ended:\n" + Path(protokoll).read_text())
        try:
            urllib.request.urlopen(f"{adresse}/_stcore/health", timeout=1).read()
        except OSError:
            try:
                prozess.wait(timeout=0.25)
            except subprocess.TimeoutExpired:
                continue
        else:
            return
    pytest.fail("the server did not come up within 60 s")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian package `chromium`)")
    with sync_playwright() as spieler:
        chromium = spieler.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Besuch:
    """A page in the browser and what it asked of whom."""

    page: Page
    server: str
    fremde: set[str] = field(default_factory=set)

    def open(self, pfad: str) -> Page:
        self.page.goto(self.server + pfad)
        self.wait_until_still()
        return self.page

    def wait_until_still(self) -> None:
        """No script runs, nothing is a skeleton, and the text has stayed the same for a while."""
        self.page.wait_for_function(
            """() => {
              const laeuft = document.querySelector('[data-testid=stStatusWidget], [data-testid=stSkeleton]');
              const text = document.body.innerText;
              const ruhig = !laeuft && text.length > 40 && text === window.__text;
              if (!ruhig) { window.__text = text; window.__seit = performance.now(); }
              return ruhig && performance.now() - window.__seit > 700;
            }""",
            timeout=GEDULD_MS,
            polling=150,
        )


@pytest.fixture
def besuch(browser: Browser, server: str) -> Iterator[Besuch]:
    """A fresh visit; at its end: no exception shown, and no request left this machine."""
    kontext = browser.new_context(viewport={"width": 1280, "height": 800}, locale="de-DE", accept_downloads=True)
    page = kontext.new_page()
    visit = Besuch(page, server)

    def notice(url: str) -> None:
        if url.startswith(("http", "ws")) and not url.split("/")[2].startswith(("127.0.0.1", "localhost")):
            visit.fremde.add(url)

    page.on("request", lambda anfrage: notice(anfrage.url))
    page.on("websocket", lambda ws: notice(ws.url))
    yield visit
    assert page.locator("[data-testid=stException]").count() == 0
    assert not visit.fremde
    kontext.close()
