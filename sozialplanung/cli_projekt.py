"""Which Projekt a command works on, and who gives it."""

from __future__ import annotations

import contextlib
import getpass
from collections.abc import Iterator
from pathlib import Path

import click

from sozialplanung.store import Projekt, list_projekte, open_projekt


def pfad_of(ctx: click.Context) -> Path:
    if not isinstance(ctx.obj, Path):
        raise click.UsageError(
            f"Es fehlt das Projekt: sozialplanung --projekt PFAD {ctx.command_path.partition(' ')[2]} …", ctx
        )
    if ctx.obj.is_dir():
        dateien = [p.name for p in list_projekte(ctx.obj)][:5]
        beispiel = f"z. B. {ctx.obj / (dateien[0] if dateien else 'hamm.duckdb')}"
        raise click.UsageError(
            f"›{ctx.obj}‹ ist ein Ordner. Bitte geben Sie die Datei des Projekts an, {beispiel}.", ctx
        )
    return ctx.obj


@contextlib.contextmanager
def projekt_of(ctx: click.Context) -> Iterator[Projekt]:
    with contextlib.closing(open_projekt(pfad_of(ctx))) as projekt:
        yield projekt


def who() -> str:
    """Who imports: the account on this machine; containers may have none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unbekannt"
