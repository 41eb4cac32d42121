"""Carries a reading out: any table becomes the long table that all profiles hand over."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sozialplanung.errors import LieferungError
from sozialplanung.formatting import format_anzahl, format_zahl, to_key
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.gruppen import INSGESAMT
from sozialplanung.importer.mappe import Rohblatt, Zelle
from sozialplanung.importer.profile.matrix import Gebietszeile, Wertspalte, melt, spaltenname
from sozialplanung.importer.profile.roh import Rohtabelle, join_gruppe, slug
from sozialplanung.importer.profile.zeit import zeitraum
from sozialplanung.importer.tabelle.bedeutung import find_kind, read_ueberschrift
from sozialplanung.importer.tabelle.lesart import Lesart
from sozialplanung.importer.tabelle.orte import Orte
from sozialplanung.importer.tabelle.raster import load_blaetter
from sozialplanung.importer.tabelle.rollen import split_gemischt
from sozialplanung.importer.tabelle.summen import check_sum, is_nur_summe, is_summe
from sozialplanung.importer.tabelle.zellart import prepare, text_of
from sozialplanung.importer.texte import normalise
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.model import Merkmalsart, Raumebene

_AMTLICHE_LAENGE = 5
_SUMME = "\0summe"  # marks rows that are only compared; no key in a file looks like this


def find_blatt(blaetter: Sequence[Rohblatt], name: str, datei: str) -> Rohblatt:
    """The sheet of a reading; the only one may have another name."""
    blatt = next((b for b in blaetter if b.name == name), blaetter[0] if len(blaetter) == 1 else None)
    if blatt is None:
        raise LieferungError(f"In ›{datei}‹ gibt es kein Blatt ›{name}‹. Bitte wählen Sie ein anderes.")
    return blatt


def lies(datei: Datei, lesart: Lesart, vorhanden: Vorhandenes) -> Rohtabelle:
    """The figures as the reading says; what it leaves out on purpose is told once."""
    befunde = Befundliste()
    blatt = find_blatt(load_blaetter(datei, lesart.kodierung, lesart.trenner), lesart.blatt, datei.name)
    orte = Orte(vorhanden)
    gebiete, gruppen, merkmale = _rows(blatt, lesart, orte, befunde)
    spalten = _columns(lesart, vorhanden, blatt, befunde)
    zeilen = _prepared(blatt, gebiete, lesart)
    werte = melt(zeilen, gebiete, spalten, blatt.name, befunde)
    werte = _by_row(werte, gruppen, merkmale, vorhanden)
    werte = _check_sums(werte, dict(lesart.summen), blatt.name, orte, befunde)
    if werte.empty and gebiete and lesart.spalten and not spalten:
        raise LieferungError(
            f"›{datei.name}‹ nennt keinen Zeitraum: weder über den Spalten noch in den Zeilen noch im Titel. Bitte "
            "tragen Sie ihn in der Lesart ein (Seite »Daten«) oder in der Kopfzeile der Datei."
        )
    if werte.empty:
        raise LieferungError(
            f"In ›{datei.name}‹ wurden so keine Zahlen gefunden. Bitte prüfen Sie Blatt, Kopf, Gebiete und Wertspalten."
        )
    return Rohtabelle(
        titel=lesart.titel or datei.name,
        quelle=lesart.quelle or f"{lesart.titel or 'Tabelle'}, Datei {datei.name}",
        werte=werte,
        befunde=befunde,
        herkunft=lesart.herkunft,
    )


def _rows(
    blatt: Rohblatt, lesart: Lesart, orte: Orte, befunde: Befundliste
) -> tuple[list[Gebietszeile], dict[int, str], dict[int, str]]:
    """The rows that tell figures of an area; group and Merkmal by their number in the sheet."""
    weg, summen = set(lesart.ausgelassen), dict(lesart.summen)
    gebiete: list[Gebietszeile] = []
    gruppen: dict[int, str] = {}
    merkmale: dict[int, str] = {}
    vorher: dict[int, str] = {}
    ohne_ort: list[int] = []
    ohne_zeit: list[int] = []
    kopf = _labels(blatt, lesart)
    gemischt = _is_gemischt(blatt, lesart, weg)
    for nummer in range(lesart.daten_von, min(lesart.daten_bis, len(blatt.zeilen)) + 1):
        if nummer in weg:
            continue
        zeile = blatt.zeilen[nummer - 1]
        zelle = {n: _label(zeile, n, vorher, lesart) for n in lesart.beschriftung}
        if not any(_cell(zeile, s.nummer) not in ("", None) for s in lesart.spalten):
            continue
        zeit = None
        if lesart.zeit is not None:
            zeit = zeitraum(_time_cell(zeile, lesart.zeit, vorher))
            if zeit is None:
                ohne_zeit.append(nummer)
                continue
        schluessel, name = _area(zelle, lesart, gemischt)
        if nummer in summen:
            ziel = summen[nummer]
            ort = Gebietszeile(nummer - 1, ziel or _SUMME, orte.name(ziel) if ziel else name, zeit)
        elif not schluessel or (is_nur_summe(name) and nummer not in lesart.orte):
            ohne_ort.append(nummer)
            continue
        else:
            ort = Gebietszeile(nummer - 1, schluessel, name, zeit, _level(schluessel, lesart.ebene, orte))
        gebiete.append(ort)
        if lesart.gruppen:
            gruppen[nummer] = join_gruppe(
                (kopf.get(n, "Gruppe"), zelle[n]) for n in lesart.gruppen if zelle[n].casefold() not in INSGESAMT
            )
        if lesart.merkmal is not None:
            merkmale[nummer] = zelle[lesart.merkmal]
    mangel = Mangel("not_an_area", "nennt kein Gebiet und wird nicht gelesen.", "")
    befunde.add_zeilen(mangel, blatt.name, ohne_ort, None, None)
    mangel = Mangel(
        "invalid_period", "nennt keinen Zeitraum.", "Bitte lassen Sie die Zeile aus, oder berichtigen Sie die Datei."
    )
    befunde.add_zeilen(mangel, blatt.name, ohne_zeit, None if lesart.zeit is None else spaltenname(lesart.zeit), None)
    return gebiete, gruppen, merkmale


def _cell(zeile: Sequence[Zelle], nummer: int) -> Zelle:
    return zeile[nummer] if nummer < len(zeile) else ""


def _label(zeile: Sequence[Zelle], nummer: int, vorher: dict[int, str], lesart: Lesart) -> str:
    """What a cell of the left columns says; where rows of one area follow each other, blanks mean »as above«."""
    text = text_of(_cell(zeile, nummer)).strip()
    if not text and (lesart.zeit is not None or lesart.merkmal is not None or lesart.gruppen):
        text = vorher.get(nummer, "")
    vorher[nummer] = text
    return text


def _time_cell(zeile: Sequence[Zelle], nummer: int, vorher: dict[int, str]) -> Zelle:
    zelle = _cell(zeile, nummer)
    return vorher.get(nummer, "") if isinstance(zelle, str) else zelle


def _labels(blatt: Rohblatt, lesart: Lesart) -> dict[int, str]:
    """The heading right above each of the left columns: names of dimensions."""
    gefunden = {}
    for n in lesart.beschriftung:
        for platz in range(lesart.kopf_bis, max(lesart.kopf_von, 1) - 1, -1):
            if text := text_of(_cell(blatt.zeilen[platz - 1], n)).strip():
                gefunden[n] = text
                break
    return gefunden


def _is_gemischt(blatt: Rohblatt, lesart: Lesart, weg: set[int]) -> bool:
    """Whether key and name stand in one cell: long keys in most, short ones in all (»3 Eichen« is a name)."""
    if lesart.gebiet is None or lesart.schluessel is not None:
        return False
    summen = dict(lesart.summen)
    texte = [
        text_of(_cell(blatt.zeilen[n - 1], lesart.gebiet)).strip()
        for n in range(lesart.daten_von, min(lesart.daten_bis, len(blatt.zeilen)) + 1)
        if n not in weg and n not in summen
    ]
    texte = [t for t in texte if t and not is_summe(t)]
    geteilt = [teile for t in texte if (teile := split_gemischt(t))]
    amtlich = sum(len(key) >= _AMTLICHE_LAENGE for key, _ in geteilt)
    return bool(texte) and (len(geteilt) == len(texte) or 2 * amtlich > len(texte))


def _area(zelle: dict[int, str], lesart: Lesart, gemischt: bool) -> tuple[str, str]:
    """Key and name; an area without a key is known by its name."""
    name = zelle[lesart.gebiet] if lesart.gebiet is not None else ""
    schluessel = zelle[lesart.schluessel] if lesart.schluessel is not None else ""
    if gemischt and (teile := split_gemischt(name)):
        return teile
    return (schluessel or to_key(name)), name


def _level(schluessel: str, ebene: str, orte: Orte) -> str | None:
    """Short numbers are a city's own; read as official keys they would name Länder."""
    if ebene or not schluessel.isdigit() or len(schluessel) >= _AMTLICHE_LAENGE or orte.knows(schluessel):
        return ebene or None
    return Raumebene.QUARTIER


