"""From a delivery that was read to the Projekt: findings, the question, the import or its rehearsal."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

import click

from sozialplanung.cli_projekt import who
from sozialplanung.cli_vergleich import describe_counts, describe_preview
from sozialplanung.formatting import format_anzahl
from sozialplanung.model import Importergebnis, Lieferungspaket, Schwere
from sozialplanung.store import Projekt, Vorschau, check_name, create_projekt, open_projekt

BEFUNDE = 1


def rehearse(pfad: Path, paket: Lieferungspaket) -> None:
    """What an import would write that first has to create the Projekt: tried out beside it."""
    check_name(pfad)
    with tempfile.TemporaryDirectory(prefix="probelauf-") as ordner:
        projekt = create_projekt(Path(ordner) / "probe.duckdb", pfad.stem)
        try:
            _echo_vorschau(projekt.compare_lieferung(paket))
        finally:
            projekt.close()


def create(pfad: Path, paket: Lieferungspaket) -> None:
    """The first delivery brings the Projekt into being – or leaves nothing behind."""
    projekt = open_projekt(pfad, anlegen=True)
    fertig = False
    try:
        _echo_ergebnis(projekt.import_lieferung(paket, who()))
        fertig = True
    finally:
        projekt.close()
        if not fertig:
            pfad.unlink(missing_ok=True)
            pfad.with_name(pfad.name + ".wal").unlink(missing_ok=True)


def import_paket(ctx: click.Context, paket: Lieferungspaket, projekt: Projekt, *, probelauf: bool, ja: bool) -> None:
    if not accept(ctx, paket, ja=ja, probelauf=probelauf):
        return
    if probelauf:
        _echo_vorschau(projekt.compare_lieferung(paket))
    else:
        _echo_ergebnis(projekt.import_lieferung(paket, who()))


def accept(ctx: click.Context, paket: Lieferungspaket, *, ja: bool, probelauf: bool) -> bool:
    """Show all findings; errors end the command, warnings need a yes."""
    for befund in paket.befunde:
        click.echo(f"{befund.schwere.singular}: {befund}")
    if paket.befunde:
        anzahl = Counter(befund.schwere for befund in paket.befunde)
        click.echo(", ".join(format_anzahl(anzahl[s], s.singular, s.plural) for s in Schwere) + ".")
    if paket.fehler:
        click.echo("Es wurde nichts eingelesen. Bitte beheben Sie die Fehler in der Datei.", err=True)
        ctx.exit(BEFUNDE)
    if not paket.warnungen or ja:
        return True
    if not probelauf and _is_interactive():
        antwort = click.prompt("Trotz der Warnungen einlesen? (j/n)", default="n", show_default=False)
        if str(antwort).strip().casefold() in {"j", "ja"}:
            return True
    click.echo("Es wurde nichts eingelesen. Sind die Warnungen in Ordnung, hilft die Option --ja.", err=True)
    ctx.exit(BEFUNDE)
    return False


def _is_interactive() -> bool:
    return sys.stdin.isatty()


def _echo_ergebnis(ergebnis: Importergebnis) -> None:
    for zeile in describe_counts(ergebnis):
        click.echo(zeile)
    if ergebnis.lieferung_id is None:
        click.echo("Alles war schon bekannt; es wurde nichts geschrieben.")
    else:
        click.echo(f"Eingelesen als Lieferung {ergebnis.lieferung_id}.")


def _echo_vorschau(vorschau: Vorschau) -> None:
    for zeile in (*describe_counts(vorschau.ergebnis), *describe_preview(vorschau)):
        click.echo(zeile)
    click.echo("Probelauf: Es wurde nichts geschrieben.")
