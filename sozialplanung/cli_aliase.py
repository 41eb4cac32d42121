"""`gebiet-alias` and `gebiet-aliase`: say once what a name in a file means; see and withdraw what was said."""

from __future__ import annotations

import click

from sozialplanung.cli_deutsch import Befehl
from sozialplanung.cli_projekt import projekt_of, who
from sozialplanung.report.saetze_aliase import describe_ziel


@click.command(cls=Befehl)
@click.argument("name", metavar="NAME")
@click.argument("schluessel", metavar="SCHLUESSEL", required=False)
@click.option("--kein-gebiet", is_flag=True, help="Der Name ist kein Gebiet dieses Projekts (Summe, Unbekannt …).")
@click.option("--zurueckziehen", is_flag=True, help="Die Zuordnung gilt nicht mehr; künftig wird wieder gefragt.")
@click.pass_context
def gebiet_alias(ctx: click.Context, name: str, schluessel: str | None, kein_gebiet: bool, zurueckziehen: bool) -> None:
    """Merkt sich, welches Gebiet ein Name in Lieferungen meint (SCHLUESSEL wie im Blatt »Gebiete«)."""
    if (schluessel is not None) + kein_gebiet + zurueckziehen != 1:
        raise click.UsageError(
            "Bitte geben Sie entweder den Schlüssel des Gebiets an oder --kein-gebiet oder --zurueckziehen.", ctx
        )
    with projekt_of(ctx) as projekt:
        if zurueckziehen:
            projekt.forget_alias(name, who())
            click.echo(f"›{name}‹ wird künftig wieder gefragt.")
            return
        projekt.set_aliase({name: schluessel}, who())
        zeile = projekt.load_alias_tabelle().iloc[0]
    click.echo(f"›{zeile['name']}‹ ist künftig {describe_ziel(zeile)}. Eingelesenes bleibt, wie es ist.")


@click.command(cls=Befehl)
@click.pass_context
def gebiet_aliase(ctx: click.Context) -> None:
    """Zeigt die Namen, deren Gebiet jemand bestätigt hat."""
    with projekt_of(ctx) as projekt:
        tabelle = projekt.load_alias_tabelle()
    if tabelle.empty:
        click.echo("In diesem Projekt ist noch kein Name von Hand zugeordnet.")
    for zeile in tabelle.to_dict("records"):
        click.echo(f"›{zeile['name']}‹ ist {describe_ziel(zeile)} ({zeile['wer']}, {zeile['am']:%d.%m.%Y})")
