"""Large CSV files as columns: Arrow keeps text as numbers into a dictionary, so that a million rows stay small."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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
from sozialplanung.importer.profile.zellwerte import Zellleser
from sozialplanung.model import Wertzeichen

Ganz = npt.NDArray[np.integer[Any]]
_BLOCK = 1 << 23
_ZEICHEN = [zeichen.value for zeichen in Wertzeichen]
_ZAHL = r"^-?\d+(,\d+)?$"
_ZAHL_MIT_PUNKT = r"^-?\d+(\.\d+)?$"
_FUSS = re.compile(r'"?(?:_{3,}|©|\(c\)|stand:)', re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Textspalte:
    """A column of text: number of each row's entry, and the entries."""

    codes: Ganz
    eintraege: list[str]

    def at(self, zeile: int) -> str:
        return self.eintraege[int(self.codes[zeile])]


def combine(a: Ganz, b: Ganz, groesse_b: int) -> tuple[Ganz, Ganz]:
    """Pairs of numbers, numbered anew: (number per row, first row of each pair)."""
    paar = a.astype(np.int64) * groesse_b + b
    groesse = int(paar.max(initial=-1)) + 1
    if groesse > 4 * len(paar) + 1000:
        _, erste, neu = np.unique(paar, return_index=True, return_inverse=True)
        return neu.astype(np.int64), erste.astype(np.int64)
    erste = np.full(groesse, -1, dtype=np.int64)
    erste[paar[::-1]] = np.arange(len(paar) - 1, -1, -1)
    vorhanden = np.flatnonzero(erste >= 0)
    nummer = np.empty(groesse, dtype=np.int64)
    nummer[vorhanden] = np.arange(len(vorhanden))
    return nummer[paar], erste[vorhanden]


def read_spalten(datei: Datei, kopf: list[str], zahlenspalten: list[str], befunde: Befundliste) -> pa.Table:
    """All rows below the header; every column but the figures is dictionary-encoded."""
    kaputt: list[str] = []

    def skip(zeile: csv.InvalidRow) -> str:
        kaputt.append(zeile.text[:80])
        return "skip"

    als_text = {name: pa.string() for name in zahlenspalten}
    woerter = {name: pa.dictionary(pa.int32(), pa.string()) for name in kopf if name not in als_text}
    kodierung, inhalt = datei.kodierung.removesuffix("-sig"), datei.inhalt
    if kodierung == "utf-16":  # has line ends within characters
        kodierung, inhalt = "utf-8", datei.text().encode()
    mit_zitat = '"' in datei.text(1 << 16)
    parsen = csv.ParseOptions(delimiter=datei.trenner, invalid_row_handler=skip, newlines_in_values=mit_zitat)
    umwandeln = csv.ConvertOptions(column_types=als_text | woerter, strings_can_be_null=False)

    def read(stueck: memoryview, erstes: bool, threads: bool) -> pa.Table:
        lesen = csv.ReadOptions(column_names=kopf, skip_rows=int(erstes), encoding=kodierung, use_threads=threads)
        return csv.read_csv(pa.BufferReader(stueck), lesen, parsen, umwandeln)

    teile: list[pa.Table] = []
    gelesen = 0
    try:
        for stueck in _cut(inhalt, mit_zitat):
            bisher = len(kaputt)
            teil = read(stueck, not teile, threads=True)
            if len(kaputt) > bisher + 1:  # threads tell of rows in any order
                del kaputt[bisher:]
                teil = read(stueck, not teile, threads=False)
            teile.append(teil)
            gelesen += len(stueck)
            datei.melde(gelesen / len(inhalt))
        tabelle = pa.concat_tables(teile)
    except (pa.ArrowInvalid, pa.ArrowKeyError, UnicodeError) as error:
        raise LieferungError(
            f"Die Datei ›{datei.name}‹ ist beschädigt: Ihre Zeilen passen nicht zur Kopfzeile. "
            "Bitte laden Sie sie neu herunter."
        ) from error
    kaputt = list(itertools.takewhile(lambda zeile: not _FUSS.match(zeile), kaputt))
    if kaputt:
        mangel = Mangel(
            "ragged_row",
            f"{format_anzahl(len(kaputt), 'Zeile hat', 'Zeilen haben')} mehr oder weniger Felder als die Kopfzeile und "
            "wurden nicht gelesen. Vermutlich ist die Datei abgeschnitten.",
            "Bitte laden Sie sie neu herunter.",
        )
        befunde.add(mangel, "", None, None, kaputt[0])
    return tabelle.unify_dictionaries().combine_chunks()


