"""Regionaltabellen of the Zensus 2022: the machine-readable sheet »CSV-…« (or the same as a CSV file) with ``_RS``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from sozialplanung.errors import LieferungError
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.mappe import Rohblatt, Zelle
from sozialplanung.importer.profile.matrix import Gebietszeile, Wertspalte, melt
from sozialplanung.importer.profile.roh import DEUTSCHLAND, Profil, Rohtabelle, find_art, slug
from sozialplanung.importer.profile.zeit import zeitraum
from sozialplanung.importer.texte import is_leer, show
from sozialplanung.importer.vorhandenes import Vorhandenes

_PFLICHT = ("berichtszeitpunkt", "_rs")
_BESCHREIBEND = {*_PFLICHT, "name", "regionalebene", "_rs_name", "rs_name"}
_LAENGEN = {1, 2, 3, 4, 5, 8, 9, 11, 12}


def _kopf(zeile: Sequence[Zelle]) -> dict[str, int]:
    return {show(zelle).strip().lstrip("\ufeff").casefold(): i for i, zelle in enumerate(zeile) if not is_leer(zelle)}


def _pruefe(datei: Datei) -> tuple[float, str]:
    if datei.is_mappe:
        for blatt in datei.blaetter:
            if blatt.zeilen and all(name in _kopf(blatt.zeilen[0]) for name in _PFLICHT):
                return 1.0, f"Blatt ›{blatt.name}‹ mit den Spalten Berichtszeitpunkt und _RS"
    elif datei.kopfzeilen:
        kopf = _kopf(datei.kopfzeilen[0].replace('"', "").split(datei.trenner))
        if all(name in kopf for name in _PFLICHT):
            return 1.0, "Spalten Berichtszeitpunkt und _RS"
    return 0.0, ""


def _lies(datei: Datei, _: Vorhandenes) -> Rohtabelle:
    befunde = Befundliste()
    if datei.is_mappe:
        blaetter = [b for b in datei.blaetter if b.zeilen and all(n in _kopf(b.zeilen[0]) for n in _PFLICHT)]
    else:
        blaetter = [Rohblatt("", [list(zeile) for zeile in datei.csv_zeilen()])]
    teile = [teil for blatt in blaetter if len(teil := _read_blatt(blatt, _erklaerungen(datei), befunde))]
    if not teile:
        raise LieferungError(
            f"Die Zensus-Tabelle ›{datei.name}‹ enthält keine Zahlen. Bitte laden Sie sie neu herunter."
        )
    werte = pd.concat(teile, ignore_index=True)
    stand = max(map(str, werte["zeitraum"].unique()))
    inhalt = ", ".join(dict.fromkeys(blatt.name.removeprefix("CSV-") for blatt in blaetter if blatt.name))
    return Rohtabelle(
        titel=f"Zensus: {inhalt}" if inhalt else "Zensus, Regionaltabelle",
        quelle="Statistische Ämter des Bundes und der Länder, Zensus " + stand[:4],
        werte=werte,
        stand=stand if len(stand) == 10 else None,
        befunde=befunde,
    )


def _erklaerungen(datei: Datei) -> dict[str, str]:
    """Code of a column → its description, from whichever sheet explains it (code | description)."""
    gefunden: dict[str, str] = {}
    for blatt in datei.blaetter:
        if not blatt.zeilen or "_rs" in _kopf(blatt.zeilen[0]):
            continue
        for zeile in blatt.zeilen[:500]:
            for links, rechts in pairwise(zeile):
                if isinstance(links, str) and isinstance(rechts, str) and rechts.strip():
                    code = links.strip(" –-*")
                    gefunden.setdefault(
                        code.casefold(),
                        " ".join(rechts.split("\n")[0].split()).rstrip("*").removesuffix("(Anzahl)").strip(),
                    )
    return gefunden


def _read_blatt(blatt: Rohblatt, erklaerungen: dict[str, str], befunde: Befundliste) -> pd.DataFrame:
    kopf = _kopf(blatt.zeilen[0])
    zeit, schluessel = kopf["berichtszeitpunkt"], kopf["_rs"]
    name, ebene = kopf.get("name", kopf.get("rs_name", kopf.get("_rs_name"))), kopf.get("regionalebene")
    gebiete = []
    ausland = 0
    for platz, zeile in enumerate(blatt.zeilen[1:], 1):
        if len(zeile) <= max(zeit, schluessel) or is_leer(zeile[schluessel]):
            continue
        stufe = show(zeile[ebene]) if ebene is not None and ebene < len(zeile) else ""
        if "im ausland" in stufe.casefold() and "ohne" not in stufe.casefold():
            ausland += 1
            continue
        key = show(zeile[schluessel]).strip()
        gelesen = zeitraum(zeile[zeit])
        if not key.isdigit() or len(key) not in _LAENGEN or gelesen is None:
            mangel = Mangel(
                "invalid_key" if gelesen else "invalid_period",
                "ist kein Regionalschlüssel." if gelesen else "ist kein Zeitraum.",
                "Bitte laden Sie die Datei neu herunter.",
            )
            befunde.add(mangel, blatt.name, platz + 1, "_RS" if gelesen else "Berichtszeitpunkt", key)
            continue
        key = DEUTSCHLAND if key in {"00", "0"} else key
        gebiete.append(Gebietszeile(platz, key, show(zeile[name]).strip() if name is not None else key, gelesen))
    if ausland:
        mangel = Mangel(
            "not_an_area", f"{ausland} Zeilen mit Deutschen im Ausland sind kein Gebiet; sie bleiben weg.", ""
        )
        befunde.add(mangel, blatt.name)
    spalten = []
    for titel, nummer in kopf.items():
        if titel not in _BESCHREIBEND:
            code = show(blatt.zeilen[0][nummer]).strip()
            text = erklaerungen.get(titel, code)
            anteil = re.search(r"anteil|%|durchschnitt|quote|je ", f"{text} {code}", re.IGNORECASE)
            merkmal = text
            art = find_art("%" if anteil else "", merkmal)
            spalten.append(
                Wertspalte(
                    nummer,
                    f"Zensus: {merkmal}",
                    einheit="%" if "%" in text else "",
                    art=art,
                    merkmal_id=slug(f"zensus_{code}"),
                )
            )
    return melt(blatt.zeilen, gebiete, spalten, blatt.name, befunde)


PROFIL = Profil("zensus", "Regionaltabelle des Zensus 2022", _pruefe, _lies)
