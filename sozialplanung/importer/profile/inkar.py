"""INKAR of the BBSR: the workbook (Daten, Metadaten, Quellangabe) and the IRIS CSV with two headers.

INKAR publishes ratios, and no unit beside the figure says otherwise: everything is art ``rate`` and never added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from sozialplanung.errors import LieferungError
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.mappe import Rohblatt, Zelle
from sozialplanung.importer.profile.matrix import Gebietszeile, Wertspalte, melt, spaltenname
from sozialplanung.importer.profile.roh import DEUTSCHLAND, Profil, Rohtabelle, slug
from sozialplanung.importer.profile.zeit import zeitraum
from sozialplanung.importer.texte import is_leer
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.model import Merkmalsart

_SUCHE = 10  # rows in which the header is looked for
QUELLE = "INKAR, Bundesinstitut für Bau-, Stadt- und Raumforschung (BBSR)"
_JAHR_AM_ENDE = re.compile(r"(.*?)\s*((?:19|20)\d{2})")
# what INKAR calls a level → digits of its keys
_RAUMBEZUG = (
    (re.compile(r"^(bund\b|deutschland)", re.IGNORECASE), 0),
    (re.compile(r"verb[aä]nd|verbandsgemeinde", re.IGNORECASE), 9),
    (re.compile(r"gemeinde", re.IGNORECASE), 8),
    (re.compile(r"^(kreis|kr|krs)\.?fr|^landkreis|^(stadt)?kreise?\b(?!.*typ)", re.IGNORECASE), 5),
    (re.compile(r"regierungsbezirk|statistische region|nuts ?2", re.IGNORECASE), 3),
    (re.compile(r"^(bundes)?l(and|änder)\b", re.IGNORECASE), 2),
)


def read_schluessel(text: str, raumbezug: str) -> str | None:
    """The official key, with its lost zeros; None for areas that have none (Raumordnungsregionen, Kreistypen)."""
    if not raumbezug:
        return text
    laenge = next((laenge for muster, laenge in _RAUMBEZUG if muster.search(raumbezug.strip())), None)
    if laenge is None or not text.isdigit():
        return None
    if laenge == 0:
        return DEUTSCHLAND
    if len(text) > laenge and not text[laenge:].strip("0"):
        return text[:laenge]
    return text.zfill(laenge) if len(text) <= laenge else None


def _text(zelle: Zelle) -> str:
    if isinstance(zelle, float) and zelle.is_integer():
        return str(int(zelle))
    return zelle.strip() if isinstance(zelle, str) else str(zelle)


def _find_kopf(blatt: Rohblatt) -> int | None:
    for platz, zeile in enumerate(blatt.zeilen[:_SUCHE]):
        namen = [_text(zelle).casefold() for zelle in zeile[:4]]
        if "kennziffer" in namen and "raumeinheit" in namen:
            return platz
    return None


def read_csv_kopf(datei: Datei, zeile: int) -> list[str]:
    if len(datei.kopfzeilen) <= zeile:
        return []
    return [z.strip().strip('"').casefold() for z in datei.kopfzeilen[zeile].lstrip("\ufeff").split(datei.trenner)]


def _pruefe_mappe(datei: Datei) -> tuple[float, str]:
    for blatt in datei.blaetter:
        if _find_kopf(blatt) is not None:
            return 0.97, f"Blatt ›{blatt.name}‹ mit den Spalten Kennziffer und Raumeinheit"
    if any({"kennziffer", "raumeinheit"} <= set(read_csv_kopf(datei, zeile)) for zeile in range(_SUCHE)):
        return 0.97, "Spalten Kennziffer und Raumeinheit"
    return 0.0, ""


def _blaetter(datei: Datei) -> Sequence[Rohblatt]:
    return datei.blaetter if datei.is_mappe else [Rohblatt("", [list(zeile) for zeile in datei.csv_zeilen()])]


def _pruefe_iris(datei: Datei) -> tuple[float, str]:
    oben, unten = read_csv_kopf(datei, 0), read_csv_kopf(datei, 1)
    if len(oben) > 2 and oben[1] == f"{oben[0]}name" and len(unten) == len(oben) and "kennziffer" in unten[0]:
        return 1.0, "zwei Kopfzeilen: Kürzel und darunter Gebietskennziffer, Name, Indikator und Jahr"
    return 0.0, ""


def _lies_mappe(datei: Datei, _: Vorhandenes) -> Rohtabelle:
    befunde = Befundliste()
    metadaten, hinweise = _read_metadaten(datei)
    teile = []
    for blatt in _blaetter(datei):
        if (kopf := _find_kopf(blatt)) is not None:
            teile.append(_read_matrix(blatt, kopf, metadaten, befunde))
    werte = _join(teile, datei)
    quelle = next((_kurz(text) for text in hinweise if "INKAR" in text), QUELLE)
    namen = list(dict.fromkeys(werte["merkmal"]))
    return Rohtabelle(
        titel=f"INKAR: {namen[0]}" + (f" und {len(namen) - 1} weitere" if len(namen) > 1 else ""),
        quelle=quelle,
        werte=werte,
        definitionen={slug(f"inkar_{name}"): text for name, text in metadaten.items()},
        befunde=befunde,
    )


def _kurz(text: str) -> str:
    return " ".join(text.split()).partition("Quelle (Zitierhinweis):")[2].partition("©")[0].strip() or " ".join(
        text.split()
    )


def _read_metadaten(datei: Datei) -> tuple[dict[str, str], list[str]]:
    """Indicator → its long name and how it is computed; and all long texts of the other sheets."""
    metadaten: dict[str, str] = {}
    texte = []
    for blatt in datei.blaetter:
        if _find_kopf(blatt) is not None:
            continue
        for zeile in blatt.zeilen[:2000]:
            felder = [zelle.strip() for zelle in zeile if isinstance(zelle, str) and zelle.strip()]
            texte += felder
            if len(felder) > 2:
                metadaten.setdefault(felder[0], f"{felder[1]}. {felder[3] if len(felder) > 3 else ''}".strip())
    return metadaten, texte


def _read_matrix(blatt: Rohblatt, kopf: int, metadaten: dict[str, str], befunde: Befundliste) -> pd.DataFrame:
    namen = [_text(zelle) for zelle in blatt.zeilen[kopf]]
    klein = [name.casefold() for name in namen]
    schluessel, name = klein.index("kennziffer"), klein.index("raumeinheit")
    aggregat = klein.index("aggregat") if "aggregat" in klein else None
    jahre = blatt.zeilen[kopf + 1] if kopf + 1 < len(blatt.zeilen) else []
    daten = kopf + 2 if len(jahre) <= schluessel or is_leer(jahre[schluessel]) else kopf + 1
    spalten = []
    merkmal = ""
    for nummer in range(max(schluessel, name, aggregat or 0) + 1, len(namen)):
        merkmal = namen[nummer] or merkmal
        zeit = zeitraum(jahre[nummer]) if daten > kopf + 1 and nummer < len(jahre) else None
        if zeit is None and (treffer := _JAHR_AM_ENDE.fullmatch(namen[nummer])):
            merkmal, zeit = treffer[1], treffer[2]
        if zeit is None and merkmal:
            mangel = Mangel("missing_period", "nennt kein Jahr; die Spalte bleibt weg.", "")
            befunde.add(mangel, blatt.name, kopf + 1, spaltenname(nummer), merkmal)
        elif zeit and merkmal:
            prozent = re.search(r"x 100\b|in %", metadaten.get(merkmal, ""))
            spalten.append(_spalte(nummer, merkmal, zeit, slug(f"inkar_{merkmal}"), "%" if prozent else ""))
    gebiete, ohne = [], 0
    for platz, zeile in enumerate(blatt.zeilen[daten:], daten):
        if len(zeile) <= max(schluessel, name) or is_leer(zeile[schluessel]):
            continue
        key = read_schluessel(_text(zeile[schluessel]), _text(zeile[aggregat]) if aggregat is not None else "")
        if key is None:
            ohne += 1
        else:
            gebiete.append(Gebietszeile(platz, key, _text(zeile[name])))
    tell_ohne(befunde, blatt.name, ohne)
    return melt(blatt.zeilen, gebiete, spalten, blatt.name, befunde)


def _spalte(nummer: int, merkmal: str, zeit: str, merkmal_id: str, einheit: str = "") -> Wertspalte:
    return Wertspalte(nummer, merkmal, "", zeit, einheit, Merkmalsart.RATE, merkmal_id)


def tell_ohne(befunde: Befundliste, blatt: str, anzahl: int) -> None:
    if anzahl:
        mangel = Mangel(
            "not_an_area", f"{anzahl} Zeilen meinen keine Verwaltungsgebiete (z. B. Raumordnungsregionen).", ""
        )
        befunde.add(mangel, blatt)


def _join(teile: Sequence[pd.DataFrame], datei: Datei) -> pd.DataFrame:
    teile = [teil for teil in teile if len(teil)]
    if not teile:
        raise LieferungError(f"Die INKAR-Datei ›{datei.name}‹ enthält keine Zahlen. Bitte laden Sie sie neu herunter.")
    return pd.concat(teile, ignore_index=True)


def _lies_iris(datei: Datei, _: Vorhandenes) -> Rohtabelle:
    zeilen = datei.csv_zeilen()
    befunde = Befundliste()
    kuerzel, titel = zeilen[0], zeilen[1]
    spalten = []
    for nummer in range(2, min(len(kuerzel), len(titel))):
        if treffer := _JAHR_AM_ENDE.fullmatch(titel[nummer].strip()):
            code = kuerzel[nummer].strip().removesuffix(treffer[2]).removesuffix(treffer[2][2:]).rstrip("_")
            spalten.append(_spalte(nummer, treffer[1], treffer[2], slug(f"inkar_{code}")))
    gebiete = [
        Gebietszeile(platz, zeile[0].strip(), zeile[1].strip())
        for platz, zeile in enumerate(zeilen[2:], 2)
        if len(zeile) > 2 and zeile[0].strip().isdigit()
    ]
    werte = _join([melt(zeilen, gebiete, spalten, "", befunde)], datei)
    return Rohtabelle(titel=f"INKAR: {spalten[0].merkmal}", quelle=QUELLE, werte=werte, befunde=befunde)


PROFILE = (
    Profil("inkar", "INKAR-Mappe des BBSR", _pruefe_mappe, _lies_mappe),
    Profil("inkar-iris", "INKAR-Tabelle als CSV (IRIS)", _pruefe_iris, _lies_iris),
)
