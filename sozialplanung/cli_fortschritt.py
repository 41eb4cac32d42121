"""A line that says how far the reading of a large file is; only where a person looks on."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from sozialplanung.formatting import format_prozent
from sozialplanung.importer.datei import GROSSE_DATEI, Melden, stay_silent


@contextlib.contextmanager
def show_progress(datei: Path) -> Iterator[Melden]:
    """On stderr, so that stdout stays what it was; one line, written over until reading ends, is cancelled or fails."""
    if not _is_watched() or datei.stat().st_size < GROSSE_DATEI:
        yield stay_silent
        return
    anteile: list[float] = []

    def melde(anteil: float) -> None:
        anteile.append(anteil)
        click.echo(f"\r›{datei.name}‹ wird gelesen: {format_prozent(anteil, 0):>5}", nl=False, err=True)

    try:
        yield melde
    finally:
        if anteile:
            click.echo(err=True)


def _is_watched() -> bool:
    return sys.stderr.isatty()
