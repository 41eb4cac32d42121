"""A Projekt: one DuckDB file with everything that can be asked of it."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from sozialplanung.errors import ProjektError
from sozialplanung.store import migrations
from sozialplanung.store.aliase import Aliase
from sozialplanung.store.bearbeiten import Bearbeiten
from sozialplanung.store.connection import count
from sozialplanung.store.fehler import folder_message, missing_message
from sozialplanung.store.geld import GeldLesen
from sozialplanung.store.geldschutz import Geldschutz
from sozialplanung.store.indizes import Indizes
from sozialplanung.store.korrekturen import Korrekturen
from sozialplanung.store.nachweis import Nachweise
from sozialplanung.store.namen import HOECHSTENS_ZEICHEN
from sozialplanung.store.reading import Lesen
from sozialplanung.store.rezepte import Rezepte
from sozialplanung.store.schutz import Geheimhaltung
from sozialplanung.store.szenarien import Szenarien
from sozialplanung.store.undo import Zuruecknehmen
from sozialplanung.store.vergleich import Vergleich
from sozialplanung.store.werte import WerteLesen

_OFFEN: dict[Path, Projekt] = {}
_REGISTER = threading.Lock()
_RESERVIERT = {"con", "prn", "aux", "nul", *(f"{name}{i}" for name in ("com", "lpt") for i in range(1, 10))}


class Projekt(
    Lesen,
    WerteLesen,
    GeldLesen,
    Geheimhaltung,
    Geldschutz,
    Indizes,
    Szenarien,
    Korrekturen,
    Aliase,
    Rezepte,
    Nachweise,
    Bearbeiten,
    Vergleich,
    Zuruecknehmen,
):
    """One open DuckDB file; safe to use from many threads. Get it from ``open_projekt``, which opens a file once."""

    def _is_current(self) -> bool:
        with self.cursor() as cur:
            return migrations.is_current(cur, self.pfad)

    def _wake(self) -> None:
        try:
            self._start()
        except BaseException:
            self._ruhte = True  # locked by another process: to be tried again
            raise

    def _start(self) -> None:
        """After opening, and after a rest: what another process may have written or left half done."""
        self._ruhte = False
        with self.cursor() as cur:
            self._stand = count(cur, "schreibstand_lesen")
        self._finish_undos()


def projekte_ordner() -> Path:
    """Where the Projekte lie: ``SOZIALPLANUNG_PROJEKTE`` or ``data/projekte`` in the working directory."""
    return Path(os.environ.get("SOZIALPLANUNG_PROJEKTE") or Path("data") / "projekte")


def list_projekte(ordner: Path) -> list[Path]:
    """The Projekte of a folder, by name, without backups."""
    return sorted(p for p in ordner.glob("*.duckdb") if not migrations.is_backup(p) and not p.name.startswith("."))


def check_name(pfad: Path) -> None:
    """Refuse names for a new Projekt that would fail, there or on another system. Raises ``ProjektError``."""
    if pfad.stem.split(".")[0].casefold().strip() in _RESERVIERT:
        raise ProjektError(
            f"Ein Projekt kann nicht ›{pfad.stem}‹ heißen: Unter Windows ist das der Name eines Geräts, und die Datei "
            f"ließe sich dort nicht öffnen. Möglich ist z. B. ›{pfad.stem}_projekt‹."
        )
    if len(pfad.stem) > HOECHSTENS_ZEICHEN:
        raise ProjektError(
            f"Der Name ›{pfad.stem[:30]}…‹ ist zu lang: {len(pfad.stem)} Zeichen. "
            f"Bitte wählen Sie einen mit höchstens {HOECHSTENS_ZEICHEN} Zeichen."
        )


def rest_projekte(sekunden: float) -> None:
    """Let go of all files that nobody has asked for so long: other programs may use them then."""
    with _REGISTER:
        offen = list(_OFFEN.values())
    for projekt in offen:
        projekt.rest(sekunden)


def read_name(pfad: Path) -> str:
    """The name of a Projekt, for a list of many: a file that nobody uses is let go of at once."""
    offen = _OFFEN.get(pfad.resolve())
    in_gebrauch = offen is not None and offen.is_connected()
    projekt = open_projekt(pfad)
    name = projekt.load_projekt().get("name") or pfad.stem
    if not in_gebrauch:
        projekt.rest(0)
    return name


def create_projekt(pfad: Path, name: str) -> Projekt:
    """A new, empty Projekt; refuses a path that is taken."""
    check_name(pfad)
    pfad = pfad.resolve()
    with _REGISTER:
        if pfad.exists():
            raise ProjektError(
                f"Das Projekt ›{pfad.name}‹ gibt es schon. Bitte wählen Sie einen anderen Namen, oder öffnen Sie es."
            )
        _forget(pfad)
        migrations.create_file(pfad, name)
        return _open(pfad)


def open_projekt(pfad: Path, *, anlegen: bool = False) -> Projekt:
    """The Projekt of this file, the same object for every caller of this process; migrates an older file."""
    pfad = pfad.resolve()
    with _REGISTER:
        offen = _OFFEN.get(pfad)
        if offen is not None and offen.is_usable():
            if offen._ruhte:
                offen._wake()
            return offen
        _forget(pfad)
        if anlegen and not pfad.exists():
            check_name(pfad)
            migrations.create_file(pfad, pfad.stem)
        return _open(pfad)


def _open(pfad: Path) -> Projekt:
    if not pfad.is_file():
        raise ProjektError(folder_message(pfad) if pfad.is_dir() else missing_message(pfad))
    projekt = Projekt(pfad)
    try:
        if not projekt._is_current():
            projekt.close()
            migrations.migrate(pfad)
            projekt = Projekt(pfad)
        projekt._start()
    except BaseException:
        projekt.close()
        raise
    _OFFEN[pfad] = projekt
    return projekt


def _forget(pfad: Path) -> None:
    """Let go of a file that was closed, removed or replaced."""
    offen = _OFFEN.pop(pfad, None)
    if offen is not None:
        offen.close()
