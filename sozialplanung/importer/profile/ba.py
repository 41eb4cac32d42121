"""Tables of the Bundesagentur für Arbeit (xlsx): title, merged stacked header, a row of column numbers, data, notes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from sozialplanung.errors import LieferungError
from sozialplanung.formatting import to_key
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.gebiete import key_of_name
from sozialplanung.importer.mappe import Rohblatt, Zelle
from sozialplanung.importer.profile.ba_region import find_region, read_region
from sozialplanung.importer.profile.ba_spalten import EINHEIT, read_spalten
from sozialplanung.importer.profile.kopf import fill_merged, find_kopf
from sozialplanung.importer.profile.matrix import Gebietszeile, Wertspalte, melt, ohne_fussnote
from sozialplanung.importer.profile.roh import DEUTSCHLAND, Profil, Rohtabelle, empty_frame, join_gruppe
from sozialplanung.importer.profile.zeit import find_zeitraum
from sozialplanung.importer.texte import is_leer, show
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.importer.zellen import read_tag

_MIT_NAME = re.compile(r"(\d{2,12})\s+(\D.*)")
_SCHLUESSEL = re.compile(r"\d{2,12}")
_HERAUSGEBER = re.compile(r"bundesagentur für arbeit|statistik-service|^statistik$", re.IGNORECASE)
_SUCHE = 4  # columns in which an area is looked for
_KREISLAENGE = 5
_DATUM = re.compile(r"(?:Erstellungsdatum|Datenstand|Stand):?\s*(\d{1,2}\.\d{1,2}\.\d{4})", re.IGNORECASE)


def _pruefe(datei: Datei) -> tuple[float, str]:
    if not datei.is_mappe:
        return 0.0, ""
    nennt = any(
        isinstance(zelle, str) and _HERAUSGEBER.search(zelle)
        for blatt in datei.blaetter
        for zeile in (*blatt.zeilen[:40], *blatt.zeilen[-12:])
        for zelle in zeile
    )
    blaetter = [blatt.name for blatt in datei.blaetter if len(_gebietszeilen(blatt)) > 0] if nennt else []
    if nennt and not blaetter and (eine := [blatt.name for blatt in datei.blaetter if find_region(blatt)]):
        return 0.9, f"nennt die Bundesagentur für Arbeit; Blatt ›{eine[0]}‹ handelt von einem Gebiet"
    if not blaetter:
        return 0.0, ""
    return 0.95, f"nennt die Bundesagentur für Arbeit; Schlüssel und Name der Gebiete in Blatt ›{blaetter[0]}‹"


def _gebietszeilen(blatt: Rohblatt) -> list[Gebietszeile]:
    """Rows that begin with code and name (in one cell or in two); »Deutschland« needs no code."""
    gefunden = []
    for platz, zeile in enumerate(blatt.zeilen):
        if sum(not is_leer(z) for z in zeile) < 2:
            continue
        texte = [show(zelle).strip() for zelle in zeile[: _SUCHE + 1]]
        if paar := _find_paar(texte):
            gefunden.append(Gebietszeile(platz, *paar))
        elif next(filter(None, texte), "") == "Deutschland" and any(isinstance(z, float) for z in zeile):
            gefunden.append(Gebietszeile(platz, DEUTSCHLAND, "Deutschland"))
    gefunden = gefunden if any(g.schluessel != DEUTSCHLAND for g in gefunden) else []
    return gefunden if _is_amtlich(gefunden) else [replace(g, schluessel=to_key(g.name)) for g in gefunden]


def _find_paar(texte: list[str]) -> tuple[str, str] | None:
    for text, daneben in zip(texte, [*texte[1:], ""], strict=True):
        if treffer := _MIT_NAME.fullmatch(text):
            return treffer[1], treffer[2].strip()
        if _SCHLUESSEL.fullmatch(text) and re.match(r"[A-ZÄÖÜ]", daneben):
            return text, daneben
    return None


def _is_amtlich(gebiete: Sequence[Gebietszeile]) -> bool:
    """Stadtbezirke are numbered, too: »01 Mitte« is no Land."""
    schluessel = [g.schluessel for g in gebiete if g.schluessel != DEUTSCHLAND]
    return any(len(s) >= _KREISLAENGE for s in schluessel) or any(key_of_name(g.name) == g.schluessel for g in gebiete)


def _lies(datei: Datei, _: Vorhandenes) -> Rohtabelle:
    befunde = Befundliste()
    frames, titel, staende = [], [], []
    for blatt in datei.blaetter:
        gebiete = _gebietszeilen(blatt)
        staende += [t for z in blatt.zeilen for c in z if isinstance(c, str) and (t := _find_stand(c))]
        if gebiete:
            frame, name = _read_blatt(blatt, gebiete, befunde)
        elif region := find_region(blatt):
            name = _find_titel(blatt.zeilen) or blatt.name
            frame = read_region(blatt, region, name, befunde)
        else:
            continue
        frames.append(frame)
        if len(frame):
            titel.append(name)
    if not any(len(frame) for frame in frames):
        raise LieferungError(
            f"In ›{datei.name}‹ wurden Gebiete, aber keine Zahlen gefunden. Bitte prüfen Sie die Datei."
        )
    stand = min(staende).isoformat() if staende else None
    return Rohtabelle(
        titel=titel[0],
        quelle=f"Statistik der Bundesagentur für Arbeit, {titel[0]}",
        werte=pd.concat([f for f in frames if len(f)], ignore_index=True),
        stand=stand,
        befunde=befunde,
    )


def _find_stand(text: str) -> dt.date | None:
    treffer = _DATUM.search(text)
    try:
        return read_tag(treffer[1]) if treffer and "Erstellungsdatum" in text else None
    except ValueError:
        return None


def _read_blatt(blatt: Rohblatt, gebiete: Sequence[Gebietszeile], befunde: Befundliste) -> tuple[pd.DataFrame, str]:
    kopf = find_kopf(blatt, gebiete[0].platz)
    zellen = fill_merged(blatt, kopf)
    ueber = [z.strip() for zeile in blatt.zeilen[: kopf.start] for z in zeile if isinstance(z, str) and z.strip()]
    titel = _find_titel(blatt.zeilen[: kopf.start]) or blatt.name
    stichtag = next((z for text in ueber if (z := find_zeitraum(text))), None)
    spalten = read_spalten(zellen, _last_column_of_areas(blatt, gebiete), ohne_fussnote(titel), stichtag)
    ohne_zeit = [s for s in spalten if not s.zeitraum]
    if ohne_zeit:
        mangel = Mangel(
            "missing_period",
            f"Für {len(ohne_zeit)} Spalten nennt weder die Kopfzeile noch der Titel einen Zeitraum; sie bleiben weg.",
            "Bitte ergänzen Sie den Berichtsmonat in der Überschrift.",
        )
        befunde.add(mangel, blatt.name, kopf.start + 1)
    gut = _ohne_doppelte([s for s in spalten if s.zeitraum])
    stamm = EINHEIT.sub("", ohne_fussnote(titel)).strip() or titel
    return (melt(blatt.zeilen, gebiete, gut, blatt.name, befunde) if gut else empty_frame()), stamm


def _last_column_of_areas(blatt: Rohblatt, gebiete: Sequence[Gebietszeile]) -> int:
    """Labels stand left of the first column that holds numbers."""
    zeilen = [blatt.zeilen[g.platz] for g in gebiete]
    breite = max(map(len, zeilen))
    erste = next((n for n in range(breite) if any(type(z[n]) is float for z in zeilen if n < len(z))), 1)
    return max(erste - 1, 0)


def _find_titel(zeilen: Sequence[Sequence[Zelle]]) -> str:
    """The first line above the header that says more than who publishes it."""
    for zeile in zeilen:
        gefuellt = [z.strip() for z in zeile if isinstance(z, str) and z.strip()]
        if (
            len(gefuellt) == 1
            and zeile[0]
            and gefuellt[0] == str(zeile[0]).strip()
            and not _HERAUSGEBER.search(gefuellt[0])
        ):
            return gefuellt[0]
    for zeile in zeilen:
        for zelle in zeile:
            if isinstance(zelle, str) and len(zelle.strip()) > 10 and not _HERAUSGEBER.search(zelle):
                return zelle.strip()
    return ""


def _ohne_doppelte(spalten: list[Wertspalte]) -> list[Wertspalte]:
    """Columns with the same header are told apart by their place."""
    gesehen: set[tuple[str, str, str | None]] = set()
    gut = []
    for s in spalten:
        merkmal = (s.merkmal, s.gruppe, s.zeitraum)
        if merkmal in gesehen:
            gruppe = join_gruppe([("Gliederung", f"{s.gruppe.partition('=')[2] or s.merkmal} [{s.nummer + 1}]")])
            s = Wertspalte(s.nummer, s.merkmal, gruppe, s.zeitraum, s.einheit, s.art, s.merkmal_id)
        gesehen.add(merkmal)
        gut.append(s)
    return gut


PROFIL = Profil("ba", "Tabelle der Bundesagentur für Arbeit", _pruefe, _lies)
