"""Grid of the Zensus (100 m, 1 km, 10 km; EPSG:3035): cells whose centre lies in an outline, added up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyproj
import shapely

from sozialplanung.errors import LieferungError
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.profile.arrowspalten import Ganz, Textspalte, combine, read_spalten, read_werte, text_of
from sozialplanung.importer.profile.roh import SPALTEN, Profil, Rohtabelle, find_art, join_gruppe, slug
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.model import Merkmalsart, Wertzeichen

_ID = re.compile(r"gitter_id_(100m|1km|10km)(?:_neu)?", re.IGNORECASE)
_MITTE = re.compile(r"([xy])_mp_(100m|1km|10km)", re.IGNORECASE)
_NICHT_ADDIERBAR = re.compile(r"durchschn|anteil|quote|median|alter|miete|fläche|flaeche", re.IGNORECASE)
_KEINE_ZAHL = re.compile(r"werterlaeuternde_?zeichen|objectid|fid|gid|id|globalid|shape\w*", re.IGNORECASE)
_ECKE = r"N(?P<nord>\d+)E(?P<ost>\d+)"
_METER = {"100m": 100, "1km": 1_000, "10km": 10_000}
_LANG = ("merkmal", "auspraegung_text", "anzahl")  # 2011: a row per cell and group
_EINHEITEN = {
    "Personen": r"alter|geschlecht|staatsa|familienst|geburt|religion",
    "Haushalte": r"hh|haushalt|senior",
    "Familien": r"fam",
    "Wohnungen": r"wohn|raum|heiz|nutz",
    "Gebäude": r"geb|bauj",
}


@dataclass(frozen=True, slots=True)
class _Spalte:
    """Figures per cell of the grid, which of them are hidden, and to which group (Merkmal, Gruppe) each belongs."""

    zahl: npt.NDArray[np.float64]
    geheim: npt.NDArray[np.bool_]
    codes: Ganz
    gruppen: list[tuple[str, str]]

    def add(self, drin: npt.NDArray[np.int64]) -> Iterator[tuple[str, str, float, str | None]]:
        """(Merkmal, Gruppe, sum, sign) of some cells; a hidden cell hides the sum."""
        codes, zahl = self.codes[drin], self.zahl[drin]
        gut = np.isfinite(zahl) & (zahl >= 0)  # 2011 writes -1 for »no one or hidden«
        breite = len(self.gruppen)
        summe = np.bincount(codes[gut], weights=zahl[gut], minlength=breite)
        belegt = np.bincount(codes[gut], minlength=breite) > 0
        geheim = np.bincount(codes[self.geheim[drin]], minlength=breite) > 0
        for i in np.flatnonzero(belegt | geheim).tolist():
            zeichen = Wertzeichen.GEHEIM.value if geheim[i] else None
            yield *self.gruppen[i], np.nan if geheim[i] else float(summe[i]), zeichen


def _kopf(datei: Datei) -> list[str]:
    zeile = datei.kopfzeilen[0] if datei.kopfzeilen else ""
    return [name.strip().strip('"') for name in zeile.lstrip("\ufeff").split(datei.trenner)]


def _pruefe(datei: Datei) -> tuple[float, str]:
    kopf = _kopf(datei)
    kennung = next((name for name in kopf if _ID.fullmatch(name)), None)
    if kennung is None:
        return 0.0, ""
    mitten = sum(bool(_MITTE.fullmatch(name)) for name in kopf) == 2
    return 1.0, f"Spalte {kennung}" + (" und Mittelpunkte der Gitterzellen" if mitten else "")


def _lies(datei: Datei, vorhanden: Vorhandenes) -> Rohtabelle:
    kopf = _kopf(datei)
    umrisse = _read_umrisse(vorhanden)
    if not umrisse:
        raise LieferungError(
            f"›{datei.name}‹ enthält Gitterzellen des Zensus. Sie werden zu Gebieten mit Umriss addiert, und dieses "
            "Projekt hat noch keine. Bitte lesen Sie zuerst Grenzen ein."
        )
    befunde = Befundliste()
    lang = _find_lang(kopf)
    summierbar = [lang[2]] if lang else _find_summierbar(datei, kopf, befunde)
    groesse = next(treffer[1].lower() for name in kopf if (treffer := _ID.fullmatch(name)))
    orte = _find_orte(kopf)
    tabelle = read_spalten(datei, kopf, [*orte, *summierbar], befunde)
    x, y = _read_orte(tabelle, orte, _METER[groesse], befunde)
    zeit = _find_zeit(datei, kopf, befunde)
    spalten = []
    for name in summierbar:
        zahl, zeichen, _ = read_werte(tabelle, name, _leer(tabelle), befunde)
        codes, gruppen = _find_gruppen(tabelle, kopf, lang) if lang else (_leer(tabelle).codes, [(name, "")])
        spalten.append(_Spalte(zahl, zeichen == Wertzeichen.GEHEIM, codes, gruppen))
    zeilen = [
        (schluessel, name, *summe[:2], zeit, *summe[2:])
        for schluessel, name, umriss in umrisse
        for drin in [_inside(umriss, x, y)]
        for spalte in spalten
        for summe in spalte.add(drin)
    ]
    if not zeilen:
        raise LieferungError(
            f"Keine Gitterzelle aus ›{datei.name}‹ liegt in einem Gebiet des Projekts. Bitte prüfen Sie, ob die Datei "
            "Ihre Region enthält."
        )
    frame = pd.DataFrame(zeilen, columns=["schluessel", "name", "merkmal", "gruppe", "zeitraum", "wert", "zeichen"])
    frame = frame.assign(
        ebene=None,
        merkmal_id=[slug(f"gitter_{name}") for name in frame["merkmal"]],
        merkmal=[f"{name} (Summe der Gitterzellen {groesse})" for name in frame["merkmal"]],
        einheit="",
        art=Merkmalsart.ANZAHL.value,
        blatt="",
        zeile=1,
        spalte="",
    )[list(SPALTEN)]
    return Rohtabelle(
        titel=f"Zensus-Gitter {groesse}",
        quelle=f"Statistische Ämter des Bundes und der Länder, Zensus {zeit[:4]}, Gitterzellen {groesse}",
        werte=frame,
        stand=zeit,
        befunde=befunde,
    )


def _find_lang(kopf: list[str]) -> tuple[str, str, str] | None:
    """Columns of Merkmal, cell of the dimension and count, where the file has a row for each."""
    klein = {name.casefold(): name for name in kopf}
    gefunden = [klein[name] for name in _LANG if name in klein]
    return (gefunden[0], gefunden[1], gefunden[2]) if len(gefunden) == len(_LANG) else None


def _find_summierbar(datei: Datei, kopf: list[str], befunde: Befundliste) -> list[str]:
    zahlen = [name for name in kopf if not any(m.fullmatch(name) for m in (_ID, _MITTE, _KEINE_ZAHL))]
    summierbar = [
        name for name in zahlen if not _NICHT_ADDIERBAR.search(name) and find_art("", name) is Merkmalsart.ANZAHL
    ]
    if weg := [name for name in zahlen if name not in summierbar]:
        mangel = Mangel(
            "not_additive", f"Durchschnitte und Anteile lassen sich nicht addieren; es fehlen: {', '.join(weg)}.", ""
        )
        befunde.add(mangel, "")
    if not summierbar:
        raise LieferungError(
            f"›{datei.name}‹ enthält nur Durchschnitte oder Anteile je Gitterzelle; sie lassen sich nicht zu Gebieten "
            "addieren. Bitte laden Sie das Gitter mit den Anzahlen."
        )
    return summierbar


def _find_orte(kopf: list[str]) -> list[str]:
    """The columns that say where a cell lies: its centre, else the longest of its names."""
    mitte = {treffer[1].lower(): name for name in kopf if (treffer := _MITTE.fullmatch(name))}
    return [mitte["x"], mitte["y"]] if len(mitte) == 2 else [max((n for n in kopf if _ID.fullmatch(n)), key=len)]


def _leer(tabelle: pa.Table) -> Textspalte:
    return Textspalte(np.zeros(tabelle.num_rows, dtype=np.int64), [""])


def _read_orte(
    tabelle: pa.Table, orte: list[str], meter: int, befunde: Befundliste
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    if len(orte) == 2:
        x, y = (read_werte(tabelle, name, _leer(tabelle), befunde)[0] for name in orte)
        return x, y
    teile = pc.extract_regex(tabelle.column(orte[0]), _ECKE).combine_chunks()
    ost, nord = (pc.cast(teile.field(name), pa.float64()).to_numpy(zero_copy_only=False) for name in ("ost", "nord"))
    kurz = np.nanmax(ost, initial=0) < 100_000  # »100mN26865E43357« counts in cells, »CRS3035RES…« in metres
    faktor = meter if kurz else 1
    return ost * faktor + meter / 2, nord * faktor + meter / 2


def _find_gruppen(tabelle: pa.Table, kopf: list[str], lang: tuple[str, str, str]) -> tuple[Ganz, list[tuple[str, str]]]:
    """Number per row, and Merkmal and group of each; what is counted shows in the dimensions of the file."""
    merkmal, text = (text_of(tabelle, kopf, (name.casefold(),)) for name in lang[:2])
    was = max(_EINHEITEN, key=lambda e: sum(bool(re.search(_EINHEITEN[e], m, re.I)) for m in merkmal.eintraege))
    codes, erste = combine(merkmal.codes, text.codes, len(text.eintraege))
    paare = [(merkmal.at(zeile), text.at(zeile)) for zeile in erste.tolist()]
    return codes, [(was, "" if m.casefold() == "insgesamt" else join_gruppe([(m, t)])) for m, t in paare]


def _read_umrisse(vorhanden: Vorhandenes) -> list[tuple[str, str, shapely.Geometry]]:
    """Outlines of the Projekt in the grid's own system."""
    geometrie = vorhanden.tabelle("geometrie")
    namen = dict(zip(*(vorhanden.tabelle("gebiet")[s] for s in ("gebiet_id", "bezeichnung")), strict=True))
    nach_gitter = pyproj.Transformer.from_crs(4326, 3035, always_xy=True)
    umrisse = []
    for schluessel, geojson in zip(geometrie["gebiet_id"], geometrie["geojson"], strict=True):
        flaeche = shapely.from_geojson(geojson)
        gedreht = shapely.transform(flaeche, lambda p: np.column_stack(nach_gitter.transform(p[:, 0], p[:, 1])))
        umrisse.append((str(schluessel), str(namen.get(schluessel, schluessel)), gedreht))
    return umrisse


def _inside(umriss: shapely.Geometry, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    west, sued, ost, nord = umriss.bounds
    nah = np.flatnonzero((x >= west) & (x <= ost) & (y >= sued) & (y <= nord))
    shapely.prepare(umriss)
    treffer: npt.NDArray[np.int64] = nah[shapely.contains_xy(umriss, x[nah], y[nah])]
    return treffer


def _find_zeit(datei: Datei, kopf: list[str], befunde: Befundliste) -> str:
    """The file does not say when: the name may, else the spelling of the columns does (2011 »Gitter_ID«)."""
    gross = any(name.startswith("GITTER_ID") for name in kopf)
    jahr = next((jahr for jahr in ("2011", "2022") if jahr in datei.name), "2022" if gross else "2011")
    tag = {"2022": "2022-05-15", "2011": "2011-05-09"}[jahr]
    mangel = Mangel(
        "assumed_period",
        f"Die Datei nennt keinen Stichtag; angenommen wird der Zensus {jahr}.",
        "Bitte prüfen Sie das.",
    )
    befunde.add(mangel, "")
    return tag


PROFIL = Profil("zensus-gitter", "Gitterzellen des Zensus", _pruefe, _lies)
