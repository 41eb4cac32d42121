"""Compares a delivery with the Projekt: temporary tables ``eingang_X`` (delivered) and ``neu_X`` (new or changed)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from sozialplanung.errors import ProjektError
from sozialplanung.formatting import format_datum
from sozialplanung.model import Herkunft, Lieferungspaket
from sozialplanung.store.connection import Cursor, first
from sozialplanung.store.frames import to_delivery
from sozialplanung.store.queries import query
from sozialplanung.store.tabellen import TABELLEN, WERT, ZUORDNUNG, Tabelle
from sozialplanung.vorlage import blatt_der_tabelle

# From strong to weak: what is put together from several Quellen is as good as the weakest of them.
_HERKUNFT_RANG = {Herkunft.AMTLICH: 0, Herkunft.VEROEFFENTLICHT: 1, Herkunft.EIGEN: 2, Herkunft.BEISPIEL: 3}


class SqlSpalte(NamedTuple):
    """One column of our own schema, from DuckDB's catalogue."""

    name: str
    typ: str
    leer_erlaubt: bool
    vorgabe: str | None


@dataclass(frozen=True, slots=True)
class Abgleich:
    """Counts per table of the delivery, which tables hold something to write, and the delivery's weakest Herkunft.

    ``zu_loeschen``: tables of which rows go (``weg_X``), children before their parents.
    """

    je_tabelle: dict[str, tuple[int, int, int]]
    zu_schreiben: tuple[Tabelle, ...]
    herkunft: Herkunft
    zu_loeschen: tuple[Tabelle, ...] = ()

    @property
    def leer(self) -> bool:
        return not self.zu_schreiben and not self.zu_loeschen


def standard_quelle_id(paket: Lieferungspaket) -> str:
    """Key of the delivery's default Quelle."""
    return quelle_id_of(paket.herkunft, paket.quelle, paket.lizenz, paket.stand or "")


def quelle_id_of(herkunft: str, bezeichnung: str, lizenz: str, stand: str) -> str:
    """The same statement is the same Quelle, whoever delivers it; ``stand`` as YYYY-MM-DD or empty."""
    aussage = "|".join((herkunft, bezeichnung, lizenz, stand))
    return "q-" + hashlib.sha256(aussage.encode()).hexdigest()[:8]


def compare(cur: Cursor, paket: Lieferungspaket) -> Abgleich:
    """Fill the temporary tables. Outside of any transaction: nothing of the Projekt is touched."""
    quelle_id = standard_quelle_id(paket)
    spalten = load_columns(cur)
    frames = {name: frame for name, frame in paket.tabellen.items() if len(frame)}
    if "gebiet" in frames and "uebergeordnet" in frames["gebiet"].columns:
        frames[ZUORDNUNG.name] = frames["gebiet"]
    standard_gilt = False
    for name, tabelle in (TABELLEN | {WERT.name: WERT}).items():
        if name in frames and name != "quelle":
            _stage(cur, tabelle, spalten[name], frames[name], quelle_id)
            standard_gilt |= _uses_quelle(cur, tabelle, quelle_id)
    quellen = frames.get("quelle", pd.DataFrame({"quelle_id": [], "herkunft": []}, dtype="str"))
    if standard_gilt and quelle_id not in set(quellen["quelle_id"]):
        quellen = pd.concat([quellen, _describe_default(paket, quelle_id)], ignore_index=True)
    if len(quellen):
        frames["quelle"] = quellen
        _stage(cur, TABELLEN["quelle"], spalten["quelle"], quellen, quelle_id)

    vorhanden = [t for t in (*TABELLEN.values(), WERT) if t.name in frames]
    zahlen = {tabelle.name: _diff(cur, tabelle) for tabelle in vorhanden}
    zu_schreiben = tuple(t for t in vorhanden if sum(zahlen[t.name][:2]))
    if ZUORDNUNG.name in zahlen:
        # A person delivers one row per Gebiet and reads one count, though it fills two tables.
        del zahlen[ZUORDNUNG.name]
        zahlen["gebiet"] = _counts(first(cur, query("abgleich_gebiet")))
    zu_loeschen = []
    for name, schluessel in paket.geloescht.items():
        if weg := _stage_removed(cur, TABELLEN[name], spalten[name], schluessel):
            neu, geaendert, unveraendert = zahlen.get(name, (0, 0, 0))
            zahlen[name] = (neu, geaendert + weg, unveraendert)
            zu_loeschen.append(TABELLEN[name])
    zu_loeschen.sort(key=lambda tabelle: list(TABELLEN).index(tabelle.name), reverse=True)
    herkunft = [Herkunft(h) for h in quellen["herkunft"]] or [paket.herkunft]
    return Abgleich(zahlen, zu_schreiben, max(herkunft, key=_HERKUNFT_RANG.__getitem__), tuple(zu_loeschen))


