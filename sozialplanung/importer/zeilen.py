"""Rows: filled up from the catalogue and the Projekt, then checked for what they say as a whole."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict
from decimal import Decimal

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape

from sozialplanung.catalog import load_katalog
from sozialplanung.formatting import format_prozent
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.blattleser import Blattdaten
from sozialplanung.importer.lage import UNLESBARE_FORM
from sozialplanung.importer.texte import show
from sozialplanung.importer.vorhandenes import Vorhandenes

# (begin, end) of a table; the end must not lie before the beginning.
_VON_BIS = {
    "gebiet": ("gueltig_von", "gueltig_bis"),
    "handlungskonzept": ("von_jahr", "bis_jahr"),
    "massnahme": ("beginn", "ende"),
}
# At least one of these must be filled in every row.
_EINE_ZAHL = {"finanzierung": ("ansatz_eur", "bewilligt_eur", "ist_eur"), "leistung": ("soll", "ist")}


def fill_from_katalog(indikatoren: Blattdaten, merkmale: set[str], befunde: Befundliste) -> None:
    """Empty cells of an Indikator that the catalogue knows; optional Merkmale only where the Projekt has them."""
    katalog = load_katalog()
    for i, indikator_id in enumerate(indikatoren.spalten["indikator_id"]):
        eintrag = katalog.get(str(indikator_id))
        if eintrag is None:
            continue
        ergaenzt = []
        for name, wert in asdict(eintrag).items():
            spalte = indikatoren.spalten.get(name)
            if spalte is None or spalte[i] is not None or wert in {None, ""}:
                continue
            if name == "gewicht_merkmal_id" and wert not in merkmale:
                continue
            spalte[i] = str(wert) if isinstance(wert, str) else wert
            ergaenzt.append(indikatoren.blatt.spalte(name).titel)
        if ergaenzt:
            mangel = Mangel("filled_from_catalog", f"wurde aus dem Katalog ergänzt: {', '.join(ergaenzt)}.", "")
            befunde.add(mangel, indikatoren.blatt.name, indikatoren.zeilen[i], None, str(indikator_id))


def fill_from_projekt(daten: Blattdaten, vorhanden: Vorhandenes) -> None:
    """A column that the sheet lacks leaves alone what the Projekt holds; the Quelle is always the delivery's."""
    fehlend = [
        spalte.name
        for spalte in daten.blatt.spalten
        if spalte.name not in daten.geliefert and spalte.name not in {*daten.blatt.schluessel, "quelle_id"}
    ]
    gespeichert = vorhanden.tabelle(daten.blatt.tabelle)
    if not fehlend or gespeichert.empty:
        return
    schluessel = list(zip(*(gespeichert[name] for name in daten.blatt.schluessel), strict=True))
    platz = {wert: i for i, wert in enumerate(schluessel)}
    eigene = [
        tuple("" if teil is None else teil for teil in wert)
        for wert in zip(*(daten.spalten[name] for name in daten.blatt.schluessel), strict=True)
    ]
    for name in fehlend:
        alt = gespeichert[name].tolist()
        daten.spalten[name] = [None if (i := platz.get(wert)) is None or pd.isna(alt[i]) else alt[i] for wert in eigene]


def check_zeilen(daten: Blattdaten, befunde: Befundliste) -> None:
    """Dates in order, and at least one figure where a row exists for its figures."""
    if paar := _VON_BIS.get(daten.blatt.tabelle):
        von, bis = paar
        mangel = Mangel("end_before_start", "liegt vor dem Beginn.", "Bitte prüfen Sie beide Angaben.")
        for zeile, beginn, ende in zip(daten.zeilen, daten.spalten[von], daten.spalten[bis], strict=True):
            if beginn is not None and ende is not None and str(ende) < str(beginn):
                befunde.add(mangel, daten.blatt.name, zeile, daten.titel.get(bis), show(ende))
    if zahlen := _EINE_ZAHL.get(daten.blatt.tabelle):
        titel = ", ".join(daten.blatt.spalte(name).titel for name in zahlen)
        mangel = Mangel(
            "missing_figure", "Die Zeile nennt keine Zahl.", f"Bitte füllen Sie mindestens eine aus: {titel}."
        )
        for i, zeile in enumerate(daten.zeilen):
            if zeile not in daten.unlesbar and all(daten.spalten[name][i] is None for name in zahlen):
                befunde.add(mangel, daten.blatt.name, zeile)


