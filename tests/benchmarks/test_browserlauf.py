"""In Chromium: what a change of filter sends, and how long the first map takes from a cold start."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Merken

pytest.importorskip("playwright", reason="playwright is not installed (extra `test`)")
from besuch import CHROMIUM, FLAGS, run_server, visit
from playwright.sync_api import Browser, expect, sync_playwright


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian package `chromium`)")
    with sync_playwright() as spieler:
        yield spieler.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


def test_bytes_of_a_filter_change(browser: Browser, projekte: Path, report: Merken) -> None:
    with run_server(projekte) as adresse, visit(browser, adresse) as besuch:
        besuch.open("/ueberblick?projekt=gross")
        for indikator, name in (("ind7", "Anteil mit Merkmal 7"), ("ind23", "Anteil mit Merkmal 23")):
            vorher = besuch.bytes_empfangen
            besuch.choose("indikator", name)
            besuch.expect_choice("indikator", indikator)
            besuch.wait_until_still()
        report("542 Gebiete: kB nach Wechsel des Indikators", (besuch.bytes_empfangen - vorher) / 1000, 60, " kB")


def test_cold_start_to_the_first_map(browser: Browser, projekte: Path, tmp_path: Path, report: Merken) -> None:
    leer = tmp_path / "leer.py"
    leer.write_text("import streamlit as st\nst.title('Leer')\n")

    def first_sight(skript: str, pfad: str, wahl: str) -> float:
        start = time.perf_counter()
        with run_server(projekte, skript) as adresse, visit(browser, adresse) as besuch:
            besuch.page.goto(adresse + pfad)
            expect(besuch.page.locator(wahl).first).to_be_visible()
            besuch.wait_until_responsive()
            return time.perf_counter() - start

    grund = min(first_sight(str(leer), "/", "h1") for _ in range(3))
    karte = min(first_sight("app.py", "/ueberblick?projekt=hamm", "#deckgl-overlay") for _ in range(3))
    report("Kaltstart bis zur ersten Karte gegen eine leere Anwendung", karte / grund, None, "×")
    report("… in Sekunden", karte, None, " s")
