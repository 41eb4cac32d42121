"""What a delivery would change, figure by figure, before anybody decides."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sozialplanung.model import Importergebnis, Lieferungspaket
from sozialplanung.store.abgleich import Abgleich, compare
from sozialplanung.store.connection import Cursor, Datei, count
from sozialplanung.store.frames import to_frame
from sozialplanung.store.queries import query
from sozialplanung.store.tabellen import WERT, Tabelle
from sozialplanung.store.writing import summarise

_JE_MERKMAL, _JE_ART = 100, 2_000  # figures that are told one by one
_ZEILEN_JE_TABELLE = 100
_UNBENANNT = {"quelle_id", "geojson", "lieferung_id"}


@dataclass(frozen=True, slots=True)
class Vorschau:
    """What an import would do; a hidden figure is ``geheim`` here, too.

    * ``reihen``: merkmal_id, merkmal, zeitraum, neu, geaendert, quelle, fehlt, gleich; a row per Merkmal and Zeitraum
    * ``werte``: art (neu, geaendert, quelle, fehlt), merkmal_id, merkmal, gebiet, gruppe, zeitraum, alt, alt_zeichen,
      neu, neu_zeichen; the largest changes first, of each art and Merkmal at most 100
    * ``zeilen``: tabelle, schluessel, spalte, alt, neu – rows of the other tables, a cell per row
    """

    ergebnis: Importergebnis
    reihen: pd.DataFrame
    werte: pd.DataFrame
    zeilen: pd.DataFrame


class Vergleich(Datei):
    """``compare_lieferung``: the rehearsal of an import."""

    def compare_lieferung(self, paket: Lieferungspaket) -> Vorschau:
        """What an import would add and change. Writes nothing; references are only checked by the import itself."""
        with self.cursor() as cur:
            abgleich = compare(cur, paket)
            return Vorschau(summarise(None, abgleich), *_compare_figures(cur, abgleich), _changed_rows(cur, abgleich))


def _compare_figures(cur: Cursor, abgleich: Abgleich) -> tuple[pd.DataFrame, pd.DataFrame]:
    if WERT.name not in abgleich.je_tabelle:
        return pd.DataFrame(), pd.DataFrame()
    for tabelle in ("quelle", "gebiet", "merkmal"):
        cur.execute(query(f"eingang_ergaenzen_{tabelle}"))
    cur.execute(query("unterschied_anlegen"))
    reihen = to_frame(cur.execute(query("unterschied_reihen")))
    grenzen = {"je_merkmal": _JE_MERKMAL, "je_art": _JE_ART}
    return reihen, to_frame(cur.execute(query("unterschied_werte"), grenzen))


def _changed_rows(cur: Cursor, abgleich: Abgleich) -> pd.DataFrame:
    zeilen = [zelle for t in abgleich.zu_schreiben if t is not WERT for zelle in _changed_cells(cur, t)]
    return pd.DataFrame(zeilen, columns=["tabelle", "schluessel", "spalte", "alt", "neu"], dtype=object)


def _changed_cells(cur: Cursor, tabelle: Tabelle) -> list[dict[str, Any]]:
    inhalt = [spalte for spalte in tabelle.inhalt if spalte not in _UNBENANNT]
    if not inhalt:
        return []
    neu = ", ".join(f"{spalte} := {spalte}" for spalte in inhalt)
    name = ", ".join(f"nullif(CAST({spalte} AS VARCHAR), '')" for spalte in tabelle.schluessel)
    ergebnis = cur.execute(
        f"SELECT concat_ws(' · ', {name}), vorher, to_json(struct_pack({neu})) "
        f"FROM neu_{tabelle.name} WHERE vorhanden ORDER BY {', '.join(tabelle.schluessel)} LIMIT {_ZEILEN_JE_TABELLE}"
    ).fetchall()
    klein = count(cur, "groesstes_k") if tabelle.name == "leistung" else 0
    zellen = []
    for schluessel, vorher, nachher in ergebnis:
        alt, jetzt = json.loads(vorher), json.loads(nachher)
        if klein and any(0 < (zeile["ist"] or 0) < klein for zeile in (alt, jetzt)):
            alt["ist"], jetzt["ist"] = None, "geheim"  # whom a Massnahme reached are people, too
        zellen += [
            {"tabelle": tabelle.name, "schluessel": schluessel, "spalte": spalte, "alt": alt[spalte], "neu": wert}
            for spalte, wert in jetzt.items()
            if alt[spalte] != wert
        ]
    return zellen