def _columns(lesart: Lesart, vorhanden: Vorhandenes, blatt: Rohblatt, befunde: Befundliste) -> list[Wertspalte]:
    """Columns of figures; a Merkmal of the Projekt keeps its key. Without a Zeitraum a column cannot be read."""
    bekannt = known_merkmale(vorhanden)
    spalten = []
    for s in lesart.spalten:
        if not s.zeitraum and lesart.zeit is None:
            mangel = Mangel(
                "column_without_period",
                f"›{s.merkmal}‹ hat keinen Zeitraum.",
                "Bitte tragen Sie ihn in der Lesart ein oder lassen Sie die Spalte weg.",
            )
            befunde.add(mangel, blatt.name, None, spaltenname(s.nummer))
            continue
        key = bekannt.get(normalise(s.merkmal)) or slug(s.merkmal)
        spalten.append(Wertspalte(s.nummer, s.merkmal, s.gruppe, s.zeitraum or None, s.einheit, s.art, key))
    return spalten


def known_merkmale(vorhanden: Vorhandenes) -> dict[str, str]:
    """Name or key of a Merkmal of the Projekt in normal form → its key; names that mean two are left out."""
    tabelle = vorhanden.tabelle("merkmal")
    formen: dict[str, set[str]] = {}
    for key, name in zip(tabelle["merkmal_id"], tabelle["bezeichnung"], strict=True):
        formen.setdefault(normalise(str(name)), set()).add(str(key))
        formen.setdefault(normalise(str(key)), set()).add(str(key))
    return {form: keys.pop() for form, keys in formen.items() if form and len(keys) == 1}


