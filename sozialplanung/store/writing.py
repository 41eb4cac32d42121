"""Import of a delivery: one transaction that writes only what is new or changed."""

from __future__ import annotations

from sozialplanung.errors import ProjektError
from sozialplanung.model import Importergebnis, Lieferungspaket
from sozialplanung.store.abgleich import Abgleich, compare
from sozialplanung.store.connection import Cursor, Datei, count, now
from sozialplanung.store.geldschutz import update_money_protection
from sozialplanung.store.queries import query
from sozialplanung.store.schutz import STRUKTUR, update_protection
from sozialplanung.store.tabellen import WERT, ZUORDNUNG, Tabelle

_HOECHSTENS_GENANNT = 5


class Schreiben(Datei):
    """``import_lieferung``."""

    def import_lieferung(self, paket: Lieferungspaket, wer: str) -> Importergebnis:
        """Write a delivery, all or nothing. A delivery that changes nothing leaves no Lieferung."""
        if paket.fehler:
            raise ProjektError(
                f"Die Lieferung ›{paket.datei}‹ hat {len(paket.fehler)} Fehler und wurde nicht geschrieben. "
                "Bitte beheben Sie zuerst die Befunde."
            )
        with self.writing() as cur:
            abgleich = compare(cur, paket)
            if abgleich.leer:
                return summarise(None, abgleich)
            with self.transaction(cur):
                lieferung_id = _insert_lieferung(cur, paket, wer, abgleich)
                for tabelle in abgleich.zu_loeschen:
                    _remove(cur, tabelle, lieferung_id)
                for tabelle in abgleich.zu_schreiben:
                    _write(cur, tabelle, lieferung_id)
                check_references(cur, lieferung_id)
                check_circles(cur)
                update_protection(cur, None if _changes_structure(abgleich) else changed_periods(cur, lieferung_id))
                update_money_protection(cur)
            return summarise(lieferung_id, abgleich)


def summarise(lieferung_id: int | None, abgleich: Abgleich) -> Importergebnis:
    neu, geaendert, unveraendert = (sum(z[i] for z in abgleich.je_tabelle.values()) for i in range(3))
    return Importergebnis(lieferung_id, neu, geaendert, unveraendert, abgleich.je_tabelle)


def _insert_lieferung(cur: Cursor, paket: Lieferungspaket, wer: str, abgleich: Abgleich) -> int:
    ergebnis = summarise(None, abgleich)
    angaben = {
        "datei": paket.datei,
        "sha256": paket.sha256,
        "herkunft": str(abgleich.herkunft),
        "quelle": paket.quelle,
        "lizenz": paket.lizenz,
        "stand": paket.stand,
        "importiert_am": now(),
        "importiert_von": wer,
        "neu": ergebnis.neu,
        "geaendert": ergebnis.geaendert,
        "unveraendert": ergebnis.unveraendert,
        "bemerkung": paket.bemerkung,
    }
    return count(cur, "lieferung_einfuegen", angaben)


def _write(cur: Cursor, tabelle: Tabelle, lieferung_id: int) -> None:
    parameter = {"lieferung_id": lieferung_id}
    if tabelle is WERT:
        cur.execute(query("wert_ersetzen"), parameter)
        cur.execute(query("wert_einfuegen"), parameter)
        return
    cur.execute(
        f"INSERT INTO aenderung (lieferung_id, tabelle, schluessel, vorher) "
        f"SELECT $lieferung_id, '{tabelle.name}', {key_expression(tabelle)}, vorher FROM neu_{tabelle.name}",
        parameter,
    )
    if tabelle is ZUORDNUNG:
        cur.execute(query("zuordnung_loeschen"))
    spalten = ", ".join(tabelle.alle_spalten)
    werte = ", ".join(tabelle.spalten) + (", $lieferung_id" if tabelle.hat_lieferung else "")
    wo = "WHERE uebergeordnet IS NOT NULL" if tabelle is ZUORDNUNG else ""
    cur.execute(
        f"INSERT INTO {tabelle.name} ({spalten}) SELECT {werte} FROM neu_{tabelle.name} {wo} {upsert_clause(tabelle)}",
        parameter if tabelle.hat_lieferung else {},
    )


