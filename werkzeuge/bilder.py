"""Renew the pictures of the README: ``python -m werkzeuge.bilder`` (needs the extra ``test`` and Chromium)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

WURZEL = Path(__file__).resolve().parents[1]
ZIEL = WURZEL / "docs" / "bilder"
ANSICHTEN = {
    "ueberblick": "/ueberblick?projekt=hamm&gebiet=05915000-5",
    "arm_und_reich": "/arm_und_reich?projekt=staedteregion_aachen",
    "karte": "/karte?projekt=staedteregion_aachen",
    "massnahmen": "/massnahmen?projekt=hamm",
    "daten": "/daten?projekt=hamm",
    "projektor": "/ueberblick?projekt=staedteregion_aachen&ansicht=projektor",
}
FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
FLAGS += ["--disable-background-networking"]


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Bitte Chromium installieren (Debian: Paket chromium).")
    ZIEL.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as ordner, sync_playwright() as spieler:
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "streamlit",
                "run",
                "app.py",
                "--server.port",
                str(port),
                "--server.headless",
                "true",
            ],
            cwd=WURZEL,
            env=os.environ | {"SOZIALPLANUNG_PROJEKTE": ordner},
        )
        try:
            browser = spieler.chromium.launch(executable_path=chromium, args=FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="de-DE")
            adresse = f"http://127.0.0.1:{port}"
            wait_until_up(adresse, page)
            for name, pfad in ANSICHTEN.items():
                page.goto(adresse + pfad)
                page.get_by_test_id("stHeading").first.wait_for(timeout=90_000)
                page.wait_for_load_state("networkidle")
                page.wait_for_timeout(3000)
                page.screenshot(path=ZIEL / f"{name}.png")
            browser.close()
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_until_up(adresse: str, page: Page) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{adresse}/_stcore/health", timeout=1).read()
        except OSError:
            page.wait_for_timeout(500)
        else:
            return
    sys.exit("Der Server ist nicht gestartet.")


if __name__ == "__main__":
    main()
