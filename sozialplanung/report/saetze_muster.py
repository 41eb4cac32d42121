"""Where similar areas lie together: sentences and names that judge nobody."""

from __future__ import annotations

import pandas as pd

from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.analysis.spatial import PERMUTATIONEN, Moran
from sozialplanung.formatting import format_prozent, format_wert, format_zahl, is_missing, join_und
from sozialplanung.model import Indikator, Raumebene

# Kinds of ``local_moran`` in the order of the legend; None: what does not stand out.
MUSTER: dict[str | None, str] = {
    "niedrig–niedrig": "niedrige Werte beieinander",
    "niedrig–hoch": "niedrig, Nachbarn hoch",
    None: "fällt nicht auf",
    "hoch–niedrig": "hoch, Nachbarn niedrig",
    "hoch–hoch": "hohe Werte beieinander",
}


def sentence_pattern(moran: Moran, ebene: Raumebene) -> str:
    """Is there a pattern at all?"""
    if is_missing(moran.i):
        return f"Für ein räumliches Muster braucht es drei {ebene.plural} mit Nachbarn und verschiedenen Werten."
    zahl = f"Morans I = {format_zahl(moran.i, 2)}"
    if moran.p >= 1 - float(load_parameter("zusammenhang_niveau")):
        return f"Ob ähnliche Werte beieinander liegen, lässt sich nicht von Zufall unterscheiden ({zahl})."
    if moran.i > moran.erwartung:
        return f"Ähnliche Werte liegen beieinander, mehr als durch Zufall zu erwarten ({zahl})."
    return f"Benachbarte {ebene.plural} unterscheiden sich stärker als durch Zufall zu erwarten ({zahl})."


def sentence_spots(stellen: pd.DataFrame, ebene: Raumebene) -> str:
    """Which areas stand out. ``stellen``: frame[bezeichnung, art], art None: does not."""
    teile = []
    for art in ("hoch–hoch", "niedrig–niedrig", "hoch–niedrig", "niedrig–hoch"):
        namen = sorted(stellen.loc[stellen["art"] == art, "bezeichnung"])
        if namen:
            wo = join_und(namen) if len(namen) <= 4 else f"{format_zahl(len(namen))} {ebene.plural}"
            teile.append(f"{MUSTER[art]}: {wo}")
    return f"{_capital('; '.join(teile))}." if teile else f"Keine einzelnen {ebene.plural} fallen auf."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def sentence_neighbours(tabelle: pd.DataFrame, indikator: Indikator, gebiet: str | None) -> str:
    """Who differs most from the neighbours, or how the chosen area does. ``tabelle``: frame[gebiet_id, bezeichnung, x,
    y] with the own value and the mean of the neighbours."""
    da = tabelle.dropna(subset=["x", "y"])
    if da.empty:
        return "Kein Gebiet hat einen Wert und Nachbarn mit Wert."
    seins = da[da["gebiet_id"] == gebiet]
    zeile = seins.iloc[0] if len(seins) else da.iloc[int((da["x"] - da["y"]).abs().argmax())]
    eigen, nachbarn = (
        format_wert(zeile[s], None, indikator.einheit.split(" ")[0], indikator.nachkommastellen) for s in ("x", "y")
    )
    vergleich = f"{eigen}, in den Nachbargebieten im Mittel {nachbarn}"
    if len(seins):
        return f"{zeile['bezeichnung']}: {vergleich}."
    return f"Am stärksten hebt sich {zeile['bezeichnung']} von den Nachbarn ab: {vergleich}."


def method_note(fdr: float) -> str:
    """How the spots were tested, for the line under the map."""
    return (
        f"lokales Morans I, {PERMUTATIONEN} Zufallsverteilungen, höchstens {format_prozent(fdr, 0)} Fehlalarme; jedes "
        "Gebiet zählt gleich"
    )


def island_note(anzahl: int) -> str:
    """Areas that border on none."""
    return f"{format_zahl(anzahl)} {'Gebiet' if anzahl == 1 else 'Gebiete'} ohne Nachbarn" if anzahl else ""
