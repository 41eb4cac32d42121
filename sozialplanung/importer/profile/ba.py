"""Tables of the Bundesagentur für Arbeit (xlsx): title, merged stacked header, a row of column numbers, data, notes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import pandas as pd

from sozialplanung.errors import LieferungError
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.mappe import Rohblatt, Zelle
from sozialplanung.importer.profile.kopf import fill_merged, find_kopf
from sozialplanung.importer.profile.matrix import Gebietszeile, Wertspalte, melt, ohne_fussnote
from sozialplanung.importer.profile.roh import DEUTSCHLAND, Profil, Rohtabelle, empty_frame, find_art, join_gruppe, slug
from sozialplanung.importer.profile.zeit import find_zeitraum, zeitraum
from sozialplanung.importer.texte import is_leer, show
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.importer.zellen import read_tag
from sozialplanung.model import Merkmalsart

_MIT_NAME = re.compile(r"(\d{2,12})\s+(\D.*)")
_SCHLUESSEL = re.compile(r"\d{2,12}")
_HERAUSGEBER = re.compile(r"bundesagentur für arbeit|statistik-service", re.IGNORECASE)
_OHNE_AUSSAGE = {"davon", "darunter", "und zwar", "dar.", "insgesamt", "gesamt", "anzahl", "zusammen"}
_EINHEIT = re.compile(r"\(((?:Anteil|Anzahl|in )[^()]*|[^()]*(?:Prozent|%|Euro|EUR|€))\)\s*$", re.IGNORECASE)
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
    if not blaetter:
        return 0.0, ""
    return 0.95, f"nennt die Bundesagentur für Arbeit; Schlüssel und Name der Gebiete in Blatt ›{blaetter[0]}‹"


def _gebietszeilen(blatt: Rohblatt) -> list[Gebietszeile]:
    """Rows that begin with code and name (in one cell or in two); »Deutschland« needs no code."""
    gefunden = []
    for platz, zeile in enumerate(blatt.zeilen):
        texte = [show(zelle).strip() for zelle in zeile[:4]]
        erster = next((i for i, text in enumerate(texte) if text), None)
        if erster is None or sum(not is_leer(z) for z in zeile) < 2:
            continue
        text = texte[erster]
        daneben = texte[erster + 1] if erster + 1 < len(texte) else ""
        if treffer := _MIT_NAME.fullmatch(text):
            gefunden.append(Gebietszeile(platz, treffer[1], treffer[2].strip()))
        elif _SCHLUESSEL.fullmatch(text) and re.match(r"[A-ZÄÖÜ]", daneben):
            gefunden.append(Gebietszeile(platz, text, daneben))
        elif text == "Deutschland" and any(isinstance(z, float) for z in zeile):
            gefunden.append(Gebietszeile(platz, DEUTSCHLAND, text))
    return gefunden if any(g.schluessel != DEUTSCHLAND for g in gefunden) else []


def _lies(datei: Datei, _: Vorhandenes) -> Rohtabelle:
    befunde = Befundliste()
    frames, titel, staende = [], [], []
    for blatt in datei.blaetter:
        gebiete = _gebietszeilen(blatt)
        staende += [t for z in blatt.zeilen for c in z if isinstance(c, str) and (t := _find_stand(c))]
        if gebiete:
            frame, name = _read_blatt(blatt, gebiete, befunde)
            frames.append(frame)
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
    einheit_treffer = _EINHEIT.search(ohne_fussnote(titel))
    einheit = einheit_treffer[1] if einheit_treffer else ""
    stichtag = next((z for text in ueber if (z := find_zeitraum(text))), None)
    spalten = []
    for nummer in range(max((len(zeile) for zeile in zellen), default=0)):
        if spalte := _read_spalte([zeile[nummer] for zeile in zellen], nummer, ohne_fussnote(titel), einheit, stichtag):
            spalten.append(spalte)
    ohne_zeit = [s for s in spalten if not s.zeitraum]
    if ohne_zeit:
        mangel = Mangel(
            "missing_period",
            f"Für {len(ohne_zeit)} Spalten nennt weder die Kopfzeile noch der Titel einen Zeitraum; sie bleiben weg.",
            "Bitte ergänzen Sie den Berichtsmonat in der Überschrift.",
        )
        befunde.add(mangel, blatt.name, kopf.start + 1)
    gut = _ohne_doppelte([s for s in spalten if s.zeitraum])
    stamm = _EINHEIT.sub("", ohne_fussnote(titel)).strip() or titel
    return (melt(blatt.zeilen, gebiete, gut, blatt.name, befunde) if gut else empty_frame()), stamm


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


def _read_spalte(
    kopf: Sequence[Zelle], nummer: int, titel: str, einheit: str, stichtag: str | None
) -> Wertspalte | None:
    """The header of one column from top to bottom: a Zeitraum, and what it is divided by."""
    zeit, weg = None, []
    for zelle in kopf:
        if gelesen := zeitraum(zelle):
            zeit = gelesen
            continue
        text = ohne_fussnote(zelle.replace("\n", " ")) if isinstance(zelle, str) else ""
        if text and text not in weg and not text.isdigit():
            weg.append(text)
    if not weg and zeit is None:
        return None
    if nummer == 0 or any(re.match(r"(region|gebiet|schlüssel|ags\b|name\b)", text, re.IGNORECASE) for text in weg):
        return None
    sagt = [text for text in weg if text.casefold().rstrip(":") not in _OHNE_AUSSAGE]
    rate = find_art("", " ".join(sagt)) is Merkmalsart.RATE or "%" in weg
    stamm = _EINHEIT.sub("", titel).strip() or titel
    if rate:  # a share among counts is a Merkmal of its own
        name = f"{stamm}: {' – '.join(sagt)}"
        return Wertspalte(nummer, name, "", zeit or stichtag, "%" if "%" in name else "", Merkmalsart.RATE, slug(name))
    art = find_art(einheit, "") if einheit else Merkmalsart.ANZAHL
    if "euro" in titel.casefold() and art is Merkmalsart.ANZAHL:
        art = Merkmalsart.RATE  # wages are medians; nobody adds them
    ist_anteil = art is Merkmalsart.RATE
    name = f"{stamm} ({einheit})" if ist_anteil and einheit else stamm
    zeige = "%" if re.search(r"prozent|%", einheit, re.IGNORECASE) else einheit
    return Wertspalte(nummer, name, join_gruppe([("Gliederung", " – ".join(sagt))]), zeit or stichtag, zeige, art)


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
