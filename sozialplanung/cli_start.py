"""`sozialplanung start`: the application in the browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import click

from sozialplanung.cli_deutsch import Befehl, read_as
from sozialplanung.errors import SozialplanungError

APP = Path(__file__).resolve().parents[1] / "app.py"
STANDARD_PORT = 8501  # as in .streamlit/config.toml
NUMMER = read_as(int, "keine Nummer")


def _check_port(ctx: click.Context, port: int) -> None:
    with socket.socket() as probe:
        if os.name == "posix":  # elsewhere it would allow to share a port that is in use
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as fehler:
            raise click.UsageError(
                f"Der Anschluss {port} ist auf diesem Rechner nicht erlaubt. Bitte wählen Sie einen ab 1024.", ctx
            ) from fehler
        except OSError as fehler:
            raise click.UsageError(
                f"Der Anschluss {port} ist schon belegt; vielleicht läuft die Anwendung bereits. Bitte öffnen Sie im "
                f"Browser http://localhost:{port} oder starten Sie mit einem anderen Anschluss: --port {port + 1}.",
                ctx,
            ) from fehler


@click.command(cls=Befehl)
@click.option("--port", type=NUMMER, metavar="NR", help="Anderer Anschluss als 8501.")
@click.option("--ohne-browser", is_flag=True, help="Den Browser nicht von selbst öffnen.")
@click.pass_context
def start(ctx: click.Context, port: int | None, ohne_browser: bool) -> None:
    """Startet die Anwendung; der Browser öffnet sich von selbst."""
    if not APP.exists():
        raise SozialplanungError(
            f"Die Anwendung wurde nicht gefunden (›{APP}‹). Bitte richten Sie sie im Ordner des Projekts ein, "
            "wie es im README steht: pip install -e ."
        )
    befehl = [sys.executable, "-m", "streamlit", "run", str(APP), "--logger.hideWelcomeMessage", "true"]
    if port is not None and not 1 <= port <= 65535:
        raise click.UsageError("Ein Anschluss liegt zwischen 1 und 65535.", ctx)
    _check_port(ctx, port or STANDARD_PORT)
    if port is not None:
        befehl += ["--server.port", str(port)]
    if ohne_browser:
        befehl += ["--server.headless", "true"]
    click.echo(f"Die Anwendung läuft unter http://localhost:{port or STANDARD_PORT} – beenden mit Strg + C.")
    # Settings (.streamlit/) and data/ are found from the folder of the project.
    with subprocess.Popen(befehl, cwd=APP.parent) as anwendung:
        # Who ends this process ends the server, too: it would live on and keep the port.
        vorher = signal.signal(signal.SIGTERM, lambda *_: anwendung.terminate())
        try:
            ctx.exit(anwendung.wait())
        except KeyboardInterrupt:
            click.echo("Beendet.")
        finally:
            signal.signal(signal.SIGTERM, vorher)
