"""What a delivery would change, as sentences and tables for people; page and command line say the same."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from sozialplanung.formatting import FEHLT, ZEICHEN_TEXT, format_anzahl, format_datum, format_zahl, format_zeitraum
from sozialplanung.model import Importergebnis, Wertzeichen
from sozialplanung.store import Vorschau
from sozialplanung.vorlage import Typ, blatt_der_tabelle

# What can happen to a figure, in the order in which it matters.
ARTEN: dict[str, str] = {
    "geaendert": "Geändert",
    "fehlt": "Fehlt in der Datei",
    "neu": "Neu",
    "quelle": "Nur Quelle oder Stand",
}
ART_ERKLAERT: dict[str, str] = {
    "geaendert": "Die größten Veränderungen stehen oben (im Verhältnis zur größeren der beiden Zahlen).",
    "fehlt": "Dieselbe Quelle hatte diese Zahlen schon geliefert, in dieser Datei stehen sie nicht mehr. "
    "Sie bleiben im Projekt, bis ihre Lieferung zurückgenommen wird.",
    "neu": "Diese Zahlen stehen noch nicht im Projekt.",
    "quelle": "Die Zahl bleibt gleich; sie steht danach unter einer anderen Quelle oder einem anderen Stand.",
}
_GESCHUETZT = "geheim (kleine Anzahl oder daraus errechenbar)"


def count_figures(vorschau: Vorschau) -> dict[str, int]:
    """How many figures of each kind, ``gleich`` last; empty where the delivery holds no figures."""
    if vorschau.reihen.empty:
        return {}
    return {art: int(vorschau.reihen[art].sum()) for art in (*ARTEN, "gleich")}


def describe_changes(vorschau: Vorschau) -> str:
    """»Gegenüber dem Projekt: 3 Zahlen geändert, 1 fehlt in der Datei, 12 neu, 40 unverändert.«"""
    zahlen = count_figures(vorschau)
    if not zahlen:
        return "Die Datei enthält keine Zahlen zu Gebieten."
    if not any(zahlen[art] for art in ARTEN):
        gleich = format_anzahl(zahlen["gleich"], "Zahl", "Zahlen")
        return f"Gegenüber dem Projekt ändert sich keine Zahl ({gleich} unverändert)."
    worte = {
        "geaendert": "geändert",
        "fehlt": "in der Datei nicht mehr enthalten",
        "neu": "neu",
        "quelle": "nur mit anderer Quelle oder anderem Stand",
        "gleich": "unverändert",
    }
    teile = [f"{format_zahl(zahlen[art])} {wort}" for art, wort in worte.items() if zahlen[art]]
    return f"Zahlen gegenüber dem Projekt: {', '.join(teile)}."


def figures_table(vorschau: Vorschau, art: str, merkmal_id: str | None = None, mindestens: float = 0) -> pd.DataFrame:
    """The figures of one kind, the largest change first.

    ``mindestens``: changes of fewer percent are left out; what has no percentage (from zero, to a sign) stays.
    """
    werte = vorschau.werte[vorschau.werte["art"] == art]
    if merkmal_id is not None:
        werte = werte[werte["merkmal_id"] == merkmal_id]
    tabelle = pd.DataFrame(
        {
            "Merkmal": werte["merkmal"],
            "Gebiet": werte["gebiet"],
            "Gruppe": werte["gruppe"],
            "Zeitraum": werte["zeitraum"].map(format_zeitraum),
        }
    )
    if not tabelle["Gruppe"].any():
        del tabelle["Gruppe"]
    if art != "neu":
        tabelle["Bisher"] = werte["alt"].astype(float)
    if art != "fehlt":
        tabelle["Neu"] = werte["neu"].astype(float)
    if art == "geaendert":
        tabelle["Änderung"] = tabelle["Neu"] - tabelle["Bisher"]
        tabelle["Änderung (%)"] = (100 * tabelle["Änderung"] / tabelle["Bisher"].abs().where(lambda b: b > 0)).round(1)
        bleibt = ~(tabelle["Änderung (%)"].abs() < mindestens)
        tabelle, werte = tabelle[bleibt], werte[bleibt]
    zeichen = [_note(alt, neu) for alt, neu in zip(werte["alt_zeichen"], werte["neu_zeichen"], strict=True)]
    if any(zeichen):
        tabelle["Anmerkung"] = zeichen
    return tabelle.reset_index(drop=True)


def _note(alt: str | None, neu: str | None) -> str:
    if alt == neu == Wertzeichen.GEHEIM:
        return _GESCHUETZT
    teile = [f"{wann} {ZEICHEN_TEXT[z]}" for wann, z in (("bisher", alt), ("jetzt", neu)) if z is not None]
    return ", ".join(teile)


def series_table(vorschau: Vorschau) -> pd.DataFrame:
    """Merkmal × Zeitraum with the counts, those that change most first; what stays the same is left out."""
    reihen = vorschau.reihen
    reihen = reihen.assign(anders=reihen[list(ARTEN)].sum(axis=1))
    reihen = reihen[reihen["anders"] > 0].sort_values("anders", ascending=False, kind="stable")
    tabelle = {"Merkmal": reihen["merkmal"], "Zeitraum": reihen["zeitraum"].map(format_zeitraum)}
    tabelle |= {titel: reihen[art] for art, titel in ARTEN.items() if reihen[art].any()}
    return pd.DataFrame({**tabelle, "Unverändert": reihen["gleich"]}).reset_index(drop=True)


def rows_table(vorschau: Vorschau) -> pd.DataFrame:
    """Changed cells of the other sheets: what stood there and what would."""
    zeilen = [
        {
            "Blatt": "Projekt" if zelle["tabelle"] == "projekt" else _sheet(zelle["tabelle"]),
            "Zeile": zelle["schluessel"],
            "Spalte": _title(zelle["tabelle"], zelle["spalte"]),
            "Bisher": _show(zelle["tabelle"], zelle["spalte"], zelle["alt"]),
            "Neu": _show(zelle["tabelle"], zelle["spalte"], zelle["neu"]),
        }
        for zelle in vorschau.zeilen.to_dict("records")
    ]
    return pd.DataFrame(zeilen, columns=["Blatt", "Zeile", "Spalte", "Bisher", "Neu"], dtype=object)


def _sheet(tabelle: str) -> str:
    return blatt_der_tabelle("gebiet" if tabelle == "gebiet_zuordnung" else tabelle).name


def _column(tabelle: str, spalte: str) -> Typ | None:
    if tabelle == "projekt":
        return None
    blatt = blatt_der_tabelle("gebiet" if tabelle == "gebiet_zuordnung" else tabelle)
    return blatt.spalte(spalte).typ


def _title(tabelle: str, spalte: str) -> str:
    if tabelle == "projekt":
        return "Eintrag"
    return blatt_der_tabelle("gebiet" if tabelle == "gebiet_zuordnung" else tabelle).spalte(spalte).titel


def _show(tabelle: str, spalte: str, inhalt: object) -> str:
    """A cell of a row that came back as JSON, as people write it."""
    if inhalt is None or inhalt == "":
        return FEHLT
    typ = _column(tabelle, spalte)
    if typ is Typ.DATUM and isinstance(inhalt, str):
        return format_datum(dt.date.fromisoformat(inhalt))
    if isinstance(inhalt, int | float) and not isinstance(inhalt, bool):
        if typ is Typ.PROZENT:
            return format_zahl(100 * inhalt, 1) + " %"
        if typ is Typ.JAHR:
            return str(inhalt)
        return format_zahl(inhalt, 2 if typ is Typ.EURO else 0 if float(inhalt).is_integer() else 2)
    return str(inhalt)


def sentence_imported(ergebnis: Importergebnis) -> str:
    """What an import did, once it is done."""
    if ergebnis.lieferung_id is None:
        return "Die Datei enthielt nichts Neues; das Projekt ist unverändert."
    return (
        f"Übernommen als Lieferung {ergebnis.lieferung_id}: "
        f"{format_anzahl(ergebnis.neu, 'neue Zeile', 'neue Zeilen')}, "
        f"{format_anzahl(ergebnis.geaendert, 'geänderte Zeile', 'geänderte Zeilen')}."
    )
