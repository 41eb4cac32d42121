"""StädteRegion Aachen: published figures only."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from werkzeuge.beispiele.bausteine import (
    ORDNER,
    Beispiel,
    Zeile,
    build_geometrie,
    build_stammdaten,
    build_tabelle,
    read_beschreibung,
)


def build_aachen() -> Beispiel:
    beschreibung = read_beschreibung("aachen")
    tabellen = build_stammdaten(beschreibung)
    tabellen["wert"] = build_tabelle("wert", _werte())
    tabellen["geometrie"] = build_geometrie("mosaik_aachen.yaml", tabellen["gebiet"], "mosaik")
    return Beispiel(beschreibung["projekt"], tabellen)


def _werte() -> Iterator[Zeile]:
    zahlen = pd.read_csv(ORDNER / "zahlen_aachen.csv", sep=";", comment="#", dtype={"gebiet_id": str})
    schluessel = ["quelle_id", "merkmal_id", "gebiet_id"]
    lang = zahlen.melt(schluessel, var_name="zeitraum", value_name="wert").dropna(subset=["wert"])
    for zeile in lang.sort_values(["merkmal_id", "gebiet_id", "zeitraum"]).to_dict("records"):
        yield {str(name): inhalt for name, inhalt in zeile.items() if not pd.isna(inhalt)}
