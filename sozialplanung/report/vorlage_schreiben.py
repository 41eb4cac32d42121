"""Writes our workbook: empty as the Vorlage, or filled with a whole Projekt."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sozialplanung.model import WERTZEICHEN_ERKLAERT, Herkunft, Raumebene, Wertzeichen
from sozialplanung.report.zellen import (
    DATUMSFORMAT,
    EUROFORMAT,
    PETROL,
    is_missing,
    kopfzelle,
    prepare_print,
    value_xlsx,
)
from sozialplanung.store import Projekt, quelle_id_of
from sozialplanung.vorlage import BLAETTER, PROJEKTFELDER, Blatt, Spalte, Typ, blatt

MAX_ZEICHEN = 30_000  # a cell holds 32.767 characters
VIELE_ZEILEN = 50_000  # beyond that single cells are not formatted, only columns
_LETZTE_ZEILE = 1_048_576  # of a sheet: so far reach the drop-downs

_ZEICHEN_IM_WERT = {
    Wertzeichen.GENAU_NULL: "–",  # not »-«: that would be neutralised like a formula
    Wertzeichen.GEHEIM: "*",
    Wertzeichen.UNBEKANNT: ".",
    Wertzeichen.UNSICHER: "/",
    Wertzeichen.GESPERRT: "x",
    Wertzeichen.FOLGT: "...",
}
_FORMAT: dict[Typ, str | None] = {
    Typ.TEXT: None,
    Typ.SCHLUESSEL: "@",
    Typ.GANZZAHL: "0",
    Typ.ZAHL: None,
    Typ.EURO: EUROFORMAT,
    Typ.PROZENT: "0.0##\\ %",
    Typ.DATUM: DATUMSFORMAT,
    Typ.JAHR: "0",
    Typ.ZEITRAUM: "@",
    Typ.AUSWAHL: None,
}

ANLEITUNG = (
    ("So füllen Sie diese Mappe aus", ""),
    ("1. Projekt", "Tragen Sie ein, worum es geht, woher die Zahlen kommen und wie belastbar sie sind."),
    ("2. Gebiete", "Listen Sie alle Gebiete auf, von der Stadt bis zum Quartier, und sagen Sie, was worin liegt."),
    ("3. Merkmale", "Beschreiben Sie, was gezählt wird. Aus Anzahlen rechnet die Anwendung jede Quote selbst."),
    ("4. Indikatoren", "Nennen Sie Zähler und Nenner. Kürzel aus dem Katalog (Handbuch) werden von selbst ergänzt."),
    ("5. Werte", "Eine Zeile je Zahl – oder breit: statt ›Zeitraum‹ und ›Wert‹ eine Spalte je Jahr (2019, 2020, …)."),
    (
        "6. Maßnahmen",
        "Konzepte, Maßnahmen, Geld, Leistungen, Wirkung, Meilensteine, Einrichtungen, Beratungen: alle freiwillig.",
    ),
    ("7. Einlesen", "Laden Sie die Mappe auf der Seite ›Daten‹ hoch. Alle Befunde sehen Sie, bevor gespeichert wird."),
    ("", ""),
    ("Gut zu wissen", ""),
    ("Pflichtspalten", "Überschriften mit * werden gebraucht. Zeigen Sie auf eine Überschrift, erscheint ein Hinweis."),
    (
        "Leere Blätter",
        "Was Sie nicht brauchen, lassen Sie leer. Was in der Mappe fehlt, bleibt im Projekt, wie es ist.",
    ),
    ("Schlüssel", "Führende Nullen gehören dazu: 05334002, nicht 5334002. Die Spalten sind als Text formatiert."),
    ("Zahlen", "Als Zahl eintragen, mit Komma: 1234,5. Anteile als Prozent: 50 %."),
    ("Zeichen", f"Statt einer Zahl: {WERTZEICHEN_ERKLAERT}."),
    ("Fehlende Zahlen", "Tragen Sie keine 0 ein, wo Sie nichts wissen: Fehlend ist fehlend, null ist null."),
    ("Gruppen", "Teilgruppen schreiben Sie als Merkmal=Wert, z. B. Geschlecht=weiblich. Leer heißt: insgesamt."),
    ("Herkunft", "amtlich, veroeffentlicht, eigen oder beispiel. Bilder aus Beispielzahlen sagen das dazu."),
)


def write_vorlage(
    ziel: Path | IO[bytes],
    tabellen: Mapping[str, pd.DataFrame] | None = None,
    projekt: Mapping[str, object] | None = None,
) -> None:
    """Write the workbook; ``tabellen`` by the names of the store, ``projekt`` by ``vorlage.PROJEKTFELDER``."""
    mappe = Workbook(write_only=True)
    _write_anleitung(mappe)
    _write_projekt(mappe, projekt or {})
    for beschreibung in BLAETTER:
        frame = (tabellen or {}).get(beschreibung.tabelle)
        _write_blatt(mappe, beschreibung, pd.DataFrame() if frame is None else frame)
    mappe.active = 0
    mappe.save(ziel)


def export_projekt(projekt: Projekt, ziel: Path | IO[bytes]) -> None:
    """The whole Projekt as a workbook that can be imported again."""
    tabellen = {beschreibung.tabelle: projekt.load_tabelle(beschreibung.tabelle) for beschreibung in BLAETTER}
    write_vorlage(ziel, tabellen, {**projekt.load_projekt(), **default_quelle(tabellen)})


def default_quelle(tabellen: Mapping[str, pd.DataFrame]) -> dict[str, object]:
    """What the sheet »Projekt« says about rows without a Quelle: the one that the deliveries relied on, if it is one.

    Outlines come with a statement of their own; it speaks for nothing else.
    """
    zeilen = tabellen["quelle"].to_dict("records")
    sprechend = [t for name, t in tabellen.items() if name not in {"quelle", "geometrie"} and "quelle_id" in t]
    benutzt = {quelle_id for tabelle in sprechend for quelle_id in tabelle["quelle_id"]}
    eigene = [z for z in zeilen if z["quelle_id"] in benutzt and z["quelle_id"] == _hash(z)]
    if len(eigene) != 1 and len(zeilen) != 1:
        return {}
    quelle = (eigene or zeilen)[0]
    return {"quelle": quelle["bezeichnung"], **{name: quelle[name] for name in ("herkunft", "lizenz", "stand")}}


def _hash(quelle: Mapping[Hashable, Any]) -> str:
    return quelle_id_of(quelle["herkunft"], quelle["bezeichnung"], quelle["lizenz"], str(quelle["stand"] or ""))


def _write_anleitung(mappe: Workbook) -> None:
    seite = mappe.create_sheet("Anleitung")
    seite.sheet_view.showGridLines = False
    prepare_print(seite)
    seite.column_dimensions["A"].width = 26
    seite.column_dimensions["B"].width = 110
    for titel, text in ANLEITUNG:
        links, rechts = WriteOnlyCell(seite, titel), WriteOnlyCell(seite, text)
        ueberschrift = bool(titel) and not text
        links.font = Font(bold=True, color=PETROL, size=14 if ueberschrift else 11)
        links.alignment = Alignment(vertical="top")
        rechts.alignment = Alignment(vertical="top", wrap_text=True)
        seite.append([links, rechts])


def _write_projekt(mappe: Workbook, projekt: Mapping[str, object]) -> None:
    seite = mappe.create_sheet("Projekt")
    seite.freeze_panes = "A2"
    prepare_print(seite, 1)
    for buchstabe, breite in (("A", 24), ("B", 60), ("C", 90)):
        seite.column_dimensions[buchstabe].width = breite
    auswahl = {"herkunft": [h.value for h in Herkunft], "raumebene": [r.value for r in Raumebene]}
    for zeile, name in enumerate(PROJEKTFELDER, 2):
        if name in auswahl:
            _add_liste(seite, f"B{zeile}", '"' + ",".join(auswahl[name]) + '"')
    seite.append([kopfzelle(seite, titel) for titel in ("Feld", "Eintrag", "Hinweis")])
    for name, (titel, hinweis) in PROJEKTFELDER.items():
        wert = value_xlsx(seite, projekt.get(name), DATUMSFORMAT if name == "stand" else None)
        seite.append([titel, wert, value_xlsx(seite, hinweis)])


def _write_blatt(mappe: Workbook, beschreibung: Blatt, frame: pd.DataFrame) -> None:
    seite = mappe.create_sheet(beschreibung.name)
    seite.freeze_panes = "B2"
    if beschreibung.verborgen:
        seite.sheet_state = "hidden"
    prepare_print(seite, 1)
    zeilen = _rows(beschreibung, frame)
    formate: list[str | None] = []
    for nummer, spalte in enumerate(beschreibung.spalten, 1):
        buchstabe = get_column_letter(nummer)
        masse = seite.column_dimensions[buchstabe]
        masse.width = max(spalte.breite, len(spalte.titel) + 4)
        if _FORMAT[spalte.typ] is not None:
            masse.number_format = _FORMAT[spalte.typ]
        formate.append(_FORMAT[spalte.typ] if len(frame) <= VIELE_ZEILEN else None)
        if not beschreibung.verborgen:
            _add_auswahl(seite, spalte, f"{buchstabe}2:{buchstabe}{_LETZTE_ZEILE}")
    seite.auto_filter.ref = f"A1:{get_column_letter(len(beschreibung.spalten))}{max(len(frame) + 1, 2)}"
    seite.append([_kopf(seite, spalte) for spalte in beschreibung.spalten])
    for zeile in zeilen:
        seite.append([value_xlsx(seite, wert, form) for wert, form in zip(zeile, formate, strict=True)])


def _kopf(seite: Worksheet, spalte: Spalte) -> WriteOnlyCell:
    zelle = kopfzelle(seite, spalte.titel + (" *" if spalte.pflicht else ""))
    kommentar = Comment(("Pflicht. " if spalte.pflicht else "") + spalte.hinweis, "Sozialplanung")
    kommentar.width, kommentar.height = 320, 40 + 20 * math.ceil(len(kommentar.text) / 45)
    zelle.comment = kommentar
    return zelle


def _add_auswahl(seite: Worksheet, spalte: Spalte, bereich: str) -> None:
    if spalte.auswahl:
        _add_liste(seite, bereich, '"' + ",".join(spalte.auswahl) + '"')
    elif spalte.verweis and blatt(spalte.verweis).spalten[0].name != "quelle_id":
        # A key may also stand in the Projekt already, so the drop-down only warns.
        _add_liste(seite, bereich, f"{spalte.verweis}!$A$2:$A$20000", streng=False)
    elif spalte.verweis:
        _add_liste(seite, bereich, f"{spalte.verweis}!$A$2:$A$500", streng=False)


def _add_liste(seite: Worksheet, bereich: str, formel: str, *, streng: bool = True) -> None:
    liste = DataValidation(type="list", formula1=formel, allow_blank=True, errorStyle="stop" if streng else "warning")
    liste.showErrorMessage = True
    liste.errorTitle = "Eintrag nicht in der Liste"
    liste.error = (
        "Bitte wählen Sie einen Eintrag aus der Liste."
        if streng
        else "Dieser Schlüssel steht nicht in der Mappe. Gibt es ihn schon im Projekt, ist das in Ordnung."
    )
    liste.add(bereich)
    seite.data_validations.append(liste)


def _rows(beschreibung: Blatt, frame: pd.DataFrame) -> Iterator[Sequence[Any]]:
    """Cells in the order of the columns; columns that the frame lacks stay empty."""
    if beschreibung.tabelle == "geometrie" and len(frame):
        frame = _cut_umrisse(frame)
    spalten: list[list[Any]] = []
    for spalte in beschreibung.spalten:
        if spalte.name in frame:
            spalten.append([_cell(wert, spalte.typ) for wert in frame[spalte.name].tolist()])
        else:
            spalten.append([None] * len(frame))
    if beschreibung.tabelle == "wert" and len(frame):
        _put_zeichen(beschreibung, spalten)
    return zip(*spalten, strict=True)


def _cell(wert: Any, typ: Typ) -> Any:
    if is_missing(wert) or wert == "":
        return None
    if typ is Typ.ZEITRAUM and str(wert).isdigit():
        return int(wert)
    if typ in {Typ.GANZZAHL, Typ.JAHR}:
        return int(wert)
    if typ in {Typ.EURO, Typ.PROZENT}:
        return wert if isinstance(wert, Decimal) else Decimal(str(wert))
    return wert


def _put_zeichen(beschreibung: Blatt, spalten: list[list[Any]]) -> None:
    """A sign stands in the cell of the number, as people write it; the column »Zeichen« only beside a number."""
    platz = {spalte.name: i for i, spalte in enumerate(beschreibung.spalten)}
    werte, zeichen = spalten[platz["wert"]], spalten[platz["zeichen"]]
    for i, name in enumerate(zeichen):
        if name is None:
            continue
        if name == Wertzeichen.UNSICHER and werte[i] is not None:
            continue
        werte[i], zeichen[i] = _ZEICHEN_IM_WERT[Wertzeichen(name)], None


def _cut_umrisse(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per 30.000 characters of an outline."""
    zeilen = [
        {**zeile, "teil": nummer, "geojson": zeile["geojson"][beginn : beginn + MAX_ZEICHEN]}
        for zeile in frame.to_dict("records")
        for nummer, beginn in enumerate(range(0, len(zeile["geojson"]), MAX_ZEICHEN), 1)
    ]
    return pd.DataFrame(zeilen)
