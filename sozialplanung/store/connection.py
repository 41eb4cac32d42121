"""One DuckDB file, open once in this process: a cursor per call for reading, one transaction at a time for writing."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd

from sozialplanung.errors import ProjektError
from sozialplanung.store.fehler import translate
from sozialplanung.store.frames import to_frame
from sozialplanung.store.queries import query

Cursor = duckdb.DuckDBPyConnection
T = TypeVar("T")


class Datei:
    """Base of ``Projekt``: what every reading and writing module needs of the open file."""

    def __init__(self, pfad: Path) -> None:
        self.pfad = pfad
        self._lock = threading.Lock()
        self._schreiben = threading.RLock()
        self._verbindung: duckdb.DuckDBPyConnection | None = None
        self._geschlossen = False
        self._kennung = file_id(pfad)
        self._stand = 0
        self._laufend = 0  # cursors in use
        self._zuletzt = time.monotonic()
        self._ruhte = False  # somebody else may have written since
        self._gelesen: tuple[int, dict[str, Any]] = (0, {})  # until_written

    def stand(self) -> int:
        """Counter that grows with every write; kept in the file, so it means the same in every process."""
        return self._stand

    def until_written(self, was: str, lesen: Callable[[], T]) -> T:
        """What ``lesen`` returns, kept until anything is written.

        The counter is looked at before reading: what is kept may be newer than it says, never older.
        """
        stand, gelesen = self._stand, self._gelesen
        if gelesen[0] != stand:
            gelesen = self._gelesen = (stand, {})
        if was not in gelesen[1]:
            gelesen[1][was] = lesen()
        wert: T = gelesen[1][was]
        return wert

    def close(self) -> None:
        """Close the file; waits for a write that is under way."""
        with self._schreiben, self._lock:
            self._geschlossen = True
            self._disconnect()

    def rest(self, sekunden: float) -> bool:
        """Let go of the file when nobody has asked for so long, so that another process can use it.

        The next question opens it again by itself.
        """
        with self._lock:
            if self._verbindung is None or self._laufend or time.monotonic() - self._zuletzt < sekunden:
                return False
            self._ruhte = True
            self._disconnect()
            return True

    def is_connected(self) -> bool:
        return self._verbindung is not None

    def is_usable(self) -> bool:
        """False after ``close``, and when the file was removed or replaced behind our back."""
        return not self._geschlossen and self._kennung == file_id(self.pfad)

    @contextlib.contextmanager
    def cursor(self) -> Iterator[Cursor]:
        """A cursor of this call's own: DuckDB allows no connection to be used by several threads."""
        with translate(self.pfad):
            with self._lock:
                cur = self._connect().cursor()
                self._laufend += 1
            try:
                yield cur
            except (duckdb.FatalException, duckdb.InternalException):
                # After a fatal error (full disk while committing) DuckDB refuses this connection; the file is intact.
                with self._lock:
                    self._disconnect()
                raise
            finally:
                cur.close()
                with self._lock:
                    self._laufend -= 1
                    self._zuletzt = time.monotonic()

    @contextlib.contextmanager
    def writing(self) -> Iterator[Cursor]:
        """A cursor for ``transaction``; one writer at a time, readers are not held up."""
        with self._schreiben, self.cursor() as cur:
            yield cur

    @contextlib.contextmanager
    def transaction(self, cur: Cursor) -> Iterator[None]:
        """Everything inside becomes visible at once or not at all."""
        cur.execute("BEGIN TRANSACTION")
        try:
            yield
            stand = count(cur, "schreibstand_erhoehen")
            cur.execute("COMMIT")
        except BaseException:
            # The rollback of a broken connection fails too; the error that broke it is the one to tell.
            with contextlib.suppress(duckdb.Error):
                cur.execute("ROLLBACK")
            raise
        # Only now: a reader that sees the new number must find the new figures.
        self._stand = stand

    def frame(self, name: str, parameter: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The result of one named query as a frame (docs/architektur.md, »Frames«)."""
        with self.cursor() as cur:
            return to_frame(cur.execute(query(name), dict(parameter or {})))

    def _connect(self) -> duckdb.DuckDBPyConnection:
        if self._geschlossen:
            raise ProjektError(f"Das Projekt ›{self.pfad.name}‹ ist geschlossen. Bitte öffnen Sie es neu.")
        if self._verbindung is None:
            self._verbindung = duckdb.connect(str(self.pfad))
        return self._verbindung

    def _disconnect(self) -> None:
        if self._verbindung is not None:
            with contextlib.suppress(duckdb.Error):
                self._verbindung.close()
            self._verbindung = None


def file_id(pfad: Path) -> tuple[int, int] | None:
    try:
        angaben = pfad.stat()
    except OSError:
        return None
    return angaben.st_dev, angaben.st_ino


def first(cur: Cursor, sql: str, parameter: Mapping[str, Any] | None = None) -> tuple[Any, ...] | None:
    """The first row, or None. DuckDB wants a result to be read to its end before anything else happens."""
    zeilen = cur.execute(sql, dict(parameter or {})).fetchall()
    return zeilen[0] if zeilen else None


def now() -> dt.datetime:
    """Local wall-clock time, as people read it in the list of Lieferungen."""
    return dt.datetime.now().astimezone().replace(tzinfo=None)


def count(cur: Cursor, name: str, parameter: Mapping[str, Any] | None = None) -> int:
    """The single number that a named query answers."""
    zeile = first(cur, query(name), parameter)
    if zeile is None:
        raise ValueError(f"query {name} answered no row")
    return int(zeile[0])
