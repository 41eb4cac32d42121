"""What the journeys need: a server of their own, and a page in the browser that can be waited for."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, WebSocket, expect

WURZEL = Path(__file__).resolve().parents[2]
GEDULD_MS = 60_000
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-rasterization",  # pages are put together faster without the emulated graphics card
    "--disable-gpu-compositing",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
MARKIERT = "#B0306A"  # sozialplanung.charts.theme.HELL.markiert
KLEIN, GROSS = (1280, 800), (1920, 1080)
expect.set_options(timeout=GEDULD_MS)

# No script runs, nothing is a skeleton, every chart and map is drawn, and the text has stayed the same for 0.3 s.
_RUHIG = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const alle = (wahl) => [...document.querySelectorAll(wahl)];
  const fertig = app && app.dataset.testScriptState === 'notRunning'
    && app.dataset.testConnectionState === 'CONNECTED'
    && !document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner]')
    && alle('[data-testid=stVegaLiteChart]').every(e => e.querySelector('svg .mark-group, canvas'))
    && alle('[data-testid=stDeckGlJsonChart]').every(e => e.querySelector('canvas'));
  const text = document.body.innerText;
  if (!fertig || text.length < 40 || text !== window.__text) {
    window.__text = text;
    window.__seit = performance.now();
    return false;
  }
  return performance.now() - window.__seit > 300;
}"""
# Drawing a map without a graphics card blocks the page for seconds; a click is lost meanwhile.
_FREI = "() => new Promise(weiter => requestAnimationFrame(() => setTimeout(weiter, 0)))"


@contextlib.contextmanager
def run_server(ordner: Path, skript: str = "app.py") -> Iterator[str]:
    """The app on a free port of this machine, with the Projekte of a folder; yields its address."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = int(s.getsockname()[1])
    befehl = [sys.executable, "-m", "streamlit", "run", skript, "--server.port", str(port), "--server.headless", "true"]
    umgebung = os.environ | {"SOZIALPLANUNG_PROJEKTE": str(ordner)}
    protokoll = ordner.parent / f"server_{port}.log"
    with protokoll.open("w") as datei:
        prozess = subprocess.Popen(befehl, cwd=WURZEL, env=umgebung, stdout=datei, stderr=subprocess.STDOUT)
        try:
            _wait_until_up(f"http://127.0.0.1:{port}", prozess, protokoll)
            yield f"http://127.0.0.1:{port}"
        finally:
            prozess.terminate()
            prozess.wait(timeout=20)
    assert "Traceback" not in protokoll.read_text(), protokoll.read_text()


def _wait_until_up(adresse: str, prozess: subprocess.Popen[bytes], protokoll: Path) -> None:
    for _ in range(400):
        if prozess.poll() is not None:
            pytest.fail("the server ended:\n" + protokoll.read_text())
        try:
            urllib.request.urlopen(f"{adresse}/_stcore/health", timeout=1).read()
        except OSError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                prozess.wait(timeout=0.15)
        else:
            return
    pytest.fail("the server did not come up within 60 s")


@dataclass
class Besuch:
    """A page in the browser and what it asked of whom."""

    page: Page
    server: str
    fremde: set[str] = field(default_factory=set)
    bytes_empfangen: int = 0

    def __post_init__(self) -> None:
        self.page.on("request", lambda anfrage: self._notice(anfrage.url))
        self.page.on("websocket", self._notice_socket)

    def _notice(self, url: str) -> None:
        if url.startswith(("http", "ws")) and urlsplit(url).hostname not in ("127.0.0.1", "localhost"):
            self.fremde.add(url)

    def _notice_socket(self, ws: WebSocket) -> None:
        self._notice(ws.url)
        ws.on("framereceived", self._count)

    def _count(self, nutzlast: str | bytes) -> None:
        self.bytes_empfangen += len(nutzlast)

    def open(self, pfad: str) -> Page:
        self.page.goto(self.server + pfad)
        self.wait_until_still()
        return self.page

    def wait_until_still(self) -> None:
        self.page.evaluate("() => { window.__text = null; }")
        self.page.wait_for_function(_RUHIG, timeout=GEDULD_MS, polling=100)

    def wait_until_responsive(self) -> None:
        """Three frames in a row that the browser draws at once."""
        in_folge = 0
        while in_folge < 3:
            dauer = self.page.evaluate(
                f"async () => {{ const t = performance.now(); await ({_FREI})(); return performance.now() - t; }}"
            )
            in_folge = in_folge + 1 if dauer < 100 else 0

    def go(self, seite: str) -> None:
        """Another page by a click on its name."""
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=seite, exact=True).click()
        expect(self.page.locator("[aria-current=page]", has_text=seite)).to_be_visible()
        self.wait_until_still()

    @property
    def choice(self) -> dict[str, str]:
        """What the link says."""
        return {name: werte[0] for name, werte in parse_qs(urlsplit(self.page.url).query).items()}

    def expect_choice(self, name: str, wert: str | None) -> None:
        """The link says so, sooner or later."""
        if wert is None:
            expect(self.page).not_to_have_url(re.compile(rf"[?&]{name}="))
        else:
            expect(self.page).to_have_url(re.compile(rf"[?&]{name}={re.escape(wert)}(&|$)"))

    def field_of(self, key: str) -> Locator:
        """The box of a selectbox; its value is the name of what is chosen."""
        return self.page.locator(f".st-key-{key}").get_by_role("combobox")

    def choose(self, key: str, eintrag: str) -> None:
        """Take an entry of a selectbox by its name."""
        # A list closes when the page scrolls: scroll first.
        self.field_of(key).scroll_into_view_if_needed()
        self.wait_until_responsive()
        self.field_of(key).click()
        self.field_of(key).fill(eintrag)  # long lists hold only what can be seen
        self.page.get_by_role("option", name=eintrag, exact=True).click()

    def sentence(self, karte: str) -> Locator:
        """The sentence above a chart of the signature page."""
        return self.page.locator(f".st-key-feld_{karte} [data-testid=stMarkdown]").first

    def marked(self, diagramm: str) -> Locator:
        """What a chart writes in the colour of the choice."""
        return self.page.locator(f"[class*=st-key-{diagramm}] svg text[fill='{MARKIERT}']")


@contextlib.contextmanager
def visit(browser: Browser, server: str, groesse: tuple[int, int] = KLEIN) -> Iterator[Besuch]:
    """A person's own browser; at the end: no exception was shown, and no request left this machine."""
    kontext: BrowserContext = browser.new_context(
        viewport={"width": groesse[0], "height": groesse[1]}, locale="de-DE", accept_downloads=True
    )
    kontext.set_default_timeout(GEDULD_MS)
    gast = Besuch(kontext.new_page(), server)
    try:
        yield gast
        assert gast.page.get_by_test_id("stException").count() == 0
        assert gast.fremde == set()
    finally:
        kontext.close()
