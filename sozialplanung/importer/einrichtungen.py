"""A list of Einrichtungen (CSV, workbook or GeoJSON with points) becomes the sheet »Einrichtungen«, each in its Gebiet.

Coordinates are degrees or ETRS89/UTM 32N; which of them, and in which order, the column as a whole says. The Gebiet is
the smallest one whose outline holds the point. What lies in none is left out and told, and so is what headings mean.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from sozialplanung.errors import LieferungError
from sozialplanung.formatting import format_anzahl, join_und
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.geodatei import read_geodatei
from sozialplanung.importer.lage import is_inside
from sozialplanung.importer.mappe import Rohblatt, Zelle
from sozialplanung.importer.namen import Bekannt, Namen
from sozialplanung.importer.profile.roh import slug
from sozialplanung.importer.projektblatt import Projektangaben, build_paket
from sozialplanung.importer.tabelle.raster import load_blaetter
from sozialplanung.importer.texte import is_leer, normalise, show
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.importer.vorlage_lesen import read_rohblaetter
from sozialplanung.model import Herkunft, Lieferungspaket, Raumebene
from sozialplanung.vorlage import blatt_der_tabelle

_ROLLEN: dict[str, str] = {
    "bezeichnung": "name bezeichnung einrichtung einrichtungsname titel",
    "art": "art typ kategorie einrichtungsart einrichtungstyp",
    "traeger": "traeger traegerschaft traegername betreiber",
    "kapazitaet": "plaetze platzzahl anzahlplaetze kapazitaet betten",
    "einrichtung_id": "id nr nummer kuerzel schluessel einrichtungid einrichtungsnummer",
    "laenge": "laenge laengengrad lon long lng longitude x xkoordinate rechtswert ostwert easting e utme xutm",
    "breite": "breite breitengrad lat latitude y ykoordinate hochwert nordwert northing n utmn yutm",
    "gebiet_id": "gebiet gebietsschluessel stadtteil stadtbezirk ortsteil sozialraum quartier bezirk gemeinde",
}
_ROLLE_VON = {wort: rolle for rolle, worte in _ROLLEN.items() for wort in worte.split()}
_UTM = ((200_000, 1_000_000), (5_200_000, 6_150_000))
_ZONE = 32_000_000  # easting with the zone in front
_MINDESTANTEIL = 0.6  # of the points must lie in Germany for a reading of the columns to count
_HOECHSTENS_KOPF = 10

Werte = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Liste:
    """``kopf``: the titles as they stand; ``zeilen``: (row of the file, cells)."""

    blatt: str
    kopf: list[str]
    zeilen: list[tuple[int, Sequence[Zelle]]]


def read_einrichtungen(
    inhalt: bytes | Path,
    dateiname: str,
    vorhanden: Vorhandenes,
    *,
    art: str = "",
    quelle: str = "",
    herkunft: Herkunft | None = None,
    lizenz: str = "",
    stand: dt.date | None = None,
) -> Lieferungspaket:
    """``art``: what all of them are, where the file has no column for it.

    Raises
    ------
    LieferungError
        No column of names, no kind, coordinates that are none, or a Projekt without outlines.
    """
    datei = Datei(inhalt, dateiname)
    befunde = Befundliste()
    liste = _read_points(datei) if _is_geojson(datei) else _read_table(datei)
    spalten = _match_columns(liste, art, dateiname, befunde)
    orte = _read_positions(liste, spalten, dateiname, befunde)
    gebiete = _find_gebiete(liste, spalten, orte, vorhanden, dateiname, befunde)
    blatt = blatt_der_tabelle("einrichtung")
    letzte = max((nummer for nummer, _ in liste.zeilen), default=1)
    koerper: list[list[Zelle]] = [[] for _ in range(letzte)]
    schluessel = _build_keys(liste, spalten, art, orte)
    for i, (nummer, zellen) in enumerate(liste.zeilen):
        if gebiete[i] is None:
            continue
        zeile = {rolle: zellen[platz] if platz < len(zellen) else "" for rolle, platz in spalten.items()}
        if "kapazitaet" in zeile and not np.isnan(plaetze := _number(zeile["kapazitaet"], punkt_trennt=True)):
            zeile["kapazitaet"] = plaetze  # text files know no numbers
        zeile |= {"einrichtung_id": schluessel[i], "gebiet_id": str(gebiete[i]), "art": zeile.get("art") or art}
        zeile |= {
            name: "" if np.isnan(wert) else float(wert)
            for name, wert in zip(("laenge", "breite"), orte[i], strict=True)
        }
        koerper[nummer - 1] = [zeile.get(spalte.name, "") for spalte in blatt.spalten]
    koerper[0] = [spalte.titel for spalte in blatt.spalten]
    angaben = Projektangaben({"herkunft": herkunft or Herkunft.EIGEN, "quelle": quelle or dateiname, "lizenz": lizenz})
    if stand is not None:
        angaben.eintraege["stand"] = stand
    paket = build_paket(dateiname, datei.sha256, angaben)
    paket = read_rohblaetter({"einrichtung": Rohblatt(liste.blatt, koerper)}, paket, angaben, vorhanden, befunde)
    paket.tabellen.pop("projekt", None)
    return paket


# --- the file -----------------------------------------------------------------------------------------------------


def _is_geojson(datei: Datei) -> bool:
    return datei.is_text and "".join(datei.kopfzeilen[:5]).lstrip().startswith("{")


def _read_points(datei: Datei) -> _Liste:
    """The properties of the points, with their coordinates as two more columns."""
    kopf: dict[str, None] = {}
    punkte: list[tuple[int, dict[str, object], tuple[float, float] | None]] = []
    for nummer, feature in enumerate(read_geodatei(datei.inhalt, datei.name).features, 2):
        angaben = feature.get("properties") if isinstance(feature, dict) else None
        geometrie = feature.get("geometry") if isinstance(feature, dict) else None
        ort = _point(geometrie)
        angaben = angaben if isinstance(angaben, dict) else {}
        kopf |= dict.fromkeys(map(str, angaben))
        punkte.append((nummer, angaben, ort))
    namen = [name for name in kopf if _ROLLE_VON.get(normalise(name)) not in {"laenge", "breite"}]
    zeilen: list[tuple[int, Sequence[Zelle]]] = [
        (nummer, [*(_cell(angaben.get(name)) for name in namen), *(ort or ("", ""))]) for nummer, angaben, ort in punkte
    ]
    return _Liste("", [*namen, "x", "y"], zeilen)


def _point(geometrie: object) -> tuple[float, float] | None:
    if not isinstance(geometrie, dict) or geometrie.get("type") != "Point":
        return None
    zahlen = geometrie.get("coordinates")
    if not isinstance(zahlen, list) or len(zahlen) < 2 or not all(isinstance(z, int | float) for z in zahlen[:2]):
        return None
    return float(zahlen[0]), float(zahlen[1])


def _cell(wert: object) -> Zelle:
    return wert if isinstance(wert, str | int | float) else "" if wert is None else str(wert)


def _read_table(datei: Datei) -> _Liste:
    """The first sheet with a row of headings in which at least two mean something."""
    for blatt in load_blaetter(datei):
        for platz, zeile in enumerate(blatt.zeilen[:_HOECHSTENS_KOPF]):
            kopf = [show(zelle) for zelle in zeile]
            if len({_ROLLE_VON.get(normalise(titel)) for titel in kopf} - {None}) >= 2:
                rest = enumerate(blatt.zeilen[platz + 1 :], platz + 2)
                return _Liste(blatt.name, kopf, [(n, z) for n, z in rest if any(not is_leer(zelle) for zelle in z)])
    raise LieferungError(
        f"In ›{datei.name}‹ wurde keine Liste von Einrichtungen gefunden. Die Überschriften sollten Name, Art, Träger, "
        "Plätze, Längengrad und Breitengrad heißen."
    )


def _match_columns(liste: _Liste, art: str, dateiname: str, befunde: Befundliste) -> dict[str, int]:
    """What each heading means; two for the same are refused, those without a meaning are told."""
    spalten: dict[str, int] = {}
    uebrig = []
    for platz, titel in enumerate(liste.kopf):
        rolle = _ROLLE_VON.get(normalise(titel))
        if rolle is None:
            uebrig += [titel] if titel.strip() else []
        elif rolle in spalten:
            raise LieferungError(
                f"In ›{dateiname}‹ können zwei Spalten dasselbe meinen: ›{liste.kopf[spalten[rolle]]}‹ und ›{titel}‹. "
                "Bitte benennen Sie eine davon um."
            )
        else:
            spalten[rolle] = platz
    if "bezeichnung" not in spalten:
        raise LieferungError(f"In ›{dateiname}‹ fehlt die Spalte ›Name‹. Bitte ergänzen Sie sie.")
    if "art" not in spalten and not art:
        raise LieferungError(
            f"In ›{dateiname}‹ fehlt die Spalte ›Art‹. Bitte ergänzen Sie sie, oder geben Sie die Art an (z. B. Kita)."
        )
    titel_von = {spalte.name: spalte.titel for spalte in blatt_der_tabelle("einrichtung").spalten}
    paare = [f"{titel_von[rolle]} aus ›{show(liste.kopf[platz])}‹" for rolle, platz in spalten.items()]
    befunde.add(Mangel("matched_columns", f"Gelesen wurden: {join_und(paare)}.", ""), liste.blatt)
    if uebrig:
        namen = join_und([f"›{show(titel)}‹" for titel in uebrig])
        befunde.add(Mangel("unused_columns", f"Nicht gebraucht: {namen}.", ""), liste.blatt)
    return spalten


# --- where they lie -----------------------------------------------------------------------------------------------


def _number(zelle: Zelle, *, punkt_trennt: bool) -> float:
    """»6,0838«, »50.775«, »294.500,12«; ``punkt_trennt``: a dot stands between thousands."""
    if isinstance(zelle, int | float) and not isinstance(zelle, bool):
        return float(zelle)
    text = re.sub(r"[\s\u00a0°']", "", str(zelle))
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    elif punkt_trennt:
        text = text.replace(".", "")
    return float(text) if re.fullmatch(r"[+-]?\d+(\.\d+)?", text) else float("nan")


def _read_positions(liste: _Liste, spalten: Mapping[str, int], dateiname: str, befunde: Befundliste) -> Werte:
    """Degrees (WGS 84), a row per Einrichtung; NaN where none is given or none can be right."""
    if not {"laenge", "breite"} <= set(spalten) or not liste.zeilen:
        return np.full((len(liste.zeilen), 2), np.nan)
    for punkt_trennt in (False, True):
        roh = np.array(
            [
                [
                    _number(z[p] if p < len(z) else "", punkt_trennt=punkt_trennt)
                    for p in (spalten["laenge"], spalten["breite"])
                ]
                for _, z in liste.zeilen
            ]
        )
        da = ~np.isnan(roh).any(axis=1)
        if not da.any():
            continue
        for vertauscht in (False, True):
            xy = roh[:, ::-1] if vertauscht else roh
            utm = np.column_stack([np.where(xy[:, 0] >= _ZONE, xy[:, 0] - _ZONE, xy[:, 0]), xy[:, 1]])
            for grad, passt in ((True, _in_degrees(xy)), (False, _in_utm(utm))):
                if passt[da].mean() < _MINDESTANTEIL:
                    continue
                if vertauscht:
                    mangel = Mangel(
                        "swapped_coordinates",
                        f"Die Spalten ›{liste.kopf[spalten['laenge']]}‹ und ›{liste.kopf[spalten['breite']]}‹ sind "
                        "vertauscht; sie wurden richtig herum gelesen.",
                        "Bitte prüfen Sie das.",
                    )
                    befunde.add(mangel, liste.blatt)
                if not grad:
                    text = "Die Koordinaten wurden als ETRS89/UTM 32N (EPSG:25832) gelesen."
                    befunde.add(Mangel("assumed_crs", text, ""), liste.blatt)
                return _to_degrees(xy if grad else utm, passt, liste, grad=grad, befunde=befunde)
    raise LieferungError(
        f"Die Koordinaten in ›{dateiname}‹ sind nicht zu erkennen. Erwartet werden Grad (WGS 84, z. B. 7,8156 und "
        "51,6806) oder ETRS89/UTM 32N (EPSG:25832, z. B. 418123 und 5725456)."
    )


def _in_degrees(xy: Werte) -> npt.NDArray[np.bool_]:
    return np.array([is_inside(x, y) for x, y in xy.tolist()], dtype=bool)


def _in_utm(xy: Werte) -> npt.NDArray[np.bool_]:
    (links, rechts), (unten, oben) = _UTM
    x, y = xy[:, 0], xy[:, 1]
    return np.asarray((x >= links) & (x <= rechts) & (y >= unten) & (y <= oben))


def _to_degrees(xy: Werte, passt: npt.NDArray[np.bool_], liste: _Liste, *, grad: bool, befunde: Befundliste) -> Werte:
    for i in np.flatnonzero(~passt & ~np.isnan(xy).any(axis=1)).tolist():
        mangel = Mangel(
            "outside_germany",
            "liegt nach seinen Koordinaten nicht in Deutschland; sie zählen nicht.",
            "Bitte prüfen Sie die Koordinaten dieser Zeile.",
        )
        befunde.add(mangel, liste.blatt, liste.zeilen[i][0])
    ergebnis = np.where(passt[:, None], xy, np.nan)
    if not grad:
        nach_grad = pyproj.Transformer.from_crs(25832, 4326, always_xy=True)
        laenge, breite = nach_grad.transform(ergebnis[passt, 0], ergebnis[passt, 1])
        ergebnis[passt] = np.column_stack([laenge, breite])
    return np.asarray(ergebnis.round(6))


def _find_gebiete(
    liste: _Liste,
    spalten: Mapping[str, int],
    orte: Werte,
    vorhanden: Vorhandenes,
    dateiname: str,
    befunde: Befundliste,
) -> list[str | None]:
    """By outline, the smallest level first; without coordinates by key or name. None: in no Gebiet, which is told."""
    hat_ort = np.asarray(~np.isnan(orte).any(axis=1))
    gebiete: list[str | None] = [None] * len(liste.zeilen)
    if hat_ort.any():
        for i, ziel in zip(np.flatnonzero(hat_ort).tolist(), _locate(orte[hat_ort], vorhanden, dateiname), strict=True):
            gebiete[i] = ziel
    tabelle = vorhanden.tabelle("gebiet")
    bekannte = [Bekannt(*map(str, z)) for z in tabelle[["gebiet_id", "bezeichnung", "raumebene"]].to_numpy()]
    ids, namen = {b.gebiet_id for b in bekannte}, Namen(bekannte)
    for i, (nummer, zellen) in enumerate(liste.zeilen):
        if not hat_ort[i] and "gebiet_id" in spalten and spalten["gebiet_id"] < len(zellen):
            text = show(zellen[spalten["gebiet_id"]]).strip()
            treffer = [text] if text in ids else [b.gebiet_id for b in namen.find(text)[0]] if text else []
            gebiete[i] = treffer[0] if len(treffer) == 1 else None
        if gebiete[i] is None:
            grund = "liegt in keinem Umriss des Projekts" if hat_ort[i] else "hat keine Koordinaten und kein Gebiet"
            mangel = Mangel(
                "outside_every_area",
                f"{grund} und wird nicht übernommen.",
                "Bitte prüfen Sie Koordinaten und Grenzen, oder tragen Sie den Schlüssel des Gebiets ein.",
            )
            name = show(zellen[spalten["bezeichnung"]]) if spalten["bezeichnung"] < len(zellen) else None
            befunde.add(mangel, liste.blatt, nummer, None, name)
    if liste.zeilen and not any(gebiete):
        raise LieferungError(
            f"Keine der {format_anzahl(len(liste.zeilen), 'Einrichtung', 'Einrichtungen')} in ›{dateiname}‹ liegt in "
            "einem Gebiet des Projekts. Bitte prüfen Sie, ob es die richtige Datei ist."
        )
    return gebiete


def _locate(orte: Werte, vorhanden: Vorhandenes, dateiname: str) -> list[str | None]:
    geometrie = vorhanden.tabelle("geometrie")
    if geometrie.empty:
        raise LieferungError(
            f"›{dateiname}‹ nennt Koordinaten, aber das Projekt hat noch keine Umrisse. Bitte ergänzen Sie zuerst die "
            "Grenzen, oder tragen Sie je Einrichtung den Schlüssel des Gebiets ein."
        )
    gebiet = vorhanden.tabelle("gebiet")
    ebene_von = dict(zip(gebiet["gebiet_id"], gebiet["raumebene"], strict=True))
    rang = [str(ebene) for ebene in Raumebene]
    ids = [str(name) for name in geometrie["gebiet_id"]]
    baum = shapely.STRtree(shapely.from_geojson(geometrie["geojson"].to_numpy(dtype=object)))
    punkte, umrisse = baum.query(shapely.points(orte), predicate="intersects")
    beste: dict[int, tuple[int, str]] = {}
    for punkt, umriss in zip(punkte.tolist(), umrisse.tolist(), strict=True):
        ebene = str(ebene_von.get(ids[umriss]))
        kandidat = (-rang.index(ebene) if ebene in rang else 0, ids[umriss])
        beste[punkt] = min(beste.get(punkt, kandidat), kandidat)
    return [beste[i][1] if i in beste else None for i in range(len(orte))]


def _build_keys(liste: _Liste, spalten: Mapping[str, int], art: str, orte: Werte) -> list[str]:
    """The file's own key, else one of name and kind (and place, for two of the same name): stable from file to file."""
    teile = []
    for _, zellen in liste.zeilen:

        def text(rolle: str, zellen: Sequence[Zelle] = zellen) -> str:
            return show(zellen[spalten[rolle]]).strip() if rolle in spalten and spalten[rolle] < len(zellen) else ""

        teile.append((text("einrichtung_id"), text("bezeichnung"), text("art") or art))
    oft = Counter((name, was) for _, name, was in teile)
    schluessel = []
    for (eigener, name, was), ort in zip(teile, orte, strict=True):
        if eigener:
            schluessel.append(eigener)
            continue
        zusatz = f"|{ort[0]:.4f}|{ort[1]:.4f}" if oft[name, was] > 1 else ""
        schluessel.append(f"{slug(name)[:40]}-{hashlib.sha256(f'{name}|{was}{zusatz}'.encode()).hexdigest()[:6]}")
    return schluessel
