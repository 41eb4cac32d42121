"""The same capabilities without a browser. Exit codes: 0 done, 1 findings or a failure, 2 wrong usage."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import click

from sozialplanung.cli_aliase import gebiet_alias, gebiet_aliase
from sozialplanung.cli_deutsch import Gruppe, one_of, read_as
from sozialplanung.cli_einlesen import accept, create, import_paket, rehearse
from sozialplanung.cli_erkennen import describe
from sozialplanung.cli_fortschritt import show_progress
from sozialplanung.cli_projekt import pfad_of, projekt_of, who
from sozialplanung.cli_start import start
from sozialplanung.errors import SozialplanungError, describe_os_error
from sozialplanung.formatting import format_datum, format_zahl, today
from sozialplanung.importer import (
    PROFILE,
    erkenne_datei,
    fills_register,
    load_rezept,
    read_einrichtungen,
    read_erkannte,
    read_grenzen,
    vorhandenes_of,
)
from sozialplanung.importer.zellen import read_tag
from sozialplanung.model import Herkunft, Lieferungspaket
from sozialplanung.report.finanzierung_schreiben import load_amounts, write_finanzierung
from sozialplanung.report.tabellen import write_csv
from sozialplanung.report.vorlage_schreiben import export_projekt, write_vorlage
from sozialplanung.store import Projekt, open_projekt

MASSNAHMEN = "massnahmen"
_ZUSTAND = {"zurueckgenommen": "  [zurückgenommen]", "in_ruecknahme": "  [wird zurückgenommen]"}


def _read_stand(text: str) -> dt.date:
    tag = read_tag(text)
    if tag is None:
        raise ValueError(text)
    return tag


TAG = read_as(_read_stand, "kein Datum (TT.MM.JJJJ)")
NUMMER = read_as(int, "keine Nummer")
UEBERSCHREIBEN = click.option("--ueberschreiben", is_flag=True, help="Eine vorhandene Zieldatei ersetzen.")
PROBELAUF = click.option("--probelauf", is_flag=True, help="Nur prüfen und zeigen, was sich ändern würde.")
JA = click.option("--ja", is_flag=True, help="Trotz Warnungen einlesen, ohne nachzufragen.")


@click.group(cls=Gruppe)
@click.option("--projekt", "pfad", type=Path, metavar="PFAD", help="Projektdatei, z. B. data/projekte/hamm.duckdb.")
@click.pass_context
def main(ctx: click.Context, pfad: Path | None) -> None:
    """Sozialplanung: Karten, Arm/Reich und Budgets nebeneinander – alles auf diesem Rechner."""
    ctx.obj = pfad


def _check_quelle(ctx: click.Context, datei: Path) -> None:
    if not datei.exists():
        raise click.UsageError(f"Die Datei ›{datei}‹ gibt es nicht.", ctx)


def _write(ctx: click.Context, ziel: Path, endung: str, ueberschreiben: bool, schreibe: Callable[[Path], None]) -> None:
    """Write beside the target and put it in place when complete.

    Only files with the right ending are ever replaced: a Projekt must not vanish under an export.
    """
    if ziel.is_dir():
        raise click.UsageError(
            f"›{ziel}‹ ist ein Ordner. Bitte nennen Sie eine Datei darin, z. B. {ziel / f'neu{endung}'}.", ctx
        )
    if ziel.exists() and not ziel.is_file():
        raise click.UsageError(f"›{ziel}‹ ist keine gewöhnliche Datei. Bitte nennen Sie einen Dateinamen.", ctx)
    if ziel.suffix.lower() != endung:
        raise click.UsageError(f"›{ziel}‹ muss auf {endung} enden.", ctx)
    if ziel.exists() and not ueberschreiben:
        raise click.UsageError(f"›{ziel}‹ gibt es schon. Mit --ueberschreiben wird die Datei ersetzt.", ctx)
    rohbau = ziel.with_name(f".{ziel.name}.im_aufbau")
    try:
        rohbau.touch()  # a folder that cannot be written to is noticed before the work begins
        schreibe(rohbau)
        rohbau.replace(ziel)
    except OSError as fehler:
        raise SozialplanungError(
            f"›{ziel}‹ lässt sich nicht schreiben: {describe_os_error(fehler)}. "
            "Bitte prüfen Sie Ordner, Rechte und Platz; ist die Datei in der Tabellenkalkulation offen, "
            "schließen Sie sie dort."
        ) from fehler
    finally:
        with contextlib.suppress(OSError):
            rohbau.unlink(missing_ok=True)
    click.echo(f"Geschrieben: {ziel}")


@main.command()
@click.argument("ziel", type=Path, metavar="NEU.xlsx")
@UEBERSCHREIBEN
@click.pass_context
def vorlage(ctx: click.Context, ziel: Path, ueberschreiben: bool) -> None:
    """Schreibt eine leere Vorlage zum Ausfüllen."""
    _write(ctx, ziel, ".xlsx", ueberschreiben, write_vorlage)


@main.command()
@click.argument("datei", type=Path, metavar="DATEI")
@click.pass_context
def erkenne(ctx: click.Context, datei: Path) -> None:
    """Sagt, was für eine Datei das ist und was darin steht; ändert nichts."""
    _check_quelle(ctx, datei)
    offen = projekt_of(ctx) if isinstance(ctx.obj, Path) else contextlib.nullcontext()
    with offen as projekt, show_progress(datei) as melde:
        gelesen, erkennung = erkenne_datei(datei, datei.name, projekt=projekt, melde=melde)
        paket, erkennung = read_erkannte(gelesen, erkennung, projekt, gebiete_anlegen=True)
    for zeile in describe(erkennung, paket):
        click.echo(zeile)


@main.command("import")
@click.argument("datei", type=Path, metavar="DATEI")
@click.option(
    "--profil",
    type=one_of([p.name for p in PROFILE]),
    metavar="NAME",
    help=f"Art der Datei, wenn sie nicht erkannt wird: {', '.join(p.name for p in PROFILE)}.",
)
@click.option("--gebiete-anlegen", is_flag=True, help="Gebiete, die das Projekt nicht kennt, aus der Datei anlegen.")
@click.option("--rezept", metavar="R", help="Nach diesem Rezept lesen: Name im Projekt oder Datei (.yaml).")
@click.option(
    "--als",
    type=one_of(["werte", MASSNAHMEN]),
    default="werte",
    metavar="WORT",
    help="Einen Haushalt als werte (Zahlen je Gebiet) oder als massnahmen (Register) einlesen; sonst werte.",
)
@PROBELAUF
@JA
@click.pass_context
def import_(
    ctx: click.Context,
    datei: Path,
    profil: str | None,
    gebiete_anlegen: bool,
    rezept: str | None,
    als: str,
    probelauf: bool,
    ja: bool,
) -> None:
    """Liest eine Vorlage oder eine Tabelle mit Zahlen zu Gebieten ein; ein fehlendes Projekt wird angelegt."""
    pfad = pfad_of(ctx)
    _check_quelle(ctx, datei)
    if rezept is not None and profil not in (None, "tabelle"):
        raise click.UsageError(f"Ein Rezept gilt für das Profil ›tabelle‹, nicht für ›{profil}‹.", ctx)
    if pfad.exists():
        with projekt_of(ctx) as projekt:
            paket = _read(ctx, datei, projekt, profil, rezept, als, gebiete_anlegen)
            import_paket(ctx, paket, projekt, probelauf=probelauf, ja=ja)
        return
    paket = _read(ctx, datei, None, profil, rezept, als, gebiete_anlegen)
    if not accept(ctx, paket, ja=ja, probelauf=probelauf):
        return
    if probelauf:
        rehearse(pfad, paket)
    else:
        create(pfad, paket)


def _read(
    ctx: click.Context,
    datei: Path,
    projekt: Projekt | None,
    profil: str | None,
    rezept: str | None,
    als: str,
    gebiete_anlegen: bool,
) -> Lieferungspaket:
    gewaehlt = None if rezept is None else load_rezept(rezept, projekt)
    register = als == MASSNAHMEN
    with show_progress(datei) as melde:
        gelesen, erkennung = erkenne_datei(datei, datei.name, profil, projekt, rezept=gewaehlt, melde=melde)
        if register and not fills_register(erkennung):
            raise click.UsageError(
                "Als Maßnahmen lassen sich nur Haushalte nach Bezirken einlesen (Profil ›haushalt‹); "
                f"›{datei.name}‹ ist: {erkennung.profil.titel}.",
                ctx,
            )
        return read_erkannte(gelesen, erkennung, projekt, gebiete_anlegen=gebiete_anlegen, als_massnahmen=register)[0]


@main.group(cls=Gruppe)
def export() -> None:
    """Schreibt Daten des Projekts in eine Datei."""


@export.command("vorlage")
@click.argument("ziel", type=Path, metavar="ZIEL.xlsx")
@UEBERSCHREIBEN
@click.pass_context
def export_vorlage(ctx: click.Context, ziel: Path, ueberschreiben: bool) -> None:
    """Das ganze Projekt als Mappe zum Wiedereinlesen, mit geheimen Werten; nur für die eigene Verwaltung."""
    with projekt_of(ctx) as projekt:
        _write(ctx, ziel, ".xlsx", ueberschreiben, lambda pfad: export_projekt(projekt, pfad))
    click.echo("Die Mappe enthält auch geheime Werte; sie ist nur für die eigene Verwaltung.")


@export.command("werte")
@click.argument("ziel", type=Path, metavar="ZIEL.csv")
@UEBERSCHREIBEN
@click.pass_context
def export_werte(ctx: click.Context, ziel: Path, ueberschreiben: bool) -> None:
    """Alle Werte als CSV (UTF-8, Semikolon, Dezimalkomma); was geheim ist, bleibt geheim."""
    with projekt_of(ctx) as projekt:
        _write(ctx, ziel, ".csv", ueberschreiben, lambda pfad: write_csv(projekt.load_werte(), pfad))


@export.command("finanzierung")
@click.argument("ziel", type=Path, metavar="ZIEL.xlsx")
@UEBERSCHREIBEN
@click.pass_context
def export_finanzierung(ctx: click.Context, ziel: Path, ueberschreiben: bool) -> None:
    """Geld aller Maßnahmen als Mappe für die Kämmerei: Summen als Formeln, zum Ausfüllen und Wiedereinlesen."""
    with projekt_of(ctx) as projekt:
        titel = projekt.load_projekt().get("name", "")
        betraege = load_amounts(projekt, None)
        heute = today()
        _write(ctx, ziel, ".xlsx", ueberschreiben, lambda pfad: write_finanzierung(pfad, betraege, titel, heute))


@main.command(options_metavar="--schluessel FELD [OPTIONEN]")
@click.argument("datei", type=Path, metavar="DATEI")
@click.option("--schluessel", metavar="FELD", help="Pflicht: Feld der Datei mit dem Gebietsschlüssel.")
@click.option("--schematisch", is_flag=True, help="Die Umrisse sind vereinfachte, eigene Zeichnungen.")
@click.option("--quelle", default="", metavar="TEXT", help="Wer die Umrisse veröffentlicht hat.")
@click.option(
    "--herkunft",
    type=one_of([h.value for h in Herkunft]),
    metavar="WORT",
    help="amtlich, veroeffentlicht, eigen oder beispiel; ohne Angabe wird nachgefragt.",
)
@click.option("--lizenz", default="", metavar="TEXT", help="z. B. dl-de/zero-2-0.")
@click.option("--stand", type=TAG, metavar="TT.MM.JJJJ", help="Datum, zu dem die Umrisse gelten.")
@PROBELAUF
@JA
@click.pass_context
def grenzen(
    ctx: click.Context,
    datei: Path,
    schluessel: str | None,
    schematisch: bool,
    quelle: str,
    herkunft: str | None,
    lizenz: str,
    stand: dt.date | None,
    probelauf: bool,
    ja: bool,
) -> None:
    """Verbindet Umrisse (GeoJSON, Shapefile als ZIP, GeoPackage, KML) mit den Gebieten des Projekts."""
    pfad = pfad_of(ctx)
    if not schluessel:
        raise click.UsageError("Es fehlt das Feld mit dem Gebietsschlüssel: --schluessel FELD.", ctx)
    _check_quelle(ctx, datei)
    with contextlib.closing(open_projekt(pfad)) as projekt:
        paket, bericht = read_grenzen(
            datei,
            datei.name,
            schluessel,
            projekt.load_tabelle("gebiet"),
            schematisch=schematisch,
            quelle=quelle,
            herkunft=Herkunft(herkunft) if herkunft else None,
            lizenz=lizenz,
            stand=stand,
            mit_umriss=set(projekt.load_tabelle("geometrie")["gebiet_id"]),
        )
        import_paket(ctx, paket, projekt, probelauf=probelauf, ja=ja)
        click.echo(
            f"Gebiete ohne Umriss: {len(bericht.ohne_polygon)}, Umrisse ohne Gebiet: {len(bericht.ohne_gebiet)}."
        )


@main.command()
@click.argument("datei", type=Path, metavar="DATEI")
@click.option(
    "--art", default="", metavar="TEXT", help="Was alle sind (z. B. Kita), wenn die Datei keine Spalte ›Art‹ hat."
)
@click.option("--quelle", default="", metavar="TEXT", help="Wer die Liste führt.")
@click.option(
    "--herkunft",
    type=one_of([h.value for h in Herkunft]),
    metavar="WORT",
    help="amtlich, veroeffentlicht, eigen (ohne Angabe) oder beispiel.",
)
@click.option("--lizenz", default="", metavar="TEXT", help="z. B. dl-de/by-2-0.")
@click.option("--stand", type=TAG, metavar="TT.MM.JJJJ", help="Datum, zu dem die Liste gilt.")
@PROBELAUF
@JA
@click.pass_context
def einrichtungen(
    ctx: click.Context,
    datei: Path,
    art: str,
    quelle: str,
    herkunft: str | None,
    lizenz: str,
    stand: dt.date | None,
    probelauf: bool,
    ja: bool,
) -> None:
    """Liest eine Liste von Einrichtungen (CSV, Mappe, GeoJSON) ein und ordnet sie nach ihrer Lage den Gebieten zu."""
    _check_quelle(ctx, datei)
    with projekt_of(ctx) as projekt:
        paket = read_einrichtungen(
            datei,
            datei.name,
            vorhandenes_of(projekt),
            art=art,
            quelle=quelle,
            herkunft=Herkunft(herkunft) if herkunft else None,
            lizenz=lizenz,
            stand=stand,
        )
        import_paket(ctx, paket, projekt, probelauf=probelauf, ja=ja)


@main.command()
@click.pass_context
def lieferungen(ctx: click.Context) -> None:
    """Zeigt, was wann von wem eingelesen wurde."""
    with projekt_of(ctx) as projekt:
        frame = projekt.load_lieferungen()
    if frame.empty:
        click.echo("In diesem Projekt gibt es noch keine Lieferung.")
    for zeile in frame.to_dict("records"):
        zustand = _ZUSTAND.get(str(zeile["zustand"]), "")
        click.echo(
            f"{zeile['lieferung_id']:>4}  {format_datum(zeile['importiert_am'])}  {zeile['importiert_von']}  "
            f"{zeile['datei']}  ({format_zahl(zeile['neu'])} neu, {format_zahl(zeile['geaendert'])} geändert){zustand}"
        )


@main.command()
@click.argument("nummer", type=NUMMER, metavar="NR")
@click.pass_context
def zuruecknehmen(ctx: click.Context, nummer: int) -> None:
    """Nimmt eine Lieferung zurück und stellt wieder her, was sie ersetzt hatte."""
    with projekt_of(ctx) as projekt:
        projekt.undo_lieferung(nummer, who())
    click.echo(f"Lieferung {nummer} ist zurückgenommen.")


main.add_command(gebiet_alias)
main.add_command(gebiet_aliase)
main.add_command(start)