def _cut(inhalt: bytes, mit_zitat: bool) -> Iterator[memoryview]:
    """Whole rows of about ``_BLOCK`` bytes, read by all cores at once; ``mit_zitat``: cells may hold line ends."""
    anfang = 0
    while anfang < len(inhalt):
        ende = inhalt.find(b"\n", anfang + _BLOCK) + 1 or len(inhalt)
        offen = mit_zitat and inhalt.count(b'"', anfang, ende) % 2
        while offen and ende < len(inhalt):
            weiter = inhalt.find(b"\n", ende) + 1 or len(inhalt)
            offen = (offen + inhalt.count(b'"', ende, weiter)) % 2
            ende = weiter
        yield memoryview(inhalt)[anfang:ende]
        anfang = ende


def text_of(tabelle: pa.Table, kopf: list[str], namen: tuple[str, ...]) -> Textspalte:
    """The column with one of these names; a column that does not exist is one empty entry."""
    name = next((k for k in kopf if k.casefold() in namen), None)
    if name is None:
        return Textspalte(np.zeros(tabelle.num_rows, dtype=np.int64), [""])
    spalte = tabelle.column(name)
    feld = spalte.chunk(0) if spalte.num_chunks else pa.array([], pa.dictionary(pa.int32(), pa.string()))
    codes = feld.indices.to_numpy(zero_copy_only=False)
    return Textspalte(codes, [str(eintrag).strip() for eintrag in feld.dictionary.to_pylist()])


def read_werte(
    tabelle: pa.Table, spalte: str, guete: Textspalte, befunde: Befundliste
) -> tuple[npt.NDArray[np.float64], pd.Categorical, npt.NDArray[np.bool_]]:
    """Numbers, signs, and which rows hold anything; ``guete`` is the column of quality signs beside the figures."""
    text = pc.utf8_trim_whitespace(tabelle.column(spalte))
    gefuellt = pc.ascii_is_decimal(text).to_numpy().copy()
    andere = np.flatnonzero(~gefuellt)
    rest = text.take(pa.array(andere))
    muster = _ZAHL_MIT_PUNKT if _has_decimal_point(rest) else _ZAHL
    gefuellt[andere] = pc.match_substring_regex(rest, muster).to_numpy()
    zahlen = pc.cast(pc.replace_substring(pc.if_else(pa.array(gefuellt), text, None), ",", "."), pa.float64())
    zahl = zahlen.to_numpy().copy()
    besonders = np.flatnonzero(~gefuellt)
    leser = Zellleser(befunde, "")
    zellen = text.take(pa.array(besonders)).to_pylist()
    daneben = guete.codes[besonders].tolist()
    zellen = [zelle or guete.eintraege[code] for zelle, code in zip(zellen, daneben, strict=True)]
    zahl[besonders], zeichen, gefuellt[besonders] = leser.read(zellen, (besonders + 2).tolist(), spalte)
    leser.finish()
    nummern = np.full(len(zahl), -1, dtype=np.int8)
    nummern[besonders] = [-1 if z is None else _ZEICHEN.index(z) for z in zeichen.tolist()]
    geklammert = np.array([eintrag.startswith("(") for eintrag in guete.eintraege])
    if geklammert.any():
        nummern[geklammert[guete.codes] & np.isfinite(zahl)] = _ZEICHEN.index(Wertzeichen.UNSICHER)
    return zahl, pd.Categorical.from_codes(nummern, categories=pd.Index(_ZEICHEN, dtype="str")), gefuellt


def _has_decimal_point(text: pa.ChunkedArray) -> bool:
    """English files write 12.5; a comma, a second point or nothing but thousands say that a column is German."""

    def any_like(muster: str) -> bool:
        return bool(pc.any(pc.match_substring_regex(text, muster)).as_py())

    return any_like(r"^-?\d+\.(\d{1,2}|\d{4,})$") and not any_like(r"\d,\d") and not any_like(r"\d\.\d+\.\d")
