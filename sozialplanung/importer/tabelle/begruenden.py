"""Guesses about a table in words: what was taken, how sure, and why."""

from __future__ import annotations

from collections.abc import Sequence

from sozialplanung.formatting import format_anzahl, format_zeitraum, join_und
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.profile.matrix import spaltenname
from sozialplanung.importer.tabelle.lesart import Lesart, Vermutung, Vorgaben
from sozialplanung.importer.tabelle.orte import Orte
from sozialplanung.importer.tabelle.raster import find_trenner
from sozialplanung.importer.tabelle.rollen import Rollen
from sozialplanung.model import Raumebene

KODIERUNG = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8 mit BOM", "cp1252": "Windows-1252", "iso-8859-15": "ISO-8859-15",
    "utf-16": "UTF-16",
}  # fmt: skip
TRENNER = {";": "Semikolon", ",": "Komma", "\t": "Tabulator", "|": "senkrechter Strich"}


def tell_file(datei: Datei, vorgaben: Vorgaben) -> Vermutung | None:
    """Encoding and delimiter of a text file."""
    if not datei.is_text:
        return None
    kodierung, trenner = vorgaben.kodierung or datei.kodierung, vorgaben.trenner or find_trenner(datei)
    text = f"{KODIERUNG.get(kodierung, kodierung)}, {TRENNER.get(trenner, trenner)}"
    fest = vorgaben.kodierung is not None or vorgaben.trenner is not None
    return Vermutung("Textdatei", text, 1.0 if fest else 0.9, vorgaben.grund if fest else "an den Zeichen erkannt")


def tell_sheet(name: str, andere: Sequence[str], vorgaben: Vorgaben) -> Vermutung:
    if vorgaben.blatt is not None:
        return Vermutung("Blatt", f"›{name}‹", 1.0, vorgaben.grund)
    if not andere:
        return Vermutung("Blatt", f"›{name}‹", 0.98, "nur hier stehen Zahlen zu Gebieten")
    weitere = join_und([f"›{blatt}‹" for blatt in andere[:3]]) + (" …" if len(andere) > 3 else "")
    return Vermutung("Blatt", f"›{name}‹", 0.7, f"die größte passende Tabelle; auch auf {weitere} stehen Zahlen")


def tell_kopf(lesart: Lesart, vorgaben: Vorgaben) -> Vermutung:
    fest = vorgaben.kopf_von is not None or vorgaben.kopf_bis is not None
    if not lesart.kopf_von:
        grund = vorgaben.grund if fest else "über den Zahlen steht keine Überschrift"
        return Vermutung("Kopf", "keiner", 1.0 if fest else 0.5, grund)
    wo = _rows(lesart.kopf_von, lesart.kopf_bis)
    if fest:
        return Vermutung("Kopf", wo, 1.0, vorgaben.grund)
    return Vermutung("Kopf", wo, 0.9, "steht über der ersten Zeile mit Zahlen")


def tell_zeilen(lesart: Lesart, vorgaben: Vorgaben) -> Vermutung:
    wo = _rows(lesart.daten_von, lesart.daten_bis)
    if vorgaben.daten_von is not None or vorgaben.daten_bis is not None:
        return Vermutung("Zahlen", wo, 1.0, vorgaben.grund)
    return Vermutung("Zahlen", wo, 0.9, "von der ersten bis zur letzten Zeile mit Zahlen")


def _rows(von: int, bis: int) -> str:
    return f"Zeile {von}" if von == bis else f"Zeilen {von} bis {bis}"


def tell_gebiet(rollen: Rollen) -> Vermutung:
    spalten = [spaltenname(nummer) for nummer in (rollen.schluessel, rollen.gebiet) if nummer is not None]
    if not spalten:
        return Vermutung("Gebiet", "nicht gefunden", 0.1, rollen.grund)
    return Vermutung("Gebiet", f"Spalte {join_und(spalten)}", rollen.sicherheit, rollen.grund)


def tell_ebene(lesart: Lesart, vorgaben: Vorgaben, grund: str) -> Vermutung:
    return Vermutung("Raumebene", Raumebene(lesart.ebene).plural, 0.9 if vorgaben.ebene is None else 1.0, grund)


