"""GENESIS »flat« CSV (ffcsv), the current and the older columns: one row per figure, n dimensions in any order.

Read with Arrow and dictionary-encoded text, so that a million rows stay columns of small numbers until the end.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa

from sozialplanung.errors import LieferungError
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.profile.arrowspalten import Ganz, Textspalte, combine, read_spalten, read_werte, text_of
from sozialplanung.importer.profile.flachdimensionen import Dimension, join_dimensionen, split_gebiete
from sozialplanung.importer.profile.roh import Profil, Rohtabelle, find_art, kategorie, slug
from sozialplanung.importer.profile.zeit import verfeinere, zeitraum
from sozialplanung.importer.vorhandenes import Vorhandenes

_NEU = re.compile(r"(\d+)_variable_code", re.IGNORECASE)
_ALT = re.compile(r"(\d+)_merkmal_code", re.IGNORECASE)
_ZEIT = re.compile(r"QUART\w*|MONAT\w*", re.IGNORECASE)


def _kopf(datei: Datei) -> list[str]:
    zeile = datei.kopfzeilen[0] if datei.kopfzeilen else ""
    return [feld.strip().strip('"').strip() for feld in zeile.lstrip("\ufeff").split(datei.trenner)]


def _pruefe(datei: Datei) -> tuple[float, str]:
    kopf = _kopf(datei)
    klein = [name.casefold() for name in kopf]
    if "statistics_code" in klein and "value" in klein and "time" in klein:
        return 1.0, "Kopfzeile mit statistics_code, time und value"
    if "statistik_code" in klein and "zeit" in klein and any("__" in name for name in kopf):
        return 1.0, "Kopfzeile mit Statistik_Code, Zeit und Wertspalten der Form CODE__Name__Einheit"
    return 0.0, ""


def _lies(datei: Datei, _: Vorhandenes) -> Rohtabelle:
    kopf = _kopf(datei)
    befunde = Befundliste()
    neu = "value" in {name.casefold() for name in kopf}
    wertspalten = ["value"] if neu else [name for name in kopf if "__" in name and not name.casefold().endswith("_q")]
    tabelle = read_spalten(datei, kopf, wertspalten, befunde)
    if tabelle.num_rows == 0:
        raise LieferungError(f"Die Datei ›{datei.name}‹ enthält nur die Kopfzeile. Bitte laden Sie sie neu herunter.")
    teile = [_read_teil(tabelle, spalte, kopf, befunde, datei.name) for spalte in wertspalten]
    werte = teile[0] if len(teile) == 1 else pd.concat([t.astype({"spalte": object}) for t in teile], ignore_index=True)
    statistik, name = (
        text_of(tabelle, kopf, n)
        for n in (("statistics_code", "statistik_code"), ("statistics_label", "statistik_label"))
    )
    titel = " ".join(dict.fromkeys((*statistik.eintraege[:1], *name.eintraege[:1])))
    tage = [z for z in werte["zeitraum"].unique() if len(str(z)) == 10]
    return Rohtabelle(
        titel=titel,
        quelle=f"Amtliche Statistik (GENESIS), Statistik {titel}",
        werte=werte,
        stand=str(max(tage)) if tage else None,
        befunde=befunde,
    )


def _dimensionen(tabelle: pa.Table, kopf: list[str]) -> list[Dimension]:
    nummern = [treffer[1] for name in kopf if (treffer := _NEU.fullmatch(name) or _ALT.fullmatch(name))]
    return [
        Dimension(
            text_of(tabelle, kopf, (f"{n}_variable_code", f"{n}_merkmal_code")),
            text_of(tabelle, kopf, (f"{n}_variable_label", f"{n}_merkmal_label")),
            text_of(tabelle, kopf, (f"{n}_variable_attribute_code", f"{n}_auspraegung_code")),
            text_of(tabelle, kopf, (f"{n}_variable_attribute_label", f"{n}_auspraegung_label")),
        )
        for n in nummern
    ]


def _zeitraeume(tabelle: pa.Table, kopf: list[str], feiner: list[Dimension], befunde: Befundliste) -> Textspalte:
    zeit = text_of(tabelle, kopf, ("time", "zeit"))
    codes, eintraege = zeit.codes, [zeitraum(eintrag) or "" for eintrag in zeit.eintraege]
    for eintrag, gelesen in zip(zeit.eintraege, eintraege, strict=True):
        if not gelesen:
            befunde.add(
                Mangel("invalid_period", "ist kein Zeitraum.", "Bitte laden Sie die Datei neu herunter."),
                "",
                None,
                "time",
                eintrag,
            )
    for d in feiner:
        neu, erste = combine(codes, d.code.codes, len(d.code.eintraege))
        eintraege = [verfeinere(eintraege[codes[z]], d.code.at(z)) for z in erste.tolist()]
        codes = neu
    return Textspalte(codes, eintraege)


def _merkmale(tabelle: pa.Table, kopf: list[str], spalte: str) -> tuple[Ganz, list[tuple[str, str, str]]]:
    """Number per row, and (code, name, unit) of each."""
    if spalte != "value":
        code, name, einheit = [*(teil.strip() for teil in spalte.split("__")), "", ""][:3]
        return np.zeros(tabelle.num_rows, dtype=np.int64), [(code, name or code, einheit)]
    spalten = [text_of(tabelle, kopf, (n,)) for n in ("value_variable_code", "value_variable_label", "value_unit")]
    codes, erste = combine(spalten[0].codes, spalten[2].codes, len(spalten[2].eintraege))
    return codes, [(spalten[0].at(z), spalten[1].at(z), spalten[2].at(z)) for z in erste.tolist()]


def _merkmal_ids(merkmale: list[tuple[str, str, str]]) -> list[str]:
    """The code; where one code comes in several units, the counted one keeps it."""
    ids = []
    for code, name, einheit in merkmale:
        mehrere = sum(anderer[0] == code for anderer in merkmale) > 1
        kurz = slug(code or name)
        ids.append(f"{kurz}_{slug(einheit)}" if mehrere and einheit.casefold() != "anzahl" else kurz)
    return ids


def _read_teil(tabelle: pa.Table, spalte: str, kopf: list[str], befunde: Befundliste, datei: str) -> pd.DataFrame:
    anzahl = tabelle.num_rows
    dimensionen = _dimensionen(tabelle, kopf)
    feiner = [d for d in dimensionen if all(_ZEIT.fullmatch(v) for v in d.variable.eintraege)]
    gebiet, namen, rest = split_gebiete([d for d in dimensionen if d not in feiner], anzahl, befunde)
    gruppe = join_dimensionen(rest, anzahl)
    zeit = _zeitraeume(tabelle, kopf, feiner, befunde)
    merkmal, merkmale = _merkmale(tabelle, kopf, spalte)
    zahl, zeichen, gefuellt = read_werte(tabelle, spalte, text_of(tabelle, kopf, ("value_q",)), befunde)
    gut = gefuellt & np.array([bool(s) for s in gebiet.eintraege])[gebiet.codes]
    gut &= np.array([bool(z) for z in zeit.eintraege])[zeit.codes]
    arten = [find_art(einheit, name) for _, name, einheit in merkmale]
    frame = pd.DataFrame(
        {
            "schluessel": kategorie(gebiet.codes, gebiet.eintraege),
            "name": kategorie(gebiet.codes, namen),
            "ebene": pd.Categorical.from_codes(np.full(anzahl, -1), categories=pd.Index([], dtype="str")),
            "merkmal_id": kategorie(merkmal, _merkmal_ids(merkmale)),
            "merkmal": kategorie(merkmal, [name for _, name, _ in merkmale]),
            "einheit": kategorie(merkmal, [einheit for *_, einheit in merkmale]),
            "art": kategorie(merkmal, arten),
            "gruppe": kategorie(gruppe.codes, gruppe.eintraege),
            "zeitraum": kategorie(zeit.codes, zeit.eintraege),
            "wert": zahl,
            "zeichen": zeichen,
            "blatt": kategorie(np.zeros(anzahl, dtype=np.int64), [""]),
            "zeile": np.arange(2, anzahl + 2),
            "spalte": kategorie(np.zeros(anzahl, dtype=np.int64), [spalte]),
        }
    )
    return frame if gut.all() else frame[gut].reset_index(drop=True)


PROFIL = Profil("genesis-flach", "GENESIS-Tabelle als Flat-CSV (ffcsv)", _pruefe, _lies)