def _remove(cur: Cursor, tabelle: Tabelle, lieferung_id: int) -> None:
    name, schluessel = tabelle.name, key_expression(tabelle)
    cur.execute(
        f"INSERT INTO aenderung (lieferung_id, tabelle, schluessel, vorher) "
        f"SELECT $lieferung_id, '{name}', {schluessel}, vorher FROM weg_{name}",
        {"lieferung_id": lieferung_id},
    )
    cur.execute(f"DELETE FROM {name} WHERE {schluessel} IN (SELECT {schluessel} FROM weg_{name})")


def _changes_structure(abgleich: Abgleich) -> bool:
    """Whether figures that were not delivered may be tied to others now. New Quellen and Merkmale have none yet."""
    geschrieben = STRUKTUR & {tabelle.name for tabelle in abgleich.zu_schreiben}
    nur_neu = {name for name in ("quelle", "merkmal") if not abgleich.je_tabelle.get(name, (0, 0, 0))[1]}
    return bool(geschrieben - nur_neu)


def changed_periods(cur: Cursor, lieferung_id: int) -> list[str]:
    """The Zeiträume of the figures that a Lieferung brought."""
    zeilen = cur.execute(query("zeitraeume_der_lieferung"), {"lieferung_id": lieferung_id}).fetchall()
    return [zeitraum for (zeitraum,) in zeilen]


def key_expression(tabelle: Tabelle) -> str:
    """The key of a row as it stands in ``aenderung.schluessel``."""
    return f"CAST(json_array({', '.join(tabelle.schluessel)}) AS VARCHAR)"


def upsert_clause(tabelle: Tabelle) -> str:
    schluessel = set(tabelle.schluessel)
    neu = ", ".join(f"{spalte} = excluded.{spalte}" for spalte in tabelle.alle_spalten if spalte not in schluessel)
    return f"ON CONFLICT ({', '.join(tabelle.schluessel)}) DO UPDATE SET {neu}"


def check_references(cur: Cursor, lieferung_id: int) -> None:
    """Before a commit: the references that cannot be foreign keys (see the top of ``schema.sql``)."""
    verwaist = cur.execute(query("verwaiste_verweise"), {"lieferung_id": lieferung_id}).fetchall()
    if not verwaist:
        return
    genannt = "; ".join(
        f"›{verweis}‹ (Spalte {spalte} in {tabelle})" for tabelle, spalte, verweis in verwaist[:_HOECHSTENS_GENANNT]
    )
    weitere = len(verwaist) - _HOECHSTENS_GENANNT
    raise ProjektError(
        f"Diese Schlüssel werden genannt, aber nirgends erklärt: {genannt}"
        + (f" und {weitere} weitere" if weitere > 0 else "")
        + ". Bitte ergänzen Sie die fehlenden Zeilen oder berichtigen Sie den Verweis. Es wurde nichts geschrieben."
    )


def check_circles(cur: Cursor) -> None:
    """Before a commit: what lies in or is part of something must not, over detours, lie in itself."""
    for abfrage, was, spalte in (
        ("kreise_der_gebiete", "Gebiete", "Liegt in"),
        ("kreise_der_merkmale", "Merkmale", "Teil von"),
    ):
        kreis = cur.execute(query(abfrage)).fetchall()
        if kreis:
            namen = ", ".join(f"›{schluessel}‹" for (schluessel,) in kreis[:_HOECHSTENS_GENANNT])
            raise ProjektError(
                f"Die {was} {namen} verweisen im Kreis aufeinander. Bitte prüfen Sie die Spalte ›{spalte}‹. "
                "Es wurde nichts geschrieben."
            )