def _prepared(blatt: Rohblatt, gebiete: Sequence[Gebietszeile], lesart: Lesart) -> list[Sequence[Zelle]]:
    """The sheet with its cells of figures in the form that all readers share."""
    zeilen: list[Sequence[Zelle]] = list(blatt.zeilen)
    faktoren = {s.nummer: s.faktor for s in lesart.spalten}
    for g in gebiete:
        zeile = list(zeilen[g.platz])
        for nummer, faktor in faktoren.items():
            if nummer < len(zeile):
                zeile[nummer] = prepare(zeile[nummer], lesart.dezimal, faktor)
        zeilen[g.platz] = zeile
    return zeilen


def _by_row(
    werte: pd.DataFrame, gruppen: dict[int, str], merkmale: dict[int, str], vorhanden: Vorhandenes
) -> pd.DataFrame:
    """Groups and Merkmale that stand in the rows; with several columns of figures their headings say which group."""
    if gruppen:
        werte["gruppe"] = [
            join_gruppe(_pairs(g) + _pairs(gruppen[int(z)]))
            for g, z in zip(werte["gruppe"], werte["zeile"], strict=True)
        ]
    if merkmale:
        koepfe = {name: read_ueberschrift([name]) for name in set(merkmale.values())}
        for name, kopf in koepfe.items():
            ist = werte["zeile"].isin([z for z, m in merkmale.items() if m == name])
            einheit, wort = kopf.einheit, kopf.merkmal or name
            ohne = ist & (werte["einheit"] == "")  # a column that names its unit says itself what may be added
            art = find_kind(wort, einheit, werte.loc[ohne, "wert"].dropna().tolist())
            werte.loc[ohne, ["einheit", "art"]] = [einheit, str(art)]
            werte.loc[ist, "merkmal"] = [f"{wort} – {m}" if m else wort for m in werte.loc[ist, "merkmal"]]
        bekannt = known_merkmale(vorhanden)
        werte["merkmal_id"] = [bekannt.get(normalise(str(name))) or slug(str(name)) for name in werte["merkmal"]]
    return werte


