"""Geheimhaltung: computed in the transaction that changes figures, kept in the file, applied by ``wert_sichtbar``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

import pandas as pd

from sozialplanung.analysis.disclosure_cells import PRIMAER, Paar, protect_cells
from sozialplanung.analysis.disclosure_rates import protect_rates
from sozialplanung.analysis.indexwerte import EINWOHNER
from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.errors import ProjektError
from sozialplanung.store.connection import Cursor, Datei, count, now
from sozialplanung.store.frames import to_frame
from sozialplanung.store.queries import query

# A change in these tables may tie figures of every Zeitraum together.
STRUKTUR = frozenset({"gebiet", "gebiet_zuordnung", "merkmal", "indikator", "quelle"})


class Schutzregel(NamedTuple):
    """Hidden are counts below ``k``, rates on fewer persons, and all figures of Gebiete with fewer inhabitants."""

    k: int
    mindestnenner: int
    mindesteinwohner: int


class Geheimhaltung(Datei):
    """The rules, who changed them and why, and what they hide."""

    def set_schutzregel(
        self,
        k: int,
        mindestnenner: int,
        begruendung: str,
        wer: str,
        quelle_id: str | None = None,
        *,
        mindesteinwohner: int = 0,
    ) -> None:
        """From now on counts from 1 to k − 1 are hidden, and rates on fewer than ``mindestnenner`` persons.

        k = 0: »so geliefert«. Of Gebiete with fewer than ``mindesteinwohner`` inhabitants nothing else is shown.
        Without ``quelle_id`` for all own and example figures that have no rule of their own.
        """
        if not begruendung.strip():
            raise ProjektError("Bitte begründen Sie die Änderung der Geheimhaltung; sie wird mit Namen aufbewahrt.")
        if not (k == 0 or 2 <= k <= 1000) or min(mindestnenner, mindesteinwohner) < 0:
            raise ProjektError(
                f"Eine Geheimhaltung mit k = {k}, Mindestnenner {mindestnenner} und Mindesteinwohnerzahl "
                f"{mindesteinwohner} gibt es nicht. Möglich sind k = 0 (so geliefert) oder ab 2, üblich 3, 5 und 10, "
                "und Mindestzahlen ab 0."
            )
        if mindesteinwohner and not k:
            raise ProjektError(
                "Eine Mindesteinwohnerzahl braucht auch eine Schwelle für kleine Anzahlen: Sonst ließen sich die "
                "verborgenen Werte aus den Summen zurückrechnen. Bitte wählen Sie »unter 3 verbergen« oder mehr."
            )
        if quelle_id is not None and quelle_id not in set(self.frame("quellen")["quelle_id"]):
            raise ProjektError(f"Die Quelle ›{quelle_id}‹ gibt es in diesem Projekt nicht.")
        with self.writing() as cur, self.transaction(cur):
            insert_rule(cur, Schutzregel(k, mindestnenner, mindesteinwohner), begruendung.strip(), wer, quelle_id)
            update_protection(cur)

    def load_schutzregeln(self) -> pd.DataFrame:
        """Every rule that was ever set, the newest first; ``quelle_id`` None: for the whole Projekt."""
        return self.frame("schutzregeln")

    def load_projektregel(self) -> Schutzregel:
        """What is in force for own and example figures."""
        zeile = self.frame("projektregel").iloc[0]
        return Schutzregel(*(int(zeile[feld]) for feld in Schutzregel._fields))

    def load_schutz_der_quellen(self) -> pd.DataFrame:
        """The rule in force for each Quelle, and how many of its figures are hidden by the rules."""
        return self.frame("schutz_der_quellen")

    def load_verborgen(self) -> pd.DataFrame:
        """How many figures are hidden, by Merkmal and reason (primaer, einwohner, komplement, sekundaer)."""
        return self.frame("verborgen")


def insert_rule(cur: Cursor, regel: Schutzregel, begruendung: str, wer: str, quelle_id: str | None = None) -> None:
    angaben = {
        "geltung": "projekt" if quelle_id is None else "quelle",
        "quelle_id": quelle_id,
        **regel._asdict(),
        "begruendung": begruendung,
        "wer": wer,
        "am": now(),
    }
    cur.execute(query("schutzregel_einfuegen"), angaben)


def insert_default_rule(cur: Cursor) -> None:
    """The rule that a new Projekt starts with."""
    k, mindestnenner = int(load_parameter("geheimhaltung_k")), int(load_parameter("geheimhaltung_mindestnenner"))
    insert_rule(cur, Schutzregel(k, mindestnenner, 0), "Voreinstellung der Anwendung", "Voreinstellung")


def update_protection(cur: Cursor, zeitraeume: Sequence[str] | None = None) -> None:
    """Compute anew what must be hidden, for all figures or those of some Zeiträume; inside a transaction."""
    if zeitraeume is not None and not zeitraeume:
        return
    mit_einwohnern = bool(count(cur, "mindesteinwohner_gilt"))
    if mit_einwohnern:
        zeitraeume = None  # inhabitants of one year stand in for those of others
    umfang = {"zeitraeume": None if zeitraeume is None else list(zeitraeume)}
    cur.execute(query("schutz_loeschen"), umfang)
    if not count(cur, "schutz_noetig"):
        return
    _protect_counts(cur, umfang, mit_einwohnern=mit_einwohnern)
    _protect_rates(cur)


def _protect_counts(cur: Cursor, umfang: dict[str, list[str] | None], *, mit_einwohnern: bool) -> None:
    cur.execute(query("schutz_primaer"), umfang)
    if mit_einwohnern:
        cur.execute(query("schutz_einwohner"), {"einwohner": EINWOHNER})
    cur.execute(query("schutz_verwandt"))
    cur.execute(query("schutz_gebunden"))
    anlass: dict[str, set[str]] = defaultdict(set)
    for merkmal_id, zeitraum in cur.execute(query("schutz_anlass"), umfang).fetchall():
        anlass[zeitraum].add(merkmal_id)
    if not anlass:
        return
    paare = [Paar(*zeile) for zeile in cur.execute(query("schutz_paare")).fetchall()]
    for zeitraum, merkmale in anlass.items():
        _protect_zeitraum(cur, zeitraum, merkmale, paare)


def _protect_zeitraum(cur: Cursor, zeitraum: str, merkmale: set[str], paare: Sequence[Paar]) -> None:
    """Starts with what must be hidden and goes on to what is tied to it, as long as that has to be hidden as well."""
    while True:
        geladen = _with_partners(merkmale, paare)
        zellen = to_frame(cur.execute(query("schutz_zellen"), {"zeitraum": zeitraum, "merkmale": sorted(geladen)}))
        if zellen.empty:
            return
        grund = protect_cells(zellen, _hierarchy(cur, int(zellen["jahr"].max())), paare)
        treffer = zellen.assign(grund=grund)[grund.notna()]
        if (weitere := set(treffer["merkmal_id"])) <= merkmale:
            break
        merkmale = merkmale | weitere
    _insert(cur, zeitraum, treffer[treffer["grund"] != PRIMAER])  # those are stored already


def _protect_rates(cur: Cursor) -> None:
    """Rates without counts, of all Zeiträume: the persons behind one may be those of another year."""
    quoten = to_frame(cur.execute(query("schutz_quoten")))
    for zeitraum, hier in quoten.groupby("zeitraum"):
        treffer = hier.assign(grund=protect_rates(hier, _hierarchy(cur, int(hier["jahr"].max()))))
        treffer = treffer[treffer["grund"].notna()].drop_duplicates(["merkmal_id", "gebiet_id", "gruppe"])
        _insert(cur, str(zeitraum), treffer)


def _insert(cur: Cursor, zeitraum: str, treffer: pd.DataFrame) -> None:
    if len(treffer):
        spalten = {name: treffer[name].tolist() for name in ("merkmal_id", "gebiet_id", "gruppe", "grund")}
        cur.execute(query("schutz_einfuegen"), {**spalten, "zeitraum": zeitraum})


def _with_partners(merkmale: Collection[str], paare: Sequence[Paar]) -> set[str]:
    """Also what these are part of, their parts, and the other parts of the same whole."""
    ganze = {p.ganzes for p in paare if p.teil in merkmale}
    teile = {p.teil for p in paare if p.ganzes in merkmale}
    geschwister = {p.teil for p in paare if p.teil_gruppe is None and p.ganzes in ganze}
    return {*merkmale, *ganze, *teile, *geschwister}


def _hierarchy(cur: Cursor, jahr: int) -> dict[str, list[str]]:
    kinder: dict[str, list[str]] = defaultdict(list)
    for oben, gebiet_id in cur.execute(query("schutz_hierarchie"), {"jahr": jahr}).fetchall():
        kinder[oben].append(gebiet_id)
    return kinder
