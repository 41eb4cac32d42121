"""GENESIS classic CSV: title lines, stacked headers with repeated labels, indented names, notes at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sozialplanung.errors import LieferungError
from sozialplanung.importer.befunde import Befundliste
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.profile.matrix import Gebietszeile, Wertspalte, melt
from sozialplanung.importer.profile.roh import Profil, Rohtabelle, find_art, is_einheit, join_gruppe, slug
from sozialplanung.importer.profile.zeit import find_zeitraum, zeitraum
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.importer.zellen import read_tag

_ANFANG = re.compile(r"GENESIS-Tabelle:?\s*(\S*)", re.IGNORECASE)
_SCHLUESSEL = re.compile(r"DG|\d{2,12}")
_MIT_EINHEIT = re.compile(r"(.+?)\s*\(([^()]+)\)")
_NACH = re.compile(r"\bnach (\w+)(?: -|,? *$| \()")
_STAND = re.compile(r"Stand:\s*(\d{1,2}\.\d{1,2}\.\d{4})")
_ZEITWORT = {"stichtag", "jahr", "jahre", "semester", "zeit", "monat", "quartal", "berichtsjahr", "schuljahr"}
_SUMME = {"insgesamt", "gesamt", "zusammen"}
_BUCHSTABEN = {"p", "r", "s", "e", ""}


@dataclass(frozen=True, slots=True)
class _Aufbau:
    """Where things stand: first row of data, first row of header, columns of key, name, time, and first figure."""

    kopf: int
    daten: int
    zeit: int | None
    schluessel: int
    werte: int


def _pruefe(datei: Datei) -> tuple[float, str]:
    if not datei.kopfzeilen or not _ANFANG.match(datei.kopfzeilen[0].lstrip('\ufeff"')):
        return 0.0, ""
    return 1.0, "erste Zeile ›GENESIS-Tabelle: …‹"


def _find_aufbau(zeilen: Sequence[Sequence[str]]) -> _Aufbau | None:
    for daten, zeile in enumerate(zeilen):
        for schluessel in (0, 1):
            if len(zeile) < schluessel + 3 or not _SCHLUESSEL.fullmatch(zeile[schluessel].strip()):
                continue
            if not re.match(r"\s*[^\W\d]", zeile[schluessel + 1]) or (schluessel and zeitraum(zeile[0]) is None):
                continue
            kopf = daten
            while kopf > 1 and not zeilen[kopf - 1][0].strip() and any(z.strip() for z in zeilen[kopf - 1]):
                kopf -= 1
            werte = schluessel + 2
            while werte < len(zeile) and not any(len(k) > werte and k[werte].strip() for k in zeilen[kopf:daten]):
                werte += 1
            return _Aufbau(kopf, daten, 0 if schluessel else None, schluessel, werte)
    return None


def _lies(datei: Datei, _: Vorhandenes) -> Rohtabelle:
    zeilen = datei.csv_zeilen()
    aufbau = _find_aufbau(zeilen)
    treffer = _ANFANG.match(zeilen[0][0].lstrip("\ufeff")) if zeilen and zeilen[0] else None
    if aufbau is None or treffer is None or aufbau.kopf == aufbau.daten:
        raise LieferungError(
            f"In der GENESIS-Tabelle ›{datei.name}‹ wurden keine Gebiete mit Schlüssel gefunden. Bitte wählen Sie beim "
            "Herunterladen eine Tabelle mit regionaler Tiefe, am besten als Flat-CSV."
        )
    titelzeilen = [z[0].strip() for z in zeilen[1 : aufbau.kopf] if z and z[0].strip()]
    titel = " ".join(titelzeilen)
    befunde = Befundliste()
    gebiete, gruppen = _read_gebiete(zeilen, aufbau)
    spalten = _read_spalten(zeilen, aufbau, titelzeilen, treffer[1])
    werte = melt(zeilen, gebiete, spalten, "", befunde)
    if len(werte) and any(gruppen.values()):
        eigene = [join_gruppe(gruppen[int(zeile)]) for zeile in werte["zeile"]]
        werte["gruppe"] = [";".join(sorted(filter(None, (a, b)))) for a, b in zip(werte["gruppe"], eigene, strict=True)]
    if werte.empty:
        raise LieferungError(
            f"Die GENESIS-Tabelle ›{datei.name}‹ nennt keinen Zeitraum oder enthält keine Zahlen. "
            "Bitte laden Sie sie neu herunter."
        )
    quelle, lizenz, stand = _read_fuss(zeilen[aufbau.daten :])
    return Rohtabelle(
        titel=f"{treffer[1]} {titel}".strip(),
        quelle=f"{quelle or 'Amtliche Statistik (GENESIS)'}, Tabelle {treffer[1]}",
        werte=werte,
        lizenz=lizenz,
        stand=stand,
        befunde=befunde,
    )


def _read_gebiete(
    zeilen: Sequence[Sequence[str]], aufbau: _Aufbau
) -> tuple[list[Gebietszeile], dict[int, list[tuple[str, str]]]]:
    """Rows of data, and what the columns between name and figures say (row number → dimensions)."""
    gebiete = []
    gruppen: dict[int, list[tuple[str, str]]] = {}
    for platz, zeile in enumerate(zeilen[aufbau.daten :], aufbau.daten):
        if len(zeile) <= aufbau.werte or not _SCHLUESSEL.fullmatch(zeile[aufbau.schluessel].strip()):
            continue
        zeit = zeitraum(zeile[aufbau.zeit]) if aufbau.zeit is not None else None
        if aufbau.zeit is not None and zeit is None:
            continue
        name = zeile[aufbau.schluessel + 1].strip()
        gebiete.append(Gebietszeile(platz, zeile[aufbau.schluessel].strip(), name, zeit))
        gruppen[platz + 1] = [
            (f"Gliederung {nummer}", text)
            for nummer, zelle in enumerate(zeile[aufbau.schluessel + 2 : aufbau.werte], 1)
            if (text := zelle.strip()).casefold() not in _SUMME
        ]
    return gebiete, gruppen


def _read_spalten(
    zeilen: Sequence[Sequence[str]], aufbau: _Aufbau, titel: Sequence[str], tabelle: str
) -> list[Wertspalte]:
    kopf = [list(zeile) for zeile in zeilen[aufbau.kopf : aufbau.daten]]
    breite = max(map(len, kopf))
    for zeile in kopf:
        zeile += [""] * (breite - len(zeile))
    unten = [z.strip() for z in kopf[-1][aufbau.werte :] if z.strip()]
    einheiten = kopf.pop() if len(kopf) > 1 and unten and all(is_einheit(z) for z in unten) else None
    benannt = _MIT_EINHEIT.fullmatch(titel[-1]) if titel and einheiten is None else None
    nach = _NACH.search(" ".join(titel))
    stichtag = find_zeitraum(" ".join(titel))
    spalten = []
    for nummer in range(aufbau.werte, breite):
        zeit, weg = stichtag, list[str]()
        for zeile in kopf:
            text = " ".join(zeile[nummer].split())
            if gelesen := zeitraum(text):
                zeit = gelesen
            elif text and text.casefold() not in _ZEITWORT and text not in weg:
                weg.append(text)
        zellen = {z[nummer].strip() for z in zeilen[aufbau.daten :] if nummer < len(z)}
        if zellen <= _BUCHSTABEN or (zeit is None and aufbau.zeit is None):
            continue  # a column of quality letters, or one without a time
        if benannt is not None:
            name, einheit = benannt[1], benannt[2]
        else:
            name, weg = (weg[0], weg[1:]) if weg else (" ".join(titel), [])
            einheit = einheiten[nummer].strip() if einheiten else ""
        gruppe = [text for text in weg if text.casefold() not in _SUMME]
        dimension = nach[1] if nach and len(gruppe) == 1 else "Gliederung"
        spalten.append(
            Wertspalte(
                nummer,
                name,
                join_gruppe([(dimension, " – ".join(gruppe))]),
                None if aufbau.zeit is not None else zeit,
                einheit,
                find_art(einheit, name),
                slug(f"{tabelle.partition('-')[0]}_{name}{'' if find_art(einheit) != 'rate' else '_' + einheit}"),
            )
        )
    return spalten


def _read_fuss(zeilen: Sequence[Sequence[str]]) -> tuple[str, str, str | None]:
    """Who publishes, under which licence, and when the table was made."""
    text = "\n".join(";".join(zeile) for zeile in zeilen if zeile and ("©" in zeile[0] or "Stand" in zeile[0]))
    quelle = text.partition("©")[2].replace("\n", " ").partition(".")[0].strip()
    lizenz = ""
    if "Datenlizenz Deutschland" in text:
        lizenz = "dl-de/by-2-0" if "Namensnennung" in text else "dl-de/zero-2-0" if "Zero" in text else ""
    treffer = _STAND.findall(text)
    try:
        tag = read_tag(treffer[-1]) if treffer else None
    except ValueError:
        tag = None
    return quelle, lizenz, tag.isoformat() if tag else None


PROFIL = Profil("genesis-klassisch", "GENESIS-Tabelle, klassisches CSV", _pruefe, _lies)
