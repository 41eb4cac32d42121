"""INKAR's bulk CSV: all indicators and levels in one long table; see ``inkar``."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sozialplanung.errors import LieferungError
from sozialplanung.importer.befunde import Befundliste
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.profile.arrowspalten import Textspalte, combine, read_spalten, read_werte, text_of
from sozialplanung.importer.profile.inkar import QUELLE, read_csv_kopf, read_schluessel, tell_ohne
from sozialplanung.importer.profile.roh import Profil, Rohtabelle, kategorie, slug
from sozialplanung.importer.profile.zeit import zeitraum
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.model import Merkmalsart

_BULK = ("indikator", "raumbezug", "kennziffer", "zeitbezug", "wert")
_ANDERE = {
    "aggregat": "raumbezug",
    "raumeinheit": "name",
    "kürzel": "kuerzel",
    "zeit": "zeitbezug",
    "jahr": "zeitbezug",
}


def _read_kopf(datei: Datei) -> list[str]:
    """The headings; other words for the same only where the usual one is missing."""
    kopf = read_csv_kopf(datei, 0)
    return [neu if (neu := _ANDERE.get(name, name)) not in kopf else name for name in kopf]


def _pruefe_bulk(datei: Datei) -> tuple[float, str]:
    if all(name in _read_kopf(datei) for name in _BULK):
        return 1.0, "Spalten Indikator, Raumbezug, Kennziffer, Zeitbezug und Wert"
    return 0.0, ""


def _lies_bulk(datei: Datei, _: Vorhandenes) -> Rohtabelle:
    befunde = Befundliste()
    kopf = _read_kopf(datei)
    tabelle = read_spalten(datei, kopf, ["wert"], befunde)
    if not tabelle.num_rows:
        raise LieferungError(
            f"Die INKAR-Datei ›{datei.name}‹ enthält nur die Kopfzeile. Bitte laden Sie sie neu herunter."
        )
    kuerzel, indikator, bezug, kennziffer, name, zeit = (
        text_of(tabelle, kopf, (spalte,))
        for spalte in ("kuerzel", "indikator", "raumbezug", "kennziffer", "name", "zeitbezug")
    )
    codes, erste = combine(bezug.codes, kennziffer.codes, len(kennziffer.eintraege))
    schluessel = [read_schluessel(kennziffer.at(z), bezug.at(z)) or "" for z in erste.tolist()]
    zeiten = [zeitraum(eintrag) or "" for eintrag in zeit.eintraege]
    mcodes, merste = combine(kuerzel.codes, indikator.codes, len(indikator.eintraege))
    zahl, zeichen, gefuellt = read_werte(
        tabelle, "wert", Textspalte(np.zeros(tabelle.num_rows, dtype=np.int64), [""]), befunde
    )
    ist_gebiet = np.array([bool(s) for s in schluessel])[codes]
    gut = gefuellt & ist_gebiet & np.array([bool(z) for z in zeiten])[zeit.codes]
    tell_ohne(befunde, "", int((~ist_gebiet).sum()))
    null = np.zeros(tabelle.num_rows, dtype=np.int64)
    werte = pd.DataFrame(
        {
            "schluessel": kategorie(codes, schluessel),
            "name": kategorie(codes, [name.at(z) for z in erste.tolist()]),
            "ebene": pd.Categorical.from_codes(null - 1, categories=pd.Index([], dtype="str")),
            "merkmal_id": kategorie(
                mcodes, [slug(f"inkar_{kuerzel.at(z) or indikator.at(z)}") for z in merste.tolist()]
            ),
            "merkmal": kategorie(mcodes, [indikator.at(z) for z in merste.tolist()]),
            "einheit": kategorie(null, [""]),
            "art": kategorie(null, [Merkmalsart.RATE]),
            "gruppe": kategorie(null, [""]),
            "zeitraum": kategorie(zeit.codes, zeiten),
            "wert": zahl,
            "zeichen": zeichen,
            "blatt": kategorie(null, [""]),
            "zeile": np.arange(2, tabelle.num_rows + 2),
            "spalte": kategorie(null, ["Wert"]),
        }
    )
    return Rohtabelle(titel="INKAR", quelle=QUELLE, werte=werte[gut].reset_index(drop=True), befunde=befunde)


PROFIL = Profil("inkar-bulk", "INKAR-Gesamtdatei als CSV", _pruefe_bulk, _lies_bulk)
