"""Golden cases: each entry of faelle/*.yaml was computed by hand and is checked against the code here."""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
import yaml

from sozialplanung.analysis.spatial import shared_borders
from sozialplanung.errors import AnalyseError

FAELLE = Path(__file__).parent / "faelle"


def _cases() -> Iterator[Any]:
    for datei in sorted(FAELLE.glob("*.yaml")):
        for fall in yaml.safe_load(datei.read_text(encoding="utf-8")):
            yield pytest.param(fall, id=f"{datei.stem}: {fall['fall']}")


def _argument(name: str, wert: Any) -> Any:
    """`spalten` (and perhaps `gebiete`) in YAML become a DataFrame, a `reihe` a Series, `flaechen` the neighbourhood of
    rectangles [from x, from y, to x, to y]; everything else stays.

    Money is exact: columns `eur` and `…_eur`, and a `preisindex`, are Decimals, written as text.
    """
    if isinstance(wert, dict) and "spalten" in wert:
        return pd.DataFrame({s: _column(s, werte) for s, werte in wert["spalten"].items()}, index=wert.get("gebiete"))
    if name == "preisindex":
        return {jahr: Decimal(stand) for jahr, stand in wert.items()}
    if isinstance(wert, dict) and "reihe" in wert:
        return pd.Series(wert["reihe"], index=wert.get("gebiete"))
    if isinstance(wert, dict) and "flaechen" in wert:
        return shared_borders(pd.Series({name: shapely.box(*ecken) for name, ecken in wert["flaechen"].items()}))
    return wert


def _column(name: str, werte: list[Any]) -> Any:
    if name != "eur" and not name.endswith("_eur"):
        return werte
    return pd.Series([None if wert is None else Decimal(wert) for wert in werte], dtype=object)


def _plain(ergebnis: Any) -> Any:
    if dataclasses.is_dataclass(ergebnis):
        return {feld.name: getattr(ergebnis, feld.name) for feld in dataclasses.fields(ergebnis)}
    if isinstance(ergebnis, pd.DataFrame):
        return {str(spalte): ergebnis[spalte].tolist() for spalte in ergebnis}
    if isinstance(ergebnis, pd.Series | np.ndarray):
        return ergebnis.tolist()
    return ergebnis


def _assert_agrees(ergebnis: Any, erwartet: Any, genauigkeit: float, ort: str) -> None:
    ergebnis = _plain(ergebnis)
    if isinstance(erwartet, dict):
        for name, teil in erwartet.items():
            _assert_agrees(ergebnis[name], teil, genauigkeit, f"{ort}.{name}")
    elif isinstance(erwartet, list):
        assert len(ergebnis) == len(erwartet), ort
        for i, (ist, soll) in enumerate(zip(ergebnis, erwartet, strict=True)):
            _assert_agrees(ist, soll, genauigkeit, f"{ort}[{i}]")
    elif erwartet is None:
        assert pd.isna(ergebnis), f"{ort}: {ergebnis}"
    elif isinstance(ergebnis, Decimal):
        assert ergebnis == Decimal(erwartet), ort
    elif isinstance(erwartet, str | bool):
        assert ergebnis == erwartet, ort
    else:
        assert ergebnis == pytest.approx(float(erwartet), abs=genauigkeit, nan_ok=True), ort


@pytest.mark.parametrize("fall", list(_cases()))
def test_golden_case(fall: dict[str, Any]) -> None:
    modul, name = fall["funktion"].split(".")
    funktion = getattr(importlib.import_module(f"sozialplanung.analysis.{modul}"), name)
    argumente = {key: _argument(key, wert) for key, wert in fall["eingabe"].items()}
    if "fehler" in fall:
        with pytest.raises(AnalyseError, match=fall["fehler"]):
            funktion(**argumente)
    else:
        _assert_agrees(funktion(**argumente), fall["erwartet"], fall.get("genauigkeit", 1e-9), fall["fall"])
