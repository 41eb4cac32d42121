"""click speaks English; these subclasses speak German: help, usage, mistakes – and no traceback for expected errors."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

import click

from sozialplanung.errors import SozialplanungError, describe_os_error

FALSCHER_AUFRUF = 2
T = TypeVar("T")

# What click says itself → what we say.
_DEUTSCH: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"Got unexpected extra arguments? \((.*)\)"), "Zu viele Angaben: ›{}‹."),
    (re.compile(r"No such command '(.*)'\."), "Den Befehl ›{}‹ gibt es nicht."),
    (re.compile(r"No such option:? '?([^'\s]+)'?.*"), "Die Option ›{}‹ gibt es nicht."),
    (re.compile(r"Option '(.*)' requires an? .*argument.*"), "Hinter der Option ›{}‹ fehlt eine Angabe."),
    (re.compile(r"Option '(.*)' does not take a value.*"), "Die Option ›{}‹ steht allein, ohne Angabe."),
    (re.compile(r"Missing command\.?"), "Es fehlt ein Befehl."),
)


def german_message(fehler: click.ClickException) -> str:
    """The message of click in German; messages of our own are German already."""
    if isinstance(fehler, click.MissingParameter) and fehler.param is not None:
        name = (
            fehler.param.make_metavar(click.Context(click.Command("x")))
            if _is_argument(fehler)
            else fehler.param.opts[0]
        )
        return f"Es fehlt die Angabe ›{name}‹."
    if isinstance(fehler, click.BadParameter):
        return fehler.message
    for muster, deutsch in _DEUTSCH:
        if treffer := muster.match(fehler.format_message()):
            return deutsch.format(*treffer.groups())
    return fehler.format_message()


def _is_argument(fehler: click.MissingParameter) -> bool:
    return isinstance(fehler.param, click.Argument)


class _Deutsch(click.Command):
    """Headings of the help in German."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[OPTIONEN]")
        kwargs.setdefault("context_settings", {"help_option_names": ["--hilfe", "--help"], "max_content_width": 100})
        super().__init__(*args, **kwargs)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Aufruf: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        optionen = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        zeilen = [zeile for option in optionen if (zeile := option.get_help_record(ctx)) is not None]
        with formatter.section("Optionen"):
            formatter.write_dl(zeilen)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Zeigt diese Hilfe."
        return option


class Befehl(_Deutsch):
    """A command."""


class Gruppe(_Deutsch, click.Group):
    """Commands; started as a program, it turns errors into sentences and exit codes."""

    command_class = Befehl

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("subcommand_metavar", "BEFEHL …")
        super().__init__(*args, **kwargs)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        befehle = [(name, befehl) for name in self.list_commands(ctx) if (befehl := self.get_command(ctx, name))]
        with formatter.section("Befehle"):
            formatter.write_dl([(name, befehl.get_short_help_str(limit=90)) for name, befehl in befehle])

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, False, **extra)
        for strom in (sys.stdout, sys.stderr):
            if (reconfigure := getattr(strom, "reconfigure", None)) is not None:
                reconfigure(errors="replace")  # an old console need not know every character
        try:
            ergebnis = super().main(args, prog_name, complete_var, False, **extra)
        except click.UsageError as fehler:
            _exit_usage(fehler)
        except click.Abort:
            _exit("Abgebrochen; es wurde nichts geändert.", 1)
        except click.ClickException as fehler:
            _exit(german_message(fehler), fehler.exit_code)
        except SozialplanungError as fehler:
            _exit(str(fehler), 1)
        except OSError as fehler:
            _exit(f"›{fehler.filename}‹ lässt sich nicht benutzen: {describe_os_error(fehler)}.", 1)
        sys.exit(ergebnis if isinstance(ergebnis, int) else 0)


def _exit_usage(fehler: click.UsageError) -> NoReturn:
    if fehler.ctx is not None and type(fehler).__name__ == "NoArgsIsHelpError":
        _exit(fehler.ctx.get_help(), FALSCHER_AUFRUF)
    hilfe = ""
    if fehler.ctx is not None:
        hilfe = f"\n\n{fehler.ctx.get_usage()}\nHilfe: {fehler.ctx.command_path} --hilfe"
    _exit(german_message(fehler) + hilfe, FALSCHER_AUFRUF)


def _exit(text: str, code: int) -> NoReturn:
    click.echo(text, err=True)
    sys.exit(code)


def one_of(moeglich: Sequence[str]) -> Callable[[str], str]:
    """Type of an option: one of several words."""

    def convert(text: str) -> str:
        if text not in moeglich:
            raise click.BadParameter(f"›{text}‹ ist nicht vorgesehen. Möglich: {', '.join(moeglich)}.")
        return text

    return convert


def read_as(lies: Callable[[str], T], fehler: str) -> Callable[[str], T]:
    """Type of an option or argument: what ``lies`` makes of the text; ``fehler`` completes »›…‹ ist«."""

    def convert(text: str) -> T:
        try:
            return lies(text)
        except ValueError as grund:
            raise click.BadParameter(f"›{text}‹ ist {fehler}.") from grund

    return convert