def tell_zeit(lesart: Lesart, vorgaben: Vorgaben, gefunden: str, grund: str) -> Vermutung:
    """``gefunden``: what the title, the sheet, the file's name or a person says (``grund``)."""
    if lesart.zeit is not None:
        fest = vorgaben.zeit is not None
        text = f"Spalte {spaltenname(lesart.zeit)}"
        return Vermutung("Zeitraum", text, 1.0 if fest else 0.9, vorgaben.grund if fest else "je Zeile ein Zeitraum")
    if not all(s.zeitraum for s in lesart.spalten):
        grund = "steht weder im Kopf noch im Titel, im Blatt- oder Dateinamen"
        return Vermutung("Zeitraum", "fehlt", 0.1, "bitte eintragen" if vorgaben.zeitraum == "" else grund)
    zeiten = sorted({s.zeitraum for s in lesart.spalten})
    text = " bis ".join(format_zeitraum(z) for z in dict.fromkeys((zeiten[0], zeiten[-1])))
    if zeiten == [gefunden]:
        return Vermutung("Zeitraum", text, 0.8 if vorgaben.zeitraum is None else 1.0, grund)
    return Vermutung("Zeitraum", text, 0.95, "steht im Kopf der Spalten")


def tell_dimensionen(lesart: Lesart, vorgaben: Vorgaben, koepfe: Sequence[str]) -> Vermutung:
    def name(nummer: int) -> str:
        kopf = koepfe[nummer] if nummer < len(koepfe) else ""
        return f"Spalte {spaltenname(nummer)}" + (f" ›{kopf}‹" if kopf else "")

    teile = [] if lesart.merkmal is None else [f"Merkmal: {name(lesart.merkmal)}"]
    if lesart.gruppen:
        teile.append(f"Gruppe: {join_und([name(g) for g in lesart.gruppen])}")
    if vorgaben.merkmal is not None or vorgaben.gruppen is not None:
        return Vermutung("Je Zeile", "; ".join(teile), 1.0, vorgaben.grund)
    return Vermutung("Je Zeile", "; ".join(teile), 0.8, "unterscheidet die Zeilen eines Gebiets")


def tell_werte(lesart: Lesart, vorgaben: Vorgaben, merkmale: int | None) -> Vermutung:
    """``merkmale``: how many the rows name; None where the headings do."""
    zahl = merkmale if merkmale is not None else len({s.merkmal for s in lesart.spalten})
    text = (
        f"{format_anzahl(len(lesart.spalten), 'Spalte', 'Spalten')} mit {format_anzahl(zahl, 'Merkmal', 'Merkmalen')}"
    )
    gesagt = {s.nummer for s in vorgaben.spalten}
    if gesagt and gesagt >= {s.nummer for s in lesart.spalten}:
        return Vermutung("Werte", text, 1.0, vorgaben.grund)
    if any(s.merkmal.startswith("Spalte ") and s.nummer not in gesagt for s in lesart.spalten):
        return Vermutung("Werte", text, 0.4, "nicht jede Spalte hat eine Überschrift")
    return Vermutung("Werte", text, 0.85, "aus den Überschriften gelesen")


def tell_summen(lesart: Lesart, orte: Orte, grund: str, sicherheit: float) -> Vermutung:
    zeilen = join_und([str(zeile) for zeile, _ in lesart.summen[:4]]) + (" …" if len(lesart.summen) > 4 else "")
    ziele = sorted({orte.name(ort) for _, ort in lesart.summen if ort})
    wozu = f"gilt für {join_und(ziele)}" if ziele else "wird nur verglichen"
    return Vermutung("Summe", f"Zeile {zeilen}, {wozu}", sicherheit, grund)


def tell_dezimal(lesart: Lesart, vorgaben: Vorgaben, komma: int, punkt: int) -> Vermutung:
    name = "Komma" if lesart.dezimal == "," else "Punkt"
    if vorgaben.dezimal is not None:
        return Vermutung("Dezimalzeichen", name, 1.0, vorgaben.grund)
    return Vermutung("Dezimalzeichen", name, 0.6 if komma and punkt else 0.95, "so sind die Zahlen geschrieben")


def tell_rest(spalten: Sequence[int]) -> Vermutung:
    namen = join_und([spaltenname(nummer) for nummer in spalten[:6]]) + (" …" if len(spalten) > 6 else "")
    return Vermutung("Nicht gelesen", f"Spalte {namen}", 0.8, "enthält weder Zahlen noch Gebiete")
