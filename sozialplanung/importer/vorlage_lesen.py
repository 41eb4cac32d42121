"""From a workbook in our Vorlage to a ``Lieferungspaket``: read, repair, check; nothing is written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from sozialplanung.formatting import join_und
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.blattleser import PROJEKT, Blattdaten, complete, match_blaetter, read_blatt
from sozialplanung.importer.gebietsstand import (
    Gebietsstand,
    check_gebietsstand,
    convert,
    load_gebietsstand,
)
from sozialplanung.importer.lage import check_einrichtungen, check_grenzen
from sozialplanung.importer.mappe import Mappe, Rohblatt, read_mappe
from sozialplanung.importer.plausibel import check_einzelne
from sozialplanung.importer.projektblatt import (
    Projektangaben,
    build_paket,
    default_quelle,
    read_projektblatt,
    tell_default,
)
from sozialplanung.importer.pruefen import check_zahlen
from sozialplanung.importer.schluessel import check_doppelte, check_kreise, check_verweise, known_keys, repair_gebiete
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.importer.werte import Werte, read_werte
from sozialplanung.importer.zahlen import number
from sozialplanung.importer.zeilen import (
    check_anteile,
    check_zeilen,
    fill_from_katalog,
    fill_from_projekt,
    join_umrisse,
)
from sozialplanung.model import Lieferungspaket, Merkmalsart, Raumebene
from sozialplanung.vorlage import BLAETTER, PROJEKTFELDER, Blatt, Typ


def read_vorlage(inhalt: bytes | Path | Mappe, dateiname: str, vorhanden: Vorhandenes | None = None) -> Lieferungspaket:
    """Read and check a workbook; all findings at once. ``LieferungError`` when the file is no readable workbook.

    ``inhalt``: also as it was opened already. ``vorhanden``: keys that it may point to, figures that it must fit.
    """
    befunde = Befundliste()
    mappe = inhalt if isinstance(inhalt, Mappe) else read_mappe(inhalt, dateiname)
    rohblaetter = match_blaetter(mappe.blaetter, befunde)
    angaben = read_projektblatt(rohblaetter.get(PROJEKT), befunde)
    paket = build_paket(dateiname, mappe.sha256, angaben)
    return read_rohblaetter(rohblaetter, paket, angaben, vorhanden or Vorhandenes(), befunde)


def read_rohblaetter(
    rohblaetter: dict[str, Rohblatt],
    paket: Lieferungspaket,
    angaben: Projektangaben,
    vorhanden: Vorhandenes,
    befunde: Befundliste,
) -> Lieferungspaket:
    """The sheets by table, wherever they come from, checked and put into the empty ``paket``."""
    blaetter = _read_blaetter(rohblaetter, befunde)
    if not blaetter and not angaben.eintraege and not any(b.art == "missing_header" for b in befunde.result()):
        mangel = Mangel(
            "empty_workbook", "Die Mappe enthält keine Angaben.", "Bitte füllen Sie mindestens ein Blatt aus."
        )
        befunde.add(mangel, "")
    _complete_blaetter(blaetter, vorhanden, befunde)
    stand = load_gebietsstand(vorhanden, blaetter.get("gebietsstand"))
    _check_blaetter(blaetter, vorhanden, stand.alte, befunde)
    _check_beim_oeffnen(angaben, blaetter, vorhanden, befunde)
    werte, umgerechnet = _read_werte(blaetter, vorhanden, stand, paket.quelle, befunde)
    tabellen = _build_tabellen(blaetter, werte, befunde)
    tabellen = _add_quelle(tabellen, paket, angaben, befunde)
    if len(projekt := angaben.frame()):
        tabellen = {"projekt": projekt, **tabellen}
    return replace(paket, tabellen=tabellen, befunde=befunde.result(), bemerkung=umgerechnet)


def _read_blaetter(rohblaetter: dict[str, Rohblatt], befunde: Befundliste) -> dict[str, Blattdaten]:
    gelesen = {}
    for blatt in BLAETTER:
        if blatt.tabelle in rohblaetter and (daten := read_blatt(rohblaetter[blatt.tabelle], blatt, befunde)):
            gelesen[blatt.tabelle] = daten
    return gelesen


def _complete_blaetter(blaetter: dict[str, Blattdaten], vorhanden: Vorhandenes, befunde: Befundliste) -> None:
    if "indikator" in blaetter:
        fill_from_katalog(blaetter["indikator"], known_keys(blaetter, vorhanden, "merkmal"), befunde)
    if "gebiet" in blaetter:
        repair_gebiete(blaetter["gebiet"], vorhanden, befunde)
    for tabelle, daten in list(blaetter.items()):
        if tabelle not in {"wert", "geometrie"}:
            fill_from_projekt(daten, vorhanden)
        complete(daten, befunde)
        if not daten.zeilen:
            del blaetter[tabelle]


def _check_blaetter(
    blaetter: dict[str, Blattdaten], vorhanden: Vorhandenes, alte: Collection[str], befunde: Befundliste
) -> None:
    check_verweise(blaetter, vorhanden, alte, befunde)
    for tabelle, daten in blaetter.items():
        if tabelle != "wert":
            check_doppelte(daten, befunde)
            check_zeilen(daten, befunde)
    if "gebiet" in blaetter:
        check_kreise(blaetter["gebiet"], "uebergeordnet", vorhanden, befunde)
    if "merkmal" in blaetter:
        check_kreise(blaetter["merkmal"], "teil_von", vorhanden, befunde)
    if "massnahme" in blaetter:
        check_kreise(blaetter["massnahme"], "vorgaenger_id", vorhanden, befunde)
    if "einrichtung" in blaetter:
        check_einrichtungen(blaetter["einrichtung"], befunde)
    if "massnahme_gebiet" in blaetter:
        check_anteile(blaetter["massnahme_gebiet"], vorhanden, befunde)
    if "gebietsstand" in blaetter:
        check_gebietsstand(blaetter["gebietsstand"], vorhanden, _merged(blaetter, vorhanden, "gebiet"), befunde)


def _check_beim_oeffnen(
    angaben: Projektangaben, blaetter: dict[str, Blattdaten], vorhanden: Vorhandenes, befunde: Befundliste
) -> None:
    indikator = angaben.text("indikator")
    if indikator and indikator not in known_keys(blaetter, vorhanden, "indikator"):
        mangel = Mangel(
            "unknown_key", "steht weder im Blatt ›Indikatoren‹ noch im Projekt.", "Bitte korrigieren Sie das Kürzel."
        )
        befunde.add(mangel, PROJEKT, angaben.zeilen["indikator"], PROJEKTFELDER["indikator"][0], indikator)
    ebene = angaben.text("raumebene")
    vorhandene = set(_merged(blaetter, vorhanden, "gebiet")["raumebene"])
    if ebene and ebene not in vorhandene:
        kennt = join_und([r.plural for r in Raumebene if r in vorhandene])
        mangel = Mangel(
            "unknown_level",
            "gibt es im Projekt nicht; geöffnet wird die Ebene mit den meisten Werten.",
            f"Das Projekt kennt {kennt}." if kennt else "Bitte ergänzen Sie Gebiete dieser Ebene.",
        )
        befunde.add(mangel, PROJEKT, angaben.zeilen["raumebene"], PROJEKTFELDER["raumebene"][0], ebene)


def _merged(blaetter: dict[str, Blattdaten], vorhanden: Vorhandenes, tabelle: str) -> pd.DataFrame:
    """Rows of the Projekt and of the delivery (which wins), by their key."""
    schluessel = blaetter[tabelle].blatt.schluessel[0] if tabelle in blaetter else None
    gespeichert = vorhanden.tabelle(tabelle)
    if schluessel is None:
        return gespeichert.set_index(gespeichert.columns[0], drop=False)
    neu = pd.DataFrame(blaetter[tabelle].spalten, dtype=object)
    alt = gespeichert[~gespeichert[schluessel].isin(neu[schluessel])]
    alle = pd.concat([alt[list(neu.columns)].astype(object), neu], ignore_index=True)
    return alle.set_index(schluessel, drop=False)


def _read_werte(
    blaetter: dict[str, Blattdaten], vorhanden: Vorhandenes, stand: Gebietsstand, quelle: str, befunde: Befundliste
) -> tuple[Werte | None, str]:
    """The figures in the areas of today, and what was converted. ``quelle``: that of rows without one of their own."""
    if "wert" not in blaetter:
        return None, ""
    daten = blaetter["wert"]
    merkmale = _merged(blaetter, vorhanden, "merkmal")
    gebiete = _merged(blaetter, vorhanden, "gebiet")
    arten = {
        str(name): (str(art), str(einheit))
        for name, art, einheit in zip(merkmale.index, merkmale["art"], merkmale["einheit"], strict=True)
        if art is not None
    }
    werte = read_werte(daten, arten, befunde)
    if werte.frame.empty:
        return None, ""
    werte = check_einzelne(werte, daten.blatt.name, merkmale, befunde)
    werte, umgerechnet = _convert(werte, stand, merkmale, daten.blatt.name, befunde)
    indikatoren, quellen = (_merged(blaetter, vorhanden, tabelle) for tabelle in ("indikator", "quelle"))
    check_zahlen(werte, daten.blatt.name, vorhanden, merkmale, gebiete, indikatoren, quellen, quelle, befunde)
    return werte, umgerechnet


def _convert(
    werte: Werte, stand: Gebietsstand, merkmale: pd.DataFrame, blatt: str, befunde: Befundliste
) -> tuple[Werte, str]:
    raten = merkmale.index[merkmale["art"] == Merkmalsart.RATE.value]
    frame = werte.frame.assign(zeile=werte.zeile, spalte=werte.spalte)
    frame, satz = convert(frame, stand, [str(name) for name in raten], befunde, blatt)
    if len(frame) == len(werte.frame) and not satz:
        return werte, ""
    zeile, spalte = (frame[name].to_numpy() for name in ("zeile", "spalte"))
    return Werte(frame.drop(columns=["zeile", "spalte"]), zeile, spalte), satz


def _build_tabellen(
    blaetter: dict[str, Blattdaten], werte: Werte | None, befunde: Befundliste
) -> dict[str, pd.DataFrame]:
    tabellen = {}
    for tabelle, daten in blaetter.items():
        if tabelle == "wert":
            if werte is not None:
                frame = werte.frame
                zeitraeume, verschiedene = number(frame["zeitraum"])
                jahre = np.array([int(text[:4]) for text in verschiedene], dtype=np.int64)
                frame.insert(4, "jahr", jahre[zeitraeume])
                frame["blatt"] = pd.Categorical([daten.blatt.name]).repeat(len(frame))
                frame["zeile"] = werte.zeile
                frame["spalte"] = werte.spalte
                tabellen[tabelle] = frame
        elif tabelle == "geometrie":
            tabellen[tabelle] = join_umrisse(daten, befunde)
            check_grenzen(daten, tabellen[tabelle], befunde)
        else:
            tabellen[tabelle] = _build_frame(daten.blatt, daten.spalten)
    return {tabelle: frame for tabelle, frame in tabellen.items() if len(frame)}


def _build_frame(blatt: Blatt, spalten: dict[str, list[object]]) -> pd.DataFrame:
    """Numbers as numbers (NaN where missing), everything else as objects (None where missing)."""
    serien: dict[str, pd.Series] = {}
    for spalte in blatt.spalten:
        werte = spalten[spalte.name]
        if spalte.typ in {Typ.GANZZAHL, Typ.JAHR} and None not in werte:
            serien[spalte.name] = pd.Series(werte, dtype="int64")
        elif spalte.typ in {Typ.GANZZAHL, Typ.JAHR, Typ.ZAHL}:
            serien[spalte.name] = pd.Series(werte, dtype="float64")
        else:
            serien[spalte.name] = pd.Series(werte, dtype=object)
    return pd.DataFrame(serien)


def _add_quelle(
    tabellen: dict[str, pd.DataFrame], paket: Lieferungspaket, angaben: Projektangaben, befunde: Befundliste
) -> dict[str, pd.DataFrame]:
    """Rows without a Quelle get the delivery's own, which then is a row of ``quelle`` itself."""
    quelle = default_quelle(paket)
    gebraucht = False
    for tabelle, frame in tabellen.items():
        if tabelle != "quelle" and "quelle_id" in frame:
            spalte, eigene_id = frame["quelle_id"], str(quelle["quelle_id"])
            ohne = spalte.isna()
            gebraucht |= bool(ohne.any())
            if isinstance(spalte.dtype, pd.CategoricalDtype) and eigene_id not in spalte.cat.categories:
                spalte = spalte.cat.add_categories([eigene_id])
            frame["quelle_id"] = spalte.where(~ohne, eigene_id)
    if not gebraucht:
        return tabellen
    tell_default(angaben, paket, befunde)
    eigene = pd.DataFrame([quelle], dtype=object)
    if "quelle" in tabellen:
        genannte = tabellen["quelle"]
        eigene = pd.concat([genannte, eigene[~eigene["quelle_id"].isin(genannte["quelle_id"])]], ignore_index=True)
    return {"quelle": eigene, **{tabelle: frame for tabelle, frame in tabellen.items() if tabelle != "quelle"}}
