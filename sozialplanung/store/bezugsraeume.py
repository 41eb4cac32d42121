"""Bezugsräume: Gebiete that a plan looks at together, made in the Projekt itself; append-only like index definitions.

They are a level of their own (``Raumebene.BEZUGSRAUM``) and hold no figures: whatever is asked for that level is added
up from their parts as they may be seen, so that a Bezugsraum can give nothing away that was not visible before.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sozialplanung.errors import ProjektError
from sozialplanung.formatting import join_und, to_key
from sozialplanung.model import Raumebene
from sozialplanung.store.abfrage import Umfeld, load_umfeld
from sozialplanung.store.connection import Cursor, Datei, now
from sozialplanung.store.frames import to_frame
from sozialplanung.store.namen import check_length, free_key, tidy
from sozialplanung.store.queries import query

VORSILBE = "bezugsraum-"  # of every key


@dataclass(frozen=True, slots=True)
class Bezugsraum:
    """``gebiete``: the keys of its parts; ``fehlt``: those of them that are gone, without which it is not shown."""

    bezugsraum_id: str
    bezeichnung: str
    gebiete: tuple[str, ...]
    fehlt: tuple[str, ...]
    wer: str
    am: dt.datetime


class Bezugsraeume(Datei):
    """Save and delete; and every question about their level."""

    def load_bezugsraeume(self) -> list[Bezugsraum]:
        """By name, without those that were deleted."""
        with self.cursor() as cur:
            return _load(cur)

    def save_bezugsraum(self, bezeichnung: str, gebiete: Sequence[str], wer: str) -> str:
        """Take Gebiete together under a name, in place of the Bezugsraum of that name if there is one; returns its key.

        A Gebiet lies in one Bezugsraum at most, so that nothing is counted twice.
        """
        name = tidy(bezeichnung)
        if not to_key(name):
            raise ProjektError("Bitte geben Sie dem Bezugsraum einen Namen mit mindestens einem Buchstaben.")
        check_length(name)
        with self.writing() as cur, self.transaction(cur):
            andere = [b for b in _load(cur) if b.bezeichnung.casefold() != name.casefold()]
            alter = next((b for b in _load(cur) if b.bezeichnung.casefold() == name.casefold()), None)
            teile = sorted(set(gebiete))
            _check_parts(cur, teile, andere)
            vergeben = {key for (key,) in cur.execute(query("bezugsraum_schluessel")).fetchall()}
            key = alter.bezugsraum_id if alter else free_key(VORSILBE, name, vergeben)
            _insert(cur, key, name, teile, wer)
            return key

    def delete_bezugsraum(self, bezugsraum_id: str, wer: str) -> None:
        """It is no longer offered; its rows stay as a record."""
        with self.writing() as cur, self.transaction(cur):
            raum = next((b for b in _load(cur) if b.bezugsraum_id == bezugsraum_id), None)
            if raum is None:
                raise ProjektError("Diesen Bezugsraum gibt es nicht mehr. Bitte laden Sie die Seite neu.")
            _insert(cur, bezugsraum_id, raum.bezeichnung, [], wer, geloescht=True)

    @contextlib.contextmanager
    def cursor_at(self, raumebene: str | None) -> Iterator[Cursor]:
        """A cursor for questions about one level; at that of the Bezugsräume they are part of the hierarchy."""
        with self.cursor() as cur:
            if raumebene == Raumebene.BEZUGSRAUM:
                for schritt in ("glieder", "zuordnung", "gebiete"):
                    cur.execute(query(f"bezugsraum_{schritt}"))
            yield cur

    def umfeld_at(self, cur: Cursor, raumebene: str) -> Umfeld:
        """For a cursor of ``cursor_at``; the same for all questions until something is written."""
        return self.until_written(f"umfeld {raumebene}", lambda: load_umfeld(cur, raumebene))

    def frame_at(self, name: str, raumebene: str | None, **weitere: object) -> pd.DataFrame:
        """``frame`` for a query with the parameter ``raumebene``."""
        with self.cursor_at(raumebene) as cur:
            return to_frame(cur.execute(query(name), {"raumebene": raumebene, **weitere}))


def _load(cur: Cursor) -> list[Bezugsraum]:
    return [
        Bezugsraum(key, name, tuple(gebiete), tuple(fehlt), wer, am)
        for key, name, gebiete, fehlt, wer, am in cur.execute(query("bezugsraeume")).fetchall()
    ]


def _insert(
    cur: Cursor, bezugsraum_id: str, bezeichnung: str, gebiete: list[str], wer: str, *, geloescht: bool = False
) -> None:
    angaben: dict[str, Any] = {
        "bezugsraum_id": bezugsraum_id,
        "bezeichnung": bezeichnung,
        "gebiete": gebiete,
        "geloescht": geloescht,
        "wer": wer,
        "am": now(),
    }
    cur.execute(query("bezugsraum_einfuegen"), angaben)


def _check_parts(cur: Cursor, teile: Sequence[str], andere: Sequence[Bezugsraum]) -> None:
    eltern = dict(cur.execute(query("eltern")).fetchall())
    if not teile:
        raise ProjektError("Bitte wählen Sie mindestens ein Gebiet für den Bezugsraum.")
    if fremd := [teil for teil in teile if teil not in eltern]:
        raise ProjektError(f"Die Gebiete ›{'‹, ›'.join(fremd)}‹ gibt es in diesem Projekt nicht.")
    vergeben = {gebiet: b.bezeichnung for b in andere for gebiet in b.gebiete}
    for teil in teile:
        darueber = list(_above(teil, eltern))
        if in_sich := [ort for ort in darueber if ort in teile]:
            raise ProjektError(f"Das Gebiet ›{teil}‹ liegt in ›{in_sich[0]}‹ und würde doppelt gezählt.")
        doppelt = {vergeben[ort] for ort in [teil, *darueber] if ort in vergeben}
        doppelt |= {name for ort, name in vergeben.items() if teil in _above(ort, eltern)}
        if doppelt:
            namen = join_und([f"›{name}‹" for name in sorted(doppelt)])
            raise ProjektError(f"Das Gebiet ›{teil}‹ gehört schon zu {namen}. Jedes Gebiet zählt nur einmal.")


def _above(gebiet: str, eltern: dict[str, str | None]) -> Iterator[str]:
    """What the Gebiet lies in, from near to far."""
    while oben := eltern.get(gebiet):
        yield oben
        gebiet = oben