def _describe_default(paket: Lieferungspaket, quelle_id: str) -> pd.DataFrame:
    angaben = {
        "quelle_id": quelle_id,
        "bezeichnung": paket.quelle,
        "herkunft": str(paket.herkunft),
        "lizenz": paket.lizenz,
        "stand": paket.stand,
        "verweis": "",
    }
    return pd.DataFrame([angaben])


def _uses_quelle(cur: Cursor, tabelle: Tabelle, quelle_id: str) -> bool:
    if "quelle_id" not in tabelle.spalten:
        return False
    sql = f"SELECT 1 FROM eingang_{tabelle.name} WHERE quelle_id = $quelle_id LIMIT 1"
    return first(cur, sql, {"quelle_id": quelle_id}) is not None


def load_columns(cur: Cursor) -> dict[str, list[SqlSpalte]]:
    """The columns of every table, as the file itself describes them."""
    spalten: dict[str, list[SqlSpalte]] = {}
    for tabelle, *spalte in cur.execute(query("spalten")).fetchall():
        spalten.setdefault(tabelle, []).append(SqlSpalte(*spalte))
    return spalten


def _stage(cur: Cursor, tabelle: Tabelle, spalten: list[SqlSpalte], frame: pd.DataFrame, quelle_id: str) -> None:
    """``eingang_X``: the delivery in the types of table X, empty cells turned into what the table holds for them."""
    ausdruecke = {spalte.name: _cast(spalte) for spalte in spalten}
    parameter: Mapping[str, str] = {}
    if "quelle_id" in tabelle.inhalt:
        ausdruecke["quelle_id"] = "coalesce(nullif(CAST(quelle_id AS VARCHAR), ''), $quelle_id)"
        parameter = {"quelle_id": quelle_id}
    cur.register("lieferung_frame", to_delivery(frame, (*tabelle.spalten, *tabelle.stelle)))
    auswahl = ", ".join(f"{ausdruecke[spalte]} AS {spalte}" for spalte in (*tabelle.spalten, *tabelle.stelle))
    cur.execute(f"CREATE TEMP TABLE eingang_{tabelle.name} AS SELECT {auswahl} FROM lieferung_frame", dict(parameter))
    cur.unregister("lieferung_frame")
    _refuse_double_keys(cur, tabelle)


def _stage_removed(cur: Cursor, tabelle: Tabelle, spalten: list[SqlSpalte], schluessel: pd.DataFrame) -> int:
    """``weg_X``: the rows of X with these keys, as JSON. Their number; keys that X does not hold are no rows."""
    ausdruecke = {spalte.name: _cast(spalte) for spalte in spalten}
    cur.register("lieferung_frame", to_delivery(schluessel, tabelle.schluessel))
    auswahl = ", ".join(f"{ausdruecke[spalte]} AS {spalte}" for spalte in tabelle.schluessel)
    gleich = " AND ".join(f"a.{spalte} = w.{spalte}" for spalte in tabelle.schluessel)
    namen = ", ".join(f"a.{spalte}" for spalte in tabelle.schluessel)
    cur.execute(
        f"CREATE TEMP TABLE weg_{tabelle.name} AS SELECT DISTINCT {namen}, {_json(tabelle)} AS vorher "
        f"FROM (SELECT {auswahl} FROM lieferung_frame) w JOIN {tabelle.name} a ON {gleich}"
    )
    cur.unregister("lieferung_frame")
    anzahl = first(cur, f"SELECT count(*) FROM weg_{tabelle.name}")
    return anzahl[0] if anzahl else 0


