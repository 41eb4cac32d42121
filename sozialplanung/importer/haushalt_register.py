"""A budget by Bezirk taken into the register: a Maßnahme per Produktgruppe and Bezirk, its expenses as Finanzierung."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

import pandas as pd

from sozialplanung.errors import LieferungError
from sozialplanung.formatting import format_anzahl, format_euro, join_und
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.handeingabe import as_sheet
from sozialplanung.importer.paket import drop_doubles, place, tell_licence
from sozialplanung.importer.profile.haushalt import (
    BETRAGSSPALTE,
    PRODUKT,
    PRODUKTNAME,
    ZEILE,
    find_spalte,
    read_kopf,
    read_posten,
)
from sozialplanung.importer.profile.matrix import spaltenname
from sozialplanung.importer.profile.roh import Form, Rohtabelle, slug
from sozialplanung.importer.projektblatt import Projektangaben, build_paket
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.importer.vorlage_lesen import read_rohblaetter
from sozialplanung.model import Finanzierungsquelle, Lieferungspaket, Massnahmenstatus, OffenesGebiet

KONZEPT = "Haushalt nach Stadtbezirken"
_BEREICH = {"produktbereich", "pb"}
_BEREICHSNAME = {"pbbez", "produktbereichbez", "produktbereichsbezeichnung"}
_IST, _ANSATZ = "ist_eur", "ansatz_eur"
_FELD = {"plan": _ANSATZ, "ansatz": _ANSATZ, "entwurf": _ANSATZ}  # every other column is an Ergebnis
_FELDNAME = {_IST: "Ist", _ANSATZ: "Ansatz"}
Summen = dict[tuple[str, int, str], Decimal]  # Maßnahme, year, column of the Finanzierung
_POSTEN = ["produkt", "merkmal_id", "zeitraum"]

_NUMMER = re.compile(r"\s*(\d{1,2})?\s*(=|[-–—])?\s*(.*)")
_SUMME = re.compile(r"summe|saldo|ergebnis|insgesamt|ordentl\w*\.? (?:aufwend|ertr)", re.IGNORECASE)
_ERTRAG = re.compile(r"ertr[aä]g|zuwend|umlage|entgelt|steuer|erstattung|zuweisung|erlös|einnahme", re.IGNORECASE)
_ERTRAGSNUMMERN = {*range(1, 10), 19, 23}  # of the Teilergebnisplan, § 2 KomHVO NRW
_WEITERE = re.compile(r"zins|finanz|au(?:ß|ss)erordentl", re.IGNORECASE)  # no part of the ordentliche Aufwendungen
_KEIN_BEZIRK = re.compile(r"gesamtst[aä]dt|stadtweit|[uü]berbezirk|ohne bezirk|nicht (?:zugeordn|zuordn)|zentral", re.I)
_STADTSUMME = re.compile(r"summe|gesamt|insgesamt|stadt insgesamt|alle bezirke|alle", re.IGNORECASE)


class Posten(StrEnum):
    """What a line of the Teilergebnisplan is to the register."""

    AUFWAND = "aufwand"
    WEITERER = "weiterer"  # an expense beside the ordentliche Aufwendungen
    KONTROLLE = "kontrolle"  # the sum of the ordentliche Aufwendungen
    SUMME = "summe"
    ERTRAG = "ertrag"
    INTERN = "intern"


def classify(zeile: str) -> Posten:
    """»17 = ordentliche Aufwendungen«: what it says counts first, then its sign and its number.

    Charges between the Produktgruppen (»Interne Leistungsbeziehung«) are no expense of the city.
    """
    treffer = _NUMMER.match(zeile)
    nummer, zeichen, text = treffer.groups("") if treffer else ("", "", zeile)
    aufwand = re.search(r"aufwend|aufwand|abschreib", text, re.IGNORECASE)
    if zeichen == "=" or _SUMME.match(text):
        return Posten.KONTROLLE if aufwand and not _WEITERE.search(text) else Posten.SUMME
    if "intern" in text.casefold():
        return Posten.INTERN
    if not aufwand and (_ERTRAG.search(text) or (nummer and int(nummer) in _ERTRAGSNUMMERN)):
        return Posten.ERTRAG
    return Posten.WEITERER if _WEITERE.search(text) else Posten.AUFWAND


def read_register(
    datei: Datei, vorhanden: Vorhandenes, *, gebiete_anlegen: bool = False
) -> tuple[Lieferungspaket, Form]:
    """Handlungskonzept, Maßnahmen, shares and Finanzierung, checked as the sheets of a workbook are.

    A Maßnahme that the Projekt has keeps what people made of it and gets its money only.
    """
    roh, zeilen = read_posten(datei, ohne_bezirk=True)
    form = roh.form
    _check_columns(zeilen[0], datei.name)
    roh.werte = _describe(roh.werte, zeilen, datei.name)
    werte, gebiete, offene = _locate(roh, vorhanden, gebiete_anlegen)
    tell_licence(roh)
    angaben = Projektangaben({"herkunft": roh.herkunft, "quelle": roh.quelle})
    paket = build_paket(datei.name, datei.sha256, angaben)
    if werte.empty:
        return _finish(paket, roh.befunde, offene), form
    betraege = _sum_up(werte, roh.befunde)
    if not any(betraege.values()):
        raise LieferungError(
            f"Der Haushalt ›{datei.name}‹ nennt keine Aufwendungen über 0 €. Für das Register müssen Aufwendungen "
            "positiv sein; als »Zahlen je Gebiet« lässt er sich einlesen."
        )
    massnahmen = _massnahmen(werte, zeilen)
    namen = {str(g): str(n) for g, n in vorhanden.tabelle("gebiet")[["gebiet_id", "bezeichnung"]].to_numpy()}
    namen |= {str(g): str(n) for g, n in gebiete[["gebiet_id", "bezeichnung"]].to_numpy()}
    neue = [m for m in massnahmen if m["massnahme_id"] not in vorhanden.schluessel("massnahme")]
    for m in neue:
        m["bezeichnung"] = f"{namen.get(m['gebiet_id'], 'Gesamtstädtisch')}: {m['bezeichnung']}"
    tabellen: dict[str, Sequence[Mapping[str, Any]]] = {
        "gebiet": [{str(name): wert for name, wert in zeile.items()} for zeile in gebiete.to_dict("records")],
        "handlungskonzept": [_konzept(werte, vorhanden)],
        "massnahme": neue,
        "massnahme_gebiet": [{**m, "anteil": Decimal(1), "verteilt_nach": KONZEPT} for m in neue if m["gebiet_id"]],
        "finanzierung": _finanzierung(betraege, vorhanden),
    }
    blaetter = {
        name: as_sheet(name, zeilen, {spalte for zeile in zeilen for spalte in zeile})
        for name, zeilen in tabellen.items()
        if zeilen
    }
    paket = read_rohblaetter(blaetter, paket, angaben, vorhanden, roh.befunde)
    return _finish(paket, roh.befunde, offene), form


def _finish(paket: Lieferungspaket, befunde: Befundliste, offene: tuple[OffenesGebiet, ...]) -> Lieferungspaket:
    return replace(paket, befunde=befunde.result(), bemerkung=KONZEPT, offene_gebiete=offene)


# --- the file -----------------------------------------------------------------------------------------------------


def _feld(titel: str) -> tuple[str, str] | None:
    """»Plan 2011« → (»ansatz_eur«, »2011«)."""
    treffer = BETRAGSSPALTE.fullmatch(titel.strip())
    return None if treffer is None else (_FELD.get(treffer[1].casefold(), _IST), treffer[2])


def _check_columns(kopf: Sequence[str], name: str) -> None:
    if find_spalte(read_kopf(kopf), PRODUKT) is None:
        raise LieferungError(
            f"In ›{name}‹ fehlt die Spalte Teilplan oder Produktgruppe; daraus werden die Maßnahmen. "
            "Bitte ergänzen Sie sie, oder lesen Sie den Haushalt als »Zahlen je Gebiet« ein."
        )
    gesehen: dict[tuple[str, str], str] = {}
    for titel in kopf:
        feld = _feld(titel)
        if feld is not None and feld in gesehen:
            raise LieferungError(
                f"In ›{name}‹ stehen ›{gesehen[feld]}‹ und ›{titel.strip()}‹ nebeneinander; das Register führt für ein "
                f"Jahr nur einen Betrag als {_FELDNAME[feld[0]]}. Bitte löschen Sie eine der Spalten."
            )
        if feld is not None:
            gesehen[feld] = titel.strip()


def _describe(werte: pd.DataFrame, zeilen: Sequence[Sequence[str]], name: str) -> pd.DataFrame:
    """Each amount with its Maßnahme, its column of the Finanzierung, and what its line is."""
    kopf = read_kopf(zeilen[0])
    produkt, posten = find_spalte(kopf, PRODUKT), find_spalte(kopf, ZEILE)
    if produkt is None or posten is None:
        raise ValueError(f"{name} was recognised without these columns")
    felder = {spaltenname(i): feld[0] for i, titel in enumerate(zeilen[0]) if (feld := _feld(titel))}
    quelle = [zeilen[int(z) - 1] for z in werte["zeile"]]
    arten = {text: classify(text) for text in {z[posten] for z in quelle}}
    werte = werte.assign(
        produkt=[" ".join(z[produkt].split()) for z in quelle],
        posten=[" ".join(z[posten].split()) for z in quelle],
        was=[arten[z[posten]] for z in quelle],
        feld=werte["spalte"].map(felder),
    )
    orte = ["-".join(schluessel.split()) or "stadt" for schluessel in werte["schluessel"]]
    werte["massnahme_id"] = [f"HH-{'-'.join(p.split())}-{ort}" for p, ort in zip(werte["produkt"], orte, strict=True)]
    return werte[werte["produkt"] != ""].reset_index(drop=True)


def _locate(
    roh: Rohtabelle, vorhanden: Vorhandenes, anlegen: bool
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[OffenesGebiet, ...]]:
    """As ``paket.place``; what belongs to no Bezirk stays, without area. Sums of all Bezirke count not."""
    orte = roh.werte[["schluessel", "name"]].drop_duplicates()
    ohne = {
        (s, n)
        for s, n in orte.itertuples(index=False, name=None)
        if not s.strip("0") or _KEIN_BEZIRK.search(n) or _KEIN_BEZIRK.search(s)
    }
    summen = {(s, n) for s, n in orte.itertuples(index=False, name=None) if _STADTSUMME.fullmatch(n or s)}
    ort = pd.Series(list(zip(roh.werte["schluessel"], roh.werte["name"], strict=True)), index=roh.werte.index)
    stadtweit, ist_summe = ort.isin(list(ohne)), ort.isin(list(summen))
    stadt, bezirke = roh.werte[stadtweit & ~ist_summe], roh.werte[~stadtweit & ~ist_summe]
    gesamt = stadt.groupby(_POSTEN)["wert"].sum()
    if len(stadt) and len(bezirke) and gesamt.eq(bezirke.groupby(_POSTEN)["wert"].sum().reindex(gesamt.index)).all():
        stadt, ist_summe = stadt.iloc[:0], stadtweit | ist_summe
    if ist_summe.any():
        zeilen = format_anzahl(int(roh.werte.loc[ist_summe, "zeile"].nunique()), "Zeile", "Zeilen")
        roh.befunde.add(Mangel("sum_row", f"{zeilen} für die ganze Stadt: Summe der Bezirke, keine Maßnahme.", ""), "")
    stadt = drop_doubles(stadt.assign(gebiet_id=stadt["schluessel"]), roh).assign(gebiet_id="")
    roh.werte = bezirke
    if bezirke.empty:
        return stadt, pd.DataFrame(columns=["gebiet_id", "bezeichnung"]), ()
    verortet, gebiete, offene = place(roh, vorhanden, anlegen)
    verortet = drop_doubles(verortet, roh)
    werte = pd.concat([verortet.astype({"gebiet_id": object}), stadt], ignore_index=True)
    return werte, gebiete, offene


# --- money --------------------------------------------------------------------------------------------------------


class Betrag(NamedTuple):
    """An amount of the file, exact; ``eur`` None: the file says why there is none."""

    massnahme_id: str
    jahr: int
    feld: str
    was: Posten
    posten: str
    eur: Decimal | None
    zeile: int
    spalte: str
    zeichen: str

    @property
    def je(self) -> tuple[str, int, str]:
        return self.massnahme_id, self.jahr, self.feld


def _amounts(werte: pd.DataFrame) -> list[Betrag]:
    spalten = ["massnahme_id", "zeitraum", "feld", "was", "posten", "wert", "zeile", "spalte", "zeichen"]
    return [
        Betrag(
            m,
            int(jahr),
            feld,
            Posten(was),
            posten,
            None if pd.isna(wert) else Decimal(str(wert)),
            int(zeile),
            spalte,
            z,
        )
        for m, jahr, feld, was, posten, wert, zeile, spalte, z in werte[spalten].to_numpy()
    ]


def _add_up(betraege: Iterable[Betrag]) -> Summen:
    summen: Summen = {}
    for b in betraege:
        summen[b.je] = summen.get(b.je, Decimal(0)) + (b.eur or 0)
    return summen


def _sum_up(werte: pd.DataFrame, befunde: Befundliste) -> Summen:
    """Expenses per Maßnahme, year and column; what is left out is told with its sum, an unknown part makes no sum."""
    alle = _amounts(werte)
    ausgaben = [b for b in alle if b.was in {Posten.AUFWAND, Posten.WEITERER}]
    unbekannt = [b for b in ausgaben if b.eur is None]
    for b in unbekannt:
        mangel = Mangel("sign_ignored", "ist kein Betrag; die Summe dieser Maßnahme und dieses Jahres bleibt leer.", "")
        befunde.add(mangel, "", b.zeile, b.spalte, b.zeichen)
    ohne = {b.je for b in unbekannt}
    einzeln = [b for b in ausgaben if b.was is Posten.AUFWAND and b.je not in ohne]
    summenzeilen = [b for b in alle if b.was is Posten.KONTROLLE and b.eur is not None and b.je not in ohne]
    mit_einzelnen = {b.je for b in einzeln}
    _check_sums(einzeln, [b for b in summenzeilen if b.je in mit_einzelnen], befunde)
    ausgaben = [b for b in ausgaben if b.je not in ohne] + [b for b in summenzeilen if b.je not in mit_einzelnen]
    _tell_left_out("Erträge sind keine Ausgabe", [b for b in alle if b.was is Posten.ERTRAG], befunde)
    gutschriften = [b for b in ausgaben if b.eur is not None and b.eur < 0]
    _tell_left_out("Aufwendungen unter 0 € (Gutschriften) sind keine Ausgabe", gutschriften, befunde)
    intern = "Interne Leistungen verteilen Geld in der Verwaltung um und zählten doppelt"
    _tell_left_out(intern, [b for b in alle if b.was is Posten.INTERN], befunde)
    return _add_up(b for b in ausgaben if b.eur is not None and b.eur >= 0)


def _check_sums(einzeln: Sequence[Betrag], summen: Sequence[Betrag], befunde: Befundliste) -> None:
    """Against »ordentliche Aufwendungen«; where the file rounds to whole euro, parts and sum may differ by it."""
    if not summen:
        return
    ganze_euro = all(b.eur is None or b.eur == b.eur.to_integral_value() for b in (*einzeln, *summen))
    anzahl = Counter(b.je for b in einzeln)
    teile = _add_up(einzeln)
    gut = []
    for je, summe in _add_up(summen).items():
        unterschied = summe - teile[je]
        if abs(unterschied) <= (Decimal(anzahl[je] + 1) / 2 if ganze_euro else 0):
            gut.append(unterschied)
            continue
        massnahme, jahr, feld = je
        mangel = Mangel(
            "sum_mismatch",
            f"Die ordentlichen Aufwendungen {jahr} ({_FELDNAME[feld]}) sind um {_euro(unterschied)} anders als die "
            "Summe ihrer Zeilen; übernommen werden die Zeilen.",
            "Bitte prüfen Sie, ob in der Datei Zeilen fehlen.",
        )
        befunde.add(mangel, "", None, None, massnahme)
    if gut:
        rest = f" (durch Rundung zusammen {_euro(sum(gut, Decimal(0)))})" if any(gut) else ""
        zahl = format_anzahl(len(gut), "Summe stimmt", "Summen stimmen")
        text = f"{zahl} mit den Zeilen für ordentliche Aufwendungen überein{rest}."
        befunde.add(Mangel("sum_checked", text, ""), "")


def _tell_left_out(warum: str, betraege: Iterable[Betrag], befunde: Befundliste) -> None:
    weg = [b for b in betraege if b.eur]
    if not weg:
        return
    summen: dict[str, Decimal] = {}
    for b in weg:
        summen[b.feld] = summen.get(b.feld, Decimal(0)) + (b.eur or 0)
    texte = join_und([f"{_FELDNAME[feld]} zusammen {_euro(summe)}" for feld, summe in summen.items()])
    mangel = Mangel(
        "no_expense",
        f"{warum}: {format_anzahl(len(weg), 'Betrag bleibt', 'Beträge bleiben')} weg ({texte}).",
        "Das Register führt nur Ausgaben; als »Zahlen je Gebiet« steht alles im Projekt.",
    )
    befunde.add(mangel, "", None, None, weg[0].posten)


def _euro(betrag: Decimal) -> str:
    return format_euro(betrag, 0 if betrag == betrag.to_integral_value() else 2)


# --- the sheets ---------------------------------------------------------------------------------------------------


def _konzept(werte: pd.DataFrame, vorhanden: Vorhandenes) -> dict[str, Any]:
    """Its years grow with each file."""
    kuerzel = slug(KONZEPT)
    tabelle = vorhanden.tabelle("handlungskonzept")
    alt = tabelle[tabelle["handlungskonzept_id"] == kuerzel]
    jahre = [
        *map(int, werte["zeitraum"].unique()),
        *(int(j) for n in ("von_jahr", "bis_jahr") for j in alt[n].dropna()),
    ]
    name = str(alt["bezeichnung"].iloc[0]) if len(alt) else KONZEPT
    return {"handlungskonzept_id": kuerzel, "bezeichnung": name, "von_jahr": min(jahre), "bis_jahr": max(jahre)}


def _massnahmen(werte: pd.DataFrame, zeilen: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    kopf = read_kopf(zeilen[0])
    bereich = [find_spalte(kopf, namen) for namen in (_BEREICHSNAME, _BEREICH, PRODUKTNAME, PRODUKT)]
    name = [find_spalte(kopf, namen) for namen in (PRODUKTNAME, PRODUKT)]
    erste = werte.drop_duplicates("massnahme_id")[["massnahme_id", "produkt", "zeile", "gebiet_id"]]
    return [
        {
            "massnahme_id": massnahme,
            "handlungskonzept_id": slug(KONZEPT),
            "nummer": produkt,
            "bezeichnung": _first(zeilen[int(zeile) - 1], name),
            "handlungsfeld": _first(zeilen[int(zeile) - 1], bereich),
            "status": Massnahmenstatus.LAUFEND.value,
            "gebiet_id": str(gebiet),
        }
        for massnahme, produkt, zeile, gebiet in erste.to_numpy()
    ]


def _first(zeile: Sequence[str], spalten: Sequence[int | None]) -> str:
    """The first column that says anything."""
    return next((" ".join(zeile[s].split()) for s in spalten if s is not None and zeile[s].strip()), "")


def _finanzierung(betraege: Summen, vorhanden: Vorhandenes) -> list[dict[str, Any]]:
    """Ist and Ansatz of a year may come with different files: the one that this file lacks stays."""
    quelle = Finanzierungsquelle.EIGENANTEIL.value
    zeilen: dict[tuple[str, int], dict[str, Any]] = {}
    for (massnahme, jahr, feld), betrag in betraege.items():
        zeilen.setdefault((massnahme, jahr), {})[feld] = betrag
    alt = vorhanden.tabelle("finanzierung")
    alt = alt[(alt["finanzierungsquelle"] == quelle) & alt["foerderprogramm"].isin(["", None])]
    for massnahme, jahr, ist, ansatz in alt[["massnahme_id", "haushaltsjahr", _IST, _ANSATZ]].to_numpy():
        if (zeile := zeilen.get((str(massnahme), int(jahr)))) is not None:
            zeilen[str(massnahme), int(jahr)] = {_IST: ist, _ANSATZ: ansatz, **zeile}
    return [
        {"massnahme_id": m, "haushaltsjahr": j, "finanzierungsquelle": quelle, "foerderprogramm": None, **geld}
        for (m, j), geld in zeilen.items()
    ]