def check_anteile(daten: Blattdaten, vorhanden: Vorhandenes, befunde: Befundliste) -> None:
    """The shares of a Massnahme, with those that the Projekt keeps, are positive and at most 100 % together."""
    geliefert: dict[tuple[object, object], Decimal] = {}
    zeilen: dict[object, int] = {}
    for zeile, massnahme, gebiet, anteil in zip(
        daten.zeilen, *(daten.spalten[name] for name in ("massnahme_id", "gebiet_id", "anteil")), strict=True
    ):
        if not isinstance(anteil, Decimal):
            continue
        if anteil <= 0:
            mangel = Mangel(
                "out_of_range", "ist kein Anteil.", "Bitte tragen Sie mehr als 0 % ein oder löschen die Zeile."
            )
            befunde.add(mangel, daten.blatt.name, zeile, daten.titel.get("anteil"), format_prozent(anteil))
        geliefert[massnahme, gebiet] = anteil
        zeilen[massnahme] = zeile
    gespeichert = vorhanden.tabelle("massnahme_gebiet")
    anteile: dict[object, list[Decimal]] = defaultdict(list)
    for massnahme, gebiet, anteil in zip(
        gespeichert["massnahme_id"], gespeichert["gebiet_id"], gespeichert["anteil"], strict=True
    ):
        if massnahme in zeilen and (massnahme, gebiet) not in geliefert:
            anteile[massnahme].append(Decimal(anteil))
    for (massnahme, _), anteil in geliefert.items():
        anteile[massnahme].append(anteil)
    for massnahme, liste in anteile.items():
        # Six decimals: three thirds must not count as more than one.
        if sum(liste) > 1 + len(liste) * Decimal("0.0000005"):
            mangel = Mangel(
                "shares_over_100",
                f"wird zu {format_prozent(sum(liste))} auf Gebiete verteilt.",
                "Alle Anteile einer Maßnahme ergeben zusammen höchstens 100 %.",
            )
            befunde.add(mangel, daten.blatt.name, zeilen[massnahme], daten.titel.get("massnahme_id"), str(massnahme))


def join_umrisse(daten: Blattdaten, befunde: Befundliste) -> pd.DataFrame:
    """The parts of each outline put together again."""
    teile: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for i, (gebiet, teil) in enumerate(zip(daten.spalten["gebiet_id"], daten.spalten["teil"], strict=True)):
        teile[str(gebiet)].append((int(str(teil)), i))
    umrisse = []
    for gebiet, nummern in teile.items():
        nummern.sort()
        erste = nummern[0][1]
        text = "".join(str(daten.spalten["geojson"][i]) for _, i in nummern)
        if [nummer for nummer, _ in nummern] != list(range(1, len(nummern) + 1)) or not is_umriss(text):
            mangel = Mangel(
                "invalid_geometry",
                "hat keinen vollständigen Umriss.",
                "Bitte lesen Sie die Grenzen neu ein (sozialplanung grenzen) oder leeren Sie das Blatt.",
            )
            befunde.add(mangel, daten.blatt.name, daten.zeilen[erste], daten.titel.get("gebiet_id"), gebiet)
            continue
        umrisse.append((gebiet, text, daten.spalten["schematisch"][erste] == "ja", daten.spalten["quelle_id"][erste]))
    return pd.DataFrame(umrisse, columns=["gebiet_id", "geojson", "schematisch", "quelle_id"]).astype(
        {"gebiet_id": object, "geojson": object, "schematisch": bool, "quelle_id": object}
    )


def is_umriss(text: str) -> bool:
    """Is this the GeoJSON of a polygon?"""
    try:
        form = shape(json.loads(text))
    except UNLESBARE_FORM:
        return False
    endlich = bool(np.isfinite(shapely.get_coordinates(form)).all())
    return form.geom_type in {"Polygon", "MultiPolygon"} and not form.is_empty and endlich