def _cast(spalte: SqlSpalte) -> str:
    name, typ, leer_erlaubt, vorgabe = spalte
    text = f"nullif(CAST({name} AS VARCHAR), '')" if leer_erlaubt and typ == "VARCHAR" else f"CAST({name} AS VARCHAR)"
    wert = text if typ == "VARCHAR" else f"CAST({name} AS {typ})"
    if typ.startswith("DECIMAL"):
        wert = f"CAST({text} AS {typ})"
    return wert if leer_erlaubt or vorgabe is None else f"coalesce({wert}, {vorgabe})"


def _refuse_double_keys(cur: Cursor, tabelle: Tabelle) -> None:
    schluessel = ", ".join(tabelle.schluessel)
    doppelt = first(
        cur, f"SELECT {schluessel} FROM eingang_{tabelle.name} GROUP BY {schluessel} HAVING count(*) > 1 LIMIT 1"
    )
    if doppelt is not None:
        blatt = "Gebiete" if tabelle is ZUORDNUNG else _sheet_name(tabelle)
        werte = ", ".join(
            f"{spalte} ›{format_datum(wert) if isinstance(wert, dt.date) else wert}‹"
            for spalte, wert in zip(tabelle.schluessel, doppelt, strict=True)
        )
        raise ProjektError(
            f"Blatt ›{blatt}‹: Die Zeile mit {werte} kommt mehrfach vor. Bitte lassen Sie nur eine davon stehen. "
            "Es wurde nichts geschrieben."
        )


def _sheet_name(tabelle: Tabelle) -> str:
    return "Projekt" if not tabelle.hat_lieferung else blatt_der_tabelle(tabelle.name).name


def _diff(cur: Cursor, tabelle: Tabelle) -> tuple[int, int, int]:
    """``neu_X``: what is new or different; ``vorher`` is the row as it stands, as JSON."""
    name, inhalt = tabelle.name, tabelle.inhalt
    gleich = " AND ".join(f"a.{s} = e.{s}" for s in tabelle.schluessel)
    anders = " OR ".join(f"a.{s} IS DISTINCT FROM e.{s}" for s in inhalt)
    vorhanden = f"a.{tabelle.schluessel[0]} IS NOT NULL"
    # An empty »Liegt in« means: no parent. Where there is none, nothing changes.
    nichts = "AND NOT (a.gebiet_id IS NULL AND e.uebergeordnet IS NULL)" if tabelle is ZUORDNUNG else ""
    bestand, vorher = ("wert_geliefert", "") if tabelle is WERT else (name, f", {_json(tabelle)} AS vorher")
    cur.execute(
        f"CREATE TEMP TABLE neu_{name} AS "
        f"SELECT e.*, {vorhanden} AS vorhanden{vorher} FROM eingang_{name} e LEFT JOIN {bestand} a ON {gleich} "
        f"WHERE (NOT {vorhanden} OR {anders}) {nichts}"
    )
    return _counts(
        first(
            cur,
            f"SELECT count(*) FILTER (NOT vorhanden), count(*) FILTER (vorhanden), "
            f"(SELECT count(*) FROM eingang_{name}) FROM neu_{name}",
        )
    )


def _json(tabelle: Tabelle) -> str:
    felder = ", ".join(f"{spalte} := a.{spalte}" for spalte in tabelle.alle_spalten)
    return f"CASE WHEN a.{tabelle.schluessel[0]} IS NOT NULL THEN to_json(struct_pack({felder})) END"


def _counts(zeile: tuple[Any, ...] | None) -> tuple[int, int, int]:
    if zeile is None:
        raise ValueError("the counting query answered no row")
    neu, geaendert, gesamt = zeile
    return neu, geaendert, gesamt - neu - geaendert
