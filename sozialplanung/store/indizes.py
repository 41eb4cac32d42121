"""Index definitions of a Projekt: append-only like the rules of the Geheimhaltung, and figures computed when asked.

No figure of an index is stored: it is made of what ``wert_sichtbar`` shows at that moment, so that no change of a
figure, a rule or the method can leave an old one behind.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sozialplanung.analysis.sozialindex import VERFAHREN, Indexdefinition
from sozialplanung.errors import ProjektError
from sozialplanung.formatting import to_key
from sozialplanung.model import Richtung
from sozialplanung.store.connection import Cursor, Datei, now
from sozialplanung.store.namen import check_length, free_key, tidy
from sozialplanung.store.queries import query

VORSILBE = "index-"  # of every key; save_index refuses one that an Indikator has


@dataclass(frozen=True, slots=True)
class GespeicherterIndex:
    """A definition with its name, its key (kept when it is renamed) and who saved it when."""

    index_id: str
    bezeichnung: str
    definition: Indexdefinition
    wer: str
    am: dt.datetime


class Indizes(Datei):
    """Save, rename, delete: each adds a row, the newest of a key holds."""

    def load_indizes(self) -> list[GespeicherterIndex]:
        """By name, without those that were deleted."""
        with self.cursor() as cur:
            return load_indizes(cur)

    def save_index(self, bezeichnung: str, definition: Indexdefinition, wer: str) -> str:
        """Keep a definition under a name, in place of the one of that name if there is one; returns its key."""
        with self.writing() as cur, self.transaction(cur):
            _check_definition(cur, definition)
            name = _check_name(bezeichnung)
            vergeben = {key for (key,) in cur.execute(query("index_schluessel")).fetchall()}
            gleich = (i.index_id for i in load_indizes(cur) if _same(i.bezeichnung, name))
            index_id = next(gleich, free_key(VORSILBE, name, vergeben))
            _insert(cur, index_id, name, definition, wer)
            return index_id

    def rename_index(self, index_id: str, bezeichnung: str, wer: str) -> None:
        """Another name for the same index: links to it stay."""
        with self.writing() as cur, self.transaction(cur):
            index, name = _require(cur, index_id), _check_name(bezeichnung)
            if any(_same(i.bezeichnung, name) for i in load_indizes(cur) if i.index_id != index_id):
                raise ProjektError(f"Einen Index ›{name}‹ gibt es schon. Bitte wählen Sie einen anderen Namen.")
            _insert(cur, index_id, name, index.definition, wer)

    def delete_index(self, index_id: str, wer: str) -> None:
        """The index is no longer offered; its rows stay as a record."""
        with self.writing() as cur, self.transaction(cur):
            index = _require(cur, index_id)
            _insert(cur, index_id, index.bezeichnung, index.definition, wer, geloescht=True)


def find_index(cur: Cursor, index_id: str) -> GespeicherterIndex | None:
    """None where the key is none of an index."""
    if not index_id.startswith(VORSILBE):
        return None
    return next((index for index in load_indizes(cur) if index.index_id == index_id), None)


def load_indizes(cur: Cursor) -> list[GespeicherterIndex]:
    return [
        GespeicherterIndex(index_id, name, _definition(verfahren, teile, grenzen, mindestens), wer, am)
        for index_id, name, verfahren, teile, grenzen, mindestens, wer, am in cur.execute(query("indizes")).fetchall()
    ]


def _definition(
    verfahren: str, teile: Sequence[dict[str, object]], grenzen: Sequence[float], mindesteinwohner: int
) -> Indexdefinition:
    bekannt = next((v for v in VERFAHREN if v == verfahren), None)
    if bekannt is None:
        raise ProjektError(f"Das Projekt enthält einen Index nach dem Verfahren ›{verfahren}‹, das es hier nicht gibt.")
    return Indexdefinition(
        bekannt,
        tuple(str(teil["indikator_id"]) for teil in teile),
        tuple(str(teil["richtung"]) for teil in teile),
        tuple(float(str(teil["gewicht"])) for teil in teile),
        tuple(grenzen),
        mindesteinwohner,
    )


def _insert(
    cur: Cursor, index_id: str, bezeichnung: str, definition: Indexdefinition, wer: str, *, geloescht: bool = False
) -> None:
    werte = zip(definition.indikatoren, definition.richtungen, definition.gewichte, strict=True)
    angaben = {
        "index_id": index_id,
        "bezeichnung": bezeichnung,
        "verfahren": definition.verfahren,
        "teile": [{"indikator_id": i, "richtung": r, "gewicht": g} for i, r, g in werte],
        "grenzen": list(definition.grenzen),
        "mindesteinwohner": definition.mindesteinwohner,
        "geloescht": geloescht,
        "wer": wer,
        "am": now(),
    }
    cur.execute(query("indexdefinition_einfuegen"), angaben)


def _require(cur: Cursor, index_id: str) -> GespeicherterIndex:
    index = find_index(cur, index_id)
    if index is None:
        raise ProjektError("Diesen Index gibt es in diesem Projekt nicht mehr. Bitte laden Sie die Seite neu.")
    return index


def _check_name(bezeichnung: str) -> str:
    name = tidy(bezeichnung)
    if not to_key(name):
        raise ProjektError("Bitte geben Sie dem Index einen Namen mit mindestens einem Buchstaben oder einer Ziffer.")
    check_length(name)
    return name


def _same(name: str, anderer: str) -> bool:
    return name.casefold() == anderer.casefold()


def _check_definition(cur: Cursor, definition: Indexdefinition) -> None:
    """What the page would not offer must not be written either."""
    if len(definition.indikatoren) < 2 or len(set(definition.indikatoren)) < len(definition.indikatoren):
        raise ProjektError("Ein Index braucht mindestens zwei verschiedene Indikatoren.")
    if not set(definition.richtungen) <= {Richtung.BELASTUNG, Richtung.STAERKE}:
        raise ProjektError("Jeder Indikator eines Index braucht eine Richtung: Belastung oder Stärke.")
    if not any(definition.gewichte) or min(definition.gewichte) < 0:
        raise ProjektError("Die Gewichte eines Index dürfen nicht negativ und nicht alle null sein.")
    bekannt = {key for (key,) in cur.execute(query("indikator_schluessel")).fetchall()}
    if fremd := [name for name in definition.indikatoren if name not in bekannt]:
        raise ProjektError(f"Die Indikatoren ›{'‹, ›'.join(fremd)}‹ gibt es in diesem Projekt nicht.")
