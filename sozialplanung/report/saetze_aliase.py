"""Names of areas that people matched, in words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from sozialplanung.formatting import is_missing
from sozialplanung.model import Raumebene


def describe_ziel(zeile: Mapping[Hashable, Any] | pd.Series) -> str:
    """»das Gebiet ›Heessen‹ (Stadtbezirk, 05915-3)«, »kein Gebiet dieses Projekts«."""
    if is_missing(zeile["gebiet_id"]):
        return "kein Gebiet dieses Projekts"
    if not is_missing(zeile["gebiet"]):
        ebene = Raumebene(zeile["raumebene"]).singular
        return f"das Gebiet ›{zeile['gebiet']}‹ ({ebene}, {zeile['gebiet_id']})"
    if zeile["gebiet_id"] == zeile["name"]:
        return "ein eigenes Gebiet"
    return f"das Gebiet {zeile['gebiet_id']}, das es nicht mehr gibt"


def aliase_table(tabelle: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Nr.": tabelle["nummer"].astype(str),
            "Name in der Datei": tabelle["name"],
            "ist": [describe_ziel(zeile) for zeile in tabelle.to_dict("records")],
            "von": tabelle["wer"],
            "am": tabelle["am"].map(lambda z: f"{z:%d.%m.%Y}"),
        }
    )
