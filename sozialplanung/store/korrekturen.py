"""Korrekturen: figures that are known to be wrong in a delivery, put right with reason, name and date."""

from __future__ import annotations

import math

import pandas as pd

from sozialplanung.errors import ProjektError
from sozialplanung.model import Merkmalsart, Wertzeichen
from sozialplanung.store.connection import Datei, first, now
from sozialplanung.store.queries import query
from sozialplanung.store.schutz import update_protection


class Korrekturen(Datei):
    """Set and withdraw: each adds a row; the protection is computed anew in the same transaction."""

    def load_korrekturen(self) -> pd.DataFrame:
        """What is not withdrawn, the newest first, with ``stand``: gilt, erledigt, ueberholt, ohne_zahl."""
        return self.frame("korrekturen")

    def load_zahlen(self, merkmal_id: str) -> pd.DataFrame:
        """The figures of a Merkmal that may be shown: gebiet_id, gebiet, gruppe, zeitraum, wert, zeichen."""
        return self.frame("zahlen_des_merkmals", {"merkmal_id": merkmal_id})

    def set_korrektur(
        self,
        merkmal_id: str,
        gebiet_id: str,
        zeitraum: str,
        wert: float | None,
        grund: str,
        wer: str,
        *,
        gruppe: str = "",
        zeichen: str | None = None,
    ) -> None:
        """From now on this figure counts, as long as the delivered one stays what it is."""
        if not grund.strip():
            raise ProjektError("Bitte begründen Sie die Korrektur; der Grund wird mit Namen und Datum aufbewahrt.")
        if wert is None and zeichen is None:
            raise ProjektError("Bitte geben Sie die richtige Zahl an.")
        if wert is not None and not math.isfinite(wert):
            raise ProjektError("Das ist keine Zahl, mit der sich rechnen lässt.")
        if zeichen == Wertzeichen.GENAU_NULL:
            wert = 0.0
        ort = {"merkmal_id": merkmal_id, "gebiet_id": gebiet_id, "gruppe": gruppe, "zeitraum": zeitraum}
        with self.writing() as cur, self.transaction(cur):
            geliefert = first(cur, query("korrektur_erwartet"), ort)
            if geliefert is None:
                raise ProjektError(
                    "Diese Zahl wurde nicht geliefert; korrigieren lässt sich nur, was im Projekt steht. "
                    "Fehlende Zahlen kommen mit einer Lieferung."
                )
            erwartet, erwartet_zeichen, art = geliefert
            if art == Merkmalsart.ANZAHL and wert is not None and wert < 0:
                raise ProjektError("Eine Anzahl ist nie kleiner als 0. Bitte prüfen Sie die Zahl.")
            if (erwartet, erwartet_zeichen) == (wert, zeichen):
                raise ProjektError("Genau diese Zahl wurde geliefert; es gibt nichts zu korrigieren.")
            angaben = {"erwartet": erwartet, "erwartet_zeichen": erwartet_zeichen, "wert": wert, "zeichen": zeichen}
            cur.execute(
                query("korrektur_einfuegen"), {**ort, **angaben, "grund": grund.strip(), "wer": wer, "am": now()}
            )
            update_protection(cur, [zeitraum])

    def withdraw_korrektur(self, nummer: int, wer: str) -> None:
        """The delivered figure counts again; the correction stays as a record."""
        with self.writing() as cur, self.transaction(cur):
            zeile = first(cur, query("korrektur_zurueckziehen"), {"nummer": nummer, "wer": wer, "am": now()})
            if zeile is None:
                raise ProjektError(f"Die Korrektur {nummer} gibt es nicht, oder sie ist schon zurückgezogen.")
            update_protection(cur, [zeile[0]])