def _pairs(gruppe: str) -> list[tuple[str, str]]:
    return [(teil.partition("=")[0], teil.partition("=")[2]) for teil in gruppe.split(";") if teil]


def _check_sums(
    werte: pd.DataFrame, summen: dict[int, str], blatt: str, orte: Orte, befunde: Befundliste
) -> pd.DataFrame:
    """Totals are compared with their parts; those of no area are left out then."""
    if not summen:
        return werte
    ist_summe = werte["zeile"].isin(list(summen)).to_numpy()
    zaehlbar = (werte["art"] != str(Merkmalsart.RATE)).to_numpy()
    stimmt = 0
    for (_, _, _), teil in werte[zaehlbar].groupby(["merkmal_id", "gruppe", "zeitraum"], sort=False):
        zeilen = teil["zeile"].to_numpy()
        grenzen = [int(z) for z in zeilen if int(z) in summen]
        for i, nummer in enumerate(grenzen):
            summe = teil.loc[teil["zeile"] == nummer]
            orte_alle = teil.loc[~teil["zeile"].isin(grenzen), "wert"]
            davor = teil.loc[(teil["zeile"] < nummer) & (teil["zeile"] > (grenzen[i - 1] if i else 0)), "wert"]
            danach = grenzen[i + 1] if i + 1 < len(grenzen) else werte["zeile"].max() + 1
            dahinter = teil.loc[(teil["zeile"] > nummer) & (teil["zeile"] < danach), "wert"]
            urteile = [check_sum(teile, float(summe["wert"].iloc[0])) for teile in (orte_alle, davor, dahinter)]
            if True in urteile:
                stimmt += 1
            elif False in urteile:
                mangel = Mangel(
                    "sum_mismatch",
                    f"ist nicht die Summe der Gebiete: Zusammen sind es {format_zahl(float(orte_alle.sum()))} "
                    f"({summe['merkmal'].iloc[0]}, {summe['zeitraum'].iloc[0]}).",
                    "Bitte prüfen Sie, ob ein Gebiet fehlt oder doppelt steht.",
                )
                wert = format_zahl(float(summe["wert"].iloc[0]))
                befunde.add(mangel, blatt, nummer, str(summe["spalte"].iloc[0]), wert)
    if stimmt:
        mangel = Mangel(
            "sum_checked", f"{format_anzahl(stimmt, 'Summe stimmt', 'Summen stimmen')} mit den Gebieten überein.", ""
        )
        befunde.add(mangel, blatt)
    for nummer, ziel in summen.items():
        wohin = (
            f"zählt als Wert von ›{orte.name(ziel)}‹"
            if ziel
            else "ist eine Summe und kein Gebiet; sie wird nicht übernommen"
        )
        befunde.add(Mangel("sum_row", f"{wohin}.", ""), blatt, nummer)
    return werte[~ist_summe | (werte["schluessel"] != _SUMME).to_numpy()].reset_index(drop=True)
