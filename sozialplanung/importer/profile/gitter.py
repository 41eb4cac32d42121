"""Grid of the Zensus (100 m, 1 km, 10 km; EPSG:3035): cells whose centre lies in an outline, added up."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
import shapely

from sozialplanung.errors import LieferungError
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.profile.arrowspalten import Textspalte, read_spalten, read_werte
from sozialplanung.importer.profile.roh import SPALTEN, Profil, Rohtabelle, find_art, slug
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.model import Merkmalsart, Wertzeichen

_ID = re.compile(r"gitter_id_(100m|1km|10km)(?:_neu)?", re.IGNORECASE)
_MITTE = re.compile(r"([xy])_mp_(100m|1km|10km)", re.IGNORECASE)
_NICHT_ADDIERBAR = re.compile(r"durchschn|anteil|quote|median|alter|miete|fläche|flaeche|zeichen", re.IGNORECASE)


def _kopf(datei: Datei) -> list[str]:
    zeile = datei.kopfzeilen[0] if datei.kopfzeilen else ""
    return [name.strip().strip('"') for name in zeile.lstrip("\ufeff").split(datei.trenner)]


def _pruefe(datei: Datei) -> tuple[float, str]:
    kopf = _kopf(datei)
    kennung = next((name for name in kopf if _ID.fullmatch(name)), None)
    if kennung and sum(bool(_MITTE.fullmatch(name)) for name in kopf) == 2:
        return 1.0, f"Spalten {kennung} und Mittelpunkte der Gitterzellen"
    return 0.0, ""


def _lies(datei: Datei, vorhanden: Vorhandenes) -> Rohtabelle:
    kopf = _kopf(datei)
    umrisse = _read_umrisse(vorhanden)
    if not umrisse:
        raise LieferungError(
            f"›{datei.name}‹ enthält Gitterzellen des Zensus. Sie werden zu Gebieten mit Umriss addiert, und dieses "
            "Projekt hat noch keine. Bitte lesen Sie zuerst Grenzen ein."
        )
    mitte = {treffer[1].lower(): name for name in kopf if (treffer := _MITTE.fullmatch(name))}
    zahlen = [name for name in kopf if not _ID.fullmatch(name) and name not in mitte.values()]
    summierbar = [
        name for name in zahlen if not _NICHT_ADDIERBAR.search(name) and find_art("", name) is Merkmalsart.ANZAHL
    ]
    befunde = Befundliste()
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
    tabelle = read_spalten(datei, kopf, [*mitte.values(), *summierbar], befunde)
    ohne = Textspalte(np.zeros(tabelle.num_rows, dtype=np.int64), [""])
    x, y = (read_werte(tabelle, mitte[achse], ohne, befunde)[0] for achse in "xy")
    zeit = _find_zeit(datei, kopf, befunde)
    zeilen = []
    spalten = {name: read_werte(tabelle, name, ohne, befunde) for name in summierbar}
    for schluessel, name, umriss in umrisse:
        drin = _inside(umriss, x, y)
        for spalte, (zahl, zeichen, _) in spalten.items():
            werte = zahl[drin]
            geheim = bool((zeichen[drin] == Wertzeichen.GEHEIM).any())
            gut = werte[np.isfinite(werte) & (werte >= 0)]  # 2011 writes -1 for »no one or hidden«
            if len(gut) or geheim:
                summe = float(gut.sum()) if not geheim else np.nan
                zeilen.append((schluessel, name, spalte, zeit, summe, Wertzeichen.GEHEIM.value if geheim else None))
    if not zeilen:
        raise LieferungError(
            f"Keine Gitterzelle aus ›{datei.name}‹ liegt in einem Gebiet des Projekts. Bitte prüfen Sie, ob die Datei "
            "Ihre Region enthält."
        )
    frame = pd.DataFrame(zeilen, columns=["schluessel", "name", "merkmal", "zeitraum", "wert", "zeichen"])
    groesse = next(treffer[1] for name in kopf if (treffer := _ID.fullmatch(name)))
    frame = frame.assign(
        ebene=None,
        merkmal_id=[slug(f"gitter_{name}") for name in frame["merkmal"]],
        merkmal=[f"{name} (Summe der Gitterzellen {groesse})" for name in frame["merkmal"]],
        einheit="",
        art=Merkmalsart.ANZAHL.value,
        gruppe="",
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
