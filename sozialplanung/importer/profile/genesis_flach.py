"""GENESIS »flat« CSV (ffcsv), the current and the older columns: one row per figure, n dimensions in any order.

Read with Arrow and dictionary-encoded text, so that a million rows stay columns of small numbers until the end.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from sozialplanung.errors import LieferungError
from sozialplanung.formatting import format_anzahl
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.profile.flachdimensionen import (
    Dimension,
    Ganz,
    Textspalte,
    combine,
    join_dimensionen,
    split_gebiete,
)
from sozialplanung.importer.profile.roh import Profil, Rohtabelle, find_art, kategorie, slug
from sozialplanung.importer.profile.zeit import verfeinere, zeitraum
from sozialplanung.importer.profile.zellwerte import Zellleser

_NEU = re.compile(r"(\d+)_variable_code", re.IGNORECASE)
_ALT = re.compile(r"(\d+)_merkmal_code", re.IGNORECASE)
_ZEIT = re.compile(r"QUART\w*|MONAT\w*", re.IGNORECASE)
_ZAHL = r"^-?\d+(,\d+)?$"


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


def _lies(datei: Datei) -> Rohtabelle:
    kopf = _kopf(datei)
    befunde = Befundliste()
    neu = "value" in {name.casefold() for name in kopf}
    wertspalten = ["value"] if neu else [name for name in kopf if "__" in name and not name.casefold().endswith("_q")]
    tabelle = _read_arrow(datei, kopf, wertspalten, befunde)
    if tabelle.num_rows == 0:
        raise LieferungError(f"Die Datei ›{datei.name}‹ enthält nur die Kopfzeile. Bitte laden Sie sie neu herunter.")
    teile = [_read_teil(tabelle, spalte, kopf, befunde, datei.name) for spalte in wertspalten]
    werte = teile[0] if len(teile) == 1 else pd.concat([t.astype({"spalte": object}) for t in teile], ignore_index=True)
    statistik, name = (
        _text(tabelle, kopf, n)
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


def _read_arrow(datei: Datei, kopf: list[str], wertspalten: list[str], befunde: Befundliste) -> pa.Table:
    kaputt: list[str] = []

    def skip(zeile: csv.InvalidRow) -> str:
        kaputt.append(zeile.text[:80])
        return "skip"

    anfang = datei.text(1 << 16)
    namen = [*kopf]
    als_text = {name: pa.string() for name in wertspalten}
    woerter = {name: pa.dictionary(pa.int32(), pa.string()) for name in namen if name not in als_text}
    kodierung = "utf-8" if datei.kodierung == "utf-8-sig" else datei.kodierung
    try:
        tabelle = csv.read_csv(
            pa.BufferReader(datei.inhalt),
            csv.ReadOptions(column_names=namen, skip_rows=1, encoding=kodierung, block_size=1 << 22),
            csv.ParseOptions(delimiter=datei.trenner, invalid_row_handler=skip, newlines_in_values='"' in anfang),
            csv.ConvertOptions(column_types=als_text | woerter, strings_can_be_null=False),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError, UnicodeError) as error:
        raise LieferungError(
            f"Die Datei ›{datei.name}‹ ist beschädigt: Ihre Zeilen passen nicht zur Kopfzeile. "
            "Bitte laden Sie sie neu herunter."
        ) from error
    if kaputt:
        mangel = Mangel(
            "ragged_row",
            f"{format_anzahl(len(kaputt), 'Zeile hat', 'Zeilen haben')} mehr oder weniger Felder als die Kopfzeile und "
            "wurden nicht gelesen. Vermutlich ist die Datei abgeschnitten.",
            "Bitte laden Sie sie neu herunter.",
        )
        befunde.add(mangel, "", None, None, kaputt[0])
    return tabelle.unify_dictionaries().combine_chunks()


def _text(tabelle: pa.Table, kopf: list[str], namen: tuple[str, ...]) -> Textspalte:
    """The column with one of these names; a column that does not exist is one empty entry."""
    name = next((k for k in kopf if k.casefold() in namen), None)
    if name is None:
        return Textspalte(np.zeros(tabelle.num_rows, dtype=np.int64), [""])
    spalte = tabelle.column(name)
    feld = spalte.chunk(0) if spalte.num_chunks else pa.array([], pa.dictionary(pa.int32(), pa.string()))
    codes = feld.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return Textspalte(codes, [str(eintrag).strip() for eintrag in feld.dictionary.to_pylist()])


def _dimensionen(tabelle: pa.Table, kopf: list[str]) -> list[Dimension]:
    nummern = [treffer[1] for name in kopf if (treffer := _NEU.fullmatch(name) or _ALT.fullmatch(name))]
    return [
        Dimension(
            _text(tabelle, kopf, (f"{n}_variable_code", f"{n}_merkmal_code")),
            _text(tabelle, kopf, (f"{n}_variable_label", f"{n}_merkmal_label")),
            _text(tabelle, kopf, (f"{n}_variable_attribute_code", f"{n}_auspraegung_code")),
            _text(tabelle, kopf, (f"{n}_variable_attribute_label", f"{n}_auspraegung_label")),
        )
        for n in nummern
    ]


def _zeitraeume(tabelle: pa.Table, kopf: list[str], feiner: list[Dimension], befunde: Befundliste) -> Textspalte:
    zeit = _text(tabelle, kopf, ("time", "zeit"))
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
    spalten = [_text(tabelle, kopf, (n,)) for n in ("value_variable_code", "value_variable_label", "value_unit")]
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
    zahl, zeichen, gefuellt = _werte(tabelle, spalte, kopf, befunde)
    gut = gefuellt & np.array([bool(s) for s in gebiet.eintraege])[gebiet.codes]
    gut &= np.array([bool(z) for z in zeit.eintraege])[zeit.codes]
    arten = [find_art(einheit, name) for _, name, einheit in merkmale]
    zeichencodes, zeichennamen = pd.factorize(zeichen)
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
            "zeichen": pd.Categorical.from_codes(zeichencodes, categories=pd.Index(zeichennamen, dtype="str")),
            "blatt": kategorie(np.zeros(anzahl, dtype=np.int64), [""]),
            "zeile": np.arange(2, anzahl + 2),
            "spalte": kategorie(np.zeros(anzahl, dtype=np.int64), [spalte]),
        }
    )
    return frame if gut.all() else frame[gut].reset_index(drop=True)


def _werte(
    tabelle: pa.Table, spalte: str, kopf: list[str], befunde: Befundliste
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.object_], npt.NDArray[np.bool_]]:
    text = pc.utf8_trim_whitespace(tabelle.column(spalte))
    einfach = pc.match_substring_regex(text, _ZAHL)
    zahlen = pc.cast(pc.replace_substring(pc.if_else(einfach, text, None), ",", "."), pa.float64())
    zahl = zahlen.to_numpy().copy()
    gefuellt = einfach.to_numpy()
    zeichen: npt.NDArray[np.object_] = np.full(len(zahl), None, dtype=object)
    besonders = np.flatnonzero(~gefuellt)
    gefuellt = gefuellt.copy()
    leser = Zellleser(befunde, "")
    guete = _text(tabelle, kopf, ("value_q",))
    if len(besonders):
        zellen = text.take(pa.array(besonders)).to_pylist()
        zeichen_daneben = [guete.eintraege[guete.codes[i]] for i in besonders.tolist()]
        zellen = [zelle or daneben for zelle, daneben in zip(zellen, zeichen_daneben, strict=True)]
        zahl[besonders], zeichen[besonders], gefuellt[besonders] = leser.read(zellen, (besonders + 2).tolist(), spalte)
    geklammert = np.array([eintrag.startswith("(") for eintrag in guete.eintraege])[guete.codes]
    zeichen[geklammert & np.isfinite(zahl)] = "unsicher"
    leser.finish()
    return zahl, zeichen, gefuellt


PROFIL = Profil("genesis-flach", "GENESIS-Tabelle als Flat-CSV (ffcsv)", _pruefe, _lies)
