"""GENESIS classic CSV: title lines, stacked headers with repeated labels, indented names, notes at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from sozialplanung.errors import LieferungError
from sozialplanung.importer.befunde import Befundliste
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.gebiete import LAENDER, key_of_name
from sozialplanung.importer.profile.genesis_aufbau import (
    Aufbau,
    Dimension,
    Kopf,
    Spaltenkopf,
    Zeilen,
    clean,
    find_aufbau,
    is_summe,
    name_dimensionen,
    read_kopf,
    refine,
)
from sozialplanung.importer.profile.matrix import Gebietszeile, Wertspalte, melt
from sozialplanung.importer.profile.roh import DEUTSCHLAND, Profil, Rohtabelle, find_art, join_gruppe, slug
from sozialplanung.importer.profile.zeit import find_zeitraum, zeitraum
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.importer.zellen import read_tag

_ANFANG = re.compile(r"(?:GENESIS-Tabelle:?\s*|Tabelle:\s*(?=[\dA-Z]{5}-))([^\s;]*)", re.IGNORECASE)
_SCHLUESSEL = re.compile(r"DG|\d{1,12}")
_STAND = re.compile(r"Stand:\s*(\d{1,2}\.\d{1,2}\.\d{4})")
_HERAUSGEBER = re.compile(r"(?:©|\(C\)opyright)\s*([^.;\n]+)")
_KLEINE_GEBIETE = re.compile(r"kreise|gemeinde|bezirk|bundesland|bundesländer", re.IGNORECASE)
_BUCHSTABEN = {"p", "r", "s", "e", ""}
_NAMEN = {schluessel: name.title() for name, schluessel in LAENDER.items()} | {DEUTSCHLAND: "Deutschland"}


def _pruefe(datei: Datei) -> tuple[float, str]:
    erste = datei.kopfzeilen[0].lstrip('\ufeff"') if datei.kopfzeilen else ""
    treffer = _ANFANG.match(erste)
    if treffer is None:
        return 0.0, ""
    anfang = "GENESIS-Tabelle" if erste.upper().startswith("GENESIS") else "Tabelle"
    return (1.0 if anfang != "Tabelle" else 0.9), f"erste Zeile ›{anfang}: …‹"


def _lies(datei: Datei, _: Vorhandenes) -> Rohtabelle:
    zeilen = datei.csv_zeilen()
    treffer = _ANFANG.match(zeilen[0][0].lstrip("\ufeff")) if zeilen and zeilen[0] else None
    aufbau = find_aufbau(zeilen)
    if aufbau is None or treffer is None:
        raise LieferungError(
            f"In der GENESIS-Tabelle ›{datei.name}‹ wurden keine Zahlen unter einer Kopfzeile gefunden. Bitte laden "
            "Sie sie neu herunter, am besten als Flat-CSV."
        )
    titel = [z[0].strip() for z in zeilen[1 : aufbau.kopf] if z and z[0].strip()]
    befunde = Befundliste()
    werte = _read_werte(zeilen, aufbau, titel, treffer[1], befunde)
    if werte is None:
        raise LieferungError(
            f"In der GENESIS-Tabelle ›{datei.name}‹ wurden keine Gebiete mit Schlüssel gefunden. Bitte wählen Sie beim "
            "Herunterladen eine Tabelle mit regionaler Tiefe, am besten als Flat-CSV."
        )
    if werte.empty:
        raise LieferungError(
            f"Die GENESIS-Tabelle ›{datei.name}‹ nennt keinen Zeitraum oder enthält keine Zahlen. "
            "Bitte laden Sie sie neu herunter."
        )
    quelle, lizenz, stand = _read_fuss(zeilen[aufbau.daten :])
    return Rohtabelle(
        titel=f"{treffer[1]} {' '.join(titel)}".strip(),
        quelle=f"{quelle or 'Amtliche Statistik (GENESIS)'}, Tabelle {treffer[1]}",
        werte=werte,
        lizenz=lizenz,
        stand=stand,
        befunde=befunde,
    )


def _read_werte(
    zeilen: Zeilen, aufbau: Aufbau, titel: Sequence[str], tabelle: str, befunde: Befundliste
) -> pd.DataFrame | None:
    """The long table; None when nothing says which areas the figures are about."""
    kopf = read_kopf(zeilen, aufbau, titel)
    deutschland = any("Deutschland" in zeile for zeile in titel) and not _KLEINE_GEBIETE.search(" ".join(titel))
    if aufbau.name is None and not deutschland and not any(s.schluessel for s in kopf.spalten):
        return None
    daten = zeilen[aufbau.daten : aufbau.ende]
    links = [Dimension("", [clean(z[c]) for z in daten if c < len(z)], links=True) for c in aufbau.gruppen]
    namen = name_dimensionen([*kopf.dimensionen, *links], titel)
    spalten = _read_spalten(zeilen, aufbau, kopf, namen, titel, tabelle)
    frames = []
    for schluessel in dict.fromkeys(s.schluessel for s in kopf.spalten):
        gebiete = _read_gebiete(zeilen, aufbau, schluessel)
        frames.append(melt(zeilen, gebiete, [w for s, w in spalten if s.schluessel == schluessel], "", befunde))
    werte = pd.concat([f for f in frames if len(f)], ignore_index=True) if any(map(len, frames)) else frames[0]
    if aufbau.gruppen and len(werte):
        eigene = namen[len(kopf.dimensionen) :]
        je_zeile = {nummer: _gruppe_of(zeilen[nummer - 1], aufbau, eigene) for nummer in set(werte["zeile"])}
        rechts = [je_zeile[int(nummer)] for nummer in werte["zeile"]]
        werte["gruppe"] = [";".join(sorted(filter(None, p))) for p in zip(werte["gruppe"], rechts, strict=True)]
    return werte


def _gruppe_of(zeile: Sequence[str], aufbau: Aufbau, namen: Sequence[str]) -> str:
    zellen = [clean(zeile[c]) for c in aufbau.gruppen]
    return join_gruppe((n, z) for n, z in zip(namen, zellen, strict=True) if not is_summe(z))


def _read_gebiete(zeilen: Zeilen, aufbau: Aufbau, schluessel: str | None) -> list[Gebietszeile]:
    """Rows of data; ``schluessel``: of the area that the header names."""
    gebiete = []
    for platz, zeile in enumerate(zeilen[aufbau.daten : aufbau.ende], aufbau.daten):
        if len(zeile) <= aufbau.werte:
            continue
        zeit = _read_zeit(zeile, aufbau.zeit)
        if aufbau.zeit and zeit is None:
            continue
        name = clean(zeile[aufbau.name]) if aufbau.name is not None else ""
        key: str | None
        if schluessel is not None or aufbau.name is None:
            key, name = schluessel or DEUTSCHLAND, _NAMEN[schluessel or DEUTSCHLAND]
        elif aufbau.schluessel is None:
            key = DEUTSCHLAND if is_summe(name) else key_of_name(name)
        else:
            text = zeile[aufbau.schluessel].strip()
            key = text if _SCHLUESSEL.fullmatch(text) else None
        if key is not None:
            gebiete.append(Gebietszeile(platz, key, "Deutschland" if key == DEUTSCHLAND else name, zeit))
    return gebiete


def _read_zeit(zeile: Sequence[str], spalten: Sequence[int]) -> str | None:
    if not spalten:
        return None
    zeit = zeitraum(zeile[spalten[0]].strip())
    feiner = clean(zeile[spalten[1]]) if len(spalten) > 1 else ""
    return (refine(zeit, feiner) or zeit) if zeit else None


def _read_spalten(
    zeilen: Zeilen, aufbau: Aufbau, kopf: Kopf, namen: Sequence[str], titel: Sequence[str], tabelle: str
) -> list[tuple[Spaltenkopf, Wertspalte]]:
    stichtag = find_zeitraum(" ".join(titel))
    spalten = []
    for s in kopf.spalten:
        zellen = {z[s.nummer].strip() for z in zeilen[aufbau.daten : aufbau.ende] if s.nummer < len(z)}
        zeit = s.zeitraum or stichtag
        if zellen <= _BUCHSTABEN or (zeit is None and not aufbau.zeit):
            continue  # a column of quality letters, or one without a time
        name, einheit = kopf.titel or (s.merkmal or " ".join(titel), s.einheit)
        zusatz = "" if kopf.titel or find_art(einheit) != "rate" else f"_{einheit}"
        wertspalte = Wertspalte(
            s.nummer,
            name,
            join_gruppe((namen[i], text) for i, text in s.dimensionen.items()),
            None if aufbau.zeit else zeit,
            einheit,
            find_art(einheit, name),
            slug(f"{tabelle.partition('-')[0]}_{name}{zusatz}"),
        )
        spalten.append((s, wertspalte))
    return spalten


def _read_fuss(zeilen: Zeilen) -> tuple[str, str, str | None]:
    """Who publishes, under which licence, and when the table was made."""
    text = "\n".join(zelle for zeile in zeilen for zelle in zeile[:1])
    treffer = _HERAUSGEBER.search(text)
    lizenz = ""
    if "Datenlizenz Deutschland" in text:
        lizenz = "dl-de/by-2-0" if "Namensnennung" in text else "dl-de/zero-2-0" if "Zero" in text else ""
    staende = _STAND.findall(text)
    try:
        tag = read_tag(staende[-1]) if staende else None
    except ValueError:
        tag = None
    return treffer[1].strip() if treffer else "", lizenz, tag.isoformat() if tag else None


PROFIL = Profil("genesis-klassisch", "GENESIS-Tabelle, klassisches CSV", _pruefe, _lies)
