"""Outlines from a file of a GIS: find the coordinate system, match the keys, repair what is broken."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from sozialplanung.errors import LieferungError
from sozialplanung.formatting import format_zahl, join_und
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.blattleser import STEUERZEICHEN
from sozialplanung.importer.geodatei import Geodatei, read_geodatei
from sozialplanung.importer.lage import UNLESBARE_FORM, describe_fault, is_swapped, tell_lage
from sozialplanung.importer.mappe import read_inhalt
from sozialplanung.importer.nachbarschaft import check_coverage
from sozialplanung.importer.projektblatt import default_quelle
from sozialplanung.importer.texte import show, strip_steuerzeichen
from sozialplanung.model import Herkunft, Lieferungspaket

_STELLEN = 6  # of a degree: about ten centimetres
_UTM32 = 25832
_WIE_WGS84 = {4326, 4258, 4979, None}  # to some decimetres; None: defined in words, as GeoJSON does
# Eastings that begin with the number of their zone.
_ZONEN = {
    2_000_000: (31466, "Gauß-Krüger, Zone 2"),
    3_000_000: (31467, "Gauß-Krüger, Zone 3"),
    4_000_000: (31468, "Gauß-Krüger, Zone 4"),
    5_000_000: (31469, "Gauß-Krüger, Zone 5"),
    32_000_000: (4647, "ETRS89/UTM 32N mit Zonenkennung"),
    33_000_000: (5650, "ETRS89/UTM 33N mit Zonenkennung"),
}


@dataclass(frozen=True, slots=True)
class Grenzenbericht:
    """``ohne_polygon``: keys of Gebiete that still have no outline; ``ohne_gebiet``: keys in the file nobody knows."""

    ohne_polygon: list[str]
    ohne_gebiet: list[str]


def list_properties(inhalt: bytes | Path, dateiname: str) -> list[str]:
    """The properties that the features carry: one of them holds the key of the Gebiet."""
    features = read_geodatei(read_inhalt(inhalt, dateiname), dateiname).features
    return sorted({str(name) for f in features if isinstance(f, dict) for name in (f.get("properties") or {})})


def read_grenzen(
    inhalt: bytes | Path,
    dateiname: str,
    schluessel_feld: str,
    gebiete: pd.DataFrame,
    *,
    schematisch: bool = False,
    quelle: str = "",
    herkunft: Herkunft | None = None,
    lizenz: str = "",
    stand: dt.date | None = None,
    mit_umriss: Collection[str] = (),
) -> tuple[Lieferungspaket, Grenzenbericht]:
    """Polygons by the property ``schluessel_feld``; ``mit_umriss`` are Gebiete that have an outline already.

    Without ``herkunft`` they count as ›eigen‹, which is asked unless they are drawings of one's own (``schematisch``).
    """
    daten = read_inhalt(inhalt, dateiname)
    datei = read_geodatei(daten, dateiname)
    befunde = Befundliste()
    _tell_ebene(datei, befunde)
    je_schluessel = _collect(datei.features, schluessel_feld, dateiname, befunde)
    je_schluessel = _unswap(je_schluessel, schluessel_feld, befunde)
    transformiere = _find_crs(datei, je_schluessel, dateiname, befunde)
    treffer, fremd = _match(je_schluessel, [str(g) for g in gebiete["gebiet_id"]], schluessel_feld, befunde)
    umrisse = {
        gebiet: umriss
        for gebiet, namen in treffer.items()
        if (umriss := _build_umriss([f for name in namen for f in je_schluessel[name]], transformiere, gebiet, befunde))
    }
    bericht = Grenzenbericht(sorted(set(gebiete["gebiet_id"]) - set(umrisse) - set(mit_umriss)), fremd)
    if not umrisse:
        _tell_no_match(datei.features, gebiete, schluessel_feld, befunde)
    else:
        _tell(bericht, gebiete, schluessel_feld, befunde)
    _check_neighbours(umrisse, gebiete, befunde)
    if umrisse:
        _tell_quelle(quelle, herkunft or (Herkunft.EIGEN if schematisch else None), dateiname, befunde)
    paket = Lieferungspaket(
        datei=dateiname,
        sha256=hashlib.sha256(daten).hexdigest(),
        herkunft=herkunft or Herkunft.EIGEN,
        quelle=quelle or dateiname,
        lizenz=lizenz,
        stand=stand.isoformat() if stand else None,
        tabellen={},
    )
    zeile = default_quelle(paket)
    geometrie = pd.DataFrame(
        {
            "gebiet_id": pd.Series(list(umrisse), dtype=object),
            "geojson": pd.Series([_to_geojson(form) for form in umrisse.values()], dtype=object),
            "schematisch": pd.Series([schematisch] * len(umrisse), dtype=bool),
            "quelle_id": pd.Series([zeile["quelle_id"]] * len(umrisse), dtype=object),
        }
    )
    tabellen = {"quelle": pd.DataFrame([zeile], dtype=object), "geometrie": geometrie} if umrisse else {}
    return replace(paket, tabellen=tabellen, befunde=befunde.result()), bericht


def _collect(elemente: list[Any], feld: str, dateiname: str, befunde: Befundliste) -> dict[str, list[BaseGeometry]]:
    """Polygons by key, in the coordinates of the file."""
    features = [feature for feature in elemente if isinstance(feature, dict)]
    felder = {str(name) for feature in features for name in (feature.get("properties") or {})}
    if feld not in felder:
        kennt = f"Die Datei kennt {join_und([f'›{name}‹' for name in sorted(felder)])}." if felder else ""
        raise LieferungError(
            f"Das Feld ›{feld}‹ gibt es in ›{dateiname}‹ nicht. {kennt} "
            "Bitte nennen Sie das Feld mit dem Gebietsschlüssel."
        )
    je_schluessel: dict[str, list[BaseGeometry]] = defaultdict(list)
    for nummer, feature in enumerate(features, 1):
        geliefert = _key(feature["properties"].get(feld) if feature.get("properties") else None)
        schluessel = strip_steuerzeichen(geliefert).strip()
        if schluessel != geliefert:
            befunde.add(STEUERZEICHEN, "", None, feld, show(geliefert))
        flaeche = _flaeche(feature.get("geometry"))
        if not schluessel or flaeche is None:
            was = "hat keinen Schlüssel" if not schluessel else "hat keine Fläche"
            mangel = Mangel(
                "no_polygon", f"Element {nummer} {was} und wird nicht gelesen.", "Bitte prüfen Sie die Datei."
            )
            befunde.add(mangel, "", None, feld, schluessel or None)
            continue
        je_schluessel[schluessel].append(flaeche)
    return dict(je_schluessel)


def _key(wert: object) -> str:
    if isinstance(wert, float) and wert.is_integer():
        return str(int(wert))
    return "" if wert is None or isinstance(wert, bool | dict | list) else str(wert).strip()


def _flaeche(geometrie: object) -> BaseGeometry | None:
    """The areal parts of a geometry, without heights; None where there are none or it cannot be understood."""
    if not isinstance(geometrie, dict | BaseGeometry):
        return None
    try:
        form = shapely.force_2d(shape(geometrie) if isinstance(geometrie, dict) else geometrie)
    except UNLESBARE_FORM:
        return None
    teile = [teil for teil in _flaechen(form) if not teil.is_empty]
    if not teile or not np.isfinite(shapely.get_coordinates(form)).all():
        return None
    return teile[0] if len(teile) == 1 else shapely.MultiPolygon([p for t in teile for p in shapely.get_parts(t)])


def _flaechen(form: BaseGeometry) -> list[BaseGeometry]:
    if form.geom_type in {"Polygon", "MultiPolygon"}:
        return [form]
    return [teil for kind in getattr(form, "geoms", []) for teil in _flaechen(kind)]


def _unswap(
    je_schluessel: dict[str, list[BaseGeometry]], feld: str, befunde: Befundliste
) -> dict[str, list[BaseGeometry]]:
    """A file that names the latitude (or the northing) first."""
    formen = [form for liste in je_schluessel.values() for form in liste]
    if not formen:
        return je_schluessel
    links, unten, rechts, oben = shapely.total_bounds(formen).tolist()
    grad = is_swapped(links, unten) and is_swapped(rechts, oben)
    if not grad and not _is_utm(unten, links, oben, rechts):
        return je_schluessel
    mangel = Mangel(
        "swapped_coordinates",
        "Länge und Breite sind in der ganzen Datei vertauscht; sie wurden richtig herum gelesen.",
        "Bitte prüfen Sie danach die Karte. Im GIS hilft ein Export als GeoJSON in WGS 84, Länge zuerst.",
    )
    befunde.add(mangel, "", None, feld)
    return {
        schluessel: [shapely.transform(form, lambda punkte: punkte[:, ::-1]) for form in liste]
        for schluessel, liste in je_schluessel.items()
    }


def _is_utm(links: float, unten: float, rechts: float, oben: float) -> bool:
    """Could these be metres of ETRS89/UTM 32N in Germany?"""
    return links >= 100_000 and rechts <= 1_000_000 and unten >= 5_000_000 and oben <= 6_300_000


def _find_crs(
    datei: Geodatei, je_schluessel: dict[str, list[BaseGeometry]], dateiname: str, befunde: Befundliste
) -> pyproj.Transformer | None:
    """How to get to WGS 84; None when the coordinates are degrees already. The coordinates have the last word."""
    formen = [form for liste in je_schluessel.values() for form in liste]
    if not formen:
        raise LieferungError(f"›{dateiname}‹ enthält keine Flächen mit Schlüssel. Bitte prüfen Sie die Datei im GIS.")
    links, unten, rechts, oben = shapely.total_bounds(formen).tolist()
    genannt = _named_crs(datei.crs)
    if links >= -180 and rechts <= 180 and unten >= -90 and oben <= 90:
        if genannt is not None and not genannt.is_geographic:
            name = ":".join(genannt.to_authority() or ()) or "das genannte System"
            befunde.add(Mangel("assumed_crs", f"Die Koordinaten sind Grad (WGS 84), nicht {name}.", ""), "")
        if genannt is not None and genannt.is_geographic and genannt.to_epsg() not in _WIE_WGS84:
            return pyproj.Transformer.from_crs(genannt, 4326, always_xy=True)
        return None
    if genannt is not None and not genannt.is_geographic:
        return pyproj.Transformer.from_crs(genannt, 4326, always_xy=True)
    if (system := _guess_crs(links, unten, rechts, oben)) is not None:
        nummer, name = system
        befunde.add(Mangel("assumed_crs", f"Die Koordinaten wurden als {name} (EPSG:{nummer}) gelesen.", ""), "")
        return pyproj.Transformer.from_crs(nummer, 4326, always_xy=True)
    raise LieferungError(
        f"Das Koordinatensystem von ›{dateiname}‹ ist nicht zu erkennen "
        f"(x von {format_zahl(links)} bis {format_zahl(rechts)}). "
        "Bitte speichern Sie die Datei im GIS mit Angabe des Koordinatensystems, z. B. in WGS 84 (EPSG:4326) oder "
        "ETRS89/UTM 32N (EPSG:25832)."
    )


def _guess_crs(links: float, unten: float, rechts: float, oben: float) -> tuple[int, str] | None:
    """By the size of the coordinates; systems with the zone in front of the easting cannot be mistaken."""
    if _is_utm(links, unten, rechts, oben):
        return _UTM32, "ETRS89/UTM 32N"
    if not 5_000_000 <= unten <= oben <= 6_300_000:
        return None
    return next((system for von, system in _ZONEN.items() if von <= links <= rechts < von + 1_000_000), None)


def _named_crs(name: str | None) -> pyproj.CRS | None:
    """What pyproj does not know counts as not named."""
    try:
        return pyproj.CRS.from_user_input(name) if name else None
    except pyproj.exceptions.CRSError:
        return None


def _short_form(schluessel: str) -> str:
    """What official keys of different length have in common: ARS → AGS, Kreis without »000«, no leading zeros."""
    if not re.fullmatch(r"[0-9]+", schluessel):
        return schluessel
    voll = schluessel.zfill({7: 8, 11: 12}.get(len(schluessel), 0))
    if len(voll) == 12:
        voll = voll[:5] + voll[9:]
    if len(voll) == 8 and voll.endswith("000"):
        voll = voll[:5]
    return voll.lstrip("0") or schluessel


def _match(
    schluessel: Iterable[str], bekannt: list[str], feld: str, befunde: Befundliste
) -> tuple[dict[str, list[str]], list[str]]:
    """(Gebiet → keys in the file, keys without Gebiet); exact matches go first."""
    kurz: dict[str, list[str]] = defaultdict(list)
    for gebiet in bekannt:
        kurz[_short_form(gebiet)].append(gebiet)
    treffer: dict[str, list[str]] = defaultdict(list)
    fremd = []
    for name in schluessel:
        moeglich = [name] if name in set(bekannt) else kurz.get(_short_form(name), [])
        if len(moeglich) != 1:
            fremd.append(name)
            continue
        if moeglich[0] != name:
            befunde.add(Mangel("matched_key", f"wurde dem Gebiet {moeglich[0]} zugeordnet.", ""), "", None, feld, name)
        treffer[moeglich[0]].append(name)
    return dict(treffer), sorted(fremd)


def _build_umriss(
    formen: list[BaseGeometry], transformiere: pyproj.Transformer | None, gebiet: str, befunde: Befundliste
) -> BaseGeometry | None:
    """One valid outline in degrees, None when no area is left.

    Every vertex is rounded by itself, so neighbours keep their common border.
    """

    def to_grad(punkte: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        if transformiere is not None:
            punkte = np.column_stack(transformiere.transform(punkte[:, 0], punkte[:, 1]))
        return np.round(punkte, _STELLEN)

    gerundet = [shapely.transform(form, to_grad) for form in formen]
    if not all(np.isfinite(shapely.get_coordinates(form)).all() for form in gerundet):
        mangel = Mangel(
            "no_polygon", "liegt nicht auf der Erde.", "Bitte prüfen Sie Koordinatensystem und Datei im GIS."
        )
        befunde.add(mangel, "", None, None, gebiet)
        return None
    kaputt = [form for form in formen if not form.is_valid]
    if kaputt:
        mangel = Mangel("repaired_geometry", f"Der Umriss wurde repariert: {describe_fault(kaputt[0], to_grad)}.", "")
        befunde.add(mangel, "", None, None, gebiet)
    gueltig = [teil for form in gerundet for teil in _flaechen(shapely.make_valid(form))]
    if not gueltig:
        befunde.add(
            Mangel("no_polygon", "hat keine Fläche.", "Bitte prüfen Sie die Datei im GIS."), "", None, None, gebiet
        )
        return None
    umriss = shapely.orient_polygons(gueltig[0] if len(gueltig) == 1 else shapely.union_all(gueltig))
    tell_lage(gerundet, umriss, gebiet, befunde)
    return umriss


def _to_geojson(form: BaseGeometry) -> str:
    def rund(punkte: Any) -> Any:
        if isinstance(punkte, float):
            return round(punkte, _STELLEN)
        return [rund(teil) for teil in punkte]

    geometrie = mapping(form)
    return json.dumps({"type": geometrie["type"], "coordinates": rund(geometrie["coordinates"])}, separators=(",", ":"))


def _check_neighbours(umrisse: dict[str, BaseGeometry], gebiete: pd.DataFrame, befunde: Befundliste) -> None:
    """Areas of one level should neither overlap nor leave gaps."""
    namen = dict(zip(gebiete["gebiet_id"], gebiete["bezeichnung"], strict=True))
    for _, teil in gebiete.groupby("raumebene", sort=False):
        check_coverage({g: umrisse[g] for g in teil["gebiet_id"] if g in umrisse}, namen, befunde)


def _tell_ebene(datei: Geodatei, befunde: Befundliste) -> None:
    if datei.weitere:
        weitere = ", ".join(f"›{name}‹" for name in datei.weitere[:5])
        mangel = Mangel(
            "assumed_layer",
            f"Gelesen wurde die Ebene ›{datei.ebene}‹; die Datei enthält außerdem {weitere}.",
            "Ist eine andere gemeint, exportieren Sie bitte nur diese.",
        )
        befunde.add(mangel, "")


def _tell_quelle(quelle: str, herkunft: Herkunft | None, dateiname: str, befunde: Befundliste) -> None:
    if herkunft is None:
        mangel = Mangel(
            "missing_origin",
            "Die Herkunft der Umrisse fehlt; sie werden als ›eigen‹ geführt.",
            "Bitte geben Sie amtlich, veroeffentlicht, eigen oder beispiel an (Befehlszeile: --herkunft).",
        )
        befunde.add(mangel, "")
    if not quelle:
        mangel = Mangel(
            "missing_source",
            f"Die Quelle der Umrisse fehlt; unter den Karten steht ›{dateiname}‹.",
            "Geben Sie an, wer sie veröffentlicht hat (Befehlszeile: --quelle).",
        )
        befunde.add(mangel, "")


def _tell_no_match(elemente: list[Any], gebiete: pd.DataFrame, feld: str, befunde: Befundliste) -> None:
    """One finding instead of one for every outline; another field that fits is named."""
    bekannt = {_short_form(str(gebiet)) for gebiet in gebiete["gebiet_id"]}
    passend = Counter(
        str(name)
        for element in elemente
        if isinstance(element, dict)
        for name, wert in (element.get("properties") or {}).items()
        if _short_form(str(wert)) in bekannt
    )
    passend.pop(feld, None)
    besser = next((f"Bitte nehmen Sie das Feld ›{name}‹; es passt." for name, _ in passend.most_common(1)), None)
    abhilfe = f"Enthält das Feld ›{feld}‹ die Gebietsschlüssel? Sind die Gebiete schon eingelesen?"
    befunde.add(
        Mangel("no_match", "Kein Umriss passt zu einem Gebiet des Projekts.", besser or abhilfe), "", None, feld
    )


def _tell(bericht: Grenzenbericht, gebiete: pd.DataFrame, feld: str, befunde: Befundliste) -> None:
    namen = dict(zip(gebiete["gebiet_id"], gebiete["bezeichnung"], strict=True))
    for gebiet in bericht.ohne_polygon:
        befunde.add(Mangel("area_without_polygon", f"({namen[gebiet]}) hat keinen Umriss.", ""), "", None, None, gebiet)
    for schluessel in bericht.ohne_gebiet:
        befunde.add(Mangel("polygon_without_area", "gehört zu keinem Gebiet.", ""), "", None, feld, schluessel)
