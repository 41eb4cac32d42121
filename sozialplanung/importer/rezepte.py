"""Recipes of a Projekt and of files, as the way in uses them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sozialplanung.errors import LieferungError
from sozialplanung.formatting import join_und
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.mappe import read_inhalt
from sozialplanung.importer.profile.matrix import spaltenname
from sozialplanung.importer.tabelle.lesart import Lesart
from sozialplanung.importer.tabelle.rezept import Passung, Rezept
from sozialplanung.importer.tabelle.rezeptdatei import read_rezept
from sozialplanung.store import Projekt

YAML = (".yaml", ".yml")


def rezepte_of(projekt: Projekt | None) -> list[Rezept]:
    """What the Projekt keeps, each under its present name."""
    if projekt is None:
        return []
    return [replace(read_rezept(r.inhalt), name=r.bezeichnung) for r in projekt.load_rezepte()]


def load_rezept(name: str, projekt: Projekt | None) -> Rezept:
    """A recipe by its name in the Projekt, or from a YAML file."""
    rezepte = rezepte_of(projekt)
    if gleich := [r for r in rezepte if r.name.casefold() == " ".join(name.split()).casefold()]:
        return gleich[0]
    if name.lower().endswith(YAML):
        return read_rezept(read_inhalt(Path(name), Path(name).name))
    vorhanden = f" Es gibt: {join_und([f'›{r.name}‹' for r in rezepte])}." if rezepte else " Es enthält noch keines."
    raise LieferungError(f"Ein Rezept ›{name}‹ gibt es in diesem Projekt nicht.{vorhanden}")


def tell_rezept(passung: Passung, lesart: Lesart, befunde: Befundliste) -> None:
    """Which recipe was used, and which columns it does not know."""
    befunde.add(Mangel("recipe_used", f"Gelesen nach dem Rezept ›{passung.rezept.name}‹.", ""), lesart.blatt)
    for spalte in lesart.spalten:
        if spaltenname(spalte.nummer) in passung.neu:
            mangel = Mangel(
                "new_column",
                f"›{spalte.merkmal}‹ kennt das Rezept ›{passung.rezept.name}‹ nicht; die Spalte wurde gedeutet.",
                "Bitte prüfen Sie, was sie bedeutet; danach können Sie das Rezept neu sichern.",
            )
            befunde.add(mangel, lesart.blatt, None, spaltenname(spalte.nummer))
