"""Guesses how a foreign table is to be read, and says how sure it is of each guess and why."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sozialplanung.importer.datei import Datei
from sozialplanung.importer.gebiete import level_of
from sozialplanung.importer.mappe import Rohblatt, Zelle
from sozialplanung.importer.profile.zeit import find_zeitraum
from sozialplanung.importer.tabelle.bedeutung import describe_columns, read_titel
from sozialplanung.importer.tabelle.begruenden import (
    tell_dezimal,
    tell_dimensionen,
    tell_ebene,
    tell_file,
    tell_gebiet,
    tell_kopf,
    tell_rest,
    tell_sheet,
    tell_summen,
    tell_werte,
    tell_zeilen,
    tell_zeit,
)
from sozialplanung.importer.tabelle.bereich import Bereich, figure_columns, fill_headings, find_bereich
from sozialplanung.importer.tabelle.lesart import Deutung, Lesart, Vermutung, Vorgaben, Zeilenart
from sozialplanung.importer.tabelle.orte import Orte
from sozialplanung.importer.tabelle.raster import load_blaetter
from sozialplanung.importer.tabelle.rollen import Rollen, find_rollen
from sozialplanung.importer.tabelle.summen import find_hidden_sum, is_mittel, is_summe, name_of_summe
from sozialplanung.importer.tabelle.zellart import Zellart, decimal_style, kind_of, numbers, text_of
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.model import Herkunft, Merkmalsart, Raumebene

_PROBE = 400  # rows whose cells are looked at one by one
_EBENEN = (
    (r"stadtteil|ortsteil|ortschaft", Raumebene.STADTTEIL),
    (r"stadtbezirk|bezirksvertretung", Raumebene.STADTBEZIRK),
    (r"statistische[rs]? bezirk|statbez", Raumebene.STATISTISCHER_BEZIRK),
    (r"sozialraum|planungsraum", Raumebene.SOZIALRAUM),
    (r"quartier|viertel", Raumebene.QUARTIER),
    (r"bezirk", Raumebene.STADTBEZIRK),
    (r"baublock", Raumebene.BAUBLOCK),
    (r"gemeinde|kommune|stadt\b", Raumebene.GEMEINDE),
    (r"kreis", Raumebene.KREIS),
)


def rate(datei: Datei, vorhanden: Vorhandenes, vorgaben: Vorgaben | None = None) -> Deutung | None:
    """The reading that fits best around what a person has decided; None where no sheet holds a table of figures."""
    vorgaben = vorgaben or Vorgaben()
    blaetter = load_blaetter(datei, vorgaben.kodierung or "", vorgaben.trenner or "")
    orte = Orte(vorhanden)
    moeglich = [
        (blatt, bereich)
        for blatt in blaetter
        if vorgaben.blatt in (None, blatt.name) and (bereich := _bereich(blatt, vorgaben)) is not None
    ]
    if not moeglich:
        return None
    gedeutet = [_Blatt(blatt, bereich, vorgaben, orte) for blatt, bereich in moeglich]
    bestes = max(gedeutet, key=lambda b: b.punkte)
    if not bestes.rollen.werte:
        return None
    lesart = bestes.lesart(datei)
    return Deutung(lesart, tuple(bestes.tell(lesart, datei, gedeutet, len(blaetter))))


def _bereich(blatt: Rohblatt, vorgaben: Vorgaben) -> Bereich | None:
    """What people decided of header and rows, kept within the sheet: the header ends before the figures begin."""
    hoehe = len(blatt.zeilen)
    kopf_bis = vorgaben.kopf_bis or vorgaben.kopf_von
    von = None if vorgaben.daten_von is None else min(max(vorgaben.daten_von - 1, 0), hoehe)
    if von is None and kopf_bis:
        unter = range(max(kopf_bis, 0), hoehe)
        von = next((i for i in unter if figure_columns(blatt.zeilen[i])), hoehe)
    bereich = find_bereich(blatt, von)
    if bereich is None:
        return None
    start, ende = bereich.kopf_von, bereich.kopf_bis
    if vorgaben.kopf_von == 0 or vorgaben.kopf_bis == 0:
        start = ende = bereich.daten_von
    elif kopf_bis:
        ende = kopf_bis if vorgaben.kopf_bis else max(ende, kopf_bis)
        start = (vorgaben.kopf_von or ende) - 1
    ende = min(max(ende, 0), bereich.daten_von)
    bis = bereich.daten_bis if vorgaben.daten_bis is None else max(vorgaben.daten_bis, bereich.daten_von + 1)
    return Bereich(min(max(start, 0), ende), ende, bereich.daten_von, min(bis, hoehe))


@dataclass(frozen=True, slots=True)
class _Zeile:
    platz: int
    ort: str


class _Blatt:
    """One sheet with a table on it, looked at as far as guessing needs it."""

    def __init__(self, blatt: Rohblatt, bereich: Bereich, vorgaben: Vorgaben, orte: Orte) -> None:
        self._blatt, self._bereich, self._vorgaben, self._orte = blatt, bereich, vorgaben, orte
        self._gesagt = {nummer - 1: art for nummer, art in vorgaben.zeilen}
        self._plaetze = [
            i
            for i in range(bereich.daten_von, bereich.daten_bis)
            if self._gesagt.get(i, Zeilenart.GEBIET if figure_columns(blatt.zeilen[i]) else None)
            not in (None, Zeilenart.WEG)
        ]
        self._probe = self._plaetze[:_PROBE]
        zeilen = [blatt.zeilen[i] for i in self._probe]
        erste = min(figure_columns(zeilen[0]), default=1) if zeilen else 1
        self._kopf = fill_headings(blatt, bereich.kopf_von, bereich.kopf_bis, erste)
        koepfe = [" ".join(dict.fromkeys(text_of(z) for z in self._ueber(n) if kind_of(z) is not Zellart.LEER))
                  for n in range(max((len(z) for z in self._kopf), default=0))]  # fmt: skip
        self._koepfe = koepfe
        self.rollen: Rollen = find_rollen(zeilen, koepfe, orte.bekannt, vorgaben)
        self._titel = read_titel(
            [text_of(z) for zeile in blatt.zeilen[: bereich.kopf_von] for z in zeile if kind_of(z) is Zellart.TEXT]
        )
        self._dezimal, self._komma, self._punkt = decimal_style(
            z for n in self.rollen.werte for z in self._zellen(n)
        )  # fmt: skip
        if vorgaben.dezimal is not None:
            self._dezimal = vorgaben.dezimal

    @property
    def punkte(self) -> float:
        """Many figures of many areas; what the Projekt knows counts most."""
        r = self.rollen
        bekannt = r.sicherheit if r.gebiet is not None or r.schluessel is not None else 0.0
        return bekannt * (10.0 + math.sqrt(min(len(self._plaetze), 500))) * math.sqrt(min(len(r.werte), 20))

    def _ueber(self, nummer: int) -> list[Zelle]:
        return [zeile[nummer] for zeile in self._kopf if nummer < len(zeile)]

    def _zellen(self, nummer: int) -> list[Zelle]:
        return [z[nummer] if nummer < len(z) else "" for z in (self._blatt.zeilen[i] for i in self._probe)]

    @cached_property
    def _orte_der_zeilen(self) -> list[_Zeile]:
        nummer = self.rollen.gebiet if self.rollen.gebiet is not None else self.rollen.schluessel
        if nummer is None:
            return []
        zeilen = ((p, self._blatt.zeilen[p]) for p in self._plaetze)
        return [_Zeile(p, text_of(z[nummer])) for p, z in zeilen if nummer < len(z)]

    def _zeit(self, datei: Datei) -> tuple[str, str]:
        """The one Zeitraum of the whole table and where it stands."""
        if self._vorgaben.zeitraum is not None:
            return self._vorgaben.zeitraum, self._vorgaben.grund
        oben = [text_of(z) for zeile in self._blatt.zeilen[: self._bereich.kopf_von] for z in zeile]
        stamm = re.sub(r"[_\s.-]+", " ", Path(datei.name).stem)
        stellen = {"im Titel": oben, "im Namen des Blatts": [self._blatt.name], "im Dateinamen": [stamm]}
        for wo, texte in stellen.items():
            gefunden = list(dict.fromkeys(z for text in texte if (z := find_zeitraum(text))))
            if gefunden:
                return gefunden[0], f"steht {wo}"
        return "", ""

    def lesart(self, datei: Datei) -> Lesart:
        r, b = self.rollen, self._bereich
        zeit = "" if r.zeit is not None else self._zeit(datei)[0]
        spalten = describe_columns(
            r.werte, [self._ueber(n) for n in r.werte], [self._zellen(n) for n in r.werte], self._dezimal,
            self._titel or self._blatt.name or Path(datei.name).stem, zeit, r.merkmal is not None, self._vorgaben,
        )  # fmt: skip
        ebene = self._ebene()[0]
        summen = self._summen([s.nummer for s in spalten if s.art is not Merkmalsart.RATE], ebene)
        weg = self._ausgelassen({zeile for zeile, _ in summen})
        return Lesart(
            blatt=self._blatt.name,
            kopf_von=b.kopf_von + 1 if b.kopf_bis > b.kopf_von else 0,
            kopf_bis=b.kopf_bis if b.kopf_bis > b.kopf_von else 0,
            daten_von=b.daten_von + 1,
            daten_bis=b.daten_bis,
            gebiet=r.gebiet,
            schluessel=r.schluessel,
            spalten=spalten,
            zeit=r.zeit,
            merkmal=r.merkmal,
            gruppen=r.gruppen,
            ebene=ebene,
            ausgelassen=weg,
            summen=summen,
            orte=tuple(sorted(p + 1 for p, art in self._gesagt.items() if art is Zeilenart.GEBIET)),
            dezimal=self._dezimal,
            kodierung=self._vorgaben.kodierung or "",
            trenner=self._vorgaben.trenner or "",
            titel=self._titel or self._blatt.name or Path(datei.name).stem,
            quelle=self._vorgaben.quelle or "",
            herkunft=self._vorgaben.herkunft or Herkunft.EIGEN,
        )

    def _ebene(self) -> tuple[str, str]:
        """The level that the Projekt or the heading says, and which of them; official keys say it themselves."""
        if self._vorgaben.ebene is not None:
            return self._vorgaben.ebene, self._vorgaben.grund
        r = self.rollen
        if r.schluessel is not None:
            schluessel = [text_of(z) for z in self._zellen(r.schluessel)]
            if 2 * sum(map(_is_amtlich, schluessel)) > len(schluessel):
                return "", ""
        if ebene := self._orte.find_level([z.ort for z in self._orte_der_zeilen if not is_summe(z.ort)]):
            return ebene, "so stehen die Gebiete im Projekt"
        if any((teil := self._orte.split(z.ort)) and len(teil[0]) >= 5 for z in self._orte_der_zeilen[:20]):
            return "", ""
        nummer = r.gebiet if r.gebiet is not None else r.schluessel
        kopf = self._koepfe[nummer] if nummer is not None and nummer < len(self._koepfe) else ""
        gefunden = next((str(ebene) for muster, ebene in _EBENEN if re.search(muster, kopf, re.IGNORECASE)), "")
        return gefunden, f"Überschrift ›{kopf}‹" if gefunden else ""

    def _summen(self, zaehlbar: Sequence[int], ebene: str) -> tuple[tuple[int, str], ...]:
        """Rows with totals, and the area of the Projekt that they are the figures of."""
        zeilen = self._orte_der_zeilen
        gesagt = [z for z in zeilen if self._gesagt.get(z.platz) is Zeilenart.SUMME]
        gefunden = [z for z in zeilen if z in gesagt or (z.platz not in self._gesagt and is_summe(z.ort))]
        if not gefunden and len(zeilen) <= _PROBE and self.rollen.zeit is None and self.rollen.merkmal is None:
            zahlen = [[_plain(self._blatt.zeilen[z.platz], n, self._dezimal) for n in zaehlbar] for z in zeilen]
            platz = find_hidden_sum(zahlen)
            ort = None if platz is None else zeilen[platz]
            if ort is not None and ort.platz not in self._gesagt and not self._orte.knows(ort.ort):
                gefunden = [ort]
        eltern = self._orte.find_parent([z.ort for z in zeilen if z not in gefunden], ebene)
        summen = []
        for z in gefunden:
            eigener = name_of_summe(z.ort) if is_summe(z.ort) else ""
            summen.append((z.platz + 1, self._orte.find(eigener) if eigener else eltern))
        return tuple(summen)

    def _ausgelassen(self, summen: set[int]) -> tuple[int, ...]:
        """Rows between the others that tell no figures of an area: sections, blanks, means."""
        b = self._bereich
        daten = set(self._plaetze)
        mittel = {z.platz for z in self._orte_der_zeilen if is_mittel(z.ort) and z.platz not in self._gesagt}
        weg = [i for i in range(b.daten_von, b.daten_bis) if i not in daten or i in mittel]
        return tuple(i + 1 for i in weg if i + 1 not in summen)

    def tell(self, lesart: Lesart, datei: Datei, alle: Sequence[_Blatt], blaetter: int) -> list[Vermutung]:
        """Every guess with its reason."""
        v, r = self._vorgaben, self.rollen
        summen = [z for z in self._orte_der_zeilen if z.platz + 1 in dict(lesart.summen)]
        if any(self._gesagt.get(z.platz) is Zeilenart.SUMME for z in summen):
            summengrund, sicher = v.grund, 1.0
        elif all(is_summe(z.ort) for z in summen):
            summengrund, sicher = "so heißt die Zeile", 0.95
        else:
            summengrund, sicher = "ist die Summe aller anderen", 0.75
        merkmale = None if r.merkmal is None else len(set(map(text_of, self._zellen(r.merkmal))))
        andere = [b._blatt.name for b in alle if b is not self and b.rollen.werte]
        gesagt = [
            tell_file(datei, v),
            tell_sheet(self._blatt.name, andere, v) if blaetter > 1 else None,
            tell_kopf(lesart, v),
            tell_zeilen(lesart, v),
            tell_gebiet(r),
            tell_ebene(lesart, v, self._ebene()[1]) if lesart.ebene else None,
            tell_zeit(lesart, v, *self._zeit(datei)),
            tell_dimensionen(lesart, v, self._koepfe) if lesart.merkmal is not None or lesart.gruppen else None,
            tell_werte(lesart, v, merkmale),
            tell_summen(lesart, self._orte, summengrund, sicher) if lesart.summen else None,
            tell_dezimal(lesart, v, self._komma, self._punkt) if self._komma or self._punkt else None,
            tell_rest(r.uebrig) if r.uebrig else None,
        ]
        return [vermutung for vermutung in gesagt if vermutung is not None]


def _is_amtlich(schluessel: str) -> bool:
    return len(schluessel) >= 5 and (level_of(schluessel) or level_of("0" + schluessel)) is not None


def _plain(zeile: Sequence[Zelle], nummer: int, dezimal: str) -> float:
    gelesen = numbers([zeile[nummer]], dezimal) if nummer < len(zeile) else []
    return gelesen[0] if gelesen else float("nan")
