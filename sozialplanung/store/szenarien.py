"""Scenarios for money that a council has seen or shall see: append-only, with what they assumed and what came out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass

from sozialplanung.errors import ProjektError
from sozialplanung.store.connection import Cursor, Datei, now
from sozialplanung.store.namen import check_length, tidy
from sozialplanung.store.queries import query


@dataclass(frozen=True)
class Szenariofassung:
    """``annahmen``: pairs of words; ``betraege``: (gebiet_id, name, cents) as they came out when it was computed."""

    bezeichnung: str
    link: str
    annahmen: tuple[tuple[str, str], ...]
    betraege: tuple[tuple[str, str, int], ...]

    @property
    def summe(self) -> int:
        """All cents."""
        return sum(cent for _, _, cent in self.betraege)

    @property
    def pruefzahl(self) -> str:
        """Changes when an amount, an assumption or the settings change; not with spaces, which spreadsheets touch."""
        worte = [" ".join(text.split()) for paar in (*self.annahmen, ("", self.link)) for text in paar]
        inhalt = [worte, [(gebiet, cent) for gebiet, _, cent in self.betraege]]
        return hashlib.sha256(json.dumps(inhalt).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class GespeichertesSzenario(Szenariofassung):
    """One that the Projekt keeps."""

    wer: str
    am: dt.datetime


class Szenarien(Datei):
    """Save and delete: each adds a row, the newest of a name (without regard to case) holds."""

    def load_szenarien(self) -> list[GespeichertesSzenario]:
        """The newest first, without those that were deleted."""
        with self.cursor() as cur:
            return [
                GespeichertesSzenario(
                    name,
                    link,
                    tuple((a["annahme"], a["wert"]) for a in annahmen),
                    tuple((b["gebiet_id"], b["bezeichnung"], b["cent"]) for b in betraege),
                    wer,
                    am,
                )
                for name, link, annahmen, betraege, wer, am in cur.execute(query("szenarien")).fetchall()
            ]

    def save_szenario(
        self,
        bezeichnung: str,
        link: str,
        annahmen: tuple[tuple[str, str], ...],
        betraege: tuple[tuple[str, str, int], ...],
        wer: str,
    ) -> str:
        """Keep a scenario under a name, in place of the one of that name if there is one; returns the name as kept."""
        name = tidy(bezeichnung)
        if not name:
            raise ProjektError("Bitte geben Sie dem Szenario einen Namen.")
        check_length(name)
        with self.writing() as cur, self.transaction(cur):
            _insert(cur, name, link, annahmen, betraege, wer, geloescht=False)
        return name

    def delete_szenario(self, bezeichnung: str, wer: str) -> None:
        """It is no longer offered; its rows stay as a record."""
        with self.writing() as cur, self.transaction(cur):
            _insert(cur, bezeichnung, "", (), (), wer, geloescht=True)


def _insert(
    cur: Cursor,
    bezeichnung: str,
    link: str,
    annahmen: tuple[tuple[str, str], ...],
    betraege: tuple[tuple[str, str, int], ...],
    wer: str,
    *,
    geloescht: bool,
) -> None:
    cur.execute(
        query("szenario_einfuegen"),
        {
            "bezeichnung": bezeichnung,
            "link": link,
            "annahmen": [{"annahme": annahme, "wert": wert} for annahme, wert in annahmen],
            "betraege": [{"gebiet_id": g, "bezeichnung": name, "cent": cent} for g, name, cent in betraege],
            "geloescht": geloescht,
            "wer": wer,
            "am": now(),
        },
    )
