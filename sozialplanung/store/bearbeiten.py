"""Editing by hand: each saved change is a small Lieferung, so log, undo and provenance are those of every delivery."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import pandas as pd

from sozialplanung.errors import KonfliktError, ProjektError
from sozialplanung.model import Importergebnis, Lieferungspaket
from sozialplanung.store.abgleich import compare
from sozialplanung.store.connection import count
from sozialplanung.store.frames import to_frame
from sozialplanung.store.queries import query
from sozialplanung.store.tabellen import TABELLEN
from sozialplanung.store.writing import Schreiben, key_expression, summarise
from sozialplanung.vorlage import blatt_der_tabelle

VON_HAND = "von Hand"
BEARBEITBAR = (
    "handlungskonzept",
    "massnahme",
    "massnahme_gebiet",
    "finanzierung",
    "leistung",
    "wirkung",
    "meilenstein",
    "beratung",
    "preisindex",
)
Zeile = Mapping[str, Any]


class Bereich(NamedTuple):
    """What one form holds: the rows of a table that belong to a Maßnahme or Handlungskonzept.

    Those of ``preisindex`` belong to the Projekt; their ``schluessel`` is empty.
    """

    tabelle: str
    schluessel: str

    @property
    def spalte(self) -> str:
        return "handlungskonzept_id" if self.tabelle in {"handlungskonzept", "beratung"} else "massnahme_id"


class Eintrag(NamedTuple):
    """One row that a Lieferung changed; ``vorher`` None: it was new, ``nachher`` None: it was deleted."""

    lieferung_id: int
    tabelle: str
    vorher: Zeile | None
    nachher: Zeile | None


class Bearbeiten(Schreiben):
    """Rows as they stand, saving what became of them, and what was changed by whom."""

    def load_bereich(self, bereich: Bereich) -> pd.DataFrame:
        """The rows of a form with the columns of their sheet: the owner's own figures, small counts included."""
        spalten = ", ".join(spalte.name for spalte in blatt_der_tabelle(bereich.tabelle).spalten)
        folge = ", ".join(TABELLEN[bereich.tabelle].schluessel)
        welche = "$schluessel = ''" if bereich.tabelle == "preisindex" else f"{bereich.spalte} = $schluessel"
        sql = f"SELECT {spalten} FROM {bereich.tabelle} WHERE {welche} ORDER BY {folge}"
        with self.cursor() as cur:
            return to_frame(cur.execute(sql, {"schluessel": bereich.schluessel}))

    def save_bereich(
        self, bereich: Bereich, grundlage: pd.DataFrame, paket: Lieferungspaket, wer: str
    ) -> Importergebnis:
        """Write what was made of ``grundlage``, the rows as they were when the form was opened.

        ``KonfliktError`` when the rows are others by now – unless they are already what is to be saved.
        """
        with self.writing() as cur:
            if not self.load_bereich(bereich).equals(grundlage):
                abgleich = compare(cur, paket)
                if not abgleich.leer:
                    raise KonfliktError(
                        "Jemand hat diese Angaben geändert, seit Sie sie geöffnet haben. Es wurde nichts überschrieben."
                    )
                return summarise(None, abgleich)
            for tabelle in paket.geloescht:
                if tabelle in {"massnahme", "handlungskonzept"} and count(
                    cur, f"haengt_an_{tabelle}", {"schluessel": bereich.schluessel}
                ):
                    raise ProjektError(
                        "Löschen lässt sich nur, woran nichts mehr hängt. "
                        "Bitte löschen Sie zuerst alles, was dazu gehört."
                    )
            return self.import_lieferung(paket, wer)

    def load_verlauf(self, hoechstens: int) -> tuple[pd.DataFrame, list[Eintrag]]:
        """The last Lieferungen that touched the register, newest first, and what they changed row by row.

        Of files only what they changed, of edits by hand also what they added. What was taken back is one line without
        rows: nothing of it is left.
        """
        jetzt = " UNION ALL ".join(
            f"SELECT '{name}' AS tabelle, {key_expression(TABELLEN[name])} AS schluessel, to_json({name}) AS zeile "
            f"FROM {name}"
            for name in BEARBEITBAR
        )
        parameter: dict[str, object] = {"von_hand": VON_HAND, "tabellen": list(BEARBEITBAR)}
        with self.cursor() as cur:
            lieferungen = to_frame(cur.execute(query("verlauf_lieferungen"), parameter | {"hoechstens": hoechstens}))
            parameter["nummern"] = lieferungen["lieferung_id"].tolist()
            cur.execute(f"CREATE TEMP VIEW jetzt AS {jetzt}")
            zeilen = cur.execute(query("verlauf_zeilen"), parameter).fetchall()
        return lieferungen, [Eintrag(nummer, name, _parse(alt), _parse(neu)) for nummer, name, alt, neu in zeilen]


def _parse(text: str | None) -> Zeile | None:
    return None if text is None else json.loads(text, parse_float=Decimal)
