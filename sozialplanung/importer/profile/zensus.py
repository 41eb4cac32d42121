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
from sozialplanung.importer.profile.roh import DEUTSCHLAND, Profil, Rohtabelle, find_art, join_gruppe, slug
from sozialplanung.importer.profile.zeit import zeitraum
from sozialplanung.importer.texte import is_leer, show
from sozialplanung.importer.vorhandenes import Vorhandenes

_PFLICHT = ("berichtszeitpunkt", "_rs")
_BESCHREIBEND = {*_PFLICHT, "name", "regionalebene", "_rs_name", "rs_name"}
_LAENGEN = {1, 2, 3, 4, 5, 8, 9, 11, 12}
_SUCHE = 10  # rows in which the header is looked for
_BRUCH = re.compile(r"\d[,.]\d")
_GESCHLECHT = {"m": "männlich", "w": "weiblich"}


def _kopf(zeile: Sequence[Zelle]) -> dict[str, int]:
    return {show(zelle).strip().lstrip("\ufeff").casefold(): i for i, zelle in enumerate(zeile) if not is_leer(zelle)}


def _find_kopf(zeilen: Sequence[Sequence[Zelle]]) -> int | None:
    return next((i for i, zeile in enumerate(zeilen[:_SUCHE]) if all(name in _kopf(zeile) for name in _PFLICHT)), None)


def _pruefe(datei: Datei) -> tuple[float, str]:
    if datei.is_mappe:
        for blatt in datei.blaetter:
            if _find_kopf(blatt.zeilen) is not None:
                return 1.0, f"Blatt ›{blatt.name}‹ mit den Spalten Berichtszeitpunkt und _RS"
    elif _find_kopf([z.replace('"', "").split(datei.trenner) for z in datei.kopfzeilen[:_SUCHE]]) is not None:
        return 1.0, "Spalten Berichtszeitpunkt und _RS"
    return 0.0, ""


def _lies(datei: Datei, _: Vorhandenes) -> Rohtabelle:
    befunde = Befundliste()
    if datei.is_mappe:
        blaetter = [b for b in datei.blaetter if _find_kopf(b.zeilen) is not None]
    else:
        blaetter = [Rohblatt("", [list(zeile) for zeile in datei.csv_zeilen()])]
    erklaerungen = _erklaerungen(datei)
    teile = [teil for blatt in blaetter if len(teil := _read_blatt(blatt, erklaerungen, befunde))]
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
        if _find_kopf(blatt.zeilen) is not None:
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
    oben = _find_kopf(blatt.zeilen) or 0
    kopf = _kopf(blatt.zeilen[oben])
    zeit, schluessel = kopf["berichtszeitpunkt"], kopf["_rs"]
    name, ebene = kopf.get("name", kopf.get("rs_name", kopf.get("_rs_name"))), kopf.get("regionalebene")
    gebiete = []
    ausland = 0
    for platz, zeile in enumerate(blatt.zeilen[oben + 1 :], oben + 1):
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
    codes = {show(blatt.zeilen[oben][n]).strip(): n for titel, n in kopf.items() if titel not in _BESCHREIBEND}
    thema = blatt.name.removeprefix("CSV-").replace("_", " ")
    spalten = [
        _spalte(code, nummer, set(codes), erklaerungen, thema, _has_fractions(blatt.zeilen[oben + 1 :], nummer))
        for code, nummer in codes.items()
    ]
    return melt(blatt.zeilen, gebiete, spalten, blatt.name, befunde)


def _has_fractions(zeilen: Sequence[Sequence[Zelle]], nummer: int) -> bool:
    """A mean or a share, whatever it is called."""
    zellen = (zeile[nummer] for zeile in zeilen if nummer < len(zeile))
    return any(
        not z.is_integer() if isinstance(z, float) else isinstance(z, str) and bool(_BRUCH.search(z)) for z in zellen
    )


def _spalte(
    code: str, nummer: int, alle: set[str], erklaerungen: dict[str, str], thema: str, gebrochen: bool
) -> Wertspalte:
    """»SCHULABS_STP__21_W« beside »SCHULABS_STP« is a group of it; every other code is a Merkmal."""
    stamm, _, rest = code.partition("__")
    gruppe = ""
    if rest and stamm in alle:
        einziger = len({c.partition("__")[0] for c in alle if "__" in c}) == 1
        dimension = thema if einziger and thema else erklaerungen.get(stamm.casefold(), stamm)
        gruppe = _gruppe(stamm, rest, alle, erklaerungen, dimension)
        code = stamm
    text = erklaerungen.get(code.casefold(), code)
    anteil = gebrochen or re.search(r"anteil|%|durchschnitt|quote|je ", f"{text} {code}", re.IGNORECASE)
    return Wertspalte(
        nummer,
        f"Zensus: {text}",
        gruppe,
        einheit="%" if "%" in text else "",
        art=find_art("%" if anteil else "", text),
        merkmal_id=slug(f"zensus_{code}"),
    )


def _gruppe(stamm: str, rest: str, alle: set[str], erklaerungen: dict[str, str], dimension: str) -> str:
    """»21_W«: class 21, a part of class 2, and weiblich; what is a part of another class is a dimension of its own."""
    klasse, _, ende = rest.rpartition("_") if rest.rpartition("_")[2].casefold() in _GESCHLECHT else (rest, "", "")
    paare = [("Geschlecht", _GESCHLECHT[ende.casefold()])] if ende else []
    if klasse:
        genauer = any(f"{stamm}__{klasse[:i]}" in alle for i in range(1, len(klasse)))
        name = erklaerungen.get(f"{stamm}__{klasse}".casefold(), klasse)
        paare.append((f"{dimension} (genauer)" if genauer else dimension, name))
    return join_gruppe(paare)


PROFIL = Profil("zensus", "Regionaltabelle des Zensus 2022", _pruefe, _lies)
