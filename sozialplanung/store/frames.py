"""Frames on their way in and out: text None when missing, numbers NaN, dates ``date``, money ``Decimal``."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import pandas as pd

_TEXT = "VARCHAR"


def to_frame(ergebnis: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Fetch a result; see the module's first line for what missing looks like."""
    spalten = [(name, str(typ)) for name, typ, *_ in ergebnis.description or ()]
    if any(typ.startswith(("DECIMAL", "DATE")) for _, typ in spalten):
        return _from_rows(ergebnis.fetchall(), spalten)
    arrays = ergebnis.fetchnumpy()
    # Columns of a type together: every choice of rows later on (a year, a level) takes half the time.
    return pd.DataFrame({name: _column(np.ma.asanyarray(arrays[name]), typ) for name, typ in spalten})


def _column(werte: np.ma.MaskedArray, typ: str) -> pd.Series:
    """Not through DuckDB's own frames: text would go through Arrow and back, a third of the time of a reading query."""
    fehlt, reihe = werte.mask, werte.data
    if typ == _TEXT:
        reihe = reihe.astype(object)
        reihe[fehlt] = None
        return pd.Series(reihe, dtype=object)
    if fehlt.any():
        leer = np.datetime64("NaT") if reihe.dtype.kind == "M" else np.nan
        reihe = np.where(fehlt, leer, reihe if reihe.dtype.kind == "M" else reihe.astype(float))
    elif reihe.dtype.kind in "iu":
        reihe = reihe.astype(np.int64)
    return pd.Series(reihe, copy=False)


def _from_rows(zeilen: Sequence[tuple[object, ...]], spalten: list[tuple[str, str]]) -> pd.DataFrame:
    """DuckDB's own way to pandas makes floats of money and timestamps of dates."""
    daten: dict[str, pd.Series] = {}
    for i, (name, typ) in enumerate(spalten):
        werte = [zeile[i] for zeile in zeilen]
        if typ.startswith(("DECIMAL", "DATE")) or typ == _TEXT:
            daten[name] = pd.Series(werte, dtype=object)
        elif typ.startswith("TIMESTAMP"):
            daten[name] = pd.Series(werte, dtype="datetime64[us]")
        elif typ == "BOOLEAN":
            daten[name] = pd.Series(werte, dtype=bool)
        elif typ == "DOUBLE" or any(wert is None for wert in werte):
            daten[name] = pd.Series([np.nan if wert is None else wert for wert in werte], dtype=float)
        else:
            daten[name] = pd.Series(werte, dtype=np.int64)
    return pd.DataFrame(daten, columns=[name for name, _ in spalten])


def to_delivery(frame: pd.DataFrame, spalten: Sequence[str]) -> pd.DataFrame:
    """Exactly these columns, none of dtype object: DuckDB guesses the type of an object column from a sample.

    Dates and money travel as text and are cast by the database, so that nothing passes through a float.
    """
    daten: dict[str, pd.Series] = {}
    for name in spalten:
        spalte = frame[name] if name in frame.columns else pd.Series(None, index=frame.index, dtype="str")
        daten[name] = spalte.astype("str") if spalte.dtype == object else spalte
    return pd.DataFrame(daten, index=frame.index).reset_index(drop=True)
