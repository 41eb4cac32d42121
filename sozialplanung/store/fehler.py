"""Turns what DuckDB says into German sentences that tell a person what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from sozialplanung.errors import ProjektError, describe_os_error

_VOLL = re.compile(r"no space left|disk quota|file too large|not enough (disk )?space|max_temp_directory_size", re.I)
_NUR_LESEN = re.compile(r"permission denied|read-only file ?system|access is denied|operation not permitted", re.I)
_GESPERRT = re.compile(r"could not set lock|conflicting lock|being used by another process|used by another", re.I)
_FEHLT = re.compile(r"no such file or directory|cannot find the (file|path)", re.I)
_ZU_LANG = re.compile(r"file ?name too long", re.I)
_NEUES_FORMAT = re.compile(r"database file with version|newer version of duckdb|storage version", re.I)
_BESCHAEDIGT = re.compile(
    r"not a valid duckdb|corrupt|checksum|serialization error|failed to (load|deserialize)|invalidated|"
    r"could not read enough bytes|replaying wal",
    re.I,
)
_FREMDSCHLUESSEL = re.compile(r'key "(?P<spalte>\w+): (?P<wert>.*?)" does not exist', re.I)
_NICHTS_GESCHRIEBEN = "Es wurde nichts geschrieben; das Projekt ist unverändert."


def german_message(fehler: duckdb.Error, pfad: Path) -> str:
    """What happened to which file, and what to do next."""
    text, name = str(fehler), pfad.name
    if _GESPERRT.search(text):
        prozess = re.search(r"\(PID (\d+)\)", text)
        wer = f" (Prozess {prozess[1]})" if prozess else ""
        return (
            f"Das Projekt ›{name}‹ ist gerade in einem anderen Programm geöffnet{wer}. Bitte versuchen Sie es gleich "
            "noch einmal: Die Anwendung gibt es eine Minute nach dem letzten Klick frei, ein Befehl, sobald er fertig "
            "ist. Wer nicht warten möchte, schließt die Anwendung."
        )
    if _VOLL.search(text) or isinstance(fehler, duckdb.OutOfMemoryException):
        return (
            f"Für das Projekt ›{name}‹ ist kein Platz mehr: Der Datenträger oder der Arbeitsspeicher ist voll. "
            f"Bitte schaffen Sie Platz in ›{pfad.parent}‹ und versuchen Sie es noch einmal. {_NICHTS_GESCHRIEBEN}"
        )
    if _NUR_LESEN.search(text):
        return (
            f"Der Ordner ›{pfad.parent}‹ oder die Datei ›{name}‹ ist schreibgeschützt. Bitte geben Sie Schreibrechte, "
            "oder legen Sie das Projekt in einen anderen Ordner (Umgebungsvariable SOZIALPLANUNG_PROJEKTE)."
        )
    if _NEUES_FORMAT.search(text):
        return (
            f"Das Projekt ›{name}‹ wurde mit einer anderen Version von DuckDB gespeichert. "
            "Bitte aktualisieren Sie die Anwendung."
        )
    if _FEHLT.search(text):
        return missing_message(pfad)
    if _ZU_LANG.search(text):
        return f"Das Projekt ›{name[:30]}…‹ lässt sich nicht öffnen: Der Name ist zu lang. Bitte kürzen Sie ihn."
    if _BESCHAEDIGT.search(text):
        return damaged_message(pfad)
    return _describe_content_error(fehler, name)


def _describe_content_error(fehler: duckdb.Error, name: str) -> str:
    text = str(fehler)
    if treffer := _FREMDSCHLUESSEL.search(text):
        return (
            f"Der Verweis ›{treffer['wert']}‹ (Spalte {treffer['spalte']}) führt ins Leere: Diesen Schlüssel gibt es "
            f"im Projekt ›{name}‹ nicht. Bitte ergänzen Sie die Zeile, auf die er zeigt. {_NICHTS_GESCHRIEBEN}"
        )
    if isinstance(fehler, duckdb.ConstraintException | duckdb.ConversionException | duckdb.OutOfRangeException):
        return (
            "Eine Angabe passt nicht in das Projekt, z. B. ein leeres Pflichtfeld oder eine Zahl außerhalb des "
            f"erlaubten Bereichs. Bitte prüfen Sie die Lieferung. {_NICHTS_GESCHRIEBEN} "
            f"(Datenbank: {text.splitlines()[0]})"
        )
    return f"Die Datenbank des Projekts ›{name}‹ meldet einen Fehler: {text.splitlines()[0]}"


def missing_message(pfad: Path) -> str:
    return (
        f"Das Projekt ›{pfad}‹ gibt es nicht. Bitte prüfen Sie den Pfad, oder legen Sie das Projekt neu an; "
        "beim Import mit der Befehlszeile geschieht das von selbst."
    )


def folder_message(pfad: Path) -> str:
    return f"›{pfad}‹ ist ein Ordner. Bitte geben Sie die Datei des Projekts an (….duckdb)."


def damaged_message(pfad: Path) -> str:
    return (
        f"Die Datei ›{pfad.name}‹ ist beschädigt oder kein Projekt dieser Anwendung. Bitte spielen Sie eine Sicherung "
        f"ein (›{pfad.stem}.sicherung-….duckdb‹ im selben Ordner) oder bauen Sie das Projekt "
        "aus den Lieferungen neu auf."
    )


@contextmanager
def translate(pfad: Path) -> Iterator[None]:
    """Raise ``ProjektError`` instead of what DuckDB or the file system raises; Ctrl+C stays what it is."""
    try:
        yield
    except duckdb.Error as fehler:
        raise ProjektError(german_message(fehler, pfad)) from fehler
    except RuntimeError as fehler:
        if str(fehler) != "Query interrupted":  # what DuckDB makes of Ctrl+C
            raise
        raise KeyboardInterrupt from fehler
    except OSError as fehler:
        # duckdb.Error is no OSError; this is our own copying and renaming.
        text = german_message(duckdb.IOException(str(fehler)), pfad)
        if str(fehler) in text:  # what the system says, in English
            text = f"Das Projekt ›{pfad.name}‹ lässt sich nicht lesen oder schreiben: {describe_os_error(fehler)}."
        raise ProjektError(text) from fehler
