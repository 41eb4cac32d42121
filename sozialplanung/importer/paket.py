"""From the long table of a profile to a ``Lieferungspaket``: areas matched, Merkmale and Indikatoren described."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pandas as pd

from sozialplanung.formatting import format_anzahl, format_zahl, join_und
from sozialplanung.importer.befunde import Mangel
from sozialplanung.importer.bestand import drop_nothing
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.gebiete import (
    DEUTSCHLAND,
    Fremdgebiet,
    count_levels,
    find_parent,
    level_of,
    match_gebiete,
    restore_zeros,
)
from sozialplanung.importer.gebietsstand import convert, load_gebietsstand
from sozialplanung.importer.plausibel import check_merkmale
from sozialplanung.importer.profile.roh import Rohtabelle
from sozialplanung.importer.pruefen import check_zahlen
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.importer.werte import Werte
from sozialplanung.importer.zahlen import find_doubles, number_rows, pick_distinct
from sozialplanung.importer.zuordnung import match_names
from sozialplanung.model import Lieferungspaket, Merkmalsart, OffenesGebiet, Raumebene
from sozialplanung.store import standard_quelle_id
from sozialplanung.vorlage import blatt_der_tabelle

_BEISPIELE = 3
_GRUPPEN_OHNE_SUMME = 24  # so many groups get an Indikator each where the table brings no total
STELLE = ("blatt", "zeile", "spalte")  # where a figure stands in the file
_SCHLUESSEL = ("merkmal_id", "gebiet_id", "gruppe", "zeitraum")


def build_lieferung(
    roh: Rohtabelle, datei: Datei, vorhanden: Vorhandenes, *, gebiete_anlegen: bool = False
) -> Lieferungspaket:
    """Everything that an import writes; what could not be matched is a finding."""
    roh.werte = drop_nothing(roh.werte, roh.befunde)
    with ThreadPoolExecutor(1) as nebenher:  # hashing holds no lock: as long as 100 MB take, figures are checked
        pruefsumme = nebenher.submit(lambda: datei.sha256)
        paket = _build_paket(roh, datei.name, vorhanden, gebiete_anlegen)
        return replace(paket, sha256=pruefsumme.result())


def _build_paket(roh: Rohtabelle, dateiname: str, vorhanden: Vorhandenes, gebiete_anlegen: bool) -> Lieferungspaket:
    werte, gebiete, offene = place(roh, vorhanden, gebiete_anlegen)
    werte = drop_doubles(werte, roh)
    raten = set(werte.loc[(werte["art"] == Merkmalsart.RATE.value).to_numpy(dtype=bool), "merkmal_id"].astype(str))
    werte, umgerechnet = convert(werte, load_gebietsstand(vorhanden), raten, roh.befunde, "")
    paket = Lieferungspaket(
        datei=dateiname,
        sha256="",
        herkunft=roh.herkunft,
        quelle=roh.quelle,
        lizenz=roh.lizenz,
        stand=roh.stand,
        tabellen={},
    )
    tell_licence(roh)
    quelle_id = standard_quelle_id(paket)
    tabellen: dict[str, pd.DataFrame] = {}
    if len(werte):
        tabellen["quelle"] = _quelle(paket, quelle_id)
        if len(gebiete):
            tabellen["gebiet"] = gebiete
        merkmale = _merkmale(werte, roh, vorhanden, quelle_id)
        if len(merkmale):
            tabellen["merkmal"] = merkmale
        if len(indikatoren := _indikatoren(werte, vorhanden)):
            tabellen["indikator"] = indikatoren
        tabellen["wert"] = _werte(werte, quelle_id)
        _check(tabellen, vorhanden, roh)
    return replace(
        paket,
        tabellen=tabellen,
        befunde=roh.befunde.result(),
        bemerkung=" – ".join(filter(None, (roh.titel, umgerechnet))),
        offene_gebiete=offene,
    )


def _check(tabellen: dict[str, pd.DataFrame], vorhanden: Vorhandenes, roh: Rohtabelle) -> None:
    """The figures against each other, against those of the Projekt and over time, as for our Vorlage."""
    frame = tabellen["wert"]
    werte = Werte(frame, frame["zeile"].to_numpy(), frame["spalte"].array, frame["blatt"].array)
    merkmale, gebiete, indikatoren, quellen = (
        _merged(tabellen, vorhanden, name) for name in ("merkmal", "gebiet", "indikator", "quelle")
    )
    check_merkmale(werte, merkmale, roh.befunde)
    check_zahlen(werte, "", vorhanden, merkmale, gebiete, indikatoren, quellen, roh.quelle, roh.befunde)


def _merged(tabellen: dict[str, pd.DataFrame], vorhanden: Vorhandenes, name: str) -> pd.DataFrame:
    """Rows of the Projekt and of the delivery (which wins), by their key."""
    schluessel = blatt_der_tabelle(name).schluessel[0]
    alt = vorhanden.tabelle(name)
    if name in tabellen:
        neu = tabellen[name].astype(object)
        alt = pd.concat([alt[~alt[schluessel].isin(neu[schluessel])].astype(object), neu], ignore_index=True)
    return alt.set_index(schluessel, drop=False)


def tell_licence(roh: Rohtabelle) -> None:
    if not roh.lizenz:
        mangel = Mangel("missing_licence", "Die Datei nennt keine Lizenz; unter den Bildern steht nur die Quelle.", "")
        roh.befunde.add(mangel, "")


# --- areas --------------------------------------------------------------------------------------------------------


def place(
    roh: Rohtabelle, vorhanden: Vorhandenes, anlegen: bool
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[OffenesGebiet, ...]]:
    """The figures with ``gebiet_id``, the areas that are new, and those that a person has to decide on."""
    werte = roh.werte
    erste = ~werte["schluessel"].duplicated().to_numpy()
    kopf = werte.loc[erste, ["schluessel", "name", "ebene"]].astype(object)
    nullen = restore_zeros([str(s) for s, e in zip(kopf["schluessel"], kopf["ebene"], strict=True) if pd.isna(e)])
    if nullen:
        alt, neu = next(iter(nullen.items()))
        mangel = Mangel(
            "lost_zeros",
            f"wurde zu {neu} ergänzt (führende Null verloren); so auch bei "
            f"{format_anzahl(len(nullen) - 1, 'weiteren Schlüssel', 'weiteren Schlüsseln')}.",
            "",
        )
        roh.befunde.add(mangel, "", None, None, alt)
    fremde = [
        Fremdgebiet(nullen.get(str(s), str(s)), str(n), None if pd.isna(e) else str(e))
        for s, n, e in kopf.itertuples(index=False, name=None)
    ]
    tabelle = vorhanden.tabelle("gebiet")
    bekannte = dict(zip(map(str, tabelle["gebiet_id"]), map(str, tabelle["raumebene"]), strict=True))
    treffer = match_gebiete(fremde, bekannte)
    ziele = _nearest(treffer)
    if anlegen:
        treffer = {s: t for s, t in treffer.items() if s in ziele}
    elif len(treffer) > len(ziele):
        _tell_twice(roh, len(treffer) - len(ziele))
    _tell_matched(roh, treffer)
    stand = load_gebietsstand(vorhanden)
    alte = {
        f.schluessel: frueher
        for f in fremde
        if f.schluessel not in treffer and (frueher := stand.find(f.schluessel, f.name)) is not None
    }
    ohne = [f for f in fremde if f.schluessel not in treffer and f.schluessel not in alte]
    namen = match_names(ohne, tabelle, vorhanden.aliase, set(ziele.values()), roh.befunde)
    ziele |= namen.ziele | alte
    offen = [f for f in ohne if f.schluessel not in namen.erledigt]
    neue: list[Fremdgebiet] = []
    if anlegen:
        neue = _without_dissolved(roh, offen, nullen)
        ziele |= {f.schluessel: f.schluessel for f in neue}
        if neue:
            roh.befunde.add(Mangel("new_areas", f"Neu angelegt: {_count(neue)}.", ""), "")
    elif offen:
        _tell_unknown(roh, offen, bool(ziele or namen.weg or namen.offen))
    fragen = (*namen.offen.values(), *([] if anlegen else namen.fremd))
    return _assign(werte, nullen, ziele), _new_areas(neue, bekannte, vorhanden), fragen


def _assign(werte: pd.DataFrame, nullen: dict[str, str], ziele: dict[str, str]) -> pd.DataFrame:
    codes, schluessel = pd.factorize(werte["schluessel"])
    ziel = np.array([ziele.get(nullen.get(str(s), str(s)), "") for s in schluessel], dtype=object)
    gebiete, platz = np.unique(ziel.astype(str), return_inverse=True)
    spalte = pd.Categorical.from_codes(platz[codes], categories=pd.Index(gebiete, dtype="str"))
    werte = werte.assign(gebiet_id=spalte)
    gut = (ziel != "")[codes]
    return werte if gut.all() else werte[gut].reset_index(drop=True)


def _tell_matched(roh: Rohtabelle, treffer: dict[str, tuple[str, int]]) -> None:
    anders = [(s, ziel) for s, (ziel, _) in treffer.items() if s != ziel]
    if anders:
        alt, neu = anders[0]
        weitere = f"; so auch {format_anzahl(len(anders) - 1, 'weiterer', 'weitere')}" if len(anders) > 1 else ""
        roh.befunde.add(Mangel("matched_key", f"gehört zum Gebiet ›{neu}‹ des Projekts{weitere}.", ""), "", wert=alt)


def _nearest(treffer: dict[str, tuple[str, int]]) -> dict[str, str]:
    """Kreisfreie Städte come as Kreis and as Gemeinde: of two keys for one area the nearer spelling counts."""
    beste: dict[str, tuple[int, str]] = {}
    for schluessel, (ziel, abstand) in treffer.items():
        if ziel not in beste or abstand < beste[ziel][0]:
            beste[ziel] = (abstand, schluessel)
    return {schluessel: ziel for ziel, (_, schluessel) in beste.items()}


def _tell_twice(roh: Rohtabelle, anzahl: int) -> None:
    mangel = Mangel(
        "same_area_twice",
        f"{format_anzahl(anzahl, 'Gebiet steht', 'Gebiete stehen')} zweimal in der Datei (als Kreis und als Gemeinde); "
        "gelesen wird die Zeile, deren Schlüssel besser passt.",
        "",
    )
    roh.befunde.add(mangel, "")


def _count(gebiete: list[Fremdgebiet]) -> str:
    teile = []
    for ebene, zahl in count_levels(gebiete).items():
        if ebene:
            teile.append(format_anzahl(zahl, Raumebene(ebene).singular, Raumebene(ebene).plural))
        else:
            teile.append(format_anzahl(zahl, "Gebiet ohne amtlichen Schlüssel", "Gebiete ohne amtlichen Schlüssel"))
    return join_und(teile)


def _tell_unknown(roh: Rohtabelle, offen: list[Fremdgebiet], etwas_bekannt: bool) -> None:
    beispiele = ", ".join(f.name if f.name == f.schluessel else f"{f.schluessel} {f.name}" for f in offen[:_BEISPIELE])
    weitere = " …" if len(offen) > _BEISPIELE else ""
    rat = (
        "Sollen sie ins Projekt, lassen Sie sie anlegen (»Unbekannte Gebiete anlegen«, --gebiete-anlegen); "
        "heißen sie dort anders, ordnen Sie sie zu (gebiet-alias)."
    )
    if etwas_bekannt:
        mangel = Mangel(
            "unknown_area",
            f"Das Projekt kennt {_count(offen)} der Datei nicht ({beispiele}{weitere}); ihre Zahlen bleiben weg.",
            rat,
        )
    else:
        mangel = Mangel("no_known_area", f"Das Projekt kennt kein Gebiet der Datei ({beispiele}{weitere}).", rat)
    roh.befunde.add(mangel, "")


def _without_dissolved(roh: Rohtabelle, offen: list[Fremdgebiet], nullen: dict[str, str]) -> list[Fremdgebiet]:
    """Dissolved Kreise stand in official tables with nothing but »-«; a city state (02000) is none."""
    lebt = roh.werte.loc[(roh.werte["zeichen"] != "genau_null").to_numpy(), "schluessel"].unique()
    lebend = {nullen.get(str(s), str(s)) for s in lebt}
    weg = [f for f in offen if f.schluessel not in lebend and len(f.schluessel) == 5 and f.schluessel[2:] != "000"]
    if not lebend or not weg:
        return offen
    namen = ", ".join(f"{f.schluessel} {f.name}" for f in weg[:_BEISPIELE])
    mangel = Mangel(
        "dissolved_area",
        f"{format_anzahl(len(weg), 'Kreis hat', 'Kreise haben')} überall nur ›-‹ ({namen}"
        f"{' …' if len(weg) > _BEISPIELE else ''}): vermutlich aufgelöst; nicht angelegt.",
        "",
    )
    roh.befunde.add(mangel, "")
    fort = {f.schluessel for f in weg}
    return [f for f in offen if f.schluessel not in fort]


def _new_areas(neue: list[Fremdgebiet], bekannte: dict[str, str], vorhanden: Vorhandenes) -> pd.DataFrame:
    moeglich = {f.schluessel for f in neue} | set(bekannte)
    zeilen = [
        {
            "gebiet_id": f.schluessel,
            "bezeichnung": "Deutschland" if f.schluessel == DEUTSCHLAND else f.name or f.schluessel,
            "raumebene": f.ebene or str(level_of(f.schluessel) or Raumebene.QUARTIER),
            "uebergeordnet": find_parent(f.schluessel, moeglich) if f.ebene is None else None,
            "gueltig_von": None,
            "gueltig_bis": None,
        }
        for f in neue
    ]
    spalten = [spalte.name for spalte in blatt_der_tabelle("gebiet").spalten]
    return pd.DataFrame(zeilen, columns=spalten, dtype=object)


# --- figures ------------------------------------------------------------------------------------------------------


def drop_doubles(werte: pd.DataFrame, roh: Rohtabelle) -> pd.DataFrame:
    """The same figure twice is read once; two figures for the same thing block the delivery."""
    if werte.empty:
        return werte
    nummer = number_rows(werte, _SCHLUESSEL)
    doppelt = find_doubles(nummer)
    if not doppelt.any():
        return werte
    betroffen = np.isin(nummer, nummer[doppelt])
    teil = werte[betroffen].assign(_nummer=nummer[betroffen])
    inhalt = pd.DataFrame({"n": teil["_nummer"], "w": teil["wert"], "z": teil["zeichen"].astype(object)})
    verschieden = inhalt.drop_duplicates()
    strittig = set(verschieden.loc[verschieden["n"].duplicated(), "n"])
    for _, zeile in teil[teil["_nummer"].isin(strittig)].drop_duplicates("_nummer").head(200).iterrows():
        mangel = Mangel(
            "conflicting_values",
            f"Für {zeile['name']} ({zeile['merkmal']}, {zeile['zeitraum']}) stehen zwei verschiedene Zahlen da.",
            "Bitte prüfen Sie die Datei oder laden Sie sie neu herunter.",
        )
        roh.befunde.add(mangel, str(zeile["blatt"]), int(zeile["zeile"]), str(zeile["spalte"]))
    gleich = int(doppelt.sum()) - len(strittig)
    if gleich > 0:
        mangel = Mangel(
            "duplicate_row", f"{format_zahl(gleich)} Zahlen stehen doppelt da; sie werden einmal gelesen.", ""
        )
        roh.befunde.add(mangel, "")
    return werte[~doppelt].reset_index(drop=True)


def _werte(werte: pd.DataFrame, quelle_id: str) -> pd.DataFrame:
    zeit, verschiedene = pd.factorize(werte["zeitraum"])
    jahre = np.array([int(str(z)[:4]) for z in verschiedene], dtype=np.int64)
    frame = werte[[*_SCHLUESSEL]].copy()
    frame["jahr"] = jahre[zeit]
    frame["wert"] = werte["wert"]
    frame["zeichen"] = werte["zeichen"]
    frame["quelle_id"] = pd.Categorical.from_codes(
        np.zeros(len(frame), dtype=np.int8), categories=pd.Index([quelle_id], dtype="str")
    )
    frame[[*STELLE]] = werte[[*STELLE]]
    return frame


def _quelle(paket: Lieferungspaket, quelle_id: str) -> pd.DataFrame:
    zeile = {
        "quelle_id": quelle_id,
        "bezeichnung": paket.quelle,
        "herkunft": paket.herkunft.value,
        "lizenz": paket.lizenz,
        "stand": dt.date.fromisoformat(paket.stand) if paket.stand else None,
        "verweis": "",
    }
    return pd.DataFrame([zeile], dtype=object)


def _described(werte: pd.DataFrame) -> pd.DataFrame:
    erste = ~werte["merkmal_id"].duplicated().to_numpy()
    return werte.loc[erste, ["merkmal_id", "merkmal", "art", "einheit"]].astype(object)


def _merkmale(werte: pd.DataFrame, roh: Rohtabelle, vorhanden: Vorhandenes, quelle_id: str) -> pd.DataFrame:
    """New Merkmale; those that the Projekt has keep what people made of them, as long as they mean the same."""
    alle = _described(werte)
    alt = vorhanden.tabelle("merkmal").set_index("merkmal_id")
    for m in alle[alle["merkmal_id"].isin(alt.index)].itertuples(index=False):
        bekannt = alt.loc[str(m.merkmal_id)]
        if bekannt["art"] != m.art:
            mangel = Mangel(
                "other_unit",
                f"ist im Projekt ›{bekannt['art']}‹, in dieser Datei ›{m.art}‹ ({m.merkmal}).",
                "Bitte prüfen Sie, ob dasselbe gemeint ist; die Beschreibung im Projekt bleibt.",
            )
            roh.befunde.add(mangel, "", None, None, str(m.merkmal_id))
    neu = alle[~alle["merkmal_id"].isin(alt.index)]
    return pd.DataFrame(
        {
            "merkmal_id": neu["merkmal_id"],
            "bezeichnung": neu["merkmal"],
            "art": neu["art"],
            "einheit": neu["einheit"],
            "teil_von": None,
            "definition": [roh.definitionen.get(str(name), "") for name in neu["merkmal_id"]],
            "quelle_id": quelle_id,
        },
        dtype=object,
    ).reset_index(drop=True)


def _indikatoren(werte: pd.DataFrame, vorhanden: Vorhandenes) -> pd.DataFrame:
    """One per new Merkmal, so that its figures can be seen; without a total one for each of a few groups."""
    gezeigt = vorhanden.tabelle("indikator")
    bekannt = set(gezeigt["indikator_id"]) | set(gezeigt["zaehler_merkmal_id"])
    zeilen = []
    paare = pick_distinct(werte, ["merkmal_id", "gruppe"])
    gruppen = {str(name): list(teil["gruppe"]) for name, teil in paare.groupby("merkmal_id")}
    for m in _described(werte).itertuples(index=False):
        eigene = gruppen[str(m.merkmal_id)]
        if m.merkmal_id in bekannt or ("" not in eigene and len(eigene) > _GRUPPEN_OHNE_SUMME):
            continue
        for platz, gruppe in enumerate([""] if "" in eigene else sorted(eigene), 1):
            zusatz = ", ".join(teil.partition("=")[2] for teil in gruppe.split(";")) if gruppe else ""
            zeilen.append(
                {
                    "indikator_id": f"{m.merkmal_id}_{platz}" if gruppe else m.merkmal_id,
                    "bezeichnung": f"{m.merkmal} – {zusatz}" if gruppe else m.merkmal,
                    "zaehler_merkmal_id": m.merkmal_id,
                    "zaehler_gruppe": gruppe,
                    "faktor": 1.0,
                    "einheit": "" if str(m.einheit).casefold() == "anzahl" else m.einheit,
                    "nachkommastellen": 1 if m.art == Merkmalsart.RATE else 0,
                    "richtung": "neutral",
                }
            )
    blatt = blatt_der_tabelle("indikator")
    frame = pd.DataFrame(zeilen, columns=[spalte.name for spalte in blatt.spalten], dtype=object)
    for spalte in blatt.spalten:
        leer = frame[spalte.name].isna()
        frame[spalte.name] = frame[spalte.name].where(~leer, spalte.leerwert)
    return frame.astype({"faktor": float, "nachkommastellen": "int64"}) if len(frame) else frame
