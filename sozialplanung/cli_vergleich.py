"""What `--probelauf` says: counts per sheet, then the figures that would change."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from sozialplanung.formatting import format_zahl, is_missing
from sozialplanung.model import Importergebnis
from sozialplanung.report.aenderungen import ARTEN, count_figures, describe_changes, figures_table, rows_table
from sozialplanung.store import Vorschau
from sozialplanung.vorlage import BLAETTER

_JE_ART = 10


def describe_counts(ergebnis: Importergebnis) -> Iterator[str]:
    """»Werte   12 neu   3 geändert   40 unverändert«, a line per sheet."""
    namen = {"projekt": "Projekt", **{blatt.tabelle: blatt.name for blatt in BLAETTER}}
    reihenfolge = list(namen)
    for tabelle in sorted(ergebnis.je_tabelle, key=reihenfolge.index):
        name, (neu, geaendert, gleich) = namen[tabelle], ergebnis.je_tabelle[tabelle]
        zahlen = zip((neu, geaendert, gleich), ("neu", "geändert", "unverändert"), strict=True)
        yield f"  {name:<18}" + " ".join(f"{format_zahl(zahl):>9} {was}" for zahl, was in zahlen)


def describe_preview(vorschau: Vorschau) -> Iterator[str]:
    """The largest changes of each kind; new figures only as a count."""
    zahlen = count_figures(vorschau)
    if zahlen:
        yield describe_changes(vorschau)
    for art in ("geaendert", "fehlt"):
        if zahlen.get(art):
            yield f"{ARTEN[art]}:"
            yield from _lines(figures_table(vorschau, art), zahlen[art])
    if len(vorschau.zeilen):
        yield "Andere Blätter:"
        yield from _lines(rows_table(vorschau), len(vorschau.zeilen))


def _lines(tabelle: pd.DataFrame, gesamt: int) -> Iterator[str]:
    wert = [name for name in ("Bisher", "Neu", "Änderung (%)") if name in tabelle]
    for zeile in tabelle.head(_JE_ART).to_dict("records"):
        ort = ", ".join(str(zeile[name]) for name in tabelle.columns if name not in {*wert, "Änderung", "Anmerkung"})
        anmerkung = f" ({zeile['Anmerkung']})" if zeile.get("Anmerkung") else ""
        yield f"  {ort}: {_change(zeile)}{anmerkung}"
    if gesamt > _JE_ART:
        yield f"  … und {format_zahl(gesamt - _JE_ART)} weitere"


def _change(zeile: Mapping[Hashable, Any]) -> str:
    prozent = zeile.get("Änderung (%)")
    bekannt = isinstance(prozent, float) and not is_missing(prozent)
    zusatz = f" ({format_zahl(prozent, 1, vorzeichen=True)} %)" if bekannt else ""
    return " → ".join(_number(zeile[name]) for name in ("Bisher", "Neu") if name in zeile) + zusatz


def _number(inhalt: object) -> str:
    if isinstance(inhalt, float):
        return format_zahl(inhalt, 0 if inhalt.is_integer() else 2)
    return str(inhalt)
