"""Taking a Lieferung back: what it brought goes, what it had replaced returns."""

from __future__ import annotations

from typing import Any

from sozialplanung.errors import ProjektError
from sozialplanung.store.abgleich import SqlSpalte, load_columns
from sozialplanung.store.connection import Cursor, Datei, first, now
from sozialplanung.store.geldschutz import update_money_protection
from sozialplanung.store.queries import query
from sozialplanung.store.schutz import STRUKTUR, update_protection
from sozialplanung.store.tabellen import TABELLEN, Tabelle
from sozialplanung.store.writing import changed_periods, check_circles, check_references, key_expression, upsert_clause


class Zuruecknehmen(Datei):
    """``undo_lieferung``; two transactions, because DuckDB cannot delete a row together with those that point to it."""

    def undo_lieferung(self, lieferung_id: int, wer: str) -> None:
        """Restore what this Lieferung replaced; refused while a later one builds on it."""
        parameter = {"lieferung_id": lieferung_id}
        with self.writing() as cur:
            _refuse_unless_active(cur, lieferung_id)
            _refuse_if_built_upon(cur, lieferung_id)
            with self.transaction(cur):
                cur.execute(query("lieferung_in_ruecknahme"), parameter | {"wer": wer, "wann": now()})
                cur.execute(query("quellen_weitergeben"), parameter)
                cur.execute(query("quellen_weitergeben_aenderung"), parameter)
                zeitraeume = changed_periods(cur, lieferung_id)
                cur.execute(query("wert_vorgaenger_zurueckholen"), parameter)
                cur.execute(query("wert_loeschen"), parameter)
                spalten = load_columns(cur)
                beruehrt = _touched(cur, lieferung_id)
                for tabelle in beruehrt:
                    _restore(cur, tabelle, spalten[tabelle.name], lieferung_id)
                check_references(cur, lieferung_id)
                check_circles(cur)
                update_protection(cur, None if STRUKTUR & {t.name for t in beruehrt} else zeitraeume)
                update_money_protection(cur)
            self._finish(cur, lieferung_id)

    def _finish_undos(self) -> None:
        """Second half of an undo that was interrupted; called when the file is opened."""
        with self.writing() as cur:
            for (lieferung_id,) in cur.execute(query("lieferungen_in_ruecknahme")).fetchall():
                self._finish(cur, lieferung_id)

    def _finish(self, cur: Cursor, lieferung_id: int) -> None:
        parameter = {"lieferung_id": lieferung_id}
        with self.transaction(cur):
            for tabelle in _touched(cur, lieferung_id):
                if tabelle.eltern:
                    _delete_created(cur, tabelle, lieferung_id)
            cur.execute(query("aenderungen_vergessen"), parameter)
            cur.execute(query("lieferung_zurueckgenommen"), parameter)
            check_references(cur, lieferung_id)


def _touched(cur: Cursor, lieferung_id: int) -> list[Tabelle]:
    zeilen = cur.execute(query("geaenderte_tabellen"), {"lieferung_id": lieferung_id}).fetchall()
    namen = {name for (name,) in zeilen}
    return [tabelle for name, tabelle in TABELLEN.items() if name in namen]


def _restore(cur: Cursor, tabelle: Tabelle, beschreibung: list[SqlSpalte], lieferung_id: int) -> None:
    """Rows before the Lieferung come back; rows it created go, parents only in the second transaction."""
    if not tabelle.eltern:
        _delete_created(cur, tabelle, lieferung_id)
    typen = ", ".join(f'"{spalte.name}": "{spalte.typ}"' for spalte in beschreibung)
    spalten = ", ".join(tabelle.alle_spalten)
    # A row that was remembered before its table had this column holds what new rows hold.
    werte = {
        spalte.name: f"coalesce(zeile.{spalte.name}, {spalte.vorgabe})" if spalte.vorgabe else f"zeile.{spalte.name}"
        for spalte in beschreibung
    }
    cur.execute(
        f"INSERT INTO {tabelle.name} ({spalten}) "
        f"SELECT {', '.join(werte[spalte] for spalte in tabelle.alle_spalten)} "
        f"FROM (SELECT from_json(vorher, '{{{typen}}}') AS zeile FROM aenderung "
        f"WHERE lieferung_id = $lieferung_id AND tabelle = '{tabelle.name}' AND vorher IS NOT NULL) "
        f"{upsert_clause(tabelle)}",
        {"lieferung_id": lieferung_id},
    )


def _delete_created(cur: Cursor, tabelle: Tabelle, lieferung_id: int) -> None:
    cur.execute(
        f"DELETE FROM {tabelle.name} WHERE {key_expression(tabelle)} IN ("
        f"SELECT schluessel FROM aenderung "
        f"WHERE lieferung_id = $lieferung_id AND tabelle = '{tabelle.name}' AND vorher IS NULL)",
        {"lieferung_id": lieferung_id},
    )


def _refuse_unless_active(cur: Cursor, lieferung_id: int) -> None:
    zeile = first(cur, query("lieferung_zustand"), {"lieferung_id": lieferung_id})
    if zeile is None:
        raise ProjektError(f"Eine Lieferung mit der Nummer {lieferung_id} gibt es in diesem Projekt nicht.")
    if zeile[0] != "aktiv":
        raise ProjektError(f"Die Lieferung {lieferung_id} ist bereits zurückgenommen.")


def _refuse_if_built_upon(cur: Cursor, lieferung_id: int) -> None:
    spaetere: list[tuple[Any, ...]] = cur.execute(
        query("aufbauende_lieferungen"), {"lieferung_id": lieferung_id}
    ).fetchall()
    if not spaetere:
        return
    namen = ", ".join(f"{nummer} (›{datei}‹)" for nummer, datei in spaetere)
    eine = len(spaetere) == 1
    raise ProjektError(
        f"Die Lieferung {lieferung_id} kann noch nicht zurückgenommen werden: "
        f"{'Die Lieferung' if eine else 'Die Lieferungen'} {namen} {'baut' if eine else 'bauen'} darauf auf. "
        f"Bitte nehmen Sie zuerst {'diese' if eine else 'sie'} zurück{'' if eine else ', die neueste zuerst'}."
    )
